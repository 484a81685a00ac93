/* work/outside/dossiers_prefill.c: what a release says of a dossier: values of fields that nobody
 * types, each with what it is and from where.
 *
 * An institution's own values stand in a scope of its own and are for nobody else: a value of
 * another scope than the dossier's (or of a joint agenda, of its parties') is never looked at, and
 * who does not hold that scope is told that there is one and not what it is. Checks and conditions
 * judge with all values, so that they are the same for everybody. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/cell.h"
#include "report/filled/filling.h"
#include "work/outside/dossiers_desk.h"

enum { MICRO = 1000000 };

/* One cell to be filled. */
typedef struct prefilling {
    desk_case *c;
    const ds_veld *field;
    const char *row; /* NULL: none */
    size_t capacity;
} prefilling;

bool ds_desk_sees_scope(const ds_desk_actor *actor, const char *scope) {
    for (size_t i = 0; i < actor->n_holdings; i++) {
        const ds_desk_holding *held = &actor->holdings[i];
        /* Who makes the monitor sees all of it anyway; see docs/decisions.md. */
        if (held->role == DS_ROLE_ONDERZOEKER && strcmp(held->scope, "*") == 0) return true;
        if (strcmp(held->scope, scope) == 0 && held->role != DS_ROLE_REGIO &&
            held->role != DS_ROLE_BEHEERDER)
            return true;
    }
    return scope[0] == '\0';
}

/* ---- which fact ---- */

/* Of "@type" the answer of that field; of "@type.groep" what its list says of that answer. */
static const char *answer_key(const prefilling *p, const char *name) {
    char id[DS_FORMULIER_ID_MAX + 1];
    const size_t size = strcspn(name, ".");
    const ds_veld *field;
    const char *answer;
    if (size > DS_FORMULIER_ID_MAX) return "";
    memcpy(id, name, size);
    id[size] = '\0';
    answer = ds_answers_get(p->c->answers, id);
    if (name[size] == '\0' || answer[0] == '\0') return answer;
    field = ds_formulier_field(p->c->form, id);
    return field == NULL || field->list == NULL
               ? ""
               : ds_lijst_extra(field->list, ds_lijst_find(field->list, ds_text_of(answer)),
                                name + size + 1);
}

/* The value of a key of the sheet in this cell; NULL: any total will do. "" where it hangs on
 * something that is not filled. */
static const char *key_value(const prefilling *p, const char *name) {
    const ds_voorvullen *v = &p->field->prefill;
    for (size_t k = 0; k < v->n_keys; k++) {
        const char *value = v->keys[k].value;
        if (strcmp(v->keys[k].name, name) != 0) continue;
        if (value[0] != '@') return value;
        if (strcmp(value, "@rij") == 0) return p->row == NULL ? "" : p->row;
        if (strncmp(value, "@rij.", 5) == 0)
            return p->row == NULL || p->field->table->row_list == NULL
                       ? ""
                       : ds_lijst_extra(
                             p->field->table->row_list,
                             ds_lijst_find(p->field->table->row_list, ds_text_of(p->row)),
                             value + 5);
        if (strcmp(value, "@agenda") == 0 || strcmp(value, "@bereik") == 0)
            return p->c->facts.scope;
        return answer_key(p, value + 1);
    }
    return strcmp(name, "wie") == 0 ? "eigen" : NULL;
}

static bool is_total_key(const char *key) {
    return strcmp(key, DS_TOTAL) == 0;
}

static bool fits_fact(const prefilling *p, const ds_release_sheet *sheet,
                      const ds_release_fact *fact, bool *unfilled) {
    const char *klasse = key_value(p, "klasse"), *jaar = key_value(p, "jaar");
    int64_t year = 0;
    if (p->field->prefill.measure != NULL && strcmp(fact->measure, p->field->prefill.measure) != 0)
        return false;
    if (strcmp(fact->klasse, klasse == NULL ? "" : klasse) != 0) return false;
    if (jaar != NULL && (!ds_number_parse_integer(ds_text_of(jaar), &year) || year != fact->jaar))
        return false;
    for (size_t k = 0; k < sheet->n_keys; k++) {
        const char *value = key_value(p, sheet->key_names[k]);
        if (value != NULL && value[0] == '\0') *unfilled = true;
        if (value == NULL ? !is_total_key(fact->keys[k])
                          : strcmp(value[0] == '\0' ? DS_TOTAL : value, fact->keys[k]) != 0)
            return false;
    }
    return true;
}

/* The latest of those that fit. */
static const ds_release_fact *find_shown_fact(const prefilling *p, const ds_release_sheet *sheet,
                                              bool *unfilled) {
    const ds_release_fact *found = NULL;
    for (size_t i = 0; i < sheet->n_facts; i++)
        if (fits_fact(p, sheet, &sheet->facts[i], unfilled) &&
            (found == NULL || sheet->facts[i].jaar > found->jaar))
            found = &sheet->facts[i];
    return found;
}

/* The sheet of the dossier's own scope, else of a party of a joint agenda, else of all. */
static const ds_release_sheet *find_own_sheet(const desk_case *c, const char *id) {
    const ds_release *release = ds_current_of(c->release);
    const ds_release_sheet *sheet = ds_release_sheet_of(release, id, c->facts.scope);
    if (sheet == NULL || c->facts.scope[0] == '\0') sheet = NULL;
    for (size_t p = 0; sheet == NULL && c->form->of == DS_DOSSIER_AGENDA && p < c->facts.n_parties;
         p++)
        if (c->parties[p].scope[0] != '\0')
            sheet = ds_release_sheet_of(release, id, c->parties[p].scope);
    return sheet;
}

/* ---- as a value ---- */

static void say_no_value(desk_shown *to, ds_state state, ds_say text, ds_say why) {
    to->prefill.state = state;
    to->prefill.value = "";
    to->prefill.text = text;
    to->prefill.why = why;
}

static ds_say say_not_there(void) {
    return DS_SAY("niet beschikbaar", "not available");
}

static const char *print_shown(ds_arena *arena, double value, ds_filled_unit unit, bool dutch) {
    char text[DS_NUMBER_SIZE];
    const ds_say behind = ds_filled_unit_say(unit);
    const char *word = dutch ? behind.nl : behind.en;
    if (unit == DS_FILLED_YEAR) return ds_arena_print(arena, "%d", (int)value);
    (void)ds_number_print_grouped(value, ds_filled_decimals(unit), dutch, text);
    if (unit == DS_FILLED_EURO) return ds_arena_print(arena, "€ %s", text);
    return word == NULL ? ds_arena_print(arena, "%s", text)
                        : ds_arena_print(arena, "%s %s", text, word);
}

static const char *canonical_of(ds_arena *arena, double value, ds_filled_unit unit) {
    char text[DS_NUMBER_SIZE];
    if (unit == DS_FILLED_EURO) {
        const int64_t cents = (int64_t)llround(value * 100);
        return ds_arena_print(arena, "%s%lld.%02lld", cents < 0 ? "-" : "",
                              (long long)(llabs(cents) / 100), (long long)(llabs(cents) % 100));
    }
    return ds_arena_copy(
        arena, ds_text_of(ds_number_print_scaled((ds_int128)llround(value * MICRO), MICRO, text)));
}

static void show_fact(prefilling *p, desk_shown *to, const ds_release_sheet *sheet,
                      const ds_release_fact *fact) {
    ds_arena *arena = &p->c->arena;
    const ds_filled_unit unit = ds_filled_unit_of(sheet, fact->measure);
    if (fact->state == DS_STATE_SUPPRESSED) {
        say_no_value(to, fact->state, DS_SAY("niet getoond", "not shown"),
                     DS_SAY("te klein om te tonen, of het zou een klein aantal verraden",
                            "too small to be shown, or it would give away a small number"));
        return;
    }
    if (fact->state != DS_STATE_SHOWN || !isfinite(fact->value) || fabs(fact->value) > 1e12) {
        say_no_value(to, DS_STATE_NOT_AVAILABLE, say_not_there(),
                     DS_SAY("hiervoor is geen cijfer", "there is no figure for this"));
        return;
    }
    to->prefill.state = DS_STATE_SHOWN;
    to->prefill.value = canonical_of(arena, fact->value, unit);
    to->prefill.text = (ds_say){print_shown(arena, fact->value, unit, true),
                                print_shown(arena, fact->value, unit, false)};
}

/* "vrijgave 2024-1 van 2025-02-01, 2023/24, eigen waarden". */
static ds_say say_source(const desk_case *c, const ds_release_sheet *sheet,
                         const ds_release_fact *fact) {
    const ds_release_about about = ds_release_about_of(ds_current_of(c->release));
    ds_arena *arena = (ds_arena *)&c->arena;
    const char *of[2] = {sheet->source.nl, sheet->source.en};
    const char *text[2];
    for (size_t l = 0; l < 2; l++) {
        const char *source = of[l] == NULL || of[l][0] == '\0' ? sheet->id : of[l];
        const char *word = l == 0 ? "vrijgave" : "release";
        text[l] =
            fact == NULL || fact->jaar == 0
                ? ds_arena_print(arena, "%s %s%s%s; %s", word, about.name,
                                 about.date[0] == '\0' ? "" : ", ", about.date, source)
                : ds_arena_print(arena, "%s %s%s%s; %s; %d", word, about.name,
                                 about.date[0] == '\0' ? "" : ", ", about.date, source, fact->jaar);
    }
    return (ds_say){text[0], text[1]};
}

static ds_say say_definition(const prefilling *p, const ds_release_sheet *sheet) {
    const ds_release *release = ds_current_of(p->c->release);
    const char *indicator = key_value(p, "indicator");
    const ds_release_definition *definition = NULL;
    if (p->field->prefill.definition.nl != NULL) return p->field->prefill.definition;
    if (sheet->indicator[0] != '\0')
        definition = ds_release_definition_of(release, sheet->indicator);
    else if (indicator != NULL && indicator[0] != '\0')
        definition = ds_release_definition_of(release, indicator);
    if (definition == NULL) return sheet->title;
    return definition->text.nl == NULL ? definition->name : definition->text;
}

/* ---- a cell ---- */

static void fill_shown(prefilling *p, desk_shown *to) {
    const ds_release_sheet *own, *sheet;
    const ds_release_fact *fact = NULL;
    bool unfilled = false;
    to->prefill.is = true;
    to->scope = "";
    to->prefill.definition = p->field->prefill.definition;
    if (p->c->release == NULL) {
        say_no_value(to, DS_STATE_NOT_AVAILABLE, say_not_there(),
                     DS_SAY("er is nog geen vrijgave", "there is no release yet"));
        return;
    }
    own = find_own_sheet(p->c, p->field->prefill.release);
    sheet = own;
    if (own != NULL) fact = find_shown_fact(p, own, &unfilled);
    if (fact == NULL) {
        const ds_release_sheet *of_all =
            ds_release_sheet_of(ds_current_of(p->c->release), p->field->prefill.release, "");
        if (of_all != NULL) fact = find_shown_fact(p, of_all, &unfilled);
        if (fact != NULL || own == NULL) sheet = of_all;
    }
    if (sheet != NULL) {
        to->scope = sheet->scope;
        to->prefill.definition = say_definition(p, sheet);
        to->prefill.source = say_source(p->c, sheet, fact);
    }
    if (fact != NULL)
        show_fact(p, to, sheet, fact);
    else if (unfilled)
        say_no_value(to, DS_STATE_NOT_AVAILABLE, say_not_there(),
                     DS_SAY("dit hangt af van een veld dat nog leeg is",
                            "this hangs on a field that is still empty"));
    else if (sheet != NULL && sheet->reason[0] != '\0')
        say_no_value(to, DS_STATE_NOT_AVAILABLE, say_not_there(), sheet->reason_text);
    else
        say_no_value(to, DS_STATE_NOT_AVAILABLE, say_not_there(),
                     DS_SAY("deze vrijgave heeft hiervoor geen cijfer",
                            "this release has no figure for this"));
}

static ds_status add_shown(prefilling *p, ds_error *err) {
    desk_case *c = p->c;
    char path[DS_FORMULIER_PATH_MAX + 1];
    desk_shown *to;
    ds_status status = DS_OK;
    if (!ds_formulier_path(p->field, p->row, path)) return DS_OK;
    if (!ds_reserve(&c->values, &p->capacity, c->n_values + 1, sizeof *c->values))
        return ds_error_memory(err);
    to = &c->values[c->n_values++];
    *to = (desk_shown){.path = ds_arena_copy(&c->arena, ds_text_of(path)), .field = p->field};
    fill_shown(p, to);
    to->hidden = !ds_desk_sees_scope(c->actor, to->scope);
    c->masks = c->masks || to->hidden;
    status = ds_arena_finish(&c->arena, err);
    if (status == DS_OK && to->prefill.value != NULL && to->prefill.value[0] != '\0')
        status = ds_answers_set(c->shown, to->path, to->prefill.value, err);
    return status;
}

static bool is_prefilled(const ds_veld *field) {
    return field->soort == DS_VELD_GETOOND && field->prefill.release != NULL;
}

static ds_status add_shown_rows(prefilling *p, const ds_veld *table, ds_error *err) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    size_t n = 0;
    ds_status status = DS_OK;
    bool any = false;
    for (size_t f = 0; f < table->n_columns; f++)
        any = any || is_prefilled(&table->columns[f]);
    if (any) n = ds_formulier_rows_of(table, &p->c->facts, rows);
    for (size_t r = 0; r < n; r++)
        for (size_t f = 0; status == DS_OK && f < table->n_columns; f++) {
            if (!is_prefilled(&table->columns[f])) continue;
            p->field = &table->columns[f];
            p->row = rows[r];
            status = add_shown(p, err);
        }
    p->row = NULL;
    return status;
}

static int compare_shown(const void *a, const void *b) {
    return strcmp(((const desk_shown *)a)->path, ((const desk_shown *)b)->path);
}

ds_status ds_desk_prefill_read(desk_case *c, ds_error *err) {
    prefilling p = {.c = c};
    ds_status status = ds_answers_new(&c->shown, err);
    for (size_t t = 0; t < c->form->n_topics; t++)
        for (size_t f = 0; status == DS_OK && f < c->form->topics[t].n_fields; f++) {
            p.field = &c->form->topics[t].fields[f];
            if (p.field->soort == DS_VELD_TABEL)
                status = add_shown_rows(&p, p.field, err);
            else if (is_prefilled(p.field))
                status = add_shown(&p, err);
        }
    if (status != DS_OK) return status;
    if (c->n_values > 1) qsort(c->values, c->n_values, sizeof *c->values, compare_shown);
    c->facts.shown = c->shown;
    return DS_OK;
}

const desk_shown *ds_desk_prefill_at(const desk_case *c, const char *path) {
    const desk_shown wanted = {.path = path};
    return c->n_values == 0
               ? NULL
               : bsearch(&wanted, c->values, c->n_values, sizeof *c->values, compare_shown);
}

ds_status ds_desk_visible_shown(const desk_case *c, ds_answers **out, ds_error *err) {
    ds_answers *shown = NULL;
    ds_status status = ds_answers_new(&shown, err);
    for (size_t i = 0; status == DS_OK && i < c->n_values; i++)
        if (!c->values[i].hidden && c->values[i].prefill.value[0] != '\0')
            status = ds_answers_set(shown, c->values[i].path, c->values[i].prefill.value, err);
    if (status != DS_OK) {
        ds_answers_free(shown);
        return status;
    }
    *out = shown;
    return DS_OK;
}
