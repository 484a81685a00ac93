/* tests/intake/test_duo_ro.c: RO and GRONDSLAG IP MBO: who is enrolled on which 1 October, in what;
 * diplomas and persons; each deviation by its line; which delivery replaces which; and DUO's demo
 * deliveries, against counts made by hand. */
#include "intake/duo_help.h"

#define RO "RO_27DV_20240731_20260324.csv"
#define VLP "VLP|27DV|2024-07-31|2026-03-24|2026-03-25\n"
#define GRONDSLAG "GRONDSLAG_IP_MBO_27DV_20251119_2025.csv"
#define GVLP "VLP;27DV;2025;20251119;V\n"

#define ENROLMENTS                                                                                 \
    "SELECT persoon, schooljaar, soort, leerweg, niveau, opleiding, route, instelling, "           \
    "vestiging, "                                                                                  \
    "bekostigd FROM inschrijving" WITH_PERSON "ORDER BY 1, 2, 6"

static const json_t *import_one(json_t **summary, const char *name) {
    *summary = import_good();
    return about(*summary, name);
}

/* On the day itself, the last day, a day before, a day after; across two 1 Octobers; planned ends
 * do not count. */
static void test_duo_ro__one_october(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(RO, VLP "PER|1||2005-03-04|V\n"
                    "ISG|1||A|2024-10-01|2025-09-30||\n" /* both: the plan is no end */
                    "ISP|1||A|2024-10-01|25748|BOL||J||100A501|101X591|DLP|MBO\n"
                    "PER|2||2004-03-04|M\n"
                    "ISG|2||A|2024-10-02|2027-07-31|2025-10-01|08\n" /* 2025 only */
                    "ISP|2||A|2024-10-02|23301|BBL|MBO-2|N||100A501|||\n"
                    "PER|3||2003-03-04|M\n"
                    "ISG|3||A|2020-08-01|2027-07-31|2024-09-30|01\n" /* none */
                    "ISP|3||A|2020-08-01|25748|EX||J|||||\n"
                    "PER||4|2002-03-04|O\n"
                    "ISG||4|A|2020-08-01|2025-07-31|2024-10-01|02\n" /* 2024 only */
                    "ISP||4|A|2020-08-01|25748|ODT||J|||||\n"
                    "SLR|4|4|4|0|0|0|0|0|0\n");
    d = import_one(&s, RO);
    gave(d, 4, 0, 4);
    assert_int_equal(count_of(s, "personen"), 4);
    assert_int_equal(count_of(s, "inschrijvingen"), 4);
    deviates(d, "niveau_anders", "ISP", "7"); /* 23301 is 1 in the list; the record says 2 */
    assert_int_equal(n_deviations(d), 1);
    json_decref(s);
    shows(ENROLMENTS, "1|2024|mbo|bol|1|25748|doorlopend|27DV|101X591|true\n"
                      "1|2025|mbo|bol|1|25748|doorlopend|27DV|101X591|true\n"
                      "2|2025|mbo|bbl|2|23301|-|27DV|-|false\n"
                      "4|2024|mbo|-|1|25748|-|27DV|-|true");
    shows("SELECT persoon, geboortedatum, geslacht FROM persoon ORDER BY 1",
          "1|2005-03-04|v\n2|2004-03-04|m\n3|2003-03-04|m\n4|2002-03-04|-");
}

/* The period that holds on that 1 October; on one day the last in the file; none: opleiding
 * missing. */
static void test_duo_ro__periods(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(RO, VLP "PER|1||2005-03-04|V\n"
                    "ISG|1||A|2023-08-01|2026-07-31||\n"
                    "ISP|1||A|2025-10-02|10005|BOL||J|||||\n" /* too late for both */
                    "ISP|1||A|2024-10-02|10003|BOL||J|||||\n" /* 2025 */
                    "ISP|1||A|2023-08-01|10001|BOL||J|||||\n"
                    "ISP|1||A|2024-10-01|10002|BOL||J|||||\n" /* 2024 */
                    "ISG|1||B|2024-08-01|2026-07-31|2025-07-31|\n"
                    "ISP|1||B|2024-08-01|20001|BBL||J|||||\n"
                    "ISP|1||B|2024-08-01|20002|BBL||J|||||\n"
                    "ISG|1||C|2025-08-01|2026-07-31||\n"
                    "ISP|1||C|2025-11-01|30001|BBL||J|||||\n"
                    "SLR|1|3|7|0|0|0|0|0|0\n");
    d = import_one(&s, RO);
    gave(d, 4, 0, 1);
    deviates(d, "periodes_zelfde_dag", "ISP", "10");
    deviates(d, "geen_periode", "ISG", "11");
    assert_int_equal(n_deviations(d), 2);
    assert_int_equal(count_of(json_object_get(d, "niveau_onbekend"), "10003"), 1);
    json_decref(s);
    shows("SELECT schooljaar, opleiding, niveau FROM inschrijving ORDER BY 1, 2 NULLS LAST",
          "2024|10002|-\n2024|20002|-\n2025|10003|-\n2025|-|-");
}

/* An mbo diploma is of the school year from 1 October to 30 September; its niveau is told by the
 * code list, or by an ISP of the same opleiding; when nobody tells it, it is missing and said. */
static void test_duo_ro__diplomas(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(RO, VLP "PER|1||2005-03-04|V\n"
                    "ISG|1||A|2023-08-01|2026-07-31||\n"
                    "ISP|1||A|2023-08-01|23999|BOL|MBO-3|J|||||\n"
                    "DIP|1||1|25297|2025-09-30||J|A|100A501\n"
                    "DIP|1||2|25297|2025-10-01||J|A|100A501\n"
                    "DIP|1||3|23999|2025-06-01|J|A|100A501\n"
                    "DIP|1||4|11111|2024-06-01|x|J|A|100A501\n"
                    "SLR|1|1|1|0|0|4|0|0|0\n");
    d = import_one(&s, RO);
    gave(d, 2, 4, 1);
    deviates(d, "dip_veld_7", "DIP", "5, 6");
    deviates(d, "dip_zonder_veld_7", "DIP", "7");
    deviates(d, "dip_veld_7_gevuld", "DIP", "8");
    deviates(d, "velden_minder", "DIP", "7");
    assert_int_equal(n_deviations(d), 4);
    json_decref(s);
    shows("SELECT schooljaar, datum, soort, niveau, opleiding, instelling FROM diploma ORDER BY 2",
          "2023|2024-06-01|mbo|-|11111|27DV\n2024|2025-06-01|mbo|3|23999|27DV\n"
          "2024|2025-09-30|mbo|4|25297|27DV\n2025|2025-10-01|mbo|4|25297|27DV");
}

static void test_duo_ro__deviations(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    configure("max_afgekeurd: 50\n");
    deliver(RO, "SLR;2;3;1;0;0;0;0;0;0\n"                         /* 1 */
                "VLP;27DV;31-7-2024;24-3-2026;25-3-2026;;\n"      /* 2 */
                "PER;1;9;20050300;V;;;\n"                         /* 3 */
                "ISG;1;;A;1-8-2024;20260731;;8;;\n"               /* 4 */
                "ISP;1;;A;2024-08-01;25748;BOL;;J;;;;XYZ\n"       /* 5 */
                "BPV;1;;A;1;x;1-1-2025;;;;;;\n"                   /* 6 */
                "XYZ;1;2\n"                                       /* 7 */
                "BII;1;;A\n"                                      /* 8 */
                "ISG;1;;B;2025-08-01;2026-07-31;2025-07-01;weg\n" /* 9 */
                "ISP;2;;B;2024-08-01;25748;BOL;;J;;;;;\n"         /* 10: someone else's */
                "ISP;1;;C;2024-08-01;25748;BOL;;J;;;;;\n"         /* 11: another enrolment's */
                "PER;2;;2005-00-00;M\n"                           /* 12 */
                "DIP;1;;7;25748;2025-01-01;;J;A;\n" /* 13: of person 1, by its number */
                "PER;3;;2005-01-32;M\n");           /* 14 */
    d = import_one(&s, RO);
    has_counts(s, RO, 14, 11, 3);
    gave(d, 2, 1, 3);
    deviates(d, "op_sleutel_gekoppeld", "DIP", "13");
    deviates(d, "dip_veld_7", "DIP", "13");
    deviates(d, "slr_eerder", "SLR", "1");
    deviates(d, "vlp_later", "VLP", "2");
    deviates(d, "velden_leeg", "VLP", "2");
    deviates(d, "velden_leeg", "PER", "3");
    deviates(d, "velden_leeg", "ISG", "4");
    deviates(d, "velden_minder", "ISP", "5");
    deviates(d, "datumvorm", "VLP", "2");
    deviates(d, "datumvorm", "PER", "3");
    deviates(d, "datumvorm", "ISG", "4");
    deviates(d, "datumvorm", "BPV", "6");
    deviates(d, "datum_onleesbaar", "BPV", "6");
    deviates(d, "twee_nummers", "PER", "3");
    deviates(d, "geboortedag_00", "PER", "3");
    deviates(d, "geboortemaand_00", "PER", "12");
    deviates(d, "reden_kort", "ISG", "4");
    deviates(d, "reden_onbekend", "ISG", "9");
    deviates(d, "leerroute_onbekend", "ISP", "5");
    deviates(d, "record_onbekend", "overig", "7");
    deviates(d, "record_onbekend", "BII", "8");
    deviates(d, "einde_voor_begin", "ISG", "9");
    deviates(d, "slr_aantal", "PER", "1");
    deviates(d, "slr_aantal", "ISP", "1");
    assert_int_equal(count_of(json_object_get(d, "redenen"), "hoort_niet_hier"), 2);
    assert_int_equal(count_of(json_object_get(d, "redenen"), "datum_duo"), 1);
    json_decref(s);
    shows("SELECT persoon, geboortedatum FROM persoon ORDER BY 1", "1|2005-03-01\n2|-\n3|-");
}

/* Without VLP the name says what the delivery is; without SLR that is told. */
static void test_duo_ro__without_first_and_last(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(RO, "PER|1||2005-03-04|V\nISG|1||A|2025-08-01|2026-07-31||\n");
    d = import_one(&s, RO);
    gave(d, 1, 0, 1);
    deviates(d, "vlp_ontbreekt", "VLP", "1");
    deviates(d, "slr_ontbreekt", "SLR", "2");
    json_decref(s);
}

static void disagrees(const char *name, const char *text, unsigned line, unsigned column) {
    ds_error err;
    deliver(name, text);
    err = import_bad(NULL);
    if (err.line != line || err.column != column)
        fail_msg("%s: line %llu, column %llu: %s", text, (unsigned long long)err.line,
                 (unsigned long long)err.column, err.en);
    take_back(name);
}

#define REST "PER|1||2005-03-04|V\nISG|1||A|2025-08-01|2026-07-31||\n"
#define GREST "PER;1;18;18;18;18;V;1234\nISG;1;27DV;A;20250801;20260731;;\n"
static void test_duo_ro__name_and_vlp(void **state) {
    (void)state;
    disagrees(RO, "VLP|25LX|2024-07-31|2026-03-24|2026-03-25\n" REST, 1, 2);
    disagrees(RO, "VLP|27DV|2024-08-01|2026-03-24|2026-03-25\n" REST, 1, 3);
    disagrees(RO, "VLP|27DV|2024-07-31|2026-03-25|2026-03-25\n" REST, 1, 4);
    disagrees(RO, "VLP|27DV|2024-07-31|2026-03-24|gisteren\n" REST, 1, 5);
    disagrees(RO, VLP REST VLP, 4, 1);
    disagrees(RO, VLP REST "SLR|1|1|0|0|0|0|0|0|0\nSLR|1|1|0|0|0|0|0|0|0\n", 5, 1);
    disagrees(RO, VLP REST "SLR|1|1|0|0|0|0|0|0|veel\n", 4, 10);
    disagrees(RO, VLP "persoon|schooljaar\n", 2, 1);
    disagrees(RO, "VLP,27DV,2024-07-31,2026-03-24,2026-03-25\n", 1, 0);
    disagrees(RO, VLP "PER|1||2005-03-04|V\n", 0, 0); /* nothing in it */
    disagrees("RO_27DV_20260324_20240731.csv", VLP REST, 0, 0);
    disagrees(GRONDSLAG, "VLP;27DV;2024;20251119;V\n" GREST, 1, 3);
    disagrees(GRONDSLAG, "VLP;27DV;2025;20251118;V\n" GREST, 1, 4);
}

/* A 1 October that had not come when the delivery was made says nothing yet. */
static void test_duo_ro__made_before(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(RO, "VLP|27DV|2024-07-31|2026-03-24|2025-09-30\n"
                "PER|1||2005-03-04|V\nISG|1||A|2024-08-01|2026-07-31||\n"
                "ISP|1||A|2024-08-01|25748|BOL||J|||||\nSLR|1|1|1|0|0|0|0|0|0\n");
    d = import_one(&s, RO);
    gave(d, 1, 0, 1);
    deviates(d, "na_aanmaak", "ISG", "3");
    json_decref(s);
}

#define SMALL(from, to, made, who)                                                                 \
    "VLP|27DV|" from "|" to "|" made "\nPER|" who "||2005-03-04|V\n"                               \
    "ISG|" who "||A|2023-08-01|2027-07-31||\nISP|" who "||A|2023-08-01|25748|BOL||J|||||\n"        \
    "DIP|" who "||1|25748|2024-06-01||J|A|\nDIP|" who "||2|25748|2025-06-01||J|A|\n"               \
    "SLR|1|1|1|0|0|2|0|0|0\n"

/* A later RO takes the place of an earlier one, day by day; one made before the day does not. */
static void test_duo_ro__replaces(void **state) {
    json_t *s;
    (void)state;
    deliver("RO_27DV_20230801_20250930.csv",
            SMALL("2023-08-01", "2025-09-30", "2026-01-01", "1")); /* 2023, 2024 */
    deliver("RO_27DV_20240801_20260731.csv",
            SMALL("2024-08-01", "2026-07-31", "2026-01-01", "2")); /* 2024, 2025 */
    s = import_good();
    gave(about(s, "RO_27DV_20230801_20250930.csv"), 1, 1, 1);
    gave(about(s, "RO_27DV_20240801_20260731.csv"), 2, 2, 1);
    json_decref(s);
    shows("SELECT persoon, schooljaar FROM inschrijving" WITH_PERSON "ORDER BY 1, 2",
          "1|2023\n2|2024\n2|2025");
    shows("SELECT persoon, datum FROM diploma" WITH_PERSON "ORDER BY 1, 2",
          "1|2024-06-01\n2|2024-06-01\n2|2025-06-01");
    deliver("RO_27DV_20230801_20260930.csv", SMALL("2023-08-01", "2026-09-30", "2024-09-01",
                                                   "3")); /* made earlier: speaks nowhere */
    s = import_good();
    assert_non_null(json_object_get(about(s, "RO_27DV_20230801_20260930.csv"), "vervangen_door"));
    gave(about(s, "RO_27DV_20230801_20250930.csv"), 1, 1, 1);
    json_decref(s);
    deliver("RO_27DV_20230801_20260930.csv",
            SMALL("2023-08-01", "2026-09-30", "2026-09-01", "3")); /* all of the first's days */
    s = import_good();
    assert_string_equal(json_string_value(json_object_get(about(s, "RO_27DV_20230801_20250930.csv"),
                                                          "vervangen_door")),
                        "RO_27DV_20230801_20260930.csv");
    json_decref(s);
}

/* ---- GRONDSLAG ---- */

/* It has no birth date, and none is made up. BII says whether DUO funds it, BID the niveau. */
static void test_duo_ro__grondslag(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(GRONDSLAG, GVLP "PER;1;17;17;18;18;V;7425;;;;6030;6030;6030;;;0001;;7425;;0001;\n"
                            "ISG;1;27DV;A;20240801;20260731;;\n"
                            "ISP;1;27DV;A;20240801;20250930;25001;;BOL;;1;100A501;101X591;;\n"
                            "ISP;1;27DV;A;20251001;;25748;;BBL;;1;100A501;101X591;DLP;VO\n"
                            "BII;1;27DV;A;20251001;20251119101010;V;N;J;1;1;;;0\n"
                            "BII;1;27DV;A;20260201;20251119101010;V;J;J;1;1;;;0\n"
                            "DIP;1;27DV;9;25001;20250615;1;A;100A501\n"
                            "ISG;1;99ZZ;B;20250801;20260731;20251001;08\n"
                            "ISP;1;99ZZ;B;20250801;20250901;25748;;BBL;;0;;;;\n"
                            "BID;1;27DV;9;MBO-2;N;;;20251119101010;V;J;1\n"
                            "BID;1;27DV;10;MBO-2;N;;;20251119101010;V;J;1\n"
                            "SLR;1;2;3;0;0;2;1;2;0;0;0\n");
    configure("max_afgekeurd: 20\n");
    d = import_one(&s, GRONDSLAG);
    has_counts(s, GRONDSLAG, 13, 12, 1); /* the second BID is of no diploma */
    gave(d, 2, 1, 1);
    deviates(d, "velden_gevuld", "PER", "2");
    deviates(d, "isg_na_dip", "ISG", "9");
    deviates(d, "brin_anders", "ISG", "9");
    deviates(d, "geen_periode", "ISG", "9"); /* its only one ended a month before */
    assert_int_equal(n_deviations(d), 4);
    json_decref(s);
    shows(ENROLMENTS, "1|2025|mbo|bbl|1|25748|doorlopend|27DV|101X591|false\n"
                      "1|2025|mbo|-|-|-|-|99ZZ|-|false");
    shows("SELECT schooljaar, niveau, opleiding FROM diploma", "2024|2|25001");
    shows("SELECT persoon, geboortedatum, geslacht FROM persoon", "1|-|v");
}

/* A final one replaces a provisional one, whatever the dates in their names. */
static void test_duo_ro__final(void **state) {
    json_t *s;
    (void)state;
    deliver("GRONDSLAG_IP_MBO_27DV_20251119_2025.csv", "VLP;27DV;2025;20251119;D\n" GREST);
    deliver("GRONDSLAG_IP_MBO_27DV_20251219_2025.csv", "VLP;27DV;2025;20251219;V\n" GREST);
    s = import_good();
    assert_string_equal(json_string_value(json_object_get(
                            about(s, "GRONDSLAG_IP_MBO_27DV_20251219_2025.csv"), "vervangen_door")),
                        "GRONDSLAG_IP_MBO_27DV_20251119_2025.csv");
    json_decref(s);
}

/* ---- the code list ---- */

static void test_duo_ro__crebo_of_the_user(void **state) {
    ds_error err;
    char *path;
    (void)state;
    deliver(RO, VLP "PER|1||2005-03-04|V\nISG|1||A|2025-08-01|2026-07-31||\n"
                    "ISP|1||A|2025-08-01|25655|BOL||J|||||\nSLR|1|1|1|0|0|0|0|0|0\n");
    path =
        ds_test_write_string(folder, "codes/crebo.csv",
                             "crebo;niveau;hoofdgroep;sector;naam\n25655;4;Zorg;zorgwelzijn;x\n");
    import_quietly();
    shows("SELECT niveau, hoofdgroep, sector FROM inschrijving", "4|Zorg|zorgwelzijn");
    ds_free(ds_test_write_string(folder, "codes/crebo.csv", "crebo;niveau\n25655;3\n"));
    import_quietly(); /* the list is part of what the register is a function of */
    shows("SELECT niveau, hoofdgroep, sector FROM inschrijving", "3|-|-");
    ds_free(ds_test_write_string(folder, "codes/crebo.csv", "crebo;niveau\n25655;3\n\n25655;4\n"));
    err = import_bad(NULL);
    assert_int_equal(err.line, 4);
    ds_free(ds_test_write_string(folder, "codes/crebo.csv", "crebo;niveau\n25655;5\n"));
    err = import_bad(NULL);
    assert_true(err.line == 2 && err.column == 2);
    ds_free(ds_test_write_string(folder, "codes/crebo.csv", "code;niveau\n25655;4\n"));
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "kolom crebo ontbreekt"));
    ds_free(path);
}

/* ---- names ---- */

/* What a name does not say in full, and a form that does not fit it, stops the import: an RO that
 * is left aside would change every number. */
static void test_duo_ro__names(void **state) {
    static const char *const stopping[] = {"RO_27DV_2024_2025.csv",
                                           "RO_27DV_20240732_20250101.csv",
                                           "RO_27DV_20240731_20260324.xml",
                                           "RO_27-V_20240731_20260324.csv",
                                           "GRONDSLAG_IP_MBO_27DV_20251119_0025.csv",
                                           "TBGI_25LX_2027_20251124.csv",
                                           "inschrijving-2.xml"};
    json_t *s;
    (void)state;
    deliver("ro_27dv_20240731_20260324.CSV", VLP REST); /* letters fold */
    s = import_good();
    gave(about(s, "ro_27dv_20240731_20260324.CSV"), 1, 0, 1);
    json_decref(s);
    for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++) {
        ds_error err;
        deliver(stopping[i], "geheim\n");
        err = import_bad(NULL);
        assert_non_null(strstr(err.file, stopping[i]));
        take_back(stopping[i]);
    }
}

/* ---- random lives ---- */

enum { LIVES = 300, SPELLS = 3 };
typedef struct spell {
    char begin[11], end[11]; /* 2024-10-01; end "" for none */
} spell;

static unsigned draw(unsigned *seed, unsigned n) {
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % n;
}

/* Around the 1 Octobers of 2023 to 2025, and often on them. */
static void draw_day(unsigned *seed, char out[11]) {
    static const unsigned months[] = {8, 9, 10, 10, 2};
    unsigned year = 2023 + draw(seed, 3), month = months[draw(seed, 5)], day = draw(seed, 4);
    (void)snprintf(out, 11, "%04u-%02u-%02u", year % 10000, month,
                   day == 0 ? 30 - 2 * (month == 2) : day);
}

/* Dates as text order like the days themselves: an oracle that shares no code with the reader. */
static bool enrolled(const spell *s, int year) {
    char day[24];
    (void)snprintf(day, sizeof day, "%04d-10-01", year % 10000);
    return strcmp(s->begin, day) <= 0 && (s->end[0] == '\0' || strcmp(s->end, day) >= 0);
}

static void put_date(ds_buffer *out, const char *iso, bool dutch) {
    if (!dutch || iso[0] == '\0')
        ds_buffer_add_string(out, iso);
    else
        ds_buffer_addf(out, "%d-%d-%.4s", atoi(iso + 8), atoi(iso + 5), iso);
}

/* The persons from first on, in steps (so that any order of persons can be asked for). */
static void put_lives(ds_buffer *out, spell lives[LIVES][SPELLS], int first, int step, bool dutch) {
    const char c = dutch ? ';' : '|';
    ds_buffer_add_string(out, dutch ? "VLP;27DV;1-8-2023;31-7-2026;1-8-2026\n"
                                    : "VLP|27DV|2023-08-01|2026-07-31|2026-08-01\n");
    for (int n = 0, i = first; n < LIVES; n++, i = (i + step) % LIVES) {
        ds_buffer_addf(out, "PER%c%d%c%c%s%cM\n", c, i, c, c, dutch ? "3-4-2005" : "2005-04-03", c);
        for (int k = 0; k < SPELLS; k++) {
            ds_buffer_addf(out, "ISG%c%d%c%c%d%c", c, i, c, c, k, c);
            put_date(out, lives[i][k].begin, dutch);
            ds_buffer_addf(out, "%c%s%c", c, dutch ? "31-7-2030" : "2030-07-31", c);
            put_date(out, lives[i][k].end, dutch);
            ds_buffer_addf(out, "%c\nISP%c%d%c%c%d%c", c, c, i, c, c, k, c);
            put_date(out, lives[i][k].begin, dutch);
            ds_buffer_addf(out, "%c2500%d%cBOL%c%cJ%c%c%c%c%c\n", c, k, c, c, c, c, c, c, c, c);
        }
    }
}

static char *import_lives(spell lives[LIVES][SPELLS], int first, int step, bool dutch,
                          long long n_expected) {
    static const char name[] = "RO_27DV_20230801_20260731.csv";
    ds_buffer text;
    json_t *s;
    char *sums;
    ds_buffer_init(&text, 1 << 22);
    put_lives(&text, lives, first, step, dutch);
    deliver(name, ds_buffer_string(&text));
    s = import_good();
    assert_int_equal(count_of(about(s, name), "inschrijvingen"), n_expected);
    assert_int_equal(count_of(about(s, name), "afgekeurd"), 0);
    sums = column_sums();
    json_decref(s);
    ds_buffer_done(&text);
    return sums;
}

/* As many as the oracle says; the same register whatever the order of persons and the form of dates
 * and fields. */
static void test_duo_ro__random_lives(void **state) {
    static spell lives[LIVES][SPELLS];
    (void)state;
    for (unsigned seed = 1; seed <= 5; seed++) {
        unsigned at = seed;
        long long n = 0;
        char *sums[3];
        for (int i = 0; i < LIVES; i++)
            for (int k = 0; k < SPELLS; k++) {
                draw_day(&at, lives[i][k].begin);
                lives[i][k].end[0] = '\0';
                if (draw(&at, 3) > 0) draw_day(&at, lives[i][k].end);
                for (int year = 2023; year <= 2025; year++)
                    n += enrolled(&lives[i][k], year);
            }
        assert_true(n > LIVES);
        sums[0] = import_lives(lives, 0, 1, false, n);
        sums[1] = import_lives(lives, 7, LIVES - 1, false, n);
        sums[2] = import_lives(lives, 3, 7, true, n);
        assert_string_equal(sums[0], sums[1]);
        assert_string_equal(sums[0], sums[2]);
        for (size_t i = 0; i < 3; i++)
            free(sums[i]);
    }
}

/* ---- the demo deliveries ----
 *
 * Counted by hand from the files, ISG by ISG: an enrolment on 1 October t began on or before it and
 * has no actual end before it; t in the period of VLP. In brackets: persoon.
 *
 * RO 25LX, 2025-01-01 to 2025-12-31, so 1 October 2025: (2) ended 16-9-2025; (5) ended 27-1-2025;
 *   (6) 19-9 to 15-12-2025: counts. One DIP, of (5). Three PER.
 * RO 27DV, 2024-07-31 to 2026-03-24, so 2024 and 2025: (BSN1) to 2025-01-16: 2024; (BSN2) to
 *   2024-09-19, (BSN4) to 2024-09-16, (BSN6) C2 to 2024-09-16 and C3 to 2024-09-27: none; (BSN3)
 *   from 2026-02-01, (BSN10) from 2026-01-30: none; (BSN5) from 2024-11-11, (BSN7) from 2025-02-01,
 *   (BSN8) C2 from 2025-08-01, C1 ended 2025-07-31, (BSN9) from 2025-04-14: 2025 each. So 1 + 4.
 *   Four DIP: of (BSN1), (BSN2), (BSN4), (BSN6). Ten PER.
 * GRONDSLAG 27DV, 1 October 2025: (BSN1) ended 20250116, (BSN7) C1 ended 20250707; (BSN3) ended
 *   20251015; all others have no end and began before: (BSN2) to (BSN10), of (BSN7) C2. Nine. Two
 *   DIP, of (BSN1) and (BSN7). Ten PER. */

static void test_duo_ro__demo_25lx(void **state) {
    static const char name[] = "RO_25LX_20250101_20251231.csv";
    json_t *s;
    const json_t *d;
    (void)state;
    if (!deliver_demo(name)) skip();
    d = import_one(&s, name);
    has_counts(s, name, 21, 21, 0);
    gave(d, 1, 1, 3);
    deviates(d, "velden_leeg", "VLP", "1");
    deviates(d, "velden_leeg", "PER", "2, 5, 16");
    deviates(d, "velden_leeg", "ISG", "3, 6, 17");
    deviates(d, "velden_leeg", "ISE", "8");
    deviates(d, "velden_leeg", "DIP", "10");
    deviates(d, "velden_leeg", "KZD", "14, 15");
    deviates(d, "velden_leeg", "AMO", "20");
    deviates(d, "velden_leeg", "SLR", "21");
    deviates(d, "velden_minder", "ISP", "4, 7, 18");
    deviates(d, "velden_minder", "GEO", "11, 12, 13");
    deviates(d, "dip_veld_7", "DIP", "10");
    deviates(d, "reden_kort", "ISG", "3, 6, 17");
    deviates(d, "datumvorm", "VLP", "1");
    deviates(d, "datumvorm", "PER", "2, 5, 16");
    deviates(d, "datumvorm", "ISG", "3, 6, 17");
    deviates(d, "datumvorm", "ISP", "4, 7, 18");
    deviates(d, "datumvorm", "ISE", "8");
    deviates(d, "datumvorm", "BPV", "9, 19");
    deviates(d, "datumvorm", "DIP", "10");
    deviates(d, "datumvorm", "AMO", "20");
    deviates(d, "slr_aantal", "PER", "21"); /* the demo is an excerpt */
    assert_int_equal(n_deviations(d), 20 + 9);
    json_decref(s);
    shows(ENROLMENTS, "6|2025|mbo|-|2|25960|-|25LX|100X969|false");
    shows("SELECT persoon, schooljaar, datum, opleiding FROM diploma" WITH_PERSON,
          "5|2024|2025-01-27|25779");
    shows("SELECT persoon, geboortedatum, geslacht FROM persoon ORDER BY 1",
          "2|1986-12-22|v\n5|1988-10-03|v\n6|1989-08-12|v");
}

static void test_duo_ro__demo_27dv(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    if (!deliver_demo(RO)) skip();
    d = import_one(&s, RO);
    has_counts(s, RO, 84, 84, 0);
    gave(d, 5, 4, 10);
    deviates(d, "dip_veld_7", "DIP", "7, 23, 41, 59");
    deviates(d, "slr_aantal", "KZD", "84");
    assert_int_equal(n_deviations(d), 1 + 9);
    json_decref(s);
    shows(ENROLMENTS, "BSN1|2024|mbo|bbl|4|25655|-|27DV|101X591|true\n"
                      "BSN5|2025|mbo|bbl|4|25779|-|27DV|101X589|true\n"
                      "BSN7|2025|mbo|bbl|1|25748|-|27DV|101X589|true\n"
                      "BSN8|2025|mbo|bol|1|25745|-|27DV|101X589|false\n"
                      "BSN9|2025|mbo|bbl|3|25669|-|27DV|102X189|true");
    shows("SELECT persoon, schooljaar, opleiding FROM diploma" WITH_PERSON "ORDER BY 1",
          "BSN1|2024|25655\nBSN2|2023|25311\nBSN4|2023|25655\nBSN6|2023|25809");
}

static void test_duo_ro__demo_grondslag(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    if (!deliver_demo(GRONDSLAG)) skip();
    d = import_one(&s, GRONDSLAG);
    has_counts(s, GRONDSLAG, 73, 73, 0);
    gave(d, 9, 2, 10);
    deviates(d, "velden_gevuld", "PER", "2, 13, 17, 28, 32, 38, 45, 57, 65, 69");
    deviates(d, "isg_na_dip", "ISG", "52");
    assert_int_equal(n_deviations(d), 2 + 9);
    json_decref(s);
    shows("SELECT persoon, opleiding, leerweg FROM inschrijving" WITH_PERSON "ORDER BY 1",
          "BSN10|25761|bbl\nBSN2|25779|bbl\nBSN3|25249|bbl\nBSN4|25656|bbl\nBSN5|25655|bbl\n"
          "BSN6|25912|bol\nBSN7|25001|bbl\nBSN8|25332|bbl\nBSN9|25740|bbl");
    shows("SELECT persoon, schooljaar, opleiding FROM diploma" WITH_PERSON "ORDER BY 1",
          "BSN1|2024|25655\nBSN7|2024|25740");
    shows("SELECT count(*), count(geboortedatum), count(geslacht) FROM persoon", "10|0|10");
}

/* Rows of nothing but separators are no records: passed over and counted, as in any table. */
static void test_duo_ro__empty_rows(void **state) {
    json_t *s;
    const json_t *d;
    (void)state;
    deliver(RO, VLP "PER|1||2005-03-04|V\n"
                    "||||\n"
                    "ISG|1||A|2024-10-01|2025-09-30||\n"
                    "ISP|1||A|2024-10-01|25748|BOL||J|||||\n"
                    "SLR|1|1|1|0|0|0|0|0|0\n"
                    "|||||||||\n \xC2\xA0||\n");
    d = import_one(&s, RO);
    assert_int_equal(count_of(d, "lege_rijen"), 3);
    assert_int_equal(count_of(d, "gelezen"), 5);
    assert_int_equal(n_deviations(d), 0);
    json_decref(s);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_duo_ro__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(one_october),
        TEST(periods),
        TEST(diplomas),
        TEST(deviations),
        TEST(without_first_and_last),
        TEST(name_and_vlp),
        TEST(made_before),
        TEST(replaces),
        TEST(empty_rows),
        TEST(grondslag),
        TEST(final),
        TEST(crebo_of_the_user),
        TEST(names),
        TEST(random_lives),
        TEST(demo_25lx),
        TEST(demo_27dv),
        TEST(demo_grondslag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
