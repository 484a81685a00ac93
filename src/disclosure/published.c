/* disclosure/published.c: the attacker on tables that somebody published: what is hidden there has
 * no count that we know. See doorstroom/disclosure.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "disclosure/attack.h"
#include "disclosure/counts.h"
#include "disclosure/percentage.h"
#include "doorstroom/disclosure.h"

enum { INDICATORS_MAX = 1024 };

static const char *const measure_names[DS_COUNT_MEASURES] = {"teller", "complement", "noemer",
                                                             "onbekend"};

typedef struct published_place {
    size_t table, row;
    int measure; /* -1: nowhere */
} published_place;

typedef struct published_attack {
    const ds_published_table *tables;
    size_t n;
    uint64_t minimum;
    const char *institution;
    ds_indicator *indicators; /* one a name */
    size_t n_indicators;
    ds_counts counts;
    uint32_t **entries;               /* of each row of each table */
    bool (*shown)[DS_COUNT_MEASURES]; /* of each entry */
    published_place *places;          /* of each cell of the system */
    ds_system system;
    ds_found *found;
    ds_contradiction *contradictions;
    size_t n_found, found_capacity, n_contradictions, contradictions_capacity;
} published_attack;

static ds_indicator *indicator_of(published_attack *a, const ds_published_table *t) {
    for (size_t i = 0; i < a->n_indicators; i++) {
        if (strcmp(a->indicators[i].id, t->indicator) != 0) continue;
        a->indicators[i].numeric = a->indicators[i].numeric && !t->has_teller; /* one has tellers */
        return &a->indicators[i];
    }
    if (a->n_indicators == INDICATORS_MAX) return NULL;
    a->indicators[a->n_indicators] = (ds_indicator){
        .id = t->indicator, .version = "", .sensitive = "", .numeric = !t->has_teller};
    return &a->indicators[a->n_indicators++];
}

/* The keys that a row fixes. */
static size_t read_row_keys(const ds_published_table *t, const ds_published_row *row,
                            ds_count_key *out) {
    size_t n = 0;
    for (size_t k = 0; k < t->n_keys; k++)
        if (row->keys[k] != NULL) out[n++] = (ds_count_key){t->key_names[k], row->keys[k]};
    return n;
}

static ds_status take_rows(published_attack *a, size_t at, ds_error *err) {
    const ds_published_table *t = &a->tables[at];
    const ds_indicator *indicator = indicator_of(a, t);
    ds_status status = DS_OK;
    /* without somebody, the whole and the part have the institution's key as well */
    if (indicator == NULL || t->n_keys + (t->without[0] != '\0') > DS_DISCLOSURE_KEYS)
        return ds_error_set(err, DS_INPUT, "%.200s: meer dan %d sleutels, of te veel indicatoren",
                            "%.200s: more than %d keys, or too many indicators", t->name,
                            DS_DISCLOSURE_KEYS);
    a->entries[at] = ds_calloc(t->n_rows + 1, sizeof **a->entries);
    if (a->entries[at] == NULL) return ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < t->n_rows; i++) {
        ds_count_key keys[DS_DISCLOSURE_KEYS];
        const size_t n = read_row_keys(t, &t->rows[i], keys);
        status = ds_counts_take(&a->counts, indicator, t->rows[i].schooljaar, t->without, keys, n,
                                &a->entries[at][i], err);
    }
    return status;
}

/* One a row is enough. */
static ds_status add_contradiction(published_attack *a, size_t table, size_t row, int measure,
                                   ds_error *err) {
    for (size_t i = 0; i < a->n_contradictions; i++)
        if (a->contradictions[i].table == table && a->contradictions[i].row == row) return DS_OK;
    if (!ds_reserve(&a->contradictions, &a->contradictions_capacity, a->n_contradictions + 1,
                    sizeof *a->contradictions))
        return ds_error_memory(err);
    a->contradictions[a->n_contradictions++] =
        (ds_contradiction){table, row, measure_names[measure]};
    return DS_OK;
}

/* The first that printed a count is believed; one that says otherwise contradicts it. */
static ds_status set_measure(published_attack *a, size_t table, size_t row, int measure,
                             const ds_release_count *count, ds_error *err) {
    const uint32_t entry = a->entries[table][row];
    int64_t *known = &a->counts.entries[entry].counts[measure];
    if (!count->shown) return DS_OK;
    if (a->shown[entry][measure] && *known != (int64_t)count->n)
        return add_contradiction(a, table, row, measure, err);
    *known = (int64_t)count->n;
    a->shown[entry][measure] = true;
    return DS_OK;
}

static ds_status set_row(published_attack *a, size_t table, size_t at, ds_error *err) {
    const ds_published_table *t = &a->tables[table];
    const ds_published_row *row = &t->rows[at];
    ds_status status = set_measure(a, table, at, DS_COUNT_NOEMER, &row->noemer, err);
    a->counts.entries[a->entries[table][at]].printed = true;
    if (status == DS_OK && t->has_teller)
        status = set_measure(a, table, at, DS_COUNT_TELLER, &row->teller, err);
    if (status == DS_OK && t->has_unknown)
        status = set_measure(a, table, at, DS_COUNT_UNKNOWN, &row->onbekend, err);
    return status;
}

static ds_status set_counts(published_attack *a, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t t = 0; t < a->n; t++)
        for (size_t i = 0; status == DS_OK && i < a->tables[t].n_rows; i++)
            status = set_row(a, t, i, err);
    return status;
}

static ds_status add_cells(published_attack *a, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; i < a->counts.n; i++) {
        ds_count_entry *entry = &a->counts.entries[i];
        for (int m = 0; status == DS_OK && m < DS_COUNT_MEASURES; m++) {
            if (entry->indicator->numeric && m < DS_COUNT_NOEMER) continue;
            status = ds_system_add(&a->system, a->shown[i][m] ? entry->counts[m] : 0,
                                   a->shown[i][m] ? 0 : DS_CELL_UNKNOWN, &entry->cells[m], err);
        }
    }
    return status;
}

/* ---- what is said of hidden counts ---- */

/* What the row itself says of a count. */
static ds_interval say_of(const ds_release_count *count, const ds_published_bounds *bounds) {
    if (count->shown) return (ds_interval){count->n, count->n};
    if (bounds->given) return (ds_interval){bounds->low, bounds->high};
    return (ds_interval){0, UINT64_MAX};
}

static ds_percentage_of say_of_row(const ds_published_row *row) {
    return (ds_percentage_of){.teller = say_of(&row->teller, &row->teller_bounds),
                              .complement = {0, UINT64_MAX},
                              .noemer = say_of(&row->noemer, &row->noemer_bounds)};
}

static bool is_in_disguise(const ds_published_table *t, const ds_published_row *row) {
    return t->has_teller && row->has_percentage && !(row->teller.shown && row->noemer.shown);
}

enum { BOUND_MOST = 1000000000 }; /* beyond it a bound says nothing */

/* cell + sign · slack = bound, with a slack that nobody knows and that is not negative. */
static ds_status bound_cell(published_attack *a, uint32_t cell, uint64_t bound, int sign,
                            ds_error *err) {
    ds_system_term terms[] = {{cell, 1}, {0, sign}, {0, -1}};
    ds_status status;
    if (bound > BOUND_MOST) return DS_OK;
    status = ds_system_add(&a->system, 0, DS_CELL_UNKNOWN, &terms[1].cell, err);
    if (status == DS_OK) status = ds_system_add(&a->system, (int64_t)bound, 0, &terms[2].cell, err);
    return status == DS_OK ? ds_system_relate(&a->system, terms, 3, err) : status;
}

static ds_status bound_measure(published_attack *a, uint32_t entry, int measure,
                               const ds_interval *said, ds_error *err) {
    const uint32_t cell = a->counts.entries[entry].cells[measure];
    ds_status status = DS_OK;
    if (a->shown[entry][measure]) return DS_OK;
    if (said->low > 0) status = bound_cell(a, cell, said->low, -1, err);
    return status == DS_OK ? bound_cell(a, cell, said->high, 1, err) : status;
}

/* a · teller + b · noemer + slack = 0 */
static ds_status relate_share(published_attack *a, const ds_count_entry *entry, int32_t of_teller,
                              int32_t of_noemer, ds_error *err) {
    ds_system_term terms[] = {{entry->cells[DS_COUNT_TELLER], of_teller},
                              {entry->cells[DS_COUNT_NOEMER], of_noemer},
                              {0, 1}};
    ds_status status = ds_system_add(&a->system, 0, DS_CELL_UNKNOWN, &terms[2].cell, err);
    return status == DS_OK ? ds_system_relate(&a->system, terms, 3, err) : status;
}

/* The percentage as two inequalities between a teller and a noemer that are both hidden. */
static ds_status relate_percentage(published_attack *a, const ds_published_row *row, uint32_t entry,
                                   ds_error *err) {
    const int32_t scale = (int32_t)lround(pow(10, row->decimals));
    const int32_t units = (int32_t)lround(row->percentage * scale);
    ds_status status;
    if (row->teller.shown || row->noemer.shown) return DS_OK; /* the fractions say more */
    status = relate_share(a, &a->counts.entries[entry], 200 * scale, -(2 * units + 1), err);
    return status == DS_OK
               ? relate_share(a, &a->counts.entries[entry], -200 * scale, 2 * units - 1, err)
               : status;
}

static ds_status bound_row(published_attack *a, size_t table, size_t at, ds_error *err) {
    const ds_published_table *t = &a->tables[table];
    const ds_published_row *row = &t->rows[at];
    const uint32_t entry = a->entries[table][at];
    const ds_interval unknown = say_of(&row->onbekend, &row->onbekend_bounds);
    ds_percentage_of said = say_of_row(row);
    ds_status status = DS_OK;
    if (is_in_disguise(t, row)) {
        if (ds_percentage_narrow(row->percentage, row->decimals, &said))
            status = relate_percentage(a, row, entry, err);
        else
            status = add_contradiction(a, table, at, DS_COUNT_TELLER, err);
    }
    if (status == DS_OK && t->has_teller)
        status = bound_measure(a, entry, DS_COUNT_TELLER, &said.teller, err);
    if (status == DS_OK && t->has_teller)
        status = bound_measure(a, entry, DS_COUNT_COMPLEMENT, &said.complement, err);
    if (status == DS_OK) status = bound_measure(a, entry, DS_COUNT_NOEMER, &said.noemer, err);
    if (status == DS_OK && t->has_unknown)
        status = bound_measure(a, entry, DS_COUNT_UNKNOWN, &unknown, err);
    return status;
}

static ds_status bound_hidden(published_attack *a, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t t = 0; t < a->n; t++)
        for (size_t i = 0; status == DS_OK && i < a->tables[t].n_rows; i++)
            status = bound_row(a, t, i, err);
    return status;
}

/* ---- what is found ---- */

static ds_status add_found(published_attack *a, const ds_found *found, ds_error *err) {
    if (!ds_reserve(&a->found, &a->found_capacity, a->n_found + 1, sizeof *a->found))
        return ds_error_memory(err);
    a->found[a->n_found++] = *found;
    return DS_OK;
}

/* Measures of a row that are printed as hidden, and the complement that they make. */
static bool is_asked(const published_attack *a, size_t table, uint32_t entry, int measure) {
    const ds_published_table *t = &a->tables[table];
    if (a->shown[entry][measure]) return false;
    if (measure == DS_COUNT_TELLER || measure == DS_COUNT_COMPLEMENT) return t->has_teller;
    return measure == DS_COUNT_NOEMER || t->has_unknown;
}

typedef struct asked_count {
    size_t table, row;
    int measure;
} asked_count;

static uint32_t cell_of(const published_attack *a, const asked_count *asked) {
    return a->counts.entries[a->entries[asked->table][asked->row]].cells[asked->measure];
}

/* Whole numbers within a range that the simplex gave. */
static ds_interval whole_of(const ds_range *range) {
    const double low = ceil(range->low - 1e-6), high = floor(range->high + 1e-6);
    return (ds_interval){low < 0 ? 0 : (uint64_t)low,
                         high < 9e15 ? (uint64_t)(high < 0 ? 0 : high) : UINT64_MAX};
}

static ds_range range_of_interval(const ds_interval *interval) {
    return (ds_range){(double)interval->low,
                      interval->high == UINT64_MAX ? (double)INFINITY : (double)interval->high};
}

/* No whole number lies within it, or no fraction within the row's. */
static bool is_impossible(const ds_range *range) {
    return isnan(range->low) || whole_of(range).low > whole_of(range).high;
}

/* The three ranges of a row once more, by the fractions that its percentage leaves within them:
 * those of teller, complement and noemer in ranges, asked one after the other. */
static void narrow_ranges(const published_attack *a, const asked_count *asked, size_t n,
                          ds_range *ranges) {
    const ds_published_table *t = &a->tables[asked->table];
    const ds_published_row *row = &t->rows[asked->row];
    ds_percentage_of said = say_of_row(row);
    ds_interval *parts[] = {&said.teller, &said.complement, &said.noemer};
    bool fits;
    if (!is_in_disguise(t, row)) return;
    for (size_t i = 0; i < n; i++)
        if (asked[i].measure <= DS_COUNT_NOEMER) *parts[asked[i].measure] = whole_of(&ranges[i]);
    fits = ds_percentage_narrow(row->percentage, row->decimals, &said);
    for (size_t i = 0; i < n; i++)
        if (asked[i].measure <= DS_COUNT_NOEMER)
            ranges[i] = fits ? range_of_interval(parts[asked[i].measure])
                             : (ds_range){(double)NAN, (double)NAN};
}

static void narrow_all(const published_attack *a, const asked_count *asked, size_t n,
                       ds_range *ranges) {
    for (size_t i = 0; i < n;) {
        size_t to = i + 1;
        while (to < n && asked[to].table == asked[i].table && asked[to].row == asked[i].row)
            to++;
        narrow_ranges(a, asked + i, to - i, ranges + i);
        i = to;
    }
}

static ds_status judge_ranges(published_attack *a, const asked_count *asked, size_t n,
                              const ds_range *ranges, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const ds_found found = {.table = asked[i].table,
                                .row = asked[i].row,
                                .measure = measure_names[asked[i].measure],
                                .low = ranges[i].low,
                                .high = ranges[i].high};
        if (is_impossible(&ranges[i])) {
            status = add_contradiction(a, asked[i].table, asked[i].row, asked[i].measure, err);
            continue;
        }
        if (ds_range_protects(&ranges[i], (int64_t)a->minimum)) continue;
        if (ranges[i].low >= (double)a->minimum || ranges[i].high <= 0) continue;
        status = add_found(a, &found, err);
    }
    return status;
}

/* Where a relation is to be pointed at: at its total where that is printed. *echo: the total is
 * nobody's, so that what is wrong is wrong elsewhere too. NULL when nothing of it is printed. */
static const published_place *place_of_relation(const published_attack *a, uint32_t relation,
                                                bool *echo) {
    size_t n;
    const ds_system_term *terms = ds_system_terms(&a->system, relation, &n);
    const published_place *place = NULL;
    *echo = false;
    for (size_t i = 0; i < n; i++) {
        const published_place *at = &a->places[terms[i].cell];
        if (at->measure >= 0 && (place == NULL || terms[i].coefficient < 0)) place = at;
        if (terms[i].coefficient < 0 && at->measure < 0 &&
            (a->system.cells[terms[i].cell].flags & DS_CELL_UNKNOWN))
            *echo = true;
    }
    return place;
}

/* The relations that could not be true; echoes only where nothing else tells. */
static ds_status name_dropped(published_attack *a, const ds_attack_work *work, ds_error *err) {
    ds_status status = DS_OK;
    for (int echoes = 0; echoes < 2; echoes++) {
        if (echoes && a->n_contradictions > 0) break;
        for (size_t d = 0; status == DS_OK && d < work->n_dropped; d++) {
            bool echo;
            const published_place *place = place_of_relation(a, work->dropped[d], &echo);
            if (place != NULL && echo == (echoes > 0))
                status = add_contradiction(a, place->table, place->row, place->measure, err);
        }
    }
    return status;
}

static ds_status attack_asked(published_attack *a, const asked_count *asked, size_t n,
                              ds_findings *out, ds_error *err) {
    uint32_t *targets = ds_calloc(n + 1, sizeof *targets);
    ds_range *ranges = ds_calloc(n + 1, sizeof *ranges);
    bool *hidden = ds_calloc(a->system.n_cells + 1, sizeof *hidden);
    ds_attack_work work = {0};
    ds_status status =
        targets == NULL || ranges == NULL || hidden == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        targets[i] = cell_of(a, &asked[i]);
    for (size_t j = 0; status == DS_OK && j < a->system.n_cells; j++)
        hidden[j] = (a->system.cells[j].flags & DS_CELL_UNKNOWN) != 0;
    if (status == DS_OK)
        status = ds_attack(&a->system, hidden, NULL, targets, n, ranges, &work, err);
    if (status == DS_OK) narrow_all(a, asked, n, ranges);
    if (status == DS_OK) status = judge_ranges(a, asked, n, ranges, err);
    if (status == DS_OK) status = name_dropped(a, &work, err);
    out->n_programs = work.n_programs;
    ds_free(work.dropped);
    ds_free(targets);
    ds_free(ranges);
    ds_free(hidden);
    return status;
}

static ds_status attack_hidden(published_attack *a, ds_findings *out, ds_error *err) {
    asked_count *asked = NULL;
    size_t n = 0, capacity = 0;
    ds_status status = DS_OK;
    for (size_t t = 0; status == DS_OK && t < a->n; t++)
        for (size_t i = 0; status == DS_OK && i < a->tables[t].n_rows; i++)
            for (int m = 0; status == DS_OK && m < DS_COUNT_MEASURES; m++) {
                if (!is_asked(a, t, a->entries[t][i], m)) continue;
                if (!ds_reserve(&asked, &capacity, n + 1, sizeof *asked))
                    status = ds_error_memory(err);
                else
                    asked[n++] = (asked_count){t, i, m};
            }
    out->n_hidden = n;
    if (status == DS_OK) status = attack_asked(a, asked, n, out, err);
    ds_free(asked);
    return status;
}

/* Small counts that are simply printed. */
static ds_status find_shown(published_attack *a, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t t = 0; t < a->n; t++)
        for (size_t i = 0; status == DS_OK && i < a->tables[t].n_rows; i++) {
            const ds_published_row *row = &a->tables[t].rows[i];
            const ds_release_count *counts[DS_COUNT_MEASURES] = {
                a->tables[t].has_teller ? &row->teller : NULL, NULL, &row->noemer,
                a->tables[t].has_unknown ? &row->onbekend : NULL};
            for (int m = 0; status == DS_OK && m < DS_COUNT_MEASURES; m++) {
                if (counts[m] == NULL || !counts[m]->shown || counts[m]->n == 0) continue;
                if (counts[m]->n >= a->minimum) continue;
                status = add_found(a,
                                   &(ds_found){t, i, measure_names[m], (double)counts[m]->n,
                                               (double)counts[m]->n, true},
                                   err);
            }
        }
    return status;
}

static int measure_number(const char *name) {
    int m = 0;
    while (strcmp(measure_names[m], name) != 0)
        m++;
    return m;
}

static int compare_found(const void *a, const void *b) {
    const ds_found *x = a, *y = b;
    const int left = measure_number(x->measure), right = measure_number(y->measure);
    if (x->table != y->table) return x->table < y->table ? -1 : 1;
    if (x->row != y->row) return x->row < y->row ? -1 : 1;
    return (left > right) - (left < right);
}

/* ---- the whole ---- */

/* Of each cell where it is printed. */
static ds_status make_places(published_attack *a, ds_error *err) {
    a->places = ds_calloc(a->system.n_cells + 1, sizeof *a->places);
    if (a->places == NULL) return ds_error_memory(err);
    for (size_t j = 0; j < a->system.n_cells; j++)
        a->places[j].measure = -1;
    for (size_t t = a->n; t-- > 0;)
        for (size_t i = a->tables[t].n_rows; i-- > 0;)
            for (int m = 0; m < DS_COUNT_MEASURES; m++) {
                const ds_count_entry *entry = &a->counts.entries[a->entries[t][i]];
                if (entry->indicator->numeric && m < DS_COUNT_NOEMER) continue;
                a->places[entry->cells[m]] = (published_place){t, i, m};
            }
    return DS_OK;
}

static ds_status name_contradicted(published_attack *a, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < a->system.n_contradictions; i++) {
        const published_place *place = &a->places[a->system.contradicted[i]];
        if (place->measure >= 0)
            status = add_contradiction(a, place->table, place->row, place->measure, err);
    }
    return status;
}

static ds_status prepare_attack(published_attack *a, ds_error *err) {
    ds_status status = DS_OK;
    a->indicators = ds_calloc(INDICATORS_MAX, sizeof *a->indicators);
    a->entries = ds_calloc(a->n + 1, sizeof *a->entries);
    if (a->indicators == NULL || a->entries == NULL) return ds_error_memory(err);
    for (size_t t = 0; status == DS_OK && t < a->n; t++)
        status = take_rows(a, t, err);
    a->shown = ds_calloc(a->counts.n + 1, sizeof *a->shown);
    if (status == DS_OK && a->shown == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = set_counts(a, err);
    if (status == DS_OK) status = add_cells(a, err);
    a->system.lenient = true;
    if (status == DS_OK) status = ds_counts_relate(&a->counts, a->institution, &a->system, err);
    if (status == DS_OK) status = bound_hidden(a, err);
    if (status == DS_OK) status = make_places(a, err);
    return status == DS_OK ? ds_system_finish(&a->system, err) : status;
}

static void published_done(published_attack *a) {
    ds_counts_done(&a->counts);
    ds_system_done(&a->system);
    for (size_t t = 0; a->entries != NULL && t < a->n; t++)
        ds_free(a->entries[t]);
    ds_free(a->entries);
    ds_free(a->indicators);
    ds_free(a->shown);
    ds_free(a->places);
}

ds_status ds_attack_published(const ds_published_table *tables, size_t n, uint64_t minimum,
                              const char *institution, ds_findings *out, ds_error *err) {
    published_attack a = {.tables = tables, .n = n, .minimum = minimum, .institution = institution};
    ds_findings found = {0};
    ds_status status;
    ds_counts_init(&a.counts);
    ds_system_init(&a.system, (int64_t)minimum);
    status = prepare_attack(&a, err);
    if (status == DS_OK) status = name_contradicted(&a, err);
    if (status == DS_OK) status = attack_hidden(&a, &found, err);
    if (status == DS_OK) status = find_shown(&a, err);
    if (status == DS_OK && a.n_found > 0) qsort(a.found, a.n_found, sizeof *a.found, compare_found);
    found.list = a.found;
    found.n = a.n_found;
    found.contradictions = a.contradictions;
    found.n_contradictions = a.n_contradictions;
    if (status == DS_OK)
        *out = found;
    else
        ds_findings_done(&found);
    published_done(&a);
    return status;
}

void ds_findings_done(ds_findings *findings) {
    ds_free(findings->list);
    ds_free(findings->contradictions);
    memset(findings, 0, sizeof *findings);
}
