/* work/inside/report_survey.c: questions of surveys in a release: estimates guarded by who
 * answered, unweighted: all, those who said yes, and those who did not. See report_monitor.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"
#include "doorstroom/enquete.h"
#include "work/inside/report_monitor.h"

enum { BY_MOST = 1024, GUARDS = 3, ROW_YEARS = 256 };

/* ---- who answered ---- */

/* Of a line's group in a year, by the unweighted counts, whose keys are the institution and then
 * the breakdown's: all, who said yes, who did not. */
static void add_guards(const ds_cells *counts, const ds_survey_line *line, int year, size_t n_by,
                       uint64_t guards[GUARDS]) {
    guards[0] = guards[1] = guards[2] = 0;
    for (size_t i = 0; i < ds_cells_n(counts); i++) {
        const ds_cell cell = ds_cells_at(counts, i);
        bool same = cell.schooljaar == year;
        for (size_t k = 0; same && line->by != NULL && k < n_by; k++)
            same = line->by[k] == NULL || ds_text_is(cell.keys[k + 1], line->by[k]);
        if (!same) continue;
        guards[0] += cell.measures.noemer;
        guards[1] += cell.measures.teller;
        guards[2] += cell.measures.noemer - cell.measures.teller;
    }
    if (ds_cells_numeric(counts)) guards[1] = guards[2] = guards[0];
}

/* ---- lines as facts ---- */

typedef struct survey_facts {
    ds_gather *g;
    ds_gather_sheet *sheet;
    const ds_enquete_answer *answer;
    const ds_survey_asked *asked;
    const ds_recipe_names *kept; /* the breakdown of this answer */
    uint32_t part;               /* number of the answer */
} survey_facts;

static void set_line_keys(const survey_facts *f, const ds_survey_line *line, const char **keys) {
    for (size_t k = 0; k < f->asked->by.n; k++) {
        keys[k] = DS_TOTAL;
        for (size_t i = 0; i < f->kept->n; i++)
            if (strcmp(f->kept->names[i], f->asked->by.names[k]) == 0 && line->by != NULL &&
                line->by[i] != NULL)
                keys[k] = line->by[i];
    }
}

static bool is_few(uint64_t n, uint64_t minimum) {
    return n > 0 && n < minimum;
}

static double scale_of(const survey_facts *f) {
    return ds_enquete_answer_indicator(f->answer)->numeric ? 1 : 100;
}

static ds_release_fact read_line(const survey_facts *f, const ds_survey_line *line,
                                 const char *const *keys) {
    const bool difference = line->kind == DS_SURVEY_LINE_DIFFERENCE;
    const bool numeric = ds_enquete_answer_indicator(f->answer)->numeric;
    const double scale = scale_of(f);
    ds_release_fact fact =
        ds_gather_fact(line->year, keys,
                       difference ? (numeric ? "verschil" : "verschil_pp")
                                  : (numeric ? "gemiddelde" : "percentage"),
                       line->same ? "zelfde_instellingen" : "", scale * line->test.estimate);
    fact.se = scale * line->test.se;
    fact.low = scale * line->test.low;
    fact.high = scale * line->test.high;
    fact.p = difference ? line->test.p : NAN;
    fact.p_adjusted = difference ? line->p_adjusted : NAN;
    fact.n = (int64_t)line->n;
    if (!is_few(line->missing, f->g->rules.options.minimum)) fact.missing = (int64_t)line->missing;
    if (!isfinite(fact.value)) {
        fact.state = DS_STATE_NOT_AVAILABLE;
        fact.reason = line->test.state == DS_SURVEY_NOT_ASKED ? "vraag_niet_gesteld" : "niemand";
    }
    return fact;
}

/* Groups of one year add up to all who answered: of these a hidden one is never alone. Those of the
 * same institutions add up by themselves. */
static uint32_t number_sum(const survey_facts *f, const ds_survey_line *line) {
    return line->kind == DS_SURVEY_LINE_ESTIMATE && line->year > 0
               ? ((uint32_t)line->year * 64 + f->part) * 2 + line->same + 1
               : 0;
}

/* Of a group in a year; for the same institutions another. */
static uint32_t number_row(const survey_facts *f, const char *const *keys, int year, bool same) {
    const ds_gather_sheet *s = f->sheet;
    size_t group = 0, k;
    for (; group < s->n; group++) {
        for (k = 0; k < s->sheet.n_keys; k++)
            if (strcmp(s->facts[group].fact.keys[k], keys[k]) != 0) break;
        if (k == s->sheet.n_keys) break;
    }
    return ((uint32_t)group * ROW_YEARS + (uint32_t)year % ROW_YEARS) * 2 + same + 1;
}

/* Of the same institutions who answered there, said yes and did not, and who is left of all. */
static size_t add_same_guards(const survey_facts *f, const ds_survey_line *line,
                              uint64_t guards[2 * GUARDS + 4], size_t n) {
    const bool numeric = ds_enquete_answer_indicator(f->answer)->numeric;
    const uint64_t yes = isfinite(line->test.estimate) && line->test.estimate > 0
                             ? (uint64_t)(line->test.estimate * (double)line->n + 0.5)
                             : 0;
    if (!line->same || line->kind != DS_SURVEY_LINE_ESTIMATE) return n;
    guards[n++] = line->n;
    guards[n++] = numeric ? line->n : yes;
    guards[n++] = numeric || yes > line->n ? line->n : line->n - yes;
    guards[n++] = guards[0] > line->n ? guards[0] - line->n : 0;
    guards[0] = line->n; /* what its row counts for */
    return n;
}

/* A difference tells the one year by the other, and the same institutions tell the rest of all:
 * what they are of goes with them. */
static void put_line_from(survey_facts *f, const ds_survey_line *line, const char *const *keys) {
    const bool difference = line->kind == DS_SURVEY_LINE_DIFFERENCE && line->against != NULL;
    uint32_t rows[4];
    size_t n = 0;
    if (line->same || difference) rows[n++] = number_row(f, keys, line->year, false);
    if (difference) rows[n++] = number_row(f, keys, atoi(line->against), false);
    if (difference && line->same) {
        rows[n++] = number_row(f, keys, line->year, true);
        rows[n++] = number_row(f, keys, atoi(line->against), true);
    }
    ds_gather_put_from(f->g, f->sheet, rows, n);
}

static void put_line(survey_facts *f, const ds_survey_line *line) {
    const ds_survey_tally *tally = ds_enquete_answer_tally(f->answer);
    const bool difference = line->kind == DS_SURVEY_LINE_DIFFERENCE;
    const char *keys[DS_GATHER_KEYS] = {NULL};
    uint64_t guards[2 * GUARDS + 4];
    size_t n = GUARDS;
    ds_release_fact fact;
    uint32_t row;
    set_line_keys(f, line, keys);
    fact = read_line(f, line, keys);
    add_guards(tally->counts, line, line->year, f->kept->n, guards);
    if (difference && line->against != NULL) {
        add_guards(tally->counts, line, atoi(line->against), f->kept->n, guards + GUARDS);
        n = 2 * GUARDS;
    }
    n = add_same_guards(f, line, guards, n);
    row = difference ? 0 : number_row(f, keys, line->year, line->same);
    ds_gather_put(f->g, f->sheet, &fact, guards, n, row, number_sum(f, line));
    put_line_from(f, line, keys);
}

static bool is_year_of(const ds_survey_asked *a, int year) {
    bool found = a->years.n == 0;
    for (size_t i = 0; i < a->years.n; i++)
        found = found || a->years.years[i] == year;
    return found && (a->first == 0 || year >= a->first) && (a->last == 0 || year <= a->last);
}

static bool is_told_line(const survey_facts *f, const ds_survey_line *line) {
    if (line->kind != DS_SURVEY_LINE_ESTIMATE && line->kind != DS_SURVEY_LINE_DIFFERENCE)
        return false;
    if (line->kind == DS_SURVEY_LINE_DIFFERENCE && line->compared != SIZE_MAX) return false;
    return is_year_of(f->asked, line->year);
}

/* ---- asking ---- */

static ds_status ask_answer(ds_gather *g, const ds_survey_asked *asked, const ds_recipe_names *kept,
                            ds_enquete_answer **out, ds_error *why) {
    ds_enquete_options o = DS_ENQUETE_OPTIONS_INIT;
    ds_work quiet = *g->work;
    ds_buffer by;
    ds_status status;
    ds_buffer_init(&by, BY_MOST);
    for (size_t k = 0; k < kept->n; k++)
        ds_buffer_addf(&by, "%s%s", k == 0 ? "" : ",", kept->names[k]);
    quiet.noted = NULL; /* said once, of the whole */
    quiet.passed_over = NULL;
    o.definitions_file = g->options->definitions_file;
    o.indicator = asked->indicator;
    o.by = kept->n == 0 ? NULL : ds_buffer_string(&by);
    o.where = *asked->where == '\0' ? NULL : asked->where;
    o.compare = "jaar";
    status = ds_work_enquete(&quiet, &o, out, why);
    ds_buffer_done(&by);
    return status;
}

static void put_answer(survey_facts *f) {
    const ds_survey_block *block = ds_enquete_answer_block(f->answer);
    for (size_t i = 0; i < block->n_lines; i++)
        if (is_told_line(f, &block->lines[i])) put_line(f, &block->lines[i]);
    for (size_t i = 0; f->part == 0 && i < block->n_notes; i++)
        if (block->notes[i].n_values == 0 && block->notes[i].code != NULL)
            ds_gather_note(f->g, f->sheet, block->notes[i].code, block->notes[i].text);
}

static void put_survey_part(ds_gather *g, const ds_gather_question *q, const ds_survey_asked *asked,
                            const ds_recipe_names *kept, uint32_t part, ds_gather_sheet **sheet) {
    ds_enquete_answer *answer = NULL;
    ds_error why = {0};
    const ds_status status = ask_answer(g, asked, kept, &answer, &why);
    survey_facts f = {.g = g, .answer = answer, .asked = asked, .kept = kept, .part = part};
    if (status == DS_FAULT) g->short_of_memory = true;
    if (status != DS_OK && part == 0) ds_gather_unfilled_by(g, q, asked->kind, &why);
    if (status != DS_OK) return;
    if (*sheet == NULL) {
        *sheet = ds_gather_new(g, q, asked->kind, "", asked->by.names, asked->by.n);
        if (*sheet == NULL) return;
        (*sheet)->sheet.unit = "respondent";
        (*sheet)->sheet.indicator = ds_gather_copy(g, asked->indicator);
        (*sheet)->sheet.version = ds_gather_copy(g, ds_enquete_answer_indicator(answer)->version);
        (*sheet)->sheet.title = asked->title;
    }
    f.sheet = *sheet;
    put_answer(&f);
    ds_enquete_answer_free(answer);
}

void ds_gather_survey_sheet(ds_gather *g, const ds_gather_question *q,
                            const ds_survey_asked *asked) {
    ds_gather_sheet *sheet = NULL;
    put_survey_part(g, q, asked, &asked->by, 0, &sheet);
    for (size_t i = 0; sheet != NULL && i < asked->n_totals; i++)
        put_survey_part(g, q, asked, &asked->totals[i], (uint32_t)i + 1, &sheet);
}

/* ---- an institution beside all ---- */

/* One answer, by institution and the other keys or by the others alone. */
static ds_enquete_answer *ask_beside(ds_gather *g, const ds_gather_question *q,
                                     const ds_survey_asked *asked, const ds_recipe_names *by) {
    ds_enquete_answer *answer = NULL;
    ds_error why = {0};
    const ds_status status = ask_answer(g, asked, by, &answer, &why);
    if (status == DS_FAULT) g->short_of_memory = true;
    if (status == DS_OK) return answer;
    ds_gather_unfilled_by(g, q, asked->kind, &why);
    return NULL;
}

/* Lines of all, or those of one institution, whose key stands at school; wie is the first key. */
static void put_beside_lines(survey_facts *f, const char *who, const char *code, size_t school) {
    const ds_survey_block *block = ds_enquete_answer_block(f->answer);
    const ds_survey_tally *tally = ds_enquete_answer_tally(f->answer);
    for (size_t i = 0; i < block->n_lines; i++) {
        const ds_survey_line *line = &block->lines[i];
        const char *keys[DS_GATHER_KEYS + 1] = {who};
        uint64_t guards[GUARDS];
        size_t n = 1;
        ds_release_fact fact;
        if (line->kind != DS_SURVEY_LINE_ESTIMATE || line->same ||
            !is_year_of(f->asked, line->year))
            continue;
        if (code != NULL &&
            (line->by == NULL || line->by[school] == NULL || strcmp(line->by[school], code) != 0))
            continue;
        for (size_t k = 0; k < f->kept->n; k++)
            if (code == NULL || k != school)
                keys[n++] = line->by == NULL || line->by[k] == NULL ? DS_TOTAL : line->by[k];
        fact = read_line(f, line, keys);
        add_guards(tally->counts, line, line->year, f->kept->n, guards);
        ds_gather_put(f->g, f->sheet, &fact, guards, GUARDS, ++f->sheet->rows, 0);
    }
}

/* The keys but instelling, and that behind them. */
static size_t split_by(const ds_recipe_names *by, const char *names[DS_GATHER_KEYS + 1]) {
    size_t n = 0;
    for (size_t k = 0; k < by->n && n < DS_GATHER_KEYS; k++)
        if (strcmp(by->names[k], "instelling") != 0) names[n++] = by->names[k];
    names[n] = "instelling";
    return n;
}

static bool has_own_line(const survey_facts *own, const char *code, size_t school) {
    const ds_survey_block *block = ds_enquete_answer_block(own->answer);
    for (size_t i = 0; i < block->n_lines; i++)
        if (block->lines[i].kind == DS_SURVEY_LINE_ESTIMATE && block->lines[i].by != NULL &&
            block->lines[i].by[school] != NULL && strcmp(block->lines[i].by[school], code) == 0)
            return true;
    return false;
}

static void put_beside_sheets(ds_gather *g, const ds_gather_question *q,
                              const ds_survey_asked *asked, survey_facts *own, survey_facts *all,
                              size_t school) {
    const char *names[DS_GATHER_KEYS + 1] = {"wie"};
    for (size_t k = 0; k < all->kept->n; k++)
        names[k + 1] = all->kept->names[k];
    for (size_t i = 0; g->options->scopes && i < g->n_schools; i++) {
        ds_gather_sheet *s;
        if (!has_own_line(own, g->schools[i].code, school)) continue;
        s = ds_gather_new(g, q, asked->kind, g->schools[i].code, names, all->kept->n + 1);
        if (s == NULL) return;
        s->sheet.unit = "respondent";
        s->sheet.indicator = ds_gather_copy(g, asked->indicator);
        own->sheet = all->sheet = s;
        put_beside_lines(own, "eigen", g->schools[i].code, school);
        put_beside_lines(all, "sector", NULL, school);
    }
}

/* Its own estimate and that of all students. What the sector is without it is no survey's estimate,
 * and is not made. */
static void make_beside(ds_gather *g, const ds_gather_question *q, const ds_survey_asked *asked) {
    const char *names[DS_GATHER_KEYS + 1];
    const size_t school = split_by(&asked->by, names);
    const ds_recipe_names by = {names, school + 1}, rest = {names, school};
    survey_facts own = {.g = g, .asked = asked, .kept = &by},
                 all = {.g = g, .asked = asked, .kept = &rest};
    own.answer = ask_beside(g, q, asked, &by);
    all.answer = own.answer == NULL ? NULL : ask_beside(g, q, asked, &rest);
    if (own.answer != NULL && all.answer != NULL)
        put_beside_sheets(g, q, asked, &own, &all, school);
    ds_enquete_answer_free((ds_enquete_answer *)(uintptr_t)own.answer);
    ds_enquete_answer_free((ds_enquete_answer *)(uintptr_t)all.answer);
}

ds_status ds_gather_make_survey(ds_gather *g, ds_gather_question *q, ds_error *err) {
    const ds_recipe_question *a = q->asked;
    const ds_survey_asked asked = {.indicator = a->subject,
                                   .kind = "enquete",
                                   .by = a->by,
                                   .totals = a->totals,
                                   .n_totals = a->n_totals,
                                   .where = a->where,
                                   .years = {.years = a->years.years, .n = a->years.n}};
    if (a->beside.n > 0)
        make_beside(g, q, &asked);
    else
        ds_gather_survey_sheet(g, q, &asked);
    return ds_gather_finish(g, err);
}

/* ---- estimates of institutions, for the monitor ---- */

static bool is_guarded_well(const ds_monitor_estimate *e, uint64_t minimum) {
    return !is_few(e->n, minimum) && !is_few(e->yes, minimum) && !is_few(e->n - e->yes, minimum);
}

static bool is_same_group(const ds_monitor_estimate *a, const ds_monitor_estimate *b) {
    return a->year == b->year && strcmp(a->indicator, b->indicator) == 0 &&
           strcmp(a->niveau, b->niveau) == 0 && strcmp(a->leerweg, b->leerweg) == 0 &&
           (*a->code == '\0') == (*b->code == '\0');
}

/* The smallest institution that is still there, beside one that was left out alone. */
static size_t find_companion(const ds_monitor_surveys *s, const bool *out, size_t at) {
    size_t found = SIZE_MAX, n_out = 0;
    for (size_t i = 0; i < s->n_estimates; i++) {
        if (!is_same_group(&s->estimates[i], &s->estimates[at])) continue;
        n_out += out[i];
        if (!out[i] && (found == SIZE_MAX || s->estimates[i].n < s->estimates[found].n)) found = i;
    }
    return n_out == 1 ? found : SIZE_MAX;
}

void ds_gather_guard_estimates(ds_gather *g, ds_monitor_surveys *surveys) {
    const uint64_t minimum = g->rules.options.minimum;
    bool *out = ds_gather_take(g, surveys->n_estimates + 1, sizeof *out);
    size_t kept = 0;
    if (out == NULL) return;
    for (size_t i = 0; i < surveys->n_estimates; i++)
        out[i] = !is_guarded_well(&surveys->estimates[i], minimum);
    for (size_t i = 0; i < surveys->n_estimates; i++) {
        const size_t beside = out[i] && *surveys->estimates[i].code != '\0'
                                  ? find_companion(surveys, out, i)
                                  : SIZE_MAX;
        if (beside != SIZE_MAX) out[beside] = true;
    }
    for (size_t i = 0; i < surveys->n_estimates; i++)
        if (!out[i]) surveys->estimates[kept++] = surveys->estimates[i];
    g->monitor->n_hidden_estimates = surveys->n_estimates - kept;
    surveys->n_estimates = kept;
}
