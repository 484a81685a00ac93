/* kinds/bind.c: the columns of a file: which of the kind's each is, which are questions. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "kinds/builder.h"

typedef struct binding {
    ds_kind_builder *builder;
    const char *path;
    const ds_text *names;
    size_t n_names;
    ds_kind_file *file;
    ds_error *err;
} binding;

static ds_status refuse_twin(const binding *b, size_t one, size_t other, const char *name) {
    return ds_error_at(b->err, DS_INPUT, b->path, 1, other + 1,
                       "kolom %zu en kolom %zu heten allebei '%s', op tekens na die niet tellen",
                       "column %zu and column %zu are both called '%s', but for characters that do "
                       "not count",
                       one + 1, other + 1, name);
}

/* Where the column stands, by its own name, else by another; SIZE_MAX. */
static ds_status seek_field(const binding *b, const ds_kind_field *field, size_t *out) {
    size_t twice;
    *out = ds_text_find_name(b->names, b->n_names, ds_text_of(field->name), &twice);
    if (twice != SIZE_MAX) return refuse_twin(b, *out, twice, field->name);
    for (size_t i = 0; *out == SIZE_MAX && i < field->n_also; i++) {
        *out = ds_text_find_name(b->names, b->n_names, ds_text_of(field->also[i]), &twice);
        if (twice != SIZE_MAX) return refuse_twin(b, *out, twice, field->also[i]);
        if (*out != SIZE_MAX && b->file->to[*out] != 0) *out = SIZE_MAX;
    }
    return DS_OK;
}

static ds_status refuse_absent(const binding *b, const ds_kind_field *field) {
    const char *const wanted[] = {field->name};
    char shown[64], nl[160] = "", en[160] = "", found[300] = "";
    size_t used = 0;
    for (size_t i = 0; i < b->n_names; i++) {
        const size_t to = b->file->to[i];
        if (to > 0 && used + 64 < sizeof found) {
            const char *name = b->builder->of->fields[to - 1].name;
            memcpy(found + used, used == 0 ? "" : ", ", used == 0 ? 1 : 3);
            used += used == 0 ? 0 : 2;
            memcpy(found + used, name, strlen(name) + 1);
            used += strlen(name);
        } else if (to == 0 && nl[0] == '\0' && ds_text_is_name(b->names[i]) &&
                   ds_text_nearest(b->names[i], wanted, 1) == 0) {
            (void)ds_suggest_excerpt(b->names[i], shown, sizeof shown);
            (void)snprintf(nl, sizeof nl, "; bedoelt u die met '%s'?", shown);
            (void)snprintf(en, sizeof en, "; do you mean it by '%s'?", shown);
        }
    }
    return ds_error_at(
        b->err, DS_INPUT, b->path, 1, 0,
        "kolom '%s' ontbreekt in deze levering %s; van haar kolommen zijn er: %s%s%.0s",
        "column '%s' is missing in this delivery %s; of its columns there are: "
        "%s%.0s%s",
        field->name, b->builder->of->told.name, used == 0 ? "-" : found, nl, en);
}

/* A column instelling stands for the agenda, where the kind has none of its own. */
static ds_status seek_institution(binding *b, size_t *out) {
    static const char *const names[] = {"brin"};
    const ds_kind_field institution = {.name = "instelling", .also = names, .n_also = 1};
    ds_status status;
    if (b->builder->of->agenda == SIZE_MAX) return DS_OK;
    status = seek_field(b, &institution, out);
    b->file->of_institution = status == DS_OK && *out != SIZE_MAX;
    return status;
}

static ds_status bind_fields(binding *b) {
    const ds_kind_of *of = b->builder->of;
    size_t at[64];
    for (size_t i = 0; i < of->told.n_fields; i++) {
        ds_status status = seek_field(b, &of->fields[i], &at[i]);
        if (status == DS_OK && at[i] == SIZE_MAX && i == of->agenda)
            status = seek_institution(b, &at[i]);
        if (status != DS_OK) return status;
        if (at[i] != SIZE_MAX) b->file->to[at[i]] = (uint16_t)(i + 1);
    }
    for (size_t i = 0; i < of->told.n_fields; i++)
        if (at[i] == SIZE_MAX && of->fields[i].required) return refuse_absent(b, &of->fields[i]);
    return DS_OK;
}

/* The question of that name, new or known; SIZE_MAX when memory is short. */
static size_t find_question(ds_kind_builder *builder, ds_text name) {
    for (size_t i = 0; i < builder->n_questions; i++)
        if (ds_text_same_name(ds_text_of(builder->questions[i]), name)) return i;
    if (!ds_reserve(&builder->questions, &builder->questions_capacity, builder->n_questions + 1,
                    sizeof *builder->questions))
        return SIZE_MAX;
    builder->questions[builder->n_questions] = ds_strndup(name.data, name.size);
    if (builder->questions[builder->n_questions] == NULL) return SIZE_MAX;
    return builder->n_questions++;
}

static ds_status bind_questions(binding *b) {
    const size_t n_fields = b->builder->of->told.n_fields;
    for (size_t i = 0; i < b->n_names; i++) {
        size_t question;
        if (b->file->to[i] != 0 || b->names[i].size == 0) continue;
        if (b->names[i].size > DS_KIND_TEXT_MAX ||
            n_fields + b->builder->n_questions >= DS_KIND_COLUMNS_MAX)
            return ds_error_at(b->err, DS_INPUT, b->path, 1, i + 1,
                               "een naam van een vraag is te lang, of er zijn meer dan %d kolommen",
                               "a question's name is too long, or there are more than %d columns",
                               DS_KIND_COLUMNS_MAX);
        question = find_question(b->builder, b->names[i]);
        if (question == SIZE_MAX) return ds_error_memory(b->err);
        for (size_t k = 0; k < i; k++)
            if (b->file->to[k] == n_fields + question + 1)
                return refuse_twin(b, k, i, b->builder->questions[question]);
        b->file->to[i] = (uint16_t)(n_fields + question + 1);
    }
    return DS_OK;
}

ds_status ds_kind_builder_bind(ds_kind_builder *builder, const char *path, const ds_text *names,
                               size_t n_names, size_t *out_file, ds_error *err) {
    binding b = {builder, path, names, n_names, NULL, err};
    ds_status status;
    if (!ds_reserve(&builder->files, &builder->files_capacity, builder->n_files + 1,
                    sizeof *builder->files))
        return ds_error_memory(err);
    b.file = &builder->files[builder->n_files];
    *b.file = (ds_kind_file){.to = ds_calloc(n_names + 1, sizeof *b.file->to), .n_names = n_names};
    if (b.file->to == NULL) return ds_error_memory(err);
    *out_file = builder->n_files++;
    status = bind_fields(&b);
    if (status == DS_OK && builder->of->told.questions) status = bind_questions(&b);
    b.file->n_columns = builder->of->told.n_fields + builder->n_questions;
    return status;
}
