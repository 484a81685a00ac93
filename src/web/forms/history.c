/* web/forms/history.c: who changed what in a dossier, and when. See forms.h. */
#include <string.h>

#include "web/account/account.h"
#include "web/forms/forms.h"

enum { CHANGES_MOST = 500 };

static const char *name_of_path(const ds_formulier *form, const char *path, ds_lang lang) {
    ds_plek place;
    return ds_formulier_place(form, (ds_text){path, strlen(path)}, &place)
               ? ds_say_text(place.field->say, lang)
               : path;
}

static void add_change(ds_web_page *page, const ds_formulier *form, const ds_desk_change *change) {
    char moment[64];
    ds_web_row_begin(page);
    ds_web_cell(page, ds_web_moment(change->at, page->lang, moment));
    ds_web_cell(page, change->by);
    ds_web_open(page, "td", "class", "lang", NULL);
    ds_web_text(page, name_of_path(form, change->path, page->lang));
    ds_web_close(page);
    ds_web_open(page, "td", "class", "lang", NULL);
    ds_web_text(page, change->former);
    ds_web_close(page);
    ds_web_open(page, "td", "class", "lang", NULL);
    ds_web_text(page, change->text);
    if (change->refused)
        ds_web_element(
            page, "p", "noot",
            DS_SAY("niet bewaard: een ander was eerder", "not saved: somebody else was first"));
    ds_web_close(page);
    ds_web_row_end(page);
}

static void add_changes(ds_web_page *page, const ds_formulier *form,
                        const ds_desk_changes *changes) {
    static const ds_web_column columns[] = {{{"Wanneer", "When"}, NULL, false, false},
                                            {{"Wie", "Who"}, NULL, false, false},
                                            {{"Veld", "Field"}, NULL, false, false},
                                            {{"Was", "Was"}, NULL, false, false},
                                            {{"Werd", "Became"}, NULL, false, false}};
    if (changes->n == 0) {
        ds_web_paragraph(page, DS_SAY("Er is nog niets gewijzigd.", "Nothing was changed yet."));
        return;
    }
    ds_web_table_begin(page, "historie",
                       ds_say_text(DS_SAY("De laatste eerst", "The last first"), page->lang),
                       columns, 5);
    for (size_t i = 0; i < changes->n; i++)
        add_change(page, form, &changes->list[i]);
    ds_web_table_end(page);
}

static ds_status show_history(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_web_site *site = context;
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_desk_changes changes = {0};
    ds_desk_dossier dossier;
    ds_web_view view;
    char back[300];
    ds_web_head head = {.title = {"Wie wat wanneer wijzigde", "Who changed what and when"},
                        .is_wide = true};
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    status = ds_desk_history(site->desk, &ds_web_guest_of(request)->actor, dossier.task.id, NULL,
                             CHANGES_MOST, request->lang, &outcome, &changes, err);
    if (status == DS_OK && ds_web_goes_on(response, outcome)) {
        ds_web_head_below(&head, &dossier, back);
        ds_web_view_begin(&view, site, request, response, &head, NULL);
        add_changes(&view.page, dossier.task.form, &changes);
        ds_web_view_end(&view);
        ds_desk_changes_done(&changes);
    }
    ds_desk_dossier_done(&dossier);
    return status;
}

const ds_http_route ds_web_history_routes[] = {
    {DS_HTTP_GET, "/dossier/{id}/historie", DS_DESK_HISTORY, show_history, 0, false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
