/* web/dashboard/words.c: definitions: what was counted, word for word, in which version, and where
 * it is used. See dashboard.h. */
#include <stdlib.h>
#include <string.h>

#include "web/dashboard/dashboard.h"

static int compare_definitions(const void *left, const void *right) {
    const ds_release_definition *const *a = left, *const *b = right;
    const int order = strcmp((*a)->name.nl, (*b)->name.nl);
    return order != 0 ? order : strcmp((*a)->id, (*b)->id);
}

const ds_release_definition *const *ds_dash_definitions(ds_dash *dash, size_t *out_n) {
    size_t n_topics = 0, n = 0;
    const ds_view_topic *topics = ds_views_topics(dash->views, &n_topics);
    const ds_release_definition **all = ds_dash_take(dash, n_topics, sizeof *all);
    *out_n = 0;
    if (all == NULL) return NULL;
    for (size_t i = 0; i < n_topics; i++) {
        bool is_new = topics[i].definition != NULL;
        for (size_t k = 0; k < n && is_new; k++)
            is_new = all[k] != topics[i].definition;
        if (is_new) all[n++] = topics[i].definition;
    }
    qsort((void *)all, n, sizeof *all, compare_definitions);
    *out_n = n;
    return all;
}

/* ---- what it says ---- */

static void add_lines_of_text(ds_web_page *page, const char *text) {
    while (*text != '\0') {
        const size_t size = strcspn(text, "\n");
        if (size > 0) {
            ds_web_open(page, "p", NULL);
            ds_web_textn(page, (ds_text){text, size});
            ds_web_close(page);
        }
        text += size + (text[size] == '\n');
    }
}

static void add_facts_of_word(ds_web_page *page, const ds_release_definition *d) {
    const bool nl = page->lang == DS_NL;
    ds_web_values_begin(page);
    ds_web_value(page, nl ? "Naam in bestanden" : "Name in files", d->id, NULL);
    ds_web_value(page, nl ? "Versie" : "Version", d->version, NULL);
    if (strcmp(d->better, "lower") == 0)
        ds_web_value(page, nl ? "Beter is" : "Better is", nl ? "lager" : "lower", NULL);
    if (strcmp(d->better, "higher") == 0)
        ds_web_value(page, nl ? "Beter is" : "Better is", nl ? "hoger" : "higher", NULL);
    ds_web_values_end(page);
}

void ds_dash_definition_add(ds_web_page *page, const ds_release_definition *definition) {
    add_lines_of_text(page, ds_say_text(definition->text, page->lang));
    add_facts_of_word(page, definition);
}

/* ---- all of them ---- */

static ds_status make_words_page(ds_dash *dash, ds_error *err) {
    ds_web_head head = {.title = {"Begrippen", "Definitions"}};
    size_t n = 0;
    const ds_release_definition *const *all = ds_dash_definitions(dash, &n);
    ds_web_view view;
    if (!ds_dash_asks_only(dash, NULL)) return DS_OK;
    (void)err;
    ds_dash_begin(dash, &view, &head);
    ds_web_paragraph(&view.page,
                     DS_SAY("Hoe elk cijfer is geteld. Een begrip dat anders wordt, krijgt een "
                            "andere versie; welke geldt, staat erbij.",
                            "How each figure was counted. A definition that changes gets another "
                            "version; which one holds stands with it."));
    ds_web_open(&view.page, "ul", "class", "onderwerpen", NULL);
    for (size_t i = 0; i < n; i++) {
        ds_web_open(&view.page, "li", NULL);
        ds_web_link_say(&view.page,
                        ds_dash_print(dash, "/begrippen/%s", ds_dash_encode(dash, all[i]->id)),
                        all[i]->name);
        ds_web_close(&view.page);
    }
    ds_web_close(&view.page);
    if (n == 0)
        ds_web_paragraph(&view.page, DS_SAY("Bij deze publicatie staan geen begrippen.",
                                            "There are no definitions with this publication."));
    ds_dash_end(dash, &view);
    return DS_OK;
}

ds_status ds_dash_show_words(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    return ds_dash_run(context, request, response, make_words_page, err);
}

/* ---- one ---- */

static void add_uses(ds_dash *dash, ds_web_page *page, const ds_release_definition *d) {
    size_t n = 0;
    const ds_view_topic *topics = ds_views_topics(dash->views, &n);
    ds_web_heading(page, 2, "cijfers", DS_SAY("Cijfers hiervan", "Figures of it"));
    ds_web_open(page, "ul", "class", "onderwerpen", NULL);
    for (size_t i = 0; i < n; i++) {
        if (topics[i].definition != d) continue;
        ds_web_open(page, "li", NULL);
        ds_web_link_say(page, ds_dash_address(dash, topics[i].id, NULL, ""), topics[i].title);
        ds_web_close(page);
    }
    ds_web_close(page);
}

static ds_status make_word_page(ds_dash *dash, ds_error *err) {
    ds_web_head head = {.back = "/begrippen", .back_title = {"Begrippen", "Definitions"}};
    const ds_release_definition *const *all, *found = NULL;
    size_t n = 0;
    ds_web_view view;
    if (!ds_dash_asks_only(dash, NULL)) return DS_OK;
    (void)err;
    all = ds_dash_definitions(dash, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i]->id, ds_http_parameter(dash->request, 0)) == 0) found = all[i];
    if (found == NULL) return ds_dash_refuse(dash, 404, NULL);
    head.title = found->name;
    ds_dash_begin(dash, &view, &head);
    ds_dash_definition_add(&view.page, found);
    add_uses(dash, &view.page, found);
    if (found->yaml[0] != '\0') {
        ds_web_heading(&view.page, 2, "bestand",
                       DS_SAY("Zoals het in het bestand staat", "As it stands in its file"));
        ds_web_element_text(&view.page, "pre", NULL, found->yaml);
    }
    ds_dash_end(dash, &view);
    return DS_OK;
}

ds_status ds_dash_show_word(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    return ds_dash_run(context, request, response, make_word_page, err);
}
