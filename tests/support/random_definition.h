/* tests/support/random_definition.h: definition files of random but well-typed expressions, over
 * every column and every operation of the language. */
#ifndef DS_TESTS_RANDOM_DEFINITION_H
#define DS_TESTS_RANDOM_DEFINITION_H

#include "base/buffer.h"
#include "support/random_source.h"

enum {
    RANDOM_TERMS = 4, /* b0, b1 yes or no; i0, i1 numbers */
    RANDOM_DERIVED = 2,
};

/* Appends a file with n_indicators indicators r0, r1, …; first_year: about when the careers begin.
 */
void random_definition_write(random_source *source, int n_indicators, int first_year,
                             ds_buffer *yaml);

/* Appends the name of something to break down by; terms and derived columns of such a file too when
 * own. */
void random_definition_key(random_source *source, bool own, ds_buffer *out);

#endif
