/* figure/style.h: how a series looks: never by colour alone. */
#ifndef DS_FIGURE_STYLE_H
#define DS_FIGURE_STYLE_H

#include "figure/model.h"

/* 0 to 7 are those of series. */
typedef enum ds_colour {
    DS_COLOUR_0,
    DS_COLOUR_GREY = 7,
    DS_COLOUR_INK,
    DS_COLOUR_MUTE, /* what is said in passing */
    DS_COLOUR_GRID,
    DS_COLOUR_RULE, /* an axis, a whisker's base */
    DS_COLOUR_PAPER,
    DS_COLOUR_TARGET
} ds_colour;
enum { DS_COLOURS = DS_COLOUR_TARGET + 1, DS_COLOURS_OF_SERIES = 8 };

typedef enum ds_marker {
    DS_MARKER_DISC,
    DS_MARKER_SQUARE,
    DS_MARKER_UP,
    DS_MARKER_DIAMOND,
    DS_MARKER_DOWN,
    DS_MARKER_RING,
    DS_MARKER_FRAME, /* a square, open */
    DS_MARKER_CROSS,
    DS_MARKER_POST /* an upright stroke: a target */
} ds_marker;

enum { DS_PATTERNS = 8 }; /* 0 is none */

typedef struct ds_style {
    ds_colour colour;
    ds_marker marker;
    unsigned pattern;
    const char *dash; /* of a line; NULL: whole */
} ds_style;

ds_style ds_style_of(const ds_figure *figure, size_t series);
/* Its one character in a class name, and what it is on white paper. */
char ds_colour_code(ds_colour colour);
const char *ds_colour_light(ds_colour colour);
/* The lines of a pattern on a tile of 8 by 8, as the d of a path; "" for none. */
const char *ds_pattern_lines(unsigned pattern);

#endif
