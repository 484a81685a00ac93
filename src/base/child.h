/* base/child.h: the end of a program that was started for us, within a process that is not ours.
 *
 * The program that we are a library of may pass over SIGCHLD, or wait for any child: the system or
 * it then takes the end of ours, and with it how that was. And a number may be another's by then: a
 * child is waited for and ended by a descriptor of its process, where the kernel has those. Whoever
 * has to know that all was well when the end is lost looks at what was made. */
#ifndef DS_BASE_CHILD_H
#define DS_BASE_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

typedef struct ds_child {
    pid_t pid;  /* 0: nothing of it is left */
    int pidfd;  /* -1: the kernel has none, or it is gone already */
    int code;   /* with which it ended by itself; 0 until then */
    int signal; /* what ended it; 0: none */
} ds_child;

typedef enum ds_child_state {
    DS_CHILD_WORKS,
    DS_CHILD_DONE,   /* it ended by itself, with 0 */
    DS_CHILD_FAILED, /* with another number, or by a signal */
    DS_CHILD_LOST    /* it ended, and somebody else was told how */
} ds_child_state;

/* Of one that was just started. */
ds_child ds_child_of(pid_t pid);
/* Waits at most so many milliseconds for its end. Once it is no longer DS_CHILD_WORKS nothing is
 * left of it but how it ended. */
ds_child_state ds_child_wait(ds_child *child, int milliseconds);
/* Ends it, and waits until it has. */
void ds_child_kill(ds_child *child);

#endif
