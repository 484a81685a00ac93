/* tests/forms/test_end_to_end_served.c: the same five agendas as test_end_to_end.c, by people with
 * a browser: they sign in, find each field on a page, fill in what stands there, and hand it in; a
 * researcher fetches the deliveries from the pages of export. What import, the monitor and a
 * release make of those is the same, to the last fact, as of the numbers typed by hand as
 * deliveries. */
#include "base/buffer.h"
#include "base/text.h"
#include "forms/agendas.h"
#include "forms/ours.h"
#include "forms/outcome.h"
#include "web/served.h"
#include "web/site_served.h"

enum { TYPED_MAX = 400, PATH = 120 };

/* What somebody is to type into one dossier, and what of it is done. */
typedef struct typing_person {
    visitor *by;
    long id;
    const ds_formulier *form;
    size_t n, n_done;
    char paths[TYPED_MAX][PATH], texts[TYPED_MAX][PATH];
    bool done[TYPED_MAX];
    char theme_path[PATH], themes[300]; /* as a form sends them */
} typing_person;

static const char *topic_of(const ds_formulier *form, const char *path) {
    ds_plek place;
    if (!ds_formulier_place(form, ds_text_of(path), &place)) fail_msg("no such place: %s", path);
    return form->topics[place.field->topic].id;
}

static void note_answer(void *context, const char *path, const char *typed) {
    typing_person *p = context;
    assert_true(p->n < TYPED_MAX);
    (void)snprintf(p->paths[p->n], PATH, "%s", path);
    (void)snprintf(p->texts[p->n], PATH, "%s", typed);
    p->n++;
}

static void add_pair(ds_buffer *body, const char *name, const char *value) {
    char *field = form_text(name), *text = form_text(value);
    ds_buffer_addf(body, "%s%s=%s", body->size > 0 ? "&" : "", field, text);
    free(field);
    free(text);
}

/* Fills in what the page has a field for, of what is not done yet; how many that are. */
static size_t fill_page(typing_person *p, const char *topic) {
    ds_buffer body;
    char target[200], mark[PATH + 16];
    size_t n = 0;
    (void)snprintf(target, sizeof target, "/dossier/%ld/%s", p->id, topic);
    assert_int_equal(visitor_get(p->by, target), 200);
    ds_buffer_init(&body, 1 << 20);
    add_pair(&body, "revisie", visitor_field(p->by, "revisie"));
    for (size_t i = 0; i < p->n; i++) {
        if (p->done[i] || strcmp(topic_of(p->form, p->paths[i]), topic) != 0) continue;
        (void)snprintf(mark, sizeof mark, " name=\"%s\"", p->paths[i]);
        if (strstr(p->by->page, mark) == NULL) continue;
        add_pair(&body, p->paths[i], p->texts[i]);
        p->done[i] = true;
        n++;
    }
    if (n > 0 && visitor_post(p->by, target, ds_buffer_string(&body)) != 303)
        fail_msg("%s: %s", target, p->by->page);
    ds_buffer_done(&body);
    p->n_done += n;
    return n;
}

/* What one answer asks for stands on the page after it was saved. */
static void fill_dossier(typing_person *p) {
    for (bool more = true; more;) {
        more = false;
        for (size_t t = 0; t < p->form->n_topics; t++)
            more = fill_page(p, p->form->topics[t].id) > 0 || more;
    }
    for (size_t i = 0; i < p->n; i++)
        if (!p->done[i]) fail_msg("%s stands on no page", p->paths[i]);
}

static void move_dossier(visitor *by, long id, const char *move, const char *reason) {
    char target[200];
    ds_buffer body;
    (void)snprintf(target, sizeof target, "/dossier/%ld/overgang/%s", id, move);
    assert_int_equal(visitor_get(by, target), 200);
    ds_buffer_init(&body, 1 << 16);
    add_pair(&body, "revisie", visitor_field(by, "revisie"));
    if (strstr(by->page, "name=\"naam\"") != NULL) {
        add_pair(&body, "naam", "T. de Tekenaar");
        add_pair(&body, "functie", "bestuurder");
    }
    if (reason[0] != '\0') add_pair(&body, "reden", reason);
    if (visitor_post(by, target, ds_buffer_string(&body)) != 303)
        fail_msg("%s: %s", target, by->page);
    ds_buffer_done(&body);
}

/* ---- themes ---- */

static void send_themes(typing_person *p) {
    char target[200];
    ds_buffer body;
    if (p->theme_path[0] == '\0') return;
    (void)snprintf(target, sizeof target, "/dossier/%ld/%s", p->id,
                   topic_of(p->form, p->theme_path));
    assert_int_equal(visitor_get(p->by, target), 200);
    ds_buffer_init(&body, 1 << 16);
    add_pair(&body, "veld", p->theme_path);
    ds_buffer_add_string(&body, p->themes);
    strcat(target, "/thema");
    if (visitor_post(p->by, target, ds_buffer_string(&body)) != 303)
        fail_msg("%s: %s", target, p->by->page);
    ds_buffer_done(&body);
    p->theme_path[0] = p->themes[0] = '\0';
}

static void note_theme(void *context, const char *path, const char *theme) {
    typing_person *p = context;
    char *text = form_text(theme);
    const size_t at = strlen(p->themes);
    if (strcmp(p->theme_path, path) != 0) send_themes(p);
    (void)snprintf(p->theme_path, PATH, "%s", path);
    (void)snprintf(p->themes + strlen(p->themes), sizeof p->themes - at, "&thema=%s", text);
    free(text);
}

/* ---- the whole of it ---- */

static void fill_agenda(site_served *site, int a, visitor *researcher, const ds_formulier *form) {
    typing_person *p = ds_calloc(1, sizeof *p);
    visitor filler, signer;
    char name[40];
    assert_non_null(p);
    (void)snprintf(name, sizeof name, "invuller%d", a);
    site_person(site, &filler, name, "invuller", agenda_codes[a]);
    (void)snprintf(name, sizeof name, "tekenaar%d", a);
    site_person(site, &signer, name, "tekenaar", agenda_codes[a]);
    *p = (typing_person){.by = &filler, .form = form};
    p->id = site_dossier_of(&filler, "efile", "agenda", agenda_codes[a]);
    type_agenda(a, note_answer, p);
    fill_dossier(p);
    move_dossier(&signer, p->id, "indienen", "");
    if (a == 1) {
        move_dossier(researcher, p->id, "bevragen", "klopt dit?");
        move_dossier(researcher, p->id, "heropenen", "het totaal is anders");
        move_dossier(&signer, p->id, "opnieuw_indienen", "");
    }
    p->by = researcher;
    theme_agenda(a, note_theme, p);
    send_themes(p);
    visitor_done(&filler);
    visitor_done(&signer);
    ds_free(p);
}

static size_t count_formulas(const char *csv) {
    size_t n = 0;
    for (const char *at = csv; (at = strstr(at, "=agenda 1")) != NULL; at++)
        n += at[-1] == '"' || at[-1] == ',';
    return n;
}

/* Each file that the page of export leads to, into the work folder; those for reading have no
 * formulas, and are not for import. */
static void fetch_deliveries(visitor *researcher, const char *folder) {
    static const char list[] = "/volgen/uitvoer/efile/2025";
    char mark[100], *page;
    size_t n = 0, n_read = 0, formulas = 0;
    (void)snprintf(mark, sizeof mark, "href=\"%s/", list);
    assert_int_equal(visitor_get(researcher, list), 200);
    page = strdup(researcher->page);
    assert_non_null(page);
    for (const char *at = page; (at = strstr(at, mark)) != NULL;) {
        char target[200], to[200];
        at += 6;
        (void)snprintf(target, sizeof target, "%.*s", (int)strcspn(at, "\""), at);
        assert_int_equal(visitor_get(researcher, target), 200);
        if (strchr(target, '?') != NULL) {
            assert_int_equal(count_formulas(answer_body(researcher->page)), 0);
            n_read++;
            continue;
        }
        formulas += count_formulas(answer_body(researcher->page));
        n++;
        (void)snprintf(to, sizeof to, "leveringen%s", strrchr(target, '/'));
        ds_free(ds_test_write_string(folder, to, answer_body(researcher->page)));
    }
    free(page);
    assert_int_equal(n, KINDS);
    assert_int_equal(n_read, KINDS);
    assert_true(formulas > 0);
}

static char *typed_into_pages(void) {
    static const char *const forms[] = {"efile-2025"};
    char *folder = new_work_folder();
    ds_formulier *form = our_form("efile-2025");
    site_served site;
    visitor researcher, extra;
    site_start_ours(&site, forms, 1);
    site_person(&site, &researcher, "rie", "onderzoeker", "*");
    for (int a = 0; a < AGENDAS; a++)
        fill_agenda(&site, a, &researcher, form);
    site_person(&site, &extra, "ada", "invuller", "21CS"); /* does not hand in */
    assert_true(site_dossier_of(&extra, "efile", "open", "21CS") > 0);
    fetch_deliveries(&researcher, folder);
    visitor_done(&researcher);
    visitor_done(&extra);
    site_stop(&site);
    ds_formulier_free(form);
    return folder;
}

static void test_served__pages_equal_hand(void **state) {
    char *filled = typed_into_pages(), *typed = typed_by_hand();
    told a = tell_outcome(filled), b = tell_outcome(typed);
    (void)state;
    expect_same("deliveries", a.tables, b.tables);
    expect_same("monitor", a.monitor, b.monitor);
    expect_same("release", a.facts, b.facts);
    end_outcome(&a);
    end_outcome(&b);
    ds_test_folder_remove(filled);
    ds_test_folder_remove(typed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_served__pages_equal_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
