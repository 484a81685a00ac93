/* bench/bench_targets.c: bench_targets WORKFOLDER N [BEFORE]: N different pages of the dashboard
 * that can be asked of a work folder's release, one a line: choices of a topic, in canonical
 * spelling, by chance but the same each time. BEFORE: what stands before the topic (/cijfers/). For
 * bench_load -f.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doorstroom/current.h"

enum { PAIRS = 16, VALUE = 256, TRIES = 50 };

static uint64_t state = 2026;

static size_t draw_below(size_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return n == 0 ? 0 : (size_t)(state >> 33) % n;
}

typedef struct choice {
    ds_view_pair pairs[PAIRS];
    char values[PAIRS][VALUE];
    size_t n;
} choice;

static void add_pair(choice *c, const char *name, const char *value) {
    if (c->n == PAIRS) return;
    (void)snprintf(c->values[c->n], VALUE, "%s", value);
    c->pairs[c->n] = (ds_view_pair){name, c->values[c->n]};
    c->n++;
}

static void choose_years(choice *c, const ds_view_breakdown *b) {
    char text[64];
    const size_t first = draw_below(b->n_years), last = first + draw_below(b->n_years - first);
    if (b->n_years == 0) return;
    (void)snprintf(text, sizeof text, "%d-%d", b->years[first], b->years[last]);
    add_pair(c, "jaren", text);
}

static void choose_values(choice *c, const ds_view_key *key) {
    char text[VALUE] = "";
    const size_t n = 1 + draw_below(3);
    for (size_t i = 0; i < n && key->n_values > 0; i++) {
        const char *code = key->values[draw_below(key->n_values)].code;
        const size_t size = strlen(text);
        (void)snprintf(text + size, sizeof text - size, "%s%s", i == 0 ? "" : ",", code);
    }
    if (text[0] != '\0') add_pair(c, key->name, text);
}

static void choose(choice *c, const ds_view_breakdown *b) {
    *c = (choice){0};
    add_pair(c, "by", b->by);
    if (b->by[0] == '\0') c->n = 0;
    if (draw_below(3) > 0) choose_years(c, b);
    for (size_t i = 0; i < b->n_keys; i++)
        if (draw_below(3) > 0) choose_values(c, &b->keys[i]);
    if (b->n_measures > 1 && draw_below(2) > 0)
        add_pair(c, "maat", b->measures[draw_below(b->n_measures)].code);
    if (b->n_shapes > 1 && draw_below(2) > 0)
        add_pair(c, "soort", b->shapes[draw_below(b->n_shapes)].code);
}

/* What was printed before, as hashes: a page is asked once. */
typedef struct seen {
    uint64_t *hashes;
    size_t room;
} seen;

static bool is_new(seen *s, const char *text) {
    uint64_t hash = 1469598103934665603U;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211U;
    for (size_t at = hash % s->room;; at = (at + 1) % s->room) {
        if (s->hashes[at] == hash) return false;
        if (s->hashes[at] == 0) {
            s->hashes[at] = hash;
            return true;
        }
    }
}

/* One target, or false: it cannot be seen so, or was there. */
static bool print_choice(const ds_views *views, const char *before, seen *s) {
    size_t n;
    const ds_view_topic *const topics = ds_views_topics(views, &n);
    const ds_view_topic *topic = &topics[draw_below(n)];
    const ds_view_breakdown *b = &topic->breakdowns[draw_below(topic->n_breakdowns)];
    char target[4096];
    choice c;
    ds_view *view = NULL;
    const char *query;
    bool done;
    if (b->sheet->n_facts == 0) return false;
    choose(&c, b);
    if (ds_view_ask(views, topic->id, c.pairs, c.n, &view, NULL) != DS_OK) return false;
    query = ds_view_query(view);
    (void)snprintf(target, sizeof target, "%s%s%s%s", before, topic->id,
                   query[0] == '\0' ? "" : "?", query);
    ds_view_free(view);
    done = is_new(s, target);
    if (done) puts(target);
    return done;
}

int main(int argc, char **argv) {
    ds_current_options options = DS_CURRENT_OPTIONS_INIT;
    const size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    const char *before = argc > 3 ? argv[3] : "/cijfers/";
    const ds_current_release *release = NULL;
    const ds_views *views = NULL;
    ds_current *current = NULL;
    seen s = {calloc(4 * n + 16, sizeof *s.hashes), 4 * n + 16};
    ds_error err = {0};
    size_t done = 0;
    if (n == 0 || s.hashes == NULL) return 2;
    options.folder = argv[1];
    options.program_folder = ".";
    if (ds_current_open(&options, &current, &err) != DS_OK ||
        ds_current_take(current, &release, &err) != DS_OK || release == NULL ||
        ds_current_views(release, "", &views, &err) != DS_OK) {
        (void)fprintf(stderr, "bench_targets: %s\n", err.status == DS_OK ? "no release" : err.en);
        return 1;
    }
    for (size_t tries = 0; done < n && tries < TRIES * n; tries++)
        done += print_choice(views, before, &s);
    ds_current_give(current, release);
    ds_current_close(current);
    free(s.hashes);
    return done == 0;
}
