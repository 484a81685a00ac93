/* dossier/read_said.c: parties of a dossier, what they say and what was signed, each with whether
 * what is there now is what they said it of. See reading.h. */
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "dossier/reading.h"

ds_status ds_reading_partijen(ds_reading *r, ds_error *err) {
    ds_dossier_partij *list = NULL, *more;
    size_t n = 0, capacity = 0;
    ds_ask ask;
    ds_ask_begin(r->db,
                 "SELECT id,partij,naam,bereik FROM partijen WHERE dossier=? AND weg=0 ORDER BY id",
                 DS_BOUND(ds_bind_number(r->dossier->head.id)), &ask);
    while (ds_ask_next(&ask)) {
        more = ds_list_more(r->arena, &list, &n, &capacity, sizeof *more);
        if (more == NULL) break;
        *more = (ds_dossier_partij){ds_ask_number(&ask, 0), ds_ask_copy(&ask, 1, r->arena),
                                    ds_ask_copy(&ask, 2, r->arena), ds_ask_copy(&ask, 3, r->arena)};
    }
    r->dossier->partijen = list;
    r->dossier->n_partijen = n;
    return ds_ask_end(&ask, err);
}

/* The checksum of an onderwerp as it is, worked out once for a row of the same. */
typedef struct current_sum {
    const char *onderwerp;
    unsigned char sum[DS_SUM];
} current_sum;

static ds_status find_sum(ds_reading *r, const char *onderwerp, current_sum *current,
                          ds_error *err) {
    ds_status status;
    if (current->onderwerp != NULL && strcmp(current->onderwerp, onderwerp) == 0) return DS_OK;
    status = ds_stand_sum(r->db, r->dossier->head.id, onderwerp, current->sum, err);
    current->onderwerp = status == DS_OK ? onderwerp : NULL;
    return status;
}

/* Kept as it is read: 32 bytes, or zeros where they are not there. */
static void take_sum(ds_ask *ask, int column, unsigned char out[DS_SUM]) {
    const ds_text sum = ds_ask_bytes(ask, column);
    memset(out, 0, DS_SUM);
    if (sum.size == DS_SUM) memcpy(out, sum.data, DS_SUM);
}

static bool is_stale(const unsigned char sum[DS_SUM], const current_sum *current) {
    return memcmp(sum, current->sum, DS_SUM) != 0;
}

ds_status ds_reading_akkoorden(ds_reading *r, ds_error *err) {
    ds_dossier_akkoord *list = NULL, *more;
    size_t n = 0, capacity = 0;
    current_sum current = {.onderwerp = NULL};
    unsigned char sum[DS_SUM];
    ds_status status = DS_OK;
    ds_ask ask;
    ds_ask_begin(r->db,
                 "SELECT id,partij,onderwerp,zegt,opmerking,digest,som,door,op,revisie"
                 " FROM akkoorden WHERE dossier=? AND vervallen=0 ORDER BY onderwerp,partij",
                 DS_BOUND(ds_bind_number(r->dossier->head.id)), &ask);
    while (status == DS_OK && ds_ask_next(&ask)) {
        more = ds_list_more(r->arena, &list, &n, &capacity, sizeof *more);
        if (more == NULL) break;
        *more = (ds_dossier_akkoord){.id = ds_ask_number(&ask, 0),
                                     .partij = ds_ask_number(&ask, 1),
                                     .onderwerp = ds_ask_copy(&ask, 2, r->arena),
                                     .zegt = (ds_dossier_zegt)ds_ask_number(&ask, 3),
                                     .opmerking = ds_ask_copy(&ask, 4, r->arena),
                                     .digest = ds_ask_copy(&ask, 5, r->arena),
                                     .by = ds_ask_number(&ask, 7),
                                     .at_ms = ds_ask_number(&ask, 8),
                                     .revisie = ds_ask_number(&ask, 9)};
        take_sum(&ask, 6, sum);
        ds_named_note(&r->named, r->arena, more->by);
        status = find_sum(r, more->onderwerp, &current, err);
        more->stale = is_stale(sum, &current);
    }
    r->dossier->akkoorden = list;
    r->dossier->n_akkoorden = n;
    return ds_ask_end_after(&ask, status, err);
}

static void fill_signature(ds_reading *r, ds_ask *ask, ds_dossier_ondertekening *out) {
    *out = (ds_dossier_ondertekening){.id = ds_ask_number(ask, 0),
                                      .partij = ds_ask_number(ask, 1),
                                      .onderwerp = ds_ask_copy(ask, 2, r->arena),
                                      .naam = ds_ask_copy(ask, 3, r->arena),
                                      .functie = ds_ask_copy(ask, 4, r->arena),
                                      .digest = ds_ask_copy(ask, 5, r->arena),
                                      .withdrawn = ds_ask_number(ask, 10) != 0,
                                      .by = ds_ask_number(ask, 7),
                                      .at_ms = ds_ask_number(ask, 8),
                                      .revisie = ds_ask_number(ask, 9)};
    ds_named_note(&r->named, r->arena, out->by);
}

ds_status ds_reading_ondertekeningen(ds_reading *r, ds_error *err) {
    ds_dossier_ondertekening *list = NULL, *more;
    size_t n = 0, capacity = 0;
    current_sum current = {.onderwerp = NULL};
    unsigned char sum[DS_SUM];
    ds_status status = DS_OK;
    ds_ask ask;
    ds_ask_begin(r->db,
                 "SELECT id,partij,onderwerp,naam,functie,digest,som,door,op,revisie,ingetrokken"
                 " FROM ondertekeningen WHERE dossier=? ORDER BY id",
                 DS_BOUND(ds_bind_number(r->dossier->head.id)), &ask);
    while (status == DS_OK && ds_ask_next(&ask)) {
        more = ds_list_more(r->arena, &list, &n, &capacity, sizeof *more);
        if (more == NULL) break;
        fill_signature(r, &ask, more);
        take_sum(&ask, 6, sum);
        (void)sodium_bin2hex(more->signed_digest, sizeof more->signed_digest, sum, DS_SUM);
        status = find_sum(r, more->onderwerp, &current, err);
        more->stale = is_stale(sum, &current);
    }
    r->dossier->ondertekeningen = list;
    r->dossier->n_ondertekeningen = n;
    return ds_ask_end_after(&ask, status, err);
}
