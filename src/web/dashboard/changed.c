/* web/dashboard/changed.c: what is other than in the publication before. See dashboard.h. */
#include "web/dashboard/dashboard.h"

static ds_status make_changed_page(ds_dash *dash, ds_error *err) {
    static const ds_web_document_look look = {1, "w", false, false};
    ds_web_head head = {.title = {"Wat veranderde er sinds de vorige publicatie",
                                  "What changed since the previous publication"}};
    const ds_document *changes = NULL;
    ds_web_view view;
    const ds_status status = ds_current_changes(dash->release, &changes, err);
    if (status != DS_OK) return status;
    if (!ds_dash_asks_only(dash, NULL)) return DS_OK;
    ds_dash_begin(dash, &view, &head);
    if (changes == NULL)
        ds_web_paragraph(&view.page, DS_SAY("Er is geen vorige publicatie om mee te vergelijken.",
                                            "There is no previous publication to compare with."));
    else
        ds_web_document(&view.page, changes, &look);
    ds_dash_end(dash, &view);
    return DS_OK;
}

ds_status ds_dash_show_changed(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err) {
    return ds_dash_run(context, request, response, make_changed_page, err);
}
