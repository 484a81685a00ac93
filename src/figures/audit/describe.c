/* figures/audit/describe.c: what a file says of a table's columns (docs/audit.md):
 *
 *   sleutels: [niveau, leerweg]          # columns that say which group; what is neither is left
 * aside totaal: [MBO TOTAAL]                 # words for a total, beside the usual ones niet_alles:
 * [hoofdgroep]             # keys of which not all values are printed maten:
 *     - {kolom: n_2023, is: aantal, afgerond_op: 10}
 *     - {kolom: pct, is: percentage, van: n_2023, noemer: studenten}
 *     - {kolom: erbij, is: verschil, van: n_2022, naar: n_2023}
 *     - {kolom: deel, is: aandeel, van: besteed, geheel: elders, samen_100: nee} */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/yaml.h"
#include "figures/audit/audit.h"

enum { DESCRIPTION_MAX = 1 << 20, SEQUENCE_MAX = 256 };

typedef struct describing {
    ds_yaml yaml;
    ds_audit_table *table;
    ds_arena *arena;
    const ds_audit_column *columns;
    size_t n_columns;
    int *column_of;
    ds_error *err;
} describing;

static ds_status refuse_said(describing *d, const yaml_node_t *node, const char *nl,
                             const char *en) {
    return ds_yaml_placed(&d->yaml, node, ds_error_texts(d->err, DS_INPUT, NULL, 0, 0, nl, en),
                          d->err);
}

static size_t count_said(const yaml_node_t *list) {
    if (list == NULL) return 0;
    return (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
}

static yaml_node_t *said_at(describing *d, const yaml_node_t *list, size_t i) {
    return ds_yaml_node(&d->yaml, list->data.sequence.items.start[i]);
}

static ds_status find_said_column(describing *d, const yaml_node_t *node, size_t *out) {
    ds_status status = ds_yaml_need(&d->yaml, node, YAML_SCALAR_NODE, d->err);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < d->n_columns; i++)
        if (ds_text_same_name(ds_text_of(d->columns[i].name), ds_yaml_text(node))) {
            *out = i;
            return DS_OK;
        }
    return refuse_said(d, node, "er is geen kolom met deze naam",
                       "there is no column of this name");
}

static ds_status take_said_keys(describing *d, const yaml_node_t *list) {
    ds_status status = ds_yaml_need(&d->yaml, list, YAML_SEQUENCE_NODE, d->err);
    for (size_t i = 0; status == DS_OK && i < count_said(list); i++) {
        size_t column = 0;
        status = find_said_column(d, said_at(d, list, i), &column);
        if (status != DS_OK) break;
        if (d->column_of[column] != INT32_MAX)
            return refuse_said(d, said_at(d, list, i), "deze kolom staat er twee keer",
                               "this column stands here twice");
        d->column_of[column] = ~(int)d->table->n_keys;
        d->table->key_names[d->table->n_keys++] = d->columns[column].name;
    }
    return status;
}

static ds_status take_said_parts(describing *d, const yaml_node_t *list) {
    ds_status status = ds_yaml_need(&d->yaml, list, YAML_SEQUENCE_NODE, d->err);
    for (size_t i = 0; status == DS_OK && i < count_said(list); i++) {
        size_t column = 0;
        status = find_said_column(d, said_at(d, list, i), &column);
        if (status != DS_OK) break;
        if (d->column_of[column] >= 0)
            return refuse_said(d, said_at(d, list, i), "dit is geen sleutel", "this is no key");
        d->table->part_only[~d->column_of[column]] = true;
    }
    return status;
}

static ds_status take_said_totals(describing *d, const yaml_node_t *list, ds_audit_said *out) {
    ds_status status = ds_yaml_need(&d->yaml, list, YAML_SEQUENCE_NODE, d->err);
    if (status != DS_OK) return status;
    out->totals = ds_arena_take(d->arena, count_said(list) + 1, sizeof *out->totals);
    if (out->totals == NULL) return ds_error_memory(d->err);
    for (size_t i = 0; status == DS_OK && i < count_said(list); i++) {
        const yaml_node_t *item = said_at(d, list, i);
        status = ds_yaml_need(&d->yaml, item, YAML_SCALAR_NODE, d->err);
        if (status == DS_OK) out->totals[i] = ds_arena_copy(d->arena, ds_yaml_text(item));
        if (status == DS_OK && out->totals[i] == NULL) status = ds_error_memory(d->err);
    }
    return status;
}

/* ---- a measure ---- */

enum { KOLOM, IS, VAN, NAAR, NOEMER, GEHEEL, SAMEN_100, AFGEROND_OP, MEASURE_FIELDS };
static const char *const measure_fields[MEASURE_FIELDS] = {
    "kolom", "is", "van", "naar", "noemer", "geheel", "samen_100", "afgerond_op"};

static ds_status take_said_kind(describing *d, const yaml_node_t *node, ds_audit_kind *out) {
    static const char *const names[] = {"aantal", "percentage", "verschil", "aandeel", "anders"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ds_text_is(ds_yaml_text(node), names[i])) {
            *out = (ds_audit_kind)i;
            return DS_OK;
        }
    return refuse_said(d, node, "verwacht aantal, percentage, verschil, aandeel of anders",
                       "expected aantal, percentage, verschil, aandeel or anders");
}

/* 0.1, 1, 10, 1000: a power of ten. */
static ds_status take_said_rounding(describing *d, const yaml_node_t *node, int *out) {
    double unit, power;
    if (!ds_number_parse_decimal(ds_yaml_text(node), &unit) || unit <= 0)
        return refuse_said(d, node, "afgerond_op: verwacht een macht van tien, zoals 0.1 of 1000",
                           "afgerond_op: expected a power of ten, like 0.1 or 1000");
    power = log10(unit);
    if (fabs(power - round(power)) > 1e-9 || fabs(power) > 9)
        return refuse_said(d, node, "afgerond_op: verwacht een macht van tien, zoals 0.1 of 1000",
                           "afgerond_op: expected a power of ten, like 0.1 or 1000");
    *out = -(int)round(power);
    return DS_OK;
}

/* The measures that this one rests on: they are told before. */
static ds_status take_said_link(describing *d, const yaml_node_t *node, int *out) {
    size_t column = 0;
    ds_status status;
    if (node == NULL) return DS_OK;
    status = find_said_column(d, node, &column);
    if (status != DS_OK) return status;
    if (d->column_of[column] < 0 || d->column_of[column] == INT32_MAX)
        return refuse_said(d, node, "deze maat staat er niet, of pas hieronder",
                           "this measure is not here, or only below");
    *out = d->column_of[column];
    return DS_OK;
}

static ds_status take_said_flag(describing *d, const yaml_node_t *node, const char *yes,
                                const char *no, bool *out) {
    if (node == NULL) return DS_OK;
    *out = ds_text_is(ds_yaml_text(node), yes);
    if (*out || ds_text_is(ds_yaml_text(node), no)) return DS_OK;
    return refuse_said(d, node, "verwacht ja of nee (geheel: tabel of elders)",
                       "expected ja or nee (geheel: tabel or elders)");
}

static ds_status take_said_measure(describing *d, yaml_node_t *node) {
    yaml_node_t *f[MEASURE_FIELDS];
    ds_audit_table *t = d->table;
    ds_audit_measure *m = &t->measures[t->n_measures];
    size_t column = 0;
    ds_status status = ds_yaml_fields(&d->yaml, node, measure_fields, MEASURE_FIELDS, f, d->err);
    for (size_t i = 0; status == DS_OK && i < MEASURE_FIELDS; i++)
        if (f[i] != NULL) status = ds_yaml_need(&d->yaml, f[i], YAML_SCALAR_NODE, d->err);
    if (status == DS_OK && (f[KOLOM] == NULL || f[IS] == NULL))
        status = refuse_said(d, node, "een maat heeft kolom en is nodig",
                             "a measure needs kolom and is");
    if (status == DS_OK) status = find_said_column(d, f[KOLOM], &column);
    if (status == DS_OK && d->column_of[column] != INT32_MAX)
        status = refuse_said(d, f[KOLOM], "deze kolom staat er twee keer",
                             "this column stands here twice");
    if (status != DS_OK) return status;
    *m = (ds_audit_measure){.name = d->columns[column].name,
                            .teller = DS_AUDIT_NONE,
                            .noemer = DS_AUDIT_NONE,
                            .from = DS_AUDIT_NONE,
                            .to = DS_AUDIT_NONE,
                            .whole_is_total = true,
                            .decimals = INT32_MIN};
    status = take_said_kind(d, f[IS], &m->kind);
    if (status == DS_OK)
        status = take_said_link(d, f[VAN], m->kind == DS_AUDIT_DIFFERENCE ? &m->from : &m->teller);
    if (status == DS_OK) status = take_said_link(d, f[NAAR], &m->to);
    if (status == DS_OK) status = take_said_link(d, f[NOEMER], &m->noemer);
    if (status == DS_OK)
        status = take_said_flag(d, f[GEHEEL], "tabel", "elders", &m->whole_is_total);
    m->adds_up = m->kind == DS_AUDIT_SHARE && m->whole_is_total;
    if (status == DS_OK) status = take_said_flag(d, f[SAMEN_100], "ja", "nee", &m->adds_up);
    if (status == DS_OK && f[AFGEROND_OP] != NULL)
        status = take_said_rounding(d, f[AFGEROND_OP], &m->decimals);
    if (status == DS_OK) d->column_of[column] = (int)t->n_measures++;
    return status;
}

static ds_status take_said_measures(describing *d, const yaml_node_t *list) {
    ds_status status = ds_yaml_need(&d->yaml, list, YAML_SEQUENCE_NODE, d->err);
    if (status == DS_OK && count_said(list) > d->n_columns)
        return refuse_said(d, list, "meer maten dan kolommen", "more measures than columns");
    for (size_t i = 0; status == DS_OK && i < count_said(list); i++)
        status = take_said_measure(d, said_at(d, list, i));
    return status;
}

static ds_status take_description(describing *d, ds_audit_said *out) {
    static const char *const names[] = {"sleutels", "totaal", "niet_alles", "maten"};
    yaml_node_t *f[4], *root = ds_yaml_root(&d->yaml);
    ds_status status = ds_yaml_fields(&d->yaml, root, names, 4, f, d->err);
    if (status == DS_OK && (f[0] == NULL || f[3] == NULL))
        status = refuse_said(d, root, "een beschrijving heeft sleutels en maten nodig",
                             "a description needs sleutels and maten");
    if (status == DS_OK) status = take_said_keys(d, f[0]);
    if (status == DS_OK && f[1] != NULL) status = take_said_totals(d, f[1], out);
    if (status == DS_OK && f[2] != NULL) status = take_said_parts(d, f[2]);
    return status == DS_OK ? take_said_measures(d, f[3]) : status;
}

ds_status ds_audit_describe(const char *path, ds_audit_table *table, ds_arena *arena,
                            const ds_audit_column *columns, size_t n, int *column_of,
                            ds_audit_said *out, ds_error *err) {
    describing d = {.table = table,
                    .arena = arena,
                    .columns = columns,
                    .n_columns = n,
                    .column_of = column_of,
                    .err = err};
    char *text = NULL;
    size_t size = 0;
    ds_raw raw;
    ds_status status = ds_file_read(path, DESCRIPTION_MAX, &text, &size, err);
    if (status != DS_OK) return status;
    raw = (ds_raw){.name = path, .text = {text, size}};
    table->measures = ds_arena_take(arena, n + 1, sizeof *table->measures);
    table->key_names = ds_arena_take(arena, n + 1, sizeof *table->key_names);
    table->part_only = ds_arena_take(arena, n + 1, sizeof *table->part_only);
    if (table->measures == NULL || table->key_names == NULL || table->part_only == NULL)
        status = ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        column_of[i] = INT32_MAX; /* left aside until it is named */
    if (status == DS_OK) {
        status = ds_yaml_load(&raw, &d.yaml, err);
        if (status == DS_OK) status = take_description(&d, out);
        ds_yaml_done(&d.yaml);
    }
    ds_free(text);
    return status;
}
