/* work/outside/dossiers_xlsx.c: a dossier as a workbook, out and in. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "work/outside/dossiers_save.h"

typedef struct workbook_out {
    const char *path;
    ds_lang lang;
} workbook_out;

/* ---- out ---- */

/* Of which dossier it was made, and as it stood when: what others change until it comes back is
 * then known, however late that is. */
static void print_stand(const desk_case *c, char out[DS_FORMULIER_MARK_SIZE]) {
    (void)snprintf(out, DS_FORMULIER_MARK_SIZE, "%lld/%lld", (long long)c->dossier.head.id,
                   (long long)c->dossier.head.revisie);
}

/* The revision in the mark of a workbook of this dossier; -1: it does not say, or is of another. */
static int64_t revision_of_stand(const desk_case *c, const char *mark) {
    const char *slash = strchr(mark, '/');
    int64_t id = 0, revision = -1;
    if (slash == NULL || !ds_number_parse_integer((ds_text){mark, (size_t)(slash - mark)}, &id) ||
        !ds_number_parse_integer(ds_text_of(slash + 1), &revision))
        return -1;
    return id == c->dossier.head.id && revision <= c->dossier.head.revisie ? revision : -1;
}

static ds_status write_workbook(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    const workbook_out *p = context;
    char stand[DS_FORMULIER_MARK_SIZE];
    desk_reading reading;
    ds_status status = ds_desk_reading_begin(c, a->arena, ds_desk_case_may(c, DS_DESK_XLSX_OUT),
                                             p->lang, &reading, err);
    print_stand(c, stand);
    reading.facts.mark = stand;
    if (status == DS_OK)
        status = ds_formulier_write_xlsx(c->form, &reading.facts, p->lang, p->path, err);
    ds_desk_reading_done(&reading);
    return status == DS_OK ? ds_desk_note(c, DS_DESK_XLSX_OUT, "", err) : status;
}

ds_status ds_desk_xlsx_out(ds_desk *desk, const ds_desk_actor *actor, int64_t id, ds_lang lang,
                           const char *path, ds_desk_outcome *outcome, ds_error *err) {
    workbook_out p = {.path = path, .lang = lang};
    const desk_request request = {desk, actor, id, DS_DESK_XLSX_OUT, NULL, write_workbook, &p};
    ds_desk_reply reply;
    const ds_status status = ds_desk_do(&request, &reply, err);
    if (status != DS_OK) return status;
    *outcome = reply.outcome;
    ds_desk_reply_done(&reply);
    return DS_OK;
}

/* ---- in ---- */

typedef struct importing {
    const char *path;
    desk_saving save;
} importing;

/* An answer of the workbook that is another than what stands there. */
static void read_cell(const desk_case *c, desk_saving *s, const char *path, const char *value,
                      desk_answering *a) {
    ds_plek place;
    if (strcmp(ds_answers_get(c->answers, path), value) == 0) return;
    if (!ds_desk_is_for_typing(c, s, path, &place) ||
        !ds_formulier_is_canonical(place.field, value)) {
        ds_desk_refuse_path(a, path);
        return;
    }
    s->changes[s->n_changes++] =
        (ds_dossier_change){c->form->topics[place.field->topic].id, path, value};
}

static ds_status keep_cells(const desk_case *c, desk_saving *s, const ds_answers *answers,
                            desk_answering *a, ds_error *err) {
    const size_t n = ds_answers_n(answers);
    ds_status status = DS_OK;
    s->changes = ds_calloc(n + 1, sizeof *s->changes);
    if (s->changes == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        read_cell(c, s, ds_answers_path(answers, i), ds_answers_value(answers, i), a);
    if (s->n_changes > DS_DOSSIER_SAVE_MAX)
        status = ds_error_set(err, DS_INPUT, "meer dan %d gewijzigde antwoorden in een werkboek",
                              "more than %d changed answers in a workbook", DS_DOSSIER_SAVE_MAX);
    else if (s->n_changes > 0)
        status = ds_desk_keep_changes(c, s, a, err);
    ds_free(s->changes);
    return status;
}

static ds_status read_workbook(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    importing *m = context;
    ds_answers *answers = NULL;
    ds_bevindingen *findings = NULL;
    char mark[DS_FORMULIER_MARK_SIZE] = "";
    ds_error why = {0};
    ds_status status;
    m->save.roles = ds_desk_case_may(c, DS_DESK_XLSX_IN);
    status = ds_formulier_read_xlsx(c->form, m->path, &answers, &findings, mark, &why);
    if (status == DS_INPUT) {
        a->to->outcome = DS_OUTCOME_INVALID;
        ds_desk_reply_error(a, "werkboek", "", "", &why);
        return DS_OK;
    }
    if (status != DS_OK) {
        if (err != NULL) *err = why;
        return status;
    }
    if (revision_of_stand(c, mark) >= 0)
        m->save.revision = revision_of_stand(c, mark);
    else if (m->save.revision == 0)
        m->save.revision = c->dossier.head.revisie;
    ds_desk_reply_findings(a, findings);
    status = keep_cells(c, &m->save, answers, a, err);
    ds_bevindingen_free(findings);
    ds_answers_free(answers);
    if (status == DS_OK) ds_desk_tell_saved(a);
    return status;
}

ds_status ds_desk_xlsx_in(ds_desk *desk, const ds_desk_actor *actor, int64_t id, const char *path,
                          int64_t revision, ds_lang lang, ds_desk_reply *out, ds_error *err) {
    importing m = {.path = path, .save = {.revision = revision, .lang = lang}};
    const desk_request request = {desk, actor, id, DS_DESK_XLSX_IN, NULL, read_workbook, &m};
    return ds_desk_do(&request, out, err);
}
