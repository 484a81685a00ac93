/* tests/dossier/made.c: see made.h. */
#include "dossier/made.h"

#include <stdio.h>

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
