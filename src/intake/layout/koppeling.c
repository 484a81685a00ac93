/* intake/layout/koppeling.c: the canonical delivery of links: each row names numbers of one person,
 * each in the column of its kind. It makes nobody a person and nobody enrolled. */
#include "intake/layout/layout.h"
#include "intake/worker.h"

static const char *const columns[] = {"bsn", "onderwijsnummer", "pgn", "pseudoniem", "eigen"};

/* One number alone joins nothing: then a column is missing or empty. */
static bool take_koppeling(ds_row *row) {
    uint32_t first = 0, number;
    size_t n = 0, missing = DS_NUMBER_N;
    for (size_t i = 0; i < DS_NUMBER_N; i++) {
        ds_link_pair *to;
        if (ds_row_text(row, i).size == 0) {
            if (row->columns[i] != 0) missing = i;
            continue;
        }
        if (!ds_identity_link(row, i, (ds_number)i, &number)) return false;
        if (n++ == 0) {
            first = number;
            continue;
        }
        to = ds_row_add(row, &row->worker->links);
        if (to == NULL) return false;
        *to = (ds_link_pair){first, number};
    }
    return n > 1 ||
           ds_refuse(row, missing == DS_NUMBER_N ? SIZE_MAX : missing, DS_REASON_EMPTY, NULL);
}

const ds_layout ds_layout_koppeling = {"koppeling", 1, false,          columns,
                                       DS_NUMBER_N, 0, take_koppeling, 0};
