/* tests/work/test_examples.c: worked examples of definitions: those that come with the program are
 * all so and leave nothing out, a definition with a fault is found by its own examples and the
 * place and the reason are named, and what is wrong with an example is said where it stands. */
#include "doorstroom/examples.h"

#include <dirent.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "support/written.h"
#include "work/inside/example/example.h"

/* ---- a folder of its own with a file of definitions and its examples ---- */

typedef struct bench {
    char *folder, *definitions, *examples;
    ds_work work;
    ds_examples_tested tested;
    ds_error err;
} bench;

static void bench_open(bench *b, const char *definitions, const char *examples) {
    memset(b, 0, sizeof *b);
    b->folder = ds_test_folder();
    b->definitions = ds_test_write_string(b->folder, "pakket/proef.yaml", definitions);
    if (examples != NULL)
        b->examples = ds_test_write_string(b->folder, "pakket/voorbeelden/proef.yaml", examples);
    b->work = (ds_work){.folder = b->folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
}

static ds_status bench_test(bench *b) {
    ds_examples_options options = DS_EXAMPLES_OPTIONS_INIT;
    options.definitions_file = b->definitions;
    return ds_work_examples(&b->work, &options, &b->tested, &b->err);
}

static void bench_close(bench *b) {
    ds_examples_tested_done(&b->tested);
    ds_free(b->definitions);
    ds_free(b->examples);
    ds_test_folder_remove(b->folder);
}

#define BLIJFT                                                                                     \
    "indicators:\n"                                                                                \
    "  - id: blijft\n"                                                                             \
    "    population: soort = 'mbo' and niveau >= 2\n"                                              \
    "    event: soort[t+1] = 'mbo' and instelling[t+1] = instelling\n"

#define ROWS                                                                                       \
    "voorbeelden:\n"                                                                               \
    "  - id: een\n"                                                                                \
    "    name: Wie blijft\n"                                                                       \
    "    inschrijving: |\n"                                                                        \
    "      persoon , schooljaar , soort , niveau , instelling\n"                                   \
    "      blijft  , 2020..2021 , mbo   , 2      , 01AA\n"                                         \
    "      weg     , 2020       , mbo   , 3      , 01AA\n"                                         \
    "      entree  , 2020..2021 , mbo   , 1      , 01AA\n"                                         \
    "      nergens , 2020       , mbo   , 2      ,\n"                                              \
    "      nergens , 2021       , mbo   , 2      , 01AA\n"                                         \
    "    verwacht:\n"

#define RIGHT                                                                                      \
    "      - indicator: blijft\n"                                                                  \
    "        jaren:\n"                                                                             \
    "          2020: {noemer: [blijft, weg], teller: [blijft], onbekend: [nergens], percentage: "  \
    "50}\n"                                                                                        \
    "          2021: vervalt\n"

/* ---- what comes with the program ---- */

static void test_examples__of_the_program_are_so_and_leave_nothing_out(void **state) {
    const ds_work work = {.program_folder = DS_SOURCE_DIR, .n_threads = 1};
    const ds_examples_options options = DS_EXAMPLES_OPTIONS_INIT;
    ds_examples_tested tested;
    ds_error err = {0};
    (void)state;
    if (ds_work_examples(&work, &options, &tested, &err) != DS_OK)
        fail_msg("%s:%lu: %s", err.file, (unsigned long)err.line, err.en);
    for (size_t i = 0; i < tested.n_differences; i++)
        print_error("%s:%lu: %s, %d: %s\n", tested.claims[tested.differences[i].claim].file,
                    (unsigned long)tested.differences[i].line,
                    tested.claims[tested.differences[i].claim].subject,
                    tested.differences[i].schooljaar, tested.differences[i].got.en);
    for (size_t i = 0; i < tested.n_lacks; i++)
        print_error("%s: %s has no example\n", tested.lacks[i].definitions,
                    tested.lacks[i].subject);
    assert_true(tested.lacks_fail);
    assert_true(ds_examples_pass(&tested));
    assert_true(tested.n_files >= 6 && tested.n_examples >= 50 && tested.n_claims >= 300);
    ds_examples_tested_done(&tested);
}

/* ---- right and wrong ---- */

static void test_examples__what_is_so(void **state) {
    bench b;
    (void)state;
    bench_open(&b, BLIJFT, ROWS RIGHT);
    assert_int_equal(bench_test(&b), DS_OK);
    assert_true(ds_examples_pass(&b.tested));
    assert_int_equal(b.tested.n_claims, 1);
    assert_int_equal(b.tested.claims[0].teller, 1);
    assert_int_equal(b.tested.claims[0].noemer, 2);
    assert_int_equal(b.tested.claims[0].onbekend, 1);
    assert_int_equal(b.tested.claims[0].line, 12);
    assert_int_equal(b.tested.claims[0].column, 20);
    assert_string_equal(b.tested.claims[0].file, b.examples);
    bench_close(&b);
}

/* A fault in the definition, and what is said of the first difference. */
static const struct {
    const char *definitions, *person, *why;
    int line, column;
} faults[] = {
    {"indicators:\n  - id: blijft\n    population: soort = 'mbo' and niveau > 2\n"
     "    event: soort[t+1] = 'mbo' and instelling[t+1] = instelling\n",
     "blijft", "\"niveau > 2\" is false (niveau is 2)", 14, 50},
    {"indicators:\n  - id: blijft\n    population: soort = 'mbo' and niveau >= 2\n"
     "    event: soort[t+1] <> 'mbo' and instelling[t+1] = instelling\n",
     "blijft", "\"soort[t+1] <> 'mbo'\" is false", 14, 50},
    {"indicators:\n  - id: blijft\n    population: soort = 'mbo'\n"
     "    event: soort[t+1] = 'mbo' and instelling[t+1] = instelling\n",
     "entree", "counts in teller and noemer", 14, 11},
};

static void test_examples__a_fault_is_found_with_place_and_reason(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const ds_example_difference *d;
        bench b;
        bench_open(&b, faults[i].definitions, ROWS RIGHT);
        assert_int_equal(bench_test(&b), DS_OK);
        assert_false(ds_examples_pass(&b.tested));
        assert_true(b.tested.n_differences > 0);
        d = &b.tested.differences[0];
        assert_string_equal(d->person, faults[i].person);
        assert_int_equal(d->schooljaar, 2020);
        assert_int_equal(d->line, faults[i].line);
        assert_int_equal(d->column, faults[i].column);
        assert_non_null(d->why.en);
        if (strstr(d->why.en, faults[i].why) == NULL) fail_msg("%zu: %s", i, d->why.en);
        bench_close(&b);
    }
}

/* What a claim may say, and whether it is so. */
static const struct {
    const char *claim;
    bool so;
} claims[] = {
    {RIGHT, true},
    {"      - {indicator: blijft, jaren: {2020: {noemer: [weg, blijft], teller: [blijft], "
     "onbekend: "
     "[nergens]}}}\n",
     true},
    {"      - {indicator: blijft, jaren: {2020: {noemer: [blijft], teller: [blijft], onbekend: "
     "[nergens]}}}\n",
     false}, /* weg counts and is not named */
    {"      - {indicator: blijft, jaren: {2020: {noemer: [blijft, weg, entree], teller: [blijft], "
     "onbekend: [nergens]}}}\n",
     false},
    {"      - {indicator: blijft, jaren: {2020: {noemer: [blijft, weg], onbekend: [nergens]}}}\n",
     false},
    {"      - {indicator: blijft, jaren: {2020: {noemer: [blijft, weg, nergens], teller: "
     "[blijft]}}}\n",
     false},
    {"      - {indicator: blijft, jaren: {2020: vervalt}}\n", false},
    {"      - {indicator: blijft, jaren: {2020: {noemer: [blijft, weg], teller: [blijft], "
     "onbekend: "
     "[nergens], percentage: 49}}}\n",
     false},
    {"      - {indicator: blijft, jaren: {2020: {noemer: [blijft, weg], teller: [blijft], "
     "onbekend: "
     "[nergens]}, 2021: {noemer: []}}}\n",
     false}, /* 2021 is dropped */
    {"      - {indicator: blijft, jaren: {2020: {noemer: [blijft, weg], teller: [blijft], "
     "onbekend: "
     "[nergens]}, 2022: vervalt}}\n",
     false}, /* there is no 2022 */
    {"      - {indicator: blijft, by: niveau, jaren: {2020: {\"2\": {noemer: [blijft], teller: "
     "[blijft], onbekend: [nergens]}, \"3\": {noemer: [weg]}}}}\n",
     true},
    {"      - {indicator: blijft, by: niveau, jaren: {2020: {\"3\": {noemer: [blijft], teller: "
     "[blijft], onbekend: [nergens]}, \"2\": {noemer: [weg]}}}}\n",
     false},
    {"      - {term: niveau = 2, jaren: {2020: {ja: [blijft, nergens], nee: [weg, entree]}}}\n",
     true},
    {"      - {term: niveau = 2, jaren: {2020: {ja: [weg]}}}\n", false},
    {"      - {term: \"instelling = '01AA'\", jaren: {2020: {ja: [weg], onbekend: [nergens]}}}\n",
     true},
    {"      - {term: \"ingeschreven[t+1]\", jaren: {2020: {ja: [blijft], nee: [weg]}}}\n", true},
    {"      - {kolom: niveau, jaren: {2020: {\"2\": [blijft], \"3\": [weg]}}}\n", true},
    {"      - {kolom: niveau, jaren: {2020: {\"2\": [weg]}}}\n", false},
    {"      - {kolom: instelling, jaren: {2020: {onbekend: [nergens], 01AA: [weg]}}}\n", true},
    {"      - {term: niveau = 2, jaren: {2020: {ja: [niemand]}}}\n", false},
    /* An example that cannot be worked out is not so. */
    {"      - {indicator: blijf, jaren: {2020: {noemer: []}}}\n", false},
    {"      - {term: niveu = 2, jaren: {2020: {ja: []}}}\n", false},
    {"      - {kolom: niveu, jaren: {2020: {\"2\": []}}}\n", false},
};

static void test_examples__what_a_claim_may_say(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        char text[4096];
        bench b;
        (void)snprintf(text, sizeof text, "%s%s", ROWS, claims[i].claim);
        bench_open(&b, BLIJFT, text);
        if (bench_test(&b) != DS_OK) fail_msg("%zu: %s", i, b.err.en);
        if ((b.tested.n_failed == 0) != claims[i].so)
            fail_msg("%s: %s", claims[i].claim,
                     b.tested.n_differences == 0 ? "so" : b.tested.differences[0].got.en);
        bench_close(&b);
    }
}

static void test_examples__an_unknown_indicator_names_the_nearest(void **state) {
    bench b;
    (void)state;
    bench_open(&b, BLIJFT, ROWS "      - {indicator: blijf, jaren: {2020: {noemer: []}}}\n");
    assert_int_equal(bench_test(&b), DS_OK);
    assert_int_equal(b.tested.n_differences, 1);
    assert_non_null(strstr(b.tested.differences[0].got.en, "blijft"));
    assert_int_equal(b.tested.differences[0].line, 12);
    bench_close(&b);
}

/* ---- deliveries that are wrong ---- */

#define BAD(rows)                                                                                  \
    "voorbeelden:\n  - id: een\n    name: fout\n    inschrijving: |\n" rows "    verwacht:\n"      \
    "      - {indicator: blijft, jaren: {2020: {noemer: []}}}\n"

static const struct {
    const char *examples, *says;
    int line;
} deliveries[] = {
    {BAD("      persoon,schooljaar,soort\n      a,2020..2022,mbo\n      b,2020,mbx\n"), "mbx", 7},
    {BAD("      persoon,schooljaar,soort\n      a,2020,mbo\n\n      b,,mbo\n"), "schooljaar", 8},
    {BAD("      persoon,schooljaar,soort,nivo\n      a,2020,mbo,2\n"), "nivo", 5},
    {BAD("      persoon,soort\n      a,mbo\n"), "schooljaar", 5},
};

static void test_examples__a_row_that_is_refused_is_named_where_it_stands(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof deliveries / sizeof *deliveries; i++) {
        bench b;
        bench_open(&b, BLIJFT, deliveries[i].examples);
        if (bench_test(&b) != DS_OK) fail_msg("%zu: %s", i, b.err.en);
        assert_int_equal(b.tested.n_differences, 1);
        if (strstr(b.tested.differences[0].got.en, deliveries[i].says) == NULL)
            fail_msg("%zu: %s", i, b.tested.differences[0].got.en);
        assert_int_equal(b.tested.differences[0].line, deliveries[i].line);
        bench_close(&b);
    }
}

/* ---- files that cannot be read ---- */

#define HEAD                                                                                       \
    "voorbeelden:\n  - id: een\n    name: een\n    inschrijving: |\n      "                        \
    "persoon,schooljaar,soort\n"
#define CLAIM(claim) HEAD "    verwacht:\n      - " claim "\n"

static const struct {
    const char *examples, *says;
    int line;
} unreadable[] = {
    {"voorbeeld: []\n", "voorbeeld", 1},
    {"voorbeelden: {}\n", "", 1},
    {"voorbeelden: [{id: a, name: b}]\n", "verwacht", 1},
    {"voorbeelden:\n  - id: een\n    name: een\n    inschrijving: a\n    verwacht: []\n", "|", 4},
    {HEAD "    verwacht: []\n", "claim", 6},
    {CLAIM("{indicator: a}"), "jaren", 7},
    {CLAIM("{indicator: a, term: b, jaren: {}}"), "jaren", 7},
    {CLAIM("{term: a, by: b, jaren: {}}"), "jaren", 7},
    {CLAIM("{indicator: a, jaren: {20: vervalt}}"), "school year", 7},
    {CLAIM("{indicator: a, jaren: {2022..2020: vervalt}}"), "school year", 7},
    {CLAIM("{indicator: a, jaren: {1960..2100: vervalt}}"), "school year", 7},
    {CLAIM("{indicator: a, jaren: {2020: vervalt, 2019..2021: vervalt}}"), "twice", 7},
    {CLAIM("{indicator: a, jaren: {2020: weg}}"), "vervalt", 7},
    {CLAIM("{term: a, jaren: {2020: vervalt}}"), "vervalt", 7},
    {CLAIM("{indicator: a, jaren: {2020: {noemer: [b], teller: [c]}}}"), "noemer", 7},
    {CLAIM("{indicator: a, jaren: {2020: {noemer: [b, b]}}}"), "already", 7},
    {CLAIM("{indicator: a, jaren: {2020: {noemer: [b], onbekend: [b]}}}"), "already", 7},
    {CLAIM("{indicator: a, jaren: {2020: {noemers: [b]}}}"), "noemer", 7},
    {CLAIM("{indicator: a, jaren: {2020: {noemer: [b], percentage: 101}}}"), "percentage", 7},
    {CLAIM("{indicator: a, huidige_codes: x, jaren: {2020: {noemer: [b]}}}"), "ja", 7},
    {"voorbeelden:\n  - id: een\n    name: een\n    inschrijving: |\n      a,2020..2019\n    "
     "verwacht: []\n",
     "later", 5},
    {"voorbeelden:\n  - id: een\n    name: een\n    leveringen: {../a.csv: b}\n    verwacht: []\n",
     "file", 4},
    {CLAIM("{indicator: a, jaren: {2020: vervalt}}") "  - id: een\n    name: twee\n    verwacht:\n"
                                                     "      - {indicator: a, jaren: {2020: "
                                                     "vervalt}}\n",
     "id", 8},
};

static void test_examples__a_file_that_cannot_be_read(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof unreadable / sizeof *unreadable; i++) {
        bench b;
        bench_open(&b, BLIJFT, unreadable[i].examples);
        if (bench_test(&b) != DS_INPUT) fail_msg("%s is read", unreadable[i].examples);
        assert_string_equal(b.err.file, b.examples);
        if (b.err.line != (uint64_t)unreadable[i].line ||
            strstr(b.err.en, unreadable[i].says) == NULL)
            fail_msg("%s: line %lu: %s", unreadable[i].examples, (unsigned long)b.err.line,
                     b.err.en);
        bench_close(&b);
    }
}

/* ---- what has no example ---- */

static void test_examples__a_package_asks_for_an_example_of_everything(void **state) {
    static const char definitions[] =
        "terms:\n  groot: niveau > 2\n  stil: niveau = 1\ncolumns:\n"
        "  trede: [{when: groot, is: hoog}]\n" BLIJFT
        "  - id: ander\n    population: soort = 'mbo' and not stil\n    event: groot\n"
        "    by: [[trede]]\n";
    bench b;
    (void)state;
    bench_open(&b, definitions, ROWS RIGHT);
    assert_int_equal(bench_test(&b), DS_OK);
    assert_int_equal(b.tested.n_lacks, 4); /* ander, groot, stil, trede */
    assert_true(ds_examples_pass(&b.tested));
    ds_examples_tested_done(&b.tested);
    ds_free(ds_test_write_string(b.folder, "pakket/pakket.yaml", "pakket: proef\n"));
    assert_int_equal(bench_test(&b), DS_OK);
    assert_int_equal(b.tested.n_lacks, 4);
    assert_false(ds_examples_pass(&b.tested));
    bench_close(&b);
}

static void test_examples__a_file_without_examples(void **state) {
    bench b;
    (void)state;
    bench_open(&b, BLIJFT, NULL);
    assert_int_equal(bench_test(&b), DS_OK);
    assert_int_equal(b.tested.n_claims, 0);
    assert_int_equal(b.tested.n_lacks, 0);
    assert_int_equal(b.tested.n_sought, 1);
    assert_non_null(strstr(b.tested.sought[0], "/voorbeelden/"));
    assert_true(b.tested.none_of_it); /* it was named */
    assert_false(ds_examples_pass(&b.tested));
    bench_close(&b);
}

/* ---- the document, and what is left behind ---- */

static void test_examples__what_people_and_machines_read(void **state) {
    ds_document *document = NULL;
    char *text;
    bench b;
    (void)state;
    bench_open(&b, faults[0].definitions, ROWS RIGHT);
    assert_int_equal(bench_test(&b), DS_OK);
    assert_int_equal(ds_say_examples(&b.tested, &document, &b.err), DS_OK);
    text = written_as(document, DS_FORM_TABLE, DS_NL, false);
    assert_non_null(strstr(text, "verwacht: teller; gekregen: telt niet mee"));
    ds_free(text);
    text = written_as(document, DS_FORM_CSV, DS_EN, false);
    assert_non_null(strstr(text, ",een,Wie blijft,,indicator,blijft,,0,1,0,nee"));
    ds_free(text);
    text = written_as(document, DS_FORM_JSON, DS_EN, false);
    assert_non_null(strstr(text, "\"afwijkingen\""));
    assert_non_null(strstr(text, "\"geslaagd\": false"));
    ds_free(text);
    ds_document_free(document);
    bench_close(&b);
}

static size_t count_leftovers(const char *folder) {
    DIR *at = opendir(folder);
    const struct dirent *entry;
    size_t n = 0;
    assert_non_null(at);
    while ((entry = readdir(at)) != NULL)
        n += strncmp(entry->d_name, "doorstroom-voorbeeld-", 21) == 0;
    closedir(at);
    return n;
}

static void test_examples__nothing_is_left_behind(void **state) {
    char *folder = ds_test_folder();
    bench b;
    (void)state;
    bench_open(&b, BLIJFT, ROWS RIGHT);
    assert_int_equal(setenv("TMPDIR", folder, 1), 0);
    assert_int_equal(bench_test(&b), DS_OK);
    assert_int_equal(count_leftovers(folder), 0);
    ds_examples_tested_done(&b.tested);
    bench_close(&b);
    bench_open(&b, BLIJFT, deliveries[0].examples);
    assert_int_equal(bench_test(&b), DS_OK);
    assert_int_equal(count_leftovers(folder), 0);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    bench_close(&b);
    ds_test_folder_remove(folder);
}

/* ---- no memory ---- */

static ds_status read_all(void *context, ds_error *err) {
    example_file file = {.path = NULL};
    ds_status status = ds_example_file_read(context, &file, err);
    ds_example_file_done(&file);
    return status;
}

static void test_examples__reading_without_memory(void **state) {
    bench b;
    (void)state;
    bench_open(&b, BLIJFT,
               ROWS RIGHT
               "      - {term: groot, jaren: {2020: {ja: [a], nee: [b]}}}\n"
               "      - {kolom: trede, jaren: {2020: {hoog: [a]}}}\n"
               "      - {indicator: [a, b], by: niveau, jaren: {2020: {\"2\": {noemer: {a: "
               "3}}}}}\n");
    ds_test_every_allocation(read_all, b.definitions);
    bench_close(&b);
}

static ds_status test_all(void *context, ds_error *err) {
    bench *b = context;
    ds_examples_options options = DS_EXAMPLES_OPTIONS_INIT;
    ds_examples_tested tested = {0};
    ds_document *document = NULL;
    ds_status status;
    options.definitions_file = b->definitions;
    status = ds_work_examples(&b->work, &options, &tested, err);
    if (status == DS_OK) status = ds_say_examples(&tested, &document, err);
    ds_document_free(document);
    ds_examples_tested_done(&tested);
    return status;
}

/* The claims alone: there is no delivery, so that no import runs as often as memory fails. */
static void test_examples__without_memory(void **state) {
    bench b;
    (void)state;
    bench_open(&b, BLIJFT,
               "voorbeelden:\n  - id: een\n    name: fout\n    verwacht:\n"
               "      - {indicator: blijft, jaren: {2020: {noemer: []}}}\n");
    assert_int_equal(setenv("TMPDIR", b.folder, 1), 0);
    ds_test_every_allocation(test_all, &b);
    assert_int_equal(count_leftovers(b.folder), 0);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    bench_close(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples__of_the_program_are_so_and_leave_nothing_out),
        cmocka_unit_test(test_examples__what_is_so),
        cmocka_unit_test(test_examples__a_fault_is_found_with_place_and_reason),
        cmocka_unit_test(test_examples__what_a_claim_may_say),
        cmocka_unit_test(test_examples__an_unknown_indicator_names_the_nearest),
        cmocka_unit_test(test_examples__a_row_that_is_refused_is_named_where_it_stands),
        cmocka_unit_test(test_examples__a_file_that_cannot_be_read),
        cmocka_unit_test(test_examples__a_package_asks_for_an_example_of_everything),
        cmocka_unit_test(test_examples__a_file_without_examples),
        cmocka_unit_test(test_examples__what_people_and_machines_read),
        cmocka_unit_test(test_examples__nothing_is_left_behind),
        cmocka_unit_test(test_examples__reading_without_memory),
        cmocka_unit_test(test_examples__without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
