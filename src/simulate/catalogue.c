/* simulate/catalogue.c: see catalogue.h. */
#include "simulate/catalogue.h"

#include <stdio.h>

#include "base/number.h"
#include "base/text.h"

const char *const ds_catalogue_hoofdgroepen[DS_MODEL_HOOFDGROEPEN] = {
    "Afbouw, hout en onderhoud",
    "Ambacht, laboratorium en gezondheidstechniek",
    "Bouw en infra",
    "Cross-over",
    "Economie en administratie",
    "Handel en ondernemerschap",
    "Horeca en bakkerij",
    "Informatie en communicatietechnologie",
    "Media en vormgeving",
    "Mobiliteit en voertuigen",
    "Regionale kwalificatie",
    "Techniek en procesindustrie",
    "Toerisme en recreatie",
    "Transport, scheepvaart en logistiek",
    "Uiterlijke verzorging",
    "Veiligheid en sport",
    "Voedsel, natuur en leefomgeving",
    "Zorg en welzijn",
    "Entree",
};
const char *const ds_catalogue_profielen[DS_MODEL_PROFIELEN] = {
    "BWI", "PIE", "M&T", "MVI", "E&O", "HBR", "Z&W", "GROEN", "D&P", "MAT",
};
const char *const ds_catalogue_vso_profielen[DS_MODEL_VSO_PROFIELEN] = {
    "vervolgonderwijs", "arbeidsmarkt", "dagbesteding"};

static const char *const tracks[] = {"vmbo-bb", "vmbo-kb", "vmbo-gl", "vmbo-tl",
                                     "havo",    "vwo",     "pro",     "vso"};
static const char *const leerwegen[] = {"bol", "bbl", "extraneus"};
static const char *const vmbo_leerwegen[] = {"bb", "kb", "gl", "tl"};
static const char *const migraties[] = {"geen", "westers", "niet-westers"};
static const char *const leeftijden[] = {"tot 20", "20-22", "23-26", "27 en ouder"};
static const char *const beperkingen[] = {"geen melding", "nee", "ja"};
static const char *const herkomsten[] = {
    "vmbo-bb", "vmbo-kb", "vmbo-gl",  "vmbo-tl", "vmbo zonder diploma",
    "pro",     "vso",     "havo-vwo", "terug",   "volwassen",
    "mbo-1",   "mbo-2",   "mbo-3",    "mbo-4"};
static const char *const routes[] = {"vakmanschap2", "vakmanschap3", "technologie",
                                     "beroeps",      "doorlopend",   "geintegreerd"};
static const char *const sectoren[] = {"economie", "groen", "techniek", "zorgwelzijn"};
static const char *const effecten[] = {"vmbo_afbreken",   "vmbo_over", "niet_door", "havo",
                                       "zelfde_richting", "vsv",       "korter",    "hoger_mbo",
                                       "hoger_na_korter", "hbo",       "slagen"};

static const char *const schalen[] = {"terug",
                                      "havo naar mbo",
                                      "vmbo zonder diploma",
                                      "vso vervolgonderwijs",
                                      "vso arbeidsmarkt",
                                      "vso dagbesteding",
                                      "vso later",
                                      "stop 27",
                                      "niet door bb kb",
                                      "niet door gl tl",
                                      "vmbo naar havo",
                                      "ander programma"};

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define WORDS(id, column, list) static const ds_catalogue_key id = {column, COUNT(list), list, 0}
#define RANGE(id, column, first, n) static const ds_catalogue_key id = {column, n, NULL, first}

RANGE(schooljaar, "schooljaar", DS_MODEL_FIRST_YEAR, DS_MODEL_YEARS);
RANGE(aankomst, "aankomst", DS_MODEL_FIRST_COHORT, DS_MODEL_COHORTS);
RANGE(niveau, "niveau", 1, DS_MODEL_NIVEAUS);
RANGE(ses, "ses", 1, DS_MODEL_SES);
WORDS(onderwijs, "onderwijs", tracks);
WORDS(leerweg, "leerweg", leerwegen);
WORDS(vmbo_leerweg, "leerweg", vmbo_leerwegen);
WORDS(migratie, "migratieachtergrond", migraties);
WORDS(leeftijd, "leeftijd", leeftijden);
WORDS(beperking, "functiebeperking", beperkingen);
WORDS(herkomst, "herkomst", herkomsten);
WORDS(hoofdgroep, "hoofdgroep", ds_catalogue_hoofdgroepen);
WORDS(profiel, "profiel", ds_catalogue_profielen);
WORDS(route, "route", routes);
WORDS(sector, "sector", sectoren);
WORDS(effect, "effect", effecten);
WORDS(kans, "kans", schalen);

#define AT(member) offsetof(ds_model, member)
const ds_catalogue_file ds_catalogue_files[] = {
    {"cohorten", AT(cohort), 3, {&aankomst, &onderwijs, &migratie}, 0, 0, 1e9},
    {"volwassenen", AT(volwassen), 2, {&aankomst, &migratie}, 0, 0, 1e9},
    {"ses", AT(ses), 2, {&migratie, &ses}, 0, 0, 1e9},
    {"instroom", AT(instroom), 2, {&herkomst, &niveau}, 0, 0, 1e9},
    {"leerweg", AT(leerweg), 3, {&niveau, &leeftijd, &leerweg}, 0, 0, 1e9},
    {"instroom_factor",
     AT(instroom_factor),
     4,
     {&schooljaar, &niveau, &leerweg, &migratie},
     1,
     0,
     1e9},
    {"hoofdgroep", AT(hoofdgroep), 3, {&niveau, &leerweg, &hoofdgroep}, 0, 0, 1e9},
    {"hoofdgroep_factor",
     AT(hoofdgroep_factor),
     3,
     {&schooljaar, &leerweg, &hoofdgroep},
     1,
     0,
     1e9},
    {"meldt", AT(meldt), 3, {&schooljaar, &niveau, &leerweg}, 0.35, 0, 1},
    {"beperking", AT(beperking), 3, {&schooljaar, &niveau, &leerweg}, 0.1, 0, 1},
    {"vsv", AT(vsv), 4, {&schooljaar, &niveau, &leerweg, &migratie}, 0, 0, 1e9},
    {"vsv_hoofdgroep", AT(vsv_hoofdgroep), 3, {&schooljaar, &leerweg, &hoofdgroep}, 1, 0, 1e9},
    {"vsv_beperking",
     AT(vsv_beperking),
     4,
     {&schooljaar, &niveau, &leerweg, &beperking},
     1,
     0,
     1e9},
    {"vsv_start", AT(vsv_start), 1, {&niveau}, 1, 0, 1e9},
    {"vsv_herkomst", AT(vsv_herkomst), 1, {&herkomst}, 1, 0, 1e9},
    {"stop_hoofdgroep", AT(stop_hoofdgroep), 3, {&schooljaar, &niveau, &hoofdgroep}, 1, 0, 1e9},
    {"starter_elders", AT(starter_elders), 3, {&schooljaar, &niveau, &hoofdgroep}, 0.05, 0, 1},
    {"werk", AT(werk), 4, {&schooljaar, &niveau, &leerweg, &hoofdgroep}, 0.6, 0, 1},
    {"hbo_jaar", AT(hbo_jaar), 2, {&schooljaar, &leerweg}, 0.8, 0, 1},
    {"hbo_ses", AT(hbo_ses), 1, {&ses}, 0, -1, 1},
    {"hbo_migratie", AT(hbo_migratie), 1, {&migratie}, 0, -1, 1},
    {"profiel", AT(profiel), 2, {&vmbo_leerweg, &profiel}, 0, 0, 1e9},
    {"route_kans", AT(route_kans), 4, {&schooljaar, &route, &vmbo_leerweg, &sector}, 0, 0, 1},
    {"route_starters",
     AT(route_starters),
     4,
     {&schooljaar, &route, &vmbo_leerweg, &sector},
     0,
     0,
     1e9},
    {"schaal", AT(schaal), 1, {&kans}, 1, 0, 1e9},
    {"route_effect", AT(effect), 2, {&route, &effect}, 0, 0, 1e9},
};
const size_t ds_catalogue_n_files = COUNT(ds_catalogue_files);

#define KANS_TO(name, maximum)                                                                     \
    {                                                                                              \
#name, offsetof(ds_model_kansen, name),                                                    \
            sizeof(((ds_model_kansen *)NULL)->name) / sizeof(double), maximum                      \
    }
#define KANS(name) KANS_TO(name, 1)
/* Not chances: years and ages, hours a week, factors and odds, relative weights. */
enum { PO_YEARS = 8, AGE = 45, WEEK = 80, FACTOR = 20, WEIGHT = 1000 };
const ds_catalogue_kans ds_catalogue_kansen[] = {
    KANS_TO(po_jaren, PO_YEARS),
    KANS_TO(vo_leeftijd, WEIGHT),
    KANS(geslacht_v),
    KANS(geslacht_x),
    KANS_TO(advies_af, WEIGHT),
    KANS(advies_havo),
    KANS_TO(ouders, WEIGHT),
    KANS(bol_uren),
    KANS(bbl_uren),
    KANS(vo_blijft_zitten),
    KANS(vo_afstroom),
    KANS(vmbo_slaagt),
    KANS(vmbo_zonder_3),
    KANS(vmbo_zonder_4),
    KANS(vmbo_weg_3),
    KANS(vmbo_weg_4),
    KANS(vmbo_niet_door),
    KANS(vmbo_havo),
    KANS(pro_mbo),
    KANS(vso_mbo),
    KANS_TO(vso_profiel, WEIGHT),
    KANS(vso_vmbo_diploma),
    KANS(vso_later),
    KANS(havo_mbo_diploma),
    KANS(havo_mbo_zonder),
    KANS(havo_naar_hbo),
    KANS(havo_naar_vwo),
    KANS(vwo_naar_mbo),
    KANS(havo_slaagt),
    KANS(vwo_slaagt),
    KANS(vavo_slaagt),
    KANS(terug),
    KANS_TO(terug_startkwalificatie, FACTOR),
    KANS(terug_vmbo),
    KANS(terug_hbo),
    KANS(weg),
    KANS(overleden),
    KANS(vrijstelling),
    KANS(vavo_uit_mbo),
    KANS(stop_startkwalificatie),
    KANS(stop_23),
    KANS(stop_27),
    KANS_TO(stop_eerste_jaar, FACTOR),
    KANS_TO(vso_afbreken, FACTOR),
    KANS_TO(vso_switch, FACTOR),
    KANS(entree_vsv_diploma),
    KANS(entree_slaagt),
    KANS(entree_stop_diploma),
    KANS(slaagt),
    KANS(duur_langer),
    KANS(doorstroom),
    KANS(doorstroom_over),
    KANS(doorstroom_hbo),
    KANS(nog_een_mbo4),
    KANS(ander_instelling),
    KANS(ander_programma),
    KANS(blijft_instelling),
    KANS(blijft_hoofdgroep),
    KANS(zelfde_richting),
    KANS(hbo_stop_eerste),
    KANS(hbo_stop_later),
    KANS(hbo_slaagt),
    KANS(verhuist),
    KANS(ses_verandert),
    KANS_TO(motivatie_vsv, FACTOR),
    KANS_TO(motivatie_route, FACTOR),
    KANS_TO(advies_route, FACTOR),
    KANS_TO(geslacht_route, FACTOR),
    KANS_TO(migratie_route, FACTOR),
    KANS_TO(ses_vsv, FACTOR),
    KANS(onbekostigd),
    KANS(tweede_inschrijving),
    KANS(vwo_naar_wo),
    KANS(vwo_naar_hbo),
    KANS(gezakt),
    KANS(vavo_naar_mbo),
    KANS(vavo_meldt),
    KANS(hbo_deeltijd),
    KANS(hbo_duaal),
    KANS(hbo_naar_wo),
    KANS(wo_master),
    KANS(hbo_naar_mbo),
    KANS(wo_naar_hbo),
    KANS(hbo_wisselt),
    KANS(havo_vwo_later),
    KANS(vwo_later_wo),
    KANS(elders_ander),
    KANS_TO(volwassen_leeftijd, AGE),
    KANS(tweede_wat),
    KANS(vrijgesteld),
    KANS_TO(vrijgesteld_reden, WEIGHT),
    KANS(werk_kans),
    KANS_TO(werk_uren, WEEK),
    KANS_TO(werk_spreiding, WEEK),
    KANS_TO(beroep_uren, WEEK),
    KANS(tweede_baan),
    KANS(kleine_baan),
};
const size_t ds_catalogue_n_kansen = COUNT(ds_catalogue_kansen);

size_t ds_catalogue_size(const ds_catalogue_file *file) {
    size_t n = 1;
    for (size_t i = 0; i < file->n_keys; i++)
        n *= file->keys[i]->n;
    return n;
}

char *ds_catalogue_code(const ds_catalogue_key *key, size_t place, char out[64]) {
    if (key->codes != NULL)
        (void)snprintf(out, 64, "%s", key->codes[place]);
    else
        (void)snprintf(out, 64, "%d", key->first + (int)place);
    return out;
}

int ds_catalogue_place(const ds_catalogue_key *key, ds_text code) {
    int64_t number;
    if (key->codes == NULL) {
        if (!ds_number_parse_integer(code, &number) || number < key->first ||
            number - key->first >= (int64_t)key->n)
            return -1;
        return (int)(number - key->first);
    }
    for (size_t i = 0; i < key->n; i++)
        if (ds_text_equal(code, ds_text_of(key->codes[i]))) return (int)i;
    return -1;
}
