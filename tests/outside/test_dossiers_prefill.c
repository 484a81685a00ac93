/* test_dossiers_prefill.c: what a release says of a dossier: for whom it is, what is not shown, and
 * that nobody gets a value of another's scope, in no view and no text. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "outside/desk_made.h"

typedef struct prefilled {
    desk_made made;
    desk_person own, partner, researcher;
    int64_t id;
} prefilled;

static void begin_prefilled(prefilled *p, bool release) {
    desk_made_open(&p->made, release);
    p->own = desk_person_new(&p->made, "Fien", DS_ROLE_INVULLER, "25LX");
    p->partner = desk_person_new(&p->made, "Otto", DS_ROLE_INVULLER, "30AA");
    p->researcher = desk_person_new(&p->made, "Olga", DS_ROLE_ONDERZOEKER, "*");
    p->id = desk_create(&p->made, &p->own, "proefagenda", "25LX", "College");
}

static ds_desk_dossier see_it(prefilled *p, desk_person *by, int64_t id) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    assert_int_equal(ds_desk_see(p->made.desk, desk_actor(by), id, DS_NL, &outcome, &seen, NULL),
                     DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    return seen;
}

static const ds_desk_prefill *prefill_at(const ds_desk_dossier *seen, const char *path) {
    for (size_t t = 0; t < seen->n_topics; t++)
        for (size_t f = 0; f < seen->topics[t].n_fields; f++)
            if (strcmp(seen->topics[t].fields[f].path, path) == 0)
                return &seen->topics[t].fields[f].prefill;
    fail_msg("no %s", path);
    return NULL;
}

static void test_prefill__is_of_the_own_scope_with_what_and_whence(void **state) {
    const ds_desk_prefill *at;
    ds_desk_dossier seen;
    prefilled p;
    (void)state;
    begin_prefilled(&p, true);
    seen = see_it(&p, &p.own, p.id);
    at = prefill_at(&seen, "nu");
    assert_int_equal(at->state, DS_STATE_SHOWN);
    assert_string_equal(at->value, "73.4375");
    assert_string_equal(at->text.nl, "73,4 %");
    assert_string_equal(at->text.en, "73.4 %");
    assert_string_equal(at->definition.nl, "wie stopt");
    assert_string_equal(at->source.nl, "vrijgave 2026-1, 2026-02-01; eigen waarden; 2025");
    at = prefill_at(&seen, "klein");
    assert_int_equal(at->state, DS_STATE_SUPPRESSED);
    assert_string_equal(at->value, "");
    assert_string_equal(at->text.nl, "niet getoond");
    ds_desk_dossier_done(&seen);
    desk_made_close(&p.made);
}

static void test_prefill__each_has_its_own(void **state) {
    ds_desk_dossier seen;
    int64_t other;
    prefilled p;
    (void)state;
    begin_prefilled(&p, true);
    other = desk_create(&p.made, &p.partner, "proefagenda", "30AA", "Ander");
    seen = see_it(&p, &p.partner, other);
    assert_string_equal(prefill_at(&seen, "nu")->value, "61.25");
    ds_desk_dossier_done(&seen);
    desk_made_close(&p.made);
}

static void test_prefill__without_a_release_it_says_why(void **state) {
    ds_desk_dossier seen;
    prefilled p;
    (void)state;
    begin_prefilled(&p, false);
    seen = see_it(&p, &p.own, p.id);
    assert_int_equal(prefill_at(&seen, "nu")->state, DS_STATE_NOT_AVAILABLE);
    assert_string_equal(prefill_at(&seen, "nu")->why.nl, "er is nog geen vrijgave");
    ds_desk_dossier_done(&seen);
    desk_made_close(&p.made);
}

static bool holds_text(const ds_desk_reason *reasons, size_t n, const char *text) {
    for (size_t i = 0; i < n; i++)
        if (strstr(reasons[i].say.nl, text) != NULL || strstr(reasons[i].say.en, text) != NULL)
            return true;
    return false;
}

/* A partner in the route sees the dossier and not the scope. That the check fires is told to both,
 * the value is not. */
static void test_prefill__who_does_not_hold_the_scope_gets_no_value(void **state) {
    const ds_desk_prefill *at;
    ds_desk_dossier seen;
    desk_person owner, partner;
    char party[32];
    int64_t id;
    prefilled p;
    (void)state;
    begin_prefilled(&p, true);
    owner = desk_person_new(&p.made, "Mo", DS_ROLE_SCHOOL, "25LX");
    partner = desk_person_new(&p.made, "Vera", DS_ROLE_SCHOOL, "30AA");
    id = desk_create(&p.made, &owner, "proefroute", "25LX", "De route");
    desk_party(&p.made, &owner, id, "vmbo", "De partner", "30AA", party);
    assert_int_equal(desk_save_one(&p.made, &owner, id, "kort", "drempel", "50"), DS_OUTCOME_DONE);
    seen = see_it(&p, &owner, id);
    assert_string_equal(prefill_at(&seen, "eigen_cijfer")->text.nl, "73,4 %");
    assert_int_equal(seen.n_findings, 1);
    assert_true(holds_text(seen.findings, 1, "73"));
    ds_desk_dossier_done(&seen);
    seen = see_it(&p, &partner, id);
    at = prefill_at(&seen, "eigen_cijfer");
    assert_int_equal(at->state, DS_STATE_SUPPRESSED);
    assert_string_equal(at->value, "");
    assert_string_equal(at->text.nl, "niet getoond");
    assert_non_null(at->why.nl);
    assert_int_equal(seen.n_findings, 1);
    assert_false(holds_text(seen.findings, 1, "73"));
    assert_string_equal(seen.findings[0].say.nl, "het cijfer is …");
    ds_desk_dossier_done(&seen);
    desk_made_close(&p.made);
}

/* Not even their own: figures in a dossier are those of whom it is of. */
static void test_prefill__a_partners_figures_are_not_in_anothers_dossier(void **state) {
    ds_desk_dossier seen;
    desk_person owner, partner;
    char party[32];
    int64_t id;
    prefilled p;
    (void)state;
    begin_prefilled(&p, true);
    owner = desk_person_new(&p.made, "Mo", DS_ROLE_SCHOOL, "99ZZ");
    partner = desk_person_new(&p.made, "Vera", DS_ROLE_SCHOOL, "30AA");
    id = desk_create(&p.made, &owner, "proefroute", "99ZZ", "De route");
    desk_party(&p.made, &owner, id, "vmbo", "De partner", "30AA", party);
    for (int i = 0; i < 2; i++) {
        seen = see_it(&p, i == 0 ? &owner : &partner, id);
        assert_int_equal(prefill_at(&seen, "eigen_cijfer")->state, DS_STATE_NOT_AVAILABLE);
        assert_string_equal(prefill_at(&seen, "eigen_cijfer")->value, "");
        ds_desk_dossier_done(&seen);
    }
    desk_made_close(&p.made);
}

/* A newer release is read when the pointer turns; one that is damaged leaves the earlier one. */
static void test_prefill__a_release_is_that_of_now(void **state) {
    char path[DS_PATH_SIZE];
    ds_desk_dossier seen;
    prefilled p;
    (void)state;
    begin_prefilled(&p, false);
    seen = see_it(&p, &p.own, p.id);
    assert_int_equal(prefill_at(&seen, "nu")->state, DS_STATE_NOT_AVAILABLE);
    ds_desk_dossier_done(&seen);
    desk_made_release(&p.made, "eerste");
    seen = see_it(&p, &p.own, p.id);
    assert_string_equal(prefill_at(&seen, "nu")->value, "73.4375");
    (void)snprintf(path, sizeof path, "%s/publicatie/tweede/vrijgave.json", p.made.folder);
    ds_free(ds_test_write_string(p.made.folder, "publicatie/tweede/vrijgave.json", "{}"));
    desk_made_point(&p.made, "tweede");
    {
        ds_desk_dossier later = see_it(&p, &p.own, p.id);
        assert_string_equal(prefill_at(&later, "nu")->value, "73.4375");
        ds_desk_dossier_done(&later);
    }
    /* What was seen stays whole while the release is exchanged. */
    assert_string_equal(prefill_at(&seen, "nu")->definition.nl, "wie stopt");
    ds_desk_dossier_done(&seen);
    desk_made_close(&p.made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prefill__is_of_the_own_scope_with_what_and_whence),
        cmocka_unit_test(test_prefill__each_has_its_own),
        cmocka_unit_test(test_prefill__without_a_release_it_says_why),
        cmocka_unit_test(test_prefill__who_does_not_hold_the_scope_gets_no_value),
        cmocka_unit_test(test_prefill__a_partners_figures_are_not_in_anothers_dossier),
        cmocka_unit_test(test_prefill__a_release_is_that_of_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
