/* tests/work/test_compare.c: the persons of a cell, and two sides person by person: on random
 * registers the persons are as many as the cells say, and what moved adds up to both tallies. */
#include "doorstroom/why.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "support/random_register.h"
#include "support/written.h"

enum { SEEDS = 6 };

static char *folders[2];

static ds_work work_of(const char *folder) {
    return (ds_work){.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
}

static void import_one(const char *folder) {
    ds_import_options options = {
        .work_folder = folder, .program_folder = DS_SOURCE_DIR, .n_workers = 2};
    ds_import_report *report = NULL;
    ds_error err;
    if (ds_import(&options, &report, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    ds_import_report_free(report);
}

/* Two registers of the same people, the second with fewer of them. */
static void make_two(uint64_t seed) {
    for (size_t k = 0; k < 2; k++) {
        const random_register options = {
            .seed = seed, .row_seed = seed + k, .n_persons = k == 0 ? 80 : 60};
        folders[k] = ds_test_folder();
        random_register_write(&options, folders[k], NULL, NULL);
        import_one(folders[k]);
    }
}

static void remove_two(void) {
    for (size_t k = 0; k < 2; k++)
        ds_test_folder_remove(folders[k]);
}

/* What tally counts in that school year, summed; all 0 where it counts nothing. */
static ds_measures tallied(const char *folder, const char *id, int schooljaar) {
    const ds_work work = work_of(folder);
    const ds_tallies_options options = {.indicators = id};
    ds_tallies *tallies = NULL;
    ds_measures sum = {0};
    ds_error err;
    size_t n;
    const ds_tally_table *tables;
    if (ds_work_tally(&work, &options, &tallies, &err) != DS_OK) fail_msg("%s", err.en);
    tables = ds_tallies_tables(tallies, &n);
    for (size_t i = 0; i < ds_cells_n(tables[0].cells); i++) {
        const ds_cell cell = ds_cells_at(tables[0].cells, i);
        if (cell.schooljaar == schooljaar) sum = cell.measures;
    }
    ds_tallies_free(tallies);
    return sum;
}

static void check_side(const ds_compare_year *year, int side, const char *folder, const char *id) {
    const ds_measures m = tallied(folder, id, year->schooljaar);
    uint64_t n[DS_STANDS] = {0};
    for (int a = 0; a < DS_STANDS; a++)
        for (int b = 0; b < DS_STANDS; b++)
            n[side == 0 ? a : b] += year->n[a][b];
    assert_int_equal(n[DS_STAND_TELLER], m.teller);
    assert_int_equal(n[DS_STAND_TELLER] + n[DS_STAND_NOEMER], m.noemer);
    assert_int_equal(n[DS_STAND_ONBEKEND], m.onbekend);
}

static uint64_t check_compared(const ds_compare_side sides[2]) {
    const ds_work work = work_of(sides[0].folder);
    const ds_compare_options options = {.sides = {sides[0], sides[1]}};
    ds_compared compared;
    uint64_t n = 0;
    ds_error err;
    if (ds_work_compare(&work, &options, &compared, &err) != DS_OK) fail_msg("%s", err.en);
    for (size_t i = 0; i < compared.n_years; i++) {
        assert_int_equal(compared.years[i].n[DS_STAND_NOT][DS_STAND_NOT], 0);
        for (int side = 0; side < 2; side++)
            check_side(&compared.years[i], side, sides[side].folder, sides[side].indicator);
        for (int a = 0; a < DS_STANDS; a++)
            for (int b = 0; b < DS_STANDS; b++)
                if (a != b) n += compared.years[i].n[a][b];
    }
    ds_compared_done(&compared);
    return n;
}

static void test_compare__adds_up_to_both_tallies(void **state) {
    uint64_t moved[2] = {0, 0};
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        ds_compare_side two_definitions[2], two_registers[2];
        make_two(seed);
        two_definitions[0] = (ds_compare_side){folders[0], NULL, "vsv"};
        two_definitions[1] = (ds_compare_side){folders[0], NULL, "uitstroom_diploma"};
        two_registers[0] = (ds_compare_side){folders[0], NULL, "vsv"};
        two_registers[1] = (ds_compare_side){folders[1], NULL, "vsv"};
        moved[0] += check_compared(two_definitions);
        moved[1] += check_compared(two_registers);
        remove_two();
    }
    assert_true(moved[0] > 50);
    assert_true(moved[1] > 20);
}

/* A register beside itself: nobody moves. */
static void test_compare__nobody_moves_from_itself(void **state) {
    ds_compare_side same[2];
    (void)state;
    make_two(3);
    same[0] = same[1] = (ds_compare_side){folders[0], NULL, "vsv"};
    assert_int_equal(check_compared(same), 0);
    remove_two();
}

static uint64_t count_persons(const char *id, const char *stand, int schooljaar, const char *cell) {
    const ds_work work = work_of(folders[0]);
    const ds_persons_options options = {.indicator = id,
                                        .by = cell == NULL ? NULL : "niveau",
                                        .cell = cell,
                                        .stand = stand,
                                        .schooljaar = schooljaar};
    ds_persons persons;
    ds_error err;
    uint64_t n;
    if (ds_work_persons(&work, &options, &persons, &err) != DS_OK) fail_msg("%s", err.en);
    for (size_t i = 0; i < persons.n; i++)
        assert_true(ds_trace_person(persons.trace, persons.rows[i].person).size > 0);
    n = persons.n;
    ds_persons_done(&persons);
    return n;
}

static void compare_with_cells(const char *id) {
    for (int year = 2005; year < 2030; year++) {
        const ds_measures m = tallied(folders[0], id, year);
        static const char *const niveaus[] = {"1", "2", "3", "4", "onbekend"};
        uint64_t of_levels = 0;
        if (m.noemer + m.onbekend == 0) continue;
        assert_int_equal(count_persons(id, "teller", year, NULL), m.teller);
        assert_int_equal(count_persons(id, "noemer", year, NULL), m.noemer - m.teller);
        assert_int_equal(count_persons(id, "onbekend", year, NULL), m.onbekend);
        for (size_t i = 0; i < 5; i++)
            of_levels += count_persons(id, NULL, year, niveaus[i]);
        assert_int_equal(of_levels, m.noemer + m.onbekend);
    }
}

/* Also where a cell is of three school years. */
static void test_persons__are_as_many_as_the_cells_say(void **state) {
    (void)state;
    make_two(2);
    compare_with_cells("vsv");
    compare_with_cells("startersresultaat_instelling");
    remove_two();
}

/* Persons go to a file that nobody else may read. */
static void test_persons__are_private(void **state) {
    ds_persons persons;
    ds_document *document = NULL;
    const ds_write_options how = DS_WRITE_OPTIONS_INIT;
    const ds_persons_options options = {.indicator = "vsv"};
    char path[DS_PATH_SIZE], *messages;
    struct stat info;
    ds_error err;
    ds_work work;
    (void)state;
    make_two(2);
    work = work_of(folders[0]);
    assert_int_equal(ds_work_persons(&work, &options, &persons, &err), DS_OK);
    assert_int_equal(ds_say_persons(&persons, &document, &err), DS_OK);
    assert_int_equal(ds_file_join(path, folders[0], "personen.csv", &err), DS_OK);
    assert_int_equal(ds_document_save(document, path, &how, &err), DS_OK);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    messages = written_as(document, DS_FORM_CSV, DS_NL, true);
    assert_non_null(strstr(messages, "dit zijn personen"));
    ds_free(messages);
    ds_document_free(document);
    ds_persons_done(&persons);
    remove_two();
}

static void test_persons__refuses(void **state) {
    const ds_persons_options stand = {.indicator = "vsv", .stand = "tellers"};
    const ds_persons_options cell = {.indicator = "vsv", .by = "niveau", .cell = "2,bol"};
    const ds_persons_options unknown = {.indicator = "vsv", .by = "leerweg", .cell = "bool"};
    const ds_persons_options elsewhen = {
        .indicator = "vsv", .by = "leerweg", .cell = "bol", .schooljaar = 1950};
    ds_persons persons;
    ds_work work;
    ds_error err;
    (void)state;
    make_two(2);
    work = work_of(folders[0]);
    assert_int_equal(ds_work_persons(&work, &stand, &persons, &err), DS_USAGE);
    assert_int_equal(ds_work_persons(&work, &cell, &persons, &err), DS_USAGE);
    /* a class that nobody is of is no empty list; a year in which nobody is of it, is one */
    assert_int_equal(ds_work_persons(&work, &unknown, &persons, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "'bool' of leerweg"));
    assert_int_equal(ds_work_persons(&work, &elsewhen, &persons, &err), DS_OK);
    assert_int_equal(persons.n, 0);
    ds_persons_done(&persons);
    remove_two();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare__adds_up_to_both_tallies),
        cmocka_unit_test(test_compare__nobody_moves_from_itself),
        cmocka_unit_test(test_persons__are_as_many_as_the_cells_say),
        cmocka_unit_test(test_persons__are_private),
        cmocka_unit_test(test_persons__refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
