/* web/account/account.h: what the pages of accounts share. */
#ifndef DS_WEB_ACCOUNT_ACCOUNT_H
#define DS_WEB_ACCOUNT_ACCOUNT_H

#include "web/site.h"

enum { DS_WEB_DEVICE_SECONDS = 400 * 86400 }; /* how long a browser is known again */

/* Who it is by the word of a service's header ("surfconext:…"); false: the header is not there, or
 * not from the proxy. */
bool ds_web_external_of(const ds_web_site *site, const ds_http_request *request, const char *id,
                        char out[300]);
/* Two fields for a new password, and what is wrong with what was typed into them; false: something
 * is.
 */
void ds_web_new_password_add(ds_web_page *page);
bool ds_web_new_password_read(const ds_http_request *request, ds_web_problems *problems,
                              const char **out);
/* Adds what the store says of a password that it does not take. */
void ds_web_new_password_refused(const ds_http_request *request, const ds_error *why,
                                 ds_web_problems *problems);
/* 30 November 2026, 10:20, as it is in the Netherlands; "" of 0. */
const char *ds_web_moment(int64_t ms, ds_lang lang, char out[64]);
/* Why the only one who administers goes on doing so. */
extern const ds_say ds_web_last_say;
/* A role as people know it. */
ds_say ds_web_role_say(ds_rol role);

/* Why a password (and a code) did not show that it is still them. */
ds_say ds_web_not_proved_say(ds_sign_in_outcome outcome);

/* account.c: the page of one's own account. */
ds_status ds_web_account_page(const ds_web_site *site, ds_http_request *request,
                              ds_http_response *response, const ds_web_problems *problems,
                              ds_error *err);

/* sessions.c: the part of that page, and what is done with it. */
ds_status ds_web_sessions_add(const ds_web_site *site, const ds_http_request *request,
                              ds_web_page *page, ds_error *err);
ds_status ds_web_post_sessions(void *context, ds_http_request *request, ds_http_response *response,
                               ds_error *err);

/* service.c */
ds_status ds_web_show_service(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err);
ds_status ds_web_post_service(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err);

/* second_step.c */
ds_status ds_web_show_second_step(void *context, ds_http_request *request,
                                  ds_http_response *response, ds_error *err);
ds_status ds_web_post_second_step(void *context, ds_http_request *request,
                                  ds_http_response *response, ds_error *err);

#endif
