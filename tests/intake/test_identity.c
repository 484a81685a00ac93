/* tests/intake/test_identity.c: what numbers of persons look like, their pseudonyms, the key file,
 * and what the import says when persons cannot be joined. */
#include <sodium.h>
#include <sys/stat.h>

#include "base/text.h"
#include "intake/identity/identity.h"
#define IMPORT_TABLES false
#include "intake/import_help.h"

enum { PERSONS = 60 };

static ds_identity_kind kind(const char *text) {
    return ds_identity_kind_of(ds_text_of(text));
}

/* The eleven test as its rule is written, apart from the program's: the smallest last two digits
 * that pass with this remainder. */
static void make_number(int n, int remainder, char out[10]) {
    for (unsigned tail = 0; tail < 100; tail++) {
        int sum = 0;
        (void)snprintf(out, 10, "%07u%02u", (unsigned)n % 10000000, tail % 100);
        for (int i = 0; i < 8; i++)
            sum += (9 - i) * (out[i] - '0');
        sum -= out[8] - '0';
        if (sum % 11 == remainder) return;
    }
    fail();
}

static void bsn(int i, char out[10]) {
    make_number(2345678 + 7 * i, 0, out);
}

static void test_identity__kinds(void **state) {
    (void)state;
    assert_int_equal(kind("111222333"), DS_IDENTITY_BSN); /* RvIG's own example */
    assert_int_equal(kind("123456782"), DS_IDENTITY_BSN);
    assert_int_equal(kind("101222331"), DS_IDENTITY_ONDERWIJSNUMMER); /* python-stdnum's example */
    assert_int_equal(kind("100252333"), DS_IDENTITY_BSN); /* 10 first, but remainder 0 */
    assert_int_equal(kind("100252334"), DS_IDENTITY_NUMBER);
    assert_int_equal(kind("123456781"), DS_IDENTITY_NUMBER);
    assert_int_equal(kind("000000000"), DS_IDENTITY_NUMBER);
    assert_int_equal(kind("12345"), DS_IDENTITY_NUMBER);
    assert_int_equal(kind("1234567820"), DS_IDENTITY_NUMBER);
    assert_int_equal(kind("d41d8cd98f00b204e9800998ecf8427e"), DS_IDENTITY_HEX);
    assert_int_equal(kind("abcdefghijklmnopabcdefghijklmnop"), DS_IDENTITY_PSEUDONYM);
    assert_int_equal(kind("Zm9vYmFyMTIzNDU2Nzg5MA=="), DS_IDENTITY_BASE64);
    assert_int_equal(kind("p-12"), DS_IDENTITY_TEXT);
    assert_int_equal(kind("Jan de Vries"), DS_IDENTITY_TEXT);
    assert_int_equal(kind(""), DS_IDENTITY_TEXT);
}

/* One digit changed, or two neighbours swapped, never passes: what the test is for. A number that
 * begins with zeros is the short one once they are gone. */
static void test_identity__eleven_test(void **state) {
    (void)state;
    for (int i = 0; i < 300; i++) {
        char number[10];
        bsn(i, number);
        assert_int_equal(kind(number), DS_IDENTITY_BSN);
        for (int at = 0; at < 9; at++) {
            char wrong[10];
            memcpy(wrong, number, sizeof wrong);
            wrong[at] = (char)('0' + (wrong[at] - '0' + 1 + i % 9) % 10);
            assert_int_not_equal(kind(wrong), DS_IDENTITY_BSN);
        }
        make_number(12345 + i, 0, number);
        assert_int_equal(kind(number + 2), DS_IDENTITY_BSN_SHORT);
        make_number(1000000 + 31 * i, 5, number);
        assert_int_equal(kind(number), DS_IDENTITY_ONDERWIJSNUMMER);
    }
}

static void test_identity__numbers_in_text(void **state) {
    (void)state;
    assert_true(ds_identity_holds_number(ds_text_of("123456782")));
    assert_true(ds_identity_holds_number(ds_text_of("bsn: 123456782.")));
    assert_true(ds_identity_holds_number(ds_text_of("1 12 101222331")));
    assert_false(ds_identity_holds_number(ds_text_of("1234567820")));
    assert_false(ds_identity_holds_number(ds_text_of("123456781")));
    assert_false(ds_identity_holds_number(ds_text_of("25001")));
    assert_false(ds_identity_holds_number((ds_text){NULL, 0}));
}

/* Against Python's hashlib.blake2b(m, key=bytes(range(32)), digest_size=16), a for 0 to p for 15.
 */
static void test_identity__pseudonym_is_keyed_blake2b(void **state) {
    static const char *const expected[][2] = {
        {"123456782", "boneadfngeekhfijefnfepimlhclacdn"},
        {"", "dnkpjhlmohiiipnfjhhdmgglpgehefjm"},
        {"0123", "donpangffkilnaijkpinhhclnggklmgb"},
        {"Ünïcode", "ojmlohnjelcjeingpehibjjbebplpejj"},
        {"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
         "acofmhnfiapiogjonfnalfnbefogdlgf"},
    };
    unsigned char key[DS_KEY_SIZE];
    (void)state;
    assert_true(sodium_init() >= 0);
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (unsigned char)i;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        char out[DS_PSEUDONYM_SIZE];
        ds_identity_pseudonym(key, ds_text_of(expected[i][0]), out);
        assert_memory_equal(out, expected[i][1], sizeof out);
        assert_int_equal(ds_identity_kind_of((ds_text){out, sizeof out}), DS_IDENTITY_PSEUDONYM);
    }
}

/* ---- the key file ---- */

#define HEX32 "00112233445566778899aabbccddeeff"
#define GOOD_KEY HEX32 HEX32

static char *put_key(const char *name, const char *data, size_t size, mode_t mode) {
    char *path = ds_test_write(folder, name, data, size);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static void refuses_key(const char *name, const char *data, size_t size, mode_t mode,
                        const char *nl, const char *en) {
    char *path = put_key(name, data, size, mode), text[200];
    ds_error err;
    (void)snprintf(text, sizeof text, "pseudonimiseer: {sleutel: %s}\n", name);
    configure(text);
    err = import_bad(NULL);
    if (strstr(err.nl, nl) == NULL || strstr(err.en, en) == NULL)
        fail_msg("%s: %s / %s", name, err.nl, err.en);
    assert_non_null(strstr(err.file, name));
    assert_null(strstr(err.nl, HEX32));
    assert_int_equal(unlink(path), 0);
    ds_free(path);
}

static void test_identity__bad_keys(void **state) {
    static const char zeros[64] = {0};
    const char *text = GOOD_KEY;
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort\n123456782,2022,mbo\n");
#define REFUSES(name, data, size, mode, nl, en) refuses_key(name, data, size, mode, nl, en)
    for (int bit = 0; bit < 6; bit++)
        REFUSES("sleutel", text, 64, 0600 | 1u << bit, "andere gebruikers", "other users");
    REFUSES("sleutel", text, 0, 0600, "geen sleutel", "not a key");
    REFUSES("sleutel", text, 63, 0600, "geen sleutel", "not a key");
    REFUSES("sleutel", GOOD_KEY "0", 65, 0600, "geen sleutel", "not a key");
    REFUSES("sleutel", GOOD_KEY GOOD_KEY, 128, 0600, "geen sleutel", "not a key");
    REFUSES("sleutel", HEX32, 32, 0600, "geen sleutel", "not a key");
    REFUSES("sleutel", HEX32 "g0112233445566778899aabbccddeeff", 64, 0600, "geen sleutel", "not a");
    REFUSES("sleutel", zeros, 32, 0600, "geen sleutel", "not a key");
    REFUSES("sleutel", zeros, 31, 0600, "geen sleutel", "not a key");
    REFUSES("sleutel", "0000000000000000000000000000000000000000000000000000000000000000", 64, 0600,
            "geen sleutel", "not a key");
    REFUSES("leveringen/sleutel", text, 64, 0600, "staat in leveringen/", "stands in leveringen/");
    REFUSES("afgekeurd/sleutel", text, 64, 0600, "staat in afgekeurd/", "stands in afgekeurd/");
    REFUSES("publicatie/x/sleutel", text, 64, 0600, "staat in publicatie/", "stands in pub");
    REFUSES("register/sleutel", text, 64, 0600, "staat in register/", "stands in register/");
}

static void test_identity__keys_that_are_no_file(void **state) {
    char path[DS_PATH_SIZE];
    ds_error err;
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort\n123456782,2022,mbo\n");
    configure("pseudonimiseer: {sleutel: nergens}\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.nl, "bestaat niet; maak er een met: doorstroom key"));
    assert_int_equal(ds_file_join(path, folder, "nergens", &err), DS_OK);
    assert_int_equal(mkfifo(path, 0600), 0); /* must not wait for a writer */
    err = import_bad(NULL);
    assert_non_null(strstr(err.en, "not a regular file"));
    configure("pseudonimiseer: {sleutel: .}\n");
    err = import_bad(NULL);
    assert_non_null(strstr(err.en, "not a regular file"));
    assert_int_equal(ds_file_join(path, folder, "register/current", &err), DS_OK);
    assert_false(ds_file_exists(path));
}

static void test_identity__bad_wishes(void **state) {
    static const char *const texts[] = {
        "pseudonimiseer: ja\n", "pseudonimiseer: {}\n", "pseudonimiseer: {sleutle: x}\n",
        "pseudonimiseer: {sleutel: x, zout: y}\n", "pseudonimiseer: [sleutel]\n"};
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort\n123456782,2022,mbo\n");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ds_error err;
        configure(texts[i]);
        err = import_bad(NULL);
        if (strstr(err.nl, "verwacht {sleutel: BESTAND}") == NULL || err.line != 1 ||
            err.column != 17)
            fail_msg("%s: %s", texts[i], err.nl);
    }
    configure("pseudonimiseer: {sleutel: ''}\n");
    assert_non_null(strstr(import_bad(NULL).en, "expected the path of a file"));
}

/* Text with and without a line end, bytes, capitals: the fingerprint is of the key, not the file.
 */
static void test_identity__forms_of_a_key(void **state) {
    static const unsigned char bytes[32] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                            0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
                                            0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                            0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};
    static const struct {
        const char *data;
        size_t size;
    } forms[] = {{GOOD_KEY, 64},
                 {GOOD_KEY "\n", 65},
                 {GOOD_KEY "\r\n", 66},
                 {"00112233445566778899AABBCCDDEEFF" HEX32, 64},
                 {(const char *)bytes, 32}};
    char *first = NULL;
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort\n123456782,2022,mbo\n");
    configure("pseudonimiseer: {sleutel: sleutel}\n");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char *pointer;
        ds_free(put_key("sleutel", forms[i].data, forms[i].size, 0400));
        import_quietly();
        pointer = ds_work_pointer(folder);
        if (first != NULL) assert_string_equal(pointer, first);
        if (first != NULL) ds_free(pointer);
        if (first == NULL) first = pointer;
    }
    ds_free(first);
}

static void test_identity__made_keys(void **state) {
    char path[DS_PATH_SIZE], a[DS_KEY_FINGERPRINT_SIZE], b[DS_KEY_FINGERPRINT_SIZE] = "x";
    struct stat info;
    ds_error err;
    mode_t old;
    (void)state;
    assert_int_equal(ds_file_join(path, folder, "k1", &err), DS_OK);
    old = umask(0);
    assert_int_equal(ds_key_make(path, a, &err), DS_OK);
    (void)umask(old);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(info.st_size, 65);
    assert_int_equal(ds_key_make(path, b, &err), DS_INPUT); /* never overwritten */
    assert_string_equal(b, "x");
    assert_int_equal(ds_file_join(path, folder, "k2", &err), DS_OK);
    assert_int_equal(ds_key_make(path, b, &err), DS_OK);
    assert_string_not_equal(a, b);
    assert_int_equal(ds_file_join(path, folder, "nergens/k3", &err), DS_OK);
    assert_int_equal(ds_key_make(path, b, &err), DS_INPUT);
    assert_false(ds_file_exists(path));
}

/* Where an import clears, or where files are handed on, no key is made, by whatever way one goes.
 */
static void test_identity__no_key_where_it_would_not_stay(void **state) {
    static const char *const refused[] = {"register/k",     "afgekeurd/k",  "geschiedenis/k",
                                          "leveringen/k",   "publicatie/k", "register/current/k",
                                          "leveringen/x/k", "link/k",       "x/../afgekeurd/k"};
    char path[DS_PATH_SIZE], print[DS_KEY_FINGERPRINT_SIZE];
    (void)state;
    ds_free(ds_test_write_string(folder, "leveringen/x/a", ""));
    ds_free(ds_test_write_string(folder, "register/current/a", ""));
    ds_free(ds_test_write_string(folder, "afgekeurd/a", ""));
    ds_free(ds_test_write_string(folder, "geschiedenis/a", ""));
    ds_free(ds_test_write_string(folder, "publicatie/a", ""));
    ds_free(ds_test_write_string(folder, "x/register/keys/a", ""));
    assert_int_equal(ds_file_join(path, folder, "link", NULL), DS_OK);
    assert_int_equal(symlink("register/current", path), 0);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        ds_error err = {0};
        assert_int_equal(ds_file_join(path, folder, refused[i], NULL), DS_OK);
        if (ds_key_make(path, print, &err) != DS_INPUT) fail_msg("made %s", refused[i]);
        assert_non_null(strstr(err.nl, "verwacht een plaats daarbuiten"));
        assert_false(ds_file_exists(path));
    }
    /* an ordinary word in a path, where no work folder is */
    assert_int_equal(ds_file_join(path, folder, "x/register/keys/k", NULL), DS_OK);
    assert_int_equal(ds_key_make(path, print, NULL), DS_OK);
}

/* ---- who cannot be joined ---- */

typedef void (*number)(int i, char out[80]);

static void as_bsn(int i, char out[80]) {
    char digits[10];
    bsn(i, digits);
    (void)snprintf(out, 80, "%s", digits);
}

static void as_hex(int i, char out[80]) {
    (void)snprintf(out, 80, "ab%08x%08x%08x%08x%06x", i * 7919, i, i * 31, i ^ 0x5a5a, i);
}

static void as_longer_hex(int i, char out[80]) {
    as_hex(i, out);
    memcpy(out + 40, "0011aa22", 9);
}

static void as_other_bsn(int i, char out[80]) {
    as_bsn(i + 5000, out);
}

static void as_counted(int i, char out[80]) {
    (void)snprintf(out, 80, "%d", i + 1);
}

static void as_counted_later(int i, char out[80]) {
    (void)snprintf(out, 80, "%d", i + 5001);
}

/* header, then a line a person: the number and rest. */
static void deliver_persons(const char *name, const char *header, number make, const char *rest) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, header);
    for (int i = 0; i < PERSONS; i++) {
        char persoon[80];
        make(i, persoon);
        ds_buffer_addf(&text, "%s%s\n", persoon, rest);
    }
    deliver(name, ds_buffer_string(&text));
    ds_buffer_done(&text);
}

/* Two years of enrolments and a delivery of jobs, numbered so; the warnings as one text. */
static char *warnings_of(number first, number second, number jobs) {
    json_t *s;
    char *text;
    deliver_persons("inschrijving-2021.csv", "persoon,schooljaar,soort,instelling\n", first,
                    ",2021,mbo,27GZ");
    deliver_persons("inschrijving-2022.csv", "persoon,schooljaar,soort,instelling\n", second,
                    ",2022,mbo,27GZ");
    deliver_persons("werk.csv", "persoon,jaar,uren\n", jobs, ",2022,12");
    deliver("diploma.csv", "persoon,schooljaar,soort\n"); /* none: nothing to say of them */
    s = import_good();
    text = json_dumps(json_object_get(s, "waarschuwingen"), JSON_COMPACT);
    json_decref(s);
    return text;
}

static void test_identity__what_joins_is_not_warned_of(void **state) {
    static const number all[] = {as_bsn, as_hex, as_counted};
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char *text = warnings_of(all[i], all[i], all[i]);
        if (all[i] == as_bsn) { /* a key is suggested, and nothing else */
            assert_non_null(strstr(text, "\"zonder_sleutel\""));
            assert_null(strstr(strstr(text, "\"code\"") + 1, "\"code\""));
        } else {
            assert_string_equal(text, "[]");
        }
        free(text);
    }
}

static void warns(number first, number second, number jobs, const char *nl, const char *en) {
    char *text = warnings_of(first, second, jobs);
    if (strstr(text, nl) == NULL || strstr(text, en) == NULL) fail_msg("%s", text);
    for (int i = 0; i < PERSONS; i++) {
        char persoon[80];
        as_bsn(i, persoon);
        assert_null(strstr(text, persoon));
    }
    free(text);
}

static void test_identity__what_cannot_join_is_said(void **state) {
    (void)state;
    warns(
        as_bsn, as_bsn, as_hex,
        "werk.csv heeft hexadecimale pseudoniemen (40 tot 40 tekens), inschrijving-2021.csv heeft "
        "burgerservicenummers (9 tot 9): personen zijn daartussen niet te koppelen",
        "persons cannot be joined between them");
    warns(as_bsn, as_hex, as_hex, "inschrijving-2021.csv heeft burgerservicenummers",
          "inschrijving-2022.csv has hexadecimal pseudonyms");
    warns(as_hex, as_longer_hex, as_hex, "hexadecimale pseudoniemen (48 tot 48", "cannot be");
    warns(as_bsn, as_bsn, as_other_bsn,
          "werk.csv: van de 60 rijen horen er maar 0 bij iemand met een inschrijving",
          "werk.csv: of the 60 rows only 0 belong to someone");
    warns(as_counted, as_counted_later, as_counted,
          "inschrijving-2022.csv: van 60 inschrijvingen is het jaar ervoor of erna van dezelfde "
          "instelling in een andere levering, maar van maar 0 de persoon",
          "are persons numbered differently there?");
}

/* One kind in the upper half, another below. */
static void as_halves(int i, char out[80]) {
    (i < PERSONS / 2 ? as_bsn : as_hex)(i, out);
}

static void without_zero(int i, char out[80]) {
    char digits[10];
    make_number(234567 + 7 * i, 0, digits);
    (void)snprintf(out, 80, "%s", digits + (i % 3 == 0));
}

static void test_identity__within_one_delivery(void **state) {
    (void)state;
    warns(as_halves, as_halves, as_halves, "persoon is niet overal een nummer van dezelfde soort",
          "is not a number of one kind throughout");
    warns(without_zero, without_zero, without_zero,
          "20 keer mist een burgerservicenummer zijn voorloopnul", "lacks its leading zero");
}

/* ---- zeros in front ---- */

enum { MANY_PERSONS = 400 };

/* Numbers of four digits, of which those of the first n_lost that begin with a zero lack it. */
static void deliver_numbers(const char *name, const char *header, size_t n_lost, const char *rest) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, header);
    for (size_t i = 0; i < MANY_PERSONS; i++)
        ds_buffer_addf(&text, "%0*zu%s\n", i < n_lost ? 1 : 4, 900 + i, rest);
    deliver(name, ds_buffer_string(&text));
    ds_buffer_done(&text);
}

static void deliver_years(size_t n_lost_of_second, size_t n_lost_of_diplomas) {
    deliver_numbers("inschrijving-2021.csv", "persoon,schooljaar,soort\n", 0, ",2021,havo");
    deliver_numbers("inschrijving-2022.csv", "persoon,schooljaar,soort\n", n_lost_of_second,
                    ",2022,havo");
    deliver_numbers("diploma.csv", "persoon,schooljaar,soort\n", n_lost_of_diplomas, ",2022,havo");
}

static void refuses_lost_zeros(const char *file, const char *nl) {
    const ds_error err = import_bad(NULL);
    assert_non_null(strstr(err.file, file));
    if (strstr(err.nl, nl) == NULL) fail_msg("%s", err.nl);
    assert_non_null(strstr(err.nl, "inschrijving-2021.csv"));
    assert_null(strstr(err.nl, "901")); /* nobody's number */
}

static char *warnings_now(void) {
    json_t *s = import_good();
    char *text = json_dumps(json_object_get(s, "waarschuwingen"), JSON_COMPACT);
    json_decref(s);
    return text;
}

/* Else they count as two persons each: 100 of the 400 numbers begin with a zero. */
static void test_identity__many_lost_zeros_are_refused(void **state) {
    char *text;
    (void)state;
    deliver_years(0, MANY_PERSONS);
    refuses_lost_zeros("diploma.csv", "100 personen");
    deliver_years(MANY_PERSONS, 0);
    refuses_lost_zeros("inschrijving-2022.csv", "100 personen");
    deliver_years(0, 20); /* 5 % */
    refuses_lost_zeros("diploma.csv", "20 personen");
    configure("max_afgekeurd: 5\n");
    text = warnings_now();
    assert_non_null(strstr(text, "\"voorloopnul_verschilt\""));
    free(text);
}

static void test_identity__few_lost_zeros_are_said(void **state) {
    char *text;
    (void)state;
    deliver_years(0, 4); /* 1 % */
    text = warnings_now();
    if (strstr(text, "diploma.csv: 4 personen") == NULL) fail_msg("%s", text);
    assert_non_null(strstr(text, "diploma.csv: 4 persons"));
    assert_null(strstr(text, "900"));
    free(text);
}

/* Few rows are no reason to refuse a delivery, whatever their share. */
static void test_identity__lost_zeros_of_a_small_delivery_are_said(void **state) {
    char *text;
    (void)state;
    deliver("inschrijving.csv", "persoon,schooljaar,soort\n001,2022,havo\n002,2022,havo\n");
    deliver("diploma.csv", "persoon,schooljaar,soort\n2,2022,havo\n");
    text = warnings_now();
    if (strstr(text, "diploma.csv: 1 personen") == NULL) fail_msg("%s", text);
    free(text);
    take_back("diploma.csv"); /* both in one delivery are two persons, as texts are */
    deliver("inschrijving.csv", "persoon,schooljaar,soort\n007,2022,havo\n7,2022,havo\n");
    text = warnings_now();
    assert_null(strstr(text, "\"voorloopnul_verschilt\""));
    free(text);
}

/* A number is one of another kind, and one that is nowhere written otherwise is itself. */
static void test_identity__zeros_that_are_nobody_elses(void **state) {
    char *text;
    (void)state;
    deliver("inschrijving.csv",
            "persoon,schooljaar,soort,persoon_soort\n07,2022,havo,eigen\n8,2022,havo,eigen\n"
            "7,2022,havo,pgn\n0,2022,havo,eigen\nX07,2022,havo,eigen\n");
    text = warnings_now();
    assert_null(strstr(text, "\"voorloopnul_verschilt\""));
    free(text);
}

/* Pseudonyms tell no zeros: what the numbers looked like is all there is. */
static void test_identity__lost_zeros_below_a_key(void **state) {
    char *text;
    (void)state;
    ds_free(put_key("sleutel", GOOD_KEY, 64, 0600));
    configure("pseudonimiseer: {sleutel: sleutel}\n");
    deliver_years(0, MANY_PERSONS);
    text = warnings_now();
    assert_non_null(strstr(text, "\"voorloopnul_verschilt\""));
    assert_non_null(strstr(text, "diploma.csv"));
    free(text);
    deliver_years(0, 0);
    text = warnings_now();
    assert_null(strstr(text, "\"voorloopnul_verschilt\""));
    free(text);
}

/* The kind of each delivery stands in the summary; a key changes none of it. */
static void test_identity__kinds_are_told(void **state) {
    (void)state;
    for (int keyed = 0; keyed < 2; keyed++) {
        json_t *s;
        const json_t *one;
        if (keyed) ds_free(put_key("sleutel", GOOD_KEY, 64, 0600));
        if (keyed) configure("pseudonimiseer: {sleutel: sleutel}\n");
        free(warnings_of(as_bsn, as_bsn, as_hex));
        s = import_good();
        one = json_object_get(about(s, "inschrijving-2021.csv"), "persoon");
        assert_string_equal(json_string_value(json_object_get(one, "soort")),
                            "burgerservicenummer");
        assert_int_equal(count_of(one, "kortste"), 9);
        one = json_object_get(about(s, "werk.csv"), "persoon");
        assert_string_equal(json_string_value(json_object_get(one, "soort")), "pseudoniem_hex");
        assert_int_equal(count_of(one, "langste"), 40);
        assert_int_equal(json_object_get(s, "sleutel") != NULL, keyed);
        json_decref(s);
    }
}

/* How often the text interns something; none of it persons. */
static size_t count_interns(const char *text, const char *name) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, "ds_dictionary_intern")) != NULL; at++) {
        size_t length = strcspn(at, ";{");
        bool persons = false;
        for (size_t k = 0; k + 7 < length; k++)
            persons = persons || strncmp(at + k, "persons", 7) == 0;
        if (persons) fail_msg("%s interns persons past identity.c", name);
        n++;
    }
    return n;
}

/* The same of every file in the folder and its rooms. */
static size_t count_interns_in(const char *above) {
    ds_file_names names = {0};
    ds_error err;
    size_t n = 0;
    assert_int_equal(ds_file_list(above, &names, &err), DS_OK);
    for (size_t i = 0; i < names.n_names; i++) {
        char path[DS_PATH_SIZE];
        char *text;
        size_t size;
        assert_int_equal(ds_file_join(path, above, names.names[i], &err), DS_OK);
        if (ds_file_is_folder(path)) {
            n += count_interns_in(path);
            continue;
        }
        assert_int_equal(ds_file_read(path, 1 << 20, &text, &size, &err), DS_OK);
        n += count_interns(text, path);
        ds_free(text);
    }
    ds_file_names_done(&names);
    return n;
}

/* Nobody gets into a dictionary of persons but through the door. */
static void test_identity__one_door(void **state) {
    (void)state;
    assert_true(count_interns_in(DS_SOURCE_DIR "/src/intake") >= 4);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(test_identity__##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(kinds),
        TEST(eleven_test),
        TEST(numbers_in_text),
        TEST(pseudonym_is_keyed_blake2b),
        TEST(bad_keys),
        TEST(keys_that_are_no_file),
        TEST(bad_wishes),
        TEST(forms_of_a_key),
        TEST(made_keys),
        TEST(no_key_where_it_would_not_stay),
        TEST(what_joins_is_not_warned_of),
        TEST(what_cannot_join_is_said),
        TEST(within_one_delivery),
        TEST(many_lost_zeros_are_refused),
        TEST(few_lost_zeros_are_said),
        TEST(lost_zeros_of_a_small_delivery_are_said),
        TEST(zeros_that_are_nobody_elses),
        TEST(lost_zeros_below_a_key),
        TEST(kinds_are_told),
        TEST(one_door),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
