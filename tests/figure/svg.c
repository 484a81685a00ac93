/* tests/figure/svg.c: see svg.h. */
#include "figure/svg.h"

#include <ctype.h>
#include <expat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { DEEP = 32 };

typedef struct reader {
    svg *out;
    char path[DEEP][16]; /* names of the open elements */
    int depth, mark_depth;
    char *words; /* of the element that is read */
    size_t size;
    char anchor;
    double font;
    bool bold;
} reader;

static const char *find_attribute(const char **attributes, const char *name) {
    for (; *attributes != NULL; attributes += 2)
        if (strcmp(attributes[0], name) == 0) return attributes[1];
    return NULL;
}

static double number_of(const char **attributes, const char *name) {
    const char *text = find_attribute(attributes, name);
    return text == NULL ? 0 : strtod(text, NULL);
}

static void keep_reference(reader *r, const char *value) {
    const char *from = value == NULL ? NULL : strstr(value, "url(#");
    if (from == NULL) return;
    assert_true(r->out->n_uses < SVG_ITEMS);
    (void)snprintf(r->out->uses[r->out->n_uses++], 96, "%.*s", (int)strcspn(from + 5, ")"),
                   from + 5);
}

/* The box of a path of M, L and C with absolute points. */
static svg_box box_of_path(const char *d) {
    svg_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; *d != '\0';) {
        char *end;
        const double v = strtod(d, &end);
        if (end == d) {
            d++;
            continue;
        }
        if (i++ % 2 == 0) {
            box.left = fmin(box.left, v);
            box.right = fmax(box.right, v);
        } else {
            box.top = fmin(box.top, v);
            box.bottom = fmax(box.bottom, v);
        }
        d = end;
    }
    return box;
}

static void keep_shape(reader *r, const char *name, const char **a) {
    svg_mark *m = r->mark_depth == 0 ? NULL : &r->out->marks[r->out->n_marks - 1];
    const double x = number_of(a, "x"), y = number_of(a, "y");
    const char *fill = find_attribute(a, "fill");
    if (m == NULL || m->has_shape) return;
    if (strcmp(name, "circle") == 0) {
        const double cx = number_of(a, "cx"), cy = number_of(a, "cy"), c = number_of(a, "r");
        m->shape = (svg_box){cx - c, cy - c, cx + c, cy + c};
    } else if (strcmp(name, "rect") == 0 && find_attribute(a, "fill-opacity") == NULL) {
        m->shape = (svg_box){x, y, x + number_of(a, "width"), y + number_of(a, "height")};
    } else if (strcmp(name, "path") == 0 && (fill == NULL || strcmp(fill, "none") != 0)) {
        m->shape = box_of_path(find_attribute(a, "d"));
    } else if (strcmp(name, "line") == 0) {
        m->shape = (svg_box){number_of(a, "x1"), number_of(a, "y1"), number_of(a, "x2"),
                             number_of(a, "y2")};
    } else {
        return;
    }
    m->has_shape = true;
}

static void begin_mark(reader *r, const char **a) {
    const char *s = find_attribute(a, "data-s"), *c = find_attribute(a, "data-c");
    svg_mark *m = &r->out->marks[r->out->n_marks++];
    assert_true(r->out->n_marks < SVG_ITEMS);
    m->series = s == NULL ? -1 : atoi(s);
    m->category = c == NULL ? -1 : atoi(c);
    r->mark_depth = r->depth;
}

static void begin_text(reader *r, const char **a) {
    const char *anchor = find_attribute(a, "text-anchor"), *names = find_attribute(a, "class");
    svg_text *t = &r->out->texts[r->out->n_texts++];
    assert_true(r->out->n_texts < SVG_ITEMS);
    t->x = number_of(a, "x");
    t->y = number_of(a, "y");
    (void)snprintf(t->class_names, sizeof t->class_names, "%s", names == NULL ? "" : names);
    r->anchor = anchor == NULL ? 's' : anchor[0];
    r->font = find_attribute(a, "font-size") == NULL ? 13 : number_of(a, "font-size");
    r->bold = find_attribute(a, "font-weight") != NULL;
}

static void check_root(reader *r, const char **a) {
    const char *role = find_attribute(a, "role"), *by = find_attribute(a, "aria-labelledby");
    double x, y;
    assert_int_equal(sscanf(find_attribute(a, "viewBox"), "%lf %lf %lf %lf", &x, &y, &r->out->width,
                            &r->out->height),
                     4);
    r->out->labelled = role != NULL && strcmp(role, "img") == 0 && by != NULL;
}

static void begin_element(void *context, const char *name, const char **a) {
    reader *r = context;
    const char *id = find_attribute(a, "id"), *names = find_attribute(a, "class");
    assert_true(r->depth + 1 < DEEP);
    (void)snprintf(r->path[r->depth++], 16, "%s", name);
    r->out->n_elements++;
    r->out->n_scripts += strcmp(name, "script") == 0;
    for (size_t i = 0; a[i] != NULL; i += 2)
        assert_true(strncmp(a[i], "on", 2) != 0);
    if (id != NULL) (void)snprintf(r->out->ids[r->out->n_ids++], 96, "%s", id);
    keep_reference(r, find_attribute(a, "fill"));
    if (r->depth == 1) check_root(r, a);
    if (strcmp(name, "g") == 0 && names != NULL && strcmp(names, "ds-m") == 0) begin_mark(r, a);
    if (strcmp(name, "text") == 0) begin_text(r, a);
    keep_shape(r, name, a);
    r->size = 0;
    r->words[0] = '\0';
}

static void end_text(reader *r) {
    svg_text *t = &r->out->texts[r->out->n_texts - 1];
    const double width = ds_figure_text_width(r->words, r->font, r->bold);
    const double left = r->anchor == 's'   ? t->x
                        : r->anchor == 'm' ? t->x - width / 2
                                           : t->x - width;
    (void)snprintf(t->text, sizeof t->text, "%s", r->words);
    t->box = (svg_box){left, t->y - 0.74 * r->font, left + width, t->y + 0.2 * r->font};
}

static void end_element(void *context, const char *name) {
    reader *r = context;
    const char *parent = r->depth > 1 ? r->path[r->depth - 2] : "";
    if (strcmp(name, "title") == 0 && r->depth == 2) r->out->title = strdup(r->words);
    if (strcmp(name, "desc") == 0) r->out->description = strdup(r->words);
    if (strcmp(name, "title") == 0 && strcmp(parent, "g") == 0 && r->mark_depth == r->depth - 1)
        r->out->marks[r->out->n_marks - 1].title = strdup(r->words);
    if (strcmp(name, "text") == 0) end_text(r);
    if (r->depth == r->mark_depth) r->mark_depth = 0;
    r->depth--;
    r->size = 0;
    r->words[0] = '\0';
}

static void take_words(void *context, const char *text, int size) {
    reader *r = context;
    assert_true(r->size + (size_t)size + 1 < SVG_TEXT);
    memcpy(r->words + r->size, text, (size_t)size);
    r->size += (size_t)size;
    r->words[r->size] = '\0';
}

svg *svg_read(const char *text) {
    svg *s = calloc(1, sizeof *s);
    reader r;
    XML_Parser parser = XML_ParserCreate("UTF-8");
    memset(&r, 0, sizeof r);
    s->texts = calloc(SVG_ITEMS, sizeof *s->texts);
    s->marks = calloc(SVG_ITEMS, sizeof *s->marks);
    s->ids = calloc(SVG_ITEMS, sizeof *s->ids);
    s->uses = calloc(SVG_ITEMS, sizeof *s->uses);
    r.out = s;
    r.words = calloc(1, SVG_TEXT);
    XML_SetUserData(parser, &r);
    XML_SetElementHandler(parser, begin_element, end_element);
    XML_SetCharacterDataHandler(parser, take_words);
    if (XML_Parse(parser, text, (int)strlen(text), 1) != XML_STATUS_OK)
        fail_msg("line %lu: %s: %.80s", XML_GetCurrentLineNumber(parser),
                 XML_ErrorString(XML_GetErrorCode(parser)),
                 text + XML_GetCurrentByteIndex(parser) - 30);
    XML_ParserFree(parser);
    free(r.words);
    return s;
}

void svg_free(svg *s) {
    for (size_t i = 0; i < s->n_marks; i++)
        free(s->marks[i].title);
    free(s->texts);
    free(s->marks);
    free(s->ids);
    free(s->uses);
    free(s->title);
    free(s->description);
    free(s);
}

/* "−1.234,5 %" in Dutch: without its points, with a point for its comma. */
static double value_of(const char *text) {
    char digits[64];
    size_t n = 0;
    bool minus = false;
    for (; *text != '\0' && n + 1 < sizeof digits; text++) {
        if (strncmp(text, "−", strlen("−")) == 0) minus = true;
        if (isdigit((unsigned char)*text)) digits[n++] = *text;
        if (*text == ',') digits[n++] = '.';
    }
    digits[n] = '\0';
    return (minus ? -1 : 1) * strtod(digits, NULL);
}

bool svg_axis(const svg *s, const char *class_name, double *a, double *b) {
    const svg_text *first = NULL, *last = NULL, *before = NULL;
    const bool x = strcmp(class_name, "ds-tx") == 0;
    double from, to;
    for (size_t i = 0; i < s->n_texts; i++) {
        if (strstr(s->texts[i].class_names, class_name) == NULL) continue;
        if (first == NULL) first = &s->texts[i];
        before = last;
        last = &s->texts[i];
    }
    if (x && before != NULL && before != first) last = before; /* the last may be moved inward */
    if (first == NULL || first == last) return false;
    from = x ? first->x : first->y - 4;
    to = x ? last->x : last->y - 4;
    *b = (value_of(last->text) - value_of(first->text)) / (to - from);
    *a = value_of(first->text) - *b * from;
    return true;
}
