/* report/filled/lay_out.c: which rows and columns a table of facts has. See plan.h. */
#include <stdlib.h>
#include <string.h>

#include "report/filled/plan.h"

enum { LAST_RANK = 1 << 30 }; /* of a total: below all others */

/* ---- which facts ---- */

static bool is_of_all(const ds_release_sheet *sheet, const ds_release_fact *fact) {
    for (size_t k = 0; k < sheet->n_keys; k++)
        if (strcmp(sheet->key_names[k], "indicator") != 0 &&
            strcmp(sheet->key_names[k], "doelstelling") != 0 && !ds_filled_is_total(fact->keys[k]))
            return false;
    return true;
}

static bool is_of_key(const ds_release_sheet *sheet, const ds_release_fact *fact, const char *key,
                      bool of_one) {
    const size_t k = ds_filled_key(sheet, key);
    if (strcmp(key, "*") == 0) return is_of_all(sheet, fact) != of_one;
    return k == SIZE_MAX ? !of_one : ds_filled_is_total(fact->keys[k]) != of_one;
}

/* A block that asks for shares of a whole, and no columns: those, and what they are shares of. */
static bool is_share_or_count(const ds_filled_column *column) {
    static const char *const measures[] = {"aandeel",    "noemer", "starters",
                                           "aangeboden", "aantal", "teller"};
    for (size_t m = 0; m < sizeof measures / sizeof *measures; m++)
        if (column->shows == DS_SHOWS_VALUE && column->measure != NULL &&
            strcmp(measures[m], column->measure) == 0)
            return true;
    return false;
}

/* What a recipe calls a column may be another measure's code here. */
static bool is_asked(const ds_recipe_block *block, const ds_filled_column *column) {
    static const struct {
        const char *asked, *measure;
    } others[] = {{"teller", "aantal"}, {"aantal", "teller"}, {"percentage", "aandeel"}};
    if (block->kolommen.n == 0) return block->tegen != DS_FROM_KEY || is_share_or_count(column);
    for (size_t i = 0; i < block->kolommen.n; i++) {
        const char *name = block->kolommen.names[i];
        if (column->shows == DS_SHOWS_N) {
            if (strcmp(name, "noemer") == 0 || strcmp(name, "n") == 0) return true;
            continue;
        }
        if (strcmp(name, column->measure) == 0) return true;
        if (column->shows != DS_SHOWS_VALUE) continue;
        for (size_t o = 0; o < sizeof others / sizeof *others; o++)
            if (strcmp(name, others[o].asked) == 0 &&
                strcmp(column->measure, others[o].measure) == 0)
                return true;
    }
    return false;
}

/* Facts of no asked column make no row either. */
static bool is_planned_measure(const ds_recipe_block *block, const ds_filled_plan *plan,
                               const ds_release_fact *fact) {
    const ds_filled_column alone = {fact->measure, NULL, DS_SHOWS_VALUE, 0};
    if (plan->columns[0].measure == NULL) return is_asked(block, &alone);
    for (size_t c = 0; c < DS_PLAN_COLUMNS && plan->columns[c].measure != NULL; c++)
        if (strcmp(plan->columns[c].measure, fact->measure) == 0 &&
            (plan->columns[c].klasse == NULL ||
             strcmp(plan->columns[c].klasse, fact->klasse) == 0) &&
            is_asked(block, &plan->columns[c]))
            return true;
    return false;
}

static bool is_planned(const ds_filling *filling, const ds_filled_plan *plan,
                       const ds_release_fact *fact) {
    const ds_release_sheet *sheet = filling->sheet;
    if (!is_planned_measure(filling->block, plan, fact)) return false;
    if (plan->klasse != NULL && strcmp(plan->klasse, fact->klasse) != 0) return false;
    if (plan->keyed != NULL && !is_of_key(sheet, fact, plan->keyed, true)) return false;
    return plan->unkeyed == NULL || is_of_key(sheet, fact, plan->unkeyed, false);
}

static bool choose_facts(ds_filled_making *making) {
    const ds_release_sheet *sheet = making->filling->sheet;
    ds_document *to = making->filling->to;
    making->facts = ds_document_room(to, (sheet->n_facts + 1) * sizeof *making->facts);
    making->fact_rows = ds_document_room(to, (sheet->n_facts + 1) * sizeof *making->fact_rows);
    making->rows = ds_document_room(to, (sheet->n_facts + 1) * sizeof *making->rows);
    if (making->facts == NULL || making->fact_rows == NULL || making->rows == NULL) return false;
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (is_planned(making->filling, making->plan, &sheet->facts[i]))
            making->facts[making->n_facts++] = &sheet->facts[i];
    return making->n_facts > 0;
}

/* ---- what tells rows apart ---- */

/* How many values a key has; a total counts where it stands beside others. */
static size_t count_values(const ds_filled_making *making, size_t key) {
    const char *first = making->facts[0]->keys[key], *one = NULL;
    bool differs = false, more = false;
    for (size_t i = 0; i < making->n_facts; i++) {
        const char *value = making->facts[i]->keys[key];
        differs = differs || strcmp(value, first) != 0;
        if (ds_filled_is_total(value)) continue;
        more = more || (one != NULL && strcmp(value, one) != 0);
        one = value;
    }
    return more ? 3 : differs ? 2 : 1;
}

/* kenmerk and groep of one value say what the whole table is of; the name of an indicator has its
 * goal, niveau and leerweg in it. */
static void find_row_keys(ds_filled_making *making) {
    const ds_release_sheet *sheet = making->filling->sheet;
    const size_t indicator = ds_filled_key(sheet, "indicator");
    const bool indicators = indicator < DS_FILLED_KEYS && count_values(making, indicator) > 1;
    making->over = making->plan->over == NULL ? SIZE_MAX : ds_filled_key(sheet, making->plan->over);
    for (size_t k = 0; k < sheet->n_keys && k < DS_FILLED_KEYS; k++) {
        const char *name = sheet->key_names[k];
        const size_t n = count_values(making, k);
        const bool aside = strcmp(name, "kenmerk") == 0 || strcmp(name, "groep") == 0;
        const bool told = strcmp(name, "niveau") == 0 || strcmp(name, "leerweg") == 0 ||
                          strcmp(name, "doelstelling") == 0;
        if (k == making->over || n < (aside ? 3u : 2u) || (indicators && told)) continue;
        making->keys[making->n_keys++] = k;
    }
}

/* Whether one measure has more than one year, and no column of its own for each. */
static bool needs_years(const ds_filled_making *making) {
    for (size_t c = 0; c < DS_PLAN_COLUMNS && making->plan->columns[c].measure != NULL; c++)
        if ((making->plan->columns[c].each & (DS_COLUMN_EACH_YEAR | DS_COLUMN_LAST_YEAR)) != 0)
            return false;
    if ((making->plan->rows & DS_ROWS_NO_YEAR) != 0) return false;
    for (size_t i = 1; i < making->n_facts; i++)
        for (size_t j = 0; j < i && j < 8; j++)
            if (making->facts[i]->jaar != making->facts[j]->jaar &&
                strcmp(making->facts[i]->measure, making->facts[j]->measure) == 0)
                return true;
    return false;
}

/* Whether one measure has more than one class, where measures stand below each other. */
static bool needs_classes(const ds_filled_making *making) {
    if ((making->rows_by & DS_ROWS_BY_MEASURE) == 0) return false;
    for (size_t i = 1; i < making->n_facts; i++)
        if (strcmp(making->facts[i]->measure, making->facts[i - 1]->measure) == 0 &&
            strcmp(making->facts[i]->klasse, making->facts[i - 1]->klasse) != 0)
            return true;
    return false;
}

/* Classes that would be columns of a table of one row stand below each other. */
static bool has_classes_in_columns(const ds_filled_making *making) {
    for (size_t c = 0; c < DS_PLAN_COLUMNS && making->plan->columns[c].measure != NULL; c++)
        if ((making->plan->columns[c].each & DS_COLUMN_EACH_CLASS) != 0) return true;
    return false;
}

static bool has_years_in_columns(const ds_filled_making *making) {
    for (size_t c = 0; c < DS_PLAN_COLUMNS && making->plan->columns[c].measure != NULL; c++)
        if ((making->plan->columns[c].each & DS_COLUMN_EACH_YEAR) != 0) return true;
    return false;
}

static void leave_classless_out(ds_filled_making *making) {
    size_t n = 0;
    for (size_t i = 0; i < making->n_facts; i++)
        if (making->facts[i]->klasse[0] != '\0') making->facts[n++] = making->facts[i];
    making->n_facts = n;
}

static void find_row_kinds(ds_filled_making *making) {
    if (needs_years(making)) making->rows_by |= DS_ROWS_BY_YEAR;
    if (making->n_keys == 0 && (making->rows_by & (DS_ROWS_BY_CLASS | DS_ROWS_BY_YEAR)) == 0) {
        if (has_classes_in_columns(making)) {
            making->rows_by |= DS_ROWS_BY_CLASS;
            leave_classless_out(making);
        } else if (has_years_in_columns(making)) {
            making->rows_by |= DS_ROWS_BY_YEAR; /* of one group the years are rows */
        } else {
            making->rows_by |= making->n_years > 1 ? DS_ROWS_BY_MEASURE | DS_ROWS_BY_YEAR
                                                   : (unsigned)DS_ROWS_BY_MEASURE;
        }
    }
    if (needs_classes(making)) making->rows_by |= DS_ROWS_BY_CLASS;
}

static size_t rank_of_key(const ds_filled_making *making, size_t key, const char *value) {
    if (ds_filled_is_total(value)) return LAST_RANK;
    for (size_t i = 0; i < making->n_facts; i++)
        if (strcmp(making->facts[i]->keys[key], value) == 0) return i;
    return 0;
}

static size_t rank_of_class(const ds_filled_making *making, const char *klasse) {
    for (size_t i = 0; i < making->n_facts; i++)
        if (strcmp(making->facts[i]->klasse, klasse) == 0) return i;
    return 0;
}

static size_t rank_of_measure(const ds_filled_making *making, const char *measure) {
    for (size_t c = 0; c < DS_PLAN_COLUMNS && making->plan->columns[c].measure != NULL; c++)
        if (strcmp(making->plan->columns[c].measure, measure) == 0) return c;
    for (size_t i = 0; i < making->n_facts; i++)
        if (strcmp(making->facts[i]->measure, measure) == 0) return i;
    return 0;
}

static ds_filled_row describe_row(const ds_filled_making *making, const ds_release_fact *fact) {
    ds_filled_row row = {.fact = fact};
    size_t n = 0;
    for (size_t k = 0; k < making->n_keys; k++)
        row.ranks[n++] = rank_of_key(making, making->keys[k], fact->keys[making->keys[k]]);
    if ((making->rows_by & DS_ROWS_BY_MEASURE) != 0)
        row.ranks[n++] = rank_of_measure(making, fact->measure);
    if ((making->rows_by & DS_ROWS_BY_CLASS) != 0)
        row.ranks[n++] = rank_of_class(making, fact->klasse);
    if ((making->rows_by & DS_ROWS_BY_YEAR) != 0) row.ranks[n++] = (size_t)fact->jaar;
    return row;
}

static int compare_row(const void *a, const void *b) {
    const ds_filled_row *x = a, *y = b;
    for (size_t k = 0; k < DS_FILLED_KEYS + 3; k++)
        if (x->ranks[k] != y->ranks[k]) return x->ranks[k] < y->ranks[k] ? -1 : 1;
    return 0;
}

static void find_rows(ds_filled_making *making) {
    for (size_t i = 0; i < making->n_facts; i++)
        making->rows[i] = describe_row(making, making->facts[i]);
    qsort(making->rows, making->n_facts, sizeof *making->rows, compare_row);
    for (size_t i = 0; i < making->n_facts; i++)
        if (making->n_rows == 0 ||
            compare_row(&making->rows[making->n_rows - 1], &making->rows[i]) != 0)
            making->rows[making->n_rows++] = making->rows[i];
    for (size_t i = 0; i < making->n_facts; i++) {
        const ds_filled_row row = describe_row(making, making->facts[i]);
        const ds_filled_row *found =
            bsearch(&row, making->rows, making->n_rows, sizeof row, compare_row);
        making->fact_rows[i] = found == NULL ? 0 : (size_t)(found - making->rows);
    }
}

/* ---- columns ---- */

bool ds_filled_is_in(const ds_filled_making *making, const ds_filled_made *made,
                     const ds_release_fact *fact) {
    const ds_filled_column *column = made->column;
    if (column->measure != NULL && strcmp(fact->measure, column->measure) != 0) return false;
    if (column->klasse != NULL && strcmp(fact->klasse, column->klasse) != 0) return false;
    if (made->klasse != NULL && strcmp(fact->klasse, made->klasse) != 0) return false;
    if (made->over != NULL && strcmp(fact->keys[making->over], made->over) != 0) return false;
    return made->jaar == 0 || fact->jaar == made->jaar;
}

static bool has_fact(const ds_filled_making *making, const ds_filled_made *made) {
    for (size_t i = 0; i < making->n_facts; i++) {
        const ds_release_fact *fact = making->facts[i];
        if (!ds_filled_is_in(making, made, fact)) continue;
        if (made->column->shows == DS_SHOWS_N && fact->n < 0) continue;
        if (made->column->shows == DS_SHOWS_INTERVAL && !(fact->low <= fact->high)) continue;
        if (made->column->shows == DS_SHOWS_KLASSE && fact->klasse[0] == '\0') continue;
        if (made->column->shows == DS_SHOWS_REASON && fact->reason[0] == '\0') continue;
        return true;
    }
    return false;
}

/* What a share is of stands there once: as a measure, or as its n. */
static bool is_told_by_measure(const ds_filled_making *making, const ds_filled_made *made) {
    if (made->column->shows != DS_SHOWS_N || made->column->measure == NULL ||
        strcmp(made->column->measure, "percentage") != 0)
        return false;
    for (size_t c = 0; c < making->n_columns; c++)
        if (making->columns[c].column->measure != NULL && making->columns[c].jaar == made->jaar &&
            strcmp(making->columns[c].column->measure, "noemer") == 0)
            return true;
    return false;
}

static void add_made_column(ds_filled_making *making, const ds_filled_made *made) {
    if (is_told_by_measure(making, made)) return;
    if (making->n_columns < DS_FILLED_COLUMNS && has_fact(making, made))
        making->columns[making->n_columns++] = *made;
}

/* One for each class, or value of the key that columns are made of. */
static void add_classes(ds_filled_making *making, ds_filled_made made) {
    const bool classes = (made.column->each & DS_COLUMN_EACH_CLASS) != 0 &&
                         (making->rows_by & DS_ROWS_BY_CLASS) == 0;
    if (!classes && making->over == SIZE_MAX) {
        add_made_column(making, &made);
        return;
    }
    for (size_t i = 0; i < making->n_facts; i++) {
        const ds_release_fact *fact = making->facts[i];
        const char *value = classes ? fact->klasse : fact->keys[making->over];
        size_t before = 0;
        if (strcmp(fact->measure, made.column->measure) != 0) continue;
        while (before < making->n_columns &&
               !(making->columns[before].column == made.column &&
                 making->columns[before].jaar == made.jaar &&
                 strcmp(classes ? making->columns[before].klasse : making->columns[before].over,
                        value) == 0))
            before++;
        if (before < making->n_columns) continue;
        if (classes)
            made.klasse = value;
        else
            made.over = value;
        add_made_column(making, &made);
    }
}

static int find_last_year_of(const ds_filled_making *making, const char *measure) {
    int last = 0;
    for (size_t i = 0; i < making->n_facts; i++)
        if (strcmp(making->facts[i]->measure, measure) == 0 && making->facts[i]->jaar > last)
            last = making->facts[i]->jaar;
    return last;
}

/* Whether something is known of a year after jaar: a difference that ends at jaar would stand
 * beside numbers that it is not the difference of. */
static bool is_overtaken(const ds_filled_making *making, int jaar) {
    for (size_t i = 0; i < making->n_facts; i++)
        if (making->facts[i]->jaar > jaar && (making->facts[i]->state == DS_STATE_SHOWN ||
                                              making->facts[i]->state == DS_STATE_SUPPRESSED))
            return true;
    return false;
}

/* A difference of numbers beside years of which there are too many for the numbers themselves. */
static bool lacks_numbers(const ds_filled_making *making, const ds_filled_column *column) {
    if (strcmp(column->measure, "verschil") != 0) return false;
    for (size_t i = 0; i < making->n_facts; i++)
        if (strcmp(making->facts[i]->measure, "percentage") == 0)
            return making->n_years > DS_FILLED_FEW_YEARS;
    return false;
}

/* The columns from c on that stand there each year: year by year. */
static size_t add_each_year(ds_filled_making *making, size_t c) {
    const ds_filled_column *columns = making->plan->columns;
    const bool down = (making->rows_by & DS_ROWS_BY_YEAR) != 0;
    size_t end = c;
    while (end < DS_PLAN_COLUMNS && columns[end].measure != NULL &&
           (columns[end].each & DS_COLUMN_EACH_YEAR) != 0)
        end++;
    if (making->n_years == 0 || down) {
        for (size_t i = c; i < end; i++)
            if (is_asked(making->filling->block, &columns[i]))
                add_classes(making, (ds_filled_made){.column = &columns[i]});
        return end;
    }
    for (size_t y = 0; y < making->n_years; y++)
        for (size_t i = c; i < end; i++) {
            if (!is_asked(making->filling->block, &columns[i])) continue;
            if ((columns[i].each & DS_COLUMN_FEW_YEARS) != 0 &&
                making->n_years > DS_FILLED_FEW_YEARS)
                continue;
            add_classes(
                making,
                (ds_filled_made){.column = &columns[i], .jaar = making->years[y], .group = "jaar"});
        }
    return end;
}

static void find_columns(ds_filled_making *making) {
    static const ds_filled_column below[] = {{NULL, NULL, DS_SHOWS_VALUE, 0},
                                             {NULL, NULL, DS_SHOWS_N, 0},
                                             {NULL, NULL, DS_SHOWS_INTERVAL, 0},
                                             {NULL, NULL, DS_SHOWS_REASON, 0}};
    const ds_filled_column *columns = making->plan->columns;
    size_t c = 0;
    if ((making->rows_by & DS_ROWS_BY_MEASURE) != 0) {
        for (size_t i = 0; i < sizeof below / sizeof *below; i++)
            add_made_column(making, &(ds_filled_made){.column = &below[i]});
        return;
    }
    while (c < DS_PLAN_COLUMNS && columns[c].measure != NULL) {
        if ((columns[c].each & DS_COLUMN_EACH_YEAR) != 0) {
            c = add_each_year(making, c);
            continue;
        }
        if (is_asked(making->filling->block, &columns[c])) {
            const bool last = (columns[c].each & DS_COLUMN_LAST_YEAR) != 0 &&
                              (making->rows_by & DS_ROWS_BY_YEAR) == 0;
            const int jaar = last ? find_last_year_of(making, columns[c].measure) : 0;
            if (last && (is_overtaken(making, jaar) || lacks_numbers(making, &columns[c]))) {
                c++;
                continue;
            }
            add_classes(making, (ds_filled_made){.column = &columns[c],
                                                 .jaar = jaar,
                                                 .group = last ? "verschil" : NULL});
        }
        c++;
    }
}

static void find_making_years(ds_filled_making *making) {
    for (size_t i = 0; i < making->n_facts; i++) {
        const int jaar = making->facts[i]->jaar;
        size_t at = 0;
        while (at < making->n_years && making->years[at] < jaar)
            at++;
        if (jaar == 0 || (at < making->n_years && making->years[at] == jaar) ||
            making->n_years == DS_FILLED_YEARS)
            continue;
        memmove(making->years + at + 1, making->years + at,
                (making->n_years - at) * sizeof *making->years);
        making->years[at] = jaar;
        making->n_years++;
    }
}

bool ds_filled_lay_out(const ds_filling *filling, const ds_filled_plan *plan,
                       ds_filled_making *out) {
    memset(out, 0, sizeof *out);
    out->filling = filling;
    out->plan = plan;
    out->rows_by = plan->rows;
    if (!choose_facts(out)) return false;
    find_making_years(out);
    if ((plan->rows & DS_ROWS_MANY_YEARS) != 0 && out->n_years <= DS_FILLED_FEW_YEARS) return false;
    find_row_keys(out);
    find_row_kinds(out);
    if (out->n_facts == 0) return false;
    if ((plan->rows & DS_ROWS_MANY_YEARS) != 0 && (out->rows_by & DS_ROWS_BY_YEAR) != 0)
        return false; /* all of it stands in the first table */
    find_rows(out);
    find_columns(out);
    return out->n_columns > 0;
}
