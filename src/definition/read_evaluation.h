/* definition/read_evaluation.h: what the three files that read an evaluation share. */
#ifndef DS_DEFINITION_READ_EVALUATION_H
#define DS_DEFINITION_READ_EVALUATION_H

#include "definition/read.h"

/* The lists of columns as written; all but covariates may be NULL. */
typedef struct ds_evaluation_lists {
    const yaml_node_t *covariates, *exact, *exact_beside, *exact_report, *locations;
} ds_evaluation_lists;
ds_status ds_read_evaluation_columns(ds_reader *reader, const ds_evaluation_lists *lists,
                                     ds_evaluation *out) DS_NODISCARD;
/* The outcomes and the placebos (or NULL) of an evaluation; population is that of its cohorts. */
ds_status ds_read_outcomes(ds_reader *reader, const yaml_node_t *outcomes,
                           const yaml_node_t *placebo, uint32_t population,
                           ds_evaluation *out) DS_NODISCARD;
/* Whether a node looks at a school year after t. */
bool ds_read_looks_ahead(const ds_definitions *definitions, uint32_t node);
/* left and right */
ds_status ds_read_and(ds_reader *reader, uint32_t left, uint32_t right, uint32_t *out) DS_NODISCARD;

#endif
