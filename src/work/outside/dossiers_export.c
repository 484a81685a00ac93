/* work/outside/dossiers_export.c: all that was submitted of a form, as deliveries that an import
 * reads: what the form says that comes of it, a table a kind. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/logboek.h"
#include "work/outside/dossiers_desk.h"

enum { EXPORT_KINDS_MAX = 40, EXPORT_COLUMNS_MAX = 100 };

/* The rows of one kind, of all dossiers; columns of all of its deliveries. */
typedef struct export_kind {
    const char *kind;
    const char *columns[EXPORT_COLUMNS_MAX];
    size_t n_columns;
    const char **values; /* [n_rows * EXPORT columns of the kind] as found, in the arena */
    size_t n_values, capacity;
    const char **scopes; /* of each row the dossier's, in the arena */
    size_t n_rows, scopes_capacity;
} export_kind;

typedef struct exporting {
    ds_desk *desk;
    const ds_desk_actor *actor;
    const ds_formulier *form;
    ds_arena texts;
    export_kind kinds[EXPORT_KINDS_MAX];
    size_t n_kinds;
    size_t n_dossiers;
} exporting;

/* ---- which tables ---- */

static export_kind *find_export_kind(exporting *e, const char *kind) {
    for (size_t k = 0; k < e->n_kinds; k++)
        if (strcmp(e->kinds[k].kind, kind) == 0) return &e->kinds[k];
    return NULL;
}

static size_t find_export_column(const export_kind *kind, const char *name) {
    for (size_t c = 0; c < kind->n_columns; c++)
        if (strcmp(kind->columns[c], name) == 0) return c;
    return SIZE_MAX;
}

/* Of the form, so that a kind that nobody filled in is a file with a heading and no rows. */
static ds_status plan_export(exporting *e, ds_error *err) {
    for (size_t d = 0; d < e->form->n_deliveries; d++) {
        const ds_levering *delivery = &e->form->deliveries[d];
        export_kind *kind = find_export_kind(e, delivery->kind);
        if (kind == NULL && e->n_kinds < EXPORT_KINDS_MAX) {
            kind = &e->kinds[e->n_kinds++];
            kind->kind = delivery->kind;
        }
        for (size_t c = 0; kind != NULL && c < delivery->n_columns; c++)
            if (find_export_column(kind, delivery->columns[c].name) == SIZE_MAX &&
                kind->n_columns < EXPORT_COLUMNS_MAX)
                kind->columns[kind->n_columns++] = delivery->columns[c].name;
        if (kind == NULL || kind->n_columns == EXPORT_COLUMNS_MAX)
            return ds_error_set(err, DS_INPUT, "dit formulier heeft te veel leveringen",
                                "this form has too many deliveries");
    }
    return DS_OK;
}

/* ---- rows ---- */

static ds_status add_export_rows(exporting *e, const ds_leveringsrijen *rows, const char *scope,
                                 ds_error *err) {
    export_kind *kind = find_export_kind(e, rows->kind);
    size_t places[EXPORT_COLUMNS_MAX];
    if (kind == NULL || rows->n_columns > EXPORT_COLUMNS_MAX) return DS_OK;
    for (size_t c = 0; c < rows->n_columns; c++)
        places[c] = find_export_column(kind, rows->columns[c]);
    for (size_t r = 0; r < rows->n_rows; r++) {
        const char **to;
        if (!ds_reserve(&kind->values, &kind->capacity, kind->n_values + kind->n_columns,
                        sizeof *kind->values) ||
            !ds_reserve(&kind->scopes, &kind->scopes_capacity, kind->n_rows + 1,
                        sizeof *kind->scopes))
            return ds_error_memory(err);
        kind->scopes[kind->n_rows++] = scope;
        to = kind->values + kind->n_values;
        for (size_t c = 0; c < kind->n_columns; c++)
            to[c] = "";
        for (size_t c = 0; c < rows->n_columns; c++)
            if (places[c] != SIZE_MAX)
                to[places[c]] = ds_desk_copy(&e->texts, rows->values[r * rows->n_columns + c]);
        kind->n_values += kind->n_columns;
    }
    return ds_arena_finish(&e->texts, err);
}

static ds_status export_case(exporting *e, const desk_case *c, ds_error *err) {
    const char *scope = ds_desk_copy(&e->texts, c->dossier.head.bereik);
    ds_leveringen *deliveries = NULL;
    ds_status status = ds_formulier_rows(c->form, &c->facts, &deliveries, err);
    for (size_t i = 0; status == DS_OK && i < ds_leveringen_n(deliveries); i++)
        status = add_export_rows(e, ds_leveringen_at(deliveries, i), scope, err);
    ds_leveringen_free(deliveries);
    e->n_dossiers++;
    return status;
}

static ds_status export_all(exporting *e, ds_error *err) {
    const ds_dossiers_filter filter = {.formulier = e->form->id, .versie = e->form->version};
    ds_dossiers_list list = {0};
    ds_status status = ds_dossiers_find(e->desk->store, &filter, &list, err);
    for (size_t i = 0; status == DS_OK && i < list.n; i++) {
        const ds_toestand *state = ds_formulier_state(e->form, list.list[i].toestand);
        desk_case c;
        bool there = false;
        if (state == NULL || !state->submitted) continue;
        status = ds_desk_case_read(e->desk, e->actor, list.list[i].id, &c, &there, err);
        if (status != DS_OK || !there) continue;
        status = export_case(e, &c, err);
        ds_desk_case_done(&c);
    }
    ds_dossiers_list_done(&list);
    return status;
}

/* ---- would an import take it ---- */

static ds_status put_kind_rows(const export_kind *kind, ds_kind_builder *builder, ds_error *err) {
    ds_status status = ds_kind_builder_columns(builder, kind->columns, kind->n_columns, err);
    for (size_t r = 0; status == DS_OK && r < kind->n_rows; r++)
        status = ds_kind_builder_row(builder, kind->values + r * kind->n_columns, err);
    return status;
}

/* All rows of a kind together, as one delivery: what its own reader refuses is told with the
 * dossier from which it comes. */
static ds_status check_export_kind(const exporting *e, const export_kind *kind, ds_error *err) {
    ds_kind_builder *builder = NULL;
    ds_kind_table *table = NULL;
    ds_error why = {0};
    ds_status status = ds_kind_builder_new(e->desk->kinds, kind->kind, &builder, &why);
    if (status == DS_OK) status = put_kind_rows(kind, builder, &why);
    if (status == DS_OK) status = ds_kind_builder_finish(builder, NULL, &table, &why);
    ds_kind_table_free(table);
    ds_kind_builder_free(builder);
    if (status == DS_OK || err == NULL) return status;
    *err = why;
    if (status == DS_INPUT) {
        /* A builder tells which row it is as a line. */
        const size_t row = why.line < 1 ? 0 : (size_t)why.line - 1;
        (void)snprintf(err->file, sizeof err->file, "%s",
                       row < kind->n_rows ? kind->scopes[row] : kind->kind);
    }
    return status;
}

static ds_status check_export(const exporting *e, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t k = 0; status == DS_OK && e->desk->kinds != NULL && k < e->n_kinds; k++)
        if (e->kinds[k].n_rows > 0) status = check_export_kind(e, &e->kinds[k], err);
    return status;
}

/* ---- as a document ---- */

static ds_document *document_of_kind(const exporting *e, const export_kind *kind, ds_document *to) {
    const ds_kind_description *known =
        e->desk->kinds == NULL ? NULL : ds_kinds_find(e->desk->kinds, kind->kind);
    ds_field fields[EXPORT_COLUMNS_MAX];
    ds_value values[EXPORT_COLUMNS_MAX];
    ds_doc_table *table;
    for (size_t c = 0; c < kind->n_columns; c++) {
        fields[c] = (ds_field){.id = kind->columns[c], .in = DS_IN_ALL};
        for (size_t f = 0; known != NULL && f < known->n_fields; f++)
            if (strcmp(known->fields[f].name, kind->columns[c]) == 0)
                fields[c].title = ds_document_say(to, known->fields[f].nl, known->fields[f].en);
    }
    table = ds_document_table(to, DS_IN_ALL, kind->kind,
                              known == NULL ? (ds_say){NULL, NULL}
                                            : ds_document_say(to, known->nl, known->en),
                              fields, kind->n_columns);
    for (size_t at = 0; at < kind->n_values; at += kind->n_columns) {
        for (size_t c = 0; c < kind->n_columns; c++)
            values[c] = kind->values[at + c][0] == '\0' ? ds_value_none(DS_STATE_BLANK)
                                                        : ds_value_text(kind->values[at + c]);
        ds_doc_table_row(table, values);
    }
    return to;
}

static ds_status gather_export(exporting *e, ds_error *err) {
    ds_status status = plan_export(e, err);
    if (status == DS_OK) status = export_all(e, err);
    if (status == DS_OK) status = check_export(e, err);
    if (status == DS_OK)
        status = ds_logboek_add(e->desk->store, e->actor->user, 0,
                                ds_desk_action_name(DS_DESK_EXPORT), e->form->id, err);
    return status;
}

static void end_export(exporting *e) {
    for (size_t k = 0; k < e->n_kinds; k++) {
        ds_free(e->kinds[k].values);
        ds_free(e->kinds[k].scopes);
    }
    ds_arena_done(&e->texts);
}

ds_status ds_desk_export_document(ds_desk *desk, const ds_desk_actor *actor, const char *form,
                                  const char *version, ds_desk_outcome *outcome, ds_document **out,
                                  ds_error *err) {
    exporting e = {.desk = desk, .actor = actor};
    ds_document *made = NULL;
    ds_status status;
    *outcome = ds_desk_of_all(desk, actor, DS_DESK_EXPORT, form, version, &e.form);
    if (*outcome != DS_OUTCOME_DONE) return DS_OK;
    status = gather_export(&e, err);
    if (status == DS_OK) {
        made = ds_document_new("leveringen", e.form->say);
        ds_document_set_internal(made);
        for (size_t k = 0; k < e.n_kinds; k++)
            (void)document_of_kind(&e, &e.kinds[k], made);
        status = ds_document_finish(made, err);
    }
    end_export(&e);
    if (status == DS_OK)
        *out = made;
    else
        ds_document_free(made);
    return status;
}

/* ---- as files ---- */

static ds_status save_kind(const exporting *e, const export_kind *kind, const char *folder,
                           bool no_formulas, ds_error *err) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    ds_document *made = ds_document_new(kind->kind, (ds_say){NULL, NULL});
    char name[DS_FORMULIER_ID_MAX + 40], path[DS_PATH_SIZE];
    ds_status status;
    (void)snprintf(name, sizeof name, "%s_%d.csv", kind->kind, e->form->year);
    status = ds_file_join(path, folder, name, err);
    (void)document_of_kind(e, kind, made);
    ds_document_set_of_persons(made); /* a file for its owner alone: answers have a name */
    options.no_formulas = no_formulas;
    if (status == DS_OK) status = ds_document_save(made, path, &options, err);
    ds_document_free(made);
    return status;
}

ds_status ds_desk_export(ds_desk *desk, const ds_desk_actor *actor, const char *form,
                         const char *version, const char *folder, bool no_formulas,
                         ds_desk_outcome *outcome, ds_desk_exported *out, ds_error *err) {
    exporting e = {.desk = desk, .actor = actor};
    ds_desk_exported made = {0};
    ds_status status;
    *outcome = ds_desk_of_all(desk, actor, DS_DESK_EXPORT, form, version, &e.form);
    if (*outcome != DS_OUTCOME_DONE) return DS_OK;
    status = gather_export(&e, err);
    if (status == DS_OK) status = ds_file_make_private_folder(folder, err);
    for (size_t k = 0; status == DS_OK && k < e.n_kinds; k++) {
        status = save_kind(&e, &e.kinds[k], folder, no_formulas, err);
        made.n_rows += e.kinds[k].n_rows;
        made.n_files++;
    }
    made.n_dossiers = e.n_dossiers;
    end_export(&e);
    if (status == DS_OK) *out = made;
    return status;
}
