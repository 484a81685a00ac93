/* work/inside/example/count.c: a claim over careers is counted, and everybody listed who counts.
 * See example.h. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "work/inside/example/example.h"
#include "work/inside/keys.h"
#include "work/inside/person.h"

enum { KEY_TEXT_MAX = 4096 };

ds_status ds_example_found(example_counted *to, ds_arena *arena, const example_entry *entry,
                           ds_error *err) {
    to->found = ds_example_grow(arena, to->found, to->n, sizeof *to->found);
    if (to->found == NULL) return ds_error_memory(err);
    to->found[to->n++] = *entry;
    to->teller += entry->stand == DS_STAND_TELLER;
    to->noemer += entry->stand == DS_STAND_TELLER || entry->stand == DS_STAND_NOEMER;
    to->onbekend += entry->stand == DS_STAND_ONBEKEND;
    return DS_OK;
}

void ds_example_counted_done(example_counted *counted) {
    ds_cells_free(counted->cells);
    counted->cells = NULL;
}

/* "2 | bol" */
const char *ds_example_key(ds_arena *arena, const ds_text *keys, size_t n) {
    const char *made;
    ds_buffer text;
    ds_buffer_init(&text, KEY_TEXT_MAX);
    for (size_t k = 0; k < n; k++) {
        ds_buffer_add_string(&text, k == 0 ? "" : " | ");
        ds_buffer_add(&text, keys[k].data, keys[k].size);
    }
    made = ds_arena_print(arena, "%s", ds_buffer_string(&text));
    ds_buffer_done(&text);
    return made;
}

/* ---- what is asked ---- */

/* A claim as what the register is asked. */
typedef struct asking {
    const example_run *run;
    const example_claim *claim;
    ds_overlay *overlay;
    ds_asked_keys by;
    ds_indicator indicator;
    uint32_t nodes[DS_KEYS_MAX + 1];
    const char *names[DS_KEYS_MAX + 1];
    size_t n_keys;
    ds_tally_note note;
    example_counted *out;
    ds_arena *arena;
} asking;

/* groep of an outcome: who took part. */
static const ds_evaluation *find_asked_evaluation(const ds_definitions *set, const char *id) {
    const size_t n = ds_definitions_n_evaluations(set);
    const char *dot = strchr(id, '.');
    for (size_t i = 0; dot != NULL && i < n; i++) {
        const ds_evaluation *e = ds_definitions_evaluation_at(set, i);
        if (strlen(e->id) == (size_t)(dot - id) && strncmp(e->id, id, (size_t)(dot - id)) == 0)
            return e;
    }
    return NULL;
}

static ds_status ask_keys(asking *a, ds_error *err) {
    const ds_evaluation *evaluation = find_asked_evaluation(a->run->set, a->claim->subject);
    ds_status status;
    if (evaluation != NULL && strcmp(a->claim->by, "groep") == 0) {
        a->nodes[0] = evaluation->group;
        a->names[0] = "groep";
        a->n_keys = 1;
        return DS_OK;
    }
    status = ds_asked_keys_read(
        &a->by, a->overlay, a->claim->about == DS_EXAMPLE_COLUMN ? a->claim->subject : a->claim->by,
        err);
    for (size_t k = 0; k < a->by.n; k++) {
        a->nodes[k] = a->by.nodes[k];
        a->names[k] = a->by.names[k];
    }
    a->n_keys = a->by.n;
    return status;
}

static ds_status ask_claimed_indicator(asking *a, ds_error *err) {
    const ds_indicator *found = NULL;
    ds_status status = ds_definitions_find(a->run->set, a->claim->subject, &found, err);
    if (status == DS_OK)
        a->indicator = a->claim->present_codes ? ds_indicator_present(found) : *found;
    return status;
}

/* Of everybody who is enrolled: whether it holds, or (a column) what it is. */
static ds_status ask_expression(asking *a, ds_error *err) {
    const ds_indicator *made = NULL;
    const bool term = a->claim->about == DS_EXAMPLE_TERM;
    uint32_t population = 0, outcome = 0;
    ds_status status = ds_overlay_expression(a->overlay, "voorbeeld", "ingeschreven", DS_TYPE_BOOL,
                                             &population, err);
    if (status == DS_OK)
        status =
            ds_overlay_expression(a->overlay, "term", term ? a->claim->subject : "ingeschreven",
                                  DS_TYPE_BOOL, &outcome, err);
    if (status == DS_OK)
        status = ds_overlay_indicator(a->overlay, ds_example_about_code(a->claim->about),
                                      population, outcome, &made, err);
    if (status == DS_OK) a->indicator = *made;
    return status;
}

static ds_status prepare_asking(asking *a, ds_error *err) {
    ds_status status;
    a->overlay = ds_overlay_new(a->run->set);
    if (a->overlay == NULL) return ds_error_memory(err);
    status = a->claim->about == DS_EXAMPLE_INDICATOR ? ask_claimed_indicator(a, err)
                                                     : ask_expression(a, err);
    return status == DS_OK && a->indicator.enquete == NULL ? ask_keys(a, err) : status;
}

/* ---- counting ---- */

static ds_status count_cells(asking *a, ds_error *err) {
    const ds_definitions *set = ds_overlay_definitions(a->overlay);
    const ds_tally_options options = {.n_workers = 1};
    const ds_tally_request request = {&a->indicator, a->nodes, a->names, a->n_keys};
    const example_watch *watch = a->run->watch;
    ds_status status =
        ds_tally(a->run->reg, set, &request, 1, &options, &a->out->cells, &a->note, err);
    if (status != DS_OK) return status;
    a->out->dropped = a->note.dropped;
    if (watch != NULL && watch->counted != NULL)
        watch->counted(watch->context, a->run->folder, set, &request, a->out->cells, a->claim);
    return DS_OK;
}

/* In each school year whose sum it is part of: with pool: 3 in three. */
static ds_status find_in_years(const asking *a, example_entry *entry, int own, ds_error *err) {
    const int *years = ds_register_years(a->run->reg);
    const size_t n = ds_register_n_years(a->run->reg);
    const int pool = a->indicator.pool > 1 ? a->indicator.pool : 1;
    ds_status status = DS_OK;
    if (pool > 1) {
        entry->person = ds_arena_print(a->arena, "%s %d", entry->person, own);
        if (entry->person == NULL) return ds_error_memory(err);
    }
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        if ((a->note.counted >> i & 1) == 0 || years[i] < own || years[i] >= own + pool) continue;
        entry->year = years[i];
        status = ds_example_found(a->out, a->arena, entry, err);
    }
    return status;
}

static ds_status list_found(void *context, uint64_t person, int schooljaar, ds_stand stand,
                            const ds_text *keys, ds_error *err) {
    const asking *a = context;
    const ds_text value = keys[a->n_keys];
    example_entry entry = {.stand = stand, .weight = 1};
    entry.person = ds_arena_copy(a->arena, ds_trace_person(a->run->trace, person));
    entry.key = ds_example_key(a->arena, keys, a->n_keys);
    if (a->indicator.numeric) entry.value = ds_arena_copy(a->arena, value);
    if (entry.person == NULL || entry.key == NULL) return ds_error_memory(err);
    return find_in_years(a, &entry, schooljaar, err);
}

/* The value of a number stands as one more key. */
static ds_status list_persons(asking *a, ds_error *err) {
    const ds_stand_sink sink = {a, list_found};
    a->nodes[a->n_keys] = a->indicator.outcome;
    a->names[a->n_keys] = "waarde";
    return ds_tally_stands(a->run->reg, ds_overlay_definitions(a->overlay),
                           &(ds_tally_request){&a->indicator, a->nodes, a->names, a->n_keys + 1},
                           &sink, err);
}

ds_status ds_example_count(const example_run *run, const example_claim *claim, ds_arena *arena,
                           example_counted *out, ds_error *err) {
    asking a = {.run = run, .claim = claim, .out = out, .arena = arena};
    ds_status status = prepare_asking(&a, err);
    if (status == DS_OK && a.indicator.enquete != NULL) {
        status = ds_example_count_survey(run, claim, &a.indicator, arena, out, err);
    } else if (status == DS_OK) {
        status = count_cells(&a, err);
        if (status == DS_OK) status = list_persons(&a, err);
    }
    ds_asked_keys_done(&a.by);
    ds_overlay_free(a.overlay);
    return status;
}

/* ---- why ---- */

/* "A 2020" of a sum of school years is A, in 2020. */
static ds_text split_own_year(const asking *a, const char *person, int *year) {
    const char *blank = strrchr(person, ' ');
    int64_t own = 0;
    if (a->indicator.pool <= 1 || blank == NULL ||
        !ds_number_parse_integer(ds_text_of(blank + 1), &own))
        return ds_text_of(person);
    *year = (int)own;
    return (ds_text){person, (size_t)(blank - person)};
}

static ds_status say_why(const asking *a, const ds_why *why, ds_say *out, ds_error *err) {
    ds_document *room = ds_document_new("voorbeeld", DS_SAY("voorbeeld", "example"));
    ds_status status = DS_OK;
    ds_say sentence;
    if (room == NULL) return ds_error_memory(err);
    if (why->explained.n_years > 0) {
        sentence = ds_why_sentence(why, &why->explained.years[0], room);
        status = ds_document_finish(room, err);
        if (status == DS_OK)
            *out = (ds_say){ds_arena_print(a->arena, "%s", sentence.nl),
                            ds_arena_print(a->arena, "%s", sentence.en)};
    }
    ds_document_free(room);
    return status;
}

static ds_status explain_asked(asking *a, ds_text person, int year, ds_say *out, ds_error *err) {
    ds_why why = {.set = ds_overlay_definitions(a->overlay), .indicator = a->indicator};
    char *name = ds_strndup(person.data, person.size);
    ds_status status = name == NULL ? ds_error_memory(err) : DS_OK;
    if (status == DS_OK)
        status = ds_inside_trace(&a->run->work, name, a->run->reg, &why.trace, err);
    if (status == DS_OK)
        status = ds_tally_explain(a->run->reg, why.set, &a->indicator, ds_trace_place_of(why.trace),
                                  year, &why.explained, err);
    if (status == DS_OK) status = say_why(a, &why, out, err);
    ds_person_explained_done(&why.explained);
    ds_trace_free(why.trace);
    ds_free(name);
    /* A person or school year that is not there has no why. */
    return status == DS_INPUT ? DS_OK : status;
}

ds_status ds_example_why(const example_run *run, const example_claim *claim, const char *person,
                         int year, ds_arena *arena, ds_say *out, ds_error *err) {
    asking a = {.run = run, .claim = claim, .arena = arena};
    ds_status status = prepare_asking(&a, err);
    *out = (ds_say){NULL, NULL};
    if (status == DS_OK && a.indicator.enquete == NULL && claim->about != DS_EXAMPLE_COLUMN) {
        const ds_text name = split_own_year(&a, person, &year);
        status = explain_asked(&a, name, year, out, err);
    }
    ds_asked_keys_done(&a.by);
    ds_overlay_free(a.overlay);
    return status;
}
