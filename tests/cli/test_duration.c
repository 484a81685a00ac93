/* tests/cli/test_duration.c: doorstroom duration, as a user runs it: numbers worked out by hand,
 * what is left out, and what is wrong. */
#include "cli/match_help.h"

/* Others: 3 of 12 leave in year 1, 5 of the 9 still there have a diploma in year 2. Took part: 4 of
 * 11 a diploma in year 1, 1 of 7 leaves in year 2. Of three something is not known. */
static const char cells[] = "jaar,einde,mee,v,n\n"
                            "1,weg,nee,a,3\n2,diploma,nee,a,5\n2,0,nee,a,4\n"
                            "1,diploma,ja,b,4\n2,weg,ja,b,1\n2,0,ja,b,6\n"
                            ",0,ja,b,1\n1,weg,,b,2\n";

static char *folder, *path, *schools;

/* 20 schools of two: of the first ten every other has a diploma; of the others one of two. */
static char *make_schools(void) {
    ds_buffer text;
    char line[64];
    char *made;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add_string(&text, "v,mee,jaar,einde\n");
    for (int school = 0; school < 20; school++)
        for (int pupil = 0; pupil < 2; pupil++) {
            const bool diploma = pupil == 0 && (school >= 10 || school % 2 == 0);
            (void)snprintf(line, sizeof line, "s%d,%d,1,%s\n", school, school >= 10,
                           diploma ? "diploma" : "bezig");
            ds_buffer_add_string(&text, line);
        }
    ds_buffer_add(&text, "", 1);
    made = ds_test_write_string(folder, "scholen.csv", text.data);
    ds_buffer_done(&text);
    return made;
}

static int make_table(void **state) {
    (void)state;
    folder = ds_test_folder();
    path = ds_test_write_string(folder, "cellen.csv", cells);
    schools = make_schools();
    return 0;
}

static int remove_table(void **state) {
    (void)state;
    ds_free(path);
    ds_free(schools);
    ds_test_folder_remove(folder);
    return 0;
}

static void says_in(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("does not say '%s': %s", words, text);
}

/* The fields from the fourth on of the row that begins so; NAN where there is nothing. */
static void read_row(const char *out, const char *begin, double *numbers, size_t n) {
    const char *at = strstr(out, begin);
    if (at == NULL) fail_msg("no row '%s': %s", begin, out);
    at += strlen(begin);
    for (size_t i = 0; i < n; i++) {
        char *end;
        numbers[i] = strtod(at, &end);
        if (end == at) numbers[i] = NAN;
        at = end + (*end == ',');
    }
}

static void assert_row(const char *out, const char *begin, const double *expected, size_t n) {
    double found[16];
    read_row(out, begin, found, n);
    for (size_t i = 0; i < n; i++)
        if (isnan(expected[i]) ? !isnan(found[i]) : !(fabs(found[i] - expected[i]) <= 1e-12))
            fail_msg("%s, number %zu: %.17g, not %.17g", begin, i, found[i], expected[i]);
}

static void test_duration__by_hand(void **state) {
    const double weg[] = {7, 9, 1. / 11, .25, NAN, NAN, 1. / 11 - .25, NAN, NAN, NAN, NAN};
    const double diploma[] = {7, 9, 4. / 11, .75 * 5 / 9};
    const double chance[] = {7, 9, 0, 5. / 9};
    const double free_years[] = {11, 12, 18. / 11, 1.75};
    const double after[] = {11, 12, 4. / 11, 0};
    ds_run run = run_words("duration --data %s --time jaar --cause einde --treatment mee --count n "
                           "--cluster v --format csv",
                           path);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "soort,oorzaak,jaar,n_behandeld,n_controle,behandeld,controle,se_behandeld,"
                     "se_controle,verschil,se,laag,hoog,p\n");
    assert_row(run.out, "\nincidentie,weg,2,", weg, 11);
    assert_row(run.out, "\nincidentie,diploma,2,", diploma, 4);
    assert_row(run.out, "\nkans,diploma,2,", chance, 4);
    assert_row(run.out, "\njaren_vrij,,2,", free_years, 4);
    assert_row(run.out, "\njaren_na,diploma,2,", after, 4);
    says_in(run.err, "minder dan 10 locaties");
    says_in(run.err, "niet het effect van de route");
    says_in(run.err, "deelname onbekend: 2");
    says_in(run.err, "jaar onbekend: 1");
    says_in(run.err, "intern");
    ds_run_done(&run);
}

/* Together, also of whom it is not known whether they took part: 4 of 25. */
static void test_duration__one_group(void **state) {
    const double diploma[] = {25, 4. / 25, NAN, NAN, NAN};
    ds_run run = run_words("duration --data %s --time jaar --cause einde --count n --years 1 "
                           "--format csv",
                           path);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "soort,oorzaak,jaar,n,waarde,se,laag,hoog\n");
    assert_row(run.out, "\nincidentie,diploma,1,", diploma, 5);
    assert_null(strstr(run.out, "\nincidentie,diploma,2,"));
    says_in(run.err, "zonder --cluster");
    assert_null(strstr(run.err, "niet het effect"));
    ds_run_done(&run);
}

/* h = 1/4 and 1/2; each school adds ±1/40 to the first and nothing to the second, so that the
 * standard error is √(10/9 × 10/1600) = 1/12, and of the difference √(20/19 × 10/1600); Student's t
 * with 9 degrees of freedom is 2.2622 at 0.975. */
static void test_duration__by_school(void **state) {
    const double se = sqrt(20. / 19 / 160), t = 2.2621571627982049;
    const double row[] = {20, 20, .5, .25, 0, 1. / 12, .25, se, .25 - t * se, .25 + t * se};
    ds_run run = run_words("duration --data %s --time jaar --cause einde --none bezig "
                           "--treatment mee --cluster v --format csv",
                           schools);
    double p[11];
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    assert_row(run.out, "\nincidentie,diploma,1,", row, 10);
    read_row(run.out, "\nincidentie,diploma,1,", p, 11);
    assert_true(fabs(p[10] - 0.013093207501440612) < 1e-12); /* R: 2 * pt(-0.25 / se, 9) */
    assert_null(strstr(run.out, "bezig"));
    ds_run_done(&run);
    run = run_words("duration --data %s --time jaar --cause einde --treatment mee", schools);
    says_in(run.out, "niemand heeft '0' als oorzaak");
    says_in(run.out, "bezig");
    ds_run_done(&run);
}

static void test_duration__one_side(void **state) {
    char *one = ds_test_write_string(folder, "een.csv", "jaar,einde,mee\n1,weg,ja\n2,0,ja\n");
    ds_run run = run_words("duration --data %s --time jaar --cause einde --treatment mee "
                           "--format json",
                           one);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "geen_vergelijking");
    says_in(run.out, "\"behandeld\": 0.5");
    says_in(run.out, "\"controle\": null");
    assert_null(strstr(run.out, "nan"));
    ds_run_done(&run);
    ds_free(one);
    one = ds_test_write_string(folder, "geen.csv", "jaar,einde\n,weg\n");
    run = run_words("duration --data %s --time jaar --cause einde", one);
    says_in(run.out, "er is niemand");
    ds_run_done(&run);
    ds_free(one);
}

static void test_duration__wrong(void **state) {
    static const struct {
        const char *words, *says;
        int code;
    } list[] = {
        {"--cause einde", "--time", DS_USAGE},
        {"--time jaar", "--cause", DS_USAGE},
        {"--time jaar --cause einde --treated ja", "--treatment", DS_USAGE},
        {"--time jaar --cause einde --years 41", "--years", DS_USAGE},
        {"--time jaar,n --cause einde", "--time", DS_USAGE},
        {"--time jare --cause einde", "regel 1: de kolom 'jare' ontbreekt", DS_INPUT},
        {"--time einde --cause jaar", "cellen.csv: regel 2, kolom 2: 'einde': verwacht een aantal",
         DS_INPUT},
        {"--time n --cause jaar", "cellen.csv: regel 8, kolom 1: 'jaar': leeg", DS_INPUT},
        {"--time jaar --cause n", "cellen.csv: 'n': meer dan 4 oorzaken", DS_INPUT},
        {"--time jaar --cause einde --treatment v", "regel 2, kolom 4: 'v': verwacht ja of nee",
         DS_INPUT},
        {"--time jaar --cause einde --count v", "regel 2, kolom 4: 'v': verwacht een aantal",
         DS_INPUT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        ds_run run = run_words("duration --data %s %s", path, list[i].words);
        if (run.code != list[i].code) fail_msg("%s: %d %s", list[i].words, run.code, run.err);
        says_in(run.err, list[i].says);
        ds_run_done(&run);
    }
}

/* Of years: whole, from 1 to 40. */
static void test_duration__years(void **state) {
    static const char *const years[] = {"0", "-1", "1.5", "41", "2015", "1e9", "nan", "x"};
    (void)state;
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        char text[64];
        char *file;
        ds_run run;
        (void)snprintf(text, sizeof text, "jaar;einde\n40;weg\n%s;0\n", years[i]);
        file = ds_test_write_string(folder, "jaren.csv", text);
        run = run_words("duration --data %s --time jaar --cause einde --lang en", file);
        if (strcmp(years[i], "nan") == 0) /* missing, and counted */
            says_in(run.out, "year not known: 1");
        else
            says_in(run.err, "line 3, column 1: 'jaar': expected a number of years");
        ds_run_done(&run);
        ds_free(file);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_duration__by_hand),   cmocka_unit_test(test_duration__one_group),
        cmocka_unit_test(test_duration__by_school), cmocka_unit_test(test_duration__one_side),
        cmocka_unit_test(test_duration__wrong),     cmocka_unit_test(test_duration__years),
    };
    return cmocka_run_group_tests(tests, make_table, remove_table);
}
