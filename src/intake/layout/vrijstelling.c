/* intake/layout/vrijstelling.c: the canonical delivery of exemptions on a 1 October. */
#include "intake/layout/layout.h"
#include "intake/worker.h"

enum { PERSOON, SCHOOLJAAR, REDEN };
static const char *const columns[] = {"persoon", "schooljaar", "reden", "persoon_soort"};

static bool take_vrijstelling(ds_row *row) {
    ds_exemption exemption = {0};
    ds_exemption *to;
    uint8_t reden;
    if (!ds_row_year(row, SCHOOLJAAR, true, &exemption.jaar) ||
        !ds_row_code(row, REDEN, &ds_codes_reden, true, &reden) ||
        !ds_row_person(row, PERSOON, &exemption.person))
        return false;
    exemption.reden = (uint16_t)(reden - 1);
    to = ds_row_add(row, &row->worker->exemptions);
    if (to == NULL) return false;
    *to = exemption;
    return true;
}

const ds_layout ds_layout_vrijstelling = {"vrijstelling",    1, false, columns, 4, 3,
                                          take_vrijstelling, 0};
