/* web/forms/agree.c: who agrees to a topic, and saying so in the name of a party. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "web/account/account.h"
#include "web/forms/forms.h"

/* ---- how it stands ---- */

ds_say ds_web_agreed_say(const ds_desk_agreement *a) {
    if (!a->given) return DS_SAY("nog niets gezegd", "nothing said yet");
    if (a->stale) return DS_SAY("gold voor een eerdere tekst", "was for an earlier text");
    return a->agrees ? DS_SAY("akkoord", "agrees") : DS_SAY("niet akkoord", "does not agree");
}

static ds_web_tone tone_of(const ds_desk_agreement *a) {
    if (!a->given) return DS_WEB_PLAIN;
    if (a->stale) return DS_WEB_WARN;
    return a->agrees ? DS_WEB_GOOD : DS_WEB_BAD;
}

static void add_agreement(ds_web_page *page, const ds_desk_agreement *a) {
    char hint[700] = "", moment[64];
    if (a->given)
        (void)snprintf(hint, sizeof hint, "%.200s, %s%s%.300s", a->by,
                       ds_web_moment(a->at, page->lang, moment), a->remark[0] == '\0' ? "" : ": ",
                       a->remark);
    ds_web_task_add(page,
                    &(ds_web_task){NULL, a->party_name, hint[0] == '\0' ? NULL : hint,
                                   ds_say_text(ds_web_agreed_say(a), page->lang), tone_of(a)});
}

/* What was sent for this party and could not be kept, in the place of what is; NULL: nothing was.
 */
static const char *find_sent(const ds_web_unsaved *unsaved, const ds_desk_agreement *a,
                             const char *name) {
    if (unsaved == NULL || unsaved->request == NULL || unsaved->party == NULL ||
        strcmp(unsaved->party, a->party) != 0)
        return NULL;
    return ds_http_form(unsaved->request, name);
}

static void add_agree_form(ds_web_page *page, const ds_desk_dossier *dossier,
                           const ds_desk_topic *topic, const ds_desk_agreement *a,
                           const ds_web_unsaved *unsaved) {
    const char *sent = find_sent(unsaved, a, "zegt"), *remark = find_sent(unsaved, a, "opmerking"),
               *says = sent != NULL ? sent
                       : !a->given  ? ""
                       : a->agrees  ? "ja"
                                    : "nee";
    const ds_web_choice choices[] = {
        {"ja", page->lang == DS_NL ? "Akkoord" : "We agree", NULL, strcmp(says, "ja") == 0},
        {"nee", page->lang == DS_NL ? "Niet akkoord" : "We do not agree", NULL,
         strcmp(says, "nee") == 0},
        {"niets", page->lang == DS_NL ? "Nog niets zeggen" : "Say nothing yet", NULL,
         strcmp(says, "niets") == 0}};
    char path[300], revision[24], label[400], fields[2][160];
    ds_web_dossier_path(dossier->task.id, topic->topic->id, "/akkoord", path);
    (void)snprintf(revision, sizeof revision, "%lld", (long long)dossier->revision);
    (void)snprintf(label, sizeof label,
                   page->lang == DS_NL ? "Wat zegt %.300s?" : "What does %.300s say?",
                   a->party_name);
    ds_web_form_begin(page, path, false);
    ds_web_hidden(page, "revisie", revision);
    ds_web_hidden(page, "partij", a->party);
    ds_web_radios_add(page,
                      &(ds_web_input){.name = "zegt",
                                      .field = ds_web_field_of("zegt", a->party, fields[0]),
                                      .label_text = label},
                      choices, a->given ? 3 : 2);
    ds_web_lines_add(
        page,
        &(ds_web_input){.name = "opmerking",
                        .field = ds_web_field_of("opmerking", a->party, fields[1]),
                        .label = {"Opmerking", "Remark"},
                        .hint = {"Staat bij het akkoord. Wie niet akkoord is zegt hier waarom.",
                                 "Stands with the agreement. Who does not agree says why here."},
                        .value = remark != NULL ? remark
                                 : a->given     ? a->remark
                                                : "",
                        .rows = 3});
    ds_web_button(page, DS_WEB_BUTTON_SECOND, DS_SAY("Vastleggen", "Record"), NULL, NULL);
    ds_web_form_end(page);
}

void ds_web_agreements_add(ds_web_page *page, const ds_desk_dossier *dossier,
                           const ds_desk_topic *topic, const ds_web_unsaved *unsaved) {
    if (topic->n_agreements == 0) return;
    ds_web_heading(page, 2, "akkoord", DS_SAY("Wie gaat akkoord", "Who agrees"));
    ds_web_tasks_begin(page, DS_SAY("Partijen", "Parties"));
    for (size_t i = 0; i < topic->n_agreements; i++)
        if (topic->agreements[i].asked || topic->agreements[i].given)
            add_agreement(page, &topic->agreements[i]);
    ds_web_tasks_end(page);
    for (size_t i = 0; i < topic->n_agreements; i++)
        if (topic->agreements[i].may)
            add_agree_form(page, dossier, topic, &topic->agreements[i], unsaved);
}

/* ---- saying it ---- */

static bool read_says(const char *text, ds_desk_says *out) {
    static const char *const names[] = {
        [DS_SAYS_YES] = "ja", [DS_SAYS_NO] = "nee", [DS_SAYS_NOTHING] = "niets"};
    for (int i = 0; i < 3; i++)
        if (strcmp(names[i], text) == 0) {
            *out = (ds_desk_says)i;
            return true;
        }
    return false;
}

/* The topic's page again, with what could not be done above it. */
static ds_status show_reasons(const ds_web_site *site, ds_http_request *request,
                              ds_http_response *response, const ds_desk_reply *reply,
                              ds_error *err) {
    ds_desk_dossier dossier;
    bool there = false;
    ds_status status;
    if (reply->n_reasons == 0) return ds_web_refuse(response, 409);
    status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    status = ds_web_show_topic(site, request, response, &dossier,
                               &(ds_web_unsaved){request, reply, ds_http_form(request, "partij")});
    ds_desk_dossier_done(&dossier);
    return status;
}

ds_status ds_web_post_agree(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    const int64_t id = ds_http_parameter_number(request, 0);
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    ds_desk_says says = DS_SAYS_NOTHING;
    char path[300];
    ds_status status;
    if (!read_says(ds_http_form(request, "zegt"), &says)) return ds_web_refuse(response, 400);
    status = ds_desk_agree(site->desk, &ds_web_guest_of(request)->actor, id,
                           ds_http_parameter(request, 1), ds_http_form(request, "partij"),
                           ds_web_revision_of(request), says, ds_http_form(request, "opmerking"),
                           &reply, err);
    if (status == DS_OK && ds_web_goes_on(response, reply.outcome)) {
        ds_web_dossier_path(id, ds_http_parameter(request, 1), "?bewaard=1#akkoord", path);
        if (reply.outcome == DS_OUTCOME_DONE)
            ds_http_response_redirect(response, path);
        else
            status = show_reasons(site, request, response, &reply, err);
    }
    ds_desk_reply_done(&reply);
    return status;
}
