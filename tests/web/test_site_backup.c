/* tests/web/test_site_backup.c: a backup made while people fill in, after which the service is
 * killed, and put back elsewhere: what was confirmed before it is there, the log holds, and nobody
 * is logged in. The service is a process of its own, so that it can be killed. */
#include "support/support.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "doorstroom/accounts.h"
#include "doorstroom/logboek.h"
#include "web/served.h"
#include "web/site_served.h"

enum { WRITERS = 4, BEFORE = 12, MOST = 4000 };

/* Somebody who saves one answer after the other; confirmed: the last that was said to be kept. */
typedef struct backup_writer {
    visitor visitor;
    long dossier;
    atomic_int confirmed;
    atomic_bool is_over;
    pthread_t thread;
} backup_writer;

static void *save_on(void *context) {
    backup_writer *w = context;
    char target[80], body[120];
    (void)snprintf(target, sizeof target, "/dossier/%ld/eerste", w->dossier);
    for (int i = 1; i < MOST && !atomic_load(&w->is_over); i++) {
        if (visitor_get(&w->visitor, target) != 200) break;
        (void)snprintf(body, sizeof body, "revisie=%s&naam=antwoord+%d",
                       visitor_field(&w->visitor, "revisie"), i);
        if (visitor_post(&w->visitor, target, body) != 303) break;
        atomic_store(&w->confirmed, i);
    }
    return NULL;
}

/* ---- the service, in a process of its own ---- */

/* The folder has all that is needed already: it is made by the parent, which then lets go. */
static pid_t serve_in_child(const char *folder, char address[128]) {
    int ends[2];
    pid_t child;
    ssize_t n;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ds_serve_options options = DS_SERVE_OPTIONS_INIT;
        ds_serve *serve = NULL;
        options.folder = folder;
        options.listen = "127.0.0.1:0";
        options.quick_passwords = true;
        options.requests_a_second = -1;
        if (ds_serve_start(&options, &serve, NULL) != DS_OK) _exit(1);
        n = write(ends[1], ds_serve_listens(serve), strlen(ds_serve_listens(serve)));
        (void)n;
        (void)close(ends[1]);
        for (;;)
            (void)pause();
    }
    (void)close(ends[1]);
    n = read(ends[0], address, 127);
    assert_true(n > 0);
    address[n] = '\0';
    (void)close(ends[0]);
    return child;
}

/* A store with people who are logged in, closed again; their cookies go on. */
static void prepare(site_served *site, backup_writer *writers) {
    site_start(site, NULL);
    for (int i = 0; i < WRITERS; i++) {
        char name[20], scope[20];
        (void)snprintf(name, sizeof name, "schrijver%d", i);
        (void)snprintf(scope, sizeof scope, "%02dAA", i);
        site_person(site, &writers[i].visitor, name, "invuller", scope);
        writers[i].dossier = site_dossier(&writers[i].visitor, name, scope);
    }
    ds_serve_stop(site->serve);
}

static void move_to(visitor *v, const char *address) {
    v->address = address;
    (void)snprintf(v->origin, sizeof v->origin, "http://%.100s", address);
}

static void await_confirmed(const backup_writer *writers, int n) {
    for (int i = 0; i < WRITERS; i++)
        for (int tries = 0; atomic_load(&writers[i].confirmed) < n; tries++) {
            if (tries > 20000) fail_msg("nothing is saved any more");
            (void)usleep(1000);
        }
}

/* ---- afterwards ---- */

static int answer_number(ds_dossiers *store, long dossier) {
    ds_dossier found = {0};
    ds_dossier_outcome outcome = DS_DOSSIER_ABSENT;
    const ds_dossier_answer *answer;
    int number = 0;
    assert_int_equal(ds_dossier_read(store, dossier, &found, &outcome, NULL), DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    answer = ds_dossier_answer_at(&found, "naam");
    if (answer != NULL) assert_int_equal(sscanf(answer->value, "antwoord %d", &number), 1);
    ds_dossier_done(&found);
    return number;
}

static void check_restored(const char *folder, const backup_writer *writers, const int *before,
                           const int *after) {
    char web[600];
    ds_dossiers_options options = DS_DOSSIERS_OPTIONS_INIT;
    ds_logboek_verified verified = {0};
    ds_dossiers *store = NULL;
    ds_error err = {0};
    (void)snprintf(web, sizeof web, "%s/web", folder);
    options.quick_passwords = true;
    if (ds_dossiers_open(web, &options, &store, &err) != DS_OK) fail_msg("%s", err.en);
    for (int i = 0; i < WRITERS; i++) {
        const int number = answer_number(store, writers[i].dossier);
        assert_true(number >= before[i]); /* what was confirmed before the copy was begun */
        assert_true(number <= after[i] + 1);
    }
    if (ds_logboek_verify(store, NULL, &verified, &err) != DS_OK) fail_msg("%s", err.en);
    if (!verified.whole) fail_msg("%s", verified.en);
    ds_dossiers_close(store);
}

/* Their sessions are void: the page to sign in is what they get; with the key, the second step of
 * before holds. */
static void check_sessions(const char *folder, backup_writer *writer, bool same_key) {
    char address[128], code[9], body[200];
    const pid_t child = serve_in_child(folder, address);
    visitor *v = &writer->visitor;
    move_to(v, address);
    assert_int_equal(visitor_get(v, "/taken"), 303);
    assert_non_null(strstr(visitor_location(v), "/inloggen"));
    assert_int_equal(visitor_get(v, "/inloggen"), 200);
    (void)snprintf(body, sizeof body, "adres=schrijver0@example.nl&wachtwoord=%s",
                   "correct+paard+batterij+nietje");
    if (same_key) {
        assert_int_equal(visitor_post(v, "/inloggen", body), 200);
        visitor_code_later(v, 30, code); /* the one of now may have been used */
        (void)snprintf(body, sizeof body, "code=%s", code);
        assert_int_equal(visitor_post(v, "/inloggen/code", body), 303);
        assert_int_equal(visitor_get(v, "/taken"), 200);
        assert_non_null(strstr(v->page, "schrijver0"));
    } else { /* a new one first */
        assert_int_equal(visitor_post(v, "/inloggen", body), 303);
        assert_non_null(strstr(visitor_location(v), "/account/tweede-stap"));
    }
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* The key of one work folder into another that has nothing else. */
static void carry_key(const char *from, const char *to) {
    char command[1400];
    (void)snprintf(command, sizeof command,
                   "mkdir -m 700 '%s/web' && cp -p '%s/web/dossiers.sleutel' '%s/web/'", to, from,
                   to);
    assert_int_equal(system(command), 0);
}

/* A folder that has the form, and no more. */
static char *folder_like(const char *folder) {
    char *out = ds_test_folder(), command[1400];
    (void)snprintf(command, sizeof command, "cp -r '%s/formulieren' '%s/'", folder, out);
    assert_int_equal(system(command), 0);
    return out;
}

static void test_backup__while_people_fill_in(void **state) {
    site_served site;
    backup_writer writers[WRITERS];
    char address[128], copy[700], *elsewhere, *keyless;
    int before[WRITERS], after[WRITERS];
    bool same_key = false;
    ds_error err = {0};
    pid_t child;
    (void)state;
    memset(writers, 0, sizeof writers);
    prepare(&site, writers);
    child = serve_in_child(site.folder, address);
    for (int i = 0; i < WRITERS; i++) {
        move_to(&writers[i].visitor, address);
        assert_int_equal(pthread_create(&writers[i].thread, NULL, save_on, &writers[i]), 0);
    }
    await_confirmed(writers, BEFORE);
    for (int i = 0; i < WRITERS; i++)
        before[i] = atomic_load(&writers[i].confirmed);
    (void)snprintf(copy, sizeof copy, "%s/kopie", site.folder);
    if (ds_serve_backup(site.folder, copy, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
    for (int i = 0; i < WRITERS; i++)
        after[i] = atomic_load(&writers[i].confirmed);
    await_confirmed(writers, BEFORE + 3); /* it goes on */
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    for (int i = 0; i < WRITERS; i++) {
        atomic_store(&writers[i].is_over, true);
        assert_int_equal(pthread_join(writers[i].thread, NULL), 0);
    }
    elsewhere = folder_like(site.folder);
    carry_key(site.folder, elsewhere);
    if (ds_serve_restore(elsewhere, copy, &same_key, &err) != DS_OK) fail_msg("%s", err.en);
    assert_true(same_key);
    check_restored(elsewhere, writers, before, after);
    check_sessions(elsewhere, &writers[0], true);
    assert_int_equal(ds_serve_restore(elsewhere, copy, &same_key, &err),
                     DS_INPUT); /* not over it */
    keyless = folder_like(site.folder);
    if (ds_serve_restore(keyless, copy, &same_key, &err) != DS_OK) fail_msg("%s", err.en);
    assert_false(same_key);
    check_restored(keyless, writers, before, after);
    check_sessions(keyless, &writers[0], false);
    for (int i = 0; i < WRITERS; i++)
        visitor_done(&writers[i].visitor);
    visitor_done(&site.admin);
    ds_test_folder_remove(elsewhere);
    ds_test_folder_remove(keyless);
    ds_test_folder_remove(site.folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backup__while_people_fill_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
