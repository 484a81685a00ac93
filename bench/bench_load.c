/* bench/bench_load.c: a load of requests that comes whether answers come or not (an open loop):
 * each request has a moment at which it is to be sent, and its time is counted from that moment, so
 * that a server that stands still is seen to (a closed loop then asks less, and sees nothing).
 *
 *   bench_load [OPTIONS] ADDRESS:PORT
 *     -f FILE   targets, one a line, asked in turn (/)      -r RATE  requests a second (0: as many
 * as -n N      so many requests, then end                           connections can, a closed loop)
 *     -d S      seconds (10)                                -w S     before that, not counted (1)
 *     -c N      connections (64)                            -k       a new connection each request
 *     -s N      clients beside it that hang: half send a byte of a request each second, half ask
 * and take nothing -H LINE   a header more (several)                     -x       as a proxy of
 * 50,000 clients -p PID    of the server: its processor time, memory and switches -t        a
 * table's row: the numbers alone
 *
 * One thread; give it a core that the server does not have. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bench_server.h"

enum { MOST_CONNECTIONS = 4096, REQUEST_SIZE = 8192, HEAD_SIZE = 16384, MOST_HEADERS = 4096 };
enum { EVENTS = 256, CLIENTS = 50000, PIECE = 1 << 16 };

typedef struct connection {
    int fd; /* -1: none */
    bool is_busy;
    int64_t planned;   /* nanoseconds */
    size_t sent, size; /* of request */
    size_t n_head;     /* of head */
    int64_t left;      /* bytes of the body to come; -1: the head is not there */
    bool is_closing;   /* the server ends it after this answer */
    unsigned status;
    char request[REQUEST_SIZE];
    char head[HEAD_SIZE];
} connection;

typedef struct hanging {
    int fd;
    bool reads_nothing;
    size_t at;
} hanging;

static struct {
    struct sockaddr_in to;
    const char *address;
    char **targets;
    size_t n_targets, next_target;
    char headers[MOST_HEADERS];
    double rate;
    double seconds, warm;
    uint64_t most;
    size_t n_connections, n_hanging;
    bool is_fresh, is_proxy, is_row;
    long pid;
} o = {.seconds = 10, .warm = 1, .n_connections = 64, .most = UINT64_MAX};

static connection *connections;
static size_t *idle, n_idle;
static hanging *hangers;
static int poller;
static uint64_t n_planned, n_done, n_counted, n_failed, n_refused, n_unchanged, n_bytes, n_opened;
static int64_t begun, counted_from, last_answer;
static uint32_t random_state = 12345;

static void stop_with(const char *what) {
    (void)fprintf(stderr, "bench_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* ---- times: 64 steps in each doubling, so within 1.6 % ---- */

enum { STEPS = 64, DOUBLINGS = 40 };
static uint64_t histogram[STEPS * DOUBLINGS];
static int64_t longest;

static size_t bin_of(int64_t ns) {
    int shift = 0;
    while ((ns >> shift) >= 2 * STEPS)
        shift++;
    return shift == 0 ? (size_t)ns : (size_t)shift * STEPS + (size_t)(ns >> shift);
}

/* The most that an answer in the bin took. */
static double ms_of_bin(size_t bin) {
    const size_t shift = bin < 2 * STEPS ? 0 : bin / STEPS - 1;
    return (double)((bin - shift * STEPS + 1) << shift) / 1e6;
}

static double quantile_ms(double share) {
    const double wanted = share * (double)n_counted;
    uint64_t sum = 0;
    for (size_t i = 0; i < STEPS * DOUBLINGS; i++) {
        sum += histogram[i];
        if (sum > 0 && (double)sum >= wanted) return ms_of_bin(i);
    }
    return 0;
}

static void count_time(int64_t ns) {
    const size_t bin = bin_of(ns < 0 ? 0 : ns);
    histogram[bin < STEPS * DOUBLINGS ? bin : STEPS * DOUBLINGS - 1]++;
    n_counted++;
    if (ns > longest) longest = ns;
}

/* ---- a connection ---- */

static int open_socket(void) {
    const int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) stop_with("socket");
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(fd, (struct sockaddr *)&o.to, sizeof o.to) != 0 && errno != EINPROGRESS)
        stop_with("connect");
    n_opened++;
    return fd;
}

static void watch_fd(int fd, uint32_t events, uint64_t what, int how) {
    struct epoll_event event = {.events = events, .data = {.u64 = what}};
    if (epoll_ctl(poller, how, fd, &event) != 0) stop_with("epoll_ctl");
}

static void close_connection(connection *c) {
    if (c->fd >= 0) (void)close(c->fd);
    c->fd = -1;
}

static void write_request(connection *c) {
    char client[64] = "";
    int n;
    if (o.is_proxy) {
        random_state = random_state * 1664525 + 1013904223;
        n = (int)(random_state >> 8) % CLIENTS;
        (void)snprintf(client, sizeof client, "X-Forwarded-For: 10.1.%d.%d\r\n", n / 250, n % 250);
    }
    n = snprintf(c->request, sizeof c->request, "GET %s HTTP/1.1\r\nHost: %s\r\n%s%s%s\r\n",
                 o.targets[o.next_target], o.address, o.headers, client,
                 o.is_fresh ? "Connection: close\r\n" : "");
    if (n < 0 || (size_t)n >= sizeof c->request) stop_with("a target is too long");
    o.next_target = (o.next_target + 1) % o.n_targets;
    c->size = (size_t)n;
    c->sent = 0;
}

static void send_more(connection *c) {
    while (c->sent < c->size) {
        const ssize_t n = send(c->fd, c->request + c->sent, c->size - c->sent, MSG_NOSIGNAL);
        if (n <= 0) return; /* later, or it is found closed when its answer is read */
        c->sent += (size_t)n;
    }
}

static void begin_request(connection *c, int64_t planned) {
    const size_t i = (size_t)(c - connections);
    const bool is_new = c->fd < 0;
    if (is_new) c->fd = open_socket();
    c->is_busy = true;
    c->planned = planned;
    c->n_head = 0;
    c->left = -1;
    c->is_closing = false;
    write_request(c);
    if (is_new)
        watch_fd(c->fd, EPOLLIN | EPOLLOUT | EPOLLET, i, EPOLL_CTL_ADD);
    else
        send_more(c);
}

static void end_request(connection *c, bool is_whole) {
    const int64_t now = now_ns();
    c->is_busy = false;
    n_done++;
    if (!is_whole)
        n_failed++;
    else if (c->planned >= counted_from) {
        count_time(now - c->planned);
        last_answer = now;
        if (c->status == 304) n_unchanged++;
        if (c->status >= 400) n_refused++;
    }
    if (!is_whole || c->is_closing || o.is_fresh) close_connection(c);
    idle[n_idle++] = (size_t)(c - connections);
}

/* ---- an answer ---- */

static bool read_head(connection *c) {
    const char *end = memmem(c->head, c->n_head, "\r\n\r\n", 4), *length;
    if (end == NULL) return false;
    c->head[c->n_head < HEAD_SIZE ? c->n_head : HEAD_SIZE - 1] = '\0';
    c->status = (unsigned)strtoul(c->head + 9, NULL, 10);
    length = strcasestr(c->head, "\r\nContent-Length:");
    c->left = length == NULL || length > end || c->status == 304
                  ? 0
                  : (int64_t)strtoull(length + 17, NULL, 10);
    c->left -= (int64_t)(c->n_head - (size_t)(end + 4 - c->head));
    length = strcasestr(c->head, "\r\nConnection: close");
    c->is_closing = length != NULL && length < end;
    return true;
}

/* False: the connection ended before the answer did. */
static bool read_more(connection *c) {
    static char piece[PIECE];
    for (;;) {
        char *at = c->left < 0 ? c->head + c->n_head : piece;
        const size_t room = c->left < 0 ? HEAD_SIZE - 1 - c->n_head : sizeof piece;
        const ssize_t n = recv(c->fd, at, room, 0);
        if (n < 0 && (errno == EAGAIN || errno == EINTR)) return true;
        if (n <= 0) return false;
        n_bytes += (uint64_t)n;
        if (c->left >= 0) {
            c->left -= n;
        } else {
            c->n_head += (size_t)n;
            if (!read_head(c) && c->n_head == HEAD_SIZE - 1) return false;
        }
        if (c->left == 0) {
            end_request(c, true);
            return true;
        }
    }
}

static void handle_event(connection *c, uint32_t events) {
    if (c->fd < 0) return;
    if (!c->is_busy) {
        close_connection(c); /* the server ended it while nobody asked */
        return;
    }
    if (events & EPOLLOUT) send_more(c);
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) && !read_more(c)) end_request(c, false);
}

/* ---- who hangs ---- */

static void hang_on(hanging *h, size_t i) {
    static const char slow[] =
        "GET /cijfers HTTP/1.1\r\nHost: traag\r\nX-Lang: aaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    char byte[1];
    if (h->fd >= 0 && recv(h->fd, byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0) { /* it was cut off */
        (void)close(h->fd);
        h->fd = -1;
    }
    if (h->fd < 0) {
        *h = (hanging){open_socket(), i % 2 == 1, 0};
        return;
    }
    if (h->reads_nothing && h->at == 0) {
        char request[REQUEST_SIZE];
        const int little = 1024,
                  n = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: traag\r\n\r\n",
                               o.targets[i % o.n_targets]);
        (void)setsockopt(h->fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
        for (int k = 0; k < 8; k++) /* more than buffers on the way hold */
            (void)send(h->fd, request, (size_t)n, MSG_NOSIGNAL);
        h->at = 1;
    } else if (!h->reads_nothing && h->at + 1 < sizeof slow) {
        (void)send(h->fd, slow + h->at++, 1, MSG_NOSIGNAL);
    }
}

/* Each once a second, spread over it. */
static void hang_all(int64_t now) {
    static int64_t at;
    static size_t next;
    if (o.n_hanging == 0) return;
    if (at == 0) at = now;
    for (; at <= now; at += 1000000000 / (int64_t)o.n_hanging) {
        hang_on(&hangers[next], next);
        next = (next + 1) % o.n_hanging;
    }
}

/* ---- the loop ---- */

static int64_t moment_of(uint64_t n) {
    return begun + (int64_t)((double)n * 1e9 / o.rate);
}

/* Sends what is due; what finds no connection waits, and its time runs. Gives when the next is. */
static int64_t send_due(int64_t now, int64_t end) {
    while (n_planned < o.most) {
        const int64_t due = o.rate > 0 ? moment_of(n_planned) : now;
        if (due > now || due >= end) return due;
        if (n_idle == 0) return now + 1000000;
        n_planned++;
        begin_request(&connections[idle[--n_idle]], due);
    }
    return INT64_MAX;
}

static void await_events(int64_t until) {
    struct epoll_event events[EVENTS];
    const int64_t wait = until - now_ns(), most = 1000000;
    const struct timespec timeout = {0, wait <= 0 ? 0 : (long)(wait < most ? wait : most)};
    const int n = epoll_pwait2(poller, events, EVENTS, &timeout, NULL);
    if (n < 0 && errno != EINTR) stop_with("epoll_wait");
    for (int i = 0; i < n; i++)
        handle_event(&connections[events[i].data.u64], events[i].events);
}

static bool is_over(int64_t now, int64_t end) {
    const bool all_sent = n_planned >= o.most || now >= end;
    return all_sent && (n_done == n_planned || now > end + (int64_t)20 * 1000000000);
}

static void run_load(server_use *use) {
    int64_t end, now;
    bool is_warm = false;
    begun = now_ns();
    counted_from = begun + (int64_t)(o.warm * 1e9);
    end = counted_from + (int64_t)(o.seconds * 1e9);
    for (now = begun; !is_over(now, end); now = now_ns()) {
        if (!is_warm && now >= counted_from) {
            is_warm = true;
            bench_server_begin(use, o.pid);
        }
        hang_all(now);
        await_events(send_due(now, end));
    }
    bench_server_end(use);
}

/* ---- beginning and telling ---- */

static void read_targets(const char *path) {
    static char *home = "/";
    char line[REQUEST_SIZE];
    size_t capacity = 0;
    FILE *file = path == NULL ? NULL : fopen(path, "r");
    o.targets = &home;
    o.n_targets = 1;
    if (path == NULL) return;
    if (file == NULL) stop_with(path);
    for (o.n_targets = 0; fgets(line, sizeof line, file) != NULL; o.n_targets++) {
        line[strcspn(line, "\r\n")] = '\0';
        if (o.n_targets == capacity) {
            char **more = realloc(o.n_targets == 0 ? NULL : o.targets,
                                  (capacity = 2 * capacity + 64) * sizeof *more);
            if (more == NULL) stop_with("targets");
            o.targets = more;
        }
        o.targets[o.n_targets] = strdup(line);
        if (o.targets[o.n_targets] == NULL) stop_with("targets");
    }
    (void)fclose(file);
    if (o.n_targets == 0) stop_with("no targets");
}

static void add_header_line(const char *line) {
    const size_t size = strlen(o.headers);
    (void)snprintf(o.headers + size, sizeof o.headers - size, "%s\r\n", line);
}

static const char *read_options(int argc, char **argv) {
    const char *file = NULL;
    int c;
    while ((c = getopt(argc, argv, "f:r:n:d:w:c:ks:H:xp:t")) != -1) {
        if (c == 'f') file = optarg;
        if (c == 'r') o.rate = strtod(optarg, NULL);
        if (c == 'n') o.most = strtoull(optarg, NULL, 10);
        if (c == 'd') o.seconds = strtod(optarg, NULL);
        if (c == 'w') o.warm = strtod(optarg, NULL);
        if (c == 'c') o.n_connections = strtoul(optarg, NULL, 10);
        if (c == 'k') o.is_fresh = true;
        if (c == 's') o.n_hanging = strtoul(optarg, NULL, 10);
        if (c == 'H') add_header_line(optarg);
        if (c == 'x') o.is_proxy = true;
        if (c == 'p') o.pid = strtol(optarg, NULL, 10);
        if (c == 't') o.is_row = true;
        if (c == '?') return NULL;
    }
    if (optind + 1 != argc || o.n_connections == 0 || o.n_connections > MOST_CONNECTIONS)
        return NULL;
    read_targets(file);
    return argv[optind];
}

static bool find_server(const char *address) {
    const char *colon = strrchr(address, ':');
    char host[64] = "";
    if (colon == NULL || (size_t)(colon - address) >= sizeof host) return false;
    memcpy(host, address, (size_t)(colon - address));
    o.address = address;
    o.to = (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10))};
    return inet_pton(AF_INET, host, &o.to.sin_addr) == 1;
}

static void take_room(void) {
    connections = calloc(o.n_connections, sizeof *connections);
    idle = calloc(o.n_connections, sizeof *idle);
    hangers = calloc(o.n_hanging + 1, sizeof *hangers);
    poller = epoll_create1(EPOLL_CLOEXEC);
    if (connections == NULL || idle == NULL || hangers == NULL || poller < 0) stop_with("memory");
    for (size_t i = 0; i < o.n_connections; i++) {
        connections[i].fd = -1;
        idle[n_idle++] = o.n_connections - 1 - i;
    }
    for (size_t i = 0; i < o.n_hanging; i++)
        hangers[i].fd = -1;
}

static void tell_results(const server_use *use) {
    const double s = (double)(last_answer - counted_from) / 1e9;
    const double a_second = s > 0 ? (double)n_counted / s : 0;
    const uint64_t lost = n_planned - n_done + n_failed;
    if (o.is_row) {
        printf("%.0f %.2f %.2f %.2f %.2f %" PRIu64 " %" PRIu64 " %.1f %.1f %.2f %.2f\n", a_second,
               quantile_ms(.5), quantile_ms(.99), quantile_ms(.999), (double)longest / 1e6, lost,
               n_refused, 1e6 * use->cpu_s / (double)(n_counted ? n_counted : 1), use->rss_mb,
               (double)use->switches / (double)(n_counted ? n_counted : 1),
               use->seconds > 0 ? use->cpu_s / use->seconds : 0);
        return;
    }
    printf("%" PRIu64 " answers, %.0f a second, %.1f kB each; %" PRIu64 " lost, %" PRIu64
           " of status 400 or more, %" PRIu64 " unchanged, %" PRIu64 " connections opened\n",
           n_counted, a_second, (double)n_bytes / 1e3 / (double)(n_done ? n_done : 1), lost,
           n_refused, n_unchanged, n_opened);
    printf("ms from the planned moment: 50 %% %.2f, 90 %% %.2f, 99 %% %.2f, 99.9 %% %.2f, longest "
           "%.2f\n",
           quantile_ms(.5), quantile_ms(.9), quantile_ms(.99), quantile_ms(.999),
           (double)longest / 1e6);
    if (o.pid > 0)
        printf("server: %.1f us of processor a request (%.2f of a core), %.1f MB resident (%.1f at "
               "most), %.2f switches a request\n",
               1e6 * use->cpu_s / (double)(n_counted ? n_counted : 1),
               use->seconds > 0 ? use->cpu_s / use->seconds : 0, use->rss_mb, use->peak_mb,
               (double)use->switches / (double)(n_counted ? n_counted : 1));
}

int main(int argc, char **argv) {
    const char *address = read_options(argc, argv);
    server_use use = {0};
    if (address == NULL || !find_server(address)) {
        (void)fprintf(stderr, "bench_load [OPTIONS] ADDRESS:PORT; see bench/bench_load.c\n");
        return 2;
    }
    take_room();
    run_load(&use);
    tell_results(&use);
    return n_counted == 0;
}
