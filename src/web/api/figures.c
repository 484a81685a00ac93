/* web/api/figures.c: a choice out of one breakdown, as numbers with all that they carry: a line a
 * number in csv, an object in json. See api.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "web/api/api.h"

enum { KEYS_MAX = DS_RECIPE_NAMES_MAX, FIELDS_OF_KEY = 3, FIXED_FIELDS = 23 };

static const ds_say no_title = {NULL, NULL};
static const char in_words_missing[] = "onbekend"; /* as doorstroom/view.h spells a value of "" */

/* A key of the sheet as answers have it. */
typedef struct figure_key {
    const ds_view_key *key; /* NULL: the same in all facts, so no choice */
    const char *name;
} figure_key;

typedef struct figure_answer {
    ds_web_api_ask *ask;
    const ds_view *view;
    const ds_view_topic *topic;
    const ds_view_breakdown *breakdown;
    const ds_release_sheet *sheet;
    figure_key keys[KEYS_MAX];
    size_t n_keys;
    ds_document *document;
} figure_answer;

/* ---- asking ---- */

static ds_status ask_view(ds_web_api_ask *ask, const ds_view_topic *topic, ds_view **out,
                          ds_error *err) {
    const ds_http_pairs *query = &ask->request->query;
    ds_view_pair *pairs = ds_arena_take(&ask->request->arena, query->n + 1, sizeof *pairs);
    size_t n = 0;
    ds_status status;
    if (pairs == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < query->n; i++)
        if (!ds_text_is(query->pairs[i].name, "vorm") && !ds_text_is(query->pairs[i].name, "taal"))
            pairs[n++] = (ds_view_pair){query->pairs[i].name.data, query->pairs[i].value.data};
    status = ds_view_ask(ask->views, topic->id, pairs, n, out, &ask->detail);
    if (status != DS_INPUT) return status;
    ask->problem = DS_API_QUESTION;
    return DS_OK;
}

/* ---- keys ---- */

static bool is_name_of(const char *name, const char *in_sheet) {
    static const char prefix[] = "sleutel_"; /* of a key that is called as a word of the query is */
    return strcmp(name, in_sheet) == 0 || (strncmp(name, prefix, sizeof prefix - 1) == 0 &&
                                           strcmp(name + sizeof prefix - 1, in_sheet) == 0);
}

static void name_keys(figure_answer *a) {
    a->n_keys = a->sheet->n_keys < KEYS_MAX ? a->sheet->n_keys : KEYS_MAX;
    for (size_t k = 0; k < a->n_keys; k++) {
        a->keys[k] = (figure_key){NULL, a->sheet->key_names[k]};
        for (size_t i = 0; i < a->breakdown->n_keys; i++)
            if (is_name_of(a->breakdown->keys[i].name, a->sheet->key_names[k]))
                a->keys[k] = (figure_key){&a->breakdown->keys[i], a->breakdown->keys[i].name};
    }
}

static const ds_view_value *value_of(const ds_view_key *key, const char *code) {
    for (size_t i = 0; i < key->n_values; i++)
        if (strcmp(key->values[i].code, code) == 0) return &key->values[i];
    return NULL;
}

/* The code of a fact's key as a query has it; "" where it is none. */
static const char *code_of(const figure_key *key, const char *in_sheet) {
    if (in_sheet[0] != '\0' || key->key == NULL) return in_sheet;
    return value_of(key->key, in_words_missing) != NULL ? in_words_missing : DS_TOTAL;
}

static ds_say name_of(const figure_answer *a, const figure_key *key, const char *code) {
    const ds_view_value *value = key->key == NULL ? NULL : value_of(key->key, code);
    return value == NULL ? ds_release_label_of(a->ask->release, key->name, code) : value->name;
}

static void put_keys(const figure_answer *a) {
    ds_document *list = ds_web_api_list(a->document, "sleutels");
    for (size_t i = 0; i < a->breakdown->n_keys; i++) {
        const ds_view_key *key = &a->breakdown->keys[i];
        ds_document *one = ds_web_api_object(list, NULL), *values;
        ds_web_api_text(one, "naam", key->name);
        ds_web_api_say(one, "titel", key->title);
        values = ds_web_api_list(one, "waarden");
        for (size_t v = 0; v < key->n_values; v++)
            if (ds_view_has_value(a->view, i, key->values[v].code))
                ds_web_api_put_value(values, key->values[v].code, key->values[v].name);
    }
}

/* ---- measures and classes ---- */

static ds_say measure_name(const figure_answer *a, const char *code) {
    for (size_t i = 0; i < a->breakdown->n_measures; i++)
        if (strcmp(a->breakdown->measures[i].code, code) == 0)
            return a->breakdown->measures[i].name;
    return ds_release_label_of(a->ask->release, "maat", code);
}

static bool has_measure(const ds_release_fact *const *facts, size_t n, const char *code) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(facts[i]->measure, code) == 0) return true;
    return false;
}

static void put_measures(const figure_answer *a, const ds_release_fact *const *facts, size_t n) {
    ds_document *list = ds_web_api_list(a->document, "maten");
    for (size_t i = 0; i < a->breakdown->n_measures; i++)
        if (has_measure(facts, n, a->breakdown->measures[i].code))
            ds_web_api_put_value(list, a->breakdown->measures[i].code,
                                 a->breakdown->measures[i].name);
}

static bool is_first_class(const ds_release_fact *const *facts, size_t i) {
    if (facts[i]->klasse[0] == '\0') return false;
    for (size_t k = i; k > 0; k--)
        if (strcmp(facts[k - 1]->klasse, facts[i]->klasse) == 0) return false;
    return true;
}

static void put_classes(const figure_answer *a, const ds_release_fact *const *facts, size_t n) {
    ds_document *list = ds_web_api_list(a->document, "klassen");
    for (size_t i = 0; i < n; i++)
        if (is_first_class(facts, i))
            ds_web_api_put_value(list, facts[i]->klasse,
                                 ds_release_label_of(a->ask->release, "klasse", facts[i]->klasse));
}

/* ---- facts ---- */

static const char *state_code(ds_state state) {
    static const char *const codes[] = {[DS_STATE_SHOWN] = "getoond",
                                        [DS_STATE_UNDEFINED] = "niet_bepaald",
                                        [DS_STATE_NOT_APPLICABLE] = "niet_van_toepassing",
                                        [DS_STATE_NOT_AVAILABLE] = "niet_beschikbaar",
                                        [DS_STATE_SUPPRESSED] = "afgeschermd",
                                        [DS_STATE_ROUNDS_TO_ZERO] = "afgerond_nul",
                                        [DS_STATE_BLANK] = "leeg"};
    return codes[state];
}

static ds_value text_or_none(const char *text) {
    return ds_value_text(text == NULL || text[0] == '\0' ? NULL : text);
}

static ds_value count_or_none(int64_t n) {
    return n < 0 ? ds_value_none(DS_STATE_UNDEFINED) : ds_value_integer(n);
}

/* What it is of everything but a shown fact is not there at all: nothing is left to be told. */
static ds_value number_of(const ds_release_fact *fact, double x) {
    return fact->state == DS_STATE_SHOWN ? ds_value_number(x) : ds_value_none(DS_STATE_UNDEFINED);
}

static size_t add_column(ds_field *fields, size_t n, const char *id, unsigned in) {
    fields[n] = (ds_field){.id = id, .in = in};
    return n + 1;
}

/* The name of a column of csv: that of a key never is one of ours. */
static const char *column_of(figure_answer *a, const char *name, const char *suffix) {
    static const char *const ours[] = {
        "jaar", "maat",      "klasse",  "toestand",  "waarde",
        "laag", "hoog",      "se",      "p",         "p_gecorrigeerd",
        "n",    "ontbreekt", "reden",   "definitie", "definitie_versie",
        "bron", "bron_en",   "sleutels"};
    const char *prefix = "";
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (strcmp(ours[i], name) == 0) prefix = "sleutel_";
    return ds_arena_print(&a->ask->request->arena, "%s%s%s", prefix, name, suffix);
}

static size_t list_fields(figure_answer *a, ds_field *fields) {
    size_t n = add_column(fields, 0, "jaar", DS_IN_MACHINE);
    n = add_column(fields, n, "sleutels", DS_IN_JSON);
    for (size_t k = 0; k < a->n_keys; k++) {
        n = add_column(fields, n, column_of(a, a->keys[k].name, ""), DS_IN_CSV);
        n = add_column(fields, n, column_of(a, a->keys[k].name, "_naam"), DS_IN_CSV);
        n = add_column(fields, n, column_of(a, a->keys[k].name, "_naam_en"), DS_IN_CSV);
    }
    n = add_column(fields, n, "maat", DS_IN_MACHINE);
    n = add_column(fields, n, "maat_naam", DS_IN_CSV);
    n = add_column(fields, n, "maat_naam_en", DS_IN_CSV);
    n = add_column(fields, n, "klasse", DS_IN_MACHINE);
    n = add_column(fields, n, "klasse_naam", DS_IN_CSV);
    n = add_column(fields, n, "klasse_naam_en", DS_IN_CSV);
    n = add_column(fields, n, "toestand", DS_IN_MACHINE);
    n = add_column(fields, n, "waarde", DS_IN_MACHINE);
    n = add_column(fields, n, "laag", DS_IN_MACHINE);
    n = add_column(fields, n, "hoog", DS_IN_MACHINE);
    n = add_column(fields, n, "se", DS_IN_MACHINE);
    n = add_column(fields, n, "p", DS_IN_MACHINE);
    n = add_column(fields, n, "p_gecorrigeerd", DS_IN_MACHINE);
    n = add_column(fields, n, "n", DS_IN_MACHINE);
    n = add_column(fields, n, "ontbreekt", DS_IN_MACHINE);
    n = add_column(fields, n, "reden", DS_IN_MACHINE);
    n = add_column(fields, n, "definitie", DS_IN_CSV);
    n = add_column(fields, n, "definitie_versie", DS_IN_CSV);
    n = add_column(fields, n, "bron", DS_IN_CSV);
    return add_column(fields, n, "bron_en", DS_IN_CSV);
}

static ds_value keys_record(const figure_answer *a, const ds_release_fact *fact) {
    ds_document *record = ds_document_record(a->document);
    for (size_t k = 0; k < a->n_keys; k++) {
        const char *code = code_of(&a->keys[k], fact->keys[k]);
        if (code[0] != '\0') ds_web_api_text(record, a->keys[k].name, code);
    }
    return ds_value_record(record);
}

static void put_fact(const figure_answer *a, ds_doc_table *table, const ds_release_fact *fact) {
    ds_value values[FIXED_FIELDS + FIELDS_OF_KEY * KEYS_MAX];
    const ds_say measure = measure_name(a, fact->measure);
    const ds_say class = ds_release_label_of(a->ask->release, "klasse", fact->klasse);
    size_t n = 0;
    values[n++] = fact->jaar == 0 ? ds_value_none(DS_STATE_UNDEFINED) : ds_value_year(fact->jaar);
    values[n++] = a->ask->form == DS_FORM_JSON ? keys_record(a, fact) : ds_value_text(NULL);
    for (size_t k = 0; k < a->n_keys; k++) {
        const char *code = code_of(&a->keys[k], fact->keys[k]);
        const ds_say name = name_of(a, &a->keys[k], code);
        values[n++] = text_or_none(code);
        values[n++] = text_or_none(ds_say_text(name, DS_NL));
        values[n++] = text_or_none(ds_say_text(name, DS_EN));
    }
    values[n++] = ds_value_text(fact->measure);
    values[n++] = text_or_none(ds_say_text(measure, DS_NL));
    values[n++] = text_or_none(ds_say_text(measure, DS_EN));
    values[n++] = text_or_none(fact->klasse);
    values[n++] = text_or_none(ds_say_text(class, DS_NL));
    values[n++] = text_or_none(ds_say_text(class, DS_EN));
    values[n++] = ds_value_text(state_code(fact->state));
    values[n++] = number_of(fact, fact->value);
    values[n++] = number_of(fact, fact->low);
    values[n++] = number_of(fact, fact->high);
    values[n++] = number_of(fact, fact->se);
    values[n++] = number_of(fact, fact->p);
    values[n++] = number_of(fact, fact->p_adjusted);
    values[n++] = count_or_none(fact->n);
    values[n++] = count_or_none(fact->missing);
    values[n++] = text_or_none(fact->reason);
    values[n++] = text_or_none(a->sheet->indicator);
    values[n++] = text_or_none(a->sheet->version);
    values[n++] = text_or_none(ds_say_text(a->sheet->source, DS_NL));
    values[n++] = text_or_none(ds_say_text(a->sheet->source, DS_EN));
    ds_doc_table_row(table, values);
}

static void put_facts(figure_answer *a, const ds_release_fact *const *facts, size_t n) {
    ds_field fields[FIXED_FIELDS + FIELDS_OF_KEY * KEYS_MAX];
    const size_t n_fields = list_fields(a, fields);
    ds_doc_table *table =
        ds_document_table(a->document, DS_IN_MACHINE, "cijfers", no_title, fields, n_fields);
    for (size_t i = 0; i < n; i++)
        put_fact(a, table, facts[i]);
}

/* ---- around them ---- */

static const char *with_query(figure_answer *a, const char *path, const char *more) {
    const char *query = ds_view_query(a->view);
    return ds_arena_print(&a->ask->request->arena, "%s%s%s%s%s", path,
                          query[0] == '\0' && more[0] == '\0' ? "" : "?", query,
                          query[0] == '\0' || more[0] == '\0' ? "" : "&", more);
}

static void put_choice_links(figure_answer *a) {
    const char *figures = ds_web_api_path(a->ask, "api", "v1", "cijfers", a->topic->id, NULL);
    const char *page = ds_web_api_path(a->ask, "cijfers", a->topic->id, NULL);
    const char *definition =
        a->topic->definition == NULL
            ? NULL
            : ds_web_api_path(a->ask, "api", "v1", "definities", a->topic->definition->id, NULL);
    ds_document *links = ds_web_api_object(a->document, "links");
    if (figures == NULL || page == NULL) return;
    ds_web_api_text(links, "zelf", with_query(a, figures, ""));
    ds_web_api_text(links, "csv", with_query(a, figures, "vorm=csv"));
    ds_web_api_text(links, "pagina", with_query(a, page, ""));
    ds_web_api_text(links, "definitie", definition);
}

static void put_head(figure_answer *a) {
    ds_document *d = a->document;
    ds_web_api_put_release(a->ask, d);
    ds_web_api_text(d, "onderwerp", a->topic->id);
    ds_web_api_say(d, "titel", a->topic->title);
    ds_document_value(d, DS_IN_JSON, "by", no_title, ds_value_text(a->breakdown->by));
    ds_web_api_say(d, "uitsplitsing", a->breakdown->title);
    ds_document_value(d, DS_IN_JSON, "vraag", no_title, ds_value_text(ds_view_query(a->view)));
    ds_web_api_text(d, "blad", a->sheet->id);
    ds_web_api_text(d, "eenheid", a->sheet->unit);
    ds_web_api_text(d, "definitie", a->sheet->indicator);
    ds_web_api_text(d, "definitie_versie", a->sheet->version);
    ds_web_api_say(d, "bron", a->sheet->source);
    ds_web_api_put_reason(d, a->sheet);
}

static void put_notes(const figure_answer *a) {
    for (size_t i = 0; i < a->sheet->n_notes; i++)
        ds_document_remark(a->document, DS_NOTE_REMARK, a->sheet->notes[i].code,
                           a->sheet->notes[i].text);
}

static ds_status make_figures(figure_answer *a, ds_document **out, ds_error *err) {
    size_t n;
    const ds_release_fact *const *facts = ds_view_facts(a->view, &n);
    name_keys(a);
    a->document = ds_document_new(a->ask->operation->id, no_title);
    if (a->ask->form == DS_FORM_JSON) {
        put_head(a);
        put_keys(a);
        put_measures(a, facts, n);
        put_classes(a, facts, n);
    }
    put_facts(a, facts, n);
    if (a->ask->form == DS_FORM_JSON) {
        put_choice_links(a);
        put_notes(a);
    }
    *out = a->document;
    return ds_arena_finish(&a->ask->request->arena, err);
}

ds_status ds_web_api_make_figures(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    const ds_view_topic *topic = ds_web_api_topic_asked(ask);
    figure_answer answer = {.ask = ask, .topic = topic};
    ds_view *view = NULL;
    ds_status status;
    if (topic == NULL) return DS_OK;
    status = ask_view(ask, topic, &view, err);
    if (status != DS_OK || view == NULL) return status;
    answer.view = view;
    answer.breakdown = ds_view_breakdown_of(view);
    answer.sheet = answer.breakdown->sheet;
    ask->query = ds_arena_copy(&ask->request->arena, ds_text_of(ds_view_query(view)));
    status = make_figures(&answer, out, err);
    ds_view_free(view); /* texts of a document are copied, pairs of the sheet stay */
    return status;
}
