/* formulier/carry.c: answers of a former version of a form → those that a new one takes over. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "formulier/findings.h"
#include "formulier/value.h"

typedef struct carrying {
    const ds_formulier *from, *to;
    ds_answers *answers;
    ds_bevindingen *left;
    ds_error *err;
} carrying;

enum { NAME_SIZE = 2 * DS_FORMULIER_ID_MAX + 2 };

/* A field as "vorig" names it: its own name, behind that of its table. */
static void write_name(const ds_veld *field, char name[NAME_SIZE]) {
    const char *table = field->table == NULL ? "" : field->table->id;
    (void)snprintf(name, NAME_SIZE, "%s%s%s", table, field->table == NULL ? "" : ".", field->id);
}

static bool is_named(const ds_veld *field, const ds_veld *former) {
    char name[NAME_SIZE];
    write_name(former, name);
    return strcmp(field->prefill.previous, name) == 0;
}

/* A field of these that says that it comes from the former one. */
static const ds_veld *find_heir(const ds_veld *fields, size_t n, const ds_veld *former) {
    for (size_t i = 0; i < n; i++) {
        const ds_veld *found = NULL;
        if (fields[i].soort == DS_VELD_TABEL)
            found = find_heir(fields[i].columns, fields[i].n_columns, former);
        else if (fields[i].prefill.previous != NULL && is_named(&fields[i], former))
            found = &fields[i];
        if (found != NULL) return found;
    }
    return NULL;
}

/* The field that takes the answers of the former one: one that says so (vorig), else the one of the
 * same name that says nothing. */
static const ds_veld *find_successor(const ds_formulier *to, const ds_veld *former) {
    char name[NAME_SIZE];
    const ds_veld *found = NULL;
    for (size_t i = 0; found == NULL && i < to->n_topics; i++)
        found = find_heir(to->topics[i].fields, to->topics[i].n_fields, former);
    if (found != NULL) return found;
    write_name(former, name);
    found = ds_formulier_field(to, name);
    return found != NULL && found->prefill.previous == NULL ? found : NULL;
}

static ds_status leave_answer(const carrying *c, const char *path, const char *code, ds_say why) {
    return ds_bevindingen_add(
        c->left,
        (ds_bevinding){
            .controle = code, .ernst = DS_ERNST_MELDING, .topic = "", .path = path, .say = why},
        c->err);
}

/* The value as the new field has it: as it is, or what it shows read again. *out NULL: neither. */
static ds_status convert_value(const carrying *c, const ds_veld *former, const ds_veld *field,
                               const char *value, char **out) {
    ds_error refused = {.status = DS_OK};
    bool canonical = false;
    char *shown = NULL;
    ds_status status = ds_waarde_is_canonical(field, value, true, &canonical, c->err);
    *out = NULL;
    if (status != DS_OK) return status;
    if (canonical) {
        *out = ds_strdup(value);
        return *out == NULL ? ds_error_memory(c->err) : DS_OK;
    }
    status = ds_formulier_show(former, value, DS_EN, &shown, c->err);
    if (status != DS_OK) return status;
    status = ds_formulier_parse(field, ds_text_of(shown), DS_EN, out, &refused);
    ds_free(shown);
    return status == DS_FAULT ? ds_error_memory(c->err) : DS_OK;
}

static ds_status carry_value(const carrying *c, const ds_plek *place, const ds_veld *field,
                             const char *path, const char *value) {
    char to[DS_FORMULIER_PATH_MAX + 1], *made = NULL;
    ds_plek there;
    ds_status status;
    if (!ds_formulier_path(field, place->row, to) ||
        !ds_formulier_place(c->to, ds_text_of(to), &there))
        return leave_answer(c, path, "rij",
                            DS_SAY("deze rij is er niet meer", "this row is no longer there"));
    if (field->table != NULL && field->table->rows_of == DS_RIJEN_PARTIJEN)
        return leave_answer(c, path, "partij",
                            DS_SAY("de partijen zijn nieuw", "the parties are new"));
    status = convert_value(c, place->field, field, value, &made);
    if (status != DS_OK) return status;
    if (made == NULL)
        return leave_answer(c, path, "vorm",
                            DS_SAY("deze waarde kan in het nieuwe formulier niet",
                                   "the new form does not allow this value"));
    status = ds_answers_set(c->answers, to, made, c->err);
    ds_free(made);
    return status;
}

static ds_status carry_answer(const carrying *c, const char *path, const char *value) {
    const ds_veld *field;
    ds_plek place;
    if (!ds_formulier_place(c->from, ds_text_of(path), &place))
        return leave_answer(
            c, path, "onbekend",
            DS_SAY("het vorige formulier had dit veld niet", "the former form had no such field"));
    field = find_successor(c->to, place.field);
    if (field == NULL)
        return leave_answer(c, path, "veld",
                            DS_SAY("dit veld is er niet meer", "this field is no longer there"));
    if (!field->carry || field->soort == DS_VELD_GETOOND) return DS_OK; /* as the form wants it */
    if (field->soort == DS_VELD_BESTAND)
        return leave_answer(c, path, "bestand",
                            DS_SAY("een bestand gaat niet mee: bied het opnieuw aan",
                                   "a file does not come along: offer it again"));
    return carry_value(c, &place, field, path, value);
}

ds_status ds_formulier_carry_over(const ds_formulier *from, const ds_answers *answers,
                                  const ds_formulier *to, ds_answers **out,
                                  ds_bevindingen **out_left, ds_error *err) {
    carrying c = {.from = from, .to = to, .err = err};
    ds_status status = ds_answers_new(&c.answers, err);
    if (status == DS_OK) status = ds_bevindingen_new(&c.left, err);
    for (size_t i = 0; status == DS_OK && i < ds_answers_n(answers); i++)
        status = carry_answer(&c, ds_answers_path(answers, i), ds_answers_value(answers, i));
    if (status == DS_OK) *out = c.answers;
    if (status == DS_OK && out_left != NULL) *out_left = c.left;
    if (status != DS_OK) ds_answers_free(c.answers);
    if (status != DS_OK || out_left == NULL) ds_bevindingen_free(c.left);
    return status;
}
