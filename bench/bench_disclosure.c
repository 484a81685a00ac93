/* bench/bench_disclosure.c: disclosure control on a made system of national size: how long, how
 * much, and whether the attacker's own programs agree. bench_disclosure [SCALE [INSIDERS [YEARS
 * [CHECK]]]] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "disclosure/attack.h"
#include "disclosure/national.h"
#include "disclosure/protect.h"

static double now(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double cpu(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static size_t unprotected(const ds_system *s, const bool *hidden, ds_attack_work *work,
                          ds_error *err) {
    uint32_t *targets = calloc(s->n_cells + 1, sizeof *targets);
    ds_range *ranges = calloc(s->n_cells + 1, sizeof *ranges);
    size_t n = 0, bad = 0;
    for (uint32_t j = 0; j < s->n_cells; j++)
        if (s->cells[j].flags & DS_CELL_PRIMARY) targets[n++] = j;
    if (ds_attack(s, hidden, NULL, targets, n, ranges, work, err) != DS_OK) bad = SIZE_MAX;
    for (size_t i = 0; i < n && bad != SIZE_MAX; i++)
        bad += !ds_range_protects(&ranges[i], s->minimum);
    free(targets);
    free(ranges);
    return bad;
}

int main(int argc, char **argv) {
    const national_options o = {.institutions = 51,
                                .years = argc > 3 ? (unsigned)atoi(argv[3]) : 5,
                                .attributes = 6,
                                .scale = argc > 1 ? atof(argv[1]) : 120,
                                .seed = 1};
    const bool with_insiders = argc > 2 && atoi(argv[2]) > 0;
    ds_system_insider *insiders;
    ds_system s;
    ds_error err = {0};
    ds_protect_options how = {0};
    ds_protect_work work = {0};
    size_t primary = 0;
    double start, cpu_start;
    uint32_t stuck;
    bool *hidden;
    struct rusage usage;
    if (national_make(&o, &s, &insiders, &err) != DS_OK) {
        (void)fprintf(stderr, "%s\n", err.en);
        return 1;
    }
    for (size_t j = 0; j < s.n_cells; j++)
        primary += (s.cells[j].flags & DS_CELL_PRIMARY) != 0;
    printf("%zu cells, %zu relations, %zu primary (%.1f %%)\n", s.n_cells, s.n_relations, primary,
           100.0 * (double)primary / (double)s.n_cells);
    if (with_insiders) {
        how.insiders = insiders;
        how.n_insiders = o.institutions;
    }
    hidden = calloc(s.n_cells + 1, sizeof *hidden);
    start = now();
    cpu_start = cpu();
    if (ds_protect(&s, &how, hidden, &work, &stuck, &err) != DS_OK) {
        (void)fprintf(stderr, "%s\n", err.en);
        return 1;
    }
    (void)getrusage(RUSAGE_SELF, &usage);
    printf("protected in %.1f s (%.1f s of processors): %zu programs, %zu rounds, %zu witnesses; "
           "%zu primary and %zu "
           "secondary hidden; %ld MiB\n",
           now() - start, cpu() - cpu_start, work.n_programs, work.n_rounds, work.n_witnesses,
           work.n_primary, work.n_secondary, usage.ru_maxrss / 1024);
    if (argc > 4) {
        ds_attack_work attack = {0};
        size_t bad;
        start = now();
        bad = unprotected(&s, hidden, &attack, &err);
        printf("attacked in %.1f s: %zu programs, %zu components, largest %zu; %zu not protected\n",
               now() - start, attack.n_programs, attack.n_components, attack.largest, bad);
        if (bad > 0) return 1;
    }
    national_free(insiders, o.institutions);
    ds_system_done(&s);
    free(hidden);
    return 0;
}
