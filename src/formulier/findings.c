/* formulier/findings.c: a list of findings with their texts. See findings.h. */
#include "formulier/findings.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

ds_status ds_bevindingen_new(ds_bevindingen **out, ds_error *err) {
    ds_bevindingen *findings = ds_calloc(1, sizeof *findings);
    if (findings == NULL) return ds_error_memory(err);
    *out = findings;
    return DS_OK;
}

void ds_bevindingen_free(ds_bevindingen *findings) {
    if (findings == NULL) return;
    ds_arena_done(&findings->arena);
    ds_free(findings->items);
    ds_free(findings);
}

size_t ds_bevindingen_n(const ds_bevindingen *findings) {
    return findings == NULL ? 0 : findings->n;
}

const ds_bevinding *ds_bevindingen_at(const ds_bevindingen *findings, size_t i) {
    return &findings->items[i];
}

size_t ds_bevindingen_count(const ds_bevindingen *findings, ds_ernst ernst) {
    size_t n = 0;
    for (size_t i = 0; i < ds_bevindingen_n(findings); i++)
        n += findings->items[i].ernst == ernst;
    return n;
}

ds_status ds_bevindingen_add(ds_bevindingen *findings, ds_bevinding finding, ds_error *err) {
    if (findings->n == DS_BEVINDINGEN_MAX) return DS_OK;
    if (!ds_reserve(&findings->items, &findings->capacity, findings->n + 1,
                    sizeof *findings->items))
        return ds_error_memory(err);
    finding.path =
        ds_arena_copy(&findings->arena, ds_text_of(finding.path == NULL ? "" : finding.path));
    if (finding.path == NULL || finding.say.nl == NULL || finding.say.en == NULL)
        return ds_error_memory(err);
    findings->items[findings->n++] = finding;
    return DS_OK;
}

ds_say ds_bevindingen_say(ds_bevindingen *findings, const char *nl, const char *en) {
    return (ds_say){ds_arena_copy(&findings->arena, ds_text_of(nl)),
                    ds_arena_copy(&findings->arena, ds_text_of(en))};
}

/* ---- texts with values in them ---- */

static const ds_veld *find_named(const ds_expressie_place *place, ds_text name) {
    char id[2 * DS_FORMULIER_ID_MAX + 2];
    if (name.size >= sizeof id) return NULL;
    memcpy(id, name.data, name.size);
    id[name.size] = '\0';
    for (size_t i = 0; place->table != NULL && i < place->table->n_columns; i++)
        if (strcmp(place->table->columns[i].id, id) == 0) return &place->table->columns[i];
    return ds_formulier_field(place->form, id);
}

/* One value as people read it, into out; nothing of what is empty. */
static ds_status fill_value(const ds_expressie_place *place, ds_text name, ds_lang lang,
                            ds_buffer *out, ds_error *err) {
    const bool previous = name.size > 6 && memcmp(name.data, "vorig.", 6) == 0;
    ds_formulier_facts facts = *place->facts;
    const ds_veld *field;
    char *shown = NULL;
    ds_status status;
    if (ds_text_is(name, "@rij")) {
        const ds_say say = ds_formulier_row_say(place->table, place->facts, place->row);
        ds_buffer_add_string(out, say.nl[0] == '\0' ? place->row : ds_say_text(say, lang));
        return DS_OK;
    }
    if (previous) {
        name = (ds_text){name.data + 6, name.size - 6};
        facts.answers = facts.previous;
    }
    field = find_named(place, name);
    if (field == NULL || field->soort == DS_VELD_TABEL) return DS_OK;
    status = ds_formulier_shown_value(place->form, &facts, field, place->row, lang, &shown, err);
    if (status == DS_OK) ds_buffer_add_string(out, shown[0] == '\0' ? "–" : shown);
    ds_free(shown);
    return status;
}

static ds_status fill_one(const ds_expressie_place *place, const char *text, ds_lang lang,
                          ds_buffer *out, ds_error *err) {
    ds_status status = DS_OK;
    while (status == DS_OK && *text != '\0') {
        const char *end = *text == '{' ? strchr(text, '}') : NULL;
        if (end == NULL) {
            ds_buffer_add_char(out, *text++);
            continue;
        }
        status = fill_value(place, (ds_text){text + 1, (size_t)(end - text) - 1}, lang, out, err);
        text = end + 1;
    }
    return status == DS_OK ? ds_buffer_finish(out, err) : status;
}

ds_status ds_bevindingen_fill(ds_bevindingen *findings, const ds_expressie_place *place, ds_say say,
                              ds_say *out, ds_error *err) {
    ds_buffer nl, en;
    ds_status status;
    if (strchr(say.nl, '{') == NULL && strchr(say.en, '{') == NULL) {
        *out = say;
        return DS_OK;
    }
    ds_buffer_init(&nl, 1 << 20);
    ds_buffer_init(&en, 1 << 20);
    status = fill_one(place, say.nl, DS_NL, &nl, err);
    if (status == DS_OK) status = fill_one(place, say.en, DS_EN, &en, err);
    if (status == DS_OK)
        *out = ds_bevindingen_say(findings, ds_buffer_string(&nl), ds_buffer_string(&en));
    if (status == DS_OK) status = ds_arena_finish(&findings->arena, err);
    ds_buffer_done(&nl);
    ds_buffer_done(&en);
    return status;
}

/* ---- checks that fire ---- */

typedef struct check_adder {
    ds_bevindingen *findings;
    const ds_expressie_place *place;
    ds_error *err;
    ds_status status;
} check_adder;

static bool add_check(void *context, const ds_controle *check, const char *row) {
    check_adder *a = context;
    ds_expressie_place place = *a->place;
    char path[DS_FORMULIER_PATH_MAX + 1];
    ds_bevinding finding = {
        .controle = check->id, .ernst = check->ernst, .topic = place.form->topics[check->topic].id};
    place.table = check->per;
    place.row = row;
    a->status = ds_bevindingen_fill(a->findings, &place, check->say, &finding.say, a->err);
    if (a->status == DS_OK && check->n_at == 0)
        a->status = ds_bevindingen_add(a->findings, finding, a->err);
    for (size_t i = 0; a->status == DS_OK && i < check->n_at; i++) {
        finding.path = NULL;
        if (check->at[i]->soort == DS_VELD_TABEL)
            finding.path = check->at[i]->id;
        else if (ds_formulier_path(check->at[i], row, path))
            finding.path = path;
        a->status = ds_bevindingen_add(a->findings, finding, a->err);
    }
    return a->status == DS_OK;
}

ds_status ds_bevindingen_add_checks(ds_bevindingen *findings, const ds_expressie_place *place,
                                    size_t topic, ds_error *err) {
    check_adder a = {findings, place, err, DS_OK};
    ds_facts_each_firing(place, topic, add_check, &a);
    return a.status;
}
