/* web/forms/follow.c: who has submitted, what does not add up, what jumped against last year; all
 * that was submitted as deliveries; the routes of a region. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/account/account.h"
#include "web/forms/forms.h"
#include "web/forms/made.h"

/* ---- who has submitted ---- */

static void add_form_links(ds_web_page *page, const ds_web_site *site, const ds_formulier *shown) {
    ds_web_open(page, "ul", "class", "keuzes", NULL);
    for (size_t i = 0; i < ds_desk_n_forms(site->desk); i++) {
        const ds_formulier *form = ds_desk_form_at(site->desk, i);
        char path[200];
        (void)snprintf(path, sizeof path, "/volgen?formulier=%.60s&versie=%.40s", form->id,
                       form->version);
        ds_web_open(page, "li", NULL);
        ds_web_open(page, "a", "href", path, "aria-current", form == shown ? "true" : NULL, NULL);
        ds_web_say(page, form->say);
        if (strstr(ds_say_text(form->say, page->lang), form->version) == NULL)
            ds_web_textf(page, " (%.40s)", form->version);
        ds_web_close(page);
        ds_web_close(page);
    }
    ds_web_close(page);
}

static void add_counts(ds_web_page *page, const ds_desk_following *f) {
    char text[4][24];
    const char *values[4] = {text[0], text[1], text[2], text[3]};
    const size_t counts[4] = {f->n_dossiers, f->n_submitted, f->n_late, f->n_questions};
    for (size_t i = 0; i < 4; i++)
        (void)snprintf(text[i], sizeof text[i], "%zu", counts[i]);
    ds_web_open(page, "p", NULL);
    ds_web_say_with(page,
                    DS_SAY("Dossiers: {0}. Ingediend: {1}. Te laat: {2}. Vragen open: {3}.",
                           "Dossiers: {0}. Submitted: {1}. Late: {2}. Questions open: {3}."),
                    values, 4);
    ds_web_close(page);
    if (f->n_not_begun == 0) return;
    ds_web_open(page, "p", "class", "noot", NULL);
    ds_web_say(page, DS_SAY("Nog niet begonnen: ", "Not begun yet: "));
    for (size_t i = 0; i < f->n_not_begun; i++)
        ds_web_textf(page, "%s%.60s", i == 0 ? "" : ", ", f->not_begun[i]);
    ds_web_close(page);
}

/* What does not add up and what jumped, behind their number. */
static void add_remarks(ds_web_page *page, const ds_desk_followed *d) {
    char count[24];
    const char *values[1] = {count};
    if (d->n_findings + d->n_jumps == 0) return;
    (void)snprintf(count, sizeof count, "%zu", d->n_findings + d->n_jumps);
    ds_web_open(page, "details", NULL);
    ds_web_open(page, "summary", NULL);
    ds_web_say_with(page,
                    d->n_findings + d->n_jumps == 1 ? DS_SAY("{0} punt", "{0} point")
                                                    : DS_SAY("{0} punten", "{0} points"),
                    values, 1);
    ds_web_close(page);
    ds_web_open(page, "ul", NULL);
    for (size_t i = 0; i < d->n_findings; i++)
        ds_web_element(page, "li", NULL, d->findings[i].say);
    for (size_t i = 0; i < d->n_jumps; i++) {
        const char *jump[2] = {d->jumps[i].before, d->jumps[i].now};
        ds_web_open(page, "li", NULL);
        ds_web_say(page, d->jumps[i].say);
        ds_web_say_with(page, DS_SAY(": van {0} naar {1}", ": from {0} to {1}"), jump, 2);
        ds_web_close(page);
    }
    ds_web_close(page);
    ds_web_close(page);
}

static void add_followed(ds_web_page *page, const ds_desk_followed *d) {
    char path[300], moment[64], done[40];
    ds_web_row_begin(page);
    ds_web_open(page, "th", "scope", "row", NULL);
    if (d->may_open) {
        ds_web_dossier_path(d->task.id, NULL, NULL, path);
        ds_web_link(page, path, d->task.name);
    } else {
        ds_web_text(page, d->task.name);
    }
    ds_web_close(page);
    ds_web_cell_open(page, false);
    ds_web_tag(page,
               d->task.deadline.late ? DS_WEB_WARN
               : d->task.submitted   ? DS_WEB_GOOD
                                     : DS_WEB_PLAIN,
               ds_say_text(d->task.state->say, page->lang));
    ds_web_close(page);
    (void)snprintf(done, sizeof done, "%zu / %zu", d->task.n_done, d->task.n_topics);
    ds_web_cell_number(page, done);
    ds_web_cell(page, ds_web_moment(d->submitted_at, page->lang, moment));
    ds_web_cell(page, d->signed_by == NULL ? "" : d->signed_by);
    ds_web_open(page, "td", "class", "lang", NULL);
    add_remarks(page, d);
    ds_web_close(page);
    ds_web_row_end(page);
}

static void add_following(ds_web_page *page, const ds_desk_following *f) {
    static const ds_web_column columns[] = {
        {{"Naam", "Name"}, NULL, false, false},
        {{"Toestand", "State"}, NULL, false, false},
        {{"Klaar", "Done"}, NULL, true, false},
        {{"Ingediend", "Submitted"}, NULL, false, false},
        {{"Getekend door", "Signed by"}, NULL, false, false},
        {{"Wat opvalt", "What stands out"}, NULL, false, false}};
    add_counts(page, f);
    if (f->n_dossiers == 0) return;
    ds_web_table_begin(page, "dossiers", ds_say_text(f->form->say, page->lang), columns, 6);
    for (size_t i = 0; i < f->n_dossiers; i++)
        add_followed(page, &f->dossiers[i]);
    ds_web_table_end(page);
}

static void add_export_link(ds_web_page *page, const ds_http_request *request,
                            const ds_formulier *form) {
    char path[200];
    if (!ds_web_may(request, DS_DESK_EXPORT)) return;
    (void)snprintf(path, sizeof path, "/volgen/uitvoer/%.60s/%.40s", form->id, form->version);
    ds_web_open(page, "p", NULL);
    ds_web_link_say(page, path,
                    DS_SAY("Wat is ingediend als leveringen ophalen",
                           "Fetch what was submitted as deliveries"));
    ds_web_close(page);
}

static ds_status show_following(void *context, ds_http_request *request, ds_http_response *response,
                                ds_error *err) {
    static const ds_web_head head = {.title = {"Volgen", "Follow"}, .is_wide = true};
    const ds_web_site *site = context;
    const char *id = ds_http_query(request, "formulier"),
               *version = ds_http_query(request, "versie");
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_desk_following f = {0};
    ds_web_view view;
    ds_status status = DS_OK;
    if (id[0] != '\0')
        status =
            ds_desk_follow(site->desk, &ds_web_guest_of(request)->actor, id,
                           version[0] == '\0' ? NULL : version, request->lang, &outcome, &f, err);
    if (status != DS_OK) return status;
    if (id[0] != '\0' && !ds_web_goes_on(response, outcome)) return DS_OK;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    add_form_links(&view.page, site, id[0] == '\0' ? NULL : f.form);
    if (id[0] != '\0') {
        add_following(&view.page, &f);
        add_export_link(&view.page, request, f.form);
        ds_desk_following_done(&f);
    }
    ds_web_view_end(&view);
    return DS_OK;
}

/* ---- what was submitted, as deliveries ---- */

/* ?lezen=ja: for who opens it in a spreadsheet, where an answer that begins with = would be a
 * formula. Such a file is not for import. */
static bool is_for_reading(const ds_http_request *request) {
    return strcmp(ds_http_query(request, "lezen"), "ja") == 0;
}

/* Exported anew into a folder of its own; *out_done false: the response is made. */
static ds_status export_all(const ds_web_site *site, const ds_http_request *request,
                            ds_http_response *response, ds_web_made *made, bool *out_done,
                            ds_error *err) {
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_desk_exported exported = {0};
    ds_status status = ds_web_made_begin(made, err);
    *out_done = false;
    if (status == DS_OK)
        status =
            ds_desk_export(site->desk, &ds_web_guest_of(request)->actor,
                           ds_http_parameter(request, 0), ds_http_parameter(request, 1),
                           made->lying.path, is_for_reading(request), &outcome, &exported, err);
    if (status == DS_OK && outcome != DS_OUTCOME_DONE)
        return ds_web_refuse(response, outcome == DS_OUTCOME_REFUSED ? 403 : 404);
    *out_done = status == DS_OK;
    return status;
}

static ds_status list_exported(const ds_web_site *site, ds_http_request *request,
                               ds_http_response *response, const ds_web_made *made, ds_error *err) {
    static const ds_web_head head = {
        .title = {"Uitvoer", "Export"}, .back = "/volgen", .back_title = {"Volgen", "Follow"}};
    ds_file_names names = {0};
    ds_web_view view;
    ds_status status = ds_file_list(made->lying.path, &names, err);
    if (status != DS_OK) return status;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_paragraph(
        &view.page,
        DS_SAY(
            "Alles wat is ingediend, een bestand per soort, zoals import het leest. Een antwoord "
            "kan als een formule beginnen: open in een rekenblad alleen het bestand daarnaast.",
            "All that was submitted, a file a kind, as import reads it. An answer may begin as a "
            "formula: in a spreadsheet open only the file beside it."));
    ds_web_open(&view.page, "ul", NULL);
    for (size_t i = 0; i < names.n_names; i++) {
        char path[400];
        (void)snprintf(path, sizeof path, "/volgen/uitvoer/%.60s/%.40s/%.120s",
                       ds_http_parameter(request, 0), ds_http_parameter(request, 1),
                       names.names[i]);
        ds_web_open(&view.page, "li", NULL);
        ds_web_link(&view.page, path, names.names[i]);
        ds_web_text(&view.page, ", ");
        (void)snprintf(path, sizeof path, "/volgen/uitvoer/%.60s/%.40s/%.120s?lezen=ja",
                       ds_http_parameter(request, 0), ds_http_parameter(request, 1),
                       names.names[i]);
        ds_web_open(&view.page, "a", "href", path, NULL);
        ds_web_say(&view.page, DS_SAY("om te lezen", "for reading"));
        ds_web_open(&view.page, "span", "class", "sr", NULL);
        ds_web_textf(&view.page, ": %.120s", names.names[i]);
        ds_web_close_to(&view.page, view.page.depth - 3);
    }
    ds_web_close(&view.page);
    if (names.n_names == 0)
        ds_web_paragraph(&view.page,
                         DS_SAY("Er is nog niets ingediend.", "Nothing was submitted yet."));
    ds_web_view_end(&view);
    ds_file_names_done(&names);
    return DS_OK;
}

static ds_status show_export(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    ds_web_made made = DS_WEB_MADE_NONE;
    bool done = false;
    ds_status status = export_all(context, request, response, &made, &done, err);
    if (status == DS_OK && done) status = list_exported(context, request, response, &made, err);
    ds_web_made_done(&made);
    return status;
}

/* Only a name that the export made is a file to fetch. */
static bool is_exported(const ds_web_made *made, const char *name) {
    ds_file_names names = {0};
    bool found = false;
    if (ds_file_list(made->lying.path, &names, NULL) != DS_OK) return false;
    for (size_t i = 0; i < names.n_names; i++)
        found = found || strcmp(names.names[i], name) == 0;
    ds_file_names_done(&names);
    return found;
}

static ds_status fetch_export(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const char *name = ds_http_parameter(request, 2);
    char called[200];
    ds_web_made made = DS_WEB_MADE_NONE;
    bool done = false;
    ds_status status = export_all(context, request, response, &made, &done, err);
    (void)snprintf(called, sizeof called, "%s%.120s", is_for_reading(request) ? "lezen_" : "",
                   name);
    if (status == DS_OK && done)
        status = is_exported(&made, name) ? ds_web_made_send(&made, name, called, response, err)
                                          : ds_web_refuse(response, 404);
    ds_web_made_done(&made);
    return status;
}

/* ---- the routes of a region ---- */

static ds_status show_routes(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    static const ds_web_head head = {.title = {"Routes", "Routes"}, .is_wide = true};
    static const ds_web_column columns[] = {{{"Route", "Route"}, NULL, false, false},
                                            {{"Regio", "Region"}, NULL, false, false},
                                            {{"Partijen", "Parties"}, NULL, false, false},
                                            {{"Toestand", "State"}, NULL, false, false},
                                            {{"Klaar", "Done"}, NULL, true, false}};
    const ds_web_site *site = context;
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_desk_regions regions = {0};
    ds_web_view view;
    ds_status status =
        ds_desk_region(site->desk, &ds_web_guest_of(request)->actor, NULL, &outcome, &regions, err);
    if (status != DS_OK || !ds_web_goes_on(response, outcome)) return status;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    if (regions.n_routes == 0)
        ds_web_paragraph(&view.page,
                         DS_SAY("Er zijn nog geen routes.", "There are no routes yet."));
    else
        ds_web_table_begin(&view.page, "routes",
                           ds_say_text(DS_SAY("Per regio", "By region"), request->lang), columns,
                           5);
    for (size_t i = 0; i < regions.n_routes; i++) {
        const ds_desk_route *route = &regions.routes[i];
        char path[300], done[40];
        ds_web_row_begin(&view.page);
        ds_web_open(&view.page, "th", "scope", "row", NULL);
        ds_web_dossier_path(route->task.id, NULL, NULL, path);
        if (route->may_open)
            ds_web_link(&view.page, path, route->task.name);
        else
            ds_web_text(&view.page, route->task.name);
        ds_web_close(&view.page);
        ds_web_cell(&view.page, route->region);
        ds_web_open(&view.page, "td", "class", "lang", NULL);
        ds_web_text(&view.page, route->parties);
        ds_web_close(&view.page);
        ds_web_cell(&view.page, ds_say_text(route->task.state->say, request->lang));
        (void)snprintf(done, sizeof done, "%zu / %zu", route->task.n_done, route->task.n_topics);
        ds_web_cell_number(&view.page, done);
        ds_web_row_end(&view.page);
    }
    if (regions.n_routes > 0) ds_web_table_end(&view.page);
    ds_web_view_end(&view);
    ds_desk_regions_done(&regions);
    return DS_OK;
}

const ds_http_route ds_web_follow_routes[] = {
    {DS_HTTP_GET, "/volgen", DS_DESK_FOLLOW, show_following, 0, false, false},
    {DS_HTTP_GET, "/volgen/uitvoer/{formulier}/{versie}", DS_DESK_EXPORT, show_export, 0, false,
     false},
    {DS_HTTP_GET, "/volgen/uitvoer/{formulier}/{versie}/{bestand}", DS_DESK_EXPORT, fetch_export, 0,
     false, false},
    {DS_HTTP_GET, "/routes", DS_DESK_REGION, show_routes, 0, false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
