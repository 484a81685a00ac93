/* examples/ask.c: any command of the program, asked in process: its answer as csv, and the columns
 * of that table as an Arrow stream has them.
 *
 *   ask WORD…        (ask tally WORKFOLDER --indicator vsv --by niveau)
 *
 * The library finds its own data beside itself; linked in statically it is told where they are,
 * here by DOORSTROOM_DATA. Nothing is printed but by this program. */
#include <doorstroom/ask.h>
#include <stdio.h>
#include <stdlib.h>

static void said(void *context, ds_ask_line what, const char *nl, const char *en) {
    (void)context, (void)nl;
    (void)fprintf(stderr, "%s%s\n", what == DS_ASK_PASSED_OVER ? "(!) " : "", en);
}

static ds_status print_answer(const ds_answer *answer, ds_error *err) {
    char *csv = NULL;
    size_t size;
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    ds_status status = ds_answer_text(answer, DS_FORM_CSV, NULL, &csv, &size, err);
    if (status == DS_OK) status = ds_answer_arrow(answer, NULL, &stream, err);
    if (status == DS_OK) {
        (void)fwrite(csv, 1, size, stdout);
        if (stream.get_schema(&stream, &schema) == 0) {
            for (int64_t i = 0; i < schema.n_children; i++)
                (void)fprintf(stderr, "%s:%s ", schema.children[i]->name,
                              schema.children[i]->format);
            schema.release(&schema);
        }
        stream.release(&stream);
    }
    ds_free(csv);
    return status;
}

int main(int argc, char **argv) {
    ds_ask_options options = DS_ASK_OPTIONS_INIT;
    ds_answer *answer = NULL;
    ds_error err = {0};
    ds_status status;
    options.lang = DS_EN;
    options.said = said;
    options.program_folder = getenv("DOORSTROOM_DATA"); /* NULL: found */
    status = ds_ask((const char *const *)argv + 1, argc < 1 ? 0 : (size_t)argc - 1, &options,
                    &answer, &err);
    if (status == DS_OK) status = print_answer(answer, &err);
    if (status != DS_OK)
        (void)fprintf(stderr, "%s:%llu: %s\n", err.file, (unsigned long long)err.line, err.en);
    ds_answer_free(answer);
    return (int)status;
}
