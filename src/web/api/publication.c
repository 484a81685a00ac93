/* web/api/publication.c: /publicatie/…: the reports and the files of the current release, as they
 * were published for all: what published.h says is there, and nothing else.
 *
 * A page among them has its own style and script, and nothing of this service: it is shown in a
 * sandbox of its own, where it neither has cookies nor can ask the service anything. */
#include <string.h>

#include "base/error.h"
#include "web/api/published.h"
#include "web/site.h"

/* By its type: what a file of that kind may do where a browser shows it. */
static const struct {
    const char *type, *policy;
} policies[] = {
    {"text/html",
     "sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox "
     "allow-top-navigation-by-user-activation; default-src 'none'; style-src 'self'; script-src "
     "'self'; "
     "font-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors "
     "'none'"},
    {"image/svg+xml",
     "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors "
     "'none'"},
    /* Browsers show a pdf by a page of their own, which a sandbox would keep from it. */
    {"application/pdf", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; "
                        "base-uri 'none'; frame-ancestors 'none'"},
    {"", "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'"},
};

static const char *policy_of(const char *type) {
    for (size_t i = 0; i + 1 < sizeof policies / sizeof *policies; i++)
        if (strncmp(type, policies[i].type, strlen(policies[i].type)) == 0)
            return policies[i].policy;
    return policies[sizeof policies / sizeof *policies - 1].policy;
}

/* What is in a sandbox is of no origin, and has to be let read the style beside it. */
static void add_sandbox(ds_http_response *response, const char *path) {
    const char *name = strrchr(path, '/'), *type = ds_web_published_type(path);
    ds_http_response_header(response, "Content-Security-Policy", policy_of(type));
    ds_http_response_header(response, "Cross-Origin-Resource-Policy", "cross-origin");
    ds_http_response_header(response, "Access-Control-Allow-Origin", "*");
    if (strcmp(type, "application/octet-stream") == 0)
        ds_http_response_download(response, name == NULL ? path : name + 1);
}

static const char *path_asked(ds_http_request *request) {
    const char *path = ds_http_parameter(request, 0);
    for (size_t i = 1; i < request->n_parameters && path != NULL; i++)
        path = ds_arena_print(&request->arena, "%s/%s", path, ds_http_parameter(request, i));
    return path;
}

static ds_status show_file_of(const ds_current_release *release, ds_http_request *request,
                              ds_http_response *response, bool *out_there, ds_error *err) {
    const char *path = path_asked(request);
    const ds_web_published_file *file;
    ds_web_published published;
    ds_status status = ds_web_published_read(release, &request->arena, &published, err);
    if (status != DS_OK) return status;
    if (path == NULL) status = ds_error_memory(err);
    file = status == DS_OK ? ds_web_published_find(&published, path) : NULL;
    if (file != NULL) status = ds_web_published_show(release, file, response, out_there, err);
    if (status == DS_OK && *out_there) add_sandbox(response, path);
    ds_web_published_done(&published);
    return status;
}

static ds_status show_file(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    const ds_web_site *site = context;
    const ds_current_release *release = NULL;
    bool is_there = false;
    ds_status status =
        site->current == NULL ? DS_OK : ds_current_take(site->current, &release, err);
    if (status == DS_OK && release != NULL)
        status = show_file_of(release, request, response, &is_there, err);
    if (release != NULL) ds_current_give(site->current, release);
    if (status != DS_OK) return status;
    return is_there ? DS_OK : ds_web_refuse(response, 404);
}

static ds_status show_front(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    (void)context;
    (void)err;
    ds_http_response_redirect(response, request->lang == DS_EN ? "/publicatie/index.en.html"
                                                               : "/publicatie/index.html");
    return DS_OK;
}

const ds_http_route ds_web_publication_routes[] = {
    {DS_HTTP_GET, "/publicatie", DS_DESK_PUBLIC, show_front, 0, false, false},
    {DS_HTTP_GET, "/publicatie/{a}", DS_DESK_PUBLIC, show_file, 0, false, true},
    {DS_HTTP_GET, "/publicatie/{a}/{b}", DS_DESK_PUBLIC, show_file, 0, false, true},
    {DS_HTTP_GET, "/publicatie/{a}/{b}/{c}", DS_DESK_PUBLIC, show_file, 0, false, true},
    {DS_HTTP_GET, "/publicatie/{a}/{b}/{c}/{d}", DS_DESK_PUBLIC, show_file, 0, false, true},
    {DS_HTTP_OTHER, NULL, 0, NULL, 0, false, false},
};
