/* parse/confine.h: what is taken from a helper before it sees a byte of a foreign file: all but
 * reading what is open, computing, and writing to its pipe. */
#ifndef DS_PARSE_CONFINE_H
#define DS_PARSE_CONFINE_H

#include "table/parse/frame.h"

/* Limits of processor time and memory (of which a lower one stays), and of files: none can be made
 * or grow, few can be open. No core, nothing that others of this user may look into, no new rights.
 * Before anything else. False: cannot is filled. */
bool ds_confine_limit(uint64_t seconds, uint64_t memory_size, ds_frame_cannot *cannot);
/* What libraries open when they are first used: the time zone, and for text of SPSS and Stata the
 * tables of encodings. Those that are not among them are refused later, as unknown. */
void ds_confine_warm(bool encodings);
/* Where the kernel has it, also: no file by its name, no network, no signal to others. Of this
 * thread and those it starts. Returns its version, 0 where there is none; that is no fault, as the
 * filter has all of it. */
uint32_t ds_confine_landlock(void);
/* The filter of system calls (seccomp), for all threads. Whatever is not needed ends the process,
 * a new thread too; what libraries try by themselves and do without is refused. False: cannot is
 * filled, and nothing may be read. */
bool ds_confine_filter(ds_frame_cannot *cannot);

#endif
