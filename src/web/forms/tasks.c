/* web/forms/tasks.c: what there is to do, and beginning something new. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "web/forms/forms.h"

/* ---- the list ---- */

/* "3 van 7 onderwerpen klaar · nog 12 dagen · 2 vragen" */
static void write_task_hint(const ds_desk_task *task, ds_lang lang, char *out, size_t size) {
    const bool nl = lang == DS_NL;
    char deadline[160];
    size_t at = (size_t)snprintf(
        out, size, nl ? "%s. %zu van %zu onderwerpen klaar" : "%s. %zu of %zu topics done",
        ds_say_text(task->form->say, lang), task->n_done, task->n_topics);
    if (!task->submitted && ds_web_deadline(&task->deadline, lang, deadline)[0] != '\0' &&
        at < size)
        at += (size_t)snprintf(out + at, size - at, "; %s", deadline);
    if (task->n_questions > 0 && at < size)
        (void)snprintf(out + at, size - at,
                       task->n_questions == 1 ? nl ? "; één vraag open" : "; one question open"
                       : nl                   ? "; %zu vragen open"
                                              : "; %zu questions open",
                       task->n_questions);
}

static ds_web_tone tone_of_task(const ds_desk_task *task) {
    if (task->n_questions > 0 || task->deadline.late) return DS_WEB_WARN;
    if (task->submitted || task->state->final) return DS_WEB_GOOD;
    return task->n_done > 0 ? DS_WEB_BUSY : DS_WEB_PLAIN;
}

static void add_task(ds_web_page *page, const ds_desk_task *task) {
    char path[300], hint[600];
    ds_web_dossier_path(task->id, NULL, NULL, path);
    write_task_hint(task, page->lang, hint, sizeof hint);
    ds_web_task_add(page,
                    &(ds_web_task){path, task->name, hint,
                                   ds_say_text(task->state->say, page->lang), tone_of_task(task)});
}

static bool is_to_do(const ds_desk_task *task) {
    return (!task->submitted && !task->state->final) || task->n_questions > 0;
}

static size_t count_tasks(const ds_desk_tasks *tasks, bool to_do) {
    size_t n = 0;
    for (size_t i = 0; i < tasks->n_tasks; i++)
        n += is_to_do(&tasks->tasks[i]) == to_do;
    return n;
}

static void add_tasks(ds_web_page *page, const ds_desk_tasks *tasks, bool to_do, ds_say heading) {
    if (count_tasks(tasks, to_do) == 0) return;
    ds_web_heading(page, 2, NULL, heading);
    ds_web_tasks_begin(page, heading);
    for (size_t i = 0; i < tasks->n_tasks; i++)
        if (is_to_do(&tasks->tasks[i]) == to_do) add_task(page, &tasks->tasks[i]);
    ds_web_tasks_end(page);
}

/* The reminder that is due stands above all. */
static void add_reminder(ds_web_page *page, const ds_desk_tasks *tasks) {
    for (size_t i = 0; i < tasks->n_tasks; i++) {
        const ds_desk_task *task = &tasks->tasks[i];
        char deadline[160];
        const char *values[2] = {task->name,
                                 ds_web_deadline(&task->deadline, page->lang, deadline)};
        if (task->submitted || task->deadline.reminder == 0) continue;
        ds_web_notice_begin(page, DS_WEB_WARN, DS_SAY("Denk eraan", "Remember"));
        ds_web_open(page, "p", NULL);
        ds_web_say_with(page, DS_SAY("{0}: {1}", "{0}: {1}"), values, 2);
        ds_web_close(page);
        ds_web_notice_end(page);
        return;
    }
}

static void add_beginning(ds_web_page *page, const ds_desk_tasks *tasks) {
    if (tasks->n_begin == 0) return;
    ds_web_heading(page, 2, NULL, DS_SAY("Nieuw", "New"));
    ds_web_open(page, "ul", NULL);
    for (size_t i = 0; i < tasks->n_begin; i++) {
        const ds_desk_may_begin *begin = &tasks->begin[i];
        char path[300];
        (void)snprintf(path, sizeof path, "/taken/nieuw?formulier=%.60s&versie=%.40s&voor=%.60s",
                       begin->form->id, begin->form->version,
                       begin->scope == NULL ? "" : begin->scope);
        ds_web_open(page, "li", NULL);
        ds_web_open(page, "a", "href", path, NULL);
        ds_web_say(page, begin->form->say);
        if (strstr(ds_say_text(begin->form->say, page->lang), begin->form->version) == NULL)
            ds_web_textf(page, " %.40s", begin->form->version);
        if (begin->scope != NULL && begin->scope[0] != '\0')
            ds_web_textf(page, " (%.60s)", begin->scope);
        ds_web_close(page);
        ds_web_close(page);
    }
    ds_web_close(page);
}

static ds_status show_tasks(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    static const ds_web_head head = {.title = {"Taken", "Tasks"}};
    const ds_web_site *site = context;
    ds_desk_tasks tasks = {0};
    ds_web_view view;
    ds_status status = ds_desk_list(site->desk, &ds_web_guest_of(request)->actor, &tasks, err);
    if (status != DS_OK) return status;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    add_reminder(&view.page, &tasks);
    if (tasks.n_tasks == 0)
        ds_web_paragraph(&view.page,
                         DS_SAY("Er staat niets voor u klaar.", "There is nothing for you to do."));
    add_tasks(&view.page, &tasks, true, DS_SAY("Te doen", "To do"));
    add_tasks(&view.page, &tasks, false, DS_SAY("Gedaan", "Done"));
    add_beginning(&view.page, &tasks);
    ds_web_view_end(&view);
    ds_desk_tasks_done(&tasks);
    return DS_OK;
}

/* ---- something new ---- */

/* Of the query where it was asked, of the form where it was sent. */
static const char *asked_of(const ds_http_request *request, const char *name) {
    return request->method == DS_HTTP_GET ? ds_http_query(request, name)
                                          : ds_http_form(request, name);
}

static ds_status show_new_page(const ds_web_site *site, ds_http_request *request,
                               ds_http_response *response, const ds_web_problems *problems) {
    const ds_formulier *form = ds_desk_form(site->desk, asked_of(request, "formulier"), NULL);
    ds_web_view view;
    ds_web_head head = {.back = "/taken"};
    if (form == NULL) return ds_web_refuse(response, 404);
    head.title = form->say;
    ds_web_view_begin(&view, site, request, response, &head, problems);
    if (form->uitleg.nl != NULL) ds_web_paragraph(&view.page, form->uitleg);
    ds_web_form_begin(&view.page, "/taken/nieuw", false);
    ds_web_hidden(&view.page, "formulier", form->id);
    ds_web_hidden(&view.page, "versie", form->version);
    ds_web_input_add(&view.page,
                     &(ds_web_input){.name = "naam",
                                     .label = {"Naam", "Name"},
                                     .hint = {"Zoals u het in de takenlijst terug wilt zien.",
                                              "As you want to see it in the task list."},
                                     .value = ds_http_form(request, "naam")});
    ds_web_input_add(&view.page,
                     &(ds_web_input){.name = "voor",
                                     .label = {"Voor (code)", "For (code)"},
                                     .value = asked_of(request, "voor"),
                                     .is_readonly = ds_http_query(request, "voor")[0] != '\0',
                                     .width = 20});
    ds_web_button(&view.page, DS_WEB_BUTTON_FIRST, DS_SAY("Beginnen", "Begin"), NULL, NULL);
    ds_web_form_end(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}

/* Begun is always with the form of now: whoever asks for another version is not given that in its
 * place. */
static bool is_version_of_now(const ds_web_site *site, const ds_http_request *request) {
    const ds_formulier *form = ds_desk_form(site->desk, asked_of(request, "formulier"), NULL);
    const char *version = asked_of(request, "versie");
    return form == NULL || version[0] == '\0' || strcmp(version, form->version) == 0;
}

static ds_status show_new(void *context, ds_http_request *request, ds_http_response *response,
                          ds_error *err) {
    (void)err;
    if (!is_version_of_now(context, request)) return ds_web_refuse(response, 404);
    return show_new_page(context, request, response, NULL);
}

static ds_status post_new(void *context, ds_http_request *request, ds_http_response *response,
                          ds_error *err) {
    const ds_web_site *site = context;
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    ds_web_problems problems = {0};
    char path[300];
    ds_status status;
    if (!is_version_of_now(site, request))
        ds_web_problem_say(&problems, "",
                           DS_SAY("Van dit formulier is er intussen een nieuwe versie. Kijk of u "
                                  "die bedoelt, en begin dan.",
                                  "There is a new version of this form by now. See whether you "
                                  "mean that one, then begin."),
                           request->lang);
    if (ds_http_form(request, "naam")[0] == '\0')
        ds_web_problem_say(&problems, "naam", DS_SAY("Geef een naam", "Give a name"),
                           request->lang);
    if (ds_web_problems_count(&problems) > 0) {
        status = show_new_page(site, request, response, &problems);
        ds_web_problems_done(&problems);
        return status;
    }
    status = ds_desk_create(site->desk, &ds_web_guest_of(request)->actor,
                            ds_http_form(request, "formulier"), ds_http_form(request, "voor"),
                            ds_http_form(request, "naam"), &reply, err);
    if (status == DS_OK && ds_web_goes_on(response, reply.outcome)) {
        if (reply.outcome == DS_OUTCOME_DONE) {
            ds_web_dossier_path(reply.id, NULL, NULL, path);
            ds_http_response_redirect(response, path);
        } else {
            ds_web_reasons_add(&problems, &reply, request->lang);
            status = show_new_page(site, request, response, &problems);
        }
    }
    ds_web_problems_done(&problems);
    ds_desk_reply_done(&reply);
    return status;
}

/* ---- one dossier ---- */

static void add_topics(ds_web_page *page, const ds_desk_dossier *dossier) {
    ds_web_tasks_begin(page, DS_SAY("Onderwerpen", "Topics"));
    for (size_t i = 0; i < dossier->n_topics; i++) {
        const ds_desk_topic *topic = &dossier->topics[i];
        char path[300];
        ds_web_dossier_path(dossier->task.id, topic->topic->id, NULL, path);
        ds_web_task_add(page,
                        &(ds_web_task){path, ds_say_text(topic->topic->say, page->lang), NULL,
                                       ds_say_text(ds_voortgang_say(topic->progress), page->lang),
                                       ds_web_tone_of(topic->progress)});
    }
    ds_web_tasks_end(page);
}

static void add_state(ds_web_page *page, const ds_desk_dossier *dossier) {
    const ds_desk_task *task = &dossier->task;
    char text[600];
    ds_web_open(page, "p", NULL);
    ds_web_tag(page, tone_of_task(task), ds_say_text(task->state->say, page->lang));
    ds_web_close(page);
    write_task_hint(task, page->lang, text, sizeof text);
    ds_web_element_text(page, "p", "noot", text);
    if (task->n_questions > 0) {
        char path[300];
        ds_web_dossier_path(task->id, "vragen", NULL, path);
        ds_web_notice_begin(page, DS_WEB_WARN,
                            DS_SAY("Er is u iets gevraagd", "You were asked something"));
        ds_web_open(page, "p", NULL);
        ds_web_link_say(page, path, DS_SAY("Naar de vragen", "To the questions"));
        ds_web_close(page);
        ds_web_notice_end(page);
    }
}

/* What else there is of a dossier: pages of their own. */
static void add_further(ds_web_page *page, const ds_desk_dossier *dossier) {
    static const struct {
        const char *name;
        ds_say say;
    } further[] = {
        {"controleren", {"Antwoorden nakijken en verder", "Check answers and go on"}},
        {"vragen", {"Vragen", "Questions"}},
        {"partijen", {"Partijen", "Parties"}},
        {"historie", {"Wie wat wanneer wijzigde", "Who changed what and when"}},
        {"werkblad", {"Invullen in Excel", "Fill in by Excel"}},
        {"document/overzicht", {"Alles op één pagina, om te printen", "All on one page, to print"}},
    };
    ds_web_heading(page, 2, NULL, DS_SAY("Verder", "Further"));
    ds_web_open(page, "ul", NULL);
    for (size_t i = 0; i < sizeof further / sizeof *further; i++) {
        char path[300];
        if (i == 2 && dossier->task.form->n_parties == 0) continue;
        if (i == 3 && !dossier->may_history) continue;
        ds_web_dossier_path(dossier->task.id, further[i].name, NULL, path);
        ds_web_open(page, "li", NULL);
        ds_web_link_say(page, path, further[i].say);
        ds_web_close(page);
    }
    for (size_t i = 0; i < dossier->task.form->n_papers; i++) {
        const ds_formulier_stuk *paper = &dossier->task.form->papers[i];
        char path[300];
        ds_web_dossier_path(dossier->task.id, "document/", paper->id, path);
        ds_web_open(page, "li", NULL);
        ds_web_link_say(page, path, paper->say);
        ds_web_close(page);
    }
    ds_web_close(page);
}

static ds_status show_dossier(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_web_site *site = context;
    ds_desk_dossier dossier;
    ds_web_head head = {.back = "/taken", .back_title = {"Taken", "Tasks"}};
    ds_web_view view;
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    head.title_text = dossier.task.name;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    add_state(&view.page, &dossier);
    add_topics(&view.page, &dossier);
    add_further(&view.page, &dossier);
    ds_web_view_end(&view);
    ds_desk_dossier_done(&dossier);
    return DS_OK;
}

const ds_http_route ds_web_task_routes[] = {
    {DS_HTTP_GET, "/taken", DS_DESK_LIST, show_tasks, 0, false, false},
    {DS_HTTP_GET, "/taken/nieuw", DS_DESK_CREATE, show_new, 0, false, false},
    {DS_HTTP_POST, "/taken/nieuw", DS_DESK_CREATE, post_new, 0, false, false},
    {DS_HTTP_GET, "/dossier/{id}", DS_DESK_OPEN, show_dossier, 0, false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
