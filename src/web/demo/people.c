/* web/demo/people.c: who there is in a demo, one for each role. See demo.h. The institutions and
 * the region are those of the made register (src/simulate). */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "web/demo/demo.h"

enum { STEP_MS = 30000 };

static const struct {
    const char *name, *address;
    ds_rol rol;
    ds_desk_role role;
    const char *scopes[DS_WEB_DEMO_SCOPES];
    ds_say what;
} cast[DS_WEB_DEMO_PEOPLE] = {
    [DS_WEB_DEMO_FILLER] = {"Ina Invuller",
                            "invuller@proef.example",
                            DS_ROL_INVULLER,
                            DS_ROLE_INVULLER,
                            {"91AA", NULL},
                            {"vult de e-file van ROC Wolkenveld in, en ziet de eigen cijfers",
                             "fills in the e-file of ROC Wolkenveld, and sees its own figures"}},
    [DS_WEB_DEMO_SIGNER] = {"Teun Tekenaar",
                            "tekenaar@proef.example",
                            DS_ROL_TEKENAAR,
                            DS_ROLE_TEKENAAR,
                            {"91AA", NULL},
                            {"tekent voor ROC Wolkenveld", "signs for ROC Wolkenveld"}},
    [DS_WEB_DEMO_VMBO] = {"Vera Vmbo",
                          "vmbo@proef.example",
                          DS_ROL_SCHOOL,
                          DS_ROLE_SCHOOL,
                          {"90VM", NULL},
                          {"vmbo-school in een leerroute", "vmbo school in a learning route"}},
    [DS_WEB_DEMO_MBO] = {"Max Mbo",
                         "mbo@proef.example",
                         DS_ROL_SCHOOL,
                         DS_ROLE_SCHOOL,
                         {"91AB", NULL},
                         {"mbo-instelling in dezelfde leerroute",
                          "mbo institution in the same learning route"}},
    [DS_WEB_DEMO_RESEARCHER] = {"Rik Onderzoeker",
                                "onderzoeker@proef.example",
                                DS_ROL_ONDERZOEKER,
                                DS_ROLE_ONDERZOEKER,
                                {"*", NULL},
                                {"volgt wie heeft ingediend, stelt vragen, haalt leveringen op",
                                 "follows who submitted, asks questions, takes deliveries"}},
    [DS_WEB_DEMO_MINISTRY] = {"Mina Ministerie",
                              "ministerie@proef.example",
                              DS_ROL_MINISTERIE,
                              DS_ROLE_MINISTERIE,
                              {"*", NULL},
                              {"ziet wie heeft ingediend", "sees who submitted"}},
    [DS_WEB_DEMO_REGION] = {"Rosa Regio",
                            "regio@proef.example",
                            DS_ROL_REGIO,
                            DS_ROLE_REGIO,
                            {"RMC15", NULL},
                            {"ziet de routes van de regio", "sees the routes of the region"}},
    [DS_WEB_DEMO_ADMIN] = {"Bas Beheerder",
                           "beheerder@proef.example",
                           DS_ROL_BEHEERDER,
                           DS_ROLE_BEHEERDER,
                           {"*", NULL},
                           {"nodigt uit, geeft rollen, ziet het logboek",
                            "invites, gives roles, sees the log"}},
    [DS_WEB_DEMO_SECOND] = {"Sam Ander",
                            "ander@proef.example",
                            DS_ROL_INVULLER,
                            DS_ROLE_INVULLER,
                            {"91AB", NULL},
                            {"vult de e-file van ROC Sterrenbaai in; ziet niets van Wolkenveld",
                             "fills in the e-file of ROC Sterrenbaai; sees nothing of Wolkenveld"}},
};

void ds_web_demo_name_people(ds_web_demo *demo) {
    demo->n = DS_WEB_DEMO_PEOPLE;
    for (size_t i = 0; i < DS_WEB_DEMO_PEOPLE; i++) {
        (void)snprintf(demo->addresses[i], sizeof demo->addresses[i], "%s", cast[i].address);
        demo->people[i] = (ds_serve_person){
            cast[i].name,   ds_rol_name(cast[i].rol), cast[i].scopes[0], cast[i].address,
            demo->password, demo->secrets[i],         cast[i].what};
    }
}

static void make_actor_of(size_t i, int64_t account, ds_web_demo_actor *out) {
    size_t n = 0;
    for (; n < DS_WEB_DEMO_SCOPES && cast[i].scopes[n] != NULL; n++)
        out->holdings[n] = (ds_desk_holding){cast[i].role, cast[i].scopes[n]};
    out->actor = (ds_desk_actor){account, out->holdings, n};
}

ds_status ds_web_demo_code(const char *secret, int64_t at_ms, char out[9], ds_error *err) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned char bytes[DS_TOTP_SECRET_SIZE];
    size_t n = 0;
    unsigned value = 0, bits = 0;
    for (; *secret != '\0' && n < sizeof bytes; secret++) {
        const char *letter = strchr(letters, *secret);
        if (letter == NULL) break;
        value = (value << 5 | (unsigned)(letter - letters)) & 0xFFFF;
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes[n++] = (unsigned char)(value >> bits);
    }
    return ds_totp_code((ds_text){(const char *)bytes, n}, at_ms, 6, out, err);
}

/* By a code of half a minute ago, so that the one of now can still be used. */
static ds_status make_second_step(ds_dossiers *store, int64_t account,
                                  char secret[DS_TOTP_SECRET_SIZE], ds_error *err) {
    char codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE], code[9];
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    ds_sign_in_outcome confirmed = DS_SIGN_IN_REFUSED;
    ds_status status = ds_account_totp_new(store, account, secret, &outcome, err);
    if (status == DS_OK)
        status = ds_web_demo_code(secret, ds_dossiers_now(store) - STEP_MS, code, err);
    if (status == DS_OK)
        status = ds_account_totp_confirm(store, account, code, codes, &confirmed, err);
    if (status == DS_OK && confirmed != DS_SIGN_IN_DONE)
        status = ds_error_set(err, DS_FAULT, "de tweede stap werd niet aangenomen",
                              "the second step was not taken");
    return status;
}

static ds_status make_person(ds_dossiers *store, size_t i, const char *password,
                             char secret[DS_TOTP_SECRET_SIZE], ds_web_demo_actor *out,
                             ds_error *err) {
    ds_account_role roles[DS_WEB_DEMO_SCOPES];
    ds_account_invite invite = {cast[i].address, cast[i].name, "proefpersoon", roles, 0, 0};
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    char token[DS_TOKEN_SIZE];
    int64_t account = 0;
    ds_status status;
    for (; invite.n_roles < DS_WEB_DEMO_SCOPES && cast[i].scopes[invite.n_roles] != NULL;
         invite.n_roles++)
        roles[invite.n_roles] = (ds_account_role){cast[i].rol, cast[i].scopes[invite.n_roles]};
    status = ds_account_invite_new(store, 0, &invite, token, &account, &outcome, err);
    if (status == DS_OK)
        status = ds_invitation_accept(store, token, password, &account, &outcome, err);
    if (status == DS_OK) status = make_second_step(store, account, secret, err);
    if (status == DS_OK) make_actor_of(i, account, out);
    return status;
}

/* Letters that cannot be taken for each other, in groups. */
static void make_password(char out[24]) {
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    size_t at = 0;
    for (int group = 0; group < 4; group++) {
        for (int i = 0; i < 4; i++)
            out[at++] = letters[randombytes_uniform(sizeof letters - 1)];
        out[at++] = group < 3 ? '-' : '\0';
    }
}

ds_status ds_web_demo_make_people(const ds_web_site *site, ds_web_demo *demo,
                                  ds_web_demo_actor actors[DS_WEB_DEMO_PEOPLE], ds_error *err) {
    ds_status status = DS_OK;
    make_password(demo->password);
    for (size_t i = 0; status == DS_OK && i < DS_WEB_DEMO_PEOPLE; i++)
        status = make_person(site->store, i, demo->password, demo->secrets[i], &actors[i], err);
    ds_web_demo_name_people(demo);
    return status;
}

static bool is_of_cast(const char *address) {
    for (size_t i = 0; i < DS_WEB_DEMO_PEOPLE; i++)
        if (ds_text_equal_nocase(ds_text_of(address), ds_text_of(cast[i].address))) return true;
    return false;
}

/* An address that ends in .example is nobody's: whoever has one of these is made up. */
ds_status ds_web_demo_refuse_people(ds_dossiers *store, const char *folder, ds_error *err) {
    ds_accounts accounts = {0};
    bool is_demo = false;
    ds_status status = ds_accounts_read(store, 0, &accounts, err);
    for (size_t i = 0; status == DS_OK && i < accounts.n; i++)
        is_demo = is_demo || is_of_cast(accounts.list[i].address);
    ds_accounts_done(&accounts);
    if (status != DS_OK || !is_demo) return status;
    return ds_error_at(err, DS_INPUT, folder, 0, 0,
                       "de dossiers hier komen uit een proefomgeving, met bekende wachtwoorden: "
                       "begin in een map zonder dossiers",
                       "the dossiers here come from a demo, with passwords that are known: begin "
                       "in a folder without dossiers");
}
