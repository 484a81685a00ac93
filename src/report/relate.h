/* report/relate.h: the words of what hangs together. */
#ifndef DS_REPORT_RELATE_H
#define DS_REPORT_RELATE_H

#include "doorstroom/relate.h"

/* A method's and a measure's code, with words for people. */
ds_value ds_relate_method_value(ds_relate_method method);
ds_value ds_relate_measure_value(ds_relate_measure measure);
/* Decimals for people: so many of what lies between -1 and 1, else three digits. */
int ds_relate_decimals(ds_relate_measure measure, int decimals);
/* "x × y (term)", with the group before it; kept by the document. */
const char *ds_relate_subject(ds_document *to, const ds_relate_row *row);
/* A sentence a test, for people, and what must be said of the whole. */
void ds_relate_say_tests(ds_document *to, const ds_relate_block *block);
void ds_relate_note_all(ds_document *to, const ds_relate_block *block);

#endif
