/* tests/intake/test_mergers.c: instelling.opgegaan_in: chains and years, circles refused with file
 * and line, mergers into nothing known. */
#define IMPORT_TABLES false
#include "intake/import_help.h"

#include "base/text.h"
#include "register/sealed.h"

#define HEAD "instelling,naam,type,opgegaan_in,vanaf_schooljaar\n"

static void deliver_enrolments(void) {
    deliver("inschrijving.csv", "persoon,schooljaar,soort,niveau,instelling\n"
                                "1,2020,mbo,2,01AA\n1,2021,mbo,2,02BB\n1,2022,mbo,2,03CC\n"
                                "2,2020,mbo,2,04DD\n2,2021,mbo,2,05EE\n2,2022,mbo,2,06FF\n");
}

static void is_now(const ds_register *reg, const char *code, const char *present) {
    ds_text found = ds_register_present_code(reg, ds_text_of(code));
    if (!ds_text_is(found, present))
        fail_msg("%s is %.*s, not %s", code, (int)found.size, found.data, present);
}

static ds_register *open_register(void) {
    ds_register *reg = NULL;
    ds_error err;
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_OK);
    return reg;
}

static void test_mergers__chains_and_years(void **state) {
    json_t *summary;
    ds_register *reg;
    (void)state;
    deliver_enrolments();
    /* 01AA → 02BB → 03CC; 04DD → 05EE without a year; 05EE → 06FF lies ahead */
    deliver("instelling.csv", HEAD "01AA,Een,,02BB,2021\n02BB,Twee,,03CC,2022/23\n03CC,Drie,,,\n"
                                   "04DD,Vier,,05EE,\n05EE,Vijf,,06FF,2023\n06FF,Zes,,,\n");
    summary = import_good();
    assert_int_equal(json_integer_value(json_object_get(summary, "opgegaan")), 3);
    json_decref(summary);
    reg = open_register();
    is_now(reg, "01AA", "03CC");
    is_now(reg, "02BB", "03CC");
    is_now(reg, "03CC", "03CC");
    is_now(reg, "04DD", "05EE");
    is_now(reg, "05EE", "05EE");
    is_now(reg, "06FF", "06FF");
    is_now(reg, "99ZZ", "99ZZ");
    is_now(reg, "", "");
    ds_register_close(reg);
    configure("schooljaren: [2020, 2021]\n"); /* the last school year is another */
    import_quietly();
    reg = open_register();
    is_now(reg, "01AA", "02BB");
    is_now(reg, "02BB", "02BB");
    ds_register_close(reg);
}

static void test_mergers__none(void **state) {
    ds_register *reg;
    (void)state;
    deliver_enrolments();
    deliver("instelling.csv", HEAD "01AA,Een,,02BB,2030\n02BB,Twee,,,\n");
    import_quietly();
    reg = open_register();
    assert_null(ds_register_find_present(reg));
    is_now(reg, "01AA", "01AA");
    ds_register_close(reg);
}

static void bad_at(const char *file, uint64_t line, uint64_t column, const char *nl,
                   const char *en) {
    ds_error err = import_bad(NULL);
    size_t size = strlen(err.file), wanted = strlen(file);
    if (size < wanted || strcmp(err.file + size - wanted, file) != 0 || err.line != line ||
        err.column != column || strstr(err.nl, nl) == NULL || strstr(err.en, en) == NULL)
        fail_msg("%s:%llu:%llu: %s", err.file, (unsigned long long)err.line,
                 (unsigned long long)err.column, err.nl);
}

static void test_mergers__circles(void **state) {
    char *before, *after;
    (void)state;
    deliver_enrolments();
    import_quietly();
    before = ds_work_pointer(folder);
    deliver("instelling.csv", HEAD "01AA,,,01AA,\n");
    bad_at("instelling.csv", 2, 4, "01AA gaat op in 01AA, en dat leidt terug naar 01AA",
           "01AA merges into 01AA, which leads back to 01AA");
    /* the years do not open it; the line that was delivered last is named */
    deliver("instelling.csv", HEAD "06FF,,,01AA,\n01AA,,,02BB,2021\n\n03CC,,,01AA,2035\n"
                                   "02BB,,,03CC,2022\n");
    bad_at("instelling.csv", 6, 4, "02BB gaat op in 03CC", "02BB merges into 03CC");
    /* over two deliveries, columns in another order */
    deliver("instelling.csv", HEAD "01AA,,,02BB,2021\n");
    deliver("instelling-2.csv", "opgegaan_in,instelling\n,03CC\n01AA,02BB\n");
    bad_at("instelling.csv", 2, 4, "leidt terug", "leads back"); /* '-' comes before '.' */
    take_back("instelling.csv");
    deliver("instelling-1.csv", HEAD "01AA,,,02BB,2021\n");
    bad_at("instelling-2.csv", 3, 1, "02BB gaat op in 01AA", "02BB merges into 01AA");
    /* what may be no code is not shown */
    deliver("instelling-2.csv", HEAD "987654321,,,02BB,\n02BB,,,987654321,\n01AA,,,,\n");
    bad_at("instelling-2.csv", 3, 4, "02BB gaat op in …", "02BB merges into …");
    after = ds_work_pointer(folder);
    assert_string_equal(after, before); /* the register stands */
    ds_free(before);
    ds_free(after);
    /* a later delivery that puts another in its place opens the circle */
    deliver("instelling-2.csv", HEAD "02BB,,,01AA,\n");
    deliver("instelling-3.csv", HEAD "02BB,,,03CC,\n03CC,,,,\n");
    import_quietly();
}

static bool warned(const json_t *summary, const char *nl, const char *en) {
    const json_t *list = json_object_get(summary, "waarschuwingen");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *w = json_array_get(list, i);
        if (strcmp(json_string_value(json_object_get(w, "nl")), nl) == 0 &&
            strcmp(json_string_value(json_object_get(w, "en")), en) == 0)
            return true;
    }
    return false;
}

static void test_mergers__warnings(void **state) {
    json_t *summary;
    ds_register *reg;
    (void)state;
    deliver_enrolments();
    deliver("instelling.csv", HEAD "01AA,Een,,02BB,2021\n02BB,Twee,,,2022\n03CC,Drie,,77ZZ,2022\n");
    summary = import_good();
    assert_true(warned(summary,
                       "instelling.csv: regel 4: 03CC gaat op in 77ZZ, een instelling die niet is "
                       "geleverd",
                       "instelling.csv: line 4: 03CC merges into 77ZZ, an institution not "
                       "delivered"));
    assert_true(warned(summary, "instelling 02BB: vanaf_schooljaar zonder opgegaan_in",
                       "institution 02BB: vanaf_schooljaar without opgegaan_in"));
    json_decref(summary);
    reg = open_register();
    is_now(reg, "03CC", "77ZZ"); /* it is followed all the same */
    ds_register_close(reg);
}

/* A long chain, delivered in any order, is walked link by link and not again and again. */
static void test_mergers__long_chain(void **state) {
    enum { LINKS = 20000 };
    ds_buffer text;
    ds_register *reg;
    (void)state;
    deliver_enrolments();
    ds_buffer_init(&text, 1 << 24);
    ds_buffer_add_string(&text, "instelling,opgegaan_in\n01AA,a07919\n");
    for (int i = 0; i < LINKS; i++) { /* 7919 has no factor in common with 20000 */
        int from = i * 7919 % LINKS;
        if (from != 0) ds_buffer_addf(&text, "a%05d,a%05d\n", from, (from + 7919) % LINKS);
    }
    deliver("instelling.csv", ds_buffer_string(&text));
    ds_buffer_done(&text);
    import_quietly();
    reg = open_register();
    is_now(reg, "01AA", "a00000");
    is_now(reg, "a12345", "a00000");
    ds_register_close(reg);
}

/* The manifest without what it is sealed with; the caller's. */
static char *read_unsealed(const char *name) {
    size_t size;
    char *text = ds_work_read(folder, name, &size), *rest = strchr(text, '\n');
    assert_non_null(rest);
    *rest = '{';
    memmove(text, rest, size - (size_t)(rest - text) + 1);
    return text;
}

static void write_sealed_text(const char *name, const char *text) {
    char *sealed = NULL;
    size_t size;
    assert_int_equal(ds_sealed_make(text, strlen(text), &sealed, &size, NULL), DS_OK);
    ds_free(ds_test_write(folder, name, sealed, size));
    ds_free(sealed);
}

/* A number that leads outside, or a list of another length, is damage, whatever wrote it. */
static void test_mergers__damaged_manifest(void **state) {
    static const char name[] = "register/current/manifest.json";
    char *manifest, *at;
    ds_register *reg = NULL;
    ds_error err;
    (void)state;
    deliver_enrolments();
    deliver("instelling.csv", HEAD "01AA,Een,,02BB,2021\n02BB,Twee,,,\n");
    import_quietly();
    manifest = read_unsealed(name);
    at = strstr(manifest, "\"huidige_codes\"");
    assert_non_null(at);
    at = strstr(at, "2");
    assert_non_null(at);
    *at = '9';
    write_sealed_text(name, manifest);
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "huidige_codes"));
    at = strstr(manifest, "\"formaat\": ");
    assert_non_null(at);
    at[strlen("\"formaat\": ")] = '1';
    ds_free(ds_test_write(folder, name, manifest, strlen(manifest))); /* none was sealed then */
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "andere versie"));
    at[strlen("\"formaat\": ")] = '9';
    write_sealed_text(name, manifest);
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_INPUT);
    assert_non_null(strstr(err.nl, "andere versie"));
    ds_free(manifest);
    import_quietly(); /* makes it anew */
    reg = open_register();
    is_now(reg, "01AA", "02BB");
    ds_register_close(reg);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_mergers__chains_and_years), TEST(test_mergers__none),
        TEST(test_mergers__circles),          TEST(test_mergers__warnings),
        TEST(test_mergers__long_chain),       TEST(test_mergers__damaged_manifest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
