/* bench/bench_figure.c: what a figure costs: microseconds to make and to draw one of each kind, and
 * its bytes. bench_figure [ROUNDS] */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "figure/samples.h"

static double now(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static ds_status count_bytes(void *context, const char *data, size_t size, ds_error *err) {
    (void)data;
    (void)err;
    *(size_t *)context += size;
    return DS_OK;
}

/* The quickest of some rounds, in microseconds. */
static double time_kind(ds_figure_kind kind, int rounds, double *out_made, size_t *out_bytes) {
    double best = 1e9;
    *out_made = 1e9;
    for (int i = 0; i < rounds; i++) {
        const ds_figure_options o = DS_FIGURE_OPTIONS_INIT;
        const ds_sink sink = {out_bytes, count_bytes};
        const double start = now();
        ds_figure *figure = sample_figure(kind);
        const double made = now();
        double drawn;
        *out_bytes = 0;
        if (ds_figure_svg(figure, &o, &sink, NULL) != DS_OK) exit(1);
        drawn = now();
        ds_figure_free(figure);
        if (made - start < *out_made) *out_made = made - start;
        if (drawn - made < best) best = drawn - made;
    }
    *out_made *= 1e6;
    return best * 1e6;
}

int main(int argc, char **argv) {
    const int rounds = argc > 1 ? atoi(argv[1]) : 200;
    double most = 0;
    printf("%-24s %10s %10s %8s\n", "kind", "made, us", "drawn, us", "bytes");
    for (unsigned i = 0; i < DS_FIGURE_KINDS; i++) {
        double made;
        size_t bytes = 0;
        const double drawn = time_kind((ds_figure_kind)i, rounds, &made, &bytes);
        printf("%-24s %10.1f %10.1f %8zu\n", ds_figure_kind_code((ds_figure_kind)i), made, drawn,
               bytes);
        most = drawn > most ? drawn : most;
    }
    printf("slowest: %.1f us (at most 500)\n", most);
    return most > 500;
}
