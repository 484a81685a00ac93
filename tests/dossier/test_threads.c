/* tests/dossier/test_threads.c: many threads at once on one store: each save is there once, counts
 * add up, and conflicts are told to whoever came second. For TSan as well. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "doorstroom/accounts.h"
#include "doorstroom/logboek.h"
#include "dossier/made.h"
#include "support/in_folder.h"

enum { THREADS = 16, ROUNDS = 20 };

typedef struct worker {
    ds_dossiers *store;
    int64_t account, dossier;
    int nr;
    size_t n_changed, n_conflicts;
} worker;

/* Everybody on the same answer, from the page as it was last seen, and one answer of one's own. */
static void *save_on(void *context) {
    worker *w = context;
    for (int i = 0; i < ROUNDS; i++) {
        char own[32], value[32];
        ds_dossier dossier = made_read(w->store, w->dossier);
        const ds_dossier_change changes[] = {{"geld", "samen", value}, {"geld", own, value}};
        const ds_dossier_save save = {w->dossier, dossier.head.revisie, "open", changes, 2};
        ds_dossier_saved saved = {0};
        ds_dossier_done(&dossier);
        (void)snprintf(own, sizeof own, "van_%d", w->nr);
        (void)snprintf(value, sizeof value, "%d %d", w->nr, i);
        if (ds_dossier_keep(w->store, w->account, &save, &saved, NULL) != DS_OK) return "failed";
        w->n_changed += saved.n_changed;
        w->n_conflicts += saved.n_conflicts;
        ds_dossier_saved_done(&saved);
    }
    return NULL;
}

static void test_threads__every_save_is_there_or_told(void **state) {
    ds_dossiers *store = made_open(folder);
    const int64_t id = made_dossier(store, "agenda 7");
    worker workers[THREADS];
    pthread_t threads[THREADS];
    ds_dossier_history history = {0};
    ds_logboek_verified verified;
    size_t n_changed = 0, n_conflicts = 0, n_refused = 0;
    char name[16];
    void *failed;
    (void)state;
    for (int i = 0; i < THREADS; i++) {
        (void)snprintf(name, sizeof name, "persoon%d", i);
        workers[i] = (worker){store, made_account(store, name), id, i, 0, 0};
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, save_on, &workers[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        assert_null(failed);
        n_changed += workers[i].n_changed;
        n_conflicts += workers[i].n_conflicts;
    }
    assert_int_equal(n_changed + n_conflicts, 2 * THREADS * ROUNDS); /* nothing is lost */
    assert_int_equal(ds_dossier_history_read(store, id, NULL, 0, &history, NULL), DS_OK);
    assert_int_equal(history.n, 2 * THREADS * ROUNDS);
    for (size_t i = 0; i < history.n; i++)
        n_refused += history.list[i].refused;
    assert_int_equal(n_refused, n_conflicts);
    ds_dossier_history_done(&history);
    assert_int_equal(ds_logboek_verify(store, NULL, &verified, NULL), DS_OK);
    assert_true(verified.whole);
    ds_dossiers_close(store);
}

static void *sign_in_on(void *context) {
    const worker *w = context;
    const ds_sign_in in = {"persoon@school.nl", made_password, NULL, "1.1.1.1", NULL};
    const ds_session_limits limits = {0, 0};
    char token[DS_TOKEN_SIZE];
    for (int i = 0; i < 3; i++) {
        ds_signed_in signed_in = {0};
        ds_session session = {0};
        ds_dossier_outcome outcome;
        if (ds_account_sign_in(w->store, &in, &signed_in, NULL) != DS_OK) return "failed";
        if (signed_in.outcome != DS_SIGN_IN_DONE) return "refused";
        if (ds_session_start(w->store, signed_in.account, "proef", token, &outcome, NULL) != DS_OK)
            return "failed";
        if (ds_session_find(w->store, token, &limits, &session, &outcome, NULL) != DS_OK)
            return "failed";
        if (outcome != DS_DOSSIER_DONE) return "no session";
        if (ds_session_end(w->store, token, NULL) != DS_OK) return "failed";
    }
    return NULL;
}

/* As many as one account may have sessions. */
static void test_threads__sign_in_at_once(void **state) {
    enum { AT_ONCE = DS_SESSIONS_MAX };
    worker w = {.store = made_open(folder)};
    pthread_t threads[AT_ONCE];
    void *failed;
    (void)state;
    made_account(w.store, "persoon");
    for (int i = 0; i < AT_ONCE; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, sign_in_on, &w), 0);
    for (int i = 0; i < AT_ONCE; i++) {
        assert_int_equal(pthread_join(threads[i], &failed), 0);
        if (failed != NULL) fail_msg("%s", (const char *)failed);
    }
    ds_dossiers_close(w.store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_threads__every_save_is_there_or_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_threads__sign_in_at_once, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
