/* work/outside/dossiers_paper.c: what is made of one dossier: its documents. Nothing
 * leaves in them that the one who asks may not see. */
#include "work/outside/dossiers_paper.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/pdf.h"

/* ---- what parties say ---- */

static ds_value value_of_lines(ds_document *to, ds_buffer text[2]) {
    const bool whole = text[0].failed == DS_OK && text[1].failed == DS_OK;
    ds_value value = ds_value_none(DS_STATE_BLANK);
    if (!whole)
        ds_document_fail(to);
    else if (text[0].size > 0) {
        const ds_say say =
            ds_document_say(to, ds_buffer_string(&text[0]), ds_buffer_string(&text[1]));
        value = ds_value_word(say.nl, say.nl, say.en);
    }
    ds_buffer_done(&text[0]);
    ds_buffer_done(&text[1]);
    return value;
}

ds_value ds_desk_agreed_topics(ds_document *to, const desk_case *c, size_t party, bool agrees) {
    ds_buffer text[2];
    ds_buffer_init(&text[0], 1 << 16);
    ds_buffer_init(&text[1], 1 << 16);
    for (size_t i = 0; i < c->facts.n_agreements; i++) {
        const ds_akkoord *a = &c->agreements[i];
        const ds_onderwerp *topic = ds_formulier_topic(c->form, a->topic);
        if (topic == NULL || a->agrees != agrees || strcmp(a->party, c->parties[party].id) != 0)
            continue;
        for (size_t l = 0; l < 2; l++)
            ds_buffer_addf(&text[l], "%s%s%s%s%s", text[l].size > 0 ? ", " : "",
                           ds_say_text(topic->say, l == 0 ? DS_NL : DS_EN),
                           a->remark == NULL ? "" : " (", a->remark == NULL ? "" : a->remark,
                           a->remark == NULL ? "" : ")");
    }
    return value_of_lines(to, text);
}

ds_value ds_desk_signers(ds_document *to, const desk_case *c, size_t party) {
    ds_buffer text[2];
    ds_buffer_init(&text[0], 1 << 16);
    ds_buffer_init(&text[1], 1 << 16);
    for (size_t i = 0; i < c->facts.n_signatures; i++) {
        const ds_ondertekening *s = &c->signatures[i];
        if (s->party == NULL || strcmp(s->party, c->parties[party].id) != 0) continue;
        for (size_t l = 0; l < 2; l++)
            ds_buffer_addf(&text[l], "%s%s, %s, %s", text[l].size > 0 ? "; " : "", s->name,
                           s->function, s->at);
    }
    return value_of_lines(to, text);
}

/* ---- documents ---- */

typedef struct papering {
    const char *paper, *path; /* path: of a file that is written; NULL: none */
    ds_lang lang;
    ds_document *made;
} papering;

static ds_status make_paper(desk_case *c, void *context, desk_answering *a, ds_error *err) {
    papering *p = context;
    const ds_formulier_stuk *paper =
        p->paper == NULL ? NULL : ds_formulier_paper(c->form, p->paper);
    const bool overview = paper == NULL && p->paper != NULL && strcmp(p->paper, "overzicht") == 0;
    desk_reading reading;
    ds_status status;
    if (paper == NULL && !overview) {
        a->to->outcome = DS_OUTCOME_NOT_THERE;
        return DS_OK;
    }
    status = ds_desk_reading_begin(c, a->arena, ds_desk_case_may(c, DS_DESK_DOCUMENT), p->lang,
                                   &reading, err);
    if (status == DS_OK)
        status = overview ? ds_desk_overview(&reading, &p->made, err)
                          : ds_formulier_make_paper(c->form, &reading.facts, paper, &p->made, err);
    ds_desk_reading_done(&reading);
    if (status == DS_OK) status = ds_desk_note(c, DS_DESK_DOCUMENT, p->paper, err);
    if (status != DS_OK) {
        ds_document_free(p->made);
        p->made = NULL;
    }
    return status;
}

ds_status ds_desk_document(ds_desk *desk, const ds_desk_actor *actor, int64_t id, const char *paper,
                           ds_desk_outcome *outcome, ds_document **out, ds_error *err) {
    papering p = {.paper = paper};
    const desk_request request = {desk, actor, id, DS_DESK_DOCUMENT, NULL, make_paper, &p};
    ds_desk_reply reply;
    const ds_status status = ds_desk_do(&request, &reply, err);
    if (status != DS_OK) {
        ds_document_free(p.made);
        return status;
    }
    *outcome = reply.outcome;
    if (reply.outcome == DS_OUTCOME_DONE) *out = p.made;
    ds_desk_reply_done(&reply);
    return DS_OK;
}

static ds_status save_as_pdf(const ds_document *document, ds_lang lang, const char *path,
                             ds_error *err) {
    const ds_pdf_options options = DS_PDF_OPTIONS_INIT;
    ds_pdf_page page = DS_PDF_PAGE_INIT;
    ds_pdf *pdf = NULL;
    ds_status status = ds_pdf_open(&options, &pdf, err);
    page.lang = lang;
    if (status == DS_OK) status = ds_pdf_save(pdf, document, &page, path, NULL, err);
    ds_pdf_close(pdf);
    return status;
}

static bool ends_in_pdf(const char *path) {
    const char *dot = strrchr(path, '.');
    return dot != NULL && strcmp(dot, ".pdf") == 0;
}

ds_status ds_desk_document_save(ds_desk *desk, const ds_desk_actor *actor, int64_t id,
                                const char *paper, ds_lang lang, const char *path,
                                ds_desk_outcome *outcome, ds_error *err) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    ds_document *document = NULL;
    ds_status status = ds_desk_document(desk, actor, id, paper, outcome, &document, err);
    if (status != DS_OK || *outcome != DS_OUTCOME_DONE) return status;
    options.lang = lang;
    options.no_formulas = true;
    status = ends_in_pdf(path) ? save_as_pdf(document, lang, path, err)
                               : ds_document_save(document, path, &options, err);
    ds_document_free(document);
    return status;
}
