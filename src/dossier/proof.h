/* dossier/proof.h: the checksum of the answers that a line of the log is about, so that the history
 * of answers cannot be changed without the log telling. */
#ifndef DS_DOSSIER_PROOF_H
#define DS_DOSSIER_PROOF_H

#include <sodium.h>

#include "dossier/store.h"

typedef struct ds_proof {
    crypto_generichash_state state;
} ds_proof;

/* A row of versies, as it is checksummed. */
typedef struct ds_proof_row {
    const char *path, *onderwerp, *value, *former;
    int64_t revisie, by, at_ms, refused;
} ds_proof_row;

void ds_proof_begin(ds_proof *proof);
void ds_proof_add(ds_proof *proof, const ds_proof_row *row);
void ds_proof_end(ds_proof *proof, unsigned char out[DS_SUM]);
/* Parts of other checksums: with their length. */
void ds_proof_number(crypto_generichash_state *state, int64_t number);
void ds_proof_bytes(crypto_generichash_state *state, ds_text text);

#endif
