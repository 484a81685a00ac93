/* bench/measure.c: clock, memory, and what went wrong. See bench.h. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "bench.h"

void bench_die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    (void)fputs("bench: ", stderr);
    (void)vfprintf(stderr, format, args);
    (void)fputc('\n', stderr);
    va_end(args);
    exit(1);
}

void bench_check(ds_status status, const ds_error *err) {
    if (status != DS_OK) bench_die("%s: %s", err->file, err->en);
}

static double seconds(clockid_t clock_id) {
    struct timespec now;
    (void)clock_gettime(clock_id, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

bench_moment bench_now(void) {
    return (bench_moment){seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID)};
}

void bench_note(bench_runs *runs, bench_moment start) {
    bench_moment now = bench_now();
    if (runs->n == BENCH_RUNS_MAX) bench_die("more than %d runs", BENCH_RUNS_MAX);
    runs->took[runs->n++] = (bench_moment){now.wall - start.wall, now.cpu - start.cpu};
}

void bench_say(const char *name, double value) {
    (void)printf("%s %.6f\n", name, value);
}

void bench_say_exact(const char *name, double value) {
    (void)printf("%s %.17g\n", name, value);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double middle(const double *sorted, size_t n) {
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

void bench_say_runs(const char *prefix, const bench_runs *runs) {
    double wall[BENCH_RUNS_MAX], cpu[BENCH_RUNS_MAX];
    size_t n = runs->n;
    if (n == 0) return;
    for (size_t i = 0; i < n; i++) {
        wall[i] = runs->took[i].wall;
        cpu[i] = runs->took[i].cpu;
    }
    qsort(wall, n, sizeof *wall, by_size);
    qsort(cpu, n, sizeof *cpu, by_size);
    (void)printf("%sfirst %.6f\n%smedian %.6f\n%scpu %.6f\n", prefix, runs->took[0].wall, prefix,
                 middle(wall, n), prefix, middle(cpu, n));
}

void bench_say_memory(void) {
    static const char wanted[] = "RssFile:";
    struct rusage usage;
    char line[256];
    FILE *file = fopen("/proc/self/status", "re");
    (void)getrusage(RUSAGE_SELF, &usage);
    bench_say("peak", (double)usage.ru_maxrss * 1024);
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, wanted, sizeof wanted - 1) == 0)
            bench_say("mapped", strtod(line + sizeof wanted - 1, NULL) * 1024);
    if (file != NULL) (void)fclose(file);
}

ds_register *bench_open(const bench_args *args) {
    ds_register *reg;
    ds_error err;
    memset(&err, 0, sizeof err);
    bench_check(ds_register_open(args->folder, &reg, &err), &err);
    return reg;
}
