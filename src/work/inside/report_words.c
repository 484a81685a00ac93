/* work/inside/report_words.c: the words of a release: who and what its codes are, the definitions
 * it uses, the deliveries it was made of. See report_recipes.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/survey_tally.h"
#include "doorstroom/version.h"
#include "register/report.h"
#include "work/inside/fingerprint.h"
#include "work/inside/report_monitor.h"
#include "work/inside/report_recipes.h"

enum { SUMMARY_MOST = 1 << 26, FILE_MOST = 1 << 24, FIELDS_MOST = 8 };

/* ---- institutions ---- */

static int compare_schools(const void *a, const void *b) {
    return strcmp(((const ds_gather_school *)a)->code, ((const ds_gather_school *)b)->code);
}

/* Its own, or the joint one that the last year up to that of the forms names. */
static const char *find_school_agenda(ds_gather *g, const char *code) {
    const ds_kind_table *t = g->monitor == NULL ? NULL : g->monitor->forms[0];
    const size_t school = t == NULL ? SIZE_MAX : ds_kind_table_find(t, "instelling"),
                 agenda = t == NULL ? SIZE_MAX : ds_kind_table_find(t, "agenda"),
                 year = t == NULL ? SIZE_MAX : ds_kind_table_find(t, "jaar");
    const char *found = code;
    int64_t best = -1;
    if (school == SIZE_MAX || agenda == SIZE_MAX) return code;
    for (uint64_t r = 0; r < ds_kind_table_n_rows(t); r++) {
        const bool dated = year != SIZE_MAX && !ds_kind_table_is_missing(t, r, year);
        const int64_t at = dated ? ds_kind_table_integer(t, r, year) : 0;
        if (at < best || (g->jaar != 0 && at > g->jaar) ||
            !ds_text_is(ds_kind_table_text(t, r, school), code))
            continue;
        best = at;
        found = ds_gather_text(g, ds_kind_table_text(t, r, agenda));
    }
    return found;
}

ds_status ds_gather_schools(ds_gather *g, ds_error *err) {
    ds_survey_institution *list = NULL;
    size_t n = 0;
    ds_status status = ds_survey_institutions(g->reg, &list, &n, err);
    if (status != DS_OK) return status;
    g->schools = ds_gather_take(g, n + 1, sizeof *g->schools);
    for (size_t i = 0; g->schools != NULL && i < n; i++) {
        const char *code = ds_gather_copy(g, list[i].code);
        const char *name = list[i].naam == NULL || *list[i].naam == '\0' ? code : list[i].naam;
        g->schools[g->n_schools++] = (ds_gather_school){.code = code,
                                                        .name = ds_gather_copy(g, name),
                                                        .type = ds_gather_copy(g, list[i].type),
                                                        .agenda = find_school_agenda(g, code)};
    }
    ds_survey_institutions_free(list, n);
    if (g->schools != NULL && g->n_schools > 1)
        qsort(g->schools, g->n_schools, sizeof *g->schools, compare_schools);
    return ds_gather_finish(g, err);
}

static void label_schools(ds_gather *g) {
    for (size_t i = 0; i < g->n_schools; i++) {
        const ds_gather_school *s = &g->schools[i];
        ds_gather_label(g, "instelling", s->code, DS_SAY(s->name, s->name));
        if (strcmp(s->agenda, s->code) == 0)
            ds_gather_label(g, "agenda", s->code, DS_SAY(s->name, s->name));
    }
}

/* The kinds of routes: codes of the register, names for people. */
static void label_routes(ds_gather *g) {
    static const struct {
        const char *code;
        ds_say name;
    } routes[] = {{"technologie", {"technologieroute", "technology route"}},
                  {"vakmanschap2", {"vakmanschaproute niveau 2", "craftsmanship route, level 2"}},
                  {"vakmanschap3", {"vakmanschaproute niveau 3", "craftsmanship route, level 3"}},
                  {"beroeps", {"beroepsroute", "vocational route"}},
                  {"doorlopend", {"doorlopende route", "continuous route"}},
                  {"geintegreerd", {"geïntegreerde route", "integrated route"}}};
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        ds_gather_label(g, "route", routes[i].code, routes[i].name);
}

/* ---- the plan ---- */

static void label_plan(ds_gather *g) {
    size_t n;
    const ds_monitor_indicator *list;
    const ds_monitor_goal *goals;
    if (g->plan == NULL) return;
    list = ds_monitor_plan_indicators(g->plan, &n);
    for (size_t i = 0; i < n; i++)
        ds_gather_label(g, "indicator", list[i].id, DS_SAY(list[i].name, list[i].name_en));
    goals = ds_monitor_plan_goals(g->plan, &n);
    for (size_t i = 0; i < n; i++)
        ds_gather_label(g, "doelstelling", goals[i].id, DS_SAY(goals[i].name, goals[i].name_en));
}

/* ---- definitions ---- */

static void label_definitions(ds_gather *g) {
    for (size_t f = 0; f < g->definitions.n; f++)
        for (size_t i = 0; i < ds_definitions_n(g->definitions.files[f]); i++) {
            const ds_indicator *d = ds_definitions_at(g->definitions.files[f], i);
            if (d->name == NULL || *d->name == '\0') continue;
            ds_gather_label(
                g, "indicator", d->id,
                DS_SAY(d->name, d->name_en == NULL || *d->name_en == '\0' ? d->name : d->name_en));
        }
}

static size_t indent_of(const char *line, const char *end) {
    const char *at = line;
    while (at < end && *at == ' ')
        at++;
    return at == end || *at == '\n' ? SIZE_MAX : (size_t)(at - line);
}

static const char *next_line(const char *at, const char *end) {
    const char *found = memchr(at, '\n', (size_t)(end - at));
    return found == NULL ? end : found + 1;
}

/* The lines of a file from one on, up to the next that begins as far to the left. */
static const char *read_lines(ds_gather *g, const char *path, uint32_t line) {
    char *data = NULL;
    size_t size = 0;
    ds_error ignored = {0};
    const char *from, *to, *end, *kept = "";
    if (path == NULL || line == 0 || ds_file_read(path, FILE_MOST, &data, &size, &ignored) != DS_OK)
        return "";
    from = data;
    end = data + size;
    for (uint32_t i = 1; i < line && from < end; i++)
        from = next_line(from, end);
    to = from < end ? next_line(from, end) : end;
    while (to < end && indent_of(to, end) > indent_of(from, end))
        to = next_line(to, end);
    while (to > from && isspace((unsigned char)to[-1]))
        to--;
    kept = ds_gather_text(g, (ds_text){from, (size_t)(to - from)});
    ds_free(data);
    return kept;
}

/* In English what the file says in it, else the same. */
static ds_say tell_both(const char *nl, const char *en) {
    return DS_SAY(nl, en == NULL || *en == '\0' ? nl : en);
}

/* More below what is said already, with a line between. */
static const char *add_line(ds_gather *g, const char *said, const char *more) {
    if (more == NULL || *more == '\0') return said;
    return said == NULL || *said == '\0' ? more : ds_arena_print(&g->arena, "%s\n%s", said, more);
}

/* Careers are counted for a release under the present codes of institutions. */
static bool is_counted_present(const ds_indicator *d) {
    return d->enquete == NULL && !d->present_codes;
}

/* A figure has the version under present codes; define --list says the other. */
static ds_say tell_version(ds_gather *g, const ds_indicator *d) {
    if (!is_counted_present(d)) return (ds_say){NULL, NULL};
    return DS_SAY(ds_arena_print(&g->arena,
                                 "Geteld onder de huidige codes van instellingen: dat is versie "
                                 "%s. Zonder dat is de versie %s.",
                                 d->version_present, d->version),
                  ds_arena_print(&g->arena,
                                 "Counted under the present codes of institutions: that is version "
                                 "%s. Without it the version is %s.",
                                 d->version_present, d->version));
}

static ds_release_definition tell_definition(ds_gather *g, const ds_indicator *d) {
    const ds_say note = tell_both(d->note, d->note_en),
                 differs = tell_both(d->differs, d->differs_en), version = tell_version(g, d);
    return (ds_release_definition){
        .id = d->id,
        .version = is_counted_present(d) ? d->version_present : d->version,
        .better = d->better == NULL ? "" : d->better,
        .name = tell_both(d->name, d->name_en),
        .text = DS_SAY(add_line(g, add_line(g, note.nl, differs.nl), version.nl),
                       add_line(g, add_line(g, note.en, differs.en), version.en)),
        .yaml = read_lines(g, d->file, d->line)};
}

static ds_release_definition tell_evaluation(ds_gather *g, const ds_evaluation *e) {
    return (ds_release_definition){.id = e->id,
                                   .version = e->version,
                                   .better = "",
                                   .name = tell_both(e->name, e->name_en),
                                   .text = tell_both(e->note, e->note_en),
                                   .yaml = read_lines(g, e->file, e->line)};
}

static bool is_used(const ds_gather *g, const char *id) {
    for (size_t i = 0; i < g->n_sheets; i++)
        if (strcmp(g->sheets[i]->sheet.indicator, id) == 0) return true;
    for (size_t i = 0; i < g->n_counts; i++)
        if (strcmp(g->counts[i]->indicator, id) == 0) return true;
    for (size_t i = 0; i < g->n_questions; i++)
        if (strcmp(g->questions[i].asked->subject, id) == 0) return true;
    return false;
}

/* A definition that recipes only tell of is used, too. */
static bool is_told_of(const ds_gather *g, const char *id) {
    for (size_t r = 0; r < g->n_recipes; r++) {
        size_t n;
        const ds_recipe_block *const *blocks = ds_recipe_blocks(g->recipes[r], &n);
        for (size_t i = 0; i < n; i++)
            if (blocks[i]->kind == DS_RECIPE_DEFINITION &&
                (strcmp(blocks[i]->indicator, id) == 0 || strcmp(blocks[i]->id, id) == 0))
                return true;
    }
    return false;
}

/* The plan follows it under another name: vsv_1_bol is of vsv. */
static bool is_followed(const ds_gather *g, const char *id) {
    size_t n = 0;
    const ds_monitor_indicator *list =
        g->plan == NULL ? NULL : ds_monitor_plan_indicators(g->plan, &n);
    for (size_t i = 0; g->monitor != NULL && g->monitor->n_tables > 0 && i < n; i++)
        if (strcmp(list[i].indicator, id) == 0) return true;
    return false;
}

static bool has_definition(const ds_release_definition *list, size_t n, const char *id) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].id, id) == 0) return true;
    return false;
}

static int compare_definitions(const void *a, const void *b) {
    return strcmp(((const ds_release_definition *)a)->id, ((const ds_release_definition *)b)->id);
}

static void add_definitions(ds_gather *g, const ds_definitions *file, ds_release_definition *list,
                            size_t *n) {
    for (size_t i = 0; i < ds_definitions_n(file); i++) {
        const ds_indicator *d = ds_definitions_at(file, i);
        if ((is_used(g, d->id) || is_told_of(g, d->id) || is_followed(g, d->id)) &&
            !has_definition(list, *n, d->id))
            list[(*n)++] = tell_definition(g, d);
    }
    for (size_t i = 0; i < ds_definitions_n_evaluations(file); i++) {
        const ds_evaluation *e = ds_definitions_evaluation_at(file, i);
        if ((is_used(g, e->id) || is_told_of(g, e->id)) && !has_definition(list, *n, e->id))
            list[(*n)++] = tell_evaluation(g, e);
    }
}

static ds_status list_definitions(ds_gather *g, ds_disclosure_words *out, ds_error *err) {
    size_t most = 1, n = 0;
    ds_release_definition *list;
    for (size_t f = 0; f < g->definitions.n; f++)
        most += ds_definitions_n(g->definitions.files[f]) +
                ds_definitions_n_evaluations(g->definitions.files[f]);
    list = ds_gather_take(g, most, sizeof *list);
    if (list == NULL) return ds_error_memory(err);
    for (size_t f = 0; f < g->definitions.n; f++)
        add_definitions(g, g->definitions.files[f], list, &n);
    if (n > 1) qsort(list, n, sizeof *list, compare_definitions);
    out->definitions = list;
    out->n_definitions = n;
    return DS_OK;
}

/* ---- code lists with names ---- */

/* Cuts a line of csv in place; quotes around a field, two for one within. */
static size_t cut_fields(char *line, char *fields[FIELDS_MOST]) {
    size_t n = 0;
    char *at = line;
    while (n < FIELDS_MOST) {
        char *to = at;
        const bool quoted = *at == '"';
        fields[n++] = at;
        if (quoted) at++;
        while (*at != '\0' && (quoted || *at != ',')) {
            if (quoted && *at == '"' && *++at != '"') break;
            *to++ = *at++;
        }
        if (*at == '\0') {
            *to = '\0';
            return n;
        }
        at++;
        *to = '\0';
    }
    return n;
}

/* In the monitor's own tables a measure is a group. */
static void label_measure(ds_gather *g, char *const fields[FIELDS_MOST]) {
    static const ds_say other = {"Andere maatregelen", "Other measures"}; /* of any goal */
    if (strcmp(fields[1], "andere") == 0) {
        ds_gather_label(g, "maatregel", fields[1], other);
        ds_gather_label(g, "groep", fields[1], other);
        return;
    }
    ds_gather_label(g, "maatregel", fields[1], DS_SAY(fields[2], fields[3]));
    ds_gather_label(g, "groep", fields[1], DS_SAY(fields[2], fields[3]));
}

/* codes/maatregelen.csv: doelstelling,maatregel,naam,naam_en. */
static void label_measures(ds_gather *g) {
    const char *const folders[] = {g->work->folder, g->work->program_folder};
    char path[DS_PATH_SIZE], *data = NULL, *rest, *line;
    size_t size = 0;
    ds_error ignored = {0};
    bool found = false;
    for (size_t i = 0; !found && i < 2; i++)
        found = folders[i] != NULL &&
                ds_file_join(path, folders[i], "codes/maatregelen.csv", &ignored) == DS_OK &&
                ds_file_exists(path);
    if (!found || ds_file_read(path, FILE_MOST, &data, &size, &ignored) != DS_OK) return;
    rest = data;
    while ((line = strsep(&rest, "\n")) != NULL) {
        char *fields[FIELDS_MOST];
        if (cut_fields(line, fields) >= 4 && strcmp(fields[1], "maatregel") != 0)
            label_measure(g, fields);
    }
    ds_free(data);
}

/* ---- deliveries ---- */

/* DUO's lists say V where they are not final: a V alone between marks of the name. */
static bool is_provisional(const char *name) {
    for (const char *at = strchr(name, 'V'); at != NULL; at = strchr(at + 1, 'V'))
        if (at > name && !isalnum((unsigned char)at[-1]) && !isalnum((unsigned char)at[1]))
            return true;
    return false;
}

static ds_status read_summary(const ds_gather *g, ds_import_report **out, ds_error *err) {
    char path[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    ds_status status =
        ds_file_join(path, g->work->folder, "register/current/samenvatting.json", err);
    *out = NULL;
    if (status != DS_OK || !ds_file_exists(path)) return status;
    status = ds_file_read(path, SUMMARY_MOST, &data, &size, err);
    if (status == DS_OK) status = ds_import_report_parse(data, size, out, err);
    ds_free(data);
    return status;
}

static ds_status tell_deliveries(ds_gather *g, ds_disclosure_words *out, ds_error *err) {
    ds_import_report *report = NULL;
    ds_release_delivery *list;
    ds_status status = read_summary(g, &report, err);
    if (status != DS_OK || report == NULL) return status;
    list = ds_gather_take(g, report->n_deliveries + 1, sizeof *list);
    if (list == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && i < report->n_deliveries; i++) {
        const ds_import_delivery *d = &report->deliveries[i];
        char print[DS_WORK_FINGERPRINT_SIZE];
        status = ds_fingerprint_delivery(g->work, d->name, print, err);
        list[i] = (ds_release_delivery){.name = ds_gather_copy(g, d->name),
                                        .kind = ds_gather_copy(g, d->kind),
                                        .checksum = ds_gather_copy(g, print),
                                        .provisional = is_provisional(d->name)};
        out->about.draft = out->about.draft || list[i].provisional;
    }
    out->deliveries = list;
    out->n_deliveries = status == DS_OK ? report->n_deliveries : 0;
    ds_import_report_free(report);
    return status;
}

/* ---- the whole ---- */

/* Of the newest year that deliveries tell of: 1 October of it. */
static const char *date_of_data(ds_gather *g) {
    const size_t n = ds_register_n_years(g->reg);
    int year = g->jaar;
    if (g->options->date != NULL && strlen(g->options->date) > 4) return g->options->date;
    if (n > 0 && ds_register_years(g->reg)[n - 1] > year) year = ds_register_years(g->reg)[n - 1];
    if (g->options->date != NULL) year = atoi(g->options->date);
    return year == 0 ? "" : ds_arena_print(&g->arena, "%04d-10-01", year);
}

static bool is_made_up(const ds_gather *g) {
    char path[DS_PATH_SIZE];
    ds_error ignored = {0};
    return ds_file_join(path, g->work->folder, "leveringen/.verzonnen", &ignored) == DS_OK &&
           ds_file_exists(path);
}

ds_status ds_gather_words(ds_gather *g, ds_disclosure_words *out, ds_error *err) {
    ds_status status;
    label_schools(g);
    label_routes(g);
    label_plan(g);
    label_definitions(g);
    label_measures(g);
    out->about = (ds_release_about){.name = "",
                                    .date = date_of_data(g),
                                    .program = DS_VERSION,
                                    .publisher = "",
                                    .licence = "",
                                    .jaar = g->jaar,
                                    .made = is_made_up(g)};
    status = list_definitions(g, out, err);
    if (status == DS_OK) status = tell_deliveries(g, out, err);
    out->labels = g->labels;
    out->n_labels = g->n_labels;
    return status;
}
