/* work/inside/tallies.c: tables of counts over a register: what was asked for, counted in one pass
 * a definition file. See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <inttypes.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "work/inside/of_work.h"
#include "work/inside/tallies.h"

/* ---- what is asked ---- */

/* The indicator as it is under present codes. */
static ds_status make_present(ds_asked_table *t, ds_error *err) {
    t->present = ds_malloc(sizeof *t->present);
    if (t->present == NULL) return ds_error_memory(err);
    *t->present = ds_indicator_present(t->indicator);
    t->indicator = t->present;
    return DS_OK;
}

/* That of a file, made when it is first asked for. */
static ds_status find_overlay(ds_tallies *tallies, size_t file, ds_overlay **out, ds_error *err) {
    ds_overlay **overlay;
    if (tallies->overlays == NULL)
        tallies->overlays = ds_calloc(tallies->definitions->n, sizeof *tallies->overlays);
    if (tallies->overlays == NULL) return ds_error_memory(err);
    overlay = &tallies->overlays[file];
    if (*overlay == NULL) *overlay = ds_overlay_new(tallies->definitions->files[file]);
    if (*overlay == NULL) return ds_error_memory(err);
    *out = *overlay;
    return DS_OK;
}

ds_status ds_asked_table_add(ds_tallies *tallies, ds_asked_role role, ds_asked_table **out,
                             ds_error *err) {
    if (!ds_reserve(&tallies->list, &tallies->capacity, tallies->n + 1, sizeof *tallies->list))
        return ds_error_memory(err);
    *out = &tallies->list[tallies->n++];
    memset(*out, 0, sizeof **out);
    (*out)->role = role;
    return DS_OK;
}

static ds_status add_table(ds_tallies *tallies, const char *id, const char *by, ds_error *err) {
    ds_asked_table *t = NULL;
    ds_overlay *overlay = NULL;
    ds_status status = ds_asked_table_add(tallies, DS_ASKED_TABLE, &t, err);
    if (status != DS_OK) return status;
    status = ds_work_definitions_find(tallies->definitions, id, &t->file, &t->indicator, err);
    if (status == DS_OK) status = ds_indicator_of_careers(t->indicator, err);
    if (status == DS_OK && tallies->present_codes) status = make_present(t, err);
    if (status == DS_OK) status = find_overlay(tallies, t->file, &overlay, err);
    if (status == DS_OK) status = ds_asked_keys_read(&t->by, overlay, by, err);
    return status == DS_OK ? ds_narrow_prepare(tallies, overlay, err) : status;
}

/* The names of breakdown b as "a,b". */
static char *join_names(const ds_indicator *indicator, size_t b) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 16);
    for (size_t i = 0; i < indicator->by_sizes[b]; i++) {
        if (i > 0) ds_buffer_add_char(&text, ',');
        ds_buffer_add_string(&text, indicator->by_names[b][i]);
    }
    return ds_buffer_take(&text);
}

ds_status ds_tallies_add(ds_tallies *tallies, const char *id, const char *by, ds_error *err) {
    const ds_indicator *indicator;
    size_t file, n_by;
    ds_status status;
    if (by == NULL || strcmp(by, "standaard") != 0) return add_table(tallies, id, by, err);
    status = ds_work_definitions_find(tallies->definitions, id, &file, &indicator, err);
    n_by = status == DS_OK ? indicator->n_by : 0;
    if (status == DS_OK && n_by == 0) return add_table(tallies, id, NULL, err);
    for (size_t b = 0; status == DS_OK && b < n_by; b++) {
        char *names = join_names(indicator, b);
        status = names == NULL ? ds_error_memory(err) : add_table(tallies, id, names, err);
        ds_free(names);
    }
    return status;
}

static ds_status add_all_tables(ds_tallies *tallies, const char *by, ds_error *err) {
    const ds_work_definitions *definitions = tallies->definitions;
    ds_status status = DS_OK;
    for (size_t f = 0; f < definitions->n; f++)
        for (size_t i = 0; status == DS_OK && i < ds_definitions_n(definitions->files[f]); i++) {
            const char *id = ds_definitions_at(definitions->files[f], i)->id;
            const ds_indicator *first;
            size_t file;
            if (ds_definitions_at(definitions->files[f], i)->enquete != NULL) continue;
            status = ds_work_definitions_find(definitions, id, &file, &first, err);
            if (status == DS_OK && file == f) /* an earlier file's definition goes before */
                status = ds_tallies_add(tallies, id, by, err);
        }
    return status;
}

static ds_status add_listed_tables(ds_tallies *tallies, const char *ids, const char *by,
                                   ds_error *err) {
    char *copy = ds_strdup(ids), *rest = copy;
    ds_status status = copy == NULL ? ds_error_memory(err) : DS_OK;
    while (status == DS_OK && rest != NULL) {
        char *id = strsep(&rest, ",");
        status = ds_tallies_add(tallies, id, by, err);
    }
    ds_free(copy);
    return status;
}

/* ---- what came of it ---- */

static size_t add_years(const ds_register *reg, uint64_t bits, int *out) {
    size_t n = 0;
    for (size_t y = 0; y < ds_register_n_years(reg); y++)
        if (bits >> y & 1) out[n++] = ds_register_years(reg)[y];
    return n;
}

static ds_status take_note(ds_asked_table *t, const ds_register *reg, const ds_tally_note *note,
                           ds_error *err) {
    t->years = ds_calloc(4 * ds_register_n_years(reg) + 1, sizeof *t->years);
    if (t->years == NULL) return ds_error_memory(err);
    t->n_dropped = add_years(reg, note->dropped, t->years);
    t->n_short = add_years(reg, note->short_lookback, t->years + t->n_dropped);
    t->n_partial = add_years(reg, note->partial, t->years + t->n_dropped + t->n_short);
    t->n_counted =
        add_years(reg, note->counted, t->years + t->n_dropped + t->n_short + t->n_partial);
    return DS_OK;
}

static ds_status run_file(ds_tallies *tallies, size_t file, const ds_register *reg,
                          const ds_tally_options *options, ds_error *err) {
    ds_tally_request *requests = ds_calloc(tallies->n + 1, sizeof *requests);
    ds_cells **cells = ds_calloc(tallies->n + 1, sizeof *cells);
    ds_tally_note *notes = ds_calloc(tallies->n + 1, sizeof *notes);
    size_t n = 0;
    ds_status status = DS_OK;
    if (requests == NULL || cells == NULL || notes == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < tallies->n; i++)
        if (tallies->list[i].file == file)
            requests[n++] = (ds_tally_request){tallies->list[i].indicator, tallies->list[i].nodes,
                                               tallies->list[i].names, tallies->list[i].n_keys};
    if (status == DS_OK && n > 0)
        status = ds_tally(reg, ds_overlay_definitions(tallies->overlays[file]), requests, n,
                          options, cells, notes, err);
    n = 0;
    for (size_t i = 0; status == DS_OK && i < tallies->n; i++) {
        ds_asked_table *t = &tallies->list[i];
        if (t->file != file) continue;
        t->cells = cells[n++];
        ds_definitions_keys_version(ds_overlay_definitions(tallies->overlays[file]), t->by.nodes,
                                    t->by.n, t->keys_version);
    }
    n = 0;
    for (size_t i = 0; status == DS_OK && i < tallies->n; i++)
        if (tallies->list[i].file == file)
            status = take_note(&tallies->list[i], reg, &notes[n++], err);
    ds_free(requests);
    ds_free(cells);
    ds_free(notes);
    return status;
}

static ds_status take_register(ds_tallies *tallies, const ds_register *reg,
                               const ds_tally_options *options, ds_error *err) {
    const ds_register_part part = ds_register_part_of(reg);
    tallies->generation = ds_strdup(ds_register_generation(reg));
    tallies->single = ds_strdup(ds_register_single_institution(reg));
    tallies->undelivered = ds_strdup(ds_register_undelivered(reg));
    tallies->n_unlevelled = ds_register_unlevelled(reg);
    tallies->whole = ds_strdup(part.whole);
    if (tallies->generation == NULL || tallies->single == NULL || tallies->undelivered == NULL ||
        tallies->whole == NULL)
        return ds_error_memory(err);
    tallies->source = (ds_tally_source){.generation = tallies->generation,
                                        .single_institution = tallies->single,
                                        .undelivered = tallies->undelivered,
                                        .n_unlevelled = tallies->n_unlevelled,
                                        .part = options->part,
                                        .n_parts = options->n_parts,
                                        .whole = tallies->whole,
                                        .split_part = part.part,
                                        .n_split_parts = part.n_parts};
    return DS_OK;
}

static void fill_tally_table(const ds_asked_table *t, ds_tally_table *out) {
    *out = (ds_tally_table){.indicator = t->indicator,
                            .cells = t->cells,
                            .dropped = t->years,
                            .n_dropped = t->n_dropped,
                            .short_lookback = t->years + t->n_dropped,
                            .n_short_lookback = t->n_short,
                            .partial = t->years + t->n_dropped + t->n_short,
                            .n_partial = t->n_partial,
                            .counted = ds_asked_counted(t),
                            .n_counted = t->n_counted,
                            .keys_version = t->keys_version};
    if (t->narrowed.where != NULL || t->narrowed.pool > 0 || t->groups != NULL ||
        t->same_groups != NULL)
        out->narrowed = &t->narrowed;
    ds_shown_fill(&t->shown, out);
}

static ds_status make_tables(ds_tallies *tallies, ds_error *err) {
    tallies->tables = ds_calloc(tallies->n + 1, sizeof *tallies->tables);
    if (tallies->tables == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < tallies->n; i++)
        if (tallies->list[i].role == DS_ASKED_TABLE)
            fill_tally_table(&tallies->list[i], &tallies->tables[tallies->n_tables++]);
    return DS_OK;
}

ds_status ds_tallies_run(ds_tallies *tallies, const ds_register *reg,
                         const ds_tally_options *options, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t f = 0; status == DS_OK && f < tallies->definitions->n; f++)
        status = run_file(tallies, f, reg, options, err);
    if (status == DS_OK) status = ds_narrow_apply(tallies, err);
    if (status == DS_OK) status = take_register(tallies, reg, options, err);
    return status == DS_OK ? make_tables(tallies, err) : status;
}

const ds_tally_table *ds_tallies_tables(const ds_tallies *tallies, size_t *out_n) {
    *out_n = tallies->n_tables;
    return tallies->tables;
}

ds_tally_source ds_tallies_source(const ds_tallies *tallies) {
    return tallies->source;
}

/* ---- life ---- */

ds_tallies *ds_tallies_new(const ds_work_definitions *definitions, bool present_codes) {
    ds_tallies *tallies = ds_calloc(1, sizeof *tallies);
    if (tallies == NULL) return NULL;
    tallies->definitions = definitions;
    tallies->present_codes = present_codes;
    return tallies;
}

void ds_tallies_free(ds_tallies *tallies) {
    if (tallies == NULL) return;
    for (size_t i = 0; i < tallies->n; i++) {
        ds_asked_table *t = &tallies->list[i];
        ds_shown_done(&t->shown);
        ds_groups_free(t->groups);
        ds_groups_free(t->same_groups);
        ds_cells_free(t->cells);
        ds_asked_keys_done(&t->by);
        ds_asked_keys_done(&t->same);
        ds_asked_keys_done(&t->group);
        ds_free(t->present);
        ds_free(t->property);
        ds_free(t->years);
    }
    for (size_t f = 0; tallies->overlays != NULL && f < tallies->definitions->n; f++)
        ds_overlay_free(tallies->overlays[f]);
    ds_free(tallies->overlays);
    ds_free(tallies->list);
    ds_free(tallies->tables);
    ds_free(tallies->generation);
    ds_free(tallies->single);
    ds_free(tallies->undelivered);
    ds_free(tallies->whole);
    ds_group_rule_done(&tallies->rule);
    ds_work_definitions_done(&tallies->own);
    ds_free(tallies);
}

/* ---- the whole question ---- */

/* Which groups have a property, or are there each year, a part of a whole cannot tell: what is left
 * would add up to what no whole has. A book has the counts of the whole, or notes all of them. */
static ds_status check_narrow_of_part(const ds_tallies_options *options, const ds_register *reg,
                                      ds_error *err) {
    const ds_register_part part = ds_register_part_of(reg);
    if (part.n_parts == 0 || ds_register_book(reg) != NULL ||
        (options->narrow.groups == NULL && options->narrow.same == NULL))
        return DS_OK;
    return ds_error_set(err, DS_USAGE,
                        "dit register is deel %" PRIu32 " van %" PRIu32 ", en --groepen en --same "
                        "kan alleen het geheel zeggen; tel de delen zonder, en tel op (merge)",
                        "this register is part %" PRIu32 " of %" PRIu32 ", and --groepen and "
                        "--same only the whole can tell; tally the parts without, and add up "
                        "(merge)",
                        part.part, part.n_parts);
}

static ds_status run_asked(const ds_work *work, const ds_tallies_options *options,
                           ds_tallies *tallies, ds_error *err) {
    const ds_tally_options how = {
        .n_workers = work->n_threads, .part = options->part, .n_parts = options->n_parts};
    ds_register *reg = NULL;
    ds_status status = ds_tallies_narrow(tallies, &options->narrow, &options->shown, err);
    if (status == DS_OK && options->n_parts > 0 &&
        (ds_shown_asked(&options->shown) || options->narrow.groups != NULL ||
         options->narrow.same != NULL))
        status =
            ds_error_set(err, DS_USAGE,
                         "van een deel (--part) is er niets te vergelijken; tel eerst op "
                         "(merge)",
                         "of a part (--part) there is nothing to compare; add up first (merge)");
    if (status == DS_OK)
        status = ds_work_definitions_read(work, options->definitions_file, &tallies->own, err);
    if (status == DS_OK && options->indicators == NULL)
        status = add_all_tables(tallies, options->by, err);
    else if (status == DS_OK)
        status = add_listed_tables(tallies, options->indicators, options->by, err);
    if (status == DS_OK) status = ds_of_work_open(work, &reg, err);
    if (status == DS_OK) status = check_narrow_of_part(options, reg, err);
    if (status == DS_OK) status = ds_tallies_run(tallies, reg, &how, err);
    ds_register_close(reg);
    return status;
}

ds_status ds_work_tally(const ds_work *work, const ds_tallies_options *options, ds_tallies **out,
                        ds_error *err) {
    ds_tallies *tallies;
    ds_status status =
        ds_error_version(err, "ds_tallies_options", options->version, DS_TALLIES_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    tallies = ds_tallies_new(NULL, options->present_codes);
    if (tallies == NULL) return ds_error_memory(err);
    tallies->definitions = &tallies->own;
    status = run_asked(work, options, tallies, err);
    if (status == DS_OK)
        *out = tallies;
    else
        ds_tallies_free(tallies);
    return status;
}
