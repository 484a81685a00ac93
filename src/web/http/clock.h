/* web/http/clock.h: a clock that only goes on, for durations. */
#ifndef DS_WEB_HTTP_CLOCK_H
#define DS_WEB_HTTP_CLOCK_H

#include <stdint.h>

int64_t ds_http_now_ns(void);
int64_t ds_http_now_ms(void);

#endif
