/* tests/publish/sample.h: made-up reports, for the tests and the bench of PDFs. */
#ifndef DS_TESTS_PUBLISH_SAMPLE_H
#define DS_TESTS_PUBLISH_SAMPLE_H

#include "doorstroom/document.h"

/* A report of an institution: chapters with prose, n_tables tables and n_figures figures spread
 * over them; another seed is another institution. name: of it, which must
 * live as long; NULL: an ordinary one. The caller's.
 */
ds_document *ds_sample_report(unsigned seed, size_t n_tables, size_t n_figures, const char *name);

/* One of every block, value, state and shape of table; name, which must
 * live as long, stands in each place. The caller's. */
ds_document *ds_sample_everything(const char *name);

#endif
