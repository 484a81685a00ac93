/* figures/audit/columns.c: what the columns of a table are, told by their names: n_vsv_2022,
 * pct_vsv_2022, verschil_n, pct_van_besteed, 2023/24. A name is words between blanks or
 * underscores, of which one may be a year. What no rule knows is no measure, or one about which
 * nothing is said: a file beside it can say more (describe.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "figures/audit/audit.h"

enum { WORDS_MAX = 12, WORD_SIZE = 32 };

typedef struct words {
    char list[WORDS_MAX][WORD_SIZE];
    size_t n;
    int years[2]; /* those named, in order; 0 */
    size_t n_years;
} words;

/* 2023, 2023/24, 2023-2024: the year in which it begins; 0 for anything else. */
static int year_of_word(const char *word) {
    const size_t size = strlen(word);
    if (strspn(word, "0123456789") < 4 || (word[4] != '\0' && word[4] != '/' && word[4] != '-'))
        return 0;
    if (word[4] != '\0' && (size < 7 || strspn(word + 5, "0123456789") != size - 5)) return 0;
    return (int)strtol(word, NULL, 10);
}

static void split_name(const char *name, words *out) {
    *out = (words){.n = 0};
    while (*name != '\0' && out->n < WORDS_MAX) {
        char *word = out->list[out->n];
        size_t size = strcspn(name, "_ "), n = 0;
        for (; n < size && n + 1 < WORD_SIZE; n++)
            word[n] = name[n] >= 'A' && name[n] <= 'Z' ? (char)(name[n] + 32) : name[n];
        word[n] = '\0';
        name += size + (name[size] != '\0');
        if (n == 0) continue;
        if (year_of_word(word) > 0 && out->n_years < 2)
            out->years[out->n_years++] = year_of_word(word);
        else
            out->n++;
    }
}

static bool is_one_of(const char *word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(word, list[i]) == 0) return true;
    return false;
}

#define IS_ONE_OF(word, ...)                                                                       \
    is_one_of(word, (const char *const[]){__VA_ARGS__},                                            \
              sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static bool is_count_word(const char *word) {
    return IS_ONE_OF(word, "n", "aantal", "teller", "noemer", "onbekend", "euro", "bedrag",
                     "studenten", "leerlingen", "kandidaten", "geslaagden", "personen");
}

static bool is_percentage_word(const char *word) {
    return IS_ONE_OF(word, "pct", "perc", "percentage", "%");
}

/* The kind by its words; *is_measure false for a key. */
static ds_audit_kind kind_of_words(const words *w, const ds_audit_column *column,
                                   bool *is_measure) {
    const char *first = w->n > 0 ? w->list[0] : "", *last = w->n > 0 ? w->list[w->n - 1] : "";
    *is_measure = column->numeric;
    if (strcmp(first, "verschil") == 0) return DS_AUDIT_DIFFERENCE;
    if (is_percentage_word(first) && w->n > 2 && strcmp(w->list[1], "van") == 0)
        return DS_AUDIT_SHARE;
    if (is_percentage_word(first) || is_percentage_word(last)) return DS_AUDIT_PERCENTAGE;
    if (is_count_word(first) || is_count_word(last)) return DS_AUDIT_COUNT;
    if (w->n_years > 0) return column->within_100 ? DS_AUDIT_PERCENTAGE : DS_AUDIT_COUNT;
    *is_measure = false;
    return DS_AUDIT_OTHER;
}

/* The words that are left when what says the kind is taken off: of which series a measure is. */
static void series_of(const words *w, char *out, size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < w->n; i++) {
        if (is_percentage_word(w->list[i]) || IS_ONE_OF(w->list[i], "n", "aantal", "noemer"))
            continue;
        used += (size_t)snprintf(out + used, size - used, "%s%s", used == 0 ? "" : "_", w->list[i]);
        if (used >= size) return;
    }
}

/* ---- what belongs to what ---- */

/* n_vsv_2022 beside pct_vsv_2022; teller beside percentage. Only where the kind stands first: a
 * number of institutions beside their mean (oorspronkelijk_n) is no part of it. */
static void link_percentage(ds_audit_table *t, const words *w, size_t m) {
    char mine[128], other[128];
    const bool first = w[m].n > 0 && is_percentage_word(w[m].list[0]);
    series_of(&w[m], mine, sizeof mine);
    for (size_t i = 0; first && i < t->n_measures; i++) {
        if (t->measures[i].kind != DS_AUDIT_COUNT || w[i].n == 0) continue;
        series_of(&w[i], other, sizeof other);
        if (w[i].years[0] != w[m].years[0]) continue;
        if (strcmp(w[i].list[0], "n") == 0 && strcmp(mine, other) == 0)
            t->measures[m].teller = (int)i;
        if (mine[0] == '\0' && w[i].n == 1 && strcmp(w[i].list[0], "teller") == 0)
            t->measures[m].teller = (int)i;
        if (strcmp(w[i].list[0], "noemer") == 0 && (strcmp(mine, other) == 0 || mine[0] == '\0'))
            t->measures[m].noemer = (int)i;
    }
}

/* The two ends of a difference: of the years that it names, else the last two of the only series.
 */
static void link_difference(ds_audit_table *t, const words *w, size_t m) {
    const bool counts = w[m].n > 1 && IS_ONE_OF(w[m].list[1], "n", "aantal", "euro");
    const ds_audit_kind kind = counts ? DS_AUDIT_COUNT : DS_AUDIT_PERCENTAGE;
    int last = DS_AUDIT_NONE, before = DS_AUDIT_NONE;
    char series[128], other[128];
    size_t n = 0;
    for (size_t i = 0; i < t->n_measures; i++) {
        if (t->measures[i].kind != kind) continue;
        if (w[m].n_years == 2) {
            if (w[i].years[0] == w[m].years[0]) last = (int)i, n++;
            if (w[i].years[0] == w[m].years[1]) before = (int)i, n++;
            continue;
        }
        series_of(&w[i], other, sizeof other);
        if (n == 0) memcpy(series, other, sizeof series);
        if (w[i].n_years > 0 && strcmp(series, other) != 0) return; /* two series: nobody knows */
        if (w[i].n_years > 0 && last != DS_AUDIT_NONE && w[i].years[0] <= w[last].years[0]) return;
        before = last;
        last = (int)i;
        n++;
    }
    if (w[m].n_years == 2 ? n != 2 : (n > 2 && w[last].n_years == 0)) return;
    t->measures[m].from = before;
    t->measures[m].to = last;
}

/* pct_van_besteed beside besteed_euro. */
static void link_share(ds_audit_table *t, const words *w, size_t m) {
    int only = DS_AUDIT_NONE;
    size_t n = 0;
    for (size_t i = 0; i < t->n_measures; i++) {
        if (t->measures[i].kind != DS_AUDIT_COUNT) continue;
        only = (int)i;
        n++;
        if (w[i].n > 0 && strcmp(w[i].list[0], w[m].list[2]) == 0) {
            t->measures[m].teller = (int)i;
            t->measures[m].whole_is_total = t->measures[m].adds_up = true;
            return;
        }
    }
    if (n == 1) t->measures[m].teller = only;
}

static void link_measures(ds_audit_table *t, const words *w) {
    for (size_t m = 0; m < t->n_measures; m++) {
        if (t->measures[m].kind == DS_AUDIT_PERCENTAGE) link_percentage(t, w, m);
        if (t->measures[m].kind == DS_AUDIT_DIFFERENCE) link_difference(t, w, m);
        if (t->measures[m].kind == DS_AUDIT_SHARE) link_share(t, w, m);
    }
}

ds_status ds_audit_tell_columns(ds_audit_table *table, ds_arena *arena,
                                const ds_audit_column *columns, size_t n, int *column_of,
                                ds_error *err) {
    words *w = ds_arena_take(arena, n + 1, sizeof *w);
    table->measures = ds_arena_take(arena, n + 1, sizeof *table->measures);
    table->key_names = ds_arena_take(arena, n + 1, sizeof *table->key_names);
    table->part_only = ds_arena_take(arena, n + 1, sizeof *table->part_only);
    if (w == NULL || table->measures == NULL || table->key_names == NULL ||
        table->part_only == NULL)
        return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        ds_audit_kind kind;
        bool is_measure;
        split_name(columns[i].name, &w[table->n_measures]);
        kind = kind_of_words(&w[table->n_measures], &columns[i], &is_measure);
        if (is_measure) {
            column_of[i] = (int)table->n_measures;
            table->measures[table->n_measures++] = (ds_audit_measure){.name = columns[i].name,
                                                                      .kind = kind,
                                                                      .teller = DS_AUDIT_NONE,
                                                                      .noemer = DS_AUDIT_NONE,
                                                                      .from = DS_AUDIT_NONE,
                                                                      .to = DS_AUDIT_NONE};
        } else {
            column_of[i] = ~(int)table->n_keys;
            table->key_names[table->n_keys++] = columns[i].name;
        }
    }
    link_measures(table, w);
    return DS_OK;
}
