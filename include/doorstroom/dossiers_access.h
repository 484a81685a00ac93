/* doorstroom/dossiers_access.h, of work/outside: who may do what with which dossier. One table
 * decides (src/work/outside/dossiers_access.c), and nothing else: pages name the action they are,
 * use cases ask before they touch the store.
 *
 * An answer is of four things: the action; a role that somebody holds; how what that role is held
 * for relates to the dossier; and in which stage the dossier is. A form may take rights away from a
 * role (its `wie`), and never gives one that the table does not. Somebody with several roles may do
 * what one of them may. */
#ifndef DOORSTROOM_DOSSIERS_ACCESS_H
#define DOORSTROOM_DOSSIERS_ACCESS_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

typedef enum ds_desk_role {
    DS_ROLE_NOBODY, /* who did not log in */
    DS_ROLE_INVULLER,
    DS_ROLE_TEKENAAR,
    DS_ROLE_SCHOOL,
    DS_ROLE_ONDERZOEKER,
    DS_ROLE_MINISTERIE,
    DS_ROLE_REGIO,
    DS_ROLE_BEHEERDER,
    DS_ROLES
} ds_desk_role;

/* "invuller", …; "" of nobody. Static. */
DS_API const char *ds_desk_role_name(ds_desk_role role);
/* False for what is no role that can be held. */
DS_API bool ds_desk_role_named(const char *name, ds_desk_role *out);

/* What can be done; each page of the web part is one of these. */
typedef enum ds_desk_action {
    DS_DESK_NONE,        /* may never be done by anybody */
    DS_DESK_PUBLIC,      /* a page for anybody: logging in, health, style sheets */
    DS_DESK_ACCOUNT,     /* one's own account: password, data, removing it */
    DS_DESK_LIST,        /* the task list; which dossiers stand in it, OPEN says of each */
    DS_DESK_CREATE,      /* a new dossier, for what one's role is held for */
    DS_DESK_OPEN,        /* seeing a dossier */
    DS_DESK_DOWNLOAD,    /* a file that was uploaded to it */
    DS_DESK_DOCUMENT,    /* a document made of it */
    DS_DESK_XLSX_OUT,    /* it as a spreadsheet */
    DS_DESK_HISTORY,     /* who changed what in it */
    DS_DESK_SAVE,        /* answers */
    DS_DESK_XLSX_IN,     /* answers from a spreadsheet */
    DS_DESK_UPLOAD,      /* a file */
    DS_DESK_REMOVE_FILE, /* a file away */
    DS_DESK_PARTIES,     /* who takes part: adding, removing */
    DS_DESK_AGREE,       /* in the name of a party, and taking it back */
    DS_DESK_SIGN,        /* in the name of a party */
    DS_DESK_MOVE,        /* a transition to another state */
    DS_DESK_ASK,         /* putting a question to a field */
    DS_DESK_REPLY,       /* answering one */
    DS_DESK_CLOSE,       /* saying that it was answered */
    DS_DESK_THEME,       /* a theme code at an open answer */
    DS_DESK_FOLLOW,      /* who has submitted, what does not add up */
    DS_DESK_EXPORT,      /* what was submitted, as deliveries */
    DS_DESK_REGION,      /* the routes of a region */
    DS_DESK_USERS,       /* accounts, roles, invitations */
    DS_DESK_LOG,         /* the log of all that was done */
    DS_DESK_FIGURES,     /* figures of a release that are of one institution or agenda alone */
    DS_DESK_ACTIONS
} ds_desk_action;

/* "bewaren", …: for the log and for messages; static. */
DS_API const char *ds_desk_action_name(ds_desk_action action);

/* How what a role is held for relates to what the action is about. */
typedef enum ds_desk_relation {
    DS_RELATION_NO_RECORD, /* the action is about no dossier */
    DS_RELATION_OTHER,     /* about somebody else's */
    DS_RELATION_OWN,       /* the dossier is of that institution, agenda, school or region */
    DS_RELATION_PARTY,  /* that is a party to it, of a kind that this role speaks for; of agreeing
                           and signing: the party in whose name */
    DS_RELATION_REGION, /* it lies in that region */
    DS_RELATION_ALL,    /* held for all: "*" */
    DS_RELATION_SELF,   /* about the account of who asks */
    DS_RELATIONS
} ds_desk_relation;

typedef enum ds_desk_stage {
    DS_STAGE_NONE,  /* no dossier */
    DS_STAGE_OPEN,  /* in a state in which answers may be changed */
    DS_STAGE_FIXED, /* in one in which they may not */
    DS_STAGES
} ds_desk_stage;

/* What a form grants a role (its `wie: mag:`), or not. */
enum {
    DS_RIGHT_SEE = 1,       /* zien */
    DS_RIGHT_CREATE = 2,    /* aanmaken */
    DS_RIGHT_FILL = 4,      /* invullen: answers, and who takes part */
    DS_RIGHT_AGREE = 8,     /* akkoord: agreeing and signing in the name of a party */
    DS_RIGHT_FILES = 16,    /* stukken: adding files and taking them away */
    DS_RIGHT_MOVE = 32,     /* overgang: those transitions that name the role */
    DS_RIGHT_ASK = 64,      /* vragen_stellen */
    DS_RIGHT_REPLY = 128,   /* vragen_beantwoorden */
    DS_RIGHT_THEMES = 256,  /* themas */
    DS_RIGHT_FOLLOW = 512,  /* volgen */
    DS_RIGHT_EXPORT = 1024, /* exporteren */
    DS_RIGHTS_ALL = 2047    /* of a form that says nothing */
};

/* Whether a role may do it. rights: of the role in that form; DS_RIGHTS_ALL where there is none.
 * What is not in the table may not be done. Of a transition: the table says whether one with that
 * role and relation may make any; which one, the form says by role. */
DS_API bool ds_desk_may(ds_desk_action action, ds_desk_role role, ds_desk_relation relation,
                        ds_desk_stage stage, unsigned rights);

/* ---- who asks ---- */

/* A role that somebody holds, for an agenda, an institution, a school, a region, or "*". */
typedef struct ds_desk_holding {
    ds_desk_role role;
    const char *scope;
} ds_desk_holding;

typedef struct ds_desk_actor {
    int64_t user; /* of the store; 0: nobody */
    const ds_desk_holding *holdings;
    size_t n_holdings;
} ds_desk_actor;
#define DS_DESK_NOBODY                                                                             \
    { 0, NULL, 0 }

/* What is asked about. All NULL and 0: about no dossier. */
typedef struct ds_desk_record {
    bool is_dossier;
    const char *scope;               /* what the dossier is of */
    const char *region;              /* in which it lies; NULL or "": not said */
    const char *const *party_scopes; /* [n_parties] */
    const unsigned *party_roles;     /* [n_parties] bits 1 << ds_desk_role: who speaks for it */
    size_t n_parties;
    ds_desk_stage stage;
    size_t party; /* of agreeing and signing: in whose name; else SIZE_MAX */
    int64_t user; /* about an account: whose; else 0 */
} ds_desk_record;

/* How one holding relates to what is asked. Of one that relates in several ways the nearest: own,
 * party, region, all. */
DS_API ds_desk_relation ds_desk_relation_of(ds_desk_action action, const ds_desk_actor *actor,
                                            const ds_desk_holding *holding,
                                            const ds_desk_record *record);

/* Bits 1 << ds_desk_role of the roles by which the actor may do it; 0: may not. rights[DS_ROLES]:
 * what the form grants each role; NULL: all. Who holds no role asks as nobody. */
DS_API unsigned ds_desk_roles_that_may(ds_desk_action action, const ds_desk_actor *actor,
                                       const ds_desk_record *record, const unsigned *rights);

DS_END_DECLS

#endif
