/* tests/cli/test_pseudonyms.c: with a key no number of a person stands in anything that the program
 * writes, whatever delivery it came in and whatever column it had slipped into; and the tallies are
 * those of the same persons without a key. */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "cli/work_help.h"

enum { PERSONS = 400, SLIPPED = 7, NUMBERS = PERSONS + SLIPPED };

static char numbers[NUMBERS][10];

/* Nine digits that pass the eleven test (and one in five an onderwijsnummer's), spread so that
 * their order is not that of the persons. */
static void make_numbers(void) {
    for (int i = 0; i < NUMBERS; i++)
        for (unsigned tail = 0, sum = 1; sum != (i % 5 == 0 ? 5u : 0u); tail++) {
            unsigned head = i % 5 == 0 ? 1000000u + (unsigned)i * 97u % 100000u
                                       : 2000000u + (unsigned)i * 7919u % 7000000u;
            assert_true(tail < 100);
            (void)snprintf(numbers[i], 10, "%07u%02u", head % 10000000, tail % 100);
            sum = 0;
            for (unsigned k = 0; k < 8; k++)
                sum += (9 - k) * (unsigned)(numbers[i][k] - '0');
            sum = (sum + 11 - (unsigned)(numbers[i][8] - '0')) % 11;
        }
}

static void put(const char *work, const char *name, ds_buffer *text) {
    char relative[100];
    ds_error err;
    (void)snprintf(relative, sizeof relative, "leveringen/%s", name);
    assert_int_equal(ds_buffer_finish(text, &err), DS_OK);
    ds_free(ds_test_write_string(work, relative, ds_buffer_string(text)));
    ds_buffer_clear(text);
}

static void deliver_enrolments(const char *work, ds_buffer *b) {
    for (int year = 2020; year < 2024; year++) {
        char name[40];
        ds_buffer_add_string(b, "persoon,schooljaar,soort,niveau,leerweg,instelling\n");
        for (int i = 0; i < PERSONS; i++)
            if ((i * 31 + year) % 5 != 0)
                ds_buffer_addf(b, "%s,%d,%s,%s,bol,%s\n", numbers[i], year,
                               i % 7 == year % 7 ? "vavo" : "mbo",
                               i % 7 == year % 7 ? ""
                               : i % 2           ? "2"
                                                 : "4",
                               i % 3 ? "27GZ" : "25LX");
        (void)snprintf(name, sizeof name, "inschrijving-%d.csv", year);
        put(work, name, b);
    }
}

static void deliver_rest(const char *work, ds_buffer *b) {
    static const char *const kinds[][3] = {
        {"persoon.csv", "persoon,geboortedatum,geslacht,gemeente\n", "2004-02-03,v,Delft"},
        {"diploma.csv", "persoon,schooljaar,soort,niveau,instelling\n", "2021,mbo,2,27GZ"},
        {"werk.csv", "persoon,jaar,uren\n", "2022,12.5"},
        {"vrijstelling.csv", "persoon,schooljaar,reden\n", "2022,justitie"},
        {"vsv_maand.csv", "persoon,maand,instelling\n", "202210,27GZ"}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        ds_buffer_add_string(b, kinds[k][1]);
        for (size_t i = k; i < PERSONS; i += k + 1)
            ds_buffer_addf(b, "%s,%s\n", numbers[i], kinds[k][2]);
        put(work, kinds[k][0], b);
    }
}

static void deliver_duo(const char *work, ds_buffer *b) {
    ds_buffer_add_string(b, "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;RMC_REGIO;"
                            "GEMEENTENAAM;BRIN;BRIN_VOLGNR;NIVEAU;ONDERWIJSSOORT;CREBO\n");
    for (int i = 0; i < 60; i++)
        ds_buffer_addf(b, "%s;%s;03-02-2004;V;;Delft;27GZ;;Mbo4 opleidingen;BOL;25001\n",
                       i % 5 ? numbers[i] : "", i % 5 ? "" : numbers[i]);
    put(work, "NRSP2021DI27GZ.csv", b);
    ds_buffer_add_string(b, "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;BRIN;GEBOORTEDATUM;NIVEAU;"
                            "EXAMEN\n");
    for (int i = 40; i < 80; i++) /* twenty of them not in the start population: refused */
        ds_buffer_addf(b, "%s;%s;27GZ;;;\n", i % 5 ? numbers[i] : "", i % 5 ? "" : numbers[i]);
    put(work, "NenR2021DI27GZ.csv", b);
    ds_buffer_add_string(b, "BRIN_NR;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;GEBOORTEDATUM\n");
    for (int i = 0; i < 50; i++)
        ds_buffer_addf(b, "27GZ;202210;%s;\n", numbers[i]);
    put(work, "202309A04I27GZ.csv", b);
}

/* Rows with a number where it does not belong, of persons who stand nowhere else: columns that have
 * shifted, a doubled number, free text, and a persoon that is too long. */
static void deliver_slips(const char *work, ds_buffer *b) {
    char(*n)[10] = numbers + PERSONS;
    ds_buffer_add_string(b, "persoon,schooljaar,soort,niveau,instelling,vestiging,opleiding\n");
    ds_buffer_addf(b, "%s,2022,mbo,2,27GZ,%s,\n", numbers[0], n[0]);
    ds_buffer_addf(b, "%s,2022,mbo,2,27GZ,,van %s\n", numbers[1], n[1]);
    ds_buffer_addf(b, "%s,%s,mbo,2,27GZ,,\n", numbers[2], n[2]);
    ds_buffer_addf(b, "%s,2022,%s,2,27GZ,,\n", numbers[3], n[3]);
    ds_buffer_addf(b, "%s,2022,mbo,%s,27GZ,,\n", numbers[4], n[4]);
    ds_buffer_addf(b,
                   "%s en de rest van een regel die verschoven is en te lang om te lezen,2022,"
                   "mbo,2,27GZ,,\n",
                   n[5]);
    ds_buffer_addf(b, "%s,2022,mbo,2,%s,,\n", numbers[5], n[6]);
    put(work, "inschrijving-slordig.csv", b);
}

static void deliver(const char *work, bool slips) {
    ds_buffer b;
    ds_buffer_init(&b, 1 << 22);
    deliver_enrolments(work, &b);
    deliver_rest(work, &b);
    deliver_duo(work, &b);
    if (slips) deliver_slips(work, &b);
    ds_buffer_done(&b);
}

static void configure(const char *work, const char *key) {
    char text[300];
    (void)snprintf(text, sizeof text, "max_afgekeurd: 100 %%\n%s%s%s",
                   key == NULL ? "" : "pseudonimiseer: {sleutel: ", key == NULL ? "" : key,
                   key == NULL ? "" : "}\n");
    ds_free(ds_test_write_string(work, "doorstroom.yaml", text));
}

static void make_key(const char *work, const char *name) {
    char path[DS_PATH_SIZE];
    ds_error err;
    ds_run run;
    assert_int_equal(ds_file_join(path, work, name, &err), DS_OK);
    run = ds_run_program(DS_PROGRAM, NULL, "key", path, NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
}

/* What import said, both streams; the caller's. With the tables for SQL, so that they are searched
 * too. */
static char *import(const char *work, const char *format) {
    ds_run run =
        ds_run_program(DS_PROGRAM, NULL, "import", work, "--sql", "--format", format, NULL);
    ds_buffer b;
    if (run.code != 0) fail_msg("import: %d %s", run.code, run.err);
    ds_buffer_init(&b, 1 << 22);
    ds_buffer_add_string(&b, run.out);
    ds_buffer_add_string(&b, run.err);
    ds_run_done(&run);
    return ds_buffer_take(&b);
}

/* How many of the numbers stand in data. */
static size_t n_in(const char *data, size_t size) {
    size_t n = 0;
    for (int i = 0; i < NUMBERS; i++)
        n += memmem(data, size, numbers[i], 9) != NULL;
    return n;
}

/* The numbers in all files under path, but for leveringen/; *n_files counts the files. */
static size_t n_under(const char *path, size_t *n_files) {
    struct dirent *entry;
    size_t n = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL) {
        char inside[DS_PATH_SIZE];
        struct stat info;
        ds_error err;
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "leveringen") == 0) continue;
        assert_int_equal(ds_file_join(inside, path, entry->d_name, &err), DS_OK);
        assert_int_equal(lstat(inside, &info), 0);
        n += n_in(entry->d_name, strlen(entry->d_name));
        if (S_ISDIR(info.st_mode)) n += n_under(inside, n_files);
        if (S_ISREG(info.st_mode)) {
            size_t size;
            char *data;
            assert_int_equal(ds_file_read(inside, 1 << 28, &data, &size, &err), DS_OK);
            n += n_in(data, size);
            (*n_files)++;
            ds_free(data);
        }
    }
    assert_int_equal(closedir(dir), 0);
    return n;
}

static char *tally_of(const char *work) {
    ds_run run =
        ds_run_program(DS_PROGRAM, NULL, "tally", work, "--by", "niveau,instelling,geslacht",
                       "--format", "csv", "--definitions", DEFINITIONS, NULL);
    char *out = run.out;
    if (run.code != 0) fail_msg("tally: %d %s", run.code, run.err);
    assert_true(ds_run_lines(out) > 40);
    run.out = NULL;
    ds_run_done(&run);
    return out;
}

/* Without a key they stand everywhere (so the search finds them), with one nowhere. */
static void test_pseudonyms__no_number_anywhere(void **state) {
    char *work = ds_test_folder();
    size_t n_files = 0;
    (void)state;
    deliver(work, true);
    configure(work, NULL);
    ds_free(import(work, "json"));
    assert_true(n_under(work, &n_files) > PERSONS);
    make_key(work, "sleutel");
    configure(work, "sleutel");
    for (int i = 0; i < 2; i++) { /* made, then found as it is */
        char *said = import(work, i == 0 ? "json" : "table");
        assert_int_equal(n_in(said, strlen(said)), 0);
        assert_non_null(strstr(said, "sleutel"));
        ds_free(said);
        n_files = 0;
        assert_int_equal(n_under(work, &n_files), 0);
        assert_true(n_files > 20);
    }
    ds_test_folder_remove(work);
}

/* The refused rows are there still: by line, with pseudonyms and # where numbers stood. */
static void test_pseudonyms__refused_rows_can_be_found(void **state) {
    char *work = ds_test_folder(), *text;
    (void)state;
    deliver(work, true);
    make_key(work, "sleutel");
    configure(work, "sleutel");
    ds_free(import(work, "json"));
    text = ds_work_read(work, "afgekeurd/inschrijving-slordig.csv", NULL);
    assert_int_equal(ds_run_lines(text), 1 + SLIPPED);
    assert_non_null(strstr(text, ",2,6,vestiging,#########,persoonsnummer\n"));
    assert_non_null(strstr(text, ",3,7,opleiding,***,persoonsnummer\n"));
    assert_non_null(strstr(text, ",4,2,schooljaar,#########,schooljaar\n"));
    ds_free(text);
    text = ds_work_read(work, "afgekeurd/NenR2021DI27GZ.csv", NULL);
    assert_int_equal(ds_run_lines(text), 1 + 20);
    ds_free(text);
    ds_test_folder_remove(work);
}

/* A surname in a shifted column: with a key it is nowhere, without one only in afgekeurd/. */
static void test_pseudonyms__names_are_masked(void **state) {
    static const char rows[] = "persoon,schooljaar,soort,niveau\n1,2022,mbo,2\n"
                               "2,Pietersen,mbo,2\n3,2022,Pietersen,2\n4,2022,mbo,Pietersen\n"
                               "5,2022,mboo,2\n";
    char *work = ds_test_folder(), *text;
    (void)state;
    ds_free(ds_test_write_string(work, "leveringen/inschrijving.csv", rows));
    configure(work, NULL);
    ds_free(import(work, "json"));
    text = ds_work_read(work, "afgekeurd/inschrijving.csv", NULL);
    assert_non_null(strstr(text, "Pietersen"));
    ds_free(text);
    make_key(work, "sleutel");
    configure(work, "sleutel");
    ds_free(import(work, "json"));
    text = ds_work_read(work, "afgekeurd/inschrijving.csv", NULL);
    assert_null(strstr(text, "Pietersen"));
    assert_non_null(strstr(text, "inschrijving.csv,3,2,schooljaar,***,schooljaar\n"));
    assert_non_null(strstr(text, "inschrijving.csv,6,3,soort,mboo,code\n"));
    assert_int_equal(ds_run_lines(text), 1 + 4);
    ds_free(text);
    ds_test_folder_remove(work);
}

/* Without the slips, which only a key refuses. */
static void test_pseudonyms__tallies_are_equal(void **state) {
    char *work = ds_test_folder(), *without, *with, *other, *names[3];
    (void)state;
    deliver(work, false);
    configure(work, NULL);
    ds_free(import(work, "json"));
    without = tally_of(work);
    names[0] = ds_work_pointer(work);
    make_key(work, "a");
    configure(work, "a");
    ds_free(import(work, "json"));
    with = tally_of(work);
    names[1] = ds_work_pointer(work);
    make_key(work, "b");
    configure(work, "b");
    ds_free(import(work, "json"));
    other = tally_of(work);
    names[2] = ds_work_pointer(work);
    assert_string_equal(with, without);
    assert_string_equal(other, without);
    assert_string_not_equal(names[0], names[1]);
    assert_string_not_equal(names[1], names[2]);
    for (size_t i = 0; i < 3; i++)
        ds_free(names[i]);
    ds_free(without);
    ds_free(with);
    ds_free(other);
    ds_test_folder_remove(work);
}

/* The same key, copied under another name: the same generation but for its wishes. */
static char *persons_of(const char *work, const char *key) {
    char *sums, *at;
    configure(work, key);
    ds_free(import(work, "json"));
    sums = ds_work_read(work, "register/current/manifest.json", NULL);
    at = strstr(sums, "kolommen/instelling.kol");
    assert_non_null(at);
    at[200] = '\0';
    at = ds_strdup(at);
    ds_free(sums);
    return at;
}

/* Persons stand in the order of their pseudonyms: the same for one key, whatever its file is
 * called, and another for two, so nobody joins. */
static void test_pseudonyms__one_key_joins(void **state) {
    char *work = ds_test_folder(), *text, *a, *copy, *b;
    char path[DS_PATH_SIZE];
    size_t size;
    ds_error err;
    (void)state;
    deliver(work, false);
    make_key(work, "a");
    make_key(work, "b");
    text = ds_work_read(work, "a", &size);
    ds_free(ds_test_write(work, "kopie", text, size));
    ds_free(text);
    assert_int_equal(ds_file_join(path, work, "kopie", &err), DS_OK);
    assert_int_equal(chmod(path, 0600), 0);
    a = persons_of(work, "a");
    copy = persons_of(work, "kopie");
    b = persons_of(work, "b");
    assert_string_equal(a, copy);
    assert_string_not_equal(a, b);
    ds_free(a);
    ds_free(copy);
    ds_free(b);
    ds_test_folder_remove(work);
}

static void test_pseudonyms__key_command(void **state) {
    char *work = ds_test_folder();
    char path[DS_PATH_SIZE];
    ds_error err;
    ds_run run;
    char *before, *after;
    (void)state;
    make_key(work, "sleutel");
    before = ds_work_read(work, "sleutel", NULL);
    assert_int_equal(ds_file_join(path, work, "sleutel", &err), DS_OK);
    run = ds_run_program(DS_PROGRAM, NULL, "key", path, NULL);
    assert_int_equal(run.code, 1);
    assert_non_null(strstr(run.err, "wordt nooit overschreven"));
    assert_int_equal(ds_run_lines(run.err), 1);
    ds_run_done(&run);
    after = ds_work_read(work, "sleutel", NULL);
    assert_string_equal(before, after);
    run = ds_run_program(DS_PROGRAM, NULL, "key", NULL);
    assert_int_equal(run.code, 2);
    ds_run_done(&run);
    ds_free(before);
    ds_free(after);
    ds_test_folder_remove(work);
}

/* A key that is refused changes nothing. */
static void test_pseudonyms__bad_key_changes_nothing(void **state) {
    char *work = ds_test_folder(), *before, *after;
    char path[DS_PATH_SIZE];
    ds_error err;
    ds_run run;
    (void)state;
    deliver(work, false);
    make_key(work, "sleutel");
    configure(work, "sleutel");
    ds_free(import(work, "json"));
    before = ds_work_pointer(work);
    assert_int_equal(ds_file_join(path, work, "sleutel", &err), DS_OK);
    assert_int_equal(chmod(path, 0640), 0);
    run = ds_run_program(DS_PROGRAM, NULL, "import", work, "--lang", "en", NULL);
    assert_int_equal(run.code, 1);
    assert_int_equal(ds_run_lines(run.err), 1);
    assert_non_null(strstr(run.err, "other users have access to the key (640)"));
    ds_run_done(&run);
    after = ds_work_pointer(work);
    assert_string_equal(before, after);
    ds_free(before);
    ds_free(after);
    ds_test_folder_remove(work);
}

/* ---- the demo deliveries in DUO's own layouts, where they are ---- */

#define DEMO DS_SOURCE_DIR "/../shared/data/duo_vsv/"

static uint32_t *known;
static size_t n_known, known_capacity;

/* Every window of nine digits, as a number, is given to visit. */
static void windows(const char *data, size_t size, void (*visit)(uint32_t number)) {
    uint64_t number = 0;
    size_t run = 0;
    for (size_t i = 0; i < size; i++) {
        bool digit = data[i] >= '0' && data[i] <= '9';
        run = digit ? run + 1 : 0;
        number = digit ? (number * 10 + (uint64_t)(data[i] - '0')) % 1000000000 : 0;
        if (run >= 9) visit((uint32_t)number);
    }
}

static void remember(uint32_t number) {
    assert_true(ds_reserve(&known, &known_capacity, n_known + 1, sizeof *known));
    known[n_known++] = number;
}

static int compare_numbers(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void must_be_new(uint32_t number) {
    if (bsearch(&number, known, n_known, sizeof *known, compare_numbers) != NULL)
        fail_msg("a number of the deliveries stands in the output");
}

static void search_under(const char *path) {
    ds_file_names names = {0};
    ds_error err;
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++) {
        char inside[DS_PATH_SIZE];
        char *data;
        size_t size;
        assert_int_equal(ds_file_join(inside, path, names.names[i], &err), DS_OK);
        if (strcmp(names.names[i], "leveringen") == 0 || strcmp(names.names[i], "current") == 0)
            continue;
        if (ds_file_is_folder(inside)) {
            search_under(inside);
            continue;
        }
        assert_int_equal(ds_file_read(inside, 1 << 28, &data, &size, &err), DS_OK);
        windows(data, size, must_be_new);
        ds_free(data);
    }
    ds_file_names_done(&names);
}

static void test_pseudonyms__demo_deliveries(void **state) {
    static const char *const files[] = {"NRSP2023DI27GZ.csv", "NenR2023DI27GZ.csv",
                                        "202309A04I27GZ.csv", "202311A14I27GZ.csv"};
    char *work, *said;
    (void)state;
    if (!ds_file_is_folder(DEMO)) skip();
    work = ds_test_folder();
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char relative[100];
        size_t size;
        char *data = ds_work_read(DEMO, files[i], &size);
        windows(data, size, remember);
        (void)snprintf(relative, sizeof relative, "leveringen/%s", files[i]);
        ds_free(ds_test_write(work, relative, data, size));
        ds_free(data);
    }
    assert_true(n_known > 15000);
    qsort(known, n_known, sizeof *known, compare_numbers);
    make_key(work, "sleutel");
    configure(work, "sleutel");
    said = import(work, "json");
    windows(said, strlen(said), must_be_new);
    search_under(work);
    ds_free(said);
    ds_free(known);
    ds_test_folder_remove(work);
}

static int set_up_numbers(void **state) {
    (void)state;
    make_numbers();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pseudonyms__no_number_anywhere),
        cmocka_unit_test(test_pseudonyms__refused_rows_can_be_found),
        cmocka_unit_test(test_pseudonyms__names_are_masked),
        cmocka_unit_test(test_pseudonyms__tallies_are_equal),
        cmocka_unit_test(test_pseudonyms__one_key_joins),
        cmocka_unit_test(test_pseudonyms__key_command),
        cmocka_unit_test(test_pseudonyms__bad_key_changes_nothing),
        cmocka_unit_test(test_pseudonyms__demo_deliveries),
    };
    return cmocka_run_group_tests(tests, set_up_numbers, NULL);
}
