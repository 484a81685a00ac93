/* bench/bench_dossier.c: bench_dossier FOLDER [THREADS [SECONDS [ANSWERS [RATE]]]]: how many saves
 * a second the store of dossiers keeps, and how long one takes, with so many people saving without
 * a pause; with RATE so many a second in all, each counted from when it was to be sent. FOLDER is
 * new.
 *
 * With a disk of which a sync takes 10 ms: LD_PRELOAD=build/libds_shim.so DS_SHIM_FSYNC_MS=10. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "doorstroom/dossier.h"
#include "doorstroom/logboek.h"

enum { MOST_THREADS = 1024, MOST_SAVES = 1 << 17, MOST_ANSWERS = 64 };

static _Atomic bool stop;
static ds_dossiers *store;
static int n_answers = 5;
static double pause_ms; /* from the one save of a thread to its next; 0: none */

typedef struct saver {
    int64_t dossier;
    size_t n;
    double *ms;
} saver;

static double now_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* begun: when it was to be sent, or is. */
static void save_once(saver *s, double begun) {
    static const char *const paths[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    ds_dossier_change changes[MOST_ANSWERS];
    ds_dossier_save save = {s->dossier, INT64_MAX, "open", changes, (size_t)n_answers};
    ds_dossier_saved saved = {0};
    char value[32];
    ds_error err = {0};
    (void)snprintf(value, sizeof value, "%zu.00", s->n);
    for (int i = 0; i < n_answers; i++)
        changes[i] = (ds_dossier_change){"geld", paths[i % 8], value};
    if (ds_dossier_keep(store, 0, &save, &saved, &err) != DS_OK) {
        (void)fprintf(stderr, "%s: %s\n", err.file, err.en);
        exit(1);
    }
    ds_dossier_saved_done(&saved);
    s->ms[s->n++] = now_ms() - begun;
}

static void wait_until(double ms) {
    const double left = ms - now_ms();
    const struct timespec wait = {(time_t)(left / 1e3), (long)(left * 1e6) % 1000000000};
    if (left > 0) (void)nanosleep(&wait, NULL);
}

static void *save_on(void *context) {
    saver *s = context;
    double next = now_ms() + pause_ms * (double)(s->dossier % 64) / 64;
    while (!stop && s->n < MOST_SAVES) {
        wait_until(next);
        save_once(s, pause_ms > 0 ? next : now_ms());
        next += pause_ms;
    }
    return NULL;
}

static int compare_ms(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void report(saver *savers, size_t n_threads, double seconds) {
    double *all;
    size_t n = 0;
    for (size_t i = 0; i < n_threads; i++)
        n += savers[i].n;
    all = malloc((n + 1) * sizeof *all);
    if (all == NULL) exit(1);
    n = 0;
    for (size_t i = 0; i < n_threads; i++)
        for (size_t k = 0; k < savers[i].n; k++)
            all[n++] = savers[i].ms[k];
    qsort(all, n, sizeof *all, compare_ms);
    printf("%zu threads, %d answers a save: %.0f saves/s; ms: median %.1f, 90 %% %.1f, 99 %% %.1f, "
           "longest %.1f\n",
           n_threads, n_answers, (double)n / seconds, all[n / 2], all[n * 9 / 10],
           all[n * 99 / 100], all[n - 1]);
    free(all);
}

static void make_dossier(saver *s, size_t nr) {
    ds_dossier_new what = {"bench", "1", "agenda", NULL, "A7", "open"};
    ds_dossier_outcome outcome;
    char naam[32];
    (void)snprintf(naam, sizeof naam, "dossier %zu", nr);
    what.naam = naam;
    s->ms = malloc(MOST_SAVES * sizeof *s->ms);
    if (s->ms == NULL || ds_dossier_create(store, 0, &what, &s->dossier, &outcome, NULL) != DS_OK)
        exit(1);
}

static void run_all(saver *savers, size_t n, long seconds) {
    const struct timespec wait = {seconds, 0};
    pthread_t threads[MOST_THREADS];
    const double begun = now_ms();
    for (size_t i = 0; i < n; i++)
        if (pthread_create(&threads[i], NULL, save_on, &savers[i]) != 0) exit(1);
    (void)nanosleep(&wait, NULL);
    stop = true;
    for (size_t i = 0; i < n; i++)
        (void)pthread_join(threads[i], NULL);
    report(savers, n, (now_ms() - begun) / 1e3);
}

int main(int argc, char **argv) {
    static saver savers[MOST_THREADS];
    const size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 64;
    const long seconds = argc > 3 ? strtol(argv[3], NULL, 10) : 10;
    ds_logboek_verified verified;
    double begun;
    ds_error err = {0};
    if (argc > 4) n_answers = (int)strtol(argv[4], NULL, 10);
    if (argc > 5) pause_ms = 1e3 * (double)n / strtod(argv[5], NULL);
    if (argc < 2 || n == 0 || n > MOST_THREADS || n_answers < 1 || n_answers > 8) return 2;
    if (ds_dossiers_open(argv[1], NULL, &store, &err) != DS_OK) {
        (void)fprintf(stderr, "%s: %s\n", err.file, err.en);
        return 1;
    }
    for (size_t i = 0; i < n; i++)
        make_dossier(&savers[i], i);
    run_all(savers, n, seconds);
    begun = now_ms();
    if (ds_logboek_verify(store, NULL, &verified, NULL) != DS_OK || !verified.whole) return 1;
    printf("verified %llu lines in %.0f ms\n", (unsigned long long)verified.n_lines,
           now_ms() - begun);
    begun = now_ms();
    ds_dossiers_close(store);
    if (ds_dossiers_open(argv[1], NULL, &store, &err) != DS_OK) return 1;
    printf("closed and opened in %.0f ms\n", now_ms() - begun);
    ds_dossiers_close(store);
    return 0;
}
