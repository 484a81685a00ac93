/* web/forms/topic.c: the page of one topic: what it is about and what others learned, its fields
 * and tables, what is missing, who agrees. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "web/account/account.h"
#include "web/forms/forms.h"

/* ---- around the fields ---- */

static void add_intro(ds_web_page *page, const ds_onderwerp *topic) {
    if (topic->uitleg.nl != NULL) ds_web_paragraph(page, topic->uitleg);
    if (topic->hulp.nl != NULL) {
        ds_web_details_begin(page, DS_SAY("Hulp bij het invullen", "Help to fill this in"));
        ds_web_paragraph(page, topic->hulp);
        ds_web_details_end(page);
    }
    for (size_t i = 0; i < topic->n_texts; i++) {
        const ds_formulier_tekst *text = topic->texts[i];
        ds_web_details_begin(page, text->title.nl != NULL
                                       ? text->title
                                       : DS_SAY("Wat eerder bleek", "What was learned before"));
        ds_web_paragraph(page, text->say);
        ds_web_details_end(page);
    }
}

static void add_last_change(ds_web_page *page, const ds_desk_topic *topic) {
    char moment[64];
    const char *values[2] = {topic->changed_by,
                             ds_web_moment(topic->changed_at, page->lang, moment)};
    if (topic->changed_at == 0) return;
    ds_web_open(page, "p", "class", "noot", NULL);
    ds_web_say_with(page, DS_SAY("Laatst gewijzigd door {0}, {1}.", "Last changed by {0}, {1}."),
                    values, 2);
    ds_web_close(page);
}

/* Questions about a field stand at the field. */
static void add_questions(ds_web_page *page, const ds_desk_dossier *dossier,
                          const ds_desk_topic *topic, const char *field_path) {
    for (size_t i = 0; i < dossier->n_questions; i++) {
        const ds_desk_question *question = &dossier->questions[i];
        char path[300], more[60];
        if (!question->open || strcmp(question->topic, topic->topic->id) != 0 ||
            strcmp(question->path, field_path) != 0 || question->n_messages == 0)
            continue;
        (void)snprintf(more, sizeof more, "#vraag-%lld", (long long)question->id);
        ds_web_dossier_path(dossier->task.id, "vragen", more, path);
        ds_web_notice_begin(page, DS_WEB_WARN, DS_SAY("Vraag", "Question"));
        ds_web_element_text(page, "p", NULL, question->messages[0].text);
        ds_web_open(page, "p", NULL);
        ds_web_link_say(page, path, DS_SAY("Beantwoorden", "Answer"));
        ds_web_close(page);
        ds_web_notice_end(page);
    }
}

/* ---- fields ---- */

typedef struct topic_page {
    ds_web_page *page;
    const ds_desk_dossier *dossier;
    const ds_desk_topic *topic;
    const ds_web_unsaved *unsaved;
} topic_page;

/* What was typed stands again where it could not be kept; elsewhere what is kept. */
static const char *typed_again(const topic_page *t, const char *path) {
    const ds_desk_reply *reply = t->unsaved == NULL ? NULL : t->unsaved->reply;
    for (size_t i = 0; reply != NULL && i < reply->n_reasons; i++)
        if (strcmp(reply->reasons[i].path, path) == 0)
            return ds_web_typed_of(t->unsaved->request, path);
    return NULL;
}

static void add_row_name(const topic_page *t, const ds_desk_field *cell, char *out, size_t size) {
    const char *say = ds_say_text(cell->row_say, t->page->lang);
    if (say != NULL && say[0] != '\0')
        (void)snprintf(out, size, "%s", say);
    else
        (void)snprintf(out, size, t->page->lang == DS_NL ? "Rij %s" : "Row %s",
                       cell->row[0] == 'r' ? cell->row + 1 : cell->row);
}

static void add_cell(const topic_page *t, const ds_desk_field *cell, const char *row_name) {
    ds_web_open(t->page, "td", NULL);
    if (cell != NULL) {
        ds_web_open(t->page, "span", "class", "kolomnaam", "aria-hidden", "true", NULL);
        ds_web_say(t->page, cell->field->say);
        ds_web_close(t->page);
        ds_web_control_add(t->page,
                           &(ds_web_control){cell, typed_again(t, cell->path), row_name, NULL});
    }
    ds_web_close(t->page);
}

static void add_row(const topic_page *t, const ds_web_rows *rows, size_t k) {
    char name[600];
    add_row_name(t, &t->topic->fields[k], name, sizeof name);
    ds_web_row_begin(t->page);
    ds_web_cell_name(t->page, name);
    for (size_t c = 0; c < rows->n_columns; c++)
        add_cell(t, ds_web_row_cell(rows, k, c), name);
    ds_web_row_end(t->page);
}

/* A table, from its own line on; gives the field after it. Columns that this guest does not see are
 * not there. */
static size_t add_table(const topic_page *t, size_t line) {
    const ds_veld *table = t->topic->fields[line].field;
    ds_web_rows rows;
    char id[160];
    ds_web_rows_of(t->topic, line, &rows);
    ds_web_field_id(table->id, id);
    if (table->uitleg.nl != NULL) ds_web_element(t->page, "p", "hint", table->uitleg);
    add_questions(t->page, t->dossier, t->topic, t->topic->fields[line].path);
    if (rows.first == rows.end) {
        ds_web_element(t->page, "p", "naam-veld", table->say);
        ds_web_paragraph(t->page, DS_SAY("Er zijn nog geen rijen.", "There are no rows yet."));
        return rows.end;
    }
    ds_web_open(t->page, "div", "class", "invultabel", NULL);
    ds_web_rows_begin(t->page, &rows, id, ds_say_text(table->say, t->page->lang));
    for (size_t k = rows.first; k < rows.end; k = ds_web_row_after(&rows, k))
        add_row(t, &rows, k);
    ds_web_table_end(t->page);
    ds_web_close(t->page);
    return rows.end;
}

static size_t add_field(const topic_page *t, size_t k) {
    const ds_desk_field *field = &t->topic->fields[k];
    if (field->field->soort == DS_VELD_TABEL) return add_table(t, k);
    if (field->field->soort == DS_VELD_BESTAND) return k + 1; /* below: files.c */
    ds_web_control_add(t->page, &(ds_web_control){field, typed_again(t, field->path), NULL, NULL});
    ds_web_themes_add(t->page, t->dossier, t->topic, field);
    add_questions(t->page, t->dossier, t->topic, field->path);
    return k + 1;
}

static void add_form(const topic_page *t) {
    char path[300], revision[24];
    ds_web_dossier_path(t->dossier->task.id, t->topic->topic->id, NULL, path);
    (void)snprintf(revision, sizeof revision, "%lld", (long long)t->topic->revision);
    if (t->topic->may_save) {
        ds_web_form_begin(t->page, path, false);
        ds_web_hidden(t->page, "revisie", revision);
    }
    for (size_t k = 0; k < t->topic->n_fields;)
        k = add_field(t, k);
    if (!t->topic->may_save) return;
    ds_web_open(t->page, "div", "class", "knoppen", NULL);
    ds_web_button(t->page, DS_WEB_BUTTON_FIRST, DS_SAY("Bewaren en verder", "Save and continue"),
                  "doe", "verder");
    ds_web_button(t->page, DS_WEB_BUTTON_SECOND, DS_SAY("Bewaren", "Save"), "doe", "bewaar");
    ds_web_close(t->page);
    ds_web_form_end(t->page);
}

static void add_notices(const topic_page *t, const ds_http_request *request) {
    if (!t->topic->may_save)
        ds_web_notice(
            t->page, DS_WEB_PLAIN, DS_SAY("Alleen lezen", "Read only"),
            DS_SAY("U kunt dit nu niet wijzigen: uw rol laat het niet toe, of het is in deze "
                   "toestand dicht.",
                   "You cannot change this now: your role does not allow it, or it is closed in "
                   "this state."));
    if (request->method == DS_HTTP_GET && ds_http_query(request, "bewaard")[0] != '\0')
        ds_web_notice(t->page, DS_WEB_GOOD, DS_SAY("Bewaard", "Saved"), (ds_say){NULL, NULL});
}

/* What is wrong, each by the name of its field: above the page there is nothing else to tell by. */
static void name_problems(const ds_desk_topic *topic, const ds_web_unsaved *unsaved, ds_lang lang,
                          ds_web_problems *problems) {
    const ds_desk_reply *reply = unsaved->reply;
    for (size_t i = 0; i < reply->n_reasons; i++) {
        const ds_desk_reason *reason = &reply->reasons[i];
        const ds_desk_field *field = NULL;
        char name[900], text[1500], of[160];
        for (size_t k = 0; k < topic->n_fields && field == NULL; k++)
            if (strcmp(topic->fields[k].path, reason->path) == 0) field = &topic->fields[k];
        if (field == NULL) {
            ds_web_problem_say(problems, ds_web_field_of(reason->path, unsaved->party, of),
                               reason->say, lang);
            continue;
        }
        ds_web_field_name(field, lang, name, sizeof name);
        (void)snprintf(text, sizeof text, "%s: %.500s", name, ds_say_text(reason->say, lang));
        ds_web_problem_add(problems, reason->path, text);
    }
}

ds_status ds_web_show_topic(const ds_web_site *site, ds_http_request *request,
                            ds_http_response *response, const ds_desk_dossier *dossier,
                            const ds_web_unsaved *unsaved) {
    const ds_desk_topic *topic = ds_web_topic_of(dossier, request);
    ds_web_problems problems = {0};
    ds_web_view view;
    char back[300];
    ds_web_head head = {0};
    topic_page t = {&view.page, dossier, topic, unsaved};
    if (topic == NULL) return ds_web_refuse(response, 404);
    head.title = topic->topic->say;
    ds_web_head_below(&head, dossier, back);
    head.is_wide = true;
    if (unsaved != NULL && unsaved->reply != NULL)
        name_problems(topic, unsaved, request->lang, &problems);
    ds_web_view_begin(&view, site, request, response, &head, &problems);
    add_notices(&t, request);
    add_intro(&view.page, topic->topic);
    add_questions(&view.page, dossier, topic, "");
    /* as it is kept: no fault of what was typed just now */
    if (unsaved == NULL)
        ds_web_findings_add(&view.page, dossier,
                            &(ds_web_findings){topic->reasons, topic->n_reasons, true});
    add_form(&t);
    ds_web_files_add(&view.page, dossier, topic);
    ds_web_agreements_add(&view.page, dossier, topic, unsaved);
    add_last_change(&view.page, topic);
    ds_web_view_end(&view);
    ds_web_problems_done(&problems);
    return DS_OK;
}

static ds_status show_topic(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    ds_desk_dossier dossier;
    bool there = false;
    ds_status status = ds_web_see(context, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    status = ds_web_show_topic(context, request, response, &dossier, NULL);
    ds_desk_dossier_done(&dossier);
    return status;
}

const ds_http_route ds_web_topic_routes[] = {
    {DS_HTTP_GET, "/dossier/{id}/{onderwerp}", DS_DESK_OPEN, show_topic, 0, false, false},
    {DS_HTTP_POST, "/dossier/{id}/{onderwerp}", DS_DESK_SAVE, ds_web_post_topic, 4 << 20, false,
     false},
    {DS_HTTP_POST, "/dossier/{id}/{onderwerp}/akkoord", DS_DESK_AGREE, ds_web_post_agree, 0, false,
     false},
    {DS_HTTP_POST, "/dossier/{id}/{onderwerp}/thema", DS_DESK_THEME, ds_web_post_themes, 0, false,
     false},
    {DS_HTTP_POST, "/dossier/{id}/{onderwerp}/stuk", DS_DESK_UPLOAD, ds_web_post_file,
     DS_WEB_UPLOAD_MAX, false, false},
    {DS_HTTP_POST, "/dossier/{id}/stuk/{stuk}/weg", DS_DESK_REMOVE_FILE, ds_web_post_file_off, 0,
     false, false},
    {DS_HTTP_GET, "/dossier/{id}/stuk/{stuk}", DS_DESK_DOWNLOAD, ds_web_fetch_file, 0, false,
     false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
