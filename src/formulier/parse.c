/* formulier/parse.c: recursive descent over an expression, loosest binding first:
 *
 *   of < en < niet < = ≠ < <= > >= in < + - < * / < - < number, text, name, call, ( )
 *
 * What each part is (a number, a text, a date, yes or no) is known as it is read. See parser.h. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/text.h"
#include "formulier/parser.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

enum { NAME_MAX_SIZE = 130, NUMBER_MAX = 1000000000 };

/* ---- the words ---- */

static const ds_lex_word keywords[] = {
    {"en", DS_TOKEN_AND}, {"of", DS_TOKEN_OR}, {"niet", DS_TOKEN_NOT}, {"in", DS_TOKEN_IN}};

static const ds_lex_word signs[] = {
    /* the longer ones first */
    {"≠", DS_TOKEN_NE},     {"≤", DS_TOKEN_LE},   {"≥", DS_TOKEN_GE},    {"<>", DS_TOKEN_NE},
    {"<=", DS_TOKEN_LE},    {">=", DS_TOKEN_GE},  {"=", DS_TOKEN_EQ},    {"<", DS_TOKEN_LT},
    {">", DS_TOKEN_GT},     {"+", DS_TOKEN_PLUS}, {"-", DS_TOKEN_MINUS}, {"*", DS_TOKEN_TIMES},
    {"/", DS_TOKEN_DIVIDE}, {"(", DS_TOKEN_OPEN}, {")", DS_TOKEN_CLOSE}, {",", DS_TOKEN_COMMA},
};

static const ds_lex_strange strange[] = {
    {"!=", "≠"},   {"==", "="},  {"&&", "en"},    {"||", "of"},   {"!", "niet"},    {"\"", "'"},
    {"`", "'"},    {"‘", "'"},   {"’", "'"},      {"“", "'"},     {"”", "'"},       {"×", "*"},
    {"and", "en"}, {"or", "of"}, {"not", "niet"}, {"true", "ja"}, {"false", "nee"},
};

/* tabel.kolom, vorig.tabel.kolom, @rij.kolom: one word. */
static size_t attach_dotted(ds_text rest, size_t size) {
    while (size + 1 < rest.size && rest.data[size] == '.' &&
           ds_lex_is_name((ds_text){rest.data + size + 1, 1}))
        size = ds_lex_word_size(rest, size + 2);
    return size;
}

static const ds_lex_language language = {.keywords = keywords,
                                         .n_keywords = COUNT(keywords),
                                         .signs = signs,
                                         .n_signs = COUNT(signs),
                                         .strange = strange,
                                         .n_strange = COUNT(strange),
                                         .scale = DS_EXPRESSIE_UNIT,
                                         .most = NUMBER_MAX,
                                         .name_max = NAME_MAX_SIZE,
                                         .at = true,
                                         .attached = attach_dotted};

bool ds_expressie_reserved(ds_text name) {
    static const char *const others[] = {"ja", "nee", "toestand", "vandaag", "vorig"};
    for (size_t i = 0; i < COUNT(keywords); i++)
        if (ds_text_equal_nocase(name, ds_text_of(keywords[i].word))) return true;
    for (size_t i = 0; i < COUNT(strange); i++)
        if (ds_text_equal_nocase(name, ds_text_of(strange[i].sign))) return true;
    for (size_t i = 0; i < COUNT(others); i++)
        if (ds_text_is(name, others[i])) return true;
    return false;
}

/* ---- small things ---- */

ds_status ds_expressie_placed(ds_expressie_parser *p, size_t offset, ds_status status) {
    return ds_place_source(&p->later->source, offset, status, p->err);
}

ds_status ds_expressie_advance(ds_expressie_parser *p) {
    const ds_status status =
        ds_lex_take(&language, p->later->source.text, &p->at, &p->token, p->err);
    return ds_expressie_placed(p, p->token.offset, status);
}

ds_status ds_expressie_refuse(ds_expressie_parser *p, size_t offset, const char *nl,
                              const char *en) {
    return ds_expressie_placed(p, offset,
                               ds_error_set(p->err, DS_INPUT, "%s%.0s", "%.0s%s", nl, en));
}

ds_status ds_expressie_expected(ds_expressie_parser *p, const char *nl, const char *en) {
    char found[48];
    if (p->token.kind == DS_TOKEN_END)
        return ds_expressie_placed(p, p->token.offset,
                                   ds_error_set(p->err, DS_INPUT,
                                                "vond het einde, verwachtte %s%.0s",
                                                "found the end, expected %.0s%s", nl, en));
    ds_suggest_excerpt(p->token.text, found, sizeof found);
    return ds_expressie_placed(p, p->token.offset,
                               ds_error_set(p->err, DS_INPUT, "vond '%s', verwachtte %s%.0s",
                                            "found '%s', expected %.0s%s", found, nl, en));
}

ds_status ds_expressie_take(ds_expressie_parser *p, ds_token_kind kind, const char *nl,
                            const char *en) {
    return p->token.kind == kind ? ds_expressie_advance(p) : ds_expressie_expected(p, nl, en);
}

ds_status ds_expressie_unknown(ds_expressie_parser *p, const ds_token *name, const char *nl,
                               const char *en, const char *const *names, size_t n_names) {
    ds_suggestion suggestion;
    char found[64];
    ds_suggest(name->text, names, n_names, &suggestion);
    return ds_expressie_placed(p, name->offset,
                               ds_error_set(p->err, DS_INPUT, "'%s' is geen %s%.0s%s%.0s",
                                            "'%s' is no %.0s%s%.0s%s",
                                            ds_suggest_excerpt(name->text, found, sizeof found), nl,
                                            en, suggestion.nl, suggestion.en));
}

ds_status ds_expressie_add(ds_expressie_parser *p, ds_expressie_node node, uint32_t *out) {
    if (p->n_nodes >= DS_EXPRESSIE_NODES_MAX)
        return ds_expressie_refuse(p, p->token.offset, "deze regel is te lang",
                                   "this expression is too long");
    if (!ds_reserve(&p->nodes, &p->capacity, p->n_nodes + 2, sizeof *p->nodes))
        return ds_error_memory(p->err);
    if (p->n_nodes == 0) memset(&p->nodes[p->n_nodes++], 0, sizeof *p->nodes);
    p->nodes[p->n_nodes] = node;
    *out = (uint32_t)p->n_nodes++;
    return DS_OK;
}

ds_status ds_expressie_enter(ds_expressie_parser *p, size_t offset) {
    if (++p->depth <= DS_EXPRESSIE_DEPTH_MAX) return DS_OK;
    return ds_expressie_refuse(p, offset, "te veel haakjes of niet in elkaar",
                               "too many parentheses or niet in one another");
}

/* ---- types ---- */

static const struct {
    unsigned type;
    const char *nl, *en;
} type_words[] = {
    {DS_EXPRESSIE_JA_NEE, "ja of nee", "yes or no"},
    {DS_EXPRESSIE_GETAL, "een getal", "a number"},
    {DS_EXPRESSIE_TEKST, "een tekst", "a text"},
    {DS_EXPRESSIE_DATUM, "een datum", "a date"},
    {DS_EXPRESSIE_CODES, "een meerkeuze", "a choice of several"},
};

static void name_types(unsigned types, bool dutch, char out[120]) {
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = 0; i < COUNT(type_words); i++)
        if ((types & type_words[i].type) != 0)
            size += (size_t)snprintf(out + size, 120 - size, "%s%s",
                                     size == 0 ? ""
                                     : dutch   ? " of "
                                               : " or ",
                                     dutch ? type_words[i].nl : type_words[i].en);
}

ds_status ds_expressie_need_type(ds_expressie_parser *p, uint32_t node, unsigned types,
                                 size_t offset) {
    char is_nl[120], is_en[120], want_nl[120], want_en[120];
    if ((p->nodes[node].type & types) != 0) return DS_OK;
    name_types(p->nodes[node].type, true, is_nl);
    name_types(p->nodes[node].type, false, is_en);
    name_types(types, true, want_nl);
    name_types(types, false, want_en);
    return ds_expressie_placed(p, offset,
                               ds_error_set(p->err, DS_INPUT, "dit is %s%.0s, verwachtte %s%.0s",
                                            "this is %.0s%s, expected %.0s%s", is_nl, is_en,
                                            want_nl, want_en));
}

/* ---- comparing ---- */

static bool is_literal_text(const ds_expressie_node *node) {
    return node->op == DS_EXP_TEXT;
}

/* A text beside a field of a choice is one of its codes. */
static ds_status check_code(ds_expressie_parser *p, const ds_expressie_node *beside,
                            const ds_expressie_node *text, size_t offset) {
    const char *names[DS_FORMULIER_CODES_MAX > 400 ? 400 : DS_FORMULIER_CODES_MAX];
    const ds_lijst *list = beside->op == DS_EXP_FIELD ? beside->field->list : NULL;
    const ds_token token = {.offset = offset, .text = ds_text_of(text->text)};
    size_t n = 0;
    if (beside->op == DS_EXP_STATE) {
        for (; n < p->form->n_states; n++)
            names[n] = p->form->states[n].id;
        if (ds_formulier_state(p->form, text->text) != NULL) return DS_OK;
        return ds_expressie_unknown(p, &token, "toestand van dit formulier",
                                    "toestand of this form", names, n);
    }
    if (list == NULL || ds_lijst_find(list, token.text) != NULL) return DS_OK;
    for (; n < list->n_rows && n < COUNT(names); n++)
        names[n] = list->rows[n].code;
    return ds_expressie_unknown(p, &token, "code van de lijst van dat veld",
                                "code of that field's list", names, n);
}

/* Makes two sides one type where a literal can be meant so: '2025-06-01' is a date, 'ja' is yes. */
static ds_status settle_literal(ds_expressie_parser *p, uint32_t literal, uint32_t other,
                                size_t offset) {
    ds_expressie_node *node = &p->nodes[literal];
    const unsigned type = p->nodes[other].type;
    int32_t days;
    if (node->op == DS_EXP_YES && type == DS_EXPRESSIE_TEKST) {
        node->text = node->number == 1 ? "ja" : "nee";
        node->op = DS_EXP_TEXT;
        node->type = DS_EXPRESSIE_TEKST;
    }
    if (!is_literal_text(node)) return DS_OK;
    if (type == DS_EXPRESSIE_DATUM) {
        if (!ds_date_parse(ds_text_of(node->text), &days))
            return ds_expressie_refuse(p, offset, "verwacht een datum als '2025-06-01'",
                                       "expected a date such as '2025-06-01'");
        node->op = DS_EXP_NUMBER;
        node->type = DS_EXPRESSIE_DATUM;
        node->number = days;
    }
    if (type == DS_EXPRESSIE_JA_NEE &&
        (strcmp(node->text, "ja") == 0 || strcmp(node->text, "nee") == 0)) {
        node->op = DS_EXP_YES;
        node->type = DS_EXPRESSIE_JA_NEE;
        node->number = strcmp(node->text, "ja") == 0;
    }
    return type == DS_EXPRESSIE_TEKST ? check_code(p, &p->nodes[other], node, offset) : DS_OK;
}

static bool is_comparison(ds_token_kind kind) {
    return kind >= DS_TOKEN_EQ && kind <= DS_TOKEN_GE;
}

static ds_status parse_sum(ds_expressie_parser *p, uint32_t *out);

static ds_status join_sides(ds_expressie_parser *p, ds_token_kind sign, size_t offset,
                            size_t right_offset, uint32_t right, uint32_t *out) {
    const bool order = sign != DS_TOKEN_EQ && sign != DS_TOKEN_NE;
    ds_status status = settle_literal(p, *out, right, offset);
    if (status == DS_OK) status = settle_literal(p, right, *out, right_offset);
    if (status == DS_OK)
        status = ds_expressie_need_type(p, *out,
                                        order ? DS_EXPRESSIE_GETAL | DS_EXPRESSIE_DATUM
                                              : DS_EXPRESSIE_VALUE & ~(unsigned)DS_EXPRESSIE_CODES,
                                        offset);
    if (status == DS_OK)
        status = ds_expressie_need_type(p, right, p->nodes[*out].type, right_offset);
    if (status != DS_OK) return status;
    p->nodes[*out].next = right;
    return ds_expressie_add(
        p,
        (ds_expressie_node){
            .op = DS_EXP_COMPARE, .type = DS_EXPRESSIE_JA_NEE, .sign = (int)sign, .args = *out},
        out);
}

/* in (a, b, …) */
static ds_status parse_in(ds_expressie_parser *p, size_t offset, uint32_t *out) {
    const uint32_t left = *out;
    uint32_t last = left, item;
    ds_status status = ds_expressie_advance(p);
    if (status == DS_OK)
        status = ds_expressie_take(p, DS_TOKEN_OPEN, "een haakje (", "a parenthesis (");
    do {
        const size_t at = p->token.offset;
        if (status == DS_OK && last != left) status = ds_expressie_advance(p);
        if (status == DS_OK) status = parse_sum(p, &item);
        if (status == DS_OK) status = settle_literal(p, item, left, at);
        if (status == DS_OK) status = ds_expressie_need_type(p, item, p->nodes[left].type, at);
        if (status != DS_OK) return status;
        p->nodes[last].next = item;
        last = item;
    } while (p->token.kind == DS_TOKEN_COMMA);
    status =
        ds_expressie_need_type(p, left, DS_EXPRESSIE_VALUE & ~(unsigned)DS_EXPRESSIE_CODES, offset);
    if (status == DS_OK)
        status = ds_expressie_take(p, DS_TOKEN_CLOSE, "een haakje )", "a parenthesis )");
    return status == DS_OK
               ? ds_expressie_add(p,
                                  (ds_expressie_node){
                                      .op = DS_EXP_IN, .type = DS_EXPRESSIE_JA_NEE, .args = left},
                                  out)
               : status;
}

static ds_status parse_comparison(ds_expressie_parser *p, uint32_t *out) {
    const size_t offset = p->token.offset;
    ds_status status = parse_sum(p, out);
    if (status == DS_OK && p->token.kind == DS_TOKEN_IN)
        status = parse_in(p, offset, out);
    else if (status == DS_OK && is_comparison(p->token.kind)) {
        const ds_token_kind sign = p->token.kind;
        size_t right_offset;
        uint32_t right;
        status = ds_expressie_advance(p);
        right_offset = p->token.offset;
        if (status == DS_OK) status = parse_sum(p, &right);
        if (status == DS_OK) status = join_sides(p, sign, offset, right_offset, right, out);
    }
    if (status == DS_OK && (is_comparison(p->token.kind) || p->token.kind == DS_TOKEN_IN))
        return ds_expressie_expected(
            p, "en, of of het einde: zet de eerste vergelijking tussen haakjes",
            "en, of or the end: put the first comparison in parentheses");
    return status;
}

/* ---- sums ---- */

/* What two operands make: numbers a number; a date and a number of days a date; two dates days. */
static ds_status type_sum(ds_expressie_parser *p, ds_expressie_op op, uint32_t left, uint32_t right,
                          size_t offset, unsigned *out) {
    const unsigned a = p->nodes[left].type, b = p->nodes[right].type;
    *out = DS_EXPRESSIE_GETAL;
    if (a == DS_EXPRESSIE_GETAL && b == DS_EXPRESSIE_GETAL) return DS_OK;
    if (op == DS_EXP_SUBTRACT && a == DS_EXPRESSIE_DATUM && b == DS_EXPRESSIE_DATUM) return DS_OK;
    *out = DS_EXPRESSIE_DATUM;
    if ((op == DS_EXP_ADD || op == DS_EXP_SUBTRACT) && a == DS_EXPRESSIE_DATUM &&
        b == DS_EXPRESSIE_GETAL)
        return DS_OK;
    return ds_expressie_refuse(p, offset,
                               "rekenen gaat met getallen, en + en - ook met een datum en dagen",
                               "one reckons with numbers, and with + and - of a date and days");
}

static ds_status parse_primary(ds_expressie_parser *p, uint32_t *out);

static ds_status parse_signed(ds_expressie_parser *p, uint32_t *out) {
    const size_t offset = p->token.offset;
    ds_status status;
    if (p->token.kind != DS_TOKEN_MINUS) return parse_primary(p, out);
    status = ds_expressie_enter(p, offset);
    if (status == DS_OK) status = ds_expressie_advance(p);
    if (status == DS_OK) status = parse_signed(p, out);
    if (status == DS_OK) status = ds_expressie_need_type(p, *out, DS_EXPRESSIE_GETAL, offset);
    p->depth--;
    return status == DS_OK ? ds_expressie_add(p,
                                              (ds_expressie_node){.op = DS_EXP_NEGATE,
                                                                  .type = DS_EXPRESSIE_GETAL,
                                                                  .args = *out},
                                              out)
                           : status;
}

typedef ds_status (*parse_operand)(ds_expressie_parser *p, uint32_t *out);

/* operand ( sign operand )*, from the left. */
static ds_status parse_row(ds_expressie_parser *p, parse_operand operand, ds_token_kind first,
                           ds_token_kind second, uint32_t *out) {
    ds_status status = operand(p, out);
    while (status == DS_OK && (p->token.kind == first || p->token.kind == second)) {
        const size_t offset = p->token.offset;
        const ds_expressie_op op = p->token.kind == DS_TOKEN_PLUS    ? DS_EXP_ADD
                                   : p->token.kind == DS_TOKEN_MINUS ? DS_EXP_SUBTRACT
                                   : p->token.kind == DS_TOKEN_TIMES ? DS_EXP_MULTIPLY
                                                                     : DS_EXP_DIVIDE;
        unsigned type = 0;
        uint32_t right = 0;
        status = ds_expressie_advance(p);
        if (status == DS_OK) status = operand(p, &right);
        if (status == DS_OK) status = type_sum(p, op, *out, right, offset, &type);
        if (status != DS_OK) return status;
        p->nodes[*out].next = right;
        status =
            ds_expressie_add(p, (ds_expressie_node){.op = op, .type = type, .args = *out}, out);
    }
    return status;
}

static ds_status parse_product(ds_expressie_parser *p, uint32_t *out) {
    return parse_row(p, parse_signed, DS_TOKEN_TIMES, DS_TOKEN_DIVIDE, out);
}

static ds_status parse_sum(ds_expressie_parser *p, uint32_t *out) {
    return parse_row(p, parse_product, DS_TOKEN_PLUS, DS_TOKEN_MINUS, out);
}

/* ---- words ---- */

static ds_status parse_not(ds_expressie_parser *p, uint32_t *out) {
    const size_t offset = p->token.offset;
    ds_status status;
    if (p->token.kind != DS_TOKEN_NOT) return parse_comparison(p, out);
    status = ds_expressie_enter(p, offset);
    if (status == DS_OK) status = ds_expressie_advance(p);
    if (status == DS_OK) status = parse_not(p, out);
    if (status == DS_OK) status = ds_expressie_need_type(p, *out, DS_EXPRESSIE_JA_NEE, offset);
    p->depth--;
    return status == DS_OK
               ? ds_expressie_add(p,
                                  (ds_expressie_node){
                                      .op = DS_EXP_NOT, .type = DS_EXPRESSIE_JA_NEE, .args = *out},
                                  out)
               : status;
}

/* operand ( word operand )*: one node with all of them. */
static ds_status parse_chain(ds_expressie_parser *p, ds_token_kind word, ds_expressie_op op,
                             parse_operand operand, uint32_t *out) {
    size_t offset = p->token.offset;
    uint32_t first, last, next = 0;
    ds_status status = operand(p, out);
    if (status != DS_OK || p->token.kind != word) return status;
    first = last = *out;
    status = ds_expressie_need_type(p, first, DS_EXPRESSIE_JA_NEE, offset);
    while (status == DS_OK && p->token.kind == word) {
        status = ds_expressie_advance(p);
        offset = p->token.offset;
        if (status == DS_OK) status = operand(p, &next);
        if (status == DS_OK) status = ds_expressie_need_type(p, next, DS_EXPRESSIE_JA_NEE, offset);
        if (status != DS_OK) return status;
        p->nodes[last].next = next;
        last = next;
    }
    return status == DS_OK
               ? ds_expressie_add(
                     p, (ds_expressie_node){.op = op, .type = DS_EXPRESSIE_JA_NEE, .args = first},
                     out)
               : status;
}

static ds_status parse_and(ds_expressie_parser *p, uint32_t *out) {
    return parse_chain(p, DS_TOKEN_AND, DS_EXP_AND, parse_not, out);
}

ds_status ds_expressie_or(ds_expressie_parser *p, uint32_t *out) {
    return parse_chain(p, DS_TOKEN_OR, DS_EXP_OR, parse_and, out);
}

/* ---- the tightest ---- */

ds_status ds_expressie_unquote(ds_expressie_parser *p, ds_text text, const char **out) {
    char *copy = ds_arena_take(&p->r->form->arena, text.size + 1, 1);
    size_t n = 0;
    if (copy == NULL) return ds_error_memory(p->err);
    for (size_t i = 0; i < text.size; i++) {
        copy[n++] = text.data[i];
        if (text.data[i] == '\'') i++;
    }
    *out = copy;
    return DS_OK;
}

static ds_status parse_literal(ds_expressie_parser *p, uint32_t *out) {
    ds_expressie_node node = {.op = DS_EXP_NUMBER, .type = DS_EXPRESSIE_GETAL};
    ds_status status = DS_OK;
    if (p->token.kind == DS_TOKEN_TEXT) {
        node.op = DS_EXP_TEXT;
        node.type = DS_EXPRESSIE_TEKST;
        status = ds_expressie_unquote(p, p->token.text, &node.text);
    } else
        node.number = p->token.integer;
    if (status == DS_OK) status = ds_expressie_add(p, node, out);
    return status == DS_OK ? ds_expressie_advance(p) : status;
}

static ds_status parse_parenthesis(ds_expressie_parser *p, uint32_t *out) {
    ds_status status = ds_expressie_enter(p, p->token.offset);
    if (status == DS_OK) status = ds_expressie_advance(p);
    if (status == DS_OK) status = ds_expressie_or(p, out);
    if (status == DS_OK)
        status = ds_expressie_take(p, DS_TOKEN_CLOSE, "een haakje )", "a parenthesis )");
    p->depth--;
    return status;
}

static ds_status parse_word(ds_expressie_parser *p, uint32_t *out) {
    const ds_token name = p->token;
    ds_status status = ds_expressie_advance(p);
    if (status != DS_OK) return status;
    return p->token.kind == DS_TOKEN_OPEN ? ds_expressie_call(p, &name, out)
                                          : ds_expressie_name(p, &name, out);
}

static ds_status parse_primary(ds_expressie_parser *p, uint32_t *out) {
    switch (p->token.kind) {
    case DS_TOKEN_INTEGER:
    case DS_TOKEN_TEXT:
        return parse_literal(p, out);
    case DS_TOKEN_NAME:
        return parse_word(p, out);
    case DS_TOKEN_OPEN:
        return parse_parenthesis(p, out);
    default:
        return ds_expressie_expected(p, "een veld, getal, tekst of haakje (",
                                     "a field, number, text or parenthesis (");
    }
}

/* ---- what was put by ---- */

static ds_status keep_expression(ds_expressie_parser *p, uint32_t root) {
    ds_arena *arena = &p->r->form->arena;
    ds_expressie *kept = ds_arena_take(arena, 1, sizeof *kept);
    ds_expressie_node *nodes = ds_arena_take(arena, p->n_nodes, sizeof *nodes);
    if (kept == NULL || nodes == NULL) return ds_error_memory(p->err);
    memcpy(nodes, p->nodes, p->n_nodes * sizeof *nodes);
    *kept = (ds_expressie){.nodes = nodes, .n_nodes = p->n_nodes, .root = root};
    kept->source = ds_arena_copy(arena, p->later->source.text);
    if (kept->source == NULL) return ds_error_memory(p->err);
    *p->later->expression = kept;
    return DS_OK;
}

static ds_status read_expression(ds_expressie_parser *p) {
    uint32_t root = 0;
    ds_status status = ds_expressie_advance(p);
    if (status == DS_OK) status = ds_expressie_or(p, &root);
    if (status == DS_OK && p->token.kind != DS_TOKEN_END)
        status = ds_expressie_expected(p, "en, of of het einde", "en, of or the end");
    if (status == DS_OK)
        status = ds_expressie_need_type(p, root, p->later->wants & DS_EXPRESSIE_VALUE, 0);
    return status == DS_OK ? keep_expression(p, root) : status;
}

/* The name of a field, of a column in a table that is known. */
static ds_status read_field_name(ds_expressie_parser *p) {
    const ds_token name = {.kind = DS_TOKEN_NAME, .text = p->later->source.text};
    bool previous;
    ds_status status;
    if (p->later->within != NULL) p->table = *p->later->within;
    status = ds_expressie_find_field(p, &name, p->later->field, &previous);
    if (status == DS_OK && previous)
        return ds_expressie_refuse(p, 0, "verwacht een veld van dit jaar",
                                   "expected a field of this year");
    return status;
}

/* {veld} and {@rij} in a text: each a field's, or the row's. */
static ds_status read_words(ds_expressie_parser *p) {
    const ds_text text = p->later->source.text;
    for (size_t i = 0; i < text.size; i++) {
        const char *end = text.data[i] != '{' ? NULL : memchr(text.data + i, '}', text.size - i);
        const ds_veld *field;
        ds_token name;
        bool previous;
        ds_status status;
        if (text.data[i] != '{') continue;
        if (end == NULL) return ds_expressie_refuse(p, i, "deze { heeft geen }", "this { has no }");
        name = (ds_token){.kind = DS_TOKEN_NAME,
                          .offset = i + 1,
                          .text = {text.data + i + 1, (size_t)(end - text.data) - i - 1}};
        if (p->table != NULL && ds_text_is(name.text, "@rij")) continue;
        status = ds_expressie_find_field(p, &name, &field, &previous);
        if (status != DS_OK) return status;
    }
    return DS_OK;
}

ds_status ds_expressie_read(ds_formulier_reading *r, const ds_formulier_later *later,
                            ds_error *err) {
    ds_expressie_parser p = {.r = r,
                             .form = &r->form->told,
                             .later = later,
                             .table = later->table,
                             .tables = later->table != NULL,
                             .err = err};
    const ds_status status = later->words                ? read_words(&p)
                             : later->expression != NULL ? read_expression(&p)
                                                         : read_field_name(&p);
    ds_free(p.nodes);
    return status;
}
