/* intake/row/said.h: enrolments as they are kept. What many rows say alike, all but who, when and
 * by which delivery, stands once; a row has its number. Millions of rows then take 12 bytes each.
 */
#ifndef DS_INTAKE_ROW_SAID_H
#define DS_INTAKE_ROW_SAID_H

#include "intake/row/dictionary.h"
#include "intake/row/row.h"

typedef struct ds_said {
    DS_ENROLMENT_COLUMNS(DS_WIDE_MEMBER)
    DS_ENROLMENT_COLUMNS(DS_BYTE_MEMBER)
    uint8_t flags; /* as delivered */
} ds_said;

/* An enrolment as it is kept. */
typedef struct ds_kept {
    uint32_t person;
    uint32_t said;
    uint16_t levering;
    uint8_t jaar;  /* from DS_YEAR_MIN */
    uint8_t marks; /* DS_KEPT_STAAT and _GONE, and in DS_KEPT_RANG as much of the rang as fits */
} ds_kept;
enum { DS_KEPT_STAAT = 64, DS_KEPT_GONE = 128, DS_KEPT_RANG = 63 };

/* What an enrolment says, and the other way; bytes between members are 0. */
void ds_said_of(const ds_enrolment *enrolment, ds_said *out);
void ds_said_tell(const ds_said *said, ds_enrolment *out);

/* said: the words of ds_said. Safe from several threads. False: memory is short. */
bool ds_enrolment_keep(ds_dictionary *said, const ds_enrolment *enrolment,
                       ds_kept *out) DS_NODISCARD;

/* The same for many rows, some at a time: where what they say stands is fetched meanwhile. A row
 * knows what it says only after ds_pending_flush. One for each thread. */
enum { DS_PENDING = 16 };
typedef struct ds_pending {
    ds_said said[DS_PENDING];
    uint64_t hashes[DS_PENDING];
    ds_kept *rows[DS_PENDING];
    size_t n;
} ds_pending;
bool ds_pending_add(ds_pending *pending, ds_dictionary *said, const ds_enrolment *enrolment,
                    ds_kept *out) DS_NODISCARD;
bool ds_pending_flush(ds_pending *pending, ds_dictionary *said) DS_NODISCARD;
/* Of a row as it was delivered, its words as numbers of their dictionaries. Not while others keep
 * rows. */
void ds_enrolment_tell(const ds_dictionary *said, const ds_kept *kept, ds_enrolment *out);

#endif
