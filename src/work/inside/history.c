/* work/inside/history.c: an import, and with it what changed: two generations' cells side by side,
 * and the school years that came or went as a whole. See doorstroom/inside.h. */
#include "work/inside/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "register/generation.h"

/* ---- comparing ---- */

static const ds_cells *find_cells(const ds_generation_cells *of, const char *indicator,
                                  size_t *out_at) {
    for (size_t i = 0; i < of->n; i++)
        if (strcmp(ds_cells_indicator(of->cells[i]), indicator) == 0) {
            *out_at = i;
            return of->cells[i];
        }
    return NULL;
}

static bool has_schooljaar(const ds_cells *cells, int schooljaar) {
    for (size_t i = 0; cells != NULL && i < ds_cells_n(cells); i++)
        if (ds_cells_at(cells, i).schooljaar == schooljaar) return true;
    return false;
}

/* Rows of deliveries have no teller. */
static bool counts_rows(const char *indicator) {
    return strcmp(indicator, "inschrijvingen") == 0 || strcmp(indicator, "diplomas") == 0;
}

/* The changes of one indicator, by school year; either side may be NULL. */
static ds_status add_changes(ds_history *history, const ds_cells *before, const ds_cells *after,
                             size_t order, ds_error *err) {
    const char *indicator = ds_cells_indicator(after == NULL ? before : after);
    ds_cells_change *list = NULL;
    size_t n = 0;
    bool whole = false;
    ds_status status = ds_cells_changes(before, after, &list, &n, err);
    if (status == DS_OK && !ds_reserve(&history->changes, &history->changes_capacity,
                                       history->n_changes + n, sizeof *history->changes))
        status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        if (i == 0 || list[i].schooljaar != list[i - 1].schooljaar)
            whole = !has_schooljaar(before, list[i].schooljaar) ||
                    !has_schooljaar(after, list[i].schooljaar);
        history->changes[history->n_changes++] =
            (ds_history_change){.order = order,
                                .indicator = indicator,
                                .of_rows = counts_rows(indicator),
                                .schooljaar = list[i].schooljaar,
                                .instelling = list[i].keys[0],
                                .before = list[i].before,
                                .after = list[i].after,
                                .whole_year = whole};
    }
    ds_free(list);
    return status;
}

/* By school year, institution, and the order of the indicators. */
static int compare_changes(const void *x, const void *y) {
    const ds_history_change *a = x, *b = y;
    int order;
    if (a->schooljaar != b->schooljaar) return a->schooljaar < b->schooljaar ? -1 : 1;
    order = ds_text_compare(a->instelling, b->instelling);
    if (order != 0) return order;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void add_measures(ds_measures *to, const ds_measures *from) {
    to->teller += from->teller;
    to->noemer += from->noemer;
    to->onbekend += from->onbekend;
}

/* The row of this change's school year and indicator, *out_new when it is the first. Those of one
 * school year stand together at the end. */
static ds_history_year *find_whole_year(ds_history *history, const ds_history_change *change,
                                        bool *out_new) {
    ds_history_year *year;
    for (size_t k = history->n_years; k > 0; k--) {
        year = &history->years[k - 1];
        if (year->schooljaar != change->schooljaar) break;
        *out_new = false;
        if (year->order == change->order) return year;
    }
    year = &history->years[history->n_years++];
    *year = (ds_history_year){.order = change->order,
                              .indicator = change->indicator,
                              .of_rows = change->of_rows,
                              .schooljaar = change->schooljaar};
    *out_new = true;
    return year;
}

/* Of a whole school year one row an indicator, summed over the institutions. */
static ds_status sum_whole_years(ds_history *history, ds_error *err) {
    history->years = ds_calloc(history->n_changes + 1, sizeof *history->years);
    if (history->years == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < history->n_changes; i++) {
        ds_history_change *change = &history->changes[i];
        ds_history_year *year;
        if (!change->whole_year) continue;
        year = find_whole_year(history, change, &change->first_of_year);
        change->year = (size_t)(year - history->years);
        year->n_places++;
        add_measures(&year->before, &change->before);
        add_measures(&year->after, &change->after);
    }
    return DS_OK;
}

static ds_status compare_indicators(const ds_generation_cells *before,
                                    const ds_generation_cells *after, ds_history *out,
                                    ds_error *err) {
    ds_status status = DS_OK;
    size_t at = 0;
    for (size_t i = 0; status == DS_OK && i < after->n; i++) {
        const char *name = ds_cells_indicator(after->cells[i]);
        const ds_cells *earlier = find_cells(before, name, &at);
        if (earlier != NULL && strcmp(before->versions[at], after->versions[i]) != 0)
            out->redefined[out->n_redefined++] = name;
        else
            status = add_changes(out, earlier, after->cells[i], i, err);
    }
    for (size_t i = 0; status == DS_OK && i < before->n; i++)
        if (find_cells(after, ds_cells_indicator(before->cells[i]), &at) == NULL)
            status = add_changes(out, before->cells[i], NULL, after->n + i, err);
    return status;
}

ds_status ds_generation_compare(const ds_generation_cells *before, const ds_generation_cells *after,
                                ds_history *out, ds_error *err) {
    ds_status status;
    out->redefined = ds_calloc(after->n + 1, sizeof *out->redefined);
    if (out->redefined == NULL) return ds_error_memory(err);
    status = compare_indicators(before, after, out, err);
    if (status != DS_OK) return status;
    if (out->n_changes > 0)
        qsort(out->changes, out->n_changes, sizeof *out->changes, compare_changes);
    return sum_whole_years(out, err);
}

/* ---- the questions ---- */

/* What a history borrows its texts from. */
typedef struct both_generations {
    ds_generation_cells before, after;
} both_generations;

ds_status ds_work_history(const ds_work *work, ds_history *out, ds_error *err) {
    both_generations *both = ds_calloc(1, sizeof *both);
    ds_history history = {.cells = both};
    ds_status status = both == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK) status = ds_generation_count(work, &both->after, err);
    if (status == DS_OK)
        status =
            ds_generation_recall(work, both->after.generation, &both->before, &history.found, err);
    if (status == DS_OK && history.found)
        status = ds_generation_compare(&both->before, &both->after, &history, err);
    if (status != DS_OK) {
        ds_history_done(&history);
        return status;
    }
    history.previous = both->before.generation;
    history.current = both->after.generation;
    *out = history;
    return DS_OK;
}

void ds_history_done(ds_history *history) {
    both_generations *both = history->cells;
    ds_free(history->changes);
    ds_free(history->years);
    ds_free(history->redefined);
    if (both != NULL) {
        ds_generation_done(&both->before);
        ds_generation_done(&both->after);
    }
    ds_free(both);
    *history = (ds_history){0};
}

static void take_import_options(const ds_work *work, ds_generation_keeping *keeping,
                                ds_import_options *out) {
    out->work_folder = work->folder;
    out->program_folder = work->program_folder;
    out->n_workers = work->n_threads;
    out->progress = work->progress;
    out->progress_context = work->progress_context;
    out->replacing = ds_generation_keep;
    out->replacing_context = keeping;
}

void ds_generation_note_left(const ds_work *work) {
    char path[DS_PATH_SIZE];
    ds_error what = {0};
    if (work->noted == NULL || !ds_generation_find_left(work->folder, path)) return;
    (void)ds_error_at(&what, DS_FAULT, path, 0, 0,
                      "dit vorige register staat er nog: het kon niet worden verwijderd; de "
                      "volgende import probeert het weer",
                      "this earlier register is still there: it could not be removed; the next "
                      "import tries again");
    work->noted(work->progress_context, &what);
}

ds_status ds_work_import(const ds_work *work, const ds_work_import_options *options,
                         ds_imported *out, ds_error *err) {
    ds_generation_keeping keeping = {.work = work};
    ds_import_options o = DS_IMPORT_OPTIONS_INIT;
    ds_imported imported = {0};
    ds_work_rules rules;
    ds_status status = ds_error_version(err, "ds_work_import_options", options->version,
                                        DS_WORK_IMPORT_OPTIONS_VERSION);
    *out = imported;
    if (status == DS_OK) /* what is wrong shows now */
        status = ds_work_disclosure_options(work, &rules, err);
    if (status != DS_OK) return status;
    ds_work_rules_done(&rules);
    take_import_options(work, &keeping, &o);
    o.verify = options->verify;
    status = options->sql ? ds_import_sql(&o, &imported.report, &imported.tables, err)
                          : ds_import(&o, &imported.report, err);
    if (status == DS_OK) ds_generation_note_left(work);
    if (status == DS_OK && options->with_history)
        status = ds_work_history(work, &imported.history, err);
    imported.with_history = status == DS_OK && options->with_history;
    imported.kept = keeping.status;
    imported.kept_error = keeping.err;
    *out = imported;
    return status;
}

void ds_imported_done(ds_imported *imported) {
    ds_import_report_free(imported->report);
    ds_history_done(&imported->history);
    ds_free(imported->tables);
    *imported = (ds_imported){0};
}
