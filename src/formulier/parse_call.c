/* formulier/parse_call.c: functions in an expression. See parser.h. */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "formulier/parser.h"

/* What stands between the parentheses. */
typedef enum call_shape {
    CALL_FIELD,   /* (veld) */
    CALL_COLUMN,  /* (tabel.kolom) or (tabel, number) */
    CALL_ROWS,    /* (tabel, yes or no) */
    CALL_COUNTED, /* (tabel) or (tabel, yes or no) */
    CALL_HAS,     /* (veld, 'code') */
    CALL_PARTY,   /* ('partij') */
    CALL_TOPIC,   /* ('onderwerp') */
    CALL_MAYBE,   /* () or ('onderwerp') */
    CALL_NOTHING, /* () */
} call_shape;

static const struct {
    const char *name;
    ds_expressie_op op;
    call_shape shape;
    unsigned type;
    bool progress; /* asks whether topics are done */
} functions[] = {
    {"ingevuld", DS_EXP_FILLED, CALL_FIELD, DS_EXPRESSIE_JA_NEE, false},
    {"leeg", DS_EXP_FILLED, CALL_FIELD, DS_EXPRESSIE_JA_NEE, false},
    {"of_nul", DS_EXP_OR_ZERO, CALL_FIELD, DS_EXPRESSIE_GETAL, false},
    {"som", DS_EXP_SUM, CALL_COLUMN, DS_EXPRESSIE_GETAL, false},
    {"min", DS_EXP_LEAST, CALL_COLUMN, DS_EXPRESSIE_GETAL, false},
    {"max", DS_EXP_MOST, CALL_COLUMN, DS_EXPRESSIE_GETAL, false},
    {"aantal", DS_EXP_COUNT, CALL_COUNTED, DS_EXPRESSIE_GETAL, false},
    {"alle", DS_EXP_ALL, CALL_ROWS, DS_EXPRESSIE_JA_NEE, false},
    {"een", DS_EXP_ANY, CALL_ROWS, DS_EXPRESSIE_JA_NEE, false},
    {"bevat", DS_EXP_HAS, CALL_HAS, DS_EXPRESSIE_JA_NEE, false},
    {"aantal_partijen", DS_EXP_PARTIES, CALL_PARTY, DS_EXPRESSIE_GETAL, false},
    {"akkoord", DS_EXP_AGREED, CALL_TOPIC, DS_EXPRESSIE_JA_NEE, false},
    {"getekend", DS_EXP_SIGNED, CALL_MAYBE, DS_EXPRESSIE_JA_NEE, false},
    {"compleet", DS_EXP_DONE, CALL_TOPIC, DS_EXPRESSIE_JA_NEE, true},
    {"alles_compleet", DS_EXP_ALL_DONE, CALL_NOTHING, DS_EXPRESSIE_JA_NEE, true},
    {"fouten", DS_EXP_FAULTS, CALL_NOTHING, DS_EXPRESSIE_GETAL, true},
};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions, TABLES_MAX = 2 };

static ds_status parse_field_argument(ds_expressie_parser *p, ds_expressie_node *node) {
    const ds_token name = p->token;
    ds_status status;
    if (name.kind != DS_TOKEN_NAME) return ds_expressie_expected(p, "een veld", "a field");
    status = ds_expressie_find_field(p, &name, &node->field, &node->previous);
    if (status == DS_OK && node->op == DS_EXP_OR_ZERO &&
        ds_waarde_type(node->field) != DS_EXPRESSIE_GETAL)
        return ds_expressie_refuse(p, name.offset, "verwacht een veld met een getal",
                                   "expected a field with a number");
    if (status == DS_OK && node->field->table != NULL && node->field->table != p->table)
        return ds_expressie_refuse(p, name.offset,
                                   "een kolom staat alleen bij de rijen van haar tabel",
                                   "a column stands with the rows of its tabel only");
    return status == DS_OK ? ds_expressie_advance(p) : status;
}

/* A table's name, or a column's: then *out_column is it. */
static ds_status parse_table_argument(ds_expressie_parser *p, ds_expressie_node *node,
                                      const ds_veld **out_column) {
    const ds_token name = p->token;
    const ds_veld *field = NULL;
    ds_status status;
    if (name.kind != DS_TOKEN_NAME) return ds_expressie_expected(p, "een tabel", "a tabel");
    status = ds_expressie_find_field(p, &name, &field, &node->previous);
    if (status != DS_OK) return status;
    *out_column = field->table == NULL ? NULL : field;
    node->field = field->table == NULL ? field : field->table;
    if (node->field->soort != DS_VELD_TABEL)
        return ds_expressie_refuse(p, name.offset, "verwacht een tabel", "expected a tabel");
    if (node->previous && *out_column == NULL)
        return ds_expressie_refuse(p, name.offset, "verwacht vorig.tabel.kolom",
                                   "expected vorig.tabel.kolom");
    return ds_expressie_advance(p);
}

/* An expression over the rows of node->field. */
static ds_status parse_over_rows(ds_expressie_parser *p, unsigned type, ds_expressie_node *node) {
    const ds_veld *around = p->table;
    const size_t offset = p->token.offset;
    ds_status status = DS_OK;
    if (++p->tables > TABLES_MAX)
        status = ds_expressie_refuse(p, offset, "te veel tabellen in elkaar",
                                     "too many tables in one another");
    p->table = node->field;
    if (status == DS_OK) status = ds_expressie_or(p, &node->args);
    if (status == DS_OK) status = ds_expressie_need_type(p, node->args, type, offset);
    p->table = around;
    p->tables--;
    return status;
}

static ds_status add_column_argument(ds_expressie_parser *p, const ds_veld *column, size_t offset,
                                     ds_expressie_node *node) {
    const ds_expressie_node argument = {.op = DS_EXP_FIELD,
                                        .type = ds_waarde_type(column),
                                        .field = column,
                                        .previous = node->previous};
    ds_status status = ds_expressie_add(p, argument, &node->args);
    return status == DS_OK ? ds_expressie_need_type(p, node->args, DS_EXPRESSIE_GETAL, offset)
                           : status;
}

static ds_status parse_rows(ds_expressie_parser *p, call_shape shape, ds_expressie_node *node) {
    const size_t offset = p->token.offset;
    const ds_veld *column = NULL;
    const unsigned type = shape == CALL_COLUMN ? DS_EXPRESSIE_GETAL : DS_EXPRESSIE_JA_NEE;
    ds_status status = parse_table_argument(p, node, &column);
    if (status != DS_OK) return status;
    if (column != NULL && shape == CALL_COLUMN) return add_column_argument(p, column, offset, node);
    if (column != NULL)
        return ds_expressie_refuse(p, offset, "verwacht een tabel, en dan wat van de rijen geldt",
                                   "expected a tabel, and then what holds of the rows");
    if (p->token.kind != DS_TOKEN_COMMA && shape == CALL_COUNTED) return DS_OK;
    status = ds_expressie_take(p, DS_TOKEN_COMMA, "een komma", "a comma");
    return status == DS_OK ? parse_over_rows(p, type, node) : status;
}

static ds_status parse_has(ds_expressie_parser *p, ds_expressie_node *node) {
    const size_t offset = p->token.offset;
    ds_token text;
    const char *names[200];
    size_t n = 0;
    ds_status status = parse_field_argument(p, node);
    if (status != DS_OK || node->field == NULL) return status;
    if (node->field->soort != DS_VELD_MEERKEUZE)
        return ds_expressie_refuse(p, offset, "verwacht een veld van de soort meerkeuze",
                                   "expected a field of the kind meerkeuze");
    status = ds_expressie_take(p, DS_TOKEN_COMMA, "een komma", "a comma");
    if (status != DS_OK) return status;
    text = p->token;
    if (text.kind != DS_TOKEN_TEXT) return ds_expressie_expected(p, "een code: 'x'", "a code: 'x'");
    status = ds_expressie_unquote(p, text.text, &node->text);
    if (status != DS_OK) return status;
    for (; n < node->field->list->n_rows && n < sizeof names / sizeof *names; n++)
        names[n] = node->field->list->rows[n].code;
    if (ds_lijst_find(node->field->list, ds_text_of(node->text)) == NULL)
        return ds_expressie_unknown(p, &text, "code van de lijst van dat veld",
                                    "code of that field's list", names, n);
    return ds_expressie_advance(p);
}

static ds_status parse_party(ds_expressie_parser *p, ds_expressie_node *node) {
    const char *names[20];
    const ds_token text = p->token;
    ds_status status;
    if (text.kind != DS_TOKEN_TEXT)
        return ds_expressie_expected(p, "een partij: 'x'", "a partij: 'x'");
    status = ds_expressie_unquote(p, text.text, &node->text);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < p->form->n_parties && i < 20; i++)
        names[i] = p->form->parties[i].id;
    if (ds_formulier_party(p->form, node->text) == NULL)
        return ds_expressie_unknown(p, &text, "partij van dit formulier", "partij of this form",
                                    names, p->form->n_parties);
    return ds_expressie_advance(p);
}

static ds_status parse_topic(ds_expressie_parser *p, ds_expressie_node *node) {
    const char *names[DS_FORMULIER_TOPICS_MAX];
    const ds_token text = p->token;
    const ds_onderwerp *topic;
    ds_status status;
    if (text.kind != DS_TOKEN_TEXT)
        return ds_expressie_expected(p, "een onderwerp: 'x'", "an onderwerp: 'x'");
    status = ds_expressie_unquote(p, text.text, &node->text);
    if (status != DS_OK) return status;
    for (size_t i = 0; i < p->form->n_topics; i++)
        names[i] = p->form->topics[i].id;
    topic = ds_formulier_topic(p->form, node->text);
    if (topic == NULL)
        return ds_expressie_unknown(p, &text, "onderwerp van dit formulier",
                                    "onderwerp of this form", names, p->form->n_topics);
    node->topic = (size_t)(topic - p->form->topics);
    if (node->op == DS_EXP_DONE && node->topic >= p->later->topic)
        return ds_expressie_refuse(p, text.offset,
                                   "klaar vraagt alleen naar onderwerpen die ervoor staan",
                                   "klaar asks of topics that stand before it only");
    if (node->op == DS_EXP_AGREED && topic->n_agree == 0)
        return ds_expressie_refuse(p, text.offset,
                                   "bij dit onderwerp hoeft niemand akkoord te gaan",
                                   "nobody is to agree to this topic");
    return ds_expressie_advance(p);
}

static ds_status parse_arguments(ds_expressie_parser *p, call_shape shape,
                                 ds_expressie_node *node) {
    node->topic = SIZE_MAX;
    switch (shape) {
    case CALL_FIELD:
        return parse_field_argument(p, node);
    case CALL_COLUMN:
    case CALL_ROWS:
    case CALL_COUNTED:
        return parse_rows(p, shape, node);
    case CALL_HAS:
        return parse_has(p, node);
    case CALL_PARTY:
        return parse_party(p, node);
    case CALL_MAYBE:
        if (p->token.kind == DS_TOKEN_CLOSE) return DS_OK;
        return parse_topic(p, node);
    case CALL_TOPIC:
        return parse_topic(p, node);
    case CALL_NOTHING:
        return DS_OK;
    }
    return DS_OK;
}

static ds_status refuse_function(ds_expressie_parser *p, const ds_token *name) {
    const char *names[N_FUNCTIONS];
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        names[i] = functions[i].name;
    return ds_expressie_unknown(p, name, "functie", "function", names, N_FUNCTIONS);
}

ds_status ds_expressie_call(ds_expressie_parser *p, const ds_token *name, uint32_t *out) {
    ds_expressie_node node = {.op = DS_EXP_FILLED};
    size_t f = 0;
    ds_status status;
    while (f < N_FUNCTIONS && !ds_text_is(name->text, functions[f].name))
        f++;
    if (f == N_FUNCTIONS) return refuse_function(p, name);
    if (functions[f].progress && (p->later->wants & DS_EXPRESSIE_PROGRESS) == 0)
        return ds_expressie_refuse(p, name->offset, "dit staat alleen in klaar en in voorwaarden",
                                   "this stands in klaar and in voorwaarden only");
    if (functions[f].progress && functions[f].op != DS_EXP_DONE &&
        p->later->topic < p->form->n_topics)
        return ds_expressie_refuse(p, name->offset, "dit staat alleen in voorwaarden",
                                   "this stands in voorwaarden only");
    node.op = functions[f].op;
    node.type = functions[f].type;
    status = ds_expressie_enter(p, name->offset);
    if (status == DS_OK) status = ds_expressie_advance(p);
    if (status == DS_OK) status = parse_arguments(p, functions[f].shape, &node);
    if (status == DS_OK)
        status = ds_expressie_take(p, DS_TOKEN_CLOSE, "een haakje )", "a parenthesis )");
    p->depth--;
    if (status == DS_OK) status = ds_expressie_add(p, node, out);
    if (status != DS_OK || strcmp(functions[f].name, "leeg") != 0) return status;
    return ds_expressie_add(
        p, (ds_expressie_node){.op = DS_EXP_NOT, .type = DS_EXPRESSIE_JA_NEE, .args = *out}, out);
}
