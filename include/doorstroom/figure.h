/* doorstroom/figure.h: stage 0, the figure: a chart as data, drawn as SVG.
 *
 * A figure is made by its builder functions: a frame (kind, title, axes), categories, series,
 * points, reference lines, parts and flows; ds_figure_svg draws it in one language and one width.
 * Values are numbers as people read them: a percentage from 0 to 100, euros, points. Nothing here
 * computes: means, intervals, quartiles, limits and slopes are given.
 *
 * What is not shown: a point, part or flow whose state is not DS_STATE_SHOWN (or
 * DS_STATE_ROUNDS_TO_ZERO, which is drawn at 0, but in a scatter or funnel not at all) loses its
 * numbers, its mark and its label when it is handed in, so that no byte of the figure depends on
 * them: no coordinate, no range of an axis, no title. Its category keeps its place, with the words
 * "niet getoond" (or "niet beschikbaar", …).
 *
 * Making one never fails at once: what could not be kept (no memory, an index that is none) is
 * remembered, a figure of NULL takes everything, and ds_figure_svg says what went wrong before it
 * puts a byte.
 *
 * Texts may hold anything: they are copied, escaped, cleaned of control and directional characters,
 * and shortened with an ellipsis where there is no room, and stand whole in the <title>.
 *
 * The same figure, language, width and prefix give the same bytes on every machine. Ownership: the
 * figure owns all that it was given; ds_figure_free takes panels with it. Threads: made by one,
 * drawn by many. Cost: under half a millisecond a figure, for some hundreds of points. */
#ifndef DOORSTROOM_FIGURE_H
#define DOORSTROOM_FIGURE_H

#include <math.h>

#include "doorstroom/say.h"

DS_BEGIN_DECLS

/* What each kind is made of. 'c' a category, 's' a series, 'y' the value.
 * There is no map of regions: free geometry of them is in no package that this is built from. */
typedef enum ds_figure_kind {
    DS_FIGURE_LINE,           /* lijn: s a line, c in order along x; low, high: a whisker */
    DS_FIGURE_BAR,            /* staaf: c along x, s beside each other; low, high: a whisker */
    DS_FIGURE_BAR_FLAT,       /* staaf_liggend: the same, lying; for long names */
    DS_FIGURE_STACK,          /* gestapeld: s on top of each other, y of 0 or more */
    DS_FIGURE_STACK_FLAT,     /* gestapeld_liggend */
    DS_FIGURE_STACK_100,      /* gestapeld_100: the same, y in per cent of c; never recomputed */
    DS_FIGURE_STACK_100_FLAT, /* gestapeld_100_liggend */
    DS_FIGURE_BAND,     /* kwartielband: c along x; s 0: y the median, low and high the quartiles;
                           further s: lines */
    DS_FIGURE_DUMBBELL, /* start_streef_nu: c a row (an institution), s with the roles START,
                           TARGET, NOW */
    DS_FIGURE_SCATTER,  /* spreiding: points (x, y), name beside it; reference lines on both axes
                           make quadrants; ds_figure_add_slope */
    DS_FIGURE_SANKEY,   /* stroom: ds_figure_add_part, ds_figure_add_flow */
    DS_FIGURE_SHARES,   /* delen: ds_figure_add_part, parts of parts */
    DS_FIGURE_TRIAL,    /* proef: c a year of follow-up, s EXPERIMENT and CONTROL; low, high; mark
                           (a star) of the experiment */
    DS_FIGURE_LOVE,     /* balans: c a covariate, s BEFORE and AFTER, y a standardised difference;
                           reference lines on x */
    DS_FIGURE_OVERLAP,  /* overlap: bins x to x_end, y the share in it; s EXPERIMENT above, CONTROL
                           below the axis */
    DS_FIGURE_FOREST,   /* bos: c a row, y with low and high, weight the size of its square; s of
                           role TOTAL: a diamond; reference line on x (0, no difference) */
    DS_FIGURE_FUNNEL,   /* trechter: points (x the number, y); s of role LIMIT: low and high by x */
    DS_FIGURE_HISTOGRAM, /* histogram: bins x to x_end, y a number */
    DS_FIGURE_PANELS     /* panelen: ds_figure_add_panel; figures of any other kind beside each
                            other, on the same value axis */
} ds_figure_kind;
enum { DS_FIGURE_KINDS = DS_FIGURE_PANELS + 1 };

/* The Dutch word of a recipe's soort, as above; "" for none. */
DS_API const char *ds_figure_kind_code(ds_figure_kind kind);
DS_API bool ds_figure_kind_named(const char *code, ds_figure_kind *out);
/* What people call it. */
DS_API ds_say ds_figure_kind_name(ds_figure_kind kind);

/* What a series, or a reference line, is; it decides colour, marker and pattern. */
typedef enum ds_figure_role {
    DS_ROLE_NONE, /* the next colour */
    DS_ROLE_EXPERIMENT,
    DS_ROLE_CONTROL,
    DS_ROLE_START,
    DS_ROLE_TARGET,
    DS_ROLE_NOW,
    DS_ROLE_BEFORE,
    DS_ROLE_AFTER,
    DS_ROLE_OWN,   /* the institution that the figure is for */
    DS_ROLE_OTHER, /* what stands beside it: grey */
    DS_ROLE_TOTAL,
    DS_ROLE_LIMIT /* of a funnel */
} ds_figure_role;
enum { DS_FIGURE_ROLES = DS_ROLE_LIMIT + 1 };

typedef enum ds_figure_side { DS_SIDE_X, DS_SIDE_Y } ds_figure_side;

typedef struct ds_figure ds_figure;

/* title and description are read aloud: what the figure shows, and what is seen in it (made of
 * shown values only). NULL when memory is short. */
DS_API ds_figure *ds_figure_new(ds_figure_kind kind, ds_say title, ds_say description);
DS_API void ds_figure_free(ds_figure *figure);
DS_API ds_figure_kind ds_figure_kind_of(const ds_figure *figure);
DS_API ds_say ds_figure_title(const ds_figure *figure);
DS_API ds_say ds_figure_description(const ds_figure *figure);
/* In place of those given before. */
DS_API void ds_figure_set_title(ds_figure *figure, ds_say title);
DS_API void ds_figure_set_description(ds_figure *figure, ds_say description);

/* Of values (y; of lying kinds, too, y is the value) or of x where it is a number. */
typedef struct ds_figure_axis {
    ds_say title;      /* what is measured; NULL: nothing */
    ds_say unit;       /* "%": behind each number of the axis where short, else in its title */
    double begin, end; /* NaN: as the values ask. Bars begin at 0 whatever is said */
    int decimals;      /* of values in titles and labels; -1: as many as the steps of the axis */
    bool years;        /* of x: 2022, never 2.022 */
} ds_figure_axis;
#define DS_FIGURE_AXIS_INIT                                                                        \
    { {NULL, NULL}, {NULL, NULL}, NAN, NAN, -1, false }
DS_API void ds_figure_set_axis(ds_figure *figure, ds_figure_side side, const ds_figure_axis *axis);
/* Numbers written at bars and points; as the kind and the room allow. On unless said otherwise. */
DS_API void ds_figure_set_values(ds_figure *figure, bool written);
/* A line under the figure: what a star means, from when the numbers are. */
DS_API void ds_figure_add_note(ds_figure *figure, ds_say note);
/* Why there is nothing in it: stands in its place. Without it a figure without points says so in
 * general words. */
DS_API void ds_figure_set_empty(ds_figure *figure, ds_say why);

enum {
    DS_FIGURE_ITEMS_MAX = 100000,
    DS_FIGURE_SERIES_MAX = 64,
    DS_FIGURE_PANELS_MAX = 64,
    DS_FIGURE_PARTS_MAX = 2000,
    DS_FIGURE_PARTS_DEEP = 16
};

/* Each returns its index, from 0 in the order of adding; SIZE_MAX when it could not be kept. */
DS_API size_t ds_figure_add_category(ds_figure *figure, ds_say name);
DS_API size_t ds_figure_add_series(ds_figure *figure, ds_say name, ds_figure_role role);

typedef struct ds_figure_point {
    size_t series;
    size_t category;     /* where the kind has categories */
    double x, x_end;     /* where it has not */
    double y, low, high; /* low and high NaN: none */
    double weight;       /* of a forest's square, a scatter's disc: relative; NaN: one size */
    ds_state state;      /* not shown: all numbers, mark and label are forgotten */
    ds_say name;      /* whose it is: beside the point of a scatter or funnel, before its label */
    ds_say label;     /* a sentence for its <title>: "bol, 2023: 6,1 % (1.234 van 20.230)"; NULL:
                         made of the names and the value */
    const char *mark; /* behind the number: "*"; NULL: none */
} ds_figure_point;
#define DS_FIGURE_POINT_INIT                                                                       \
    { 0, 0, NAN, NAN, NAN, NAN, NAN, NAN, DS_STATE_SHOWN, {NULL, NULL}, {NULL, NULL}, NULL }
/* A shown point without a number that its kind needs becomes undefined. Of two points of one series
 * and category the last counts. */
DS_API void ds_figure_add_point(ds_figure *figure, const ds_figure_point *point);
/* The usual case: a series' value at a category. */
DS_API void ds_figure_add_value(ds_figure *figure, size_t series, size_t category, double y,
                                ds_state state, ds_say label);

/* A line across, named at its end: a target, a mean, no difference. role TARGET: dashed green. */
DS_API void ds_figure_add_line(ds_figure *figure, ds_figure_side side, double at, ds_say name,
                               ds_figure_role role);
/* Of a scatter: y = intercept + slope · x, as far as there are points. */
DS_API void ds_figure_add_slope(ds_figure *figure, double intercept, double slope, ds_say name);
/* Of a scatter with a line on both sides: the quadrants left above, right above, left below, right
 * below. */
DS_API void ds_figure_set_quadrants(ds_figure *figure, const ds_say names[4]);

/* Of a Sankey a node, in a column from 0 (stage); of nested shares a part of another part (its
 * index, or SIZE_MAX: of the whole). value: in the unit of y; of a node NaN: the larger of what
 * comes in and goes out. */
typedef struct ds_figure_part {
    ds_say name;
    size_t parent, stage;
    bool of_parent; /* value is in per cent of the parent, not of the whole */
    double value;
    ds_state state;
    ds_say label;
} ds_figure_part;
#define DS_FIGURE_PART_INIT                                                                        \
    {                                                                                              \
        {NULL, NULL}, SIZE_MAX, 0, false, NAN, DS_STATE_SHOWN, {                                   \
            NULL, NULL                                                                             \
        }                                                                                          \
    }
DS_API size_t ds_figure_add_part(ds_figure *figure, const ds_figure_part *part);
/* From a node to one of a later stage. */
DS_API void ds_figure_add_flow(ds_figure *figure, size_t from, size_t to, double value,
                               ds_state state, ds_say label);

/* panel is taken over, whatever happens. */
DS_API void ds_figure_add_panel(ds_figure *figure, ds_figure *panel);

/* DS_OK, or why it is not whole: DS_FAULT. */
DS_API ds_status ds_figure_finish(const ds_figure *figure, ds_error *err) DS_NODISCARD;

/* ---- drawing ---- */

typedef struct ds_figure_options {
    unsigned version; /* the initialiser sets it */
    ds_lang lang;
    const char
        *prefix;  /* of ids: a letter, then letters, digits, - and _; one of its own on a page */
    double width; /* in CSS pixels, 240 to 2000; 0: 700. Height follows from what is in it */
    bool titled;  /* the title stands in the picture, too: for a png, not for a page */
    bool styled;  /* with ds_figure_css and paper in it: for a file of its own, not a page */
    ds_say foot;  /* under it: source and date, for a png; NULL: none */
} ds_figure_options;
#define DS_FIGURE_OPTIONS_VERSION 1
#define DS_FIGURE_OPTIONS_INIT                                                                     \
    {                                                                                              \
        DS_FIGURE_OPTIONS_VERSION, DS_NL, "fig", 0, false, false, {                                \
            NULL, NULL                                                                             \
        }                                                                                          \
    }

/* An <svg> element, without an xml declaration, so that it can stand in html and in a file. With
 * role="img", <title> and <desc>; each mark is a <g class="ds-m" data-s="series" data-c="category">
 * with a <title>; an entry of the legend has class ds-l and data-s; text is text, in
 * ds_figure_font. Colours are presentation attributes (light, on nothing), which ds_figure_css
 * overrides by class. DS_USAGE: an option is none. DS_FAULT: memory, or a figure that is not whole;
 * nothing was put then. */
DS_API ds_status ds_figure_svg(const ds_figure *figure, const ds_figure_options *options,
                               const ds_sink *sink, ds_error *err) DS_NODISCARD;
/* Rules for a page that has figures in it: colours as variables (--ds-…) for light, dark, more
 * contrast, forced colours and print. Static text. */
DS_API const char *ds_figure_css(void);

/* The font that the widths are of. Its files lie in a folder beside the program
 * (program_folder/folder/regular); without them a reader sees another one, a little wider or
 * narrower. A subset of Lato under the name that its licence (OFL-1.1) asks for. */
typedef struct ds_figure_fonts {
    const char *family;         /* for CSS, Typst and fontconfig */
    const char *css_family;     /* the family with what may stand in its place: for font-family */
    const char *folder;         /* "lettertype" */
    const char *regular, *bold; /* .ttf: Typst, rsvg-convert (by fontconfig) */
    const char *regular_web, *bold_web; /* .woff2: html */
    const char *licence;                /* the licence's file, to lie beside what embeds it */
} ds_figure_fonts;
DS_API const ds_figure_fonts *ds_figure_font(void);
/* How wide a text is, in the unit of size, without kerning. */
DS_API double ds_figure_text_width(const char *text, double size, bool bold);

DS_END_DECLS

#endif
