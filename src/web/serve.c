/* web/serve.c: the web part from its start to its end: checks the addresses, opens the desk, loads
 * what pages need, registers all routes and has the server run. See doorstroom/serve.h. */
#include "doorstroom/serve.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "web/account/pending.h"
#include "web/http/server.h"
#include "web/settings.h"

enum { SIGN_INS_AT_ONCE = 30 };
static const double sign_ins_a_second = 0.5;

struct ds_serve {
    ds_serve_options options;
    ds_arena arena; /* of what the work folder says of them */
    ds_web_site site;
    ds_http_routes routes;
    ds_http_server *server;
    char address[256], session_cookie[64];
};

/* ---- addresses ---- */

static bool is_loopback(const char *listen) {
    return strncmp(listen, "127.", 4) == 0 || strncmp(listen, "[::1]", 5) == 0;
}

/* "https://name" or "https://name:port": nothing behind it, for that is what Origin says. */
static bool is_origin(const char *address) {
    const char *host = strncmp(address, "https://", 8) == 0  ? address + 8
                       : strncmp(address, "http://", 7) == 0 ? address + 7
                                                             : "";
    size_t n = 0;
    for (; host[n] != '\0'; n++) {
        const char c = host[n];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
              c == ':' || c == '[' || c == ']'))
            return false;
    }
    return n > 0 && n < 200;
}

static bool is_ip(const char *address) {
    unsigned char bytes[16];
    return inet_pton(AF_INET, address, bytes) == 1 || inet_pton(AF_INET6, address, bytes) == 1;
}

static ds_status check_public_address(const ds_serve_options *o, ds_error *err) {
    if (o->public_address != NULL && !is_origin(o->public_address))
        return ds_error_set(err, DS_USAGE,
                            "'%s' is geen openbaar adres; verwacht https:// en een naam in kleine "
                            "letters, zonder pad",
                            "'%s' is no public address; expected https:// and a name in small "
                            "letters, without a path",
                            o->public_address);
    if ((o->public_address == NULL || strncmp(o->public_address, "https://", 8) != 0) &&
        !is_loopback(o->listen))
        return ds_error_set(
            err, DS_USAGE,
            "wie op '%s' luistert is voor anderen te bereiken, en heeft een openbaar "
            "adres met https:// nodig",
            "who listens on '%s' can be reached by others, and needs a public "
            "address with https://",
            o->listen);
    return DS_OK;
}

static bool is_service(const ds_serve_service *service) {
    size_t n = 0;
    for (; service->id[n] != '\0'; n++)
        if (!((service->id[n] >= 'a' && service->id[n] <= 'z') ||
              (service->id[n] >= '0' && service->id[n] <= '9')))
            return false;
    return n > 0 && n <= 40 && strcmp(service->id, "code") != 0 && service->header[0] != '\0' &&
           service->name[0] != '\0';
}

static ds_status check_services(const ds_serve_options *o, ds_error *err) {
    if (o->trusted_proxy != NULL && !is_ip(o->trusted_proxy))
        return ds_error_set(
            err, DS_USAGE, "'%s' is geen adres van een proxy; verwacht een IP-adres",
            "'%s' is no address of a proxy; expected an IP address", o->trusted_proxy);
    if (o->n_services > 0 && o->trusted_proxy == NULL)
        return ds_error_set(err, DS_USAGE,
                            "wie er inlogt kan alleen een vertrouwde proxy zeggen; noem zijn adres",
                            "only a trusted proxy can say who logs in; name its address");
    for (size_t i = 0; i < o->n_services; i++)
        if (!is_service(&o->services[i]))
            return ds_error_set(err, DS_USAGE, "'%s' is geen dienst om mee in te loggen",
                                "'%s' is no service to log in by", o->services[i].id);
    return DS_OK;
}

static ds_status check_options(const ds_serve_options *o, ds_error *err) {
    ds_status status =
        ds_error_version(err, "ds_serve_options", o->version, DS_SERVE_OPTIONS_VERSION);
    if (status == DS_OK && o->folder == NULL)
        status = ds_error_set(err, DS_USAGE, "welke werkmap?", "which work folder?");
    return status;
}

/* What the work folder says counts where the caller said nothing. */
static ds_status settle_options(ds_serve *serve, ds_error *err) {
    ds_serve_options *o = &serve->options;
    ds_status status = ds_web_settings_read(o->folder, &serve->arena, o, err);
    if (status == DS_OK && o->listen == NULL) o->listen = "127.0.0.1:8080";
    serve->site.secure =
        o->public_address != NULL && strncmp(o->public_address, "https://", 8) == 0;
    if (status == DS_OK) status = check_public_address(o, err);
    return status == DS_OK ? check_services(o, err) : status;
}

/* ---- beginning ---- */

static ds_status open_desk(ds_serve *serve, ds_error *err) {
    const ds_serve_options *o = &serve->options;
    ds_desk_options desk = DS_DESK_OPTIONS_INIT;
    ds_status status;
    desk.folder = o->folder;
    desk.program = o->program_folder;
    desk.quick_passwords = o->quick_passwords;
    desk.scanner = o->scanner;
    status = ds_desk_open(&desk, &serve->site.desk, err);
    if (status == DS_OK) serve->site.store = ds_desk_store(serve->site.desk);
    return status;
}

static ds_status load_site(ds_serve *serve, ds_error *err) {
    const ds_serve_options *o = &serve->options;
    char fonts[DS_PATH_SIZE];
    const bool has_fonts = o->program_folder != NULL &&
                           ds_file_join(fonts, o->program_folder, "lettertype", NULL) == DS_OK;
    ds_status status = ds_web_assets_load(&serve->site.assets, has_fonts ? fonts : NULL, err);
    serve->site.banner = o->banner;
    serve->site.services = o->services;
    serve->site.n_services = o->n_services;
    if (status == DS_OK) status = ds_web_pending_new(&serve->site.pending, err);
    if (status == DS_OK)
        status =
            ds_rate_init(&serve->site.sign_ins, o->requests_a_second < 0 ? 0 : sign_ins_a_second,
                         SIGN_INS_AT_ONCE, err);
    return status == DS_OK ? ds_web_routes(&serve->routes, err) : status;
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
                            .log = o->log,
                            .log_context = o->log_context,
                            .limits = DS_HTTP_LIMITS_INIT};
    if (o->requests_a_second != 0)
        http.limits.requests_a_second = o->requests_a_second < 0 ? 0 : o->requests_a_second;
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
    ds_status status = check_options(options, err);
    if (status != DS_OK) return status;
    if (sodium_init() < 0) return ds_error_memory(err);
    serve = ds_calloc(1, sizeof *serve);
    if (serve == NULL) return ds_error_memory(err);
    serve->options = *options;
    status = settle_options(serve, err);
    if (status == DS_OK) status = open_desk(serve, err);
    if (status == DS_OK) status = load_site(serve, err);
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

void ds_serve_stop(ds_serve *serve) {
    if (serve == NULL) return;
    ds_http_server_stop(serve->server);
    ds_http_routes_done(&serve->routes);
    ds_rate_done(&serve->site.sign_ins);
    ds_web_pending_free(serve->site.pending);
    ds_web_assets_done(&serve->site.assets);
    ds_desk_close(serve->site.desk);
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
