/* web/forms/paper.c: documents that are made of a dossier (an agreement, a receipt, all of it on
 * one print), and it as a workbook, out and in. See forms.h. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "web/forms/forms.h"
#include "web/forms/made.h"

static const struct {
    const char *form;
    ds_say say;
} paper_forms[] = {{"html", {"Webpagina (html)", "Web page (html)"}},
                   {"pdf", {"Pdf", "Pdf"}},
                   {"docx", {"Word (docx)", "Word (docx)"}},
                   {"xlsx", {"Excel (xlsx)", "Excel (xlsx)"}},
                   {"csv", {"Tabel (csv)", "Table (csv)"}}};
enum { PAPER_FORMS = sizeof paper_forms / sizeof *paper_forms };

/* ---- documents ---- */

static ds_status show_paper(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const char *id = ds_http_parameter(request, 1);
    const ds_formulier_stuk *paper;
    ds_desk_dossier dossier;
    ds_web_view view;
    char back[300], path[300];
    ds_web_head head = {.title = {"Alles op één pagina", "All on one page"}};
    bool there = false;
    ds_status status = ds_web_see(context, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    paper = ds_formulier_paper(dossier.task.form, id);
    if (paper == NULL && strcmp(id, "overzicht") != 0) {
        ds_desk_dossier_done(&dossier);
        return ds_web_refuse(response, 404);
    }
    if (paper != NULL) head.title = paper->say;
    ds_web_head_below(&head, &dossier, back);
    ds_web_view_begin(&view, context, request, response, &head, NULL);
    if (paper != NULL && paper->uitleg.nl != NULL) ds_web_paragraph(&view.page, paper->uitleg);
    ds_web_open(&view.page, "ul", NULL);
    for (size_t i = 0; i < PAPER_FORMS; i++) {
        char more[120];
        (void)snprintf(more, sizeof more, "/%.60s/%s", id, paper_forms[i].form);
        ds_web_dossier_path(dossier.task.id, "document", more, path);
        ds_web_open(&view.page, "li", NULL);
        ds_web_link_say(&view.page, path, paper_forms[i].say);
        ds_web_close(&view.page);
    }
    ds_web_close(&view.page);
    ds_web_view_end(&view);
    ds_desk_dossier_done(&dossier);
    return DS_OK;
}

static bool is_paper_form(const char *form) {
    for (size_t i = 0; i < PAPER_FORMS; i++)
        if (strcmp(paper_forms[i].form, form) == 0) return true;
    return false;
}

/* This machine cannot make that form (no pandoc, no Typst), and says so. */
static ds_status show_cannot(const ds_web_site *site, ds_http_request *request,
                             ds_http_response *response, const ds_error *why) {
    static const ds_web_head head = {
        .title = {"Deze vorm kan hier niet", "This form cannot be made here"}};
    ds_web_view view;
    response->status = 409;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_element_text(&view.page, "p", NULL, request->lang == DS_NL ? why->nl : why->en);
    ds_web_view_end(&view);
    return DS_OK;
}

static ds_status fetch_paper(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    const ds_web_site *site = context;
    const char *form = ds_http_parameter(request, 2);
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_web_made made = DS_WEB_MADE_NONE;
    ds_error why = {0};
    char name[40], called[160], path[DS_PATH_SIZE];
    ds_status status;
    if (!is_paper_form(form)) return ds_web_refuse(response, 404);
    (void)snprintf(name, sizeof name, "stuk.%s", form);
    (void)snprintf(called, sizeof called, "%.80s.%s", ds_http_parameter(request, 1), form);
    status = ds_web_made_begin(&made, err);
    if (status == DS_OK) status = ds_file_join(path, made.lying.path, name, err);
    if (status == DS_OK)
        status = ds_desk_document_save(
            site->desk, &ds_web_guest_of(request)->actor, ds_http_parameter_number(request, 0),
            ds_http_parameter(request, 1), request->lang, path, &outcome, &why);
    if (status == DS_USAGE || status == DS_INPUT) /* of this request all was fine */
        status = show_cannot(site, request, response, &why);
    else if (status == DS_OK && outcome != DS_OUTCOME_DONE)
        status = ds_web_refuse(response, outcome == DS_OUTCOME_REFUSED ? 403 : 404);
    else if (status == DS_OK)
        status = ds_web_made_send(&made, name, called, response, err);
    ds_web_made_done(&made);
    return status;
}

/* ---- a workbook ---- */

static ds_status show_workbook_page(const ds_web_site *site, ds_http_request *request,
                                    ds_http_response *response, const ds_desk_reply *reply,
                                    ds_error *err) {
    ds_desk_dossier dossier;
    ds_web_problems problems = {0};
    ds_web_view view;
    char back[300], path[300], revision[24];
    ds_web_head head = {.title = {"Invullen in Excel", "Fill in by Excel"}};
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    if (reply != NULL) ds_web_reasons_add(&problems, reply, request->lang);
    ds_web_head_below(&head, &dossier, back);
    ds_web_view_begin(&view, site, request, response, &head, &problems);
    ds_web_paragraph(
        &view.page,
        DS_SAY(
            "Haal het werkblad op, vul het elders in en stuur het terug. Wat u in het werkblad "
            "wijzigde wordt bewaard; wat intussen door anderen is gewijzigd wordt u getoond. Een "
            "antwoord dat u leeg maakt, blijft staan: wis dat op de pagina zelf.",
            "Fetch the workbook, fill it in elsewhere and send it back. What you changed in it "
            "is saved; what others changed meanwhile is shown to you. An answer that you empty "
            "stays: clear it on the page itself."));
    ds_web_dossier_path(dossier.task.id, "werkblad", "/haal", path);
    ds_web_open(&view.page, "p", NULL);
    ds_web_link_say(&view.page, path,
                    DS_SAY("Werkblad ophalen (xlsx)", "Fetch the workbook (xlsx)"));
    ds_web_close(&view.page);
    if (dossier.may_xlsx) {
        (void)snprintf(revision, sizeof revision, "%lld", (long long)dossier.revision);
        ds_web_dossier_path(dossier.task.id, "werkblad", NULL, path);
        ds_web_form_begin(&view.page, path, true);
        ds_web_hidden(&view.page, "revisie", revision);
        ds_web_file_add(&view.page, &(ds_web_input){.name = "bestand",
                                                    .label = {"Ingevuld werkblad (xlsx)",
                                                              "Filled workbook (xlsx)"}});
        ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Terugsturen", "Send back"), NULL,
                      NULL);
        ds_web_form_end(&view.page);
    }
    ds_web_view_end(&view);
    ds_web_problems_done(&problems);
    ds_desk_dossier_done(&dossier);
    return DS_OK;
}

static ds_status show_workbook(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    return show_workbook_page(context, request, response, NULL, err);
}

static ds_status fetch_workbook(void *context, ds_http_request *request, ds_http_response *response,
                                ds_error *err) {
    const ds_web_site *site = context;
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_web_made made = DS_WEB_MADE_NONE;
    char path[DS_PATH_SIZE], called[60];
    ds_status status = ds_web_made_begin(&made, err);
    if (status == DS_OK) status = ds_file_join(path, made.lying.path, "werkblad.xlsx", err);
    if (status == DS_OK)
        status = ds_desk_xlsx_out(site->desk, &ds_web_guest_of(request)->actor,
                                  ds_http_parameter_number(request, 0), request->lang, path,
                                  &outcome, err);
    (void)snprintf(called, sizeof called, "dossier-%.20s.xlsx", ds_http_parameter(request, 0));
    if (status == DS_OK && outcome != DS_OUTCOME_DONE)
        status = ds_web_refuse(response, outcome == DS_OUTCOME_REFUSED ? 403 : 404);
    else if (status == DS_OK)
        status = ds_web_made_send(&made, "werkblad.xlsx", called, response, err);
    ds_web_made_done(&made);
    return status;
}

static ds_status take_workbook(const ds_web_site *site, ds_http_request *request,
                               ds_desk_reply *reply, ds_error *err) {
    const ds_http_file *file = &request->files.files[0];
    ds_web_made made = DS_WEB_MADE_NONE;
    char path[DS_PATH_SIZE];
    ds_status status = ds_web_made_begin(&made, err);
    if (status == DS_OK) status = ds_file_join(path, made.lying.path, "werkblad.xlsx", err);
    if (status == DS_OK)
        status = ds_file_write_private(path, file->data.data, file->data.size, err);
    if (status == DS_OK)
        status = ds_desk_xlsx_in(site->desk, &ds_web_guest_of(request)->actor,
                                 ds_http_parameter_number(request, 0), path,
                                 ds_web_revision_of(request), request->lang, reply, err);
    ds_web_made_done(&made);
    return status;
}

static ds_status post_workbook(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    static const ds_desk_reason none = {"bestand",
                                        DS_ERNST_FOUT,
                                        "",
                                        "bestand",
                                        {"Kies een werkblad (xlsx)", "Choose a workbook (xlsx)"}};
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    ds_error why = {0};
    char path[300];
    ds_status status = DS_INPUT;
    if (request->files.n > 0) status = take_workbook(context, request, &reply, &why);
    if (status == DS_INPUT) { /* none was chosen, or it is no workbook of this form */
        reply = (ds_desk_reply)DS_DESK_REPLY_INIT;
        reply.reasons = &none;
        reply.n_reasons = 1;
        return show_workbook_page(context, request, response, &reply, err);
    }
    if (status == DS_OK && ds_web_goes_on(response, reply.outcome)) {
        ds_web_dossier_path(ds_http_parameter_number(request, 0), NULL, NULL, path);
        if (reply.outcome == DS_OUTCOME_DONE)
            ds_http_response_redirect(response, path);
        else
            status = show_workbook_page(context, request, response, &reply, err);
    }
    ds_desk_reply_done(&reply);
    return status;
}

const ds_http_route ds_web_paper_routes[] = {
    {DS_HTTP_GET, "/dossier/{id}/document/{stuk}", DS_DESK_DOCUMENT, show_paper, 0, false, false},
    {DS_HTTP_GET, "/dossier/{id}/document/{stuk}/{vorm}", DS_DESK_DOCUMENT, fetch_paper, 0, false,
     false},
    {DS_HTTP_GET, "/dossier/{id}/werkblad", DS_DESK_XLSX_OUT, show_workbook, 0, false, false},
    {DS_HTTP_GET, "/dossier/{id}/werkblad/haal", DS_DESK_XLSX_OUT, fetch_workbook, 0, false, false},
    {DS_HTTP_POST, "/dossier/{id}/werkblad", DS_DESK_XLSX_IN, post_workbook, DS_WEB_UPLOAD_MAX,
     false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
