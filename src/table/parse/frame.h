/* table/parse/frame.h: what is said between us and the helper that reads foreign files
 * (libexec/doorstroom/parse; src/parse), over two pipes.
 *
 * A frame is a head of two numbers, its kind and the bytes that follow, and those bytes. Numbers
 * are of 4 or 8 bytes as this machine has them: both ends are of one build, which the greeting
 * says. What comes from the helper is a stranger's word: frames.c believes nothing of it. */
#ifndef DS_TABLE_PARSE_FRAME_H
#define DS_TABLE_PARSE_FRAME_H

#include "doorstroom/table.h"

enum {
    DS_FRAME_VERSION = 2,
    DS_FRAME_HEAD = 8,
    DS_FRAME_MAX = 8 << 20,    /* bytes after the head; more is no frame */
    DS_FRAME_FULL = 512 << 10, /* of text, after which the helper sends what it has */
    DS_FRAME_ROOM = 64 << 10,
    DS_FRAME_SEED_FILES = 3,   /* that a seed is sent for each helper: from us, to us, the file */
    DS_FRAME_SHEET_MAX = 1024, /* bytes in the name of a sheet; Excel has 31 characters */
};

/* The files that the helper begins with. */
enum { DS_FRAME_FROM_US, DS_FRAME_TO_US, DS_FRAME_NOBODY, DS_FRAME_FILE, DS_FRAME_FILES };

/* What the helper says. */
typedef enum ds_frame_kind {
    DS_FRAME_HELLO = 1, /* ds_frame_hello; the first of all: it is confined now */
    DS_FRAME_CANNOT,    /* ds_frame_cannot, in its place: it cannot be, and has read nothing */
    DS_FRAME_HEADER,    /* n, size[n], the names */
    DS_FRAME_LABELS,    /* column, n, then n times the sizes of a value and its label, the texts; it
                           waits for n bytes: a ds_table_label_use each */
    DS_FRAME_ROWS,      /* n_records, n_columns, marked; line[n_records] of 8 bytes,
                           size[n_records * n_columns], marked: as many bytes of marks, the texts */
    DS_FRAME_PROGRESS,  /* bytes of the file, of 8 */
    DS_FRAME_REMARK,    /* ds_frame_remark, a name */
    DS_FRAME_ELEMENTS,  /* of XML: DS_FRAME_BEGINS, line and column of 8, size, name; or
                           DS_FRAME_ENDS, size, text; as many as there are */
    DS_FRAME_END,       /* all of it was read */
    DS_FRAME_ERROR,     /* ds_frame_error, the Dutch text, the English text: the file is refused */
    DS_FRAME_KINDS
} ds_frame_kind;

enum { DS_FRAME_BEGINS = 1, DS_FRAME_ENDS = 2 };

/* What it is asked, its first and only frame: this, and the name of a sheet. */
typedef struct ds_frame_ask {
    uint32_t version, format;
    uint32_t labels; /* 1: it asks what labels mean */
    uint32_t sheet_size;
    uint32_t seed, zero; /* 1: it reads nothing; helpers are made of it (parse/seed.h) */
    uint64_t first_line, size_bytes;
    uint64_t seconds, memory; /* of a processor; bytes: what it may use at most */
    uint64_t unpacked_most;   /* of Excel: bytes; 0: as of any file */
} ds_frame_ask;
enum { DS_FRAME_ASK = 0x41505344 }; /* the kind of that frame */

typedef struct ds_frame_hello {
    char magic[8];              /* DSPARSE and a zero */
    uint32_t version, landlock; /* landlock: 0 where the kernel has none, else its version */
    char build[16];             /* DS_VERSION, filled up with zeros */
} ds_frame_hello;

typedef enum ds_frame_why {
    DS_FRAME_NO_SECCOMP,
    DS_FRAME_NO_LIMITS,
    DS_FRAME_NO_DUCKDB,
    DS_FRAME_NO_MEMORY,
    DS_FRAME_WHYS
} ds_frame_why;

typedef struct ds_frame_cannot {
    uint32_t why, code; /* code: an errno, or 0 */
} ds_frame_cannot;

typedef struct ds_frame_remark {
    uint64_t n, line, column;
    uint32_t kind, name_size;
} ds_frame_remark;

typedef struct ds_frame_error {
    uint64_t line, column;
    uint32_t status, nl_size, en_size, zero;
} ds_frame_error;

#endif
