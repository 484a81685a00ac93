/* web/dashboard/chosen.c: what of a view was chosen, in words: each part with a link that takes it
 * away, and a heading that says what is seen. See dashboard.h. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "web/dashboard/dashboard.h"

enum { CHIPS_MOST = 12 };

/* ---- years ---- */

const char *ds_dash_year(ds_dash *dash, const ds_view_breakdown *breakdown, int year) {
    const bool nl = dash->request->lang == DS_NL;
    if (breakdown->years_after)
        return ds_dash_print(dash, nl ? "na %d jaar" : "after %d years", year);
    if (breakdown->school_years) return ds_dash_print(dash, "%d/%02d", year, (year + 1) % 100);
    return ds_dash_print(dash, "%d", year);
}

/* "2019/20 tot en met 2021/22, 2023/24": those and no other. */
static const char *describe_years(ds_dash *dash, const ds_view *view) {
    const ds_view_breakdown *b = ds_view_breakdown_of(view);
    const char *words = "", *between = dash->request->lang == DS_NL ? " tot en met " : " to ";
    for (size_t y = 0; y < b->n_years; y++) {
        size_t end = y;
        if (!ds_view_has_year(view, b->years[y])) continue;
        while (end + 1 < b->n_years && b->years[end + 1] == b->years[end] + 1 &&
               ds_view_has_year(view, b->years[end + 1]))
            end++;
        words = ds_dash_print(dash, "%s%s%s%s%s", words, words[0] == '\0' ? "" : ", ",
                              ds_dash_year(dash, b, b->years[y]),
                              end == y       ? ""
                              : end == y + 1 ? ", "
                                             : between,
                              end == y ? "" : ds_dash_year(dash, b, b->years[end]));
        y = end;
    }
    return words;
}

static ds_say say_measure(const ds_view *view) {
    const ds_view_breakdown *b = ds_view_breakdown_of(view);
    for (size_t i = 0; i < b->n_measures; i++)
        if (strcmp(b->measures[i].code, ds_view_measure(view)) == 0) return b->measures[i].name;
    return (ds_say){"", ""};
}

const char *ds_dash_keys(ds_dash *dash, const ds_view_breakdown *b) {
    const bool nl = dash->request->lang == DS_NL;
    const char *words = "";
    if (b->n_keys == 0) return nl ? "in het geheel" : "in all";
    for (size_t k = 0; k < b->n_keys; k++)
        words = ds_dash_print(dash, "%s%s%s", words,
                              k == 0              ? nl ? "naar " : "by "
                              : k + 1 < b->n_keys ? ", "
                              : nl                ? " en "
                                                  : " and ",
                              ds_say_text(b->keys[k].title, dash->request->lang));
    return words;
}

/* Of a breakdown its keys alone: which years, the choice says. */
const char *ds_dash_seen(ds_dash *dash, const ds_view *view) {
    const ds_view_breakdown *b = ds_view_breakdown_of(view);
    const char *words = ds_dash_keys(dash, b), *years = describe_years(dash, view),
               *measure = ds_say_text(say_measure(view), dash->request->lang);
    if (b->n_measures > 1 && measure[0] != '\0')
        words = ds_dash_print(dash, "%s %s", measure, words);
    return ds_dash_capital(
        dash, ds_dash_print(dash, "%s%s%s", words, years[0] != '\0' ? ", " : "", years));
}

/* ---- chips ---- */

/* One pair of the canonical query, as it stands there, and decoded. */
typedef struct chosen_pair {
    ds_text whole, name, value; /* as they stand in the query */
    const char *plain_name;
} chosen_pair;

static const char *decode_piece(ds_dash *dash, ds_text text) {
    char *out = ds_dash_take(dash, text.size, 1);
    size_t size;
    if (out == NULL || !ds_http_decode(text, true, out, &size)) return "";
    return out;
}

static chosen_pair take_pair(ds_dash *dash, const char *at) {
    const size_t size = strcspn(at, "&"), name = strcspn(at, "=&");
    chosen_pair pair = {{at, size}, {at, name}, {at + size, 0}, NULL};
    if (name < size) pair.value = (ds_text){at + name + 1, size - name - 1};
    pair.plain_name = decode_piece(dash, pair.name);
    return pair;
}

/* The query without a pair, or with another value for it: as one of its values is taken away. */
static const char *query_without(ds_dash *dash, const char *query, ds_text out) {
    const size_t before = (size_t)(out.data - query);
    const char *after = out.data + out.size;
    if (*after == '&') /* whatever follows comes in its place */
        return ds_dash_print(dash, "%.*s%s", (int)before, query, after + 1);
    return ds_dash_print(dash, "%.*s%s", (int)(before == 0 ? 0 : before - 1), query, after);
}

/* One of several values of a pair: the commas around it close. */
static const char *query_without_value(ds_dash *dash, const char *query, const chosen_pair *pair,
                                       ds_text value) {
    ds_text out = value;
    if (value.size == pair->value.size) return query_without(dash, query, pair->whole);
    if (value.data == pair->value.data) {
        out.size++; /* the comma behind it */
    } else {
        out.data--;
        out.size++;
    }
    return ds_dash_print(dash, "%.*s%s", (int)(out.data - query), query, out.data + out.size);
}

static void add_chip(ds_dash *dash, ds_web_page *page, const ds_view *view, const char *name,
                     const char *value, const char *query) {
    const char *address = ds_dash_address(dash, ds_view_topic_of(view)->id, NULL, query),
               *label = ds_dash_print(dash, "%s%s%s", name, value[0] == '\0' ? "" : ": ", value);
    ds_web_open(page, "li", NULL);
    ds_web_open(page, "a", "class", "chip", "href", address, NULL);
    ds_web_element(page, "span", "sr", DS_SAY("Haal weg: ", "Take away: "));
    ds_web_text(page, label);
    ds_web_open(page, "span", "class", "kruis", "aria-hidden", "true", NULL);
    ds_web_text(page, "\xC3\x97");
    ds_web_close(page);
    ds_web_close(page);
    ds_web_close(page);
}

static ds_say name_value(const ds_view_value *values, size_t n, const char *code) {
    for (size_t v = 0; v < n; v++)
        if (strcmp(values[v].code, code) == 0) return values[v].name;
    return strcmp(code, "alle") == 0 ? DS_SAY("alle", "all") : (ds_say){code, code};
}

static size_t count_commas(ds_text list) {
    size_t n = 1;
    for (size_t i = 0; i < list.size; i++)
        n += list.data[i] == ',';
    return n;
}

static bool is_value_of(const ds_view_key *key, const char *code) {
    for (size_t v = 0; v < key->n_values; v++)
        if (strcmp(key->values[v].code, code) == 0) return true;
    return false;
}

/* A chip a value, unless there are very many. Values with commas in them have a pair each. */
static void add_value_chips(ds_dash *dash, ds_web_page *page, const ds_view *view,
                            const ds_view_key *key, const chosen_pair *pair) {
    const char *query = ds_view_query(view), *title = ds_say_text(key->title, page->lang);
    const char *code = decode_piece(dash, pair->value);
    const ds_say whole = name_value(key->values, key->n_values, code);
    const char *end = pair->value.data + pair->value.size;
    if (is_value_of(key, code) || memchr(pair->value.data, ',', pair->value.size) == NULL) {
        add_chip(dash, page, view, title, ds_say_text(whole, page->lang),
                 query_without(dash, query, pair->whole));
        return;
    }
    if (count_commas(pair->value) > CHIPS_MOST) {
        add_chip(dash, page, view, title,
                 ds_dash_print(dash, page->lang == DS_NL ? "%zu van %zu" : "%zu of %zu",
                               count_commas(pair->value), key->n_values),
                 query_without(dash, query, pair->whole));
        return;
    }
    for (const char *at = pair->value.data; at < end;) {
        const ds_text value = {at, strcspn(at, ",&")};
        const ds_say name = name_value(key->values, key->n_values, decode_piece(dash, value));
        add_chip(dash, page, view, title, ds_say_text(name, page->lang),
                 query_without_value(dash, query, pair, value));
        at += value.size + 1;
    }
}

static const ds_view_key *find_key_named(const ds_view_breakdown *breakdown, const char *name) {
    for (size_t k = 0; k < breakdown->n_keys; k++)
        if (strcmp(breakdown->keys[k].name, name) == 0) return &breakdown->keys[k];
    return NULL;
}

static void add_pair_chips(ds_dash *dash, ds_web_page *page, const ds_view *view,
                           const chosen_pair *pair) {
    const ds_view_breakdown *b = ds_view_breakdown_of(view);
    const ds_view_key *key = find_key_named(b, pair->plain_name);
    const char *without = query_without(dash, ds_view_query(view), pair->whole);
    const bool nl = page->lang == DS_NL;
    if (key != NULL)
        add_value_chips(dash, page, view, key, pair);
    else if (strcmp(pair->plain_name, "by") == 0) /* with all that is of it */
        add_chip(dash, page, view, nl ? "uitsplitsing" : "breakdown", ds_dash_keys(dash, b), "");
    else if (strcmp(pair->plain_name, "jaren") == 0)
        add_chip(dash, page, view, nl ? "jaren" : "years", describe_years(dash, view), without);
    else if (strcmp(pair->plain_name, "maat") == 0)
        add_chip(dash, page, view, nl ? "wat" : "what", ds_say_text(say_measure(view), page->lang),
                 without);
    else if (strcmp(ds_view_shape(view), DS_VIEW_NO_FIGURE) == 0)
        add_chip(dash, page, view, nl ? "alleen de tabel" : "the table only", "", without);
    else
        add_chip(dash, page, view, nl ? "figuur" : "figure",
                 ds_say_text(name_value(b->shapes, b->n_shapes, ds_view_shape(view)), page->lang),
                 without);
}

void ds_dash_chosen_add(ds_dash *dash, ds_web_page *page, const ds_view *view) {
    const char *query = ds_view_query(view);
    if (query[0] == '\0') return;
    ds_web_open(page, "ul", "class", "chips", "aria-label",
                ds_say_text(DS_SAY("Gekozen", "Chosen"), page->lang), NULL);
    for (const char *at = query; *at != '\0';) {
        const chosen_pair pair = take_pair(dash, at);
        add_pair_chips(dash, page, view, &pair);
        at += pair.whole.size;
        at += *at == '&';
    }
    ds_web_close(page);
}
