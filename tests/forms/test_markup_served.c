/* tests/forms/test_markup_served.c: something hostile in each field that takes text, of each form
 * that the program comes with, over HTTP; then every page and every file that a link leads to is
 * fetched by everybody who may, and read: it made no element, no attribute and no formula, and
 * turns no direction. The forms are walked by their data: no field, topic or step is named here. */
#include "base/buffer.h"
#include "base/text.h"
#include "forms/ours.h"
#include "forms/tame.h"
#include "web/served.h"
#include "web/site_served.h"

enum { PEOPLE_MAX = 8, PASSES = 40, SEEN_MAX = 3000, TARGET = 400, FIELDS_MAX = 2000 };

static const char scope[] = "25LX";

/* How often something hostile was kept, of each kind; of all forms. */
typedef struct kept_counts {
    size_t fields, parties, questions, replies, remarks, signatures, steps, files, themes, shown;
} kept_counts;

typedef struct walk {
    site_served site;
    const ds_formulier *form;
    long id;
    visitor people[PEOPLE_MAX]; /* the first fills in */
    size_t n_people;
    const ds_veld *filled[FIELDS_MAX];
    size_t n_filled;
    unsigned pass;
    kept_counts *kept;
} walk;

/* ---- sending ---- */

static void add_pair(ds_buffer *body, const char *name, const char *value) {
    char *field = form_text(name), *text = form_text(value);
    ds_buffer_addf(body, "%s%s=%s", body->size > 0 ? "&" : "", field, text);
    free(field);
    free(text);
}

/* Two of a kind, "a", value, "b", …; NULL ends. */
static unsigned post_pairs(visitor *v, const char *target, const char *const *pairs) {
    ds_buffer body;
    unsigned status;
    ds_buffer_init(&body, 1 << 20);
    for (; *pairs != NULL; pairs += 2)
        add_pair(&body, pairs[0], pairs[1]);
    status = visitor_post(v, target, ds_buffer_string(&body));
    ds_buffer_done(&body);
    expect_tame_html(target, answer_body(v->page));
    return status;
}

/* The next value="…" of a field with this name after at, as a browser reads it; NULL: none. */
static const char *next_value(const char *at, const char *name, char out[TARGET]) {
    char mark[100];
    (void)snprintf(mark, sizeof mark, "name=\"%s\" value=\"", name);
    at = strstr(at, mark);
    if (at == NULL) return NULL;
    at += strlen(mark);
    (void)snprintf(out, TARGET, "%.*s", (int)strcspn(at, "\""), at);
    return at;
}

static void make_target(const walk *w, char out[TARGET], const char *more) {
    (void)snprintf(out, TARGET, "/dossier/%ld%s%s", w->id, more[0] == '\0' ? "" : "/", more);
}

/* ---- people ---- */

static bool may_create(const ds_wie *who) {
    for (size_t i = 0; i < who->n_may; i++)
        if (strcmp(who->may[i], "aanmaken") == 0) return true;
    return false;
}

static void add_person(walk *w, const char *role) {
    visitor *v = &w->people[w->n_people];
    char address[100];
    const bool all = strcmp(role, "onderzoeker") == 0 || strcmp(role, "ministerie") == 0;
    const char *pairs[] = {"adres", address, "naam",   hostile,           "functie", hostile,
                           "rol",   role,    "bereik", all ? "*" : scope, NULL};
    assert_true(w->n_people < PEOPLE_MAX);
    (void)snprintf(address, sizeof address, "p%zu@example.nl", w->n_people);
    assert_int_equal(visitor_get(&w->site.admin, "/beheer/uitnodigen"), 200);
    assert_int_equal(post_pairs(&w->site.admin, "/beheer/uitnodigen", pairs), 200);
    visitor_new(v, w->site.address);
    visitor_sign_up(v, strstr(w->site.admin.page, "/uitnodiging/"), site_password);
    w->n_people++;
}

static void add_people(walk *w) {
    for (size_t i = 0; i < w->form->n_who; i++)
        if (may_create(&w->form->who[i])) add_person(w, w->form->who[i].role);
    for (size_t i = 0; i < w->form->n_who; i++)
        if (!may_create(&w->form->who[i])) add_person(w, w->form->who[i].role);
}

static void add_parties(walk *w) {
    char target[TARGET];
    make_target(w, target, "partijen");
    for (size_t i = 0; i < w->form->n_parties; i++) {
        const char *pairs[] = {"soort", w->form->parties[i].id, "naam", hostile, "code", scope,
                               NULL};
        assert_int_equal(visitor_get(&w->people[0], target), 200);
        if (post_pairs(&w->people[0], target, pairs) != 303)
            fail_msg("%s: %s", target, w->people[0].page);
        w->kept->parties++;
    }
}

/* ---- fields ---- */

static bool is_text(ds_veld_soort kind) {
    return kind == DS_VELD_TEKST || kind == DS_VELD_VRIJ || kind == DS_VELD_PERSOON_NAAM;
}

static const char *number_for(const ds_veld *field, unsigned pass) {
    static const char *const numbers[] = {"0", "20", "1000", "3"};
    static char low[32];
    (void)snprintf(low, sizeof low, "%lld", (long long)(field->low / 1000000));
    return pass % 5 == 4 && field->has_low ? low : numbers[pass % 4];
}

/* The same of all fields in the first passes; after those each field has one of its own, by chance
 * that is the same each time. */
static unsigned choice_of(const walk *w, const ds_veld *field) {
    uint32_t h = 2166136261U + w->pass * 7919U;
    if (w->pass < 4) return w->pass;
    for (const char *c = field->id; *c != '\0'; c++)
        h = (h ^ (unsigned char)*c) * 16777619U;
    return h >> 12;
}

/* What belongs there, another one each pass. */
static const char *proper_value(const walk *w, const ds_veld *field) {
    const unsigned k = choice_of(w, field);
    switch (field->soort) {
    case DS_VELD_GEHEEL:
    case DS_VELD_GETAL:
    case DS_VELD_PROCENT:
    case DS_VELD_BEDRAG:
        return number_for(field, k);
    case DS_VELD_JA_NEE:
        return k % 2 == 0 ? "ja" : "nee";
    case DS_VELD_KEUZE:
    case DS_VELD_MEERKEUZE:
        return field->list->rows[k % field->list->n_rows].code;
    case DS_VELD_DATUM:
        return "1-9-2026";
    case DS_VELD_JAAR:
        return "2026";
    case DS_VELD_SCHOOLJAAR:
        return "2026/2027";
    case DS_VELD_BRIN:
        return "25LX";
    case DS_VELD_VESTIGING:
        return "25LX00";
    default:
        return "";
    }
}

static void note_filled(walk *w, const ds_veld *field) {
    for (size_t i = 0; i < w->n_filled; i++)
        if (w->filled[i] == field) return;
    assert_true(w->n_filled < FIELDS_MAX);
    w->filled[w->n_filled++] = field;
}

/* What is hostile, cut to what the field takes. */
static void add_text(walk *w, const ds_veld *field, const char *path, ds_buffer *body) {
    char text[sizeof hostile];
    (void)snprintf(text, sizeof text, "%.*s",
                   field->has_high && field->high < 40 ? (int)field->high : (int)sizeof hostile,
                   hostile);
    add_pair(body, path, text);
    note_filled(w, field);
}

/* All fields of the page as it is: in those that take no text, what is hostile (which is refused,
 * and shown again) or what belongs there. */
static size_t send_page(walk *w, const char *target, bool all_hostile) {
    visitor *v = &w->people[0];
    char before[DS_FORMULIER_PATH_MAX + 1] = "";
    ds_buffer body;
    size_t n = 0;
    if (visitor_get(v, target) != 200) return 0;
    expect_tame_html(target, answer_body(v->page));
    if (visitor_field(v, "revisie")[0] == '\0') return 0;
    ds_buffer_init(&body, 1 << 22);
    add_pair(&body, "revisie", visitor_field(v, "revisie"));
    for (const char *at = v->page; (at = strstr(at, " name=\"")) != NULL;) {
        char path[DS_FORMULIER_PATH_MAX + 1];
        ds_plek place;
        at += 7;
        (void)snprintf(path, sizeof path, "%.*s", (int)strcspn(at, "\""), at);
        if (strcmp(path, before) == 0 || !ds_formulier_place(w->form, ds_text_of(path), &place))
            continue; /* the next button of one question, or no field */
        (void)snprintf(before, sizeof before, "%s", path);
        if (is_text(place.field->soort))
            add_text(w, place.field, path, &body);
        else
            add_pair(&body, path, all_hostile ? hostile : proper_value(w, place.field));
        n++;
    }
    if (n > 0) {
        (void)visitor_post(v, target, ds_buffer_string(&body));
        assert_true(v->status == 303 || v->status == 422);
        expect_tame_html(target, answer_body(v->page));
    }
    ds_buffer_done(&body);
    return n;
}

/* The first text field that was on no page: one that nobody tried. NULL: none. */
static const ds_veld *find_untried(const walk *w, const ds_veld *fields, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const ds_veld *column = find_untried(w, fields[i].columns, fields[i].n_columns);
        bool found = !is_text(fields[i].soort);
        if (column != NULL) return column;
        for (size_t k = 0; k < w->n_filled; k++)
            found = found || w->filled[k] == &fields[i];
        if (!found) return &fields[i];
    }
    return NULL;
}

static const ds_veld *find_untried_topic(const walk *w) {
    const ds_veld *field = NULL;
    for (size_t t = 0; t < w->form->n_topics && field == NULL; t++)
        field = find_untried(w, w->form->topics[t].fields, w->form->topics[t].n_fields);
    return field;
}

static void fill_pass(walk *w) {
    for (size_t t = 0; t < w->form->n_topics; t++) {
        char target[TARGET];
        size_t before = 0;
        make_target(w, target, w->form->topics[t].id);
        if (w->pass == 0) (void)send_page(w, target, true);
        for (int again = 0; again < 4; again++) { /* one answer asks for another */
            const size_t n = send_page(w, target, false);
            if (n == before) break;
            before = n;
        }
    }
}

static void fill_topics(walk *w) {
    const ds_veld *untried;
    for (w->pass = 0; w->pass < 2 || (w->pass < PASSES && find_untried_topic(w) != NULL); w->pass++)
        fill_pass(w);
    untried = find_untried_topic(w);
    if (untried != NULL)
        fail_msg("%s: %s.%s was on no page", w->form->id,
                 untried->table == NULL ? "" : untried->table->id, untried->id);
}

/* ---- files ---- */

static void send_file(walk *w, const char *target, const char *field) {
    static const char format[] =
        "--zqb\r\nContent-Disposition: form-data; name=\"bewijs\"\r\n\r\n%s\r\n"
        "--zqb\r\nContent-Disposition: form-data; name=\"veld\"\r\n\r\n%s\r\n"
        "--zqb\r\nContent-Disposition: form-data; name=\"bestand\"; filename=\"=1+1<zqx "
        "zqa=1>%%22'>"
        "<zqx onzq=x>]]>\xE2\x80\xAEzq.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
        "%%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%%%EOF\n\r\n--zqb--\r\n";
    visitor *v = &w->people[0];
    char body[2000], headers[400], to[TARGET];
    const int size = snprintf(body, sizeof body, format, visitor_field(v, "bewijs"), field);
    (void)snprintf(to, sizeof to, "%.300s/stuk", target);
    (void)snprintf(headers, sizeof headers,
                   "Origin: %s\r\nContent-Type: multipart/form-data; boundary=zqb\r\n", v->origin);
    if (visitor_send(v, "POST", to, headers, body, (size_t)size) == 303) w->kept->files++;
    expect_tame_html(to, answer_body(v->page));
}

static void send_files(walk *w) {
    for (size_t t = 0; t < w->form->n_topics; t++) {
        char target[TARGET], field[TARGET], *page;
        make_target(w, target, w->form->topics[t].id);
        if (visitor_get(&w->people[0], target) != 200) continue;
        page = strdup(w->people[0].page);
        assert_non_null(page);
        for (const char *at = page; (at = next_value(at, "veld", field)) != NULL;) {
            assert_int_equal(visitor_get(&w->people[0], target), 200);
            send_file(w, target, field);
        }
        free(page);
    }
}

/* ---- what else people write ---- */

static void ask_and_reply(walk *w) {
    char target[TARGET], to[TARGET], name[60];
    make_target(w, target, "vragen");
    for (size_t p = 0; p < w->n_people; p++) {
        visitor *v = &w->people[p];
        const char *const pairs[] = {"over", w->form->topics[0].id, "tekst", hostile, NULL};
        if (visitor_get(v, target) != 200 || strstr(v->page, "name=\"tekst\"") == NULL) continue;
        w->kept->questions += post_pairs(v, target, pairs) == 303;
    }
    for (size_t p = 0; p < w->n_people; p++)
        for (int question = 1; question < 4; question++) {
            visitor *v = &w->people[p];
            const char *const pairs[] = {name, hostile, NULL};
            (void)snprintf(name, sizeof name, "tekst-%d", question);
            (void)snprintf(to, sizeof to, "%.300s/%d", target, question);
            if (visitor_get(v, target) != 200 || strstr(v->page, name) == NULL) continue;
            w->kept->replies += post_pairs(v, to, pairs) == 303;
        }
}

/* In the name of each party: not agreed, with a remark; then each signature that is asked. */
static void agree_and_sign(walk *w) {
    visitor *v = &w->people[0];
    char target[TARGET], to[TARGET], party[TARGET], topic[TARGET], *page;
    for (size_t t = 0; t < w->form->n_topics; t++) {
        make_target(w, target, w->form->topics[t].id);
        (void)snprintf(to, sizeof to, "%.300s/akkoord", target);
        if (visitor_get(v, target) != 200) continue;
        page = strdup(v->page);
        assert_non_null(page);
        for (const char *at = page; (at = next_value(at, "partij", party)) != NULL;) {
            char revision[TARGET];
            assert_int_equal(visitor_get(v, target), 200);
            (void)next_value(strstr(v->page, "/akkoord"), "revisie", revision);
            w->kept->remarks +=
                post_pairs(v, to,
                           (const char *const[]){"partij", party, "revisie", revision, "zegt",
                                                 "nee", "opmerking", hostile, NULL}) == 303;
        }
        free(page);
    }
    make_target(w, target, "partijen");
    make_target(w, to, "ondertekenen");
    if (visitor_get(v, target) != 200) return;
    page = strdup(v->page);
    assert_non_null(page);
    for (const char *at = page; (at = next_value(at, "partij", party)) != NULL;) {
        if (next_value(at, "onderwerp", topic) == NULL) break;
        assert_int_equal(visitor_get(v, target), 200);
        w->kept->signatures +=
            post_pairs(v, to,
                       (const char *const[]){"partij", party, "onderwerp", topic, "revisie",
                                             visitor_field(v, "revisie"), "naam", hostile,
                                             "functie", hostile, NULL}) == 303;
    }
    free(page);
}

static void take_steps(walk *w) {
    for (size_t i = 0; i < w->form->n_transitions; i++)
        for (size_t p = 0; p < w->n_people; p++) {
            char target[TARGET], more[200];
            visitor *v = &w->people[p];
            (void)snprintf(more, sizeof more, "overgang/%s", w->form->transitions[i].id);
            make_target(w, target, more);
            if (visitor_get(v, target) != 200 || visitor_field(v, "revisie")[0] == '\0') continue;
            expect_tame_html(target, answer_body(v->page));
            w->kept->steps +=
                post_pairs(v, target,
                           (const char *const[]){"revisie", visitor_field(v, "revisie"), "naam",
                                                 hostile, "functie", hostile, "reden", hostile,
                                                 NULL}) == 303;
        }
}

static void set_themes(walk *w) {
    for (size_t p = 0; p < w->n_people; p++)
        for (size_t t = 0; t < w->form->n_topics; t++) {
            char target[TARGET], to[TARGET], field[TARGET];
            visitor *v = &w->people[p];
            make_target(w, target, w->form->topics[t].id);
            (void)snprintf(to, sizeof to, "%.300s/thema", target);
            if (visitor_get(v, target) != 200 || strstr(v->page, "/thema\"") == NULL) continue;
            if (next_value(strstr(v->page, "/thema\""), "veld", field) == NULL) continue;
            w->kept->themes += post_pairs(v, to,
                                          (const char *const[]){"veld", field, "themas", hostile,
                                                                "thema", hostile, NULL}) == 303;
        }
}

/* ---- everything that a link leads to ---- */

typedef struct crawl {
    visitor *v;
    char *targets[SEEN_MAX];
    size_t n, n_shown;
} crawl;

static void add_target(crawl *c, const char *from, size_t size) {
    char target[TARGET];
    size_t n = 0;
    for (size_t i = 0; i < size && from[i] != '#' && n + 1 < sizeof target; i++) {
        target[n++] = from[i];
        if (strncmp(from + i, "&amp;", 5) == 0) i += 4;
    }
    target[n] = '\0';
    if (target[0] != '/' || strncmp(target, "/vast/", 6) == 0 || strstr(target, "taal=") != NULL ||
        (strstr(target, "/document/") != NULL && strstr(target, "/pdf") != NULL))
        return;
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->targets[i], target) == 0) return;
    assert_true(c->n < SEEN_MAX);
    c->targets[c->n] = strdup(target);
    assert_non_null(c->targets[c->n]);
    c->n++;
}

static bool ends_in(const char *text, const char *end) {
    const size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static void see_answer(crawl *c, const char *target) {
    const char *body = answer_body(c->v->page);
    char *type = answer_header(c->v->page, "Content-Type"),
         *length = answer_header(c->v->page, "Content-Length"),
         *called = answer_header(c->v->page, "Content-Disposition");
    const size_t size = length == NULL ? strlen(body) : strtoul(length, NULL, 10);
    if (called != NULL && (strpbrk(called, "<>") != NULL || strstr(called, "%E2%80%AE") != NULL))
        fail_msg("%s: called %s", target, called);
    if (ends_in(target, "/docx") || ends_in(target, "/xlsx") || ends_in(target, "/haal")) {
        if (c->v->status == 200) c->n_shown += expect_tame_zip(target, body, size);
    } else if (ends_in(target, "csv")) {
        expect_tame_csv(target, body, ',');
        expect_tame_csv(target, body, ';');
        if (strstr(body, turned) != NULL) fail_msg("%s: turns the direction", target);
        c->n_shown += strstr(body, "zq") != NULL;
    } else if (ends_in(target, "/html") || (type != NULL && strstr(type, "text/html") != NULL)) {
        expect_tame_html(target, body);
        c->n_shown += strstr(body, "zq") != NULL;
        for (const char *at = body; (at = strstr(at, "href=\"")) != NULL;) {
            at += 6;
            add_target(c, at, strcspn(at, "\""));
        }
    }
    free(type);
    free(length);
    free(called);
}

static void crawl_all(walk *w, visitor *v) {
    crawl *c = calloc(1, sizeof *c);
    char start[TARGET];
    assert_non_null(c);
    c->v = v;
    (void)snprintf(start, sizeof start, "/volgen?formulier=%s", w->form->id);
    add_target(c, "/", 1);
    add_target(c, start, strlen(start));
    for (size_t i = 0; i < c->n; i++) {
        (void)visitor_get(v, c->targets[i]);
        if (v->status == 303) {
            const char *to = visitor_location(v);
            add_target(c, to, strlen(to));
            continue;
        }
        if (v->status >= 500) fail_msg("%s: %u", c->targets[i], v->status);
        see_answer(c, c->targets[i]);
    }
    w->kept->shown += c->n_shown;
    for (size_t i = 0; i < c->n; i++)
        free(c->targets[i]);
    free(c);
}

/* ---- the whole of it ---- */

static void walk_form(const char *name, kept_counts *kept) {
    walk *w = calloc(1, sizeof *w);
    ds_formulier *form = our_form(name);
    char *typed = form_text(hostile);
    assert_non_null(w);
    w->form = form;
    w->kept = kept;
    site_start_ours(&w->site, &name, 1);
    add_people(w);
    w->id = site_dossier_of(&w->people[0], form->id, typed, scope);
    add_parties(w);
    fill_topics(w);
    kept->fields += w->n_filled;
    send_files(w);
    ask_and_reply(w);
    agree_and_sign(w);
    for (size_t p = 0; p < w->n_people; p++)
        crawl_all(w, &w->people[p]);
    take_steps(w);
    ask_and_reply(w);
    set_themes(w);
    for (size_t p = 0; p < w->n_people; p++)
        crawl_all(w, &w->people[p]);
    crawl_all(w, &w->site.admin);
    for (size_t p = 0; p < w->n_people; p++)
        visitor_done(&w->people[p]);
    site_stop(&w->site);
    ds_formulier_free(form);
    free(typed);
    free(w);
}

static void test_markup__nothing_comes_of_it(void **state) {
    kept_counts kept = {0};
    (void)state;
    for (int i = 0; i < OURS; i++)
        walk_form(ours[i], &kept);
    print_message(
        "fields %zu, parties %zu, questions %zu, replies %zu, remarks %zu, signatures %zu, "
        "steps %zu, files %zu, themes %zu, pages and files that show it %zu\n",
        kept.fields, kept.parties, kept.questions, kept.replies, kept.remarks, kept.signatures,
        kept.steps, kept.files, kept.themes, kept.shown);
    assert_true(kept.fields > 100 && kept.shown > 100);
    assert_true(kept.parties > 0 && kept.questions > 0 && kept.replies > 0 && kept.remarks > 0 &&
                kept.signatures > 0 && kept.steps > 0 && kept.files > 0 && kept.themes > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markup__nothing_comes_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
