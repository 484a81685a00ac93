/* examples/relate.c: statistics of one's own arrays: the correlation of ambition and development,
 * the one that noise alone gives beside it, and p adjusted for two tests. */
#include <doorstroom/doorstroom.h>
#include <math.h>
#include <stdio.h>

enum { N = 6 };

static const ds_noise_case agendas[N] = {{.84, .86, 120, 130, .88}, {.79, .83, 80, 90, .86},
                                         {.91, .90, 200, 190, .92}, {.75, .81, 60, 70, .84},
                                         {.88, .87, 150, 160, .89}, {.82, NAN, 100, 0, .85}};

int main(void) {
    double ambition[N], development[N], spent[N] = {12, 30, 8, 25, 14, 20}, p[2], adjusted[2];
    const ds_noise_options options = DS_NOISE_OPTIONS_INIT;
    ds_stat_result pearson, spearman;
    ds_noise_result noise;
    ds_error err = {0};
    size_t tests = 0;
    for (size_t i = 0; i < N; i++) {
        ambition[i] = agendas[i].target - agendas[i].start;
        development[i] = agendas[i].now - agendas[i].start; /* NAN is missing */
    }
    ds_pearson_estimate(ambition, development, N, &pearson);
    ds_status status = ds_spearman_estimate(spent, development, N, &spearman, &err);
    if (status == DS_OK) status = ds_noise_estimate(agendas, N, &options, &noise, &err);
    p[0] = pearson.p;
    p[1] = spearman.p;
    if (status == DS_OK) status = ds_adjust_p(p, 2, DS_ADJUST_HOLM, adjusted, &tests, &err);
    if (status != DS_OK) {
        (void)fprintf(stderr, "%s\n", err.en);
        return (int)status;
    }
    (void)printf("r %.3f (%zu agendas, %zu missing), p %.4f of %zu tests; by noise alone %.3f\n",
                 pearson.estimate, pearson.n, pearson.missing, adjusted[0], tests, noise.r);
    return 0;
}
