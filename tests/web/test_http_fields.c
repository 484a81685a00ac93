/* tests/web/test_http_fields.c: what stands in a request, taken apart: fields, cookies, targets and
 * forms with files, whole and broken. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "web/http/fields.h"
#include "web/http/limits.h"

typedef struct parsed {
    ds_arena arena;
    ds_http_pairs pairs;
    ds_http_files files;
} parsed;

static void parsed_done(parsed *p) {
    ds_http_pairs_done(&p->pairs);
    ds_http_files_done(&p->files);
    ds_arena_done(&p->arena);
}

static void test_fields__values(void **state) {
    parsed p = {{0}, {0}, {0}};
    const char *text = "a=1&b=%C3%A9%26&&c+d=e+f&leeg=&alleen&a=2";
    (void)state;
    assert_int_equal(
        ds_http_fields_read(ds_text_of(text), DS_HTTP_FIELDS_MAX, &p.arena, &p.pairs, NULL), DS_OK);
    assert_int_equal(p.pairs.n, 6);
    assert_string_equal(ds_http_pairs_get(&p.pairs, "a").data, "1");
    assert_string_equal(ds_http_pairs_get(&p.pairs, "b").data, "\xC3\xA9&");
    assert_string_equal(ds_http_pairs_get(&p.pairs, "c d").data, "e f");
    assert_string_equal(ds_http_pairs_get(&p.pairs, "leeg").data, "");
    assert_string_equal(ds_http_pairs_get(&p.pairs, "alleen").data, "");
    assert_null(ds_http_pairs_get(&p.pairs, "nergens").data);
    parsed_done(&p);
}

static ds_status read_fields(const char *text, size_t maximum) {
    parsed p = {{0}, {0}, {0}};
    ds_error err = {0};
    const ds_status status =
        ds_http_fields_read(ds_text_of(text), maximum, &p.arena, &p.pairs, &err);
    if (status != DS_OK) assert_true(err.nl[0] != '\0' && err.en[0] != '\0');
    parsed_done(&p);
    return status;
}

static void test_fields__what_is_no_text_is_refused(void **state) {
    char *large = malloc(DS_HTTP_VALUE_MAX + 16);
    (void)state;
    assert_non_null(large);
    assert_int_equal(read_fields("a=%", 10), DS_INPUT);
    assert_int_equal(read_fields("a=%4", 10), DS_INPUT);
    assert_int_equal(read_fields("a=%zz", 10), DS_INPUT);
    assert_int_equal(read_fields("a=%00", 10), DS_INPUT);
    assert_int_equal(read_fields("a=%1b", 10), DS_INPUT);
    assert_int_equal(read_fields("a=%ff", 10), DS_INPUT);
    assert_int_equal(read_fields("a=%C0%AF", 10), DS_INPUT);
    assert_int_equal(read_fields("a=1&b=2&c=3", 2), DS_INPUT);
    assert_int_equal(read_fields("a=1&b=2&c=3", 3), DS_OK);
    assert_int_equal(read_fields("a=%0D%0A%09", 3), DS_OK);
    memset(large, 'x', DS_HTTP_VALUE_MAX + 3);
    memcpy(large, "a=", 2);
    large[DS_HTTP_VALUE_MAX + 3] = '\0';
    assert_int_equal(read_fields(large, 3), DS_INPUT);
    large[DS_HTTP_VALUE_MAX + 2] = '\0';
    assert_int_equal(read_fields(large, 3), DS_OK);
    free(large);
}

static void test_cookies__only_what_is_there_once(void **state) {
    parsed p = {{0}, {0}, {0}};
    (void)state;
    assert_int_equal(ds_http_cookies_read(ds_text_of("a=1; b=2;c=\"x\"; ; d; b=3; e= f"), &p.arena,
                                          &p.pairs, NULL),
                     DS_OK);
    assert_string_equal(ds_http_cookie(&p.pairs, "a").data, "1");
    assert_null(ds_http_cookie(&p.pairs, "b").data); /* twice: neither */
    assert_null(ds_http_cookie(&p.pairs, "c").data);
    assert_string_equal(ds_http_cookie(&p.pairs, "e").data, "f");
    parsed_done(&p);
}

static const char *read_target(parsed *p, const char *target) {
    ds_text path = {NULL, 0}, query = {NULL, 0};
    const ds_status status =
        ds_http_target_read(ds_text_of(target), &p->arena, &path, &query, NULL);
    return status == DS_OK ? path.data : NULL;
}

static void test_target__paths(void **state) {
    static const char *const bad[] = {"",          "*",      "http://x/", "//x",     "/a//b",
                                      "/a/",       "/./a",   "/a/..",     "/../etc", "/%2e%2e/a",
                                      "/a%2fb",    "/a%2Fb", "/a%5cb",    "/a\\b",   "/a%00",
                                      "/a%0d%0aX", "/%ff",   "/a b",      "/a<b",    "/%",
                                      "/a%0ab",    "/a#b",   "/\xC3\xA9", "/.",      "/.."};
    parsed p = {{0}, {0}, {0}};
    (void)state;
    assert_string_equal(read_target(&p, "/"), "/");
    assert_string_equal(read_target(&p, "/dossier/3?x=//../"), "/dossier/3");
    assert_string_equal(read_target(&p, "/%C3%A9"), "/\xC3\xA9");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (read_target(&p, bad[i]) != NULL) fail_msg("taken: %s", bad[i]);
    parsed_done(&p);
}

/* ---- forms with files ---- */

static ds_status read_form(parsed *p, const char *boundary, const char *body, size_t size) {
    return ds_http_multipart_read((ds_text){body, size}, ds_text_of(boundary), &p->arena, &p->pairs,
                                  &p->files, NULL);
}

static const char whole[] = "--grens\r\n"
                            "Content-Disposition: form-data; name=\"a\"\r\n\r\n"
                            "een\r\ntwee\r\n"
                            "--grens\r\n"
                            "Content-Disposition: form-data; name=\"stuk\"; "
                            "filename=\"C:\\map\\..\\p;q.pdf\"\r\n"
                            "Content-Type: application/pdf\r\n\r\n"
                            "%PDF\0\r\n--gren\r\n\r\n"
                            "--grens\r\n"
                            "content-disposition: form-data; name=leeg; filename=\"\"\r\n\r\n\r\n"
                            "--grens--\r\n";

static void test_multipart__fields_and_files(void **state) {
    parsed p = {{0}, {0}, {0}};
    (void)state;
    assert_int_equal(read_form(&p, "grens", whole, sizeof whole - 1), DS_OK);
    assert_int_equal(p.pairs.n, 1);
    assert_string_equal(ds_http_pairs_get(&p.pairs, "a").data, "een\r\ntwee");
    assert_int_equal(p.files.n, 1);
    assert_true(ds_text_is(p.files.files[0].field, "stuk"));
    assert_string_equal(p.files.files[0].name.data, "p;q.pdf");
    assert_string_equal(p.files.files[0].type.data, "application/pdf");
    assert_int_equal(p.files.files[0].data.size, 15);
    assert_memory_equal(p.files.files[0].data.data, "%PDF\0\r\n--gren\r\n", 15);
    parsed_done(&p);
}

/* Cut anywhere it is refused, and nothing beyond its end is read (ASan sees to that). */
static void test_multipart__cut_anywhere_is_refused(void **state) {
    (void)state;
    for (size_t size = 0; size < sizeof whole - 5; size++) {
        parsed p = {{0}, {0}, {0}};
        char *copy = malloc(size + 1);
        assert_non_null(copy);
        memcpy(copy, whole, size);
        assert_int_equal(read_form(&p, "grens", copy, size), DS_INPUT);
        free(copy);
        parsed_done(&p);
    }
}

static void test_multipart__what_is_no_form_is_refused(void **state) {
    static const char *const bad[] = {
        "--x\r\n\r\nzonder naam\r\n--x--",
        "--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--x--",
        "--x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: multipart/mixed; "
        "boundary=y\r\n\r\n--y--\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: "
        "base64\r\n\r\nMQ==\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
        "name=\"b\"\r\n\r\n1\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\xFF\r\n--x--",
        "voor\r\n--x--",
        "--x",
        "--xx\r\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        parsed p = {{0}, {0}, {0}};
        if (read_form(&p, "x", bad[i], strlen(bad[i])) != DS_INPUT) fail_msg("taken: %s", bad[i]);
        parsed_done(&p);
    }
}

/* A bomb of parts is refused at the limit, not after all of it. */
static void test_multipart__too_many_parts(void **state) {
    static const char part[] =
        "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n\r\n";
    const size_t n = 20000;
    char *body = malloc(n * (sizeof part - 1) + 8);
    parsed p = {{0}, {0}, {0}};
    (void)state;
    assert_non_null(body);
    for (size_t i = 0; i < n; i++)
        memcpy(body + i * (sizeof part - 1), part, sizeof part - 1);
    memcpy(body + n * (sizeof part - 1), "--x--\r\n", 7);
    assert_int_equal(read_form(&p, "x", body, n * (sizeof part - 1) + 7), DS_INPUT);
    assert_int_equal(p.files.n, DS_HTTP_FILES_MAX);
    parsed_done(&p);
    free(body);
}

static void test_multipart__boundary(void **state) {
    (void)state;
    assert_true(
        ds_text_is(ds_http_multipart_boundary(
                       ds_text_of("Multipart/Form-Data; charset=x; boundary=\"a b\"")),
                   "") ||
        ds_http_multipart_boundary(ds_text_of("multipart/form-data; boundary=\"a b\"")).data ==
            NULL);
    assert_true(ds_text_is(
        ds_http_multipart_boundary(ds_text_of("multipart/form-data; boundary=\"ab\"")), "ab"));
    assert_true(ds_text_is(
        ds_http_multipart_boundary(ds_text_of("multipart/form-data;boundary=ab")), "ab"));
    assert_null(ds_http_multipart_boundary(ds_text_of("multipart/mixed; boundary=ab")).data);
    assert_null(ds_http_multipart_boundary(ds_text_of("multipart/form-data")).data);
    assert_null(ds_http_multipart_boundary((ds_text){NULL, 0}).data);
}

static ds_status read_without_memory(void *context, ds_error *err) {
    parsed p = {{0}, {0}, {0}};
    ds_status status = ds_http_fields_read(ds_text_of("a=1&b=%41"), 10, &p.arena, &p.pairs, err);
    (void)context;
    if (status == DS_OK)
        status = ds_http_cookies_read(ds_text_of("a=1; b=2"), &p.arena, &p.pairs, err);
    if (status == DS_OK)
        status = ds_http_multipart_read((ds_text){whole, sizeof whole - 1}, ds_text_of("grens"),
                                        &p.arena, &p.pairs, &p.files, err);
    parsed_done(&p);
    return status;
}

static void test_fields__without_memory(void **state) {
    (void)state;
    ds_test_every_allocation(read_without_memory, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields__values),
        cmocka_unit_test(test_fields__what_is_no_text_is_refused),
        cmocka_unit_test(test_cookies__only_what_is_there_once),
        cmocka_unit_test(test_target__paths),
        cmocka_unit_test(test_multipart__fields_and_files),
        cmocka_unit_test(test_multipart__cut_anywhere_is_refused),
        cmocka_unit_test(test_multipart__what_is_no_form_is_refused),
        cmocka_unit_test(test_multipart__too_many_parts),
        cmocka_unit_test(test_multipart__boundary),
        cmocka_unit_test(test_fields__without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
