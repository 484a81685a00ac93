/* work/inside/report_own.h: a sheet of an institution's own agenda, for who fills it: report_own.c
 * with numbers, report_own_said.c with what was written. See report_monitor.h. */
#ifndef DS_WORK_INSIDE_REPORT_OWN_H
#define DS_WORK_INSIDE_REPORT_OWN_H

#include "work/inside/report_monitor.h"

enum { OWN_KEYS = 5 };

/* Whom a number is of. */
typedef enum own_who { OWN_SELF, OWN_ALL, OWN_OTHERS, OWN_TYPE, OWN_WHO } own_who;

/* One sheet. */
typedef struct own_sheet {
    ds_gather *g;
    ds_gather_sheet *sheet;
    const ds_monitor_input *in;
    size_t self; /* its agenda; SIZE_MAX in the scope of all */
    const char *type;
    const ds_recipe_names *beside; /* who was asked for; none: all */
} own_sheet;

/* A fact of so many agendas; of few it is hidden. */
void ds_own_put(own_sheet *o, own_who who, const char *const *keys, int jaar, const char *measure,
                const char *klasse, double value, uint64_t n);

void ds_own_put_themes(own_sheet *o);
void ds_own_put_indicators(own_sheet *o);
void ds_own_put_sharing(own_sheet *o);

#endif
