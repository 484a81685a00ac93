/* simulate/survey_read.c: the surveys and their odds, from enquete_metingen.csv and enquete.csv;
 * the sectorkamer of a hoofdgroep, from sectorkamer.csv. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "simulate/catalogue.h"
#include "simulate/data.h"
#include "simulate/survey.h"

typedef struct reading {
    const ds_model *model;
    ds_survey *survey;
} reading;

static ds_status refuse_odds(const ds_data_row *row, size_t field, const char *column,
                             ds_error *err) {
    return ds_error_at(err, DS_INPUT, row->path, row->line, 0, "%s '%.*s' is hier onbekend",
                       "%s '%.*s' is not known here", column, (int)row->fields[field].size,
                       row->fields[field].data);
}

/* ---- the surveys ---- */

enum { METING, JAAR, DEELNAME, MODULE, ACHTERGROND, INSTELLINGEN, MODULE_ALLEN, METING_COLUMNS };
static const char *const meting_columns[METING_COLUMNS] = {
    "meting", "jaar", "deelname", "module", "achtergrond", "instellingen", "module_allen"};

/* Numbers of institutions with a space between; none: all or nobody, as said. */
static ds_status read_institutions(const reading *r, const ds_data_row *row, size_t field,
                                   bool none_is_all, bool *out, ds_error *err) {
    ds_text rest = row->fields[field];
    if (rest.size == 0) {
        for (size_t i = 0; i < r->model->n_instellingen; i++)
            out[i] = none_is_all;
        return DS_OK;
    }
    while (rest.size > 0) {
        const char *space = memchr(rest.data, ' ', rest.size);
        size_t size = space == NULL ? rest.size : (size_t)(space - rest.data);
        int64_t number;
        if (!ds_number_parse_integer((ds_text){rest.data, size}, &number) || number < 1 ||
            number > (int64_t)r->model->n_instellingen)
            return refuse_odds(row, field, meting_columns[field], err);
        out[number - 1] = true;
        size += space != NULL;
        rest = (ds_text){rest.data + size, rest.size - size};
    }
    return DS_OK;
}

static void fill_ones(ds_survey_odds *odds) {
    size_t first = offsetof(ds_survey_odds, geslacht); /* doubles from there on */
    double *factors = (double *)(void *)((char *)odds + first);
    size_t n = (sizeof *odds - first) / sizeof *factors;
    for (size_t i = 0; i < n; i++)
        factors[i] = 1;
}

static ds_status read_round(void *context, const ds_data_row *row, ds_error *err) {
    reading *r = context;
    ds_survey_round *round = &r->survey->rounds[r->survey->n_rounds];
    double jaar = 0, deelname = 0;
    ds_status status;
    if (r->survey->n_rounds == DS_SURVEYS_MAX)
        return ds_error_at(err, DS_INPUT, row->path, row->line, 0, "meer dan %d metingen",
                           "more than %d surveys", DS_SURVEYS_MAX);
    (void)snprintf(round->meting, sizeof round->meting, "%.*s", (int)row->fields[METING].size,
                   row->fields[METING].data);
    round->peiling = ds_text_is(row->fields[METING], "Studentenpeiling");
    round->achtergrond = ds_text_is(row->fields[ACHTERGROND], "ja");
    status = ds_data_number(row, JAAR, "jaar", 2001, 2100, &jaar, err);
    if (status == DS_OK)
        status = ds_data_number(row, DEELNAME, "deelname", 0.001, 0.99, &deelname, err);
    if (status == DS_OK) status = ds_data_number(row, MODULE, "module", 0, 1, &round->module, err);
    if (status == DS_OK)
        status = read_institutions(r, row, INSTELLINGEN, true, round->takes_part, err);
    if (status == DS_OK)
        status = read_institutions(r, row, MODULE_ALLEN, false, round->asks_all, err);
    if (status != DS_OK) return status;
    round->jaar = (int)jaar;
    for (int a = 0; a < DS_ANSWERS; a++)
        fill_ones(&round->odds[a]);
    for (unsigned n = 0; n < DS_MODEL_NIVEAUS; n++)
        for (unsigned l = 0; l < DS_SURVEY_LEERWEGEN; l++)
            round->odds[DS_ANSWER_RESPONS].base[n][l] = deelname / (1 - deelname);
    r->survey->n_rounds++;
    return DS_OK;
}

/* ---- the odds ---- */

enum {
    ANTWOORD,
    ANSWER_JAAR,
    NIVEAU,
    LEERWEG,
    TYPE,
    GESLACHT,
    MIGRATIE,
    BEPERKING,
    OUDERS,
    HOOFDGROEP,
    KANS,
    ODDS,
    SPREIDING,
    ANSWER_COLUMNS
};
static const char *const answer_columns[ANSWER_COLUMNS] = {"antwoord",
                                                           "jaar",
                                                           "niveau",
                                                           "leerweg",
                                                           "type",
                                                           "geslacht",
                                                           "migratieachtergrond",
                                                           "functiebeperking",
                                                           "opleiding_ouders",
                                                           "hoofdgroep",
                                                           "kans",
                                                           "odds",
                                                           "spreiding"};

/* A row of enquete.csv: which students it is about (-1: all of them) and what it says. */
typedef struct odds_row {
    const ds_data_row *row;
    enum ds_answer answer;
    int jaar, niveau, leerweg, other; /* other: code of the one other key */
    size_t other_column;              /* TYPE to HOOFDGROEP; 0: none */
    bool is_chance, is_spread;
    double factor, spread;
} odds_row;

static int find_word(ds_text text, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(text, words[i])) return (int)i;
    return -1;
}

static int code_of(const reading *r, size_t column, ds_text text) {
    static const char *const leerwegen[] = {"bol", "bbl"};
    static const char *const ouders[] = {"onbekend", "basis", "middelbaar", "hoger"};
    switch (column) {
    case NIVEAU:
        return text.size == 1 && text.data[0] >= '1' && text.data[0] <= '4' ? text.data[0] - '1'
                                                                            : -1;
    case LEERWEG:
        return find_word(text, leerwegen, DS_SURVEY_LEERWEGEN);
    case TYPE: /* any institution of that type stands for it */
        for (size_t i = 0; i < r->model->n_instellingen; i++)
            if (ds_text_is(text, r->model->instellingen[i].type)) return (int)i;
        return -1;
    case GESLACHT:
        return ds_codes_find(&ds_codes_geslacht, text, false);
    case MIGRATIE:
        return ds_codes_find(&ds_codes_migratieachtergrond, text, false);
    case BEPERKING:
        return ds_codes_find(&ds_codes_ja_nee, text, false);
    case OUDERS:
        return find_word(text, ouders, DS_SURVEY_OUDERS);
    default:
        return find_word(text, ds_catalogue_hoofdgroepen, DS_MODEL_HOOFDGROEPEN);
    }
}

static ds_status read_keys(const reading *r, odds_row *to, ds_error *err) {
    const ds_data_row *row = to->row;
    int answer = find_word(row->fields[ANTWOORD], ds_answer_names, DS_ANSWERS);
    if (answer < 0) return refuse_odds(row, ANTWOORD, "antwoord", err);
    to->answer = (enum ds_answer)answer;
    for (size_t k = NIVEAU; k <= HOOFDGROEP; k++) {
        int code;
        if (row->fields[k].size == 0) continue;
        code = code_of(r, k, row->fields[k]);
        if (code < 0) return refuse_odds(row, k, answer_columns[k], err);
        if (k == NIVEAU) to->niveau = code;
        if (k == LEERWEG) to->leerweg = code;
        if (k <= LEERWEG) continue;
        if (to->other_column != 0 || to->niveau >= 0 || to->leerweg >= 0)
            return ds_error_at(err, DS_INPUT, row->path, row->line, 0,
                               "een rij noemt óf niveau en leerweg óf één ander kenmerk",
                               "a row names either niveau and leerweg or one other attribute");
        to->other_column = k;
        to->other = code;
    }
    return DS_OK;
}

/* Exactly one of kans, odds and spreiding is filled. */
static ds_status read_value(odds_row *to, ds_error *err) {
    const ds_data_row *row = to->row;
    bool kans = row->fields[KANS].size > 0, odds = row->fields[ODDS].size > 0;
    ds_status status;
    to->factor = 1;
    to->is_chance = kans;
    to->is_spread = row->fields[SPREIDING].size > 0;
    if (kans + odds + to->is_spread != 1 || (kans && to->other_column != 0) ||
        (to->is_spread && (to->other_column != 0 || to->niveau >= 0 || to->leerweg >= 0)))
        return ds_error_at(err, DS_INPUT, row->path, row->line, 0,
                           "een rij heeft één getal: kans (van niveau en leerweg), odds, of "
                           "spreiding (van alle instellingen)",
                           "a row has one number: kans (by niveau and leerweg), odds, or spreiding "
                           "(of all institutions)");
    if (to->is_spread) return ds_data_number(row, SPREIDING, "spreiding", 0, 2, &to->spread, err);
    if (odds) return ds_data_number(row, ODDS, "odds", 1e-6, 1e6, &to->factor, err);
    status = ds_data_number(row, KANS, "kans", 1e-6, 1 - 1e-6, &to->factor, err);
    if (status == DS_OK) to->factor /= 1 - to->factor;
    return status;
}

/* False when a chance stands there already, or odds come before the chance. */
static bool apply_base(const odds_row *from, ds_survey_odds *odds) {
    for (int n = 0; n < DS_MODEL_NIVEAUS; n++) {
        for (int l = 0; l < DS_SURVEY_LEERWEGEN; l++) {
            double *base = &odds->base[n][l];
            if ((from->niveau >= 0 && from->niveau != n) ||
                (from->leerweg >= 0 && from->leerweg != l))
                continue;
            if (from->is_chance != (*base == 0)) return false;
            *base = from->is_chance ? from->factor : *base * from->factor;
        }
    }
    return true;
}

static void apply_institutions(const reading *r, const odds_row *from, double *factors) {
    for (unsigned i = 0; i < r->model->n_instellingen; i++) {
        const char *type = r->model->instellingen[i].type;
        if (from->other_column == TYPE) {
            if (strcmp(type, r->model->instellingen[from->other].type) == 0)
                factors[i] *= from->factor;
        } else {
            factors[i] *= ds_survey_own_factor(from->answer, from->jaar, i, from->spread);
        }
    }
}

static bool apply(const reading *r, const odds_row *from, ds_survey_odds *odds) {
    double *const of[] = {odds->geslacht, odds->migratie, odds->beperking, odds->ouders,
                          odds->hoofdgroep + 1};
    if (from->other_column == TYPE || from->is_spread)
        apply_institutions(r, from, odds->instelling);
    else if (from->other_column != 0)
        of[from->other_column - GESLACHT][from->other] *= from->factor;
    else
        return apply_base(from, odds);
    return true;
}

static bool is_asked_in(enum ds_answer answer, const ds_survey_round *round) {
    if (answer == DS_ANSWER_RESPONS || answer == DS_ANSWER_ZELF_BEPERKING) return true;
    return (answer == DS_ANSWER_MENTALE_GEZONDHEID) == round->peiling;
}

static ds_status read_odds(void *context, const ds_data_row *row, ds_error *err) {
    reading *r = context;
    odds_row from = {.row = row, .niveau = -1, .leerweg = -1};
    double jaar = 0;
    ds_status status = read_keys(r, &from, err);
    if (status == DS_OK) status = read_value(&from, err);
    if (status == DS_OK && row->fields[ANSWER_JAAR].size > 0)
        status = ds_data_number(row, ANSWER_JAAR, "jaar", 2001, 2100, &jaar, err);
    if (status != DS_OK) return status;
    from.jaar = (int)jaar;
    for (size_t i = 0; i < r->survey->n_rounds; i++) {
        ds_survey_round *round = &r->survey->rounds[i];
        if (!is_asked_in(from.answer, round) || (from.jaar != 0 && from.jaar != round->jaar))
            continue;
        if (!apply(r, &from, &round->odds[from.answer]))
            return ds_error_at(err, DS_INPUT, row->path, row->line, 0,
                               "er staat al een kans, of de odds staan voor de kans",
                               "there is a chance already, or odds stand before the chance");
    }
    return DS_OK;
}

/* ---- sectorkamers ---- */

static const char *const chamber_columns[] = {"hoofdgroep", "sectorkamer"};

static ds_status read_chamber(void *context, const ds_data_row *row, ds_error *err) {
    reading *r = context;
    for (size_t h = 0; h < DS_MODEL_HOOFDGROEPEN; h++) {
        char *to = r->survey->sectorkamer[h + 1];
        if (!ds_text_is(row->fields[0], ds_catalogue_hoofdgroepen[h])) continue;
        if (row->fields[1].size == 0 || row->fields[1].size >= sizeof r->survey->sectorkamer[0])
            return refuse_odds(row, 1, chamber_columns[1], err);
        (void)snprintf(to, sizeof r->survey->sectorkamer[0], "%.*s", (int)row->fields[1].size,
                       row->fields[1].data);
        return DS_OK;
    }
    return refuse_odds(row, 0, chamber_columns[0], err);
}

/* An answer is asked of all niveaus and leerwegen, or of none. */
static ds_status check_rounds(const ds_survey *survey, ds_error *err) {
    for (size_t i = 0; i < survey->n_rounds; i++) {
        for (int a = 0; a < DS_ANSWERS; a++) {
            const double *base = &survey->rounds[i].odds[a].base[0][0];
            size_t n_asked = 0, n = DS_MODEL_NIVEAUS * DS_SURVEY_LEERWEGEN;
            for (size_t k = 0; k < n; k++)
                n_asked += base[k] > 0;
            if (n_asked == 0 || n_asked == n) continue;
            return ds_error_set(err, DS_INPUT,
                                "in enquete.csv heeft %s in %d niet voor elk niveau en elke "
                                "leerweg een kans",
                                "in enquete.csv %s of %d lacks a chance for some niveau or leerweg",
                                ds_answer_names[a], survey->rounds[i].jaar);
        }
    }
    return DS_OK;
}

ds_status ds_survey_read(const char *folder, const ds_model *model, ds_survey **out,
                         ds_error *err) {
    ds_survey *survey = ds_calloc(1, sizeof *survey);
    reading r = {model, survey};
    ds_status status;
    if (survey == NULL) return ds_error_memory(err);
    status = ds_data_read(folder, "enquete_metingen", meting_columns, METING_COLUMNS, read_round,
                          &r, err);
    if (status == DS_OK)
        status =
            ds_data_read(folder, "enquete", answer_columns, ANSWER_COLUMNS, read_odds, &r, err);
    if (status == DS_OK)
        status = ds_data_read(folder, "sectorkamer", chamber_columns, 2, read_chamber, &r, err);
    if (status == DS_OK) status = check_rounds(survey, err);
    if (status != DS_OK) {
        ds_survey_free(survey);
        return status;
    }
    *out = survey;
    return DS_OK;
}

void ds_survey_free(ds_survey *survey) {
    ds_free(survey);
}
