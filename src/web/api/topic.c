/* web/api/topic.c: topics, and all that a question for figures can be made of. See api.h. */
#include "base/arena.h"
#include "web/api/api.h"

static const ds_say no_title = {NULL, NULL};

static void put_breakdown_names(ds_web_api_ask *ask, ds_document *in, const ds_view_topic *topic) {
    const char **names =
        ds_arena_take(&ask->request->arena, topic->n_breakdowns + 1, sizeof *names);
    for (size_t i = 0; names != NULL && i < topic->n_breakdowns; i++)
        names[i] = topic->breakdowns[i].by;
    ds_web_api_texts(in, "uitsplitsingen", names, names == NULL ? 0 : topic->n_breakdowns);
}

ds_status ds_web_api_make_topics(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    ds_document *document = ds_document_new(ask->operation->id, no_title), *list;
    size_t n;
    const ds_view_topic *topics = ds_views_topics(ask->views, &n);
    ds_web_api_put_release(ask, document);
    list = ds_web_api_list(document, "onderwerpen");
    for (size_t i = 0; i < n; i++) {
        ds_document *one = ds_web_api_object(list, NULL);
        ds_web_api_put_topic(ask, one, &topics[i]);
        put_breakdown_names(ask, one, &topics[i]);
    }
    *out = document;
    return ds_arena_finish(&ask->request->arena, err);
}

/* ---- one ---- */

static void put_key(ds_document *in, const ds_view_key *key) {
    ds_document *list;
    ds_web_api_text(in, "naam", key->name);
    ds_web_api_say(in, "titel", key->title);
    list = ds_web_api_list(in, "waarden");
    for (size_t i = 0; i < key->n_values; i++)
        ds_web_api_put_value(list, key->values[i].code, key->values[i].name);
}

static void put_values(ds_document *in, const char *id, const ds_view_value *values, size_t n) {
    ds_document *list = ds_web_api_list(in, id);
    for (size_t i = 0; i < n; i++)
        ds_web_api_put_value(list, values[i].code, values[i].name);
}

static void put_years(ds_document *in, const ds_view_breakdown *breakdown) {
    ds_document *list = ds_web_api_list(in, "jaren");
    const ds_field field = {.id = "", .in = DS_IN_JSON};
    ds_doc_table *table = ds_document_table(list, DS_IN_JSON, NULL, no_title, &field, 1);
    for (size_t i = 0; i < breakdown->n_years; i++) {
        const ds_value year = ds_value_year(breakdown->years[i]);
        ds_doc_table_row(table, &year);
    }
}

static void put_breakdown(ds_document *in, const ds_view_breakdown *breakdown) {
    ds_document *list;
    ds_document_value(in, DS_IN_JSON, "by", no_title, ds_value_text(breakdown->by));
    ds_web_api_say(in, "titel", breakdown->title);
    ds_web_api_text(in, "eenheid", breakdown->sheet->unit);
    ds_web_api_put_reason(in, breakdown->sheet);
    list = ds_web_api_list(in, "sleutels");
    for (size_t i = 0; i < breakdown->n_keys; i++)
        put_key(ds_web_api_object(list, NULL), &breakdown->keys[i]);
    put_years(in, breakdown);
    ds_web_api_flag(in, "schooljaren", breakdown->school_years);
    put_values(in, "maten", breakdown->measures, breakdown->n_measures);
    put_values(in, "soorten", breakdown->shapes, breakdown->n_shapes);
}

ds_status ds_web_api_make_topic(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    const ds_view_topic *topic = ds_web_api_topic_asked(ask);
    ds_document *document, *list;
    if (topic == NULL) return DS_OK;
    document = ds_document_new(ask->operation->id, no_title);
    ds_web_api_put_release(ask, document);
    ds_web_api_put_topic(ask, document, topic);
    list = ds_web_api_list(document, "uitsplitsingen");
    for (size_t i = 0; i < topic->n_breakdowns; i++)
        put_breakdown(ds_web_api_object(list, NULL), &topic->breakdowns[i]);
    *out = document;
    return ds_arena_finish(&ask->request->arena, err);
}
