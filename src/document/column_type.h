/* document/column_type.h: what the values of a column are in csv and what has csv's columns. */
#ifndef DS_DOCUMENT_COLUMN_TYPE_H
#define DS_DOCUMENT_COLUMN_TYPE_H

#include "doorstroom/document.h"

/* document: the id of the whole; NULL: none. DS_FIELD_BY_NAME: texts, as far as is known. */
ds_field_type ds_column_type(const char *document, const ds_field *field);

#endif
