/* intake/layout/element.h: codes/elementcode.csv: what an elementcode of BRON's extracts of vo is.
 * The list is the user's own: the program comes with its header alone. */
#ifndef DS_INTAKE_LAYOUT_ELEMENT_H
#define DS_INTAKE_LAYOUT_ELEMENT_H

#include "intake/worker.h"

/* As rows keep it: codes + 1, 0 missing; soort the code. */
typedef struct ds_element {
    char code[16]; /* of digits alone: without the zeros before them */
    char *profiel; /* NULL missing */
    uint8_t soort, leerweg, leerjaar, route, sector;
    uint64_t line;
} ds_element;

/* Reads the list where some delivery is one of enrolments; there may be none. */
ds_status ds_elements_read(ds_intake *intake, ds_error *err) DS_NODISCARD;
void ds_elements_done(ds_intake *intake);
/* 0011 and 11 are one code. */
const ds_element *ds_element_find(const ds_intake *intake, ds_text code);

#endif
