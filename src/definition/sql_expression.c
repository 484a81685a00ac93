/* definition/sql_expression.c: a checked expression as DuckDB SQL. A shifted column is that of a
 * joined row of loopbaan (t_plus_1.soort); ever and its kin are subqueries over the person's rows,
 * with a scope and joins of their own. Three-valued logic is SQL's own. */
#include "definition/sql.h"

#include <stdio.h>

#include "base/codes.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"

enum { LEVEL_OR = 1, LEVEL_AND = DS_SQL_AND, LEVEL_NOT, LEVEL_COMPARE, LEVEL_SUM, LEVEL_PRIMARY };
enum { SCOPE_SIZE = 32 };

void ds_sql_quote(ds_buffer *text, ds_text value) {
    ds_buffer_add_char(text, '\'');
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] == '\'') ds_buffer_add_char(text, '\'');
        ds_buffer_add_char(text, value.data[i]);
    }
    ds_buffer_add_char(text, '\'');
}

void ds_sql_identifier(ds_buffer *text, const char *name) {
    ds_buffer_add_char(text, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"') ds_buffer_add_char(text, '"');
        ds_buffer_add_char(text, *name);
    }
    ds_buffer_add_char(text, '"');
}

static const ds_node *sql_node(const ds_sql *sql, uint32_t node) {
    return &sql->definitions->nodes[node];
}

static uint32_t arg_of(const ds_sql *sql, const ds_node *node, uint32_t i) {
    return sql->definitions->args[node->first_arg + i];
}

/* t, t_plus_1, t_min_1 */
static void write_alias(ds_buffer *b, const char *scope, int offset) {
    ds_buffer_add_string(b, scope);
    if (offset > 0) ds_buffer_addf(b, "_plus_%d", offset);
    if (offset < 0) ds_buffer_addf(b, "_min_%d", -offset);
}

/* t.schooljaar + 1 */
static void write_year(ds_buffer *b, const char *scope, int offset) {
    ds_buffer_addf(b, "%s.schooljaar", scope);
    if (offset > 0) ds_buffer_addf(b, " + %d", offset);
    if (offset < 0) ds_buffer_addf(b, " - %d", -offset);
}

#define LAST_YEAR "(SELECT max(schooljaar) FROM gedekt)"

/* Rows of the last covered school year and those at a distance of it: t_laatst, t_laatst_min_1. */
static void join_last(ds_buffer *b, uint64_t shifts, const char *scope, const char *indent) {
    char last[SCOPE_SIZE];
    (void)snprintf(last, sizeof last, "%s_laatst", scope);
    for (int k = -DS_SHIFT_ZERO; k < DS_SHIFT_ZERO; k++) {
        if (((shifts >> (DS_SHIFT_ZERO + k)) & 1) == 0) continue;
        ds_buffer_addf(b, "%sLEFT JOIN (SELECT * FROM loopbaan WHERE schooljaar = " LAST_YEAR,
                       indent);
        if (k != 0) ds_buffer_addf(b, " %c %d", k > 0 ? '+' : '-', k > 0 ? k : -k);
        ds_buffer_add_string(b, ") AS ");
        write_alias(b, last, k);
        ds_buffer_add_string(b, " ON ");
        write_alias(b, last, k);
        ds_buffer_addf(b, ".nr = %s.nr", scope);
    }
}

void ds_sql_joins(ds_sql *sql, uint64_t shifts, uint64_t last_shifts, const char *scope,
                  const char *indent) {
    ds_buffer *b = &sql->text;
    join_last(b, last_shifts, scope, indent);
    for (int k = -DS_SHIFT_ZERO; k < DS_SHIFT_ZERO; k++) {
        if (k == 0 || ((shifts >> (DS_SHIFT_ZERO + k)) & 1) == 0) continue;
        ds_buffer_addf(b, "%sLEFT JOIN loopbaan AS ", indent);
        write_alias(b, scope, k);
        ds_buffer_add_string(b, " ON ");
        write_alias(b, scope, k);
        ds_buffer_addf(b, ".nr = %s.nr AND ", scope);
        write_alias(b, scope, k);
        ds_buffer_add_string(b, ".schooljaar = ");
        write_year(b, scope, k);
    }
}

static void covered_by(ds_buffer *b, uint64_t years, const char *scope, const char *list,
                       const char *before) {
    for (int k = -DS_SHIFT_ZERO; k < DS_SHIFT_ZERO; k++) {
        if (((years >> (DS_SHIFT_ZERO + k)) & 1) == 0) continue;
        ds_buffer_add_string(b, before);
        write_year(b, scope, k);
        ds_buffer_addf(b, " IN (SELECT schooljaar FROM %s)", list);
    }
}

void ds_sql_covered(ds_sql *sql, uint64_t inschrijving, uint64_t werk, const char *scope,
                    const char *before) {
    covered_by(&sql->text, inschrijving, scope, "gedekt", before);
    covered_by(&sql->text, werk, scope, "gedekt_werk", before);
}

void ds_sql_last_covered(ds_sql *sql, uint64_t inschrijving, uint64_t werk, const char *before) {
    for (int k = -DS_SHIFT_ZERO; k < DS_SHIFT_ZERO; k++)
        for (int list = 0; list < 2; list++) {
            if ((((list == 0 ? inschrijving : werk) >> (DS_SHIFT_ZERO + k)) & 1) == 0) continue;
            ds_buffer_addf(&sql->text, "%s" LAST_YEAR " + (%d) IN (SELECT schooljaar FROM %s)",
                           before, k, list == 0 ? "gedekt" : "gedekt_werk");
        }
}

static void write_number(ds_buffer *b, const ds_node *node) {
    char number[DS_NUMBER_SIZE];
    ds_buffer_addf(b, node->integer < 0 ? "(%s)" : "%s",
                   ds_number_print_scaled(node->integer, node->scale, number));
}

static void write_date(ds_buffer *b, int64_t days) {
    int year, month, day;
    ds_date_civil((int32_t)days, &year, &month, &day);
    ds_buffer_addf(b, "DATE '%04d-%02d-%02d'", year, month, day);
}

static void write_codes(ds_buffer *b, const ds_code_list *codes) {
    for (size_t i = 0; i < codes->n_values; i++) {
        ds_buffer_add_string(b, i == 0 ? "[" : ", ");
        ds_sql_quote(b, ds_text_of(codes->values[i]));
    }
    ds_buffer_add_char(b, ']');
}

static const char *sign_of(ds_op op) {
    return op == DS_OP_AND ? "AND" : op == DS_OP_OR ? "OR" : ds_op_name(op);
}

/* Two operands and a sign between them. */
static void write_two(ds_sql *sql, const ds_node *node, const char *scope, int offset, int left,
                      int right) {
    ds_sql_expression(sql, arg_of(sql, node, 0), scope, offset, left);
    ds_buffer_addf(&sql->text, " %s ", sign_of(node->op));
    ds_sql_expression(sql, arg_of(sql, node, 1), scope, offset, right);
}

/* < and its kin; codes with an order compare by their place in the list. */
static void write_order(ds_sql *sql, const ds_node *node, const char *scope, int offset) {
    ds_buffer *b = &sql->text;
    const ds_node *left = sql_node(sql, arg_of(sql, node, 0));
    if (left->type != DS_TYPE_TEXT) {
        write_two(sql, node, scope, offset, LEVEL_SUM, LEVEL_SUM);
        return;
    }
    for (uint32_t i = 0; i < 2; i++) {
        if (i == 1) ds_buffer_addf(b, " %s ", sign_of(node->op));
        ds_buffer_add_string(b, left->codes->open ? "nullif(list_position(" : "list_position(");
        write_codes(b, left->codes);
        ds_buffer_add_string(b, ", ");
        ds_sql_expression(sql, arg_of(sql, node, i), scope, offset, 0);
        ds_buffer_add_string(b, left->codes->open ? "), 0)" : ")");
    }
}

static void write_in(ds_sql *sql, const ds_node *node, const char *scope, int offset,
                     const char *word) {
    ds_sql_expression(sql, arg_of(sql, node, 0), scope, offset, LEVEL_SUM);
    ds_buffer_addf(&sql->text, " %s", word);
    for (uint32_t i = 1; i < node->n_args; i++) {
        ds_buffer_add_string(&sql->text, i == 1 ? " (" : ", ");
        ds_sql_expression(sql, arg_of(sql, node, i), scope, offset, 0);
    }
    ds_buffer_add_char(&sql->text, ')');
}

static void write_null(ds_sql *sql, const ds_node *node, const char *scope, int offset,
                       const char *word) {
    ds_sql_expression(sql, arg_of(sql, node, 0), scope, offset, LEVEL_PRIMARY);
    ds_buffer_add_string(&sql->text, word);
}

static void write_not(ds_sql *sql, const ds_node *node, const char *scope, int offset) {
    const ds_node *arg = sql_node(sql, arg_of(sql, node, 0));
    if (arg->op == DS_OP_IN) {
        write_in(sql, arg, scope, offset, "NOT IN");
    } else if (arg->op == DS_OP_IS_NULL) {
        write_null(sql, arg, scope, offset, " IS NOT NULL");
    } else {
        ds_buffer_add_string(&sql->text, "NOT ");
        ds_sql_expression(sql, arg_of(sql, node, 0), scope, offset, LEVEL_COMPARE);
    }
}

static void write_rules(ds_sql *sql, const ds_node *node, const char *scope, int offset) {
    ds_buffer *b = &sql->text;
    ds_buffer_add_string(b, "CASE");
    for (uint32_t i = 0; i + 1 < node->n_args; i += 2) {
        ds_buffer_add_string(b, " WHEN ");
        ds_sql_expression(sql, arg_of(sql, node, i), scope, offset, 0);
        ds_buffer_add_string(b, " THEN ");
        ds_sql_expression(sql, arg_of(sql, node, i + 1), scope, offset, 0);
    }
    if (node->n_args % 2 == 1) {
        ds_buffer_add_string(b, " ELSE ");
        ds_sql_expression(sql, arg_of(sql, node, node->n_args - 1), scope, offset, 0);
    }
    ds_buffer_add_string(b, " END");
}

/* The years over which the rows of a subquery run. */
static void write_span(ds_sql *sql, const ds_node *node, const char *scope, int offset) {
    ds_buffer *b = &sql->text;
    if (node->op != DS_OP_WITHIN && node->op != DS_OP_YEARS_UNTIL) {
        ds_buffer_add_string(b, "<= ");
        write_year(b, scope, offset);
        return;
    }
    ds_buffer_add_string(b, "BETWEEN ");
    write_year(b, scope, offset + node->from);
    ds_buffer_add_string(b, " AND ");
    write_year(b, scope, offset + node->to);
}

/* (SELECT … FROM loopbaan AS j1 … WHERE the same person, the years, covered, and the argument) */
static void write_person_rows(ds_sql *sql, const ds_node *node, const char *scope, int offset) {
    ds_buffer *b = &sql->text;
    uint32_t body = arg_of(sql, node, 0);
    const ds_node_info *info = &sql->definitions->infos[body];
    const char *self_scope = sql->self_scope;
    const int self_offset = sql->self_offset;
    char inner[SCOPE_SIZE];
    (void)snprintf(inner, sizeof inner, "j%d", ++sql->n_scopes);
    ds_buffer_add_string(b, "(SELECT ");
    if (node->op == DS_OP_COUNT)
        ds_buffer_add_string(b, "count(*)");
    else if (node->op == DS_OP_FIRST || node->op == DS_OP_YEARS_UNTIL)
        ds_buffer_addf(b, "min(%s.schooljaar)", inner);
    else
        ds_buffer_add_char(b, '1');
    ds_buffer_addf(b, " FROM loopbaan AS %s", inner);
    ds_sql_joins(sql, info->shifts, info->last_shifts, inner, " ");
    ds_buffer_addf(b, " WHERE %s.nr = %s.nr AND %s.schooljaar ", inner, scope, inner);
    write_span(sql, node, scope, offset);
    ds_sql_covered(sql, info->inschrijving, info->werk, inner, " AND ");
    ds_buffer_add_string(b, " AND ");
    sql->self_scope = scope;
    sql->self_offset = offset;
    ds_sql_expression(sql, body, inner, 0, LEVEL_AND);
    sql->self_scope = self_scope;
    sql->self_offset = self_offset;
    ds_buffer_add_char(b, ')');
}

/* The argument as it is in the last covered school year. */
static void write_last(ds_sql *sql, const ds_node *node, const char *scope, int level) {
    char last[SCOPE_SIZE];
    (void)snprintf(last, sizeof last, "%s_laatst", scope);
    ds_sql_expression(sql, arg_of(sql, node, 0), last, 0, level);
}

static void write_limit(ds_sql *sql, const ds_node *node, const char *scope, int offset) {
    char number[DS_NUMBER_SIZE];
    ds_number_print_scaled(node->integer, node->scale, number);
    ds_buffer_add_string(&sql->text, "least(coalesce(");
    ds_sql_expression(sql, arg_of(sql, node, 0), scope, offset, 0);
    ds_buffer_addf(&sql->text, ", %s), %s)", number, number);
}

static void write_aggregate(ds_sql *sql, const ds_node *node, const char *scope, int offset) {
    ds_buffer *b = &sql->text;
    if (node->op == DS_OP_FIRST) {
        write_year(b, scope, offset);
        ds_buffer_add_string(b, " IS NOT DISTINCT FROM ");
    } else if (node->op != DS_OP_COUNT && node->op != DS_OP_YEARS_UNTIL) {
        ds_buffer_add_string(b, "EXISTS ");
    }
    write_person_rows(sql, node, scope, offset);
    if (node->op != DS_OP_YEARS_UNTIL) return;
    ds_buffer_add_string(b, offset == 0 ? " - " : " - (");
    write_year(b, scope, offset);
    if (offset != 0) ds_buffer_add_char(b, ')');
}

static int level_of(const ds_sql *sql, const ds_node *node) {
    switch (node->op) {
    case DS_OP_OR:
        return LEVEL_OR;
    case DS_OP_AND:
        return LEVEL_AND;
    case DS_OP_NOT: {
        ds_op arg = sql_node(sql, arg_of(sql, node, 0))->op;
        return arg == DS_OP_IN || arg == DS_OP_IS_NULL ? LEVEL_COMPARE : LEVEL_NOT;
    }
    case DS_OP_EQ:
    case DS_OP_NE:
    case DS_OP_LT:
    case DS_OP_LE:
    case DS_OP_GT:
    case DS_OP_GE:
    case DS_OP_IN:
    case DS_OP_IS_NULL:
    case DS_OP_FIRST:
        return LEVEL_COMPARE;
    case DS_OP_ADD:
    case DS_OP_SUB:
    case DS_OP_SCHOOLJAAR:
    case DS_OP_YEARS_UNTIL:
        return LEVEL_SUM;
    default:
        return LEVEL_PRIMARY;
    }
}

static void write_leaf(ds_sql *sql, const ds_node *node, const char *scope, int offset) {
    ds_buffer *b = &sql->text;
    switch (node->op) {
    case DS_OP_COLUMN:
        write_alias(b, scope, offset);
        ds_buffer_addf(b, ".%s", ds_column_list(NULL)[node->column].name);
        break;
    case DS_OP_SCHOOLJAAR:
        write_year(b, scope, offset);
        break;
    case DS_OP_INTEGER:
        write_number(b, node);
        break;
    case DS_OP_TEXT:
        ds_sql_quote(b, node->text);
        break;
    case DS_OP_DATE:
        write_date(b, node->integer);
        break;
    default:
        ds_buffer_add_string(b, node->integer == 0 ? "false" : "true");
    }
}

static void write_node(ds_sql *sql, const ds_node *node, const char *scope, int offset) {
    switch (node->op) {
    case DS_OP_ANSWER:
        ds_sql_answer(sql, node, scope);
        return;
    case DS_OP_COLUMN:
    case DS_OP_SCHOOLJAAR:
    case DS_OP_INTEGER:
    case DS_OP_TEXT:
    case DS_OP_DATE:
    case DS_OP_BOOL:
        write_leaf(sql, node, scope, offset);
        return;
    case DS_OP_AND:
        write_two(sql, node, scope, offset, LEVEL_AND, LEVEL_AND);
        return;
    case DS_OP_OR:
        write_two(sql, node, scope, offset, LEVEL_OR, LEVEL_OR);
        return;
    case DS_OP_EQ:
    case DS_OP_NE:
    case DS_OP_ADD:
        write_two(sql, node, scope, offset, LEVEL_SUM, LEVEL_SUM);
        return;
    case DS_OP_SUB:
        write_two(sql, node, scope, offset, LEVEL_SUM, LEVEL_PRIMARY);
        return;
    case DS_OP_LT:
    case DS_OP_LE:
    case DS_OP_GT:
    case DS_OP_GE:
        write_order(sql, node, scope, offset);
        return;
    case DS_OP_NOT:
        write_not(sql, node, scope, offset);
        return;
    case DS_OP_IN:
        write_in(sql, node, scope, offset, "IN");
        return;
    case DS_OP_IS_NULL:
        write_null(sql, node, scope, offset, " IS NULL");
        return;
    case DS_OP_RULES:
        write_rules(sql, node, scope, offset);
        return;
    case DS_OP_LIMIT:
        write_limit(sql, node, scope, offset);
        return;
    default:
        write_aggregate(sql, node, scope, offset);
    }
}

void ds_sql_expression(ds_sql *sql, uint32_t node, const char *scope, int offset, int level) {
    const ds_node *n = sql_node(sql, node);
    bool parentheses;
    if (sql->text.failed != DS_OK) return; /* shared nodes can make the text endless */
    while (n->op == DS_OP_SHIFT) {
        offset += n->from;
        n = sql_node(sql, arg_of(sql, n, 0));
    }
    if (n->op == DS_OP_SELF) {
        ds_sql_expression(sql, arg_of(sql, n, 0), sql->self_scope, sql->self_offset, level);
        return;
    }
    if (n->op == DS_OP_LAST) {
        write_last(sql, n, scope, level);
        return;
    }
    parentheses = level_of(sql, n) < level;
    if (parentheses) ds_buffer_add_char(&sql->text, '(');
    write_node(sql, n, scope, offset);
    if (parentheses) ds_buffer_add_char(&sql->text, ')');
}
