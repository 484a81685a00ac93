/* doorstroom/equality.h, of report: gaps between groups, who runs the risk, and what is expected of
 * an institution, as documents. What makes the blocks are ds_work_gap, ds_work_risk and
 * ds_work_expected (doorstroom/chances.h). All of it is internal: it may rest on a few persons, or
 * names institutions.
 *
 * Ownership: a block borrows all its texts and arrays from who made it. */
#ifndef DOORSTROOM_EQUALITY_H
#define DOORSTROOM_EQUALITY_H

#include "doorstroom/definition.h"
#include "doorstroom/document.h"
#include "doorstroom/expected.h"
#include "doorstroom/gap.h"
#include "doorstroom/risk.h"

DS_BEGIN_DECLS

/* Of which register. */
typedef struct ds_equality_source {
    const char *generation, *single_institution, *undelivered;
    uint64_t n_unlevelled;
} ds_equality_source;

/* One indicator by one attribute. */
typedef struct ds_gap_table {
    const ds_indicator *indicator;
    const ds_numbered *cells;
    const ds_gap_options *options;
    const ds_gap_result *result;
    const int *dropped; /* school years that do not count: a year before or after is missing */
    size_t n_dropped;
    uint64_t where_unknown; /* persons of whom the block's where cannot be told: left out */
} ds_gap_table;

typedef struct ds_gap_block {
    const ds_gap_table *tables;
    size_t n;
    double limit;          /* percentage points: what is smaller is small */
    const char *const *by; /* names of the breakdown, the same of all tables */
    size_t n_by;
    ds_equality_source source;
    const char *where; /* only those for whom this holds; NULL: everybody */
} ds_gap_block;

/* For machines a row a number (csv: one table, kloof); for people a section an indicator and
 * attribute: percentages and gaps by year, how they changed, and the parts of the last year. */
DS_API ds_status ds_report_gap(const ds_gap_block *block, ds_document **out,
                               ds_error *err) DS_NODISCARD;

/* One indicator in one school year. */
typedef struct ds_risk_block {
    const ds_indicator *indicator;
    const ds_numbered *cells;
    const ds_risk_options *options;
    const ds_risk_result *result;
    ds_equality_source source;
    const char *where;
    uint64_t where_unknown;
} ds_risk_block;

/* For machines a row a subgroup: those found (csv: risico), and all that were tested (getoetst, by
 * its name). For people the simplest that were found, with how many nested ones there are in each,
 * and then those. */
DS_API ds_status ds_report_risk(const ds_risk_block *block, ds_document **out,
                                ds_error *err) DS_NODISCARD;

/* One indicator in one school year, by institution. */
typedef struct ds_expected_block {
    const ds_indicator *indicator;
    const ds_numbered *cells;
    const ds_expected_options *options;
    const ds_expected_result *result;
    ds_equality_source source;
    const char *where;
    uint64_t where_unknown;
} ds_expected_block;

/* A row an institution (csv: verwacht). Names institutions. */
DS_API ds_status ds_report_expected(const ds_expected_block *block, ds_document **out,
                                    ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
