/* web/health.c: for who watches the service: that it runs (/gezondheid/leeft), and whether it can
 * do its work (/gezondheid: 503 where it cannot). See health.h. */
#include "web/health.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/statvfs.h>

#include "base/error.h"
#include "base/memory.h"
#include "web/http/clock.h"

enum { LOOK_AGAIN_MS = 1000, HANGING_MS = 5000 };
static const uint64_t low_bytes = UINT64_C(1) << 30, full_bytes = UINT64_C(32) << 20;

struct ds_web_health {
    const char *folder;
    pthread_mutex_t mutex; /* of what follows */
    int64_t began, ended;  /* the last look; milliseconds */
    bool is_looking;
    ds_web_condition seen;
    atomic_bool is_stopping;
};

ds_status ds_web_health_new(const char *folder, ds_web_health **out, ds_error *err) {
    ds_web_health *health = ds_calloc(1, sizeof *health);
    if (health == NULL) return ds_error_memory(err);
    health->folder = folder;
    (void)pthread_mutex_init(&health->mutex, NULL);
    health->ended = INT64_MIN / 2;
    *out = health;
    return DS_OK;
}

void ds_web_health_free(ds_web_health *health) {
    if (health == NULL) return;
    (void)pthread_mutex_destroy(&health->mutex);
    ds_free(health);
}

void ds_web_health_stop(ds_web_health *health) {
    if (health != NULL) atomic_store(&health->is_stopping, true);
}

bool ds_web_is_ready(const ds_web_condition *condition) {
    return !condition->is_stopping && condition->can_keep && !condition->is_hanging &&
           !condition->disk_full;
}

/* ---- looking ---- */

static void look_at_disk(const char *folder, ds_web_condition *out) {
    struct statvfs disk;
    if (statvfs(folder, &disk) != 0) {
        out->can_keep = false;
        return;
    }
    out->disk_free = (uint64_t)disk.f_bavail * disk.f_frsize;
    out->disk_size = (uint64_t)disk.f_blocks * disk.f_frsize;
    out->disk_low = out->disk_free < low_bytes || out->disk_free < out->disk_size / 20;
    out->disk_full = out->disk_free < full_bytes;
}

static void look_at_all(ds_web_health *health, ds_dossiers *store) {
    ds_web_condition found = {.can_keep = ds_dossiers_try(store, NULL) == DS_OK};
    look_at_disk(health->folder, &found);
    (void)pthread_mutex_lock(&health->mutex);
    health->seen = found;
    health->ended = ds_http_now_ms();
    health->is_looking = false;
    (void)pthread_mutex_unlock(&health->mutex);
}

/* Whether this thread is the one that looks. */
static bool begin_look(ds_web_health *health) {
    const int64_t now = ds_http_now_ms();
    bool mine;
    (void)pthread_mutex_lock(&health->mutex);
    mine = !health->is_looking && now - health->ended >= LOOK_AGAIN_MS;
    if (mine) {
        health->is_looking = true;
        health->began = now;
    }
    (void)pthread_mutex_unlock(&health->mutex);
    return mine;
}

void ds_web_health_look(ds_web_health *health, ds_dossiers *store, ds_web_condition *out) {
    if (begin_look(health)) look_at_all(health, store);
    (void)pthread_mutex_lock(&health->mutex);
    *out = health->seen;
    out->is_hanging = health->is_looking && ds_http_now_ms() - health->began > HANGING_MS;
    if (health->ended < 0) out->can_keep = !out->is_hanging; /* the first look is under way */
    (void)pthread_mutex_unlock(&health->mutex);
    out->is_stopping = atomic_load(&health->is_stopping);
}

/* ---- pages ---- */

/* Its name as json, or null; and whether one that is there cannot be read. */
static bool tell_release(const ds_web_site *site, char out[80]) {
    const ds_current_release *release = NULL;
    (void)snprintf(out, 80, "null");
    if (site->current == NULL || ds_current_take(site->current, &release, NULL) != DS_OK)
        return false;
    if (release != NULL) {
        (void)snprintf(out, 80, "\"%.60s\"", ds_current_name(release));
        ds_current_give(site->current, release);
    }
    return ds_current_trouble(site->current, NULL);
}

static ds_status show_health(void *context, ds_http_request *request, ds_http_response *response,
                             ds_error *err) {
    const ds_web_site *site = context;
    ds_web_condition c;
    char release[80];
    const bool trouble = tell_release(site, release);
    const char *said;
    (void)request;
    (void)err;
    ds_web_health_look(site->health, site->store, &c);
    said = !ds_web_is_ready(&c) ? "niet gereed" : c.disk_low || trouble ? "let op" : "goed";
    response->status = ds_web_is_ready(&c) ? 200 : 503;
    response->type = "application/json";
    ds_buffer_addf(&response->body,
                   "{\"status\":\"%s\",\"versie\":\"" DS_VERSION
                   "\",\"opslag\":\"%s\",\"schijf\":\"%s\",\"vrijgave\":%s,"
                   "\"vrijgave_leesbaar\":%s,\"stopt\":%s}\n",
                   said,
                   c.is_hanging  ? "hangt"
                   : !c.can_keep ? "bewaart niet"
                                 : "bewaart",
                   c.disk_full  ? "vol"
                   : c.disk_low ? "laag"
                                : "genoeg",
                   release, trouble ? "false" : "true", c.is_stopping ? "true" : "false");
    return DS_OK;
}

/* Waits for nothing, and so says nothing but that this process answers. */
static ds_status show_life(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    static const char text[] = "{\"status\":\"leeft\",\"versie\":\"" DS_VERSION "\"}\n";
    (void)context;
    (void)request;
    (void)err;
    response->type = "application/json";
    response->fixed = (ds_text){text, sizeof text - 1};
    return DS_OK;
}

const ds_http_route ds_web_health_routes[] = {
    {.method = DS_HTTP_GET,
     .pattern = "/gezondheid",
     .action = DS_DESK_PUBLIC,
     .handle = show_health,
     .is_quick = false},
    {.method = DS_HTTP_GET,
     .pattern = "/gezondheid/leeft",
     .action = DS_DESK_PUBLIC,
     .handle = show_life,
     .is_quick = true},
    {.pattern = NULL},
};
