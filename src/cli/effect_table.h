/* cli/effect_table.h: what the files share that print effects for a terminal. */
#ifndef DS_CLI_EFFECT_TABLE_H
#define DS_CLI_EFFECT_TABLE_H

#include "base/number.h"
#include "cli/effect.h"

/* Rows that stand in one table. */
typedef struct effect_group {
    const effect_block *block;
    size_t from, to;
    bool years; /* rows are years of follow-up, else outcomes */
    int decimals;
    int marks; /* how many characters the stars and the dagger take: 0, 2 or 3 */
} effect_group;

/* As a person reads it, without a minus before zeros; a dash for no number. One of twelve buffers
 * in turn, so that several fit one call. */
const char *effect_number(const cli *c, double value, int decimals);
/* The digits that matter, as many as asked for: with four 0,06; 0,001234; 12,5. */
const char *effect_short(const cli *c, double value, int digits);
/* Prints text in lines of at most 100 characters, the first after what stands there already (first
 * characters), the others after indent spaces; a line end follows. */
void effect_wrap(const char *text, size_t first, size_t indent);

/* Who took part, how they were compared, and what holds for every row. */
void effect_say_heading(const cli *c, const effect_block *block);
/* What must be said with the rows of a group, but for what the heading says. */
void effect_say_group(const cli *c, const effect_group *group);
void effect_say_legend(const cli *c, const effect_block *block);
/* Whether the exact difference is of less than 90 % of those who took part. */
bool effect_partly_exact(const ds_effect_result *result);
/* The flags that every row of the block has. */
unsigned effect_common_flags(const effect_block *block);
/* "vsv.1-4, diploma.2": the rows for which chosen holds, into out. */
const char *effect_rows(const effect_block *block, const bool *chosen, char *out, size_t size);

#endif
