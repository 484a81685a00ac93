/* doorstroom/base.h: the words that every stage shares: a status, an error, a view of text.
 *
 * Rules for the whole library:
 *  - A function that can fail returns ds_status and fills the caller's ds_error once, where it
 *    happens. On failure its outputs are as they were. err may be NULL: then nobody is told.
 *  - The library never prints, logs, exits or aborts on input.
 *  - No message holds a number, name or date of a person; it names file, line and column instead.
 *    What a row is refused for is shown where it looks like a slip of a known code, or is a number
 *    out of its bounds (leeftijd 200).
 *
 * Memory:
 *  - What a function gives into an out_ parameter, and what a _new or _open returns, is the
 *    caller's. The header names what frees it: the type's own _free, _close or _done, and ds_free
 *    for plain text and arrays. None of them minds NULL.
 *  - A pointer that a function returns without such a word is borrowed: it lives as long as the
 *    object it was asked of, or until the next change where the header says so.
 *  - What is handed in is borrowed for the call and copied where it is kept, unless the header says
 *    that it must stay.
 *  - Never mix with malloc and free: ds_free frees what the library gave, and nothing else.
 *
 * Options: a struct of options begins with its version and has an initialiser, DS_…_INIT, which
 * sets the defaults; then set what is to be otherwise by name. A later library reads no field that
 * the version did not have yet. An older one refuses a version that it does not know (DS_USAGE).
 *
 * Threads: the library has no state of its own that a caller could see. Two threads may use two
 * objects at once; one object they may share as long as both only read it (const). Each header says
 * where that is otherwise. docs/api.md tells the rest, with versions and what stays stable. */
#ifndef DOORSTROOM_BASE_H
#define DOORSTROOM_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "doorstroom/version.h"

/* What the shared library shows; all else in it is hidden. */
#define DS_API __attribute__((visibility("default")))

#ifdef __cplusplus
#define DS_BEGIN_DECLS extern "C" {
#define DS_END_DECLS }
#else
#define DS_BEGIN_DECLS
#define DS_END_DECLS
#endif

#define DS_NODISCARD __attribute__((warn_unused_result))
#define DS_PRINTF(text, first) __attribute__((format(printf, text, first)))

DS_BEGIN_DECLS

/* The version of the library that runs, as DS_VERSION is that of the headers. Static text. */
DS_API const char *ds_version(void);

/* Frees text or an array that the library gave; NULL does nothing. */
DS_API void ds_free(void *block);

/* A sum of many numbers, exact in 128 bits of two's complement: high * 2^64 + low. */
typedef struct ds_sum {
    uint64_t low;
    int64_t high;
} ds_sum;
/* Rounded once, to the nearest double. */
DS_API double ds_sum_double(ds_sum sum);

/* The outcome of a fallible function; the values are the program's exit codes. */
typedef enum ds_status {
    DS_OK = 0,
    DS_INPUT = 1, /* what the user gave is wrong: a delivery, a definition, a work folder */
    DS_USAGE = 2, /* the call is wrong: an unknown option, an argument out of its range */
    DS_FAULT = 3, /* the machine failed: no memory, a full disk, an unreadable device */
} ds_status;

/* What went wrong and where, in both languages. Owned by the caller; no memory to free.
 * line and column count from 1; 0 says that there is none. */
typedef struct ds_error {
    ds_status status;
    uint64_t line;
    uint64_t column;
    char file[512];
    char nl[768];
    char en[768];
} ds_error;

/* A borrowed run of bytes, not terminated. {NULL, 0} is a missing value where that is said. */
typedef struct ds_text {
    const char *data;
    size_t size;
} ds_text;

DS_END_DECLS

#endif
