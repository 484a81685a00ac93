/* tests/questions/ask.c: ask LIST FOLDER: the questions asked in C, by the public headers alone.
 * See run. */
#include <doorstroom/ask.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS_MAX = 64, LINE_MAX_ = 8192 };

static void stop_with(const char *what, const char *of) {
    fprintf(stderr, "ask: %s: %s\n", what, of);
    exit(1);
}

static FILE *open_out(const char *folder, const char *name, const char *ending) {
    char path[LINE_MAX_];
    FILE *file;
    (void)snprintf(path, sizeof path, "%s/%s.%s", folder, name, ending);
    file = fopen(path, "wb");
    if (file == NULL) stop_with("cannot write", path);
    return file;
}

static void close_out(FILE *file) {
    if (fclose(file) != 0) stop_with("cannot write", "a file");
}

/* Nothing of what it does not have: one csv is one table. */
static void put_text(const ds_answer *answer, ds_form form, const char *folder, const char *name) {
    FILE *file = open_out(folder, name, form == DS_FORM_CSV ? "csv" : "json");
    char *text = NULL;
    size_t size = 0;
    if (answer != NULL && ds_answer_text(answer, form, NULL, &text, &size, NULL) == DS_OK)
        (void)fwrite(text, 1, size, file);
    ds_free(text);
    close_out(file);
}

/* ---- columns ---- */

static bool has_bit(const void *bits, int64_t i) {
    return (((const uint8_t *)bits)[i / 8] >> (i % 8) & 1) != 0;
}

static void put_double(double value, FILE *to) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    fprintf(to, "d%016llx\n", (unsigned long long)bits);
}

static void put_escaped(const char *data, int32_t size, FILE *to) {
    (void)fputc('t', to);
    for (int32_t i = 0; i < size; i++) {
        const char *instead = data[i] == '\\'   ? "\\\\"
                              : data[i] == '\t' ? "\\t"
                              : data[i] == '\n' ? "\\n"
                                                : NULL;
        if (instead != NULL)
            (void)fputs(instead, to);
        else
            (void)fputc(data[i], to);
    }
    (void)fputc('\n', to);
}

static void put_value(const char *format, const struct ArrowArray *a, int64_t row, FILE *to) {
    const int64_t i = row + a->offset;
    const int32_t *begins = a->buffers[1];
    if (a->buffers[0] != NULL && !has_bit(a->buffers[0], i))
        (void)fputs("-\n", to);
    else if (format[0] == 'l')
        put_double((double)((const int64_t *)a->buffers[1])[i], to);
    else if (format[0] == 'g')
        put_double(((const double *)a->buffers[1])[i], to);
    else if (format[0] == 'b')
        (void)fputs(has_bit(a->buffers[1], i) ? "b1\n" : "b0\n", to);
    else if (format[0] == 'u')
        put_escaped((const char *)a->buffers[2] + begins[i], begins[i + 1] - begins[i], to);
    else
        stop_with("a column of another type", format);
}

/* One column of all arrays of the stream, which is read anew for each: column after column. */
static bool put_column(const ds_answer *answer, const char *id, int64_t column, FILE *to) {
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    bool there;
    if (ds_answer_arrow(answer, id, &stream, NULL) != DS_OK) stop_with("no columns", id);
    if (stream.get_schema(&stream, &schema) != 0) stop_with("no schema", id);
    there = column < schema.n_children;
    if (there) fprintf(to, "column\t%s\n", schema.children[column]->name);
    while (there) {
        if (stream.get_next(&stream, &array) != 0) stop_with("no rows", id);
        if (array.release == NULL) break;
        for (int64_t i = 0; i < array.length; i++)
            put_value(schema.children[column]->format, array.children[column], i, to);
        array.release(&array);
    }
    schema.release(&schema);
    stream.release(&stream);
    return there;
}

static void put_tables(const ds_answer *answer, const char *folder, const char *name) {
    FILE *file = open_out(folder, name, "tables");
    for (size_t i = 0; answer != NULL && i < ds_answer_n_tables(answer); i++) {
        const char *id = ds_answer_table_id(answer, i);
        fprintf(file, "table\t%s\n", id);
        for (int64_t column = 0; put_column(answer, id, column, file); column++)
            continue;
    }
    close_out(file);
}

/* ---- the list ---- */

/* The words between tabs, which may be empty. */
static size_t split_line(char *line, const char *words[WORDS_MAX]) {
    size_t n = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *at = line; at != NULL && n < WORDS_MAX;) {
        char *tab = strchr(at, '\t');
        if (tab != NULL) *tab = '\0';
        words[n++] = at;
        at = tab == NULL ? NULL : tab + 1;
    }
    return n;
}

static void ask_line(char *line, const char *folder) {
    const char *words[WORDS_MAX];
    const size_t n = split_line(line, words);
    ds_answer *answer = NULL;
    if (ds_ask(words + 1, n - 1, NULL, &answer, NULL) != DS_OK) {
        ds_answer_free(answer);
        answer = NULL;
    }
    put_text(answer, DS_FORM_CSV, folder, words[0]);
    put_text(answer, DS_FORM_JSON, folder, words[0]);
    put_tables(answer, folder, words[0]);
    ds_answer_free(answer);
}

int main(int argc, char **argv) {
    char line[LINE_MAX_];
    FILE *list;
    if (argc != 3) stop_with("usage", "ask LIST FOLDER");
    list = fopen(argv[1], "r");
    if (list == NULL) stop_with("cannot read", argv[1]);
    while (fgets(line, sizeof line, list) != NULL)
        ask_line(line, argv[2]);
    (void)fclose(list);
    return 0;
}
