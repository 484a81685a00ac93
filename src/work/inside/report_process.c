/* work/inside/report_process.c: the process evaluation, figures of others and the deliveries in a
 * release. Cases are schools, contacts are persons: of neither a small number is told. See
 * report.h.
 */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "work/inside/report.h"

static ds_work hushed_work(const ds_gather *g) {
    ds_work quiet = *g->work;
    quiet.noted = NULL;
    quiet.passed_over = NULL;
    return quiet;
}

static void put_count(ds_gather *g, ds_gather_sheet *s, const char *const *keys,
                      const char *measure, uint64_t n, uint64_t least, uint32_t row, uint32_t sum) {
    const ds_release_fact fact = ds_gather_fact(0, keys, measure, "", (double)n);
    if (n > 0 && n < least)
        ds_gather_put_hidden(g, s, &fact);
    else
        ds_gather_put(g, s, &fact, least == 0 ? &n : NULL, least == 0 ? 1 : 0, row, sum);
}

/* ---- cases ---- */

static void label_word(ds_gather *g, const char *column, const ds_process_word *w) {
    ds_gather_label(g, column, w->code, DS_SAY(w->nl, w->en));
}

/* Of all cases together: how many say of a mechanism what. Cases are schools: from min_instellingen
 * of them on. */
static void put_cases(ds_gather *g, ds_gather_sheet *s, const ds_process_block *b) {
    const uint64_t least = g->rules.options.institutions;
    const ds_process_words *judged = &b->lists[DS_PROCESS_JUDGEMENTS];
    for (size_t m = 0; m < b->n_mechanisms; m++) {
        const ds_process_cell *cell = ds_process_find(b, m, SIZE_MAX, SIZE_MAX);
        const char *keys[] = {b->mechanisms[m].code, DS_TOTAL};
        if (cell == NULL) continue;
        label_word(g, "mechanisme", &b->mechanisms[m]);
        put_count(g, s, keys, "cases", cell->cases, least, 0, 0);
        for (size_t j = 0; j < judged->n; j++) {
            keys[1] = judged->words[j].code;
            label_word(g, "oordeel", &judged->words[j]);
            put_count(g, s, keys, "cases", cell->given[j].cases, least, 0, 0);
        }
    }
}

/* ---- contacts ---- */

static void put_contacts(ds_gather *g, ds_gather_sheet *s, const ds_process_block *b) {
    for (size_t i = 0; i < b->n_replies; i++) {
        const ds_process_reply *r = &b->replies[i];
        const ds_process_question *q = &b->questions[r->question];
        const uint32_t sum = (uint32_t)i + 1;
        const char *keys[] = {q->word.code, ""};
        if (r->round != SIZE_MAX || r->route != SIZE_MAX) continue;
        label_word(g, "vraag", &q->word);
        for (size_t a = 0; a < q->n_answers; a++) {
            keys[1] = q->answers[a].code;
            label_word(g, "antwoord", &q->answers[a]);
            put_count(g, s, keys, "aantal", r->given[a].cases, 0, ++s->rows, sum);
        }
    }
}

static ds_gather_sheet *new_framework(ds_gather *g, const ds_gather_question *q, bool contacts) {
    static const char *const cases[] = {"mechanisme", "oordeel"}, *const answers[] = {"vraag",
                                                                                      "antwoord"};
    ds_gather_sheet *s = ds_gather_new(g, q, contacts ? "kader_contact" : "kader", "",
                                       contacts ? answers : cases, 2);
    if (s != NULL) s->sheet.unit = contacts ? "respondent" : "case";
    return s;
}

static void put_framework(ds_gather *g, const ds_gather_question *q, const ds_process_block *b) {
    const bool contacts = strcmp(q->asked->part, "contact") == 0;
    ds_gather_sheet *s;
    if (!contacts && *q->asked->part != '\0') {
        ds_gather_unfilled(g, q, "kader", "", "alleen_tekst",
                           DS_SAY("dit deel van het kader is tekst en geen telling",
                                  "this part of the framework is text and no count"));
        return;
    }
    if (contacts ? !b->contacts_delivered : !b->cases_delivered) {
        ds_gather_unfilled(g, q, "kader", "", "niet_geleverd",
                           DS_SAY("casestudies of contactpersonen zijn niet geleverd",
                                  "case studies or contacts were not delivered"));
        return;
    }
    s = new_framework(g, q, contacts);
    if (s == NULL) return;
    if (contacts)
        put_contacts(g, s, b);
    else
        put_cases(g, s, b);
}

static ds_status ask_process(ds_gather *g, const ds_gather_question *q, const char *kind,
                             ds_work_process_result **out, ds_error *err) {
    const ds_work quiet = hushed_work(g);
    ds_error why = {0};
    const ds_status status = ds_work_process(&quiet, out, &why);
    *out = status == DS_OK ? *out : NULL;
    if (status == DS_FAULT && err != NULL) *err = why;
    if (status != DS_OK) ds_gather_unfilled_by(g, q, kind, &why);
    return status == DS_FAULT ? status : DS_OK;
}

ds_status ds_gather_make_framework(ds_gather *g, ds_gather_question *q, ds_error *err) {
    ds_work_process_result *result = NULL;
    ds_status status = ask_process(g, q, "kader", &result, err);
    if (status != DS_OK || result == NULL) return status;
    put_framework(g, q, ds_work_process_block(result));
    ds_work_process_free(result);
    return DS_OK;
}

/* ---- figures of others ---- */

static void put_external(ds_gather *g, const ds_gather_question *q, const ds_process_block *b) {
    static const char *const keys[] = {"bron", "land", "groep"};
    ds_gather_sheet *s;
    if (!b->external_delivered) {
        ds_gather_unfilled(g, q, "extern", "", "niet_geleverd",
                           DS_SAY("cijfers van anderen (extern) zijn niet geleverd",
                                  "figures of others (extern) were not delivered"));
        return;
    }
    s = ds_gather_new(g, q, "extern", "", keys, 3);
    for (size_t i = 0; s != NULL && i < b->n_external; i++) {
        const ds_process_external *e = &b->external[i];
        const char *const at[] = {e->source, e->country, e->group};
        const ds_release_fact fact = ds_gather_fact(e->year, at, e->measure, "", e->value);
        if (*q->asked->subject != '\0' && strcmp(q->asked->subject, e->source) != 0) continue;
        ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
    }
}

ds_status ds_gather_make_external(ds_gather *g, ds_gather_question *q, ds_error *err) {
    ds_work_process_result *result = NULL;
    ds_status status = ask_process(g, q, "extern", &result, err);
    if (status != DS_OK || result == NULL) return status;
    put_external(g, q, ds_work_process_block(result));
    ds_work_process_free(result);
    return DS_OK;
}

/* ---- deliveries ---- */

/* How many school years the register has; which deliveries there are stands in the release itself.
 */
ds_status ds_gather_make_sources(ds_gather *g, ds_gather_question *q, ds_error *err) {
    static const char *const keys[] = {"soort"};
    static const char *const enrolments[] = {"inschrijving"};
    ds_gather_sheet *s = ds_gather_new(g, q, "bronnen", "", keys, 1);
    for (size_t i = 0; s != NULL && i < ds_register_n_years(g->reg); i++) {
        const ds_release_fact fact =
            ds_gather_fact(ds_register_years(g->reg)[i], enrolments, "gedekt", "",
                           ds_register_covered(g->reg)[i] ? 1 : 0);
        ds_gather_put(g, s, &fact, NULL, 0, 0, 0);
    }
    return ds_gather_finish(g, err);
}
