/* tests/intake/test_monitor.c: the deliveries of the monitor: what an import takes of them, what it
 * refuses, and that the register gives them back. */
#define IMPORT_TABLES false
#include "base/text.h"
#include "intake/import_help.h"

#define ENROLMENTS                                                                                 \
    "persoon,schooljaar,soort,niveau,leerweg,instelling\n"                                         \
    "1,2022,mbo,2,bol,10AA\n2,2022,mbo,3,bbl,10AB\n3,2022,mbo,4,bol,10AC\n"
#define INSTITUTIONS                                                                               \
    "instelling,naam,type,grootte\n10AA,A,ROC,9000\n10AB,B,AOC,800\n10AC,C,ROC,12000\n"

static void deliver_register(void) {
    deliver("inschrijving.csv", ENROLMENTS);
    deliver("instelling.csv", INSTITUTIONS);
}

/* A delivery of each kind that holds two rows or more, in the spellings of the design. */
static const struct {
    const char *kind, *text;
    uint64_t n_rows;
} good[] = {
    {"agenda", "agenda,instelling\nRijn,10AA\nRijn,10AB\n", 2},
    {"werkagenda", "agenda,totaal\nRijn,1234567.89\n10AC,0\n", 2},
    {"streefwaarde",
     "instelling,jaar,indicator,niveau,leerweg,bron,startjaar,startwaarde,streefwaarde,versie,"
     "reden\n10AA,2024,vsv,2,bol,DUO,2023,6.5,5,oorspronkelijk,\n"
     "10AA,2024,vsv,2,bol,DUO,2023,6.5,4.8,Aangepast,\n"
     "10AC,2024,veilig_school,,,JOB,2022,84.8,,oorspronkelijk,Niet vergelijkbaar\n",
     3},
    {"besteding",
     "agenda,jaar,doelstelling,begroot_totaal,begroot_oorspronkelijk,besteed,gecorrigeerd,reden\n"
     "Rijn,2024,1.1,400,400,100,nee,\n10AC,2024,1.5,0,,0,onbekend,\"meer, dan \"\"dit\"\"\"\n",
     2},
    {"maatregel",
     "agenda,jaar,doelstelling,maatregel,ingezet,toelichting\nRijn,2024,1.3,nazorg,ja,\n"
     "10AC,2024,1.3,nazorg,nee,nog niet\n",
     2},
    {"voortgang",
     "agenda,jaar,doelstelling,indicator,planning\nRijn,2024,1.3,vsv,op schema\n"
     "10AC,2024,1.2,veilig_school,enigszins voor\n",
     2},
    {"oordeel",
     "agenda,jaar,doelstelling,effectiviteit\nRijn,2024,1.1,weet niet\n10AC,2024,1.1,effectief\n",
     2},
    {"antwoord",
     "agenda,jaar,doelstelling,veld,antwoord,thema,openbaar\nRijn,2024,1.1,aandacht,-,,ja\n"
     "Rijn,2024,1.1,aandacht,tekst,bekendheid,nee\n",
     2},
    {"eigen_indicator",
     "agenda,jaar,doelstelling,naam,waarde,eenheid,bron\nRijn,2024,1.1,reizen,1300,euro,eigen\n"
     "10AC,2024,1.1,reizen,-2,graden,\n",
     2},
    {"extern", "bron,jaar,land,groep,maat,waarde\nPIAAC,2023,NL,,taal,45\nPIAAC,2023,BE,,taal,40\n",
     2},
    {"enquete",
     "respondent,meting,jaar,instelling,niveau,leerweg,gewicht,veilig_school,cijfer\n"
     "a,JOB,2024,10AA,2,bol,1.5,ja,7\nb,JOB,2024,10AC,4,BBL,0.25,nee,NA\n",
     2},
    {"casus",
     "ronde,case,laag,thema,mechanisme,oordeel\n1,C1,richter,motivatie,praktijk,deels\n"
     "1,C1,verrichter,motivatie,praktijk,ja\n",
     2},
    {"contactenquete",
     "respondent,ronde,route,instelling,vraag,antwoord\nr1,1,technologie,10AA,hoe,goed\n"
     "r2,1,technologie,10AB,hoe,onbekend\n",
     2}};
enum { KINDS = sizeof good / sizeof *good };

static void deliver_good(void) {
    deliver_register();
    for (size_t i = 0; i < KINDS; i++) {
        char name[64];
        (void)snprintf(name, sizeof name, "%s.csv", good[i].kind);
        deliver(name, good[i].text);
    }
}

static ds_kind_table *table_of(const char *kind) {
    ds_register *reg = NULL;
    ds_kind_table *table = NULL;
    ds_error err;
    if (ds_register_open(folder, &reg, &err) != DS_OK) fail_msg("%s", err.en);
    if (ds_register_kind(reg, kind, &table, &err) != DS_OK) fail_msg("%s: %s", kind, err.en);
    ds_register_close(reg);
    return table;
}

static bool has_text(const ds_kind_table *table, uint64_t row, const char *column,
                     const char *text) {
    return ds_text_is(ds_kind_table_text(table, row, ds_kind_table_find(table, column)), text);
}

static void test_monitor__each_kind_comes_back(void **state) {
    json_t *s;
    (void)state;
    deliver_good();
    s = import_good();
    for (size_t i = 0; i < KINDS; i++) {
        char name[64];
        ds_kind_table *table;
        (void)snprintf(name, sizeof name, "%s.csv", good[i].kind);
        has_counts(s, name, (long long)good[i].n_rows, (long long)good[i].n_rows, 0);
        assert_null(json_object_get(about(s, name), "onbekende_kolommen"));
        table = table_of(good[i].kind);
        assert_true(ds_kind_table_is_present(table));
        assert_int_equal(ds_kind_table_n_rows(table), good[i].n_rows);
        ds_kind_table_free(table);
    }
    json_decref(s);
}

/* A row of an institution is one of its agenda; a zero is no gap; a code may be a word for missing.
 */
static void test_monitor__what_rows_say(void **state) {
    ds_kind_table *t;
    (void)state;
    deliver_good();
    import_quietly();
    t = table_of("streefwaarde");
    assert_true(has_text(t, 0, "agenda", "10AC"));
    assert_true(has_text(t, 1, "agenda", "Rijn"));
    assert_true(has_text(t, 1, "versie", "oorspronkelijk"));
    assert_true(has_text(t, 2, "versie", "aangepast"));
    assert_true(has_text(t, 0, "reden", "niet vergelijkbaar"));
    ds_kind_table_free(t);
    t = table_of("besteding");
    assert_int_equal(ds_kind_table_integer(t, 0, ds_kind_table_find(t, "begroot_totaal")), 0);
    assert_true(ds_kind_table_is_missing(t, 0, ds_kind_table_find(t, "begroot_oorspronkelijk")));
    assert_true(has_text(t, 0, "gecorrigeerd", "onbekend"));
    assert_true(has_text(t, 0, "reden", "meer, dan \"dit\""));
    ds_kind_table_free(t);
    t = table_of("enquete");
    assert_true(has_text(t, 0, "veilig_school", "ja"));
    assert_int_equal(ds_kind_table_integer(t, 1, ds_kind_table_find(t, "gewicht")), 250000);
    assert_true(ds_kind_table_is_missing(t, 1, ds_kind_table_find(t, "cijfer")));
    ds_kind_table_free(t);
}

static void test_monitor__absent_kinds(void **state) {
    ds_kind_table *t;
    (void)state;
    deliver_register();
    import_quietly();
    t = table_of("besteding"); /* nothing of the monitor at all */
    assert_false(ds_kind_table_is_present(t));
    assert_int_equal(ds_kind_table_n_rows(t), 0);
    assert_int_equal(ds_kind_table_find(t, "besteed"), SIZE_MAX);
    ds_kind_table_free(t);
    deliver("oordeel.csv", "agenda,jaar,doelstelling,effectiviteit\n");
    import_quietly();
    t = table_of("oordeel"); /* a delivery without rows is there */
    assert_true(ds_kind_table_is_present(t));
    assert_int_equal(ds_kind_table_n_rows(t), 0);
    ds_kind_table_free(t);
    t = table_of("besteding");
    assert_false(ds_kind_table_is_present(t));
    assert_true(ds_kind_table_find(t, "besteed") != SIZE_MAX);
    ds_kind_table_free(t);
}

/* The message of an import with this delivery beside the register. */
static void refused(const char *name, const char *text, uint64_t line, uint64_t column,
                    const char *says) {
    ds_error err;
    char path[DS_PATH_SIZE];
    deliver(name, text);
    err = import_bad(NULL);
    if (strstr(err.file, name) == NULL || err.line != line || err.column != column ||
        strstr(err.en, says) == NULL)
        fail_msg("%s:%d:%d: %s (expected %d:%d, %s)", err.file, (int)err.line, (int)err.column,
                 err.en, (int)line, (int)column, says);
    (void)snprintf(path, sizeof path, "%s/register/current", folder);
    assert_false(ds_file_exists(path));
    take_back(name);
}

#define TARGETS "agenda,jaar,indicator,niveau,streefwaarde,versie\n"

static void test_monitor__faults_are_told_with_their_place(void **state) {
    (void)state;
    deliver_register();
    refused("streefwaarde.csv", "agenda,indicator,versie\n", 1, 0, "'jaar'");
    refused("streefwaarde.csv",
            TARGETS "10AA,2024,vsv,2,5,oorspronkelijk\n"
                    "10AA,2024,vsv,3,101,oorspronkelijk\n",
            3, 5, "from 0 to 100, found '101'");
    refused("streefwaarde.csv", TARGETS "10AA,2024,vsv,2,5,aangepast\n", 2, 6, "oorspronkelijk");
    refused("streefwaarde.csv", TARGETS "10AA,2024,vvs,2,5,oorspronkelijk\n", 2, 3,
            "found 'vvs'; did you mean vsv?");
    refused("streefwaarde.csv", TARGETS "10ZZ,2024,vsv,2,5,oorspronkelijk\n", 2, 1, "found '10ZZ'");
    refused("streefwaarde.csv", TARGETS "10AA,2024,vsv,2,5,oorspronkelyk\n", 2, 6,
            "did you mean oorspronkelijk?");
    refused("streefwaarde.csv",
            TARGETS "10AA,2024,vsv,2,5,oorspronkelijk\n"
                    "10AA,2024,vsv,2,6,oorspronkelijk\n",
            2, 6, "again");
    refused("maatregel.csv", "agenda,jaar,doelstelling,maatregel\n10AA,2024,1.1,nazorg\n", 2, 4,
            "another goal, found 'nazorg'");
    refused("besteding.csv", "instelling,jaar,doelstelling,besteed\n10AA,2024,1.6,1\n", 2, 3,
            "expected 1.1 1.2 1.3 1.4 1.5");
    refused("besteding.csv", "instelling,jaar,doelstelling,besteed\n10ZZ,2024,1.1,1\n", 2, 1,
            "delivery instelling, found '10ZZ'");
    refused("besteding.csv",
            "instelling;jaar;doelstelling;besteed\n10AA;2024;1.1;1.234\n"
            "10AB;2024;1.1;1,5\n",
            2, 0, "a thousand");
    refused("enquete.csv", "respondent,meting,jaar,instelling,veilig\n9876543,JOB,2024,10ZZ,ja\n",
            2, 4, "delivery instelling");
    refused("agenda.csv", "agenda,instelling\nRijn,10AA\nWaal,10AA\n", 2, 2, "again");
}

/* No message tells what a respondent said or who that was. */
static void test_monitor__messages_say_nothing_of_respondents(void **state) {
    ds_error err;
    (void)state;
    deliver_register();
    deliver("enquete.csv", "respondent,meting,jaar,niveau\n4711,JOB,2024,77\n");
    err = import_bad(NULL);
    assert_null(strstr(err.en, "4711"));
    assert_null(strstr(err.en, "77"));
}

/* Within max_afgekeurd the rows stand in afgekeurd/, and the others are taken. */
static void test_monitor__few_refused_rows_are_put_aside(void **state) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size;
    ds_kind_table *t;
    json_t *s;
    (void)state;
    deliver_register();
    configure("max_afgekeurd: 50 %\n");
    deliver("voortgang.csv", "agenda,jaar,doelstelling,indicator,planning\n"
                             "10AA,2024,1.3,vsv,op schema\n10AB,2024,1.3,geen,op schema\n"
                             "10AC,2024,1.3,vsv,veel voor\n");
    s = import_good();
    has_counts(s, "voortgang.csv", 3, 2, 1);
    assert_int_equal(
        count_of(json_object_get(about(s, "voortgang.csv"), "redenen"), "indicator_onbekend"), 1);
    json_decref(s);
    (void)snprintf(path, sizeof path, "%s/afgekeurd/voortgang.csv", folder);
    assert_int_equal(ds_file_read(path, 1 << 16, &text, &size, NULL), DS_OK);
    assert_non_null(strstr(text, "voortgang.csv,3,4,indicator,geen,indicator_onbekend\n"));
    ds_free(text);
    t = table_of("voortgang");
    assert_int_equal(ds_kind_table_n_rows(t), 2);
    ds_kind_table_free(t);
}

static bool has_warning(const json_t *s, const char *code) {
    const json_t *list = json_object_get(s, "waarschuwingen");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *found = json_string_value(json_object_get(json_array_get(list, i), "code"));
        if (found != NULL && strcmp(found, code) == 0) return true;
    }
    return false;
}

static void test_monitor__later_files_replace_by_key(void **state) {
    ds_kind_table *t;
    json_t *s;
    (void)state;
    deliver_register();
    deliver("besteding-1.csv", "agenda,jaar,doelstelling,begroot_totaal,besteed\n"
                               "10AA,2024,1.1,10,5\n10AB,2024,1.1,10,5\n10AB,2024,1.1,10,5.0\n");
    deliver("besteding-2.csv", "agenda,jaar,doelstelling,begroot_totaal,besteed\n"
                               "10AA,2024,1.1,10,11\n10AA,2025,1.1,10,3\n");
    s = import_good();
    has_counts(s, "besteding-1.csv", 3, 3, 0);
    assert_int_equal(count_of(about(s, "besteding-1.csv"), "dubbel"), 1);
    assert_true(has_warning(s, "sleutels_vervangen"));
    assert_true(has_warning(s, "boven_ander_bedrag"));
    json_decref(s);
    t = table_of("besteding");
    assert_int_equal(ds_kind_table_n_rows(t), 3);
    assert_int_equal(ds_kind_table_integer(t, 0, ds_kind_table_find(t, "besteed")), 1100);
    ds_kind_table_free(t);
}

/* Words at their edges, wrapped, in another case; a file that doorstroom.yaml names. */
static void test_monitor__the_gate_and_names_in_doorstroom_yaml(void **state) {
    ds_kind_table *t;
    json_t *s;
    (void)state;
    deliver_register();
    configure("leveringen:\n  - {bestand: geld.txt, soort: besteding}\n");
    deliver("geld.txt", "\xEF\xBB\xBFInstelling;Jaar;Doel stelling;Besteed;Kleur\n"
                        " 10aa ;=\"2024\";'1.1;\xC2\xA0"
                        "5,50;rood\n;;;;\n");
    s = import_good();
    has_counts(s, "geld.txt", 1, 1, 0);
    assert_string_equal(json_string_value(json_object_get(about(s, "geld.txt"), "soort")),
                        "besteding");
    assert_string_equal(
        json_string_value(json_object_get(about(s, "geld.txt"), "onbekende_kolommen")), "Kleur");
    assert_non_null(json_object_get(about(s, "geld.txt"), "opgeschoond"));
    json_decref(s);
    t = table_of("besteding");
    assert_true(has_text(t, 0, "agenda", "10AA"));
    assert_int_equal(ds_kind_table_integer(t, 0, ds_kind_table_find(t, "besteed")), 550);
    ds_kind_table_free(t);
}

/* Another form of file, and a number of it where text is asked. */
static void test_monitor__parquet(void **state) {
    const ds_table_column columns[] = {{{"instelling", 10}, DS_TABLE_TEXT},
                                       {{"jaar", 4}, DS_TABLE_INTEGER},
                                       {{"doelstelling", 12}, DS_TABLE_NUMBER},
                                       {{"besteed", 7}, DS_TABLE_NUMBER}};
    char *from = ds_test_write_string(folder, "van.csv",
                                      "instelling,jaar,doelstelling,besteed\n10AA,2024,1.1,12.5\n"
                                      "10AB,2024,1.2,\n");
    char to[DS_PATH_SIZE];
    ds_kind_table *t;
    ds_error err;
    (void)state;
    deliver_register();
    (void)snprintf(to, sizeof to, "%s/leveringen/besteding.parquet", folder);
    assert_int_equal(ds_table_to_parquet(from, to, columns, 4, NULL, &err), DS_OK);
    import_quietly();
    t = table_of("besteding");
    assert_int_equal(ds_kind_table_n_rows(t), 2);
    assert_true(has_text(t, 1, "doelstelling", "1.2"));
    assert_int_equal(ds_kind_table_integer(t, 0, ds_kind_table_find(t, "besteed")), 1250);
    assert_true(ds_kind_table_is_missing(t, 1, ds_kind_table_find(t, "besteed")));
    ds_kind_table_free(t);
    ds_free(from);
}

/* The definitions of the work folder count; a broken one is told, and has none. */
static void test_monitor__indicators_of_the_work_folder(void **state) {
    json_t *s;
    (void)state;
    deliver_register();
    deliver("voortgang.csv", "agenda,jaar,doelstelling,indicator\n10AA,2024,1.3,eigenwijs\n");
    (void)import_bad(NULL);
    ds_free(ds_test_write_string(folder, "definities/a.yaml", "indicators:\n  - id: eigenwijs\n"));
    ds_free(ds_test_write_string(folder, "definities/b.yaml", "indicators: [\n"));
    s = import_good();
    assert_true(has_warning(s, "definities_onleesbaar"));
    json_decref(s);
    ds_free(ds_test_write_string(folder, "definities/a.yaml", "indicators:\n  - id: anders\n"));
    (void)import_bad(NULL); /* the same deliveries, and a definition less */
}

/* In the place of the program's. */
static void test_monitor__indicators_of_the_package_that_is_named(void **state) {
    (void)state;
    deliver_register();
    deliver("voortgang.csv", "agenda,jaar,doelstelling,indicator\n10AA,2024,1.3,eigenwijs\n");
    ds_free(ds_test_write_string(folder, "pakket/a.yaml", "indicators:\n  - id: eigenwijs\n"));
    (void)import_bad(NULL);
    ds_free(ds_test_write_string(folder, "doorstroom.yaml",
                                 "definities: {map: pakket, versie: \"1.0.0\"}\n"));
    json_decref(import_good());
    deliver("voortgang.csv", "agenda,jaar,doelstelling,indicator\n10AA,2024,1.3,vsv\n");
    (void)import_bad(NULL);
}

/* Every file of a generation, as its checksums in the manifest. */
static char *checksums(void) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size;
    (void)snprintf(path, sizeof path, "%s/register/current/manifest.json", folder);
    assert_int_equal(ds_file_read(path, 1 << 24, &text, &size, NULL), DS_OK);
    assert_non_null(strstr(text, "soorten/besteding.tabel"));
    assert_non_null(strstr(text, "antwoorden/enquete.tabel"));
    return text;
}

static char *bytes_of_file(const char *name) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size;
    (void)snprintf(path, sizeof path, "%s/register/current/%s", folder, name);
    assert_int_equal(ds_file_read(path, 1 << 24, &text, &size, NULL), DS_OK);
    return text;
}

/* The rows the other way round, read by other threads. */
static void test_monitor__same_bytes_whatever_the_order_of_rows(void **state) {
    enum { ROWS = 3000 };
    ds_buffer forth, back;
    char *one, *other, *sums;
    json_t *s = NULL;
    ds_error err;
    (void)state;
    deliver_good();
    ds_buffer_init(&forth, 1 << 24);
    ds_buffer_init(&back, 1 << 24);
    ds_buffer_add_string(&forth, "respondent,meting,jaar,instelling,gewicht,vraag,vrij\n");
    ds_buffer_add_string(&back, "respondent,meting,jaar,instelling,gewicht,vraag,vrij\n");
    for (int i = 0; i < ROWS; i++) {
        ds_buffer_addf(&forth, "r%d,JOB,%d,10A%c,%d.5,%s,w%d\n", i, 2020 + i % 5, 'A' + i % 3, i,
                       i % 2 ? "ja" : "nee", i % 17);
        ds_buffer_addf(&back, "r%d,JOB,%d,10A%c,%d.5,%s,w%d\n", ROWS - 1 - i,
                       2020 + (ROWS - 1 - i) % 5, 'A' + (ROWS - 1 - i) % 3, ROWS - 1 - i,
                       (ROWS - 1 - i) % 2 ? "ja" : "nee", (ROWS - 1 - i) % 17);
    }
    deliver("enquete.csv", ds_buffer_string(&forth));
    assert_int_equal(import_with(1, &s, &err), DS_OK);
    json_decref(s);
    sums = checksums();
    ds_free(sums);
    one = bytes_of_file("antwoorden/enquete.tabel");
    deliver("enquete.csv", ds_buffer_string(&back));
    assert_int_equal(import_with(4, &s, &err), DS_OK);
    json_decref(s);
    other = bytes_of_file("antwoorden/enquete.tabel");
    assert_memory_equal(one, other, 1000);
    assert_int_equal(memcmp(one, other, 30000), 0);
    ds_free(one);
    ds_free(other);
    ds_buffer_done(&forth);
    ds_buffer_done(&back);
}

/* A second import of the same changes nothing; another list of measures does. */
static void test_monitor__unchanged_deliveries(void **state) {
    char *one, *other;
    (void)state;
    deliver_good();
    import_quietly();
    one = checksums();
    import_quietly();
    other = checksums();
    assert_string_equal(one, other);
    ds_free(other);
    ds_free(ds_test_write_string(folder, "codes/maatregelen.csv",
                                 "doelstelling,maatregel,naam,naam_en,bron\n1.3,nazorg,x,x,x\n"));
    import_quietly();
    other = checksums();
    assert_string_not_equal(one, other);
    ds_free(one);
    ds_free(other);
}

static void test_monitor__a_damaged_table_is_told(void **state) {
    ds_register *reg = NULL;
    ds_kind_table *table = NULL;
    ds_error err;
    char *text;
    size_t size;
    char path[DS_PATH_SIZE];
    (void)state;
    deliver_good();
    import_quietly();
    (void)snprintf(path, sizeof path, "%s/register/current/soorten/besteding.tabel", folder);
    assert_int_equal(ds_file_read(path, 1 << 20, &text, &size, NULL), DS_OK);
    text[size - 1] ^= 1;
    assert_int_equal(unlink(path), 0);
    assert_int_equal(ds_file_write_private(path, text, size, NULL), DS_OK);
    ds_free(text);
    assert_int_equal(ds_register_open(folder, &reg, &err), DS_OK);
    assert_int_equal(ds_register_kind(reg, "besteding", &table, &err), DS_INPUT);
    assert_non_null(strstr(err.en, "soorten/besteding.tabel"));
    assert_null(table);
    assert_int_equal(ds_register_kind(reg, "oordeel", &table, &err), DS_OK);
    ds_kind_table_free(table);
    assert_int_equal(ds_register_verify(reg, &err), DS_INPUT);
    ds_register_close(reg);
    import_quietly(); /* makes it anew */
    table = table_of("besteding");
    ds_kind_table_free(table);
}

/* Every part has the deliveries without persons; the answers of a survey stand in the first. */
static void test_monitor__parts(void **state) {
    const ds_import_options whole = {
        .work_folder = folder, .program_folder = program_folder, .n_workers = 2};
    char *above = folder;
    ds_error err;
    (void)state;
    deliver_good();
    if (ds_split(&whole, 2, &err) != DS_OK) fail_msg("%s", err.en);
    for (int part = 1; part <= 2; part++) {
        char path[DS_PATH_SIZE];
        ds_kind_table *t;
        (void)snprintf(path, sizeof path, "%s/delen/%d", above, part);
        folder = path;
        import_quietly();
        t = table_of("besteding");
        assert_int_equal(ds_kind_table_n_rows(t), 2);
        ds_kind_table_free(t);
        t = table_of("enquete");
        assert_true(ds_kind_table_is_present(t));
        assert_int_equal(ds_kind_table_n_rows(t), part == 1 ? 2 : 0);
        ds_kind_table_free(t);
        folder = above;
    }
}

static void test_monitor__tables_for_sql(void **state) {
    const ds_import_options options = {
        .work_folder = folder, .program_folder = program_folder, .n_workers = 2};
    ds_import_report *report = NULL;
    char *path = NULL;
    ds_buffer out;
    ds_error err;
    (void)state;
    deliver_good();
    if (ds_import_sql(&options, &report, &path, &err) != DS_OK) fail_msg("%s", err.en);
    ds_buffer_init(&out, 1 << 16);
    run_sql(path,
            "SELECT agenda, jaar, doelstelling, begroot_totaal, begroot_oorspronkelijk, besteed, "
            "gecorrigeerd FROM besteding ORDER BY 1",
            &out);
    assert_string_equal(ds_buffer_string(&out), "10AC|2024|1.5|0.00|-|0.00|onbekend\n"
                                                "Rijn|2024|1.1|400.00|400.00|100.00|nee");
    ds_buffer_clear(&out);
    run_sql(path, "SELECT gewicht, veilig_school, cijfer FROM enquete ORDER BY respondent", &out);
    assert_string_equal(ds_buffer_string(&out), "1.500000|ja|7\n0.250000|nee|-");
    ds_buffer_clear(&out);
    run_sql(path, "SELECT instelling::VARCHAR, grootte::VARCHAR FROM instelling ORDER BY 1", &out);
    assert_string_equal(ds_buffer_string(&out), "10AA|9000\n10AB|800\n10AC|12000");
    ds_buffer_done(&out);
    ds_import_report_free(report);
    ds_free(path);
}

/* A mapping cannot make them. */
static void test_monitor__no_mapping_makes_them(void **state) {
    ds_error err;
    (void)state;
    deliver_register();
    ds_free(ds_test_write_string(
        folder, "vertalingen/geld.yaml",
        "bestanden: geld*\nlevert:\n  - soort: besteding\n    kolommen:\n      agenda: a\n"));
    err = import_bad(NULL);
    if (strstr(err.en, "no mapping") == NULL) fail_msg("%s", err.en);
}

/* An import, and the table of it, with the n-th request failing; *out_fewer: there are fewer. */
static ds_status import_failing(uint64_t n, bool *out_fewer) {
    const ds_import_options options = {.work_folder = folder, .n_workers = 1};
    ds_import_report *report = NULL;
    ds_register *reg = NULL;
    ds_kind_table *table = NULL;
    char path[DS_PATH_SIZE];
    ds_error err;
    ds_status status;
    (void)snprintf(path, sizeof path, "%s/register", folder);
    assert_int_equal(ds_file_remove(path, &err), DS_OK);
    ds_memory_fail_at(n);
    status = ds_import(&options, &report, &err);
    if (status == DS_OK) status = ds_register_open(folder, &reg, &err);
    if (status == DS_OK) status = ds_register_kind(reg, "voortgang", &table, &err);
    *out_fewer = ds_memory_requests() < n;
    ds_memory_fail_at(0);
    if (status == DS_OK) assert_int_equal(ds_kind_table_n_rows(table), 1);
    ds_kind_table_free(table);
    ds_register_close(reg);
    ds_import_report_free(report);
    return status;
}

/* With a small soorten.yaml of the work folder's own. */
static void test_monitor__every_allocation(void **state) {
    enum { SPARED_MAX = 60 };
    bool fewer = false;
    int spared = 0;
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort,instelling\n1,2022,havo,10AA\n");
    deliver("voortgang.csv", "agenda,indicator\n10AA,a\n");
    ds_free(ds_test_write_string(folder, "definities/a.yaml", "indicators: [{id: a}]\n"));
    ds_free(ds_test_write_string(
        folder, "codes/soorten.yaml",
        "soorten:\n  - soort: voortgang\n    nl: x\n    en: x\n    kolommen:\n"
        "      - {kolom: agenda, waarde: agenda, verplicht: ja, sleutel: ja, nl: x, en: x}\n"
        "      - {kolom: indicator, waarde: indicator, nl: x, en: x}\n"));
    for (uint64_t n = 1; !fewer; n++) {
        const ds_status status = import_failing(n, &fewer);
        if (!fewer && status == DS_OK) spared++; /* as test_allocations.c says */
        if (status != DS_FAULT && status != DS_OK) fail_msg("request %d: %d", (int)n, (int)status);
    }
    assert_true(spared < SPARED_MAX);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_monitor__each_kind_comes_back),
        TEST(test_monitor__what_rows_say),
        TEST(test_monitor__absent_kinds),
        TEST(test_monitor__faults_are_told_with_their_place),
        TEST(test_monitor__messages_say_nothing_of_respondents),
        TEST(test_monitor__few_refused_rows_are_put_aside),
        TEST(test_monitor__later_files_replace_by_key),
        TEST(test_monitor__the_gate_and_names_in_doorstroom_yaml),
        TEST(test_monitor__parquet),
        TEST(test_monitor__indicators_of_the_work_folder),
        TEST(test_monitor__indicators_of_the_package_that_is_named),
        TEST(test_monitor__same_bytes_whatever_the_order_of_rows),
        TEST(test_monitor__unchanged_deliveries),
        TEST(test_monitor__a_damaged_table_is_told),
        TEST(test_monitor__parts),
        TEST(test_monitor__tables_for_sql),
        TEST(test_monitor__no_mapping_makes_them),
        TEST(test_monitor__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
