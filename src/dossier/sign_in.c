/* dossier/sign_in.c: looking at an address, a password and a code. What it takes and what it says
 * are the same whether there is such an account or not. See doorstroom/accounts.h. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "dossier/token.h"
#include "dossier/totp.h"
#include "dossier/tries.h"

enum { RANDOM_HEX = 32, SEAL_HEX = 64 };

/* What is known of who wants in; account 0: nobody. */
typedef struct known {
    int64_t account, totp_step, wait_ms;
    char hash[DS_PASSWORD_HASH_SIZE];
    bool active, has_totp;
    unsigned char totp[DS_TOTP_BYTES];
} known;

typedef struct entering {
    ds_dossiers *store;
    const ds_sign_in *in;
    ds_tries tries;
    known k;
    bool right;                       /* the password is */
    char anew[DS_PASSWORD_HASH_SIZE]; /* it, where it was kept at another cost; "": it was not */
    ds_signed_in out;
} entering;

/* ---- the browser's own mark ---- */

static void seal_device(const ds_dossiers *store, int64_t account, const char random[RANDOM_HEX],
                        char out[DS_DOSSIER_DIGEST_SIZE]) {
    char text[RANDOM_HEX + 24];
    const int size =
        snprintf(text, sizeof text, "%.*s %lld", (int)RANDOM_HEX, random, (long long)account);
    ds_dossiers_seal(store, "apparaat", (ds_text){text, (size_t)size}, out);
}

void ds_account_device(const ds_dossiers *store, int64_t account, char out[DS_DEVICE_SIZE]) {
    unsigned char random[RANDOM_HEX / 2];
    randombytes_buf(random, sizeof random);
    (void)sodium_bin2hex(out, RANDOM_HEX + 1, random, sizeof random);
    seal_device(store, account, out, out + RANDOM_HEX);
}

static bool is_device(const ds_dossiers *store, int64_t account, const char *device) {
    char seal[DS_DOSSIER_DIGEST_SIZE];
    if (account == 0 || device == NULL || strnlen(device, DS_DEVICE_SIZE) != DS_DEVICE_SIZE - 1)
        return false;
    seal_device(store, account, device, seal);
    return sodium_memcmp(seal, device + RANDOM_HEX, SEAL_HEX) == 0;
}

/* ---- what is known ---- */

static ds_status read_known(ds_lite *db, entering *e, const char *address, ds_error *err) {
    known *k = &e->k;
    ds_ask ask;
    ds_ask_begin(db, "SELECT id,staat,wachtwoord,totp,totp_stap FROM gebruikers WHERE adres=?",
                 DS_BOUND(ds_bind_text(address)), &ask);
    if (ds_ask_next(&ask)) {
        k->account = ds_ask_number(&ask, 0);
        k->active = ds_ask_number(&ask, 1) == DS_ACCOUNT_ACTIVE;
        (void)snprintf(k->hash, sizeof k->hash, "%s", ds_ask_text(&ask, 2));
        k->has_totp = !ds_ask_is_null(&ask, 3);
        /* One that another key made cannot be shown: then no code is right. */
        if (!ds_totp_show(e->store, k->account, ds_ask_bytes(&ask, 3), k->totp))
            k->totp_step = INT64_MAX;
        else
            k->totp_step = ds_ask_number(&ask, 4);
    }
    return ds_ask_end(&ask, err);
}

static ds_status look_up(entering *e, const char *address, ds_error *err) {
    const char *source = e->in->source == NULL ? "" : e->in->source;
    ds_lite *db;
    ds_status status = ds_reading_begin(e->store, &db, err);
    if (status != DS_OK) return status;
    status = read_known(db, e, address, err);
    if (is_device(e->store, e->k.account, e->in->device)) {
        ds_tries_of(e->store, address, e->in->device, &e->tries);
        e->tries.known_device = true;
    } else {
        ds_tries_of(e->store, address, source, &e->tries);
    }
    if (status == DS_OK)
        status = ds_tries_wait(db, &e->tries, ds_dossiers_now(e->store), &e->k.wait_ms, err);
    return ds_reading_end(e->store, db, status, err);
}

/* ---- deciding, within a job: two at once cannot use one code ---- */

static ds_status use_totp(ds_writing *w, entering *e, bool *out_right, ds_error *err) {
    const int64_t step = ds_totp_find_step(e->k.totp, e->in->code, w->now_ms, e->k.totp_step);
    ds_status status;
    if (step < 0) return DS_OK;
    status = ds_lite_do(w->db, "UPDATE gebruikers SET totp_stap=?1 WHERE id=?2 AND totp_stap<?1",
                        DS_BOUND(ds_bind_number(step), ds_bind_number(e->k.account)), err);
    *out_right = ds_lite_changed(w->db) == 1;
    return status;
}

static ds_status use_recovery(ds_writing *w, entering *e, bool *out_right, ds_error *err) {
    unsigned char sum[DS_SUM];
    ds_status status;
    if (!ds_recovery_sum(e->in->code, sum)) return DS_OK;
    status = ds_lite_do(w->db, "DELETE FROM herstelcodes WHERE gebruiker=? AND som=?",
                        DS_BOUND(ds_bind_number(e->k.account), ds_bind_blob(sum, DS_SUM)), err);
    *out_right = ds_lite_changed(w->db) == 1;
    if (status != DS_OK || !*out_right) return status;
    e->out.recovered = true;
    return ds_chain_add(w, e->k.account, 0, "herstelcode", "", err);
}

/* A line of the log for an address that nobody has (by 0), too: the work is the same. */
static ds_status refuse_entry(ds_writing *w, entering *e, ds_error *err) {
    ds_status status = ds_tries_failed(w, &e->tries, err);
    e->out = (ds_signed_in){.outcome = DS_SIGN_IN_REFUSED};
    if (status != DS_OK) return status;
    return ds_chain_add(w, e->k.account, 0, "aanmelden mislukt", e->right ? "code" : "wachtwoord",
                        err);
}

/* Who shows the password has it kept at the cost of now; unless it was changed meanwhile. */
static ds_status keep_anew(ds_writing *w, const entering *e, ds_error *err) {
    if (e->anew[0] == '\0') return DS_OK;
    return ds_lite_do(
        w->db, "UPDATE gebruikers SET wachtwoord=? WHERE id=? AND wachtwoord=?",
        DS_BOUND(ds_bind_text(e->anew), ds_bind_number(e->k.account), ds_bind_text(e->k.hash)),
        err);
}

static ds_status do_enter(ds_writing *w, void *context, ds_error *err) {
    entering *e = context;
    int64_t wait = 0;
    bool right = e->right;
    ds_status status = ds_tries_wait(w->db, &e->tries, w->now_ms, &wait, err);
    if (status != DS_OK) return status;
    if (wait > 0) { /* many at once: the others failed meanwhile */
        e->out = (ds_signed_in){.outcome = DS_SIGN_IN_LATER, .wait_ms = wait};
        return DS_OK;
    }
    if (right && e->k.has_totp) {
        right = false;
        status = use_totp(w, e, &right, err);
        if (status == DS_OK && !right) status = use_recovery(w, e, &right, err);
    }
    if (status != DS_OK) return status;
    if (!right) return refuse_entry(w, e, err);
    e->out.outcome = DS_SIGN_IN_DONE;
    e->out.account = e->k.account;
    e->out.needs_totp = !e->k.has_totp;
    status = keep_anew(w, e, err);
    return status == DS_OK ? ds_tries_forget(w, &e->tries, err) : status;
}

static ds_status look_at_password(entering *e, ds_error *err) {
    const char *password = e->in->password == NULL ? "" : e->in->password;
    bool is = false;
    ds_status status;
    if (strnlen(password, DS_PASSWORD_MAX + 1) > DS_PASSWORD_MAX) password = "";
    status = ds_password_is(e->store, password, e->k.active ? e->k.hash : NULL, &is, err);
    e->right = is;
    return status;
}

/* Letters of ASCII in lower case, cut at what an address may be. */
static void fold_address(const char *given, char out[DS_ADDRESS_MAX + 1]) {
    size_t n = 0;
    for (; given != NULL && given[n] != '\0' && n < DS_ADDRESS_MAX; n++)
        out[n] = given[n] >= 'A' && given[n] <= 'Z' ? (char)(given[n] - 'A' + 'a') : given[n];
    out[n] = '\0';
}

static ds_status enter_account(entering *e, const char *address, ds_error *err) {
    const bool has_code = e->in->code != NULL && e->in->code[0] != '\0';
    ds_status status = look_up(e, address, err);
    if (status != DS_OK) return status;
    if (e->k.wait_ms > 0) {
        e->out = (ds_signed_in){.outcome = DS_SIGN_IN_LATER, .wait_ms = e->k.wait_ms};
        return DS_OK;
    }
    status = look_at_password(e, err);
    if (status != DS_OK) return status;
    if (e->right && e->k.has_totp && !has_code) {
        e->out = (ds_signed_in){.outcome = DS_SIGN_IN_CODE, .account = e->k.account};
        return DS_OK;
    }
    if (e->right && ds_password_is_old(e->store, e->k.hash))
        status = ds_password_hash(e->store, e->in->password, e->anew, err);
    return status == DS_OK ? ds_write(e->store, do_enter, e, err) : status;
}

ds_status ds_account_sign_in(ds_dossiers *store, const ds_sign_in *in, ds_signed_in *out,
                             ds_error *err) {
    entering e = {.store = store, .in = in};
    char address[DS_ADDRESS_MAX + 1];
    ds_status status;
    fold_address(in->address, address);
    status = enter_account(&e, address, err);
    if (status == DS_OK && e.out.outcome == DS_SIGN_IN_DONE)
        ds_account_device(store, e.out.account, e.out.device);
    sodium_memzero(&e.k, sizeof e.k);
    if (status == DS_OK) *out = e.out;
    return status;
}

/* ---- by the proxy, and another password ---- */

ds_status ds_account_sign_in_external(ds_dossiers *store, const char *external,
                                      int64_t *out_account, ds_dossier_outcome *out,
                                      ds_error *err) {
    int64_t account = 0;
    ds_lite *db;
    ds_status status = ds_take_name(external, "external", err);
    if (status == DS_OK) status = ds_reading_begin(store, &db, err);
    if (status != DS_OK) return status;
    status = ds_lite_number(db, "SELECT id FROM gebruikers WHERE extern=? AND staat=1",
                            DS_BOUND(ds_bind_text(external)), &account, err);
    status = ds_reading_end(store, db, status, err);
    if (status != DS_OK) return status;
    *out = account == 0 ? DS_DOSSIER_ABSENT : DS_DOSSIER_DONE;
    if (account != 0) *out_account = account;
    return DS_OK;
}

typedef struct changing {
    int64_t account;
    const char *hash;
    const unsigned char *keep;
} changing;

static ds_status do_set_password(ds_writing *w, void *context, ds_error *err) {
    const changing *c = context;
    ds_status status =
        ds_lite_do(w->db, "UPDATE gebruikers SET wachtwoord=? WHERE id=? AND staat=1",
                   DS_BOUND(ds_bind_text(c->hash), ds_bind_number(c->account)), err);
    if (status == DS_OK) status = ds_sessions_end(w, c->account, c->keep, err);
    return status == DS_OK ? ds_chain_add(w, c->account, 0, "wachtwoord", "", err) : status;
}

static ds_status refuse_password(ds_writing *w, void *context, ds_error *err) {
    return ds_tries_failed(w, &((entering *)context)->tries, err);
}

/* Whether present is the account's password, by its address, with the delays of signing in. */
static ds_status check_present(entering *e, const char *address, ds_sign_in_outcome *out,
                               ds_error *err) {
    ds_status status = look_up(e, address, err);
    *out = DS_SIGN_IN_LATER;
    if (status != DS_OK || e->k.wait_ms > 0) return status;
    status = look_at_password(e, err);
    *out = e->right ? DS_SIGN_IN_DONE : DS_SIGN_IN_REFUSED;
    if (status == DS_OK && !e->right) status = ds_write(e->store, refuse_password, e, err);
    return status;
}

ds_status ds_account_check_present(ds_dossiers *store, int64_t account, const char *password,
                                   const char *code, ds_sign_in_outcome *out, ds_error *err) {
    const ds_sign_in in = {.password = password, .code = code, .source = "eigen wachtwoord"};
    char address[DS_ADDRESS_MAX + 1];
    entering e = {.store = store, .in = &in};
    ds_status status = ds_account_address(store, account, address, err);
    if (status == DS_OK) status = enter_account(&e, address, err);
    sodium_memzero(&e.k, sizeof e.k);
    if (status == DS_OK) *out = e.out.outcome;
    return status;
}

ds_status ds_account_set_password(ds_dossiers *store, int64_t account, const char *present,
                                  const char *password, const char *keep_token,
                                  ds_sign_in_outcome *out, ds_error *err) {
    const ds_sign_in in = {.password = present, .source = "eigen wachtwoord"};
    unsigned char keep[DS_SUM];
    char hash[DS_PASSWORD_HASH_SIZE], address[DS_ADDRESS_MAX + 1];
    changing c = {account, hash, ds_token_sum(keep_token, keep) ? keep : NULL};
    entering e = {.store = store, .in = &in};
    ds_sign_in_outcome outcome = DS_SIGN_IN_REFUSED;
    ds_status status = ds_account_address(store, account, address, err);
    if (status == DS_OK) status = ds_password_check(store, password, address, err);
    if (status == DS_OK) status = check_present(&e, address, &outcome, err);
    sodium_memzero(&e.k, sizeof e.k);
    if (status == DS_OK && outcome == DS_SIGN_IN_DONE) {
        status = ds_password_hash(store, password, hash, err);
        if (status == DS_OK) status = ds_write(store, do_set_password, &c, err);
    }
    if (status == DS_OK) *out = outcome;
    return status;
}
