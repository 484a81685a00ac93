/* tests/work/test_process.c: the framework of a process evaluation and what is wrong with one; what
 * three cases in two rounds, and six contacts, said, counted by hand; and that each allocation may
 * fail. */
#include "doorstroom/inside.h"

#include <math.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "process_of.h"

/* ---- the framework ---- */

static const char *const estimates[] = {"a.vsv", "a.duur", "starters"};

#define WORDS                                                                                      \
    "oordelen:\n  - {code: ja, nl: ja, en: \"yes\"}\n"                                             \
    "interventies:\n  - {code: i, nl: x, en: x}\n"                                                 \
    "mechanismen:\n  - {code: lesstof, nl: x, en: x}\n  - {code: mentor, nl: x, en: x}\n"          \
    "effecten:\n  - {code: e, nl: x, en: x}\n"                                                     \
    "contexten:\n  - {code: c, nl: x, en: x}\n"

static ds_status parse(const char *text, process_framework *out, ds_error *err) {
    *err = (ds_error){0};
    return ds_process_framework_parse("kader.yaml", ds_text_of(text), estimates, 3, out, err);
}

static void test_process_framework__is_read(void **state) {
    process_framework f = {.path = NULL};
    ds_error err;
    (void)state;
    if (parse(WORDS
              "hypothesen:\n"
              "  - {id: H, interventie: i, mechanisme: Mentor, effect: e, context: c,\n"
              "     bron: tekst, plaats: les 8, schatting: a.vsv}\n"
              "  - {id: J, interventie: i, mechanisme: lesstof, effect: e, context: c,\n"
              "     bron: keuze, schatting: starters}\n"
              "vragen:\n  - {vraag: v, nl: x, en: x, antwoorden: [{code: j, nl: x, en: x}]}\n",
              &f, &err) != DS_OK)
        fail_msg("%d:%d %s", (int)err.line, (int)err.column, err.en);
    assert_int_equal(f.n_hypotheses, 2);
    assert_int_equal(f.hypotheses[0].of[DS_PROCESS_MECHANISMS], 1);
    assert_true(f.hypotheses[0].evaluation);
    assert_false(f.hypotheses[1].evaluation);
    assert_true(f.hypotheses[1].chosen);
    assert_null(f.hypotheses[1].place);
    assert_int_equal(f.questions[0].n_answers, 1);
    ds_process_framework_done(&f);
}

static void test_process_framework__tells_what_is_wrong_and_where(void **state) {
    static const char head[] =
        "hypothesen:\n"
        "  - {id: H, interventie: i, effect: e, context: c, bron: keuze, schatting: a.vsv,\n";
    static const struct {
        const char *text;
        unsigned line, column;
        const char *says;
    } wrong[] = {
        {"     mechanisme: mentr}\n", 14, 18,
         "'mentr' is no known mechanisme; did you mean 'mentor'"},
        {"     }\n", 13, 5, "mechanisme is missing here"},
        {"     mechanisme: mentor, grond: x}\n", 14, 26, "grond"},
        {"     mechanisme: mentor}\n  - {id: H, interventie: i, mechanisme: mentor, effect: e,\n"
         "     context: c, bron: keuze, schatting: a.vsv}\n",
         15, 5, "twice"},
        {"     mechanisme: mentor}\n  - {id: J, interventie: i, mechanisme: mentor, effect: e,\n"
         "     context: c, bron: keuze, schatting: a.vzv}\n",
         16, 42, "did you mean 'a.vsv'"},
        {"     mechanisme: mentor}\n  - {id: J, interventie: i, mechanisme: mentor, effect: e,\n"
         "     context: c, bron: gok, schatting: a.vsv}\n",
         16, 24, "expected tekst or keuze"},
        {"     mechanisme: mentor}\n  - {id: J, interventie: i, mechanisme: mentor, effect: e,\n"
         "     context: c, bron: tekst, schatting: a.vsv}\n",
         16, 24, "asks for plaats"},
        {"     mechanisme: mentor}\nvragen:\n  - {vraag: v, nl: x, en: x}\n", 16, 5,
         "antwoorden is missing here"},
        {"     mechanisme: mentor}\nvragen: []\n", 15, 9, "expected 1 to 200, here are 0"}};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        process_framework f = {.path = NULL};
        ds_buffer text;
        ds_error err;
        ds_buffer_init(&text, 1 << 16);
        ds_buffer_add_string(&text, WORDS);
        ds_buffer_add_string(&text, head);
        ds_buffer_add_string(&text, wrong[i].text);
        assert_int_equal(parse(ds_buffer_string(&text), &f, &err), DS_INPUT);
        if (strstr(err.en, wrong[i].says) == NULL || err.line != wrong[i].line ||
            err.column != wrong[i].column)
            fail_msg("%zu: %d:%d %s", i, (int)err.line, (int)err.column, err.en);
        assert_string_equal(err.file, "kader.yaml");
        assert_null(f.path);
        ds_buffer_done(&text);
    }
}

/* That of the program, with its definitions: every estimate is there. */
static void test_process_framework__of_the_program(void **state) {
    const ds_work work = {.program_folder = DS_SOURCE_DIR};
    process_framework f;
    ds_error err = {0};
    (void)state;
    if (ds_process_framework_read(&work, &f, &err) != DS_OK)
        fail_msg("%s:%d:%d %s", err.file, (int)err.line, (int)err.column, err.en);
    assert_true(f.n_hypotheses >= 10);
    assert_false(f.own);
    ds_process_framework_done(&f);
}

/* ---- counts ---- */

static void is_cell(const counted *c, size_t mechanism, size_t round, size_t layer,
                    const uint64_t *numbers) {
    const ds_process_cell *cell = ds_process_find(&c->block, mechanism, round, layer);
    assert_non_null(cell);
    assert_int_equal(cell->cases, numbers[0]);
    assert_int_equal(cell->rounds, numbers[1]);
    assert_int_equal(cell->layers, numbers[2]);
    assert_int_equal(cell->judgements, numbers[3]);
    for (size_t k = 0; k < 5; k++)
        assert_int_equal(cell->given[k].times, numbers[4 + k]);
}

/* Cases A, B and C in round 1, A and B in round 2; a letter in capitals, a free word, no word, no
 * mechanism, and one that the framework does not have. */
static const char *const talks[] = {"ronde,case,laag,thema,mechanisme,oordeel",
                                    "1,A,richter,duur,geen dubbele lesstof,bevestigd",
                                    "1,A,inrichter,duur,geen dubbele lesstof,bevestigd",
                                    "1,A,verrichter,duur,Geen dubbele lesstof,niet",
                                    "1,A,verrichter,begeleiding,geen dubbele lesstof,deels",
                                    "1,B,richter,duur,geen dubbele lesstof,deels",
                                    "1,C,verrichter,begeleiding,vaste begeleider,bevestigd",
                                    "2,A,richter,duur,geen dubbele lesstof,bevestigd",
                                    "2,B,inrichter,begeleiding,vaste begeleider,het werkt wel eens",
                                    "2,B,verrichter,begeleiding,vaste begeleider,",
                                    "2,B,richter,overstap,,niet",
                                    "2,A,verrichter,werkplek,meer stages,bevestigd",
                                    NULL};

static void test_process__three_cases_in_two_rounds_by_hand(void **state) {
    ds_kind_table *table = make_table("casus", talks);
    const ds_process_cell *cell;
    counted c;
    size_t subject, mentor;
    ds_error err;
    (void)state;
    counted_init(&c);
    assert_int_equal(ds_process_count_cases(&c.framework, table, &c.arena, &c.block, &err), DS_OK);
    subject = index_of(&c.framework.lists[DS_PROCESS_MECHANISMS], "geen dubbele lesstof");
    mentor = index_of(&c.framework.lists[DS_PROCESS_MECHANISMS], "vaste begeleider");
    /* cases, rounds, layers, judgements; bevestigd, deels, niet, other words, none */
    is_cell(&c, subject, SIZE_MAX, SIZE_MAX, (const uint64_t[]){3, 2, 3, 6, 3, 2, 1, 0, 0});
    is_cell(&c, subject, 0, SIZE_MAX, (const uint64_t[]){2, 1, 3, 5, 2, 2, 1, 0, 0});
    is_cell(&c, subject, 0, 2, (const uint64_t[]){1, 1, 1, 2, 0, 1, 1, 0, 0});
    is_cell(&c, subject, SIZE_MAX, 0, (const uint64_t[]){3, 2, 1, 3, 2, 1, 0, 0, 0});
    is_cell(&c, mentor, SIZE_MAX, SIZE_MAX, (const uint64_t[]){2, 2, 2, 3, 1, 0, 0, 1, 1});
    is_cell(&c, SIZE_MAX, SIZE_MAX, SIZE_MAX, (const uint64_t[]){5, 2, 3, 11, 5, 2, 2, 1, 1});
    is_cell(&c, SIZE_MAX, 1, SIZE_MAX, (const uint64_t[]){2, 1, 3, 5, 2, 0, 1, 1, 1});
    cell = ds_process_find(&c.block, subject, SIZE_MAX, SIZE_MAX);
    assert_int_equal(cell->given[0].cases, 2); /* A in round 1 twice, and in round 2 */
    assert_int_equal(cell->given[1].cases, 2);
    assert_null(ds_process_find(&c.block, mentor, SIZE_MAX, 0));
    assert_int_equal(c.block.n_case_names, 3);
    assert_int_equal(c.block.n_mechanisms, c.block.n_known_mechanisms + 1);
    assert_string_equal(c.block.mechanisms[c.block.n_known_mechanisms].code, "meer stages");
    ds_kind_table_free(table);
    counted_done(&c);
}

/* Every cell of a round and layer adds up to those over it, but for cases and rounds. */
static void test_process__judgements_add_up(void **state) {
    ds_kind_table *table = make_table("casus", talks);
    counted c;
    uint64_t by_mechanism = 0, by_round = 0, by_layer = 0, crossed = 0;
    ds_error err;
    (void)state;
    counted_init(&c);
    assert_int_equal(ds_process_count_cases(&c.framework, table, &c.arena, &c.block, &err), DS_OK);
    for (size_t i = 0; i < c.block.n_cells; i++) {
        const ds_process_cell *cell = &c.block.cells[i];
        const bool m = cell->mechanism != SIZE_MAX, r = cell->round != SIZE_MAX,
                   l = cell->layer != SIZE_MAX;
        by_mechanism += m && !r && !l ? cell->judgements : 0;
        by_round += !m && r && !l ? cell->judgements : 0;
        by_layer += !m && !r && l ? cell->judgements : 0;
        crossed += m && r && l ? cell->judgements : 0;
    }
    assert_int_equal(by_mechanism, 11);
    assert_int_equal(by_round, 11);
    assert_int_equal(by_layer, 11);
    assert_int_equal(crossed, 11);
    ds_kind_table_free(table);
    counted_done(&c);
}

/* R3 answers for two routes; R4 gives no answer, R5 has no route; `knelpunt` is of round 1 only. */
static const char *const answers[] = {"respondent,ronde,route,instelling,vraag,antwoord",
                                      "R1,1,vakmanschap2,10AA,gaat de route door,ja",
                                      "R1,1,vakmanschap2,10AA,knelpunt,roosters",
                                      "R2,1,vakmanschap2,10AA,gaat de route door,nee",
                                      "R3,1,technologie,20BB,gaat de route door,ja",
                                      "R3,1,vakmanschap2,20BB,gaat de route door,Ja",
                                      "R4,1,technologie,20BB,gaat de route door,",
                                      "R5,2,,10AA,gaat de route door,weet niet",
                                      "R6,2,technologie,20BB,gaat de route door,ja",
                                      "R6,2,technologie,20BB,wat gaat goed,het overleg",
                                      NULL};

static const ds_process_reply *reply_of(const counted *c, const char *question, size_t round,
                                        const char *route) {
    for (size_t i = 0; i < c->block.n_replies; i++) {
        const ds_process_reply *r = &c->block.replies[i];
        if (strcmp(c->block.questions[r->question].word.code, question) != 0) continue;
        if (r->round != round || (r->route == SIZE_MAX) != (route == NULL)) continue;
        if (route == NULL || strcmp(c->block.routes[r->route], route) == 0) return r;
    }
    return NULL;
}

static void is_reply(const ds_process_reply *r, uint64_t n, uint64_t missing, uint64_t first,
                     uint64_t second, uint64_t third) {
    assert_non_null(r);
    assert_int_equal(r->n, n);
    assert_int_equal(r->missing, missing);
    assert_int_equal(r->given[0].times, first);
    assert_int_equal(r->given[1].times, second);
    assert_int_equal(r->given[2].times, third);
}

static void test_process__contacts_by_hand(void **state) {
    ds_kind_table *table = make_table("contactenquete", answers);
    const ds_process_reply *open;
    counted c;
    ds_error err;
    (void)state;
    counted_init(&c);
    assert_int_equal(ds_process_count_contacts(&c.framework, table, &c.arena, &c.block, &err),
                     DS_OK);
    /* n, missing; ja, nee, weet niet */
    is_reply(reply_of(&c, "gaat de route door", 0, "vakmanschap2"), 3, 0, 2, 1, 0);
    is_reply(reply_of(&c, "gaat de route door", 0, "technologie"), 1, 1, 1, 0, 0);
    is_reply(reply_of(&c, "gaat de route door", 0, NULL), 4, 1, 3, 1, 0);
    is_reply(reply_of(&c, "gaat de route door", 1, ""), 1, 0, 0, 0, 1);
    is_reply(reply_of(&c, "gaat de route door", SIZE_MAX, NULL), 6, 1, 4, 1, 1);
    /* bekostiging, roosters, bevoegdheden; all five of round 1, four without an answer */
    is_reply(reply_of(&c, "knelpunt", 0, NULL), 1, 4, 0, 1, 0);
    is_reply(reply_of(&c, "knelpunt", SIZE_MAX, NULL), 1, 4, 0, 1, 0);
    assert_null(reply_of(&c, "knelpunt", 1, NULL));
    open = reply_of(&c, "wat gaat goed", 1, NULL);
    assert_non_null(open);
    assert_false(c.block.questions[open->question].known);
    assert_int_equal(c.block.questions[open->question].n_answers, 0);
    assert_int_equal(open->given[0].times, 1);
    assert_int_equal(open->missing, 1);
    ds_kind_table_free(table);
    counted_done(&c);
}

/* By group, then measure: what is of one group stands together. */
static void test_process__figures_of_others_by_group(void **state) {
    static const char *const lines[] = {"bron,jaar,land,groep,maat,waarde",
                                        "PIAAC,2023,Nederland,vmbo,lage taalvaardigheid,30",
                                        "PIAAC,2023,Nederland,basis,lage taalvaardigheid,45",
                                        "X,2024,Nederland,vmbo,cursussen,12.5", NULL};
    ds_kind_table *table = make_table("extern", lines);
    counted c;
    ds_error err;
    (void)state;
    counted_init(&c);
    assert_int_equal(ds_process_list_external(table, &c.arena, &c.block, &err), DS_OK);
    assert_int_equal(c.block.n_external, 3);
    assert_string_equal(c.block.external[0].group, "basis");
    assert_true(fabs(c.block.external[0].value - 45) < 1e-12);
    assert_string_equal(c.block.external[1].measure, "cursussen");
    assert_true(fabs(c.block.external[1].value - 12.5) < 1e-12);
    assert_int_equal(c.block.external[1].year, 2024);
    assert_string_equal(c.block.external[2].source, "PIAAC");
    ds_kind_table_free(table);
    counted_done(&c);
}

/* ---- the whole ---- */

static char *folder;

static int make_folder(void **state) {
    ds_import_options options = DS_IMPORT_OPTIONS_INIT;
    ds_import_report *report = NULL;
    ds_error err = {0};
    (void)state;
    folder = ds_test_folder();
    ds_free(ds_test_write_string(folder, "leveringen/inschrijving.csv",
                                 "persoon,schooljaar,soort,instelling\n1,2022,mbo,10AA\n"));
    ds_free(ds_test_write_string(folder, "leveringen/instelling.csv", "instelling\n10AA\n"));
    ds_free(ds_test_write_string(folder, "leveringen/casus.csv",
                                 "ronde,case,laag,thema,mechanisme,oordeel\n"
                                 "1,A,richter,t,lesstof,ja\n1,B,inrichter,t,stage,soms\n"));
    ds_free(ds_test_write_string(folder, "leveringen/contactenquete.csv",
                                 "respondent,ronde,route,instelling,vraag,antwoord\n"
                                 "R1,1,,10AA,v,j\nR1,1,,10AA,w,vrij\n"));
    ds_free(ds_test_write_string(folder, "leveringen/extern.csv",
                                 "bron,jaar,land,groep,maat,waarde\nPIAAC,2023,,g,m,45\n"));
    ds_free(ds_test_write_string(folder, "definities/a.yaml",
                                 "indicators:\n"
                                 "  - {id: starters, name: x, population: soort = 'mbo', event: "
                                 "ingeschreven}\n"));
    ds_free(ds_test_write_string(
        folder, "codes/onderzoekskader.yaml",
        WORDS "hypothesen:\n"
              "  - {id: H, interventie: i, mechanisme: lesstof, effect: e, context: c,\n"
              "     bron: keuze, schatting: starters}\n"
              "vragen:\n  - {vraag: v, nl: x, en: x, antwoorden: [{code: j, nl: x, en: x}]}\n"));
    options.work_folder = folder;
    options.program_folder = DS_SOURCE_DIR;
    if (ds_import(&options, &report, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    ds_import_report_free(report);
    return 0;
}

static int remove_folder(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static ds_status make_process_report(void *context, ds_error *err) {
    const ds_work work = {.folder = folder, .n_threads = 1};
    ds_work_process_result *result = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_process(&work, &result, err);
    (void)context;
    if (status == DS_OK) status = ds_report_process(ds_work_process_block(result), &document, err);
    if (status == DS_OK) {
        assert_true(ds_work_process_block(result)->own_framework);
        assert_int_equal(ds_work_process_block(result)->n_external, 1);
    }
    ds_document_free(document);
    ds_work_process_free(result);
    return status;
}

static void test_process__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(make_process_report, NULL);
}

static ds_status read_framework_again(void *context, ds_error *err) {
    const ds_work work = {.folder = context};
    process_framework f;
    ds_status status = ds_process_framework_read(&work, &f, err);
    if (status == DS_OK) ds_process_framework_done(&f);
    return status;
}

static void test_process_framework__every_allocation(void **state) {
    (void)state;
    ds_test_every_allocation(read_framework_again, folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_process_framework__is_read),
        cmocka_unit_test(test_process_framework__tells_what_is_wrong_and_where),
        cmocka_unit_test(test_process_framework__of_the_program),
        cmocka_unit_test(test_process__three_cases_in_two_rounds_by_hand),
        cmocka_unit_test(test_process__judgements_add_up),
        cmocka_unit_test(test_process__contacts_by_hand),
        cmocka_unit_test(test_process__figures_of_others_by_group),
        cmocka_unit_test_setup_teardown(test_process__every_allocation, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(test_process_framework__every_allocation, make_folder,
                                        remove_folder)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
