/* doorstroom/serve.h, of web: the web part as a library: a server for a work folder, started and
 * stopped. Behind a proxy that ends TLS (docs/serve.md). It never opens a register.
 *
 * Threads: a server has its own; start and stop are for one thread. */
#ifndef DOORSTROOM_SERVE_H
#define DOORSTROOM_SERVE_H

#include "doorstroom/say.h"

DS_BEGIN_DECLS

typedef struct ds_serve ds_serve;

/* Somebody else who knows who people are (SURFconext, Entree): the proxy signs in there and says
 * who it is in a header of its own, which it takes out of what clients send. */
typedef struct ds_serve_service {
    const char *id; /* "surfconext": small letters and digits; begins what an account is known by */
    const char *name;   /* as people know it */
    const char *header; /* "X-Surfconext-Subject" */
    /* The header in which the proxy says how strongly they signed in there, and the words that will
     * do, with blanks between ("loa2 loa3"); NULL both: it is not asked. */
    const char *level_header, *levels;
} ds_serve_service;

typedef struct ds_serve_options {
    unsigned version;   /* the initialiser sets it; 0 is taken as 1, the first */
    const char *folder; /* the work folder */
    const char
        *program_folder; /* where formulieren/, codes/ and lettertype/ are beside the program */
    /* Up to services: NULL: as `web` in the work folder's doorstroom.yaml says, if it does. */
    const char
        *listen; /* "127.0.0.1:8080", which is what NULL is in the end; port 0: one that is free */
    const char
        *public_address;       /* "https://monitor.example", as browsers know it; NULL: http:// and
                                  where it listens, which has to be this machine (127.0.0.1, ::1) */
    const char *trusted_proxy; /* the one address whose X-Forwarded-For and services count; NULL */
    const ds_serve_service *services; /* [n_services]; need trusted_proxy */
    size_t n_services;
    size_t n_workers;         /* that make pages; 0: 16 */
    const char *scanner;      /* as of doorstroom/dossiers.h; NULL: none */
    ds_say banner;            /* above each page; {NULL, NULL}: none */
    bool quick_passwords;     /* for tests */
    double requests_a_second; /* of one client; 0: 50; below 0: no limit */
    /* A line of json a request, from several threads; of a person it has no more than the
     * number of an account. NULL: none.
     */
    void (*log)(void *context, const char *line, size_t size);
    void *log_context;
    /* "127.0.0.1:9101": numbers for who watches the service (Prometheus text) at /metrics, on a
     * listener of its own; NULL: as web in doorstroom.yaml says (meten), else none. */
    const char *metrics;
    bool metrics_reachable; /* that listener may be on an address that others can reach */
    int64_t drain_ms;       /* how long, before it stops, health says so while all is answered */
    const char
        *leaked_passwords; /* a file, as of ds_passwords_refuse (doorstroom/accounts.h); NULL:
                              as web in doorstroom.yaml says (wachtwoorden), else none */
    /* Made-up people with passwords that are shown, and dossiers of theirs, in a work folder
     * without real ones; on this machine only, and every page says so. */
    bool demo;
} ds_serve_options;
#define DS_SERVE_OPTIONS_VERSION 1
#define DS_SERVE_OPTIONS_INIT                                                                      \
    {                                                                                              \
        DS_SERVE_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL, {NULL, NULL},    \
            false, 0, NULL, NULL, NULL, false, 0, NULL, false                                      \
    }

/* Opens the work folder's forms and store, and serves. DS_INPUT: a form is wrong, the store is in
 * use or damaged, the address is taken. DS_USAGE: an address that is none, a public address that is
 * no https where others than this machine can reach it, services without a proxy. *out ends with
 * ds_serve_stop. */
DS_API ds_status ds_serve_start(const ds_serve_options *options, ds_serve **out,
                                ds_error *err) DS_NODISCARD;
/* "http://127.0.0.1:43211" or the public address: where a browser goes. */
DS_API const char *ds_serve_address(const ds_serve *serve);
/* "127.0.0.1:43211": where it listens. */
DS_API const char *ds_serve_listens(const ds_serve *serve);
/* "127.0.0.1:9101": where its numbers are; "" nowhere. */
DS_API const char *ds_serve_metrics(const ds_serve *serve);
/* Somebody to be in a demo. Texts are the server's. */
typedef struct ds_serve_person {
    const char *name, *role, *scope;
    const char *address, *password, *secret; /* secret: of the second step, in base 32 */
    ds_say what;                             /* what they do */
} ds_serve_person;
/* All of them; *n 0: it is no demo. */
DS_API const ds_serve_person *ds_serve_demo(const ds_serve *serve, size_t *n);
/* Says so at /gezondheid (for drain_ms), then takes nothing new, answers what is under way, closes
 * the store. */
DS_API void ds_serve_stop(ds_serve *serve);

/* Whether it still does what it is asked: its store answers. May wait for the disk. */
DS_API bool ds_serve_is_alive(ds_serve *serve);
/* Tells who started this program ("READY=1", "STOPPING=1", "WATCHDOG=1"), where it asked to be told
 * (NOTIFY_SOCKET, as systemd does); false: nobody did, or it was not heard. */
DS_API bool ds_serve_tell(const char *state);
/* How often it wants to be told WATCHDOG=1, in milliseconds (a third of WATCHDOG_USEC); 0: never.
 */
DS_API int64_t ds_serve_told_every_ms(void);

/* Makes an account for who administers, where nobody does yet, and the address by which its
 * password is chosen, into out. Once more for the same address while that link was not used: it
 * gets a new one, the former is void. DS_INPUT: there is somebody already, or the address is none.
 */
DS_API ds_status ds_serve_invite_first(ds_serve *serve, const char *address, const char *name,
                                       char out[512], ds_error *err) DS_NODISCARD;
/* A copy of what was filled in in a work folder, as of one moment, also while it is served: to one
 * new file at path, for its owner only (doorstroom/dossier.h, ds_dossiers_backup). */
DS_API ds_status ds_serve_backup(const char *folder, const char *path, ds_error *err) DS_NODISCARD;
/* Checks such a copy whole and puts it in a work folder where nothing was filled in yet (its key
 * may stand there); *out_same_key: by that key second factors go on, else all are set up anew.
 * Nobody is logged in afterwards. */
DS_API ds_status ds_serve_restore(const char *folder, const char *path, bool *out_same_key,
                                  ds_error *err) DS_NODISCARD;

DS_END_DECLS
#endif
