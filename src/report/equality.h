/* report/equality.h: what documents of gaps, risks and expectations share. */
#ifndef DS_REPORT_EQUALITY_H
#define DS_REPORT_EQUALITY_H

#include "doorstroom/equality.h"

/* "" when nothing is missing. */
const char *ds_report_gap_missing(ds_gap_missing missing);
/* estimate, se, low, high, statistic, df, p, p_adjusted, n, missing: ten values. */
enum { DS_REPORT_GAP_NUMBERS = 10 };
void ds_report_gap_numbers(const ds_gap_estimate *e, ds_value *values);
/* with has {0} for the id, {1} for the name and {2} for beside. */
ds_say ds_report_indicator_say(ds_document *document, const ds_indicator *indicator,
                               ds_value beside, ds_say with);
/* In json. */
void ds_report_equality_facts(ds_document *to, const ds_indicator *indicator,
                              const ds_equality_source *source);
void ds_report_dropped_years(ds_document *to, const int *years, size_t n);
/* Only whom this holds for (NULL: everybody), and of how many it cannot be told. */
void ds_report_equality_where(ds_document *to, const char *where, uint64_t unknown);
/* Of one institution only, without diplomas; and that all of it is internal. */
void ds_report_equality_source(ds_document *document, const ds_equality_source *source);

#endif
