/* dossier/find.c: lists of dossiers, and the history of their answers. See doorstroom/dossier.h. */
#include "base/buffer.h"
#include "base/error.h"
#include "dossier/result.h"
#include "dossier/store.h"

enum { BEREIKEN_MAX = 1 << 20 };

/* The codes between line ends, as no code has one in it; nothing when all count. */
static ds_status join_bereiken(const ds_dossiers_filter *filter, ds_buffer *out, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < filter->n_bereiken; i++) {
        status = ds_take_name(filter->bereiken[i], "bereik", err);
        if (status != DS_OK) return status;
        if (i == 0) ds_buffer_add_char(out, '\n');
        ds_buffer_add_string(out, filter->bereiken[i]);
        ds_buffer_add_char(out, '\n');
    }
    return ds_buffer_finish(out, err);
}

static ds_status list_dossiers(ds_lite *db, const ds_dossiers_filter *filter, const char *bereiken,
                               ds_arena *arena, ds_dossiers_list *out, ds_error *err) {
    ds_dossier_head *list = NULL, *more;
    size_t capacity = 0;
    ds_ask ask;
    ds_ask_begin(
        db,
        "SELECT " DS_HEAD_COLUMNS " FROM dossiers d WHERE (?1 IS NULL OR d.formulier=?1)"
        " AND (?2 IS NULL OR d.versie=?2) AND (?3 IS NULL OR d.toestand=?3)"
        " AND (?4 IS NULL OR d.soort=?4)"
        " AND (?5 IS NULL OR instr(?5,char(10)||d.bereik||char(10))>0 OR (?6 AND EXISTS"
        "(SELECT 1 FROM partijen p WHERE p.dossier=d.id AND p.weg=0"
        " AND instr(?5,char(10)||p.bereik||char(10))>0)))"
        " ORDER BY d.formulier,d.versie,d.naam,d.id",
        DS_BOUND(ds_bind_text_or_null(filter->formulier), ds_bind_text_or_null(filter->versie),
                 ds_bind_text_or_null(filter->toestand), ds_bind_text_or_null(filter->soort),
                 ds_bind_text_or_null(bereiken), ds_bind_number(filter->or_partij)),
        &ask);
    while (ds_ask_next(&ask)) {
        more = ds_list_more(arena, &list, &out->n, &capacity, sizeof *more);
        if (more == NULL) break;
        ds_head_columns_read(&ask, arena, more);
    }
    out->list = list;
    return ds_ask_end(&ask, err);
}

ds_status ds_dossiers_find(ds_dossiers *store, const ds_dossiers_filter *filter,
                           ds_dossiers_list *out, ds_error *err) {
    static const ds_dossiers_filter all;
    const ds_dossiers_filter *f = filter == NULL ? &all : filter;
    ds_dossiers_list found = {0};
    ds_buffer bereiken;
    ds_lite *db;
    ds_status status;
    ds_arena *arena = ds_result_new();
    if (arena == NULL) return ds_error_memory(err);
    ds_buffer_init(&bereiken, BEREIKEN_MAX);
    status = join_bereiken(f, &bereiken, err);
    if (status == DS_OK) status = ds_reading_begin(store, &db, err);
    if (status == DS_OK) {
        status = list_dossiers(db, f, f->n_bereiken == 0 ? NULL : ds_buffer_string(&bereiken),
                               arena, &found, err);
        status = ds_reading_end(store, db, status, err);
    }
    ds_buffer_done(&bereiken);
    if (status == DS_OK) status = ds_arena_finish(arena, err);
    found.memory = arena;
    if (status == DS_OK)
        *out = found;
    else
        ds_dossiers_list_done(&found);
    return status;
}

void ds_dossiers_list_done(ds_dossiers_list *list) {
    ds_result_free(list->memory);
    *list = (ds_dossiers_list){0};
}

/* ---- every value that there was ---- */

static ds_status list_versions(ds_lite *db, ds_ask *ask, ds_arena *arena, ds_dossier_history *out,
                               ds_error *err) {
    ds_dossier_version *list = NULL, *more;
    ds_named named = {0};
    size_t capacity = 0;
    ds_status status;
    while (ds_ask_next(ask)) {
        more = ds_list_more(arena, &list, &out->n, &capacity, sizeof *more);
        if (more == NULL) break;
        *more = (ds_dossier_version){ds_ask_copy(ask, 0, arena), ds_ask_copy(ask, 1, arena),
                                     ds_ask_copy(ask, 2, arena), ds_ask_copy(ask, 3, arena),
                                     ds_ask_number(ask, 4),      ds_ask_number(ask, 5),
                                     ds_ask_number(ask, 6),      ds_ask_number(ask, 7) != 0};
        ds_named_note(&named, arena, more->by);
    }
    status = ds_ask_end(ask, err);
    if (status == DS_OK) status = ds_named_finish(&named, db, arena, err);
    out->list = list;
    out->persons = named.list;
    out->n_persons = named.n;
    return status == DS_OK ? ds_arena_finish(arena, err) : status;
}

ds_status ds_dossier_history_read(ds_dossiers *store, int64_t dossier, const char *path,
                                  size_t most, ds_dossier_history *out, ds_error *err) {
    ds_dossier_history history = {0};
    ds_lite *db;
    ds_ask ask;
    ds_status status;
    ds_arena *arena = ds_result_new();
    if (arena == NULL) return ds_error_memory(err);
    history.memory = arena;
    status = ds_reading_begin(store, &db, err);
    if (status == DS_OK) {
        ds_ask_begin(db,
                     "SELECT pad,onderwerp,waarde,vorige,revisie,door,op,geweigerd FROM versies"
                     " WHERE dossier=?1 AND (?2 IS NULL OR pad=?2) ORDER BY id DESC LIMIT ?3",
                     DS_BOUND(ds_bind_number(dossier), ds_bind_text_or_null(path),
                              ds_bind_number(most == 0 ? -1 : (int64_t)most)),
                     &ask);
        status = list_versions(db, &ask, arena, &history, err);
        status = ds_reading_end(store, db, status, err);
    }
    if (status == DS_OK)
        *out = history;
    else
        ds_dossier_history_done(&history);
    return status;
}

void ds_dossier_history_done(ds_dossier_history *history) {
    ds_result_free(history->memory);
    *history = (ds_dossier_history){0};
}
