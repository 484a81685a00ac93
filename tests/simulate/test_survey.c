/* tests/simulate/test_survey.c: the made surveys: what is asked of whom, weights that add up to the
 * students, the published percentages, the same bytes for the same seed. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "simulate/survey.h"
#include "stub_person.h"

enum { PERSONS = 200000, FIELDS = 25 };
enum {
    RESPONDENT,
    METING,
    JAAR,
    INSTELLING,
    NIVEAU,
    LEERWEG,
    HOOFDGROEP,
    SECTORKAMER,
    GESLACHT,
    MIGRATIE,
    BEPERKING,
    OUDERS,
    GEWICHT,
    GEWICHT_MODULE,
    MODULE_ALLEN,
    VOELT,
    GEZIEN,
    VERENIGING,
    VEILIG,
    BPV,
    HULPMIDDELEN,
    TEVREDEN,
    NAAR_WERK,
    LOB,
    MENTAAL
};

typedef struct made {
    ds_model *model;
    ds_survey *survey;
    ds_lines rows;
    ds_counts *counts;
} made;

static made *the_made; /* one for all tests: it takes a second */

static void make(made *out, uint64_t seed, uint64_t n_persons) {
    ds_error err;
    *out = (made){.model = stub_model(), .counts = ds_calloc(1, sizeof(ds_counts))};
    assert_int_equal(ds_survey_read(DS_SOURCE_DIR "/simulatie", out->model, &out->survey, &err),
                     DS_OK);
    for (uint64_t i = 0; i < n_persons; i++) {
        ds_life_person person = stub_student(out->model, seed, i);
        assert_true(
            ds_survey_add(out->survey, &person, STUB_FIRST, STUB_LAST, &out->rows, out->counts));
    }
}

static void drop(made *of) {
    ds_free(of->model);
    ds_survey_free(of->survey);
    ds_free(of->rows.data);
    ds_free(of->counts);
}

static int make_once(void **state) {
    (void)state;
    the_made = ds_calloc(1, sizeof *the_made);
    make(the_made, 1, PERSONS);
    return 0;
}

static int drop_once(void **state) {
    (void)state;
    drop(the_made);
    ds_free(the_made);
    return 0;
}

/* The next line of rows as fields; quotes stay. False at the end. */
static bool next_line(const ds_lines *rows, size_t *at, ds_text fields[FIELDS]) {
    size_t n = 0, start = *at;
    bool quoted = false;
    if (*at >= rows->size) return false;
    for (;; (*at)++) {
        char byte = rows->data[*at];
        if (byte == '"') quoted = !quoted;
        if (quoted || (byte != ',' && byte != '\n')) continue;
        assert_true(n < FIELDS);
        fields[n++] = (ds_text){rows->data + start, *at - start};
        start = *at + 1;
        if (byte == '\n') break;
    }
    (*at)++;
    assert_int_equal(n, FIELDS);
    return true;
}

static double number_of(ds_text text) {
    return strtod(text.data, NULL); /* a comma follows */
}

typedef struct tally {
    double weight, hits;
    unsigned n;
} tally;

/* Of one answer in one survey, among those with value in column (SIZE_MAX: all). */
static tally tally_of(const char *meting, int jaar, size_t answer, size_t column, const char *value,
                      const char *leerweg) {
    tally out = {0};
    ds_text f[FIELDS];
    size_t at = 0;
    size_t weight =
        answer <= BPV || answer == HULPMIDDELEN || answer == LOB ? GEWICHT_MODULE : GEWICHT;
    if (answer == VEILIG) weight = GEWICHT;
    while (next_line(&the_made->rows, &at, f)) {
        if (!ds_text_is(f[METING], meting) || number_of(f[JAAR]) != jaar || f[answer].size == 0)
            continue;
        if (column != SIZE_MAX && !ds_text_is(f[column], value)) continue;
        if (leerweg != NULL && !ds_text_is(f[LEERWEG], leerweg)) continue;
        out.n++;
        out.weight += number_of(f[weight]);
        if (ds_text_is(f[answer], "ja") || ds_text_is(f[answer], "slecht") ||
            ds_text_is(f[answer], "zeer slecht"))
            out.hits += number_of(f[weight]);
    }
    return out;
}

/* Within three standard errors and the rounding of the published figure, and a half point because
 * these students are not quite those of the register. */
static void assert_pct(tally of, double published) {
    double pct = 100 * of.hits / of.weight;
    double slack = 3 * sqrt(published * (100 - published) / of.n * 1.2) + 1.0;
    assert_true(of.n > 0);
    if (fabs(pct - published) > slack)
        print_message("%g in place of %g (n %u)\n", pct, published, of.n);
    assert_true(fabs(pct - published) <= slack);
}

static void test_survey__published_percentages(void **state) {
    (void)state;
    assert_pct(tally_of("JOB-monitor", 2024, VOELT, NIVEAU, "4", "bol"), 30);
    assert_pct(tally_of("JOB tussentijds", 2025, VOELT, NIVEAU, "2", "bbl"), 47);
    assert_pct(tally_of("JOB tussentijds", 2025, GEZIEN, SIZE_MAX, NULL, "bol"), 26);
    assert_pct(tally_of("JOB-monitor", 2024, VERENIGING, SIZE_MAX, NULL, NULL), 14);
    assert_pct(tally_of("JOB-monitor", 2024, VEILIG, SIZE_MAX, NULL, "bol"), 78);
    assert_pct(tally_of("JOB tussentijds", 2025, VEILIG, SIZE_MAX, NULL, "bbl"), 83);
    assert_pct(tally_of("JOB-monitor", 2024, BPV, NIVEAU, "3", "bbl"), 86);
    assert_pct(tally_of("JOB-monitor", 2020, TEVREDEN, SIZE_MAX, NULL, "bol"), 48);
    assert_pct(tally_of("JOB tussentijds", 2025, TEVREDEN, GESLACHT, "v", NULL), 51);
    assert_pct(tally_of("Studentenpeiling", 2025, MENTAAL, SIZE_MAX, NULL, NULL), 11);
    assert_pct(tally_of("Studentenpeiling", 2024, MENTAAL, NIVEAU, "1", NULL), 10);
}

static void test_survey__weights_add_up_to_the_students(void **state) {
    double niveau4 = 0, expected = 0, module = 0, all = 0;
    ds_text f[FIELDS];
    size_t at = 0;
    (void)state;
    while (next_line(&the_made->rows, &at, f)) {
        if (!ds_text_is(f[METING], "JOB-monitor") || !ds_text_is(f[JAAR], "2022")) continue;
        all += number_of(f[GEWICHT]);
        if (f[GEWICHT_MODULE].size > 0) module += number_of(f[GEWICHT_MODULE]);
        if (ds_text_is(f[NIVEAU], "4") && ds_text_is(f[LEERWEG], "bol"))
            niveau4 += number_of(f[GEWICHT]);
    }
    for (uint64_t i = 0; i < PERSONS; i++) {
        ds_life_person person = stub_student(the_made->model, 1, i);
        expected += person.states[0].niveau == 4 && person.states[0].leerweg == DS_LEERWEG_BOL + 1;
    }
    assert_true(fabs(all / PERSONS - 1) < 0.02);
    assert_true(fabs(module / PERSONS - 1) < 0.05);
    assert_true(fabs(niveau4 / expected - 1) < 0.02);
}

static void test_survey__what_is_asked_of_whom(void **state) {
    bool seen[100] = {false};
    unsigned n_institutions = 0;
    ds_text f[FIELDS];
    size_t at = 0;
    (void)state;
    while (next_line(&the_made->rows, &at, f)) {
        bool peiling = ds_text_is(f[METING], "Studentenpeiling");
        bool extra = ds_text_is(f[METING], "JOB tussentijds");
        bool module = f[GEWICHT_MODULE].size > 0;
        assert_int_equal(f[MENTAAL].size > 0, peiling);
        assert_int_equal(f[MODULE_ALLEN].size == 0, peiling);
        if (ds_text_is(f[MODULE_ALLEN], "ja")) assert_true(module);
        if (ds_text_is(f[HOOFDGROEP], "Zorg en welzijn"))
            assert_true(ds_text_is(f[SECTORKAMER], "\"Zorg, welzijn en sport\""));
        assert_true(f[HOOFDGROEP].size == 0 || f[SECTORKAMER].size > 0 ||
                    ds_text_is(f[HOOFDGROEP], "Cross-over") ||
                    ds_text_is(f[HOOFDGROEP], "Regionale kwalificatie"));
        assert_int_equal(f[VEILIG].size > 0, !peiling);
        assert_int_equal(f[LOB].size > 0, module);
        assert_int_equal(f[VERENIGING].size > 0, module && ds_text_is(f[JAAR], "2024"));
        if (!ds_text_is(f[BEPERKING], "ja") || extra) assert_int_equal(f[HULPMIDDELEN].size, 0);
        assert_int_equal(f[MIGRATIE].size == 0, extra);
        if (!extra) continue;
        assert_true(ds_text_is(f[JAAR], "2025"));
        seen[(f[INSTELLING].data[2] - 'A') * 26 + f[INSTELLING].data[3] - 'A'] = true;
    }
    for (size_t i = 0; i < 100; i++)
        n_institutions += seen[i];
    assert_int_equal(n_institutions, 29);
}

static int compare(const void *a, const void *b) {
    return memcmp(a, b, 15);
}

static void test_survey__a_respondent_stands_once(void **state) {
    char(*numbers)[15] = NULL;
    size_t at = 0, n = 0, capacity = 0;
    ds_text f[FIELDS];
    (void)state;
    while (next_line(&the_made->rows, &at, f)) {
        assert_int_equal(f[RESPONDENT].size, 15);
        assert_true(ds_reserve(&numbers, &capacity, n + 1, 15));
        memcpy(numbers[n++], f[RESPONDENT].data, 15);
    }
    assert_true(n > 1);
    if (numbers == NULL) return;
    qsort(numbers, n, 15, compare);
    for (size_t i = 1; i < n; i++)
        assert_true(memcmp(numbers[i - 1], numbers[i], 15) < 0);
    ds_free(numbers);
}

static void test_survey__counts_are_what_the_rows_say(void **state) {
    double weight = 0, hits = 0;
    ds_count sum = {0, 0};
    ds_text f[FIELDS] = {{NULL, 0}};
    size_t at = 0;
    (void)state;
    while (next_line(&the_made->rows, &at, f)) {
        if (!ds_text_is(f[JAAR], "2022") || f[VEILIG].size == 0) continue;
        weight += number_of(f[GEWICHT]);
        if (ds_text_is(f[VEILIG], "ja")) hits += number_of(f[GEWICHT]);
    }
    for (unsigned i = 0; i < the_made->model->n_instellingen; i++) {
        ds_count of =
            ds_counts_sum(the_made->counts, DS_COUNTS_START, DS_COUNTS_VEILIG_SCHOOL, 0, -1, i);
        sum.teller += of.teller;
        sum.noemer += of.noemer;
    }
    assert_true(fabs((double)sum.noemer / 10000 - weight) < 0.01);
    assert_true(fabs((double)sum.teller / 10000 - hits) < 0.01);
}

static void test_survey__the_same_seed_the_same_bytes(void **state) {
    made a, b, c;
    (void)state;
    make(&a, 3, 3000);
    make(&b, 3, 3000);
    make(&c, 4, 3000);
    assert_int_equal(a.rows.size, b.rows.size);
    assert_memory_equal(a.rows.data, b.rows.data, a.rows.size);
    assert_true(a.rows.size != c.rows.size || memcmp(a.rows.data, c.rows.data, a.rows.size) != 0);
    drop(&a);
    drop(&b);
    drop(&c);
}

static void test_survey__only_students_and_years_that_were_made(void **state) {
    ds_lines rows = {0};
    (void)state;
    for (uint64_t i = 0; i < 500; i++) {
        ds_life_person person = stub_student(the_made->model, 1, i);
        for (int y = 0; y < STUB_YEARS; y++) {
            if (i % 3 == 0) person.states[y].soort = DS_SOORT_HBO;
            if (i % 3 == 1) person.states[y].leerweg = DS_LEERWEG_EXTRANEUS + 1;
            if (i % 3 == 2) person.states[y].onbekostigd = true;
        }
        assert_true(ds_survey_add(the_made->survey, &person, STUB_FIRST, STUB_LAST, &rows, NULL));
        person = stub_student(the_made->model, 1, i);
        assert_true(ds_survey_add(the_made->survey, &person, 2000, 2010, &rows, NULL));
    }
    assert_int_equal(rows.size, 0);
    ds_free(rows.data);
}

/* ---- the data files ---- */

static const char metingen[] = "meting,jaar,deelname,module,achtergrond,instellingen,module_allen\n"
                               "JOB-monitor,2022,0.3,0.3,ja,,\n";
static const char antwoorden[] =
    "antwoord,jaar,niveau,leerweg,type,geslacht,migratieachtergrond,functiebeperking,"
    "opleiding_ouders,hoofdgroep,kans,odds,spreiding\n";

static ds_status read_of(const char *rounds, const char *rows, ds_error *err) {
    char *folder = ds_test_folder(), text[4096];
    ds_survey *survey = NULL;
    ds_status status;
    (void)snprintf(text, sizeof text, "%s%s", antwoorden, rows);
    ds_free(ds_test_write_string(folder, "enquete_metingen.csv", rounds));
    ds_free(ds_test_write_string(folder, "enquete.csv", text));
    ds_free(ds_test_write_string(folder, "sectorkamer.csv",
                                 "hoofdgroep,sectorkamer\nHandel en ondernemerschap,Handel\n"));
    *err = (ds_error){0};
    status = ds_survey_read(folder, the_made->model, &survey, err);
    if (status == DS_OK) ds_survey_free(survey);
    ds_test_folder_remove(folder);
    return status;
}

static void test_survey__faults_are_told_by_line(void **state) {
    static const char *const wrong[] = {
        "veilig,2022,,,,,,,,,0.5,,\n",           /* an answer that is not known */
        "veilig_school,2022,5,,,,,,,,0.5,,\n",   /* niveau */
        "veilig_school,2022,,,ROC,,,,,,,1.1,\n", /* type */
        "veilig_school,2022,,,,,,,,,1.5,,\n",    /* a chance over 1 */
        "veilig_school,2022,,,,,,,,,0.5,1.1,\n", /* two numbers */
        "veilig_school,2022,,,,,,,,,,,\n",       /* none */
        "veilig_school,2022,1,,,v,,,,,,1.1,\n",  /* keys that do not combine */
        "veilig_school,2022,,,,v,,,,,0.5,,\n",   /* a chance is by niveau and leerweg */
        "veilig_school,2022,,,,v,,,,,,,0.1\n",   /* a spread is of all */
        "veilig_school,2022,,bol,,,,,,,,1.2,\n", /* odds before the chance */
        "veilig_school,tien,,,,,,,,,0.5,,\n",    /* year */
    };
    ds_error err;
    (void)state;
    assert_int_equal(read_of(metingen, "veilig_school,2022,,,,,,,,,0.5,,\n", &err), DS_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(read_of(metingen, wrong[i], &err), DS_INPUT);
        assert_int_equal(err.line, 2);
    }
    assert_int_equal(read_of(metingen,
                             "veilig_school,2022,,,,,,,,,0.5,,\n"
                             "veilig_school,2022,1,,,,,,,,0.5,,\n",
                             &err),
                     DS_INPUT);
    assert_int_equal(err.line, 3);
    assert_int_equal(read_of(metingen, "veilig_school,2022,1,,,,,,,,0.5,,\n", &err), DS_INPUT);
    assert_int_equal(read_of("meting,jaar,deelname,module,achtergrond,instellingen,module_allen\n"
                             "JOB-monitor,2022,0.3,0.3,ja,1 52,\n",
                             "veilig_school,2022,,,,,,,,,0.5,,\n", &err),
                     DS_INPUT);
    assert_int_equal(err.line, 2);
}

static ds_status read_again(void *context, ds_error *err) {
    const made *of = context;
    ds_survey *survey;
    ds_status status = ds_survey_read(DS_SOURCE_DIR "/simulatie", of->model, &survey, err);
    if (status == DS_OK) ds_survey_free(survey);
    return status;
}

static void test_survey__every_allocation_may_fail(void **state) {
    (void)state;
    ds_test_every_allocation(read_again, the_made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survey__published_percentages),
        cmocka_unit_test(test_survey__weights_add_up_to_the_students),
        cmocka_unit_test(test_survey__what_is_asked_of_whom),
        cmocka_unit_test(test_survey__a_respondent_stands_once),
        cmocka_unit_test(test_survey__counts_are_what_the_rows_say),
        cmocka_unit_test(test_survey__the_same_seed_the_same_bytes),
        cmocka_unit_test(test_survey__only_students_and_years_that_were_made),
        cmocka_unit_test(test_survey__faults_are_told_by_line),
        cmocka_unit_test(test_survey__every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_once, drop_once);
}
