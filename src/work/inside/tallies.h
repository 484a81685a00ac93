/* work/inside/tallies.h: the tables of a tally, as tallies.c counts them and narrow.c narrows them.
 */
#ifndef DS_WORK_INSIDE_TALLIES_H
#define DS_WORK_INSIDE_TALLIES_H

#include "doorstroom/inside.h"
#include "work/inside/group_rule.h"
#include "work/inside/keys.h"
#include "work/inside/shown.h"

typedef enum ds_asked_role {
    DS_ASKED_TABLE,    /* to be shown */
    DS_ASKED_UNKNOWN,  /* beside one: for whom --where is unknown, by school year */
    DS_ASKED_PROPERTY, /* the property of the groups */
    DS_ASKED_PRESENCE, /* who is there, by the key of --same */
} ds_asked_role;

/* One table that is counted. */
typedef struct ds_asked_table {
    ds_asked_role role;
    size_t of; /* of one beside: which table */
    const ds_indicator *indicator;
    ds_indicator *present;  /* indicator under present codes, when that was asked for; owned */
    ds_indicator *property; /* of DS_ASKED_PROPERTY; owned */
    size_t file;            /* of the definitions */
    ds_asked_keys by, same, group;
    uint32_t nodes[DS_KEYS_MAX]; /* by, then of same, then of group */
    const char *names[DS_KEYS_MAX];
    size_t n_keys;
    ds_cells *cells;
    int *years; /* dropped, then with a short lookback, then seen in part, then counted */
    size_t n_dropped, n_short, n_partial, n_counted;
    char keys_version[13];
    ds_shown shown;
    ds_tally_narrowed narrowed;
    ds_groups *groups, *same_groups;
} ds_asked_table;

struct ds_tallies {
    const ds_work_definitions *definitions;
    ds_overlay **overlays; /* [definitions->n]: with the keys asked for; NULL where none */
    bool present_codes;
    ds_narrow_options narrow;
    ds_table_options shown;
    ds_group_rule rule; /* of narrow.groups */
    ds_asked_table *list;
    size_t n, capacity;
    ds_tally_table *tables; /* [n_tables], after the run */
    size_t n_tables;
    char *generation, *single, *undelivered;
    uint64_t n_unlevelled;
    char *whole; /* of a part that split made */
    ds_tally_source source;
    ds_work_definitions own; /* of ds_work_tally */
};

/* Adds a table of zeros to the list; *out moves when another is added. */
ds_status ds_asked_table_add(ds_tallies *tallies, ds_asked_role role, ds_asked_table **out,
                             ds_error *err) DS_NODISCARD;
/* Of the last table, whose indicator and by are there: narrows its indicator, adds the keys that
 * the narrowing needs, and the tables beside it. */
ds_status ds_narrow_prepare(ds_tallies *tallies, ds_overlay *overlay, ds_error *err) DS_NODISCARD;
/* After the count: leaves groups out, and makes what is shown. */
ds_status ds_narrow_apply(ds_tallies *tallies, ds_error *err) DS_NODISCARD;
const int *ds_asked_counted(const ds_asked_table *table);

#endif
