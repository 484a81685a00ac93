/* tests/dossier/test_killed.c: a program that is killed at random moments while several threads
 * submit: what it said was kept is there, and nothing is half there. DS_SUBMISSIONS says how many
 * in all (60). */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/random.h"
#include "doorstroom/logboek.h"
#include "dossier/made.h"
#include "support/in_folder.h"

enum { THREADS = 8, MOST = 4000 };

static ds_dossiers *store;
static int confirmed_pipe;
static int life; /* how often it was begun, for names that are new */

/* ---- the program that is killed ---- */

/* A dossier filled in and submitted, and then said so. */
static void submit_one(int thread, int nr) {
    char naam[64];
    const ds_dossier_change changes[] = {{"geld", "een", naam}, {"geld", "twee", naam}};
    const ds_dossier_signer signer = {"A. de Vries", "bestuurder", NULL, 0, ""};
    ds_dossier_move move = {0, 1, "indienen", "open", "ingediend", "", &signer, false};
    ds_dossier_save save = {0, 0, "open", changes, 2};
    ds_dossier_new what = {"efile", "2025", "agenda", naam, "A7", "open"};
    ds_dossier_saved saved = {0};
    ds_dossier_outcome outcome;
    (void)snprintf(naam, sizeof naam, "%d %d %d", life, thread, nr);
    if (ds_dossier_create(store, 0, &what, &save.dossier, &outcome, NULL) != DS_OK) _exit(2);
    if (ds_dossier_keep(store, 0, &save, &saved, NULL) != DS_OK) _exit(3);
    ds_dossier_saved_done(&saved);
    move.dossier = save.dossier;
    if (ds_dossier_make_move(store, 0, &move, &outcome, NULL) != DS_OK) _exit(4);
    if (outcome != DS_DOSSIER_DONE) _exit(5);
    if (write(confirmed_pipe, &save.dossier, sizeof save.dossier) != sizeof save.dossier) _exit(6);
}

static void *submit_on(void *thread) {
    for (int nr = 0;; nr++)
        submit_one((int)(intptr_t)thread, nr);
    return NULL;
}

static void run_until_killed(void) {
    pthread_t threads[THREADS];
    if (made_try(folder, &store, NULL) != DS_OK) _exit(1);
    for (intptr_t i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, submit_on, (void *)i) != 0) _exit(1);
    for (;;)
        (void)pause();
}

/* ---- who kills it, and looks ---- */

/* Reads what was confirmed until it was killed, which is at a random moment after the first. */
static size_t kill_somewhere(int64_t *ids, size_t n, uint64_t wait_us) {
    const struct timespec wait = {0, (long)wait_us * 1000};
    int ends[2], code;
    pid_t child;
    assert_int_equal(pipe(ends), 0);
    life++;
    child = fork();
    if (child == 0) {
        confirmed_pipe = ends[1];
        (void)close(ends[0]);
        run_until_killed();
    }
    (void)close(ends[1]);
    if (read(ends[0], &ids[n], sizeof *ids) == sizeof *ids) n++;
    (void)nanosleep(&wait, NULL);
    assert_int_equal(kill(child, SIGKILL), 0);
    while (n < MOST && read(ends[0], &ids[n], sizeof *ids) == sizeof *ids)
        n++;
    (void)close(ends[0]);
    assert_int_equal(waitpid(child, &code, 0), child);
    assert_true(WIFSIGNALED(code));
    return n;
}

static void expect_submitted(const ds_dossier *dossier) {
    assert_string_equal(dossier->head.toestand, "ingediend");
    assert_int_equal(dossier->n_answers, 2);
    assert_int_equal(dossier->n_overgangen, 2);
    assert_int_equal(dossier->n_ondertekeningen, 1);
    assert_false(dossier->ondertekeningen[0].stale);
}

/* One that nobody was told of may be there up to where it came, and each step whole. */
static void expect_steps(const ds_dossier *dossier) {
    if (strcmp(dossier->head.toestand, "ingediend") == 0) {
        expect_submitted(dossier);
        return;
    }
    assert_int_equal(dossier->n_overgangen, 1);
    assert_int_equal(dossier->n_ondertekeningen, 0);
    assert_int_equal(dossier->n_answers, dossier->head.revisie == 0 ? 0 : 2);
}

static void look_at_all(const int64_t *ids, size_t n) {
    ds_logboek_verified verified;
    ds_dossiers_list list = {0};
    store = made_open(folder);
    for (size_t i = 0; i < n; i++) {
        ds_dossier dossier = made_read(store, ids[i]);
        expect_submitted(&dossier);
        ds_dossier_done(&dossier);
    }
    assert_int_equal(ds_dossiers_find(store, NULL, &list, NULL), DS_OK);
    for (size_t i = 0; i < list.n; i++) {
        ds_dossier dossier = made_read(store, list.list[i].id);
        expect_steps(&dossier);
        ds_dossier_done(&dossier);
    }
    ds_dossiers_list_done(&list);
    assert_int_equal(ds_logboek_verify(store, NULL, &verified, NULL), DS_OK);
    assert_true(verified.whole);
    ds_dossiers_close(store);
}

static void test_kill__nothing_confirmed_is_lost(void **state) {
    static int64_t ids[MOST];
    const char *asked = getenv("DS_SUBMISSIONS");
    const size_t wanted = asked == NULL ? 60 : (size_t)strtoul(asked, NULL, 10);
    ds_random random = ds_random_start(17, 0, 0);
    size_t n = 0, kills = 0;
    (void)state;
    while (n < wanted && n < MOST) {
        n = kill_somewhere(ids, n, ds_random_below(&random, 4000));
        look_at_all(ids, n);
        kills++;
    }
    print_message("killed %d times, %d submissions confirmed, all there\n", (int)kills, (int)n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_kill__nothing_confirmed_is_lost, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
