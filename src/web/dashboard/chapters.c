/* web/dashboard/chapters.c: all figures there are, chapter by chapter, and searching in them. See
 * dashboard.h. */
#include <string.h>

#include "web/dashboard/dashboard.h"

enum { CONTENTS_FROM = 3 };

static bool has_facts(const ds_view_topic *topic) {
    for (size_t i = 0; i < topic->n_breakdowns; i++)
        if (topic->breakdowns[i].sheet->reason[0] == '\0') return true;
    return false;
}

static void add_topic_link(ds_dash *dash, ds_web_page *page, const ds_view_topic *topic) {
    ds_web_open(page, "li", NULL);
    ds_web_link_say(page, ds_dash_address(dash, topic->id, NULL, ""), topic->title);
    if (!has_facts(topic))
        ds_web_element(page, "span", "noot",
                       DS_SAY(" (in deze publicatie leeg)", " (empty in this publication)"));
    ds_web_close(page);
}

/* A heading without the number that it has in its report, where there are others between. */
static const char *skip_number(const char *heading) {
    const size_t number = strspn(heading, "0123456789.");
    return number > 0 && heading[number] == ' ' && strspn(heading, "0123456789") <= 2
               ? heading + number + 1
               : heading;
}

static void add_chapter_part(ds_dash *dash, ds_web_page *page, const ds_view_chapter *chapter,
                             const ds_view_part *part) {
    ds_web_open(page, "div", "class", "deel", NULL);
    if (part->title.nl != NULL && part->title.nl[0] != '\0')
        ds_web_heading(page, 3, NULL,
                       (ds_say){skip_number(part->title.nl), skip_number(part->title.en)});
    ds_web_open(page, "ul", "class", "onderwerpen", NULL);
    for (size_t i = part->first; i < part->first + part->n; i++)
        add_topic_link(dash, page, chapter->topics[i]);
    ds_web_close(page);
    ds_web_close(page);
}

static const char *id_of_chapter(ds_dash *dash, const ds_view_chapter *chapter) {
    return ds_dash_print(dash, "h-%s", chapter->id);
}

static void add_chapter(ds_dash *dash, ds_web_page *page, const ds_view_chapter *chapter) {
    const char *id = id_of_chapter(dash, chapter);
    ds_web_open(page, "section", "aria-labelledby", id, NULL);
    ds_web_heading(page, 2, id, chapter->title);
    if (chapter->description.nl != NULL && chapter->description.nl[0] != '\0')
        ds_web_paragraph(page, chapter->description);
    ds_web_open(page, "div", "class", "delen", NULL);
    for (size_t i = 0; i < chapter->n_parts; i++)
        add_chapter_part(dash, page, chapter, &chapter->parts[i]);
    ds_web_close(page);
    ds_web_close(page);
}

/* A way through where the page is long. */
static void add_contents(ds_dash *dash, ds_web_page *page, const ds_view_chapter *chapters,
                         size_t n) {
    if (n < CONTENTS_FROM) return;
    ds_web_open(page, "nav", "class", "hoofdstukken", "aria-label",
                ds_say_text(DS_SAY("Op deze pagina", "On this page"), page->lang), NULL);
    ds_web_open(page, "ul", NULL);
    for (size_t i = 0; i < n; i++) {
        ds_web_open(page, "li", NULL);
        ds_web_link_say(page, ds_dash_print(dash, "#%s", id_of_chapter(dash, &chapters[i])),
                        chapters[i].title);
        ds_web_close(page);
    }
    ds_web_close(page);
    ds_web_close(page);
}

static void add_chapters(ds_dash *dash, ds_web_page *page) {
    size_t n = 0;
    const ds_view_chapter *chapters = ds_views_chapters(dash->views, &n);
    add_contents(dash, page, chapters, n);
    for (size_t i = 0; i < n; i++)
        add_chapter(dash, page, &chapters[i]);
    if (n > 0) return;
    ds_web_notice(page, DS_WEB_PLAIN, DS_SAY("Hier staan geen cijfers", "There are no figures"),
                  dash->scope[0] == '\0'
                      ? DS_SAY("In deze publicatie staat niets dat iedereen mag zien.",
                               "There is nothing in this publication that all may see.")
                      : DS_SAY("In deze publicatie staat niets van u alleen. Wat iedereen mag "
                               "zien, staat bij Cijfers.",
                               "There is nothing of yours alone in this publication. What all may "
                               "see stands under Figures."));
}

/* What else there is, for who has no such places in the bar. */
static void add_ways_further(ds_web_page *page) {
    static const struct {
        const char *href;
        ds_say say;
    } further[] = {
        {"/begrippen", {"Begrippen: hoe is geteld", "Definitions: how was counted"}},
        {"/instellingen", {"Per instelling", "By institution"}},
        {"/gewijzigd",
         {"Wat veranderde er sinds de vorige publicatie",
          "What changed since the previous publication"}},
        {"/publicatie/index.html",
         {"Rapporten en bestanden van deze publicatie", "Reports and files of this publication"}},
        {"/api", {"Voor programma's: de API", "For programs: the API"}}};
    ds_web_open(page, "nav", "class", "verder", "aria-label",
                ds_say_text(DS_SAY("Verder", "Further"), page->lang), NULL);
    ds_web_open(page, "ul", "class", "rij", NULL);
    for (size_t i = 0; i < sizeof further / sizeof *further; i++) {
        ds_web_open(page, "li", NULL);
        ds_web_link_say(page, further[i].href, further[i].say);
        ds_web_close(page);
    }
    ds_web_close(page);
    ds_web_close(page);
}

static ds_status make_chapters_page(ds_dash *dash, ds_error *err) {
    const char *words = ds_http_query(dash->request, "zoek");
    ds_web_head head = {.title = {"Cijfers", "Figures"}};
    ds_web_view view;
    if (!ds_dash_asks_only(dash, "zoek")) return DS_OK;
    (void)err;
    head.title_tail = words;
    ds_dash_begin(dash, &view, &head);
    add_ways_further(&view.page);
    ds_dash_search_add(dash, &view.page, words);
    if (words[0] == '\0') add_chapters(dash, &view.page);
    ds_dash_end(dash, &view);
    return DS_OK;
}

ds_status ds_dash_show_chapters(void *context, ds_http_request *request, ds_http_response *response,
                                ds_error *err) {
    return ds_dash_run(context, request, response, make_chapters_page, err);
}

/* ---- somebody's own ---- */

static ds_status make_own_page(ds_dash *dash, ds_error *err) {
    ds_web_head head = {.title = {"Eigen cijfers", "Own figures"},
                        .back = "/eigen",
                        .back_title = {"Eigen cijfers", "Own figures"}};
    ds_web_view view;
    const char *code = dash->scope;
    if (!ds_dash_asks_only(dash, NULL)) return DS_OK;
    (void)err;
    head.title_tail = dash->scope;
    ds_dash_begin(dash, &view, &head);
    ds_web_open(&view.page, "p", NULL);
    ds_web_say_with(&view.page,
                    DS_SAY("Van {0}, en alleen te zien voor wie er een rol voor heeft.",
                           "Of {0}, and seen only by who holds a role for it."),
                    &code, 1);
    ds_web_close(&view.page);
    add_chapters(dash, &view.page);
    ds_dash_end(dash, &view);
    return DS_OK;
}

ds_status ds_dash_show_own(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    return ds_dash_run_own(context, request, response, make_own_page, err);
}

/* The scopes by which somebody may, each once. */
static size_t list_scopes(const ds_desk_actor *actor, const char *out[DS_ROLES_MAX]) {
    size_t n = 0;
    for (size_t i = 0; i < actor->n_holdings && n < DS_ROLES_MAX; i++) {
        const ds_desk_record record = {.scope = actor->holdings[i].scope, .party = SIZE_MAX};
        bool is_new = record.scope[0] != '\0' && strcmp(record.scope, "*") != 0;
        for (size_t k = 0; k < n; k++)
            is_new = is_new && strcmp(out[k], record.scope) != 0;
        if (is_new && ds_desk_roles_that_may(DS_DESK_FIGURES, actor, &record, NULL) != 0)
            out[n++] = record.scope;
    }
    return n;
}

ds_status ds_dash_show_own_scopes(void *context, ds_http_request *request,
                                  ds_http_response *response, ds_error *err) {
    const ds_web_site *site = context;
    const char *scopes[DS_ROLES_MAX];
    const size_t n = list_scopes(&ds_web_guest_of(request)->actor, scopes);
    ds_dash dash = {.site = site, .request = request, .response = response};
    ds_web_head head = {.title = {"Eigen cijfers", "Own figures"}};
    ds_web_view view;
    (void)err;
    if (n == 1) {
        ds_http_response_redirect(
            response, ds_dash_print(&dash, "/eigen/%s", ds_dash_encode(&dash, scopes[0])));
        return DS_OK;
    }
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_paragraph(&view.page, n == 0 ? DS_SAY("U hebt geen rol voor één instelling of agenda.",
                                                 "You hold no role for one institution or agenda.")
                                        : DS_SAY("Waarvan?", "Of what?"));
    ds_web_open(&view.page, "ul", NULL);
    for (size_t i = 0; i < n; i++) {
        ds_web_open(&view.page, "li", NULL);
        ds_web_link(&view.page, ds_dash_print(&dash, "/eigen/%s", ds_dash_encode(&dash, scopes[i])),
                    scopes[i]);
        ds_web_close(&view.page);
    }
    ds_web_close(&view.page);
    ds_web_view_end(&view);
    return DS_OK;
}
