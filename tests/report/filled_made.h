/* tests/report/filled_made.h: sheets and blocks made by hand, and what is filled of them as text.
 */
#ifndef DS_TESTS_FILLED_MADE_H
#define DS_TESTS_FILLED_MADE_H

#include "support/support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "doorstroom/filled.h"

enum { MADE_FACTS = 400, MADE_KEYS = 3 };

/* A sheet with up to three keys; facts are added one by one. */
typedef struct made_sheet {
    ds_release_sheet sheet;
    const char *names[MADE_KEYS];
    ds_release_fact facts[MADE_FACTS];
    const char *keys[MADE_FACTS][MADE_KEYS];
} made_sheet;

static inline void made_begin(made_sheet *made, const char *kind, const char *unit,
                              const char *first, const char *second) {
    memset(made, 0, sizeof *made);
    made->names[0] = first;
    made->names[1] = second;
    made->sheet = (ds_release_sheet){.id = "vraag",
                                     .kind = kind,
                                     .indicator = "vsv",
                                     .version = "1",
                                     .scope = "",
                                     .unit = unit,
                                     .title = {"Nieuwe vsv'ers", "New early leavers"},
                                     .source = {"DUO", "DUO"},
                                     .key_names = made->names,
                                     .n_keys = first == NULL    ? 0u
                                               : second == NULL ? 1u
                                                                : 2u,
                                     .facts = made->facts,
                                     .reason = ""};
}

/* The fact just added, to be changed. */
static inline ds_release_fact *made_fact(made_sheet *made, int jaar, const char *first,
                                         const char *second, const char *measure, double value) {
    const size_t n = made->sheet.n_facts++;
    assert_true(n < MADE_FACTS);
    made->keys[n][0] = first;
    made->keys[n][1] = second;
    made->facts[n] = (ds_release_fact){.jaar = jaar,
                                       .keys = made->keys[n],
                                       .measure = measure,
                                       .klasse = "",
                                       .state = DS_STATE_SHOWN,
                                       .value = value,
                                       .se = NAN,
                                       .low = NAN,
                                       .high = NAN,
                                       .p = NAN,
                                       .p_adjusted = NAN,
                                       .n = -1,
                                       .missing = -1,
                                       .reason = ""};
    return &made->facts[n];
}

static inline void made_hide(ds_release_fact *fact) {
    fact->state = DS_STATE_SUPPRESSED;
    fact->value = fact->se = fact->low = fact->high = fact->p = fact->p_adjusted = NAN;
    fact->n = fact->missing = -1;
}

static inline ds_release_fact *made_interval(ds_release_fact *fact, double low, double high) {
    fact->low = low;
    fact->high = high;
    return fact;
}

/* A block that asks for nothing in particular. */
static inline ds_recipe_block made_block(ds_recipe_block_kind kind, const char *id) {
    return (ds_recipe_block){.kind = kind,
                             .id = id,
                             .rule = "",
                             .titel = {"", ""},
                             .soort = "",
                             .monitor = "",
                             .indicator = "",
                             .evaluatie = "",
                             .uitkomst = "",
                             .vraag = "",
                             .waar = "",
                             .groepenregel = "",
                             .tegen_sleutel = "",
                             .tegen_text = "",
                             .basis = "",
                             .eenheid = "",
                             .noot = {"", ""},
                             .drempel = NAN,
                             .maat = "",
                             .klasse = "",
                             .vorm = "",
                             .naast = "",
                             .a = "",
                             .b = "",
                             .wat = {"", ""},
                             .tekst = {"", ""},
                             .bron = {"", ""},
                             .waarde = NAN,
                             .href = ""};
}

/* Braces: rule, and up to two keys as "leerweg=bol". */
typedef struct made_braces {
    ds_recipe_block block;
    ds_recipe_only only[2];
    const char *values[2];
    char texts[2][64];
    int year;
} made_braces;

static inline void made_rule(made_braces *made, const char *rule, const char *first,
                             const char *second) {
    const char *const keys[] = {first, second};
    memset(made, 0, sizeof *made);
    made->block = made_block(DS_RECIPE_WORDS, "");
    made->block.rule = rule;
    made->block.alleen = made->only;
    for (size_t i = 0; i < 2; i++) {
        char *equals;
        if (keys[i] == NULL) continue;
        assert_true(strlen(keys[i]) < sizeof made->texts[i]);
        memcpy(made->texts[i], keys[i], strlen(keys[i]) + 1);
        equals = strchr(made->texts[i], '=');
        assert_non_null(equals);
        *equals = '\0';
        made->values[i] = equals + 1;
        made->only[made->block.n_alleen++] =
            (ds_recipe_only){made->texts[i], {&made->values[i], 1}};
    }
}

/* What the braces say, kept by the document. */
static inline ds_say made_words(ds_document *to, const made_braces *braces,
                                const made_sheet *made) {
    return ds_filled_words(to, &braces->block, made == NULL ? NULL : &made->sheet, NULL);
}

static inline ds_status made_put(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

/* The document in one form, freed by the caller with ds_buffer_done. table: of csv. */
static inline void made_write(const ds_document *document, ds_form form, ds_lang lang,
                              const char *table, ds_buffer *out) {
    ds_write_options options = DS_WRITE_OPTIONS_INIT;
    ds_sink sink;
    ds_error err;
    options.lang = lang;
    options.table = table;
    options.width = 200;
    ds_buffer_init(out, 1 << 24);
    sink = (ds_sink){out, made_put};
    if (ds_document_write(document, form, &options, &sink, &err) != DS_OK) fail_msg("%s", err.en);
}

#endif
