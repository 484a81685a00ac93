/* report/effect_machine.c: effects for csv and json: a row an outcome and year, with all there is.
 * The names are the contract of design section 6. See effect.h. */
#include "report/effect.h"

#include <math.h>
#include <string.h>

enum { COHORTS_MAX = 256, COHORTS_SIZE = 2048, FLAGS_MAX = 32 };

static void set_machine_value(ds_document *to, const char *id, ds_value value) {
    ds_document_value(to, DS_IN_JSON, id, NO_SAY, value);
}

static void set_machine_text(ds_document *to, const char *id, const char *text) {
    set_machine_value(to, id, ds_value_text(text));
}

/* ---- the block ---- */

static void add_options(ds_document *to, const ds_effect_options *o) {
    ds_document *all = ds_document_section(to, "opties", NO_SAY, DS_IN_JSON);
    if (o->estimator != DS_EFFECT_KERNEL_MATCHING) {
        set_machine_text(all, "schatter",
                         ds_effect_word(DS_EFFECT_CHOICE_ESTIMATOR, (int)o->estimator));
        set_machine_text(all, "uitkomstmodel",
                         ds_effect_word(DS_EFFECT_CHOICE_MODEL, (int)o->model));
        if (o->link != DS_EFFECT_LINK_LOGIT)
            set_machine_text(all, "score", ds_effect_word(DS_EFFECT_CHOICE_LINK, (int)o->link));
        if (o->estimator == DS_EFFECT_NN) {
            set_machine_value(all, "buren", ds_value_count(o->neighbours == 0 ? 1 : o->neighbours));
            set_machine_value(all, "gecorrigeerd", ds_value_flag(!o->uncorrected));
        }
        if (o->estimator == DS_EFFECT_STRATA)
            set_machine_value(all, "klassen",
                              o->classes == DS_EFFECT_CLASSES_CELLS
                                  ? ds_value_text("cellen")
                                  : ds_value_count(o->classes == 0 ? 5 : o->classes));
    }
    set_machine_text(all, "kernel", ds_effect_word(DS_EFFECT_CHOICE_KERNEL, (int)o->kernel));
    set_machine_text(all, "bandbreedte_regel", ds_effect_word(DS_EFFECT_CHOICE_RULE, (int)o->rule));
    set_machine_value(all, "bandbreedte",
                      ds_value_number(o->rule == DS_EFFECT_FIXED ? o->bandwidth : NAN));
    if (o->linear) set_machine_text(all, "correctie", "linear");
    set_machine_text(all, "steun", ds_effect_word(DS_EFFECT_CHOICE_SUPPORT, (int)o->support));
    set_machine_text(all, "schatting", ds_effect_word(DS_EFFECT_CHOICE_ESTIMAND, (int)o->estimand));
    set_machine_text(all, "se", ds_effect_word(DS_EFFECT_CHOICE_SE, (int)o->se));
    if (o->se != DS_EFFECT_SE_BOOTSTRAP) return;
    set_machine_text(all, "trekt", o->resample == DS_EFFECT_LOCATIONS ? "locaties" : "personen");
    set_machine_value(all, "herhalingen", ds_value_count(o->replicates));
    set_machine_value(all, "seed", ds_value_count(o->seed));
}

static ds_value count_of_block(const ds_effect_block *block, uint64_t n) {
    return is_unavailable(block) ? ds_value_none(DS_STATE_NOT_AVAILABLE) : ds_value_count(n);
}

static void add_block_facts(ds_document *to, const ds_effect_block *block) {
    set_machine_text(to, "evaluation", block->id);
    if (is_match_block(block)) {
        set_machine_text(to, "bestand", block->file);
    } else {
        set_machine_text(to, "naam", block->name);
        set_machine_text(to, "naam_en", block->name_en);
        set_machine_text(to, "bron", block->source);
        set_machine_text(to, "toelichting", block->note);
        set_machine_text(to, "toelichting_en", block->note_en);
        set_machine_text(to, "register", block->generation);
        set_machine_value(to, "andere_personen", count_of_block(block, block->other));
        set_machine_value(to, "controles_weggelaten", count_of_block(block, block->left_out));
        set_machine_value(to, "later_deelnemer", count_of_block(block, block->later));
        if (block->published_treated > 0)
            set_machine_value(to, "deelnemers_gepubliceerd",
                              ds_value_count(block->published_treated));
        if (block->published_controls > 0)
            set_machine_value(to, "controles_gepubliceerd",
                              ds_value_count(block->published_controls));
    }
    set_machine_text(to, "openbaarheid", "intern");
    set_machine_text(to, "vergelijkbaar_op", block->matched_on);
    set_machine_text(to, "exact", block->exact);
    add_options(to, &block->options);
}

/* ---- an estimate ---- */

static const struct {
    const char *id;
    bool csv;
} result_fields[] = {
    {"n_behandeld", true},
    {"n_controle", true},
    {"buiten_steun", true},
    {"behandeld", true},
    {"controle", true},
    {"verschil", true},
    {"se", true},
    {"laag", true},
    {"hoog", true},
    {"p", true},
    {"p_aangepast", false},
    {"normaal_laag", false},
    {"normaal_hoog", false},
    {"p_permutatie", false},
    {"se_psmatch2", false},
    {"se_kmatch", false},
    {"se_invloed", false},
    {"se_invloed_locaties", false},
    {"bandbreedte", false},
    {"som_w2", false},
    {"effectieve_controles", false},
    {"controles_gebruikt", false},
    {"ontbreekt", false},
    {"locaties_behandeld", false},
    {"locaties", false},
    {"herhalingen", false},
    {"herhalingen_zonder_schatting", false},
    {"exact_verschil", false},
    {"exact_behandeld", false},
    {"exact_controles", false},
    {"percentiel_laag", false},
    {"percentiel_hoog", false},
    {"p_trekfout", false},
    {"toewijzingen", false},
    {"toewijzingen_geteld", false},
    {"locaties_gewisseld", false},
    {"locaties_gewisseld_behandeld", false},
    {"aantoonbaar", false},
    {"opmerkingen", false},
};
enum { RESULT_FIELDS = sizeof result_fields / sizeof *result_fields };

/* csv: which of them that form has; 0: none, DS_IN_CSV: those of the contract. */
static size_t list_result_fields(unsigned csv, ds_field *out) {
    for (size_t i = 0; i < RESULT_FIELDS; i++)
        out[i] = (ds_field){.id = result_fields[i].id,
                            .in = DS_IN_JSON | (result_fields[i].csv ? csv : 0)};
    return RESULT_FIELDS;
}

/* The codes of the flags, as a list over codes; of nobody only why. */
static ds_value list_codes(const ds_effect_block *block, unsigned flags,
                           ds_value codes[FLAGS_MAX]) {
    size_t n, used = 0;
    const ds_effect_flag_text *texts = ds_effect_flag_texts(&n);
    if (is_unavailable(block)) {
        codes[0] = ds_value_text("niet_beschikbaar");
        return ds_value_list(codes, 1);
    }
    for (size_t i = 0; i < n && used < FLAGS_MAX; i++)
        if (flags & texts[i].flag) codes[used++] = ds_value_text(texts[i].code);
    return ds_value_list(codes, used);
}

/* In the order of result_fields. */
static size_t list_result(const ds_effect_block *block, const ds_effect_result *r, ds_value *out,
                          ds_value codes[FLAGS_MAX]) {
    const bool known = ds_effect_has_estimate(r);
    const double numbers[] = {r->treated, r->control, r->difference, r->se,
                              r->low,     r->high,    r->p,          r->p_adjusted};
    const double more[] = {
        r->normal_low, r->normal_high,       r->p_permutation,          r->se_psmatch2,
        r->se_kmatch,  r->se_influence,      r->se_influence_locations, r->bandwidth,
        r->sum_w2,     r->effective_controls};
    const uint64_t counts[] = {r->controls_used, r->n_missing,  r->locations_treated,
                               r->locations_all, r->replicates, r->replicates_lost};
    size_t n = 0;
    out[n++] = ds_value_count(r->n_treated);
    out[n++] = ds_value_count(r->n_control);
    out[n++] = ds_value_count(r->off_support);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        out[n++] = ds_value_number(known ? numbers[i] : NAN);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        out[n++] = ds_value_number(more[i]);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        out[n++] = ds_value_count(counts[i]);
    out[n++] = ds_value_number(r->exact_difference);
    out[n++] = ds_value_count(r->exact_treated);
    out[n++] = ds_value_count(r->exact_controls);
    out[n++] = ds_value_number(r->percentile_low);
    out[n++] = ds_value_number(r->percentile_high);
    out[n++] = ds_value_number(r->p_monte_carlo);
    out[n++] = ds_value_number(r->assignments);
    out[n++] = ds_value_count(r->permuted);
    out[n++] = ds_value_count(r->permuted_locations);
    out[n++] = ds_value_count(r->permuted_treated);
    out[n++] = ds_value_number(r->smallest);
    out[n++] = list_codes(block, r->flags, codes);
    return n;
}

/* All that is an outcome of persons: not available, rather than of none. */
static void hide_result(const ds_effect_block *block, ds_value *values, size_t n) {
    for (size_t i = 0; is_unavailable(block) && i < n; i++)
        if (values[i].kind != DS_VALUE_LIST) values[i] = ds_value_none(DS_STATE_NOT_AVAILABLE);
}

/* ---- a row ---- */

const ds_field ds_report_effect_keys[EFFECT_KEYS] = {{.id = "evaluation", .in = DS_IN_CSV},
                                                     {.id = "outcome", .in = DS_IN_CSV},
                                                     {.id = "jaar", .in = DS_IN_CSV}};

static ds_value make_year(const ds_effect_row *row) {
    return row->year == DS_EFFECT_NO_YEAR ? ds_value_none(DS_STATE_UNDEFINED)
                                          : ds_value_year(row->year);
}

void ds_report_effect_fill_keys(const ds_effect_block *block, const ds_effect_row *row,
                                ds_value *out) {
    out[0] = ds_value_text(block->id);
    out[1] = ds_value_text(row->outcome);
    out[2] = make_year(row);
}

static ds_value make_effect_kind(const ds_effect_row *row) {
    return ds_value_text(row->placebo ? "placebo" : row->conditional ? "beschrijving" : "effect");
}

/* A text that a row may lack: no key then. */
static ds_value make_optional(const char *text, const char *lacks) {
    return lacks[0] == '\0' ? ds_value_none(DS_STATE_BLANK) : ds_value_text(text);
}

/* The other lists of exact columns, each with its estimate. */
static ds_value make_besides(ds_document *to, const ds_effect_block *block, size_t i) {
    ds_field fields[2 + RESULT_FIELDS] = {{.id = "exact", .in = DS_IN_JSON},
                                          {.id = "zoals_rapport", .in = DS_IN_JSON}};
    ds_value values[2 + RESULT_FIELDS], codes[FLAGS_MAX];
    ds_document *list = ds_document_record_list(to);
    const size_t n = 2 + list_result_fields(0, fields + 2);
    ds_doc_table *table = ds_document_table(list, DS_IN_JSON, "naast", NO_SAY, fields, n);
    for (size_t b = 0; b < block->n_beside; b++) {
        values[0] = ds_value_text(block->beside[b].exact);
        values[1] = ds_value_flag(block->beside[b].report);
        (void)list_result(block, &block->beside[b].results[i], values + 2, codes);
        hide_result(block, values + 2, RESULT_FIELDS);
        ds_doc_table_row(table, values);
    }
    return ds_value_record(list);
}

/* A text, or no key. */
static ds_value make_fault(const char *names) {
    return names == NULL ? ds_value_none(DS_STATE_BLANK) : ds_value_text(names);
}

static const ds_field head_fields[] = {
    {.id = "evaluation", .in = DS_IN_CSV},   {.id = "outcome", .in = DS_IN_MACHINE},
    {.id = "naam", .in = DS_IN_JSON},        {.id = "naam_en", .in = DS_IN_JSON},
    {.id = "toelichting", .in = DS_IN_JSON}, {.id = "toelichting_en", .in = DS_IN_JSON},
    {.id = "jaar", .in = DS_IN_MACHINE},     {.id = "aandeel", .in = DS_IN_JSON},
};
/* Not of a match: cohorten is a list in json and years in csv. */
static const ds_field evaluation_fields[] = {
    {.id = "versie", .in = DS_IN_JSON},
    {.id = "cohorten", .in = DS_IN_JSON},
    {.id = "cohorten", .in = DS_IN_CSV},
    {.id = "soort", .in = DS_IN_MACHINE},
    {.id = "p_holm", .in = DS_IN_CSV},
    {.id = "exact", .in = DS_IN_CSV},
    {.id = "placebo", .in = DS_IN_JSON},
    {.id = "beschrijving", .in = DS_IN_JSON},
    {.id = "onvoorwaardelijk", .in = DS_IN_JSON},
    {.id = "waar_effect", .in = DS_IN_JSON},
    {.id = "met_andere_exacte_kenmerken", .in = DS_IN_JSON},
};
enum {
    HEAD_FIELDS = sizeof head_fields / sizeof *head_fields,
    EVALUATION_FIELDS = sizeof evaluation_fields / sizeof *evaluation_fields,
    ROW_FIELDS = HEAD_FIELDS + RESULT_FIELDS + 3 + EVALUATION_FIELDS + 3
};

static size_t list_row_fields(const ds_effect_block *block, ds_field *out) {
    size_t n = HEAD_FIELDS;
    memcpy(out, head_fields, sizeof head_fields);
    n += list_result_fields(DS_IN_CSV, out + n);
    out[n++] = (ds_field){.id = "uitkomst_onbekend", .in = DS_IN_JSON};
    out[n++] = (ds_field){.id = "ontbrekende_kenmerken", .in = DS_IN_JSON};
    out[n++] = (ds_field){.id = "scheidende_kenmerken", .in = DS_IN_JSON};
    if (!is_match_block(block)) {
        memcpy(out + n, evaluation_fields, sizeof evaluation_fields);
        n += EVALUATION_FIELDS;
    }
    out[n++] = (ds_field){.id = "andere_manieren", .in = DS_IN_JSON};
    out[n++] = (ds_field){.id = "balans_alles", .in = DS_IN_JSON};
    out[n++] = (ds_field){.id = "diagnostiek", .in = DS_IN_JSON};
    return n;
}

static size_t list_head(const ds_effect_block *block, const ds_effect_row *row, ds_value *out) {
    size_t n = 0;
    out[n++] = ds_value_text(block->id);
    out[n++] = ds_value_text(row->outcome);
    out[n++] = make_optional(row->name, row->name);
    out[n++] = make_optional(row->name_en, row->name);
    out[n++] = make_optional(row->note, row->note);
    out[n++] = make_optional(row->note_en, row->note);
    out[n++] = make_year(row);
    out[n++] = ds_value_flag(row->share);
    return n;
}

/* cohorts: room for the list. */
static size_t list_evaluation(ds_document *to, const ds_effect_block *block, size_t i,
                              ds_value cohorts[COHORTS_MAX], ds_value *out) {
    const ds_effect_row *row = &block->rows[i];
    char text[COHORTS_SIZE];
    size_t n = 0, n_cohorts = 0, hidden;
    for (; n_cohorts < row->n_cohorts && n_cohorts < COHORTS_MAX; n_cohorts++)
        cohorts[n_cohorts] = ds_value_year(row->cohorts[n_cohorts]);
    out[n++] = ds_value_text(row->version);
    out[n++] = ds_value_list(cohorts, n_cohorts);
    out[n++] =
        ds_value_text(ds_document_keep(to, ds_report_effect_cohorts(row, " ", text, sizeof text)));
    out[n++] = make_effect_kind(row);
    hidden = n;
    out[n++] = ds_value_number(ds_effect_has_estimate(&row->result) ? row->result.p_adjusted : NAN);
    out[n++] = ds_value_number(row->result.exact_difference);
    hide_result(block, out + hidden, n - hidden);
    out[n++] = ds_value_flag(row->placebo);
    out[n++] = ds_value_flag(row->conditional);
    out[n++] = ds_value_text(row->unconditional);
    out[n++] =
        row->has_truth ? ds_value_number(row->truth) : ds_value_none(DS_STATE_BLANK); /* no key */
    out[n++] = make_besides(to, block, i);
    return n;
}

static void add_machine_rows(ds_document *to, const ds_effect_block *block) {
    ds_field fields[ROW_FIELDS];
    ds_value values[ROW_FIELDS], codes[FLAGS_MAX], cohorts[COHORTS_MAX];
    const size_t n_fields = list_row_fields(block, fields);
    ds_doc_table *table =
        ds_document_table(to, DS_IN_MACHINE, "uitkomsten", NO_SAY, fields, n_fields);
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_effect_row *row = &block->rows[i];
        const size_t from = list_head(block, row, values);
        size_t n = from + list_result(block, &row->result, values + from, codes);
        values[n++] = ds_value_count(row->unknown);
        values[n++] = make_fault(row->missing);
        values[n++] = make_fault(row->separating);
        hide_result(block, values + from, n - from);
        if (!is_match_block(block)) n += list_evaluation(to, block, i, cohorts, values + n);
        values[n++] = ds_report_effect_others(to, row);
        values[n++] = ds_report_effect_known_record(to, block, i);
        values[n++] = ds_report_effect_record(to, row->diagnostics);
        ds_doc_table_row(table, values);
    }
}

/* The estimates with other exact columns: csv for who asks for them; of a match in json too, whose
 * rows have none. */
static void add_besides(ds_document *to, const ds_effect_block *block, unsigned in,
                        unsigned fields_in, const char *id) {
    ds_field fields[EFFECT_KEYS + 1 + RESULT_FIELDS];
    ds_value values[EFFECT_KEYS + 1 + RESULT_FIELDS], codes[FLAGS_MAX];
    ds_doc_table *table;
    size_t n = EFFECT_KEYS;
    memcpy(fields, ds_report_effect_keys, sizeof ds_report_effect_keys);
    fields[n++] = (ds_field){.id = "exact", .in = fields_in, .type = DS_FIELD_TEXT};
    for (size_t i = 0; i < n; i++)
        fields[i].in = fields_in;
    n += list_result_fields(in == DS_IN_JSON ? 0 : DS_IN_CSV, fields + n);
    table = ds_document_table(to, in, id, NO_SAY, fields, n);
    for (size_t b = 0; b < block->n_beside; b++)
        for (size_t i = 0; i < block->n_rows; i++) {
            ds_report_effect_fill_keys(block, &block->rows[i], values);
            values[EFFECT_KEYS] = ds_value_text(block->beside[b].exact);
            (void)list_result(block, &block->beside[b].results[i], values + EFFECT_KEYS + 1, codes);
            hide_result(block, values + EFFECT_KEYS + 1, RESULT_FIELDS);
            ds_doc_table_row(table, values);
        }
}

void ds_report_effect_machine(const effect_writing *w) {
    add_block_facts(w->to, w->block);
    add_machine_rows(w->to, w->block);
    if (!is_match_block(w->block) || w->block->n_beside > 0)
        add_besides(w->to, w->block, DS_IN_NAMED, DS_IN_CSV, "naast");
    if (is_match_block(w->block) && w->block->n_beside > 0)
        add_besides(w->to, w->block, DS_IN_JSON, DS_IN_JSON, "met_andere_exacte_kenmerken");
    ds_report_effect_named(w);
    ds_report_effect_named_others(w);
    ds_report_effect_named_known(w);
    ds_report_effect_notes(w);
}
