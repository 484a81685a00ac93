/* tests/intake/test_label.c: value labels of SPSS and Stata: which of a number and its label is the
 * value, by column and through a mapping. */
#include <fcntl.h>
#include <readstat.h>

#include "intake/import_help.h"
#include "support/support.h"

enum { VALUES = 4, LABELS = 4 };

typedef struct labelled {
    const char *name;
    double values[VALUES]; /* one a row; -1 missing */
    struct {
        int value;
        const char *label;
    } labels[LABELS];
} labelled;

typedef enum form { SAV, ZSAV, DTA, FORMS } form;
static const char *const endings[FORMS] = {"sav", "zsav", "dta"};

static ssize_t write_some(const void *data, size_t size, void *context) {
    return write(*(int *)context, data, size);
}

static void add_labelled(readstat_writer_t *writer, const labelled *column, size_t i) {
    char set[32];
    readstat_variable_t *variable =
        readstat_add_variable(writer, column->name, READSTAT_TYPE_DOUBLE, 0);
    readstat_label_set_t *labels;
    (void)snprintf(set, sizeof set, "set%zu", i);
    if (column->labels[0].label == NULL) return;
    labels = readstat_add_label_set(writer, READSTAT_TYPE_DOUBLE, set);
    for (size_t k = 0; k < LABELS && column->labels[k].label != NULL; k++)
        readstat_label_double_value(labels, column->labels[k].value, column->labels[k].label);
    readstat_variable_set_label_set(variable, labels);
}

static void write_labelled(const char *kind, form f, const labelled *columns, size_t n,
                           size_t n_rows) {
    char path[DS_PATH_SIZE];
    readstat_writer_t *writer = readstat_writer_init();
    int fd;
    (void)snprintf(path, sizeof path, "%s/leveringen/%s.%s", folder, kind, endings[f]);
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    (void)readstat_set_data_writer(writer, write_some);
    if (f == ZSAV) (void)readstat_writer_set_compression(writer, READSTAT_COMPRESS_BINARY);
    for (size_t i = 0; i < n; i++)
        add_labelled(writer, &columns[i], i);
    assert_int_equal(f == DTA ? readstat_begin_writing_dta(writer, &fd, (long)n_rows)
                              : readstat_begin_writing_sav(writer, &fd, (long)n_rows),
                     READSTAT_OK);
    for (size_t r = 0; r < n_rows; r++) {
        assert_int_equal(readstat_begin_row(writer), READSTAT_OK);
        for (size_t i = 0; i < n; i++) {
            readstat_variable_t *v = readstat_get_variable(writer, (int)i);
            assert_int_equal(columns[i].values[r] < 0
                                 ? readstat_insert_missing_value(writer, v)
                                 : readstat_insert_double_value(writer, v, columns[i].values[r]),
                             READSTAT_OK);
        }
        assert_int_equal(readstat_end_row(writer), READSTAT_OK);
    }
    assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
    readstat_writer_free(writer);
    assert_int_equal(close(fd), 0);
}

static void take_away(const char *kind, form f) {
    char name[100];
    (void)snprintf(name, sizeof name, "%s.%s", kind, endings[f]);
    take_back(name);
}

static const labelled enrolments[] = {
    {"persoon", {1, 2, 3, 4}, {{1, "Jan"}, {2, "onbekend"}}},
    {"schooljaar", {2022, 22, 2022, 2022}, {{22, "2022/23"}, {2022, "vorig jaar"}}},
    {"soort", {1, 1, 2, 1}, {{1, "mbo"}, {2, "vmbo"}}},
    {"niveau", {2, 3, -1, 9}, {{2, "niveau twee"}, {3, "4"}, {9, "onbekend"}}},
    {"opleiding", {25655, 7, 9, 25655}, {{25655, "Kok"}, {7, "25656"}, {9, "NA"}}},
    {"bekostigd", {1, 0, 1, 0}, {{1, "nee"}, {0, "ja"}}},
};
#define N_ENROLMENTS (sizeof enrolments / sizeof *enrolments)

static void test_label__which_is_the_value(void **state) {
    (void)state;
    for (form f = 0; f < FORMS; f++) {
        deliver("diploma.csv", "persoon,schooljaar,soort\n");
        write_labelled("inschrijving", f, enrolments, N_ENROLMENTS, 4);
        import_quietly();
        shows("SELECT persoon, schooljaar, soort, niveau, opleiding, bekostigd FROM "
              "inschrijving" WITH_PERSON "ORDER BY 1",
              "1|2022|mbo|2|25655|false\n2|2022|mbo|3|25656|true\n3|2022|vmbo|-|-|false\n"
              "4|2022|mbo|-|25655|true");
        take_away("inschrijving", f);
    }
}

static void deliver_two(void) {
    deliver("inschrijving.csv", "persoon;schooljaar;soort\n1;2022;mbo\n2;2022;mbo\n3;2022;mbo\n");
}

static void test_label__words(void **state) {
    static const labelled persons[] = {
        {"persoon", {1, 2, 3}, {{0, NULL}}},
        {"gemeente", {1, 2, 9}, {{1, "Zwolle"}, {2, "Utrecht"}, {9, "onbekend"}}},
        {"advies", {7, 8, -1}, {{7, "havo"}, {8, "vwo"}}},
        {"rmc_regio", {1, 2, 99}, {{99, "onbekend"}}}, /* numbers of which one means nothing */
    };
    (void)state;
    deliver_two();
    for (form f = 0; f < FORMS; f++) {
        write_labelled("persoon", f, persons, 4, 3);
        import_quietly();
        shows("SELECT persoon, gemeente, advies, rmc_regio FROM persoon ORDER BY 1",
              "1|Zwolle|havo|1\n2|Utrecht|vwo|2\n3|-|-|-");
        take_away("persoon", f);
    }
}

/* Among labels a bare number is no word. */
static void test_label__half_labelled(void **state) {
    static const labelled persons[] = {{"persoon", {1, 2, 3}, {{0, NULL}}},
                                       {"gemeente", {1, 2, 3}, {{1, "Zwolle"}, {2, "Utrecht"}}}};
    ds_error err;
    json_t *s;
    (void)state;
    deliver_two();
    write_labelled("persoon", SAV, persons, 2, 3);
    err = import_bad(NULL);
    assert_int_equal(err.line, 3);
    assert_int_equal(err.column, 2);
    assert_non_null(strstr(err.nl, "zonder label"));
    configure("max_afgekeurd: 50 %\n");
    s = import_good();
    has_counts(s, "persoon.sav", 3, 2, 1);
    json_decref(s);
}

/* What is measured has no codes: a label that says something else than the number is no hours, no
 * age and no year of a programme; its rows are refused, and leeg: says which mean nothing. */
static void test_label__measures(void **state) {
    static const labelled jobs[] = {
        {"persoon", {1, 2, 3, 3}, {{0, NULL}}},
        {"jaar", {2022, 2022, 2022, 2021}, {{0, NULL}}},
        {"uren", {12, 97, 1, 36}, {{12, "12 uur"}, {97, "geen baan"}, {1, "0 tot 12 uur"}}},
    };
    static const labelled enrolled[] = {
        {"persoon", {1, 2, 3, 4}, {{0, NULL}}},
        {"schooljaar", {2022, 2022, 2022, 2022}, {{0, NULL}}},
        {"soort", {1, 1, 1, 1}, {{1, "vmbo"}}},
        {"leeftijd", {17, 99, 1, 18}, {{17, "17 jaar"}, {99, "weigert"}, {1, "16 t/m 18"}}},
        {"leerjaar", {1, 2, 99, 3}, {{1, "brugklas"}, {2, "leerjaar 2"}, {99, "weigert"}}},
    };
    (void)state;
    deliver("diploma.csv", "persoon,schooljaar,soort\n");
    for (form f = 0; f < FORMS; f++) {
        json_t *s;
        ds_error err;
        configure("");
        deliver("inschrijving.csv", "persoon,schooljaar,soort\n1,2022,vmbo\n");
        write_labelled("werk", f, jobs, 3, 4);
        err = import_bad(NULL);
        assert_int_equal(err.line, 2);
        assert_int_equal(err.column, 3);
        configure("max_afgekeurd: 50 %\nleeg: [weigert]\n");
        s = import_good();
        has_counts(s, f == SAV ? "werk.sav" : f == ZSAV ? "werk.zsav" : "werk.dta", 4, 2, 2);
        json_decref(s);
        take_away("werk", f);
        take_back("inschrijving.csv");
        write_labelled("inschrijving", f, enrolled, 5, 4);
        import_quietly();
        shows("SELECT persoon, leerjaar, leeftijd_geleverd FROM inschrijving" WITH_PERSON
              "ORDER BY 1",
              "1|1|17\n2|2|-\n4|3|18");
        take_away("inschrijving", f);
    }
}

/* The number is the code, as ever; that its label says another one is not passed over. */
static void test_label__of_another_code_is_said(void **state) {
    static const labelled columns[] = {
        {"persoon", {1, 2, 3}, {{0, NULL}}},
        {"ses", {1, 2, 3}, {{1, "4"}, {2, "2"}, {3, "ses 3"}}},
    };
    static const labelled levels[] = {
        {"persoon", {1, 2, 3}, {{0, NULL}}},
        {"schooljaar", {2022, 2022, 2022}, {{2022, "2023/24"}}},
        {"soort", {1, 1, 1}, {{1, "mbo"}}},
        {"niveau", {1, 2, 3}, {{1, "niveau 2"}, {2, "niveau 2 of 3"}, {3, "middenkader"}}},
    };
    json_t *s;
    char *text;
    (void)state;
    deliver("diploma.csv", "persoon,schooljaar,soort\n");
    write_labelled("inschrijving", SAV, levels, 4, 3);
    write_labelled("persoon", SAV, columns, 2, 3);
    s = import_good();
    text = json_dumps(json_object_get(s, "waarschuwingen"), JSON_COMPACT);
    if (strstr(text, "persoon.sav: 1 ") == NULL || strstr(text, "inschrijving.sav: 2 ") == NULL ||
        strstr(text, "\"label_anders\"") == NULL)
        fail_msg("%s", text);
    free(text);
    json_decref(s);
    shows("SELECT ses FROM persoon ORDER BY persoon", "1\n2\n3");
}

static void map(const char *kind, const char *columns) {
    char text[600];
    (void)snprintf(text, sizeof text,
                   "bestanden: lijst.sav\nlevert:\n  - soort: %s\n    kolommen: {persoon: persoon, "
                   "%s}\n",
                   kind, columns);
    ds_free(ds_test_write_string(folder, "vertalingen/lijst.yaml", text));
}

/* The codes of a mapping name numbers, or labels. */
static void test_label__mapped(void **state) {
    static const labelled persons[] = {
        {"persoon", {1, 2, 3}, {{0, NULL}}},
        {"gem", {1, 2, 3}, {{1, "Zwolle"}, {2, "Utrecht"}}},
        {"sekse", {1, 2, 1}, {{1, "Man"}, {2, "Vrouw"}}},
    };
    (void)state;
    deliver_two();
    write_labelled("lijst", SAV, persons, 3, 3);
    map("persoon", "gemeente: {kolom: gem, codes: {\"1\": A, \"2\": B}, anders: houd}, "
                   "geslacht: {kolom: sekse, codes: {\"1\": m, \"2\": v}}");
    import_quietly();
    shows("SELECT gemeente, geslacht FROM persoon ORDER BY persoon", "A|m\nB|v\n3|m");
    map("persoon", "geslacht: {kolom: sekse, codes: {man: m, vrouw: v}}");
    import_quietly();
    shows("SELECT geslacht FROM persoon ORDER BY persoon", "m\nv\nm");
    map("persoon", "gemeente: gem");
    assert_non_null(strstr(import_bad(NULL).en, "without a label"));
}

/* ---- the reading of it ---- */

static ds_table_label_use take_every_label(void *context, const ds_table_label *label) {
    size_t *n = context;
    assert_true(label->value.size > 0);
    (*n)++;
    return DS_TABLE_LABEL_ALONE;
}

static ds_status pass_names(void *context, const ds_text *names, size_t n, ds_error *err) {
    (void)context;
    (void)names;
    (void)n;
    (void)err;
    return DS_OK;
}

static ds_status pass_rows(void *context, const ds_table_batch *batch, ds_error *err) {
    (void)context;
    (void)batch;
    (void)err;
    return DS_OK;
}

static ds_status read_labelled(void *context, ds_error *err) {
    size_t n = 0;
    const ds_table_sink sink = {&n, pass_names, pass_rows, NULL, take_every_label, NULL};
    ds_table_info info;
    ds_status status = ds_table_inspect(context, &info, err);
    if (status == DS_OK) status = ds_table_read(context, &info, 1, &sink, err);
    if (status == DS_OK) assert_int_equal(n, 14);
    return status;
}

static void test_label__every_allocation(void **state) {
    (void)state;
    deliver("diploma.csv", "persoon,schooljaar,soort\n");
    for (form f = 0; f < FORMS; f++) {
        char path[DS_PATH_SIZE];
        write_labelled("inschrijving", f, enrolments, N_ENROLMENTS, 4);
        (void)snprintf(path, sizeof path, "%s/leveringen/inschrijving.%s", folder, endings[f]);
        ds_test_every_allocation(read_labelled, path);
    }
}

/* describe lists the labels, and makes codes of them. */
static void test_label__described(void **state) {
    static const labelled columns[] = {
        {"persoon", {1, 2}, {{1, "Jan"}}},
        {"soort", {1, 2}, {{1, "mbo"}, {2, "iets"}}},
        {"niveau", {2, 3}, {{2, "twee"}, {3, "drie"}}},
        {"bekostigd", {1, 2}, {{1, "Ja"}, {2, "Nee"}, {9, "onbekend"}}},
    };
    ds_table_description d;
    ds_mapping_draft draft;
    ds_error err;
    char path[DS_PATH_SIZE];
    (void)state;
    deliver("diploma.csv", "persoon,schooljaar,soort\n");
    write_labelled("lijst", SAV, columns, 4, 2);
    (void)snprintf(path, sizeof path, "%s/leveringen/lijst.sav", folder);
    assert_int_equal(ds_table_describe(path, &d, &err), DS_OK);
    assert_int_equal(d.columns[0].n_labels, 0); /* a person's */
    assert_int_equal(d.columns[1].n_labels, 2);
    assert_string_equal(d.columns[1].labels[1].label, "iets");
    assert_int_equal(ds_mapping_draft_make(&d, "lijst.sav", &draft, &err), DS_OK);
    assert_null(strstr(draft.yaml, "Jan"));
    assert_non_null(strstr(draft.yaml, "\"1\": mbo   # \"mbo\""));
    assert_non_null(strstr(draft.yaml, "\"2\": INVULLEN   # \"iets\""));
    assert_non_null(strstr(draft.yaml, "niveau: \"niveau\""));
    assert_non_null(strstr(draft.yaml, "\"1\": ja   # \"Ja\""));
    assert_non_null(strstr(draft.yaml, "\"9\": \"\"   # \"onbekend\""));
    ds_mapping_draft_done(&draft);
    ds_table_description_done(&d);
}

/* A table of numbers of persons has no persons. */
static void test_label__counts_are_no_persons(void **state) {
    ds_table_description d;
    ds_mapping_draft draft;
    ds_error err;
    char *path = ds_test_write_string(
        folder, "telling.csv", "BRIN NUMMER;PERSONEN;GESLAAGDEN\n00AB01;12;10\n00AC02;9;7\n");
    (void)state;
    assert_int_equal(ds_table_describe(path, &d, &err), DS_OK);
    assert_int_equal(ds_mapping_draft_make(&d, "telling.csv", &draft, &err), DS_OK);
    assert_true(draft.counts);
    assert_null(draft.near[1]);
    assert_non_null(strstr(draft.yaml, "persoon: {altijd: INVULLEN}"));
    ds_mapping_draft_done(&draft);
    ds_table_description_done(&d);
    ds_free(path);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_label__which_is_the_value),
        IN_FOLDER(test_label__words),
        IN_FOLDER(test_label__half_labelled),
        IN_FOLDER(test_label__mapped),
        IN_FOLDER(test_label__measures),
        IN_FOLDER(test_label__of_another_code_is_said),
        IN_FOLDER(test_label__every_allocation),
        IN_FOLDER(test_label__described),
        IN_FOLDER(test_label__counts_are_no_persons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
