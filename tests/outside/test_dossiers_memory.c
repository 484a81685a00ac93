/* test_dossiers_memory.c: with each allocation, and each write to the disk, failing in turn every
 * use case says so, keeps its outputs as they were, and leaks nothing. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "outside/desk_made.h"

typedef struct short_of_memory {
    desk_made made;
    desk_person school, partner, filler, researcher, region;
    char party[32];
    int64_t route, agenda;
    char folder[DS_PATH_SIZE];
} short_of_memory;

static void begin_short(short_of_memory *s) {
    desk_made_open(&s->made, true);
    s->school = desk_person_new(&s->made, "Vera", DS_ROLE_SCHOOL, "25LX");
    s->partner = desk_person_new(&s->made, "Mo", DS_ROLE_SCHOOL, "30AA");
    s->filler = desk_person_new(&s->made, "Fien", DS_ROLE_TEKENAAR, "25LX");
    s->researcher = desk_person_new(&s->made, "Olga", DS_ROLE_ONDERZOEKER, "*");
    s->region = desk_person_new(&s->made, "Rik", DS_ROLE_REGIO, "RN");
    s->route = desk_create(&s->made, &s->school, "proefroute", "25LX", "De route");
    desk_party(&s->made, &s->school, s->route, "mbo", "Het mbo", "30AA", s->party);
    (void)desk_save_one(&s->made, &s->school, s->route, "kort", "regio", "RN");
    (void)desk_save_one(&s->made, &s->school, s->route, "kort", "drempel", "50");
    (void)desk_save_one(&s->made, &s->school, s->route, "kort", "eigen_zaak", "stil");
    (void)desk_agree_to(&s->made, &s->partner, s->route, "visie", s->party, DS_SAYS_NO);
    (void)desk_sign_for(&s->made, &s->partner, s->route, "vastleggen", s->party);
    (void)desk_put_file(&s->made, &s->school, s->route, "pta", "a.pdf", "%PDF-1.4", 8, NULL);
    s->agenda = desk_create(&s->made, &s->filler, "proefagenda", "25LX", "College");
    (void)desk_save_one(&s->made, &s->filler, s->agenda, "geld", "totaal", "5");
    (void)desk_save_one(&s->made, &s->filler, s->agenda, "cijfers", "waarom", "daarom");
    (void)desk_save_one(&s->made, &s->filler, s->agenda, "cijfers", "streef", "5");
    (void)desk_move(&s->made, &s->filler, s->agenda, "indienen", "");
    (void)snprintf(s->folder, sizeof s->folder, "%.4000s/uit", s->made.folder);
}

static ds_status see_all_of_it(void *context, ds_error *err) {
    short_of_memory *s = context;
    ds_desk_outcome outcome;
    ds_desk_dossier seen = {0};
    const ds_status status =
        ds_desk_see(s->made.desk, desk_actor(&s->partner), s->route, DS_EN, &outcome, &seen, err);
    if (status != DS_OK) assert_null(seen.room);
    ds_desk_dossier_done(&seen);
    return status;
}

static ds_status list_tasks(void *context, ds_error *err) {
    short_of_memory *s = context;
    ds_desk_tasks tasks = {0};
    const ds_status status = ds_desk_list(s->made.desk, desk_actor(&s->school), &tasks, err);
    if (status != DS_OK) assert_null(tasks.room);
    ds_desk_tasks_done(&tasks);
    return status;
}

static ds_status follow_all_of_them(void *context, ds_error *err) {
    short_of_memory *s = context;
    ds_desk_outcome outcome;
    ds_desk_following all = {0};
    const ds_status status = ds_desk_follow(s->made.desk, desk_actor(&s->researcher), "proefagenda",
                                            NULL, DS_NL, &outcome, &all, err);
    if (status != DS_OK) assert_null(all.room);
    ds_desk_following_done(&all);
    return status;
}

static ds_status look_at_region(void *context, ds_error *err) {
    short_of_memory *s = context;
    ds_desk_outcome outcome;
    ds_desk_regions regions = {0};
    const ds_status status =
        ds_desk_region(s->made.desk, desk_actor(&s->region), NULL, &outcome, &regions, err);
    if (status != DS_OK) assert_null(regions.room);
    ds_desk_regions_done(&regions);
    return status;
}

static ds_status look_back(void *context, ds_error *err) {
    short_of_memory *s = context;
    ds_desk_outcome outcome;
    ds_desk_changes changes = {0};
    const ds_status status = ds_desk_history(s->made.desk, desk_actor(&s->partner), s->route, NULL,
                                             100, DS_NL, &outcome, &changes, err);
    if (status != DS_OK) assert_null(changes.room);
    ds_desk_changes_done(&changes);
    return status;
}

static ds_status know_somebody(void *context, ds_error *err) {
    short_of_memory *s = context;
    ds_desk_known known = {0};
    const ds_status status = ds_desk_know(s->made.desk, s->school.actor.user, &known, err);
    ds_desk_known_done(&known);
    return status;
}

static ds_status export_as_files(void *context, ds_error *err) {
    short_of_memory *s = context;
    ds_desk_exported exported;
    ds_desk_outcome outcome;
    return ds_desk_export(s->made.desk, desk_actor(&s->researcher), "proefagenda", NULL, s->folder,
                          false, &outcome, &exported, err);
}

static ds_status save_something(void *context, ds_error *err) {
    short_of_memory *s = context;
    const ds_desk_typed typed[] = {{"drempel", "61"}, {"regio", "nergens"}, {"nee", "x"}};
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    const ds_status status = ds_desk_save(s->made.desk, desk_actor(&s->school), s->route, "kort", 0,
                                          DS_NL, typed, 3, &reply, err);
    if (status != DS_OK) assert_null(reply.room);
    ds_desk_reply_done(&reply);
    return status;
}

static ds_status agree_and_sign(void *context, ds_error *err) {
    short_of_memory *s = context;
    const ds_desk_signer signer = {"An de Wit", "directeur"};
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    const int64_t revision = INT64_MAX;
    ds_status status = ds_desk_agree(s->made.desk, desk_actor(&s->partner), s->route, "visie",
                                     s->party, revision, DS_SAYS_YES, "", &reply, err);
    ds_desk_reply_done(&reply);
    if (status != DS_OK) return status;
    status = ds_desk_sign(s->made.desk, desk_actor(&s->partner), s->route, "vastleggen", s->party,
                          revision, &signer, &reply, err);
    ds_desk_reply_done(&reply);
    if (status != DS_OK) return status;
    status = ds_desk_move_to(s->made.desk, desk_actor(&s->school), s->route, "starten", revision,
                             "", NULL, &reply, err);
    ds_desk_reply_done(&reply);
    return status;
}

/* Once it is there: that it is. */
static ds_status make_another(void *context, ds_error *err) {
    short_of_memory *s = context;
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    const ds_status status = ds_desk_create(s->made.desk, desk_actor(&s->school), "proefroute",
                                            "25LX", "Nog een", &reply, err);
    if (status != DS_OK) assert_null(reply.room);
    ds_desk_reply_done(&reply);
    return status;
}

static ds_status save_workbook(void *context, ds_error *err) {
    short_of_memory *s = context;
    char path[DS_PATH_SIZE];
    ds_desk_outcome outcome;
    (void)snprintf(path, sizeof path, "%.4000s/uit.xlsx", s->made.folder);
    return ds_desk_xlsx_out(s->made.desk, desk_actor(&s->school), s->route, DS_NL, path, &outcome,
                            err);
}

static ds_status save_overview(void *context, ds_error *err) {
    short_of_memory *s = context;
    char path[DS_PATH_SIZE];
    ds_desk_outcome outcome;
    (void)snprintf(path, sizeof path, "%.4000s/uit.html", s->made.folder);
    return ds_desk_document_save(s->made.desk, desk_actor(&s->school), s->route, "overzicht", DS_NL,
                                 path, &outcome, err);
}

static ds_status (*const works[])(void *, ds_error *) = {
    see_all_of_it,  list_tasks,    follow_all_of_them, look_at_region,
    look_back,      know_somebody, export_as_files,    save_something,
    agree_and_sign, make_another,  save_workbook,      save_overview};

static void test_memory__each_allocation_that_fails_is_told(void **state) {
    (void)state;
    for (size_t w = 0; w < sizeof works / sizeof works[0]; w++) {
        short_of_memory s;
        begin_short(&s);
        ds_memory_fail_at(0);
        assert_int_equal(works[w](&s, NULL), DS_OK);
        print_message("%zu: %llu requests\n", w, (unsigned long long)ds_memory_requests());
        ds_test_every_allocation(works[w], &s);
        desk_made_close(&s.made);
    }
}

/* A write that the store can do later, as moving its journal into the file, may fail without a
 * word: then all is done all the same. */
static void fail_writes_of(ds_status (*work)(void *context, ds_error *err), short_of_memory *s) {
    bool failed = true;
    size_t n_told = 0;
    for (uint64_t n = 1; failed; n++) {
        ds_error err = {0};
        ds_status status;
        ds_file_fail_at(n);
        status = work(s, &err);
        failed = ds_file_writes() >= n;
        ds_file_fail_at(0);
        assert_true(status == DS_OK || (failed && status == DS_FAULT && err.nl[0] != '\0'));
        n_told += status == DS_FAULT;
        assert_true(n < 10000);
    }
    assert_true(n_told > 0);
}

static void test_writes__each_that_fails_is_told(void **state) {
    static ds_status (*const writes[])(void *, ds_error *) = {export_as_files, save_something,
                                                              agree_and_sign,  make_another,
                                                              save_workbook,   save_overview};
    (void)state;
    for (size_t w = 0; w < sizeof writes / sizeof writes[0]; w++) {
        short_of_memory s;
        ds_desk_outcome outcome;
        ds_desk_events events;
        desk_person administrator;
        begin_short(&s);
        print_message("write %zu\n", w);
        fail_writes_of(writes[w], &s);
        desk_made_again(&s.made); /* what is there is whole */
        administrator = desk_person_new(&s.made, "Bea", DS_ROLE_BEHEERDER, "*");
        assert_int_equal(
            ds_desk_log(s.made.desk, desk_actor(&administrator), 0, 10, &outcome, &events, NULL),
            DS_OK);
        assert_true(events.whole);
        ds_desk_events_done(&events);
        desk_made_close(&s.made);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory__each_allocation_that_fails_is_told),
        cmocka_unit_test(test_writes__each_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
