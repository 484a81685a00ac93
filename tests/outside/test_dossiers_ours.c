/* test_dossiers_ours.c: the forms that we ship, at the desk: all of them are filled in by kind of
 * field, the route planner's binding rules are tried to be broken on the real form, and the e-form
 * is submitted and delivered. No field is known here but those that the rules are about. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "outside/desk_made.h"

static const char pdf[] = "%PDF-1.7\nstuk";

/* ---- filling in whatever there is ---- */

/* Something that the field takes; NULL: nothing can be typed there. */
static const char *some_value(const ds_veld *field, char out[64]) {
    switch (field->soort) {
    case DS_VELD_TEKST:
    case DS_VELD_VRIJ:
        return "een antwoord";
    case DS_VELD_GEHEEL:
    case DS_VELD_GETAL:
    case DS_VELD_PROCENT:
    case DS_VELD_BEDRAG:
        (void)snprintf(out, 64, "%lld", field->has_low ? (long long)(field->low / 1000000) + 1 : 1);
        return out;
    case DS_VELD_JAAR:
    case DS_VELD_SCHOOLJAAR:
        return "2025";
    case DS_VELD_DATUM:
        return "1-8-2026";
    case DS_VELD_JA_NEE:
        return "ja";
    case DS_VELD_KEUZE:
    case DS_VELD_MEERKEUZE:
        return field->list->rows[0].code;
    case DS_VELD_BRIN:
        return "01AA";
    case DS_VELD_VESTIGING:
        return "01AA00";
    case DS_VELD_PERSOON_NAAM:
        return "An de Wit";
    case DS_VELD_BESTAND:
    case DS_VELD_TABEL:
    case DS_VELD_GETOOND:
    case DS_VELD_SOORTEN:
    default:
        return NULL;
    }
}

/* One pass over what is empty; fields that come of answers come in the next. Returns how many. */
static size_t fill_once(desk_made *made, desk_person *by, int64_t id) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    size_t n = 0;
    assert_int_equal(ds_desk_see(made->desk, desk_actor(by), id, DS_NL, &outcome, &seen, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    for (size_t t = 0; t < seen.n_topics; t++) {
        static char texts[2000][64];
        static ds_desk_typed typed[2000];
        const ds_desk_topic *topic = &seen.topics[t];
        size_t n_typed = 0;
        for (size_t f = 0; f < topic->n_fields && n_typed < 2000; f++) {
            const ds_desk_field *field = &topic->fields[f];
            const char *value = some_value(field->field, texts[n_typed]);
            if (!field->may_fill || field->value[0] != '\0' ||
                (strncmp(field->row, "r", 1) == 0 && strlen(field->row) > 1 &&
                 strcmp(field->row, "r1") != 0 && strcmp(field->row, "r2") != 0 &&
                 field->field->table->rows_of == DS_RIJEN_VRIJ))
                continue;
            if (field->field->soort == DS_VELD_BESTAND)
                n += desk_put_file(made, by, id, field->path, "stuk.pdf", pdf, sizeof pdf - 1,
                                   NULL) == DS_OUTCOME_DONE;
            if (value != NULL) typed[n_typed++] = (ds_desk_typed){field->path, value};
        }
        if (n_typed > 0) {
            ds_desk_reply reply;
            assert_int_equal(ds_desk_save(made->desk, desk_actor(by), id, topic->topic->id,
                                          seen.revision + 1000, DS_NL, typed, n_typed, &reply,
                                          NULL),
                             DS_OK);
            for (size_t i = 0; i < reply.n_reasons; i++)
                print_message("%s %s: %s\n", topic->topic->id, reply.reasons[i].path,
                              reply.reasons[i].say.nl);
            assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
            ds_desk_reply_done(&reply);
            n += n_typed;
        }
    }
    ds_desk_dossier_done(&seen);
    return n;
}

static void fill_all(desk_made *made, desk_person *by, int64_t id) {
    for (int pass = 0; pass < 6 && fill_once(made, by, id) > 0; pass++) {
    }
}

/* ---- the route planner ---- */

typedef struct planner {
    desk_made made;
    desk_person vmbo, mbo;
    char p_vmbo[32], p_mbo[32];
    int64_t id;
} planner;

static void set_answer(planner *p, const char *topic, const char *path, const char *typed) {
    assert_int_equal(desk_save_one(&p->made, &p->vmbo, p->id, topic, path, typed), DS_OUTCOME_DONE);
}

/* Whatever topics ask it of whichever party. */
static void agree_and_sign_all(planner *p) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    assert_int_equal(
        ds_desk_see(p->made.desk, desk_actor(&p->vmbo), p->id, DS_NL, &outcome, &seen, NULL),
        DS_OK);
    for (size_t t = 0; t < seen.n_topics; t++)
        for (size_t i = 0; i < seen.topics[t].n_agreements; i++) {
            const char *party = seen.topics[t].agreements[i].party;
            desk_person *by = strcmp(party, p->p_vmbo) == 0 ? &p->vmbo : &p->mbo;
            assert_int_equal(
                desk_agree_to(&p->made, by, p->id, seen.topics[t].topic->id, party, DS_SAYS_YES),
                DS_OUTCOME_DONE);
        }
    for (size_t i = 0; i < seen.n_signatures; i++) {
        const char *party = seen.signatures[i].party;
        if (!seen.signatures[i].asked) continue;
        assert_int_equal(desk_sign_for(&p->made, strcmp(party, p->p_vmbo) == 0 ? &p->vmbo : &p->mbo,
                                       p->id, seen.signatures[i].topic, party),
                         DS_OUTCOME_DONE);
    }
    ds_desk_dossier_done(&seen);
}

static void begin_planner(planner *p) {
    desk_made_open_standard(&p->made);
    p->vmbo = desk_person_new(&p->made, "Vera", DS_ROLE_SCHOOL, "01AA");
    p->mbo = desk_person_new(&p->made, "Mo", DS_ROLE_SCHOOL, "25LX");
    p->id = desk_create(&p->made, &p->vmbo, "leerroute", "01AA", "De route");
    assert_true(p->id > 0);
    desk_party(&p->made, &p->vmbo, p->id, "vmbo", "Het vmbo", "01AA", p->p_vmbo);
    desk_party(&p->made, &p->vmbo, p->id, "mbo", "Het mbo", "25LX", p->p_mbo);
}

static void make_planned(planner *p) {
    begin_planner(p);
    fill_all(&p->made, &p->vmbo, p->id);
    set_answer(p, "stap3", "rollen/r1/van", "vmbo");
    set_answer(p, "stap3", "rollen/r2/van", "mbo");
    agree_and_sign_all(p);
}

static ds_desk_outcome start_route(planner *p) {
    return desk_move(&p->made, &p->vmbo, p->id, "starten", "");
}

static void test_planner__starts_when_all_is_done(void **state) {
    planner p;
    (void)state;
    make_planned(&p);
    assert_int_equal(start_route(&p), DS_OUTCOME_DONE);
    desk_made_close(&p.made);
}

/* Of several files at a field each is signed for: the first taken away is as much another text as
 * the last one is. */
static void test_planner__each_file_is_signed_for(void **state) {
    static const char *const texts[] = {"%PDF-1.7 een", "%PDF-1.7 twee", "%PDF-1.7 drie"};
    (void)state;
    for (size_t away = 0; away <= 3; away++) { /* 3: none */
        int64_t ids[3];
        ds_desk_reply reply;
        planner p;
        make_planned(&p);
        for (size_t i = 0; i < 3; i++)
            assert_int_equal(desk_put_file(&p.made, &p.vmbo, p.id, "pta", "pta.pdf", texts[i],
                                           strlen(texts[i]), &ids[i]),
                             DS_OUTCOME_DONE);
        agree_and_sign_all(&p);
        if (away < 3) {
            assert_int_equal(ds_desk_remove_file(p.made.desk, desk_actor(&p.vmbo), p.id, ids[away],
                                                 &reply, NULL),
                             DS_OK);
            assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
            ds_desk_reply_done(&reply);
        }
        assert_int_equal(start_route(&p), away < 3 ? DS_OUTCOME_NOT_YET : DS_OUTCOME_DONE);
        desk_made_close(&p.made);
    }
}

static void test_planner__an_empty_one_does_not(void **state) {
    planner p;
    (void)state;
    begin_planner(&p);
    assert_int_equal(desk_reasons(&p.made, &p.vmbo, p.id, "starten"), 4);
    desk_made_close(&p.made);
}

/* Step 3 refuses a structure without one of both. */
static void test_planner__step_3_has_both(void **state) {
    static const char *const sides[] = {"vmbo", "mbo"};
    (void)state;
    for (size_t s = 0; s < 2; s++) {
        ds_desk_outcome outcome;
        ds_desk_dossier seen;
        bool told = false;
        planner p;
        make_planned(&p);
        set_answer(&p, "stap3", "rollen/r1/van", sides[s]);
        set_answer(&p, "stap3", "rollen/r2/van", sides[s]);
        agree_and_sign_all(&p);
        assert_int_equal(desk_reasons(&p.made, &p.vmbo, p.id, "starten"), 1);
        assert_int_equal(
            ds_desk_see(p.made.desk, desk_actor(&p.vmbo), p.id, DS_NL, &outcome, &seen, NULL),
            DS_OK);
        for (size_t i = 0; i < seen.n_findings; i++)
            told = told || (strcmp(seen.findings[i].topic, "stap3") == 0 &&
                            seen.findings[i].ernst == DS_ERNST_FOUT);
        assert_true(told);
        ds_desk_dossier_done(&seen);
        desk_made_close(&p.made);
    }
}

/* Step 4 needs everybody's agreement to what now stands there. */
static void test_planner__step_4_needs_every_partner(void **state) {
    planner p;
    (void)state;
    make_planned(&p);
    assert_int_equal(desk_agree_to(&p.made, &p.mbo, p.id, "stap4", p.p_mbo, DS_SAYS_NO),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_reasons(&p.made, &p.vmbo, p.id, "starten"), 1);
    assert_int_equal(desk_agree_to(&p.made, &p.vmbo, p.id, "stap4", p.p_mbo, DS_SAYS_YES),
                     DS_OUTCOME_REFUSED);
    assert_int_equal(start_route(&p), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_agree_to(&p.made, &p.mbo, p.id, "stap4", p.p_mbo, DS_SAYS_YES),
                     DS_OUTCOME_DONE);
    set_answer(&p, "stap4", "visie", "een andere visie");
    assert_int_equal(start_route(&p), DS_OUTCOME_NOT_YET);
    agree_and_sign_all(&p);
    assert_int_equal(start_route(&p), DS_OUTCOME_DONE);
    desk_made_close(&p.made);
}

static void remove_file_at(planner *p, const char *path) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    size_t n = 0;
    assert_int_equal(
        ds_desk_see(p->made.desk, desk_actor(&p->vmbo), p->id, DS_NL, &outcome, &seen, NULL),
        DS_OK);
    for (size_t i = 0; i < seen.n_files; i++) {
        ds_desk_reply reply;
        if (strcmp(seen.files[i].path, path) != 0) continue;
        assert_int_equal(ds_desk_remove_file(p->made.desk, desk_actor(&p->vmbo), p->id,
                                             seen.files[i].id, &reply, NULL),
                         DS_OK);
        n += reply.outcome == DS_OUTCOME_DONE;
        ds_desk_reply_done(&reply);
    }
    assert_int_equal(n, 1);
    ds_desk_dossier_done(&seen);
}

/* Step 6 needs the examination duties of both, and what the programme is. */
static void test_planner__step_6_needs_programme_pta_and_oer(void **state) {
    static const char *const files[] = {"pta", "oer"};
    planner p;
    (void)state;
    make_planned(&p);
    for (size_t i = 0; i < 2; i++) {
        remove_file_at(&p, files[i]);
        agree_and_sign_all(&p);
        assert_int_equal(desk_reasons(&p.made, &p.vmbo, p.id, "starten"), 1);
        assert_int_equal(
            desk_put_file(&p.made, &p.vmbo, p.id, files[i], "stuk.pdf", pdf, sizeof pdf - 1, NULL),
            DS_OUTCOME_DONE);
    }
    agree_and_sign_all(&p);
    assert_int_equal(start_route(&p), DS_OUTCOME_DONE);
    desk_made_close(&p.made);
}

/* Step 9: before all have signed what now stands there nothing is started. */
static void test_planner__step_9_is_signed_by_all(void **state) {
    char third[32];
    planner p;
    (void)state;
    make_planned(&p);
    set_answer(&p, "stap9", "looptijd", "twee jaar"); /* printed in what was signed */
    assert_int_equal(desk_reasons(&p.made, &p.vmbo, p.id, "starten"), 1);
    assert_int_equal(desk_sign_for(&p.made, &p.vmbo, p.id, "stap9", p.p_vmbo), DS_OUTCOME_DONE);
    assert_int_equal(start_route(&p), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_sign_for(&p.made, &p.vmbo, p.id, "stap9", p.p_mbo), DS_OUTCOME_REFUSED);
    desk_party(&p.made, &p.vmbo, p.id, "mbo", "Een derde", "30AA", third);
    assert_int_equal(start_route(&p), DS_OUTCOME_NOT_YET);
    {
        ds_desk_reply reply;
        assert_int_equal(
            ds_desk_remove_party(p.made.desk, desk_actor(&p.vmbo), p.id, third, &reply, NULL),
            DS_OK);
        ds_desk_reply_done(&reply);
    }
    assert_int_equal(start_route(&p), DS_OUTCOME_NOT_YET);
    assert_int_equal(desk_sign_for(&p.made, &p.mbo, p.id, "stap9", p.p_mbo), DS_OUTCOME_DONE);
    assert_int_equal(start_route(&p), DS_OUTCOME_DONE);
    desk_made_close(&p.made);
}

/* ---- each form can be filled in whole ---- */

typedef struct our_form_case {
    const char *form;
    ds_desk_role role;
    const char *scope;
    int64_t days; /* after the desk's first day: when it is open */
} our_form_case;

static void test_ours__each_field_takes_an_answer(void **state) {
    static const our_form_case cases[] = {{"efile", DS_ROLE_TEKENAAR, "25LX", 0},
                                          {"leerroute", DS_ROLE_SCHOOL, "01AA", 0},
                                          {"overdracht", DS_ROLE_SCHOOL, "01AA", 0},
                                          {"contactenquete", DS_ROLE_SCHOOL, "01AA", 150}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ds_desk_outcome outcome;
        ds_desk_dossier seen;
        desk_person person;
        desk_made made;
        int64_t id;
        size_t n = 0;
        desk_made_open_standard(&made);
        person = desk_person_new(&made, "Iemand", cases[i].role, cases[i].scope);
        made.now += cases[i].days * 86400000;
        id = desk_create(&made, &person, cases[i].form, cases[i].scope, "Een naam");
        if (id <= 0) fail_msg("%s: %lld", cases[i].form, (long long)id);
        fill_all(&made, &person, id);
        assert_int_equal(
            ds_desk_see(made.desk, desk_actor(&person), id, DS_NL, &outcome, &seen, NULL), DS_OK);
        for (size_t t = 0; t < seen.n_topics; t++)
            for (size_t f = 0; f < seen.topics[t].n_fields; f++)
                n += seen.topics[t].fields[f].may_fill && seen.topics[t].fields[f].value[0] != '\0';
        print_message("%s: %zu answers\n", cases[i].form, n);
        assert_true(n > 5);
        ds_desk_dossier_done(&seen);
        desk_made_close(&made);
    }
}

/* ---- the e-form as deliveries ---- */

static void test_efile__is_delivered_as_it_was_typed(void **state) {
    ds_desk_exported exported = {0};
    ds_desk_outcome outcome;
    desk_person signer, researcher;
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE];
    char *data = NULL;
    size_t size = 0;
    ds_error err = {0};
    desk_made made;
    int64_t id;
    (void)state;
    desk_made_open_standard(&made);
    signer = desk_person_new(&made, "Teun", DS_ROLE_TEKENAAR, "25LX");
    researcher = desk_person_new(&made, "Olga", DS_ROLE_ONDERZOEKER, "*");
    id = desk_create(&made, &signer, "efile", "25LX", "College");
    fill_all(&made, &signer, id);
    assert_int_equal(desk_save_one(&made, &signer, id, "geld", "totaal", "1.234.567,89"),
                     DS_OUTCOME_DONE);
    assert_int_equal(desk_move(&made, &signer, id, "indienen", ""), DS_OUTCOME_DONE);
    (void)snprintf(folder, sizeof folder, "%.4000s/uit", made.folder);
    if (ds_desk_export(made.desk, desk_actor(&researcher), "efile", NULL, folder, false, &outcome,
                       &exported, &err) != DS_OK)
        fail_msg("%s: %s", err.file, err.nl);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    assert_int_equal(exported.n_dossiers, 1);
    assert_true(exported.n_rows > 50);
    assert_int_equal(ds_file_join(path, folder, "werkagenda_2026.csv", NULL), DS_OK);
    assert_int_equal(ds_file_read(path, 1 << 20, &data, &size, &err), DS_OK);
    assert_string_equal(data, "agenda,jaar,totaal\n25LX,2026,1234567.89\n");
    ds_free(data);
    desk_made_close(&made);
}

/* Who takes part in a joint agenda has begun, too. */
static void test_efile__members_of_a_joint_agenda_have_begun(void **state) {
    ds_desk_outcome outcome;
    ds_desk_following all = {0};
    desk_person signer, researcher;
    desk_made made;
    int64_t id;
    (void)state;
    desk_made_open_standard(&made);
    signer = desk_person_new(&made, "Teun", DS_ROLE_TEKENAAR, "25LX");
    (void)desk_person_new(&made, "Mies", DS_ROLE_INVULLER, "31BB");
    (void)desk_person_new(&made, "Nel", DS_ROLE_INVULLER, "30AA");
    researcher = desk_person_new(&made, "Olga", DS_ROLE_ONDERZOEKER, "*");
    id = desk_create(&made, &signer, "efile", "25LX", "Samen");
    for (int joint = 1; joint >= 0; joint--) {
        assert_int_equal(
            desk_save_one(&made, &signer, id, "agenda", "gezamenlijk", joint ? "ja" : "nee"),
            DS_OUTCOME_DONE);
        if (joint)
            assert_int_equal(
                desk_save_one(&made, &signer, id, "agenda", "samen/r1/instelling", "31bb"),
                DS_OUTCOME_DONE);
        assert_int_equal(ds_desk_follow(made.desk, desk_actor(&researcher), "efile", NULL, DS_NL,
                                        &outcome, &all, NULL),
                         DS_OK);
        assert_int_equal(outcome, DS_OUTCOME_DONE);
        assert_int_equal(all.n_not_begun, joint ? 1 : 2); /* no joint one: no members either */
        assert_string_equal(all.not_begun[0], "30AA");
        ds_desk_following_done(&all);
    }
    desk_made_close(&made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planner__starts_when_all_is_done),
        cmocka_unit_test(test_planner__each_file_is_signed_for),
        cmocka_unit_test(test_planner__an_empty_one_does_not),
        cmocka_unit_test(test_planner__step_3_has_both),
        cmocka_unit_test(test_planner__step_4_needs_every_partner),
        cmocka_unit_test(test_planner__step_6_needs_programme_pta_and_oer),
        cmocka_unit_test(test_planner__step_9_is_signed_by_all),
        cmocka_unit_test(test_ours__each_field_takes_an_answer),
        cmocka_unit_test(test_efile__is_delivered_as_it_was_typed),
        cmocka_unit_test(test_efile__members_of_a_joint_agenda_have_begun),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
