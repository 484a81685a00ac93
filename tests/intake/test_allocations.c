/* tests/intake/test_allocations.c: every request for memory failing in turn, in an import and in
 * opening a register. Each time the earlier register stands, and nothing leaks (the sanitizer sees
 * to that). */
#include <sys/stat.h>

#include "intake/import_help.h"
#include "intake/store/store.h"
#include "register/generation.h"

#define HEADER "persoon,schooljaar,soort,niveau,instelling\n"

/* Where an import can do without the memory: finding out whether the register is current (then it
 * is made anew), counting for the warnings, and taking away the earlier generation, a request a
 * file (then the next import does that). */
/* Those with which an earlier generation is cleared away, folder by folder, when the new one
 * stands. */
enum { OPTIONAL_MAX = 80 };

static void deliver_a_little(const char *niveau) {
    char text[300];
    (void)snprintf(text, sizeof text,
                   HEADER "1,2022,mbo,%s,27GZ\n1,2022,havo,,27GZ\n1,2023,mbo,2,27GZ\n", niveau);
    deliver("inschrijving.csv", text);
}

/* ---- the register's tables ---- */

/* To make and close a DuckDB file takes longer than all the rest of a little import, and what its
 * requests for memory have to fear is the same each time. So it is made once, and in those imports
 * in which it is one of its own requests that fails; in the others as many requests are made in its
 * place, so that the n-th of an import stays the n-th. Linked with --wrap=ds_store_duckdb. */
static struct {
    uint64_t span;    /* its requests; 0: not known yet */
    uint64_t failing; /* which request of this import fails; 0: none */
    unsigned made;    /* how often it was */
} tables;

/* NOLINTNEXTLINE(bugprone-reserved-identifier): the name that the linker gives */
ds_status __real_ds_store_duckdb(ds_intake *intake, const ds_resolved *resolved, const char *to,
                                 ds_error *err);
/* NOLINTNEXTLINE(bugprone-reserved-identifier): the name that the linker gives */
ds_status __wrap_ds_store_duckdb(ds_intake *intake, const ds_resolved *resolved, const char *to,
                                 ds_error *err);
/* NOLINTNEXTLINE(bugprone-reserved-identifier): the name that the linker gives */
ds_status __wrap_ds_store_duckdb(ds_intake *intake, const ds_resolved *resolved, const char *to,
                                 ds_error *err) {
    uint64_t before = ds_memory_requests();
    bool fails = tables.failing > before && tables.failing <= before + tables.span;
    char path[DS_PATH_SIZE];
    if (tables.span == 0 || fails) {
        ds_status status = __real_ds_store_duckdb(intake, resolved, to, err);
        if (tables.span == 0) tables.span = ds_memory_requests() - before;
        tables.made++;
        return status;
    }
    for (uint64_t i = 0; i < tables.span; i++)
        ds_free(ds_malloc(1));
    assert_int_equal(ds_file_join(path, to, DS_SQL_MADE, err), DS_OK);
    return ds_file_write(path, "", 0, err);
}

/* ---- a little import ---- */

/* A program's folder with one small mapping, of every part that a mapping may have: each request
 * for memory in reading it is one more import, and ours have thousands. */
static const char mapping[] =
    "bron: niemand\nbestanden: [\"klein*.csv\"]\nvorm: vaste_breedte\ncodering: windows-1252\n"
    "kolommen:\n  - {naam: a, van: 1, tot: 4}\n  - {naam: b, van: 5, tot: 6}\n"
    "levert:\n  - soort: inschrijving\n    overslaan_als:\n      - {kolom: b, is: [\"2\"]}\n"
    "    kolommen:\n      persoon: a\n      schooljaar: b\n"
    "      soort: {kolom: b, codes: {x: mbo}, anders: \"\"}\n      instelling: [a, b]\n"
    "  - soort: persoon\n    overslaan_als:\n      - {kolom: b, is_niet: [\"3\"]}\n"
    "    kolommen:\n      persoon: a\n";

static char *small_program;

static void make_program(void) {
    char path[DS_PATH_SIZE];
    small_program = ds_test_folder();
    ds_free(ds_test_write_string(small_program, "mappings/klein.yaml", mapping));
    (void)snprintf(path, sizeof path, "%s/codes", small_program);
    assert_int_equal(symlink(DS_SOURCE_DIR "/codes", path), 0);
    program_folder = small_program;
}

static int tear_down_little(void **state) {
    program_folder = DS_SOURCE_DIR;
    ds_test_folder_remove(small_program);
    return tear_down(state);
}

/* In memory where there is such a folder: a thousand imports wait for no disk. */
static int set_up_little(void **state) {
    char pattern[] = "/dev/shm/doorstroom-test-XXXXXX";
    (void)state;
    folder = mkdtemp(pattern) != NULL ? ds_strdup(pattern) : ds_test_folder();
    make_program();
    configure("leveringen: [{bestand: werk.csv, soort: werk}]\nschooljaren: [2022, 2023]\n"
              "max_afgekeurd: 50\n");
    deliver("persoon.csv", "persoon,geboortedatum,gemeente\n1,2004-01-02,Delft\n1,x,\n");
    deliver("persoon-jaar.csv", "persoon,schooljaar,gemeente\n1,2023,Gouda\n");
    deliver("diploma.csv", "persoon,schooljaar,soort,niveau\n1,2022,mbo,2\n");
    deliver("werk.csv", "persoon,jaar,uren\n1,2022,8\n1,2022,9\n");
    deliver("vrijstelling.csv", "persoon,schooljaar,reden\n1,2023,justitie\n");
    deliver("instelling.csv", "instelling,naam,type\n27GZ,Mondriaan,ROC\n");
    deliver(
        "NRSP2023DI27GZ.csv",
        "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;RMC_REGIO;GEMEENTENAAM;"
        "BRIN;BRIN_VOLGNR;NIVEAU;ONDERWIJSSOORT;CREBO\n5;;;;R;G;27GZ;;Mbo4 opleidingen;BOL;1\n");
    deliver("NenR2023DI27GZ.csv", "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;BRIN;GEBOORTEDATUM;NIVEAU;"
                                  "EXAMEN\n5;;27GZ;;;\n6;;27GZ;;;\n");
    deliver("202309A04I27GZ.csv", "BRIN_NR;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;GEBOORTEDATUM\n"
                                  "27GZ;202210;5;\n");
    deliver("RO_27DV_20220801_20230731.csv",
            "VLP|27DV|2022-08-01|2023-07-31|2023-08-01\nPER|7||2004-03-04|V\n"
            "ISG|7||A|2022-08-01|2025-07-31||8\nISP|7||A|2022-08-01|25655|BOL||J|||||\n"
            "DIP|7||1|25297|2023-06-01||J|A|\nXYZ|7\nPER|8||x|V\nSLR|2|1|1|0|0|1|0|0|0\n");
    deliver("TBGI_25LX_2024_20231124.xml",
            "<Bekostigingsgrondslagen><Inschrijving><BRIN>25LX</BRIN><Burgerservicenummer>7"
            "</Burgerservicenummer><DatumInschrijving>2022-08-01</DatumInschrijving></Inschrijving>"
            "</Bekostigingsgrondslagen>");
    deliver_a_little("1");
    tables.span = 0;
    import_quietly(); /* with the tables; the register that must stand has an empty file */
    deliver_a_little("2");
    import_quietly();
    tables.made = 0;
    return 0;
}

static void stands(const char *pointer) {
    char *now = ds_work_pointer(folder);
    ds_register *reg;
    ds_error err;
    if (pointer != NULL) assert_string_equal(now, pointer);
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_OK);
    assert_int_equal(ds_register_verify(reg, &err), DS_OK);
    ds_register_close(reg);
    ds_free(now);
}

/* The import with the n-th request failing; false when there are fewer. */
static bool import_failing(uint64_t n, ds_status *out_status, ds_error *err) {
    bool failed;
    tables.failing = n;
    ds_memory_fail_at(n);
    *out_status = import_with(1, NULL, err);
    failed = ds_memory_requests() >= n;
    ds_memory_fail_at(0);
    tables.failing = 0;
    return failed;
}

/* With pseudonyms in the place of persons, whose deliveries are as before. */
static void put_key(void) {
    char *path = ds_test_write_string(
        folder, "sleutel", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
    assert_int_equal(chmod(path, 0600), 0);
    ds_free(path);
    configure("schooljaren: [2022, 2023]\nmax_afgekeurd: 50\npseudonimiseer: {sleutel: sleutel}\n");
    import_quietly();
}

static void test_allocations__import(void **state);

static void test_allocations__import_with_key(void **state) {
    put_key();
    test_allocations__import(state);
}

static void test_allocations__import(void **state) {
    char *pointer = ds_work_pointer(folder);
    const uint64_t step =
        ds_work_scaled(13, 1) < 13 ? 13 : 1; /* under sanitizers one in thirteen */
    int n_optional = 0;
    bool more = true;
    (void)state;
    deliver_a_little("3");
    for (uint64_t n = 1; more; n += n < 100 ? 1 : step) {
        ds_status status;
        ds_error err;
        more = import_failing(n, &status, &err);
        if (!more) {
            assert_int_equal(status, DS_OK);
            assert_true(n > 100);
            print_message("%llu requests for memory, %llu of them for the tables\n",
                          (unsigned long long)n - 1, (unsigned long long)tables.span);
        } else if (status == DS_OK) {
            n_optional++;
            stands(NULL);
            deliver_a_little("2"); /* back to where it was */
            import_quietly();
            deliver_a_little("3");
        } else {
            assert_int_equal(status, DS_FAULT);
            assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
            stands(pointer);
        }
    }
    assert_true(tables.span > 10);
    /* Each of its own requests failed in it, once; or one in so many. */
    assert_true(tables.made >= tables.span / step && tables.made <= tables.span / step + 1);
    if (n_optional > OPTIONAL_MAX) fail_msg("%d requests were optional", n_optional);
    stands(NULL);
    ds_free(pointer);
}

static ds_status open_and_verify(void *context, ds_error *err) {
    ds_register *reg = NULL;
    ds_status status = ds_register_open(folder, &reg, err);
    (void)context;
    if (status == DS_OK) status = ds_register_verify(reg, err);
    ds_register_close(reg);
    return status;
}

static void test_allocations__open(void **state) {
    (void)state;
    ds_test_every_allocation(open_and_verify, NULL);
}

int main(void) {
#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(test_allocations__##name, set_up_little, tear_down_little)
    const struct CMUnitTest tests[] = {
        TEST(import),
        TEST(import_with_key),
        TEST(open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
