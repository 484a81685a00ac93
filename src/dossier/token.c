/* dossier/token.c: see token.h. A token has 256 random bits, so that a plain checksum of it gives
 * nothing away; a password is a person's choice, so that it is hashed by argon2id. */
#include "dossier/token.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

enum { TOKEN = 32, HASHING_MAX = 4 };

void ds_token_new(char out[DS_TOKEN_SIZE], unsigned char out_sum[DS_SUM]) {
    unsigned char bytes[TOKEN];
    randombytes_buf(bytes, TOKEN);
    (void)sodium_bin2base64(out, DS_TOKEN_SIZE, bytes, TOKEN,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    (void)crypto_generichash(out_sum, DS_SUM, bytes, TOKEN, NULL, 0);
    sodium_memzero(bytes, sizeof bytes);
}

bool ds_token_sum(const char *token, unsigned char out[DS_SUM]) {
    unsigned char bytes[TOKEN];
    size_t size = 0, length = token == NULL ? 0 : strnlen(token, DS_TOKEN_SIZE);
    if (length != DS_TOKEN_SIZE - 1 ||
        sodium_base642bin(bytes, TOKEN, token, length, NULL, &size, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        size != TOKEN)
        return false;
    (void)crypto_generichash(out, DS_SUM, bytes, TOKEN, NULL, 0);
    sodium_memzero(bytes, sizeof bytes);
    return true;
}

/* ---- passwords ---- */

static void begin_hashing(ds_dossiers *store) {
    pthread_mutex_lock(&store->hashing);
    while (store->n_hashing >= HASHING_MAX)
        pthread_cond_wait(&store->hashed, &store->hashing);
    store->n_hashing++;
    pthread_mutex_unlock(&store->hashing);
}

static void end_hashing(ds_dossiers *store) {
    pthread_mutex_lock(&store->hashing);
    store->n_hashing--;
    pthread_cond_signal(&store->hashed);
    pthread_mutex_unlock(&store->hashing);
}

/* What one costs: for tests at its least. */
static unsigned long long rounds_of(const ds_dossiers *store) {
    return store->quick_passwords ? crypto_pwhash_OPSLIMIT_MIN : crypto_pwhash_OPSLIMIT_INTERACTIVE;
}

static size_t memory_of(const ds_dossiers *store) {
    return store->quick_passwords ? crypto_pwhash_MEMLIMIT_MIN : crypto_pwhash_MEMLIMIT_INTERACTIVE;
}

bool ds_password_is_old(const ds_dossiers *store, const char *hash) {
    return crypto_pwhash_str_needs_rehash(hash, rounds_of(store), memory_of(store)) != 0;
}

ds_status ds_password_hash(ds_dossiers *store, const char *password,
                           char out[DS_PASSWORD_HASH_SIZE], ds_error *err) {
    int code;
    begin_hashing(store);
    code = crypto_pwhash_str_alg(out, password, strlen(password), rounds_of(store),
                                 memory_of(store), crypto_pwhash_ALG_ARGON2ID13);
    end_hashing(store);
    return code == 0 ? DS_OK : ds_error_memory(err);
}

ds_status ds_password_is(ds_dossiers *store, const char *password, const char *hash, bool *out,
                         ds_error *err) {
    char made[DS_PASSWORD_HASH_SIZE];
    if (hash == NULL || hash[0] == '\0') {
        /* Hashing takes as long as looking does: whether there is an account cannot be timed. */
        ds_status status = ds_password_hash(store, password, made, err);
        if (status == DS_OK) *out = false;
        return status;
    }
    begin_hashing(store);
    *out = crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
    end_hashing(store);
    return DS_OK;
}

const char *ds_about_number(const char *what, int64_t number, char out[DS_ABOUT_SIZE]) {
    (void)snprintf(out, DS_ABOUT_SIZE, "%s %" PRId64, what, number);
    return out;
}

ds_status ds_account_state_of(ds_lite *db, int64_t account, int64_t *out, ds_error *err) {
    int64_t state = -1;
    ds_status status = ds_lite_number(db, "SELECT staat FROM gebruikers WHERE id=? AND id>0",
                                      DS_BOUND(ds_bind_number(account)), &state, err);
    if (status == DS_OK) *out = state;
    return status;
}
