/* work/outside/dossiers_ask.c: questions to a field, their answers, and theme codes. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "work/outside/dossiers_desk.h"

typedef struct asking {
    const char *topic, *path, *text;
    int64_t question;
    const char *const *codes;
    size_t n_codes;
} asking;

enum { THEMES_MAX = 20 };

/* What somebody writes to another: not empty, not longer than an answer may be. */
static bool is_message(const char *text, desk_answering *a) {
    const size_t size = text == NULL ? 0 : strlen(text);
    if (size > 0 && size <= DS_FORMULIER_FREE_MAX && strspn(text, " \t\r\n") < size &&
        ds_text_is_utf8(ds_text_of(text), NULL))
        return true;
    a->to->outcome = DS_OUTCOME_INVALID;
    ds_desk_reply_say(a, "tekst", DS_ERNST_FOUT, "", "",
                      DS_SAY("schrijf een tekst van hooguit 4000 tekens",
                             "write a text of at most 4000 characters"));
    return false;
}

/* A topic, and a field of it or none, that those roles may see. */
static bool is_askable(const desk_case *c, unsigned roles, const asking *q) {
    const ds_onderwerp *topic = q->topic == NULL ? NULL : ds_formulier_topic(c->form, q->topic);
    ds_plek place;
    if (topic == NULL || !ds_desk_is_visible(topic->visible_for, topic->n_visible_for, roles))
        return false;
    if (q->path == NULL || q->path[0] == '\0') return true;
    return ds_formulier_place(c->form, ds_text_of(q->path), &place) &&
           &c->form->topics[place.field->topic] == topic &&
           ds_desk_field_is_visible(c->form, place.field, roles);
}

static ds_status ask_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const asking *q = context;
    const ds_dossier_vraag vraag = {
        .onderwerp = q->topic, .path = q->path == NULL ? "" : q->path, .text = q->text};
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    ds_status status;
    if (!is_askable(c, ds_desk_case_may(c, DS_DESK_ASK), q)) {
        a->to->outcome = DS_OUTCOME_NOT_THERE;
        return DS_OK;
    }
    if (!is_message(q->text, a)) return DS_OK;
    status = ds_dossier_ask(c->desk->store, c->actor->user, c->dossier.head.id, &vraag, &a->to->id,
                            &outcome, err);
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

/* The question, where it is one of this dossier at something that the actor may see. */
static const ds_dossier_vraag *find_question(const desk_case *c, unsigned roles, int64_t id) {
    for (size_t i = 0; i < c->dossier.n_vragen; i++) {
        const ds_dossier_vraag *vraag = &c->dossier.vragen[i];
        const asking at = {.topic = vraag->onderwerp, .path = vraag->path};
        if (vraag->id == id) return is_askable(c, roles, &at) ? vraag : NULL;
    }
    return NULL;
}

static ds_status answer_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const asking *q = context;
    const ds_dossier_vraag *vraag =
        find_question(c, ds_desk_case_may(c, DS_DESK_REPLY), q->question);
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    ds_status status;
    if (vraag == NULL || vraag->closed_ms != 0) {
        a->to->outcome = vraag == NULL ? DS_OUTCOME_NOT_THERE : DS_OUTCOME_NOT_YET;
        return DS_OK;
    }
    if (!is_message(q->text, a)) return DS_OK;
    status = ds_dossier_answer_vraag(c->desk->store, c->actor->user, c->dossier.head.id,
                                     q->question, q->text, &outcome, err);
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

static ds_status close_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const asking *q = context;
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_status status = DS_OK;
    if (find_question(c, ds_desk_case_may(c, DS_DESK_CLOSE), q->question) != NULL)
        status = ds_dossier_close_vraag(c->desk->store, c->actor->user, c->dossier.head.id,
                                        q->question, &outcome, err);
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

ds_status ds_desk_ask(ds_desk *desk, const ds_desk_actor *actor, int64_t id, const char *topic,
                      const char *path, const char *text, ds_desk_reply *out, ds_error *err) {
    asking q = {.topic = topic, .path = path, .text = text};
    const desk_request request = {desk, actor, id, DS_DESK_ASK, NULL, ask_in_case, &q};
    return ds_desk_do(&request, out, err);
}

ds_status ds_desk_answer(ds_desk *desk, const ds_desk_actor *actor, int64_t id, int64_t question,
                         const char *text, ds_desk_reply *out, ds_error *err) {
    asking q = {.question = question, .text = text};
    const desk_request request = {desk, actor, id, DS_DESK_REPLY, NULL, answer_in_case, &q};
    return ds_desk_do(&request, out, err);
}

ds_status ds_desk_close_question(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                 int64_t question, ds_desk_reply *out, ds_error *err) {
    asking q = {.question = question};
    const desk_request request = {desk, actor, id, DS_DESK_CLOSE, NULL, close_in_case, &q};
    return ds_desk_do(&request, out, err);
}

/* ---- themes ---- */

static bool is_theme(const ds_formulier *form, const char *code) {
    if (code == NULL || code[0] == '\0' || strlen(code) > DS_FORMULIER_ID_MAX ||
        !ds_text_is_utf8(ds_text_of(code), NULL) || strpbrk(code, ";\r\n\t") != NULL)
        return false;
    return form->themes == NULL || ds_lijst_find(form->themes, ds_text_of(code)) != NULL;
}

static bool is_code_in(const char *const *codes, size_t n, const char *code) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(codes[i], code) == 0) return true;
    return false;
}

static ds_status set_theme(const desk_case *c, const char *path, const char *code, bool on,
                           desk_answering *a, ds_error *err) {
    const ds_dossier_thema thema = {.path = path, .code = code};
    ds_dossier_outcome outcome = DS_DOSSIER_DONE;
    const ds_status status = ds_dossier_set_thema(c->desk->store, c->actor->user,
                                                  c->dossier.head.id, &thema, on, &outcome, err);
    if (status == DS_OK) ds_desk_stored_outcome(a, outcome);
    return status;
}

static ds_status theme_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const asking *q = context;
    ds_status status = DS_OK;
    ds_plek place;
    if (q->path == NULL || !ds_formulier_place(c->form, ds_text_of(q->path), &place) ||
        !place.field->theme ||
        !ds_desk_field_is_visible(c->form, place.field, ds_desk_case_may(c, DS_DESK_THEME))) {
        a->to->outcome = DS_OUTCOME_NOT_THERE;
        return DS_OK;
    }
    for (size_t i = 0; i < q->n_codes; i++) {
        if (is_theme(c->form, q->codes[i]) && q->n_codes <= THEMES_MAX) continue;
        a->to->outcome = DS_OUTCOME_INVALID;
        ds_desk_reply_say(a, "thema", DS_ERNST_FOUT, "", q->path,
                          DS_SAY("dit is geen thema van dit formulier, of het zijn er te veel",
                                 "this is no theme of this form, or there are too many"));
        return DS_OK;
    }
    for (size_t i = 0; status == DS_OK && i < c->dossier.n_themas; i++)
        if (strcmp(c->dossier.themas[i].path, q->path) == 0 &&
            !is_code_in(q->codes, q->n_codes, c->dossier.themas[i].code))
            status = set_theme(c, q->path, c->dossier.themas[i].code, false, a, err);
    for (size_t i = 0; status == DS_OK && i < q->n_codes; i++)
        status = set_theme(c, q->path, q->codes[i], true, a, err);
    return status;
}

ds_status ds_desk_set_themes(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                             const char *path, const char *const *codes, size_t n,
                             ds_desk_reply *out, ds_error *err) {
    asking q = {.path = path, .codes = codes, .n_codes = n};
    const desk_request request = {desk, actor, id, DS_DESK_THEME, NULL, theme_in_case, &q};
    return ds_desk_do(&request, out, err);
}
