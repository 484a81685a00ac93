/* web/http/metrics.h: what is counted while serving, for who watches the service: sums and gauges
 * with a fixed list of names and labels, so that their number cannot grow by what is asked. A route
 * is its pattern, never a path; nothing is about a person.
 *
 * Threads: any may count at any time; a count costs one atomic add and takes no lock. */
#ifndef DS_WEB_HTTP_METRICS_H
#define DS_WEB_HTTP_METRICS_H

#include "base/buffer.h"
#include "web/http/route.h"

typedef struct ds_metrics ds_metrics;

/* What is counted beside requests; the table in metrics.c has the name, label and help of each. */
typedef enum ds_metric {
    /* gauges: +1 and -1 */
    DS_METRIC_CONNECTIONS, /* connections that are open */
    DS_METRIC_WAITING,     /* requests that wait for a worker */
    DS_METRIC_BUSY,        /* workers that make an answer */
    DS_METRIC_KEPT,        /* answers that are kept */
    DS_METRIC_KEPT_BYTES,  /* their bytes */
    /* sums: only up */
    DS_METRIC_OPENED,       /* connections that were opened */
    DS_METRIC_KEPT_HITS,    /* answered from what is kept */
    DS_METRIC_KEPT_MISSES,  /* could have been kept, and was made */
    DS_METRIC_KEPT_DROPPED, /* taken away for room or for a new release */
    DS_METRIC_UNCHANGED,    /* answered by 304 */
    /* refused, by reason */
    DS_METRIC_REFUSED_RATE,       /* one client asked too often */
    DS_METRIC_REFUSED_ADDRESS,    /* one address has too many connections or requests at once */
    DS_METRIC_REFUSED_FULL,       /* too many wait for a worker */
    DS_METRIC_REFUSED_SLOW,       /* a client that was too slow was cut off */
    DS_METRIC_REFUSED_UNREADABLE, /* not one request that can be read */
    DS_METRIC_REFUSED_LARGE,      /* more than is allowed */
    DS_METRIC_REFUSED_FORGED,     /* a POST that is not of a page of ours */
    DS_METRIC_SIGNED_IN,
    DS_METRIC_SIGN_IN_FAILED,
    DS_METRICS
} ds_metric;

/* Of these routes, which stay and get no more; DS_FAULT without memory. */
ds_status ds_metrics_new(const ds_http_routes *routes, ds_metrics **out,
                         ds_error *err) DS_NODISCARD;
void ds_metrics_free(ds_metrics *metrics);

/* metrics NULL: nobody counts, nothing happens; so in all of these. */
void ds_metrics_add(ds_metrics *metrics, ds_metric which, int64_t n);
int64_t ds_metrics_get(const ds_metrics *metrics, ds_metric which);
/* An answer that went out, whole or not: route NULL where none fits; ns from the first line of the
 * request until the last byte. */
void ds_metrics_request(ds_metrics *metrics, const ds_http_route *route, ds_http_method method,
                        unsigned status, int64_t ns, uint64_t bytes);

/* All of it in the text format of Prometheus, 0.0.4: routes that were asked for, in the order of
 * the table; all other numbers always. */
void ds_metrics_write(const ds_metrics *metrics, ds_buffer *out);
/* For numbers of others: the two lines above a metric (type: "gauge", "counter"), and a line of it.
 * labels: "" or "name=\"value\"", where the value has been made safe by ds_metrics_label. */
void ds_metrics_write_head(ds_buffer *out, const char *name, const char *type, const char *help);
void ds_metrics_write_line(ds_buffer *out, const char *name, const char *labels, double value);
/* name="value", with what the format would have to escape left out. */
void ds_metrics_label(char *out, size_t size, const char *name, const char *value);

#endif
