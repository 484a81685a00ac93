/* web/forms/files.c: documents that people add to a topic: the list, adding, fetching, taking away.
 * What a file is, its bytes say to the desk; a browser is told to keep it and not to show it. See
 * forms.h. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "web/account/account.h"
#include "web/forms/forms.h"

/* ---- the list ---- */

static const char *words_of_scan(ds_desk_scan scan, ds_lang lang) {
    static const ds_say words[] = {
        [DS_SCAN_NOT_DONE] = {"niet op virussen gescand", "not scanned for viruses"},
        [DS_SCAN_CLEAN] = {"gescand op virussen", "scanned for viruses"},
        [DS_SCAN_INFECTED] = {"geweigerd", "refused"}};
    return ds_say_text(words[scan], lang);
}

static void write_size(uint64_t bytes, ds_lang lang, char out[40]) {
    if (bytes < 1000000)
        (void)snprintf(out, 40, "%llu kB", (unsigned long long)((bytes + 999) / 1000));
    else
        (void)snprintf(out, 40, "%llu%s%llu MB", (unsigned long long)(bytes / 1000000),
                       lang == DS_NL ? "," : ".", (unsigned long long)(bytes / 100000 % 10));
}

static void add_file_row(ds_web_page *page, const ds_desk_dossier *dossier,
                         const ds_desk_file *file) {
    char path[300], more[60], size[40], moment[64];
    (void)snprintf(more, sizeof more, "/%lld", (long long)file->id);
    ds_web_dossier_path(dossier->task.id, "stuk", more, path);
    ds_web_row_begin(page);
    ds_web_open(page, "th", "scope", "row", NULL);
    ds_web_link(page, path, file->name);
    ds_web_close(page);
    write_size(file->size, page->lang, size);
    ds_web_cell_number(page, size);
    ds_web_cell(page, words_of_scan(file->scan, page->lang));
    ds_web_cell_open(page, false);
    ds_web_textf(page, "%.200s, %s", file->by, ds_web_moment(file->at, page->lang, moment));
    ds_web_close(page);
    ds_web_cell_open(page, false);
    if (file->may_remove) {
        (void)snprintf(more, sizeof more, "/%lld/weg", (long long)file->id);
        ds_web_dossier_path(dossier->task.id, "stuk", more, path);
        ds_web_form_begin(page, path, false);
        ds_web_open(page, "button", "type", "submit", "class", "als-link", NULL);
        ds_web_say(page, DS_SAY("Verwijderen", "Remove"));
        ds_web_open(page, "span", "class", "sr", NULL);
        ds_web_textf(page, " %.200s", file->name);
        ds_web_close(page);
        ds_web_close(page);
        ds_web_form_end(page);
    }
    ds_web_close(page);
    ds_web_row_end(page);
}

static size_t count_files(const ds_desk_dossier *dossier, const char *path) {
    size_t n = 0;
    for (size_t i = 0; i < dossier->n_files; i++)
        n += strcmp(dossier->files[i].path, path) == 0;
    return n;
}

static void add_file_table(ds_web_page *page, const ds_desk_dossier *dossier,
                           const ds_desk_field *field, bool may_add) {
    static const ds_web_column columns[] = {{{"Bestand", "File"}, NULL, false, false},
                                            {{"Grootte", "Size"}, NULL, true, false},
                                            {{"Virussen", "Viruses"}, NULL, false, false},
                                            {{"Door", "By"}, NULL, false, false},
                                            {{"Doen", "Do"}, NULL, false, true}};
    char path[200], id[160];
    if (count_files(dossier, field->path) == 0) return;
    /* the field itself is where one is added */
    (void)snprintf(path, sizeof path, "%s%.150s", may_add ? "stukken-" : "", field->path);
    ds_web_field_id(path, id);
    ds_web_table_begin(page, id, ds_say_text(field->field->say, page->lang), columns, 5);
    for (size_t i = 0; i < dossier->n_files; i++)
        if (strcmp(dossier->files[i].path, field->path) == 0)
            add_file_row(page, dossier, &dossier->files[i]);
    ds_web_table_end(page);
}

static void write_limits(const ds_web_page *page, const ds_veld *field, char *out, size_t size) {
    const bool nl = page->lang == DS_NL;
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < field->n_types && at < size; i++)
        at += (size_t)snprintf(out + at, size - at, "%s%s", i > 0 ? ", " : "", field->types[i]);
    if (at < size && field->max_mb > 0)
        (void)snprintf(out + at, size - at, nl ? "%s hoogstens %u MB." : "%s at most %u MB.",
                       at > 0 ? ";" : "", field->max_mb);
}

static void add_upload_form(ds_web_page *page, const ds_desk_dossier *dossier,
                            const ds_desk_topic *topic, const ds_desk_field *field) {
    char path[300], limits[400];
    ds_web_dossier_path(dossier->task.id, topic->topic->id, "/stuk", path);
    write_limits(page, field->field, limits, sizeof limits);
    ds_web_form_begin(page, path, true);
    ds_web_hidden(page, "veld", field->path);
    ds_web_file_add(page, &(ds_web_input){.name = "bestand",
                                          .field = field->path,
                                          .label_text = ds_say_text(field->field->say, page->lang),
                                          .hint_text = limits[0] == '\0' ? NULL : limits});
    ds_web_button(page, DS_WEB_BUTTON_SECOND, DS_SAY("Toevoegen", "Add"), NULL, NULL);
    ds_web_form_end(page);
}

void ds_web_files_add(ds_web_page *page, const ds_desk_dossier *dossier,
                      const ds_desk_topic *topic) {
    bool begun = false;
    for (size_t i = 0; i < topic->n_fields; i++) {
        const ds_desk_field *field = &topic->fields[i];
        const bool may_add = dossier->may_upload && field->may_fill;
        if (field->field->soort != DS_VELD_BESTAND) continue;
        if (!begun) ds_web_heading(page, 2, "stukken", DS_SAY("Stukken", "Documents"));
        begun = true;
        if (field->field->uitleg.nl != NULL) ds_web_paragraph(page, field->field->uitleg);
        add_file_table(page, dossier, field, may_add);
        if (may_add) add_upload_form(page, dossier, topic, field);
    }
}

/* ---- adding ---- */

/* The bytes in a file of ours, which the desk reads; gone when it is closed. */
static ds_status write_upload(ds_text data, int *out_fd, char out_path[64], ds_error *err) {
    ds_status status = ds_file_temporary(out_fd, err);
    if (status != DS_OK) return status;
    (void)snprintf(out_path, 64, "/proc/self/fd/%d", *out_fd);
    status = ds_file_put(*out_fd, "", data.data, data.size, err);
    if (status != DS_OK) {
        (void)close(*out_fd);
        *out_fd = -1;
    }
    return status;
}

static ds_status upload_file(const ds_web_site *site, ds_http_request *request,
                             const ds_http_file *file, ds_desk_reply *reply, ds_error *err) {
    char path[64];
    int fd = -1;
    ds_status status = write_upload(file->data, &fd, path, err);
    if (status == DS_OK)
        status = ds_desk_upload(site->desk, &ds_web_guest_of(request)->actor,
                                ds_http_parameter_number(request, 0), ds_http_form(request, "veld"),
                                file->name.data, path, reply, err);
    if (fd >= 0) (void)close(fd);
    return status;
}

static ds_status show_upload_problem(const ds_web_site *site, ds_http_request *request,
                                     ds_http_response *response, const ds_desk_reply *reply,
                                     ds_error *err) {
    ds_desk_dossier dossier;
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    status = ds_web_show_topic(site, request, response, &dossier,
                               &(ds_web_unsaved){request, reply, NULL});
    ds_desk_dossier_done(&dossier);
    return status;
}

ds_status ds_web_post_file(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    const ds_desk_reason none = {"bestand",
                                 DS_ERNST_FOUT,
                                 "",
                                 ds_http_form(request, "veld"),
                                 {"Kies een bestand", "Choose a file"}};
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    char path[300];
    ds_status status = DS_OK;
    ds_web_dossier_path(ds_http_parameter_number(request, 0), ds_http_parameter(request, 1),
                        "?bewaard=1#stukken", path);
    if (request->files.n == 0) {
        reply.outcome = DS_OUTCOME_INVALID;
        reply.reasons = &none;
        reply.n_reasons = 1;
        return show_upload_problem(context, request, response, &reply, err);
    }
    status = upload_file(context, request, &request->files.files[0], &reply, err);
    if (status == DS_OK && ds_web_goes_on(response, reply.outcome)) {
        if (reply.outcome == DS_OUTCOME_DONE)
            ds_http_response_redirect(response, path);
        else
            status = show_upload_problem(context, request, response, &reply, err);
    }
    ds_desk_reply_done(&reply);
    return status;
}

/* ---- fetching and taking away ---- */

ds_status ds_web_fetch_file(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    ds_desk_outcome outcome = DS_OUTCOME_NOT_THERE;
    ds_desk_stored stored = {.fd = -1};
    ds_status status = ds_desk_download(
        site->desk, &ds_web_guest_of(request)->actor, ds_http_parameter_number(request, 0),
        ds_http_parameter_number(request, 1), &outcome, &stored, err);
    if (status != DS_OK || !ds_web_goes_on(response, outcome)) return status;
    if (outcome != DS_OUTCOME_DONE) return ds_web_refuse(response, 404);
    response->file = stored.fd;
    response->file_size = stored.size;
    /* never as html of ours, whatever it is */
    response->type = "application/octet-stream";
    ds_http_response_download(response, stored.name);
    return DS_OK;
}

ds_status ds_web_post_file_off(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    const ds_web_site *site = context;
    const int64_t id = ds_http_parameter_number(request, 0);
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    char path[300];
    ds_status status = ds_desk_remove_file(site->desk, &ds_web_guest_of(request)->actor, id,
                                           ds_http_parameter_number(request, 1), &reply, err);
    ds_web_dossier_path(id, NULL, NULL, path);
    if (status == DS_OK && ds_web_goes_on(response, reply.outcome)) {
        if (reply.outcome == DS_OUTCOME_DONE)
            ds_http_response_redirect(response, path);
        else
            status = ds_web_refuse(response, 409);
    }
    ds_desk_reply_done(&reply);
    return status;
}
