/* report/process.h: pieces of the document of a process evaluation. */
#ifndef DS_REPORT_PROCESS_H
#define DS_REPORT_PROCESS_H

#include "doorstroom/process.h"

/* The word of the framework; people read it in their language. */
ds_value ds_report_process_word(const ds_process_word *word, bool people);
/* By mechanism, round and layer; for people one of the two at a time. */
void ds_report_process_judgements(ds_document *to, const ds_process_block *block);
/* By question, round and route. */
void ds_report_process_replies(ds_document *to, const ds_process_block *block);
void ds_report_process_notes(ds_document *to, const ds_process_block *block);

#endif
