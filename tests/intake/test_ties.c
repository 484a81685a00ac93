/* tests/intake/test_ties.c: which of several enrolments on one 1 October is the state, rule by
 * rule, and which of two rows that say different things about one enrolment stands. */
#include "intake/import_help.h"

#define HEADER                                                                                     \
    "persoon,schooljaar,soort,niveau,opleiding,instelling,hoofdinschrijving,leerjaar,leerweg,"     \
    "hoofdgroep,sector,profiel,route,vestiging,bekostigd\n"

static const char *const rules[] = {"hoofdinschrijving", "soort",      "niveau",
                                    "opleiding",         "instelling", "overig"};

/* One pair of rows: what they hold after persoon and schooljaar; the first wins. */
typedef struct pair {
    const char *winner, *loser;
    const char *rule; /* the one that decides */
} pair;

/* Delivers the pair in either order; the state is the winner, and only the rule decided. */
static void decides(const pair *p) {
    for (int turn = 0; turn < 2; turn++) {
        char text[1000], expected[300];
        json_t *s;
        const json_t *chosen;
        (void)snprintf(text, sizeof text, "%s1,2022,%s\n1,2022,%s\n", HEADER,
                       turn == 0 ? p->winner : p->loser, turn == 0 ? p->loser : p->winner);
        deliver("inschrijving.csv", text);
        s = import_good();
        assert_int_equal(count_of(s, "inschrijvingen"), 1);
        assert_int_equal(count_of(s, "inschrijvingen_genomen"), 2);
        assert_int_equal(count_of(s, "tegenstrijdig"), 0);
        chosen = json_object_get(s, "keuze");
        assert_int_equal(json_object_size(chosen), 6);
        for (size_t i = 0; i < 6; i++)
            if (count_of(chosen, rules[i]) != (strcmp(rules[i], p->rule) == 0))
                fail_msg("%s: %s decided %lld times", p->rule, rules[i],
                         count_of(chosen, rules[i]));
        json_decref(s);
        (void)snprintf(expected, sizeof expected, "%s", p->winner);
        shows(
            "SELECT concat_ws(',', soort, coalesce(niveau::VARCHAR, ''), coalesce(opleiding, ''), "
            "coalesce(instelling, ''), if(hoofdinschrijving, 'ja', 'nee'), '', '', '', '', '', "
            "'', '', '') FROM inschrijving WHERE staat",
            expected);
    }
}

static void test_ties__each_rule(void **state) {
    static const pair pairs[] = {
        {"po,,,,ja,,,,,,,,", "wo,4,1,1,nee,,,,,,,,", "hoofdinschrijving"},
        {"wo,,9,9,ja,,,,,,,,", "hbo,4,1,1,ja,,,,,,,,", "soort"},
        {"hbo,,9,9,ja,,,,,,,,", "mbo,4,1,1,ja,,,,,,,,", "soort"},
        {"mbo,1,9,9,ja,,,,,,,,", "vavo,4,1,1,ja,,,,,,,,", "soort"},
        {"vavo,,9,9,ja,,,,,,,,", "vwo,,1,1,ja,,,,,,,,", "soort"},
        {"vwo,,9,9,ja,,,,,,,,", "havo,,1,1,ja,,,,,,,,", "soort"},
        {"havo,,9,9,ja,,,,,,,,", "vmbo,,1,1,ja,,,,,,,,", "soort"},
        {"vmbo,,9,9,ja,,,,,,,,", "pro,,1,1,ja,,,,,,,,", "soort"},
        {"pro,,9,9,ja,,,,,,,,", "vso,,1,1,ja,,,,,,,,", "soort"},
        {"vso,,9,9,nee,,,,,,,,", "so,,1,1,nee,,,,,,,,", "soort"},
        {"so,,9,9,nee,,,,,,,,", "po,,1,1,nee,,,,,,,,", "soort"},
        {"mbo,3,9,9,ja,,,,,,,,", "mbo,2,1,1,ja,,,,,,,,", "niveau"},
        {"mbo,1,9,9,ja,,,,,,,,", "mbo,,1,1,ja,,,,,,,,", "niveau"},
        {"mbo,2,25001,9,ja,,,,,,,,", "mbo,2,25002,1,ja,,,,,,,,", "opleiding"},
        {"mbo,2,10,9,ja,,,,,,,,", "mbo,2,9,1,ja,,,,,,,,", "opleiding"}, /* as text */
        {"mbo,2,zz,9,ja,,,,,,,,", "mbo,2,,1,ja,,,,,,,,", "opleiding"},  /* missing last */
        {"mbo,2,25001,25LX,ja,,,,,,,,", "mbo,2,25001,27GZ,ja,,,,,,,,", "instelling"},
        {"mbo,2,,27GZ,ja,,,,,,,,", "mbo,2,,,ja,,,,,,,,", "instelling"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        decides(&pairs[i]);
}

/* One enrolment, two rows: the columns that make it the same one are equal, so the remaining ones
 * decide which row stands, in their order. column 0 is what shows which. */
static void stands(const char *winner, const char *loser, const char *shown) {
    for (int turn = 0; turn < 2; turn++) {
        char text[1000];
        json_t *s;
        (void)snprintf(text, sizeof text, "%s1,2022,mbo,%s\n1,2022,mbo,%s\n", HEADER,
                       turn == 0 ? winner : loser, turn == 0 ? loser : winner);
        deliver("inschrijving.csv", text);
        s = import_good();
        assert_int_equal(count_of(s, "tegenstrijdig"), 1);
        assert_int_equal(count_of(s, "inschrijvingen_genomen"), 1);
        for (size_t i = 0; i < 6; i++) /* nothing was left to choose between */
            assert_int_equal(count_of(json_object_get(s, "keuze"), rules[i]), 0);
        json_decref(s);
        shows("SELECT concat_ws('/', leerjaar, leerweg, hoofdgroep, sector, profiel, route, "
              "vestiging, if(bekostigd, 'ja', 'nee')) FROM inschrijving",
              shown);
    }
}

static void test_ties__conflicts_within_a_delivery(void **state) {
    (void)state;
    stands("2,5,6,ja,3,bbl,,,,,,nee", "2,5,6,nee,1,bbl,,,,,,ja", "3/bbl/nee");
    stands("3,5,6,,3,bol,,,,,,", "2,5,6,,1,bbl,,,,,,", "3/bol/ja");
    stands("2,5,6,,10,bol,,,,,,", "2,5,6,,9,bbl,,,,,,", "10/bol/ja"); /* by bytes */
    stands("2,5,6,,9,bol,,,,,,", "2,5,6,,,bbl,,,,,,", "9/bol/ja");    /* missing last */
    stands("2,5,6,,,bbl,zz,,,,,", "2,5,6,,,bol,aa,,,,,", "bbl/zz/ja");
    stands("2,5,6,,,,aa,techniek,,,,", "2,5,6,,,,bb,groen,,,,", "aa/techniek/ja");
    stands("2,5,6,,,,,economie,z,,,", "2,5,6,,,,,groen,a,,,", "economie/z/ja");
    stands("2,5,6,,,,,,a,vakmanschap2,,", "2,5,6,,,,,,b,beroeps,,", "a/vakmanschap2/ja");
    stands("2,5,6,,,,,,,beroeps,9,", "2,5,6,,,,,,,doorlopend,1,", "beroeps/9/ja");
    stands("2,5,6,,,,,,,,1,nee", "2,5,6,,,,,,,,2,ja", "1/nee");
    stands("2,5,6,,,,,,,,,ja", "2,5,6,,,,,,,,,nee", "ja");
}

/* With three on one day the rule counts that parts the state from the next. */
static void test_ties__three_on_a_day(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,po,,,,,,,,,,,,\n1,2022,mbo,3,5,6,,,,,,,,,\n"
                                       "1,2022,mbo,2,5,7,,,,,,,,,\n1,2022,mbo,3,4,6,,,,,,,,,\n");
    s = import_good();
    assert_int_equal(count_of(json_object_get(s, "keuze"), "opleiding"), 1);
    assert_int_equal(count_of(json_object_get(s, "keuze"), "niveau"), 0);
    assert_int_equal(count_of(json_object_get(s, "keuze"), "soort"), 0);
    json_decref(s);
    shows("SELECT niveau, opleiding FROM inschrijving WHERE staat", "3|4");
}

/* Many people, rows in any order, any number of threads: the same bytes. */
static void test_ties__order_and_threads_change_nothing(void **state) {
    enum { ROWS = 600 };
    static const char *const sorts[] = {"mbo", "havo", "hbo", "vmbo"};
    char *rows[ROWS];
    char *first = NULL;
    (void)state;
    srand(7);
    for (size_t i = 0; i < ROWS; i++) {
        char row[200];
        (void)snprintf(row, sizeof row, "%d,%d,%s,%d,%d,%d,%s,%d,,h%d,,,,%d,\n", rand() % 90,
                       2021 + rand() % 2, sorts[rand() % 4], 1 + rand() % 4, rand() % 3, rand() % 3,
                       rand() % 2 ? "ja" : "nee", rand() % 12, rand() % 3, rand() % 3);
        rows[i] = ds_strdup(row);
    }
    for (size_t turn = 0; turn < 4; turn++) {
        ds_buffer text;
        json_t *s = NULL;
        char *sums;
        ds_error err;
        ds_buffer_init(&text, 1 << 20);
        ds_buffer_add_string(&text, HEADER);
        for (size_t i = 0; i < ROWS; i++)
            ds_buffer_add_string(&text, rows[i]);
        deliver("inschrijving.csv", ds_buffer_string(&text));
        ds_buffer_done(&text);
        assert_int_equal(import_with(1 + turn * 2, &s, &err), DS_OK);
        json_decref(s);
        sums = column_sums();
        if (first == NULL) first = ds_strdup(sums);
        assert_string_equal(sums, first);
        free(sums);
        for (size_t i = ROWS - 1; i > 0; i--) { /* another order */
            size_t j = (size_t)rand() % (i + 1);
            char *other = rows[i];
            rows[i] = rows[j];
            rows[j] = other;
        }
    }
    for (size_t i = 0; i < ROWS; i++)
        ds_free(rows[i]);
    ds_free(first);
}

/* Of whoever has very many enrolments on one day the rang counts on, to the last that it can be. */
static void test_ties__rang_of_many(void **state) {
    ds_buffer text, expected;
    (void)state;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_init(&expected, 1 << 20);
    ds_buffer_add_string(&text, "persoon,schooljaar,soort,opleiding\n");
    for (int year = 2021; year < 2023; year++)
        for (int i = 0; i < 300; i++) {
            ds_buffer_addf(&text, "1,%d,mbo,%05d\n", year, (i * 77) % 300);
            ds_buffer_addf(&expected, "%s%d|%05d|%d", year == 2021 && i == 0 ? "" : "\n", year, i,
                           i < 255 ? i : 255);
        }
    deliver("inschrijving.csv", ds_buffer_string(&text));
    import_quietly();
    shows("SELECT schooljaar, opleiding, rang FROM inschrijving ORDER BY schooljaar, opleiding",
          ds_buffer_string(&expected));
    ds_buffer_done(&text);
    ds_buffer_done(&expected);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_ties__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_rule),    TEST(conflicts_within_a_delivery),      TEST(three_on_a_day),
        TEST(rang_of_many), TEST(order_and_threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
