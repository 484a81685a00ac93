/* work/outside/dossiers_view.c: pieces that several views of dossiers share: a task, and findings
 * without what their reader may not know. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/outside/dossiers_desk.h"

/* ---- findings ---- */

static bool is_same_finding(const ds_bevinding *a, const ds_bevinding *b) {
    return strcmp(a->controle, b->controle) == 0 && strcmp(a->path, b->path) == 0 &&
           strcmp(a->topic, b->topic) == 0;
}

static const ds_bevinding *find_finding(const ds_bevindingen *in, const ds_bevinding *wanted) {
    for (size_t i = 0; i < ds_bevindingen_n(in); i++)
        if (is_same_finding(ds_bevindingen_at(in, i), wanted)) return ds_bevindingen_at(in, i);
    return NULL;
}

static const char *without_values(ds_arena *texts, const char *text) {
    ds_buffer kept;
    const char *out = NULL;
    if (text == NULL) return NULL;
    ds_buffer_init(&kept, 1 << 16);
    for (const char *at = text; *at != '\0';) {
        const char *open = strchr(at, '{');
        const char *close = open == NULL ? NULL : strchr(open, '}');
        if (close == NULL) {
            ds_buffer_add_string(&kept, at);
            break;
        }
        ds_buffer_add(&kept, at, (size_t)(open - at));
        ds_buffer_add_string(&kept, "…");
        at = close + 1;
    }
    if (kept.failed == DS_OK) out = ds_arena_copy(texts, ds_text_of(ds_buffer_string(&kept)));
    if (out == NULL) texts->failed = true;
    ds_buffer_done(&kept);
    return out;
}

/* What a check says, without the values in it. */
static ds_say say_blindly(const ds_formulier *form, ds_arena *texts, const ds_bevinding *finding) {
    for (size_t i = 0; i < form->n_checks; i++)
        if (strcmp(form->checks[i].id, finding->controle) == 0)
            return (ds_say){without_values(texts, form->checks[i].say.nl),
                            without_values(texts, form->checks[i].say.en)};
    return ds_desk_copy_say(texts, finding->say);
}

static bool is_finding_visible(const desk_case *c, unsigned roles, const ds_bevinding *finding) {
    ds_plek place;
    const ds_onderwerp *topic =
        finding->topic[0] == '\0' ? NULL : ds_formulier_topic(c->form, finding->topic);
    if (topic != NULL && !ds_desk_is_visible(topic->visible_for, topic->n_visible_for, roles))
        return false;
    return finding->path[0] == '\0' ||
           !ds_formulier_place(c->form, ds_text_of(finding->path), &place) ||
           ds_desk_field_is_visible(c->form, place.field, roles);
}

bool ds_desk_leaves_out(const desk_reading *reading) {
    return reading->shown != NULL || reading->answers != NULL;
}

ds_status ds_desk_reasons_of(const desk_reading *reading, const ds_bevindingen *findings,
                             const ds_bevindingen *masked, const ds_desk_reason **out,
                             size_t *out_n, ds_error *err) {
    const desk_case *c = reading->c;
    const size_t n = ds_bevindingen_n(findings);
    ds_desk_reason *reasons = ds_arena_take(reading->texts, n, sizeof *reasons);
    size_t kept = 0;
    if (reasons == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++) {
        const ds_bevinding *f = ds_bevindingen_at(findings, i);
        const ds_bevinding *seen = ds_desk_leaves_out(reading) ? find_finding(masked, f) : f;
        if (!is_finding_visible(c, reading->roles, f)) continue;
        reasons[kept++] = (ds_desk_reason){
            ds_desk_copy(reading->texts, f->controle), f->ernst,
            ds_desk_copy(reading->texts, f->topic), ds_desk_copy(reading->texts, f->path),
            seen == NULL ? say_blindly(c->form, reading->texts, f)
                         : ds_desk_copy_say(reading->texts, seen->say)};
    }
    *out = reasons;
    *out_n = kept;
    return ds_arena_finish(reading->texts, err);
}

/* ---- reading with two pairs of eyes ---- */

static bool is_path_visible(const desk_case *c, const char *path, unsigned roles) {
    ds_plek place;
    return ds_formulier_place(c->form, ds_text_of(path), &place) &&
           ds_desk_field_is_visible(c->form, place.field, roles);
}

/* The answers to fields that the reader may see; NULL where that is all of them. */
static ds_status leave_out_answers(const desk_case *c, unsigned roles, ds_answers **out,
                                   ds_error *err) {
    const ds_answers *counting = c->facts.answers;
    const size_t n = ds_answers_n(counting);
    bool all = true;
    ds_status status = DS_OK;
    for (size_t i = 0; i < n; i++)
        all = all && is_path_visible(c, ds_answers_path(counting, i), roles);
    if (all) return DS_OK;
    status = ds_answers_new(out, err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        if (is_path_visible(c, ds_answers_path(counting, i), roles))
            status = ds_answers_set(*out, ds_answers_path(counting, i),
                                    ds_answers_value(counting, i), err);
    return status;
}

ds_status ds_desk_reading_begin(const desk_case *c, ds_arena *texts, unsigned roles, ds_lang lang,
                                desk_reading *out, ds_error *err) {
    ds_status status = DS_OK;
    *out = (desk_reading){.c = c, .texts = texts, .roles = roles, .lang = lang, .facts = c->facts};
    if (c->masks) status = ds_desk_visible_shown(c, &out->shown, err);
    if (status == DS_OK) status = leave_out_answers(c, roles, &out->answers, err);
    if (out->shown != NULL) out->facts.shown = out->shown;
    if (out->answers != NULL) out->facts.answers = out->answers;
    return status;
}

void ds_desk_reading_done(desk_reading *reading) {
    ds_answers_free(reading->shown);
    ds_answers_free(reading->answers);
    reading->shown = NULL;
    reading->answers = NULL;
}

ds_status ds_desk_findings(const desk_reading *reading, const ds_desk_reason **out, size_t *out_n,
                           ds_error *err) {
    const desk_case *c = reading->c;
    ds_bevindingen *findings = NULL, *masked = NULL;
    ds_status status = ds_formulier_check(c->form, &c->facts, &findings, err);
    if (status == DS_OK && ds_desk_leaves_out(reading))
        status = ds_formulier_check(c->form, &reading->facts, &masked, err);
    if (status == DS_OK) status = ds_desk_reasons_of(reading, findings, masked, out, out_n, err);
    ds_bevindingen_free(findings);
    ds_bevindingen_free(masked);
    return status;
}

ds_status ds_desk_topic_progress(const desk_reading *reading, size_t topic, ds_voortgang *out,
                                 const ds_desk_reason **reasons, size_t *n_reasons, ds_error *err) {
    const desk_case *c = reading->c;
    ds_bevindingen *missing = NULL, *masked = NULL;
    ds_voortgang ignored;
    ds_status status = ds_formulier_progress(c->form, &c->facts, topic, out, &missing, err);
    if (status == DS_OK && ds_desk_leaves_out(reading))
        status = ds_formulier_progress(c->form, &reading->facts, topic, &ignored, &masked, err);
    if (status == DS_OK)
        status = ds_desk_reasons_of(reading, missing, masked, reasons, n_reasons, err);
    ds_bevindingen_free(missing);
    ds_bevindingen_free(masked);
    return status;
}

/* ---- a task ---- */

static ds_status count_progress(const desk_case *c, unsigned roles, ds_desk_task *out,
                                ds_error *err) {
    ds_status status = DS_OK;
    for (size_t t = 0; status == DS_OK && t < c->form->n_topics; t++) {
        const ds_onderwerp *topic = &c->form->topics[t];
        ds_voortgang progress = DS_VOORTGANG_LEEG;
        if (!ds_desk_is_visible(topic->visible_for, topic->n_visible_for, roles)) continue;
        status = ds_formulier_progress(c->form, &c->facts, t, &progress, NULL, err);
        out->n_topics += progress != DS_VOORTGANG_NVT;
        out->n_done += progress == DS_VOORTGANG_COMPLEET;
    }
    return status;
}

static ds_status count_findings(const desk_case *c, unsigned roles, ds_desk_task *out,
                                ds_error *err) {
    ds_bevindingen *findings = NULL;
    const ds_status status = ds_formulier_check(c->form, &c->facts, &findings, err);
    for (size_t i = 0; status == DS_OK && i < ds_bevindingen_n(findings); i++) {
        const ds_bevinding *f = ds_bevindingen_at(findings, i);
        if (!is_finding_visible(c, roles, f)) continue;
        out->n_errors += f->ernst == DS_ERNST_FOUT;
        out->n_warnings += f->ernst == DS_ERNST_WAARSCHUWING;
    }
    ds_bevindingen_free(findings);
    return status;
}

ds_desk_task ds_desk_task_head(const desk_case *c, ds_arena *texts) {
    const ds_dossier_head *head = &c->dossier.head;
    const ds_toestand *state = ds_formulier_state(c->form, head->toestand);
    return (ds_desk_task){.id = head->id,
                          .form = c->form,
                          .name = ds_desk_copy(texts, head->naam),
                          .scope = ds_desk_copy(texts, head->bereik),
                          .state = state,
                          .may_save = ds_desk_case_may(c, DS_DESK_SAVE) != 0,
                          .submitted = state->submitted,
                          .n_questions = (size_t)head->open_vragen,
                          .deadline =
                              ds_desk_deadline_of(c->form, c->facts.today, state->submitted),
                          .changed_at = head->changed_ms,
                          .changed_by = ds_desk_copy(texts, ds_desk_person(c, head->changed_by))};
}

ds_status ds_desk_task_of(const desk_case *c, ds_arena *texts, ds_desk_task *out, ds_error *err) {
    const unsigned roles = ds_desk_case_may(c, DS_DESK_OPEN);
    ds_status status;
    *out = ds_desk_task_head(c, texts);
    status = count_progress(c, roles, out, err);
    if (status == DS_OK) status = count_findings(c, roles, out, err);
    return status == DS_OK ? ds_arena_finish(texts, err) : status;
}
