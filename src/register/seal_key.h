/* register/seal_key.h: the secret of a work folder, by which checksums of its deliveries are made:
 * a plain one of a small delivery would confirm a guess of what is in it (design, section 7). It
 * stands in .vingerafdruksleutel, for its owner alone, and is written nowhere else. */
#ifndef DS_REGISTER_SEAL_KEY_H
#define DS_REGISTER_SEAL_KEY_H

#include "base/checksum.h"

/* Between two of these it is in memory that is not swapped out, and wiped after. */
typedef struct ds_seal_key {
    unsigned char *key; /* NULL: not open */
    bool unkept;        /* drawn here, and on no disk yet */
} ds_seal_key;

/* Reads it, or draws one where there is none, which ds_seal_key_keep is to write. DS_INPUT when the
 * file is no secret. To be closed, also after an error. */
ds_status ds_seal_key_open(ds_seal_key *secret, const char *work_folder,
                           ds_error *err) DS_NODISCARD;
/* Writes one that was drawn. Of two that draw one at the same moment the later takes the other's:
 * *out_other, and what was made by its own is to be made anew. */
ds_status ds_seal_key_keep(ds_seal_key *secret, const char *work_folder, bool *out_other,
                           ds_error *err) DS_NODISCARD;
/* Reads it, and draws none: *out_found tells. */
ds_status ds_seal_key_find(ds_seal_key *secret, const char *work_folder, bool *out_found,
                           ds_error *err) DS_NODISCARD;
void ds_seal_key_close(ds_seal_key *secret);
/* Of these bytes, in hexadecimal. */
void ds_seal_key_sum(const ds_seal_key *secret, const char *data, size_t size,
                     char out[DS_CHECKSUM_SIZE]);
/* A plain checksum becomes one by the secret; "" stays so. */
void ds_seal_key_seal(const ds_seal_key *secret, char checksum[DS_CHECKSUM_SIZE]);
/* The seal of a generation, by which the checksums of its own files are made: a register of one row
 * could be made again for each guess, and held against a copy of its manifest. It is of the secret
 * alone, so that the same states have the same checksums in whatever order they were delivered, and
 * stands in the generation beside the manifest, which a copy of that does not have. write: before
 * anything is sealed by it. */
#define DS_GENERATION_SEAL "zegel"
ds_status ds_generation_seal_write(const ds_seal_key *secret, const char *folder,
                                   char out[DS_CHECKSUM_SIZE], ds_error *err) DS_NODISCARD;
/* DS_INPUT: it is not there, or is none. */
ds_status ds_generation_seal_read(const char *folder, char out[DS_CHECKSUM_SIZE],
                                  ds_error *err) DS_NODISCARD;
/* A plain checksum becomes one by the seal; "" stays so. */
void ds_generation_seal(const char seal[DS_CHECKSUM_SIZE], char checksum[DS_CHECKSUM_SIZE]);
/* Destroys it: no checksum that others have can be held against a guess any more. */
ds_status ds_seal_key_forget(const char *work_folder, ds_error *err) DS_NODISCARD;

#endif
