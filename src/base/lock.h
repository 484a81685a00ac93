/* base/lock.h: one writer of a folder at a time, on this machine and on others.
 *
 * On a disk of the machine itself a lock of the system (flock) on a file in the folder does it: it
 * ends with the process, however that ends. On a disk of the network such a lock may hold on one
 * machine only, or there may be none. There an owner's file stands beside it, which can be made by
 * one only (O_EXCL), says whose it is (boot of a machine, process, a number by chance) and is
 * written again every second. Who finds one of a machine that writes no more for half a minute
 * takes its place; who finds one of this machine's, with the system's lock in hand, at once. So
 * nobody has to clear anything away. An owner that stood still for so long and goes on finds,
 * before it puts anything in place, that it is none any more. */
#ifndef DS_BASE_LOCK_H
#define DS_BASE_LOCK_H

#include "doorstroom/base.h"

enum { DS_LOCK_NAME_SIZE = 64 };

typedef struct ds_lock_owner ds_lock_owner;

typedef struct ds_lock {
    int fd;                       /* of the file that is locked; -1: none */
    int folder;                   /* borrowed */
    char name[DS_LOCK_NAME_SIZE]; /* in folder; the owner's file is <name>.eigenaar */
    ds_lock_owner *owner;         /* NULL: none is needed here */
} ds_lock;
#define DS_LOCK_INIT                                                                               \
    { .fd = -1, .folder = -1 }

/* What is called first when it must wait; may be NULL. */
typedef struct ds_lock_waiting {
    void (*waiting)(void *context);
    void *context;
} ds_lock_waiting;

/* Waits for its turn; path is the folder's, for messages. The open folder is borrowed until the
 * lock is let go. DS_FAULT when it was asked to stop meanwhile, or when neither way of locking
 * works. */
ds_status ds_lock_take(ds_lock *lock, int folder, const char *path, const char *name,
                       ds_lock_waiting waiting, ds_error *err) DS_NODISCARD;
/* DS_FAULT when another machine took the place of this owner. */
ds_status ds_lock_check(const ds_lock *lock, const char *path, ds_error *err) DS_NODISCARD;
void ds_lock_let_go(ds_lock *lock);
/* The same, and the file that was locked goes too. */
void ds_lock_remove(ds_lock *lock);
/* Whether a name is that of an owner's file of the lock `name`, or of one that was pushed aside. */
bool ds_lock_is_owner_name(const char *of, const char *name);

#endif
