/* test_dossiers_save.c: whose a dossier is, what is saved and what is not, two who type at once,
 * what only some may see, questions and themes, and who changed what. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "outside/desk_made.h"

typedef struct agendas {
    desk_made made;
    desk_person filler, second, signer, other, researcher, ministry, administrator;
    int64_t id;
} agendas;

static void begin_agendas(agendas *a, bool release) {
    desk_made_open(&a->made, release);
    a->filler = desk_person_new(&a->made, "Fien", DS_ROLE_INVULLER, "25LX");
    a->second = desk_person_new(&a->made, "Siem", DS_ROLE_INVULLER, "25LX");
    a->signer = desk_person_new(&a->made, "Teun", DS_ROLE_TEKENAAR, "25LX");
    a->other = desk_person_new(&a->made, "Otto", DS_ROLE_INVULLER, "30AA");
    a->researcher = desk_person_new(&a->made, "Olga", DS_ROLE_ONDERZOEKER, "*");
    a->ministry = desk_person_new(&a->made, "Mia", DS_ROLE_MINISTERIE, "*");
    a->administrator = desk_person_new(&a->made, "Bea", DS_ROLE_BEHEERDER, "*");
    a->id = desk_create(&a->made, &a->filler, "proefagenda", "25LX", "College");
    assert_true(a->id > 0);
}

typedef struct beginner {
    agendas *of;
    char name[20];
    ds_desk_outcome outcome;
} beginner;

static void *begin_one(void *context) {
    beginner *b = context;
    ds_desk_reply reply;
    if (ds_desk_create(b->of->made.desk, &b->of->other.actor, "proefagenda", "30AA", b->name,
                       &reply, NULL) != DS_OK)
        return NULL;
    b->outcome = reply.outcome;
    ds_desk_reply_done(&reply);
    return b;
}

/* Two of one agenda would be delivered twice. */
static void test_create__many_at_once_make_one(void **state) {
    enum { MANY = 16 };
    beginner all[MANY];
    pthread_t threads[MANY];
    size_t n = 0;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    (void)desk_actor(&a.other);
    for (int i = 0; i < MANY; i++) {
        all[i] = (beginner){.of = &a, .outcome = DS_OUTCOME_REFUSED};
        (void)snprintf(all[i].name, sizeof all[i].name, "Agenda %d", i);
        assert_int_equal(pthread_create(&threads[i], NULL, begin_one, &all[i]), 0);
    }
    for (int i = 0; i < MANY; i++) {
        void *ended = NULL;
        assert_int_equal(pthread_join(threads[i], &ended), 0);
        assert_non_null(ended);
        n += all[i].outcome == DS_OUTCOME_DONE;
    }
    assert_int_equal(n, 1);
    desk_made_close(&a.made);
}

static ds_desk_dossier see(agendas *a, desk_person *by, ds_desk_outcome *outcome) {
    ds_desk_dossier seen;
    assert_int_equal(ds_desk_see(a->made.desk, desk_actor(by), a->id, DS_NL, outcome, &seen, NULL),
                     DS_OK);
    return seen;
}

static ds_desk_outcome may_see(agendas *a, desk_person *by) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen = see(a, by, &outcome);
    ds_desk_dossier_done(&seen);
    return outcome;
}

static void test_create__is_for_ones_own_and_once(void **state) {
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    assert_int_equal(desk_create(&a.made, &a.filler, "proefagenda", "25LX", "Nog eens"),
                     -DS_OUTCOME_INVALID);
    assert_int_equal(desk_create(&a.made, &a.filler, "proefagenda", "30AA", "Van een ander"),
                     -DS_OUTCOME_REFUSED);
    assert_int_equal(desk_create(&a.made, &a.researcher, "proefagenda", "30AA", "Niet"),
                     -DS_OUTCOME_REFUSED);
    assert_int_equal(desk_create(&a.made, &a.filler, "geen", "25LX", "Niet"),
                     -DS_OUTCOME_NOT_THERE);
    assert_int_equal(desk_create(&a.made, &a.other, "proefagenda", "30AA", "twee\nregels"),
                     -DS_OUTCOME_INVALID);
    assert_int_equal(desk_create(&a.made, &a.other, "proefagenda", "30AA", "  "),
                     -DS_OUTCOME_INVALID);
    assert_true(desk_create(&a.made, &a.administrator, "proefagenda", "30AA", "Door beheer") > 0);
    assert_int_equal(desk_create(&a.made, &a.administrator, "proefagenda", "", "Zonder code"),
                     -DS_OUTCOME_INVALID);
    desk_made_close(&a.made);
}

/* The version of now: the latest that has opened; before any has, the first that will. */
static void test_create__takes_the_version_that_is_open(void **state) {
    static const struct {
        int64_t days; /* from 20 May 2026 */
        const char *version;
    } cases[] = {{-20, "2025"}, {-19, "2026"}, {-384, "2025"}, {-500, "2025"}, {900, "2026"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ds_desk_tasks tasks;
        agendas a;
        begin_agendas(&a, false);
        a.made.now += cases[i].days * 86400000;
        assert_string_equal(ds_desk_form(a.made.desk, "proefagenda", NULL)->version,
                            cases[i].version);
        assert_int_equal(ds_desk_list(a.made.desk, desk_actor(&a.other), &tasks, NULL), DS_OK);
        assert_int_equal(tasks.n_begin, 1);
        assert_string_equal(tasks.begin[0].form->version, cases[i].version);
        ds_desk_tasks_done(&tasks);
        desk_made_close(&a.made);
    }
}

/* Who is not concerned cannot tell it from what is not there. */
static void test_see__is_for_who_it_concerns(void **state) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    assert_int_equal(may_see(&a, &a.filler), DS_OUTCOME_DONE);
    assert_int_equal(may_see(&a, &a.signer), DS_OUTCOME_DONE);
    assert_int_equal(may_see(&a, &a.researcher), DS_OUTCOME_DONE);
    assert_int_equal(may_see(&a, &a.other), DS_OUTCOME_NOT_THERE);
    assert_int_equal(may_see(&a, &a.ministry), DS_OUTCOME_NOT_THERE);
    assert_int_equal(may_see(&a, &a.administrator), DS_OUTCOME_NOT_THERE);
    assert_int_equal(desk_save_one(&a.made, &a.other, a.id, "geld", "totaal", "1"),
                     DS_OUTCOME_NOT_THERE);
    assert_int_equal(desk_save_one(&a.made, &a.researcher, a.id, "geld", "totaal", "1"),
                     DS_OUTCOME_REFUSED);
    assert_int_equal(
        ds_desk_see(a.made.desk, desk_actor(&a.filler), a.id + 999, DS_NL, &outcome, &seen, NULL),
        DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_NOT_THERE);
    ds_desk_dossier_done(&seen);
    desk_made_close(&a.made);
}

static void test_save__reads_dutch_and_keeps_what_is_right(void **state) {
    const ds_desk_typed typed[] = {{"totaal", "1.234.567,89"},
                                   {"besteding/1.1/begroot", "duizend"},
                                   {"besteding/1.2/begroot", "12,50"},
                                   {"besteding/9.9/begroot", "1"},
                                   {"streef", "50"},
                                   {"nu", "12"},
                                   {"totaal", "5"},
                                   {"nergens", "x"}};
    ds_desk_reply reply;
    char *text;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    assert_int_equal(ds_desk_save(a.made.desk, desk_actor(&a.filler), a.id, "geld", 0, DS_NL, typed,
                                  8, &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_INVALID);
    assert_int_equal(reply.n_reasons, 6); /* all but the first and the third */
    assert_string_equal(reply.reasons[0].path, "besteding/1.1/begroot");
    ds_desk_reply_done(&reply);
    text = desk_text(&a.made, &a.filler, a.id, "totaal");
    assert_string_equal(text, "1.234.567,89");
    ds_free(text);
    text = desk_text(&a.made, &a.filler, a.id, "besteding/1.2/begroot");
    assert_string_equal(text, "12,50");
    ds_free(text);
    text = desk_text(&a.made, &a.filler, a.id, "streef");
    assert_string_equal(text, "");
    ds_free(text);
    assert_int_equal(desk_save_one(&a.made, &a.filler, a.id, "nergens", "totaal", "1"),
                     DS_OUTCOME_NOT_THERE);
    desk_made_close(&a.made);
}

static ds_desk_reply save_from(agendas *a, desk_person *by, int64_t revision, const char *path,
                               const char *typed) {
    const ds_desk_typed one = {path, typed};
    ds_desk_reply reply;
    assert_int_equal(ds_desk_save(a->made.desk, desk_actor(by), a->id, "geld", revision, DS_NL,
                                  &one, 1, &reply, NULL),
                     DS_OK);
    return reply;
}

/* Two pages of one moment: other fields both stay, of the same field the first, and the second is
 * told what, when and by whom. */
static void test_save__two_at_once_lose_nothing(void **state) {
    ds_desk_outcome outcome;
    ds_desk_changes changes;
    ds_desk_reply reply;
    int64_t read;
    char *text;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    read = desk_revision(&a.made, &a.filler, a.id);
    reply = save_from(&a, &a.filler, read, "totaal", "100");
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
    reply = save_from(&a, &a.second, read, "besteding/1.1/begroot", "40");
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
    reply = save_from(&a, &a.second, read, "totaal", "200");
    assert_int_equal(reply.outcome, DS_OUTCOME_CONFLICT);
    assert_int_equal(reply.n_conflicts, 1);
    assert_string_equal(reply.conflicts[0].path, "totaal");
    assert_string_equal(reply.conflicts[0].yours, "200,00");
    assert_string_equal(reply.conflicts[0].theirs, "100,00");
    assert_string_equal(reply.conflicts[0].by, "Fien");
    assert_int_equal(reply.conflicts[0].at, a.made.now);
    ds_desk_reply_done(&reply);
    text = desk_text(&a.made, &a.filler, a.id, "totaal");
    assert_string_equal(text, "100,00");
    ds_free(text);
    /* What was refused is kept all the same. */
    assert_int_equal(ds_desk_history(a.made.desk, desk_actor(&a.filler), a.id, "totaal", 10, DS_NL,
                                     &outcome, &changes, NULL),
                     DS_OK);
    assert_int_equal(changes.n, 2);
    assert_true(changes.list[0].refused);
    assert_string_equal(changes.list[0].text, "200,00");
    assert_string_equal(changes.list[0].by, "Siem");
    assert_false(changes.list[1].refused);
    assert_string_equal(changes.list[1].by, "Fien");
    ds_desk_changes_done(&changes);
    desk_made_close(&a.made);
}

/* Nor does a revision that never was say that somebody has seen what stands there. */
static void test_save__a_revision_that_never_was_is_none(void **state) {
    ds_desk_reply reply;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    reply = save_from(&a, &a.filler, desk_revision(&a.made, &a.filler, a.id), "totaal", "100");
    ds_desk_reply_done(&reply);
    reply = save_from(&a, &a.second, INT64_MAX, "totaal", "200");
    assert_int_equal(reply.outcome, DS_OUTCOME_CONFLICT);
    ds_desk_reply_done(&reply);
    desk_made_close(&a.made);
}

static void test_save__a_form_that_is_not_open_takes_nothing(void **state) {
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    a.made.now -= (int64_t)40 * 86400000;
    assert_int_equal(desk_save_one(&a.made, &a.filler, a.id, "geld", "totaal", "1"),
                     DS_OUTCOME_NOT_YET);
    a.made.now += (int64_t)400 * 86400000; /* late is allowed, and told */
    assert_int_equal(desk_save_one(&a.made, &a.filler, a.id, "geld", "totaal", "1"),
                     DS_OUTCOME_DONE);
    desk_made_close(&a.made);
}

/* ---- the task list ---- */

static void test_list__has_ones_own_with_their_deadline(void **state) {
    ds_desk_tasks tasks;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    assert_int_equal(ds_desk_list(a.made.desk, desk_actor(&a.filler), &tasks, NULL), DS_OK);
    assert_int_equal(tasks.n_tasks, 1);
    assert_string_equal(tasks.tasks[0].name, "College");
    assert_int_equal(tasks.tasks[0].deadline.days_left, 26);
    assert_int_equal(tasks.tasks[0].deadline.reminder, 0);
    assert_int_equal(tasks.tasks[0].n_topics, 2);
    assert_int_equal(tasks.tasks[0].n_done, 1); /* of the other nothing has to be filled in */
    assert_true(tasks.tasks[0].may_save);
    assert_int_equal(tasks.n_begin, 0); /* its agenda is begun, and routes are not for this role */
    ds_desk_tasks_done(&tasks);
    a.made.now += (int64_t)20 * 86400000;
    assert_int_equal(ds_desk_list(a.made.desk, desk_actor(&a.filler), &tasks, NULL), DS_OK);
    assert_int_equal(tasks.tasks[0].deadline.reminder, 7);
    ds_desk_tasks_done(&tasks);
    a.made.now += (int64_t)20 * 86400000;
    assert_int_equal(ds_desk_list(a.made.desk, desk_actor(&a.filler), &tasks, NULL), DS_OK);
    assert_true(tasks.tasks[0].deadline.late);
    ds_desk_tasks_done(&tasks);
    assert_int_equal(ds_desk_list(a.made.desk, desk_actor(&a.other), &tasks, NULL), DS_OK);
    assert_int_equal(tasks.n_tasks, 0);
    assert_int_equal(tasks.n_begin, 1);
    assert_string_equal(tasks.begin[0].scope, "30AA");
    assert_string_equal(tasks.begin[0].form->version, "2026");
    ds_desk_tasks_done(&tasks);
    assert_int_equal(ds_desk_list(a.made.desk, desk_actor(&a.researcher), &tasks, NULL), DS_OK);
    assert_int_equal(tasks.n_tasks, 0);
    ds_desk_tasks_done(&tasks);
    desk_made_close(&a.made);
}

/* ---- what only some may see ---- */

static const ds_desk_field *field_at(const ds_desk_dossier *seen, const char *path) {
    for (size_t t = 0; t < seen->n_topics; t++)
        for (size_t f = 0; f < seen->topics[t].n_fields; f++)
            if (strcmp(seen->topics[t].fields[f].path, path) == 0)
                return &seen->topics[t].fields[f];
    return NULL;
}

/* A field for schools is not on a researcher's page, nor in what is made for them, nor in the
 * history; and one for researchers cannot be written by a school that guesses its name. */
static void test_visible__fields_are_for_who_the_form_says(void **state) {
    ds_desk_outcome outcome;
    ds_desk_changes changes;
    ds_desk_dossier seen;
    desk_person school;
    int64_t id;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    school = desk_person_new(&a.made, "Vera", DS_ROLE_SCHOOL, "01AA");
    id = desk_create(&a.made, &school, "proefroute", "01AA", "De route");
    assert_int_equal(desk_save_one(&a.made, &school, id, "kort", "eigen_zaak", "vertrouwelijk"),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_save_one(&a.made, &school, id, "kort", "aantekening", "stiekem"),
                     DS_OUTCOME_INVALID);
    a.id = id;
    seen = see(&a, &school, &outcome);
    assert_non_null(field_at(&seen, "eigen_zaak"));
    assert_null(field_at(&seen, "aantekening"));
    ds_desk_dossier_done(&seen);
    seen = see(&a, &a.researcher, &outcome);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    assert_null(field_at(&seen, "eigen_zaak"));
    assert_non_null(field_at(&seen, "aantekening"));
    assert_false(field_at(&seen, "aantekening")->may_fill);
    ds_desk_dossier_done(&seen);
    assert_int_equal(ds_desk_history(a.made.desk, desk_actor(&a.researcher), id, NULL, 100, DS_NL,
                                     &outcome, &changes, NULL),
                     DS_OK);
    assert_int_equal(changes.n, 0);
    ds_desk_changes_done(&changes);
    desk_made_close(&a.made);
}

/* ---- questions and themes ---- */

static void test_questions__go_back_and_forth_and_are_closed(void **state) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    ds_desk_reply reply;
    int64_t question;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    assert_int_equal(ds_desk_ask(a.made.desk, desk_actor(&a.researcher), a.id, "geld", "totaal",
                                 "Klopt dit?", &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    question = reply.id;
    ds_desk_reply_done(&reply);
    assert_int_equal(
        ds_desk_ask(a.made.desk, desk_actor(&a.filler), a.id, "geld", "", "Mag ik?", &reply, NULL),
        DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_REFUSED);
    ds_desk_reply_done(&reply);
    assert_int_equal(ds_desk_ask(a.made.desk, desk_actor(&a.researcher), a.id, "geld", "streef",
                                 "Elders?", &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_NOT_THERE);
    ds_desk_reply_done(&reply);
    seen = see(&a, &a.filler, &outcome);
    assert_int_equal(seen.n_questions, 1);
    assert_true(seen.questions[0].may_reply);
    assert_false(seen.questions[0].may_close);
    assert_int_equal(field_at(&seen, "totaal")->n_questions, 1);
    assert_int_equal(seen.task.n_questions, 1);
    ds_desk_dossier_done(&seen);
    assert_int_equal(
        ds_desk_answer(a.made.desk, desk_actor(&a.other), a.id, question, "Ja", &reply, NULL),
        DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_NOT_THERE);
    ds_desk_reply_done(&reply);
    assert_int_equal(
        ds_desk_answer(a.made.desk, desk_actor(&a.filler), a.id, question, "", &reply, NULL),
        DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_INVALID);
    ds_desk_reply_done(&reply);
    assert_int_equal(
        ds_desk_answer(a.made.desk, desk_actor(&a.filler), a.id, question, "Ja", &reply, NULL),
        DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
    assert_int_equal(ds_desk_close_question(a.made.desk, desk_actor(&a.researcher), a.id, question,
                                            &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
    assert_int_equal(ds_desk_answer(a.made.desk, desk_actor(&a.filler), a.id, question, "Nog iets",
                                    &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_NOT_YET);
    ds_desk_reply_done(&reply);
    seen = see(&a, &a.researcher, &outcome);
    assert_int_equal(seen.questions[0].n_messages, 2);
    assert_string_equal(seen.questions[0].messages[1].by, "Fien");
    assert_false(seen.questions[0].open);
    ds_desk_dossier_done(&seen);
    desk_made_close(&a.made);
}

static ds_desk_outcome set_themes(agendas *a, desk_person *by, const char *path,
                                  const char *const *codes, size_t n) {
    ds_desk_reply reply;
    ds_desk_outcome outcome;
    assert_int_equal(
        ds_desk_set_themes(a->made.desk, desk_actor(by), a->id, path, codes, n, &reply, NULL),
        DS_OK);
    outcome = reply.outcome;
    ds_desk_reply_done(&reply);
    return outcome;
}

static void test_themes__are_the_researchers(void **state) {
    const char *const two[] = {"geld", "tijd"}, *const one[] = {"tijd"}, *const bad[] = {"a;b"};
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    assert_int_equal(set_themes(&a, &a.researcher, "waarom", two, 2), DS_OUTCOME_DONE);
    assert_int_equal(set_themes(&a, &a.researcher, "waarom", one, 1), DS_OUTCOME_DONE);
    assert_int_equal(set_themes(&a, &a.researcher, "waarom", bad, 1), DS_OUTCOME_INVALID);
    assert_int_equal(set_themes(&a, &a.researcher, "totaal", one, 1), DS_OUTCOME_NOT_THERE);
    assert_int_equal(set_themes(&a, &a.filler, "waarom", one, 1), DS_OUTCOME_REFUSED);
    seen = see(&a, &a.researcher, &outcome);
    assert_int_equal(seen.n_themes, 1);
    assert_string_equal(seen.themes[0].code, "tijd");
    ds_desk_dossier_done(&seen);
    seen = see(&a, &a.filler, &outcome);
    assert_int_equal(seen.n_themes, 0);
    ds_desk_dossier_done(&seen);
    desk_made_close(&a.made);
}

/* ---- submitting ---- */

static void test_submit__is_the_signers_and_keeps_name_and_time(void **state) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    assert_int_equal(desk_save_one(&a.made, &a.filler, a.id, "geld", "totaal", "100"),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_move(&a.made, &a.filler, a.id, "indienen", ""), DS_OUTCOME_REFUSED);
    assert_int_equal(desk_move(&a.made, &a.signer, a.id, "indienen", ""), DS_OUTCOME_DONE);
    seen = see(&a, &a.signer, &outcome);
    assert_true(seen.task.submitted);
    assert_int_equal(seen.n_steps, 2);
    assert_string_equal(seen.steps[1].name, "An de Wit");
    assert_int_equal(seen.steps[1].at, a.made.now);
    assert_int_equal(seen.n_signatures, 1);
    assert_false(seen.signatures[0].stale);
    ds_desk_dossier_done(&seen);
    assert_int_equal(may_see(&a, &a.ministry),
                     DS_OUTCOME_NOT_THERE); /* the form gives it no right */
    assert_int_equal(desk_save_one(&a.made, &a.filler, a.id, "geld", "totaal", "5"),
                     DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_move(&a.made, &a.researcher, a.id, "heropenen", ""), DS_OUTCOME_INVALID);
    assert_int_equal(desk_move(&a.made, &a.researcher, a.id, "heropenen", "komma verkeerd"),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_save_one(&a.made, &a.filler, a.id, "geld", "totaal", "5"),
                     DS_OUTCOME_DONE);
    seen = see(&a, &a.filler, &outcome);
    assert_int_equal(seen.n_signatures, 0); /* withdrawn by reopening */
    assert_string_equal(seen.steps[2].reason, "komma verkeerd");
    ds_desk_dossier_done(&seen);
    desk_made_close(&a.made);
}

static void test_log__is_whole_and_the_administrators(void **state) {
    ds_desk_outcome outcome;
    ds_desk_events events;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    assert_int_equal(desk_save_one(&a.made, &a.filler, a.id, "geld", "totaal", "100"),
                     DS_OUTCOME_DONE);
    assert_int_equal(
        ds_desk_log(a.made.desk, desk_actor(&a.administrator), 0, 100, &outcome, &events, NULL),
        DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    assert_true(events.whole && events.n_events > 10);
    ds_desk_events_done(&events);
    assert_int_equal(
        ds_desk_log(a.made.desk, desk_actor(&a.researcher), 0, 100, &outcome, &events, NULL),
        DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_NOT_THERE);
    assert_int_equal(
        ds_desk_log(a.made.desk, desk_actor(&a.filler), a.id, 100, &outcome, &events, NULL), DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    assert_int_equal(events.events[0].user, a.filler.actor.user);
    ds_desk_events_done(&events);
    desk_made_close(&a.made);
}

static void test_know__roles_come_from_the_account(void **state) {
    ds_desk_known known;
    ds_dossier_outcome outcome;
    agendas a;
    (void)state;
    begin_agendas(&a, false);
    assert_int_equal(ds_desk_know(a.made.desk, a.signer.actor.user, &known, NULL), DS_OK);
    assert_int_equal(known.actor.n_holdings, 1);
    assert_int_equal(known.actor.holdings[0].role, DS_ROLE_TEKENAAR);
    assert_string_equal(known.actor.holdings[0].scope, "25LX");
    assert_string_equal(known.name, "Teun");
    ds_desk_known_done(&known);
    assert_int_equal(
        ds_account_block(ds_desk_store(a.made.desk), 0, a.signer.actor.user, true, &outcome, NULL),
        DS_OK);
    assert_int_equal(ds_desk_know(a.made.desk, a.signer.actor.user, &known, NULL), DS_OK);
    assert_int_equal(known.actor.n_holdings, 0);
    assert_int_equal(known.actor.user, 0);
    ds_desk_known_done(&known);
    desk_made_close(&a.made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create__is_for_ones_own_and_once),
        cmocka_unit_test(test_create__many_at_once_make_one),
        cmocka_unit_test(test_create__takes_the_version_that_is_open),
        cmocka_unit_test(test_see__is_for_who_it_concerns),
        cmocka_unit_test(test_save__reads_dutch_and_keeps_what_is_right),
        cmocka_unit_test(test_save__two_at_once_lose_nothing),
        cmocka_unit_test(test_save__a_revision_that_never_was_is_none),
        cmocka_unit_test(test_save__a_form_that_is_not_open_takes_nothing),
        cmocka_unit_test(test_list__has_ones_own_with_their_deadline),
        cmocka_unit_test(test_visible__fields_are_for_who_the_form_says),
        cmocka_unit_test(test_questions__go_back_and_forth_and_are_closed),
        cmocka_unit_test(test_themes__are_the_researchers),
        cmocka_unit_test(test_submit__is_the_signers_and_keeps_name_and_time),
        cmocka_unit_test(test_log__is_whole_and_the_administrators),
        cmocka_unit_test(test_know__roles_come_from_the_account),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
