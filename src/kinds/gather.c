/* kinds/gather.c: the rows of all files and threads as one matrix, in which a text's number is the
 * rank of its word among all words, so that nothing hangs on who read what first. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "kinds/builder.h"

typedef struct word_place {
    ds_text text;
    uint32_t lane, number;
} word_place;

static int compare_places(const void *a, const void *b) {
    return ds_text_compare(((const word_place *)a)->text, ((const word_place *)b)->text);
}

static bool intern_all(ds_kind_builder *builder, const ds_text *words, size_t n) {
    uint32_t number;
    for (size_t i = 0; i < n; i++)
        if (!ds_kind_words_intern(&builder->lanes[0].words, words[i], &number)) return false;
    return true;
}

/* What rows may come to say gets a rank, too: an institution's agenda, an indicator by its own
 * name. */
static bool intern_known(ds_kind_builder *builder, const ds_kind_known *known) {
    const ds_kind_of *of = builder->of;
    bool fine = true;
    for (size_t i = 0; fine && i < of->told.n_fields; i++) {
        if (of->fields[i].value == DS_KIND_VALUE_INDICATOR)
            fine = intern_all(builder, known->indicators, known->n_indicators);
        if (of->fields[i].value == DS_KIND_VALUE_AGENDA && known->agendas != NULL) {
            const size_t column = ds_kind_table_find(known->agendas, "agenda");
            const ds_kind_column *names =
                column == SIZE_MAX ? NULL : ds_kind_table_column(known->agendas, column);
            fine = names == NULL || intern_all(builder, names->words, names->n_words);
        }
    }
    return fine;
}

/* Ranks of the lanes' words: ranks[lane][number]; matrix->words. */
static bool rank_words(const ds_kind_builder *builder, ds_kind_matrix *matrix, uint32_t **ranks) {
    size_t n = 0, at = 0;
    word_place *places;
    for (size_t k = 0; k < builder->n_lanes; k++)
        n += builder->lanes[k].words.n;
    places = ds_malloc((n + 1) * sizeof *places);
    matrix->words = ds_malloc((n + 1) * sizeof *matrix->words);
    if (places == NULL || matrix->words == NULL) {
        ds_free(places);
        return false;
    }
    for (size_t k = 0; k < builder->n_lanes; k++)
        for (size_t i = 0; i < builder->lanes[k].words.n; i++)
            places[at++] = (word_place){builder->lanes[k].words.words[i], (uint32_t)k, (uint32_t)i};
    if (n > 0) qsort(places, n, sizeof *places, compare_places);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !ds_text_equal(places[i].text, places[i - 1].text))
            matrix->words[matrix->n_words++] = places[i].text;
        ranks[places[i].lane][places[i].number] = (uint32_t)(matrix->n_words - 1);
    }
    ds_free(places);
    return true;
}

/* Whether the numbers of a column of the table are words'. */
static bool is_of_words(const ds_kind_of *of, size_t column) {
    ds_kind_value value;
    if (column >= of->told.n_fields) return true;
    value = of->fields[column].value;
    return value != DS_KIND_VALUE_CODE && value != DS_KIND_VALUE_WHOLE &&
           value != DS_KIND_VALUE_DECIMAL && value != DS_KIND_VALUE_YEAR;
}

static void put_part(ds_kind_matrix *m, const ds_kind_part *part, const uint32_t *ranks) {
    for (uint64_t r = 0; r < part->n; r++) {
        int64_t *to = m->cells + m->n_rows * m->n_columns;
        const int64_t *from = part->cells + r * part->stride;
        for (size_t c = 0; c < m->n_columns; c++)
            to[c] = c >= part->stride || from[c] == DS_KIND_MISSING ? DS_KIND_MISSING
                    : is_of_words(m->builder->of, c)                ? (int64_t)ranks[from[c]]
                                                                    : from[c];
        m->lines[m->n_rows] = part->lines[r];
        m->files[m->n_rows++] = (uint32_t)part->file;
    }
}

static bool put_rows(ds_kind_builder *builder, ds_kind_matrix *m, uint32_t *const *ranks) {
    uint64_t n = 0;
    for (size_t k = 0; k < builder->n_lanes; k++)
        for (size_t i = 0; i < builder->lanes[k].n_parts; i++)
            n += builder->lanes[k].parts[i].n;
    m->cells = ds_malloc((n * m->n_columns + 1) * sizeof *m->cells);
    m->lines = ds_malloc((n + 1) * sizeof *m->lines);
    m->files = ds_malloc((n + 1) * sizeof *m->files);
    if (m->cells == NULL || m->lines == NULL || m->files == NULL) return false;
    for (size_t k = 0; k < builder->n_lanes; k++)
        for (size_t i = 0; i < builder->lanes[k].n_parts; i++) {
            ds_kind_part *part = &builder->lanes[k].parts[i];
            put_part(m, part, ranks[k]);
            ds_free(part->cells);
            part->cells = NULL;
            part->n = 0;
        }
    return true;
}

ds_status ds_kind_gather(ds_kind_builder *builder, const ds_kind_known *known, ds_kind_matrix *out,
                         ds_error *err) {
    uint32_t **ranks;
    bool fine;
    memset(out, 0, sizeof *out);
    out->builder = builder;
    out->n_columns = builder->of->told.n_fields + builder->n_questions;
    ranks = ds_calloc(builder->n_lanes + 1, sizeof *ranks);
    fine = ranks != NULL && intern_known(builder, known);
    for (size_t k = 0; fine && k < builder->n_lanes; k++) {
        ranks[k] = ds_malloc((builder->lanes[k].words.n + 1) * sizeof **ranks);
        fine = ranks[k] != NULL;
    }
    fine = fine && rank_words(builder, out, ranks) && put_rows(builder, out, ranks);
    for (size_t k = 0; ranks != NULL && k < builder->n_lanes; k++)
        ds_free(ranks[k]);
    ds_free(ranks);
    return fine ? DS_OK : ds_error_memory(err);
}

void ds_kind_matrix_done(ds_kind_matrix *matrix) {
    ds_free(matrix->cells);
    ds_free(matrix->lines);
    ds_free(matrix->files);
    ds_free(matrix->words);
    ds_free(matrix->questions);
    ds_free(matrix->order);
    memset(matrix, 0, sizeof *matrix);
}

size_t ds_kind_rank(const ds_kind_matrix *matrix, ds_text word) {
    size_t low = 0, high = matrix->n_words;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = ds_text_compare(matrix->words[middle], word);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

bool ds_kind_refuse(ds_kind_matrix *matrix, uint64_t row, size_t column, ds_kind_reason reason,
                    const ds_code_list *expected) {
    const ds_kind_builder *b = matrix->builder;
    const ds_kind_file *file = &b->files[matrix->files[row]];
    const int64_t cell = matrix->cells[row * matrix->n_columns + column];
    ds_kind_fault fault = {.reason = reason,
                           .file = matrix->files[row],
                           .tag = file->tag,
                           .line = matrix->lines[row],
                           .field = column < b->of->told.n_fields ? &b->of->fields[column] : NULL,
                           .expected = expected};
    for (size_t i = 0; i < file->n_names; i++)
        if (file->to[i] == column + 1) fault.at = i + 1;
    if (cell != DS_KIND_MISSING) {
        if (is_of_words(b->of, column))
            fault.value = matrix->words[cell];
        else if (fault.field->value == DS_KIND_VALUE_CODE)
            fault.value = fault.field->codes[cell];
    }
    matrix->files[row] = UINT32_MAX;
    return b->refuse(b->refuse_context, &fault);
}
