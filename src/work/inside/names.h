/* work/inside/names.h: lists of names as users write them: "a, b". */
#ifndef DS_WORK_INSIDE_NAMES_H
#define DS_WORK_INSIDE_NAMES_H

#include "doorstroom/base.h"

typedef struct ds_names {
    char *text; /* holds them */
    const char **names;
    size_t n;
} ds_names;

/* Cuts list (NULL: none) into *out, which is empty and becomes the caller's (ds_names_done), also
 * after a failure. DS_USAGE, naming the option, for an empty name, one that stands twice (letters
 * folded), or more than max. */
ds_status ds_names_split(const char *option, const char *list, size_t max, ds_names *out,
                         ds_error *err) DS_NODISCARD;
void ds_names_done(ds_names *names);
/* "a, b", the caller's (ds_free); NULL when memory is short. */
char *ds_names_join(const char *const *names, size_t n) DS_NODISCARD;

#endif
