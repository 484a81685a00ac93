/* bench/bench_view.c: what a look at a release costs that nobody asked before: milliseconds to make
 * all views of a scope, and of each breakdown's usual choice to ask it, make its document with
 * figure and table, and write that as a part of a page. bench_view RELEASE [SCOPE [ROUNDS]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <malloc.h>

#include "doorstroom/view.h"

enum { MOST = 10000 };

static double now(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}

static ds_status count_bytes(void *context, const char *data, size_t size, ds_error *err) {
    (void)data;
    (void)err;
    *(size_t *)context += size;
    return DS_OK;
}

static void stop(const ds_error *err) {
    (void)fprintf(stderr, "bench_view: %s %s\n", err->file, err->en);
    exit(1);
}

/* The quickest of some rounds of one breakdown's usual choice. */
static double time_view(const ds_views *views, const ds_view_topic *topic,
                        const ds_view_breakdown *breakdown, int rounds, size_t *out_bytes) {
    const ds_view_pair pair = {"by", breakdown->by};
    double best = 1e9;
    for (int i = 0; i < rounds; i++) {
        ds_write_options options = DS_WRITE_OPTIONS_INIT;
        ds_view *view = NULL;
        ds_document *document = NULL;
        ds_error err;
        size_t bytes = 0;
        const ds_sink sink = {&bytes, count_bytes};
        const double start = now();
        options.bare = true;
        if (ds_view_ask(views, topic->id, &pair, 1, &view, &err) != DS_OK ||
            ds_view_document(view, DS_NL, DS_VIEW_ALL, &document, &err) != DS_OK ||
            ds_document_write(document, DS_FORM_HTML, &options, &sink, &err) != DS_OK)
            stop(&err);
        ds_document_free(document);
        ds_view_free(view);
        if (now() - start < best) best = now() - start;
        *out_bytes = bytes;
    }
    return best;
}

static int compare_times(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void time_all(const ds_views *views, int rounds) {
    static double times[MOST];
    size_t n_topics, n = 0;
    const ds_view_topic *topics = ds_views_topics(views, &n_topics);
    double sum = 0;
    for (size_t t = 0; t < n_topics; t++)
        for (size_t i = 0; i < topics[t].n_breakdowns && n < MOST; i++) {
            const ds_view_breakdown *b = &topics[t].breakdowns[i];
            size_t bytes = 0;
            times[n] = time_view(views, &topics[t], b, rounds, &bytes);
            if (times[n] > 1)
                printf("  %-24s %-28s %6zu facts %7zu bytes %6.3f ms\n", topics[t].id, b->by,
                       b->sheet->n_facts, bytes, times[n]);
            sum += times[n++];
        }
    if (n == 0) return;
    qsort(times, n, sizeof *times, compare_times);
    printf("%zu views: mean %.3f ms, median %.3f, 90 %% %.3f, 99 %% %.3f, slowest %.3f\n", n,
           sum / (double)n, times[n / 2], times[n * 9 / 10], times[n * 99 / 100], times[n - 1]);
}

int main(int argc, char **argv) {
    const int rounds = argc > 3 ? atoi(argv[3]) : 10;
    ds_release *release = NULL;
    ds_views *views = NULL;
    ds_error err;
    struct mallinfo2 before;
    double start;
    if (argc < 2) {
        (void)fprintf(stderr, "use: bench_view RELEASE [SCOPE [ROUNDS]]\n");
        return 2;
    }
    start = now();
    if (ds_release_read(argv[1], &release, &err) != DS_OK) stop(&err);
    before = mallinfo2();
    printf("release: %.0f ms, %.1f MB\n", now() - start, (double)before.uordblks / 1e6);
    start = now();
    if (ds_views_make(release, NULL, 0, argc > 2 ? argv[2] : "", &views, &err) != DS_OK) stop(&err);
    printf("views: %.1f ms, %.2f MB\n", now() - start,
           (double)(mallinfo2().uordblks - before.uordblks) / 1e6);
    time_all(views, rounds);
    ds_views_free(views);
    ds_release_free(release);
    return 0;
}
