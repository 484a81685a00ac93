/* release/file_sheets.c: see file_sheets.h. A fact is a list: [jaar, [sleutels], maat, klasse,
 * toestand, waarde, se, laag, hoog, p, p_gecorrigeerd, n, ontbreekt, reden], with null for what is
 * not there. */
#include "release/file_sheets.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

enum { FACT_SIZE = 14, FACT_NUMBERS = 6, TEXTS_AT_FIRST = 1024 };

/* ---- out ---- */

static void put_json(json_t *object, const char *key, json_t *value, bool *failed) {
    if (json_object_set_new(object, key, value) != 0) *failed = true;
}

static void push_json(json_t *list, json_t *value, bool *failed) {
    if (json_array_append_new(list, value) != 0) *failed = true;
}

static json_t *text_json(const char *text) {
    return text == NULL ? json_null() : json_string(text);
}

/* [nl, en] */
static json_t *say_json(ds_say say, bool *failed) {
    json_t *list = json_array();
    push_json(list, text_json(say.nl), failed);
    push_json(list, text_json(say.en), failed);
    return list;
}

static json_t *number_json(double x) {
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *whole_json(int64_t n) {
    return n < 0 ? json_null() : json_integer((json_int_t)n);
}

static json_t *fact_json(const ds_release_sheet *sheet, const ds_release_fact *f, bool *failed) {
    const double numbers[FACT_NUMBERS] = {f->value, f->se, f->low, f->high, f->p, f->p_adjusted};
    json_t *list = json_array(), *keys = json_array();
    for (size_t k = 0; k < sheet->n_keys; k++)
        push_json(keys, json_string(f->keys[k]), failed);
    push_json(list, json_integer(f->jaar), failed);
    push_json(list, keys, failed);
    push_json(list, json_string(f->measure), failed);
    push_json(list, json_string(f->klasse), failed);
    push_json(list, json_integer((json_int_t)f->state), failed);
    for (size_t i = 0; i < FACT_NUMBERS; i++)
        push_json(list, number_json(numbers[i]), failed);
    push_json(list, whole_json(f->n), failed);
    push_json(list, whole_json(f->missing), failed);
    push_json(list, json_string(f->reason), failed);
    return list;
}

static json_t *notes_json(const ds_release_sheet *sheet, bool *failed) {
    json_t *list = json_array();
    for (size_t i = 0; i < sheet->n_notes; i++) {
        json_t *note = json_object();
        put_json(note, "code", json_string(sheet->notes[i].code), failed);
        put_json(note, "tekst", say_json(sheet->notes[i].text, failed), failed);
        push_json(list, note, failed);
    }
    return list;
}

static json_t *sheet_json(const ds_release_sheet *sheet, bool *failed) {
    json_t *j = json_object(), *names = json_array(), *facts = json_array();
    put_json(j, "vraag", json_string(sheet->id), failed);
    put_json(j, "soort", json_string(sheet->kind), failed);
    put_json(j, "indicator", json_string(sheet->indicator), failed);
    put_json(j, "versie", json_string(sheet->version), failed);
    put_json(j, "voor", json_string(sheet->scope), failed);
    put_json(j, "eenheid", json_string(sheet->unit), failed);
    put_json(j, "titel", say_json(sheet->title, failed), failed);
    put_json(j, "bron", say_json(sheet->source, failed), failed);
    put_json(j, "reden", json_string(sheet->reason), failed);
    put_json(j, "reden_tekst", say_json(sheet->reason_text, failed), failed);
    for (size_t k = 0; k < sheet->n_keys; k++)
        push_json(names, json_string(sheet->key_names[k]), failed);
    for (size_t i = 0; i < sheet->n_facts; i++)
        push_json(facts, fact_json(sheet, &sheet->facts[i], failed), failed);
    put_json(j, "sleutels", names, failed);
    put_json(j, "feiten", facts, failed);
    put_json(j, "opmerkingen", notes_json(sheet, failed), failed);
    return j;
}

static json_t *about_json(const ds_release *release, bool *failed) {
    const ds_release_about *about = &release->about;
    json_t *j = json_object();
    put_json(j, "naam", text_json(about->name), failed);
    put_json(j, "datum", text_json(about->date), failed);
    put_json(j, "programma", text_json(about->program), failed);
    put_json(j, "uitgever", text_json(about->publisher), failed);
    put_json(j, "licentie", text_json(about->licence), failed);
    put_json(j, "jaar", json_integer(about->jaar), failed);
    put_json(j, "gemaakt", json_boolean(about->made), failed);
    put_json(j, "concept", json_boolean(about->draft), failed);
    return j;
}

static json_t *definition_json(const ds_release_definition *d, bool *failed) {
    json_t *j = json_object();
    put_json(j, "id", json_string(d->id), failed);
    put_json(j, "versie", json_string(d->version), failed);
    put_json(j, "beter", json_string(d->better), failed);
    put_json(j, "naam", say_json(d->name, failed), failed);
    put_json(j, "tekst", say_json(d->text, failed), failed);
    put_json(j, "yaml", json_string(d->yaml), failed);
    return j;
}

static json_t *delivery_json(const ds_release_delivery *d, bool *failed) {
    json_t *j = json_object();
    put_json(j, "bestand", json_string(d->name), failed);
    put_json(j, "soort", json_string(d->kind), failed);
    put_json(j, "controlegetal", json_string(d->checksum), failed);
    put_json(j, "voorlopig", json_boolean(d->provisional), failed);
    return j;
}

static json_t *label_json(const ds_release_label *label, bool *failed) {
    json_t *list = json_array();
    push_json(list, json_string(label->column), failed);
    push_json(list, json_string(label->code), failed);
    push_json(list, say_json(label->text, failed), failed);
    return list;
}

void ds_release_put_sheets(const ds_release *release, json_t *content, bool *failed) {
    json_t *sheets = json_array(), *labels = json_array(), *definitions = json_array(),
           *deliveries = json_array();
    for (size_t i = 0; i < release->n_sheets; i++)
        push_json(sheets, sheet_json(&release->sheets[i], failed), failed);
    for (size_t i = 0; i < release->n_labels; i++)
        push_json(labels, label_json(&release->labels[i], failed), failed);
    for (size_t i = 0; i < release->n_definitions; i++)
        push_json(definitions, definition_json(&release->definitions[i], failed), failed);
    for (size_t i = 0; i < release->n_deliveries; i++)
        push_json(deliveries, delivery_json(&release->deliveries[i], failed), failed);
    put_json(content, "over", about_json(release, failed), failed);
    put_json(content, "bladen", sheets, failed);
    put_json(content, "woorden", labels, failed);
    put_json(content, "definities", definitions, failed);
    put_json(content, "leveringen", deliveries, failed);
}

/* ---- in ---- */

/* Where the text is, or would be. */
static size_t place_of_text(const ds_release_reader *r, const char *text) {
    size_t at = (size_t)ds_hash_mix(ds_hash_fnv1a(text, strlen(text))) & (r->room - 1);
    while (r->texts[at] != NULL && strcmp(r->texts[at], text) != 0)
        at = (at + 1) & (r->room - 1);
    return at;
}

/* Half of the places stay empty. */
static bool widen_texts(ds_release_reader *r) {
    ds_release_reader wider = {.room = r->room == 0 ? TEXTS_AT_FIRST : 2 * r->room};
    if (2 * (r->n_texts + 1) <= r->room) return true;
    wider.texts = ds_calloc(wider.room, sizeof *wider.texts);
    if (wider.texts == NULL) return false;
    for (size_t i = 0; i < r->room; i++)
        if (r->texts[i] != NULL) wider.texts[place_of_text(&wider, r->texts[i])] = r->texts[i];
    ds_free((void *)r->texts);
    r->texts = wider.texts;
    r->room = wider.room;
    return true;
}

const char *ds_release_take_text(ds_release_reader *r, const json_t *value) {
    const char *text = json_string_value(value);
    size_t at;
    if (text == NULL) {
        r->wrong = true;
        return "";
    }
    if (!widen_texts(r)) {
        r->release->arena.failed = true;
        return "";
    }
    at = place_of_text(r, text);
    if (r->texts[at] == NULL) {
        r->texts[at] = ds_arena_copy(&r->release->arena, ds_text_of(text));
        r->n_texts += r->texts[at] != NULL;
    }
    return r->texts[at] == NULL ? "" : r->texts[at];
}

static const char *take_named(ds_release_reader *r, const json_t *j, const char *key) {
    return ds_release_take_text(r, json_object_get(j, key));
}

static const char *take_perhaps(ds_release_reader *r, const json_t *value) {
    return json_is_null(value) ? NULL : ds_release_take_text(r, value);
}

static ds_say take_say(ds_release_reader *r, const json_t *list) {
    if (json_array_size(list) != 2) {
        r->wrong = true;
        return (ds_say){NULL, NULL};
    }
    return (ds_say){take_perhaps(r, json_array_get(list, 0)),
                    take_perhaps(r, json_array_get(list, 1))};
}

static double take_number(ds_release_reader *r, const json_t *value) {
    if (json_is_null(value)) return NAN;
    if (!json_is_number(value)) r->wrong = true;
    return json_number_value(value);
}

static int64_t take_whole(ds_release_reader *r, const json_t *value) {
    if (json_is_null(value)) return -1;
    if (!json_is_integer(value) || json_integer_value(value) < 0) r->wrong = true;
    return (int64_t)json_integer_value(value);
}

/* A year, a state: between 0 and most. */
static int take_small(ds_release_reader *r, const json_t *value, int most) {
    const json_int_t n = json_integer_value(value);
    if (json_is_integer(value) && n >= 0 && n <= most) return (int)n;
    r->wrong = true;
    return 0;
}

static bool take_flag(ds_release_reader *r, const json_t *value) {
    if (!json_is_boolean(value)) r->wrong = true;
    return json_is_true(value);
}

/* Room for as many as the list has, and one more; NULL is no list, or no memory. */
static void *take_list(ds_release_reader *r, const json_t *list, size_t size, size_t *out_n) {
    void *room = json_is_array(list)
                     ? ds_arena_take(&r->release->arena, json_array_size(list) + 1, size)
                     : NULL;
    if (!json_is_array(list)) r->wrong = true;
    *out_n = room == NULL ? 0 : json_array_size(list);
    return room;
}

static const char *const *take_texts(ds_release_reader *r, const json_t *list, size_t *out_n) {
    const char **texts = take_list(r, list, sizeof *texts, out_n);
    for (size_t i = 0; i < *out_n; i++)
        texts[i] = ds_release_take_text(r, json_array_get(list, i));
    return texts;
}

/* keys: room for n_keys. */
static void take_fact(ds_release_reader *r, const json_t *list, const char **keys, size_t n_keys,
                      ds_release_fact *f) {
    double *const numbers[FACT_NUMBERS] = {&f->value, &f->se, &f->low,
                                           &f->high,  &f->p,  &f->p_adjusted};
    const json_t *texts = json_array_get(list, 1);
    if (json_array_size(list) != FACT_SIZE || json_array_size(texts) != n_keys ||
        !json_is_array(texts)) {
        r->wrong = true;
        return;
    }
    f->jaar = take_small(r, json_array_get(list, 0), 9999);
    for (size_t k = 0; k < n_keys; k++)
        keys[k] = ds_release_take_text(r, json_array_get(texts, k));
    f->keys = keys;
    f->measure = ds_release_take_text(r, json_array_get(list, 2));
    f->klasse = ds_release_take_text(r, json_array_get(list, 3));
    f->state = (ds_state)take_small(r, json_array_get(list, 4), DS_STATE_BLANK);
    for (size_t i = 0; i < FACT_NUMBERS; i++)
        *numbers[i] = take_number(r, json_array_get(list, 5 + i));
    f->n = take_whole(r, json_array_get(list, 11));
    f->missing = take_whole(r, json_array_get(list, 12));
    f->reason = ds_release_take_text(r, json_array_get(list, 13));
}

static void take_notes(ds_release_reader *r, const json_t *list, ds_release_sheet *out) {
    ds_release_note *notes = take_list(r, list, sizeof *notes, &out->n_notes);
    for (size_t i = 0; i < out->n_notes; i++) {
        const json_t *j = json_array_get(list, i);
        notes[i].code = take_named(r, j, "code");
        notes[i].text = take_say(r, json_object_get(j, "tekst"));
    }
    out->notes = notes;
}

static void take_sheet(ds_release_reader *r, const json_t *j, ds_release_sheet *out) {
    const json_t *list = json_object_get(j, "feiten");
    const char **keys;
    ds_release_fact *facts;
    out->id = take_named(r, j, "vraag");
    out->kind = take_named(r, j, "soort");
    out->indicator = take_named(r, j, "indicator");
    out->version = take_named(r, j, "versie");
    out->scope = take_named(r, j, "voor");
    out->unit = take_named(r, j, "eenheid");
    out->title = take_say(r, json_object_get(j, "titel"));
    out->source = take_say(r, json_object_get(j, "bron"));
    out->reason = take_named(r, j, "reden");
    out->reason_text = take_say(r, json_object_get(j, "reden_tekst"));
    out->key_names = take_texts(r, json_object_get(j, "sleutels"), &out->n_keys);
    facts = take_list(r, list, sizeof *facts, &out->n_facts);
    keys = ds_arena_take(&r->release->arena, out->n_facts + 1, (out->n_keys + 1) * sizeof *keys);
    if (keys == NULL) out->n_facts = 0; /* the arena remembers */
    for (size_t i = 0; i < out->n_facts; i++)
        take_fact(r, json_array_get(list, i), keys + i * out->n_keys, out->n_keys, &facts[i]);
    out->facts = facts;
    take_notes(r, json_object_get(j, "opmerkingen"), out);
}

static void take_about(ds_release_reader *r, const json_t *j) {
    ds_release_about *about = &r->release->about;
    about->name = take_named(r, j, "naam");
    about->date = take_named(r, j, "datum");
    about->program = take_named(r, j, "programma");
    about->publisher = take_named(r, j, "uitgever");
    about->licence = take_named(r, j, "licentie");
    about->jaar = take_small(r, json_object_get(j, "jaar"), 9999);
    about->made = take_flag(r, json_object_get(j, "gemaakt"));
    about->draft = take_flag(r, json_object_get(j, "concept"));
}

static void take_words(ds_release_reader *r, const json_t *content) {
    ds_release *to = r->release;
    const json_t *labels = json_object_get(content, "woorden");
    const json_t *definitions = json_object_get(content, "definities");
    const json_t *deliveries = json_object_get(content, "leveringen");
    to->labels = take_list(r, labels, sizeof *to->labels, &to->n_labels);
    for (size_t i = 0; i < to->n_labels; i++) {
        const json_t *j = json_array_get(labels, i);
        to->labels[i] = (ds_release_label){ds_release_take_text(r, json_array_get(j, 0)),
                                           ds_release_take_text(r, json_array_get(j, 1)),
                                           take_say(r, json_array_get(j, 2))};
    }
    to->definitions = take_list(r, definitions, sizeof *to->definitions, &to->n_definitions);
    for (size_t i = 0; i < to->n_definitions; i++) {
        const json_t *j = json_array_get(definitions, i);
        to->definitions[i] = (ds_release_definition){take_named(r, j, "id"),
                                                     take_named(r, j, "versie"),
                                                     take_named(r, j, "beter"),
                                                     take_say(r, json_object_get(j, "naam")),
                                                     take_say(r, json_object_get(j, "tekst")),
                                                     take_named(r, j, "yaml")};
    }
    to->deliveries = take_list(r, deliveries, sizeof *to->deliveries, &to->n_deliveries);
    for (size_t i = 0; i < to->n_deliveries; i++) {
        const json_t *j = json_array_get(deliveries, i);
        to->deliveries[i] = (ds_release_delivery){
            take_named(r, j, "bestand"), take_named(r, j, "soort"),
            take_named(r, j, "controlegetal"), take_flag(r, json_object_get(j, "voorlopig"))};
    }
}

void ds_release_take_sheets(ds_release_reader *r, const json_t *content) {
    const json_t *sheets = json_object_get(content, "bladen");
    r->release->about = (ds_release_about){"", "", "", "", "", 0, false, false};
    if (sheets == NULL) return;
    r->release->sheets = take_list(r, sheets, sizeof *r->release->sheets, &r->release->n_sheets);
    for (size_t i = 0; i < r->release->n_sheets; i++)
        take_sheet(r, json_array_get(sheets, i), &r->release->sheets[i]);
    take_about(r, json_object_get(content, "over"));
    take_words(r, content);
}
