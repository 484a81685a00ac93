/* tests/cli/test_match.c: doorstroom match, as a user runs it: beside the library on the same rows,
 * on every kind of file, and against the published numbers where they are. */
#include "cli/match_help.h"
#include "support/in_folder.h"

#include <fcntl.h>
#include <jansson.h>
#include <readstat.h>
#include <unistd.h>

#include "base/file.h"
#include "doorstroom/effect.h"
#include "doorstroom/table.h"

#define SHARED DS_SOURCE_DIR "/../shared"
#define DATA SHARED "/data/matching/"

static table found; /* large */

/* ---- made rows ---- */

enum { MADE = 400 };

typedef struct made_row {
    bool treated, score_missing;
    double score, y, z; /* z: NAN for missing */
    char group[8], school[8], year[8];
} made_row;

static made_row rows[MADE];

/* A covariate that is a number, one with levels, a stratum, a school, and two outcomes: a number
 * and a yes/no. The second is missing now and then, and so is the number. */
static void make_rows(uint64_t seed) {
    random_bits r = {seed};
    for (size_t i = 0; i < MADE; i++) {
        made_row *row = &rows[i];
        const size_t group = random_below(&r, 4), school = random_below(&r, 30);
        row->score = floor(random_number(&r) * 1000) / 8;
        row->treated = random_number(&r) < 0.15 + 0.1 * (double)group + row->score / 1000;
        row->y = row->score / 7 + (double)group + row->treated + 3 * random_number(&r);
        row->z = random_number(&r) < 0.3 + 0.2 * row->treated;
        row->score_missing = random_below(&r, 40) == 0;
        if (random_below(&r, 50) == 0) row->z = NAN;
        (void)snprintf(row->group, sizeof row->group, "g%zu", group);
        (void)snprintf(row->school, sizeof row->school, "s%zu", school);
        (void)snprintf(row->year, sizeof row->year, "%zu", 2014 + random_below(&r, 3));
    }
}

static void print_row(ds_buffer *text, const made_row *row, char separator, char mark, size_t n) {
    char score[DS_NUMBER_SIZE], y[DS_NUMBER_SIZE], count[16];
    (void)snprintf(count, sizeof count, "%zu", n);
    ds_number_print(row->score, score);
    ds_number_print(row->y, y);
    if (strchr(score, '.') != NULL) *strchr(score, '.') = mark;
    if (strchr(y, '.') != NULL) *strchr(y, '.') = mark;
    ds_buffer_addf(text, "%d%c%s%c%s%c%s%c%s%c%s%c%s%c%s\n", row->treated, separator,
                   row->score_missing ? "" : score, separator, row->group, separator, row->year,
                   separator, row->school, separator, y, separator,
                   isnan(row->z) ? "NA"
                   : row->z == 1 ? "1"
                                 : "0",
                   separator, count);
}

static char *write_rows(const char *name, char separator, char mark) {
    ds_buffer text;
    char *path;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_addf(&text, "mee%cscore%cgroep%cjaar%cschool%cy%cz%cn\n", separator, separator,
                   separator, separator, separator, separator, separator);
    for (size_t i = 0; i < MADE; i++)
        print_row(&text, &rows[i], separator, mark, 1);
    path = ds_test_write(folder, name, text.data, text.size);
    ds_buffer_done(&text);
    return path;
}

/* ---- beside the library ---- */

static ds_effect_sample *library_sample(bool z, bool exact) {
    const ds_effect_column columns[] = {
        {"score", DS_EFFECT_NUMBER}, {"groep", DS_EFFECT_FACTOR}, {"jaar", DS_EFFECT_EXACT}};
    ds_effect_sample *sample = ds_effect_sample_new(columns, exact ? 3 : 2);
    ds_error err;
    assert_non_null(sample);
    for (size_t i = 0; i < MADE; i++) {
        const made_row *row = &rows[i];
        const ds_effect_value values[] = {{{NULL, 0}, row->score_missing ? NAN : row->score},
                                          {ds_text_of(row->group), NAN},
                                          {ds_text_of(row->year), NAN}};
        const ds_effect_group group = {.values = values,
                                       .location = ds_text_of(row->school),
                                       .treated = row->treated,
                                       .outcome = z ? row->z : row->y,
                                       .n = 1};
        if (z && isnan(row->z)) continue;
        if (ds_effect_sample_add(sample, &group, &err) != DS_OK) fail_msg("%s", err.en);
    }
    if (ds_effect_sample_finish(sample, &err) != DS_OK) fail_msg("%s", err.en);
    return sample;
}

static void is_text(size_t row, size_t field, double expected) {
    char text[DS_NUMBER_SIZE];
    ds_number_print(expected, text);
    if (strcmp(found.field[row][field], text) != 0)
        fail_msg("row %zu, field %zu: %s, expected %s", row, field, found.field[row][field], text);
}

static void is_result(size_t row, const ds_effect_result *r) {
    is_text(row, N_TREATED, (double)r->n_treated);
    is_text(row, N_CONTROL, (double)r->n_control);
    is_text(row, OFF, (double)r->off_support);
    is_text(row, TREATED, r->treated);
    is_text(row, CONTROL, r->control);
    is_text(row, DIFF, r->difference);
    is_text(row, SE, r->se);
    is_text(row, LOW, r->low);
    is_text(row, HIGH, r->high);
    is_text(row, P, r->p);
    assert_string_equal(found.field[row][EVALUATION], "");
    assert_string_equal(found.field[row][JAAR], "");
}

typedef struct variant {
    const char *words;
    ds_effect_options options;
    bool exact;
} variant;

/* Every option, in every row to the last digit what the library says. */
static const variant variants[] = {
    {"",
     {.rule = DS_EFFECT_AUTO, .se = DS_EFFECT_SE_BOOTSTRAP, .resample = DS_EFFECT_PERSONS},
     false},
    {"--kernel gaussian --bandwidth 0,02 --support both --se kmatch",
     {.kernel = DS_EFFECT_GAUSSIAN,
      .bandwidth = 0.02,
      .support = DS_EFFECT_SUPPORT_BOTH,
      .se = DS_EFFECT_SE_KMATCH,
      .resample = DS_EFFECT_PERSONS},
     false},
    {"--kernel biweight --bandwidth pair --support treated --se psmatch2 --exact jaar",
     {.kernel = DS_EFFECT_BIWEIGHT,
      .rule = DS_EFFECT_PAIR,
      .bandwidth = 0.06,
      .support = DS_EFFECT_SUPPORT_TREATED,
      .se = DS_EFFECT_SE_PSMATCH2,
      .resample = DS_EFFECT_PERSONS},
     true},
    {"--correction linear --se kmatch",
     {.rule = DS_EFFECT_AUTO,
      .se = DS_EFFECT_SE_KMATCH,
      .resample = DS_EFFECT_PERSONS,
      .linear = true},
     false},
    {"--kernel triangle --bandwidth 1e-1 --estimand ate --se none",
     {.kernel = DS_EFFECT_TRIANGLE,
      .bandwidth = 0.1,
      .estimand = DS_EFFECT_ATE,
      .se = DS_EFFECT_SE_NONE,
      .resample = DS_EFFECT_PERSONS},
     false},
    {"--kernel uniform --support controls --estimand atu --se bootstrap --replicates 40 --seed 9",
     {.kernel = DS_EFFECT_UNIFORM,
      .rule = DS_EFFECT_AUTO,
      .support = DS_EFFECT_SUPPORT_CONTROLS,
      .estimand = DS_EFFECT_ATU,
      .se = DS_EFFECT_SE_BOOTSTRAP,
      .resample = DS_EFFECT_PERSONS,
      .replicates = 40,
      .seed = 9},
     false},
    {"--cluster school --replicates 50 --bandwidth cv",
     {.rule = DS_EFFECT_CROSS_VALIDATED,
      .bandwidth = 0.06,
      .se = DS_EFFECT_SE_BOOTSTRAP,
      .resample = DS_EFFECT_LOCATIONS,
      .replicates = 50,
      .seed = 1},
     false},
};

static void compare_variant(const char *path, const variant *v) {
    /* without --cluster all are one location */
    ds_effect_sample *samples[] = {library_sample(false, v->exact), library_sample(true, v->exact)};
    ds_effect_options options = v->options;
    ds_effect_result results[2];
    ds_error err;
    if (options.replicates == 0) options.replicates = 1000;
    if (options.seed == 0) options.seed = 1;
    if (ds_effect_estimate((const ds_effect_sample *const *)samples, 2, &options, results, &err) !=
        DS_OK)
        fail_msg("%s", err.en);
    run_table(
        run_words("match --data %s --treatment mee --outcome y,z --covariates score --factors "
                  "groep --format csv %s",
                  path, v->words),
        &found);
    assert_int_equal(found.n, 2);
    assert_string_equal(found.field[0][OUTCOME], "y");
    assert_string_equal(found.field[1][OUTCOME], "z");
    for (size_t i = 0; i < 2; i++) {
        is_result(i, &results[i]);
        assert_true(isfinite(results[i].difference));
        ds_effect_sample_free(samples[i]);
    }
}

static void test_match__is_the_library(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        char *path;
        make_rows(seed);
        path = write_rows("made.csv", ',', '.');
        for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
            compare_variant(path, &variants[i]);
        ds_free(path);
    }
}

/* ---- every kind of file ---- */

static ssize_t write_bytes(const void *data, size_t size, void *context) {
    return write(*(const int *)context, data, size);
}

enum { TEXTS = 3 }; /* of the columns: groep, jaar, school */

static void put_row(readstat_writer_t *writer, const made_row *row) {
    const double numbers[] = {row->treated, row->score_missing ? NAN : row->score, row->y, row->z};
    const char *const texts[TEXTS] = {row->group, row->year, row->school};
    assert_int_equal(readstat_begin_row(writer), READSTAT_OK);
    for (int i = 0; i < 4; i++) {
        const readstat_variable_t *v = readstat_get_variable(writer, i);
        assert_int_equal(isnan(numbers[i]) ? readstat_insert_missing_value(writer, v)
                                           : readstat_insert_double_value(writer, v, numbers[i]),
                         READSTAT_OK);
    }
    for (int i = 0; i < TEXTS; i++)
        assert_int_equal(
            readstat_insert_string_value(writer, readstat_get_variable(writer, 4 + i), texts[i]),
            READSTAT_OK);
    assert_int_equal(readstat_end_row(writer), READSTAT_OK);
}

static char *write_binary(const char *name, bool sav) {
    static const char *const names[] = {"mee", "score", "y", "z", "groep", "jaar", "school"};
    char *path = ds_test_write_string(folder, name, "");
    readstat_writer_t *writer = readstat_writer_init();
    int fd = open(path, O_WRONLY | O_TRUNC);
    assert_true(fd >= 0);
    (void)readstat_set_data_writer(writer, write_bytes);
    for (size_t i = 0; i < 7; i++)
        (void)readstat_add_variable(
            writer, names[i], i < 4 ? READSTAT_TYPE_DOUBLE : READSTAT_TYPE_STRING, i < 4 ? 0 : 8);
    assert_int_equal(sav ? readstat_begin_writing_sav(writer, &fd, MADE)
                         : readstat_begin_writing_dta(writer, &fd, MADE),
                     READSTAT_OK);
    for (size_t i = 0; i < MADE; i++)
        put_row(writer, &rows[i]);
    assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
    readstat_writer_free(writer);
    assert_int_equal(close(fd), 0);
    return path;
}

/* With empty for NA, which Parquet's numbers do not know. */
static char *write_parquet(const char *name) {
    static const char *const names[] = {"mee", "score", "groep", "jaar", "school", "y", "z", "n"};
    ds_table_column columns[8];
    ds_buffer text;
    char *csv, *path = ds_test_write_string(folder, name, "");
    ds_error err;
    for (size_t i = 0; i < 8; i++)
        columns[i] = (ds_table_column){ds_text_of(names[i]), i == 1 || i == 5   ? DS_TABLE_NUMBER
                                                             : i >= 2 && i <= 4 ? DS_TABLE_TEXT
                                                                                : DS_TABLE_INTEGER};
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, "mee,score,groep,jaar,school,y,z,n\n");
    for (size_t i = 0; i < MADE; i++) {
        const size_t before = text.size;
        char *na;
        print_row(&text, &rows[i], ',', '.', 1);
        na = strstr(text.data + before, "NA,");
        if (na == NULL) continue;
        memmove(na, na + 2, strlen(na + 2) + 1);
        text.size -= 2;
    }
    csv = ds_test_write(folder, "plain.csv", text.data, text.size);
    ds_buffer_done(&text);
    if (ds_table_to_parquet(csv, path, columns, 8, NULL, &err) != DS_OK) fail_msg("%s", err.en);
    ds_free(csv);
    return path;
}

#define MADE_WORDS                                                                                 \
    "--treatment mee --outcome y,z --covariates score --factors groep --exact jaar --cluster "     \
    "school --replicates 30 --format csv"

/* What the program prints for this file, the caller's. */
static char *output_of(const char *path, const char *more) {
    ds_run run = run_words("match --data %s " MADE_WORDS " %s", path, more);
    char *out = run.out;
    if (run.code != 0) fail_msg("%s: %d %s", path, run.code, run.err);
    run.out = NULL;
    ds_run_done(&run);
    return out;
}

static void test_match__same_from_every_file(void **state) {
    char *paths[6], *expected;
    (void)state;
    make_rows(77);
    paths[0] = write_rows("made.csv", ',', '.');
    paths[1] = write_rows("made_nl.csv", ';', ',');
    paths[2] = write_rows("made.tsv", '\t', '.');
    paths[3] = write_binary("made.sav", true);
    paths[4] = write_binary("made.dta", false);
    paths[5] = write_parquet("made.parquet");
    expected = output_of(paths[0], "");
    for (size_t i = 0; i < 6; i++) {
        char *out = output_of(paths[i], i % 2 == 0 ? "--threads 1" : "--threads 2");
        assert_string_equal(out, expected);
        ds_free(out);
        ds_free(paths[i]);
    }
    ds_free(expected);
}

/* The order of the rows, and rows that are counted in place of repeated, change nothing. */
static void test_match__order_and_count(void **state) {
    ds_buffer once, counted;
    char *paths[2], *expected, *out;
    random_bits r = {5};
    (void)state;
    make_rows(5);
    ds_buffer_init(&once, 1 << 20);
    ds_buffer_init(&counted, 1 << 20);
    ds_buffer_add_string(&once, "mee,score,groep,jaar,school,y,z,n\n");
    ds_buffer_add_string(&counted, "mee,score,groep,jaar,school,y,z,n\n");
    for (size_t i = 0; i < MADE; i++) {
        const size_t n = random_below(&r, 4); /* 0 as well */
        print_row(&counted, &rows[i], ',', '.', n);
        for (size_t k = 0; k < n; k++)
            print_row(&once, &rows[i], ',', '.', 1);
    }
    paths[0] = ds_test_write(folder, "counted.csv", counted.data, counted.size);
    paths[1] = ds_test_write(folder, "once.csv", once.data, once.size);
    expected = output_of(paths[0], "--count n");
    out = output_of(paths[1], "");
    assert_string_equal(out, expected);
    ds_free(out);
    ds_free(expected);
    ds_buffer_done(&once);
    ds_buffer_done(&counted);
    ds_free(paths[0]);
    ds_free(paths[1]);
}

static void test_match__order_of_rows(void **state) {
    char *path, *expected, *out;
    random_bits r = {6};
    (void)state;
    make_rows(6);
    path = write_rows("made.csv", ',', '.');
    expected = output_of(path, "");
    ds_free(path);
    for (size_t i = MADE - 1; i > 0; i--) {
        const size_t k = random_below(&r, i + 1);
        const made_row row = rows[i];
        rows[i] = rows[k];
        rows[k] = row;
    }
    path = write_rows("shuffled.csv", ',', '.');
    out = output_of(path, "");
    assert_string_equal(out, expected);
    ds_free(out);
    ds_free(expected);
    ds_free(path);
}

/* ---- the contract, words, forms ---- */

static void test_match__contract(void **state) {
    char *path =
        ds_test_write_string(folder, "m.csv", "t,x,y\n1,1,3\n1,2,5\n0,1,1\n0,2,2\n0,1,2\n0,2,3\n");
    ds_run run = run_words("match --data %s --treatment t --outcome y --covariates x --kernel "
                           "epanechnikov --bandwidth 0.06 --support none --se none --format csv",
                           path);
    (void)state;
    assert_int_equal(run.code, 0);
    assert_string_equal(run.out, HEADER ",y,,2,4,0,4,2,2,,,,\n");
    ds_run_done(&run);
    ds_free(path);
}

/* Yes and no in every spelling, missing values in every spelling, a column without a name. */
static void test_match__words_and_missing(void **state) {
    static const char text[] = ",mee,x,f,uit\n"
                               "a,JA,1,p,Ja\n"
                               "b,waar,2,q,nee\n"
                               "c,true,1,p,true\n"
                               "d,Yes,2,q,1\n"
                               "e,nee,1e0,p,no\n"
                               "f,onwaar,\"2,0\",q,0\n"
                               "g,false,.1e1,p,onwaar\n"
                               "h,no,2.0,q,yes\n"
                               "i,0.0,1,p,1\n"
                               "j,,1,p,1\n"       /* treatment missing */
                               "k,ja,NA,p,1\n"    /* covariate missing */
                               "l,nee,NULL,p,1\n" /* and */
                               "m,nee,1,.,1\n"    /* and */
                               "n,nee,NaN,p,1\n"  /* and */
                               "o,nee,1,p,\n";    /* outcome missing */
    char *path = ds_test_write_string(folder, "words.csv", text);
    ds_run run = run_words("match --data %s --treatment mee --outcome uit --covariates x --factors "
                           "f --exact kolom_1 --format csv",
                           path);
    (void)state;
    /* each its own stratum: nobody is left, but the counts stand */
    assert_int_equal(run.code, 0);
    assert_string_equal(run.out + sizeof HEADER - 1, ",uit,,4,5,4,,,,,,,\n");
    assert_non_null(strstr(run.err, "de behandeling ontbreekt: 1\n"));
    assert_non_null(strstr(run.err, "de uitkomst ontbreekt: uit: 1\n"));
    assert_non_null(strstr(run.err, "een kenmerk ontbreekt: uit: 4\n"));
    ds_run_done(&run);
    run = run_words("match --data %s --treatment MEE --outcome uit --covariates x --se none "
                    "--format csv --lang en",
                    path);
    assert_int_equal(run.code, 0);
    /* ones: 1 of 2; twos: 1 of 2; controls by x: 1 of 4 (e 0, g 0, i 1, m 1), 1 of 2 (f 0, h 1) */
    assert_string_equal(run.out + sizeof HEADER - 1, ",uit,,4,6,0,0.75,0.5,0.25,,,,\n");
    assert_non_null(strstr(run.err, "a covariate is missing: uit: 3\n"));
    ds_run_done(&run);
    ds_free(path);
}

static void says(ds_run run, const char *const *words) {
    if (run.code != 0) fail_msg("%d: %s", run.code, run.err);
    has_no_nan(run.out);
    for (; *words != NULL; words++)
        if (strstr(run.out, *words) == NULL) fail_msg("does not say '%s': %s", *words, run.out);
    ds_run_done(&run);
}

/* Other lists of exact columns stand beside the first, and are what they would be by themselves;
 * a product that is a column is that column. */
static void test_match__lists_and_products(void **state) {
    static const char *const products[] = {"score^2,", "groep#score = g1,", NULL};
    char *path, tail[512], beside[600];
    ds_run run;
    (void)state;
    make_rows(6);
    path = write_rows("made.csv", ',', '.');
    run =
        run_words("match --data %s --treatment mee --outcome y --covariates score --factors groep "
                  "--exact jaar --se none --format csv",
                  path);
    assert_int_equal(run.code, 0);
    assert_memory_equal(run.out, HEADER ",y,,", sizeof HEADER + 3);
    (void)snprintf(tail, sizeof tail, "%s", run.out + sizeof HEADER + 3);
    ds_run_done(&run);
    (void)snprintf(beside, sizeof beside, "\n,y,,jaar,%s", tail);
    says(run_words("match --data %s --treatment mee --outcome y --covariates score --factors groep "
                   "--exact ;jaar --se none --format csv --table naast",
                   path),
         (const char *const[]){beside, NULL});
    says(run_words("match --data %s --treatment mee --outcome y --covariates "
                   "score,score^2,groep#score --factors groep --se none --format csv --table score",
                   path),
         products);
    ds_free(path);
}

static void test_match__table(void **state) {
    static const char *const dutch[] = {"deden mee",
                                        "vergelijkbaar gemaakt op: score, groep",
                                        "(automatisch)",
                                        "standaardfout: bootstrap van personen",
                                        "uitkomst",
                                        "behandeld",
                                        "verschil",
                                        "p Holm",
                                        "hoe ver is dit te vertrouwen?",
                                        "balans:",
                                        "groep = g0",
                                        "overlap",
                                        "buiten de steun",
                                        "effectief aantal controles",
                                        "× de spreiding",
                                        "exact",
                                        NULL};
    static const char *const english[] = {"took part",
                                          "matched on: score, groep",
                                          "bandwidth 0.06",
                                          "how far to trust this?",
                                          "balance:",
                                          "off support",
                                          "left out: a covariate is missing:",
                                          NULL};
    char *path;
    (void)state;
    make_rows(3);
    path = write_rows("made.csv", ',', '.');
    says(run_words("match --data %s --treatment mee --outcome y,z --covariates score --factors "
                   "groep",
                   path),
         dutch);
    says(run_words("match --data %s --treatment mee --outcome y,z --covariates score --factors "
                   "groep --lang en --bandwidth 0.06",
                   path),
         english);
    ds_free(path);
}

/* The exact difference of a part of those who took part has a mark, and a difference that may be
 * nothing needs no hidden cause. */
static void test_match__marks(void **state) {
    static const char *const partly[] = {"1,00°\n", "° van minder dan 90 % van hen (wie meedeed)",
                                         NULL};
    static const char *const zero[] = {"niet te zeggen, want het verschil is ook zonder zo'n",
                                       NULL};
    static const char head[] = "mee,x,y\n";
    char *path = ds_test_write_string(folder, "deel.csv",
                                      "mee,x,y\n1,1,2\n1,1,2\n1,3,5\n1,4,1\n0,1,1\n0,2,2\n0,2,1\n"
                                      "0,5,4\n0,1,1\n");
    ds_buffer text;
    (void)state;
    says(run_words("match --data %s --treatment mee --outcome y --covariates x --bandwidth 1 --se "
                   "kmatch",
                   path),
         partly);
    ds_free(path);
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add_string(&text, head);
    for (size_t i = 0; i < 60; i++)
        ds_buffer_addf(&text, "%d,%d,%d\n", i % 3 == 0, (int)(i % 4), i % 2 == 0 || i == 7);
    path = ds_test_write(folder, "nul.csv", text.data, text.size);
    ds_buffer_done(&text);
    says(run_words("match --data %s --treatment mee --outcome y --factors x", path), zero);
    ds_free(path);
}

/* The number behind these words; a decimal point. */
static double number_behind(const char *text, const char *words) {
    const char *at = strstr(text, words);
    if (at == NULL) fail_msg("does not say '%s': %s", words, text);
    return at == NULL ? 0 : strtod(at + strlen(words), NULL);
}

/* The bandwidth is so many times the spread that stands beside it, also within exact columns, where
 * that of all scores is another. */
static void test_match__spread_beside_bandwidth(void **state) {
    char *path;
    (void)state;
    make_rows(4);
    path = write_rows("spread.csv", ',', '.');
    for (int i = 0; i < 3; i++) {
        ds_run run = run_words("match --data %s --treatment mee --outcome z --covariates score "
                               "--factors groep --lang en --bandwidth 0.06 --estimand %s %s",
                               path, i == 1 ? "atu" : "att", i == 2 ? "--exact jaar" : "");
        double times, spread;
        assert_int_equal(run.code, 0);
        for (char *c = run.out; *c != '\0'; c++) /* lines are cut at 100 */
            if (*c == '\n') *c = ' ';
        times = number_behind(run.out, "bandwidth 0.06 = ");
        spread = number_behind(run.out, "the spread (sd ");
        assert_true(fabs(times * spread / 0.06 - 1) < 0.002);
        assert_true((strstr(run.out, "of the treated scores") != NULL) == (i != 1));
        ds_run_done(&run);
    }
    ds_free(path);
}

/* A formula counts persons, also where there are schools. */
static void test_match__formula_of_persons(void **state) {
    static const char *const words[] = {
        "standard error: influence (the influence function), of persons and not of locations",
        NULL};
    char *path;
    (void)state;
    make_rows(5);
    path = write_rows("persons.csv", ',', '.');
    says(run_words("match --data %s --treatment mee --outcome z --covariates score --factors groep "
                   "--cluster school --se influence --lang en",
                   path),
         words);
    ds_free(path);
}

/* Nobody of the treated: no stars, and no word of how strong a cause must be. */
static void test_match__one_outcome(void **state) {
    char path[4096];
    FILE *file;
    ds_run run;
    (void)state;
    (void)snprintf(path, sizeof path, "%s/rare.csv", folder);
    file = fopen(path, "we");
    assert_non_null(file);
    (void)fprintf(file, "mee,y,x\n");
    for (int i = 0; i < 2000; i++)
        (void)fprintf(file, "%d,%d,%d\n", i % 10 == 0, i % 200 == 1, i % 7);
    assert_int_equal(fclose(file), 0);
    run = run_words("match --data %s --treatment mee --outcome y --covariates x --lang en", path);
    assert_int_equal(run.code, 0);
    has_no_nan(run.out);
    assert_null(strstr(run.out, "0.5*"));
    assert_non_null(strstr(run.out, "in the smaller group all have the same outcome"));
    assert_non_null(
        strstr(run.out, "not observed (such as motivation): cannot be told, as in one"));
    ds_run_done(&run);
}

/* Codes 1 and 2: of the treatment they are asked about, of an outcome that is said; with --treated
 * and --event both are as 1 and 0. */
static void test_match__codes_one_and_two(void **state) {
    char *coded = ds_test_write_string(
        folder, "codes.csv", "t,y,x\n2,1,a\n2,2,a\n2,1,b\n1,2,a\n1,2,a\n1,1,b\n1,2,b\n1,2,b\n");
    char *plain = ds_test_write_string(
        folder, "plat.csv", "t,y,x\n1,1,a\n1,0,a\n1,1,b\n0,0,a\n0,0,a\n0,1,b\n0,0,b\n0,0,b\n");
    ds_run run, other;
    (void)state;
    run = run_words("match --data %s --treatment t --outcome y --factors x --format csv", coded);
    assert_int_not_equal(run.code, 0);
    assert_non_null(strstr(run.err, "--treated WAARDE"));
    ds_run_done(&run);
    run = run_words("match --data %s --treatment t --treated 2 --outcome y --factors x --lang en",
                    coded);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "has 1 and 2 only, and was taken as a number"));
    ds_run_done(&run);
    run = run_words("match --data %s --treatment t --treated 2 --event 1 --outcome y --factors x "
                    "--format csv",
                    coded);
    other = run_words("match --data %s --treatment t --outcome y --factors x --format csv", plain);
    assert_int_equal(run.code, 0);
    assert_int_equal(other.code, 0);
    assert_string_equal(run.out, other.out);
    assert_null(strstr(run.err, "1 en 2"));
    ds_run_done(&run);
    ds_run_done(&other);
    ds_free(coded);
    ds_free(plain);
}

/* What is missing is named with how many lack it, and what leaves no score with the remedy. */
static void test_match__names_what_is_wrong(void **state) {
    char *path = ds_test_write_string(folder, "mis.csv", "");
    FILE *file = fopen(path, "we");
    ds_run run;
    (void)state;
    assert_non_null(file);
    (void)fprintf(file, "mee,y,toets,advies\n");
    for (int i = 0; i < 200; i++)
        (void)fprintf(file, "%d,%d,%s%d,%s\n", i >= 100, i % 3, "", i / 2,
                      i % 10 == 3  ? ""
                      : i % 2 == 0 ? "a"
                                   : "b");
    assert_int_equal(fclose(file), 0);
    run = run_words("match --data %s --treatment mee --outcome y --covariates toets --factors "
                    "advies --lang en",
                    path);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "which covariates are missing: "));
    assert_non_null(strstr(run.out, "advies (20)"));
    assert_non_null(strstr(run.out, "without one of these there is an estimate: toets\n"));
    assert_non_null(strstr(run.out, "--firth"));
    ds_run_done(&run);
    run = run_words("match --data %s --treatment mee --outcome y --covariates toets --factors "
                    "advies --firth --bandwidth 0.9 --se influence --format csv",
                    path);
    assert_int_equal(run.code, 0);
    assert_null(strstr(run.out, ",,,,,,"));
    ds_run_done(&run);
    ds_free(path);
}

/* json: valid, with what csv has to the last digit and the diagnostics of each outcome. */
static void test_match__json(void **state) {
    ds_run run;
    json_t *all, *rows_json;
    char *path;
    (void)state;
    make_rows(4);
    path = write_rows("made.csv", ',', '.');
    run_table(run_words("match --data %s " MADE_WORDS, path), &found);
    run = run_words("match --data %s --treatment mee --outcome y,z --covariates score --factors "
                    "groep --exact jaar --cluster school --replicates 30 --format json",
                    path);
    assert_int_equal(run.code, 0);
    all = json_loads(run.out, 0, NULL);
    assert_int_equal(json_array_size(all), 1);
    rows_json = json_object_get(json_array_get(all, 0), "uitkomsten");
    assert_int_equal(json_array_size(rows_json), 2);
    for (size_t i = 0; i < 2; i++) {
        const json_t *row = json_array_get(rows_json, i);
        const json_t *d = json_object_get(row, "diagnostiek");
        is_text(i, DIFF, json_number_value(json_object_get(row, "verschil")));
        is_text(i, SE, json_number_value(json_object_get(row, "se")));
        is_text(i, HIGH, json_number_value(json_object_get(row, "hoog")));
        assert_true(json_array_size(json_object_get(d, "balans")) >= 5);
        assert_true(json_array_size(json_object_get(d, "bandbreedtes")) >= 5);
        assert_true(json_array_size(json_object_get(d, "score")) >= 4);
        assert_int_equal(json_is_object(json_object_get(d, "gevoeligheid")), i == 1);
    }
    json_decref(all);
    ds_run_done(&run);
    ds_free(path);
}

/* ---- the published numbers ---- */

static size_t compared;

static void near_golden(const json_t *golden, const char *name, size_t field) {
    const json_t *value = json_object_get(golden, name);
    if (value == NULL) return;
    compared++;
    is_near(number_in(&found, 0, field),
            json_is_string(value) ? strtod(json_string_value(value), NULL)
                                  : json_number_value(value),
            1e-9, name);
}

/* "epan bw=0.06 common=psmatch2" in the words of the command line. */
static void golden_options(const char *key, char *out, size_t size) {
    static const char *const kernels[][2] = {{"epan", "epanechnikov"},
                                             {"gauss", "gaussian"},
                                             {"biweight", "biweight"},
                                             {"uniform", "uniform"},
                                             {"triangle", "triangle"}};
    static const char *const supports[][2] = {
        {"none", "none"}, {"psmatch2", "treated"}, {"attk", "controls"}, {"kmatch", "both"}};
    char kernel[32], common[32];
    double bandwidth;
    const char *kernel_word = NULL, *support_word = NULL;
    assert_int_equal(sscanf(key, "%31s bw=%lf common=%31s", kernel, &bandwidth, common), 3);
    for (size_t i = 0; i < 5; i++)
        if (strcmp(kernels[i][0], kernel) == 0) kernel_word = kernels[i][1];
    for (size_t i = 0; i < 4; i++)
        if (strcmp(supports[i][0], common) == 0) support_word = supports[i][1];
    assert_non_null(kernel_word);
    assert_non_null(support_word);
    (void)snprintf(out, size, "--kernel %s --bandwidth %.17g --support %s --format csv",
                   kernel_word, bandwidth, support_word);
}

static void compare_golden(const json_t *all, const char *name, const char *words) {
    json_t *atts = json_object_get(json_object_get(all, name), "att"), *one;
    const char *key;
    assert_true(json_object_size(atts) > 0);
    json_object_foreach(atts, key, one) {
        char options[256];
        golden_options(key, options, sizeof options);
        run_table(run_words("match %s %s --se psmatch2", words, options), &found);
        near_golden(one, "att", DIFF);
        near_golden(one, "y1", TREATED);
        near_golden(one, "y0", CONTROL);
        near_golden(one, "n_treated", N_TREATED);
        near_golden(one, "n_control", N_CONTROL);
        near_golden(one, "se_psmatch2", SE);
        run_table(run_words("match %s %s --se kmatch", words, options), &found);
        near_golden(one, "se_kmatch_if", SE);
    }
}

static void test_match__golden(void **state) {
    json_t *all = json_load_file(SHARED "/golden/kernel_matching.json", 0, NULL);
    (void)state;
    if (all == NULL) skip();
    compare_golden(all, "psmatch2_n40",
                   "--data " DATA "statspai_psmatch2_kernel_data.csv --treatment d --outcome y "
                   "--covariates x1,x2");
    compare_golden(all, "lalonde_matchit",
                   "--data " DATA "matchit_lalonde.csv --treatment treat --outcome re78 "
                   "--covariates age,educ,re74,re75 --factors race,married,nodegree");
    assert_true(compared >= 80);
    print_message("%zu golden numbers\n", compared);
    json_decref(all);
}

/* The same persons as cells with counts: 55 patterns of the categorical LaLonde data. */
static void test_match__golden_cells(void **state) {
    static const char *const columns[] = {"n1_y0", "n1_y1", "n0_y0", "n0_y1"};
    ds_buffer text;
    char *path;
    (void)state;
    if (!ds_file_exists(DATA "lalonde_categorical_cells.csv")) skip();
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, "t,y,n,leeftijd,ras,gehuwd,zonder\n");
    {
        char *data, *rest, *line;
        size_t size;
        ds_error err;
        assert_int_equal(
            ds_file_read(DATA "lalonde_categorical_cells.csv", 1 << 20, &data, &size, &err), DS_OK);
        rest = data;
        (void)strsep(&rest, "\n");
        while ((line = strsep(&rest, "\n")) != NULL && line[0] != '\0') {
            char age[16], race[16], married[16], degree[16];
            unsigned n[4];
            assert_int_equal(sscanf(line, "%15[^,],%15[^,],%15[^,],%15[^,],%u,%u,%u,%u", age, race,
                                    married, degree, &n[0], &n[1], &n[2], &n[3]),
                             8);
            for (size_t i = 0; i < 4; i++)
                ds_buffer_addf(&text, "%c,%c,%u,%s,%s,%s,%s\n", columns[i][1], columns[i][4], n[i],
                               age, race, married, degree);
        }
        ds_free(data);
    }
    path = ds_test_write(folder, "cells.csv", text.data, text.size);
    ds_buffer_done(&text);
    run_table(
        run_words(
            "match --data %s --treatment t --outcome y --factors "
            "leeftijd,ras,gehuwd,zonder --count n --bandwidth 0.06 --se influence --format csv",
            path),
        &found);
    is_near(number_in(&found, 0, DIFF), -0.032760482775726706, 1e-9, "att");
    is_near(number_in(&found, 0, SE), 0.055447976054480, 1e-12, "se");
    ds_free(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_match__contract),
        cmocka_unit_test(test_match__is_the_library),
        cmocka_unit_test(test_match__lists_and_products),
        cmocka_unit_test(test_match__same_from_every_file),
        cmocka_unit_test(test_match__order_and_count),
        cmocka_unit_test(test_match__order_of_rows),
        cmocka_unit_test(test_match__words_and_missing),
        cmocka_unit_test(test_match__table),
        cmocka_unit_test(test_match__marks),
        cmocka_unit_test(test_match__spread_beside_bandwidth),
        cmocka_unit_test(test_match__codes_one_and_two),
        cmocka_unit_test(test_match__names_what_is_wrong),
        cmocka_unit_test(test_match__one_outcome),
        cmocka_unit_test(test_match__formula_of_persons),
        cmocka_unit_test(test_match__json),
        cmocka_unit_test(test_match__golden),
        cmocka_unit_test(test_match__golden_cells),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
