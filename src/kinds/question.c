/* kinds/question.c: what each question of a survey holds, as found over all its answers: yes and no
 * when all are words for these (a 1 and 0 alone are numbers), whole numbers, decimals, or else
 * codes, by their bytes. A word for missing is missing among yes and no and numbers, and an answer
 * among codes: there it may be one. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "kinds/builder.h"

enum { ASKED_UNIT = 1000000 };
enum { NOT_YES = 1, NOT_WHOLE = 2, NOT_DECIMAL = 4, NUMERAL = 8, ANSWER = 16 };

/* What a word cannot be; 0: it means missing. */
static unsigned look_at_word(const ds_kind_builder *b, ds_text word) {
    unsigned no = ANSWER;
    int64_t value;
    const bool digit = word.size > 0 && (strchr("+-.,", word.data[0]) != NULL ||
                                         (word.data[0] >= '0' && word.data[0] <= '9'));
    if (ds_missing_is(&b->missing, word)) return 0;
    if (ds_codes_yes_no(word) < 0) no |= NOT_YES;
    if (digit) no |= NUMERAL;
    if (!ds_number_parse_whole(word, &value)) no |= NOT_WHOLE;
    if (!ds_number_parse_scaled(word, ASKED_UNIT, &value)) no |= NOT_DECIMAL;
    return no;
}

static ds_kind_asked choose_asked(unsigned seen) {
    if ((seen & ANSWER) == 0) return (ds_kind_asked){DS_HELD_TEXT, 1, false};
    if ((seen & NOT_WHOLE) == 0) return (ds_kind_asked){DS_HELD_WHOLE, 1, false};
    if ((seen & NOT_YES) == 0) return (ds_kind_asked){DS_HELD_CODE, 1, true};
    if ((seen & NOT_DECIMAL) == 0) return (ds_kind_asked){DS_HELD_DECIMAL, ASKED_UNIT, false};
    return (ds_kind_asked){DS_HELD_TEXT, 1, false};
}

static int64_t asked_value(const ds_kind_builder *b, const ds_kind_asked *asked, ds_text word) {
    int64_t value = DS_KIND_MISSING;
    if (ds_missing_is(&b->missing, word)) return DS_KIND_MISSING;
    if (asked->held == DS_HELD_CODE) return ds_codes_yes_no(word);
    if (asked->held == DS_HELD_WHOLE)
        (void)ds_number_parse_whole(word, &value);
    else
        (void)ds_number_parse_scaled(word, asked->unit, &value);
    return value;
}

ds_status ds_kind_type_questions(ds_kind_matrix *matrix, ds_error *err) {
    const ds_kind_builder *b = matrix->builder;
    const size_t first = b->of->told.n_fields, n = b->n_questions;
    unsigned char *looks = ds_malloc(matrix->n_words + 1);
    unsigned *seen = ds_calloc(n + 1, sizeof *seen);
    matrix->questions = ds_calloc(n + 1, sizeof *matrix->questions);
    if (looks == NULL || seen == NULL || matrix->questions == NULL) {
        ds_free(looks);
        ds_free(seen);
        return ds_error_memory(err);
    }
    for (size_t i = 0; n > 0 && i < matrix->n_words; i++)
        looks[i] = (unsigned char)look_at_word(b, matrix->words[i]);
    for (uint64_t row = 0; row < matrix->n_rows; row++)
        for (size_t q = 0; matrix->files[row] != UINT32_MAX && q < n; q++) {
            const int64_t cell = matrix->cells[row * matrix->n_columns + first + q];
            if (cell != DS_KIND_MISSING) seen[q] |= looks[cell];
        }
    for (size_t q = 0; q < n; q++)
        matrix->questions[q] = choose_asked(seen[q]);
    for (uint64_t row = 0; row < matrix->n_rows; row++)
        for (size_t q = 0; q < n; q++) {
            int64_t *cell = &matrix->cells[row * matrix->n_columns + first + q];
            if (*cell != DS_KIND_MISSING && matrix->questions[q].held != DS_HELD_TEXT)
                *cell = asked_value(b, &matrix->questions[q], matrix->words[*cell]);
        }
    ds_free(looks);
    ds_free(seen);
    return DS_OK;
}
