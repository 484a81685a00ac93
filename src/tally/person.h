/* tally/person.h: what explain.c and stands.c share: a value of one person, and its stand. */
#ifndef DS_TALLY_PERSON_H
#define DS_TALLY_PERSON_H

#include "base/number.h"
#include "doorstroom/person.h"
#include "tally/count.h"

/* One person's value of a node. */
typedef struct ds_person_value {
    bool truth; /* then is DS_F, DS_U or DS_T */
    uint8_t is;
    bool missing;
    ds_text text;
    char number[DS_NUMBER_SIZE];
} ds_person_value;

/* Of the operand that stands for node, in the block that was run. out->text may lie in out. */
void ds_person_read(const ds_program *program, const ds_evaluator *evaluator, uint32_t node,
                    ds_operand operand, size_t y, size_t slot, ds_person_value *out);
/* How the outcome of a row that counts makes it stand. */
ds_stand ds_person_stand(const ds_person_value *outcome);

#endif
