/* doorstroom/link.h, of cell: two registrations of the same thing held side by side: what is in the
 * one, in the other, in both; by the first key, by the first two, and so on (by school, by school
 * and location, by school, location and sector).
 *
 * A side is rows of text keys, from any table or from cells. Keys compare as text, leading zeros
 * kept; a row with an empty key cannot be found again and is counted apart.
 *
 * Threads: a ds_link is one thread's until it is finished; then any number may read it. Ownership:
 * texts handed in are copied; rows are the ds_link's and live during the call. */
#ifndef DOORSTROOM_LINK_H
#define DOORSTROOM_LINK_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

enum { DS_LINK_KEYS_MAX = 16 };

typedef enum ds_link_side { DS_LINK_LEFT, DS_LINK_RIGHT, DS_LINK_SIDES } ds_link_side;

typedef struct ds_link ds_link;

/* fold: letters without case, by Unicode. NULL when memory is short. */
DS_API ds_link *ds_link_new(size_t n_keys, bool fold) DS_NODISCARD;
DS_API void ds_link_free(ds_link *link);
/* Adds a row: keys[n_keys], trimmed of all that shows nothing; empty, or a word that means so (NA,
 * NULL,
 * -, onbekend and their kin), is missing. n: how
 * many it stands for (persons; 1 for a line). Copies the texts. Nothing is added on a failure. */
DS_API ds_status ds_link_add(ds_link *link, ds_link_side side, const ds_text *keys, uint64_t n,
                             ds_error *err) DS_NODISCARD;
/* Sorts, key by key, byte by byte; the order of adding no longer matters. Cost: n log n. */
DS_API void ds_link_finish(ds_link *link);

/* Of each side; distinct[side] = both + only[side], and rows[side] = missing[side] + distinct[side]
 * + doubles[side]. */
typedef struct ds_link_count {
    uint64_t rows[DS_LINK_SIDES];     /* that were added */
    uint64_t missing[DS_LINK_SIDES];  /* with one of these keys missing: in none of what follows */
    uint64_t doubles[DS_LINK_SIDES];  /* whose keys an earlier row had */
    uint64_t distinct[DS_LINK_SIDES]; /* different keys */
    uint64_t only[DS_LINK_SIDES];     /* of those, not on the other side */
    uint64_t both;
} ds_link_count;

/* After ds_link_finish, by the first n_keys keys (1 to all). Cost: one pass. */
DS_API void ds_link_count_by(const ds_link *link, size_t n_keys, ds_link_count *out);
/* 100 · only / distinct; NAN when that side has no keys. */
DS_API double ds_link_only_pct(const ds_link_count *count, ds_link_side side);

/* One of the different full keys, with none missing. */
typedef struct ds_link_row {
    ds_text keys[DS_LINK_KEYS_MAX];
    uint64_t n[DS_LINK_SIDES]; /* what the rows stand for, added up; 0: not on that side */
} ds_link_row;

/* After ds_link_finish: calls each for the rows in order; ends early when it returns false. */
DS_API void ds_link_each(const ds_link *link, bool (*each)(void *context, const ds_link_row *row),
                         void *context);

DS_END_DECLS

#endif
