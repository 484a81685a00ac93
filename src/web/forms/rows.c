/* web/forms/rows.c: a table of a topic as rows and columns. A column that is asked in some rows
 * only is a column all the same: its cell is empty in the others, so that every cell stands below
 * its own heading. See forms.h. */
#include <string.h>

#include "web/forms/forms.h"

static bool has_column(const ds_desk_topic *topic, size_t first, size_t end,
                       const ds_veld *column) {
    for (size_t k = first; k < end; k++)
        if (topic->fields[k].field == column) return true;
    return false;
}

void ds_web_rows_of(const ds_desk_topic *topic, size_t line, ds_web_rows *out) {
    const ds_veld *table = topic->fields[line].field;
    out->topic = topic;
    out->first = out->end = line + 1;
    while (out->end < topic->n_fields && topic->fields[out->end].field->table == table)
        out->end++;
    out->n_columns = 0;
    for (size_t c = 0; c < table->n_columns && out->n_columns < DS_WEB_COLUMNS_MAX; c++)
        if (has_column(topic, out->first, out->end, &table->columns[c]))
            out->columns[out->n_columns++] = &table->columns[c];
}

size_t ds_web_row_after(const ds_web_rows *rows, size_t k) {
    const char *row = rows->topic->fields[k].row;
    while (k < rows->end && strcmp(rows->topic->fields[k].row, row) == 0)
        k++;
    return k;
}

const ds_desk_field *ds_web_row_cell(const ds_web_rows *rows, size_t k, size_t column) {
    for (size_t end = ds_web_row_after(rows, k); k < end; k++)
        if (rows->topic->fields[k].field == rows->columns[column]) return &rows->topic->fields[k];
    return NULL;
}

void ds_web_rows_begin(ds_web_page *page, const ds_web_rows *rows, const char *id,
                       const char *caption) {
    ds_web_column columns[1 + DS_WEB_COLUMNS_MAX] = {{.title = {"Rij", "Row"}}};
    for (size_t c = 0; c < rows->n_columns; c++)
        columns[1 + c] = (ds_web_column){.title = rows->columns[c]->say};
    ds_web_table_begin(page, id, caption, columns, 1 + rows->n_columns);
}
