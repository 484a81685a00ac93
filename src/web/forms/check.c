/* web/forms/check.c: all answers of a dossier on one page, to be read once more before it goes on:
 * what does not add up, each topic's answers with a way back to change them, who agrees, and the
 * steps that can be taken now, or why not yet. See forms.h. */
#include <stdio.h>
#include <string.h>

#include "web/account/account.h"
#include "web/forms/forms.h"

/* ---- answers ---- */

static const char *answer_or_none(const ds_web_page *page, const ds_desk_field *field) {
    const ds_desk_prefill *prefill = &field->prefill;
    if (field->field->soort == DS_VELD_GETOOND && prefill->is)
        return ds_say_text(prefill->text.nl == NULL ? prefill->why : prefill->text, page->lang);
    if (field->text[0] != '\0') return field->text;
    return page->lang == DS_NL ? "(niet ingevuld)" : "(not filled in)";
}

/* The files of a field, as names with commas. */
static void write_files(const ds_web_page *page, const ds_desk_dossier *dossier, const char *path,
                        char *out, size_t size) {
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < dossier->n_files && at < size; i++)
        if (strcmp(dossier->files[i].path, path) == 0)
            at += (size_t)snprintf(out + at, size - at, "%s%.120s", at > 0 ? ", " : "",
                                   dossier->files[i].name);
    if (at == 0)
        (void)snprintf(out, size, "%s", page->lang == DS_NL ? "(geen stuk)" : "(no document)");
}

static void add_answer(ds_web_page *page, const ds_desk_dossier *dossier,
                       const ds_desk_topic *topic, const ds_desk_field *field) {
    char path[300], more[170], id[160], files[600];
    const bool is_file = field->field->soort == DS_VELD_BESTAND;
    ds_web_field_id(field->path, id);
    (void)snprintf(more, sizeof more, "#%s", is_file ? "stukken" : id);
    ds_web_dossier_path(dossier->task.id, topic->topic->id, more, path);
    if (is_file) write_files(page, dossier, field->path, files, sizeof files);
    ds_web_value(page, ds_say_text(field->field->say, page->lang),
                 is_file ? files : answer_or_none(page, field), field->may_fill ? path : NULL);
}

/* A row is left out where nothing in it was filled in: a page to read is not a form. */
static bool is_row_empty(const ds_desk_topic *topic, size_t k, size_t end) {
    for (size_t i = k; i < end; i++)
        if (topic->fields[i].text[0] != '\0') return false;
    return true;
}

static void add_answer_row(ds_web_page *page, const ds_web_rows *rows, size_t k) {
    const ds_desk_field *first = &rows->topic->fields[k];
    const char *name = ds_say_text(first->row_say, page->lang);
    char number[80];
    (void)snprintf(number, sizeof number, page->lang == DS_NL ? "Rij %.60s" : "Row %.60s",
                   first->row + (first->row[0] == 'r'));
    ds_web_row_begin(page);
    ds_web_cell_name(page, name == NULL || name[0] == '\0' ? number : name);
    for (size_t c = 0; c < rows->n_columns; c++) {
        const ds_desk_field *cell = ds_web_row_cell(rows, k, c);
        const bool shown =
            cell != NULL && cell->field->soort == DS_VELD_GETOOND && cell->prefill.is;
        ds_web_cell(page, cell == NULL ? "" : shown ? answer_or_none(page, cell) : cell->text);
    }
    ds_web_row_end(page);
}

/* A table of answers from its own line on; gives the field after it. Tables of several topics may
 * be called the same: here they stand on one page. */
static size_t add_answer_table(ds_web_page *page, const ds_desk_topic *topic, size_t line) {
    const ds_veld *table = topic->fields[line].field;
    ds_web_rows rows;
    char caption[900];
    size_t n = 0;
    ds_web_rows_of(topic, line, &rows);
    (void)snprintf(caption, sizeof caption, "%.400s: %.400s",
                   ds_say_text(topic->topic->say, page->lang), ds_say_text(table->say, page->lang));
    for (size_t k = rows.first; k < rows.end; k = ds_web_row_after(&rows, k)) {
        if (is_row_empty(topic, k, ds_web_row_after(&rows, k))) continue;
        if (n++ == 0) ds_web_rows_begin(page, &rows, table->id, caption);
        add_answer_row(page, &rows, k);
    }
    if (n > 0) {
        ds_web_table_end(page);
        return rows.end;
    }
    ds_web_element(page, "p", "naam-veld", table->say);
    ds_web_paragraph(page, DS_SAY("Hier is niets ingevuld.", "Nothing was filled in here."));
    return rows.end;
}

static void add_answers(ds_web_page *page, const ds_desk_dossier *dossier,
                        const ds_desk_topic *topic) {
    bool listing = false;
    for (size_t k = 0; k < topic->n_fields;) {
        const bool is_table = topic->fields[k].field->soort == DS_VELD_TABEL;
        if (listing == is_table) {
            if (listing)
                ds_web_values_end(page);
            else
                ds_web_values_begin(page);
            listing = !listing;
        }
        if (is_table)
            k = add_answer_table(page, topic, k);
        else
            add_answer(page, dossier, topic, &topic->fields[k++]);
    }
    if (listing) ds_web_values_end(page);
}

static void add_agreed(ds_web_page *page, const ds_desk_topic *topic) {
    if (topic->n_agreements == 0) return;
    ds_web_values_begin(page);
    for (size_t i = 0; i < topic->n_agreements; i++) {
        const ds_desk_agreement *a = &topic->agreements[i];
        if (a->asked || a->given)
            ds_web_value(page, a->party_name, ds_say_text(ds_web_agreed_say(a), page->lang), NULL);
    }
    ds_web_values_end(page);
}

static void add_topic_answers(ds_web_page *page, const ds_desk_dossier *dossier,
                              const ds_desk_topic *topic) {
    char path[300];
    ds_web_open(page, "h2", NULL);
    ds_web_say(page, topic->topic->say);
    ds_web_close(page);
    ds_web_open(page, "p", NULL);
    ds_web_tag(page, ds_web_tone_of(topic->progress),
               ds_say_text(ds_voortgang_say(topic->progress), page->lang));
    ds_web_text(page, " ");
    ds_web_dossier_path(dossier->task.id, topic->topic->id, NULL, path);
    ds_web_open(page, "a", "href", path, NULL);
    ds_web_say(page, topic->may_save ? DS_SAY("Wijzig dit onderwerp", "Change this topic")
                                     : DS_SAY("Bekijk dit onderwerp", "See this topic"));
    ds_web_open(page, "span", "class", "sr", NULL);
    ds_web_textf(page, ": %.400s", ds_say_text(topic->topic->say, page->lang));
    ds_web_close(page);
    ds_web_close(page);
    ds_web_close(page);
    add_answers(page, dossier, topic);
    add_agreed(page, topic);
}

/* ---- what can be done now ---- */

static void add_move(ds_web_page *page, const ds_desk_dossier *dossier, const ds_desk_move *move) {
    char path[300], more[160];
    if (move->n_reasons > 0) {
        ds_web_open(page, "h3", NULL);
        ds_web_say(page, move->transition->say);
        ds_web_text(page, page->lang == DS_NL ? ": nog niet" : ": not yet");
        ds_web_close(page);
        ds_web_findings_add(page, dossier,
                            &(ds_web_findings){move->reasons, move->n_reasons, false});
        return;
    }
    (void)snprintf(more, sizeof more, "/%.120s", move->transition->id);
    ds_web_dossier_path(dossier->task.id, "overgang", more, path);
    ds_web_open(page, "p", NULL);
    ds_web_open(page, "a", "href", path, "class", "doe", NULL);
    ds_web_say(page, move->transition->say);
    ds_web_close(page);
    ds_web_close(page);
}

static void add_moves(ds_web_page *page, const ds_desk_dossier *dossier) {
    if (dossier->n_moves == 0) return;
    ds_web_heading(page, 2, "verder", DS_SAY("Verder", "Go on"));
    for (size_t i = 0; i < dossier->n_moves; i++)
        add_move(page, dossier, &dossier->moves[i]);
}

static ds_status show_check(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    const ds_web_site *site = context;
    ds_desk_dossier dossier;
    char back[300];
    ds_web_head head = {.title = {"Antwoorden nakijken", "Check your answers"}};
    ds_web_view view;
    bool there = false;
    ds_status status = ds_web_see(site, request, response, &dossier, &there, err);
    if (status != DS_OK || !there) return status;
    ds_web_head_below(&head, &dossier, back);
    head.is_wide = true;
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    if (dossier.n_findings == 0)
        ds_web_notice(&view.page, DS_WEB_GOOD, DS_SAY("Er valt niets op", "Nothing stands out"),
                      DS_SAY("Geen controle vond iets dat ontbreekt of niet klopt.",
                             "No check found anything that is missing or does not add up."));
    ds_web_findings_add(&view.page, &dossier,
                        &(ds_web_findings){dossier.findings, dossier.n_findings, false});
    for (size_t i = 0; i < dossier.n_topics; i++)
        add_topic_answers(&view.page, &dossier, &dossier.topics[i]);
    add_moves(&view.page, &dossier);
    ds_web_view_end(&view);
    ds_desk_dossier_done(&dossier);
    return DS_OK;
}

const ds_http_route ds_web_check_routes[] = {
    {DS_HTTP_GET, "/dossier/{id}/controleren", DS_DESK_OPEN, show_check, 0, false, false},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
