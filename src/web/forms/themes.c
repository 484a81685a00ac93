/* web/forms/themes.c: the themes that a researcher sets on an open answer, at the answer. See
 * forms.h. */
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "web/forms/forms.h"

enum { THEMES_MOST = 200 };

static bool has_theme(const ds_desk_dossier *dossier, const char *path, const char *code) {
    for (size_t i = 0; i < dossier->n_themes; i++)
        if (strcmp(dossier->themes[i].path, path) == 0 &&
            strcmp(dossier->themes[i].code, code) == 0)
            return true;
    return false;
}

/* A form without a list of themes takes codes as they are typed, with blanks between. */
static void add_typed_themes(ds_web_page *page, const ds_desk_dossier *dossier, const char *path) {
    char text[1000] = "", field[160];
    size_t at = 0;
    for (size_t i = 0; i < dossier->n_themes && at < sizeof text; i++)
        if (strcmp(dossier->themes[i].path, path) == 0)
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%.100s", at > 0 ? " " : "",
                                   dossier->themes[i].code);
    ds_web_input_add(page, &(ds_web_input){.name = "themas",
                                           .field = ds_web_field_of("themas", path, field),
                                           .label = {"Thema's", "Themes"},
                                           .hint = {"Codes, met een spatie ertussen.",
                                                    "Codes, with a blank between."},
                                           .value = text,
                                           .autocomplete = "off"});
}

static void add_listed_themes(ds_web_page *page, const ds_desk_dossier *dossier, const char *path) {
    const ds_lijst *list = dossier->task.form->themes;
    char field[160];
    ds_web_choice *choices = ds_calloc(list->n_rows + 1, sizeof *choices);
    if (choices == NULL) {
        page->out->failed = DS_FAULT;
        return;
    }
    for (size_t i = 0; i < list->n_rows; i++)
        choices[i] = (ds_web_choice){list->rows[i].code, ds_say_text(list->rows[i].say, page->lang),
                                     NULL, has_theme(dossier, path, list->rows[i].code)};
    ds_web_checks_add(page,
                      &(ds_web_input){.name = "thema",
                                      .field = ds_web_field_of("thema", path, field),
                                      .label = {"Thema's", "Themes"}},
                      choices, list->n_rows);
    ds_free(choices);
}

void ds_web_themes_add(ds_web_page *page, const ds_desk_dossier *dossier,
                       const ds_desk_topic *topic, const ds_desk_field *field) {
    char path[300];
    if (!dossier->may_theme || !field->field->theme || topic->may_save || field->value[0] == '\0')
        return;
    ds_web_dossier_path(dossier->task.id, topic->topic->id, "/thema", path);
    ds_web_form_begin(page, path, false);
    ds_web_hidden(page, "veld", field->path);
    if (dossier->task.form->themes == NULL)
        add_typed_themes(page, dossier, field->path);
    else
        add_listed_themes(page, dossier, field->path);
    ds_web_button(page, DS_WEB_BUTTON_SECOND, DS_SAY("Thema's vastleggen", "Record themes"), NULL,
                  NULL);
    ds_web_form_end(page);
}

/* The codes that were sent, as texts of the request's arena. */
static size_t read_codes(ds_http_request *request, const char **codes) {
    ds_text typed = ds_text_of(ds_http_form(request, "themas"));
    size_t n = 0;
    for (size_t i = 0; i < request->form.n && n < THEMES_MOST; i++)
        if (ds_text_is(request->form.pairs[i].name, "thema"))
            codes[n++] = request->form.pairs[i].value.data;
    while (typed.size > 0 && n < THEMES_MOST) {
        size_t size = 0;
        while (size < typed.size && typed.data[size] != ' ')
            size++;
        if (size > 0) codes[n] = ds_arena_copy(&request->arena, (ds_text){typed.data, size});
        if (size > 0 && codes[n] != NULL) n++;
        size += size < typed.size;
        typed.data += size;
        typed.size -= size;
    }
    return n;
}

ds_status ds_web_post_themes(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    const ds_web_site *site = context;
    const char *codes[THEMES_MOST];
    const size_t n = read_codes(request, codes);
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    char path[300];
    ds_status status = ds_arena_finish(&request->arena, err);
    if (status == DS_OK)
        status = ds_desk_set_themes(site->desk, &ds_web_guest_of(request)->actor,
                                    ds_http_parameter_number(request, 0),
                                    ds_http_form(request, "veld"), codes, n, &reply, err);
    ds_web_dossier_path(ds_http_parameter_number(request, 0), ds_http_parameter(request, 1),
                        "?bewaard=1", path);
    if (status == DS_OK && ds_web_goes_on(response, reply.outcome)) {
        if (reply.outcome == DS_OUTCOME_DONE)
            ds_http_response_redirect(response, path);
        else
            status = ds_web_refuse(response, reply.outcome == DS_OUTCOME_INVALID ? 400 : 409);
    }
    ds_desk_reply_done(&reply);
    return status;
}
