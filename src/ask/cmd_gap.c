/* ask/cmd_gap.c: doorstroom gap DIR --indicator ID --attribute a: gaps between groups. */
#include "ask/question.h"
#include "base/number.h"
#include "base/text.h"
#include "doorstroom/chances.h"

DS_ASK_FREES(ds_gaps_free)

static const char usage_nl[] =
    "doorstroom gap [WERKMAP] --indicator ID[,ID] --attribute a[,b]|alle [OPTIES]\n\n"
    "Hoe ver groepen uiteen liggen, per jaar, in procentpunten; of de kloof kleiner wordt; en\n"
    "hoeveel ervan samenstelling is (wie waar studeert: Kitagawa, en met meer kenmerken\n"
    "Oaxaca-Blinder). Intervallen met instellingen als clusters, onder hun huidige codes.\n"
    "Onbekend is een eigen groep. Dit zijn interne cijfers. Formules: docs/kansen.md.\n"
    "Voorbeelden:\n"
    "  doorstroom gap proef --indicator vsv --attribute migratieachtergrond --by leerweg\n"
    "  doorstroom gap proef --indicator vsv,switch --attribute alle --format csv\n"
    "  doorstroom gap proef --indicator vsv --attribute ses --reference 4 --limit 1";
static const char usage_en[] =
    "doorstroom gap [WORKFOLDER] --indicator ID[,ID] --attribute a[,b]|alle [OPTIONS]\n\n"
    "How far groups are apart, by year, in percentage points; whether the gap closes; and how\n"
    "much of it is composition (who studies where: Kitagawa, and with more attributes\n"
    "Oaxaca-Blinder). Intervals with institutions as clusters, under their present codes.\n"
    "Unknown is a group of its own. These figures are internal. Formulas: docs/kansen.en.md.\n"
    "Examples:\n"
    "  doorstroom gap trial --indicator vsv --attribute migratieachtergrond --by leerweg\n"
    "  doorstroom gap trial --indicator vsv,switch --attribute alle --format csv\n"
    "  doorstroom gap trial --indicator vsv --attribute ses --reference 4 --limit 1";

static ds_status find_gaps_and_answer(ds_question *q, const ds_work_gap_options *options) {
    const ds_work *work = ds_question_work(q);
    ds_gaps *gaps = NULL;
    ds_document *document = NULL;
    ds_status status = ds_work_gap(work, options, &gaps, q->err);
    if (status == DS_OK) status = ds_report_gap(ds_gaps_block(gaps), &document, q->err);
    ds_question_hold(q, gaps, release_ds_gaps_free);
    return ds_question_answer(q, document, status);
}

ds_status ds_cmd_gap(ds_question *q) {
    ds_work_gap_options o = DS_WORK_GAP_OPTIONS_INIT;
    const char *folder = ".", *limit = NULL;
    const ds_ask_option all[] = {
        {"--indicator", &o.indicators, NULL, "ID",
         "welke; alle: alles wat van personen waar is of niet",
         "which; alle: all that is true of persons or not"},
        {"--attribute", &o.attributes, NULL, "a,b",
         "groepen van dit kenmerk; alle: " DS_GAP_ATTRIBUTES,
         "groups of this attribute; alle: " DS_GAP_ATTRIBUTES},
        {"--by", &o.by, NULL, "a,b", "apart voor elke waarde", "apart for each value"},
        {"--years", &o.years, NULL, "J-J", "deze schooljaren (alle)", "these school years (all)"},
        {"--reference", &o.reference, NULL, "WAARDE",
         "met wie vergeleken wordt, ook kenmerk=waarde (de grootste groep)",
         "compared with whom, also attribute=value (the largest group)"},
        {"--levels", &o.levels, NULL, "a,b",
         "samenstelling naar deze (" DS_GAP_LEVELS "); leeg: niet",
         "composition by these (" DS_GAP_LEVELS "); empty: not"},
        {"--covariates", &o.covariates, NULL, "a,b",
         "van Oaxaca-Blinder (" DS_GAP_COVARIATES "); leeg: niet",
         "of Oaxaca-Blinder (" DS_GAP_COVARIATES "); empty: not"},
        {"--limit", &limit, NULL, "PUNT", "kleiner is klein, in procentpunten (0.5)",
         "what is smaller is small, in percentage points (0.5)"},
        {"--where", &o.where, NULL, "EXPR",
         "alleen wie hieraan voldoet: een uitdrukking zoals in een definitie",
         "only those for whom this holds: an expression as in a definition"},
        {"--definitions", &o.definitions_file, NULL, "FILE", "alleen dit definitiebestand",
         "this definition file only"}};
    if (!ds_question_read(q, all, sizeof all / sizeof *all, &folder, 1, DS_SAY(usage_nl, usage_en)))
        return q->status;
    if (limit != NULL && !ds_number_parse_decimal(ds_text_of(limit), &o.limit))
        return ds_question_refuse(q, "--limit: verwacht een getal", "--limit: expected a number",
                                  "");
    q->work_folder = folder;
    return find_gaps_and_answer(q, &o);
}
