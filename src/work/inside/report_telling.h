/* work/inside/report_telling.h: a telling as recipes and the monitor's tables ask it. */
#ifndef DS_WORK_INSIDE_REPORT_TELLING_H
#define DS_WORK_INSIDE_REPORT_TELLING_H

#include "work/inside/report.h"

typedef struct ds_telling {
    const char *indicator, *kind;
    ds_recipe_names by;            /* in the order of the sheet's keys */
    const ds_recipe_names *totals; /* [n_totals]: the keys that each total keeps */
    size_t n_totals;
    const char *where, *groups;
    const char *extremes; /* a key of which the lowest and highest group are named; "" */
    uint64_t minimum;     /* of the persons of such a group */
    bool monitor;         /* the teller is called aantal, as in the monitor's tables */
    bool named;           /* a recipe for all asks it: institutions stand side by side, by name */
    ds_gather_years years;
    ds_recipe_names beside; /* who stands beside: then there is a sheet an institution */
    ds_say title;
    const char *file;
    uint64_t line;
} ds_telling;

ds_status ds_telling_ask(ds_gather *g, const ds_telling *t, ds_error *err) DS_NODISCARD;
void ds_telling_make(ds_gather *g, const ds_gather_question *q, const ds_telling *t);

/* The same with who stands beside (report_beside.c). */
void ds_beside_ask(ds_gather *g, const ds_telling *t);
void ds_beside_make(ds_gather *g, const ds_gather_question *q, const ds_telling *t);

#endif
