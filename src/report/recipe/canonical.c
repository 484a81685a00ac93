/* report/recipe/canonical.c: a question as text, the id of its sheets: "telling vsv
 * by=leerweg,niveau jaren=2022-2023". Keys stand in the order of their letters, lists are sorted.
 */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "report/recipe/reading.h"

static void put_names(ds_buffer *to, const ds_recipe_names *names) {
    for (size_t i = 0; i < names->n; i++)
        ds_buffer_addf(to, "%s%s", i == 0 ? "" : ",", names->names[i]);
}

static void put_list(ds_buffer *to, const char *key, const ds_recipe_names *names) {
    if (names->n == 0) return;
    ds_buffer_addf(to, " %s=", key);
    put_names(to, names);
}

static void put_word(ds_buffer *to, const char *key, const char *word) {
    if (word[0] != '\0') ds_buffer_addf(to, " %s=%s", key, word);
}

/* An expression between quotes, with one blank for each run of them outside '…'. */
static void put_expression(ds_buffer *to, const char *key, const char *text) {
    bool literal = false, blank = false;
    const ds_text trimmed = ds_text_trim(ds_text_of(text));
    if (trimmed.size == 0) return;
    ds_buffer_addf(to, " %s=\"", key);
    for (size_t i = 0; i < trimmed.size; i++) {
        const char c = trimmed.data[i];
        const bool is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (c == '\'') literal = !literal;
        if (is_blank && !literal) {
            blank = true;
            continue;
        }
        if (blank) ds_buffer_add_char(to, ' ');
        blank = false;
        if (c == '"' || c == '\\') ds_buffer_add_char(to, '\\');
        ds_buffer_add_char(to, c);
    }
    ds_buffer_add_char(to, '"');
}

/* "2019-2023,2025"; "laatste:3". */
static void put_years(ds_buffer *to, const ds_recipe_years *years) {
    if (years->n == 0 && years->last == 0) return;
    ds_buffer_add_string(to, " jaren=");
    if (years->n == 0) ds_buffer_addf(to, "laatste:%u", years->last);
    for (size_t i = 0; i < years->n;) {
        size_t end = i;
        while (end + 1 < years->n && years->years[end + 1] == years->years[end] + 1)
            end++;
        ds_buffer_addf(to, "%s%d", i == 0 ? "" : ",", years->years[i]);
        if (end > i) ds_buffer_addf(to, "-%d", years->years[end]);
        i = end + 1;
    }
}

/* "[],[leerweg]". */
static void put_totals(ds_buffer *to, const ds_recipe_question *q) {
    if (q->n_totals == 0) return;
    ds_buffer_add_string(to, " totalen=");
    for (size_t i = 0; i < q->n_totals; i++) {
        ds_buffer_add_string(to, i == 0 ? "[" : ",[");
        put_names(to, &q->totals[i]);
        ds_buffer_add_char(to, ']');
    }
}

const char *ds_recipe_write_question(ds_recipe *recipe, const ds_recipe_question *q) {
    ds_buffer to;
    const char *text = NULL;
    ds_buffer_init(&to, 1 << 20);
    ds_buffer_add_string(&to, ds_recipe_ask_code(q->ask));
    if (q->subject[0] != '\0') ds_buffer_addf(&to, " %s", q->subject);
    if (q->part[0] != '\0') ds_buffer_addf(&to, " %s", q->part);
    put_word(&to, "banden", q->bands);
    put_word(&to, "basis", q->basis);
    put_list(&to, "by", &q->by);
    if (q->depth > 0) ds_buffer_addf(&to, " diepte=%u", q->depth);
    put_word(&to, "eenheid", q->unit);
    put_expression(&to, "groepen", q->groups);
    put_years(&to, &q->years);
    put_list(&to, "kenmerk", &q->attributes);
    put_list(&to, "naast", &q->beside);
    if (q->norm) ds_buffer_add_string(&to, " norm=ja");
    put_totals(&to, q);
    put_expression(&to, "waar", q->where);
    if (ds_buffer_finish(&to, NULL) == DS_OK)
        text = ds_arena_copy(&recipe->arena, (ds_text){to.data, to.size});
    ds_buffer_done(&to);
    return text;
}
