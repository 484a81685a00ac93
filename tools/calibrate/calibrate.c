/* calibrate/calibrate.c: fits the parameters in simulatie/ to the published figures.
 *
 *   doorstroom-calibrate SIMULATIE [PERSONS [STEPS [SEED]]]
 *
 * Each step makes a population (see seen.h), prints how far it is from what is published, and moves
 * the parameters (adjust.h). Less is moved each time, and every step has its own seed, so that no
 * population's chance is fitted (stochastic approximation: Robbins and Monro 1951). The fitted
 * files are written after every step. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "adjust.h"
#include "base/file.h"

static const char source[] = "ijking op simulatie/gepubliceerd.csv (tools/calibrate)";
static const char *const fitted[] = {
    "cohorten",
    "volwassenen",
    "instroom_factor",
    "hoofdgroep",
    "hoofdgroep_factor",
    "meldt",
    "beperking",
    "vsv",
    "vsv_hoofdgroep",
    "vsv_beperking",
    "vsv_start",
    "starter_elders",
    "stop_hoofdgroep",
    "hbo_jaar",
    "hbo_ses",
    "hbo_migratie",
    "route_kans",
    "schaal",
    "werk",
};

typedef struct distance {
    double worst, squares, beyond;
    size_t n;
} distance;

/* half: half a unit of the last printed decimal. */
static void add_to(distance *d, double want, double of, double is, double half) {
    double z, p = of > 0 ? is / of : 0;
    if (isnan(want) || !(of > 0)) return;
    z = (p - want) / sqrt(want * (1 - want) / of + half * half / 3);
    d->n++;
    d->squares += z * z;
    d->beyond += fabs(z) > 2;
    if (fabs(z) > fabs(d->worst)) d->worst = z;
}

static void add(distance *d, double want, double of, double is) {
    add_to(d, want, of, is, 0.5e-4);
}

static void print(const char *name, const distance *d) {
    (void)printf("  %-14s n %3zu  rms z %6.2f  |z|>2 %3.0f  worst %7.2f\n", name, d->n,
                 d->n == 0 ? 0 : sqrt(d->squares / (double)d->n), d->beyond, d->worst);
}

static void report_vsv(const seen *of, const ds_compose_published *p) {
    distance migratie = {0}, hoofdgroep = {0}, beperking = {0}, totals = {0}, niveau = {0};
    for (size_t y = DS_COMPOSE_FROM; y <= DS_COMPOSE_TO; y++) {
        for (int l = 0; l < L; l++) {
            for (int n = 0; n <= N; n++) {
                int by = n == N ? ANY : n; /* the last: the printed total */
                add(&niveau, p->vsv[y][n][l], seen_sum(of->students[y], by, l, ANY, ANY, ANY),
                    seen_sum(of->vsv[y], by, l, ANY, ANY, ANY));
                for (int m = 0; m < M; m++)
                    add(n == N ? &totals : &migratie, p->migratie[y][n][l][m],
                        seen_sum(of->students[y], by, l, m, ANY, ANY),
                        seen_sum(of->vsv[y], by, l, m, ANY, ANY));
                for (int f = 1; l < 2 && f < F; f++)
                    add(n == N ? &totals : &beperking, p->beperking[y][n][l][f - 1],
                        seen_sum(of->students[y], by, l, ANY, ANY, f),
                        seen_sum(of->vsv[y], by, l, ANY, ANY, f));
            }
            for (int h = 0; l < 2 && h < H; h++)
                add(&hoofdgroep, p->hoofdgroep[y][l][h],
                    seen_sum(of->students[y], ANY, l, ANY, h, ANY),
                    seen_sum(of->vsv[y], ANY, l, ANY, h, ANY));
        }
    }
    print("4.1 niveau", &niveau);
    print("8.3 migratie", &migratie);
    print("8.3/8.4 totaal", &totals);
    print("8.4 beperking", &beperking);
    print("8.5 hoofdgroep", &hoofdgroep);
}

static void report_stock(const seen *of, const ds_composition *c) {
    for (int l = 0; l < L; l++) {
        (void)printf("  stock/want l%d:", l);
        for (size_t y = 0; y < Y; y++) {
            double is = 0, want = 0;
            for (int n = 0; n < N; n++)
                for (int m = 0; m < M; m++)
                    want += c->stock[y][n][l][m];
            is = seen_sum(of->students[y], ANY, l, ANY, ANY, ANY);
            (void)printf(" %.3f", is / want);
        }
        (void)printf("\n");
    }
    for (size_t y = 0; y < Y; y += 2) {
        (void)printf("  %zu by n,l:", 2014 + y);
        for (int n = 0; n < N; n++)
            for (int l = 0; l < L; l++) {
                double want = c->stock[y][n][l][0] + c->stock[y][n][l][1] + c->stock[y][n][l][2];
                (void)printf(" %.3f", seen_sum(of->students[y], n, l, ANY, ANY, ANY) / want);
            }
        (void)printf("\n");
    }
}

static void report_rest(const seen *of) {
    static const char *const names[] = {"27+", "andere mbo",  "havo/vwo", "vmbo met",
                                        "pro", "vmbo zonder", "overig"};
    double all = 0, lost = 0, others = 0;
    for (int o = 0; o < SEEN_ORIGINS; o++)
        all += of->origin[8][o];
    (void)printf("  entrants 2022 %.0f:", all);
    for (int o = 0; o < SEEN_ORIGINS; o++) {
        (void)printf(" %s %.2f (%.1f)", names[o], 100 * of->origin[8][o] / all,
                     100 * of->origin_lost[8][o] / of->origin[8][o]);
        if (o == SEEN_VMBO_DIPLOMA) continue;
        lost += of->origin_lost[8][o];
        others += of->origin[8][o];
    }
    (void)printf(" others %.2f\n  first year", 100 * lost / others);
    for (int n = 0; n < N; n++)
        (void)printf(" %.2f", 100 * of->fresh_lost[8][n] / of->fresh[8][n]);
    (void)printf("; vmbo");
    for (int l = 0; l < 4; l++)
        (void)printf(" %.0f: %.3f %.3f", of->vmbo[8][l], of->vmbo_enrolled[8][l] / of->vmbo[8][l],
                     of->vmbo_havo[8][l] / of->vmbo[8][l]);
    (void)printf("; vso %.0f %.0f %.0f later %.0f\n", of->vso_direct[8][0], of->vso_direct[8][1],
                 of->vso_direct[8][2], of->vso_later[8]);
    (void)printf("  hbo 2021 %.4f 2022 %.4f; bol ses 1 %.3f 4 %.3f; migratie %.3f %.3f %.3f\n",
                 (of->hbo_stays[7][0] + of->hbo_stays[7][1]) / (of->hbo[7][0] + of->hbo[7][1]),
                 (of->hbo_stays[8][0] + of->hbo_stays[8][1]) / (of->hbo[8][0] + of->hbo[8][1]),
                 of->hbo_ses_stays[8][0] / of->hbo_ses[8][0],
                 of->hbo_ses_stays[8][3] / of->hbo_ses[8][3],
                 of->hbo_migratie_stays[8][0] / of->hbo_migratie[8][0],
                 of->hbo_migratie_stays[8][1] / of->hbo_migratie[8][1],
                 of->hbo_migratie_stays[8][2] / of->hbo_migratie[8][2]);
    (void)printf("  states %.2f M, persons %.2f M, mbo 2022 %.0f\n", of->states / 1e6,
                 of->persons / 1e6, of->mbo[8]);
}

static void report_starters(const seen *of, const ds_compose_published *p) {
    distance rows = {0};
    (void)printf("  starters:");
    for (size_t y = DS_COMPOSE_FROM; y <= DS_COMPOSE_TO; y++) {
        double all = 0, kept = 0;
        for (int n = 1; n < N; n++)
            for (int h = 0; h < H; h++) {
                add_to(&rows, p->starters[y][n][h], of->starters[y][n][h], of->kept[y][n][h],
                       0.005);
                all += of->starters[y][n][h];
                kept += of->kept[y][n][h];
            }
        (void)printf(" %.2f (%.1f; %.0f)", 100 * kept / all, 100 * p->starters_all[y], all);
    }
    (void)printf("\n");
    print("8.7 starters", &rows);
}

static void report_work(const seen *of, const ds_compose_published *p) {
    distance rows = {0}, totals = {0};
    for (size_t y = 4; y <= 8; y++)
        for (int l = 0; l < 2; l++) {
            double all = 0, yes = 0;
            for (int h = 0; h < H; h++) {
                add_to(&rows, p->werk[y][l][h], of->werk[y][l][h], of->werk_yes[y][l][h], 0.005);
                if (h == DS_MODEL_ENTREE) continue;
                all += of->werk[y][l][h];
                yes += of->werk_yes[y][l][h];
            }
            add_to(&totals, p->werk_all[y][l], all, yes, 0.005);
        }
    print("8.6 werk", &rows);
    print("8.6 totaal", &totals);
}

static void report(const seen *of, const adjustment *how, bool all) {
    report_vsv(of, how->published);
    report_starters(of, how->published);
    report_work(of, how->published);
    report_rest(of);
    if (all) report_stock(of, how->composition);
    (void)fflush(stdout);
}

static int fail(const ds_error *err) {
    (void)fprintf(stderr, "%s:%llu %s\n", err->file, (unsigned long long)err->line, err->en);
    return 1;
}

static int run(const char *folder, uint64_t n_persons, int steps, uint64_t seed) {
    static ds_compose_published published;
    static ds_composition composition;
    char path[DS_PATH_SIZE];
    ds_model *model;
    ds_error err;
    if (ds_file_join(path, folder, "gepubliceerd.csv", &err) != DS_OK ||
        ds_compose_read(path, &published, &err) != DS_OK ||
        ds_compose(path, &composition, &err) != DS_OK ||
        ds_model_read(folder, &model, &err) != DS_OK)
        return fail(&err);
    for (int n = 0; n < N; n++)
        for (int l = 0; l < L; l++)
            for (int h = 0; h < H; h++)
                model->hoofdgroep[n][l][h] = composition.hoofdgroep_n[n][l][h];
    for (int step = 0; step < steps; step++) {
        adjustment how = {&published, &composition, 1.0 / (1 + 0.2 * step)};
        seen *of = see(model, n_persons, seed + (uint64_t)step);
        if (of == NULL) return 3;
        (void)printf("step %d\n", step);
        report(of, &how, step % 5 == 4 || step + 1 == steps);
        adjust(model, of, &how);
        free(of);
        for (size_t i = 0; i < sizeof fitted / sizeof *fitted; i++)
            if (ds_model_write(model, folder, fitted[i], source, &err) != DS_OK) return fail(&err);
    }
    ds_model_free(model);
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        (void)fprintf(stderr, "doorstroom-calibrate SIMULATIE [PERSONS [STEPS [SEED]]]\n");
        return 2;
    }
    return run(argv[1], argc > 2 ? strtoull(argv[2], NULL, 10) : 3000000,
               argc > 3 ? atoi(argv[3]) : 20, argc > 4 ? strtoull(argv[4], NULL, 10) : 1000);
}
