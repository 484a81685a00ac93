/* figure/text.h: what stands in a figure as text: cleaned, measured, folded, shortened, escaped. */
#ifndef DS_FIGURE_TEXT_H
#define DS_FIGURE_TEXT_H

#include "base/arena.h"
#include "base/buffer.h"

/* A copy in which control and directional characters, and what is no character of XML, are '?'; a
 * line feed or a tab is a blank. NULL when memory is short. */
const char *ds_figure_text_keep(ds_arena *arena, const char *text);

/* The width of size bytes of it at a font size of 1. */
double ds_figure_text_measure(const char *text, size_t size, bool bold);

/* A run of a text, and whether an ellipsis follows. */
typedef struct ds_figure_run {
    const char *text;
    size_t size;
    bool cut;
    bool broken;  /* within a word: a hyphen follows */
    double width; /* with the ellipsis, in pixels */
} ds_figure_run;

/* As much of text as fits. */
ds_figure_run ds_figure_text_fit(const char *text, double font, bool bold, double room);
/* The same folded at blanks and hyphens into at most maximum lines; how many there are. The last is
 * cut where there is more. */
size_t ds_figure_text_fold(const char *text, double font, bool bold, double room, size_t maximum,
                           ds_figure_run *out_lines);

/* &, <, > and quotes as XML has them. */
void ds_figure_text_escape(ds_buffer *out, const char *text, size_t size);

#endif
