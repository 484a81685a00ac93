/* tests/outside/desk_made.c: see desk_made.h. */
#include "outside/desk_made.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "doorstroom/disclosure.h"

enum { START_DAY = 20593 }; /* 2026-05-20 */

static int64_t tell_time(void *context) {
    return *(const int64_t *)context;
}

/* ---- a release ---- */

static const char *const sheet_keys[] = {"niveau", "wie"};
static const ds_indicator made_indicator = {.id = "vsv", .version = "1"};

static ds_release *make_counted(void) {
    const char *const keys[] = {"niveau"};
    ds_cells *cells = ds_cells_new("vsv", false, 1, keys, 1);
    ds_disclosure_options options = DS_DISCLOSURE_OPTIONS_INIT;
    ds_disclosure_report *report = NULL;
    ds_release *release = NULL;
    const ds_text key = {"2", 1};
    const ds_measures m = {.teller = 20, .noemer = 100};
    assert_int_equal(ds_cells_add(cells, 2025, &key, &m, NULL), DS_OK);
    ds_cells_finish(cells);
    options.generation = "g1";
    {
        const ds_disclosure_table table = {
            .id = "vsv.niveau", .indicator = &made_indicator, .cells = cells, .scope = ""};
        assert_int_equal(ds_disclose(&table, 1, &options, &release, &report, NULL), DS_OK);
    }
    ds_disclosure_report_free(report);
    ds_cells_free(cells);
    return release;
}

static ds_disclosure_fact made_fact(const char *const *keys, double value, const uint64_t *guards,
                                    size_t n_guards, uint32_t row) {
    return (ds_disclosure_fact){.fact = {.jaar = 2025,
                                         .keys = keys,
                                         .measure = "huidige_waarde",
                                         .klasse = "",
                                         .state = DS_STATE_SHOWN,
                                         .value = value,
                                         .se = NAN,
                                         .low = NAN,
                                         .high = NAN,
                                         .p = NAN,
                                         .p_adjusted = NAN,
                                         .n = (int64_t)guards[0],
                                         .missing = -1,
                                         .reason = ""},
                                .guards = guards,
                                .n_guards = n_guards,
                                .row = row,
                                .sum = row};
}

/* Of niveau 4 each its own; of niveau 2 so few that it is not shown. */
static void write_release(const char *path) {
    static const char *const four[] = {"4", "eigen"}, *const two[] = {"2", "eigen"};
    static const uint64_t many[] = {500, 100, 400}, few[] = {30, 4, 26};
    static const char *const scopes[] = {"25LX", "30AA"};
    static const double values[] = {73.4375, 61.25};
    static const ds_release_definition definitions[] = {
        {"vsv", "1", "lower", {"Vsv", "Leavers"}, {"wie stopt", "who stops"}, "id: vsv\n"}};
    const ds_disclosure_words words = {.about = {.name = "2026-1",
                                                 .date = "2026-02-01",
                                                 .program = "1.0",
                                                 .publisher = "",
                                                 .licence = "",
                                                 .jaar = 2025,
                                                 .made = true},
                                       .definitions = definitions,
                                       .n_definitions = 1};
    ds_disclosure_fact facts[2][2];
    ds_disclosure_sheet sheets[2];
    ds_release *release = make_counted();
    size_t hidden;
    ds_error err = {0};
    for (size_t s = 0; s < 2; s++) {
        const ds_release_sheet sheet = {.id = "eigen waarden",
                                        .kind = "eigen_waarden",
                                        .indicator = "vsv",
                                        .version = "1",
                                        .scope = scopes[s],
                                        .unit = "persoon",
                                        .title = DS_SAY("Eigen waarden", "Own values"),
                                        .key_names = sheet_keys,
                                        .n_keys = 2,
                                        .reason = ""};
        facts[s][0] = made_fact(four, values[s], many, 3, 1);
        facts[s][1] = made_fact(two, 13.25, few, 3, 2);
        sheets[s] = (ds_disclosure_sheet){.sheet = sheet, .facts = facts[s], .n_facts = 2};
    }
    if (ds_disclose_sheets(release, sheets, 2, &words, &hidden, &err) != DS_OK)
        fail_msg("%s", err.en);
    assert_int_equal(ds_release_write(release, path, &err), DS_OK);
    ds_release_free(release);
}

/* ---- the desk ---- */

static void open_desk(desk_made *made) {
    ds_desk_options options = DS_DESK_OPTIONS_INIT;
    ds_error err = {0};
    options.folder = made->folder;
    options.program = made->standard ? DS_SOURCE_DIR : made->folder;
    options.now = tell_time;
    options.clock = &made->now;
    options.quick_passwords = true;
    options.scanner = made->scanner;
    if (ds_desk_open(&options, &made->desk, &err) != DS_OK) fail_msg("%s: %s", err.file, err.en);
}

static void copy_code(const char *folder, const char *name) {
    char path[DS_PATH_SIZE];
    char *data = NULL, *to;
    size_t size = 0;
    (void)snprintf(path, sizeof path, DS_SOURCE_DIR "/codes/%s", name);
    assert_int_equal(ds_file_read(path, 1 << 22, &data, &size, NULL), DS_OK);
    (void)snprintf(path, sizeof path, "codes/%s", name);
    to = ds_test_write(folder, path, data, size);
    ds_free(to);
    ds_free(data);
}

/* former: of the year before. */
static void copy_form(const char *folder, const char *from, const char *name, bool former) {
    char path[DS_PATH_SIZE];
    char *data = NULL;
    size_t size = 0;
    (void)snprintf(path, sizeof path, DS_SOURCE_DIR "/tests/outside/%s", from);
    assert_int_equal(ds_file_read(path, 1 << 20, &data, &size, NULL), DS_OK);
    for (char *at = data; former && (at = strstr(at, "2026")) != NULL; at += 4)
        at[3] = '5';
    (void)snprintf(path, sizeof path, "formulieren/%s", name);
    ds_free(ds_test_write(folder, path, data, size));
    ds_free(data);
}

static void begin_folder(desk_made *made) {
    made->folder = ds_test_folder();
    made->now = ((int64_t)START_DAY * 86400 + 36000) * 1000;
    made->n_people = 0;
}

void desk_made_point(desk_made *made, const char *name) {
    char path[DS_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/publicatie/huidig", made->folder);
    (void)unlink(path);
    assert_int_equal(symlink(name, path), 0);
}

void desk_made_release(desk_made *made, const char *name) {
    char path[DS_PATH_SIZE], file[DS_PATH_SIZE];
    (void)snprintf(file, sizeof file, "publicatie/%s/x", name);
    ds_free(ds_test_write_string(made->folder, file, ""));
    (void)snprintf(path, sizeof path, "%s/publicatie/%s/vrijgave.json", made->folder, name);
    write_release(path);
    desk_made_point(made, name);
}

void desk_made_open(desk_made *made, bool release) {
    *made = (desk_made){0};
    begin_folder(made);
    copy_form(made->folder, "proefroute.yaml", "proefroute.yaml", false);
    copy_form(made->folder, "proefagenda.yaml", "a26.yaml", false);
    copy_form(made->folder, "proefagenda.yaml", "a25.yaml", true);
    copy_code(made->folder, "soorten.yaml");
    copy_code(made->folder, "doelstellingen.csv");
    copy_code(made->folder, "maatregelen.csv");
    if (release) desk_made_release(made, "2026-1");
    open_desk(made);
}

void desk_made_open_standard(desk_made *made) {
    *made = (desk_made){.standard = true};
    begin_folder(made);
    open_desk(made);
}

void desk_made_again(desk_made *made) {
    ds_desk_close(made->desk);
    made->desk = NULL;
    open_desk(made);
}

void desk_made_close(desk_made *made) {
    ds_desk_close(made->desk);
    ds_test_folder_remove(made->folder);
}

/* ---- people ---- */

desk_person desk_person_new(desk_made *made, const char *name, ds_desk_role role,
                            const char *scope) {
    char address[64], token[DS_TOKEN_SIZE];
    desk_person person = {.holdings = {{role, scope}}, .actor = {0, NULL, 1}};
    ds_account_role held = {DS_ROL_INVULLER, scope};
    ds_account_invite invite = {
        .address = address, .naam = name, .functie = "functie", .roles = &held, .n_roles = 1};
    ds_dossier_outcome outcome;
    ds_error err = {0};
    int64_t id = 0;
    assert_true(ds_rol_of(ds_desk_role_name(role), &held.rol));
    (void)snprintf(address, sizeof address, "mens%u@voorbeeld.nl", ++made->n_people);
    if (ds_account_invite_new(ds_desk_store(made->desk), 0, &invite, token, &id, &outcome, &err) !=
        DS_OK)
        fail_msg("%s", err.en);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    assert_int_equal(ds_invitation_accept(ds_desk_store(made->desk), token,
                                          "een lang genoeg wachtwoord", &id, &outcome, &err),
                     DS_OK);
    assert_int_equal(outcome, DS_DOSSIER_DONE);
    person.actor.user = id;
    return person;
}

const ds_desk_actor *desk_actor(desk_person *person) {
    /* written once: two threads may ask for the same person */
    if (person->actor.holdings != person->holdings) person->actor.holdings = person->holdings;
    return &person->actor;
}

/* ---- what they do ---- */

static ds_desk_outcome end_reply(ds_desk_reply *reply) {
    const ds_desk_outcome outcome = reply->outcome;
    ds_desk_reply_done(reply);
    return outcome;
}

static void must(ds_status status, const ds_error *err) {
    if (status != DS_OK) fail_msg("%s: %s", err->file, err->en);
}

int64_t desk_create(desk_made *made, desk_person *by, const char *form, const char *scope,
                    const char *name) {
    ds_desk_reply reply;
    ds_error err = {0};
    int64_t id;
    must(ds_desk_create(made->desk, desk_actor(by), form, scope, name, &reply, &err), &err);
    id = reply.outcome == DS_OUTCOME_DONE ? reply.id : -(int64_t)reply.outcome;
    ds_desk_reply_done(&reply);
    return id;
}

int64_t desk_revision(desk_made *made, desk_person *by, int64_t id) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    ds_error err = {0};
    int64_t revision;
    must(ds_desk_see(made->desk, desk_actor(by), id, DS_NL, &outcome, &seen, &err), &err);
    revision = outcome == DS_OUTCOME_DONE ? seen.revision : 0;
    ds_desk_dossier_done(&seen);
    return revision;
}

ds_desk_outcome desk_save_one(desk_made *made, desk_person *by, int64_t id, const char *topic,
                              const char *path, const char *typed) {
    const ds_desk_typed one = {path, typed};
    ds_desk_reply reply;
    ds_error err = {0};
    must(ds_desk_save(made->desk, desk_actor(by), id, topic, desk_revision(made, by, id), DS_NL,
                      &one, 1, &reply, &err),
         &err);
    return end_reply(&reply);
}

ds_desk_outcome desk_agree_to(desk_made *made, desk_person *by, int64_t id, const char *topic,
                              const char *party, ds_desk_says says) {
    ds_desk_reply reply;
    ds_error err = {0};
    must(ds_desk_agree(made->desk, desk_actor(by), id, topic, party, desk_revision(made, by, id),
                       says, says == DS_SAYS_NO ? "omdat" : "", &reply, &err),
         &err);
    return end_reply(&reply);
}

ds_desk_outcome desk_sign_for(desk_made *made, desk_person *by, int64_t id, const char *topic,
                              const char *party) {
    const ds_desk_signer signer = {"An de Wit", "directeur"};
    ds_desk_reply reply;
    ds_error err = {0};
    must(ds_desk_sign(made->desk, desk_actor(by), id, topic, party, desk_revision(made, by, id),
                      &signer, &reply, &err),
         &err);
    return end_reply(&reply);
}

ds_desk_outcome desk_move(desk_made *made, desk_person *by, int64_t id, const char *transition,
                          const char *reason) {
    const ds_desk_signer signer = {"An de Wit", "directeur"};
    ds_desk_reply reply;
    ds_error err = {0};
    must(ds_desk_move_to(made->desk, desk_actor(by), id, transition, desk_revision(made, by, id),
                         reason, &signer, &reply, &err),
         &err);
    return end_reply(&reply);
}

void desk_party(desk_made *made, desk_person *by, int64_t id, const char *kind, const char *name,
                const char *scope, char out[32]) {
    ds_desk_reply reply;
    ds_error err = {0};
    must(ds_desk_add_party(made->desk, desk_actor(by), id, kind, name, scope, &reply, &err), &err);
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    (void)snprintf(out, 32, "p%lld", (long long)reply.id);
    ds_desk_reply_done(&reply);
}

size_t desk_reasons(desk_made *made, desk_person *by, int64_t id, const char *transition) {
    const ds_desk_signer signer = {"An de Wit", "directeur"};
    ds_desk_reply reply;
    ds_error err = {0};
    size_t n;
    must(ds_desk_move_to(made->desk, desk_actor(by), id, transition, desk_revision(made, by, id),
                         "reden", &signer, &reply, &err),
         &err);
    assert_int_equal(reply.outcome, DS_OUTCOME_NOT_YET);
    n = reply.n_reasons;
    ds_desk_reply_done(&reply);
    return n;
}

ds_desk_outcome desk_put_file(desk_made *made, desk_person *by, int64_t id, const char *path,
                              const char *name, const char *bytes, size_t size, int64_t *out_id) {
    char *file = ds_test_write(made->folder, "aangeboden", bytes, size);
    ds_desk_reply reply;
    ds_error err = {0};
    must(ds_desk_upload(made->desk, desk_actor(by), id, path, name, file, &reply, &err), &err);
    if (out_id != NULL) *out_id = reply.id;
    ds_free(file);
    return end_reply(&reply);
}

char *desk_text(desk_made *made, desk_person *by, int64_t id, const char *path) {
    ds_desk_outcome outcome;
    ds_desk_dossier seen;
    ds_error err = {0};
    char *text = NULL;
    must(ds_desk_see(made->desk, desk_actor(by), id, DS_NL, &outcome, &seen, &err), &err);
    for (size_t t = 0; t < seen.n_topics; t++)
        for (size_t f = 0; f < seen.topics[t].n_fields; f++)
            if (strcmp(seen.topics[t].fields[f].path, path) == 0 && text == NULL)
                text = ds_strdup(seen.topics[t].fields[f].text);
    if (text == NULL) text = ds_strdup("");
    ds_desk_dossier_done(&seen);
    return text;
}
