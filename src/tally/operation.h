/* tally/operation.h: one operation on one row of DS_WIDE persons. Plain loops of a known length
 * over arrays that do not overlap, so that the compiler makes vector instructions of them. */
#ifndef DS_TALLY_OPERATION_H
#define DS_TALLY_OPERATION_H

#include "tally/program.h"

void ds_operation_range(ds_format format, const void *in, bool zero_is_value, int64_t low,
                        int64_t high, bool inverted, uint8_t *out);
void ds_operation_lookup(ds_format format, const void *in, const uint8_t *table, uint8_t *out);
void ds_operation_and(const uint8_t *a, const uint8_t *b, uint8_t *out);
void ds_operation_or(const uint8_t *a, const uint8_t *b, uint8_t *out);
void ds_operation_not(const uint8_t *a, uint8_t *out);
void ds_operation_same_bool(const uint8_t *a, const uint8_t *b, uint8_t *out);
void ds_operation_compare_int(ds_op op, const int32_t *a, const int32_t *b, uint8_t *out);
/* Codes of one list: 0 missing. EQ and NE only. */
void ds_operation_same_code(ds_format format, const void *a, const void *b, bool inverted,
                            uint8_t *out);
/* Codes through the tables: 0 missing. */
void ds_operation_compare_ids(ds_op op, ds_format format_a, const void *a, const uint32_t *ids_a,
                              ds_format format_b, const void *b, const uint32_t *ids_b,
                              uint8_t *out);
void ds_operation_is_null(ds_format format, const void *in, bool zero_is_value, uint8_t *out);
void ds_operation_decode(ds_format format, const void *in, bool zero_is_value, int32_t *out);
void ds_operation_add(const int32_t *a, const int32_t *b, int sign, int32_t *out);
/* out becomes 2 where in is 2. */
void ds_operation_gather(const uint8_t *in, uint8_t *out);

#endif
