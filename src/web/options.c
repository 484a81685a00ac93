/* web/options.c: what a server is asked to do, held against what may be: who can be reached by
 * others has https, who is believed has been named. See settings.h. */
#include <arpa/inet.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "web/settings.h"

static bool is_of_this_machine(const char *listen) {
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
        !is_of_this_machine(o->listen) && strchr(o->listen, ':') != NULL) /* else it is none */
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
    if ((service->level_header == NULL) != (service->levels == NULL)) return false;
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

ds_status ds_web_options_check(const ds_serve_options *o, ds_error *err) {
    ds_status status =
        ds_error_version(err, "ds_serve_options", o->version, DS_SERVE_OPTIONS_VERSION);
    if (status == DS_OK && o->folder == NULL)
        status = ds_error_set(err, DS_USAGE, "welke werkmap?", "which work folder?");
    if (status == DS_OK && !ds_file_is_folder(o->folder))
        status = ds_error_at(err, DS_INPUT, o->folder, 0, 0, "deze werkmap is er niet",
                             "there is no such work folder");
    return status;
}

/* Passwords that are shown are for nobody else to try. */
static ds_status check_demo(const ds_serve_options *o, ds_error *err) {
    if (!o->demo ||
        (is_of_this_machine(o->listen) && o->public_address == NULL && o->trusted_proxy == NULL))
        return DS_OK;
    return ds_error_set(err, DS_USAGE,
                        "een proefomgeving is alleen op deze machine: zonder openbaar adres of "
                        "proxy, luisterend op 127.0.0.1",
                        "a demo is on this machine only: without a public address or proxy, "
                        "listening on 127.0.0.1");
}

static ds_status check_metrics(const ds_serve_options *o, ds_error *err) {
    if (o->metrics == NULL || o->metrics_reachable || is_of_this_machine(o->metrics)) return DS_OK;
    return ds_error_set(err, DS_USAGE,
                        "wie op '%s' meet is voor anderen te bereiken; dat moet uitdrukkelijk "
                        "(--metrics-reachable, of meten_bereikbaar: ja)",
                        "who measures on '%s' can be reached by others; that has to be said "
                        "(--metrics-reachable, or meten_bereikbaar: ja)",
                        o->metrics);
}

ds_status ds_web_options_settle(ds_serve_options *o, ds_arena *arena, ds_error *err) {
    ds_status status = ds_web_settings_read(o->folder, arena, o, err);
    if (status == DS_OK && o->listen == NULL) o->listen = "127.0.0.1:8080";
    if (status == DS_OK) status = check_public_address(o, err);
    if (status == DS_OK) status = check_demo(o, err);
    if (status == DS_OK) status = check_metrics(o, err);
    return status == DS_OK ? check_services(o, err) : status;
}
