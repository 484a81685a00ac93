/* tests/cli/test_survey.c: doorstroom survey, as a user runs it: the numbers of R's survey package
 * on tables with decimals (see tests/stat/test_survey_golden.c for the calls), published ones, and
 * what is wrong or must be said. */
#include <stdio.h>
#include <sys/stat.h>

#include "cli/match_help.h"
#include "stat/survey_golden.h"

static char *folder, *golden, *both, *margins, *crossed, *strat, *clus, *small;

static void print_golden(ds_buffer *out, const golden_row *g) {
    char line[160];
    (void)snprintf(line, sizeof line, "%d,I%02d,%c,%d,%d,%d,%s,%lld.%03lld,%lld.%03lld,", g->year,
                   g->cluster, g->stratum, g->n_clusters, g->n_students, g->niveau, g->leerweg,
                   (long long)(g->w / 1000), (long long)(g->w % 1000), (long long)(g->wm / 1000),
                   (long long)(g->wm % 1000));
    ds_buffer_add(out, line, strlen(line));
    (void)snprintf(line, sizeof line, "%s,%d\n", g->y < 0 ? "" : g->y ? "ja" : "nee", g->score);
    ds_buffer_add(out, line, strlen(line));
}

static char *write_golden(const char *name, int from) {
    static const char header[] = "jaar,inst,str,N,M,niveau,leerweg,w,wm,y,score\n";
    ds_buffer text;
    char *path;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add(&text, header, sizeof header - 1);
    for (size_t i = 0; i < GOLDEN_ROWS; i++)
        if (golden_rows[i].year >= from) print_golden(&text, &golden_rows[i]);
    assert_int_equal(ds_buffer_finish(&text, NULL), DS_OK);
    path = ds_test_write(folder, name, text.data, text.size);
    ds_buffer_done(&text);
    return path;
}

/* Counts of R's api samples (apistrat, apiclus1): so many schools, of which so many have the award.
 */
static char *write_strat(void) {
    static const struct {
        char type;
        const char *weight;
        int clusters, n, yes;
    } strata[] = {{'E', "44.2099990844727", 4421, 100, 73},
                  {'H', "15.1000003814697", 755, 50, 16},
                  {'M', "20.3600006103516", 1018, 50, 24}};
    char line[80];
    ds_buffer text;
    char *path;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add(&text, "type,w,N,y\n", 11);
    for (size_t h = 0; h < 3; h++)
        for (int i = 0; i < strata[h].n; i++) {
            (void)snprintf(line, sizeof line, "%c,%s,%d,%s\n", strata[h].type, strata[h].weight,
                           strata[h].clusters, i < strata[h].yes ? "Yes" : "No");
            ds_buffer_add(&text, line, strlen(line));
        }
    assert_int_equal(ds_buffer_finish(&text, NULL), DS_OK);
    path = ds_test_write(folder, "strat.csv", text.data, text.size);
    ds_buffer_done(&text);
    return path;
}

static char *write_clus(void) {
    static const struct {
        int cluster;
        char type;
        int n, award, wide;
    } counts[] = {{637, 'H', 1, 1, 1},    {637, 'E', 8, 6, 8},    {637, 'M', 2, 2, 2},
                  {437, 'H', 1, 1, 1},    {437, 'E', 2, 1, 2},    {437, 'M', 1, 1, 1},
                  {778, 'M', 1, 0, 0},    {778, 'E', 1, 1, 1},    {197, 'E', 10, 9, 9},
                  {197, 'M', 3, 0, 1},    {406, 'E', 2, 2, 2},    {815, 'H', 1, 0, 0},
                  {815, 'M', 1, 0, 0},    {815, 'E', 2, 0, 2},    {178, 'H', 1, 1, 1},
                  {178, 'E', 2, 2, 2},    {178, 'M', 1, 0, 0},    {255, 'E', 13, 10, 12},
                  {255, 'M', 3, 3, 3},    {568, 'H', 4, 2, 3},    {568, 'E', 4, 2, 3},
                  {568, 'M', 1, 0, 1},    {135, 'E', 34, 26, 31}, {510, 'H', 2, 0, 1},
                  {510, 'E', 16, 12, 15}, {510, 'M', 3, 2, 2},    {716, 'H', 3, 0, 3},
                  {716, 'E', 30, 21, 25}, {716, 'M', 4, 3, 4},    {61, 'E', 10, 9, 10},
                  {61, 'M', 3, 1, 1},     {413, 'E', 1, 1, 1},    {448, 'H', 1, 1, 1},
                  {448, 'E', 9, 9, 9},    {448, 'M', 2, 1, 2}};
    char line[80];
    ds_buffer text;
    char *path;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add(&text, "dnum,stype,pw,fpc,awards,wide\n", 30);
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (int i = 0; i < counts[c].n; i++) {
            (void)snprintf(line, sizeof line, "%d,%c,33.846996307373,757,%s,%s\n",
                           counts[c].cluster, counts[c].type, i < counts[c].award ? "Yes" : "No",
                           i < counts[c].wide ? "Yes" : "No");
            ds_buffer_add(&text, line, strlen(line));
        }
    assert_int_equal(ds_buffer_finish(&text, NULL), DS_OK);
    path = ds_test_write(folder, "clus.csv", text.data, text.size);
    ds_buffer_done(&text);
    return path;
}

static int make_tables(void **state) {
    (void)state;
    folder = ds_test_folder();
    golden = write_golden("golden.csv", 2025);
    both = write_golden("both.csv", 2024);
    margins = ds_test_write_string(folder, "margins.csv",
                                   "niveau,leerweg,aantal\n2,,300\n3,,320\n4,,380\n,bbl,310\n"
                                   ",bol,690\n");
    crossed = ds_test_write_string(folder, "crossed.csv",
                                   "leerweg,niveau,n\nbbl,2,90\nbbl,3,100\nbbl,4,120\nbol,2,210\n"
                                   "bol,3,220\nbol,4,260\n");
    strat = write_strat();
    clus = write_clus();
    small = ds_test_write_string(folder, "small.csv",
                                 "c;w;y;g\np;1,5;1;a\np;;1;a\nq;0;1;a\nq;2;;a\n;1;1;b\n"
                                 "r;1,25;0;b\nr;1;0;a\n");
    return 0;
}

static int remove_tables(void **state) {
    char *const paths[] = {golden, both, margins, crossed, strat, clus, small};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        ds_free(paths[i]);
    ds_test_folder_remove(folder);
    return 0;
}

/* ---- reading csv ---- */

/* The place of a column in the first line; fails without it. */
static size_t find_field(const char *csv, const char *name) {
    const size_t size = strlen(name);
    size_t column = 0;
    for (const char *at = csv; *at != '\n' && *at != '\0'; column++) {
        const size_t length = strcspn(at, ",\n");
        if (length == size && strncmp(at, name, size) == 0) return column;
        at += length;
        if (*at == ',') at++;
    }
    fail_msg("no column %s in %s", name, csv);
    return 0;
}

/* The number in the column of the one line that begins so. */
static double read_field(const char *csv, const char *begin, const char *name) {
    char *line = strstr(csv, begin), *end;
    double value;
    if (line == NULL || line[-1] != '\n') fail_msg("no line %s in %s", begin, csv);
    for (size_t i = find_field(csv, name); i > 0; i--) {
        line += strcspn(line, ",\n");
        assert_true(*line == ',');
        line++;
    }
    value = strtod(line, &end);
    if (end == line) fail_msg("no number of %s on line %s in %s", name, begin, csv);
    return value;
}

typedef struct wanted {
    const char *line, *column;
    double value;
} wanted;

static void expect_numbers(const char *csv, const wanted *list, double tolerance) {
    for (; list->line != NULL; list++) {
        const double found = read_field(csv, list->line, list->column);
        const double scale = fabs(list->value) > 1 ? fabs(list->value) : 1;
        if (!(fabs(found - list->value) <= tolerance * scale))
            fail_msg("%s %s: %.17g, expected %.17g", list->line, list->column, found, list->value);
    }
}

static void run_and_expect(const char *path, const char *words, const wanted *list,
                           double tolerance) {
    ds_run run = run_words("survey --data %s %s --format csv", path, words);
    if (run.code != 0) fail_msg("%s", run.err);
    has_no_nan(run.out);
    expect_numbers(run.out, list, tolerance);
    ds_run_done(&run);
}

static void says_in(const char *text, const char *words) {
    if (strstr(text, words) == NULL) fail_msg("does not say '%s': %s", words, text);
}

/* ---- R's numbers ---- */

#define DESIGN "--weight w --cluster inst --strata str --fpc N,M "
#define FIRST DESIGN "--stages 1 "

static void test_survey__golden_estimates(void **state) {
    static const struct {
        const char *words;
        wanted list[7];
    } cases[] = {
        {"--value y,score " FIRST,
         {{"y,estimate,", "estimate", 0.35770791042423344},
          {"y,estimate,", "se", 0.06022086243983786},
          {"y,estimate,", "df", 8},
          {"score,estimate,", "estimate", 5.6356177663107525},
          {"score,estimate,", "se", 0.19087800293763185}}},
        {"--value y,score --lonely remove " FIRST,
         {{"y,estimate,", "se", 0.060212646979834944},
          {"score,estimate,", "se", 0.1893661349081776}}},
        {"--value y,score --lonely average " FIRST,
         {{"y,estimate,", "se", 0.0737451305814651},
          {"score,estimate,", "se", 0.2319252025440383}}},
        {"--value y --lonely certainty " FIRST, {{"y,estimate,", "se", 0.060212646979834944}}},
        {"--value y " DESIGN, {{"y,estimate,", "se", 0.07119543171555656}}},
        {"--value y --without-fpc " DESIGN, {{"y,estimate,", "se", 0.098101609354051239}}},
        {"--value y --weight wm --cluster inst --strata str --fpc N,M --stages 1",
         {{"y,estimate,", "estimate", 0.279195065467091},
          {"y,estimate,", "se", 0.05973424813721899},
          {"y,estimate,", "n", 38}}},
        {"--value score/niveau " DESIGN,
         {{"score/niveau,estimate,", "estimate", 1.8544543055363931},
          {"score/niveau,estimate,", "se", 0.11646345995713074}}},
        {"--value score --total --lonely remove " FIRST,
         {{"score,estimate,", "estimate", 5255.377},
          {"score,estimate,", "se", 239.21982091566369}}},
        {"--value y --by niveau --compare niveau " FIRST,
         {{"y,estimate,2,", "estimate", 0.3681636904449827},
          {"y,estimate,2,", "se", 0.08214634621378274},
          {"y,estimate,4,", "se", 0.07138871569879625},
          {"y,difference,4,2,", "estimate", 0.032134043982111116},
          {"y,difference,4,2,", "se", 0.07232563898493838},
          {"y,equal,", "p", 0.57064847362173832}}},
        {"--value y --by leerweg --compare leerweg " FIRST,
         {{"y,difference,bol,bbl,", "n", 70},
          {"y,equal,", "statistic", 0.014517695037102403},
          {"y,equal,", "df", 1},
          {"y,equal,", "p", 0.9070666374264611}}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        run_and_expect(golden, cases[i].words, cases[i].list, 1e-10);
}

static void test_survey__golden_intervals(void **state) {
    static const wanted list[] = {{"y,estimate,", "low", 0.2333025240067874},
                                  {"y,estimate,", "high", 0.5047757261200218},
                                  {NULL, NULL, 0}};
    (void)state;
    run_and_expect(golden, "--value y " FIRST, list, 1e-8);
}

static void test_survey__golden_calibration(void **state) {
    static const struct {
        const char *words;
        wanted list[5];
        double tolerance;
    } cases[] = {
        {"",
         {{"y,estimate,,", "estimate", 0.3588164185868089},
          {"y,estimate,,", "se", 0.06304492891646671},
          {"score,estimate,3,", "estimate", 5.796481268913905},
          {"score,estimate,3,", "se", 0.5361525537776907}},
         1e-10},
        {"--method raking",
         {{"y,estimate,,", "estimate", 0.35762541970433398},
          {"y,estimate,,", "se", 0.06302454627399319}},
         1e-10},
    };
    char words[512];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        (void)snprintf(words, sizeof words,
                       "--value y,score --by niveau --calibrate niveau,leerweg=%s %s " FIRST,
                       margins, cases[i].words);
        run_and_expect(golden, words, cases[i].list, cases[i].tolerance);
    }
}

/* Weights that make the register's table of both say so in json. */
static void test_survey__crossed_calibration(void **state) {
    ds_run run = run_words("survey --data %s --value y --calibrate niveau*leerweg=%s " DESIGN
                           "--format json",
                           golden, crossed);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "\"calibration\": \"linear\"");
    says_in(run.out, "\"gewichten\"");
    ds_run_done(&run);
}

static void test_survey__golden_years(void **state) {
    static const wanted list[] = {
        {"y,difference,all,2025,2024,", "estimate", 0.10312606913768879},
        {"y,difference,all,2025,2024,", "se", 0.07297809191392664},
        {"y,difference,all,2025,2024,", "df", 9},
        {"y,difference,same,2025,2024,", "estimate", 0.12569640621532663},
        {"y,difference,same,2025,2024,", "se", 0.09500842744415293},
        {"y,estimate,all,2025,,", "se", 0.06022086243983786}, /* of that year alone */
        {"y,estimate,all,2024,,", "missing", 2},
        {NULL, NULL, 0}};
    (void)state;
    run_and_expect(both, "--value y --year jaar --compare jaar " FIRST, list, 1e-10);
}

/* R: svyglm with epsilon = 1e-14. */
static void test_survey__golden_logit(void **state) {
    static const wanted list[] = {{"y,coefficient,,,,", "estimate", -0.50898571531542203},
                                  {"y,coefficient,3,,,", "estimate", -0.28311855425703447},
                                  {"y,coefficient,3,,,", "se", 0.4532868535588091},
                                  {"y,coefficient,,bol,,", "se", 0.30431680755510909},
                                  {NULL, NULL, 0}};
    (void)state;
    run_and_expect(golden, "--value y --by niveau,leerweg --logit " FIRST, list, 1e-10);
}

/* Published with R's survey package: api samples, rebuilt from their counts. */
static void test_survey__published_samples(void **state) {
    static const wanted of_strata[] = {{"y,estimate,,", "estimate", 0.638936064050578},
                                       {"y,estimate,,", "se", 0.0344059179972689},
                                       {"y,estimate,E,", "estimate", 0.73},
                                       {"y,estimate,E,", "se", 0.0441120855012482},
                                       {"y,estimate,H,", "se", 0.0643950505091163},
                                       {"y,estimate,M,", "se", 0.0695966026581735},
                                       {NULL, NULL, 0}};
    static const wanted without[] = {{"y,estimate,", "se", 0.0348975177769063}, {NULL, NULL, 0}};
    static const wanted of_clusters[] = {{"awards,estimate,,", "estimate", 0.710382513661202},
                                         {"awards,estimate,,", "se", 0.0330182995537189},
                                         {"wide,estimate,E,", "estimate", 0.916666666666667},
                                         {"wide,estimate,E,", "se", 0.0209842789524908},
                                         {"wide,estimate,H,", "se", 0.0914619099888493},
                                         {"wide,estimate,M,", "se", 0.1095022483980453},
                                         {NULL, NULL, 0}};
    (void)state;
    run_and_expect(strat, "--value y --weight w --strata type --fpc N --by type", of_strata, 1e-10);
    run_and_expect(strat, "--value y --weight w --strata type --fpc N --without-fpc", without,
                   1e-10);
    run_and_expect(clus, "--value awards,wide --weight pw --cluster dnum --fpc fpc --by stype",
                   of_clusters, 1e-10);
}

static void test_survey__real_samples(void **state) {
    static const wanted list[] = {{"awards,estimate,,", "estimate", 0.638936064050578},
                                  {"awards,estimate,,", "se", 0.0344059179972689},
                                  {NULL, NULL, 0}};
    const char *path = DS_SOURCE_DIR "/../shared/data/matching/survey_apistrat.csv";
    struct stat found;
    (void)state;
    if (stat(path, &found) != 0) skip();
    run_and_expect(path, "--value awards --weight pw --strata stype --fpc fpc --by stype", list,
                   1e-10);
}

/* ---- what must be said ---- */

static void test_survey__says_what_it_did(void **state) {
    ds_run run = run_words("survey --data %s --value y --weight w --cluster c --by g", small);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "weggelaten, want gewicht onbekend: 1");
    says_in(run.out, "weggelaten, want cluster onbekend: 1");
    says_in(run.out, "gewicht 0, dus niet gevraagd: 1");
    says_in(run.out, "gewichten exact geteld in eenheden van 0,01");
    says_in(run.out, "zonder eindige-populatiecorrectie (--fpc)");
    says_in(run.out, "zijn zij al geijkt, dan is de standaardfout onzeker");
    says_in(run.out, "3 clusters, in 1 strata; 2 vrijheidsgraden");
    ds_run_done(&run);
    run = run_words("survey --data %s --value y " DESIGN "--year jaar --compare jaar --lang en",
                    both);
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "12 clusters (of any year) of 21, in 3 strata; 9 degrees of freedom");
    says_in(run.out, "strata with one cluster: 1; treated as adjust");
    says_in(run.out, "not shown");
    says_in(run.out, "right for these 21 clusters, if taking");
    ds_run_done(&run);
}

/* A question that was not asked in a year is not available, not 0. */
static void test_survey__not_asked_is_not_zero(void **state) {
    char *path = ds_test_write_string(folder, "asked.csv",
                                      "j,c,y\n2024,p,\n2024,q,\n2025,p,1\n2025,q,0\n2025,r,0\n");
    ds_run run = run_words("survey --data %s --value y --cluster c --year j --compare j "
                           "--format json",
                           path);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "niet_gevraagd");
    says_in(run.out, "\"estimate\": null");
    ds_run_done(&run);
    ds_free(path);
}

/* 10 and 12 per cent of 400 answers each: the interval of the difference holds 0, and that is what
 * it says. */
static void test_survey__a_small_difference_is_not_shown(void **state) {
    ds_buffer text;
    ds_run run;
    char line[60], *path;
    random_bits random = {11};
    (void)state;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add(&text, "j,c,N,y\n", 8);
    for (int year = 0; year < 2; year++)
        for (int i = 0; i < 400; i++) {
            (void)snprintf(line, sizeof line, "%d,c%d,51,%d\n", 2024 + year,
                           (int)random_below(&random, 25), i < (year == 0 ? 40 : 48));
            ds_buffer_add(&text, line, strlen(line));
        }
    assert_int_equal(ds_buffer_finish(&text, NULL), DS_OK);
    path = ds_test_write(folder, "entree.csv", text.data, text.size);
    run = run_words("survey --data %s --value y --cluster c --fpc N --year j --compare j", path);
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "10,0");
    says_in(run.out, "12,0");
    says_in(run.out, "niet aangetoond");
    ds_run_done(&run);
    ds_free(path);
    ds_buffer_done(&text);
}

/* A group of one person has no error, so no test: not of a pair, not of all groups. */
static void test_survey__groups_of_one(void **state) {
    static const char text[] = "c,N,M,w,z,x,g\nc0,6,20,1.3,7.99,1.2,p\nc0,6,20,2.7,3.77,3.1,r\n"
                               "c0,6,20,0.7,1.77,3.1,q\nc1,6,20,2.7,5.77,1.1,q\n"
                               "c1,6,20,2.2,2.71,2.1,q\nc2,6,20,1.1,4.71,2.1,q\n"
                               "c2,6,20,1.9,4.1,2.7,q\nc3,6,20,2.1,3.66,2.2,q\n";
    char *path = ds_test_write_string(folder, "one.csv", text);
    ds_run run = run_words("survey --data %s --value z,z/x --weight w --cluster c --fpc N,M --by g "
                           "--compare g --format csv",
                           path);
    (void)state;
    if (run.code != 0) fail_msg("%s", run.err);
    says_in(run.out, "\nz,equal,,,,,,,,,,,8,0\n"); /* F was 1e30 */
    says_in(run.out, "\nz/x,equal,,,,,,,,,,,8,0\n");
    says_in(run.out, ",,,,,3,,,7,0\nz,difference,r,p,");
    says_in(run.out, "\nz/x,estimate,p,,6.658333333333333,,,,,3,,,1,0\n"); /* se was 8e-8 */
    ds_run_done(&run);
    ds_free(path);
}

/* ---- what is wrong ---- */

static void test_survey__refuses(void **state) {
    static const struct {
        const char *words;
        int code;
        const char *said;
    } cases[] = {
        {"--weight w", 2, "which question? --value"},
        {"--value y --weight leerweg", 1, "expected a weight"},
        {"--value leerweg", 1, "--event VALUE says"},
        {"--value y --fpc leerweg --cluster inst", 1, "expected a count"},
        {"--value y --compare niveau", 2, "--compare niveau: expected a column of --by"},
        {"--value y --calibrate niveau", 2, "expected a,b=FILE"},
        {"--value y --calibrate niveau=x --calibrated niveau", 2, "one of the two"},
        {"--value y --lonely drop", 2, "--lonely: expected adjust"},
        {"--value y --method other", 2, "--method: expected linear or raking"},
        {"--value y --adjust x", 2, "--adjust: expected holm"},
        {"--value y --logit", 2, "--logit: on what? --by"},
        {"--value y --year leerweg", 1, "expected a year"},
        {"--value score --by niveau --logit", 1, "logistic regression is of a share"},
        {"--value nothing", 1, "nothing"},
        {"--value leerweg --event other", 1, "nobody answered that"},
        {"--value y,score --event ja", 1, "column 'score' nobody answered that"},
        {"--value y --cluster inst --strata str --fpc niveau", 1, "two numbers of clusters"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ds_run run = run_words("survey --data %s %s --lang en", golden, cases[i].words);
        if (run.code != cases[i].code || strstr(run.err, cases[i].said) == NULL)
            fail_msg("%s: %d %s", cases[i].words, run.code, run.err);
        assert_string_equal(run.out, "");
        ds_run_done(&run);
    }
}

static void test_survey__refuses_margins(void **state) {
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"niveau,aantal\n2,300\n3,320\n", "niveau=4: answers, and nobody in the register"},
        {"niveau,aantal\n1,10\n2,300\n3,320\n4,300\n", "niveau=1: nobody answered"},
        {"niveau,aantal\n2,300\n3,x\n", "expected a number of students"},
        {"niveau,leerweg,aantal\n2,,300\n3,,320\n4,,380\n,bbl,310\n,bol,600\n",
         "adds up to 910, another variable to 1000"},
        {"niveau,aantal\n2,300\n2,301\n3,320\n4,300\n", "two numbers of students for one margin"},
        {"soort,aantal\n2,300\n", "no column 'niveau'"},
        {"niveau,a,b\n2,300,2\n", "which column is the number of students"},
        {"niveau,aantal\n", "a header alone"},
        {"niveau,leerweg,aantal\n2,,10\n3,,500\n4,,490\n,bbl,999\n,bol,1\n",
         "makes this weight negative"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = ds_test_write_string(folder, "wrong.csv", cases[i].text);
        const bool two = strstr(cases[i].text, "leerweg") != NULL;
        ds_run run = run_words("survey --data %s --value y " DESIGN "--calibrate %s=%s --lang en",
                               golden, two ? "niveau,leerweg" : "niveau", path);
        if (run.code != 1 || strstr(run.err, cases[i].said) == NULL)
            fail_msg("%zu: %d %s", i, run.code, run.err);
        ds_run_done(&run);
        ds_free(path);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survey__golden_estimates),
        cmocka_unit_test(test_survey__golden_intervals),
        cmocka_unit_test(test_survey__golden_calibration),
        cmocka_unit_test(test_survey__crossed_calibration),
        cmocka_unit_test(test_survey__golden_years),
        cmocka_unit_test(test_survey__golden_logit),
        cmocka_unit_test(test_survey__published_samples),
        cmocka_unit_test(test_survey__real_samples),
        cmocka_unit_test(test_survey__says_what_it_did),
        cmocka_unit_test(test_survey__not_asked_is_not_zero),
        cmocka_unit_test(test_survey__a_small_difference_is_not_shown),
        cmocka_unit_test(test_survey__groups_of_one),
        cmocka_unit_test(test_survey__refuses),
        cmocka_unit_test(test_survey__refuses_margins),
    };
    return cmocka_run_group_tests(tests, make_tables, remove_tables);
}
