/* tests/report/test_words.c: the words of reports. Forty cases by hand, in both languages; and on
 * random facts no sentence claims more than its test, and each number in it is a fact. */
#include "report/filled_made.h"

#include "base/random.h"

typedef struct word_case {
    const char *name;
    const char *rule, *first, *second; /* of the braces */
    void (*make)(made_sheet *made);
    void (*braces)(made_braces *braces);
    const char *nl, *en;
} word_case;

/* ---- facts ---- */

static void add_years(made_sheet *made, double before, double now, double low, double high) {
    made_fact(made, 2022, "totaal", NULL, "percentage", before)->n = 1000;
    made_fact(made, 2023, "totaal", NULL, "percentage", now)->n = 1100;
    made_interval(made_fact(made, 2023, "totaal", NULL, "verschil_pp", now - before), low, high);
}

static void make_rose(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    add_years(made, 5.0, 6.5, 0.4, 2.6);
}

static void make_fell(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    add_years(made, 6.42, 6.06, -0.55, -0.19);
}

static void make_no_difference(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    add_years(made, 6.4, 6.1, -0.8, 0.2);
}

static void make_touching_zero(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    add_years(made, 6.0, 7.0, 0.0, 2.0);
}

static void make_rounds_alike(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    add_years(made, 6.04, 5.98, -0.1, -0.02);
}

static void make_rounds_apart(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    add_years(made, 6.44, 6.46, 0.01, 0.03);
}

static void make_same(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    add_years(made, 6.0, 6.0, -0.4, 0.4);
}

static void make_adjusted(made_sheet *made) {
    made_begin(made, "enquete", "persoon", "leerweg", NULL);
    add_years(made, 80, 84, 0.5, 7.5);
    made_fact(made, 2023, "totaal", NULL, "p_holm", 0.2);
}

static void make_untested(made_sheet *made) {
    made_begin(made, "enquete", "persoon", "leerweg", NULL);
    made_fact(made, 2024, "totaal", NULL, "percentage", 80);
    made_fact(made, 2025, "totaal", NULL, "percentage", 84);
}

static void make_counted(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2022, "totaal", NULL, "aantal", 24286);
    made_fact(made, 2023, "totaal", NULL, "aantal", 22308);
}

/* Shares without a difference of their own, but with what they are shares of. */
static void make_comparable(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2022, "totaal", NULL, "teller", 200);
    made_fact(made, 2022, "totaal", NULL, "percentage", 20)->n = 1000;
    made_fact(made, 2023, "totaal", NULL, "teller", 100);
    made_fact(made, 2023, "totaal", NULL, "percentage", 10)->n = 1000;
}

static void make_hidden_now(made_sheet *made) {
    make_rose(made);
    made_hide(&made->facts[1]);
}

static void make_hidden_before(made_sheet *made) {
    make_rose(made);
    made_hide(&made->facts[0]);
}

static void make_one_year(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2023, "totaal", NULL, "percentage", 6.1);
}

static void make_nobody(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2022, "totaal", NULL, "percentage", 5)->n = 10;
    made_fact(made, 2023, "totaal", NULL, "percentage", NAN)->n = 0;
}

static void make_not_asked(made_sheet *made) {
    made_begin(made, "enquete", "persoon", "leerweg", NULL);
    made_fact(made, 2025, "totaal", NULL, "percentage", NAN)->reason = "vraag_niet_gesteld";
    made->facts[0].state = DS_STATE_NOT_AVAILABLE;
}

static void make_structural(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2023, "totaal", NULL, "percentage", NAN)->state = DS_STATE_NOT_APPLICABLE;
}

static void make_too_few(made_sheet *made) {
    made_begin(made, "spreiding", "instelling", "leerweg", NULL);
    made_fact(made, 2023, "totaal", NULL, "laagste", NAN)->reason = "te_weinig";
    made->facts[0].state = DS_STATE_UNDEFINED;
}

static void make_groups(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2023, "bbl", NULL, "teller", 100);
    made_fact(made, 2023, "bbl", NULL, "percentage", 10)->n = 1000;
    made_fact(made, 2023, "bol", NULL, "teller", 300);
    made_fact(made, 2023, "bol", NULL, "percentage", 15)->n = 2000;
    made_fact(made, 2023, "totaal", NULL, "percentage", 13.3)->n = 3000;
}

static void make_near_groups(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2023, "bbl", NULL, "teller", 10);
    made_fact(made, 2023, "bbl", NULL, "percentage", 10)->n = 100;
    made_fact(made, 2023, "bol", NULL, "teller", 12);
    made_fact(made, 2023, "bol", NULL, "percentage", 12)->n = 100;
}

static void make_group_hidden(made_sheet *made) {
    make_groups(made);
    made_hide(&made->facts[3]);
}

static void make_one_group(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2023, "bol", NULL, "percentage", 15)->n = 2000;
}

static void make_tie(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2023, "bbl", NULL, "percentage", 15.01);
    made_fact(made, 2023, "bol", NULL, "percentage", 15.04);
    made_fact(made, 2023, "extraneus", NULL, "percentage", 4);
}

static void add_class(made_sheet *made, double value, int64_t n) {
    ds_release_fact *fact = made_fact(made, 2023, "totaal", NULL, "aantal", value);
    fact->klasse = "bereikt";
    fact->n = n;
}

static void make_part(made_sheet *made) {
    made_begin(made, "klassen", "agenda", "indicator", NULL);
    add_class(made, 6, 22);
}

static void make_one_of_many(made_sheet *made) {
    made_begin(made, "klassen", "agenda", "indicator", NULL);
    add_class(made, 1, 22);
}

static void make_all(made_sheet *made) {
    made_begin(made, "klassen", "agenda", "indicator", NULL);
    add_class(made, 22, 22);
}

static void make_both(made_sheet *made) {
    made_begin(made, "klassen", "instelling", "indicator", NULL);
    add_class(made, 2, 2);
}

static void make_none(made_sheet *made) {
    made_begin(made, "klassen", "agenda", "indicator", NULL);
    add_class(made, 0, 22);
}

static void make_only_one(made_sheet *made) {
    made_begin(made, "klassen", "instelling", "indicator", NULL);
    add_class(made, 1, 1);
}

static void make_empty(made_sheet *made) {
    made_begin(made, "klassen", "agenda", "indicator", NULL);
    add_class(made, 0, 0);
}

static void make_target(made_sheet *made, double now, double low, double high, double target) {
    made_begin(made, "spreiding", "instelling", "indicator", NULL);
    made_interval(made_fact(made, 2025, "totaal", NULL, "alle_studenten", now), low, high);
    if (isfinite(target))
        made_fact(made, 2027, "totaal", NULL, "gemiddelde_streefwaarde", target)->n = 38;
}

static void make_above(made_sheet *made) {
    make_target(made, 84.4, 83.9, 84.9, 83.1);
}

static void make_below(made_sheet *made) {
    make_target(made, 11, 10, 12, 15.3);
}

static void make_unsure(made_sheet *made) {
    make_target(made, 84.4, 80, 88, 83.1);
}

static void make_no_target(made_sheet *made) {
    make_target(made, 84.4, 80, 88, NAN);
}

static void make_money(made_sheet *made) {
    made_begin(made, "besteding_totaal", "agenda", "doelstelling", NULL);
    made_fact(made, 2024, "1.3", NULL, "besteed", 170988126)->n = 49;
}

static void make_no_budget(made_sheet *made) {
    made_begin(made, "besteding", "agenda", "agenda", NULL);
    made_fact(made, 2024, "27GZ", NULL, "verhouding", NAN)->reason = "niet_begroot";
    made->facts[0].state = DS_STATE_UNDEFINED;
}

static void add_effect(made_sheet *made, double treated, double control, double low, double high) {
    made_begin(made, "evaluatie", "persoon", "uitkomst", NULL);
    made_fact(made, 2, "vsv", NULL, "behandeld", treated);
    made_fact(made, 2, "vsv", NULL, "controle", control);
    made_interval(made_fact(made, 2, "vsv", NULL, "verschil_pp", treated - control), low, high);
}

static void make_effect(made_sheet *made) {
    add_effect(made, 5.2, 7.1, -3.1, -0.7);
}

static void make_no_effect(made_sheet *made) {
    add_effect(made, 5.2, 5.9, -1.9, 0.5);
}

static void add_relation(made_sheet *made, double r, double low, double high, const char *klasse,
                         double p) {
    ds_release_fact *fact;
    made_begin(made, "samenhang", "agenda", "indicator", "kenmerk");
    fact = made_interval(made_fact(made, 2023, "vsv_4_bol", "ambitie", "r", r), low, high);
    fact->klasse = klasse;
    fact->n = 38;
    fact = made_fact(made, 2023, "vsv_4_bol", "ambitie", "p_holm", p);
    fact->klasse = "pearson";
    fact->n = 38;
}

static void make_relation(made_sheet *made) {
    add_relation(made, 0.728, 0.53, 0.85, "aangetoond", 0.001);
}

static void make_no_relation(made_sheet *made) {
    add_relation(made, -0.05, -0.36, 0.28, "niet_aangetoond", 1);
}

static void make_chance(made_sheet *made) {
    add_relation(made, 0.43, 0.12, 0.66, "aangetoond", 0.01);
    made_interval(made_fact(made, 2023, "vsv_4_bol", "ambitie", "r_toeval", 0.36), 0.08, 0.6);
}

static void make_spread(made_sheet *made) {
    made_begin(made, "spreiding", "instelling", "indicator", NULL);
    made_fact(made, 2024, "totaal", NULL, "laagste", 10);
    made_fact(made, 2024, "totaal", NULL, "q1", 20.4);
    made_fact(made, 2024, "totaal", NULL, "q3", 30.2);
    made_fact(made, 2024, "totaal", NULL, "hoogste", 64);
}

static void make_path(made_sheet *made) {
    made_begin(made, "landelijk", "persoon", "niveau", NULL);
    made_fact(made, 2023, "totaal", NULL, "aantal", 22308);
    made_fact(made, 2023, "totaal", NULL, "verandering_per_jaar", -978);
    made_fact(made, 2023, "totaal", NULL, "nodig_per_jaar", -1077);
    made_fact(made, 2027, "totaal", NULL, "grens", 18000)->klasse = "<=";
}

static void make_missing(made_sheet *made) {
    ds_release_fact *fact;
    made_begin(made, "effectiviteit", "agenda", "doelstelling", NULL);
    fact = made_fact(made, 2025, "1.1", NULL, "ontbreekt", NAN);
    fact->missing = 2;
    fact->reason = "weet_niet";
}

static void make_unfilled(made_sheet *made) {
    made_begin(made, "enquete", "persoon", NULL, NULL);
    made->sheet.reason = "geen_enquete";
    made->sheet.reason_text = DS_SAY("er zijn geen antwoorden", "there are no answers");
}

static void make_directions(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_interval(made_fact(made, 2023, "bbl", NULL, "verschil_pp", 1), 0.2, 1.8);
    made_interval(made_fact(made, 2023, "bol", NULL, "verschil_pp", -1), -1.4, 0.4);
    made_interval(made_fact(made, 2023, "extraneus", NULL, "verschil_pp", -3), -5, -1);
}

static void make_nearly_zero(made_sheet *made) {
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    made_fact(made, 2023, "totaal", NULL, "percentage", 0.03)->n = 9000;
}

/* ---- braces ---- */

static void ask_sentence(made_braces *braces) {
    braces->block.vorm = "zin";
}

static void ask_beside(made_braces *braces) {
    braces->block.naast = "bbl";
}

static void ask_number(made_braces *braces) {
    braces->block.maat = "aantal";
}

static void ask_spent(made_braces *braces) {
    braces->block.maat = "besteed";
}

static void ask_by_year(made_braces *braces) {
    static const char *const years[] = {"jaar"};
    braces->block.by = (ds_recipe_names){years, 1};
    braces->block.maat = "aantal";
}

static void ask_own_name(made_braces *braces) {
    braces->block.wat = DS_SAY("het aandeel nieuwe vsv'ers", "the share of new early leavers");
}

static const word_case word_cases[] = {
    {"rose", "verandering", NULL, NULL, make_rose, NULL,
     "steeg het percentage van 5,0 procent in 2022/23 naar 6,5 procent in 2023/24 (+1,5 "
     "procentpunt; 95 %-interval 0,4 tot 2,6)",
     "the percentage rose from 5.0 per cent in 2022/23 to 6.5 per cent in 2023/24 (+1.5 points; "
     "95 % interval 0.4 to 2.6)"},
    {"fell", "verandering", NULL, NULL, make_fell, NULL,
     "daalde het percentage van 6,4 procent in 2022/23 naar 6,1 procent in 2023/24 (-0,4 "
     "procentpunt; 95 %-interval -0,6 tot -0,2)",
     "the percentage fell from 6.4 per cent in 2022/23 to 6.1 per cent in 2023/24 (-0.4 points; "
     "95 % interval -0.6 to -0.2)"},
    {"fell, a sentence", "verandering", NULL, NULL, make_fell, ask_sentence,
     "Het percentage ‘vsv’ daalde van 6,4 procent in 2022/23 naar 6,1 procent in 2023/24 (-0,4 "
     "procentpunt; 95 %-interval -0,6 tot -0,2).",
     "The percentage ‘vsv’ fell from 6.4 per cent in 2022/23 to 6.1 per cent in 2023/24 (-0.4 "
     "points; 95 % interval -0.6 to -0.2)."},
    {"with its own name", "verandering", NULL, NULL, make_rose, ask_own_name,
     "steeg het aandeel nieuwe vsv'ers van 5,0 procent in 2022/23 naar 6,5 procent in 2023/24 "
     "(+1,5 procentpunt; 95 %-interval 0,4 tot 2,6)",
     "the share of new early leavers rose from 5.0 per cent in 2022/23 to 6.5 per cent in 2023/24 "
     "(+1.5 points; 95 % interval 0.4 to 2.6)"},
    {"no difference", "verandering", NULL, NULL, make_no_difference, NULL,
     "is er geen aantoonbaar verschil in het percentage: 6,4 procent in 2022/23 en 6,1 procent in "
     "2023/24 (-0,3 procentpunt; 95 %-interval -0,8 tot 0,2)",
     "there is no demonstrable difference in the percentage: 6.4 per cent in 2022/23 and 6.1 per "
     "cent in 2023/24 (-0.3 points; 95 % interval -0.8 to 0.2)"},
    {"zero at the end of the interval", "verandering", NULL, NULL, make_touching_zero, NULL,
     "is er geen aantoonbaar verschil in het percentage: 6,0 procent in 2022/23 en 7,0 procent in "
     "2023/24 (+1,0 procentpunt; 95 %-interval 0,0 tot 2,0)",
     "there is no demonstrable difference in the percentage: 6.0 per cent in 2022/23 and 7.0 per "
     "cent in 2023/24 (+1.0 points; 95 % interval 0.0 to 2.0)"},
    {"not after correction for all tests", "verandering", NULL, NULL, make_adjusted, NULL,
     "is er na correctie voor het aantal toetsen geen aantoonbaar verschil in het percentage: 80,0 "
     "procent in 2022 en 84,0 procent in 2023 (+4,0 procentpunt; 95 %-interval 0,5 tot 7,5)",
     "after correction for the number of tests there is no demonstrable difference in the "
     "percentage: 80.0 per cent in 2022 and 84.0 per cent in 2023 (+4.0 points; 95 % interval 0.5 "
     "to 7.5)"},
    {"fell, but rounds alike", "verandering", NULL, NULL, make_rounds_alike, NULL,
     "daalde het percentage iets: afgerond 6,0 procent in 2022/23 en in 2023/24 (-0,06 "
     "procentpunt; 95 %-interval -0,10 tot -0,02)",
     "the percentage fell slightly: rounded 6.0 per cent in 2022/23 and in 2023/24 (-0.06 points; "
     "95 % interval -0.10 to -0.02)"},
    {"rose, and rounds apart", "verandering", NULL, NULL, make_rounds_apart, NULL,
     "steeg het percentage van 6,4 procent in 2022/23 naar 6,5 procent in 2023/24 (+0,02 "
     "procentpunt; 95 %-interval 0,01 tot 0,03)",
     "the percentage rose from 6.4 per cent in 2022/23 to 6.5 per cent in 2023/24 (+0.02 points; "
     "95 % interval 0.01 to 0.03)"},
    {"the same", "verandering", NULL, NULL, make_same, NULL,
     "is er geen aantoonbaar verschil in het percentage: 6,0 procent in 2022/23 en 6,0 procent in "
     "2023/24 (0,0 procentpunt; 95 %-interval -0,4 tot 0,4)",
     "there is no demonstrable difference in the percentage: 6.0 per cent in 2022/23 and 6.0 per "
     "cent in 2023/24 (0.0 points; 95 % interval -0.4 to 0.4)"},
    {"not tested", "verandering", NULL, NULL, make_untested, NULL,
     "was het percentage 80,0 procent in 2024 en 84,0 procent in 2025 (niet getoetst)",
     "the percentage was 80.0 per cent in 2024 and 84.0 per cent in 2025 (not tested)"},
    {"counted", "verandering", NULL, NULL, make_counted, ask_number,
     "lag het aantal 1.978 lager: 22.308 in 2023/24, na 24.286 in 2022/23",
     "the number was 1,978 lower: 22,308 in 2023/24, after 24,286 in 2022/23"},
    {"compared here, by Newcombe", "verandering", NULL, NULL, make_comparable, NULL,
     "daalde het percentage van 20,0 procent in 2022/23 naar 10,0 procent in 2023/24 (-10,0 "
     "procentpunt; 95 %-interval -13,1 tot -6,9)",
     "the percentage fell from 20.0 per cent in 2022/23 to 10.0 per cent in 2023/24 (-10.0 "
     "points; 95 % interval -13.1 to -6.9)"},
    {"hidden now", "verandering", NULL, NULL, make_hidden_now, NULL,
     "is het percentage niet getoond", "the percentage is not shown"},
    {"hidden before", "verandering", NULL, NULL, make_hidden_before, ask_sentence,
     "Het percentage ‘vsv’ is niet getoond.", "The percentage ‘vsv’ is not shown."},
    {"one year", "verandering", NULL, NULL, make_one_year, NULL,
     "was het percentage 6,1 procent in 2023/24 (een eerder jaar is er niet)",
     "the percentage was 6.1 per cent in 2023/24 (there is no earlier year)"},
    {"nobody", "verandering", NULL, NULL, make_nobody, NULL,
     "is het percentage niet te berekenen: er is niemand geteld",
     "the percentage cannot be computed: nobody was counted"},
    {"not asked", "verandering", NULL, NULL, make_not_asked, NULL,
     "is het percentage niet gevraagd", "the percentage was not asked"},
    {"cannot exist", "waarde", NULL, NULL, make_structural, NULL, "niet van toepassing",
     "not applicable"},
    {"a key that is not there", "verandering", "ses=laag", NULL, make_rose, NULL,
     "is het percentage niet beschikbaar", "the percentage is not available"},
    {"several groups and no total", "waarde", NULL, NULL, make_near_groups, NULL,
     "niet eenduidig (welke groep?)", "not unique (which group?)"},
    {"a value", "waarde", "leerweg=bol", NULL, make_groups, NULL, "15,0 procent", "15.0 per cent"},
    {"a value of all", "waarde", NULL, NULL, make_groups, NULL, "13,3 procent", "13.3 per cent"},
    {"nearly zero", "waarde", NULL, NULL, make_nearly_zero, NULL, "minder dan 0,1 procent",
     "less than 0.1 per cent"},
    {"an amount", "waarde", "doelstelling=1.3", NULL, make_money, ask_spent, "170.988.126 euro",
     "170,988,126 euros"},
    {"two groups", "verschil", "leerweg=bol", NULL, make_groups, ask_beside,
     "was het percentage bij bol hoger dan bij bbl: 15,0 procent naast 10,0 procent (+5,0 "
     "procentpunt; 95 %-interval 2,5 tot 7,4)",
     "the percentage was higher for bol than for bbl: 15.0 per cent beside 10.0 per cent (+5.0 "
     "points; 95 % interval 2.5 to 7.4)"},
    {"two groups, nothing shown", "verschil", "leerweg=bol", NULL, make_near_groups, ask_beside,
     "is er geen aantoonbaar verschil in het percentage tussen bol en bbl: 12,0 procent naast 10,0 "
     "procent (+2,0 procentpunt; 95 %-interval -7,0 tot 11,0)",
     "there is no demonstrable difference in the percentage between bol and bbl: 12.0 per cent "
     "beside 10.0 per cent (+2.0 points; 95 % interval -7.0 to 11.0)"},
    {"two groups, one hidden", "verschil", "leerweg=bol", NULL, make_group_hidden, ask_beside,
     "is het percentage niet getoond", "the percentage is not shown"},
    {"highest", "hoogste", NULL, NULL, make_groups, NULL, "bol (15,0 %)", "bol (15.0%)"},
    {"lowest", "laagste", NULL, NULL, make_groups, NULL, "bbl (10,0 %)", "bbl (10.0%)"},
    {"highest of those shown", "hoogste", NULL, NULL, make_group_hidden, NULL,
     "bbl (10,0 %, van de getoonde groepen)", "bbl (10.0%, of the groups shown)"},
    {"highest of one", "hoogste", NULL, NULL, make_one_group, NULL, "bol (15,0 %, de enige groep)",
     "bol (15.0%, the only group)"},
    {"highest of the years", "hoogste", NULL, NULL, make_counted, ask_by_year, "2022/23 (24.286)",
     "2022/23 (24,286)"},
    {"highest of equals", "hoogste", NULL, NULL, make_tie, NULL, "bbl en bol (15,0 %)",
     "bbl and bol (15.0%)"},
    {"some", "aantal", NULL, NULL, make_part, NULL, "6 van de 22 agenda's", "6 of the 22 agendas"},
    {"all", "aantal", NULL, NULL, make_all, NULL, "alle 22 agenda's", "all 22 agendas"},
    {"both", "aantal", NULL, NULL, make_both, NULL, "beide instellingen", "both institutions"},
    {"none", "aantal", NULL, NULL, make_none, NULL, "geen van de 22 agenda's",
     "none of the 22 agendas"},
    {"one of one", "aantal", NULL, NULL, make_only_one, NULL, "de enige instelling",
     "the only institution"},
    {"empty", "aantal", NULL, NULL, make_empty, NULL,
     "niet te zeggen (van geen van de agenda's is het bekend)",
     "not to be said (it is known of none of the agendas)"},
    {"one of many, singular", "klassen", NULL, NULL, make_one_of_many, NULL,
     "valt 1 van de 22 agenda's onder ‘streefwaarde bereikt’",
     "1 of the 22 agendas is in ‘target reached’"},
    {"above the target", "streef", NULL, NULL, make_above, NULL,
     "ligt het percentage met 84,4 procent in 2025 boven de gemiddelde streefwaarde van 83,1 "
     "procent",
     "the percentage is 84.4 per cent in 2025, above the mean target of 83.1 per cent"},
    {"below the target", "streef", NULL, NULL, make_below, NULL,
     "ligt het percentage met 11,0 procent in 2025 onder de gemiddelde streefwaarde van 15,3 "
     "procent",
     "the percentage is 11.0 per cent in 2025, below the mean target of 15.3 per cent"},
    {"the target within the interval", "streef", NULL, NULL, make_unsure, NULL,
     "is niet te zeggen of het percentage boven of onder de gemiddelde streefwaarde van 83,1 "
     "procent ligt: 84,4 procent in 2025 (95 %-interval 80,0 tot 88,0)",
     "it cannot be said whether the percentage is above or below the mean target of 83.1 per cent: "
     "84.4 per cent in 2025 (95 % interval 80.0 to 88.0)"},
    {"no target", "streef", NULL, NULL, make_no_target, NULL,
     "is er geen streefwaarde om naast het percentage te leggen: 84,4 procent in 2025",
     "there is no target beside the percentage: 84.4 per cent in 2025"},
    {"money", "geld", "doelstelling=1.3", NULL, make_money, NULL, "is 170.988.126 euro besteed",
     "170,988,126 euros were spent"},
    {"no budget", "geld", "agenda=27GZ", NULL, make_no_budget, NULL, "was er niets begroot",
     "nothing was budgeted"},
    {"an effect", "effect", NULL, NULL, make_effect, NULL,
     "was het percentage bij deelnemers lager dan bij vergelijkbare leerlingen: 5,2 procent naast "
     "7,1 procent (-1,9 procentpunt; 95 %-interval -3,1 tot -0,7)",
     "the percentage was lower for participants than for comparable pupils: 5.2 per cent beside "
     "7.1 per cent (-1.9 points; 95 % interval -3.1 to -0.7)"},
    {"no effect shown", "effect", NULL, NULL, make_no_effect, NULL,
     "is er geen aantoonbaar verschil in het percentage tussen deelnemers en vergelijkbare "
     "leerlingen: 5,2 procent naast 5,9 procent (-0,7 procentpunt; 95 %-interval -1,9 tot 0,5)",
     "there is no demonstrable difference in the percentage between participants and comparable "
     "pupils: 5.2 per cent beside 5.9 per cent (-0.7 points; 95 % interval -1.9 to 0.5)"},
    {"a relation", "samenhang", "indicator=vsv_4_bol", "kenmerk=ambitie", make_relation, NULL,
     "gaat een hogere waarde van ambitie samen met een hogere waarde van de ontwikkeling van "
     "‘vsv_4_bol’ (r = 0,73; 95 %-interval 0,53 tot 0,85; n = 38)",
     "a higher value of ambition goes with a higher value of the development of ‘vsv_4_bol’ (r = "
     "0.73; 95 % interval 0.53 to 0.85; n = 38)"},
    {"no relation shown", "samenhang", "indicator=vsv_4_bol", "kenmerk=ambitie", make_no_relation,
     NULL,
     "is geen samenhang van de ontwikkeling van ‘vsv_4_bol’ met ambitie aangetoond (r tussen -0,36 "
     "en 0,28; n = 38)",
     "no relation of the development of ‘vsv_4_bol’ with ambition was shown (r between -0.36 and "
     "0.28; n = 38)"},
    {"no more than chance", "samenhang", "indicator=vsv_4_bol", "kenmerk=ambitie", make_chance,
     NULL,
     "is de samenhang van de ontwikkeling van ‘vsv_4_bol’ met ambitie (r = 0,43; 95 %-interval "
     "0,12 tot 0,66; n = 38) niet sterker dan toeval alleen al geeft (r van 0,08 tot 0,60)",
     "the relation of the development of ‘vsv_4_bol’ with ambition (r = 0.43; 95 % interval 0.12 "
     "to 0.66; n = 38) is no stronger than chance alone gives (r from 0.08 to 0.60)"},
    {"all tests together", "samenhang", NULL, NULL, make_no_relation, NULL,
     "is bij de enige toets geen samenhang aangetoond", "no relation was shown in the only test"},
    {"a spread", "spreiding", NULL, NULL, make_spread, NULL,
     "loopt het percentage uiteen van 10,0 tot 64,0 procent, en ligt de middelste helft tussen "
     "20,4 en 30,2 procent",
     "the percentage ranges from 10.0 to 64.0 per cent, the middle half from 20.4 to 30.2 per "
     "cent"},
    {"too few institutions", "spreiding", NULL, NULL, make_too_few, NULL,
     "is het percentage niet beschikbaar (te weinig agenda's)",
     "the percentage is not available (too few agendas)"},
    {"directions", "richting", NULL, NULL, make_directions, NULL,
     "steeg het percentage aantoonbaar bij 1 en daalde het aantoonbaar bij 1 van de 3 groepen; bij "
     "1 is geen verschil aangetoond",
     "the percentage demonstrably rose in 1 and fell in 1 of the 3 groups; in 1 no difference was "
     "shown"},
    {"too slow to the limit", "landelijk", NULL, NULL, make_path, NULL,
     "is voor de grens van 18.000 in 2027/28 een verandering van -1.077 per jaar nodig; het werd "
     "-978 per jaar, tot 22.308 in 2023/24, en dat is te weinig",
     "for the limit of 18,000 in 2027/28 a change of -1,077 a year is needed; it was -978 a year, "
     "to 22,308 in 2023/24, which is too little"},
    {"who is missing", "ontbreekt", NULL, NULL, make_missing, NULL, "2 (weet niet)",
     "2 (does not know)"},
    {"how many", "n", "leerweg=bol", NULL, make_groups, NULL, "2.000 personen", "2,000 persons"},
    {"the last year", "jaar", NULL, NULL, make_groups, NULL, "2023/24", "2023/24"},
    {"a sheet with a reason", "verandering", NULL, NULL, make_unfilled, NULL,
     "is het percentage niet beschikbaar (er zijn geen antwoorden)",
     "the percentage is not available (there are no answers)"},
};

static void test_words__cases(void **state) {
    enum { CASES = sizeof word_cases / sizeof *word_cases };
    (void)state;
    assert_true(CASES >= 40);
    for (size_t i = 0; i < CASES; i++) {
        const word_case *wanted = &word_cases[i];
        ds_document *to = ds_document_new("woorden", (ds_say){NULL, NULL});
        made_sheet *made = calloc(1, sizeof *made);
        made_braces braces;
        ds_say said;
        ds_error err;
        assert_non_null(made);
        wanted->make(made);
        made_rule(&braces, wanted->rule, wanted->first, wanted->second);
        if (wanted->braces != NULL) wanted->braces(&braces);
        said = made_words(to, &braces, made);
        if (strcmp(said.nl, wanted->nl) != 0 || strcmp(said.en, wanted->en) != 0)
            fail_msg("%s:\n%s\n%s\nand not\n%s\n%s", wanted->name, said.nl, said.en, wanted->nl,
                     wanted->en);
        assert_int_equal(ds_document_finish(to, &err), DS_OK);
        free(made);
        ds_document_free(to);
    }
}

/* A question that is not in the release. */
static void test_words__not_asked(void **state) {
    ds_document *to = ds_document_new("woorden", (ds_say){NULL, NULL});
    made_braces braces;
    (void)state;
    made_rule(&braces, "verandering", NULL, NULL);
    assert_string_equal(made_words(to, &braces, NULL).nl, "is het percentage niet beschikbaar");
    made_rule(&braces, "waarde", NULL, NULL);
    assert_string_equal(made_words(to, &braces, NULL).en, "not available");
    ds_document_free(to);
}

/* ---- the table of words ---- */

/* Every case is of a rule, each code once; both languages name the same places. */
static void test_words__table(void **state) {
    size_t n, n_rules;
    const ds_words_case *cases = ds_words_cases(&n);
    const char *const *rules = ds_words_rules(&n_rules);
    (void)state;
    assert_true(n > 100);
    for (size_t i = 0; i < n; i++) {
        const char *texts[] = {cases[i].nl, cases[i].zin == NULL ? cases[i].nl : cases[i].zin,
                               cases[i].en};
        size_t rule = 0;
        while (rule < n_rules && strcmp(rules[rule], cases[i].rule) != 0)
            rule++;
        assert_true(rule < n_rules);
        assert_true(strlen(cases[i].when.nl) > 0 && strlen(cases[i].when.en) > 0);
        for (size_t j = 0; j < i; j++)
            assert_false(strcmp(cases[i].rule, cases[j].rule) == 0 &&
                         strcmp(cases[i].code, cases[j].code) == 0);
        for (size_t t = 0; t < 3; t++)
            for (const char *at = strchr(texts[t], '{'); at != NULL; at = strchr(at + 1, '{')) {
                const size_t size = strcspn(at, "}") + 1;
                char place[64];
                assert_true(size < sizeof place);
                memcpy(place, at, size);
                place[size] = '\0';
                for (size_t other = 0; other < 3; other++)
                    if (strstr(texts[other], place) == NULL)
                        fail_msg("%s %s: %s is not in '%s'", cases[i].rule, cases[i].code, place,
                                 texts[other]);
            }
    }
}

/* docs/woorden.md and its twin have every line of it. */
static void test_words__documented(void **state) {
    static const char *const paths[] = {DS_SOURCE_DIR "/docs/woorden.md",
                                        DS_SOURCE_DIR "/docs/woorden.en.md"};
    size_t n;
    const ds_words_case *cases = ds_words_cases(&n);
    (void)state;
    for (size_t lang = 0; lang < 2; lang++) {
        char *text = NULL;
        FILE *file = fopen(paths[lang], "rb");
        size_t size;
        if (file == NULL) fail_msg("%s", paths[lang]);
        text = calloc(1, 1 << 20);
        assert_non_null(text);
        size = fread(text, 1, (1 << 20) - 1, file);
        fclose(file);
        assert_true(size > 0);
        for (size_t i = 0; i < n; i++) {
            char line[2048];
            const ds_words_case *one = &cases[i];
            snprintf(line, sizeof line, "| `%s` | %s | %s |", one->code,
                     lang == 0 ? one->when.nl : one->when.en, lang == 0 ? (one->nl) : (one->en));
            if (strstr(text, line) == NULL) fail_msg("%s: %s", paths[lang], line);
        }
        free(text);
    }
}

/* ---- random facts ---- */

static double draw_value(ds_random *random) {
    return (double)ds_random_below(random, 10000) / 100;
}

/* Shares of two groups and their total in two years, with differences and intervals; some hidden.
 */
static void make_random(made_sheet *made, ds_random *random) {
    static const char *const groups[] = {"bbl", "bol", "totaal"};
    made_begin(made, "telling", "persoon", "leerweg", NULL);
    for (size_t g = 0; g < 3; g++) {
        const double before = draw_value(random), now = draw_value(random);
        const double half = (double)ds_random_below(random, 2000) / 50;
        ds_release_fact *facts[3];
        facts[0] = made_fact(made, 2022, groups[g], NULL, "percentage", before);
        facts[1] = made_fact(made, 2023, groups[g], NULL, "percentage", now);
        facts[2] =
            made_interval(made_fact(made, 2023, groups[g], NULL, "verschil_pp", now - before),
                          now - before - half, now - before + half);
        for (size_t f = 0; f < 3; f++) {
            facts[f]->n = (int64_t)ds_random_below(random, 5000);
            if (ds_random_below(random, 6) == 0) made_hide(facts[f]);
        }
    }
}

static bool says(const char *text, const char *word) {
    return strstr(text, word) != NULL;
}

/* Nothing rose or fell of which the interval has zero, or is not shown. */
static void check_claim(const made_sheet *made, const char *group, ds_say said) {
    const ds_release_fact *difference = NULL;
    for (size_t i = 0; i < made->sheet.n_facts; i++)
        if (strcmp(made->facts[i].measure, "verschil_pp") == 0 &&
            strcmp(made->keys[i][0], group) == 0)
            difference = &made->facts[i];
    assert_non_null(difference);
    if (says(said.nl, "steeg") || says(said.en, "rose")) assert_true(difference->low > 0);
    if (says(said.nl, "daalde") || says(said.en, "fell")) assert_true(difference->high < 0);
    if (difference->state == DS_STATE_SHOWN && difference->low <= 0 && difference->high >= 0)
        assert_false(says(said.nl, "steeg") || says(said.nl, "daalde"));
}

static bool is_near_fact(const made_sheet *made, double x, int decimals) {
    const double half = 0.5001 * pow(10, -decimals);
    for (size_t i = 0; i < made->sheet.n_facts; i++) {
        const ds_release_fact *fact = &made->facts[i];
        const double numbers[] = {fact->value, fact->low, fact->high, (double)fact->n};
        if (fact->state != DS_STATE_SHOWN) continue;
        for (size_t k = 0; k < 4; k++)
            if (fabs(fabs(numbers[k]) - fabs(x)) <= half) return true;
    }
    return false;
}

/* Each number of an English clause, but for years and the 95 of an interval. */
static void check_numbers(const made_sheet *made, const char *text) {
    for (const char *at = text; *at != '\0';) {
        char *end;
        double x;
        const char *point;
        if (*at < '0' || *at > '9') {
            at++;
            continue;
        }
        x = strtod(at, &end);
        point = memchr(at, '.', (size_t)(end - at));
        if (end[-1] == '.') end--; /* a full stop */
        if (*end == '/') {         /* 2022/23 */
            at = end + 3;
            continue;
        }
        if (strncmp(at, "95 %", 4) != 0 &&
            !is_near_fact(made, x, point == NULL ? 0 : (int)(end - point - 1)))
            fail_msg("%.*s is no fact: %s", (int)(end - at), at, text);
        at = end;
    }
}

static void test_words__claim_no_more_than_facts(void **state) {
    static const char *const rules[] = {"verandering", "waarde", "hoogste", "laagste"};
    static const char *const groups[] = {"leerweg=bbl", "leerweg=bol", "leerweg=totaal"};
    ds_random random = ds_random_start(16, 1, 0);
    made_sheet *made = calloc(1, sizeof *made);
    (void)state;
    assert_non_null(made);
    for (size_t trial = 0; trial < 500; trial++) {
        ds_document *to = ds_document_new("woorden", (ds_say){NULL, NULL});
        ds_error err;
        make_random(made, &random);
        for (size_t r = 0; r < 4; r++)
            for (size_t g = 0; g < 3; g++) {
                made_braces braces;
                ds_say said;
                made_rule(&braces, rules[r], r < 2 ? groups[g] : NULL, NULL);
                said = made_words(to, &braces, made);
                if (r == 0) check_claim(made, groups[g] + strlen("leerweg="), said);
                check_numbers(made, said.en);
            }
        assert_int_equal(ds_document_finish(to, &err), DS_OK);
        ds_document_free(to);
    }
    free(made);
}

/* What stands behind a hidden fact changes no letter: it is not there to be read. */
static void test_words__hidden_says_nothing(void **state) {
    ds_document *to = ds_document_new("woorden", (ds_say){NULL, NULL});
    made_sheet *made = calloc(1, sizeof *made);
    made_braces braces;
    ds_say before;
    (void)state;
    assert_non_null(made);
    make_group_hidden(made);
    made_rule(&braces, "hoogste", NULL, NULL);
    before = made_words(to, &braces, made);
    made->facts[3].value = 99; /* as if it had been forgotten */
    made->facts[3].low = 98;
    made->facts[3].n = 7;
    assert_string_equal(made_words(to, &braces, made).nl, before.nl);
    made_rule(&braces, "waarde", "leerweg=bol", NULL);
    assert_string_equal(made_words(to, &braces, made).nl, "niet getoond");
    made_rule(&braces, "n", "leerweg=bol", NULL);
    made->facts[3].n = -1;
    assert_string_equal(made_words(to, &braces, made).nl, "niet getoond");
    free(made);
    ds_document_free(to);
}

/* ---- memory ---- */

static ds_status say_much(void *context, ds_error *err) {
    ds_document *to = ds_document_new("woorden", (ds_say){NULL, NULL});
    made_braces braces;
    ds_status status;
    made_rule(&braces, "verandering", NULL, NULL);
    braces.block.vorm = "zin";
    made_words(to, &braces, context);
    status = ds_document_finish(to, err);
    ds_document_free(to);
    return status;
}

static void test_words__out_of_memory(void **state) {
    made_sheet *made = calloc(1, sizeof *made);
    (void)state;
    assert_non_null(made);
    make_fell(made);
    ds_test_every_allocation(say_much, made);
    free(made);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words__cases),
        cmocka_unit_test(test_words__not_asked),
        cmocka_unit_test(test_words__table),
        cmocka_unit_test(test_words__documented),
        cmocka_unit_test(test_words__claim_no_more_than_facts),
        cmocka_unit_test(test_words__hidden_says_nothing),
        cmocka_unit_test(test_words__out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
