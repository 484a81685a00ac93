/* web/account/pending.h: who gave the right password and has yet to give the code: kept in memory
 * for five minutes, so that the password goes over the line once and stands in no page. */
#ifndef DS_WEB_ACCOUNT_PENDING_H
#define DS_WEB_ACCOUNT_PENDING_H

#include "web/site.h"

enum { DS_PENDING_MINUTES = 5, DS_PENDING_TRIES = 5 };

/* What was given at the first step. */
typedef struct ds_web_first_step {
    char address[DS_ADDRESS_MAX + 1];
    char password[DS_PASSWORD_MAX * 4 + 1];
} ds_web_first_step;

ds_status ds_web_pending_new(ds_web_pending **out, ds_error *err) DS_NODISCARD;
void ds_web_pending_free(ds_web_pending *pending);
/* Keeps it under a new random token; where there is no more room the oldest goes. */
void ds_web_pending_keep(ds_web_pending *pending, const ds_web_first_step *step, int64_t now_ms,
                         char out_token[DS_TOKEN_SIZE]);
/* A copy of what is kept under the token; counts as a try. False: there is none (any more). */
bool ds_web_pending_take(ds_web_pending *pending, ds_text token, int64_t now_ms,
                         ds_web_first_step *out);
void ds_web_pending_forget(ds_web_pending *pending, ds_text token);

#endif
