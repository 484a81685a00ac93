/* dossier/tries.c: see tries.h. A source (an internet address with what was typed) waits longer and
 * longer after five failed tries, up to a quarter of an hour; all sources of one account together
 * after twenty, up to a minute. A browser that signed in before has a count of its own: whoever
 * else tries, and from wherever, does not hold it up. A try while one has to wait is not looked at
 * and not counted, so that trying on does not make it longer. After a day nothing is known any
 * more. */
#include "dossier/tries.h"

#include <string.h>

#include "base/error.h"

enum { FREE_SOURCE = 5, FREE_ALL = 20 };
static const int64_t SECOND = 1000, MAX_SOURCE = 15 * 60 * 1000, MAX_ALL = 60 * 1000,
                     KEPT = 24 * 3600 * (int64_t)1000;

/* All sources of an address together. */
static const unsigned char all_sources[DS_SUM] = "alle bronnen";

void ds_tries_of(const ds_dossiers *store, const char *address, const char *source, ds_tries *out) {
    *out = (ds_tries){.known_device = false};
    ds_sealing_sum(store->sealing, "poging adres", address, strlen(address), out->address);
    ds_sealing_sum(store->sealing, "poging bron", source, strlen(source), out->source);
}

/* 1, 2, 4 … seconds after those that are free. */
static int64_t work_out_delay(int64_t failed, int64_t is_free, int64_t most) {
    int64_t delay = SECOND;
    if (failed < is_free) return 0;
    for (int64_t i = is_free; i < failed && delay < most; i++)
        delay *= 2;
    return delay < most ? delay : most;
}

static ds_status read_wait(ds_lite *db, const ds_tries *tries, const unsigned char source[DS_SUM],
                           int64_t now_ms, int64_t *wait, ds_error *err) {
    const bool all = source == all_sources;
    int64_t until;
    ds_ask ask;
    ds_ask_begin(db, "SELECT mislukt,laatst FROM pogingen WHERE adres=? AND bron=? AND laatst>?",
                 DS_BOUND(ds_bind_blob(tries->address, DS_SUM), ds_bind_blob(source, DS_SUM),
                          ds_bind_number(now_ms - KEPT)),
                 &ask);
    if (ds_ask_next(&ask)) {
        until = ds_ask_number(&ask, 1) + work_out_delay(ds_ask_number(&ask, 0),
                                                        all ? FREE_ALL : FREE_SOURCE,
                                                        all ? MAX_ALL : MAX_SOURCE);
        if (until - now_ms > *wait) *wait = until - now_ms;
    }
    return ds_ask_end(&ask, err);
}

ds_status ds_tries_wait(ds_lite *db, const ds_tries *tries, int64_t now_ms, int64_t *out_ms,
                        ds_error *err) {
    int64_t wait = 0;
    ds_status status = read_wait(db, tries, tries->source, now_ms, &wait, err);
    if (status == DS_OK && !tries->known_device)
        status = read_wait(db, tries, all_sources, now_ms, &wait, err);
    if (status == DS_OK) *out_ms = wait;
    return status;
}

static ds_status count_failure(ds_writing *w, const ds_tries *tries,
                               const unsigned char source[DS_SUM], ds_error *err) {
    return ds_lite_do(w->db,
                      "INSERT INTO pogingen(adres,bron,mislukt,laatst) VALUES(?,?,1,?)"
                      " ON CONFLICT(adres,bron) DO UPDATE SET mislukt=mislukt+1,"
                      "laatst=excluded.laatst",
                      DS_BOUND(ds_bind_blob(tries->address, DS_SUM), ds_bind_blob(source, DS_SUM),
                               ds_bind_number(w->now_ms)),
                      err);
}

ds_status ds_tries_failed(ds_writing *w, const ds_tries *tries, ds_error *err) {
    ds_status status = ds_lite_do(w->db, "DELETE FROM pogingen WHERE laatst<=?",
                                  DS_BOUND(ds_bind_number(w->now_ms - KEPT)), err);
    if (status == DS_OK) status = count_failure(w, tries, tries->source, err);
    if (status == DS_OK && !tries->known_device) status = count_failure(w, tries, all_sources, err);
    return status;
}

ds_status ds_tries_forget(ds_writing *w, const ds_tries *tries, ds_error *err) {
    return ds_lite_do(
        w->db, "DELETE FROM pogingen WHERE adres=? AND bron=?",
        DS_BOUND(ds_bind_blob(tries->address, DS_SUM), ds_bind_blob(tries->source, DS_SUM)), err);
}

ds_status ds_tries_forget_address(ds_writing *w, const char *address, ds_error *err) {
    ds_tries tries;
    ds_tries_of(w->store, address, "", &tries);
    return ds_lite_do(w->db, "DELETE FROM pogingen WHERE adres=?",
                      DS_BOUND(ds_bind_blob(tries.address, DS_SUM)), err);
}
