/* intake/duo/ro.h: what the files that read an RO or a GRONDSLAG share: the person, the enrolment
 * and the diploma that the records below them belong to. */
#ifndef DS_INTAKE_DUO_RO_H
#define DS_INTAKE_DUO_RO_H

#include "base/date.h"
#include "intake/duo/duo.h"
#include "intake/duo/ro_records.h"

enum { DS_RO_NUMBER_MAX = 64 }; /* bytes of a number that records name each other by */

typedef struct ds_ro_key {
    char data[DS_RO_NUMBER_MAX];
    size_t size;
} ds_ro_key;

/* The period of an enrolment that holds on one 1 October. */
typedef struct ds_ro_period {
    bool known, judged; /* judged: a BII says what is funded */
    int32_t begin;
    ds_duo_opleiding of;
    uint32_t vestiging;
    uint8_t leerweg, niveau, route, flags, verdict;
} ds_ro_period;

/* What the last records of an RO say that those below must belong to. */
typedef struct ds_ro_order {
    bool out_of_place, has_person, has_enrolment, has_diploma;
    size_t column; /* of the person's number */
    ds_ro_key person, enrolment, diploma;
} ds_ro_order;

/* Reading one. */
typedef struct ds_ro {
    ds_duo duo;
    ds_ro_records records; /* where this layout has what */
    bool grondslag, seen_vlp, seen_slr, after_slr;
    char own_form; /* of dates, as described */
    uint64_t n_records, slr_line;
    uint64_t totals[DS_DUO_RECORD_N]; /* of SLR, + 1 */
    ds_layout layout;                 /* of the record that is looked at */
    ds_row row;
    ds_duo_record type;
    size_t n_fields;
    ds_ro_order order;
    bool lost; /* the record belongs to no other, or there is no telling to which */

    bool has_person, seen_dip; /* the PER above, and a DIP under it */
    size_t person_column;      /* of the number: one of two kinds */
    ds_ro_key person_key;
    uint32_t person;
    uint8_t age; /* on 1 October of a GRONDSLAG's school year, + 1 */

    bool open; /* the ISG above */
    ds_ro_key isg_key;
    ds_enrolment enrolment;
    uint64_t isg_line;
    int first, last; /* years of whose 1 October it holds */
    ds_ro_period periods[DS_YEAR_MAX + 1 - DS_YEAR_MIN];

    bool has_diploma; /* the DIP above */
    ds_ro_key dip_key;
    ds_diploma diploma;
    ds_duo_opleiding diploma_of;
    uint64_t dip_line;
} ds_ro;

bool ds_ro_is_key(const ds_ro_key *of, ds_text text);
void ds_ro_keep_key(ds_ro_key *to, ds_text text);
/* The kind of record at hand into r->type; DS_INPUT for what is none. */
ds_status ds_ro_find_type(ds_ro *r, ds_text code, ds_error *err) DS_NODISCARD;
/* Notes a deviation of the record at hand. */
void ds_ro_note(ds_ro *r, ds_duo_kind kind);
/* Notes the dates that are none, of a record of which nothing else is used. */
void ds_ro_check_dates(ds_ro *r, const ds_ro_record *of);
/* Takes the record at hand, any but VLP and SLR. True: taken; false: refused, or no memory. */
bool ds_ro_take(ds_ro *r);

/* ---- records that do not stand under what they belong to ---- */

typedef ds_status (*ds_ro_taker)(void *context, const ds_text *fields, size_t n_fields,
                                 uint64_t line, ds_error *err);
typedef void (*ds_ro_progress)(void *context, uint64_t bytes);
/* Reads the delivery through: whether some record does not stand under its person, enrolment or
 * diploma. Of a fault of the file it says nothing: the reader that follows meets the same. */
ds_status ds_ro_is_mixed(ds_ro *r, bool *out, ds_error *err) DS_NODISCARD;
/* Joins such records to what they belong to, on their keys, and hands all to take in the order of
 * the description. Memory: the delivery. */
ds_status ds_ro_read_mixed(ds_ro *r, ds_ro_taker take, ds_ro_progress progress,
                           ds_error *err) DS_NODISCARD;

#endif
