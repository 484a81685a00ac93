/* formulier/evaluate.c: a checked expression and the facts of a dossier → a value, or unknown. No
 * memory is taken, so that asking cannot fail. See expression.h. */
#include <limits.h>
#include <string.h>

#include "base/int128.h"
#include "base/lex.h"
#include "base/text.h"
#include "formulier/expression.h"
#include "formulier/facts.h"

enum { COMPUTED_DEPTH_MAX = 8 };

typedef ds_waarde (*evaluate_node)(const ds_expressie *e, const ds_expressie_node *node,
                                   const ds_expressie_place *place);

static ds_waarde evaluate_at_node(const ds_expressie *e, uint32_t at,
                                  const ds_expressie_place *place);

static ds_waarde unknown_of(unsigned type) {
    return (ds_waarde){.type = type};
}

static ds_waarde number_of(unsigned type, ds_int128 number) {
    if (number > INT64_MAX || number < -INT64_MAX) return unknown_of(type);
    return (ds_waarde){.type = type, .known = true, .number = (int64_t)number};
}

static ds_waarde yes_of(ds_oordeel judged) {
    return (ds_waarde){
        .type = DS_EXPRESSIE_JA_NEE, .known = judged != DS_ONBEKEND, .number = judged == DS_JA};
}

static ds_waarde text_of(const char *text) {
    const ds_text view = ds_text_of(text == NULL ? "" : text);
    return (ds_waarde){.type = DS_EXPRESSIE_TEKST, .known = view.size > 0, .text = view};
}

static ds_oordeel judge_of(ds_waarde value) {
    return !value.known ? DS_ONBEKEND : value.number != 0 ? DS_JA : DS_NEE;
}

/* ---- fields ---- */

static ds_waarde evaluate_computed(const ds_veld *field, const ds_expressie_place *place) {
    ds_expressie_place inner = *place;
    if (place->depth >= COMPUTED_DEPTH_MAX) return unknown_of(DS_EXPRESSIE_GETAL);
    inner.depth++;
    inner.table = field->table;
    return ds_expressie_value(field->computed, &inner);
}

static ds_waarde evaluate_field(const ds_expressie *e, const ds_expressie_node *node,
                                const ds_expressie_place *place) {
    const ds_formulier_facts *facts = place->facts;
    const ds_veld *field = node->field;
    char path[DS_FORMULIER_PATH_MAX + 1];
    (void)e;
    if (field->computed != NULL && !node->previous) return evaluate_computed(field, place);
    if (!ds_formulier_path(field, place->row, path)) return unknown_of(node->type);
    return ds_waarde_of(field, ds_answers_get(node->previous                    ? facts->previous
                                              : field->soort == DS_VELD_GETOOND ? facts->shown
                                                                                : facts->answers,
                                              path));
}

/* What is not filled counts as 0, so that a sum of parts stands while one of them is empty. */
static ds_waarde evaluate_or_zero(const ds_expressie *e, const ds_expressie_node *node,
                                  const ds_expressie_place *place) {
    const ds_waarde value = evaluate_field(e, node, place);
    return value.known ? value : number_of(DS_EXPRESSIE_GETAL, 0);
}

static ds_waarde evaluate_filled(const ds_expressie *e, const ds_expressie_node *node,
                                 const ds_expressie_place *place) {
    const ds_veld *field = node->field;
    const ds_answers *answers = node->previous ? place->facts->previous : place->facts->answers;
    (void)e;
    if (field->soort == DS_VELD_TABEL)
        return yes_of(ds_facts_any_in_table(answers, field) ? DS_JA : DS_NEE);
    if (field->soort == DS_VELD_GETOOND)
        return yes_of(evaluate_field(e, node, place).known ? DS_JA : DS_NEE);
    return yes_of(ds_facts_value(answers, field, place->row)[0] != '\0' ? DS_JA : DS_NEE);
}

static ds_waarde evaluate_has(const ds_expressie *e, const ds_expressie_node *node,
                              const ds_expressie_place *place) {
    const ds_answers *answers = node->previous ? place->facts->previous : place->facts->answers;
    const char *codes = ds_facts_value(answers, node->field, place->row);
    const size_t size = strlen(node->text);
    (void)e;
    if (codes[0] == '\0') return yes_of(DS_ONBEKEND);
    for (const char *at = codes; at != NULL; at = strchr(at, ';')) {
        at += *at == ';';
        if (strncmp(at, node->text, size) == 0 && (at[size] == ';' || at[size] == '\0'))
            return yes_of(DS_JA);
    }
    return yes_of(DS_NEE);
}

/* ---- @rij and its kin ---- */

static ds_waarde evaluate_row(const ds_expressie_node *node, const ds_expressie_place *place) {
    const ds_veld *table = place->table;
    const ds_lijst_rij *row;
    if (table == NULL && place->field != NULL) table = place->field->table;
    if (place->row == NULL || node->text == NULL) return text_of(place->row);
    if (table == NULL || table->row_list == NULL) return unknown_of(DS_EXPRESSIE_TEKST);
    row = ds_lijst_find(table->row_list, ds_text_of(place->row));
    return text_of(ds_lijst_extra(table->row_list, row, node->text));
}

static ds_waarde evaluate_at(const ds_expressie *e, const ds_expressie_node *node,
                             const ds_expressie_place *place) {
    (void)e;
    switch (node->at) {
    case DS_AT_ROW:
        return evaluate_row(node, place);
    case DS_AT_FIELD:
        return text_of(place->field == NULL ? NULL : place->field->id);
    case DS_AT_VALUE:
        return text_of(place->value);
    case DS_AT_THEME:
        return text_of(place->theme);
    case DS_AT_SCOPE:
        return text_of(place->facts->scope);
    case DS_AT_NAME:
        return text_of(place->facts->name);
    case DS_AT_PUBLIC:
        return yes_of(place->field == NULL          ? DS_ONBEKEND
                      : place->field->public_answer ? DS_JA
                                                    : DS_NEE);
    default:
        return number_of(DS_EXPRESSIE_GETAL, (ds_int128)place->form->year * DS_EXPRESSIE_UNIT);
    }
}

/* ---- words ---- */

/* of: one that is true makes it true; en: one that is false makes it false. */
static ds_waarde evaluate_chain(const ds_expressie *e, const ds_expressie_node *node,
                                const ds_expressie_place *place) {
    const ds_oordeel ends = node->op == DS_EXP_OR ? DS_JA : DS_NEE;
    ds_oordeel all = ends == DS_JA ? DS_NEE : DS_JA;
    for (uint32_t arg = node->args; arg != 0; arg = e->nodes[arg].next) {
        const ds_oordeel one = judge_of(evaluate_at_node(e, arg, place));
        if (one == ends) return yes_of(ends);
        if (one == DS_ONBEKEND) all = DS_ONBEKEND;
    }
    return yes_of(all);
}

static ds_waarde evaluate_not(const ds_expressie *e, const ds_expressie_node *node,
                              const ds_expressie_place *place) {
    const ds_oordeel one = judge_of(evaluate_at_node(e, node->args, place));
    return yes_of(one == DS_ONBEKEND ? DS_ONBEKEND : one == DS_JA ? DS_NEE : DS_JA);
}

static bool is_in_order(int sign, int order) {
    switch (sign) {
    case DS_TOKEN_EQ:
        return order == 0;
    case DS_TOKEN_NE:
        return order != 0;
    case DS_TOKEN_LT:
        return order < 0;
    case DS_TOKEN_LE:
        return order <= 0;
    case DS_TOKEN_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

static int order_values(ds_waarde a, ds_waarde b) {
    if (a.type == DS_EXPRESSIE_TEKST) return ds_text_compare(a.text, b.text);
    return (a.number > b.number) - (a.number < b.number);
}

static ds_waarde evaluate_compare(const ds_expressie *e, const ds_expressie_node *node,
                                  const ds_expressie_place *place) {
    const ds_waarde a = evaluate_at_node(e, node->args, place);
    const ds_waarde b = evaluate_at_node(e, e->nodes[node->args].next, place);
    if (!a.known || !b.known) return yes_of(DS_ONBEKEND);
    return yes_of(is_in_order(node->sign, order_values(a, b)) ? DS_JA : DS_NEE);
}

static ds_waarde evaluate_in(const ds_expressie *e, const ds_expressie_node *node,
                             const ds_expressie_place *place) {
    const ds_waarde a = evaluate_at_node(e, node->args, place);
    ds_oordeel judged = DS_NEE;
    if (!a.known) return yes_of(DS_ONBEKEND);
    for (uint32_t arg = e->nodes[node->args].next; arg != 0; arg = e->nodes[arg].next) {
        const ds_waarde b = evaluate_at_node(e, arg, place);
        if (b.known && order_values(a, b) == 0) return yes_of(DS_JA);
        if (!b.known) judged = DS_ONBEKEND;
    }
    return yes_of(judged);
}

/* ---- numbers ---- */

static ds_int128 divide_rounded(ds_int128 a, ds_int128 b) {
    const ds_int128 half = (b < 0 ? -b : b) / 2;
    return ((a < 0) == (b < 0)) ? ((a < 0 ? -a : a) + half) / (b < 0 ? -b : b)
                                : -(((a < 0 ? -a : a) + half) / (b < 0 ? -b : b));
}

/* A date is in days, what is added to it in millionths: whole days count. */
static ds_waarde evaluate_dates(const ds_expressie_node *node, ds_waarde a, ds_waarde b) {
    if (b.type == DS_EXPRESSIE_DATUM)
        return number_of(DS_EXPRESSIE_GETAL, ((ds_int128)a.number - b.number) * DS_EXPRESSIE_UNIT);
    b.number /= DS_EXPRESSIE_UNIT;
    return number_of(DS_EXPRESSIE_DATUM, node->op == DS_EXP_ADD ? (ds_int128)a.number + b.number
                                                                : (ds_int128)a.number - b.number);
}

static ds_waarde evaluate_sum(const ds_expressie *e, const ds_expressie_node *node,
                              const ds_expressie_place *place) {
    const ds_waarde a = evaluate_at_node(e, node->args, place);
    const ds_waarde b = evaluate_at_node(e, e->nodes[node->args].next, place);
    if (!a.known || !b.known) return unknown_of(node->type);
    if (a.type == DS_EXPRESSIE_DATUM) return evaluate_dates(node, a, b);
    switch (node->op) {
    case DS_EXP_ADD:
        return number_of(DS_EXPRESSIE_GETAL, (ds_int128)a.number + b.number);
    case DS_EXP_SUBTRACT:
        return number_of(DS_EXPRESSIE_GETAL, (ds_int128)a.number - b.number);
    case DS_EXP_MULTIPLY:
        return number_of(DS_EXPRESSIE_GETAL,
                         divide_rounded((ds_int128)a.number * b.number, DS_EXPRESSIE_UNIT));
    default:
        if (b.number == 0) return unknown_of(DS_EXPRESSIE_GETAL);
        return number_of(DS_EXPRESSIE_GETAL,
                         divide_rounded((ds_int128)a.number * DS_EXPRESSIE_UNIT, b.number));
    }
}

static ds_waarde evaluate_negative(const ds_expressie *e, const ds_expressie_node *node,
                                   const ds_expressie_place *place) {
    ds_waarde value = evaluate_at_node(e, node->args, place);
    value.number = -value.number;
    return value;
}

/* ---- over rows ---- */

typedef struct row_tally {
    size_t n_yes, n_no, n_unknown, n_known;
    ds_int128 sum, least, most;
} row_tally;

static void tally_row(row_tally *tally, ds_waarde value) {
    tally->n_known += value.known;
    tally->n_unknown += !value.known;
    if (!value.known) return;
    if (value.number != 0)
        tally->n_yes++;
    else
        tally->n_no++;
    tally->sum += value.number;
    if (tally->n_known == 1 || value.number < tally->least) tally->least = value.number;
    if (tally->n_known == 1 || value.number > tally->most) tally->most = value.number;
}

/* An aggregate of last year goes over last year's rows. */
static size_t tally_rows(const ds_expressie *e, const ds_expressie_node *node,
                         const ds_expressie_place *place, row_tally *tally) {
    const char *rows[DS_FORMULIER_ROWS_MAX];
    ds_formulier_facts facts = *place->facts;
    ds_expressie_place inner = *place;
    size_t n;
    if (node->previous) facts.answers = facts.previous;
    n = ds_formulier_rows_of(node->field, &facts, rows);
    inner.table = node->field;
    for (size_t i = 0; node->args != 0 && i < n; i++) {
        inner.row = rows[i];
        tally_row(tally, evaluate_at_node(e, node->args, &inner));
    }
    return n;
}

static ds_waarde evaluate_rows(const ds_expressie *e, const ds_expressie_node *node,
                               const ds_expressie_place *place) {
    row_tally tally = {0, 0, 0, 0, 0, 0, 0};
    const size_t n = tally_rows(e, node, place, &tally);
    switch (node->op) {
    case DS_EXP_COUNT:
        return number_of(DS_EXPRESSIE_GETAL,
                         (ds_int128)(node->args == 0 ? n : tally.n_yes) * DS_EXPRESSIE_UNIT);
    case DS_EXP_ALL:
        return yes_of(tally.n_no > 0 ? DS_NEE : tally.n_unknown > 0 ? DS_ONBEKEND : DS_JA);
    case DS_EXP_ANY:
        return yes_of(tally.n_yes > 0 ? DS_JA : tally.n_unknown > 0 ? DS_ONBEKEND : DS_NEE);
    default:
        break;
    }
    if (tally.n_known == 0) return unknown_of(DS_EXPRESSIE_GETAL);
    return number_of(DS_EXPRESSIE_GETAL, node->op == DS_EXP_SUM     ? tally.sum
                                         : node->op == DS_EXP_LEAST ? tally.least
                                                                    : tally.most);
}

/* ---- the dossier ---- */

/* What was found of topics is kept while one question is answered: klaar of each may ask of all
 * before it. */
static ds_waarde evaluate_done(const ds_expressie *e, const ds_expressie_node *node,
                               const ds_expressie_place *place) {
    signed char done[DS_FORMULIER_TOPICS_MAX] = {0};
    ds_expressie_place outer = *place;
    (void)e;
    outer.table = NULL;
    outer.row = NULL;
    if (outer.done == NULL) outer.done = done;
    return yes_of(
        (node->op == DS_EXP_DONE ? ds_facts_done(&outer, node->topic) : ds_facts_all_done(&outer))
            ? DS_JA
            : DS_NEE);
}

static ds_waarde evaluate_dossier(const ds_expressie *e, const ds_expressie_node *node,
                                  const ds_expressie_place *place) {
    const ds_formulier *form = place->form;
    const ds_formulier_facts *facts = place->facts;
    (void)e;
    switch (node->op) {
    case DS_EXP_STATE:
        return text_of(facts->state != NULL ? facts->state : form->states[0].id);
    case DS_EXP_TODAY:
        return (ds_waarde){
            .type = DS_EXPRESSIE_DATUM, .known = facts->today != INT32_MIN, .number = facts->today};
    case DS_EXP_PARTIES:
        return number_of(DS_EXPRESSIE_GETAL,
                         (ds_int128)ds_facts_n_parties(facts, node->text) * DS_EXPRESSIE_UNIT);
    case DS_EXP_AGREED:
        return yes_of(ds_facts_agreed(form, facts, node->topic) ? DS_JA : DS_NEE);
    case DS_EXP_SIGNED:
        return yes_of(ds_facts_signed(form, facts, node->topic) ? DS_JA : DS_NEE);
    default:
        return number_of(DS_EXPRESSIE_GETAL,
                         (ds_int128)ds_facts_n_faults(place) * DS_EXPRESSIE_UNIT);
    }
}

static ds_waarde evaluate_constant(const ds_expressie *e, const ds_expressie_node *node,
                                   const ds_expressie_place *place) {
    (void)e;
    (void)place;
    return (ds_waarde){.type = node->type,
                       .known = true,
                       .number = node->number,
                       .text = ds_text_of(node->text == NULL ? "" : node->text)};
}

static ds_waarde evaluate_at_node(const ds_expressie *e, uint32_t at,
                                  const ds_expressie_place *place) {
    static const evaluate_node operations[] = {
        [DS_EXP_NUMBER] = evaluate_constant, [DS_EXP_TEXT] = evaluate_constant,
        [DS_EXP_YES] = evaluate_constant,    [DS_EXP_FIELD] = evaluate_field,
        [DS_EXP_AT] = evaluate_at,           [DS_EXP_STATE] = evaluate_dossier,
        [DS_EXP_TODAY] = evaluate_dossier,   [DS_EXP_AND] = evaluate_chain,
        [DS_EXP_OR] = evaluate_chain,        [DS_EXP_NOT] = evaluate_not,
        [DS_EXP_COMPARE] = evaluate_compare, [DS_EXP_IN] = evaluate_in,
        [DS_EXP_ADD] = evaluate_sum,         [DS_EXP_SUBTRACT] = evaluate_sum,
        [DS_EXP_MULTIPLY] = evaluate_sum,    [DS_EXP_DIVIDE] = evaluate_sum,
        [DS_EXP_NEGATE] = evaluate_negative, [DS_EXP_FILLED] = evaluate_filled,
        [DS_EXP_SUM] = evaluate_rows,        [DS_EXP_COUNT] = evaluate_rows,
        [DS_EXP_ALL] = evaluate_rows,        [DS_EXP_ANY] = evaluate_rows,
        [DS_EXP_LEAST] = evaluate_rows,      [DS_EXP_MOST] = evaluate_rows,
        [DS_EXP_HAS] = evaluate_has,         [DS_EXP_PARTIES] = evaluate_dossier,
        [DS_EXP_AGREED] = evaluate_dossier,  [DS_EXP_SIGNED] = evaluate_dossier,
        [DS_EXP_DONE] = evaluate_done,       [DS_EXP_ALL_DONE] = evaluate_done,
        [DS_EXP_FAULTS] = evaluate_dossier,  [DS_EXP_OR_ZERO] = evaluate_or_zero,
    };
    return operations[e->nodes[at].op](e, &e->nodes[at], place);
}

ds_waarde ds_expressie_value(const ds_expressie *expression, const ds_expressie_place *place) {
    return evaluate_at_node(expression, expression->root, place);
}

ds_oordeel ds_expressie_judge(const ds_expressie *expression, const ds_expressie_place *place) {
    return judge_of(ds_expressie_value(expression, place));
}
