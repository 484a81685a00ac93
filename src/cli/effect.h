/* cli/effect.h: the options of the estimator, which the commands effect and match share. */
#ifndef DS_CLI_EFFECT_H
#define DS_CLI_EFFECT_H

#include "cli/cli.h"
#include "doorstroom/effect.h"

/* As they stand on the command line; NULL: the default. */
typedef struct effect_asked {
    const char *kernel, *bandwidth, *support, *estimand, *se, *replicates, *seed, *resample,
        *estimator, *model, *neighbours, *classes, *link, *correction;
    bool uncorrected, firth;
} effect_asked;

enum { EFFECT_OPTIONS = 16 };
/* Writes the options of the estimator to out[EFFECT_OPTIONS]. */
void effect_options_list(effect_asked *asked, cli_option *out);
/* Into *out, which holds the defaults; false with a message. clusters: there are locations, so that
 * whole ones can be drawn. */
bool effect_options_parse(const cli *c, const effect_asked *asked, bool clusters,
                          ds_effect_options *out);
/* What came of it, in the form that was asked for; then frees it. */
ds_status effect_write(cli *c, ds_effects *effects, ds_error *err) DS_NODISCARD;

#endif
