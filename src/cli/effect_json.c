/* cli/effect_json.c: effects as json, with all diagnostics. A number that is not there is null. See
 * effect.h. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "cli/effect.h"

static json_t *count(uint64_t value) {
    return json_integer((json_int_t)value);
}

static json_t *number(double value) {
    return isfinite(value) ? json_real(value == 0 ? 0.0 : value) : json_null();
}

static void set(json_t *object, const char *name, double value) {
    (void)json_object_set_new(object, name, number(value));
}

static void set_count(json_t *object, const char *name, uint64_t value) {
    (void)json_object_set_new(object, name, count(value));
}

static void set_text(json_t *object, const char *name, const char *text) {
    (void)json_object_set_new(object, name, json_string(text));
}

static const struct {
    unsigned flag;
    const char *name;
} flags[] = {
    {DS_EFFECT_NO_TREATED, "niemand_behandeld"},
    {DS_EFFECT_NO_CONTROLS, "geen_controles"},
    {DS_EFFECT_ALL_OFF_SUPPORT, "allen_buiten_steun"},
    {DS_EFFECT_SEPARATED, "gescheiden"},
    {DS_EFFECT_ONE_PATTERN, "een_patroon"},
    {DS_EFFECT_LEVELS_DROPPED, "niveaus_weggelaten"},
    {DS_EFFECT_FEW_LOCATIONS, "te_weinig_locaties"},
    {DS_EFFECT_SMOOTHS_ALL, "bandbreedte_te_breed"},
    {DS_EFFECT_NO_SPREAD, "geen_spreiding"},
    {DS_EFFECT_REPLICATES_LOST, "herhalingen_zonder_schatting"},
    {DS_EFFECT_FEW_EVENTS, "te_zeldzaam"},
    {DS_EFFECT_ONE_OUTCOME, "een_groep_zonder_spreiding"},
};

static json_t *flags_json(unsigned set_flags) {
    json_t *list = json_array();
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (set_flags & flags[i].flag)
            (void)json_array_append_new(list, json_string(flags[i].name));
    return list;
}

/* ---- the diagnostics ---- */

static json_t *terms_json(const ds_effect_diagnostics *d) {
    json_t *list = json_array();
    for (size_t i = 0; i < d->n_terms; i++) {
        const ds_effect_term *t = &d->terms[i];
        json_t *j = json_object();
        set_text(j, "kenmerk", t->name);
        set(j, "coefficient", t->coefficient);
        set(j, "se", t->se);
        if (t->dropped_nl != NULL) set_text(j, "weggelaten", t->dropped_nl);
        (void)json_array_append_new(list, j);
    }
    return list;
}

static json_t *balance_json(const ds_effect_diagnostics *d) {
    json_t *list = json_array();
    for (size_t i = 0; i < d->n_balance; i++) {
        const ds_effect_balance *b = &d->balance[i];
        json_t *j = json_object();
        set_text(j, "kenmerk", b->name);
        set(j, "behandeld", b->mean_treated);
        set(j, "controle", b->mean_control);
        set(j, "gewogen_controle", b->mean_matched);
        set(j, "verschil_voor", b->difference_before);
        set(j, "verschil_na", b->difference_after);
        set(j, "variantieverhouding_voor", b->ratio_before);
        set(j, "variantieverhouding_na", b->ratio_after);
        (void)json_array_append_new(list, j);
    }
    return list;
}

static json_t *curve_json(const ds_effect_diagnostics *d) {
    json_t *list = json_array();
    for (size_t i = 0; i < d->n_curve; i++) {
        json_t *j = json_object();
        set(j, "bandbreedte", d->curve[i].bandwidth);
        set(j, "verschil", d->curve[i].difference);
        set_count(j, "buiten_steun", d->curve[i].off_support);
        set(j, "effectieve_controles", d->curve[i].effective_controls);
        (void)json_array_append_new(list, j);
    }
    return list;
}

static json_t *sensitivity_json(const ds_effect_diagnostics *d) {
    json_t *j = json_object(), *list = json_array();
    for (size_t i = 0; i < d->n_sensitivity; i++) {
        json_t *one = json_object();
        set(one, "gamma", d->sensitivity[i].gamma);
        set(one, "laag", d->sensitivity[i].low);
        set(one, "hoog", d->sensitivity[i].high);
        (void)json_array_append_new(list, one);
    }
    set(j, "gamma_verschil_kan_nul_zijn", d->gamma_zero);
    set(j, "gamma_interval_kan_nul_bevatten", d->gamma_interval);
    (void)json_object_set_new(j, "grenzen", list);
    return j;
}

/* One group's scores: 0 the controls, 1 those who took part. */
static json_t *scores_json(const ds_effect_diagnostics *d, int group) {
    json_t *j = json_object(), *quantiles = json_array(), *bins = json_array();
    for (size_t i = 0; i < 5; i++)
        (void)json_array_append_new(quantiles, number(d->score_quantiles[group][i]));
    for (size_t i = 0; i < DS_EFFECT_BINS; i++)
        (void)json_array_append_new(bins, count(d->bins[group][i]));
    set(j, "laagste", d->score_min[group]);
    set(j, "hoogste", d->score_max[group]);
    set(j, "sd", d->score_sd[group]);
    (void)json_object_set_new(j, "kwantielen_5_25_50_75_95", quantiles);
    (void)json_object_set_new(j, "verdeling", bins);
    return j;
}

static json_t *dropped_json(const ds_effect_diagnostics *d) {
    json_t *list = json_array();
    for (size_t i = 0; i < d->n_dropped; i++)
        (void)json_array_append_new(list, json_pack("{s:s, s:o}", "niveau", d->dropped[i],
                                                    "personen", count(d->dropped_persons[i])));
    return list;
}

static json_t *diagnostics_json(const ds_effect_diagnostics *d) {
    json_t *j = json_object();
    if (d == NULL) {
        json_decref(j);
        return json_null();
    }
    set(j, "loglik", d->loglik);
    set_count(j, "iteraties", d->iterations);
    set(j, "constante", d->constant);
    set(j, "constante_se", d->constant_se);
    (void)json_object_set_new(j, "score", terms_json(d));
    (void)json_object_set_new(j, "balans", balance_json(d));
    set(j, "grootste_verschil_voor", d->largest_before);
    set(j, "grootste_verschil_na", d->largest_after);
    (void)json_object_set_new(j, "scores_behandeld", scores_json(d, 1));
    (void)json_object_set_new(j, "scores_controle", scores_json(d, 0));
    set(j, "bandbreedte_paarregel", d->bandwidth_pair);
    set(j, "bandbreedte_op_spreiding", d->bandwidth_over_spread);
    (void)json_object_set_new(j, "bandbreedtes", curve_json(d));
    (void)json_object_set_new(j, "gevoeligheid",
                              d->n_sensitivity > 0 ? sensitivity_json(d) : json_null());
    (void)json_object_set_new(j, "weggelaten_niveaus", dropped_json(d));
    return j;
}

/* ---- a row ---- */

static void set_result(json_t *j, const ds_effect_result *r) {
    const bool known = effect_has_estimate(r);
    set_count(j, "n_behandeld", r->n_treated);
    set_count(j, "n_controle", r->n_control);
    set_count(j, "buiten_steun", r->off_support);
    set(j, "behandeld", known ? r->treated : NAN);
    set(j, "controle", known ? r->control : NAN);
    set(j, "verschil", r->difference);
    set(j, "se", known ? r->se : NAN);
    set(j, "laag", known ? r->low : NAN);
    set(j, "hoog", known ? r->high : NAN);
    set(j, "p", known ? r->p : NAN);
    set(j, "p_aangepast", known ? r->p_adjusted : NAN);
    set(j, "normaal_laag", r->normal_low);
    set(j, "normaal_hoog", r->normal_high);
    set(j, "p_permutatie", r->p_permutation);
    set(j, "se_psmatch2", r->se_psmatch2);
    set(j, "se_kmatch", r->se_kmatch);
    set(j, "se_invloed", r->se_influence);
    set(j, "se_invloed_locaties", r->se_influence_locations);
    set(j, "bandbreedte", r->bandwidth);
    set(j, "som_w2", r->sum_w2);
    set(j, "effectieve_controles", r->effective_controls);
    set_count(j, "controles_gebruikt", r->controls_used);
    set_count(j, "ontbreekt", r->n_missing);
    set_count(j, "locaties_behandeld", r->locations_treated);
    set_count(j, "locaties", r->locations_all);
    set_count(j, "herhalingen", r->replicates);
    set_count(j, "herhalingen_zonder_schatting", r->replicates_lost);
    set(j, "exact_verschil", r->exact_difference);
    set_count(j, "exact_behandeld", r->exact_treated);
    set_count(j, "exact_controles", r->exact_controls);
    (void)json_object_set_new(j, "opmerkingen", flags_json(r->flags));
}

static json_t *besides_json(const effect_block *block, size_t row) {
    json_t *list = json_array();
    for (size_t i = 0; i < block->n_beside; i++) {
        const ds_effect_result *r = &block->beside[i].results[row];
        json_t *j = json_object();
        set_text(j, "exact", block->beside[i].exact);
        set_result(j, r);
        (void)json_array_append_new(list, j);
    }
    return list;
}

static json_t *row_json(const effect_block *block, size_t i) {
    const effect_row *row = &block->rows[i];
    json_t *j = json_object(), *cohorts = json_array();
    set_text(j, "outcome", row->outcome);
    if (row->title[0] != '\0') set_text(j, "naam", row->title);
    (void)json_object_set_new(j, "jaar",
                              row->year == EFFECT_NO_YEAR ? json_null() : json_integer(row->year));
    (void)json_object_set_new(j, "aandeel", json_boolean(row->share));
    set_result(j, &row->result);
    set_count(j, "uitkomst_onbekend", row->unknown);
    if (block->id[0] != '\0') {
        for (size_t k = 0; k < row->n_cohorts; k++)
            (void)json_array_append_new(cohorts, json_integer(row->cohorts[k]));
        set_text(j, "versie", row->version);
        (void)json_object_set(j, "cohorten", cohorts);
        (void)json_object_set_new(j, "placebo", json_boolean(row->placebo));
        (void)json_object_set_new(j, "beschrijving", json_boolean(row->conditional));
        set_text(j, "onvoorwaardelijk", row->unconditional);
        (void)json_object_set_new(j, "met_andere_exacte_kenmerken", besides_json(block, i));
    }
    json_decref(cohorts);
    (void)json_object_set_new(j, "diagnostiek", diagnostics_json(row->diagnostics));
    return j;
}

static json_t *options_json(const ds_effect_options *o) {
    json_t *j = json_object();
    set_text(j, "kernel", effect_kernel_word(o->kernel));
    set_text(j, "bandbreedte_regel", effect_rule_word(o->rule));
    set(j, "bandbreedte", o->rule == DS_EFFECT_FIXED ? o->bandwidth : NAN);
    set_text(j, "steun", effect_support_word(o->support));
    set_text(j, "schatting", effect_estimand_word(o->estimand));
    set_text(j, "se", effect_se_word(o->se));
    if (o->se == DS_EFFECT_SE_BOOTSTRAP) {
        set_text(j, "trekt", o->resample == DS_EFFECT_LOCATIONS ? "locaties" : "personen");
        set_count(j, "herhalingen", o->replicates);
        set_count(j, "seed", o->seed);
    }
    return j;
}

static json_t *block_json(const effect_block *block) {
    json_t *j = json_object(), *rows = json_array();
    for (size_t i = 0; i < block->n_rows; i++)
        (void)json_array_append_new(rows, row_json(block, i));
    set_text(j, "evaluation", block->id);
    if (block->id[0] != '\0') {
        set_text(j, "naam", block->title);
        set_text(j, "bron", block->source);
        set_text(j, "toelichting", block->note);
        set_text(j, "register", block->generation);
        set_count(j, "andere_personen", block->other);
        set_count(j, "controles_weggelaten", block->left_out);
    } else {
        set_text(j, "bestand", block->file);
    }
    set_text(j, "openbaarheid", "intern");
    set_text(j, "vergelijkbaar_op", block->matched_on);
    set_text(j, "exact", block->exact);
    (void)json_object_set_new(j, "opties", options_json(block->options));
    (void)json_object_set_new(j, "uitkomsten", rows);
    return j;
}

ds_status effect_print_json(const effect_block *blocks, size_t n, ds_error *err) {
    json_t *list = json_array();
    char *text;
    for (size_t i = 0; i < n; i++)
        (void)json_array_append_new(list, block_json(&blocks[i]));
    text = json_dumps(list, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
    json_decref(list);
    if (text == NULL) return ds_error_memory(err);
    (void)printf("%s\n", text);
    free(text);
    return DS_OK;
}
