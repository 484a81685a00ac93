/* formulier/value.h: what the files share that read what somebody typed: value.c (which is it, and
 * its bounds), value_number.c, value_date.c, value_choice.c, value_text.c. */
#ifndef DS_FORMULIER_VALUE_H
#define DS_FORMULIER_VALUE_H

#include "base/buffer.h"
#include "doorstroom/formulier.h"

/* Each adds canonical text to out; text is not empty, and plain (no white space at its ends). */
ds_status ds_waarde_read_number(const ds_veld *field, ds_text text, ds_lang lang, ds_buffer *out,
                                ds_error *err) DS_NODISCARD;
ds_status ds_waarde_read_date(ds_text text, ds_lang lang, ds_buffer *out,
                              ds_error *err) DS_NODISCARD;
ds_status ds_waarde_read_choice(const ds_veld *field, ds_text text, ds_buffer *out,
                                ds_error *err) DS_NODISCARD;
ds_status ds_waarde_read_text(const ds_veld *field, ds_text text, ds_buffer *out,
                              ds_error *err) DS_NODISCARD;
/* A BRIN, or one and the number of a location. */
ds_status ds_waarde_read_school(const ds_veld *field, ds_text text, ds_buffer *out,
                                ds_error *err) DS_NODISCARD;

/* Canonical → as people read it. */
void ds_waarde_show_number(const ds_veld *field, ds_text canonical, ds_lang lang, ds_buffer *out);
void ds_waarde_show_date(int32_t days, ds_lang lang, ds_buffer *out);
void ds_waarde_show_choice(const ds_veld *field, ds_text canonical, ds_lang lang, ds_buffer *out);

/* Whether the kind is one of those of value_number.c. */
bool ds_waarde_is_number(ds_veld_soort soort);
/* Of a number in millionths: its canonical text for the field. */
void ds_waarde_put_number(const ds_veld *field, int64_t number, ds_buffer *out);

/* Whether parsing would give text itself; with bounds: and it lies within these. "" is canonical.
 * DS_FAULT when memory is short. */
ds_status ds_waarde_is_canonical(const ds_veld *field, const char *text, bool bounds, bool *out,
                                 ds_error *err) DS_NODISCARD;

#endif
