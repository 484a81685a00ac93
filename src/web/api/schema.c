/* web/api/schema.c: of which members answers are made. See api.h. */
#include "web/api/api.h"

#define MEMBERS(of) (of), sizeof(of) / sizeof *(of)
#define SAYS(name, nl, en)                                                                         \
    {name, DS_API_TEXT, NULL, true, false, {nl, en}}, {                                            \
        name "_en", DS_API_TEXT, NULL, true, false, {                                              \
            nl " (Engels)", en " (English)"                                                        \
        }                                                                                          \
    }
#define RELEASE_OF                                                                                 \
    {                                                                                              \
        "vrijgave", DS_API_OBJECT, "VanVrijgave", false, false, {                                  \
            "van welke vrijgave", "of which release"                                               \
        }                                                                                          \
    }

static const ds_web_api_member of_release[] = {
    {"naam", DS_API_TEXT, NULL, false, false, {"naam", "name"}},
    {"datum",
     DS_API_TEXT,
     NULL,
     true,
     false,
     {"dag van de gegevens, JJJJ-MM-DD", "day of the data, YYYY-MM-DD"}},
    {"merk",
     DS_API_TEXT,
     NULL,
     false,
     false,
     {"verandert precies als er iets anders gepubliceerd is",
      "changes exactly when something else is published"}},
    {"gemaakt",
     DS_API_FLAG,
     NULL,
     false,
     false,
     {"de personen zijn verzonnen", "the persons are made up"}},
    {"concept",
     DS_API_FLAG,
     NULL,
     false,
     false,
     {"een levering is voorlopig", "a delivery is provisional"}},
};

static const ds_web_api_member release[] = {
    RELEASE_OF,
    {"jaar", DS_API_WHOLE, NULL, true, false, {"jaar van de formulieren", "year of the forms"}},
    {"uitgever", DS_API_TEXT, NULL, true, false, {"wie publiceert", "who publishes"}},
    {"licentie", DS_API_TEXT, NULL, true, false, {"licentie (URI)", "licence (URI)"}},
    {"programma",
     DS_API_TEXT,
     NULL,
     true,
     false,
     {"versie van het programma", "version of the program"}},
    {"minimum",
     DS_API_WHOLE,
     NULL,
     false,
     false,
     {"aantallen van 1 tot hieronder worden niet getoond",
      "counts from 1 to below this are not shown"}},
    {"afgerond_op", DS_API_WHOLE, NULL, false, false, {"1: niet afgerond", "1: not rounded"}},
    {"min_instellingen",
     DS_API_WHOLE,
     NULL,
     false,
     false,
     {"van minder instellingen geen laagste, hoogste of gemiddelde",
      "of fewer institutions no lowest, highest or mean"}},
    {"n_onderwerpen", DS_API_WHOLE, NULL, false, false, {"aantal onderwerpen", "number of topics"}},
    {"n_definities",
     DS_API_WHOLE,
     NULL,
     false,
     false,
     {"aantal definities", "number of definitions"}},
    {"links", DS_API_TEXT_MAP, NULL, false, false, {"waar de rest staat", "where the rest is"}},
};

static const ds_web_api_member chapters[] = {
    RELEASE_OF,
    {"hoofdstukken", DS_API_LIST, "Hoofdstuk", false, false, {"in volgorde", "in order"}},
};
static const ds_web_api_member chapter[] = {
    {"id", DS_API_TEXT, NULL, false, false, {"id", "id"}},
    SAYS("titel", "titel", "title"),
    SAYS("beschrijving", "beschrijving", "description"),
    {"onderwerpen",
     DS_API_TEXTS,
     NULL,
     false,
     false,
     {"ids, in de volgorde van het rapport", "ids, in the report's order"}},
};

static const ds_web_api_member topics[] = {
    RELEASE_OF,
    {"onderwerpen", DS_API_LIST, "Onderwerp", false, false, {"naar id", "by id"}},
};
#define TOPIC                                                                                      \
    {"id", DS_API_TEXT, NULL, false, false, {"id, zoals in adressen", "id, as in addresses"}},     \
        SAYS("titel", "titel", "title"),                                                           \
        {"soort",                                                                                  \
         DS_API_TEXT,                                                                              \
         NULL,                                                                                     \
         false,                                                                                    \
         false,                                                                                    \
         {"soort antwoord: telling, klassen, enquete, …",                                          \
          "kind of answer: telling, klassen, enquete, …"}},                                        \
        {"definitie", DS_API_TEXT, NULL,                                                           \
         true,        false,       {"id van de definitie", "id of the definition"}},               \
    {                                                                                              \
        "links", DS_API_OBJECT, "OnderwerpLinks", false, false, {                                  \
            "adressen", "addresses"                                                                \
        }                                                                                          \
    }
static const ds_web_api_member topic[] = {
    TOPIC,
    {"uitsplitsingen",
     DS_API_TEXTS,
     NULL,
     false,
     false,
     {"wat by kan zijn; de eerste is de standaard", "what by can be; the first is the default"}},
};
static const ds_web_api_member topic_links[] = {
    {"onderwerp", DS_API_TEXT, NULL, false, false, {"dit onderwerp, heel", "this topic, whole"}},
    {"cijfers", DS_API_TEXT, NULL, false, false, {"zijn cijfers", "its figures"}},
    {"pagina", DS_API_TEXT, NULL, false, false, {"zijn pagina", "its page"}},
    {"definitie", DS_API_TEXT, NULL, true, false, {"zijn definitie", "its definition"}},
};
static const ds_web_api_member whole_topic[] = {
    RELEASE_OF,
    TOPIC,
    {"uitsplitsingen",
     DS_API_LIST,
     "Uitsplitsing",
     false,
     false,
     {"de eerste is de standaard", "the first is the default"}},
};
static const ds_web_api_member breakdown[] = {
    {"by",
     DS_API_TEXT,
     NULL,
     false,
     false,
     {"zoals in een vraag; leeg: zonder uitsplitsing", "as in a query; empty: not broken down"}},
    SAYS("titel", "titel", "title"),
    {"eenheid", DS_API_TEXT, NULL, true, false, {"wat n telt", "what n counts"}},
    {"reden",
     DS_API_TEXT,
     NULL,
     true,
     false,
     {"code: waarom er niets in staat", "code: why there is nothing in it"}},
    SAYS("reden_tekst", "hetzelfde in woorden", "the same in words"),
    {"sleutels",
     DS_API_LIST,
     "Sleutel",
     false,
     false,
     {"waarnaar is uitgesplitst", "what it is broken down by"}},
    {"jaren", DS_API_WHOLES, NULL, false, false, {"oplopend", "rising"}},
    {"schooljaren", DS_API_FLAG, NULL, false, false, {"2023 is 2023/24", "2023 is 2023/24"}},
    {"maten",
     DS_API_LIST,
     "Waarde",
     false,
     false,
     {"de eerste is de standaard", "the first is the default"}},
    {"soorten",
     DS_API_LIST,
     "Waarde",
     false,
     false,
     {"soorten figuur die passen", "kinds of figure that fit"}},
};
static const ds_web_api_member key[] = {
    {"naam", DS_API_TEXT, NULL, false, false, {"zoals in een vraag", "as in a query"}},
    SAYS("titel", "titel", "title"),
    {"waarden",
     DS_API_LIST,
     "Waarde",
     false,
     false,
     {"totaal eerst, waar dat er is", "totaal first, where there is one"}},
};
static const ds_web_api_member value[] = {
    {"code", DS_API_TEXT, NULL, false, false, {"zoals in een vraag", "as in a query"}},
    SAYS("naam", "hoe mensen het noemen", "what people call it"),
};

static const ds_web_api_member figures[] = {
    RELEASE_OF,
    {"onderwerp", DS_API_TEXT, NULL, false, false, {"id van het onderwerp", "id of the topic"}},
    SAYS("titel", "titel van het onderwerp", "title of the topic"),
    {"by", DS_API_TEXT, NULL, false, false, {"de uitsplitsing", "the breakdown"}},
    SAYS("uitsplitsing", "titel van de uitsplitsing", "title of the breakdown"),
    {"vraag",
     DS_API_TEXT,
     NULL,
     false,
     false,
     {"de keuze in haar ene schrijfwijze; leeg: de standaard",
      "the choice in its one spelling; empty: the default"}},
    {"blad",
     DS_API_TEXT,
     NULL,
     false,
     false,
     {"de vraag waarop dit het antwoord is, zoals in vrijgave.json",
      "the question that this answers, as in vrijgave.json"}},
    {"eenheid", DS_API_TEXT, NULL, true, false, {"wat n telt", "what n counts"}},
    {"definitie", DS_API_TEXT, NULL, true, false, {"id van de definitie", "id of the definition"}},
    {"definitie_versie",
     DS_API_TEXT,
     NULL,
     true,
     false,
     {"haar versie; een andere dan die van de definitie waar een voorwaarde (waar) is gevraagd",
      "its version; another than that of the definition where a condition (waar) was asked"}},
    SAYS("bron", "waar de cijfers vandaan komen", "where the figures come from"),
    {"reden",
     DS_API_TEXT,
     NULL,
     true,
     false,
     {"code: waarom er geen cijfers zijn", "code: why there are no figures"}},
    SAYS("reden_tekst", "hetzelfde in woorden", "the same in words"),
    {"sleutels",
     DS_API_LIST,
     "Sleutel",
     false,
     false,
     {"de sleutels, met de gekozen waarden", "the keys, with the values that were chosen"}},
    {"maten",
     DS_API_LIST,
     "Waarde",
     false,
     false,
     {"de maten die in de cijfers voorkomen", "the measures that are in the figures"}},
    {"klassen",
     DS_API_LIST,
     "Waarde",
     false,
     false,
     {"de klassen die in de cijfers voorkomen", "the classes that are in the figures"}},
    {"cijfers",
     DS_API_LIST,
     "Cijfer",
     false,
     false,
     {"in de volgorde waarin zij gelezen worden", "in the order in which they are read"}},
    {"links",
     DS_API_OBJECT,
     "CijfersLinks",
     false,
     false,
     {"adressen van deze keuze", "addresses of this choice"}},
    {"opmerkingen",
     DS_API_LIST,
     "Opmerking",
     false,
     true,
     {"wat erbij gezegd moet worden", "what has to be said with it"}},
};
#define STATES                                                                                     \
    "getoond afgeschermd niet_bepaald niet_beschikbaar niet_van_toepassing afgerond_nul leeg"
static const ds_web_api_member figure[] = {
    {"jaar",
     DS_API_WHOLE,
     NULL,
     true,
     false,
     {"schooljaar (2023 is 2023/24) of jaar", "school year (2023 is 2023/24) or year"}},
    {"sleutels",
     DS_API_TEXT_MAP,
     NULL,
     false,
     false,
     {"code van elke sleutel; totaal: over alle waarden; onbekend: niet bekend",
      "code of each key; totaal: over all values; onbekend: not known"}},
    {"maat", DS_API_TEXT, NULL, false, false, {"code van de maat", "code of the measure"}},
    {"klasse",
     DS_API_TEXT,
     NULL,
     true,
     false,
     {"code van de klasse of groep", "code of the class or group"}},
    {"toestand",
     DS_API_WORD,
     STATES,
     false,
     false,
     {"afgeschermd: mag niet getoond worden; alleen bij getoond is er een waarde",
      "afgeschermd: may not be shown; there is a value with getoond only"}},
    {"waarde",
     DS_API_NUMBER,
     NULL,
     true,
     false,
     {"alle cijfers; een aandeel in procenten, een verschil daarvan in punten, geld in euro's",
      "all digits; a share in per cent, a difference of two in points, money in euros"}},
    {"laag",
     DS_API_NUMBER,
     NULL,
     true,
     false,
     {"ondergrens van het interval", "lower end of the interval"}},
    {"hoog",
     DS_API_NUMBER,
     NULL,
     true,
     false,
     {"bovengrens van het interval", "upper end of the interval"}},
    {"se", DS_API_NUMBER, NULL, true, false, {"standaardfout", "standard error"}},
    {"p", DS_API_NUMBER, NULL, true, false, {"p-waarde", "p-value"}},
    {"p_gecorrigeerd",
     DS_API_NUMBER,
     NULL,
     true,
     false,
     {"p-waarde, gecorrigeerd voor het aantal toetsen",
      "p-value, adjusted for the number of tests"}},
    {"n", DS_API_WHOLE, NULL, true, false, {"hoeveel er geteld zijn", "how many were counted"}},
    {"ontbreekt",
     DS_API_WHOLE,
     NULL,
     true,
     false,
     {"van hoeveel het niet bekend is", "of how many it is not known"}},
    {"reden",
     DS_API_TEXT,
     NULL,
     true,
     false,
     {"code: waarom er geen waarde is, of wie ontbreekt",
      "code: why there is no value, or who is missing"}},
};
static const ds_web_api_member figures_links[] = {
    {"zelf", DS_API_TEXT, NULL, false, false, {"dit antwoord", "this answer"}},
    {"csv", DS_API_TEXT, NULL, false, false, {"hetzelfde als csv", "the same as csv"}},
    {"pagina", DS_API_TEXT, NULL, false, false, {"de pagina", "the page"}},
    {"definitie", DS_API_TEXT, NULL, true, false, {"de definitie", "the definition"}},
};
static const ds_web_api_member remark[] = {
    {"code", DS_API_TEXT, NULL, false, false, {"code", "code"}},
    {"nl", DS_API_TEXT, NULL, false, false, {"in het Nederlands", "in Dutch"}},
    {"en", DS_API_TEXT, NULL, false, false, {"in het Engels", "in English"}},
};

static const ds_web_api_member definitions[] = {
    RELEASE_OF,
    {"definities",
     DS_API_LIST,
     "Definitie",
     false,
     false,
     {"in de volgorde van de vrijgave", "in the release's order"}},
};
#define DEFINITION                                                                                   \
    {"id", DS_API_TEXT, NULL, false, false, {"id", "id"}},                                           \
        {"versie", DS_API_TEXT, NULL, false, false, {"versie", "version"}},                          \
        SAYS("naam", "naam", "name"),                                                                \
        {"beter", DS_API_WORD, "lower higher",                                                       \
         true,    false,       {"of lager of hoger beter is", "whether lower or higher is better"}}, \
    {                                                                                                \
        "links", DS_API_TEXT_MAP, NULL, false, false, {                                              \
            "adressen", "addresses"                                                                  \
        }                                                                                            \
    }
static const ds_web_api_member definition[] = {DEFINITION};
static const ds_web_api_member whole_definition[] = {
    RELEASE_OF,
    DEFINITION,
    SAYS("tekst", "in woorden", "in words"),
    {"yaml",
     DS_API_TEXT,
     NULL,
     true,
     false,
     {"zoals zij wordt uitgevoerd", "as it is carried out"}},
    {"onderwerpen",
     DS_API_TEXTS,
     NULL,
     false,
     false,
     {"ids van onderwerpen die zo geteld zijn", "ids of topics that were counted so"}},
};

static const ds_web_api_member packages[] = {
    RELEASE_OF,
    {"pakketten", DS_API_LIST, "Pakket", false, false, {"naar naam", "by name"}},
};
static const ds_web_api_member package[] = {
    {"naam", DS_API_TEXT, NULL, false, false, {"naam", "name"}},
    {"datapackage",
     DS_API_TEXT,
     NULL,
     false,
     false,
     {"adres van datapackage.json", "address of datapackage.json"}},
    {"bestanden", DS_API_LIST, "Bestand", false, false, {"alle bestanden", "all files"}},
};
static const ds_web_api_member file[] = {
    {"naam", DS_API_TEXT, NULL, false, false, {"naam", "name"}},
    {"bytes", DS_API_WHOLE, NULL, false, false, {"grootte", "size"}},
    {"sha256", DS_API_TEXT, NULL, false, false, {"controlegetal", "checksum"}},
    {"link", DS_API_TEXT, NULL, false, false, {"adres", "address"}},
};

static const ds_web_api_member changes[] = {
    {"wijzigingen",
     DS_API_LIST,
     "Wijziging",
     false,
     true,
     {"getallen die beide vrijgaven tonen en die veranderden, de grootste eerst; niet aanwezig "
      "waar er geen zijn",
      "numbers that both releases show and that changed, the largest first; not there where there "
      "are none"}},
    {"samenvatting",
     DS_API_LIST,
     "Vergeleken",
     false,
     false,
     {"wat vergeleken is; leeg zonder vorige vrijgave",
      "what was compared; empty without a release before"}},
};
static const ds_web_api_member change[] = {
    {"wat", DS_API_TEXT, NULL, false, false, {"de vraag", "the question"}},
    {"vraag", DS_API_TEXT, NULL, false, false, {"de vraag", "the question"}},
    {"jaar", DS_API_WHOLE, NULL, true, true, {"jaar", "year"}},
    {"groep", DS_API_TEXT, NULL, true, true, {"de sleutels, in woorden", "the keys, in words"}},
    {"maat", DS_API_TEXT, NULL, true, true, {"code van de maat", "code of the measure"}},
    {"toen", DS_API_NUMBER, NULL, true, true, {"in de vorige vrijgave", "in the release before"}},
    {"nu", DS_API_NUMBER, NULL, true, true, {"in deze vrijgave", "in this release"}},
    {"verschil", DS_API_NUMBER, NULL, true, true, {"nu min toen", "now minus then"}},
};
static const ds_web_api_member compared[] = {
    {"wat", DS_API_TEXT, NULL, false, false, {"de vraag", "the question"}},
    {"vraag", DS_API_TEXT, NULL, false, false, {"de vraag", "the question"}},
    {"vergeleken",
     DS_API_WHOLE,
     NULL,
     false,
     false,
     {"getallen die beide tonen", "numbers that both show"}},
    {"gewijzigd",
     DS_API_WHOLE,
     NULL,
     false,
     false,
     {"hoeveel daarvan veranderden", "how many of them changed"}},
    {"grootste_verschil",
     DS_API_NUMBER,
     NULL,
     true,
     true,
     {"nu min toen, het grootste", "now minus then, the largest"}},
    {"definitie",
     DS_API_WORD,
     "gelijk gewijzigd",
     false,
     false,
     {"of de definitie een andere versie heeft", "whether the definition has another version"}},
};

static const ds_web_api_member problem[] = {
    {"type",
     DS_API_TEXT,
     NULL,
     false,
     false,
     {"waar de fout wordt uitgelegd", "where the fault is explained"}},
    {"code", DS_API_TEXT, NULL, false, false, {"code van de fout", "code of the fault"}},
    {"status",
     DS_API_WHOLE,
     NULL,
     false,
     false,
     {"de status van het antwoord", "the status of the answer"}},
    {"title", DS_API_TEXT, NULL, false, false, {"wat er mis is", "what is wrong"}},
    {"title_en",
     DS_API_TEXT,
     NULL,
     false,
     false,
     {"hetzelfde in het Engels", "the same in English"}},
    {"detail",
     DS_API_TEXT,
     NULL,
     false,
     false,
     {"wat er precies mis is, met de naam die het dichtst in de buurt komt",
      "what exactly is wrong, with the nearest name"}},
    {"detail_en",
     DS_API_TEXT,
     NULL,
     false,
     false,
     {"hetzelfde in het Engels", "the same in English"}},
};

static const ds_web_api_schema schemas[] = {
    {"Vrijgave", {"De huidige vrijgave", "The current release"}, MEMBERS(release), false},
    {"VanVrijgave",
     {"Van welke vrijgave een antwoord is", "Of which release an answer is"},
     MEMBERS(of_release),
     false},
    {"Hoofdstukken", {"Hoofdstukken", "Chapters"}, MEMBERS(chapters), false},
    {"Hoofdstuk", {"Een rapport", "A report"}, MEMBERS(chapter), false},
    {"Onderwerpen", {"Onderwerpen", "Topics"}, MEMBERS(topics), false},
    {"Onderwerp", {"Een onderwerp", "A topic"}, MEMBERS(topic), false},
    {"OnderwerpLinks",
     {"Adressen van een onderwerp", "Addresses of a topic"},
     MEMBERS(topic_links),
     false},
    {"OnderwerpHeel",
     {"Een onderwerp met zijn uitsplitsingen", "A topic with its breakdowns"},
     MEMBERS(whole_topic),
     false},
    {"Uitsplitsing", {"Een uitsplitsing", "A breakdown"}, MEMBERS(breakdown), false},
    {"Sleutel", {"Een sleutel", "A key"}, MEMBERS(key), false},
    {"Waarde", {"Een code met haar naam", "A code with its name"}, MEMBERS(value), false},
    {"Cijfers",
     {"Een keuze uit één uitsplitsing", "A choice out of one breakdown"},
     MEMBERS(figures),
     false},
    {"Cijfer", {"Een cijfer", "A figure"}, MEMBERS(figure), false},
    {"CijfersLinks",
     {"Adressen van een keuze", "Addresses of a choice"},
     MEMBERS(figures_links),
     false},
    {"Opmerking", {"Een opmerking", "A remark"}, MEMBERS(remark), true},
    {"Definities", {"Definities", "Definitions"}, MEMBERS(definitions), false},
    {"Definitie", {"Een definitie", "A definition"}, MEMBERS(definition), false},
    {"DefinitieHeel",
     {"Een definitie, heel", "A definition, whole"},
     MEMBERS(whole_definition),
     false},
    {"Pakketten", {"Gegevenspakketten", "Data packages"}, MEMBERS(packages), false},
    {"Pakket", {"Een gegevenspakket", "A data package"}, MEMBERS(package), false},
    {"Bestand", {"Een bestand", "A file"}, MEMBERS(file), false},
    {"Wijzigingen", {"Wat er veranderde", "What changed"}, MEMBERS(changes), false},
    {"Wijziging", {"Een getal dat veranderde", "A number that changed"}, MEMBERS(change), true},
    {"Vergeleken",
     {"Een vraag die vergeleken is", "A question that was compared"},
     MEMBERS(compared),
     false},
    {"Beschrijving",
     {"Een beschrijving volgens OpenAPI 3.1", "A description by OpenAPI 3.1"},
     NULL,
     0,
     true},
    {"Fout", {"Wat er mis is (RFC 9457)", "What is wrong (RFC 9457)"}, MEMBERS(problem), false},
};

const ds_web_api_schema *ds_web_api_schemas(size_t *out_n) {
    *out_n = sizeof schemas / sizeof *schemas;
    return schemas;
}
