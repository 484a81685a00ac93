/* intake/row/said.c: see said.h. */
#include "intake/row/said.h"

#include <string.h>

#include "base/date.h"

_Static_assert(sizeof(ds_kept) == 12, "a row that is kept has holes");
_Static_assert(DS_YEAR_MAX - DS_YEAR_MIN <= UINT8_MAX, "a school year does not fit");

#define PUT(ID, name, KIND, ...) DS_BY_SHAPE(PUT_, KIND)(name)
#define PUT_WORD(name) to->name = from->name;
#define PUT_DAY(name) to->name = from->name;
#define PUT_BYTE(name) to->name = from->name;
#define PUT_BIT(name)

void ds_said_of(const ds_enrolment *from, ds_said *out) {
    ds_said *to = memset(out, 0, sizeof *out);
    DS_ENROLMENT_COLUMNS(PUT)
    to->flags = (uint8_t)(from->flags & ~(DS_FLAG_STAAT | DS_FLAG_GONE));
}

void ds_said_tell(const ds_said *from, ds_enrolment *out) {
    ds_enrolment *to = out;
    DS_ENROLMENT_COLUMNS(PUT)
    to->flags = from->flags;
}

static ds_text bytes_of(const ds_said *said) {
    return (ds_text){(const char *)said, sizeof *said};
}

static void keep_key(const ds_enrolment *e, ds_kept *out) {
    *out = (ds_kept){.person = e->person,
                     .levering = e->levering,
                     .jaar = (uint8_t)(e->jaar - DS_YEAR_MIN),
                     .marks = e->flags & DS_FLAG_GONE ? DS_KEPT_GONE : 0};
}

bool ds_enrolment_keep(ds_dictionary *said, const ds_enrolment *e, ds_kept *out) {
    ds_said what;
    ds_said_of(e, &what);
    keep_key(e, out);
    return ds_dictionary_intern(said, bytes_of(&what), &out->said);
}

bool ds_pending_add(ds_pending *pending, ds_dictionary *said, const ds_enrolment *e, ds_kept *out) {
    const size_t i = pending->n++;
    keep_key(e, out);
    ds_said_of(e, &pending->said[i]);
    pending->rows[i] = out;
    pending->hashes[i] = ds_dictionary_prefetch(said, bytes_of(&pending->said[i]));
    return pending->n < DS_PENDING || ds_pending_flush(pending, said);
}

bool ds_pending_flush(ds_pending *pending, ds_dictionary *said) {
    const size_t n = pending->n;
    pending->n = 0;
    for (size_t i = 0; i < n; i++)
        ds_dictionary_prefetch_word(said, pending->hashes[i]);
    for (size_t i = 0; i < n; i++)
        if (!ds_dictionary_intern_hashed(said, bytes_of(&pending->said[i]), pending->hashes[i],
                                         &pending->rows[i]->said))
            return false;
    return true;
}

void ds_enrolment_tell(const ds_dictionary *said, const ds_kept *kept, ds_enrolment *out) {
    ds_said what; /* a copy: words stand at any byte */
    memcpy(&what, ds_dictionary_word(said, kept->said).data, sizeof what);
    *out = (ds_enrolment){.person = kept->person,
                          .jaar = (uint16_t)(kept->jaar + DS_YEAR_MIN),
                          .levering = kept->levering,
                          .said = kept->said};
    ds_said_tell(&what, out);
    if (kept->marks & DS_KEPT_GONE) out->flags |= DS_FLAG_GONE;
}
