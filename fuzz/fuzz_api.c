/* fuzz/fuzz_api.c: any line as the target of a request to the read API, the published files and the
 * pages of figures, with any second line as its Accept, through routes and handlers without a
 * socket. Whatever it is, there is an answer: json that is whole, in text; a problem that says what
 * is wrong in both languages; a tag; and nothing of one institution alone. */
#include <jansson.h>

#include "fuzz_site.h"
#include "web/api/api.h"

/* What belongs to one institution is in no answer to others. A fault may say what was asked. */
static void check_nothing_own(ds_text body) {
    char own[16];
    const int n = snprintf(own, sizeof own, "%d", figures_own_number);
    MUST(body.size == 0 || memmem(body.data, body.size, own, (size_t)n) == NULL);
}

static void check_problem(const ds_http_response *response, const json_t *json) {
    const char *nl = json_string_value(json_object_get(json, "detail"));
    const char *en = json_string_value(json_object_get(json, "detail_en"));
    MUST(nl != NULL && en != NULL && nl[0] != '\0' && en[0] != '\0');
    MUST(strchr(nl, '\n') == NULL && strchr(en, '\n') == NULL);
    MUST(json_integer_value(json_object_get(json, "status")) == (json_int_t)response->status);
    MUST(response->etag[0] == '\0');
}

static void check_json(const ds_http_response *response, ds_text body) {
    json_t *json = json_loadb(body.data, body.size, JSON_REJECT_DUPLICATES, NULL);
    MUST(json != NULL);
    if (response->status != 200) check_problem(response, json);
    json_decref(json);
}

static bool is_type(const ds_http_response *response, const char *type) {
    return response->type != NULL && strncmp(response->type, type, strlen(type)) == 0;
}

static void check_response(const ds_http_response *response) {
    const ds_text body = {ds_buffer_string(&response->body), response->body.size};
    MUST(response->failed == DS_OK && response->body.failed == DS_OK);
    MUST(response->status == 200 || response->status == 204 || response->status == 303 ||
         (response->status >= 400 && response->status < 500));
    MUST(strspn(response->etag,
                "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") ==
         strlen(response->etag));
    if (response->status == 200 && response->type != NULL) /* a page says its own address */
        check_nothing_own(body);
    if (response->file >= 0) return;
    if (is_type(response, "application/json") || is_type(response, "application/problem+json"))
        check_json(response, body);
    if (response->type == NULL || is_type(response, "text/")) MUST(ds_text_is_utf8(body, NULL));
}

static void ask_site(ds_http_request *request) {
    ds_web_guest guest = {.token = ""};
    ds_http_response response;
    ds_error err = {0};
    ds_status status;
    bool other;
    if (ds_http_request_read(request, NULL) != DS_OK) return;
    request->route = ds_http_routes_find(&the_site.routes, request, &other);
    if (request->route == NULL || request->route->action != DS_DESK_PUBLIC) return;
    if (!request->route->is_public_page && !ds_web_api_is_asked(request)) return;
    request->guest = &guest; /* nobody */
    ds_http_response_init(&response);
    status = request->route->handle(&the_site.site, request, &response, &err);
    MUST(status == DS_OK);
    check_response(&response);
    ds_http_response_done(&response);
    request->guest = NULL;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    static char text[FUZZ_TEXT_SIZE];
    static const ds_http_method methods[] = {DS_HTTP_GET, DS_HTTP_GET, DS_HTTP_GET,
                                             DS_HTTP_OPTIONS};
    ds_http_request request = {.id = "0123456789abcdef"};
    ds_http_pair accept = {ds_text_of("Accept"), {NULL, 0}};
    ds_text rest;
    if (the_site.folder[0] == '\0') open_fuzz_site();
    if (size == 0) return 0;
    rest = (ds_text){text, expand_input(data + 1, size - 1, text)};
    request.method = methods[data[0] & 3];
    request.lang = data[0] & 4 ? DS_EN : DS_NL;
    {
        const ds_text target = take_input_line(&rest);
        request.target = (ds_text){ds_arena_copy(&request.arena, target), 0};
        if (request.target.data != NULL) request.target.size = strlen(request.target.data);
    }
    accept.value = take_input_line(&rest);
    if (request.target.data != NULL &&
        ds_http_pairs_add(&request.headers, 8, accept, NULL) == DS_OK)
        ask_site(&request);
    ds_http_request_done(&request);
    return 0;
}
