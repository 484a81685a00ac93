/* simulate/agenda_read_beside.c: the parameter files of the later years, of the open questions, and
 * of what stands beside the agendas. See agenda.h. */
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"
#include "simulate/agenda.h"

enum { YEAR_LOW = 1900, YEAR_HIGH = 2200, MOST = 1000000 };

static ds_status read_year(const ds_data_row *row, size_t field, int *out, ds_error *err) {
    double number = 0;
    ds_status status = ds_data_number(row, field, "jaar", YEAR_LOW, YEAR_HIGH, &number, err);
    if (status == DS_OK) *out = (int)number;
    return status;
}

static ds_status read_count(const ds_data_row *row, size_t field, const char *column, unsigned *out,
                            ds_error *err) {
    double number = 0;
    ds_status status = ds_data_number(row, field, column, 0, MOST, &number, err);
    if (status == DS_OK) *out = (unsigned)number;
    return status;
}

/* Texts of the fields from first on, all of one size, into out. */
static ds_status read_phrases(const ds_data_row *row, size_t first, const char *const *columns,
                              ds_agenda_phrase *const *out, size_t n, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status =
            ds_agenda_read_text(row, first + i, columns[first + i], *out[i], sizeof *out[i], err);
    return status;
}

/* ---- agenda_later: spending after the first year ---- */

static const char *const later_columns[] = {"jaar", "deel", "spreiding"};

static ds_status read_later(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_later *to = &agenda->later[agenda->n_later];
    ds_status status = ds_agenda_read_room(row, agenda->n_later, err);
    if (status == DS_OK) status = read_year(row, 0, &to->year, err);
    if (status == DS_OK) status = ds_data_number(row, 1, "deel", 0, 1, &to->share, err);
    if (status == DS_OK) status = ds_data_number(row, 2, "spreiding", 0, 3, &to->spread, err);
    agenda->n_later++;
    return status;
}

/* ---- agenda_antwoord, agenda_eigen_indicator ---- */

static const char *const answer_columns[] = {"doelstelling", "veld",     "thema",
                                             "antwoord",     "openbaar", "aandeel"};
static const char *const own_columns[] = {"doelstelling", "naam",    "eenheid", "herkomst",
                                          "aantal",       "laagste", "hoogste"};

static ds_status read_answer(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_answer *to = &agenda->answers[agenda->n_answers];
    ds_agenda_phrase *const phrases[] = {&to->theme, &to->text};
    ds_status status = ds_agenda_read_room(row, agenda->n_answers, err);
    if (status == DS_OK)
        status = ds_agenda_read_text(row, 0, answer_columns[0], to->goal, sizeof to->goal, err);
    if (status == DS_OK)
        status = ds_agenda_read_text(row, 1, answer_columns[1], to->field, sizeof to->field, err);
    if (status == DS_OK) status = read_phrases(row, 2, answer_columns, phrases, 2, err);
    if (status == DS_OK) status = ds_data_number(row, 5, "aandeel", 0, 100, &to->share, err);
    if (status != DS_OK) return status;
    to->is_public = ds_text_is(row->fields[4], "ja");
    if (!to->is_public && !ds_text_is(row->fields[4], "nee"))
        return ds_error_at(err, DS_INPUT, row->path, row->line, 0, "openbaar is geen ja of nee",
                           "openbaar is not ja or nee");
    agenda->n_answers++;
    return DS_OK;
}

static ds_status read_own(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_own *to = &agenda->own[agenda->n_own];
    ds_agenda_phrase *const phrases[] = {&to->name, &to->unit, &to->source};
    ds_status status = ds_agenda_read_room(row, agenda->n_own, err);
    if (status == DS_OK)
        status = ds_agenda_read_text(row, 0, own_columns[0], to->goal, sizeof to->goal, err);
    if (status == DS_OK) status = read_phrases(row, 1, own_columns, phrases, 3, err);
    if (status == DS_OK) status = read_count(row, 4, "aantal", &to->n, err);
    if (status == DS_OK) status = ds_data_number(row, 5, "laagste", 0, MOST, &to->low, err);
    if (status == DS_OK) status = ds_data_number(row, 6, "hoogste", to->low, MOST, &to->high, err);
    agenda->n_own++;
    return status;
}

/* ---- extern, casus, contactenquete ---- */

static const char *const external_columns[] = {"herkomst", "jaar", "land",
                                               "groep",    "maat", "waarde"};
static const char *const round_columns[] = {"ronde", "cases", "respondenten"};
static const char *const theme_columns[] = {"thema", "mechanisme", "bevestigd", "deels", "niet"};
static const char *const reply_columns[] = {"vraag", "antwoord", "aandeel"};

static ds_status read_external(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_external *to = &agenda->external[agenda->n_external];
    ds_agenda_phrase *const source[] = {&to->source};
    ds_agenda_phrase *const phrases[] = {&to->land, &to->group, &to->measure};
    ds_status status = ds_agenda_read_room(row, agenda->n_external, err);
    if (status == DS_OK) status = read_phrases(row, 0, external_columns, source, 1, err);
    if (status == DS_OK) status = read_year(row, 1, &to->year, err);
    if (status == DS_OK) status = read_phrases(row, 2, external_columns, phrases, 3, err);
    if (status == DS_OK) status = ds_data_number(row, 5, "waarde", 0, MOST, &to->value, err);
    agenda->n_external++;
    return status;
}

static ds_status read_talk_round(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_round *to = &agenda->rounds[agenda->n_rounds];
    ds_status status = ds_agenda_read_room(row, agenda->n_rounds, err);
    if (status == DS_OK)
        status = ds_agenda_read_text(row, 0, round_columns[0], to->name, sizeof to->name, err);
    if (status == DS_OK) status = read_count(row, 1, round_columns[1], &to->n_cases, err);
    if (status == DS_OK) status = read_count(row, 2, round_columns[2], &to->n_contacts, err);
    agenda->n_rounds++;
    return status;
}

static ds_status read_theme(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_theme *to = &agenda->themes[agenda->n_themes];
    ds_agenda_phrase *const phrases[] = {&to->theme, &to->mechanism};
    ds_status status = ds_agenda_read_room(row, agenda->n_themes, err);
    if (status == DS_OK) status = read_phrases(row, 0, theme_columns, phrases, 2, err);
    for (size_t k = 0; status == DS_OK && k < 3; k++)
        status = ds_data_number(row, 2 + k, theme_columns[2 + k], 0, 100, &to->shares[k], err);
    agenda->n_themes++;
    return status;
}

static ds_status read_reply(void *context, const ds_data_row *row, ds_error *err) {
    ds_agenda *agenda = context;
    ds_agenda_reply *to = &agenda->replies[agenda->n_replies];
    ds_agenda_phrase *const phrases[] = {&to->question, &to->text};
    ds_status status = ds_agenda_read_room(row, agenda->n_replies, err);
    if (status == DS_OK) status = read_phrases(row, 0, reply_columns, phrases, 2, err);
    if (status == DS_OK) status = ds_data_number(row, 2, "aandeel", 0, 100, &to->share, err);
    agenda->n_replies++;
    return status;
}

ds_status ds_agenda_read_beside(const char *folder, ds_agenda *agenda, ds_error *err) {
    const struct {
        const char *name;
        const char *const *columns;
        size_t n_columns;
        ds_status (*row)(void *context, const ds_data_row *row, ds_error *err);
    } files[] = {{"agenda_later", later_columns, 3, read_later},
                 {"agenda_antwoord", answer_columns, 6, read_answer},
                 {"agenda_eigen_indicator", own_columns, 7, read_own},
                 {"extern", external_columns, 6, read_external},
                 {"casus_rondes", round_columns, 3, read_talk_round},
                 {"casus_themas", theme_columns, 5, read_theme},
                 {"contactenquete", reply_columns, 3, read_reply}};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof files / sizeof *files; i++)
        status = ds_data_read(folder, files[i].name, files[i].columns, files[i].n_columns,
                              files[i].row, agenda, err);
    return status;
}
