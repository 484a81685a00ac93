/* tests/web/test_site_forms.c: filling in over a socket: saving, what cannot be read, two people at
 * one field, files. */
#include "support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "web/served.h"
#include "web/site_served.h"

typedef struct two_people {
    site_served site;
    visitor one, two;
    char first[100], second[100]; /* the pages of the two topics */
    long id;
} two_people;

static void begin_two(two_people *t) {
    site_start(&t->site, NULL);
    site_person(&t->site, &t->one, "een", "invuller", "A");
    site_person(&t->site, &t->two, "twee", "invuller", "A");
    t->id = site_dossier(&t->one, "Agenda+A", "A");
    (void)snprintf(t->first, sizeof t->first, "/dossier/%ld/eerste", t->id);
    (void)snprintf(t->second, sizeof t->second, "/dossier/%ld/tweede", t->id);
}

static void end_two(two_people *t) {
    visitor_done(&t->one);
    visitor_done(&t->two);
    site_stop(&t->site);
}

/* Saves from the page that is open, with the revision that it has. */
static unsigned save(visitor *v, const char *page, const char *revision, const char *fields) {
    char body[2000];
    (void)snprintf(body, sizeof body, "revisie=%s&%s", revision, fields);
    return visitor_post(v, page, body);
}

static unsigned open_and_save(visitor *v, const char *page, const char *fields) {
    char revision[40];
    assert_int_equal(visitor_get(v, page), 200);
    (void)snprintf(revision, sizeof revision, "%s", visitor_field(v, "revisie"));
    return save(v, page, revision, fields);
}

static void test_forms__saves_and_goes_on(void **state) {
    two_people t;
    char target[200];
    (void)state;
    begin_two(&t);
    assert_int_equal(
        open_and_save(&t.one, t.first,
                      "naam=Jansen&verhaal=a%0D%0Ab&geld=1.234%2C50&eens=&eens=ja&werk=&"
                      "werk=les&werk=stage&regels%2Fr1%2Fwat=hout&doe=bewaar"),
        303);
    (void)snprintf(target, sizeof target, "%s?bewaard=1", t.first);
    assert_string_equal(visitor_location(&t.one), target);
    assert_int_equal(visitor_get(&t.one, target), 200);
    assert_string_equal(visitor_field(&t.one, "naam"), "Jansen");
    assert_string_equal(visitor_field(&t.one, "geld"), "1.234,50");
    assert_string_equal(visitor_field(&t.one, "regels/r1/wat"), "hout");
    assert_string_equal(visitor_field(&t.one, "regels/r2/wat"),
                        ""); /* an empty row to go on with */
    assert_non_null(strstr(t.one.page, "name=\"regels/r2/wat\""));
    assert_non_null(strstr(t.one.page, "value=\"ja\" checked"));
    assert_non_null(strstr(t.one.page, "value=\"les\" checked"));
    assert_non_null(strstr(t.one.page, "value=\"stage\" checked"));
    assert_non_null(strstr(t.one.page, "een, "));
    assert_int_equal(open_and_save(&t.one, t.first, "werk=&doe=verder"), 303);
    assert_string_equal(visitor_location(&t.one), t.second);
    assert_int_equal(visitor_get(&t.one, t.first), 200);
    assert_null(strstr(t.one.page, "value=\"les\" checked")); /* all boxes emptied */
    end_two(&t);
}

/* What cannot be read stands there again as it was typed; all else is saved. */
static size_t count_resident_kb(void) {
    char line[200];
    size_t kb = 0;
    FILE *status = fopen("/proc/self/status", "r");
    assert_non_null(status);
    while (fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "VmHWM: %zu", &kb) == 1) break;
    (void)fclose(status);
    return kb;
}

/* One name a thousand times: as one text that grew with each it would be half a gigabyte. */
static void test_forms__one_name_many_times(void **state) {
    enum { TIMES = 1000, SIZE = 1000 };
    static const char head[] = "revisie=0";
    char *body = malloc(sizeof head + TIMES * (SIZE + 6));
    size_t at = sizeof head - 1, before;
    two_people t;
    (void)state;
    assert_non_null(body);
    begin_two(&t);
    memcpy(body, head, sizeof head);
    for (int i = 0; i < TIMES; i++) {
        memcpy(body + at, "&naam=", 6);
        memset(body + at + 6, 'x', SIZE);
        at += 6 + SIZE;
    }
    body[at] = '\0';
    assert_int_equal(visitor_get(&t.one, t.first), 200);
    before = count_resident_kb();
    assert_int_equal(visitor_post(&t.one, t.first, body), 422);
    assert_in_range(count_resident_kb() - before, 0, 100 << 10);
    end_two(&t);
    free(body);
}

static void test_forms__what_cannot_be_read(void **state) {
    two_people t;
    (void)state;
    begin_two(&t);
    assert_int_equal(open_and_save(&t.one, t.first, "naam=Jansen&geld=veel+geld&doe=bewaar"), 422);
    assert_non_null(strstr(t.one.page, "<title>Fout: "));
    assert_non_null(strstr(t.one.page, "href=\"#v-geld\""));
    assert_non_null(strstr(t.one.page, "id=\"v-geld-fout\""));
    assert_string_equal(visitor_field(&t.one, "geld"), "veel geld");
    assert_int_equal(visitor_get(&t.one, t.first), 200);
    assert_string_equal(visitor_field(&t.one, "naam"), "Jansen");
    assert_string_equal(visitor_field(&t.one, "geld"), "");
    /* a field that is none, and one of another topic */
    assert_int_equal(open_and_save(&t.one, t.first, "nergens=1&doe=bewaar"), 422);
    assert_int_equal(open_and_save(&t.one, t.first, "meer=1&doe=bewaar"), 422);
    end_two(&t);
}

static void test_forms__two_at_one_field(void **state) {
    two_people t;
    char revision[40], of_two[40];
    (void)state;
    begin_two(&t);
    assert_int_equal(visitor_get(&t.one, t.first), 200);
    (void)snprintf(revision, sizeof revision, "%s", visitor_field(&t.one, "revisie"));
    assert_int_equal(open_and_save(&t.two, t.first, "naam=van+twee&doe=bewaar"), 303);
    /* the first is asked which one counts; what nobody else touched is saved */
    assert_int_equal(
        save(&t.one, t.first, revision, "naam=van+een&verhaal=mijn+verhaal&doe=bewaar"), 409);
    assert_non_null(strstr(t.one.page, "value=\"van twee\" checked"));
    assert_non_null(strstr(t.one.page, "value=\"van een\""));
    assert_non_null(strstr(t.one.page, "twee, "));
    (void)snprintf(of_two, sizeof of_two, "%s", visitor_field(&t.one, "revisie"));
    assert_int_equal(visitor_get(&t.two, t.first), 200);
    assert_string_equal(visitor_field(&t.two, "naam"), "van twee");
    assert_non_null(strstr(t.two.page, "mijn verhaal"));
    /* and chooses their own */
    assert_int_equal(visitor_get(&t.one, t.first), 200);
    assert_int_equal(save(&t.one, t.first, of_two, "naam=van+een&doe=bewaar"), 303);
    assert_int_equal(visitor_get(&t.two, t.first), 200);
    assert_string_equal(visitor_field(&t.two, "naam"), "van een");
    end_two(&t);
}

/* Only the form of now can be begun, and nothing is begun in the place of what was asked. */
static void test_forms__begins_the_version_of_now(void **state) {
    two_people t;
    (void)state;
    begin_two(&t);
    assert_int_equal(visitor_get(&t.one, "/taken/nieuw?formulier=proef&versie=0&voor=A"), 404);
    assert_int_equal(visitor_get(&t.one, "/taken/nieuw?formulier=proef&versie=1&voor=A"), 200);
    assert_int_equal(
        visitor_post(&t.one, "/taken/nieuw", "formulier=proef&versie=0&voor=A&naam=nog+een"), 422);
    assert_non_null(strstr(t.one.page, "nieuwe versie"));
    assert_string_equal(visitor_field(&t.one, "versie"), "1");
    end_two(&t);
}

/* ---- files ---- */

static unsigned upload(visitor *v, const char *page, const char *name, const char *data,
                       size_t size) {
    char target[200], headers[300], *body = malloc(size + 2000);
    int n;
    assert_non_null(body);
    assert_int_equal(visitor_get(v, page), 200);
    n = sprintf(body,
                "--grens\r\nContent-Disposition: form-data; name=\"bewijs\"\r\n\r\n%s\r\n"
                "--grens\r\nContent-Disposition: form-data; name=\"veld\"\r\n\r\nstuk\r\n"
                "--grens\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"%s\"\r\n"
                "Content-Type: text/html\r\n\r\n",
                visitor_field(v, "bewijs"), name);
    memcpy(body + n, data, size);
    memcpy(body + (size_t)n + size, "\r\n--grens--\r\n", 13);
    (void)snprintf(target, sizeof target, "%s/stuk", page);
    (void)snprintf(headers, sizeof headers,
                   "Origin: %s\r\nContent-Type: multipart/form-data; boundary=grens\r\n",
                   v->origin);
    (void)visitor_send(v, "POST", target, headers, body, (size_t)n + size + 13);
    free(body);
    return v->status;
}

static void test_files__there_and_back(void **state) {
    static const char pdf[] = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    two_people t;
    char target[200], *value;
    visitor other;
    const char *link;
    (void)state;
    begin_two(&t);
    if (upload(&t.one, t.first, "..\\map/p \"x.pdf", pdf, sizeof pdf - 1) != 303)
        fail_msg("%s", t.one.page);
    assert_int_equal(visitor_get(&t.one, t.first), 200);
    link = strstr(t.one.page, "/stuk/");
    assert_non_null(link);
    (void)snprintf(target, sizeof target, "/dossier/%ld/stuk/1", t.id);
    assert_int_equal(visitor_get(&t.two, target), 200);
    assert_string_equal(answer_body(t.two.page), pdf);
    value = answer_header(t.two.page, "Content-Disposition");
    assert_non_null(value);
    assert_memory_equal(value, "attachment;", 11);
    free(value);
    value = answer_header(t.two.page, "Content-Type");
    assert_string_equal(value, "application/octet-stream");
    free(value);
    /* html that says it is a pdf, nothing, and somebody else */
    assert_int_equal(upload(&t.one, t.first, "x.pdf", "<html><script>1</script>", 24), 422);
    assert_int_equal(upload(&t.one, t.first, "", "", 0), 422);
    site_person(&t.site, &other, "ander", "invuller", "B");
    assert_int_equal(visitor_get(&other, target), 404);
    /* away */
    assert_int_equal(visitor_get(&t.one, t.first), 200);
    (void)snprintf(target, sizeof target, "/dossier/%ld/stuk/1/weg", t.id);
    assert_int_equal(visitor_post(&t.one, target, ""), 303);
    (void)snprintf(target, sizeof target, "/dossier/%ld/stuk/1", t.id);
    assert_int_equal(visitor_get(&t.one, target), 404);
    visitor_done(&other);
    end_two(&t);
}

/* ---- what is made of it ---- */

static void test_made__workbook_there_and_back(void **state) {
    two_people t;
    char target[200], headers[300], *book, *value;
    size_t size, n;
    (void)state;
    begin_two(&t);
    assert_int_equal(open_and_save(&t.one, t.first, "naam=Jansen&doe=bewaar"), 303);
    (void)snprintf(target, sizeof target, "/dossier/%ld/werkblad/haal", t.id);
    assert_int_equal(visitor_get(&t.one, target), 200);
    value = answer_header(t.one.page, "Content-Length");
    size = (size_t)strtoul(value, NULL, 10);
    free(value);
    assert_memory_equal(answer_body(t.one.page), "PK", 2);
    book = malloc(size + 2000);
    assert_non_null(book);
    (void)snprintf(target, sizeof target, "/dossier/%ld/werkblad", t.id);
    {
        char *kept = malloc(size);
        assert_non_null(kept);
        memcpy(kept, answer_body(t.one.page), size);
        assert_int_equal(visitor_get(&t.one, target), 200);
        n = (size_t)sprintf(book,
                            "--g\r\nContent-Disposition: form-data; name=\"bewijs\"\r\n\r\n%s\r\n"
                            "--g\r\nContent-Disposition: form-data; name=\"bestand\"; "
                            "filename=\"a.xlsx\"\r\n\r\n",
                            visitor_field(&t.one, "bewijs"));
        memcpy(book + n, kept, size);
        memcpy(book + n + size, "\r\n--g--\r\n", 9);
        free(kept);
    }
    (void)snprintf(headers, sizeof headers,
                   "Origin: %s\r\nContent-Type: multipart/form-data; boundary=g\r\n", t.one.origin);
    if (visitor_send(&t.one, "POST", target, headers, book, n + size + 9) != 303)
        fail_msg("%s", t.one.page);
    assert_int_equal(visitor_get(&t.one, t.first), 200);
    assert_string_equal(visitor_field(&t.one, "naam"), "Jansen");
    /* what is no workbook */
    assert_int_equal(visitor_get(&t.one, target), 200);
    n = (size_t)sprintf(book,
                        "--g\r\nContent-Disposition: form-data; name=\"bewijs\"\r\n\r\n%s\r\n"
                        "--g\r\nContent-Disposition: form-data; name=\"bestand\"; "
                        "filename=\"a.xlsx\"\r\n\r\nPK niets\r\n--g--\r\n",
                        visitor_field(&t.one, "bewijs"));
    assert_int_equal(visitor_send(&t.one, "POST", target, headers, book, n), 422);
    free(book);
    end_two(&t);
}

static void test_made__documents_and_history(void **state) {
    two_people t;
    char target[200];
    (void)state;
    begin_two(&t);
    assert_int_equal(open_and_save(&t.one, t.first, "naam=Jansen&doe=bewaar"), 303);
    assert_int_equal(open_and_save(&t.two, t.first, "naam=Pietersen&doe=bewaar"), 303);
    (void)snprintf(target, sizeof target, "/dossier/%ld/historie", t.id);
    assert_int_equal(visitor_get(&t.one, target), 200);
    assert_non_null(
        strstr(t.one.page, "<td class=\"lang\">Jansen</td><td class=\"lang\">Pietersen</td>"));
    (void)snprintf(target, sizeof target, "/dossier/%ld/document/overzicht", t.id);
    assert_int_equal(visitor_get(&t.one, target), 200);
    (void)snprintf(target, sizeof target, "/dossier/%ld/document/overzicht/html", t.id);
    assert_int_equal(visitor_get(&t.one, target), 200);
    assert_non_null(strstr(t.one.page, "attachment"));
    assert_non_null(strstr(t.one.page, "Pietersen"));
    (void)snprintf(target, sizeof target, "/dossier/%ld/document/overzicht/exe", t.id);
    assert_int_equal(visitor_get(&t.one, target), 404);
    (void)snprintf(target, sizeof target, "/dossier/%ld/document/nergens/html", t.id);
    assert_int_equal(visitor_get(&t.one, target), 404);
    end_two(&t);
}

static void test_made__who_follows(void **state) {
    two_people t;
    visitor v;
    (void)state;
    begin_two(&t);
    site_person(&t.site, &v, "kijker", "onderzoeker", "*");
    assert_int_equal(visitor_get(&v, "/volgen"), 200);
    assert_int_equal(visitor_get(&v, "/volgen?formulier=proef"), 200);
    assert_non_null(strstr(v.page, "Agenda A"));
    assert_non_null(strstr(v.page, "Dossiers: 1. Ingediend: 0."));
    assert_int_equal(visitor_get(&v, "/volgen?formulier=nergens"), 404);
    assert_int_equal(visitor_get(&v, "/volgen/uitvoer/proef/1"), 200);
    assert_int_equal(visitor_get(&v, "/volgen/uitvoer/proef/1/..%2f..%2fetc"), 400);
    assert_int_equal(visitor_get(&v, "/volgen/uitvoer/proef/1/nergens.csv"), 404);
    assert_int_equal(visitor_get(&v, "/routes"), 200);
    assert_int_equal(visitor_get(&t.one, "/volgen"), 404);
    assert_int_equal(visitor_get(&t.one, "/volgen/uitvoer/proef/1"), 404);
    visitor_done(&v);
    end_two(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms__saves_and_goes_on),
        cmocka_unit_test(test_forms__one_name_many_times),
        cmocka_unit_test(test_forms__what_cannot_be_read),
        cmocka_unit_test(test_forms__two_at_one_field),
        cmocka_unit_test(test_forms__begins_the_version_of_now),
        cmocka_unit_test(test_files__there_and_back),
        cmocka_unit_test(test_made__workbook_there_and_back),
        cmocka_unit_test(test_made__documents_and_history),
        cmocka_unit_test(test_made__who_follows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
