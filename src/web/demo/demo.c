/* web/demo/demo.c: what of a demo stands on the disk, and the page that lists its people. See
 * demo.h.
 *
 * web/proefomgeving.txt says that a store is of a demo: a line with the password, then one with the
 * secret of each of the people. It is written before anything of a demo is, so that no store of
 * known passwords can pass for a real one. */
#include "web/demo/demo.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

enum { MARK_MAX = 1 << 16 };

/* ---- on the disk ---- */

static ds_status find_files(const char *folder, char web[DS_PATH_SIZE], char mark[DS_PATH_SIZE],
                            char store[DS_PATH_SIZE], ds_error *err) {
    ds_status status = ds_file_join(web, folder, "web", err);
    if (status == DS_OK) status = ds_file_join(mark, web, "proefomgeving.txt", err);
    return status == DS_OK ? ds_file_join(store, web, "dossiers.sqlite", err) : status;
}

ds_status ds_web_demo_check(const char *folder, bool is_demo, bool *out_new, ds_error *err) {
    char web[DS_PATH_SIZE], mark[DS_PATH_SIZE], store[DS_PATH_SIZE];
    ds_status status = find_files(folder, web, mark, store, err);
    if (status != DS_OK) return status;
    *out_new = !ds_file_exists(store);
    if (is_demo && !*out_new && !ds_file_exists(mark))
        return ds_error_at(err, DS_INPUT, web, 0, 0,
                           "hierin staan echte dossiers: een proefomgeving komt in een map "
                           "zonder",
                           "real dossiers are in here: a demo goes into a folder without");
    if (!is_demo && ds_file_exists(mark))
        return ds_error_at(err, DS_INPUT, web, 0, 0,
                           "dit is van een proefomgeving, met bekende wachtwoorden: gebruik "
                           "--demo, of een andere map",
                           "this is of a demo, with passwords that are known: use --demo, or "
                           "another folder");
    return DS_OK;
}

static ds_status write_mark(const char *folder, const ds_web_demo *demo, ds_error *err) {
    char web[DS_PATH_SIZE], mark[DS_PATH_SIZE], store[DS_PATH_SIZE];
    ds_buffer text;
    ds_status status = find_files(folder, web, mark, store, err);
    if (status == DS_OK) status = ds_file_make_private_folder(web, err);
    if (status != DS_OK) return status;
    ds_buffer_init(&text, MARK_MAX);
    ds_buffer_addf(&text, "%s\n", demo->password);
    for (size_t i = 0; i < DS_WEB_DEMO_PEOPLE; i++)
        ds_buffer_addf(&text, "%s\n", demo->secrets[i]);
    status = ds_buffer_finish(&text, err);
    if (status == DS_OK)
        status = ds_file_write_private(mark, ds_buffer_string(&text), text.size, err);
    ds_buffer_done(&text);
    return status;
}

/* A line of at most size - 1 bytes; false where there is none such, or an empty one. */
static bool take_mark_line(const char **text, char *out, size_t size) {
    const size_t n = strcspn(*text, "\n");
    if (n == 0 || n >= size || (*text)[n] != '\n') return false;
    memcpy(out, *text, n);
    out[n] = '\0';
    *text += n + 1;
    return true;
}

static ds_status read_mark(const char *folder, ds_web_demo *demo, ds_error *err) {
    char web[DS_PATH_SIZE], mark[DS_PATH_SIZE], store[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    const char *at;
    bool whole;
    ds_status status = find_files(folder, web, mark, store, err);
    if (status == DS_OK) status = ds_file_read(mark, MARK_MAX, &data, &size, err);
    if (status != DS_OK) return status;
    at = data;
    whole = take_mark_line(&at, demo->password, sizeof demo->password);
    for (size_t i = 0; whole && i < DS_WEB_DEMO_PEOPLE; i++)
        whole = take_mark_line(&at, demo->secrets[i], sizeof demo->secrets[i]);
    ds_free(data);
    if (whole) return DS_OK;
    return ds_error_at(err, DS_INPUT, mark, 0, 0,
                       "deze proefomgeving is niet afgemaakt; verwijder de map %s",
                       "this demo was not finished; remove the folder %s", web);
}

/* ---- beginning ---- */

/* An empty mark first, the whole one when all is there. */
static ds_status make_demo(const ds_web_site *site, const char *folder, ds_web_demo *demo,
                           ds_error *err) {
    ds_web_demo_actor actors[DS_WEB_DEMO_PEOPLE] = {0};
    ds_status status = write_mark(folder, demo, err);
    if (status == DS_OK) status = ds_web_demo_make_people(site, demo, actors, err);
    if (status == DS_OK) status = ds_web_demo_make_dossiers(site->desk, actors, err);
    return status == DS_OK ? write_mark(folder, demo, err) : status;
}

ds_status ds_web_demo_open(const ds_web_site *site, const char *folder, bool is_new,
                           ds_web_demo **out, ds_error *err) {
    ds_web_demo *demo = ds_calloc(1, sizeof *demo);
    ds_status status;
    if (demo == NULL) return ds_error_memory(err);
    status = is_new ? make_demo(site, folder, demo, err) : read_mark(folder, demo, err);
    if (status != DS_OK) {
        ds_free(demo);
        return status;
    }
    ds_web_demo_name_people(demo);
    *out = demo;
    return DS_OK;
}

void ds_web_demo_free(ds_web_demo *demo) {
    ds_free(demo);
}

/* ---- the page ---- */

static void add_person_row(ds_web_page *page, const ds_serve_person *person, const char *code) {
    ds_web_row_begin(page);
    ds_web_cell_name(page, person->name);
    ds_web_cell(page, ds_say_text(person->what, page->lang));
    ds_web_open(page, "td", NULL);
    ds_web_element_text(page, "code", NULL, person->address);
    ds_web_close(page);
    ds_web_open(page, "td", NULL);
    ds_web_element_text(page, "code", NULL, person->password);
    ds_web_close(page);
    ds_web_open(page, "td", NULL);
    ds_web_element_text(page, "code", NULL, code);
    ds_web_close(page);
    ds_web_open(page, "td", NULL);
    ds_web_element_text(page, "code", NULL, person->secret);
    ds_web_close(page);
    ds_web_row_end(page);
}

static ds_status add_people(const ds_web_site *site, ds_web_page *page, ds_error *err) {
    static const ds_web_column columns[] = {{.title = {"Wie", "Who"}},
                                            {.title = {"Rol", "Role"}},
                                            {.title = {"E-mailadres", "E-mail address"}},
                                            {.title = {"Wachtwoord", "Password"}},
                                            {.title = {"Code van nu", "Code of now"}},
                                            {.title = {"Sleutel", "Secret"}}};
    const ds_web_demo *demo = site->demo;
    ds_status status = DS_OK;
    ds_web_table_begin(page, "mensen",
                       ds_say_text(DS_SAY("Wie er zijn", "Who there are"), page->lang), columns,
                       sizeof columns / sizeof *columns);
    for (size_t i = 0; status == DS_OK && i < demo->n; i++) {
        char code[9] = "";
        status = ds_web_demo_code(demo->secrets[i], ds_dossiers_now(site->store), code, err);
        add_person_row(page, &demo->people[i], code);
    }
    ds_web_table_end(page);
    return status;
}

/* What follows a host's name: nothing, or a port. */
static bool is_port(ds_text rest) {
    if (rest.size > 0 && rest.data[0] != ':') return false;
    for (size_t i = 1; i < rest.size; i++)
        if (rest.data[i] < '0' || rest.data[i] > '9') return false;
    return true;
}

/* Asked by this machine's own name: a page of another site that has its name point here is not. */
static bool is_asked_here(const ds_http_request *request) {
    const ds_text host = ds_http_header_of(request, "Host");
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const size_t n = strlen(names[i]);
        if (host.size >= n && memcmp(host.data, names[i], n) == 0 &&
            is_port((ds_text){host.data + n, host.size - n}))
            return true;
    }
    return false;
}

static ds_status show_demo(void *context, ds_http_request *request, ds_http_response *response,
                           ds_error *err) {
    static const ds_web_head head = {.title = {"Proefomgeving", "Demo"}, .is_wide = true};
    const ds_web_site *site = context;
    ds_web_view view;
    ds_status status;
    if (site->demo == NULL || !is_asked_here(request)) return ds_web_refuse(response, 404);
    ds_web_view_begin(&view, site, request, response, &head, NULL);
    ds_web_paragraph(
        &view.page,
        DS_SAY("Alles hier is gemaakt: personen, instellingen, cijfers en dossiers. Log in als een "
               "van hen, met het e-mailadres en het wachtwoord; de code staat erbij. Een code kan "
               "één keer, en een halve minuut lang: ververs deze pagina voor een nieuwe, of zet de "
               "sleutel in een app.",
               "All of this is made up: persons, institutions, figures and dossiers. Log in as one "
               "of them, with the e-mail address and the password; the code stands beside it. A "
               "code counts once, and for half a minute: refresh this page for a new one, or put "
               "the secret into an app."));
    status = add_people(site, &view.page, err);
    ds_web_open(&view.page, "p", NULL);
    ds_web_link_say(&view.page, "/inloggen", DS_SAY("Naar inloggen", "To log in"));
    ds_web_close(&view.page);
    ds_web_view_end(&view);
    return status;
}

const ds_http_route ds_web_demo_routes[] = {
    {.method = DS_HTTP_GET, .pattern = "/demo", .action = DS_DESK_PUBLIC, .handle = show_demo},
    {.pattern = NULL},
};
