/* dossier/read.c: all of a dossier, as of one moment. See doorstroom/dossier.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "dossier/reading.h"

static ds_status read_head_row(ds_reading *r, int64_t id, bool *out_found, ds_error *err) {
    ds_dossier_head *head = &r->dossier->head;
    ds_ask ask;
    ds_ask_begin(r->db, "SELECT " DS_HEAD_COLUMNS " FROM dossiers d WHERE d.id=?",
                 DS_BOUND(ds_bind_number(id)), &ask);
    *out_found = ds_ask_next(&ask);
    if (*out_found) {
        ds_head_columns_read(&ask, r->arena, head);
        ds_named_note(&r->named, r->arena, head->created_by);
        ds_named_note(&r->named, r->arena, head->changed_by);
        ds_named_note(&r->named, r->arena, head->toestand_by);
    }
    return ds_ask_end(&ask, err);
}

static ds_status read_answers(ds_reading *r, ds_error *err) {
    ds_dossier_answer *list = NULL, *more;
    size_t n = 0, capacity = 0;
    ds_ask ask;
    ds_ask_begin(r->db,
                 "SELECT pad,onderwerp,waarde,revisie,door,op FROM antwoorden WHERE dossier=?"
                 " AND waarde<>'' ORDER BY pad",
                 DS_BOUND(ds_bind_number(r->dossier->head.id)), &ask);
    while (ds_ask_next(&ask)) {
        more = ds_list_more(r->arena, &list, &n, &capacity, sizeof *more);
        if (more == NULL) break;
        *more = (ds_dossier_answer){ds_ask_copy(&ask, 0, r->arena), ds_ask_copy(&ask, 1, r->arena),
                                    ds_ask_copy(&ask, 2, r->arena), ds_ask_number(&ask, 3),
                                    ds_ask_number(&ask, 4),         ds_ask_number(&ask, 5)};
        ds_named_note(&r->named, r->arena, more->by);
    }
    r->dossier->answers = list;
    r->dossier->n_answers = n;
    return ds_ask_end(&ask, err);
}

static ds_status read_overgangen(ds_reading *r, ds_error *err) {
    ds_dossier_overgang *list = NULL, *more;
    size_t n = 0, capacity = 0;
    ds_ask ask;
    ds_ask_begin(r->db,
                 "SELECT overgang,van,naar,reden,door,op,revisie FROM overgangen WHERE dossier=?"
                 " ORDER BY id",
                 DS_BOUND(ds_bind_number(r->dossier->head.id)), &ask);
    while (ds_ask_next(&ask)) {
        more = ds_list_more(r->arena, &list, &n, &capacity, sizeof *more);
        if (more == NULL) break;
        *more =
            (ds_dossier_overgang){ds_ask_copy(&ask, 0, r->arena), ds_ask_copy(&ask, 1, r->arena),
                                  ds_ask_copy(&ask, 2, r->arena), ds_ask_copy(&ask, 3, r->arena),
                                  ds_ask_number(&ask, 4),         ds_ask_number(&ask, 5),
                                  ds_ask_number(&ask, 6)};
        ds_named_note(&r->named, r->arena, more->by);
    }
    r->dossier->overgangen = list;
    r->dossier->n_overgangen = n;
    return ds_ask_end(&ask, err);
}

static ds_status read_whole(ds_reading *r, int64_t id, bool *out_found, ds_error *err) {
    ds_status status = read_head_row(r, id, out_found, err);
    if (status != DS_OK || !*out_found) return status;
    status = read_answers(r, err);
    if (status == DS_OK) status = read_overgangen(r, err);
    if (status == DS_OK) status = ds_reading_partijen(r, err);
    if (status == DS_OK) status = ds_reading_akkoorden(r, err);
    if (status == DS_OK) status = ds_reading_ondertekeningen(r, err);
    if (status == DS_OK) status = ds_reading_vragen(r, err);
    if (status == DS_OK) status = ds_reading_themas(r, err);
    if (status == DS_OK) status = ds_named_finish(&r->named, r->db, r->arena, err);
    r->dossier->persons = r->named.list;
    r->dossier->n_persons = r->named.n;
    return status == DS_OK ? ds_arena_finish(r->arena, err) : status;
}

ds_status ds_dossier_read(ds_dossiers *store, int64_t id, ds_dossier *out,
                          ds_dossier_outcome *out_outcome, ds_error *err) {
    ds_dossier dossier = {0};
    ds_reading r = {.dossier = &dossier};
    bool found = false;
    ds_status status = ds_reading_begin(store, &r.db, err);
    if (status != DS_OK) return status;
    r.arena = ds_result_new();
    status = r.arena == NULL ? ds_error_memory(err) : read_whole(&r, id, &found, err);
    status = ds_reading_end(store, r.db, status, err);
    if (status != DS_OK || !found) {
        ds_result_free(r.arena);
    } else {
        dossier.memory = r.arena;
        *out = dossier;
    }
    if (status == DS_OK) *out_outcome = found ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    return status;
}

void ds_dossier_done(ds_dossier *dossier) {
    ds_result_free(dossier->memory);
    *dossier = (ds_dossier){0};
}

static int compare_answer(const void *path, const void *answer) {
    return strcmp(path, ((const ds_dossier_answer *)answer)->path);
}

const ds_dossier_answer *ds_dossier_answer_at(const ds_dossier *dossier, const char *path) {
    if (dossier->n_answers == 0) return NULL;
    return bsearch(path, dossier->answers, dossier->n_answers, sizeof *dossier->answers,
                   compare_answer);
}

const char *ds_dossier_person_name(const ds_dossier *dossier, int64_t id) {
    for (size_t i = 0; i < dossier->n_persons; i++)
        if (dossier->persons[i].id == id) return dossier->persons[i].naam;
    return "";
}
