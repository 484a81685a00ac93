/* simulate/agenda_read.c: the files agenda_*.csv of simulatie/. See agenda.h. */
#include <stdio.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "simulate/agenda.h"
#include "simulate/data.h"

ds_status ds_agenda_read_room(const ds_data_row *row, size_t n, ds_error *err) {
    if (n < DS_AGENDA_ROWS_MAX) return DS_OK;
    return ds_error_at(err, DS_INPUT, row->path, row->line, 0, "meer dan %d rijen",
                       "more than %d rows", DS_AGENDA_ROWS_MAX);
}

ds_status ds_agenda_read_text(const ds_data_row *row, size_t field, const char *column, char *out,
                              size_t size, ds_error *err) {
    ds_text text = row->fields[field];
    if (text.size == 0 || text.size >= size)
        return ds_error_at(err, DS_INPUT, row->path, row->line, 0,
                           "%s is leeg of langer dan %zu tekens",
                           "%s is empty or over %zu characters", column, size - 1);
    (void)snprintf(out, size, "%.*s", (int)text.size, text.data);
    return DS_OK;
}

static ds_status read_word(const ds_data_row *row, size_t field, const char *column,
                           ds_agenda_word out, ds_error *err) {
    return ds_agenda_read_text(row, field, column, out, DS_AGENDA_WORD_SIZE, err);
}

/* A whole number of institutions; empty is 0. */
static ds_status read_n(const ds_data_row *row, size_t field, const char *column, unsigned *out,
                        ds_error *err) {
    double number = 0;
    ds_status status = DS_OK;
    if (row->fields[field].size > 0)
        status = ds_data_number(row, field, column, 0, DS_MODEL_INSTELLINGEN_MAX, &number, err);
    if (status == DS_OK) *out = (unsigned)number;
    return status;
}

/* ---- streefwaarde ---- */

enum {
    INDICATOR,
    NIVEAU,
    LEERWEG,
    HERKOMST,
    FIRST,
    N_FIRST,
    ALL,
    N_ALL,
    N_CHANGED,
    REACHED,
    SPREAD,
    CORRELATION,
    TARGET_COLUMNS
};
static const char *const target_columns[TARGET_COLUMNS] = {
    "indicator", "niveau",      "leerweg",     "herkomst", "oorspronkelijk", "n_oorspronkelijk",
    "aangevuld", "n_aangevuld", "n_aangepast", "bereikt",  "spreiding",      "samenhang"};

static ds_status read_cell(const ds_data_row *row, ds_agenda_target *to, ds_error *err) {
    double niveau = 0;
    ds_status status = DS_OK;
    int indicator = 0;
    while (indicator < DS_COUNTS_INDICATORS &&
           !ds_text_is(row->fields[INDICATOR], ds_agenda_indicators[indicator]))
        indicator++;
    to->indicator = (enum ds_counts_indicator)indicator;
    to->leerweg = ds_text_is(row->fields[LEERWEG], "bol")   ? 0
                  : ds_text_is(row->fields[LEERWEG], "bbl") ? 1
                                                            : -1;
    if (indicator == DS_COUNTS_INDICATORS || (to->leerweg < 0 && row->fields[LEERWEG].size > 0))
        return ds_error_at(err, DS_INPUT, row->path, row->line, 0,
                           "de indicator of de leerweg is hier onbekend",
                           "the indicator or the leerweg is not known here");
    if (row->fields[NIVEAU].size > 0)
        status = ds_data_number(row, NIVEAU, "niveau", 1, DS_MODEL_NIVEAUS, &niveau, err);
    to->niveau = (unsigned)niveau;
    return status;
}

static ds_status read_target(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_target *to = &agenda->targets[agenda->n_targets];
    ds_status status = ds_agenda_read_room(row, agenda->n_targets, err);
    if (status == DS_OK) status = read_cell(row, to, err);
    if (status == DS_OK) status = read_word(row, HERKOMST, "herkomst", to->herkomst, err);
    if (status != DS_OK) return status;
    to->has_means = row->fields[FIRST].size > 0;
    if (to->has_means) {
        status = ds_data_number(row, FIRST, "oorspronkelijk", 0, 100, &to->mean_first, err);
        if (status == DS_OK)
            status = ds_data_number(row, ALL, "aangevuld", 0, 100, &to->mean_all, err);
    }
    to->has_reached = !to->has_means || row->fields[REACHED].size > 0;
    if (status == DS_OK && to->has_reached)
        status = ds_data_number(row, REACHED, "bereikt", 0, 100, &to->reached_share, err);
    if (status == DS_OK) status = read_n(row, N_FIRST, "n_oorspronkelijk", &to->n_first, err);
    if (status == DS_OK) status = read_n(row, N_ALL, "n_aangevuld", &to->n_all, err);
    if (status == DS_OK) status = read_n(row, N_CHANGED, "n_aangepast", &to->n_changed, err);
    if (status == DS_OK) status = ds_data_number(row, SPREAD, "spreiding", 0, 50, &to->spread, err);
    if (status == DS_OK)
        status = ds_data_number(row, CORRELATION, "samenhang", -1, 1, &to->correlation, err);
    if (status == DS_OK && to->n_all < to->n_first)
        return ds_error_at(err, DS_INPUT, row->path, row->line, 0,
                           "n_aangevuld is kleiner dan n_oorspronkelijk",
                           "n_aangevuld is less than n_oorspronkelijk");
    agenda->n_targets++;
    return status;
}

/* ---- besteding ---- */

enum {
    GOAL,
    TOTAL,
    LOW,
    HIGH,
    INEQUALITY,
    BANDS,
    FASTEST = BANDS + DS_AGENDA_BANDS,
    N_CORRECTED,
    GOAL_COLUMNS
};
static const char *const goal_columns[GOAL_COLUMNS] = {
    "doelstelling",   "besteed",    "laagste",    "hoogste",       "ongelijkheid",
    "n_niet_begroot", "n_onbekend", "n_niets",    "n_onder_20",    "n_20_30",
    "n_30_40",        "n_40_50",    "n_boven_50", "hoogste_tempo", "n_gecorrigeerd"};

static ds_status read_goal(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_goal *to = &agenda->goals[agenda->n_goals];
    ds_status status = ds_agenda_read_room(row, agenda->n_goals, err);
    if (status == DS_OK) status = read_word(row, GOAL, "doelstelling", to->goal, err);
    if (status == DS_OK) status = ds_data_number(row, TOTAL, "besteed", 0, 9e9, &to->total, err);
    if (status == DS_OK)
        status = ds_data_number(row, INEQUALITY, "ongelijkheid", 0, 3, &to->inequality, err);
    if (status != DS_OK) return status;
    to->is_whole = row->fields[LOW].size == 0;
    if (!to->is_whole) {
        status = ds_data_number(row, LOW, "laagste", 0, 100, &to->low_pct, err);
        if (status == DS_OK)
            status = ds_data_number(row, HIGH, "hoogste", 0, 100, &to->high_pct, err);
        if (status == DS_OK)
            status = ds_data_number(row, FASTEST, "hoogste_tempo", 50, 100, &to->fastest_pct, err);
    }
    if (status == DS_OK) status = read_n(row, N_CORRECTED, "n_gecorrigeerd", &to->n_corrected, err);
    for (size_t k = 0; status == DS_OK && k < DS_AGENDA_BANDS; k++)
        status = read_n(row, BANDS + k, goal_columns[BANDS + k], &to->bands[k], err);
    agenda->n_goals++;
    return status;
}

/* ---- maatregel, voortgang, oordeel ---- */

static const char *const measure_columns[] = {"doelstelling", "maatregel", "agendas"};
static const char *const progress_columns[] = {"doelstelling",   "indicator", "veel_voor",
                                               "enigszins_voor", "op_schema", "enigszins_achter",
                                               "veel_achter",    "samenhang"};
enum { PLANNINGS = 5 };
static const char *const judgement_columns[] = {
    "doelstelling", "heel_effectief", "effectief", "een_beetje", "wisselend", "niet", "weet_niet"};

static ds_status read_measure(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_classes *to = &agenda->measures[agenda->n_measures];
    ds_status status = ds_agenda_read_room(row, agenda->n_measures, err);
    if (status == DS_OK) status = read_word(row, 0, measure_columns[0], to->goal, err);
    if (status == DS_OK) status = read_word(row, 1, measure_columns[1], to->name, err);
    if (status == DS_OK) status = read_n(row, 2, measure_columns[2], &to->n[0], err);
    agenda->n_measures++;
    return status;
}

static ds_status read_progress(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_classes *to = &agenda->progress[agenda->n_progress];
    ds_status status = ds_agenda_read_room(row, agenda->n_progress, err);
    if (status == DS_OK) status = read_word(row, 0, progress_columns[0], to->goal, err);
    if (status == DS_OK) status = read_word(row, 1, progress_columns[1], to->name, err);
    for (size_t k = 0; status == DS_OK && k < PLANNINGS; k++)
        status = read_n(row, 2 + k, progress_columns[2 + k], &to->n[k], err);
    if (status == DS_OK) status = ds_data_number(row, 7, "samenhang", 0, 1, &to->correlation, err);
    agenda->n_progress++;
    return status;
}

static ds_status read_judgement(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_classes *to = &agenda->judgements[agenda->n_judgements];
    ds_status status = ds_agenda_read_room(row, agenda->n_judgements, err);
    if (status == DS_OK) status = read_word(row, 0, judgement_columns[0], to->goal, err);
    for (size_t k = 0; status == DS_OK && k < DS_AGENDA_CLASSES; k++)
        status = read_n(row, 1 + k, judgement_columns[1 + k], &to->n[k], err);
    agenda->n_judgements++;
    return status;
}

ds_status ds_agenda_read(const char *folder, ds_agenda **out, ds_error *err) {
    ds_agenda *agenda = ds_calloc(1, sizeof *agenda);
    const struct {
        const char *name;
        const char *const *columns;
        size_t n_columns;
        ds_status (*row)(void *context, const ds_data_row *row, ds_error *err);
    } files[] = {{"agenda_streefwaarde", target_columns, TARGET_COLUMNS, read_target},
                 {"agenda_besteding", goal_columns, GOAL_COLUMNS, read_goal},
                 {"agenda_maatregel", measure_columns, 3, read_measure},
                 {"agenda_voortgang", progress_columns, 8, read_progress},
                 {"agenda_oordeel", judgement_columns, 7, read_judgement}};
    ds_status status = DS_OK;
    if (agenda == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < sizeof files / sizeof *files; i++)
        status = ds_data_read(folder, files[i].name, files[i].columns, files[i].n_columns,
                              files[i].row, agenda, err);
    if (status == DS_OK) status = ds_agenda_read_beside(folder, agenda, err);
    if (status != DS_OK) {
        ds_agenda_free(agenda);
        return status;
    }
    *out = agenda;
    return DS_OK;
}

void ds_agenda_free(ds_agenda *agenda) {
    ds_free(agenda);
}
