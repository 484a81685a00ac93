/* calibrate/adjust.c: see adjust.h.
 *
 * Who enters is corrected by adding: the entries a school year needs are those it had plus what its
 * stock lacked. Chances are corrected by multiplying; those of vsv by raking over the margins that
 * are published, in the joint table of the population seen. */
#include "adjust.h"

#include <math.h>
#include <string.h>

enum { FROM = DS_COMPOSE_FROM, TO = DS_COMPOSE_TO, RAKES = 300, IN_2022 = 8 };

static double within(double x, double low, double high) {
    return !(x > low) ? low : x > high ? high : x;
}

/* The factor that brings what was shown to what is wanted, damped and kept within 4 times. */
static double factor(double wanted, double shown, double speed) {
    if (!(shown > 0) || !(wanted > 0)) return 1;
    return pow(within(wanted / shown, 0.25, 4), speed);
}

static double sum(const double *x, size_t n) {
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += x[i];
    return total;
}

/* How many entries a school year needs: those it had and what its stock lacked, at least a share of
 * those it had. The stock of the first year (y 0) came in before: its entries follow in proportion.
 */
static double needed_entries(size_t y, double entry, double want, double is, double least) {
    double need = y == 0 ? entry * want / (is > 1 ? is : 1) : entry + want - is;
    return need < entry * least ? entry * least : need;
}

/* Niveau and leerweg at entry, and the size of the cohorts. */
static void adjust_entry(ds_model *model, const seen *of, const adjustment *how) {
    double needed[Y][M], had[Y][M];
    for (size_t y = 0; y < Y; y++) {
        for (int m = 0; m < M; m++) {
            double lacks = 0;
            had[y][m] = 0;
            for (int n = 0; n < N; n++) {
                for (int l = 0; l < L; l++) {
                    double want = how->composition->stock[y][n][l][m];
                    double is = seen_sum(of->students[y], n, l, m, ANY, ANY);
                    double entry = of->entry[y][n][l][m];
                    double need = needed_entries(y, entry, want, is, 0.3);
                    lacks += want - is;
                    had[y][m] += entry;
                    if (entry < 1 && want > is) { /* nobody came: a place to grow from */
                        entry = 1;
                        need = 2;
                    }
                    model->instroom_factor[y][n][l][m] =
                        within(model->instroom_factor[y][n][l][m] * factor(need, entry, how->speed),
                               1e-3, 1e4);
                }
            }
            needed[y][m] = had[y][m] + lacks;
            if (y == 0)
                needed[y][m] = had[y][m] *
                               (1 + lacks / (seen_sum(of->students[y], ANY, ANY, m, ANY, ANY) + 1));
        }
    }
    for (int c = 0; c < DS_MODEL_COHORTS; c++) {
        int y = DS_MODEL_FIRST_COHORT + c + 4 - DS_MODEL_FIRST_YEAR;
        size_t a = (size_t)(y < 0 ? 0 : y > Y - 1 ? Y - 1 : y);
        size_t b = (size_t)(y + 1 < 0 ? 0 : y + 1 > Y - 1 ? Y - 1 : y + 1);
        for (int m = 0; m < M; m++) {
            double by =
                factor(needed[a][m] + needed[b][m], had[a][m] + had[b][m], 0.5 * how->speed);
            for (int t = 0; t <= DS_TRACK_TL; t++)
                model->cohort[c][t][m] *= by;
        }
    }
}

static void adjust_hoofdgroep(ds_model *model, const seen *of, const adjustment *how) {
    for (size_t y = 0; y < Y; y++) {
        for (int l = 0; l < 2; l++) {
            double all = 0;
            for (int n = 1; n < N; n++)
                all += seen_sum(of->students[y], n, l, ANY, ANY, ANY);
            for (int h = 0; h < DS_MODEL_ENTREE; h++) {
                double want = how->composition->hoofdgroep[y][l][h] * all;
                double is = seen_sum(of->students[y], ANY, l, ANY, h, ANY);
                double entry = of->entry_hoofdgroep[y][l][h];
                double need = needed_entries(y, entry, want, is, 0.3);
                model->hoofdgroep_factor[y][l][h] = within(
                    model->hoofdgroep_factor[y][l][h] * factor(need, entry, how->speed), 0.01, 50);
            }
        }
    }
}

/* Who is at an institution that reports functiebeperking, and who of those has one. */
static void adjust_beperking(ds_model *model, const seen *of, const adjustment *how) {
    for (size_t y = 0; y < Y; y++) {
        for (int n = 0; n < N; n++) {
            for (int l = 0; l < 2; l++) {
                double all = seen_sum(of->students[y], n, l, ANY, ANY, ANY);
                double ja = seen_sum(of->students[y], n, l, ANY, ANY, 2);
                double reports = ja + seen_sum(of->students[y], n, l, ANY, ANY, 1);
                double want_ja = how->composition->ja[y][n][l] * all;
                double want = want_ja + how->composition->nee[y][n][l] * all;
                double entry = of->entry_reports[y][n][l][1], entry_ja = of->entry_ja[y][n][l];
                double need = needed_entries(y, entry, want, reports, 0.2);
                double need_ja = needed_entries(y, entry_ja, want_ja, ja, 0.2);
                model->meldt[y][n][l] =
                    within(model->meldt[y][n][l] * factor(need, entry, how->speed), 0.01, 0.95);
                model->beperking[y][n][l] = within(
                    model->beperking[y][n][l] * factor(need_ja, entry_ja, how->speed), 0.001, 0.7);
            }
        }
    }
}

typedef struct rake {
    double a[N][L][M], b[L][H], c[N][L][F];
    double at[N][L][M][H][F]; /* the chances added up, without the factors above */
    double of[N][L][M][H][F]; /* students */
} rake;

static double value(const rake *r, int n, int l, int m, int h, int f) {
    return r->at[n][l][m][h][f] * r->a[n][l][m] * r->b[l][h] * r->c[n][l][f];
}

/* Sets one factor so that its margin, a published share of all, is met. */
static void meet(double *by, double share, double all, double is) {
    if (share == 0)
        *by = 0;
    else if (is > 0)
        *by *= within(share * all / is, 0.1, 10);
}

static void rake_migratie(rake *r, const double published[5][L][M]) {
    for (int n = 0; n < N; n++) {
        for (int l = 0; l < L; l++) {
            for (int m = 0; m < M; m++) {
                double is = 0, all = 0;
                for (int h = 0; h < H; h++) {
                    for (int f = 0; f < F; f++) {
                        is += value(r, n, l, m, h, f);
                        all += r->of[n][l][m][h][f];
                    }
                }
                if (!isnan(published[n][l][m])) meet(&r->a[n][l][m], published[n][l][m], all, is);
            }
        }
    }
}

/* Two margins can be met together only where their sums agree; as long as the composition of the
 * population is not right yet, that of the hoofdgroepen is moved. */
static double hoofdgroep_move(const rake *r, int l, const double migratie[5][L][M],
                              const double hoofdgroep[2][H]) {
    double by_migratie = 0, by_hoofdgroep = 0;
    for (int n = 1; n < N; n++)
        for (int m = 0; m < M; m++)
            for (int h = 0; h < H; h++)
                for (int f = 0; f < F; f++) {
                    double all = r->of[n][l][m][h][f];
                    by_migratie += all * (isnan(migratie[n][l][m]) ? 0 : migratie[n][l][m]);
                    by_hoofdgroep +=
                        isnan(hoofdgroep[l][h]) ? value(r, n, l, m, h, f) : all * hoofdgroep[l][h];
                }
    return by_hoofdgroep > 0 ? by_migratie / by_hoofdgroep : 1;
}

static void rake_hoofdgroep(rake *r, const double migratie[5][L][M], const double published[2][H]) {
    for (int l = 0; l < 2; l++) {
        double move = hoofdgroep_move(r, l, migratie, published);
        for (int h = 0; h < DS_MODEL_ENTREE; h++) {
            double is = 0, all = 0;
            for (int n = 0; n < N; n++) {
                for (int m = 0; m < M; m++) {
                    for (int f = 0; f < F; f++) {
                        is += value(r, n, l, m, h, f);
                        all += r->of[n][l][m][h][f];
                    }
                }
            }
            if (!isnan(published[l][h])) meet(&r->b[l][h], published[l][h], all * move, is);
        }
    }
}

static void rake_beperking(rake *r, const double published[5][2][2]) {
    for (int n = 0; n < N; n++) {
        for (int l = 0; l < 2; l++) {
            for (int f = 1; f < F; f++) {
                double is = 0, all = 0;
                for (int m = 0; m < M; m++) {
                    for (int h = 0; h < H; h++) {
                        is += value(r, n, l, m, h, f);
                        all += r->of[n][l][m][h][f];
                    }
                }
                if (!isnan(published[n][l][f - 1]))
                    meet(&r->c[n][l][f], published[n][l][f - 1], all, is);
            }
        }
    }
}

static void fill(rake *r, const seen *of, size_t y) {
    for (int n = 0; n < N; n++)
        for (int l = 0; l < L; l++)
            for (int m = 0; m < M; m++)
                for (int h = 0; h < H; h++)
                    for (int f = 0; f < F; f++) {
                        r->at[n][l][m][h][f] =
                            of->vsv[y][n][l][m][h][f][0] + of->vsv[y][n][l][m][h][f][1];
                        r->of[n][l][m][h][f] =
                            of->students[y][n][l][m][h][f][0] + of->students[y][n][l][m][h][f][1];
                    }
    for (int n = 0; n < N; n++)
        for (int l = 0; l < L; l++) {
            for (int m = 0; m < M; m++)
                r->a[n][l][m] = 1;
            for (int f = 0; f < F; f++)
                r->c[n][l][f] = 1;
        }
    for (int l = 0; l < L; l++)
        for (int h = 0; h < H; h++)
            r->b[l][h] = 1;
}

/* Chances of vsv: a factor is never quite 0, so that a later year can rise from it. */
static void adjust_vsv(ds_model *model, const seen *of, const adjustment *how) {
    static rake r;
    for (size_t y = FROM; y <= TO; y++) {
        fill(&r, of, y);
        for (int i = 0; i < RAKES; i++) {
            rake_hoofdgroep(&r, how->published->migratie[y], how->published->hoofdgroep[y]);
            rake_beperking(&r, how->published->beperking[y]);
            rake_migratie(&r, how->published->migratie[y]);
        }
        for (int n = 0; n < N; n++) {
            for (int l = 0; l < L; l++) {
                for (int m = 0; m < M; m++) {
                    double share = how->published->migratie[y][n][l][m];
                    double *chance = &model->vsv[y][n][l][m];
                    *chance = within(*chance * pow(r.a[n][l][m], how->speed), 0, 2);
                    if (*chance == 0 && share > 0) *chance = share; /* nobody was there yet */
                }
                for (int f = 0; f < F; f++)
                    model->vsv_beperking[y][n][l][f] = within(
                        model->vsv_beperking[y][n][l][f] * pow(r.c[n][l][f], how->speed), 0, 20);
            }
        }
        for (int l = 0; l < L; l++)
            for (int h = 0; h < H; h++)
                model->vsv_hoofdgroep[y][l][h] =
                    within(model->vsv_hoofdgroep[y][l][h] * pow(r.b[l][h], how->speed), 0, 20);
    }
    for (size_t y = 0; y < Y; y++) {
        size_t from = y < FROM ? FROM : y > TO ? TO : y;
        if (from == y) continue;
        memcpy(model->vsv[y], model->vsv[from], sizeof model->vsv[y]);
        memcpy(model->vsv_beperking[y], model->vsv_beperking[from], sizeof model->vsv_beperking[y]);
        memcpy(model->vsv_hoofdgroep[y], model->vsv_hoofdgroep[from],
               sizeof model->vsv_hoofdgroep[y]);
    }
}

/* A year after entry with a vmbo diploma, by niveau: the infographic's 6.7, 5.8 and 4.9 percent. */
static void adjust_first_year(ds_model *model, const seen *of, const adjustment *how) {
    static const double want[N] = {0, 0.067, 0.058, 0.049};
    for (int n = 1; n < N; n++)
        model->vsv_start[n] =
            within(model->vsv_start[n] * factor(want[n] * of->fresh[IN_2022][n],
                                                of->fresh_lost[IN_2022][n], how->speed),
                   0.05, 5);
}

/* The spread of a percentage printed without decimals, by chance and by rounding. */
static double spread_of(double share, double n) {
    return sqrt(share * (1 - share) / (n + 1) + 0.005 * 0.005 / 3);
}

/* The targets of a year: what is published, moved within its spread so that the total fits. Rows
 * that were not transcribed may move further. The text says that niveau 2 rose by 0.6 points from
 * 2022, which its rows hardly do: they move a quarter of a point towards that. */
static void starter_targets(const seen *of, const adjustment *how, size_t y, double want[N][H]) {
    double size[N * H] = {0}, spread[N * H], all = 0, total = how->published->starters_all[y];
    for (int n = 0; n < N; n++) {
        double mean = 0, weight = 0;
        for (int h = 0; h < H; h++) {
            want[n][h] = how->published->starters[y][n][h];
            if (isnan(want[n][h])) continue;
            mean += want[n][h] * of->starters[y][n][h];
            weight += of->starters[y][n][h];
        }
        for (int h = 0; h < H; h++) {
            bool printed = !isnan(want[n][h]);
            if (n == 1 && y >= IN_2022) want[n][h] += y == IN_2022 ? -0.0025 : 0.0025;
            if (!printed) want[n][h] = weight > 0 ? mean / weight : 0.83;
            size[n * H + h] = of->starters[y][n][h];
            spread[n * H + h] = printed ? spread_of(want[n][h], of->starters[y][n][h]) : 0.08;
            all += of->starters[y][n][h];
        }
    }
    if (isnan(total) || !(all > 0)) return;
    ds_compose_reconcile(N * H, size, spread, total, 0.4 * sqrt(total * (1 - total) / all),
                         &want[0][0]);
}

/* Work: the published rows, moved within their spread so that the row of all niveau 2 fits. */
static void adjust_work(ds_model *model, const seen *of, const adjustment *how) {
    for (size_t y = 0; y < Y; y++) {
        size_t as = y < 4 ? 4 : y > IN_2022 ? IN_2022 : y; /* 2018 to 2022 */
        for (int l = 0; l < 2; l++) {
            double want[H], spread[H], size[H], all = 0, total = how->published->werk_all[as][l];
            for (int h = 0; h < H; h++) {
                bool printed = !isnan(how->published->werk[as][l][h]);
                want[h] = printed ? how->published->werk[as][l][h] : total;
                size[h] = h == DS_MODEL_ENTREE ? 0 : of->werk[as][l][h];
                spread[h] = printed ? spread_of(want[h], size[h]) : 0.05;
                all += size[h];
            }
            if (!isnan(total))
                ds_compose_reconcile(H, size, spread, total, spread_of(total, all), want);
            for (int h = 0; h < DS_MODEL_ENTREE; h++)
                model->werk[y][1][l][h] = within(want[h], 0.02, 0.99);
            model->werk[y][0][l][DS_MODEL_ENTREE] = want[DS_MODEL_ENTREE];
        }
    }
}

/* Where too many stop for what is published, fewer must; the chance of changing institution, which
 * makes up the rest, stays above a percent or so. */
static void make_room(double *stop, double elsewhere) {
    if (elsewhere < 0.012)
        *stop = within(*stop * within(1 - 6 * (0.015 - elsewhere), 0.5, 1), 0.02, 3);
    else if (elsewhere > 0.05)
        *stop = within(*stop * 1.04, 0.02, 1.6);
}

static void adjust_starters(ds_model *model, const seen *of, const adjustment *how) {
    double want[N][H];
    for (size_t y = 0; y < Y - 1; y++) {
        size_t as = y < FROM ? FROM : y > TO ? TO : y;
        starter_targets(of, how, as, want);
        for (int n = 1; n < N; n++)
            for (int h = 0; h < DS_MODEL_ENTREE; h++) {
                double elsewhere;
                if (!(of->per[as][n][h] > 0)) continue;
                elsewhere =
                    (of->most[as][n][h] - want[n][h] * of->starters[as][n][h]) / of->per[as][n][h];
                make_room(&model->stop_hoofdgroep[y][n][h], elsewhere);
                model->starter_elders[y][n][h] +=
                    how->speed * (within(elsewhere, 0.001, 0.6) - model->starter_elders[y][n][h]);
            }
    }
    memcpy(model->starter_elders[Y - 1], model->starter_elders[Y - 2],
           sizeof model->starter_elders[0]);
}

/* hbo a year later: 80.1 percent of who got the diploma in 2021/22, 81.2 of 2022/23; in bol by ses
 * and migratieachtergrond in 2022/23. bbl lies lower, by an assumed six points. The corrections
 * overlap, so each is made in part. */
static void adjust_hbo(ds_model *model, const seen *of) {
    static const double bbl = 0.06, ses_low = 0.79, ses_high = 0.83;
    static const double migratie[M] = {0.821, 0.791, 0.801};
    for (size_t y = 0; y < Y; y++) {
        size_t as = y < 7 ? 7 : y > IN_2022 ? IN_2022 : y;
        double want = as == 7 ? 0.801 : 0.812;
        double is = sum(of->hbo_stays[as], L) / (sum(of->hbo[as], L) + 1e-9);
        model->hbo_jaar[y][0] = within(model->hbo_jaar[y][0] + 0.4 * (want - is), 0.3, 0.98);
        model->hbo_jaar[y][1] = model->hbo_jaar[y][2] = model->hbo_jaar[y][0] - bbl;
    }
    model->hbo_ses[0] += 0.3 * (ses_low - of->hbo_ses_stays[IN_2022][0] / of->hbo_ses[IN_2022][0]);
    model->hbo_ses[3] += 0.3 * (ses_high - of->hbo_ses_stays[IN_2022][3] / of->hbo_ses[IN_2022][3]);
    for (int m = 1; m < M; m++)
        model->hbo_migratie[m] +=
            0.3 * (migratie[m] - of->hbo_migratie_stays[IN_2022][m] / of->hbo_migratie[IN_2022][m]);
}

/* The share of one origin among the entrants of 2022. */
static double origin_factor(const seen *of, int origin, double want, double speed) {
    double all = sum(of->origin[IN_2022], SEEN_ORIGINS), is = of->origin[IN_2022][origin];
    return factor(want / (1 - want), is / (all - is + 1e-9), speed);
}

static void scale_class(double *x, size_t n, double by) {
    for (size_t i = 0; i < n; i++)
        x[i] *= by;
}

static void adjust_origin(ds_model *model, const seen *of, const adjustment *how) {
    double speed = how->speed, pro = origin_factor(of, SEEN_PRO, 0.03, speed);
    double lost = 0, others = 0;
    scale_class(&model->volwassen[0][0], sizeof model->volwassen / sizeof(double),
                origin_factor(of, SEEN_27, 0.16, speed));
    for (int c = 0; c < DS_MODEL_COHORTS; c++)
        scale_class(model->cohort[c][DS_TRACK_PRO], M, pro);
    model->schaal[DS_SCHAAL_HAVO] *= origin_factor(of, SEEN_HAVO_VWO, 0.10, speed);
    model->schaal[DS_SCHAAL_SWITCH] *= origin_factor(of, SEEN_ANDERE_MBO, 0.09, speed);
    model->schaal[DS_SCHAAL_VMBO_ZONDER] *= origin_factor(of, SEEN_VMBO_ZONDER, 0.06, speed);
    for (int o = 0; o < SEEN_ORIGINS; o++) {
        if (o == SEEN_VMBO_DIPLOMA) continue;
        lost += of->origin_lost[IN_2022][o];
        others += of->origin[IN_2022][o];
    }
    model->schaal[DS_SCHAAL_STOP_27] *= factor(0.25 * others, lost, 1.5 * speed);
}

/* Printed are 5 % of all who do not go on, and of gl and tl 20 % elsewhere, 17 % of them to havo.
 * To the letter that leaves bb and kb 8 % and not the high onward flow that the text gives them; so
 * each number is taken at the end of its rounding that leaves them less. */
static void adjust_school(ds_model *model, const seen *of, const adjustment *how) {
    const double *vmbo = of->vmbo[IN_2022], *enrolled = of->vmbo_enrolled[IN_2022];
    double low = vmbo[0] + vmbo[1], high = vmbo[2] + vmbo[3], speed = how->speed;
    double low_out = low - enrolled[0] - enrolled[1], high_out = high - enrolled[2] - enrolled[3];
    double want_low = 0.0455 * (low + high) - 0.039 * high;
    static const double profiel[DS_MODEL_VSO_PROFIELEN] = {0.78, 0.20, 0.02};
    model->schaal[DS_SCHAAL_NIET_DOOR] *= factor(want_low, low_out, speed);
    model->schaal[DS_SCHAAL_NIET_DOOR_GLTL] *= factor(0.039 * high, high_out, speed);
    model->schaal[DS_SCHAAL_VMBO_HAVO] *=
        factor(0.166 * high, of->vmbo_havo[IN_2022][2] + of->vmbo_havo[IN_2022][3], speed);
    for (int p = 0; p < DS_MODEL_VSO_PROFIELEN; p++)
        model->schaal[DS_SCHAAL_VSO_VERVOLG + p] *=
            factor(3500 * profiel[p], of->vso_direct[IN_2022][p], speed);
    model->schaal[DS_SCHAAL_VSO_LATER] *= factor(2500, of->vso_later[IN_2022], speed);
}

static void adjust_routes(ds_model *model, const seen *of) {
    for (size_t y = 0; y < Y; y++)
        for (int k = 0; k < DS_MODEL_ROUTE_KINDS; k++)
            for (int l = 0; l < 4; l++)
                for (int s = 0; s < DS_MODEL_SECTOREN; s++) {
                    size_t seen_at = y == Y - 1 ? Y - 2 : y; /* the last year has no next */
                    double want = model->route_starters[y][k][l][s];
                    double is = of->route[seen_at][k][l][s], pupils = of->vmbo3[seen_at][l][s];
                    double *chance = &model->route_kans[y][k][l][s];
                    if (!(want > 0) || !(pupils > 0))
                        *chance = 0;
                    else if (*chance == 0)
                        *chance = within(want / pupils, 0, 0.5);
                    else
                        *chance = within(*chance * factor(want, is, 0.8), 0, 0.6);
                }
}

void adjust(ds_model *model, const seen *of, const adjustment *how) {
    adjust_entry(model, of, how);
    adjust_hoofdgroep(model, of, how);
    adjust_beperking(model, of, how);
    adjust_vsv(model, of, how);
    adjust_first_year(model, of, how);
    adjust_starters(model, of, how);
    adjust_work(model, of, how);
    adjust_hbo(model, of);
    adjust_origin(model, of, how);
    adjust_school(model, of, how);
    adjust_routes(model, of);
    ds_model_prepare(model);
}
