/* work/inside/relate.c: what hangs together in any table: columns → rows by group → tests → their
 * family. See doorstroom/inside.h. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/relate_run.h"

enum { LISTS = 32 }; /* columns in --x, and in --y */

struct ds_work_relate_result {
    ds_relate_block block;
    ds_names x, y, order;
    char *file, *by;
    relate_table table;
    size_t of_x[LISTS], of_y[LISTS], of_by;
    ds_relate_column *columns;
    ds_arena texts;
    ds_relate_row *rows;
};

void ds_work_relate_free(ds_work_relate_result *r) {
    if (r == NULL) return;
    ds_relate_table_done(&r->table);
    ds_names_done(&r->x);
    ds_names_done(&r->y);
    ds_names_done(&r->order);
    ds_arena_done(&r->texts);
    ds_free(r->file);
    ds_free(r->by);
    ds_free(r->columns);
    ds_free(r->rows);
    ds_free(r);
}

const ds_relate_block *ds_work_relate_block(const ds_work_relate_result *result) {
    return &result->block;
}

/* ---- what is asked ---- */

static ds_status check_relate_asked(const ds_work_relate_options *o, ds_error *err) {
    if (o->file == NULL)
        return ds_error_set(err, DS_USAGE, "welke tabel? --data", "which table? --data");
    if (o->x == NULL) return ds_error_set(err, DS_USAGE, "welke kolom? --x", "which column? --x");
    if (o->y == NULL)
        return ds_error_set(err, DS_USAGE, "met welke kolom? --y", "with which column? --y");
    if ((int)o->method < 0 || (int)o->method >= DS_RELATE_METHODS || (int)o->adjust < 0 ||
        (int)o->adjust > (int)DS_ADJUST_BY)
        return ds_error_set(err, DS_USAGE, "onbekende methode", "unknown method");
    return DS_OK;
}

static ds_status copy_relate_text(const char *text, char **out, ds_error *err) {
    *out = text == NULL ? NULL : ds_strdup(text);
    return text != NULL && *out == NULL ? ds_error_memory(err) : DS_OK;
}

/* A column that is asked for twice says nothing about itself. */
static ds_status add_relate_column(ds_work_relate_result *r, const char *option, const char *name,
                                   size_t *out, ds_error *err) {
    for (size_t i = 0; i < r->table.n_columns; i++)
        if (ds_text_same_name(ds_text_of(r->table.columns[i].name), ds_text_of(name)))
            return ds_error_set(err, DS_USAGE, "%s: '%.200s' staat al bij een andere optie",
                                "%s: '%.200s' is named by another option already", option, name);
    *out = r->table.n_columns;
    r->table.columns[r->table.n_columns++].name = name;
    return DS_OK;
}

static ds_status name_relate_columns(ds_work_relate_result *r, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < r->x.n; i++)
        status = add_relate_column(r, "--x", r->x.names[i], &r->of_x[i], err);
    for (size_t i = 0; status == DS_OK && i < r->y.n; i++)
        status = add_relate_column(r, "--y", r->y.names[i], &r->of_y[i], err);
    if (status == DS_OK && r->by != NULL)
        status = add_relate_column(r, "--by", r->by, &r->of_by, err);
    return status;
}

static ds_status take_relate_options(const ds_work_relate_options *o, ds_work_relate_result *r,
                                     ds_error *err) {
    ds_status status = check_relate_asked(o, err);
    if (status == DS_OK) status = copy_relate_text(o->file, &r->file, err);
    if (status == DS_OK) status = copy_relate_text(o->by, &r->by, err);
    if (status == DS_OK) status = ds_names_split("--x", o->x, LISTS, &r->x, err);
    if (status == DS_OK) status = ds_names_split("--y", o->y, LISTS, &r->y, err);
    if (status == DS_OK)
        status = ds_names_split("--order", o->order, RELATE_GROUPS_MAX, &r->order, err);
    return status == DS_OK ? name_relate_columns(r, err) : status;
}

/* ---- group by group ---- */

typedef struct relate_slices {
    relate_run run;
    size_t *rows;
    double *values; /* [n_columns * n_rows] */
} relate_slices;

static ds_status make_relate_room(const ds_work_relate_options *o, ds_work_relate_result *r,
                                  relate_slices *s, ds_error *err) {
    s->run = (relate_run){.path = r->file,
                          .table = &r->table,
                          .x = r->of_x,
                          .y = r->of_y,
                          .n_x = r->x.n,
                          .n_y = r->y.n,
                          .method = o->method,
                          .order = &r->order,
                          .pairwise = o->pairwise,
                          .by = "",
                          .texts = &r->texts};
    s->rows = ds_calloc(r->table.n_rows + 1, sizeof *s->rows);
    s->values = ds_calloc(r->table.n_columns * r->table.n_rows + 1, sizeof *s->values);
    if (s->rows == NULL || s->values == NULL) return ds_error_memory(err);
    s->run.rows = s->rows;
    for (size_t c = 0; c < r->table.n_columns; c++)
        s->run.values[c] = s->values + c * r->table.n_rows;
    return DS_OK;
}

/* The rows where group[i] is g; all without groups. */
static ds_status run_relate_slice(relate_slices *s, const size_t *group, size_t g, ds_error *err) {
    const relate_table *table = s->run.table;
    s->run.n_rows = 0;
    for (size_t i = 0; i < table->n_rows; i++) {
        if (group != NULL && group[i] != g) continue;
        for (size_t c = 0; c < table->n_columns && s->run.values[c] != NULL; c++)
            s->run.values[c][s->run.n_rows] = table->columns[c].numbers[i];
        s->rows[s->run.n_rows++] = i;
    }
    return ds_relate_run_tests(&s->run, err);
}

static ds_status run_relate_groups(ds_work_relate_result *r, relate_slices *s, ds_error *err) {
    relate_groups groups = {0};
    ds_status status;
    for (size_t i = 0; i < r->table.n_rows; i++)
        s->rows[i] = i;
    s->run.n_rows = r->table.n_rows;
    status = ds_relate_find_groups(&s->run, r->of_by, &groups, err);
    for (size_t g = 0; status == DS_OK && g < groups.n; g++) {
        const ds_text value = r->table.columns[r->of_by].values[groups.code[g]];
        s->run.by = ds_arena_copy(&r->texts, value);
        if (s->run.by == NULL) return ds_relate_groups_done(&groups), ds_error_memory(err);
        status = run_relate_slice(s, groups.group, g, err);
    }
    ds_relate_groups_done(&groups);
    return status;
}

static ds_status run_relate_tests(const ds_work_relate_options *o, ds_work_relate_result *r,
                                  ds_error *err) {
    relate_slices s = {0};
    ds_status status = make_relate_room(o, r, &s, err);
    if (status == DS_OK)
        status = r->by == NULL ? run_relate_slice(&s, NULL, 0, err) : run_relate_groups(r, &s, err);
    r->rows = s.run.out;
    r->block.n = s.run.n_out;
    ds_free(s.rows);
    ds_free(s.values);
    return status;
}

/* ---- all tests together ---- */

static double find_detectable(const ds_relate_row *row, size_t m) {
    const double alpha = m > 0 ? 0.05 / (double)m : 0.05;
    const size_t n = row->result.n;
    if (row->method == DS_RELATE_PARTIAL && row->result.df >= 1)
        return ds_detectable_correlation((size_t)row->result.df + 2, alpha, 0.8);
    if (row->measure == DS_RELATE_R || row->measure == DS_RELATE_RHO)
        return ds_detectable_correlation(n, alpha, 0.8);
    if (row->measure == DS_RELATE_DIFFERENCE || row->measure == DS_RELATE_B)
        return ds_detectable_estimate(row->result.se, row->result.df, alpha, 0.8);
    return NAN;
}

static ds_status adjust_relate_family(ds_work_relate_result *r, ds_adjust_method method,
                                      ds_error *err) {
    double *p = ds_calloc(r->block.n + 1, sizeof *p);
    ds_status status;
    if (p == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < r->block.n; i++)
        p[i] = r->rows[i].test ? r->rows[i].result.p : (double)NAN;
    status = ds_adjust_p(p, r->block.n, method, p, &r->block.n_tests, err);
    for (size_t i = 0; status == DS_OK && i < r->block.n; i++) {
        ds_relate_row *row = &r->rows[i];
        row->p_adjusted = p[i];
        row->detectable = find_detectable(row, r->block.n_tests);
        r->block.n_excluded += row->test && isnan(row->result.p);
    }
    ds_free(p);
    return status;
}

static ds_status fill_relate_block(ds_work_relate_result *r, ds_error *err) {
    ds_relate_block *b = &r->block;
    r->columns = ds_calloc(r->table.n_columns + 1, sizeof *r->columns);
    if (r->columns == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < r->table.n_columns; i++) {
        const relate_column *c = &r->table.columns[i];
        r->columns[i] = (ds_relate_column){c->name, c->empty, c->unknown};
    }
    b->file = r->file;
    b->by = r->by;
    b->n_rows = r->table.n_rows;
    b->rows = r->rows;
    b->columns = r->columns;
    b->n_columns = r->table.n_columns;
    if (r->by != NULL) b->without_by = r->columns[r->of_by].empty + r->columns[r->of_by].unknown;
    return DS_OK;
}

ds_status ds_work_relate(const ds_work *work, const ds_work_relate_options *options,
                         ds_work_relate_result **out, ds_error *err) {
    ds_error here = {0};
    ds_work_relate_result *r;
    ds_status status = ds_error_version(err, "ds_work_relate_options", options->version,
                                        DS_WORK_RELATE_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    if (err == NULL) err = &here;
    r = ds_calloc(1, sizeof *r);
    if (r == NULL) return ds_error_memory(err);
    r->block.adjust = options->adjust;
    status = take_relate_options(options, r, err);
    if (status == DS_OK) status = ds_relate_read_table(work, r->file, &r->table, err);
    if (status == DS_OK) status = run_relate_tests(options, r, err);
    if (status == DS_OK) status = adjust_relate_family(r, options->adjust, err);
    if (status == DS_OK) status = fill_relate_block(r, err);
    if (status == DS_OK)
        *out = r;
    else
        ds_work_relate_free(r);
    return status;
}
