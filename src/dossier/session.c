/* dossier/session.c: sessions: a token that the browser has, of which the store has the checksum.
 * See doorstroom/accounts.h. */
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "dossier/token.h"

enum { MINUTE = 60000, IDLE = 60 * MINUTE, ABSOLUTE = 12 * 60 * MINUTE };

typedef struct session_job {
    const unsigned char *sum, *new_sum;
    const char *how;
    int64_t by, account, seen_ms;
    ds_dossier_outcome outcome;
} session_job;

/* ---- begin ---- */

/* What is over goes, of anybody; and of this account what was quiet longest, so that there is room
 * for one more. */
static ds_status make_room(ds_writing *w, int64_t account, ds_error *err) {
    ds_status status = ds_lite_do(
        w->db, "DELETE FROM sessies WHERE gezien<? OR begonnen<?",
        DS_BOUND(ds_bind_number(w->now_ms - IDLE), ds_bind_number(w->now_ms - ABSOLUTE)), err);
    if (status != DS_OK) return status;
    return ds_lite_do(w->db,
                      "DELETE FROM sessies WHERE gebruiker=?1 AND token NOT IN (SELECT token FROM"
                      " sessies WHERE gebruiker=?1 ORDER BY gezien DESC,begonnen DESC LIMIT ?2)",
                      DS_BOUND(ds_bind_number(account), ds_bind_number(DS_SESSIONS_MAX - 1)), err);
}

static ds_status do_start(ds_writing *w, void *context, ds_error *err) {
    session_job *job = context;
    int64_t state = -1;
    ds_status status = ds_account_state_of(w->db, job->account, &state, err);
    job->outcome = state == DS_ACCOUNT_ACTIVE ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    if (status != DS_OK || state != DS_ACCOUNT_ACTIVE) return status;
    status = make_room(w, job->account, err);
    if (status != DS_OK) return status;
    status =
        ds_lite_do(w->db, "INSERT INTO sessies(token,gebruiker,begonnen,gezien) VALUES(?,?,?,?)",
                   DS_BOUND(ds_bind_blob(job->sum, DS_SUM), ds_bind_number(job->account),
                            ds_bind_number(w->now_ms), ds_bind_number(w->now_ms)),
                   err);
    if (status == DS_OK)
        status = ds_lite_do(w->db, "UPDATE gebruikers SET aangemeld=? WHERE id=?",
                            DS_BOUND(ds_bind_number(w->now_ms), ds_bind_number(job->account)), err);
    return status == DS_OK ? ds_chain_add(w, job->account, 0, "aanmelden", job->how, err) : status;
}

ds_status ds_session_start(ds_dossiers *store, int64_t account, const char *how,
                           char out_token[DS_TOKEN_SIZE], ds_dossier_outcome *out, ds_error *err) {
    unsigned char sum[DS_SUM];
    char token[DS_TOKEN_SIZE];
    session_job job = {.sum = sum, .how = how, .account = account};
    ds_status status = ds_take_text(how, DS_DOSSIER_NAME_MAX, "how", err);
    if (status != DS_OK) return status;
    ds_token_new(token, sum);
    status = ds_write(store, do_start, &job, err);
    if (status == DS_OK) {
        *out = job.outcome;
        if (job.outcome == DS_DOSSIER_DONE) memcpy(out_token, token, sizeof token);
    }
    sodium_memzero(token, sizeof token);
    return status;
}

/* ---- look ---- */

static void seal_csrf(ds_dossiers *store, const char *token, char out[DS_DOSSIER_DIGEST_SIZE]) {
    ds_dossiers_seal(store, "csrf van sessie", (ds_text){token, DS_TOKEN_SIZE - 1}, out);
}

static ds_status read_session(ds_lite *db, const unsigned char sum[DS_SUM], ds_session *out,
                              bool *out_found, ds_error *err) {
    ds_ask ask;
    ds_ask_begin(db,
                 "SELECT s.gebruiker,s.begonnen,s.gezien FROM sessies s"
                 " JOIN gebruikers g ON g.id=s.gebruiker WHERE s.token=? AND g.staat=1",
                 DS_BOUND(ds_bind_blob(sum, DS_SUM)), &ask);
    *out_found = ds_ask_next(&ask);
    if (*out_found) {
        out->account = ds_ask_number(&ask, 0);
        out->started_ms = ds_ask_number(&ask, 1);
        out->seen_ms = ds_ask_number(&ask, 2);
    }
    return ds_ask_end(&ask, err);
}

static ds_status do_touch(ds_writing *w, void *context, ds_error *err) {
    const session_job *job = context;
    return ds_lite_do(w->db, "UPDATE sessies SET gezien=max(gezien,?) WHERE token=?",
                      DS_BOUND(ds_bind_number(job->seen_ms), ds_bind_blob(job->sum, DS_SUM)), err);
}

static bool is_over(const ds_session *session, const ds_session_limits *limits, int64_t now) {
    const int64_t idle = limits == NULL || limits->idle_ms == 0 ? IDLE : limits->idle_ms;
    const int64_t most =
        limits == NULL || limits->absolute_ms == 0 ? ABSOLUTE : limits->absolute_ms;
    return now - session->seen_ms > idle || now - session->started_ms > most;
}

ds_status ds_session_find(ds_dossiers *store, const char *token, const ds_session_limits *limits,
                          ds_session *out, ds_dossier_outcome *out_outcome, ds_error *err) {
    const int64_t now = ds_dossiers_now(store);
    unsigned char sum[DS_SUM];
    ds_session session = {0};
    bool found = false;
    ds_lite *db;
    ds_status status = DS_OK;
    *out_outcome = DS_DOSSIER_ABSENT;
    if (!ds_token_sum(token, sum)) return DS_OK;
    status = ds_reading_begin(store, &db, err);
    if (status != DS_OK) return status;
    status = read_session(db, sum, &session, &found, err);
    status = ds_reading_end(store, db, status, err);
    if (status != DS_OK || !found || is_over(&session, limits, now)) return status;
    if (now - session.seen_ms >= MINUTE) {
        session_job job = {.sum = sum, .seen_ms = now};
        status = ds_write(store, do_touch, &job, err);
        if (status != DS_OK) return status;
        session.seen_ms = now;
    }
    seal_csrf(store, token, session.csrf);
    *out = session;
    *out_outcome = DS_DOSSIER_DONE;
    return DS_OK;
}

/* ---- change and end ---- */

static ds_status do_rotate(ds_writing *w, void *context, ds_error *err) {
    session_job *job = context;
    ds_status status = ds_lite_do(
        w->db, "UPDATE sessies SET token=? WHERE token=?",
        DS_BOUND(ds_bind_blob(job->new_sum, DS_SUM), ds_bind_blob(job->sum, DS_SUM)), err);
    job->outcome = ds_lite_changed(w->db) == 1 ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    return status;
}

ds_status ds_session_rotate(ds_dossiers *store, const char *token, char out_token[DS_TOKEN_SIZE],
                            ds_dossier_outcome *out, ds_error *err) {
    unsigned char sum[DS_SUM], new_sum[DS_SUM];
    char made[DS_TOKEN_SIZE];
    session_job job = {.sum = sum, .new_sum = new_sum, .outcome = DS_DOSSIER_ABSENT};
    ds_status status = DS_OK;
    ds_token_new(made, new_sum);
    if (ds_token_sum(token, sum)) status = ds_write(store, do_rotate, &job, err);
    if (status == DS_OK) {
        *out = job.outcome;
        if (job.outcome == DS_DOSSIER_DONE) memcpy(out_token, made, sizeof made);
    }
    sodium_memzero(made, sizeof made);
    return status;
}

static ds_status do_end(ds_writing *w, void *context, ds_error *err) {
    const session_job *job = context;
    int64_t account = 0;
    ds_status status = ds_lite_number(w->db, "SELECT gebruiker FROM sessies WHERE token=?",
                                      DS_BOUND(ds_bind_blob(job->sum, DS_SUM)), &account, err);
    if (status != DS_OK || account == 0) return status;
    status = ds_lite_do(w->db, "DELETE FROM sessies WHERE token=?",
                        DS_BOUND(ds_bind_blob(job->sum, DS_SUM)), err);
    return status == DS_OK ? ds_chain_add(w, account, 0, "afmelden", "", err) : status;
}

ds_status ds_session_end(ds_dossiers *store, const char *token, ds_error *err) {
    unsigned char sum[DS_SUM];
    session_job job = {.sum = sum};
    return ds_token_sum(token, sum) ? ds_write(store, do_end, &job, err) : DS_OK;
}

ds_status ds_sessions_end(ds_writing *w, int64_t account, const unsigned char *keep,
                          ds_error *err) {
    static const unsigned char none[DS_SUM];
    return ds_lite_do(
        w->db, "DELETE FROM sessies WHERE gebruiker=? AND token<>?",
        DS_BOUND(ds_bind_number(account), ds_bind_blob(keep == NULL ? none : keep, DS_SUM)), err);
}

static ds_status do_end_all(ds_writing *w, void *context, ds_error *err) {
    const session_job *job = context;
    char about[DS_ABOUT_SIZE];
    const ds_status status = ds_sessions_end(w, job->account, job->sum, err);
    if (status != DS_OK || (job->by == job->account && ds_lite_changed(w->db) == 0)) return status;
    return ds_chain_add(w, job->by, 0, "sessies beëindigen",
                        ds_about_number("account", job->account, about), err);
}

ds_status ds_session_end_all(ds_dossiers *store, int64_t by, int64_t account,
                             const char *keep_token, ds_error *err) {
    unsigned char sum[DS_SUM];
    session_job job = {
        .by = by, .account = account, .sum = ds_token_sum(keep_token, sum) ? sum : NULL};
    return ds_write(store, do_end_all, &job, err);
}

/* ---- those of one account ---- */

static void name_session(const ds_dossiers *store, const unsigned char sum[DS_SUM],
                         char out[DS_SESSION_NAME_SIZE]) {
    unsigned char name[DS_SUM];
    ds_sealing_sum(store->sealing, "naam van sessie", sum, DS_SUM, name);
    (void)sodium_bin2hex(out, DS_SESSION_NAME_SIZE, name, (DS_SESSION_NAME_SIZE - 1) / 2);
}

static void fill_session_line(const ds_dossiers *store, ds_ask *ask, const unsigned char *here,
                              ds_session_line *out) {
    const ds_text sum = ds_ask_bytes(ask, 0);
    *out = (ds_session_line){.started_ms = ds_ask_number(ask, 1), .seen_ms = ds_ask_number(ask, 2)};
    if (sum.size != DS_SUM) return;
    name_session(store, (const unsigned char *)sum.data, out->name);
    out->is_here = here != NULL && sodium_memcmp(sum.data, here, DS_SUM) == 0;
}

ds_status ds_sessions_read(ds_dossiers *store, int64_t account, const char *token,
                           ds_session_line out[DS_SESSIONS_MAX], size_t *out_n, ds_error *err) {
    const int64_t now = ds_dossiers_now(store);
    unsigned char sum[DS_SUM];
    const unsigned char *here = ds_token_sum(token, sum) ? sum : NULL;
    size_t n = 0;
    ds_lite *db;
    ds_ask ask;
    ds_status status = ds_reading_begin(store, &db, err);
    if (status != DS_OK) return status;
    ds_ask_begin(db,
                 "SELECT token,begonnen,gezien FROM sessies WHERE gebruiker=? AND gezien>=?"
                 " AND begonnen>=? ORDER BY gezien DESC,begonnen DESC",
                 DS_BOUND(ds_bind_number(account), ds_bind_number(now - IDLE),
                          ds_bind_number(now - ABSOLUTE)),
                 &ask);
    while (n < DS_SESSIONS_MAX && ds_ask_next(&ask))
        fill_session_line(store, &ask, here, &out[n++]);
    status = ds_reading_end(store, db, ds_ask_end(&ask, err), err);
    if (status == DS_OK) *out_n = n;
    return status;
}

typedef struct ending_named {
    int64_t account;
    const char *name;
    ds_dossier_outcome outcome;
} ending_named;

/* Its checksum into sum; *out_found false: the account has none of this name. */
static ds_status find_named(ds_writing *w, const ending_named *e, unsigned char sum[DS_SUM],
                            bool *out_found, ds_error *err) {
    char name[DS_SESSION_NAME_SIZE];
    ds_ask ask;
    *out_found = false;
    ds_ask_begin(w->db, "SELECT token FROM sessies WHERE gebruiker=?",
                 DS_BOUND(ds_bind_number(e->account)), &ask);
    while (!*out_found && ds_ask_next(&ask)) {
        const ds_text found = ds_ask_bytes(&ask, 0);
        if (found.size != DS_SUM) continue;
        memcpy(sum, found.data, DS_SUM);
        name_session(w->store, sum, name);
        *out_found = strcmp(name, e->name) == 0;
    }
    return ds_ask_end(&ask, err);
}

static ds_status do_end_named(ds_writing *w, void *context, ds_error *err) {
    ending_named *e = context;
    unsigned char sum[DS_SUM];
    bool found;
    ds_status status = find_named(w, e, sum, &found, err);
    e->outcome = found ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    if (status != DS_OK || !found) return status;
    status = ds_lite_do(w->db, "DELETE FROM sessies WHERE token=?",
                        DS_BOUND(ds_bind_blob(sum, DS_SUM)), err);
    return status == DS_OK ? ds_chain_add(w, e->account, 0, "afmelden", "elders", err) : status;
}

ds_status ds_session_end_named(ds_dossiers *store, int64_t account, const char *name,
                               ds_dossier_outcome *out, ds_error *err) {
    ending_named e = {.account = account, .name = name};
    const ds_status status = ds_write(store, do_end_named, &e, err);
    if (status == DS_OK) *out = e.outcome;
    return status;
}
