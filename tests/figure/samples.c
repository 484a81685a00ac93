/* tests/figure/samples.c: see samples.h. All values and all names of institutions are made up. */
#include "figure/samples.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const ds_say NONE = {NULL, NULL};

static void set_axis(ds_figure *f, ds_figure_side side, ds_say title, ds_say unit) {
    ds_figure_axis axis = DS_FIGURE_AXIS_INIT;
    axis.title = title;
    axis.unit = unit;
    ds_figure_set_axis(f, side, &axis);
}

static void add_categories(ds_figure *f, const ds_say *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        (void)ds_figure_add_category(f, names[i]);
}

static void add_years(ds_figure *f, int first, size_t n) {
    for (size_t i = 0; i < n; i++) {
        char text[16];
        (void)snprintf(text, sizeof text, "%d/%02d", first + (int)i, (first + (int)i + 1) % 100);
        (void)ds_figure_add_category(f, DS_SAY(text, text));
    }
}

static void add_row(ds_figure *f, size_t series, const double *values, size_t n) {
    for (size_t i = 0; i < n; i++)
        ds_figure_add_value(f, series, i, values[i],
                            values[i] < 0 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN, NONE);
}

static ds_figure *new_figure(ds_figure_kind kind, ds_say title, ds_say description) {
    ds_figure *f = ds_figure_new(kind, title, description);
    set_axis(f, DS_SIDE_Y, NONE, DS_SAY("%", "%"));
    return f;
}

/* ---- lines ---- */

static ds_figure *make_line(void) {
    static const double bol[] = {5.6, 5.0, 5.9, 6.8, 6.4, 6.1},
                        bbl[] = {4.9, 4.4, 4.8, -1, 5.6, 5.2};
    static const double all[] = {5.4, 4.8, 5.6, 6.3, 6.2, 5.8};
    ds_figure *f = new_figure(
        DS_FIGURE_LINE, DS_SAY("Nieuwe vsv’ers naar leerweg", "New early leavers by pathway"),
        DS_SAY("In de bol daalde het aandeel van 6,8 naar 6,1 procent.",
               "In school-based pathways the share fell from 6.8 to 6.1 per cent."));
    set_axis(f, DS_SIDE_Y, DS_SAY("Aandeel nieuwe vsv’ers", "Share of new early leavers"),
             DS_SAY("%", "%"));
    add_years(f, 2018, 6);
    (void)ds_figure_add_series(f, DS_SAY("bol", "school-based"), DS_ROLE_NONE);
    (void)ds_figure_add_series(f, DS_SAY("bbl", "work-based"), DS_ROLE_NONE);
    (void)ds_figure_add_series(f, DS_SAY("alle", "all"), DS_ROLE_OTHER);
    add_row(f, 0, bol, COUNT(bol));
    add_row(f, 1, bbl, COUNT(bbl));
    add_row(f, 2, all, COUNT(all));
    ds_figure_add_line(f, DS_SIDE_Y, 4.5, DS_SAY("streef", "target"), DS_ROLE_TARGET);
    return f;
}

static ds_figure *make_band(void) {
    static const double median[] = {6.1, 5.4, 5.9, 6.6, 6.3, 6.0};
    static const double low[] = {4.8, 4.4, 4.7, 5.2, 5.0, 4.9},
                        high[] = {7.4, 6.6, 7.3, 8.2, 7.6, 7.1};
    static const double own[] = {8.1, 7.2, 7.0, 6.7, 6.2, 5.7};
    ds_figure *f =
        new_figure(DS_FIGURE_BAND,
                   DS_SAY("Nieuwe vsv’ers: 49 instellingen en deze",
                          "New early leavers: 49 institutions and this one"),
                   DS_SAY("De mediaan ligt rond 6 procent.", "The median is about 6 per cent."));
    set_axis(f, DS_SIDE_Y, DS_SAY("Aandeel nieuwe vsv’ers", "Share of new early leavers"),
             DS_SAY("%", "%"));
    add_years(f, 2018, 6);
    (void)ds_figure_add_series(f, DS_SAY("mediaan", "median"), DS_ROLE_OTHER);
    (void)ds_figure_add_series(f, DS_SAY("deze instelling", "this one"), DS_ROLE_OWN);
    for (size_t i = 0; i < COUNT(median); i++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        p.category = i;
        p.y = median[i];
        p.low = low[i];
        p.high = high[i];
        ds_figure_add_point(f, &p);
    }
    add_row(f, 1, own, COUNT(own));
    ds_figure_add_line(f, DS_SIDE_Y, 5, DS_SAY("streef", "target"), DS_ROLE_TARGET);
    return f;
}

static ds_figure *make_trial(void) {
    static const double one[] = {2.4, 4.9, 6.6, 8.0}, other[] = {4.4, 6.9, 8.3, 9.0};
    static const double half[] = {0.9, 1.2, 1.5, 1.8};
    ds_figure *f =
        new_figure(DS_FIGURE_TRIAL,
                   DS_SAY("Vsv onder deelnemers aan de vakmanschaproute, niveau 2",
                          "Early leaving among participants of the craft route, level 2"),
                   DS_SAY("Na een en twee jaar verlaten minder deelnemers de school voortijdig.",
                          "After one and two years fewer participants have left early."));
    set_axis(f, DS_SIDE_Y, DS_SAY("Aandeel vsv", "Share of early leavers"), DS_SAY("%", "%"));
    for (int i = 1; i <= 4; i++) {
        char nl[16], en[16];
        (void)snprintf(nl, sizeof nl, "%d jaar", i);
        (void)snprintf(en, sizeof en, i == 1 ? "%d year" : "%d years", i);
        (void)ds_figure_add_category(f, DS_SAY(nl, en));
    }
    (void)ds_figure_add_series(f, DS_SAY("deelnemers", "participants"), DS_ROLE_EXPERIMENT);
    (void)ds_figure_add_series(f, DS_SAY("controlegroep", "control group"), DS_ROLE_CONTROL);
    for (size_t i = 0; i < 8; i++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        p.series = i % 2;
        p.category = i / 2;
        p.y = i % 2 == 0 ? one[i / 2] : other[i / 2];
        p.low = p.y - half[i / 2];
        p.high = p.y + half[i / 2];
        p.mark = i == 0 || i == 2 ? "*" : NULL;
        ds_figure_add_point(f, &p);
    }
    ds_figure_add_note(f,
                       DS_SAY("* Het verschil is aantoonbaar (p < 0,05). Streepjes: 95%-interval.",
                              "* The difference is significant (p < 0.05). Bars: 95% interval."));
    return f;
}

/* ---- bars ---- */

static const ds_say LEVELS[] = {
    {"entree", "entry"}, {"niveau 2", "level 2"}, {"niveau 3", "level 3"}, {"niveau 4", "level 4"}};
static const ds_say SECTORS[] = {
    {"Economie en administratie", "Business and administration"},
    {"Zorg en welzijn", "Care and welfare"},
    {"Techniek en procesindustrie", "Technology and process industry"},
    {"Voedsel, natuur en leefomgeving", "Food, nature and living environment"},
    {"Horeca, bakkerij, toerisme en recreatie", "Hospitality, bakery, tourism and recreation"},
    {"ICT en creatieve industrie", "ICT and creative industry"}};

static ds_figure *make_bar(ds_figure_kind kind) {
    static const double before[] = {24.1, 12.0, 5.1, 3.9}, now[] = {22.6, 11.2, 4.9, 3.6};
    static const double sectors[] = {7.1, 4.7, 6.3, -1, 7.9, 5.2};
    const bool lying = kind == DS_FIGURE_BAR_FLAT;
    ds_figure *f =
        new_figure(kind,
                   lying ? DS_SAY("Nieuwe vsv’ers naar sector, 2023/24",
                                  "New early leavers by sector, 2023/24")
                         : DS_SAY("Nieuwe vsv’ers naar niveau", "New early leavers by level"),
                   DS_SAY("Het aandeel is het hoogst in de entree.",
                          "The share is highest in entry education."));
    set_axis(f, DS_SIDE_Y, DS_SAY("Aandeel nieuwe vsv’ers", "Share of new early leavers"),
             DS_SAY("%", "%"));
    if (lying) {
        add_categories(f, SECTORS, COUNT(SECTORS));
        (void)ds_figure_add_series(f, NONE, DS_ROLE_NONE);
        add_row(f, 0, sectors, COUNT(sectors));
        ds_figure_add_line(f, DS_SIDE_Y, 6, DS_SAY("alle sectoren", "all sectors"), DS_ROLE_NONE);
        return f;
    }
    add_categories(f, LEVELS, COUNT(LEVELS));
    (void)ds_figure_add_series(f, DS_SAY("2022/23", "2022/23"), DS_ROLE_NONE);
    (void)ds_figure_add_series(f, DS_SAY("2023/24", "2023/24"), DS_ROLE_NONE);
    add_row(f, 0, before, COUNT(before));
    add_row(f, 1, now, COUNT(now));
    return f;
}

static ds_figure *make_stack(ds_figure_kind kind) {
    static const double counts[4][4] = {{1210, 5230, 9210, 13120},
                                        {1180, 5510, 8740, 13980},
                                        {1250, 5490, 8430, 14410},
                                        {1310, -1, 8310, 15020}};
    static const double shares[6][4] = {{46, 31, 15, 8},  {52, 30, 12, 6}, {38, 33, 18, 11},
                                        {41, 29, -1, 13}, {35, 37, 19, 9}, {44, 28, 17, 11}};
    static const ds_say judged[] = {{"op schema", "on schedule"},
                                    {"deels op schema", "partly on schedule"},
                                    {"loopt achter", "behind"},
                                    {"niet begonnen", "not begun"}};
    const bool of_100 = kind == DS_FIGURE_STACK_100 || kind == DS_FIGURE_STACK_100_FLAT;
    const size_t n = of_100 ? 6 : 4;
    ds_figure *f = new_figure(kind,
                              of_100 ? DS_SAY("Voortgang van de maatregelen naar sector",
                                              "Progress of the measures by sector")
                                     : DS_SAY("Nieuwe vsv’ers naar niveau en jaar",
                                              "New early leavers by level and year"),
                              DS_SAY("Verdeling in vieren.", "In four parts."));
    set_axis(f, DS_SIDE_Y,
             of_100 ? DS_SAY("Aandeel van de maatregelen", "Share of the measures")
                    : DS_SAY("Nieuwe vsv’ers", "New early leavers"),
             of_100 ? DS_SAY("%", "%") : DS_SAY("personen", "persons"));
    if (of_100)
        add_categories(f, SECTORS, n);
    else
        add_years(f, 2020, n);
    for (size_t s = 0; s < 4; s++) {
        (void)ds_figure_add_series(f, of_100 ? judged[s] : LEVELS[s], DS_ROLE_NONE);
        for (size_t c = 0; c < n; c++) {
            const double y = of_100 ? shares[c][s] : counts[c][s];
            ds_figure_add_value(f, s, c, y, y < 0 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN, NONE);
        }
    }
    return f;
}

/* ---- rows ---- */

static const char *institution(size_t i, char out[48]) {
    static const char *const kinds[] = {"ROC", "Vakcollege", "Agrarisch College", "Mbo College"};
    static const char *const places[] = {
        "Rivierenland", "Duinrand",    "De Hoge Veen", "Oosterkwartier",  "Waterpoort",
        "Zuidland",     "Kempengrens", "Noorderhaven", "Schelde en Kust", "Heuvelrug",
        "Poldermond",   "Vechtstroom", "Merenveld"};
    (void)snprintf(out, 48, "%s %s", kinds[i % 4], places[i % 13]);
    return out;
}

static ds_figure *make_dumbbell(void) {
    ds_figure *f = new_figure(
        DS_FIGURE_DUMBBELL,
        DS_SAY("Nieuwe vsv’ers: start, streefwaarde en nu, per instelling",
               "New early leavers: start, target and now, by institution"),
        DS_SAY("Van de 51 instellingen zijn er 30 dichter bij hun streefwaarde dan bij de start.",
               "Of 51 institutions 30 are nearer to their target than they began."));
    set_axis(f, DS_SIDE_Y, DS_SAY("Aandeel nieuwe vsv’ers", "Share of new early leavers"),
             DS_SAY("%", "%"));
    (void)ds_figure_add_series(f, DS_SAY("start (2022/23)", "start (2022/23)"), DS_ROLE_START);
    (void)ds_figure_add_series(f, DS_SAY("streefwaarde 2027", "target 2027"), DS_ROLE_TARGET);
    (void)ds_figure_add_series(f, DS_SAY("nu (2024/25)", "now (2024/25)"), DS_ROLE_NOW);
    for (size_t i = 0; i < 51; i++) {
        char name[48];
        const double start = 3.1 + (double)i * 0.11 + (double)(i * 7 % 5) * 0.2;
        const bool hidden = i == 7 || i == 33;
        const ds_state state = hidden ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN;
        (void)institution(i, name);
        (void)ds_figure_add_category(f, DS_SAY(name, name));
        ds_figure_add_value(f, 0, i, start, state, NONE);
        ds_figure_add_value(f, 1, i, start * 0.8, state, NONE);
        ds_figure_add_value(f, 2, i, start * (0.8 + (double)(i * 13 % 9) * 0.04),
                            i == 20 ? DS_STATE_SUPPRESSED : state, NONE);
    }
    return f;
}

static ds_figure *make_love(void) {
    static const ds_say names[] = {{"Leeftijd", "Age"},
                                   {"Geslacht: vrouw", "Gender: female"},
                                   {"Herkomst buiten Europa", "Origin outside Europe"},
                                   {"Basisberoepsgerichte leerweg", "Basic vocational pathway"},
                                   {"Advies basisschool", "Primary school advice"},
                                   {"Inkomen ouders", "Parents’ income"},
                                   {"Armoedeprobleemcumulatiegebied", "Deprived area"},
                                   {"Ondersteuning in het vmbo", "Support in vmbo"}};
    static const double before[] = {-0.12, 0.31, -0.28, 0.42, -0.19, 0.14, -0.22, 0.08};
    static const double after[] = {-0.01, 0.03, -0.04, 0.06, -0.02, 0.11, -0.03, 0.01};
    ds_figure *f = ds_figure_new(
        DS_FIGURE_LOVE,
        DS_SAY("Verschil tussen deelnemers en controlegroep, voor en na weging",
               "Difference between participants and control group, before and after weighting"),
        DS_SAY("Na weging is er één kenmerk met een verschil boven 0,1.",
               "After weighting one covariate differs by more than 0.1."));
    set_axis(f, DS_SIDE_Y, DS_SAY("Gestandaardiseerd verschil", "Standardised difference"), NONE);
    add_categories(f, names, COUNT(names));
    (void)ds_figure_add_series(f, DS_SAY("voor weging", "before weighting"), DS_ROLE_BEFORE);
    (void)ds_figure_add_series(f, DS_SAY("na weging", "after weighting"), DS_ROLE_AFTER);
    for (size_t i = 0; i < COUNT(names); i++) {
        ds_figure_add_value(f, 0, i, before[i], DS_STATE_SHOWN, NONE);
        ds_figure_add_value(f, 1, i, after[i], DS_STATE_SHOWN, NONE);
    }
    ds_figure_add_line(f, DS_SIDE_Y, -0.1, DS_SAY("−0,1", "−0.1"), DS_ROLE_NONE);
    ds_figure_add_line(f, DS_SIDE_Y, 0.1, DS_SAY("0,1", "0.1"), DS_ROLE_NONE);
    return f;
}

static ds_figure *make_forest(void) {
    static const ds_say names[] = {{"Vakmanschaproute, niveau 2", "Craft route, level 2"},
                                   {"Vakmanschaproute, niveau 3", "Craft route, level 3"},
                                   {"Technologieroute, niveau 4", "Technology route, level 4"},
                                   {"Beroepsroute", "Vocational route"},
                                   {"Geïntegreerde route vmbo-mbo", "Integrated route vmbo-mbo"},
                                   {"Alle routes", "All routes"}};
    static const double y[] = {-2.0, -1.1, 0.3, -0.8, -1.6, -1.2};
    static const double half[] = {1.2, 1.4, 1.9, 0.7, 2.4, 0.5},
                        weight[] = {310, 240, 110, 820, 90, 1570};
    ds_figure *f = new_figure(DS_FIGURE_FOREST,
                              DS_SAY("Verschil in vsv na een jaar, per route",
                                     "Difference in early leaving after one year, by route"),
                              DS_SAY("Over alle routes is het verschil −1,2 procentpunt.",
                                     "Over all routes the difference is −1.2 points."));
    set_axis(f, DS_SIDE_Y,
             DS_SAY("Verschil met de controlegroep", "Difference from the control group"),
             DS_SAY("procentpunt", "percentage points"));
    add_categories(f, names, COUNT(names));
    (void)ds_figure_add_series(f, DS_SAY("route", "route"), DS_ROLE_NONE);
    (void)ds_figure_add_series(f, DS_SAY("samen", "together"), DS_ROLE_TOTAL);
    for (size_t i = 0; i < COUNT(names); i++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        p.series = i + 1 == COUNT(names);
        p.category = i;
        p.y = y[i];
        p.low = y[i] - half[i];
        p.high = y[i] + half[i];
        p.weight = weight[i];
        p.mark = p.high < 0 ? "*" : NULL;
        p.state = i == 4 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN;
        ds_figure_add_point(f, &p);
    }
    ds_figure_add_line(f, DS_SIDE_Y, 0, DS_SAY("geen verschil", "no difference"), DS_ROLE_NONE);
    return f;
}

/* ---- points ---- */

static ds_figure *make_scatter(void) {
    static const ds_say quadrants[] = {
        {"lagere ambitie, boven gemiddeld", "lower ambition, above mean"},
        {"hogere ambitie, boven gemiddeld", "higher ambition, above mean"},
        {"lagere ambitie, onder gemiddeld", "lower ambition, below mean"},
        {"hogere ambitie, onder gemiddeld", "higher ambition, below mean"}};
    ds_figure *f = new_figure(
        DS_FIGURE_SCATTER,
        DS_SAY("Ambitie en ontwikkeling per instelling", "Ambition and development by institution"),
        DS_SAY("Er is geen aantoonbare samenhang.", "There is no significant relation."));
    set_axis(f, DS_SIDE_X,
             DS_SAY("Ambitie: streefwaarde min start", "Ambition: target minus start"),
             DS_SAY("procentpunt", "percentage points"));
    set_axis(f, DS_SIDE_Y, DS_SAY("Ontwikkeling: nu min start", "Development: now minus start"),
             DS_SAY("procentpunt", "percentage points"));
    (void)ds_figure_add_series(f, DS_SAY("instelling", "institution"), DS_ROLE_OTHER);
    (void)ds_figure_add_series(f, DS_SAY("deze instelling", "this institution"), DS_ROLE_OWN);
    for (size_t i = 0; i < 40; i++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        char name[48];
        p.series = i == 17;
        p.x = -2.4 + (double)(i * i * 7 % 41) * 0.055;
        p.y = -1.6 + (double)(i * i * i * 11 % 43) * 0.06 + 0.3 * p.x;
        p.state = i == 9 || i == 21 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN;
        (void)institution(i, name);
        p.name = DS_SAY(name, name);
        ds_figure_add_point(f, &p);
    }
    ds_figure_add_line(f, DS_SIDE_X, -1.3, DS_SAY("gemiddeld", "mean"), DS_ROLE_NONE);
    ds_figure_add_line(f, DS_SIDE_Y, -0.8, DS_SAY("gemiddeld", "mean"), DS_ROLE_NONE);
    ds_figure_add_slope(f, -0.45, 0.3,
                        DS_SAY("regressielijn (r = 0,21; niet aantoonbaar)",
                               "regression line (r = 0.21; not significant)"));
    ds_figure_set_quadrants(f, quadrants);
    return f;
}

static ds_figure *make_funnel(void) {
    ds_figure *f = new_figure(DS_FIGURE_FUNNEL,
                              DS_SAY("Nieuwe vsv’ers naar omvang van de instelling",
                                     "New early leavers by size of the institution"),
                              DS_SAY("Vier instellingen liggen buiten de grenzen van 99,8 procent.",
                                     "Four institutions lie outside the limits of 99.8 per cent."));
    set_axis(f, DS_SIDE_X, DS_SAY("Aantal studenten", "Number of students"), NONE);
    set_axis(f, DS_SIDE_Y, DS_SAY("Aandeel nieuwe vsv’ers", "Share of new early leavers"),
             DS_SAY("%", "%"));
    (void)ds_figure_add_series(f, DS_SAY("instelling", "institution"), DS_ROLE_NONE);
    (void)ds_figure_add_series(f, DS_SAY("95%-grens", "95% limit"), DS_ROLE_LIMIT);
    (void)ds_figure_add_series(f, DS_SAY("99,8%-grens", "99.8% limit"), DS_ROLE_LIMIT);
    for (size_t i = 0; i < 30; i++)
        for (size_t s = 1; s < 3; s++) {
            ds_figure_point p = DS_FIGURE_POINT_INIT;
            p.series = s;
            p.x = 300 + (double)(i * i) * 22;
            p.low = 5.8 - (s == 1 ? 1.96 : 3.09) * 100 * sqrt(0.058 * 0.942 / p.x);
            p.high = 5.8 + (s == 1 ? 1.96 : 3.09) * 100 * sqrt(0.058 * 0.942 / p.x);
            ds_figure_add_point(f, &p);
        }
    for (size_t i = 0; i < 45; i++) {
        ds_figure_point p = DS_FIGURE_POINT_INIT;
        char name[48];
        p.x = 500 + (double)(i * 29 % 45) * 390;
        p.y = 5.8 + ((double)(i * 31 % 45) / 22 - 1) * 2.2 * 100 * sqrt(0.058 * 0.942 / p.x) +
              (i % 15 == 4 ? 1.5 : 0);
        (void)institution(i, name);
        if (i % 15 == 4) p.name = DS_SAY(name, name);
        ds_figure_add_point(f, &p);
    }
    ds_figure_add_line(f, DS_SIDE_Y, 5.8, DS_SAY("landelijk", "country"), DS_ROLE_NONE);
    return f;
}

static ds_figure *make_bins(ds_figure_kind kind) {
    const bool two = kind == DS_FIGURE_OVERLAP;
    const double width = two ? 0.05 : 250;
    ds_figure *f =
        new_figure(kind,
                   two ? DS_SAY("Kans op deelname: deelnemers en controlegroep",
                                "Chance to take part: participants and control group")
                       : DS_SAY("Besteding per student", "Spending per student"),
                   two ? DS_SAY("De verdelingen overlappen.", "The distributions overlap.")
                       : DS_SAY("De helft besteedt tussen 1.250 en 2.250 euro.",
                                "Half spend between 1,250 and 2,250 euros."));
    set_axis(f, DS_SIDE_X,
             two ? DS_SAY("Propensityscore", "Propensity score")
                 : DS_SAY("Besteding per student", "Spending per student"),
             two ? NONE : DS_SAY("€", "€"));
    set_axis(f, DS_SIDE_Y,
             two ? DS_SAY("Aandeel van de groep", "Share of the group")
                 : DS_SAY("Aantal instellingen", "Number of institutions"),
             two ? DS_SAY("%", "%") : NONE);
    (void)ds_figure_add_series(f, two ? DS_SAY("deelnemers", "participants") : NONE,
                               two ? DS_ROLE_EXPERIMENT : DS_ROLE_NONE);
    if (two)
        (void)ds_figure_add_series(f, DS_SAY("controlegroep", "control group"), DS_ROLE_CONTROL);
    for (size_t i = 0; i < 16; i++)
        for (size_t s = 0; s < (two ? 2U : 1U); s++) {
            const double z = (double)i - (s == 0 ? 7.5 : 4.5);
            ds_figure_point p = DS_FIGURE_POINT_INIT;
            p.series = s;
            p.x = (double)i * width;
            p.x_end = p.x + width;
            p.y = floor(13 * exp(-z * z / 18) + 0.5);
            p.state = !two && i == 13 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN;
            ds_figure_add_point(f, &p);
        }
    if (!two) ds_figure_add_line(f, DS_SIDE_X, 1880, DS_SAY("mediaan", "median"), DS_ROLE_NONE);
    return f;
}

/* ---- parts ---- */

static size_t add_part(ds_figure *f, ds_say name, size_t parent, size_t stage, double value,
                       bool of_parent) {
    ds_figure_part p = DS_FIGURE_PART_INIT;
    p.name = name;
    p.parent = parent;
    p.stage = stage;
    p.value = value < 0 ? NAN : value;
    p.state = value == -2 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN;
    p.of_parent = of_parent;
    return ds_figure_add_part(f, &p);
}

static ds_figure *make_sankey(void) {
    static const double flows[4][4] = {
        {620, 4100, 180, 560}, {40, 2900, 3300, 610}, {10, 900, 7600, 820}, {0, 60, 6200, 240}};
    static const ds_say from[] = {{"basisberoepsgericht", "basic vocational"},
                                  {"kaderberoepsgericht", "advanced vocational"},
                                  {"gemengd en theoretisch", "mixed and theoretical"},
                                  {"havo", "havo"}};
    static const ds_say to[] = {{"entree", "entry"},
                                {"niveau 2 en 3", "levels 2 and 3"},
                                {"niveau 4", "level 4"},
                                {"niet in onderwijs", "not in education"}};
    ds_figure *f = new_figure(DS_FIGURE_SANKEY,
                              DS_SAY("Van vmbo en havo naar het mbo", "From vmbo and havo to mbo"),
                              DS_SAY("De meeste leerlingen stromen door naar niveau 4.",
                                     "Most pupils move on to level 4."));
    size_t left[4], right[4];
    set_axis(f, DS_SIDE_Y, DS_SAY("Aantal leerlingen", "Number of pupils"), NONE);
    for (size_t i = 0; i < 4; i++)
        left[i] = add_part(f, from[i], SIZE_MAX, 0, -1, false);
    for (size_t i = 0; i < 4; i++)
        right[i] = add_part(f, to[i], SIZE_MAX, 1, -1, false);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 4; k++)
            ds_figure_add_flow(f, left[i], right[k], flows[i][k],
                               i == 3 && k == 0 ? DS_STATE_SUPPRESSED : DS_STATE_SHOWN, NONE);
    return f;
}

static ds_figure *make_shares(void) {
    ds_figure *f = new_figure(
        DS_FIGURE_SHARES,
        DS_SAY("Instroom in het eerste leerjaar van het mbo", "Intake of the first year of mbo"),
        DS_SAY("54 procent komt met een vmbo-diploma, 46 procent met een ander of geen diploma.",
               "54 per cent have a vmbo diploma, 46 per cent another or none."));
    const size_t vmbo =
        add_part(f, DS_SAY("Met een vmbo-diploma", "With a vmbo diploma"), SIZE_MAX, 0, 54, false);
    const size_t other =
        add_part(f, DS_SAY("Met een ander of geen diploma", "Another diploma or none"), SIZE_MAX, 0,
                 46, false);
    (void)add_part(f, DS_SAY("valt uit binnen een jaar", "drop out within a year"), vmbo, 0, 5,
                   true);
    const size_t again =
        add_part(f, DS_SAY("27 jaar of ouder, opnieuw begonnen", "27 or older, began again"), other,
                 0, 16, false);
    (void)add_part(f, DS_SAY("havo of vwo", "havo or vwo"), other, 0, 10, false);
    (void)add_part(f, DS_SAY("praktijkonderwijs", "practical education"), other, 0, 3, false);
    (void)add_part(f, DS_SAY("een andere mbo-opleiding", "another mbo course"), other, 0, 9, false);
    (void)add_part(f, DS_SAY("vmbo zonder diploma", "vmbo without a diploma"), other, 0, 6, false);
    (void)add_part(f, DS_SAY("buitenland", "abroad"), other, 0, -2, false);
    (void)add_part(f, DS_SAY("valt uit binnen een jaar", "drop out within a year"), again, 0, 25,
                   true);
    return f;
}

static ds_figure *make_panels(void) {
    ds_figure *f = ds_figure_new(
        DS_FIGURE_PANELS,
        DS_SAY("Nieuwe vsv’ers naar sector en leerweg", "New early leavers by sector and pathway"),
        DS_SAY("Zes sectoren op dezelfde schaal.", "Six sectors on one scale."));
    for (size_t k = 0; k < COUNT(SECTORS); k++) {
        ds_figure *p = new_figure(DS_FIGURE_LINE, SECTORS[k], NONE);
        double bol[6], bbl[6];
        add_years(p, 2018, 6);
        (void)ds_figure_add_series(p, DS_SAY("bol", "school-based"), DS_ROLE_NONE);
        (void)ds_figure_add_series(p, DS_SAY("bbl", "work-based"), DS_ROLE_NONE);
        for (size_t i = 0; i < 6; i++) {
            bol[i] = 4.5 + (double)(k * 5 % 7) * 0.5 + (double)((i + k) * 3 % 5) * 0.2;
            bbl[i] = k == 3 && i == 2 ? -1 : bol[i] - 0.8 + (double)(i * k % 3) * 0.2;
        }
        add_row(p, 0, bol, 6);
        add_row(p, 1, bbl, 6);
        ds_figure_add_panel(f, p);
    }
    return f;
}

ds_figure *sample_figure(ds_figure_kind kind) {
    switch (kind) {
    case DS_FIGURE_LINE:
        return make_line();
    case DS_FIGURE_BAR:
    case DS_FIGURE_BAR_FLAT:
        return make_bar(kind);
    case DS_FIGURE_STACK:
    case DS_FIGURE_STACK_FLAT:
    case DS_FIGURE_STACK_100:
    case DS_FIGURE_STACK_100_FLAT:
        return make_stack(kind);
    case DS_FIGURE_BAND:
        return make_band();
    case DS_FIGURE_DUMBBELL:
        return make_dumbbell();
    case DS_FIGURE_SCATTER:
        return make_scatter();
    case DS_FIGURE_SANKEY:
        return make_sankey();
    case DS_FIGURE_SHARES:
        return make_shares();
    case DS_FIGURE_TRIAL:
        return make_trial();
    case DS_FIGURE_LOVE:
        return make_love();
    case DS_FIGURE_FOREST:
        return make_forest();
    case DS_FIGURE_FUNNEL:
        return make_funnel();
    case DS_FIGURE_OVERLAP:
    case DS_FIGURE_HISTOGRAM:
        return make_bins(kind);
    case DS_FIGURE_PANELS:
        return make_panels();
    default:
        return NULL;
    }
}

static ds_status keep_bytes(void *context, const char *data, size_t size, ds_error *err) {
    ds_buffer_add(context, data, size);
    return ds_buffer_finish(context, err);
}

char *sample_svg(const ds_figure *figure, const ds_figure_options *options) {
    ds_buffer out;
    ds_sink sink = {&out, keep_bytes};
    ds_error err = {0};
    ds_buffer_init(&out, 1 << 26);
    if (ds_figure_svg(figure, options, &sink, &err) == DS_OK) return ds_buffer_take(&out);
    (void)fprintf(stderr, "figure: %s\n", err.en);
    ds_buffer_done(&out);
    return NULL;
}
