/* web/http/answer.c: from a request to its answer: the body, the gate, the handler, the page of an
 * error. See exchange.h. */
#include "web/http/exchange.h"

/* Where even the page of an error cannot be made. */
static void set_plain_line(ds_http_response *response, unsigned status) {
    static const char line[] = "doorstroom: dit verzoek lukte niet. This request failed.\n";
    ds_http_response_clear(response);
    response->status = status;
    response->type = "text/plain; charset=utf-8";
    response->fixed = (ds_text){line, sizeof line - 1};
}

void ds_http_answer_error(http_exchange *exchange, unsigned status) {
    const ds_http_options *options = &exchange->server->options;
    ds_http_response *response = &exchange->response;
    ds_http_response_clear(response);
    response->status = status;
    if (options->error_page != NULL)
        options->error_page(options->context, &exchange->request, status, response);
    if (options->error_page == NULL || response->failed != DS_OK || response->body.failed != DS_OK)
        set_plain_line(response, status);
    if (status == 405)
        ds_http_response_header(response, "Allow",
                                ds_http_routes_allowed(options->routes, &exchange->request));
    if (status == 429 || status == 503) ds_http_response_header(response, "Retry-After", "10");
}

static unsigned status_of(ds_status status) {
    if (status == DS_OK) return 0;
    return status == DS_INPUT || status == DS_USAGE ? 400 : 500;
}

/* 0, or the status of the error. */
static unsigned run_handler(http_exchange *exchange) {
    const ds_http_options *options = &exchange->server->options;
    ds_http_request *request = &exchange->request;
    ds_http_response *response = &exchange->response;
    bool go_on = true;
    ds_status status = DS_OK;
    ds_error err = {0};
    if (options->enter != NULL)
        status = options->enter(options->context, request, response, &go_on, &err);
    if (status == DS_OK && go_on)
        status = request->route->handle(options->context, request, response, &err);
    if (status != DS_OK) ds_http_log_fault(exchange, &err);
    if (status != DS_OK) return status_of(status);
    if (response->failed != DS_OK || response->body.failed != DS_OK) return 500;
    return response->status >= 400 && response->body.size == 0 && response->fixed.size == 0
               ? response->status
               : 0;
}

void ds_http_answer(http_exchange *exchange) {
    const ds_http_options *options = &exchange->server->options;
    ds_http_request *request = &exchange->request;
    unsigned failed = 0;
    ds_status status = ds_http_body_finish(&exchange->body, &request->body, NULL);
    if (status == DS_OK) status = ds_http_request_read_body(request, NULL);
    failed = status == DS_OK ? run_handler(exchange) : status_of(status);
    if (failed != 0) ds_http_answer_error(exchange, failed);
    if (options->leave != NULL) options->leave(options->context, request);
    request->guest = NULL;
    if (exchange->is_shared && failed == 0) ds_http_keep(exchange);
    exchange->is_answered = true;
}
