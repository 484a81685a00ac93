/* tests/figure/svg.h: an svg read back, as far as the tests of figures ask. */
#ifndef DS_TESTS_FIGURE_SVG_H
#define DS_TESTS_FIGURE_SVG_H

#include "doorstroom/figure.h"

enum { SVG_ITEMS = 6000, SVG_TEXT = 200000 };

typedef struct svg_box {
    double left, top, right, bottom;
} svg_box;

typedef struct svg_text {
    svg_box box;    /* by the table of widths */
    char text[256]; /* what is seen */
    char class_names[64];
    double x, y;
} svg_text;

/* What one value is drawn as. */
typedef struct svg_mark {
    int series, category; /* -1: none */
    char *title;
    svg_box shape; /* of its first circle, rectangle or path that is filled */
    bool has_shape;
} svg_mark;

typedef struct svg {
    double width, height;
    bool labelled; /* role, title and description are there, and named */
    char *title, *description;
    svg_text *texts;
    size_t n_texts;
    svg_mark *marks;
    size_t n_marks;
    char (*ids)[96];
    size_t n_ids;
    char (*uses)[96]; /* url(#…) */
    size_t n_uses;
    size_t n_elements, n_scripts;
} svg;

/* Fails the test where the text is not well-formed. */
svg *svg_read(const char *text);
void svg_free(svg *s);
/* Of the numbers of an axis, "ds-tx" or "ds-ty": value = a + b · pixel. False with fewer than two.
 */
bool svg_axis(const svg *s, const char *class_name, double *a, double *b);

#endif
