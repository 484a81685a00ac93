/* tests/outside/desk_made.h: a desk of the test's own: a work folder with small forms, a clock that
 * stands still until it is moved, a release with figures of two institutions, and people. */
#ifndef DS_TESTS_OUTSIDE_DESK_MADE_H
#define DS_TESTS_OUTSIDE_DESK_MADE_H

#include "doorstroom/accounts.h"
#include "doorstroom/dossiers.h"
#include "doorstroom/logboek.h"
#include "support/support.h"

typedef struct desk_made {
    char *folder;
    ds_desk *desk;
    int64_t now; /* milliseconds; on from 2026-05-20 10:00 UTC */
    bool standard;
    const char *scanner;
    unsigned n_people;
} desk_made;

/* Who asks. A number of an account in the store is given by desk_person. */
typedef struct desk_person {
    ds_desk_holding holdings[3];
    ds_desk_actor actor;
} desk_person;

/* With the small forms proefroute.yaml and proefagenda.yaml (of 2025 and 2026) and the program's
 * codes; release: with one. */
void desk_made_open(desk_made *made, bool release);
/* With the program's own forms. */
void desk_made_open_standard(desk_made *made);
/* Writes the release of the test as publicatie/<name> and turns the pointer to it; the pointer
 * alone. */
void desk_made_release(desk_made *made, const char *name);
void desk_made_point(desk_made *made, const char *name);
/* Closes and opens again, as after a restart. */
void desk_made_again(desk_made *made);
void desk_made_close(desk_made *made);

/* An account with one role, active. */
desk_person desk_person_new(desk_made *made, const char *name, ds_desk_role role,
                            const char *scope);
const ds_desk_actor *desk_actor(desk_person *person);

int64_t desk_create(desk_made *made, desk_person *by, const char *form, const char *scope,
                    const char *name);
int64_t desk_revision(desk_made *made, desk_person *by, int64_t id);
/* Saves one field as typed in Dutch, on the page as it is now; the outcome. */
ds_desk_outcome desk_save_one(desk_made *made, desk_person *by, int64_t id, const char *topic,
                              const char *path, const char *typed);
ds_desk_outcome desk_agree_to(desk_made *made, desk_person *by, int64_t id, const char *topic,
                              const char *party, ds_desk_says says);
ds_desk_outcome desk_sign_for(desk_made *made, desk_person *by, int64_t id, const char *topic,
                              const char *party);
ds_desk_outcome desk_move(desk_made *made, desk_person *by, int64_t id, const char *transition,
                          const char *reason);
/* Its id in the dossier ("p3"); adds a party. */
void desk_party(desk_made *made, desk_person *by, int64_t id, const char *kind, const char *name,
                const char *scope, char out[32]);
/* What stands in the way of a transition, by the code or text of its reasons; n of them. */
size_t desk_reasons(desk_made *made, desk_person *by, int64_t id, const char *transition);
/* Uploads bytes; the outcome. */
ds_desk_outcome desk_put_file(desk_made *made, desk_person *by, int64_t id, const char *path,
                              const char *name, const char *bytes, size_t size, int64_t *out_id);
/* The text of a field as a reader sees it; "" where it is not there. Freed by the caller. */
char *desk_text(desk_made *made, desk_person *by, int64_t id, const char *path);

#endif
