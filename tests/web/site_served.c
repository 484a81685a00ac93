/* tests/web/site_served.c: see site_served.h. */
#include "web/site_served.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "support/support.h"

const char site_password[] = "correct paard batterij nietje";

static const char form[] =
    "formulier: proef\n"
    "versie: \"1\"\n"
    "jaar: 2026\n"
    "nl: Proefformulier\n"
    "en: Trial form\n"
    "uitleg: {nl: Voor de tests., en: For the tests.}\n"
    "dossier: {soort: agenda, nl: agenda, en: agenda}\n"
    "wie:\n"
    "  - {rol: invuller, mag: [zien, aanmaken, invullen, stukken, overgang, vragen_beantwoorden]}\n"
    "  - {rol: onderzoeker, mag: [zien, volgen, vragen_stellen, themas, exporteren]}\n"
    "onderwerpen:\n"
    "  - onderwerp: eerste\n"
    "    nl: Het eerste\n"
    "    en: The first\n"
    "    velden:\n"
    "      - {veld: naam, soort: tekst, nl: Naam, en: Name}\n"
    "      - {veld: verhaal, soort: vrij, nl: Verhaal, en: Story}\n"
    "      - {veld: geld, soort: bedrag, nl: Geld, en: Money, verplicht: ja}\n"
    "      - {veld: eens, soort: ja_nee, nl: Eens, en: Agreed}\n"
    "      - {veld: werk, soort: meerkeuze, nl: Werk, en: Work, keuzes: [{code: les, nl: lessen, "
    "en: "
    "lessons}, {code: stage, nl: stages, en: internships}]}\n"
    "      - {veld: stuk, soort: bestand, nl: Bijlage, en: Annex, bestand: {soorten: [pdf], mb: "
    "5}}\n"
    "      - veld: regels\n"
    "        soort: tabel\n"
    "        nl: Regels\n"
    "        en: Lines\n"
    "        rijen: {vrij: 5}\n"
    "        kolommen:\n"
    "          - {kolom: wat, soort: tekst, nl: Wat, en: What}\n"
    "  - onderwerp: tweede\n"
    "    nl: Het tweede\n"
    "    en: The second\n"
    "    velden:\n"
    "      - {veld: meer, soort: vrij, nl: Meer, en: More}\n"
    "toestanden:\n"
    "  - {toestand: open, nl: open, en: open, bewerken: ja}\n"
    "  - {toestand: ingediend, nl: ingediend, en: submitted, bewerken: nee, ingediend: ja}\n"
    "overgangen:\n"
    "  - {overgang: indienen, van: [open], naar: ingediend, nl: Indienen, en: Submit, rol: "
    "[invuller]}\n";

static void keep_line(void *context, const char *line, size_t size) {
    site_served *site = context;
    (void)pthread_mutex_lock(&site->logging);
    if (strlen(site->log) + size < sizeof site->log) strncat(site->log, line, size);
    (void)pthread_mutex_unlock(&site->logging);
}

void site_visitor(const site_served *site, visitor *out) {
    visitor_new(out, site->address);
    if (site->origin[0] != '\0')
        (void)snprintf(out->origin, sizeof out->origin, "%s", site->origin);
}

/* Its folder has forms; so may that of the program (NULL: there is none). */
static void serve_folder(site_served *site, const ds_serve_service *service, const char *program) {
    ds_serve_options options = DS_SERVE_OPTIONS_INIT;
    ds_error err = {0};
    char link[512];
    options.folder = site->folder;
    options.program_folder = program;
    options.listen = "127.0.0.1:0";
    options.quick_passwords = true;
    options.requests_a_second = -1;
    options.trusted_proxy = service == NULL ? NULL : "127.0.0.1";
    options.services = service;
    options.n_services = service != NULL;
    options.metrics = "127.0.0.1:0";
    options.public_address = site->origin[0] == '\0' ? NULL : site->origin;
    options.log = keep_line;
    options.log_context = site;
    (void)pthread_mutex_init(&site->logging, NULL);
    if (ds_serve_start(&options, &site->serve, &err) != DS_OK) fail_msg("%s %s", err.file, err.en);
    (void)snprintf(site->address, sizeof site->address, "%s", ds_serve_listens(site->serve));
    if (ds_serve_invite_first(site->serve, "beheer@example.nl", "Beheerder", link, &err) != DS_OK)
        fail_msg("%s", err.en);
    site_visitor(site, &site->admin);
    visitor_sign_up(&site->admin, link, site_password);
}

void site_start(site_served *site, const ds_serve_service *service) {
    memset(site, 0, sizeof *site);
    site->folder = ds_test_folder();
    free(ds_test_write_string(site->folder, "formulieren/proef.yaml", form));
    serve_folder(site, service, DS_SOURCE_DIR);
}

void site_start_public(site_served *site) {
    site_start_prepared(site, NULL);
}

void site_start_prepared(site_served *site, void (*prepare)(const char *folder)) {
    memset(site, 0, sizeof *site);
    (void)snprintf(site->origin, sizeof site->origin, "https://monitor.example");
    site->folder = ds_test_folder();
    free(ds_test_write_string(site->folder, "formulieren/proef.yaml", form));
    if (prepare != NULL) prepare(site->folder);
    serve_folder(site, NULL, DS_SOURCE_DIR);
}

/* One file of the program's into the site's folder. */
static void copy_ours(const site_served *site, const char *name) {
    char from[600], *text = NULL;
    size_t size = 0;
    (void)snprintf(from, sizeof from, DS_SOURCE_DIR "/%s", name);
    assert_int_equal(ds_file_read(from, 8 << 20, &text, &size, NULL), DS_OK);
    free(ds_test_write(site->folder, name, text, size));
    ds_free(text);
}

void site_start_ours(site_served *site, const char *const *forms, size_t n) {
    ds_file_names codes = {0};
    char name[300];
    memset(site, 0, sizeof *site);
    site->folder = ds_test_folder();
    assert_int_equal(ds_file_list(DS_SOURCE_DIR "/codes", &codes, NULL), DS_OK);
    for (size_t i = 0; i < codes.n_names; i++) {
        (void)snprintf(name, sizeof name, "codes/%s", codes.names[i]);
        copy_ours(site, name);
    }
    ds_file_names_done(&codes);
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(name, sizeof name, "formulieren/%s.yaml", forms[i]);
        copy_ours(site, name);
    }
    serve_folder(site, NULL, NULL);
}

void site_stop(site_served *site) {
    visitor_done(&site->admin);
    ds_serve_stop(site->serve);
    ds_test_folder_remove(site->folder);
}

void site_person(site_served *site, visitor *out, const char *name, const char *role,
                 const char *scope) {
    char body[600], *typed = form_text(scope);
    (void)snprintf(body, sizeof body, "adres=%s@example.nl&naam=%s&functie=tester&rol=%s&bereik=%s",
                   name, name, role, typed);
    assert_int_equal(visitor_get(&site->admin, "/beheer/uitnodigen"), 200);
    assert_int_equal(visitor_post(&site->admin, "/beheer/uitnodigen", body), 200);
    site_visitor(site, out);
    visitor_sign_up(out, site->admin.page, site_password);
    free(typed);
}

long site_dossier_of(visitor *v, const char *of, const char *name, const char *scope) {
    char *body = malloc(strlen(of) + strlen(name) + strlen(scope) + 64), target[200];
    long id = 0;
    assert_non_null(body);
    (void)snprintf(target, sizeof target, "/taken/nieuw?formulier=%s", of);
    assert_int_equal(visitor_get(v, target), 200);
    (void)sprintf(body, "formulier=%s&naam=%s&voor=%s", of, name, scope);
    if (visitor_post(v, "/taken/nieuw", body) != 303) fail_msg("%s", v->page);
    assert_int_equal(sscanf(visitor_location(v), "/dossier/%ld", &id), 1);
    free(body);
    return id;
}

long site_dossier(visitor *v, const char *name, const char *scope) {
    return site_dossier_of(v, "proef", name, scope);
}
