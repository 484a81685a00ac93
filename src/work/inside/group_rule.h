/* work/inside/group_rule.h: a rule for groups as a user writes it: "instelling:
 * aandeel(functiebeperking) >= 5 in elk jaar". */
#ifndef DS_WORK_INSIDE_GROUP_RULE_H
#define DS_WORK_INSIDE_GROUP_RULE_H

#include "doorstroom/comparison.h"

typedef struct ds_group_rule {
    char *keys;       /* "instelling" */
    char *expression; /* of whom the share or number is; NULL: everybody */
    ds_groups_rule rule;
} ds_group_rule;

/* The words may be English: share, number, in each year, in any year, together. Ends with
 * ds_group_rule_done, also after a failure. DS_USAGE for anything else. */
ds_status ds_group_rule_read(const char *text, ds_group_rule *out, ds_error *err) DS_NODISCARD;
void ds_group_rule_done(ds_group_rule *rule);

#endif
