/* fuzz/fuzz_site.h: what the fuzzers of the web part share: a site on a folder of its own with a
 * small release, all of its routes, and inputs in which bytes that no request can hold stand for
 * the words that requests are made of, so that the fuzzer reaches what lies behind them. */
#ifndef DS_FUZZ_SITE_H
#define DS_FUZZ_SITE_H

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "fuzz_must.h"
#include "web/account/pending.h"
#include "web/figures_made.h"
#include "web/health.h"
#include "web/site.h"

typedef struct fuzz_site {
    char folder[64];
    ds_web_site site;
    ds_http_routes routes;
} fuzz_site;

static void remove_fuzz_folder(void);
static fuzz_site the_site;

static void remove_fuzz_folder(void) {
    char command[128];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", the_site.folder);
    if (the_site.folder[0] != '\0' && system(command) != 0) return;
}

static void open_fuzz_site(void) {
    ds_current_options current = DS_CURRENT_OPTIONS_INIT;
    ds_desk_options desk = DS_DESK_OPTIONS_INIT;
    ds_error err = {0};
    MUST(sodium_init() >= 0);
    (void)snprintf(the_site.folder, sizeof the_site.folder, "/tmp/fuzz-site-XXXXXX");
    MUST(mkdtemp(the_site.folder) != NULL);
    (void)atexit(remove_fuzz_folder);
    MUST(figures_publish(the_site.folder, 1, &err) == DS_OK);
    current.folder = desk.folder = the_site.folder;
    desk.quick_passwords = true;
    MUST(ds_current_open(&current, &the_site.site.current, &err) == DS_OK);
    desk.current = the_site.site.current;
    MUST(ds_desk_open(&desk, &the_site.site.desk, &err) == DS_OK);
    the_site.site.store = ds_desk_store(the_site.site.desk);
    MUST(ds_web_assets_load(&the_site.site.assets, NULL, &err) == DS_OK);
    MUST(ds_web_pending_new(&the_site.site.pending, &err) == DS_OK);
    MUST(ds_rate_init(&the_site.site.sign_ins, 0, 30, &err) == DS_OK);
    (void)snprintf(the_site.site.origin, sizeof the_site.site.origin, "https://monitor.example");
    MUST(ds_web_health_new(the_site.folder, &the_site.site.health, &err) == DS_OK);
    MUST(ds_web_routes(&the_site.routes, &err) == DS_OK);
}

/* ---- inputs ---- */

/* Bytes from 1 to 31 but for the line end stand for these, and 0x7F to 0xFF for the rest. */
static const char *const fuzz_words[] = {"/api/v1/cijfers/",
                                         "/api/v1/onderwerpen/",
                                         "/api/v1/definities/",
                                         "/api/v1/pakketten/",
                                         "/api/v1",
                                         "/api/openapi.json",
                                         "/publicatie/",
                                         "vsv",
                                         "switch",
                                         "werk",
                                         "?by=",
                                         "niveau",
                                         "leerweg",
                                         "hoofdgroep",
                                         "&jaren=",
                                         "&niveau=",
                                         "&leerweg=",
                                         "&hoofdgroep=",
                                         "&maat=",
                                         "&naast=",
                                         "&soort=",
                                         "&vorm=",
                                         "&taal=",
                                         "alle",
                                         "totaal",
                                         "laatste",
                                         "alles",
                                         "percentage",
                                         "onbekend",
                                         "csv",
                                         "json",
                                         "2021",
                                         "2022,2023",
                                         "2019-2023",
                                         "%2C",
                                         "%3D1%2B1",
                                         "%00",
                                         "%2F",
                                         "..",
                                         "proef/",
                                         "data/",
                                         "datapackage.json",
                                         "index.html",
                                         "manifest.csv",
                                         "/hoofdstukken",
                                         "/wijzigingen",
                                         "/pakketten",
                                         "/api",
                                         "/cijfers/",
                                         "/insluiten/",
                                         "/begrippen/",
                                         "/instellingen",
                                         "/gewijzigd",
                                         "/eigen/",
                                         "/inloggen",
                                         "/gezondheid",
                                         "/svg",
                                         "/png",
                                         "/xlsx",
                                         "/insluiten",
                                         "niveau,leerweg",
                                         "leerweg,niveau",
                                         "tabel",
                                         "lijn",
                                         "staaf",
                                         "verschil_pp",
                                         "~2",
                                         "zorg",
                                         "bol,bbl",
                                         "Accept: ",
                                         "text/csv",
                                         "application/json",
                                         ";q=0.5",
                                         ";q=",
                                         "*/*",
                                         "If-None-Match: ",
                                         "W/\"",
                                         "\", \"",
                                         "Range: bytes=",
                                         "Cookie: ",
                                         "sessie=",
                                         "__Host-sessie=",
                                         "taal=en",
                                         "Accept-Language: ",
                                         "en-GB,en;q=0.5",
                                         "nl",
                                         "Host: ",
                                         "monitor.example",
                                         "Origin: ",
                                         "https://",
                                         "X-Forwarded-For: ",
                                         "127.0.0.1",
                                         "::1",
                                         "Content-Length: ",
                                         "Transfer-Encoding: chunked",
                                         "Accept-Encoding: ",
                                         "gzip",
                                         "identity;q=0",
                                         "Connection: ",
                                         "Authorization: ",
                                         "Sec-Fetch-Site: ",
                                         "same-origin",
                                         "cross-site"};
enum { FUZZ_WORDS = sizeof fuzz_words / sizeof *fuzz_words, FUZZ_TEXT_SIZE = 1 << 15 };

static size_t expand_input(const unsigned char *data, size_t size, char out[FUZZ_TEXT_SIZE]) {
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = data[i];
        const size_t word = c < 0x20 ? c : (size_t)c - 0x7F + 0x20;
        const bool is_word = c != '\n' && (c < 0x20 || c >= 0x7F) && word < FUZZ_WORDS;
        const size_t length = is_word ? strlen(fuzz_words[word]) : 1;
        if (n + length + 1 >= FUZZ_TEXT_SIZE) break;
        memcpy(out + n, is_word ? fuzz_words[word] : (const char *)&data[i], length);
        n += length;
    }
    out[n] = '\0';
    return n;
}

static ds_text take_input_line(ds_text *rest) {
    const char *end = rest->size == 0 ? NULL : memchr(rest->data, '\n', rest->size);
    const ds_text line = {rest->data, end == NULL ? rest->size : (size_t)(end - rest->data)};
    rest->data += line.size + (end != NULL);
    rest->size -= line.size + (end != NULL);
    return line;
}

#endif
