/* web/forms/made.h: files that are made to be fetched: in a folder of their own, gone once they are
 * open. */
#ifndef DS_WEB_FORMS_MADE_H
#define DS_WEB_FORMS_MADE_H

#include "base/leftover.h"
#include "web/http/response.h"

typedef struct ds_web_made {
    ds_leftover_folder lying; /* fd -1: not begun */
} ds_web_made;
#define DS_WEB_MADE_NONE ((ds_web_made){.lying = {.fd = -1}})

/* A new private folder for what is made; ends with ds_web_made_done, with all that is in it. */
ds_status ds_web_made_begin(ds_web_made *made, ds_error *err) DS_NODISCARD;
void ds_web_made_done(ds_web_made *made);
/* Has the response send the file of that name in it, as a download called so. */
ds_status ds_web_made_send(const ds_web_made *made, const char *name, const char *called,
                           ds_http_response *response, ds_error *err) DS_NODISCARD;

#endif
