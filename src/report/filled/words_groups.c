/* report/filled/words_groups.c: words over groups, institutions and relations. See words.h. */
#include <math.h>
#include <string.h>

#include "report/filled/words.h"

/* ---- hoogste, laagste ---- */

/* The keys whose values are the groups: by of the braces, else those of the table that it names,
 * else all that are not named. */
static ds_recipe_names find_group_keys(const ds_saying *saying) {
    const ds_recipe_block *block = saying->filling.block;
    if (block->by.n > 0) return block->by;
    if (block->of != NULL && block->of->by.n > 0) return block->of->by;
    return (ds_recipe_names){saying->filling.sheet->key_names, saying->filling.sheet->n_keys};
}

static bool is_key_named(const ds_recipe_names *names, const char *name) {
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->names[i], name) == 0) return true;
    return false;
}

/* A group: of one value of each of its keys; a key with nothing but totals is none. */
static bool is_group(const ds_saying *saying, const ds_recipe_names *keys,
                     const ds_release_fact *fact) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    bool any = is_key_named(keys, "jaar");
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++) {
        const bool total = ds_filled_is_total(fact->keys[k]);
        if (!is_key_named(keys, sheet->key_names[k])) continue;
        if (total && saying->filling.block->by.n > 0) return false;
        any = any || !total;
    }
    return any && ds_filled_matches(sheet, &saying->pick, fact) &&
           !ds_filled_is_total(fact->klasse);
}

static ds_say say_group(const ds_saying *saying, const ds_recipe_names *keys,
                        const ds_release_fact *fact) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    ds_say parts[DS_FILLED_KEYS + 1];
    size_t n = 0;
    if (is_key_named(keys, "jaar")) {
        const ds_value year = ds_filled_year(sheet, fact->jaar);
        parts[n++] = ds_document_phrase(saying->filling.to, DS_SAY("{0}", "{0}"), &year, 1);
    }
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++)
        if (is_key_named(keys, sheet->key_names[k]) && saying->pick.keys[k] == NULL &&
            !ds_filled_is_total(fact->keys[k]))
            parts[n++] = ds_filled_label(&saying->filling, sheet->key_names[k], fact->keys[k]);
    return ds_filled_join(&saying->filling, parts, n, DS_SAY(" ", " "));
}

static const char *name_extreme(size_t n, size_t n_hidden) {
    if (n_hidden > 0) return "van_getoonde";
    return n == 1 ? "een_groep" : "groep";
}

/* All groups that look as high to a reader, "bbl en bol". */
static ds_say say_extremes(const ds_saying *saying, const ds_recipe_names *keys, double value) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    ds_say said = {NULL, NULL};
    size_t n = 0;
    for (size_t i = 0; i < sheet->n_facts && n < 4; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        ds_say parts[2];
        if (!is_group(saying, keys, fact) || fact->state != DS_STATE_SHOWN ||
            !isfinite(fact->value) || !ds_words_look_alike(saying, fact->value, value))
            continue;
        parts[0] = said;
        parts[1] = say_group(saying, keys, fact);
        said = ds_filled_join(&saying->filling, parts, 2, DS_SAY(" en ", " and "));
        n++;
    }
    return said;
}

const char *ds_words_extreme(ds_saying *saying, bool highest) {
    static const char *const measures[] = {"percentage", "aandeel", "gemiddelde",
                                           "aantal",     "teller",  NULL};
    const ds_release_sheet *sheet = saying->filling.sheet;
    const ds_recipe_names keys = find_group_keys(saying);
    const char *code = ds_words_find(saying, measures, &keys);
    const ds_release_fact *best = NULL;
    size_t n = 0, n_hidden = 0;
    ds_say said;
    if (code != NULL) return code;
    if (is_key_named(&keys, "jaar")) saying->pick.jaar = -1; /* years are the groups */
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        if (!is_group(saying, &keys, fact)) continue;
        n_hidden += fact->state == DS_STATE_SUPPRESSED;
        if (fact->state != DS_STATE_SHOWN || !isfinite(fact->value)) continue;
        n++;
        if (best == NULL || (highest ? fact->value > best->value : fact->value < best->value))
            best = fact;
    }
    if (best == NULL) return n_hidden > 0 ? "niet_getoond" : "niet_beschikbaar";
    said = say_extremes(saying, &keys, best->value);
    ds_words_set_numbers(saying, best->value, best->value);
    ds_words_set(saying, "groep", ds_value_word("", said.nl, said.en));
    return name_extreme(n, n_hidden);
}

/* ---- richting ---- */

const char *ds_words_directions(ds_saying *saying) {
    static const char *const measures[] = {"verschil_pp", "verschil", NULL};
    const ds_release_sheet *sheet = saying->filling.sheet;
    const ds_recipe_names keys = find_group_keys(saying);
    const char *code = ds_words_find(saying, measures, &keys);
    int64_t up = 0, down = 0, n = 0;
    if (code != NULL) return code;
    saying->unit = DS_FILLED_PERCENT;
    saying->measure = "percentage";
    ds_words_set_subject(saying);
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_filled_test test = ds_filled_test_of(sheet, &sheet->facts[i]);
        if (!is_group(saying, &keys, &sheet->facts[i])) continue;
        if (sheet->facts[i].state == DS_STATE_SUPPRESSED) return "niet_getoond";
        if (test == DS_FILLED_UNTESTED) continue;
        n++;
        up += test == DS_FILLED_UP;
        down += test == DS_FILLED_DOWN;
    }
    if (n == 0) return "niet_beschikbaar";
    ds_words_set(saying, "op", ds_value_integer(up));
    ds_words_set(saying, "neer", ds_value_integer(down));
    ds_words_set(saying, "rest", ds_value_integer(n - up - down));
    ds_words_set(saying, "van", ds_value_integer(n));
    return up + down == 0 ? "geen" : "telling";
}

/* ---- spreiding ---- */

const char *ds_words_spread(ds_saying *saying) {
    static const char *const measures[] = {"laagste", NULL};
    static const char *const others[] = {"hoogste", "q1", "q3"};
    const char *code = ds_words_find(saying, measures, NULL);
    const ds_release_fact *facts[3], *lowest;
    if (code != NULL) return code;
    lowest = ds_filled_find(saying->filling.sheet, &saying->pick);
    code = ds_words_state(saying, lowest);
    if (code != NULL) return code;
    for (size_t i = 0; i < 3; i++)
        facts[i] = ds_words_fact(saying, others[i], saying->pick.jaar);
    code = ds_words_state(saying, facts[0]);
    if (code != NULL) return code;
    ds_words_set_numbers(saying, lowest->value, facts[0]->value);
    ds_words_set(saying, "laagste", ds_words_number(saying, lowest->value));
    ds_words_set(saying, "hoogste", ds_words_number(saying, facts[0]->value));
    if (ds_words_state(saying, facts[1]) != NULL || ds_words_state(saying, facts[2]) != NULL)
        return "uiteen";
    ds_words_set(saying, "q1", ds_words_number(saying, facts[1]->value));
    ds_words_set(saying, "q3", ds_words_number(saying, facts[2]->value));
    return "kwartielen";
}

/* ---- geld ---- */

const char *ds_words_money(ds_saying *saying) {
    static const char *const measures[] = {"besteed", "verhouding", "verhouding_totalen",
                                           "aandeel_begroting", NULL};
    const char *code = ds_words_find(saying, measures, NULL);
    const ds_release_fact *fact =
        code != NULL ? NULL : ds_filled_find(saying->filling.sheet, &saying->pick);
    if (fact != NULL && strcmp(fact->reason, "niet_begroot") == 0) return "niet_begroot";
    if (fact != NULL && strcmp(fact->reason, "niet_opgegeven") == 0) return "niet_opgegeven";
    if (code == NULL) code = ds_words_state(saying, fact);
    if (code != NULL || fact == NULL) return code != NULL ? code : "niet_beschikbaar";
    ds_words_set_numbers(saying, fact->value, fact->value);
    if (fact->value == 0) return "niets_besteed";
    return saying->unit == DS_FILLED_EURO ? "besteed" : "deel";
}

/* ---- samenhang ---- */

static bool is_relation(const char *measure) {
    static const char *const measures[] = {"r", "epsilon2", "cramers_v", "kans_hoger"};
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (strcmp(measures[i], measure) == 0) return true;
    return false;
}

static const char *count_relations(ds_saying *saying) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    int64_t n = 0, shown = 0;
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        if (!is_relation(fact->measure) || fact->state != DS_STATE_SHOWN ||
            !isfinite(fact->value) || strstr(fact->klasse, "aangetoond") == NULL)
            continue;
        n++;
        shown += strcmp(fact->klasse, "aangetoond") == 0;
    }
    if (n == 0) return "niet_beschikbaar";
    if (n == 1) return shown == 1 ? "een_toets" : "een_toets_niet";
    ds_words_set(saying, "nu", ds_value_integer(shown));
    ds_words_set(saying, "van", ds_value_integer(n));
    return shown == 0 ? "aantal_geen" : "aantal";
}

/* Whether chance alone gives as much: both ends are set when it does. */
static bool is_within_chance(ds_saying *saying, double r) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    ds_filled_pick pick = saying->pick;
    const size_t group = ds_filled_key(sheet, "groep");
    pick.measure = "r_toeval";
    pick.klasse = NULL;
    if (group < DS_FILLED_KEYS) pick.keys[group] = NULL;
    for (size_t i = 0; i < sheet->n_facts; i++) {
        const ds_release_fact *fact = &sheet->facts[i];
        if (!ds_filled_matches(sheet, &pick, fact) || fact->state != DS_STATE_SHOWN ||
            !(fact->low <= r && r <= fact->high))
            continue;
        ds_words_set(saying, "toeval_laag", ds_words_number(saying, fact->low));
        ds_words_set(saying, "toeval_hoog", ds_words_number(saying, fact->high));
        return true;
    }
    return false;
}

static const char *name_relation(ds_saying *saying, const ds_release_fact *fact) {
    const bool found = strcmp(fact->klasse, "aangetoond") == 0;
    const ds_filled_test test = ds_filled_test_of(saying->filling.sheet, fact);
    if (strcmp(saying->measure, "r") != 0) return found ? "groepen" : "groepen_niet";
    if (!isfinite(fact->low) || !isfinite(fact->high)) return "niet_beschikbaar";
    if (!found || test == DS_FILLED_NOT_SHOWN) return "niet_aangetoond";
    if (is_within_chance(saying, fact->value)) return "als_toeval";
    return test == DS_FILLED_UP ? "positief" : "negatief";
}

const char *ds_words_relation(ds_saying *saying) {
    static const char *const correlation[] = {"r", NULL};
    static const char *const groups[] = {"epsilon2", "cramers_v", "kans_hoger", NULL};
    const ds_release_fact *fact;
    const char *code;
    size_t trait;
    if (saying->filling.block->n_alleen == 0) return count_relations(saying);
    code = ds_words_find(saying, correlation, NULL);
    if (code != NULL) code = ds_words_find(saying, groups, NULL);
    trait = ds_filled_key(saying->filling.sheet, "kenmerk");
    if (trait < DS_FILLED_KEYS && saying->pick.keys[trait] != NULL)
        ds_words_set_label(saying, "met", "kenmerk", saying->pick.keys[trait]);
    if (code != NULL) return code;
    fact = ds_filled_find(saying->filling.sheet, &saying->pick);
    code = ds_words_state(saying, fact);
    if (code != NULL) return code;
    ds_words_set(saying, "r", ds_words_number(saying, fact->value));
    ds_words_set(saying, "laag", ds_words_number(saying, fact->low));
    ds_words_set(saying, "hoog", ds_words_number(saying, fact->high));
    ds_words_set(saying, "n",
                 fact->n < 0 ? ds_value_none(DS_STATE_UNDEFINED) : ds_value_integer(fact->n));
    return name_relation(saying, fact);
}

/* ---- landelijk ---- */

static const ds_release_fact *find_at_any_year(const ds_saying *saying, const char *measure) {
    ds_filled_pick pick = saying->pick;
    pick.measure = measure;
    pick.jaar = -1;
    pick.klasse = NULL;
    return ds_filled_find(saying->filling.sheet, &pick);
}

const char *ds_words_path(ds_saying *saying) {
    static const char *const measures[] = {"aantal", NULL};
    const char *code = ds_words_find(saying, measures, NULL);
    const ds_release_fact *now, *limit, *needed, *change;
    if (code != NULL) return code;
    now = ds_filled_find(saying->filling.sheet, &saying->pick);
    limit = find_at_any_year(saying, "grens");
    needed = find_at_any_year(saying, "nodig_per_jaar");
    change = find_at_any_year(saying, "verandering_per_jaar");
    code = ds_words_state(saying, now);
    if (code == NULL) code = ds_words_state(saying, limit);
    if (code != NULL) return code;
    ds_words_set_numbers(saying, now->value, now->value);
    ds_words_set(saying, "jaar", ds_filled_year(saying->filling.sheet, now->jaar));
    ds_words_set(saying, "grens", ds_words_number(saying, limit->value));
    ds_words_set(saying, "jaar_grens", ds_filled_year(saying->filling.sheet, limit->jaar));
    if (needed != NULL && strcmp(needed->reason, "gehaald") == 0) return "gehaald";
    code = ds_words_state(saying, needed);
    if (code == NULL) code = ds_words_state(saying, change);
    if (code != NULL || needed == NULL || change == NULL)
        return code != NULL ? code : "niet_beschikbaar";
    ds_words_set(saying, "nodig", ds_words_number(saying, needed->value));
    ds_words_set(saying, "verandering", ds_words_number(saying, change->value));
    return change->value <= needed->value ? "genoeg" : "te_weinig";
}
