/* tests/simulate/test_agenda.c: the made deliveries of the monitor have the columns and codes of
 * design section 9, no key twice, and add up to what was published, whatever the seed; ambition
 * goes with the change where it should. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "simulate/agenda.h"
#include "stub_person.h"

enum { FIELDS = 12, INSTITUTIONS = 51, N = 49, FORMS = 2 };

typedef struct made {
    ds_model *model;
    ds_agenda *agenda;
    ds_counts *counts;
} made;

/* Start values and changes of some plausible kind: shares around 20 to 80 % of some hundreds. */
static void fill_counts(ds_counts *counts) {
    for (int m = 0; m < DS_COUNTS_MOMENTS; m++)
        for (int k = 0; k < DS_COUNTS_INDICATORS; k++)
            for (unsigned n = 0; n < DS_MODEL_NIVEAUS; n++)
                for (unsigned l = 0; l < DS_COUNTS_LEERWEGEN; l++)
                    for (unsigned i = 0; i < INSTITUTIONS; i++) {
                        double base = k == DS_COUNTS_VSV                  ? 0.15
                                      : k == DS_COUNTS_MENTALE_GEZONDHEID ? 0.12
                                                                          : 0.75;
                        double share = base * (1 + 0.1 * ds_agenda_normal((uint64_t)m, "test",
                                                                          ds_agenda_indicators[k],
                                                                          i * 8 + n * 2 + l));
                        counts->of[m][k][n][l][i] = (ds_count){(uint64_t)(1000 * share), 1000};
                    }
}

static int make(void **state) {
    static made of;
    ds_error err;
    of = (made){.model = stub_model(), .counts = ds_calloc(1, sizeof(ds_counts))};
    assert_non_null(of.counts);
    assert_int_equal(ds_agenda_read(DS_SOURCE_DIR "/simulatie", &of.agenda, &err), DS_OK);
    fill_counts(of.counts);
    of.model->routes[0] = (ds_model_route){.soort = 0, .school = 7};
    of.model->routes[1] = (ds_model_route){.soort = 2, .school = 30};
    of.model->n_routes = 2;
    *state = &of;
    return 0;
}

static int drop(void **state) {
    made *of = *state;
    ds_free(of->model);
    ds_agenda_free(of->agenda);
    ds_free(of->counts);
    return 0;
}

static ds_lines rows_of(const made *of, enum ds_agenda_kind kind, uint64_t seed) {
    ds_lines rows = {0};
    assert_true(ds_agenda_add(of->agenda, of->model, of->counts, seed, kind, &rows));
    return rows;
}

static size_t next_line(const ds_lines *rows, size_t *at, ds_text fields[FIELDS]) {
    size_t n = 0, start = *at;
    if (*at >= rows->size) return 0;
    for (;; (*at)++) {
        char byte = rows->data[*at];
        if (byte != ',' && byte != '\n') continue;
        assert_true(n < FIELDS);
        fields[n++] = (ds_text){rows->data + start, *at - start};
        start = *at + 1;
        if (byte == '\n') break;
    }
    (*at)++;
    return n;
}

/* The agendas of simulatie/instellingen.csv. */
static const ds_agenda_who *agendas(const made *of) {
    static ds_agenda_who who;
    if (who.n == 0) ds_agenda_who_fill(of->model, &who);
    return &who;
}

static unsigned index_of(const made *of, ds_text code) {
    const ds_agenda_who *who = agendas(of);
    unsigned i = 0;
    while (i < who->n && !ds_text_is(code, who->code[i]))
        i++;
    assert_true(i < who->n);
    return i;
}

static double number_of(ds_text text) {
    return strtod(text.data, NULL);
}

/* The final values of one indicator, niveau and leerweg, by agenda; NAN: none. */
static unsigned targets_of(const made *of, const ds_lines *rows, const char *indicator,
                           const char *niveau, const char *leerweg, bool first_only, double *values,
                           double *starts) {
    ds_text f[FIELDS];
    size_t at = 0;
    unsigned n = 0;
    for (unsigned i = 0; i < N; i++)
        values[i] = NAN;
    while (next_line(rows, &at, f) == 11) {
        unsigned i = index_of(of, f[0]);
        if (!ds_text_is(f[2], indicator) || !ds_text_is(f[3], niveau) || !ds_text_is(f[4], leerweg))
            continue;
        if (!ds_text_is(f[1], first_only ? "2024" : "2025")) continue;
        assert_int_equal(f[8].size == 0, f[10].size > 0); /* no value: a reason */
        assert_true(ds_text_is(f[9], "oorspronkelijk") || f[8].size > 0);
        assert_true(!first_only || ds_text_is(f[9], "oorspronkelijk"));
        if (f[8].size == 0) continue;
        if (isnan(values[i])) n++;
        values[i] = number_of(f[8]);
        starts[i] = number_of(f[7]);
    }
    return n;
}

static double mean_of(const double *values) {
    double sum = 0, n = 0;
    for (unsigned i = 0; i < N; i++) {
        if (isnan(values[i])) continue;
        sum += values[i];
        n++;
    }
    return sum / n;
}

static void test_agenda__targets_as_in_table_8_2(void **state) {
    static const struct {
        const char *indicator, *niveau, *leerweg;
        double first;
        unsigned n_first;
        double all;
        unsigned n_all;
        double difference;
    } published[] = {{"mentale_gezondheid", "", "", 15.3, 35, 15.0, 38, -0.2},
                     {"veilig_school", "", "", 84.8, 38, 85.0, 42, 0.2},
                     {"werk", "1", "bbl", 62.3, 26, 62.5, 30, 0.2},
                     {"werk", "1", "bol", 61.6, 26, 59.6, 29, -2.0},
                     {"werk", "2", "bbl", 78.3, 31, 78.3, 36, 0.0},
                     {"werk", "2", "bol", 74.5, 31, 72.8, 37, -1.7},
                     {"tevreden_begeleiding", "1", "", 61.2, 33, 62.8, 39, 1.6},
                     {"tevreden_begeleiding", "2", "", 57.9, 35, 58.5, 41, 0.5},
                     {"tevreden_begeleiding", "3", "", 55.5, 34, 56.2, 41, 0.7},
                     {"tevreden_begeleiding", "4", "", 55.7, 34, 56.3, 41, 0.6},
                     {"hbo_succes", "", "", 80.8, 34, 80.7, 38, -0.1}};
    for (uint64_t seed = 1; seed <= 5; seed++) {
        ds_lines rows = rows_of(*state, DS_AGENDA_STREEFWAARDE, seed);
        for (size_t k = 0; k < sizeof published / sizeof *published; k++) {
            double first[N], all[N], starts[N];
            assert_int_equal(targets_of(*state, &rows, published[k].indicator, published[k].niveau,
                                        published[k].leerweg, true, first, starts),
                             published[k].n_first);
            assert_int_equal(targets_of(*state, &rows, published[k].indicator, published[k].niveau,
                                        published[k].leerweg, false, all, starts),
                             published[k].n_all);
            assert_int_equal(lround(10 * mean_of(first)), lround(10 * published[k].first));
            assert_int_equal(lround(10 * mean_of(all)), lround(10 * published[k].all));
            assert_int_equal(lround(10 * (mean_of(all) - mean_of(first))),
                             lround(10 * published[k].difference));
        }
        ds_free(rows.data);
    }
}

static double correlation(const double *x, const double *y) {
    double n = 0, sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
    for (unsigned i = 0; i < N; i++) {
        if (isnan(x[i]) || isnan(y[i])) continue;
        n++;
        sx += x[i];
        sy += y[i];
        xx += x[i] * x[i];
        yy += y[i] * y[i];
        xy += x[i] * y[i];
    }
    return (xy - sx * sy / n) / sqrt((xx - sx * sx / n) * (yy - sy * sy / n));
}

/* Averaged over seeds: of the ambition with the later change. */
static double ambition_with_change(const made *of, enum ds_counts_indicator indicator,
                                   const char *niveau, const char *leerweg, double *out_reached) {
    ds_counts *joined = ds_calloc(1, sizeof *joined);
    double sum = 0;
    assert_non_null(joined);
    ds_agenda_join(agendas(of), of->counts, joined);
    *out_reached = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        ds_lines rows = rows_of(of, DS_AGENDA_STREEFWAARDE, seed);
        double targets[N], starts[N], changes[N];
        unsigned n = targets_of(of, &rows, ds_agenda_indicators[indicator], niveau, leerweg, false,
                                targets, starts),
                 n_reached = 0;
        for (unsigned i = 0; i < N; i++) {
            int l = leerweg[0] == '\0' ? -1 : strcmp(leerweg, "bbl") == 0;
            double later = ds_agenda_share(
                ds_counts_sum(joined, DS_COUNTS_LATER, indicator, (unsigned)atoi(niveau), l, i));
            double better = ds_agenda_better(indicator);
            changes[i] = better * (later - starts[i]);
            if (!isnan(targets[i])) n_reached += better * (later - targets[i]) >= 0;
            targets[i] = better * (targets[i] - starts[i]);
        }
        sum += correlation(targets, changes);
        *out_reached += (double)n_reached / n;
        ds_free(rows.data);
    }
    ds_free(joined);
    *out_reached /= 20;
    return sum / 20;
}

static void test_agenda__ambition_goes_with_the_change(void **state) {
    double reached;
    assert_true(fabs(ambition_with_change(*state, DS_COUNTS_VSV, "1", "bol", &reached) - 0.73) <
                0.12);
    assert_true(fabs(reached - 0.77) < 0.03);
    assert_true(fabs(ambition_with_change(*state, DS_COUNTS_VSV, "3", "bbl", &reached)) < 0.12);
    assert_true(fabs(reached - 0.20) < 0.03);
    assert_true(fabs(ambition_with_change(*state, DS_COUNTS_STARTERSRESULTAAT, "2", "", &reached) -
                     0.55) < 0.12);
    assert_true(fabs(reached - 0.27) < 0.03);
    assert_true(fabs(ambition_with_change(*state, DS_COUNTS_VEILIG_SCHOOL, "", "", &reached)) <
                0.15);
}

/* Of one draw too: the correlation is that of the report but for tenths, not that of chance. */
static void test_agenda__the_correlation_hangs_on_no_draw(void **state) {
    static const struct {
        enum ds_counts_indicator indicator;
        const char *niveau, *leerweg;
        double r;
    } published[] = {{DS_COUNTS_VSV, "1", "bol", 0.73},
                     {DS_COUNTS_VSV, "3", "bol", 0.68},
                     {DS_COUNTS_STARTERSRESULTAAT, "2", "", 0.55},
                     {DS_COUNTS_STARTERSRESULTAAT, "3", "", 0.52},
                     {DS_COUNTS_STARTERSRESULTAAT, "4", "", 0.49}};
    double reached;
    for (size_t k = 0; k < sizeof published / sizeof *published; k++) {
        double r = ambition_with_change(*state, published[k].indicator, published[k].niveau,
                                        published[k].leerweg, &reached);
        assert_true(fabs(r - published[k].r) < 0.03);
    }
}

/* Figure 4.10: 67, 52, 34 and 28 % are there, with the means of table 8.2. */
static void test_agenda__reached_with_a_mean(void **state) {
    static const double published[] = {0.67, 0.52, 0.34, 0.28};
    static const char *const niveaus[] = {"1", "2", "3", "4"};
    for (size_t n = 0; n < 4; n++) {
        double reached;
        (void)ambition_with_change(*state, DS_COUNTS_TEVREDEN_BEGELEIDING, niveaus[n], "",
                                   &reached);
        assert_true(fabs(reached - published[n]) < 0.03);
    }
}

/* What one goal's lines of a year add up to. */
typedef struct spent {
    uint64_t total;
    unsigned n_none, n_known, n_under_20, n_20_to_30, n_over_50, n_corrected, n_lines;
    unsigned n_institutions_20_to_30; /* a joint agenda counts as many as share it */
} spent;

static spent spent_on(const made *of, const ds_lines *rows, const char *goal, const char *year) {
    spent sum = {0};
    ds_text f[FIELDS];
    size_t at = 0;
    while (next_line(rows, &at, f) == 8) {
        double share;
        if (!ds_text_is(f[2], goal) || !ds_text_is(f[1], year)) continue;
        sum.n_lines++;
        sum.total += (uint64_t)number_of(f[5]);
        sum.n_corrected += ds_text_is(f[6], "ja");
        if (f[3].size == 0) continue;
        if (ds_text_is(f[3], "0")) {
            sum.n_none++;
            continue;
        }
        sum.n_known++;
        share = number_of(f[5]) / number_of(f[3]);
        assert_true(share >= 0 && share <= 1);
        sum.n_under_20 += share < 0.2;
        sum.n_20_to_30 += share >= 0.2 && share < 0.3;
        sum.n_over_50 += share > 0.5;
        if (share >= 0.2 && share < 0.3)
            sum.n_institutions_20_to_30 += agendas(of)->members[index_of(of, f[0])];
    }
    return sum;
}

static void test_agenda__spending_as_in_table_7_1(void **state) {
    static const struct {
        const char *goal;
        uint64_t spent;
        unsigned n_none, n_known, n_under_20, n_20_to_30, n_over_50;
    } published[] = {{"1.1", 27070268, 0, 49, 6, 31, 6},
                     {"1.2", 70599643, 0, 49, 8, 28, 2},
                     {"1.3", 170988126, 0, 49, 12, 23, 8},
                     {"1.4", 33351342, 0, 49, 14, 28, 1},
                     {"1.5", 19948222, 14, 35, 8, 21, 2}};
    for (uint64_t seed = 1; seed <= 5; seed++) {
        ds_lines rows = rows_of(*state, DS_AGENDA_BESTEDING, seed);
        for (size_t g = 0; g < 5; g++) {
            spent of = spent_on(*state, &rows, published[g].goal, "2024");
            assert_int_equal(of.n_lines, N);
            assert_int_equal(of.total, published[g].spent);
            assert_int_equal(of.n_none, published[g].n_none);
            assert_int_equal(of.n_known, published[g].n_known);
            assert_int_equal(of.n_under_20, published[g].n_under_20);
            assert_int_equal(of.n_20_to_30, published[g].n_20_to_30);
            assert_int_equal(of.n_over_50, published[g].n_over_50);
        }
        /* Figures 4.1 and 5.1 count institutions, of 51. */
        assert_int_equal(spent_on(*state, &rows, "1.3", "2024").n_institutions_20_to_30, 25);
        assert_int_equal(spent_on(*state, &rows, "1.4", "2024").n_institutions_20_to_30, 30);
        ds_free(rows.data);
    }
}

/* Four years; over all of them nobody spends more than the budget, and most of it is gone. */
static void test_agenda__four_years_of_spending(void **state) {
    static const char *const goals[] = {"1.1", "1.2", "1.3", "1.4", "1.5"};
    ds_lines rows = rows_of(*state, DS_AGENDA_BESTEDING, 3);
    for (size_t g = 0; g < 5; g++) {
        double total[N] = {0}, budget[N] = {0}, all = 0, budgets = 0;
        ds_text f[FIELDS];
        size_t at = 0, n = 0;
        while (next_line(&rows, &at, f) == 8) {
            unsigned i = index_of(*state, f[0]);
            if (!ds_text_is(f[2], goals[g])) continue;
            total[i] += number_of(f[5]);
            budget[i] = number_of(f[3]);
            n++;
        }
        assert_int_equal(n, 4 * N);
        for (unsigned i = 0; i < N; i++) {
            assert_true(total[i] <= budget[i]);
            all += total[i];
            budgets += budget[i];
        }
        assert_true(all > 0.9 * budgets);
        assert_true(spent_on(*state, &rows, goals[g], "2027").total > 0);
    }
    ds_free(rows.data);
}

/* Fifteen agendas corrected a budget, of one of them nothing was known; their original differs. */
static void test_agenda__corrected_budgets(void **state) {
    for (uint64_t seed = 1; seed <= 5; seed++) {
        ds_lines rows = rows_of(*state, DS_AGENDA_BESTEDING, seed);
        bool corrected[N] = {false}, unknown[N] = {false};
        unsigned n_corrected = 0, n_unknown = 0;
        ds_text f[FIELDS];
        size_t at = 0;
        while (next_line(&rows, &at, f) == 8) {
            unsigned i = index_of(*state, f[0]);
            if (ds_text_is(f[6], "nee")) assert_true(ds_text_equal(f[3], f[4]));
            if (!ds_text_is(f[6], "ja")) continue;
            assert_true(f[7].size > 0);
            corrected[i] = true;
            unknown[i] = unknown[i] || f[4].size == 0;
        }
        for (unsigned i = 0; i < N; i++) {
            n_corrected += corrected[i];
            n_unknown += unknown[i];
        }
        assert_int_equal(n_corrected, 15);
        assert_int_equal(n_unknown, 1);
        ds_free(rows.data);
    }
}

static void test_agenda__the_whole_and_who_shares(void **state) {
    ds_lines rows = rows_of(*state, DS_AGENDA_WERKAGENDA, 1);
    ds_lines joint = rows_of(*state, DS_AGENDA_AGENDA, 1);
    ds_text f[FIELDS];
    size_t at = 0;
    uint64_t whole = 0;
    unsigned n = 0;
    while (next_line(&rows, &at, f) == 2) {
        whole += (uint64_t)number_of(f[1]);
        n++;
    }
    assert_int_equal(n, N);
    assert_int_equal(whole, 2829069228u);
    at = n = 0;
    while (next_line(&joint, &at, f) == 2) {
        assert_true(agendas(*state)->members[index_of(*state, f[0])] > 1);
        n++;
    }
    assert_int_equal(n, 2 + INSTITUTIONS - N);
    ds_free(rows.data);
    ds_free(joint.data);
}

/* How many lines of the last form have these values; NULL: any. at_value: the value's field. */
static unsigned n_with(const ds_lines *rows, size_t at_value, const char *goal, const char *name,
                       const char *value) {
    ds_text f[FIELDS];
    size_t at = 0;
    unsigned n = 0;
    while (next_line(rows, &at, f) > 0)
        n += ds_text_is(f[1], "2025") && (goal == NULL || ds_text_is(f[2], goal)) &&
             (name == NULL || ds_text_is(f[3], name)) &&
             (value == NULL || ds_text_is(f[at_value], value));
    return n;
}

static void test_agenda__measures_progress_and_judgements(void **state) {
    ds_lines measures = rows_of(*state, DS_AGENDA_MAATREGEL, 1);
    ds_lines progress = rows_of(*state, DS_AGENDA_VOORTGANG, 1);
    ds_lines judgements = rows_of(*state, DS_AGENDA_OORDEEL, 1);
    assert_int_equal(n_with(&measures, 4, NULL, NULL, NULL), 25 * N);
    assert_int_equal(n_with(&measures, 4, "1.3", "vsv_aanpak", "ja"), 48);
    assert_int_equal(n_with(&measures, 4, "1.4", "andere", "ja"), 10);
    assert_int_equal(n_with(&progress, 4, NULL, NULL, NULL), 8 * N);
    assert_int_equal(n_with(&progress, 4, "1.2", "veilig_bpv", "enigszins achter"), 2);
    assert_int_equal(n_with(&judgements, 3, NULL, NULL, NULL), 5 * N);
    assert_int_equal(n_with(&judgements, 3, "1.3", NULL, "effectief") +
                         n_with(&judgements, 3, "1.3", NULL, "heel effectief"),
                     21);
    assert_int_equal(n_with(&judgements, 3, "1.1", NULL, "weet niet"), 2);
    assert_int_equal(n_with(&judgements, 3, "1.5", NULL, ""), 14);
    ds_free(measures.data);
    ds_free(progress.data);
    ds_free(judgements.data);
}

/* Who budgeted nothing on 1.5 judges nothing of it. */
static void test_agenda__no_budget_no_judgement(void **state) {
    ds_lines spending = rows_of(*state, DS_AGENDA_BESTEDING, 7);
    ds_lines judgements = rows_of(*state, DS_AGENDA_OORDEEL, 7);
    bool none[N] = {false};
    ds_text f[FIELDS];
    size_t at = 0;
    while (next_line(&spending, &at, f) == 8)
        if (ds_text_is(f[2], "1.5") && ds_text_is(f[3], "0")) none[index_of(*state, f[0])] = true;
    at = 0;
    while (next_line(&judgements, &at, f) == 4)
        if (ds_text_is(f[2], "1.5")) assert_int_equal(f[3].size == 0, none[index_of(*state, f[0])]);
    ds_free(spending.data);
    ds_free(judgements.data);
}

/* ---- the spellings ---- */

/* The columns of design section 9, in our order, and how many of the first make a key (0: those
 * named in key). */
static const struct {
    enum ds_agenda_kind kind;
    const char *columns;
    size_t key[6]; /* fields, from 1 */
} spelled[] = {
    {DS_AGENDA_AGENDA, "agenda,instelling\n", {2}},
    {DS_AGENDA_WERKAGENDA, "agenda,totaal\n", {1}},
    {DS_AGENDA_STREEFWAARDE,
     "agenda,jaar,indicator,niveau,leerweg,bron,startjaar,startwaarde,streefwaarde,versie,reden\n",
     {1, 2, 3, 4, 5, 10}},
    {DS_AGENDA_BESTEDING,
     "agenda,jaar,doelstelling,begroot_totaal,begroot_oorspronkelijk,besteed,gecorrigeerd,reden\n",
     {1, 2, 3}},
    {DS_AGENDA_MAATREGEL, "agenda,jaar,doelstelling,maatregel,ingezet,toelichting\n", {1, 2, 3, 4}},
    {DS_AGENDA_VOORTGANG, "agenda,jaar,doelstelling,indicator,planning\n", {1, 2, 3, 4}},
    {DS_AGENDA_OORDEEL, "agenda,jaar,doelstelling,effectiviteit\n", {1, 2, 3}},
    {DS_AGENDA_ANTWOORD, "agenda,jaar,doelstelling,veld,antwoord,thema,openbaar\n", {1, 2, 3, 4}},
    {DS_AGENDA_EIGEN_INDICATOR,
     "agenda,jaar,doelstelling,naam,waarde,eenheid,bron\n",
     {1, 2, 3, 4}},
    {DS_AGENDA_EXTERN, "bron,jaar,land,groep,maat,waarde\n", {1, 2, 3, 4, 5}},
    {DS_AGENDA_CASUS, "ronde,case,laag,thema,mechanisme,oordeel\n", {1, 2, 3, 4, 5}},
    {DS_AGENDA_CONTACTENQUETE,
     "respondent,ronde,route,instelling,vraag,antwoord\n",
     {1, 2, 3, 4, 5}},
};

static size_t n_columns(const char *header) {
    size_t n = 1;
    for (; *header != '\0'; header++)
        n += *header == ',';
    return n;
}

static bool same_key(const ds_text *a, const ds_text *b, const size_t *key) {
    for (size_t k = 0; k < 6 && key[k] > 0; k++)
        if (!ds_text_equal(a[key[k] - 1], b[key[k] - 1])) return false;
    return true;
}

static void test_agenda__columns_and_keys(void **state) {
    for (size_t s = 0; s < sizeof spelled / sizeof *spelled; s++) {
        ds_lines rows = rows_of(*state, spelled[s].kind, 2);
        ds_text(*all)[FIELDS] = ds_calloc(4096, sizeof *all);
        size_t at = 0, n = 0, n_fields;
        assert_non_null(all);
        assert_string_equal(ds_agenda_headers[spelled[s].kind], spelled[s].columns);
        while ((n_fields = next_line(&rows, &at, all[n])) > 0) {
            assert_int_equal(n_fields, n_columns(spelled[s].columns));
            for (size_t e = 0; e < n; e++)
                assert_false(same_key(all[e], all[n], spelled[s].key));
            n++;
            assert_true(n < 4096);
        }
        assert_true(n > 0);
        ds_free(all);
        ds_free(rows.data);
    }
}

/* Every value of field (from 1) is one of the words, and every word occurs. */
static void check_codes(const made *of, enum ds_agenda_kind kind, size_t field, const char *words) {
    unsigned seen = 0, n_words = 1;
    for (const char *c = words; *c != '\0'; c++)
        n_words += *c == '|';
    for (uint64_t seed = 1; seed <= 5; seed++) {
        ds_lines rows = rows_of(of, kind, seed);
        ds_text f[FIELDS];
        size_t at = 0;
        while (next_line(&rows, &at, f) > 0) {
            const char *word = words;
            unsigned place = 0;
            size_t size;
            for (;; word += size + 1, place++) {
                size = strcspn(word, "|");
                if (ds_text_equal(f[field - 1], (ds_text){word, size})) break;
                assert_int_equal(word[size], '|'); /* else: no word of the list */
            }
            seen |= 1U << place;
        }
        ds_free(rows.data);
    }
    assert_int_equal(seen, (1U << n_words) - 1);
}

static void test_agenda__codes(void **state) {
    check_codes(*state, DS_AGENDA_STREEFWAARDE, 10, "oorspronkelijk|aangevuld|aangepast");
    check_codes(*state, DS_AGENDA_STREEFWAARDE, 11, "|ontbreekt|niet meetbaar|niet vergelijkbaar");
    check_codes(*state, DS_AGENDA_BESTEDING, 7, "ja|nee|onbekend");
    check_codes(*state, DS_AGENDA_BESTEDING, 2, "2024|2025|2026|2027");
    check_codes(*state, DS_AGENDA_MAATREGEL, 5, "ja|nee");
    check_codes(*state, DS_AGENDA_MAATREGEL, 2, "2024|2025");
    check_codes(*state, DS_AGENDA_VOORTGANG, 5,
                "veel achter|enigszins achter|op schema|enigszins voor|veel voor");
    check_codes(*state, DS_AGENDA_OORDEEL, 4,
                "|niet|een klein beetje|wisselend|effectief|heel effectief|weet niet");
    check_codes(*state, DS_AGENDA_ANTWOORD, 7, "ja|nee");
    check_codes(*state, DS_AGENDA_CASUS, 3, "richter|inrichter|verrichter");
}

/* 31 indicators: one is one niveau and leerweg of one. */
static void test_agenda__targets_of_31_indicators(void **state) {
    ds_lines rows = rows_of(*state, DS_AGENDA_STREEFWAARDE, 1);
    ds_text f[FIELDS];
    size_t at = 0;
    unsigned n = 0;
    while (next_line(&rows, &at, f) > 0)
        n += ds_text_is(f[0], "91AA") && ds_text_is(f[1], "2024");
    assert_int_equal(n, 31);
    ds_free(rows.data);
}

static void test_agenda__the_same_seed_the_same_bytes(void **state) {
    for (int kind = 0; kind < DS_AGENDA_KINDS; kind++) {
        ds_lines a = rows_of(*state, (enum ds_agenda_kind)kind, 1);
        ds_lines b = rows_of(*state, (enum ds_agenda_kind)kind, 1);
        ds_lines c = rows_of(*state, (enum ds_agenda_kind)kind, 2);
        bool depends = kind != DS_AGENDA_AGENDA && kind != DS_AGENDA_EXTERN;
        assert_int_equal(a.size, b.size);
        assert_memory_equal(a.data, b.data, a.size);
        assert_true(!depends || a.size != c.size || memcmp(a.data, c.data, a.size) != 0);
        ds_free(a.data);
        ds_free(b.data);
        ds_free(c.data);
    }
}

/* Years that were not made: targets all the same, without start values. */
static void test_agenda__without_counts(void **state) {
    made of = *(const made *)*state;
    double values[N], starts[N];
    ds_lines rows;
    of.counts = ds_calloc(1, sizeof(ds_counts));
    rows = rows_of(&of, DS_AGENDA_STREEFWAARDE, 1);
    assert_int_equal(targets_of(&of, &rows, "veilig_school", "", "", false, values, starts), 42);
    assert_int_equal(lround(10 * mean_of(values)), 850);
    assert_int_equal(targets_of(&of, &rows, "vsv", "2", "bol", false, values, starts), 0);
    ds_free(rows.data);
    rows = rows_of(&of, DS_AGENDA_VOORTGANG, 1);
    assert_int_equal(n_with(&rows, 4, NULL, NULL, NULL), 8 * N);
    ds_free(rows.data);
    ds_free(of.counts);
}

/* ---- counting the register ---- */

static void test_counts__by_the_definitions(void **state) {
    ds_counts *counts = ds_calloc(1, sizeof *counts), *other = ds_calloc(1, sizeof *other);
    const made *of = *state;
    ds_life_person person = stub_student(of->model, 1, 1);
    ds_life_state *states = person.states;
    unsigned instelling = 5;
    ds_count count;
    assert_non_null(counts);
    assert_non_null(other);
    for (int y = 0; y < STUB_YEARS; y++) {
        states[y].niveau = 2;
        states[y].leerweg = DS_LEERWEG_BBL + 1;
        states[y].instelling = (uint16_t)(instelling + 1);
    }
    /* In 2022 at an institution, in 2021 elsewhere, in 2023 gone: vsv, and a start that failed. */
    states[2021 - STUB_FIRST].instelling = (uint16_t)(instelling + 2);
    memset(&states[2023 - STUB_FIRST], 0, 2 * sizeof *states);
    ds_counts_add(counts, &person, STUB_FIRST, STUB_LAST);
    count = ds_counts_sum(counts, DS_COUNTS_START, DS_COUNTS_VSV, 2, 1, instelling);
    assert_int_equal(count.noemer, 1);
    assert_int_equal(count.teller, 1);
    count = ds_counts_sum(counts, DS_COUNTS_START, DS_COUNTS_STARTERSRESULTAAT, 2, -1, instelling);
    assert_int_equal(count.noemer, 1);
    assert_int_equal(count.teller, 0);
    /* With a diploma of niveau 2 in 2022: no vsv, a start that succeeded. */
    person.diplomas[0] = (ds_life_diploma){2022, states[2022 - STUB_FIRST]};
    person.n_diplomas = 1;
    ds_counts_add(other, &person, STUB_FIRST, STUB_LAST);
    ds_counts_merge(counts, other);
    count = ds_counts_sum(counts, DS_COUNTS_START, DS_COUNTS_VSV, 0, -1, instelling);
    assert_int_equal(count.noemer, 2);
    assert_int_equal(count.teller, 1);
    count = ds_counts_sum(counts, DS_COUNTS_START, DS_COUNTS_STARTERSRESULTAAT, 2, -1, instelling);
    assert_int_equal(count.teller, 1);
    /* Of those who left with it in 2022, nobody works in 2024: twelve hours are not enough. */
    person.uren[2024 - STUB_FIRST][0] = 1200;
    ds_counts_add(counts, &person, STUB_FIRST, STUB_LAST);
    person.uren[2024 - STUB_FIRST][1] = 100;
    ds_counts_add(counts, &person, STUB_FIRST, STUB_LAST);
    count = ds_counts_sum(counts, DS_COUNTS_LATER, DS_COUNTS_WERK, 2, 1, instelling);
    assert_int_equal(count.noemer, 3);
    assert_int_equal(count.teller, 1);
    ds_free(counts);
    ds_free(other);
}

/* ---- the data files ---- */

static ds_status read_again(void *context, ds_error *err) {
    ds_agenda *agenda;
    ds_status status = ds_agenda_read(DS_SOURCE_DIR "/simulatie", &agenda, err);
    (void)context;
    if (status == DS_OK) ds_agenda_free(agenda);
    return status;
}

static void test_agenda__every_allocation_may_fail(void **state) {
    (void)state;
    ds_test_every_allocation(read_again, NULL);
}

static void test_agenda__faults_are_told_by_line(void **state) {
    char *folder = ds_test_folder();
    ds_agenda *agenda = NULL;
    ds_error err = {0};
    (void)state;
    ds_free(ds_test_write_string(
        folder, "agenda_streefwaarde.csv",
        "indicator,niveau,leerweg,herkomst,oorspronkelijk,n_oorspronkelijk,aangevuld,n_aangevuld,"
        "n_aangepast,bereikt,spreiding,samenhang\n"
        "vsv,1,bol,DUO,,45,,45,0,77,4,0.7\nvsv,1,bol,DUO,,45,,44,0,77,4,0.7\n"));
    assert_int_equal(ds_agenda_read(folder, &agenda, &err), DS_INPUT);
    assert_int_equal(err.line, 3);
    assert_null(agenda);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_agenda__targets_as_in_table_8_2),
        cmocka_unit_test(test_agenda__ambition_goes_with_the_change),
        cmocka_unit_test(test_agenda__the_correlation_hangs_on_no_draw),
        cmocka_unit_test(test_agenda__reached_with_a_mean),
        cmocka_unit_test(test_agenda__spending_as_in_table_7_1),
        cmocka_unit_test(test_agenda__four_years_of_spending),
        cmocka_unit_test(test_agenda__corrected_budgets),
        cmocka_unit_test(test_agenda__the_whole_and_who_shares),
        cmocka_unit_test(test_agenda__columns_and_keys),
        cmocka_unit_test(test_agenda__codes),
        cmocka_unit_test(test_agenda__targets_of_31_indicators),
        cmocka_unit_test(test_agenda__measures_progress_and_judgements),
        cmocka_unit_test(test_agenda__no_budget_no_judgement),
        cmocka_unit_test(test_agenda__the_same_seed_the_same_bytes),
        cmocka_unit_test(test_agenda__without_counts),
        cmocka_unit_test(test_counts__by_the_definitions),
        cmocka_unit_test(test_agenda__every_allocation_may_fail),
        cmocka_unit_test(test_agenda__faults_are_told_by_line),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
