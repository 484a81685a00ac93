/* definition/read_evaluation.h: what read_evaluation.c and read_outcome.c share. */
#ifndef DS_DEFINITION_READ_EVALUATION_H
#define DS_DEFINITION_READ_EVALUATION_H

#include "definition/read.h"

/* The outcomes and the placebos (or NULL) of an evaluation; population is that of its cohorts. */
ds_status ds_read_outcomes(ds_reader *reader, const yaml_node_t *outcomes,
                           const yaml_node_t *placebo, uint32_t population,
                           ds_evaluation *out) DS_NODISCARD;
/* Whether a node looks at a school year after t. */
bool ds_read_looks_ahead(const ds_definitions *definitions, uint32_t node);
/* left and right */
ds_status ds_read_and(ds_reader *reader, uint32_t left, uint32_t right, uint32_t *out) DS_NODISCARD;

#endif
