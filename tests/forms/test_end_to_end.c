/* tests/forms/test_end_to_end.c: submitted e-files are a delivery. Five agendas are typed into the
 * form; what comes of it is imported beside a small register, and the monitor and a release are
 * made. The same numbers typed by hand as deliveries (forms/agendas.h) give the same, to the last
 * fact. */
#include "base/text.h"
#include "forms/agendas.h"
#include "forms/ours.h"
#include "forms/outcome.h"
#include "outside/desk_made.h"

/* ---- typed into the form, by people at a desk ---- */

enum { TYPED_MAX = 400, PATH = 120, THEMES_MAX = 3 };

/* The desk of 2025, and who sits at it. */
typedef struct office {
    desk_made made;
    desk_person fillers[AGENDAS], signers[AGENDAS], researcher;
    int64_t ids[AGENDAS];
} office;

/* What is typed on one page; whose themes are set. */
typedef struct page {
    office *o;
    int a;
    const ds_formulier *form;
    size_t topic, n;
    ds_desk_typed typed[TYPED_MAX];
    char paths[TYPED_MAX][PATH], texts[TYPED_MAX][PATH];
    char theme_path[PATH];
    const char *themes[THEMES_MAX];
    size_t n_themes;
} page;

static int64_t tell_clock(void *clock) {
    return *(int64_t *)clock;
}

static void copy_ours(const char *folder, const char *name) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size;
    (void)snprintf(path, sizeof path, DS_SOURCE_DIR "/%s", name);
    assert_int_equal(ds_file_read(path, 1 << 20, &text, &size, NULL), DS_OK);
    ds_free(ds_test_write(folder, name, text, size));
    ds_free(text);
}

/* release: NULL for none. */
static void open_office(office *o, const char *release) {
    ds_desk_options options = DS_DESK_OPTIONS_INIT;
    ds_error err = {0};
    memset(o, 0, sizeof *o);
    o->made.folder = ds_test_folder();
    o->made.now = INT64_C(1747735200000); /* 2025-05-20 10:00 UTC */
    copy_ours(o->made.folder, "formulieren/efile-2025.yaml");
    copy_ours(o->made.folder, "codes/soorten.yaml");
    copy_ours(o->made.folder, "codes/doelstellingen.csv");
    copy_ours(o->made.folder, "codes/maatregelen.csv");
    options.folder = o->made.folder;
    options.release = release;
    options.now = tell_clock;
    options.clock = &o->made.now;
    options.quick_passwords = true;
    if (ds_desk_open(&options, &o->made.desk, &err) != DS_OK) fail_msg("%s: %s", err.file, err.nl);
    o->researcher = desk_person_new(&o->made, "Rie", DS_ROLE_ONDERZOEKER, "*");
    for (int a = 0; a < AGENDAS; a++) {
        o->fillers[a] = desk_person_new(&o->made, "Fien", DS_ROLE_INVULLER, agenda_codes[a]);
        o->signers[a] = desk_person_new(&o->made, "Teun", DS_ROLE_TEKENAAR, agenda_codes[a]);
        o->ids[a] = desk_create(&o->made, &o->fillers[a], "efile", agenda_codes[a], "agenda");
        assert_true(o->ids[a] > 0);
    }
}

/* Answers of one topic, kept until all are typed. */
static void type_answer(void *context, const char *path, const char *typed) {
    page *p = context;
    ds_plek place;
    if (!ds_formulier_place(p->form, ds_text_of(path), &place)) fail_msg("no such place: %s", path);
    if (place.field->topic != p->topic) return;
    assert_true(p->n < TYPED_MAX);
    (void)snprintf(p->paths[p->n], PATH, "%s", path);
    (void)snprintf(p->texts[p->n], PATH, "%s", typed);
    p->typed[p->n] = (ds_desk_typed){p->paths[p->n], p->texts[p->n]};
    p->n++;
}

static void save_page(page *p) {
    desk_person *by = &p->o->fillers[p->a];
    const int64_t id = p->o->ids[p->a];
    ds_desk_reply reply;
    ds_error err = {0};
    if (ds_desk_save(p->o->made.desk, desk_actor(by), id, p->form->topics[p->topic].id,
                     desk_revision(&p->o->made, by, id), DS_NL, p->typed, p->n, &reply,
                     &err) != DS_OK)
        fail_msg("%s", err.nl);
    if (reply.outcome != DS_OUTCOME_DONE)
        fail_msg("%s, %s: %s", agenda_codes[p->a], p->form->topics[p->topic].id,
                 reply.n_reasons > 0 ? reply.reasons[0].say.nl : "");
    ds_desk_reply_done(&reply);
}

static void set_theme(void *context, const char *path, const char *theme) {
    page *p = context;
    desk_person *by = &p->o->researcher;
    ds_desk_reply reply;
    ds_error err = {0};
    if (strcmp(p->theme_path, path) != 0) p->n_themes = 0;
    (void)snprintf(p->theme_path, PATH, "%s", path);
    assert_true(p->n_themes < THEMES_MAX);
    p->themes[p->n_themes++] = theme;
    if (ds_desk_set_themes(p->o->made.desk, desk_actor(by), p->o->ids[p->a], path, p->themes,
                           p->n_themes, &reply, &err) != DS_OK)
        fail_msg("%s", err.nl);
    assert_int_equal(reply.outcome, DS_OUTCOME_DONE);
    ds_desk_reply_done(&reply);
}

/* Filled in page by page and signed; agenda 1 is asked, reopened with a reason, and submitted
 * again. */
static void fill_agenda(office *o, int a) {
    page *p = ds_calloc(1, sizeof *p);
    assert_non_null(p);
    *p = (page){.o = o, .a = a, .form = ds_desk_form(o->made.desk, "efile", "2025")};
    for (p->topic = 0; p->topic < p->form->n_topics; p->topic++) {
        p->n = 0;
        type_agenda(a, type_answer, p);
        if (p->n > 0) save_page(p);
    }
    assert_int_equal(desk_move(&o->made, &o->signers[a], o->ids[a], "indienen", ""),
                     DS_OUTCOME_DONE);
    if (a == 1) {
        assert_int_equal(desk_move(&o->made, &o->researcher, o->ids[a], "bevragen", "klopt dit?"),
                         DS_OUTCOME_DONE);
        assert_int_equal(
            desk_move(&o->made, &o->researcher, o->ids[a], "heropenen", "het totaal is anders"),
            DS_OUTCOME_DONE);
        assert_int_equal(desk_move(&o->made, &o->signers[a], o->ids[a], "opnieuw_indienen", ""),
                         DS_OUTCOME_DONE);
    }
    theme_agenda(a, set_theme, p);
    ds_free(p);
}

static char *typed_into_form(void) {
    char *folder = new_work_folder(), out[DS_PATH_SIZE];
    office *o = ds_calloc(1, sizeof *o);
    ds_desk_exported exported;
    ds_desk_outcome outcome;
    ds_error err = {0};
    desk_person extra;
    assert_non_null(o);
    open_office(o, NULL);
    for (int a = 0; a < AGENDAS; a++)
        fill_agenda(o, a);
    extra = desk_person_new(&o->made, "Ada", DS_ROLE_INVULLER, "21CS"); /* not submitted */
    assert_true(desk_create(&o->made, &extra, "efile", "21CS", "niet ingediend") > 0);
    (void)snprintf(out, sizeof out, "%s/leveringen", folder);
    if (ds_desk_export(o->made.desk, desk_actor(&o->researcher), "efile", "2025", out, false,
                       &outcome, &exported, &err) != DS_OK)
        fail_msg("%s", err.nl);
    assert_int_equal(outcome, DS_OUTCOME_DONE);
    assert_int_equal(exported.n_dossiers, AGENDAS);
    assert_int_equal(exported.n_files, KINDS);
    ds_desk_close(o->made.desk);
    ds_test_folder_remove(o->made.folder);
    ds_free(o);
    return folder;
}

/* ---- the same ---- */

/* What each of the 23 fields was filled with, as the block of the report has it: the sheet that the
 * block asks for, whose it is, and the value. */
static const char *const shown[][2] = {
    {"EF1", "eigen geld naast=eigen,eigen_type,sector_zonder_eigen|25LX|2024|1.1|eigen|begroot||0|"
            "1000000.25|"},
    {"EF2", "eigen geld naast=eigen,eigen_type,sector_zonder_eigen|27GZ|2024|1.2|eigen|"
            "begroot_oorspronkelijk||0|1260000.25|"},
    {"EF2", "eigen geld naast=eigen,eigen_type,sector_zonder_eigen|27GZ|2024|1.2|eigen|begroot||0|"
            "1383457.03|"},
    {"EF2", "eigen geld naast=eigen,eigen_type,sector_zonder_eigen|27GZ|2024|1.2|eigen|"
            "gecorrigeerd||0|1|"},
    {"EF2", "eigen geld naast=eigen,eigen_type,sector_zonder_eigen|30RR|2024|1.3|eigen|"
            "begroot_oorspronkelijk||0|1520000.25|"},
    {"EF2", "eigen geld naast=eigen,eigen_type,sector_zonder_eigen|30RR|2024|1.3|eigen|begroot||3|"
            "nan|"}, /* no figures yet: not known */
    {"EF3", "eigen geld naast=eigen,eigen_type,sector_zonder_eigen|25LX|2024|1.1|eigen|besteed||0|"
            "250000.06|"},
    {"EF4", "monitor T7.1||2024|||totaal|totaal||||totaal_werkagenda||0|260000005|"},
    {"EF5", "eigen agenda|04EU|2025|21CS|genoemd|ja|0|1|"},
    {"EF6", "eigen streefwaarden|25LX|0|mentale_gezondheid|1.2|totaal|totaal|oorspronkelijk|"
            "streefwaarde||0|10.5|"},
    {"EF7", "eigen streefwaarden|31FN|0|mentale_gezondheid|1.2|totaal|totaal|aangevuld|"
            "streefwaarde||0|12.5|"},
    {"EF8", "eigen streefwaarden|31FN|0|vsv_2_bbl|1.3|2|bbl|aangepast|streefwaarde||0|9.9"},
    {"EF8", "eigen streefwaarden|31FN|0|vsv_2_bbl|1.3|2|bbl|oorspronkelijk|streefwaarde||0|26.1"},
    {"EF9", "monitor F4.3||2023|vsv_1_bol|1.3|1|bol||||ontbreekt||"}, /* niet_vergelijkbaar */
    {"EF10", "eigen indicatoren|04EU|2025|1.2|veilig_school|eigen_waarde||0|81.25|"},
    {"EF11", "eigen indicatoren|04EU|2025|1.1|studenten naar het buitenland|eigen_waarde||0|7.5|"},
    {"EF12", "eigen maatregelen naast=eigen,sector_zonder_eigen|25LX|2025|1.1|"
             "studenteninitiatieven|eigen|gezegd|ja|0|1|"},
    {"EF12", "eigen maatregelen naast=eigen,sector_zonder_eigen|25LX|2025|1.1|"
             "gelijkwaardige_positie|eigen|gezegd|nee|0|1|"},
    {"EF13", "eigen antwoorden|04EU|2025|1.3|andere_activiteiten|personeel|genoemd|ja|"},
    {"EF14",
     "eigen planning naast=eigen,sector_zonder_eigen|27GZ|2025|1.2|mentale_gezondheid|eigen|"
     "gezegd|enigszins_achter|0|1|"},
    {"EF15", "eigen antwoorden|04EU|2025|1.4|toelichting_planning|tijd|genoemd|ja|"},
    {"EF16", "eigen oordeel naast=eigen,sector_zonder_eigen|27GZ|2025|1.1|eigen|gezegd|"
             "een_klein_beetje|0|1|"},
    {"EF17", "eigen antwoorden|04EU|2025|1.3|toelichting_effectiviteit|personeel|genoemd|ja|"},
    {"EF18", "eigen antwoorden|04EU|2025|1.4|aandachtspunten|tijd|genoemd|ja|"},
    {"EF19", "eigen antwoorden|04EU|2025|1.3|reflectie|arbeidsmarkt|genoemd|ja|"},
    {"EF20", "eigen antwoorden|04EU|2025|1.1|internationalisering_aanbod|studiereis|genoemd|ja|"},
    {"EF21", "eigen antwoorden|25LX|2025|1.2|vinger_aan_de_pols|enquete|genoemd|ja|"},
    {"EF22", "eigen antwoorden|04EU|2025|1.5|afspraken_laaggeletterdheid|scholen|genoemd|ja|"},
    {"EF22", "eigen antwoorden|31FN|2025|1.5|afspraken_laaggeletterdheid|geen|genoemd|ja|"},
    {"EF23", "eigen antwoorden|30RR|2025|1.5|geen_besteding|andere middelen|genoemd|ja|"},
};

static bool has_line(const char *text, const char *prefix) {
    const size_t size = strlen(prefix);
    for (const char *at = text; at != NULL && *at != '\0'; at = strchr(at, '\n')) {
        if (*at == '\n') at++;
        if (strncmp(at, prefix, size) == 0) return true;
    }
    return false;
}

static void expect_all_shown(const char *facts) {
    for (int ef = 1; ef <= 23; ef++) {
        char id[8];
        bool tried = false;
        (void)snprintf(id, sizeof id, "EF%d", ef);
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
            tried = tried || strcmp(shown[i][0], id) == 0;
        if (!tried) fail_msg("%s is not looked for", id);
    }
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        if (!has_line(facts, shown[i][1]))
            fail_msg("%s is not there: %s", shown[i][0], shown[i][1]);
}

static void test_end__form_equals_hand(void **state) {
    char *filled = typed_into_form(), *typed = typed_by_hand();
    told a = tell_outcome(filled), b = tell_outcome(typed);
    (void)state;
    expect_same("deliveries", a.tables, b.tables);
    expect_same("monitor", a.monitor, b.monitor);
    expect_same("release", a.facts, b.facts);
    expect_all_shown(a.facts);
    end_outcome(&a);
    end_outcome(&b);
    ds_test_folder_remove(filled);
    ds_test_folder_remove(typed);
}

/* ---- what is known beforehand ---- */

static const ds_desk_field *find_field(const ds_desk_dossier *seen, const char *path) {
    for (size_t t = 0; t < seen->n_topics; t++)
        for (size_t k = 0; k < seen->topics[t].n_fields; k++)
            if (strcmp(seen->topics[t].fields[k].path, path) == 0)
                return &seen->topics[t].fields[k];
    fail_msg("%s is not on its page", path);
    return NULL;
}

static bool has_found(const ds_desk_dossier *seen, const char *check, const char *path) {
    for (size_t i = 0; i < seen->n_findings; i++)
        if (strcmp(seen->findings[i].code, check) == 0 && strcmp(seen->findings[i].path, path) == 0)
            return true;
    return false;
}

static char *make_release(const char *folder) {
    const ds_work work = {.folder = folder, .program_folder = DS_SOURCE_DIR, .n_threads = 1};
    ds_work_report_options o = DS_WORK_REPORT_OPTIONS_INIT;
    ds_work_reported made = {0};
    ds_imported imported = {0};
    ds_error err = {0};
    char *path = ds_calloc(1, DS_PATH_SIZE);
    assert_non_null(path);
    (void)snprintf(path, DS_PATH_SIZE, "%s/vrijgave.json", folder);
    o.recipes = "instelling";
    if (ds_work_import(&work, &(ds_work_import_options)DS_WORK_IMPORT_OPTIONS_INIT, &imported,
                       &err) != DS_OK ||
        ds_work_report(&work, &o, &made, &err) != DS_OK ||
        ds_release_write(made.release, path, &err) != DS_OK)
        fail_msg("%s", err.nl);
    ds_imported_done(&imported);
    ds_work_reported_done(&made);
    return path;
}

/* The start and the present value of the register stand in the form, with what they are; a target
 * that asks less is remarked; what the register cannot tell is said to be so. */
static void test_end__start_and_present_come_from_the_release(void **state) {
    char *folder = typed_by_hand(), *release = make_release(folder);
    office *o = ds_calloc(1, sizeof *o);
    ds_desk_dossier seen;
    ds_desk_outcome outcome;
    const ds_desk_field *field;
    ds_error err = {0};
    (void)state;
    assert_non_null(o);
    open_office(o, release);
    assert_int_equal(desk_save_one(&o->made, &o->fillers[0], o->ids[0], "streefwaarden",
                                   "streef/vsv_1_bol/oorspronkelijk", "16,5"),
                     DS_OUTCOME_DONE);
    if (ds_desk_see(o->made.desk, desk_actor(&o->fillers[0]), o->ids[0], DS_NL, &outcome, &seen,
                    &err) != DS_OK)
        fail_msg("%s", err.nl);
    field = find_field(&seen, "streef/vsv_1_bol/start");
    assert_int_equal(field->prefill.state, DS_STATE_SHOWN);
    assert_string_equal(field->prefill.value, "0");
    assert_non_null(field->prefill.definition.nl);
    assert_non_null(field->prefill.source.nl);
    assert_false(field->may_fill);
    assert_int_equal(find_field(&seen, "streef/vsv_1_bol/nu")->prefill.state, DS_STATE_SHOWN);
    field = find_field(&seen, "streef/werk_1_bol/nu"); /* no jobs were delivered */
    assert_int_not_equal(field->prefill.state, DS_STATE_SHOWN);
    assert_non_null(field->prefill.why.nl);
    assert_true(has_found(&seen, "streef_makkelijker", "streef/vsv_1_bol/oorspronkelijk"));
    ds_desk_dossier_done(&seen);
    ds_desk_close(o->made.desk);
    ds_test_folder_remove(o->made.folder);
    ds_test_folder_remove(folder);
    ds_free(release);
    ds_free(o);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_end__form_equals_hand),
        cmocka_unit_test(test_end__start_and_present_come_from_the_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
