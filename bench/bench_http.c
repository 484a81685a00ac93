/* bench/bench_http.c: the server alone (src/web/http), with pages that cost nothing or a figure:
 * bench_http ADDRESS:PORT [WORKERS [READERS]], until it is stopped. For bench_load; what the whole
 * service takes is measured on doorstroom serve.
 *
 *   /vlak/{n}      a public page of 30 kB: kept     /figuur/{n}   the same around a drawn figure
 *   /telkens/{n}   the same, never kept */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure/samples.h"
#include "web/http/server.h"

static ds_status write_flat(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    (void)context;
    (void)err;
    ds_buffer_addf(&response->body, "<h1>%s</h1><table>", ds_http_parameter(request, 0));
    for (int i = 0; i < 600; i++)
        ds_buffer_addf(&response->body, "<tr><th>%d<td class=\"getal\">%d,%d %%</tr>\n", 2000 + i,
                       i * 7919 % 97, i * 31 % 10);
    ds_buffer_add_string(&response->body, "</table>");
    return DS_OK;
}

static ds_status add_bytes(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

static ds_status write_figure(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_figure_options options = DS_FIGURE_OPTIONS_INIT;
    const ds_sink sink = {&response->body, add_bytes};
    const int n = atoi(ds_http_parameter(request, 0));
    ds_figure *figure = sample_figure((ds_figure_kind)(n % DS_FIGURE_KINDS));
    ds_status status = ds_figure_svg(figure, &options, &sink, err);
    ds_figure_free(figure);
    return status == DS_OK ? write_flat(context, request, response, err) : status;
}

static const ds_http_route pages[] = {
    {DS_HTTP_GET, "/vlak/{n}", 1, write_flat, 0, false, true},
    {DS_HTTP_GET, "/telkens/{n}", 1, write_flat, 0, false, false},
    {DS_HTTP_GET, "/figuur/{n}", 1, write_figure, 0, false, true},
};

int main(int argc, char **argv) {
    ds_http_routes routes = {0};
    ds_http_options options = {.limits = DS_HTTP_LIMITS_INIT, .routes = &routes};
    ds_http_server *server = NULL;
    ds_error err = {0};
    sigset_t set;
    int number = 0;
    if (argc < 2) return 2;
    options.listen = argv[1];
    options.n_workers = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    options.n_readers = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
    options.limits.requests_a_second = 0;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    if (ds_http_routes_add(&routes, pages, sizeof pages / sizeof *pages, &err) != DS_OK ||
        ds_http_server_start(&options, &server, &err) != DS_OK) {
        (void)fprintf(stderr, "bench_http: %s\n", err.en);
        return 1;
    }
    (void)sigwait(&set, &number);
    ds_http_server_stop(server);
    ds_http_routes_done(&routes);
    return 0;
}
