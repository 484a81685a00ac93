/* report/survey.h: what the files of a survey's document share. */
#ifndef DS_REPORT_SURVEY_H
#define DS_REPORT_SURVEY_H

#include "doorstroom/surveys.h"

/* What must be known of all lines of the block: in the document's own part. */
void ds_report_survey_notes(ds_document *to, const ds_survey_block *block);
/* The same of one question. */
void ds_report_survey_question_notes(ds_document *to, const ds_survey_block *block,
                                     size_t question);
/* The facts of the design, for machines. */
void ds_report_survey_facts(ds_document *to, const ds_survey_block *block);
/* Why a line has no number, or no interval, as a code; NULL where it has. */
const char *ds_report_survey_reason(ds_survey_state state);

#endif
