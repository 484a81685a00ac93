/* tests/tally/test_explain.c: person by person is what ds_tally counts: on random registers and
 * definitions the stands of all persons add up to the cells, and the walk of a person says the
 * same as its stand, in the population, the event and the part that it names as the cause. */
#include "support/random_definition.h"
#include "support/random_register.h"
#include "tally/work.h"

#include "base/buffer.h"
#include "doorstroom/person.h"

enum { SEEDS = 24, PERSONS_MAX = 256, YEARS_MAX = 64, INDICATORS = 5, WALKED = 12 };

/* What was seen of one indicator. */
typedef struct seen_stands {
    ds_cells *cells;
    uint8_t of[PERSONS_MAX][YEARS_MAX]; /* of who counts once */
    const int *years;
    size_t n_years;
    unsigned n[DS_STANDS];
} seen_stands;

static ds_status take_stand(void *context, uint64_t person, int schooljaar, ds_stand stand,
                            const ds_text *keys, ds_error *err) {
    seen_stands *seen = context;
    const ds_measures m = {.teller = stand == DS_STAND_TELLER,
                           .noemer = stand == DS_STAND_TELLER || stand == DS_STAND_NOEMER,
                           .onbekend = stand == DS_STAND_ONBEKEND};
    assert_true(person < PERSONS_MAX);
    assert_int_not_equal(stand, DS_STAND_NOT);
    for (size_t y = 0; y < seen->n_years; y++)
        if (seen->years[y] == schooljaar) seen->of[person][y] = (uint8_t)stand;
    seen->n[stand]++;
    return ds_cells_add(seen->cells, schooljaar, keys, &m, err);
}

/* Numeric indicators have sums that a stand does not say: of these the counts alone. */
static void compare_cells(uint64_t seed, const ds_indicator *indicator, const ds_cells *cells,
                          const ds_cells *stands) {
    if (ds_cells_n(cells) != ds_cells_n(stands))
        fail_msg("seed %llu, %s: %zu and %zu cells", (unsigned long long)seed, indicator->id,
                 ds_cells_n(cells), ds_cells_n(stands));
    for (size_t i = 0; i < ds_cells_n(cells); i++) {
        const ds_cell a = ds_cells_at(cells, i), b = ds_cells_at(stands, i);
        if (a.schooljaar != b.schooljaar || a.measures.noemer != b.measures.noemer ||
            a.measures.onbekend != b.measures.onbekend ||
            (!indicator->numeric && a.measures.teller != b.measures.teller))
            fail_msg("seed %llu, %s, %d: cells and stands differ", (unsigned long long)seed,
                     indicator->id, a.schooljaar);
    }
}

static const ds_person_part *root_of(const ds_person_year *year, bool event) {
    for (size_t i = 0; i < year->n_parts; i++)
        if (year->parts[i].event == event && year->parts[i].depth == 0) return &year->parts[i];
    fail_msg("no root");
    return NULL;
}

static void check_year(uint64_t seed, const ds_indicator *indicator, const ds_person_year *year,
                       ds_stand stand) {
    const ds_person_part *population = root_of(year, false), *event = root_of(year, true);
    if (year->stand != stand)
        fail_msg("seed %llu, %s, %d: walked to %s, counted %s", (unsigned long long)seed,
                 indicator->id, year->schooljaar, ds_stand_code(year->stand), ds_stand_code(stand));
    if (stand != DS_STAND_NOT) {
        assert_int_equal(year->reason, DS_STAND_COUNTS);
        assert_string_equal(population->value, "ja");
    } else {
        assert_int_not_equal(year->reason, DS_STAND_COUNTS);
    }
    if (stand == DS_STAND_TELLER) assert_string_equal(event->value, "ja");
    if (stand == DS_STAND_ONBEKEND) assert_true(event->missing);
    if (stand == DS_STAND_NOEMER && !indicator->numeric) {
        assert_string_equal(event->value, "nee");
        assert_true(year->cause < year->n_parts && year->parts[year->cause].event);
        assert_string_equal(year->parts[year->cause].value, "nee");
    }
    if (year->reason == DS_STAND_OUTSIDE) {
        assert_true(year->cause < year->n_parts && !year->parts[year->cause].event);
        assert_true(year->parts[year->cause].covered);
        assert_string_equal(year->parts[year->cause].value, "nee");
    }
    if (year->reason == DS_STAND_HORIZON) assert_true(year->n_uncovered > 0);
}

static void walk_person(uint64_t seed, const ds_register *reg, const ds_definitions *definitions,
                        const ds_indicator *indicator, const seen_stands *seen, uint64_t person) {
    for (size_t y = 0; y < seen->n_years; y++) {
        ds_person_explained explained;
        ds_error err;
        if (ds_tally_explain(reg, definitions, indicator, person, seen->years[y], &explained,
                             &err) != DS_OK)
            fail_msg("seed %llu, %s: %s", (unsigned long long)seed, indicator->id, err.en);
        assert_int_equal(explained.n_years, 1);
        assert_int_equal(explained.years[0].schooljaar, seen->years[y]);
        check_year(seed, indicator, &explained.years[0], (ds_stand)seen->of[person][y]);
        ds_person_explained_done(&explained);
    }
}

static void check_indicator(uint64_t seed, const ds_register *reg, const ds_definitions *set,
                            const ds_tally_request *request, unsigned total[DS_STANDS]) {
    const ds_tally_options options = {.n_workers = 2};
    seen_stands *seen = ds_calloc(1, sizeof *seen);
    const ds_stand_sink sink = {seen, take_stand};
    const uint64_t n = ds_register_n_persons(reg);
    ds_cells *cells = NULL;
    ds_tally_note note;
    ds_error err;
    assert_non_null(seen);
    seen->cells =
        ds_cells_new(request->indicator->id, false, 1, request->key_names, request->n_keys);
    seen->years = ds_register_years(reg);
    seen->n_years = ds_register_n_years(reg);
    assert_int_equal(ds_tally(reg, set, request, 1, &options, &cells, &note, &err), DS_OK);
    assert_int_equal(ds_tally_stands(reg, set, request, &sink, &err), DS_OK);
    ds_cells_finish(seen->cells);
    compare_cells(seed, request->indicator, cells, seen->cells);
    ds_cells_free(cells);
    ds_cells_free(seen->cells);
    if (request->n_keys > 0) { /* a key may look at other school years; a walk has none */
        const ds_tally_request alone = {.indicator = request->indicator};
        ds_free(seen);
        check_indicator(seed, reg, set, &alone, total);
        return;
    }
    for (uint64_t p = 0; p < n && request->indicator->per == DS_PER_PERSOON; p += 1 + n / WALKED)
        walk_person(seed, reg, set, request->indicator, seen, p);
    for (size_t i = 0; i < DS_STANDS; i++)
        total[i] += seen->n[i];
    ds_free(seen);
}

/* NULL when the shifts of a random file add up to more than there is. */
static ds_definitions *random_set(random_source *source, int first_year) {
    ds_definitions *definitions = NULL;
    ds_buffer yaml;
    ds_error err;
    ds_buffer_init(&yaml, 1 << 20);
    random_definition_write(source, INDICATORS, first_year, &yaml);
    if (ds_definitions_parse("random.yaml", ds_buffer_string(&yaml), yaml.size, &definitions,
                             &err) != DS_OK)
        definitions = NULL;
    ds_buffer_done(&yaml);
    return definitions;
}

static void check_set(uint64_t seed, random_source *source, const ds_register *reg,
                      const ds_definitions *definitions, bool own, unsigned total[DS_STANDS]) {
    for (size_t i = 0; i < ds_definitions_n(definitions); i++) {
        ds_overlay *overlay = ds_overlay_new(definitions);
        const ds_indicator *indicator = ds_definitions_at(definitions, i);
        const char *names[1];
        uint32_t keys[1];
        ds_buffer name;
        ds_error err;
        ds_tally_request request = {
            .indicator = indicator, .keys = keys, .key_names = names, .n_keys = 1};
        if (indicator->pool > 1) { /* of such a cell the years are several */
            ds_overlay_free(overlay);
            continue;
        }
        ds_buffer_init(&name, 64);
        random_definition_key(source, own, &name);
        names[0] = ds_buffer_string(&name);
        assert_int_equal(ds_overlay_key(overlay, names[0], &keys[0], &err), DS_OK);
        check_indicator(seed, reg, ds_overlay_definitions(overlay), &request, total);
        ds_buffer_done(&name);
        ds_overlay_free(overlay);
    }
}

static void test_explain__persons_are_what_is_counted(void **state) {
    const unsigned least = work_scale() < 1 ? 0 : 500;
    unsigned total[DS_STANDS] = {0};
    (void)state;
    for (uint64_t seed = 1; seed <= (uint64_t)(SEEDS * work_scale()); seed++) {
        const random_register options = {.seed = 500 + seed, .row_seed = seed};
        random_source source = {.state = seed ^ 0x77};
        char *folder = ds_test_folder();
        ds_definitions *standard = work_standard(), *own;
        ds_register *reg;
        int first, last;
        random_register_write(&options, folder, &first, &last);
        reg = work_register(folder);
        if (seed % 8 == 0) check_set(seed, &source, reg, standard, false, total);
        own = random_set(&source, first);
        if (own != NULL) check_set(seed, &source, reg, own, true, total);
        ds_definitions_free(own);
        ds_definitions_free(standard);
        ds_register_close(reg);
        ds_test_folder_remove(folder);
    }
    assert_true(total[DS_STAND_TELLER] > least);
    assert_true(total[DS_STAND_NOEMER] > least);
    assert_true(total[DS_STAND_ONBEKEND] > least);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_explain__persons_are_what_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
