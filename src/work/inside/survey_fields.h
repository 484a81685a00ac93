/* work/inside/survey_fields.h: the fields of a survey's table, one by one; for survey_read.c. */
#ifndef DS_WORK_INSIDE_SURVEY_FIELDS_H
#define DS_WORK_INSIDE_SURVEY_FIELDS_H

#include "base/buffer.h"
#include "base/number.h"

/* A column that was asked for: its name, and its place in the table. */
typedef struct survey_place {
    const char *name;
    size_t index;
} survey_place;

/* The file, and the row at hand. */
typedef struct survey_fields {
    const char *path;
    const char *event;        /* the value that counts as yes, or NULL */
    const uint8_t *row_marks; /* as match_read.c */
    ds_number_marks *marks;   /* of the columns; of a CSV all in the first: it has one mark */
    uint8_t *answered;        /* of the columns: what was seen of SURVEY_ANSWER_… */
    bool csv;
} survey_fields;

enum { SURVEY_ANSWER_EVENT = 1, SURVEY_ANSWER_CODE = 2 }; /* a code: no yes or no */

bool ds_survey_field_is_missing(ds_text text);
ds_status ds_survey_field_refuse(const survey_fields *f, uint64_t line, const survey_place *at,
                                 const char *nl, const char *en, ds_error *err);
/* Refuses a field that has no single value, or may have been another number; as a key, one that is
 * not seen. */
ds_status ds_survey_field_check(const survey_fields *f, uint64_t line, const survey_place *at,
                                ds_text text, bool key, ds_error *err) DS_NODISCARD;
bool ds_survey_field_number(const survey_fields *f, uint64_t line, const survey_place *at,
                            ds_text text, double *out) DS_NODISCARD;
/* *out NAN: no answer. */
ds_status ds_survey_field_answer(const survey_fields *f, uint64_t line, const survey_place *at,
                                 ds_text text, double *out, ds_error *err) DS_NODISCARD;
/* After all rows: refuses a question with codes of which none is the event, which would be 0 % of
 * whatever was meant. */
ds_status ds_survey_field_check_event(const survey_fields *f, const survey_place *at,
                                      ds_error *err) DS_NODISCARD;
/* *out 0: missing, or not asked. */
ds_status ds_survey_field_size(const survey_fields *f, uint64_t line, const survey_place *at,
                               const ds_text *fields, uint64_t *out, ds_error *err) DS_NODISCARD;
/* Columns as one text in buffer, with a byte between them that no code has; none when all are
 * missing. */
ds_status ds_survey_field_joined(const survey_fields *f, uint64_t line, const survey_place *places,
                                 size_t n, const ds_text *fields, ds_buffer *buffer, ds_text *out,
                                 ds_error *err) DS_NODISCARD;

#endif
