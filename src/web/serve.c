/* web/serve.c: the web part from its start to its end: checks the addresses, opens the desk, loads
 * what pages need, registers all routes and has the server run. See doorstroom/serve.h. */
#include "doorstroom/serve.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/publish.h"
#include "web/account/pending.h"
#include "web/dashboard/pictures.h"
#include "web/demo/demo.h"
#include "web/health.h"
#include "web/http/server.h"
#include "web/observe.h"
#include "web/settings.h"
#include "web/watch.h"

enum { SIGN_INS_AT_ONCE = 30 };
static const double sign_ins_a_second = 0.5;
static const ds_say demo_banner = {"Proefomgeving, gemaakte gegevens; wie er zijn: /demo",
                                   "Demo, made-up data; who there are: /demo"};

struct ds_serve {
    ds_serve_options options;
    ds_arena arena; /* of what the work folder says of them */
    ds_web_site site;
    ds_http_routes routes;
    ds_http_server *server;
    ds_web_observer observer;
    ds_web_watch watch;
    char address[256], session_cookie[64];
};

/* ---- beginning ---- */

static ds_status open_desk(ds_serve *serve, ds_error *err) {
    const ds_serve_options *o = &serve->options;
    ds_desk_options desk = DS_DESK_OPTIONS_INIT;
    bool is_new = false;
    ds_status status;
    desk.folder = o->folder;
    desk.program = o->program_folder;
    desk.quick_passwords = o->quick_passwords;
    desk.scanner = o->scanner;
    desk.current = serve->site.current;
    status = ds_web_demo_check(o->folder, o->demo, &is_new, err);
    if (status == DS_OK) status = ds_desk_open(&desk, &serve->site.desk, err);
    if (status != DS_OK) return status;
    serve->site.store = ds_desk_store(serve->site.desk);
    status = ds_passwords_refuse(serve->site.store, o->leaked_passwords,
                                 o->public_address == NULL ? NULL : strstr(o->public_address, "//"),
                                 err);
    if (status != DS_OK) return status;
    if (!o->demo) return ds_web_demo_refuse_people(serve->site.store, o->folder, err);
    return ds_web_demo_open(&serve->site, o->folder, is_new, &serve->site.demo, err);
}

/* Asked before each answer that may be kept, by threads that wait for nothing: a new release is
 * looked for by watch.c. */
static uint64_t version_of_release(void *context) {
    return ds_current_version(((const ds_web_site *)context)->current);
}

/* The release of now, and who draws pictures of its figures. It is read here rather than by who
 * asks first; that there is none, or none that can be read, its pages say. */
static ds_status open_figures(ds_serve *serve, ds_error *err) {
    const ds_serve_options *o = &serve->options;
    const ds_current_release *release = NULL;
    ds_current_options current = DS_CURRENT_OPTIONS_INIT;
    ds_status status;
    current.folder = o->folder;
    current.program_folder = o->program_folder;
    status = ds_current_open(&current, &serve->site.current, err);
    if (status == DS_OK) status = ds_current_take(serve->site.current, &release, err);
    if (status == DS_OK) ds_current_give(serve->site.current, release);
    if (status == DS_OK && ds_publish_can_draw())
        status = ds_web_pictures_new(o->program_folder, &serve->site.pictures, err);
    return status;
}

static ds_status load_site(ds_serve *serve, ds_error *err) {
    const ds_serve_options *o = &serve->options;
    char fonts[DS_PATH_SIZE];
    const bool has_fonts = o->program_folder != NULL &&
                           ds_file_join(fonts, o->program_folder, "lettertype", NULL) == DS_OK;
    ds_status status = ds_web_assets_load(&serve->site.assets, has_fonts ? fonts : NULL, err);
    serve->site.banner = o->demo ? demo_banner : o->banner;
    serve->site.services = o->services;
    serve->site.n_services = o->n_services;
    if (status == DS_OK) status = ds_web_pending_new(&serve->site.pending, err);
    if (status == DS_OK)
        status =
            ds_rate_init(&serve->site.sign_ins, o->requests_a_second < 0 ? 0 : sign_ins_a_second,
                         SIGN_INS_AT_ONCE, err);
    if (status == DS_OK) status = ds_web_health_new(o->folder, &serve->site.health, err);
    if (status == DS_OK) status = ds_web_routes(&serve->routes, err);
    if (status == DS_OK && o->demo)
        status = ds_http_routes_add(&serve->routes, ds_web_demo_routes, 1, err);
    return status == DS_OK ? ds_metrics_new(&serve->routes, &serve->site.metrics, err) : status;
}

static ds_status start_server(ds_serve *serve, ds_error *err) {
    const ds_serve_options *o = &serve->options;
    ds_http_options http = {.listen = o->listen,
                            .trusted_proxy = o->trusted_proxy,
                            .secure = serve->site.secure,
                            .session_cookie =
                                ds_web_cookie_name(&serve->site, "sessie", serve->session_cookie),
                            .n_workers = o->n_workers,
                            .routes = &serve->routes,
                            .context = &serve->site,
                            .enter = ds_web_enter,
                            .leave = ds_web_leave,
                            .error_page = ds_web_error_page,
                            .version = version_of_release,
                            .log = o->log,
                            .log_context = o->log_context,
                            .metrics = serve->site.metrics,
                            .limits = DS_HTTP_LIMITS_INIT};
    if (o->requests_a_second != 0)
        http.limits.requests_a_second = o->requests_a_second < 0 ? 0 : o->requests_a_second;
    if (o->metrics != NULL) {
        ds_status status = ds_web_observe_start(&serve->site, o->metrics, &serve->observer, err);
        if (status != DS_OK) return status;
    }
    return ds_http_server_start(&http, &serve->server, err);
}

/* Where browsers go, known once the port is. Nobody has asked anything yet who would need it: a
 * request that comes in before is refused for its origin. */
static void note_addresses(ds_serve *serve) {
    if (serve->options.public_address != NULL)
        (void)snprintf(serve->address, sizeof serve->address, "%s", serve->options.public_address);
    else
        (void)snprintf(serve->address, sizeof serve->address, "http://%s",
                       ds_http_server_address(serve->server));
    (void)snprintf(serve->site.origin, sizeof serve->site.origin, "%s", serve->address);
}

ds_status ds_serve_start(const ds_serve_options *options, ds_serve **out, ds_error *err) {
    ds_serve *serve;
    ds_status status = ds_web_options_check(options, err);
    if (status != DS_OK) return status;
    if (sodium_init() < 0) return ds_error_memory(err);
    serve = ds_calloc(1, sizeof *serve);
    if (serve == NULL) return ds_error_memory(err);
    serve->options = *options;
    status = ds_web_options_settle(&serve->options, &serve->arena, err);
    serve->site.secure = serve->options.public_address != NULL &&
                         strncmp(serve->options.public_address, "https://", 8) == 0;
    if (status == DS_OK) status = open_figures(serve, err);
    if (status == DS_OK) status = open_desk(serve, err);
    if (status == DS_OK) status = load_site(serve, err);
    if (status == DS_OK) status = ds_web_watch_start(&serve->watch, serve->site.current, err);
    if (status == DS_OK) status = start_server(serve, err);
    if (status != DS_OK) {
        ds_serve_stop(serve);
        return status;
    }
    note_addresses(serve);
    *out = serve;
    return DS_OK;
}

const char *ds_serve_address(const ds_serve *serve) {
    return serve->address;
}

const char *ds_serve_listens(const ds_serve *serve) {
    return ds_http_server_address(serve->server);
}

const char *ds_serve_metrics(const ds_serve *serve) {
    return serve->observer.server == NULL ? "" : ds_http_server_address(serve->observer.server);
}

const ds_serve_person *ds_serve_demo(const ds_serve *serve, size_t *n) {
    *n = serve->site.demo == NULL ? 0 : serve->site.demo->n;
    return serve->site.demo == NULL ? NULL : serve->site.demo->people;
}

bool ds_serve_is_alive(ds_serve *serve) {
    ds_web_condition c;
    ds_web_health_look(serve->site.health, serve->site.store, &c);
    return !c.is_hanging;
}

/* Who sends requests here looks at /gezondheid, and goes elsewhere first. */
static void say_it_stops(ds_serve *serve) {
    const int64_t ms = serve->options.drain_ms;
    const struct timespec pause = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    ds_web_health_stop(serve->site.health);
    if (serve->server != NULL && ms > 0) (void)nanosleep(&pause, NULL);
}

void ds_serve_stop(ds_serve *serve) {
    if (serve == NULL) return;
    say_it_stops(serve);
    ds_http_server_stop(serve->server);
    ds_web_observe_stop(&serve->observer);
    ds_web_watch_stop(&serve->watch);
    ds_metrics_free(serve->site.metrics);
    ds_web_health_free(serve->site.health);
    ds_web_demo_free(serve->site.demo);
    ds_http_routes_done(&serve->routes);
    ds_rate_done(&serve->site.sign_ins);
    ds_web_pending_free(serve->site.pending);
    ds_web_assets_done(&serve->site.assets);
    ds_desk_close(serve->site.desk);
    ds_web_pictures_free(serve->site.pictures);
    ds_current_close(serve->site.current);
    ds_arena_done(&serve->arena);
    ds_free(serve);
}

/* ---- beside serving ---- */

static bool is_beheerder(const ds_account *account) {
    for (size_t i = 0; i < account->n_roles; i++)
        if (account->roles[i].rol == DS_ROL_BEHEERDER) return true;
    return false;
}

/* Who was invited as an administrator and lost the link: 0 where nobody is of that address. Sets
 * *out_active where somebody administers already. */
static ds_status find_waiting(ds_dossiers *store, const char *address, int64_t *out,
                              bool *out_active, ds_error *err) {
    ds_accounts accounts = {0};
    const ds_status status = ds_accounts_read(store, 0, &accounts, err);
    *out = 0;
    *out_active = false;
    for (size_t i = 0; status == DS_OK && i < accounts.n; i++) {
        const ds_account *account = &accounts.list[i];
        if (!is_beheerder(account)) continue;
        *out_active = *out_active || account->state == DS_ACCOUNT_ACTIVE;
        if (account->state == DS_ACCOUNT_INVITED &&
            ds_text_equal_nocase(ds_text_of(account->address), ds_text_of(address)))
            *out = account->id;
    }
    ds_accounts_done(&accounts);
    return status;
}

static ds_status refuse_first(bool without, bool active, ds_error *err) {
    if (without)
        return ds_error_set(err, DS_INPUT, "dit adres heeft al een account zonder die rol",
                            "this address has an account already, without that role");
    if (active)
        return ds_error_set(
            err, DS_INPUT, "er is al een beheerder, die op de pagina Beheer kan uitnodigen",
            "there is an administrator already, who invites on the page Administration");
    return ds_error_set(
        err, DS_INPUT,
        "er is al een beheerder uitgenodigd: --first met datzelfde adres geeft een nieuwe link",
        "an administrator was invited already: --first with that same address gives a new link");
}

ds_status ds_serve_invite_first(ds_serve *serve, const char *address, const char *name,
                                char out[512], ds_error *err) {
    const ds_account_role role = {DS_ROL_BEHEERDER, "*"};
    const ds_account_invite invite = {address, name, "", &role, 1, 0};
    ds_dossiers *store = serve->site.store;
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    char token[DS_TOKEN_SIZE];
    int64_t account = 0, waiting = 0;
    bool without = false, active = false;
    ds_status status = ds_accounts_are_without_beheerder(store, &without, err);
    if (status == DS_OK && !without) status = find_waiting(store, address, &waiting, &active, err);
    if (status == DS_OK && without)
        status = ds_account_invite_new(store, 0, &invite, token, &account, &outcome, err);
    else if (status == DS_OK && waiting != 0 && !active)
        status = ds_account_invite_again(store, 0, waiting, false, 0, token, &outcome, err);
    if (status != DS_OK) return status;
    if (outcome != DS_DOSSIER_DONE) return refuse_first(without, active, err);
    (void)snprintf(out, 512, "%s/uitnodiging/%s", serve->address, token);
    return DS_OK;
}

ds_status ds_serve_backup(const char *folder, const char *path, ds_error *err) {
    char store[DS_PATH_SIZE];
    ds_status status = ds_file_join(store, folder, "web", err);
    return status == DS_OK ? ds_dossiers_backup(store, path, err) : status;
}

ds_status ds_serve_restore(const char *folder, const char *path, bool *out_same_key,
                           ds_error *err) {
    char store[DS_PATH_SIZE];
    ds_dossiers_copied copied = {0};
    ds_status status = ds_file_join(store, folder, "web", err);
    if (status == DS_OK && !ds_file_is_folder(folder))
        status = ds_error_at(err, DS_INPUT, folder, 0, 0, "dit is geen map", "this is no folder");
    if (status == DS_OK) status = ds_dossiers_restore(path, store, &copied, err);
    if (status == DS_OK) *out_same_key = copied.same_key;
    return status;
}
