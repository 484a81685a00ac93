/* definition/parse_primary.c: what binds tightest: numbers, texts, names, calls, parentheses, and
 * the [t+k] behind them. Looser levels: parse.c. */
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "definition/parser.h"

static bool is_k(const ds_token *token) {
    return token->kind == DS_TOKEN_NAME && ds_text_equal_nocase(token->text, ds_text_of("k"));
}

bool ds_parser_at_k(const ds_parser *p) {
    return p->k != DS_NO_K && is_k(&p->token);
}

ds_status ds_parse_no_k(ds_error *err) {
    return ds_error_set(err, DS_INPUT,
                        "k staat alleen in de uitkomsten van een evaluatie (event, value, "
                        "population) voor een jaar van volgen; hier niet, en niet in terms en "
                        "columns",
                        "k stands only in the outcomes of an evaluation (event, value, population) "
                        "for a year of follow-up; not here, and not in terms and columns");
}

/* A number of years without a sign: written, or k. */
static ds_status parse_year(ds_parser *p, int *out) {
    if (is_k(&p->token)) {
        if (p->k == DS_NO_K) return ds_parser_placed(p, p->token.offset, ds_parse_no_k(p->err));
        *out = p->k;
        return ds_parser_advance(p);
    }
    if (p->token.kind != DS_TOKEN_INTEGER)
        return ds_parser_expected(p, "een heel aantal schooljaren",
                                  "a whole number of school years");
    if (p->token.integer > DS_SHIFT_MAX)
        return ds_parser_expected(p, "hoogstens 20 schooljaren", "20 school years at most");
    *out = (int)p->token.integer;
    return ds_parser_advance(p);
}

static bool at_sign(const ds_parser *p) {
    return p->token.kind == DS_TOKEN_PLUS || p->token.kind == DS_TOKEN_MINUS;
}

/* A number of years with a sign or without, of at most DS_SHIFT_MAX; where k is known, a sum of
 * them. */
static ds_status parse_years(ds_parser *p, int *out) {
    size_t offset = p->token.offset;
    int sum = 0;
    do {
        int sign = p->token.kind == DS_TOKEN_MINUS ? -1 : 1, years = 0;
        ds_status status = at_sign(p) ? ds_parser_advance(p) : DS_OK;
        if (status == DS_OK) status = parse_year(p, &years);
        if (status != DS_OK) return status;
        sum += sign * years;
    } while (p->k != DS_NO_K && at_sign(p));
    if (sum < -DS_SHIFT_MAX || sum > DS_SHIFT_MAX)
        return ds_parser_placed(
            p, offset,
            ds_error_set(p->err, DS_INPUT, "vond %d, verwachtte hoogstens %d schooljaren",
                         "found %d, expected %d school years at most", sum, DS_SHIFT_MAX));
    *out = sum;
    return DS_OK;
}

/* Behind '[': t], t+k], t-k] or last]. */
static ds_status parse_shift(ds_parser *p, bool *out_last, int *out_k) {
    int k = 0;
    ds_status status = ds_parser_advance(p);
    if (status != DS_OK) return status;
    *out_last =
        p->token.kind == DS_TOKEN_NAME && ds_text_equal_nocase(p->token.text, ds_text_of("last"));
    if (*out_last) {
        status = ds_parser_advance(p);
        return status == DS_OK ? ds_parser_take(p, DS_TOKEN_CLOSE_SHIFT, "]", "]") : status;
    }
    if (p->token.kind != DS_TOKEN_NAME || !ds_text_equal_nocase(p->token.text, ds_text_of("t")))
        return ds_parser_expected(p, "t, t+1 of t-1, of last", "t, t+1 or t-1, or last");
    status = ds_parser_advance(p);
    if (status == DS_OK && at_sign(p)) status = parse_years(p, &k);
    if (status != DS_OK) return status;
    *out_k = k;
    return ds_parser_take(p, DS_TOKEN_CLOSE_SHIFT, "]", "]");
}

static ds_status parse_integer(ds_parser *p, int64_t sign, uint32_t *out) {
    ds_status status = ds_parser_add(p, DS_OP_INTEGER, p->token.offset, 0, out);
    if (status != DS_OK) return status;
    p->list->nodes[*out].integer = sign * p->token.integer;
    return ds_parser_advance(p);
}

static ds_status parse_negative(ds_parser *p, uint32_t *out) {
    size_t offset = p->token.offset;
    ds_status status = ds_parser_advance(p);
    if (status != DS_OK) return status;
    if (p->token.kind != DS_TOKEN_INTEGER)
        return ds_parser_expected(p, "een geheel getal", "a whole number");
    status = parse_integer(p, -1, out);
    if (status == DS_OK) p->list->nodes[*out].offset = offset;
    return status;
}

/* 'it''s' → it's. */
static ds_status unquote(ds_parser *p, ds_text *text) {
    char *copy;
    size_t n = 0;
    if (text->size == 0 || memchr(text->data, '\'', text->size) == NULL) return DS_OK;
    copy = ds_definitions_keep_text(p->definitions, *text);
    if (copy == NULL) return ds_error_memory(p->err);
    for (size_t i = 0; i < text->size; i++) {
        copy[n++] = text->data[i];
        if (text->data[i] == '\'') i++;
    }
    *text = (ds_text){copy, n};
    return DS_OK;
}

static ds_status parse_text(ds_parser *p, uint32_t *out) {
    ds_text text = p->token.text;
    ds_status status = unquote(p, &text);
    if (status == DS_OK) status = ds_parser_add(p, DS_OP_TEXT, p->token.offset, 0, out);
    if (status != DS_OK) return status;
    p->list->nodes[*out].text = text;
    return ds_parser_advance(p);
}

static const struct {
    const char *name;
    ds_op op;
    bool years;
} functions[] = {
    {"ever", DS_OP_EVER, false},     {"first", DS_OP_FIRST, false},
    {"count", DS_OP_COUNT, false},   {"within", DS_OP_WITHIN, true},
    {"within?", DS_OP_WITHIN, true}, {"years_until", DS_OP_YEARS_UNTIL, true},
};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

static ds_status unknown_function(ds_parser *p, const ds_token *name) {
    const char *names[N_FUNCTIONS];
    char found[48];
    ds_suggestion suggestion;
    for (size_t i = 0; i < N_FUNCTIONS; i++)
        names[i] = functions[i].name;
    ds_suggest(name->text, names, N_FUNCTIONS, &suggestion);
    return ds_parser_placed(p, name->offset,
                            ds_error_set(p->err, DS_INPUT, "de functie '%s' is er niet%s%.0s",
                                         "there is no function '%s'%.0s%s",
                                         ds_suggest_excerpt(name->text, found, sizeof found),
                                         suggestion.nl, suggestion.en));
}

/* , a, b */
static ds_status parse_span(ds_parser *p, uint32_t node) {
    int from = 0, to = 0;
    size_t offset;
    ds_status status =
        ds_parser_take(p, DS_TOKEN_COMMA, "een komma en het eerste jaar, zoals in (…, 1, 3)",
                       "a comma and the first year, as in (…, 1, 3)");
    if (status == DS_OK) status = parse_years(p, &from);
    if (status == DS_OK)
        status = ds_parser_take(p, DS_TOKEN_COMMA, "een komma en het laatste jaar",
                                "a comma and the last year");
    if (status != DS_OK) return status;
    offset = p->token.offset;
    status = parse_years(p, &to);
    if (status != DS_OK) return status;
    if (to < from)
        return ds_parser_placed(p, offset,
                                ds_error_set(p->err, DS_INPUT,
                                             "vond %d, verwachtte een jaar vanaf %d",
                                             "found %d, expected a year from %d on", to, from));
    p->list->nodes[node].from = from;
    p->list->nodes[node].to = to;
    return DS_OK;
}

static ds_status parse_call(ds_parser *p, const ds_token *name, uint32_t *out) {
    uint32_t arg;
    size_t f = 0;
    ds_status status;
    while (f < N_FUNCTIONS && !ds_text_equal_nocase(name->text, ds_text_of(functions[f].name)))
        f++;
    if (f == N_FUNCTIONS) return unknown_function(p, name);
    status = ds_parser_enter(p);
    if (status == DS_OK) status = ds_parser_advance(p);
    if (status == DS_OK) status = ds_parser_or(p, &arg);
    if (status == DS_OK) status = ds_parser_add(p, (int)functions[f].op, name->offset, arg, out);
    if (status == DS_OK && functions[f].years) status = parse_span(p, *out);
    if (status == DS_OK && name->text.data[name->text.size - 1] == '?')
        p->list->nodes[*out].integer = 1;
    if (status == DS_OK)
        status = ds_parser_take(p, DS_TOKEN_CLOSE, "een haakje )", "a parenthesis )");
    p->depth--;
    return status;
}

/* k as a number. */
static ds_status parse_follow_up(ds_parser *p, const ds_token *name, uint32_t *out) {
    ds_status status = ds_parser_add(p, DS_OP_INTEGER, name->offset, 0, out);
    if (status == DS_OK) p->list->nodes[*out].integer = p->k;
    return status;
}

enum { SELF_SIZE = 5 };

/* self.x: x as a name of its own. */
static ds_status parse_self(ds_parser *p, const ds_token *name, uint32_t *out) {
    uint32_t inner;
    ds_status status = ds_parser_add(p, DS_AST_NAME, name->offset + SELF_SIZE, 0, &inner);
    if (status != DS_OK) return status;
    p->list->nodes[inner].text =
        (ds_text){name->text.data + SELF_SIZE, name->text.size - SELF_SIZE};
    return ds_parser_add(p, DS_OP_SELF, name->offset, inner, out);
}

static ds_status parse_name(ds_parser *p, uint32_t *out) {
    ds_token name = p->token;
    ds_status status = ds_parser_advance(p);
    if (status != DS_OK) return status;
    if (memchr(name.text.data, '.', name.text.size) != NULL) return parse_self(p, &name, out);
    if (p->token.kind == DS_TOKEN_OPEN) return parse_call(p, &name, out);
    if (is_k(&name) && p->k != DS_NO_K) return parse_follow_up(p, &name, out);
    status = ds_parser_add(p, DS_AST_NAME, name.offset, 0, out);
    if (status == DS_OK) p->list->nodes[*out].text = name.text;
    return status;
}

static ds_status parse_parenthesis(ds_parser *p, uint32_t *out) {
    ds_status status = ds_parser_enter(p);
    if (status == DS_OK) status = ds_parser_advance(p);
    if (status == DS_OK) status = ds_parser_or(p, out);
    if (status == DS_OK)
        status = ds_parser_take(p, DS_TOKEN_CLOSE, "een haakje )", "a parenthesis )");
    p->depth--;
    return status;
}

static ds_status parse_primary(ds_parser *p, uint32_t *out) {
    switch (p->token.kind) {
    case DS_TOKEN_INTEGER:
        return parse_integer(p, 1, out);
    case DS_TOKEN_MINUS:
        return parse_negative(p, out);
    case DS_TOKEN_TEXT:
        return parse_text(p, out);
    case DS_TOKEN_NAME:
        return parse_name(p, out);
    case DS_TOKEN_OPEN:
        return parse_parenthesis(p, out);
    default:
        return ds_parser_expected(p, "een naam, getal, tekst of haakje (",
                                  "a name, number, text or parenthesis (");
    }
}

ds_status ds_parser_postfix(ds_parser *p, uint32_t *out) {
    bool literal = p->token.kind == DS_TOKEN_INTEGER || p->token.kind == DS_TOKEN_TEXT ||
                   p->token.kind == DS_TOKEN_MINUS || ds_parser_at_k(p);
    size_t offset = p->token.offset;
    ds_status status = parse_primary(p, out);
    while (status == DS_OK && p->token.kind == DS_TOKEN_OPEN_SHIFT) {
        size_t sign = p->token.offset;
        int k = 0;
        bool last = false;
        if (literal)
            return ds_parser_expected(p,
                                      "geen [t+k]: een getal of tekst is in elk schooljaar gelijk",
                                      "no [t+k]: a number or text is the same in each school year");
        status = parse_shift(p, &last, &k);
        if (status == DS_OK)
            status = ds_parser_add(p, last ? DS_OP_LAST : DS_OP_SHIFT, offset, *out, out);
        if (status != DS_OK) return status;
        p->list->nodes[*out].from = k;
        p->list->nodes[*out].sign = sign;
    }
    return status;
}
