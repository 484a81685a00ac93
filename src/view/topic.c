/* view/topic.c: which topic a sheet is of, and what people call topic and breakdown. See model.h.
 *
 * A sheet's id is its question: "telling vsv by=niveau jaren=2023". The words before the first
 * key name the topic; sheets of the monitor that count an indicator are of that indicator. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "view/model.h"

enum { WORDS = 3, NAME_SIZE = 300 };

/* The words of the question before its first key. */
static size_t split_question(const char *id, ds_text words[WORDS]) {
    size_t n = 0;
    while (n < WORDS && *id != '\0') {
        const size_t size = strcspn(id, " ");
        if (memchr(id, '=', size) != NULL) break;
        words[n++] = (ds_text){id, size};
        id += size + (id[size] == ' ');
    }
    return n;
}

/* What stands behind by= in the question; nothing where it is not there. */
static ds_text find_by(const char *id) {
    const char *at = strstr(id, " by=");
    if (at == NULL) return (ds_text){"", 0};
    at += strlen(" by=");
    return (ds_text){at, strcspn(at, " ")};
}

static bool is_counted(const char *kind) {
    return strcmp(kind, "telling") == 0 || strcmp(kind, "enquete") == 0;
}

/* a-z, 0-9, - and _: letters are lowered, the rest is a hyphen. */
static void add_name(char name[NAME_SIZE], ds_text word) {
    size_t n = strlen(name);
    if (n > 0 && n + 1 < NAME_SIZE) name[n++] = '-';
    for (size_t i = 0; i < word.size && n + 1 < NAME_SIZE; i++) {
        const unsigned char c = (unsigned char)word.data[i];
        name[n++] = (char)(c == '_' || (c < 0x80 && isalnum(c)) ? tolower(c) : '-');
    }
    name[n] = '\0';
}

static const char *keep_word(ds_views *views, const ds_text *words, size_t n, size_t i) {
    char text[NAME_SIZE];
    if (i >= n) return "";
    (void)snprintf(text, sizeof text, "%.*s", (int)words[i].size, words[i].data);
    return ds_document_keep(views->words, text);
}

bool ds_view_name_topic(ds_views *views, ds_view_sheet *sheet) {
    const ds_release_sheet *of = sheet->sheet;
    const ds_text by = find_by(of->id);
    ds_text words[WORDS];
    const size_t n = split_question(of->id, words);
    char name[NAME_SIZE] = "";
    if (is_counted(of->kind) && of->indicator[0] != '\0')
        add_name(name, ds_text_of(of->indicator));
    else if (n > 1 && ds_text_is(words[0], "telling"))
        add_name(name, words[1]);
    else
        for (size_t i = 0; i < n; i++)
            add_name(name, words[i]);
    if (name[0] == '\0') add_name(name, ds_text_of(of->kind));
    sheet->topic = ds_document_keep(views->words, name);
    sheet->subject = keep_word(views, words, n, 1);
    sheet->part = keep_word(views, words, n, 2);
    (void)snprintf(name, sizeof name, "%.*s", (int)by.size, by.data);
    sheet->by = ds_document_keep(views->words, name);
    return sheet->topic != NULL && sheet->subject != NULL && sheet->part != NULL &&
           sheet->by != NULL;
}

/* ---- titles ---- */

/* What a kind of sheet says of its subject ({0}); where it has none of its own. */
static const struct {
    const char *ask, *part;
    ds_say say;
} titles[] = {
    {"kloof", "", {"Kloof: {0}", "Gap: {0}"}},
    {"risico", "", {"Risicogroepen: {0}", "Groups at risk: {0}"}},
    {"verwacht", "", {"Wat te verwachten was: {0}", "What was to be expected: {0}"}},
    {"evaluatie", "", {"Effect: {0}", "Effect: {0}"}},
    {"evaluatie",
     "aantallen",
     {"Aantallen in de evaluatie: {0}", "Numbers in the evaluation: {0}"}},
    {"evaluatie", "balans", {"Balans van de vergelijking: {0}", "Balance of the comparison: {0}"}},
    {"evaluatie", "overlap", {"Overlap van de groepen: {0}", "Overlap of the groups: {0}"}},
    {"evaluatie", "gevoeligheid", {"Gevoeligheid: {0}", "Sensitivity: {0}"}},
    {"evaluatie", "manieren", {"Manieren van vergelijken: {0}", "Ways of comparing: {0}"}},
    {"evaluatie", "deelgroepen", {"Effect in deelgroepen: {0}", "Effect in subgroups: {0}"}},
    {"evaluatie", "scholen", {"Scholen in de evaluatie: {0}", "Schools in the evaluation: {0}"}},
    {"routes", "aanbod", {"Routes: het aanbod", "Routes: what is on offer"}},
    {"routes", "starters", {"Routes: wie er begint", "Routes: who starts"}},
    {"routes", "overgang", {"Routes: wat er overgaat", "Routes: what is carried over"}},
    {"routes", "kenmerken", {"Routes: wie er meedoet", "Routes: who takes part"}},
    {"route", "starters", {"Een route: wie er begint", "One route: who starts"}},
    {"route", "kenmerken", {"Een route: wie er meedoet", "One route: who takes part"}},
    {"route", "uitkomsten", {"Een route: uitkomsten", "One route: outcomes"}},
    {"stromen", "", {"Stromen tussen scholen en opleidingen", "Flows between schools and courses"}},
    {"stromen", "groei", {"Waar groei vandaan komt", "Where growth comes from"}},
    {"maand", "", {"Voortijdig schoolverlaten per maand", "Early school leaving by month"}},
    {"kader", "", {"Procesevaluatie: het kader", "Process evaluation: the framework"}},
    {"kader", "contact", {"Procesevaluatie: contacten", "Process evaluation: contacts"}},
    {"extern", "", {"Cijfers van anderen", "Figures of others"}},
    {"bronnen", "", {"Leveringen", "Deliveries"}},
};

static ds_text first_word(const char *id) {
    return (ds_text){id, strcspn(id, " ")};
}

/* Of routes and their kin the part is the word behind the ask. */
static const char *part_of(const ds_view_sheet *sheet) {
    const ds_text ask = first_word(sheet->sheet->id);
    static const char *const with_part[] = {"routes", "route", "stromen", "kader"};
    for (size_t i = 0; i < sizeof with_part / sizeof *with_part; i++)
        if (ds_text_is(ask, with_part[i])) return sheet->subject;
    return ds_text_is(ask, "evaluatie") ? sheet->part : "";
}

static ds_say say_subject(ds_views *views, const ds_view_sheet *sheet) {
    const ds_release_sheet *of = sheet->sheet;
    const char *id = of->indicator[0] != '\0' ? of->indicator : sheet->subject;
    const ds_release_definition *definition =
        id[0] == '\0' ? NULL : ds_release_definition_of(views->release, id);
    ds_say label;
    if (definition != NULL && definition->name.nl != NULL) return definition->name;
    label = ds_release_label_of(views->release, "indicator", id);
    if (strcmp(label.nl, id) != 0) return label;
    return ds_release_label_of(views->release, "evaluatie", id);
}

/* A table of the monitor that could not be filled has its number only. */
static ds_say say_number(ds_views *views, const char *subject) {
    const ds_value number = ds_value_text(subject + 1);
    return ds_document_phrase(views->words,
                              subject[0] == 'F' ? DS_SAY("Figuur {0}", "Figure {0}")
                                                : DS_SAY("Tabel {0}", "Table {0}"),
                              &number, 1);
}

static bool is_numbered(const char *subject) {
    return (subject[0] == 'F' || subject[0] == 'T') && isdigit((unsigned char)subject[1]);
}

ds_say ds_view_topic_title(ds_views *views, const ds_view_sheet *sheet) {
    const ds_release_sheet *of = sheet->sheet;
    const bool counted = is_counted(of->kind) &&
                         (of->indicator[0] != '\0' || ds_text_is(first_word(of->id), "telling"));
    const ds_say subject = say_subject(views, sheet);
    const ds_value value = ds_value_word("", subject.nl, subject.en);
    if (!counted && of->title.nl != NULL && of->title.nl[0] != '\0') return of->title;
    for (size_t i = 0; !counted && i < sizeof titles / sizeof *titles; i++)
        if (ds_text_is(first_word(of->id), titles[i].ask) &&
            strcmp(titles[i].part, part_of(sheet)) == 0)
            return ds_document_phrase(views->words, titles[i].say, &value, 1);
    if (ds_text_is(first_word(of->id), "monitor") && is_numbered(sheet->subject) &&
        strcmp(subject.nl, sheet->subject) == 0)
        return say_number(views, sheet->subject);
    return subject.nl[0] != '\0' ? subject : ds_document_say(views->words, of->id, of->id);
}

/* ---- breakdowns ---- */

static ds_say say_key_names(const ds_filling *filling, const ds_view_sheet *sheet) {
    ds_say keys[DS_FILLED_KEYS];
    size_t n = 0;
    for (size_t k = 0; k < sheet->breakdown.n_keys && n < DS_FILLED_KEYS; k++)
        if (ds_view_is_in_list(sheet->breakdown.by, sheet->breakdown.keys[k].name))
            keys[n++] = sheet->breakdown.keys[k].title;
    if (n == 0 && sheet->by[0] != '\0') keys[n++] = (ds_say){sheet->by, sheet->by};
    return n == 0 ? DS_SAY("in het geheel", "as a whole") : ds_filled_say_by(filling, keys, n);
}

static bool is_same_in_all(const ds_release_sheet *of, size_t k) {
    const char *code = of->facts[0].keys[k];
    bool same = code[0] != '\0' && !ds_filled_is_total(code);
    for (size_t i = 1; i < of->n_facts && same; i++)
        same = strcmp(of->facts[i].keys[k], code) == 0;
    return same;
}

/* Of which attribute groups are has no word among values where it is the name of a key. */
static ds_say say_value_of(const ds_filling *filling, const char *column, const char *code) {
    const ds_say label = ds_filled_label(filling, column, code);
    if (strcmp(column, "kenmerk") != 0 || strcmp(label.nl, code) != 0) return label;
    return ds_filled_heading(filling, code);
}

/* Of a key that is the same in all facts, and not over all, what it is; dropped: only of those that
 * are no key of the breakdown. */
static ds_say say_constant(const ds_filling *filling, const ds_view_sheet *sheet, bool dropped) {
    const ds_release_sheet *of = sheet->sheet;
    ds_say parts[DS_FILLED_KEYS];
    size_t n = 0;
    for (size_t k = 0; k < of->n_keys && n < DS_FILLED_KEYS && of->n_facts > 0; k++) {
        bool left_out = false;
        for (size_t i = 0; dropped && i < sheet->breakdown.n_keys; i++)
            left_out = left_out || sheet->index.sheet_keys[i] == k;
        if (!left_out && is_same_in_all(of, k))
            parts[n++] = say_value_of(filling, of->key_names[k], of->facts[0].keys[k]);
    }
    return ds_filled_join(filling, parts, n, DS_SAY(", ", ", "));
}

ds_say ds_view_say_constant(ds_views *views, const ds_view_sheet *sheet) {
    const ds_filling filling = {views->words, NULL, views->release, sheet->sheet};
    const ds_say own = sheet->sheet->title;
    if (own.nl != NULL && own.nl[0] != '\0') return (ds_say){NULL, NULL}; /* that says it */
    return say_constant(&filling, sheet, true);
}

static ds_say say_years_of(const ds_filling *filling, const ds_view_sheet *sheet) {
    const ds_view_breakdown *b = &sheet->breakdown;
    if (b->years_after) return (ds_say){NULL, NULL};
    return ds_filled_say_years(filling, b->years, b->n_years);
}

/* A table of the monitor has words of its own, which tell it from others by the same keys. */
static ds_say say_own_title(const ds_view_sheet *sheet) {
    const ds_release_sheet *of = sheet->sheet;
    if (!is_counted(of->kind) || of->title.nl == NULL || of->title.nl[0] == '\0')
        return (ds_say){NULL, NULL};
    return of->title;
}

ds_say ds_view_breakdown_title(ds_views *views, const ds_view_sheet *sheet) {
    const ds_filling filling = {views->words, NULL, views->release, sheet->sheet};
    const ds_say parts[] = {say_key_names(&filling, sheet), say_constant(&filling, sheet, false),
                            say_years_of(&filling, sheet)};
    const ds_say both[] = {ds_filled_join(&filling, parts, 3, DS_SAY(", ", ", ")),
                           say_own_title(sheet)};
    return ds_filled_join(&filling, both, 2, DS_SAY(": ", ": "));
}
