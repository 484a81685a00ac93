/* work/inside/example/tested.c: all examples of some files of definitions, worked out; and what has
 * none. See doorstroom/examples.h. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "work/inside/example/example.h"

const char *ds_example_about_code(ds_example_about about) {
    static const char *const codes[DS_EXAMPLE_ABOUTS] = {"indicator", "term", "kolom"};
    return codes[about];
}

/* What is under way: the texts of the result are of its arena. */
typedef struct testing {
    const ds_work *work;
    const example_watch *watch;
    ds_arena *arena;
    ds_example_claim *claims;
    size_t n_claims;
    example_report report;
    ds_example_lack *lacks;
    size_t n_lacks;
    const char **sought;
    size_t n_sought;
    ds_examples_tested tested;
} testing;

/* ---- differences ---- */

static ds_say keep_difference_say(ds_arena *arena, ds_say say) {
    if (say.nl == NULL) return say;
    return (ds_say){ds_arena_print(arena, "%s", say.nl), ds_arena_print(arena, "%s", say.en)};
}

ds_status ds_example_differ(example_report *report, const ds_example_difference *difference,
                            ds_error *err) {
    ds_example_difference d = *difference;
    report->differences =
        ds_example_grow(report->arena, report->differences, report->n, sizeof *report->differences);
    d.claim = report->claim;
    d.person = ds_arena_print(report->arena, "%s", d.person);
    d.expected = keep_difference_say(report->arena, d.expected);
    d.got = keep_difference_say(report->arena, d.got);
    d.why = keep_difference_say(report->arena, d.why);
    if (report->differences == NULL) return ds_error_memory(err);
    report->differences[report->n++] = d;
    return ds_arena_finish(report->arena, err);
}

ds_status ds_example_differ_error(example_report *report, uint64_t line, uint64_t column,
                                  const ds_error *what, ds_error *err) {
    const ds_example_difference d = {.line = line,
                                     .column = column,
                                     .person = "",
                                     .expected = DS_SAY("een voorbeeld dat uit te werken is",
                                                        "an example that can be worked out"),
                                     .got = {what->nl, what->en}};
    return ds_example_differ(report, &d, err);
}

/* ---- an example ---- */

static ds_status add_tested_claim(testing *t, const char *path, const example_file *file,
                                  const example *e, const example_claim *claim, ds_error *err) {
    t->claims = ds_example_grow(t->arena, t->claims, t->n_claims, sizeof *t->claims);
    if (t->claims == NULL) return ds_error_memory(err);
    t->report.claim = t->n_claims;
    t->claims[t->n_claims++] =
        (ds_example_claim){.definitions = ds_arena_print(t->arena, "%s", path),
                           .file = ds_arena_print(t->arena, "%s", file->path),
                           .line = claim->line,
                           .column = claim->column,
                           .example = ds_arena_print(t->arena, "%s", e->id),
                           .name = ds_arena_print(t->arena, "%s", e->name),
                           .name_en = ds_arena_print(t->arena, "%s", e->name_en),
                           .about = claim->about,
                           .subject = ds_arena_print(t->arena, "%s", claim->subject),
                           .by = ds_arena_print(t->arena, "%s", claim->by)};
    return ds_arena_finish(t->arena, err);
}

/* failed: why there is no work folder; NULL: there is one. */
static ds_status test_claim(testing *t, const example_run *run, const example_claim *claim,
                            const ds_error *failed, ds_error *err) {
    const size_t before = t->report.n;
    ds_example_claim *to = &t->claims[t->n_claims - 1];
    example_counted counted = {.found = NULL};
    ds_error what = {0};
    ds_status status;
    if (failed != NULL) {
        status = ds_example_differ_error(&t->report, failed->line, failed->column, failed, err);
    } else {
        status = ds_example_count(run, claim, t->arena, &counted, &what);
        if (status == DS_OK)
            status = ds_example_judge(run, claim, &counted, &t->report, err);
        else if (status != DS_FAULT)
            status = ds_example_differ_error(&t->report, claim->line, claim->column, &what, err);
        else if (err != NULL)
            *err = what;
    }
    to->teller = counted.teller;
    to->noemer = counted.noemer;
    to->onbekend = counted.onbekend;
    to->n_differences = t->report.n - before;
    t->tested.n_failed += to->n_differences > 0;
    ds_example_counted_done(&counted);
    return status;
}

static ds_status test_example(testing *t, const char *path, const ds_definitions *set,
                              const example_file *file, const example *e, ds_error *err) {
    example_run run = {.asked = t->work, .path = path, .set = set, .example = e, .watch = t->watch};
    ds_error failed = {0};
    ds_status status = ds_example_deliver(&run, file->path, &failed);
    const bool wrong = status == DS_INPUT || status == DS_USAGE;
    if (status != DS_OK && !wrong && err != NULL) *err = failed;
    if (wrong) status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < e->n_claims; i++) {
        status = add_tested_claim(t, path, file, e, &e->claims[i], err);
        if (status == DS_OK)
            status = test_claim(t, &run, &e->claims[i], wrong ? &failed : NULL, err);
        if (wrong) break; /* once */
    }
    t->tested.n_examples++;
    return ds_example_run_close(&run, status, err);
}

/* ---- what has no example ---- */

/* The name stands in it as a word. */
static bool has_word(const char *text, const char *name) {
    const size_t size = strlen(name);
    for (const char *at = text; (at = strstr(at, name)) != NULL; at += size) {
        const bool before = at > text && (isalnum((unsigned char)at[-1]) != 0 || at[-1] == '_');
        const bool after = isalnum((unsigned char)at[size]) != 0 || at[size] == '_';
        if (!before && !after) return true;
    }
    return false;
}

static bool is_claimed(const example_file *file, ds_example_about about, const char *name) {
    const size_t size = strlen(name);
    for (size_t i = 0; i < file->n; i++)
        for (size_t k = 0; k < file->examples[i].n_claims; k++) {
            const example_claim *c = &file->examples[i].claims[k];
            if (about != DS_EXAMPLE_INDICATOR &&
                ((c->about != DS_EXAMPLE_INDICATOR && has_word(c->subject, name)) ||
                 has_word(c->by, name)))
                return true;
            if (about == DS_EXAMPLE_INDICATOR && c->about == about &&
                strncmp(c->subject, name, size) == 0 &&
                (c->subject[size] == '\0' || c->subject[size] == '.'))
                return true;
        }
    return false;
}

static ds_status note_lack(testing *t, const char *path, const example_file *file,
                           ds_example_about about, const char *name, ds_error *err) {
    if (is_claimed(file, about, name)) return DS_OK;
    for (size_t i = 0; i < t->n_lacks; i++)
        if (t->lacks[i].about == about && strcmp(t->lacks[i].subject, name) == 0 &&
            strcmp(t->lacks[i].definitions, path) == 0)
            return DS_OK;
    t->lacks = ds_example_grow(t->arena, t->lacks, t->n_lacks, sizeof *t->lacks);
    if (t->lacks == NULL) return ds_error_memory(err);
    t->lacks[t->n_lacks++] = (ds_example_lack){ds_arena_print(t->arena, "%s", path), about,
                                               ds_arena_print(t->arena, "%s", name)};
    return ds_arena_finish(t->arena, err);
}

static ds_status note_outcomes(testing *t, const char *path, const ds_definitions *set,
                               const example_file *file, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; i < ds_definitions_n_evaluations(set); i++) {
        const ds_evaluation *e = ds_definitions_evaluation_at(set, i);
        for (size_t k = 0; status == DS_OK && k < e->n_outcomes; k++) {
            const char *id = ds_arena_print(t->arena, "%s.%s", e->id, e->outcomes[k].id);
            status = id == NULL ? ds_error_memory(err)
                                : note_lack(t, path, file, DS_EXAMPLE_INDICATOR, id, err);
        }
    }
    return status;
}

/* All that a claimed indicator says is the term. */
static bool is_whole_of_indicator(const ds_definitions *set, const example_file *file,
                                  uint32_t node) {
    for (size_t i = 0; i < ds_definitions_n(set); i++) {
        const ds_indicator *d = ds_definitions_at(set, i);
        if ((d->outcome == node || d->population == node) &&
            is_claimed(file, DS_EXAMPLE_INDICATOR, d->id))
            return true;
    }
    return false;
}

/* A name of the file for each node that has one: terms and columns. */
static ds_status note_lacks(testing *t, const char *path, const ds_definitions *set,
                            const example_file *file, ds_error *err) {
    size_t n = 0;
    const ds_node *nodes = ds_definitions_nodes(set, &n);
    ds_status status = note_outcomes(t, path, set, file, err);
    for (size_t i = 0; status == DS_OK && i < ds_definitions_n(set); i++)
        status = note_lack(t, path, file, DS_EXAMPLE_INDICATOR, ds_definitions_at(set, i)->id, err);
    for (size_t i = 0; status == DS_OK && i < n; i++) {
        const char *name = ds_definitions_name_of(set, (uint32_t)i);
        const ds_example_about about =
            nodes[i].op == DS_OP_RULES ? DS_EXAMPLE_COLUMN : DS_EXAMPLE_TERM;
        if (name != NULL && !is_whole_of_indicator(set, file, (uint32_t)i))
            status = note_lack(t, path, file, about, name, err);
    }
    return status;
}

/* ---- files ---- */

/* A package says so of the folder that the file stands in. */
static bool is_in_package(const char *path) {
    const char *slash = strrchr(path, '/');
    char package[DS_PATH_SIZE];
    const int size = slash == NULL ? 0 : (int)(slash + 1 - path);
    const int made = snprintf(package, sizeof package, "%.*spakket.yaml", size, path);
    return made > 0 && (size_t)made < sizeof package && ds_file_exists(package);
}

/* A folder whose name is not quite right reads as one without examples. */
static ds_status note_sought(testing *t, const char *path, ds_error *err) {
    t->sought = ds_example_grow(t->arena, t->sought, t->n_sought, sizeof *t->sought);
    if (t->sought == NULL) return ds_error_memory(err);
    t->sought[t->n_sought++] = ds_arena_print(t->arena, "%s", path);
    return ds_arena_finish(t->arena, err);
}

static ds_status test_file(testing *t, const char *path, const ds_definitions *set, ds_error *err) {
    example_file file = {.path = NULL};
    ds_status status = ds_example_file_read(path, &file, err);
    const bool packed = is_in_package(path);
    for (size_t i = 0; status == DS_OK && i < file.n; i++) {
        if (t->work->progress != NULL)
            t->work->progress(t->work->progress_context, "voorbeelden", "examples",
                              (double)i / (double)file.n);
        status = test_example(t, path, set, &file, &file.examples[i], err);
    }
    if (status == DS_OK && (file.there || packed)) status = note_lacks(t, path, set, &file, err);
    if (status == DS_OK && !file.there) status = note_sought(t, file.path, err);
    t->tested.lacks_fail = t->tested.lacks_fail || packed;
    t->tested.n_files++;
    ds_example_file_done(&file);
    return status;
}

static ds_status test_files(testing *t, const char *only, ds_error *err) {
    ds_work_definitions definitions = {0};
    ds_status status = ds_work_definitions_read(t->work, only, &definitions, err);
    for (size_t i = 0; status == DS_OK && i < definitions.n; i++)
        status = test_file(t, definitions.paths[i], definitions.files[i], err);
    t->tested.n_broken = definitions.n_broken;
    ds_work_definitions_done(&definitions);
    return status;
}

ds_status ds_examples_watched(const ds_work *work, const ds_examples_options *options,
                              const example_watch *watch, ds_examples_tested *out, ds_error *err) {
    testing t = {.work = work, .watch = watch, .arena = ds_calloc(1, sizeof *t.arena)};
    ds_status status =
        ds_error_version(err, "ds_examples_options", options->version, DS_EXAMPLES_OPTIONS_VERSION);
    if (status == DS_OK && t.arena == NULL) status = ds_error_memory(err);
    t.report.arena = t.arena;
    t.tested.own = t.arena;
    if (status == DS_OK) status = test_files(&t, options->definitions_file, err);
    t.tested.claims = t.claims;
    t.tested.n_claims = t.n_claims;
    t.tested.differences = t.report.differences;
    t.tested.n_differences = t.report.n;
    t.tested.lacks = t.lacks;
    t.tested.n_lacks = t.n_lacks;
    t.tested.sought = t.sought;
    t.tested.n_sought = t.n_sought;
    t.tested.none_of_it = options->definitions_file != NULL && t.tested.n_examples == 0;
    if (status == DS_OK)
        *out = t.tested;
    else
        ds_examples_tested_done(&t.tested);
    return status;
}

ds_status ds_work_examples(const ds_work *work, const ds_examples_options *options,
                           ds_examples_tested *out, ds_error *err) {
    return ds_examples_watched(work, options, NULL, out, err);
}

void ds_examples_tested_done(ds_examples_tested *tested) {
    ds_arena *arena = tested->own;
    if (arena != NULL) ds_arena_done(arena);
    ds_free(arena);
    *tested = (ds_examples_tested){0};
}

bool ds_examples_pass(const ds_examples_tested *tested) {
    return tested->n_failed == 0 && tested->n_broken == 0 && !tested->none_of_it &&
           (tested->n_lacks == 0 || !tested->lacks_fail);
}
