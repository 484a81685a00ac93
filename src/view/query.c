/* view/query.c: the one spelling of a choice: names in one order, what is the default left out. See
 * doorstroom/view.h. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "view/model.h"

enum { QUERY_MAX = 1 << 20 };

/* A comma that stands bare is one between values. */
static void add_encoded(ds_buffer *to, const char *text) {
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c < 0x80 && (isalnum(c) || strchr("-._~", c) != NULL))
            ds_buffer_add_char(to, (char)c);
        else
            ds_buffer_addf(to, "%%%02X", c);
    }
}

/* The name of a pair; a list goes on with commas. */
static void begin_pair(ds_buffer *to, const char *name) {
    if (to->size > 0) ds_buffer_add_char(to, '&');
    add_encoded(to, name);
    ds_buffer_add_char(to, '=');
}

static void add_by(const ds_view *view, ds_buffer *to) {
    if (view->breakdown == &view->topic->breakdowns[0]) return;
    begin_pair(to, "by");
    for (const char *at = view->breakdown->by; *at != '\0';) {
        const size_t size = strcspn(at, ",");
        char name[DS_VIEW_VALUE_MAX];
        (void)snprintf(name, sizeof name, "%.*s", (int)size, at);
        add_encoded(to, name);
        at += size;
        if (*at == ',') ds_buffer_add_char(to, *at++);
    }
}

static bool are_all(const bool *chosen, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!chosen[i]) return false;
    return true;
}

/* Years that follow each other in the sheet as a range. */
static void add_years(const ds_view *view, ds_buffer *to) {
    const ds_view_breakdown *b = view->breakdown;
    bool first = true;
    if (memcmp(view->years, view->index->usual_years, b->n_years * sizeof *view->years) == 0)
        return;
    begin_pair(to, "jaren");
    if (are_all(view->years, b->n_years)) {
        ds_buffer_add_string(to, VIEW_ALL);
        return;
    }
    for (size_t y = 0; y < b->n_years;) {
        size_t end = y;
        if (!view->years[y]) {
            y++;
            continue;
        }
        while (end + 1 < b->n_years && view->years[end + 1])
            end++;
        ds_buffer_addf(to, first ? "%d" : ",%d", b->years[y]);
        if (end > y) ds_buffer_addf(to, end > y + 1 ? "-%d" : ",%d", b->years[end]);
        first = false;
        y = end + 1;
    }
}

static bool has_commas(const ds_view_key *key) {
    for (size_t v = 0; v < key->n_values; v++)
        if (strchr(key->values[v].code, ',') != NULL) return true;
    return false;
}

static bool has_value_all(const ds_view_key *key) {
    for (size_t v = 0; v < key->n_values; v++)
        if (strcmp(key->values[v].code, VIEW_ALL) == 0) return true;
    return false;
}

/* Where a value holds a comma, each value has a pair of its own. */
static void add_values(const ds_view *view, size_t k, ds_buffer *to) {
    const ds_view_key *key = &view->breakdown->keys[k];
    const bool *chosen = view->values + view->index->first[k];
    const bool apart = has_commas(key);
    bool first = true;
    if (memcmp(chosen, view->index->usual + view->index->first[k],
               key->n_values * sizeof *chosen) == 0)
        return;
    if (are_all(chosen, key->n_values) && !has_value_all(key)) {
        begin_pair(to, key->name);
        ds_buffer_add_string(to, VIEW_ALL);
        return;
    }
    for (size_t v = 0; v < key->n_values; v++) {
        if (!chosen[v]) continue;
        if (first || apart)
            begin_pair(to, key->name);
        else
            ds_buffer_add_char(to, ',');
        add_encoded(to, key->values[v].code);
        first = false;
    }
}

static void add_measure_and_shape(const ds_view *view, ds_buffer *to) {
    if (view->measure != SIZE_MAX && view->measure != 0) {
        begin_pair(to, "maat");
        add_encoded(to, ds_view_measure(view));
    }
    if (strcmp(view->shape, ds_view_usual_shape(view)) != 0) {
        begin_pair(to, "soort");
        add_encoded(to, view->shape);
    }
}

ds_status ds_view_write_query(ds_view *view, ds_error *err) {
    ds_buffer to;
    ds_status status;
    ds_buffer_init(&to, QUERY_MAX);
    add_by(view, &to);
    add_years(view, &to);
    for (size_t k = 0; k < view->breakdown->n_keys; k++)
        add_values(view, k, &to);
    add_measure_and_shape(view, &to);
    status = ds_buffer_finish(&to, err);
    if (status == DS_OK) view->query = ds_buffer_take(&to);
    ds_buffer_done(&to);
    return status == DS_OK && view->query == NULL ? ds_error_memory(err) : status;
}
