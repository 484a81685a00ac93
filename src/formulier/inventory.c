/* formulier/inventory.c: which wish of the inventory is asked by which field, delivered in which
 * column and shown in which block of the report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/memory.h"
#include "formulier/expression.h"

typedef struct inventory_line {
    const char *id, *kind; /* kind: veld, rij, tekst, onderwerp */
    const char *place, *column, *block;
    ds_say say;
    size_t order; /* of the form */
} inventory_line;

typedef struct inventory_listing {
    const ds_formulier *form;
    ds_arena arena;
    inventory_line *lines;
    size_t n, capacity;
    ds_error *err;
} inventory_listing;

static ds_status add_line_of(inventory_listing *l, inventory_line line) {
    if (!ds_reserve(&l->lines, &l->capacity, l->n + 1, sizeof *l->lines))
        return ds_error_memory(l->err);
    line.order = l->n;
    if (line.place == NULL || line.column == NULL || line.id == NULL)
        return ds_error_memory(l->err);
    l->lines[l->n++] = line;
    return DS_OK;
}

/* ---- fields ---- */

static bool asks_of(const ds_expressie *e, const ds_veld *field) {
    for (size_t i = 1; e != NULL && i < e->n_nodes; i++)
        if (e->nodes[i].field == field) return true;
    return false;
}

static bool has_value(const ds_expressie *e) {
    for (size_t i = 1; i < e->n_nodes; i++)
        if (e->nodes[i].op == DS_EXP_AT && e->nodes[i].at == DS_AT_VALUE) return true;
    return false;
}

static bool is_listed(const ds_levering *delivery, const ds_veld *field) {
    for (size_t i = 0; i < delivery->n_fields; i++)
        if (delivery->fields[i] == field) return true;
    return false;
}

/* Adds a name to a list of names, once. NULL when memory is short. */
static const char *add_name(inventory_listing *l, const char *text, const char *name) {
    if (strstr(text, name) != NULL) return text;
    return ds_arena_print(&l->arena, "%s%s%s", text, text[0] == '\0' ? "" : ", ", name);
}

/* "besteding.besteed, antwoord.antwoord"; a delivery alone, "antwoord", where the answer says
 * whether there is a row; "" for a field that is delivered nowhere. */
static const char *columns_of(inventory_listing *l, const ds_veld *field) {
    const char *text = "";
    for (size_t i = 0; i < l->form->n_deliveries; i++) {
        const ds_levering *delivery = &l->form->deliveries[i];
        for (size_t k = 0; k < delivery->n_columns; k++) {
            const ds_levering_kolom *column = &delivery->columns[k];
            char name[2 * DS_FORMULIER_ID_MAX + 2];
            if (!asks_of(column->value, field) &&
                !(is_listed(delivery, field) && has_value(column->value)))
                continue;
            (void)snprintf(name, sizeof name, "%s.%s", delivery->kind, column->name);
            text = add_name(l, text, name);
            if (text == NULL) return NULL;
        }
    }
    for (size_t i = 0; text[0] == '\0' && i < l->form->n_deliveries; i++)
        if (asks_of(l->form->deliveries[i].when, field))
            return add_name(l, text, l->form->deliveries[i].kind);
    return text;
}

static ds_status list_field(inventory_listing *l, const ds_veld *field) {
    ds_status status = DS_OK;
    if (field->inventaris != NULL)
        status = add_line_of(
            l, (inventory_line){
                   .id = field->inventaris,
                   .kind = "veld",
                   .place = field->table == NULL
                                ? field->id
                                : ds_arena_print(&l->arena, "%s.%s", field->table->id, field->id),
                   .column = columns_of(l, field),
                   .block = field->report_block,
                   .say = field->say});
    for (size_t i = 0; status == DS_OK && i < field->n_columns; i++)
        status = list_field(l, &field->columns[i]);
    return status;
}

/* ---- what is no field ---- */

/* The table whose rows a list is, by its name; the list's own where there is none. */
static const char *place_of_list(const ds_formulier *form, const ds_lijst *list) {
    for (size_t i = 0; i < form->n_topics; i++)
        for (size_t k = 0; k < form->topics[i].n_fields; k++) {
            const ds_veld *field = &form->topics[i].fields[k];
            if (field->row_list != NULL && strcmp(field->row_list->id, list->id) == 0)
                return field->id;
        }
    return list->id;
}

static ds_status list_rows_of(inventory_listing *l, const ds_lijst *list) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < list->n_rows; i++) {
        const char *id = ds_lijst_extra(list, &list->rows[i], "inventaris");
        if (id[0] == '\0') continue;
        status =
            add_line_of(l, (inventory_line){.id = id,
                                            .kind = "rij",
                                            .place = ds_arena_print(&l->arena, "%s/%s",
                                                                    place_of_list(l->form, list),
                                                                    list->rows[i].code),
                                            .column = "",
                                            .say = list->rows[i].say});
    }
    return status;
}

static ds_status list_all(inventory_listing *l) {
    const ds_formulier *form = l->form;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < form->n_topics; i++) {
        const ds_onderwerp *topic = &form->topics[i];
        if (topic->inventaris != NULL)
            status = add_line_of(l, (inventory_line){.id = topic->inventaris,
                                                     .kind = "onderwerp",
                                                     .place = topic->id,
                                                     .column = "",
                                                     .say = topic->say});
        for (size_t k = 0; status == DS_OK && k < topic->n_fields; k++)
            status = list_field(l, &topic->fields[k]);
    }
    for (size_t i = 0; status == DS_OK && i < form->n_lists; i++)
        status = list_rows_of(l, &form->lists[i]);
    for (size_t i = 0; status == DS_OK && i < form->n_texts; i++)
        if (form->texts[i].inventaris != NULL)
            status = add_line_of(l, (inventory_line){.id = form->texts[i].inventaris,
                                                     .kind = "tekst",
                                                     .place = form->texts[i].id,
                                                     .column = "",
                                                     .say = form->texts[i].title.nl != NULL
                                                                ? form->texts[i].title
                                                                : form->texts[i].say});
    return status;
}

/* ---- in order: EF2 before EF10 ---- */

static int compare_ids(const char *a, const char *b) {
    while (*a != '\0' && *b != '\0') {
        if (*a >= '0' && *a <= '9' && *b >= '0' && *b <= '9') {
            char *end_a, *end_b;
            const unsigned long x = strtoul(a, &end_a, 10), y = strtoul(b, &end_b, 10);
            if (x != y) return x < y ? -1 : 1;
            a = end_a;
            b = end_b;
            continue;
        }
        if (*a != *b) return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        a++;
        b++;
    }
    return (*a != '\0') - (*b != '\0');
}

static int compare_lines(const void *left, const void *right) {
    const inventory_line *a = left, *b = right;
    const int order = compare_ids(a->id, b->id);
    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

static ds_value text_of_line(const char *text) {
    return text == NULL || text[0] == '\0' ? ds_value_none(DS_STATE_BLANK) : ds_value_text(text);
}

static ds_document *lay_out_lines(const inventory_listing *l) {
    static const ds_field fields[] = {
        {.id = "inventaris", .title = {"inventaris", "inventory"}, .in = DS_IN_ALL, .key = true},
        {.id = "naam", .title = {"wat", "what"}, .in = DS_IN_ALL},
        {.id = "naam_en", .in = DS_IN_MACHINE},
        {.id = "soort", .title = {"soort", "kind"}, .in = DS_IN_ALL},
        {.id = "plaats",
         .title = {"veld van het formulier", "field of the form"},
         .in = DS_IN_ALL,
         .key = true},
        {.id = "kolom",
         .title = {"kolom van de levering", "column of the delivery"},
         .in = DS_IN_ALL},
        {.id = "rapportblok",
         .title = {"blok van het rapport", "block of the report"},
         .in = DS_IN_ALL}};
    static const char *const kinds[][3] = {{"veld", "veld", "field"},
                                           {"rij", "rij", "row"},
                                           {"tekst", "tekst", "text"},
                                           {"onderwerp", "onderwerp", "topic"}};
    ds_document *root = ds_document_new("inventaris", DS_SAY("Inventaris", "Inventory"));
    ds_doc_table *table =
        ds_document_table(root, DS_IN_ALL, "inventaris", DS_SAY(NULL, NULL), fields, 7);
    for (size_t i = 0; i < l->n; i++) {
        const inventory_line *line = &l->lines[i];
        const ds_say say = ds_document_say(root, line->say.nl, line->say.en);
        size_t kind = 0;
        ds_value values[7];
        while (strcmp(kinds[kind][0], line->kind) != 0)
            kind++;
        values[0] = ds_value_text(line->id);
        values[1] = ds_value_word(say.nl, say.nl, say.en);
        values[2] = ds_value_text(line->say.en);
        values[3] = ds_value_word(kinds[kind][0], kinds[kind][1], kinds[kind][2]);
        values[4] = ds_value_text(line->place);
        values[5] = text_of_line(line->column);
        values[6] = text_of_line(line->block);
        ds_doc_table_row(table, values);
    }
    return root;
}

ds_status ds_formulier_inventory(const ds_formulier *form, ds_document **out, ds_error *err) {
    inventory_listing l = {.form = form, .err = err};
    ds_document *root = NULL;
    ds_status status = list_all(&l);
    if (status == DS_OK && l.n > 0) qsort(l.lines, l.n, sizeof *l.lines, compare_lines);
    if (status == DS_OK) {
        root = lay_out_lines(&l);
        status = ds_document_finish(root, err);
    }
    if (status == DS_OK)
        *out = root;
    else
        ds_document_free(root);
    ds_arena_done(&l.arena);
    ds_free(l.lines);
    return status;
}
