/* web/demo/dossiers.c: what the people of a demo have filled in: something of each form, in each
 * state that can be reached by typing what a field asks and nothing more. See demo.h. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "web/demo/demo.h"

enum { PASSES = 3, TYPED_MAX = 4000 };

/* What is done, by whom, to which dossier. */
typedef struct demo_work {
    ds_desk *desk;
    const ds_web_demo_actor *actors;
    ds_desk_typed *typed; /* [TYPED_MAX] */
    int64_t id;
    bool is_done; /* the last step was */
    ds_status status;
    ds_error *err;
} demo_work;

static const ds_desk_actor *actor_of(const demo_work *work, size_t who) {
    return &work->actors[who].actor;
}

/* ---- what is typed ---- */

/* What any value will not do for: the whole of which amounts are parts, what need not be there but
 * without which something else does, and that something was done. */
static const struct {
    const char *field, *text;
} apart[] = {{"totaal", "50.000.000"},
             {"ingezet", "ja"},
             {"oorspronkelijk", "12,5"},
             {"laag", "15"},
             {"hoog", "30"}};

static const char *typed_apart(const ds_veld *field) {
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (strcmp(apart[i].field, field->id) == 0) return apart[i].text;
    return NULL;
}

static const char *typed_of(const ds_veld *field, const char *scope) {
    if (typed_apart(field) != NULL) return typed_apart(field);
    switch (field->soort) {
    case DS_VELD_TEKST:
        return "de coördinator";
    case DS_VELD_VRIJ:
        return "Gemaakte tekst, om te laten zien hoe het werkt.";
    case DS_VELD_GEHEEL:
    case DS_VELD_GETAL:
    case DS_VELD_PROCENT:
        return "20";
    case DS_VELD_BEDRAG:
        return "1.250.000";
    case DS_VELD_JAAR:
        return "2026";
    case DS_VELD_SCHOOLJAAR:
        return "2026-2027";
    case DS_VELD_DATUM:
        return "01-09-2027";
    case DS_VELD_JA_NEE:
        return "nee";
    case DS_VELD_KEUZE:
    case DS_VELD_MEERKEUZE:
        return field->list != NULL && field->list->n_rows > 0 ? field->list->rows[0].code : "";
    case DS_VELD_BRIN:
        return scope;
    default:
        return "";
    }
}

/* Of a topic, what is required and empty. */
static size_t type_topic(const demo_work *work, const ds_desk_topic *topic, const char *scope) {
    size_t n = 0;
    for (size_t i = 0; i < topic->n_fields && n < TYPED_MAX; i++) {
        const ds_desk_field *field = &topic->fields[i];
        const char *text = typed_of(field->field, scope);
        if (!field->may_fill || field->value[0] != '\0' || text[0] == '\0' ||
            (!field->required && typed_apart(field->field) == NULL))
            continue;
        work->typed[n++] = (ds_desk_typed){field->path, text};
    }
    return n;
}

static void end_reply(demo_work *work, ds_desk_reply *reply) {
    work->is_done = work->status == DS_OK && reply->outcome == DS_OUTCOME_DONE;
    if (work->is_done && reply->id != 0 && work->id == 0) work->id = reply->id;
    ds_desk_reply_done(reply);
}

/* Calls `then` with the dossier as this person sees it; nothing where they see none. */
static void see_as(demo_work *work, size_t who,
                   void (*then)(demo_work *, size_t, const ds_desk_dossier *)) {
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_desk_dossier dossier = {0};
    if (work->status != DS_OK || work->id == 0) return;
    work->status = ds_desk_see(work->desk, actor_of(work, who), work->id, DS_NL, &outcome, &dossier,
                               work->err);
    if (work->status == DS_OK && outcome == DS_OUTCOME_DONE) then(work, who, &dossier);
    ds_desk_dossier_done(&dossier);
}

/* What is not taken (a check says it is wrong) stays empty: it is a demo of that, too. */
static void save_topics(demo_work *work, size_t who, const ds_desk_dossier *dossier) {
    for (size_t t = 0; work->status == DS_OK && t < dossier->n_topics; t++) {
        const ds_desk_topic *topic = &dossier->topics[t];
        const size_t n = type_topic(work, topic, dossier->task.scope);
        ds_desk_reply reply = DS_DESK_REPLY_INIT;
        if (n == 0) continue;
        work->status = ds_desk_save(work->desk, actor_of(work, who), work->id, topic->topic->id,
                                    topic->revision, DS_NL, work->typed, n, &reply, work->err);
        end_reply(work, &reply);
    }
}

/* One answer asks for the next: more than once. */
static void fill_in(demo_work *work, size_t who, size_t passes) {
    for (size_t i = 0; i < passes; i++)
        see_as(work, who, save_topics);
}

/* ---- steps ---- */

static void begin_dossier(demo_work *work, size_t who, const char *form, const char *scope,
                          const char *name) {
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    work->id = 0;
    if (work->status != DS_OK || ds_desk_form(work->desk, form, NULL) == NULL) return;
    work->status =
        ds_desk_create(work->desk, actor_of(work, who), form, scope, name, &reply, work->err);
    end_reply(work, &reply);
}

static void add_party(demo_work *work, size_t who, const char *kind, const char *name,
                      const char *scope) {
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    if (work->status != DS_OK || work->id == 0) return;
    work->status = ds_desk_add_party(work->desk, actor_of(work, who), work->id, kind, name, scope,
                                     &reply, work->err);
    end_reply(work, &reply);
}

/* The transition to a state that counts as submitted. */
static void submit_it(demo_work *work, size_t who, const ds_desk_dossier *dossier) {
    static const ds_desk_signer signer = {"Teun Tekenaar", "bestuurder"};
    for (size_t i = 0; i < dossier->n_moves; i++) {
        const ds_desk_move *move = &dossier->moves[i];
        ds_desk_reply reply = DS_DESK_REPLY_INIT;
        if (move->n_reasons > 0 || strcmp(move->transition->id, "indienen") != 0) continue;
        work->status =
            ds_desk_move_to(work->desk, actor_of(work, who), work->id, move->transition->id,
                            dossier->revision, "", &signer, &reply, work->err);
        end_reply(work, &reply);
        return;
    }
}

/* About the first topic. */
static void ask_it(demo_work *work, size_t who, const ds_desk_dossier *dossier) {
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    if (!dossier->may_ask || dossier->n_topics == 0) return;
    work->status =
        ds_desk_ask(work->desk, actor_of(work, who), work->id, dossier->topics[0].topic->id, "",
                    "Klopt dit? Het wijkt af van vorig jaar.", &reply, work->err);
    end_reply(work, &reply);
}

static void set_region(demo_work *work, size_t who, const ds_desk_dossier *dossier) {
    for (size_t t = 0; work->status == DS_OK && t < dossier->n_topics; t++) {
        const ds_desk_topic *topic = &dossier->topics[t];
        for (size_t i = 0; i < topic->n_fields; i++) {
            ds_desk_reply reply = DS_DESK_REPLY_INIT;
            const ds_desk_typed typed = {"regio", "RMC15"};
            if (strcmp(topic->fields[i].path, "regio") != 0) continue;
            work->status = ds_desk_save(work->desk, actor_of(work, who), work->id, topic->topic->id,
                                        topic->revision, DS_NL, &typed, 1, &reply, work->err);
            end_reply(work, &reply);
            return;
        }
    }
}

/* ---- the dossiers ---- */

static void make_agendas(demo_work *work) {
    begin_dossier(work, DS_WEB_DEMO_FILLER, "efile", "91AA", "ROC Wolkenveld");
    fill_in(work, DS_WEB_DEMO_FILLER, PASSES);
    see_as(work, DS_WEB_DEMO_SIGNER, submit_it);
    see_as(work, DS_WEB_DEMO_RESEARCHER, ask_it);
    begin_dossier(work, DS_WEB_DEMO_SECOND, "efile", "91AB", "ROC Sterrenbaai");
    fill_in(work, DS_WEB_DEMO_SECOND, 1);
}

static void make_route(demo_work *work) {
    begin_dossier(work, DS_WEB_DEMO_VMBO, "leerroute", "90VM", "Techniek van vmbo naar mbo");
    add_party(work, DS_WEB_DEMO_VMBO, "vmbo", "De Wilg (verzonnen)", "90VM");
    add_party(work, DS_WEB_DEMO_VMBO, "mbo", "ROC Sterrenbaai (verzonnen)", "91AB");
    see_as(work, DS_WEB_DEMO_VMBO, set_region);
    fill_in(work, DS_WEB_DEMO_VMBO, 1);
}

static void make_handover(demo_work *work) {
    begin_dossier(work, DS_WEB_DEMO_MBO, "overdracht", "91AB", "De Beuk en ROC Sterrenbaai");
    add_party(work, DS_WEB_DEMO_MBO, "mbo", "ROC Sterrenbaai (verzonnen)", "91AB");
    see_as(work, DS_WEB_DEMO_MBO, set_region);
    fill_in(work, DS_WEB_DEMO_MBO, 1);
}

static void make_surveys(demo_work *work) {
    begin_dossier(work, DS_WEB_DEMO_VMBO, "contactenquete", "90VM", "De Wilg");
    fill_in(work, DS_WEB_DEMO_VMBO, PASSES);
    see_as(work, DS_WEB_DEMO_VMBO, submit_it);
    begin_dossier(work, DS_WEB_DEMO_MBO, "contactenquete", "91AB", "ROC Sterrenbaai");
}

ds_status ds_web_demo_make_dossiers(ds_desk *desk,
                                    const ds_web_demo_actor actors[DS_WEB_DEMO_PEOPLE],
                                    ds_error *err) {
    demo_work work = {.desk = desk, .actors = actors, .status = DS_OK, .err = err};
    work.typed = ds_calloc(TYPED_MAX, sizeof *work.typed);
    if (work.typed == NULL) return ds_error_memory(err);
    make_agendas(&work);
    make_route(&work);
    make_handover(&work);
    make_surveys(&work);
    ds_free(work.typed);
    return work.status;
}
