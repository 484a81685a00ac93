/* tests/tally/test_present.c: institutions under their present codes. What is tallied of a register
 * in which institutions merged must be, to the last integer, what is tallied of a register to which
 * the same people were delivered under the new codes all along. */
#include "tally/work.h"

#include "base/buffer.h"
#include "support/random_source.h"

enum { PERSONS = 120, YEARS = 6, FIRST = 2018, SEEDS = 12 };

/* Who is where: each institution, what it goes up in, from when, and its present code. 06F's merger
 * lies ahead of the last school year. */
static const struct {
    const char *code, *into, *from, *present;
} places[] = {{"01A", "02B", "2019", "03C"}, {"02B", "03C", "2021", "03C"},
              {"03C", "", "", "03C"},        {"04D", "03C", "", "03C"},
              {"05E", "06F", "2023", "06F"}, {"06F", "07G", "2030", "06F"},
              {"07G", "", "", "07G"}};
enum { PLACES = sizeof places / sizeof *places };

static void deliver(const char *folder, const char *name, ds_buffer *text) {
    char relative[100];
    (void)snprintf(relative, sizeof relative, "leveringen/%s.csv", name);
    assert_int_equal(ds_buffer_finish(text, NULL), DS_OK);
    ds_free(ds_test_write_string(folder, relative, ds_buffer_string(text)));
    ds_buffer_done(text);
}

/* Names and types are the institution's own; under present codes those of the present one. */
static void write_institutions(const char *folder, bool present) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 16);
    ds_buffer_add_string(&text, "instelling,naam,type,opgegaan_in,vanaf_schooljaar\n");
    for (size_t i = 0; i < PLACES; i++)
        ds_buffer_addf(&text, "%s,College %zu,type %zu,%s,%s\n", places[i].code, i, i % 3,
                       present ? "" : places[i].into, present ? "" : places[i].from);
    deliver(folder, "instelling", &text);
}

/* A life from its own seed, so that both registers hold the same people. Some change institution,
 * most within what becomes one; some are missing for a year, or have no institution. */
static void write_person(random_source *r, int person, bool present, ds_buffer *enrolments,
                         ds_buffer *diplomas) {
    size_t place = (size_t)random_below(r, PLACES);
    for (int y = FIRST; y < FIRST + YEARS; y++) {
        static const char *const kinds[] = {"mbo", "mbo", "mbo", "mbo", "vmbo"};
        const char *soort = RANDOM_PICK(r, kinds), *code;
        int niveau = random_from(r, 1, 4);
        bool away = random_chance(r, 10), nowhere = random_chance(r, 3);
        if (random_chance(r, 35)) place = (size_t)random_below(r, PLACES);
        code = nowhere ? "" : present ? places[place].present : places[place].code;
        if (away) continue;
        ds_buffer_addf(enrolments, "%d,%d,%s,%d,%s,%s00\n", person, y, soort, niveau, code,
                       places[place].code);
        if (random_chance(r, 20))
            ds_buffer_addf(diplomas, "%d,%d,mbo,%d\n", person, y, random_from(r, 1, 4));
    }
}

static ds_register *make(const char *folder, uint64_t seed, bool present) {
    ds_buffer enrolments, diplomas;
    ds_buffer_init(&enrolments, 1 << 20);
    ds_buffer_init(&diplomas, 1 << 20);
    ds_buffer_add_string(&enrolments, "persoon,schooljaar,soort,niveau,instelling,vestiging\n");
    ds_buffer_add_string(&diplomas, "persoon,schooljaar,soort,niveau\n");
    for (int person = 0; person < PERSONS; person++) {
        random_source source = {seed * 1000003 + (uint64_t)person};
        write_person(&source, person, present, &enrolments, &diplomas);
    }
    deliver(folder, "inschrijving", &enrolments);
    deliver(folder, "diploma", &diplomas);
    write_institutions(folder, present);
    return work_register(folder);
}

/* One table, under present codes or not. */
static char *tally(const ds_register *reg, ds_definitions *definitions, const char *id,
                   const char *const *names, size_t n_names, bool present) {
    ds_indicator indicator = *work_indicator(definitions, id);
    uint32_t keys[DS_KEYS_MAX];
    ds_overlay *overlay = ds_overlay_new(definitions);
    ds_tally_options options = {.n_workers = 2};
    ds_cells *cells = NULL;
    ds_tally_note note;
    ds_error err;
    char *csv;
    memset(&err, 0, sizeof err);
    for (size_t i = 0; i < n_names; i++)
        assert_int_equal(ds_overlay_key(overlay, names[i], &keys[i], &err), DS_OK);
    if (present) indicator = ds_indicator_present(&indicator);
    if (ds_tally(reg, ds_overlay_definitions(overlay),
                 &(ds_tally_request){&indicator, keys, names, n_names}, 1, &options, &cells, &note,
                 &err) != DS_OK)
        fail_msg("%s: %s", id, err.en);
    csv = work_csv(cells);
    ds_overlay_free(overlay);
    ds_cells_free(cells);
    return csv;
}

static const char own[] =
    "columns:\n"
    "  waar:\n"
    "    - {when: \"instelling = '03C'\", is: drie}\n"
    "    - {when: \"instelling in ('01A', '05E')\", is: vroeger}\n"
    "    - {when: \"instelling = instelling[t-1]\", is: gebleven}\n"
    "indicators:\n"
    "  - {id: gebleven, population: \"soort = 'mbo'\", event: \"instelling[t+1] = instelling\"}\n"
    "  - {id: ooit, population: ingeschreven, event: \"ever(naam = 'College 2') or type is "
    "null\"}\n"
    "  - {id: wissels, population: ingeschreven,\n"
    "     value: \"count(instelling <> instelling[t-1] and type[t-1] = 'type 2')\"}\n";

static const struct {
    const char *names[3];
    size_t n;
} breakdowns[] = {{{NULL}, 0},
                  {{"instelling"}, 1},
                  {{"naam", "type"}, 2},
                  {{"instelling[t-1]", "naam", "vestiging"}, 3}};

/* How often the codes as they were give another table: that is what the option is for. */
static unsigned compare(const ds_register *merged, const ds_register *all_along,
                        ds_definitions *definitions, uint64_t seed) {
    unsigned n = 0;
    for (size_t i = 0; i < ds_definitions_n(definitions); i++)
        for (size_t b = 0; b < sizeof breakdowns / sizeof *breakdowns; b++) {
            const char *id = ds_definitions_at(definitions, i)->id;
            const char *const *names = breakdowns[b].names;
            char *one = tally(merged, definitions, id, names, breakdowns[b].n, true);
            char *two = tally(all_along, definitions, id, names, breakdowns[b].n, false);
            char *before = tally(merged, definitions, id, names, breakdowns[b].n, false);
            if (strcmp(one, two) != 0)
                fail_msg("seed %llu, %s, breakdown %zu:\n%s\n%s", (unsigned long long)seed, id, b,
                         one, two);
            n += strcmp(one, before) != 0;
            ds_free(one);
            ds_free(two);
            ds_free(before);
        }
    return n;
}

static void test_present__as_if_all_along(void **state) {
    unsigned n = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        char *folders[2] = {ds_test_folder(), ds_test_folder()};
        ds_register *merged = make(folders[0], seed, false);
        ds_register *all_along = make(folders[1], seed, true);
        ds_definitions *standard = work_standard(), *mine = NULL;
        ds_error err;
        memset(&err, 0, sizeof err);
        if (ds_definitions_parse("eigen.yaml", own, sizeof own - 1, &mine, &err) != DS_OK)
            fail_msg("%lu: %s", (unsigned long)err.line, err.en);
        n += compare(merged, all_along, standard, seed);
        n += compare(merged, all_along, mine, seed);
        ds_definitions_free(standard);
        ds_definitions_free(mine);
        ds_register_close(merged);
        ds_register_close(all_along);
        ds_test_folder_remove(folders[0]);
        ds_test_folder_remove(folders[1]);
    }
    assert_true(n > 20 * SEEDS);
}

/* Everybody who counts does so once: by institution adds up to the whole; and in the register of
 * one who stays while the institution merges, nobody is new and nobody is lost. */
static void test_present__nobody_new_or_lost(void **state) {
    static const char *const by[] = {"instelling"};
    char *folder = ds_test_folder(), *csv;
    ds_definitions *definitions = work_standard();
    ds_register *reg;
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,niveau,instelling\n"
                                 "1,2018,vmbo,,10AA\n1,2019,mbo,2,01A\n1,2020,mbo,2,01A\n"
                                 "1,2021,mbo,2,02B\n1,2022,mbo,2,02B\n"
                                 "2,2019,mbo,4,01A\n2,2020,mbo,4,01A\n2,2021,mbo,4,07G\n"));
    ds_free(ds_test_write_string(folder, "leveringen/diploma.csv", "persoon,schooljaar,soort\n"));
    ds_free(ds_test_write_string(folder, "leveringen/instelling.csv",
                                 "instelling,opgegaan_in,vanaf_schooljaar\n01A,02B,2021\n02B,,\n"));
    reg = work_register(folder);
    csv = tally(reg, definitions, "startersresultaat", by, 1, false);
    assert_string_equal(csv, "indicator,schooljaar,instelling,teller,noemer,onbekend,percentage\n"
                             "startersresultaat,2019,01A,2,2,0,100\n"
                             "startersresultaat,2021,02B,1,1,0,100\n"
                             "startersresultaat,2021,07G,0,1,0,0\n");
    ds_free(csv);
    csv = tally(reg, definitions, "startersresultaat", by, 1, true);
    assert_string_equal(csv, "indicator,schooljaar,instelling,teller,noemer,onbekend,percentage\n"
                             "startersresultaat,2019,02B,2,2,0,100\n"
                             "startersresultaat,2021,07G,0,1,0,0\n");
    ds_free(csv);
    csv = tally(reg, definitions, "startersresultaat", NULL, 0, true);
    assert_string_equal(csv, "indicator,schooljaar,teller,noemer,onbekend,percentage\n"
                             "startersresultaat,2019,2,2,0,100\nstartersresultaat,2021,0,1,0,0\n");
    ds_free(csv);
    ds_definitions_free(definitions);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

/* With and without in one call: each as on its own, in the order asked. */
static void test_present__mixed_requests(void **state) {
    static const char *const by[] = {"instelling"};
    char *folder = ds_test_folder();
    ds_register *reg = make(folder, 5, false);
    ds_definitions *definitions = work_standard();
    ds_overlay *overlay = ds_overlay_new(definitions);
    const ds_indicator *plain = work_indicator(definitions, "startersresultaat");
    ds_indicator present = ds_indicator_present(plain);
    ds_tally_options options = {.n_workers = 1};
    ds_tally_request requests[5];
    ds_cells *cells[5];
    ds_tally_note notes[5];
    uint32_t key;
    ds_error err;
    (void)state;
    assert_string_not_equal(present.version, plain->version);
    assert_int_equal(ds_overlay_key(overlay, by[0], &key, &err), DS_OK);
    for (size_t i = 0; i < 5; i++)
        requests[i] = (ds_tally_request){i % 2 == 1 || i == 4 ? &present : plain, &key, by, 1};
    assert_int_equal(
        ds_tally(reg, ds_overlay_definitions(overlay), requests, 5, &options, cells, notes, &err),
        DS_OK);
    for (size_t i = 0; i < 5; i++) {
        char *alone =
            tally(reg, definitions, "startersresultaat", by, 1, requests[i].indicator == &present);
        char *csv = work_csv(cells[i]);
        assert_string_equal(csv, alone);
        ds_free(csv);
        ds_free(alone);
        ds_cells_free(cells[i]);
    }
    ds_overlay_free(overlay);
    ds_definitions_free(definitions);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

typedef struct asked {
    const ds_register *reg;
    const ds_definitions *definitions;
    ds_tally_request requests[2];
} asked;

static ds_status run(void *context, ds_error *err) {
    asked *a = context;
    ds_tally_options options = {.n_workers = 1};
    ds_cells *cells[2] = {NULL};
    ds_tally_note notes[2];
    ds_status status =
        ds_tally(a->reg, a->definitions, a->requests, 2, &options, cells, notes, err);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(cells[i] != NULL, status == DS_OK);
        ds_cells_free(cells[i]);
    }
    return status;
}

static void test_present__every_allocation(void **state) {
    static const char *const by[] = {"naam"};
    char *folder = ds_test_folder();
    ds_register *reg = make(folder, 3, false);
    ds_definitions *definitions = work_standard();
    ds_overlay *overlay = ds_overlay_new(definitions);
    const ds_indicator *plain = work_indicator(definitions, "startersresultaat");
    ds_indicator present = ds_indicator_present(plain);
    uint32_t key;
    ds_error err;
    asked a = {.reg = reg};
    (void)state;
    assert_int_equal(ds_overlay_key(overlay, by[0], &key, &err), DS_OK);
    a.requests[0] = (ds_tally_request){&present, &key, by, 1};
    a.requests[1] = (ds_tally_request){plain, &key, by, 1};
    a.definitions = ds_overlay_definitions(overlay);
    ds_test_every_allocation(run, &a);
    ds_overlay_free(overlay);
    ds_definitions_free(definitions);
    ds_register_close(reg);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_present__as_if_all_along),
        cmocka_unit_test(test_present__nobody_new_or_lost),
        cmocka_unit_test(test_present__mixed_requests),
        cmocka_unit_test(test_present__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
