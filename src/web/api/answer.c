/* web/api/answer.c: from a question to its answer: what it may carry, the release of now, the
 * document, the form, and what stays the same as long as the release does. See api.h. */
#include "web/api/answer.h"

#include <sodium.h>
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "web/http/accept.h"

/* ---- headers ---- */

void ds_web_api_open(ds_http_response *response) {
    ds_http_response_header(response, "Access-Control-Allow-Origin", "*");
    ds_http_response_header(response, "Access-Control-Expose-Headers", "ETag, Retry-After");
    ds_http_response_header(response, "Cross-Origin-Resource-Policy", "cross-origin");
    ds_http_response_header(response, "Vary", "Accept");
}

ds_status ds_web_api_allow(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    (void)context;
    (void)request;
    (void)err;
    response->status = 204;
    ds_web_api_open(response);
    ds_http_response_header(response, "Allow", "GET, HEAD, OPTIONS");
    ds_http_response_header(response, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
    ds_http_response_header(response, "Access-Control-Allow-Headers", "Accept, If-None-Match");
    ds_http_response_header(response, "Access-Control-Max-Age", "86400");
    return DS_OK;
}

static void hash_part(crypto_generichash_state *state, const char *text) {
    (void)crypto_generichash_update(state, (const unsigned char *)text, strlen(text) + 1);
}

void ds_web_api_mark(ds_http_response *response, const char *mark, const char *path,
                     const char *query, const char *form) {
    crypto_generichash_state state;
    unsigned char hash[16];
    (void)crypto_generichash_init(&state, NULL, 0, sizeof hash);
    hash_part(&state, mark);
    hash_part(&state, path);
    hash_part(&state, query);
    hash_part(&state, form);
    (void)crypto_generichash_final(&state, hash, sizeof hash);
    (void)sodium_bin2hex(response->etag, sizeof response->etag, hash, sizeof hash);
}

/* ---- what a question may carry ---- */

static const ds_web_api_operation *operation_of(const ds_http_route *route) {
    size_t n;
    const ds_web_api_operation *operations = ds_web_api_operations(&n);
    for (size_t i = 0; i < n; i++)
        if (&operations[i].route == route) return &operations[i];
    return NULL;
}

static bool is_one_of(const char *values, ds_text value) {
    for (const char *at = values; *at != '\0';) {
        const size_t size = strcspn(at, " ");
        if (ds_text_equal((ds_text){at, size}, value)) return true;
        at += size + (at[size] == ' ');
    }
    return false;
}

static const ds_web_api_parameter *parameter_of(const ds_web_api_operation *operation,
                                                ds_text name) {
    for (size_t i = 0; i < operation->n_parameters; i++)
        if (!operation->parameters[i].in_path && ds_text_is(name, operation->parameters[i].name))
            return &operation->parameters[i];
    return NULL;
}

static bool is_asked_twice(const ds_http_pairs *query, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (ds_text_equal(query->pairs[k].name, query->pairs[i].name)) return true;
    return false;
}

static void refuse_unknown(ds_web_api_ask *ask, const ds_web_api_operation *operation,
                           ds_text name) {
    const char *names[8];
    char shown[64];
    ds_suggestion near;
    size_t n = 0;
    for (size_t i = 0; i < operation->n_parameters && n < sizeof names / sizeof *names; i++)
        if (!operation->parameters[i].in_path) names[n++] = operation->parameters[i].name;
    ds_suggest(name, names, n, &near);
    ds_suggest_excerpt(name, shown, sizeof shown);
    (void)snprintf(ask->detail.nl, sizeof ask->detail.nl, "'%s' hoort niet bij deze vraag%s", shown,
                   near.nl);
    (void)snprintf(ask->detail.en, sizeof ask->detail.en, "'%s' does not belong to this question%s",
                   shown, near.en);
    ask->problem = DS_API_QUESTION;
}

/* Each parameter is known, is there once, and has a value that it may have. */
static void check_query(ds_web_api_ask *ask) {
    const ds_http_pairs *query = &ask->request->query;
    for (size_t i = 0; i < query->n && ask->problem == DS_API_NO_FAULT; i++) {
        const ds_http_pair *pair = &query->pairs[i];
        const ds_web_api_parameter *parameter = parameter_of(ask->operation, pair->name);
        char shown[64];
        if (parameter == NULL && !ask->operation->has_filters)
            refuse_unknown(ask, ask->operation, pair->name);
        if (parameter == NULL) continue;
        if (is_asked_twice(query, i))
            (void)ds_web_api_refuse(ask, DS_API_QUESTION, "'%s' staat er twee keer",
                                    "'%s' is there twice", parameter->name);
        else if (parameter->values != NULL && !is_one_of(parameter->values, pair->value))
            (void)ds_web_api_refuse(ask, DS_API_QUESTION,
                                    "'%s' is geen waarde van %s; dat zijn: %s",
                                    "'%s' is no value of %s; these are: %s",
                                    ds_suggest_excerpt(pair->value, shown, sizeof shown),
                                    parameter->name, parameter->values);
    }
}

/* By vorm, which a link can say, else by Accept: csv where that is wished for more. Who wishes for
 * what is not there gets json. */
static ds_form form_asked(const ds_web_api_ask *ask) {
    const char *named = ds_http_query(ask->request, "vorm");
    if (!ask->operation->has_csv) return DS_FORM_JSON;
    if (named[0] != '\0') return strcmp(named, "csv") == 0 ? DS_FORM_CSV : DS_FORM_JSON;
    return ds_http_prefers_csv(ask->request) ? DS_FORM_CSV : DS_FORM_JSON;
}

/* ---- the answer ---- */

static ds_status put_bytes(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer *out = context;
    ds_buffer_add(out, data, size);
    return ds_buffer_finish(out, err);
}

ds_status ds_web_api_write(const ds_document *document, ds_form form, ds_http_response *response,
                           ds_error *err) {
    const ds_sink sink = {&response->body, put_bytes};
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    options.no_formulas = true; /* a csv is opened in a spreadsheet */
    return ds_document_write(document, form, &options, &sink, err);
}

static ds_status take_release(ds_web_api_ask *ask, ds_error *err) {
    ds_status status;
    if (!ask->operation->needs_release) return DS_OK;
    status = ask->site->current == NULL ? DS_OK
                                        : ds_current_take(ask->site->current, &ask->current, err);
    if (status != DS_OK) return status;
    if (ask->current == NULL) {
        ask->problem = DS_API_NO_RELEASE;
        return DS_OK;
    }
    ask->release = ds_current_of(ask->current);
    return ds_current_views(ask->current, "", &ask->views, err);
}

static ds_status show_document(ds_web_api_ask *ask, const ds_document *document, ds_error *err) {
    ds_http_response *response = ask->response;
    const bool is_csv = ask->form == DS_FORM_CSV;
    const char *mark = ask->current == NULL ? DS_VERSION : ds_current_mark(ask->current);
    response->type = is_csv ? "text/csv; charset=utf-8; header=present" : "application/json";
    ds_web_api_open(response);
    ds_web_api_mark(response, mark, ask->request->path.data, ask->query, ds_form_name(ask->form));
    return ds_web_api_write(ask->borrowed == NULL ? document : ask->borrowed, ask->form, response,
                            err);
}

static ds_status make_answer(ds_web_api_ask *ask, ds_error *err) {
    ds_document *document = NULL;
    ds_status status = DS_OK;
    check_query(ask);
    ask->form = form_asked(ask);
    if (ask->problem == DS_API_NO_FAULT) status = take_release(ask, err);
    if (status == DS_OK && ask->problem == DS_API_NO_FAULT)
        status = ask->operation->make(ask, &document, err);
    if (status == DS_OK && ask->problem == DS_API_NO_FAULT && !ask->is_file)
        status = show_document(ask, document, err);
    ds_document_free(document);
    return status;
}

ds_status ds_web_api_answer(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    ds_web_api_ask ask = {.site = context,
                          .request = request,
                          .response = response,
                          .operation = operation_of(request->route),
                          .query = ""};
    ds_status status;
    if (ask.operation == NULL) return ds_error_set(err, DS_FAULT, "geen vraag", "no question");
    status = make_answer(&ask, err);
    if (status == DS_OK && ask.problem != DS_API_NO_FAULT)
        ds_web_api_show_problem(ask.problem, &ask.detail, response);
    if (ask.current != NULL) ds_current_give(ask.site->current, ask.current);
    return status;
}
