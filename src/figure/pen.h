/* figure/pen.h: the shapes that a figure is drawn with, as SVG. Coordinates are pixels within the
 * figure (or panel) that is being drawn, printed in tenths by our own code: the same bytes
 * everywhere. Nothing is transformed, so that a reader of the SVG finds each thing where it is. */
#ifndef DS_FIGURE_PEN_H
#define DS_FIGURE_PEN_H

#include "base/buffer.h"
#include "figure/scale.h"
#include "figure/style.h"
#include "figure/text.h"

enum { DS_FONT = 13, DS_FONT_SMALL = 12, DS_LINE = 16 /* from one line of text to the next */ };

typedef struct ds_pen {
    ds_buffer *out;
    const ds_figure *figure;
    const char *prefix;
    ds_lang lang;
    double x, y;            /* where the figure that is drawn stands in the whole */
    double width;           /* of it */
    double at;              /* how far down it has come */
    bool panel;             /* one of several: no legend, no names at lines */
    const ds_extent *range; /* of its values, with those of the other panels; NULL: its own */
    int decimals;           /* of values in words */
    uint64_t patterns;      /* used: bit 8 · colour + pattern */
    ds_arena *texts;        /* for what is put together while drawing */
    bool rows;              /* its categories lie below each other */
    bool failed;            /* memory */
} ds_pen;

/* ---- texts ---- */

typedef struct ds_look {
    char anchor; /* 's', 'm' or 'e' */
    int size;    /* DS_FONT or DS_FONT_SMALL */
    bool bold;
    ds_colour colour;
    bool halo;         /* in the colour that it stands on */
    ds_colour on;      /* which */
    const char *extra; /* one more class, for who reads the svg: "ds-tx" */
} ds_look;
#define DS_LOOK(anchor, size, colour)                                                              \
    ((ds_look){(anchor), (size), false, (colour), false, DS_COLOUR_PAPER, NULL})

/* On a baseline; shortened to room, whole in its <title> then. Returns the width. */
double ds_pen_text(ds_pen *pen, double x, double y, const ds_look *look, const char *text,
                   double room);
/* Folded into at most maximum lines, the first on y; returns how many there are. */
size_t ds_pen_folded(ds_pen *pen, double x, double y, const ds_look *look, const char *text,
                     double room, size_t maximum);
double ds_pen_measure(const char *text, int size, bool bold);
/* The text of the figure's language. */
const char *ds_pen_say(const ds_pen *pen, ds_say say);
/* What stands in place of a value of that state: "niet getoond". */
const char *ds_pen_state_word(const ds_pen *pen, ds_state state);

/* ---- marks ---- */

/* What is drawn between these is one value, with a <title>. category SIZE_MAX: none. */
void ds_pen_begin_mark(ds_pen *pen, size_t series, size_t category, const char *title);
void ds_pen_end_mark(ds_pen *pen);
/* The same with the point's label, or words made of its names and value. */
void ds_pen_begin_point(ds_pen *pen, const ds_figure_point *point);
/* A value in words, "6,1 %", with its mark. */
char *ds_pen_value(const ds_pen *pen, double value, const char *mark, char out[DS_NUMBER_TEXT]);

/* ---- shapes ---- */

void ds_pen_rect(ds_pen *pen, double x, double y, double width, double height, ds_style style);
void ds_pen_plain(ds_pen *pen, double x, double y, double width, double height, ds_colour colour,
                  double opacity);
void ds_pen_line(ds_pen *pen, double x1, double y1, double x2, double y2, ds_colour colour,
                 double width, const char *dash);
void ds_pen_marker(ds_pen *pen, ds_marker marker, double x, double y, double size,
                   ds_colour colour);
/* With caps: an interval. */
void ds_pen_whisker(ds_pen *pen, bool upright, double at, double low, double high,
                    ds_colour colour);
/* A path of points: begin, add as many as there are, and end it as a line or an area. */
void ds_pen_begin_path(ds_pen *pen);
void ds_pen_add_path(ds_pen *pen, bool move, double x, double y);
void ds_pen_add_curve(ds_pen *pen, double x1, double y1, double x2, double y2, double x, double y);
void ds_pen_end_line(ds_pen *pen, ds_colour colour, double width, const char *dash);
void ds_pen_end_area(ds_pen *pen, ds_colour colour, double opacity);

#endif
