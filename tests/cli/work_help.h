/* tests/cli/work_help.h: what the tests of the program on a work folder share: a folder with a good
 * register, and whether it is still as it was. */
#ifndef DS_TESTS_CLI_WORK_HELP_H
#define DS_TESTS_CLI_WORK_HELP_H

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/work_run.h"

#define DEFINITIONS DS_SOURCE_DIR "/definitions/werkagenda.yaml"
/* What stands in the bad deliveries and must not stand in any message. */
#define PERSOON "987654321"
#define DAY "1850-04-05"

static char *folder, *pointer, *cells;

static inline char *tally(void) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "tally", folder, "--by", "niveau,leerweg",
                                "--format", "csv", "--definitions", DEFINITIONS, NULL);
    char *out = run.out;
    if (run.code != 0) fail_msg("tally: %d %s", run.code, run.err);
    assert_true(ds_run_lines(out) > 5);
    run.out = NULL;
    ds_run_done(&run);
    return out;
}

static inline void import_good(void) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    if (run.code != 0) fail_msg("import: %d %s", run.code, run.err);
    ds_run_done(&run);
}

static inline int set_up(void **state) {
    (void)state;
    folder = ds_test_folder();
    ds_work_deliver(folder);
    import_good();
    pointer = ds_work_pointer(folder);
    cells = tally();
    assert_true(pointer[0] != '\0');
    return 0;
}

static inline int tear_down(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    ds_free(pointer);
    ds_free(cells);
    return 0;
}

static inline void register_as_before(void) {
    char *now = ds_work_pointer(folder), *cells_now = tally();
    assert_string_equal(now, pointer);
    assert_string_equal(cells_now, cells);
    ds_free(now);
    ds_free(cells_now);
}

static inline void says_nothing_personal(const char *text) {
    static const char *const secrets[] = {PERSOON,  DAY,      "1850",      "2150-",
                                          "geheim", "Jansen", "2005-03-01"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        if (strstr(text, secrets[i]) != NULL) fail_msg("gives away %s: %s", secrets[i], text);
}

/* line, column 0: the message names none; says: words that must be in it. */
static inline void refused(const char *name, unsigned line, unsigned column, const char *says,
                           const char *lang) {
    ds_run run = ds_run_program(DS_PROGRAM, NULL, "import", folder, "--lang", lang, NULL);
    const bool dutch = strcmp(lang, "nl") == 0;
    char place[400], at[100] = "";
    if (line != 0 && column != 0)
        (void)snprintf(at, sizeof at, dutch ? " regel %u, kolom %u:" : " line %u, column %u:", line,
                       column);
    else if (line != 0)
        (void)snprintf(at, sizeof at, dutch ? " regel %u:" : " line %u:", line);
    (void)snprintf(place, sizeof place, "/%s:%s ", name, at);
    if (run.code != 1) fail_msg("%s: code %d: %s", says, run.code, run.err);
    if (ds_run_lines(run.err) != 1) fail_msg("%s: not one line: %s", says, run.err);
    if (strstr(run.err, place) == NULL) fail_msg("does not name %s: %s", place, run.err);
    if (strstr(run.err, says) == NULL) fail_msg("does not say %s: %s", says, run.err);
    if (line == 0 && (strstr(run.err, ": regel ") != NULL || strstr(run.err, ": line ") != NULL))
        fail_msg("names a line: %s", run.err);
    says_nothing_personal(run.err);
    assert_string_equal(run.out, "");
    ds_run_done(&run);
}

#endif
