/* web/account/admin.h: what the pages of who administers share. */
#ifndef DS_WEB_ACCOUNT_ADMIN_H
#define DS_WEB_ACCOUNT_ADMIN_H

#include "web/account/account.h"

/* The fields of a role and what it is for, with what was typed; and reading them: false, problems
 * say what is wrong. out->bereik borrows of the request. */
void ds_web_role_fields_add(ds_web_page *page, const ds_http_request *request);
bool ds_web_role_fields_read(const ds_http_request *request, ds_web_problems *problems,
                             ds_account_role *out);
/* The address of an invitation, shown this once. */
ds_status ds_web_show_link(const ds_web_site *site, ds_http_request *request,
                           ds_http_response *response, const char *token);

/* user.c: one account. */
ds_status ds_web_show_user(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err);
ds_status ds_web_post_role(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err);
ds_status ds_web_post_role_off(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err);
ds_status ds_web_post_block(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err);
ds_status ds_web_post_user_sessions(void *context, ds_http_request *request,
                                    ds_http_response *response, ds_error *err);
ds_status ds_web_post_again(void *context, ds_http_request *request, ds_http_response *response,
                            ds_error *err);

#endif
