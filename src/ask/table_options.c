/* ask/table_options.c: see table_options.h. */
#include "ask/table_options.h"

#include <string.h>

bool ds_ask_shown_read(ds_question *q, ds_ask_shown *asked) {
    if (asked->shares_of == NULL) return true;
    if (asked->options.shares == NULL) {
        (void)ds_question_refuse(q, "--shares-of hoort bij --shares",
                                 "--shares-of goes with --shares", "");
        return false;
    }
    asked->options.shares_of_teller = strcmp(asked->shares_of, "teller") == 0;
    if (asked->options.shares_of_teller || strcmp(asked->shares_of, "personen") == 0) return true;
    (void)ds_question_refuse(q, "--shares-of: verwacht personen of teller",
                             "--shares-of: expected personen or teller", "");
    return false;
}
