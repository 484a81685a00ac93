/* disclosure/disclose.c: from tables to a release: one system, its primary counts, what is hidden
 * beside them, the attacker's word, and the release. See doorstroom/disclosure.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "disclosure/apart.h"
#include "disclosure/attack.h"
#include "disclosure/counts.h"
#include "disclosure/earlier.h"
#include "disclosure/implied.h"
#include "disclosure/make.h"
#include "disclosure/protect.h"
#include "disclosure/sheet.h"

/* All that one call works on. */
typedef struct disclosing {
    const ds_disclosure_table *tables;
    size_t n;
    const ds_disclosure_options *options;
    const ds_apart_sensitive *sensitive;
    size_t n_sensitive;
    ds_counts counts;
    ds_system system;
    ds_earlier earlier;
    ds_system_insider *insiders;
    uint32_t *known; /* the cells of all insiders */
    size_t n_insiders, n_known, known_capacity;
    bool *hidden;
    ds_protect_work work;
    ds_attack_work attack;
    size_t n_attacked;
    double narrowest;
} disclosing;

/* ---- the counts ---- */

static ds_status gather_counts(disclosing *d, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < d->n; i++)
        if (!d->tables[i].without_own)
            status = ds_counts_add_table(&d->counts, &d->tables[i], i + 1, err);
    for (size_t i = 0; status == DS_OK && i < d->n; i++)
        if (d->tables[i].without_own)
            status = ds_counts_add_without(&d->counts, &d->tables[i], d->options->institution, err);
    return status;
}

static void mark_sensitive(disclosing *d) {
    for (size_t i = 0; i < d->n_sensitive; i++) {
        const ds_disclosure_table *table = &d->tables[d->sensitive[i].table];
        const ds_cell cell = ds_cells_at(table->cells, d->sensitive[i].cell);
        const size_t n = ds_cells_n_keys(table->cells);
        char *texts[DS_DISCLOSURE_KEYS] = {0};
        ds_count_key keys[DS_DISCLOSURE_KEYS];
        ds_count_entry *entry;
        for (size_t k = 0; k < n; k++) {
            texts[k] = ds_strndup(cell.keys[k].data, cell.keys[k].size);
            keys[k] = (ds_count_key){ds_cells_key_name(table->cells, k),
                                     texts[k] == NULL ? "" : texts[k]};
        }
        entry = ds_counts_find(&d->counts, table->indicator, cell.schooljaar, "", keys, n);
        if (entry != NULL) entry->forced[d->sensitive[i].measure] |= DS_CELL_PRIMARY;
        for (size_t k = 0; k < n; k++)
            ds_free(texts[k]);
    }
}

static ds_status make_system(disclosing *d, ds_disclosure_report *report, ds_arena *arena,
                             ds_error *err) {
    ds_status status = ds_earlier_mark(&d->counts, d->tables, d->n, d->options, &d->earlier, err);
    if (status == DS_OK) status = ds_counts_mark_structural(&d->counts, d->options, err);
    if (status == DS_OK) mark_sensitive(d);
    if (status == DS_OK) status = ds_counts_system(&d->counts, d->options, &d->system, err);
    if (status == DS_OK)
        status = ds_earlier_relate(&d->earlier, &d->counts, d->options->revision, &d->system, err);
    if (status == DS_OK)
        status = ds_implied_add(&d->counts, &d->system, d->options->minimum, arena,
                                &report->implied, &report->n_implied, err);
    return status == DS_OK ? ds_system_finish(&d->system, err) : status;
}

/* ---- insiders ---- */

typedef struct owned_entry {
    const char *institution;
    uint32_t entry;
} owned_entry;

static int compare_owned(const void *a, const void *b) {
    const owned_entry *x = a, *y = b;
    const int order = strcmp(x->institution, y->institution);
    return order != 0 ? order : (x->entry > y->entry) - (x->entry < y->entry);
}

static const char *institution_of(const disclosing *d, const ds_count_entry *entry) {
    for (size_t k = 0; k < entry->n_keys; k++)
        if (strcmp(entry->keys[k].name, d->options->institution) == 0) return entry->keys[k].value;
    return NULL;
}

/* The counts of one institution, all measures, behind those already known. */
static ds_status know_entry(disclosing *d, uint32_t at, ds_error *err) {
    const ds_count_entry *entry = &d->counts.entries[at];
    for (int m = 0; m < DS_COUNT_MEASURES; m++) {
        if (entry->indicator->numeric && m < DS_COUNT_NOEMER) continue;
        if (!ds_reserve(&d->known, &d->known_capacity, d->n_known + 1, sizeof *d->known))
            return ds_error_memory(err);
        d->known[d->n_known++] = entry->cells[m];
    }
    return DS_OK;
}

static bool is_of_reader(const ds_disclosure_reader *reader, const char *institution) {
    for (size_t i = 0; i < reader->n; i++)
        if (strcmp(reader->scopes[i], institution) == 0) return true;
    return false;
}

/* An insider of the list from from to to of owned entries, or of all that reader sees. */
static ds_status add_insider(disclosing *d, const owned_entry *owned, size_t from, size_t to,
                             const ds_disclosure_reader *reader, size_t *starts, ds_error *err) {
    ds_status status = DS_OK;
    starts[d->n_insiders] = d->n_known;
    for (size_t i = from; status == DS_OK && i < to; i++)
        if (reader == NULL || is_of_reader(reader, owned[i].institution))
            status = know_entry(d, owned[i].entry, err);
    d->insiders[d->n_insiders].n = d->n_known - starts[d->n_insiders];
    d->n_insiders++;
    return status;
}

static ds_status fill_insiders(disclosing *d, const owned_entry *owned, size_t n, size_t *starts,
                               ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n;) {
        size_t to = i + 1;
        while (to < n && strcmp(owned[to].institution, owned[i].institution) == 0)
            to++;
        status = add_insider(d, owned, i, to, NULL, starts, err);
        i = to;
    }
    for (size_t r = 0; status == DS_OK && r < d->options->n_readers; r++)
        status = add_insider(d, owned, 0, n, &d->options->readers[r], starts, err);
    for (size_t i = 0; status == DS_OK && i < d->n_insiders; i++)
        d->insiders[i].cells = d->known + starts[i];
    return status;
}

static ds_status list_insiders(disclosing *d, ds_error *err) {
    owned_entry *owned = ds_calloc(d->counts.n + 1, sizeof *owned);
    size_t *starts = ds_calloc(d->counts.n + d->options->n_readers + 2, sizeof *starts), n = 0;
    ds_status status = DS_OK;
    d->insiders = ds_calloc(d->counts.n + d->options->n_readers + 2, sizeof *d->insiders);
    if (owned == NULL || starts == NULL || d->insiders == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < d->counts.n; i++) {
        const char *institution = institution_of(d, &d->counts.entries[i]);
        if (institution != NULL) owned[n++] = (owned_entry){institution, (uint32_t)i};
    }
    if (status == DS_OK) {
        qsort(owned, n, sizeof *owned, compare_owned);
        status = fill_insiders(d, owned, n, starts, err);
    }
    ds_free(owned);
    ds_free(starts);
    return status;
}

/* ---- hiding, and the attacker's word ---- */

static ds_status name_stuck(const disclosing *d, uint32_t cell, ds_error *err) {
    for (size_t i = 0; i < d->counts.n; i++) {
        const ds_count_entry *entry = &d->counts.entries[i];
        for (int m = 0; m < DS_COUNT_MEASURES; m++) {
            if (entry->cells[m] != cell) continue;
            return ds_error_set(
                err, DS_INPUT,
                "%.64s, schooljaar %d (%.64s, %.64s): deze telling is klein en niet meer te "
                "beschermen: "
                "wat eerder is vrijgegeven bepaalt haar; laat de tabel weg of neem grovere groepen",
                "%.64s, school year %d (%.64s, %.64s): this count is small and can no longer be "
                "protected: what was released before determines it; leave the table out or take "
                "coarser groups",
                entry->indicator->id, entry->schooljaar,
                entry->n_keys > 0 ? entry->keys[0].value : "-",
                entry->n_keys > 1 ? entry->keys[1].value : "-");
        }
    }
    return DS_INPUT; /* as protect said */
}

static ds_status hide_cells(disclosing *d, ds_error *err) {
    const ds_protect_options how = {
        .insiders = d->insiders, .n_insiders = d->n_insiders, .n_workers = d->options->n_workers};
    uint32_t stuck = UINT32_MAX;
    ds_status status;
    d->hidden = ds_calloc(d->system.n_cells + 1, sizeof *d->hidden);
    if (d->hidden == NULL) return ds_error_memory(err);
    status = ds_protect(&d->system, &how, d->hidden, &d->work, &stuck, err);
    return status == DS_INPUT && stuck != UINT32_MAX ? name_stuck(d, stuck, err) : status;
}

/* Whoever sees all that is shown: each primary count must be as wide as it should. */
static ds_status try_attack(disclosing *d, ds_error *err) {
    uint32_t *targets = ds_calloc(d->system.n_cells + 1, sizeof *targets);
    ds_range *ranges = ds_calloc(d->system.n_cells + 1, sizeof *ranges);
    ds_status status = targets == NULL || ranges == NULL ? ds_error_memory(err) : DS_OK;
    for (uint32_t j = 0; status == DS_OK && j < d->system.n_cells; j++)
        if (d->system.cells[j].flags & DS_CELL_PRIMARY) targets[d->n_attacked++] = j;
    if (status == DS_OK)
        status =
            ds_attack(&d->system, d->hidden, NULL, targets, d->n_attacked, ranges, &d->attack, err);
    d->narrowest = INFINITY;
    for (size_t i = 0; status == DS_OK && i < d->n_attacked; i++) {
        d->narrowest = fmin(d->narrowest, ranges[i].high - ranges[i].low);
        if (!ds_range_protects(&ranges[i], d->system.minimum))
            status =
                ds_error_set(err, DS_FAULT,
                             "de aanvaller komt een kleine telling te na; er is niets vrijgegeven",
                             "the attacker comes too near to a small count; nothing was released");
    }
    ds_free(targets);
    ds_free(ranges);
    return status;
}

/* ---- the whole ---- */

static void fill_report(const disclosing *d, ds_disclosure_report *out) {
    out->n_cells = d->system.n_cells;
    out->n_relations = d->system.n_relations;
    out->n_primary = d->work.n_primary;
    out->n_secondary = d->work.n_secondary;
    out->n_unprotected_own = d->work.n_excused;
    out->n_programs = d->work.n_programs;
    out->n_attacks = d->attack.n_programs;
    out->cost = d->work.cost;
    out->narrowest = d->narrowest;
    ds_sheet_fill(&d->counts, d->hidden, d->options->institution, out);
}

static ds_status work_out(disclosing *d, ds_disclosure_report *report, ds_arena *arena,
                          ds_release **out, ds_error *err) {
    ds_status status = gather_counts(d, err);
    if (status == DS_OK) status = make_system(d, report, arena, err);
    if (status == DS_OK) status = list_insiders(d, err);
    if (status == DS_OK) status = hide_cells(d, err);
    if (status == DS_OK) status = try_attack(d, err);
    if (status == DS_OK) {
        const ds_made made = {.tables = d->tables,
                              .n = d->n,
                              .options = d->options,
                              .counts = &d->counts,
                              .hidden = d->hidden,
                              .n_protected = d->n_attacked,
                              .n_programs = d->attack.n_programs};
        status = ds_make_release(&made, out, err);
    }
    if (status == DS_OK) fill_report(d, report);
    return status;
}

/* The report and its texts. */
typedef struct whole_report {
    ds_disclosure_report report; /* first: one is the other */
    ds_arena arena;
} whole_report;

void ds_disclosure_report_free(ds_disclosure_report *report) {
    whole_report *whole = (whole_report *)(void *)report;
    if (whole == NULL) return;
    ds_arena_done(&whole->arena);
    ds_free(whole);
}

ds_status ds_disclose(const ds_disclosure_table *tables, size_t n,
                      const ds_disclosure_options *options, ds_release **out,
                      ds_disclosure_report **out_report, ds_error *err) {
    return ds_disclose_with(tables, n, options, NULL, 0, out, out_report, err);
}

ds_status ds_disclose_with(const ds_disclosure_table *tables, size_t n,
                           const ds_disclosure_options *options,
                           const ds_apart_sensitive *sensitive, size_t n_sensitive,
                           ds_release **out, ds_disclosure_report **out_report, ds_error *err) {
    disclosing d = {.tables = tables,
                    .n = n,
                    .options = options,
                    .sensitive = sensitive,
                    .n_sensitive = n_sensitive};
    whole_report *whole = ds_calloc(1, sizeof *whole);
    ds_status status = whole == NULL ? ds_error_memory(err) : DS_OK;
    ds_counts_init(&d.counts);
    ds_system_init(&d.system, (int64_t)options->minimum);
    if (status == DS_OK)
        status = ds_error_version(err, "ds_disclosure_options", options->version,
                                  DS_DISCLOSURE_OPTIONS_VERSION);
    if (status == DS_OK && options->minimum < 2)
        status =
            ds_error_set(err, DS_USAGE, "het minimum is ten minste 2", "the minimum is at least 2");
    if (status == DS_OK) status = work_out(&d, &whole->report, &whole->arena, out, err);
    ds_counts_done(&d.counts);
    ds_system_done(&d.system);
    ds_earlier_done(&d.earlier);
    ds_free(d.insiders);
    ds_free(d.known);
    ds_free(d.hidden);
    if (status == DS_OK)
        *out_report = &whole->report;
    else
        ds_disclosure_report_free(whole == NULL ? NULL : &whole->report);
    return status;
}
