/* tests/forms/filled.h: a dossier of a form of ours with all in it that is asked, to be broken in
 * one place by a test. */
#ifndef DS_TESTS_FORMS_FILLED_H
#define DS_TESTS_FORMS_FILLED_H

#include "base/text.h"
#include "forms/ours.h"

enum { FILLED_AGREEMENTS = 200, FILLED_PARTIES = 3 };

typedef struct filled {
    ds_formulier *form;
    ds_answers *answers, *shown, *previous;
    ds_formulier_facts facts;
    ds_partij parties[FILLED_PARTIES];
    ds_akkoord agreements[FILLED_AGREEMENTS];
    ds_ondertekening signatures[FILLED_AGREEMENTS];
} filled;

static inline const char *some_value(const ds_veld *field) {
    static const char digest[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    switch (field->soort) {
    case DS_VELD_GEHEEL:
    case DS_VELD_GETAL:
    case DS_VELD_PROCENT:
        return "20";
    case DS_VELD_BEDRAG:
        return "100.00";
    case DS_VELD_JAAR:
    case DS_VELD_SCHOOLJAAR:
        return "2026";
    case DS_VELD_DATUM:
        return "2026-09-01";
    case DS_VELD_JA_NEE:
        return "ja";
    case DS_VELD_KEUZE:
    case DS_VELD_MEERKEUZE:
        return field->list->rows[0].code;
    case DS_VELD_BESTAND:
        return digest;
    case DS_VELD_BRIN:
        return "25LX";
    case DS_VELD_VESTIGING:
        return "25LX00";
    case DS_VELD_TABEL:
    case DS_VELD_GETOOND:
        return "";
    default:
        return "iets";
    }
}

static inline void set_path(filled *f, const char *path, const char *value) {
    ds_error err;
    ds_plek place;
    if (!ds_formulier_place(f->form, ds_text_of(path), &place)) fail_msg("no place %s", path);
    if (!ds_formulier_is_canonical(place.field, value)) fail_msg("%s: '%s'", path, value);
    if (ds_answers_set(f->answers, path, value, &err) != DS_OK) fail_msg("%s", err.nl);
}

static inline void show_path(filled *f, const char *path, const char *value) {
    assert_int_equal(ds_answers_set(f->shown, path, value, NULL), DS_OK);
}

static inline void fill_field(filled *f, const ds_veld *field, const char *row) {
    char path[DS_FORMULIER_PATH_MAX + 1];
    if (!ds_formulier_is_shown(f->form, &f->facts, field, row)) return;
    if (!ds_formulier_is_required(f->form, &f->facts, field, row) &&
        field->soort != DS_VELD_BESTAND)
        return;
    assert_true(ds_formulier_path(field, row, path));
    if (ds_answers_get(f->answers, path)[0] == '\0') set_path(f, path, some_value(field));
}

/* Twice, for what one answer asks for another. */
static inline void fill_all(filled *f) {
    for (int again = 0; again < 2; again++)
        for (size_t t = 0; t < f->form->n_topics; t++)
            for (size_t k = 0; k < f->form->topics[t].n_fields; k++) {
                const ds_veld *field = &f->form->topics[t].fields[k];
                const char *rows[DS_FORMULIER_ROWS_MAX];
                const size_t n = field->soort == DS_VELD_TABEL
                                     ? ds_formulier_rows_of(field, &f->facts, rows)
                                     : 0;
                if (field->soort != DS_VELD_TABEL) fill_field(f, field, NULL);
                for (size_t r = 0; r < n; r++)
                    for (size_t c = 0; c < field->n_columns; c++)
                        fill_field(f, &field->columns[c], rows[r]);
            }
}

static inline bool is_in(const char *const *names, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static inline void agree_all(filled *f) {
    size_t n = 0, signs = 0;
    for (size_t t = 0; t < f->form->n_topics; t++)
        for (size_t p = 0; p < f->facts.n_parties; p++) {
            const ds_onderwerp *topic = &f->form->topics[t];
            const ds_partij *party = &f->parties[p];
            if (is_in(topic->agree, topic->n_agree, party->soort))
                f->agreements[n++] = (ds_akkoord){topic->id, party->id, true, NULL};
            if (is_in(topic->sign, topic->n_sign, party->soort))
                f->signatures[signs++] =
                    (ds_ondertekening){topic->id, party->id, "Naam", "functie", "2026-06-01 10:00"};
        }
    f->facts.agreements = f->agreements;
    f->facts.n_agreements = n;
    f->facts.signatures = f->signatures;
    f->facts.n_signatures = signs;
}

static inline void begin_filled(filled *f, const char *name) {
    *f = (filled){.form = our_form(name), .facts = DS_FORMULIER_FACTS_INIT};
    assert_int_equal(ds_answers_new(&f->answers, NULL), DS_OK);
    assert_int_equal(ds_answers_new(&f->shown, NULL), DS_OK);
    assert_int_equal(ds_answers_new(&f->previous, NULL), DS_OK);
    f->facts.answers = f->answers;
    f->facts.shown = f->shown;
    f->facts.parties = f->parties;
    f->facts.scope = "25LX";
    f->facts.name = "proef";
    f->facts.today = 20604; /* 2026-05-31 */
}

static inline void end_filled(filled *f) {
    ds_answers_free(f->answers);
    ds_answers_free(f->shown);
    ds_answers_free(f->previous);
    ds_formulier_free(f->form);
}

/* How often the check fires. */
static inline size_t count_finding(filled *f, const char *check) {
    ds_bevindingen *findings = NULL;
    ds_error err;
    size_t n = 0;
    if (ds_formulier_check(f->form, &f->facts, &findings, &err) != DS_OK) fail_msg("%s", err.nl);
    for (size_t i = 0; i < ds_bevindingen_n(findings); i++)
        n += strcmp(ds_bevindingen_at(findings, i)->controle, check) == 0;
    ds_bevindingen_free(findings);
    return n;
}

/* How many reasons there are against the transition. */
static inline size_t count_reasons(filled *f, const char *transition) {
    ds_bevindingen *reasons = NULL;
    const ds_overgang *move = ds_formulier_transition(f->form, transition);
    ds_error err;
    size_t n;
    assert_non_null(move);
    if (ds_formulier_may(f->form, &f->facts, move, &reasons, &err) != DS_OK) fail_msg("%s", err.nl);
    n = ds_bevindingen_n(reasons);
    ds_bevindingen_free(reasons);
    return n;
}

static inline ds_voortgang progress_of(filled *f, const char *topic) {
    ds_voortgang progress;
    ds_error err;
    for (size_t t = 0; t < f->form->n_topics; t++)
        if (strcmp(f->form->topics[t].id, topic) == 0) {
            if (ds_formulier_progress(f->form, &f->facts, t, &progress, NULL, &err) != DS_OK)
                fail_msg("%s", err.nl);
            return progress;
        }
    fail_msg("no topic %s", topic);
    return DS_VOORTGANG_LEEG;
}

#endif
