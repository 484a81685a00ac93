/* cell/pieces.h: a file read from begin to end in pieces, with the line that it is at. A file that
 * is not at hand is opened anew for each piece, so that any number of them are read side by side.
 */
#ifndef DS_CELL_PIECES_H
#define DS_CELL_PIECES_H

#include <sys/types.h>
#include <time.h>

#include "doorstroom/base.h"

/* A file as it was when it was first looked at: it may not change while it is read. */
typedef struct ds_piece_file {
    const char *path;
    int fd; /* of a file without a name; -1: opened by its path */
    dev_t device;
    ino_t number;
    uint64_t size;
    struct timespec changed;
} ds_piece_file;

typedef struct ds_pieces {
    const ds_piece_file *file;
    char *data;
    size_t at, size, capacity;
    uint64_t offset, end; /* in the file: of data[0], and where reading ends */
    uint64_t line;        /* that at is on */
    uint64_t line_offset; /* where it begins in the file */
} ds_pieces;

/* Looks at the file. DS_INPUT for what is no regular file. */
ds_status ds_piece_file_look(const char *path, ds_piece_file *out, ds_error *err) DS_NODISCARD;
/* From offset, which is on that line, up to end; pieces of capacity bytes. */
ds_status ds_pieces_open(ds_pieces *p, const ds_piece_file *file, uint64_t offset, uint64_t end,
                         uint64_t line, size_t capacity, ds_error *err) DS_NODISCARD;
void ds_pieces_done(ds_pieces *p);
/* More bytes behind those from at on, which move to the front; *out_more false at the end. */
ds_status ds_pieces_more(ds_pieces *p, bool *out_more, ds_error *err) DS_NODISCARD;
/* Where in the file the byte at is. */
static inline uint64_t ds_pieces_offset(const ds_pieces *p) {
    return p->offset + p->at;
}
/* DS_INPUT at this line; column 0: none. */
ds_status ds_pieces_refuse(const ds_pieces *p, uint64_t column, const char *nl, const char *en,
                           ds_error *err);

#endif
