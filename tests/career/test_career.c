/* tests/career/test_career.c: small careers worked out by hand from docs/register.md, column by
 * column. The register covers 2020, 2021, 2022 and 2024 by enrolments, 2021 and 2023 by jobs. */
#include "career/shown.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/career.h"
#include "doorstroom/intake.h"

static const char enrolments[] =
    "persoon;schooljaar;soort;leerjaar;leerweg;niveau;opleiding;hoofdgroep;sector;profiel;route;"
    "instelling;vestiging;hoofdinschrijving;bekostigd\n"
    "01;2020;vmbo;4;kb;;;;techniek;PIE;doorlopend;10AA;10AA00;;\n"
    "01;2021;mbo;1;bol;2;25001;Bouw;;;;27GZ;27GZ01;ja;nee\n"
    "01;2022;mbo;0;bbl;3;25002;Bouw;;;;25LX;;nee;ja\n"
    "02;2020;vavo;;;;;;;;;27GZ;;;\n"
    "02;2021;hbo;2;voltijd;;34000;;;;;90XX;;;\n"
    "02;2024;wo;1;deeltijd;;50000;;;;;91XX;;;\n"
    "03;2020;mbo;1;extraneus;4;25003;;;;;27GZ;;;\n"
    "03;2021;vavo;;;;;;;;;27GZ;;;\n"
    "04;2020;vmbo;3;tl;;;;;;;10AA;;;\n04;2024;mbo;1;bol;1;;;;;;27GZ;;;\n"
    "05;2020;vmbo;3;tl;;;;;;;10AA;;;\n05;2024;mbo;1;bol;1;;;;;;27GZ;;;\n"
    "06;2020;vmbo;3;tl;;;;;;;10AA;;;\n06;2024;mbo;1;bol;1;;;;;;27GZ;;;\n"
    "07;2020;vmbo;3;tl;;;;;;;10AA;;;\n07;2024;mbo;1;bol;1;;;;;;27GZ;;;\n"
    /* 08 has two enrolments a day: what decides is hoofdinschrijving, soort, niveau, opleiding */
    "08;2020;wo;1;voltijd;;50000;;;;;91XX;;nee;\n08;2020;mbo;1;bol;2;25001;;;;;27GZ;;ja;\n"
    "08;2021;mbo;1;bol;4;25001;;;;;27GZ;;;\n08;2021;hbo;1;duaal;;34000;;;;;90XX;;;\n"
    "08;2022;mbo;1;bol;2;25001;;;;;27GZ;;;\n08;2022;mbo;1;bbl;3;25009;;;;;25LX;;;\n"
    "08;2024;mbo;1;bol;3;25009;;;;;27GZ;;;\n08;2024;mbo;1;bbl;3;25001;;;;;25LX;;;\n";

static const char persons[] =
    "persoon,geboortedatum,geslacht,migratieachtergrond,ses,functiebeperking,advies,"
    "opleiding_ouders,gemeente,rmc_regio,vso_cluster\n"
    "01,2004-09-30,m,geen,2,ja,,hbo,Delft,REGIO 28,\n"
    "02,2002-12-31,v,westers,,nee,vwo,,Leiden,,4\n"
    "04,2004-10-01,x,niet-westers,1,,,,,,\n"
    "05,2004-10-02,m,,,,,,,,\n"
    "06,29-02-2004,v,,,,,,,,\n"
    "07,2004-10,v,,,,,,,,\n"
    "09,2004-10-01,v,,,,,,,,\n";

static const char dated[] = "persoon,schooljaar,gemeente,ses,advies,geboortedatum\n"
                            "01,2021/22,Rijswijk,,,\n"
                            "01,2024,,4,,\n"
                            "01,2019,,,havo,\n"
                            "02,2023,Delft,,,\n"
                            "03,2022,Gouda,3,,2001-01-01\n";

static const char diplomas[] = "persoon,schooljaar,soort,niveau,leerweg\n"
                               "01,2020,vmbo,,kb\n01,2021,mbo,2,bol\n01,2019,mbo,1,\n"
                               "02,2020,havo,,\n02,2021,hbo,,\n02,2021,vmbo,,tl\n"
                               "03,2018,vmbo,,bb\n03,2019,vmbo,,\n03,2021,mbo,4,\n03,2022,vwo,,\n"
                               "04,2020,mbo,3,\n04,2024,mbo,1,\n"
                               "05,1975,wo,,\n06,2023,vmbo,,\n";

static const char jobs[] = "persoon;jaar;uren\n01;2021;12,5\n01;2021;8\n02;2023;0.25\n"
                           "03;2021;40\n03;2021;40\n03;2023;12\n09;2021;1\n";
static const char exemptions[] = "persoon,schooljaar,reden\n02,2022,justitie\n02,2023,justitie\n"
                                 "01,2024,overleden\n04,2020,onbekostigd\n";
static const char institutions[] = "instelling,naam,type\n27GZ,ROC Mondriaan,ROC - groot\n"
                                   "25LX,,AOC\n90XX,Hogeschool,\n";

typedef struct known {
    char *folder;
    ds_register *reg;
    ds_career *career;
} known;

static void set_up(known *k) {
    static const struct {
        const char *name, *text;
    } files[] = {{"inschrijving.csv", enrolments},
                 {"persoon.csv", persons},
                 {"persoon-jaar.csv", dated},
                 {"diploma.csv", diplomas},
                 {"werk.csv", jobs},
                 {"vrijstelling.csv", exemptions},
                 {"instelling.csv", institutions}};
    ds_import_options options = {.n_workers = 1};
    ds_import_report *report = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    k->folder = ds_test_folder();
    options.work_folder = k->folder;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[64];
        (void)snprintf(path, sizeof path, "leveringen/%s", files[i].name);
        ds_free(ds_test_write_string(k->folder, path, files[i].text));
    }
    if (ds_import(&options, &report, &err) != DS_OK) fail_msg("%s", err.en);
    ds_import_report_free(report);
    assert_int_equal(ds_register_open(k->folder, &k->reg, &err), DS_OK);
    k->career = ds_career_new(k->reg);
    assert_non_null(k->career);
    for (int c = 0; c < DS_COLUMN_N; c++)
        assert_int_equal(ds_career_need(k->career, (ds_column_id)c, &err), DS_OK);
    assert_int_equal(ds_career_go(k->career, 0, NULL), DS_OK);
}

static void tear_down(known *k) {
    ds_career_free(k->career);
    ds_register_close(k->reg);
    ds_test_folder_remove(k->folder);
}

static void expect(const known *k, const char *column, size_t slot, const char *values) {
    shown_expect(k->reg, k->career, column, slot, values);
}

static void test_career__years_and_persons(void **state) {
    static const int years[] = {2020, 2021, 2022, 2023, 2024};
    known k;
    (void)state;
    set_up(&k);
    assert_int_equal(ds_register_n_persons(k.reg), 8); /* 09 was never enrolled */
    assert_int_equal(ds_register_n_years(k.reg), 5);
    assert_memory_equal(ds_register_years(k.reg), years, sizeof years);
    tear_down(&k);
}

static void test_career__enrolment(void **state) {
    known k;
    (void)state;
    set_up(&k);
    expect(&k, "soort", 0, "vmbo|mbo|mbo|?|geen");
    expect(&k, "leerjaar", 0, "4|1|0|?|-");
    expect(&k, "leerweg", 0, "kb|bol|bbl|?|-");
    expect(&k, "niveau", 0, "-|2|3|?|-");
    expect(&k, "opleiding", 0, "-|25001|25002|?|-");
    expect(&k, "hoofdgroep", 0, "-|Bouw|Bouw|?|-");
    expect(&k, "sector", 0, "techniek|-|-|?|-");
    expect(&k, "profiel", 0, "PIE|-|-|?|-");
    expect(&k, "route", 0, "doorlopend|-|-|?|-");
    expect(&k, "instelling", 0, "10AA|27GZ|25LX|?|-");
    expect(&k, "vestiging", 0, "10AA00|27GZ01|-|?|-");
    expect(&k, "hoofdinschrijving", 0, "ja|ja|nee|?|-");
    expect(&k, "bekostigd", 0, "ja|nee|ja|?|-");
    expect(&k, "naam", 0, "-|ROC Mondriaan|-|?|-");
    expect(&k, "type", 0, "-|ROC - groot|AOC|?|-");
    expect(&k, "ingeschreven", 0, "ja|ja|ja|?|nee");
    expect(&k, "eerste_jaar_mbo", 0, "-|2021|2021|?|2021");
    expect(&k, "vsv_duo", 0, "-|-|-|?|-");
    expect(&k, "soort", 1, "vavo|hbo|geen|?|wo");
    expect(&k, "eerste_jaar_mbo", 1, "-|-|-|?|-");
    expect(&k, "eerste_jaar_mbo", 3, "-|-|-|?|2024");
    tear_down(&k);
}

static void test_career__several_enrolments_a_day(void **state) {
    known k;
    (void)state;
    set_up(&k);
    expect(&k, "soort", 7, "mbo|hbo|mbo|?|mbo");
    expect(&k, "niveau", 7, "2|-|3|?|3");
    expect(&k, "opleiding", 7, "25001|34000|25009|?|25001");
    expect(&k, "leerweg", 7, "bol|duaal|bbl|?|bbl");
    expect(&k, "instelling", 7, "27GZ|90XX|25LX|?|25LX");
    tear_down(&k);
}

static void test_career__attributes(void **state) {
    known k;
    (void)state;
    set_up(&k);
    expect(&k, "geslacht", 0, "m|m|m|?|m");
    expect(&k, "migratieachtergrond", 0, "geen|geen|geen|?|geen");
    expect(&k, "functiebeperking", 0, "ja|ja|ja|?|ja");
    expect(&k, "opleiding_ouders", 0, "hbo|hbo|hbo|?|hbo");
    expect(&k, "rmc_regio", 0, "REGIO 28|REGIO 28|REGIO 28|?|REGIO 28");
    expect(&k, "vso_cluster", 0, "-|-|-|?|-");
    expect(&k, "vso_cluster", 1, "4|4|4|?|4");
    expect(&k, "functiebeperking", 1, "nee|nee|nee|?|nee");
    /* dated: from that 1 October on, also over years that are not covered, and before the first */
    expect(&k, "gemeente", 0, "Delft|Rijswijk|Rijswijk|?|Rijswijk");
    expect(&k, "gemeente", 1, "Leiden|Leiden|Leiden|?|Delft");
    expect(&k, "gemeente", 2, "-|-|Gouda|?|Gouda");
    expect(&k, "ses", 0, "2|2|2|?|4");
    expect(&k, "ses", 1, "-|-|-|?|-");
    expect(&k, "ses", 2, "-|-|3|?|3");
    expect(&k, "advies", 0, "havo|havo|havo|?|havo");
    expect(&k, "geboortedatum", 2, "-|-|2001-01-01|?|2001-01-01");
    expect(&k, "leeftijd", 2, "-|-|21|?|23");
    tear_down(&k);
}

static void test_career__age_on_1_october(void **state) {
    known k;
    (void)state;
    set_up(&k);
    expect(&k, "leeftijd", 0, "16|17|18|?|20"); /* born on 30 September */
    expect(&k, "leeftijd", 3, "16|17|18|?|20"); /* on 1 October: that day itself */
    expect(&k, "leeftijd", 4, "15|16|17|?|19"); /* on 2 October: a day later */
    expect(&k, "leeftijd", 5, "16|17|18|?|20"); /* on 29 February */
    expect(&k, "leeftijd", 6, "16|17|18|?|20"); /* in October: its first day */
    expect(&k, "leeftijd", 7, "-|-|-|?|-");
    expect(&k, "geboortedatum", 5, "2004-02-29|2004-02-29|2004-02-29|?|2004-02-29");
    tear_down(&k);
}

static void test_career__diplomas(void **state) {
    known k;
    (void)state;
    set_up(&k);
    expect(&k, "diploma_mbo", 0, "1|1|2|?|2");
    expect(&k, "diploma_vo", 0, "geen|vmbo-kb|vmbo-kb|?|vmbo-kb");
    expect(&k, "diploma_vmbo", 0, "nee|ja|ja|?|ja");
    expect(&k, "diploma_ho", 0, "nee|nee|nee|?|nee");
    expect(&k, "gediplomeerd", 0, "ja|ja|nee|?|nee");
    expect(&k, "diploma_vo", 1, "geen|havo|havo|?|havo"); /* a vmbo diploma later is lower */
    expect(&k, "diploma_vmbo", 1, "nee|nee|ja|?|ja");
    expect(&k, "diploma_ho", 1, "nee|nee|ja|?|ja");
    expect(&k, "gediplomeerd", 1, "ja|ja|nee|?|nee");             /* havo in vavo; hbo in hbo */
    expect(&k, "diploma_vo", 2, "vmbo-bb|vmbo-bb|vmbo-bb|?|vwo"); /* vmbo alone is the lowest */
    expect(&k, "diploma_mbo", 2, "0|0|4|?|4");
    expect(&k, "gediplomeerd", 2, "nee|nee|nee|?|nee"); /* an mbo diploma in vavo; not enrolled */
    expect(&k, "gediplomeerd", 3, "nee|nee|nee|?|ja");  /* an mbo diploma in vmbo; one in mbo */
    expect(&k, "diploma_mbo", 3, "0|3|3|?|3");
    expect(&k, "diploma_ho", 4, "ja|ja|ja|?|ja");
    expect(&k, "diploma_vo", 5, "geen|geen|geen|?|vmbo");
    tear_down(&k);
}

static void test_career__work_and_exemptions(void **state) {
    known k;
    (void)state;
    set_up(&k);
    expect(&k, "uren_werk", 0, "?|20.5|?|0|?");
    expect(&k, "uren_werk", 1, "?|0|?|0.25|?");
    expect(&k, "uren_werk", 2, "?|80|?|12|?");
    expect(&k, "vrijgesteld", 0, "nee|nee|nee|?|ja");
    expect(&k, "vrijgesteld", 1, "nee|nee|ja|?|nee");
    expect(&k, "vrijgesteld", 3, "ja|nee|nee|?|nee");
    tear_down(&k);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_career__years_and_persons),
        cmocka_unit_test(test_career__enrolment),
        cmocka_unit_test(test_career__several_enrolments_a_day),
        cmocka_unit_test(test_career__attributes),
        cmocka_unit_test(test_career__age_on_1_october),
        cmocka_unit_test(test_career__diplomas),
        cmocka_unit_test(test_career__work_and_exemptions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
