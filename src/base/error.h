/* base/error.h: filling a ds_error, once, where the fault is found. */
#ifndef DS_BASE_ERROR_H
#define DS_BASE_ERROR_H

#include "doorstroom/base.h"

/* Fills err (which may be NULL) with both texts, formatted with the same arguments, and returns
 * status. The place (file, line, column) is left as it was in a cleared error: empty. */
ds_status ds_error_set(ds_error *err, ds_status status, const char *nl, const char *en, ...)
    DS_PRINTF(3, 5) DS_PRINTF(4, 5);

/* The same with a place. file may be NULL; line and column 0 when there is none. */
ds_status ds_error_at(ds_error *err, ds_status status, const char *file, uint64_t line,
                      uint64_t column, const char *nl, const char *en, ...) DS_PRINTF(6, 8)
    DS_PRINTF(7, 8);

/* The same with texts that are ready. */
ds_status ds_error_texts(ds_error *err, ds_status status, const char *file, uint64_t line,
                         uint64_t column, const char *nl, const char *en);

/* No memory left: a fault of the machine. */
ds_status ds_error_memory(ds_error *err);
bool ds_error_is_memory(const ds_error *err);

/* A system call on path failed with errno value code; what says what was tried, as an infinitive
 * in Dutch and English. A full disk is a DS_FAULT, a file that is missing or may not be read is a
 * DS_INPUT. */
ds_status ds_error_system(ds_error *err, const char *path, int code, const char *nl_what,
                          const char *en_what);

/* DS_USAGE when a struct of options says a later version than this library knows, else DS_OK. */
ds_status ds_error_version(ds_error *err, const char *options, unsigned version, unsigned known);

/* Adds the place to an error that has none yet; does nothing where err is NULL. */
void ds_error_place(ds_error *err, const char *file, uint64_t line, uint64_t column);

#endif
