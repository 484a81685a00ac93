/* tests/support/random_definition.c: see random_definition.h. Each function appends an expression
 * of the type in its name, with parentheses where it is put into another. */
#include "support/random_definition.h"

#include <string.h>

#include "base/codes.h"
#include "support/random_register.h"

typedef struct writer {
    random_source *source;
    ds_buffer *out;
    int first_year;
    int shifts;  /* how many more shifts this indicator may have: each asks for covered years */
    int names;   /* how many terms may be used: those before this one */
    int derived; /* how many derived columns */
    int inside;  /* functions around: self may stand in one */
} writer;

static void write_bool(writer *w, int depth);
static void write_integer(writer *w, int depth);

static void say(writer *w, const char *text) {
    ds_buffer_add_string(w->out, text);
}

static const struct text_column {
    const char *name;
    const ds_code_list *codes;
} text_columns[] = {{"soort", &ds_codes_soort},
                    {"leerweg", &ds_codes_leerweg},
                    {"sector", &ds_codes_sector},
                    {"route", &ds_codes_route},
                    {"geslacht", &ds_codes_geslacht},
                    {"migratieachtergrond", &ds_codes_migratieachtergrond},
                    {"diploma_vo", &ds_codes_diploma_vo},
                    {"behaald_leerweg", &ds_codes_leerweg},
                    {"behaald_instelling", NULL},
                    {"behaald_opleiding", NULL},
                    {"behaald_hoofdgroep", NULL},
                    {"opleiding", NULL},
                    {"hoofdgroep", NULL},
                    {"profiel", NULL},
                    {"instelling", NULL},
                    {"vestiging", NULL},
                    {"advies", NULL},
                    {"opleiding_ouders", NULL},
                    {"gemeente", NULL},
                    {"rmc_regio", NULL},
                    {"vso_cluster", NULL},
                    {"naam", NULL},
                    {"type", NULL}};
static const char *const integer_columns[] = {
    "leerjaar",    "niveau",         "niveau",         "leeftijd_geleverd", "leeftijd",  "leeftijd",
    "diploma_mbo", "behaald_niveau", "behaald_niveau", "eerste_jaar_mbo",   "schooljaar"};
static const char *const bool_columns[] = {
    "hoofdinschrijving", "bekostigd",  "functiebeperking", "ingeschreven", "vrijgesteld",
    "diploma_vmbo",      "diploma_ho", "gediplomeerd",     "gediplomeerd", "vsv_duo"};
static const char *const signs[] = {"=", "<>", "<", "<=", ">", ">="};

/* ---- small parts ---- */

static void write_sign(writer *w, bool ordered) {
    ds_buffer_addf(w->out, " %s ", signs[random_below(w->source, ordered ? 6 : 2)]);
}

/* [t+k] or [last], now and then. */
static void write_shift(writer *w, int percent) {
    static const int years[] = {1, 1, 1, -1, -1, 2, -2, 0, 3};
    int k;
    if (w->shifts == 0 || !random_chance(w->source, percent)) return;
    w->shifts--;
    k = RANDOM_PICK(w->source, years);
    if (k == 0)
        say(w, "[t]");
    else
        ds_buffer_addf(w->out, "[t%+d]", k);
}

static void write_quoted(writer *w, const char *text) {
    ds_buffer_add_char(w->out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'') ds_buffer_add_char(w->out, '\'');
        ds_buffer_add_char(w->out, *text);
    }
    ds_buffer_add_char(w->out, '\'');
}

/* A text that the column may well have. */
static void write_word(writer *w, const struct text_column *column) {
    static const char *const types[] = {"ROC - groot", "AOC", "bestaat niet"};
    const char *first = column->name;
    if (column->codes != NULL)
        write_quoted(w,
                     column->codes->values[random_below(w->source, (int)column->codes->n_values)]);
    else if (strstr(first, "instelling") != NULL)
        write_quoted(w, random_institutions[random_below(w->source, (int)random_n_institutions)]);
    else if (first[0] == 't')
        write_quoted(w, RANDOM_PICK(w->source, types));
    else
        write_quoted(w, random_words[random_below(w->source, (int)random_n_words)]);
}

static void write_list(writer *w, const struct text_column *column) {
    say(w, random_chance(w->source, 30) ? " not in (" : " in (");
    for (int n = random_from(w->source, 1, 4); n > 0; n--) {
        if (column != NULL)
            write_word(w, column);
        else
            ds_buffer_addf(w->out, "%d", random_from(w->source, -1, 30));
        say(w, n > 1 ? ", " : ")");
    }
}

static void write_null(writer *w) {
    say(w, random_chance(w->source, 40) ? " is not null" : " is null");
}

/* (…), perhaps shifted. */
static void write_parts(writer *w, void (*part)(writer *, int), int depth) {
    say(w, "(");
    part(w, depth);
    say(w, ")");
    write_shift(w, 15);
}

/* A column, of the row itself now and then. */
static void write_own(writer *w, const char *name) {
    if (w->inside > 0 && random_chance(w->source, 25)) say(w, "self.");
    say(w, name);
}

/* ---- leaves ---- */

static void write_text_test(writer *w) {
    const struct text_column *a = &RANDOM_PICK(w->source, text_columns);
    const struct text_column *b = &RANDOM_PICK(w->source, text_columns);
    int kind = random_below(w->source, 10);
    if (w->inside > 0 && random_chance(w->source, 40)) { /* this row's own value */
        say(w, a->name);
        write_shift(w, 20);
        write_sign(w, a->codes != NULL && a->codes->ordered);
        ds_buffer_addf(w->out, "self.%s", a->name);
        write_shift(w, 20);
        return;
    }
    /* compared with the last year, after which there are no diplomas of t (behaald_…) */
    if (random_chance(w->source, 6) && a->name[0] != 'b') {
        ds_buffer_addf(w->out, "%s%s", a->name, random_chance(w->source, 50) ? "[last]" : "");
        write_sign(w, a->codes != NULL && a->codes->ordered);
        ds_buffer_addf(w->out, "%s[last]", a->name);
        return;
    }
    if (kind == 0) { /* the literal first */
        write_word(w, a);
        write_sign(w, a->codes != NULL && a->codes->ordered);
        say(w, a->name);
        write_shift(w, 20);
        return;
    }
    say(w, a->name);
    write_shift(w, 25);
    if (kind <= 3) {
        write_sign(w, a->codes != NULL && a->codes->ordered);
        write_word(w, a);
    } else if (kind <= 5) {
        write_list(w, a);
    } else if (kind <= 7) { /* the same column in another year, or another column */
        if (kind == 6) b = a;
        write_sign(w, a == b && a->codes != NULL && a->codes->ordered);
        say(w, b->name);
        write_shift(w, 60);
    } else {
        write_null(w);
    }
}

static void write_diploma_vo(writer *w) {
    const struct text_column *column = &text_columns[6];
    bool between = random_chance(w->source, 40);
    say(w, column->name);
    write_shift(w, 25);
    if (!between) {
        write_sign(w, true);
        write_word(w, column);
        return;
    }
    say(w, random_chance(w->source, 30) ? " not between " : " between ");
    write_word(w, column);
    say(w, " and ");
    write_word(w, column);
}

static void write_day(writer *w) {
    ds_buffer_addf(w->out, "'%04d-%02d-%02d'", w->first_year - random_from(w->source, 12, 26),
                   random_from(w->source, 1, 12), random_from(w->source, 1, 28));
}

static void write_date_test(writer *w) {
    int kind = random_below(w->source, 6);
    say(w, "geboortedatum");
    write_shift(w, 25);
    if (kind == 0) {
        write_null(w);
    } else if (kind == 1) {
        say(w, " between ");
        write_day(w);
        say(w, " and ");
        write_day(w);
    } else if (kind == 2) {
        write_sign(w, true);
        say(w, "geboortedatum");
        write_shift(w, 50);
    } else {
        write_sign(w, true);
        write_day(w);
    }
}

static void write_yes_no(writer *w) {
    static const char *const tests[] = {" = 'ja'",        " = 'nee'",    " <> 'ja'",
                                        " in ('ja')",     " in ('nee')", " in ('ja', 'nee')",
                                        " not in ('nee')"};
    write_own(w, RANDOM_PICK(w->source, bool_columns));
    write_shift(w, 25);
    if (random_chance(w->source, 15))
        write_null(w);
    else if (random_chance(w->source, 40))
        say(w, RANDOM_PICK(w->source, tests));
}

/* A list with an order in which not all words stand. */
static void write_advies(writer *w) {
    static const char *const levels[] = {"'vmbo-tl'", "'havo'", "'pro'", "'vwo'"};
    say(w, "advies");
    write_shift(w, 20);
    write_sign(w, true);
    if (random_chance(w->source, 70)) {
        say(w, RANDOM_PICK(w->source, levels));
    } else {
        write_own(w, "advies");
        write_shift(w, 40);
    }
}

/* o0: words with an order of their own. */
static void write_ordered_test(writer *w) {
    static const char *const levels[] = {"'laag'", "'midden'", "'hoog'"};
    write_own(w, "o0");
    write_shift(w, 25);
    if (random_chance(w->source, 30)) {
        say(w, random_chance(w->source, 50) ? " between 'laag' and 'midden'" : " not in ('hoog')");
        return;
    }
    write_sign(w, true);
    if (random_chance(w->source, 70))
        say(w, RANDOM_PICK(w->source, levels));
    else
        say(w, "(o0)[t]");
}

static void write_derived_test(writer *w) {
    static const char *const values[] = {"'een'", "'O''Brien'", "'overig'"};
    ds_buffer_addf(w->out, "d%d", random_below(w->source, w->derived));
    write_shift(w, 25);
    if (random_chance(w->source, 30))
        say(w, " in ('een', 'overig')");
    else
        ds_buffer_addf(w->out, " %s %s", random_chance(w->source, 70) ? "=" : "<>",
                       RANDOM_PICK(w->source, values));
}

/* uren_werk and what adds up to hours. */
static void write_hours(writer *w) {
    int kind = random_below(w->source, 4);
    say(w, "uren_werk");
    write_shift(w, 30);
    if (kind == 0) {
        ds_buffer_addf(w->out, " %c uren_werk", random_chance(w->source, 50) ? '+' : '-');
        write_shift(w, 50);
    } else if (kind == 1) {
        ds_buffer_addf(w->out, " %c %d", random_chance(w->source, 50) ? '+' : '-',
                       random_from(w->source, 0, 40));
    }
}

static void write_hours_test(writer *w) {
    write_hours(w);
    switch (random_below(w->source, 4)) {
    case 0:
        ds_buffer_addf(w->out, " between %d and %d", random_from(w->source, -5, 20),
                       random_from(w->source, 5, 45));
        break;
    case 1:
        write_list(w, NULL);
        break;
    default:
        write_sign(w, true);
        if (random_chance(w->source, 80))
            ds_buffer_addf(w->out, "%d", random_from(w->source, -1, 40));
        else
            write_hours(w);
    }
}

/* ---- numbers ---- */

static void write_years(writer *w, bool until, int depth) {
    int from = random_from(w->source, -2, 1), to = from + random_from(w->source, 0, 2);
    const bool partial = !until && random_chance(w->source, 30);
    if (w->shifts > 0) w->shifts--;
    say(w, until ? "years_until(" : partial ? "within?(" : "within(");
    w->inside++;
    write_bool(w, depth);
    w->inside--;
    ds_buffer_addf(w->out, ", %d, %d)", from, to);
}

static void write_plain_integer(writer *w) {
    if (w->derived > 1 && random_chance(w->source, 10))
        write_own(w, "n0");
    else if (w->names > 2 && random_chance(w->source, 12))
        ds_buffer_addf(w->out, "i%d", random_below(w->source, w->names - 2));
    else
        write_own(w, RANDOM_PICK(w->source, integer_columns));
    write_shift(w, 25);
}

static void write_integer(writer *w, int depth) {
    int kind = depth <= 0 ? 0 : random_below(w->source, 12);
    if (kind < 6) {
        write_plain_integer(w);
    } else if (kind == 6) {
        ds_buffer_addf(w->out, "%d", random_from(w->source, -3, 30));
    } else if (kind <= 8) {
        write_parts(w, write_integer, depth - 1);
        say(w, random_chance(w->source, 50) ? " + " : " - ");
        write_parts(w, write_integer, depth - 1);
    } else if (kind <= 10 || w->shifts == 0) {
        say(w, "count(");
        w->inside++;
        write_bool(w, depth - 1);
        w->inside--;
        say(w, ")");
    } else {
        write_years(w, true, depth - 1);
    }
}

static void write_integer_test(writer *w, int depth) {
    int kind = random_below(w->source, 8);
    write_parts(w, write_integer, depth);
    if (kind == 0) {
        write_null(w);
    } else if (kind == 1) {
        write_list(w, NULL);
    } else if (kind == 2) {
        say(w, " between ");
        write_parts(w, write_integer, depth - 1);
        say(w, " and ");
        write_parts(w, write_integer, depth - 1);
    } else if (kind <= 4) {
        write_sign(w, true);
        write_parts(w, write_integer, depth - 1);
    } else {
        write_sign(w, true);
        ds_buffer_addf(w->out, "%d",
                       random_chance(w->source, 20) ? w->first_year
                                                    : random_from(w->source, -1, 24));
    }
}

/* ---- yes or no ---- */

static void write_leaf(writer *w) {
    int kind = random_below(w->source, 20);
    if (kind < 7)
        write_text_test(w);
    else if (kind < 9)
        write_diploma_vo(w);
    else if (kind == 9)
        write_date_test(w);
    else if (kind < 12)
        write_hours_test(w);
    else if (kind == 12 && w->derived > 1 && random_chance(w->source, 50))
        write_ordered_test(w);
    else if (kind == 12 && w->derived > 0)
        write_derived_test(w);
    else if (kind == 14)
        write_advies(w);
    else if (kind == 13 && w->names > 0)
        ds_buffer_addf(w->out, "b%d", random_below(w->source, w->names < 2 ? w->names : 2));
    else if (kind < 17)
        write_yes_no(w);
    else
        write_integer_test(w, 0);
}

static void write_call(writer *w, int depth) {
    static const char *const names[] = {"ever(", "first(", "ever(", "EVER("};
    if (random_chance(w->source, 35) && w->shifts > 0) {
        write_years(w, false, depth);
    } else {
        say(w, RANDOM_PICK(w->source, names));
        w->inside++;
        write_bool(w, depth);
        w->inside--;
        say(w, ")");
    }
    write_shift(w, 15);
}

static void write_bool(writer *w, int depth) {
    int kind = depth <= 0 ? 0 : random_below(w->source, 16);
    if (kind < 4) {
        write_leaf(w);
    } else if (kind < 6) {
        write_integer_test(w, depth - 1);
    } else if (kind < 8) {
        say(w, "not ");
        write_parts(w, write_bool, depth - 1);
    } else if (kind < 12) {
        write_parts(w, write_bool, depth - 1);
        say(w, kind < 10 ? " and " : " OR ");
        write_parts(w, write_bool, depth - 1);
    } else if (kind == 12) {
        write_parts(w, write_bool, depth - 1);
        write_sign(w, false);
        write_parts(w, write_bool, depth - 1);
    } else if (kind == 13) {
        write_parts(w, write_bool, depth - 1);
        write_null(w);
    } else {
        write_call(w, depth - 1);
    }
}

/* ---- files ---- */

/* n0, whole numbers, and o0, words with an order. */
static void write_columns_of_kinds(writer *w) {
    static const char *const closings[] = {"", "    - else: 0\n", "    - {else: -3}\n"};
    w->shifts = 1;
    say(w, "  n0:\n    - when: |\n        ");
    write_bool(w, 1);
    say(w, "\n      is: 2\n    - when: |\n        ");
    write_bool(w, 1);
    say(w, "\n      is: -7\n");
    say(w, RANDOM_PICK(w->source, closings));
    say(w, "  o0:\n    order: [laag, midden, hoog]\n    rules:\n    - when: |\n        ");
    w->shifts = 1;
    write_bool(w, 1);
    say(w, "\n      is: hoog\n    - when: |\n        ");
    write_bool(w, 1);
    say(w, "\n      is: laag\n");
    if (random_chance(w->source, 50)) say(w, "    else: midden\n");
}

static void write_names(writer *w) {
    say(w, "terms:\n");
    for (int i = 0; i < RANDOM_TERMS; i++) {
        ds_buffer_addf(w->out, "  %c%d: |\n    ", i < 2 ? 'b' : 'i', i % 2);
        w->shifts = 1;
        if (i < 2)
            write_bool(w, 2);
        else
            write_integer(w, 2);
        w->names = i + 1;
        say(w, "\n");
    }
    say(w, "columns:\n");
    for (int i = 0; i < RANDOM_DERIVED; i++) {
        static const char *const values[] = {"een", "O'Brien", "een", "onbekend"};
        ds_buffer_addf(w->out, "  d%d:\n", i);
        w->shifts = 1;
        for (int rule = 0; rule < 3; rule++) {
            say(w, "    - when: |\n        ");
            write_bool(w, 1);
            ds_buffer_addf(w->out, "\n      is: \"%s\"\n", values[rule < 2 ? rule : 2 + i]);
        }
        if (i == 0) write_columns_of_kinds(w);
        w->derived = i + 1;
    }
}

static void write_population(writer *w) {
    static const char *const usual[] = {"ingeschreven",
                                        "soort = 'mbo'",
                                        "soort in ('mbo', 'vmbo') and leeftijd < 23",
                                        "not vrijgesteld",
                                        "niveau >= 2 or niveau is null",
                                        "gediplomeerd"};
    if (random_chance(w->source, 60)) {
        say(w, RANDOM_PICK(w->source, usual));
        if (random_chance(w->source, 60)) return;
        say(w, random_chance(w->source, 50) ? " and " : " or ");
        write_parts(w, write_bool, 1);
        return;
    }
    write_bool(w, 3);
}

void random_definition_write(random_source *source, int n_indicators, int first_year,
                             ds_buffer *yaml) {
    writer w = {.source = source, .out = yaml, .first_year = first_year};
    write_names(&w);
    say(&w, "indicators:\n");
    for (int i = 0; i < n_indicators; i++) {
        bool numeric = random_chance(source, 25);
        w.shifts = random_below(source, 3);
        ds_buffer_addf(yaml, "  - id: r%d\n", i);
        if (random_chance(source, 30))
            say(&w, random_chance(source, 50) ? "    per: instelling\n" : "    per: opleiding\n");
        if (random_chance(source, 25))
            ds_buffer_addf(yaml, "    pool: %d\n", random_from(source, 1, 3));
        say(&w, "    population: |\n      ");
        write_population(&w);
        w.shifts += random_below(source, 3);
        ds_buffer_addf(yaml, "\n    %s: |\n      ", numeric ? "value" : "event");
        if (!numeric)
            write_bool(&w, 4);
        else if (random_chance(source, 30))
            write_hours(&w);
        else
            write_integer(&w, 3);
        say(&w, "\n");
    }
}

void random_definition_key(random_source *source, bool own, ds_buffer *out) {
    static const char *const others[] = {"geboortedatum", "uren_werk",           "naam",
                                         "type",          "migratieachtergrond", "leeftijd"};
    static const char *const names[] = {
        "b0",       "b1", "i0", "i1",           "d0",
        "d1",       "n0", "o0", "(niveau + 1)", "within(niveau = 2, -1, 0)",
        "(n0 - i0)"};
    writer w = {.source = source, .out = out, .shifts = 1};
    int kind = random_below(source, own ? 6 : 4);
    if (kind == 0)
        say(&w, RANDOM_PICK(source, others));
    else if (kind == 1)
        say(&w, RANDOM_PICK(source, text_columns).name);
    else if (kind == 2)
        say(&w, integer_columns[random_below(source, 10)]);
    else if (kind == 3)
        say(&w, RANDOM_PICK(source, bool_columns));
    else
        say(&w, RANDOM_PICK(source, names));
    write_shift(&w, 15);
}
