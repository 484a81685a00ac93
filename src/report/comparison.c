/* report/comparison.c: a table of an indicator with what readers compare, as blocks of a document.
 * Machines get a row a cell and school year, the columns of the contract first; people the same,
 * or, of two school years of which the later is compared with the earlier, both beside each other,
 * as the tables of a monitor are. See report/comparison.h. */
#include "report/comparison.h"

#include <math.h>

#include "base/number.h"
#include "base/text.h"
#include "base/wide.h"

#define NO_SAY ((ds_say){NULL, NULL})

enum { EXTRAS_MAX = 10, FIELDS_MAX = DS_KEYS_MAX + 8 + EXTRAS_MAX };

/* ---- what the columns say, one function each ---- */

typedef struct row_view {
    const ds_tally_table *table;
    const ds_cells *cells;
    const ds_comparison_row *row;
    char (*digits)[DS_NUMBER_SIZE]; /* of a sum and of a difference of sums */
} row_view;

static ds_value undefined_unless(bool there, double x) {
    return there ? ds_value_number(x) : ds_value_none(DS_STATE_BLANK);
}

static double outcome_of(const ds_cells *cells, const ds_measures *m) {
    const ds_cell cell = {.measures = *m};
    return ds_cells_numeric(cells) ? ds_cells_mean(cells, &cell) : ds_cells_share_pct(&cell);
}

static ds_value sum_value(const row_view *v, ds_int128 sum, size_t place) {
    const int32_t scale = ds_cells_scale(v->cells);
    return ds_value_decimal(ds_number_print_scaled(sum, scale, v->digits[place]),
                            (double)sum / scale);
}

static ds_value first_measure(const row_view *v, const ds_measures *m) {
    if (!ds_cells_numeric(v->cells)) return ds_value_count(m->teller);
    return sum_value(v, ds_sum_value(m->som), 0);
}

static ds_value against_of(const row_view *v) {
    return ds_value_schooljaar(v->row->against);
}

static ds_value difference_of(const row_view *v) {
    const ds_measures *now = &v->row->measures, *before = &v->row->before;
    if (v->row->compared != DS_COMPARED) return ds_value_none(DS_STATE_NOT_AVAILABLE);
    if (ds_cells_numeric(v->cells))
        return sum_value(v, ds_sum_value(now->som) - ds_sum_value(before->som), 1);
    return ds_value_integer((int64_t)now->teller - (int64_t)before->teller);
}

static ds_value difference_pp_of(const row_view *v) {
    if (v->row->compared != DS_COMPARED) return ds_value_none(DS_STATE_NOT_AVAILABLE);
    return ds_value_number(v->row->difference_pp);
}

static ds_value difference_low_of(const row_view *v) {
    return ds_value_number(v->row->difference_low_pp);
}

static ds_value difference_high_of(const row_view *v) {
    return ds_value_number(v->row->difference_high_pp);
}

static ds_value share_of(const row_view *v) {
    return ds_value_number(v->row->share_pct);
}

static ds_value low_of(const row_view *v) {
    return undefined_unless(!ds_cells_numeric(v->cells), v->row->low_pct);
}

static ds_value high_of(const row_view *v) {
    return undefined_unless(!ds_cells_numeric(v->cells), v->row->high_pct);
}

/* ---- which columns there are ---- */

typedef struct extra {
    ds_field field;
    ds_value (*value)(const row_view *v);
} extra;

/* When a column is there. */
typedef struct extra_rule {
    extra column;
    bool compare, share, interval; /* all that are set must be asked */
    int numeric;                   /* -1: of shares only, 1: of numbers only */
} extra_rule;

#define NUMBER .in = DS_IN_ALL, .number = true, .decimals = 2
static const extra_rule rules[] = {
    {{{.id = "tegen", .title = {"tegen", "against"}, .in = DS_IN_ALL}, against_of},
     true,
     false,
     false,
     0},
    {{{.id = "verschil", .title = {"verschil", "difference"}, NUMBER}, difference_of},
     true,
     false,
     false,
     0},
    {{{.id = "verschil_pp", .title = {"verschil, pp", "difference, pp"}, NUMBER}, difference_pp_of},
     true,
     false,
     false,
     -1},
    {{{.id = "verschil_gemiddelde",
       .title = {"verschil gemiddelde", "difference of means"},
       NUMBER},
      difference_pp_of},
     true,
     false,
     false,
     1},
    {{{.id = "verschil_laag", .title = {"laag, pp", "low, pp"}, NUMBER}, difference_low_of},
     true,
     false,
     true,
     -1},
    {{{.id = "verschil_hoog", .title = {"hoog, pp", "high, pp"}, NUMBER}, difference_high_of},
     true,
     false,
     true,
     -1},
    {{{.id = "aandeel", .title = {"aandeel, %", "share, %"}, NUMBER}, share_of},
     false,
     true,
     false,
     0},
    {{{.id = "laag", .title = {"laag, %", "low, %"}, NUMBER}, low_of}, false, false, true, -1},
    {{{.id = "hoog", .title = {"hoog, %", "high, %"}, NUMBER}, high_of}, false, false, true, -1}};
enum { RULES = sizeof rules / sizeof *rules };

static size_t list_extras(const ds_tally_table *t, bool numeric, extra out[EXTRAS_MAX]) {
    const ds_comparison_options *o = t->compared;
    size_t n = 0;
    for (size_t i = 0; i < RULES; i++) {
        const extra_rule *r = &rules[i];
        if ((r->compare && o->against == DS_AGAINST_NONE) || (r->share && o->shares == NULL) ||
            (r->interval && !o->interval) || (r->numeric != 0 && (r->numeric > 0) != numeric))
            continue;
        out[n++] = r->column;
    }
    return n;
}

/* indicator, schooljaar, the keys, and the measures of the contract. */
static size_t list_contract(const ds_cells *cells, ds_field *out) {
    const bool numeric = ds_cells_numeric(cells);
    size_t n = 0;
    out[n++] = (ds_field){.id = "indicator", .in = DS_IN_CSV};
    out[n++] = (ds_field){
        .id = "schooljaar", .title = {"schooljaar", "school year"}, .in = DS_IN_ALL, .key = true};
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        out[n++] = (ds_field){
            .id = ds_cells_key_name(cells, k), .in = DS_IN_ALL, .key = true, .type = DS_FIELD_TEXT};
    out[n++] = numeric ? (ds_field){.id = "som", .title = {"som", "sum"}, NUMBER}
                       : (ds_field){.id = "teller",
                                    .title = {"teller", "numerator"},
                                    .in = DS_IN_ALL,
                                    .number = true};
    out[n++] = (ds_field){
        .id = "noemer", .title = {"noemer", "denominator"}, .in = DS_IN_ALL, .number = true};
    out[n++] = (ds_field){
        .id = "onbekend", .title = {"onbekend", "unknown"}, .in = DS_IN_ALL, .number = true};
    out[n++] = numeric ? (ds_field){.id = "gemiddelde", .title = {"gemiddelde", "mean"}, NUMBER}
                       : (ds_field){.id = "percentage", .title = {"%", "%"}, NUMBER};
    return n;
}

/* ---- a row a cell and school year ---- */

static ds_value key_value(const ds_comparison_row *row, size_t k) {
    static const ds_text total = {DS_TOTAL, sizeof DS_TOTAL - 1};
    if (row->total > 0 && ds_text_equal(row->keys[k], total))
        return ds_value_word(DS_TOTAL, "totaal", "total");
    return ds_value_view(row->keys[k]);
}

static void add_long_row(ds_doc_table *table, const row_view *v, const extra *extras,
                         size_t n_extras) {
    const ds_measures *m = &v->row->measures;
    ds_value values[FIELDS_MAX];
    size_t n = 0;
    values[n++] = ds_value_text(ds_cells_indicator(v->cells));
    values[n++] = ds_value_schooljaar(v->row->schooljaar);
    for (size_t k = 0; k < ds_cells_n_keys(v->cells); k++)
        values[n++] = key_value(v->row, k);
    values[n++] = first_measure(v, m);
    values[n++] = ds_value_count(m->noemer);
    values[n++] = ds_value_count(m->onbekend);
    values[n++] = ds_value_number(outcome_of(v->cells, m));
    for (size_t i = 0; i < n_extras; i++)
        values[n++] = extras[i].value(v);
    ds_doc_table_row(table, values);
}

static void add_long_table(ds_document *document, const char *id, unsigned in,
                           const ds_tally_table *t) {
    const ds_cells *cells = ds_comparison_cells(t->comparison);
    ds_field fields[FIELDS_MAX];
    extra extras[EXTRAS_MAX];
    char digits[2][DS_NUMBER_SIZE];
    size_t n_rows, n = list_contract(cells, fields);
    const size_t n_extras = list_extras(t, ds_cells_numeric(cells), extras);
    const ds_comparison_row *rows = ds_comparison_rows(t->comparison, &n_rows);
    ds_doc_table *table;
    for (size_t i = 0; i < n_extras; i++)
        fields[n++] = extras[i].field;
    table = ds_document_table(document, in, id, NO_SAY, fields, n);
    for (size_t i = 0; i < n_rows; i++) {
        const row_view v = {t, cells, &rows[i], digits};
        add_long_row(table, &v, extras, n_extras);
    }
}

/* ---- two school years beside each other ---- */

/* Whether the rows of the second of two years say all of the first. */
static bool is_of_two_years(const ds_tally_table *t) {
    size_t n;
    const int *years = ds_comparison_years(t->comparison, &n);
    const int against = t->compared->against;
    return n == 2 && !t->compared->interval && t->compared->shares == NULL &&
           (against == years[0] || (against == DS_AGAINST_PREVIOUS && years[1] - 1 == years[0]));
}

static ds_field year_field(ds_document *document, const char *id, int year, ds_say what,
                           int decimals) {
    const ds_value values[] = {ds_value_schooljaar(year), ds_value_word(id, what.nl, what.en)};
    return (ds_field){
        .id = ds_document_phrase(document, DS_SAY("{0}_{1}", "{0}_{1}"), values, 2).nl,
        .title = ds_document_phrase(document, DS_SAY("{1} {0}", "{1} {0}"), values, 2),
        .in = DS_IN_PEOPLE,
        .decimals = decimals,
        .number = true};
}

static size_t list_wide(ds_document *document, const ds_tally_table *t, const ds_cells *cells,
                        ds_field *out) {
    const bool numeric = ds_cells_numeric(cells);
    const ds_say number = numeric ? DS_SAY("som", "sum") : DS_SAY("n", "n");
    const ds_say outcome = numeric ? DS_SAY("gemiddelde", "mean") : DS_SAY("%", "%");
    size_t n_years, n = 0;
    const int *years = ds_comparison_years(t->comparison, &n_years);
    for (size_t k = 0; k < ds_cells_n_keys(cells); k++)
        out[n++] = (ds_field){.id = ds_cells_key_name(cells, k), .in = DS_IN_PEOPLE, .key = true};
    for (size_t y = 0; y < 2; y++) {
        out[n++] = year_field(document, "n", years[y], number, numeric ? 2 : 0);
        out[n++] = year_field(document, "uitkomst", years[y], outcome, 2);
    }
    out[n++] = (ds_field){.id = "verschil", .title = {"verschil", "difference"}, NUMBER};
    out[n++] = (ds_field){.id = "verschil_pp",
                          .title = numeric ? DS_SAY("verschil gemiddelde", "difference of means")
                                           : DS_SAY("verschil, pp", "difference, pp"),
                          NUMBER};
    return n;
}

static void add_wide_row(ds_doc_table *table, const row_view *v) {
    char before[2][DS_NUMBER_SIZE];
    const row_view earlier = {v->table, v->cells, v->row, before};
    ds_value values[FIELDS_MAX];
    size_t n = 0;
    for (size_t k = 0; k < ds_cells_n_keys(v->cells); k++)
        values[n++] = key_value(v->row, k);
    values[n++] = first_measure(&earlier, &v->row->before);
    values[n++] = ds_value_number(outcome_of(v->cells, &v->row->before));
    values[n++] = first_measure(v, &v->row->measures);
    values[n++] = ds_value_number(outcome_of(v->cells, &v->row->measures));
    values[n++] = difference_of(v);
    values[n++] = difference_pp_of(v);
    ds_doc_table_row(table, values);
}

static void add_wide_table(ds_document *document, const char *id, const ds_tally_table *t) {
    const ds_cells *cells = ds_comparison_cells(t->comparison);
    ds_field fields[FIELDS_MAX];
    char digits[2][DS_NUMBER_SIZE];
    size_t n_years, n_rows;
    const int *years = ds_comparison_years(t->comparison, &n_years);
    const ds_comparison_row *rows = ds_comparison_rows(t->comparison, &n_rows);
    const size_t n = list_wide(document, t, cells, fields);
    ds_doc_table *table = ds_document_table(document, DS_IN_PEOPLE, id, NO_SAY, fields, n);
    for (size_t i = 0; i < n_rows; i++) {
        const row_view v = {t, cells, &rows[i], digits};
        if (rows[i].schooljaar == years[1]) add_wide_row(table, &v);
    }
}

/* ---- what must be said with it ---- */

static void say_remark(ds_document *document, const char *code, ds_say text, const ds_value *values,
                       size_t n) {
    const ds_note note = {
        .kind = DS_NOTE_REMARK, .code = code, .text = text, .values = values, .n_values = n};
    ds_document_note(document, &note);
}

static void note_missing_year(ds_document *document, int against) {
    const ds_value year = ds_value_schooljaar(against);
    if (against == DS_AGAINST_PREVIOUS)
        say_remark(document, "geen_jaar_om_mee_te_vergelijken",
                   DS_SAY("waar geen verschil staat, is van het schooljaar ervoor niets geteld",
                          "where there is no difference, nothing was counted of the school year "
                          "before"),
                   NULL, 0);
    else
        say_remark(document, "geen_jaar_om_mee_te_vergelijken",
                   DS_SAY("waar geen verschil staat, is van schooljaar {0} niets geteld",
                          "where there is no difference, nothing was counted of school year {0}"),
                   &year, 1);
}

static void note_comparison(ds_document *document, const ds_tally_table *t) {
    const ds_comparison_options *o = t->compared;
    size_t n_rows;
    const ds_comparison_row *rows = ds_comparison_rows(t->comparison, &n_rows);
    bool missing = false;
    for (size_t i = 0; i < n_rows; i++)
        missing = missing || rows[i].compared == DS_COMPARED_NO_YEAR;
    if (missing) note_missing_year(document, o->against);
    if (o->totals != NULL)
        say_remark(document, "totalen",
                   DS_SAY("totalen zijn geteld uit de cellen", "totals are counted from the cells"),
                   NULL, 0);
    if (o->against != DS_AGAINST_NONE && t->indicator != NULL && t->indicator->pool > 1)
        say_remark(document, "jaren_overlappen",
                   DS_SAY("de schooljaren zijn sommen van meer jaren, die elkaar overlappen",
                          "the school years are sums of several years, which overlap"),
                   NULL, 0);
}

static void note_shares(ds_document *document, const ds_comparison_options *o) {
    const ds_value values[] = {ds_value_text(o->shares)};
    if (o->shares == NULL) return;
    if (o->shares_of_teller)
        say_remark(document, "aandelen_van_de_teller",
                   DS_SAY("aandeel: van de teller, over {0}, binnen de andere kenmerken",
                          "share: of the numerator, over {0}, within the other keys"),
                   values, 1);
    else
        say_remark(document, "aandelen",
                   DS_SAY("aandeel: van de personen (noemer en onbekend), over {0}, binnen de "
                          "andere kenmerken",
                          "share: of the persons (denominator and unknown), over {0}, within the "
                          "other keys"),
                   values, 1);
}

static void note_interval(ds_document *document, const ds_tally_table *t) {
    if (!t->compared->interval) return;
    if (ds_cells_numeric(ds_comparison_cells(t->comparison)))
        say_remark(document, "geen_interval",
                   DS_SAY("geen interval: dat is er hier van percentages",
                          "no interval: here there is one of percentages"),
                   NULL, 0);
    else
        say_remark(document, "kansmodel",
                   DS_SAY("laag en hoog: 95 %, volgens een kansmodel (Wilson; van een verschil "
                          "Newcombe, onafhankelijke groepen). Een register telt iedereen",
                          "low and high: 95 %, by a model of chance (Wilson; of a difference "
                          "Newcombe, independent groups). A register counts everybody"),
                   NULL, 0);
}

/* A person counts in several years of a sum, so that its chances are not independent. */
static void note_pooled_interval(ds_document *document, const ds_tally_table *t) {
    if (t->compared->interval && t->indicator != NULL && t->indicator->pool > 1)
        say_remark(document, "interval_te_smal",
                   DS_SAY("een schooljaar is hier een som van jaren waarin dezelfde personen "
                          "terugkomen: het interval is te smal",
                          "a school year is a sum of years here, in which the same persons come "
                          "back: the interval is too narrow"),
                   NULL, 0);
}

static void note_asked(ds_document *document, const ds_tally_table *t) {
    ds_value years[DS_COMPARISON_YEARS_MAX];
    for (size_t i = 0; i < t->n_absent && i < DS_COMPARISON_YEARS_MAX; i++)
        years[i] = ds_value_schooljaar(t->absent[i]);
    if (t->n_absent > 0) {
        const ds_value values[] = {ds_value_list(years, t->n_absent)};
        say_remark(document, "jaar_niet_geteld",
                   DS_SAY("van deze schooljaren is er niets geteld: {0}",
                          "nothing was counted of these school years: {0}"),
                   values, 1);
    }
    if (t->unkept != NULL) {
        const ds_value values[] = {ds_value_text(t->unkept)};
        say_remark(document, "klasse_komt_niet_voor",
                   DS_SAY("de klasse {0} komt niet voor", "the class {0} does not occur"), values,
                   1);
    }
}

void ds_report_comparison(ds_document *document, const char *id, const ds_tally_table *t) {
    size_t n_rows;
    (void)ds_comparison_rows(t->comparison, &n_rows);
    if (is_of_two_years(t)) {
        add_long_table(document, id, DS_IN_MACHINE, t);
        add_wide_table(document, id, t);
    } else {
        add_long_table(document, id, DS_IN_ALL, t);
    }
    if (n_rows == 0) ds_document_text(document, DS_IN_PEOPLE, DS_SAY("geen rijen", "no rows"));
    note_comparison(document, t);
    note_shares(document, t->compared);
    note_interval(document, t);
    note_pooled_interval(document, t);
    note_asked(document, t);
}

/* ---- whom it counts ---- */

/* Whether rows of this year are shown. */
static bool is_shown_year(const ds_tally_table *t, int year) {
    size_t n;
    const int *years;
    if (t->comparison == NULL) return true;
    years = ds_comparison_years(t->comparison, &n);
    for (size_t i = 0; i < n; i++)
        if (years[i] == year) return true;
    return false;
}

static void note_where(ds_document *document, const ds_tally_table *t) {
    const ds_tally_narrowed *n = t->narrowed;
    ds_value values[] = {ds_value_text(n->where), ds_value_count(0)};
    uint64_t unknown = 0;
    for (size_t i = 0; i < ds_cells_n(n->unknown); i++) {
        const ds_cell cell = ds_cells_at(n->unknown, i);
        if (is_shown_year(t, cell.schooljaar))
            unknown += cell.measures.noemer + cell.measures.onbekend;
    }
    values[1] = ds_value_count(unknown);
    say_remark(
        document, "waar",
        DS_SAY("alleen wie voldoet aan: {0}. Van {1} uit de populatie (persoonsjaren) is dat "
               "onbekend; zij tellen niet mee",
               "only those for whom: {0}. Of {1} of the population (person-years) that is "
               "unknown; they do not count"),
        values, 2);
}

static void add_chosen_facts(ds_document *document, const char *id, const ds_tally_chosen *c) {
    const size_t n_keys = ds_groups_n(c->groups);
    ds_document *section = ds_document_section(document, id, NO_SAY, DS_IN_JSON);
    ds_document_value(section, DS_IN_JSON, "regel", NO_SAY, ds_value_text(c->rule));
    ds_document_value(section, DS_IN_JSON, "groepen", NO_SAY, ds_value_count(n_keys));
    ds_document_value(section, DS_IN_JSON, "blijven", NO_SAY,
                      ds_value_count(ds_groups_n_kept(c->groups)));
    ds_document_value(section, DS_IN_JSON, "personen_blijven", NO_SAY,
                      ds_value_count(c->n_persons_kept));
    ds_document_value(section, DS_IN_JSON, "personen_vallen_af", NO_SAY,
                      ds_value_count(c->n_persons_dropped));
}

static void note_chosen_groups(ds_document *document, const char *code, ds_say text,
                               const ds_tally_chosen *c) {
    const ds_value values[] = {ds_value_text(c->rule), ds_value_count(ds_groups_n_kept(c->groups)),
                               ds_value_count(ds_groups_n(c->groups)),
                               ds_value_count(c->n_persons_kept),
                               ds_value_count(c->n_persons_kept + c->n_persons_dropped)};
    say_remark(document, code, text, values, 5);
    add_chosen_facts(document, code, c);
}

void ds_report_narrowed(ds_document *document, const ds_tally_table *t) {
    const ds_tally_narrowed *n = t->narrowed;
    if (n == NULL) return;
    if (n->where != NULL) note_where(document, t);
    if (n->by_rule.groups != NULL)
        note_chosen_groups(
            document, "groepen",
            DS_SAY("alleen groepen waarvoor geldt: {0}. Er blijven {1} van {2}, met {3} van "
                   "{4} personen (persoonsjaren)",
                   "only groups for which: {0}. {1} of {2} remain, with {3} of {4} persons "
                   "(person-years)"),
            &n->by_rule);
    if (n->same.groups != NULL)
        note_chosen_groups(
            document, "dezelfde",
            DS_SAY("alleen wat er in elk van deze schooljaren is, naar {0}: {1} van {2}, met "
                   "{3} van {4} personen (persoonsjaren)",
                   "only what is there in each of these school years, by {0}: {1} of {2}, "
                   "with {3} of {4} persons (person-years)"),
            &n->same);
}
