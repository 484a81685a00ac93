/* tests/cli/test_history.c: import --history: exactly the cells that differ between two
 * generations, held against the differences between two runs of tally, which knows nothing of any
 * history. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "register/sealed.h"
#include "support/work_run.h"

enum { PERSONS = 240 };

static const char *const places[] = {"25LX", "27GZ", "30RR"};

static char *work;

static void put(const char *name, ds_buffer *text) {
    char relative[100];
    ds_error err;
    (void)snprintf(relative, sizeof relative, "leveringen/%s", name);
    assert_int_equal(ds_buffer_finish(text, &err), DS_OK);
    ds_free(ds_test_write_string(work, relative, ds_buffer_string(text)));
    ds_buffer_clear(text);
}

/* Everybody stays at one institution, so a revision of one touches no other. */
static void deliver_year(int year) {
    ds_buffer b;
    char name[40];
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,leerweg,hoofdgroep,instelling\n");
    for (int i = 0; i < PERSONS; i++)
        if ((i + year) % 4 != 0)
            ds_buffer_addf(&b, "p%d,%d,mbo,%d,bol,g%d,%s\n", i, year, 1 + (i + year) % 4, i % 5,
                           places[i % 3]);
    (void)snprintf(name, sizeof name, "inschrijving-%d.csv", year);
    put(name, &b);
    ds_buffer_done(&b);
}

static void deliver_rest(void) {
    ds_buffer b;
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,instelling\n");
    for (int i = 0; i < PERSONS; i += 2)
        ds_buffer_addf(&b, "p%d,%d,mbo,2,%s\n", i, 2020 + i % 3, i % 7 ? places[i % 3] : "");
    put("diploma.csv", &b);
    ds_buffer_add_string(&b, "persoon,geboortedatum\n");
    for (int i = 0; i < PERSONS; i++)
        ds_buffer_addf(&b, "p%d,2004-05-06\n", i);
    put("persoon.csv", &b);
    ds_buffer_done(&b);
}

/* A later delivery for 2022 and 27GZ: other levels, and some who were not there. */
static void revise(void) {
    ds_buffer b;
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,leerweg,hoofdgroep,instelling\n");
    for (int i = 1; i < PERSONS; i += 9)
        ds_buffer_addf(&b, "p%d,2022,mbo,%d,bbl,g%d,27GZ\n", i - i % 3 + 1, 1 + i % 4, i % 4);
    put("inschrijving-2022-herzien.csv", &b);
    ds_buffer_done(&b);
}

static void path_of(const char *name, char path[DS_PATH_SIZE]) {
    ds_error err;
    assert_int_equal(ds_file_join(path, work, name, &err), DS_OK);
}

static void take_back(const char *name) {
    char path[DS_PATH_SIZE];
    path_of(name, path);
    assert_int_equal(unlink(path), 0);
}

static int set_up_work(void **state) {
    (void)state;
    work = ds_test_folder();
    for (int year = 2019; year < 2025; year++)
        deliver_year(year);
    deliver_rest();
    return 0;
}

static int tear_down_work(void **state) {
    (void)state;
    ds_test_folder_remove(work);
    return 0;
}

static void import(void) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", work, NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    assert_string_equal(run.err, "");
    ds_run_done(&run);
}

/* The summary of an import with its history; the caller's. */
static json_t *import_history(void) {
    ds_run run =
        ds_run_program(DS_PROGRAM, NULL, "import", work, "--history", "--format", "json", NULL);
    json_t *s;
    if (run.code != 0) fail_msg("%d %s", run.code, run.err);
    s = json_loads(run.out, 0, NULL);
    assert_non_null(s);
    assert_true(json_is_true(json_object_get(s, "geslaagd")));
    assert_non_null(json_object_get(s, "geschiedenis"));
    ds_run_done(&run);
    return s;
}

static json_t *changes_of(const json_t *summary) {
    json_t *history = json_object_get(summary, "geschiedenis");
    json_t *list = json_object_get(history, "verschillen");
    assert_true(json_is_array(list));
    return list;
}

/* The cells of one file of definitions, by tally itself, into cells. */
static void tally_into(json_t *cells, const char *file) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "tally", work, "--definitions", file, "--by",
                                "instelling", "--format", "csv", NULL);
    char *rest = run.out, *line;
    if (run.code != 0) fail_msg("%s", run.err);
    while ((line = strsep(&rest, "\n")) != NULL) {
        char key[100], place[20];
        int year;
        long long teller, noemer, onbekend;
        if (sscanf(line, "%60[^,],%d,%10[^,],%lld,%lld,%lld", key, &year, place, &teller, &noemer,
                   &onbekend) != 6)
            continue; /* a header */
        (void)snprintf(key + strlen(key), 30, ",%d,%.10s", year, place);
        (void)json_object_set_new(
            cells, key,
            json_pack("[I, I, I]", (json_int_t)teller, (json_int_t)noemer, (json_int_t)onbekend));
    }
    ds_run_done(&run);
}

/* "indicator,schooljaar,instelling" → [teller, noemer, onbekend], of what the history keeps; the
 * caller's. */
static json_t *tallied(void) {
    json_t *cells = json_object();
    tally_into(cells, DS_SOURCE_DIR "/definitions/werkagenda.yaml");
    tally_into(cells, DS_SOURCE_DIR "/definitions/leerroutes.yaml");
    tally_into(cells, DS_SOURCE_DIR "/definitions/routes.yaml");
    assert_true(json_object_size(cells) > 40);
    return cells;
}

static json_int_t at(const json_t *array, size_t i) {
    return json_integer_value(json_array_get(array, i));
}

/* The change of this cell, NULL for none. */
static const json_t *change_of(const json_t *changes, const char *key) {
    for (size_t i = 0; i < json_array_size(changes); i++) {
        const json_t *c = json_array_get(changes, i);
        char own[100];
        (void)snprintf(own, sizeof own, "%.40s,%d,%.20s",
                       json_string_value(json_object_get(c, "indicator")),
                       (int)json_integer_value(json_object_get(c, "schooljaar")),
                       json_string_value(json_object_get(c, "instelling")));
        if (strcmp(own, key) == 0) return c;
    }
    return NULL;
}

/* Every cell of one side (0 before, 1 after) is among the changes when it differs, with both its
 * values, and not when it does not. Gives how many do. */
static size_t check_cells(json_t *own, const json_t *others, const json_t *changes, size_t side) {
    static const char *const names[] = {"teller", "noemer", "onbekend"};
    const char *key;
    json_t *cell;
    size_t n = 0;
    json_object_foreach(own, key, cell) {
        const json_t *other = json_object_get(others, key);
        const json_t *change = change_of(changes, key);
        bool differs = other == NULL || !json_equal(cell, other);
        if (differs != (change != NULL)) fail_msg("%s: %d", key, differs);
        for (size_t i = 0; differs && i < 3; i++) {
            const json_t *pair = json_object_get(change, names[i]);
            assert_int_equal(at(pair, side), at(cell, i));
            assert_int_equal(at(pair, 1 - side), at(other, i));
        }
        n += differs && (side == 0 || other == NULL);
    }
    return n;
}

static void test_history__exactly_what_differs(void **state) {
    json_t *before, *after, *s, *changes;
    size_t n, n_counts = 0;
    (void)state;
    import();
    before = tallied();
    revise();
    s = import_history();
    after = tallied();
    changes = changes_of(s);
    n = check_cells(before, after, changes, 0) + check_cells(after, before, changes, 1);
    for (size_t i = 0; i < json_array_size(changes); i++) {
        const json_t *c = json_array_get(changes, i), *count = json_object_get(c, "aantal");
        assert_string_equal(json_string_value(json_object_get(c, "instelling")), "27GZ");
        if (count == NULL) continue;
        n_counts++; /* no diploma changed, and enrolments of 2022 alone */
        assert_string_equal(json_string_value(json_object_get(c, "indicator")), "inschrijvingen");
        assert_int_equal(json_integer_value(json_object_get(c, "schooljaar")), 2022);
        assert_true(at(count, 1) > at(count, 0));
    }
    assert_int_equal(n_counts, 1);
    assert_true(n > 5);
    assert_int_equal(json_array_size(changes), n + n_counts);
    json_decref(before);
    json_decref(after);
    json_decref(s);
}

/* Asked again, and on the screen: the same; taken back: the same with the sides turned. */
static void test_history__can_be_asked_again(void **state) {
    json_t *first, *again, *back;
    ds_run run;
    char *pointer;
    (void)state;
    import();
    revise();
    first = import_history();
    again = import_history();
    assert_true(json_equal(first, again));
    pointer = ds_work_pointer(work);
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(first, "geschiedenis"), "huidige")),
        pointer);
    run = ds_run_program(DS_PROGRAM, NULL, "import", work, "--history", "--lang", "en", NULL);
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "Since the previous generation ("));
    assert_non_null(strstr(run.out, "  2022         27GZ         inschrijvingen "));
    assert_null(strstr(run.out, "  25LX  "));
    assert_non_null(strstr(run.err, "internal"));
    ds_run_done(&run);
    take_back("leveringen/inschrijving-2022-herzien.csv");
    back = import_history();
    assert_int_equal(json_array_size(changes_of(back)), json_array_size(changes_of(first)));
    for (size_t i = 0; i < json_array_size(changes_of(back)); i++) {
        const json_t *a = json_array_get(changes_of(first), i),
                     *b = json_array_get(changes_of(back), i);
        const char *measure = json_object_get(a, "aantal") != NULL ? "aantal" : "noemer";
        assert_int_equal(at(json_object_get(a, measure), 0), at(json_object_get(b, measure), 1));
        assert_int_equal(at(json_object_get(a, measure), 1), at(json_object_get(b, measure), 0));
    }
    json_decref(first);
    json_decref(again);
    json_decref(back);
    ds_free(pointer);
}

static void test_history__none_yet(void **state) {
    json_t *s = import_history();
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", work, "--history", NULL);
    (void)state;
    assert_true(json_is_null(json_object_get(s, "geschiedenis")));
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.out, "nog geen vorige generatie"));
    ds_run_done(&run);
    json_decref(s);
}

static size_t n_kept(void) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_error err;
    size_t n;
    path_of("geschiedenis", path);
    if (!ds_file_is_folder(path)) return 0;
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    n = names.n_names;
    ds_file_names_done(&names);
    return n;
}

/* However many imports: two states at most, one after the other the previous one, and no person. */
static void test_history__bounded(void **state) {
    char *earlier = NULL, path[DS_PATH_SIZE];
    (void)state;
    for (int i = 0; i < 6; i++) {
        char text[200];
        json_t *s, *history;
        (void)snprintf(text, sizeof text, "persoon,schooljaar,soort,instelling\nq,%d,hbo,30RR\n",
                       2019 + i);
        ds_free(ds_test_write_string(work, "leveringen/inschrijving-extra.csv", text));
        s = import_history();
        history = json_object_get(s, "geschiedenis");
        assert_true(n_kept() <= 2);
        assert_int_equal(json_is_null(history), i == 0);
        if (i > 0) {
            char relative[100], *kept;
            assert_string_equal(json_string_value(json_object_get(history, "vorige")), earlier);
            (void)snprintf(relative, sizeof relative, "geschiedenis/%s.json", earlier);
            kept = ds_work_read(work, relative, NULL);
            assert_null(strstr(kept, "p12"));
            ds_free(kept);
        }
        ds_free(earlier);
        earlier = ds_work_pointer(work);
        json_decref(s);
    }
    path_of("geschiedenis", path);
    assert_int_equal(n_kept(), 2);
    ds_free(earlier);
}

/* A school year that is new is one row an indicator on the screen, and all its cells in JSON. */
static void test_history__whole_years_are_folded(void **state) {
    ds_run run;
    json_t *s;
    size_t n = 0;
    (void)state;
    import();
    deliver_year(2025);
    s = import_history();
    for (size_t i = 0; i < json_array_size(changes_of(s)); i++) {
        const json_t *c = json_array_get(changes_of(s), i), *count = json_object_get(c, "aantal");
        if (json_integer_value(json_object_get(c, "schooljaar")) != 2025) continue;
        if (count == NULL)
            count = json_object_get(c, "noemer"); /* an indicator that needs t only */
        assert_int_equal(at(count, 0), 0);
        assert_true(at(count, 1) > 0);
        if (json_object_get(c, "aantal") == NULL) continue;
        n++;
    }
    assert_int_equal(n, 3);
    run = ds_run_program(DS_PROGRAM, NULL, "import", work, "--history", NULL);
    assert_non_null(strstr(run.out, "  2025        (3 instellingen)  inschrijvingen"));
    ds_run_done(&run);
    json_decref(s);
}

/* A failed import keeps nothing; a generation that was damaged is no measure of anything. */
static void test_history__failed_and_damaged(void **state) {
    json_t *first, *again, *s;
    char path[DS_PATH_SIZE];
    ds_run run;
    FILE *file;
    (void)state;
    import();
    revise();
    first = import_history();
    ds_free(
        ds_test_write_string(work, "leveringen/inschrijving-x.csv", "persoon,schooljaar\nq,2022"));
    run = ds_run_program(DS_PROGRAM, NULL, "import", work, "--history", NULL);
    assert_int_equal(run.code, 1);
    assert_int_equal(ds_run_lines(run.err), 1);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
    take_back("leveringen/inschrijving-x.csv");
    again = import_history();
    assert_true(json_equal(first, again));
    path_of("register/current/kolommen/soort.kol", path);
    file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_not_equal(fputc('!', file), EOF);
    assert_int_equal(fclose(file), 0);
    s = import_history();
    assert_true(json_is_null(json_object_get(s, "geschiedenis")));
    assert_int_equal(n_kept(), 0);
    json_decref(first);
    json_decref(again);
    json_decref(s);
}

/* By somebody who seals it anew. */
static void write_kept_sealed(const char *relative, const json_t *kept) {
    char *text = json_dumps(kept, 0), *sealed = NULL;
    size_t size;
    assert_non_null(text);
    assert_int_equal(ds_sealed_make(text, strlen(text), &sealed, &size, NULL), DS_OK);
    ds_free(ds_test_write(work, relative, sealed, size));
    ds_free(sealed);
    free(text);
}

/* Kept files that were touched: no state of ours is passed over; cells that do not parse are a
 * fault; another version of a definition is not compared. */
static void test_history__kept_files_that_were_touched(void **state) {
    char *text, *pointer, relative[100];
    json_t *s, *kept, *history;
    ds_run run;
    (void)state;
    import();
    pointer = ds_work_pointer(work);
    revise();
    json_decref(import_history());
    (void)snprintf(relative, sizeof relative, "geschiedenis/%s.json", pointer);
    text = ds_work_read(work, relative, NULL);
    kept = json_loads(text, 0, NULL);
    ds_free(text);
    assert_int_equal(json_object_del(kept, "controlegetal"), 0);
    assert_int_equal(
        json_object_set_new(json_object_get(kept, "versies"), "vsv", json_string("000000000000")),
        0);
    write_kept_sealed(relative, kept);
    s = import_history();
    history = json_object_get(s, "geschiedenis");
    assert_int_equal(json_array_size(json_object_get(history, "definitie_gewijzigd")), 1);
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(history, "definitie_gewijzigd"), 0)),
        "vsv");
    for (size_t i = 0; i < json_array_size(changes_of(s)); i++)
        assert_string_not_equal(
            json_string_value(json_object_get(json_array_get(changes_of(s), i), "indicator")),
            "vsv");
    json_decref(s);
    (void)json_object_set_new(kept, "cellen",
                              json_string("indicator,schooljaar,instelling,teller,noemer,onbekend,"
                                          "percentage\nvsv,geen,27GZ,1,2,3,\n"));
    write_kept_sealed(relative, kept);
    run = ds_run_program(DS_PROGRAM, NULL, "import", work, "--history", NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "geschiedenis"));
    assert_non_null(strstr(run.err, "regel 2"));
    ds_run_done(&run);
    text = ds_work_read(work, relative, NULL); /* one digit */
    *strstr(text, ",1,2,3") = ';';
    ds_free(ds_test_write_string(work, relative, text));
    ds_free(text);
    s = import_history();
    assert_true(json_is_null(json_object_get(s, "geschiedenis")));
    json_decref(s);
    ds_free(ds_test_write_string(work, relative, "{\"formaat\": 1"));
    s = import_history();
    assert_true(json_is_null(json_object_get(s, "geschiedenis")));
    json_decref(s);
    json_decref(kept);
    ds_free(pointer);
}

/* tellingen.csv adds up to what the summary says, also of diplomas without an institution. */
static void test_history__counts_add_up(void **state) {
    static const char *const names[] = {"inschrijvingen", "diplomas"};
    char *text, *rest, *line;
    long long sums[2] = {0, 0}, unknown = 0;
    json_t *s;
    (void)state;
    revise();
    s = import_history();
    text = rest = ds_work_read(work, "register/current/tellingen.csv", NULL);
    while ((line = strsep(&rest, "\n")) != NULL)
        for (size_t k = 0; k < 2; k++) {
            char name[41], place[21];
            int year;
            long long n;
            if (sscanf(line, "%40[^,],%d,\"%20[^\"]\",0,%lld,0,0", name, &year, place, &n) != 4 ||
                strcmp(name, names[k]) != 0)
                continue;
            sums[k] += n;
            if (k == 1 && strcmp(place, "onbekend") == 0) unknown += n;
        }
    assert_true(sums[0] > 500 && sums[1] > 50 && unknown > 5);
    for (size_t k = 0; k < 2; k++)
        assert_int_equal(json_integer_value(json_object_get(s, names[k])), sums[k]);
    ds_free(text);
    json_decref(s);
}

int main(void) {
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(test_history__##name, set_up_work, tear_down_work)
    const struct CMUnitTest tests[] = {
        TEST(exactly_what_differs),
        TEST(can_be_asked_again),
        TEST(none_yet),
        TEST(bounded),
        TEST(whole_years_are_folded),
        TEST(failed_and_damaged),
        TEST(kept_files_that_were_touched),
        TEST(counts_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
