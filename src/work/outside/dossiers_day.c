/* work/outside/dossiers_day.c: which day it is in the Netherlands, and what a deadline asks. */
#include <limits.h>

#include "base/date.h"
#include "work/outside/dossiers_desk.h"

enum { DAY_MS = 86400000, HOUR_MS = 3600000 };

/* The last Sunday of a month of 31 days. 1970-01-01 was a Thursday. */
static int32_t find_last_sunday(int year, int month) {
    const int32_t last = ds_date_days(year, month, 31);
    const int32_t weekday = ((last + 4) % 7 + 7) % 7; /* 0: Sunday */
    return last - weekday;
}

static int32_t floor_day(int64_t at_ms) {
    return (int32_t)((at_ms - (at_ms % DAY_MS + DAY_MS) % DAY_MS) / DAY_MS);
}

/* Summer time from the last Sunday of March to that of October, both at 1:00 UTC (directive
 * 2000/84/EC). */
static int64_t local_ms(int64_t at_ms) {
    int year, month, day;
    int64_t from, to;
    ds_date_civil(floor_day(at_ms), &year, &month, &day);
    from = (int64_t)find_last_sunday(year, 3) * DAY_MS + HOUR_MS;
    to = (int64_t)find_last_sunday(year, 10) * DAY_MS + HOUR_MS;
    return at_ms + (at_ms >= from && at_ms < to ? 2 : 1) * (int64_t)HOUR_MS;
}

int32_t ds_desk_day(int64_t at_ms) {
    return floor_day(local_ms(at_ms));
}

const char *ds_desk_moment(ds_arena *arena, int64_t at_ms) {
    const int64_t local = local_ms(at_ms);
    const int minutes = (int)((local - (int64_t)floor_day(local) * DAY_MS) / 60000);
    int year, month, day;
    ds_date_civil(floor_day(local), &year, &month, &day);
    return ds_arena_print(arena, "%04d-%02d-%02d %02d:%02d", year, month, day, minutes / 60,
                          minutes % 60);
}

ds_desk_deadline ds_desk_deadline_of(const ds_formulier *form, int32_t today, bool submitted) {
    const ds_termijn *term = &form->term;
    ds_desk_deadline out = {.opens = term->opens, .day = term->closes, .closes = term->has_closes};
    out.opens_later = term->has_opens && today < term->opens;
    if (!term->has_closes) return out;
    out.days_left = term->closes - today;
    out.late = !submitted && out.days_left < 0;
    for (size_t i = 0; !submitted && !out.opens_later && out.days_left >= 0 && i < term->n_remind;
         i++)
        if (out.days_left <= (int32_t)term->remind[i] &&
            (out.reminder == 0 || term->remind[i] < out.reminder))
            out.reminder = term->remind[i];
    return out;
}
