/* test_dossiers_route.c: the rules that bind a route, each tried to be broken, on a small form of
 * our own: who must be in it, who must agree, what must be there, who must have signed, and that
 * nobody gets round any of it. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "outside/desk_made.h"

static const char pdf[] = "%PDF-1.7\nstuk";

typedef struct route {
    desk_made made;
    desk_person vmbo, mbo, stranger, researcher;
    char p_vmbo[32], p_mbo[32];
    int64_t id;
} route;

/* A route with both partners and nothing filled in. */
static void begin_route(route *r) {
    desk_made_open(&r->made, false);
    r->vmbo = desk_person_new(&r->made, "Vera", DS_ROLE_SCHOOL, "01AA");
    r->mbo = desk_person_new(&r->made, "Mo", DS_ROLE_SCHOOL, "25LX");
    r->stranger = desk_person_new(&r->made, "Steef", DS_ROLE_SCHOOL, "99ZZ");
    r->researcher = desk_person_new(&r->made, "Olga", DS_ROLE_ONDERZOEKER, "*");
    r->id = desk_create(&r->made, &r->vmbo, "proefroute", "01AA", "De route");
    assert_true(r->id > 0);
    desk_party(&r->made, &r->vmbo, r->id, "vmbo", "Het vmbo", "01AA", r->p_vmbo);
    desk_party(&r->made, &r->vmbo, r->id, "mbo", "Het mbo", "25LX", r->p_mbo);
}

static void fill(route *r, const char *topic, const char *path, const char *typed) {
    assert_int_equal(desk_save_one(&r->made, &r->vmbo, r->id, topic, path, typed), DS_OUTCOME_DONE);
}

static void fill_route(route *r) {
    fill(r, "organisatie", "rollen/r1/van", "vmbo");
    fill(r, "organisatie", "rollen/r2/van", "mbo");
    fill(r, "visie", "visie", "samen verder");
    fill(r, "examen", "programma", "techniek");
    assert_int_equal(
        desk_put_file(&r->made, &r->vmbo, r->id, "pta", "pta.pdf", pdf, sizeof pdf - 1, NULL),
        DS_OUTCOME_DONE);
    assert_int_equal(
        desk_put_file(&r->made, &r->mbo, r->id, "oer", "oer.pdf", pdf, sizeof pdf - 1, NULL),
        DS_OUTCOME_DONE);
    fill(r, "vastleggen", "ingang", "1-8-2026");
}

static void agree_all(route *r) {
    assert_int_equal(desk_agree_to(&r->made, &r->vmbo, r->id, "visie", r->p_vmbo, DS_SAYS_YES),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_agree_to(&r->made, &r->mbo, r->id, "visie", r->p_mbo, DS_SAYS_YES),
                     DS_OUTCOME_DONE);
}

static void sign_all(route *r) {
    assert_int_equal(desk_sign_for(&r->made, &r->vmbo, r->id, "vastleggen", r->p_vmbo),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_sign_for(&r->made, &r->mbo, r->id, "vastleggen", r->p_mbo),
                     DS_OUTCOME_DONE);
}

/* All but started. */
static void make_ready(route *r) {
    begin_route(r);
    fill_route(r);
    agree_all(r);
    sign_all(r);
}

static void end_route(route *r) {
    desk_made_close(&r->made);
}

static ds_desk_outcome start(route *r) {
    return desk_move(&r->made, &r->vmbo, r->id, "starten", "");
}

static void test_route__starts_when_all_is_done(void **state) {
    route r;
    (void)state;
    make_ready(&r);
    assert_int_equal(start(&r), DS_OUTCOME_DONE);
    /* Started it may not be changed, nor started once more. */
    assert_int_equal(desk_save_one(&r.made, &r.vmbo, r.id, "visie", "visie", "anders"),
                     DS_OUTCOME_NOT_YET);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    desk_made_again(&r.made);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    end_route(&r);
}

/* Nothing filled in: each condition is named. */
static void test_route__an_empty_one_says_all_that_is_missing(void **state) {
    route r;
    (void)state;
    begin_route(&r);
    assert_int_equal(desk_reasons(&r.made, &r.vmbo, r.id, "starten"), 4);
    end_route(&r);
}

/* Step 3: a structure without people of vmbo, or of mbo. */
static void test_route__both_sides_are_in_the_organisation(void **state) {
    static const char *const sides[] = {"vmbo", "mbo"};
    (void)state;
    for (size_t s = 0; s < 2; s++) {
        route r;
        make_ready(&r);
        fill(&r, "organisatie", "rollen/r1/van", sides[s]);
        fill(&r, "organisatie", "rollen/r2/van", sides[s]);
        agree_all(&r);
        sign_all(&r);
        assert_int_equal(desk_reasons(&r.made, &r.vmbo, r.id, "starten"), 1);
        fill(&r, "organisatie", "rollen/r2/van", "");
        sign_all(&r);
        assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
        end_route(&r);
    }
}

/* Step 4: one partner said nothing, said no, or took it back; another one speaks in its name. */
static void test_route__every_partner_agrees(void **state) {
    route r;
    (void)state;
    begin_route(&r);
    fill_route(&r);
    assert_int_equal(desk_agree_to(&r.made, &r.vmbo, r.id, "visie", r.p_vmbo, DS_SAYS_YES),
                     DS_OUTCOME_DONE);
    sign_all(&r);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_agree_to(&r.made, &r.vmbo, r.id, "visie", r.p_mbo, DS_SAYS_YES),
                     DS_OUTCOME_REFUSED);
    assert_int_equal(desk_agree_to(&r.made, &r.stranger, r.id, "visie", r.p_mbo, DS_SAYS_YES),
                     DS_OUTCOME_NOT_THERE);
    assert_int_equal(desk_agree_to(&r.made, &r.researcher, r.id, "visie", r.p_mbo, DS_SAYS_YES),
                     DS_OUTCOME_REFUSED);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_agree_to(&r.made, &r.mbo, r.id, "visie", r.p_mbo, DS_SAYS_NO),
                     DS_OUTCOME_DONE);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_agree_to(&r.made, &r.mbo, r.id, "visie", r.p_mbo, DS_SAYS_YES),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_agree_to(&r.made, &r.mbo, r.id, "visie", r.p_mbo, DS_SAYS_NOTHING),
                     DS_OUTCOME_DONE);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_agree_to(&r.made, &r.mbo, r.id, "visie", r.p_mbo, DS_SAYS_YES),
                     DS_OUTCOME_DONE);
    assert_int_equal(start(&r), DS_OUTCOME_DONE);
    end_route(&r);
}

/* What they agreed to was changed afterwards; changed back it is what they agreed to. */
static void test_route__an_agreement_is_to_what_stood_there(void **state) {
    route r;
    (void)state;
    make_ready(&r);
    fill(&r, "visie", "visie", "ieder voor zich");
    sign_all(&r);
    assert_int_equal(desk_reasons(&r.made, &r.mbo, r.id, "starten"), 1);
    fill(&r, "visie", "visie", "samen verder");
    sign_all(&r);
    assert_int_equal(start(&r), DS_OUTCOME_DONE);
    end_route(&r);
}

/* Who manages the topic, and until when, is no part of what is agreed to. */
static void test_route__management_of_a_topic_leaves_agreements(void **state) {
    route r;
    (void)state;
    make_ready(&r);
    fill(&r, "visie", "visie_eigenaar", "An de Wit");
    assert_int_equal(start(&r), DS_OUTCOME_DONE);
    end_route(&r);
}

/* Step 6: programme, and each of both documents. */
static void test_route__programme_and_exam_documents_are_there(void **state) {
    ds_desk_reply reply;
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    route r;
    (void)state;
    make_ready(&r);
    fill(&r, "examen", "programma", "");
    sign_all(&r);
    assert_int_equal(desk_reasons(&r.made, &r.vmbo, r.id, "starten"), 1);
    fill(&r, "examen", "programma", "techniek");
    assert_int_equal(
        ds_desk_see(r.made.desk, desk_actor(&r.vmbo), r.id, DS_NL, &outcome, &seen, NULL), DS_OK);
    assert_int_equal(seen.n_files, 2);
    assert_int_equal(
        ds_desk_remove_file(r.made.desk, desk_actor(&r.vmbo), r.id, seen.files[0].id, &reply, NULL),
        DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
    ds_desk_dossier_done(&seen);
    sign_all(&r);
    assert_int_equal(desk_reasons(&r.made, &r.vmbo, r.id, "starten"), 1);
    /* A checksum typed into the field is no document. */
    assert_int_equal(
        desk_save_one(&r.made, &r.vmbo, r.id, "examen", "pta",
                      "0123456789012345678901234567890123456789012345678901234567890123"),
        DS_OUTCOME_INVALID);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    end_route(&r);
}

/* Step 9: one of both did not sign; somebody else signs in its name; it takes it back. */
static void test_route__all_partners_have_signed(void **state) {
    ds_desk_reply reply;
    route r;
    (void)state;
    begin_route(&r);
    fill_route(&r);
    agree_all(&r);
    assert_int_equal(desk_reasons(&r.made, &r.vmbo, r.id, "starten"), 1);
    assert_int_equal(desk_sign_for(&r.made, &r.vmbo, r.id, "vastleggen", r.p_vmbo),
                     DS_OUTCOME_DONE);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_sign_for(&r.made, &r.vmbo, r.id, "vastleggen", r.p_mbo),
                     DS_OUTCOME_REFUSED);
    assert_int_equal(desk_sign_for(&r.made, &r.stranger, r.id, "vastleggen", r.p_mbo),
                     DS_OUTCOME_NOT_THERE);
    assert_int_equal(desk_sign_for(&r.made, &r.mbo, r.id, "visie", r.p_mbo), DS_OUTCOME_NOT_THERE);
    assert_int_equal(desk_sign_for(&r.made, &r.mbo, r.id, "nergens", r.p_mbo),
                     DS_OUTCOME_NOT_THERE);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_sign_for(&r.made, &r.mbo, r.id, "vastleggen", r.p_mbo), DS_OUTCOME_DONE);
    assert_int_equal(ds_desk_sign(r.made.desk, desk_actor(&r.mbo), r.id, "vastleggen", r.p_mbo, 0,
                                  NULL, &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_sign_for(&r.made, &r.mbo, r.id, "vastleggen", r.p_mbo), DS_OUTCOME_DONE);
    assert_int_equal(start(&r), DS_OUTCOME_DONE);
    end_route(&r);
}

/* Each answer that the agreement prints, changed after signing, makes the signatures stale; one
 * that it does not print does not. */
static void test_route__later_changes_make_signatures_stale(void **state) {
    static const char *const printed[][3] = {{"organisatie", "rollen/r1/uren", "40"},
                                             {"visie", "visie", "samen, altijd"},
                                             {"examen", "programma", "zorg"},
                                             {"vastleggen", "ingang", "1-9-2026"}};
    (void)state;
    for (size_t i = 0; i < sizeof printed / sizeof printed[0]; i++) {
        route r;
        make_ready(&r);
        fill(&r, printed[i][0], printed[i][1], printed[i][2]);
        agree_all(&r);
        assert_int_equal(desk_reasons(&r.made, &r.vmbo, r.id, "starten"), 1);
        sign_all(&r);
        assert_int_equal(start(&r), DS_OUTCOME_DONE);
        end_route(&r);
    }
    {
        route r;
        make_ready(&r);
        fill(&r, "uitvoering", "planning", "vanaf maandag");
        assert_int_equal(start(&r), DS_OUTCOME_DONE);
        end_route(&r);
    }
}

/* A partner that came after signing has not signed; and who signed did so with others. */
static void test_route__a_partner_more_must_sign_too(void **state) {
    char third[32];
    route r;
    (void)state;
    make_ready(&r);
    desk_party(&r.made, &r.vmbo, r.id, "mbo", "Een derde", "99ZZ", third);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    agree_all(&r);
    sign_all(&r);
    assert_int_equal(desk_reasons(&r.made, &r.vmbo, r.id, "starten"), 2);
    assert_int_equal(desk_agree_to(&r.made, &r.stranger, r.id, "visie", third, DS_SAYS_YES),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_sign_for(&r.made, &r.stranger, r.id, "vastleggen", third),
                     DS_OUTCOME_DONE);
    assert_int_equal(start(&r), DS_OUTCOME_DONE);
    end_route(&r);
}

static ds_desk_outcome remove_partner(route *r, desk_person *by, const char *party) {
    ds_desk_reply reply;
    ds_desk_outcome outcome;
    assert_int_equal(ds_desk_remove_party(r->made.desk, desk_actor(by), r->id, party, &reply, NULL),
                     DS_OK);
    outcome = reply.outcome;
    ds_desk_reply_done(&reply);
    return outcome;
}

/* The one who does not sign is removed: then nobody has signed what now stands there. Removed and
 * put back is another party. */
static void test_route__removing_who_does_not_sign_helps_nobody(void **state) {
    char third[32];
    route r;
    (void)state;
    begin_route(&r);
    desk_party(&r.made, &r.vmbo, r.id, "mbo", "Een derde", "99ZZ", third);
    fill_route(&r);
    agree_all(&r);
    sign_all(&r);
    assert_int_equal(remove_partner(&r, &r.mbo, third), DS_OUTCOME_REFUSED);
    assert_int_equal(remove_partner(&r, &r.vmbo, third), DS_OUTCOME_DONE);
    assert_int_equal(desk_reasons(&r.made, &r.vmbo, r.id, "starten"), 2);
    /* Without any mbo there is no route at all, whoever signed. */
    assert_int_equal(remove_partner(&r, &r.vmbo, r.p_mbo), DS_OUTCOME_DONE);
    assert_int_equal(desk_agree_to(&r.made, &r.vmbo, r.id, "visie", r.p_vmbo, DS_SAYS_YES),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_sign_for(&r.made, &r.vmbo, r.id, "vastleggen", r.p_vmbo),
                     DS_OUTCOME_DONE);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    desk_party(&r.made, &r.vmbo, r.id, "mbo", "Het mbo", "25LX", r.p_mbo);
    assert_int_equal(start(&r), DS_OUTCOME_NOT_YET);
    agree_all(&r);
    sign_all(&r);
    assert_int_equal(start(&r), DS_OUTCOME_DONE);
    end_route(&r);
}

static void test_route__there_are_no_more_of_a_kind_than_may_be(void **state) {
    char extra[32];
    ds_desk_reply reply;
    route r;
    (void)state;
    begin_route(&r);
    desk_party(&r.made, &r.vmbo, r.id, "mbo", "Nog een", "99ZZ", extra);
    assert_int_equal(ds_desk_add_party(r.made.desk, desk_actor(&r.vmbo), r.id, "mbo", "Te veel",
                                       "98ZZ", &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_INVALID);
    ds_desk_reply_done(&reply);
    assert_int_equal(ds_desk_add_party(r.made.desk, desk_actor(&r.vmbo), r.id, "vso", "Geen soort",
                                       "98ZZ", &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_NOT_THERE);
    ds_desk_reply_done(&reply);
    assert_int_equal(ds_desk_add_party(r.made.desk, desk_actor(&r.mbo), r.id, "vmbo",
                                       "Van een ander", "98ZZ", &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_REFUSED);
    ds_desk_reply_done(&reply);
    end_route(&r);
}

/* Stopping needs a reason; resumed it is what was signed, until something in it changes. */
static void test_route__resumed_it_is_as_it_was_signed(void **state) {
    route r;
    (void)state;
    make_ready(&r);
    assert_int_equal(start(&r), DS_OUTCOME_DONE);
    assert_int_equal(desk_move(&r.made, &r.vmbo, r.id, "stoppen", " \n"), DS_OUTCOME_INVALID);
    assert_int_equal(desk_move(&r.made, &r.vmbo, r.id, "stoppen", "te weinig leerlingen"),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_move(&r.made, &r.researcher, r.id, "hervatten", "toch"),
                     DS_OUTCOME_REFUSED);
    assert_int_equal(desk_move(&r.made, &r.stranger, r.id, "hervatten", "toch"),
                     DS_OUTCOME_NOT_THERE);
    assert_int_equal(desk_move(&r.made, &r.vmbo, r.id, "hervatten", "toch"), DS_OUTCOME_DONE);
    fill(&r, "examen", "programma", "iets anders");
    assert_int_equal(desk_reasons(&r.made, &r.vmbo, r.id, "starten"), 1);
    fill(&r, "examen", "programma", "techniek");
    assert_int_equal(start(&r), DS_OUTCOME_DONE);
    end_route(&r);
}

/* A page that is not of now: signing, agreeing and starting are of what was read. */
static void test_route__what_was_not_read_is_not_signed(void **state) {
    const ds_desk_signer signer = {"An de Wit", "directeur"};
    ds_desk_reply reply;
    int64_t read;
    route r;
    (void)state;
    make_ready(&r);
    read = desk_revision(&r.made, &r.mbo, r.id);
    fill(&r, "visie", "visie", "iets anders");
    assert_int_equal(ds_desk_sign(r.made.desk, desk_actor(&r.mbo), r.id, "vastleggen", r.p_mbo,
                                  read, &signer, &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_CONFLICT);
    ds_desk_reply_done(&reply);
    assert_int_equal(ds_desk_agree(r.made.desk, desk_actor(&r.mbo), r.id, "visie", r.p_mbo, read,
                                   DS_SAYS_YES, "", &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_CONFLICT);
    ds_desk_reply_done(&reply);
    agree_all(&r);
    sign_all(&r);
    assert_int_equal(ds_desk_move_to(r.made.desk, desk_actor(&r.vmbo), r.id, "starten", read, "",
                                     NULL, &reply, NULL),
                     DS_OK);
    assert_int_equal(reply.outcome, DS_OUTCOME_CONFLICT);
    ds_desk_reply_done(&reply);
    end_route(&r);
}

/* ---- raced ---- */

typedef struct racer {
    pthread_t thread;
    route *r;
    desk_person *by;
    int64_t revision;
    ds_desk_outcome outcome;
} racer;

static void *race_to_start(void *context) {
    racer *one = context;
    ds_desk_reply reply = DS_DESK_REPLY_INIT;
    one->outcome = DS_OUTCOME_REFUSED;
    if (ds_desk_move_to(one->r->made.desk, desk_actor(one->by), one->r->id, "starten",
                        one->revision, "", NULL, &reply, NULL) == DS_OK)
        one->outcome = reply.outcome;
    ds_desk_reply_done(&reply);
    return NULL;
}

/* Of two who start it from the same page one does; the history has it once. */
static void test_route__two_cannot_both_start_it(void **state) {
    (void)state;
    for (int round = 0; round < 8; round++) {
        ds_desk_outcome outcome;
        ds_desk_dossier seen;
        racer racers[2];
        size_t done = 0;
        route r;
        make_ready(&r);
        for (size_t i = 0; i < 2; i++) {
            racers[i] = (racer){.r = &r,
                                .by = i == 0 ? &r.vmbo : &r.mbo,
                                .revision = desk_revision(&r.made, &r.vmbo, r.id)};
            assert_int_equal(pthread_create(&racers[i].thread, NULL, race_to_start, &racers[i]), 0);
        }
        for (size_t i = 0; i < 2; i++) {
            (void)pthread_join(racers[i].thread, NULL);
            done += racers[i].outcome == DS_OUTCOME_DONE;
            assert_true(racers[i].outcome == DS_OUTCOME_DONE ||
                        racers[i].outcome == DS_OUTCOME_CONFLICT ||
                        racers[i].outcome == DS_OUTCOME_NOT_YET);
        }
        assert_int_equal(done, 1);
        assert_int_equal(
            ds_desk_see(r.made.desk, desk_actor(&r.vmbo), r.id, DS_NL, &outcome, &seen, NULL),
            DS_OK);
        assert_int_equal(seen.n_steps, 2);
        ds_desk_dossier_done(&seen);
        end_route(&r);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_route__starts_when_all_is_done),
        cmocka_unit_test(test_route__an_empty_one_says_all_that_is_missing),
        cmocka_unit_test(test_route__both_sides_are_in_the_organisation),
        cmocka_unit_test(test_route__every_partner_agrees),
        cmocka_unit_test(test_route__an_agreement_is_to_what_stood_there),
        cmocka_unit_test(test_route__management_of_a_topic_leaves_agreements),
        cmocka_unit_test(test_route__programme_and_exam_documents_are_there),
        cmocka_unit_test(test_route__all_partners_have_signed),
        cmocka_unit_test(test_route__later_changes_make_signatures_stale),
        cmocka_unit_test(test_route__a_partner_more_must_sign_too),
        cmocka_unit_test(test_route__removing_who_does_not_sign_helps_nobody),
        cmocka_unit_test(test_route__there_are_no_more_of_a_kind_than_may_be),
        cmocka_unit_test(test_route__resumed_it_is_as_it_was_signed),
        cmocka_unit_test(test_route__what_was_not_read_is_not_signed),
        cmocka_unit_test(test_route__two_cannot_both_start_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
