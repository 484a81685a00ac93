/* tests/dossier/made.h: a store in a folder, accounts and dossiers in it, and a clock that the test
 * sets. */
#ifndef DS_TESTS_DOSSIER_MADE_H
#define DS_TESTS_DOSSIER_MADE_H

#include "doorstroom/accounts.h"
#include "doorstroom/dossier.h"

/* What the clock says, in milliseconds. */
extern _Atomic int64_t made_now;
int64_t made_clock(void *unused);

/* Fails the test when it cannot be opened. */
ds_dossiers *made_open(const char *folder);
ds_status made_try(const char *folder, ds_dossiers **out, ds_error *err) DS_NODISCARD;
/* An active account with this name, address <name>@school.nl and the password below. */
extern const char made_password[];
int64_t made_account(ds_dossiers *store, const char *name);
/* Of form efile 2025, of A7, in state open. */
int64_t made_dossier(ds_dossiers *store, const char *naam);
ds_dossier made_read(ds_dossiers *store, int64_t id);
/* Saves one answer of onderwerp geld; fails the test when it is not kept. */
void made_answer(ds_dossiers *store, int64_t by, int64_t dossier, const char *path,
                 const char *value);
/* Runs work with the 1st, 2nd, … write failing until none is left to fail; of allocations, of which
 * there are thousands, the first forty and then fewer and fewer. It says DS_FAULT, or that it went
 * well: what is written after the last thing that counts (the WAL moved at closing, the head) and
 * what SQLite can do without may fail. after looks at what is there then.
 */
typedef struct made_failing {
    ds_status (*work)(ds_error *err);
    void (*after)(ds_status status);
} made_failing;
void made_every_write(const made_failing *failing);
void made_every_allocation(const made_failing *failing);

#endif
