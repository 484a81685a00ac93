/* intake/label.h: what a labelled value of SPSS or Stata is to us: its number or its label. */
#ifndef DS_INTAKE_LABEL_H
#define DS_INTAKE_LABEL_H

#include "intake/layout/layout.h"
#include "intake/mapping/file.h"

enum { DS_LABEL_CODES_MAX = 9 }; /* numbers up to this may be codes that have words */
/* Whether the label has one number in it, and that is the value: "12 uur" of 12. What is measured
 * and labelled otherwise is no measure: 97 "geen baan", 1 "0 tot 12 uur". */
bool ds_label_says_number(const ds_table_label *label);

/* By the layout's column that it is in (columns: index in the file + 1). A number that is one of
 * our codes is that; another one is its label, and so is a number in a column of words, in one of
 * yes and no, and where the label means that nothing is known. What is measured (hours, an age)
 * stays where its label says that number. A number of a person stays. *against: the number stays,
 * and its label is another of our codes. */
ds_table_label_use ds_label_of_layout(const ds_layout *layout, const uint16_t *columns,
                                      const ds_table_label *label, bool *against);
/* The same through a mapping, whose codes go first: for them the value or the label is the word,
 * whichever they name. */
ds_table_label_use ds_label_of_mapped(const ds_mapping_binding *binding,
                                      const ds_table_label *label, bool *against);

#endif
