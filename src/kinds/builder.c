/* kinds/builder.c: rows of text, kept as numbers per thread and file; and the public builder. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "kinds/builder.h"

ds_status ds_kind_builder_make(const ds_kind_of *of, size_t n_lanes, const ds_missing *missing,
                               ds_kind_builder **out, ds_error *err) {
    ds_kind_builder *builder = ds_calloc(1, sizeof *builder);
    if (builder == NULL) return ds_error_memory(err);
    builder->of = of;
    builder->lanes = ds_calloc(n_lanes, sizeof *builder->lanes);
    if (builder->lanes == NULL) {
        ds_free(builder);
        return ds_error_memory(err);
    }
    builder->n_lanes = n_lanes;
    builder->missing = *missing;
    ds_missing_first(missing, builder->missing_first);
    *out = builder;
    return DS_OK;
}

void ds_kind_builder_free(ds_kind_builder *builder) {
    if (builder == NULL) return;
    for (size_t i = 0; i < builder->n_files; i++)
        ds_free(builder->files[i].to);
    ds_free(builder->files);
    for (size_t i = 0; i < builder->n_questions; i++)
        ds_free(builder->questions[i]);
    ds_free(builder->questions);
    for (size_t k = 0; k < builder->n_lanes; k++) {
        ds_kind_lane *lane = &builder->lanes[k];
        for (size_t i = 0; i < lane->n_parts; i++) {
            ds_free(lane->parts[i].cells);
            ds_free(lane->parts[i].lines);
        }
        ds_free(lane->parts);
        ds_kind_words_done(&lane->words);
    }
    ds_free(builder->lanes);
    ds_free(builder);
}

/* The thread's rows of a file; NULL when memory is short. */
static ds_kind_part *part_of_file(ds_kind_builder *builder, ds_kind_lane *lane, size_t file) {
    ds_kind_part *part = lane->n_parts == 0 ? NULL : &lane->parts[lane->n_parts - 1];
    if (part != NULL && part->file == file) return part;
    if (!ds_reserve(&lane->parts, &lane->parts_capacity, lane->n_parts + 1, sizeof *lane->parts))
        return NULL;
    part = &lane->parts[lane->n_parts++];
    *part = (ds_kind_part){.file = file, .stride = builder->files[file].n_columns};
    return part;
}

/* Room for a row at the end, not counted yet; all of it missing. */
static int64_t *room_for_row(ds_kind_part *part) {
    int64_t *cells;
    if (!ds_reserve(&part->cells, &part->cells_capacity, (part->n + 1) * part->stride,
                    sizeof *part->cells) ||
        !ds_reserve(&part->lines, &part->lines_capacity, part->n + 1, sizeof *part->lines))
        return NULL;
    cells = part->cells + part->n * part->stride;
    for (size_t i = 0; i < part->stride; i++)
        cells[i] = DS_KIND_MISSING;
    return cells;
}

static ds_kind_taken take_value(ds_kind_builder *b, ds_kind_lane *lane, ds_kind_fault *fault,
                                ds_text text, int64_t *cells) {
    const size_t to = b->files[fault->file].to[fault->at - 1];
    const ds_kind_field *field = to > b->of->told.n_fields ? NULL : &b->of->fields[to - 1];
    bool no_memory = false;
    fault->field = field;
    fault->expected = NULL;
    if (ds_kind_value_read(b, lane, field, text, &cells[to - 1], fault, &no_memory))
        return DS_KIND_TAKEN;
    fault->value = text;
    return no_memory || !b->refuse(b->refuse_context, fault) ? DS_KIND_NO_MEMORY : DS_KIND_REFUSED;
}

ds_kind_taken ds_kind_builder_take(ds_kind_builder *builder, size_t lane, size_t file,
                                   uint64_t line, const ds_text *fields) {
    const ds_kind_file *bound = &builder->files[file];
    ds_kind_lane *of = &builder->lanes[lane];
    ds_kind_part *part = part_of_file(builder, of, file);
    int64_t *cells = part == NULL ? NULL : room_for_row(part);
    ds_kind_fault fault = {.file = file, .tag = bound->tag, .lane = lane, .line = line};
    of->missing_of = 0;
    if (cells == NULL) return DS_KIND_NO_MEMORY;
    for (size_t i = 0; i < bound->n_names; i++) {
        ds_kind_taken taken;
        if (bound->to[i] == 0) continue;
        fault.at = i + 1;
        taken = take_value(builder, of, &fault, fields[i], cells);
        if (taken != DS_KIND_TAKEN) return taken;
    }
    part->lines[part->n++] = line;
    return DS_KIND_TAKEN;
}

ds_status ds_kind_builder_table(ds_kind_builder *builder, const ds_kind_known *known,
                                ds_kind_table **out, ds_error *err) {
    static const ds_kind_known nothing = DS_KIND_KNOWN_INIT;
    ds_kind_matrix matrix;
    ds_status status;
    if (known == NULL) known = &nothing;
    status = ds_kind_gather(builder, known, &matrix, err);
    if (status == DS_OK) status = ds_kind_check_known(&matrix, known, err);
    if (status == DS_OK) status = ds_kind_type_questions(&matrix, err);
    if (status == DS_OK) status = ds_kind_keep_unique(&matrix, err);
    if (status == DS_OK) status = ds_kind_check_rules(&matrix, err);
    if (status == DS_OK)
        status = ds_kind_encode(builder->of, &matrix, builder->n_files > 0, out, err);
    ds_kind_matrix_done(&matrix);
    return status;
}

/* ---- one thread, and no import around it ---- */

/* Keeps the first fault, by file and line. */
static bool keep_first_fault(void *context, const ds_kind_fault *fault) {
    ds_kind_builder *b = context;
    const size_t size =
        fault->value.size < sizeof b->first_value ? fault->value.size : sizeof b->first_value - 1;
    if (b->has_first && (b->first.file < fault->file ||
                         (b->first.file == fault->file && b->first.line <= fault->line)))
        return true;
    b->first = *fault;
    b->has_first = true;
    if (size > 0) memcpy(b->first_value, fault->value.data, size);
    b->first_value[size] = '\0';
    b->first.value = (ds_text){b->first_value, size};
    return true;
}

static ds_status tell_first(const ds_kind_builder *b, ds_error *err) {
    char text[2][768], bounds[160];
    for (int dutch = 0; dutch < 2; dutch++) {
        ds_kind_bounds_text(b->first.reason == DS_KIND_FAULT_NUMBER ? b->first.field : NULL, dutch,
                            bounds, sizeof bounds);
        (void)snprintf(text[dutch], sizeof text[dutch],
                       b->of->told.persons ? "%s, %s %s: %s%s" : "%s, %s %s: %s%s, %s '%s'",
                       b->of->told.name, dutch ? "kolom" : "column",
                       b->first.field == NULL ? "-" : b->first.field->name,
                       ds_kind_reason_text(b->first.reason, dutch), bounds,
                       dutch ? "gevonden" : "found", b->first_value);
    }
    return ds_error_texts(err, DS_INPUT, NULL, b->first.line, b->first.at, text[1], text[0]);
}

ds_status ds_kind_builder_new(const ds_kinds *kinds, const char *kind, ds_kind_builder **out,
                              ds_error *err) {
    const ds_kind_of *of = ds_kinds_of(kinds, kind);
    ds_kind_builder *builder = NULL;
    ds_status status;
    if (of == NULL)
        return ds_error_set(err, DS_USAGE, "er is geen soort levering %s",
                            "there is no kind of delivery %s", kind);
    status = ds_kind_builder_make(of, 1, &ds_missing_usual, &builder, err);
    if (status != DS_OK) return status;
    builder->refuse = keep_first_fault;
    builder->refuse_context = builder;
    *out = builder;
    return DS_OK;
}

ds_status ds_kind_builder_columns(ds_kind_builder *builder, const char *const *names,
                                  size_t n_names, ds_error *err) {
    ds_text *texts = ds_malloc((n_names + 1) * sizeof *texts);
    size_t file;
    ds_status status;
    if (texts == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n_names; i++)
        texts[i] = ds_text_of(names[i]);
    status = ds_kind_builder_bind(builder, NULL, texts, n_names, &file, err);
    builder->row = 0;
    ds_free(texts);
    return status;
}

ds_status ds_kind_builder_row(ds_kind_builder *builder, const char *const *values, ds_error *err) {
    const size_t file = builder->n_files - 1;
    ds_text *fields;
    ds_kind_taken taken;
    if (builder->n_files == 0)
        return ds_error_set(err, DS_USAGE, "een rij zonder kolommen", "a row without columns");
    fields = ds_malloc((builder->files[file].n_names + 1) * sizeof *fields);
    if (fields == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < builder->files[file].n_names; i++)
        fields[i] = ds_text_of(values[i]);
    taken = ds_kind_builder_take(builder, 0, file, ++builder->row, fields);
    ds_free(fields);
    if (taken == DS_KIND_NO_MEMORY) return ds_error_memory(err);
    return taken == DS_KIND_TAKEN ? DS_OK : tell_first(builder, err);
}

ds_status ds_kind_builder_finish(ds_kind_builder *builder, const ds_kind_known *known,
                                 ds_kind_table **out, ds_error *err) {
    ds_kind_table *table = NULL;
    ds_status status = ds_kind_builder_table(builder, known, &table, err);
    if (status == DS_OK && builder->has_first) status = tell_first(builder, err);
    if (status == DS_OK)
        *out = table;
    else
        ds_kind_table_free(table);
    return status;
}
