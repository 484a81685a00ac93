/* report/filled/words_change.c: words that hold two numbers beside each other. Nothing rose, fell
 * or differs here unless the interval says so. See words.h. */
#include <math.h>
#include <string.h>

#include "report/filled/words.h"

static bool is_counted(const ds_saying *saying) {
    return saying->unit == DS_FILLED_COUNT || saying->unit == DS_FILLED_EURO;
}

/* ---- verandering ---- */

/* The year to hold it against; 0: none. */
static int find_base_year(const ds_saying *saying) {
    const ds_recipe_block *block = saying->filling.block;
    int before = 0;
    if (block->tegen == DS_FROM_YEAR) return block->tegen_jaar;
    for (size_t y = 0; y < saying->n_years; y++)
        if (saying->years[y] < saying->pick.jaar) before = saying->years[y];
    return before;
}

/* The sheet's own difference of these two, with its interval: only where it is that of these two
 * numbers. */
static const ds_release_fact *find_difference(const ds_saying *saying, double step) {
    static const char *const measures[] = {"verschil_pp", "verschil", "verandering"};
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        const ds_release_fact *fact = ds_words_fact(saying, measures[i], saying->pick.jaar);
        if (fact != NULL && fact->state == DS_STATE_SHOWN && fabs(fact->value - step) < 1e-6)
            return fact;
    }
    return NULL;
}

static const char *name_count_change(ds_saying *saying, double before, double now) {
    const double step = fabs(now - before);
    ds_words_set(saying, "verschil", ds_words_number(saying, step));
    ds_words_set(saying, "punten", ds_value_word("", "", ""));
    if (before == now) return "even_groot";
    return now > before ? "hoger" : "lager";
}

/* The interval alone would say that there is a difference: the words say why they do not. */
static bool is_zero_outside(const ds_release_fact *difference) {
    return difference->low > 0 || difference->high < 0;
}

static const char *name_tested_change(ds_saying *saying, const ds_release_fact *difference,
                                      bool alike) {
    const ds_filled_test test = ds_filled_test_of(saying->filling.sheet, difference);
    if (test == DS_FILLED_UNTESTED) return "niet_getoetst";
    ds_words_set_difference(saying, difference);
    if (test == DS_FILLED_NOT_SHOWN)
        return is_zero_outside(difference) ? "na_correctie" : "geen_verschil";
    if (test == DS_FILLED_UP) return alike ? "steeg_afgerond" : "steeg";
    return alike ? "daalde_afgerond" : "daalde";
}

static const char *name_change(ds_saying *saying, const ds_release_fact *before,
                               const ds_release_fact *now) {
    const double step = now->value - before->value;
    const ds_release_fact *difference = find_difference(saying, step);
    ds_filled_pick earlier = saying->pick;
    ds_release_fact computed;
    ds_words_set_numbers(saying, before->value, now->value);
    if (is_counted(saying)) return name_count_change(saying, before->value, now->value);
    earlier.jaar = before->jaar;
    if (difference == NULL && ds_words_compare(saying, &saying->pick, &earlier, &computed))
        difference = &computed;
    if (difference == NULL) return "niet_getoetst";
    return name_tested_change(saying, difference,
                              ds_words_look_alike(saying, before->value, now->value));
}

const char *ds_words_change(ds_saying *saying) {
    static const char *const measures[] = {
        "percentage", "gemiddelde", "alle_studenten", "gemiddelde_instellingen",
        "aandeel",    "aantal",     "teller",         NULL};
    const char *code = ds_words_find(saying, measures, NULL);
    const ds_release_fact *before, *now;
    int base;
    if (code != NULL) return code;
    now = ds_filled_find(saying->filling.sheet, &saying->pick);
    code = ds_words_state(saying, now);
    if (code != NULL) return code;
    base = find_base_year(saying);
    ds_words_set(saying, "jaar", ds_filled_year(saying->filling.sheet, now->jaar));
    ds_words_set(saying, "jaar_toen", ds_filled_year(saying->filling.sheet, base));
    before = base == 0 ? NULL : ds_words_fact(saying, saying->measure, base);
    if (before == NULL) {
        ds_words_set_numbers(saying, now->value, now->value);
        return "een_jaar";
    }
    code = ds_words_state(saying, before);
    return code != NULL ? code : name_change(saying, before, now);
}

/* ---- verschil ---- */

/* "leerweg:bol", or "bol" of the first key that has it. */
static bool find_side(const ds_saying *saying, const char *side, size_t *out_key,
                      const char **out_value) {
    const ds_release_sheet *sheet = saying->filling.sheet;
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++) {
        const char *name = sheet->key_names[k];
        const size_t size = strlen(name);
        const bool named = strncmp(side, name, size) == 0 && side[size] == ':';
        for (size_t i = 0; i < sheet->n_facts; i++)
            if (strcmp(sheet->facts[i].keys[k], named ? side + size + 1 : side) == 0) {
                *out_key = k;
                *out_value = sheet->facts[i].keys[k];
                return true;
            }
    }
    return false;
}

/* The two groups: a and b, or the last key of the braces and naast. */
static bool find_sides(const ds_saying *saying, size_t *out_key, const char *out_values[2]) {
    const ds_recipe_block *block = saying->filling.block;
    size_t other;
    if (block->a[0] != '\0' && block->b[0] != '\0')
        return find_side(saying, block->a, out_key, &out_values[0]) &&
               find_side(saying, block->b, &other, &out_values[1]) && other == *out_key;
    if (block->n_alleen == 0 || block->naast[0] == '\0' ||
        block->alleen[block->n_alleen - 1].values.n == 0)
        return false;
    *out_key = ds_filled_key(saying->filling.sheet, block->alleen[block->n_alleen - 1].key);
    out_values[0] = block->alleen[block->n_alleen - 1].values.names[0];
    out_values[1] = block->naast;
    return *out_key < DS_FILLED_KEYS;
}

static const char *name_difference(ds_saying *saying, const ds_filled_pick *one,
                                   const ds_filled_pick *other) {
    const ds_release_fact *now = ds_filled_find(saying->filling.sheet, one);
    const ds_release_fact *before = ds_filled_find(saying->filling.sheet, other);
    const char *code = ds_words_state(saying, now);
    ds_release_fact difference;
    ds_filled_test test;
    if (code == NULL) code = ds_words_state(saying, before);
    if (code != NULL) return code;
    ds_words_set_numbers(saying, before->value, now->value);
    if (is_counted(saying) || !ds_words_compare(saying, one, other, &difference))
        return "niet_getoetst";
    ds_words_set_difference(saying, &difference);
    test = ds_filled_test_of(saying->filling.sheet, &difference);
    if (test == DS_FILLED_UNTESTED) return "niet_getoetst";
    if (test == DS_FILLED_NOT_SHOWN) return "geen_verschil";
    return test == DS_FILLED_UP ? "hoger" : "lager";
}

const char *ds_words_difference(ds_saying *saying) {
    static const char *const measures[] = {"percentage", "aandeel", "gemiddelde", NULL};
    const char *sides[2] = {NULL, NULL};
    ds_recipe_names open = {NULL, 0};
    ds_filled_pick picks[2];
    const char *code;
    size_t key = 0;
    if (!find_sides(saying, &key, sides)) {
        ds_words_set_subject(saying);
        return "niet_eenduidig";
    }
    open = (ds_recipe_names){&saying->filling.sheet->key_names[key], 1};
    code = ds_words_find(saying, measures, &open);
    if (code != NULL) return code;
    picks[0] = picks[1] = saying->pick;
    for (size_t i = 0; i < 2; i++)
        picks[i].keys[key] = sides[i];
    ds_words_set_label(saying, "groep", open.names[0], sides[0]);
    ds_words_set_label(saying, "ander", open.names[0], sides[1]);
    return name_difference(saying, &picks[0], &picks[1]);
}

/* ---- effect ---- */

const char *ds_words_effect(ds_saying *saying) {
    static const char *const measures[] = {"verschil_pp", "verschil", NULL};
    const char *code = ds_words_find(saying, measures, NULL);
    const ds_release_fact *difference, *treated, *control;
    ds_filled_test test;
    if (code != NULL) return code;
    difference = ds_filled_find(saying->filling.sheet, &saying->pick);
    treated = ds_words_fact(saying, "behandeld", saying->pick.jaar);
    control = ds_words_fact(saying, "controle", saying->pick.jaar);
    saying->unit = saying->unit == DS_FILLED_POINTS ? DS_FILLED_PERCENT : DS_FILLED_NUMBER;
    saying->measure = saying->unit == DS_FILLED_PERCENT ? "percentage" : "gemiddelde";
    ds_words_set_subject(saying);
    code = ds_words_state(saying, difference);
    if (code == NULL) code = ds_words_state(saying, treated);
    if (code == NULL) code = ds_words_state(saying, control);
    if (code != NULL) return code;
    ds_words_set_numbers(saying, control->value, treated->value);
    test = ds_filled_test_of(saying->filling.sheet, difference);
    if (test == DS_FILLED_UNTESTED) return "niet_getoetst";
    ds_words_set_difference(saying, difference);
    if (test == DS_FILLED_NOT_SHOWN)
        return is_zero_outside(difference) ? "na_correctie" : "geen_verschil";
    return test == DS_FILLED_UP ? "hoger" : "lager";
}

/* ---- streef ---- */

static const ds_release_fact *find_target(const ds_saying *saying, const char **out_measure) {
    static const char *const measures[] = {"gemiddelde_streefwaarde", "streefwaarde", "streef"};
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        const ds_release_fact *fact;
        ds_filled_pick pick = saying->pick;
        pick.measure = measures[i];
        pick.jaar = -1;
        pick.klasse = NULL;
        fact = ds_filled_find(saying->filling.sheet, &pick);
        *out_measure = measures[i];
        if (fact != NULL) return fact;
    }
    *out_measure = "streefwaarde";
    return NULL;
}

static const char *name_beside_target(const ds_saying *saying, const ds_release_fact *now,
                                      double target) {
    if (isfinite(now->low) && isfinite(now->high) && now->low <= target && now->high >= target)
        return "onzeker";
    if (ds_words_look_alike(saying, now->value, target)) return "op";
    return now->value > target ? "boven" : "onder";
}

const char *ds_words_target(ds_saying *saying) {
    static const char *const measures[] = {
        "huidige_waarde", "nu", "gemiddelde_instellingen", "alle_studenten", "percentage", NULL};
    const char *code = ds_words_find(saying, measures, NULL), *measure;
    const ds_release_fact *now, *target;
    if (code != NULL) return code;
    now = ds_filled_find(saying->filling.sheet, &saying->pick);
    code = ds_words_state(saying, now);
    if (code != NULL) return code;
    target = find_target(saying, &measure);
    ds_words_set_numbers(saying, now->value, now->value);
    ds_words_set(saying, "jaar", ds_filled_year(saying->filling.sheet, now->jaar));
    {
        const ds_say title = ds_filled_measure_title(&saying->filling, measure);
        ds_words_set(saying, "streef", ds_value_word("", title.nl, title.en));
    }
    if (target == NULL || (target->state == DS_STATE_UNDEFINED && !isfinite(target->value)))
        return "geen_streef";
    code = ds_words_state(saying, target);
    if (code != NULL) return code;
    ds_words_set(saying, "doel", ds_words_number(saying, target->value));
    ds_words_set(saying, "laag", ds_words_number(saying, now->low));
    ds_words_set(saying, "hoog", ds_words_number(saying, now->high));
    return name_beside_target(saying, now, target->value);
}
