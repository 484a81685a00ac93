/* formulier/findings.h: how findings are gathered: check.c and others add them. */
#ifndef DS_FORMULIER_FINDINGS_H
#define DS_FORMULIER_FINDINGS_H

#include "base/arena.h"
#include "formulier/facts.h"

struct ds_bevindingen {
    ds_arena arena;
    ds_bevinding *items;
    size_t n, capacity;
};

enum { DS_BEVINDINGEN_MAX = 10000 };

ds_status ds_bevindingen_new(ds_bevindingen **out, ds_error *err) DS_NODISCARD;
/* Copies path (NULL: ""); the rest is borrowed of the form, or kept with ds_bevindingen_say. */
ds_status ds_bevindingen_add(ds_bevindingen *findings, ds_bevinding finding,
                             ds_error *err) DS_NODISCARD;
/* Keeps two texts. A text of NULL when memory is short. */
ds_say ds_bevindingen_say(ds_bevindingen *findings, const char *nl, const char *en);
/* A text with {veld} and {@rij} filled in. */
ds_status ds_bevindingen_fill(ds_bevindingen *findings, const ds_expressie_place *place, ds_say say,
                              ds_say *out, ds_error *err) DS_NODISCARD;
/* The findings of checks of a topic (SIZE_MAX: of all). */
ds_status ds_bevindingen_add_checks(ds_bevindingen *findings, const ds_expressie_place *place,
                                    size_t topic, ds_error *err) DS_NODISCARD;

#endif
