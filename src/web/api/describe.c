/* web/api/describe.c: the OpenAPI 3.1 description, made of the tables of operations and schemas.
 * See api.h. */
#include <stdio.h>
#include <string.h>

#include "web/api/api.h"

static const ds_say no_title = {NULL, NULL};

enum { WORDS_MAX = 16, MEMBERS_MAX = 64, REFERENCE_SIZE = 96 };

/* Dutch is the description's own; English stands beside it. */
static void put_described(ds_document *in, const char *id, const char *id_en, ds_say say) {
    ds_web_api_text(in, id, say.nl);
    ds_web_api_text(in, id_en, say.en);
}

static void put_reference(ds_document *in, const char *kind, const char *name) {
    char reference[REFERENCE_SIZE];
    (void)snprintf(reference, sizeof reference, "#/components/%s/%s", kind, name);
    ds_web_api_text(in, "$ref", reference);
}

/* "json csv" as a list of texts. */
static void put_words(ds_document *in, const char *id, const char *words, bool or_null) {
    ds_value values[WORDS_MAX];
    size_t n = 0;
    while (*words != '\0' && n + 1 < WORDS_MAX) {
        const size_t size = strcspn(words, " ");
        values[n++] = ds_value_view((ds_text){words, size});
        words += size + (words[size] == ' ');
    }
    if (or_null) values[n++] = ds_value_none(DS_STATE_UNDEFINED);
    ds_document_value(in, DS_IN_JSON, id, no_title, ds_value_list(values, n));
}

/* ---- schemas ---- */

static const char *json_type(ds_web_api_type type) {
    switch (type) {
    case DS_API_WHOLE:
    case DS_API_WHOLES:
        return "integer";
    case DS_API_NUMBER:
        return "number";
    case DS_API_FLAG:
        return "boolean";
    case DS_API_OBJECT:
    case DS_API_TEXT_MAP:
        return "object";
    case DS_API_LIST:
        return "array";
    case DS_API_TEXT:
    case DS_API_TEXTS:
    case DS_API_WORD:
    default:
        return "string";
    }
}

static void put_type(ds_document *in, const char *type, bool is_nullable) {
    const ds_value values[] = {ds_value_text(type), ds_value_text("null")};
    if (is_nullable)
        ds_document_value(in, DS_IN_JSON, "type", no_title, ds_value_list(values, 2));
    else
        ds_web_api_text(in, "type", type);
}

static void put_member(ds_document *properties, const ds_web_api_member *member) {
    ds_document *one = ds_web_api_object(properties, member->name);
    const bool is_list = member->type == DS_API_TEXTS || member->type == DS_API_WHOLES ||
                         member->type == DS_API_LIST;
    put_described(one, "description", "x-description-en", member->text);
    if (member->type == DS_API_OBJECT) {
        put_reference(one, "schemas", member->of);
    } else if (is_list) {
        ds_document *items;
        put_type(one, "array", member->is_nullable);
        items = ds_web_api_object(one, "items");
        if (member->type == DS_API_LIST)
            put_reference(items, "schemas", member->of);
        else
            put_type(items, json_type(member->type), false);
    } else {
        put_type(one, json_type(member->type), member->is_nullable);
        if (member->type == DS_API_WORD) put_words(one, "enum", member->of, member->is_nullable);
        if (member->type == DS_API_TEXT_MAP) {
            ds_document *each = ds_web_api_object(one, "additionalProperties");
            put_type(each, "string", false);
        }
    }
}

static void put_required(ds_document *in, const ds_web_api_schema *schema) {
    const char *names[MEMBERS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < schema->n_members && n < MEMBERS_MAX; i++)
        if (!schema->members[i].is_optional) names[n++] = schema->members[i].name;
    ds_web_api_texts(in, "required", names, n);
}

static void put_schema(ds_document *schemas, const ds_web_api_schema *schema) {
    ds_document *one = ds_web_api_object(schemas, schema->name), *properties;
    put_described(one, "description", "x-description-en", schema->text);
    ds_web_api_text(one, "type", "object");
    properties = ds_web_api_object(one, "properties");
    for (size_t i = 0; i < schema->n_members; i++)
        put_member(properties, &schema->members[i]);
    put_required(one, schema);
    ds_web_api_flag(one, "additionalProperties", schema->is_open);
}

/* ---- answers ---- */

static void put_etag(ds_document *answer) {
    ds_document *headers = ds_web_api_object(answer, "headers");
    ds_document *etag = ds_web_api_object(headers, "ETag");
    put_described(etag, "description", "x-description-en",
                  DS_SAY("Merk van dit antwoord, voor If-None-Match: het blijft zolang de vrijgave "
                         "blijft.",
                         "Mark of this answer, for If-None-Match: it stays as long as the release "
                         "does."));
    put_type(ds_web_api_object(etag, "schema"), "string", false);
}

static void put_content(ds_document *content, const char *type, const char *schema) {
    ds_document *of = ds_web_api_object(ds_web_api_object(content, type), "schema");
    if (schema == NULL)
        ds_web_api_text(of, "type", "string");
    else
        put_reference(of, "schemas", schema);
}

static void put_good(ds_document *answers, const ds_web_api_operation *operation) {
    ds_document *answer = ds_web_api_object(answers, "200"), *content, *unchanged;
    put_described(answer, "description", "x-description-en", operation->summary);
    put_etag(answer);
    content = ds_web_api_object(answer, "content");
    if (operation->schema != NULL) put_content(content, "application/json", operation->schema);
    if (operation->has_csv || operation->schema == NULL) put_content(content, "text/csv", NULL);
    if (operation->schema == NULL) ds_web_api_object(content, "application/json");
    unchanged = ds_web_api_object(answers, "304");
    put_described(unchanged, "description", "x-description-en",
                  DS_SAY("Niet veranderd sinds de ETag van If-None-Match",
                         "Not changed since the ETag of If-None-Match"));
}

/* Those that a question can meet by what it says; 429, 500 and 503 any can meet. */
static void put_problems(ds_document *answers) {
    static const ds_web_api_fault faults[] = {DS_API_QUESTION, DS_API_NOT_THERE, DS_API_OFTEN};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char status[8];
        (void)snprintf(status, sizeof status, "%u", ds_web_api_fault_of(faults[i])->status);
        put_reference(ds_web_api_object(answers, status), "responses", "Fout");
    }
}

static void put_problem_answer(ds_document *components) {
    ds_document *answers = ds_web_api_object(components, "responses");
    ds_document *answer = ds_web_api_object(answers, "Fout");
    put_described(answer, "description", "x-description-en",
                  DS_SAY("Wat er mis is, in beide talen (RFC 9457)",
                         "What is wrong, in both languages (RFC 9457)"));
    put_content(ds_web_api_object(answer, "content"), "application/problem+json", "Fout");
}

/* ---- operations ---- */

static void put_parameter(ds_document *list, const ds_web_api_parameter *parameter) {
    ds_document *one = ds_web_api_object(list, NULL), *schema;
    ds_web_api_text(one, "name", parameter->name);
    ds_web_api_text(one, "in", parameter->in_path ? "path" : "query");
    ds_web_api_flag(one, "required", parameter->in_path);
    put_described(one, "description", "x-description-en", parameter->text);
    schema = ds_web_api_object(one, "schema");
    ds_web_api_text(schema, "type", "string");
    if (parameter->values != NULL) put_words(schema, "enum", parameter->values, false);
}

/* Keys are a release's own: each stands in the query by its name. */
static void put_filters(ds_document *list) {
    ds_document *one = ds_web_api_object(list, NULL), *schema, *each;
    ds_web_api_text(one, "name", "keuze");
    ds_web_api_text(one, "in", "query");
    ds_web_api_flag(one, "required", false);
    put_described(
        one, "description", "x-description-en",
        DS_SAY("by, jaren, maat, naast, soort, en elke sleutel van de uitsplitsing bij haar "
               "naam, elk met waarden die het onderwerp heeft: by=niveau&niveau=3,4&jaren="
               "2022,2023",
               "by, jaren, maat, naast, soort, and each key of the breakdown by its name, "
               "each with values that the topic has: by=niveau&niveau=3,4&jaren=2022,2023"));
    ds_web_api_text(one, "style", "form");
    ds_web_api_flag(one, "explode", true);
    schema = ds_web_api_object(one, "schema");
    ds_web_api_text(schema, "type", "object");
    each = ds_web_api_object(schema, "additionalProperties");
    ds_web_api_text(each, "type", "string");
}

static void put_operation(ds_document *paths, const ds_web_api_operation *operation) {
    ds_document *get = ds_web_api_object(ds_web_api_object(paths, operation->route.pattern), "get");
    ds_document *list, *answers;
    ds_web_api_text(get, "operationId", operation->id);
    put_described(get, "summary", "x-summary-en", operation->summary);
    put_described(get, "description", "x-description-en", operation->text);
    list = ds_web_api_list(get, "parameters");
    for (size_t i = 0; i < operation->n_parameters; i++)
        put_parameter(list, &operation->parameters[i]);
    if (operation->has_filters) put_filters(list);
    answers = ds_web_api_object(get, "responses");
    put_good(answers, operation);
    put_problems(answers);
}

static void put_info(ds_document *document) {
    ds_document *info = ds_web_api_object(document, "info"), *servers;
    put_described(info, "title", "x-title-en",
                  DS_SAY("doorstroom: cijfers om te lezen", "doorstroom: figures to read"));
    put_described(
        info, "description", "x-description-en",
        DS_SAY("Wat de pagina's tonen, voor programma's: uit de huidige vrijgave, met codes, "
               "alle cijfers achter de komma en namen in twee talen. Zie /api.",
               "What the pages show, for programs: of the current release, with codes, all "
               "digits and names in two languages. See /api."));
    ds_web_api_text(info, "version", "1");
    servers = ds_web_api_list(document, "servers");
    ds_web_api_text(ds_web_api_object(servers, NULL), "url", "/");
}

ds_status ds_web_api_make_description(ds_web_api_ask *ask, ds_document **out, ds_error *err) {
    size_t n;
    const ds_web_api_operation *operations = ds_web_api_operations(&n);
    const ds_web_api_schema *schemas;
    ds_document *document = ds_document_new(ask->operation->id, no_title), *paths, *components,
                *list;
    (void)err;
    ds_web_api_text(document, "openapi", "3.1.0");
    put_info(document);
    paths = ds_web_api_object(document, "paths");
    for (size_t i = 0; i < n; i++)
        put_operation(paths, &operations[i]);
    components = ds_web_api_object(document, "components");
    schemas = ds_web_api_schemas(&n);
    list = ds_web_api_object(components, "schemas");
    for (size_t i = 0; i < n; i++)
        put_schema(list, &schemas[i]);
    put_problem_answer(components);
    *out = document;
    return DS_OK;
}
