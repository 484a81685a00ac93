/* report/places.h: names of vestigingen for who may see them. */
#ifndef DS_REPORT_PLACES_H
#define DS_REPORT_PLACES_H

#include "doorstroom/document.h"

/* "25LH/00": the keys of a location (a byte 0x1f between them) with a stroke between them. */
ds_value ds_report_place(ds_document *document, const char *place);
/* All of them, by comma. Internal: never in a document that may leave. */
ds_value ds_report_places(ds_document *document, const char *const *places, size_t n);

#endif
