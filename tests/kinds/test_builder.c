/* Tables of the kinds, made of rows of text: order, exact numbers, what is missing, what is
 * refused. */
#include <math.h>
#include <stdlib.h>

#include "kinds/builder.h"
#include "kinds/made_of.h"

static ds_kinds *kinds;

static int open_kinds(void **state) {
    (void)state;
    kinds = standard_kinds();
    return 0;
}

static int close_kinds(void **state) {
    (void)state;
    ds_kinds_free(kinds);
    return 0;
}

static ds_kind_table *make(const char *kind, const char *const *lines, const ds_kind_known *known) {
    ds_kind_table *table = NULL;
    ds_error err = {0};
    if (make_of(kinds, kind, lines, known, &table, &err) != DS_OK)
        fail_msg("%s, %d: %s", kind, (int)err.line, err.en);
    return table;
}

/* The message of what must fail, on that row. */
static void assert_refused(const char *kind, const char *const *lines, const ds_kind_known *known,
                           uint64_t row, const char *word) {
    ds_kind_table *table = NULL;
    ds_error err = {0};
    assert_int_equal(make_of(kinds, kind, lines, known, &table, &err), DS_INPUT);
    assert_null(table);
    assert_int_equal(err.line, row);
    if (strstr(err.en, word) == NULL) fail_msg("'%s' is not in: %s", word, err.en);
    if (strstr(err.nl, "expected") != NULL || err.nl[0] == '\0') fail_msg("Dutch: %s", err.nl);
}

static void assert_cell(const ds_kind_table *table, uint64_t row, const char *column,
                        const char *text) {
    const ds_text found = ds_kind_table_text(table, row, ds_kind_table_find(table, column));
    if (!ds_text_is(found, text))
        fail_msg("row %d, %s: found %.*s, expected %s", (int)row, column, (int)found.size,
                 found.data == NULL ? "" : found.data, text);
}

static int64_t number_of(const ds_kind_table *table, uint64_t row, const char *column) {
    return ds_kind_table_integer(table, row, ds_kind_table_find(table, column));
}

static const char *const targets[] = {
    "Agenda,jaar,indicator,Niveau,leerweg,bron,start jaar,startwaarde,streefwaarde,versie,reden",
    "20AB,2025,vsv,2,bol,DUO,2022/23,,77.5,Oorspronkelijk,",
    "10AA,2024,vsv,4,BBL,DUO,2022,0,100,oorspronkelijk,",
    "10aa,2024,vsv,2,bol,DUO,2022,6.1234565,,oorspronkelijk,niet_Meetbaar", NULL};

static void test_builder__rows_stand_in_the_order_of_their_key(void **state) {
    ds_kind_table *table;
    (void)state;
    table = make("streefwaarde", targets, NULL);
    assert_string_equal(ds_kind_table_kind(table), "streefwaarde");
    assert_true(ds_kind_table_is_present(table));
    assert_int_equal(ds_kind_table_n_rows(table), 3);
    assert_cell(table, 0, "agenda", "10AA");
    assert_cell(table, 0, "leerweg", "bol");
    assert_cell(table, 0, "reden", "niet meetbaar");
    assert_int_equal(number_of(table, 0, "startwaarde"), 6123457); /* half away from zero */
    assert_int_equal(number_of(table, 0, "streefwaarde"), INT64_MIN);
    assert_cell(table, 1, "leerweg", "bbl");
    assert_int_equal(number_of(table, 1, "startwaarde"), 0); /* a zero is no gap */
    assert_int_equal(number_of(table, 1, "streefwaarde"), 100000000);
    assert_cell(table, 2, "agenda", "20AB");
    assert_int_equal(number_of(table, 2, "startjaar"), 2022);
    assert_true(isnan(ds_kind_table_number(table, 2, ds_kind_table_find(table, "startwaarde"))));
    assert_true(ds_kind_table_number(table, 2, ds_kind_table_find(table, "streefwaarde")) == 77.5);
    assert_int_equal(ds_kind_table_find(table, "nothing"), SIZE_MAX);
    ds_kind_table_free(table);
}

static void test_builder__same_bytes_whatever_the_order_and_threads(void **state) {
    enum { ROWS = 200, LANES = 3 };
    const ds_kind_of *of = ds_kinds_of(kinds, "besteding");
    static const char *const names[] = {"agenda", "jaar", "doelstelling", "besteed"};
    ds_kind_table *tables[2] = {NULL, NULL};
    size_t sizes[2];
    const char *bytes[2];
    (void)state;
    for (size_t turn = 0; turn < 2; turn++) {
        ds_kind_builder *b = NULL;
        ds_text texts[4];
        size_t file;
        assert_int_equal(
            ds_kind_builder_make(of, turn == 0 ? 1 : LANES, &ds_missing_usual, &b, NULL), DS_OK);
        for (size_t i = 0; i < 4; i++)
            texts[i] = ds_text_of(names[i]);
        assert_int_equal(ds_kind_builder_bind(b, NULL, texts, 4, &file, NULL), DS_OK);
        for (size_t k = 0; k < ROWS; k++) {
            const size_t i = turn == 0 ? k : ROWS - 1 - k;
            char agenda[16], year[16], spent[16];
            (void)snprintf(agenda, sizeof agenda, "agenda %03zu", i / 4);
            (void)snprintf(year, sizeof year, "%zu", 2024 + i % 4);
            (void)snprintf(spent, sizeof spent, "%zu,5", i * 1000);
            texts[0] = ds_text_of(agenda);
            texts[1] = ds_text_of(year);
            texts[2] = ds_text_of(i % 2 ? "1.3" : "1,4");
            texts[3] = ds_text_of(spent);
            assert_int_equal(ds_kind_builder_take(b, turn == 0 ? 0 : i % LANES, file, i + 2, texts),
                             DS_KIND_TAKEN);
        }
        assert_int_equal(ds_kind_builder_table(b, NULL, &tables[turn], NULL), DS_OK);
        ds_kind_builder_free(b);
        bytes[turn] = ds_kind_table_bytes(tables[turn], &sizes[turn]);
    }
    assert_int_equal(ds_kind_table_n_rows(tables[0]), ROWS);
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(bytes[0], bytes[1], sizes[0]);
    ds_kind_table_free(tables[0]);
    ds_kind_table_free(tables[1]);
}

static void test_builder__values_that_cannot_be(void **state) {
    static const struct {
        const char *row, *word;
    } rows[] = {
        {"10AA,2024,vsv,5,bol,1,2,oorspronkelijk", "from 1 to 4"},
        {"10AA,2024,vsv,2,bol,101,2,oorspronkelijk", "from 0 to 100"},
        {"10AA,2024,vsv,2,bol,-1,2,oorspronkelijk", "from 0 to 100"},
        {"10AA,2024,vsv,2,bol,1,twee,oorspronkelijk", "streefwaarde"},
        {"10AA,2024,vsv,2,bos,1,2,oorspronkelijk", "unknown code"},
        {"10AA,24,vsv,2,bol,1,2,oorspronkelijk", "not a year"},
        {",2024,vsv,2,bol,1,2,oorspronkelijk", "empty"},
        {"10AA,2024,vsv,2,bol,1,2,", "empty"},
        {"onbekend,2024,vsv,2,bol,1,2,oorspronkelijk", "means unknown"},
        {"10AA,2024,vsv,2,bol,1,2,aangepast", "needs oorspronkelijk"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *const lines[] = {
            "agenda,jaar,indicator,niveau,leerweg,startwaarde,streefwaarde,versie",
            "10AA,2025,vsv,2,bol,1,2,oorspronkelijk", rows[i].row, NULL};
        assert_refused("streefwaarde", lines, NULL, 2, rows[i].word);
    }
}

static void test_builder__a_changed_target_has_an_original_of_its_own_key(void **state) {
    static const char *const lines[] = {
        "agenda,jaar,indicator,niveau,streefwaarde,versie", "10AA,2024,vsv,2,3,aangepast",
        "10AA,2024,vsv,2,4,oorspronkelijk", "10AA,2024,vsv,,4,aangevuld", NULL};
    ds_kind_table *table;
    (void)state;
    table = make("streefwaarde", lines, NULL);
    assert_int_equal(ds_kind_table_n_rows(table), 3);
    ds_kind_table_free(table);
}

static void test_builder__a_key_stands_once(void **state) {
    static const char *const twice[] = {"agenda,jaar,doelstelling,besteed", "10AA,2024,1.1,5",
                                        "10AB,2024,1.1,5", "10AA,2024,1.1,6", NULL};
    static const char *const same[] = {"agenda,jaar,doelstelling,besteed", "10AA,2024,1.1,5",
                                       "10AA,2024,1.1,5.00", NULL};
    static const char *const later[] = {"agenda,jaar,doelstelling,besteed",
                                        "10AA,2024,1.1,5",
                                        "10AA,2025,1.1,7",
                                        "",
                                        "besteed,doelstelling,jaar,agenda",
                                        "6,1.1,2024,10AA",
                                        NULL};
    ds_kind_table *table;
    (void)state;
    assert_refused("besteding", twice, NULL, 1, "again");
    table = make("besteding", same, NULL);
    assert_int_equal(ds_kind_table_n_rows(table), 1);
    ds_kind_table_free(table);
    table = make("besteding", later, NULL);
    assert_int_equal(ds_kind_table_n_rows(table), 2);
    assert_int_equal(number_of(table, 0, "besteed"), 600);
    assert_int_equal(number_of(table, 1, "besteed"), 700);
    ds_kind_table_free(table);
}

static void test_builder__columns_that_must_be_there(void **state) {
    static const char *const lines[] = {"agenda,jarr,indicator,versie", NULL};
    static const char *const twins[] = {"agenda,jaar,JAAR,indicator,versie", NULL};
    (void)state;
    assert_refused("streefwaarde", lines, NULL, 1, "'jarr'");
    assert_refused("streefwaarde", twins, NULL, 1, "both");
}

static void test_builder__institutions_become_their_agenda(void **state) {
    static const char *const joined[] = {"agenda,instelling,jaar", "Rijn,10AA,", "Rijn,10AB,",
                                         "Waal,10AB,2025", NULL};
    static const char *const lines[] = {"instelling,jaar,doelstelling,besteed", "10AA,2024,1.1,1",
                                        "10ab,2025,1.1,2", "10AC,2024,1.1,3", NULL};
    static const char *const named[] = {"agenda,jaar,doelstelling,besteed", "Rijn,2024,1.1,1",
                                        "10AC,2024,1.1,3", NULL};
    static const char *const unknown[] = {"agenda,jaar,doelstelling,besteed", "Maas,2024,1.1,1",
                                          NULL};
    static const char *const stranger[] = {"instelling,jaar,doelstelling,besteed",
                                           "99ZZ,2024,1.1,1", NULL};
    const ds_text codes[] = {{"10AA", 4}, {"10AB", 4}, {"10AC", 4}};
    ds_kind_known known = {codes, 3, NULL, 0, NULL};
    ds_kind_table *agendas, *table;
    (void)state;
    agendas = make("agenda", joined, &known);
    known.agendas = agendas;
    table = make("besteding", lines, &known);
    assert_int_equal(ds_kind_table_n_rows(table), 3);
    assert_cell(table, 0, "agenda", "10AC");
    assert_cell(table, 1, "agenda", "Rijn");
    assert_cell(table, 2, "agenda", "Waal");
    ds_kind_table_free(table);
    table = make("besteding", named, &known);
    assert_int_equal(ds_kind_table_n_rows(table), 2);
    ds_kind_table_free(table);
    assert_refused("besteding", unknown, &known, 1, "delivery agenda");
    assert_refused("besteding", stranger, &known, 1, "99ZZ");
    ds_kind_table_free(agendas);
}

static void test_builder__indicators_are_known(void **state) {
    static const char *const lines[] = {"agenda,jaar,doelstelling,indicator,planning",
                                        "10AA,2024,1.3,VSV,op_schema",
                                        "10AA,2024,1.2,Veilig school,Veel  achter", NULL};
    static const char *const unknown[] = {"agenda,jaar,doelstelling,indicator,planning",
                                          "10AA,2024,1.3,vsw,op schema", NULL};
    static const char *const own[] = {"agenda,jaar,doelstelling,naam,waarde,eenheid",
                                      "10AA,2024,1.3,verzuim,123456.5,uur", NULL};
    const ds_text names[] = {{"veilig_school", 13}, {"vsv", 3}};
    const ds_kind_known known = {NULL, 0, names, 2, NULL};
    ds_kind_table *table;
    (void)state;
    table = make("voortgang", lines, &known);
    assert_cell(table, 0, "indicator", "veilig_school");
    assert_cell(table, 0, "planning", "veel achter");
    assert_cell(table, 1, "indicator", "vsv");
    assert_int_equal(number_of(table, 1, "planning"), 2); /* in their order */
    ds_kind_table_free(table);
    assert_refused("voortgang", unknown, &known, 1, "no indicator");
    table = make("eigen_indicator", own, &known);
    assert_int_equal(number_of(table, 0, "waarde"), 123456500000);
    ds_kind_table_free(table);
}

static void test_builder__measures_belong_to_their_goal(void **state) {
    static const char *const lines[] = {"agenda,jaar,doelstelling,maatregel,ingezet",
                                        "10AA,2024,1.3,nazorg,J", "10AA,2024,1.1,andere,onwaar",
                                        NULL};
    static const char *const other[] = {"agenda,jaar,doelstelling,maatregel,ingezet",
                                        "10AA,2024,1.1,nazorg,ja", NULL};
    ds_kind_table *table;
    (void)state;
    table = make("maatregel", lines, NULL);
    assert_cell(table, 0, "ingezet", "nee");
    assert_cell(table, 1, "ingezet", "ja");
    ds_kind_table_free(table);
    assert_refused("maatregel", other, NULL, 1, "another goal");
}

static void test_builder__words_that_are_codes_are_not_missing(void **state) {
    static const char *const lines[] = {
        "agenda,jaar,doelstelling,begroot_totaal,besteed,gecorrigeerd,reden",
        "10AA,2024,1.1,0,0,onbekend,onbekend", "10AB,2024,1.1,NA,,-,-", NULL};
    static const char *const judged[] = {"agenda,jaar,doelstelling,effectiviteit",
                                         "10AA,2024,1.1,Weet niet", "10AB,2024,1.1,N/A", NULL};
    ds_kind_table *table;
    (void)state;
    table = make("besteding", lines, NULL);
    assert_cell(table, 0, "gecorrigeerd", "onbekend");
    assert_cell(table, 0, "reden", "onbekend");
    assert_int_equal(number_of(table, 0, "begroot_totaal"), 0);
    assert_int_equal(number_of(table, 1, "begroot_totaal"), INT64_MIN);
    assert_int_equal(number_of(table, 1, "gecorrigeerd"), INT64_MIN);
    assert_cell(table, 1, "reden", "-");
    ds_kind_table_free(table);
    table = make("oordeel", judged, NULL);
    assert_cell(table, 0, "effectiviteit", "weet niet");
    assert_int_equal(number_of(table, 1, "effectiviteit"), INT64_MIN);
    ds_kind_table_free(table);
}

static const char *const survey[] = {
    "respondent,meting,jaar,instelling,gewicht,Veilig,cijfer,uren,vaak,bit,leeg",
    "1,JOB,2024,10AA,1.25,ja,7,1.5,soms,1,",
    "2,JOB,2024,10AA,0.75,NEE,8,NA,onbekend,0,",
    "3,JOB,2024,10AB,2,,NULL,2,nooit,1,",
    "",
    "respondent,meting,jaar,instelling,veilig,nieuw",
    "1,JOB,2025,10AA,j,a",
    NULL};

static void test_builder__questions_hold_what_is_found(void **state) {
    ds_kind_table *table;
    const ds_kind_column *c;
    (void)state;
    table = make("enquete", survey, NULL);
    assert_int_equal(ds_kind_table_n_rows(table), 4);
    c = ds_kind_table_column(table, ds_kind_table_find(table, "Veilig"));
    assert_int_equal(c->held, DS_HELD_CODE);
    assert_true(c->question);
    assert_cell(table, 0, "Veilig", "ja");
    assert_cell(table, 1, "Veilig", "nee");
    assert_cell(table, 3, "Veilig", "ja");
    assert_int_equal(number_of(table, 1, "cijfer"), 8);
    assert_int_equal(number_of(table, 2, "cijfer"), INT64_MIN);
    assert_int_equal(number_of(table, 0, "uren"), 1500000);
    assert_int_equal(number_of(table, 1, "uren"), INT64_MIN);
    assert_cell(table, 1, "vaak", "onbekend"); /* an answer */
    assert_int_equal(number_of(table, 0, "bit"), 1);
    assert_int_equal(number_of(table, 0, "gewicht"), 1250000);
    assert_int_equal(number_of(table, 0, "nieuw"), INT64_MIN); /* not asked that year */
    assert_cell(table, 3, "nieuw", "a");
    assert_int_equal(number_of(table, 3, "leeg"), INT64_MIN);
    ds_kind_table_free(table);
}

static void test_builder__refusals_say_nothing_of_persons(void **state) {
    static const char *const lines[] = {"respondent,meting,jaar,niveau", "1234567,JOB,2024,77777",
                                        NULL};
    ds_kind_table *table = NULL;
    ds_error err = {0};
    (void)state;
    assert_int_equal(make_of(kinds, "enquete", lines, NULL, &table, &err), DS_INPUT);
    assert_null(strstr(err.en, "77777"));
    assert_null(strstr(err.nl, "1234567"));
}

static void test_builder__an_absent_kind_is_an_empty_table(void **state) {
    (void)state;
    for (size_t i = 0; i < ds_kinds_n(kinds); i++) {
        const ds_kind_description *d = ds_kinds_at(kinds, i);
        ds_kind_table *table = NULL;
        assert_int_equal(ds_kind_table_absent(ds_kinds_of(kinds, d->name), &table, NULL), DS_OK);
        assert_false(ds_kind_table_is_present(table));
        assert_int_equal(ds_kind_table_n_rows(table), 0);
        assert_int_equal(ds_kind_table_n_columns(table), d->n_fields);
        ds_kind_table_free(table);
    }
}

/* What is not whole is no table, and never read beyond its end. */
static void test_builder__bytes_that_are_no_table(void **state) {
    ds_kind_table *table, *again = NULL;
    const char *bytes;
    size_t size;
    (void)state;
    table = make("enquete", survey, NULL);
    bytes = ds_kind_table_bytes(table, &size);
    for (size_t n = 0; n < size; n++) {
        char *cut = malloc(n + 1);
        memcpy(cut, bytes, n);
        assert_int_equal(ds_kind_table_read(cut, n, &again, NULL), DS_INPUT);
        assert_null(again);
    }
    for (size_t n = 0; n < size; n++) {
        char *spoilt = malloc(size);
        memcpy(spoilt, bytes, size);
        spoilt[n] = (char)(spoilt[n] ^ 0x80);
        if (ds_kind_table_read(spoilt, size, &again, NULL) != DS_OK) continue;
        for (size_t c = 0; c < ds_kind_table_n_columns(again); c++)
            for (uint64_t r = 0; r < ds_kind_table_n_rows(again); r++)
                (void)ds_kind_table_text(again, r, c);
        ds_kind_table_free(again);
        again = NULL;
    }
    ds_kind_table_free(table);
}

static ds_status make_all(void *context, ds_error *err) {
    static const char *const folders[] = {DS_SOURCE_DIR "/codes"};
    const ds_text names[] = {{"vsv", 3}};
    static const char *const joined[] = {"agenda,instelling", "Rijn,10AA", NULL};
    static const char *const lines[] = {"instelling,jaar,indicator,versie",
                                        "10AA,2024,vsv,oorspronkelijk", NULL};
    ds_kinds *all = NULL;
    ds_kind_table *agendas = NULL, *table = NULL;
    ds_kind_known known = {NULL, 0, names, 1, NULL};
    ds_status status = ds_kinds_read(folders, 1, &all, err);
    (void)context;
    if (status == DS_OK) status = make_of(all, "agenda", joined, NULL, &agendas, err);
    known.agendas = agendas;
    if (status == DS_OK) status = make_of(all, "streefwaarde", lines, &known, &table, err);
    ds_kind_table_free(table);
    table = NULL;
    if (status == DS_OK) status = make_of(all, "enquete", survey, NULL, &table, err);
    ds_kind_table_free(table);
    ds_kind_table_free(agendas);
    ds_kinds_free(all);
    return status;
}

static void test_builder__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(make_all, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_builder__rows_stand_in_the_order_of_their_key),
        cmocka_unit_test(test_builder__same_bytes_whatever_the_order_and_threads),
        cmocka_unit_test(test_builder__values_that_cannot_be),
        cmocka_unit_test(test_builder__a_changed_target_has_an_original_of_its_own_key),
        cmocka_unit_test(test_builder__a_key_stands_once),
        cmocka_unit_test(test_builder__columns_that_must_be_there),
        cmocka_unit_test(test_builder__institutions_become_their_agenda),
        cmocka_unit_test(test_builder__indicators_are_known),
        cmocka_unit_test(test_builder__measures_belong_to_their_goal),
        cmocka_unit_test(test_builder__words_that_are_codes_are_not_missing),
        cmocka_unit_test(test_builder__questions_hold_what_is_found),
        cmocka_unit_test(test_builder__refusals_say_nothing_of_persons),
        cmocka_unit_test(test_builder__an_absent_kind_is_an_empty_table),
        cmocka_unit_test(test_builder__bytes_that_are_no_table),
        cmocka_unit_test(test_builder__every_allocation),
    };
    return cmocka_run_group_tests(tests, open_kinds, close_kinds);
}
