/* dossier/token.h: secrets that are given out and kept as a checksum, and passwords. */
#ifndef DS_DOSSIER_TOKEN_H
#define DS_DOSSIER_TOKEN_H

#include "doorstroom/accounts.h"
#include "dossier/store.h"

/* A new token of 256 random bits, and its checksum. */
void ds_token_new(char out[DS_TOKEN_SIZE], unsigned char out_sum[DS_SUM]);
/* False when a text is no token. */
bool ds_token_sum(const char *token, unsigned char out[DS_SUM]);

/* DS_INPUT when it is too short, too long, of few characters, contains the address's name, is a
 * common one (common.c), has little but words of this service, or leaked (password.c). */
ds_status ds_password_check(const ds_dossiers *store, const char *password, const char *address,
                            ds_error *err) DS_NODISCARD;
/* Whether it is one that many people choose: a common word, also twice, with capitals, or with
 * digits and signs before and behind it; walks over the keys with next to nothing beside them; one
 * short thing again and again. */
bool ds_password_is_common(const char *password);
enum { DS_PASSWORD_HASH_SIZE = 128 };
/* argon2id; waits while four others are at it. */
ds_status ds_password_hash(ds_dossiers *store, const char *password,
                           char out[DS_PASSWORD_HASH_SIZE], ds_error *err) DS_NODISCARD;
/* Whether it was made at another cost than passwords are made at now. */
bool ds_password_is_old(const ds_dossiers *store, const char *hash);
/* hash NULL or "": takes as long, and is false. */
ds_status ds_password_is(ds_dossiers *store, const char *password, const char *hash, bool *out,
                         ds_error *err) DS_NODISCARD;

/* Within jobs: ends sessions of an account but the one with this checksum (NULL: all). */
ds_status ds_sessions_end(ds_writing *w, int64_t account, const unsigned char *keep,
                          ds_error *err) DS_NODISCARD;
/* Sets the roles of an account. */
ds_status ds_roles_put(ds_writing *w, int64_t account, const ds_account_role *roles, size_t n,
                       ds_error *err) DS_NODISCARD;
ds_status ds_roles_check(const ds_account_role *roles, size_t n, ds_error *err) DS_NODISCARD;
/* "rol bereik" lines are no sealing, but the log has numbers only: "account 12". */
enum { DS_ABOUT_SIZE = 48 };
const char *ds_about_number(const char *what, int64_t number, char out[DS_ABOUT_SIZE]);

/* The state of an account; -1: there is none. */
ds_status ds_account_state_of(ds_lite *db, int64_t account, int64_t *out,
                              ds_error *err) DS_NODISCARD;
/* Whether it is the only account that is active and is beheerder of "*". */
ds_status ds_account_is_last(ds_lite *db, int64_t account, bool *out, ds_error *err) DS_NODISCARD;
/* Its address; "" when there is none. */
ds_status ds_account_address(ds_dossiers *store, int64_t account, char out[DS_ADDRESS_MAX + 1],
                             ds_error *err) DS_NODISCARD;

#endif
