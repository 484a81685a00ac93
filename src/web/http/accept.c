/* web/http/accept.c: see accept.h. */
#include "web/http/accept.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

/* The part of text up to separator; *text goes behind it. Within quotes a separator is none. */
static ds_text take_part(ds_text *text, char separator) {
    size_t n = 0;
    bool is_quoted = false;
    ds_text part;
    for (; n < text->size && (is_quoted || text->data[n] != separator); n++)
        if (text->data[n] == '"') is_quoted = !is_quoted;
    part = (ds_text){text->data, n};
    text->data += n + (n < text->size);
    text->size -= n + (n < text->size);
    return ds_text_trim(part);
}

/* How well a range of types fits a type: 0 not at all, 1 any type, 2 any of its kind, 3 that one.
 */
static unsigned fit_range(ds_text range, const char *kind, const char *type) {
    ds_text of_range = range;
    const ds_text first = take_part(&of_range, '/'), second = ds_text_trim(of_range);
    if (ds_text_is(first, "*")) return ds_text_is(second, "*") ? 1 : 0;
    if (!ds_text_equal_nocase(first, ds_text_of(kind))) return 0;
    if (ds_text_is(second, "*")) return 2;
    return ds_text_equal_nocase(second, ds_text_of(type)) ? 3 : 0;
}

/* Thousandths; 1000 where nothing is said, 0 for what is no quality. */
static int64_t quality_of(ds_text parameters) {
    while (parameters.size > 0) {
        ds_text value = take_part(&parameters, ';');
        const ds_text name = take_part(&value, '=');
        int64_t thousandths = 0;
        if (!ds_text_equal_nocase(name, ds_text_of("q"))) continue;
        value = ds_text_trim(value);
        if (!ds_number_parse_scaled(value, 1000, &thousandths) || thousandths < 0 ||
            thousandths > 1000)
            return 0;
        return thousandths;
    }
    return 1000;
}

/* How a type is wished for, by the range that fits it best. */
typedef struct form_wish {
    unsigned fit; /* 0: no range fits */
    int64_t thousandths;
} form_wish;

static void hear_wish(ds_text accept, const char *kind, const char *type, form_wish *wish) {
    while (accept.size > 0) {
        ds_text parameters = take_part(&accept, ',');
        const ds_text range = take_part(&parameters, ';');
        const unsigned fit = fit_range(range, kind, type);
        if (fit <= wish->fit) continue;
        *wish = (form_wish){fit, quality_of(parameters)};
    }
}

/* Several Accept headers mean one with commas. */
static form_wish wish_for(const ds_http_request *request, const char *kind, const char *type) {
    form_wish wish = {0, 0};
    for (size_t i = 0; i < request->headers.n; i++)
        if (ds_text_equal_nocase(request->headers.pairs[i].name, ds_text_of("Accept")))
            hear_wish(request->headers.pairs[i].value, kind, type, &wish);
    return wish;
}

bool ds_http_prefers_csv(const ds_http_request *request) {
    return wish_for(request, "text", "csv").thousandths >
           wish_for(request, "application", "json").thousandths;
}
