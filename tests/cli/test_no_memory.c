/* tests/cli/test_no_memory.c: commands in this process, with each allocation failing in turn: exit
 * code 3 and a message, and nothing, not even half, on standard output or in the file of --out; and
 * with a full disk behind standard output. Four commands printed nothing then and said that all was
 * well. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/cli.h"
#include "support/work_run.h"

/* Kept small: with every allocation of a run the whole run is made once more. */
static const char definitions[] =
    "columns:\n"
    "  route_groep:\n"
    "    - {when: \"route = 'vakmanschap2'\", is: experimenteel}\n"
    "    - {when: route is null, is: geen}\n"
    "indicators:\n"
    "  - {id: vsv, name: Weg, population: soort = 'mbo', event: \"not ingeschreven[t+1]\"}\n"
    "  - {id: route_aanbod, population: \"soort = 'vmbo' and route is not null\",\n"
    "     event: ingeschreven}\n"
    "  - {id: er, population: ingeschreven, event: niveau = 2}\n"
    "  - {id: vmbo3, population: soort = 'vmbo', event: route is not null}\n";

/* Of what is made of counts a table each. */
static const char plan[] =
    "monitor: {begin: 2024}\n"
    "doelstellingen: [{id: \"1.3\", name: a, name_en: a}]\n"
    "indicatoren: [{id: v, indicator: vsv, niveau: \"2\", doelstelling: \"1.3\", name: a,\n"
    "  name_en: a, bron: b, start: 2022, heden: -1, better: lower}]\n"
    "vragen: [{id: q, name: a, name_en: a, samenhang: [ambitie, effectiviteit], paren: ja}]\n"
    "tabellen:\n"
    "  - {id: A, soort: telling, titel: a, titel_en: a, indicator: vsv, by: [instelling, niveau],\n"
    "     totalen: [[niveau], []], uitersten: instelling, norm: ja}\n"
    "  - {id: B, soort: landelijk, titel: a, titel_en: a, indicator: vsv, by: [niveau],\n"
    "     grens: {jaar: 2027, grens: 3}}\n"
    "  - {id: C, soort: waarden, titel: a, titel_en: a}\n"
    "  - {id: D, soort: spreiding, titel: a, titel_en: a}\n"
    "  - {id: E, soort: samenhang, titel: a, titel_en: a, vraag: q}\n"
    "  - {id: F, soort: besteding, titel: a, titel_en: a, doelstelling: \"1.3\"}\n";

static char *folder, *yaml, *table, *other, *exams, *marks, *out_file;
static char *folder, *yaml, *table, *other, *exams, *answers, *counts, *cells, *out_file;

static int make_all(void **state) {
    ds_run run;
    (void)state;
    folder = ds_test_folder();
    yaml = ds_test_write_string(folder, "klein.yaml", definitions);
    table = ds_test_write_string(folder, "links.csv", "brin,vestiging\n10AA,00\n20BB,01\n");
    other = ds_test_write_string(folder, "rechts.csv", "brin,vestiging\n10AA,00\n30CC,\n");
    exams = ds_test_write_string(
        folder, "examens.csv",
        "INSTELLINGSCODE;VESTIGINGSCODE;ONDERWIJSTYPE VO;OPLEIDINGSNAAM;"
        "EXAMENKANDIDATEN SCHOOLJAAR 2022-2023 - MAN;GESLAAGDEN SCHOOLJAAR 2022-2023 - MAN;"
        "SLAAGPERC SCHOOLJAAR 2022-2023 - MAN;"
        "EXAMENKANDIDATEN SCHOOLJAAR 2022-2023 - VROUW;GESLAAGDEN SCHOOLJAAR 2022-2023 - VROUW;"
        "SLAAGPERC SCHOOLJAAR 2022-2023 - VROUW;"
        "EXAMENKANDIDATEN SCHOOLJAAR 2022-2023 - TOTAAL;GESLAAGDEN SCHOOLJAAR 2022-2023 - TOTAAL;"
        "SLAAGPERC SCHOOLJAAR 2022-2023 - TOTAAL\n"
        "00AA;00AA01;VWO;VWO - C&M;<5;<5;100;7;7;100;11;11;100\n");
    ds_free(ds_test_write_string(
        folder, "leveringen/inschrijving.csv",
        "persoon,schooljaar,soort,leerjaar,leerweg,niveau,sector,route,instelling,vestiging\n"
        "1,2021,vmbo,3,kb,,techniek,vakmanschap2,10AA,00\n"
        "2,2021,mbo,,bol,2,groen,,20BB,\n1,2022,mbo,,bol,2,techniek,vakmanschap2,10AA,00\n"));
    ds_free(ds_test_write_string(folder, "leveringen/vsv_maand.csv",
                                 "persoon,maand,instelling,niveau,lijst\n1,202210,27GZ,2,start\n"
                                 "1,202210,27GZ,2,vsv\n2,202210,27GZ,4,start\n"));
    marks = ds_test_write_string(
        folder, "maten.csv", "x,z,y,g,k\n1,3,2,a,p\n2,1,4,b,p\n4,2,3,a,q\n5,9,1,b,q\n6,,2,,q\n");
    answers = ds_test_write_string(folder, "antwoorden.csv",
                                   "i,j,w,g,y\na,1,1.5,m,1\na,1,2,v,0\nb,1,1,m,0\nb,1,1,v,1\n"
                                   "c,2,1,m,1\nc,2,1,v,0\nb,2,1,m,1\nb,2,3,v,0\n");
    counts = ds_test_write_string(folder, "aantallen.csv", "g,n\nm,7\nv,9\n");
    cells = ds_test_write_string(folder, "cellen.csv",
                                 "indicator,schooljaar,instelling,niveau,teller,noemer,onbekend,"
                                 "percentage\nvsv,2022,10AA,2,3,40,0,\nvsv,2023,10AA,2,2,40,0,\n"
                                 "vsv,2022,20BB,2,9,20,0,\nvsv,2023,20BB,2,8,20,0,\n"
                                 "vsv,2023,30CC,2,7,30,0,\n");
    ds_free(ds_test_write_string(folder, "definities/monitor.yaml", plan));
    out_file = ds_test_write_string(folder, "uit.json", "eerder\n");
    run = ds_run_program(DS_PROGRAM, NULL, "import", folder, NULL);
    if (run.code != 0) fail_msg("%s", run.err);
    ds_run_done(&run);
    return 0;
}

static int remove_all(void **state) {
    (void)state;
    ds_test_folder_remove(folder);
    ds_free(yaml);
    ds_free(table);
    ds_free(other);
    ds_free(exams);
    ds_free(marks);
    ds_free(answers);
    ds_free(counts);
    ds_free(cells);
    ds_free(out_file);
    return 0;
}

/* ---- one run in this process ---- */

enum { ARGUMENTS_MAX = 32 };

typedef struct called {
    const char *arguments[ARGUMENTS_MAX]; /* the command's name first */
} called;

/* What was written to a descriptor since it was put over to; to is as it was again. */
static char *take_back(int to, int saved, int file) {
    const off_t size = lseek(file, 0, SEEK_END);
    char *text = calloc((size_t)size + 1, 1);
    assert_non_null(text);
    assert_int_equal(dup2(saved, to), to);
    assert_int_equal(pread(file, text, (size_t)size, 0), size);
    (void)close(saved);
    (void)close(file);
    return text;
}

/* Standard output and standard error are the caller's (free). */
static int call_once(const called *call, char **out, char **err) {
    const int files[] = {memfd_create("out", MFD_CLOEXEC), memfd_create("err", MFD_CLOEXEC)};
    int saved[2], code;
    size_t n = 0;
    cli c = {.dutch = false, .progress_shown = -1, .program_folder = folder}; /* without fonts */
    while (call->arguments[n] != NULL)
        n++;
    (void)fflush(NULL);
    for (int i = 0; i < 2; i++) {
        saved[i] = dup(i + 1);
        assert_int_equal(dup2(files[i], i + 1), i + 1);
    }
    code = cli_ask(&c, call->arguments, n);
    (void)fflush(NULL);
    *out = take_back(1, saved[0], files[0]);
    *err = take_back(2, saved[1], files[1]);
    return code;
}

static bool is_as_before(void) {
    char *text = NULL;
    size_t size = 0;
    ds_error err;
    bool same;
    assert_int_equal(ds_file_read(out_file, 1 << 20, &text, &size, &err), DS_OK);
    same = size == 7 && memcmp(text, "eerder\n", 7) == 0;
    ds_free(text);
    return same;
}

/* Until a run needed no allocation more. Under sanitizers one in seven: without them each is tried.
 */
static void fails_each_time(const called *call) {
    const uint64_t step = ds_work_scaled(7, 1) == 7 ? 1 : 7;
    for (uint64_t n = 1; n < 200000; n += step) {
        char *out, *err;
        bool failed;
        int code;
        ds_memory_fail_at(n);
        code = call_once(call, &out, &err);
        failed = ds_memory_requests() >= n;
        ds_memory_fail_at(0);
        if (failed && (code != DS_FAULT || out[0] != '\0' || err[0] == '\0' || !is_as_before()))
            fail_msg("%s, allocation %llu: code %d, '%s', '%s'", call->arguments[0],
                     (unsigned long long)n, code, out, err);
        if (!failed && code != DS_OK) fail_msg("%s: %d, %s", call->arguments[0], code, err);
        free(out);
        free(err);
        if (!failed) return;
    }
    fail_msg("never ran without a failed allocation");
}

static void fails_in_all_forms(const char *const *arguments) {
    for (int form = 0; form < DS_FORMS; form++) {
        if (ds_form_is_binary((ds_form)form)) continue; /* to a file: tests/document */
        called call = {{NULL}};
        size_t n = 0;
        for (; arguments[n] != NULL; n++)
            call.arguments[n] = arguments[n];
        call.arguments[n++] = "--format";
        call.arguments[n++] = ds_form_name((ds_form)form);
        call.arguments[n++] = "--threads";
        call.arguments[n++] = "1";
        assert_true(n < ARGUMENTS_MAX);
        fails_each_time(&call);
    }
}

/* ---- the commands ---- */

static void test_no_memory__tally(void **state) {
    const char *const arguments[] = {"tally",  folder,          "--indicator", "vsv", "--by",
                                     "niveau", "--definitions", yaml,          NULL};
    (void)state;
    fails_in_all_forms(arguments);
}

static void test_no_memory__flows(void **state) {
    const char *const growth[] = {"flows", folder,   "--growth",      "--indicator", "er",
                                  "--by",  "niveau", "--definitions", yaml,          NULL};
    const char *const flows[] = {"flows",  folder,          "--state", "soort", "--by",
                                 "niveau", "--definitions", yaml,      NULL};
    (void)state;
    fails_in_all_forms(flows);
    fails_in_all_forms(growth);
}

static void test_no_memory__tally_compared(void **state) {
    const char *const arguments[] = {"tally",         folder,       "--indicator",
                                     "vsv",           "--by",       "niveau",
                                     "--definitions", yaml,         "--where",
                                     "niveau = 2",    "--groepen",  "instelling: aantal >= 1",
                                     "--same",        "instelling", "--compare",
                                     "vorig",         "--totals",   "",
                                     "--shares",      "niveau",     "--keep",
                                     "niveau: 2; 3",  "--interval", NULL};
    (void)state;
    fails_in_all_forms(arguments);
}

static void test_no_memory__monitor(void **state) {
    const char *const arguments[] = {"monitor",  folder,  "--definitions", yaml,   "--cells", cells,
                                     "--banden", "20,30", "--drempels",    "> 35", NULL};
    (void)state;
    fails_in_all_forms(arguments);
}

static void test_no_memory__link(void **state) {
    const char *const files[] = {"link", table, other, "--on", "brin,vestiging", "--list", NULL};
    const char *const reg[] = {"link", table, "--register", folder, "--on", "brin=instelling",
                               NULL};
    (void)state;
    fails_in_all_forms(files);
    fails_in_all_forms(reg);
}

static void test_no_memory__gap(void **state) {
    const char *const arguments[] = {
        "gap",         folder,    "--definitions", yaml,     "--indicator", "vsv",
        "--attribute", "leerweg", "--covariates",  "sector", NULL};
    (void)state;
    fails_in_all_forms(arguments);
}

static void test_no_memory__risk(void **state) {
    const char *const arguments[] = {
        "risk",         folder,           "--definitions", yaml, "--indicator", "vsv",
        "--attributes", "leerweg,sector", "--minimum",     "1",  NULL};
    (void)state;
    fails_in_all_forms(arguments);
}

static void test_no_memory__expected(void **state) {
    const char *const arguments[] = {"expected",     folder,        "--definitions",
                                     yaml,           "--indicator", "vsv",
                                     "--covariates", "sector",      NULL};
    (void)state;
    fails_in_all_forms(arguments);
}

static void test_no_memory__routes(void **state) {
    const char *const arguments[] = {"routes", folder, "--definitions", yaml, NULL};
    (void)state;
    fails_in_all_forms(arguments);
}

static void test_no_memory__relate(void **state) {
    const char *const numbers[] = {"relate", "--data", marks,      "--x",        "x,z",
                                   "--y",    "y",      "--method", "regression", NULL};
    const char *const groups[] = {"relate", "--data", marks,  "--x", "g",
                                  "--y",    "y",      "--by", "k",   NULL};
    (void)state;
    fails_in_all_forms(numbers);
    fails_in_all_forms(groups);
}

static void test_no_memory__maand(void **state) {
    const char *const arguments[] = {"maand",         folder, "--by", "niveau",
                                     "--definitions", yaml,   NULL};
    (void)state;
    fails_in_all_forms(arguments);
}

static void test_no_memory__describe(void **state) {
    const char *const arguments[] = {"describe", table, NULL};
    (void)state;
    fails_in_all_forms(arguments);
}

static void test_no_memory__open(void **state) {
    const char *const rates[] = {"open", exams, "--by", "geslacht", NULL};
    const char *const hidden[] = {"open", exams, "--hidden", NULL};
    (void)state;
    fails_in_all_forms(rates);
    fails_in_all_forms(hidden);
}

static void test_no_memory__define(void **state) {
    const char *const list[] = {"define", "--list", "--definitions", yaml, NULL};
    const char *const check[] = {"define", "--check", yaml, NULL};
    const char *const columns[] = {"define", "--columns", NULL};
    const called sql = {{"define", "--sql", "vsv", "--definitions", yaml}};
    (void)state;
    fails_in_all_forms(list);
    fails_in_all_forms(check);
    fails_in_all_forms(columns);
    fails_each_time(&sql);
}

/* To a file: whole, or what was there before. */
static void test_no_memory__survey(void **state) {
    char calibrate[600];
    const char *const with[] = {"survey", "--data",      answers,   "--value", "y", "--cluster",
                                "i",      "--by",        "g",       "--year",  "j", "--compare",
                                "j",      "--calibrate", calibrate, NULL};
    (void)state;
    (void)snprintf(calibrate, sizeof calibrate, "g=%s", counts);
    fails_in_all_forms(with);
}

static void test_no_memory__to_a_file(void **state) {
    const called call = {{"link", table, other, "--on", "brin", "--out", out_file}};
    (void)state;
    fails_each_time(&call);
    assert_false(is_as_before()); /* the last run wrote it */
}

/* ---- a full disk ---- */

static void test_no_memory__nor_a_full_disk(void **state) {
    const ds_run_limits limits = {.output = "/dev/full"};
    const char *const list[][5] = {{"tally", folder, "--indicator", "vsv"},
                                   {"link", table, other, "--on", "brin"},
                                   {"routes", folder},
                                   {"maand", folder},
                                   {"describe", table},
                                   {"open", exams},
                                   {"define", "--list"},
                                   {"define", "--sql", "vsv"}};
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        for (int form = 0; form < DS_FORMS; form++) {
            const char *const *a = list[i];
            const char *const name = ds_form_name((ds_form)form);
            if (ds_form_is_binary((ds_form)form)) continue;
            ds_run run = a[2] == NULL ? ds_run_program(DS_PROGRAM, &limits, a[0], a[1], "--format",
                                                       name, NULL)
                                      : ds_run_program(DS_PROGRAM, &limits, a[0], "--format", name,
                                                       a[1], a[2], a[3], a[4], NULL);
            if (form == DS_FORM_CSV && strcmp(a[1], "--sql") == 0)
                assert_int_equal(run.code, DS_USAGE); /* SQL is no table */
            else if (run.code != DS_FAULT || strstr(run.err, "standaarduitvoer") == NULL)
                fail_msg("%s as %s: %d %s", a[0], name, run.code, run.err);
            ds_run_done(&run);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_memory__tally),
        cmocka_unit_test(test_no_memory__tally_compared),
        cmocka_unit_test(test_no_memory__flows),
        cmocka_unit_test(test_no_memory__monitor),
        cmocka_unit_test(test_no_memory__link),
        cmocka_unit_test(test_no_memory__gap),
        cmocka_unit_test(test_no_memory__survey),
        cmocka_unit_test(test_no_memory__risk),
        cmocka_unit_test(test_no_memory__expected),
        cmocka_unit_test(test_no_memory__routes),
        cmocka_unit_test(test_no_memory__relate),
        cmocka_unit_test(test_no_memory__maand),
        cmocka_unit_test(test_no_memory__describe),
        cmocka_unit_test(test_no_memory__open),
        cmocka_unit_test(test_no_memory__define),
        cmocka_unit_test(test_no_memory__to_a_file),
        cmocka_unit_test(test_no_memory__nor_a_full_disk),
    };
    return cmocka_run_group_tests(tests, make_all, remove_all);
}
