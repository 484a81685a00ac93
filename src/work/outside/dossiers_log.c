/* work/outside/dossiers_log.c: who somebody is here, who changed what in a dossier, and the log of
 * all that was done. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/logboek.h"
#include "work/outside/dossiers_desk.h"

enum { LOG_MOST = 10000 };

/* ---- who somebody is ---- */

static ds_status know_account(ds_arena *room, const ds_account *account, ds_desk_known *out,
                              ds_error *err) {
    ds_desk_holding *holdings = ds_arena_take(room, account->n_roles, sizeof *holdings);
    if (holdings == NULL) return ds_error_memory(err);
    for (size_t r = 0; r < account->n_roles; r++) {
        ds_desk_role role = DS_ROLE_NOBODY;
        if (!ds_desk_role_named(ds_rol_name(account->roles[r].rol), &role)) continue;
        holdings[out->actor.n_holdings++] =
            (ds_desk_holding){role, ds_desk_copy(room, account->roles[r].bereik)};
    }
    out->actor.user = account->id;
    out->actor.holdings = holdings;
    out->name = ds_desk_copy(room, account->naam);
    return ds_arena_finish(room, err);
}

ds_status ds_desk_know(ds_desk *desk, int64_t user, ds_desk_known *out, ds_error *err) {
    ds_accounts accounts = {0};
    ds_desk_known made = {.name = ""};
    ds_arena *room = ds_calloc(1, sizeof *room);
    ds_status status = DS_OK;
    if (room == NULL) return ds_error_memory(err);
    made.room = room;
    if (user != 0) status = ds_accounts_read(desk->store, user, &accounts, err);
    if (status == DS_OK && accounts.n == 1 && accounts.list[0].state == DS_ACCOUNT_ACTIVE)
        status = know_account(room, &accounts.list[0], &made, err);
    ds_accounts_done(&accounts);
    if (status == DS_OK)
        *out = made;
    else
        ds_desk_known_done(&made);
    return status;
}

void ds_desk_known_done(ds_desk_known *known) {
    if (known->room != NULL) ds_arena_done(known->room);
    ds_free(known->room);
    *known = (ds_desk_known){0};
}

/* ---- who changed what ---- */

typedef struct changing {
    const char *path;
    size_t most;
    ds_lang lang;
    ds_arena *texts;
    ds_desk_changes *to;
} changing;

static const char *history_name(const ds_dossier_history *history, int64_t id) {
    for (size_t i = 0; i < history->n_persons; i++)
        if (history->persons[i].id == id) return history->persons[i].naam;
    return "";
}

static ds_status show_version(const changing *h, const ds_veld *field, const char *value,
                              const char **out, ds_error *err) {
    char *shown = NULL;
    ds_status status = DS_OK;
    *out = "";
    if (value[0] == '\0') return DS_OK;
    if (field->soort == DS_VELD_BESTAND) {
        *out = h->lang == DS_NL ? "bestand" : "file";
        return DS_OK;
    }
    status = ds_formulier_show(field, value, h->lang, &shown, err);
    if (status == DS_OK) *out = ds_desk_copy(h->texts, shown);
    ds_free(shown);
    return status;
}

static ds_status see_version(const changing *h, const ds_dossier_history *history, size_t i,
                             const ds_veld *field, ds_desk_change *to, ds_error *err) {
    const ds_dossier_version *v = &history->list[i];
    ds_status status;
    *to = (ds_desk_change){.path = ds_desk_copy(h->texts, v->path),
                           .topic = ds_desk_copy(h->texts, v->onderwerp),
                           .by = ds_desk_copy(h->texts, history_name(history, v->by)),
                           .at = v->at_ms,
                           .refused = v->refused};
    status = show_version(h, field, v->value, &to->text, err);
    return status == DS_OK ? show_version(h, field, v->former, &to->former, err) : status;
}

static ds_status history_in_case(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    changing *h = context;
    const unsigned roles = ds_desk_case_may(c, DS_DESK_HISTORY);
    ds_dossier_history history = {0};
    ds_desk_change *list = NULL;
    ds_status status = ds_dossier_history_read(c->desk->store, c->dossier.head.id, h->path, h->most,
                                               &history, err);
    (void)a;
    if (status == DS_OK) {
        list = ds_arena_take(h->texts, history.n, sizeof *list);
        if (list == NULL) status = ds_error_memory(err);
    }
    for (size_t i = 0; status == DS_OK && i < history.n; i++) {
        ds_plek place;
        if (ds_formulier_place(c->form, ds_text_of(history.list[i].path), &place) &&
            ds_desk_field_is_visible(c->form, place.field, roles))
            status = see_version(h, &history, i, place.field, &list[h->to->n++], err);
    }
    h->to->list = list;
    ds_dossier_history_done(&history);
    return status == DS_OK ? ds_arena_finish(h->texts, err) : status;
}

ds_status ds_desk_history(ds_desk *desk, const ds_desk_actor *actor, int64_t id, const char *path,
                          size_t most, ds_lang lang, ds_desk_outcome *outcome, ds_desk_changes *out,
                          ds_error *err) {
    ds_desk_changes made = {0};
    changing h = {.path = path, .most = most, .lang = lang, .to = &made};
    const desk_request request = {desk, actor, id, DS_DESK_HISTORY, NULL, history_in_case, &h};
    ds_desk_reply reply;
    ds_status status;
    h.texts = ds_calloc(1, sizeof *h.texts);
    if (h.texts == NULL) return ds_error_memory(err);
    made.room = h.texts;
    status = ds_desk_do(&request, &reply, err);
    if (status != DS_OK) {
        ds_desk_changes_done(&made);
        return status;
    }
    *outcome = reply.outcome;
    *out = made;
    ds_desk_reply_done(&reply);
    return DS_OK;
}

void ds_desk_changes_done(ds_desk_changes *changes) {
    if (changes->room != NULL) ds_arena_done(changes->room);
    ds_free(changes->room);
    *changes = (ds_desk_changes){0};
}

/* ---- the log ---- */

ds_status ds_desk_note(const desk_case *c, ds_desk_action action, const char *about,
                       ds_error *err) {
    return ds_logboek_add(c->desk->store, c->actor->user, c->dossier.head.id,
                          ds_desk_action_name(action), about, err);
}

static const char *logged_name(const ds_logboek *log, int64_t id) {
    for (size_t i = 0; i < log->n_persons; i++)
        if (log->persons[i].id == id) return log->persons[i].naam;
    return "";
}

static ds_status gather_log(ds_desk *desk, int64_t dossier, size_t n, ds_desk_events *out,
                            ds_error *err) {
    const ds_logboek_filter filter = {.dossier = dossier,
                                      .most = n == 0 || n > LOG_MOST ? LOG_MOST : n};
    ds_arena *texts = out->room;
    ds_logboek log = {0};
    ds_desk_event *list;
    ds_status status = ds_logboek_read(desk->store, &filter, &log, err);
    if (status != DS_OK) return status;
    list = ds_arena_take(texts, log.n, sizeof *list);
    for (size_t i = 0; list != NULL && i < log.n; i++)
        list[i] = (ds_desk_event){log.list[i].at_ms,
                                  log.list[i].by,
                                  log.list[i].dossier,
                                  ds_desk_copy(texts, log.list[i].action),
                                  ds_desk_copy(texts, log.list[i].about),
                                  ds_desk_copy(texts, logged_name(&log, log.list[i].by))};
    out->events = list;
    out->n_events = log.n;
    ds_logboek_done(&log);
    return ds_arena_finish(texts, err);
}

static ds_status verify_log(ds_desk *desk, ds_desk_events *out, ds_error *err) {
    ds_logboek_verified verified = {0};
    const ds_status status = ds_logboek_verify(desk->store, NULL, &verified, err);
    out->checked = true;
    out->whole = verified.whole;
    return status;
}

/* Whether the actor may read the log of all, or of that dossier. */
static ds_status may_read_log(ds_desk *desk, const ds_desk_actor *actor, int64_t dossier,
                              ds_desk_outcome *outcome, ds_error *err) {
    const ds_desk_record none = {.party = SIZE_MAX};
    desk_case c;
    bool there = false;
    ds_status status;
    *outcome = DS_OUTCOME_NOT_THERE;
    if (dossier == 0) {
        if (ds_desk_roles_that_may(DS_DESK_LOG, actor, &none, NULL) != 0)
            *outcome = DS_OUTCOME_DONE;
        return DS_OK;
    }
    status = ds_desk_case_read(desk, actor, dossier, &c, &there, err);
    if (status != DS_OK || !there) return status;
    if (ds_desk_case_may(&c, DS_DESK_HISTORY) != 0)
        *outcome = DS_OUTCOME_DONE;
    else if (ds_desk_case_may(&c, DS_DESK_OPEN) != 0)
        *outcome = DS_OUTCOME_REFUSED;
    ds_desk_case_done(&c);
    return DS_OK;
}

ds_status ds_desk_log(ds_desk *desk, const ds_desk_actor *actor, int64_t dossier, size_t n,
                      ds_desk_outcome *outcome, ds_desk_events *out, ds_error *err) {
    ds_desk_events made = {0};
    ds_status status = may_read_log(desk, actor, dossier, outcome, err);
    if (status != DS_OK || *outcome != DS_OUTCOME_DONE) return status;
    made.room = ds_calloc(1, sizeof(ds_arena));
    if (made.room == NULL) return ds_error_memory(err);
    status = gather_log(desk, dossier, n, &made, err);
    if (status == DS_OK && dossier == 0) status = verify_log(desk, &made, err);
    if (status == DS_OK)
        *out = made;
    else
        ds_desk_events_done(&made);
    return status;
}

void ds_desk_events_done(ds_desk_events *events) {
    if (events->room != NULL) ds_arena_done(events->room);
    ds_free(events->room);
    *events = (ds_desk_events){0};
}
