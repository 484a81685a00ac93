/* definition/sql.c: an indicator as one DuckDB query over the register's own tables, for people to
 * read and for the test that holds the native evaluation to it. The career is built first
 * (sql_career.c), then one row for each person and school year of the population (rijen), with the
 * expressions of sql_expression.c, then these are counted. */
#include "definition/sql.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

enum { SQL_MAX = 1 << 20 };

static const char scope[] = "t";

/* Marks the columns that roots reach. */
static ds_status find_columns(const ds_definitions *d, const uint32_t *roots, size_t n_roots,
                              bool used[DS_COLUMN_N], ds_error *err) {
    bool *reached = ds_calloc(d->n_nodes, sizeof *reached);
    if (reached == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n_roots; i++)
        reached[roots[i]] = true;
    for (size_t i = d->n_nodes; i-- > 0;) {
        const ds_node *node = &d->nodes[i];
        if (!reached[i]) continue;
        if (node->op == DS_OP_COLUMN) used[node->column] = true;
        for (uint32_t k = 0; k < node->n_args; k++)
            reached[d->args[node->first_arg + k]] = true;
    }
    ds_free(reached);
    return DS_OK;
}

void ds_sql_key(ds_sql *sql, uint32_t key, const char *of) {
    ds_buffer *b = &sql->text;
    const ds_node *node = &sql->definitions->nodes[key];
    if (node->type == DS_TYPE_BOOL) {
        ds_buffer_add_string(b, "CASE ");
        ds_sql_expression(sql, key, of, 0, DS_SQL_PRIMARY);
        ds_buffer_add_string(b, " WHEN true THEN 'ja' WHEN false THEN 'nee' ELSE 'onbekend' END");
        return;
    }
    ds_buffer_add_string(b, "coalesce(");
    if (node->scale > 1) ds_buffer_add_string(b, "rtrim(rtrim(");
    if (node->type != DS_TYPE_TEXT) ds_buffer_add_string(b, "CAST(");
    ds_sql_expression(sql, key, of, 0, 0);
    if (node->type != DS_TYPE_TEXT) ds_buffer_add_string(b, " AS VARCHAR)");
    if (node->scale > 1) ds_buffer_add_string(b, ", '0'), '.')");
    ds_buffer_add_string(b, ", 'onbekend')");
}

/* The operands of a row of ands, each on a line. */
static void write_conditions(ds_sql *sql, uint32_t number) {
    const ds_node *node = &sql->definitions->nodes[number];
    if (node->op == DS_OP_AND) {
        write_conditions(sql, sql->definitions->args[node->first_arg]);
        write_conditions(sql, sql->definitions->args[node->first_arg + 1]);
        return;
    }
    ds_buffer_add_string(&sql->text, "\n      AND ");
    ds_sql_expression(sql, number, scope, 0, DS_SQL_AND);
}

/* telt: the school years of which rows count. */
static void write_counting_years(ds_sql *sql, const uint32_t *roots, size_t n_roots) {
    ds_node_info all = {0};
    for (size_t i = 0; i < n_roots; i++) {
        const ds_node_info *info = &sql->definitions->infos[roots[i]];
        all.inschrijving |= info->inschrijving;
        all.werk |= info->werk;
        all.last_inschrijving |= info->last_inschrijving;
        all.last_werk |= info->last_werk;
    }
    ds_buffer_add_string(
        &sql->text, ",\ntelt AS (\n    SELECT t.schooljaar\n    FROM gedekt AS t\n    WHERE true");
    ds_sql_covered(sql, all.inschrijving, all.werk, scope, "\n      AND ");
    ds_sql_last_covered(sql, all.last_inschrijving, all.last_werk, "\n      AND ");
    ds_buffer_add_string(&sql->text, "\n)");
}

/* The rows, in each school year whose sum they are part of. */
static void write_pooled(ds_buffer *b, int pool) {
    ds_buffer_addf(
        b,
        "FROM (\n    SELECT r.* REPLACE (r.schooljaar + p.k AS schooljaar)\n    FROM rijen "
        "AS r\n    CROSS JOIN (SELECT unnest(range(0, %d)) AS k) AS p\n    WHERE "
        "(SELECT count(*) FROM telt WHERE telt.schooljaar BETWEEN r.schooljaar + p.k - %d "
        "AND r.schooljaar + p.k) = %d\n) AS r\nGROUP BY ",
        pool, pool - 1, pool);
}

static void write_rows(ds_sql *sql, const ds_indicator *indicator, const uint32_t *roots,
                       size_t n_keys) {
    ds_buffer *b = &sql->text;
    uint64_t shifts = 0, inschrijving = 0, werk = 0;
    uint64_t last_shifts = 0, last_inschrijving = 0, last_werk = 0;
    for (size_t i = 0; i < n_keys + 2; i++) {
        shifts |= sql->definitions->infos[roots[i]].shifts;
        inschrijving |= sql->definitions->infos[roots[i]].inschrijving;
        werk |= sql->definitions->infos[roots[i]].werk;
        last_shifts |= sql->definitions->infos[roots[i]].last_shifts;
        last_inschrijving |= sql->definitions->infos[roots[i]].last_inschrijving;
        last_werk |= sql->definitions->infos[roots[i]].last_werk;
    }
    ds_buffer_add_string(b, "rijen AS (\n    SELECT\n        t.schooljaar,\n        ");
    for (size_t i = 0; i < n_keys; i++) {
        ds_sql_key(sql, roots[i], scope);
        ds_buffer_addf(b, " AS sleutel_%zu,\n        ", i + 1);
    }
    ds_sql_expression(sql, indicator->outcome, scope, 0, 0);
    ds_buffer_add_string(b, " AS uitkomst\n    FROM loopbaan AS t");
    ds_sql_joins(sql, shifts, last_shifts, scope, "\n    ");
    ds_buffer_add_string(b, "\n    WHERE t.ingeschreven");
    if (sql->grain != DS_PER_PERSOON)
        ds_buffer_add_string(b, "\n      AND (t.eigen IS NULL OR t.schooljaar = t.eigen)");
    ds_sql_covered(sql, inschrijving & ~((uint64_t)1 << DS_SHIFT_ZERO), werk, scope,
                   "\n      AND ");
    ds_sql_last_covered(sql, last_inschrijving, last_werk, "\n      AND ");
    write_conditions(sql, indicator->population);
    ds_buffer_add_string(b, "\n)");
    if (indicator->pool > 1) write_counting_years(sql, roots, n_keys + 2);
    ds_buffer_add_char(b, '\n');
}

static void write_keys(ds_buffer *b, size_t n_keys) {
    ds_buffer_add_string(b, "r.schooljaar");
    for (size_t i = 0; i < n_keys; i++)
        ds_buffer_addf(b, ", r.sleutel_%zu", i + 1);
}

static void write_counts(ds_sql *sql, const ds_indicator *indicator, const char *const *key_names,
                         size_t n_keys) {
    ds_buffer *b = &sql->text;
    ds_buffer_add_string(b, "SELECT\n    ");
    ds_sql_quote(b, ds_text_of(indicator->id));
    ds_buffer_add_string(b, " AS indicator,\n    r.schooljaar,\n");
    for (size_t i = 0; i < n_keys; i++) {
        ds_buffer_addf(b, "    r.sleutel_%zu AS ", i + 1);
        ds_sql_identifier(b, key_names[i]);
        ds_buffer_add_string(b, ",\n");
    }
    if (indicator->numeric)
        ds_buffer_addf(b, "    CAST(coalesce(sum(r.uitkomst), 0) AS DECIMAL(38, %d)) AS som,\n",
                       sql->definitions->nodes[indicator->outcome].scale == 1 ? 0 : 2);
    else
        ds_buffer_add_string(b, "    count(*) FILTER (WHERE r.uitkomst) AS teller,\n");
    ds_buffer_add_string(b, "    count(r.uitkomst) AS noemer,\n"
                            "    count(*) - count(r.uitkomst) AS onbekend\n");
    if (indicator->pool > 1)
        write_pooled(b, indicator->pool);
    else
        ds_buffer_add_string(b, "FROM rijen AS r\nGROUP BY ");
    write_keys(b, n_keys);
    ds_buffer_add_string(b, "\nORDER BY ");
    write_keys(b, n_keys);
    ds_buffer_add_string(b, ";\n");
}

ds_status ds_sql_finish(ds_sql *sql, char **out, ds_error *err) {
    char *text;
    if (sql->text.failed == DS_INPUT)
        return ds_error_set(err, DS_INPUT,
                            "de SQL wordt langer dan %d bytes: begrippen staan er uitgeschreven in",
                            "the SQL grows past %d bytes: terms are written out in it", SQL_MAX);
    if (sql->text.failed != DS_OK) return ds_buffer_finish(&sql->text, err);
    text = ds_buffer_take(&sql->text);
    if (text == NULL) return ds_error_memory(err);
    *out = text;
    return DS_OK;
}

static ds_status print_enquete(const ds_definitions *definitions, const ds_indicator *indicator,
                               const uint32_t *keys, const char *const *key_names, size_t n_keys,
                               char **out, ds_error *err) {
    ds_sql sql = {.definitions = definitions, .over_enquete = true, .present_codes = true};
    ds_status status;
    ds_buffer_init(&sql.text, SQL_MAX);
    ds_sql_enquete(&sql, indicator, keys, key_names, n_keys);
    status = ds_sql_finish(&sql, out, err);
    ds_buffer_done(&sql.text);
    return status;
}

ds_status ds_definition_sql(const ds_definitions *definitions, const ds_indicator *indicator,
                            const uint32_t *keys, const char *const *key_names, size_t n_keys,
                            char **out, ds_error *err) {
    ds_sql sql = {.definitions = definitions, .grain = indicator->per};
    bool of_institution;
    uint32_t roots[DS_KEYS_MAX + 2];
    bool used[DS_COLUMN_N] = {false};
    ds_status status;
    if (n_keys > DS_KEYS_MAX)
        return ds_error_set(err, DS_USAGE, "meer dan %d kolommen om naar uit te splitsen",
                            "more than %d columns to break down by", DS_KEYS_MAX);
    if (indicator->enquete != NULL)
        return print_enquete(definitions, indicator, keys, key_names, n_keys, out, err);
    for (size_t i = 0; i < n_keys; i++)
        roots[i] = keys[i];
    roots[n_keys] = indicator->population;
    roots[n_keys + 1] = indicator->outcome;
    status = find_columns(definitions, roots, n_keys + 2, used, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&sql.text, SQL_MAX);
    if (indicator->per == DS_PER_INSTELLING) used[DS_COLUMN_INSTELLING] = true;
    of_institution = used[DS_COLUMN_INSTELLING] || used[DS_COLUMN_NAAM] || used[DS_COLUMN_TYPE] ||
                     used[DS_COLUMN_GROOTTE] || used[DS_COLUMN_BEHAALD_INSTELLING];
    sql.present_codes = indicator->present_codes && of_institution;
    ds_buffer_addf(&sql.text, "-- %s, versie %s%s\nWITH %s", indicator->id, indicator->version,
                   indicator->present_codes ? ", onder de huidige codes" : "",
                   sql.present_codes ? "RECURSIVE " : "");
    ds_sql_career(&sql, used);
    write_rows(&sql, indicator, roots, n_keys);
    write_counts(&sql, indicator, key_names, n_keys);
    status = ds_sql_finish(&sql, out, err);
    ds_buffer_done(&sql.text);
    return status;
}
