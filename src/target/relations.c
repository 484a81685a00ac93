/* target/relations.c: which relations a question of a plan may ask for. See plan.h. */
#include "target/plan.h"

const char *const ds_plan_relations[] = {"ambitie",
                                         "besteding",
                                         "effectiviteit",
                                         "planning",
                                         "besteding_planning",
                                         "maatregel_grootte",
                                         "maatregel_niveau2",
                                         "maatregel_besteding",
                                         "kwadrant_type",
                                         "kwadrant_grootte",
                                         "kwadrant_maatregelen",
                                         "streef_bereikt",
                                         "thema_voortgang"};
const size_t ds_plan_n_relations = sizeof ds_plan_relations / sizeof *ds_plan_relations;
