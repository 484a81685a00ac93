/* disclosure/published.c: the attacker on tables that somebody published: what is hidden there has
 * no count that we know. See doorstroom/disclosure.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "disclosure/attack.h"
#include "disclosure/counts.h"
#include "doorstroom/disclosure.h"

enum { INDICATORS_MAX = 1024 };

static const char *const measure_names[DS_COUNT_MEASURES] = {"teller", "complement", "noemer",
                                                             "onbekend"};

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
    ds_system system;
} published_attack;

static ds_indicator *indicator_of(published_attack *a, const ds_published_table *t) {
    for (size_t i = 0; i < a->n_indicators; i++)
        if (strcmp(a->indicators[i].id, t->indicator) == 0) return &a->indicators[i];
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
    if (indicator == NULL || t->n_keys > DS_DISCLOSURE_KEYS)
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

static void set_measure(published_attack *a, uint32_t entry, int measure,
                        const ds_release_count *count) {
    if (!count->shown) return;
    a->counts.entries[entry].counts[measure] = (int64_t)count->n;
    a->shown[entry][measure] = true;
}

static void set_counts(published_attack *a) {
    for (size_t t = 0; t < a->n; t++)
        for (size_t i = 0; i < a->tables[t].n_rows; i++) {
            const ds_published_row *row = &a->tables[t].rows[i];
            const uint32_t entry = a->entries[t][i];
            a->counts.entries[entry].printed = true;
            if (a->tables[t].has_teller) set_measure(a, entry, DS_COUNT_TELLER, &row->teller);
            set_measure(a, entry, DS_COUNT_NOEMER, &row->noemer);
            if (a->tables[t].has_unknown) set_measure(a, entry, DS_COUNT_UNKNOWN, &row->onbekend);
        }
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

/* ---- what is found ---- */

static bool add_found(ds_findings *out, size_t *capacity, const ds_found *found) {
    if (!ds_reserve(&out->list, capacity, out->n + 1, sizeof *out->list)) return false;
    out->list[out->n++] = *found;
    return true;
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

static ds_status attack_asked(published_attack *a, const asked_count *asked, size_t n,
                              ds_findings *out, ds_error *err) {
    uint32_t *targets = ds_calloc(n + 1, sizeof *targets);
    ds_range *ranges = ds_calloc(n + 1, sizeof *ranges);
    bool *hidden = ds_calloc(a->system.n_cells + 1, sizeof *hidden);
    ds_attack_work work = {0};
    size_t capacity = 0;
    ds_status status =
        targets == NULL || ranges == NULL || hidden == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        targets[i] =
            a->counts.entries[a->entries[asked[i].table][asked[i].row]].cells[asked[i].measure];
    for (size_t j = 0; status == DS_OK && j < a->system.n_cells; j++)
        hidden[j] = (a->system.cells[j].flags & DS_CELL_UNKNOWN) != 0;
    if (status == DS_OK)
        status = ds_attack(&a->system, hidden, NULL, targets, n, ranges, &work, err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const ds_found found = {asked[i].table, asked[i].row, measure_names[asked[i].measure],
                                ranges[i].low, ranges[i].high};
        if (ds_range_protects(&ranges[i], (int64_t)a->minimum)) continue;
        if (ranges[i].low >= (double)a->minimum || ranges[i].high <= 0) continue;
        if (!add_found(out, &capacity, &found)) status = ds_error_memory(err);
    }
    out->n_programs = work.n_programs;
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

static ds_status prepare_attack(published_attack *a, ds_error *err) {
    ds_status status = DS_OK;
    a->indicators = ds_calloc(INDICATORS_MAX, sizeof *a->indicators);
    a->entries = ds_calloc(a->n + 1, sizeof *a->entries);
    if (a->indicators == NULL || a->entries == NULL) return ds_error_memory(err);
    for (size_t t = 0; status == DS_OK && t < a->n; t++)
        status = take_rows(a, t, err);
    a->shown = ds_calloc(a->counts.n + 1, sizeof *a->shown);
    if (status == DS_OK && a->shown == NULL) status = ds_error_memory(err);
    if (status == DS_OK) set_counts(a);
    if (status == DS_OK) status = add_cells(a, err);
    a->system.lenient = true;
    if (status == DS_OK) status = ds_counts_relate(&a->counts, a->institution, &a->system, err);
    return status == DS_OK ? ds_system_finish(&a->system, err) : status;
}

ds_status ds_attack_published(const ds_published_table *tables, size_t n, uint64_t minimum,
                              const char *institution, ds_findings *out, ds_error *err) {
    published_attack a = {.tables = tables, .n = n, .minimum = minimum, .institution = institution};
    ds_findings found = {0};
    ds_status status;
    ds_counts_init(&a.counts);
    ds_system_init(&a.system, (int64_t)minimum);
    status = prepare_attack(&a, err);
    if (status == DS_OK) status = attack_hidden(&a, &found, err);
    found.n_contradictions = a.system.n_contradictions;
    if (status == DS_OK)
        *out = found;
    else
        ds_findings_done(&found);
    ds_counts_done(&a.counts);
    ds_system_done(&a.system);
    for (size_t t = 0; a.entries != NULL && t < n; t++)
        ds_free(a.entries[t]);
    ds_free(a.entries);
    ds_free(a.indicators);
    ds_free(a.shown);
    return status;
}

void ds_findings_done(ds_findings *findings) {
    ds_free(findings->list);
    memset(findings, 0, sizeof *findings);
}
