/* intake/delivery.h: a file in leveringen/: what it is, and what was read of it. */
#ifndef DS_INTAKE_DELIVERY_H
#define DS_INTAKE_DELIVERY_H

#include <stdatomic.h>

#include "base/number.h"
#include "doorstroom/table.h"
#include "intake/identity/identity.h"
#include "intake/row/gate.h"

struct ds_duo_report;
struct ds_layout;
struct ds_mapping_file; /* mapping/file.h */
struct ds_mapping_part;

/* What the file system said of a file before it was read. */
typedef struct ds_file_stamp {
    bool settled; /* it was not changed just before */
    uint64_t size, inode, device;
    int64_t altered_at; /* its inode's change, in nanoseconds */
} ds_file_stamp;

enum { DS_SHEETS_TOLD = 256 };

/* What its reader said of the whole file, by ds_table_remark_kind. */
typedef struct ds_delivery_remarks {
    uint64_t n[DS_TABLE_REMARKS], line[DS_TABLE_REMARKS]; /* line: of the first */
    char sheets[DS_SHEETS_TOLD];                          /* that were left aside */
} ds_delivery_remarks;

typedef struct ds_delivery {
    char *name; /* of the file, within leveringen/ */
    char *path;
    const struct ds_layout *layout; /* NULL: left aside */
    const char *kind;               /* what is printed as soort */
    char institution[8];            /* of DUO's layouts: from the name */
    int year;                       /* the school year, of DUO's layouts; 0 */
    bool final;                     /* D, not V */
    int32_t from, to, made;         /* of RO, GRONDSLAG, TBGI: the days it tells of; duo.h */
    uint64_t *on_october;           /* of those: enrolments on each 1 October; duo/october.c */
    bool uncounted;                 /* they could not be counted */
    struct ds_duo_report *report;   /* of those: what it did otherwise than described */
    uint16_t diplomas;              /* the soorten whose diplomas it delivers, a bit each */
    const struct ds_delivery *replaced_by;
    bool settled;                          /* doorstroom.yaml says what it is */
    bool wished;                           /* doorstroom.yaml names it, and its place */
    uint8_t number;                        /* the kind of number it states, + 1; 0 none */
    const struct ds_mapping_file *mapping; /* NULL: none; then */
    const struct ds_mapping_part *part;    /* which of its parts this delivery is */
    bool absent; /* the file does not have the columns of that part, which may be missing */
    _Atomic uint64_t n_skipped; /* rows that the mapping passes over */
    char *sheet;                /* of Excel: as doorstroom.yaml names it; NULL: it does not */
    ds_delivery_remarks remarks;
    ds_table_info info;
    bool known; /* as the current register knew it: not inspected (intake/store/known.h) */
    ds_file_stamp stamp;
    int64_t changed_at;                           /* before it was read; register/stale.h */
    _Atomic uint64_t n_read, n_refused, n_misfit; /* n_misfit: leerweg did not fit the soort */
    uint64_t n_duplicates, n_outside;             /* outside: not in the start population */
    uint64_t n_labels_against;                    /* of numbers that are another code of ours */
    uint64_t n_unnamed;                           /* columns without a name, which hold nothing */
    uint64_t n_aside;                             /* enrolments where another family speaks: */
    uint16_t aside_for;                           /* that of this delivery, for one */
    char *unknown_columns;                        /* names, comma-separated; "" */
    ds_number_marks marks;                        /* of its decimals */
    ds_gate_counts gate;                          /* what the gate did to its values */
    ds_gate_whole whole;                          /* what an earlier reading of it told */
    ds_identity_counts identity;                  /* what its persons' numbers look like */
    const struct ds_kind_of *kind_of;             /* of the monitor: what kind; NULL */
    uint64_t n_keys_replaced;                     /* of those: rows whose key a later one has */
    _Atomic uint64_t row_sum[2]; /* its rows' fingerprint, while facts are gathered (facts.h) */
    _Atomic uint64_t place_sum;  /* of where its rows stand in the whole, meanwhile */
    char row_sum_text[33];       /* of all pieces */
} ds_delivery;

/* Keeps what a table's reader says of the whole file. */
void ds_delivery_remark(ds_delivery *delivery, const ds_table_remark *remark);
void ds_delivery_done(ds_delivery *delivery);
/* How the file is to be read: as its mapping says, of Excel the sheet that doorstroom.yaml names
 * before that. */
ds_table_shape ds_delivery_shape(const ds_delivery *delivery);

#endif
