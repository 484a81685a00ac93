/* definition/read_breaks.c: the breaks in an indicator's series. See read.h. */
#include "base/error.h"
#include "base/number.h"
#include "base/suggest.h"
#include "definition/read.h"

enum { BREAKS_MAX = 64, FIRST_YEAR = 1950, LAST_YEAR = 2150 };

static ds_status place_break(ds_reader *r, const yaml_node_t *node, ds_status status) {
    return ds_yaml_placed(&r->document, node, status, r->err);
}

/* A school year after the one before; 0 before the first. */
static ds_status read_from(ds_reader *r, const yaml_node_t *node, int before, int *out) {
    int64_t year;
    char found[48];
    ds_text text;
    ds_status status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
    if (status != DS_OK) return status;
    text = ds_yaml_text(node);
    if (!ds_number_parse_integer(text, &year) || year < FIRST_YEAR || year > LAST_YEAR)
        return place_break(
            r, node,
            ds_error_set(r->err, DS_INPUT,
                         "vond '%s', verwachtte het jaar waarin een schooljaar begint, "
                         "van %d tot en met %d",
                         "found '%s', expected the year in which a school year begins, "
                         "from %d to %d",
                         ds_suggest_excerpt(text, found, sizeof found), FIRST_YEAR, LAST_YEAR));
    if (year <= before)
        return place_break(
            r, node,
            ds_error_set(r->err, DS_INPUT, "vond %d na %d, verwachtte oplopende jaren",
                         "found %d after %d, expected ascending years", (int)year, before));
    *out = (int)year;
    return DS_OK;
}

static ds_status keep(ds_reader *r, const yaml_node_t *node, const char **out) {
    ds_text text = {"", 0};
    if (node != NULL) {
        ds_status status = ds_yaml_need(&r->document, node, YAML_SCALAR_NODE, r->err);
        if (status != DS_OK) return status;
        text = ds_yaml_text(node);
    }
    *out = ds_definitions_keep_text(r->definitions, text);
    return *out == NULL ? ds_error_memory(r->err) : DS_OK;
}

static ds_status read_break(ds_reader *r, yaml_node_t *node, int before, ds_break *out) {
    static const char *const names[] = {"from", "note", "note_en"};
    yaml_node_t *fields[3];
    ds_status status = ds_yaml_fields(&r->document, node, names, 3, fields, r->err);
    for (size_t i = 0; status == DS_OK && i < 2; i++)
        if (fields[i] == NULL ||
            (fields[i]->type == YAML_SCALAR_NODE && fields[i]->data.scalar.length == 0))
            status = place_break(r, fields[i] == NULL ? node : fields[i],
                                 ds_error_set(r->err, DS_INPUT, "een breuk heeft een %s nodig",
                                              "a break needs a %s", names[i]));
    if (status == DS_OK) status = read_from(r, fields[0], before, &out->from);
    if (status == DS_OK) status = keep(r, fields[1], &out->note);
    if (status == DS_OK) status = keep(r, fields[2], &out->note_en);
    return status;
}

ds_status ds_read_breaks(ds_reader *reader, const yaml_node_t *list, ds_indicator *out) {
    ds_break *breaks;
    size_t n;
    ds_status status;
    if (list == NULL) return DS_OK;
    status = ds_yaml_need(&reader->document, list, YAML_SEQUENCE_NODE, reader->err);
    if (status != DS_OK) return status;
    n = (size_t)(list->data.sequence.items.top - list->data.sequence.items.start);
    if (n == 0 || n > BREAKS_MAX)
        return place_break(reader, list,
                           ds_error_set(reader->err, DS_INPUT,
                                        "vond %zu breuken, verwachtte er 1 tot en met %d",
                                        "found %zu breaks, expected 1 to %d", n, BREAKS_MAX));
    breaks = ds_definitions_keep(reader->definitions, n, sizeof *breaks);
    if (breaks == NULL) return ds_error_memory(reader->err);
    for (size_t i = 0; i < n && status == DS_OK; i++)
        status =
            read_break(reader, ds_yaml_node(&reader->document, list->data.sequence.items.start[i]),
                       i == 0 ? 0 : breaks[i - 1].from, &breaks[i]);
    out->breaks = breaks;
    out->n_breaks = (uint32_t)n;
    return status;
}
