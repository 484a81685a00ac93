/* tests/definition/help.h: what the tests of this stage share: definitions from a text, and the
 * error that a text must give. */
#ifndef DS_TESTS_DEFINITION_HELP_H
#define DS_TESTS_DEFINITION_HELP_H

#include "support/support.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "doorstroom/definition.h"

#define HELP_FILE "proef.yaml"

/* Definitions that must be right. */
static inline ds_definitions *help_parse(const char *yaml) {
    ds_definitions *definitions = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    if (ds_definitions_parse(HELP_FILE, yaml, strlen(yaml), &definitions, &err) != DS_OK)
        fail_msg("%s:%lu:%lu: %s", err.file, (unsigned long)err.line, (unsigned long)err.column,
                 err.nl);
    return definitions;
}

/* One indicator with this population and event, and what stands before and after them. */
static inline ds_definitions *help_indicator(const char *terms, const char *population,
                                             const char *event) {
    char yaml[8192];
    int size = snprintf(yaml, sizeof yaml,
                        "%sindicators:\n  - id: a\n    population: |\n      %s\n    event: |\n"
                        "      %s\n",
                        terms, population, event);
    assert_true(size > 0 && (size_t)size < sizeof yaml);
    return help_parse(yaml);
}

/* The text must be refused, at this place, with these words in the two messages. */
static inline void help_refused(const char *yaml, size_t size, uint64_t line, uint64_t column,
                                const char *nl, const char *en) {
    ds_definitions *definitions = NULL;
    ds_error err;
    memset(&err, 0, sizeof err);
    assert_int_equal(ds_definitions_parse(HELP_FILE, yaml, size, &definitions, &err), DS_INPUT);
    assert_null(definitions);
    if (strstr(err.nl, nl) == NULL || strstr(err.en, en) == NULL || err.line != line ||
        err.column != column)
        fail_msg("%.400s\n  expected %lu:%lu %s | %s\n  got %lu:%lu %s | %s", yaml,
                 (unsigned long)line, (unsigned long)column, nl, en, (unsigned long)err.line,
                 (unsigned long)err.column, err.nl, err.en);
    assert_string_equal(err.file, HELP_FILE);
}

/* The same of an expression: column counts from its first character. */
static inline void help_refused_expression(const char *expression, uint64_t column, const char *nl,
                                           const char *en) {
    char yaml[4096];
    int size = snprintf(yaml, sizeof yaml,
                        "indicators:\n  - id: a\n    event: ingeschreven\n    population: |\n"
                        "      %s\n",
                        expression);
    assert_true(size > 0 && (size_t)size < sizeof yaml);
    help_refused(yaml, (size_t)size, 5, column + 6, nl, en);
}

/* The version of the population given: equal for equal meanings. */
static inline void help_version(const char *terms, const char *population, char out[13]) {
    ds_definitions *definitions = help_indicator(terms, population, "ingeschreven");
    memcpy(out, ds_definitions_at(definitions, 0)->version, 13);
    ds_definitions_free(definitions);
}

static inline void help_same(const char *a, const char *b) {
    char one[13], other[13];
    help_version("", a, one);
    help_version("", b, other);
    if (strcmp(one, other) != 0) fail_msg("not the same: %s | %s", a, b);
}

static inline void help_different(const char *a, const char *b) {
    char one[13], other[13];
    help_version("", a, one);
    help_version("", b, other);
    if (strcmp(one, other) == 0) fail_msg("the same: %s | %s", a, b);
}

#endif
