/* work/inside/monitor.c: the monitor of a work folder: plan, deliveries, counts → tables. See
 * doorstroom/inside.h. */
#include "work/inside/monitor.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "doorstroom/book.h"
#include "work/inside/monitor_surveys.h"
#include "work/inside/of_work.h"

enum { FORMS = 8 };

/* In the order of the tables of ds_monitor_sources. */
static const char *const form_kinds[FORMS] = {"agenda",     "streefwaarde", "besteding",
                                              "werkagenda", "maatregel",    "voortgang",
                                              "oordeel",    "antwoord"};

struct ds_work_monitored {
    ds_monitor_plan *plan;
    const ds_monitor_table **tables; /* asked for */
    size_t n_tables;
    ds_work_definitions definitions;
    ds_tallies *tallies;
    ds_tallies **grouped; /* [n_grouped]: of tables with groepen */
    size_t n_grouped;
    ds_wanted_list wanted;
    ds_kind_table *forms[FORMS];
    ds_monitor_surveys surveys;
    ds_monitor_counts *counts;   /* [n_tables of the plan] */
    ds_monitor_counted *counted; /* [wanted.n] */
    size_t n_counted;
    ds_monitor_data *data;
    ds_monitor_result *result;
    char *generation;
    ds_tally_book *book; /* counted from; NULL: from the register */
    ds_monitor_block block;
};

void ds_work_monitored_free(ds_work_monitored *m) {
    if (m == NULL) return;
    ds_monitor_result_free(m->result);
    ds_monitor_data_free(m->data);
    ds_monitor_surveys_done(&m->surveys);
    ds_free(m->counts);
    ds_free(m->counted);
    for (size_t i = 0; i < FORMS; i++)
        ds_kind_table_free(m->forms[i]);
    ds_wanted_done(&m->wanted);
    ds_tallies_free(m->tallies);
    for (size_t i = 0; i < m->n_grouped; i++)
        ds_tallies_free(m->grouped[i]);
    ds_free(m->grouped);
    ds_work_definitions_done(&m->definitions);
    ds_free(m->tables);
    ds_monitor_plan_free(m->plan);
    ds_free(m->generation);
    ds_tally_book_free(m->book);
    ds_free(m);
}

const ds_monitor_block *ds_work_monitored_block(const ds_work_monitored *monitored) {
    return &monitored->block;
}

/* ---- the plan ---- */

/* Under folder, when it is there. */
static ds_status find_plan(const char *folder, const char *name, char path[DS_PATH_SIZE],
                           bool *found, ds_error *err) {
    ds_status status;
    if (folder == NULL || *found) return DS_OK;
    status = ds_file_join(path, folder, name, err);
    *found = status == DS_OK && ds_file_exists(path);
    return status;
}

ds_status ds_work_monitor_plan(const ds_work *work, ds_monitor_plan **out, ds_error *err) {
    char path[DS_PATH_SIZE] = "";
    bool found = false;
    ds_status status = find_plan(work->folder, "definities/monitor.yaml", path, &found, err);
    if (status == DS_OK)
        status = find_plan(work->program_folder, "definitions/monitor.yaml", path, &found, err);
    if (status == DS_OK && !found)
        return ds_error_set(err, DS_INPUT,
                            "er is geen definities/monitor.yaml, ook niet naast het programma",
                            "there is no definities/monitor.yaml, nor one beside the program");
    return status == DS_OK ? ds_monitor_plan_read(path, out, err) : status;
}

/* "T7.1,F4.3"; NULL: all. */
static ds_status choose_tables(ds_work_monitored *m, const char *names, ds_error *err) {
    size_t n;
    const ds_monitor_table *all = ds_monitor_plan_tables(m->plan, &n);
    char *copy = ds_strdup(names == NULL ? "" : names), *rest = copy;
    const size_t room = n + (names == NULL ? 0 : strlen(names)) + 1;
    ds_status status = DS_OK;
    m->tables = ds_calloc(room, sizeof(ds_monitor_table *));
    if (m->tables == NULL || copy == NULL) status = ds_error_memory(err);
    for (size_t i = 0; status == DS_OK && names == NULL && i < n; i++)
        m->tables[m->n_tables++] = &all[i];
    while (status == DS_OK && names != NULL && rest != NULL) {
        const ds_monitor_table *table = NULL;
        status = ds_monitor_plan_find(m->plan, strsep(&rest, ","), &table, err);
        if (status == DS_OK) m->tables[m->n_tables++] = table;
    }
    ds_free(copy);
    return status;
}

/* ---- what came in ---- */

static ds_status read_forms(ds_work_monitored *m, const ds_register *reg, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < FORMS; i++)
        status = ds_register_kind(reg, form_kinds[i], &m->forms[i], err);
    return status;
}

static ds_status take_counts(ds_work_monitored *m, ds_error *err) {
    size_t n;
    const ds_monitor_table *all = ds_monitor_plan_tables(m->plan, &n);
    m->counts = ds_calloc(n + 1, sizeof *m->counts);
    m->counted = ds_calloc(m->wanted.n + 1, sizeof *m->counted);
    if (m->counts == NULL || m->counted == NULL) return ds_error_memory(err);
    for (size_t t = 0; t < n; t++) {
        const ds_wanted_cells *w;
        char by[256];
        ds_wanted_table_by(&all[t], by, sizeof by);
        w = ds_wanted_find(&m->wanted, all[t].counted, by);
        m->counts[t].reason = all[t].kind == DS_MONITOR_SURVEY ? "geen_enquete" : "geen_cellen";
        if (w != NULL) m->counts[t] = (ds_monitor_counts){.cells = w->cells, .reason = w->reason};
    }
    for (size_t i = 0; i < m->wanted.n; i++) {
        const ds_wanted_cells *w = &m->wanted.list[i];
        char by[64];
        ds_wanted_series_by(m->plan, w->id, by);
        if (strcmp(w->by, by) == 0)
            m->counted[m->n_counted++] =
                (ds_monitor_counted){.indicator = w->id, .cells = w->cells, .reason = w->reason};
    }
    return DS_OK;
}

/* A name in a list of norms that is no indicator is a mistake, where all definitions are known. */
static ds_status check_norm_names(const ds_work_definitions *definitions, const ds_norm *norm,
                                  ds_error *err) {
    for (size_t i = 0; i < norm->n_named; i++) {
        const ds_norm_name *name = &norm->named[i];
        const ds_indicator *found;
        ds_error why = {0};
        size_t file;
        ds_status status =
            ds_work_definitions_find(definitions, name->indicator, &file, &found, &why);
        if (status == DS_OK) continue;
        if (err != NULL) *err = why;
        if (status == DS_INPUT) ds_error_place(err, norm->file, name->line, name->column);
        return status;
    }
    return DS_OK;
}

/* The norms of tables that ask them. */
static ds_status take_norms(ds_work_monitored *m, bool whole, ds_error *err) {
    size_t n;
    const ds_monitor_table *all = ds_monitor_plan_tables(m->plan, &n);
    ds_status status = DS_OK;
    for (size_t t = 0; status == DS_OK && t < m->n_tables; t++) {
        ds_monitor_counts *counts = &m->counts[m->tables[t] - all];
        const ds_indicator *indicator;
        ds_error why = {0};
        size_t file;
        if (!m->tables[t]->norm) continue;
        status = ds_work_definitions_find(&m->definitions, m->tables[t]->counted, &file, &indicator,
                                          &why);
        if (status == DS_OK) {
            counts->norm = indicator->norm;
            counts->better = indicator->better;
        } else if (status != DS_INPUT && err != NULL) {
            *err = why;
        }
        if (status == DS_OK && whole && counts->norm != NULL)
            status = check_norm_names(&m->definitions, counts->norm, err);
        else if (status == DS_INPUT)
            status = DS_OK;
    }
    return status;
}

/* A table of groups with a property is a tally of its own, as tally --groepen. */
static ds_status count_groups(const ds_work *work, const ds_work_monitor_options *o,
                              const ds_monitor_table *t, ds_work_monitored *m,
                              ds_monitor_counts *out, ds_error *err) {
    ds_tallies_options asked = DS_TALLIES_OPTIONS_INIT;
    char by[256], years[32];
    ds_error why = {0};
    size_t n = 0;
    ds_status status;
    ds_wanted_table_by(t, by, sizeof by);
    (void)snprintf(years, sizeof years, "%d-%d", t->first, t->last);
    asked.definitions_file = o->definitions_file;
    asked.indicators = t->counted;
    asked.by = *by == '\0' ? NULL : by;
    asked.present_codes = true;
    asked.narrow.groups = t->groups;
    if (t->first != 0) asked.shown.years = years;
    status = ds_work_tally(work, &asked, &m->grouped[m->n_grouped], &why);
    if (status != DS_OK) {
        out->reason = "groepen_niet_geteld";
        if (status == DS_FAULT && err != NULL) *err = why;
        return status == DS_FAULT ? status : DS_OK;
    }
    out->cells = ds_tallies_tables(m->grouped[m->n_grouped], &n)[0].cells;
    out->reason = NULL;
    m->n_grouped++;
    return DS_OK;
}

static ds_status count_all_groups(const ds_work *work, const ds_work_monitor_options *o,
                                  ds_work_monitored *m, ds_error *err) {
    size_t n;
    const ds_monitor_table *all = ds_monitor_plan_tables(m->plan, &n);
    ds_status status = DS_OK;
    m->grouped = ds_calloc(m->n_tables + 1, sizeof(ds_tallies *));
    if (m->grouped == NULL) return ds_error_memory(err);
    for (size_t t = 0; status == DS_OK && o->cells == NULL && t < m->n_tables; t++)
        if (m->tables[t]->kind == DS_MONITOR_COUNTED && *m->tables[t]->groups != '\0')
            status = count_groups(work, o, m->tables[t], m, &m->counts[m->tables[t] - all], err);
    return status;
}

static ds_status gather_sources(const ds_work *work, const ds_work_monitor_options *o,
                                ds_work_monitored *m, ds_error *err) {
    ds_register *reg = NULL;
    ds_status status = ds_of_work_open(work, &reg, err);
    if (status == DS_OK) {
        m->generation = ds_strdup(m->book == NULL ? ds_register_generation(reg)
                                                  : ds_tally_book_generation(m->book));
        if (m->generation == NULL) status = ds_error_memory(err);
    }
    if (status == DS_OK) status = read_forms(m, reg, err);
    if (status == DS_OK)
        status = ds_wanted_gather(m->plan, m->tables, m->n_tables, &m->wanted, err);
    if (status == DS_OK && o->cells != NULL)
        status = ds_wanted_read(&m->wanted, o->cells, err);
    else if (status == DS_OK && m->wanted.n > 0)
        status =
            ds_wanted_count(&m->wanted, &m->definitions, reg, work->n_threads, &m->tallies, err);
    if (status == DS_OK) status = take_counts(m, err);
    if (status == DS_OK)
        status = take_norms(m, o->definitions_file == NULL && m->definitions.n_broken == 0, err);
    if (status == DS_OK) status = count_all_groups(work, o, m, err);
    if (status == DS_OK)
        status = ds_monitor_surveys_ask(m->plan, m->tables, m->n_tables, &m->definitions, reg,
                                        m->counts, &m->surveys, err);
    ds_register_close(reg);
    return status;
}

static const ds_cells *find_sizes(const ds_work_monitored *m) {
    const ds_monitor_rules rules = ds_monitor_plan_rules(m->plan);
    const ds_wanted_cells *w =
        rules.size == NULL ? NULL
                           : ds_wanted_find(&m->wanted, rules.size, "instelling,niveau,type");
    return w == NULL ? NULL : w->cells;
}

static ds_status make_monitor_tables(const ds_work_monitor_options *o, ds_work_monitored *m,
                                     ds_error *err) {
    const ds_monitor_sources sources = {.agenda = m->forms[0],
                                        .streefwaarde = m->forms[1],
                                        .besteding = m->forms[2],
                                        .werkagenda = m->forms[3],
                                        .maatregel = m->forms[4],
                                        .voortgang = m->forms[5],
                                        .oordeel = m->forms[6],
                                        .antwoord = m->forms[7],
                                        .counted = m->counted,
                                        .n_counted = m->n_counted,
                                        .estimates = m->surveys.estimates,
                                        .n_estimates = m->surveys.n_estimates,
                                        .sizes = find_sizes(m),
                                        .counts = m->counts,
                                        .jaar = o->jaar,
                                        .version = o->version_of_targets,
                                        .seed = o->seed};
    const ds_monitor_input *in;
    ds_status status = ds_monitor_data_new(m->plan, &sources, &m->data, err);
    if (status != DS_OK) return status;
    in = ds_monitor_data_input(m->data);
    status = ds_monitor_make(m->plan, in, m->tables, m->n_tables, &m->result, err);
    m->block = (ds_monitor_block){.plan = m->plan,
                                  .result = m->result,
                                  .jaar = in->jaar,
                                  .n_agendas = in->n_agendas,
                                  .n_outside = ds_monitor_data_n_outside(m->data),
                                  .generation = m->generation};
    return status;
}

/* ---- the whole question ---- */

static ds_status ask_plan(const ds_work *work, const ds_work_monitor_options *options,
                          ds_work_monitored *m, ds_error *err) {
    ds_status status = ds_work_monitor_plan(work, &m->plan, err);
    if (status == DS_OK)
        status = ds_monitor_plan_ask(m->plan, options->bands, options->thresholds, err);
    if (status == DS_OK) status = choose_tables(m, options->tables, err);
    return status == DS_OK
               ? ds_work_definitions_read(work, options->definitions_file, &m->definitions, err)
               : status;
}

/* Cells in json are a book: then everything is asked as of a register. */
static ds_status open_book(const ds_work_monitor_options *options, ds_work_monitored *m,
                           ds_error *err) {
    FILE *file = options->cells == NULL ? NULL : fopen(options->cells, "rbe");
    const int first = file == NULL ? EOF : getc(file);
    if (file != NULL) (void)fclose(file);
    return first == '[' || first == '{' ? ds_tally_book_open(&options->cells, 1, &m->book, err)
                                        : DS_OK;
}

static ds_status ask_monitor(const ds_work *work, const ds_work_monitor_options *options,
                             ds_work_monitored *m, ds_error *err) {
    ds_work lent = *work;
    ds_work_monitor_options asked = *options;
    ds_status status = ask_plan(work, options, m, err);
    if (status == DS_OK) status = open_book(options, m, err);
    if (m->book != NULL) {
        lent.book = m->book;
        asked.cells = NULL;
    }
    if (status == DS_OK) status = gather_sources(&lent, &asked, m, err);
    return status == DS_OK ? make_monitor_tables(&asked, m, err) : status;
}

static ds_status new_monitored(const ds_work_monitor_options *options, ds_work_monitored **out,
                               ds_error *err) {
    ds_status status = ds_error_version(err, "ds_work_monitor_options", options->version,
                                        DS_WORK_MONITOR_OPTIONS_VERSION);
    if (status != DS_OK) return status;
    *out = ds_calloc(1, sizeof **out);
    return *out == NULL ? ds_error_memory(err) : DS_OK;
}

ds_status ds_work_monitor(const ds_work *work, const ds_work_monitor_options *options,
                          ds_work_monitored **out, ds_error *err) {
    ds_work_monitored *m = NULL;
    ds_status status = new_monitored(options, &m, err);
    if (status == DS_OK) status = ask_monitor(work, options, m, err);
    if (status == DS_OK)
        *out = m;
    else
        ds_work_monitored_free(m);
    return status;
}

/* ---- of a part ---- */

struct ds_monitor_counting {
    ds_tally_book *book;
    ds_tally_table *tables; /* with years[] in numbers */
    size_t n;
    int *years;
    char *texts[3]; /* of source */
    ds_tally_source source;
};

void ds_monitor_counting_free(ds_monitor_counting *c) {
    if (c == NULL) return;
    ds_tally_book_free(c->book);
    ds_free(c->tables);
    ds_free(c->years);
    for (size_t i = 0; i < 3; i++)
        ds_free(c->texts[i]);
    ds_free(c);
}

const ds_tally_table *ds_monitor_counting_tables(const ds_monitor_counting *counting,
                                                 size_t *out_n) {
    *out_n = counting->n;
    return counting->tables;
}

ds_tally_source ds_monitor_counting_source(const ds_monitor_counting *counting) {
    return counting->source;
}

/* Into *to, which goes on; how many. */
static size_t put_years(const ds_register *reg, uint64_t bits, int **to) {
    size_t n = 0;
    for (size_t y = 0; y < ds_register_n_years(reg); y++)
        if (bits >> y & 1) (*to)[n++] = ds_register_years(reg)[y];
    *to += n;
    return n;
}

static void fill_counted_table(const ds_register *reg, const ds_book_table *t, int **years,
                               ds_tally_table *out) {
    *out = (ds_tally_table){
        .indicator = t->indicator, .cells = t->cells, .keys_version = t->keys_version};
    out->dropped = *years;
    out->n_dropped = put_years(reg, t->note.dropped, years);
    out->short_lookback = *years;
    out->n_short_lookback = put_years(reg, t->note.short_lookback, years);
    out->partial = *years;
    out->n_partial = put_years(reg, t->note.partial, years);
    out->counted = *years;
    out->n_counted = put_years(reg, t->note.counted, years);
}

static ds_status take_counting(const ds_register *reg, ds_monitor_counting *c, ds_error *err) {
    const ds_register_part part = ds_register_part_of(reg);
    const char *const texts[] = {ds_register_generation(reg), ds_register_single_institution(reg),
                                 part.whole};
    int *at;
    c->n = ds_tally_book_n(c->book);
    c->tables = ds_calloc(c->n + 1, sizeof *c->tables);
    c->years = ds_calloc(4 * ds_register_n_years(reg) * c->n + 1, sizeof *c->years);
    for (size_t i = 0; i < 3; i++)
        c->texts[i] = ds_strdup(texts[i]);
    if (c->tables == NULL || c->years == NULL || c->texts[0] == NULL || c->texts[1] == NULL ||
        c->texts[2] == NULL)
        return ds_error_memory(err);
    at = c->years;
    for (size_t i = 0; i < c->n; i++) {
        const ds_book_table t = ds_tally_book_at(c->book, i);
        fill_counted_table(reg, &t, &at, &c->tables[i]);
    }
    c->source = (ds_tally_source){.generation = c->texts[0],
                                  .single_institution = c->texts[1],
                                  .undelivered = "",
                                  .whole = c->texts[2],
                                  .split_part = part.part,
                                  .n_split_parts = part.n_parts};
    return DS_OK;
}

/* As gather_sources asks, and nothing is made of it. */
static ds_status note_counts(const ds_work *work, const ds_work_monitor_options *options,
                             ds_work_monitored *m, ds_monitor_counting *c, ds_error *err) {
    ds_register *reg = NULL;
    ds_status status = ask_plan(work, options, m, err);
    if (status == DS_OK) status = ds_of_work_open(work, &reg, err);
    if (status == DS_OK)
        status = ds_wanted_gather(m->plan, m->tables, m->n_tables, &m->wanted, err);
    if (status == DS_OK && m->wanted.n > 0)
        status =
            ds_wanted_count(&m->wanted, &m->definitions, reg, work->n_threads, &m->tallies, err);
    if (status == DS_OK) status = take_counts(m, err);
    if (status == DS_OK) status = count_all_groups(work, options, m, err);
    if (status == DS_OK)
        status =
            ds_monitor_surveys_note(m->plan, m->tables, m->n_tables, &m->definitions, reg, err);
    if (status == DS_OK) status = take_counting(reg, c, err);
    ds_register_close(reg);
    return status;
}

ds_status ds_work_monitor_counts(const ds_work *work, const ds_work_monitor_options *options,
                                 ds_monitor_counting **out, ds_error *err) {
    ds_work lent = *work;
    ds_work_monitored *m = NULL;
    ds_monitor_counting *c = ds_calloc(1, sizeof *c);
    ds_status status = c == NULL ? ds_error_memory(err) : new_monitored(options, &m, err);
    if (status == DS_OK) {
        lent.book = c->book = ds_tally_book_new();
        status = c->book == NULL ? ds_error_memory(err) : note_counts(&lent, options, m, c, err);
    }
    ds_work_monitored_free(m);
    if (status == DS_OK)
        *out = c;
    else
        ds_monitor_counting_free(c);
    return status;
}
