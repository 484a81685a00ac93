/* doorstroom/career.h: stage 2, register → careers: for a block of persons every column that the
 * definition language knows, year by year.
 *
 * A career is one person's school years in order. Here they stand side by side: a vector holds, for
 * each school year of the register, one number for each of the block's DS_BLOCK_PERSONS persons.
 * Raw columns are the register's own bytes, unmoved; the others are worked out when asked for.
 *
 * Threads: a ds_career is one thread's; several may walk over one register at once. Ownership:
 * vectors and what they point to are the career's and the register's. */
#ifndef DOORSTROOM_CAREER_H
#define DOORSTROOM_CAREER_H

#include "doorstroom/definition.h"
#include "doorstroom/register.h"

DS_BEGIN_DECLS

/* data[year * DS_BLOCK_PERSONS + slot] when by_year, else data[slot]; read as the coding says
 * (register.h). In a school year that is not covered the numbers mean nothing: who evaluates looks
 * at coverage. The last block's unused slots are nobody: soort 0. */
typedef struct ds_vector {
    ds_column_coding coding; /* DATE: int32, INT32_MIN missing; also used for plain whole numbers */
    bool zero_is_value;
    bool by_year;
    uint8_t width;
    int64_t min, max; /* of the values (not of what is stored), for numbers and dates */
    const void *data;
    const ds_text *words;
    size_t n_words;
} ds_vector;

/* One thread's view: a block at a time. */
typedef struct ds_career ds_career;

/* reg must stay open. NULL when memory is short. */
DS_API ds_career *ds_career_new(const ds_register *reg) DS_NODISCARD;
DS_API void ds_career_free(ds_career *career);
/* From now on instelling, naam and type are those of the present institution (register.h:
 * ds_register_present); vestiging stays, and so does which enrolment decides the state. Before the
 * first ds_career_need. Cost: one look-up a row of these columns; none when nothing merged. */
DS_API void ds_career_use_present_codes(ds_career *career);
/* A person under another enrolment than the one that decides the state, in one school year. */
typedef struct ds_career_unit {
    uint64_t event;
    uint32_t pass;
    uint16_t slot;
    uint8_t year; /* index */
} ds_career_unit;
/* From now on a block is gone through in passes: 0 with the state, then with each person's other
 * institutions, or programmes, of a school year in its place, one at a time. After
 * ds_career_use_present_codes, before the first ds_career_need. DS_INPUT when the register was made
 * without them. */
DS_API ds_status ds_career_use_grain(ds_career *career, ds_grain grain, ds_error *err) DS_NODISCARD;
/* How many passes follow pass 0 of this block. Errors as ds_career_go. */
DS_API ds_status ds_career_passes(ds_career *career, uint64_t block, size_t *out_n,
                                  ds_error *err) DS_NODISCARD;
/* Goes to a block and a pass, after ds_career_passes of that block. Errors as ds_career_go. */
DS_API ds_status ds_career_go_pass(ds_career *career, uint64_t block, size_t pass,
                                   ds_error *err) DS_NODISCARD;
/* Who counts in this pass, and in which school year; none in pass 0, where everybody does. */
DS_API const ds_career_unit *ds_career_units(const ds_career *career, size_t *out_n);
/* Goes to a block; vectors of the block before are gone. DS_INPUT, and no block is gone to, when
 * what the register has of it is damaged: the columns that were said to be needed are looked at. */
DS_API ds_status ds_career_go(ds_career *career, uint64_t block, ds_error *err) DS_NODISCARD;
/* The column in the block gone to, worked out at most once. data is valid until the next
 * ds_career_go; all else is the same for every block, and known before the first. Never fails:
 * memory was taken by ds_career_need. */
DS_API const ds_vector *ds_career_vector(ds_career *career, ds_column_id column);
/* Says that column will be asked for, and takes its memory. */
DS_API ds_status ds_career_need(ds_career *career, ds_column_id column, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
