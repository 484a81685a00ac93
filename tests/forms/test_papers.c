/* tests/forms/test_papers.c: documents that are made of a dossier of our forms. */
#include "forms/route.h"
#include "support/written.h"

/* ---- the agreement ---- */

static char *agreement_of(filled *f) {
    const ds_formulier_stuk *paper = ds_formulier_paper(f->form, "overeenkomst");
    ds_document *document = NULL;
    ds_error err;
    char *text;
    assert_non_null(paper);
    if (ds_formulier_make_paper(f->form, &f->facts, paper, &document, &err) != DS_OK)
        fail_msg("%s", err.nl);
    text = written_as(document, DS_FORM_HTML, DS_NL, false);
    ds_document_free(document);
    return text;
}

static void test_papers__what_is_missing_stands_in_front(void **state) {
    filled f;
    char *text;
    (void)state;
    begin_route(&f);
    assert_int_equal(ds_answers_set(f.answers, "looptijd", NULL, NULL), DS_OK);
    assert_int_equal(ds_answers_set(f.answers, "uittreden", NULL, NULL), DS_OK);
    text = agreement_of(&f);
    assert_non_null(strstr(text, "og af te spreken")); /* Nog */
    assert_non_null(strstr(text, "Hoelang, en hoe wordt zij verlengd?"));
    ds_free(text);
    end_filled(&f);
}

/* PTA and OER are part of the agreement; what the program works out is nothing to agree to. */
static void test_papers__documents_are_missed_and_sums_are_not(void **state) {
    filled f;
    char *text, *after;
    (void)state;
    begin_route(&f);
    set_path(&f, "pta", "");
    set_path(&f, "bekostiging_leerling", "");
    text = agreement_of(&f);
    after = strstr(text, "Partijen</h"); /* what stands in front ends here */
    assert_non_null(after);
    assert_non_null(strstr(after, "toegevoegd aan het dossier")); /* the OER */
    assert_null(strstr(text, "aaaaaaaaaaaa"));
    assert_null(strstr(text, "<th scope=\"col\"></th>")); /* no pdf is made of such a table */
    *after = '\0';
    assert_non_null(strstr(text, "Stuk: PTA van het vmbo"));
    assert_null(strstr(text, "Stuk: OER van het mbo"));
    assert_null(strstr(text, "Wat de verkorting per leerling scheelt"));
    ds_free(text);
    end_filled(&f);
}

/* Two boards that disagree both stand in it, by name. */
static void test_papers__who_disagrees_stands_in_it(void **state) {
    filled f;
    char *text;
    (void)state;
    begin_route(&f);
    set_path(&f, "verdeling/p1/standpunt", "wij betalen alleen het eerste jaar");
    set_path(&f, "verdeling/p3/standpunt", "het vmbo betaalt de ontwikkeling");
    text = agreement_of(&f);
    assert_non_null(strstr(text, "wij betalen alleen het eerste jaar"));
    assert_non_null(strstr(text, "€ 100,00")); /* an amount of an agreement says of what */
    assert_non_null(strstr(text, "het vmbo betaalt de ontwikkeling"));
    assert_non_null(strstr(text, "De Wilg"));
    assert_non_null(strstr(text, "ROC Delta"));
    ds_free(text);
    end_filled(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_papers__what_is_missing_stands_in_front),
        cmocka_unit_test(test_papers__documents_are_missed_and_sums_are_not),
        cmocka_unit_test(test_papers__who_disagrees_stands_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
