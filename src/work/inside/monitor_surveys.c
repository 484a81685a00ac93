/* work/inside/monitor_surveys.c: the answers of surveys for the monitor: shares of institutions and
 * of all students by year, and the tables of a survey. See monitor_surveys.h. */
#include "work/inside/monitor_surveys.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/enquete.h"
#include "work/inside/monitor.h"

typedef struct survey_asking {
    const ds_monitor_plan *plan;
    const ds_work_definitions *definitions;
    ds_survey_source source;
    ds_monitor_surveys *out;
    ds_error *err;
} survey_asking;

void ds_monitor_surveys_done(ds_monitor_surveys *surveys) {
    ds_arena_done(&surveys->texts);
    ds_free(surveys->estimates);
    *surveys = (ds_monitor_surveys){0};
}

/* *out NULL where the survey cannot be estimated: only what the machine lacks is a failure. */
static ds_status ask_question(survey_asking *a, const char *id, const char *by, const char *compare,
                              const char *calibrate, ds_enquete_answer **out) {
    ds_enquete_options o = DS_ENQUETE_OPTIONS_INIT;
    ds_error why = {0};
    ds_status status;
    o.indicator = id;
    o.by = by;
    o.compare = compare;
    o.calibrate = calibrate;
    *out = NULL;
    status = ds_work_enquete_of(&a->source, a->definitions, &o, out, &why);
    if (status == DS_FAULT && a->err != NULL) *a->err = why;
    return status == DS_FAULT ? status : DS_OK;
}

/* ---- institutions and all students ---- */

/* The error of one institution's own respondents, with two more of each answer (A. Agresti, B. A.
 * Coull, 1998), so that all or none is not sure: in the design it is one cluster, of which nothing
 * is seen between clusters. */
static double find_school_se(double share, uint64_t n) {
    const double p = ((double)n * share + 2) / ((double)n + 4);
    return 100 * sqrt(p * (1 - p) / ((double)n + 4));
}

static ds_status add_estimate(survey_asking *a, const ds_monitor_estimate *e) {
    ds_monitor_surveys *out = a->out;
    if (!ds_reserve(&out->estimates, &out->capacity, out->n_estimates + 1, sizeof *out->estimates))
        return ds_error_memory(a->err);
    out->estimates[out->n_estimates++] = *e;
    return DS_OK;
}

static const char *keep_text(survey_asking *a, const char *text) {
    const size_t size = text == NULL ? 0 : strlen(text);
    return ds_arena_copy(&a->out->texts, (ds_text){size == 0 ? "" : text, size});
}

static bool is_plain_estimate(const ds_survey_line *line) {
    return line->kind == DS_SURVEY_LINE_ESTIMATE && !line->same && isfinite(line->test.estimate) &&
           line->n > 0;
}

/* Who of a line's group said yes, unweighted. Keys of the counts: the institution, then perhaps
 * niveau. */
static uint64_t count_yes(const ds_survey_tally *tally, const ds_survey_line *line, bool schools,
                          bool niveaus) {
    const char *niveau = niveaus ? line->by[schools ? 1 : 0] : NULL;
    const size_t n_keys = ds_cells_n_keys(tally->counts);
    uint64_t yes = 0;
    for (size_t i = 0; i < ds_cells_n(tally->counts); i++) {
        const ds_cell cell = ds_cells_at(tally->counts, i);
        if (cell.schooljaar == line->year && (!schools || ds_text_is(cell.keys[0], line->by[0])) &&
            (niveau == NULL || ds_text_is(cell.keys[n_keys - 1], niveau)))
            yes += cell.measures.teller;
    }
    return yes;
}

/* by of the line: perhaps instelling, then perhaps niveau. */
static ds_status take_line(survey_asking *a, const char *id, const ds_survey_tally *tally,
                           const ds_survey_line *line, bool schools, bool niveaus) {
    ds_monitor_estimate e = {.indicator = id,
                             .niveau = "",
                             .leerweg = "",
                             .code = "",
                             .year = line->year,
                             .pct = 100 * line->test.estimate,
                             .se = 100 * line->test.se,
                             .n = line->n,
                             .yes = count_yes(tally, line, schools, niveaus)};
    if (schools) {
        e.code = keep_text(a, line->by[0]);
        e.se = find_school_se(line->test.estimate, line->n);
    }
    if (niveaus) e.niveau = keep_text(a, line->by[schools ? 1 : 0]);
    return e.code == NULL || e.niveau == NULL ? ds_error_memory(a->err) : add_estimate(a, &e);
}

/* A line over several groups has no word there. */
static bool has_words(const ds_survey_line *line, size_t n) {
    for (size_t k = 0; k < n; k++)
        if (line->by == NULL || line->by[k] == NULL) return false;
    return true;
}

static ds_status take_estimates(survey_asking *a, const char *id, const char *by,
                                const char *calibrate, bool schools, bool niveaus) {
    ds_enquete_answer *answer = NULL;
    ds_status status = ask_question(a, id, by, NULL, calibrate, &answer);
    if (status == DS_OK && answer != NULL) {
        const ds_survey_block *block = ds_enquete_answer_block(answer);
        for (size_t i = 0; status == DS_OK && i < block->n_lines; i++)
            if (is_plain_estimate(&block->lines[i]) &&
                has_words(&block->lines[i], (schools ? 1u : 0u) + (niveaus ? 1u : 0u)))
                status = take_line(a, id, ds_enquete_answer_tally(answer), &block->lines[i],
                                   schools, niveaus);
    }
    ds_enquete_answer_free(answer);
    return status;
}

static bool has_niveaus(const ds_monitor_plan *plan, const char *id) {
    char by[64];
    ds_wanted_series_by(plan, id, by);
    return strstr(by, "niveau") != NULL;
}

/* An institution's share is by the weights that were delivered; that of all students calibrated. */
static ds_status ask_series(survey_asking *a, const char *id) {
    const bool niveaus = has_niveaus(a->plan, id);
    ds_status status =
        take_estimates(a, id, niveaus ? "instelling,niveau" : "instelling", "none", true, niveaus);
    return status == DS_OK ? take_estimates(a, id, niveaus ? "niveau" : NULL, NULL, false, niveaus)
                           : status;
}

/* ---- tables ---- */

static const char *find_line_reason(const ds_survey_line *line) {
    if (isfinite(line->test.estimate)) return "";
    return line->test.state == DS_SURVEY_NOT_ASKED ? "vraag_niet_gesteld" : "niemand";
}

static ds_status make_answer(survey_asking *a, const ds_monitor_table *t,
                             const ds_survey_line *line, ds_monitor_answer *out) {
    *out = (ds_monitor_answer){.year = line->year,
                               .difference = line->kind == DS_SURVEY_LINE_DIFFERENCE,
                               .same = line->same,
                               .pct = 100 * line->test.estimate,
                               .se = 100 * line->test.se,
                               .low = 100 * line->test.low,
                               .high = 100 * line->test.high,
                               .p = line->test.p,
                               .p_adjusted = line->p_adjusted,
                               .n = line->n,
                               .missing = line->missing,
                               .reason = find_line_reason(line)};
    for (size_t k = 0; k < t->n_keys; k++) {
        out->keys[k] = keep_text(a, line->by == NULL ? NULL : line->by[k]);
        if (out->keys[k] == NULL) return ds_error_memory(a->err);
    }
    return DS_OK;
}

static bool is_line_of_table(const ds_survey_line *line) {
    return line->kind == DS_SURVEY_LINE_ESTIMATE || line->kind == DS_SURVEY_LINE_DIFFERENCE;
}

static ds_status ask_table(survey_asking *a, const ds_monitor_table *t, ds_monitor_counts *out) {
    ds_enquete_answer *answer = NULL;
    char by[256];
    ds_status status;
    ds_wanted_table_by(t, by, sizeof by);
    status = ask_question(a, t->counted, *by == '\0' ? NULL : by, "jaar", NULL, &answer);
    out->reason = "niet_geschat";
    if (status == DS_OK && answer != NULL) {
        const ds_survey_block *block = ds_enquete_answer_block(answer);
        ds_monitor_answer *lines = ds_arena_take(&a->out->texts, block->n_lines + 1, sizeof *lines);
        if (lines == NULL) status = ds_error_memory(a->err);
        for (size_t i = 0; status == DS_OK && i < block->n_lines; i++)
            if (is_line_of_table(&block->lines[i]))
                status = make_answer(a, t, &block->lines[i], &lines[out->n_answers++]);
        out->answers = lines;
        out->reason = NULL;
    }
    ds_enquete_answer_free(answer);
    return status;
}

/* ---- all ---- */

static bool is_survey_asked(const ds_monitor_surveys *surveys, const char *id) {
    for (size_t e = 0; e < surveys->n_estimates; e++)
        if (strcmp(surveys->estimates[e].indicator, id) == 0) return true;
    return false;
}

static ds_status ask_table_series(survey_asking *a, const ds_monitor_table *t) {
    size_t n;
    const ds_monitor_indicator *list = ds_monitor_plan_indicators(a->plan, &n);
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && k < t->n_indicators; k++) {
        const ds_monitor_indicator *i = &list[t->indicators[k]];
        if (i->survey && !is_survey_asked(a->out, i->indicator))
            status = ask_series(a, i->indicator);
    }
    return status;
}

static ds_status ask_all(survey_asking *a, const ds_monitor_table *const *tables, size_t n_tables,
                         ds_monitor_counts *counts) {
    size_t n;
    const ds_monitor_table *all = ds_monitor_plan_tables(a->plan, &n);
    ds_status status = DS_OK;
    for (size_t t = 0; status == DS_OK && t < n_tables; t++) {
        if (tables[t]->kind == DS_MONITOR_SURVEY)
            status = ask_table(a, tables[t], &counts[tables[t] - all]);
        else if (ds_wanted_needs_series(tables[t]->kind))
            status = ask_table_series(a, tables[t]);
    }
    return status;
}

ds_status ds_monitor_surveys_ask(const ds_monitor_plan *plan, const ds_monitor_table *const *tables,
                                 size_t n_tables, const ds_work_definitions *definitions,
                                 const ds_register *reg, ds_monitor_counts *counts,
                                 ds_monitor_surveys *out, ds_error *err) {
    survey_asking a = {.plan = plan, .definitions = definitions, .out = out, .err = err};
    ds_survey_institution *institutions = NULL;
    ds_kind_table *table = NULL;
    ds_status status = ds_register_kind(reg, "enquete", &table, err);
    if (status == DS_OK && ds_kind_table_is_present(table)) {
        status = ds_survey_institutions(reg, &institutions, &a.source.n_institutions, err);
        a.source.table = table;
        a.source.reg = reg;
        a.source.institutions = institutions;
        if (status == DS_OK) status = ask_all(&a, tables, n_tables, counts);
    }
    ds_survey_institutions_free(institutions, a.source.n_institutions);
    ds_kind_table_free(table);
    return status;
}

/* ---- for a book of counts ---- */

/* A question that is not defined here is no reason to stop, as when it is asked. */
static ds_status note_question(const ds_work_definitions *definitions, const char *id,
                               const ds_register *reg, ds_error *err) {
    const ds_indicator *indicator;
    ds_error why = {0};
    size_t file;
    ds_status status = ds_work_definitions_find(definitions, id, &file, &indicator, &why);
    if (status == DS_INPUT || (status == DS_OK && indicator->enquete == NULL)) return DS_OK;
    if (status == DS_OK) return ds_survey_note_frame(reg, definitions->files[file], indicator, err);
    if (err != NULL) *err = why;
    return status;
}

static ds_status note_table_questions(const ds_monitor_plan *plan, const ds_monitor_table *t,
                                      const ds_work_definitions *definitions,
                                      const ds_register *reg, ds_error *err) {
    size_t n;
    const ds_monitor_indicator *list = ds_monitor_plan_indicators(plan, &n);
    ds_status status = DS_OK;
    if (t->kind == DS_MONITOR_SURVEY) return note_question(definitions, t->counted, reg, err);
    for (size_t k = 0; status == DS_OK && ds_wanted_needs_series(t->kind) && k < t->n_indicators;
         k++)
        if (list[t->indicators[k]].survey)
            status = note_question(definitions, list[t->indicators[k]].indicator, reg, err);
    return status;
}

ds_status ds_monitor_surveys_note(const ds_monitor_plan *plan,
                                  const ds_monitor_table *const *tables, size_t n_tables,
                                  const ds_work_definitions *definitions, const ds_register *reg,
                                  ds_error *err) {
    ds_survey_institution *institutions = NULL;
    size_t n = 0;
    ds_status status = ds_survey_institutions(reg, &institutions, &n, err);
    for (size_t t = 0; status == DS_OK && t < n_tables; t++)
        status = note_table_questions(plan, tables[t], definitions, reg, err);
    ds_survey_institutions_free(institutions, n);
    return status;
}
