/* work/inside/person.h: what questions about persons share. */
#ifndef DS_WORK_INSIDE_PERSON_H
#define DS_WORK_INSIDE_PERSON_H

#include "doorstroom/why.h"

/* The deliveries of the register that is open, read again; DS_INPUT when they changed since. */
ds_status ds_inside_trace(const ds_work *work, const char *person, const ds_register *reg,
                          ds_trace **out, ds_error *err) DS_NODISCARD;

/* ---- say_why.c and why_sentence.c ---- */

/* The node of a part without [t+k]. */
const ds_node *ds_why_node(const ds_why *why, uint32_t node);
/* Why the person counts as it does in that year, in one sentence of each language. */
ds_say ds_why_sentence(const ds_why *why, const ds_person_year *year, ds_document *document);
/* The text of a part in the language of definitions, kept by the document. */
const char *ds_why_text(const ds_why *why, uint32_t node, ds_document *document);

#endif
