/* web/http/route.c: see route.h. */
#include "web/http/route.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"

/* The part of a path or a pattern that begins at *at, after its slash; *at goes to the next. */
static ds_text take_segment(ds_text path, size_t *at) {
    const size_t begin = *at + 1;
    size_t end = begin;
    while (end < path.size && path.data[end] != '/')
        end++;
    *at = end;
    return (ds_text){path.data + begin, end - begin};
}

static bool is_parameter(ds_text segment) {
    return segment.size > 2 && segment.data[0] == '{';
}

/* How well a pattern fits: 0 not at all, else 1 + words that are the same, the earlier the heavier.
 */
static unsigned fit_pattern(const char *pattern, ds_text path, ds_text *parameters, size_t *out_n) {
    const ds_text whole = ds_text_of(pattern);
    size_t at = 0, in_path = 0, n = 0;
    unsigned fit = 1;
    for (size_t k = 0; k <= DS_HTTP_SEGMENTS_MAX; k++) {
        ds_text wanted, found;
        if (at >= whole.size || in_path >= path.size) {
            *out_n = n;
            return at >= whole.size && in_path >= path.size ? fit : 0;
        }
        wanted = take_segment(whole, &at);
        found = take_segment(path, &in_path);
        fit *= 2;
        if (is_parameter(wanted) && found.size > 0 && n < DS_HTTP_SEGMENTS_MAX)
            parameters[n++] = found;
        else if (ds_text_equal(wanted, found))
            fit++;
        else
            return 0;
    }
    return 0;
}

/* ---- registering ---- */

static bool is_pattern(const char *pattern) {
    const ds_text whole = ds_text_of(pattern);
    size_t at = 0, n = 0;
    if (pattern[0] != '/') return false;
    if (whole.size == 1) return true;
    while (at < whole.size) {
        const ds_text segment = take_segment(whole, &at);
        if (segment.size == 0 || ++n > DS_HTTP_SEGMENTS_MAX) return false;
        if (segment.data[0] == '{' && (segment.size < 3 || segment.data[segment.size - 1] != '}'))
            return false;
    }
    return true;
}

static bool is_there(const ds_http_routes *routes, ds_http_method method, const char *pattern) {
    for (size_t i = 0; i < routes->n; i++)
        if (routes->routes[i]->method == method && strcmp(routes->routes[i]->pattern, pattern) == 0)
            return true;
    return false;
}

static ds_status check_route(const ds_http_routes *routes, const ds_http_route *route,
                             ds_error *err) {
    const char *pattern = route->pattern == NULL ? "" : route->pattern;
    if (route->action <= 0)
        return ds_error_set(err, DS_USAGE, "de route '%s' noemt geen handeling",
                            "the route '%s' names no action", pattern);
    if (route->handle == NULL || !is_pattern(pattern) || route->method == DS_HTTP_OTHER)
        return ds_error_set(err, DS_USAGE, "de route '%s' is niet af",
                            "the route '%s' is not whole", pattern);
    if (route->is_public_page && route->method != DS_HTTP_GET)
        return ds_error_set(err, DS_USAGE, "de route '%s' is geen openbare pagina: geen GET",
                            "the route '%s' is no public page: no GET", pattern);
    if (is_there(routes, route->method, pattern))
        return ds_error_set(err, DS_USAGE, "de route '%s' is er al",
                            "the route '%s' is there already", pattern);
    return DS_OK;
}

ds_status ds_http_routes_add(ds_http_routes *routes, const ds_http_route *added, size_t n,
                             ds_error *err) {
    const size_t before = routes->n;
    ds_status status = DS_OK;
    if (!ds_reserve(&routes->routes, &routes->capacity, before + n, sizeof *routes->routes))
        return ds_error_memory(err);
    for (size_t i = 0; i < n && status == DS_OK; i++) {
        status = check_route(routes, &added[i], err);
        if (status == DS_OK) routes->routes[routes->n++] = &added[i];
    }
    if (status != DS_OK) routes->n = before;
    return status;
}

void ds_http_routes_done(ds_http_routes *routes) {
    ds_free((void *)routes->routes);
    *routes = (ds_http_routes){0};
}

/* ---- finding ---- */

/* A parameter as text with an end of its own. */
static bool keep_parameters(ds_http_request *request, const ds_text *parameters, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const char *copy = ds_arena_copy(&request->arena, parameters[i]);
        if (copy == NULL) return false;
        request->parameters[i] = (ds_text){copy, parameters[i].size};
    }
    request->n_parameters = n;
    return true;
}

const ds_http_route *ds_http_routes_find(const ds_http_routes *routes, ds_http_request *request,
                                         bool *out_other_method) {
    const ds_http_route *best = NULL;
    ds_text best_parameters[DS_HTTP_SEGMENTS_MAX];
    size_t n_best = 0;
    unsigned best_fit = 0;
    *out_other_method = false;
    for (size_t i = 0; i < routes->n; i++) {
        ds_text parameters[DS_HTTP_SEGMENTS_MAX];
        size_t n = 0;
        const unsigned fit = fit_pattern(routes->routes[i]->pattern, request->path, parameters, &n);
        if (fit == 0) continue;
        if (routes->routes[i]->method != request->method) {
            *out_other_method = true;
        } else if (fit > best_fit) {
            best_fit = fit;
            best = routes->routes[i];
            n_best = n;
            if (n > 0) memcpy(best_parameters, parameters, n * sizeof *parameters);
        }
    }
    return best != NULL && keep_parameters(request, best_parameters, n_best) ? best : NULL;
}

const char *ds_http_routes_allowed(const ds_http_routes *routes, const ds_http_request *request) {
    /* by whether there is a GET, a POST and an OPTIONS */
    static const char *const words[2][2][2] = {
        {{"GET, HEAD", "OPTIONS"}, {"POST", "POST, OPTIONS"}},
        {{"GET, HEAD", "GET, HEAD, OPTIONS"}, {"GET, HEAD, POST", "GET, HEAD, POST, OPTIONS"}}};
    bool there[DS_HTTP_OPTIONS + 1] = {false};
    for (size_t i = 0; i < routes->n; i++) {
        ds_text parameters[DS_HTTP_SEGMENTS_MAX];
        size_t n;
        if (fit_pattern(routes->routes[i]->pattern, request->path, parameters, &n) > 0)
            there[routes->routes[i]->method] = true;
    }
    return words[there[DS_HTTP_GET]][there[DS_HTTP_POST]][there[DS_HTTP_OPTIONS]];
}
