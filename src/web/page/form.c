/* web/page/form.c: what is wrong, a form and its buttons. See form.h. */
#include "web/page/form.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "web/page/layout.h"

/* ---- what is wrong ---- */

void ds_web_problems_done(ds_web_problems *problems) {
    for (size_t i = 0; i < problems->n; i++) {
        ds_free(problems->problems[i].field);
        ds_free(problems->problems[i].text);
    }
    ds_free(problems->problems);
    *problems = (ds_web_problems){0};
}

void ds_web_problem_add(ds_web_problems *problems, const char *field, const char *text) {
    ds_web_problem problem = {ds_strdup(field), ds_strdup(text)};
    if (problem.field == NULL || problem.text == NULL ||
        !ds_reserve(&problems->problems, &problems->capacity, problems->n + 1,
                    sizeof *problems->problems)) {
        problems->failed = true;
        ds_free(problem.field);
        ds_free(problem.text);
        return;
    }
    problems->problems[problems->n++] = problem;
}

void ds_web_problem_say(ds_web_problems *problems, const char *field, ds_say say, ds_lang lang) {
    ds_web_problem_add(problems, field, ds_say_text(say, lang));
}

size_t ds_web_problems_count(const ds_web_problems *problems) {
    return problems->n + problems->failed;
}

const char *ds_web_problem_of(const ds_web_problems *problems, const char *field) {
    if (problems == NULL) return NULL;
    for (size_t i = 0; i < problems->n; i++)
        if (strcmp(problems->problems[i].field, field) == 0) return problems->problems[i].text;
    return NULL;
}

static void add_problem_item(ds_web_page *page, const ds_web_problem *problem) {
    char id[160], href[168];
    ds_web_open(page, "li", NULL);
    if (problem->field[0] == '\0') {
        ds_web_text(page, problem->text);
    } else {
        ds_web_field_id(problem->field, id);
        (void)snprintf(href, sizeof href, "#%s", id);
        ds_web_link(page, href, problem->text);
    }
    ds_web_close(page);
}

void ds_web_problems_summary(ds_web_page *page, const ds_web_problems *problems) {
    if (problems->failed) page->out->failed = DS_FAULT;
    if (problems->n == 0) return;
    ds_web_open(page, "div", "class", "melding fout overzicht", "role", "alert", "tabindex", "-1",
                "id", "fouten", "aria-labelledby", "fouten-titel", NULL);
    ds_web_open(page, "h2", "id", "fouten-titel", NULL);
    ds_web_say(page, DS_SAY("Er klopt iets niet", "There is a problem"));
    ds_web_close(page);
    ds_web_open(page, "ul", NULL);
    for (size_t i = 0; i < problems->n; i++)
        add_problem_item(page, &problems->problems[i]);
    ds_web_close(page);
    ds_web_close(page);
}

/* ---- a form ---- */

void ds_web_form_begin(ds_web_page *page, const char *action, bool has_files) {
    ds_web_open(page, "form", "method", "post", "action", action, "enctype",
                has_files ? "multipart/form-data" : NULL, "novalidate", "", NULL);
    if (page->csrf == NULL)
        page->out->failed = DS_FAULT; /* a form that posts needs its token */
    else
        ds_web_hidden(page, "bewijs", page->csrf);
}

void ds_web_form_begin_asking(ds_web_page *page, const char *action) {
    ds_web_open(page, "form", "method", "get", "action", action, NULL);
}

void ds_web_form_end(ds_web_page *page) {
    ds_web_close(page);
}

void ds_web_hidden(ds_web_page *page, const char *name, const char *value) {
    ds_web_single(page, "input", "type", "hidden", "name", name, "value", value, NULL);
}

void ds_web_button(ds_web_page *page, ds_web_button_kind kind, ds_say say, const char *name,
                   const char *value) {
    static const char *const classes[] = {"doe", "doe tweede", "doe gevaar", "als-link"};
    ds_web_open(page, "button", "type", "submit", "class", classes[kind], "name", name, "value",
                name == NULL ? NULL : value, NULL);
    ds_web_say(page, say);
    ds_web_close(page);
}
