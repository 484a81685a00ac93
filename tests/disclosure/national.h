/* tests/disclosure/national.h: a made system of national size: institutions × niveau × leerweg with
 * all margins, teller, complement and noemer, and national breakdowns by attributes; years stand
 * apart. */
#ifndef DS_TESTS_DISCLOSURE_NATIONAL_H
#define DS_TESTS_DISCLOSURE_NATIONAL_H

#include "disclosure/system.h"

typedef struct national_options {
    unsigned institutions, years, attributes;
    double scale; /* of the counts: smaller, more primary ones */
    uint64_t seed;
} national_options;

/* insiders (may be NULL): [institutions], each with its own cells; freed by national_free. */
ds_status national_make(const national_options *options, ds_system *out,
                        ds_system_insider **out_insiders, ds_error *err);
void national_free(ds_system_insider *insiders, unsigned n);

#endif
