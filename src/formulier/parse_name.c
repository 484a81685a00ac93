/* formulier/parse_name.c: names in an expression: fields, columns, last year's, @rij and its kin.
 * See parser.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "formulier/parser.h"

enum { SUGGESTED_MAX = 400 };

/* ---- fields ---- */

static ds_text cut_name(ds_text *rest) {
    const char *dot = rest->size == 0 ? NULL : memchr(rest->data, '.', rest->size);
    const size_t size = dot == NULL ? rest->size : (size_t)(dot - rest->data);
    const ds_text first = {rest->data, size};
    rest->data += size + (dot != NULL);
    rest->size -= size + (dot != NULL);
    return first;
}

static const ds_veld *find_of(const ds_veld *fields, size_t n, ds_text name) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_is(name, fields[i].id)) return &fields[i];
    return NULL;
}

static const ds_veld *find_of_form(const ds_formulier *form, ds_text name) {
    for (size_t i = 0; i < form->n_topics; i++) {
        const ds_veld *found = find_of(form->topics[i].fields, form->topics[i].n_fields, name);
        if (found != NULL) return found;
    }
    return NULL;
}

static ds_status refuse_field(ds_expressie_parser *p, const ds_token *name, ds_text part,
                              const ds_veld *table) {
    const char *names[SUGGESTED_MAX];
    const ds_token token = {.offset = name->offset + (size_t)(part.data - name->text.data),
                            .text = part};
    size_t n = 0;
    for (size_t i = 0; table != NULL && i < table->n_columns; i++)
        names[n++] = table->columns[i].id;
    for (size_t i = 0; i < p->form->n_topics; i++)
        for (size_t k = 0; k < p->form->topics[i].n_fields && n < SUGGESTED_MAX; k++)
            names[n++] = p->form->topics[i].fields[k].id;
    return ds_expressie_unknown(p, &token,
                                table != NULL ? "kolom of veld" : "veld van dit formulier",
                                table != NULL ? "column or field" : "field of this form", names, n);
}

ds_status ds_expressie_find_field(ds_expressie_parser *p, const ds_token *name, const ds_veld **out,
                                  bool *out_previous) {
    ds_text rest = name->text;
    ds_text first = cut_name(&rest);
    const ds_veld *field = NULL;
    *out_previous = ds_text_is(first, "vorig");
    if (*out_previous) first = cut_name(&rest);
    if (p->table != NULL && rest.size == 0)
        field = find_of(p->table->columns, p->table->n_columns, first);
    if (field == NULL) field = find_of_form(p->form, first);
    if (field == NULL) return refuse_field(p, name, first, p->table);
    if (rest.size > 0) {
        const ds_veld *column = find_of(field->columns, field->n_columns, rest);
        if (column == NULL) return refuse_field(p, name, rest, field);
        field = column;
    }
    *out = field;
    return DS_OK;
}

/* ---- @rij and its kin ---- */

static const struct {
    const char *name;
    ds_expressie_at at;
    unsigned type;
    bool row; /* of a row of a delivery alone */
} ats[] = {
    {"@rij", DS_AT_ROW, DS_EXPRESSIE_TEKST, false},
    {"@veld", DS_AT_FIELD, DS_EXPRESSIE_TEKST, true},
    {"@waarde", DS_AT_VALUE, DS_EXPRESSIE_TEKST, true},
    {"@thema", DS_AT_THEME, DS_EXPRESSIE_TEKST, true},
    {"@openbaar", DS_AT_PUBLIC, DS_EXPRESSIE_JA_NEE, true},
    {"@agenda", DS_AT_SCOPE, DS_EXPRESSIE_TEKST, false},
    {"@bereik", DS_AT_SCOPE, DS_EXPRESSIE_TEKST, false},
    {"@naam", DS_AT_NAME, DS_EXPRESSIE_TEKST, false},
    {"@jaar", DS_AT_YEAR, DS_EXPRESSIE_GETAL, false},
};
enum { N_ATS = sizeof ats / sizeof *ats };

static bool has_column(const ds_lijst *list, ds_text name) {
    for (size_t i = 0; list != NULL && i < list->n_columns; i++)
        if (ds_text_is(name, list->columns[i])) return true;
    return false;
}

/* @rij.x: x is a column of the list of the table at hand, or of some list where there is none. */
static ds_status check_row_column(ds_expressie_parser *p, const ds_token *name, ds_text column) {
    const ds_token token = {.offset = name->offset + (size_t)(column.data - name->text.data),
                            .text = column};
    bool known = p->table != NULL && has_column(p->table->row_list, column);
    for (size_t i = 0; p->table == NULL && i < p->form->n_lists; i++)
        known = known || has_column(&p->form->lists[i], column);
    if (known) return DS_OK;
    return ds_expressie_unknown(
        p, &token, "kolom van de lijst van deze rijen", "column of the list of these rows",
        p->table != NULL && p->table->row_list != NULL ? p->table->row_list->columns : NULL,
        p->table != NULL && p->table->row_list != NULL ? p->table->row_list->n_columns : 0);
}

static ds_status add_at(ds_expressie_parser *p, const ds_token *name, uint32_t *out) {
    const char *names[N_ATS];
    ds_text rest = name->text;
    const ds_text first = cut_name(&rest);
    const bool rows = (p->later->wants & DS_EXPRESSIE_ROW) != 0;
    ds_expressie_node node = {.op = DS_EXP_AT};
    size_t i = 0;
    ds_status status = DS_OK;
    while (i < N_ATS && !ds_text_is(first, ats[i].name))
        i++;
    if (i == N_ATS) {
        for (size_t k = 0; k < N_ATS; k++)
            names[k] = ats[k].name;
        return ds_expressie_unknown(p, name, "woord van de taal", "word of the language", names,
                                    N_ATS);
    }
    if ((ats[i].row && !rows) || (ats[i].at == DS_AT_ROW && !rows && p->table == NULL))
        return ds_expressie_refuse(p, name->offset, "dit staat alleen bij rijen",
                                   "this stands with rows only");
    if (rest.size > 0 && ats[i].at != DS_AT_ROW)
        return ds_expressie_refuse(p, name->offset, "alleen @rij heeft kolommen",
                                   "only @rij has columns");
    node.type = ats[i].type;
    node.at = ats[i].at;
    if (rest.size > 0) {
        status = check_row_column(p, name, rest);
        if (status == DS_OK) status = ds_expressie_unquote(p, rest, &node.text);
    }
    return status == DS_OK ? ds_expressie_add(p, node, out) : status;
}

/* ---- any name ---- */

static ds_status add_field(ds_expressie_parser *p, const ds_token *name, uint32_t *out) {
    ds_expressie_node node = {.op = DS_EXP_FIELD};
    ds_status status = ds_expressie_find_field(p, name, &node.field, &node.previous);
    if (status != DS_OK || node.field == NULL) return status;
    node.type = ds_waarde_type(node.field);
    if (node.type == 0)
        return ds_expressie_refuse(p, name->offset,
                                   "een tabel staat alleen in som, aantal, alle, een",
                                   "a tabel stands in som, aantal, alle, een only");
    if (node.field->table != NULL && node.field->table != p->table)
        return ds_expressie_refuse(p, name->offset,
                                   "een kolom staat alleen bij de rijen van haar tabel, of in som, "
                                   "aantal, alle, een",
                                   "a column stands with the rows of its tabel only, or in som, "
                                   "aantal, alle, een");
    return ds_expressie_add(p, node, out);
}

ds_status ds_expressie_name(ds_expressie_parser *p, const ds_token *name, uint32_t *out) {
    static const struct {
        const char *name;
        ds_expressie_node node;
    } constants[] = {
        {"ja", {.op = DS_EXP_YES, .type = DS_EXPRESSIE_JA_NEE, .number = 1}},
        {"nee", {.op = DS_EXP_YES, .type = DS_EXPRESSIE_JA_NEE, .number = 0}},
        {"toestand", {.op = DS_EXP_STATE, .type = DS_EXPRESSIE_TEKST}},
        {"vandaag", {.op = DS_EXP_TODAY, .type = DS_EXPRESSIE_DATUM}},
    };
    if (name->text.data[0] == '@') return add_at(p, name, out);
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (ds_text_is(name->text, constants[i].name))
            return ds_expressie_add(p, constants[i].node, out);
    return add_field(p, name, out);
}
