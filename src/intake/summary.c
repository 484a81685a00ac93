/* intake/summary.c: what an import did, as JSON: per delivery what was read, taken and refused and
 * why, how often each rule decided, and what looks odd. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "intake/duo/duo.h"
#include "intake/mapping/file.h"
#include "intake/store/store.h"

enum { WARNINGS_MAX = 50, LINES_MAX = 1000 };

static json_t *reasons(const ds_intake *intake, size_t levering, json_t *outside) {
    uint64_t counts[DS_REASON_N] = {0};
    json_t *list = json_object();
    for (size_t k = 0; k < intake->n_workers; k++)
        for (size_t i = 0; i < intake->workers[k].n_refusals; i++) {
            const ds_refusal *r = &intake->workers[k].refusals[i];
            if (r->levering != levering) continue;
            counts[r->reason]++;
            if (r->reason == DS_REASON_OUTSIDE && json_array_size(outside) < LINES_MAX)
                (void)json_array_append_new(outside, json_integer((json_int_t)r->line));
        }
    for (size_t i = 0; i < DS_REASON_N; i++)
        if (counts[i] > 0)
            (void)json_object_set_new(list, ds_reason_name((ds_reason)i),
                                      json_integer((json_int_t)counts[i]));
    return list;
}

static void set_count(json_t *object, const char *key, uint64_t value) {
    (void)json_object_set_new(object, key, json_integer((json_int_t)value));
}

static json_t *delivery(const ds_intake *intake, size_t i) {
    const ds_delivery *d = &intake->deliveries[i];
    json_t *outside = json_array();
    json_t *j = json_pack("{s:s, s:s}", "bestand", d->name, "soort", d->kind);
    set_count(j, "gelezen", d->n_read);
    set_count(j, "genomen", d->n_read - d->n_refused - d->n_skipped);
    set_count(j, "afgekeurd", d->n_refused);
    (void)json_object_set_new(j, "redenen", reasons(intake, i, outside));
    if (d->mapping != NULL)
        (void)json_object_set_new(j, "vertaling", json_string(d->mapping->name));
    if (d->n_skipped > 0) set_count(j, "overgeslagen", d->n_skipped);
    if (d->n_duplicates > 0) set_count(j, "dubbel", d->n_duplicates);
    if (d->n_misfit > 0) set_count(j, "leerweg_past_niet", d->n_misfit);
    if (d->n_outside > 0) (void)json_object_set(j, "regels_niet_in_beginstand", outside);
    if (d->replaced_by != NULL)
        (void)json_object_set_new(j, "vervangen_door", json_string(d->replaced_by->name));
    if (d->layout == NULL) (void)json_object_set_new(j, "terzijde", json_true());
    if (d->unknown_columns != NULL && d->unknown_columns[0] != '\0')
        (void)json_object_set_new(j, "onbekende_kolommen", json_string(d->unknown_columns));
    ds_identity_describe(&d->identity, j);
    if (d->report != NULL) ds_duo_summary(d->report, j);
    json_decref(outside);
    return j;
}

static void warn(json_t *warnings, const char *nl, const char *en) {
    if (json_array_size(warnings) < WARNINGS_MAX)
        (void)json_array_append_new(warnings, json_pack("{s:s, s:s}", "nl", nl, "en", en));
}

static void warn_halved(json_t *warnings, const char *who, int year, uint64_t before,
                        uint64_t now) {
    char nl[400], en[400];
    (void)snprintf(nl, sizeof nl, "%s%s%d: %llu personen, een jaar eerder %llu", who,
                   who[0] == '\0' ? "schooljaar " : ", schooljaar ", year, (unsigned long long)now,
                   (unsigned long long)before);
    (void)snprintf(en, sizeof en, "%s%s%d: %llu persons, a year earlier %llu", who,
                   who[0] == '\0' ? "school year " : ", school year ", year,
                   (unsigned long long)now, (unsigned long long)before);
    warn(warnings, nl, en);
}

/* A merger that leads nowhere known, or has a year and no institution. */
static void warn_of_mergers(const ds_intake *intake, const ds_resolved *r, json_t *warnings) {
    for (size_t i = 0; i < r->n_institutions; i++) {
        const ds_institution *x = &r->institutions[i];
        const ds_text *words = r->words[DS_WORD_INSTELLING];
        char nl[900], en[900];
        ds_text from = words[x->instelling - 1], to;
        if (x->opgegaan_in == 0 && x->vanaf != 0) {
            (void)snprintf(nl, sizeof nl, "instelling %.*s: vanaf_schooljaar zonder opgegaan_in",
                           (int)from.size, from.data);
            (void)snprintf(en, sizeof en, "institution %.*s: vanaf_schooljaar without opgegaan_in",
                           (int)from.size, from.data);
            warn(warnings, nl, en);
        }
        if (x->opgegaan_in == 0 || r->institution_of[x->opgegaan_in] != 0) continue;
        to = words[x->opgegaan_in - 1];
        (void)snprintf(nl, sizeof nl,
                       "%s: regel %llu: %.*s gaat op in %.*s, een instelling die niet is geleverd",
                       intake->deliveries[x->levering].name, (unsigned long long)x->line,
                       (int)from.size, from.data, (int)to.size, to.data);
        (void)snprintf(en, sizeof en,
                       "%s: line %llu: %.*s merges into %.*s, an institution not delivered",
                       intake->deliveries[x->levering].name, (unsigned long long)x->line,
                       (int)from.size, from.data, (int)to.size, to.data);
        warn(warnings, nl, en);
    }
}

/* Warns of a year, or an institution in a year, with under half the persons of the year before. */
static void warn_of_gaps(const ds_resolved *r, json_t *warnings) {
    const ds_enrolment *rows = (const ds_enrolment *)(const void *)r->enrolments.data;
    size_t n_places = (size_t)r->n_words[DS_WORD_INSTELLING] + 1;
    uint64_t *counts = ds_calloc(n_places * DS_YEARS_MAX, sizeof *counts);
    int index[256];
    if (counts == NULL || n_places > 100000) {
        ds_free(counts);
        return;
    }
    for (size_t i = 0; i < 256; i++)
        index[i] = -1;
    for (size_t i = 0; i < r->n_years; i++)
        index[r->years[i].schooljaar - 1950] = (int)i;
    for (uint64_t i = 0; i < r->enrolments.n; i++) {
        int year = index[rows[i].jaar - 1950];
        if (!(rows[i].flags & DS_FLAG_STAAT) || year < 0) continue;
        counts[year]++; /* place 0: all */
        if (rows[i].instelling != 0)
            counts[rows[i].instelling * (size_t)DS_YEARS_MAX + (size_t)year]++;
    }
    for (size_t p = 0; p < n_places; p++)
        for (size_t y = 1; y < r->n_years; y++) {
            uint64_t before = counts[p * DS_YEARS_MAX + y - 1], now = counts[p * DS_YEARS_MAX + y];
            char who[300] = "";
            if (r->years[y].schooljaar != r->years[y - 1].schooljaar + 1 ||
                !r->years[y].inschrijving || !r->years[y - 1].inschrijving || now * 2 >= before)
                continue;
            if (p > 0)
                (void)snprintf(who, sizeof who, "%.*s",
                               (int)r->words[DS_WORD_INSTELLING][p - 1].size,
                               r->words[DS_WORD_INSTELLING][p - 1].data);
            warn_halved(warnings, who, r->years[y].schooljaar, before, now);
        }
    ds_free(counts);
}

static json_t *ties(const ds_resolved *r) {
    static const char *const names[DS_TIE_N] = {"hoofdinschrijving", "soort",      "niveau",
                                                "opleiding",         "instelling", "overig"};
    json_t *list = json_object();
    for (size_t i = 0; i < DS_TIE_N; i++)
        set_count(list, names[i], r->n_ties[i]);
    return list;
}

static json_t *covered(const ds_resolved *r, bool werk) {
    json_t *list = json_array();
    for (size_t i = 0; i < r->n_years; i++)
        if (werk ? r->years[i].werk : r->years[i].inschrijving)
            (void)json_array_append_new(list, json_integer(r->years[i].schooljaar));
    return list;
}

static void add_counts(const ds_intake *intake, const ds_resolved *r, json_t *summary) {
    json_t *warnings = json_array();
    set_count(summary, "personen", r->n_persons);
    set_count(summary, "loopbanen", r->n_careers);
    set_count(summary, "inschrijvingen", r->n_states);
    set_count(summary, "inschrijvingen_genomen", r->n_taken);
    set_count(summary, "diplomas", r->n_diplomas);
    set_count(summary, "werk", r->n_jobs);
    set_count(summary, "vrijstellingen", r->n_exemptions);
    set_count(summary, "dubbele_diplomas", r->diplomas.n - r->n_diplomas);
    set_count(summary, "dubbele_vrijstellingen", r->exemptions.n - r->n_exemptions);
    set_count(summary, "zonder_persoon", r->n_without_person);
    set_count(summary, "oordeel_elders", r->n_verdicts_elsewhere);
    set_count(summary, "vervangen", r->n_replaced);
    set_count(summary, "tegenstrijdig", r->n_conflicts);
    (void)json_object_set_new(summary, "keuze", ties(r));
    (void)json_object_set_new(summary, "schooljaren", covered(r, false));
    (void)json_object_set_new(summary, "schooljaren_werk", covered(r, true));
    set_count(summary, "opgegaan", r->n_merged);
    warn_of_mergers(intake, r, warnings);
    warn_of_gaps(r, warnings);
    ds_identity_warn(intake, r, warnings);
    (void)json_object_set_new(summary, "waarschuwingen", warnings);
}

ds_status ds_summary(const ds_intake *intake, const ds_resolved *resolved, const ds_error *failure,
                     char **out, ds_error *err) {
    json_t *summary = json_object(), *list = json_array();
    char *text;
    (void)json_object_set_new(summary, "geslaagd", json_boolean(failure == NULL));
    (void)json_object_set_new(summary, "leveringen", list);
    for (size_t i = 0; i < intake->n_deliveries; i++)
        (void)json_array_append_new(list, delivery(intake, i));
    if (resolved != NULL && failure == NULL) add_counts(intake, resolved, summary);
    if (intake->identity.keyed)
        (void)json_object_set_new(summary, "sleutel", json_string(intake->identity.fingerprint));
    text = json_dumps(summary, JSON_INDENT(2));
    json_decref(summary);
    if (text == NULL) return ds_error_memory(err);
    *out = text;
    return DS_OK;
}
