/* web/forms/questions.c: what researchers ask about an answer, what those who gave it reply, and
 * that it is settled. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "web/account/account.h"
#include "web/forms/forms.h"

static const ds_desk_topic *find_topic(const ds_desk_dossier *dossier, const char *id) {
    for (size_t i = 0; i < dossier->n_topics; i++)
        if (strcmp(dossier->topics[i].topic->id, id) == 0) return &dossier->topics[i];
    return NULL;
}

/* What it is about, as a link to it: topic, field, row. */
static void add_about(ds_web_page *page, const ds_desk_dossier *dossier,
                      const ds_desk_question *question) {
    const ds_desk_topic *topic = find_topic(dossier, question->topic);
    char path[300], more[170], id[160], name[900];
    if (topic == NULL) return;
    (void)snprintf(name, sizeof name, "%.400s", ds_say_text(topic->topic->say, page->lang));
    for (size_t i = 0; i < topic->n_fields; i++) {
        const ds_desk_field *field = &topic->fields[i];
        if (question->path[0] == '\0' || strcmp(field->path, question->path) != 0) continue;
        ds_web_field_name(field, page->lang, name, sizeof name);
    }
    ds_web_field_id(question->path, id);
    (void)snprintf(more, sizeof more, "%s%s", question->path[0] == '\0' ? "" : "#",
                   question->path[0] == '\0' ? "" : id);
    ds_web_dossier_path(dossier->task.id, question->topic, more, path);
    ds_web_open(page, "p", NULL);
    ds_web_link(page, path, name);
    ds_web_close(page);
}

static void add_messages(ds_web_page *page, const ds_desk_question *question) {
    for (size_t i = 0; i < question->n_messages; i++) {
        const ds_desk_message *message = &question->messages[i];
        char moment[64];
        ds_web_open(page, "blockquote", NULL);
        ds_web_element_text(page, "p", NULL, message->text);
        ds_web_open(page, "p", "class", "noot", NULL);
        ds_web_textf(page, "%.200s, %s", message->by,
                     ds_web_moment(message->at, page->lang, moment));
        ds_web_close(page);
        ds_web_close(page);
    }
}

static void add_reply_form(ds_web_page *page, const ds_desk_dossier *dossier,
                           const ds_desk_question *question, const ds_http_request *request) {
    char path[300], more[60], name[60];
    const bool again = ds_http_parameter_number(request, 1) == question->id;
    if (!question->may_reply) return;
    (void)snprintf(more, sizeof more, "/%lld", (long long)question->id);
    ds_web_dossier_path(dossier->task.id, "vragen", more, path);
    (void)snprintf(name, sizeof name, "tekst-%lld", (long long)question->id);
    ds_web_form_begin(page, path, false);
    ds_web_lines_add(page, &(ds_web_input){.name = name,
                                           .label = {"Antwoord", "Reply"},
                                           .value = again ? ds_http_form(request, name) : "",
                                           .rows = 4});
    ds_web_button(page, DS_WEB_BUTTON_FIRST, DS_SAY("Antwoorden", "Reply"), NULL, NULL);
    ds_web_form_end(page);
}

static void add_settle_form(ds_web_page *page, const ds_desk_dossier *dossier,
                            const ds_desk_question *question) {
    char path[300], more[60];
    if (!question->may_close) return;
    (void)snprintf(more, sizeof more, "/%lld/sluit", (long long)question->id);
    ds_web_dossier_path(dossier->task.id, "vragen", more, path);
    ds_web_form_begin(page, path, false);
    ds_web_button(page, DS_WEB_BUTTON_SECOND, DS_SAY("Afgehandeld", "Settled"), NULL, NULL);
    ds_web_form_end(page);
}

static void add_question(ds_web_page *page, const ds_desk_dossier *dossier,
                         const ds_desk_question *question, const ds_http_request *request) {
    char id[60];
    (void)snprintf(id, sizeof id, "vraag-%lld", (long long)question->id);
    ds_web_open(page, "section", "id", id, NULL);
    ds_web_open(page, "h2", NULL);
    ds_web_textf(page, page->lang == DS_NL ? "Vraag %lld " : "Question %lld ",
                 (long long)question->id);
    ds_web_tag(page, question->open ? DS_WEB_WARN : DS_WEB_GOOD,
               page->lang == DS_NL ? (question->open ? "open" : "afgehandeld")
                                   : (question->open ? "open" : "settled"));
    ds_web_close(page);
    add_about(page, dossier, question);
    add_messages(page, question);
    add_reply_form(page, dossier, question, request);
    add_settle_form(page, dossier, question);
    ds_web_close(page);
}

/* ---- a new one ---- */

enum { ABOUT_MAX = 2000 };

/* "onderwerp" or "onderwerp|pad": every place that can be asked about. */
static size_t list_places(const ds_web_page *page, const ds_desk_dossier *dossier,
                          const ds_http_request *request, ds_arena *arena, ds_web_choice *out) {
    const char *chosen = request->method == DS_HTTP_GET ? ds_http_query(request, "over")
                                                        : ds_http_form(request, "over");
    size_t n = 0;
    for (size_t i = 0; i < dossier->n_topics; i++) {
        const ds_desk_topic *topic = &dossier->topics[i];
        const char *title = ds_say_text(topic->topic->say, page->lang);
        for (size_t k = 0; k <= topic->n_fields && n < ABOUT_MAX; k++) {
            const ds_desk_field *field = k == 0 ? NULL : &topic->fields[k - 1];
            char name[900] = "";
            if (field != NULL) ds_web_field_name(field, page->lang, name, sizeof name);
            out[n].value = field == NULL
                               ? topic->topic->id
                               : ds_arena_print(arena, "%s|%s", topic->topic->id, field->path);
            out[n].text = field == NULL ? title : ds_arena_print(arena, "%s: %s", title, name);
            if (out[n].value == NULL || out[n].text == NULL) return n;
            out[n].hint = NULL;
            out[n].is_chosen = strcmp(out[n].value, chosen) == 0;
            n++;
        }
    }
    return n;
}

static void add_ask_form(ds_web_page *page, const ds_desk_dossier *dossier,
                         ds_http_request *request) {
    ds_web_choice *places = ds_arena_take(&request->arena, ABOUT_MAX, sizeof *places);
    char path[300];
    if (!dossier->may_ask || places == NULL) return;
    ds_web_heading(page, 2, "nieuw", DS_SAY("Een vraag stellen", "Ask a question"));
    ds_web_dossier_path(dossier->task.id, "vragen", NULL, path);
    ds_web_form_begin(page, path, false);
    ds_web_select_add(page, &(ds_web_input){.name = "over", .label = {"Waarover", "About what"}},
                      places, list_places(page, dossier, request, &request->arena, places));
    ds_web_lines_add(page, &(ds_web_input){.name = "tekst",
                                           .label = {"Uw vraag", "Your question"},
                                           .hint = {"Noem geen leerling of student.",
                                                    "Name no pupil or student."},
                                           .value = ds_http_form(request, "tekst"),
                                           .rows = 4});
    ds_web_button(page, DS_WEB_BUTTON_FIRST, DS_SAY("Vraag stellen", "Ask"), NULL, NULL);
    ds_web_form_end(page);
}

/* ---- the page ---- */

static ds_status show_questions_page(const ds_web_site *site, ds_http_request *request,
                                     ds_http_response *response, const ds_desk_reply *reply,
                                     ds_error *err) {
    ds_desk_dossier dossier;
    char back[300];
    ds_web_problems problems = {0};
    ds_web_head head = {.title = {"Vragen", "Questions"}};
    ds_web_view view;
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    ds_web_head_below(&head, &dossier, back);
    if (reply != NULL) ds_web_reasons_add(&problems, reply, request->lang);
    ds_web_view_begin(&view, site, request, response, &head, &problems);
    if (dossier.n_questions == 0)
        ds_web_paragraph(&view.page, DS_SAY("Er is nog niets gevraagd.", "Nothing was asked yet."));
    for (size_t i = 0; i < dossier.n_questions; i++)
        add_question(&view.page, &dossier, &dossier.questions[i], request);
    add_ask_form(&view.page, &dossier, request);
    ds_web_view_end(&view);
    ds_web_problems_done(&problems);
    ds_desk_dossier_done(&dossier);
    return DS_OK;
}

static ds_status show_questions(void *context, ds_http_request *request, ds_http_response *response,
                                ds_error *err) {
    return show_questions_page(context, request, response, NULL, err);
}

/* Back to the questions, or the page again with why not. */
static ds_status answer_question(const ds_web_site *site, ds_http_request *request,
                                 ds_http_response *response, int64_t question,
                                 const ds_desk_reply *reply, ds_error *err) {
    char path[300], more[60];
    if (!ds_web_goes_on(response, reply->outcome)) return DS_OK;
    if (reply->outcome != DS_OUTCOME_DONE)
        return show_questions_page(site, request, response, reply, err);
    (void)snprintf(more, sizeof more, "#vraag-%lld", (long long)question);
    ds_web_dossier_path(ds_http_parameter_number(request, 0), "vragen", more, path);
    ds_http_response_redirect(response, path);
    return DS_OK;
}

static ds_status post_question(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    const ds_web_site *site = context;
    const char *about = ds_http_form(request, "over"), *bar = strchr(about, '|');
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    const char *topic =
        bar == NULL ? about : ds_arena_print(&request->arena, "%.*s", (int)(bar - about), about);
    ds_status status = ds_arena_finish(&request->arena, err);
    if (status == DS_OK)
        status = ds_desk_ask(
            site->desk, &ds_web_guest_of(request)->actor, ds_http_parameter_number(request, 0),
            topic, bar == NULL ? "" : bar + 1, ds_http_form(request, "tekst"), &reply, err);
    if (status == DS_OK) status = answer_question(site, request, response, reply.id, &reply, err);
    ds_desk_reply_done(&reply);
    return status;
}

static ds_status post_reply(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    const int64_t question = ds_http_parameter_number(request, 1);
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    char name[60];
    ds_status status;
    (void)snprintf(name, sizeof name, "tekst-%lld", (long long)question);
    status = ds_desk_answer(site->desk, &ds_web_guest_of(request)->actor,
                            ds_http_parameter_number(request, 0), question,
                            ds_http_form(request, name), &reply, err);
    if (status == DS_OK) status = answer_question(site, request, response, question, &reply, err);
    ds_desk_reply_done(&reply);
    return status;
}

static ds_status post_settled(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_web_site *site = context;
    const int64_t question = ds_http_parameter_number(request, 1);
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    ds_status status =
        ds_desk_close_question(site->desk, &ds_web_guest_of(request)->actor,
                               ds_http_parameter_number(request, 0), question, &reply, err);
    if (status == DS_OK) status = answer_question(site, request, response, question, &reply, err);
    ds_desk_reply_done(&reply);
    return status;
}

const ds_http_route ds_web_question_routes[] = {
    {DS_HTTP_GET, "/dossier/{id}/vragen", DS_DESK_OPEN, show_questions, 0, false, false},
    {DS_HTTP_POST, "/dossier/{id}/vragen", DS_DESK_ASK, post_question, 0, false, false},
    {DS_HTTP_POST, "/dossier/{id}/vragen/{vraag}", DS_DESK_REPLY, post_reply, 0, false, false},
    {DS_HTTP_POST, "/dossier/{id}/vragen/{vraag}/sluit", DS_DESK_CLOSE, post_settled, 0, false,
     false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
