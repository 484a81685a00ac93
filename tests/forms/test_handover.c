/* tests/forms/test_handover.c: the warm hand-over and the survey of coordinators: what is late or
 * nobody's is said, the form of one pupil is empty paper, and what a respondent says is a delivery.
 */
#include "forms/filled.h"
#include "support/written.h"

static void begin_handover(filled *f) {
    begin_filled(f, "overdracht");
    f->parties[0] = (ds_partij){"p1", "vso", "De Beuk", "25LX"};
    f->parties[1] = (ds_partij){"p2", "mbo", "ROC Delta", "30RR"};
    f->facts.n_parties = 2;
    fill_all(f);
    agree_all(f);
}

static void test_handover__all_may_be_filled(void **state) {
    filled f;
    (void)state;
    begin_handover(&f);
    for (size_t t = 0; t < f.form->n_topics; t++)
        if (progress_of(&f, f.form->topics[t].id) != DS_VOORTGANG_COMPLEET)
            fail_msg("%s is %s", f.form->topics[t].id,
                     ds_voortgang_name(progress_of(&f, f.form->topics[t].id)));
    assert_int_equal(count_reasons(&f, "afronden"), 0);
    end_filled(&f);
}

static size_t count_absent(filled *f, const char *topic) {
    const ds_onderwerp *at = ds_formulier_topic(f->form, topic);
    ds_bevindingen *missing = NULL;
    ds_voortgang how_far;
    size_t n = 0;
    assert_int_equal(ds_formulier_progress(f->form, &f->facts, (size_t)(at - f->form->topics),
                                           &how_far, &missing, NULL),
                     DS_OK);
    for (size_t i = 0; i < ds_bevindingen_n(missing); i++)
        n += strstr(ds_bevindingen_at(missing, i)->say.nl, "toe te voegen bij Partijen: ") != NULL;
    ds_bevindingen_free(missing);
    return n;
}

/* A Doorstroompunt may take part and need not: that it is not there is nothing to be told. */
static void test_handover__who_need_not_be_there_is_not_missed(void **state) {
    filled f;
    (void)state;
    begin_handover(&f);
    assert_int_equal(count_absent(&f, "partners"), 0);
    f.facts.n_parties = 1; /* the mbo institution is gone */
    assert_int_equal(count_absent(&f, "partners"), 1);
    end_filled(&f);
}

/* Of each of the four lists: late, and without an owner. */
static void test_handover__late_and_nobodys(void **state) {
    static const char *const lists[][4] = {
        {"aanbeveling_mbo", "mbo1", "te_laat", "zonder_eigenaar"},
        {"aanbeveling_vso", "vso2", "te_laat_vso", "zonder_eigenaar_vso"},
        {"aanbeveling_partners", "samen3", "te_laat_samen", "zonder_eigenaar_samen"},
        {"aanbeveling_beleid", "beleid3", "te_laat_beleid", "zonder_eigenaar_beleid"}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        char path[100];
        filled f;
        begin_handover(&f);
        (void)snprintf(path, sizeof path, "%s/%s/stand", lists[i][0], lists[i][1]);
        set_path(&f, path, "bezig");
        assert_int_equal(count_finding(&f, lists[i][3]), 1);
        (void)snprintf(path, sizeof path, "%s/%s/eigenaar", lists[i][0], lists[i][1]);
        set_path(&f, path, "teamleider");
        assert_int_equal(count_finding(&f, lists[i][3]), 0);
        (void)snprintf(path, sizeof path, "%s/%s/klaar_op", lists[i][0], lists[i][1]);
        set_path(&f, path, "2026-05-30"); /* today is the 31st */
        assert_int_equal(count_finding(&f, lists[i][2]), 1);
        set_path(&f, path, "2026-05-31");
        assert_int_equal(count_finding(&f, lists[i][2]), 0);
        end_filled(&f);
    }
}

/* With no dossier at all, and the same with one: there is nothing of it in the form of a pupil. */
static char *pupils_form(filled *f) {
    ds_document *document = NULL;
    ds_error err;
    char *text;
    if (ds_formulier_make_paper(f->form, &f->facts,
                                ds_formulier_paper(f->form, "overdracht_leerling"), &document,
                                &err) != DS_OK)
        fail_msg("%s", err.nl);
    text = written_as(document, DS_FORM_HTML, DS_NL, false);
    ds_document_free(document);
    return text;
}

static void test_handover__the_pupils_form_is_empty_paper(void **state) {
    filled f;
    char *text;
    (void)state;
    begin_handover(&f);
    set_path(&f, "wanneer_samen", "elke eerste maandag");
    text = pupils_form(&f);
    assert_non_null(strstr(text, "bewaart het niet"));
    assert_non_null(strstr(text, "Wat kan de leerling al?"));
    assert_null(strstr(text, "elke eerste maandag"));
    ds_free(text);
    end_filled(&f);
}

static void test_handover__keeps_no_delivery(void **state) {
    ds_formulier *form = our_form("overdracht");
    (void)state;
    assert_int_equal(form->n_deliveries, 0);
    ds_formulier_free(form);
}

/* ---- the survey ---- */

static void test_survey__three_answers_are_three_rows(void **state) {
    ds_leveringen *rows = NULL;
    ds_kinds *kinds = our_kinds();
    size_t n = 0;
    ds_error err;
    filled f;
    (void)state;
    begin_filled(&f, "contactenquete");
    f.facts.scope = "R17";
    f.facts.state = "open";
    assert_true(count_reasons(&f, "indienen") > 0); /* not while questions stand open */
    assert_true(ds_formulier_state(f.form, "ingediend")->submitted);
    f.facts.state = "ingediend";
    set_path(&f, "ronde", "2026");
    set_path(&f, "route", "techniek");
    set_path(&f, "gaat_door", "weet niet");
    set_path(&f, "samen", "soms");
    set_path(&f, "knelpunt", "roosters");
    if (ds_formulier_rows(f.form, &f.facts, &rows, &err) != DS_OK ||
        ds_formulier_rows_check(kinds, rows, &err) != DS_OK)
        fail_msg("%s", err.nl);
    for (size_t i = 0; i < ds_leveringen_n(rows); i++) {
        const ds_leveringsrijen *r = ds_leveringen_at(rows, i);
        assert_string_equal(r->kind, "contactenquete");
        for (size_t k = 0; k < r->n_rows; k++, n++)
            assert_string_equal(r->values[k * r->n_columns], "R17");
    }
    assert_int_equal(n, 3);
    ds_leveringen_free(rows);
    ds_kinds_free(kinds);
    end_filled(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_handover__all_may_be_filled),
        cmocka_unit_test(test_handover__who_need_not_be_there_is_not_missed),
        cmocka_unit_test(test_handover__late_and_nobodys),
        cmocka_unit_test(test_handover__the_pupils_form_is_empty_paper),
        cmocka_unit_test(test_handover__keeps_no_delivery),
        cmocka_unit_test(test_survey__three_answers_are_three_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
