/* formulier/answers.c: a map of path → canonical text, as one sorted array. */
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "doorstroom/formulier.h"

typedef struct answer {
    char *path, *value;
} answer;

struct ds_answers {
    answer *items; /* by path's bytes */
    size_t n, capacity;
};

ds_status ds_answers_new(ds_answers **out, ds_error *err) {
    ds_answers *answers = ds_calloc(1, sizeof *answers);
    if (answers == NULL) return ds_error_memory(err);
    *out = answers;
    return DS_OK;
}

void ds_answers_free(ds_answers *answers) {
    if (answers == NULL) return;
    for (size_t i = 0; i < answers->n; i++) {
        ds_free(answers->items[i].path);
        ds_free(answers->items[i].value);
    }
    ds_free(answers->items);
    ds_free(answers);
}

size_t ds_answers_n(const ds_answers *answers) {
    return answers == NULL ? 0 : answers->n;
}

const char *ds_answers_path(const ds_answers *answers, size_t i) {
    return answers->items[i].path;
}

const char *ds_answers_value(const ds_answers *answers, size_t i) {
    return answers->items[i].value;
}

/* Where path is, or belongs; *out_there: whether it is. */
static size_t find_answer(const ds_answers *answers, const char *path, bool *out_there) {
    size_t low = 0, high = answers->n;
    *out_there = false;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(answers->items[middle].path, path);
        if (order == 0) {
            *out_there = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const char *ds_answers_get(const ds_answers *answers, const char *path) {
    bool there;
    size_t at;
    if (answers == NULL) return "";
    at = find_answer(answers, path, &there);
    return there ? answers->items[at].value : "";
}

static void remove_answer(ds_answers *answers, size_t at) {
    ds_free(answers->items[at].path);
    ds_free(answers->items[at].value);
    answers->n--;
    memmove(answers->items + at, answers->items + at + 1,
            (answers->n - at) * sizeof *answers->items);
}

static ds_status insert_answer(ds_answers *answers, size_t at, const char *path, const char *value,
                               ds_error *err) {
    answer item;
    if (answers->n == DS_FORMULIER_ANSWERS_MAX || strlen(path) > DS_FORMULIER_PATH_MAX)
        return ds_error_set(err, DS_INPUT, "te veel antwoorden, of een te lange naam van een veld",
                            "too many answers, or a name of a field that is too long");
    if (!ds_reserve(&answers->items, &answers->capacity, answers->n + 1, sizeof *answers->items))
        return ds_error_memory(err);
    item.path = ds_strdup(path);
    item.value = ds_strdup(value);
    if (item.path == NULL || item.value == NULL) {
        ds_free(item.path);
        ds_free(item.value);
        return ds_error_memory(err);
    }
    memmove(answers->items + at + 1, answers->items + at,
            (answers->n - at) * sizeof *answers->items);
    answers->items[at] = item;
    answers->n++;
    return DS_OK;
}

ds_status ds_answers_set(ds_answers *answers, const char *path, const char *value, ds_error *err) {
    bool there;
    const size_t at = find_answer(answers, path, &there);
    char *copy;
    if (value == NULL || value[0] == '\0') {
        if (there) remove_answer(answers, at);
        return DS_OK;
    }
    if (!there) return insert_answer(answers, at, path, value, err);
    copy = ds_strdup(value);
    if (copy == NULL) return ds_error_memory(err);
    ds_free(answers->items[at].value);
    answers->items[at].value = copy;
    return DS_OK;
}

ds_status ds_answers_copy(const ds_answers *answers, ds_answers **out, ds_error *err) {
    ds_answers *copy = NULL;
    ds_status status = ds_answers_new(&copy, err);
    for (size_t i = 0; status == DS_OK && i < ds_answers_n(answers); i++)
        status = insert_answer(copy, i, answers->items[i].path, answers->items[i].value, err);
    if (status == DS_OK)
        *out = copy;
    else
        ds_answers_free(copy);
    return status;
}
