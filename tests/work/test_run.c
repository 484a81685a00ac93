/* tests/work/test_run.c: run does what is out of date, and says why: each thing that a release is
 * made of is changed in turn. And one that is asked to stop leaves nothing half made. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "doorstroom/run.h"
#include "support/support.h"

static const char definitions[] =
    "indicators:\n"
    "  - {id: weg, name: Weg, population: soort = 'mbo', event: \"not ingeschreven[t+1]\"}\n";

static const char recipe[] = "---\ntitel: Proef\nvoor: alle\nversie: 1\n---\n\n# Proef\n\n"
                             "```tabel A\nindicator: weg\njaren: [2021]\n```\n";

static char *folder;
static ds_work work;

static void put_file(const char *name, const char *text) {
    ds_free(ds_test_write_string(folder, name, text));
}

static void deliver(int year, int n) {
    ds_buffer b;
    char name[64];
    ds_buffer_init(&b, 1 << 20);
    ds_buffer_add_string(&b, "persoon,schooljaar,soort,niveau,leerweg,instelling\n");
    for (int i = year == 2021 ? 0 : 40; i < n; i++)
        ds_buffer_addf(&b, "p%d,%d,mbo,2,bol,25LX\n", i, year);
    (void)snprintf(name, sizeof name, "leveringen/inschrijving-%d.csv", year);
    put_file(name, ds_buffer_string(&b));
    ds_buffer_done(&b);
}

static int make_run_work(void **state) {
    (void)state;
    folder = ds_test_folder();
    work = (ds_work){.folder = folder, .n_threads = 1};
    put_file("definities/klein.yaml", definitions);
    put_file("rapporten/proef.md", recipe);
    deliver(2021, 300);
    deliver(2022, 300);
    return 0;
}

static int remove_run_work(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    return 0;
}

static ds_status run_once(ds_work_ran *ran, ds_error *err) {
    ds_work_publish_options o = DS_WORK_PUBLISH_OPTIONS_INIT;
    o.publish.forms = o.publish.own_forms = DS_PUBLISH_HTML;
    o.publish.dutch_only = true;
    return ds_work_run(&work, &o, ran, err);
}

/* NULL: nothing to do. Afterwards all is up to date. */
static void expect_run(const char *why_import, const char *why_publish) {
    for (int again = 0; again < 2; again++) {
        ds_work_ran ran = {.imported = false};
        ds_error err = {0};
        if (run_once(&ran, &err) != DS_OK) fail_msg("%s:%d %s", err.file, (int)err.line, err.nl);
        assert_int_equal(ran.imported, again == 0 && why_import != NULL);
        assert_int_equal(ran.published, again == 0 && why_publish != NULL);
        if (ran.imported && strstr(ran.why_import.nl, why_import) == NULL)
            fail_msg("import: %s", ran.why_import.nl);
        if (ran.published) assert_string_equal(ran.why_publish.nl, why_publish);
        assert_true(ran.current[0] != '\0');
        ds_work_ran_done(&ran);
    }
}

/* As if another version of the program had made what is there. */
static void make_older(void) {
    char path[DS_PATH_SIZE], *text, *at;
    size_t size;
    ds_buffer changed;
    ds_error err;
    assert_int_equal(ds_file_join(path, folder, "publicatie/huidig/herkomst.csv", &err), DS_OK);
    assert_int_equal(ds_file_read(path, 1 << 20, &text, &size, &err), DS_OK);
    at = strstr(text, ",programma,doorstroom");
    assert_non_null(at);
    while (at > text && at[-1] != '\n')
        at--;
    ds_buffer_init(&changed, 1 << 20);
    ds_buffer_add(&changed, text, (size_t)(at - text));
    ds_buffer_addf(&changed, "0.0.1%s", strchr(at, ','));
    put_file("publicatie/huidig/herkomst.csv", ds_buffer_string(&changed));
    ds_buffer_done(&changed);
    ds_free(text);
}

static void test_run__says_why(void **state) {
    char changed[sizeof recipe + 16];
    (void)state;
    expect_run("", "er is nog geen vrijgave");
    expect_run(NULL, NULL);
    put_file("definities/klein.yaml", "# iets\nindicators:\n  - {id: weg, name: Weg, population: "
                                      "soort = 'mbo', event: \"not ingeschreven[t+1]\"}\n");
    expect_run(NULL, "definitie klein.yaml is gewijzigd");
    (void)snprintf(changed, sizeof changed, "%s\nKlaar.\n", recipe);
    put_file("rapporten/proef.md", changed);
    expect_run(NULL, "recept proef.md is gewijzigd");
    put_file("rapporten/tweede.md", recipe);
    expect_run(NULL, "recept tweede.md kwam erbij");
    make_older();
    expect_run(NULL, "programma doorstroom is gewijzigd");
    deliver(2022, 290);
    expect_run("inschrijving-2022.csv", "register is gewijzigd");
    put_file("doorstroom.yaml", "uitgever: {naam: Wij, licentie: CC0-1.0}\n");
    put_file("rapporten/proef.md", recipe);
    expect_run("doorstroom.yaml", "bestand doorstroom.yaml kwam erbij, en nog 2 dingen");
}

/* ---- asked to stop ---- */

static ds_status count_call(void *context, size_t i, size_t worker, ds_error *err) {
    (void)i;
    (void)worker;
    (void)err;
    ++*(size_t *)context;
    return DS_OK;
}

/* For good, so in a process of its own: no more work is begun, and no release. 0 when it held. */
static int stop_and_run(void) {
    ds_work_ran ran = {.imported = false};
    ds_error err = {0};
    size_t calls = 0;
    put_file("rapporten/proef.md", "---\ntitel: Later\nvoor: alle\n---\n\n# Later\n\n"
                                   "```tabel A\nindicator: weg\njaren: [2021]\n```\n");
    ds_file_stop();
    if (ds_parallel(3, 1, count_call, &calls, &err) != DS_FAULT || calls != 0) return 1;
    if (strcmp(err.nl, "er is gevraagd te stoppen") != 0) return 2;
    if (run_once(&ran, &err) != DS_FAULT) return 3;
    return strstr(err.nl, "gevraagd te stoppen") == NULL ? 4 : 0;
}

static void test_run__asked_to_stop(void **state) {
    char *before[2] = {NULL, NULL}, path[DS_PATH_SIZE];
    ds_file_names names[2] = {{0}, {0}};
    ds_error err;
    (void)state;
    expect_run(NULL, NULL);
    assert_int_equal(ds_file_join(path, folder, "publicatie", &err), DS_OK);
    for (int i = 0; i < 2; i++) {
        char current[DS_PATH_SIZE];
        size_t size;
        assert_int_equal(ds_file_list(path, &names[i], &err), DS_OK);
        assert_int_equal(ds_file_join(current, path, "huidig/manifest.csv", &err), DS_OK);
        assert_int_equal(ds_file_read(current, 1 << 20, &before[i], &size, &err), DS_OK);
        if (i == 0) {
            int how = 0;
            const pid_t pid = fork();
            assert_true(pid >= 0);
            if (pid == 0) _exit(stop_and_run());
            assert_int_equal(waitpid(pid, &how, 0), pid);
            assert_int_equal(how, 0);
        }
    }
    assert_string_equal(before[0], before[1]);
    assert_int_equal(names[0].n_names, names[1].n_names);
    for (int i = 0; i < 2; i++) {
        ds_file_names_done(&names[i]);
        ds_free(before[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run__says_why),
        cmocka_unit_test(test_run__asked_to_stop),
    };
    return cmocka_run_group_tests(tests, make_run_work, remove_run_work);
}
