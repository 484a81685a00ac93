/* simulate/plan.c: see plan.h. */
#include "simulate/plan.h"

#define TEXT(literal)                                                                              \
    { literal, sizeof(literal) - 1 }

enum { ECONOMIE, GROEN, TECHNIEK, ZORGWELZIJN };

const ds_plan_hoofdgroep ds_plan_hoofdgroepen[DS_PLAN_HOOFDGROEPEN] = {
    {TEXT("\"Afbouw, hout en onderhoud\""), 2200, 110, TECHNIEK},
    {TEXT("\"Ambacht, laboratorium en gezondheidstechniek\""), 0, 85, TECHNIEK},
    {TEXT("Bouw en infra"), 2600, 90, TECHNIEK},
    {TEXT("Cross-over"), 0, 170, ECONOMIE},
    {TEXT("Economie en administratie"), 0, 115, ECONOMIE},
    {TEXT("Handel en ondernemerschap"), 400, 150, ECONOMIE},
    {TEXT("Horeca en bakkerij"), 1200, 115, ECONOMIE},
    {TEXT("Informatie en communicatietechnologie"), 0, 110, TECHNIEK},
    {TEXT("Media en vormgeving"), 0, 105, TECHNIEK},
    {TEXT("Mobiliteit en voertuigen"), 1800, 105, TECHNIEK},
    {TEXT("Regionale kwalificatie"), 0, 100, ECONOMIE},
    {TEXT("Techniek en procesindustrie"), 2400, 75, TECHNIEK},
    {TEXT("Toerisme en recreatie"), 0, 85, ECONOMIE},
    {TEXT("\"Transport, scheepvaart en logistiek\""), 2000, 105, TECHNIEK},
    {TEXT("Uiterlijke verzorging"), 0, 130, ZORGWELZIJN},
    {TEXT("Veiligheid en sport"), 0, 105, ZORGWELZIJN},
    {TEXT("\"Voedsel, natuur en leefomgeving\""), 900, 85, GROEN},
    {TEXT("Zorg en welzijn"), 700, 92, ZORGWELZIJN},
    {TEXT("Entree"), 0, 100, ECONOMIE},
};
const uint16_t ds_plan_hoofdgroep_weights[DS_PLAN_ENTREE] = {2, 2, 4, 1, 12, 9, 4, 7, 6,
                                                             4, 1, 8, 2, 4,  3, 6, 5, 26};

const uint16_t ds_plan_drop[4][3] = {
    {3000, 3000, 8000}, {1750, 2065, 2300}, {1020, 1015, 1400}, {680, 945, 930}};
const uint16_t ds_plan_graduate[4] = {6800, 7800, 8300, 8400};

const uint16_t ds_plan_mbo_weights[DS_PLAN_MBO] = {
    60, 55, 52, 48, 44, 42, 40, 38, 36, 34, 32, 30, 28, 27, 26, 25, 24,
    23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 12, 11, 11, 10, 10,
    9,  9,  8,  8,  7,  7,  12, 11, 10, 9,  6,  5,  4,  4,  3,  3,  2};
#define TIMES10(name) name, name, name, name, name, name, name, name, name, name
const char *const ds_plan_mbo_type[DS_PLAN_MBO] = {
    TIMES10("ROC - groot"),   TIMES10("ROC - midden"),  TIMES10("ROC - midden"),
    TIMES10("ROC - klein"),   "Beroepscollege - groot", "Beroepscollege - groot",
    "Beroepscollege - groot", "Beroepscollege - groot", "Beroepscollege - klein",
    "Beroepscollege - klein", "Beroepscollege - klein", "Beroepscollege - klein",
    "Beroepscollege - klein", "Beroepscollege - klein", "Beroepscollege - klein",
};

const ds_text ds_plan_profielen[DS_PLAN_PROFIELEN] = {
    TEXT("BWI"), TEXT("PIE"), TEXT("M&T"),   TEXT("MVI"), TEXT("E&O"),
    TEXT("HBR"), TEXT("Z&W"), TEXT("GROEN"), TEXT("D&P"), TEXT("MAT"),
};
