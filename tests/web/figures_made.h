/* tests/web/figures_made.h: a small release of made-up counts with all that a page of figures can
 * meet: keys with one and with several values, a total, values that are not known, texts that try
 * everything, numbers that are hidden, a question without an answer, an institution's own;
 * published as any other. For tests and fuzzers: without cmocka. */
#ifndef DS_TESTS_WEB_FIGURES_MADE_H
#define DS_TESTS_WEB_FIGURES_MADE_H

#include "doorstroom/base.h"

/* Publishes one in folder/publicatie (the pointer turns to it). Another seed: other numbers. Every
 * number of an institution's own is figures_own_number. */
ds_status figures_publish(const char *folder, unsigned seed, ds_error *err) DS_NODISCARD;
enum { figures_own_number = 7654321 };

#endif
