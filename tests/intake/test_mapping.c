/* tests/intake/test_mapping.c: a delivery with other names and codes gives the register that the
 * canonical one gives; its refusals name the file's own columns; one file may be several kinds. */
#include "intake/import_help.h"
#include "intake/mapping/file.h"
#include "intake/steps.h"

#define CANONICAL "persoon,schooljaar,soort,niveau,leerweg,instelling\n"

static void map(const char *name, const char *text) {
    char relative[300];
    (void)snprintf(relative, sizeof relative, "vertalingen/%s.yaml", name);
    ds_free(ds_test_write_string(folder, relative, text));
}

/* Made-up persons in both forms. */
static void make_both(ds_buffer *ours, ds_buffer *persons, ds_buffer *theirs) {
    static const char *const paths[] = {"bol", "bbl", ""}, *const coded[] = {"1", "2", "NULL"};
    uint64_t seed = 11;
    ds_buffer_add_string(ours, CANONICAL);
    ds_buffer_add_string(persons, "persoon,geslacht,geboortedatum\n");
    for (int i = 0; i < 400; i++) {
        int person, level, path, year, day;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        person = (int)(seed >> 40 & 127);
        level = (int)(seed >> 33 & 3) + 1;
        path = (int)(seed >> 50 % 61) % 3;
        path = path < 0 ? -path : path;
        year = 2018 + (int)(seed >> 57 & 3);
        day = person % 28 + 1;
        ds_buffer_addf(ours, "p%d,%d,mbo,%d,%s,27GZ\n", person, year, level, paths[path]);
        ds_buffer_addf(persons, "p%d,%s,2004-01-%02d\n", person, person % 2 ? "m" : "v", day);
        ds_buffer_addf(theirs, "p%d;1-10-%d;Mbo%d;%s;%s;%d/1/04;x\n", person, year, level,
                       coded[path], person % 2 ? "Man" : "Vrouw", day);
    }
}

static const char mapping[] =
    "bestanden: [\"osiris*.csv\"]\n"
    "scheidingsteken: \";\"\n"
    "kop: nee\n"
    "kolommen: [nr, peildatum, opl, vorm, sekse, gebdat, over]\n"
    "leeg: [\"NULL\"]\n"
    "levert:\n"
    "  - soort: inschrijving\n"
    "    kolommen:\n"
    "      persoon: nr\n"
    "      schooljaar: {kolom: peildatum, datum: D-M-JJJJ}\n"
    "      soort: {altijd: mbo}\n"
    "      niveau: {kolom: opl, codes: {mbo1: 1, mbo2: 2, mbo3: 3, mbo4: 4}}\n"
    "      leerweg: {kolom: vorm, codes: {\"1\": bol, \"2\": bbl}}\n"
    "      instelling: {altijd: 27GZ}\n"
    "  - soort: persoon\n"
    "    kolommen:\n"
    "      persoon: nr\n"
    "      geslacht: {kolom: sekse, codes: {man: m, vrouw: v}}\n"
    "      geboortedatum: {kolom: gebdat, datum: D/M/JJ, grensjaar: 25}\n";

static void test_mapping__same_register(void **state) {
    ds_buffer ours, persons, theirs;
    char *before, *after;
    json_t *summary;
    (void)state;
    ds_buffer_init(&ours, 1 << 20);
    ds_buffer_init(&persons, 1 << 20);
    ds_buffer_init(&theirs, 1 << 20);
    make_both(&ours, &persons, &theirs);
    deliver("inschrijving.csv", ds_buffer_string(&ours));
    deliver("persoon.csv", ds_buffer_string(&persons));
    import_quietly();
    before = column_sums();
    take_back("inschrijving.csv");
    take_back("persoon.csv");
    deliver("OSIRIS-2022.csv", ds_buffer_string(&theirs));
    map("osiris", mapping);
    summary = import_good();
    after = column_sums();
    assert_string_equal(before, after);
    assert_int_equal(json_array_size(json_object_get(summary, "leveringen")), 2);
    has_counts(summary, "OSIRIS-2022.csv", 400, 400, 0);
    assert_string_equal(
        json_string_value(json_object_get(about(summary, "OSIRIS-2022.csv"), "vertaling")),
        "osiris");
    assert_string_equal(
        json_string_value(json_object_get(about(summary, "OSIRIS-2022.csv"), "onbekende_kolommen")),
        "over");
    json_decref(summary);
    ds_buffer_done(&ours);
    ds_buffer_done(&persons);
    ds_buffer_done(&theirs);
    free(before);
    free(after);
}

/* The mapping is part of what the register is a function of. */
static void test_mapping__an_edit_makes_another_register(void **state) {
    (void)state;
    deliver("o.csv", "p;j;n\n1;2022;1\n2;2022;2\n");
    map("o", "bestanden: o.csv\nlevert:\n  - soort: inschrijving\n    kolommen: {persoon: p, "
             "schooljaar: j, soort: {altijd: mbo}, niveau: n}\n");
    import_quietly();
    shows("SELECT count(niveau) FROM inschrijving", "2");
    map("o", "bestanden: o.csv\nlevert:\n  - soort: inschrijving\n    kolommen: {persoon: p, "
             "schooljaar: j, soort: {altijd: mbo}}\n");
    import_quietly();
    shows("SELECT count(niveau) FROM inschrijving", "0");
}

/* What is refused, in both parts, stands in one file with the source's own line, column and name.
 */
static void test_mapping__refusals(void **state) {
    char *text;
    json_t *summary;
    (void)state;
    deliver("o.csv", "weg;p;j;sekse;over\nBOL;1;2022;M;x\nXXX;2;2022;V;x\nBOL;3;22;Q;x\n"
                     "BBL;4;2022;V;weg\nBOL;;2022;V;x\n");
    map("o", "bestanden: o.csv\nlevert:\n  - soort: inschrijving\n    overslaan_als: [{kolom: "
             "over, is: [weg]}]\n    kolommen:\n      persoon: p\n      schooljaar: j\n      "
             "soort: {altijd: mbo}\n      leerweg: {kolom: weg, codes: {bol: bol, bbl: bbl}}\n"
             "  - soort: persoon\n    kolommen: {persoon: p, geslacht: sekse}\n");
    configure("max_afgekeurd: 70\n");
    summary = import_good();
    has_counts(summary, "o.csv", 5, 1, 3);
    assert_int_equal(count_of(about(summary, "o.csv"), "overgeslagen"), 1);
    json_decref(summary);
    text = ds_work_read(folder, "afgekeurd/o.csv", NULL);
    assert_string_equal(text, "bestand,regel,kolom,naam,waarde,reden\n"
                              "o.csv,3,1,weg,XXX,code\n"
                              "o.csv,4,3,j,22,schooljaar\n"
                              "o.csv,6,2,p,,persoon_leeg\n"
                              "o.csv,4,4,sekse,Q,code\n"
                              "o.csv,6,2,p,,persoon_leeg\n");
    ds_free(text);
}

/* anders, the first column that is not empty, and the line as a person. */
static void test_mapping__where_a_value_comes_from(void **state) {
    (void)state;
    deliver("o.csv", "bsn;on;j;weg\n1;9;2022;a\n-;2;2022;zz\n;3;2022;\n");
    map("o", "bestanden: o.csv\nleeg: \"-\"\nlevert:\n  - soort: inschrijving\n    kolommen:\n"
             "      persoon: [bsn, on]\n      schooljaar: j\n      soort: {altijd: mbo}\n"
             "      leerweg: {kolom: weg, codes: {a: bol}, anders: bbl}\n"
             "      niveau: {kolom: bestaat_niet, mag_ontbreken: ja}\n"
             "      vestiging: {kolom: bestaat_niet, afwezig: V1}\n");
    import_quietly();
    shows("SELECT persoon, leerweg, vestiging FROM inschrijving" WITH_PERSON "ORDER BY 1",
          "1|bol|V1\n2|bbl|V1\n3|-|V1");
    map("o", "bestanden: o.csv\nlevert:\n  - soort: inschrijving\n    kolommen: {persoon: {regel: "
             "ja}, schooljaar: j, soort: {altijd: mbo}}\n");
    import_quietly();
    shows("SELECT persoon FROM inschrijving" WITH_PERSON "ORDER BY 1", "o.csv:2\no.csv:3\no.csv:4");
}

/* doorstroom.yaml goes before a pattern, the work folder before the program, a pattern of the work
 * folder before a name that we know. */
static void test_mapping__which_one(void **state) {
    static const char part[] = "levert:\n  - soort: inschrijving\n    kolommen: {persoon: p, "
                               "schooljaar: j, soort: {altijd: %s}}\n";
    char text[400];
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", "p;j\n1;2022\n");
    (void)snprintf(text, sizeof text, part, "mbo");
    map("een", text);
    configure("leveringen: [{bestand: inschrijving.csv, vertaling: een}]\n");
    import_quietly();
    configure("leveringen: [{bestand: inschrijving.csv, vertaling: ean}]\n");
    err = import_bad(NULL);
    assert_int_equal(err.line, 1);
    assert_int_equal(err.column, 53);
    assert_non_null(strstr(err.nl, "bedoelt u 'een'?"));
    configure("leveringen: [{bestand: inschrijving.csv, soort: inschrijving, vertaling: een}]\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "niet allebei"));
    configure("");
    (void)snprintf(text, sizeof text, "bestanden: \"*.csv\"\n%s", part);
    (void)snprintf(text + 19, sizeof text - 19, part, "hbo");
    map("twee", text);
    import_quietly();
    shows("SELECT soort FROM inschrijving", "hbo");
    map("een", text);
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "noem de vertaling in doorstroom.yaml"));
}

/* The enrolment file of higher education, as a table and as DUO delivers it. */
static void put_fixed(ds_buffer *out, const char *person, const char *year, const char *form,
                      const char *active, const char *kind, const char *diploma_year,
                      const char *diploma, const char *sex) {
    char line[330];
    memset(line, ' ', sizeof line);
    memcpy(line, person, strlen(person));
    memcpy(line + 12, year, 4);
    memcpy(line + 16, "21RI21RI34401", 13);
    memcpy(line + 29, form, 1);
    memcpy(line + 45, "hbo34401", 8);
    memcpy(line + 64, active, 1);
    memcpy(line + 65, kind, 1);
    memcpy(line + 92, diploma_year, 4);
    memcpy(line + 99, diploma, 2);
    memcpy(line + 154, sex, 1);
    ds_buffer_add(out, line, sizeof line);
    ds_buffer_add_char(out, '\n');
}

static void test_mapping__1cho(void **state) {
    static const char sql[] = "SELECT persoon, schooljaar, soort, leerweg, opleiding, instelling "
                              "FROM inschrijving" WITH_PERSON "ORDER BY ALL";
    static const char rows[] = "1001|2022|hbo|voltijd|34401|21RI\n1002|2021|hbo|duaal|34401|21RI";
    ds_buffer text;
    (void)state;
    deliver("EV_2022.csv",
            "persoonsgebonden_nummer;inschrijvingsjaar;opleidingsvorm;"
            "eerste_jaar_aan_deze_instelling;geslacht;leeftijd_per_peildatum_1_oktober;"
            "soort_inschrijving_hoger_onderwijs;opleidingscode;instellingscode;"
            "hoogste_vooropleiding\n"
            "1001;2022;1;2022;M;019;1;34401;21RI;411\n1002;2021;3;2021;O;021;1;34401;21RI;411\n"
            "1003;2022;1;2021;V;021;3;34402;21RI;411\n");
    {
        json_t *summary = import_good();
        const json_t *list = json_object_get(summary, "leveringen");
        assert_int_equal(json_array_size(list), 3); /* no diplomas, and it says so */
        assert_true(json_is_true(json_object_get(json_array_get(list, 2), "deel_ontbreekt")));
        json_decref(summary);
    }
    shows(sql, rows);
    take_back("EV_2022.csv");
    deliver("EV_2022.csv",
            "Persoonsgebonden nummer;Inschrijvingsjaar;Opleidingsvorm;Geslacht;Soort inschrijving "
            "hoger onderwijs;Opleidingscode;Instellingscode;Diplomajaar;Soort diploma hoger "
            "onderwijs\n"
            "1001;2022;1;M;1;34401;21RI;2022;03\n1002;2021;3;O;1;34401;21RI;2021;1\n"
            "1002;2021;3;O;8;34401;21RI;2021;Eerste bachelor-diploma in het hoger onderwijs\n"
            "1003;2022;1;V;3;34402;21RI;;\n");
    import_quietly();
    shows(sql, rows);
    shows("SELECT persoon, schooljaar, soort, opleiding FROM diploma" WITH_PERSON "ORDER BY 1",
          "1001|2022|hbo|34401\n1002|2021|hbo|34401");
    take_back("EV_2022.csv");
    ds_buffer_init(&text, 1 << 16);
    put_fixed(&text, "1001", "2022", "1", "1", "1", "2022", "03", "M");
    put_fixed(&text, "1002", "2021", "3", "1", "1", "0000", "  ", "V");
    put_fixed(&text, "1003", "2022", "1", "2", "3", "2022", "01", "V"); /* a propedeuse */
    deliver("EV21RI22.asc", ds_buffer_string(&text));
    ds_buffer_done(&text);
    import_quietly();
    shows(sql, rows);
    shows("SELECT persoon, schooljaar, soort FROM diploma" WITH_PERSON, "1001|2022|hbo");
}

static ds_status read_all(void *context, ds_error *err) {
    const ds_import_options options = {.work_folder = folder, .n_workers = 1};
    ds_intake intake;
    ds_status status = ds_intake_init(&intake, &options, err);
    (void)context;
    if (status == DS_OK) status = ds_config_read(&intake, err);
    if (status == DS_OK) status = ds_plan(&intake, err);
    if (status == DS_OK) status = ds_intake_read(&intake, err);
    ds_intake_done(&intake);
    return status;
}

static void test_mapping__allocations(void **state) {
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort\n7,2022,mbo\n");
    deliver("osiris.csv", "1;1-10-2022;Mbo2;1;Man;2/1/04;x\n2;?;Mbo2;NULL;Man;;x\n");
    map("osiris", mapping);
    configure("leveringen: [{bestand: osiris.csv, vertaling: osiris}]\n");
    ds_test_every_allocation(read_all, NULL);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_mapping__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(same_register), TEST(an_edit_makes_another_register),
        TEST(refusals),      TEST(where_a_value_comes_from),
        TEST(allocations),   TEST(which_one),
        TEST(1cho),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
