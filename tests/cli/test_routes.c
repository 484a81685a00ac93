/* tests/cli/test_routes.c: doorstroom routes on the made register, against its deliveries read line
 * by line and against what the simulation was told to make; and on small registers, where a merger,
 * a gap in the years and a missing place say what they should. */
#include <jansson.h>

#include "base/number.h"
#include "support/parameters.h"
#include "support/work_run.h"

enum { FIRST = 2014, YEARS = 11 };
enum { SOORT = 2, LEERJAAR, SECTOR = 8, ROUTE = 10, INSTELLING, VESTIGING };

static char *routes(const char *folder, const char *format, const char *option) {
    ds_run run =
        ds_run_program(DS_PROGRAM, NULL, "routes", folder, "--format", format, option, NULL);
    char *out = run.out;
    if (run.code != 0) fail_msg("routes: %d %s", run.code, run.err);
    assert_non_null(strstr(run.err, "intern"));
    run.out = NULL;
    ds_run_done(&run);
    return out;
}

static void import_folder(const char *folder) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    if (run.code != 0) fail_msg("import: %d %s", run.code, run.err);
    ds_run_done(&run);
}

/* The count in the line that begins with this; -1: the field is empty. */
static long count_of(const char *csv, const char *begin) {
    char line[200];
    const char *at;
    (void)snprintf(line, sizeof line, "\n%s,", begin);
    at = strstr(csv, line);
    if (at == NULL) {
        fail_msg("no line '%s' in\n%s", begin, csv);
        return -1;
    }
    at += strlen(line);
    return *at == ',' ? -1 : strtol(at, NULL, 10);
}

static long offer(const char *csv, int year, const char *what, const char *measure) {
    char begin[160];
    (void)snprintf(begin, sizeof begin, "aanbod,%d,%s,%s", year, what, measure);
    return count_of(csv, begin);
}

/* ---- the made register ---- */

/* A place with a kind of route, from the deliveries: the fields as they stand. */
typedef struct seen {
    char key[80]; /* route,vestiging,sector */
    bool on[YEARS];
} seen;
enum { SEEN_MAX = 400 };

static const char *field(const char *line, size_t at, char out[24]) {
    const char *from = parameters_field(line, at);
    (void)snprintf(out, 24, "%.*s", (int)strcspn(from, ",\n"), from);
    return out;
}

static void see(const char *line, int year, seen *list, size_t *n) {
    char route[24], vestiging[24], sector[24], key[80];
    size_t i = 0;
    if (strncmp(parameters_field(line, SOORT), "vmbo,3,", 7) != 0) return;
    if (field(line, ROUTE, route)[0] == '\0') return;
    (void)snprintf(key, sizeof key, "%s,%s,%s", route, field(line, VESTIGING, vestiging),
                   field(line, SECTOR, sector));
    while (i < *n && strcmp(list[i].key, key) != 0)
        i++;
    assert_true(i < SEEN_MAX);
    if (i == *n) (void)snprintf(list[(*n)++].key, sizeof list->key, "%s", key);
    list[i].on[year] = true;
}

/* Line by line: a checker of strings would measure a whole delivery for each. */
static size_t see_deliveries(const char *folder, seen *list) {
    size_t n = 0, room = 0;
    char *line = NULL;
    for (int year = 0; year < YEARS; year++) {
        char path[DS_PATH_SIZE];
        FILE *file;
        (void)snprintf(path, sizeof path, "%s/leveringen/inschrijving-%d.csv", folder,
                       FIRST + year);
        file = fopen(path, "re");
        assert_non_null(file);
        assert_true(getline(&line, &room, file) > 0); /* the header */
        while (getline(&line, &room, file) > 0)
            see(line, year, list, &n);
        assert_int_equal(fclose(file), 0);
    }
    free(line);
    return n;
}

/* Many more take part than do, so that every route has pupils in a small register. */
static double fuller(const char *line, double value) {
    (void)line;
    return 6 * value < 0.7 ? 6 * value : 0.7;
}

static void check_kind(const char *csv, const seen *list, size_t n, const char *group,
                       const char *kind) {
    char what[60];
    (void)snprintf(what, sizeof what, "%s,%s,,", group, kind);
    for (int y = 0; y < YEARS; y++) {
        long now = 0, begun = 0, stopped = 0, back = 0;
        for (size_t i = 0; i < n; i++) {
            bool ever = false, mine = strncmp(list[i].key, kind, strlen(kind)) == 0;
            for (int before = 0; before < y; before++)
                ever |= list[i].on[before];
            if (!mine) continue;
            now += list[i].on[y];
            begun += list[i].on[y] && !ever;
            stopped += y > 0 && !list[i].on[y] && list[i].on[y - 1];
            back += y > 0 && list[i].on[y] && ever && !list[i].on[y - 1];
        }
        assert_int_equal(offer(csv, FIRST + y, what, "aangeboden"), now);
        assert_int_equal(offer(csv, FIRST + y, what, "nieuw"), y == 0 ? -1 : begun);
        assert_int_equal(offer(csv, FIRST + y, what, "gestopt"), y == 0 ? -1 : stopped);
        assert_int_equal(offer(csv, FIRST + y, what, "terug"), y == 0 ? -1 : back);
    }
}

/* What simulatie/routes.csv says is on offer; a repeater may keep a route a year longer. */
static void check_told(const char *csv, const char *group, const char *kind) {
    char *told = parameters_text(PARAMETERS, "routes.csv"), what[60];
    long n[YEARS] = {0}, stay[YEARS] = {0};
    for (const char *at = strchr(told, '\n') + 1; *at != '\0'; at = strchr(at, '\n') + 1) {
        int from = atoi(parameters_field(at, 4)), to = atoi(parameters_field(at, 5));
        if (strncmp(at, kind, strlen(kind)) != 0) continue;
        for (int y = 0; y < YEARS; y++)
            n[y] += from <= FIRST + y && FIRST + y <= to;
        if (to + 1 < FIRST + YEARS) stay[to + 1 - FIRST]++;
    }
    (void)snprintf(what, sizeof what, "%s,%s,,", group, kind);
    for (int y = 0; y < YEARS; y++) {
        long seen_n = offer(csv, FIRST + y, what, "aangeboden");
        if (seen_n < n[y] || seen_n > n[y] + stay[y])
            fail_msg("%s %d: %ld, told %ld", kind, FIRST + y, seen_n, n[y]);
    }
    ds_free(told);
}

static void test_routes__finds_what_was_made(void **state) {
    static const char *const kinds[][2] = {{"experimenteel", "vakmanschap2"},
                                           {"experimenteel", "vakmanschap3"},
                                           {"experimenteel", "technologie"},
                                           {"nieuw", "doorlopend"},
                                           {"nieuw", "geintegreerd"}};
    char *folder = ds_test_folder(), *parameters = parameters_copy(folder, "voller"), *csv;
    seen *list = ds_calloc(SEEN_MAX, sizeof *list);
    ds_run run;
    size_t n;
    (void)state;
    parameters_change(parameters, "route_kans.csv", "waarde", fuller);
    run = ds_run_program(DS_PROGRAM, NULL, "simulate", folder, "--persons", "400000", "--seed", "3",
                         "--parameters", parameters, NULL);
    if (run.code != 0) fail_msg("simulate: %s", run.err);
    ds_run_done(&run);
    import_folder(folder);
    n = see_deliveries(folder, list);
    csv = routes(folder, "csv", NULL);
    assert_int_equal(n, 77 + 54);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        check_kind(csv, list, n, kinds[k][0], kinds[k][1]);
        check_told(csv, kinds[k][0], kinds[k][1]);
    }
    /* figures 2.7 and 2.8 of the evaluation */
    assert_non_null(strstr(csv, "\novergang,,experimenteel,,,,overgegaan,37,77,"));
    assert_non_null(strstr(csv, "\novergang,,nieuw,doorlopend,,,voortgekomen,29,33,"));
    assert_non_null(strstr(csv, "\novergang,,nieuw,geintegreerd,,,voortgekomen,10,21,"));
    assert_int_equal(count_of(csv, "overgang,,experimenteel,,,,plaats_onbekend"), 0);
    ds_free(csv);
    ds_free(list);
    ds_free(parameters);
    ds_test_folder_remove(folder);
}

/* ---- small registers ---- */

#define HEADER "persoon,schooljaar,soort,leerjaar,leerweg,sector,route,instelling,vestiging\n"
#define PERSONS                                                                                    \
    "persoon,geboortedatum,advies\n1,2000-01-01,vmbo-bb\n2,2001-01-01,\n3,2002-01-01,vmbo-kb\n"

static char *work_folder(const char *enrolments, const char *institutions) {
    char *folder = ds_test_folder();
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv", enrolments));
    ds_free(ds_test_write_string(folder, "leveringen/persoon.csv", PERSONS));
    if (institutions != NULL)
        ds_free(ds_test_write_string(folder, "leveringen/instelling.csv", institutions));
    import_folder(folder);
    return folder;
}

/* 10AA goes on as 20BB. */
static void test_routes__a_merger_makes_no_route_new(void **state) {
    char *folder = work_folder(HEADER "1,2014,vmbo,3,bb,techniek,vakmanschap2,10AA,00\n"
                                      "2,2015,vmbo,3,bb,techniek,vakmanschap2,10AA,00\n"
                                      "3,2016,vmbo,3,bb,techniek,vakmanschap2,20BB,00\n",
                               "instelling,naam,opgegaan_in,vanaf_schooljaar\n"
                               "10AA,Een,20BB,2016\n20BB,Twee,,\n");
    char *then = routes(folder, "csv", NULL), *now = routes(folder, "csv", "--present-codes");
    (void)state;
    assert_int_equal(offer(then, 2016, "experimenteel,vakmanschap2,,", "nieuw"), 1);
    assert_int_equal(offer(then, 2016, "experimenteel,vakmanschap2,,", "gestopt"), 1);
    assert_int_equal(offer(now, 2016, "experimenteel,vakmanschap2,,", "nieuw"), 0);
    assert_int_equal(offer(now, 2016, "experimenteel,vakmanschap2,,", "gestopt"), 0);
    assert_int_equal(offer(now, 2016, "experimenteel,vakmanschap2,sector,techniek", "aangeboden"),
                     1);
    assert_non_null(strstr(then, "\novergang,,experimenteel,,,,overgegaan,0,2,"));
    assert_non_null(strstr(now, "\novergang,,experimenteel,,,,overgegaan,0,1,"));
    ds_free(then);
    ds_free(now);
    ds_test_folder_remove(folder);
}

/* 2015 has nobody, so it is not covered; one place misses its vestiging. */
static char *with_gaps(void) {
    return work_folder(HEADER "1,2014,vmbo,3,bb,techniek,vakmanschap2,10AA,00\n"
                              "2,2014,vmbo,3,bb,groen,vakmanschap2,10AA,\n"
                              "3,2016,vmbo,3,kb,groen,doorlopend,10AA,\n"
                              "2,2016,vmbo,3,bb,techniek,geintegreerd,10AA,00\n"
                              "1,2016,vmbo,4,bb,techniek,vakmanschap2,10AA,00\n",
                       NULL);
}

static void test_routes__says_what_is_missing(void **state) {
    char *folder = with_gaps();
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "routes", folder, "--format", "csv", NULL);
    ds_run english = ds_run_program(DS_PROGRAM, NULL, "routes", folder, "--lang", "en", NULL);
    (void)state;
    assert_int_equal(run.code, 0);
    assert_non_null(strstr(run.err, "2016 is vergeleken met 2014"));
    assert_non_null(strstr(run.err, "Van 2 routes"));
    assert_non_null(strstr(run.err, "2014 is het eerste schooljaar"));
    assert_null(strstr(run.out, "2015"));
    assert_int_equal(offer(run.out, 2014, "experimenteel,,,", "nieuw"), -1);
    assert_int_equal(offer(run.out, 2016, "experimenteel,,,", "gestopt"), 2); /* vmbo-4 is none */
    assert_non_null(strstr(run.out, "\novergang,,experimenteel,,,,overgegaan,1,2,50\n"));
    assert_non_null(strstr(run.out, "\novergang,2016,experimenteel,,,,overgegaan,1,2,50\n"));
    assert_non_null(strstr(run.out, "\novergang,,nieuw,doorlopend,,,plaats_onbekend,1,1,100\n"));
    /* the second year of person 2 in vmbo-3 is no start */
    assert_non_null(strstr(run.out, "\nstarters,,alle,,,,starters,3,,\n"));
    assert_null(strstr(run.out, "\nstarters,,nieuw,geintegreerd,"));
    assert_non_null(strstr(run.out, "\nkenmerken,,alle,,advies,onbekend,starters,1,2,\n"));
    assert_non_null(strstr(run.out, "\nkenmerken,,alle,,advies,vmbo-bb,starters,1,2,50\n"));
    assert_int_equal(english.code, 0);
    assert_non_null(strstr(english.out, "2016 is compared with 2014"));
    assert_non_null(strstr(english.out, "unknown (number)"));
    ds_run_done(&run);
    ds_run_done(&english);
    ds_test_folder_remove(folder);
}

/* One row of json as a line of csv. */
static void as_csv(const char *table, const json_t *row, ds_buffer *to) {
    static const char *const names[] = {"schooljaar", "groep",  "route", "kenmerk",   "waarde",
                                        "maat",       "aantal", "van",   "percentage"};
    char number[DS_NUMBER_SIZE];
    ds_buffer_addf(to, "%s", table);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *at = json_object_get(row, names[i]);
        ds_buffer_add_char(to, ',');
        assert_non_null(at);
        if (json_is_string(at)) ds_buffer_add_string(to, json_string_value(at));
        if (json_is_integer(at)) ds_buffer_addf(to, "%lld", (long long)json_integer_value(at));
        if (json_is_real(at))
            ds_buffer_add_string(to, ds_number_print(json_real_value(at), number));
    }
    ds_buffer_add_char(to, '\n');
}

static void test_routes__json_holds_what_csv_holds(void **state) {
    static const char *const tables[] = {"aanbod", "overgang", "starters", "kenmerken"};
    char *folder = with_gaps(), *csv = routes(folder, "csv", NULL);
    char *text = routes(folder, "json", NULL);
    json_t *all = json_loads(text, 0, NULL);
    ds_buffer lines;
    (void)state;
    assert_non_null(all);
    ds_buffer_init(&lines, PARAMETERS_FILE_MAX);
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        const json_t *list = json_object_get(all, tables[t]);
        assert_true(json_array_size(list) > 0);
        for (size_t i = 0; i < json_array_size(list); i++)
            as_csv(tables[t], json_array_get(list, i), &lines);
    }
    assert_string_equal(ds_buffer_string(&lines), strchr(csv, '\n') + 1);
    assert_int_equal(json_array_size(json_object_get(all, "opmerkingen")), 4);
    assert_int_equal(json_array_size(json_object_get(all, "notes")), 4);
    assert_string_equal(json_string_value(json_object_get(all, "openbaarheid")), "intern");
    ds_buffer_done(&lines);
    json_decref(all);
    ds_free(text);
    ds_free(csv);
    ds_test_folder_remove(folder);
}

static void test_routes__nobody_in_a_route_is_said(void **state) {
    char *folder = work_folder(HEADER "1,2014,vmbo,3,bb,techniek,,10AA,00\n", NULL);
    char *text = routes(folder, "table", NULL), *csv = routes(folder, "csv", NULL);
    char *json = routes(folder, "json", NULL);
    (void)state;
    assert_non_null(strstr(text, "Niemand in vmbo-3"));
    assert_non_null(strstr(text, "heel vmbo-3"));
    assert_null(strstr(csv, "aanbod"));
    assert_non_null(strstr(json, "\"aanbod\": []"));
    ds_free(text);
    ds_free(csv);
    ds_free(json);
    ds_test_folder_remove(folder);
}

/* The starters of the table are those of the indicator. */
static void test_routes__starters_are_those_of_the_indicator(void **state) {
    char *folder = with_gaps(), *csv = routes(folder, "csv", NULL);
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--indicator", "route_starters",
                                "--by", "route_groep,route", "--format", "csv", NULL);
    size_t n = 0;
    (void)state;
    assert_int_equal(run.code, 0);
    for (char *at = strchr(run.out, '\n') + 1; *at != '\0'; at = strchr(at, '\n') + 1, n++) {
        char what[80], line[100], start[100];
        const char *end = parameters_field(at, 4);
        (void)snprintf(what, sizeof what, "%.*s", (int)(end - at), at);
        (void)snprintf(line, sizeof line, "starters,%s,,starters", strchr(what, ',') + 1);
        (void)snprintf(start, sizeof start, "starters,%.4s%s", strchr(what, ',') + 1,
                       strchr(line, ',') + 5);
        assert_int_equal(count_of(csv, start), atoi(end));
    }
    assert_int_equal(n, 2);
    ds_run_done(&run);
    ds_free(csv);
    ds_test_folder_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_routes__finds_what_was_made),
        cmocka_unit_test(test_routes__a_merger_makes_no_route_new),
        cmocka_unit_test(test_routes__says_what_is_missing),
        cmocka_unit_test(test_routes__json_holds_what_csv_holds),
        cmocka_unit_test(test_routes__nobody_in_a_route_is_said),
        cmocka_unit_test(test_routes__starters_are_those_of_the_indicator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
