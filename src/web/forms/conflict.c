/* web/forms/conflict.c: somebody else saved another answer while this page was open. All else was
 * saved; of these answers it is chosen here which one counts. What could not be read stands below,
 * to be typed anew, so that nothing that was typed is lost. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "web/account/account.h"
#include "web/forms/forms.h"

static const ds_desk_field *find_field(const ds_desk_topic *topic, const char *path) {
    for (size_t i = 0; i < topic->n_fields; i++)
        if (strcmp(topic->fields[i].path, path) == 0) return &topic->fields[i];
    return NULL;
}

static const char *shown_or_empty(const ds_web_page *page, const char *text) {
    if (text != NULL && text[0] != '\0') return text;
    return page->lang == DS_NL ? "(leeg)" : "(empty)";
}

static void write_name(const ds_web_page *page, const ds_desk_field *field, const char *path,
                       char *out, size_t size) {
    const char *row = field == NULL ? "" : ds_say_text(field->row_say, page->lang);
    if (field == NULL)
        (void)snprintf(out, size, "%s", path);
    else
        (void)snprintf(out, size, "%s%s%s", row == NULL ? "" : row,
                       row != NULL && row[0] != '\0' ? ": " : "",
                       ds_say_text(field->field->say, page->lang));
}

/* Two answers to choose from; what the other saved is the choice already. */
static void add_conflict(ds_web_page *page, const ds_http_request *request,
                         const ds_desk_topic *topic, const ds_desk_conflict *conflict) {
    const ds_desk_field *field = find_field(topic, conflict->path);
    const char *mine = ds_web_typed_of(request, conflict->path);
    char name[900], moment[64], of_mine[80], of_theirs[400];
    ds_web_choice choices[2];
    write_name(page, field, conflict->path, name, sizeof name);
    (void)snprintf(of_mine, sizeof of_mine, "%s",
                   page->lang == DS_NL ? "Uw antwoord" : "Your answer");
    (void)snprintf(of_theirs, sizeof of_theirs, "%.200s, %s", conflict->by,
                   ds_web_moment(conflict->at, page->lang, moment));
    choices[0] =
        (ds_web_choice){conflict->theirs, shown_or_empty(page, conflict->theirs), of_theirs, true};
    choices[1] = (ds_web_choice){mine == NULL ? "" : mine, shown_or_empty(page, conflict->yours),
                                 of_mine, false};
    ds_web_radios_add(page, &(ds_web_input){.name = conflict->path, .label_text = name}, choices,
                      2);
}

static bool is_in_conflict(const ds_desk_reply *reply, const char *path) {
    for (size_t i = 0; i < reply->n_conflicts; i++)
        if (strcmp(reply->conflicts[i].path, path) == 0) return true;
    return false;
}

static void add_unread(ds_web_page *page, const ds_http_request *request,
                       const ds_desk_topic *topic, const ds_desk_reply *reply) {
    for (size_t i = 0; i < reply->n_reasons; i++) {
        const char *path = reply->reasons[i].path;
        const ds_desk_field *field = find_field(topic, path);
        char name[900];
        if (field == NULL || is_in_conflict(reply, path)) continue;
        write_name(page, field, path, name, sizeof name);
        ds_web_control_add(page,
                           &(ds_web_control){field, ds_web_typed_of(request, path), NULL, NULL});
    }
}

ds_status ds_web_show_conflicts(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response, const ds_desk_dossier *dossier,
                                const ds_desk_reply *reply) {
    const ds_desk_topic *topic = ds_web_topic_of(dossier, request);
    ds_web_problems problems = {0};
    ds_web_view view;
    char path[300], revision[24];
    ds_web_head head = {.title = {"Iemand was u voor", "Somebody was first"}, .back = path};
    if (topic == NULL) return ds_web_refuse(response, 404);
    ds_web_dossier_path(dossier->task.id, topic->topic->id, NULL, path);
    head.back_title = topic->topic->say;
    ds_web_reasons_add(&problems, reply, request->lang);
    ds_web_view_begin(&view, site, request, response, &head, &problems);
    ds_web_paragraph(
        &view.page,
        DS_SAY("Terwijl u deze pagina open had, heeft een ander hetzelfde veld gewijzigd. Kies "
               "welk antwoord telt. Al het andere dat u invulde is bewaard.",
               "While you had this page open, somebody else changed the same field. Choose "
               "which answer counts. All else that you filled in was saved."));
    (void)snprintf(revision, sizeof revision, "%lld", (long long)topic->revision);
    ds_web_form_begin(&view.page, path, false);
    ds_web_hidden(&view.page, "revisie", revision);
    for (size_t i = 0; i < reply->n_conflicts; i++)
        add_conflict(&view.page, request, topic, &reply->conflicts[i]);
    add_unread(&view.page, request, topic, reply);
    ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Bewaren", "Save"), "doe", "bewaar");
    ds_web_form_end(&view.page);
    ds_web_view_end(&view);
    response->status = 409;
    ds_web_problems_done(&problems);
    return DS_OK;
}
