/* release/file_sheets.h: the part of a release's file that holds sheets and words. */
#ifndef DS_RELEASE_FILE_SHEETS_H
#define DS_RELEASE_FILE_SHEETS_H

#include "base/json.h"
#include "release/model.h"

/* Reading: what is not as it was written makes the file no release. */
typedef struct ds_release_reader {
    ds_release *release;
    bool wrong;
    /* the texts that the release has by now: each once, for most of a release are the same few
     * hundred codes again and again; by hash, NULL is empty */
    const char **texts; /* [room], a power of two */
    size_t n_texts, room;
} ds_release_reader;

/* Never NULL; kept by the release. */
const char *ds_release_take_text(ds_release_reader *r, const json_t *value);

/* Into content; *failed when memory is short. */
void ds_release_put_sheets(const ds_release *release, json_t *content, bool *failed);
/* A file of form 1 has none. */
void ds_release_take_sheets(ds_release_reader *r, const json_t *content);

#endif
