/* web/dashboard/asked.c: from an address to the view that it asks for. A view has one address: a
 * form that is sent, or a link with its parts in another order, leads to it. See dashboard.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "web/dashboard/dashboard.h"

/* What a form says beside what is asked: the breakdown that it was of. */
static const char was_name[] = "was";

enum { LOCATION_MOST = 3800 };

/* ---- pairs ---- */

typedef struct asked_pairs {
    ds_view_pair *pairs; /* [n] */
    size_t n;
    const char *was; /* NULL: no form of ours */
    const char *by;  /* NULL: not asked */
} asked_pairs;

/* All but the language, which is no part of a view. */
static bool read_asked(ds_dash *dash, asked_pairs *out) {
    const ds_http_pairs *query = &dash->request->query;
    *out = (asked_pairs){.pairs = ds_dash_take(dash, query->n + 1, sizeof *out->pairs)};
    for (size_t i = 0; out->pairs != NULL && i < query->n; i++) {
        const char *name = query->pairs[i].name.data, *value = query->pairs[i].value.data;
        if (strcmp(name, "taal") == 0) continue;
        if (strcmp(name, was_name) == 0) {
            out->was = value;
            continue;
        }
        if (strcmp(name, "by") == 0) out->by = value;
        out->pairs[out->n++] = (ds_view_pair){name, value};
    }
    return out->pairs != NULL;
}

static const char *topic_of(const ds_dash *dash) {
    return ds_http_parameter(dash->request, dash->topic_at);
}

/* ---- another breakdown ---- */

/* The pairs of a canonical query, without by. */
static ds_status read_canonical(ds_dash *dash, const char *query, asked_pairs *out, ds_error *err) {
    ds_http_pairs pairs = {0};
    ds_status status = ds_http_fields_read(ds_text_of(query), DS_VIEW_PAIRS_MAX,
                                           &dash->request->arena, &pairs, err);
    if (status == DS_OK) out->pairs = ds_dash_take(dash, pairs.n, sizeof *out->pairs);
    if (status == DS_OK && out->pairs == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < pairs.n; i++)
        if (strcmp(pairs.pairs[i].name.data, "by") != 0)
            out->pairs[out->n++] =
                (ds_view_pair){pairs.pairs[i].name.data, pairs.pairs[i].value.data};
    ds_http_pairs_done(&pairs);
    return status;
}

/* What was chosen of the breakdown before, in pairs; none where that cannot be. */
static ds_status read_before(ds_dash *dash, const asked_pairs *asked, asked_pairs *out,
                             ds_error *err) {
    ds_view_pair *old = ds_dash_take(dash, asked->n + 1, sizeof *old);
    ds_view *view = NULL;
    ds_status status;
    size_t n = 1;
    *out = (asked_pairs){0};
    if (old == NULL) return ds_error_memory(err);
    old[0] = (ds_view_pair){"by", asked->was};
    for (size_t i = 0; i < asked->n; i++)
        if (strcmp(asked->pairs[i].name, "by") != 0) old[n++] = asked->pairs[i];
    status = ds_view_ask(dash->views, topic_of(dash), old, n, &view, err);
    if (status == DS_INPUT) return DS_OK;
    if (status == DS_OK && ds_view_query(view)[0] != '\0')
        status = read_canonical(dash, ds_view_query(view), out, err);
    ds_view_free(view);
    return status;
}

/* Whether a choice can be asked as far as the last pair, too. */
static ds_status try_pairs(ds_dash *dash, const ds_view_pair *pairs, size_t n, bool *out,
                           ds_error *err) {
    ds_view *view = NULL;
    const ds_status status = ds_view_ask(dash->views, topic_of(dash), pairs, n, &view, err);
    *out = status == DS_OK;
    ds_view_free(view);
    return status == DS_INPUT ? DS_OK : status;
}

/* Whoever asks by the form for another breakdown keeps of their choice what that has, too: a form
 * cannot know what the next one has. An address by itself is taken as it stands. */
static ds_status ask_other_breakdown(ds_dash *dash, const asked_pairs *asked, ds_view **out,
                                     ds_error *err) {
    asked_pairs before;
    ds_view_pair *kept;
    size_t n = 1;
    ds_status status = read_before(dash, asked, &before, err);
    if (status != DS_OK) return status;
    kept = ds_dash_take(dash, before.n + 1, sizeof *kept);
    if (kept == NULL) return ds_error_memory(err);
    kept[0] = (ds_view_pair){"by", asked->by};
    for (size_t i = 0; status == DS_OK && i < before.n; i++) {
        bool has = false;
        kept[n] = before.pairs[i];
        status = try_pairs(dash, kept, n + 1, &has, err);
        n += has;
    }
    return status == DS_OK ? ds_view_ask(dash->views, topic_of(dash), kept, n, out, err) : status;
}

static ds_status ask_choice(ds_dash *dash, ds_view **out, ds_error *err) {
    asked_pairs asked;
    if (!read_asked(dash, &asked)) return ds_error_memory(err);
    if (asked.was != NULL && asked.by != NULL && strcmp(asked.was, asked.by) != 0)
        return ask_other_breakdown(dash, &asked, out, err);
    return ds_view_ask(dash->views, topic_of(dash), asked.pairs, asked.n, out, err);
}

/* ---- the one address ---- */

/* The query as it came, without the language; "" none. Of the arena. */
static const char *query_of(ds_dash *dash) {
    const char *target = dash->request->target.data, *at = strchr(target, '?');
    char *out = ds_dash_take(dash, strlen(target), 1);
    size_t n = 0;
    if (out == NULL || at == NULL) return "";
    while (*at != '\0') {
        const size_t size = 1 + strcspn(at + 1, "&");
        if (strncmp(at + 1, "taal=", 5) != 0) {
            if (n > 0) out[n++] = '&';
            memcpy(out + n, at + 1, size - 1);
            n += size - 1;
        }
        at += size;
    }
    out[n] = '\0';
    return out;
}

/* True: the answer leads there. */
static bool leads_elsewhere(ds_dash *dash, const char *form, const ds_view *view) {
    const char *query = ds_view_query(view), *address, *taal = ds_http_query(dash->request, "taal");
    const bool keeps = strcmp(taal, "nl") == 0 || strcmp(taal, "en") == 0;
    if (strcmp(query_of(dash), query) == 0 || strlen(query) > LOCATION_MOST) return false;
    if (keeps) query = ds_dash_print(dash, "%s%staal=%s", query, query[0] == '\0' ? "" : "&", taal);
    address = ds_dash_address(dash, topic_of(dash), form, query);
    if (dash->response->failed == DS_OK) ds_http_response_redirect(dash->response, address);
    return true;
}

/* What an address asks that is not there is no fault of the program's. */
static ds_status refuse_asked(ds_dash *dash, ds_status status, const ds_error *why, ds_error *err) {
    if (status == DS_INPUT)
        return ds_dash_refuse(dash, ds_views_topic(dash->views, topic_of(dash)) == NULL ? 404 : 400,
                              why);
    if (err != NULL) *err = *why;
    return status;
}

ds_status ds_dash_see_as_is(ds_dash *dash, ds_view **out, ds_error *err) {
    ds_error why = {0};
    const ds_status status = ask_choice(dash, out, &why);
    if (status == DS_OK) return DS_OK;
    *out = NULL;
    return refuse_asked(dash, status, &why, err);
}

ds_status ds_dash_see(ds_dash *dash, const char *form, ds_view **out, ds_error *err) {
    const ds_status status = ds_dash_see_as_is(dash, out, err);
    if (status == DS_OK && *out != NULL && leads_elsewhere(dash, form, *out)) {
        ds_view_free(*out);
        *out = NULL;
    }
    return status;
}
