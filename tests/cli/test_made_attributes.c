/* tests/cli/test_made_attributes.c: what changes in a made life (ses, gemeente, functiebeperking)
 * changes as dated rows of persoon; the register takes them without a conflict, and shows for every
 * school year what a plain reading of the rows gives. */
#include <jansson.h>

#include "support/parameters.h"
#include "support/work_run.h"
#include "tally/work.h"

#include "doorstroom/simulate.h"

enum { FIRST = DS_SIMULATE_FIRST_YEAR, LAST = DS_SIMULATE_LAST_YEAR, N_YEARS = LAST - FIRST + 1 };
enum { ID_SIZE = 9, GEMEENTEN = 1000, SES = 5 };

typedef struct person {
    char id[ID_SIZE + 1];
    int ses, gemeente; /* 0: missing; number of the code */
    bool beperking;
} person;

typedef struct persons {
    person *list;
    size_t n;
} persons;

/* What is counted of a school year's enrolled. */
typedef struct counts {
    uint64_t ses[SES], gemeente[GEMEENTEN], beperking[2];
} counts;

static char *folder;

static int set_up(void **state) {
    const ds_simulate_options options = {.n_persons = (uint64_t)ds_work_scaled(20000, 4000),
                                         .seed = 6,
                                         .n_workers = 2,
                                         .parameters = PARAMETERS,
                                         .register_only = true};
    ds_error err;
    (void)state;
    folder = ds_test_folder();
    if (ds_simulate_write(folder, &options, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

/* A delivery, and its first line after the header. */
static char *delivery(const char *name, const char **out_first) {
    char place[100];
    size_t size;
    char *data;
    (void)snprintf(place, sizeof place, "leveringen/%s", name);
    data = ds_work_read(folder, place, &size);
    *out_first = strchr(data, '\n') + 1;
    return data;
}

static const char *next_line(const char *line) {
    return strchr(line, '\n') + 1;
}

static int number_at(const char *line, size_t field, size_t skip) {
    const char *at = parameters_field(line, field);
    return *at == ',' || *at == '\n' ? 0 : atoi(at + skip);
}

static int compare_persons(const void *a, const void *b) {
    return strcmp(((const person *)a)->id, ((const person *)b)->id);
}

static persons read_persons(void) {
    const char *line;
    char *data = delivery("persoon.csv", &line);
    persons all = {ds_calloc(ds_run_lines(data), sizeof *all.list), 0};
    assert_non_null(all.list);
    for (; *line != '\0'; line = next_line(line)) {
        person *to = &all.list[all.n++];
        (void)snprintf(to->id, sizeof to->id, "%.9s", line);
        to->ses = number_at(line, 4, 0);
        to->beperking = strncmp(parameters_field(line, 5), "ja,", 3) == 0;
        to->gemeente = number_at(line, 8, 1);
    }
    qsort(all.list, all.n, sizeof *all.list, compare_persons);
    ds_free(data);
    return all;
}

static person *find(const persons *all, const char *line) {
    person key = {0};
    person *found;
    (void)snprintf(key.id, sizeof key.id, "%.9s", line);
    found = bsearch(&key, all->list, all->n, sizeof key, compare_persons);
    assert_non_null(found);
    return found;
}

/* The rows of persoon-2024 of one school year: the caller reads them year after year. */
static void change(const persons *all, const char *changes, int year, size_t n_changed[3]) {
    for (const char *line = changes; *line != '\0'; line = next_line(line)) {
        person *of;
        if (number_at(line, 1, 0) != year) continue;
        of = find(all, line);
        if (*parameters_field(line, 2) != ',') {
            assert_int_not_equal(of->ses, number_at(line, 2, 0));
            of->ses = number_at(line, 2, 0);
            n_changed[0]++;
        }
        if (*parameters_field(line, 3) != ',') {
            assert_false(of->beperking); /* it is never taken back */
            assert_int_equal(strncmp(parameters_field(line, 3), "ja,", 3), 0);
            of->beperking = true;
            n_changed[1]++;
        }
        if (*parameters_field(line, 4) != ',') {
            assert_int_not_equal(of->gemeente, number_at(line, 4, 1));
            of->gemeente = number_at(line, 4, 1);
            n_changed[2]++;
        }
    }
}

static void count_enrolled(const persons *all, int year, counts *out) {
    const char *line;
    char name[64], *data;
    (void)snprintf(name, sizeof name, "inschrijving-%d.csv", year);
    data = delivery(name, &line);
    for (; *line != '\0'; line = next_line(line)) {
        const person *of = find(all, line);
        if (strncmp(parameters_field(line, 13), "ja,", 3) != 0) continue;
        out->ses[of->ses]++;
        out->gemeente[of->gemeente]++;
        out->beperking[of->beperking]++;
    }
    ds_free(data);
}

static const char definition[] =
    "indicators:\n"
    "  - {id: wie, name: Wie, better: lower, population: ingeschreven, event: leeftijd < 18,\n"
    "     by: [[ses], [gemeente], [functiebeperking]], source: proef}\n";

/* The register's cells against the counts: noemer and onbekend together are all enrolled. */
static void same_as_cells(const ds_register *reg, ds_definitions *definitions, const char *key,
                          size_t skip, const char *yes, const counts *expected, size_t offset,
                          size_t n_codes) {
    ds_cells *cells = work_tally(reg, definitions, "wie", &key, 1, NULL);
    uint64_t seen = 0, all = 0;
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        ds_cell cell = ds_cells_at(cells, i);
        const uint64_t *of =
            (const uint64_t *)(const void *)((const char *)&expected[cell.schooljaar - FIRST] +
                                             offset);
        char code[32];
        size_t at;
        (void)snprintf(code, sizeof code, "%.*s", (int)cell.keys[0].size, cell.keys[0].data);
        at = yes != NULL ? strcmp(code, yes) == 0 : code[0] == '\0' ? 0 : (size_t)atoi(code + skip);
        assert_true(at < n_codes);
        if (of[at] != cell.measures.noemer + cell.measures.onbekend)
            fail_msg("%s %s in %d: %llu in the register, %llu in the rows", key, code,
                     cell.schooljaar, (unsigned long long)cell.measures.noemer,
                     (unsigned long long)of[at]);
        seen += of[at];
    }
    for (size_t y = 0; y < N_YEARS; y++)
        for (size_t i = 0; i < n_codes; i++)
            all += ((const uint64_t *)(const void *)((const char *)&expected[y] + offset))[i];
    assert_int_equal(seen, all);
    ds_cells_free(cells);
}

static void test_made_attributes__the_register_shows_the_rows(void **state) {
    static counts expected[N_YEARS];
    persons all = read_persons();
    const char *changes;
    char *data = delivery("persoon-2024.csv", &changes);
    char *yaml = ds_test_write_string(folder, "wie.yaml", definition);
    size_t n_changed[3] = {0};
    ds_register *reg = work_register(folder);
    ds_definitions *definitions = NULL;
    ds_error err;
    (void)state;
    for (int year = FIRST; year <= LAST; year++) {
        change(&all, changes, year, n_changed);
        count_enrolled(&all, year, &expected[year - FIRST]);
    }
    for (size_t i = 0; i < 3; i++)
        assert_true(n_changed[i] > all.n / 200);
    if (ds_definitions_read(yaml, &definitions, &err) != DS_OK) fail_msg("%s", err.en);
    same_as_cells(reg, definitions, "ses", 0, NULL, expected, offsetof(counts, ses), SES);
    same_as_cells(reg, definitions, "gemeente", 1, NULL, expected, offsetof(counts, gemeente),
                  GEMEENTEN);
    same_as_cells(reg, definitions, "functiebeperking", 0, "ja", expected,
                  offsetof(counts, beperking), 2);
    ds_definitions_free(definitions);
    ds_register_close(reg);
    ds_free(yaml);
    ds_free(data);
    ds_free(all.list);
}

/* A person has one row a school year at most, and one without. */
static void test_made_attributes__no_conflicts(void **state) {
    char *summary = work_summary(folder);
    json_error_t fault;
    json_t *all = json_loads(summary, 0, &fault), *deliveries;
    (void)state;
    assert_non_null(all);
    assert_int_equal(json_integer_value(json_object_get(all, "tegenstrijdig")), 0);
    assert_int_equal(json_integer_value(json_object_get(all, "vervangen")), 0);
    assert_true(json_is_integer(json_object_get(all, "tegenstrijdig")));
    deliveries = json_object_get(all, "leveringen");
    assert_true(json_array_size(deliveries) > N_YEARS);
    for (size_t i = 0; i < json_array_size(deliveries); i++) {
        const json_t *one = json_array_get(deliveries, i);
        assert_int_equal(json_integer_value(json_object_get(one, "afgekeurd")), 0);
        assert_int_equal(json_integer_value(json_object_get(one, "dubbel")), 0);
    }
    json_decref(all);
    ds_free(summary);
}

/* Nobody is somewhere, or has an ses, before there is anybody: the first ones hold from the start.
 */
static void test_made_attributes__everybody_has_them_from_the_start(void **state) {
    persons all = read_persons();
    size_t n_first = 0;
    (void)state;
    for (size_t i = 0; i < all.n; i++) {
        assert_in_range(all.list[i].ses, 1, 4);
        n_first += all.list[i].gemeente == 0;
    }
    assert_true(n_first < all.n / 100); /* one of some three hundred */
    ds_free(all.list);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_made_attributes__no_conflicts),
        cmocka_unit_test(test_made_attributes__the_register_shows_the_rows),
        cmocka_unit_test(test_made_attributes__everybody_has_them_from_the_start),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
