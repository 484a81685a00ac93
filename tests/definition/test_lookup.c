/* tests/definition/test_lookup.c: derived columns from a code list: the same as the rules that one
 * would write, and errors with their place in the list. That they count so: tests/tally/
 * test_lookup.c. */
#include "definition/help.h"

#include <stdlib.h>

#include "base/buffer.h"

#define YAML(column, value)                                                                        \
    "columns:\n  r: " column "\nindicators:\n  - {id: a, population: ingeschreven, event: \"r = "  \
    "'" value "'\"}\n"
#define LIST(value) YAML("{codes: lijst.csv, gives: uit, else: overig}", value)

static char *folder;

static void write_list(const char *in, const char *text) {
    char name[64];
    (void)snprintf(name, sizeof name, "%s/lijst.csv", in);
    ds_free(ds_test_write_string(folder, name, text));
}

/* From folder/definities/x.yaml: its own lists are in folder/codes, others in folder/ander. */
static ds_status read_yaml(const char *yaml, ds_definitions **out, ds_error *err) {
    char *path = ds_test_write_string(folder, "definities/x.yaml", yaml);
    char other[512];
    const char *folders[] = {other};
    ds_status status;
    memset(err, 0, sizeof *err);
    (void)snprintf(other, sizeof other, "%s/ander", folder);
    status = ds_definitions_read_with(path, folders, 1, out, err);
    ds_free(path);
    return status;
}

static void version_of(const char *yaml, char out[13]) {
    ds_definitions *d = NULL;
    ds_error err;
    if (read_yaml(yaml, &d, &err) != DS_OK)
        fail_msg("%s:%lu:%lu: %s", err.file, (unsigned long)err.line, (unsigned long)err.column,
                 err.en);
    memcpy(out, ds_definitions_at(d, 0)->version, 13);
    ds_definitions_free(d);
}

/* The list and the rules mean the same, node for node. */
static void same(const char *list, const char *yaml, const char *rules) {
    char one[13], other[13];
    write_list("codes", list);
    version_of(yaml, one);
    version_of(rules, other);
    if (strcmp(one, other) != 0) fail_msg("not the same:\n%s%s", list, rules);
}

static void test_lookup__is_its_rules(void **state) {
    (void)state;
    same("kolom,code,uit\nprofiel,A,x\nprofiel,O'B,y\n", LIST("x"),
         YAML("[{when: \"profiel = 'A'\", is: x}, {when: \"profiel = 'O''B'\", is: y}]", "x"));
    same("soort,kolom,code,uit,vanaf,tot\nvmbo,profiel,A,x,2016,\nvmbo,profiel,B,x,2016,\n"
         "vmbo,profiel,C,x,2016,2018\nmbo,niveau,3,y,,\nmbo,niveau,4,y,,\n,bekostigd,ja,y,,\n",
         LIST("x"),
         YAML("\n    - {when: \"soort = 'vmbo' and profiel in ('A', 'B') and schooljaar >= 2016\", "
              "is: x}\n"
              "    - {when: \"soort = 'vmbo' and profiel = 'C' and schooljaar >= 2016 and "
              "schooljaar <= 2018\", is: x}\n"
              "    - {when: \"soort = 'mbo' and niveau in (3, 4)\", is: y}\n"
              "    - {when: bekostigd = 'ja', is: y}",
              "x"));
    same("instelling,vestiging,uit,wat\n01AA,,x,\n02BB,00,x,\n02BB,01,x,\n03CC,*,y,\n", LIST("y"),
         YAML("\n    - {when: \"instelling = '01AA'\", is: x}\n"
              "    - {when: \"instelling = '02BB' and vestiging in ('00', '01')\", is: x}\n"
              "    - {when: \"instelling = '03CC'\", is: y}",
              "y"));
}

static void test_lookup__later_goes_first(void **state) {
    (void)state;
    same("kolom,code,uit,vanaf\nprofiel,A,x,\nprofiel,A,y,2016\nprofiel,A,z,2019\nprofiel,B,x,"
         "2016\n",
         LIST("x"),
         YAML("\n    - {when: \"profiel = 'A' and schooljaar >= 2019\", is: z}\n"
              "    - {when: \"profiel = 'A' and schooljaar >= 2016\", is: y}\n"
              "    - {when: \"profiel = 'B' and schooljaar >= 2016\", is: x}\n"
              "    - {when: profiel = 'A', is: x}",
              "x"));
    same("kolom,code,uit\nprofiel,*,x\nprofiel,A,y\n", LIST("x"),
         YAML("[{when: profiel is not null, is: x}, {when: profiel = 'A', is: y}]", "x"));
}

static void test_lookup__spellings(void **state) {
    const char *const rules =
        YAML("[{when: \"profiel in ('A', 'B,\\\"C')\", is: x}, {when: \"ses = 1\", is: y}]", "x");
    (void)state;
    same("\xEF\xBB\xBFkolom,code,uit\r\nprofiel,A,x\r\n\r\nprofiel,\"B,\"\"C\", x \r\nses,1,y",
         LIST("x"), rules);
    same("kolom;code;uit\nprofiel;A;x\nprofiel;B,\"C;x\n\"ses\";\"1\";\"y\"\n", LIST("x"), rules);
    same("uit,wat,code,kolom\nx,\"a\nb\",A,profiel\nx,,\"B,\"\"C\",profiel\ny,,1,ses\n", LIST("x"),
         rules);
}

static void test_lookup__where_is_and_nothing(void **state) {
    static const char list[] =
        "route,instelling,vestiging,uit\nvakmanschap2,01AA,00,x\nberoeps,02BB,,\n"
        "vakmanschap2,03CC,,\n";
    (void)state;
    same(list, YAML("{codes: lijst.csv, is: x, where: {route: vakmanschap2}, else: overig}", "x"),
         YAML("[{when: \"instelling = '01AA' and vestiging = '00'\", is: x}, "
              "{when: \"instelling = '03CC'\", is: x}]",
              "x"));
    same(
        list, LIST("x"), /* rows that give nothing are passed */
        YAML("[{when: \"route = 'vakmanschap2' and instelling = '01AA' and vestiging = '00'\", is: "
             "x}]",
             "x"));
}

/* Without else the column is missing where no row holds; with an empty list its value is still its
 * own. */
static void test_lookup__else_and_empty(void **state) {
    ds_definitions *d = NULL;
    const ds_node *nodes;
    ds_overlay *overlay;
    char *sql = NULL;
    uint32_t key;
    ds_error err;
    (void)state;
    write_list("codes", "kolom,code,uit\nprofiel,A,x\n");
    assert_int_equal(read_yaml(YAML("{codes: lijst.csv, gives: uit}", "x"), &d, &err), DS_OK);
    overlay = ds_overlay_new(d);
    assert_int_equal(ds_overlay_key(overlay, "r", &key, &err), DS_OK);
    nodes = ds_definitions_nodes(ds_overlay_definitions(overlay), NULL);
    assert_int_equal(nodes[key].op, DS_OP_RULES);
    assert_int_equal(nodes[key].n_args, 2);
    ds_overlay_free(overlay);
    ds_definitions_free(d);
    write_list("codes", "kolom,code\n");
    assert_int_equal(read_yaml(YAML("{codes: lijst.csv, is: ja, else: nee}", "ja"), &d, &err),
                     DS_OK);
    assert_int_equal(ds_definition_sql(d, ds_definitions_at(d, 0), NULL, NULL, 0, &sql, &err),
                     DS_OK);
    assert_non_null(strstr(sql, "CASE WHEN false THEN 'ja' ELSE 'nee' END = 'ja'"));
    ds_free(sql);
    ds_definitions_free(d);
    assert_int_equal(
        read_yaml(YAML("{codes: lijst.csv, is: ja, else: nee, empty: unknown}", "ja"), &d, &err),
        DS_OK);
    assert_int_equal(ds_definition_sql(d, ds_definitions_at(d, 0), NULL, NULL, 0, &sql, &err),
                     DS_OK);
    assert_non_null(strstr(sql, "CASE WHEN false THEN 'ja' WHEN false THEN 'nee' END = 'ja'"));
    ds_free(sql);
    ds_definitions_free(d);
    assert_int_equal(read_yaml(YAML("{codes: lijst.csv, is: ja, empty: nee}", "ja"), &d, &err),
                     DS_INPUT);
    assert_int_equal(read_yaml(YAML("{codes: lijst.csv, is: ja}", "nee"), &d, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "expected a value of the column"));
}

static void test_lookup__own_list_before_others(void **state) {
    char version[3][13];
    (void)state;
    write_list("codes", "kolom,code,uit\nprofiel,A,x\n");
    version_of(LIST("x"), version[0]);
    write_list("ander", "kolom,code,uit\nprofiel,B,x\n");
    version_of(LIST("x"), version[1]);
    assert_string_equal(version[0], version[1]);
    ds_test_folder_remove(folder);
    folder = ds_test_folder();
    write_list("ander", "kolom,code,uit\nprofiel,B,x\n");
    version_of(LIST("x"), version[2]);
    assert_string_not_equal(version[0], version[2]);
}

/* ---- what is refused ---- */

static void refused(const char *yaml, const char *file, uint64_t line, uint64_t column,
                    const char *nl, const char *en) {
    ds_definitions *d = NULL;
    ds_error err;
    assert_int_equal(read_yaml(yaml, &d, &err), DS_INPUT);
    assert_null(d);
    if (strstr(err.nl, nl) == NULL || strstr(err.en, en) == NULL || err.line != line ||
        err.column != column || strstr(err.file, file) == NULL)
        fail_msg("expected %s %lu:%lu %s\n got %s %lu:%lu %s", file, (unsigned long)line,
                 (unsigned long)column, en, err.file, (unsigned long)err.line,
                 (unsigned long)err.column, err.en);
}

static void refused_list(const char *list, uint64_t line, uint64_t column, const char *nl,
                         const char *en) {
    write_list("codes", list);
    refused(LIST("x"), "codes/lijst.csv", line, column, nl, en);
}

static void test_lookup__lists_that_are_wrong(void **state) {
    (void)state;
    refused_list("", 1, 1, "het bestand is leeg", "the file is empty");
    refused_list("kolom,code,uit\nprofiel,A\n", 2, 1, "vond 2 velden, verwachtte er 3",
                 "found 2 fields, expected 3");
    refused_list("kolom,code,uit\n\nprofiel,\"A,x\n", 3, 9, "heeft geen eind", "has no end");
    refused_list("kolom,code,uit\nprofiel,\"A\"B,x\n", 2, 12, "achter een aanhalingsteken",
                 "behind a quote");
    refused_list("kolom,code,uit,kolom\n", 1, 16, "staat er twee keer", "is there twice");
    refused_list("kolom,uit\n", 1, 1, "hoort een kolom code", "needs a column code");
    refused_list("code,uit\nA,x\n", 1, 1, "niet voor wie een regel geldt", "for whom a row holds");
    refused_list("kolom,code,uit\nprofiel,\xff,x\n", 2, 9, "geen UTF-8", "not UTF-8");
    refused_list("kolom,code,uit\nprofil,A,x\n", 2, 1, "bedoelt u 'profiel'?",
                 "did you mean 'profiel'?");
    refused_list("kolom,code,uit\nsector,technik,x\n", 2, 8, "bedoelt u 'techniek'?",
                 "did you mean 'techniek'?");
    refused_list("kolom,code,uit\nniveau,twee,x\n", 2, 8, "verwachtte een getal",
                 "expected a number");
    refused_list("kolom,code,uit\nbekostigd,J,x\n", 2, 11, "verwachtte ja of nee",
                 "expected yes or no");
    refused_list("kolom,code,uit\nuren_werk,12,x\n", 2, 11, "niet over de kolom uren_werk",
                 "about the column uren_werk");
    refused_list("kolom,code,uit\nprofiel,,x\n", 2, 9, "kolom en code horen bij elkaar",
                 "belong together");
    refused_list("kolom,code,uit\n,A,x\n", 2, 2, "kolom en code horen bij elkaar",
                 "belong together");
    refused_list("kolom,code,uit\n,,x\n", 2, 1, "geldt voor iedereen", "holds for everyone");
    refused_list("soort,uit\n*,x\n", 2, 1, "geldt voor iedereen", "holds for everyone");
    refused_list("kolom,code,uit,vanaf\nprofiel,A,x,'16\n", 2, 13, "waarin een schooljaar begint",
                 "in which a school year begins");
    refused_list("kolom,code,uit,tot\nprofiel,A,x,9999\n", 2, 13, "waarin een schooljaar begint",
                 "in which a school year begins");
}

static void test_lookup__blocks_that_are_wrong(void **state) {
    (void)state;
    write_list("codes", "kolom,code,uit\nprofiel,A,x\n");
    refused(YAML("{codes: lijst.csv, gives: ui, else: overig}", "x"), "x.yaml", 2, 32,
            "heeft geen kolom 'ui'; bedoelt u 'uit'?", "has no column 'ui'; did you mean 'uit'?");
    refused(YAML("{codes: lijst.csv}", "x"), "x.yaml", 2, 6, "een van gives en is",
            "one of gives and is");
    refused(YAML("{codes: lijst.csv, gives: uit, is: x}", "x"), "x.yaml", 2, 6,
            "een van gives en is", "one of gives and is");
    refused(YAML("{gives: uit}", "x"), "x.yaml", 2, 6, "'codes' ontbreekt", "'codes' is missing");
    refused(YAML("{code: lijst.csv}", "x"), "x.yaml", 2, 7, "bedoelt u 'codes'?",
            "did you mean 'codes'?");
    refused(YAML("{codes: lijst.csv, gives: uit, where: {wat: 1}}", "x"), "x.yaml", 2, 45,
            "geen kolom 'wat'", "no column 'wat'");
    refused(YAML("{codes: lijst.csv, gives: uit, else: ''}", "x"), "x.yaml", 2, 43, "vond niets",
            "found nothing");
    refused(YAML("{codes: nergens.csv, gives: uit}", "x"), "x.yaml", 2, 14,
            "codes/nergens.csv ontbreekt", "codes/nergens.csv is missing");
    refused(YAML("{codes: ../codes/lijst.csv, gives: uit}", "x"), "x.yaml", 2, 14, "zonder map",
            "without a folder");
    refused(YAML("{codes: .., gives: uit}", "x"), "x.yaml", 2, 14, "zonder map",
            "without a folder");
    refused(LIST("z"), "x.yaml", 4, 51, "'z', verwachtte een waarde van de kolom",
            "'z', expected a value of the column");
}

/* From memory there are no folders. */
static void test_lookup__from_memory(void **state) {
    (void)state;
    help_refused(LIST("x"), sizeof(LIST("x")) - 1, 2, 14, "codes/lijst.csv ontbreekt",
                 "codes/lijst.csv is missing");
}

static void test_lookup__too_many(void **state) {
    ds_buffer list;
    (void)state;
    ds_buffer_init(&list, 1 << 22);
    ds_buffer_add_string(&list, "kolom,code,uit\n");
    for (int i = 0; i < 4097; i++)
        ds_buffer_addf(&list, "profiel,%d,%s\n", i, i % 2 == 0 ? "x" : "y");
    refused_list(ds_buffer_string(&list), 4098, 1, "meer dan 4096 regels", "more than 4096 rules");
    ds_buffer_clear(&list);
    ds_buffer_add_string(&list, "kolom,code,uit\n");
    for (int i = 0; i < 20001; i++)
        ds_buffer_addf(&list, "profiel,%d,x\n", i);
    refused_list(ds_buffer_string(&list), 20002, 1, "meer dan 20000 regels",
                 "more than 20000 rows");
    ds_buffer_done(&list);
}

/* ---- memory, and lists that are cut short ---- */

static const char whole[] = "soort,kolom,code,uit,vanaf,tot\nvmbo,profiel,\"A\"\"B\",x,2016,\n"
                            "*,profiel,B,x,,2020\nmbo,niveau,3,y,,\n,ses,*,y,,\n";

static ds_status read_again(void *context, ds_error *err) {
    ds_definitions *d = NULL;
    ds_status status = ds_definitions_read(context, &d, err);
    if (status != DS_OK) assert_null(d);
    ds_definitions_free(d);
    return status;
}

static void test_lookup__every_allocation(void **state) {
    char *path = ds_test_write_string(folder, "definities/x.yaml", LIST("x"));
    (void)state;
    write_list("codes", whole);
    ds_test_every_allocation(read_again, path);
    ds_free(path);
}

static void test_lookup__damaged(void **state) {
    static const char bytes[] = "\",;\n\r*'0a\xc3";
    char list[sizeof whole];
    unsigned refusals = 0;
    (void)state;
    for (size_t i = 0; i < 3 * sizeof whole; i++) {
        ds_definitions *d = NULL;
        ds_error err;
        memcpy(list, whole, sizeof whole);
        if (i < sizeof whole)
            list[i] = '\0';
        else
            list[i * 7 % (sizeof whole - 1)] = bytes[i % (sizeof bytes - 1)];
        write_list("codes", list);
        if (read_yaml(LIST("x"), &d, &err) == DS_OK) {
            ds_definitions_free(d);
            continue;
        }
        assert_int_equal(err.status, DS_INPUT);
        assert_true(err.line > 0 && err.column > 0);
        refusals++;
    }
    assert_true(refusals > sizeof whole);
}

static int new_folder(void **state) {
    (void)state;
    folder = ds_test_folder();
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, new_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_lookup__is_its_rules),
        TEST(test_lookup__later_goes_first),
        TEST(test_lookup__spellings),
        TEST(test_lookup__where_is_and_nothing),
        TEST(test_lookup__else_and_empty),
        TEST(test_lookup__own_list_before_others),
        TEST(test_lookup__lists_that_are_wrong),
        TEST(test_lookup__blocks_that_are_wrong),
        TEST(test_lookup__from_memory),
        TEST(test_lookup__too_many),
        TEST(test_lookup__every_allocation),
        TEST(test_lookup__damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
