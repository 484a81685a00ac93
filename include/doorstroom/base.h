/* doorstroom/base.h: the words that every stage shares: a status, an error, a view of text.
 *
 * Rules for the whole library:
 *  - A function that can fail returns ds_status and fills the caller's ds_error once, where it
 *    happens. On failure its outputs are as they were.
 *  - The library never prints, logs, exits or aborts on input.
 *  - No message holds a personal value; it names file, line and column instead.
 */
#ifndef DOORSTROOM_BASE_H
#define DOORSTROOM_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DS_NODISCARD __attribute__((warn_unused_result))
#define DS_PRINTF(text, first) __attribute__((format(printf, text, first)))

/* Sums of many numbers stay exact in 128 bits. */
__extension__ typedef __int128 ds_int128;
__extension__ typedef unsigned __int128 ds_uint128;

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

#ifdef __cplusplus
}
#endif
#endif
