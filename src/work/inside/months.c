/* work/inside/months.c: DUO's monthly lists by the keys asked for: the cells that import counted,
 * added up; cumulated over a school year; the register's and DUO's own yearly count beside them.
 * See doorstroom/inside.h. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/inside.h"
#include "work/inside/of_work.h"

static const char *const month_keys[DS_MONTH_KEYS] = {"instelling", "niveau", "leerweg"};
static const char *const month_order[] = {"vsv_maand", "vsv_maand_cumulatief", "vsv_maand_na",
                                          "vsv", "vsv_duo"};
enum { MONTH_ORDER = sizeof month_order / sizeof *month_order, YEARLY = 3 };

enum { OF_MONTH, OF_FIRST, OF_ENTERED, OF_AFTER, OF_BOTH, OF_MISSING, SUMS };
static const struct {
    const char *indicator;
    bool by_place; /* a fact about an institution: of its other keys nothing */
} month_sums[SUMS] = {
    {"vsv_maand", false},    {"vsv_maand_nieuw", false}, {"vsv_maand_ingestroomd", false},
    {"vsv_maand_na", false}, {"vsv_maand_gedekt", true}, {"vsv_maand_ontbreekt", true}};

typedef struct months_own {
    ds_cells *sums[SUMS]; /* keys as asked, then maand */
    ds_tallies *tallies;
    ds_work_definitions definitions;
    size_t capacity;
} months_own;

typedef struct months_asked {
    bool on[DS_MONTH_KEYS];
    ds_months_found *found;
    months_own *own;
} months_asked;

/* ---- what is asked ---- */

static ds_status take_key(months_asked *asked, ds_text name, ds_error *err) {
    for (size_t k = 0; k < DS_MONTH_KEYS; k++)
        if (ds_text_is(name, month_keys[k])) {
            asked->on[k] = true;
            return DS_OK;
        }
    if (ds_text_is(name, "maand")) return DS_OK; /* always */
    return ds_error_set(err, DS_USAGE,
                        "maandlijsten zijn te delen naar instelling, niveau en leerweg, niet naar "
                        "%.*s",
                        "monthly lists can be split by instelling, niveau and leerweg, not by %.*s",
                        (int)(name.size < 60 ? name.size : 60), name.data);
}

static ds_status read_month_keys(months_asked *asked, const char *by, ds_error *err) {
    ds_status status = DS_OK;
    for (const char *at = by; status == DS_OK && at != NULL && *at != '\0';) {
        const size_t size = strcspn(at, ",");
        status = take_key(asked, ds_text_trim((ds_text){at, size}), err);
        at += size;
        at += *at == ',';
    }
    for (size_t k = 0; k < DS_MONTH_KEYS; k++)
        if (asked->on[k]) asked->found->keys[asked->found->n_keys++] = month_keys[k];
    return status;
}

/* ---- adding up ---- */

/* The keys of maanden.csv: maand, instelling, niveau, leerweg. */
static ds_status add_sum(const months_asked *asked, const ds_cells *from, bool by_place,
                         ds_cells *to, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(from); i++) {
        const ds_cell cell = ds_cells_at(from, i);
        ds_text keys[DS_MONTH_KEYS + 1];
        size_t n = 0;
        for (size_t k = 0; k < DS_MONTH_KEYS; k++)
            if (asked->on[k] && (k == 0 || !by_place)) keys[n++] = cell.keys[1 + k];
        keys[n++] = cell.keys[0];
        status = ds_cells_add(to, cell.schooljaar, keys, &cell.measures, err);
    }
    return status;
}

static ds_status take_sum(const months_asked *asked, size_t s, ds_cells *const *list, size_t n,
                          ds_error *err) {
    const char *names[DS_MONTH_KEYS + 1];
    const bool by_place = month_sums[s].by_place;
    ds_status status = DS_OK;
    size_t n_names = 0;
    for (size_t k = 0; k < DS_MONTH_KEYS; k++)
        if (asked->on[k] && (k == 0 || !by_place)) names[n_names++] = month_keys[k];
    names[n_names++] = "maand";
    asked->own->sums[s] = ds_cells_new(month_sums[s].indicator, false, 1, names, n_names);
    if (asked->own->sums[s] == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        if (strcmp(ds_cells_indicator(list[i]), month_sums[s].indicator) == 0)
            status = add_sum(asked, list[i], by_place, asked->own->sums[s], err);
    ds_cells_finish(asked->own->sums[s]);
    return status;
}

static uint64_t sum_noemer(const char *indicator, ds_cells *const *list, size_t n) {
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0;
             strcmp(ds_cells_indicator(list[i]), indicator) == 0 && c < ds_cells_n(list[i]); c++)
            sum += ds_cells_at(list[i], c).measures.noemer;
    return sum;
}

static ds_status read_months(const months_asked *asked, const ds_register *reg, ds_error *err) {
    ds_months_found *found = asked->found;
    ds_cells **list = NULL;
    char *text = NULL;
    size_t n = 0, size = 0;
    ds_status status = ds_register_months(reg, &text, &size, err);
    if (status == DS_OK && size > 0)
        status = ds_cells_parse_csv_all("maanden.csv", text, size, &list, &n, err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        if (ds_cells_n_keys(list[i]) != DS_MONTH_KEYS + 1)
            status = ds_error_at(err, DS_INPUT, "maanden.csv", 0, 0, "dit zijn geen maandlijsten",
                                 "these are no monthly lists");
    for (size_t s = 0; status == DS_OK && s < SUMS; s++)
        status = take_sum(asked, s, list, n, err);
    found->n_outside = sum_noemer("vsv_maand_buiten", list, n);
    found->n_outside_after = sum_noemer("vsv_maand_na_buiten", list, n);
    found->n_without_start = sum_noemer("vsv_maand_zonder_start", list, n);
    found->n_unstated = sum_noemer("vsv_maand_zonder_lijst", list, n);
    found->n_missing = sum_noemer("vsv_maand_ontbreekt", list, n);
    for (size_t i = 0; i < n; i++)
        ds_cells_free(list[i]);
    ds_free(list);
    ds_free(text);
    return status;
}

/* ---- finding a cell ---- */

static int compare_cell(const ds_cell *a, int schooljaar, const ds_text *keys, size_t n) {
    if (a->schooljaar != schooljaar) return a->schooljaar < schooljaar ? -1 : 1;
    for (size_t k = 0; k < n; k++) {
        const int order = ds_text_compare(a->keys[k], keys[k]);
        if (order != 0) return order;
    }
    return 0;
}

/* Of the cell with these keys; zeros when there is none. */
static ds_measures find_measures(const ds_cells *cells, int schooljaar, const ds_text *keys) {
    const size_t n = ds_cells_n_keys(cells);
    size_t low = 0, high = ds_cells_n(cells);
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const ds_cell cell = ds_cells_at(cells, middle);
        const int order = compare_cell(&cell, schooljaar, keys, n);
        if (order == 0) return cell.measures;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return (ds_measures){0};
}

/* ---- rows ---- */

static ds_status add_month_row(const months_asked *asked, const ds_month_row *row, ds_error *err) {
    ds_months_found *found = asked->found;
    if (!ds_reserve(&found->rows, &asked->own->capacity, found->n_rows + 1, sizeof *found->rows))
        return ds_error_memory(err);
    found->rows[found->n_rows++] = *row;
    return DS_OK;
}

enum { OCTOBER = 10, MONTHS_A_YEAR = 12 };

static int month_of(int schooljaar, int at) {
    const int month = (at + OCTOBER - 1) % MONTHS_A_YEAR + 1;
    return (month < OCTOBER ? schooljaar + 1 : schooljaar) * 100 + month;
}

/* How many institutions that the row is of lack a list of that month, or have both. */
static uint64_t count_places(const months_asked *asked, size_t sum, const ds_month_row *row,
                             ds_text month) {
    const ds_text keys[] = {asked->on[0] ? row->keys[0] : month, month};
    return find_measures(asked->own->sums[sum], row->schooljaar, keys).noemer;
}

/* The months of a school year, for one set of keys: each that some list is of, and cumulated as
 * far as no institution lacks one. */
static ds_status add_months_of_year(const months_asked *asked, const ds_month_row *of,
                                    ds_error *err) {
    uint64_t leavers = 0, entered = 0, missing = 0;
    ds_status status = DS_OK;
    for (int at = 0; status == DS_OK && at < MONTHS_A_YEAR; at++) {
        ds_month_row row = *of;
        ds_text keys[DS_MONTH_KEYS + 1];
        char digits[16];
        ds_measures m;
        uint64_t lack, both;
        row.maand = month_of(of->schooljaar, at);
        memcpy(keys, of->keys, sizeof of->keys);
        (void)snprintf(digits, sizeof digits, "%d", row.maand);
        keys[asked->found->n_keys] = ds_text_of(digits);
        m = find_measures(asked->own->sums[OF_MONTH], of->schooljaar, keys);
        leavers += find_measures(asked->own->sums[OF_FIRST], of->schooljaar, keys).noemer;
        entered += find_measures(asked->own->sums[OF_ENTERED], of->schooljaar, keys).noemer;
        lack = count_places(asked, OF_MISSING, of, keys[asked->found->n_keys]);
        both = count_places(asked, OF_BOTH, of, keys[asked->found->n_keys]);
        missing += lack;
        if (lack + both == 0) break; /* after the last list of anybody */
        row.indicator = month_order[0];
        row.known = m.noemer > 0;
        row.teller = m.teller;
        row.noemer = m.noemer;
        row.onbekend = m.onbekend;
        if (m.noemer + m.onbekend > 0 || both == 0) /* else nobody of these keys */
            status = add_month_row(asked, &row, err);
        if (entered == 0 && missing == 0) continue;
        row.indicator = month_order[1];
        row.known = missing == 0;
        row.teller = leavers;
        row.noemer = entered;
        if (status == DS_OK) status = add_month_row(asked, &row, err);
    }
    return status;
}

static ds_month_row row_of(const months_asked *asked, const ds_cell *cell, const char *indicator) {
    ds_month_row row = {.indicator = indicator,
                        .schooljaar = cell->schooljaar,
                        .known = true,
                        .teller = cell->measures.teller,
                        .noemer = cell->measures.noemer,
                        .onbekend = cell->measures.onbekend,
                        .norm = NAN};
    memcpy(row.keys, cell->keys, asked->found->n_keys * sizeof *row.keys);
    return row;
}

static ds_status add_months_of_years(const months_asked *asked, ds_error *err) {
    const ds_cells *cells = asked->own->sums[OF_MONTH];
    const size_t n_keys = asked->found->n_keys;
    ds_month_row last = {0};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        const ds_month_row row = row_of(asked, &cell, month_order[0]);
        if (i > 0 && compare_cell(&cell, last.schooljaar, last.keys, n_keys) == 0) continue;
        last = row;
        status = add_months_of_year(asked, &row, err);
    }
    return status;
}

static ds_status add_after(const months_asked *asked, ds_error *err) {
    const ds_cells *cells = asked->own->sums[OF_AFTER];
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(cells); i++) {
        const ds_cell cell = ds_cells_at(cells, i);
        ds_month_row row = row_of(asked, &cell, month_order[2]);
        int64_t month;
        if (!ds_number_parse_integer(cell.keys[asked->found->n_keys], &month)) continue;
        row.maand = (int)month;
        status = add_month_row(asked, &row, err);
    }
    return status;
}

/* ---- beside them ---- */

static bool has_months_of(const ds_months_found *found, size_t n, int schooljaar) {
    for (size_t i = 0; i < n; i++)
        if (found->rows[i].schooljaar == schooljaar) return true;
    return false;
}

static ds_status add_yearly_rows(const months_asked *asked, const ds_tally_table *table,
                                 const char *indicator, size_t n, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_cells_n(table->cells); i++) {
        const ds_cell cell = ds_cells_at(table->cells, i);
        const ds_month_row row = row_of(asked, &cell, indicator);
        if (row.noemer + row.onbekend > 0 && has_months_of(asked->found, n, row.schooljaar))
            status = add_month_row(asked, &row, err);
    }
    return status;
}

static void set_norms(const ds_months_found *found, const ds_norm *norm) {
    for (size_t i = 0; norm != NULL && i < found->n_rows; i++) {
        ds_month_row *row = &found->rows[i];
        double value;
        if (ds_norm_find(norm, row->schooljaar, found->keys, row->keys, found->n_keys, &value))
            row->norm = value;
    }
}

/* That of vsv, else of the formula that had one; NULL: none. */
static ds_status find_month_norm(const ds_work_definitions *definitions, const ds_norm **out,
                                 ds_error *err) {
    static const char *const with_norm[] = {"vsv", "vsv_2012"};
    *out = NULL;
    for (size_t i = 0; *out == NULL && i < sizeof with_norm / sizeof *with_norm; i++) {
        const ds_indicator *indicator = NULL;
        size_t file;
        const ds_status status =
            ds_work_definitions_find(definitions, with_norm[i], &file, &indicator, err);
        if (status == DS_OK) *out = indicator->norm;
        if (status != DS_OK && status != DS_INPUT) return status;
    }
    return DS_OK;
}

/* Those that the definitions at hand have. */
static ds_status ask_yearly(const months_own *own, const char *by, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = YEARLY; status == DS_OK && i < MONTH_ORDER; i++) {
        const ds_indicator *indicator = NULL;
        size_t file;
        status =
            ds_work_definitions_find(&own->definitions, month_order[i], &file, &indicator, err);
        if (status == DS_OK) status = ds_tallies_add(own->tallies, month_order[i], by, err);
        if (indicator == NULL && status == DS_INPUT) status = DS_OK;
    }
    return status;
}

/* The register's own count and DUO's, of the school years that have monthly lists. */
static ds_status count_beside(const months_asked *asked, const ds_work *work,
                              const ds_months_options *options, const ds_register *reg,
                              ds_error *err) {
    const ds_tally_options how = {.n_workers = work->n_threads};
    const size_t n_months = asked->found->n_rows;
    months_own *own = asked->own;
    const ds_tally_table *tables;
    const ds_norm *norm;
    char by[64] = "";
    size_t n, used = 0;
    ds_status status =
        ds_work_definitions_read(work, options->definitions_file, &own->definitions, err);
    if (status != DS_OK) return status;
    for (size_t k = 0; k < asked->found->n_keys; k++)
        used += (size_t)snprintf(by + used, sizeof by - used, "%s%s", k > 0 ? "," : "",
                                 asked->found->keys[k]);
    own->tallies = ds_tallies_new(&own->definitions, false);
    if (own->tallies == NULL) return ds_error_memory(err);
    status = ask_yearly(own, by, err);
    if (status == DS_OK) status = ds_tallies_run(own->tallies, reg, &how, err);
    if (status != DS_OK) return status;
    tables = ds_tallies_tables(own->tallies, &n);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = add_yearly_rows(asked, &tables[i], tables[i].indicator->id, n_months, err);
    if (status == DS_OK) status = find_month_norm(&own->definitions, &norm, err);
    if (status == DS_OK) {
        asked->found->norm = norm;
        set_norms(asked->found, norm);
    }
    return status;
}

/* ---- the whole ---- */

static size_t place_in_order(const char *indicator) {
    size_t i = 0;
    while (i < MONTH_ORDER && strcmp(month_order[i], indicator) != 0)
        i++;
    return i;
}

static int compare_month_rows(const void *x, const void *y) {
    const ds_month_row *a = x, *b = y;
    const size_t of_a = place_in_order(a->indicator), of_b = place_in_order(b->indicator);
    if (of_a != of_b) return of_a < of_b ? -1 : 1;
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    if (a->maand != b->maand) return a->maand < b->maand ? -1 : 1;
    for (size_t k = 0; k < DS_MONTH_KEYS; k++) {
        const int order = ds_text_compare(a->keys[k], b->keys[k]);
        if (order != 0) return order;
    }
    return 0;
}

ds_status ds_work_vsv_months(const ds_work *work, const ds_months_options *options,
                             ds_months_found *out, ds_error *err) {
    ds_months_found found = {0};
    months_asked asked = {.found = &found, .own = ds_calloc(1, sizeof(months_own))};
    ds_register *reg = NULL;
    ds_status status =
        ds_error_version(err, "ds_months_options", options->version, DS_MONTHS_OPTIONS_VERSION);
    if (asked.own == NULL) return ds_error_memory(err);
    found.own = asked.own;
    if (status == DS_OK) status = read_month_keys(&asked, options->by, err);
    if (status == DS_OK) status = ds_of_work_open(work, &reg, err);
    if (status == DS_OK) status = read_months(&asked, reg, err);
    if (status == DS_OK) status = add_months_of_years(&asked, err);
    if (status == DS_OK) status = add_after(&asked, err);
    if (status == DS_OK && found.n_rows > 0) status = count_beside(&asked, work, options, reg, err);
    if (status == DS_OK) {
        found.generation = ds_strdup(ds_register_generation(reg));
        if (found.generation == NULL) status = ds_error_memory(err);
    }
    if (found.n_rows > 0) qsort(found.rows, found.n_rows, sizeof *found.rows, compare_month_rows);
    ds_register_close(reg);
    if (status == DS_OK)
        *out = found;
    else
        ds_months_found_done(&found);
    return status;
}

void ds_months_found_done(ds_months_found *found) {
    months_own *own = found->own;
    for (size_t s = 0; own != NULL && s < SUMS; s++)
        ds_cells_free(own->sums[s]);
    if (own != NULL) {
        ds_tallies_free(own->tallies);
        ds_work_definitions_done(&own->definitions);
    }
    ds_free(own);
    ds_free(found->rows);
    ds_free(found->generation);
    *found = (ds_months_found){0};
}
