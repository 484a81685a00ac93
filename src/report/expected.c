/* report/expected.c: what was to be expected of each institution, as a document. See
 * doorstroom/equality.h. */
#include <math.h>

#include "doorstroom/equality.h"
#include "report/equality.h"

#define NO_SAY ((ds_say){NULL, NULL})

typedef struct expected_writing {
    const ds_expected_block *block;
    ds_document *to;
} expected_writing;

static const struct {
    const char *code, *nl, *en;
} expected_places[] = {
    [DS_EXPECTED_SMALL] = {"onder_minimum", "te klein", "too small"},
    [DS_EXPECTED_CERTAIN] = {"geen_spreiding", "–", "–"},
    [DS_EXPECTED_WITHIN] = {"binnen", "binnen", "within"},
    [DS_EXPECTED_ABOVE_95] = {"boven_95", "boven 95 %", "above 95 %"},
    [DS_EXPECTED_ABOVE_998] = {"boven_998", "boven 99,8 %", "above 99.8 %"},
    [DS_EXPECTED_BELOW_95] = {"onder_95", "onder 95 %", "below 95 %"},
    [DS_EXPECTED_BELOW_998] = {"onder_998", "onder 99,8 %", "below 99.8 %"},
};

static const char *const expected_fields[] = {
    "indicator",  "schooljaar", "instelling",      "teller",   "n",
    "percentage", "verwacht",   "verwacht_aantal", "estimate", "se",
    "low",        "high",       "statistic",       "df",       "p",
    "p_adjusted", "se_kans",    "statistic_kans",  "laag_95",  "hoog_95",
    "laag_998",   "hoog_998",   "oordeel",         "missing"};
enum { EXPECTED_FIELDS = sizeof expected_fields / sizeof *expected_fields };

static ds_value name_institution(const expected_writing *w, const ds_expected_row *row) {
    return ds_value_view(w->block->cells->texts[w->block->options->cluster][row->institution]);
}

static ds_value show_expected_place(const ds_expected_row *row) {
    return ds_value_word(expected_places[row->place].code, expected_places[row->place].nl,
                         expected_places[row->place].en);
}

static void add_expected_row(const expected_writing *w, ds_doc_table *table,
                             const ds_expected_row *row) {
    const double numbers[] = {100 * row->observed,
                              100 * row->expected,
                              (double)row->noemer * row->expected,
                              100 * row->difference,
                              100 * row->se,
                              100 * row->low,
                              100 * row->high,
                              row->z,
                              NAN,
                              row->p,
                              row->p_adjusted,
                              100 * row->chance_se,
                              row->chance_z,
                              100 * row->low_95,
                              100 * row->high_95,
                              100 * row->low_998,
                              100 * row->high_998};
    const bool judged = row->place > DS_EXPECTED_CERTAIN;
    ds_value values[EXPECTED_FIELDS];
    size_t n = 0;
    values[n++] = ds_value_text(w->block->indicator->id);
    values[n++] = ds_value_year(w->block->cells->years[w->block->options->year]);
    values[n++] = name_institution(w, row);
    values[n++] = ds_value_count(row->teller);
    values[n++] = ds_value_count(row->noemer);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        values[n++] = ds_value_number(numbers[i]);
    values[n++] = judged ? show_expected_place(row) : ds_value_none(DS_STATE_NOT_APPLICABLE);
    values[n++] = judged ? ds_value_text("") : show_expected_place(row);
    ds_doc_table_row(table, values);
}

static void add_expected_machine(const expected_writing *w) {
    ds_field fields[EXPECTED_FIELDS];
    ds_doc_table *table;
    for (size_t i = 0; i < EXPECTED_FIELDS; i++)
        fields[i] = (ds_field){.id = expected_fields[i], .in = DS_IN_MACHINE};
    table = ds_document_table(w->to, DS_IN_MACHINE, "verwacht", NO_SAY, fields, EXPECTED_FIELDS);
    for (size_t i = 0; i < w->block->result->n; i++)
        add_expected_row(w, table, &w->block->result->rows[i]);
}

/* ---- for people ---- */

static const ds_field expected_people[] = {
    {.id = "instelling", .title = {"instelling", "institution"}, .in = DS_IN_PEOPLE, .key = true},
    {.id = "n", .title = {"n", "n"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "percentage", .title = {"%", "%"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "verwacht", .title = {"verwacht", "expected"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "estimate", .title = {"verschil", "diff."}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "trechter",
     .title = {"trechter 95 %", "funnel 95 %"},
     .in = DS_IN_PEOPLE,
     .number = true},
    {.id = "trechter_998",
     .title = {"trechter 99,8 %", "funnel 99.8 %"},
     .in = DS_IN_PEOPLE,
     .number = true},
    {.id = "oordeel", .title = {"oordeel", "verdict"}, .in = DS_IN_PEOPLE}};
enum { EXPECTED_PEOPLE = sizeof expected_people / sizeof *expected_people };

static ds_value show_expected(double share) {
    return ds_value_with_decimals(ds_value_number(100 * share), 1);
}

static ds_value show_funnel(double low, double high) {
    return ds_value_with_decimals(ds_value_range(100 * low, 100 * high, false), 1);
}

static void add_expected_people(const expected_writing *w) {
    ds_doc_table *table =
        ds_document_table(w->to, DS_IN_PEOPLE, NULL, NO_SAY, expected_people, EXPECTED_PEOPLE);
    for (size_t i = 0; i < w->block->result->n; i++) {
        const ds_expected_row *row = &w->block->result->rows[i];
        const ds_value values[EXPECTED_PEOPLE] = {name_institution(w, row),
                                                  ds_value_count(row->noemer),
                                                  show_expected(row->observed),
                                                  show_expected(row->expected),
                                                  show_expected(row->difference),
                                                  show_funnel(row->low_95, row->high_95),
                                                  show_funnel(row->low_998, row->high_998),
                                                  show_expected_place(row)};
        ds_doc_table_row(table, values);
    }
}

static void note_expected(const expected_writing *w, const char *code, ds_say text,
                          const ds_value *values, size_t n) {
    const ds_note note = {
        .kind = DS_NOTE_REMARK, .code = code, .text = text, .values = values, .n_values = n};
    ds_document_note(w->to, &note);
}

static void note_expected_model(const expected_writing *w) {
    const ds_expected_options *o = w->block->options;
    ds_value room[DS_KEYS_MAX] = {ds_value_none(DS_STATE_UNDEFINED)}, values[1];
    for (size_t k = 0; k < o->n_covariates && k < DS_KEYS_MAX; k++)
        room[k] = ds_value_text(w->block->cells->names[o->covariates[k]]);
    values[0] = ds_value_list(room, o->n_covariates);
    if (o->n_covariates == 0)
        note_expected(
            w, "model_landelijk",
            DS_SAY("verwacht is het landelijke percentage", "expected is the country's rate"), NULL,
            0);
    else if (o->institution_effects)
        note_expected(w, "model_met_instelling",
                      DS_SAY("verwacht: een logistisch model met {0} en een effect van elke "
                             "instelling, dat daarna voor allen gelijk genomen is",
                             "expected: a logistic model with {0} and an effect of each "
                             "institution, then taken as equal for all"),
                      values, 1);
    else
        note_expected(w, "model_zonder_instelling",
                      DS_SAY("verwacht: een logistisch model met {0}, zonder de instelling",
                             "expected: a logistic model with {0}, without the institution"),
                      values, 1);
}

static void note_expected_spread(const expected_writing *w) {
    const ds_expected_result *r = w->block->result;
    const ds_value tau[] = {
        ds_value_with_decimals(ds_value_number(100 * sqrt(r->tau2)), 2),
        ds_value_with_decimals(
            ds_value_range(100 * sqrt(r->tau2_low), 100 * sqrt(r->tau2_high), false), 2)};
    if (isfinite(r->tau2))
        note_expected(
            w, "tussen_instellingen",
            DS_SAY("de trechter telt beide: kans (Σ n p (1 − p)) en hoeveel instellingen "
                   "daarboven verschillen, τ = {0} punt ({1}, Paule-Mandel)",
                   "the funnel has both: chance (Σ n p (1 − p)) and how much institutions "
                   "differ beyond it, τ = {0} points ({1}, Paule-Mandel)"),
            tau, 2);
    else
        note_expected(w, "tussen_instellingen_onbekend",
                      DS_SAY("minder dan vijf instellingen: hoeveel zij verschillen is niet te "
                             "schatten, en de trechter telt alleen kans",
                             "fewer than five institutions: how much they differ cannot be "
                             "estimated, and the funnel has chance only"),
                      NULL, 0);
}

static void add_expected_notes(const expected_writing *w) {
    const ds_expected_result *r = w->block->result;
    const ds_value small[] = {ds_value_count(r->n_small),
                              ds_value_count(w->block->options->minimum)};
    const ds_value certain[] = {ds_value_count(r->certain)},
                   unknown[] = {ds_value_count(r->unknown)};
    note_expected_model(w);
    note_expected_spread(w);
    note_expected(w, "geen_oordeel_over_oorzaak",
                  DS_SAY("buiten de trechter is niet beter of slechter: het model kent alleen deze "
                         "kenmerken",
                         "outside the funnel is not better or worse: the model knows these "
                         "attributes only"),
                  NULL, 0);
    if (r->n_small > 0)
        note_expected(w, "onder_minimum",
                      DS_SAY("{0} instellingen met minder dan {1} personen zijn niet beoordeeld",
                             "{0} institutions with fewer than {1} persons are not judged"),
                      small, 2);
    if (r->certain > 0)
        note_expected(
            w, "zeker",
            DS_SAY("{0} personen hebben een waarde die allen of niemand het geeft; zij zijn "
                   "verwacht zoals zij zijn",
                   "{0} persons have a value with which all have it, or nobody; they are "
                   "expected as they are"),
            certain, 1);
    if (r->unknown > 0)
        note_expected(w, "gebeurtenis_onbekend",
                      DS_SAY("van {0} personen is het niet te zeggen; zij tellen nergens mee",
                             "of {0} persons it cannot be told; they count nowhere"),
                      unknown, 1);
}

static void add_expected_facts(const expected_writing *w) {
    const ds_expected_result *r = w->block->result;
    ds_report_equality_facts(w->to, w->block->indicator, &w->block->source);
    ds_document_value(w->to, DS_IN_JSON, "schooljaar", NO_SAY,
                      ds_value_year(w->block->cells->years[w->block->options->year]));
    ds_document_value(w->to, DS_IN_JSON, "tau2", NO_SAY, ds_value_number(1e4 * r->tau2));
    ds_document_value(w->to, DS_IN_JSON, "tau2_laag", NO_SAY, ds_value_number(1e4 * r->tau2_low));
    ds_document_value(w->to, DS_IN_JSON, "tau2_hoog", NO_SAY, ds_value_number(1e4 * r->tau2_high));
    ds_document_value(w->to, DS_IN_JSON, "percentage", NO_SAY, ds_value_number(100 * r->overall));
    ds_document_value(w->to, DS_IN_JSON, "patronen", NO_SAY, ds_value_count(r->n_patterns));
    ds_document_value(w->to, DS_IN_JSON, "coefficienten", NO_SAY,
                      ds_value_count(r->n_coefficients));
}

ds_status ds_report_expected(const ds_expected_block *block, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new("expected", NO_SAY);
    expected_writing w = {block, NULL};
    ds_status status;
    w.to = ds_document_section(
        document, "verwacht",
        ds_report_indicator_say(document, block->indicator,
                                ds_value_schooljaar(block->cells->years[block->options->year]),
                                DS_SAY("{0} · {1} · verwacht gezien de instroom · {2}",
                                       "{0} · {1} · expected given who comes in · {2}")),
        DS_IN_ALL);
    add_expected_facts(&w);
    add_expected_machine(&w);
    add_expected_people(&w);
    add_expected_notes(&w);
    ds_report_equality_where(w.to, block->where, block->where_unknown);
    ds_report_equality_source(document, &block->source);
    status = ds_document_finish(document, err);
    if (status == DS_OK)
        *out = document;
    else
        ds_document_free(document);
    return status;
}
