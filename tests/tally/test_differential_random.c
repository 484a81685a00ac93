/* tests/tally/test_differential_random.c: random definitions over the whole language, natively and
 * as SQL, on random messy registers. DS_TEST_SEED runs one seed, DS_TEST_SQL prints the query that
 * differs. */
#include "tally/differ.h"

enum { RANDOM_INDICATORS = 6 };

/* A file of random indicators that may be read: shifts can add up to more than there is. */
static ds_definitions *random_definitions(uint64_t seed, random_source *source, int first_year,
                                          ds_buffer *yaml) {
    for (int tries = 0; tries < 100; tries++) {
        ds_definitions *definitions = NULL;
        ds_error err;
        memset(&err, 0, sizeof err);
        ds_buffer_clear(yaml);
        random_definition_write(source, RANDOM_INDICATORS, first_year, yaml);
        if (ds_definitions_parse("random.yaml", ds_buffer_string(yaml), yaml->size, &definitions,
                                 &err) == DS_OK)
            return definitions;
        if (strstr(err.en, "shifts add up") == NULL)
            fail_msg("seed %llu: %lu:%lu: %s\n%s", (unsigned long long)seed,
                     (unsigned long)err.line, (unsigned long)err.column, err.en,
                     ds_buffer_string(yaml));
    }
    fail_msg("no definitions that may be read");
    return NULL;
}

static void run_random(differ_round *r) {
    ds_buffer yaml;
    ds_buffer_init(&yaml, 1 << 20);
    r->definitions = random_definitions(r->seed, &r->source, r->first_year, &yaml);
    r->yaml = ds_buffer_string(&yaml);
    r->n_requests = 0;
    for (size_t i = 0; i < ds_definitions_n(r->definitions); i++) {
        const ds_indicator *indicator = ds_definitions_at(r->definitions, i);
        (void)differ_add_request(r, indicator);
        differ_add_random_keys(r, differ_add_request(r, indicator));
    }
    differ_run(r);
    ds_definitions_free(r->definitions);
    ds_buffer_done(&yaml);
}

/* Shifts that meet shifts, so that the school year between need not be in the register; literals,
 * which are the same in each school year. */
static const char meeting[] =
    "terms:\n  ver: leeftijd[t+3] is not null\n  vroeger: soort[t-3] = 'mbo'\n  waar: 1 = 1\n"
    "columns:\n  d:\n    - {when: \"soort[t+2] = 'hbo'\", is: \"hbo\"}\n"
    "indicators:\n"
    "  - {id: m0, population: ingeschreven, event: \"ver[t-2] and not vroeger[t+3]\"}\n"
    "  - {id: m1, population: ingeschreven, event: \"waar[t+1] and (2 in (1, 2))[t-9]\"}\n"
    "  - {id: m2, population: ingeschreven, event: \"d[t-2] = 'hbo'\"}\n"
    "  - {id: m3, population: ingeschreven, event: \"ever(soort[t+3] = 'mbo')[t-3]\"}\n"
    "  - {id: m4, population: ingeschreven, event: \"first(soort[t+3] = 'mbo')[t-2]\"}\n"
    "  - {id: m5, population: ingeschreven, event: \"first((soort[t+2] <> 'vwo')[t-2])\"}\n"
    "  - {id: m6, population: ingeschreven, event: \"within(niveau[t-2] > 1, 0, 2)[t+1]\"}\n"
    "  - {id: m7, population: ingeschreven, value: \"count(uren_werk[t+2] > 12)[t-2] + 1\"}\n"
    "  - {id: m8, population: ingeschreven, value: \"years_until(soort[t+2] = 'mbo', -1, "
    "1)[t-2]\"}\n"
    "  - {id: s0, population: ingeschreven, event: \"ever(instelling = self.instelling[t-1] and "
    "niveau[t-1] <= self.niveau)[t-1]\"}\n"
    "  - {id: s1, population: ingeschreven, value: \"count(ever(soort = self.soort) and soort <> "
    "self.soort[last])[t-1]\"}\n"
    "  - {id: s2, population: ingeschreven, event: \"first(instelling = self.instelling)[t-1]\"}\n"
    "  - {id: s3, population: ingeschreven, value: \"years_until(self.d = d and soort = "
    "self.soort, -2, 1)[t-1]\"}\n"
    "  - {id: s4, population: ingeschreven, event: \"within?(instelling = self.instelling, -3, "
    "3) and not within?(ingeschreven[last], -1, 4)\"}\n"
    "  - {id: s5, population: \"(soort[t-1])[last] = soort\", event: \"ever(soort = "
    "soort[last] or count(niveau < self.niveau) > self.niveau)\"}\n";

static void run_meeting(differ_round *r) {
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_parse("meeting.yaml", meeting, sizeof meeting - 1, &r->definitions, &err) !=
        DS_OK)
        fail_msg("%lu: %s", (unsigned long)err.line, err.en);
    r->yaml = meeting;
    r->n_requests = 0;
    for (size_t i = 0; i < ds_definitions_n(r->definitions); i++)
        differ_add_key(r, differ_add_request(r, ds_definitions_at(r->definitions, i)), "ver[t-2]");
    differ_run(r);
    ds_definitions_free(r->definitions);
}

static void run_both(differ_round *r) {
    run_random(r);
    if (r->seed % 10 == 0) run_meeting(r);
}

static void test_tally_differential__random_definitions(void **state) {
    static differ_coverage coverage;
    (void)state;
    differ_run_seeds(1001, &coverage, run_both);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally_differential__random_definitions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
