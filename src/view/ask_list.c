/* view/ask_list.c: lists of a query: names with commas, and years. See ask.h. */
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "view/ask.h"

/* ---- lists ---- */

/* Behind the name that holds so many commas; NULL: the list has not so many. */
static const char *find_stop(const char *at, size_t commas) {
    for (; *at != '\0'; at++)
        if (*at == ',' && commas-- == 0) return at;
    return commas == 0 ? at : NULL;
}

ds_status ds_asking_list(ds_asking *a, size_t k, const char *list, size_t commas, ds_take_name take,
                         ds_text *out_bad) {
    const char *at = list;
    *out_bad = (ds_text){NULL, 0};
    for (;;) {
        const char *stop = NULL;
        bool known = false;
        for (size_t n = commas + 1; n-- > 0 && !known;) {
            stop = find_stop(at, n);
            if (stop != NULL) {
                const ds_status status = take(a, k, (ds_text){at, (size_t)(stop - at)}, &known);
                if (status != DS_OK) return status;
            }
        }
        if (!known) {
            *out_bad = (ds_text){at, strcspn(at, ",")};
            return DS_OK;
        }
        if (*stop == '\0') return DS_OK;
        at = stop + 1;
    }
}

/* ---- years ---- */

/* A whole number of at most four digits; false for anything else. */
static bool read_number(ds_text text, int *out) {
    int number = 0;
    if (text.size == 0 || text.size > 4) return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') return false;
        number = 10 * number + (text.data[i] - '0');
    }
    *out = number;
    return true;
}

static size_t find_year(const ds_view_breakdown *breakdown, int year) {
    for (size_t y = 0; y < breakdown->n_years; y++)
        if (breakdown->years[y] == year) return y;
    return SIZE_MAX;
}

static void take_last(ds_asking *a, size_t n) {
    const size_t n_years = a->view->breakdown->n_years;
    for (size_t y = 0; y < n_years; y++)
        if (y + n >= n_years) a->view->years[y] = true;
}

static bool take_span(ds_asking *a, ds_text first, ds_text last) {
    int from, to;
    size_t begin, end;
    if (!read_number(first, &from) || !read_number(last, &to)) return false;
    begin = find_year(a->view->breakdown, from);
    end = find_year(a->view->breakdown, to);
    if (begin == SIZE_MAX || end == SIZE_MAX || begin > end) return false;
    for (size_t y = begin; y <= end; y++)
        a->view->years[y] = true;
    return true;
}

static ds_status take_years(ds_asking *a, size_t k, ds_text name, bool *out_known) {
    const size_t size = strlen(VIEW_LAST);
    const char *dash = memchr(name.data, '-', name.size);
    int n = 1;
    (void)k;
    *out_known = true;
    if (ds_text_is(name, VIEW_ALL)) {
        take_last(a, a->view->breakdown->n_years);
    } else if (name.size >= size && memcmp(name.data, VIEW_LAST, size) == 0) {
        const bool bare = name.size == size;
        *out_known =
            bare ||
            (name.data[size] == ' ' &&
             read_number((ds_text){name.data + size + 1, name.size - size - 1}, &n) && n > 0);
        if (*out_known) take_last(a, (size_t)n);
    } else if (dash != NULL) {
        const size_t begin = (size_t)(dash - name.data);
        *out_known =
            take_span(a, (ds_text){name.data, begin}, (ds_text){dash + 1, name.size - begin - 1});
    } else {
        *out_known = take_span(a, name, name);
    }
    return DS_OK;
}

static ds_status refuse_years(ds_asking *a, ds_text bad) {
    const ds_view_breakdown *b = a->view->breakdown;
    char excerpt[DS_ASKING_EXCERPT];
    if (b->n_years == 0)
        return ds_error_set(a->err, DS_INPUT, "jaren: hier valt geen jaar te kiezen",
                            "jaren: there is no year to choose here");
    return ds_error_set(a->err, DS_INPUT,
                        "jaren: '%s' is er niet (er is: %d tot en met %d, alle, laatste, "
                        "laatste 3, en een lijst of reeks daarvan)",
                        "jaren: '%s' is not there (there is: %d to %d, alle, laatste, laatste 3, "
                        "and a list or range of those)",
                        ds_suggest_excerpt(bad, excerpt, sizeof excerpt), b->years[0],
                        b->years[b->n_years - 1]);
}

ds_status ds_asking_years(ds_asking *a, const char *list) {
    ds_text bad = ds_text_of(list);
    ds_status status = DS_OK;
    if (a->view->breakdown->n_years == 0) return refuse_years(a, bad);
    if (!a->years_given)
        memset(a->view->years, 0, a->view->breakdown->n_years * sizeof *a->view->years);
    a->years_given = true;
    status = ds_asking_list(a, 0, list, 0, take_years, &bad);
    return status == DS_OK && bad.data != NULL ? refuse_years(a, bad) : status;
}
