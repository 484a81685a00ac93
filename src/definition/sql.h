/* definition/sql.h: what the three parts of the SQL printer share. */
#ifndef DS_DEFINITION_SQL_H
#define DS_DEFINITION_SQL_H

#include "base/buffer.h"
#include "definition/node.h"

/* The text under way. It has a maximum: shared nodes are written out wherever they are used, so a
 * definition may be small and its SQL endless. */
typedef struct ds_sql {
    const ds_definitions *definitions;
    ds_buffer text;
    bool present_codes;     /* instelling, naam and type are those of the present institution */
    ds_grain grain;         /* a person also under each other institution or programme */
    bool over_enquete;      /* columns are those of the table enquete */
    int n_scopes;           /* subqueries over loopbaan so far: each has names of its own */
    const char *self_scope; /* the row that self.x is of, within a function */
    int self_offset;
} ds_sql;

/* 'it''s' */
void ds_sql_quote(ds_buffer *text, ds_text value);
/* "name" */
void ds_sql_identifier(ds_buffer *text, const char *name);

/* Writes node as it is in the school year scope.schooljaar + offset, where scope names a row of
 * loopbaan. Looser than level, it is put in parentheses; 0 never does. */
void ds_sql_expression(ds_sql *sql, uint32_t node, const char *scope, int offset, int level);
enum { DS_SQL_AND = 2, DS_SQL_OPERAND = 5, DS_SQL_PRIMARY = 6 };
/* LEFT JOINs of loopbaan for the shifts of a node (last_shifts: seen from the last covered school
 * year), each on a line that begins with indent. */
void ds_sql_joins(ds_sql *sql, uint64_t shifts, uint64_t last_shifts, const char *scope,
                  const char *indent);
/* "before scope.schooljaar + k IN (…)" for each year of the two sets. */
void ds_sql_covered(ds_sql *sql, uint64_t inschrijving, uint64_t werk, const char *scope,
                    const char *before);

/* "before the last covered school year + k IN (…)" for each year of the two sets. */
void ds_sql_last_covered(ds_sql *sql, uint64_t inschrijving, uint64_t werk, const char *before);

/* gedekt, and with present_codes the CTEs of mergers after it. */
void ds_sql_covered_years(ds_sql *sql);
/* The key as the text under which cells are kept, of the row scope. */
void ds_sql_key(ds_sql *sql, uint32_t key, const char *scope);
/* What was put together; *out is the caller's. */
ds_status ds_sql_finish(ds_sql *sql, char **out, ds_error *err) DS_NODISCARD;
/* An indicator over: enquete (sql_enquete.c). */
void ds_sql_enquete(ds_sql *sql, const ds_indicator *indicator, const uint32_t *keys,
                    const char *const *key_names, size_t n_keys);
/* A column of the answers, of the row scope. */
void ds_sql_answer(ds_sql *sql, const ds_node *node, const char *scope);

/* The CTEs up to and including loopbaan, with the columns used, and those they rest on. */
void ds_sql_career(ds_sql *sql, const bool used[DS_COLUMN_N]);

#endif
