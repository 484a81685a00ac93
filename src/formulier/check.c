/* formulier/check.c: what is to be said of a dossier: all findings, how far a topic is, and whether
 * it may move. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "formulier/findings.h"
#include "formulier/value.h"

/* ---- answers that are no answers ---- */

static ds_status check_answer(ds_bevindingen *findings, const ds_formulier *form, const char *path,
                              const char *value, ds_error *err) {
    ds_plek place;
    bool canonical = true;
    ds_status status;
    if (!ds_formulier_place(form, ds_text_of(path), &place))
        return ds_bevindingen_add(findings,
                                  (ds_bevinding){.controle = "onbekend",
                                                 .ernst = DS_ERNST_MELDING,
                                                 .topic = "",
                                                 .path = path,
                                                 .say = DS_SAY("dit formulier heeft dit veld niet",
                                                               "this form has no such field")},
                                  err);
    status = ds_waarde_is_canonical(place.field, value, true, &canonical, err);
    if (status != DS_OK || canonical) return status;
    return ds_bevindingen_add(findings,
                              (ds_bevinding){.controle = "vorm",
                                             .ernst = DS_ERNST_FOUT,
                                             .topic = form->topics[place.field->topic].id,
                                             .path = path,
                                             .say = DS_SAY("deze waarde kan hier niet",
                                                           "this value is not allowed here")},
                              err);
}

static ds_status add_answer_faults(ds_bevindingen *findings, const ds_expressie_place *place,
                                   size_t topic, ds_error *err) {
    const ds_answers *answers = place->facts->answers;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < ds_answers_n(answers); i++) {
        ds_plek at;
        const char *path = ds_answers_path(answers, i);
        if (topic != SIZE_MAX &&
            (!ds_formulier_place(place->form, ds_text_of(path), &at) || at.field->topic != topic))
            continue;
        status = check_answer(findings, place->form, path, ds_answers_value(answers, i), err);
    }
    return status;
}

ds_status ds_formulier_check(const ds_formulier *form, const ds_formulier_facts *facts,
                             ds_bevindingen **out, ds_error *err) {
    ds_formulier_facts counted = *facts;
    const ds_expressie_place place = ds_facts_place(form, &counted);
    ds_bevindingen *findings = NULL;
    ds_answers *own = NULL;
    ds_status status = ds_bevindingen_new(&findings, err);
    if (status == DS_OK) status = ds_facts_counting(form, facts, &counted, &own, err);
    if (status == DS_OK) status = add_answer_faults(findings, &place, SIZE_MAX, err);
    if (status == DS_OK) status = ds_bevindingen_add_checks(findings, &place, SIZE_MAX, err);
    ds_answers_free(own);
    if (status == DS_OK)
        *out = findings;
    else
        ds_bevindingen_free(findings);
    return status;
}

/* ---- how far a topic is ---- */

static const struct {
    const char *name;
    ds_say say;
} steps[] = {
    [DS_VOORTGANG_LEEG] = {"leeg", {"nog niet begonnen", "not begun yet"}},
    [DS_VOORTGANG_BEGONNEN] = {"begonnen", {"begonnen", "begun"}},
    [DS_VOORTGANG_WACHT] = {"wacht", {"wacht op akkoord", "waits for agreement"}},
    [DS_VOORTGANG_COMPLEET] = {"compleet", {"compleet", "complete"}},
    [DS_VOORTGANG_FOUT] = {"fout", {"er klopt iets niet", "something is not right"}},
    [DS_VOORTGANG_NVT] = {"nvt", {"niet van toepassing", "not applicable"}},
};

const char *ds_voortgang_name(ds_voortgang voortgang) {
    return steps[voortgang].name;
}

ds_say ds_voortgang_say(ds_voortgang voortgang) {
    return steps[voortgang].say;
}

typedef struct missing_adder {
    ds_bevindingen *findings;
    const ds_formulier *form;
    size_t n;
    ds_status status;
    ds_error *err;
} missing_adder;

static bool add_missing(void *context, const ds_veld *field, const char *row) {
    missing_adder *a = context;
    char path[DS_FORMULIER_PATH_MAX + 1];
    a->n++;
    if (ds_formulier_path(field, row, path))
        a->status = ds_bevindingen_add(
            a->findings,
            (ds_bevinding){.controle = "verplicht",
                           .ernst = DS_ERNST_MELDING,
                           .topic = a->form->topics[field->topic].id,
                           .path = path,
                           .say = DS_SAY("dit is nog niet ingevuld", "this is not filled in yet")},
            a->err);
    return a->status == DS_OK;
}

static ds_status add_missing_rows(missing_adder *a, const ds_expressie_place *place,
                                  const ds_onderwerp *topic) {
    for (size_t i = 0; a->status == DS_OK && i < topic->n_fields; i++) {
        if (!ds_facts_lacks_rows(place, &topic->fields[i])) continue;
        a->n++;
        a->status = ds_bevindingen_add(
            a->findings,
            (ds_bevinding){.controle = "verplicht",
                           .ernst = DS_ERNST_MELDING,
                           .topic = topic->id,
                           .path = topic->fields[i].id,
                           .say = DS_SAY("hier moeten nog rijen bij", "more rows are needed here")},
            a->err);
    }
    if (a->status == DS_OK && ds_facts_not_done(place, topic)) {
        a->n++;
        a->status =
            ds_bevindingen_add(a->findings,
                               (ds_bevinding){.controle = "klaar",
                                              .ernst = DS_ERNST_MELDING,
                                              .topic = topic->id,
                                              .say = topic->done_say.nl != NULL
                                                         ? topic->done_say
                                                         : DS_SAY("dit onderwerp is nog niet klaar",
                                                                  "this topic is not ready yet")},
                               a->err);
    }
    return a->status;
}

/* A kind of parties that has to take part, and of which there is none. */
static ds_status add_absent_kind(ds_bevindingen *findings, const ds_expressie_place *place,
                                 const ds_onderwerp *topic, const char *kind, ds_error *err) {
    const ds_partij_soort *soort = ds_formulier_party(place->form, kind);
    ds_bevinding finding = {.controle = "akkoord", .ernst = DS_ERNST_MELDING, .topic = topic->id};
    char nl[DS_FORMULIER_TEXT_MAX + 64], en[DS_FORMULIER_TEXT_MAX + 64];
    if (soort == NULL || soort->least == 0 || ds_facts_n_parties(place->facts, kind) > 0)
        return DS_OK;
    (void)snprintf(nl, sizeof nl, "nog toe te voegen bij Partijen: %.200s", soort->say.nl);
    (void)snprintf(en, sizeof en, "still to be added under Parties: %.200s", soort->say.en);
    finding.say = ds_bevindingen_say(findings, nl, en);
    return ds_bevindingen_add(findings, finding, err);
}

/* Who has yet to agree, or says that he does not. */
static ds_status add_disagreements(ds_bevindingen *findings, const ds_expressie_place *place,
                                   const ds_onderwerp *topic, ds_error *err) {
    const ds_formulier_facts *facts = place->facts;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < facts->n_parties; i++) {
        const ds_partij *party = &facts->parties[i];
        const ds_akkoord *said = ds_facts_agreement(facts, topic->id, party->id);
        ds_bevinding finding = {
            .controle = "akkoord", .ernst = DS_ERNST_MELDING, .topic = topic->id};
        char nl[DS_FORMULIER_TEXT_MAX + 64], en[DS_FORMULIER_TEXT_MAX + 64];
        if (!ds_facts_is_of(party, topic->agree, topic->n_agree) || (said != NULL && said->agrees))
            continue;
        (void)snprintf(nl, sizeof nl,
                       said == NULL ? "%.255s is nog niet akkoord" : "%.255s is het niet eens",
                       party->name);
        (void)snprintf(en, sizeof en,
                       said == NULL ? "%.255s has yet to agree" : "%.255s does not agree",
                       party->name);
        finding.say = ds_bevindingen_say(findings, nl, en);
        status = ds_bevindingen_add(findings, finding, err);
    }
    for (size_t k = 0; status == DS_OK && k < topic->n_agree; k++)
        status = add_absent_kind(findings, place, topic, topic->agree[k], err);
    return status;
}

static ds_status judge_topic(const ds_expressie_place *place, size_t i, ds_bevindingen *findings,
                             ds_voortgang *out, ds_error *err) {
    const ds_onderwerp *topic = &place->form->topics[i];
    missing_adder a = {findings, place->form, 0, DS_OK, err};
    ds_status status;
    if (!ds_facts_topic_shown(place, topic)) {
        *out = DS_VOORTGANG_NVT;
        return DS_OK;
    }
    status = add_answer_faults(findings, place, i, err);
    if (status == DS_OK) status = ds_bevindingen_add_checks(findings, place, i, err);
    if (status == DS_OK) ds_facts_each_missing(place, i, add_missing, &a);
    if (status == DS_OK) status = a.status;
    if (status == DS_OK) status = add_missing_rows(&a, place, topic);
    if (status == DS_OK) status = add_disagreements(findings, place, topic, err);
    if (status != DS_OK) return status;
    *out = ds_bevindingen_count(findings, DS_ERNST_FOUT) > 0 ? DS_VOORTGANG_FOUT
           : a.n > 0 && !ds_facts_begun(place, topic)        ? DS_VOORTGANG_LEEG
           : a.n > 0                                         ? DS_VOORTGANG_BEGONNEN
           : !ds_facts_agreed(place->form, place->facts, i)  ? DS_VOORTGANG_WACHT
                                                             : DS_VOORTGANG_COMPLEET;
    return DS_OK;
}

ds_status ds_formulier_progress(const ds_formulier *form, const ds_formulier_facts *facts,
                                size_t topic, ds_voortgang *out, ds_bevindingen **out_missing,
                                ds_error *err) {
    ds_formulier_facts counted = *facts;
    ds_expressie_place place = ds_facts_place(form, &counted);
    signed char done[DS_FORMULIER_TOPICS_MAX] = {0};
    ds_voortgang judged = DS_VOORTGANG_LEEG;
    ds_bevindingen *findings = NULL;
    ds_answers *own = NULL;
    ds_status status;
    place.done = done;
    status = ds_bevindingen_new(&findings, err);
    if (status == DS_OK) status = ds_facts_counting(form, facts, &counted, &own, err);
    if (status == DS_OK) status = judge_topic(&place, topic, findings, &judged, err);
    ds_answers_free(own);
    if (status == DS_OK) *out = judged;
    if (status == DS_OK && out_missing != NULL)
        *out_missing = findings;
    else
        ds_bevindingen_free(findings);
    return status;
}

/* ---- whether it may move ---- */

static ds_status add_reason(ds_bevindingen *findings, const char *code, ds_say say, ds_error *err) {
    return ds_bevindingen_add(
        findings, (ds_bevinding){.controle = code, .ernst = DS_ERNST_FOUT, .topic = "", .say = say},
        err);
}

static ds_status check_from(ds_bevindingen *findings, const ds_formulier *form,
                            const ds_formulier_facts *facts, const ds_overgang *transition,
                            ds_error *err) {
    const char *state = facts->state != NULL ? facts->state : form->states[0].id;
    for (size_t i = 0; i < transition->n_from; i++)
        if (strcmp(transition->from[i], state) == 0) return DS_OK;
    return add_reason(findings, "toestand",
                      DS_SAY("dit kan niet vanuit de toestand waarin dit nu is",
                             "this cannot be done from the state in which this is now"),
                      err);
}

static ds_status check_parties(ds_bevindingen *findings, const ds_formulier *form,
                               const ds_formulier_facts *facts, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < form->n_parties; i++) {
        const ds_partij_soort *soort = &form->parties[i];
        const size_t n = ds_facts_n_parties(facts, soort->id);
        char nl[300], en[300];
        if (n >= soort->least && n <= soort->most) continue;
        (void)snprintf(nl, sizeof nl, "er %s %zu %.200s, er moeten er %zu tot %zu zijn",
                       n == 1 ? "is" : "zijn", n, soort->say.nl, soort->least, soort->most);
        (void)snprintf(en, sizeof en, "there %s %zu of %.200s, there have to be %zu to %zu",
                       n == 1 ? "is" : "are", n, soort->say.en, soort->least, soort->most);
        status = add_reason(findings, "partijen", ds_bevindingen_say(findings, nl, en), err);
    }
    return status;
}

ds_status ds_formulier_may(const ds_formulier *form, const ds_formulier_facts *facts,
                           const ds_overgang *transition, ds_bevindingen **out, ds_error *err) {
    ds_formulier_facts counted = *facts;
    ds_expressie_place place = ds_facts_place(form, &counted);
    signed char done[DS_FORMULIER_TOPICS_MAX] = {0};
    ds_answers *own = NULL;
    const ds_toestand *to = ds_formulier_state(form, transition->to);
    ds_bevindingen *findings = NULL;
    ds_status status = ds_bevindingen_new(&findings, err);
    place.done = done;
    if (status == DS_OK) status = ds_facts_counting(form, facts, &counted, &own, err);
    if (status == DS_OK) status = check_from(findings, form, facts, transition, err);
    if (status == DS_OK && to != NULL && to->submitted)
        status = check_parties(findings, form, facts, err);
    for (size_t i = 0; status == DS_OK && i < transition->n_conditions; i++) {
        const ds_voorwaarde *condition = &transition->conditions[i];
        if (ds_expressie_judge(condition->when, &place) != DS_JA)
            status = add_reason(findings, "voorwaarde", condition->say, err);
    }
    ds_answers_free(own);
    if (status == DS_OK)
        *out = findings;
    else
        ds_bevindingen_free(findings);
    return status;
}
