/* base/leftover.h: what a writer that was killed left beside the file that it was to become.
 *
 * Who writes a file (ds_file_begin) holds a lock on it until it has its name; a lock ends with its
 * process, however that ends. So an unfinished file that can be locked is nobody's. */
#ifndef DS_BASE_LEFTOVER_H
#define DS_BASE_LEFTOVER_H

#include "doorstroom/base.h"

/* Locks a file that was just made under an unfinished name; false when somebody who clears away was
 * first, and the name is gone. Where a disk has no locks nobody clears away either. */
bool ds_leftover_hold(int fd);
/* Removes what nobody writes any more from the folder that path stands in. What cannot be removed
 * stays, and so does all on a disk of the network, where a lock may hold on one machine only. */
void ds_leftover_clear(const char *path);
/* Whether an open file or folder is on such a disk. */
bool ds_leftover_is_remote(int fd);

#endif
