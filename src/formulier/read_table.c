/* formulier/read_table.c: rijen and kolommen of a table in a form's file. See reading.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "formulier/reading.h"

enum { LIJST, WAAR, VRIJ, MINSTENS, PARTIJEN, KEYS };

/* waar: {kolom: value}: the rows of the list that have that value there. */
static ds_status filter_rows(ds_formulier_reading *r, const yaml_node_t *node, ds_veld *table) {
    const ds_lijst *all = table->row_list;
    ds_lijst *some = ds_formulier_take(r, 1, sizeof *some);
    ds_lijst_rij *rows = ds_formulier_take(r, all->n_rows, sizeof *rows);
    const yaml_node_t *key, *value;
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_MAPPING_NODE, r->err);
    size_t column = 0;
    if (some == NULL || rows == NULL) return DS_FAULT;
    if (status != DS_OK) return status;
    if (node->data.mapping.pairs.top - node->data.mapping.pairs.start != 1)
        return ds_formulier_refuse(r, node, "waar heeft een kolom en haar waarde",
                                   "waar has one column and its value");
    key = ds_yaml_node(&r->yaml, node->data.mapping.pairs.start->key);
    value = ds_yaml_node(&r->yaml, node->data.mapping.pairs.start->value);
    status = ds_formulier_node_word(r, key, all->columns, all->n_columns, &column);
    if (status == DS_OK) status = ds_yaml_need(&r->yaml, value, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    *some = *all;
    some->n_rows = 0;
    some->rows = rows;
    for (size_t i = 0; i < all->n_rows; i++)
        if (ds_text_is(ds_yaml_text(value), all->rows[i].extra[column]))
            rows[some->n_rows++] = all->rows[i];
    table->row_list = some;
    return some->n_rows > 0 ? DS_OK
                            : ds_formulier_refuse(r, value, "geen rij van de lijst heeft dit",
                                                  "no row of the list has this");
}

static ds_status read_listed_rows(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                  ds_veld *table) {
    ds_status status = ds_formulier_node_list(r, nodes[LIJST], &table->row_list);
    table->rows_of = DS_RIJEN_LIJST;
    if (status == DS_OK && nodes[WAAR] != NULL) status = filter_rows(r, nodes[WAAR], table);
    if (status == DS_OK && table->row_list->n_rows > DS_FORMULIER_ROWS_MAX)
        status = ds_formulier_refuse(r, nodes[LIJST], "te veel rijen voor een tabel",
                                     "too many rows for a table");
    return status;
}

static ds_status read_free_rows(ds_formulier_reading *r, yaml_node_t *const *nodes,
                                ds_veld *table) {
    int64_t most = 0, least = 0;
    ds_status status = ds_formulier_node_whole(r, nodes[VRIJ], 1, DS_FORMULIER_ROWS_MAX, &most);
    if (status == DS_OK) status = ds_formulier_node_whole(r, nodes[MINSTENS], 0, most, &least);
    table->rows_of = DS_RIJEN_VRIJ;
    table->max_rows = (size_t)most;
    table->min_rows = (size_t)least;
    return status;
}

static ds_status read_rows_of(ds_formulier_reading *r, const yaml_node_t *node, ds_veld *table) {
    static const char *const names[KEYS] = {"lijst", "waar", "vrij", "minstens", "partijen"};
    yaml_node_t *nodes[KEYS];
    ds_status status = ds_yaml_fields(&r->yaml, node, names, KEYS, nodes, r->err);
    if (status != DS_OK) return status;
    if ((nodes[LIJST] != NULL) + (nodes[VRIJ] != NULL) + (nodes[PARTIJEN] != NULL) != 1 ||
        (nodes[WAAR] != NULL && nodes[LIJST] == NULL) ||
        (nodes[MINSTENS] != NULL && nodes[VRIJ] == NULL))
        return ds_formulier_refuse(r, node,
                                   "rijen is {lijst, waar}, {vrij, minstens} of {partijen}",
                                   "rijen is {lijst, waar}, {vrij, minstens} or {partijen}");
    if (nodes[LIJST] != NULL) return read_listed_rows(r, nodes, table);
    if (nodes[VRIJ] != NULL) return read_free_rows(r, nodes, table);
    table->rows_of = DS_RIJEN_PARTIJEN;
    return ds_formulier_node_parties(r, nodes[PARTIJEN], &table->row_parties,
                                     &table->n_row_parties);
}

ds_status ds_formulier_read_table(ds_formulier_reading *r, const yaml_node_t *block,
                                  const yaml_node_t *rows, const yaml_node_t *columns,
                                  ds_veld *table) {
    ds_status status;
    if (table->soort != DS_VELD_TABEL) {
        if (rows == NULL && columns == NULL) return DS_OK;
        return ds_formulier_refuse(r, rows != NULL ? rows : columns,
                                   "alleen een tabel heeft rijen en kolommen",
                                   "only a tabel has rijen and kolommen");
    }
    status = ds_formulier_need_key(r, block, rows, "rijen");
    if (status == DS_OK) status = ds_formulier_need_key(r, block, columns, "kolommen");
    if (status == DS_OK) status = read_rows_of(r, rows, table);
    return status == DS_OK ? ds_formulier_read_columns(r, columns, table) : status;
}
