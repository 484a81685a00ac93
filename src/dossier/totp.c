/* dossier/totp.c: codes of a second factor, and how one is set up. See totp.h and
 * doorstroom/accounts.h. */
#include "dossier/totp.h"

#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "dossier/token.h"

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* ---- codes ---- */

void ds_totp_of_step(const unsigned char *secret, size_t size, int64_t step, unsigned digits,
                     char out[9]) {
    unsigned char counter[8], mac[DS_SHA1_SIZE];
    uint32_t number;
    for (size_t i = 0; i < sizeof counter; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
    ds_hmac_sha1(secret, size, counter, sizeof counter, mac);
    number = ((uint32_t)mac[mac[19] & 15] & 0x7f) << 24 | (uint32_t)mac[(mac[19] & 15) + 1] << 16 |
             (uint32_t)mac[(mac[19] & 15) + 2] << 8 | mac[(mac[19] & 15) + 3];
    for (unsigned i = digits; i > 0; i--) {
        out[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    out[digits] = '\0';
}

int64_t ds_totp_find_step(const unsigned char secret[DS_TOTP_BYTES], const char *code,
                          int64_t now_ms, int64_t after) {
    const int64_t now = now_ms / DS_TOTP_STEP_MS;
    int64_t found = -1;
    char right[9];
    if (strnlen(code, 7) != 6) return -1;
    for (int64_t step = now - 1; step <= now + 1; step++) {
        ds_totp_of_step(secret, DS_TOTP_BYTES, step, 6, right);
        if (sodium_memcmp(right, code, 6) == 0 && step > after && found < 0) found = step;
    }
    return found;
}

ds_status ds_totp_code(ds_text secret, int64_t at_ms, unsigned digits, char out[9], ds_error *err) {
    if (secret.size > 64 || digits < 6 || digits > 8)
        return ds_error_set(err, DS_USAGE, "een geheim van hoogstens 64 bytes, 6 tot 8 cijfers",
                            "a secret of at most 64 bytes, 6 to 8 digits");
    ds_totp_of_step((const unsigned char *)secret.data, secret.size, at_ms / DS_TOTP_STEP_MS,
                    digits, out);
    return DS_OK;
}

void ds_totp_print_secret(const unsigned char secret[DS_TOTP_BYTES],
                          char out[DS_TOTP_SECRET_SIZE]) {
    for (size_t i = 0; i < DS_TOTP_SECRET_SIZE - 1; i++) {
        const size_t bit = 5 * i, byte = bit / 8;
        const unsigned two =
            (unsigned)secret[byte] << 8 | (byte + 1 < DS_TOTP_BYTES ? secret[byte + 1] : 0u);
        out[i] = base32[two >> (11 - bit % 8) & 31];
    }
    out[DS_TOTP_SECRET_SIZE - 1] = '\0';
}

bool ds_totp_show(const ds_dossiers *store, int64_t account, ds_text hidden,
                  unsigned char out[DS_TOTP_BYTES]) {
    return hidden.size == DS_TOTP_HIDDEN &&
           ds_sealing_show(store->sealing, "totp", account, hidden.data, hidden.size, out);
}

/* ---- recovery codes: twenty-eight letters and digits in fours ---- */

/* 28 of them are 140 bits: nobody tries them out, so that a plain checksum keeps them. Until then
 * they had 16; those that somebody still has on paper count until new ones are made. */
enum { RECOVERY_LETTERS = 28, RECOVERY_LETTERS_BEFORE = 16 };

bool ds_recovery_sum(const char *code, unsigned char out[DS_SUM]) {
    char plain[RECOVERY_LETTERS];
    size_t n = 0;
    for (; *code != '\0'; code++) {
        const char c = *code >= 'A' && *code <= 'Z' ? (char)(*code - 'A' + 'a') : *code;
        if (c == '-' || c == ' ') continue;
        if (n == sizeof plain || !((c >= 'a' && c <= 'z') || (c >= '2' && c <= '7'))) return false;
        plain[n++] = c;
    }
    if (n != RECOVERY_LETTERS && n != RECOVERY_LETTERS_BEFORE) return false;
    (void)crypto_generichash(out, DS_SUM, (const unsigned char *)plain, n, NULL, 0);
    return true;
}

static void make_recovery_code(char out[DS_RECOVERY_SIZE]) {
    size_t at = 0;
    for (size_t i = 0; i < RECOVERY_LETTERS; i++) {
        const char c = base32[randombytes_uniform(32)];
        if (i > 0 && i % 4 == 0) out[at++] = '-';
        out[at++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    out[at] = '\0';
}

/* ---- setting up ---- */

typedef struct totp_job {
    ds_dossiers *store;
    int64_t account;
    const unsigned char *hidden;
    const char *code;
    char (*codes)[DS_RECOVERY_SIZE];
    ds_dossier_outcome outcome;
    ds_sign_in_outcome right;
} totp_job;

static ds_status do_new_totp(ds_writing *w, void *context, ds_error *err) {
    totp_job *job = context;
    ds_status status = ds_lite_do(
        w->db, "UPDATE gebruikers SET totp_nieuw=? WHERE id=? AND staat=1",
        DS_BOUND(ds_bind_blob(job->hidden, DS_TOTP_HIDDEN), ds_bind_number(job->account)), err);
    job->outcome = ds_lite_changed(w->db) == 1 ? DS_DOSSIER_DONE : DS_DOSSIER_ABSENT;
    return status;
}

ds_status ds_account_totp_new(ds_dossiers *store, int64_t account,
                              char out_secret[DS_TOTP_SECRET_SIZE], ds_dossier_outcome *out,
                              ds_error *err) {
    unsigned char secret[DS_TOTP_BYTES], hidden[DS_TOTP_HIDDEN];
    totp_job job = {.store = store, .account = account, .hidden = hidden};
    ds_status status;
    randombytes_buf(secret, sizeof secret);
    ds_sealing_hide(store->sealing, "totp", account, secret, sizeof secret, hidden);
    status = ds_write(store, do_new_totp, &job, err);
    if (status == DS_OK) {
        *out = job.outcome;
        if (job.outcome == DS_DOSSIER_DONE) ds_totp_print_secret(secret, out_secret);
    }
    sodium_memzero(secret, sizeof secret);
    return status;
}

static ds_status put_recovery_codes(ds_writing *w, const totp_job *job, ds_error *err) {
    unsigned char sum[DS_SUM];
    ds_status status = ds_lite_do(w->db, "DELETE FROM herstelcodes WHERE gebruiker=?",
                                  DS_BOUND(ds_bind_number(job->account)), err);
    for (size_t i = 0; status == DS_OK && i < DS_RECOVERY_CODES; i++) {
        make_recovery_code(job->codes[i]);
        (void)ds_recovery_sum(job->codes[i], sum);
        status = ds_lite_do(w->db, "INSERT INTO herstelcodes(gebruiker,som) VALUES(?,?)",
                            DS_BOUND(ds_bind_number(job->account), ds_bind_blob(sum, DS_SUM)), err);
    }
    return status;
}

/* The step of which the code is one of the new secret; -1: none, or there is no new secret. */
static ds_status find_new_step(ds_writing *w, const totp_job *job, int64_t *out, ds_error *err) {
    unsigned char secret[DS_TOTP_BYTES];
    ds_ask ask;
    *out = -1;
    ds_ask_begin(w->db, "SELECT totp_nieuw FROM gebruikers WHERE id=? AND staat=1",
                 DS_BOUND(ds_bind_number(job->account)), &ask);
    if (ds_ask_next(&ask) && ds_totp_show(job->store, job->account, ds_ask_bytes(&ask, 0), secret))
        *out = ds_totp_find_step(secret, job->code, w->now_ms, -1);
    sodium_memzero(secret, sizeof secret);
    return ds_ask_end(&ask, err);
}

static ds_status do_confirm(ds_writing *w, void *context, ds_error *err) {
    totp_job *job = context;
    int64_t step;
    ds_status status = find_new_step(w, job, &step, err);
    job->right = step < 0 ? DS_SIGN_IN_REFUSED : DS_SIGN_IN_DONE;
    if (status != DS_OK || step < 0) return status;
    status = ds_lite_do(
        w->db, "UPDATE gebruikers SET totp=totp_nieuw,totp_nieuw=NULL,totp_stap=? WHERE id=?",
        DS_BOUND(ds_bind_number(step), ds_bind_number(job->account)), err);
    if (status == DS_OK) status = put_recovery_codes(w, job, err);
    return status == DS_OK ? ds_chain_add(w, job->account, 0, "tweede factor", "", err) : status;
}

ds_status ds_account_totp_confirm(ds_dossiers *store, int64_t account, const char *code,
                                  char out_codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE],
                                  ds_sign_in_outcome *out, ds_error *err) {
    char codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE];
    totp_job job = {
        .store = store, .account = account, .code = code == NULL ? "" : code, .codes = codes};
    ds_status status = ds_write(store, do_confirm, &job, err);
    if (status == DS_OK) {
        *out = job.right;
        if (job.right == DS_SIGN_IN_DONE) memcpy(out_codes, codes, sizeof codes);
    }
    sodium_memzero(codes, sizeof codes);
    return status;
}
