/* tests/cli/match_help.h: what the tests of match and effect share: running the program with
 * options in one string, and reading its csv. */
#ifndef DS_TESTS_CLI_MATCH_HELP_H
#define DS_TESTS_CLI_MATCH_HELP_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "support/work_random.h"
#include "support/work_run.h"

#define CONTRACT                                                                                   \
    "evaluation,outcome,jaar,n_behandeld,n_controle,buiten_steun,behandeld,controle,verschil,se,"  \
    "laag,hoog,p"
#define HEADER CONTRACT "\n"                                    /* of match */
#define EFFECT_HEADER CONTRACT ",cohorten,soort,p_holm,exact\n" /* of effect */

enum { WORDS_MAX = 30, MATCH_FIELDS = 13, FIELDS = 17, ROWS_MAX = 400, FIELD_SIZE = 64 };
enum {
    EVALUATION,
    OUTCOME,
    JAAR,
    N_TREATED,
    N_CONTROL,
    OFF,
    TREATED,
    CONTROL,
    DIFF,
    SE,
    LOW,
    HIGH,
    P,
    COHORTS, /* from here on in effect only */
    KIND,
    P_HOLM,
    EXACT
};

/* The program with these words, which spaces part. */
static inline ds_run run_words(const char *format, ...) {
    char *words[WORDS_MAX] = {NULL}, line[4096], *rest = line, *word;
    size_t n = 0;
    va_list list;
    va_start(list, format);
    assert_true(vsnprintf(line, sizeof line, format, list) < (int)sizeof line);
    va_end(list);
    while ((word = strsep(&rest, " ")) != NULL) {
        if (word[0] == '\0') continue;
        assert_true(n < WORDS_MAX);
        words[n++] = word;
    }
    return ds_run_program(DS_PROGRAM, NULL, words[0], words[1], words[2], words[3], words[4],
                          words[5], words[6], words[7], words[8], words[9], words[10], words[11],
                          words[12], words[13], words[14], words[15], words[16], words[17],
                          words[18], words[19], words[20], words[21], words[22], words[23],
                          words[24], words[25], words[26], words[27], words[28], words[29], NULL);
}

typedef struct table {
    char field[ROWS_MAX][FIELDS][FIELD_SIZE];
    size_t n;
} table;

/* No number that is none may reach a table. */
static inline void has_no_nan(const char *text) {
    for (const char *at = text; *at != '\0'; at++) {
        const bool begins = at == text || strchr(",: \n(-", at[-1]) != NULL;
        if (begins && (strncasecmp(at, "nan", 3) == 0 || strncasecmp(at, "inf", 3) == 0) &&
            strchr(",;\n )", at[3]) != NULL)
            fail_msg("no number: %.80s", at);
    }
}

static inline void parse_csv(char *text, table *out) {
    const bool effect = strncmp(text, EFFECT_HEADER, sizeof EFFECT_HEADER - 1) == 0;
    char *line;
    has_no_nan(text);
    if (!effect) assert_memory_equal(text, HEADER, sizeof HEADER - 1);
    text += effect ? sizeof EFFECT_HEADER - 1 : sizeof HEADER - 1;
    out->n = 0;
    while ((line = strsep(&text, "\n")) != NULL && line[0] != '\0') {
        assert_true(out->n < ROWS_MAX);
        for (size_t f = 0; f < (effect ? FIELDS : MATCH_FIELDS); f++) {
            const char *field = strsep(&line, ",");
            assert_non_null(field);
            assert_true(strlen(field) < FIELD_SIZE);
            (void)snprintf(out->field[out->n][f], FIELD_SIZE, "%s", field);
        }
        assert_null(line);
        out->n++;
    }
}

/* What the run printed, which must have gone well. */
static inline void run_table(ds_run run, table *out) {
    if (run.code != 0) fail_msg("%d: %s", run.code, run.err);
    parse_csv(run.out, out);
    ds_run_done(&run);
}

static inline double number_in(const table *t, size_t row, size_t field) {
    double value;
    assert_true(row < t->n);
    if (t->field[row][field][0] == '\0') return NAN;
    if (!ds_number_parse_decimal(ds_text_of(t->field[row][field]), &value))
        fail_msg("no number: %s", t->field[row][field]);
    return value;
}

static inline void is_near(double found, double expected, double by, const char *what) {
    if (!(fabs(found - expected) <= by * fmax(1e-300, fabs(expected))))
        fail_msg("%s: %.17g, expected %.17g", what, found, expected);
}

static inline double random_number(random_bits *r) {
    return (double)(random_next(r) >> 11) / 9007199254740992.0;
}

#endif
