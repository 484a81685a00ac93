/* dossier/accounts.c: accounts and their roles. See doorstroom/accounts.h. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "dossier/result.h"
#include "dossier/token.h"

static const char *const rollen[DS_ROLLEN] = {
    [DS_ROL_INVULLER] = "invuller",     [DS_ROL_TEKENAAR] = "tekenaar",
    [DS_ROL_SCHOOL] = "school",         [DS_ROL_ONDERZOEKER] = "onderzoeker",
    [DS_ROL_MINISTERIE] = "ministerie", [DS_ROL_REGIO] = "regio",
    [DS_ROL_BEHEERDER] = "beheerder",
};

const char *ds_rol_name(ds_rol rol) {
    return rollen[rol];
}

bool ds_rol_of(const char *name, ds_rol *out) {
    for (int i = 0; name != NULL && i < DS_ROLLEN; i++) {
        if (strcmp(name, rollen[i]) != 0) continue;
        *out = (ds_rol)i;
        return true;
    }
    return false;
}

/* ---- reading ---- */

static ds_status read_roles(ds_lite *db, ds_arena *arena, ds_account *account, ds_error *err) {
    ds_account_role *list = NULL, *more;
    size_t capacity = 0;
    ds_rol rol;
    ds_ask ask;
    ds_ask_begin(db, "SELECT rol,bereik FROM rollen WHERE gebruiker=? ORDER BY rol,bereik",
                 DS_BOUND(ds_bind_number(account->id)), &ask);
    while (ds_ask_next(&ask)) {
        if (!ds_rol_of(ds_ask_text(&ask, 0), &rol)) continue;
        more = ds_list_more(arena, &list, &account->n_roles, &capacity, sizeof *more);
        if (more == NULL) break;
        *more = (ds_account_role){rol, ds_ask_copy(&ask, 1, arena)};
    }
    account->roles = list;
    return ds_ask_end(&ask, err);
}

static void read_account(ds_ask *ask, ds_arena *arena, ds_account *out) {
    out->id = ds_ask_number(ask, 0);
    out->address = ds_ask_copy(ask, 1, arena);
    out->naam = ds_ask_copy(ask, 2, arena);
    out->functie = ds_ask_copy(ask, 3, arena);
    out->external = ds_ask_copy(ask, 4, arena);
    out->state = (ds_account_state)ds_ask_number(ask, 5);
    out->has_password = !ds_ask_is_null(ask, 6);
    out->created_ms = ds_ask_number(ask, 7);
    out->signed_in_ms = ds_ask_number(ask, 8);
    out->has_totp = !ds_ask_is_null(ask, 9);
    out->recovery_left = ds_ask_number(ask, 10);
}

static ds_status list_accounts(ds_lite *db, int64_t id, ds_arena *arena, ds_accounts *out,
                               ds_error *err) {
    ds_account *list = NULL, *more;
    size_t capacity = 0;
    ds_status status;
    ds_ask ask;
    ds_ask_begin(db,
                 "SELECT id,adres,naam,functie,extern,staat,wachtwoord,gemaakt,aangemeld,totp,"
                 "(SELECT count(*) FROM herstelcodes h WHERE h.gebruiker=gebruikers.id)"
                 " FROM gebruikers WHERE id>0 AND CASE ?1 WHEN 0 THEN staat<>3 ELSE id=?1 END"
                 " ORDER BY naam,id",
                 DS_BOUND(ds_bind_number(id)), &ask);
    while (ds_ask_next(&ask)) {
        more = ds_list_more(arena, &list, &out->n, &capacity, sizeof *more);
        if (more == NULL) break;
        read_account(&ask, arena, more);
    }
    status = ds_ask_end(&ask, err);
    for (size_t i = 0; status == DS_OK && i < out->n; i++)
        status = read_roles(db, arena, &list[i], err);
    out->list = list;
    return status == DS_OK ? ds_arena_finish(arena, err) : status;
}

ds_status ds_accounts_read(ds_dossiers *store, int64_t id, ds_accounts *out, ds_error *err) {
    ds_accounts accounts = {0};
    ds_lite *db;
    ds_status status;
    ds_arena *arena = ds_result_new();
    if (arena == NULL) return ds_error_memory(err);
    accounts.memory = arena;
    status = ds_reading_begin(store, &db, err);
    if (status == DS_OK) {
        status = list_accounts(db, id, arena, &accounts, err);
        status = ds_reading_end(store, db, status, err);
    }
    if (status == DS_OK)
        *out = accounts;
    else
        ds_accounts_done(&accounts);
    return status;
}

void ds_accounts_done(ds_accounts *accounts) {
    ds_result_free(accounts->memory);
    *accounts = (ds_accounts){0};
}

ds_status ds_accounts_are_without_beheerder(ds_dossiers *store, bool *out, ds_error *err) {
    int64_t n = 0;
    ds_lite *db;
    ds_status status = ds_reading_begin(store, &db, err);
    if (status != DS_OK) return status;
    status = ds_lite_number(db,
                            "SELECT count(*) FROM rollen r JOIN gebruikers g ON g.id=r.gebruiker"
                            " WHERE r.rol='beheerder' AND g.staat IN (0,1)",
                            DS_BOUND_NONE, &n, err);
    status = ds_reading_end(store, db, status, err);
    if (status == DS_OK) *out = n == 0;
    return status;
}

/* ---- changing ---- */

ds_status ds_roles_check(const ds_account_role *roles, size_t n, ds_error *err) {
    ds_status status = DS_OK;
    if (n > DS_ROLES_MAX)
        return ds_error_set(err, DS_INPUT, "te veel rollen: %zu, verwachtte hoogstens %d",
                            "too many roles: %zu, expected %d at most", n, DS_ROLES_MAX);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status = (unsigned)roles[i].rol >= DS_ROLLEN
                     ? ds_error_set(err, DS_USAGE, "deze rol is er niet", "there is no such role")
                     : ds_take_name(roles[i].bereik, "bereik", err);
    return status;
}

ds_status ds_roles_put(ds_writing *w, int64_t account, const ds_account_role *roles, size_t n,
                       ds_error *err) {
    ds_status status = ds_lite_do(w->db, "DELETE FROM rollen WHERE gebruiker=?",
                                  DS_BOUND(ds_bind_number(account)), err);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        status =
            ds_lite_do(w->db, "INSERT OR IGNORE INTO rollen(gebruiker,rol,bereik) VALUES(?,?,?)",
                       DS_BOUND(ds_bind_number(account), ds_bind_text(rollen[roles[i].rol]),
                                ds_bind_text(roles[i].bereik)),
                       err);
    return status;
}

typedef struct account_change {
    int64_t by, account;
    const char *action;
    const ds_account_role *roles;
    size_t n_roles;
    const char *naam, *functie;
    bool blocked;
    ds_status (*change)(ds_writing *w, const struct account_change *c, ds_error *err);
    ds_dossier_outcome outcome;
} account_change;

static ds_status change_roles(ds_writing *w, const account_change *c, ds_error *err) {
    return ds_roles_put(w, c->account, c->roles, c->n_roles, err);
}

static ds_status change_name(ds_writing *w, const account_change *c, ds_error *err) {
    return ds_lite_do(
        w->db, "UPDATE gebruikers SET naam=?,functie=? WHERE id=?",
        DS_BOUND(ds_bind_text(c->naam), ds_bind_text(c->functie), ds_bind_number(c->account)), err);
}

/* Who never chose a password waits for one again when let in. */
static ds_status change_blocked(ds_writing *w, const account_change *c, ds_error *err) {
    ds_status status =
        ds_lite_do(w->db,
                   "UPDATE gebruikers SET staat=CASE WHEN ?1 THEN 2 WHEN wachtwoord IS NULL"
                   " AND extern IS NULL THEN 0 ELSE 1 END WHERE id=?2",
                   DS_BOUND(ds_bind_number(c->blocked), ds_bind_number(c->account)), err);
    return status == DS_OK && c->blocked ? ds_sessions_end(w, c->account, NULL, err) : status;
}

ds_status ds_account_is_last(ds_lite *db, int64_t account, bool *out, ds_error *err) {
    int64_t others = 0, is = 0;
    ds_status status =
        ds_lite_number(db,
                       "SELECT count(*) FROM rollen r JOIN gebruikers g ON g.id=r.gebruiker WHERE"
                       " r.rol='beheerder' AND r.bereik='*' AND g.staat=1 AND g.id=?",
                       DS_BOUND(ds_bind_number(account)), &is, err);
    if (status == DS_OK)
        status = ds_lite_number(
            db,
            "SELECT count(*) FROM rollen r JOIN gebruikers g ON g.id=r.gebruiker WHERE"
            " r.rol='beheerder' AND r.bereik='*' AND g.staat=1 AND g.id<>?",
            DS_BOUND(ds_bind_number(account)), &others, err);
    if (status == DS_OK) *out = is > 0 && others == 0;
    return status;
}

/* Whether an account that administers would do so no longer. */
static bool ends_beheer(const account_change *c) {
    if (c->change == change_blocked) return c->blocked;
    if (c->change != change_roles) return false;
    for (size_t i = 0; i < c->n_roles; i++)
        if (c->roles[i].rol == DS_ROL_BEHEERDER && strcmp(c->roles[i].bereik, "*") == 0)
            return false;
    return true;
}

static ds_status do_change(ds_writing *w, void *context, ds_error *err) {
    account_change *c = context;
    char about[DS_ABOUT_SIZE];
    bool last = false;
    int64_t state = -1;
    ds_status status = ds_account_state_of(w->db, c->account, &state, err);
    c->outcome = state < 0 || state == DS_ACCOUNT_REMOVED ? DS_DOSSIER_ABSENT : DS_DOSSIER_DONE;
    if (status == DS_OK && c->outcome == DS_DOSSIER_DONE && ends_beheer(c))
        status = ds_account_is_last(w->db, c->account, &last, err);
    if (last) c->outcome = DS_DOSSIER_LAST;
    if (status != DS_OK || c->outcome != DS_DOSSIER_DONE) return status;
    status = c->change(w, c, err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, c->by, 0, c->action, ds_about_number("account", c->account, about), err);
}

static ds_status write_change(ds_dossiers *store, account_change *c, ds_dossier_outcome *out,
                              ds_error *err) {
    ds_status status = ds_write(store, do_change, c, err);
    if (status == DS_OK) *out = c->outcome;
    return status;
}

ds_status ds_account_set_roles(ds_dossiers *store, int64_t by, int64_t account,
                               const ds_account_role *roles, size_t n_roles,
                               ds_dossier_outcome *out, ds_error *err) {
    account_change c = {.by = by,
                        .account = account,
                        .action = "rollen",
                        .roles = roles,
                        .n_roles = n_roles,
                        .change = change_roles};
    ds_status status = ds_roles_check(roles, n_roles, err);
    return status == DS_OK ? write_change(store, &c, out, err) : status;
}

ds_status ds_account_rename(ds_dossiers *store, int64_t by, int64_t account, const char *naam,
                            const char *functie, ds_dossier_outcome *out, ds_error *err) {
    account_change c = {.by = by,
                        .account = account,
                        .action = "hernoemen",
                        .naam = naam,
                        .functie = functie,
                        .change = change_name};
    ds_status status = ds_take_name(naam, "naam", err);
    if (status == DS_OK) status = ds_take_text(functie, DS_DOSSIER_NAME_MAX, "functie", err);
    return status == DS_OK ? write_change(store, &c, out, err) : status;
}

ds_status ds_account_block(ds_dossiers *store, int64_t by, int64_t account, bool blocked,
                           ds_dossier_outcome *out, ds_error *err) {
    account_change c = {.by = by,
                        .account = account,
                        .action = blocked ? "blokkeren" : "toelaten",
                        .blocked = blocked,
                        .change = change_blocked};
    return write_change(store, &c, out, err);
}
