/* web/dashboard/search.c: finding topics, definitions and institutions by words, also by words of a
 * definition. Letters are folded: case and accents do not matter. See dashboard.h. */
#include <string.h>

#include "base/text.h"
#include "base/unicode.h"
#include "web/dashboard/dashboard.h"

enum { WORD_SIZE = 128, WORDS_MOST = 8, FOUND_MOST = 100 };

/* ---- words ---- */

typedef struct search_words {
    char words[WORDS_MOST][WORD_SIZE];
    size_t n;
} search_words;

static bool is_between(char c) {
    return strchr(" \t\r\n.,;:!?()[]{}\"'/<>=+*&|", c) != NULL;
}

/* The next word of *at, folded; false: there is none. */
static bool take_word(const char **at, char out[WORD_SIZE]) {
    size_t size = 0;
    while (**at != '\0' && is_between(**at))
        ++*at;
    while ((*at)[size] != '\0' && !is_between((*at)[size]))
        size++;
    if (size == 0) return false;
    out[ds_unicode_fold((ds_text){*at, size}, true, out, WORD_SIZE - 1)] = '\0';
    *at += size;
    return true;
}

static void read_words(const char *text, search_words *out) {
    out->n = 0;
    while (out->n < WORDS_MOST && take_word(&text, out->words[out->n]))
        out->n += out->words[out->n][0] != '\0';
}

/* Marks which of the words stand in a text, as a part of one of its words. */
static void mark_words(const search_words *words, const char *text, bool found[WORDS_MOST]) {
    char word[WORD_SIZE];
    while (text != NULL && take_word(&text, word))
        for (size_t i = 0; i < words->n; i++)
            found[i] = found[i] || strstr(word, words->words[i]) != NULL;
}

static bool has_all(const search_words *words, const char *const *texts, size_t n) {
    bool found[WORDS_MOST] = {false};
    for (size_t i = 0; i < n; i++)
        mark_words(words, texts[i], found);
    for (size_t i = 0; i < words->n; i++)
        if (!found[i]) return false;
    return words->n > 0;
}

bool ds_dash_has_words(const char *words, const char *const *texts, size_t n) {
    search_words read;
    read_words(words, &read);
    return has_all(&read, texts, n);
}

/* ---- what is found ---- */

typedef struct searching {
    ds_dash *dash;
    ds_web_page *page;
    search_words words;
    size_t n_topics, n_definitions, n_places;
} searching;

static bool is_title_found(const searching *s, const ds_view_topic *topic) {
    const char *const texts[] = {topic->title.nl, topic->title.en, topic->id};
    return has_all(&s->words, texts, 3);
}

static bool is_topic_found(const searching *s, const ds_view_topic *topic) {
    const ds_release_definition *d = topic->definition;
    const char *const texts[] = {topic->title.nl,
                                 topic->title.en,
                                 topic->id,
                                 d == NULL ? NULL : d->name.nl,
                                 d == NULL ? NULL : d->name.en,
                                 d == NULL ? NULL : d->text.nl,
                                 d == NULL ? NULL : d->text.en};
    return has_all(&s->words, texts, 7);
}

static void add_found(searching *s, const char *href, ds_say title, const char *more) {
    ds_web_open(s->page, "li", NULL);
    ds_web_link_say(s->page, href, title);
    if (more[0] != '\0') ds_web_element_text(s->page, "span", "noot", more);
    ds_web_close(s->page);
}

/* Those found by their title first. */
static void add_topics_found(searching *s, bool by_title) {
    size_t n = 0;
    const ds_view_topic *topics = ds_views_topics(s->dash->views, &n);
    for (size_t i = 0; i < n && s->n_topics < FOUND_MOST; i++) {
        if (is_title_found(s, &topics[i]) != by_title || !is_topic_found(s, &topics[i])) continue;
        add_found(s, ds_dash_address(s->dash, topics[i].id, NULL, ""), topics[i].title,
                  by_title                 ? ""
                  : s->page->lang == DS_NL ? " (in de definitie)"
                                           : " (in the definition)");
        s->n_topics++;
    }
}

static void add_definitions_found(searching *s) {
    size_t n = 0;
    const ds_release_definition *const *all = ds_dash_definitions(s->dash, &n);
    for (size_t i = 0; i < n && s->n_definitions < FOUND_MOST; i++) {
        const char *const texts[] = {all[i]->name.nl, all[i]->name.en, all[i]->text.nl,
                                     all[i]->text.en, all[i]->id};
        if (!has_all(&s->words, texts, 5)) continue;
        add_found(s, ds_dash_print(s->dash, "/begrippen/%s", ds_dash_encode(s->dash, all[i]->id)),
                  all[i]->name, "");
        s->n_definitions++;
    }
}

static void add_places_found(searching *s) {
    size_t n = 0;
    const ds_dash_place *all = ds_dash_places(s->dash, &n);
    for (size_t i = 0; i < n && s->n_places < FOUND_MOST; i++) {
        const char *const texts[] = {all[i].name.nl, all[i].name.en, all[i].code};
        if (!has_all(&s->words, texts, 3)) continue;
        add_found(s,
                  ds_dash_print(s->dash, "/instellingen/%s", ds_dash_encode(s->dash, all[i].code)),
                  all[i].name, "");
        s->n_places++;
    }
}

static void begin_results(searching *s, ds_say heading) {
    ds_web_heading(s->page, 3, NULL, heading);
    ds_web_open(s->page, "ul", "class", "onderwerpen", NULL);
}

static void end_results(searching *s, size_t n) {
    ds_web_close(s->page);
    if (n == 0) ds_web_paragraph(s->page, DS_SAY("Niets gevonden.", "Nothing found."));
    if (n >= FOUND_MOST)
        ds_web_paragraph(s->page, DS_SAY("Er is meer: zoek met een woord erbij.",
                                         "There is more: search with a word more."));
}

static void add_results(searching *s) {
    const char *number;
    ds_web_heading(s->page, 2, "gevonden", DS_SAY("Gevonden", "Found"));
    begin_results(s, DS_SAY("Cijfers", "Figures"));
    add_topics_found(s, true);
    add_topics_found(s, false);
    end_results(s, s->n_topics);
    begin_results(s, DS_SAY("Begrippen", "Definitions"));
    add_definitions_found(s);
    end_results(s, s->n_definitions);
    begin_results(s, DS_SAY("Instellingen", "Institutions"));
    add_places_found(s);
    end_results(s, s->n_places);
    number = ds_dash_print(s->dash, "%zu", s->n_topics + s->n_definitions + s->n_places);
    ds_web_open(s->page, "p", "class", "noot", "id", "aantal-gevonden", NULL);
    ds_web_say_with(s->page, DS_SAY("{0} gevonden.", "{0} found."), &number, 1);
    ds_web_close(s->page);
    ds_web_open(s->page, "p", NULL);
    ds_web_link_say(s->page, s->dash->root, DS_SAY("Alle cijfers", "All figures"));
    ds_web_close(s->page);
}

void ds_dash_search_add(ds_dash *dash, ds_web_page *page, const char *words) {
    searching s = {.dash = dash, .page = page};
    ds_web_open(page, "form", "class", "zoeken", "role", "search", "method", "get", "action",
                dash->root, NULL);
    ds_web_input_add(page, &(ds_web_input){.name = "zoek",
                                           .type = "search",
                                           .label = {"Zoek een cijfer, begrip of instelling",
                                                     "Search a figure, definition or institution"},
                                           .value = words});
    ds_web_button(page, DS_WEB_BUTTON_FIRST, DS_SAY("Zoek", "Search"), NULL, NULL);
    ds_web_form_end(page);
    if (words[0] == '\0') return;
    read_words(words, &s.words);
    add_results(&s);
}
