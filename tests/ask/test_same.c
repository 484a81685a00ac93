/* tests/ask/test_same.c: what is asked in process has the bytes that the program prints: every
 * command, its csv and json, with all that goes beside it; and nothing is printed while it is
 * asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "ask/asked.h"
#include "base/file.h"
#include "base/memory.h"
#include "document/csv_table.h"
#include "doorstroom/arrow.h"

/* ---- what is printed meanwhile ---- */

static int saved[2], files[2];

static void begin_watching(void) {
    (void)fflush(NULL);
    for (int i = 0; i < 2; i++) {
        files[i] = memfd_create("printed", MFD_CLOEXEC);
        saved[i] = dup(i + 1);
        assert_int_equal(dup2(files[i], i + 1), i + 1);
    }
}

/* How many bytes were. */
static off_t end_watching(void) {
    off_t size = 0;
    (void)fflush(NULL);
    for (int i = 0; i < 2; i++) {
        size += lseek(files[i], 0, SEEK_END);
        assert_int_equal(dup2(saved[i], i + 1), i + 1);
        (void)close(saved[i]);
        (void)close(files[i]);
    }
    return size;
}

static void ask_quietly(const char *line, asked *out) {
    off_t printed;
    begin_watching();
    asked_ask(line, NULL, out);
    printed = end_watching();
    if (printed != 0) fail_msg("%s: %lld bytes were printed", line, (long long)printed);
}

/* ---- one answer ---- */

/* Names and times of a run are its own: generations, dates, seconds. */
static void mask(char *text) {
    char *to = text;
    for (const char *at = text; *at != '\0';) {
        const size_t size = strspn(at, "0123456789.,-abcdef");
        const bool has_digit = size > 0 && strcspn(at, "0123456789") < size;
        if (!has_digit) {
            *to++ = *at++;
            continue;
        }
        *to++ = '#';
        at += size;
    }
    *to = '\0';
}

static void same_text(const char *line, ds_form form, const asked *a, bool masked) {
    char with[2400], beside[8192];
    char *text = NULL;
    size_t size = 0;
    ds_run run;
    asked own = *a;
    (void)snprintf(with, sizeof with, "%s --format %s", line, ds_form_name(form));
    run = asked_run(with);
    if (own.status == DS_OK || own.answer != NULL) {
        own.err = (ds_error){0};
        if (ds_answer_text(own.answer, form, NULL, &text, &size, &own.err) != DS_OK)
            own.status = own.err.status;
    }
    asked_beside(&own, beside, sizeof beside);
    if (masked && text != NULL) mask(text), size = strlen(text);
    if (masked) mask(run.out), mask(run.err), mask(beside);
    if (text != NULL ? strlen(run.out) != size || memcmp(run.out, text, size) != 0
                     : run.out[0] != '\0')
        fail_msg("%s: the program prints\n%.2000s\nand asked it is\n%.2000s", with, run.out,
                 text == NULL ? "(nothing)" : text);
    if (strcmp(run.err, beside) != 0 && form == DS_FORM_CSV)
        fail_msg("%s: beside it the program says\n%s\nand asked it is\n%s", with, run.err, beside);
    if (run.code != (own.status != DS_OK ? (int)own.status : (int)ds_answer_status(own.answer)))
        fail_msg("%s: code %d, asked %d", with, run.code, (int)own.status);
    ds_free(text);
    ds_run_done(&run);
}

/* Rows of the stream, where csv has a table. */
static void same_rows(const char *line, const asked *a) {
    struct ArrowArrayStream stream;
    struct ArrowArray array;
    ds_error err = {0};
    char *text = NULL;
    size_t size;
    int64_t rows = 1; /* the heading */
    const ds_status status = ds_answer_text(a->answer, DS_FORM_CSV, NULL, &text, &size, &err);
    const ds_status streamed = ds_answer_arrow(a->answer, NULL, &stream, &err);
    if (status != streamed) fail_msg("%s: csv %d, stream %d", line, (int)status, (int)streamed);
    if (status != DS_OK) return;
    assert_true(strlen(text) == size);
    for (;;) {
        assert_int_equal(stream.get_next(&stream, &array), 0);
        if (array.release == NULL) break;
        rows += array.length;
        array.release(&array);
    }
    stream.release(&stream);
    if ((size_t)rows != ds_run_lines(text) && strchr(text, '"') == NULL)
        fail_msg("%s: %lld rows, %zu lines", line, (long long)rows, ds_run_lines(text));
    ds_free(text);
}

/* Whether one of the names gives this table. */
static bool is_named(const asked *a, const ds_doc_table *table) {
    bool found = false;
    for (size_t i = 0; !found && i < ds_answer_n_tables(a->answer); i++) {
        ds_csv_table of = {0};
        ds_error err = {0};
        if (ds_csv_table_find(ds_answer_document(a->answer), ds_answer_table_id(a->answer, i),
                              DS_FORM_CSV, &of, &err) != DS_OK)
            fail_msg("%s", err.en);
        for (size_t k = 0; k < of.n_parts; k++)
            found = found || of.parts[k] == table;
        ds_csv_table_done(&of);
    }
    return found;
}

/* Every table that csv can show. */
static void are_named(const char *line, const asked *a, const ds_document *document) {
    for (size_t i = 0; document != NULL && i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (block->kind == DS_BLOCK_SECTION && (block->in & DS_IN_CSV))
            are_named(line, a, block->as.section);
        if (block->kind == DS_BLOCK_TABLE && (block->in & (DS_IN_CSV | DS_IN_NAMED)) &&
            !is_named(a, block->as.table))
            fail_msg("%s: no name for a table '%s' of '%s'", line,
                     block->id == NULL ? "" : block->id, document->id == NULL ? "" : document->id);
    }
}

/* Each by its name, and none without. */
static void has_tables(const char *line, const asked *a) {
    for (size_t i = 0; i < ds_answer_n_tables(a->answer); i++) {
        const char *id = ds_answer_table_id(a->answer, i);
        char *text = NULL;
        size_t size;
        ds_error err = {0};
        const ds_status status = ds_answer_text(a->answer, DS_FORM_CSV, id, &text, &size, &err);
        if (status != DS_OK) fail_msg("%s: table %s: %s", line, id, err.en);
        ds_free(text);
    }
    assert_null(ds_answer_table_id(a->answer, ds_answer_n_tables(a->answer)));
    are_named(line, a, ds_answer_document(a->answer));
}

/* ---- every command ---- */

static const char *const lines[] = {
    "tally proef --indicator vsv --by niveau,leerweg",
    "tally proef --indicator switch,hbo_succes --by leerweg",
    "tally proef --indicator vsv --by standaard",
    "tally proef",
    "tally proef --by standaard",
    "tally proef --indicator vsv,studieduur --by leerweg",
    "tally proef --indicator vsv --by niveau,leerweg --compare vorig --totals niveau",
    "tally proef --indicator vsv --by niveau --persons --cell 2 --stand teller --year 2022",
    "define met_fout --list",
    "tally proef --evaluation vakmanschap2 --outcome vsv --part 1/2",
    "why proef --indicator vsv --person 421050850 --year 2022",
    "compare proef --indicator vsv,uitstroom_diploma",
    "merge deel1.json deel2.json",
    "maand maanden --by niveau",
    "routes proef --present-codes",
    "monitor proef --tabel T7.1",
    "monitor --list",
    "link links.csv rechts.csv --on brin,vestiging --list",
    "link links.csv --register proef --on brin=instelling",
    "open sectorkamer.csv --by leerweg --compare",
    "audit tabel_4_1.csv",
    "audit --attack veilig",
    "describe sectorkamer.csv",
    "define proef --list",
    "define --sql vsv --by niveau,leerweg",
    "define --columns",
    "define --check stuk.yaml",
    "effect proef --evaluation vakmanschap2 --outcome vsv --years 1 --se none",
    "match --data l.csv --treatment mee --outcome y,z --factors groep --replicates 9",
    "did --data l.csv --unit school --time jaar --starts start --outcome y",
    "duration --data duur.csv --time jaar --cause einde",
    "survey --data l.csv --value z --weight n --cluster school --calibrate groep=n.csv",
    "survey proef --indicator veilig_school --by leerweg --method none",
    "flows proef --years 2022 --edges",
    "flows proef --growth --indicator vsv --by herkomst_student --years 2022",
    "gap proef --indicator vsv --attribute migratieachtergrond --years 2022-2023",
    "process maanden",
    "relate --data l.csv --x score,n --y y --method pearson",
    "risk proef --indicator vsv --attributes niveau,leerweg --depth 2",
    "expected proef --indicator vsv --covariates niveau --minimum 15",
    "report maanden --coverage vragen.csv",
    "forget maanden",
    "formulier klein.yaml --inventory",
    "tally nergens --indicator vsv",
    "match --data nergens.csv --treatment mee --outcome y",
};

static void test_same__as_the_program(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char with[2400];
        asked a;
        (void)snprintf(with, sizeof with, "%s --format csv", lines[i]);
        ask_quietly(with, &a);
        same_text(lines[i], DS_FORM_CSV, &a, false);
        same_text(lines[i], DS_FORM_JSON, &a, false);
        if (i % 6 == 0) same_text(lines[i], DS_FORM_TABLE, &a, false);
        if (i % 12 == 0) same_text(lines[i], DS_FORM_HTML, &a, false);
        if (strstr(lines[i], "nergens") == NULL && strstr(lines[i], "stuk.yaml") == NULL &&
            a.status != DS_OK)
            fail_msg("%s: %s", lines[i], a.err.en);
        if (a.status == DS_OK) {
            same_rows(lines[i], &a);
            has_tables(lines[i], &a);
        }
        asked_done(&a);
    }
}

/* Those that make something: the program in a folder, this process in its twin, where each is
 * called proef. */
static void in_twins(const char *line) {
    char with[2400];
    asked a;
    (void)snprintf(with, sizeof with, "%s --format json", line);
    assert_int_equal(chdir("twee"), 0);
    ask_quietly(with, &a);
    assert_int_equal(chdir("../een"), 0);
    same_text(line, DS_FORM_JSON, &a, true);
    if (a.status != DS_OK) fail_msg("%s: %s", line, a.err.en);
    assert_int_equal(chdir(".."), 0);
    asked_done(&a);
}

static void test_same__what_makes_something(void **state) {
    ds_error err;
    (void)state;
    assert_int_equal(ds_file_make_folder("een", &err), DS_OK);
    assert_int_equal(ds_file_make_folder("twee", &err), DS_OK);
    in_twins("simulate proef --persons 1000 --seed 3");
    in_twins("import proef --history");
    in_twins("demo getoond --persons 1000");
    in_twins("split proef 2");
    in_twins("key sleutel");
    in_twins("describe proef/leveringen/inschrijving-2022.csv --write vertaling.yaml");
    in_twins("describe --check vertaling.yaml");
    in_twins("report proef werkagenda --forms csv --dutch");
    in_twins("simulate proef --fit --persons 1000 --seed 3");
    in_twins("forget proef --yes");
    in_twins("import proef/delen/1");
}

/* Help and the version are texts. */
static void test_same__help(void **state) {
    static const char *const asked_for[] = {
        "--help",     "help",          "--version",      "tally --help",
        "key --help", "import --help", "survey --help",  "match --help",
        "-h",         "merge --help",  "process --help", "--lang en effect --help"};
    (void)state;
    for (size_t i = 0; i < sizeof asked_for / sizeof *asked_for; i++) {
        ds_run run = asked_run(asked_for[i]);
        char *text = NULL;
        size_t size;
        asked a;
        ask_quietly(asked_for[i], &a);
        assert_int_equal(a.status, DS_OK);
        assert_null(ds_answer_document(a.answer));
        assert_int_equal(ds_answer_n_tables(a.answer), 0);
        assert_int_equal(ds_answer_text(a.answer, DS_FORM_JSON, NULL, &text, &size, &a.err), DS_OK);
        assert_string_equal(text, run.out);
        assert_int_equal(size, strlen(text));
        assert_int_equal(run.code, 0);
        ds_free(text);
        ds_run_done(&run);
        asked_done(&a);
    }
}

static char *read_here(const char *name) {
    char *text = NULL;
    size_t size;
    ds_error err;
    if (ds_file_read(name, 1 << 24, &text, &size, &err) != DS_OK) fail_msg("%s: %s", name, err.en);
    return text;
}

/* --out writes the file that the program writes, in the language of --lang. */
static void test_same__to_a_file(void **state) {
    static const char *const ends[] = {"csv", "json", "txt", "html"};
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char line[300];
        char *of_program, *of_ask;
        asked a;
        ds_run run;
        (void)snprintf(line, sizeof line,
                       "tally proef --indicator vsv --by niveau --lang en --out uit.%s", ends[i]);
        run = asked_run(line);
        of_program = read_here(line + strlen(line) - strlen(ends[i]) - 4);
        ask_quietly(line, &a);
        of_ask = read_here(line + strlen(line) - strlen(ends[i]) - 4);
        assert_int_equal(run.code, 0);
        assert_int_equal(a.status, DS_OK);
        assert_string_equal(of_ask, of_program);
        assert_string_equal(run.out, "");
        assert_int_equal(ds_answer_asked(a.answer).lang, DS_EN);
        assert_string_equal(ds_answer_asked(a.answer).out, strrchr(line, ' ') + 1);
        assert_int_equal(unlink(ds_answer_asked(a.answer).out), 0);
        ds_free(of_program);
        ds_free(of_ask);
        ds_run_done(&run);
        asked_done(&a);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same__as_the_program),
        cmocka_unit_test(test_same__what_makes_something),
        cmocka_unit_test(test_same__help),
        cmocka_unit_test(test_same__to_a_file),
    };
    return cmocka_run_group_tests(tests, asked_begin, asked_end);
}
