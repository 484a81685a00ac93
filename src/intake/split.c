/* intake/split.c: deliveries cut by person into work folders of their own (whole.h), to be imported
 * and tallied apart; their cells add up to those of the whole. Of a piece (gather.c), which says so
 * and has its geheel.json, the rows alone are cut.
 *
 * The whole is read as an import reads it, up to who is who; then text files are cut line by line,
 * as they stand: bytes, order and names stay, and what comes before the first row goes to every
 * part. What is no text with a row a line (Parquet, SPSS, Stata, .gz, RO, GRONDSLAG, TBGI), what
 * has no persons and link files go whole to every part, whose import then takes its own persons. A
 * row of nobody, refused or passed over, goes to the first. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "intake/facts.h"
#include "intake/layout/layout.h"
#include "intake/mapping/file.h"
#include "intake/resolve/resolve.h"
#include "intake/steps.h"

/* A row of one file, as it goes: in the order of its lines, those with a person first. */
typedef struct cut_line {
    uint64_t line;
    uint32_t part; /* 0: nobody's */
} cut_line;

typedef struct splitting {
    ds_intake *intake;
    uint32_t n_parts;
    char folder[DS_PATH_SIZE]; /* that holds the parts */
    cut_line *lines;           /* of the file at hand */
    size_t n_lines, capacity;
} splitting;

static ds_status part_path(const splitting *s, uint32_t part, const char *name,
                           char out[DS_PATH_SIZE], ds_error *err) {
    char inside[DS_PATH_SIZE];
    int n = snprintf(inside, sizeof inside, "%u%s%s", part, name[0] == '\0' ? "" : "/", name);
    if (n < 0 || (size_t)n >= sizeof inside)
        return ds_error_set(err, DS_INPUT, "deze naam is te lang", "this name is too long");
    return ds_file_join(out, s->folder, inside, err);
}

static bool is_piece(const splitting *s) {
    return s->intake->whole.n_parts > 0 && s->intake->whole.part == 0;
}

/* ---- cutting a file ---- */

static int compare_lines(const void *x, const void *y) {
    const cut_line *a = x, *b = y;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    return a->part > b->part ? -1 : a->part < b->part;
}

static uint32_t part_of_row(const splitting *s, const ds_cut *cut) {
    const ds_intake *intake = s->intake;
    uint32_t person = cut->person;
    if (person == UINT32_MAX) return 0;
    if (!cut->month)
        return ds_whole_part_of(
            ds_dictionary_word(intake->persons, ds_identity_same(intake, person)), s->n_parts);
    if (intake->same_month != NULL) person = intake->same_month[person];
    return ds_whole_part_of(ds_dictionary_word(intake->month_persons, person), s->n_parts);
}

static bool is_cut(const ds_delivery *d) {
    size_t size = strlen(d->name);
    bool packed =
        size > 3 && ds_text_equal_nocase((ds_text){d->name + size - 3, 3}, ds_text_of(".gz"));
    return d->layout != NULL && d->replaced_by == NULL && d->layout->take != NULL && !packed &&
           d->info.format == DS_TABLE_CSV && d->layout != &ds_layout_koppeling &&
           d->layout != &ds_layout_instelling;
}

/* The deliveries that are this file, one a part of its mapping. *out_cut: all can be cut. */
static ds_status list_cut_lines(splitting *s, const char *name, bool *out_cut, ds_error *err) {
    const ds_intake *intake = s->intake;
    *out_cut = true;
    s->n_lines = 0;
    for (size_t i = 0; i < intake->n_deliveries; i++)
        if (strcmp(intake->deliveries[i].name, name) == 0)
            *out_cut = *out_cut && is_cut(&intake->deliveries[i]);
    for (size_t k = 0; *out_cut && k < intake->n_workers; k++)
        for (uint64_t i = 0; i < intake->workers[k].cuts.n; i++) {
            const ds_cut *cut = ds_list_at(&intake->workers[k].cuts, i);
            if (strcmp(intake->deliveries[cut->levering].name, name) != 0) continue;
            if (!ds_reserve(&s->lines, &s->capacity, s->n_lines + 1, sizeof *s->lines))
                return ds_error_memory(err);
            s->lines[s->n_lines++] = (cut_line){cut->line, part_of_row(s, cut)};
        }
    if (s->n_lines > 0) qsort(s->lines, s->n_lines, sizeof *s->lines, compare_lines);
    return DS_OK;
}

/* Whose the line is: of a row, or still of the one before. */
static uint32_t part_of_line(const splitting *s, uint64_t line, size_t *at, uint32_t part) {
    if (*at == s->n_lines || s->lines[*at].line != line) return part;
    part = s->lines[*at].part == 0 ? 1 : s->lines[*at].part;
    while (*at < s->n_lines && s->lines[*at].line == line)
        (*at)++;
    return part;
}

/* part 0: all. */
static bool put_run(const splitting *s, FILE *const *to, uint32_t part, const char *data,
                    size_t size) {
    if (part > 0) return fwrite_unlocked(data, 1, size, to[part - 1]) == size;
    for (uint32_t i = 0; i < s->n_parts; i++)
        if (fwrite_unlocked(data, 1, size, to[i]) != size) return false;
    return true;
}

/* to[0 .. n_parts). Lines from that of a row on are its own, up to the next. */
static bool pour_lines(const splitting *s, FILE *from, FILE *const *to) {
    char chunk[1 << 16];
    uint64_t line = 1;
    size_t at = 0, n;
    uint32_t part = 0; /* all, before the first row */
    bool begins = true;
    while ((n = fread(chunk, 1, sizeof chunk, from)) > 0)
        for (size_t from_here = 0, size; from_here < n; from_here += size) {
            const char *end = memchr(chunk + from_here, '\n', n - from_here);
            size = end == NULL ? n - from_here : (size_t)(end - chunk) - from_here + 1;
            if (begins) part = part_of_line(s, line, &at, part);
            if (!put_run(s, to, part, chunk + from_here, size)) return false;
            begins = end != NULL;
            line += begins;
        }
    return ferror(from) == 0;
}

static ds_status open_part_file(const splitting *s, uint32_t part, const char *name, FILE **out,
                                ds_error *err) {
    char path[DS_PATH_SIZE];
    int fd = -1;
    ds_status status = part_path(s, part, name, path, err);
    if (status == DS_OK) status = ds_file_create_private(path, &fd, err);
    if (status != DS_OK) return status;
    *out = fdopen(fd, "wb");
    if (*out != NULL) return DS_OK;
    (void)close(fd);
    return ds_error_memory(err);
}

/* The file at path, cut by s->lines, as name of every part. */
static ds_status pour_file(const splitting *s, const char *path, const char *name, ds_error *err) {
    FILE *from = fopen(path, "rbe"), **to = ds_calloc(s->n_parts, sizeof *to);
    ds_status status = DS_OK;
    bool good = true;
    if (to == NULL)
        status = ds_error_memory(err);
    else if (from == NULL)
        status = ds_error_system(err, path, errno, "openen", "open");
    for (uint32_t i = 0; status == DS_OK && i < s->n_parts; i++)
        status = open_part_file(s, i + 1, name, &to[i], err);
    if (status == DS_OK) good = pour_lines(s, from, to);
    for (uint32_t i = 0; to != NULL && i < s->n_parts; i++)
        if (to[i] != NULL && fclose(to[i]) != 0) good = false;
    if (status == DS_OK && !good)
        status = ds_error_at(err, DS_FAULT, path, 0, 0, "kan het niet delen: is de schijf vol?",
                             "cannot split it: is the disk full?");
    if (from != NULL) (void)fclose(from);
    ds_free(to);
    return status;
}

static bool is_first_of_file(const ds_intake *intake, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (strcmp(intake->deliveries[k].name, intake->deliveries[i].name) == 0) return false;
    return true;
}

static ds_status pour_deliveries(splitting *s, ds_error *err) {
    const ds_intake *intake = s->intake;
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < intake->n_deliveries; i++) {
        const ds_delivery *d = &intake->deliveries[i];
        char name[DS_PATH_SIZE];
        bool cut = true;
        if ((d->layout == NULL && !d->wished) || !is_first_of_file(intake, i)) continue;
        status = ds_file_join(name, "leveringen", d->name, err);
        if (status == DS_OK) status = list_cut_lines(s, d->name, &cut, err);
        if (is_piece(s) && (!cut || s->n_lines == 0)) continue;
        if (status == DS_OK) status = pour_file(s, d->path, name, err);
    }
    return status;
}

/* ---- what goes with them ---- */

static ds_status pour_folder(splitting *s, const char *name, ds_error *err) {
    char folder[DS_PATH_SIZE], path[DS_PATH_SIZE], inside[DS_PATH_SIZE];
    ds_file_names names = {0};
    ds_status status = ds_file_join(folder, s->intake->options->work_folder, name, err);
    if (status != DS_OK || !ds_file_is_folder(folder)) return status;
    for (uint32_t i = 1; status == DS_OK && i <= s->n_parts; i++) {
        status = part_path(s, i, name, path, err);
        if (status == DS_OK) status = ds_file_make_private_folder(path, err);
    }
    if (status == DS_OK) status = ds_file_list(folder, &names, err);
    s->n_lines = 0;
    for (size_t i = 0; status == DS_OK && i < names.n_names; i++) {
        status = ds_file_join(path, folder, names.names[i], err);
        if (status != DS_OK || ds_file_is_folder(path)) continue;
        status = ds_file_join(inside, name, names.names[i], err);
        if (status == DS_OK) status = pour_file(s, path, inside, err);
    }
    ds_file_names_done(&names);
    return status;
}

static ds_status write_part_text(const splitting *s, uint32_t part, const char *name,
                                 const char *text, const char *more, ds_error *err) {
    char path[DS_PATH_SIZE];
    size_t size = strlen(text), n = size + strlen(more) + 2;
    char *whole = ds_malloc(n);
    ds_status status = whole == NULL ? ds_error_memory(err) : part_path(s, part, name, path, err);
    if (status == DS_OK) {
        int used =
            snprintf(whole, n, "%s%s%s", text,
                     size > 0 && text[size - 1] != '\n' && more[0] != '\0' ? "\n" : "", more);
        status = ds_file_write_private(path, whole, (size_t)used, err);
    }
    ds_free(whole);
    return status;
}

/* Of a piece the rows alone: facts are NULL. */
static ds_status write_parts(splitting *s, const char *facts, ds_error *err) {
    char path[DS_PATH_SIZE], deel[40];
    ds_status status = DS_OK;
    for (uint32_t i = 1; status == DS_OK && i <= s->n_parts; i++) {
        status = part_path(s, i, "", path, err);
        if (status == DS_OK) status = ds_file_make_private_folder(path, err);
        if (status == DS_OK) status = part_path(s, i, "leveringen", path, err);
        if (status == DS_OK) status = ds_file_make_private_folder(path, err);
        if (is_piece(s)) continue;
        (void)snprintf(deel, sizeof deel, "deel: %u/%u\n", i, s->n_parts);
        if (status == DS_OK)
            status = write_part_text(s, i, "doorstroom.yaml", s->intake->config, deel, err);
        if (status == DS_OK) status = write_part_text(s, i, DS_WHOLE_FILE, facts, "", err);
    }
    if (status == DS_OK) status = pour_deliveries(s, err);
    if (status != DS_OK || is_piece(s)) return status;
    status = pour_folder(s, "codes", err);
    if (status == DS_OK) status = pour_folder(s, "vertalingen", err);
    return status == DS_OK ? pour_folder(s, "definities", err) : status;
}

/* ---- the whole ---- */

static ds_status check_split(splitting *s, ds_error *err) {
    const ds_intake *intake = s->intake;
    ds_text config = ds_text_trim(ds_text_of(intake->config));
    if (intake->whole.part > 0)
        return ds_error_at(err, DS_INPUT, intake->options->work_folder, 0, 0,
                           "dit is zelf al een deel", "this is a part itself");
    if (is_piece(s) && s->n_parts != intake->whole.n_parts)
        return ds_error_set(err, DS_USAGE, "dit stuk is van een geheel van %u delen",
                            "this piece is of a whole of %u parts",
                            (unsigned)intake->whole.n_parts);
    if (config.size > 0 && config.data[0] == '{')
        return ds_error_at(err, DS_INPUT, "doorstroom.yaml", 1, 1,
                           "split voegt een regel toe: schrijf de sleutels onder elkaar, zonder {}",
                           "split adds a line: write the keys below each other, without {}");
    if (access(s->folder, F_OK) == 0)
        return ds_error_at(err, DS_INPUT, s->folder, 0, 0, "hier staan al delen; haal ze eerst weg",
                           "there are parts here already; remove them first");
    return DS_OK;
}

/* A piece was read and judged by gather. */
static ds_status read_all(ds_intake *intake, ds_error *err) {
    ds_resolved resolved = {.n_persons = 0}; /* only rows are marked: nothing is made */
    ds_status status;
    for (size_t k = 0; k < intake->n_workers; k++)
        intake->workers[k].last_person = UINT32_MAX;
    status = ds_intake_read(intake, err);
    if (status != DS_OK || intake->whole.n_parts > 0) return status;
    if (ds_intake_is_unsettled(intake)) {
        status = ds_intake_begin_again(intake, err);
        for (size_t k = 0; status == DS_OK && k < intake->n_workers; k++)
            intake->workers[k].last_person = UINT32_MAX;
        if (status == DS_OK) status = ds_intake_read(intake, err);
        if (status == DS_OK) status = ds_intake_check_settled(intake, err);
    }
    if (status == DS_OK) status = ds_resolve_speaking(intake, &resolved, err);
    return status == DS_OK ? ds_refusals_write(intake, err) : status;
}

static ds_status make_facts(splitting *s, char **out, ds_error *err) {
    json_t *facts;
    ds_status status;
    if (is_piece(s)) return DS_OK;
    facts = ds_facts_of(s->intake);
    if (facts == NULL) return ds_error_memory(err);
    status = ds_facts_write(s->intake, facts, s->n_parts, false, out, err);
    json_decref(facts);
    return status;
}

/* After a failure nothing stays; that failure is told, whatever comes of this. */
static ds_status remove_parts(const splitting *s, ds_status failure) {
    ds_error ignored;
    ds_status status = ds_file_remove(s->folder, &ignored);
    return failure != DS_OK ? failure : status;
}

static ds_status split_all(splitting *s, ds_error *err) {
    char *facts = NULL;
    ds_status status = ds_config_read(s->intake, err);
    s->intake->cutting = true;
    if (status == DS_OK) status = check_split(s, err);
    if (status == DS_OK && is_piece(s)) status = ds_whole_check_last(s->intake, err);
    if (status == DS_OK) status = ds_plan(s->intake, err);
    if (status == DS_OK) status = ds_plan_keep_secret(s->intake, err);
    if (status == DS_OK) status = read_all(s->intake, err);
    if (status == DS_OK) status = make_facts(s, &facts, err);
    if (status == DS_OK) {
        status = ds_file_make_private_folder(s->folder, err);
        if (status == DS_OK) status = write_parts(s, facts, err);
        if (status != DS_OK) status = remove_parts(s, status);
    }
    ds_free(facts);
    return status;
}

ds_status ds_split(const ds_import_options *options, unsigned n_parts, ds_error *err) {
    ds_intake intake;
    splitting s = {.intake = &intake, .n_parts = n_parts};
    ds_status status;
    if (n_parts < 2 || n_parts > DS_SPLIT_PARTS_MAX)
        return ds_error_set(err, DS_USAGE, "verwacht 2 tot en met %d delen",
                            "expected 2 to %d parts", DS_SPLIT_PARTS_MAX);
    status = ds_file_join(s.folder, options->work_folder, "delen", err);
    if (status != DS_OK) return status;
    status = ds_intake_init(&intake, options, err);
    if (status == DS_OK) status = split_all(&s, err);
    ds_intake_done(&intake);
    ds_free(s.lines);
    return status;
}
