/* release/release.c: looking at a release. See doorstroom/release.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "release/model.h"

void ds_release_free(ds_release *release) {
    if (release == NULL) return;
    ds_arena_done(&release->arena);
    ds_free(release);
}

ds_release_facts ds_release_whole(const ds_release *release) {
    return release->facts;
}

size_t ds_release_n_tables(const ds_release *release) {
    return release->n_tables;
}

const ds_release_table *ds_release_at(const ds_release *release, size_t i) {
    return &release->tables[i];
}

double ds_release_share_pct(const ds_release_row *row) {
    if (!row->teller.shown || !row->noemer.shown || row->noemer.n == 0) return NAN;
    return 100 * (double)row->teller.n / (double)row->noemer.n;
}

/* ---- sheets and words ---- */

static int compare_sheets(const void *a, const void *b) {
    const ds_release_sheet *x = a, *y = b;
    const int order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->scope, y->scope);
}

static int compare_labels(const void *a, const void *b) {
    const ds_release_label *x = a, *y = b;
    const int order = strcmp(x->column, y->column);
    return order != 0 ? order : strcmp(x->code, y->code);
}

static int compare_definitions(const void *a, const void *b) {
    return strcmp(((const ds_release_definition *)a)->id, ((const ds_release_definition *)b)->id);
}

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t ds_release_n_sheets(const ds_release *release) {
    return release->n_sheets;
}

const ds_release_sheet *ds_release_sheet_at(const ds_release *release, size_t i) {
    return &release->sheets[i];
}

const ds_release_sheet *ds_release_sheet_of(const ds_release *release, const char *id,
                                            const char *scope) {
    const ds_release_sheet wanted = {.id = id, .scope = scope};
    if (release->n_sheets == 0) return NULL;
    return bsearch(&wanted, release->sheets, release->n_sheets, sizeof wanted, compare_sheets);
}

ds_release_about ds_release_about_of(const ds_release *release) {
    return release->about;
}

ds_say ds_release_label_of(const ds_release *release, const char *column, const char *code) {
    const ds_release_label wanted = {.column = column, .code = code};
    const ds_release_label *found =
        release->n_labels == 0
            ? NULL
            : bsearch(&wanted, release->labels, release->n_labels, sizeof wanted, compare_labels);
    return found == NULL ? (ds_say){code, code} : found->text;
}

const ds_release_label *ds_release_labels(const ds_release *release, size_t *out_n) {
    *out_n = release->n_labels;
    return release->labels;
}

const ds_release_definition *ds_release_definitions(const ds_release *release, size_t *out_n) {
    *out_n = release->n_definitions;
    return release->definitions;
}

const ds_release_definition *ds_release_definition_of(const ds_release *release, const char *id) {
    const ds_release_definition wanted = {.id = id};
    if (release->n_definitions == 0) return NULL;
    return bsearch(&wanted, release->definitions, release->n_definitions, sizeof wanted,
                   compare_definitions);
}

const ds_release_delivery *ds_release_deliveries(const ds_release *release, size_t *out_n) {
    *out_n = release->n_deliveries;
    return release->deliveries;
}

const char *const *ds_release_scopes(const ds_release *release, size_t *out_n) {
    *out_n = release->n_scopes;
    return (const char *const *)release->scopes;
}

/* ---- once all is in ---- */

static int compare_say(ds_say a, ds_say b) {
    const int order = strcmp(ds_say_text(a, DS_NL), ds_say_text(b, DS_NL));
    return order != 0 ? order : strcmp(ds_say_text(a, DS_EN), ds_say_text(b, DS_EN));
}

static int compare_whole_labels(const void *a, const void *b) {
    const int order = compare_labels(a, b);
    return order != 0 ? order
                      : compare_say(((const ds_release_label *)a)->text,
                                    ((const ds_release_label *)b)->text);
}

/* One a column and code: the first by its bytes, in whatever order they came. */
static void sort_labels(ds_release *release) {
    size_t kept = 0;
    if (release->n_labels > 1)
        qsort(release->labels, release->n_labels, sizeof *release->labels, compare_whole_labels);
    for (size_t i = 0; i < release->n_labels; i++)
        if (kept == 0 || compare_labels(&release->labels[kept - 1], &release->labels[i]) != 0)
            release->labels[kept++] = release->labels[i];
    release->n_labels = kept;
}

size_t ds_release_own_key(const ds_release_table *table) {
    size_t k = 0;
    if (strcmp(table->scope, DS_RELEASE_OF_EACH) != 0) return SIZE_MAX;
    while (k < table->n_keys && strcmp(table->key_names[k], DS_RELEASE_INSTITUTION) != 0)
        k++;
    return k < table->n_keys ? k : SIZE_MAX;
}

/* Those of a table: its own, or the institutions of its rows. */
static size_t add_table_scopes(const ds_release_table *table, const char **list, size_t n) {
    const size_t own = ds_release_own_key(table);
    if (own == SIZE_MAX && table->scope[0] != '\0') list[n++] = table->scope;
    for (size_t i = 0; own != SIZE_MAX && i < table->n_rows; i++)
        if (n == 0 || strcmp(list[n - 1], table->rows[i].keys[own]) != 0)
            list[n++] = table->rows[i].keys[own];
    return n;
}

static ds_status list_scopes(ds_release *release, ds_error *err) {
    size_t n = 0, kept = 0, most = release->n_tables + release->n_sheets;
    for (size_t i = 0; i < release->n_tables; i++)
        most += release->tables[i].n_rows;
    release->scopes = ds_arena_take(&release->arena, most + 1, sizeof *release->scopes);
    if (release->scopes == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < release->n_tables; i++)
        n = add_table_scopes(&release->tables[i], release->scopes, n);
    for (size_t i = 0; i < release->n_sheets; i++)
        if (release->sheets[i].scope[0] != '\0') release->scopes[n++] = release->sheets[i].scope;
    if (n > 1) qsort((void *)release->scopes, n, sizeof *release->scopes, compare_texts);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || strcmp(release->scopes[kept - 1], release->scopes[i]) != 0)
            release->scopes[kept++] = release->scopes[i];
    release->n_scopes = kept;
    return DS_OK;
}

ds_status ds_release_settle(ds_release *release, ds_error *err) {
    if (release->n_sheets > 1)
        qsort(release->sheets, release->n_sheets, sizeof *release->sheets, compare_sheets);
    for (size_t i = 1; i < release->n_sheets; i++)
        if (compare_sheets(&release->sheets[i - 1], &release->sheets[i]) == 0)
            return ds_error_set(err, DS_USAGE, "twee antwoorden op dezelfde vraag: %.200s",
                                "two answers to one question: %.200s", release->sheets[i].id);
    sort_labels(release);
    if (release->n_definitions > 1)
        qsort(release->definitions, release->n_definitions, sizeof *release->definitions,
              compare_definitions);
    return list_scopes(release, err);
}
