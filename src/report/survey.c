/* report/survey.c: the questions of a survey as a document: for machines a row a line, for people a
 * table of estimates and one of comparisons. See doorstroom/surveys.h. */
#include "report/survey.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/filled/inside.h"

#define NO_SAY ((ds_say){NULL, NULL})

/* Who does not differ by this much chance is not said to differ. */
#define SURVEY_ALPHA 0.05

typedef struct survey_writing {
    const ds_survey_block *b;
    ds_document *to;
    ds_doc_table *table;
    size_t question;
    unsigned in;
    bool tests; /* the table of comparisons, for people */
} survey_writing;

static const struct {
    const char *code;
    ds_say say;
} survey_kinds[DS_SURVEY_LINE_KINDS] = {
    {"estimate", {"schatting", "estimate"}},
    {"difference", {"verschil", "difference"}},
    {"took_part", {"deelnemers", "took part"}},
    {"difference_of_differences", {"verandering", "change"}},
    {"equal", {"alle gelijk?", "all equal?"}},
    {"coefficient", {"logit", "logit"}},
};

/* ---- values ---- */

static bool is_survey_share(const survey_writing *w) {
    const ds_survey_question *q = &w->b->questions[w->question];
    return q->kind == DS_SURVEY_SHARE && !q->total;
}

static ds_value show_survey_number(const survey_writing *w, const ds_survey_line *line, double x) {
    if (!(w->in & DS_IN_PEOPLE)) return ds_value_number(x);
    if (line->kind == DS_SURVEY_LINE_COEFFICIENT || !is_survey_share(w))
        return ds_value_with_decimals(ds_value_number(x), -4);
    return ds_value_with_decimals(ds_value_share(x), 1);
}

static ds_value show_survey_estimate(const survey_writing *w, const ds_survey_line *line) {
    if (line->test.state == DS_SURVEY_NOT_ASKED) return ds_value_none(DS_STATE_NOT_AVAILABLE);
    if (line->kind == DS_SURVEY_LINE_EQUAL)
        return ds_value_none(w->in & DS_IN_PEOPLE ? DS_STATE_BLANK : DS_STATE_NOT_APPLICABLE);
    return show_survey_number(w, line, line->test.estimate);
}

static ds_value show_survey_range(const survey_writing *w, const ds_survey_line *line) {
    const bool share = is_survey_share(w) && line->kind != DS_SURVEY_LINE_COEFFICIENT;
    if (line->kind == DS_SURVEY_LINE_EQUAL) return ds_value_none(DS_STATE_BLANK);
    return ds_value_with_decimals(ds_value_range(line->test.low, line->test.high, share),
                                  share ? 1 : -4);
}

static ds_value show_survey_p(const survey_writing *w, double p) {
    return w->in & DS_IN_PEOPLE ? ds_value_p(p) : ds_value_number(p);
}

/* Never more than the test carries. */
static ds_value judge_survey_line(const ds_survey_line *line) {
    if (isnan(line->p_adjusted)) return ds_value_none(DS_STATE_BLANK);
    if (!(line->p_adjusted < SURVEY_ALPHA))
        return ds_value_word("niet_aangetoond", "niet aangetoond", "not shown");
    if (line->kind == DS_SURVEY_LINE_EQUAL)
        return ds_value_word("verschilt", "significant", "significant");
    return line->test.estimate > 0
               ? ds_value_word("hoger", "significant hoger", "significantly higher")
               : ds_value_word("lager", "significant lager", "significantly lower");
}

static ds_value show_survey_key(const survey_writing *w, const char *key) {
    if (key != NULL) return ds_value_text(key);
    return w->in & DS_IN_PEOPLE ? ds_value_word("", "alle", "all")
                                : ds_value_none(DS_STATE_NOT_APPLICABLE);
}

static ds_value show_survey_kind(const ds_survey_line *line) {
    return ds_value_word(survey_kinds[line->kind].code, survey_kinds[line->kind].say.nl,
                         survey_kinds[line->kind].say.en);
}

static ds_value show_survey_panel(const ds_survey_line *line) {
    return line->same ? ds_value_word("same", "zelfde", "same")
                      : ds_value_word("all", "alle", "all");
}

/* ---- columns ---- */

typedef enum survey_column {
    COLUMN_VALUE,
    COLUMN_KIND,
    COLUMN_PANEL,
    COLUMN_YEAR,
    COLUMN_BY, /* one a breakdown */
    COLUMN_AGAINST,
    COLUMN_ESTIMATE,
    COLUMN_INTERVAL,
    COLUMN_SE,
    COLUMN_LOW,
    COLUMN_HIGH,
    COLUMN_STATISTIC,
    COLUMN_DF,
    COLUMN_DF2,
    COLUMN_P,
    COLUMN_P_ADJUSTED,
    COLUMN_N,
    COLUMN_MISSING,
    COLUMN_REASON,
    COLUMN_JUDGEMENT,
    COLUMNS
} survey_column;

/* In which forms a column stands; for people in the table of estimates, of comparisons, or both. */
static const struct {
    ds_field field;
    unsigned in;
    bool estimates, tests;
} survey_columns[COLUMNS] = {
    {{.id = "value"}, DS_IN_CSV, false, false},
    {{.id = "kind", .title = {"wat", "what"}, .key = true}, DS_IN_ALL, false, true},
    {{.id = "panel", .title = {"clusters", "clusters"}, .key = true}, DS_IN_ALL, true, true},
    {{.id = "year", .title = {"jaar", "year"}, .key = true, .number = true}, DS_IN_ALL, true, true},
    {{.id = NULL, .key = true, .type = DS_FIELD_TEXT}, DS_IN_ALL, true, true},
    {{.id = "against", .title = {"tegen", "versus"}, .key = true}, DS_IN_ALL, false, true},
    {{.id = "estimate", .title = {"waarde", "value"}, .number = true}, DS_IN_ALL, true, true},
    {{.id = "interval", .title = {"95 %", "95 %"}, .number = true}, DS_IN_PEOPLE, true, true},
    {{.id = "se", .title = {"se", "se"}, .number = true}, DS_IN_ALL, true, false},
    {{.id = "low"}, DS_IN_MACHINE, false, false},
    {{.id = "high"}, DS_IN_MACHINE, false, false},
    {{.id = "statistic", .title = {"t of F", "t or F"}, .number = true, .decimals = 2},
     DS_IN_MACHINE | DS_IN_PAGE,
     false,
     true},
    {{.id = "df", .title = {"df", "df"}, .number = true, .decimals = 1},
     DS_IN_MACHINE | DS_IN_PAGE,
     false,
     true},
    {{.id = "df2"}, DS_IN_JSON, false, false},
    {{.id = "p", .title = {"p", "p"}, .number = true}, DS_IN_ALL, false, true},
    {{.id = "p_adjusted", .title = {"p, alle", "p, all"}, .number = true}, DS_IN_ALL, false, true},
    {{.id = "n", .title = {"n", "n"}, .number = true}, DS_IN_ALL, true, true},
    {{.id = "missing", .title = {"geen antwoord", "no answer"}, .number = true},
     DS_IN_ALL,
     true,
     false},
    {{.id = "reason"}, DS_IN_JSON, false, false},
    {{.id = "judgement", .title = {"oordeel", "judgement"}},
     DS_IN_JSON | DS_IN_PEOPLE,
     false,
     true},
};

static bool has_survey_column(const survey_writing *w, size_t i) {
    if (i == COLUMN_BY) return w->b->n_by > 0;
    if (i == COLUMN_YEAR || i == COLUMN_PANEL) {
        if (w->b->year == NULL) return false;
    }
    if (!(survey_columns[i].in & w->in)) return false;
    if (!(w->in & DS_IN_PEOPLE)) return true;
    return w->tests ? survey_columns[i].tests : survey_columns[i].estimates;
}

/* A breakdown that is called as one of our columns stands under another name. */
static const char *name_survey_by(const survey_writing *w, const char *by) {
    char name[300];
    for (size_t i = 0; i < COLUMNS; i++)
        if (survey_columns[i].field.id != NULL && strcmp(survey_columns[i].field.id, by) == 0) {
            (void)snprintf(name, sizeof name, "by_%.280s", by);
            return ds_document_keep(w->to, name);
        }
    return by;
}

static void start_survey_table(survey_writing *w, const char *id, ds_say title) {
    ds_field fields[COLUMNS + DS_SURVEY_KEYS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!has_survey_column(w, i)) continue;
        for (size_t k = 0; k < (i == COLUMN_BY ? w->b->n_by : 1); k++) {
            fields[n] = survey_columns[i].field;
            if (i == COLUMN_BY) {
                fields[n].id = name_survey_by(w, w->b->by[k]);
                fields[n].title = ds_document_say(w->to, w->b->by[k], NULL);
            }
            fields[n++].in = survey_columns[i].in & w->in;
        }
    }
    w->table = ds_document_table(w->to, w->in, id, title, fields, n);
}

/* ---- rows ---- */

static void add_survey_line(const survey_writing *w, const ds_survey_line *line) {
    const ds_survey_test *t = &line->test;
    const char *reason = ds_report_survey_reason(t->state);
    const ds_value none =
        ds_value_none(w->in & DS_IN_PEOPLE ? DS_STATE_BLANK : DS_STATE_NOT_APPLICABLE);
    const bool tested = line->kind != DS_SURVEY_LINE_ESTIMATE;
    const ds_value all[COLUMNS] = {
        [COLUMN_VALUE] = ds_value_text(w->b->questions[w->question].name),
        [COLUMN_KIND] = show_survey_kind(line),
        [COLUMN_PANEL] = show_survey_panel(line),
        [COLUMN_YEAR] = ds_value_year(line->year),
        [COLUMN_AGAINST] = line->against == NULL ? none : ds_value_text(line->against),
        [COLUMN_ESTIMATE] = show_survey_estimate(w, line),
        [COLUMN_INTERVAL] = show_survey_range(w, line),
        [COLUMN_SE] = show_survey_number(w, line, t->se),
        [COLUMN_LOW] = ds_value_number(t->low),
        [COLUMN_HIGH] = ds_value_number(t->high),
        [COLUMN_STATISTIC] = tested ? ds_value_number(t->statistic) : none,
        [COLUMN_DF] = ds_value_number(t->df),
        [COLUMN_DF2] = isnan(t->df2) ? none : ds_value_number(t->df2),
        [COLUMN_P] = tested ? show_survey_p(w, t->p) : none,
        [COLUMN_P_ADJUSTED] = tested ? show_survey_p(w, line->p_adjusted) : none,
        [COLUMN_N] = ds_value_count(line->n),
        [COLUMN_MISSING] = ds_value_count(line->missing),
        [COLUMN_REASON] = reason == NULL ? ds_value_none(DS_STATE_BLANK) : ds_value_text(reason),
        [COLUMN_JUDGEMENT] = judge_survey_line(line)};
    ds_value values[COLUMNS + DS_SURVEY_KEYS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < COLUMNS; i++) {
        if (!has_survey_column(w, i)) continue;
        for (size_t k = 0; k < (i == COLUMN_BY ? w->b->n_by : 1); k++)
            values[n++] = i == COLUMN_BY ? show_survey_key(w, line->by[k]) : all[i];
    }
    ds_doc_table_row(w->table, values);
}

static bool is_survey_line_wanted(const survey_writing *w, const ds_survey_line *line) {
    if (line->question != w->question) return false;
    return !(w->in & DS_IN_PEOPLE) || w->tests == (line->kind != DS_SURVEY_LINE_ESTIMATE);
}

static size_t count_survey_lines(const survey_writing *w) {
    size_t n = 0;
    for (size_t i = 0; i < w->b->n_lines; i++)
        n += is_survey_line_wanted(w, &w->b->lines[i]);
    return n;
}

static void add_survey_lines(survey_writing *w, const char *id, ds_say title) {
    if (count_survey_lines(w) == 0) return;
    start_survey_table(w, id, title);
    for (size_t i = 0; i < w->b->n_lines; i++)
        if (is_survey_line_wanted(w, &w->b->lines[i])) add_survey_line(w, &w->b->lines[i]);
}

/* ---- a figure ---- */

static void put_survey_line(ds_inside *inside, const survey_writing *w,
                            const ds_survey_line *line) {
    const double scale = is_survey_share(w) ? 100 : 1;
    const char *keys[DS_SURVEY_KEYS_MAX];
    ds_release_fact fact;
    for (size_t k = 0; k < w->b->n_by; k++)
        keys[k] = line->by[k] == NULL ? DS_TOTAL : line->by[k];
    fact = ds_inside_fact(w->b->year == NULL ? 0 : line->year, keys,
                          is_survey_share(w) ? "percentage" : "gemiddelde",
                          scale * line->test.estimate);
    if (line->test.state == DS_SURVEY_NOT_ASKED) fact.state = DS_STATE_NOT_AVAILABLE;
    fact.low = scale * line->test.low;
    fact.high = scale * line->test.high;
    fact.n = (int64_t)line->n;
    ds_inside_put(inside, &fact);
}

/* Estimates with their intervals, of all clusters; a total is no rate and has none. */
static void add_survey_figure(const survey_writing *w, ds_say title) {
    ds_inside inside;
    if (w->b->questions[w->question].total ||
        !ds_inside_begin(&inside, w->to, "enquete", w->b->by, w->b->n_by, w->b->n_lines))
        return;
    inside.sheet.unit = "respondent";
    inside.sheet.title = title;
    for (size_t i = 0; i < w->b->n_lines; i++) {
        const ds_survey_line *line = &w->b->lines[i];
        if (line->question == w->question && line->kind == DS_SURVEY_LINE_ESTIMATE && !line->same)
            put_survey_line(&inside, w, line);
    }
    ds_inside_draw_series(&inside);
}

/* ---- the whole ---- */

static ds_say make_survey_title(ds_document *to, const ds_survey_block *b,
                                const ds_survey_question *q) {
    static const struct {
        const char *nl, *en;
    } what[] = {[DS_SURVEY_SHARE] = {"aandeel, %", "share, %"},
                [DS_SURVEY_MEAN] = {"gemiddelde", "mean"},
                [DS_SURVEY_RATIO] = {"verhouding", "ratio"}};
    const ds_value values[] = {b->title.nl == NULL
                                   ? ds_value_text(q->name)
                                   : ds_value_word(q->name, b->title.nl, b->title.en),
                               q->total ? ds_value_word("", "totaal", "total")
                                        : ds_value_word("", what[q->kind].nl, what[q->kind].en)};
    return ds_document_phrase(to, DS_SAY("{0} ({1})", "{0} ({1})"), values, 2);
}

static void add_survey_question(ds_document *document, const ds_survey_block *b, size_t question) {
    const ds_survey_question *q = &b->questions[question];
    ds_document *to =
        ds_document_section(document, NULL, make_survey_title(document, b, q), DS_IN_ALL);
    survey_writing w = {.b = b, .to = to, .question = question, .in = DS_IN_MACHINE};
    ds_document_value(to, DS_IN_JSON, "value", NO_SAY, ds_value_text(q->name));
    ds_report_survey_facts(to, b);
    add_survey_lines(&w, "lines", NO_SAY);
    add_survey_figure(&w, make_survey_title(to, b, q));
    w.in = DS_IN_PEOPLE;
    add_survey_lines(&w, NULL, NO_SAY);
    w.tests = true;
    add_survey_lines(&w, NULL, DS_SAY("Vergelijkingen", "Comparisons"));
    ds_report_survey_question_notes(to, b, question);
    for (size_t i = 0; i < b->n_notes && question == 0; i++)
        ds_document_note(to, &b->notes[i]);
    if (question + 1 == b->n_questions) ds_report_survey_notes(to, b);
}

ds_status ds_report_survey(const ds_survey_block *block, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new_list("survey", NO_SAY);
    ds_status status;
    for (size_t q = 0; q < block->n_questions; q++)
        add_survey_question(document, block, q);
    ds_document_set_internal(document);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
