/* web/api/operation.c: all that can be asked, in one table: of it are the routes, the check of what
 * a question may carry, and the description. See api.h. */
#include "web/api/api.h"

#define PATTERN(of)                                                                                \
    .route = {.method = DS_HTTP_GET,                                                               \
              .pattern = (of),                                                                     \
              .action = DS_DESK_PUBLIC,                                                            \
              .handle = ds_web_api_answer,                                                         \
              .is_public_page = true},                                                             \
    .options = {.method = DS_HTTP_OPTIONS,                                                         \
                .pattern = (of),                                                                   \
                .action = DS_DESK_PUBLIC,                                                          \
                .handle = ds_web_api_allow}
#define PARAMETERS(of) .parameters = (of), .n_parameters = sizeof(of) / sizeof *(of)

static const ds_web_api_parameter of_topic[] = {
    {"onderwerp", true, NULL, {"id van een onderwerp", "id of a topic"}}};
static const ds_web_api_parameter of_definition[] = {
    {"definitie", true, NULL, {"id van een definitie", "id of a definition"}}};
static const ds_web_api_parameter of_package_file[] = {
    {"pakket", true, NULL, {"naam van een gegevenspakket", "name of a data package"}},
    {"bestand",
     true,
     NULL,
     {"datapackage.json, of een csv die daarin staat", "datapackage.json, or a csv it names"}}};
static const ds_web_api_parameter of_figures[] = {
    {"onderwerp", true, NULL, {"id van een onderwerp", "id of a topic"}},
    {"vorm",
     false,
     "json csv",
     {"de vorm van het antwoord; gaat voor Accept", "the form of the answer; goes before Accept"}},
    {"taal",
     false,
     "nl en",
     {"mag er staan, zoals in het adres van een pagina; het antwoord heeft altijd beide talen",
      "may be there, as in the address of a page; the answer always has both languages"}}};

static const ds_web_api_operation operations[] = {
    {PATTERN("/api/openapi.json"), .id = "beschrijving",
     .summary = {"Deze beschrijving", "This description"},
     .text = {"De beschrijving van de API, als OpenAPI 3.1.",
              "The description of the API, as OpenAPI 3.1."},
     .schema = "Beschrijving", .make = ds_web_api_make_description},
    {PATTERN("/api/v1"), .id = "vrijgave",
     .summary = {"De huidige vrijgave", "The current release"},
     .text =
         {"Naam, datum en merk van de vrijgave, hoe zij is afgeschermd, en waar de rest staat. Het "
          "merk verandert precies als er iets anders gepubliceerd is.",
          "Name, date and mark of the release, how it is protected, and where the rest is. The "
          "mark changes exactly when something else is published."},
     .schema = "Vrijgave", .needs_release = true, .make = ds_web_api_make_release},
    {PATTERN("/api/v1/hoofdstukken"), .id = "hoofdstukken", .summary = {"Hoofdstukken", "Chapters"},
     .text =
         {"De rapporten, elk met hun onderwerpen in de volgorde van het rapport. Elk onderwerp "
          "staat "
          "in één hoofdstuk.",
          "The reports, each with its topics in the report's order. Each topic is in one chapter."},
     .schema = "Hoofdstukken", .needs_release = true, .make = ds_web_api_make_chapters},
    {PATTERN("/api/v1/onderwerpen"), .id = "onderwerpen", .summary = {"Onderwerpen", "Topics"},
     .text = {"Alle onderwerpen, naar id.", "All topics, by id."}, .schema = "Onderwerpen",
     .needs_release = true, .make = ds_web_api_make_topics},
    {PATTERN("/api/v1/onderwerpen/{onderwerp}"), .id = "onderwerp",
     .summary = {"Eén onderwerp", "One topic"},
     .text =
         {"Zijn uitsplitsingen, met van elk de sleutels en hun waarden, de jaren en de maten: "
          "alles "
          "waaruit een vraag naar cijfers kan bestaan.",
          "Its breakdowns, each with its keys and their values, its years and its measures: all "
          "that a question for figures can be made of."},
     PARAMETERS(of_topic), .schema = "OnderwerpHeel", .needs_release = true,
     .make = ds_web_api_make_topic},
    {PATTERN("/api/v1/cijfers/{onderwerp}"), .id = "cijfers", .summary = {"Cijfers", "Figures"},
     .text =
         {"Een keuze uit één uitsplitsing, met dezelfde vraag als het adres van een pagina: by, "
          "jaren, maat, naast, soort, en elke sleutel bij naam. Zonder vraag: wat de pagina zonder "
          "vraag toont. Er wordt niets uitgerekend en niets opgeteld.",
          "A choice out of one breakdown, with the same query as the address of a page: by, jaren, "
          "maat, naast, soort, and each key by its name. Without a query: what the page without "
          "a query shows. Nothing is computed and nothing is added up."},
     PARAMETERS(of_figures), .schema = "Cijfers", .has_csv = true, .has_filters = true,
     .needs_release = true, .make = ds_web_api_make_figures},
    {PATTERN("/api/v1/definities"), .id = "definities", .summary = {"Definities", "Definitions"},
     .text = {"Alle definities van de vrijgave, met hun versie.",
              "All definitions of the release, with their version."},
     .schema = "Definities", .needs_release = true, .make = ds_web_api_make_definitions},
    {PATTERN("/api/v1/definities/{definitie}"), .id = "definitie",
     .summary = {"Eén definitie", "One definition"},
     .text = {"In woorden, en zoals zij wordt uitgevoerd (YAML).",
              "In words, and as it is carried out (YAML)."},
     PARAMETERS(of_definition), .schema = "DefinitieHeel", .needs_release = true,
     .make = ds_web_api_make_definition},
    {PATTERN("/api/v1/pakketten"), .id = "pakketten",
     .summary = {"Gegevenspakketten", "Data packages"},
     .text = {"Bij elk rapport: zijn tabellen als csv, met een datapackage.json (Frictionless) die "
              "zegt "
              "wat de kolommen zijn.",
              "Of each report: its tables as csv, with a datapackage.json (Frictionless) that says "
              "what "
              "the columns are."},
     .schema = "Pakketten", .needs_release = true, .make = ds_web_api_make_packages},
    {PATTERN("/api/v1/pakketten/{pakket}/{bestand}"), .id = "pakketbestand",
     .summary = {"Een bestand van een gegevenspakket", "A file of a data package"},
     .text = {"Byte voor byte zoals het gepubliceerd is.", "Byte by byte as it was published."},
     PARAMETERS(of_package_file), .needs_release = true, .make = ds_web_api_make_package_file},
    {PATTERN("/api/v1/wijzigingen"), .id = "wijzigingen",
     .summary = {"Wat er veranderde", "What changed"},
     .text = {"Wat er veranderde sinds de vrijgave hiervoor, van wat allen mogen zien.",
              "What changed since the release before, of what all may see."},
     .schema = "Wijzigingen", .needs_release = true, .make = ds_web_api_make_changes},
};

const ds_web_api_operation *ds_web_api_operations(size_t *out_n) {
    *out_n = sizeof operations / sizeof *operations;
    return operations;
}

ds_status ds_web_api_add_routes(ds_http_routes *routes, ds_error *err) {
    ds_status status = DS_OK;
    for (size_t i = 0; i < sizeof operations / sizeof *operations && status == DS_OK; i++) {
        status = ds_http_routes_add(routes, &operations[i].route, 1, err);
        if (status == DS_OK) status = ds_http_routes_add(routes, &operations[i].options, 1, err);
    }
    return status;
}
