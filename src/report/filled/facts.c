/* report/filled/facts.c: facts of a sheet by what they are of. See filling.h. */
#include <math.h>
#include <string.h>

#include "report/filled/filling.h"

const ds_recipe_block ds_filled_whole = {.kind = DS_RECIPE_FIGURE,
                                         .id = "",
                                         .rule = "",
                                         .titel = {"", ""},
                                         .soort = "",
                                         .monitor = "",
                                         .indicator = "",
                                         .evaluatie = "",
                                         .uitkomst = "",
                                         .vraag = "",
                                         .waar = "",
                                         .groepenregel = "",
                                         .tegen_sleutel = "",
                                         .tegen_text = "",
                                         .basis = "",
                                         .eenheid = "",
                                         .noot = {"", ""},
                                         .drempel = NAN,
                                         .maat = "",
                                         .klasse = "",
                                         .vorm = "",
                                         .naast = "",
                                         .a = "",
                                         .b = "",
                                         .wat = {"", ""},
                                         .tekst = {"", ""},
                                         .bron = {"", ""},
                                         .waarde = NAN,
                                         .href = "",
                                         .file = ""};

bool ds_filled_is_total(const char *key) {
    return strcmp(key, DS_TOTAL) == 0;
}

size_t ds_filled_key(const ds_release_sheet *sheet, const char *name) {
    for (size_t k = 0; k < sheet->n_keys; k++)
        if (strcmp(sheet->key_names[k], name) == 0) return k;
    return SIZE_MAX;
}

bool ds_filled_matches(const ds_release_sheet *sheet, const ds_filled_pick *pick,
                       const ds_release_fact *fact) {
    if (pick->jaar >= 0 && fact->jaar != pick->jaar) return false;
    if (pick->measure != NULL && strcmp(fact->measure, pick->measure) != 0) return false;
    if (pick->klasse != NULL && strcmp(fact->klasse, pick->klasse) != 0) return false;
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++)
        if (pick->keys[k] != NULL && strcmp(fact->keys[k], pick->keys[k]) != 0) return false;
    return true;
}

const ds_release_fact *ds_filled_find(const ds_release_sheet *sheet, const ds_filled_pick *pick) {
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (ds_filled_matches(sheet, pick, &sheet->facts[i])) return &sheet->facts[i];
    return NULL;
}

static size_t add_year(int jaar, int *years, size_t n) {
    size_t at = 0;
    while (at < n && years[at] < jaar)
        at++;
    if (jaar == 0 || (at < n && years[at] == jaar) || n == DS_FILLED_YEARS) return n;
    memmove(years + at + 1, years + at, (n - at) * sizeof *years);
    years[at] = jaar;
    return n + 1;
}

size_t ds_filled_years(const ds_release_sheet *sheet, const ds_filled_pick *pick, int *out) {
    size_t n = 0;
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (ds_filled_matches(sheet, pick, &sheet->facts[i]))
            n = add_year(sheet->facts[i].jaar, out, n);
    return n;
}

bool ds_filled_is_of_its_own_year(const ds_release_fact *fact) {
    static const char *const measures[] = {"gemiddelde_streefwaarde", "streefwaarde", "startwaarde",
                                           "grens", "verwacht"};
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (strcmp(fact->measure, measures[i]) == 0) return true;
    return false;
}

size_t ds_filled_covered(const ds_release_sheet *sheet, int *out) {
    size_t n = 0;
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (!ds_filled_is_of_its_own_year(&sheet->facts[i]))
            n = add_year(sheet->facts[i].jaar, out, n);
    return n;
}

/* ---- what a block chooses ---- */

static bool is_chosen_value(const ds_recipe_names *values, const char *key) {
    for (size_t i = 0; i < values->n; i++)
        if (strcmp(values->names[i], key) == 0) return true;
    return false;
}

static bool is_chosen_key(const ds_release_sheet *sheet, const ds_recipe_only *only,
                          const ds_release_fact *fact) {
    const size_t key = ds_filled_key(sheet, only->key);
    return key < DS_FILLED_KEYS && is_chosen_value(&only->values, fact->keys[key]);
}

static bool is_chosen_year(const ds_recipe_block *block, int jaar) {
    if (jaar == 0 || block->jaren.n == 0) return true;
    if (block->tegen == DS_FROM_YEAR && jaar == block->tegen_jaar) return true;
    for (size_t i = 0; i < block->jaren.n; i++)
        if (block->jaren.years[i] == jaar) return true;
    return false;
}

static bool is_named_key(const ds_recipe_block *block, const char *name) {
    for (size_t i = 0; i < block->by.n; i++)
        if (strcmp(block->by.names[i], name) == 0) return true;
    for (size_t i = 0; i < block->n_alleen; i++)
        if (strcmp(block->alleen[i].key, name) == 0) return true;
    return block->tegen == DS_FROM_KEY && strcmp(block->tegen_sleutel, name) == 0;
}

/* A key that by does not name is of all, where the sheet has that. */
static bool is_over_others(const ds_release_sheet *sheet, const ds_recipe_block *block,
                           const ds_release_fact *fact) {
    for (size_t k = 0; block->by.n > 0 && k < sheet->n_keys; k++) {
        bool total = false;
        if (ds_filled_is_total(fact->keys[k]) || is_named_key(block, sheet->key_names[k])) continue;
        for (size_t i = 0; i < sheet->n_facts && !total; i++)
            total = ds_filled_is_total(sheet->facts[i].keys[k]) &&
                    strcmp(sheet->facts[i].measure, fact->measure) == 0;
        if (total) return false;
    }
    return true;
}

static bool is_chosen(const ds_release_sheet *sheet, const ds_recipe_block *block,
                      const ds_release_fact *fact) {
    const size_t outcome = ds_filled_key(sheet, "uitkomst");
    if (block->kind == DS_RECIPE_WORDS) return true; /* they find their own */
    if (block->uitkomst[0] != '\0' && outcome < DS_FILLED_KEYS &&
        strcmp(fact->keys[outcome], block->uitkomst) != 0)
        return false;
    for (size_t i = 0; i < block->n_alleen; i++)
        if (!is_chosen_key(sheet, &block->alleen[i], fact)) return false;
    if (!is_over_others(sheet, block, fact)) return false;
    return ds_filled_is_of_its_own_year(fact) || is_chosen_year(block, fact->jaar);
}

bool ds_filled_may_be_absent(const char *key) {
    static const char *const keys[] = {"agenda",       "kenmerk", "groep",   "indicator",
                                       "doelstelling", "wie",     "uitkomst"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0) return true;
    return false;
}

/* A key that is "" where that means all is DS_TOTAL, so that there is one word for it. */
static bool spell_totals(ds_document *to, const ds_release_sheet *sheet, ds_release_fact *fact) {
    const char **keys = NULL;
    for (size_t k = 0; k < sheet->n_keys; k++) {
        if (fact->keys[k][0] != '\0' || !ds_filled_may_be_absent(sheet->key_names[k])) continue;
        if (keys == NULL) {
            keys = ds_document_room(to, sheet->n_keys * sizeof *keys);
            if (keys == NULL) return false;
            memcpy(keys, fact->keys, sheet->n_keys * sizeof *keys);
        }
        keys[k] = DS_TOTAL;
    }
    if (keys != NULL) fact->keys = keys;
    return true;
}

/* ---- shares of a whole ---- */

/* noemer, and those of whom it is not known where they are shown: all that there are. False when
 * that is not shown. */
static bool find_persons(const ds_release_sheet *sheet, const ds_release_fact *of, double *out) {
    ds_filled_pick pick = {.jaar = of->jaar, .measure = "onbekend", .klasse = of->klasse};
    const ds_release_fact *unknown;
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++)
        pick.keys[k] = of->keys[k];
    unknown = strcmp(of->measure, "noemer") == 0 ? ds_filled_find(sheet, &pick) : NULL;
    *out = of->value;
    if (unknown != NULL && unknown->state == DS_STATE_SHOWN && isfinite(unknown->value))
        *out += unknown->value;
    return of->state == DS_STATE_SHOWN && isfinite(of->value);
}

/* The whole that a fact is a part of: over all values of key, all else the same. A part that is not
 * shown leaves only a shown total; false when there is none. */
static bool find_whole(const ds_release_sheet *sheet, size_t key, const ds_release_fact *of,
                       double *out) {
    ds_filled_pick pick = {.jaar = of->jaar, .measure = of->measure, .klasse = of->klasse};
    bool whole = true;
    double persons;
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++)
        pick.keys[k] = k == key ? DS_TOTAL : of->keys[k];
    {
        const ds_release_fact *total = ds_filled_find(sheet, &pick);
        if (total != NULL) return find_persons(sheet, total, out);
    }
    pick.keys[key] = NULL;
    *out = 0;
    for (size_t i = 0; i < sheet->n_facts; i++) {
        if (!ds_filled_matches(sheet, &pick, &sheet->facts[i])) continue;
        whole = find_persons(sheet, &sheet->facts[i], &persons) && whole;
        *out += persons;
    }
    return whole;
}

static bool has_asked_column(const ds_recipe_block *block, const char *name) {
    for (size_t i = 0; i < block->kolommen.n; i++)
        if (strcmp(block->kolommen.names[i], name) == 0) return true;
    return false;
}

/* What shares are of: what stands beside them; else who there are, else what was counted. */
static const char *find_counted(const ds_release_sheet *sheet, const ds_recipe_block *block) {
    static const char *const measures[] = {"noemer", "starters", "aangeboden", "aantal", "teller"};
    const bool holds = has_asked_column(block, "teller") && !has_asked_column(block, "noemer");
    for (size_t m = holds ? 3 : 0; m < sizeof measures / sizeof *measures; m++) {
        const ds_filled_pick pick = {.jaar = -1, .measure = measures[m]};
        if (ds_filled_find(sheet, &pick) != NULL) return measures[m];
    }
    return NULL;
}

/* tegen: a key. Behind the facts of sheet the share of each part of that key's whole; *n counts on.
 */
static void add_shares(const ds_release_sheet *sheet, const ds_recipe_block *block,
                       ds_release_fact *facts, size_t *n) {
    const size_t key = ds_filled_key(sheet, block->tegen_sleutel);
    const char *counted = find_counted(sheet, block);
    const size_t n_facts = *n;
    const ds_release_sheet all = {
        .key_names = sheet->key_names, .n_keys = sheet->n_keys, .facts = facts, .n_facts = n_facts};
    if (key >= DS_FILLED_KEYS || counted == NULL) return;
    for (size_t i = 0; i < n_facts; i++) {
        ds_release_fact *share = &facts[*n];
        double part, whole;
        if (strcmp(facts[i].measure, counted) != 0) continue;
        *share = facts[i];
        share->measure = "aandeel";
        share->low = share->high = share->se = share->p = share->p_adjusted = NAN;
        share->value = NAN;
        if (!find_persons(&all, &facts[i], &part) || !find_whole(&all, key, &facts[i], &whole)) {
            share->state = facts[i].state == DS_STATE_SHOWN ? DS_STATE_SUPPRESSED : facts[i].state;
        } else if (whole > 0) {
            share->value = 100 * part / whole;
            share->n = (int64_t)whole;
        } else {
            share->state = DS_STATE_UNDEFINED;
        }
        ++*n;
    }
}

/* All facts with one word for totals, and shares where the block asks them. */
static bool take_facts(ds_document *to, const ds_recipe_block *block, const ds_release_sheet *sheet,
                       ds_release_fact *facts, size_t *out_n) {
    for (size_t i = 0; i < sheet->n_facts; i++) {
        facts[i] = sheet->facts[i];
        if (!spell_totals(to, sheet, &facts[i])) return false;
    }
    *out_n = sheet->n_facts;
    if (block->tegen == DS_FROM_KEY) add_shares(sheet, block, facts, out_n);
    return true;
}

const ds_release_sheet *ds_filled_choose(ds_document *to, const ds_recipe_block *block,
                                         const ds_release_sheet *sheet) {
    ds_release_sheet *chosen = ds_document_room(to, sizeof *chosen);
    ds_release_fact *facts = ds_document_room(to, (2 * sheet->n_facts + 1) * sizeof *facts);
    size_t n, kept = 0;
    if (chosen == NULL || facts == NULL || !take_facts(to, block, sheet, facts, &n)) return NULL;
    *chosen = *sheet;
    for (size_t i = 0; i < n; i++)
        if (is_chosen(sheet, block, &facts[i])) facts[kept++] = facts[i];
    chosen->facts = facts;
    chosen->n_facts = kept;
    return chosen;
}

/* ---- what a difference carries ---- */

/* The p that was corrected for all tests asked, which a monitor has as a fact of its own: of the
 * same class, but for a relation, whose class is what was found. */
static double find_adjusted(const ds_release_sheet *sheet, const ds_release_fact *fact) {
    const bool relation = strstr(fact->klasse, "aangetoond") != NULL;
    ds_filled_pick pick = {
        .jaar = fact->jaar, .measure = "p_holm", .klasse = relation ? NULL : fact->klasse};
    const ds_release_fact *found;
    if (isfinite(fact->p_adjusted)) return fact->p_adjusted;
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++)
        pick.keys[k] = fact->keys[k];
    found = ds_filled_find(sheet, &pick);
    return found != NULL && found->state == DS_STATE_SHOWN ? found->value : NAN;
}

ds_filled_test ds_filled_test_of(const ds_release_sheet *sheet, const ds_release_fact *fact) {
    const double adjusted = find_adjusted(sheet, fact);
    if (fact->state != DS_STATE_SHOWN || !isfinite(fact->low) || !isfinite(fact->high))
        return DS_FILLED_UNTESTED;
    if (fact->low <= 0 && fact->high >= 0) return DS_FILLED_NOT_SHOWN;
    if (adjusted >= 0.05) return DS_FILLED_NOT_SHOWN;
    return fact->low > 0 ? DS_FILLED_UP : DS_FILLED_DOWN;
}
