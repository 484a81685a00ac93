/* tests/support/failing_write.h: a program whose n-th write fails, as on a full disk, whatever
 * library makes it: the kernel stops at each and asks (seccomp's notifications). */
#ifndef DS_TESTS_FAILING_WRITE_H
#define DS_TESTS_FAILING_WRITE_H

#include <stdbool.h>
#include <stdint.h>

/* In a child, last before it becomes the program: from now on each write, sync, rename and new file
 * or folder of it is reported to who reads from socket; what goes to standard error is not.
 * only_out: only writes to standard output. False when the kernel has no such thing. */
bool ds_writes_report(int socket, bool only_out);
/* In the parent: answers until the program has ended. The fail_at-th (0: none) fails with ENOSPC,
 * and with then_all every later one. Returns how many there were; UINT64_MAX when nothing reports.
 */
uint64_t ds_writes_answer(int socket, uint64_t fail_at, bool then_all);

#endif
