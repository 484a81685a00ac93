/* formulier/shown.h: values of expressions as canonical text. */
#ifndef DS_FORMULIER_SHOWN_H
#define DS_FORMULIER_SHOWN_H

#include "base/buffer.h"
#include "formulier/expression.h"

/* Canonical text of a value; nothing of one that is unknown. */
void ds_waarde_put(ds_waarde value, ds_buffer *out);

#endif
