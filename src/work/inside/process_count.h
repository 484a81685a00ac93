/* work/inside/process_count.h: the deliveries of a process evaluation, counted into a block. */
#ifndef DS_WORK_INSIDE_PROCESS_COUNT_H
#define DS_WORK_INSIDE_PROCESS_COUNT_H

#include "doorstroom/kinds.h"
#include "work/inside/process_read.h"

enum { PROCESS_ROUNDS_MAX = 1000, PROCESS_QUESTIONS_MAX = 200 };
#define PROCESS_ALL UINT32_MAX /* in place of a mechanism, round, layer or route: all of them */

/* What is counted into block, whose lists are those of framework; texts and arrays in arena. Tables
 * that were not delivered give nothing. DS_INPUT for more rounds or questions than above. */
ds_status ds_process_count_cases(const process_framework *framework, const ds_kind_table *casus,
                                 ds_arena *arena, ds_process_block *block,
                                 ds_error *err) DS_NODISCARD;
ds_status ds_process_count_contacts(const process_framework *framework,
                                    const ds_kind_table *contactenquete, ds_arena *arena,
                                    ds_process_block *block, ds_error *err) DS_NODISCARD;
ds_status ds_process_list_external(const ds_kind_table *extern_, ds_arena *arena,
                                   ds_process_block *block, ds_error *err) DS_NODISCARD;

/* The words of a column as texts of their own; *out[*out_n]. */
ds_status ds_process_words_of(const ds_kind_table *table, size_t column, ds_arena *arena,
                              const char ***out, size_t *out_n, ds_error *err) DS_NODISCARD;
/* The column, which the kind has, or DS_INPUT: its table is of another description. */
ds_status ds_process_column(const ds_kind_table *table, const char *name, size_t *out,
                            ds_error *err) DS_NODISCARD;

#endif
