/* work/inside/enquete_missing.h: of each line who did not answer, of the population. */
#ifndef DS_WORK_INSIDE_ENQUETE_MISSING_H
#define DS_WORK_INSIDE_ENQUETE_MISSING_H

#include "doorstroom/survey_tally.h"
#include "work/inside/survey_lines.h"

/* Sets missing of all lines: the cells also hold who is not of the population, for weights speak of
 * everybody. */
void ds_enquete_count_missing(const ds_survey_tally *tally, size_t n_by, survey_lines *lines);

#endif
