/* web/manager.c: a word to who started this program, where it asked for one: systemd's protocol, a
 * datagram to the socket that NOTIFY_SOCKET names. See doorstroom/serve.h. */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"
#include "doorstroom/serve.h"

bool ds_serve_tell(const char *state) {
    const char *name = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    const size_t size = name == NULL ? 0 : strlen(name);
    ssize_t sent;
    int fd;
    if (size < 2 || size >= sizeof to.sun_path || (name[0] != '/' && name[0] != '@')) return false;
    memcpy(to.sun_path, name, size);
    if (name[0] == '@') to.sun_path[0] = '\0'; /* a name without a file */
    fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    do
        sent = sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&to,
                      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size));
    while (sent < 0 && errno == EINTR);
    (void)close(fd);
    return sent == (ssize_t)strlen(state);
}

int64_t ds_serve_told_every_ms(void) {
    const char *text = getenv("WATCHDOG_USEC"), *process = getenv("WATCHDOG_PID");
    int64_t us = 0, pid = 0;
    if (text == NULL || !ds_number_parse_integer(ds_text_of(text), &us) || us <= 0) return 0;
    if (process != NULL &&
        (!ds_number_parse_integer(ds_text_of(process), &pid) || pid != (int64_t)getpid()))
        return 0; /* meant for another */
    return us / 1000 / 3 > 0 ? us / 1000 / 3 : 1;
}
