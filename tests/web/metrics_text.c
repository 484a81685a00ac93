/* tests/web/metrics_text.c: see metrics_text.h. */
#include "web/metrics_text.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { LINES_MAX = 8192, FAMILIES_MAX = 256, LINE_MAX = 512 };

typedef struct text_sample {
    char series[LINE_MAX]; /* name and labels */
    char name[LINE_MAX];
    double value;
} text_sample;

typedef struct text_read {
    char families[FAMILIES_MAX][LINE_MAX];
    char types[FAMILIES_MAX][32];
    size_t n_families;
    text_sample *samples; /* [LINES_MAX] */
    size_t n_samples;
} text_read;

static bool is_name(const char *text, size_t n, bool colon) {
    for (size_t i = 0; i < n; i++)
        if (!(isalpha((unsigned char)text[i]) || text[i] == '_' || (colon && text[i] == ':') ||
              (i > 0 && isdigit((unsigned char)text[i]))))
            return false;
    return n > 0;
}

/* label="value",…} ; returns what stands after the brace, NULL where it is no such list. */
static const char *pass_labels(const char *at) {
    while (*at != '}') {
        const size_t n = strcspn(at, "=");
        if (!is_name(at, n, false) || at[n + 1] != '"') return NULL;
        at += n + 2;
        while (*at != '"') {
            if (*at == '\0' || *at == '\n') return NULL;
            if (*at == '\\' && strchr("\\\"n", at[1]) == NULL) return NULL;
            at += *at == '\\' ? 2 : 1;
        }
        at++;
        if (*at == ',')
            at++;
        else if (*at != '}')
            return NULL;
    }
    return at + 1;
}

static void read_sample(text_read *r, const char *line) {
    const size_t n = strcspn(line, "{ ");
    const char *rest = line + n;
    text_sample *out = &r->samples[r->n_samples++];
    char *end = NULL;
    assert_true(r->n_samples < LINES_MAX);
    if (!is_name(line, n, true)) fail_msg("no name: %s", line);
    if (*rest == '{') rest = pass_labels(rest + 1);
    if (rest == NULL || *rest != ' ') fail_msg("no labels: %s", line);
    (void)snprintf(out->name, sizeof out->name, "%.*s", (int)n, line);
    (void)snprintf(out->series, sizeof out->series, "%.*s", (int)(rest - line), line);
    out->value = strtod(rest + 1, &end);
    if (end == rest + 1 || *end != '\0' || isnan(out->value)) fail_msg("no number: %s", line);
}

/* A sample is of the family that was named last: by its name, or that with what a histogram adds.
 */
static void check_family(const text_read *r, const char *name) {
    static const char *const ends[] = {"_bucket", "_sum", "_count"};
    const char *family = r->families[r->n_families - 1];
    const size_t n = strlen(family);
    assert_true(r->n_families > 0);
    if (strcmp(name, family) == 0 && strcmp(r->types[r->n_families - 1], "histogram") != 0) return;
    for (size_t i = 0; i < 3; i++)
        if (strncmp(name, family, n) == 0 && strcmp(name + n, ends[i]) == 0 &&
            strcmp(r->types[r->n_families - 1], "histogram") == 0)
            return;
    fail_msg("%s stands under %s", name, family);
}

static void read_line(text_read *r, const char *line) {
    char name[LINE_MAX], type[32];
    if (strncmp(line, "# HELP ", 7) == 0) {
        assert_int_equal(sscanf(line + 7, "%500s", name), 1);
        for (size_t i = 0; i < r->n_families; i++)
            assert_string_not_equal(r->families[i], name);
        (void)snprintf(r->families[r->n_families++], LINE_MAX, "%s", name);
        assert_true(r->n_families < FAMILIES_MAX);
    } else if (strncmp(line, "# TYPE ", 7) == 0) {
        assert_int_equal(sscanf(line + 7, "%500s %31s", name, type), 2);
        assert_string_equal(r->families[r->n_families - 1], name);
        assert_non_null(strstr("counter gauge histogram", type));
        (void)snprintf(r->types[r->n_families - 1], sizeof r->types[0], "%s", type);
    } else if (line[0] != '#') {
        read_sample(r, line);
        check_family(r, r->samples[r->n_samples - 1].name);
        if (strcmp(r->types[r->n_families - 1], "counter") == 0) {
            const char *end = strstr(r->families[r->n_families - 1], "_total");
            assert_true(end != NULL && end[6] == '\0');
        }
    }
}

static int compare_samples(const void *a, const void *b) {
    return strcmp(((const text_sample *)a)->series, ((const text_sample *)b)->series);
}

/* The steps of a histogram rise, and the last is its count. */
static void check_steps(const text_read *r) {
    double before = 0;
    for (size_t i = 0; i < r->n_samples; i++) {
        const text_sample *s = &r->samples[i];
        const char *step = strstr(s->name, "_bucket");
        if (step == NULL) continue;
        assert_true(s->value >= before);
        before = s->value;
        if (strstr(s->series, "le=\"+Inf\"") == NULL) continue;
        assert_true(i + 2 < r->n_samples && strstr(s[2].name, "_count") != NULL);
        assert_true(s[2].value == s->value);
        before = 0;
    }
    assert_true(before == 0);
}

void metrics_text_check(const char *text) {
    text_read *r = calloc(1, sizeof *r);
    char *copy = strdup(text), *rest = copy;
    assert_true(r != NULL && copy != NULL);
    r->samples = calloc(LINES_MAX, sizeof *r->samples);
    assert_non_null(r->samples);
    assert_true(text[0] != '\0' && text[strlen(text) - 1] == '\n');
    for (char *line = strsep(&rest, "\n"); rest != NULL; line = strsep(&rest, "\n"))
        read_line(r, line);
    check_steps(r);
    qsort(r->samples, r->n_samples, sizeof *r->samples, compare_samples);
    for (size_t i = 1; i < r->n_samples; i++)
        assert_string_not_equal(r->samples[i].series, r->samples[i - 1].series);
    free(r->samples);
    free(r);
    free(copy);
}

double metrics_text_value(const char *text, const char *series) {
    const size_t n = strlen(series);
    for (const char *line = text; line != NULL && *line != '\0'; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, series, n) == 0 && line[n] == ' ') return strtod(line + n + 1, NULL);
    }
    return -1;
}
