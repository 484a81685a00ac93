/* tests/tally/test_survey.c: the answers of a survey → exact sums: a few worked out by hand, many
 * at random against a sum row by row, cut in two and merged, and the register beside them. */
#include "tally/asked.h"

#include "base/buffer.h"
#include "support/random_source.h"

static const char *const columns[] = {
    "meting",           "jaar",    "respondent",     "instelling", "niveau", "leerweg", "geslacht",
    "functiebeperking", "gewicht", "gewicht_module", "veilig",     "hoe",    "cijfer"};
enum { COLUMNS = sizeof columns / sizeof *columns };
enum {
    METING,
    JAAR,
    WIE,
    WAAR,
    NIVEAU,
    LEERWEG,
    GESLACHT,
    BEPERKING,
    GEWICHT,
    MODULE,
    VEILIG,
    HOE,
    CIJFER
};

/* Ten answers: A asks veilig and hoe, B asks neither. */
static const char *const few[][COLUMNS] = {
    {"A", "2024", "1", "01A", "2", "bol", "v", "nee", "1.5", "3", "ja", "goed", "7.5"},
    {"A", "2024", "2", "01A", "2", "bol", "m", "ja", "0.25", "", "nee", "slecht", "6"},
    {"A", "2024", "3", "01A", "2", "bol", "v", "nee", "2", "4", "", "goed", ""},
    {"A", "2024", "4", "02B", "4", "bbl", "v", "nee", "1", "", "ja", "matig", "8"},
    {"A", "2024", "5", "02B", "1", "bbl", "v", "nee", "1", "2", "ja", "slecht", "5.25"},
    {"A", "2024", "6", "02B", "4", "bbl", "m", "nee", "", "", "ja", "goed", "9"},
    {"A", "2024", "7", "", "4", "bbl", "m", "nee", "1", "", "ja", "goed", "9"},
    {"B", "2024", "1", "01A", "2", "bol", "m", "nee", "5", "", "", "", ""},
    {"A", "2025", "1", "01A", "3", "bol", "m", "nee", "1", "", "nee", "goed", "6"},
    {"A", "2022", "1", "01A", "3", "bol", "m", "nee", "1", "", "", "", ""},
};
enum { FEW = sizeof few / sizeof *few };

static ds_kind_table *few_table(void) {
    return asked_table(columns, COLUMNS, &few[0][0], FEW);
}

/* Adds up clusters: facts of which nothing is known. */
static void finish_cells(ds_survey_tally *tally, const ds_definitions *d) {
    ds_survey_frame_note note;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_survey_add_frame(NULL, d, ds_definitions_at(d, 0), tally, &note, &err) != DS_OK)
        fail_msg("%s", err.en);
}

static ds_survey_tally tally_few(const char *yaml, const char *const *names, size_t n_names) {
    ds_kind_table *table = few_table();
    const ds_survey_source source = {.table = table};
    ds_definitions *d = asked_definitions(yaml);
    ds_survey_tally tally = {0};
    ds_error err;
    memset(&err, 0, sizeof err);
    if (asked_tally(&source, d, names, n_names, &tally, &err) != DS_OK) fail_msg("%s", err.en);
    finish_cells(&tally, d);
    ds_definitions_free(d);
    ds_kind_table_free(table);
    return tally;
}

static void expect_row(const ds_survey_tally *tally, size_t i, int year, const char *cluster,
                       const uint64_t counts[3], const int64_t sums[3]) {
    const ds_survey_row row = ds_survey_cells_at(tally->cells, i);
    assert_int_equal(row.year, year);
    assert_true(ds_text_is(row.cluster, cluster));
    assert_int_equal(row.measures.n, counts[0]);
    assert_int_equal(row.measures.known, counts[1]);
    assert_int_equal(row.measures.yes, counts[2]);
    assert_true(ds_sum_value(row.measures.w) == sums[0]);
    assert_true(ds_sum_value(row.measures.known_w) == sums[1]);
    assert_true(ds_sum_value(row.measures.wy) == sums[2]);
}

/* Who is not of the population is in the base, for it weighs; B and 2022 did not ask. */
static void test_tally_survey__by_hand(void **state) {
    static const char yaml[] = "indicators: [{id: veilig, over: enquete, population: niveau >= 2, "
                               "event: veilig}]";
    static const char *const by[] = {"leerweg"};
    ds_survey_tally tally = tally_few(yaml, by, 1);
    ds_cell cell;
    (void)state;
    assert_int_equal(ds_survey_cells_n(tally.cells), 3);
    expect_row(&tally, 0, 2024, "01A", (const uint64_t[]){3, 2, 1},
               (const int64_t[]){3750000, 1750000, 1500000});
    expect_row(&tally, 1, 2024, "02B", (const uint64_t[]){2, 1, 1},
               (const int64_t[]){2000000, 1000000, 1000000});
    expect_row(&tally, 2, 2025, "01A", (const uint64_t[]){1, 1, 0},
               (const int64_t[]){1000000, 1000000, 0});
    assert_true(ds_sum_value(ds_survey_cells_at(tally.cells, 0).measures.w2y) ==
                (ds_int128)1500000 * 1500000);
    /* who answered, unweighted */
    assert_int_equal(ds_cells_n(tally.counts), 3);
    cell = ds_cells_at(tally.counts, 0);
    assert_true(ds_text_is(cell.keys[0], "01A") && ds_text_is(cell.keys[1], "bol"));
    assert_int_equal(cell.measures.teller, 1);
    assert_int_equal(cell.measures.noemer, 2);
    assert_int_equal(cell.measures.onbekend, 1);
    assert_int_equal(tally.n_rounds, 4);
    assert_string_equal(tally.rounds[1].meting, "A");
    assert_int_equal(tally.rounds[1].jaar, 2024);
    assert_int_equal(tally.rounds[1].n, 5);
    assert_int_equal(tally.rounds[1].n_population, 4);
    assert_int_equal(tally.rounds[1].n_known, 3);
    assert_int_equal(tally.rounds[1].n_weightless, 1);
    assert_int_equal(tally.rounds[1].n_nowhere, 1);
    assert_false(tally.rounds[0].asked); /* A 2022 */
    assert_false(tally.rounds[3].asked); /* B 2024 */
    ds_survey_tally_done(&tally);
}

/* Of a module only those with its weight; a number in hundredths, with its squares. */
static void test_tally_survey__a_number_of_a_module(void **state) {
    static const char yaml[] =
        "indicators: [{id: c, over: enquete, population: niveau >= 1, value: "
        "cijfer, module: ja}]";
    ds_survey_tally tally = tally_few(yaml, NULL, 0);
    (void)state;
    assert_int_equal(ds_survey_cells_n(tally.cells), 2);
    expect_row(&tally, 0, 2024, "01A", (const uint64_t[]){2, 1, 1},
               (const int64_t[]){7000000, 3000000, 3000000 * 750LL});
    expect_row(&tally, 1, 2024, "02B", (const uint64_t[]){1, 1, 1},
               (const int64_t[]){2000000, 2000000, 2000000 * 525LL});
    assert_true(ds_sum_value(ds_cells_at(tally.counts, 0).measures.som) == 750);
    assert_int_equal(tally.rounds[1].n_weightless, 4);
    ds_survey_tally_done(&tally);
}

/* Who has no class to be calibrated to is told apart from who has no cluster, where the population
 * holds; who is not of the population is missed nowhere. */
static void test_tally_survey__without_a_class(void **state) {
    static const char yaml[] =
        "indicators: [{id: v, over: enquete, population: functiebeperking, event: veilig, "
        "calibrate: linear, margins: [niveau, leerweg]}]";
    static const char *const rows[][COLUMNS] = {
        {"A", "2024", "1", "01A", "2", "bol", "v", "ja", "1", "", "ja", "goed", ""},
        {"A", "2024", "2", "01A", "", "bol", "v", "ja", "1", "", "ja", "goed", ""},
        {"A", "2024", "3", "01A", "3", "", "v", "ja", "1", "", "", "goed", ""},
        {"A", "2024", "4", "01A", "", "", "v", "nee", "1", "", "ja", "goed", ""},
        {"A", "2024", "5", "01A", "", "bol", "v", "", "1", "", "ja", "goed", ""},
        {"A", "2024", "6", "01A", "", "bol", "v", "ja", "", "", "ja", "goed", ""},
        {"A", "2024", "7", "", "", "bol", "v", "ja", "1", "", "ja", "goed", ""},
    };
    ds_kind_table *table = asked_table(columns, COLUMNS, &rows[0][0], sizeof rows / sizeof *rows);
    const ds_survey_source source = {.table = table};
    ds_definitions *d = asked_definitions(yaml);
    ds_survey_tally tally = {0};
    ds_error err;
    (void)state;
    assert_int_equal(asked_tally(&source, d, NULL, 0, &tally, &err), DS_OK);
    assert_int_equal(tally.n_rounds, 1);
    assert_int_equal(tally.rounds[0].n, 1);
    assert_int_equal(tally.rounds[0].n_population, 1);
    assert_int_equal(tally.rounds[0].n_classless, 2); /* 2 and 3 */
    assert_int_equal(tally.rounds[0].n_nowhere, 1);   /* 7 */
    assert_int_equal(tally.rounds[0].n_weightless, 1);
    ds_survey_tally_done(&tally);
    ds_definitions_free(d);
    ds_kind_table_free(table);
}

static void refuse_few(const char *yaml, const char *nl, const char *en) {
    ds_kind_table *table = few_table();
    const ds_survey_source source = {.table = table};
    ds_definitions *d = asked_definitions(yaml);
    ds_survey_tally tally = {0};
    ds_error err;
    memset(&err, 0, sizeof err);
    assert_int_equal(asked_tally(&source, d, NULL, 0, &tally, &err), DS_INPUT);
    if (strstr(err.nl, nl) == NULL || strstr(err.en, en) == NULL)
        fail_msg("%s | %s", err.nl, err.en);
    assert_null(strstr(err.nl, "goed")); /* what somebody answered */
    ds_definitions_free(d);
    ds_kind_table_free(table);
}

static void test_tally_survey__what_no_delivery_has(void **state) {
    (void)state;
    refuse_few("indicators: [{id: a, over: enquete, population: niveau = 2, event: veilg}]",
               "geen levering van enquete heeft de vraag 'veilg'; bedoelt u 'veilig'",
               "no delivery of enquete has the question 'veilg'");
    refuse_few("indicators: [{id: a, over: enquete, population: niveau = 2, event: hoe}]",
               "de vraag 'hoe' heeft een ander antwoord dan ja of nee",
               "the question 'hoe' has another answer than yes or no");
    refuse_few("indicators: [{id: a, over: enquete, population: niveau = 2, value: hoe}]",
               "een ander antwoord dan een getal", "another answer than a number");
}

/* ---- at random ---- */

enum { MANY = 1500, TEXT = 24 };

typedef struct many {
    char texts[MANY][COLUMNS][TEXT];
    const char *values[MANY][COLUMNS];
} many;

static void make_answer(random_source *r, many *m, size_t i) {
    static const char *const hows[] = {"goed", "matig", "slecht", ""};
    static const char *const yes[] = {"ja", "nee", "nee", ""};
    const int weight = random_below(r, 3000000), module = random_below(r, 3);
    char(*t)[TEXT] = m->texts[i];
    (void)snprintf(t[METING], TEXT, "%s", random_chance(r, 70) ? "A" : "B");
    (void)snprintf(t[JAAR], TEXT, "%d", random_from(r, 2020, 2023));
    (void)snprintf(t[WIE], TEXT, "%zu", i);
    (void)snprintf(t[WAAR], TEXT, "0%dA", random_below(r, 7));
    if (random_chance(r, 3)) t[WAAR][0] = '\0';
    (void)snprintf(t[NIVEAU], TEXT, "%d", random_from(r, 1, 4));
    if (random_chance(r, 3)) t[NIVEAU][0] = '\0';
    (void)snprintf(t[LEERWEG], TEXT, "%s", random_chance(r, 50) ? "bol" : "bbl");
    (void)snprintf(t[GESLACHT], TEXT, "%s", random_chance(r, 50) ? "m" : "v");
    (void)snprintf(t[BEPERKING], TEXT, "%s", RANDOM_PICK(r, yes));
    (void)snprintf(t[GEWICHT], TEXT, "%d.%06d", weight / 1000000, weight % 1000000);
    if (module == 0) (void)snprintf(t[MODULE], TEXT, "%d.5", weight / 1000000);
    (void)snprintf(t[VEILIG], TEXT, "%s", RANDOM_PICK(r, yes));
    (void)snprintf(t[HOE], TEXT, "%s", RANDOM_PICK(r, hows));
    (void)snprintf(t[CIJFER], TEXT, "%d", random_from(r, 1, 10));
    if (t[METING][0] == 'B') t[VEILIG][0] = t[HOE][0] = '\0'; /* did not ask these */
    for (size_t c = 0; c < COLUMNS; c++)
        m->values[i][c] = t[c];
}

static many *make_many(uint64_t seed) {
    random_source r = {seed};
    many *m = ds_calloc(1, sizeof *m);
    assert_non_null(m);
    for (size_t i = 0; i < MANY; i++)
        make_answer(&r, m, i);
    return m;
}

static const char random_yaml[] =
    "indicators: [{id: v, over: enquete, population: \"niveau >= 2 and not functiebeperking\", "
    "event: \"veilig and hoe in ('goed', 'matig')\", calibrate: linear, margins: [leerweg]}]";
static const char *const random_by[] = {"geslacht", "niveau"};

static int truth(const char *text) {
    return text[0] == '\0' ? 1 : strcmp(text, "ja") == 0 ? 2 : 0;
}

static int least(int a, int b) {
    return a < b ? a : b;
}

/* The measures of one cell, row by row, by what the definition above says. */
static ds_survey_measures sum_rows(const many *m, const ds_survey_row *like) {
    ds_int128 w = 0, known_w = 0, wy = 0, w2 = 0, w2y = 0;
    ds_survey_measures sum = {0};
    for (size_t i = 0; i < MANY; i++) {
        const char *const *v = m->values[i];
        const int hoe = v[HOE][0] == '\0' ? 1 : strcmp(v[HOE], "slecht") == 0 ? 0 : 2;
        const int event = least(truth(v[VEILIG]), hoe);
        const bool of = v[NIVEAU][0] >= '2' && truth(v[BEPERKING]) == 0;
        const int64_t weight = (int64_t)(strtod(v[GEWICHT], NULL) * 1e6 + 0.5);
        if (strcmp(v[METING], "A") != 0 || weight == 0 || atoi(v[JAAR]) != like->year ||
            !ds_text_is(like->cluster, v[WAAR]) || !ds_text_is(like->calibration[0], v[LEERWEG]) ||
            !ds_text_is(like->by[0], v[GESLACHT]) ||
            !ds_text_is(like->by[1], v[NIVEAU][0] == '\0' ? "onbekend" : v[NIVEAU]))
            continue;
        sum.n++;
        w += weight;
        if (!of || event == 1) continue;
        sum.known++;
        sum.yes += event == 2;
        known_w += weight;
        wy += event == 2 ? weight : 0;
        w2 += (ds_int128)weight * weight;
        w2y += event == 2 ? (ds_int128)weight * weight : 0;
    }
    sum.w = ds_sum_of(w);
    sum.known_w = ds_sum_of(known_w);
    sum.wy = ds_sum_of(wy);
    sum.known_w2 = ds_sum_of(w2);
    sum.w2y = ds_sum_of(w2y);
    return sum;
}

static void expect_measures(const ds_survey_measures *a, const ds_survey_measures *b) {
    assert_int_equal(a->n, b->n);
    assert_int_equal(a->known, b->known);
    assert_int_equal(a->yes, b->yes);
    assert_true(ds_sum_value(a->w) == ds_sum_value(b->w));
    assert_true(ds_sum_value(a->known_w) == ds_sum_value(b->known_w));
    assert_true(ds_sum_value(a->wy) == ds_sum_value(b->wy));
    assert_true(ds_sum_value(a->known_w2) == ds_sum_value(b->known_w2));
    assert_true(ds_sum_value(a->w2y) == ds_sum_value(b->w2y));
}

static ds_survey_tally tally_many(const many *m, size_t from, size_t to, const ds_definitions *d) {
    ds_kind_table *table = asked_table(columns, COLUMNS, &m->values[from][0], to - from);
    const ds_survey_source source = {.table = table};
    ds_survey_tally tally = {0};
    ds_error err;
    memset(&err, 0, sizeof err);
    if (asked_tally(&source, d, random_by, 2, &tally, &err) != DS_OK) fail_msg("%s", err.en);
    finish_cells(&tally, d);
    ds_kind_table_free(table);
    return tally;
}

static void test_tally_survey__row_by_row_and_in_halves(void **state) {
    ds_definitions *d = asked_definitions(random_yaml);
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        many *m = make_many(seed);
        ds_survey_tally whole = tally_many(m, 0, MANY, d), half = tally_many(m, 0, 611, d),
                        other = tally_many(m, 611, MANY, d);
        uint64_t n = 0;
        ds_error err;
        for (size_t i = 0; i < ds_survey_cells_n(whole.cells); i++) {
            const ds_survey_row row = ds_survey_cells_at(whole.cells, i);
            const ds_survey_measures sum = sum_rows(m, &row);
            expect_measures(&row.measures, &sum);
            n += sum.n;
        }
        assert_true(n > 800);
        assert_int_equal(ds_survey_cells_merge(half.cells, other.cells, &err), DS_OK);
        assert_int_equal(ds_survey_cells_finish(half.cells, &err), DS_OK);
        assert_int_equal(ds_survey_cells_n(half.cells), ds_survey_cells_n(whole.cells));
        for (size_t i = 0; i < ds_survey_cells_n(whole.cells); i++) {
            const ds_survey_row a = ds_survey_cells_at(whole.cells, i),
                                b = ds_survey_cells_at(half.cells, i);
            assert_true(ds_text_equal(a.cluster, b.cluster) && a.year == b.year);
            expect_measures(&a.measures, &b.measures);
        }
        ds_survey_tally_done(&whole);
        ds_survey_tally_done(&half);
        ds_survey_tally_done(&other);
        ds_free(m);
    }
    ds_definitions_free(d);
}

/* ---- the register beside it ---- */

static const char enrolments[] =
    "persoon,schooljaar,soort,niveau,leerweg,instelling\n"
    "1,2023,mbo,2,bol,01A\n2,2023,mbo,2,bol,00Z\n3,2023,mbo,4,bbl,02B\n4,2023,mbo,4,bbl,03C\n"
    "5,2023,mbo,4,bbl,03C\n6,2023,vmbo,,bb,04D\n7,2023,mbo,3,extraneus,02B\n"
    "1,2024,mbo,2,bol,01A\n2,2024,mbo,3,bol,01A\n";
static const char institutions[] = "instelling,naam,type,opgegaan_in,vanaf_schooljaar\n"
                                   "01A,Een,ROC,,\n02B,Twee,AOC,,\n03C,Drie,ROC,,\n"
                                   "00Z,Oud,ROC,01A,2024\n";

/* 1 October 2023 beside 2024: a merged institution is one; who sits exams only is not asked. */
static void test_tally_survey__the_register_beside_it(void **state) {
    static const char yaml[] =
        "indicators: [{id: v, over: enquete, population: niveau >= 1, event: veilig, calibrate: "
        "linear, margins: [niveau, leerweg]}]";
    static const char *const by[] = {"type"};
    char *folder = ds_test_folder();
    ds_kind_table *table = few_table();
    ds_definitions *d = asked_definitions(yaml);
    ds_survey_source source = {.table = table};
    ds_survey_institution *list = NULL;
    ds_survey_tally tally = {0};
    ds_survey_frame_note note;
    ds_register *reg;
    ds_survey_cluster cluster;
    uint64_t students = 0;
    ds_error err;
    (void)state;
    memset(&err, 0, sizeof err);
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", enrolments));
    ds_free(ds_test_write_string(folder, "leveringen/instelling.csv", institutions));
    reg = work_register(folder);
    assert_int_equal(ds_survey_institutions(reg, &list, &source.n_institutions, &err), DS_OK);
    source.institutions = list;
    source.reg = reg;
    if (asked_tally(&source, d, by, 1, &tally, &err) != DS_OK) fail_msg("%s", err.en);
    if (ds_survey_add_frame(reg, d, ds_definitions_at(d, 0), &tally, &note, &err) != DS_OK)
        fail_msg("%s", err.en);
    assert_true(ds_text_is(ds_survey_cells_at(tally.cells, 0).by[0], "ROC"));
    assert_int_equal(ds_survey_cells_n_clusters(tally.cells), 3);
    cluster = ds_survey_cells_cluster(tally.cells, 0);
    assert_true(cluster.year == 2024 && ds_text_is(cluster.cluster, "01A"));
    assert_int_equal(cluster.clusters, 3); /* 01A with 00Z, 02B, 03C */
    assert_int_equal(cluster.students, 2);
    assert_int_equal(ds_survey_cells_cluster(tally.cells, 1).students, 1);
    cluster = ds_survey_cells_cluster(tally.cells, 2);
    assert_true(cluster.year == 2025);
    assert_int_equal(cluster.clusters, 1);
    assert_int_equal(note.n_years, 2);
    for (size_t i = 0; i < ds_survey_cells_n_margins(tally.cells); i++)
        if (ds_survey_cells_margin(tally.cells, i).year == 2024)
            students += ds_survey_cells_margin(tally.cells, i).students;
    assert_int_equal(students, 5);
    ds_survey_tally_done(&tally);
    ds_survey_institutions_free(list, source.n_institutions);
    ds_register_close(reg);
    ds_definitions_free(d);
    ds_kind_table_free(table);
    ds_test_folder_remove(folder);
}

/* ---- memory ---- */

typedef struct memory_case {
    const ds_kind_table *table;
    const ds_definitions *definitions;
} memory_case;

static ds_status tally_again(void *context, ds_error *err) {
    const memory_case *c = context;
    const ds_survey_source source = {.table = c->table};
    static const char *const by[] = {"geslacht", "cijfer"};
    ds_survey_tally tally = {0};
    ds_survey_frame_note note;
    ds_status status = asked_tally(&source, c->definitions, by, 2, &tally, err);
    if (status == DS_OK)
        status = ds_survey_add_frame(NULL, c->definitions, ds_definitions_at(c->definitions, 0),
                                     &tally, &note, err);
    ds_survey_tally_done(&tally);
    return status;
}

static void test_tally_survey__short_of_memory(void **state) {
    ds_kind_table *table = few_table();
    ds_definitions *d = asked_definitions(random_yaml);
    memory_case c = {table, d};
    (void)state;
    ds_test_every_allocation(tally_again, &c);
    ds_definitions_free(d);
    ds_kind_table_free(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_survey__by_hand),
        cmocka_unit_test(test_tally_survey__a_number_of_a_module),
        cmocka_unit_test(test_tally_survey__without_a_class),
        cmocka_unit_test(test_tally_survey__what_no_delivery_has),
        cmocka_unit_test(test_tally_survey__row_by_row_and_in_halves),
        cmocka_unit_test(test_tally_survey__the_register_beside_it),
        cmocka_unit_test(test_tally_survey__short_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
