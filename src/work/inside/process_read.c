/* work/inside/process_read.c: codes/onderzoekskader.yaml → the framework of a process evaluation.
 * Each fault is told with file, line and column, and for a name that is not there the nearest. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/yaml.h"
#include "work/inside/process_read.h"

typedef struct framework_reader {
    ds_yaml yaml;
    process_framework *out;
    const char *const *estimates;
    size_t n_estimates;
    ds_error *err;
} framework_reader;

/* As the file calls a list, and what a hypothesis calls one of it. */
static const struct {
    const char *list, *one;
} framework_lists[DS_PROCESS_LISTS] = {[DS_PROCESS_JUDGEMENTS] = {"oordelen", NULL},
                                       [DS_PROCESS_INTERVENTIONS] = {"interventies", "interventie"},
                                       [DS_PROCESS_MECHANISMS] = {"mechanismen", "mechanisme"},
                                       [DS_PROCESS_EFFECTS] = {"effecten", "effect"},
                                       [DS_PROCESS_CONTEXTS] = {"contexten", "context"}};

void ds_process_framework_done(process_framework *framework) {
    ds_arena_done(&framework->arena);
    *framework = (process_framework){.path = NULL};
}

/* ---- small things ---- */

static ds_status refuse_framework_node(framework_reader *r, const yaml_node_t *node, const char *nl,
                                       const char *en) {
    return ds_yaml_placed(&r->yaml, node, ds_error_texts(r->err, DS_INPUT, NULL, 0, 0, nl, en),
                          r->err);
}

static ds_status need_framework_field(framework_reader *r, const yaml_node_t *of,
                                      const yaml_node_t *node, const char *name) {
    if (node != NULL) return DS_OK;
    return ds_yaml_placed(
        &r->yaml, of,
        ds_error_set(r->err, DS_INPUT, "%s ontbreekt hier", "%s is missing here", name), r->err);
}

static ds_status keep_framework_text(framework_reader *r, const yaml_node_t *node,
                                     const char **out) {
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    ds_text text;
    if (status != DS_OK) return status;
    text = ds_text_trim(ds_yaml_text(node));
    if (text.size == 0 || text.size > PROCESS_TEXT_MAX)
        return refuse_framework_node(r, node, "deze tekst is leeg of langer dan 200 bytes",
                                     "this text is empty or longer than 200 bytes");
    *out = ds_arena_copy(&r->out->arena, text);
    return *out == NULL ? ds_error_memory(r->err) : DS_OK;
}

static yaml_node_t *framework_item(framework_reader *r, const yaml_node_t *list, size_t i) {
    return ds_yaml_node(&r->yaml, list->data.sequence.items.start[i]);
}

/* How many there are, between 1 and most. */
static ds_status count_framework_items(framework_reader *r, const yaml_node_t *list, size_t most,
                                       size_t *out) {
    ds_status status = ds_yaml_need(&r->yaml, list, YAML_SEQUENCE_NODE, r->err);
    if (status != DS_OK) return status;
    *out = (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
    if (*out >= 1 && *out <= most) return DS_OK;
    return ds_yaml_placed(&r->yaml, list,
                          ds_error_set(r->err, DS_INPUT, "verwacht 1 tot %zu, hier staan er %zu",
                                       "expected 1 to %zu, here are %zu", most, *out),
                          r->err);
}

static ds_status refuse_unknown_name(framework_reader *r, const yaml_node_t *node, const char *what,
                                     const char *const *names, size_t n) {
    char found[64];
    ds_suggestion near;
    ds_suggest(ds_yaml_text(node), names, n, &near);
    return ds_yaml_placed(&r->yaml, node,
                          ds_error_set(r->err, DS_INPUT, "'%s' is geen bekende %s%s%.0s",
                                       "'%s' is no known %s%.0s%s",
                                       ds_suggest_excerpt(ds_yaml_text(node), found, sizeof found),
                                       what, near.nl, near.en),
                          r->err);
}

/* ---- words ---- */

/* fields: code (or vraag), nl, en. */
static ds_status read_framework_word(framework_reader *r, const yaml_node_t *node,
                                     yaml_node_t *const *fields, const char *code,
                                     ds_process_word *out) {
    ds_status status = need_framework_field(r, node, fields[0], code);
    if (status == DS_OK) status = need_framework_field(r, node, fields[1], "nl");
    if (status == DS_OK) status = need_framework_field(r, node, fields[2], "en");
    if (status == DS_OK) status = keep_framework_text(r, fields[0], &out->code);
    if (status == DS_OK) status = keep_framework_text(r, fields[1], &out->nl);
    return status == DS_OK ? keep_framework_text(r, fields[2], &out->en) : status;
}

/* Letter case does not tell words apart, as it does not in deliveries. */
static size_t find_framework_word(const ds_process_word *words, size_t n, ds_text code) {
    for (size_t i = 0; i < n; i++)
        if (ds_text_equal_nocase(ds_text_of(words[i].code), code)) return i;
    return SIZE_MAX;
}

static ds_status read_framework_words(framework_reader *r, const yaml_node_t *list, size_t most,
                                      ds_process_words *out) {
    static const char *const names[] = {"code", "nl", "en"};
    ds_process_word *words;
    yaml_node_t *fields[3];
    size_t n = 0;
    ds_status status = count_framework_items(r, list, most, &n);
    if (status != DS_OK) return status;
    words = ds_arena_take(&r->out->arena, n, sizeof *words);
    if (words == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        yaml_node_t *item = framework_item(r, list, i);
        status = ds_yaml_fields(&r->yaml, item, names, 3, fields, r->err);
        if (status == DS_OK) status = read_framework_word(r, item, fields, "code", &words[i]);
        if (status == DS_OK && find_framework_word(words, i, ds_text_of(words[i].code)) != SIZE_MAX)
            status = refuse_framework_node(r, fields[0], "deze code staat er twee keer",
                                           "this code stands here twice");
    }
    *out = (ds_process_words){words, n};
    return status;
}

/* ---- hypotheses ---- */

enum hypothesis_field {
    FIELD_ID = DS_PROCESS_LISTS, /* the fields before are the lists */
    FIELD_SOURCE,
    FIELD_PLACE,
    FIELD_ESTIMATE,
    HYPOTHESIS_FIELDS
};

static ds_status find_one_of(framework_reader *r, const yaml_node_t *node, size_t list,
                             size_t *out) {
    const ds_process_words *of = &r->out->lists[list];
    const char *names[PROCESS_WORDS_MAX];
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    *out = find_framework_word(of->words, of->n, ds_text_trim(ds_yaml_text(node)));
    if (*out != SIZE_MAX) return DS_OK;
    for (size_t i = 0; i < of->n; i++)
        names[i] = of->words[i].code;
    return refuse_unknown_name(r, node, framework_lists[list].one, names, of->n);
}

static ds_status read_hypothesis_source(framework_reader *r, const yaml_node_t *node, bool *out) {
    ds_status status = ds_yaml_need(&r->yaml, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    *out = ds_text_is(ds_yaml_text(node), "keuze");
    if (*out || ds_text_is(ds_yaml_text(node), "tekst")) return DS_OK;
    return refuse_framework_node(r, node, "bron: verwacht tekst of keuze",
                                 "bron: expected tekst or keuze");
}

static ds_status read_hypothesis_estimate(framework_reader *r, const yaml_node_t *node,
                                          ds_process_hypothesis *out) {
    ds_status status = keep_framework_text(r, node, &out->estimate);
    if (status != DS_OK) return status;
    out->evaluation = strchr(out->estimate, '.') != NULL;
    for (size_t i = 0; i < r->n_estimates; i++)
        if (strcmp(r->estimates[i], out->estimate) == 0) return DS_OK;
    return refuse_unknown_name(r, node, "schatting", r->estimates, r->n_estimates);
}

static ds_status read_hypothesis(framework_reader *r, yaml_node_t *item,
                                 ds_process_hypothesis *out) {
    static const char *const names[HYPOTHESIS_FIELDS] = {
        "", "interventie", "mechanisme", "effect", "context", "id", "bron", "plaats", "schatting"};
    yaml_node_t *fields[HYPOTHESIS_FIELDS];
    ds_status status =
        ds_yaml_fields(&r->yaml, item, names + 1, HYPOTHESIS_FIELDS - 1, fields + 1, r->err);
    for (size_t i = 1; status == DS_OK && i < HYPOTHESIS_FIELDS; i++)
        if (i != FIELD_PLACE) status = need_framework_field(r, item, fields[i], names[i]);
    for (size_t i = 1; status == DS_OK && i < DS_PROCESS_LISTS; i++)
        status = find_one_of(r, fields[i], i, &out->of[i]);
    if (status == DS_OK) status = keep_framework_text(r, fields[FIELD_ID], &out->id);
    if (status == DS_OK) status = read_hypothesis_source(r, fields[FIELD_SOURCE], &out->chosen);
    if (status == DS_OK && fields[FIELD_PLACE] != NULL)
        status = keep_framework_text(r, fields[FIELD_PLACE], &out->place);
    if (status == DS_OK && !out->chosen && out->place == NULL)
        status = refuse_framework_node(r, fields[FIELD_SOURCE],
                                       "bron: tekst vraagt een plaats: waar staat het?",
                                       "bron: tekst asks for plaats: where does it say so?");
    return status == DS_OK ? read_hypothesis_estimate(r, fields[FIELD_ESTIMATE], out) : status;
}

static ds_status read_hypotheses(framework_reader *r, const yaml_node_t *list) {
    ds_process_hypothesis *all;
    size_t n = 0;
    ds_status status = count_framework_items(r, list, PROCESS_WORDS_MAX, &n);
    if (status != DS_OK) return status;
    all = ds_arena_take(&r->out->arena, n, sizeof *all);
    if (all == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        yaml_node_t *item = framework_item(r, list, i);
        status = read_hypothesis(r, item, &all[i]);
        for (size_t k = 0; status == DS_OK && k < i; k++)
            if (strcmp(all[k].id, all[i].id) == 0)
                status = refuse_framework_node(r, item, "deze id staat er twee keer",
                                               "this id stands here twice");
    }
    r->out->hypotheses = all;
    r->out->n_hypotheses = n;
    return status;
}

/* ---- questions of contactenquete ---- */

static ds_status read_framework_questions(framework_reader *r, const yaml_node_t *list) {
    static const char *const names[] = {"vraag", "nl", "en", "antwoorden"};
    ds_process_question *all;
    yaml_node_t *fields[4];
    size_t n = 0;
    ds_status status = list == NULL ? DS_OK : count_framework_items(r, list, PROCESS_WORDS_MAX, &n);
    if (status != DS_OK || n == 0) return status;
    all = ds_arena_take(&r->out->arena, n, sizeof *all);
    if (all == NULL) return ds_error_memory(r->err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        yaml_node_t *item = framework_item(r, list, i);
        ds_process_words answers = {NULL, 0};
        all[i].known = true;
        status = ds_yaml_fields(&r->yaml, item, names, 4, fields, r->err);
        if (status == DS_OK) status = read_framework_word(r, item, fields, "vraag", &all[i].word);
        if (status == DS_OK) status = need_framework_field(r, item, fields[3], "antwoorden");
        if (status == DS_OK)
            status = read_framework_words(r, fields[3], PROCESS_WORDS_MAX, &answers);
        for (size_t k = 0; status == DS_OK && k < i; k++)
            if (ds_text_equal_nocase(ds_text_of(all[k].word.code), ds_text_of(all[i].word.code)))
                status = refuse_framework_node(r, fields[0], "deze vraag staat er twee keer",
                                               "this question stands here twice");
        all[i].answers = answers.words;
        all[i].n_answers = answers.n;
    }
    r->out->questions = all;
    r->out->n_questions = n;
    return status;
}

/* ---- the whole ---- */

static ds_status read_framework_root(framework_reader *r) {
    enum { HYPOTHESES = DS_PROCESS_LISTS, QUESTIONS, ALL };
    const char *names[ALL];
    yaml_node_t *fields[ALL], *root = ds_yaml_root(&r->yaml);
    ds_status status;
    for (size_t i = 0; i < DS_PROCESS_LISTS; i++)
        names[i] = framework_lists[i].list;
    names[HYPOTHESES] = "hypothesen";
    names[QUESTIONS] = "vragen";
    status = ds_yaml_fields(&r->yaml, root, names, ALL, fields, r->err);
    for (size_t i = 0; status == DS_OK && i < QUESTIONS; i++)
        status = need_framework_field(r, root, fields[i], names[i]);
    for (size_t i = 0; status == DS_OK && i < DS_PROCESS_LISTS; i++)
        status = read_framework_words(
            r, fields[i], i == DS_PROCESS_JUDGEMENTS ? PROCESS_JUDGEMENTS_MAX : PROCESS_WORDS_MAX,
            &r->out->lists[i]);
    if (status == DS_OK) status = read_hypotheses(r, fields[HYPOTHESES]);
    return status == DS_OK ? read_framework_questions(r, fields[QUESTIONS]) : status;
}

ds_status ds_process_framework_parse(const char *name, ds_text text, const char *const *estimates,
                                     size_t n, process_framework *out, ds_error *err) {
    process_framework made = {.path = NULL};
    framework_reader r = {.out = &made, .estimates = estimates, .n_estimates = n, .err = err};
    const ds_raw raw = {.name = name, .text = text};
    ds_status status = ds_yaml_load(&raw, &r.yaml, err);
    if (status == DS_OK) {
        status = read_framework_root(&r);
        ds_yaml_done(&r.yaml);
    }
    made.path = ds_arena_copy(&made.arena, ds_text_of(name));
    if (status == DS_OK) status = ds_arena_finish(&made.arena, err);
    if (status == DS_OK)
        *out = made;
    else
        ds_process_framework_done(&made);
    return status;
}
