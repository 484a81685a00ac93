/* definition/print.c: a node in the words of the language, for who explains a definition. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/number.h"
#include "definition/node.h"

enum { LEVEL_ANY, LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_COMPARE, LEVEL_SUM, LEVEL_PRIMARY };
enum { PRINTED_MAX = 1 << 16 };

typedef struct printing {
    const ds_definitions *definitions;
    uint32_t root; /* printed as it is, also when it has a name */
    ds_buffer text;
} printing;

const char *ds_definitions_name_of(const ds_definitions *definitions, uint32_t node) {
    for (size_t i = 0; i < definitions->n_names; i++)
        if (definitions->names[i].node == node) return definitions->names[i].name;
    return NULL;
}

static void print_node(printing *p, uint32_t node, int level);

static uint32_t printed_arg(const printing *p, const ds_node *n, uint32_t i) {
    return p->definitions->args[n->first_arg + i];
}

static int find_level(const ds_node *n) {
    switch (n->op) {
    case DS_OP_OR:
        return LEVEL_OR;
    case DS_OP_AND:
        return LEVEL_AND;
    case DS_OP_NOT:
        return LEVEL_NOT;
    case DS_OP_EQ:
    case DS_OP_NE:
    case DS_OP_LT:
    case DS_OP_LE:
    case DS_OP_GT:
    case DS_OP_GE:
    case DS_OP_IN:
    case DS_OP_IS_NULL:
        return LEVEL_COMPARE;
    case DS_OP_ADD:
    case DS_OP_SUB:
        return LEVEL_SUM;
    default:
        return LEVEL_PRIMARY;
    }
}

static void print_two(printing *p, const ds_node *n, const char *sign, int left, int right) {
    print_node(p, printed_arg(p, n, 0), left);
    ds_buffer_addf(&p->text, " %s ", sign);
    print_node(p, printed_arg(p, n, 1), right);
}

static void print_literal(printing *p, const ds_node *n) {
    char number[DS_NUMBER_SIZE];
    int year, month, day;
    switch (n->op) {
    case DS_OP_TEXT:
        ds_buffer_addf(&p->text, "'%.*s'", (int)n->text.size, n->text.data);
        break;
    case DS_OP_DATE:
        ds_date_civil((int32_t)n->integer, &year, &month, &day);
        ds_buffer_addf(&p->text, "'%04d-%02d-%02d'", year, month, day);
        break;
    case DS_OP_BOOL:
        ds_buffer_add_string(&p->text, n->integer != 0 ? "'ja'" : "'nee'");
        break;
    default:
        ds_buffer_add_string(&p->text, ds_number_print_scaled(n->integer, n->scale, number));
    }
}

static void print_in(printing *p, const ds_node *n, const char *word) {
    print_node(p, printed_arg(p, n, 0), LEVEL_SUM);
    ds_buffer_addf(&p->text, " %s", word);
    for (uint32_t i = 1; i < n->n_args; i++) {
        ds_buffer_add_string(&p->text, i == 1 ? " (" : ", ");
        print_node(p, printed_arg(p, n, i), LEVEL_SUM);
    }
    ds_buffer_add_char(&p->text, ')');
}

static void print_not(printing *p, const ds_node *n) {
    const uint32_t of = printed_arg(p, n, 0);
    const ds_node *arg = &p->definitions->nodes[of];
    const bool named = ds_definitions_name_of(p->definitions, of) != NULL;
    if (arg->op == DS_OP_IN && !named) {
        print_in(p, arg, "not in");
    } else if (arg->op == DS_OP_IS_NULL && !named) {
        print_node(p, printed_arg(p, arg, 0), LEVEL_PRIMARY);
        ds_buffer_add_string(&p->text, " is not null");
    } else {
        ds_buffer_add_string(&p->text, "not ");
        print_node(p, of, LEVEL_NOT);
    }
}

/* ever(e), within(e, a, b). */
static void print_function(printing *p, const ds_node *n) {
    const bool window = n->op == DS_OP_WITHIN || n->op == DS_OP_YEARS_UNTIL;
    const char *name = n->op == DS_OP_EVER     ? "ever"
                       : n->op == DS_OP_FIRST  ? "first"
                       : n->op == DS_OP_COUNT  ? "count"
                       : n->op == DS_OP_WITHIN ? "within"
                                               : "years_until";
    ds_buffer_addf(&p->text, "%s%s(", name, n->op == DS_OP_WITHIN && n->integer == 1 ? "?" : "");
    print_node(p, printed_arg(p, n, 0), LEVEL_ANY);
    if (window) ds_buffer_addf(&p->text, ", %d, %d", n->from, n->to);
    ds_buffer_add_char(&p->text, ')');
}

static void print_rules(printing *p, const ds_node *n) {
    for (uint32_t i = 0; i + 1 < n->n_args; i += 2) {
        ds_buffer_add_string(&p->text, i == 0 ? "{" : "; ");
        print_node(p, printed_arg(p, n, i), LEVEL_ANY);
        ds_buffer_add_string(&p->text, ": ");
        print_node(p, printed_arg(p, n, i + 1), LEVEL_ANY);
    }
    ds_buffer_add_char(&p->text, '}');
}

static void print_plain(printing *p, const ds_node *n) {
    switch (n->op) {
    case DS_OP_COLUMN:
        ds_buffer_add_string(&p->text, ds_column_list(NULL)[n->column].name);
        break;
    case DS_OP_ANSWER:
        ds_buffer_add(&p->text, n->text.data, n->text.size);
        break;
    case DS_OP_SCHOOLJAAR:
        ds_buffer_add_string(&p->text, "schooljaar");
        break;
    case DS_OP_AND:
        print_two(p, n, "and", LEVEL_AND, LEVEL_AND);
        break;
    case DS_OP_OR:
        print_two(p, n, "or", LEVEL_OR, LEVEL_OR);
        break;
    case DS_OP_NOT:
        print_not(p, n);
        break;
    case DS_OP_IN:
        print_in(p, n, "in");
        break;
    case DS_OP_IS_NULL:
        print_node(p, printed_arg(p, n, 0), LEVEL_PRIMARY);
        ds_buffer_add_string(&p->text, " is null");
        break;
    case DS_OP_ADD:
    case DS_OP_SUB:
        print_two(p, n, n->op == DS_OP_ADD ? "+" : "-", LEVEL_SUM, LEVEL_PRIMARY);
        break;
    case DS_OP_SHIFT:
        print_node(p, printed_arg(p, n, 0), LEVEL_PRIMARY);
        ds_buffer_addf(&p->text, "[t%+d]", n->from);
        break;
    case DS_OP_LAST:
        print_node(p, printed_arg(p, n, 0), LEVEL_PRIMARY);
        ds_buffer_add_string(&p->text, "[last]");
        break;
    case DS_OP_SELF:
        ds_buffer_add_string(&p->text, "self.");
        print_node(p, printed_arg(p, n, 0), LEVEL_PRIMARY);
        break;
    case DS_OP_LIMIT:
        print_node(p, printed_arg(p, n, 0), LEVEL_PRIMARY);
        break;
    case DS_OP_EVER:
    case DS_OP_FIRST:
    case DS_OP_COUNT:
    case DS_OP_WITHIN:
    case DS_OP_YEARS_UNTIL:
        print_function(p, n);
        break;
    case DS_OP_RULES:
        print_rules(p, n);
        break;
    case DS_OP_INTEGER:
    case DS_OP_TEXT:
    case DS_OP_DATE:
    case DS_OP_BOOL:
        print_literal(p, n);
        break;
    case DS_OP_EQ:
    case DS_OP_NE:
    case DS_OP_LT:
    case DS_OP_LE:
    case DS_OP_GT:
    case DS_OP_GE:
        print_two(p, n, ds_op_name(n->op), LEVEL_SUM, LEVEL_SUM);
        break;
    }
}

static void print_node(printing *p, uint32_t node, int level) {
    const ds_node *n = &p->definitions->nodes[node];
    const char *name = node == p->root ? NULL : ds_definitions_name_of(p->definitions, node);
    const bool wrapped = name == NULL && find_level(n) < level;
    if (name != NULL) {
        ds_buffer_add_string(&p->text, name);
        return;
    }
    if (wrapped) ds_buffer_add_char(&p->text, '(');
    print_plain(p, n);
    if (wrapped) ds_buffer_add_char(&p->text, ')');
}

ds_status ds_definitions_print(const ds_definitions *definitions, uint32_t node, bool unfold,
                               char **out, ds_error *err) {
    printing p = {.definitions = definitions, .root = unfold ? node : UINT32_MAX};
    ds_status status;
    ds_buffer_init(&p.text, PRINTED_MAX);
    print_node(&p, node, LEVEL_ANY);
    status = ds_buffer_finish(&p.text, err);
    if (status == DS_OK) *out = ds_buffer_take(&p.text);
    ds_buffer_done(&p.text);
    return status;
}
