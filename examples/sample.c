/* examples/sample.c: what taking part did, by kernel matching, from persons that the program hands
 * over one by one: here the rows of a table with the columns mee (ja, nee), leeftijd, school and y.
 * Where a table is all there is, examples/match.c is shorter.
 *
 *   sample FILE */
#include <doorstroom/doorstroom.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEE, LEEFTIJD, SCHOOL, Y, COLUMNS };
static const char *const names[COLUMNS] = {"mee", "leeftijd", "school", "y"};

typedef struct reading {
    size_t places[COLUMNS]; /* of our columns among those of the file */
    ds_effect_sample *sample;
} reading;

static bool is(ds_text text, const char *word) {
    return text.size == strlen(word) && memcmp(text.data, word, text.size) == 0;
}

static double number_of(ds_text text) {
    char copy[64];
    if (text.size == 0 || text.size >= sizeof copy) return NAN;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return strtod(copy, NULL);
}

/* The library's errors say where; a callback may make one, too. */
static ds_status refuse(const char *what, uint64_t line, ds_error *err) {
    *err = (ds_error){.status = DS_INPUT, .line = line};
    (void)snprintf(err->en, sizeof err->en, "%s", what);
    return DS_INPUT;
}

static ds_status take_header(void *context, const ds_text *found, size_t n, ds_error *err) {
    reading *r = context;
    for (size_t c = 0; c < COLUMNS; c++) {
        size_t i = 0;
        while (i < n && !is(found[i], names[c]))
            i++;
        if (i == n) return refuse(names[c], 1, err);
        r->places[c] = i;
    }
    return DS_OK;
}

/* Called from one thread, as ds_table_read is asked for one. */
static ds_status take_batch(void *context, const ds_table_batch *batch, ds_error *err) {
    reading *r = context;
    for (size_t i = 0; i < batch->n_records; i++) {
        const ds_text *row = batch->fields + i * batch->n_columns;
        const ds_effect_value age = {.number = number_of(row[r->places[LEEFTIJD]])};
        const ds_effect_group person = {.values = &age,
                                        .location = row[r->places[SCHOOL]],
                                        .treated = is(row[r->places[MEE]], "ja"),
                                        .outcome = number_of(row[r->places[Y]]),
                                        .n = 1};
        if (isnan(person.outcome)) return refuse("y is no number", batch->lines[i], err);
        ds_status status = ds_effect_sample_add(r->sample, &person, err);
        if (status != DS_OK) return status;
    }
    return DS_OK;
}

int main(int argc, char **argv) {
    const ds_effect_column column = {.name = "leeftijd", .role = DS_EFFECT_NUMBER};
    reading r = {.sample = ds_effect_sample_new(&column, 1)};
    const ds_table_sink sink = {.context = &r, .header = take_header, .batch = take_batch};
    ds_effect_options options = DS_EFFECT_OPTIONS_INIT;
    ds_effect_result result;
    ds_table_info info;
    ds_error err = {0};
    if (argc != 2 || r.sample == NULL) return DS_USAGE;
    options.bandwidth = 0.5;
    options.rule = DS_EFFECT_FIXED;
    options.se = DS_EFFECT_SE_KMATCH; /* few schools here: a bootstrap of them says nothing */
    ds_status status = ds_table_inspect(argv[1], &info, &err);
    if (status == DS_OK) status = ds_table_read(argv[1], &info, 1, &sink, &err);
    if (status == DS_OK) status = ds_effect_sample_finish(r.sample, &err);
    if (status == DS_OK)
        status = ds_effect_estimate((const ds_effect_sample *const[]){r.sample}, 1, &options,
                                    &result, &err);
    if (status == DS_OK)
        (void)printf("%llu took part, %llu did not: difference %.3f (se %.3f)\n",
                     (unsigned long long)result.n_treated, (unsigned long long)result.n_control,
                     result.difference, result.se);
    else
        (void)fprintf(stderr, "line %llu: %s\n", (unsigned long long)err.line, err.en);
    ds_effect_sample_free(r.sample);
    return (int)status;
}
