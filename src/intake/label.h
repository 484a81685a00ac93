/* intake/label.h: what a labelled value of SPSS or Stata is to us: its number or its label. */
#ifndef DS_INTAKE_LABEL_H
#define DS_INTAKE_LABEL_H

#include "intake/layout/layout.h"
#include "intake/mapping/file.h"

/* By the layout's column that it is in (columns: index in the file + 1). A number that is one of
 * our codes is that; another one is its label, and so is a number in a column of words, in one of
 * yes and no, and where the label means that nothing is known. A number of a person stays. */
ds_table_label_use ds_label_of_layout(const ds_layout *layout, const uint16_t *columns,
                                      const ds_table_label *label);
/* The same through a mapping, whose codes go first: for them the value or the label is the word,
 * whichever they name. */
ds_table_label_use ds_label_of_mapped(const ds_mapping_binding *binding,
                                      const ds_table_label *label);

#endif
