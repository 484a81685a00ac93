/* base/lock_owner.h: the owner's file of a lock on a disk of the network. See lock.h. */
#ifndef DS_BASE_LOCK_OWNER_H
#define DS_BASE_LOCK_OWNER_H

#include "base/lock.h"

/* Becomes the owner. alone: this machine's lock is in hand, so another owner of this machine is
 * none any more. */
ds_status ds_lock_owner_take(const ds_lock *lock, const char *path, bool alone,
                             ds_lock_waiting waiting, ds_lock_owner **out,
                             ds_error *err) DS_NODISCARD;
bool ds_lock_owner_is_ours(const ds_lock *lock);
/* Removes the file where it is still ours. */
void ds_lock_owner_free(const ds_lock *lock, ds_lock_owner *owner);

#endif
