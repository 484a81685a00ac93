/* formulier/read_delivery.c: leveringen of a form's file, held to the kinds of codes/soorten.yaml.
 * See reading.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "formulier/reading.h"

enum { DELIVERIES_MAX = 60, COLUMNS_MAX = 64, NAMED_MAX = 500, KINDS_MAX = 64 };
enum { SOORT, PER, VELDEN, TOESTAND, ALS, KOLOMMEN, KEYS };

static ds_status read_kind_name(ds_formulier_reading *r, const yaml_node_t *node,
                                ds_levering *delivery) {
    const char *names[KINDS_MAX];
    size_t n = 0, kind = 0;
    ds_status status;
    if (r->kinds == NULL) return ds_formulier_node_id(r, node, &delivery->kind);
    for (; n < ds_kinds_n(r->kinds) && n < KINDS_MAX; n++)
        names[n] = ds_kinds_at(r->kinds, n)->name;
    status = ds_formulier_node_word(r, node, names, n, &kind);
    if (status != DS_OK) return status;
    delivery->kind = ds_arena_copy(&r->form->arena, ds_text_of(names[kind]));
    return delivery->kind == NULL ? ds_error_memory(r->err) : DS_OK;
}

/* The name of a column; of the kind, when that is known. */
static ds_status read_column_name(ds_formulier_reading *r, const yaml_node_t *key,
                                  const ds_kind_description *kind, const ds_levering *delivery,
                                  const char **out) {
    const char *names[COLUMNS_MAX];
    size_t n = 0, column = 0;
    ds_status status;
    if (kind == NULL || kind->questions)
        status = ds_formulier_node_id(r, key, out);
    else {
        for (; n < kind->n_fields && n < COLUMNS_MAX; n++)
            names[n] = kind->fields[n].name;
        status = ds_formulier_node_word(r, key, names, n, &column);
        if (status == DS_OK) *out = ds_arena_copy(&r->form->arena, ds_text_of(names[column]));
    }
    if (status == DS_OK) status = ds_arena_finish(&r->form->arena, r->err);
    for (size_t i = 0; status == DS_OK && i < delivery->n_columns; i++)
        if (strcmp(delivery->columns[i].name, *out) == 0)
            return ds_formulier_refuse(r, key, "deze kolom staat er twee keer",
                                       "this column is there twice");
    return status;
}

static ds_status check_required_columns(ds_formulier_reading *r, const yaml_node_t *node,
                                        const ds_kind_description *kind,
                                        const ds_levering *delivery) {
    for (size_t i = 0; kind != NULL && i < kind->n_fields; i++) {
        bool there = !kind->fields[i].required;
        for (size_t k = 0; k < delivery->n_columns; k++)
            there = there || strcmp(delivery->columns[k].name, kind->fields[i].name) == 0;
        if (!there)
            return ds_yaml_placed(
                &r->yaml, node,
                ds_error_set(
                    r->err, DS_INPUT, "de kolom '%s' ontbreekt: de levering heeft haar nodig",
                    "the column '%s' is missing: the delivery needs it", kind->fields[i].name),
                r->err);
    }
    return DS_OK;
}

static ds_status read_delivery_columns(ds_formulier_reading *r, const yaml_node_t *node,
                                       ds_levering *delivery) {
    const ds_kind_description *kind =
        r->kinds == NULL ? NULL : ds_kinds_find(r->kinds, delivery->kind);
    ds_levering_kolom *columns = ds_formulier_take(r, COLUMNS_MAX, sizeof *columns);
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_MAPPING_NODE, r->err);
    if (columns == NULL) return DS_FAULT;
    delivery->columns = columns;
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         status == DS_OK && pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = ds_yaml_node(&r->yaml, pair->key);
        ds_levering_kolom *column = &columns[delivery->n_columns];
        if (delivery->n_columns == COLUMNS_MAX)
            return ds_formulier_refuse(r, key, "te veel kolommen", "too many columns");
        status = ds_yaml_need(&r->yaml, key, YAML_SCALAR_NODE, r->err);
        if (status == DS_OK) status = read_column_name(r, key, kind, delivery, &column->name);
        if (status == DS_OK)
            status = ds_formulier_put_by(
                r, ds_yaml_node(&r->yaml, pair->value),
                (ds_formulier_later){.table = delivery->per,
                                     .topic = SIZE_MAX,
                                     .wants = DS_EXPRESSIE_VALUE | DS_EXPRESSIE_ROW,
                                     .expression = &column->value});
        delivery->n_columns += status == DS_OK;
    }
    return status == DS_OK ? check_required_columns(r, node, kind, delivery) : status;
}

static ds_status read_delivery_rows(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                    ds_levering *delivery) {
    const ds_veld **fields;
    size_t n = 0;
    ds_status status;
    status = ds_formulier_node_table(r, nodes[PER], &delivery->per);
    if (status == DS_OK) status = ds_formulier_need_seq(r, nodes[VELDEN], NAMED_MAX, &n);
    if (status != DS_OK || n == 0) return status;
    fields = ds_formulier_take(r, n, sizeof *fields);
    if (fields == NULL) return DS_FAULT;
    delivery->fields = fields;
    delivery->n_fields = n;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = ds_formulier_put_by(
            r, ds_formulier_seq_at(r, nodes[VELDEN], i),
            (ds_formulier_later){.field = &fields[i], .within = &delivery->per});
    return status;
}

static ds_status read_one_delivery(ds_formulier_reading *r, const yaml_node_t *node,
                                   ds_levering *delivery) {
    static const char *const names[KEYS] = {"soort",    "per", "velden",
                                            "toestand", "als", "kolommen"};
    yaml_node_t *nodes[KEYS];
    ds_status status = ds_yaml_fields(&r->yaml, node, names, KEYS, nodes, r->err);
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[SOORT], "soort");
    if (status == DS_OK) status = ds_formulier_need_key(r, node, nodes[KOLOMMEN], "kolommen");
    if (status == DS_OK) status = read_kind_name(r, nodes[SOORT], delivery);
    if (status == DS_OK) status = read_delivery_rows(r, nodes, delivery);
    if (status == DS_OK)
        status =
            ds_formulier_node_states(r, nodes[TOESTAND], &delivery->states, &delivery->n_states);
    if (status == DS_OK)
        status = ds_formulier_put_by(
            r, nodes[ALS],
            (ds_formulier_later){.table = delivery->per,
                                 .topic = SIZE_MAX,
                                 .wants = DS_EXPRESSIE_JA_NEE | DS_EXPRESSIE_ROW,
                                 .expression = &delivery->when});
    return status == DS_OK ? read_delivery_columns(r, nodes[KOLOMMEN], delivery) : status;
}

ds_status ds_formulier_read_deliveries(ds_formulier_reading *r, const yaml_node_t *node) {
    ds_formulier *form = &r->form->told;
    ds_levering *deliveries;
    size_t n;
    ds_status status = ds_formulier_need_seq(r, node, DELIVERIES_MAX, &n);
    if (status != DS_OK) return status;
    deliveries = ds_formulier_take(r, n, sizeof *deliveries);
    if (deliveries == NULL) return DS_FAULT;
    form->deliveries = deliveries;
    for (; status == DS_OK && form->n_deliveries < n; form->n_deliveries += status == DS_OK)
        status = read_one_delivery(r, ds_formulier_seq_at(r, node, form->n_deliveries),
                                   &deliveries[form->n_deliveries]);
    return status;
}
