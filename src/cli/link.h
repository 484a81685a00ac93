/* cli/link.h: what the files of the command link share. */
#ifndef DS_CLI_LINK_H
#define DS_CLI_LINK_H

#include "cli/cli.h"
#include "doorstroom/link.h"

/* One key: the column on the left, and on the right. */
typedef struct link_key {
    const char *names[DS_LINK_SIDES];
} link_key;

typedef struct link_asked {
    const char *paths[DS_LINK_SIDES]; /* the second NULL with a register */
    const char *on, *folder, *population, *year;
    bool list, fold, present_codes;
    char *on_text; /* on, cut into names */
    link_key keys[DS_LINK_KEYS_MAX];
    size_t n_keys;
    int year_read;   /* of the register; 0: all that can be counted */
    uint64_t n_rows; /* read from the file under way */
} link_asked;

/* Cuts --on into keys: a, or a=b where the right calls it otherwise. */
ds_status link_split(link_asked *a, ds_error *err);
/* Adds the rows of a file. With reg, institutions go under their present codes. */
ds_status link_read_file(link_asked *a, ds_link_side side, const ds_register *reg, ds_link *link,
                         ds_error *err);
/* Without --population. */
#define LINK_POPULATION "route is not null"
/* Adds who is in the register: keys of the population, with their number of persons. DS_INPUT when
 * the school year asked for lacks a year before or after that the population looks at; of all years
 * those are left out, and named on standard error. */
ds_status link_read_register(const cli *c, link_asked *a, const ds_register *reg, ds_link *link,
                             ds_error *err);
/* The answer, in the form that was asked for. */
void link_print(const cli *c, const link_asked *a, const ds_link *link);

#endif
