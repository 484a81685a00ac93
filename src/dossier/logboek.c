/* dossier/logboek.c: the log as it is read, and lines that callers add. See doorstroom/logboek.h.
 */
#include "doorstroom/logboek.h"

#include <sodium.h>

#include "base/error.h"
#include "dossier/result.h"
#include "dossier/store.h"

enum { USUAL = 100 };

static void fill_line(ds_ask *ask, ds_arena *arena, ds_logboek_line *out) {
    const ds_text sum = ds_ask_bytes(ask, 6);
    *out = (ds_logboek_line){.id = ds_ask_number(ask, 0),
                             .at_ms = ds_ask_number(ask, 1),
                             .by = ds_ask_number(ask, 2),
                             .dossier = ds_ask_number(ask, 3),
                             .action = ds_ask_copy(ask, 4, arena),
                             .about = ds_ask_copy(ask, 5, arena)};
    if (sum.size == DS_SUM)
        (void)sodium_bin2hex(out->digest, sizeof out->digest, (const unsigned char *)sum.data,
                             DS_SUM);
}

static ds_status list_lines(ds_lite *db, const ds_logboek_filter *filter, ds_logboek *out,
                            ds_error *err) {
    ds_logboek_line *list = NULL, *more;
    ds_named named = {0};
    size_t capacity = 0;
    ds_status status;
    ds_ask ask;
    ds_ask_begin(db,
                 "SELECT id,op,door,dossier,daad,over,som FROM logboek WHERE (?1=0 OR dossier=?1)"
                 " AND (?2=0 OR door=?2) AND (?3=0 OR id<?3) ORDER BY id DESC LIMIT ?4",
                 DS_BOUND(ds_bind_number(filter->dossier), ds_bind_number(filter->by),
                          ds_bind_number(filter->before),
                          ds_bind_number(filter->most == 0 ? USUAL : (int64_t)filter->most)),
                 &ask);
    while (ds_ask_next(&ask)) {
        more = ds_list_more(out->memory, &list, &out->n, &capacity, sizeof *more);
        if (more == NULL) break;
        fill_line(&ask, out->memory, more);
        ds_named_note(&named, out->memory, more->by);
    }
    status = ds_ask_end(&ask, err);
    if (status == DS_OK) status = ds_named_finish(&named, db, out->memory, err);
    out->list = list;
    out->persons = named.list;
    out->n_persons = named.n;
    return status == DS_OK ? ds_arena_finish(out->memory, err) : status;
}

ds_status ds_logboek_read(ds_dossiers *store, const ds_logboek_filter *filter, ds_logboek *out,
                          ds_error *err) {
    static const ds_logboek_filter latest;
    ds_logboek found = {.memory = ds_result_new()};
    ds_lite *db;
    ds_status status =
        found.memory == NULL ? ds_error_memory(err) : ds_reading_begin(store, &db, err);
    if (status == DS_OK) {
        status = list_lines(db, filter == NULL ? &latest : filter, &found, err);
        status = ds_reading_end(store, db, status, err);
    }
    if (status == DS_OK)
        *out = found;
    else
        ds_logboek_done(&found);
    return status;
}

void ds_logboek_done(ds_logboek *logboek) {
    ds_result_free(logboek->memory);
    *logboek = (ds_logboek){0};
}

typedef struct adding {
    int64_t by, dossier;
    const char *action, *about;
} adding;

static ds_status do_add_line(ds_writing *w, void *context, ds_error *err) {
    const adding *a = context;
    return ds_chain_add(w, a->by, a->dossier, a->action, a->about, err);
}

ds_status ds_logboek_add(ds_dossiers *store, int64_t by, int64_t dossier, const char *action,
                         const char *about, ds_error *err) {
    adding a = {by, dossier, action, about};
    ds_status status = ds_take_name(action, "action", err);
    if (status == DS_OK) status = ds_take_text(about, DS_DOSSIER_NAME_MAX, "about", err);
    return status == DS_OK ? ds_write(store, do_add_line, &a, err) : status;
}
