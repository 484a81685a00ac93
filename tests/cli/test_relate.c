/* tests/cli/test_relate.c: doorstroom relate, as a user runs it: the cases of
 * golden/statistics.json that are of a table, from a csv to a csv; families, groups, missing rows;
 * what auto chooses; and what is wrong. */
#include "cli/match_help.h"

static char *folder;

static int make_folder(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static void says_in(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("does not say '%s': %s", words, text);
}

/* Fields of the csv, as its first line names them. */
static const char columns[] = "by,x,y,method,measure,term,estimate,se,low,high,statistic,df,p,"
                              "p_adjusted,n,missing,df2,exact,reason,verdict\n";
enum {
    ESTIMATE,
    SE_OF,
    LOW_OF,
    HIGH_OF,
    STATISTIC,
    DEGREES,
    P_OF,
    P_ALL,
    N_OF,
    MISSING,
    DF2,
    NUMBERS
};

typedef struct relate_line {
    double of[NUMBERS];
} relate_line;

/* The numbers of the row that begins so: its six keys. */
static relate_line read_line(const char *out, const char *begin) {
    relate_line line;
    const char *at = strstr(out, begin);
    if (at == NULL) fail_msg("no row '%s': %s", begin, out);
    at += strlen(begin);
    for (size_t i = 0; i < NUMBERS; i++) {
        char *end;
        line.of[i] = *at == ',' ? NAN : strtod(at, &end);
        if (*at != ',') at = end;
        at++;
    }
    return line;
}

static void near(double found, double expected, const char *what) {
    if (!(fabs(found - expected) <= 1e-10 * fmax(1, fabs(expected))))
        fail_msg("%s: %.17g, expected %.17g", what, found, expected);
}

static ds_run run_relate(const char *csv, const char *options) {
    char *path = ds_test_write_string(folder, "tabel.csv", csv);
    ds_run run = run_words("relate --data %s %s", path, options);
    ds_free(path);
    return run;
}

/* As csv, which must go well. */
static ds_run run_relate_csv(const char *csv, const char *options) {
    char all[512];
    ds_run run;
    (void)snprintf(all, sizeof all, "%s --format csv", options);
    run = run_relate(csv, all);
    if (run.code != 0) fail_msg("%d: %s", run.code, run.err);
    assert_memory_equal(run.out, columns, sizeof columns - 1);
    has_no_nan(run.out);
    return run;
}

static const char agendas[] = "ambitie;ontw;besteed;groot\n"
                              "2;1,2;22;1\n0,5;0,3;31;0\n1,5;2,1;18;0\n3;2,5;40;1\n-1;-0,4;27;1\n"
                              "2;0,3;35;0\n4;3,9;52;1\n2,5;1,1;22;0\n0;-1,2;19;0\n1,5;0,9;30;1\n"
                              "3,5;2,1;44;1\n2;1,4;28;0\n1;0,3;33;1\n-0,5;-0,9;16;0\n";

/* correlation-ties, partial-correlation */
static void test_relate__correlations(void **state) {
    ds_run run = run_relate_csv(agendas, "--x ambitie --y ontw --method pearson");
    relate_line l = read_line(run.out, "\n,ambitie,ontw,pearson,r,,");
    (void)state;
    near(l.of[ESTIMATE], 0.8836741775399618, "r");
    near(l.of[STATISTIC], 6.5394591217388927, "t");
    near(l.of[P_OF], 2.7717378804284173e-05, "p");
    near(l.of[LOW_OF], 0.66478570586561647, "low");
    near(l.of[HIGH_OF], 0.96282440290396076, "high");
    near(l.of[N_OF], 14, "n");
    ds_run_done(&run);
    run = run_relate_csv(agendas, "--x ambitie --y ontw --method spearman");
    l = read_line(run.out, "\n,ambitie,ontw,spearman,rho,,");
    near(l.of[ESTIMATE], 0.85888888888888915, "rho");
    near(l.of[P_OF], 8.3517499022545813e-05, "p of rho");
    near(l.of[LOW_OF], 0.53540668787421808, "low of rho");
    near(l.of[HIGH_OF], 0.96262312857046273, "high of rho");
    ds_run_done(&run);
    run = run_relate_csv(agendas, "--x ambitie,besteed,groot --y ontw --method partial");
    l = read_line(run.out, "\n,ambitie,ontw,partial,r,,");
    near(l.of[ESTIMATE], 0.79674810956413256, "partial r");
    near(l.of[STATISTIC], 4.1692712080868288, "t");
    near(l.of[DEGREES], 10, "df");
    near(l.of[P_OF], 0.0019201910861940672, "p");
    near(l.of[LOW_OF], 0.41059153787834007, "low");
    near(l.of[HIGH_OF], 0.94056956389613078, "high");
    near(l.of[P_ALL], 3 * l.of[P_OF], "Holm over three");
    ds_run_done(&run);
}

/* regression-standardised */
static void test_relate__regression(void **state) {
    static const struct {
        const char *begin;
        double estimate, se, low, high, p;
    } rows[] = {
        {"\n,,ontw,regression,b,(constante),", -0.54420382786231536, 0.66980569308546256,
         -2.0366239159076285, 0.94821626018299776, 0.43543144844360826},
        {"\n,ambitie,ontw,regression,b,,", 0.78337965318537328, 0.18789366632372345,
         0.36472647520734008, 1.2020328311634065, 0.0019201910861940744},
        {"\n,besteed,ontw,regression,b,,", 0.0038011217133326757, 0.030370262677159612,
         -0.063868040502675319, 0.071470283929340669, 0.90287778431452459},
        {"\n,groot,ontw,regression,b,,", 0.34277620936206843, 0.46414565726529761,
         -0.69140476257144645, 1.3769571812955834, 0.47717929033480677},
    };
    static const struct {
        const char *begin;
        double estimate, se;
    } standardised[] = {
        {"\n,ambitie,ontw,regression,beta,,", 0.82521547852280164, 0.19792799204863251},
        {"\n,besteed,ontw,regression,beta,,", 0.028514704927230367, 0.22782724261739112},
        {"\n,groot,ontw,regression,beta,,", 0.12782488513091622, 0.17308483991455134},
    };
    ds_run run = run_relate_csv(agendas, "--x ambitie,besteed,groot --y ontw --method regression");
    relate_line l;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        l = read_line(run.out, rows[i].begin);
        near(l.of[ESTIMATE], rows[i].estimate, "b");
        near(l.of[SE_OF], rows[i].se, "se");
        near(l.of[LOW_OF], rows[i].low, "low");
        near(l.of[HIGH_OF], rows[i].high, "high");
        near(l.of[P_OF], rows[i].p, "p");
    }
    for (size_t i = 0; i < sizeof standardised / sizeof *standardised; i++) {
        l = read_line(run.out, standardised[i].begin);
        near(l.of[ESTIMATE], standardised[i].estimate, "beta");
        near(l.of[SE_OF], standardised[i].se, "its se");
    }
    l = read_line(run.out, "\n,,ontw,regression,r2,,");
    near(l.of[ESTIMATE], 0.79870461771487633, "R2");
    near(l.of[STATISTIC], 13.22607948326001, "F");
    near(l.of[DEGREES], 3, "df");
    near(l.of[DF2], 10, "df2");
    l = read_line(run.out, "\n,,ontw,regression,r2_adjusted,,");
    near(l.of[ESTIMATE], 0.7383160030293392, "R2 adjusted");
    l = read_line(run.out, "\n,,ontw,regression,sigma,,");
    near(l.of[ESTIMATE], 0.7117806689763867, "sigma");
    ds_run_done(&run);
}

/* welch, mann-whitney-ties */
static void test_relate__two_groups(void **state) {
    static const char groups[] = "groep,y\na,3\na,5\na,5\na,7\na,8\na,8\na,9\na,4\n"
                                 "b,5\nb,2\nb,3\nb,3\nb,6\nb,1\nb,4\n";
    ds_run run = run_relate_csv(groups, "--x groep --y y --method welch");
    relate_line l = read_line(run.out, "\n,groep,y,welch,difference,a - b,");
    (void)state;
    near(l.of[ESTIMATE], 2.6964285714285716, "difference");
    near(l.of[STATISTIC], 2.68461237606764, "t");
    near(l.of[DEGREES], 12.901952657696159, "df");
    near(l.of[P_OF], 0.018837724478206877, "p");
    near(l.of[LOW_OF], 0.5248737223469635, "low");
    near(l.of[HIGH_OF], 4.86798342051018, "high");
    ds_run_done(&run);
    run = run_relate_csv(groups, "--x groep --y y --method mann-whitney");
    l = read_line(run.out, "\n,groep,y,mann-whitney,superiority,a - b,");
    near(l.of[STATISTIC], 46.5, "U");
    near(l.of[P_OF], 0.030147630147630149, "p");
    near(l.of[ESTIMATE], 0.8303571428571429, "superiority");
    says_in(run.out, ",ja,,aangetoond\n");
    ds_run_done(&run);
}

static const char classes[] =
    "oordeel,y\nniet,1\nniet,2\nniet,2\nniet,0\nniet,3\nwisselend,2\nwisselend,3\nwisselend,3\n"
    "wisselend,4\nwisselend,2\nwisselend,5\neffectief,4\neffectief,3\neffectief,6\neffectief,5\n"
    "heel effectief,6\nheel effectief,4\nheel effectief,7\n";

/* kruskal-wallis-ties, jonckheere-terpstra-ties; the known scale gives the order, weet niet is left
 * out and counted */
static void test_relate__more_groups(void **state) {
    char with[1024];
    ds_run run = run_relate_csv(classes, "--x oordeel --y y --method kruskal-wallis");
    relate_line l = read_line(run.out, "\n,oordeel,y,kruskal-wallis,epsilon2,,");
    (void)state;
    near(l.of[STATISTIC], 10.91524390243902, "H");
    near(l.of[DEGREES], 3, "df");
    near(l.of[P_OF], 0.012193124271813844, "p");
    near(l.of[ESTIMATE], 0.642073170731707, "epsilon2");
    ds_run_done(&run);
    (void)snprintf(with, sizeof with, "%sweet niet,9\nniet,\n,4\n", classes);
    run = run_relate_csv(with, "--x oordeel --y y --method jonckheere");
    l = read_line(run.out, "\n,oordeel,y,jonckheere,j,,");
    near(l.of[ESTIMATE], 104, "J");
    near(l.of[SE_OF] * l.of[SE_OF], 155.17544934640523, "variance");
    near(l.of[STATISTIC], 3.5723047836875033, "z");
    near(l.of[P_OF], 0.00035385324398365419, "p");
    near(l.of[N_OF], 18, "n");
    near(l.of[MISSING], 3, "missing");
    near((l.of[ESTIMATE] - 59.5) / l.of[SE_OF], l.of[STATISTIC], "mean");
    l = read_line(run.out, "\n,oordeel,y,jonckheere,j_rising,,");
    near(l.of[P_OF], 0.0001769266219918271, "p rising");
    assert_true(isnan(l.of[P_ALL]));
    says_in(run.err, "'oordeel': 1 rijen leeg, 1 'weet niet'");
    says_in(run.err, "'y': 1 rijen leeg, 0 'weet niet'");
    ds_run_done(&run);
    run = run_relate_csv(classes, "--x oordeel --y y --method kruskal-wallis --pairwise");
    says_in(run.err, "alle 7 toetsen");
    says_in(run.out, "mann-whitney,superiority,niet - wisselend,");
    says_in(run.out, "mann-whitney,superiority,effectief - heel effectief,");
    ds_run_done(&run);
}

/* fisher-3x3: 29 rows made of the table */
static void test_relate__tables(void **state) {
    static const unsigned counts[3][3] = {{6, 2, 1}, {3, 5, 2}, {0, 4, 6}};
    ds_buffer text;
    ds_run run;
    relate_line l;
    (void)state;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add_string(&text, "a,b\n");
    for (size_t i = 0; i < 9; i++)
        for (unsigned k = 0; k < counts[i / 3][i % 3]; k++)
            ds_buffer_addf(&text, "r%zu,k%zu\n", i / 3, i % 3);
    run = run_relate_csv(text.data, "--x a --y b --method fisher");
    l = read_line(run.out, "\n,a,b,fisher,v,,");
    near(l.of[P_OF], 0.01910038690445838, "Fisher");
    near(l.of[ESTIMATE], 0.45517352791685267, "V");
    ds_run_done(&run);
    run = run_relate_csv(text.data, "--x a --y b --method chi-square");
    l = read_line(run.out, "\n,a,b,chi-square,v,,");
    near(l.of[STATISTIC], 12.016610549943884, "chi-square");
    near(l.of[DEGREES], 4, "df");
    near(l.of[P_OF], 0.017228171426861495, "p");
    ds_run_done(&run);
    run = run_relate(text.data, "--x a --y b --lang en");
    says_in(run.out, "auto chose Fisher");
    ds_run_done(&run);
    ds_buffer_done(&text);
}

/* holm-bh: a family of nine tests by group, of which one cannot be done. Each group is one of two
 * points a year that give a p of their own; the adjusted ones are worked out here from those. */
static void test_relate__family(void **state) {
    ds_buffer text;
    ds_run run;
    double p[9], smallest = 2;
    size_t least = 0;
    (void)state;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add_string(&text, "groep,x,y\n");
    for (int g = 0; g < 9; g++)
        for (int i = 0; i < 8; i++)
            ds_buffer_addf(&text, "g%d,%d,%d\n", g, i,
                           g == 5 ? 1 : (i * (g + 3) + i * i * (g + 2) % 5) % 13);
    ds_buffer_add_string(&text, ",1,2\n");
    for (int bh = 0; bh < 2; bh++) {
        run = run_relate_csv(text.data, bh ? "--x x --y y --by groep --method pearson --adjust bh"
                                           : "--x x --y y --by groep --method pearson");
        says_in(run.err, bh ? "alle 8 toetsen van deze vraag (Benjamini-Hochberg)"
                            : "alle 8 toetsen van deze vraag (Holm)");
        says_in(run.err, "niet meegeteld bij het aanpassen (1): g5: x × y");
        says_in(run.out, "\ng5,x,y,pearson,r,,,,,,,,,,8,0,,,geen_spreiding,onbepaald\n");
        for (int g = 0; g < 9; g++) {
            char begin[64];
            relate_line l;
            (void)snprintf(begin, sizeof begin, "\ng%d,x,y,pearson,r,,", g);
            l = read_line(run.out, begin);
            p[g] = l.of[P_OF];
            if (g == 5) continue;
            assert_true(l.of[P_ALL] >= p[g]);
            if (p[g] < smallest) {
                smallest = p[g];
                least = (size_t)g;
            }
        }
        {
            char begin[64];
            (void)snprintf(begin, sizeof begin, "\ng%zu,x,y,pearson,r,,", least);
            near(read_line(run.out, begin).of[P_ALL], fmin(1, 8 * smallest),
                 "8 times the smallest");
        }
        ds_run_done(&run);
    }
    ds_buffer_done(&text);
}

/* Each choice, and its reason in words. */
static void test_relate__auto(void **state) {
    static const struct {
        const char *options, *row, *says;
    } list[] = {
        {"--x ambitie --y ontw", ",ambitie,ontw,pearson,r,,", "auto koos Pearson"},
        {"--x groot --y ontw", ",groot,ontw,mann-whitney,superiority,0 - 1,",
         "auto koos Mann-Whitney"},
        {"--x ontw --y groot", ",ontw,groot,mann-whitney,superiority,0 - 1,",
         "auto koos Mann-Whitney"},
    };
    ds_buffer text;
    ds_run run;
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        run = run_relate_csv(agendas, list[i].options);
        says_in(run.out, list[i].row);
        says_in(run.err, list[i].says);
        ds_run_done(&run);
    }
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add_string(&text, "groep,twee,y\n");
    for (int i = 0; i < 60; i++)
        ds_buffer_addf(&text, "%c,%s,%d\n", 'a' + i % 3, i % 2 ? "ja" : "nee", i * 7 % 31);
    run = run_relate_csv(text.data, "--x groep,twee --y y");
    says_in(run.err, "auto koos Kruskal-Wallis");
    says_in(run.err, "auto koos Welch, want er zijn twee groepen van elk vijftien of meer");
    ds_run_done(&run);
    run = run_relate_csv(text.data, "--x groep --y twee");
    says_in(run.err, "auto koos chi-kwadraat");
    ds_run_done(&run);
    ds_buffer_done(&text);
}

/* Not shown is said with its limits, never as nothing. */
static void test_relate__words(void **state) {
    ds_run run = run_relate(agendas, "--x groot,ambitie --y besteed --method pearson");
    (void)state;
    says_in(run.out, "groot × besteed: ");
    says_in(run.out, "tussen");
    assert_null(strstr(run.out, "geen samenhang"));
    ds_run_done(&run);
    run = run_relate("x,y\n1,2\n2,4\n3,1\n4,3\n5,2\n", "--x x --y y --method pearson");
    says_in(run.out, "niet aangetoond, r tussen -0,91 en 0,85 (p 0,824); vanaf ");
    says_in(run.out, "niet afwezig");
    ds_run_done(&run);
    run = run_relate("x,y\n1,2\n2,4\n3,1\n4,3\n5,2\n",
                     "--x x --y y --method pearson --lang en --format json");
    says_in(run.out, "\"verdict\": \"niet_aangetoond\"");
    says_in(run.out, "\"openbaarheid\": \"intern\"");
    ds_run_done(&run);
}

static void test_relate__undefined(void **state) {
    static const struct {
        const char *csv, *options, *says;
    } list[] = {
        {"x,y\n1,1\n2,2\n3,3\n", "--x x --y y --method pearson", "op één lijn"},
        {"x,y\n1,1\n", "--x x --y y --method spearman", "te weinig rijen"},
        {"x,y\n1,5\n2,5\n3,5\n", "--x x --y y --method pearson", "alle waarden zijn gelijk"},
        {"g,y\na,1\na,2\n", "--x g --y y --method welch", "minder dan twee groepen"},
        {"g,y\na,1\na,2\n", "--x g --y y --method kruskal-wallis", "minder dan twee groepen"},
        {"g,y\na,b\na,c\n", "--x g --y y", "minder dan twee groepen"},
        {"a,b,y\n1,2,1\n2,4,5\n3,6,2\n4,8,9\n5,10,1\n", "--x a,b --y y --method regression",
         "'b' volgt uit de kolommen ervoor"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        ds_run run = run_relate(list[i].csv, list[i].options);
        if (run.code != 0) fail_msg("%s: %s", list[i].options, run.err);
        says_in(run.out, list[i].says);
        says_in(run.out, "niet te toetsen");
        ds_run_done(&run);
    }
}

static void test_relate__wrong(void **state) {
    static const struct {
        const char *csv, *options, *says;
        int code;
    } list[] = {
        {agendas, "--y ontw", "--x", DS_USAGE},
        {agendas, "--x ontw", "--y", DS_USAGE},
        {agendas, "--x ontw --y ontw", "'ontw' staat al bij een andere optie", DS_USAGE},
        {agendas, "--x ontw --y groot --method anova", "--method", DS_USAGE},
        {agendas, "--x ontw --y groot --adjust none", "--adjust", DS_USAGE},
        {agendas, "--x ontw --y grot", "regel 1: de kolom 'grot' ontbreekt", DS_INPUT},
        {"x,y\n1,2\n2,veel\n", "--x x --y y --method pearson",
         "tabel.csv: regel 3, kolom 2: 'y': verwacht een getal", DS_INPUT},
        {"g,y\na,2\nb,veel\nc,3\n", "--x g --y y --method welch", "regel 3, kolom 2: 'y'",
         DS_INPUT},
        {"g,y\nzus,2\nzo,3\nzus,4\n", "--x g --y y --method jonckheere", "--order", DS_INPUT},
        {"x,y\n1.234,1\n1,2\n", "--x x --y y --method pearson", NULL, DS_OK},
        {"x;y\n1.234;1\n1,5;2\n", "--x x --y y --method pearson", "duizendtal", DS_INPUT},
        {"x,y\n", "--x x --y y", "alleen een kopregel", DS_INPUT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        ds_run run = run_relate(list[i].csv, list[i].options);
        if (run.code != list[i].code) fail_msg("%s: %d %s", list[i].options, run.code, run.err);
        if (list[i].says != NULL) says_in(run.err, list[i].says);
        ds_run_done(&run);
    }
}

/* Of groups in the order that was asked for, and of more groups than can be. */
static void test_relate__order(void **state) {
    ds_buffer text;
    ds_run run = run_relate_csv("g,y\nzus,2\nzo,3\nzus,1\nzo,5\nanders,9\n",
                                "--x g --y y --method jonckheere --order zus,zo,anders");
    (void)state;
    near(read_line(run.out, "\n,g,y,jonckheere,j,,").of[ESTIMATE], 8, "J");
    ds_run_done(&run);
    run = run_relate_csv("g,y\nzus,2\nzo,3\nzus,1\nzo,5\nanders,9\n",
                         "--x g --y y --method jonckheere --order anders,zo,zus");
    near(read_line(run.out, "\n,g,y,jonckheere,j,,").of[ESTIMATE], 0, "J the other way");
    ds_run_done(&run);
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, "g,y\n");
    for (int i = 0; i < 5000; i++)
        ds_buffer_addf(&text, "g%d,%d\n", i, i);
    run = run_relate(text.data, "--x g --y y --method kruskal-wallis");
    assert_int_equal(run.code, DS_INPUT);
    says_in(run.err, "meer dan 4096 verschillende waarden");
    ds_run_done(&run);
    ds_buffer_done(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_relate__correlations), cmocka_unit_test(test_relate__regression),
        cmocka_unit_test(test_relate__two_groups),   cmocka_unit_test(test_relate__more_groups),
        cmocka_unit_test(test_relate__tables),       cmocka_unit_test(test_relate__family),
        cmocka_unit_test(test_relate__auto),         cmocka_unit_test(test_relate__words),
        cmocka_unit_test(test_relate__undefined),    cmocka_unit_test(test_relate__wrong),
        cmocka_unit_test(test_relate__order),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
