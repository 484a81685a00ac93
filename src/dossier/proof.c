/* dossier/proof.c: see proof.h. BLAKE2b over the parts, each text with its length before it. */
#include "dossier/proof.h"

#include "base/text.h"

void ds_proof_number(crypto_generichash_state *state, int64_t number) {
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)((uint64_t)number >> 8 * i);
    (void)crypto_generichash_update(state, bytes, sizeof bytes);
}

void ds_proof_bytes(crypto_generichash_state *state, ds_text text) {
    ds_proof_number(state, (int64_t)text.size);
    if (text.size > 0)
        (void)crypto_generichash_update(state, (const unsigned char *)text.data, text.size);
}

void ds_proof_begin(ds_proof *proof) {
    (void)crypto_generichash_init(&proof->state, NULL, 0, DS_SUM);
}

void ds_proof_add(ds_proof *proof, const ds_proof_row *row) {
    ds_proof_bytes(&proof->state, ds_text_of(row->path));
    ds_proof_bytes(&proof->state, ds_text_of(row->onderwerp));
    ds_proof_bytes(&proof->state, ds_text_of(row->value));
    ds_proof_bytes(&proof->state, ds_text_of(row->former));
    ds_proof_number(&proof->state, row->revisie);
    ds_proof_number(&proof->state, row->by);
    ds_proof_number(&proof->state, row->at_ms);
    ds_proof_number(&proof->state, row->refused);
}

void ds_proof_end(ds_proof *proof, unsigned char out[DS_SUM]) {
    (void)crypto_generichash_final(&proof->state, out, DS_SUM);
}
