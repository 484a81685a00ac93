/* tests/figure/samples.h: a figure of each kind with made-up values such as the monitor has, for
 * the tests, the bench and the contact sheet. */
#ifndef DS_TESTS_FIGURE_SAMPLES_H
#define DS_TESTS_FIGURE_SAMPLES_H

#include "doorstroom/figure.h"

/* The caller's (ds_figure_free). */
ds_figure *sample_figure(ds_figure_kind kind);
/* The whole svg as text, the caller's (ds_free); NULL with a message when it failed. */
char *sample_svg(const ds_figure *figure, const ds_figure_options *options);

#endif
