/* ask/cmd_tally.c: doorstroom tally DIR --indicator ID --by a,b. */
#include <string.h>

#include "ask/table_options.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/why.h"

DS_ASK_FREES(ds_tallies_free)
DS_ASK_FREES(ds_effect_tables_free)
DS_ASK_FREES(ds_persons_done)

static bool parse_pool(ds_question *q, const char *text, int *out) {
    uint64_t n = 0;
    if (text != NULL && !ds_question_number(q, "--pool", text, 1, 20, &n)) return false;
    *out = (int)n;
    return true;
}

static ds_status tally_and_answer(ds_question *q, const ds_tallies_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_tallies *tallies = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_tally(work, options, &tallies, q->err);
    if (status == DS_OK) {
        const ds_tally_source source = ds_tallies_source(tallies);
        size_t n;
        const ds_tally_table *tables = ds_tallies_tables(tallies, &n);
        status = ds_report_tallies(tables, n, &source, &document, q->err);
    }
    ds_question_hold(q, tallies, release_ds_tallies_free);
    return ds_question_answer(q, document, status);
}

/* The cells of evaluations, for merge and effect --cells. */
static ds_status tally_evaluations(ds_question *q, const ds_work_effect_options *options,
                                   const ds_tallies_options *o) {
    const ds_work *work = ds_question_work(q);
    ds_effect_tables *tables = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_effect_tables(work, options, o->part, o->n_parts, &tables, q->err);
    if (status == DS_OK) {
        const ds_tally_source source = ds_effect_tables_source(tables);
        size_t n;
        const ds_tally_table *list = ds_effect_tables_list(tables, &n);
        status = ds_report_tallies(list, n, &source, &document, q->err);
    }
    ds_question_hold(q, tables, release_ds_effect_tables_free);
    return ds_question_answer(q, document, status);
}

/* Whether anything was asked of whom counts, or of what a table shows. */
static bool is_narrowed(const ds_tallies_options *o) {
    const ds_table_options *t = &o->shown;
    return o->narrow.where != NULL || o->narrow.pool > 0 || o->narrow.groups != NULL ||
           o->narrow.same != NULL || t->years != NULL || t->compare != NULL || t->totals != NULL ||
           t->shares != NULL || t->keep != NULL || t->interval;
}

static ds_status run_evaluations(ds_question *q, ds_work_effect_options *e,
                                 const ds_tallies_options *o, bool persons) {
    e->definitions_file = o->definitions_file;
    if (e->evaluations == NULL)
        return ds_question_refuse(q, "--outcome en --exact horen bij --evaluation",
                                  "--outcome and --exact go with --evaluation", "");
    if (is_narrowed(o))
        return ds_question_refuse(
            q,
            "--evaluation telt wat de evaluatie zegt: zonder --where, --pool, "
            "--groepen, --same en wat een tabel toont",
            "--evaluation counts what the evaluation says: without --where, --pool, "
            "--groepen, --same and what a table shows",
            "");
    if (o->indicators != NULL || o->by != NULL || o->present_codes || persons)
        return ds_question_refuse(
            q,
            "--evaluation telt wat de evaluatie zegt: zonder --indicator, --by, "
            "--present-codes en --persons",
            "--evaluation counts what the evaluation says: without --indicator, --by, "
            "--present-codes and --persons",
            "");
    return tally_evaluations(q, e, o);
}

/* What --persons needs beside what a tally is asked. */
typedef struct tally_persons {
    bool wanted;
    const char *cell, *stand, *year;
} tally_persons;

static ds_status list_and_answer(ds_question *q, const ds_persons_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_persons *persons = ds_question_room(q, sizeof *persons);
    ds_document *document = NULL;
    ds_status status;
    if (persons == NULL) return DS_FAULT;
    status = ds_work_persons(work, options, persons, q->err);
    if (status != DS_OK) return status;
    status = ds_say_persons(persons, &document, q->err);
    ds_question_hold(q, persons, release_ds_persons_done);
    return ds_question_answer(q, document, status);
}

static ds_status list_persons(ds_question *q, const ds_tallies_options *o, const tally_persons *p) {
    ds_persons_options options = {.version = DS_PERSONS_OPTIONS_VERSION,
                                  .definitions_file = o->definitions_file,
                                  .indicator = o->indicators,
                                  .by = o->by,
                                  .cell = p->cell,
                                  .stand = p->stand,
                                  .present_codes = o->present_codes};
    uint64_t year = 0;
    if (o->indicators == NULL || strchr(o->indicators, ',') != NULL || o->n_parts > 0 ||
        is_narrowed(o))
        return ds_question_refuse(
            q,
            "--persons vraagt één --indicator, en geen --part, --where of wat een "
            "tabel toont",
            "--persons asks for one --indicator, and no --part, --where or what a "
            "table shows",
            "");
    if (p->year != NULL && !ds_question_number(q, "--year", p->year, 1900, 2200, &year))
        return DS_USAGE;
    options.schooljaar = (int)year;
    return list_and_answer(q, &options);
}

ds_status ds_cmd_tally(ds_question *q) {
    static const char usage_nl[] =
        "doorstroom tally [WERKMAP] [--indicator ID[,ID2]] [--by a,b]\n\n"
        "Telt indicatoren over het register; zonder --indicator alle, in één gang.\n"
        "Voorbeelden:\n"
        "  doorstroom tally proef --indicator vsv --by niveau,leerweg\n"
        "  doorstroom tally proef --indicator vsv --by standaard\n"
        "  doorstroom tally proef --indicator switch --by 'hoofdgroep,hoofdgroep[t+1]' --format "
        "csv\n"
        "  doorstroom tally proef --indicator vsv --by niveau,leerweg --persons --cell 2,bol \\\n"
        "    --stand teller --year 2022\n"
        "  doorstroom tally proef --indicator vsv --by niveau,leerweg --years 2022-2023 \\\n"
        "    --compare vorig --totals 'leerweg;'\n"
        "  doorstroom tally proef --indicator instroom --by herkomst --shares herkomst\n"
        "  doorstroom tally proef --evaluation vakmanschap2 --part 1/2 --out deel1.json";
    static const char usage_en[] =
        "doorstroom tally [WORKFOLDER] [--indicator ID[,ID2]] [--by a,b]\n\n"
        "Tallies indicators over the register; without --indicator all, in one pass.\n"
        "Examples:\n"
        "  doorstroom tally trial --indicator vsv --by niveau,leerweg\n"
        "  doorstroom tally trial --indicator vsv --by standaard\n"
        "  doorstroom tally trial --indicator switch --by 'hoofdgroep,hoofdgroep[t+1]' --format "
        "csv\n"
        "  doorstroom tally trial --indicator vsv --by niveau,leerweg --persons --cell 2,bol \\\n"
        "    --stand teller --year 2022\n"
        "  doorstroom tally trial --indicator vsv --by niveau,leerweg --years 2022-2023 \\\n"
        "    --compare vorig --totals 'leerweg;'\n"
        "  doorstroom tally trial --indicator instroom --by herkomst --shares herkomst\n"
        "  doorstroom tally trial --evaluation vakmanschap2 --part 1/2 --out part1.json";
    ds_work_effect_options e = DS_WORK_EFFECT_OPTIONS_INIT;
    ds_tallies_options o = DS_TALLIES_OPTIONS_INIT;
    ds_ask_shown shown = DS_ASK_SHOWN_INIT;
    tally_persons persons = {0};
    const char *part = NULL, *pool = NULL, *folder = ".";
    const ds_ask_option options[] = {
        {"--indicator", &o.indicators, NULL, "ID", "welke (alle)", "which (all)"},
        {"--by", &o.by, NULL, "a,b", "uitsplitsen; standaard: zoals de definitie zegt",
         "break down; standaard: as the definition says"},
        {"--definitions", &o.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"},
        {"--part", &part, NULL, "i/n",
         "alleen deel i van n van de personen; merge telt de delen op (json zegt waar zij van "
         "zijn)",
         "only part i of n of the persons; merge adds the parts up (json says what they are of)"},
        {"--present-codes", NULL, &o.present_codes, NULL,
         "instellingen onder de huidige codes: een fusie maakt niemand nieuw of weg",
         "institutions under present codes: a merger makes nobody new or gone"},
        {"--evaluation", &e.evaluations, NULL, "ID",
         "de cellen van een evaluatie, voor merge en effect --cells (json)",
         "the cells of an evaluation, for merge and effect --cells (json)"},
        {"--outcome", &e.outcomes, NULL, "a,b", "met --evaluation: welke uitkomsten (alle)",
         "with --evaluation: which outcomes (all)"},
        {"--exact", &e.exact, NULL, "a,b", "met --evaluation: als van effect",
         "with --evaluation: as of effect"},
        {"--persons", NULL, &persons.wanted, NULL,
         "noem de personen achter de tellingen, in plaats van de aantallen",
         "name the persons behind the counts, in place of the numbers"},
        {"--cell", &persons.cell, NULL, "v,w", "met --persons: deze cel, een waarde per kenmerk",
         "with --persons: this cell, a value for each key"},
        {"--stand", &persons.stand, NULL, "WAAR", "met --persons: teller, noemer of onbekend",
         "with --persons: teller, noemer or onbekend"},
        {"--year", &persons.year, NULL, "JAAR", "met --persons: dit schooljaar",
         "with --persons: this school year"},
        {"--where", &o.narrow.where, NULL, "EXPR",
         "alleen wie hieraan voldoet: een uitdrukking zoals in een definitie",
         "only those for whom this holds: an expression as in a definition"},
        {"--pool", &pool, NULL, "N",
         "elk schooljaar is de som van N schooljaren tot en met dat jaar",
         "each school year is the sum of N school years up to it"},
        {"--groepen", &o.narrow.groups, NULL, "REGEL",
         "alleen groepen met een eigenschap: 'instelling: aandeel(functiebeperking) >= 5 in elk "
         "jaar'",
         "only groups with a property: 'instelling: aandeel(functiebeperking) >= 5 in elk jaar'"},
        {"--same", &o.narrow.same, NULL, "a",
         "alleen wat er in elk getoond schooljaar is: --same instelling",
         "only what is there in each school year shown: --same instelling"},
        DS_ASK_SHOWN_OPTIONS(shown)};
    if (!ds_question_read(q, options, sizeof options / sizeof *options, &folder, 1,
                          DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (part != NULL && !ds_question_part(q, "--part", part, &o.part, &o.n_parts)) return DS_USAGE;
    if (!ds_ask_shown_read(q, &shown) || !parse_pool(q, pool, &o.narrow.pool)) return DS_USAGE;
    o.shown = shown.options;
    q->work_folder = folder;
    if (e.evaluations != NULL || e.outcomes != NULL || e.exact != NULL)
        return run_evaluations(q, &e, &o, persons.wanted);
    if (persons.wanted) return list_persons(q, &o, &persons);
    if (persons.cell != NULL || persons.stand != NULL || persons.year != NULL)
        return ds_question_refuse(q, "--cell, --stand en --year horen bij --persons",
                                  "--cell, --stand and --year go with --persons", "");
    return tally_and_answer(q, &o);
}
