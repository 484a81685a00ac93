/* work/inside/report_counts.c: the counts of a release: which are asked, tallied in one pass a
 * definition file, and through disclosure control as one system. See report.h. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/report.h"

enum { NAME_MOST = 4096, OWN_KEYS_MOST = 3 /* with the institution: ds_disclose_apart */ };

/* ---- what is asked ---- */

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_count(const ds_gather_count *c, const char *indicator, const char *const *keys,
                     size_t n_keys, const char *where, const char *groups) {
    if (strcmp(c->indicator, indicator) != 0 || strcmp(c->where, where) != 0 ||
        strcmp(c->groups, groups) != 0 || c->n_keys != n_keys)
        return false;
    for (size_t k = 0; k < n_keys; k++)
        if (strcmp(c->keys[k], keys[k]) != 0) return false;
    return true;
}

ds_gather_count *ds_gather_find(const ds_gather *g, const char *indicator, const char *const *keys,
                                size_t n_keys, const char *where, const char *groups) {
    const char *sorted[DS_GATHER_KEYS];
    if (n_keys > DS_GATHER_KEYS) return NULL;
    for (size_t k = 0; k < n_keys; k++)
        sorted[k] = keys[k];
    if (n_keys > 1) qsort(sorted, n_keys, sizeof *sorted, compare_names);
    for (size_t i = 0; i < g->n_counts; i++)
        if (is_count(g->counts[i], indicator, sorted, n_keys, where, groups)) return g->counts[i];
    return NULL;
}

static ds_gather_count *add_count(ds_gather *g, const char *indicator, const char *const *keys,
                                  size_t n_keys, const char *where, const char *groups) {
    ds_gather_count *c = ds_gather_take(g, 1, sizeof *c);
    if (c == NULL ||
        !ds_reserve(&g->counts, &g->counts_capacity, g->n_counts + 1, sizeof *g->counts)) {
        g->short_of_memory = true;
        return NULL;
    }
    c->indicator = ds_gather_copy(g, indicator);
    c->where = ds_gather_copy(g, where);
    c->groups = ds_gather_copy(g, groups);
    c->n_keys = n_keys;
    for (size_t k = 0; k < n_keys; k++)
        c->keys[k] = ds_gather_copy(g, keys[k]);
    if (n_keys > 1) qsort(c->keys, n_keys, sizeof *c->keys, compare_names);
    g->counts[g->n_counts++] = c;
    return c;
}

ds_gather_count *ds_gather_ask(ds_gather *g, const char *indicator, const char *const *keys,
                               size_t n_keys, const char *where, const char *groups,
                               const ds_gather_years *years) {
    ds_gather_count *c = ds_gather_find(g, indicator, keys, n_keys, where, groups);
    if (c == NULL && n_keys <= DS_GATHER_KEYS)
        c = add_count(g, indicator, keys, n_keys, where, groups);
    if (c == NULL) return NULL;
    if (!ds_reserve(&c->wanted, &c->wanted_capacity, c->n_wanted + 1, sizeof *c->wanted)) {
        g->short_of_memory = true;
        return NULL;
    }
    c->wanted[c->n_wanted] = *years;
    if (years->n > 0) {
        int *kept = ds_gather_take(g, years->n, sizeof *kept);
        if (kept != NULL) memcpy(kept, years->years, years->n * sizeof *kept);
        c->wanted[c->n_wanted].years = kept;
        c->wanted[c->n_wanted].n = kept == NULL ? 0 : years->n;
    }
    c->n_wanted++;
    return c;
}

bool ds_gather_wants(const ds_gather_years *years, const ds_gather_count *count, int jaar) {
    size_t later = 0;
    for (size_t i = 0; i < years->n; i++)
        if (years->years[i] == jaar) return true;
    if (years->n > 0) return false;
    for (size_t i = 0; i < count->n_years; i++)
        later += count->years[i] > jaar;
    return years->all || years->last == 0 || later < years->last;
}

ds_gather_count *ds_gather_ask_for_all(ds_gather *g, const char *indicator, const char *const *keys,
                                       size_t n_keys, const char *where, const char *groups,
                                       const ds_gather_years *years) {
    ds_gather_count *c = ds_gather_ask(g, indicator, keys, n_keys, where, groups, years);
    if (c != NULL) c->for_all = true;
    return c;
}

const ds_gather_count *ds_gather_for_all(ds_gather *g, const ds_gather_count *count) {
    ds_gather_count *copy;
    if (count == NULL || !count->for_all || count->guarded) return count;
    copy = ds_gather_take(g, 1, sizeof *copy);
    if (copy == NULL) return NULL;
    *copy = *count;
    copy->shown = count->shown_for_all;
    if (copy->reason == NULL) copy->reason = count->reason_for_all;
    return copy;
}

static bool is_year_wanted(const void *context, const ds_cell *cell) {
    const ds_gather_count *c = context;
    for (size_t i = 0; i < c->n_wanted; i++)
        if (ds_gather_wants(&c->wanted[i], c, cell->schooljaar)) return true;
    return false;
}

/* ---- the tally ---- */

static const char *join_keys(ds_gather *g, const ds_gather_count *c) {
    ds_buffer by;
    const char *kept;
    ds_buffer_init(&by, NAME_MOST);
    for (size_t k = 0; k < c->n_keys; k++)
        ds_buffer_addf(&by, "%s%s", k == 0 ? "" : ",", c->keys[k]);
    kept = ds_gather_copy(g, ds_buffer_string(&by));
    ds_buffer_done(&by);
    return kept;
}

/* Tables of one narrowing are one tally. */
static bool is_same_narrowing(const ds_gather_count *a, const ds_gather_count *b) {
    return strcmp(a->where, b->where) == 0 && strcmp(a->groups, b->groups) == 0;
}

static ds_status take_count(ds_gather *g, ds_gather_count *c, const ds_tally_table *table,
                            ds_error *err) {
    c->tally = table;
    c->of = table->indicator;
    c->years = ds_gather_take(g, table->n_counted + 1, sizeof *c->years);
    if (c->years == NULL) return ds_error_memory(err);
    if (table->n_counted > 0) memcpy(c->years, table->counted, table->n_counted * sizeof *c->years);
    c->n_years = table->n_counted;
    c->guarded = c->of->pool > 1 || c->of->per != DS_PER_PERSOON;
    if (c->of->numeric) c->reason = "getallen_nog_niet";
    if (c->n_years == 0) c->reason = "geen_jaren";
    return ds_cells_select(table->cells, is_year_wanted, c, &c->cells, err);
}

/* Of a part of the persons, by a condition or a choice of groups: an indicator of its own. */
static ds_status name_groups(ds_gather *g, ds_gather_count *c, ds_error *err) {
    ds_indicator *own = ds_gather_take(g, 1, sizeof *own);
    ds_buffer text;
    ds_buffer_init(&text, NAME_MOST);
    if (own == NULL) return ds_error_memory(err);
    ds_buffer_addf(&text, "%s\x1f%s", c->of->version, c->groups);
    *own = *c->of;
    own->version =
        ds_arena_print(&g->arena, "%012llx",
                       (unsigned long long)(ds_hash_fnv1a(text.data, text.size) & 0xffffffffffff));
    ds_buffer_done(&text);
    own->id = ds_arena_print(&g->arena, "%s#%s", c->indicator, own->version);
    if (own->version == NULL || own->id == NULL) return ds_error_memory(err);
    c->of = own;
    return DS_OK;
}

static ds_status add_tally(ds_gather *g, const ds_gather_count *first, ds_tallies **out,
                           ds_error *err) {
    ds_narrow_options narrow = DS_NARROW_OPTIONS_INIT;
    const ds_table_options shown = DS_TABLE_OPTIONS_INIT;
    ds_status status = DS_OK;
    if (!ds_reserve(&g->tallies, &g->tallies_capacity, g->n_tallies + 1, sizeof *g->tallies))
        return ds_error_memory(err);
    *out = ds_tallies_new(&g->definitions, true);
    if (*out == NULL) return ds_error_memory(err);
    g->tallies[g->n_tallies++] = *out;
    narrow.where = *first->where == '\0' ? NULL : first->where;
    narrow.groups = *first->groups == '\0' ? NULL : first->groups;
    if (narrow.where != NULL || narrow.groups != NULL)
        status = ds_tallies_narrow(*out, &narrow, &shown, err);
    return status;
}

/* All counts with the narrowing of the first, in one tally. */
static ds_status tally_narrowing(ds_gather *g, size_t first, bool *done, ds_error *err) {
    const ds_tally_options how = {.n_workers = g->work->n_threads};
    ds_tallies *tallies = NULL;
    const ds_tally_table *tables;
    size_t n = 0, at = 0;
    ds_status status = add_tally(g, g->counts[first], &tallies, err);
    for (size_t i = first; status == DS_OK && i < g->n_counts; i++) {
        const ds_gather_count *c = g->counts[i];
        if (!is_same_narrowing(c, g->counts[first])) continue;
        status =
            ds_tallies_add(tallies, c->indicator, c->n_keys == 0 ? NULL : join_keys(g, c), err);
    }
    if (status == DS_OK) status = ds_tallies_run(tallies, g->reg, &how, err);
    tables = status == DS_OK ? ds_tallies_tables(tallies, &n) : NULL;
    for (size_t i = first; status == DS_OK && i < g->n_counts; i++) {
        ds_gather_count *c = g->counts[i];
        if (!is_same_narrowing(c, g->counts[first])) continue;
        done[i] = true;
        status = at < n ? take_count(g, c, &tables[at++], err) : ds_error_memory(err);
        if (status == DS_OK && (*c->groups != '\0' || *c->where != '\0'))
            status = name_groups(g, c, err);
    }
    return status;
}

ds_status ds_gather_tally(ds_gather *g, ds_error *err) {
    bool *done = ds_calloc(g->n_counts + 1, sizeof *done);
    ds_status status = done == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < g->n_counts; i++)
        if (!done[i]) status = tally_narrowing(g, i, done, err);
    ds_free(done);
    return status;
}

/* ---- disclosure ---- */

static const char *name_table(ds_gather *g, const ds_gather_count *c) {
    ds_buffer id;
    const char *kept;
    ds_buffer_init(&id, NAME_MOST);
    ds_buffer_add_string(&id, c->indicator);
    for (size_t k = 0; k < c->n_keys; k++)
        ds_buffer_addf(&id, "%c%s", k == 0 ? '.' : '+', c->keys[k]);
    if (*c->where != '\0' || *c->groups != '\0') ds_buffer_addf(&id, "#%s", c->of->version);
    kept = ds_gather_copy(g, ds_buffer_string(&id));
    ds_buffer_done(&id);
    return kept;
}

static bool is_small(uint64_t n, uint64_t minimum) {
    return n > 0 && n < minimum;
}

static bool has_key(const ds_gather_count *c, const char *key) {
    for (size_t k = 0; k < c->n_keys; k++)
        if (strcmp(c->keys[k], key) == 0) return true;
    return false;
}

/* Whether most rows are of too few persons. */
static bool is_mostly_small(const ds_gather_count *c, uint64_t minimum) {
    size_t small = 0, n = 0;
    for (size_t i = 0; i < ds_cells_n(c->cells); i++) {
        const ds_measures m = ds_cells_at(c->cells, i).measures;
        if (m.noemer == 0) continue;
        n++;
        small += is_small(m.teller, minimum) || is_small(m.noemer - m.teller, minimum) ||
                 is_small(m.noemer, minimum);
    }
    return 2 * small > n;
}

/* By more keys than one most rows are of too few persons: next to nothing could be shown, and
 * protecting what is left would cost most of all. Then the table does not leave, and it is said.
 * What each institution sees of itself is protected apart, and costs little. */
static void leave_out_small(ds_gather *g, ds_gather_count *c) {
    const uint64_t minimum = g->rules.options.minimum;
    if (c->reason != NULL || c->guarded || c->cells == NULL) return;
    if (has_key(c, g->rules.options.institution)) {
        if (c->n_keys > OWN_KEYS_MOST) c->reason = "te_klein";
        if (is_mostly_small(c, minimum)) c->reason_for_all = "te_klein";
        return;
    }
    if (c->n_keys >= 2 && is_mostly_small(c, minimum) && !c->unprinted) c->reason = "te_klein";
}

static bool is_of_system(const ds_gather_count *c) {
    return c->reason == NULL && !c->guarded && c->cells != NULL;
}

static bool is_for_all(const ds_gather_count *c) {
    return is_of_system(c) && c->for_all && c->reason_for_all == NULL;
}

static const char *name_named_table(ds_gather *g, const ds_gather_count *c) {
    const char *name = ds_arena_print(&g->arena, "%s.alle", c->id);
    return name == NULL ? "" : name;
}

/* Its tables in the release, of which the next is number *n. */
static void find_shown_tables(const ds_gather *g, ds_gather_count *c, size_t *n) {
    if (!is_of_system(c)) return;
    if (!c->unprinted) c->shown = ds_release_at(g->release, (*n)++);
    if (is_for_all(c) && !c->unprinted_for_all)
        c->shown_for_all = ds_release_at(g->release, (*n)++);
}

/* A generation's name is made of the deliveries' bytes: what leaves has it by the key of the work
 * folder only. */
static ds_status print_generation(ds_gather *g, ds_error *err) {
    const char *name = ds_register_generation(g->reg);
    char print[DS_WORK_FINGERPRINT_SIZE];
    const ds_status status = ds_work_fingerprint(g->work, name, strlen(name), print, err);
    if (status == DS_OK) g->rules.options.generation = ds_gather_copy(g, print);
    return status;
}

ds_status ds_gather_disclose(ds_gather *g, const ds_release *const *earlier, size_t n_earlier,
                             ds_disclosure_report **out_report, ds_error *err) {
    ds_disclosure_options *o = &g->rules.options;
    ds_disclosure_table *tables = ds_calloc(2 * g->n_counts + 1, sizeof *tables);
    size_t n = 0;
    ds_status status = tables == NULL ? ds_error_memory(err) : DS_OK;
    for (size_t i = 0; status == DS_OK && i < g->n_counts; i++) {
        ds_gather_count *c = g->counts[i];
        leave_out_small(g, c);
        if (!is_of_system(c)) continue;
        c->id = name_table(g, c);
        tables[n++] = (ds_disclosure_table){.id = c->id,
                                            .indicator = c->of,
                                            .cells = c->cells,
                                            .scope = "",
                                            .unprinted = c->unprinted};
        if (!is_for_all(c)) continue;
        tables[n] = tables[n - 1];
        tables[n].id = name_named_table(g, c);
        tables[n].for_all = true;
        tables[n++].unprinted = c->unprinted_for_all;
    }
    status = status == DS_OK ? print_generation(g, err) : status;
    o->earlier = earlier;
    o->n_earlier = n_earlier;
    o->n_workers = g->work->n_threads;
    if (status == DS_OK) status = ds_disclose_apart(tables, n, o, &g->release, out_report, err);
    n = 0;
    for (size_t i = 0; status == DS_OK && i < g->n_counts; i++)
        find_shown_tables(g, g->counts[i], &n);
    ds_free(tables);
    return status;
}

/* ---- what may be shown of it ---- */

size_t ds_gather_n_rows(const ds_gather_count *count) {
    if (count->shown != NULL) return count->shown->n_rows;
    return count->guarded && count->reason == NULL ? ds_cells_n(count->cells) : 0;
}

static ds_gather_row read_shown_row(const ds_release_row *row) {
    return (ds_gather_row){.jaar = row->schooljaar,
                           .keys = row->keys,
                           .teller_shown = row->teller.shown,
                           .noemer_shown = row->noemer.shown,
                           .teller = row->teller.n,
                           .noemer = row->noemer.n,
                           .unknown = row->onbekend.shown ? (int64_t)row->onbekend.n : -1};
}

static ds_gather_row read_guarded_row(ds_gather *g, const ds_gather_count *count, size_t i) {
    const ds_cell cell = ds_cells_at(count->cells, i);
    const ds_measures *m = &cell.measures;
    const char **keys = ds_gather_take(g, count->n_keys + 1, sizeof *keys);
    for (size_t k = 0; keys != NULL && k < count->n_keys; k++)
        keys[k] = ds_gather_text(g, cell.keys[k]);
    return (ds_gather_row){.jaar = cell.schooljaar,
                           .keys = keys,
                           .teller_shown = keys != NULL,
                           .noemer_shown = keys != NULL,
                           .teller = m->teller,
                           .noemer = m->noemer,
                           .unknown = -1,
                           .guards = {m->noemer, m->teller, m->noemer - m->teller},
                           .n_guards = 3};
}

ds_gather_row ds_gather_row_at(ds_gather *g, const ds_gather_count *count, size_t i) {
    return count->shown != NULL ? read_shown_row(&count->shown->rows[i])
                                : read_guarded_row(g, count, i);
}

static int compare_to_row(const ds_release_row *row, int jaar, const char *const *keys, size_t n) {
    int order = (row->schooljaar > jaar) - (row->schooljaar < jaar);
    for (size_t k = 0; order == 0 && k < n; k++)
        order = strcmp(row->keys[k], keys[k]);
    return order;
}

static bool find_shown(const ds_release_table *table, int jaar, const char *const *keys,
                       size_t *out) {
    size_t low = 0, high = table->n_rows;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = compare_to_row(&table->rows[middle], jaar, keys, table->n_keys);
        if (order == 0) {
            *out = middle;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static bool find_guarded(const ds_gather_count *count, int jaar, const char *const *keys,
                         size_t *out) {
    for (size_t i = 0; i < ds_cells_n(count->cells); i++) {
        const ds_cell cell = ds_cells_at(count->cells, i);
        bool same = cell.schooljaar == jaar;
        for (size_t k = 0; same && k < count->n_keys; k++)
            same = ds_text_is(cell.keys[k], keys[k]);
        if (same) {
            *out = i;
            return true;
        }
    }
    return false;
}

bool ds_gather_row_of(ds_gather *g, const ds_gather_count *count, int jaar, const char *const *keys,
                      ds_gather_row *out) {
    size_t at = 0;
    const bool found = count->shown != NULL
                           ? find_shown(count->shown, jaar, keys, &at)
                           : ds_gather_n_rows(count) > 0 && find_guarded(count, jaar, keys, &at);
    if (found) *out = ds_gather_row_at(g, count, at);
    return found;
}

void ds_gather_counts_done(ds_gather *g) {
    for (size_t i = 0; i < g->n_counts; i++) {
        ds_cells_free(g->counts[i]->cells);
        ds_free(g->counts[i]->wanted);
    }
    for (size_t i = 0; i < g->n_tallies; i++)
        ds_tallies_free(g->tallies[i]);
    ds_free(g->counts);
    ds_free(g->tallies);
}
