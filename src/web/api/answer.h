/* web/api/answer.h: how an answer is laid out. Private to this room; see api.h. */
#ifndef DS_WEB_API_ANSWER_H
#define DS_WEB_API_ANSWER_H

#include "web/api/api.h"

/* document in that form into an empty response. */
ds_status ds_web_api_write(const ds_document *document, ds_form form, ds_http_response *response,
                           ds_error *err) DS_NODISCARD;
/* The problem as the answer; detail NULL: the words of the fault. */
void ds_web_api_show_problem(ds_web_api_fault fault, const ds_error *detail,
                             ds_http_response *response);

#endif
