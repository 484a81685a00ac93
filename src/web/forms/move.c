/* web/forms/move.c: a step to another state (handing in, reopening, starting): asked once more with
 * its reason and who signs, taken, and its receipt. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "web/account/account.h"
#include "web/forms/forms.h"

/* The step of the path's second parameter; NULL: this guest cannot take it from this state. */
static const ds_desk_move *find_move(const ds_desk_dossier *dossier,
                                     const ds_http_request *request) {
    for (size_t i = 0; i < dossier->n_moves; i++)
        if (strcmp(dossier->moves[i].transition->id, ds_http_parameter(request, 1)) == 0)
            return &dossier->moves[i];
    return NULL;
}

static void add_reason_field(ds_web_page *page, const ds_overgang *transition,
                             const ds_http_request *request) {
    if (transition->reason == DS_REDEN_NEE) return;
    ds_web_lines_add(page, &(ds_web_input){.name = "reden",
                                           .label = {"Reden", "Reason"},
                                           .hint = {"Staat bij deze stap in de geschiedenis.",
                                                    "Stands with this step in the history."},
                                           .value = ds_http_form(request, "reden"),
                                           .rows = 4,
                                           .is_required = transition->reason == DS_REDEN_MOET});
}

void ds_web_signer_add(ds_web_page *page, const ds_http_request *request, const char *party) {
    const bool sent = party == NULL || strcmp(ds_http_form(request, "partij"), party) == 0;
    char fields[2][160];
    ds_web_input_add(page, &(ds_web_input){.name = "naam",
                                           .label = {"Naam van wie tekent", "Name of who signs"},
                                           .field = ds_web_field_of("naam", party, fields[0]),
                                           .value = sent ? ds_http_form(request, "naam") : "",
                                           .autocomplete = "name",
                                           .is_required = true});
    ds_web_input_add(page, &(ds_web_input){.name = "functie",
                                           .label = {"Functie", "Function"},
                                           .field = ds_web_field_of("functie", party, fields[1]),
                                           .value = sent ? ds_http_form(request, "functie") : "",
                                           .autocomplete = "organization-title",
                                           .is_required = true});
}

static void add_move_form(ds_web_page *page, const ds_desk_dossier *dossier,
                          const ds_desk_move *move, const ds_http_request *request) {
    char path[300], more[160], revision[24];
    (void)snprintf(more, sizeof more, "/%.120s", move->transition->id);
    ds_web_dossier_path(dossier->task.id, "overgang", more, path);
    (void)snprintf(revision, sizeof revision, "%lld", (long long)dossier->revision);
    ds_web_form_begin(page, path, false);
    ds_web_hidden(page, "revisie", revision);
    add_reason_field(page, move->transition, request);
    if (move->transition->sign) ds_web_signer_add(page, request, NULL);
    ds_web_button(page, DS_WEB_BUTTON_FIRST, move->transition->say, NULL, NULL);
    ds_web_form_end(page);
}

/* What comes of it, and what was found that does not keep it back. */
static void add_before_move(ds_web_page *page, const ds_desk_dossier *dossier,
                            const ds_desk_move *move) {
    const ds_toestand *to = ds_formulier_state(dossier->task.form, move->transition->to);
    const char *values[2] = {dossier->task.name,
                             to == NULL ? "" : ds_say_text(to->say, page->lang)};
    ds_web_open(page, "p", NULL);
    ds_web_say_with(page,
                    to != NULL && to->edit
                        ? DS_SAY("Hierna is {0}: {1}. Antwoorden kunnen dan gewijzigd worden.",
                                 "After this {0} is: {1}. Answers may then be changed.")
                        : DS_SAY("Hierna is {0}: {1}. Antwoorden kunnen dan niet meer gewijzigd "
                                 "worden.",
                                 "After this {0} is: {1}. Answers can then no longer be changed."),
                    values, 2);
    ds_web_close(page);
    if (dossier->n_findings > 0)
        ds_web_findings_add(page, dossier,
                            &(ds_web_findings){dossier->findings, dossier->n_findings, false});
}

static ds_status show_move_page(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response, const ds_desk_dossier *dossier,
                                const ds_desk_reply *reply) {
    const ds_desk_move *move = find_move(dossier, request);
    char back[300];
    ds_web_problems problems = {0};
    ds_web_head head = {.back = back, .back_title = {"Antwoorden nakijken", "Check your answers"}};
    ds_web_view view;
    if (move == NULL) return ds_web_refuse(response, 404);
    ds_web_dossier_path(dossier->task.id, "controleren", NULL, back);
    head.title = move->transition->say;
    if (reply != NULL) ds_web_reasons_add(&problems, reply, request->lang);
    ds_web_view_begin(&view, site, request, response, &head, &problems);
    if (reply != NULL && reply->outcome == DS_OUTCOME_CONFLICT)
        ds_web_notice(&view.page, DS_WEB_WARN,
                      DS_SAY("Er is intussen iets gewijzigd", "Something changed meanwhile"),
                      DS_SAY("Kijk de antwoorden opnieuw na; er is nog niets gedaan.",
                             "Check the answers again; nothing was done yet."));
    if (move->n_reasons > 0)
        ds_web_findings_add(&view.page, dossier,
                            &(ds_web_findings){move->reasons, move->n_reasons, false});
    else
        add_before_move(&view.page, dossier, move);
    if (move->n_reasons == 0) add_move_form(&view.page, dossier, move, request);
    ds_web_view_end(&view);
    if (reply != NULL) response->status = reply->outcome == DS_OUTCOME_INVALID ? 422 : 409;
    ds_web_problems_done(&problems);
    return DS_OK;
}

static ds_status show_move_of(const ds_web_site *site, ds_http_request *request,
                              ds_http_response *response, const ds_desk_reply *reply,
                              ds_error *err) {
    ds_desk_dossier dossier;
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    status = show_move_page(site, request, response, &dossier, reply);
    ds_desk_dossier_done(&dossier);
    return status;
}

static ds_status show_move(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    return show_move_of(context, request, response, NULL, err);
}

static ds_status post_move(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    const ds_web_site *site = context;
    const int64_t id = ds_http_parameter_number(request, 0);
    const ds_desk_signer signer = {ds_http_form(request, "naam"), ds_http_form(request, "functie")};
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    char path[300];
    ds_status status = ds_desk_move_to(
        site->desk, &ds_web_guest_of(request)->actor, id, ds_http_parameter(request, 1),
        ds_web_revision_of(request), ds_http_form(request, "reden"),
        signer.name[0] == '\0' && signer.function[0] == '\0' ? NULL : &signer, &reply, err);
    if (status == DS_OK && ds_web_goes_on(response, reply.outcome)) {
        ds_web_dossier_path(id, "ontvangst", NULL, path);
        if (reply.outcome == DS_OUTCOME_DONE)
            ds_http_response_redirect(response, path);
        else
            status = show_move_of(site, request, response, &reply, err);
    }
    ds_desk_reply_done(&reply);
    return status;
}

/* ---- the receipt ---- */

static void add_step_values(ds_web_page *page, const ds_desk_dossier *dossier,
                            const ds_desk_step *step) {
    char moment[64], number[64];
    (void)snprintf(number, sizeof number, "%lld.%lld", (long long)dossier->task.id,
                   (long long)dossier->revision);
    ds_web_values_begin(page);
    ds_web_value(page, page->lang == DS_NL ? "Kenmerk" : "Reference", number, NULL);
    ds_web_value(page, page->lang == DS_NL ? "Wat" : "What",
                 ds_say_text(dossier->task.form->say, page->lang), NULL);
    ds_web_value(page, page->lang == DS_NL ? "Van" : "Of", dossier->task.name, NULL);
    ds_web_value(page, page->lang == DS_NL ? "Toestand" : "State",
                 ds_say_text(step->to->say, page->lang), NULL);
    ds_web_value(page, page->lang == DS_NL ? "Wanneer" : "When",
                 ds_web_moment(step->at, page->lang, moment), NULL);
    ds_web_value(page, page->lang == DS_NL ? "Door" : "By", step->by, NULL);
    if (step->name[0] != '\0')
        ds_web_value(page, page->lang == DS_NL ? "Getekend door" : "Signed by", step->name, NULL);
    if (step->function[0] != '\0')
        ds_web_value(page, page->lang == DS_NL ? "Functie" : "Function", step->function, NULL);
    if (step->reason[0] != '\0')
        ds_web_value(page, page->lang == DS_NL ? "Reden" : "Reason", step->reason, NULL);
    ds_web_values_end(page);
}

static void add_steps(ds_web_page *page, const ds_desk_dossier *dossier) {
    static const ds_web_column columns[] = {{.title = {"Wanneer", "When"}},
                                            {.title = {"Toestand", "State"}},
                                            {.title = {"Door", "By"}},
                                            {.title = {"Getekend door", "Signed by"}},
                                            {.title = {"Reden", "Reason"}}};
    ds_web_table_begin(page, "stappen",
                       page->lang == DS_NL ? "Alle stappen tot nu toe" : "All steps until now",
                       columns, 5);
    for (size_t i = 0; i < dossier->n_steps; i++) {
        const ds_desk_step *step = &dossier->steps[i];
        char moment[64], signer[600];
        (void)snprintf(signer, sizeof signer, "%.300s%s%.250s", step->name,
                       step->function[0] == '\0' ? "" : ", ", step->function);
        ds_web_row_begin(page);
        ds_web_cell_name(page, ds_web_moment(step->at, page->lang, moment));
        ds_web_cell(page, ds_say_text(step->to->say, page->lang));
        ds_web_cell(page, step->by);
        ds_web_cell(page, signer);
        ds_web_cell(page, step->reason);
        ds_web_row_end(page);
    }
    ds_web_table_end(page);
}

static ds_status show_receipt(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_web_site *site = context;
    ds_desk_dossier dossier;
    char back[300];
    ds_web_head head = {.title = {"Ontvangst", "Receipt"}};
    ds_web_view view;
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    ds_web_head_below(&head, &dossier, back);
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    if (dossier.n_steps > 0) {
        const ds_desk_step *last = &dossier.steps[dossier.n_steps - 1];
        ds_web_notice(&view.page, dossier.task.submitted ? DS_WEB_GOOD : DS_WEB_PLAIN,
                      last->to->say,
                      DS_SAY("Dit is vastgelegd. Bewaar of print deze pagina als u een bewijs "
                             "nodig hebt.",
                             "This is recorded. Keep or print this page if you need proof."));
        add_step_values(&view.page, &dossier, last);
    }
    add_steps(&view.page, &dossier);
    ds_web_view_end(&view);
    ds_desk_dossier_done(&dossier);
    return DS_OK;
}

const ds_http_route ds_web_move_routes[] = {
    {DS_HTTP_GET, "/dossier/{id}/overgang/{overgang}", DS_DESK_MOVE, show_move, 0, false, false},
    {DS_HTTP_POST, "/dossier/{id}/overgang/{overgang}", DS_DESK_MOVE, post_move, 0, false, false},
    {DS_HTTP_GET, "/dossier/{id}/ontvangst", DS_DESK_OPEN, show_receipt, 0, false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
