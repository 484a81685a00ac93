/* stat/reasons.c: why a number is not there, as a code for machines. See doorstroom/relations.h. */
#include "doorstroom/relations.h"

const char *ds_stat_reason_code(ds_stat_reason reason) {
    static const char *const codes[] = {
        [DS_STAT_WHOLE] = "",
        [DS_STAT_TOO_FEW] = "te_weinig",
        [DS_STAT_NO_SPREAD] = "geen_spreiding",
        [DS_STAT_PERFECT] = "volmaakt",
        [DS_STAT_COLLINEAR] = "samenvallend",
        [DS_STAT_FEW_GROUPS] = "te_weinig_groepen",
        [DS_STAT_UNRELIABLE] = "onbetrouwbaar",
        [DS_STAT_TOO_LARGE] = "te_groot_voor_exact",
        [DS_STAT_NO_INTERVAL] = "geen_interval",
        [DS_STAT_NO_VALUE] = "geen_waarde",
    };
    return (size_t)reason < sizeof codes / sizeof *codes ? codes[reason] : "";
}
