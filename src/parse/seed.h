/* parse/seed.h: a helper that reads nothing, and of which helpers are made that each read one file.
 *
 * DuckDB takes longer to begin than most files take to be read. So it begins once, before any file
 * is there, and for each file the process is doubled: what one file does to its helper, the next
 * one's has not seen. */
#ifndef DS_PARSE_SEED_H
#define DS_PARSE_SEED_H

#include <stdbool.h>

/* Says at socket that it is ready, and makes a helper for each message there (table/parse/seed.h).
 * True in each of those, whose files are then those that a helper begins with; false in the seed,
 * when nobody asks any more, or where it cannot be one. */
bool ds_seed_grow(int socket);

#endif
