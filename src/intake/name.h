/* intake/name.h: what the name of a file in leveringen/ says of what it is, and the files that no
 * name explains: they are left aside by name, or stop the import. */
#ifndef DS_INTAKE_NAME_H
#define DS_INTAKE_NAME_H

#include "intake/layout/layout.h"
#include "intake/worker.h"

/* What a name says: the longest kind that it begins with, and whether the kind ends there. */
typedef struct ds_name {
    const char *kind;        /* NULL: like no kind */
    const ds_layout *layout; /* of it; NULL for a kind that is not read yet */
    bool exact;              /* else nearly: an ending, a slip, or letters go on after it */
} ds_name;
/* A kind ends at the name's end or at a dot, dash, underscore, blank or digit. Nearly: what begins
 * with a kind and goes on, has one with -en, -s or -n, or differs from one of seven letters or more
 * by at most two. */
ds_name ds_name_read(const char *name);
/* Whether the name can be a table's: not of a document, a picture, a program or a spare copy. */
bool ds_name_is_table(const char *name);
/* name as a message shows it: bytes that are no UTF-8 as \xNN. Returns out. */
char *ds_name_show(const char *name, char *out, size_t size);

/* The layout of a canonical kind by its name, letters folded; NULL when there is none. */
const ds_layout *ds_plan_layout(ds_text kind);

/* Stops the import when a delivery that will not be read should be: its name says a kind, or
 * nearly; its columns are those of a delivery; doorstroom.yaml names it; its name is no UTF-8.
 * DS_INPUT with the file, what was found and what to do. Cost: of a file with an unknown name its
 * first lines. */
ds_status ds_name_check(const ds_intake *intake, const ds_delivery *delivery,
                        ds_error *err) DS_NODISCARD;

#endif
