/* dossier/remove.c: what is kept of a person, given to the person, and taken away. See
 * doorstroom/accounts.h and docs/dossiers.md. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "dossier/token.h"
#include "dossier/tries.h"

/* ---- giving: an object with a list of rows a query, in the words of the columns ---- */

static const struct {
    const char *name, *sql;
} exported[] = {
    {"account", "SELECT id,adres,naam,functie,extern,staat,gemaakt AS gemaakt_ms,"
                "aangemeld AS aangemeld_ms,wachtwoord IS NOT NULL AS heeft_wachtwoord,"
                "totp IS NOT NULL AS heeft_tweede_factor FROM gebruikers WHERE id=?"},
    {"rollen", "SELECT rol,bereik FROM rollen WHERE gebruiker=? ORDER BY rol,bereik"},
    {"sessies", "SELECT begonnen AS begonnen_ms,gezien AS gezien_ms FROM sessies"
                " WHERE gebruiker=? ORDER BY begonnen"},
    {"uitnodigingen", "SELECT verloopt AS verloopt_ms FROM uitnodigingen WHERE gebruiker=?"},
    {"antwoorden", "SELECT dossier,pad,waarde,op AS op_ms,geweigerd FROM versies WHERE door=?"
                   " ORDER BY id"},
    {"akkoorden", "SELECT dossier,partij,onderwerp,zegt,opmerking,op AS op_ms,vervallen"
                  " FROM akkoorden WHERE door=? ORDER BY id"},
    {"ondertekeningen", "SELECT dossier,onderwerp,naam,functie,op AS op_ms,ingetrokken"
                        " FROM ondertekeningen WHERE door=? ORDER BY id"},
    {"overgangen", "SELECT dossier,overgang,van,naar,reden,op AS op_ms FROM overgangen"
                   " WHERE door=? ORDER BY id"},
    {"vragen",
     "SELECT dossier,onderwerp,pad,tekst,op AS op_ms FROM vragen WHERE door=? ORDER BY id"},
    {"reacties", "SELECT vraag,tekst,op AS op_ms FROM reacties WHERE door=? ORDER BY id"},
    {"themas", "SELECT dossier,pad,code,op AS op_ms FROM themas WHERE door=?"
               " ORDER BY dossier,pad,code"},
    {"stukken", "SELECT dossier,naam,soort,sha256,grootte,op AS op_ms FROM stukken WHERE door=?"
                " ORDER BY id"},
    {"logboek", "SELECT id,op AS op_ms,dossier,daad,over FROM logboek WHERE door=? ORDER BY id"},
};

enum { EXPORT_MAX = 1 << 28, N_EXPORTED = sizeof exported / sizeof exported[0] };

static void add_string(ds_buffer *out, const char *text) {
    ds_buffer_add_char(out, '"');
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            ds_buffer_addf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7f)
            ds_buffer_addf(out, "\\u%04x", c);
        else
            ds_buffer_add_char(out, (char)c);
    }
    ds_buffer_add_char(out, '"');
}

static void add_value(ds_buffer *out, ds_ask *ask, int column) {
    add_string(out, sqlite3_column_name(ask->statement, column));
    ds_buffer_add_char(out, ':');
    if (ds_ask_is_null(ask, column))
        ds_buffer_add_string(out, "null");
    else if (sqlite3_column_type(ask->statement, column) == SQLITE_INTEGER)
        ds_buffer_addf(out, "%lld", (long long)ds_ask_number(ask, column));
    else
        add_string(out, ds_ask_text(ask, column));
}

static ds_status export_rows(ds_lite *db, size_t which, int64_t account, ds_buffer *out,
                             ds_error *err) {
    size_t n = 0;
    ds_ask ask;
    if (which > 0) ds_buffer_add_string(out, ",\n");
    add_string(out, exported[which].name);
    ds_buffer_add_string(out, ":[");
    ds_ask_begin(db, exported[which].sql, DS_BOUND(ds_bind_number(account)), &ask);
    while (ds_ask_next(&ask)) {
        ds_buffer_add_string(out, n++ == 0 ? "\n{" : ",\n{");
        for (int column = 0; column < sqlite3_column_count(ask.statement); column++) {
            if (column > 0) ds_buffer_add_char(out, ',');
            add_value(out, &ask, column);
        }
        ds_buffer_add_char(out, '}');
    }
    ds_buffer_add_char(out, ']');
    return ds_ask_end(&ask, err);
}

ds_status ds_account_export(ds_dossiers *store, int64_t account, char **out_json, size_t *out_size,
                            ds_error *err) {
    ds_buffer out;
    ds_lite *db;
    size_t size;
    ds_status status = ds_reading_begin(store, &db, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&out, EXPORT_MAX);
    ds_buffer_add_char(&out, '{');
    for (size_t i = 0; status == DS_OK && i < N_EXPORTED; i++)
        status = export_rows(db, i, account, &out, err);
    ds_buffer_add_string(&out, "}\n");
    status = ds_reading_end(store, db, status, err);
    if (status == DS_OK) status = ds_buffer_finish(&out, err);
    size = out.size;
    if (status == DS_OK) {
        *out_json = ds_buffer_take(&out);
        *out_size = size;
    }
    ds_buffer_done(&out);
    return status;
}

/* ---- taking away ---- */

typedef struct removing {
    int64_t by, account;
    ds_dossier_outcome outcome;
} removing;

static const char *const removed[] = {
    "DELETE FROM rollen WHERE gebruiker=?",
    "DELETE FROM sessies WHERE gebruiker=?",
    "DELETE FROM uitnodigingen WHERE gebruiker=?",
    "DELETE FROM herstelcodes WHERE gebruiker=?",
    ("UPDATE gebruikers SET adres=NULL,naam='',functie='',extern=NULL,staat=3,wachtwoord=NULL,"
     "totp=NULL,totp_nieuw=NULL,totp_stap=0,aangemeld=0 WHERE id=?"),
};

static ds_status forget_tries(ds_writing *w, int64_t account, ds_error *err) {
    char address[DS_ADDRESS_MAX + 1] = "";
    ds_ask ask;
    ds_status status;
    ds_ask_begin(w->db, "SELECT adres FROM gebruikers WHERE id=?",
                 DS_BOUND(ds_bind_number(account)), &ask);
    if (ds_ask_next(&ask)) {
        const char *text = ds_ask_text(&ask, 0);
        memcpy(address, text, strnlen(text, DS_ADDRESS_MAX));
    }
    status = ds_ask_end(&ask, err);
    return status == DS_OK ? ds_tries_forget_address(w, address, err) : status;
}

static ds_status do_remove(ds_writing *w, void *context, ds_error *err) {
    removing *r = context;
    char about[DS_ABOUT_SIZE];
    bool last = false;
    int64_t state = -1;
    ds_status status = ds_account_state_of(w->db, r->account, &state, err);
    r->outcome = state < 0 || state == DS_ACCOUNT_REMOVED ? DS_DOSSIER_ABSENT : DS_DOSSIER_DONE;
    if (status == DS_OK && r->outcome == DS_DOSSIER_DONE)
        status = ds_account_is_last(w->db, r->account, &last, err);
    if (last) r->outcome = DS_DOSSIER_LAST;
    if (status != DS_OK || r->outcome != DS_DOSSIER_DONE) return status;
    status = forget_tries(w, r->account, err);
    for (size_t i = 0; status == DS_OK && i < sizeof removed / sizeof removed[0]; i++)
        status = ds_lite_do(w->db, removed[i], DS_BOUND(ds_bind_number(r->account)), err);
    if (status != DS_OK) return status;
    return ds_chain_add(w, r->by, 0, "account verwijderen",
                        ds_about_number("account", r->account, about), err);
}

ds_status ds_account_remove(ds_dossiers *store, int64_t by, int64_t account,
                            ds_dossier_outcome *out, ds_error *err) {
    removing r = {.by = by, .account = account};
    ds_status status = ds_write(store, do_remove, &r, err);
    if (status != DS_OK) return status;
    *out = r.outcome;
    /* Pages are wiped when they are freed; earlier ones may stand in the WAL until it is emptied.
     */
    return r.outcome == DS_DOSSIER_DONE ? ds_write_flush(store, err) : DS_OK;
}
