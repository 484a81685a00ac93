/* intake/duo/ro_records.c: the records of RO and GRONDSLAG IP MBO, a line a field, as DUO describes
 * them (docs/formats.md). See ro_records.h. */
#include "intake/duo/ro_records.h"

#include <string.h>

/* Where a field stands, from 1; 0: not in that layout. */
typedef struct field {
    const char *name;
    uint16_t ro, grondslag;
    bool only_a_date; /* nothing is read of it, but whether it holds a date */
} field;

static const field vlp_fields[] = {
    [DS_RO_VLP_BRIN] = {"VLP BRIN", .ro = 2, .grondslag = 2},
    [DS_RO_VLP_FROM] = {"VLP begin periode", .ro = 3},
    [DS_RO_VLP_TO] = {"VLP einde periode", .ro = 4},
    [DS_RO_VLP_YEAR] = {"VLP studiejaar", .grondslag = 3},
    [DS_RO_VLP_MADE] = {"VLP datum aanmaak", .ro = 5, .grondslag = 4},
};

static const field per_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .ro = 2, .grondslag = 2},
    [DS_RO_SECOND] = {"onderwijsnummer", .ro = 3},
    [DS_RO_BRIN] = {.name = "BRIN"},
    [DS_RO_PER_BIRTH] = {"PER geboortedatum", .ro = 4},
    [DS_RO_PER_SEX] = {"PER geslacht", .ro = 5, .grondslag = 7},
    [DS_RO_PER_AGE] = {"PER leeftijd op 1 oktober", .grondslag = 4},
};

static const field isg_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .ro = 2, .grondslag = 2},
    [DS_RO_SECOND] = {"onderwijsnummer", .ro = 3},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    [DS_RO_ISG_VOLG] = {"ISG inschrijvingvolgnummer", .ro = 4, .grondslag = 4},
    [DS_RO_ISG_BEGIN] = {"ISG datum inschrijving", .ro = 5, .grondslag = 5},
    [DS_RO_ISG_PLANNED] = {"ISG datum uitschrijving gepland", .ro = 6, .grondslag = 6},
    [DS_RO_ISG_END] = {"ISG datum uitschrijving werkelijk", .ro = 7, .grondslag = 7},
    [DS_RO_ISG_REASON] = {"ISG reden uitschrijving", .ro = 8, .grondslag = 8},
};

static const field isp_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .ro = 2, .grondslag = 2},
    [DS_RO_SECOND] = {"onderwijsnummer", .ro = 3},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    [DS_RO_ISP_VOLG] = {"ISP inschrijvingvolgnummer", .ro = 4, .grondslag = 4},
    [DS_RO_ISP_BEGIN] = {"ISP datum begin", .ro = 5, .grondslag = 5},
    [DS_RO_ISP_END] = {"ISP datum eind", .grondslag = 6},
    [DS_RO_ISP_OPLEIDING] = {"ISP opleidingcode", .ro = 6, .grondslag = 7},
    [DS_RO_ISP_LEERTRAJECT] = {"ISP leertraject", .ro = 7, .grondslag = 9},
    [DS_RO_ISP_NIVEAU] = {"ISP niveau", .ro = 8, .grondslag = 8},
    [DS_RO_ISP_BEKOSTIGBAAR] = {"ISP indicatie bekostigbaar", .ro = 9, .grondslag = 11},
    [DS_RO_ISP_LOCATIE] = {"ISP onderwijslocatie", .ro = 12, .grondslag = 13},
    [DS_RO_ISP_LEERROUTE] = {"ISP leerroute", .ro = 13, .grondslag = 14},
};

static const field ise_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .ro = 2, .grondslag = 2},
    [DS_RO_SECOND] = {"onderwijsnummer", .ro = 3},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    [DS_RO_OF_VOLG] = {"inschrijvingvolgnummer", .ro = 4, .grondslag = 4},
    {"ISE datum begin", .ro = 5, .grondslag = 5, .only_a_date = true},
    {"ISE datum eind", .ro = 6, .grondslag = 6, .only_a_date = true},
};

static const field bpv_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .ro = 2, .grondslag = 2},
    [DS_RO_SECOND] = {"onderwijsnummer", .ro = 3},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    [DS_RO_OF_VOLG] = {"inschrijvingvolgnummer", .ro = 4, .grondslag = 4},
    {"BPV afsluitdatum", .ro = 6, .grondslag = 6, .only_a_date = true},
    {"BPV datum begin", .ro = 7, .grondslag = 7, .only_a_date = true},
    {"BPV datum einde gepland", .ro = 8, .grondslag = 8, .only_a_date = true},
    {"BPV datum einde werkelijk", .ro = 9, .grondslag = 9, .only_a_date = true},
};

static const field bii_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .grondslag = 2},
    [DS_RO_SECOND] = {.name = "onderwijsnummer"},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    [DS_RO_BII_VOLG] = {"BII inschrijvingvolgnummer", .grondslag = 4},
    [DS_RO_BII_TELDATUM] = {"BII teldatum", .grondslag = 5},
    [DS_RO_BII_STATUS] = {"BII bekostigingsstatus", .grondslag = 8},
};

static const field dip_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .ro = 2, .grondslag = 2},
    [DS_RO_SECOND] = {"onderwijsnummer", .ro = 3},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    [DS_RO_DIP_RESULT] = {"DIP resultaatvolgnummer", .ro = 4, .grondslag = 4},
    [DS_RO_DIP_OPLEIDING] = {"DIP opleidingcode", .ro = 5, .grondslag = 5},
    [DS_RO_DIP_DATE] = {"DIP datum resultaat", .ro = 6, .grondslag = 6},
    [DS_RO_DIP_SEVENTH] = {"DIP 7e veld", .ro = 7},
};

static const field bid_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .grondslag = 2},
    [DS_RO_SECOND] = {.name = "onderwijsnummer"},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    [DS_RO_BID_RESULT] = {"BID resultaatvolgnummer", .grondslag = 4},
    [DS_RO_BID_NIVEAU] = {"BID niveau", .grondslag = 5},
};

static const field amo_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .ro = 2, .grondslag = 2},
    [DS_RO_SECOND] = {"onderwijsnummer", .ro = 3},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    {"AMO datum resultaat", .ro = 8, .grondslag = 8, .only_a_date = true},
};

static const field geo_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .ro = 2, .grondslag = 2},
    [DS_RO_SECOND] = {"onderwijsnummer", .ro = 3},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    {"GEO datum resultaat", .ro = 8, .grondslag = 13, .only_a_date = true},
};

static const field kzd_fields[] = {
    [DS_RO_NUMBER] = {"burgerservicenummer of PGN", .ro = 2, .grondslag = 2},
    [DS_RO_SECOND] = {"onderwijsnummer", .ro = 3},
    [DS_RO_BRIN] = {"BRIN", .grondslag = 3},
    {"KZD datum resultaat", .ro = 8, .grondslag = 9, .only_a_date = true},
};

/* How many fields each has, and which are read. */
#define FIELDS(list) list, sizeof(list) / sizeof *(list)
static const struct {
    size_t ro, grondslag;
    const field *fields;
    size_t n_fields;
} records[DS_DUO_RECORD_N] = {
    [DS_DUO_VLP] = {.ro = 5, .grondslag = 5, .fields = FIELDS(vlp_fields)},
    [DS_DUO_PER] = {.ro = 5, .grondslag = 18, .fields = FIELDS(per_fields)},
    [DS_DUO_ISG] = {.ro = 8, .grondslag = 8, .fields = FIELDS(isg_fields)},
    [DS_DUO_ISP] = {.ro = 14, .grondslag = 15, .fields = FIELDS(isp_fields)},
    [DS_DUO_ISE] = {.ro = 6, .grondslag = 6, .fields = FIELDS(ise_fields)},
    [DS_DUO_BPV] = {.ro = 13, .grondslag = 13, .fields = FIELDS(bpv_fields)},
    [DS_DUO_BII] = {.ro = 0, .grondslag = 14, .fields = FIELDS(bii_fields)},
    [DS_DUO_DIP] = {.ro = 10, .grondslag = 9, .fields = FIELDS(dip_fields)},
    [DS_DUO_BID] = {.ro = 0, .grondslag = 12, .fields = FIELDS(bid_fields)},
    [DS_DUO_AMO] = {.ro = 11, .grondslag = 10, .fields = FIELDS(amo_fields)},
    [DS_DUO_GEO] = {.ro = 16, .grondslag = 15, .fields = FIELDS(geo_fields)},
    [DS_DUO_KZD] = {.ro = 12, .grondslag = 11, .fields = FIELDS(kzd_fields)},
    [DS_DUO_SLR] = {.ro = 10, .grondslag = 12},
};

static const ds_duo_record ro_counts[] = {DS_DUO_PER, DS_DUO_ISG, DS_DUO_ISP,
                                          DS_DUO_ISE, DS_DUO_BPV, DS_DUO_DIP,
                                          DS_DUO_AMO, DS_DUO_GEO, DS_DUO_KZD};
static const ds_duo_record grondslag_counts[] = {DS_DUO_PER, DS_DUO_ISG, DS_DUO_ISP, DS_DUO_ISE,
                                                 DS_DUO_BPV, DS_DUO_BII, DS_DUO_DIP, DS_DUO_BID,
                                                 DS_DUO_AMO, DS_DUO_GEO, DS_DUO_KZD};

static void fill_record(const field *fields, size_t n_fields, bool grondslag, ds_ro_record *out) {
    for (size_t i = 0; i < n_fields; i++) {
        uint16_t at = grondslag ? fields[i].grondslag : fields[i].ro;
        if (fields[i].only_a_date) {
            if (at != 0) out->dates[out->n_dates++] = at;
            continue;
        }
        out->names[i] = fields[i].name;
        out->at[i] = at;
        out->n_names = i + 1;
    }
}

void ds_ro_records_fill(bool grondslag, ds_ro_records *out) {
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < DS_DUO_RECORD_N; i++) {
        out->of[i].n_fields = grondslag ? records[i].grondslag : records[i].ro;
        fill_record(records[i].fields, records[i].n_fields, grondslag, &out->of[i]);
    }
    out->counts = grondslag ? grondslag_counts : ro_counts;
    out->n_counts = grondslag ? sizeof grondslag_counts / sizeof *grondslag_counts
                              : sizeof ro_counts / sizeof *ro_counts;
}
