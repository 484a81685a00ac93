/* tests/intake/test_import.c: the import's summary: what was read, taken and refused and why, what
 * was reported and left aside, and the limit on refusals. */
#include "intake/import_help.h"

#define HEADER "persoon,schooljaar,soort,niveau\n"

static void test_import__counts(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving-2021.csv", HEADER "1,2021,mbo,2\n2,2021,mbo,3\n2,2021,mbo,3\n");
    deliver("inschrijving-2022.csv", HEADER "1,2022,mbo,2\n3,2022,vmbo,\n");
    deliver("persoon.csv", "persoon,geslacht\n1,m\n9,v\n");
    deliver("diploma.csv", "persoon,schooljaar,soort,niveau\n1,2021,mbo,2\n8,2021,havo,\n");
    deliver("werk.csv", "persoon,jaar,uren\n1,2021,10\n1,2021,20\n3,2022,5\n");
    deliver("vrijstelling.csv", "persoon,schooljaar,reden\n1,2022,justitie\n");
    s = import_good();
    has_counts(s, "inschrijving-2021.csv", 3, 3, 0);
    has_counts(s, "persoon.csv", 2, 2, 0);
    assert_int_equal(count_of(about(s, "inschrijving-2021.csv"), "dubbel"), 1);
    assert_int_equal(count_of(s, "personen"), 5); /* 8 and 9 have no career */
    assert_int_equal(count_of(s, "loopbanen"), 3);
    assert_int_equal(count_of(s, "inschrijvingen"), 4);
    assert_int_equal(count_of(s, "inschrijvingen_genomen"), 4);
    assert_int_equal(count_of(s, "diplomas"), 2);
    assert_int_equal(count_of(s, "werk"), 2);
    assert_int_equal(count_of(s, "vrijstellingen"), 1);
    assert_int_equal(count_of(s, "zonder_persoon"), 2); /* 2 and 3 */
    assert_int_equal(count_of(s, "vervangen"), 0);
    assert_int_equal(count_of(s, "tegenstrijdig"), 0);
    json_decref(s);
    shows("SELECT persoon, loopbaan FROM persoon ORDER BY nr",
          "1|true\n2|true\n3|true\n8|false\n9|false");
    shows("SELECT * FROM schooljaar ORDER BY 1", "2021|true|true\n2022|true|true");
}

/* One row for each reason; half of all rows may be refused here. */
static void test_import__reasons(void **state) {
    static const char *const reasons[] = {"persoon_leeg", "persoon_te_lang", "leeg",   "schooljaar",
                                          "code",         "getal",           "te_lang"};
    char text[2000], word[257];
    json_t *s;
    const json_t *found;
    (void)state;
    configure("max_afgekeurd: 50 %\n");
    memset(word, 'w', 256);
    word[256] = '\0';
    (void)snprintf(text, sizeof text,
                   "persoon,schooljaar,soort,niveau,opleiding\n"
                   "1,2022,mbo,2,\n2,2022,mbo,2,\n3,2022,mbo,2,\n4,2022,mbo,2,\n5,2022,mbo,2,\n"
                   "6,2022,mbo,2,\n7,2022,mbo,2,\n8,2022,mbo,2,\n"
                   " ,2022,mbo,2,\n%.65s,2022,mbo,2,\n1,,mbo,2,\n1,22,mbo,2,\n1,2022,mob,2,\n"
                   "1,2022,mbo,5,\n1,2022,mbo,2,%s\n",
                   word, word);
    deliver("inschrijving.csv", text);
    s = import_good();
    has_counts(s, "inschrijving.csv", 15, 8, 7);
    found = json_object_get(about(s, "inschrijving.csv"), "redenen");
    assert_int_equal(json_object_size(found), 7);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(count_of(found, reasons[i]), 1);
    json_decref(s);
}

static void test_import__reasons_of_other_kinds(void **state) {
    json_t *s;
    const json_t *found;
    (void)state;
    configure("max_afgekeurd: 100\n");
    deliver("inschrijving.csv", HEADER "1,2022,mbo,2\n");
    deliver("persoon.csv", "persoon,geboortedatum\n1,1899-12-31\n1,1900-01-01\n1,2022-10-01\n"
                           "1,2022-10-02\n1,31-02-2001\n1,2001-02\n");
    deliver("diploma.csv", "persoon,schooljaar,soort,niveau\n1,2021,mbo,\n1,2021,vavo,\n");
    deliver("vsv_maand.csv", "persoon,maand\n1,202213\n1,202212\n1,2022-01\n1,\n");
    s = import_good();
    found = json_object_get(about(s, "persoon.csv"), "redenen");
    assert_int_equal(count_of(found, "geboortedatum"), 2);
    assert_int_equal(count_of(found, "datum"), 1);
    found = json_object_get(about(s, "diploma.csv"), "redenen");
    assert_int_equal(count_of(found, "niveau_ontbreekt"), 1);
    assert_int_equal(count_of(found, "code"), 1);
    found = json_object_get(about(s, "vsv_maand.csv"), "redenen");
    assert_int_equal(count_of(found, "maand"), 1);
    assert_int_equal(count_of(found, "leeg"), 1);
    json_decref(s);
    shows("SELECT persoon, maand, lijst FROM vsv_maand ORDER BY 2", "1|202201|-\n1|202212|-");
}

/* A month is 202210, 2022-10, or a jaar and 1 to 12; a person stands once on a list of a month. */
static void test_import__monthly_lists(void **state) {
    json_t *s;
    (void)state;
    configure("max_afgekeurd: 100\n");
    deliver("inschrijving.csv", HEADER "1,2022,mbo,2\n");
    deliver("vsv_maand.csv", "persoon,jaar,maand,instelling,niveau,leerweg,lijst\n"
                             "1,2022,10,27gz,2,bol,start\n2,,202309,27GZ,,,vsv\n"
                             "3,2023,202310,27GZ,4,bbl,NA\n4,2023,1,27GZ,1,bol,start\n"
                             "4,2023,1,27GZ,3,bol,start\n4,2023,1,27GZ,3,bol,start\n"
                             "5,2023,202210,27GZ,4,bbl,vsv\n5,,10,27GZ,4,bbl,vsv\n"
                             "5,2022,13,27GZ,4,bbl,vsv\n5,twee,1,27GZ,4,bbl,vsv\n"
                             "5,2022,10,27GZ,4,bbl,A04\n5,2022,10,27GZ,5,bbl,vsv\n");
    s = import_good();
    assert_int_equal(count_of(json_object_get(about(s, "vsv_maand.csv"), "redenen"), "maand"), 3);
    assert_int_equal(count_of(s, "tegenstrijdig"), 1);
    json_decref(s);
    shows("SELECT persoon, schooljaar, maand, instelling, niveau, leerweg, lijst FROM vsv_maand "
          "ORDER BY 1",
          "1|2022|202210|27GZ|2|bol|start\n2|2022|202309|27GZ|-|-|vsv\n"
          "3|2022|202310|27GZ|4|bbl|na\n4|2022|202301|27GZ|3|bol|start");
}

/* n rows, of which bad are refused. */
static void deliver_share(const char *name, int n, int bad) {
    char *text = ds_malloc((size_t)n * 24 + 100);
    size_t size = (size_t)sprintf(text, HEADER);
    for (int i = 0; i < n; i++)
        size += (size_t)sprintf(text + size, "%d,2022,mbo,%d\n", i, i < bad ? 7 : 2);
    deliver(name, text);
    ds_free(text);
}

/* Of any one delivery: a bad small one does not hide in a good large one. */
static void test_import__limit_of_refusals(void **state) {
    json_t *s = NULL;
    ds_error err;
    (void)state;
    deliver_share("inschrijving-a.csv", 100, 1);
    s = import_good();
    has_counts(s, "inschrijving-a.csv", 100, 99, 1);
    json_decref(s);
    deliver_share("inschrijving-a.csv", 199, 2);
    err = import_bad(&s);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 4);
    assert_non_null(strstr(err.nl, "2 van de 199 rijen afgekeurd, meer dan 1 %"));
    has_counts(s, "inschrijving-a.csv", 199, 197, 2);
    json_decref(s);
    deliver_share("inschrijving-a.csv", 200, 2);
    import_quietly();
    deliver_share("inschrijving-b.csv", 50, 1);
    err = import_bad(NULL);
    assert_non_null(strstr(err.file, "inschrijving-b.csv"));
    configure("max_afgekeurd: 2%\n");
    import_quietly();
    configure("max_afgekeurd: 0\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.file, "inschrijving-a.csv"));
}

static void test_import__refused_rows_stand_in_afgekeurd(void **state) {
    char *text;
    char path[DS_PATH_SIZE];
    (void)state;
    configure("max_afgekeurd: 100\n");
    deliver("inschrijving-a.csv", HEADER "1,2022,mbo,2\n\n2,2022,\"m,\"\"o\",2\n3,2o22,mbo,2\n");
    deliver("persoon.csv", "geslacht;persoon\nm;1\nman;1\n");
    import_quietly();
    text = ds_work_read(folder, "afgekeurd/inschrijving-a.csv", NULL);
    assert_string_equal(text, "bestand,regel,kolom,naam,waarde,reden\n"
                              "inschrijving-a.csv,4,3,soort,\"m,\"\"o\",code\n"
                              "inschrijving-a.csv,5,2,schooljaar,2o22,schooljaar\n");
    ds_free(text);
    text = ds_work_read(folder, "afgekeurd/persoon.csv", NULL);
    assert_string_equal(text, "bestand,regel,kolom,naam,waarde,reden\n"
                              "persoon.csv,3,1,geslacht,man,code\n");
    ds_free(text);
    deliver("persoon.csv", "geslacht;persoon\nm;1\n"); /* a next import starts anew */
    import_quietly();
    (void)snprintf(path, sizeof path, "%s/afgekeurd/persoon.csv", folder);
    assert_false(ds_file_exists(path));
}

/* Nothing of an import that fails: the refused rows are the only thing that it leaves. */
static void test_import__failure_leaves_refused_rows(void **state) {
    char *text;
    (void)state;
    deliver("inschrijving.csv", HEADER "1,2022,mbo,2\n2,2022,mbo,9\n");
    (void)import_bad(NULL);
    text = ds_work_read(folder, "afgekeurd/inschrijving.csv", NULL);
    assert_string_equal(text, "bestand,regel,kolom,naam,waarde,reden\n"
                              "inschrijving.csv,3,4,niveau,9,getal\n");
    ds_free(text);
    text = ds_work_pointer(folder);
    assert_string_equal(text, "");
    ds_free(text);
}

/* With the bad delivery gone, afgekeurd/ is again that of the register which stands. */
static void test_import__refused_rows_of_what_stands(void **state) {
    char path[DS_PATH_SIZE];
    char *before, *after;
    (void)state;
    configure("max_afgekeurd: 50\n");
    deliver("inschrijving-a.csv", HEADER "1,2022,mbo,2\n2,2022,mbo,9\n");
    import_quietly();
    before = ds_work_read(folder, "afgekeurd/inschrijving-a.csv", NULL);
    deliver("inschrijving-b.csv", HEADER "2,2022,mbo,9\n");
    (void)import_bad(NULL);
    (void)snprintf(path, sizeof path, "%s/afgekeurd/inschrijving-b.csv", folder);
    assert_true(ds_file_exists(path));
    take_back("inschrijving-b.csv");
    import_quietly();
    assert_false(ds_file_exists(path));
    after = ds_work_read(folder, "afgekeurd/inschrijving-a.csv", NULL);
    assert_string_equal(after, before);
    ds_free(before);
    ds_free(after);
}

static void test_import__unknown_kinds_and_columns(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver("inschrijving.csv", "persoon,Kleur,schooljaar,soort,Maat\n1,rood,2022,mbo,xl\n");
    deliver("leesmij.txt", "geen levering\n");
    deliver("inschrijving-uitleg.docx", "geen levering\n");
    s = import_good();
    assert_string_equal(
        json_string_value(json_object_get(about(s, "inschrijving.csv"), "onbekende_kolommen")),
        "Kleur, Maat");
    d = about(s, "leesmij.txt");
    assert_true(json_is_true(json_object_get(d, "terzijde")));
    assert_string_equal(json_string_value(json_object_get(d, "soort")), "onbekend");
    assert_true(json_is_true(json_object_get(about(s, "inschrijving-uitleg.docx"), "terzijde")));
    json_decref(s);
}

static void test_import__misfit_leerweg(void **state) {
    json_t *s;
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort,leerweg\n1,2022,mbo,tl\n2,2022,vmbo,TL\n"
                                "3,2022,hbo,duaal\n4,2022,havo,bol\n");
    s = import_good();
    assert_int_equal(count_of(about(s, "inschrijving.csv"), "leerweg_past_niet"), 2);
    json_decref(s);
    shows("SELECT persoon, leerweg FROM inschrijving" WITH_PERSON "ORDER BY 1",
          "1|-\n2|tl\n3|duaal\n4|-");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_import__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(counts),
        TEST(reasons),
        TEST(reasons_of_other_kinds),
        TEST(monthly_lists),
        TEST(limit_of_refusals),
        TEST(refused_rows_stand_in_afgekeurd),
        TEST(failure_leaves_refused_rows),
        TEST(refused_rows_of_what_stands),
        TEST(unknown_kinds_and_columns),
        TEST(misfit_leerweg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
