/* publish/publish.c: a release and recipes → publicatie/<release>/. See doorstroom/publish.h. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/text.h"
#include "publish/publishing.h"

enum { NUMBERS_MOST = 10000, GENERATION_KEPT = 8, FORMS = 7, COPY_MOST = 1 << 30 };

static const char partial_name[] = "deel";

/* ---- forms ---- */

static const char *const form_names[FORMS] = {"html", "pdf", "xlsx", "docx", "csv", "json", "png"};

bool ds_publish_forms_named(const char *names, unsigned *out) {
    unsigned forms = 0;
    while (*names != '\0') {
        const size_t size = strcspn(names, ",");
        const ds_text name = ds_text_trim((ds_text){names, size});
        size_t i = 0;
        while (i < FORMS && !ds_text_is(name, form_names[i]))
            i++;
        if (i == FORMS) return false;
        forms |= 1U << i;
        names += size + (names[size] == ',');
    }
    if (forms == 0) return false;
    *out = forms;
    return true;
}

static void leave_out(ds_publishing *p, unsigned form, ds_say why) {
    if (!((p->forms | p->own_forms) & form)) return;
    p->forms &= ~form;
    p->own_forms &= ~form;
    p->left_out[p->n_left_out++] = why;
}

/* What this machine cannot make is left out, and said. */
static void choose_forms(ds_publishing *p) {
    const ds_publish_options *o = p->options;
    p->forms = o->forms == 0 ? DS_PUBLISH_ALL : o->forms;
    p->own_forms = o->own_forms == 0
                       ? DS_PUBLISH_ALL & ~(unsigned)(DS_PUBLISH_DOCX | DS_PUBLISH_PNG)
                       : o->own_forms;
    if (!ds_pdf_available(p->pdf)) leave_out(p, DS_PUBLISH_PDF, ds_pdf_reason(p->pdf));
    if (!ds_form_available(DS_FORM_XLSX))
        leave_out(p, DS_PUBLISH_XLSX,
                  DS_SAY("geen xlsx: deze versie maakt ze niet",
                         "no xlsx: this version does not make them"));
    if (!ds_form_available(DS_FORM_DOCX))
        leave_out(p, DS_PUBLISH_DOCX,
                  DS_SAY("geen docx: pandoc staat niet op deze computer",
                         "no docx: pandoc is not on this computer"));
    if (!ds_publish_can_draw())
        leave_out(p, DS_PUBLISH_PNG,
                  DS_SAY("geen png van figuren: rsvg-convert (librsvg2-bin) staat niet op deze "
                         "computer",
                         "no png of figures: rsvg-convert (librsvg2-bin) is not on this computer"));
}

/* ---- the release before ---- */

/* One that cannot be read, of a later version say, is not compared with: it stays as it is. */
static ds_status read_previous(ds_publishing *p, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_place_current(p->place.folder, p->previous_name, err);
    if (status != DS_OK || p->previous_name[0] == '\0') return status;
    status = ds_file_join(path, p->place.folder, p->previous_name, err);
    if (status == DS_OK) status = ds_file_join(path, path, "vrijgave.json", err);
    if (status != DS_OK) return status;
    status = ds_release_read(path, &p->previous, err);
    if (status == DS_FAULT) return status;
    if (status != DS_OK) p->previous_name[0] = '\0';
    return DS_OK;
}

/* ---- its name ---- */

/* The year of the data, else the last school year that was counted. */
static int year_of(const ds_publishing *p) {
    int year = 0;
    if (p->about.date[0] != '\0') return atoi(p->about.date);
    for (size_t i = 0; i < ds_release_n_tables(p->release); i++) {
        const ds_release_table *t = ds_release_at(p->release, i);
        for (size_t k = 0; k < t->n_rows; k++)
            if (t->rows[k].schooljaar > year) year = t->rows[k].schooljaar;
    }
    return year;
}

/* Whether folder/name was made of exactly this. */
static bool is_of(const ds_publishing *p, const char *name, const ds_buffer *made_of) {
    char path[DS_PATH_SIZE], *text = NULL;
    size_t size = 0;
    bool same;
    if (ds_file_join(path, p->place.folder, name, NULL) != DS_OK ||
        ds_file_join(path, path, "herkomst.csv", NULL) != DS_OK ||
        ds_file_read(path, made_of->size + 1, &text, &size, NULL) != DS_OK)
        return false;
    same = size == made_of->size && memcmp(text, made_of->data, size) == 0;
    ds_free(text);
    return same;
}

/* 2024-1a2b3c4d-1: year, register, number. *out_there: it stands already, made of the same. */
static ds_status choose_release_name(ds_publishing *p, const ds_buffer *made_of, bool *out_there,
                                     ds_error *err) {
    char generation[DS_STEM_SIZE], path[DS_PATH_SIZE];
    ds_publish_file_name(ds_release_whole(p->release).generation, generation);
    for (int i = 1; i < NUMBERS_MOST; i++) {
        ds_status status;
        (void)snprintf(p->name, sizeof p->name, "%04d-%.*s-%d", year_of(p), GENERATION_KEPT,
                       generation, i);
        status = ds_file_join(path, p->place.folder, p->name, err);
        if (status != DS_OK) return status;
        *out_there = is_of(p, p->name, made_of);
        if (*out_there || !ds_file_exists(path)) return DS_OK;
    }
    return ds_error_set(err, DS_FAULT, "geen naam voor de vrijgave", "no name for the release");
}

/* ---- what every part has ---- */

static ds_status note_written(ds_publishing *p, const char *name, ds_error *err) {
    char path[DS_PATH_SIZE], *data = NULL;
    size_t size = 0;
    ds_status status = ds_file_join(path, p->place.made, name, err);
    if (status == DS_OK) status = ds_file_read(path, COPY_MOST, &data, &size, err);
    if (status == DS_OK) status = ds_place_note(&p->place, name, data, size, err);
    ds_free(data);
    return status;
}

typedef struct page_files {
    ds_publishing *p;
    const ds_part *part;
} page_files;

static ds_status put_page_file(void *context, const char *name, const char *data, size_t size,
                               ds_error *err) {
    const page_files *files = context;
    char path[DS_PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s/bestanden/%s", files->part->folder, name);
    return ds_place_put(&files->p->place, path, files->part->code[0] != '\0', data, size, err);
}

/* Style, script and font lie in each part: it stands by itself. */
static ds_status begin_part(ds_publishing *p, const ds_part *part, ds_error *err) {
    page_files files = {p, part};
    char path[DS_PATH_SIZE], fonts[DS_PATH_SIZE];
    const char *folder = p->options->program_folder;
    const bool private = part->code[0] != '\0';
    ds_status status = ds_place_folder(&p->place, part->folder, private, err);
    (void)snprintf(path, sizeof path, "%s/bestanden", part->folder);
    if (status == DS_OK) status = ds_place_folder(&p->place, path, false, err);
    if (folder != NULL) status = ds_file_join(fonts, folder, ds_figure_font()->folder, err);
    return status == DS_OK
               ? ds_page_files(folder == NULL ? NULL : fonts, put_page_file, &files, err)
               : status;
}

static ds_status begin_parts(ds_publishing *p, ds_error *err) {
    ds_status status = DS_OK;
    if (p->n_parts > 1) status = ds_place_folder(&p->place, "instelling", true, err);
    for (size_t i = 0; status == DS_OK && i < p->n_parts; i++)
        status = begin_part(p, &p->parts[i], err);
    return status;
}

/* ---- the documents, spread over threads ---- */

typedef struct unit_of_work {
    ds_item *item;
    ds_lang lang;
} unit_of_work;

typedef struct work_list {
    ds_publishing *p;
    unit_of_work *units;
    size_t n;
} work_list;

static ds_status make_unit(void *context, size_t i, size_t worker, ds_error *err) {
    work_list *list = context;
    ds_publishing *p = list->p;
    const ds_status status = ds_publish_document(p, list->units[i].item, list->units[i].lang, err);
    const size_t done = atomic_fetch_add(&p->n_done, 1) + 1;
    (void)worker;
    if (p->options->progress != NULL)
        p->options->progress(p->options->progress_context, "documenten schrijven",
                             "writing documents", (double)done / (double)list->n);
    return status;
}

static void list_units(work_list *list, bool counting) {
    ds_publishing *p = list->p;
    size_t n = 0;
    for (size_t i = 0; i < p->n_parts; i++)
        for (size_t k = 0; k < p->parts[i].n_items; k++) {
            ds_item *item = &p->parts[i].items[k];
            const size_t langs = ds_publish_has_twin(p) ? 2 : 1;
            for (size_t lang = 0; lang < langs; lang++, n++)
                if (!counting) list->units[n] = (unit_of_work){item, lang == 0 ? DS_NL : DS_EN};
        }
    list->n = n;
}

static ds_status make_documents(ds_publishing *p, ds_error *err) {
    work_list list = {.p = p};
    list_units(&list, true);
    list.units = ds_arena_take(&p->arena, list.n + 1, sizeof *list.units);
    if (list.units == NULL) return ds_error_memory(err);
    list_units(&list, false);
    return ds_parallel(list.n, ds_parallel_workers(p->options->n_workers), make_unit, &list, err);
}

/* ---- what stands beside them ---- */

static ds_status finish_parts(ds_publishing *p, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < p->n_parts; i++) {
        ds_part *part = &p->parts[i];
        if (p->previous != NULL) status = ds_publish_comparison(p, part, err);
        if (status == DS_OK) status = ds_publish_catalogue(p, part, err);
        if (status == DS_OK) status = ds_publish_index(p, part, err);
    }
    return status == DS_OK ? ds_publish_top_index(p, err) : status;
}

static ds_status put_manifests(ds_publishing *p, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < p->n_parts; i++)
        status = ds_publish_manifest(p, p->parts[i].folder, p->parts[i].code[0] != '\0', err);
    return status == DS_OK ? ds_publish_manifest(p, "", true, err) : status;
}

/* ---- the whole ---- */

static ds_status begin_release(ds_publishing *p, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = ds_place_begin(&p->place, err);
    if (status == DS_OK) status = ds_file_join(path, p->place.made, "vrijgave.json", err);
    return status == DS_OK ? ds_release_write(p->release, path, err) : status;
}

/* What says of a release that it is not of all. */
static ds_status put_partial(ds_publishing *p, ds_error *err) {
    static const char text[] = "Een deel van de recepten of instellingen.\n"
                               "Some of the recipes or institutions.\n";
    if (!p->options->partial && p->options->institution == NULL) return DS_OK;
    return ds_place_put(&p->place, partial_name, true, text, sizeof text - 1, err);
}

static ds_status make_release_folder(ds_publishing *p, const ds_buffer *made_of, ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_status status = begin_parts(p, err);
    p->footer = ds_publish_footer(p);
    if (status == DS_OK) status = ds_arena_finish(&p->arena, err);
    if (status == DS_OK) status = make_documents(p, err);
    if (status == DS_OK) status = finish_parts(p, err);
    if (status == DS_OK) status = ds_file_join(path, p->place.made, "openbaar/vrijgave.json", err);
    if (status == DS_OK) status = ds_release_write_scope(p->release, "", path, err);
    if (status == DS_OK) status = note_written(p, "openbaar/vrijgave.json", err);
    if (status == DS_OK) status = note_written(p, "vrijgave.json", err);
    if (status == DS_OK)
        status = ds_place_put(&p->place, "herkomst.csv", true, made_of->data, made_of->size, err);
    if (status == DS_OK) status = put_partial(p, err);
    if (status == DS_OK) status = put_manifests(p, err);
    return status == DS_OK ? ds_place_publish(&p->place, p->name, err) : status;
}

bool ds_publish_is_partial(const char *folder, const char *name) {
    char path[DS_PATH_SIZE];
    return ds_file_join(path, folder, name, NULL) == DS_OK &&
           ds_file_join(path, path, partial_name, NULL) == DS_OK && ds_file_exists(path);
}

/* A part of the recipes or institutions does not take the place of a release of all. */
static bool may_turn(const ds_publishing *p) {
    const bool partial = p->options->partial || p->options->institution != NULL;
    return !partial || p->previous_name[0] == '\0' ||
           ds_publish_is_partial(p->place.folder, p->previous_name);
}

static ds_status publish_release(ds_publishing *p, ds_published *out, ds_error *err) {
    ds_buffer made_of;
    bool there = false;
    ds_status status = begin_release(p, err);
    ds_buffer_init(&made_of, 0);
    if (status == DS_OK) status = ds_made_of_text(p, &made_of, err);
    if (status == DS_OK) status = choose_release_name(p, &made_of, &there, err);
    if (status == DS_OK && !there) status = make_release_folder(p, &made_of, err);
    ds_buffer_done(&made_of);
    if (status != DS_OK) return status;
    out->made = !there;
    out->current = strcmp(p->name, p->previous_name) == 0;
    if (out->current || !may_turn(p)) return DS_OK;
    status = ds_place_turn(&p->place, p->name, err);
    out->current = status == DS_OK;
    return status;
}

/* What is told of it outlives the rest: with the arena of names. */
static ds_status tell_of(ds_publishing *p, ds_published *out, ds_error *err) {
    ds_say *left_out = ds_arena_take(&p->arena, p->n_left_out + 1, sizeof *left_out);
    ds_published_gap *gaps = ds_arena_take(&p->arena, p->n_gaps + 1, sizeof *gaps);
    out->name = ds_arena_print(&p->arena, "%s", p->name);
    out->path = ds_arena_print(&p->arena, "%s/%s", p->place.folder, p->name);
    if (p->previous != NULL && out->made)
        out->previous = ds_arena_print(&p->arena, "%s", p->previous_name);
    if (left_out == NULL || gaps == NULL) return ds_error_memory(err);
    memcpy(left_out, p->left_out, p->n_left_out * sizeof *left_out);
    if (p->n_gaps > 0) memcpy(gaps, p->gaps, p->n_gaps * sizeof *gaps);
    out->left_out = left_out;
    out->n_left_out = p->n_left_out;
    out->gaps = gaps;
    out->n_gaps = p->n_gaps;
    for (size_t i = 0; i < p->n_parts; i++)
        for (size_t k = 0; k < p->parts[i].n_items; k++) {
            const ds_item *item = &p->parts[i].items[k];
            out->n_documents++;
            if (i == 0) out->n_asked += item->n_asked;
            if (i == 0) out->n_filled += item->n_filled;
        }
    out->n_institutions = p->n_parts - 1;
    out->n_files = p->place.n_files;
    for (size_t i = 0; i < p->place.n_files; i++)
        out->n_bytes += p->place.files[i].size;
    return ds_arena_finish(&p->arena, err);
}

static ds_status open_pdf(ds_publishing *p, ds_error *err) {
    ds_pdf_options o = DS_PDF_OPTIONS_INIT;
    o.workers =
        p->options->n_workers > DS_PDF_WORKERS_MAX ? DS_PDF_WORKERS_MAX : p->options->n_workers;
    o.helper = p->options->pdf_helper;
    return ds_pdf_open(&o, &p->pdf, err);
}

static ds_status run_publishing(ds_publishing *p, const char *folder, ds_published *out,
                                ds_error *err) {
    ds_status status = ds_place_open(&p->place, folder, err);
    if (status == DS_OK) status = open_pdf(p, err);
    if (status == DS_OK) choose_forms(p);
    if (status == DS_OK) status = read_previous(p, err);
    if (status == DS_OK) status = ds_publish_plan(p, err);
    if (status == DS_OK) status = ds_publish_find_gaps(p, err);
    if (status == DS_OK) status = publish_release(p, out, err);
    return status == DS_OK ? tell_of(p, out, err) : status;
}

ds_status ds_publish(const ds_release *release, ds_recipe *const *recipes, size_t n_recipes,
                     const ds_publish_options *options, const char *folder, ds_published *out,
                     ds_error *err) {
    ds_publishing p = {.release = release,
                       .recipes = recipes,
                       .n_recipes = n_recipes,
                       .options = options,
                       .about = ds_release_about_of(release),
                       .place = {.opened = -1, .lock = DS_LOCK_INIT}};
    ds_published made = {0};
    ds_arena *kept = ds_calloc(1, sizeof *kept);
    ds_status status =
        ds_error_version(err, "ds_publish_options", options->version, DS_PUBLISH_OPTIONS_VERSION);
    if (status == DS_OK && kept == NULL) status = ds_error_memory(err);
    if (status == DS_OK) status = run_publishing(&p, folder, &made, err);
    if (p.pdf != NULL) ds_pdf_close(p.pdf);
    ds_place_close(&p.place);
    ds_release_free(p.previous);
    ds_free(p.gaps);
    if (status == DS_OK) {
        *kept = p.arena;
        made.own = kept;
        *out = made;
        return DS_OK;
    }
    ds_arena_done(&p.arena);
    ds_free(kept);
    return status;
}

void ds_published_done(ds_published *published) {
    if (published->own != NULL) ds_arena_done(published->own);
    ds_free(published->own);
    *published = (ds_published){0};
}
