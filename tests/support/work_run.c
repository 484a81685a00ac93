/* tests/support/work_run.c: see work_run.h. */
#include "support/work_run.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/failing_write.h"

enum { ARGUMENTS_MAX = 32 };

static void gather(const char *program, va_list list, char *out[ARGUMENTS_MAX]) {
    size_t n = 0;
    const char *next = program;
    for (; next != NULL; next = va_arg(list, const char *)) {
        assert_true(n + 1 < ARGUMENTS_MAX);
        out[n++] = (char *)(uintptr_t)next;
    }
    out[n] = NULL;
}

/* The machine's language is none of a test's business: Dutch, but where a test says otherwise. */
static void settle_environment(const char *const *environment) {
    static const char *const names[] = {"DOORSTROOM_LANG", "LC_ALL", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)unsetenv(names[i]);
    for (; environment != NULL && *environment != NULL; environment++)
        (void)putenv((char *)(uintptr_t)*environment);
}

/* In the child: output, limits, and the program itself. */
static _Noreturn void become(char *const *arguments, int out, int err,
                             const ds_run_limits *limits) {
    int nothing = open("/dev/null", O_RDONLY);
    settle_environment(limits == NULL ? NULL : limits->environment);
    if (limits != NULL && limits->output != NULL) out = open(limits->output, O_WRONLY);
    if (dup2(nothing, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) _exit(126);
    if (limits != NULL && limits->file_bytes != 0) {
        struct rlimit most = {limits->file_bytes, limits->file_bytes};
        (void)signal(SIGXFSZ, SIG_DFL);
        if (setrlimit(RLIMIT_FSIZE, &most) != 0) _exit(126);
    }
    if (limits != NULL && limits->user != 0 && setuid(limits->user) != 0) _exit(126);
    if (arguments[0] != NULL) (void)execv(arguments[0], arguments);
    _exit(127);
}

static int code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static char *take_output(int fd) {
    off_t size = lseek(fd, 0, SEEK_END);
    char *text;
    assert_true(size >= 0);
    text = ds_calloc((size_t)size + 1, 1);
    assert_non_null(text);
    assert_int_equal(pread(fd, text, (size_t)size, 0), size);
    (void)close(fd);
    return text;
}

static ds_run end_run(pid_t pid, int out, int err) {
    struct rusage usage;
    int status;
    assert_int_equal(wait4(pid, &status, 0, &usage), pid);
    return (ds_run){.code = code_of(status),
                    .max_rss_kib = usage.ru_maxrss,
                    .out = take_output(out),
                    .err = take_output(err)};
}

ds_run ds_run_program(const char *program, const ds_run_limits *limits, ...) {
    char *arguments[ARGUMENTS_MAX];
    int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC);
    va_list list;
    pid_t pid;
    va_start(list, limits);
    gather(program, list, arguments);
    va_end(list);
    assert_true(out >= 0 && err >= 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) become(arguments, out, err, limits);
    return end_run(pid, out, err);
}

/* ---- while something fails ---- */

/* fail_at and n, as failing_memory.c shares them. */
typedef struct memory_counters {
    uint64_t fail_at, n;
} memory_counters;

static memory_counters *share_memory(int *out_fd, uint64_t fail_at) {
    memory_counters *shared;
    *out_fd = memfd_create("memory", 0); /* open in the program too */
    assert_true(*out_fd >= 0);
    assert_int_equal(ftruncate(*out_fd, sizeof *shared), 0);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED, *out_fd, 0);
    assert_true(shared != MAP_FAILED);
    shared->fail_at = fail_at;
    return shared;
}

static _Noreturn void become_short(char *const *arguments, int out, int err, int shared) {
    char number[16];
    (void)snprintf(number, sizeof number, "%d", shared);
    if (setenv("DS_MEMORY", number, 1) != 0 || setenv("LD_PRELOAD", DS_FAILING_MEMORY, 1) != 0)
        _exit(126);
    become(arguments, out, err, NULL);
}

static ds_run run_short(char *const *arguments, const ds_failing *failing, uint64_t *out_n) {
    int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC), fd;
    memory_counters *shared = share_memory(&fd, failing->memory_at);
    ds_run run;
    pid_t pid = fork();
    assert_true(out >= 0 && err >= 0 && pid >= 0);
    if (pid == 0) become_short(arguments, out, err, fd);
    run = end_run(pid, out, err);
    *out_n = shared->n;
    (void)munmap(shared, sizeof *shared);
    (void)close(fd);
    return run;
}

static ds_run run_full(char *const *arguments, const ds_failing *failing, uint64_t *out_n) {
    int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC), ends[2];
    pid_t pid;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    pid = fork();
    assert_true(out >= 0 && err >= 0 && pid >= 0);
    if (pid == 0) {
        (void)close(ends[0]);
        (void)unsetenv("LD_PRELOAD"); /* tests/watch writes, too */
        if (!ds_writes_report(ends[1], failing->only_out)) (void)shutdown(ends[1], SHUT_RDWR);
        become(arguments, out, err, NULL);
    }
    (void)close(ends[1]);
    *out_n = ds_writes_answer(ends[0], failing->write_at, failing->then_all);
    (void)close(ends[0]);
    return end_run(pid, out, err);
}

ds_run ds_run_failing(const ds_failing *failing, uint64_t *out_n, const char *program, ...) {
    char *arguments[ARGUMENTS_MAX];
    va_list list;
    va_start(list, program);
    gather(program, list, arguments);
    va_end(list);
    return failing->memory ? run_short(arguments, failing, out_n)
                           : run_full(arguments, failing, out_n);
}

void ds_run_done(ds_run *run) {
    ds_free(run->out);
    ds_free(run->err);
    *run = (ds_run){0};
}

pid_t ds_run_start(const char *program, ...) {
    char *arguments[ARGUMENTS_MAX];
    va_list list;
    pid_t pid;
    va_start(list, program);
    gather(program, list, arguments);
    va_end(list);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDWR);
        become(arguments, nothing, nothing, NULL);
    }
    return pid;
}

int ds_run_wait(pid_t pid) {
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return code_of(status);
}

size_t ds_run_lines(const char *text) {
    size_t n = 0, size = strlen(text);
    for (size_t i = 0; i < size; i++)
        n += text[i] == '\n';
    return n + (size > 0 && text[size - 1] != '\n');
}

void ds_work_deliver(const char *folder) {
    static const char *const files[][2] = {
        {"leveringen/inschrijving-2021.csv",
         "persoon,schooljaar,soort,leerweg,niveau,opleiding,instelling\n"
         "1,2021,vmbo,kb,,,10AA\n2,2021,mbo,bol,2,25001,27GZ\n3,2021,mbo,bol,1,25002,25LX\n"
         "4,2021,mbo,bol,4,25003,25LX\n5,2021,vmbo,tl,,,10AA\n6,2021,havo,,,,10AA\n"
         "7,2021,vmbo,bb,,,10AA\n"},
        {"leveringen/inschrijving-2022.csv",
         "persoon;schooljaar;soort;leerweg;niveau;opleiding;instelling;hoofdinschrijving\n"
         "1;2022/23;mbo;bol;2;25001;27GZ;ja\n2;2022;mbo;bol;2;25001;27GZ;\n"
         "3;2022-2023;mbo;bbl;1;25002;25LX;ja\n4;2022;mbo;bol;4;25003;25LX;ja\n"
         "4;2022;vavo;;;80001;25LX;nee\n5;2022;mbo;bol;2;25001;27GZ;ja\n"
         "6;2022;hbo;voltijd;;34000;90XX;ja\n7;2022;vmbo;kb;;;10AA;ja\n"
         "8;2022;mbo;bol;3;25004;27GZ;ja\n9;2022;mbo;extraneus;2;25001;27GZ;ja\n"},
        {"leveringen/inschrijving-2023.csv",
         "persoon,schooljaar,soort,leerweg,niveau,opleiding,instelling\n"
         "1,2023,mbo,bol,3,25004,27GZ\n2,2023,mbo,bol,3,25004,27GZ\n4,2023,hbo,voltijd,,34000,"
         "90XX\n"
         "7,2023,mbo,bol,2,25001,25LX\n8,2023,mbo,bol,3,25004,27GZ\n"},
        {"leveringen/persoon.csv",
         "persoon,geboortedatum,geslacht\n1,2005-03-01,m\n2,01-10-1999,v\n3,2004-11,m\n"
         "4,2004-01-01,v\n5,02-10-1999,m\n6,2002-02-02,v\n7,2007-07-07,m\n8,2003-03-03,v\n"
         "9,2003-03-03,x\n"},
        {"leveringen/diploma.csv", "persoon,schooljaar,soort,niveau\n8,2022,mbo,2\n7,2022,vmbo,\n"},
        {"leveringen/vrijstelling.csv", "persoon,schooljaar,reden\n9,2023,justitie\n"},
        {"leveringen/werk.csv", "persoon,jaar,uren\n3,2023,12.5\n5,2023,20\n5,2023,\"8,5\"\n"}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        ds_free(ds_test_write_string(folder, files[i][0], files[i][1]));
    ds_free(
        ds_test_write_string(folder, ".vingerafdruksleutel", "een geheim dat alle tests kennen"));
}

char *ds_work_pointer(const char *folder) {
    char path[DS_PATH_SIZE], name[256] = "";
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, "register/current", &err), DS_OK);
    if (readlink(path, name, sizeof name - 1) < 0) name[0] = '\0';
    return ds_strdup(name);
}

char *ds_work_read(const char *folder, const char *name, size_t *out_size) {
    char path[DS_PATH_SIZE];
    char *data = NULL;
    size_t size = 0;
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    if (ds_file_read(path, 1 << 28, &data, &size, &err) != DS_OK) fail_msg("%s: %s", path, err.en);
    if (out_size != NULL) *out_size = size;
    return data;
}

int ds_work_scaled(int n, int minimum) {
    const char *scale = getenv("DS_TEST_SCALE");
    int scaled = (int)(n * (scale == NULL ? 1.0 : atof(scale)));
    return scaled < minimum ? minimum : scaled;
}
