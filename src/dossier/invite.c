/* dossier/invite.c: invitations: a link with a token, by which somebody chooses a password for an
 * account that an administrator made, or chooses it anew. See doorstroom/accounts.h. */
#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "dossier/token.h"
#include "dossier/tries.h"

static const int64_t DAY = 24 * 3600 * (int64_t)1000;

typedef struct inviting {
    const ds_account_invite *what;
    char address[DS_ADDRESS_MAX + 1];
    int64_t by, account, valid_ms;
    bool reset_totp;
    const unsigned char *sum;
    ds_dossier_outcome outcome;
} inviting;

/* As it is kept: letters of ASCII in lower case, one @ with something on both sides. */
static ds_status take_address(const char *given, char out[DS_ADDRESS_MAX + 1], ds_error *err) {
    const size_t size = given == NULL ? 0 : strnlen(given, DS_ADDRESS_MAX + 1);
    const char *at = size == 0 ? NULL : strchr(given, '@');
    bool right = at != NULL && at > given && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
                 size <= DS_ADDRESS_MAX;
    for (size_t i = 0; right && i < size; i++) {
        right = (unsigned char)given[i] > ' ' && given[i] != 0x7f;
        out[i] = given[i] >= 'A' && given[i] <= 'Z' ? (char)(given[i] - 'A' + 'a') : given[i];
    }
    if (!right)
        return ds_error_set(err, DS_INPUT, "dit is geen e-mailadres", "this is no e-mail address");
    out[size] = '\0';
    return ds_take_text(out, DS_ADDRESS_MAX, "address", err);
}

/* ---- making ---- */

static ds_status put_invitation(ds_writing *w, const inviting *i, ds_error *err) {
    ds_status status = ds_lite_do(w->db, "DELETE FROM uitnodigingen WHERE gebruiker=?",
                                  DS_BOUND(ds_bind_number(i->account)), err);
    if (status != DS_OK) return status;
    return ds_lite_do(w->db,
                      "INSERT INTO uitnodigingen(token,gebruiker,verloopt,nieuwe_totp)"
                      " VALUES(?,?,?,?)",
                      DS_BOUND(ds_bind_blob(i->sum, DS_SUM), ds_bind_number(i->account),
                               ds_bind_number(w->now_ms + i->valid_ms),
                               ds_bind_number(i->reset_totp)),
                      err);
}

static ds_status insert_account(ds_writing *w, inviting *i, ds_error *err) {
    char about[DS_ABOUT_SIZE];
    ds_status status = ds_lite_do(
        w->db, "INSERT INTO gebruikers(adres,naam,functie,staat,gemaakt) VALUES(?,?,?,0,?)",
        DS_BOUND(ds_bind_text(i->address), ds_bind_text(i->what->naam),
                 ds_bind_text(i->what->functie), ds_bind_number(w->now_ms)),
        err);
    if (status != DS_OK) return status;
    i->account = sqlite3_last_insert_rowid(w->db->db);
    status = ds_roles_put(w, i->account, i->what->roles, i->what->n_roles, err);
    if (status == DS_OK) status = put_invitation(w, i, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, i->by, 0, "uitnodigen", ds_about_number("account", i->account, about),
                        err);
}

static ds_status do_invite(ds_writing *w, void *context, ds_error *err) {
    inviting *i = context;
    int64_t there = 0;
    ds_status status = ds_lite_number(w->db, "SELECT id FROM gebruikers WHERE adres=?",
                                      DS_BOUND(ds_bind_text(i->address)), &there, err);
    i->outcome = there == 0 ? DS_DOSSIER_DONE : DS_DOSSIER_TAKEN;
    return status == DS_OK && there == 0 ? insert_account(w, i, err) : status;
}

ds_status ds_account_invite_new(ds_dossiers *store, int64_t by, const ds_account_invite *what,
                                char out_token[DS_TOKEN_SIZE], int64_t *out_account,
                                ds_dossier_outcome *out, ds_error *err) {
    unsigned char sum[DS_SUM];
    char token[DS_TOKEN_SIZE];
    inviting i = {.what = what, .by = by, .sum = sum};
    ds_status status = take_address(what->address, i.address, err);
    i.valid_ms = what->valid_ms == 0 ? 14 * DAY : what->valid_ms;
    if (status == DS_OK) status = ds_take_name(what->naam, "naam", err);
    if (status == DS_OK) status = ds_take_text(what->functie, DS_DOSSIER_NAME_MAX, "functie", err);
    if (status == DS_OK) status = ds_roles_check(what->roles, what->n_roles, err);
    if (status != DS_OK) return status;
    ds_token_new(token, sum);
    status = ds_write(store, do_invite, &i, err);
    if (status == DS_OK) *out = i.outcome;
    if (status == DS_OK && i.outcome == DS_DOSSIER_DONE) {
        *out_account = i.account;
        memcpy(out_token, token, sizeof token);
    }
    sodium_memzero(token, sizeof token);
    return status;
}

static ds_status do_invite_again(ds_writing *w, void *context, ds_error *err) {
    inviting *i = context;
    char about[DS_ABOUT_SIZE];
    int64_t state = -1;
    ds_status status = ds_account_state_of(w->db, i->account, &state, err);
    i->outcome = state < 0 || state == DS_ACCOUNT_REMOVED ? DS_DOSSIER_ABSENT : DS_DOSSIER_DONE;
    if (status != DS_OK || i->outcome != DS_DOSSIER_DONE) return status;
    status = put_invitation(w, i, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, i->by, 0, "link maken", ds_about_number("account", i->account, about),
                        err);
}

ds_status ds_account_invite_again(ds_dossiers *store, int64_t by, int64_t account, bool reset_totp,
                                  int64_t valid_ms, char out_token[DS_TOKEN_SIZE],
                                  ds_dossier_outcome *out, ds_error *err) {
    unsigned char sum[DS_SUM];
    char token[DS_TOKEN_SIZE];
    inviting i = {.by = by,
                  .account = account,
                  .valid_ms = valid_ms == 0 ? DAY : valid_ms,
                  .reset_totp = reset_totp,
                  .sum = sum};
    ds_status status;
    ds_token_new(token, sum);
    status = ds_write(store, do_invite_again, &i, err);
    if (status == DS_OK) *out = i.outcome;
    if (status == DS_OK && i.outcome == DS_DOSSIER_DONE) memcpy(out_token, token, sizeof token);
    sodium_memzero(token, sizeof token);
    return status;
}

/* ---- using ---- */

typedef struct accepting {
    const unsigned char *sum;
    const char *hash, *external; /* one of them */
    const char *address;
    int64_t account;
    bool reset_totp;
    ds_dossier_outcome outcome;
} accepting;

/* Whose it is; account 0 when there is none that still counts. */
static ds_status find_invitation(ds_lite *db, int64_t now, accepting *a, ds_error *err) {
    ds_ask ask;
    ds_ask_begin(db,
                 "SELECT u.gebruiker,u.nieuwe_totp FROM uitnodigingen u JOIN gebruikers g"
                 " ON g.id=u.gebruiker WHERE u.token=? AND u.verloopt>? AND g.staat IN (0,1)",
                 DS_BOUND(ds_bind_blob(a->sum, DS_SUM), ds_bind_number(now)), &ask);
    a->account = 0;
    if (ds_ask_next(&ask)) {
        a->account = ds_ask_number(&ask, 0);
        a->reset_totp = ds_ask_number(&ask, 1) != 0;
    }
    a->outcome = a->account == 0 ? DS_DOSSIER_ABSENT : DS_DOSSIER_DONE;
    return ds_ask_end(&ask, err);
}

ds_status ds_invitation_look(ds_dossiers *store, const char *token, int64_t *out_account,
                             ds_dossier_outcome *out, ds_error *err) {
    unsigned char sum[DS_SUM];
    accepting a = {.sum = sum, .outcome = DS_DOSSIER_ABSENT};
    ds_lite *db;
    ds_status status = DS_OK;
    if (ds_token_sum(token, sum)) {
        status = ds_reading_begin(store, &db, err);
        if (status != DS_OK) return status;
        status = find_invitation(db, ds_dossiers_now(store), &a, err);
        status = ds_reading_end(store, db, status, err);
    }
    if (status != DS_OK) return status;
    *out = a.outcome;
    if (a.outcome == DS_DOSSIER_DONE) *out_account = a.account;
    return DS_OK;
}

static ds_status forget_totp(ds_writing *w, int64_t account, ds_error *err) {
    ds_status status =
        ds_lite_do(w->db, "UPDATE gebruikers SET totp=NULL,totp_nieuw=NULL WHERE id=?",
                   DS_BOUND(ds_bind_number(account)), err);
    if (status != DS_OK) return status;
    return ds_lite_do(w->db, "DELETE FROM herstelcodes WHERE gebruiker=?",
                      DS_BOUND(ds_bind_number(account)), err);
}

/* Its link is used up, its sessions end, its second factor goes where that was asked; failed tries
 * are forgotten. */
static ds_status use_up(ds_writing *w, const accepting *a, ds_error *err) {
    ds_status status = ds_lite_do(w->db, "DELETE FROM uitnodigingen WHERE gebruiker=?",
                                  DS_BOUND(ds_bind_number(a->account)), err);
    if (status == DS_OK) status = ds_sessions_end(w, a->account, NULL, err);
    if (status == DS_OK && a->reset_totp) status = forget_totp(w, a->account, err);
    if (status == DS_OK) status = ds_tries_forget_address(w, a->address, err);
    return status == DS_OK ? ds_chain_add(w, a->account, 0, "link gebruiken", "", err) : status;
}

static ds_status do_accept(ds_writing *w, void *context, ds_error *err) {
    accepting *a = context;
    ds_status status = find_invitation(w->db, w->now_ms, a, err);
    if (status != DS_OK || a->outcome != DS_DOSSIER_DONE) return status;
    status = ds_lite_do(w->db, "UPDATE gebruikers SET wachtwoord=?,staat=1 WHERE id=?",
                        DS_BOUND(ds_bind_text(a->hash), ds_bind_number(a->account)), err);
    return status == DS_OK ? use_up(w, a, err) : status;
}

ds_status ds_account_address(ds_dossiers *store, int64_t account, char out[DS_ADDRESS_MAX + 1],
                             ds_error *err) {
    ds_lite *db;
    ds_ask ask;
    ds_status status = ds_reading_begin(store, &db, err);
    out[0] = '\0';
    if (status != DS_OK) return status;
    ds_ask_begin(db, "SELECT adres FROM gebruikers WHERE id=?", DS_BOUND(ds_bind_number(account)),
                 &ask);
    if (ds_ask_next(&ask)) {
        const char *address = ds_ask_text(&ask, 0);
        memcpy(out, address, strnlen(address, DS_ADDRESS_MAX));
        out[strnlen(address, DS_ADDRESS_MAX)] = '\0';
    }
    return ds_reading_end(store, db, ds_ask_end(&ask, err), err);
}

ds_status ds_invitation_accept(ds_dossiers *store, const char *token, const char *password,
                               int64_t *out_account, ds_dossier_outcome *out, ds_error *err) {
    unsigned char sum[DS_SUM];
    char hash[DS_PASSWORD_HASH_SIZE], address[DS_ADDRESS_MAX + 1];
    accepting a = {.sum = sum, .hash = hash, .address = address};
    ds_dossier_outcome outcome;
    ds_status status = ds_invitation_look(store, token, &a.account, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome != DS_DOSSIER_DONE) {
        *out = outcome;
        return DS_OK;
    }
    status = ds_account_address(store, a.account, address, err);
    if (status == DS_OK) status = ds_password_check(store, password, address, err);
    if (status == DS_OK) status = ds_password_hash(store, password, hash, err);
    if (status != DS_OK) return status;
    (void)ds_token_sum(token, sum);
    status = ds_write(store, do_accept, &a, err);
    if (status != DS_OK) return status;
    *out = a.outcome;
    if (a.outcome == DS_DOSSIER_DONE) *out_account = a.account;
    return DS_OK;
}

/* ---- by the proxy ---- */

static ds_status do_accept_external(ds_writing *w, void *context, ds_error *err) {
    accepting *a = context;
    int64_t other = 0;
    ds_status status = find_invitation(w->db, w->now_ms, a, err);
    if (status != DS_OK || a->outcome != DS_DOSSIER_DONE) return status;
    status = ds_lite_number(w->db, "SELECT id FROM gebruikers WHERE extern=? AND id<>?",
                            DS_BOUND(ds_bind_text(a->external), ds_bind_number(a->account)), &other,
                            err);
    if (status == DS_OK && other != 0) a->outcome = DS_DOSSIER_TAKEN;
    if (status != DS_OK || a->outcome != DS_DOSSIER_DONE) return status;
    status = ds_lite_do(w->db, "UPDATE gebruikers SET extern=?,staat=1 WHERE id=?",
                        DS_BOUND(ds_bind_text(a->external), ds_bind_number(a->account)), err);
    return status == DS_OK ? use_up(w, a, err) : status;
}

ds_status ds_invitation_accept_external(ds_dossiers *store, const char *token, const char *external,
                                        int64_t *out_account, ds_dossier_outcome *out,
                                        ds_error *err) {
    unsigned char sum[DS_SUM];
    accepting a = {.sum = sum, .external = external, .address = "", .outcome = DS_DOSSIER_ABSENT};
    ds_status status = ds_take_name(external, "external", err);
    if (status == DS_OK && ds_token_sum(token, sum))
        status = ds_write(store, do_accept_external, &a, err);
    if (status != DS_OK) return status;
    *out = a.outcome;
    if (a.outcome == DS_DOSSIER_DONE) *out_account = a.account;
    return DS_OK;
}
