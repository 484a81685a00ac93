/* fuzz/fuzz_request.c: any bytes as what stands in a request. The first byte says as what: a query
 * or an urlencoded form, cookies, a target, a form with files, or the whole of it. Whatever they
 * are, reading neither crashes nor reads past them; names and values that come out are text without
 * control characters that ends where it says, and there are never more than may be. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "fuzz_must.h"
#include "web/http/request.h"
#include "web/http/route.h"

static void check_text(ds_text text) {
    MUST(text.data != NULL && text.data[text.size] == '\0');
    MUST(strlen(text.data) == text.size);
    MUST(ds_http_text_fits(text));
}

static void check_pairs(const ds_http_pairs *pairs, size_t most) {
    MUST(pairs->n <= most);
    for (size_t i = 0; i < pairs->n; i++) {
        check_text(pairs->pairs[i].name);
        check_text(pairs->pairs[i].value);
    }
}

static void check_files(const ds_http_files *files) {
    MUST(files->n <= DS_HTTP_FILES_MAX);
    for (size_t i = 0; i < files->n; i++) {
        check_text(files->files[i].field);
        check_text(files->files[i].name);
        check_text(files->files[i].type);
        MUST(strchr(files->files[i].name.data, '/') == NULL);
        MUST(strchr(files->files[i].name.data, '\\') == NULL);
    }
}

static void check_path(ds_text path) {
    check_text(path);
    MUST(path.data[0] == '/' && strstr(path.data, "//") == NULL);
    MUST(strstr(path.data, "/../") == NULL && strchr(path.data, '\n') == NULL);
}

/* The target is the first line, the cookies the second, the type of the form the third, then its
 * body. */
static ds_text take_line(ds_text *rest) {
    const char *end = rest->size == 0 ? NULL : memchr(rest->data, '\n', rest->size);
    const ds_text line = {rest->data, end == NULL ? rest->size : (size_t)(end - rest->data)};
    rest->data += line.size + (end != NULL);
    rest->size -= line.size + (end != NULL);
    return line;
}

static void read_whole(ds_text text) {
    ds_http_request request = {.method = DS_HTTP_POST};
    const ds_http_pair cookies = {ds_text_of("Cookie"), {0}},
                       type = {ds_text_of("content-type"), {0}};
    request.target = take_line(&text);
    if (ds_http_pairs_add(&request.headers, 8, cookies, NULL) != DS_OK) return;
    if (ds_http_pairs_add(&request.headers, 8, type, NULL) != DS_OK) return;
    request.headers.pairs[0].value = take_line(&text);
    request.headers.pairs[1].value = take_line(&text);
    request.body = text;
    if (ds_http_request_read(&request, NULL) == DS_OK) {
        check_path(request.path);
        check_pairs(&request.query, DS_HTTP_QUERY_MAX);
        check_pairs(&request.cookies, DS_HTTP_COOKIES_MAX);
    }
    if (ds_http_request_read_body(&request, NULL) == DS_OK) {
        check_pairs(&request.form, DS_HTTP_FIELDS_MAX);
        check_files(&request.files);
    }
    ds_http_request_done(&request);
}

static void read_part(unsigned char kind, ds_text text) {
    ds_arena arena = {0};
    ds_http_pairs pairs = {0};
    ds_http_files files = {0};
    ds_text path = {NULL, 0}, query = {NULL, 0};
    if (kind == 0 && ds_http_fields_read(text, 100, &arena, &pairs, NULL) == DS_OK)
        check_pairs(&pairs, 100);
    if (kind == 1 && ds_http_cookies_read(text, &arena, &pairs, NULL) == DS_OK)
        check_pairs(&pairs, DS_HTTP_COOKIES_MAX);
    if (kind == 2 && ds_http_target_read(text, &arena, &path, &query, NULL) == DS_OK)
        check_path(path);
    if (kind == 3 &&
        ds_http_multipart_read(text, ds_text_of("g"), &arena, &pairs, &files, NULL) == DS_OK) {
        check_pairs(&pairs, DS_HTTP_FIELDS_MAX);
        check_files(&files);
    }
    ds_http_pairs_done(&pairs);
    ds_http_files_done(&files);
    ds_arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    char *copy; /* of its own size: what reads past it is seen */
    if (size == 0) return 0;
    copy = malloc(size);
    if (copy == NULL) return 0;
    memcpy(copy, data + 1, size - 1);
    if (data[0] % 5 == 4)
        read_whole((ds_text){copy, size - 1});
    else
        read_part(data[0] % 5, (ds_text){copy, size - 1});
    free(copy);
    return 0;
}
