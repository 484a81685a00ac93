/* web/observe.c: what was counted, with how the store, the disk and this process do, as Prometheus
 * reads it. See observe.h; docs/serve.md says what to watch. */
#include "web/observe.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "web/health.h"

/* ---- the process ---- */

static void write_number(ds_buffer *out, const char *name, const char *type, const char *help,
                         double value) {
    ds_metrics_write_head(out, name, type, help);
    ds_metrics_write_line(out, name, "", value);
}

/* Pages in all, and in memory; 0 where the system does not say. */
static void read_pages(unsigned long *all, unsigned long *here) {
    FILE *file = fopen("/proc/self/statm", "re");
    *all = *here = 0;
    if (file == NULL) return;
    if (fscanf(file, "%lu %lu", all, here) != 2) *all = *here = 0;
    (void)fclose(file);
}

static size_t count_open_files(void) {
    DIR *folder = opendir("/proc/self/fd");
    size_t n = 0;
    if (folder == NULL) return 0;
    while (readdir(folder) != NULL)
        n++;
    (void)closedir(folder);
    return n < 3 ? 0 : n - 3; /* . and .. and the folder itself */
}

static double seconds_of(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void write_process(ds_buffer *out) {
    const double page = (double)sysconf(_SC_PAGESIZE);
    struct rusage used = {0};
    unsigned long all, here;
    read_pages(&all, &here);
    (void)getrusage(RUSAGE_SELF, &used);
    write_number(out, "process_resident_memory_bytes", "gauge", "Memory of the process",
                 (double)here * page);
    write_number(out, "process_virtual_memory_bytes", "gauge", "Addresses of the process",
                 (double)all * page);
    write_number(out, "process_cpu_seconds_total", "counter", "Processor time of the process",
                 seconds_of(used.ru_utime) + seconds_of(used.ru_stime));
    write_number(out, "process_open_fds", "gauge", "Files and connections that are open",
                 (double)count_open_files());
}

/* ---- the service ---- */

static void write_condition(const ds_web_site *site, ds_buffer *out) {
    ds_web_condition c;
    ds_web_health_look(site->health, site->store, &c);
    write_number(out, "doorstroom_ready", "gauge",
                 "1: requests should come here, as /gezondheid says", ds_web_is_ready(&c));
    write_number(out, "doorstroom_disk_free_bytes", "gauge", "Room on the disk of the work folder",
                 (double)c.disk_free);
    write_number(out, "doorstroom_disk_size_bytes", "gauge", "Size of that disk",
                 (double)c.disk_size);
    ds_metrics_write_head(out, "doorstroom_build_info", "gauge", "The version of the program");
    ds_metrics_write_line(out, "doorstroom_build_info", "version=\"" DS_VERSION "\"", 1);
}

/* The name of a release is published, and its mark is made to be. */
static void write_release(const ds_web_site *site, ds_buffer *out) {
    const ds_current_release *release = NULL;
    char name[100], labels[200];
    if (site->current == NULL || ds_current_take(site->current, &release, NULL) != DS_OK ||
        release == NULL)
        return;
    ds_metrics_label(name, sizeof name, "name", ds_current_name(release));
    (void)snprintf(labels, sizeof labels, "%s,mark=\"%.40s\"", name, ds_current_mark(release));
    ds_metrics_write_head(out, "doorstroom_release_info", "gauge", "The release that is shown");
    ds_metrics_write_line(out, "doorstroom_release_info", labels, 1);
    ds_current_give(site->current, release);
}

static ds_status write_store(const ds_web_site *site, ds_buffer *out, ds_error *err) {
    ds_dossiers_stats stats;
    ds_status status = ds_dossiers_stats_read(site->store, &stats, err);
    if (status != DS_OK) return status;
    write_number(out, "doorstroom_sessions", "gauge", "Sessions that are not over",
                 (double)stats.n_sessions);
    write_number(out, "doorstroom_store_commits_total", "counter",
                 "Transactions that are on the disk", (double)stats.n_commits);
    write_number(out, "doorstroom_store_changes_total", "counter", "Changes in them",
                 (double)stats.n_changes);
    write_number(out, "doorstroom_store_refused_total", "counter",
                 "Transactions of which nothing could be kept", (double)stats.n_refused);
    write_number(out, "doorstroom_store_commit_seconds_total", "counter",
                 "Time in commits, most of it waiting for the disk", (double)stats.commit_ns / 1e9);
    return DS_OK;
}

static ds_status show_metrics(void *context, ds_http_request *request, ds_http_response *response,
                              ds_error *err) {
    const ds_web_site *site = context;
    (void)request;
    response->type = "text/plain; version=0.0.4; charset=utf-8";
    ds_metrics_write(site->metrics, &response->body);
    write_condition(site, &response->body);
    write_release(site, &response->body);
    write_process(&response->body);
    return write_store(site, &response->body, err);
}

static const ds_http_route observer_routes[] = {
    {.method = DS_HTTP_GET,
     .pattern = "/metrics",
     .action = DS_DESK_PUBLIC,
     .handle = show_metrics,
     .is_quick = false},
};

ds_status ds_web_observe_start(ds_web_site *site, const char *listen, ds_web_observer *out,
                               ds_error *err) {
    ds_http_options http = {.listen = listen,
                            .n_workers = 1,
                            .n_readers = 1,
                            .routes = &out->routes,
                            .context = site,
                            .limits = DS_HTTP_LIMITS_INIT};
    ds_status status = ds_http_routes_add(&out->routes, observer_routes, 1, err);
    http.limits.requests_a_second = 0;
    http.limits.connections = 32;
    http.limits.stop_ms = 1000;
    return status == DS_OK ? ds_http_server_start(&http, &out->server, err) : status;
}

void ds_web_observe_stop(ds_web_observer *observer) {
    ds_http_server_stop(observer->server);
    ds_http_routes_done(&observer->routes);
    observer->server = NULL;
}
