/* web/http/metrics.c: see metrics.h. */
#include "web/http/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"

/* ---- what there is ---- */

/* Those of one name stand together, and only the first has a type and a help. */
static const struct {
    ds_metric metric;
    const char *name, *labels, *type, *help;
} known[] = {
    {DS_METRIC_CONNECTIONS, "doorstroom_connections_open", "", "gauge",
     "Connections that are open"},
    {DS_METRIC_OPENED, "doorstroom_connections_opened_total", "", "counter",
     "Connections that were opened"},
    {DS_METRIC_WAITING, "doorstroom_requests_waiting", "", "gauge",
     "Requests that wait for a worker"},
    {DS_METRIC_BUSY, "doorstroom_workers_busy", "", "gauge", "Workers that make an answer"},
    {DS_METRIC_REFUSED_RATE, "doorstroom_refused_total", "reason=\"rate\"", "counter",
     "Requests and connections that were refused or cut off, by reason"},
    {DS_METRIC_REFUSED_ADDRESS, "doorstroom_refused_total", "reason=\"address\"", NULL, NULL},
    {DS_METRIC_REFUSED_FULL, "doorstroom_refused_total", "reason=\"full\"", NULL, NULL},
    {DS_METRIC_REFUSED_SLOW, "doorstroom_refused_total", "reason=\"slow\"", NULL, NULL},
    {DS_METRIC_REFUSED_UNREADABLE, "doorstroom_refused_total", "reason=\"unreadable\"", NULL, NULL},
    {DS_METRIC_REFUSED_LARGE, "doorstroom_refused_total", "reason=\"large\"", NULL, NULL},
    {DS_METRIC_REFUSED_FORGED, "doorstroom_refused_total", "reason=\"forged\"", NULL, NULL},
    {DS_METRIC_KEPT, "doorstroom_kept_answers", "", "gauge", "Answers that are kept ready"},
    {DS_METRIC_KEPT_BYTES, "doorstroom_kept_bytes", "", "gauge", "Bytes of answers kept ready"},
    {DS_METRIC_KEPT_HITS, "doorstroom_kept_asked_total", "found=\"yes\"", "counter",
     "Requests for a page that may be kept, by whether it was"},
    {DS_METRIC_KEPT_MISSES, "doorstroom_kept_asked_total", "found=\"no\"", NULL, NULL},
    {DS_METRIC_KEPT_DROPPED, "doorstroom_kept_dropped_total", "", "counter",
     "Kept answers that were taken away, for room or for a new release"},
    {DS_METRIC_UNCHANGED, "doorstroom_unchanged_total", "", "counter",
     "Requests answered by: not changed (304)"},
    {DS_METRIC_SIGNED_IN, "doorstroom_sign_ins_total", "result=\"done\"", "counter",
     "Tries to sign in, by result"},
    {DS_METRIC_SIGN_IN_FAILED, "doorstroom_sign_ins_total", "result=\"failed\"", NULL, NULL},
};

/* Upper ends of the durations that are told apart, nanoseconds; a last one has no end. */
static const int64_t steps[] = {100000,    500000,     1000000,    2500000,    5000000,
                                10000000,  25000000,   50000000,   100000000,  250000000,
                                500000000, 1000000000, 2500000000, 10000000000};
enum { STEPS = sizeof steps / sizeof *steps, CLASSES = 6 };

typedef struct route_counts {
    atomic_uint_fast64_t by_class[CLASSES]; /* 0: no status at all */
    atomic_uint_fast64_t by_step[STEPS + 1];
    atomic_uint_fast64_t ns, bytes;
} route_counts;

/* Counts of requests without a route stand last, one for each method. */
enum { STRAY = DS_HTTP_OPTIONS + 1 };

struct ds_metrics {
    const ds_http_routes *routes;
    const ds_http_route **sorted; /* [n] by address */
    size_t *places;               /* [n] where sorted[i] stands in routes */
    size_t n;
    route_counts *counts; /* [n + STRAY] */
    atomic_int_fast64_t others[DS_METRICS];
};

/* ---- beginning and ending ---- */

static int compare_routes(const void *a, const void *b) {
    const uintptr_t x = (uintptr_t) * (const ds_http_route *const *)a,
                    y = (uintptr_t) * (const ds_http_route *const *)b;
    return (x > y) - (x < y);
}

/* Where the route stands among those sorted by address; n: it is none of them. */
static size_t find_place(const ds_metrics *metrics, const ds_http_route *route) {
    const ds_http_route **found =
        bsearch(&route, metrics->sorted, metrics->n, sizeof *metrics->sorted, compare_routes);
    return found == NULL ? metrics->n : (size_t)(found - metrics->sorted);
}

static void sort_routes(ds_metrics *metrics) {
    const ds_http_routes *routes = metrics->routes;
    for (size_t i = 0; i < routes->n; i++)
        metrics->sorted[i] = routes->routes[i];
    qsort(metrics->sorted, metrics->n, sizeof *metrics->sorted, compare_routes);
    for (size_t i = 0; i < routes->n; i++)
        metrics->places[find_place(metrics, routes->routes[i])] = i;
}

ds_status ds_metrics_new(const ds_http_routes *routes, ds_metrics **out, ds_error *err) {
    ds_metrics *metrics = ds_calloc(1, sizeof *metrics);
    if (metrics == NULL) return ds_error_memory(err);
    metrics->routes = routes;
    metrics->n = routes->n;
    metrics->sorted = ds_calloc(routes->n + 1, sizeof *metrics->sorted);
    metrics->places = ds_calloc(routes->n + 1, sizeof *metrics->places);
    metrics->counts = ds_calloc(routes->n + STRAY, sizeof *metrics->counts);
    if (metrics->sorted == NULL || metrics->places == NULL || metrics->counts == NULL) {
        ds_metrics_free(metrics);
        return ds_error_memory(err);
    }
    sort_routes(metrics);
    *out = metrics;
    return DS_OK;
}

void ds_metrics_free(ds_metrics *metrics) {
    if (metrics == NULL) return;
    ds_free(metrics->sorted);
    ds_free(metrics->places);
    ds_free(metrics->counts);
    ds_free(metrics);
}

/* ---- counting ---- */

void ds_metrics_add(ds_metrics *metrics, ds_metric which, int64_t n) {
    if (metrics != NULL)
        (void)atomic_fetch_add_explicit(&metrics->others[which], n, memory_order_relaxed);
}

int64_t ds_metrics_get(const ds_metrics *metrics, ds_metric which) {
    return metrics == NULL ? 0
                           : atomic_load_explicit(&metrics->others[which], memory_order_relaxed);
}

static void count_up(atomic_uint_fast64_t *count, uint64_t n) {
    (void)atomic_fetch_add_explicit(count, n, memory_order_relaxed);
}

static uint64_t count_of(const atomic_uint_fast64_t *count) {
    return atomic_load_explicit(count, memory_order_relaxed);
}

void ds_metrics_request(ds_metrics *metrics, const ds_http_route *route, ds_http_method method,
                        unsigned status, int64_t ns, uint64_t bytes) {
    route_counts *counts;
    size_t step = 0, place;
    if (metrics == NULL) return;
    place = find_place(metrics, route);
    counts = &metrics->counts[place < metrics->n
                                  ? metrics->places[place]
                                  : metrics->n + ((size_t)method < STRAY ? (size_t)method : 0)];
    while (step < STEPS && ns > steps[step])
        step++;
    count_up(&counts->by_class[status / 100 < CLASSES ? status / 100 : 0], 1);
    count_up(&counts->by_step[step], 1);
    count_up(&counts->ns, ns > 0 ? (uint64_t)ns : 0);
    count_up(&counts->bytes, bytes);
}

/* ---- writing ---- */

void ds_metrics_label(char *out, size_t size, const char *name, const char *value) {
    size_t n = (size_t)snprintf(out, size, "%s=\"", name);
    for (; *value != '\0' && n + 2 < size; value++)
        if ((unsigned char)*value >= 0x20 && *value != '"' && *value != '\\' && *value != 0x7F)
            out[n++] = *value;
    if (n + 1 < size) out[n++] = '"';
    if (n < size) out[n] = '\0';
}

void ds_metrics_write_head(ds_buffer *out, const char *name, const char *type, const char *help) {
    ds_buffer_addf(out, "# HELP %s %s.\n# TYPE %s %s\n", name, help, name, type);
}

void ds_metrics_write_line(ds_buffer *out, const char *name, const char *labels, double value) {
    if (labels[0] == '\0')
        ds_buffer_addf(out, "%s %.17g\n", name, value);
    else
        ds_buffer_addf(out, "%s{%s} %.17g\n", name, labels, value);
}

static const char *method_name(ds_http_method method) {
    if (method == DS_HTTP_GET) return "GET";
    if (method == DS_HTTP_OPTIONS) return "OPTIONS";
    return method == DS_HTTP_POST ? "POST" : "other";
}

typedef struct series {
    const route_counts *counts;
    char labels[256]; /* method and route */
    uint64_t n;
} series;

/* The i-th of the counts; false where nobody asked. */
static bool take_series(const ds_metrics *metrics, size_t i, series *out) {
    const ds_http_route *route = i < metrics->n ? metrics->routes->routes[i] : NULL;
    const ds_http_method method = route != NULL ? route->method : (ds_http_method)(i - metrics->n);
    char pattern[200];
    ds_metrics_label(pattern, sizeof pattern, "route", route == NULL ? "" : route->pattern);
    (void)snprintf(out->labels, sizeof out->labels, "method=\"%s\",%s", method_name(method),
                   pattern);
    out->counts = &metrics->counts[i];
    out->n = 0;
    for (size_t k = 0; k <= STEPS; k++)
        out->n += count_of(&out->counts->by_step[k]);
    return out->n > 0;
}

static void write_requests(const series *s, ds_buffer *out) {
    for (size_t k = 0; k < CLASSES; k++) {
        const uint64_t n = count_of(&s->counts->by_class[k]);
        char status[8] = "none";
        if (k > 0) (void)snprintf(status, sizeof status, "%zuxx", k);
        if (n > 0)
            ds_buffer_addf(out, "doorstroom_http_requests_total{%s,status=\"%s\"} %" PRIu64 "\n",
                           s->labels, status, n);
    }
}

/* Each step has what is in it and in those before it; the last is the count itself. */
static void write_durations(const series *s, ds_buffer *out) {
    static const char name[] = "doorstroom_http_request_duration_seconds";
    uint64_t n = 0;
    for (size_t k = 0; k < STEPS; k++) {
        n += count_of(&s->counts->by_step[k]);
        ds_buffer_addf(out, "%s_bucket{%s,le=\"%g\"} %" PRIu64 "\n", name, s->labels,
                       (double)steps[k] / 1e9, n);
    }
    n += count_of(&s->counts->by_step[STEPS]);
    ds_buffer_addf(out, "%s_bucket{%s,le=\"+Inf\"} %" PRIu64 "\n", name, s->labels, n);
    ds_buffer_addf(out, "%s_sum{%s} %.9f\n", name, s->labels,
                   (double)count_of(&s->counts->ns) / 1e9);
    ds_buffer_addf(out, "%s_count{%s} %" PRIu64 "\n", name, s->labels, n);
}

static void write_bytes(const series *s, ds_buffer *out) {
    ds_buffer_addf(out, "doorstroom_http_response_bytes_total{%s} %" PRIu64 "\n", s->labels,
                   count_of(&s->counts->bytes));
}

static void write_series(const ds_metrics *metrics, void (*write)(const series *, ds_buffer *),
                         ds_buffer *out) {
    series s = {0};
    for (size_t i = 0; i < metrics->n + STRAY; i++)
        if (take_series(metrics, i, &s)) write(&s, out);
}

static void write_others(const ds_metrics *metrics, ds_buffer *out) {
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].type != NULL)
            ds_metrics_write_head(out, known[i].name, known[i].type, known[i].help);
        ds_metrics_write_line(out, known[i].name, known[i].labels,
                              (double)ds_metrics_get(metrics, known[i].metric));
    }
}

void ds_metrics_write(const ds_metrics *metrics, ds_buffer *out) {
    if (metrics == NULL) return;
    ds_metrics_write_head(out, "doorstroom_http_requests_total", "counter",
                          "Requests, by method, pattern of the route and class of the status");
    write_series(metrics, write_requests, out);
    ds_metrics_write_head(out, "doorstroom_http_request_duration_seconds", "histogram",
                          "Time from the first line of a request until its answer was sent");
    write_series(metrics, write_durations, out);
    ds_metrics_write_head(out, "doorstroom_http_response_bytes_total", "counter",
                          "Bytes of the bodies of answers");
    write_series(metrics, write_bytes, out);
    write_others(metrics, out);
}
