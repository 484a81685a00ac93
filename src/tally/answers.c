/* tally/answers.c: a column of the answers → codes, truths or numbers. See answers.h. */
#include "tally/answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"

enum { UNIT_WEIGHT = 1000000, NUMBER_MAX = 1000000 };

/* One that was made. */
typedef struct made_column {
    ds_text name;
    ds_type type;
    ds_answer_vector vector;
    void *data;
    ds_text *words;
    char *texts; /* what words of numbers point at */
} made_column;

struct ds_answer_columns {
    const ds_survey_source *source;
    const ds_kind_table *table;
    uint64_t n, n_blocks;
    made_column **made; /* each stays in its place: steps point into it */
    size_t n_made, capacity;
};

ds_answer_columns *ds_answer_columns_new(const ds_survey_source *source) {
    ds_answer_columns *answers = ds_calloc(1, sizeof *answers);
    if (answers == NULL) return NULL;
    answers->source = source;
    answers->table = source->table;
    answers->n = ds_kind_table_n_rows(source->table);
    answers->n_blocks = (answers->n + DS_WIDE - 1) / DS_WIDE;
    return answers;
}

static void made_free(made_column *made) {
    if (made == NULL) return;
    ds_free(made->data);
    ds_free(made->words);
    ds_free(made->texts);
    ds_free(made);
}

void ds_answer_columns_free(ds_answer_columns *answers) {
    if (answers == NULL) return;
    for (size_t i = 0; i < answers->n_made; i++)
        made_free(answers->made[i]);
    ds_free(answers->made);
    ds_free(answers);
}

uint64_t ds_answer_columns_n(const ds_answer_columns *answers) {
    return answers->n;
}

uint64_t ds_answer_columns_n_blocks(const ds_answer_columns *answers) {
    return answers->n_blocks;
}

/* ---- what is wrong ---- */

static ds_status refuse_question(const ds_answer_columns *a, ds_text name, ds_error *err) {
    const size_t n = ds_kind_table_n_columns(a->table);
    const char **names = ds_calloc(n + 1, sizeof *names);
    ds_suggestion suggestion;
    char found[72];
    if (names == NULL) return ds_error_memory(err);
    for (size_t i = 0; i < n; i++)
        names[i] = ds_kind_table_column(a->table, i)->name;
    ds_suggest(name, names, n, &suggestion);
    ds_free(names);
    ds_suggest_excerpt(name, found, sizeof found);
    return ds_error_set(err, DS_INPUT, "geen levering van enquete heeft de vraag '%s'%s%.0s",
                        "no delivery of enquete has the question '%s'%.0s%s", found, suggestion.nl,
                        suggestion.en);
}

/* Not which answer: it is that of somebody. */
static ds_status refuse_answer(ds_text name, const char *nl, const char *en, ds_error *err) {
    char found[72];
    ds_suggest_excerpt(name, found, sizeof found);
    return ds_error_set(err, DS_INPUT, "de vraag '%s' heeft een ander antwoord dan %s%.0s",
                        "the question '%s' has another answer than %.0s%s", found, nl, en);
}

static ds_status refuse_yes_no(ds_text name, ds_error *err) {
    return refuse_answer(name, "ja of nee; vergelijk met een antwoord: vraag = '…'",
                         "yes or no; compare with an answer: question = '…'", err);
}

/* ---- texts ---- */

static int compare_words(const void *a, const void *b) {
    return ds_text_compare(*(const ds_text *)a, *(const ds_text *)b);
}

/* Sorts words and drops doubles. */
static size_t sort_words(ds_text *words, size_t n) {
    size_t kept = 0;
    if (n > 1) qsort(words, n, sizeof *words, compare_words);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || !ds_text_equal(words[kept - 1], words[i])) words[kept++] = words[i];
    return kept;
}

static uint32_t code_of(const made_column *made, ds_text word) {
    const ds_text *at =
        made->vector.n_words == 0
            ? NULL
            : bsearch(&word, made->words, made->vector.n_words, sizeof *at, compare_words);
    return at == NULL ? 0 : (uint32_t)(at - made->words) + 1;
}

/* codes[row] = the new code of what map[stored number] says. */
static void spread_codes(const ds_answer_columns *a, size_t column, const uint32_t *map,
                         uint32_t *codes) {
    for (uint64_t row = 0; row < a->n; row++) {
        const int64_t stored = ds_kind_table_integer(a->table, row, column);
        codes[row] = stored == INT64_MIN ? 0 : map[stored];
    }
}

/* What a stored word of the institution stands for here. */
static ds_text institution_word(const ds_answer_columns *a, ds_text code, ds_text name) {
    const ds_survey_source *s = a->source;
    if (s->reg != NULL) code = ds_register_present_code(s->reg, code);
    if (ds_text_is(name, "instelling")) return code;
    for (size_t i = 0; i < s->n_institutions; i++)
        if (ds_text_is(code, s->institutions[i].code))
            return ds_text_of(ds_text_is(name, "naam") ? s->institutions[i].naam
                                                       : s->institutions[i].type);
    return ds_text_of("");
}

/* Words that were delivered, or of an institution what is known of it; "" is missing. */
static ds_status make_words(const ds_answer_columns *a, size_t column, bool of_institution,
                            made_column *made, ds_error *err) {
    const ds_kind_column *from = ds_kind_table_column(a->table, column);
    ds_text *each = ds_calloc(from->n_words + 1, sizeof *each);
    uint32_t *map = ds_calloc(from->n_words + 1, sizeof *map);
    size_t n = 0;
    made->words = ds_calloc(from->n_words + 1, sizeof *made->words);
    if (each == NULL || map == NULL || made->words == NULL) {
        ds_free(each);
        ds_free(map);
        return ds_error_memory(err);
    }
    for (size_t w = 0; w < from->n_words; w++) {
        each[w] = of_institution ? institution_word(a, from->words[w], made->name) : from->words[w];
        if (each[w].size > 0) made->words[n++] = each[w];
    }
    made->vector.n_words = sort_words(made->words, n);
    for (size_t w = 0; w < from->n_words; w++)
        map[w] = each[w].size == 0 ? 0 : code_of(made, each[w]);
    spread_codes(a, column, map, made->data);
    ds_free(each);
    ds_free(map);
    return DS_OK;
}

/* Numbers as words: as they print. Two passes: the words there are, then each row's. */
static ds_status make_number_words(const ds_answer_columns *a, size_t column, made_column *made,
                                   ds_error *err) {
    const ds_kind_column *from = ds_kind_table_column(a->table, column);
    size_t n = 0;
    made->words = ds_calloc(a->n + 1, sizeof *made->words);
    made->texts = ds_calloc(a->n + 1, DS_NUMBER_SIZE);
    if (made->words == NULL || made->texts == NULL) return ds_error_memory(err);
    for (uint64_t row = 0; row < a->n; row++) {
        const int64_t value = ds_kind_table_integer(a->table, row, column);
        if (value == INT64_MIN) continue;
        made->words[n] =
            ds_text_of(ds_number_print_scaled(value, from->unit, made->texts + n * DS_NUMBER_SIZE));
        n++;
    }
    made->vector.n_words = sort_words(made->words, n);
    for (uint64_t row = 0; row < a->n; row++) {
        const int64_t value = ds_kind_table_integer(a->table, row, column);
        char number[DS_NUMBER_SIZE];
        if (value == INT64_MIN) continue;
        ((uint32_t *)made->data)[row] =
            code_of(made, ds_text_of(ds_number_print_scaled(value, from->unit, number)));
    }
    return DS_OK;
}

static ds_status make_text(const ds_answer_columns *a, size_t column, bool of_institution,
                           made_column *made, ds_error *err) {
    ds_status status;
    made->vector.format = DS_FORMAT_CODE32;
    made->data = ds_calloc(a->n_blocks * DS_WIDE + 1, sizeof(uint32_t));
    if (made->data == NULL) return ds_error_memory(err);
    status = ds_kind_table_column(a->table, column)->words == NULL
                 ? make_number_words(a, column, made, err)
                 : make_words(a, column, of_institution, made, err);
    made->vector.words = made->words;
    made->vector.max = (int64_t)made->vector.n_words;
    return status;
}

/* ---- yes or no, and numbers ---- */

static uint8_t truth_of(int yes) {
    return yes < 0 ? DS_U : yes == 0 ? DS_F : DS_T;
}

static ds_status make_yes_no(const ds_answer_columns *a, size_t column, made_column *made,
                             ds_error *err) {
    const ds_kind_column *from = ds_kind_table_column(a->table, column);
    uint8_t *truths = ds_calloc(a->n_blocks * DS_WIDE + 1, 1);
    made->vector.format = DS_FORMAT_BOOL;
    made->data = truths;
    if (truths == NULL) return ds_error_memory(err);
    memset(truths, DS_U, a->n_blocks * DS_WIDE);
    for (uint64_t row = 0; row < a->n; row++) {
        const int64_t stored = ds_kind_table_integer(a->table, row, column);
        char number[DS_NUMBER_SIZE];
        ds_text word;
        int yes;
        if (stored == INT64_MIN) continue;
        word = from->words == NULL ? ds_text_of(ds_number_print_scaled(stored, from->unit, number))
                                   : from->words[stored];
        yes = ds_codes_yes_no(word);
        if (yes < 0) return refuse_yes_no(made->name, err);
        truths[row] = truth_of(yes);
    }
    return DS_OK;
}

/* A stored number in the unit of the node; false when it does not fit. */
static bool to_unit(int64_t stored, int32_t unit, int32_t scale, int32_t *out) {
    const int64_t times = stored * scale;
    if (stored > INT64_MAX / scale || stored < INT64_MIN / scale || times % unit != 0) return false;
    if (times / unit > (int64_t)NUMBER_MAX * scale || times / unit < -(int64_t)NUMBER_MAX * scale)
        return false;
    *out = (int32_t)(times / unit);
    return true;
}

static ds_status make_numbers(const ds_answer_columns *a, size_t column, int32_t scale,
                              made_column *made, ds_error *err) {
    const ds_kind_column *from = ds_kind_table_column(a->table, column);
    int32_t *numbers = ds_calloc(a->n_blocks * DS_WIDE + 1, sizeof *numbers);
    bool any = false;
    made->vector.format = DS_FORMAT_INT;
    made->data = numbers;
    if (numbers == NULL) return ds_error_memory(err);
    if (from->words != NULL && from->n_words > 0)
        return refuse_answer(made->name, "een getal", "a number", err);
    for (uint64_t row = 0; row < a->n_blocks * DS_WIDE; row++) {
        const int64_t stored =
            row < a->n ? ds_kind_table_integer(a->table, row, column) : INT64_MIN;
        numbers[row] = INT32_MIN;
        if (stored == INT64_MIN) continue;
        if (!to_unit(stored, from->unit, scale, &numbers[row]))
            return refuse_answer(made->name,
                                 "een getal onder een miljoen met hoogstens twee decimalen",
                                 "a number below a million with two decimals at most", err);
        if (!any || numbers[row] < made->vector.min) made->vector.min = numbers[row];
        if (!any || numbers[row] > made->vector.max) made->vector.max = numbers[row];
        any = true;
    }
    return DS_OK;
}

/* ---- the column ---- */

static ds_status make_column(const ds_answer_columns *a, const ds_node *node, made_column *made,
                             ds_error *err) {
    const ds_answer_column *known = ds_answer_column_find(node->text);
    const bool of_institution =
        ds_text_is(node->text, "instelling") || (known != NULL && known->of_institution);
    const size_t column =
        ds_kind_table_find(a->table, of_institution ? "instelling" : node->text.data);
    if (column == SIZE_MAX) return refuse_question(a, node->text, err);
    switch (node->type) {
    case DS_TYPE_BOOL:
        return make_yes_no(a, column, made, err);
    case DS_TYPE_INTEGER:
        return make_numbers(a, column, node->scale, made, err);
    default:
        return make_text(a, column, of_institution, made, err);
    }
}

ds_status ds_answer_columns_column(ds_answer_columns *answers, const ds_node *node,
                                   ds_answer_vector *out, ds_error *err) {
    made_column *made;
    ds_status status;
    for (size_t i = 0; i < answers->n_made; i++)
        if (ds_text_equal(answers->made[i]->name, node->text) &&
            answers->made[i]->type == node->type) {
            *out = answers->made[i]->vector;
            return DS_OK;
        }
    if (!ds_reserve(&answers->made, &answers->capacity, answers->n_made + 1,
                    sizeof *answers->made) ||
        (made = ds_calloc(1, sizeof *made)) == NULL)
        return ds_error_memory(err);
    made->name = node->text;
    made->type = node->type;
    status = make_column(answers, node, made, err);
    if (status != DS_OK) {
        made_free(made);
        return status;
    }
    made->vector.data = made->data;
    answers->made[answers->n_made++] = made;
    *out = made->vector;
    return DS_OK;
}

ds_status ds_answer_columns_weights(const ds_answer_columns *answers, const char *name,
                                    int64_t *weights, ds_error *err) {
    const bool once = strcmp(name, "1") == 0;
    const size_t column = once ? SIZE_MAX : ds_kind_table_find(answers->table, name);
    const int32_t unit =
        column == SIZE_MAX ? 1 : ds_kind_table_column(answers->table, column)->unit;
    if (!once && column == SIZE_MAX) return refuse_question(answers, ds_text_of(name), err);
    for (uint64_t row = 0; row < answers->n; row++) {
        const int64_t stored = once ? 1 : ds_kind_table_integer(answers->table, row, column);
        weights[row] = stored == INT64_MIN || stored < 0 ? 0 : stored * (UNIT_WEIGHT / unit);
    }
    return DS_OK;
}
