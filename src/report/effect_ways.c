/* report/effect_ways.c: the same rows by other ways than the kernel: a line a row with whether they
 * agree, and of those that do not which differs and why. See effect.h. */
#include <math.h>

#include "report/effect.h"

enum { WAYS_NAMED = 1 + DS_EFFECT_OTHERS, REASONS_MAX = 6 };

static bool has_others(const ds_effect_row *row) {
    return row->result.n_others > 0 && ds_effect_has_estimate(&row->result);
}

static const char *name_estimator(ds_effect_estimator estimator) {
    return ds_effect_word(DS_EFFECT_CHOICE_ESTIMATOR, (int)estimator);
}

/* ---- which differs, and why ---- */

/* The one that stands apart from both others, or of all. */
static ds_say name_apart(const ds_effect_result *r) {
    const bool aipw = r->others[0].apart, eb = r->others[1].apart, both = r->others_apart;
    if (!aipw && !eb && !both) return DS_SAY("ja", "yes");
    if (aipw && eb && !both) return DS_SAY("nee: kernel", "no: kernel");
    if (aipw && !eb && both) return DS_SAY("nee: aipw", "no: aipw");
    if (!aipw && eb && both) return DS_SAY("nee: eb", "no: eb");
    if (aipw && !eb) return DS_SAY("nee: kernel, aipw", "no: kernel, aipw");
    if (!aipw && eb) return DS_SAY("nee: kernel, eb", "no: kernel, eb");
    return aipw ? DS_SAY("nee: alle drie", "no: all three")
                : DS_SAY("nee: aipw, eb", "no: aipw, eb");
}

static bool lacks_other(const ds_effect_result *r) {
    return isnan(r->others[0].difference) || isnan(r->others[1].difference);
}

static ds_say say_agreement(const ds_effect_result *r) {
    if ((r->flags & DS_EFFECT_WAYS_DIFFER) == 0 && lacks_other(r))
        return DS_SAY("niet te zeggen", "cannot be told");
    return name_apart(r);
}

/* What is known that may set them apart; out[REASONS_MAX]. */
static size_t list_reasons(ds_document *to, const ds_effect_row *row, ds_say *out) {
    const ds_effect_result *r = &row->result;
    const unsigned aipw = r->others[0].flags, eb = r->others[1].flags;
    const double left = row->diagnostics == NULL ? NAN : row->diagnostics->largest_after;
    const ds_value off = ds_value_count(r->off_support);
    const ds_value after = ds_value_with_decimals(ds_value_number(left), 2);
    size_t n = 0;
    if (r->off_support > 0)
        out[n++] = ds_document_phrase(
            to,
            DS_SAY("de kernel laat er {0} buiten de steun weg, de andere twee niemand in de score",
                   "the kernel leaves out {0} who are off support, the other two nobody in the "
                   "score"),
            &off, 1);
    if (left > 0.1)
        out[n++] = ds_document_phrase(
            to,
            DS_SAY("na de kernel verschilt een kenmerk nog {0} standaardafwijking",
                   "after the kernel a covariate still differs by {0} standard deviations"),
            &after, 1);
    if (r->flags & DS_EFFECT_SMOOTHS_ALL)
        out[n++] = DS_SAY("de bandbreedte is te breed", "the bandwidth is too wide");
    if ((aipw | eb) & DS_EFFECT_EXTREME_WEIGHTS)
        out[n++] =
            DS_SAY("één persoon draagt meer dan een twintigste van het gewicht van aipw of eb",
                   "one person carries more than a twentieth of the weight of aipw or eb");
    if (aipw & DS_EFFECT_MODEL_CHANGED)
        out[n++] =
            DS_SAY("het uitkomstmodel van aipw is lineair", "the outcome model of aipw is linear");
    if (n == 0)
        out[n++] = DS_SAY("de uitkomst hangt anders van de kenmerken af dan een van de modellen "
                          "aanneemt",
                          "the outcome hangs on the covariates in another way than one of the "
                          "models takes it to");
    return n;
}

static void add_reasons(const effect_writing *w, ds_document *to, const ds_effect_row *row) {
    ds_say reasons[REASONS_MAX], all;
    const size_t n = list_reasons(w->to, row, reasons);
    const ds_value name = ds_value_text(row->outcome), year = ds_value_year(row->year);
    const ds_value heads[] = {name, year};
    ds_value values[2];
    all = row->year == DS_EFFECT_NO_YEAR
              ? ds_document_phrase(w->to, DS_SAY("{0}: ", "{0}: "), heads, 1)
              : ds_document_phrase(w->to, DS_SAY("{0}, jaar {1}: ", "{0}, year {1}: "), heads, 2);
    for (size_t i = 0; i < n; i++) {
        values[0] = ds_report_effect_words(all);
        values[1] = ds_report_effect_words(reasons[i]);
        all = ds_document_phrase(
            w->to, i == 0 ? DS_SAY("{0}{1}", "{0}{1}") : DS_SAY("{0}; {1}", "{0}; {1}"), values, 2);
    }
    ds_document_text(to, DS_IN_PEOPLE, all);
}

/* ---- for people ---- */

static const ds_field way_fields[] = {
    {.id = "uitkomst", .title = {"uitkomst", "outcome"}, .in = DS_IN_PEOPLE, .key = true},
    {.id = "jaar", .title = {"jaar", "year"}, .in = DS_IN_PEOPLE, .key = true, .number = true},
    {.id = "kernel", .title = {"kernel", "kernel"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "aipw", .title = {"aipw", "aipw"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "eb", .title = {"eb", "eb"}, .in = DS_IN_PEOPLE, .number = true},
    {.id = "eens", .title = {"eens?", "agree?"}, .in = DS_IN_PEOPLE},
};
enum { WAY_FIELDS = sizeof way_fields / sizeof *way_fields };

/* Decimals enough for what the standard error tells. */
static int choose_way_decimals(const ds_effect_row *row) {
    const double se = row->result.others[0].se;
    if (row->share) return 1;
    if (!isfinite(se) || !(se > 0)) return 2;
    return se >= 10 ? 0 : se >= 1 ? 1 : se >= 0.1 ? 2 : 3;
}

static void add_way_row(ds_doc_table *table, const ds_effect_row *row) {
    const ds_effect_result *r = &row->result;
    const int d = choose_way_decimals(row);
    ds_value cells[WAY_FIELDS] = {ds_value_text(row->outcome),
                                  row->year == DS_EFFECT_NO_YEAR ? ds_value_none(DS_STATE_BLANK)
                                                                 : ds_value_year(row->year),
                                  ds_report_effect_value(row, r->difference, d),
                                  ds_report_effect_value(row, r->others[0].difference, d),
                                  ds_report_effect_value(row, r->others[1].difference, d),
                                  ds_report_effect_words(say_agreement(r))};
    ds_doc_table_row(table, cells);
}

void ds_report_effect_ways(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    bool any = false, apart = false;
    ds_document *to;
    ds_doc_table *table;
    for (size_t i = 0; i < block->n_rows; i++) {
        any = any || has_others(&block->rows[i]);
        apart = apart || (block->rows[i].result.flags & DS_EFFECT_WAYS_DIFFER);
    }
    if (!any) return;
    to = ds_document_section(w->to, NULL,
                             DS_SAY("op andere manieren: aipw en entropiebalans naast de kernel",
                                    "in other ways: AIPW and entropy balancing beside the kernel"),
                             DS_IN_PEOPLE);
    table = ds_document_table(to, DS_IN_PEOPLE, NULL, NO_SAY, way_fields, WAY_FIELDS);
    for (size_t i = 0; i < block->n_rows; i++)
        if (has_others(&block->rows[i])) add_way_row(table, &block->rows[i]);
    for (size_t i = 0; i < block->n_rows; i++)
        if (block->rows[i].result.flags & DS_EFFECT_WAYS_DIFFER)
            add_reasons(w, to, &block->rows[i]);
    if (apart)
        ds_document_remark(
            to, DS_NOTE_LEGEND, "manieren_verschillen_uitleg",
            DS_SAY("nee: hun verschil is meer dan 1,96 keer zijn standaardfout; geen "
                   "van hen heeft dan sterren (‡)",
                   "no: their difference is more than 1.96 times its standard error; "
                   "none of them has stars then (‡)"));
}

/* ---- for machines ---- */

static const char *const machine_fields[] = {"schatter", "behandeld",  "controle",
                                             "verschil", "se",         "se_met_kernel",
                                             "wijkt_af", "opmerkingen"};
enum { MACHINE_FIELDS = sizeof machine_fields / sizeof *machine_fields, CODES_MAX = 32 };

static size_t list_way_fields(unsigned in, bool codes, ds_field *out) {
    const size_t n = MACHINE_FIELDS - (codes ? 0 : 1);
    for (size_t i = 0; i < n; i++)
        out[i] = (ds_field){.id = machine_fields[i], .in = in};
    return n;
}

static void fill_way(const ds_effect_other *other, ds_value *out, ds_value codes[CODES_MAX]) {
    size_t n, used = 0;
    const ds_effect_flag_text *texts = ds_effect_flag_texts(&n);
    const double numbers[] = {other->treated, other->control, other->difference, other->se,
                              other->apart_se};
    out[0] = ds_value_text(name_estimator(other->estimator));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        out[1 + i] = ds_value_number(numbers[i]);
    out[6] =
        isnan(other->apart_se) ? ds_value_none(DS_STATE_UNDEFINED) : ds_value_flag(other->apart);
    for (size_t i = 0; i < n && used < CODES_MAX; i++)
        if (other->flags & texts[i].flag) codes[used++] = ds_value_text(texts[i].code);
    out[7] = ds_value_list(codes, used);
}

ds_value ds_report_effect_others(ds_document *to, const ds_effect_row *row) {
    ds_field fields[MACHINE_FIELDS];
    ds_value values[MACHINE_FIELDS], codes[CODES_MAX];
    ds_document *list = ds_document_record_list(to);
    const size_t n = list_way_fields(DS_IN_JSON, true, fields);
    ds_doc_table *table = ds_document_table(list, DS_IN_JSON, "anders", NO_SAY, fields, n);
    for (size_t k = 0; k < row->result.n_others; k++) {
        fill_way(&row->result.others[k], values, codes);
        ds_doc_table_row(table, values);
    }
    return ds_value_record(list);
}

void ds_report_effect_named_others(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    ds_field fields[EFFECT_KEYS + MACHINE_FIELDS];
    ds_value values[EFFECT_KEYS + MACHINE_FIELDS], codes[CODES_MAX];
    ds_doc_table *table;
    size_t n = EFFECT_KEYS;
    for (size_t k = 0; k < EFFECT_KEYS; k++)
        fields[k] = ds_report_effect_keys[k];
    n += list_way_fields(DS_IN_CSV, false, fields + n);
    table = ds_document_table(w->to, DS_IN_NAMED, "manieren", NO_SAY, fields, n);
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_effect_row *row = &block->rows[i];
        const ds_effect_other kernel = {.estimator = block->options.estimator,
                                        .treated = row->result.treated,
                                        .control = row->result.control,
                                        .difference = row->result.difference,
                                        .se = row->result.se,
                                        .apart_se = NAN};
        if (!has_others(row)) continue;
        for (size_t k = 0; k < WAYS_NAMED; k++) {
            ds_report_effect_fill_keys(block, row, values);
            fill_way(k == 0 ? &kernel : &row->result.others[k - 1], values + EFFECT_KEYS, codes);
            ds_doc_table_row(table, values);
        }
    }
}
