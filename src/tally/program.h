/* tally/program.h: checked expressions compiled to steps over whole rows of persons.
 *
 * A step makes, for each school year that is needed, a row of DS_BLOCK_PERSONS numbers from rows of
 * earlier steps; [t+k] moves nothing, it only says from which year's row an operand is read. Truth
 * is 0 false, 1 unknown, 2 true, so that and is the smaller, or the larger, not two minus. Whole
 * numbers are int32 with INT32_MIN for missing; texts are codes, 0 missing unless zero_is_value. */
#ifndef DS_TALLY_PROGRAM_H
#define DS_TALLY_PROGRAM_H

#include "doorstroom/career.h"
#include "doorstroom/tally.h"

enum { DS_F = 0, DS_U = 1, DS_T = 2, DS_WIDE = DS_BLOCK_PERSONS };
/* A node reaches DS_SHIFT_MAX years from itself, and may stand as far from t; with self.x in it a
 * function is written out by school year, as far apart as a register's may be. */
enum { DS_SPAN_MAX = 80, DS_MOVED_MAX = 2 * DS_SHIFT_MAX + DS_SPAN_MAX };

typedef enum ds_format {
    DS_FORMAT_BOOL,
    DS_FORMAT_CODE8,
    DS_FORMAT_CODE16,
    DS_FORMAT_CODE32,
    DS_FORMAT_INT
} ds_format;

typedef enum ds_step_kind {
    DS_STEP_COLUMN,
    DS_STEP_DECODE,     /* codes of whole numbers → int32 */
    DS_STEP_CONST_BOOL, /* integer */
    DS_STEP_CONST_INT,  /* integer */
    DS_STEP_SCHOOLJAAR,
    DS_STEP_RANGE,  /* stored number from low to high (inverted: not) → truth */
    DS_STEP_LOOKUP, /* table[code] → truth */
    DS_STEP_AND,
    DS_STEP_OR,
    DS_STEP_NOT,
    DS_STEP_SAME_BOOL,    /* two truths equal */
    DS_STEP_COMPARE_INT,  /* compare */
    DS_STEP_COMPARE_CODE, /* compare, by ids[0][code] and ids[1][code], or codes as they are */
    DS_STEP_IS_NULL,
    DS_STEP_ADD,
    DS_STEP_SUB,
    DS_STEP_EVER,
    DS_STEP_FIRST,
    DS_STEP_COUNT,
    DS_STEP_WITHIN,
    DS_STEP_YEARS_UNTIL,
    DS_STEP_AS_OF,      /* ever and its kin, seen from `from` school years away */
    DS_STEP_RULES,      /* operands: the whens; codes[i], the last for else */
    DS_STEP_RULES_INT,  /* the same; values[i] */
    DS_STEP_SELF_YEARS, /* op over operands[i], each its argument seen from values[i] away */
    DS_STEP_LAST,       /* the operand's row of the last covered school year */
    DS_STEP_LIMIT,      /* integer where missing or larger */
    DS_STEP_ANSWER,     /* a column of the answers */
} ds_step_kind;

/* A row is read from step, shift school years away from the row that is made. Only columns and
 * schooljaar are read with a shift: of anything else the shift is handed down to what it is made
 * of, since the school year between need not be in the register. */
typedef struct ds_operand {
    uint32_t step;
    int shift;
} ds_operand;

typedef struct ds_step {
    ds_step_kind kind;
    ds_format format;
    bool zero_is_value; /* of codes */
    bool by_year;       /* of columns */
    ds_column_id column;
    ds_operand *operands;
    size_t n_operands;
    int64_t integer;
    int64_t low, high;
    bool inverted;
    ds_op compare;
    uint8_t *table;
    uint32_t *ids[2];
    uint16_t *codes;
    int32_t *values;
    int from, to;
    uint64_t whole;   /* for ever and its kin: bit y: all years that the operand uses are covered */
    uint64_t rows;    /* bit y: row y is needed */
    int64_t min, max; /* bounds of whole numbers */
    const ds_text *words; /* of codes */
    size_t n_words;
    ds_text *own_words;
    const void *answers; /* of DS_STEP_ANSWER: all rows, block after block */
    void *memory;        /* where this thread's rows stand; set per worker */
} ds_step;

/* A step of a node that depends on where self is, too. */
typedef struct ds_self {
    uint32_t node, step;
    int moved, self;
} ds_self;

struct ds_answer_columns;
typedef struct ds_program {
    const ds_register *reg; /* NULL over answers */
    struct ds_answer_columns
        *answers; /* NULL over careers; else a row is an answer, and there is one year */
    const ds_definitions *definitions;
    bool present_codes; /* institutions under their present codes */
    ds_grain grain;     /* whether persons count under each of their enrolments */
    const ds_node *nodes;
    const uint32_t *args;
    ds_career *career; /* for what columns look like */
    size_t n_years;
    const int *years;
    ds_step *steps;
    size_t n_steps, capacity;
    /* [shift + DS_MOVED_MAX][node] → step + 1 for the node moved by shift; 0 not yet */
    uint32_t *step_of[2 * DS_MOVED_MAX + 1];
    int moved;              /* the shift of what is being compiled */
    int self;               /* that of the function around it, of which self.x is */
    bool *selfish;          /* [n_nodes]: self.x stands in it, outside any function in it */
    struct ds_self *selves; /* the steps of those */
    size_t n_selves, selves_capacity;
    size_t n_nodes;
} ds_program;

ds_status ds_program_init(ds_program *program, const ds_register *reg,
                          const ds_definitions *definitions, bool present_codes, ds_grain grain,
                          ds_error *err) DS_NODISCARD;
/* Over answers (answers.h): they stay. */
ds_status ds_program_init_answers(ds_program *program, struct ds_answer_columns *answers,
                                  const ds_definitions *definitions, ds_error *err) DS_NODISCARD;
void ds_program_done(ds_program *program);
/* The operand that stands for a node (shifts folded into it). */
ds_status ds_program_add(ds_program *program, uint32_t node, ds_operand *out,
                         ds_error *err) DS_NODISCARD;
/* Marks the rows that operand needs for the school years in the bits of years, and theirs. */
void ds_program_mark(ds_program *program, ds_operand operand, uint64_t years);
/* The index of school year years[y] + shift, or SIZE_MAX. */
size_t ds_program_year(const ds_program *program, size_t y, int shift);
/* The index of the last school year up to years[y] + shift, or SIZE_MAX. */
size_t ds_program_year_up_to(const ds_program *program, size_t y, int shift);
/* Bit y: with t = years[y] all that the horizon asks for is covered. */
uint64_t ds_program_covered(const ds_program *program, const ds_horizon *horizon);
/* The index of the last covered school year, or SIZE_MAX. */
size_t ds_program_last(const ds_program *program);

/* For the files of this stage: literals against a column (program_literal.c). */
/* Takes what step points at, also when memory is short (then it is freed). */
ds_status ds_program_add_step(ds_program *program, const ds_step *step, uint32_t *out,
                              ds_error *err) DS_NODISCARD;
ds_status ds_program_literals(ds_program *program, const ds_node *node, ds_operand value,
                              uint32_t *out, ds_error *err) DS_NODISCARD;
ds_status ds_program_compare(ds_program *program, const ds_node *node, ds_operand a, ds_operand b,
                             uint32_t *out, ds_error *err) DS_NODISCARD;
ds_status ds_program_decode(ds_program *program, ds_operand *operand, ds_error *err) DS_NODISCARD;
/* self.x (program_self.c). */
bool ds_program_find_selfish(ds_program *program) DS_NODISCARD;
/* A function with self.x in its argument. */
ds_status ds_program_self_years(ds_program *program, const ds_node *node, uint32_t *out,
                                ds_error *err) DS_NODISCARD;
/* The step of such a node as it was compiled before, at the present places; or NULL. */
const ds_self *ds_program_find_self(const ds_program *program, uint32_t node, int moved);
ds_status ds_program_keep_self(ds_program *program, uint32_t node, int moved, uint32_t step,
                               ds_error *err) DS_NODISCARD;

#endif
