/* cli/table_options.c: see table_options.h. */
#include "cli/table_options.h"

#include <string.h>

bool cli_table_read(const cli *c, cli_table_asked *asked) {
    if (asked->shares_of == NULL) return true;
    asked->options.shares_of_teller = strcmp(asked->shares_of, "teller") == 0;
    if (asked->options.shares_of_teller || strcmp(asked->shares_of, "personen") == 0) return true;
    (void)cli_usage(c, "--shares-of: verwacht personen of teller",
                    "--shares-of: expected personen or teller", "");
    return false;
}
