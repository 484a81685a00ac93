/* web/dashboard/institutions.c: what the release says of an institution, topic by topic, and beside
 * another. See dashboard.h. */
#include <stdlib.h>
#include <string.h>

#include "web/dashboard/dashboard.h"

/* ---- which there are ---- */

static int compare_codes(const void *left, const void *right) {
    return strcmp(((const ds_dash_place *)left)->code, ((const ds_dash_place *)right)->code);
}

static int compare_places(const void *left, const void *right) {
    const ds_dash_place *a = left, *b = right;
    const int order = strcmp(a->name.nl, b->name.nl);
    return order != 0 ? order : strcmp(a->code, b->code);
}

/* The key that tells institutions apart; NULL: none does. */
static const ds_view_key *find_places_key(const ds_view_breakdown *breakdown) {
    for (size_t k = 0; k < breakdown->n_keys; k++)
        if (strcmp(breakdown->keys[k].name, DS_RELEASE_INSTITUTION) == 0)
            return &breakdown->keys[k];
    return NULL;
}

/* Where institutions have no name they are numbered, by size, in each sheet anew: a number is no
 * institution. */
static bool is_place(const ds_view_value *value) {
    return strcmp(value->code, DS_TOTAL) != 0 && strcmp(value->code, "onbekend") != 0 &&
           value->code[strspn(value->code, "0123456789")] != '\0';
}

static size_t count_values(const ds_view_topic *topics, size_t n) {
    size_t values = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t b = 0; b < topics[i].n_breakdowns; b++) {
            const ds_view_key *key = find_places_key(&topics[i].breakdowns[b]);
            if (key != NULL) values += key->n_values;
        }
    return values;
}

static size_t gather_values(const ds_view_topic *topics, size_t n, ds_dash_place *out) {
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t b = 0; b < topics[i].n_breakdowns; b++) {
            const ds_view_key *key = find_places_key(&topics[i].breakdowns[b]);
            for (size_t v = 0; key != NULL && v < key->n_values; v++)
                if (is_place(&key->values[v]))
                    out[found++] = (ds_dash_place){key->values[v].code, key->values[v].name};
        }
    return found;
}

const ds_dash_place *ds_dash_places(ds_dash *dash, size_t *out_n) {
    size_t n_topics = 0, n, kept = 0;
    const ds_view_topic *topics = ds_views_topics(dash->views, &n_topics);
    ds_dash_place *all = ds_dash_take(dash, count_values(topics, n_topics), sizeof *all);
    *out_n = 0;
    if (all == NULL) return NULL;
    n = gather_values(topics, n_topics, all);
    qsort(all, n, sizeof *all, compare_codes);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || strcmp(all[i].code, all[kept - 1].code) != 0) all[kept++] = all[i];
    qsort(all, kept, sizeof *all, compare_places);
    *out_n = kept;
    return all;
}

/* ---- all of them ---- */

static ds_status make_places_page(ds_dash *dash, ds_error *err) {
    ds_web_head head = {.title = {"Instellingen", "Institutions"}};
    size_t n = 0;
    const ds_dash_place *all = ds_dash_places(dash, &n);
    ds_web_view view;
    if (!ds_dash_asks_only(dash, NULL)) return DS_OK;
    (void)err;
    ds_dash_begin(dash, &view, &head);
    ds_web_paragraph(
        &view.page,
        n == 0 ? DS_SAY("In deze publicatie staan geen cijfers per instelling.",
                        "There are no figures by institution in this publication.")
               : DS_SAY("Waarvan deze publicatie cijfers per instelling heeft. Er is geen "
                        "rangorde: instellingen verschillen in studenten, opleidingen en regio.",
                        "Of which this publication has figures by institution. There is no "
                        "ranking: institutions differ in students, programmes and region."));
    ds_web_open(&view.page, "ul", "class", "onderwerpen kolommen", NULL);
    for (size_t i = 0; i < n; i++) {
        ds_web_open(&view.page, "li", NULL);
        ds_web_link_say(&view.page,
                        ds_dash_print(dash, "/instellingen/%s", ds_dash_encode(dash, all[i].code)),
                        all[i].name);
        ds_web_close(&view.page);
    }
    ds_web_close(&view.page);
    ds_dash_end(dash, &view);
    return DS_OK;
}

ds_status ds_dash_show_places(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    return ds_dash_run(context, request, response, make_places_page, err);
}

/* ---- one ---- */

static bool has_place(const ds_view_key *key, const char *code) {
    for (size_t v = 0; v < key->n_values; v++)
        if (is_place(&key->values[v]) && strcmp(key->values[v].code, code) == 0) return true;
    return false;
}

/* The breakdown of a topic that says most of one institution: by it alone, else the first with it.
 */
static const ds_view_breakdown *find_breakdown_of(const ds_view_topic *topic, const char *code) {
    const ds_view_breakdown *found = NULL;
    for (size_t b = 0; b < topic->n_breakdowns; b++) {
        const ds_view_breakdown *one = &topic->breakdowns[b];
        const ds_view_key *key = find_places_key(one);
        if (key == NULL || !has_place(key, code)) continue;
        if (found == NULL || (one->n_keys < found->n_keys)) found = one;
    }
    return found;
}

typedef struct place_page {
    ds_dash *dash;
    ds_web_page *page;
    const char *code, *beside; /* beside "": none */
    size_t n;
} place_page;

/* The topic's table with this institution alone, and its page. */
static ds_status add_place_topic(place_page *p, const ds_view_topic *topic, ds_error *err) {
    const ds_view_breakdown *b = find_breakdown_of(topic, p->code);
    const ds_view_key *key = b == NULL ? NULL : find_places_key(b);
    const bool both = key != NULL && p->beside[0] != '\0' && has_place(key, p->beside);
    ds_web_document_look look = {2, NULL, false, true};
    ds_view *view = NULL;
    ds_status status;
    if (b == NULL || key == NULL) return DS_OK;
    status = ds_view_ask(
        p->dash->views, topic->id,
        (ds_view_pair[]){{"by", b->by}, {key->name, p->code}, {"naast", both ? p->beside : ""}}, 3,
        &view, err);
    if (status != DS_OK) return status;
    look.prefix = ds_dash_print(p->dash, "i%zu-", p->n++);
    ds_web_open(p->page, "section", "class", "van-instelling", NULL);
    ds_web_heading(p->page, 2, ds_dash_print(p->dash, "onderwerp-%s", topic->id), topic->title);
    status = ds_dash_document_add(p->dash, p->page, view, DS_VIEW_TABLE, &look, err);
    ds_web_open(p->page, "p", NULL);
    ds_web_link_say(p->page, ds_dash_address(p->dash, topic->id, NULL, ds_view_query(view)),
                    DS_SAY("Bekijk, vergelijk en download", "Look, compare and download"));
    ds_web_close(p->page);
    ds_web_close(p->page);
    ds_view_free(view);
    return status;
}

static void add_compare_form(place_page *p, const ds_dash_place *all, size_t n) {
    ds_web_choice *choices = ds_dash_take(p->dash, n + 1, sizeof *choices);
    size_t k = 1;
    if (choices == NULL) return;
    choices[0] = (ds_web_choice){"", p->page->lang == DS_NL ? "niets" : "nothing", NULL,
                                 p->beside[0] == '\0'};
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].code, p->code) != 0)
            choices[k++] = (ds_web_choice){all[i].code, ds_say_text(all[i].name, p->page->lang),
                                           NULL, strcmp(all[i].code, p->beside) == 0};
    ds_web_open(p->page, "form", "class", "zoeken", "method", "get", "action",
                ds_dash_print(p->dash, "/instellingen/%s", ds_dash_encode(p->dash, p->code)), NULL);
    ds_web_select_add(p->page,
                      &(ds_web_input){.name = "naast",
                                      .label = {"Vergelijk met", "Compare with"},
                                      .is_always_chosen = true},
                      choices, k);
    ds_web_button(p->page, DS_WEB_BUTTON_FIRST, DS_SAY("Toon", "Show"), NULL, NULL);
    ds_web_form_end(p->page);
}

static const ds_dash_place *find_place_of(const ds_dash_place *all, size_t n, const char *code) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].code, code) == 0) return &all[i];
    return NULL;
}

static ds_status make_place_page(ds_dash *dash, ds_error *err) {
    ds_web_head head = {.back = "/instellingen", .back_title = {"Instellingen", "Institutions"}};
    ds_web_view view;
    place_page p = {dash, &view.page, ds_http_parameter(dash->request, 0),
                    ds_http_query(dash->request, "naast"), 0};
    size_t n = 0, n_topics = 0;
    const ds_dash_place *all = ds_dash_places(dash, &n), *place = find_place_of(all, n, p.code);
    const ds_view_topic *topics = ds_views_topics(dash->views, &n_topics);
    ds_status status = DS_OK;
    if (!ds_dash_asks_only(dash, "naast")) return DS_OK;
    if (place == NULL) return ds_dash_refuse(dash, 404, NULL);
    if (p.beside[0] != '\0' && find_place_of(all, n, p.beside) == NULL)
        return ds_dash_refuse(dash, 400, NULL);
    head.title = place->name;
    if (p.beside[0] != '\0')
        head.title_tail = ds_say_text(find_place_of(all, n, p.beside)->name, dash->request->lang);
    ds_dash_begin(dash, &view, &head);
    add_compare_form(&p, all, n);
    ds_web_paragraph(&view.page,
                     DS_SAY("Wat niet wordt getoond (\xC3\x97) gaat om zo weinig personen dat zij "
                            "herkenbaar kunnen zijn, of zou een ander getal verraden. Een plek "
                            "zonder getal is geen nul.",
                            "What is not shown (\xC3\x97) concerns so few persons that they may be "
                            "recognised, or would give another number away. A place without a "
                            "number is no zero."));
    for (size_t i = 0; i < n_topics && status == DS_OK; i++)
        status = add_place_topic(&p, &topics[i], err);
    ds_dash_end(dash, &view);
    return status;
}

ds_status ds_dash_show_place(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    return ds_dash_run(context, request, response, make_place_page, err);
}
