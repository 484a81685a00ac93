/* intake/duo/ro_records.h: the records of RO and GRONDSLAG IP MBO: which fields are read of each,
 * and where they stand. */
#ifndef DS_INTAKE_DUO_RO_RECORDS_H
#define DS_INTAKE_DUO_RO_RECORDS_H

#include "intake/duo/duo.h"

enum { DS_RO_COLUMNS_MAX = 16, DS_RO_DATES_MAX = 4 };

/* What is read of a record, by number. The first three are of every record but VLP and SLR. */
enum { DS_RO_NUMBER, DS_RO_SECOND, DS_RO_BRIN, DS_RO_FREE };
enum { DS_RO_PER_BIRTH = DS_RO_FREE, DS_RO_PER_SEX, DS_RO_PER_AGE };
enum {
    DS_RO_ISG_VOLG = DS_RO_FREE,
    DS_RO_ISG_BEGIN,
    DS_RO_ISG_PLANNED,
    DS_RO_ISG_END,
    DS_RO_ISG_REASON
};
enum {
    DS_RO_ISP_VOLG = DS_RO_FREE,
    DS_RO_ISP_BEGIN,
    DS_RO_ISP_END,
    DS_RO_ISP_OPLEIDING,
    DS_RO_ISP_LEERTRAJECT,
    DS_RO_ISP_NIVEAU,
    DS_RO_ISP_BEKOSTIGBAAR,
    DS_RO_ISP_LOCATIE,
    DS_RO_ISP_LEERROUTE
};
enum { DS_RO_OF_VOLG = DS_RO_FREE }; /* of ISE and BPV */
enum { DS_RO_BII_VOLG = DS_RO_FREE, DS_RO_BII_TELDATUM, DS_RO_BII_STATUS };
enum { DS_RO_DIP_RESULT = DS_RO_FREE, DS_RO_DIP_OPLEIDING, DS_RO_DIP_DATE, DS_RO_DIP_SEVENTH };
enum { DS_RO_BID_RESULT = DS_RO_FREE, DS_RO_BID_NIVEAU };
enum { DS_RO_VLP_BRIN, DS_RO_VLP_FROM, DS_RO_VLP_TO, DS_RO_VLP_YEAR, DS_RO_VLP_MADE };

/* A record in one of the two layouts. */
typedef struct ds_ro_record {
    size_t n_fields;                      /* that its description has; 0: it has no such record */
    const char *names[DS_RO_COLUMNS_MAX]; /* for messages */
    uint16_t at[DS_RO_COLUMNS_MAX];       /* in which field each stands, from 1; 0: in none */
    size_t n_names;
    uint16_t dates[DS_RO_DATES_MAX]; /* fields that are only looked at: whether they hold dates */
    size_t n_dates;
} ds_ro_record;

typedef struct ds_ro_records {
    ds_ro_record of[DS_DUO_RECORD_N];
    const ds_duo_record *counts; /* what the counts of SLR are of, in their order */
    size_t n_counts;
} ds_ro_records;

/* Fills *out with the layout of a GRONDSLAG, or of an RO. */
void ds_ro_records_fill(bool grondslag, ds_ro_records *out);

#endif
