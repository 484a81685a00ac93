/* report/effect_diagnostics.c: diagnostics for machines: an object in json a row, and the lists in
 * them as csv for who asks for one. See effect.h. */
#include "report/effect.h"

#include <math.h>

enum { LIST_FIELDS_MAX = 8, QUANTILES = 5 };

/* ---- the lists ---- */

static size_t fill_term(const ds_effect_diagnostics *d, size_t i, ds_value *out) {
    const ds_effect_term *t;
    if (i == d->n_terms) return i;
    t = &d->terms[i];
    out[0] = ds_value_text(t->name);
    out[1] = ds_value_number(t->coefficient);
    out[2] = ds_value_number(t->se);
    out[3] = t->dropped_nl == NULL ? ds_value_none(DS_STATE_BLANK) : ds_value_text(t->dropped_nl);
    out[4] = t->dropped_nl == NULL ? ds_value_none(DS_STATE_BLANK) : ds_value_text(t->dropped_en);
    return i + 1;
}

static size_t fill_balance(const ds_effect_diagnostics *d, size_t i, ds_value *out) {
    const ds_effect_balance *b;
    if (i == d->n_balance) return i;
    b = &d->balance[i];
    out[0] = ds_value_text(b->name);
    out[1] = ds_value_number(b->mean_treated);
    out[2] = ds_value_number(b->mean_control);
    out[3] = ds_value_number(b->mean_matched);
    out[4] = ds_value_number(b->difference_before);
    out[5] = ds_value_number(b->difference_after);
    out[6] = ds_value_number(b->ratio_before);
    out[7] = ds_value_number(b->ratio_after);
    return i + 1;
}

static size_t fill_curve(const ds_effect_diagnostics *d, size_t i, ds_value *out) {
    const ds_effect_curve *at;
    if (i == d->n_curve) return i;
    at = &d->curve[i];
    out[0] = ds_value_number(at->bandwidth);
    out[1] = ds_value_number(at->difference);
    out[2] = ds_value_count(at->off_support);
    out[3] = ds_value_number(at->effective_controls);
    return i + 1;
}

static size_t fill_bounds(const ds_effect_diagnostics *d, size_t i, ds_value *out) {
    const ds_effect_sensitivity *at;
    if (i == d->n_sensitivity || d->sensitivity_state != DS_EFFECT_SENSITIVITY_KNOWN) return i;
    at = &d->sensitivity[i];
    out[0] = ds_value_number(at->gamma);
    out[1] = ds_value_number(at->low);
    out[2] = ds_value_number(at->high);
    return i + 1;
}

static size_t fill_dropped(const ds_effect_diagnostics *d, size_t i, ds_value *out) {
    if (i == d->n_dropped) return i;
    out[0] = ds_value_text(d->dropped[i]);
    out[1] = ds_value_count(d->dropped_persons[i]);
    return i + 1;
}

static size_t fill_left_out(const ds_effect_diagnostics *d, size_t i, ds_value *out) {
    const ds_effect_left_out *l;
    if (i == d->n_left_out) return i;
    l = &d->left_out[i];
    out[0] = ds_value_text(l->name);
    out[1] = ds_value_number(l->mean_kept);
    out[2] = ds_value_number(l->mean_left_out);
    out[3] = ds_value_number(l->difference);
    return i + 1;
}

static size_t fill_school(const ds_effect_diagnostics *d, size_t i, ds_value *out) {
    const ds_effect_school *s;
    if (d->schools == NULL || i == d->schools->n) return i;
    s = &d->schools->list[i];
    out[0] = ds_value_text(s->location);
    out[1] = ds_value_count(s->treated);
    out[2] = ds_value_number(s->difference);
    out[3] = ds_value_number(s->se);
    out[4] = ds_value_number(s->shrunken);
    out[5] = ds_value_number(s->shrunken_se);
    out[6] = ds_value_number(s->without);
    return i + 1;
}

enum {
    LIST_TERMS,
    LIST_BALANCE,
    LIST_CURVE,
    LIST_BOUNDS,
    LIST_DROPPED,
    LIST_LEFT_OUT,
    LIST_SCHOOLS,
    LISTS
};

static const struct {
    const char *id, *csv; /* in json, and as a table of csv */
    const char *fields[LIST_FIELDS_MAX];
    ds_field_type types[LIST_FIELDS_MAX]; /* of those that are not what their name says elsewhere */
    /* Fills row i and returns i + 1; i behind the last. */
    size_t (*fill)(const ds_effect_diagnostics *d, size_t i, ds_value *out);
} lists[LISTS] = {
    [LIST_TERMS] = {"score",
                    "score",
                    {"kenmerk", "coefficient", "se", "weggelaten", "weggelaten_en"},
                    {DS_FIELD_BY_NAME},
                    fill_term},
    [LIST_BALANCE] = {"balans",
                      "balans",
                      {"kenmerk", "behandeld", "controle", "gewogen_controle", "verschil_voor",
                       "verschil_na", "variantieverhouding_voor", "variantieverhouding_na"},
                      {DS_FIELD_BY_NAME},
                      fill_balance},
    [LIST_CURVE] = {"bandbreedtes",
                    "bandbreedtes",
                    {"bandbreedte", "verschil", "buiten_steun", "effectieve_controles"},
                    {DS_FIELD_BY_NAME},
                    fill_curve},
    [LIST_BOUNDS] =
        {"grenzen", "gevoeligheid", {"gamma", "laag", "hoog"}, {DS_FIELD_BY_NAME}, fill_bounds},
    [LIST_DROPPED] = {"weggelaten_niveaus",
                      "weggelaten_niveaus",
                      {"niveau", "personen"},
                      {DS_FIELD_BY_NAME},
                      fill_dropped},
    [LIST_LEFT_OUT] = {"kenmerken",
                       "buiten_steun",
                       {"kenmerk", "gehouden", "buiten_steun", "verschil"},
                       {[2] = DS_FIELD_REAL},
                       fill_left_out},
    [LIST_SCHOOLS] = {"locaties",
                      "scholen",
                      {"locatie", "deelnemers", "verschil", "se", "gekrompen", "gekrompen_se",
                       "zonder"},
                      {DS_FIELD_BY_NAME},
                      fill_school},
};

static size_t list_diagnostic_fields(size_t list, unsigned in, ds_field *out) {
    size_t n = 0;
    for (; n < LIST_FIELDS_MAX && lists[list].fields[n] != NULL; n++)
        out[n] = (ds_field){.id = lists[list].fields[n], .in = in, .type = lists[list].types[n]};
    return n;
}

/* ---- json ---- */

static void set_number(ds_document *to, const char *id, double x) {
    ds_document_value(to, DS_IN_JSON, id, NO_SAY, ds_value_number(x));
}

static void add_json_list(ds_document *to, size_t list, const ds_effect_diagnostics *d) {
    ds_field fields[LIST_FIELDS_MAX];
    ds_value row[LIST_FIELDS_MAX];
    const size_t n = list_diagnostic_fields(list, DS_IN_JSON, fields);
    ds_doc_table *table = ds_document_table(to, DS_IN_JSON, lists[list].id, NO_SAY, fields, n);
    for (size_t i = 0; lists[list].fill(d, i, row) != i; i++)
        ds_doc_table_row(table, row);
}

/* One group's scores: 0 the controls, 1 those who took part. */
static void add_json_scores(ds_document *to, const char *id, const ds_effect_diagnostics *d,
                            int group) {
    ds_document *scores = ds_document_section(to, id, NO_SAY, DS_IN_JSON);
    ds_value quantiles[QUANTILES], bins[DS_EFFECT_BINS];
    for (size_t i = 0; i < QUANTILES; i++)
        quantiles[i] = ds_value_number(d->score_quantiles[group][i]);
    for (size_t i = 0; i < DS_EFFECT_BINS; i++)
        bins[i] = ds_value_count(d->bins[group][i]);
    set_number(scores, "laagste", d->score_min[group]);
    set_number(scores, "hoogste", d->score_max[group]);
    set_number(scores, "sd", d->score_sd[group]);
    ds_document_value(scores, DS_IN_JSON, "kwantielen_5_25_50_75_95", NO_SAY,
                      ds_value_list(quantiles, QUANTILES));
    ds_document_value(scores, DS_IN_JSON, "verdeling", NO_SAY, ds_value_list(bins, DS_EFFECT_BINS));
}

static const char *const sensitivity_states[] = {
    [DS_EFFECT_SENSITIVITY_KNOWN] = "bekend",
    [DS_EFFECT_SENSITIVITY_NO_SHARE] = "geen_aandeel",
    [DS_EFFECT_SENSITIVITY_NO_EVENTS] = "groep_zonder_uitkomst",
    [DS_EFFECT_SENSITIVITY_NOT_SIGNIFICANT] = "niet_significant",
    [DS_EFFECT_SENSITIVITY_NO_EQUALS] = "niet_onder_gelijken",
};

static void add_json_sensitivity(ds_document *to, const ds_effect_diagnostics *d) {
    const bool known = d->sensitivity_state == DS_EFFECT_SENSITIVITY_KNOWN;
    ds_document *all;
    if (d->n_sensitivity == 0 && isnan(d->z_equals)) {
        ds_document_value(to, DS_IN_JSON, "gevoeligheid", NO_SAY,
                          ds_value_none(DS_STATE_UNDEFINED));
        return;
    }
    all = ds_document_section(to, "gevoeligheid", NO_SAY, DS_IN_JSON);
    ds_document_value(all, DS_IN_JSON, "toestand", NO_SAY,
                      ds_value_text(sensitivity_states[d->sensitivity_state]));
    set_number(all, "gamma_gelijken", d->gamma_equals);
    set_number(all, "z_gelijken", d->z_equals);
    ds_document_value(all, DS_IN_JSON, "gelijken_behandeld", NO_SAY,
                      ds_value_count(d->equal_treated));
    ds_document_value(all, DS_IN_JSON, "gelijken_controle", NO_SAY,
                      ds_value_count(d->equal_controls));
    set_number(all, "e_waarde", d->e_value);
    set_number(all, "e_waarde_grens", d->e_value_limit);
    set_number(all, "gamma_verschil_kan_nul_zijn", known ? d->gamma_zero : NAN);
    set_number(all, "gamma_interval_kan_nul_bevatten", known ? d->gamma_interval : NAN);
    add_json_list(all, LIST_BOUNDS, d);
}

/* Who is off support beside who is on it; null where nobody is. */
static void add_json_left_out(ds_document *to, const ds_effect_diagnostics *d) {
    ds_document *all;
    if (d->n_left_out == 0) {
        ds_document_value(to, DS_IN_JSON, "buiten_steun", NO_SAY,
                          ds_value_none(DS_STATE_UNDEFINED));
        return;
    }
    all = ds_document_section(to, "buiten_steun", NO_SAY, DS_IN_JSON);
    ds_document_value(all, DS_IN_JSON, "nooit_vergeleken", NO_SAY,
                      ds_value_count(d->never_compared));
    set_number(all, "bandbreedte_voor_allen", d->bandwidth_for_all);
    set_number(all, "verschil_voor_allen", d->difference_for_all);
    add_json_list(all, LIST_LEFT_OUT, d);
}

static void add_json_schools(ds_document *to, const ds_effect_diagnostics *d) {
    ds_document *all;
    if (d->schools == NULL) {
        ds_document_value(to, DS_IN_JSON, "scholen", NO_SAY, ds_value_none(DS_STATE_UNDEFINED));
        return;
    }
    all = ds_document_section(to, "scholen", NO_SAY, DS_IN_JSON);
    ds_report_effect_school_facts(all, d->schools);
    add_json_list(all, LIST_SCHOOLS, d);
}

ds_value ds_report_effect_record(ds_document *to, const ds_effect_diagnostics *d) {
    ds_document *all;
    if (d == NULL) return ds_value_none(DS_STATE_UNDEFINED);
    all = ds_document_record(to);
    set_number(all, "loglik", d->loglik);
    ds_document_value(all, DS_IN_JSON, "iteraties", NO_SAY, ds_value_count(d->iterations));
    set_number(all, "constante", d->constant);
    set_number(all, "constante_se", d->constant_se);
    add_json_list(all, LIST_TERMS, d);
    add_json_list(all, LIST_BALANCE, d);
    set_number(all, "grootste_verschil_voor", d->largest_before);
    set_number(all, "grootste_verschil_na", d->largest_after);
    add_json_scores(all, "scores_behandeld", d, 1);
    add_json_scores(all, "scores_controle", d, 0);
    set_number(all, "bandbreedte_paarregel", d->bandwidth_pair);
    set_number(all, "bandbreedte_op_spreiding", d->bandwidth_over_spread);
    add_json_list(all, LIST_CURVE, d);
    add_json_sensitivity(all, d);
    add_json_list(all, LIST_DROPPED, d);
    add_json_left_out(all, d);
    add_json_schools(all, d);
    return ds_value_record(all);
}

/* ---- csv ---- */

void ds_report_effect_named(const effect_writing *w) {
    for (size_t list = 0; list < LISTS; list++) {
        ds_field fields[EFFECT_KEYS + LIST_FIELDS_MAX];
        ds_value row[EFFECT_KEYS + LIST_FIELDS_MAX];
        ds_doc_table *table;
        size_t n = list_diagnostic_fields(list, DS_IN_CSV, fields + EFFECT_KEYS);
        for (size_t k = 0; k < EFFECT_KEYS; k++)
            fields[k] = ds_report_effect_keys[k];
        table =
            ds_document_table(w->to, DS_IN_NAMED, lists[list].csv, NO_SAY, fields, EFFECT_KEYS + n);
        for (size_t r = 0; r < w->block->n_rows; r++) {
            const ds_effect_diagnostics *d = w->block->rows[r].diagnostics;
            if (d == NULL) continue;
            ds_report_effect_fill_keys(w->block, &w->block->rows[r], row);
            for (size_t i = 0; lists[list].fill(d, i, row + EFFECT_KEYS) != i; i++)
                ds_doc_table_row(table, row);
        }
    }
}
