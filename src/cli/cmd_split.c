/* cli/cmd_split.c: doorstroom split WORKFOLDER N: deliveries cut by person. */
#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"

static ds_status split_and_write(cli *c, unsigned n_parts, ds_error *err) {
    const ds_work work = cli_work(c);
    ds_document *document = NULL;
    ds_status status = ds_work_split(&work, n_parts, err);
    if (status == DS_OK) status = ds_report_split(c->work_folder, n_parts, &document, err);
    return status == DS_OK ? cli_write(c, document, err) : status;
}

int cmd_split(cli *c, int argc, char **argv) {
    static const char usage_nl[] = "doorstroom split WERKMAP N\n\n"
                                   "Deelt de leveringen naar persoon over N werkmappen: "
                                   "WERKMAP/delen/1 tot en met N. Importeer "
                                   "en tel elk deel, en merge telt de cellen op tot die van het "
                                   "geheel. Wat alleen het geheel\n"
                                   "weet staat in geheel.json; haal dat er niet uit.\n"
                                   "Voorbeeld: doorstroom split proef 7";
    static const char usage_en[] =
        "doorstroom split WORKFOLDER N\n\n"
        "Cuts the deliveries by person into N work folders: WORKFOLDER/delen/1 to N. Import and\n"
        "tally each part, and merge adds the cells up to those of the whole. What only the whole\n"
        "knows stands in geheel.json; leave it there.\n"
        "Example: doorstroom split trial 7";
    const char *arguments[2] = {NULL, NULL};
    int64_t n_parts = 0;
    ds_error err;
    int code;
    c->forms = "table|json";
    code = cli_parse(c, argc, argv, NULL, 0, arguments, 2, usage_nl, usage_en);
    if (code >= 0) return code;
    if (arguments[1] == NULL || !ds_number_parse_integer(ds_text_of(arguments[1]), &n_parts) ||
        n_parts < 2 || n_parts > DS_SPLIT_PARTS_MAX)
        return cli_usage(c, "verwacht WERKMAP en het aantal delen, van 2 tot en met 500",
                         "expected WORKFOLDER and the number of parts, from 2 to 500", "");
    c->work_folder = arguments[0];
    return split_and_write(c, (unsigned)n_parts, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
}
