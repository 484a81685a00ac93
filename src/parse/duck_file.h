/* parse/duck_file.h: the open delivery under a name, for DuckDB, which opens files by theirs. */
#ifndef DS_PARSE_DUCK_FILE_H
#define DS_PARSE_DUCK_FILE_H

/* The only name that there is, in the helper: open(), access() and stat() of the C library are ours
 * there (duck_file.c), for DuckDB too. */
#define DS_DUCK_FILE "doorstroom-levering"

#endif
