/* tests/simulate/test_simulate.c: the made deliveries are the same for any number of workers, have
 * the columns of the contract, look plausible, and survive every failing allocation. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "base/date.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/simulate.h"
#include "support/support.h"

static const char parameters[] = DS_SOURCE_DIR "/simulatie";

enum {
    FIRST = 2014,
    LAST = 2024,
    N_YEARS = LAST - FIRST + 1,
    FIELDS_MAX = 16,
    N_FILES = N_YEARS + 6 + 1 + 12,
};

static char *read_delivery(const char *folder, const char *name, size_t *out_size) {
    char path[DS_PATH_SIZE], inside[64];
    char *data = NULL;
    ds_error err;
    (void)snprintf(inside, sizeof inside, "leveringen/%s", name);
    assert_int_equal(ds_file_join(path, folder, inside, &err), DS_OK);
    assert_int_equal(ds_file_read(path, (size_t)1 << 30, &data, out_size, &err), DS_OK);
    return data;
}

static char *made(uint64_t n_persons, uint64_t seed, size_t n_workers) {
    ds_simulate_options options = {
        .n_persons = n_persons, .seed = seed, .n_workers = n_workers, .parameters = parameters};
    char *folder = ds_test_folder();
    ds_error err;
    assert_int_equal(ds_simulate_write(folder, &options, &err), DS_OK);
    return folder;
}

static void assert_same(const char *a, const char *b, bool same) {
    char path[DS_PATH_SIZE];
    ds_file_names names;
    ds_error err;
    size_t n_different = 0;
    assert_int_equal(ds_file_join(path, a, "leveringen", &err), DS_OK);
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    assert_int_equal(names.n_names, N_FILES);
    for (size_t i = 0; i < names.n_names; i++) {
        size_t size_a, size_b;
        char *data_a = read_delivery(a, names.names[i], &size_a);
        char *data_b = read_delivery(b, names.names[i], &size_b);
        if (size_a != size_b || memcmp(data_a, data_b, size_a) != 0) n_different++;
        ds_free(data_a);
        ds_free(data_b);
    }
    ds_file_names_done(&names);
    if (same)
        assert_int_equal(n_different, 0);
    else
        assert_true(n_different >= N_YEARS + 5); /* the institutions are always the same */
}

static void test_simulate__workers_do_not_change_the_bytes(void **state) {
    char *one = made(20000, 7, 1);
    char *two = made(20000, 7, 2);
    char *many = made(20000, 7, 5);
    (void)state;
    assert_same(one, two, true);
    assert_same(one, many, true);
    ds_test_folder_remove(one);
    ds_test_folder_remove(two);
    ds_test_folder_remove(many);
}

static void test_simulate__another_seed_is_another_register(void **state) {
    char *one = made(500, 1, 1);
    char *two = made(500, 2, 1);
    (void)state;
    assert_same(one, two, false);
    ds_test_folder_remove(one);
    ds_test_folder_remove(two);
}

static void assert_header(const char *folder, const char *name, const char *header) {
    size_t size;
    char *data = read_delivery(folder, name, &size);
    assert_true(size > strlen(header) + 1);
    assert_memory_equal(data, header, strlen(header));
    assert_int_equal(data[strlen(header)], '\n');
    assert_int_equal(data[size - 1], '\n');
    ds_free(data);
}

static void test_simulate__headers_are_the_contract(void **state) {
    char *folder = made(3000, 3, 2);
    (void)state;
    assert_header(folder, "inschrijving-2014.csv",
                  "persoon,schooljaar,soort,leerjaar,leerweg,niveau,opleiding,hoofdgroep,sector,"
                  "profiel,route,instelling,vestiging,hoofdinschrijving,bekostigd");
    assert_header(folder, "persoon.csv",
                  "persoon,geboortedatum,geslacht,migratieachtergrond,ses,functiebeperking,advies,"
                  "opleiding_ouders,gemeente,rmc_regio,vso_cluster");
    assert_header(folder, "persoon-2024.csv",
                  "persoon,schooljaar,ses,functiebeperking,gemeente,rmc_regio");
    assert_header(folder, "diploma.csv",
                  "persoon,schooljaar,datum,soort,niveau,leerweg,opleiding,hoofdgroep,sector,"
                  "instelling");
    assert_header(folder, "werk.csv", "persoon,jaar,uren");
    assert_header(folder, "vrijstelling.csv", "persoon,schooljaar,reden");
    assert_header(folder, "instelling.csv",
                  "instelling,naam,type,grootte,opgegaan_in,vanaf_schooljaar");
    assert_header(folder, "enquete.csv",
                  "respondent,meting,jaar,instelling,niveau,leerweg,hoofdgroep,sectorkamer,"
                  "geslacht,migratieachtergrond,functiebeperking,opleiding_ouders,gewicht,"
                  "gewicht_module,module_allen,voelt_zich_student,als_student_gezien,"
                  "studievereniging_bekend,veilig_school,veilig_bpv,hulpmiddelen,"
                  "tevreden_begeleiding,begeleiding_naar_werk,lob,mentale_gezondheid");
    ds_test_folder_remove(folder);
}

/* The next record of a delivery as fields; a quoted field (never with a quote in it) is unquoted.
 */
static size_t next_record(const char **at, ds_text fields[FIELDS_MAX]) {
    size_t n = 0;
    const char *from = *at;
    if (*from == '\0') return 0;
    for (;;) {
        char end = *from == '"' ? '"' : ',';
        const char *start = end == '"' ? from + 1 : from;
        const char *stop = start;
        while (*stop != end && *stop != '\n')
            stop++;
        assert_true(n < FIELDS_MAX);
        fields[n++] = (ds_text){start, (size_t)(stop - start)};
        from = end == '"' ? stop + 1 : stop;
        if (*from++ == '\n') break;
    }
    *at = from;
    return n;
}

static void check_row(const ds_text *fields, int year) {
    int got, soort, leerweg = -1;
    assert_int_equal(fields[0].size, 9);
    assert_true(ds_date_parse_schoolyear(fields[1], &got));
    assert_int_equal(got, year);
    soort = ds_codes_find(&ds_codes_soort, fields[2], false);
    assert_true(soort > DS_SOORT_GEEN);
    if (fields[4].size > 0) leerweg = ds_codes_find(&ds_codes_leerweg, fields[4], false);
    if (fields[4].size > 0)
        assert_true(ds_codes_leerweg_fits((enum ds_soort)soort, (enum ds_leerweg)leerweg));
    assert_int_equal(soort == DS_SOORT_MBO, fields[5].size == 1);
    if (fields[8].size > 0) assert_true(ds_codes_find(&ds_codes_sector, fields[8], false) >= 0);
    if (fields[10].size > 0) assert_true(ds_codes_find(&ds_codes_route, fields[10], false) >= 0);
    assert_true(ds_codes_find(&ds_codes_ja_nee, fields[13], false) >= 0);
    assert_true(ds_codes_find(&ds_codes_ja_nee, fields[14], false) >= 0);
}

static void test_simulate__rows_hold_known_codes(void **state) {
    char *folder = made(3000, 11, 2);
    (void)state;
    for (int year = FIRST; year <= LAST; year++) {
        char name[64];
        ds_text fields[FIELDS_MAX] = {0};
        size_t size, n;
        char *data;
        const char *at;
        (void)snprintf(name, sizeof name, "inschrijving-%d.csv", year);
        data = read_delivery(folder, name, &size);
        at = data;
        assert_int_equal(next_record(&at, fields), 15);
        while ((n = next_record(&at, fields)) > 0) {
            assert_int_equal(n, 15);
            check_row(fields, year);
        }
        ds_free(data);
    }
    ds_test_folder_remove(folder);
}

/* What a person was in two school years that follow each other: enough to see that rates are near
 * what is published. Indexed by the identifier's place among all, found by its bytes. */
typedef struct seen {
    char id[9];
    uint8_t niveau[N_YEARS]; /* 0 not in mbo */
    bool enrolled[N_YEARS];
    uint8_t obtained[N_YEARS]; /* 2: a start qualification obtained in that year */
} seen;

static int compare_seen(const void *a, const void *b) {
    return memcmp(((const seen *)a)->id, ((const seen *)b)->id, 9);
}

static seen *load_persons(const char *folder, size_t n_persons) {
    ds_text fields[FIELDS_MAX] = {0};
    size_t size, n = 0;
    char *data = read_delivery(folder, "persoon.csv", &size);
    const char *at = data;
    seen *all = ds_calloc(n_persons, sizeof *all);
    assert_non_null(all);
    (void)next_record(&at, fields);
    while (next_record(&at, fields) > 0) {
        assert_true(n < n_persons);
        memcpy(all[n++].id, fields[0].data, 9);
    }
    assert_int_equal(n, n_persons);
    ds_free(data);
    qsort(all, n, sizeof *all, compare_seen);
    for (size_t i = 1; i < n; i++)
        assert_true(compare_seen(&all[i - 1], &all[i]) < 0);
    return all;
}

static seen *find(seen *all, size_t n, ds_text id) {
    seen key = {0};
    memcpy(key.id, id.data, 9);
    return bsearch(&key, all, n, sizeof *all, compare_seen);
}

static size_t load_year(const char *folder, int year, seen *all, size_t n) {
    char name[64];
    ds_text fields[FIELDS_MAX] = {0};
    size_t size, n_states = 0;
    char *data;
    const char *at;
    (void)snprintf(name, sizeof name, "inschrijving-%d.csv", year);
    data = read_delivery(folder, name, &size);
    at = data;
    (void)next_record(&at, fields);
    while (next_record(&at, fields) > 0) {
        seen *person = find(all, n, fields[0]);
        assert_non_null(person);
        if (!ds_text_is(fields[13], "ja")) continue;
        assert_false(person->enrolled[year - FIRST]); /* one main enrolment a year */
        person->enrolled[year - FIRST] = true;
        if (fields[5].size == 1) person->niveau[year - FIRST] = (uint8_t)(fields[5].data[0] - '0');
        n_states++;
    }
    ds_free(data);
    return n_states;
}

static void load_diplomas(const char *folder, seen *all, size_t n) {
    ds_text fields[FIELDS_MAX] = {0};
    size_t size;
    char *data = read_delivery(folder, "diploma.csv", &size);
    const char *at = data;
    (void)next_record(&at, fields);
    while (next_record(&at, fields) > 0) {
        seen *person = find(all, n, fields[0]);
        int year;
        assert_non_null(person);
        assert_true(ds_date_parse_schoolyear(fields[1], &year));
        if (ds_text_is(fields[3], "vmbo") || ds_text_is(fields[4], "1")) continue;
        if (year < FIRST) year = FIRST;
        person->obtained[year - FIRST] = 2;
    }
    ds_free(data);
}

static void count_leavers(const seen *person, uint64_t leavers[5], uint64_t persons[5]) {
    bool qualified = false;
    for (int i = 0; i + 1 < N_YEARS; i++) {
        qualified |= person->obtained[i] != 0;
        persons[person->niveau[i]]++;
        if (!person->enrolled[i + 1] && !qualified) leavers[person->niveau[i]]++;
    }
}

static void test_simulate__rates_are_plausible(void **state) {
    enum { N = 20000 };
    /* as table 4.1 but for all ages (adults leave far more often): wide bounds, percent */
    static const double low[5] = {0, 15, 8, 3, 2}, high[5] = {0, 50, 25, 15, 10};
    char *folder = made(N, 5, 2);
    seen *all = load_persons(folder, N);
    uint64_t leavers[5] = {0}, persons[5] = {0};
    size_t n_states = 0;
    (void)state;
    for (int year = FIRST; year <= LAST; year++)
        n_states += load_year(folder, year, all, N);
    load_diplomas(folder, all, N);
    assert_in_range(n_states, (size_t)(7.2 * N), (size_t)(8.0 * N));
    for (size_t i = 0; i < N; i++)
        count_leavers(&all[i], leavers, persons);
    for (int niveau = 1; niveau <= 4; niveau++) {
        double share_pct = 100.0 * (double)leavers[niveau] / (double)persons[niveau];
        assert_true(persons[niveau] > 500);
        assert_true(share_pct > low[niveau] && share_pct < high[niveau]);
    }
    ds_free(all);
    ds_test_folder_remove(folder);
}

static ds_status make_few(void *context, ds_error *err) {
    ds_simulate_options options = {
        .n_persons = 40, .seed = 1, .n_workers = 1, .parameters = parameters};
    return ds_simulate_write(context, &options, err);
}

static void test_simulate__every_allocation_may_fail(void **state) {
    char *folder = ds_test_folder();
    (void)state;
    ds_test_every_allocation(make_few, folder);
    ds_test_folder_remove(folder);
}

static void test_simulate__a_failure_leaves_what_was_there(void **state) {
    ds_simulate_options options = {
        .n_persons = 40, .seed = 2, .n_workers = 1, .parameters = parameters};
    char *folder = made(40, 1, 1);
    char *before, *after;
    char path[DS_PATH_SIZE];
    size_t size_before, size_after;
    ds_error err;
    (void)state;
    before = read_delivery(folder, "persoon.csv", &size_before);
    ds_memory_fail_at(4);
    assert_int_equal(ds_simulate_write(folder, &options, &err), DS_FAULT);
    ds_memory_fail_at(0);
    after = read_delivery(folder, "persoon.csv", &size_after);
    assert_int_equal(size_before, size_after);
    assert_memory_equal(before, after, size_before);
    assert_int_equal(ds_file_join(path, folder, ".leveringen-half", &err), DS_OK);
    assert_false(ds_file_exists(path));
    ds_free(before);
    ds_free(after);
    ds_test_folder_remove(folder);
}

static void test_simulate__other_files_are_left_alone(void **state) {
    ds_simulate_options options = {
        .n_persons = 40, .seed = 2, .n_workers = 1, .parameters = parameters};
    char *folder = ds_test_folder();
    char *other = ds_test_write_string(folder, "leveringen/eigen.csv", "a\n1\n");
    ds_error err;
    size_t size;
    char *data;
    (void)state;
    assert_int_equal(ds_simulate_write(folder, &options, &err), DS_OK);
    assert_true(ds_file_exists(other));
    data = read_delivery(folder, "werk.csv", &size);
    ds_free(data);
    ds_free(other);
    ds_test_folder_remove(folder);
}

static void test_simulate__options_out_of_range(void **state) {
    static const ds_simulate_options bad[] = {
        {.n_persons = 1},
        {.n_persons = 0, .parameters = parameters},
        {.n_persons = DS_SIMULATE_PERSONS_MAX + 1, .parameters = parameters},
        {.n_persons = 1, .first_year = 2020, .last_year = 2019, .parameters = parameters},
        {.n_persons = 1, .first_year = 1960, .last_year = 2020, .parameters = parameters},
        {.n_persons = 1, .first_year = 1900, .parameters = parameters},
        {.n_persons = 1, .last_year = 9999, .parameters = parameters},
    };
    char *folder = ds_test_folder();
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ds_error err = {0};
        assert_int_equal(ds_simulate_write(folder, &bad[i], &err), DS_USAGE);
        assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    }
    ds_test_folder_remove(folder);
}

static void test_simulate__one_year_and_many(void **state) {
    ds_simulate_options options = {
        .n_persons = 200, .first_year = 2022, .last_year = 2022, .parameters = parameters};
    char *folder = ds_test_folder();
    ds_error err;
    (void)state;
    assert_int_equal(ds_simulate_write(folder, &options, &err), DS_OK);
    options.first_year = options.last_year - DS_SIMULATE_YEARS_MAX + 1;
    assert_int_equal(ds_simulate_write(folder, &options, &err), DS_OK);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate__workers_do_not_change_the_bytes),
        cmocka_unit_test(test_simulate__another_seed_is_another_register),
        cmocka_unit_test(test_simulate__headers_are_the_contract),
        cmocka_unit_test(test_simulate__rows_hold_known_codes),
        cmocka_unit_test(test_simulate__rates_are_plausible),
        cmocka_unit_test(test_simulate__every_allocation_may_fail),
        cmocka_unit_test(test_simulate__a_failure_leaves_what_was_there),
        cmocka_unit_test(test_simulate__other_files_are_left_alone),
        cmocka_unit_test(test_simulate__options_out_of_range),
        cmocka_unit_test(test_simulate__one_year_and_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
