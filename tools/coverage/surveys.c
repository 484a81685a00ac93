/* coverage/surveys.c: doorstroom-surveys [DRAWS [SEED]] [--check]: how often the intervals of a
 * survey hold the truth, as the table of docs/enquete.md.
 *
 * One made country of 51 institutions in three strata, two years; each draw takes 29 of them at
 * random (of the next year 22 of these and 7 others), and of their students some at random, or all.
 * The truth is that of the country itself. --check: exit 1 where a row that ought to hold 95 % is
 * further from it than chance and a point explain. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "doorstroom/survey_estimates.h"

enum {
    INSTITUTIONS = 51,
    STRATA = 3,
    LEVELS = 3,
    CLASSES = 2 * LEVELS, /* level × track */
    YEARS = 2,
    STUDENTS_MAX = 2000,
    CHANGED = 7 /* institutions that are others in the second year */
};

static const int in_stratum[STRATA] = {20, 19, 12}, drawn_of[STRATA] = {11, 11, 7};
static const int changed_of[STRATA] = {3, 3, 1};

typedef struct student {
    uint8_t class;
    bool yes;
} student;

typedef struct country {
    int stratum[INSTITUTIONS], size[INSTITUTIONS];
    student students[YEARS][INSTITUTIONS][STUDENTS_MAX];
    uint64_t of_class[YEARS][CLASSES];
    double share[YEARS], share_4[YEARS]; /* of all, and of the last level */
} country;

/* ---- the country ---- */

static double draw_uniform(ds_random *random) {
    return ((double)(ds_random_next(random) >> 11) + 0.5) / 9007199254740992.0;
}

static double draw_normal(ds_random *random) {
    const double radius = sqrt(-2 * log(draw_uniform(random)));
    return radius * cos(6.283185307179586 * draw_uniform(random));
}

static void count_truth(country *c, int year) {
    double n = 0, yes = 0, n_4 = 0, yes_4 = 0;
    memset(c->of_class[year], 0, sizeof c->of_class[year]);
    for (int i = 0; i < INSTITUTIONS; i++)
        for (int s = 0; s < c->size[i]; s++) {
            const student *one = &c->students[year][i][s];
            const bool last = one->class / 2 == LEVELS - 1;
            c->of_class[year][one->class]++;
            n++;
            yes += one->yes;
            n_4 += last;
            yes_4 += last && one->yes;
        }
    c->share[year] = yes / n;
    c->share_4[year] = yes_4 / n_4;
}

/* base: the logit of a yes; institutions differ by 0.3 and keep most of that the next year. */
static void make_country(country *c, uint64_t seed, double base) {
    ds_random random = ds_random_start(seed, 0, 0);
    for (int i = 0, h = 0, n = 0; i < INSTITUTIONS; i++, n++) {
        double level;
        if (n == in_stratum[h]) {
            h++;
            n = 0;
        }
        level = 0.3 * draw_normal(&random);
        c->stratum[i] = h;
        c->size[i] = (int)fmin(STUDENTS_MAX, fmax(120, exp(6.2 + 0.6 * draw_normal(&random))));
        for (int y = 0; y < YEARS; y++) {
            const double here = base + 0.15 * y + level + 0.1 * draw_normal(&random);
            const double few = 0.2 + 0.15 * draw_uniform(&random);
            for (int s = 0; s < c->size[i]; s++) {
                student *one = &c->students[y][i][s];
                const int l = draw_uniform(&random) < few ? 0 : 1 + (draw_uniform(&random) < 0.6);
                const int track = draw_uniform(&random) < 0.7 - 0.1 * l;
                const double x = here + 0.4 * (1 - l) + 0.5 * track;
                one->class = (uint8_t)(2 * l + track);
                one->yes = draw_uniform(&random) < 1 / (1 + exp(-x));
            }
        }
    }
    for (int y = 0; y < YEARS; y++)
        count_truth(c, y);
}

/* ---- a draw ---- */

typedef enum answering {
    ANSWER_ALL,   /* every student of an institution that takes part */
    ANSWER_SOME,  /* a twelfth, at random */
    ANSWER_UNEVEN /* a twelfth to a quarter, by class: what calibration is for */
} answering;

static void take_institutions(ds_random *random, const country *c,
                              bool there[YEARS][INSTITUTIONS]) {
    memset(there, 0, sizeof(bool) * YEARS * INSTITUTIONS);
    for (int h = 0; h < STRATA; h++) {
        int list[INSTITUTIONS], n = 0;
        for (int i = 0; i < INSTITUTIONS; i++)
            if (c->stratum[i] == h) list[n++] = i;
        for (int k = 0; k < n; k++) {
            const int other = k + (int)ds_random_below(random, (uint64_t)(n - k));
            const int swap = list[k];
            list[k] = list[other];
            list[other] = swap;
        }
        for (int k = 0; k < n; k++) {
            there[0][list[k]] = k < drawn_of[h];
            there[1][list[k]] = k >= changed_of[h] && k < drawn_of[h] + changed_of[h];
        }
    }
}

/* Which students answer: the first *out_n of a random order, or by chance of their class. */
static int take_students(ds_random *random, int size, const student *of, answering how,
                         int *order) {
    const int wanted = how == ANSWER_ALL ? size : (size + 11) / 12;
    int n = 0;
    for (int s = 0; s < size; s++)
        order[s] = s;
    for (int s = 0; s < size && n < size; s++) {
        const int other = s + (int)ds_random_below(random, (uint64_t)(size - s));
        const int one = order[other];
        order[other] = order[s];
        order[s] = one;
        if (how == ANSWER_UNEVEN) {
            if (draw_uniform(random) < 1.0 / 12 + of[one].class / 30.0) order[n++] = one;
        } else if (++n == wanted)
            break;
    }
    return n;
}

static void check(ds_status status, const ds_error *err) {
    if (status == DS_OK) return;
    (void)fprintf(stderr, "surveys: %s\n", err->en);
    exit((int)status);
}

static const char *const calibration[] = {"niveau", "leerweg"};
static const char *const by[] = {"laatste"};
static const ds_text digits[] = {{"0", 1}, {"1", 1}, {"2", 1}};

static void add_students(ds_survey_cells *cells, const country *c, int year, int i,
                         const int *order, int n) {
    const student *of = c->students[year][i];
    const int h = c->stratum[i];
    const double w = (double)in_stratum[h] / drawn_of[h] * c->size[i] / n;
    ds_survey_measures m[CLASSES] = {{0}};
    char name[8];
    ds_error err = {0};
    ds_survey_cluster cluster = {
        2024 + year, {name, 0}, digits[h], (uint64_t)in_stratum[h], (uint64_t)c->size[i]};
    (void)snprintf(name, sizeof name, "%02d", i);
    cluster.cluster.size = strlen(name);
    check(ds_survey_cells_add_cluster(cells, &cluster, &err), &err);
    for (int s = 0; s < n; s++) {
        const ds_survey_answer a = {(int64_t)(1e6 * w + 0.5), true, of[order[s]].yes, 0};
        check(ds_survey_count(cells, &a, &m[of[order[s]].class], &err), &err);
    }
    for (int k = 0; k < CLASSES; k++) {
        const ds_text keys[] = {digits[k / 2], digits[k % 2], digits[k / 2 == LEVELS - 1]};
        const ds_survey_row row = {2024 + year, cluster.cluster, keys, keys + 2, m[k]};
        if (m[k].n > 0) check(ds_survey_cells_add(cells, &row, &err), &err);
    }
}

static ds_survey_cells *draw_survey(const country *c, uint64_t seed, uint64_t draw, answering how) {
    const ds_survey_shape shape = {"ja", DS_SURVEY_SHARE, 1000000, 1, 1, calibration, 2, by, 1};
    ds_survey_cells *cells = ds_survey_cells_new(&shape);
    ds_random random = ds_random_start(seed, draw + 1, (uint64_t)how);
    bool there[YEARS][INSTITUTIONS];
    int order[STUDENTS_MAX];
    ds_error err = {0};
    if (cells == NULL) exit(DS_FAULT);
    take_institutions(&random, c, there);
    for (int y = 0; y < YEARS; y++)
        for (int i = 0; i < INSTITUTIONS; i++) {
            int n;
            if (!there[y][i]) continue;
            n = take_students(&random, c->size[i], c->students[y][i], how, order);
            if (n > 0) add_students(cells, c, y, i, order, n);
        }
    for (int y = 0; y < YEARS; y++)
        for (int k = 0; k < CLASSES; k++) {
            const ds_text keys[] = {digits[k / 2], digits[k % 2]};
            const ds_survey_margin margin = {2024 + y, keys, c->of_class[y][k]};
            check(ds_survey_cells_add_margin(cells, &margin, &err), &err);
        }
    check(ds_survey_cells_finish(cells, &err), &err);
    return cells;
}

/* ---- what is asked of it ---- */

typedef enum about { ABOUT_SHARE, ABOUT_LAST, ABOUT_CHANGE } about;

static const struct {
    const char *nl;
    int country; /* 0: some 40 %, 1: some 5 % */
    answering how;
    about what;
    bool first_stage, without_fpc;
    ds_survey_calibration calibration;
    bool same;  /* only institutions of both years */
    bool ought; /* to hold 95 % */
} rows[] = {
    {"iedereen van de instelling, een trap", 0, ANSWER_ALL, ABOUT_SHARE, true, false,
     DS_SURVEY_UNCALIBRATED, false, true},
    {"een deel, twee trappen", 0, ANSWER_SOME, ABOUT_SHARE, false, false, DS_SURVEY_UNCALIBRATED,
     false, true},
    {"een deel, alleen de eerste trap", 0, ANSWER_SOME, ABOUT_SHARE, true, false,
     DS_SURVEY_UNCALIBRATED, false, false},
    {"een deel, zonder correctie", 0, ANSWER_SOME, ABOUT_SHARE, false, true, DS_SURVEY_UNCALIBRATED,
     false, false},
    {"een groep (niveau 4)", 0, ANSWER_SOME, ABOUT_LAST, false, false, DS_SURVEY_UNCALIBRATED,
     false, true},
    {"een klein aandeel", 1, ANSWER_SOME, ABOUT_SHARE, false, false, DS_SURVEY_UNCALIBRATED, false,
     true},
    {"lineair geijkt", 0, ANSWER_SOME, ABOUT_SHARE, false, false, DS_SURVEY_LINEAR, false, true},
    {"raking", 0, ANSWER_SOME, ABOUT_SHARE, false, false, DS_SURVEY_RAKING, false, true},
    {"ongelijk antwoorden, niet geijkt", 0, ANSWER_UNEVEN, ABOUT_SHARE, false, false,
     DS_SURVEY_UNCALIBRATED, false, false},
    {"ongelijk antwoorden, raking", 0, ANSWER_UNEVEN, ABOUT_SHARE, false, false, DS_SURVEY_RAKING,
     false, true},
    {"verschil tussen jaren", 0, ANSWER_SOME, ABOUT_CHANGE, false, false, DS_SURVEY_UNCALIBRATED,
     false, false},
    {"verschil, dezelfde instellingen", 0, ANSWER_SOME, ABOUT_CHANGE, false, false,
     DS_SURVEY_UNCALIBRATED, true, true},
    {"verschil, zonder correctie", 0, ANSWER_SOME, ABOUT_CHANGE, false, true,
     DS_SURVEY_UNCALIBRATED, false, false},
    {"verschil tussen jaren, raking", 0, ANSWER_SOME, ABOUT_CHANGE, false, false, DS_SURVEY_RAKING,
     false, false},
};
enum { ROWS = sizeof rows / sizeof *rows };

typedef struct tally {
    int n, held;
    double sum, squares, se, width;
} tally;

/* Of all countries together. */
typedef struct summary {
    int n, n_countries;
    double held, lowest, highest; /* shares */
    double bias, variance, se, width;
} summary;

static void add_interval(tally *t, double truth, double estimate, double se, double low,
                         double high) {
    t->n++;
    t->held += low <= truth && truth <= high;
    t->sum += estimate - truth;
    t->squares += (estimate - truth) * (estimate - truth);
    t->se += se * se;
    t->width += high - low;
}

static void add_country(summary *to, const tally *t) {
    const double n = t->n, held = t->held / n, bias = t->sum / n;
    if (to->n_countries == 0 || held < to->lowest) to->lowest = held;
    if (to->n_countries == 0 || held > to->highest) to->highest = held;
    to->n_countries++;
    to->n += t->n;
    to->held += held;
    to->bias += fabs(bias);
    to->variance += t->squares / n - bias * bias;
    to->se += t->se / n;
    to->width += t->width / n;
}

static void estimate_row(const ds_survey_cells *cells, const country *c, size_t r, tally *t) {
    const int year = 2024, both[] = {2024, 2025};
    const bool change = rows[r].what == ABOUT_CHANGE;
    const double difference[] = {-1, 1};
    ds_survey_options o = DS_SURVEY_OPTIONS_INIT;
    ds_survey_design *design = NULL;
    ds_survey_cells *same = NULL;
    ds_error err = {0};
    if (rows[r].same) check(ds_survey_cells_same(cells, both, 2, &same, &err), &err);
    o.years = change ? both : &year;
    o.n_years = change ? 2 : 1;
    o.by = rows[r].what == ABOUT_LAST;
    o.first_stage_only = rows[r].first_stage;
    o.without_fpc = rows[r].without_fpc;
    o.calibration = rows[r].calibration;
    check(ds_survey_design_new(same == NULL ? cells : same, &o, &design, &err), &err);
    if (change) {
        const ds_survey_test test = ds_survey_design_contrast(design, difference);
        add_interval(t, c->share[1] - c->share[0], test.estimate, test.se, test.low, test.high);
    } else {
        const ds_survey_estimate e = ds_survey_design_at(design, o.by);
        add_interval(t, o.by ? c->share_4[0] : c->share[0], e.estimate, e.se, e.low, e.high);
    }
    ds_survey_design_free(design);
    ds_survey_cells_free(same);
}

static int print_rows(const summary *summaries, bool checked) {
    int wrong = 0;
    printf("| wat | dekking, %% | laagste | hoogste | fout: geschat | werkelijk | breedte |\n");
    printf("|---|---|---|---|---|---|---|\n");
    for (size_t r = 0; r < ROWS; r++) {
        const summary *t = &summaries[r];
        const double n = t->n_countries, chance = sqrt(0.95 * 0.05 / t->n);
        const bool off = rows[r].ought && fabs(t->held / n - 0.95) > 4 * chance + 0.015;
        printf("| %s | %.1f | %.1f | %.1f | %.2f | %.2f | %.1f |%s\n", rows[r].nl,
               100 * t->held / n, 100 * t->lowest, 100 * t->highest, 100 * sqrt(t->se / n),
               100 * sqrt(t->variance / n), 100 * t->width / n, checked && off ? " <- wrong" : "");
        wrong += off;
    }
    return checked && wrong > 0;
}

static void draw_country(int draws, uint64_t seed, tally *tallies) {
    static country countries[2];
    make_country(&countries[0], seed, -0.5);
    make_country(&countries[1], seed, -3.3);
    for (int draw = 0; draw < draws; draw++)
        for (int which = 0; which < 2; which++)
            for (int how = ANSWER_ALL; how <= ANSWER_UNEVEN; how++) {
                ds_survey_cells *cells;
                if (which == 1 && how != ANSWER_SOME) continue;
                cells = draw_survey(&countries[which], seed, (uint64_t)draw, (answering)how);
                for (size_t r = 0; r < ROWS; r++)
                    if (rows[r].country == which && (int)rows[r].how == how)
                        estimate_row(cells, &countries[which], r, &tallies[r]);
                ds_survey_cells_free(cells);
            }
}

int main(int argc, char **argv) {
    summary summaries[ROWS] = {{0}};
    uint64_t numbers[] = {2000, 10, 1}; /* draws, countries, seed */
    size_t positional = 0;
    bool checked = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--check") == 0)
            checked = true;
        else if (positional < sizeof numbers / sizeof *numbers)
            numbers[positional++] = strtoull(argv[i], NULL, 10);
    }
    for (uint64_t c = 0; c < numbers[1]; c++) {
        tally tallies[ROWS] = {{0}};
        draw_country((int)numbers[0], numbers[2] + c, tallies);
        for (size_t r = 0; r < ROWS; r++)
            add_country(&summaries[r], &tallies[r]);
    }
    return print_rows(summaries, checked);
}
