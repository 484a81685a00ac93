/* report/filled/list.c: what rose and what fell, lowest and highest, what is at or above a
 * threshold. See doorstroom/filled.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/filled/filling.h"

enum { LISTED_MAX = 500 };

typedef struct list_item {
    const ds_release_fact *fact;
    double value;
} list_item;

typedef struct list_found {
    const ds_filling *filling;
    list_item *items;
    size_t n, n_hidden;
} list_found;

/* ---- which facts ---- */

static const char *find_listed_measure(const ds_filling *filling, bool difference) {
    static const char *const differences[] = {"verschil_pp", "ontwikkeling", "verschil", NULL};
    static const char *const values[] = {"percentage", "aandeel", "gemiddelde",
                                         "aantal",     "teller",  NULL};
    const char *const *measures = difference ? differences : values;
    for (size_t m = 0; measures[m] != NULL; m++) {
        const ds_filled_pick pick = {.jaar = -1, .measure = measures[m]};
        if (ds_filled_find(filling->sheet, &pick) != NULL) return measures[m];
    }
    return NULL;
}

static bool is_of_some_group(const ds_release_sheet *sheet, const ds_release_fact *fact) {
    for (size_t k = 0; k < sheet->n_keys; k++)
        if (ds_filled_is_total(fact->keys[k])) {
            for (size_t i = 0; i < sheet->n_facts; i++)
                if (strcmp(sheet->facts[i].measure, fact->measure) == 0 &&
                    !ds_filled_is_total(sheet->facts[i].keys[k]))
                    return false;
        }
    return true;
}

/* The facts of groups in the last year, of no class but the first. */
static bool find_listed(const ds_filling *filling, const char *measure, list_found *out) {
    const ds_release_sheet *sheet = filling->sheet;
    const ds_filled_pick any = {.jaar = -1, .measure = measure};
    int years[DS_FILLED_YEARS];
    const size_t n_years = ds_filled_years(sheet, &any, years);
    const ds_filled_pick pick = {.jaar = n_years == 0 ? -1 : years[n_years - 1],
                                 .measure = measure};
    const ds_release_fact *first = ds_filled_find(sheet, &pick);
    memset(out, 0, sizeof *out);
    out->filling = filling;
    out->items = ds_document_room(filling->to, (sheet->n_facts + 1) * sizeof *out->items);
    if (out->items == NULL || first == NULL) return false;
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        if (!ds_filled_matches(sheet, &pick, fact) || strcmp(fact->klasse, first->klasse) != 0 ||
            !is_of_some_group(sheet, fact))
            continue;
        if (fact->state == DS_STATE_SUPPRESSED) out->n_hidden++;
        if (fact->state == DS_STATE_SHOWN && isfinite(fact->value))
            out->items[out->n++] = (list_item){fact, fact->value};
    }
    return true;
}

static int compare_listed(const void *a, const void *b) {
    const list_item *x = a, *y = b;
    if (x->value != y->value) return x->value > y->value ? -1 : 1;
    return x->fact < y->fact ? -1 : x->fact > y->fact;
}

/* ---- a table of them ---- */

static ds_say name_listed(const ds_filling *filling, const ds_release_fact *fact) {
    const ds_release_sheet *sheet = filling->sheet;
    ds_say parts[DS_FILLED_KEYS];
    size_t n = 0;
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++) {
        bool varies = false;
        for (size_t i = 0; i < sheet->n_facts && !varies; i++)
            varies = strcmp(sheet->facts[i].measure, fact->measure) == 0 &&
                     strcmp(sheet->facts[i].keys[k], fact->keys[k]) != 0;
        if (varies && !ds_filled_is_total(fact->keys[k]))
            parts[n++] = ds_filled_label(filling, sheet->key_names[k], fact->keys[k]);
    }
    return n == 0 ? DS_SAY("alle", "all") : ds_filled_join(filling, parts, n, DS_SAY(" ", " "));
}

static ds_doc_table *start_list(const ds_filling *filling, const char *id, ds_say title,
                                const char *measure) {
    const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, measure);
    const ds_field fields[] = {
        {.id = "groep", .title = {"groep", "group"}, .in = DS_IN_ALL, .key = true},
        {.id = measure,
         .title = ds_filled_measure_title(filling, measure),
         .unit = ds_filled_unit_say(unit),
         .in = DS_IN_ALL,
         .decimals = ds_filled_decimals(unit),
         .number = true},
        {.id = "interval",
         .title = {"95 %-interval", "95 % interval"},
         .in = DS_IN_ALL,
         .decimals = 1,
         .number = true}};
    const ds_say parts[] = {ds_filled_caption(filling, (ds_say){NULL, NULL}), title};
    const ds_value name[] = {ds_value_text(filling->block->id), ds_value_text(id)};
    return ds_document_table(
        filling->to, DS_IN_ALL,
        ds_document_phrase(filling->to, DS_SAY("{0}_{1}", "{0}_{1}"), name, 2).nl,
        ds_filled_join(filling, parts, 2, DS_SAY(": ", ": ")), fields, 3);
}

static void add_listed(const ds_filling *filling, ds_doc_table *table,
                       const ds_release_fact *fact) {
    const ds_say name = name_listed(filling, fact);
    const ds_filled_unit unit = ds_filled_unit_of(filling->sheet, fact->measure);
    const ds_value values[] = {
        ds_value_word(name.nl, name.nl, name.en), ds_filled_show(fact, fact->value, unit),
        isfinite(fact->low) && isfinite(fact->high)
            ? ds_value_with_decimals(ds_value_range(fact->low, fact->high, false), 1)
            : ds_value_none(DS_STATE_BLANK)};
    ds_doc_table_row(table, values);
}

static size_t find_limit(const ds_filling *filling) {
    return filling->block->aantal > 0 ? filling->block->aantal : LISTED_MAX;
}

/* ---- the three lists ---- */

/* What rose first, largest first; then what fell. Only what the test carries. */
static void add_risers_and_fallers(list_found *found, const char *measure) {
    const ds_filling *filling = found->filling;
    const double least = isfinite(filling->block->drempel) ? filling->block->drempel : 0;
    ds_doc_table *tables[2] = {
        start_list(filling, "stijgers", DS_SAY("aantoonbaar gestegen", "demonstrably risen"),
                   measure),
        start_list(filling, "dalers", DS_SAY("aantoonbaar gedaald", "demonstrably fallen"),
                   measure)};
    size_t n[2] = {0, 0}, none = 0;
    ds_value values[3];
    for (size_t i = 0; i < found->n; i++) {
        const ds_release_fact *fact = found->items[i].fact;
        const ds_filled_test test = ds_filled_test_of(filling->sheet, fact);
        if (test != DS_FILLED_UP) none += test != DS_FILLED_DOWN;
        if (test == DS_FILLED_UP && fact->value >= least && n[0]++ < find_limit(filling))
            add_listed(filling, tables[0], fact);
    }
    for (size_t i = found->n; i-- > 0;) {
        const ds_release_fact *fact = found->items[i].fact;
        if (ds_filled_test_of(filling->sheet, fact) == DS_FILLED_DOWN && fact->value <= -least &&
            n[1]++ < find_limit(filling))
            add_listed(filling, tables[1], fact);
    }
    values[0] = ds_value_integer((int64_t)n[0]);
    values[1] = ds_value_integer((int64_t)n[1]);
    values[2] = ds_value_integer((int64_t)none);
    ds_filled_remark(filling->to, DS_NOTE_REMARK, "stijgers_dalers",
                     ds_document_phrase(filling->to,
                                        DS_SAY("Aantoonbaar gestegen: {0}; gedaald: {1}; geen "
                                               "verschil aangetoond: {2}.",
                                               "Demonstrably risen: {0}; fallen: {1}; no "
                                               "difference shown: {2}."),
                                        values, 3));
}

static void add_lowest_and_highest(list_found *found, const char *measure) {
    const ds_filling *filling = found->filling;
    const size_t asked = filling->block->aantal > 0 ? filling->block->aantal : 1;
    const size_t n = asked < found->n ? asked : found->n;
    ds_doc_table *high = start_list(filling, "hoogste", DS_SAY("hoogste", "highest"), measure);
    ds_doc_table *low = start_list(filling, "laagste", DS_SAY("laagste", "lowest"), measure);
    for (size_t i = 0; i < n; i++) {
        add_listed(filling, high, found->items[i].fact);
        add_listed(filling, low, found->items[found->n - 1 - i].fact);
    }
}

static void add_from_threshold(list_found *found, const char *measure) {
    const ds_filling *filling = found->filling;
    const double least = filling->block->drempel;
    ds_value value = ds_value_with_decimals(ds_value_number(least), -6);
    ds_doc_table *table = start_list(
        filling, "drempel",
        ds_document_phrase(filling->to, DS_SAY("{0} of meer", "{0} or more"), &value, 1), measure);
    size_t n = 0;
    for (size_t i = 0; i < found->n; i++)
        if (found->items[i].value >= least && n++ < find_limit(filling))
            add_listed(filling, table, found->items[i].fact);
}

static void add_hidden_of_list(const list_found *found) {
    if (found->n_hidden > 0)
        ds_filled_remark(
            found->filling->to, DS_NOTE_MIND, "van_getoonde",
            DS_SAY("Alleen van de groepen die zijn getoond.", "Of the groups shown only."));
}

static bool add_list(const ds_filling *filling) {
    const char *soort = filling->block->soort;
    const bool extremes = strcmp(soort, "uitersten") == 0;
    const bool threshold = strcmp(soort, "drempel") == 0 && isfinite(filling->block->drempel);
    const char *measure = find_listed_measure(filling, !extremes && !threshold);
    list_found found;
    if (filling->block->kolommen.n > 0) measure = filling->block->kolommen.names[0];
    if (measure == NULL || !find_listed(filling, measure, &found)) return false;
    qsort(found.items, found.n, sizeof *found.items, compare_listed);
    if (extremes)
        add_lowest_and_highest(&found, measure);
    else if (threshold)
        add_from_threshold(&found, measure);
    else
        add_risers_and_fallers(&found, measure);
    add_hidden_of_list(&found);
    ds_filled_below(filling, NULL);
    return true;
}

bool ds_filled_list(ds_document *to, const ds_recipe_block *block, const ds_release_sheet *sheet,
                    const ds_release *release) {
    ds_filling filling = {to, block, release, NULL};
    if (sheet != NULL && sheet->reason[0] == '\0')
        filling.sheet = ds_filled_choose(to, block, sheet);
    if (filling.sheet != NULL && add_list(&filling)) return true;
    ds_filled_reason(to, block, release, sheet);
    return false;
}
