/* base/codes.c: the code lists of the canonical deliveries, as data. See codes.h. */
#include "base/codes.h"

#include "base/number.h"
#include "base/text.h"

#define LIST(id, order, ...)                                                                       \
    static const char *const id##_values[] = {__VA_ARGS__};                                        \
    const ds_code_list ds_codes_##id = {#id, id##_values,                                          \
                                        sizeof id##_values / sizeof *id##_values, order, false}

LIST(soort, false, "geen", "po", "so", "vso", "pro", "vmbo", "havo", "vwo", "vavo", "mbo", "hbo",
     "wo");
LIST(leerweg, false, "bb", "kb", "gl", "tl", "bol", "bbl", "extraneus", "voltijd", "deeltijd",
     "duaal");
LIST(sector, false, "economie", "groen", "techniek", "zorgwelzijn");
LIST(route, false, "vakmanschap2", "vakmanschap3", "technologie", "beroeps", "doorlopend",
     "geintegreerd");
LIST(geslacht, false, "m", "v", "x");
LIST(migratieachtergrond, false, "geen", "westers", "niet-westers");
LIST(reden, false, "overleden", "geemigreerd", "leerplichtvrijstelling", "justitie",
     "defensie_politie", "onbekostigd");
LIST(diploma_vo, true, "geen", "vmbo", "vmbo-bb", "vmbo-kb", "vmbo-gl", "vmbo-tl", "havo", "vwo");
/* Schools write advices in many ways: others are read as they are, and have no place here. */
static const char *const advies_values[] = {
    "vso",     "pro",     "vmbo-bb",      "vmbo-bb/kb",   "vmbo-kb", "vmbo-kb/gt", "vmbo-gl",
    "vmbo-gt", "vmbo-tl", "vmbo-gt/havo", "vmbo-tl/havo", "havo",    "havo/vwo",   "vwo"};
const ds_code_list ds_codes_advies = {"advies", advies_values,
                                      sizeof advies_values / sizeof *advies_values, true, true};
LIST(lijst, false, "start", "vsv", "na");
LIST(persoon_soort, false, "bsn", "onderwijsnummer", "pgn", "pseudoniem", "eigen");
LIST(ja_nee, false, "nee", "ja");

int ds_codes_find(const ds_code_list *list, ds_text text, bool nocase) {
    for (size_t i = 0; i < list->n_values; i++) {
        ds_text value = ds_text_of(list->values[i]);
        if (nocase ? ds_text_equal_nocase(text, value) : ds_text_equal(text, value)) return (int)i;
    }
    return -1;
}

bool ds_codes_leerweg_fits(enum ds_soort soort, enum ds_leerweg leerweg) {
    switch (leerweg) {
    case DS_LEERWEG_BB:
    case DS_LEERWEG_KB:
    case DS_LEERWEG_GL:
    case DS_LEERWEG_TL:
        return soort == DS_SOORT_VMBO;
    case DS_LEERWEG_BOL:
    case DS_LEERWEG_BBL:
    case DS_LEERWEG_EXTRANEUS:
        return soort == DS_SOORT_MBO;
    case DS_LEERWEG_VOLTIJD:
    case DS_LEERWEG_DEELTIJD:
    case DS_LEERWEG_DUAAL:
        return soort == DS_SOORT_HBO || soort == DS_SOORT_WO;
    }
    return false;
}

bool ds_codes_soort_has_diploma(enum ds_soort soort) {
    return (DS_DIPLOMA_SOORTEN >> soort & 1) != 0;
}

unsigned ds_codes_soort_diplomas(unsigned soort) {
    if (soort == DS_SOORT_VAVO)
        return 1u << DS_SOORT_VMBO | 1u << DS_SOORT_HAVO | 1u << DS_SOORT_VWO;
    return soort > DS_SOORT_WO ? 0 : DS_DIPLOMA_SOORTEN & 1u << soort;
}

int ds_codes_yes_no(ds_text text) {
    static const char *const words[2][6] = {{"nee", "n", "no", "onwaar", "false", "0"},
                                            {"ja", "j", "yes", "waar", "true", "1"}};
    int64_t number;
    for (int yes = 0; yes < 2; yes++)
        for (size_t i = 0; i < 6; i++)
            if (ds_text_equal_nocase(text, ds_text_of(words[yes][i]))) return yes;
    if (text.size == 1 && (text.data[0] == 'y' || text.data[0] == 'Y')) return 1;
    if (ds_number_parse_whole(text, &number) && (number == 0 || number == 1)) return (int)number;
    return -1;
}
