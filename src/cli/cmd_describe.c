/* cli/cmd_describe.c: doorstroom describe FILE: what an unknown file seems to be, and a first
 * mapping to edit. Names no value but codes. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "cli/cli.h"
#include "doorstroom/table.h"

static const char *const kinds_nl[] = {"leeg",         "codes", "datum",      "nummer",
                                       "geheel getal", "getal", "vrije tekst"};
static const char *const kinds_en[] = {"empty",   "codes",  "date",     "identifier",
                                       "integer", "number", "free text"};
static const char *const formats[] = {"?", "csv", "parquet", "sav", "dta"};
static const char *const encodings[] = {"UTF-8", "UTF-8 (BOM)", "Windows-1252"};

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* ---- json ---- */

static json_t *codes_json(const ds_table_code *codes, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++)
        (void)json_array_append_new(
            list, json_pack("{s:s, s:I}", "code", codes[i].text, "aantal", (json_int_t)codes[i].n));
    return list;
}

static json_t *column_json(const ds_table_profile *p, const ds_mapping_draft *draft, size_t i) {
    json_t *j = json_pack("{s:s, s:s, s:I, s:b, s:I, s:I, s:i, s:i, s:b}", "naam", p->name, "soort",
                          kinds_nl[p->kind], "verschillend", (json_int_t)p->n_distinct,
                          "meer_verschillend", p->more_distinct, "leeg", (json_int_t)p->n_empty,
                          "leeg_woord", (json_int_t)p->n_marked, "kortste", (int)p->shortest,
                          "langste", (int)p->longest, "sleutel", p->key);
    if (p->marks[0] != '\0')
        (void)json_object_set_new(j, "woorden_voor_leeg", json_string(p->marks));
    if (p->date_form[0] != '\0') (void)json_object_set_new(j, "datum", json_string(p->date_form));
    if (p->kind == DS_TABLE_KIND_CODE) {
        (void)json_object_set_new(j, "codes", codes_json(p->codes, p->n_codes));
        (void)json_object_set_new(j, "zeldzaam", json_integer((json_int_t)p->n_rare));
    }
    if (draft->near[i] != NULL)
        (void)json_object_set_new(j, "lijkt_op", json_string(draft->near[i]));
    if (draft->lists[i] != NULL)
        (void)json_object_set_new(j, "codelijst", json_string(draft->lists[i]));
    return j;
}

static void print_json(const char *path, const ds_table_description *d,
                       const ds_mapping_draft *draft) {
    json_t *columns = json_array(), *pairs = json_array();
    json_t *j;
    char *text;
    for (size_t i = 0; i < d->n_columns; i++)
        (void)json_array_append_new(columns, column_json(&d->columns[i], draft, i));
    for (size_t i = 0; i < d->n_pairs; i++)
        (void)json_array_append_new(pairs, json_pack("[s, s]", d->columns[d->pairs[i][0]].name,
                                                     d->columns[d->pairs[i][1]].name));
    j = json_pack("{s:s, s:s, s:I, s:b, s:b, s:I, s:o, s:o, s:I}", "bestand", base_name(path),
                  "vorm", formats[d->info.format], "rijen", (json_int_t)d->n_rows, "kop", d->header,
                  "recordsoorten_door_elkaar", d->records, "bytes", (json_int_t)d->info.size_bytes,
                  "kolommen", columns, "paren", pairs, "in_te_vullen", (json_int_t)draft->n_open);
    if (d->info.format == DS_TABLE_CSV) {
        const char delimiter[2] = {d->info.delimiter, '\0'};
        (void)json_object_set_new(j, "scheidingsteken", json_string(delimiter));
        (void)json_object_set_new(j, "codering", json_string(encodings[d->info.encoding]));
    }
    if (d->records)
        (void)json_object_set_new(j, "recordsoorten", codes_json(d->kinds, d->n_kinds));
    else
        (void)json_object_set_new(j, "vertaling", json_string(draft->yaml));
    text = json_dumps(j, JSON_INDENT(1));
    if (text != NULL) (void)printf("%s\n", text);
    ds_free(text);
    json_decref(j);
}

/* ---- table ---- */

static void add_text(cli_table *table, const char *text) {
    text = cli_clean(text);
    cli_table_add(table, text, strlen(text), false);
}

static void add_number(const cli *c, cli_table *table, uint64_t n) {
    char text[DS_NUMBER_SIZE];
    ds_number_print_grouped((double)n, 0, c->dutch, text);
    cli_table_add(table, text, strlen(text), true);
}

static void add_codes(const cli *c, cli_table *table, const ds_table_profile *p) {
    char text[80] = "";
    size_t used = 0;
    if (p->kind == DS_TABLE_KIND_DATE) (void)snprintf(text, sizeof text, "%s", p->date_form);
    for (size_t i = 0; i < p->n_codes && p->kind == DS_TABLE_KIND_CODE; i++) {
        const size_t left = p->n_codes - i + p->n_rare;
        if (used + strlen(p->codes[i].text) + 20 > sizeof text) {
            (void)snprintf(text + used, sizeof text - used, cli_say(c, ", nog %zu", ", %zu more"),
                           left);
            break;
        }
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i == 0 ? "" : ", ",
                                 p->codes[i].text);
    }
    add_text(table, text);
}

static void print_columns(const cli *c, const ds_table_description *d,
                          const ds_mapping_draft *draft) {
    static const char *const nl[] = {"kolom", "soort",   "verschillend",  "leeg",
                                     "bytes", "sleutel", "codes of vorm", "lijkt op"};
    static const char *const en[] = {"column", "kind", "distinct",      "missing",
                                     "bytes",  "key",  "codes or form", "resembles"};
    cli_table *table = cli_table_new(8);
    for (size_t i = 0; i < 8; i++)
        add_text(table, c->dutch ? nl[i] : en[i]);
    for (size_t i = 0; i < d->n_columns; i++) {
        const ds_table_profile *p = &d->columns[i];
        char size[32];
        (void)snprintf(size, sizeof size, p->shortest == p->longest ? "%u" : "%u-%u", p->shortest,
                       p->longest);
        add_text(table, p->name);
        add_text(table, (c->dutch ? kinds_nl : kinds_en)[p->kind]);
        add_number(c, table, p->n_distinct);
        add_number(c, table, p->n_empty + p->n_marked);
        add_text(table, size);
        add_text(table, p->key ? cli_say(c, "ja", "yes") : "");
        add_codes(c, table, p);
        add_text(table, draft->near[i] != NULL    ? draft->near[i]
                        : draft->lists[i] != NULL ? draft->lists[i]
                                                  : "");
    }
    cli_table_print(table, stdout);
    cli_table_free(table);
}

static void print_records(const cli *c, const ds_table_description *d) {
    (void)printf("%s\n",
                 cli_say(c,
                         "Regels van verschillende soort door elkaar, zoals in DUO's RO en "
                         "GRONDSLAG; een vertaling past hier niet:",
                         "Lines of different kinds, as in DUO's RO and GRONDSLAG; a mapping "
                         "does not fit this:"));
    for (size_t i = 0; i < d->n_kinds; i++)
        (void)printf("  %s  %llu\n", d->kinds[i].text, (unsigned long long)d->kinds[i].n);
}

static void print_table(const cli *c, const char *path, const ds_table_description *d,
                        const ds_mapping_draft *draft) {
    char rows[DS_NUMBER_SIZE];
    ds_number_print_grouped((double)d->n_rows, 0, c->dutch, rows);
    (void)printf(cli_say(c, "%s: %s, %s rijen", "%s: %s, %s rows"), cli_clean(base_name(path)),
                 formats[d->info.format], rows);
    if (d->info.format == DS_TABLE_CSV)
        (void)printf(cli_say(c, ", scheidingsteken %s, %s, %s", ", delimiter %s, %s, %s"),
                     d->info.delimiter == '\t'  ? "tab"
                     : d->info.delimiter == ';' ? ";"
                     : d->info.delimiter == '|' ? "|"
                                                : ",",
                     encodings[d->info.encoding],
                     d->records  ? cli_say(c, "zonder kopregel", "without a header")
                     : d->header ? cli_say(c, "met kopregel", "with a header")
                                 : cli_say(c, "zonder kopregel", "without a header"));
    (void)printf("\n\n");
    if (d->records) {
        print_records(c, d);
        return;
    }
    print_columns(c, d, draft);
    for (size_t i = 0; i < d->n_pairs; i++)
        (void)printf(cli_say(c, "  %s en %s wijzen samen elke rij aan\n",
                             "  %s and %s tell the rows apart together\n"),
                     cli_clean(d->columns[d->pairs[i][0]].name),
                     cli_clean(d->columns[d->pairs[i][1]].name));
    (void)printf(cli_say(c, "\n  in te vullen in een eerste vertaling: %zu plaatsen\n",
                         "\n  to fill in in a first mapping: %zu places\n"),
                 draft->n_open);
}

/* A mapping that is there may have been edited. */
static int write_draft(cli *c, const char *to, const ds_table_description *d,
                       const ds_mapping_draft *draft) {
    ds_error err;
    if (d->records)
        return cli_usage(c, "voor dit bestand past geen vertaling: --write kan niet",
                         "no mapping fits this file: --write is not possible", "");
    if (ds_file_exists(to))
        return cli_usage(c, "dit bestand is er al: ", "this file is there already: ", to);
    if (ds_file_write(to, draft->yaml, strlen(draft->yaml), &err) != DS_OK)
        return cli_fail(c, &err);
    (void)fprintf(stderr,
                  cli_say(c, "geschreven: %s (%zu plaatsen in te vullen)\n",
                          "written: %s (%zu places to fill in)\n"),
                  cli_clean(to), draft->n_open);
    return DS_OK;
}

static int check(cli *c, const char *path) {
    ds_error err;
    if (ds_mapping_check(path, &err) != DS_OK) return cli_fail(c, &err);
    (void)printf(cli_say(c, "%s: goed\n", "%s: good\n"), cli_clean(path));
    return DS_OK;
}

int cmd_describe(cli *c, int argc, char **argv) {
    static const char usage_nl[] =
        "doorstroom describe BESTAND [--write VERTALING.yaml] | --check VERTALING.yaml\n\n"
        "Bekijkt een onbekend bestand: vorm, kolommen, codes, sleutels; schrijft een eerste "
        "vertaling.\n"
        "Noemt geen waarden, behalve codes.\n"
        "Voorbeeld: doorstroom describe leveringen/osiris.csv --write vertalingen/osiris.yaml";
    static const char usage_en[] =
        "doorstroom describe FILE [--write MAPPING.yaml] | --check MAPPING.yaml\n\n"
        "Looks at an unknown file: its form, columns, codes, keys; writes a first mapping.\n"
        "Names no values, but codes.\n"
        "Example: doorstroom describe leveringen/osiris.csv --write vertalingen/osiris.yaml";
    const char *file = NULL, *to = NULL, *checked = NULL;
    const cli_option options[] = {
        {"--write", &to, NULL, "FILE.yaml", "een eerste vertaling schrijven",
         "write a first mapping"},
        {"--check", &checked, NULL, "FILE.yaml", "een vertaling controleren", "check a mapping"}};
    ds_table_description description;
    ds_mapping_draft draft;
    ds_error err;
    int code;
    c->forms = "table|json";
    code = cli_parse(c, argc, argv, options, 2, &file, 1, usage_nl, usage_en);
    if (code >= 0) return code;
    if (c->format == CLI_CSV)
        return cli_usage(c, "describe schrijft table of json", "describe writes table or json", "");
    if (checked != NULL) return check(c, checked);
    if (file == NULL) return cli_usage(c, "geef een bestand", "give a file", "");
    if (ds_table_describe(file, &description, &err) != DS_OK) return cli_fail(c, &err);
    if (ds_mapping_draft_make(&description, base_name(file), &draft, &err) != DS_OK) {
        ds_table_description_done(&description);
        return cli_fail(c, &err);
    }
    if (to != NULL)
        code = write_draft(c, to, &description, &draft);
    else if (c->format == CLI_JSON)
        print_json(file, &description, &draft);
    else
        print_table(c, file, &description, &draft);
    ds_mapping_draft_done(&draft);
    ds_table_description_done(&description);
    return code >= 0 ? code : DS_OK;
}
