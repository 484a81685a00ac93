/* web/api/release.c: the release, its chapters, its definitions, and what changed. See api.h. */
#include <string.h>

#include "base/error.h"
#include "web/api/api.h"

static const ds_say no_title = {NULL, NULL};

static ds_document *begin_answer(const ds_web_api_ask *ask) {
    ds_document *document = ds_document_new(ask->operation->id, no_title);
    ds_web_api_put_release(ask, document);
    return document;
}

/* ---- the release ---- */

static void put_release_links(ds_document *document) {
    static const struct {
        const char *id, *path;
    } links[] = {{"beschrijving", "/api/openapi.json"},    {"uitleg", "/api"},
                 {"hoofdstukken", "/api/v1/hoofdstukken"}, {"onderwerpen", "/api/v1/onderwerpen"},
                 {"definities", "/api/v1/definities"},     {"pakketten", "/api/v1/pakketten"},
                 {"wijzigingen", "/api/v1/wijzigingen"}};
    ds_document *object = ds_web_api_object(document, "links");
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        ds_web_api_text(object, links[i].id, links[i].path);
}

ds_status ds_web_api_make_release(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    const ds_release_about about = ds_release_about_of(ask->release);
    const ds_release_facts facts = ds_release_whole(ask->release);
    ds_document *document = begin_answer(ask);
    size_t n_topics, n_definitions;
    (void)err;
    (void)ds_views_topics(ask->views, &n_topics);
    (void)ds_release_definitions(ask->release, &n_definitions);
    ds_document_value(document, DS_IN_JSON, "jaar", no_title,
                      about.jaar == 0 ? ds_value_none(DS_STATE_UNDEFINED)
                                      : ds_value_year(about.jaar));
    ds_web_api_text(document, "uitgever", about.publisher);
    ds_web_api_text(document, "licentie", about.licence);
    ds_web_api_text(document, "programma", about.program);
    ds_web_api_whole(document, "minimum", (int64_t)facts.minimum);
    ds_web_api_whole(document, "afgerond_op", (int64_t)facts.rounded_to);
    ds_web_api_whole(document, "min_instellingen", (int64_t)facts.institutions);
    ds_web_api_whole(document, "n_onderwerpen", (int64_t)n_topics);
    ds_web_api_whole(document, "n_definities", (int64_t)n_definitions);
    put_release_links(document);
    *out = document;
    return DS_OK;
}

/* ---- chapters ---- */

static void put_chapter(ds_web_api_ask *ask, ds_document *in, const ds_view_chapter *chapter) {
    const char **ids = ds_arena_take(&ask->request->arena, chapter->n_topics + 1, sizeof *ids);
    ds_web_api_text(in, "id", chapter->id);
    ds_web_api_say(in, "titel", chapter->title);
    ds_web_api_say(in, "beschrijving", chapter->description);
    for (size_t i = 0; ids != NULL && i < chapter->n_topics; i++)
        ids[i] = chapter->topics[i]->id;
    ds_web_api_texts(in, "onderwerpen", ids, ids == NULL ? 0 : chapter->n_topics);
}

ds_status ds_web_api_make_chapters(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    ds_document *document = begin_answer(ask), *list = ds_web_api_list(document, "hoofdstukken");
    size_t n;
    const ds_view_chapter *chapters = ds_views_chapters(ask->views, &n);
    for (size_t i = 0; i < n; i++)
        put_chapter(ask, ds_web_api_object(list, NULL), &chapters[i]);
    *out = document;
    return ds_arena_finish(&ask->request->arena, err);
}

/* ---- definitions ---- */

static void put_definition(ds_web_api_ask *ask, ds_document *in,
                           const ds_release_definition *definition) {
    ds_document *links;
    ds_web_api_text(in, "id", definition->id);
    ds_web_api_text(in, "versie", definition->version);
    ds_web_api_say(in, "naam", definition->name);
    ds_web_api_text(in, "beter", definition->better);
    links = ds_web_api_object(in, "links");
    ds_web_api_text(links, "definitie",
                    ds_web_api_path(ask, "api", "v1", "definities", definition->id, NULL));
    ds_web_api_text(links, "pagina", ds_web_api_path(ask, "begrippen", definition->id, NULL));
}

ds_status ds_web_api_make_definitions(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    ds_document *document = begin_answer(ask), *list = ds_web_api_list(document, "definities");
    size_t n;
    const ds_release_definition *definitions = ds_release_definitions(ask->release, &n);
    for (size_t i = 0; i < n; i++)
        put_definition(ask, ds_web_api_object(list, NULL), &definitions[i]);
    *out = document;
    return ds_arena_finish(&ask->request->arena, err);
}

static ds_status refuse_definition(ds_web_api_ask *ask, const char *id) {
    size_t n;
    const ds_release_definition *definitions = ds_release_definitions(ask->release, &n);
    const char **names = ds_arena_take(&ask->request->arena, n + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < n; i++)
        names[i] = definitions[i].id;
    return ds_web_api_refuse_name(ask, DS_SAY("de definitie", "the definition"), id, names,
                                  names == NULL ? 0 : n);
}

static void put_topics_counted_so(ds_web_api_ask *ask, ds_document *in, const char *id) {
    size_t n, n_ids = 0;
    const ds_view_topic *topics = ds_views_topics(ask->views, &n);
    const char **ids = ds_arena_take(&ask->request->arena, n + 1, sizeof *ids);
    for (size_t i = 0; ids != NULL && i < n; i++)
        if (topics[i].definition != NULL && strcmp(topics[i].definition->id, id) == 0)
            ids[n_ids++] = topics[i].id;
    ds_web_api_texts(in, "onderwerpen", ids, n_ids);
}

ds_status ds_web_api_make_definition(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    const char *id = ds_http_parameter(ask->request, 0);
    const ds_release_definition *definition = ds_release_definition_of(ask->release, id);
    ds_document *document;
    if (definition == NULL) return refuse_definition(ask, id);
    document = begin_answer(ask);
    put_definition(ask, document, definition);
    ds_web_api_say(document, "tekst", definition->text);
    ds_web_api_text(document, "yaml", definition->yaml);
    put_topics_counted_so(ask, document, definition->id);
    *out = document;
    return ds_arena_finish(&ask->request->arena, err);
}

/* ---- changes ---- */

ds_status ds_web_api_make_changes(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    ds_status status = ds_current_changes(ask->current, &ask->borrowed, err);
    if (status != DS_OK || ask->borrowed != NULL) return status;
    *out = ds_document_new(ask->operation->id, no_title);
    (void)ds_web_api_list(*out, "samenvatting");
    return DS_OK;
}
