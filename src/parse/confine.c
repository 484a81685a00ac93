/* parse/confine.c: see confine.h.
 *
 * The filter says what may be done, not what may not. Nothing in it looks at arguments where none
 * has to be: the only files that are open are the delivery, for reading, two pipes and /dev/null,
 * so that what can be read and written is known beforehand. */
#include "parse/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { FILES_MAX = 16, SECONDS_MORE = 5 };

/* ---- limits ---- */

/* A limit that is lower already stays. */
static bool set_limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard) {
    struct rlimit now;
    if (getrlimit(what, &now) != 0) return false;
    if (now.rlim_max < hard) hard = now.rlim_max;
    if (hard < soft) soft = hard;
    if (now.rlim_cur < soft) soft = now.rlim_cur;
    now = (struct rlimit){soft, hard};
    return setrlimit(what, &now) == 0;
}

bool ds_confine_limit(uint64_t seconds, uint64_t memory_size, ds_frame_cannot *cannot) {
    const bool ok = set_limit(RLIMIT_CPU, seconds, seconds + SECONDS_MORE) &&
                    (SANITIZED || set_limit(RLIMIT_AS, memory_size, memory_size)) &&
                    set_limit(RLIMIT_FSIZE, 0, 0) && set_limit(RLIMIT_CORE, 0, 0) &&
                    set_limit(RLIMIT_NOFILE, FILES_MAX, FILES_MAX) &&
                    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
                    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    if (!ok) *cannot = (ds_frame_cannot){DS_FRAME_NO_LIMITS, (uint32_t)errno};
    return ok;
}

/* ---- what is opened beforehand ---- */

void ds_confine_warm(bool encodings) {
    /* what SPSS and Stata write, by the names that ReadStat has for them */
    static const char *const names[] = {
        "WINDOWS-1252", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1250", "WINDOWS-1254",
        "WINDOWS-1251", "CP850",      "CP437",       "MACINTOSH",    "US-ASCII",
    };
    const time_t now = 0;
    struct tm moment;
    tzset();
    (void)localtime_r(&now, &moment);
    /* left open, so that what they loaded stays */
    for (size_t i = 0; encodings && i < sizeof names / sizeof *names; i++)
        (void)iconv_open("UTF-8", names[i]);
}

/* ---- Landlock ---- */

/* As the kernel has them; the headers of a distribution may be older than its kernel. */
struct landlock_ruleset {
    uint64_t files, network, scopes;
};

uint32_t ds_confine_landlock(void) {
    const long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
    struct landlock_ruleset all = {((uint64_t)1 << 13) - 1, 0, 0};
    size_t size = sizeof all.files;
    int fd;
    bool ok;
    if (version <= 0) return 0;
    if (version >= 2) all.files |= (uint64_t)1 << 13; /* to another folder */
    if (version >= 3) all.files |= (uint64_t)1 << 14; /* cutting short */
    if (version >= 4) all.network = 3;                /* TCP */
    if (version >= 4) size += sizeof all.network;
    if (version >= 5) all.files |= (uint64_t)1 << 15; /* orders to devices */
    if (version >= 6) all.scopes = 3;                 /* sockets without a name, signals */
    if (version >= 6) size += sizeof all.scopes;
    fd = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
    if (fd < 0) return 0;
    ok =
        syscall(SYS_landlock_restrict_self, fd, 0) == 0; /* without a rule: none of it is allowed */
    (void)close(fd);
    return ok ? (uint32_t)version : 0;
}

/* ---- the filter ---- */

/* Reading, computing, and the end. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(lseek),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(dup),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(sched_yield),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(getcpu),
    SCMP_SYS(restart_syscall),
};

/* Of the sanitizers, in builds that are for looking. */
static const int sanitized[] = {
    SCMP_SYS(sigaltstack),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(rt_sigaction),
};

/* What libraries try, and do without: they get the error in place of an end. */
static const struct {
    int call, code;
} refused[] = {
    {SCMP_SYS(open), EACCES},     {SCMP_SYS(openat), EACCES},
    {SCMP_SYS(access), EACCES},   {SCMP_SYS(stat), EACCES},
    {SCMP_SYS(lstat), EACCES},    {SCMP_SYS(newfstatat), EACCES},
    {SCMP_SYS(statx), ENOSYS},    {SCMP_SYS(readlink), EACCES},
    {SCMP_SYS(ioctl), ENOTTY},    {SCMP_SYS(uname), EPERM},
    {SCMP_SYS(prlimit64), EPERM}, {SCMP_SYS(getrusage), EPERM},
    {SCMP_SYS(sysinfo), EPERM},   {SCMP_SYS(sched_getaffinity), EPERM},
    {SCMP_SYS(clone3), ENOSYS},   {SCMP_SYS(fadvise64), EPERM},
    {SCMP_SYS(prctl), EPERM},     {SCMP_SYS(rseq), ENOSYS},
};

/* Memory, but none that was written and can be run. */
static int add_memory(scmp_filter_ctx filter) {
    int code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    if (code == 0)
        code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    return code;
}

/* A file may be asked how it was opened, and abort() may end it. */
static int add_few(scmp_filter_ctx filter) {
    const int code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                                      SCMP_A1(SCMP_CMP_EQ, F_GETFL, 0));
    if (code != 0) return code;
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 2,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0),
                            SCMP_A2(SCMP_CMP_EQ, SIGABRT, 0));
}

static int add_rules(scmp_filter_ctx filter) {
    int code = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    if (code == 0) code = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    for (size_t i = 0; code == 0 && i < sizeof allowed / sizeof *allowed; i++)
        code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    for (size_t i = 0; SANITIZED && code == 0 && i < sizeof sanitized / sizeof *sanitized; i++)
        code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, sanitized[i], 0);
    for (size_t i = 0; code == 0 && i < sizeof refused / sizeof *refused; i++)
        code =
            seccomp_rule_add(filter, SCMP_ACT_ERRNO((uint16_t)refused[i].code), refused[i].call, 0);
    if (code == 0) code = add_memory(filter);
    return code == 0 ? add_few(filter) : code;
}

bool ds_confine_filter(ds_frame_cannot *cannot) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    /* none also where the kernel has none; begin.c knows whether memory was short */
    int code = filter == NULL ? -ENOSYS : add_rules(filter);
    if (code == 0) code = seccomp_load(filter);
    if (filter != NULL) seccomp_release(filter);
    /* it may say that all is well where a kernel has none */
    if (code == 0 && prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0) code = -ENOSYS;
    if (code == 0) return true;
    *cannot = (ds_frame_cannot){DS_FRAME_NO_SECCOMP, (uint32_t)-code};
    return false;
}
