/* dossier/copy.h: what making a copy (backup.c) and putting one back (restore.c) share. */
#ifndef DS_DOSSIER_COPY_H
#define DS_DOSSIER_COPY_H

#include "dossier/store.h"

enum { DS_COPY_FILE_MAX = 1 << 29 };

/* All pages of one database to another. */
ds_status ds_copy_pages(ds_lite *from, ds_lite *to, ds_error *err) DS_NODISCARD;
/* The seal of a copy that was made at a time and ends with that line of the log. */
void ds_copy_seal(const ds_sealing *sealing, int64_t made_ms, const ds_chain *chain,
                  unsigned char out[DS_SUM]);
/* DS_INPUT when the bytes are not those of the checksum; path is for the message. */
ds_status ds_copy_check_bytes(const char *path, const char *data, size_t size, const char *sha256,
                              ds_error *err) DS_NODISCARD;
/* The machine's clock: a copy is made by a program that has no store open. */
int64_t ds_copy_now(void);

#endif
