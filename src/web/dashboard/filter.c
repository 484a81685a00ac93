/* web/dashboard/filter.c: the form to choose with: which breakdown, which years, which values of
 * each key, which measure and figure. It asks (GET), so that what comes of it is an address. See
 * dashboard.h. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "web/dashboard/dashboard.h"

/* A query has at most 64 parts: so many boxes to tick all keys may have together, and one. */
enum { BOXES_MOST = 48, BOXES_OF_ONE = 16, NAMED_MOST = 2, TEXT_MOST = 2000 };

typedef struct filling_form {
    ds_dash *dash;
    ds_web_page *page;
    const ds_view *view;
    const ds_view_breakdown *breakdown;
    size_t boxes;  /* that were used */
    size_t beside; /* the key that another value can be set beside; SIZE_MAX: none yet */
} filling_form;

/* ---- what a key has chosen ---- */

static size_t count_chosen(const filling_form *f, size_t k) {
    const ds_view_key *key = &f->breakdown->keys[k];
    size_t n = 0;
    for (size_t v = 0; v < key->n_values; v++)
        n += ds_view_has_value(f->view, k, key->values[v].code);
    return n;
}

/* The i-th chosen value; NULL: there is none. */
static const ds_view_value *find_chosen(const filling_form *f, size_t k, size_t i) {
    const ds_view_key *key = &f->breakdown->keys[k];
    for (size_t v = 0; v < key->n_values; v++)
        if (ds_view_has_value(f->view, k, key->values[v].code) && i-- == 0) return &key->values[v];
    return NULL;
}

/* "4, 3", "alle 5", "7 van 51": in short, for where the boxes are closed. */
static const char *describe_chosen(const filling_form *f, size_t k) {
    const bool nl = f->page->lang == DS_NL;
    const size_t n = count_chosen(f, k), all = f->breakdown->keys[k].n_values;
    if (n == all) return ds_dash_print(f->dash, nl ? "alle %zu" : "all %zu", all);
    if (n > NAMED_MOST) return ds_dash_print(f->dash, nl ? "%zu van %zu" : "%zu of %zu", n, all);
    if (n == 0) return nl ? "geen" : "none";
    if (n == 1) return ds_say_text(find_chosen(f, k, 0)->name, f->page->lang);
    return ds_dash_print(f->dash, "%s, %s", ds_say_text(find_chosen(f, k, 0)->name, f->page->lang),
                         ds_say_text(find_chosen(f, k, 1)->name, f->page->lang));
}

/* ---- boxes to tick ---- */

static void begin_boxes(const filling_form *f, const char *name, ds_say title, const char *now) {
    ds_web_open(f->page, "details", "class", "keus", "data-keus", name, NULL);
    ds_web_open(f->page, "summary", NULL);
    ds_web_text(f->page, ds_dash_capital(f->dash, ds_say_text(title, f->page->lang)));
    ds_web_text(f->page, ": ");
    ds_web_element_text(f->page, "span", "nu", now);
    ds_web_close(f->page);
}

static void end_boxes(const filling_form *f, const char *name, ds_say title,
                      const ds_web_choice *choices, size_t n) {
    if (choices != NULL)
        ds_web_checks_add(f->page,
                          &(ds_web_input){.name = name, .label = title, .is_label_hidden = true},
                          choices, n);
    ds_web_close(f->page);
}

static void add_boxes(filling_form *f, size_t k) {
    const ds_view_key *key = &f->breakdown->keys[k];
    ds_web_choice *choices = ds_dash_take(f->dash, key->n_values, sizeof *choices);
    begin_boxes(f, key->name, key->title, describe_chosen(f, k));
    for (size_t v = 0; choices != NULL && v < key->n_values; v++)
        choices[v] =
            (ds_web_choice){key->values[v].code, ds_say_text(key->values[v].name, f->page->lang),
                            NULL, ds_view_has_value(f->view, k, key->values[v].code)};
    end_boxes(f, key->name, key->title, choices, key->n_values);
    f->boxes += key->n_values;
}

static void add_years(filling_form *f) {
    static const ds_say title = {"Jaren", "Years"},
                        after = {"Jaren na de start", "Years after the start"};
    const ds_view_breakdown *b = f->breakdown;
    const ds_say say = b->years_after ? after : title;
    ds_web_choice *choices = ds_dash_take(f->dash, b->n_years, sizeof *choices);
    size_t n = 0;
    for (size_t y = 0; y < b->n_years; y++)
        n += ds_view_has_year(f->view, b->years[y]);
    begin_boxes(f, "jaren", say,
                ds_dash_print(f->dash, f->page->lang == DS_NL ? "%zu van %zu" : "%zu of %zu", n,
                              b->n_years));
    for (size_t y = 0; choices != NULL && y < b->n_years; y++)
        choices[y] = (ds_web_choice){ds_dash_print(f->dash, "%d", b->years[y]),
                                     ds_dash_year(f->dash, b, b->years[y]), NULL,
                                     ds_view_has_year(f->view, b->years[y])};
    end_boxes(f, "jaren", say, choices, b->n_years);
    f->boxes += b->n_years;
}

/* ---- lists ---- */

static void add_list(const filling_form *f, const char *name, ds_say label,
                     const ds_web_choice *choices, size_t n) {
    ds_web_select_add(
        f->page,
        &(ds_web_input){.name = name,
                        .label_text = ds_dash_capital(f->dash, ds_say_text(label, f->page->lang)),
                        .is_always_chosen = true},
        choices, n);
}

/* All chosen values with commas: what a list has for a choice of several. */
static const char *join_chosen(const filling_form *f, size_t k) {
    const size_t n = count_chosen(f, k);
    const char *joined = "";
    for (size_t i = 0; i < n; i++)
        joined =
            ds_dash_print(f->dash, "%s%s%s", joined, i == 0 ? "" : ",", find_chosen(f, k, i)->code);
    return joined;
}

/* The value to set another beside. */
static void add_beside(const filling_form *f, size_t k) {
    const ds_view_key *key = &f->breakdown->keys[k];
    const ds_view_value *first = find_chosen(f, k, 0), *second = find_chosen(f, k, 1);
    ds_web_choice *choices = ds_dash_take(f->dash, key->n_values + 1, sizeof *choices);
    size_t n = 1;
    if (choices == NULL) return;
    choices[0] =
        (ds_web_choice){"", f->page->lang == DS_NL ? "niets" : "nothing", NULL, second == NULL};
    for (size_t v = 0; v < key->n_values; v++)
        if (&key->values[v] != first)
            choices[n++] = (ds_web_choice){key->values[v].code,
                                           ds_say_text(key->values[v].name, f->page->lang), NULL,
                                           &key->values[v] == second};
    add_list(f, "naast", DS_SAY("Vergelijk met", "Compare with"), choices, n);
}

/* For a key of many values: one of them, or all; what is neither stands there as it is. */
static void add_values_list(filling_form *f, size_t k) {
    const ds_view_key *key = &f->breakdown->keys[k];
    const bool nl = f->page->lang == DS_NL;
    const size_t n_chosen = count_chosen(f, k);
    const bool beside = f->beside == SIZE_MAX && (n_chosen == 1 || n_chosen == 2),
               all = n_chosen == key->n_values, single = n_chosen == 1 || (beside && !all);
    ds_web_choice *choices = ds_dash_take(f->dash, key->n_values + 2, sizeof *choices);
    size_t n = 0;
    if (choices == NULL) return;
    if (!single && !all)
        choices[n++] = (ds_web_choice){join_chosen(f, k), describe_chosen(f, k), NULL, true};
    choices[n++] = (ds_web_choice){
        "alle", ds_dash_print(f->dash, nl ? "alle %zu" : "all %zu", key->n_values), NULL, all};
    for (size_t v = 0; v < key->n_values; v++)
        choices[n++] =
            (ds_web_choice){key->values[v].code, ds_say_text(key->values[v].name, f->page->lang),
                            NULL, single && &key->values[v] == find_chosen(f, k, 0)};
    add_list(f, key->name, key->title, choices, n);
    if (!beside) return;
    f->beside = k;
    add_beside(f, k);
}

static void add_key(filling_form *f, size_t k) {
    const size_t n = f->breakdown->keys[k].n_values;
    if (n < 2) return;
    if (n <= BOXES_OF_ONE && f->boxes + n <= BOXES_MOST)
        add_boxes(f, k);
    else
        add_values_list(f, k);
}

/* By its keys; where another has the same, with what else its title says. */
static const char *name_breakdown(const filling_form *f, size_t i) {
    const ds_view_topic *topic = ds_view_topic_of(f->view);
    const ds_view_breakdown *all = topic->breakdowns;
    const char *keys = ds_dash_keys(f->dash, &all[i]);
    for (size_t k = 0; k < topic->n_breakdowns; k++)
        if (k != i && strcmp(keys, ds_dash_keys(f->dash, &all[k])) == 0)
            return ds_say_text(all[i].title, f->page->lang);
    return keys;
}

static void add_breakdowns(const filling_form *f) {
    const ds_view_topic *topic = ds_view_topic_of(f->view);
    ds_web_choice *choices = ds_dash_take(f->dash, topic->n_breakdowns, sizeof *choices);
    ds_web_hidden(f->page, "was", f->breakdown->by);
    if (choices == NULL || topic->n_breakdowns < 2) return;
    for (size_t i = 0; i < topic->n_breakdowns; i++) {
        const ds_view_breakdown *b = &topic->breakdowns[i];
        const char *title = name_breakdown(f, i);
        const bool nl = f->page->lang == DS_NL, is_empty = b->sheet->reason[0] != '\0';
        choices[i] = (ds_web_choice){
            b->by,
            is_empty ? ds_dash_print(f->dash, nl ? "%s (leeg)" : "%s (empty)", title) : title, NULL,
            b == f->breakdown};
    }
    add_list(f, "by", DS_SAY("Uitsplitsing", "Breakdown"), choices, topic->n_breakdowns);
}

static void add_measures(const filling_form *f) {
    const ds_view_breakdown *b = f->breakdown;
    ds_web_choice *choices = ds_dash_take(f->dash, b->n_measures, sizeof *choices);
    if (choices == NULL || b->n_measures < 2) return;
    for (size_t i = 0; i < b->n_measures; i++)
        choices[i] =
            (ds_web_choice){b->measures[i].code, ds_say_text(b->measures[i].name, f->page->lang),
                            NULL, strcmp(b->measures[i].code, ds_view_measure(f->view)) == 0};
    add_list(f, "maat", DS_SAY("Wat", "What"), choices, b->n_measures);
}

/* A figure that nobody chose comes of itself with what else is chosen: then its value is empty, so
 * that another choice has the figure that fits. */
static void add_shapes(const filling_form *f) {
    const ds_view_breakdown *b = f->breakdown;
    const char *shape = ds_view_shape(f->view);
    const bool is_asked = strstr(ds_view_query(f->view), "soort=") != NULL;
    ds_web_choice *choices = ds_dash_take(f->dash, b->n_shapes + 1, sizeof *choices);
    size_t n = 0;
    if (choices == NULL || b->n_shapes == 0) return;
    for (size_t i = 0; i < b->n_shapes; i++)
        if (ds_view_shape_fits(f->view, b->shapes[i].code))
            choices[n++] =
                (ds_web_choice){b->shapes[i].code, ds_say_text(b->shapes[i].name, f->page->lang),
                                NULL, strcmp(b->shapes[i].code, shape) == 0};
    choices[n++] = (ds_web_choice){DS_VIEW_NO_FIGURE,
                                   f->page->lang == DS_NL ? "alleen de tabel" : "the table only",
                                   NULL, strcmp(DS_VIEW_NO_FIGURE, shape) == 0};
    for (size_t i = 0; i < n; i++)
        if (choices[i].is_chosen && !is_asked) choices[i].value = "";
    add_list(f, "soort", DS_SAY("Figuur", "Figure"), choices, n);
}

/* ---- the form ---- */

/* To what stands below, past a long table; on a narrow page also past the form itself. */
static void add_ways_down(ds_web_page *page, const ds_view *view) {
    ds_web_open(page, "ul", "class", "omlaag", "aria-label",
                ds_say_text(DS_SAY("Op deze pagina", "On this page"), page->lang), NULL);
    ds_web_open(page, "li", "class", "smal-alleen", NULL);
    ds_web_link_say(page, "#gezien-kop", DS_SAY("Naar de cijfers", "To the figures"));
    ds_web_close(page);
    if (ds_view_topic_of(view)->definition != NULL) {
        ds_web_open(page, "li", NULL);
        ds_web_link_say(page, "#definitie", DS_SAY("Hoe dit is geteld", "How this was counted"));
        ds_web_close(page);
    }
    ds_web_open(page, "li", NULL);
    ds_web_link_say(page, "#meenemen", DS_SAY("Meenemen en delen", "Take along and share"));
    ds_web_close(page);
    ds_web_close(page);
}

void ds_dash_filter_add(ds_dash *dash, ds_web_page *page, const ds_view *view) {
    filling_form f = {dash, page, view, ds_view_breakdown_of(view), 0, SIZE_MAX};
    const char *address = ds_dash_address(dash, ds_view_topic_of(view)->id, NULL, "");
    ds_web_open(page, "form", "class", "filter", "id", "filter", "method", "get", "action", address,
                "aria-labelledby", "filter-kop", NULL);
    ds_web_heading(page, 2, "filter-kop", DS_SAY("Kies wat u ziet", "Choose what you see"));
    add_breakdowns(&f);
    if (f.breakdown->n_years > 1) add_years(&f);
    for (size_t k = 0; k < f.breakdown->n_keys; k++)
        add_key(&f, k);
    add_measures(&f);
    add_shapes(&f);
    ds_web_open(page, "div", "class", "knoppen", NULL);
    ds_web_button(page, DS_WEB_BUTTON_FIRST, DS_SAY("Toon", "Show"), NULL, NULL);
    ds_web_link_say(page, address, DS_SAY("Begin opnieuw", "Start over"));
    ds_web_close(page);
    add_ways_down(page, view);
    ds_web_form_end(page);
}
