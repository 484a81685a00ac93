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

static void add_style(ds_web_page *page, const ds_web_frame *frame, const char *name) {
    char path[PATH_SIZE];
    join_path(page, path, frame->assets, name);
    ds_web_single(page, "link", "rel", "stylesheet", "href", path, NULL);
}

static void add_icon(ds_web_page *page, const ds_web_frame *frame) {
    char path[PATH_SIZE];
    join_path(page, path, frame->assets, "/icoon.svg");
    ds_web_single(page, "link", "rel", "icon", "type", "image/svg+xml", "href", path, NULL);
}

static void add_script(ds_web_page *page, const ds_web_frame *frame, const char *name) {
    char path[PATH_SIZE];
    join_path(page, path, frame->assets, name);
    ds_web_open(page, "script", "src", path, "defer", "", NULL);
    ds_web_close(page);
}

static void add_head(ds_web_page *page, const ds_web_frame *frame, const ds_web_head *head) {
    ds_web_open(page, "head", NULL);
    ds_web_single(page, "meta", "charset", "utf-8", NULL);
    ds_web_single(page, "meta", "name", "viewport", "content",
                  "width=device-width, initial-scale=1", NULL);
    if (!head->is_indexed)
        ds_web_single(page, "meta", "name", "robots", "content", "noindex", NULL);
    ds_web_open(page, "title", NULL);
    if (page->problems != NULL && ds_web_problems_count(page->problems) > 0)
        ds_web_say(page, DS_SAY("Fout: ", "Error: "));
    ds_web_text(page, title_of(page, head));
    if (head->title_tail != NULL && head->title_tail[0] != '\0') {
        ds_web_text(page, ": ");
        ds_web_text(page, head->title_tail);
    }
    ds_web_text(page, " - doorstroom");
    ds_web_close(page);
    add_icon(page, frame);
    add_style(page, frame, "/doorstroom.css");
    add_style(page, frame, "/web.css");
    if (head->is_figures) add_style(page, frame, "/cijfers.css");
    add_script(page, frame, "/web.js");
    if (head->is_figures) add_script(page, frame, "/doorstroom.js");
    if (head->is_figures) add_script(page, frame, "/cijfers.js");
    ds_web_close(page);
}

/* The page in the other language: the same address, asked with taal= alone of its name. */
static void name_twin(ds_web_page *page, const ds_web_frame *frame, char out[PATH_SIZE]) {
    const size_t path = strcspn(frame->path, "?");
    const char *at = frame->path + path;
    char kept[PATH_SIZE];
    size_t n = path < sizeof kept ? path : 0;
    memcpy(kept, frame->path, n);
    while (*at != '\0') { /* at ? or &, before each pair */
        const size_t size = 1 + strcspn(at + 1, "&");
        if (strncmp(at + 1, "taal=", 5) != 0 && n + size < sizeof kept) {
            memcpy(kept + n, at, size);
            kept[n] = n == path ? '?' : '&';
            n += size;
        }
        at += size;
    }
    kept[n] = '\0';
    join_path(page, out, kept, n == path ? "?taal=" : "&taal=");
}

static void add_twin(ds_web_page *page, const ds_web_frame *frame) {
    char path[PATH_SIZE];
    const bool english = page->lang == DS_NL;
    name_twin(page, frame, path);
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
    ds_web_open(page, "a", "class", "naam", "href", "/", NULL);
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
    if (frame->sign_in != NULL) ds_web_link_say(page, frame->sign_in, DS_SAY("Inloggen", "Log in"));
    if (frame->who != NULL) add_who(page, frame);
    ds_web_close(page);
}

static void add_way_back(ds_web_page *page, const ds_web_head *head) {
    ds_web_open(page, "nav", "class", "pad", "aria-label",
                ds_say_text(DS_SAY("Hierboven", "Above this"), page->lang), NULL);
    ds_web_open(page, "a", "class", "terug", "href", head->back, NULL);
    ds_web_say(page, head->back_title.nl != NULL ? head->back_title : DS_SAY("Terug", "Back"));
    ds_web_close(page);
    ds_web_close(page);
}

void ds_web_begin(ds_web_page *page, const ds_web_frame *frame, const ds_web_head *head) {
    ds_buffer_add_string(page->out, "<!DOCTYPE html>\n");
    ds_web_open(page, "html", "lang", page->lang == DS_NL ? "nl" : "en", NULL);
    add_head(page, frame, head);
    ds_web_open(page, "body", "class", head->is_alone ? "alleen" : NULL, NULL);
    if (!head->is_alone) {
        ds_web_open(page, "a", "class", "overslaan", "href", "#inhoud", NULL);
        ds_web_say(page, DS_SAY("Naar de inhoud", "Skip to the content"));
        ds_web_close(page);
    }
    if (frame->banner.nl != NULL) ds_web_element(page, "p", "merk", frame->banner);
    if (!head->is_alone) add_bar(page, frame);
    ds_web_open(page, "div", "class", head->is_figures ? "blad cijfers" : "blad", NULL);
    if (head->back != NULL) add_way_back(page, head);
    ds_web_open(page, "main", "id", "inhoud", "class",
                head->is_wide || head->is_figures ? "ruim" : NULL, "tabindex", "-1", NULL);
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
