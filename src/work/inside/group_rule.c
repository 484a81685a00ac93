/* work/inside/group_rule.c: see group_rule.h. */
#include "work/inside/group_rule.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

static ds_status refuse_group_rule(const char *text, ds_error *err) {
    return ds_error_set(
        err, DS_USAGE,
        "--groepen: verwacht een kenmerk, een maat en een grens, als 'instelling: "
        "aandeel(functiebeperking) >= 5 in elk jaar' (aandeel of aantal; in elk jaar, in een jaar "
        "of samen); gevonden: %s",
        "--groepen: expected a key, a measure and a bound, like 'instelling: "
        "aandeel(functiebeperking) >= 5 in elk jaar' (share or number; in each year, in any year "
        "or "
        "together); found: %s",
        text);
}

static char *copy_rule_text(ds_text text) {
    char *copy = ds_calloc(text.size + 1, 1);
    if (copy != NULL && text.size > 0) memcpy(copy, text.data, text.size);
    return copy;
}

/* The bytes before stop, where that stands in no parentheses, brackets or quotes; SIZE_MAX: it does
 * not. */
static size_t size_before(const char *at, const char *stops) {
    size_t depth = 0;
    bool quoted = false;
    for (size_t n = 0; at[n] != '\0'; n++) {
        if (at[n] == '\'') quoted = !quoted;
        if (quoted) continue;
        if (depth == 0 && strchr(stops, at[n]) != NULL) return n;
        if (at[n] == '(' || at[n] == '[') depth++;
        if ((at[n] == ')' || at[n] == ']') && depth > 0) depth--;
    }
    return SIZE_MAX;
}

/* ---- the measure: a word, perhaps with an expression in parentheses ---- */

static bool read_measure(ds_text text, ds_groups_measure *out, ds_text *out_expression) {
    const char *open = text.size == 0 ? NULL : memchr(text.data, '(', text.size);
    const size_t size = open == NULL ? text.size : (size_t)(open - text.data);
    const ds_text word = ds_text_trim((ds_text){text.data, size});
    const bool share = ds_text_is(word, "aandeel") || ds_text_is(word, "share");
    if (!share && !ds_text_is(word, "aantal") && !ds_text_is(word, "number")) return false;
    *out_expression = (ds_text){NULL, 0};
    *out = share ? DS_GROUPS_SHARE : DS_GROUPS_PERSONS;
    if (open == NULL) return !share;
    if (text.data[text.size - 1] != ')') return false;
    *out_expression = ds_text_trim((ds_text){open + 1, text.size - size - 2});
    if (!share) *out = DS_GROUPS_NUMBER;
    return out_expression->size > 0;
}

/* ---- sign, bound and when ---- */

static const char *read_sign(const char *at, ds_groups_sign *out) {
    const bool equal = at[1] == '=';
    if (at[0] != '<' && at[0] != '>') return NULL;
    if (at[0] == '>')
        *out = equal ? DS_GROUPS_AT_LEAST : DS_GROUPS_ABOVE;
    else
        *out = equal ? DS_GROUPS_AT_MOST : DS_GROUPS_BELOW;
    return at + 1 + equal;
}

static bool read_when(ds_text text, ds_groups_when *out) {
    static const struct {
        const char *nl, *en;
        ds_groups_when when;
    } words[] = {{"in elk jaar", "in each year", DS_GROUPS_EACH_YEAR},
                 {"in een jaar", "in any year", DS_GROUPS_ANY_YEAR},
                 {"samen", "together", DS_GROUPS_TOGETHER}};
    *out = DS_GROUPS_EACH_YEAR;
    if (text.size == 0) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ds_text_is(text, words[i].nl) || ds_text_is(text, words[i].en)) {
            *out = words[i].when;
            return true;
        }
    return false;
}

static bool read_bound(const char *at, ds_groups_rule *out) {
    const size_t skipped = strspn(at, " ");
    const size_t size = strcspn(at + skipped, " ");
    return ds_number_parse_decimal((ds_text){at + skipped, size}, &out->bound) &&
           read_when(ds_text_trim(ds_text_of(at + skipped + size)), &out->when);
}

ds_status ds_group_rule_read(const char *text, ds_group_rule *out, ds_error *err) {
    const size_t colon = size_before(text, ":");
    const char *rest;
    ds_text keys, expression;
    size_t size;
    *out = (ds_group_rule){0};
    if (colon == SIZE_MAX) return refuse_group_rule(text, err);
    keys = ds_text_trim((ds_text){text, colon});
    rest = text + colon + 1;
    size = size_before(rest, "<>");
    if (keys.size == 0 || size == SIZE_MAX ||
        !read_measure(ds_text_trim((ds_text){rest, size}), &out->rule.measure, &expression))
        return refuse_group_rule(text, err);
    rest = read_sign(rest + size, &out->rule.sign);
    if (rest == NULL || !read_bound(rest, &out->rule)) return refuse_group_rule(text, err);
    out->keys = copy_rule_text(keys);
    out->expression = expression.data == NULL ? NULL : copy_rule_text(expression);
    if (out->keys == NULL || (expression.data != NULL && out->expression == NULL))
        return ds_error_memory(err);
    return DS_OK;
}

void ds_group_rule_done(ds_group_rule *rule) {
    ds_free(rule->keys);
    ds_free(rule->expression);
    *rule = (ds_group_rule){0};
}
