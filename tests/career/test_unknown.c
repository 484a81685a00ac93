/* tests/career/test_unknown.c: unknown is not "none": which deliveries carry which diplomas, a
 * diploma of unknown niveau, and the diplomas of a school year itself; each verdict by hand from
 * docs/definities.md. */
#include "career/shown.h"

#include <stdlib.h>

#include "base/memory.h"
#include "doorstroom/intake.h"

/* 1 vmbo, mbo, gone; 2 hbo; 3 vavo; 4 mbo elsewhere; 5 po. */
static const char enrolments[] = "persoon;schooljaar;soort;niveau;instelling\n"
                                 "1;2020;vmbo;;10AA\n1;2021;mbo;2;27DV\n"
                                 "2;2020;hbo;;90XX\n2;2021;hbo;;90XX\n2;2022;wo;;91XX\n"
                                 "3;2020;vavo;;27DV\n3;2021;vavo;;27DV\n"
                                 "4;2020;mbo;3;25LX\n4;2022;mbo;4;27DV\n"
                                 "5;2022;po;;01PO\n";
static const char header[] = "persoon,schooljaar,soort,niveau,leerweg,opleiding,hoofdgroep,"
                             "instelling\n";
#define RO "leveringen/RO_27DV_20191001_20260324.csv"
#define VLP "VLP|27DV|2019-10-01|2026-03-24|2026-03-25\n"

typedef struct made {
    char *folder;
    ds_register *reg;
    ds_career *career;
    ds_import_report *report;
} made;

static void put_file(made *m, const char *name, const char *text) {
    if (m->folder == NULL) {
        m->folder = ds_test_folder();
        ds_free(ds_test_write_string(m->folder, "leveringen/inschrijving.csv", enrolments));
    }
    ds_free(ds_test_write_string(m->folder, name, text));
}

static void import_made(made *m) {
    ds_import_options options = {.program_folder = DS_SOURCE_DIR, .n_workers = 2};
    ds_error err;
    memset(&err, 0, sizeof err);
    options.work_folder = m->folder;
    if (ds_import(&options, &m->report, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    assert_int_equal(ds_register_open(m->folder, &m->reg, &err), DS_OK);
    m->career = ds_career_new(m->reg);
    assert_non_null(m->career);
    for (int c = 0; c < DS_COLUMN_N; c++)
        assert_int_equal(ds_career_need(m->career, (ds_column_id)c, &err), DS_OK);
    assert_int_equal(ds_career_go(m->career, 0, NULL), DS_OK);
}

static void made_done(made *m) {
    ds_career_free(m->career);
    ds_register_close(m->reg);
    ds_import_report_free(m->report);
    ds_test_folder_remove(m->folder);
}

static const char *warning(const made *m, const char *code) {
    for (size_t i = 0; i < m->report->n_warnings; i++)
        if (strcmp(m->report->warnings[i].code, code) == 0) return m->report->warnings[i].nl;
    return NULL;
}

#define EXPECT(column, person, values) shown_expect(m.reg, m.career, column, (person)-1, values)

/* Nobody delivered any: unknown after the first enrolment where there could be one. */
static void test_unknown__no_diplomas(void **state) {
    made m = {0};
    (void)state;
    put_file(&m, "leveringen/persoon.csv", "persoon,geslacht\n1,m\n");
    import_made(&m);
    EXPECT("diploma_mbo", 1, "0|0|-");
    EXPECT("diploma_vo", 1, "geen|-|-");
    EXPECT("diploma_vmbo", 1, "nee|-|-");
    EXPECT("diploma_ho", 1, "nee|nee|nee");
    EXPECT("gediplomeerd", 1, "-|-|nee"); /* not enrolled: that is known */
    EXPECT("behaald_niveau", 1, "0|-|0");
    EXPECT("behaald_opleiding", 1, "-|-|-");
    EXPECT("diploma_ho", 2, "nee|-|-");
    EXPECT("gediplomeerd", 2, "-|-|-");
    EXPECT("diploma_mbo", 2, "0|0|0");
    EXPECT("diploma_vo", 3, "geen|-|-");
    EXPECT("gediplomeerd", 3, "-|-|nee");
    EXPECT("diploma_mbo", 4, "0|-|-");
    EXPECT("diploma_vo", 5, "geen|geen|geen");
    EXPECT("gediplomeerd", 5, "nee|nee|nee");
    assert_string_equal(ds_register_undelivered(m.reg),
                        "vmbo (2), havo (1), vwo (1), mbo (2), hbo (1), wo (1)");
    assert_non_null(strstr(warning(&m, "diplomas_ontbreken"), "mbo (2), hbo (1), wo (1)"));
    made_done(&m);
}

/* A header alone says that there are none. */
static void test_unknown__a_header_alone(void **state) {
    made m = {0};
    (void)state;
    put_file(&m, "leveringen/diploma.csv", header);
    import_made(&m);
    EXPECT("diploma_mbo", 1, "0|0|0");
    EXPECT("diploma_vo", 1, "geen|geen|geen");
    EXPECT("gediplomeerd", 1, "nee|nee|nee");
    EXPECT("behaald_niveau", 1, "0|0|0");
    EXPECT("diploma_ho", 2, "nee|nee|nee");
    EXPECT("diploma_mbo", 4, "0|0|0");
    assert_string_equal(ds_register_undelivered(m.reg), "");
    assert_null(warning(&m, "diplomas_ontbreken"));
    made_done(&m);
}

/* An RO carries mbo of its institution: 1 was there, 4 elsewhere before. */
static void test_unknown__mbo_of_an_institution(void **state) {
    made m = {0};
    (void)state;
    put_file(&m, RO,
             VLP "PER|9||2005-03-04|V\nISG|9||A|2021-08-01|2026-07-31|2022-07-31|\n"
                 "ISP|9||A|2021-08-01|25297|BOL||J|||||\nSLR|1|1|1|0|0|0|0|0|0\n");
    import_made(&m);
    EXPECT("diploma_mbo", 1, "0|0|0");
    EXPECT("gediplomeerd", 1, "-|nee|nee"); /* vmbo is not the RO's */
    EXPECT("behaald_niveau", 1, "0|0|0");
    EXPECT("diploma_vo", 1, "geen|-|-");
    EXPECT("diploma_mbo", 4, "0|-|-");
    EXPECT("gediplomeerd", 4, "-|nee|nee");
    EXPECT("behaald_niveau", 4, "-|0|0");
    assert_string_equal(ds_register_undelivered(m.reg),
                        "vmbo (2), havo (1), vwo (1), mbo (1), hbo (1), wo (1)");
    made_done(&m);
}

/* A mapping carries the soorten that it names; all when it names none. */
static void expect_mapped(const char *soort, const char *undelivered) {
    char text[512];
    made m = {0};
    (void)snprintf(text, sizeof text,
                   "bestanden: [\"uit*.csv\"]\nlevert:\n  - soort: diploma\n    kolommen:\n"
                   "      persoon: nummer\n      schooljaar: jaar\n      soort: %s\n",
                   soort);
    put_file(&m, "vertalingen/uit.yaml", text);
    put_file(&m, "leveringen/uit.csv", "nummer,jaar,wat\n2,2021,hbo\n");
    import_made(&m);
    assert_string_equal(ds_register_undelivered(m.reg), undelivered);
    EXPECT("gediplomeerd", 2, undelivered[0] == '\0' ? "nee|ja|nee" : "nee|ja|-");
    EXPECT("diploma_ho", 2, "nee|nee|ja");
    made_done(&m);
}

static void test_unknown__soorten_of_a_mapping(void **state) {
    static const char but_hbo[] = "vmbo (2), havo (1), vwo (1), mbo (2), wo (1)";
    (void)state;
    expect_mapped("{altijd: hbo}", but_hbo);
    expect_mapped("{kolom: wat, codes: {hbo: hbo}}", but_hbo);
    expect_mapped("wat", "");
    expect_mapped("{kolom: wat, codes: {HO: hbo}, anders: houd}", "");
}

/* What a missing diploma could not change is known. */
static void test_unknown__something_higher(void **state) {
    made m = {0};
    (void)state;
    put_file(&m, "vertalingen/uit.yaml",
             "bestanden: [\"uit*.csv\"]\nlevert:\n  - soort: diploma\n    kolommen:\n"
             "      persoon: persoon\n      schooljaar: schooljaar\n"
             "      soort: {kolom: soort, codes: {vwo: vwo, havo: havo}}\n");
    put_file(&m, "leveringen/uit.csv",
             "persoon,schooljaar,soort\n1,2019,vwo\n2,2020,havo\n3,2020,havo\n");
    import_made(&m);
    EXPECT("diploma_vo", 1, "vwo|vwo|vwo");
    EXPECT("diploma_vmbo", 1, "nee|-|-"); /* vwo says nothing of vmbo */
    EXPECT("gediplomeerd", 3, "ja|-|nee");
    EXPECT("diploma_vo", 3, "geen|havo|havo"); /* vmbo is lower */
    made_done(&m);
}

/* A diploma of which nobody tells the niveau. */
static void test_unknown__niveau(void **state) {
    made m = {0};
    (void)state;
    put_file(&m, "leveringen/diploma.csv",
             "persoon,schooljaar,soort,niveau,leerweg,opleiding,hoofdgroep,instelling\n"
             "8,2021,mbo,4,bol,30000,Bouw,25LX\n7,2020,mbo,3,,20000,,27DV\n");
    put_file(&m, RO,
             VLP "PER|6||2005-03-04|V\nISG|6||A|2020-08-01|2026-07-31||\n"
                 "ISP|6||A|2020-08-01|11111|BOL||J|||||\nDIP|6||1|11111|2021-06-01||J|A|1\n"
                 "PER|7||2005-03-04|V\nISG|7||A|2020-08-01|2026-07-31||\n"
                 "ISP|7||A|2020-08-01|11111|BOL||J|||||\nDIP|7||1|11111|2021-06-01||J|A|1\n"
                 "PER|8||2005-03-04|V\nISG|8||A|2020-08-01|2026-07-31||\n"
                 "ISP|8||A|2020-08-01|11111|BOL||J|||||\nDIP|8||1|11111|2022-06-01||J|A|1\n"
                 "SLR|3|3|3|0|0|3|0|0|0\n");
    import_made(&m);
    EXPECT("diploma_mbo", 6, "0|-|-|-|-|-");
    EXPECT("gediplomeerd", 6, "ja|nee|nee|nee|nee|nee"); /* of its soort it is one */
    EXPECT("behaald_niveau", 6, "-|0|0|0|0|0");
    EXPECT("diploma_mbo", 7, "0|-|-|-|-|-"); /* 3, or 4 */
    EXPECT("behaald_niveau", 7, "-|0|0|0|0|0");
    EXPECT("behaald_opleiding", 7, "-|-|-|-|-|-");
    EXPECT("diploma_mbo", 8, "0|0|4|4|4|4");
    EXPECT("behaald_niveau", 8, "0|4|0|0|0|0");
    EXPECT("behaald_opleiding", 8, "-|30000|-|-|-|-");
    EXPECT("behaald_leerweg", 8, "-|bol|-|-|-|-");
    assert_int_equal(ds_register_unlevelled(m.reg), 3);
    assert_non_null(warning(&m, "diploma_zonder_niveau"));
    made_done(&m);
}

/* The highest of a school year, enrolled or not; ties: lowest opleiding, then instelling. */
static void test_unknown__attained(void **state) {
    made m = {0};
    (void)state;
    put_file(&m, "leveringen/diploma.csv",
             "persoon,schooljaar,soort,niveau,leerweg,opleiding,hoofdgroep,instelling\n"
             "1,2021,mbo,3,bbl,20000,Zorg,27DV\n1,2021,mbo,2,bol,10000,Bouw,27DV\n"
             "1,2022,mbo,4,bol,30000,Bouw,27DV\n1,2022,mbo,4,bbl,20000,Zorg,99ZZ\n"
             "1,2022,mbo,4,bol,20000,Groen,25LX\n"
             "2,2021,hbo,,,,,90XX\n4,2021,mbo,3,,,,\n");
    import_made(&m);
    EXPECT("behaald_niveau", 1, "0|3|4");
    EXPECT("behaald_opleiding", 1, "-|20000|20000");
    EXPECT("behaald_instelling", 1, "-|27DV|25LX");
    EXPECT("behaald_leerweg", 1, "-|bbl|bol");
    EXPECT("behaald_hoofdgroep", 1, "-|Zorg|Groen");
    EXPECT("behaald_niveau", 2, "0|0|0");
    EXPECT("behaald_niveau", 4, "0|3|0"); /* not enrolled in 2021 */
    EXPECT("behaald_instelling", 4, "-|-|-");
    EXPECT("gediplomeerd", 4, "nee|nee|nee");
    made_done(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unknown__no_diplomas),
        cmocka_unit_test(test_unknown__a_header_alone),
        cmocka_unit_test(test_unknown__mbo_of_an_institution),
        cmocka_unit_test(test_unknown__soorten_of_a_mapping),
        cmocka_unit_test(test_unknown__something_higher),
        cmocka_unit_test(test_unknown__niveau),
        cmocka_unit_test(test_unknown__attained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
