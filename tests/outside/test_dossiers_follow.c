/* test_dossiers_follow.c: who follows: who has submitted, what does not add up, what is far from
 * last year's; regions; and deliveries, that hold the same numbers as were typed. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "outside/desk_made.h"

typedef struct followed {
    desk_made made;
    desk_person filler, signer, other, researcher, ministry, administrator, region;
    int64_t id, second;
} followed;

static void fill_in(followed *f, desk_person *by, int64_t id, const char *topic, const char *path,
                    const char *typed) {
    assert_int_equal(desk_save_one(&f->made, by, id, topic, path, typed), DS_OUTCOME_DONE);
}

static void begin_followed(followed *f) {
    desk_made_open(&f->made, true);
    f->filler = desk_person_new(&f->made, "Fien", DS_ROLE_INVULLER, "25LX");
    f->signer = desk_person_new(&f->made, "Teun", DS_ROLE_TEKENAAR, "25LX");
    f->other = desk_person_new(&f->made, "Otto", DS_ROLE_INVULLER, "30AA");
    f->researcher = desk_person_new(&f->made, "Olga", DS_ROLE_ONDERZOEKER, "*");
    f->ministry = desk_person_new(&f->made, "Mia", DS_ROLE_MINISTERIE, "*");
    f->administrator = desk_person_new(&f->made, "Bea", DS_ROLE_BEHEERDER, "*");
    f->region = desk_person_new(&f->made, "Rik", DS_ROLE_REGIO, "RN");
    (void)desk_person_new(&f->made, "Nel", DS_ROLE_INVULLER, "31BB"); /* begins nothing */
    f->id = desk_create(&f->made, &f->filler, "proefagenda", "25LX", "College");
    f->second = desk_create(&f->made, &f->other, "proefagenda", "30AA", "Ander");
    fill_in(f, &f->filler, f->id, "geld", "totaal", "1.000,10");
    fill_in(f, &f->filler, f->id, "geld", "besteding/1.1/begroot", "600");
    fill_in(f, &f->filler, f->id, "geld", "besteding/1.1/besteed", "700,05");
    fill_in(f, &f->filler, f->id, "cijfers", "waarom", "=HYPERLINK(\"x\") en, \"meer\"\nregel 2");
    fill_in(f, &f->other, f->second, "geld", "totaal", "5");
}

static ds_desk_following follow(followed *f, desk_person *by, ds_desk_outcome *outcome) {
    ds_desk_following all = {0};
    assert_int_equal(ds_desk_follow(f->made.desk, desk_actor(by), "proefagenda", "2026", DS_NL,
                                    outcome, &all, NULL),
                     DS_OK);
    return all;
}

static void test_follow__says_who_submitted_and_what_does_not_add_up(void **state) {
    ds_desk_outcome outcome;
    ds_desk_following all;
    followed f;
    (void)state;
    begin_followed(&f);
    assert_int_equal(desk_move(&f.made, &f.signer, f.id, "indienen", ""), DS_OUTCOME_DONE);
    f.made.now += (int64_t)40 * 86400000;
    all = follow(&f, &f.researcher, &outcome);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    assert_int_equal(all.n_dossiers, 2);
    assert_int_equal(all.n_submitted, 1);
    assert_int_equal(all.n_late, 1);
    assert_int_equal(all.n_not_begun, 1);
    assert_string_equal(all.not_begun[0], "31BB");
    assert_string_equal(all.dossiers[0].task.name, "Ander");
    assert_true(all.dossiers[0].task.deadline.late);
    assert_int_equal(all.dossiers[0].n_reminders, 3);
    assert_string_equal(all.dossiers[1].signed_by, "An de Wit");
    assert_int_equal(all.dossiers[1].n_findings, 1);
    assert_string_equal(all.dossiers[1].findings[0].code, "boven_begroting");
    assert_string_equal(all.dossiers[1].findings[0].path, "besteding/1.1/besteed");
    assert_true(all.dossiers[1].may_open);
    ds_desk_following_done(&all);
    desk_made_close(&f.made);
}

/* The ministry and who administers see who and when, and nothing of what is in it. */
static void test_follow__others_see_who_and_not_what(void **state) {
    ds_desk_outcome outcome;
    followed f;
    (void)state;
    begin_followed(&f);
    for (int i = 0; i < 2; i++) {
        ds_desk_following all = follow(&f, i == 0 ? &f.ministry : &f.administrator, &outcome);
        assert_int_equal(outcome, DS_OUTCOME_DONE);
        assert_int_equal(all.n_dossiers, 2);
        for (size_t d = 0; d < 2; d++) {
            assert_false(all.dossiers[d].may_open);
            assert_int_equal(all.dossiers[d].n_findings + all.dossiers[d].n_jumps, 0);
            assert_int_equal(all.dossiers[d].task.n_errors + all.dossiers[d].task.n_warnings, 0);
        }
        ds_desk_following_done(&all);
    }
    {
        ds_desk_following all = follow(&f, &f.filler, &outcome);
        assert_int_equal(outcome, DS_OUTCOME_NOT_THERE);
        ds_desk_following_done(&all);
    }
    desk_made_close(&f.made);
}

static void test_follow__a_number_far_from_last_years_is_told(void **state) {
    static const char *const now[] = {"150", "149,99", "50", "50,01", "100", "-100"};
    static const bool jumps[] = {true, false, true, false, false, true};
    ds_desk_outcome outcome;
    followed f;
    (void)state;
    begin_followed(&f);
    f.made.now -= (int64_t)365 * 86400000;
    {
        /* Last year's, made by the program as that version. */
        const ds_dossier_new what = {"proefagenda", "2025", "agenda", "College", "25LX", "open"};
        ds_dossier_outcome stored;
        int64_t id = 0;
        assert_int_equal(
            ds_dossier_create(ds_desk_store(f.made.desk), 0, &what, &id, &stored, NULL), DS_OK);
        assert_int_equal(stored, DS_DOSSIER_DONE);
        fill_in(&f, &f.filler, id, "geld", "totaal", "100");
        fill_in(&f, &f.filler, id, "cijfers", "streef", "40");
    }
    f.made.now += (int64_t)365 * 86400000;
    fill_in(&f, &f.filler, f.id, "cijfers", "streef", "59,9");
    for (size_t i = 0; i < 6; i++) {
        ds_desk_following all;
        fill_in(&f, &f.filler, f.id, "geld", "totaal", now[i]);
        all = follow(&f, &f.researcher, &outcome);
        assert_string_equal(all.dossiers[1].task.name, "College");
        assert_int_equal(all.dossiers[1].n_jumps, jumps[i]);
        if (jumps[i]) assert_string_equal(all.dossiers[1].jumps[0].before, "100,00");
        ds_desk_following_done(&all);
    }
    desk_made_close(&f.made);
}

/* ---- deliveries ---- */

static char *read_text(const char *folder, const char *name) {
    char path[DS_PATH_SIZE];
    char *data = NULL;
    size_t size;
    ds_error err = {0};
    assert_int_equal(ds_file_join(path, folder, name, NULL), DS_OK);
    if (ds_file_read(path, 1 << 20, &data, &size, &err) != DS_OK) fail_msg("%s: %s", path, err.en);
    return data;
}

/* Of what was submitted and of nothing else, value for value. */
static void test_export__is_what_was_typed(void **state) {
    const char *const two[] = {"geld", "tijd"};
    ds_desk_exported exported;
    ds_desk_outcome outcome;
    ds_desk_reply reply;
    char folder[DS_PATH_SIZE];
    char *text;
    followed f;
    (void)state;
    begin_followed(&f);
    assert_int_equal(ds_desk_set_themes(f.made.desk, desk_actor(&f.researcher), f.id, "waarom", two,
                                        2, &reply, NULL),
                     DS_OK);
    ds_desk_reply_done(&reply);
    assert_int_equal(desk_move(&f.made, &f.signer, f.id, "indienen", ""), DS_OUTCOME_DONE);
    (void)snprintf(folder, sizeof folder, "%s/uit", f.made.folder);
    assert_int_equal(ds_desk_export(f.made.desk, desk_actor(&f.researcher), "proefagenda", NULL,
                                    folder, false, &outcome, &exported, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    assert_int_equal(exported.n_dossiers, 1);
    assert_int_equal(exported.n_files, 3);
    assert_int_equal(exported.n_rows, 4);
    text = read_text(folder, "werkagenda_2026.csv");
    assert_string_equal(text, "agenda,jaar,totaal\n25LX,2026,1000.10\n");
    ds_free(text);
    text = read_text(folder, "besteding_2026.csv");
    assert_string_equal(text, "agenda,jaar,doelstelling,begroot_totaal,besteed\n"
                              "25LX,2026,1.1,600.00,700.05\n");
    ds_free(text);
    text = read_text(folder, "antwoord_2026.csv");
    assert_string_equal(
        text, "agenda,jaar,veld,thema,antwoord\n"
              "25LX,2026,waarom,geld,\"=HYPERLINK(\"\"x\"\") en, \"\"meer\"\"\nregel 2\"\n"
              "25LX,2026,waarom,tijd,\"=HYPERLINK(\"\"x\"\") en, \"\"meer\"\"\nregel 2\"\n");
    ds_free(text);
    desk_made_close(&f.made);
}

/* What an import would refuse is refused here, with the dossier that it comes from. */
static void test_export__names_the_dossier_that_an_import_would_refuse(void **state) {
    ds_desk_exported exported = {.n_dossiers = 77};
    ds_desk_outcome outcome;
    desk_person odd;
    char scope[281], folder[DS_PATH_SIZE];
    ds_error err = {0};
    int64_t id;
    followed f;
    (void)state;
    begin_followed(&f);
    memset(scope, 'x', 280);
    scope[280] = '\0';
    odd = desk_person_new(&f.made, "Odd", DS_ROLE_TEKENAAR, scope);
    id = desk_create(&f.made, &odd, "proefagenda", scope, "Te lange code");
    fill_in(&f, &odd, id, "geld", "totaal", "1");
    assert_int_equal(desk_move(&f.made, &odd, id, "indienen", ""), DS_OUTCOME_DONE);
    assert_int_equal(desk_move(&f.made, &f.signer, f.id, "indienen", ""), DS_OUTCOME_DONE);
    (void)snprintf(folder, sizeof folder, "%.4000s/uit", f.made.folder);
    assert_int_equal(ds_desk_export(f.made.desk, desk_actor(&f.researcher), "proefagenda", NULL,
                                    folder, false, &outcome, &exported, &err),
                     DS_INPUT);
    assert_string_equal(err.file, scope);
    assert_int_equal(exported.n_dossiers, 77);
    assert_false(ds_file_exists(folder));
    desk_made_close(&f.made);
}

/* For who opens it in a spreadsheet: nothing in it is a formula. */
static void test_export__has_no_formulas_where_that_is_asked(void **state) {
    ds_desk_exported exported;
    ds_desk_outcome outcome;
    char folder[DS_PATH_SIZE];
    char *text;
    followed f;
    (void)state;
    begin_followed(&f);
    assert_int_equal(desk_move(&f.made, &f.signer, f.id, "indienen", ""), DS_OUTCOME_DONE);
    (void)snprintf(folder, sizeof folder, "%s/uit", f.made.folder);
    assert_int_equal(ds_desk_export(f.made.desk, desk_actor(&f.researcher), "proefagenda", NULL,
                                    folder, true, &outcome, &exported, NULL),
                     DS_OK);
    text = read_text(folder, "antwoord_2026.csv");
    assert_non_null(strstr(text, "\"'=HYPERLINK("));
    ds_free(text);
    desk_made_close(&f.made);
}

static void test_export__is_the_researchers(void **state) {
    ds_desk_exported exported;
    ds_desk_outcome outcome;
    ds_document *document = NULL;
    char folder[DS_PATH_SIZE];
    followed f;
    (void)state;
    begin_followed(&f);
    (void)snprintf(folder, sizeof folder, "%s/uit", f.made.folder);
    assert_int_equal(ds_desk_export(f.made.desk, desk_actor(&f.filler), "proefagenda", NULL, folder,
                                    false, &outcome, &exported, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_NOT_THERE);
    assert_int_equal(ds_desk_export(f.made.desk, desk_actor(&f.researcher), "proefroute", NULL,
                                    folder, false, &outcome, &exported, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_REFUSED); /* that form does not let them */
    assert_false(ds_file_exists(folder));
    assert_int_equal(ds_desk_export_document(f.made.desk, desk_actor(&f.researcher), "proefagenda",
                                             NULL, &outcome, &document, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    ds_document_free(document);
    desk_made_close(&f.made);
}

/* ---- regions ---- */

static size_t count_routes(followed *f, desk_person *by, const char *region,
                           ds_desk_outcome *outcome, bool *may_open) {
    ds_desk_regions regions = {0};
    size_t n;
    assert_int_equal(ds_desk_region(f->made.desk, desk_actor(by), region, outcome, &regions, NULL),
                     DS_OK);
    n = regions.n_routes;
    *may_open = n > 0 && regions.routes[0].may_open;
    if (n > 0) assert_string_equal(regions.routes[0].parties, "Het mbo");
    ds_desk_regions_done(&regions);
    return n;
}

static void test_region__sees_its_own_routes(void **state) {
    ds_desk_outcome outcome;
    desk_person school, elsewhere;
    char party[32];
    int64_t north, south;
    bool may_open;
    followed f;
    (void)state;
    begin_followed(&f);
    school = desk_person_new(&f.made, "Vera", DS_ROLE_SCHOOL, "01AA");
    elsewhere = desk_person_new(&f.made, "Zeger", DS_ROLE_REGIO, "RZ");
    north = desk_create(&f.made, &school, "proefroute", "01AA", "Noord");
    south = desk_create(&f.made, &school, "proefroute", "01AA", "Zuid");
    desk_party(&f.made, &school, north, "mbo", "Het mbo", "25LX", party);
    desk_party(&f.made, &school, south, "mbo", "Het mbo", "25LX", party);
    fill_in(&f, &school, north, "kort", "regio", "RN");
    fill_in(&f, &school, south, "kort", "regio", "RZ");
    assert_int_equal(count_routes(&f, &f.region, NULL, &outcome, &may_open), 1);
    assert_true(may_open);
    assert_int_equal(count_routes(&f, &f.region, "RZ", &outcome, &may_open), 0);
    assert_int_equal(count_routes(&f, &elsewhere, NULL, &outcome, &may_open), 1);
    assert_int_equal(count_routes(&f, &f.ministry, NULL, &outcome, &may_open), 2);
    assert_false(may_open); /* they are open to changes */
    assert_int_equal(count_routes(&f, &f.researcher, "RZ", &outcome, &may_open), 1);
    assert_int_equal(count_routes(&f, &f.administrator, NULL, &outcome, &may_open), 0);
    assert_int_equal(outcome, DS_OUTCOME_NOT_THERE);
    assert_int_equal(count_routes(&f, &school, NULL, &outcome, &may_open), 0);
    assert_int_equal(outcome, DS_OUTCOME_NOT_THERE);
    /* A region reads the routes in it and writes in none. */
    assert_int_equal(desk_save_one(&f.made, &f.region, north, "kort", "drempel", "1"),
                     DS_OUTCOME_REFUSED);
    assert_int_equal(desk_save_one(&f.made, &f.region, south, "kort", "drempel", "1"),
                     DS_OUTCOME_NOT_THERE);
    desk_made_close(&f.made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_follow__says_who_submitted_and_what_does_not_add_up),
        cmocka_unit_test(test_follow__others_see_who_and_not_what),
        cmocka_unit_test(test_follow__a_number_far_from_last_years_is_told),
        cmocka_unit_test(test_export__is_what_was_typed),
        cmocka_unit_test(test_export__names_the_dossier_that_an_import_would_refuse),
        cmocka_unit_test(test_export__has_no_formulas_where_that_is_asked),
        cmocka_unit_test(test_export__is_the_researchers),
        cmocka_unit_test(test_region__sees_its_own_routes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
