/* view/ask.c: a query into a choice: the words of recipes, strictly. See doorstroom/view.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "view/ask.h"

enum { LIST = 400, BY_SIZE = 400, NAMES_MAX = 256 };

/* ---- what is refused ---- */

/* "a, b, c", as far as there is room. */
static void list_names(const char *const *names, size_t n, char list[LIST]) {
    size_t used = 0;
    list[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        const size_t size = strlen(names[i]);
        if (used + size + 8 >= LIST) {
            memcpy(list + used, ", …", strlen(", …") + 1);
            return;
        }
        used += (size_t)snprintf(list + used, LIST - used, "%s%s", i == 0 ? "" : ", ", names[i]);
    }
}

/* "niveau: '5' is er niet; bedoelt u '4'? (er is: 1, 2, 3, 4)". */
static ds_status refuse_name(ds_error *err, const char *name, ds_text found,
                             const char *const *names, size_t n) {
    ds_suggestion near;
    char excerpt[DS_ASKING_EXCERPT], list[LIST];
    ds_suggest(found, names, n, &near);
    list_names(names, n, list);
    return ds_error_set(err, DS_INPUT, "%s: '%s' is er niet%s%.0s (er is: %s)",
                        "%s: '%s' is not there%.0s%s (there is: %s)", name,
                        ds_suggest_excerpt(found, excerpt, sizeof excerpt), near.nl, near.en,
                        n == 0 ? "-" : list);
}

static ds_status refuse_value(ds_error *err, const char *name, ds_text found,
                              const ds_view_value *values, size_t n, const char *also) {
    const char *names[NAMES_MAX];
    size_t n_names = 0;
    for (size_t i = 0; i < n && n_names + 1 < NAMES_MAX; i++)
        names[n_names++] = values[i].code;
    if (also != NULL) names[n_names++] = also;
    return refuse_name(err, name, found, names, n_names);
}

static ds_status refuse_twice(ds_error *err, const char *name) {
    return ds_error_set(err, DS_INPUT, "%s staat er twee keer, met verschillende waarden",
                        "%s is there twice, with different values", name);
}

/* ---- which breakdown ---- */

/* Whether both name the same keys, in any order, with the same ending (~2). */
static bool is_same_by(const char *a, const char *b) {
    const char *tail_a = a + strcspn(a, "~"), *tail_b = b + strcspn(b, "~");
    if (strcmp(a, b) == 0) return true;
    if (strcmp(tail_a, tail_b) != 0 || tail_a - a != tail_b - b) return false;
    for (const char *at = a; at < tail_a;) {
        char name[BY_SIZE];
        const size_t size = strcspn(at, ",~");
        if (size == 0 || size >= sizeof name) return false;
        memcpy(name, at, size);
        name[size] = '\0';
        if (!ds_view_is_in_list(b, name)) return false;
        at += size;
        at += *at == ',';
    }
    return true;
}

static ds_status refuse_by(const ds_view_topic *topic, const char *by, ds_error *err) {
    const char *names[NAMES_MAX];
    size_t n = 0;
    for (size_t i = 0; i < topic->n_breakdowns && n < NAMES_MAX; i++)
        if (topic->breakdowns[i].by[0] != '\0') names[n++] = topic->breakdowns[i].by;
    return refuse_name(err, "by", ds_text_of(by), names, n);
}

static ds_status find_breakdown(ds_asking *a) {
    const ds_view_topic *topic = a->view->topic;
    char by[BY_SIZE] = "";
    size_t used = 0;
    bool asked = false;
    for (size_t i = 0; i < a->n; i++) {
        if (strcmp(a->pairs[i].name, "by") != 0) continue;
        asked = true;
        if (used + strlen(a->pairs[i].value) + 2 >= sizeof by)
            return refuse_by(topic, a->pairs[i].value, a->err);
        used += (size_t)snprintf(by + used, sizeof by - used, "%s%s", used > 0 ? "," : "",
                                 a->pairs[i].value);
    }
    for (size_t i = 0; i < topic->n_breakdowns; i++) {
        if (asked && !is_same_by(by, topic->breakdowns[i].by)) continue;
        a->view->breakdown = &topic->breakdowns[i];
        a->view->index = &a->view->views->indexes[topic - a->view->views->topics][i];
        return DS_OK;
    }
    return refuse_by(topic, by, a->err);
}

/* ---- values ---- */

static ds_status take_value(ds_asking *a, size_t k, ds_text name, bool *out_known) {
    const ds_view_key *key = &a->view->breakdown->keys[k];
    bool *values = a->view->values + a->view->index->first[k];
    for (size_t v = 0; v < key->n_values; v++)
        if (ds_text_is(name, key->values[v].code)) {
            values[v] = true;
            *out_known = true;
            return DS_OK;
        }
    *out_known = ds_text_is(name, VIEW_ALL);
    for (size_t v = 0; *out_known && v < key->n_values; v++)
        values[v] = true;
    return DS_OK;
}

/* The most commas that a value of it holds. */
static size_t count_commas(const ds_view_key *key) {
    size_t most = 0;
    for (size_t v = 0; v < key->n_values; v++) {
        size_t n = 0;
        for (const char *at = key->values[v].code; *at != '\0'; at++)
            n += *at == ',';
        if (n > most) most = n;
    }
    return most;
}

static ds_status ask_values(ds_asking *a, size_t k, const char *list) {
    const ds_view_key *key = &a->view->breakdown->keys[k];
    ds_text bad;
    ds_status status;
    if (!a->given[k])
        memset(a->view->values + a->view->index->first[k], 0, key->n_values * sizeof(bool));
    a->given[k] = true;
    status = ds_asking_list(a, k, list, count_commas(key), take_value, &bad);
    if (status == DS_OK && bad.data != NULL)
        status = refuse_value(a->err, key->name, bad, key->values, key->n_values, VIEW_ALL);
    return status;
}

/* ---- beside ---- */

static size_t count_chosen(const ds_asking *a, size_t k) {
    const ds_view_index *index = a->view->index;
    size_t n = 0;
    for (size_t v = index->first[k]; v < index->first[k + 1]; v++)
        n += a->view->values[v];
    return n;
}

static size_t find_value(const ds_view_key *key, const char *code) {
    for (size_t v = 0; v < key->n_values; v++)
        if (strcmp(key->values[v].code, code) == 0) return v;
    return SIZE_MAX;
}

/* One value more of the key that has one; of two such keys that which was named. */
static ds_status put_beside(ds_asking *a) {
    const ds_view_breakdown *b = a->view->breakdown;
    size_t found = SIZE_MAX;
    char excerpt[DS_ASKING_EXCERPT];
    for (size_t k = 0; k < b->n_keys; k++) {
        if (count_chosen(a, k) != 1 || find_value(&b->keys[k], a->naast) == SIZE_MAX) continue;
        if (found == SIZE_MAX || (a->given[k] && !a->given[found])) found = k;
    }
    if (found == SIZE_MAX)
        return ds_error_set(a->err, DS_INPUT,
                            "naast: '%s' is geen waarde van een kenmerk waarvan er één gekozen is",
                            "naast: '%s' is no value of a key of which one is chosen",
                            ds_suggest_excerpt(ds_text_of(a->naast), excerpt, sizeof excerpt));
    a->view->values[a->view->index->first[found] + find_value(&b->keys[found], a->naast)] = true;
    return DS_OK;
}

/* ---- the pairs ---- */

static ds_status ask_once(ds_asking *a, const char *name, const char **at, const char *value) {
    if (*at != NULL && strcmp(*at, value) != 0) return refuse_twice(a->err, name);
    *at = value;
    return DS_OK;
}

static ds_status refuse_pair(ds_asking *a, const char *name) {
    const ds_view_breakdown *b = a->view->breakdown;
    const char *names[NAMES_MAX] = {"by", "jaren", "maat", "soort", "naast"};
    size_t n = 5;
    for (size_t k = 0; k < b->n_keys && n < NAMES_MAX; k++)
        names[n++] = b->keys[k].name;
    return refuse_name(a->err, "vraag", ds_text_of(name), names, n);
}

static ds_status ask_pair(ds_asking *a, const ds_view_pair *pair) {
    const ds_view_breakdown *b = a->view->breakdown;
    if (strcmp(pair->name, "by") == 0) return DS_OK;
    for (size_t k = 0; k < b->n_keys; k++)
        if (strcmp(pair->name, b->keys[k].name) == 0)
            return pair->value[0] == '\0' ? DS_OK : ask_values(a, k, pair->value);
    if (strcmp(pair->name, "jaren") == 0)
        return pair->value[0] == '\0' ? DS_OK : ds_asking_years(a, pair->value);
    if (strcmp(pair->name, "maat") == 0)
        return pair->value[0] == '\0' ? DS_OK : ask_once(a, "maat", &a->maat, pair->value);
    if (strcmp(pair->name, "soort") == 0)
        return pair->value[0] == '\0' ? DS_OK : ask_once(a, "soort", &a->soort, pair->value);
    if (strcmp(pair->name, "naast") == 0)
        return pair->value[0] == '\0' ? DS_OK : ask_once(a, "naast", &a->naast, pair->value);
    return refuse_pair(a, pair->name);
}

static ds_status find_measure(ds_asking *a) {
    const ds_view_breakdown *b = a->view->breakdown;
    a->view->measure = b->n_measures == 0 ? SIZE_MAX : 0;
    for (size_t m = 0; a->maat != NULL && m < b->n_measures; m++)
        if (strcmp(b->measures[m].code, a->maat) == 0) {
            a->view->measure = m;
            return DS_OK;
        }
    return a->maat == NULL ? DS_OK
                           : refuse_value(a->err, "maat", ds_text_of(a->maat), b->measures,
                                          b->n_measures, NULL);
}

static ds_status refuse_shape(ds_error *err, const char *soort) {
    return ds_error_set(err, DS_INPUT, "soort %s toont één waarde van elk kenmerk: kies er een",
                        "soort %s shows one value of each key: choose one", soort);
}

static ds_status find_shape(ds_asking *a) {
    const ds_view_breakdown *b = a->view->breakdown;
    a->view->shape = ds_view_usual_shape(a->view);
    if (a->soort == NULL) return DS_OK;
    a->view->shape = DS_VIEW_NO_FIGURE;
    if (strcmp(a->soort, DS_VIEW_NO_FIGURE) == 0) return DS_OK;
    for (size_t s = 0; s < b->n_shapes; s++)
        if (strcmp(b->shapes[s].code, a->soort) == 0) {
            a->view->shape = b->shapes[s].code;
            return ds_view_shape_fits(a->view, a->soort) ? DS_OK : refuse_shape(a->err, a->soort);
        }
    return refuse_value(a->err, "soort", ds_text_of(a->soort), b->shapes, b->n_shapes,
                        DS_VIEW_NO_FIGURE);
}

/* The choice of a view without a query. */
static ds_status begin_choice(ds_asking *a) {
    ds_view *view = a->view;
    const size_t n_values = view->index->first[view->breakdown->n_keys];
    view->values = ds_malloc((n_values + 1) * sizeof *view->values);
    view->years = ds_malloc((view->breakdown->n_years + 1) * sizeof *view->years);
    a->given = ds_calloc(view->breakdown->n_keys + 1, sizeof *a->given);
    if (view->values == NULL || view->years == NULL || a->given == NULL)
        return ds_error_memory(a->err);
    memcpy(view->values, view->index->usual, n_values * sizeof *view->values);
    memcpy(view->years, view->index->usual_years, view->breakdown->n_years * sizeof *view->years);
    return DS_OK;
}

static ds_status read_pairs(ds_asking *a) {
    ds_status status = find_breakdown(a);
    if (status == DS_OK) status = begin_choice(a);
    for (size_t i = 0; status == DS_OK && i < a->n; i++)
        status = ask_pair(a, &a->pairs[i]);
    if (status == DS_OK && a->naast != NULL) status = put_beside(a);
    if (status == DS_OK) status = find_measure(a);
    if (status == DS_OK) status = find_shape(a);
    return status;
}

static ds_status check_sizes(const ds_view_pair *pairs, size_t n, ds_error *err) {
    if (n > DS_VIEW_PAIRS_MAX)
        return ds_error_set(err, DS_INPUT, "een vraag heeft hoogstens %d delen",
                            "a query has at most %d parts", DS_VIEW_PAIRS_MAX);
    for (size_t i = 0; i < n; i++)
        if (strlen(pairs[i].name) > DS_VIEW_VALUE_MAX || strlen(pairs[i].value) > DS_VIEW_VALUE_MAX)
            return ds_error_set(err, DS_INPUT, "een deel van een vraag heeft hoogstens %d tekens",
                                "a part of a query has at most %d characters", DS_VIEW_VALUE_MAX);
    return DS_OK;
}

static ds_status refuse_topic(const ds_views *views, const char *id, ds_error *err) {
    const char **names = ds_calloc(views->n_topics + 1, sizeof *names);
    ds_suggestion near = {"", ""};
    char excerpt[DS_ASKING_EXCERPT];
    if (names == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < views->n_topics; i++)
        names[i] = views->topics[i].id;
    ds_suggest(ds_text_of(id), names, views->n_topics, &near);
    ds_free(names);
    return ds_error_set(
        err, DS_INPUT, "er is geen onderwerp '%s'%s%.0s", "there is no topic '%s'%.0s%s",
        ds_suggest_excerpt(ds_text_of(id), excerpt, sizeof excerpt), near.nl, near.en);
}

ds_status ds_view_ask(const ds_views *views, const char *topic, const ds_view_pair *pairs, size_t n,
                      ds_view **out, ds_error *err) {
    ds_asking a = {.pairs = pairs, .n = n, .err = err};
    const ds_view_topic *found = ds_views_topic(views, topic);
    ds_status status = check_sizes(pairs, n, err);
    if (status != DS_OK) return status;
    if (found == NULL) return refuse_topic(views, topic, err);
    a.view = ds_calloc(1, sizeof *a.view);
    if (a.view == NULL) return ds_error_memory(err);
    a.view->views = views;
    a.view->topic = found;
    status = read_pairs(&a);
    ds_free(a.given);
    if (status == DS_OK) status = ds_view_choose(a.view, err);
    if (status == DS_OK) status = ds_view_write_query(a.view, err);
    if (status == DS_OK)
        *out = a.view;
    else
        ds_view_free(a.view);
    return status;
}
