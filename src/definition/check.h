/* definition/check.h: trees as written → checked nodes. Names are looked up, types and literals
 * checked, terms and derived columns unfolded. */
#ifndef DS_DEFINITION_CHECK_H
#define DS_DEFINITION_CHECK_H

#include "base/place.h"
#include "definition/node.h"
#include "definition/parse.h"

/* One rule of a derived column, or the whole of a term (is is empty then). */
typedef struct ds_rule {
    ds_scalar source;
    uint32_t root;
    ds_text is;
    bool number; /* is was written as a whole number, without quotes */
} ds_rule;

typedef enum ds_progress { DS_PROGRESS_NONE, DS_PROGRESS_BUSY, DS_PROGRESS_DONE } ds_progress;

/* What the file says of definitions->names[i]. */
typedef struct ds_unit {
    bool is_column;
    size_t first_rule, n_rules;
    ds_text otherwise;         /* of a column: its value where no rule holds; {NULL, 0}: unknown */
    ds_text only;              /* of a list of codes without rows: the value it would have given */
    ds_text never;             /* of such a list: else, which does not hold then; {NULL, 0}: none */
    ds_text empty_list;        /* its file, where such a list says nothing; {NULL, 0}: it is not */
    bool number;               /* a column of whole numbers: all that it may be was written so */
    const ds_code_list *order; /* of a column of words with an order; NULL: none */
    ds_scalar place;           /* of a column, for errors of no rule of its own */
    ds_progress progress;
} ds_unit;

/* What is answered with a number may have two decimals. */
enum { DS_QUESTION_SCALE = 100 };

typedef struct ds_library ds_library;

typedef struct ds_checker {
    ds_definitions *definitions;
    ds_name *names; /* those of the file; units[i] of names[i] */
    size_t n_names;
    ds_library *library;   /* of other files; NULL: none */
    bool program_only;     /* only those of the program's files */
    bool over_enquete;     /* names are those of the answers of a survey */
    const ds_node *beside; /* what the expression at hand is compared with; NULL: nothing */
    const ds_ast_list *asts;
    ds_unit *units; /* NULL once all names are checked */
    const ds_rule *rules;
    const ds_scalar *source;         /* of the expression at hand */
    uint32_t depth;                  /* written levels above the one at hand */
    uint32_t inside;                 /* functions around it: self.x stands in one */
    uint32_t path[DS_DEPTH_MAX + 2]; /* names being unfolded */
    size_t n_path;
    ds_error *err;
} ds_checker;

/* A checked part: its node, and its unfolded depth as written. */
typedef struct ds_checked {
    uint32_t node;
    uint32_t depth;
} ds_checked;

/* Checks the tree at root, written in source. Errors have their place. */
ds_status ds_check(ds_checker *checker, const ds_scalar *source, uint32_t root,
                   ds_checked *out) DS_NODISCARD;
/* The same, and it must be yes or no. */
ds_status ds_check_bool(ds_checker *checker, const ds_scalar *source, uint32_t root,
                        ds_checked *out) DS_NODISCARD;
/* Refuses a node of another type than this, at the byte of the source where it begins. */
ds_status ds_check_type(ds_checker *checker, const ds_scalar *source, size_t offset, uint32_t node,
                        ds_type type) DS_NODISCARD;
/* Checks the term or derived column i and those it needs. */
ds_status ds_check_name(ds_checker *checker, size_t i) DS_NODISCARD;
/* A column to break down by, as ds_overlay_key has it. */
ds_status ds_check_key(ds_checker *checker, const ds_scalar *source, uint32_t *out) DS_NODISCARD;

/* Between the files of the checker. */

/* Adds the place of a byte in the expression at hand, when status is an input error. */
ds_status ds_check_placed(const ds_checker *checker, size_t offset, ds_status status) DS_NODISCARD;
/* A node with its place in errors. */
ds_status ds_check_make(ds_checker *checker, size_t offset, const ds_node *wanted,
                        const uint32_t *args, size_t n_args, uint32_t *out) DS_NODISCARD;
/* Makes both sides of a comparison or sum of one type, scale and code list: a literal takes those
 * of the other side. sign is where the operator stands. */
ds_status ds_check_sides(ds_checker *checker, size_t sign, const ds_ast *left_ast, uint32_t *left,
                         const ds_ast *right_ast, uint32_t *right) DS_NODISCARD;
/* < and its kin: refuses what has no order. */
ds_status ds_check_order(const ds_checker *checker, size_t sign, uint32_t left,
                         uint32_t right) DS_NODISCARD;
/* A question has the type by which it is used: *node becomes that where it is one. */
ds_status ds_check_question(ds_checker *checker, size_t offset, ds_type type,
                            uint32_t *node) DS_NODISCARD;
/* What only a career has: a school year, other years of one person. */
ds_status ds_check_career_only(const ds_checker *checker, size_t offset,
                               const char *what) DS_NODISCARD;
/* What a name in the expression means. */
ds_status ds_check_lookup(ds_checker *checker, const ds_ast *ast, ds_checked *out) DS_NODISCARD;
const char *ds_check_type_nl(ds_type type);
const char *ds_check_type_en(ds_type type);

#endif
