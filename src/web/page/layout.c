/* web/page/layout.c: the head and the foot of a page. See layout.h. */
#include "web/page/layout.h"

#include <stdio.h>
#include <string.h>

#include "web/page/form.h"

enum { PATH_SIZE = 4200 };

static const char *title_of(const ds_web_page *page, const ds_web_head *head) {
    return head->title_text != NULL ? head->title_text : ds_say_text(head->title, page->lang);
}

/* Addresses of ours are short; one that is not makes a page without it, and the page fails. */
static void join_path(ds_web_page *page, char out[PATH_SIZE], const char *first,
                      const char *second) {
    const int size = snprintf(out, PATH_SIZE, "%s%s", first, second);
    if (size < 0 || size >= PATH_SIZE) page->out->failed = DS_FAULT;
}

static void add_head(ds_web_page *page, const ds_web_frame *frame, const ds_web_head *head) {
    char path[PATH_SIZE];
    ds_web_open(page, "head", NULL);
    ds_web_single(page, "meta", "charset", "utf-8", NULL);
    ds_web_single(page, "meta", "name", "viewport", "content",
                  "width=device-width, initial-scale=1", NULL);
    ds_web_single(page, "meta", "name", "robots", "content", "noindex", NULL);
    ds_web_open(page, "title", NULL);
    if (page->problems != NULL && ds_web_problems_count(page->problems) > 0)
        ds_web_say(page, DS_SAY("Fout: ", "Error: "));
    ds_web_text(page, title_of(page, head));
    ds_web_text(page, " - doorstroom");
    ds_web_close(page);
    join_path(page, path, frame->assets, "/doorstroom.css");
    ds_web_single(page, "link", "rel", "stylesheet", "href", path, NULL);
    join_path(page, path, frame->assets, "/web.css");
    ds_web_single(page, "link", "rel", "stylesheet", "href", path, NULL);
    join_path(page, path, frame->assets, "/web.js");
    ds_web_open(page, "script", "src", path, "defer", "", NULL);
    ds_web_close(page);
    ds_web_close(page);
}

/* The page in the other language: the same address, asked with ?taal=. */
static void add_twin(ds_web_page *page, const ds_web_frame *frame) {
    char path[PATH_SIZE];
    const bool english = page->lang == DS_NL;
    const char *mark = strchr(frame->path, '?') == NULL ? "?taal=" : "&taal=";
    join_path(page, path, frame->path, mark);
    if (strlen(path) + 3 > sizeof path) return;
    memcpy(path + strlen(path), english ? "en" : "nl", 3);
    ds_web_open(page, "a", "class", "rechts", "href", path, "hreflang", english ? "en" : "nl",
                "lang", english ? "en" : "nl", NULL);
    ds_web_text(page, english ? "English" : "Nederlands");
    ds_web_close(page);
}

static bool is_here(const ds_web_frame *frame, const char *href) {
    const size_t size = strlen(href);
    return frame->path != NULL && strncmp(frame->path, href, size) == 0 &&
           (frame->path[size] == '\0' || frame->path[size] == '/' || frame->path[size] == '?');
}

static void add_who(ds_web_page *page, const ds_web_frame *frame) {
    ds_web_open(page, "div", "class", "wie", NULL);
    ds_web_open(page, "span", NULL);
    ds_web_say_with(page, DS_SAY("Ingelogd als {0}", "Logged in as {0}"), &frame->who, 1);
    ds_web_close(page);
    ds_web_form_begin(page, "/uitloggen", false);
    ds_web_button(page, DS_WEB_BUTTON_LINK, DS_SAY("Uitloggen", "Log out"), NULL, NULL);
    ds_web_form_end(page);
    ds_web_close(page);
}

static void add_bar(ds_web_page *page, const ds_web_frame *frame) {
    ds_web_open(page, "header", "class", "balk", NULL);
    ds_web_open(page, "a", "class", "naam", "href",
                frame->n_places > 0 ? frame->places[0].href : "/", NULL);
    ds_web_text(page, "doorstroom");
    ds_web_close(page);
    if (frame->n_places > 0) {
        ds_web_open(page, "nav", "aria-label",
                    ds_say_text(DS_SAY("Hoofdmenu", "Main menu"), page->lang), NULL);
        for (size_t i = 0; i < frame->n_places; i++) {
            ds_web_open(page, "a", "href", frame->places[i].href, "aria-current",
                        is_here(frame, frame->places[i].href) ? "page" : NULL, NULL);
            ds_web_say(page, frame->places[i].title);
            ds_web_close(page);
        }
        ds_web_close(page);
    }
    if (frame->path != NULL) add_twin(page, frame);
    if (frame->who != NULL) add_who(page, frame);
    ds_web_close(page);
}

void ds_web_begin(ds_web_page *page, const ds_web_frame *frame, const ds_web_head *head) {
    ds_buffer_add_string(page->out, "<!DOCTYPE html>\n");
    ds_web_open(page, "html", "lang", page->lang == DS_NL ? "nl" : "en", NULL);
    add_head(page, frame, head);
    ds_web_open(page, "body", NULL);
    ds_web_open(page, "a", "class", "overslaan", "href", "#inhoud", NULL);
    ds_web_say(page, DS_SAY("Naar de inhoud", "Skip to the content"));
    ds_web_close(page);
    if (frame->banner.nl != NULL) ds_web_element(page, "p", "merk", frame->banner);
    add_bar(page, frame);
    ds_web_open(page, "div", "class", "blad", NULL);
    if (head->back != NULL) {
        ds_web_open(page, "nav", "class", "pad", "aria-label",
                    ds_say_text(DS_SAY("Hierboven", "Above this"), page->lang), NULL);
        ds_web_open(page, "a", "class", "terug", "href", head->back, NULL);
        ds_web_say(page, head->back_title.nl != NULL ? head->back_title : DS_SAY("Terug", "Back"));
        ds_web_close(page);
        ds_web_close(page);
    }
    ds_web_open(page, "main", "id", "inhoud", "class", head->is_wide ? "ruim" : NULL, "tabindex",
                "-1", NULL);
    if (page->problems != NULL) ds_web_problems_summary(page, page->problems);
    ds_web_element_text(page, "h1", NULL, title_of(page, head));
}

void ds_web_end(ds_web_page *page, const ds_web_frame *frame) {
    (void)frame;
    ds_web_close_to(page, 2); /* main and the sheet */
    ds_web_open(page, "footer", "class", "voet", NULL);
    ds_web_open(page, "p", NULL);
    ds_web_say(page, DS_SAY("Gemaakt met doorstroom " DS_VERSION ".",
                            "Made with doorstroom " DS_VERSION "."));
    ds_web_close(page);
    ds_web_close_to(page, 0);
    ds_buffer_add_char(page->out, '\n');
}
