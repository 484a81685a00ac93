/* work/outside/dossiers_sniff.h: what a file is, by its bytes; and whether a scanner takes it for a
 * virus. See dossiers_sniff.c and dossiers_scan.c. */
#ifndef DS_WORK_OUTSIDE_DOSSIERS_SNIFF_H
#define DS_WORK_OUTSIDE_DOSSIERS_SNIFF_H

#include "doorstroom/base.h"

/* A kind of files that may be added to a dossier. */
typedef struct desk_file_kind {
    const char *ending; /* as a form names it: "pdf" */
    const char *type;   /* media type */
} desk_file_kind;

/* NULL: none of those that are known, or one with macros in it, or no whole one. */
const desk_file_kind *ds_desk_sniff(ds_text bytes);
/* Whether the form's word is a kind that can be known at all. */
bool ds_desk_is_file_kind(const char *ending);

typedef enum desk_scanned { DESK_SCAN_CLEAN, DESK_SCAN_INFECTED } desk_scanned;
/* Has a command look at a file: its words, and the path as the last one. 0: clean, 1: not.
 * DS_FAULT: it cannot be started, ends otherwise, or takes longer than two minutes. */
ds_status ds_desk_scan_file(const char *command, const char *path, desk_scanned *out,
                            ds_error *err) DS_NODISCARD;

#endif
