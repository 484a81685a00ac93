/* work/inside/sql.c: an indicator, or an outcome of an evaluation in a year of follow-up, as SQL
 * over the register's tables. See doorstroom/inside.h. */
#include "doorstroom/inside.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "work/inside/keys.h"

/* The evaluation of "<evaluation>.<outcome>.<k>", or NULL. */
static const ds_evaluation *find_evaluation_of(const ds_definitions *definitions, const char *id) {
    const char *dot = strchr(id, '.');
    for (size_t i = 0; dot != NULL && i < ds_definitions_n_evaluations(definitions); i++) {
        const ds_evaluation *e = ds_definitions_evaluation_at(definitions, i);
        const size_t size = strlen(e->id);
        if (size == (size_t)(dot - id) && strncmp(e->id, id, size) == 0) return e;
    }
    return NULL;
}

/* An outcome: by who took part, and then by what was asked, or the covariates. */
static ds_status print_outcome(const ds_definitions *definitions, const ds_indicator *indicator,
                               const ds_evaluation *e, const ds_asked_keys *asked, char **out,
                               ds_error *err) {
    uint32_t keys[DS_KEYS_MAX] = {e->group};
    const char *names[DS_KEYS_MAX] = {"groep"};
    size_t n = 1;
    for (size_t i = 0; i < asked->n && n < DS_KEYS_MAX; i++, n++) {
        keys[n] = asked->nodes[i];
        names[n] = asked->names[i];
    }
    for (size_t i = 0; asked->n == 0 && i < e->n_covariates && n < DS_KEYS_MAX; i++, n++) {
        keys[n] = e->covariates[i].node;
        names[n] = e->covariates[i].name;
    }
    return ds_definition_sql(definitions, indicator, keys, names, n, out, err);
}

static ds_status print_narrowed_sql(ds_overlay *overlay, const ds_indicator *indicator,
                                    const ds_sql_options *options, const ds_asked_keys *keys,
                                    ds_sql *sql, ds_error *err) {
    const ds_definitions *definitions = ds_overlay_definitions(overlay);
    const ds_evaluation *evaluation = find_evaluation_of(definitions, options->id);
    ds_status status =
        evaluation != NULL
            ? print_outcome(definitions, indicator, evaluation, keys, &sql->text, err)
            : ds_definition_sql(definitions, indicator, keys->nodes, keys->names, keys->n,
                                &sql->text, err);
    if (status != DS_OK) return status;
    sql->id = ds_strdup(indicator->id);
    sql->version = ds_strdup(indicator->version);
    return sql->id == NULL || sql->version == NULL ? ds_error_memory(err) : DS_OK;
}

static ds_status print_sql(ds_overlay *overlay, const ds_indicator *indicator,
                           const ds_sql_options *options, ds_sql *sql, ds_error *err) {
    const ds_indicator present = ds_indicator_present(indicator);
    ds_asked_keys keys = {0};
    uint32_t where;
    ds_status status = ds_asked_keys_read(&keys, overlay, options->by, err);
    if (options->present_codes) indicator = &present;
    if (status == DS_OK && options->pool > 0)
        status = ds_overlay_pool(overlay, indicator, options->pool, &indicator, err);
    if (status == DS_OK && options->where != NULL)
        status =
            ds_overlay_expression(overlay, "--where", options->where, DS_TYPE_BOOL, &where, err);
    if (status == DS_OK && options->where != NULL)
        status = ds_overlay_where(overlay, indicator, where, &indicator, err);
    if (status == DS_OK) status = print_narrowed_sql(overlay, indicator, options, &keys, sql, err);
    ds_asked_keys_done(&keys);
    return status;
}

static ds_status print_found(ds_definitions *file, const ds_indicator *indicator,
                             const ds_sql_options *options, ds_sql *sql, ds_error *err) {
    ds_overlay *overlay = ds_overlay_new(file);
    ds_status status;
    if (overlay == NULL) return ds_error_memory(err);
    if (indicator->enquete != NULL) ds_overlay_over_enquete(overlay);
    status = print_sql(overlay, indicator, options, sql, err);
    ds_overlay_free(overlay);
    return status;
}

ds_status ds_work_sql(const ds_work *work, const ds_sql_options *options, ds_sql *out,
                      ds_error *err) {
    ds_work_definitions definitions = {0};
    const ds_indicator *indicator = NULL;
    ds_sql sql = {0};
    size_t file;
    ds_status status =
        ds_error_version(err, "ds_sql_options", options->version, DS_SQL_OPTIONS_VERSION);
    if (status == DS_OK)
        status = ds_work_definitions_read(work, options->definitions_file, &definitions, err);
    if (status == DS_OK)
        status = ds_work_definitions_find(&definitions, options->id, &file, &indicator, err);
    if (status == DS_OK)
        status = print_found(definitions.files[file], indicator, options, &sql, err);
    ds_work_definitions_done(&definitions);
    if (status == DS_OK)
        *out = sql;
    else
        ds_sql_done(&sql);
    return status;
}

void ds_sql_done(ds_sql *sql) {
    ds_free(sql->id);
    ds_free(sql->version);
    ds_free(sql->text);
    *sql = (ds_sql){0};
}
