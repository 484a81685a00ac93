/* work/outside/dossiers_access.c: the table of who may do what, and how somebody relates to a
 * dossier. Nothing else decides. See doorstroom/dossiers_access.h.
 *
 * Why it is as it is. Who fills in sees and changes their own, in a state in which it may be
 * changed, and moves it on. A researcher sees all and asks, and changes no answer. The ministry
 * sees what was submitted and no file or name. A region sees the routes in it. Who administers
 * accounts sees no answer: they could give themselves a role, and the log would tell. Figures of a
 * release that are of one institution alone, only that institution sees: nobody for all. In the
 * name of a party only who holds a role for that very party agrees and signs, also in a dossier of
 * their own. */
#include "doorstroom/dossiers_access.h"

#include <string.h>

enum {
    NOBODY = 1 << DS_ROLE_NOBODY,
    INVULLER = 1 << DS_ROLE_INVULLER,
    TEKENAAR = 1 << DS_ROLE_TEKENAAR,
    SCHOOL = 1 << DS_ROLE_SCHOOL,
    ONDERZOEKER = 1 << DS_ROLE_ONDERZOEKER,
    MINISTERIE = 1 << DS_ROLE_MINISTERIE,
    REGIO = 1 << DS_ROLE_REGIO,
    BEHEERDER = 1 << DS_ROLE_BEHEERDER,
    FILLERS = INVULLER | TEKENAAR | SCHOOL | REGIO, /* whoever may have a dossier of their own */
    KNOWN = FILLERS | ONDERZOEKER | MINISTERIE | BEHEERDER,

    OF_NOTHING = 1 << DS_RELATION_NO_RECORD,
    OWN = 1 << DS_RELATION_OWN,
    PARTY = 1 << DS_RELATION_PARTY,
    REGION = 1 << DS_RELATION_REGION,
    ALL = 1 << DS_RELATION_ALL,
    SELF = 1 << DS_RELATION_SELF,

    NONE = 1 << DS_STAGE_NONE,
    OPEN = 1 << DS_STAGE_OPEN,
    FIXED = 1 << DS_STAGE_FIXED
};

typedef struct access_rule {
    ds_desk_action action;
    unsigned roles, relations, stages;
    unsigned right; /* of DS_RIGHT_…, that the form must grant; 0: none */
} access_rule;

/* clang-format off */
static const access_rule access_rules[] = {
    {DS_DESK_PUBLIC,      NOBODY | KNOWN,                     OF_NOTHING | ALL,   NONE,         0},
    {DS_DESK_ACCOUNT,     NOBODY | KNOWN,                     SELF,               NONE,         0},
    {DS_DESK_LIST,        KNOWN,                              OF_NOTHING | ALL,   NONE,         0},
    {DS_DESK_CREATE,      FILLERS,                            OWN,                NONE,         DS_RIGHT_CREATE},
    {DS_DESK_CREATE,      BEHEERDER,                          ALL,                NONE,         0},

    {DS_DESK_OPEN,        FILLERS,                            OWN | PARTY,        OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_OPEN,        REGIO,                              REGION,             OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_OPEN,        ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_OPEN,        MINISTERIE,                         ALL,                FIXED,        DS_RIGHT_SEE},
    {DS_DESK_DOWNLOAD,    FILLERS,                            OWN | PARTY,        OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_DOWNLOAD,    ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_DOCUMENT,    FILLERS,                            OWN | PARTY,        OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_DOCUMENT,    REGIO,                              REGION,             OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_DOCUMENT,    ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_DOCUMENT,    MINISTERIE,                         ALL,                FIXED,        DS_RIGHT_SEE},
    {DS_DESK_XLSX_OUT,    FILLERS,                            OWN | PARTY,        OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_XLSX_OUT,    ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_HISTORY,     FILLERS,                            OWN | PARTY,        OPEN | FIXED, DS_RIGHT_SEE},
    {DS_DESK_HISTORY,     ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_SEE},

    {DS_DESK_SAVE,        FILLERS,                            OWN | PARTY,        OPEN,         DS_RIGHT_FILL},
    {DS_DESK_XLSX_IN,     FILLERS,                            OWN | PARTY,        OPEN,         DS_RIGHT_FILL},
    {DS_DESK_UPLOAD,      FILLERS,                            OWN | PARTY,        OPEN,         DS_RIGHT_FILES},
    {DS_DESK_REMOVE_FILE, FILLERS,                            OWN | PARTY,        OPEN,         DS_RIGHT_FILES},
    {DS_DESK_PARTIES,     FILLERS,                            OWN,                OPEN,         DS_RIGHT_FILL},
    {DS_DESK_PARTIES,     BEHEERDER,                          ALL,                OPEN,         0},
    {DS_DESK_AGREE,       FILLERS,                            PARTY,              OPEN | FIXED, DS_RIGHT_AGREE},
    {DS_DESK_SIGN,        TEKENAAR | SCHOOL,                  PARTY,              OPEN | FIXED, DS_RIGHT_AGREE},

    {DS_DESK_MOVE,        FILLERS,                            OWN | PARTY,        OPEN | FIXED, DS_RIGHT_MOVE},
    {DS_DESK_MOVE,        ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_MOVE},
    {DS_DESK_MOVE,        BEHEERDER,                          ALL,                OPEN | FIXED, 0},

    {DS_DESK_ASK,         ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_ASK},
    {DS_DESK_REPLY,       FILLERS,                            OWN | PARTY,        OPEN | FIXED, DS_RIGHT_REPLY},
    {DS_DESK_REPLY,       ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_ASK},
    {DS_DESK_CLOSE,       ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_ASK},
    {DS_DESK_THEME,       ONDERZOEKER,                        OWN | PARTY | ALL,  OPEN | FIXED, DS_RIGHT_THEMES},

    {DS_DESK_FOLLOW,      ONDERZOEKER | MINISTERIE,           ALL,                NONE,         DS_RIGHT_FOLLOW},
    {DS_DESK_FOLLOW,      BEHEERDER,                          ALL,                NONE,         0},
    {DS_DESK_EXPORT,      ONDERZOEKER,                        ALL,                NONE,         DS_RIGHT_EXPORT},
    {DS_DESK_REGION,      REGIO,                              OF_NOTHING,         NONE,         0},
    {DS_DESK_REGION,      ONDERZOEKER | MINISTERIE,           ALL,                NONE,         0},
    {DS_DESK_USERS,       BEHEERDER,                          ALL,                NONE,         0},
    {DS_DESK_LOG,         BEHEERDER,                          ALL,                NONE,         0},

    {DS_DESK_FIGURES,     INVULLER | TEKENAAR | SCHOOL,       OWN,                NONE,         0},
};
/* clang-format on */

static const char *const role_names[DS_ROLES] = {
    "", "invuller", "tekenaar", "school", "onderzoeker", "ministerie", "regio", "beheerder"};

static const char *const action_names[DS_DESK_ACTIONS] = {
    "",         "openbaar", "account",    "lijst",    "aanmaken",   "openen",     "stuk_ophalen",
    "document", "xlsx_uit", "historie",   "bewaren",  "xlsx_in",    "stuk_erbij", "stuk_weg",
    "partijen", "akkoord",  "tekenen",    "overgang", "vragen",     "antwoorden", "vraag_sluiten",
    "thema",    "volgen",   "exporteren", "regio",    "gebruikers", "logboek",    "cijfers"};

const char *ds_desk_role_name(ds_desk_role role) {
    return role < DS_ROLES ? role_names[role] : "";
}

bool ds_desk_role_named(const char *name, ds_desk_role *out) {
    for (ds_desk_role role = DS_ROLE_INVULLER; name != NULL && role < DS_ROLES; role++) {
        if (strcmp(role_names[role], name) != 0) continue;
        *out = role;
        return true;
    }
    return false;
}

const char *ds_desk_action_name(ds_desk_action action) {
    return action < DS_DESK_ACTIONS ? action_names[action] : "";
}

bool ds_desk_may(ds_desk_action action, ds_desk_role role, ds_desk_relation relation,
                 ds_desk_stage stage, unsigned rights) {
    if (role >= DS_ROLES || relation >= DS_RELATIONS || stage >= DS_STAGES) return false;
    for (size_t i = 0; i < sizeof access_rules / sizeof access_rules[0]; i++) {
        const access_rule *rule = &access_rules[i];
        if (rule->action == action && (rule->roles & 1U << role) != 0 &&
            (rule->relations & 1U << relation) != 0 && (rule->stages & 1U << stage) != 0 &&
            (rule->right & ~rights) == 0)
            return true;
    }
    return false;
}

/* ---- how somebody relates to it ---- */

static bool is_same_scope(const char *held, const char *of) {
    return of != NULL && of[0] != '\0' && strcmp(held, of) == 0;
}

static bool speaks_for_party(const ds_desk_holding *holding, const ds_desk_record *record,
                             size_t party) {
    return party < record->n_parties && (record->party_roles[party] & 1U << holding->role) != 0 &&
           is_same_scope(holding->scope, record->party_scopes[party]);
}

static bool speaks_for_any(const ds_desk_holding *holding, const ds_desk_record *record) {
    for (size_t p = 0; p < record->n_parties; p++)
        if (speaks_for_party(holding, record, p)) return true;
    return false;
}

ds_desk_relation ds_desk_relation_of(ds_desk_action action, const ds_desk_actor *actor,
                                     const ds_desk_holding *holding, const ds_desk_record *record) {
    const bool for_all = strcmp(holding->scope, "*") == 0;
    if (record->user != 0)
        return record->user == actor->user ? DS_RELATION_SELF
               : for_all                   ? DS_RELATION_ALL
                                           : DS_RELATION_OTHER;
    if (!record->is_dossier && record->scope == NULL)
        return for_all ? DS_RELATION_ALL : DS_RELATION_NO_RECORD;
    if (action == DS_DESK_AGREE || action == DS_DESK_SIGN)
        return speaks_for_party(holding, record, record->party) ? DS_RELATION_PARTY
                                                                : DS_RELATION_OTHER;
    if (for_all) return DS_RELATION_ALL;
    if (is_same_scope(holding->scope, record->scope)) return DS_RELATION_OWN;
    if (speaks_for_any(holding, record)) return DS_RELATION_PARTY;
    if (holding->role == DS_ROLE_REGIO && is_same_scope(holding->scope, record->region))
        return DS_RELATION_REGION;
    return DS_RELATION_OTHER;
}

unsigned ds_desk_roles_that_may(ds_desk_action action, const ds_desk_actor *actor,
                                const ds_desk_record *record, const unsigned *rights) {
    const ds_desk_holding nobody = {DS_ROLE_NOBODY, ""};
    const ds_desk_holding *holdings = actor->n_holdings == 0 ? &nobody : actor->holdings;
    const size_t n = actor->n_holdings == 0 ? 1 : actor->n_holdings;
    unsigned roles = 0;
    for (size_t i = 0; i < n; i++) {
        const ds_desk_role role = holdings[i].role;
        const ds_desk_stage stage = record->is_dossier ? record->stage : DS_STAGE_NONE;
        if (role < DS_ROLES &&
            ds_desk_may(action, role, ds_desk_relation_of(action, actor, &holdings[i], record),
                        stage, rights == NULL ? DS_RIGHTS_ALL : rights[role]))
            roles |= 1U << role;
    }
    return roles;
}
