/* tests/dossier/made.c: see made.h. */
#include "dossier/made.h"

#include <stdio.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/support.h"

_Atomic int64_t made_now = 1750000000000;
const char made_password[] = "paard batterij nietje";

int64_t made_clock(void *unused) {
    (void)unused;
    return made_now;
}

ds_status made_try(const char *folder, ds_dossiers **out, ds_error *err) {
    ds_dossiers_options options = DS_DOSSIERS_OPTIONS_INIT;
    options.now = made_clock;
    options.quick_passwords = true;
    options.readers = 2;
    return ds_dossiers_open(folder, &options, out, err);
}

ds_dossiers *made_open(const char *folder) {
    ds_dossiers *store = NULL;
    ds_error err = {0};
    if (made_try(folder, &store, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
    return store;
}

int64_t made_account(ds_dossiers *store, const char *name) {
    const ds_account_role role = {DS_ROL_INVULLER, "A7"};
    char address[64], token[DS_TOKEN_SIZE];
    const ds_account_invite invite = {address, name, "beleid", &role, 1, 0};
    ds_dossier_outcome outcome;
    int64_t id = 0;
    (void)snprintf(address, sizeof address, "%s@school.nl", name);
    assert_int_equal(ds_account_invite_new(store, 0, &invite, token, &id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(ds_invitation_accept(store, token, made_password, &id, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    return id;
}

int64_t made_dossier(ds_dossiers *store, const char *naam) {
    const ds_dossier_new what = {"efile", "2025", "agenda", naam, "A7", "open"};
    ds_dossier_outcome outcome;
    int64_t id = 0;
    ds_error err = {0};
    if (ds_dossier_create(store, 0, &what, &id, &outcome, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    return id;
}

ds_dossier made_read(ds_dossiers *store, int64_t id) {
    ds_dossier dossier = {0};
    ds_dossier_outcome outcome;
    ds_error err = {0};
    if (ds_dossier_read(store, id, &dossier, &outcome, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    return dossier;
}

void made_answer(ds_dossiers *store, int64_t by, int64_t dossier, const char *path,
                 const char *value) {
    const ds_dossier_change change = {"geld", path, value};
    const ds_dossier_save save = {dossier, INT64_MAX, NULL, &change, 1};
    ds_dossier_saved saved = {0};
    ds_error err = {0};
    if (ds_dossier_keep(store, by, &save, &saved, &err) != DS_OK) fail_msg("%s", err.en);
    assert_int_equal(saved.outcome, DS_DOSSIER_DONE);
    ds_dossier_saved_done(&saved);
}

/* How often it failed, which is at least once. */
static void run_failing(const made_failing *failing, void (*fail_at)(uint64_t n),
                        uint64_t (*count)(void), uint64_t stride) {
    size_t n_faults = 0;
    bool failed = true;
    for (uint64_t n = 1; failed; n += 1 + n / stride) {
        ds_error err = {0};
        ds_status status;
        fail_at(n);
        status = failing->work(&err);
        failed = count() >= n;
        fail_at(0);
        if (status != DS_OK && status != DS_FAULT)
            fail_msg("%d gave %d: %s: %s", (int)n, status, err.file, err.en);
        if (!failed && status != DS_OK) fail_msg("none failed: %s: %s", err.file, err.en);
        n_faults += status == DS_FAULT;
        failing->after(status);
    }
    assert_true(n_faults > 0);
}

void made_every_write(const made_failing *failing) {
    run_failing(failing, ds_file_fail_at, ds_file_writes, UINT64_MAX);
}

void made_every_allocation(const made_failing *failing) {
    run_failing(failing, ds_memory_fail_at, ds_memory_requests, 40);
}
