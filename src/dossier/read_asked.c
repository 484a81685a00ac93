/* dossier/read_asked.c: questions with their replies, and themes. See reading.h. */
#include "base/error.h"
#include "dossier/reading.h"

static ds_status read_replies(ds_reading *r, ds_dossier_vraag *vraag, ds_error *err) {
    ds_dossier_reply *list = NULL, *more;
    size_t n = 0, capacity = 0;
    ds_ask ask;
    ds_ask_begin(r->db, "SELECT id,door,op,tekst FROM reacties WHERE vraag=? ORDER BY id",
                 DS_BOUND(ds_bind_number(vraag->id)), &ask);
    while (ds_ask_next(&ask)) {
        more = ds_list_more(r->arena, &list, &n, &capacity, sizeof *more);
        if (more == NULL) break;
        *more = (ds_dossier_reply){ds_ask_number(&ask, 0), ds_ask_number(&ask, 1),
                                   ds_ask_number(&ask, 2), ds_ask_copy(&ask, 3, r->arena)};
        ds_named_note(&r->named, r->arena, more->by);
    }
    vraag->replies = list;
    vraag->n_replies = n;
    return ds_ask_end(&ask, err);
}

static void fill_vraag(ds_reading *r, ds_ask *ask, ds_dossier_vraag *out) {
    *out = (ds_dossier_vraag){.id = ds_ask_number(ask, 0),
                              .onderwerp = ds_ask_copy(ask, 1, r->arena),
                              .path = ds_ask_copy(ask, 2, r->arena),
                              .text = ds_ask_copy(ask, 3, r->arena),
                              .by = ds_ask_number(ask, 4),
                              .at_ms = ds_ask_number(ask, 5),
                              .closed_by = ds_ask_number(ask, 6),
                              .closed_ms = ds_ask_number(ask, 7)};
    ds_named_note(&r->named, r->arena, out->by);
    ds_named_note(&r->named, r->arena, out->closed_by);
}

ds_status ds_reading_vragen(ds_reading *r, ds_error *err) {
    ds_dossier_vraag *list = NULL, *more;
    size_t n = 0, capacity = 0;
    ds_status status;
    ds_ask ask;
    ds_ask_begin(r->db,
                 "SELECT id,onderwerp,pad,tekst,door,op,gesloten_door,gesloten FROM vragen"
                 " WHERE dossier=? ORDER BY id",
                 DS_BOUND(ds_bind_number(r->dossier->head.id)), &ask);
    while (ds_ask_next(&ask)) {
        more = ds_list_more(r->arena, &list, &n, &capacity, sizeof *more);
        if (more == NULL) break;
        fill_vraag(r, &ask, more);
    }
    status = ds_ask_end(&ask, err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = read_replies(r, &list[i], err);
    r->dossier->vragen = list;
    r->dossier->n_vragen = n;
    return status;
}

ds_status ds_reading_themas(ds_reading *r, ds_error *err) {
    ds_dossier_thema *list = NULL, *more;
    size_t n = 0, capacity = 0;
    ds_ask ask;
    ds_ask_begin(r->db, "SELECT pad,code,door,op FROM themas WHERE dossier=? ORDER BY pad,code",
                 DS_BOUND(ds_bind_number(r->dossier->head.id)), &ask);
    while (ds_ask_next(&ask)) {
        more = ds_list_more(r->arena, &list, &n, &capacity, sizeof *more);
        if (more == NULL) break;
        *more = (ds_dossier_thema){ds_ask_copy(&ask, 0, r->arena), ds_ask_copy(&ask, 1, r->arena),
                                   ds_ask_number(&ask, 2), ds_ask_number(&ask, 3)};
        ds_named_note(&r->named, r->arena, more->by);
    }
    r->dossier->themas = list;
    r->dossier->n_themas = n;
    return ds_ask_end(&ask, err);
}
