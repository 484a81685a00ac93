/* report/monitor.h: the words of the monitor's codes, and its rows as facts. */
#ifndef DS_REPORT_MONITOR_H
#define DS_REPORT_MONITOR_H

#include "doorstroom/monitored.h"
#include "doorstroom/release.h"

/* A code with its words; one without words stands as it is, with blanks for underscores. */
ds_value ds_report_monitor_word(ds_document *document, const char *code);
/* A trait, a group of it, a class, and why: the same code may be another word there. */
ds_value ds_report_monitor_trait(ds_document *document, const char *code);
ds_value ds_report_monitor_group(ds_document *document, const char *code);
ds_value ds_report_monitor_class(ds_document *document, const char *code);
ds_value ds_report_monitor_why(ds_document *document, const char *code);
/* The words of a note; places {0} to {2} are its numbers, or {0} its text. */
void ds_report_monitor_note(ds_document *document, const ds_monitor_note *note);
/* The words with their places; "" for a code that has none. */
ds_say ds_report_monitor_note_text(const char *code);
ds_say ds_report_monitor_reason(const char *code);
/* A row as a fact (doorstroom/release.h), of that agenda: keys[DS_MONITOR_KEYS] gets its keys,
 * which live as long as it does. */
enum { DS_MONITOR_KEYS = 7 };
extern const char *const ds_report_monitor_keys[DS_MONITOR_KEYS];
ds_release_fact ds_report_monitor_fact(const ds_monitor_row *row, const char *agenda,
                                       const char **keys);
/* The table as a figure, where there is one for its kind; on pages only. */
void ds_report_monitor_figure(ds_document *to, const ds_monitor_made *made);
/* A code in words; the code itself where there are none. */
ds_say ds_report_monitor_say(const char *code);

#endif
