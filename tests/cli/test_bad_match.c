/* tests/cli/test_bad_match.c: what cannot be matched: a clear word with line and column and no
 * value of a person, or a defined result; never a number that is none. */
#include "cli/match_help.h"
#include "support/in_folder.h"

static table found; /* large */

/* ---- refused ---- */

#define GOOD "t,x,y\n1,1,1\n0,2,2\n1,2,2\n0,1,4\n"
#define TY "--treatment t --outcome y "

typedef struct bad {
    const char *text, *words;
    int code;
    const char *nl, *en; /* that must be said */
} bad;

static const bad bads[] = {
    {"t,x,y\n1,1,1\ngeheim,2,2\n", TY "--covariates x", 1,
     "regel 3, kolom 1: 't': verwacht ja of nee", "line 3, column 1: 't': expected yes or no"},
    {"t,x,y\n1,1,1\n2,2,2\n", TY "--covariates x", 1, "regel 3, kolom 1:", "1/0, ja/nee"},
    {"t,x,y\n1,1,1\n0,geheim,2\n", TY "--covariates x", 1,
     "regel 3, kolom 2: 'x': verwacht een getal", "--factors"},
    {"t,x,y\n1,1,1\n0,1.000,5,2\n", TY "--covariates x", 1, "te veel velden", "too many fields"},
    {"t;x;y\n1;1;1\n0;1.000,5;2\n", TY "--covariates x", 1, "regel 3, kolom 2", "a number"},
    {"t,x,y\n1,1,1\n0,0x10,2\n", TY "--covariates x", 1, "regel 3, kolom 2", "a number"},
    {"t,x,y\n1,1,1\n0,1e999,2\n", TY "--covariates x", 1, "regel 3, kolom 2", "a number"},
    {"t,x,y\n1,1,1\n0,inf,2\n", TY "--covariates x", 1, "regel 3, kolom 2", "a number"},
    {"t,x,y\n1,1,1\n0,2,geheim\n", TY "--covariates x", 1,
     "regel 3, kolom 3: 'y': verwacht een getal, of ja of nee", "a number, or yes or no"},
    {"t,x,y\n1,1,1\n0,2\n", TY "--covariates x", 1, "te weinig velden", "too few fields"},
    {"t,x,y,n\n1,1,1,2\n0,1,2,-1\n", TY "--covariates x --count n", 1,
     "regel 3, kolom 4: 'n': verwacht een aantal", "expected a count"},
    {"t,x,y,n\n1,1,1,2\n0,1,2,\n", TY "--covariates x --count n", 1, "verwacht een aantal",
     "expected a count"},
    {"t,x,y,n\n1,1,1,2\n0,1,2,0.5\n", TY "--covariates x --count n", 1, "verwacht een aantal",
     "expected a count"},
    {"t,x,y,s\n1,1,1,a\n0,1,2,27\xC2\xA0GZ\n", TY "--covariates x --cluster s", 1,
     "regel 3, kolom 4: 's': een teken dat niet te zien is: U+00A0, teken 3",
     "a character that cannot be seen: U+00A0"},
    {"t,x,y,s\n1,1,1,a\n0,1,2,a\xE2\x80\x8B"
     "b\n",
     TY "--covariates x --factors s", 1, "regel 3, kolom 4: 's': een teken", "U+200B, character 2"},
    {"t,leeftijd,y\n1,1,1\n0,2,2\n", TY "--covariates leeftyd", 1,
     "regel 1: de kolom 'leeftyd' ontbreekt; bedoelde u leeftijd?", "did you mean leeftijd?"},
    {"t,x,X,y\n1,1,1,1\n0,2,2,2\n", TY "--covariates x", 1,
     "staat er twee keer: kolom 2 en kolom 3", "stands twice: column 2 and column 3"},
    {"t,x,y\n", TY "--covariates x", 1, "alleen een kopregel", "a header alone"},
    {"", TY "--covariates x", 1, "leeg", "empty"},
    {"\n\n", TY "--covariates x", 1, "leeg", "empty"},
    {GOOD, TY, 2, "--covariates, --factors of --exact", "matched on what?"},
    {GOOD, "--treatment t --covariates x", 2, "--outcome", "--outcome"},
    {GOOD, "--outcome y --covariates x", 2, "--treatment", "--treatment"},
    {GOOD, TY "--covariates x,", 2, "--covariates: een naam ontbreekt", "a name is missing"},
    {GOOD, TY "--covariates x,X", 2, "--covariates: staat twee keer: X", "stands twice: X"},
    {GOOD, TY "--covariates x,y", 2, "bij twee opties: y", "in two options: y"},
    {GOOD, TY "--covariates x --factors X", 2, "bij twee opties", "in two options"},
    {GOOD, TY "--covariates x --exact t", 2, "bij twee opties: t", "in two options: t"},
    {GOOD, TY "--covariates x --cluster t", 2, "bij twee opties: t", "in two options: t"},
    {GOOD, TY "--covariates x --count t", 2, "bij twee opties: t", "in two options: t"},
    {GOOD, TY "--covariates x --kernel epanechnikow", 2, "bedoelde u: epanechnikov",
     "did you mean: epanechnikov"},
    {GOOD, TY "--covariates x --kernel 7", 2, "--kernel: verwacht: epanechnikov, gaussian",
     "--kernel: expected: epanechnikov"},
    {GOOD, TY "--covariates x --correction quadratic", 2, "--correction", "none or linear"},
    {GOOD, TY "--covariates x --neighbours 3", 2, "alleen voor nn", "for nn only"},
    {GOOD, TY "--covariates x --estimator strata --uncorrected", 2, "alleen voor nn",
     "for nn only"},
    {GOOD, TY "--covariates x --estimator nn --classes 4", 2, "klassen voor strata",
     "classes for strata"},
    {GOOD, TY "--covariates x --correction linear --se influence", 2, "lineaire correctie",
     "linear correction"},
    {GOOD, TY "--covariates x,x^9", 2, "x^9: een macht", "from 2 to 4"},
    {GOOD, TY "--covariates x,x#q", 2, "x#q: elk deel", "by itself"},
    {GOOD, TY "--covariates x --exact ;t", 2, "bij twee opties: t", "in two options: t"},
    {GOOD, TY "--covariates x --bandwidth 0", 2, "--bandwidth", "above 0"},
    {GOOD, TY "--covariates x --bandwidth -1", 2, "--bandwidth", "above 0"},
    {GOOD, TY "--covariates x --bandwidth nan", 2, "--bandwidth", "above 0"},
    {GOOD, TY "--covariates x --bandwidth inf", 2, "--bandwidth", "above 0"},
    {GOOD, TY "--covariates x --bandwidth 1e7", 2, "--bandwidth", "above 0"},
    {GOOD, TY "--covariates x --support wide", 2, "--support: verwacht", "--support: expected"},
    {GOOD, TY "--covariates x --se bootstrp", 2, "bedoelde u: bootstrap", "mean: bootstrap"},
    {GOOD, TY "--covariates x --se psmatch2 --estimand ate", 2, "--estimand att", "--estimand att"},
    {GOOD, TY "--covariates x --replicates 1", 2, "--replicates", "--replicates"},
    {GOOD, TY "--covariates x --replicates 1000001", 2, "--replicates", "--replicates"},
    {GOOD, TY "--covariates x --seed -1", 2, "--seed", "--seed"},
    {GOOD, TY "--covariates x --resample locations", 2, "vraagt --cluster", "needs --cluster"},
};

static void refuses(const bad *b, bool dutch) {
    char *path = ds_test_write_string(folder, "bad.csv", b->text);
    ds_run run =
        run_words("match --data %s %s --format csv --lang %s", path, b->words, dutch ? "nl" : "en");
    const char *says = dutch ? b->nl : b->en;
    if (run.code != b->code || strstr(run.err, says) == NULL)
        fail_msg("%s: code %d, does not say '%s': %s", b->words, run.code, says, run.err);
    if (strstr(run.err, "geheim") != NULL) fail_msg("gives away a value: %s", run.err);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
    ds_free(path);
}

static void test_bad_match__refused(void **state) {
    ds_run run = run_words("match --data /nergens/x.csv " TY "--covariates x");
    (void)state;
    for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
        refuses(&bads[i], true);
        refuses(&bads[i], false);
    }
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "/nergens/x.csv"));
    ds_run_done(&run);
    run = run_words("match --data %s " TY "--covariates x", folder);
    assert_int_equal(run.code, 1);
    ds_run_done(&run);
    run = run_words("match " TY "--covariates x");
    assert_int_equal(run.code, 2);
    assert_non_null(strstr(run.err, "--data"));
    ds_run_done(&run);
}

/* ---- a defined result ---- */

typedef struct odd {
    const char *text, *words;
    const char *row; /* the csv's only row; NULL: some estimate */
    const char *nl;  /* that must be said on standard error */
} odd;

static const odd odds[] = {
    {"t,x,y\n0,1,1\n0,2,2\n", "--covariates x", ",y,,0,2,0,,,,,,,\n", "niemand deed mee: y"},
    {"t,x,y\n1,1,1\n1,2,2\n", "--covariates x", ",y,,2,0,0,,,,,,,\n", "er zijn geen controles: y"},
    {"t,x,y\n1,,1\n0,NA,2\n", "--covariates x", ",y,,0,0,0,,,,,,,\n",
     "een kenmerk ontbreekt: y: 2"},
    {"t,x,y\n1,1,\n0,2,NULL\n", "--covariates x", ",y,,0,0,0,,,,,,,\n",
     "de uitkomst ontbreekt: y: 2"},
    {",x,y\n,1,1\nNA,2,2\n", "--covariates x --treatment kolom_1", ",y,,0,0,0,,,,,,,\n",
     "de behandeling ontbreekt: 2"},
    /* one pattern: a plain difference of means */
    {"t,x,y\n1,1,1\n1,1,2\n0,1,4\n0,1,2\n", "--factors x --se none", ",y,,2,2,0,1.5,3,-1.5,,,,\n",
     "dezelfde score"},
    /* perfect separation: by a number, and by a combination */
    {"t,x,y\n1,1,1\n1,2,2\n0,5,4\n0,6,2\n", "--covariates x", ",y,,2,2,2,,,,,,,\n",
     "niet te schatten"},
    /* nobody within the bandwidth */
    {"t,x,y\n1,1,1\n0,2,2\n1,3,2\n0,5,4\n1,6,1\n", "--covariates x --bandwidth 1e-6",
     ",y,,3,2,3,,,,,,,\n", "buiten de steun"},
    /* each level has one group only */
    {"t,x,y\n1,a,1\n1,b,2\n0,c,4\n0,d,2\n", "--factors x", ",y,,2,2,2,,,,,,,\n", "één groep"},
    {"t,x,y\n1,a,1\n1,b,2\n0,c,4\n0,d,2\n", "--exact x", ",y,,2,2,2,,,,,,,\n", "één groep"},
    /* an outcome that does not vary has no standard error worth the name, but a difference */
    {"t,x,y\n1,1,3\n0,2,3\n1,2,3\n0,1,3\n1,1,3\n", "--covariates x --se none",
     ",y,,3,2,0,3,3,0,,,,\n", ""},
    {"t,x,y\n1,1,3\n0,2,3\n1,2,3\n0,1,3\n1,1,3\n", "--covariates x --se bootstrap --replicates 20",
     NULL, ""},
    {"t,x,y\n1,1,3\n0,1,4\n", "--covariates x --se bootstrap --replicates 20", NULL, ""},
    {"t,x,y\n1,1,3\n0,1,4\n", "--covariates x", NULL, ""},
    {"t,x,y\n1,1,3\n0,1,4\n", "--covariates x --se psmatch2", NULL, ""},
    {"t,x,y\n1,1,3\n0,1,4\n", "--covariates x --se kmatch --bandwidth cv", NULL, ""},
    {"t,x,y\n1,1,3\n0,1,4\n", "--covariates x --bandwidth pair --estimand ate", NULL, ""},
    /* numbers at the edge of a double */
    {"t,x,y\n1,1e300,1\n0,-1e300,2\n1,2,2\n0,3,4\n", "--covariates x", NULL, ""},
    {"t,x,y\n1,1,1e308\n0,2,-1e308\n1,2,1e308\n0,1,-1e308\n", "--covariates x", NULL, ""},
    {"t,x,y\n1,1e-300,1\n0,2e-300,2\n1,2e-300,2\n0,1e-300,4\n", "--covariates x", NULL, ""},
};

static void gives(const odd *o, const char *format) {
    char *path = ds_test_write_string(folder, "odd.csv", o->text);
    const bool own = strstr(o->words, "--treatment") != NULL;
    ds_run run = run_words("match --data %s %s --outcome y %s --format %s", path,
                           own ? "" : "--treatment t", o->words, format);
    if (run.code != 0) fail_msg("%s %s: %d %s", o->text, o->words, run.code, run.err);
    has_no_nan(run.out);
    if (strcmp(format, "csv") == 0) {
        if (o->row != NULL && strcmp(run.out + sizeof HEADER - 1, o->row) != 0)
            fail_msg("%s %s: %s", o->text, o->words, run.out);
        if (strstr(run.err, o->nl) == NULL) fail_msg("%s: %s", o->words, run.err);
        parse_csv(run.out, &found);
        assert_int_equal(found.n, 1);
    }
    ds_run_done(&run);
    ds_free(path);
}

static void test_bad_match__defined(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof odds / sizeof *odds; i++) {
        gives(&odds[i], "csv");
        gives(&odds[i], "json");
        gives(&odds[i], "table");
    }
}

/* Ten thousand levels: a result, or a clear word with exit code 1. */
static void test_bad_match__many_levels(void **state) {
    ds_buffer text;
    ds_run run;
    char *path;
    (void)state;
    ds_buffer_init(&text, 1 << 22);
    ds_buffer_add_string(&text, "t,x,y\n");
    for (size_t i = 0; i < 40000; i++)
        ds_buffer_addf(&text, "%d,k%zu,%zu\n", i % 4 == 0 && i % 3 != 0, i % 10000, i % 7);
    path = ds_test_write(folder, "many.csv", text.data, text.size);
    ds_buffer_done(&text);
    run = run_words("match --data %s --treatment t --outcome y --factors x --se none --format csv",
                    path);
    if (run.code == 0)
        parse_csv(run.out, &found);
    else
        assert_true(run.code == 1 && strstr(run.err, "x") != NULL && run.out[0] == '\0');
    assert_true(run.max_rss_kib < 1500 * 1024);
    ds_run_done(&run);
    /* as an exact column they are ten thousand strata, which cost nothing */
    run = run_words("match --data %s --treatment t --outcome y --exact x --se influence --format "
                    "csv",
                    path);
    run_table(run, &found);
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_match__refused),
        cmocka_unit_test(test_bad_match__defined),
        cmocka_unit_test(test_bad_match__many_levels),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
