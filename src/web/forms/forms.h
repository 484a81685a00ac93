/* web/forms/forms.h: what the pages of dossiers share. They know no form: all that they show is
 * what the desk says of it. */
#ifndef DS_WEB_FORMS_FORMS_H
#define DS_WEB_FORMS_FORMS_H

#include "web/site.h"

enum { DS_WEB_UPLOAD_MAX = 26 << 20 }; /* bytes of a form with a file */

/* ---- a dossier: dossier.c ---- */

/* The dossier of the path's first parameter as this guest sees it. *out_there false: the response
 * is made (404). Ends with ds_desk_dossier_done. */
ds_status ds_web_see(const ds_web_site *site, const ds_http_request *request,
                     ds_http_response *response, ds_desk_dossier *out, bool *out_there,
                     ds_error *err);
/* Has a page below a dossier lead back to it, by its name. back stays as long as head. */
void ds_web_head_below(ds_web_head *head, const ds_desk_dossier *dossier, char back[300]);
/* The topic of the path's second parameter; NULL: none that this guest sees. */
const ds_desk_topic *ds_web_topic_of(const ds_desk_dossier *dossier,
                                     const ds_http_request *request);
/* "/dossier/3" or "/dossier/3/geld"; topic and more may be NULL. more is put behind it as it
 * stands. */
void ds_web_dossier_path(int64_t id, const char *topic, const char *more, char out[300]);
/* What a form of this dossier posts to asks the desk with this revision; 0: none was given. */
int64_t ds_web_revision_of(const ds_http_request *request);

/* ---- words: words of progress, deadlines, days ---- */

/* 1 June 2025. */
const char *ds_web_day(int32_t day, ds_lang lang, char out[40]);
/* "nog 3 dagen", "verlopen" …; "" where it closes on no day. */
const char *ds_web_deadline(const ds_desk_deadline *deadline, ds_lang lang, char out[160]);
ds_web_tone ds_web_tone_of(ds_voortgang progress);

/* ---- findings: findings.c ---- */

/* What is missing or wrong of a dossier. here: the page has the fields themselves, and links stay
 * on it; else they go to the topics' pages. */
typedef struct ds_web_findings {
    const ds_desk_reason *reasons; /* [n] */
    size_t n;
    bool here;
} ds_web_findings;
/* The worst first; many of a kind behind their number. Nothing where there is none. */
void ds_web_findings_add(ds_web_page *page, const ds_desk_dossier *dossier,
                         const ds_web_findings *findings);
/* "Instroom, niveau 2": row and field. */
void ds_web_field_name(const ds_desk_field *field, ds_lang lang, char *out, size_t size);

/* ---- tables: rows.c ---- */

enum { DS_WEB_COLUMNS_MAX = 60 };
typedef struct ds_web_rows {
    const ds_desk_topic *topic;
    size_t first, end; /* its cells are fields first to end - 1 of the topic, row by row */
    const ds_veld *columns[DS_WEB_COLUMNS_MAX]; /* that are asked in any row, in the form's order */
    size_t n_columns;
} ds_web_rows;
/* The table whose own line is that field of the topic. */
void ds_web_rows_of(const ds_desk_topic *topic, size_t line, ds_web_rows *out);
/* Where the row of cell k ends. */
size_t ds_web_row_after(const ds_web_rows *rows, size_t k);
/* The cell of a column in the row that begins at k; NULL: it is not asked there. */
const ds_desk_field *ds_web_row_cell(const ds_web_rows *rows, size_t k, size_t column);
/* Begins the table with its headings: ds_web_table_end ends it. */
void ds_web_rows_begin(ds_web_page *page, const ds_web_rows *rows, const char *id,
                       const char *caption);

/* ---- fields: control.c ---- */

/* How a field is written: what was typed in its place when that could not be saved, where it
 * stands. */
typedef struct ds_web_control {
    const ds_desk_field *field;
    const char *typed;    /* NULL: the value that is kept */
    const char *row_text; /* of a cell: what its row is called; NULL: of no table */
    const char *note_id;  /* the id of what else describes it; NULL */
} ds_web_control;
/* A field to fill in, or to read where it may not be filled. */
void ds_web_control_add(ds_web_page *page, const ds_web_control *control);
/* What is known of it beforehand, beside it: value, definition, source; nothing where there is
 * none. */
void ds_web_prefill_add(ds_web_page *page, const ds_desk_field *field);

/* ---- a topic: topic.c ---- */

/* What of a page that was sent could not be kept. */
typedef struct ds_web_unsaved {
    const ds_http_request *request; /* what was typed; NULL: nothing was sent */
    const ds_desk_reply *reply;     /* what the desk said to it; NULL */
    const char *party;              /* whose form it was; NULL: nobody's */
} ds_web_unsaved;
ds_status ds_web_show_topic(const ds_web_site *site, ds_http_request *request,
                            ds_http_response *response, const ds_desk_dossier *dossier,
                            const ds_web_unsaved *unsaved);
/* The page to choose between what was typed and what somebody else saved meanwhile: conflict.c. */
ds_status ds_web_show_conflicts(const ds_web_site *site, ds_http_request *request,
                                ds_http_response *response, const ds_desk_dossier *dossier,
                                const ds_desk_reply *reply);
/* What was typed for a path, several choices joined by ";"; NULL: the field was not in the form.
 * Borrowed of the request's arena. */
const char *ds_web_typed_of(const ds_http_request *request, const char *path);
/* Whether a name in a form is one of ours, and no path of an answer. */
bool ds_web_is_own_name(const char *name);

/* Two fields: the name and function of who signs (move.c). */
/* party: for whom; NULL: for the whole. */
void ds_web_signer_add(ds_web_page *page, const ds_http_request *request, const char *party);
/* The name of a field in the form of one party, as the page knows it: "naam-p1". */
const char *ds_web_field_of(const char *name, const char *party, char out[160]);
/* How a party's agreement stands, in words. */
ds_say ds_web_agreed_say(const ds_desk_agreement *a);
/* agree.c, files.c: parts of a topic's page, and their handlers. */
void ds_web_agreements_add(ds_web_page *page, const ds_desk_dossier *dossier,
                           const ds_desk_topic *topic, const ds_web_unsaved *unsaved);
void ds_web_files_add(ds_web_page *page, const ds_desk_dossier *dossier,
                      const ds_desk_topic *topic);
ds_status ds_web_post_agree(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err);
ds_status ds_web_post_file(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err);
ds_status ds_web_post_file_off(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err);
ds_status ds_web_fetch_file(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err);
/* themes.c: at an open answer, for who may set them. */
void ds_web_themes_add(ds_web_page *page, const ds_desk_dossier *dossier,
                       const ds_desk_topic *topic, const ds_desk_field *field);
ds_status ds_web_post_themes(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err);
/* save.c */
ds_status ds_web_post_topic(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err);
/* What could not be done, as problems of the page. */
void ds_web_reasons_add(ds_web_problems *problems, const ds_desk_reply *reply, ds_lang lang);
/* The same of the form of one party, each at its field there; NULL: nobody's. */
void ds_web_reasons_add_of(ds_web_problems *problems, const ds_desk_reply *reply, const char *party,
                           ds_lang lang);

#endif
