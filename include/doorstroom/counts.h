/* doorstroom/counts.h, of report: a table of counts, added up, as a document. */
#ifndef DOORSTROOM_COUNTS_H
#define DOORSTROOM_COUNTS_H

#include "doorstroom/counted.h"
#include "doorstroom/document.h"

DS_BEGIN_DECLS

typedef struct ds_counted_asked {
    ds_counted_layout *layout;
    ds_counted *counted;
    size_t by[DS_COUNTED_KEYS_MAX], n_by;
    ds_counted_table table;
} ds_counted_asked;

/* What is beside the counts themselves. */
typedef enum ds_counts_beside {
    DS_COUNTS_CHANGE = 1, /* against the school year before, with bounds that are certain */
    DS_COUNTS_SHARE = 2,  /* of all groups of that school year together, in percents */
} ds_counts_beside;

/* The counts with their bounds, parts of wholes as percentages, how much is hidden, where it comes
 * from. beside: ds_counts_beside, added. *out is the caller's. */
DS_API ds_status ds_report_counts(const ds_counted_asked *counts, unsigned beside,
                                  ds_document **out, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
