/* tally/answers.h: the answers of a survey as the columns that a program reads (program.h): the
 * rows of a ds_kind_table, coded by how a definition uses them. Institutions stand under their
 * present codes. */
#ifndef DS_TALLY_ANSWERS_H
#define DS_TALLY_ANSWERS_H

#include "doorstroom/kinds.h"
#include "doorstroom/survey_tally.h"
#include "tally/program.h"

/* A column, all rows, filled up to whole blocks with what is missing. */
typedef struct ds_answer_vector {
    ds_format format; /* BOOL, CODE32 (0 missing) or INT */
    const void *data;
    const ds_text *words; /* of codes: sorted by bytes, or in their list's order */
    size_t n_words;
    int64_t min, max; /* of whole numbers; of codes max is n_words */
} ds_answer_vector;

typedef struct ds_answer_columns ds_answer_columns;

/* source stays. NULL when memory is short. */
ds_answer_columns *ds_answer_columns_new(const ds_survey_source *source) DS_NODISCARD;
void ds_answer_columns_free(ds_answer_columns *answers);
uint64_t ds_answer_columns_n(const ds_answer_columns *answers);
uint64_t ds_answer_columns_n_blocks(const ds_answer_columns *answers);
/* What a DS_OP_ANSWER node is; of one name and type made once. DS_INPUT for a question that no
 * delivery has, with the nearest name, and for an answer that is not of the type. */
ds_status ds_answer_columns_column(ds_answer_columns *answers, const ds_node *node,
                                   ds_answer_vector *out, ds_error *err) DS_NODISCARD;
/* weights[n rows], in millionths; 0 where it is missing. name "1": everybody once. */
ds_status ds_answer_columns_weights(const ds_answer_columns *answers, const char *name,
                                    int64_t *weights, ds_error *err) DS_NODISCARD;

#endif
