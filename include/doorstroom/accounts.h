/* doorstroom/accounts.h, of dossier: who may sign in: accounts by invitation, roles, passwords
 * (argon2id) with a second factor (TOTP), sessions, and delays after failed tries.
 *
 * What the store gives out is random and kept as a checksum only: a stolen file gives no session
 * and no invitation. Nothing here says whether an address has an account. Threads, texts and times:
 * dossier.h. */
#ifndef DOORSTROOM_ACCOUNTS_H
#define DOORSTROOM_ACCOUNTS_H

#include "doorstroom/dossier.h"

DS_BEGIN_DECLS

enum {
    DS_TOKEN_SIZE = 44, /* 256 random bits as base64url, with the NUL */
    DS_PASSWORD_MIN = 12,
    DS_PASSWORD_MAX = 512,
    DS_ROLES_MAX = 200,
    DS_RECOVERY_CODES = 10,
    DS_RECOVERY_SIZE = 35,    /* xxxx-xxxx-xxxx-xxxx-xxxx-xxxx-xxxx: 140 random bits */
    DS_TOTP_SECRET_SIZE = 33, /* 160 bits in base32, with the NUL */
    DS_ADDRESS_MAX = 254,
    DS_DEVICE_SIZE = 97,
};

/* ---- accounts and roles ---- */

typedef enum ds_rol {
    DS_ROL_INVULLER,
    DS_ROL_TEKENAAR,
    DS_ROL_SCHOOL,
    DS_ROL_ONDERZOEKER,
    DS_ROL_MINISTERIE,
    DS_ROL_REGIO,
    DS_ROL_BEHEERDER,
    DS_ROLLEN
} ds_rol;
/* "invuller", …; static. */
DS_API const char *ds_rol_name(ds_rol rol);
DS_API bool ds_rol_of(const char *name, ds_rol *out);

/* A role that is held for a bereik: a code of an agenda, institution, school or region, or "*". */
typedef struct ds_account_role {
    ds_rol rol;
    const char *bereik;
} ds_account_role;

typedef enum ds_account_state {
    DS_ACCOUNT_INVITED, /* did not choose a password yet */
    DS_ACCOUNT_ACTIVE,
    DS_ACCOUNT_BLOCKED,
    DS_ACCOUNT_REMOVED, /* nothing of the person is kept but the number */
} ds_account_state;

typedef struct ds_account {
    int64_t id;
    const char *address; /* e-mail, lower case; by which one signs in */
    const char *naam, *functie;
    const char *external; /* who it is at the proxy ("surfconext:…"), or "" */
    ds_account_state state;
    bool has_password, has_totp;
    int64_t recovery_left;
    int64_t created_ms, signed_in_ms; /* 0: never */
    const ds_account_role *roles;     /* by role, then bereik */
    size_t n_roles;
} ds_account;

typedef struct ds_accounts {
    const ds_account *list; /* by name, then id */
    size_t n;
    void *memory;
} ds_accounts;

/* id 0: all that are not removed; else one (n 0: there is none). */
DS_API ds_status ds_accounts_read(ds_dossiers *store, int64_t id, ds_accounts *out,
                                  ds_error *err) DS_NODISCARD;
DS_API void ds_accounts_done(ds_accounts *accounts);
/* Whether nobody can administer it: no account that is not removed has the role beheerder. */
DS_API ds_status ds_accounts_are_without_beheerder(ds_dossiers *store, bool *out,
                                                   ds_error *err) DS_NODISCARD;
/* LAST: the account is the only one that is active and is beheerder of
 * "*", and would be so no longer; nothing is changed. */
DS_API ds_status ds_account_set_roles(ds_dossiers *store, int64_t by, int64_t account,
                                      const ds_account_role *roles, size_t n_roles,
                                      ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;
DS_API ds_status ds_account_rename(ds_dossiers *store, int64_t by, int64_t account,
                                   const char *naam, const char *functie, ds_dossier_outcome *out,
                                   ds_error *err) DS_NODISCARD;
/* Blocks or lets in again; blocking ends all sessions. LAST: see ds_account_set_roles. */
DS_API ds_status ds_account_block(ds_dossiers *store, int64_t by, int64_t account, bool blocked,
                                  ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;
/* All that is kept of a person, as json (UTF-8, ds_free): for the person. */
DS_API ds_status ds_account_export(ds_dossiers *store, int64_t account, char **out_json,
                                   size_t *out_size, ds_error *err) DS_NODISCARD;
/* Removes what is kept of a person: address, name, password, second factor, roles, sessions,
 * invitations. What the person filled in for an institution stays, under the number; a name under a
 * signature stays, too: it is part of what was signed. LAST: see ds_account_set_roles. */
DS_API ds_status ds_account_remove(ds_dossiers *store, int64_t by, int64_t account,
                                   ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;

/* ---- invitations, and what an administrator resets ---- */

typedef struct ds_account_invite {
    const char *address, *naam, *functie;
    const ds_account_role *roles;
    size_t n_roles;
    int64_t valid_ms; /* how long from now; 0: 14 days */
} ds_account_invite;

/* Makes an account that waits for its password, and the secret of the link to it. TAKEN: the
 * address has an account; nothing is made. */
DS_API ds_status ds_account_invite_new(ds_dossiers *store, int64_t by,
                                       const ds_account_invite *what, char out_token[DS_TOKEN_SIZE],
                                       int64_t *out_account, ds_dossier_outcome *out,
                                       ds_error *err) DS_NODISCARD;
/* A new link for an account that is there: the password is chosen anew by who has the link, and the
 * second factor, too, with reset_totp. Earlier links of the account are void, the old password and
 * sessions end when the link is used. valid_ms 0: a day. */
DS_API ds_status ds_account_invite_again(ds_dossiers *store, int64_t by, int64_t account,
                                         bool reset_totp, int64_t valid_ms,
                                         char out_token[DS_TOKEN_SIZE], ds_dossier_outcome *out,
                                         ds_error *err) DS_NODISCARD;
/* Whose link it is; ABSENT when it was used, is void or too old. Uses it not up. */
DS_API ds_status ds_invitation_look(ds_dossiers *store, const char *token, int64_t *out_account,
                                    ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;
/* Uses it up: sets the password (DS_PASSWORD_MIN characters or more; DS_INPUT when it is short, too
 * long, of few different characters, has the name of the address in it, is common, has little but
 * words of this service, or is on the list of ds_passwords_refuse), ends all sessions and forgets
 * failed tries. */
DS_API ds_status ds_invitation_accept(ds_dossiers *store, const char *token, const char *password,
                                      int64_t *out_account, ds_dossier_outcome *out,
                                      ds_error *err) DS_NODISCARD;
/* The same for somebody whom the proxy knows: no password, but who it is there. TAKEN: another
 * account is that one already. */
DS_API ds_status ds_invitation_accept_external(ds_dossiers *store, const char *token,
                                               const char *external, int64_t *out_account,
                                               ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;

/* Before others ask: a file of passwords that leaked (SHA-1 in hexadecimal, rising, one a line, as
 * the downloader of Have I Been Pwned writes it; NULL: none), which nobody can choose from then on,
 * and the name of this service's host, which is no password either. DS_INPUT: it is no such file.
 * The file stays open, and is read at each choice. */
DS_API ds_status ds_passwords_refuse(ds_dossiers *store, const char *leaked, const char *host,
                                     ds_error *err) DS_NODISCARD;

/* ---- signing in ---- */

typedef enum ds_sign_in_outcome {
    DS_SIGN_IN_DONE,
    DS_SIGN_IN_REFUSED, /* address, password or code: it is not said which */
    DS_SIGN_IN_CODE,    /* the password is right, and there is a second factor: ask for the code */
    DS_SIGN_IN_LATER,   /* too many failed tries: not before wait_ms from now; was not looked at */
} ds_sign_in_outcome;

typedef struct ds_sign_in {
    const char *address, *password;
    const char *code;   /* six digits or a recovery code; NULL or "": none yet */
    const char *source; /* where it comes from: an internet address. Kept as a checksum, a day */
    const char *device; /* what an earlier sign-in gave this browser to keep; may be NULL */
} ds_sign_in;

typedef struct ds_signed_in {
    ds_sign_in_outcome outcome;
    int64_t account;             /* for DONE and CODE */
    int64_t wait_ms;             /* for LATER */
    bool recovered;              /* for DONE: by a recovery code, which is used up */
    bool needs_totp;             /* for DONE: has no second factor yet */
    char device[DS_DEVICE_SIZE]; /* for DONE: for the browser to keep */
} ds_signed_in;

/* Looks at the password (argon2id, some tenths of a second and 64 MiB, four at a time, whether the
 * account is there or not) and the code. Failed tries are counted by account with source, by
 * account, and by device: each lets longer and longer wait, at most 15 minutes by source and one by
 * account; a browser that signed in before is held up by its own tries only, so that nobody can
 * lock another out. A code counts once. */
DS_API ds_status ds_account_sign_in(ds_dossiers *store, const ds_sign_in *in, ds_signed_in *out,
                                    ds_error *err) DS_NODISCARD;
/* What a browser keeps to be held up by its own tries only: for who just proved who they are by a
 * link (sign_in gives one itself). */
DS_API void ds_account_device(const ds_dossiers *store, int64_t account, char out[DS_DEVICE_SIZE]);
/* The account (active) that is this one at the proxy; ABSENT: none. */
DS_API ds_status ds_account_sign_in_external(ds_dossiers *store, const char *external,
                                             int64_t *out_account, ds_dossier_outcome *out,
                                             ds_error *err) DS_NODISCARD;
/* Another password for who is signed in; REFUSED when the present one is wrong (counted as a failed
 * try). Ends all sessions but keep_token's. */
DS_API ds_status ds_account_set_password(ds_dossiers *store, int64_t account, const char *present,
                                         const char *password, const char *keep_token,
                                         ds_sign_in_outcome *out, ds_error *err) DS_NODISCARD;

/* Whether who is signed in is still who they are, before something that a browser left alone may
 * not do: the password, and a code as at signing in, which it uses up. CODE: the password is right,
 * and the code that the account asks for was not given (NULL or ""); REFUSED is counted as a failed
 * try, LATER: there were too many. */
DS_API ds_status ds_account_check_present(ds_dossiers *store, int64_t account, const char *password,
                                          const char *code, ds_sign_in_outcome *out,
                                          ds_error *err) DS_NODISCARD;

/* ---- second factor: RFC 6238, SHA-1, 30 seconds, six digits ---- */

/* A new secret in base32, which counts once it was confirmed by a code of it. */
DS_API ds_status ds_account_totp_new(ds_dossiers *store, int64_t account,
                                     char out_secret[DS_TOTP_SECRET_SIZE], ds_dossier_outcome *out,
                                     ds_error *err) DS_NODISCARD;
/* With the right code the new secret takes the place of the former, and recovery codes, which are
 * shown this once, that of the former ones. REFUSED: the code is wrong. */
DS_API ds_status ds_account_totp_confirm(ds_dossiers *store, int64_t account, const char *code,
                                         char out_codes[DS_RECOVERY_CODES][DS_RECOVERY_SIZE],
                                         ds_sign_in_outcome *out, ds_error *err) DS_NODISCARD;
/* The code of a secret at a time, for tests and for who made it; digits 6 to 8. */
DS_API ds_status ds_totp_code(ds_text secret, int64_t at_ms, unsigned digits, char out[9],
                              ds_error *err) DS_NODISCARD;

/* ---- sessions ---- */

typedef struct ds_session {
    int64_t account;
    int64_t started_ms, seen_ms;       /* seen: to the minute */
    char csrf[DS_DOSSIER_DIGEST_SIZE]; /* belongs to the token; another after each rotation */
} ds_session;

typedef struct ds_session_limits {
    int64_t idle_ms, absolute_ms; /* 0: 60 minutes; 12 hours */
} ds_session_limits;

/* how: by what it was shown who it is, for the log ("wachtwoord en code"); no personal value. An
 * account has DS_SESSIONS_MAX at most: where there is one more, the one that was quiet longest
 * ends.
 */
DS_API ds_status ds_session_start(ds_dossiers *store, int64_t account, const char *how,
                                  char out_token[DS_TOKEN_SIZE], ds_dossier_outcome *out,
                                  ds_error *err) DS_NODISCARD;
/* ABSENT: there is none such, or it is over, or the account is blocked. Cost: one look-up; once a
 * minute, a write. */
DS_API ds_status ds_session_find(ds_dossiers *store, const char *token,
                                 const ds_session_limits *limits, ds_session *out,
                                 ds_dossier_outcome *out_outcome, ds_error *err) DS_NODISCARD;
/* The same session under a new token; the old one is void. */
DS_API ds_status ds_session_rotate(ds_dossiers *store, const char *token,
                                   char out_token[DS_TOKEN_SIZE], ds_dossier_outcome *out,
                                   ds_error *err) DS_NODISCARD;
DS_API ds_status ds_session_end(ds_dossiers *store, const char *token, ds_error *err) DS_NODISCARD;
/* All of an account, but the one with keep_token (may be NULL); by: who has them ended. */
DS_API ds_status ds_session_end_all(ds_dossiers *store, int64_t by, int64_t account,
                                    const char *keep_token, ds_error *err) DS_NODISCARD;

enum { DS_SESSIONS_MAX = 10, DS_SESSION_NAME_SIZE = 17 };
typedef struct ds_session_line {
    char name[DS_SESSION_NAME_SIZE]; /* a keyed checksum: gives nobody the session */
    int64_t started_ms, seen_ms;
    bool is_here; /* the one with the token that was given */
} ds_session_line;
/* The sessions of an account that are not over, the one seen last first. */
DS_API ds_status ds_sessions_read(ds_dossiers *store, int64_t account, const char *token,
                                  ds_session_line out[DS_SESSIONS_MAX], size_t *out_n,
                                  ds_error *err) DS_NODISCARD;
/* Ends the one of this name, of this account. ABSENT: there is none. */
DS_API ds_status ds_session_end_named(ds_dossiers *store, int64_t account, const char *name,
                                      ds_dossier_outcome *out, ds_error *err) DS_NODISCARD;

DS_END_DECLS

#endif
