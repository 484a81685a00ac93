/* formulier/value_choice.c: choices as people type them: a code, or the words of its list in either
 * language. See value.h. */
#include <string.h>

#include "base/error.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/unicode.h"
#include "formulier/value.h"

enum { FOLD_SIZE = 400, SUGGESTED_MAX = 200 };

static bool is_same_words(ds_text a, const char *b) {
    char left[FOLD_SIZE] = "", right[FOLD_SIZE] = "";
    const ds_text other = ds_text_of(b);
    if (ds_text_equal(a, other)) return true;
    if (a.size > DS_UNICODE_FOLD_MAX || other.size > DS_UNICODE_FOLD_MAX) return false;
    return ds_text_equal((ds_text){left, ds_unicode_fold(a, false, left, sizeof left)},
                         (ds_text){right, ds_unicode_fold(other, false, right, sizeof right)});
}

/* The row that a text names: by its code, else by the one whose code or words are the same but for
 * letter case. NULL: none, or several (*out_several). */
static const ds_lijst_rij *find_choice(const ds_lijst *list, ds_text text, bool *out_several) {
    const ds_lijst_rij *found = ds_lijst_find(list, text);
    *out_several = false;
    if (found != NULL) return found;
    for (size_t i = 0; i < list->n_rows; i++) {
        const ds_lijst_rij *row = &list->rows[i];
        if (!is_same_words(text, row->code) && !is_same_words(text, row->say.nl) &&
            !is_same_words(text, row->say.en))
            continue;
        if (found != NULL) *out_several = true;
        found = row;
    }
    return *out_several ? NULL : found;
}

static ds_status refuse_choice(const ds_lijst *list, ds_text text, bool several, ds_error *err) {
    const char *names[SUGGESTED_MAX];
    ds_suggestion suggestion;
    size_t n = 0;
    if (several)
        return ds_error_set(err, DS_INPUT, "meer dan een keuze heet zo: neem de code",
                            "more than one choice is called so: take the code");
    for (size_t i = 0; i < list->n_rows && n + 1 < SUGGESTED_MAX; i++) {
        names[n++] = list->rows[i].code;
        names[n++] = list->rows[i].say.nl;
    }
    ds_suggest(text, names, n, &suggestion);
    return ds_error_set(err, DS_INPUT, "dit is geen van de keuzes%s%.0s",
                        "this is none of the choices%.0s%s", suggestion.nl, suggestion.en);
}

static ds_status mark_choices(const ds_lijst *list, ds_text text, bool *marked, ds_error *err) {
    for (size_t begin = 0; begin <= text.size;) {
        size_t end = begin;
        ds_text part;
        while (end < text.size && text.data[end] != ';' && text.data[end] != '\n')
            end++;
        part = ds_text_trim((ds_text){text.data + begin, end - begin});
        if (part.size > 0) {
            bool several;
            const ds_lijst_rij *row = find_choice(list, part, &several);
            if (row == NULL) return refuse_choice(list, part, several, err);
            marked[row - list->rows] = true;
        }
        begin = end + 1;
    }
    return DS_OK;
}

ds_status ds_waarde_read_choice(const ds_veld *field, ds_text text, ds_buffer *out, ds_error *err) {
    bool marked[DS_FORMULIER_CODES_MAX] = {false}, several;
    const ds_lijst *list = field->list;
    ds_status status;
    if (field->soort == DS_VELD_KEUZE) {
        const ds_lijst_rij *row = find_choice(list, text, &several);
        if (row == NULL) return refuse_choice(list, text, several, err);
        ds_buffer_add_string(out, row->code);
        return DS_OK;
    }
    status = mark_choices(list, text, marked, err);
    for (size_t i = 0; status == DS_OK && i < list->n_rows; i++)
        if (marked[i]) ds_buffer_addf(out, "%s%s", out->size > 0 ? ";" : "", list->rows[i].code);
    return status;
}

/* Its words, where these name it and no other; else its code. */
static void show_one_choice(const ds_lijst *list, ds_text code, ds_lang lang, ds_buffer *out) {
    const ds_lijst_rij *row = ds_lijst_find(list, code);
    const char *words = row == NULL ? "" : ds_say_text(row->say, lang);
    bool several;
    if (row != NULL && strpbrk(words, ";\n") == NULL && words[0] != '\0' &&
        find_choice(list, ds_text_of(words), &several) == row &&
        ds_text_trim(ds_text_of(words)).size == strlen(words))
        ds_buffer_add_string(out, words);
    else
        ds_buffer_add(out, code.data, code.size);
}

void ds_waarde_show_choice(const ds_veld *field, ds_text canonical, ds_lang lang, ds_buffer *out) {
    if (field->soort == DS_VELD_KEUZE) {
        show_one_choice(field->list, canonical, lang, out);
        return;
    }
    for (size_t begin = 0; begin < canonical.size;) {
        const char *semicolon = memchr(canonical.data + begin, ';', canonical.size - begin);
        const size_t end =
            semicolon == NULL ? canonical.size : (size_t)(semicolon - canonical.data);
        if (begin > 0) ds_buffer_add_string(out, "; ");
        show_one_choice(field->list, (ds_text){canonical.data + begin, end - begin}, lang, out);
        begin = end + 1;
    }
}
