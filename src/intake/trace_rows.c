/* intake/trace_rows.c: what became of each line of the person: its role, and its columns as text.
 * See doorstroom/trace.h. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "intake/trace.h"

enum { TEXT_MAX = 8192 };

/* ---- columns as text ---- */

static void put_ranked(const ds_resolved *r, ds_buffer *to, const char *name, ds_word word,
                       uint32_t number) {
    if (number == 0) return;
    ds_buffer_addf(to, "%s%s %.*s", to->size == 0 ? "" : ", ", name,
                   (int)r->words[word][number - 1].size, r->words[word][number - 1].data);
}

static void put_code(ds_buffer *to, const char *name, const ds_code_list *codes, unsigned number) {
    if (number == 0) return;
    ds_buffer_addf(to, "%s%s %s", to->size == 0 ? "" : ", ", name, codes->values[number - 1]);
}

static void put_number(ds_buffer *to, const char *name, int low, unsigned number) {
    if (number == 0) return;
    ds_buffer_addf(to, "%s%s %d", to->size == 0 ? "" : ", ", name, (int)number - 1 + low);
}

/* ja is what goes without saying. */
static void put_flag(ds_buffer *to, const char *name, bool yes) {
    if (!yes) ds_buffer_addf(to, "%s%s nee", to->size == 0 ? "" : ", ", name);
}

static void put_day(ds_buffer *to, const char *name, int32_t days) {
    int year, month, day;
    if (days == INT32_MIN) return;
    ds_date_civil(days, &year, &month, &day);
    ds_buffer_addf(to, "%s%s %04d-%02d-%02d", to->size == 0 ? "" : ", ", name, year, month, day);
}

#define PUT(ID, name, KIND, codes, low, ...)                                                       \
    before = to->size;                                                                             \
    PUT_##KIND(ID, name, codes, low);                                                              \
    if (to->size > before) filled |= (uint64_t)1 << DS_COLUMN_##ID;
#define PUT_WORD(ID, name, codes, low) put_ranked(r, to, #name, DS_WORD_##ID, row->name)
#define PUT_SOORT(ID, name, codes, low) put_code(to, #name, &ds_codes_##codes, row->name + 1u)
#define PUT_LEERWEG(ID, name, codes, low) put_code(to, #name, &ds_codes_##codes, row->name)
#define PUT_CODE(ID, name, codes, low) put_code(to, #name, &ds_codes_##codes, row->name)
#define PUT_YESNO(ID, name, codes, low) put_code(to, #name, &ds_codes_##codes, row->name)
#define PUT_NUMBER(ID, name, codes, low) put_number(to, DS_DELIVERED_NAME(ID, name), low, row->name)
#define PUT_FLAG(ID, name, codes, low) put_flag(to, #name, (row->flags & DS_FLAG_##ID) != 0)
#define PUT_DATE(ID, name, codes, low) put_day(to, #name, row->name)

static uint64_t put_enrolment(const ds_resolved *r, const ds_enrolment *row, ds_buffer *to) {
    uint64_t filled = 0;
    size_t before;
    DS_ENROLMENT_COLUMNS(PUT)
    return filled;
}

static uint64_t put_attributes(const ds_resolved *r, const ds_attributes *row, ds_buffer *to) {
    uint64_t filled = 0;
    size_t before;
    DS_PERSON_COLUMNS(PUT)
    return filled;
}

static void put_diploma(const ds_resolved *r, const ds_diploma *row, ds_buffer *to) {
    put_code(to, "soort", &ds_codes_soort, row->soort + 1u);
    put_number(to, "niveau", 1, row->niveau);
    put_code(to, "leerweg", &ds_codes_leerweg, row->leerweg);
    put_day(to, "datum", row->datum);
    put_ranked(r, to, "opleiding", DS_WORD_OPLEIDING, row->opleiding);
    put_ranked(r, to, "hoofdgroep", DS_WORD_HOOFDGROEP, row->hoofdgroep);
    put_ranked(r, to, "instelling", DS_WORD_INSTELLING, row->instelling);
}

static uint64_t put_row(const ds_resolved *r, const ds_traced *row, ds_buffer *to) {
    char number[DS_NUMBER_SIZE];
    switch (row->kind) {
    case DS_TRACE_INSCHRIJVING:
        return put_enrolment(r, &row->as.enrolment, to);
    case DS_TRACE_PERSOON:
        return put_attributes(r, &row->as.attributes, to);
    case DS_TRACE_DIPLOMA:
        put_diploma(r, &row->as.diploma, to);
        break;
    case DS_TRACE_WERK:
        ds_buffer_addf(to, "uren %s", ds_number_print_scaled(row->as.job.uren, 100, number));
        break;
    case DS_TRACE_VRIJSTELLING:
        put_code(to, "reden", &ds_codes_reden, row->as.exemption.reden + 1u);
        break;
    case DS_TRACE_START:
    case DS_TRACE_VSV:
        put_ranked(r, to, "instelling", DS_WORD_INSTELLING, row->as.verdict.instelling);
        break;
    case DS_TRACE_KINDS:
        break;
    }
    return 0;
}

static int year_of_row(const ds_traced *row) {
    switch (row->kind) {
    case DS_TRACE_INSCHRIJVING:
        return row->as.enrolment.jaar;
    case DS_TRACE_PERSOON:
        return row->as.attributes.jaar;
    case DS_TRACE_DIPLOMA:
        return row->as.diploma.jaar;
    case DS_TRACE_WERK:
        return row->as.job.jaar;
    case DS_TRACE_VRIJSTELLING:
        return row->as.exemption.jaar;
    case DS_TRACE_START:
    case DS_TRACE_VSV:
        return row->as.verdict.jaar;
    case DS_TRACE_KINDS:
        break;
    }
    return 0;
}

/* ---- what became of it ---- */

static const char *const rules[DS_TIE_N] = {"hoofdinschrijving", "soort",      "niveau",
                                            "opleiding",         "instelling", "overig"};

static bool is_same_key(const ds_enrolment *a, const ds_enrolment *b) {
    return a->jaar == b->jaar && a->soort == b->soort && a->opleiding == b->opleiding &&
           a->instelling == b->instelling;
}

/* The same row; the state may have got its age from another of that day. */
static bool is_same_row(const ds_enrolment *resolved, const ds_enrolment *of) {
    ds_enrolment aged = *of;
    if (resolved->flags & DS_FLAG_STAAT) aged.leeftijd_geleverd = resolved->leeftijd_geleverd;
    return resolved->levering == of->levering && is_same_key(resolved, of) &&
           ds_resolve_tie(resolved, &aged, NULL) == 0;
}

static ds_enrolment *find_resolved(ds_enrolment *rows, size_t n, bool *used,
                                   const ds_enrolment *of) {
    for (size_t i = 0; i < n; i++) {
        if (used[i] || !is_same_row(&rows[i], of)) continue;
        used[i] = true;
        return &rows[i];
    }
    return NULL;
}

/* Of a row that lost: which of the same enrolment stays, and so why. */
static ds_trace_role role_of_loser(const ds_enrolment *rows, size_t n, const ds_enrolment *loser) {
    for (size_t i = 0; i < n; i++) {
        if ((rows[i].flags & DS_FLAG_GONE) || !is_same_key(&rows[i], loser)) continue;
        if (rows[i].levering != loser->levering) return DS_TRACE_REPLACED;
        return ds_resolve_tie(&rows[i], loser, NULL) == 0 ? DS_TRACE_DOUBLE : DS_TRACE_CONFLICT;
    }
    return DS_TRACE_ASIDE;
}

/* The rule that chose the state over the best of the others on that day; "" when it was alone. */
static const char *rule_over_others(const ds_enrolment *rows, size_t n, const ds_enrolment *state) {
    const ds_enrolment *second = NULL;
    ds_tie rule;
    for (size_t i = 0; i < n; i++) {
        if (&rows[i] == state || (rows[i].flags & DS_FLAG_GONE) || rows[i].jaar != state->jaar)
            continue;
        if (second == NULL || ds_resolve_tie(&rows[i], second, NULL) > 0) second = &rows[i];
    }
    if (second == NULL) return "";
    (void)ds_resolve_tie(state, second, &rule);
    return rules[rule];
}

static const char *rule_against_state(const ds_enrolment *rows, size_t n, const ds_enrolment *row) {
    ds_tie rule;
    for (size_t i = 0; i < n; i++) {
        if (!(rows[i].flags & DS_FLAG_STAAT) || rows[i].jaar != row->jaar) continue;
        (void)ds_resolve_tie(&rows[i], row, &rule);
        return rules[rule];
    }
    return "";
}

static void judge_enrolment(ds_enrolment *rows, size_t n, bool *used, const ds_enrolment *of,
                            ds_trace_row *to) {
    const ds_enrolment *found =
        (of->flags & DS_FLAG_GONE) ? NULL : find_resolved(rows, n, used, of);
    if (found == NULL) {
        to->role = DS_TRACE_ASIDE;
    } else if (found->flags & DS_FLAG_GONE) {
        to->role = role_of_loser(rows, n, found);
    } else if (found->flags & DS_FLAG_STAAT) {
        to->role = DS_TRACE_DECIDES;
        to->rule = rule_over_others(rows, n, found);
    } else {
        to->role = DS_TRACE_BESIDE;
        to->rule = rule_against_state(rows, n, found);
    }
}

/* Of jobs the last delivery of an October counts. */
static ds_trace_role judge_job(const ds_trace *t, const ds_traced *job) {
    for (size_t i = 0; i < t->n_rows; i++)
        if (t->rows[i].kind == DS_TRACE_WERK && t->rows[i].as.job.jaar == job->as.job.jaar &&
            t->rows[i].place.levering > job->place.levering)
            return DS_TRACE_REPLACED;
    return DS_TRACE_TAKEN;
}

static int compare_traced(const void *x, const void *y) {
    const ds_traced *a = x, *b = y;
    const int year_a = year_of_row(a), year_b = year_of_row(b);
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    if (year_a != year_b) return year_a < year_b ? -1 : 1;
    if (a->place.levering != b->place.levering)
        return a->place.levering < b->place.levering ? -1 : 1;
    return a->place.line < b->place.line ? -1 : a->place.line > b->place.line;
}

static ds_status show_rows(ds_trace *t, ds_enrolment *rows, size_t n, bool *used, ds_error *err) {
    ds_status status = DS_OK;
    ds_buffer text;
    ds_buffer_init(&text, TEXT_MAX);
    for (size_t i = 0; status == DS_OK && i < t->n_rows; i++) {
        const ds_traced *from = &t->rows[i];
        ds_trace_row *to = &t->shown[i];
        *to = (ds_trace_row){.kind = from->kind,
                             .rule = "",
                             .file = t->intake.deliveries[from->place.levering].name,
                             .line = from->place.line,
                             .schooljaar = year_of_row(from)};
        if (from->kind == DS_TRACE_INSCHRIJVING)
            judge_enrolment(rows, n, used, &from->as.enrolment, to);
        else if (from->kind == DS_TRACE_WERK)
            to->role = judge_job(t, from);
        else if (from->kind == DS_TRACE_DIPLOMA && from->as.diploma.aside)
            to->role = DS_TRACE_ASIDE;
        to->filled = put_row(&t->resolved, from, &text);
        status = ds_buffer_finish(&text, err);
        t->texts[i] = ds_strdup(ds_buffer_string(&text));
        to->text = t->texts[i];
        ds_buffer_clear(&text);
        if (status == DS_OK && to->text == NULL) status = ds_error_memory(err);
    }
    ds_buffer_done(&text);
    return status;
}

ds_status ds_trace_show(ds_trace *t, ds_error *err) {
    ds_enrolment *rows;
    uint64_t from;
    size_t n;
    bool *used;
    ds_status status;
    if (t->persoon == NULL) return DS_OK;
    from = t->resolved.enrolments.offsets[t->person];
    n = (size_t)(t->resolved.enrolments.offsets[t->person + 1] - from);
    rows = ds_malloc(n * sizeof *rows);
    for (size_t i = 0; rows != NULL && i < n; i++)
        ds_enrolment_at(&t->resolved, from + i, &rows[i]);
    qsort(t->rows, t->n_rows, sizeof *t->rows, compare_traced);
    t->shown = ds_calloc(t->n_rows + 1, sizeof *t->shown);
    t->texts = ds_calloc(t->n_rows + 1, sizeof *t->texts);
    used = ds_calloc(n + 1, sizeof *used);
    status = t->shown == NULL || t->texts == NULL || used == NULL || rows == NULL
                 ? ds_error_memory(err)
                 : show_rows(t, rows, n, used, err);
    ds_free(used);
    ds_free(rows);
    return status;
}
