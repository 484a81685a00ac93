/* tests/web/agendas_made.c FOLDER: fifty-one agendas of the e-form in a work folder, as the desk
 * keeps them, in the May of the form's year; for walk_follow.mjs. Of the last six: two of which
 * more is budgeted than there is in all, one that was asked something, one reopened, one filled in
 * and not submitted, one only begun. */
#include "base/memory.h"
#include "base/text.h"
#include "forms/agendas.h"
#include "outside/desk_made.h"

enum {
    MADE = 51,
    OVER = 45,
    ASKED = 47,
    REOPENED = 48,
    OPEN = 49,
    BEGUN = 50,
    TYPED = 900,
    PATH = 700
};

/* What is typed on one page of one agenda. */
typedef struct typed_page {
    const ds_formulier *form;
    size_t topic, n;
    int a;
    ds_desk_typed typed[TYPED];
    char paths[TYPED][PATH], texts[TYPED][PATH];
} typed_page;

static int64_t tell_made_time(void *clock) {
    return *(int64_t *)clock;
}

static void take_typed(void *context, const char *path, const char *typed) {
    typed_page *p = context;
    const bool over = p->a == OVER && strcmp(path, "totaal") == 0;
    ds_plek place;
    if (!ds_formulier_place(p->form, ds_text_of(path), &place)) fail_msg("no such place: %s", path);
    if (place.field->topic != p->topic) return;
    (void)snprintf(p->paths[p->n], PATH, "%s", path);
    (void)snprintf(p->texts[p->n], PATH, "%s", over ? "1.000.000,00" : typed);
    p->typed[p->n] = (ds_desk_typed){p->paths[p->n], p->texts[p->n]};
    p->n++;
}

static void fill_made(desk_made *made, desk_person *by, int64_t id, typed_page *p) {
    for (p->topic = 0; p->topic < p->form->n_topics; p->topic++) {
        ds_desk_reply reply;
        ds_error err = {0};
        p->n = 0;
        type_agenda(p->a, take_typed, p);
        if (p->n == 0) continue;
        if (ds_desk_save(made->desk, desk_actor(by), id, p->form->topics[p->topic].id,
                         desk_revision(made, by, id), DS_NL, p->typed, p->n, &reply, &err) != DS_OK)
            fail_msg("%s", err.nl);
        if (reply.outcome != DS_OUTCOME_DONE)
            fail_msg("%d, %s: %s", p->a, p->form->topics[p->topic].id,
                     reply.n_reasons > 0 ? reply.reasons[0].say.nl : "");
        ds_desk_reply_done(&reply);
    }
}

static void make_agenda(desk_made *made, desk_person *asker, typed_page *p) {
    char code[32], name[40];
    desk_person filler, signer;
    int64_t id;
    (void)snprintf(code, sizeof code, "%02dAG", p->a + 10);
    (void)snprintf(name, sizeof name, "Instelling %d", p->a + 1);
    filler = desk_person_new(made, "Fien", DS_ROLE_INVULLER, code);
    signer = desk_person_new(made, "Teun", DS_ROLE_TEKENAAR, code);
    made->now += INT64_C(3600000);
    id = desk_create(made, &filler, "efile", code, name);
    if (id <= 0) fail_msg("%s is not begun", code);
    if (p->a == BEGUN) return;
    fill_made(made, &filler, id, p);
    if (p->a == OPEN || p->a == OVER) return;
    if (desk_move(made, &signer, id, "indienen", "") != DS_OUTCOME_DONE)
        fail_msg("%s is not submitted", code);
    if (p->a == ASKED || p->a == REOPENED)
        assert_int_equal(desk_move(made, asker, id, "bevragen", "klopt dit?"), DS_OUTCOME_DONE);
    if (p->a == REOPENED)
        assert_int_equal(desk_move(made, asker, id, "heropenen", "een ander totaal"),
                         DS_OUTCOME_DONE);
}

int main(int argc, char **argv) {
    desk_made made = {.now = INT64_C(1746612000000)}; /* 2025-05-07 10:00 UTC */
    ds_desk_options options = DS_DESK_OPTIONS_INIT;
    typed_page *page = ds_calloc(1, sizeof *page);
    ds_error err = {0};
    desk_person asker;
    if (argc != 2 || page == NULL) return 64;
    made.folder = argv[1];
    options.folder = argv[1];
    options.program = DS_SOURCE_DIR;
    options.now = tell_made_time;
    options.clock = &made.now;
    options.quick_passwords = true;
    if (ds_desk_open(&options, &made.desk, &err) != DS_OK) fail_msg("%s: %s", err.file, err.nl);
    page->form = ds_desk_form(made.desk, "efile", "2025");
    asker = desk_person_new(&made, "Rie", DS_ROLE_ONDERZOEKER, "*");
    for (page->a = 0; page->a < MADE; page->a++)
        make_agenda(&made, &asker, page);
    ds_desk_close(made.desk);
    ds_free(page);
    return 0;
}
