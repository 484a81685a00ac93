/* web/api/api.h: the current release for programs of others, by HTTP: what the pages show, as json
 * and csv, with codes, all digits and names in both languages. Nothing but what is for all.
 *
 * One table (operation.c) says which questions there are. Routes, the check of what a question may
 * carry, and the OpenAPI description are made of it, so none of them can be out of step. Every
 * answer is a document that the writers of json and csv lay out; its members are in schema.c.
 *
 * An answer depends on the release and the question only, never on the language or on who asks.
 * Private to the web part. */
#ifndef DS_WEB_API_API_H
#define DS_WEB_API_API_H

#include "doorstroom/current.h"
#include "doorstroom/document.h"
#include "doorstroom/view.h"
#include "web/site.h"

/* ---- what can be asked ---- */

/* Something that stands in the path, or in the query. */
typedef struct ds_web_api_parameter {
    const char *name;
    bool in_path;
    const char *values; /* "json csv": one of these; NULL: any text */
    ds_say text;
} ds_web_api_parameter;

typedef struct ds_web_api_ask ds_web_api_ask;

/* Makes the answer, or sets ask->problem and makes none. */
typedef ds_status (*ds_web_api_make)(ds_web_api_ask *ask, ds_document **out, ds_error *err);

typedef struct ds_web_api_operation {
    ds_http_route route; /* GET, and HEAD */
    ds_http_route
        options;    /* what a browser asks before a page of another site may send more headers */
    const char *id; /* its name in the description */
    ds_say summary, text;
    const ds_web_api_parameter *parameters;
    size_t n_parameters;
    const char *schema; /* of its json; NULL: a file as it was published */
    bool has_csv;       /* also as csv */
    bool has_filters;   /* takes what the page takes, besides its parameters */
    bool needs_release;
    ds_web_api_make make;
} ds_web_api_operation;

const ds_web_api_operation *ds_web_api_operations(size_t *out_n);
/* Adds a route for each. */
ds_status ds_web_api_add_routes(ds_http_routes *routes, ds_error *err) DS_NODISCARD;

/* ---- what is wrong with a question ---- */

typedef enum ds_web_api_fault {
    DS_API_NO_FAULT,
    DS_API_NOT_THERE,  /* niet_gevonden */
    DS_API_QUESTION,   /* ongeldige_vraag */
    DS_API_NO_RELEASE, /* geen_vrijgave */
    DS_API_METHOD,     /* methode */
    DS_API_LARGE,      /* te_groot */
    DS_API_OFTEN,      /* te_vaak */
    DS_API_BROKEN,     /* storing */
    DS_API_BUSY,       /* te_druk */
    DS_API_FAULTS
} ds_web_api_fault;

typedef struct ds_web_api_fault_words {
    const char *code; /* /api#fout-<code> tells more */
    unsigned status;
    ds_say title, text;
} ds_web_api_fault_words;
const ds_web_api_fault_words *ds_web_api_fault_of(ds_web_api_fault fault);

/* Whether a request is one whose errors are for programs: below /api/. */
bool ds_web_api_is_asked(const ds_http_request *request);
/* The problem of a status in the place of the page of an error. */
void ds_web_api_show_status(unsigned status, ds_http_response *response);

/* ---- a question while it is answered ---- */

struct ds_web_api_ask {
    const ds_web_site *site;
    ds_http_request *request;
    ds_http_response *response;
    const ds_web_api_operation *operation;
    const ds_current_release *current; /* NULL: none is needed */
    const ds_release *release;
    const ds_views *views;       /* what is for all */
    ds_form form;                /* DS_FORM_JSON, DS_FORM_CSV */
    const char *query;           /* canonical: part of the ETag */
    const ds_document *borrowed; /* the answer, where it is not ours: of the release */
    bool is_file;                /* response has the answer already, with its etag */
    ds_web_api_fault problem;
    ds_error detail; /* of the problem, in both languages */
};

/* ask->problem becomes fault, with a detail in both languages that may name what is near. Returns
 * DS_OK: the answer is the problem. */
ds_status ds_web_api_refuse(ds_web_api_ask *ask, ds_web_api_fault fault, const char *nl,
                            const char *en, ...) DS_PRINTF(3, 5) DS_PRINTF(4, 5);
/* The same for a name that is not there: with the nearest of names[n]. what is an article and a
 * noun in both languages: "het onderwerp", "the topic". */
ds_status ds_web_api_refuse_name(ds_web_api_ask *ask, ds_say what, const char *name,
                                 const char *const *names, size_t n);

/* Headers of an answer that pages of other sites may read. */
void ds_web_api_open(ds_http_response *response);
/* response->etag of what the release, a path, a query and a form make. */
void ds_web_api_mark(ds_http_response *response, const char *mark, const char *path,
                     const char *query, const char *form);

/* The handlers of the routes. */
ds_status ds_web_api_answer(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err);
ds_status ds_web_api_allow(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err);

/* ---- the answers ---- */

ds_status ds_web_api_make_description(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_release(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_chapters(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_topics(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_topic(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_figures(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_definitions(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_definition(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_packages(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_package_file(ds_web_api_ask *ask, ds_document **out, ds_error *err);
ds_status ds_web_api_make_changes(ds_web_api_ask *ask, ds_document **out, ds_error *err);

/* ---- parts of an answer: part.c ---- */

ds_document *ds_web_api_object(ds_document *in, const char *id);
ds_document *ds_web_api_list(ds_document *in, const char *id);
/* null for NULL and "". */
void ds_web_api_text(ds_document *in, const char *id, const char *text);
/* id and id_en. */
void ds_web_api_say(ds_document *in, const char *id, ds_say say);
void ds_web_api_whole(ds_document *in, const char *id, int64_t n);
void ds_web_api_flag(ds_document *in, const char *id, bool flag);
void ds_web_api_texts(ds_document *in, const char *id, const char *const *texts, size_t n);
/* The path of something of this API: parts of a path, which are encoded; ends in NULL. */
const char *ds_web_api_path(ds_web_api_ask *ask, const char *first, ...) __attribute__((sentinel));
/* One more {code, naam, naam_en} of a list. */
void ds_web_api_put_value(ds_document *list, const char *code, ds_say name);
/* reden, reden_tekst: why a sheet has nothing. */
void ds_web_api_put_reason(ds_document *in, const ds_release_sheet *sheet);
/* vrijgave: which release this is of. */
void ds_web_api_put_release(const ds_web_api_ask *ask, ds_document *in);
/* id, titel, soort, definitie, links of a topic. */
void ds_web_api_put_topic(ds_web_api_ask *ask, ds_document *in, const ds_view_topic *topic);
/* The topic that the path names; NULL where there is none, and that is the problem. */
const ds_view_topic *ds_web_api_topic_asked(ds_web_api_ask *ask);

/* ---- the shape of answers: schema.c ---- */

typedef enum ds_web_api_type {
    DS_API_TEXT,
    DS_API_WHOLE,
    DS_API_NUMBER,
    DS_API_FLAG,
    DS_API_OBJECT,  /* of schema `of` */
    DS_API_LIST,    /* of objects of schema `of` */
    DS_API_TEXTS,   /* a list of texts */
    DS_API_WHOLES,  /* a list of whole numbers */
    DS_API_WORD,    /* one of `of`: "getoond afgeschermd …" */
    DS_API_TEXT_MAP /* names with a text each */
} ds_web_api_type;

/* A member; all are always there, but those that may be left out. */
typedef struct ds_web_api_member {
    const char *name;
    ds_web_api_type type;
    const char *of;
    bool is_nullable, is_optional;
    ds_say text;
} ds_web_api_member;

typedef struct ds_web_api_schema {
    const char *name;
    ds_say text;
    const ds_web_api_member *members;
    size_t n_members;
    bool is_open; /* may have more members than these */
} ds_web_api_schema;
const ds_web_api_schema *ds_web_api_schemas(size_t *out_n);

#endif
