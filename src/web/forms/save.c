/* web/forms/save.c: what was sent from a topic's page, to the desk, and what comes of it: saved, or
 * the page again with what is wrong, or the choice between two answers. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "web/forms/forms.h"

static const char *const own_names[] = {"bewijs", "revisie", "doe"};

bool ds_web_is_own_name(const char *name) {
    for (size_t i = 0; i < sizeof own_names / sizeof *own_names; i++)
        if (strcmp(own_names[i], name) == 0) return true;
    return false;
}

/* Bytes of all values of a name, with a ; before each but the first; *out_only: the one there is.
 */
static size_t measure_typed(const ds_http_request *request, const char *path,
                            const char **out_only) {
    size_t size = 0, n = 0;
    *out_only = NULL;
    for (size_t i = 0; i < request->form.n; i++) {
        const ds_http_pair *pair = &request->form.pairs[i];
        if (!ds_text_is(pair->name, path)) continue;
        if (*out_only == NULL || n == 0) *out_only = pair->value.data;
        if (pair->value.size == 0) continue;
        size += pair->value.size + (n++ > 0);
    }
    if (n > 1) *out_only = NULL;
    return size;
}

/* In one go: a value after a value would take memory by the square of their number. */
const char *ds_web_typed_of(const ds_http_request *request, const char *path) {
    const char *only;
    const size_t size = measure_typed(request, path, &only);
    char *typed;
    size_t at = 0;
    if (only != NULL || size == 0) return only;
    typed = ds_arena_take((ds_arena *)(uintptr_t)&request->arena, size + 1, 1);
    if (typed == NULL) return NULL; /* no memory: the arena remembers */
    for (size_t i = 0; i < request->form.n; i++) {
        const ds_http_pair *pair = &request->form.pairs[i];
        if (pair->value.size == 0 || !ds_text_is(pair->name, path)) continue;
        if (at > 0) typed[at++] = ';';
        memcpy(typed + at, pair->value.data, pair->value.size);
        at += pair->value.size;
    }
    typed[at] = '\0';
    return typed;
}

/* Whether a name stood earlier in the form. */
static bool is_repeated(const ds_http_request *request, size_t at) {
    for (size_t i = 0; i < at; i++)
        if (ds_text_equal(request->form.pairs[i].name, request->form.pairs[at].name)) return true;
    return false;
}

/* All answers of the form, several choices of one as one. */
static ds_status read_typed(ds_http_request *request, ds_desk_typed **out, size_t *out_n,
                            ds_error *err) {
    ds_desk_typed *typed = ds_arena_take(&request->arena, request->form.n + 1, sizeof *typed);
    size_t n = 0;
    if (typed == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < request->form.n; i++) {
        const char *name = request->form.pairs[i].name.data;
        if (ds_web_is_own_name(name) || is_repeated(request, i)) continue;
        typed[n++] = (ds_desk_typed){name, ds_web_typed_of(request, name)};
    }
    *out = typed;
    *out_n = n;
    return ds_arena_finish(&request->arena, err);
}

void ds_web_reasons_add(ds_web_problems *problems, const ds_desk_reply *reply, ds_lang lang) {
    ds_web_reasons_add_of(problems, reply, NULL, lang);
}

void ds_web_reasons_add_of(ds_web_problems *problems, const ds_desk_reply *reply, const char *party,
                           ds_lang lang) {
    for (size_t i = 0; i < reply->n_reasons; i++) {
        const ds_desk_reason *reason = &reply->reasons[i];
        char field[160];
        ds_web_problem_say(problems, ds_web_field_of(reason->path, party, field), reason->say,
                           lang);
    }
}

const char *ds_web_field_of(const char *name, const char *party, char out[160]) {
    if (party == NULL || name[0] == '\0') return name;
    (void)snprintf(out, 160, "%.80s-%.70s", name, party);
    return out;
}

/* The next topic that is not done, or the dossier. */
static void path_onwards(const ds_desk_dossier *dossier, const ds_desk_topic *topic,
                         char out[300]) {
    const size_t at = (size_t)(topic - dossier->topics) + 1;
    ds_web_dossier_path(dossier->task.id,
                        at < dossier->n_topics ? dossier->topics[at].topic->id : NULL, NULL, out);
}

static ds_status show_unsaved(const ds_web_site *site, ds_http_request *request,
                              ds_http_response *response, const ds_desk_reply *reply,
                              ds_error *err) {
    ds_desk_dossier dossier; /* as it is now: what could be saved was */
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    if (reply->n_conflicts > 0)
        status = ds_web_show_conflicts(site, request, response, &dossier, reply);
    else
        status = ds_web_show_topic(site, request, response, &dossier,
                                   &(ds_web_unsaved){request, reply, NULL});
    if (response->status == 200)
        response->status = reply->outcome == DS_OUTCOME_INVALID ? 422 : 409;
    ds_desk_dossier_done(&dossier);
    return status;
}

static ds_status answer_saved(const ds_web_site *site, ds_http_request *request,
                              ds_http_response *response, const ds_desk_dossier *dossier,
                              const ds_desk_topic *topic) {
    char path[300];
    (void)site;
    if (strcmp(ds_http_form(request, "doe"), "verder") == 0)
        path_onwards(dossier, topic, path);
    else
        ds_web_dossier_path(dossier->task.id, topic->topic->id, "?bewaard=1", path);
    ds_http_response_redirect(response, path);
    return DS_OK;
}

static ds_status save_topic(const ds_web_site *site, ds_http_request *request,
                            ds_http_response *response, const ds_desk_dossier *dossier,
                            ds_error *err) {
    const ds_desk_topic *topic = ds_web_topic_of(dossier, request);
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    ds_desk_typed *typed = NULL;
    size_t n = 0;
    ds_status status;
    if (topic == NULL) return ds_web_refuse(response, 404);
    status = read_typed(request, &typed, &n, err);
    if (status == DS_OK)
        status = ds_desk_save(site->desk, &ds_web_guest_of(request)->actor, dossier->task.id,
                              topic->topic->id, ds_web_revision_of(request), request->lang, typed,
                              n, &reply, err);
    if (status == DS_OK && ds_web_goes_on(response, reply.outcome))
        status = reply.outcome == DS_OUTCOME_DONE
                     ? answer_saved(site, request, response, dossier, topic)
                     : show_unsaved(site, request, response, &reply, err);
    ds_desk_reply_done(&reply);
    return status;
}

ds_status ds_web_post_topic(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    ds_desk_dossier dossier;
    bool there = false;
    ds_status status = ds_web_see(context, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    status = save_topic(context, request, response, &dossier, err);
    ds_desk_dossier_done(&dossier);
    return status;
}
