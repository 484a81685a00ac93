/* publish/made_of.c: herkomst.csv, what a release was made of: vingerafdruk,soort,naam, a line a
 * thing. Whoever asks whether it is out of date holds that against what is there now. */
#include <stdlib.h>
#include <string.h>

#include "base/checksum.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "publish/publishing.h"

enum { RECORD_MOST = 1 << 26, FIELDS = 3 };

static const char *const own_kinds[] = {"vrijgave", "vorm", "uitgever", "levering", "document"};

static const ds_field made_of_fields[FIELDS] = {
    {.id = "vingerafdruk", .in = DS_IN_ALL},
    {.id = "soort", .in = DS_IN_ALL},
    {.id = "naam", .in = DS_IN_ALL},
};

/* A list that grows in an arena's documents: lines, sorted before they are written. */
typedef struct record_lines {
    ds_made_of *lines;
    size_t n, capacity;
    ds_arena arena;
} record_lines;

/* A name has no line end in it, so that a line is a line. */
static const char *clean_name(record_lines *r, const char *name) {
    char *copy = ds_arena_take(&r->arena, strlen(name) + 1, 1);
    if (copy == NULL) return "";
    for (size_t i = 0; name[i] != '\0'; i++)
        copy[i] = (unsigned char)name[i] < ' ' ? '?' : name[i];
    return copy;
}

static ds_status add_line(record_lines *r, const char *kind, const char *name,
                          const char *fingerprint, ds_error *err) {
    if (!ds_reserve(&r->lines, &r->capacity, r->n + 1, sizeof *r->lines))
        return ds_error_memory(err);
    r->lines[r->n++] =
        (ds_made_of){clean_name(r, kind), clean_name(r, name), clean_name(r, fingerprint)};
    return ds_arena_finish(&r->arena, err);
}

static int compare_lines(const void *a, const void *b) {
    const ds_made_of *x = a, *y = b;
    const int kind = strcmp(x->kind, y->kind), name = strcmp(x->name, y->name);
    return kind != 0 ? kind : name != 0 ? name : strcmp(x->fingerprint, y->fingerprint);
}

static ds_status write_lines(record_lines *r, ds_buffer *out, ds_error *err) {
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_document *document = ds_document_new("herkomst", (ds_say){NULL, NULL});
    ds_doc_table *table = ds_document_table(document, DS_IN_ALL, "herkomst", (ds_say){NULL, NULL},
                                            made_of_fields, FIELDS);
    ds_status status;
    if (r->n > 0) qsort(r->lines, r->n, sizeof *r->lines, compare_lines);
    for (size_t i = 0; i < r->n; i++) {
        const ds_value values[FIELDS] = {ds_value_text(r->lines[i].fingerprint),
                                         ds_value_text(r->lines[i].kind),
                                         ds_value_text(r->lines[i].name)};
        ds_doc_table_row(table, values);
    }
    status = ds_publish_bytes(document, DS_FORM_CSV, &o, out, err);
    ds_document_free(document);
    return status;
}

static void record_done(record_lines *r) {
    ds_free(r->lines);
    ds_arena_done(&r->arena);
}

static ds_status add_asked(record_lines *r, const ds_made_of *made_of, size_t n, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = add_line(r, made_of[i].kind, made_of[i].name, made_of[i].fingerprint, err);
    return status;
}

/* ---- of this release ---- */

static ds_status add_release_line(const ds_publishing *p, record_lines *r, ds_error *err) {
    char path[DS_PATH_SIZE], sum[DS_CHECKSUM_SIZE];
    uint64_t size;
    ds_status status = ds_file_join(path, p->place.made, "vrijgave.json", err);
    if (status == DS_OK) status = ds_checksum_file(path, sum, &size, err);
    return status == DS_OK ? add_line(r, "vrijgave", "vrijgave.json", sum, err) : status;
}

/* Whatever else decides what the files say. */
static ds_status add_form_lines(const ds_publishing *p, record_lines *r, ds_error *err) {
    const ds_publish_options *o = p->options;
    const ds_publisher *publisher = &o->publisher;
    char text[64];
    ds_status status;
    (void)snprintf(text, sizeof text, "%x-%x-%d", p->forms, p->own_forms, o->dutch_only);
    status = add_line(r, "vorm", o->institution == NULL ? "alle" : o->institution, text, err);
    if (status == DS_OK && publisher->name != NULL)
        status = add_line(r, "uitgever", publisher->name,
                          publisher->licence == NULL ? "" : publisher->licence, err);
    for (size_t i = 0; status == DS_OK && i < p->n_recipes; i++) {
        const ds_recipe_about about = ds_recipe_about_of(p->recipes[i]);
        status = add_line(r, "document", about.id, about.checksum, err);
    }
    return status;
}

static ds_status add_delivery_lines(const ds_publishing *p, record_lines *r, ds_error *err) {
    size_t n;
    const ds_release_delivery *deliveries = ds_release_deliveries(p->release, &n);
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = add_line(r, "levering", deliveries[i].name, deliveries[i].checksum, err);
    return status;
}

ds_status ds_made_of_text(ds_publishing *p, ds_buffer *out, ds_error *err) {
    record_lines r = {0};
    ds_status status = add_release_line(p, &r, err);
    ds_buffer_init(out, RECORD_MOST);
    if (status == DS_OK) status = add_form_lines(p, &r, err);
    if (status == DS_OK) status = add_delivery_lines(p, &r, err);
    if (status == DS_OK) status = add_asked(&r, p->options->made_of, p->options->n_made_of, err);
    if (status == DS_OK) status = write_lines(&r, out, err);
    record_done(&r);
    return status;
}

/* ---- held against what is there now ---- */

/* A line of a record: fingerprint, kind and name as they stand there. */
typedef struct record_line {
    ds_text fingerprint, kind, name;
} record_line;

static bool next_line(const char **at, record_line *out) {
    const char *line = *at, *end = strchr(line, '\n'), *first, *second;
    if (end == NULL) return false;
    *at = end + 1;
    first = memchr(line, ',', (size_t)(end - line));
    second = first == NULL ? NULL : memchr(first + 1, ',', (size_t)(end - first - 1));
    if (second == NULL) return next_line(at, out);
    out->fingerprint = (ds_text){line, (size_t)(first - line)};
    out->kind = (ds_text){first + 1, (size_t)(second - first - 1)};
    out->name = (ds_text){second + 1, (size_t)(end - second - 1)};
    return true;
}

static bool is_own_kind(ds_text kind) {
    for (size_t i = 0; i < sizeof own_kinds / sizeof *own_kinds; i++)
        if (ds_text_is(kind, own_kinds[i])) return true;
    return false;
}

static bool find_line(const char *record, const record_line *wanted, record_line *out) {
    while (next_line(&record, out))
        if (ds_text_equal(out->kind, wanted->kind) && ds_text_equal(out->name, wanted->name))
            return true;
    return false;
}

/* "recept proef.md", and no "register register". */
static void note_change(ds_publish_state *state, const record_line *line, const char *nl,
                        const char *en) {
    const ds_text name = ds_text_equal(line->kind, line->name) ? (ds_text){"", 0} : line->name;
    const char *between = name.size == 0 ? "" : " ";
    if (state->n_changed++ > 0 || state->stale) return;
    state->stale = true;
    state->what.status = DS_INPUT;
    (void)snprintf(state->what.nl, sizeof state->what.nl, "%.*s%s%.*s %s", (int)line->kind.size,
                   line->kind.data, between, (int)name.size, name.data, nl);
    (void)snprintf(state->what.en, sizeof state->what.en, "%.*s%s%.*s %s", (int)line->kind.size,
                   line->kind.data, between, (int)name.size, name.data, en);
}

static void hold_records(const char *before, const char *now, ds_publish_state *state) {
    const char *at = now;
    record_line line, other;
    while (next_line(&at, &line)) {
        if (is_own_kind(line.kind) || ds_text_is(line.kind, "soort")) continue;
        if (!find_line(before, &line, &other))
            note_change(state, &line, "kwam erbij", "was added");
        else if (!ds_text_equal(line.fingerprint, other.fingerprint))
            note_change(state, &line, "is gewijzigd", "was changed");
    }
    at = before;
    while (next_line(&at, &line))
        if (!is_own_kind(line.kind) && !ds_text_is(line.kind, "soort") &&
            !find_line(now, &line, &other))
            note_change(state, &line, "is weg", "was removed");
}

/* What is told is the first change; the others are counted. */
static void note_others(ds_publish_state *state, bool partial) {
    const size_t others = state->n_changed - (state->n_changed > 0 && !partial);
    const size_t nl = strlen(state->what.nl), en = strlen(state->what.en);
    if (others == 0) return;
    (void)snprintf(state->what.nl + nl, sizeof state->what.nl - nl, ", en nog %zu %s", others,
                   others == 1 ? "ding" : "dingen");
    (void)snprintf(state->what.en + en, sizeof state->what.en - en, ", and %zu other thing%s",
                   others, others == 1 ? "" : "s");
}

static ds_status read_record(const char *folder, const char *name, char **out, size_t *out_size,
                             ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_file_join(path, folder, name, err);
    if (status == DS_OK) status = ds_file_join(path, path, "herkomst.csv", err);
    return status == DS_OK ? ds_file_read(path, RECORD_MOST, out, out_size, err) : status;
}

ds_status ds_publish_look(const char *folder, const ds_made_of *made_of, size_t n_made_of,
                          ds_publish_state *out, ds_error *err) {
    ds_publish_state state = {.stale = false};
    record_lines r = {0};
    ds_buffer now;
    char *before = NULL;
    size_t size;
    ds_status status = ds_place_current(folder, state.name, err);
    if (status != DS_OK) return status;
    if (state.name[0] == '\0' || read_record(folder, state.name, &before, &size, NULL) != DS_OK) {
        state.stale = true;
        (void)ds_error_set(&state.what, DS_INPUT, "er is nog geen vrijgave",
                           "there is no release yet");
        *out = state;
        return DS_OK;
    }
    if (ds_publish_is_partial(folder, state.name)) {
        state.stale = true;
        (void)ds_error_set(&state.what, DS_INPUT, "de huidige vrijgave is een deel",
                           "the current release is a part");
    }
    ds_buffer_init(&now, RECORD_MOST);
    status = add_asked(&r, made_of, n_made_of, err);
    if (status == DS_OK) status = write_lines(&r, &now, err);
    if (status == DS_OK) {
        const bool partial = state.stale;
        hold_records(before, ds_buffer_string(&now), &state);
        note_others(&state, partial);
        *out = state;
    }
    ds_buffer_done(&now);
    record_done(&r);
    ds_free(before);
    return status;
}
