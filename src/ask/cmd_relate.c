/* ask/cmd_relate.c: doorstroom relate --data FILE …: what hangs together, in any table. */
#include <string.h>

#include "ask/question.h"

DS_ASK_FREES(ds_work_relate_free)

static const char usage_nl[] =
    "doorstroom relate --data BESTAND --x a[,b] --y c[,d] [OPTIES]\n\n"
    "Wat met elkaar samenhangt, in elke tabel: elke kolom van --x met elke van --y, met "
    "schatting,\n"
    "interval, p, en p aangepast voor alle toetsen van deze vraag. Correlaties, regressie (alle x\n"
    "samen), groepen (x) die in een getal (y) verschillen, en tabellen van twee kenmerken. Exact\n"
    "waar er weinig zijn. Wat niet is aangetoond kan er zijn: het interval zegt hoeveel.\n"
    "Formules: docs/samenhang.md.\n"
    "Voorbeelden:\n"
    "  doorstroom demo proef\n"
    "  doorstroom relate --data proef/voorbeelden/agendas.csv --x ambitie,besteed \\\n"
    "    --y ontwikkeling --method pearson\n"
    "  doorstroom relate --data proef/voorbeelden/agendas.csv --x planning --y ontwikkeling \\\n"
    "    --method jonckheere --by indicator --adjust bh --format csv\n"
    "  doorstroom relate --data proef/voorbeelden/agendas.csv --x type --y kwadrant,maatregelen";
static const char usage_en[] =
    "doorstroom relate --data FILE --x a[,b] --y c[,d] [OPTIONS]\n\n"
    "What hangs together, in any table: each column of --x with each of --y, with an estimate, an\n"
    "interval, p, and p adjusted for all tests of this question. Correlations, regression (all x\n"
    "together), groups (x) that differ in a number (y), and tables of two properties. Exact where\n"
    "there are few. What is not shown may be there: the interval says how much.\n"
    "Formulas: docs/samenhang.en.md.\n"
    "Examples:\n"
    "  doorstroom demo trial\n"
    "  doorstroom relate --data trial/voorbeelden/agendas.csv --x ambitie,besteed \\\n"
    "    --y ontwikkeling --method pearson\n"
    "  doorstroom relate --data trial/voorbeelden/agendas.csv --x planning --y ontwikkeling \\\n"
    "    --method jonckheere --by indicator --adjust bh --format csv\n"
    "  doorstroom relate --data trial/voorbeelden/agendas.csv --x type --y kwadrant,maatregelen";

static bool find_relate_method(ds_question *q, const char *name, ds_relate_method *out) {
    for (int m = DS_RELATE_AUTO; name != NULL && m < DS_RELATE_METHODS; m++)
        if (strcmp(name, ds_relate_method_name((ds_relate_method)m)) == 0) {
            *out = (ds_relate_method)m;
            return true;
        }
    if (name == NULL) return true;
    (void)ds_question_refuse(q,
                             "--method: verwacht pearson, spearman, partial, regression, welch, "
                             "mann-whitney, kruskal-wallis, jonckheere, chi-square, fisher of auto",
                             "--method: expected pearson, spearman, partial, regression, welch, "
                             "mann-whitney, kruskal-wallis, jonckheere, chi-square, fisher or auto",
                             "");
    return false;
}

static bool find_relate_adjust(ds_question *q, const char *name, ds_adjust_method *out) {
    if (name == NULL || strcmp(name, "holm") == 0) return true;
    *out = DS_ADJUST_BH;
    if (strcmp(name, "bh") == 0) return true;
    (void)ds_question_refuse(q, "--adjust: verwacht holm of bh", "--adjust: expected holm or bh",
                             "");
    return false;
}

static ds_status relate_and_answer(ds_question *q, const ds_work_relate_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_work_relate_result *result = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_relate(work, options, &result, q->err);
    if (status == DS_OK) status = ds_report_relate(ds_work_relate_block(result), &document, q->err);
    ds_question_hold(q, result, release_ds_work_relate_free);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_relate(ds_question *q) {
    ds_work_relate_options o = DS_WORK_RELATE_OPTIONS_INIT;
    const char *method = NULL, *adjust = NULL;
    const ds_ask_option all[] = {
        {"--data", &o.file, NULL, "FILE", "de tabel", "the table"},
        {"--x", &o.x, NULL, "a,b", "kolommen: getallen, of groepen", "columns: numbers, or groups"},
        {"--y", &o.y, NULL, "c,d", "kolommen waar elke x mee wordt vergeleken",
         "columns that each x is held against"},
        {"--method", &method, NULL, "M",
         "auto (standaard), pearson, spearman, partial, regression, welch, mann-whitney, "
         "kruskal-wallis, jonckheere, chi-square, fisher",
         "auto (the default), pearson, spearman, partial, regression, welch, mann-whitney, "
         "kruskal-wallis, jonckheere, chi-square, fisher"},
        {"--by", &o.by, NULL, "K", "kolom: een toets voor elke waarde ervan",
         "column: a test for each of its values"},
        {"--order", &o.order, NULL, "a,b,c", "de groepen, van laag naar hoog (jonckheere)",
         "the groups, from low to high (jonckheere)"},
        {"--pairwise", NULL, &o.pairwise, NULL,
         "kruskal-wallis, jonckheere: ook alle paren van groepen",
         "kruskal-wallis, jonckheere: all pairs of groups too"},
        {"--adjust", &adjust, NULL, "holm|bh",
         "p aangepast voor alle toetsen: Holm (standaard) of Benjamini-Hochberg",
         "p adjusted for all tests: Holm (the default) or Benjamini-Hochberg"}};
    if (!ds_question_read(q, all, sizeof all / sizeof *all, NULL, 0, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (!find_relate_method(q, method, &o.method) || !find_relate_adjust(q, adjust, &o.adjust))
        return DS_USAGE;
    return relate_and_answer(q, &o);
}
