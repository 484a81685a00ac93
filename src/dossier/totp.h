/* dossier/totp.h: codes of a second factor that change every thirty seconds (RFC 6238, over RFC
 * 4226 with HMAC-SHA-1, which is what all apps know). */
#ifndef DS_DOSSIER_TOTP_H
#define DS_DOSSIER_TOTP_H

#include "doorstroom/accounts.h"
#include "dossier/store.h"

enum { DS_TOTP_BYTES = 20, DS_TOTP_STEP_MS = 30000, DS_SHA1_SIZE = 20 };

/* FIPS 180-4; for codes only, where what is known to be weak in it does not matter. */
void ds_sha1(const void *data, size_t size, unsigned char out[DS_SHA1_SIZE]);
/* RFC 2104; key and data of at most 64 bytes each. */
void ds_hmac_sha1(const unsigned char *key, size_t key_size, const void *data, size_t size,
                  unsigned char out[DS_SHA1_SIZE]);
/* RFC 4226, section 5.3: the code of a counter, digits 6 to 8, with its NUL. */
void ds_totp_of_step(const unsigned char *secret, size_t size, int64_t step, unsigned digits,
                     char out[9]);
/* The step of which code is the one, of those around now and after `after`; -1: none. */
int64_t ds_totp_find_step(const unsigned char secret[DS_TOTP_BYTES], const char *code,
                          int64_t now_ms, int64_t after);
/* Base32 (RFC 4648) of a secret, without padding. */
void ds_totp_print_secret(const unsigned char secret[DS_TOTP_BYTES], char out[DS_TOTP_SECRET_SIZE]);

/* Keeps a secret of an account encrypted, and back. */
enum { DS_TOTP_HIDDEN = DS_TOTP_BYTES + DS_SEALING_MORE };
bool ds_totp_show(const ds_dossiers *store, int64_t account, ds_text hidden,
                  unsigned char out[DS_TOTP_BYTES]) DS_NODISCARD;

/* A recovery code's checksum: letters of both cases and dashes do not matter. False: it is none. */
bool ds_recovery_sum(const char *code, unsigned char out[DS_SUM]);

#endif
