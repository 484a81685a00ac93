/* tests/web/figures_published.c FOLDER SEED…: publishes the made release (figures_made.h) in a work
 * folder, once for each seed, the last of which is the release of now; for walk_dashboard.mjs. */
#include <stdio.h>
#include <stdlib.h>

#include "web/figures_made.h"

int main(int argc, char **argv) {
    if (argc < 3) return 64;
    for (int i = 2; i < argc; i++) {
        ds_error err = {0};
        if (figures_publish(argv[1], (unsigned)strtoul(argv[i], NULL, 10), &err) != DS_OK) {
            (void)fprintf(stderr, "%s: %s\n", err.file, err.en);
            return 1;
        }
    }
    return 0;
}
