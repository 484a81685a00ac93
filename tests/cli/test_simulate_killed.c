/* tests/cli/test_simulate_killed.c: whatever happens to a simulate, leveringen/ holds one whole set
 * of deliveries, the earlier or the new, or nothing. Killed at any moment: while the rows are made,
 * while they become Parquet, while folders change places; also where the file system cannot swap
 * two folders, and with a second set beside the first. First at random moments, then (where one
 * process may trace another) before each single step that changes a folder. */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "simulate/output.h"
#include "support/work_run.h"

static char *folder;

/* What a child does to the folder: one of two versions, which differ in all files. */
typedef struct work {
    void (*run)(int version);
    bool without_swap; /* in a child that cannot swap folders */
    bool two_sets;     /* zonder_route/ too */
    bool traced;       /* stopped before its first step */
} work;

/* ---- what a child does ---- */

static void must(ds_status status, const ds_error *err) {
    if (status == DS_OK) return;
    (void)fprintf(stderr, "%s: %s\n", err->file, err->en);
    _exit(3);
}

static void simulate(int version, bool parquet) {
    const ds_simulate_options options = {.n_persons = 3000 + 500 * (uint64_t)version,
                                         .seed = (uint64_t)version,
                                         .n_workers = 2,
                                         .first_year = 2018 + version,
                                         .parameters = DS_SOURCE_DIR "/simulatie",
                                         .parquet = parquet};
    ds_error err;
    must(ds_simulate_write(folder, &options, &err), &err);
}

static void run_csv(int version) {
    simulate(version, false);
}

static void run_parquet(int version) {
    simulate(version, true);
}

/* From one form to the other. */
static void run_mixed(int version) {
    simulate(version, version == 1);
}

/* Two sets whose first lines say which version they are. */
static void run_two_sets(int version) {
    static ds_output outputs[2];
    const ds_simulate_options options = {
        .n_persons = 1, .first_year = 2015, .last_year = 2020, .n_workers = 1};
    char beside[DS_PATH_SIZE], line[16];
    ds_lines rows = {.data = line};
    ds_error err;
    must(ds_file_join(beside, folder, "zonder_route", &err), &err);
    must(ds_output_begin(&outputs[0], folder, &options, &err), &err);
    must(ds_output_begin(&outputs[1], beside, &options, &err), &err);
    for (size_t i = 0; i < 2; i++) {
        for (size_t file = 0; file < outputs[i].n_files; file++) {
            rows.size = (size_t)snprintf(line, sizeof line, "%d\n", version);
            must(ds_output_write(&outputs[i], file, &rows, &err), &err);
        }
    }
    must(ds_output_finish_all(outputs, 2, &err), &err);
    ds_output_done(&outputs[0]);
    ds_output_done(&outputs[1]);
}

/* renameat2 with flags fails as on a file system that does not know them; false where this kernel
 * cannot be told so. */
static bool forbid_swap(void) {
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat2, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[4])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 22 /* EINVAL */),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    struct sock_fprog program = {sizeof steps / sizeof *steps, steps};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static pid_t start(const work *w, int version) {
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid != 0) return pid;
    if (w->traced && (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 || raise(SIGSTOP) != 0)) _exit(77);
    if (w->without_swap && !forbid_swap()) _exit(77);
    w->run(version);
    _exit(0);
}

/* ---- what stands there ---- */

/* One number for the names and bytes of what is in folder/name; 0 when nothing is there. */
static uint64_t print_of(const char *name) {
    char path[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_error err;
    uint64_t print = 0;
    assert_int_equal(ds_file_join(path, folder, name, &err), DS_OK);
    if (!ds_file_exists(path)) return 0;
    assert_int_equal(ds_file_list(path, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++) {
        char *data;
        size_t size;
        data = ds_work_read(path, names.names[i], &size);
        print = ds_hash_mix(print ^ ds_hash_fnv1a(names.names[i], strlen(names.names[i])));
        print = ds_hash_mix(print ^ ds_hash_fnv1a(data, size));
        ds_free(data);
    }
    ds_file_names_done(&names);
    return print;
}

static void nothing_hidden(const char *name) {
    static const char *const hidden[] = {".leveringen-half", ".leveringen-rest", ".leveringen-oud"};
    for (size_t i = 0; i < 3; i++) {
        char inside[100], path[DS_PATH_SIZE];
        ds_error err;
        (void)snprintf(inside, sizeof inside, "%s/%s", name, hidden[i]);
        assert_int_equal(ds_file_join(path, folder, inside, &err), DS_OK);
        assert_false(ds_file_exists(path));
    }
}

typedef struct prints {
    uint64_t first, second;
} prints;

static prints prints_now(void) {
    return (prints){print_of("leveringen"), print_of("zonder_route/leveringen")};
}

static double now_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Runs to the end; false where the child cannot do what is asked of it. */
static bool whole(const work *w, int version, prints *out, double *out_ms) {
    double from = now_ms();
    int code = ds_run_wait(start(w, version));
    if (code == 77) return false;
    assert_int_equal(code, 0);
    *out_ms = now_ms() - from;
    *out = prints_now();
    return true;
}

/* ---- trials ---- */

/* After a kill: the earlier or the new; nothing only where there was nothing or folders cannot be
 * swapped. The second set is missing or belongs to the first. */
static void check(const work *w, prints now, prints earlier, prints later) {
    const bool is_new = now.first == later.first, is_old = now.first == earlier.first;
    if (!is_new && !is_old && !(w->without_swap && now.first == 0)) fail_msg("a mixture");
    if (!w->two_sets || now.second == 0) return;
    if (is_new)
        assert_true(now.second == later.second);
    else
        assert_true(now.second == earlier.second);
}

static void kill_after(pid_t pid, double ms, bool *out_killed) {
    struct timespec wait = {(time_t)(ms / 1e3), 0};
    int code;
    wait.tv_nsec = (long)((ms - (double)wait.tv_sec * 1e3) * 1e6);
    (void)nanosleep(&wait, NULL);
    (void)kill(pid, SIGKILL);
    code = ds_run_wait(pid);
    assert_true(code == 0 || code == 128 + SIGKILL);
    *out_killed = code != 0;
}

/* To and fro between the two versions, killed on the way; half of the trials near the end, where
 * folders change places. How long a whole run takes is measured again and again, as the machine may
 * be busier now than then; after a kill that came too late the next comes sooner. */
static void trials(const work *w, int n) {
    prints versions[2] = {{0, 0}, {0, 0}}, earlier = {0, 0};
    double ms = 0;
    int n_killed = 0;
    folder = ds_test_folder();
    if (!whole(w, 0, &versions[0], &ms) || !whole(w, 1, &versions[1], &ms)) {
        ds_test_folder_remove(folder);
        skip();
    }
    assert_true(versions[0].first != versions[1].first);
    ds_test_folder_remove(folder);
    folder = ds_test_folder();
    for (int i = 0; i < n || (n_killed == 0 && i < n + 100); i++) {
        const double part = (double)(rand() % 1000) / 1000;
        double this_ms = ms;
        bool killed;
        prints now = {0, 0};
        kill_after(start(w, i % 2), ms * (i % 4 < 2 ? 1.1 * part : 0.8 + 0.25 * part), &killed);
        n_killed += killed;
        now = prints_now();
        check(w, now, earlier, versions[i % 2]);
        if (!killed) {
            assert_true(now.first == versions[i % 2].first);
            ms *= 0.8;
        }
        if (i % 3 != 2) { /* else the next call finds what this one left */
            assert_true(whole(w, i % 2, &now, &this_ms));
            if (killed) ms = this_ms;
            assert_true(now.first == versions[i % 2].first);
            assert_true(now.second == versions[i % 2].second);
            nothing_hidden(".");
            nothing_hidden("zonder_route");
        }
        earlier = now;
    }
    assert_true(n_killed > 0);
    ds_test_folder_remove(folder);
}

/* ---- before each step ---- */

/* Whether this system call changes a folder, or promises that something is on the disk. */
static bool is_step(uint64_t call) {
    static const uint64_t steps[] = {
#ifdef SYS_rename
        SYS_rename,   SYS_unlink,    SYS_rmdir,    SYS_mkdir,
#endif
#ifdef SYS_renameat
        SYS_renameat,
#endif
        SYS_openat,   SYS_renameat2, SYS_unlinkat, SYS_linkat, SYS_mkdirat, SYS_fsync, SYS_close};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (call == steps[i]) return true;
    return false;
}

/* Lets the stopped child go to its next system call; false when it has ended. */
static bool next_call(pid_t pid, struct __ptrace_syscall_info *info) {
    int status;
    if (ptrace(PTRACE_SYSCALL, pid, NULL, NULL) != 0) fail_msg("the child is gone");
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFSTOPPED(status)) {
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        return false;
    }
    memset(info, 0, sizeof *info);
    return ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof *info, info) > 0;
}

/* Killed before its step number n, counted from 1; false when it ended before that. */
static bool kill_at_step(const work *w, int version, int n) {
    pid_t pid = start(w, version);
    struct __ptrace_syscall_info info;
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFSTOPPED(status)) skip(); /* may not be traced here */
    if (ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) != 0)
        skip();
    while (next_call(pid, &info)) {
        if (info.op != PTRACE_SYSCALL_INFO_ENTRY || !is_step(info.entry.nr) || --n > 0) continue;
        (void)kill(pid, SIGKILL);
        (void)waitpid(pid, NULL, 0);
        return true;
    }
    return false;
}

/* From version 0 to version 1, killed before each stride-th step of it; then what is left is no
 * hindrance to the next call. */
static void each_step(work w, int stride) {
    prints versions[2] = {{0, 0}, {0, 0}};
    work plain = w;
    double ms;
    int n_steps = 1;
    folder = ds_test_folder();
    if (!whole(&plain, 0, &versions[0], &ms) || !whole(&plain, 1, &versions[1], &ms)) {
        ds_test_folder_remove(folder);
        skip();
    }
    w.traced = true;
    for (;; n_steps += stride) {
        prints now = {0, 0};
        assert_true(whole(&plain, 0, &now, &ms));
        if (!kill_at_step(&w, 1, n_steps)) break;
        check(&w, prints_now(), versions[0], versions[1]);
        assert_true(whole(&plain, 1, &now, &ms));
        assert_true(now.first == versions[1].first && now.second == versions[1].second);
        nothing_hidden(".");
        nothing_hidden("zonder_route");
    }
    assert_true(n_steps > 20);
    ds_test_folder_remove(folder);
}

static int stride(void) {
    int most = ds_work_scaled(20, 1);
    return most < 60 ? 1 + 60 / most : 1;
}

static void test_simulate_killed__before_each_step(void **state) {
    (void)state;
    each_step((work){.run = run_two_sets, .two_sets = true}, stride());
}

static void test_simulate_killed__before_each_step_without_swap(void **state) {
    (void)state;
    each_step((work){.run = run_two_sets, .two_sets = true, .without_swap = true}, stride());
}

static void test_simulate_killed__csv(void **state) {
    (void)state;
    trials(&(work){.run = run_csv}, ds_work_scaled(12, 3));
}

static void test_simulate_killed__parquet(void **state) {
    (void)state;
    trials(&(work){.run = run_parquet}, ds_work_scaled(6, 2));
}

static void test_simulate_killed__from_one_form_to_the_other(void **state) {
    (void)state;
    trials(&(work){.run = run_mixed}, ds_work_scaled(6, 2));
}

static void test_simulate_killed__two_sets(void **state) {
    (void)state;
    trials(&(work){.run = run_two_sets, .two_sets = true}, ds_work_scaled(10, 3));
}

static void test_simulate_killed__without_swap(void **state) {
    (void)state;
    trials(&(work){.run = run_csv, .without_swap = true}, ds_work_scaled(6, 2));
    trials(&(work){.run = run_two_sets, .without_swap = true, .two_sets = true},
           ds_work_scaled(10, 3));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate_killed__csv),
        cmocka_unit_test(test_simulate_killed__parquet),
        cmocka_unit_test(test_simulate_killed__from_one_form_to_the_other),
        cmocka_unit_test(test_simulate_killed__two_sets),
        cmocka_unit_test(test_simulate_killed__without_swap),
        cmocka_unit_test(test_simulate_killed__before_each_step),
        cmocka_unit_test(test_simulate_killed__before_each_step_without_swap),
    };
    srand(20221001);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
