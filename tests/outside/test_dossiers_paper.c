/* test_dossiers_paper.c: documents and workbooks of a dossier: what is missing stands in them, who
 * disagrees stands in them by name, what is not for a reader does not; last year's answers. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "outside/desk_made.h"

typedef struct papers {
    desk_made made;
    desk_person school, partner, researcher, stranger;
    char p_vmbo[32], p_mbo[32];
    int64_t id;
} papers;

static void begin_papers(papers *p) {
    desk_made_open(&p->made, true);
    p->school = desk_person_new(&p->made, "Vera", DS_ROLE_SCHOOL, "25LX");
    p->partner = desk_person_new(&p->made, "Mo", DS_ROLE_SCHOOL, "30AA");
    p->researcher = desk_person_new(&p->made, "Olga", DS_ROLE_ONDERZOEKER, "*");
    p->stranger = desk_person_new(&p->made, "Steef", DS_ROLE_SCHOOL, "99ZZ");
    p->id = desk_create(&p->made, &p->school, "proefroute", "25LX", "De route");
    desk_party(&p->made, &p->school, p->id, "vmbo", "Vmbo Noord", "25LX", p->p_vmbo);
    desk_party(&p->made, &p->school, p->id, "mbo", "Mbo Zuid", "30AA", p->p_mbo);
    assert_int_equal(desk_save_one(&p->made, &p->school, p->id, "kort", "eigen_zaak", "geheimpje"),
                     DS_OUTCOME_DONE);
    assert_int_equal(
        desk_save_one(&p->made, &p->school, p->id, "visie", "visie", "=1+1 <script>samen</script>"),
        DS_OUTCOME_DONE);
}

static ds_status keep_bytes(void *context, const char *data, size_t size, ds_error *err) {
    (void)err;
    ds_buffer_add(context, data, size);
    return DS_OK;
}

/* As a page in Dutch; freed by the caller. NULL when it was not given. */
static char *page_of(papers *p, desk_person *by, const char *paper) {
    const ds_write_options options = DS_WRITE_OPTIONS_INIT;
    ds_desk_outcome outcome;
    ds_document *document = NULL;
    ds_error err = {0};
    ds_buffer text;
    char *page = NULL;
    ds_sink sink = {&text, keep_bytes};
    if (ds_desk_document(p->made.desk, desk_actor(by), p->id, paper, &outcome, &document, &err) !=
        DS_OK)
        fail_msg("%s", err.en);
    if (outcome != DS_OUTCOME_DONE) return NULL;
    ds_buffer_init(&text, 1 << 24);
    if (ds_document_write(document, DS_FORM_HTML, &options, &sink, &err) != DS_OK)
        fail_msg("%s", err.en);
    page = ds_strdup(ds_buffer_string(&text));
    ds_buffer_done(&text);
    ds_document_free(document);
    return page;
}

static bool holds(const char *page, const char *text) {
    return strstr(page, text) != NULL;
}

static void test_paper__has_what_is_missing_and_who_disagrees(void **state) {
    papers p;
    char *page;
    (void)state;
    begin_papers(&p);
    assert_int_equal(desk_agree_to(&p.made, &p.school, p.id, "visie", p.p_vmbo, DS_SAYS_YES),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_agree_to(&p.made, &p.partner, p.id, "visie", p.p_mbo, DS_SAYS_NO),
                     DS_OUTCOME_DONE);
    page = page_of(&p, &p.school, "overeenkomst");
    assert_true(holds(page, "nog af te spreken") || holds(page, "Nog af te spreken"));
    assert_true(holds(page, "Vmbo Noord"));
    assert_true(holds(page, "Mbo Zuid"));
    assert_true(holds(page, "Mbo Zuid (")); /* a name anybody may type; the code says who it is */
    assert_true(holds(page, "omdat"));      /* why the one does not agree */
    assert_false(holds(page, "<script>samen"));
    ds_free(page);
    desk_made_close(&p.made);
}

static void test_overview__has_all_that_its_reader_may_see(void **state) {
    papers p;
    char *page;
    (void)state;
    begin_papers(&p);
    page = page_of(&p, &p.school, "overzicht");
    assert_true(holds(page, "geheimpje"));
    assert_true(holds(page, "Mbo Zuid ("));
    assert_true(holds(page, "73,4"));
    assert_false(holds(page, "<script>samen"));
    assert_false(holds(page, "<th scope=\"col\"></th>")); /* no pdf is made of such a table */
    ds_free(page);
    page = page_of(&p, &p.researcher, "overzicht");
    assert_false(holds(page, "geheimpje"));
    ds_free(page);
    page = page_of(&p, &p.partner, "overzicht"); /* the figure is not of this partner's scope */
    assert_true(holds(page, "geheimpje"));
    assert_false(holds(page, "73,4"));
    ds_free(page);
    assert_null(page_of(&p, &p.stranger, "overzicht"));
    assert_null(page_of(&p, &p.school, "geen_stuk"));
    desk_made_close(&p.made);
}

static void test_paper__is_a_file_by_its_ending(void **state) {
    static const char *const endings[] = {"html", "json", "xlsx"};
    papers p;
    (void)state;
    begin_papers(&p);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        char path[DS_PATH_SIZE];
        ds_desk_outcome outcome;
        ds_error err = {0};
        (void)snprintf(path, sizeof path, "%.4000s/stuk.%s", p.made.folder, endings[i]);
        if (ds_desk_document_save(p.made.desk, desk_actor(&p.school), p.id, "overeenkomst", DS_NL,
                                  path, &outcome, &err) != DS_OK)
            fail_msg("%s: %s", path, err.en);
        assert_int_equal(outcome, DS_OUTCOME_DONE);
        assert_true(ds_file_exists(path));
    }
    desk_made_close(&p.made);
}

/* ---- last year's ---- */

static void test_carry__a_new_version_begins_with_last_years_answers(void **state) {
    const ds_dossier_new what = {"proefagenda", "2025", "agenda", "College", "25LX", "open"};
    ds_dossier_outcome stored;
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    desk_person filler;
    desk_made made;
    int64_t former = 0, id;
    char *text;
    (void)state;
    desk_made_open(&made, false);
    filler = desk_person_new(&made, "Fien", DS_ROLE_INVULLER, "25LX");
    assert_int_equal(ds_dossier_create(ds_desk_store(made.desk), 0, &what, &former, &stored, NULL),
                     DS_OK);
    assert_int_equal(desk_save_one(&made, &filler, former, "geld", "totaal", "100"),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_save_one(&made, &filler, former, "geld", "besteding/1.1/begroot", "60"),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_save_one(&made, &filler, former, "geld", "besteding/1.1/besteed", "40"),
                     DS_OUTCOME_DONE);
    id = desk_create(&made, &filler, "proefagenda", "25LX", "College");
    assert_true(id > 0);
    text = desk_text(&made, &filler, id, "totaal");
    assert_string_equal(text, "100,00");
    ds_free(text);
    text = desk_text(&made, &filler, id, "besteding/1.1/besteed"); /* neem_over: nee */
    assert_string_equal(text, "");
    ds_free(text);
    assert_int_equal(desk_save_one(&made, &filler, id, "geld", "totaal", "150"), DS_OUTCOME_DONE);
    assert_int_equal(ds_desk_see(made.desk, desk_actor(&filler), id, DS_NL, &outcome, &seen, NULL),
                     DS_OK);
    assert_string_equal(seen.topics[0].fields[0].text, "150,00");
    assert_string_equal(seen.topics[0].fields[0].previous, "100,00");
    ds_desk_dossier_done(&seen);
    desk_made_close(&made);
}

/* ---- a workbook ---- */

static ds_desk_reply bring_in(papers *p, desk_person *by, const char *path, int64_t revision) {
    ds_desk_reply reply;
    ds_error err = {0};
    if (ds_desk_xlsx_in(p->made.desk, desk_actor(by), p->id, path, revision, DS_NL, &reply, &err) !=
        DS_OK)
        fail_msg("%s", err.en);
    return reply;
}

/* Out, in again: nothing changes, also where a text looks like a formula. Into another dossier: its
 * answers are there. What somebody changed after it was made, and the workbook did not, stays. */
static void test_workbook__comes_back_as_it_went(void **state) {
    char path[DS_PATH_SIZE];
    ds_desk_outcome outcome;
    ds_desk_reply reply;
    int64_t before;
    char *text;
    papers p;
    (void)state;
    begin_papers(&p);
    (void)snprintf(path, sizeof path, "%.4000s/uit.xlsx", p.made.folder);
    assert_int_equal(
        ds_desk_xlsx_out(p.made.desk, desk_actor(&p.school), p.id, DS_NL, path, &outcome, NULL),
        DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    before = desk_revision(&p.made, &p.school, p.id);
    reply = bring_in(&p, &p.school, path, 0);
    for (size_t i = 0; i < reply.n_reasons; i++)
        print_message("%s: %s\n", reply.reasons[i].path, reply.reasons[i].say.nl);
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
    assert_int_equal(desk_revision(&p.made, &p.school, p.id), before);
    assert_int_equal(desk_save_one(&p.made, &p.partner, p.id, "visie", "visie", "van de partner"),
                     DS_OUTCOME_DONE);
    reply = bring_in(&p, &p.school, path, before); /* as it was when the workbook was made */
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
    text = desk_text(&p.made, &p.school, p.id, "visie");
    assert_string_equal(text, "van de partner");
    ds_free(text);
    reply = bring_in(&p, &p.stranger, path, 0);
    assert_int_equal(reply.outcome, DS_OUTCOME_NOT_THERE);
    ds_desk_reply_done(&reply);
    reply = bring_in(&p, &p.researcher, path, 0);
    assert_int_equal(reply.outcome, DS_OUTCOME_REFUSED);
    ds_desk_reply_done(&reply);
    p.id = desk_create(&p.made, &p.school, "proefroute", "25LX", "Een tweede");
    reply = bring_in(&p, &p.school, path, 0);
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
    text = desk_text(&p.made, &p.school, p.id, "visie");
    assert_string_equal(text, "=1+1 <script>samen</script>");
    ds_free(text);
    desk_made_close(&p.made);
}

/* Whoever sends a workbook back does so from a page of now. What another changed since it was
 * fetched is no change of theirs; what both changed is told. */
static void test_workbook__is_of_when_it_was_fetched(void **state) {
    char path[DS_PATH_SIZE];
    ds_desk_outcome outcome;
    ds_desk_reply reply;
    char *text;
    papers p;
    (void)state;
    begin_papers(&p);
    (void)snprintf(path, sizeof path, "%.4000s/uit.xlsx", p.made.folder);
    assert_int_equal(
        ds_desk_xlsx_out(p.made.desk, desk_actor(&p.school), p.id, DS_NL, path, &outcome, NULL),
        DS_OK);
    assert_int_equal(desk_save_one(&p.made, &p.partner, p.id, "visie", "visie", "van de partner"),
                     DS_OUTCOME_DONE);
    for (int64_t revision = 0; revision < 2; revision++) { /* none, and that of the page */
        reply = bring_in(&p, &p.school, path,
                         revision == 0 ? 0 : desk_revision(&p.made, &p.school, p.id));
        assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
        ds_desk_reply_done(&reply);
        text = desk_text(&p.made, &p.school, p.id, "visie");
        assert_string_equal(text, "van de partner");
        ds_free(text);
    }
    desk_made_close(&p.made);
}

/* What a reader may not see is not in their workbook, so that it does not come back empty either.
 */
static void test_workbook__holds_and_empties_nothing_that_is_not_its_readers(void **state) {
    char path[DS_PATH_SIZE];
    ds_desk_outcome outcome;
    ds_desk_reply reply;
    char *text;
    papers p;
    (void)state;
    begin_papers(&p);
    (void)snprintf(path, sizeof path, "%.4000s/uit.xlsx", p.made.folder);
    assert_int_equal(
        ds_desk_xlsx_out(p.made.desk, desk_actor(&p.researcher), p.id, DS_NL, path, &outcome, NULL),
        DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    reply = bring_in(&p, &p.school, path, 0);
    ds_desk_reply_done(&reply);
    text = desk_text(&p.made, &p.school, p.id, "eigen_zaak");
    assert_string_equal(text, "geheimpje");
    ds_free(text);
    desk_made_close(&p.made);
}

static void test_workbook__anything_else_is_refused(void **state) {
    static const char *const bytes[] = {"", "geen werkboek", "PK\3\4 half"};
    papers p;
    (void)state;
    begin_papers(&p);
    for (size_t i = 0; i < 3; i++) {
        char *path = ds_test_write_string(p.made.folder, "kapot.xlsx", bytes[i]);
        ds_desk_reply reply = bring_in(&p, &p.school, path, 0);
        assert_int_equal(reply.outcome, DS_OUTCOME_INVALID);
        assert_int_equal(reply.n_reasons, 1);
        ds_desk_reply_done(&reply);
        ds_free(path);
    }
    desk_made_close(&p.made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paper__has_what_is_missing_and_who_disagrees),
        cmocka_unit_test(test_overview__has_all_that_its_reader_may_see),
        cmocka_unit_test(test_paper__is_a_file_by_its_ending),
        cmocka_unit_test(test_workbook__comes_back_as_it_went),
        cmocka_unit_test(test_workbook__is_of_when_it_was_fetched),
        cmocka_unit_test(test_workbook__holds_and_empties_nothing_that_is_not_its_readers),
        cmocka_unit_test(test_workbook__anything_else_is_refused),
        cmocka_unit_test(test_carry__a_new_version_begins_with_last_years_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
