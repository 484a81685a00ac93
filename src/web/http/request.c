/* web/http/request.c: see request.h. */
#include "web/http/request.h"

#include <string.h>

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"

ds_text ds_http_header_of(const ds_http_request *request, const char *name) {
    ds_text found = {NULL, 0};
    size_t n = 0;
    for (size_t i = 0; i < request->headers.n; i++)
        if (ds_text_equal_nocase(request->headers.pairs[i].name, ds_text_of(name))) {
            found = request->headers.pairs[i].value;
            n++;
        }
    return n == 1 ? found : (ds_text){NULL, 0};
}

/* Values of fields and queries end in a zero byte (fields.h). */
const char *ds_http_form(const ds_http_request *request, const char *name) {
    const ds_text value = ds_http_pairs_get(&request->form, name);
    return value.data == NULL ? "" : value.data;
}

const char *ds_http_query(const ds_http_request *request, const char *name) {
    const ds_text value = ds_http_pairs_get(&request->query, name);
    return value.data == NULL ? "" : value.data;
}

const char *ds_http_parameter(const ds_http_request *request, size_t n) {
    return n < request->n_parameters ? request->parameters[n].data : "";
}

int64_t ds_http_parameter_number(const ds_http_request *request, size_t n) {
    int64_t value = 0;
    const ds_text text = ds_text_of(ds_http_parameter(request, n));
    if (text.size == 0 || text.data[0] < '1' || text.data[0] > '9' ||
        !ds_number_parse_integer(text, &value))
        return 0;
    return value;
}

static bool is_dutch_wanted(ds_text accept) {
    /* The first language that is named counts; whoever names none reads Dutch. */
    const ds_text first = ds_text_trim(accept);
    return first.size < 2 || (first.data[0] | 0x20) != 'e' || (first.data[1] | 0x20) != 'n';
}

/* ?taal=, else the cookie, else what the browser asks for: the first that is a language of ours. */
static ds_lang language_of(const ds_http_request *request) {
    const ds_text asked[] = {ds_http_pairs_get(&request->query, "taal"),
                             ds_http_cookie(&request->cookies, "__Host-taal"),
                             ds_http_cookie(&request->cookies, "doorstroom-taal")};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        if (ds_text_is(asked[i], "nl")) return DS_NL;
        if (ds_text_is(asked[i], "en")) return DS_EN;
    }
    return is_dutch_wanted(ds_http_header_of(request, "Accept-Language")) ? DS_NL : DS_EN;
}

ds_status ds_http_request_read(ds_http_request *request, ds_error *err) {
    ds_text query = {NULL, 0};
    ds_status status =
        ds_http_target_read(request->target, &request->arena, &request->path, &query, err);
    for (size_t i = 0; i < request->headers.n && status == DS_OK; i++)
        if (ds_text_equal_nocase(request->headers.pairs[i].name, ds_text_of("cookie")))
            status = ds_http_cookies_read(request->headers.pairs[i].value, &request->arena,
                                          &request->cookies, err);
    if (status == DS_OK)
        status =
            ds_http_fields_read(query, DS_HTTP_QUERY_MAX, &request->arena, &request->query, err);
    request->lang = language_of(request);
    return status;
}

ds_status ds_http_request_read_body(ds_http_request *request, ds_error *err) {
    const ds_text type = ds_http_header_of(request, "Content-Type");
    const ds_text boundary = ds_http_multipart_boundary(type);
    static const char form[] = "application/x-www-form-urlencoded";
    if (request->method != DS_HTTP_POST) return DS_OK;
    if (boundary.data != NULL)
        return ds_http_multipart_read(request->body, boundary, &request->arena, &request->form,
                                      &request->files, err);
    if (type.size < sizeof form - 1 ||
        !ds_text_equal_nocase((ds_text){type.data, sizeof form - 1}, ds_text_of(form)) ||
        (type.size > sizeof form - 1 && type.data[sizeof form - 1] != ';'))
        return ds_error_set(err, DS_INPUT, "dit is geen formulier", "this is no form");
    return ds_http_fields_read(request->body, DS_HTTP_FIELDS_MAX, &request->arena, &request->form,
                               err);
}

bool ds_http_request_has_cookie(const ds_http_request *request, const char *name) {
    return ds_http_pairs_get(&request->cookies, name).data != NULL;
}

void ds_http_request_done(ds_http_request *request) {
    ds_http_pairs_done(&request->headers);
    ds_http_pairs_done(&request->query);
    ds_http_pairs_done(&request->form);
    ds_http_pairs_done(&request->cookies);
    ds_http_files_done(&request->files);
    ds_arena_done(&request->arena);
}
