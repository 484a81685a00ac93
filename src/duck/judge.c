/* duck/judge.c: see judge.h. DuckDB tells the kind of few of its errors, but begins each text with
 * it, and ends that of a disk with the system's own words. */
#include "duck/judge.h"

#include <errno.h>
#include <string.h>

_Atomic bool ds_duck_without_memory;

static bool begins_with(const char *text, const char *with) {
    return text != NULL && strncmp(text, with, strlen(with)) == 0;
}

/* The errno whose words stand in text; 0 for none. */
static uint32_t find_code(const char *text) {
    static const int codes[] = {ENOSPC, EDQUOT, EFBIG,  EACCES, EPERM,  EROFS, EIO,
                                ENOENT, EMFILE, ENFILE, ENOMEM, ESTALE, EISDIR};
    for (size_t i = 0; text != NULL && i < sizeof codes / sizeof *codes; i++)
        if (strstr(text, strerror(codes[i])) != NULL) return (uint32_t)codes[i];
    return 0;
}

/* What has to do with the values. */
static bool is_of_rows(const char *text) {
    static const char *const kinds[] = {"Conversion Error", "Invalid Input Error",
                                        "Constraint Error", "Invalid Type Error"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (begins_with(text, kinds[i])) return true;
    return false;
}

ds_database_answer ds_duck_judge(duckdb_error_type type, const char *text) {
    const uint32_t code = find_code(text);
    /* what does not fit in memory goes to the disk, which has no more room for it either */
    if (text != NULL && strstr(text, "max_temp_directory_size") != NULL)
        return (ds_database_answer){DS_DATABASE_DISK, ENOSPC};
    /* also of what was refused because of an error before it, which is told within the text */
    if (code != 0 && code != ENOMEM) return (ds_database_answer){DS_DATABASE_DISK, code};
    if (ds_duck_without_memory || code == ENOMEM || type == DUCKDB_ERROR_OUT_OF_MEMORY ||
        begins_with(text, "Out of Memory Error"))
        return (ds_database_answer){DS_DATABASE_MEMORY, 0};
    return (ds_database_answer){is_of_rows(text) ? DS_DATABASE_REFUSED : DS_DATABASE_DISK, 0};
}
