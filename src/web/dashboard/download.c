/* web/dashboard/download.c: exactly what is seen, as a file. See dashboard.h. */
#include <string.h>

#include "base/error.h"
#include "web/dashboard/dashboard.h"
#include "web/dashboard/pictures.h"

/* ---- of the table ---- */

/* A csv holds one table: its facts, a row each. */
enum { WITH_TABLE = DS_VIEW_TABLE | DS_VIEW_NOTES | DS_VIEW_SOURCE };

static ds_status write_parts(ds_dash *dash, const ds_view *view, unsigned parts, ds_form form,
                             ds_error *err) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    const ds_sink sink = ds_buffer_sink(&dash->response->body);
    ds_document *document = NULL;
    ds_status status = ds_view_document(view, dash->request->lang, parts, &document, err);
    options.lang = dash->request->lang;
    options.no_formulas = true;
    if (status == DS_OK) status = ds_document_write(document, form, &options, &sink, err);
    ds_document_free(document);
    return status;
}

static ds_status write_csv(ds_dash *dash, const ds_view *view, ds_error *err) {
    return write_parts(dash, view, DS_VIEW_FACTS, DS_FORM_CSV, err);
}

static ds_status write_xlsx(ds_dash *dash, const ds_view *view, ds_error *err) {
    return write_parts(dash, view, WITH_TABLE, DS_FORM_XLSX, err);
}

static ds_status write_json(ds_dash *dash, const ds_view *view, ds_error *err) {
    return write_parts(dash, view, WITH_TABLE, DS_FORM_JSON, err);
}

/* ---- of the figure ---- */

static ds_status write_svg(ds_dash *dash, const ds_view *view, ds_error *err) {
    const ds_sink sink = ds_buffer_sink(&dash->response->body);
    return ds_view_svg(view, dash->request->lang, 0, &sink, err);
}

static ds_status write_png(ds_dash *dash, const ds_view *view, ds_error *err) {
    const char *name =
        ds_dash_print(dash, "%s %s %s?%s %d", ds_current_mark(dash->release), dash->scope,
                      ds_view_topic_of(view)->id, ds_view_query(view), (int)dash->request->lang);
    ds_buffer svg;
    const ds_sink sink = ds_buffer_sink(&svg);
    bool busy = false;
    ds_status status = DS_OK;
    ds_buffer_init(&svg, DS_HTTP_ANSWER_MAX);
    if (!ds_web_pictures_find(dash->site->pictures, name, &dash->response->body)) {
        status = ds_view_svg(view, dash->request->lang, 0, &sink, err);
        if (status == DS_OK)
            status = ds_web_pictures_draw(dash->site->pictures, name, &svg, &dash->response->body,
                                          &busy, err);
    }
    ds_buffer_done(&svg);
    return status == DS_OK && busy ? ds_web_refuse(dash->response, 503) : status;
}

/* ---- the answer ---- */

static const struct download_form {
    const char *form, *type;
    ds_status (*write)(ds_dash *dash, const ds_view *view, ds_error *err);
    bool of_figure, drawn;
} forms[] = {{"csv", "text/csv; charset=utf-8", write_csv, false, false},
             {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
              write_xlsx, false, false},
             {"json", "application/json", write_json, false, false},
             {"svg", "image/svg+xml", write_svg, true, false},
             {"png", "image/png", write_png, true, true}};

static const struct download_form *find_form(const ds_dash *dash, const char *name) {
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].form, name) == 0)
            return forms[i].drawn && dash->site->pictures == NULL ? NULL : &forms[i];
    return NULL;
}

static ds_status send_view(ds_dash *dash, const struct download_form *form, const ds_view *view,
                           ds_error *err) {
    ds_status status;
    if (form->of_figure && strcmp(ds_view_shape(view), DS_VIEW_NO_FIGURE) == 0) {
        ds_error why = {0};
        (void)ds_error_set(&why, DS_INPUT, "van deze keuze is er geen figuur, alleen een tabel",
                           "of this choice there is no figure, only a table");
        return ds_dash_refuse(dash, 404, &why);
    }
    status = form->write(dash, view, err);
    if (status != DS_OK || dash->response->status != 200) return status;
    dash->response->type = form->type;
    ds_http_response_download(dash->response,
                              ds_dash_print(dash, "%s.%s", ds_view_topic_of(view)->id, form->form));
    return DS_OK;
}

static ds_status make_download(ds_dash *dash, ds_error *err) {
    const char *name = ds_http_parameter(dash->request, dash->topic_at + 1);
    const struct download_form *form = find_form(dash, name);
    ds_view *view = NULL;
    ds_status status;
    if (form == NULL) {
        ds_error why = {0};
        (void)ds_error_set(&why, DS_INPUT, "zo'n bestand is er niet; er is csv, xlsx, json, svg%s",
                           "there is no such file; there is csv, xlsx, json, svg%s",
                           dash->site->pictures == NULL ? "" : ", png");
        return ds_dash_refuse(dash, 404, &why);
    }
    status = ds_dash_see_as_is(dash, &view, err);
    if (status != DS_OK || view == NULL) return status;
    status = send_view(dash, form, view, err);
    ds_view_free(view);
    return status;
}

ds_status ds_dash_fetch(void *context, ds_http_request *request, ds_http_response *response,
                        ds_error *err) {
    return ds_dash_run(context, request, response, make_download, err);
}

ds_status ds_dash_fetch_own(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err) {
    return ds_dash_run_own(context, request, response, make_download, err);
}
