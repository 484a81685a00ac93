/* web/api/part.c: what answers are made of. See api.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/api/api.h"

static const ds_say no_title = {NULL, NULL};

ds_document *ds_web_api_object(ds_document *in, const char *id) {
    return ds_document_section(in, id, no_title, DS_IN_JSON);
}

ds_document *ds_web_api_list(ds_document *in, const char *id) {
    return ds_document_list(in, id, no_title, DS_IN_JSON);
}

static void put_value(ds_document *in, const char *id, ds_value value) {
    ds_document_value(in, DS_IN_JSON, id, no_title, value);
}

void ds_web_api_text(ds_document *in, const char *id, const char *text) {
    put_value(in, id, ds_value_text(text == NULL || text[0] == '\0' ? NULL : text));
}

void ds_web_api_say(ds_document *in, const char *id, ds_say say) {
    char id_en[64];
    (void)snprintf(id_en, sizeof id_en, "%s_en", id);
    ds_web_api_text(in, id, ds_say_text(say, DS_NL));
    ds_web_api_text(in, id_en, ds_say_text(say, DS_EN));
}

void ds_web_api_whole(ds_document *in, const char *id, int64_t n) {
    put_value(in, id, ds_value_integer(n));
}

void ds_web_api_flag(ds_document *in, const char *id, bool flag) {
    put_value(in, id, ds_value_flag(flag));
}

void ds_web_api_texts(ds_document *in, const char *id, const char *const *texts, size_t n) {
    ds_document *list = ds_web_api_list(in, id);
    const ds_field field = {.id = "", .in = DS_IN_JSON};
    ds_doc_table *table = ds_document_table(list, DS_IN_JSON, NULL, no_title, &field, 1);
    for (size_t i = 0; i < n; i++) {
        const ds_value value = ds_value_text(texts[i]);
        ds_doc_table_row(table, &value);
    }
}

/* ---- addresses ---- */

/* What stands in a part of a path as it is (RFC 3986, unreserved). */
static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static void add_segment(ds_buffer *out, const char *text) {
    ds_buffer_add_char(out, '/');
    for (; *text != '\0'; text++)
        if (is_plain(*text))
            ds_buffer_add_char(out, *text);
        else
            ds_buffer_addf(out, "%%%02X", (unsigned char)*text);
}

const char *ds_web_api_path(ds_web_api_ask *ask, const char *first, ...) {
    ds_arena *arena = &ask->request->arena;
    ds_buffer path;
    const char *copy;
    va_list parts;
    ds_buffer_init(&path, DS_HTTP_TARGET_MAX);
    va_start(parts, first);
    for (const char *part = first; part != NULL; part = va_arg(parts, const char *))
        add_segment(&path, part);
    va_end(parts);
    copy = path.failed == DS_OK ? ds_arena_copy(arena, (ds_text){path.data, path.size}) : NULL;
    if (copy == NULL) arena->failed = true; /* as if the arena had it */
    ds_buffer_done(&path);
    return copy;
}

void ds_web_api_put_value(ds_document *list, const char *code, ds_say name) {
    ds_document *one = ds_web_api_object(list, NULL);
    ds_web_api_text(one, "code", code);
    ds_web_api_say(one, "naam", name);
}

/* ---- the release, a topic ---- */

void ds_web_api_put_reason(ds_document *in, const ds_release_sheet *sheet) {
    const bool has_reason = sheet->reason[0] != '\0';
    ds_web_api_text(in, "reden", sheet->reason);
    ds_web_api_say(in, "reden_tekst", has_reason ? sheet->reason_text : no_title);
}

void ds_web_api_put_release(const ds_web_api_ask *ask, ds_document *in) {
    const ds_release_about about = ds_release_about_of(ask->release);
    ds_document *object = ds_web_api_object(in, "vrijgave");
    ds_web_api_text(object, "naam", ds_current_name(ask->current));
    ds_web_api_text(object, "datum", about.date);
    ds_web_api_text(object, "merk", ds_current_mark(ask->current));
    ds_web_api_flag(object, "gemaakt", about.made);
    ds_web_api_flag(object, "concept", about.draft);
}

void ds_web_api_put_topic(ds_web_api_ask *ask, ds_document *in, const ds_view_topic *topic) {
    ds_document *links;
    const char *definition = topic->definition == NULL ? NULL : topic->definition->id;
    ds_web_api_text(in, "id", topic->id);
    ds_web_api_say(in, "titel", topic->title);
    ds_web_api_text(in, "soort", topic->kind);
    ds_web_api_text(in, "definitie", definition);
    links = ds_web_api_object(in, "links");
    ds_web_api_text(links, "onderwerp",
                    ds_web_api_path(ask, "api", "v1", "onderwerpen", topic->id, NULL));
    ds_web_api_text(links, "cijfers",
                    ds_web_api_path(ask, "api", "v1", "cijfers", topic->id, NULL));
    ds_web_api_text(links, "pagina", ds_web_api_path(ask, "cijfers", topic->id, NULL));
    ds_web_api_text(links, "definitie",
                    definition == NULL
                        ? NULL
                        : ds_web_api_path(ask, "api", "v1", "definities", definition, NULL));
}

const ds_view_topic *ds_web_api_topic_asked(ds_web_api_ask *ask) {
    const char *id = ds_http_parameter(ask->request, 0), **names;
    const ds_view_topic *topic = ds_views_topic(ask->views, id), *topics;
    size_t n;
    if (topic != NULL) return topic;
    topics = ds_views_topics(ask->views, &n);
    names = ds_arena_take(&ask->request->arena, n + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < n; i++)
        names[i] = topics[i].id;
    (void)ds_web_api_refuse_name(ask, DS_SAY("het onderwerp", "the topic"), id, names,
                                 names == NULL ? 0 : n);
    return NULL;
}
