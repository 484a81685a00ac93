/* definition/sql_enquete.c: an indicator over a survey (over: enquete) as DuckDB SQL over the table
 * enquete, whose columns have the names of the delivery: questions as text. First the answers of
 * whom the weights speak, with what was answered (rijen), of the rounds in which somebody answered
 * at all: where nobody did, it was not asked; then these are added up, exactly. */
#include "definition/sql.h"

#include <string.h>

#include "base/text.h"

static const char answer_scope[] = "a";

/* gewicht, in millionths. */
static void write_weight(ds_sql *sql, const ds_enquete *e) {
    if (strcmp(e->weight, "1") == 0) {
        ds_buffer_add_string(&sql->text, "1000000");
        return;
    }
    ds_buffer_addf(&sql->text, "CAST(%s.%s AS DECIMAL(18, 6)) * 1000000", answer_scope, e->weight);
}

static bool is_institution(const ds_node *node) {
    return ds_text_is(node->text, "instelling");
}

/* As ds_codes_yes_no reads it; the table has words. */
static void write_yes_no(ds_buffer *b, const char *name, const char *scope) {
    ds_buffer_addf(b,
                   "CASE WHEN lower(CAST(%s.%s AS VARCHAR)) IN ('ja', 'j', 'yes', 'y', 'waar', "
                   "'true', '1') THEN true ",
                   scope, name);
    ds_buffer_addf(b,
                   "WHEN lower(CAST(%s.%s AS VARCHAR)) IN ('nee', 'n', 'no', 'onwaar', 'false', "
                   "'0') THEN false END",
                   scope, name);
}

void ds_sql_answer(ds_sql *sql, const ds_node *node, const char *scope) {
    ds_buffer *b = &sql->text;
    const ds_answer_column *column = ds_answer_column_find(node->text);
    const char *name = node->text.data;
    if (is_institution(node))
        ds_buffer_addf(b, "coalesce(h.instelling, CAST(%s.instelling AS VARCHAR))", scope);
    else if (column != NULL && column->of_institution)
        ds_buffer_addf(b, "CAST(i.%s AS VARCHAR)", name);
    else if (node->type == DS_TYPE_BOOL)
        write_yes_no(b, name, scope);
    else if (node->type == DS_TYPE_TEXT)
        ds_buffer_addf(b, "CAST(%s.%s AS VARCHAR)", scope, name);
    else if (column != NULL)
        ds_buffer_addf(b, "%s.%s", scope, name);
    else
        ds_buffer_addf(b, "CAST(%s.%s AS DECIMAL(18, 2))", scope, name);
}

static void need_known(ds_sql *sql, uint32_t node) {
    ds_sql_expression(sql, node, answer_scope, 0, DS_SQL_PRIMARY);
    ds_buffer_add_string(&sql->text, " IS NOT NULL\n      AND ");
}

/* Who counts at all: of a cluster, a stratum and classes that are known. */
static void write_frame(ds_sql *sql, const ds_enquete *e) {
    if (e->frame != UINT32_MAX) {
        ds_sql_expression(sql, e->frame, answer_scope, 0, DS_SQL_AND);
        ds_buffer_add_string(&sql->text, "\n      AND ");
    }
    need_known(sql, e->cluster_node);
    if (e->strata_node != UINT32_MAX) need_known(sql, e->strata_node);
    for (size_t i = 0; i < e->n_margins; i++)
        need_known(sql, e->margin_nodes[i]);
}

static void write_answers(ds_sql *sql, const ds_indicator *indicator, const uint32_t *keys,
                          size_t n_keys) {
    ds_buffer *b = &sql->text;
    const ds_enquete *e = indicator->enquete;
    ds_buffer_add_string(b, "rijen AS (\n    SELECT\n        a.meting,\n        a.jaar,\n");
    for (size_t i = 0; i < n_keys; i++) {
        ds_buffer_add_string(b, "        ");
        ds_sql_key(sql, keys[i], answer_scope);
        ds_buffer_addf(b, " AS sleutel_%zu,\n", i + 1);
    }
    ds_buffer_add_string(b, "        CAST(");
    write_weight(sql, e);
    ds_buffer_add_string(b, " AS HUGEINT) AS w,\n        CASE WHEN ");
    ds_sql_expression(sql, indicator->population, answer_scope, 0, 0);
    ds_buffer_add_string(b, " THEN ");
    if (indicator->numeric) ds_buffer_add_string(b, "CAST((");
    ds_sql_expression(sql, indicator->outcome, answer_scope, 0, 0);
    if (indicator->numeric)
        ds_buffer_addf(b, ") * %d AS HUGEINT)",
                       (int)sql->definitions->nodes[indicator->outcome].scale);
    ds_buffer_add_string(b, " END AS uitkomst\n    FROM enquete AS a\n"
                            "    LEFT JOIN huidig AS h ON h.oud = CAST(a.instelling AS VARCHAR)\n"
                            "    LEFT JOIN instelling AS i ON CAST(i.instelling AS VARCHAR) = "
                            "coalesce(h.instelling, CAST(a.instelling AS VARCHAR))\n"
                            "    WHERE ");
    write_frame(sql, e);
    write_weight(sql, e);
    ds_buffer_add_string(b, " > 0\n    QUALIFY count(uitkomst) OVER (PARTITION BY a.meting, "
                            "a.jaar) > 0\n)\n");
}

static void write_answer_keys(ds_buffer *b, size_t n_keys) {
    ds_buffer_add_string(b, "r.jaar");
    for (size_t i = 0; i < n_keys; i++)
        ds_buffer_addf(b, ", r.sleutel_%zu", i + 1);
}

/* Σ over who answered; y is 1 or 0 of an event. */
static void write_sum(ds_buffer *b, const char *what, const char *name, bool last) {
    ds_buffer_addf(b,
                   "    CAST(coalesce(sum(%s) FILTER (WHERE r.uitkomst IS NOT NULL), 0) AS "
                   "HUGEINT) AS %s%s\n",
                   what, name, last ? "" : ",");
}

static void write_sums(ds_sql *sql, const ds_indicator *indicator, const char *const *key_names,
                       size_t n_keys) {
    ds_buffer *b = &sql->text;
    ds_buffer_add_string(b, "SELECT\n    ");
    ds_sql_quote(b, ds_text_of(indicator->id));
    ds_buffer_add_string(b, " AS indicator,\n    r.jaar,\n");
    for (size_t i = 0; i < n_keys; i++) {
        ds_buffer_addf(b, "    r.sleutel_%zu AS ", i + 1);
        ds_sql_identifier(b, key_names[i]);
        ds_buffer_add_string(b, ",\n");
    }
    ds_buffer_add_string(b, "    count(r.uitkomst) AS n,\n    count(*) AS basis,\n");
    if (indicator->numeric)
        write_sum(b, "r.uitkomst", "som", false);
    else
        ds_buffer_add_string(b, "    count(*) FILTER (WHERE r.uitkomst) AS teller,\n");
    ds_buffer_add_string(b, "    CAST(sum(r.w) AS HUGEINT) AS sum_w_basis,\n");
    write_sum(b, "r.w", "sum_w", false);
    write_sum(b, "r.w * CAST(r.uitkomst AS HUGEINT)", "sum_wy", false);
    write_sum(b, "r.w * r.w", "sum_ww", false);
    write_sum(b, "r.w * r.w * CAST(r.uitkomst AS HUGEINT)", "sum_wwy", false);
    write_sum(b, "r.w * r.w * CAST(r.uitkomst AS HUGEINT) * CAST(r.uitkomst AS HUGEINT)",
              "sum_wwyy", true);
    ds_buffer_add_string(b, "FROM rijen AS r\nGROUP BY ");
    write_answer_keys(b, n_keys);
    ds_buffer_add_string(b, "\nORDER BY ");
    write_answer_keys(b, n_keys);
    ds_buffer_add_string(b, ";\n");
}

void ds_sql_enquete(ds_sql *sql, const ds_indicator *indicator, const uint32_t *keys,
                    const char *const *key_names, size_t n_keys) {
    ds_buffer_addf(&sql->text, "-- %s, versie %s\nWITH RECURSIVE ", indicator->id,
                   indicator->version);
    ds_sql_covered_years(sql);
    write_answers(sql, indicator, keys, n_keys);
    write_sums(sql, indicator, key_names, n_keys);
}
