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

double bench_now(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void bench_say(const char *name, double value) {
    (void)printf("%s %.6f\n", name, value);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void bench_say_times(const char *prefix, double *seconds, size_t n) {
    qsort(seconds, n, sizeof *seconds, by_size);
    (void)printf("%sbest %.6f\n%smedian %.6f\n", prefix, seconds[0], prefix,
                 n % 2 ? seconds[n / 2] : (seconds[n / 2 - 1] + seconds[n / 2]) / 2);
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
