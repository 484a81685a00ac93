/* figure/style.c: colours, markers and patterns. See style.h.
 *
 * The colours of series keep 4.5 to 1 to the paper, light and dark, so that a number can be read in
 * them, and differ in lightness, too; as no eight colours are told apart by everyone, a series has
 * a marker, a dash and a pattern of its own besides. */
#include "figure/style.h"

/* Its code, on white, on black, with more contrast, and where the reader has chosen the colours. */
#define COLOURS(X)                                                                                 \
    X("0", "#0b5cad", "#7ab8f5", "#003e7e", "LinkText")                                            \
    X("1", "#b3511b", "#f2a36e", "#7a2f00", "CanvasText")                                          \
    X("2", "#18714f", "#5fcfa2", "#00472e", "Highlight")                                           \
    X("3", "#773a99", "#cda3ea", "#4b1a69", "GrayText")                                            \
    X("4", "#7a6205", "#dcc355", "#4d3d00", "CanvasText")                                          \
    X("5", "#0d738c", "#62c9e3", "#00485a", "LinkText")                                            \
    X("6", "#aa366f", "#f096c1", "#6f1243", "Highlight")                                           \
    X("7", "#5b6670", "#a9b4be", "#333b42", "GrayText")                                            \
    X("i", "#1b2630", "#e8edf2", "#000000", "CanvasText")                                          \
    X("m", "#515d68", "#b3bec8", "#000000", "CanvasText")                                          \
    X("g", "#dde3e8", "#36414b", "#8a949d", "GrayText")                                            \
    X("r", "#8b96a0", "#7d8893", "#000000", "CanvasText")                                          \
    X("p", "#ffffff", "#12181e", "#ffffff", "Canvas")                                              \
    X("t", "#18714f", "#5fcfa2", "#00472e", "Highlight")

#define CODE_OF(code, light, dark, more, forced) code
#define LIGHT_OF(code, light, dark, more, forced) light,
#define SET_LIGHT(code, light, dark, more, forced) "--ds-" code ":" light ";"
#define SET_DARK(code, light, dark, more, forced) "--ds-" code ":" dark ";"
#define SET_MORE(code, light, dark, more, forced) "--ds-" code ":" more ";"
#define SET_FORCED(code, light, dark, more, forced) "--ds-" code ":" forced ";"
#define USE(code, light, dark, more, forced)                                                       \
    ".ds-f" code "{fill:var(--ds-" code ")}.ds-s" code "{stroke:var(--ds-" code ")}"

char ds_colour_code(ds_colour colour) {
    static const char codes[] = COLOURS(CODE_OF);
    return codes[colour];
}

const char *ds_colour_light(ds_colour colour) {
    static const char *const light[] = {COLOURS(LIGHT_OF)};
    return light[colour];
}

const char *ds_figure_css(void) {
    return ".ds-figure{" COLOURS(
        SET_LIGHT) "fill:var(--ds-i)}"
                   "@media (prefers-contrast:more){.ds-figure{" COLOURS(
                       SET_MORE) "}}"
                                 "@media screen and "
                                 "(prefers-color-scheme:dark){.ds-figure{" COLOURS(
                                     SET_DARK) "}}"
                                               "@media screen and (prefers-color-scheme:dark) and "
                                               "(prefers-contrast:more){"
                                               ".ds-figure{--ds-i:#fff;--ds-m:#fff;--ds-p:#000;--"
                                               "ds-g:#8a949d;--ds-r:#fff}}"
                                               "@media (forced-colors:active){.ds-figure{" COLOURS(
                                                   SET_FORCED) "forced-color-adjust:none}}" COLOURS(USE) "\n";
}

const char *ds_pattern_lines(unsigned pattern) {
    static const char *const lines[DS_PATTERNS] = {
        "",
        "M-2 2L2-2M0 8L8 0M6 10L10 6",
        "M4 2.6V5.4M0-1.4V1.4M8-1.4V1.4M0 6.6V9.4M8 6.6V9.4",
        "M0 4H8",
        "M-2 6L2 10M0 0L8 8M6-2L10 2",
        "M4 0V8",
        "M0 0L8 8M0 8L8 0",
        "M0 4H8M4 0V8",
    };
    return lines[pattern % DS_PATTERNS];
}

static ds_style style_of_number(size_t n) {
    static const ds_marker markers[] = {DS_MARKER_DISC,    DS_MARKER_SQUARE, DS_MARKER_UP,
                                        DS_MARKER_DIAMOND, DS_MARKER_DOWN,   DS_MARKER_RING,
                                        DS_MARKER_FRAME,   DS_MARKER_CROSS};
    static const char *const dashes[] = {NULL, "7 3", "2 3", "9 3 2 3", "5 2", "1 2", "12 4"};
    const size_t colours = DS_COLOURS_OF_SERIES - 1; /* grey is for what stands beside */
    return (ds_style){(ds_colour)(n % colours), markers[n % 8], (unsigned)(n % DS_PATTERNS),
                      dashes[n % 7]};
}

/* How the n-th series without a role looks: those with one take its colour away. */
static size_t number_of_series(const ds_figure *figure, size_t series) {
    size_t n = 0;
    bool taken = false;
    for (size_t i = 0; i < figure->n_series; i++) {
        if (i < series && figure->series[i].role == DS_ROLE_NONE) n++;
        taken |= figure->series[i].role == DS_ROLE_OWN || figure->series[i].role == DS_ROLE_NOW ||
                 figure->series[i].role == DS_ROLE_EXPERIMENT;
    }
    return n + taken;
}

ds_style ds_style_of(const ds_figure *figure, size_t series) {
    switch (figure->series[series].role) {
    case DS_ROLE_EXPERIMENT:
    case DS_ROLE_NOW:
    case DS_ROLE_AFTER:
    case DS_ROLE_OWN:
        return style_of_number(0);
    case DS_ROLE_CONTROL:
        return (ds_style){DS_COLOUR_0 + 1, DS_MARKER_FRAME, 1, "6 3"};
    case DS_ROLE_START:
    case DS_ROLE_BEFORE:
        return (ds_style){DS_COLOUR_GREY, DS_MARKER_RING, 1, "2 3"};
    case DS_ROLE_TARGET:
        return (ds_style){DS_COLOUR_TARGET, DS_MARKER_POST, 3, "6 4"};
    case DS_ROLE_OTHER:
        return (ds_style){DS_COLOUR_GREY, DS_MARKER_FRAME, 4, "5 3"};
    case DS_ROLE_TOTAL:
        return (ds_style){DS_COLOUR_INK, DS_MARKER_DIAMOND, 0, NULL};
    case DS_ROLE_LIMIT:
        return (ds_style){DS_COLOUR_RULE, DS_MARKER_DISC, 0, series % 2 == 0 ? "6 4" : "2 3"};
    case DS_ROLE_NONE:
    default:
        return style_of_number(number_of_series(figure, series));
    }
}
