/* tests/base/test_processors.c: how many threads, by affinity, control groups and the work. */
#include "base/processors.h"

#include <sched.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "support/in_folder.h"

static void write_file(const char *name, const char *text) {
    ds_free(ds_test_write_string(folder, name, text));
}

/* A group and those above it count; where no limit is, or nothing can be read, none. */
static void test_allowed__version_2(void **state) {
    (void)state;
    assert_true(ds_processors_allowed(folder) == SIZE_MAX);
    write_file("proc/self/cgroup", "0::/a.slice/b.scope\n");
    assert_true(ds_processors_allowed(folder) == SIZE_MAX);
    write_file("sys/fs/cgroup/a.slice/b.scope/cpu.max", "max 100000\n");
    assert_true(ds_processors_allowed(folder) == SIZE_MAX);
    write_file("sys/fs/cgroup/a.slice/cpu.max", "300000 100000\n");
    assert_int_equal(ds_processors_allowed(folder), 3);
    write_file("sys/fs/cgroup/a.slice/b.scope/cpu.max", "150000 100000\n");
    assert_int_equal(ds_processors_allowed(folder), 2); /* one and a half */
    write_file("sys/fs/cgroup/cpu.max", "5000 100000\n");
    assert_int_equal(ds_processors_allowed(folder), 1);
    write_file("sys/fs/cgroup/cpu.max", "onzin\n");
    assert_int_equal(ds_processors_allowed(folder), 2);
}

/* In a container whose path is the host's the group's own folder is the lowest that there is. */
static void test_allowed__path_of_the_host(void **state) {
    (void)state;
    write_file("proc/self/cgroup", "0::/docker/0123abcd\n");
    write_file("sys/fs/cgroup/cpu.max", "400000 100000\n");
    assert_int_equal(ds_processors_allowed(folder), 4);
    write_file("proc/self/cgroup", "0::/../../elders\n");
    assert_int_equal(ds_processors_allowed(folder), 4);
}

static void test_allowed__version_1(void **state) {
    (void)state;
    write_file("proc/self/cgroup", "5:cpuset:/x\n4:cpuacct,cpu:/taak/a\n2:memory:/taak/b\n0::/\n");
    write_file("sys/fs/cgroup/cpuacct,cpu/taak/a/cpu.cfs_quota_us", "-1\n");
    write_file("sys/fs/cgroup/cpuacct,cpu/taak/a/cpu.cfs_period_us", "100000\n");
    assert_true(ds_processors_allowed(folder) == SIZE_MAX);
    write_file("sys/fs/cgroup/cpuacct,cpu/taak/cpu.cfs_quota_us", "250000\n");
    write_file("sys/fs/cgroup/cpuacct,cpu/taak/cpu.cfs_period_us", "50000\n");
    assert_int_equal(ds_processors_allowed(folder), 5);
    write_file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "100000\n");
    assert_int_equal(ds_processors_allowed(folder), 5); /* a quota of what period? */
    write_file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "50000\n");
    assert_int_equal(ds_processors_allowed(folder), 2);
    write_file("sys/fs/cgroup/memory/taak/b/cpu.cfs_quota_us", "1000\n"); /* not its controller */
    write_file("sys/fs/cgroup/memory/taak/b/cpu.cfs_period_us", "1000\n");
    write_file("sys/fs/cgroup/unified/cpu.max", "100000 100000\n"); /* both versions at once */
    assert_int_equal(ds_processors_allowed(folder), 1);
}

/* Whoever may run on one processor gets one thread, whatever the machine has and is asked. */
static void test_processors__follow_affinity(void **state) {
    cpu_set_t before, one;
    size_t n = 0, first = 0;
    (void)state;
    ds_processors_pretend(0);
    assert_int_equal(sched_getaffinity(0, sizeof before, &before), 0);
    n = (size_t)CPU_COUNT(&before);
    assert_true(ds_processors() >= 1 && ds_processors() <= n);
    assert_int_equal(ds_parallel_workers(0), ds_processors());
    while (!CPU_ISSET(first, &before))
        first++;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    assert_int_equal(ds_processors(), 1);
    assert_int_equal(ds_parallel_workers(0), 1);
    assert_int_equal(ds_parallel_workers(64), 1);
    assert_int_equal(sched_setaffinity(0, sizeof before, &before), 0);
}

static void test_workers__no_more_than_work(void **state) {
    (void)state;
    ds_processors_pretend(1000);
    assert_int_equal(ds_parallel_workers(0), DS_WORKERS_MAX);
    assert_int_equal(ds_parallel_workers(64), 64);
    assert_int_equal(ds_parallel_worth(64, 5, 8), 5); /* a test's work is small */
    ds_processors_pretend(0);
    assert_int_equal(ds_parallel_worth(64, 0, 8), 1);
    assert_int_equal(ds_parallel_worth(64, 15, 8), 1);
    assert_true(ds_parallel_worth(64, 1000, 1) == ds_parallel_workers(64));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_allowed__version_2, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_allowed__path_of_the_host, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_allowed__version_1, set_up, tear_down),
        cmocka_unit_test(test_processors__follow_affinity),
        cmocka_unit_test(test_workers__no_more_than_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
