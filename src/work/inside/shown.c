/* work/inside/shown.c: years, differences, totals, shares and classes as a user asks them. See
 * shown.h. */
#include "work/inside/shown.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

bool ds_shown_asked(const ds_table_options *a) {
    return a->years != NULL || a->compare != NULL || a->totals != NULL || a->shares != NULL ||
           a->keep != NULL || a->interval || a->shares_of_teller;
}

/* ---- years ---- */

static bool parse_year(ds_text text, int *out) {
    int64_t year;
    if (!ds_number_parse_integer(ds_text_trim(text), &year) || year < 1900 || year > 2200)
        return false;
    *out = (int)year;
    return true;
}

static ds_status refuse_years(const char *text, ds_error *err) {
    return ds_error_set(err, DS_USAGE,
                        "--years: verwacht schooljaren als 2020-2023 of 2019,2022, oplopend; "
                        "gevonden: %s",
                        "--years: expected school years like 2020-2023 or 2019,2022, rising; "
                        "found: %s",
                        text);
}

/* A year, or from-to. */
static bool take_year_piece(ds_text piece, ds_shown *out) {
    const char *dash = memchr(piece.data, '-', piece.size);
    const size_t before = dash == NULL ? piece.size : (size_t)(dash - piece.data);
    int from, to;
    if (!parse_year((ds_text){piece.data, before}, &from)) return false;
    to = from;
    if (dash != NULL && !parse_year((ds_text){dash + 1, piece.size - before - 1}, &to))
        return false;
    if (to < from || (out->n_years > 0 && out->years[out->n_years - 1] >= from)) return false;
    for (int year = from; year <= to; year++) {
        if (out->n_years == DS_COMPARISON_YEARS_MAX) return false;
        out->years[out->n_years++] = year;
    }
    return true;
}

static ds_status read_shown_years(const char *text, ds_shown *out, ds_error *err) {
    for (const char *at = text; at != NULL;) {
        const char *comma = strchr(at, ',');
        const size_t size = comma == NULL ? strlen(at) : (size_t)(comma - at);
        if (!take_year_piece((ds_text){at, size}, out)) return refuse_years(text, err);
        at = comma == NULL ? NULL : comma + 1;
    }
    return DS_OK;
}

static ds_status read_compare(const char *text, int *out, ds_error *err) {
    if (strcmp(text, "vorig") == 0 || strcmp(text, "previous") == 0)
        *out = DS_AGAINST_PREVIOUS;
    else if (!parse_year(ds_text_of(text), out))
        return ds_error_set(err, DS_USAGE,
                            "--compare: verwacht vorig of een schooljaar; gevonden: %s",
                            "--compare: expected vorig or a school year; found: %s", text);
    return DS_OK;
}

ds_status ds_shown_read(const ds_table_options *asked, ds_shown *out, ds_error *err) {
    ds_status status =
        ds_error_version(err, "ds_table_options", asked->version, DS_TABLE_OPTIONS_VERSION);
    *out = (ds_shown){.options = DS_COMPARISON_OPTIONS_INIT};
    if (status == DS_OK && asked->years != NULL) status = read_shown_years(asked->years, out, err);
    if (status == DS_OK && asked->compare != NULL)
        status = read_compare(asked->compare, &out->options.against, err);
    if (status == DS_OK && asked->shares_of_teller && asked->shares == NULL)
        return ds_error_set(err, DS_USAGE, "--shares-of hoort bij --shares",
                            "--shares-of goes with --shares");
    return status;
}

static bool has_year(const int *years, size_t n, int year) {
    for (size_t i = 0; i < n; i++)
        if (years[i] == year) return true;
    return false;
}

/* Whether a year that is shown is compared with this one. */
static bool is_against(const ds_shown *s, int year) {
    if (s->options.against == DS_AGAINST_PREVIOUS) return has_year(s->years, s->n_years, year + 1);
    return s->options.against == year;
}

size_t ds_shown_years(const ds_shown *shown, const int *counted, size_t n_counted,
                      bool with_against, int *out) {
    size_t n = 0;
    for (size_t i = 0; i < n_counted && n < DS_COMPARISON_YEARS_MAX; i++)
        if (shown->n_years == 0 || has_year(shown->years, shown->n_years, counted[i]) ||
            (with_against && is_against(shown, counted[i])))
            out[n++] = counted[i];
    return n;
}

/* ---- classes ---- */

enum { KEPT_MAX = 256 };

static ds_status refuse_keep(const char *text, ds_error *err) {
    return ds_error_set(err, DS_USAGE,
                        "--keep: verwacht een kenmerk van de tabel en zijn klassen, als 'herkomst: "
                        "27+; vmbo met diploma'; gevonden: %s",
                        "--keep: expected a key of the table and its classes, like 'herkomst: 27+; "
                        "vmbo met diploma'; found: %s",
                        text);
}

static size_t find_folded_key(const ds_cells *cells, ds_text name) {
    size_t k = 0;
    while (k < ds_cells_n_keys(cells) && !ds_text_is(name, ds_cells_key_name(cells, k)))
        k++;
    return k;
}

static size_t split_classes(const char *at, ds_text *out) {
    size_t n = 0;
    while (at != NULL) {
        const char *end = strchr(at, ';');
        const ds_text value =
            ds_text_trim((ds_text){at, end == NULL ? strlen(at) : (size_t)(end - at)});
        if (value.size == 0 || n == KEPT_MAX) return 0;
        out[n++] = value;
        at = end == NULL ? NULL : end + 1;
    }
    return n;
}

static ds_status fold_classes(ds_shown *shown, const char *keep, const ds_cells *cells,
                              ds_cells **out, ds_error *err) {
    const char *colon = strchr(keep, ':');
    ds_text kept[KEPT_MAX];
    size_t key, n, unknown;
    ds_status status;
    if (colon == NULL) return refuse_keep(keep, err);
    key = find_folded_key(cells, ds_text_trim((ds_text){keep, (size_t)(colon - keep)}));
    n = split_classes(colon + 1, kept);
    if (key == ds_cells_n_keys(cells) || n == 0) return refuse_keep(keep, err);
    status = ds_cells_fold(cells, key, kept, n, "overig", out, &unknown, err);
    if (status != DS_OK || unknown == n) return status;
    shown->unkept = ds_calloc(kept[unknown].size + 1, 1);
    if (shown->unkept == NULL) {
        ds_cells_free(*out);
        *out = NULL;
        return ds_error_memory(err);
    }
    memcpy(shown->unkept, kept[unknown].data, kept[unknown].size);
    return DS_OK;
}

/* ---- the whole ---- */

ds_status ds_shown_compare(ds_shown *shown, const ds_table_options *asked, const ds_cells *cells,
                           const int *counted, size_t n_counted, ds_error *err) {
    ds_cells *folded = NULL;
    ds_status status = DS_OK;
    shown->options.totals = asked->totals;
    shown->options.shares = asked->shares;
    shown->options.shares_of_teller = asked->shares_of_teller;
    shown->options.interval = asked->interval;
    shown->options.years = shown->years;
    shown->options.n_years = shown->n_years;
    shown->options.counted = counted;
    shown->options.n_counted = n_counted;
    if (asked->keep != NULL) status = fold_classes(shown, asked->keep, cells, &folded, err);
    if (status == DS_OK)
        status = ds_comparison_new(folded == NULL ? cells : folded, &shown->options,
                                   &shown->comparison, err);
    ds_cells_free(folded);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < shown->n_years; i++) {
        size_t n;
        const int *years = ds_comparison_years(shown->comparison, &n);
        if (!has_year(years, n, shown->years[i]))
            shown->absent[shown->n_absent++] = shown->years[i];
    }
    return DS_OK;
}

void ds_shown_fill(const ds_shown *shown, ds_tally_table *table) {
    if (shown->comparison == NULL) return;
    table->comparison = shown->comparison;
    table->compared = &shown->options;
    table->absent = shown->absent;
    table->n_absent = shown->n_absent;
    table->unkept = shown->unkept;
}

void ds_shown_done(ds_shown *shown) {
    ds_comparison_free(shown->comparison);
    ds_free(shown->unkept);
    *shown = (ds_shown){0};
}
