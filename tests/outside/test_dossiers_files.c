/* test_dossiers_files.c: what a file is is said by its bytes; sizes, names, a scanner; and which
 * day it is. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "outside/desk_made.h"
#include "work/outside/dossiers_desk.h"
#include "work/outside/dossiers_sniff.h"

/* A zip with these names and no content: local headers are not looked at but for the first. */
static size_t put_zip(const char *const *names, size_t n, unsigned char *out) {
    size_t at = 0, directory;
    memcpy(out, "PK\3\4", 4);
    memset(out + 4, 0, 26);
    at = 30;
    directory = at;
    for (size_t i = 0; i < n; i++) {
        const size_t size = strlen(names[i]);
        memset(out + at, 0, 46);
        memcpy(out + at, "PK\1\2", 4);
        out[at + 28] = (unsigned char)size;
        memcpy(out + at + 46, names[i], size);
        at += 46 + size;
    }
    memset(out + at, 0, 22);
    memcpy(out + at, "PK\5\6", 4);
    out[at + 8] = out[at + 10] = (unsigned char)n;
    out[at + 16] = (unsigned char)directory;
    return at + 22;
}

static const char *kind_of(const void *bytes, size_t size) {
    const desk_file_kind *kind = ds_desk_sniff((ds_text){bytes, size});
    return kind == NULL ? "" : kind->ending;
}

static void test_sniff__is_by_the_bytes(void **state) {
    static const char *const docx[] = {"[Content_Types].xml", "word/document.xml"};
    static const char *const macros[] = {"word/document.xml", "word/vbaProject.bin"};
    static const char *const both[] = {"word/document.xml", "xl/workbook.xml"};
    static const char *const jar[] = {"META-INF/MANIFEST.MF"};
    unsigned char zip[1000];
    size_t size;
    (void)state;
    assert_string_equal(kind_of("%PDF-1.7\n", 9), "pdf");
    assert_string_equal(kind_of("\x89PNG\r\n\x1a\n....", 12), "png");
    assert_string_equal(kind_of("\xff\xd8\xff\xe0", 4), "jpg");
    assert_string_equal(kind_of("gewone tekst\n", 13), "txt");
    assert_string_equal(kind_of("met een \0", 9), "");
    assert_string_equal(kind_of("\xff\xfe", 2), "");
    assert_string_equal(kind_of("", 0), "");
    assert_string_equal(kind_of("MZ\x90\x00", 4), "");
    size = put_zip(docx, 2, zip);
    assert_string_equal(kind_of(zip, size), "docx");
    size = put_zip(macros, 2, zip);
    assert_string_equal(kind_of(zip, size), "");
    size = put_zip(both, 2, zip);
    assert_string_equal(kind_of(zip, size), "");
    size = put_zip(jar, 1, zip);
    assert_string_equal(kind_of(zip, size), "");
}

/* What lies in a directory beyond the entries that its end counts, other programs do read. */
static void test_sniff__looks_at_all_of_the_directory(void **state) {
    static const char *const macros[] = {"word/document.xml", "word/vbaProject.bin"};
    static unsigned char many[47 * 11000 + 200];
    unsigned char zip[1000];
    size_t size = put_zip(macros, 2, zip), at = 30;
    (void)state;
    zip[size - 22 + 8] = zip[size - 22 + 10] = 1;
    assert_string_equal(kind_of(zip, size), "");
    /* and beyond so many that nobody means well with them */
    memcpy(many, "PK\3\4", 4);
    for (size_t i = 0; i < 10500; i++) {
        memcpy(many + at, "PK\1\2", 4);
        many[at + 28] = 1;
        many[at + 46] = 'x';
        at += 47;
    }
    memcpy(many + at, zip + 30, size - 30);
    size = at + size - 30;
    many[size - 22 + 10] = (unsigned char)(10502 & 255);
    many[size - 22 + 11] = (unsigned char)(10502 >> 8);
    assert_string_equal(kind_of(many, size), "");
}

/* Files as other programs make them: those with which the fuzzer begins. */
static void test_sniff__knows_what_others_make(void **state) {
    static const char *const files[][2] = {{"docx", "docx"}, {"xlsx", "xlsx"}, {"macros", ""},
                                           {"odt", "odt"},   {"pdf", "pdf"},   {"png", "png"},
                                           {"tekst", "txt"}};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[DS_PATH_SIZE];
        char *data = NULL;
        size_t size;
        (void)snprintf(path, sizeof path, DS_SOURCE_DIR "/fuzz/corpus/upload/%s", files[i][0]);
        assert_int_equal(ds_file_read(path, 1 << 20, &data, &size, NULL), DS_OK);
        assert_string_equal(kind_of(data, size), files[i][1]);
        ds_free(data);
    }
}

/* Each of those cut at every place, before a page that cannot be read. */
static void test_sniff__reads_nothing_beyond(void **state) {
    static const char *const files[] = {"docx", "xlsx", "macros", "odt", "pdf", "png", "tekst"};
    const size_t page = (size_t)sysconf(_SC_PAGESIZE), most = 16 * page;
    char *room =
        mmap(NULL, most + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    (void)state;
    assert_true(room != MAP_FAILED);
    assert_int_equal(mprotect(room + most, page, PROT_NONE), 0);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[DS_PATH_SIZE];
        char *data = NULL;
        size_t size;
        (void)snprintf(path, sizeof path, DS_SOURCE_DIR "/fuzz/corpus/upload/%s", files[i]);
        assert_int_equal(ds_file_read(path, most, &data, &size, NULL), DS_OK);
        for (size_t cut = 0; cut <= size; cut++) {
            memcpy(room + most - cut, data, cut);
            (void)kind_of(room + most - cut, cut);
        }
        ds_free(data);
    }
    assert_int_equal(munmap(room, most + page), 0);
}

/* Cut at every place, and with every byte of the directory changed: never beyond the bytes. */
static void test_sniff__a_broken_package_is_none(void **state) {
    static const char *const docx[] = {"[Content_Types].xml", "word/document.xml"};
    unsigned char zip[1000];
    const size_t size = put_zip(docx, 2, zip);
    (void)state;
    for (size_t cut = 0; cut < size; cut++) {
        unsigned char *part = ds_malloc(cut == 0 ? 1 : cut);
        assert_non_null(part);
        memcpy(part, zip, cut);
        assert_string_not_equal(kind_of(part, cut), "docx");
        ds_free(part);
    }
    for (size_t at = 30; at < size; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            zip[at] ^= (unsigned char)(1U << bit);
            (void)kind_of(zip, size);
            zip[at] ^= (unsigned char)(1U << bit);
        }
}

typedef struct filed {
    desk_made made;
    desk_person school, stranger;
    int64_t id;
} filed;

static void begin_filed(filed *f, const char *scanner) {
    desk_made_open(&f->made, false);
    if (scanner != NULL) {
        f->made.scanner = scanner;
        desk_made_again(&f->made);
    }
    f->school = desk_person_new(&f->made, "Vera", DS_ROLE_SCHOOL, "01AA");
    f->stranger = desk_person_new(&f->made, "Steef", DS_ROLE_SCHOOL, "99ZZ");
    f->id = desk_create(&f->made, &f->school, "proefroute", "01AA", "De route");
}

static ds_desk_outcome put(filed *f, const char *path, const char *name, const char *bytes,
                           int64_t *out_id) {
    return desk_put_file(&f->made, &f->school, f->id, path, name, bytes, strlen(bytes), out_id);
}

static void test_upload__holds_to_kind_size_and_field(void **state) {
    char *large = ds_malloc((1 << 20) + 10);
    filed f;
    (void)state;
    begin_filed(&f, NULL);
    assert_int_equal(put(&f, "pta", "pta.pdf", "%PDF-1.4", NULL), DS_OUTCOME_DONE);
    assert_int_equal(put(&f, "pta", "pta.pdf", "tekst met een naam van pdf", NULL),
                     DS_OUTCOME_INVALID);
    assert_int_equal(put(&f, "pta", "pta.png", "\x89PNG\r\n\x1a\nx", NULL), DS_OUTCOME_INVALID);
    assert_int_equal(put(&f, "programma", "a.pdf", "%PDF-1.4", NULL), DS_OUTCOME_NOT_THERE);
    assert_int_equal(put(&f, "rollen/r1/van", "a.pdf", "%PDF-1.4", NULL), DS_OUTCOME_NOT_THERE);
    memset(large, 'x', (1 << 20) + 10);
    memcpy(large, "%PDF-", 5);
    assert_int_equal(
        desk_put_file(&f.made, &f.school, f.id, "pta", "groot.pdf", large, (1 << 20) + 1, NULL),
        DS_OUTCOME_INVALID);
    assert_int_equal(
        desk_put_file(&f.made, &f.school, f.id, "pta", "net.pdf", large, 1 << 20, NULL),
        DS_OUTCOME_DONE);
    assert_int_equal(desk_put_file(&f.made, &f.stranger, f.id, "pta", "a.pdf", large, 100, NULL),
                     DS_OUTCOME_NOT_THERE);
    ds_free(large);
    desk_made_close(&f.made);
}

static void test_download__gives_the_bytes_back_under_a_harmless_name(void **state) {
    ds_desk_stored stored;
    ds_desk_outcome outcome;
    char bytes[20] = "";
    int64_t id = 0;
    filed f;
    (void)state;
    begin_filed(&f, NULL);
    assert_int_equal(put(&f, "pta", "../../etc/\x01pas\"wd<script>.exe", "%PDF-1.4 x", &id),
                     DS_OUTCOME_DONE);
    assert_int_equal(
        ds_desk_download(f.made.desk, desk_actor(&f.school), f.id, id, &outcome, &stored, NULL),
        DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    assert_string_equal(stored.name, "paswdscript.exe.pdf");
    assert_string_equal(stored.type, "application/pdf");
    assert_int_equal(stored.size, 10);
    assert_int_equal(read(stored.fd, bytes, sizeof bytes), 10);
    assert_string_equal(bytes, "%PDF-1.4 x");
    (void)close(stored.fd);
    assert_int_equal(
        ds_desk_download(f.made.desk, desk_actor(&f.stranger), f.id, id, &outcome, &stored, NULL),
        DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_NOT_THERE);
    assert_int_equal(
        ds_desk_download(f.made.desk, desk_actor(&f.school), f.id, id + 1, &outcome, &stored, NULL),
        DS_OK);
    assert_int_equal(outcome, DS_OUTCOME_NOT_THERE);
    desk_made_close(&f.made);
}

/* The scanner is a program of ours: it refuses what has the word virus in it. */
static void test_scan__refuses_what_the_scanner_refuses(void **state) {
    char *folder = ds_test_folder();
    char *script = ds_test_write_string(folder, "scan", "#!/bin/sh\n! grep -q virus \"$2\"\n");
    char command[5000];
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    filed f;
    (void)state;
    assert_int_equal(chmod(script, 0700), 0);
    (void)snprintf(command, sizeof command, "%s --stil", script);
    begin_filed(&f, command);
    assert_int_equal(put(&f, "pta", "goed.pdf", "%PDF-1.4 goed", NULL), DS_OUTCOME_DONE);
    assert_int_equal(put(&f, "pta", "fout.pdf", "%PDF-1.4 virus", NULL), DS_OUTCOME_INVALID);
    assert_int_equal(
        ds_desk_see(f.made.desk, desk_actor(&f.school), f.id, DS_NL, &outcome, &seen, NULL), DS_OK);
    assert_true(seen.scanned);
    assert_int_equal(seen.n_files, 1);
    assert_int_equal(seen.files[0].scan, DS_SCAN_CLEAN);
    ds_desk_dossier_done(&seen);
    desk_made_close(&f.made);
    ds_free(script);
    ds_test_folder_remove(folder);
}

static void *put_slowly(void *context) {
    static ds_desk_outcome outcome;
    outcome = put(context, "pta", "traag.pdf", "%PDF-1.4", NULL);
    return &outcome;
}

/* A scanner takes its time. What was closed meanwhile stays as it was closed. */
static void test_scan__nothing_is_added_to_what_was_closed_meanwhile(void **state) {
    char *folder = ds_test_folder();
    char *script = ds_test_write_string(
        folder, "scan",
        "#!/bin/sh\ntouch \"$1.aan\"\nwhile [ ! -e \"$1.verder\" ]; do sleep 0.02; done\n");
    char command[5000], place[DS_PATH_SIZE];
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    pthread_t thread;
    void *ended;
    filed f;
    (void)state;
    assert_int_equal(chmod(script, 0700), 0);
    (void)snprintf(command, sizeof command, "%s %s/hij", script, folder);
    begin_filed(&f, command);
    assert_int_equal(pthread_create(&thread, NULL, put_slowly, &f), 0);
    (void)snprintf(place, sizeof place, "%s/hij.aan", folder);
    while (!ds_file_exists(place))
        (void)usleep(5000);
    assert_int_equal(desk_move(&f.made, &f.school, f.id, "stoppen", "het gaat niet door"),
                     DS_OUTCOME_DONE);
    ds_free(ds_test_write_string(folder, "hij.verder", ""));
    assert_int_equal(pthread_join(thread, &ended), 0);
    assert_int_equal(*(ds_desk_outcome *)ended, DS_OUTCOME_CONFLICT);
    assert_int_equal(
        ds_desk_see(f.made.desk, desk_actor(&f.school), f.id, DS_NL, &outcome, &seen, NULL), DS_OK);
    assert_int_equal(seen.n_files, 0);
    ds_desk_dossier_done(&seen);
    desk_made_close(&f.made);
    ds_free(script);
    ds_test_folder_remove(folder);
}

/* Without one it is said; one that cannot be started, or gives no verdict, lets nothing in. */
static void test_scan__says_when_nobody_looked(void **state) {
    static const char *const broken[] = {"/nergens/scanner", "false --maar-dan-drie", "   "};
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    filed f;
    (void)state;
    begin_filed(&f, NULL);
    assert_int_equal(put(&f, "pta", "a.pdf", "%PDF-1.4", NULL), DS_OUTCOME_DONE);
    assert_int_equal(
        ds_desk_see(f.made.desk, desk_actor(&f.school), f.id, DS_NL, &outcome, &seen, NULL), DS_OK);
    assert_false(seen.scanned);
    assert_int_equal(seen.files[0].scan, DS_SCAN_NOT_DONE);
    ds_desk_dossier_done(&seen);
    desk_made_close(&f.made);
    for (size_t i = 0; i < 3; i += 2) {
        char *folder = ds_test_folder();
        char *file = ds_test_write_string(folder, "a.pdf", "%PDF-1.4");
        desk_scanned verdict;
        ds_error err = {0};
        assert_int_equal(ds_desk_scan_file(broken[i], file, &verdict, &err), DS_FAULT);
        ds_free(file);
        ds_test_folder_remove(folder);
    }
}

/* ---- days ---- */

static int64_t at_utc(int days, int hours, int minutes) {
    return (((int64_t)days * 24 + hours) * 60 + minutes) * 60000;
}

/* 2026: summer time from 29 March to 25 October, at 1:00 UTC. */
static void test_day__is_that_of_the_netherlands(void **state) {
    ds_arena texts = {0};
    (void)state;
    assert_int_equal(ds_desk_day(at_utc(20593, 21, 59)), 20593); /* 20 May, 23:59 */
    assert_int_equal(ds_desk_day(at_utc(20593, 22, 0)), 20594);
    assert_int_equal(ds_desk_day(at_utc(20474, 22, 59)), 20474); /* 21 January, 23:59 */
    assert_int_equal(ds_desk_day(at_utc(20474, 23, 0)), 20475);
    assert_string_equal(ds_desk_moment(&texts, at_utc(20541, 0, 59)), "2026-03-29 01:59");
    assert_string_equal(ds_desk_moment(&texts, at_utc(20541, 1, 0)), "2026-03-29 03:00");
    assert_string_equal(ds_desk_moment(&texts, at_utc(20751, 0, 59)), "2026-10-25 02:59");
    assert_string_equal(ds_desk_moment(&texts, at_utc(20751, 1, 0)), "2026-10-25 02:00");
    assert_int_equal(ds_desk_day(-1), 0); /* 31 December 1969, 23:59 UTC */
    ds_arena_done(&texts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sniff__is_by_the_bytes),
        cmocka_unit_test(test_sniff__looks_at_all_of_the_directory),
        cmocka_unit_test(test_sniff__knows_what_others_make),
        cmocka_unit_test(test_sniff__reads_nothing_beyond),
        cmocka_unit_test(test_sniff__a_broken_package_is_none),
        cmocka_unit_test(test_upload__holds_to_kind_size_and_field),
        cmocka_unit_test(test_download__gives_the_bytes_back_under_a_harmless_name),
        cmocka_unit_test(test_scan__refuses_what_the_scanner_refuses),
        cmocka_unit_test(test_scan__nothing_is_added_to_what_was_closed_meanwhile),
        cmocka_unit_test(test_scan__says_when_nobody_looked),
        cmocka_unit_test(test_day__is_that_of_the_netherlands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
