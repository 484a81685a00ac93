/* cli/cmd_match.c: doorstroom match --data FILE …: kernel matching on any table. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "cli/match.h"

enum { OUTCOMES_MAX = 64, CLUSTERS_MAX = 16, OPTIONS = 8 };

typedef struct lists {
    const char *outcomes, *numbers, *factors, *exact, *cluster;
} lists;

static ds_status split_all(const lists *l, match_asked *a, ds_error *err) {
    const struct {
        const char *option, *list;
        size_t max;
        effect_names *out;
    } all[] = {{"--outcome", l->outcomes, OUTCOMES_MAX, &a->outcomes},
               {"--covariates", l->numbers, DS_EFFECT_COLUMNS_MAX, &a->numbers},
               {"--factors", l->factors, DS_EFFECT_COLUMNS_MAX, &a->factors},
               {"--exact", l->exact, DS_EFFECT_COLUMNS_MAX, &a->exact},
               {"--cluster", l->cluster, CLUSTERS_MAX, &a->cluster}};
    ds_status status = DS_OK;
    for (size_t i = 0; status == DS_OK && i < sizeof all / sizeof *all; i++)
        status = effect_split(all[i].option, all[i].list, all[i].max, all[i].out, err);
    return status;
}

static void asked_done(match_asked *a) {
    effect_names *all[] = {&a->outcomes, &a->numbers, &a->factors, &a->exact, &a->cluster};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        effect_names_done(all[i]);
}

static bool has_name(const effect_names *names, const char *name) {
    for (size_t i = 0; i < names->n; i++)
        if (ds_text_equal_nocase(ds_text_of(names->names[i]), ds_text_of(name))) return true;
    return false;
}

/* A column has one part to play; a cluster may be any but the treatment and the outcomes. */
static const char *two_parts(const match_asked *a) {
    const effect_names *one[] = {&a->outcomes, &a->numbers, &a->factors, &a->exact};
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < one[i]->n; k++) {
            const char *name = one[i]->names[k];
            if (ds_text_equal_nocase(ds_text_of(name), ds_text_of(a->treatment))) return name;
            if (a->count != NULL && ds_text_equal_nocase(ds_text_of(name), ds_text_of(a->count)))
                return name;
            for (size_t other = i + 1; other < 4; other++)
                if (has_name(one[other], name)) return name;
        }
    if (has_name(&a->cluster, a->treatment)) return a->treatment;
    if (a->count != NULL && ds_text_equal_nocase(ds_text_of(a->count), ds_text_of(a->treatment)))
        return a->count;
    return NULL;
}

/* -1 to go on, else the exit code. */
static int check_asked(const cli *c, const match_asked *a) {
    const char *twice;
    if (a->path == NULL) return cli_usage(c, "welke tabel? --data", "which table? --data", "");
    if (a->treatment == NULL)
        return cli_usage(c, "wie deed mee? --treatment", "who took part? --treatment", "");
    if (a->outcomes.n == 0)
        return cli_usage(c, "welke uitkomst? --outcome", "which outcome? --outcome", "");
    if (a->numbers.n + a->factors.n + a->exact.n == 0)
        return cli_usage(c, "vergelijkbaar op wat? --covariates, --factors of --exact",
                         "matched on what? --covariates, --factors or --exact", "");
    if (a->numbers.n + a->factors.n + a->exact.n > DS_EFFECT_COLUMNS_MAX)
        return cli_usage(c, "meer dan 64 kenmerken", "more than 64 covariates", "");
    twice = two_parts(a);
    if (twice != NULL)
        return cli_usage(c, "deze kolom staat bij twee opties", "this column stands in two options",
                         cli_clean(twice));
    return -1;
}

/* ---- what was left out, on standard error ---- */

static void note(const cli *c, const char *nl, const char *en, const char *what, uint64_t n) {
    if (n == 0) return;
    (void)fprintf(stderr, "%s%s%s: %llu\n", cli_say(c, nl, en), what[0] == '\0' ? "" : " ",
                  cli_clean(what), (unsigned long long)n);
}

static void say_notes(const cli *c, const match_asked *a, const match_read *read) {
    note(c, "weggelaten, omdat de behandeling ontbreekt", "left out, as the treatment is missing",
         "", read->missing_treatment);
    note(c, "zonder cluster, samen als één genomen", "without a cluster, taken as one together", "",
         read->missing_cluster);
    for (size_t i = 0; i < read->n_outcomes; i++) {
        const uint64_t missing = ds_effect_sample_missing(read->samples[i]);
        note(c, "weggelaten, omdat de uitkomst ontbreekt:", "left out, as the outcome is missing:",
             a->outcomes.names[i], read->missing_outcome[i]);
        if (i == 0 || missing != ds_effect_sample_missing(read->samples[i - 1]))
            note(c, "weggelaten, omdat een kenmerk ontbreekt:",
                 "left out, as a covariate is missing:", a->outcomes.names[i], missing);
    }
}

/* ---- the work ---- */

/* "a, b, c"; the caller's. */
static char *join(const effect_names *first, const effect_names *second) {
    ds_buffer text;
    ds_buffer_init(&text, 1 << 20);
    ds_buffer_add_string(&text, "");
    for (size_t i = 0; i < first->n + second->n; i++) {
        if (i > 0) ds_buffer_add_string(&text, ", ");
        ds_buffer_add_string(&text, i < first->n ? first->names[i] : second->names[i - first->n]);
    }
    return ds_buffer_take(&text);
}

static ds_status fill_rows(cli *c, const match_asked *a, const match_read *read,
                           const ds_effect_options *options, effect_row *rows, ds_error *err) {
    const size_t n = read->n_outcomes;
    ds_effect_result *results = ds_calloc(n, sizeof *results);
    ds_status status = DS_OK;
    if (results == NULL) return ds_error_memory(err);
    status = ds_effect_estimate((const ds_effect_sample *const *)read->samples, n, options, results,
                                err);
    cli_progress_end(c);
    for (size_t i = 0; status == DS_OK && i < n; i++)
        rows[i] = (effect_row){.outcome = a->outcomes.names[i],
                               .title = "",
                               .note = "",
                               .year = EFFECT_NO_YEAR,
                               .share = read->share[i],
                               .unconditional = "",
                               .version = "",
                               .unknown = read->missing_outcome[i],
                               .sample = read->samples[i],
                               .result = results[i]};
    ds_free(results);
    return status;
}

static ds_status print(const cli *c, effect_block *block, ds_error *err) {
    ds_status status = effect_diagnose(c, block, err);
    if (status != DS_OK) return status;
    if (c->format == CLI_CSV) effect_print_notes(c, block);
    if (c->format == CLI_CSV) effect_print_csv(block, 1);
    if (c->format == CLI_JSON) status = effect_print_json(block, 1, err);
    if (c->format == CLI_TABLE) effect_print_table(c, block);
    return status;
}

static ds_status work(cli *c, const match_asked *a, const ds_effect_options *options,
                      ds_error *err) {
    match_read read = {0};
    char *matched_on = join(&a->numbers, &a->factors), *exact = join(&a->exact, &(effect_names){0});
    effect_row *rows = ds_calloc(a->outcomes.n, sizeof *rows);
    effect_block block = {.id = "",
                          .title = "",
                          .note = "",
                          .source = "",
                          .matched_on = matched_on,
                          .exact = exact,
                          .file = a->path,
                          .generation = "",
                          .options = options,
                          .rows = rows,
                          .n_rows = a->outcomes.n};
    ds_status status = matched_on == NULL || exact == NULL || rows == NULL
                           ? ds_error_memory(err)
                           : match_read_table(c, a, &read, err);
    if (status == DS_OK) {
        say_notes(c, a, &read);
        status = fill_rows(c, a, &read, options, rows, err);
    }
    if (status == DS_OK) status = print(c, &block, err);
    effect_block_done(&block);
    match_read_done(&read);
    ds_free(rows);
    ds_free(matched_on);
    ds_free(exact);
    return status;
}

static const char usage_nl[] =
    "doorstroom match --data BESTAND --treatment T --outcome Y[,Y2] --covariates a,b\n"
    "                 --factors c,d [OPTIES]\n\n"
    "Vergelijkt wie meedeed met vergelijkbare anderen, in elke tabel: csv, Parquet, SPSS (.sav)\n"
    "of Stata (.dta). De kans om mee te doen (een logit van de kenmerken) is de score; elke\n"
    "behandelde wordt vergeleken met een gewogen gemiddelde van controles met bijna dezelfde "
    "score.\n"
    "De standaardfout is die van kmatch (gewichten vast); met --cluster een bootstrap van hele\n"
    "clusters. Bij een smalle bandbreedte is --se influence te groot.\n"
    "Ontbrekend is leeg, NA, NULL of een punt; zulke rijen tellen niet mee en worden geteld.\n"
    "Een kolom zonder naam heet kolom_1, kolom_2, …, naar haar plaats.\n"
    "Voorbeelden:\n"
    "  doorstroom match --data lalonde.csv --treatment treat --outcome re78 \\\n"
    "    --covariates age,educ,re74,re75 --factors race,married,nodegree\n"
    "  doorstroom match --data leerlingen.sav --treatment route --outcome diploma,vsv \\\n"
    "    --factors geslacht,advies --exact schooljaar --cluster instelling,vestiging --format csv\n"
    "  doorstroom match --data cellen.csv --treatment t --outcome y --factors a,b --count n \\\n"
    "    --bandwidth 0.06 --se influence";
static const char usage_en[] =
    "doorstroom match --data FILE --treatment T --outcome Y[,Y2] --covariates a,b\n"
    "                 --factors c,d [OPTIONS]\n\n"
    "Compares who took part with similar others, in any table: csv, Parquet, SPSS (.sav) or\n"
    "Stata (.dta). The chance of taking part (a logit of the covariates) is the score; each of "
    "the\n"
    "treated is compared with a weighted mean of controls of nearly the same score.\n"
    "The standard error is kmatch's (weights as fixed); with --cluster a bootstrap of whole\n"
    "clusters. At a narrow bandwidth --se influence is too large.\n"
    "Missing is nothing, NA, NULL or a point; such rows are left out, and counted.\n"
    "A column without a name is called kolom_1, kolom_2, …, by its place.\n"
    "Examples:\n"
    "  doorstroom match --data lalonde.csv --treatment treat --outcome re78 \\\n"
    "    --covariates age,educ,re74,re75 --factors race,married,nodegree\n"
    "  doorstroom match --data pupils.sav --treatment route --outcome diploma,vsv \\\n"
    "    --factors sex,advice --exact year --cluster school --format csv\n"
    "  doorstroom match --data cells.csv --treatment t --outcome y --factors a,b --count n \\\n"
    "    --bandwidth 0.06 --se influence";

int cmd_match(cli *c, int argc, char **argv) {
    match_asked a = {0};
    effect_asked e = {0};
    lists l = {0};
    ds_effect_options options;
    ds_error err = {0};
    cli_option all[OPTIONS + EFFECT_OPTIONS] = {
        {"--data", &a.path, NULL, "FILE", "de tabel", "the table"},
        {"--treatment", &a.treatment, NULL, "T", "kolom: deed mee, ja of nee",
         "column: took part, yes or no"},
        {"--outcome", &l.outcomes, NULL, "Y,Y2", "kolommen: uitkomsten, getallen of ja/nee",
         "columns: outcomes, numbers or yes/no"},
        {"--covariates", &l.numbers, NULL, "a,b", "kenmerken die als getal gelden",
         "covariates taken as numbers"},
        {"--factors", &l.factors, NULL, "c,d", "kenmerken met categorieën",
         "covariates with categories"},
        {"--exact", &l.exact, NULL, "e,f", "vergelijk alleen binnen gelijke waarden hiervan",
         "compare within equal values of these only"},
        {"--cluster", &l.cluster, NULL, "g,h", "kolommen die samen de locatie zijn (school)",
         "columns that together are the location (school)"},
        {"--count", &a.count, NULL, "n", "kolom: voor hoeveel personen een rij staat",
         "column: how many persons a row stands for"}};
    int code;
    effect_options_list(&e, all + OPTIONS);
    code = cli_parse(c, argc, argv, all, OPTIONS + EFFECT_OPTIONS, NULL, 0, usage_nl, usage_en);
    if (code >= 0) return code;
    code = split_all(&l, &a, &err) == DS_OK ? check_asked(c, &a) : cli_fail(c, &err);
    if (code < 0 && !effect_options_parse(c, &e, a.cluster.n > 0, &options)) code = DS_USAGE;
    if (code < 0) {
        options.progress = cli_progress;
        options.progress_context = c;
        code = work(c, &a, &options, &err) == DS_OK ? DS_OK : cli_fail(c, &err);
    }
    asked_done(&a);
    return code;
}
