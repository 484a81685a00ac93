/* publish/package.c: the tables of a document as csv, with a data package that says what their
 * columns are (Frictionless Data Package 1, tabular). */
#include <string.h>

#include "base/checksum.h"
#include "base/error.h"
#include "document/model.h"
#include "publish/publishing.h"

static const ds_say no_title = {NULL, NULL};

/* ---- which tables ---- */

typedef struct table_list {
    const ds_block **blocks; /* in the order of the document, each id once */
    size_t n;
    bool counting;
} table_list;

static bool is_listed(const table_list *list, const char *id) {
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->blocks[i]->id, id) == 0) return true;
    return false;
}

static void list_tables(table_list *list, const ds_document *document) {
    for (size_t i = 0; i < document->n_blocks; i++) {
        const ds_block *block = &document->blocks[i];
        if (block->kind == DS_BLOCK_SECTION) list_tables(list, block->as.section);
        if (block->kind != DS_BLOCK_TABLE || block->id == NULL || block->id[0] == '\0' ||
            !(block->in & (DS_IN_CSV | DS_IN_NAMED)))
            continue;
        if (list->counting)
            list->n++;
        else if (!is_listed(list, block->id))
            list->blocks[list->n++] = block;
    }
}

/* ---- what a column is ---- */

typedef enum column_type {
    COLUMN_UNKNOWN,
    COLUMN_INTEGER,
    COLUMN_YEAR,
    COLUMN_NUMBER,
    COLUMN_BOOLEAN,
    COLUMN_STRING
} column_type;

static const char *const type_names[] = {"string", "integer", "year",
                                         "number", "boolean", "string"};

static column_type type_of_value(const ds_value *value) {
    switch (value->kind) {
    case DS_VALUE_COUNT:
    case DS_VALUE_ORDINAL:
        return COLUMN_INTEGER;
    case DS_VALUE_SCHOOLJAAR:
    case DS_VALUE_YEAR:
        return COLUMN_YEAR;
    case DS_VALUE_NUMBER:
    case DS_VALUE_SHARE:
    case DS_VALUE_P:
    case DS_VALUE_DECIMAL:
        return COLUMN_NUMBER;
    case DS_VALUE_FLAG:
        return COLUMN_BOOLEAN;
    default:
        return COLUMN_STRING;
    }
}

static column_type join_types(column_type a, column_type b) {
    if (a == COLUMN_UNKNOWN || a == b) return b;
    if ((a == COLUMN_INTEGER && b == COLUMN_NUMBER) || (a == COLUMN_NUMBER && b == COLUMN_INTEGER))
        return COLUMN_NUMBER;
    return COLUMN_STRING;
}

typedef struct column_types {
    size_t n;
    column_type types[DS_FIELDS_MAX];
} column_types;

static ds_status take_types(void *to, const ds_value *values, unsigned in, ds_error *err) {
    column_types *found = to;
    (void)err;
    if (!(in & DS_IN_CSV)) return DS_OK;
    for (size_t i = 0; i < found->n; i++)
        if (values[i].state == DS_STATE_SHOWN)
            found->types[i] = join_types(found->types[i], type_of_value(&values[i]));
    return DS_OK;
}

/* ---- json, as a document ---- */

/* As a data package wants names: small letters, digits, - . and _. */
static void print_package_name(const char *name, char out[DS_STEM_SIZE]) {
    size_t n = 0;
    for (; name[n] != '\0' && n + 1 < DS_STEM_SIZE; n++) {
        const char c = name[n];
        out[n] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c == '~' ? '-' : c;
    }
    out[n] = '\0';
}

static void set_text(ds_document *in, const char *id, const char *text) {
    if (text != NULL && text[0] != '\0')
        ds_document_value(in, DS_IN_JSON, id, no_title, ds_value_text(text));
}

static void describe_field(ds_document *list, const ds_field *field, column_type type) {
    ds_document *one = ds_document_section(list, NULL, no_title, DS_IN_JSON);
    const bool of_key = field->key && !field->number;
    set_text(one, "name", field->id);
    set_text(one, "type", type == COLUMN_UNKNOWN && field->number ? "number" : type_names[type]);
    set_text(one, "title", field->title.nl);
    set_text(one, "title_en", field->title.en);
    set_text(one, "unit", field->unit.nl);
    if (of_key) set_text(one, "rdfType", "http://purl.org/linked-data/cube#DimensionProperty");
}

static ds_status describe_fields(ds_document *resource, const ds_doc_table *table, ds_error *err) {
    ds_document *schema = ds_document_section(resource, "schema", no_title, DS_IN_JSON), *list;
    const ds_value nothing = ds_value_text("");
    column_types found = {.n = table->n_fields};
    ds_status status = ds_table_each(table, take_types, &found, err);
    list = ds_document_list(schema, "fields", no_title, DS_IN_JSON);
    for (size_t i = 0; status == DS_OK && i < table->n_fields; i++)
        if (table->fields[i].in & DS_IN_CSV)
            describe_field(list, &table->fields[i], found.types[i]);
    ds_document_value(schema, DS_IN_JSON, "missingValues", no_title, ds_value_list(&nothing, 1));
    return status;
}

static void describe_licence(ds_document *package, const ds_publisher *publisher) {
    ds_document *list, *one;
    if (publisher->licence != NULL) {
        list = ds_document_list(package, "licenses", no_title, DS_IN_JSON);
        one = ds_document_section(list, NULL, no_title, DS_IN_JSON);
        set_text(one, "path", publisher->licence);
    }
    if (publisher->name == NULL) return;
    list = ds_document_list(package, "contributors", no_title, DS_IN_JSON);
    one = ds_document_section(list, NULL, no_title, DS_IN_JSON);
    set_text(one, "title", publisher->name);
    set_text(one, "path", publisher->uri);
    set_text(one, "role", "publisher");
}

/* Where the numbers come from: kinds of deliveries, never their content. */
static void describe_sources(ds_document *package, const ds_publishing *p) {
    size_t n;
    const ds_release_delivery *deliveries = ds_release_deliveries(p->release, &n);
    ds_document *list;
    if (n == 0) return;
    list = ds_document_list(package, "sources", no_title, DS_IN_JSON);
    for (size_t i = 0; i < n; i++) {
        ds_document *one = ds_document_section(list, NULL, no_title, DS_IN_JSON);
        set_text(one, "title", deliveries[i].name);
        set_text(one, "description", deliveries[i].kind);
    }
}

static void describe_package(ds_document *package, const ds_publishing *p, const ds_item *item) {
    char name[DS_STEM_SIZE];
    print_package_name(item->stem, name);
    set_text(package, "profile", "tabular-data-package");
    set_text(package, "name", name);
    set_text(package, "title", item->title.nl);
    set_text(package, "title_en", item->title.en);
    set_text(package, "description", item->about.description.nl);
    set_text(package, "version", p->name);
    set_text(package, "created", p->about.date);
    ds_document_value(package, DS_IN_JSON, "simulated", no_title, ds_value_flag(p->about.made));
    ds_document_value(package, DS_IN_JSON, "draft", no_title, ds_value_flag(p->about.draft));
    describe_licence(package, &p->options->publisher);
    describe_sources(package, p);
}

/* ---- files ---- */

static ds_status put_table(ds_publishing *p, const ds_item *item, const ds_document *document,
                           const ds_block *block, ds_document *resources, ds_error *err) {
    char name[DS_STEM_SIZE], of_package[DS_STEM_SIZE], path[DS_PATH_SIZE];
    ds_write_options o = ds_publish_page(p, DS_NL);
    ds_document *resource = ds_document_section(resources, NULL, no_title, DS_IN_JSON);
    ds_buffer bytes;
    ds_status status;
    o.table = block->id;
    o.no_formulas = true; /* who gets a release opens it in a spreadsheet */
    status = ds_publish_bytes(document, DS_FORM_CSV, &o, &bytes, err);
    ds_publish_file_name(block->id, name);
    (void)snprintf(path, sizeof path, "%s/data/%s/%s.csv", item->part->folder, item->stem, name);
    if (status == DS_OK)
        status =
            ds_place_put(&p->place, path, item->part->code[0] != '\0', bytes.data, bytes.size, err);
    set_text(resource, "profile", "tabular-data-resource");
    print_package_name(name, of_package);
    set_text(resource, "name", of_package);
    (void)snprintf(path, sizeof path, "%s.csv", name);
    set_text(resource, "path", path);
    set_text(resource, "title", block->title.nl);
    set_text(resource, "title_en", block->title.en);
    set_text(resource, "format", "csv");
    set_text(resource, "mediatype", "text/csv");
    set_text(resource, "encoding", "utf-8");
    ds_document_value(resource, DS_IN_JSON, "bytes", no_title, ds_value_count(bytes.size));
    ds_buffer_done(&bytes);
    return status == DS_OK ? describe_fields(resource, block->as.table, err) : status;
}

static ds_status put_package(ds_publishing *p, ds_item *item, const ds_document *package,
                             ds_error *err) {
    char path[DS_PATH_SIZE];
    const ds_write_options o = DS_WRITE_OPTIONS_INIT;
    ds_buffer bytes;
    ds_status status = ds_publish_bytes(package, DS_FORM_JSON, &o, &bytes, err);
    (void)snprintf(path, sizeof path, "%s/data/%s/datapackage.json", item->part->folder,
                   item->stem);
    if (status == DS_OK)
        status =
            ds_place_put(&p->place, path, item->part->code[0] != '\0', bytes.data, bytes.size, err);
    if (status == DS_OK) item->sizes[DS_NL][4] = bytes.size;
    ds_buffer_done(&bytes);
    return status;
}

ds_status ds_publish_package(ds_publishing *p, ds_item *item, const ds_document *document,
                             ds_error *err) {
    char path[DS_PATH_SIZE];
    ds_document *package = ds_document_new("datapackage", no_title), *resources;
    ds_arena arena = {0};
    table_list list = {.counting = true};
    ds_status status;
    list_tables(&list, document);
    list.blocks = ds_arena_take(&arena, list.n + 1, sizeof *list.blocks);
    list.counting = false;
    list.n = 0;
    if (list.blocks != NULL) list_tables(&list, document);
    status = ds_arena_finish(&arena, err);
    (void)snprintf(path, sizeof path, "%s/data/%s", item->part->folder, item->stem);
    if (status == DS_OK) status = ds_place_folder(&p->place, path, false, err);
    describe_package(package, p, item);
    resources = ds_document_list(package, "resources", no_title, DS_IN_JSON);
    for (size_t i = 0; status == DS_OK && i < list.n; i++)
        status = put_table(p, item, document, list.blocks[i], resources, err);
    item->n_tables = list.n;
    if (status == DS_OK) status = ds_document_finish(package, err);
    if (status == DS_OK) status = put_package(p, item, package, err);
    ds_document_free(package);
    ds_arena_done(&arena);
    return status;
}
