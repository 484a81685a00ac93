/* web/demo/demo.h: a service to try: made-up people with passwords that everybody may know, some
 * dossiers of theirs, and a page that lists who there is. A store that was made so is never served
 * as a real one, nor a real one so. Private to the web part. */
#ifndef DS_WEB_DEMO_DEMO_H
#define DS_WEB_DEMO_DEMO_H

#include "web/site.h"

enum { DS_WEB_DEMO_PEOPLE = 9, DS_WEB_DEMO_SCOPES = 2 };

struct ds_web_demo {
    char password[24];
    char secrets[DS_WEB_DEMO_PEOPLE][DS_TOTP_SECRET_SIZE];
    char addresses[DS_WEB_DEMO_PEOPLE][64];
    ds_serve_person people[DS_WEB_DEMO_PEOPLE];
    size_t n;
};

/* Who is played: the numbers of their accounts are given by whoever makes them. */
typedef struct ds_web_demo_actor {
    ds_desk_holding holdings[DS_WEB_DEMO_SCOPES];
    ds_desk_actor actor;
} ds_web_demo_actor;

/* Before the store of a work folder is opened: whether it may be, for a demo or not. *out_new:
 * there is none yet. DS_INPUT: a real store is not shown as a demo, a demo's not as a real one. */
ds_status ds_web_demo_check(const char *folder, bool is_demo, bool *out_new,
                            ds_error *err) DS_NODISCARD;
/* Makes the people and their dossiers where the store is new, else reads who there is. */
ds_status ds_web_demo_open(const ds_web_site *site, const char *folder, bool is_new,
                           ds_web_demo **out, ds_error *err) DS_NODISCARD;
void ds_web_demo_free(ds_web_demo *demo);

/* people.c */
/* Fills demo with people, makes their accounts in the store, and says who they are at the desk. */
ds_status ds_web_demo_make_people(const ds_web_site *site, ds_web_demo *demo,
                                  ds_web_demo_actor actors[DS_WEB_DEMO_PEOPLE],
                                  ds_error *err) DS_NODISCARD;
/* The same people without making anything: secrets and password are set by the caller. */
void ds_web_demo_name_people(ds_web_demo *demo);

/* Where a real service begins: DS_INPUT, with the folder, when one of these people is in its store,
 * as in one that a backup of a demo was put back into. Reads all accounts. */
ds_status ds_web_demo_refuse_people(ds_dossiers *store, const char *folder,
                                    ds_error *err) DS_NODISCARD;

/* The code of a secret (base 32) at a time. */
ds_status ds_web_demo_code(const char *secret, int64_t at_ms, char out[9],
                           ds_error *err) DS_NODISCARD;

/* dossiers.c: begun, submitted, asked something: each of the people sees something. */
ds_status ds_web_demo_make_dossiers(ds_desk *desk,
                                    const ds_web_demo_actor actors[DS_WEB_DEMO_PEOPLE],
                                    ds_error *err) DS_NODISCARD;

/* In the order of the table of people.c. */
enum {
    DS_WEB_DEMO_FILLER,
    DS_WEB_DEMO_SIGNER,
    DS_WEB_DEMO_VMBO,
    DS_WEB_DEMO_MBO,
    DS_WEB_DEMO_RESEARCHER,
    DS_WEB_DEMO_MINISTRY,
    DS_WEB_DEMO_REGION,
    DS_WEB_DEMO_ADMIN,
    DS_WEB_DEMO_SECOND /* of another institution, which sees nothing of the first */
};

extern const ds_http_route ds_web_demo_routes[];

#endif
