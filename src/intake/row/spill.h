/* intake/row/spill.h: memory for the rows of an import, within a limit. What does not fit stands in
 * a file of the work folder's register/ that has no name, so that nothing of it is left however the
 * import ends; its pages are let go once they were passed. Rows are where they would have been, so
 * what comes of them is the same bytes.
 *
 * An import that has no limit (who reads and stores nothing) takes ordinary memory. */
#ifndef DS_INTAKE_ROW_SPILL_H
#define DS_INTAKE_ROW_SPILL_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/file.h"

/* Its name where it must have one for a moment; register/generation.h knows it. */
#define DS_SPILL_NAME "uitwijk"

typedef struct ds_spill {
    uint64_t limit; /* bytes, for all that an import holds; 0 none */
    int folder;     /* register/, open; not ours */
    const char *path;
    pthread_mutex_t lock;
    int fd; /* -1: no file yet */
    uint64_t size;
    _Atomic uint64_t held;    /* in memory, of what was taken here */
    _Atomic uint64_t besides; /* what the import holds, or will, beside that */
    _Atomic bool full;        /* the disk is */
    _Atomic uint64_t on_disk; /* all that ever was, bytes */
} ds_spill;

typedef enum ds_spill_place { DS_SPILL_ORDINARY, DS_SPILL_MEMORY, DS_SPILL_DISK } ds_spill_place;
typedef struct ds_spill_block {
    char *data; /* NULL: none. Cleared, but ordinary memory is not */
    size_t size;
    uint64_t at; /* in the file */
    ds_spill_place place;
} ds_spill_block;

void ds_spill_init(ds_spill *spill);
void ds_spill_done(ds_spill *spill);
/* spill may be NULL. False: memory, or the disk (full says so), is short. Safe from several
 * threads. */
bool ds_spill_take(ds_spill *spill, size_t size, ds_spill_block *out) DS_NODISCARD;
void ds_spill_give(ds_spill *spill, ds_spill_block *block);
/* Who has passed these bytes and does not come back soon: they need not be in memory. Of what is
 * not on disk nothing. They can be read and written all the same. */
void ds_spill_pass(const ds_spill_block *block, uint64_t from, uint64_t to);
/* How much of what is on disk may be in memory at once. */
uint64_t ds_spill_window(const ds_spill *spill);
/* Half of the memory of the machine, or of what the process may have of it. */
uint64_t ds_spill_usual_limit(void);

#endif
