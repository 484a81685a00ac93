/* report/effect_judge.c: one row in words: the two shares, the difference, what chance may do, and
 * what a critical reader would hold against it, by rules from the row's own numbers. No sentence
 * says that a route does something (the design compares, it does not allot), nor that it does
 * nothing (a difference that is not shown may be there). See effect_answer.h. */
#include <math.h>
#include <string.h>

#include "report/effect_answer.h"

enum { DECIMALS_MOST = 6, OTHERS_MAX = 4 };

void ds_report_answer_add(answer *a, const char *code, ds_say text, bool against) {
    if (a->n < ANSWER_SENTENCES_MAX) a->sentences[a->n++] = (answer_sentence){code, text, against};
}

static void add_filled(answer *a, const char *code, ds_say text, const ds_value *values, size_t n) {
    ds_report_answer_add(a, code, ds_document_phrase(a->to, text, values, n), false);
}

static void hold_against(answer *a, const char *code, ds_say text, const ds_value *values,
                         size_t n) {
    ds_report_answer_add(a, code, ds_document_phrase(a->to, text, values, n), true);
}

/* ---- numbers ---- */

/* So many that what is not 0 is not shown as 0: an interval beside 0 must look so. */
static int choose_shown_decimals(const ds_effect_row *row, double x) {
    const double shown = fabs(x) * (row->share ? 100 : 1);
    int decimals = row->share ? 1 : 2;
    while (decimals < DECIMALS_MOST && shown > 0 && shown < 0.5 * pow(10, -decimals))
        decimals++;
    return decimals;
}

static ds_value show_amount(const answer *a, double x) {
    return ds_report_effect_value(a->row, x, choose_shown_decimals(a->row, x));
}

static ds_value name_unit(const answer *a) {
    return a->row->share ? ds_value_word("", " procentpunten", " percentage points")
                         : ds_value_word("", "", "");
}

/* ---- what was found ---- */

static const ds_say share_texts[] = {
    [DS_EFFECT_ATT] = {"Van wie meedeed geldt dit voor {0} %, van vergelijkbare anderen voor {1} %",
                       "This holds for {0} % of those who took part, and {1} % of comparable "
                       "others"},
    [DS_EFFECT_ATU] = {"Van wie niet meedeed geldt dit voor {1} %, van vergelijkbare deelnemers "
                       "voor {0} %",
                       "This holds for {1} % of those who did not take part, and {0} % of "
                       "comparable ones who did"},
    [DS_EFFECT_ATE] = {"Van wie meedeed geldt dit voor {0} %, van wie niet meedeed voor {1} %, "
                       "beide zo gewogen dat zij op allen samen lijken",
                       "This holds for {0} % of those who took part and {1} % of those who did "
                       "not, both weighted to be like all of them together"},
};
static const ds_say mean_texts[] = {
    [DS_EFFECT_ATT] = {"Gemiddeld is dit {0} bij wie meedeed en {1} bij vergelijkbare anderen",
                       "On average this is {0} among those who took part and {1} among comparable "
                       "others"},
    [DS_EFFECT_ATU] = {"Gemiddeld is dit {1} bij wie niet meedeed en {0} bij vergelijkbare "
                       "deelnemers",
                       "On average this is {1} among those who did not take part and {0} among "
                       "comparable ones who did"},
    [DS_EFFECT_ATE] = {"Gemiddeld is dit {0} bij wie meedeed en {1} bij wie niet meedeed, beide zo "
                       "gewogen dat zij op allen samen lijken",
                       "On average this is {0} among those who took part and {1} among those who "
                       "did not, both weighted to be like all of them together"},
};

static void say_shares(answer *a) {
    const ds_effect_result *r = &a->row->result;
    const ds_effect_estimand of = a->block->options.estimand;
    const int decimals = a->row->share ? 1 : 2;
    const ds_value sides[] = {ds_report_effect_value(a->row, r->treated, decimals),
                              ds_report_effect_value(a->row, r->control, decimals)};
    const ds_value values[] = {
        ds_report_effect_words(
            ds_document_phrase(a->to, a->row->share ? share_texts[of] : mean_texts[of], sides, 2)),
        show_amount(a, fabs(r->difference)), name_unit(a),
        r->difference > 0 ? ds_value_word("", "meer", "more")
                          : ds_value_word("", "minder", "less")};
    if (!(fabs(r->difference) > 0))
        add_filled(a, "gelijk",
                   DS_SAY("{0}: in deze cijfers gelijk.", "{0}: equal in these figures."), values,
                   1);
    else
        add_filled(a, "verschil",
                   a->block->options.estimand == DS_EFFECT_ATU
                       ? DS_SAY("{0}. Dat is bij meedoen {1}{2} {3}.",
                                "{0}. Taking part goes with {1}{2} {3}.")
                       : DS_SAY("{0}: {1}{2} {3}.", "{0}: {1}{2} {3}."),
                   values, 4);
}

/* From low to high, both with so many decimals that neither is 0 but looks it. */
static ds_say describe_interval(const answer *a) {
    const ds_effect_result *r = &a->row->result;
    const int low = choose_shown_decimals(a->row, r->low),
              high = choose_shown_decimals(a->row, r->high);
    const int decimals = low > high ? low : high;
    const ds_value values[] = {ds_report_effect_value(a->row, r->low, decimals),
                               ds_report_effect_value(a->row, r->high, decimals), name_unit(a)};
    return ds_document_phrase(a->to, DS_SAY("van {0} tot {1}{2}", "from {0} to {1}{2}"), values, 3);
}

static bool has_interval(const ds_effect_row *row) {
    return isfinite(row->result.low) && isfinite(row->result.high);
}

static void say_interval(answer *a, const char *code, ds_say text) {
    ds_value value;
    if (!has_interval(a->row)) return;
    value = ds_report_effect_words(describe_interval(a));
    add_filled(a, code, text, &value, 1);
}

/* ---- how sure ---- */

static void say_shown(answer *a) {
    const ds_value often = ds_value_count(a->row->result.p <= 0.01 ? 100 : 20);
    say_interval(a, "marge",
                 DS_SAY("Met de marge van toeval erbij loopt het verschil {0}.",
                        "With the range of chance the difference runs {0}."));
    add_filled(a, "meer_dan_toeval",
               DS_SAY("Als er in werkelijkheid geen verschil was, kwam een verschil als dit "
                      "hoogstens 1 op de {0} keer door toeval voor.",
                      "If there were no difference in reality, one like this would come of chance "
                      "1 time in {0} at most."),
               &often, 1);
}

static void say_not_shown(answer *a) {
    const double smallest = a->row->result.smallest;
    const ds_value values[] = {show_amount(a, smallest), name_unit(a)};
    say_interval(a, "marge",
                 DS_SAY("Met de marge van toeval erbij loopt het verschil {0}; daar ligt "
                        "0 in.",
                        "With the range of chance the difference runs {0}; 0 lies in that."));
    ds_report_answer_add(
        a, "niet_aangetoond",
        DS_SAY("Dit kan dus toeval zijn. Dat er geen verschil is, volgt hier niet uit.",
               "So this may be chance. That there is no difference does not follow from it."),
        false);
    if (a->row->share && smallest >= 1 && isfinite(smallest))
        ds_report_answer_add(
            a, "kan_niets_vinden",
            DS_SAY("Met zo weinig gegevens was hier geen enkel verschil vier van de vijf keer "
                   "gevonden.",
                   "With so few data no difference at all would have been found here four times in "
                   "five."),
            false);
    else if (smallest > 0 && isfinite(smallest))
        add_filled(a, "kan_gemist_zijn",
                   DS_SAY("Een waar verschil van {0}{1} was hier vier van de vijf keer gevonden; "
                          "een kleiner verschil kan gemist zijn.",
                          "A true difference of {0}{1} would have been found here four times in "
                          "five; a smaller one may have been missed."),
                   values, 2);
}

static void say_depends(answer *a) {
    const bool whom = (a->row->result.flags & DS_EFFECT_DISAGREES) != 0;
    say_interval(a, "marge_van_toeval",
                 DS_SAY("Toeval alleen geeft een marge {0}.", "Chance alone gives a range {0}."));
    ds_report_answer_add(
        a, whom ? "hangt_af_van_met_wie" : "hangt_af_van_manier",
        whom ? DS_SAY("Maar met anderen vergeleken komt er een ander getal uit, en dat "
                      "scheelt meer dan toeval: trek hieruit geen conclusie.",
                      "But compared with others the number is another, by more than chance: "
                      "draw no conclusion from it.")
             : DS_SAY("Maar op een andere manier geschat komt er een ander getal uit, en dat "
                      "scheelt meer dan toeval: trek hieruit geen conclusie.",
                      "But estimated in another way the number is another, by more than chance: "
                      "draw no conclusion from it."),
        false);
}

static void say_untested(answer *a) {
    const ds_effect_result *r = &a->row->result;
    const ds_value places = ds_value_count(r->locations_treated);
    if (a->block->options.se == DS_EFFECT_SE_NONE)
        ds_report_answer_add(a, "niet_getoetst",
                             DS_SAY("Of dit toeval kan zijn, is niet uitgerekend.",
                                    "Whether this may be chance was not computed."),
                             false);
    else if (r->flags & DS_EFFECT_CANNOT)
        add_filled(a, "kan_niet_significant",
                   DS_SAY("Of dit toeval is, valt met zo weinig locaties ({0}) niet te zeggen, hoe "
                          "groot het verschil ook is.",
                          "Whether this is chance cannot be told with so few locations ({0}), "
                          "however large the difference."),
                   &places, 1);
    else if (r->flags & DS_EFFECT_FEW_EVENTS)
        ds_report_answer_add(a, "te_zeldzaam",
                             DS_SAY("Dit komt zo weinig (of bijna altijd) voor dat niet te zeggen "
                                    "is of het toeval is.",
                                    "This is so rare (or so common) that it cannot be told "
                                    "whether it is chance."),
                             false);
    else
        ds_report_answer_add(a, "niet_te_toetsen",
                             DS_SAY("Of dit toeval is, valt met deze cijfers niet te zeggen.",
                                    "Whether this is chance cannot be told from these figures."),
                             false);
}

static void say_nothing_known(answer *a) {
    size_t n;
    const ds_effect_flag_text *texts = ds_effect_flag_texts(&n);
    for (size_t i = 0; i < n; i++) {
        const ds_value why = ds_value_word(texts[i].code, texts[i].nl, texts[i].en);
        if (texts[i].severity != DS_EFFECT_NO_ESTIMATE || !(a->row->result.flags & texts[i].flag))
            continue;
        add_filled(a, texts[i].code,
                   DS_SAY("Hierover is niets te zeggen: {0}.", "Nothing can be said of this: {0}."),
                   &why, 1);
        return;
    }
    ds_report_answer_add(a, "geen_schatting",
                         DS_SAY("Hierover is niets te zeggen.", "Nothing can be said of this."),
                         false);
}

/* ---- against it ---- */

static const struct {
    unsigned flag;
    const char *code;
    ds_say text;
} objections[] = {
    {DS_EFFECT_ONE_PERSON,
     "een_persoon",
     {"één persoon meer of minder met deze uitkomst maakt hier alles uit",
      "one person more or less with this outcome makes all the difference"}},
    {DS_EFFECT_FEW_EVENTS,
     "te_zeldzaam",
     {"het gaat om heel weinig gevallen", "it is about very few cases"}},
    {DS_EFFECT_ONE_OUTCOME,
     "een_groep_zonder_spreiding",
     {"in de kleinste groep heeft iedereen dezelfde uitkomst",
      "all of the smaller group have the same outcome"}},
    {DS_EFFECT_EXTREME_WEIGHTS,
     "extreme_gewichten",
     {"een enkele persoon telt heel zwaar mee", "a single person counts very heavily"}},
    {DS_EFFECT_SMOOTHS_ALL,
     "bandbreedte_te_breed",
     {"bijna iedereen is met bijna iedereen vergeleken, ook wie weinig op elkaar lijkt",
      "nearly everybody was compared with nearly everybody, also those who are little alike"}},
    {DS_EFFECT_REPLICATES_LOST,
     "herhalingen_zonder_schatting",
     {"de marge is onzekerder dan zij lijkt: een deel van de berekeningen mislukte",
      "the range is less certain than it looks: some of the computations failed"}},
    {DS_EFFECT_ONE_TWO,
     "codering_1_2",
     {"de uitkomst heeft alleen 1 en 2: betekent dat ja en nee, dan klopt dit getal niet",
      "the outcome has 1 and 2 only: if these mean yes and no, this number is wrong"}},
};

static void hold_flags_against(answer *a) {
    for (size_t i = 0; i < sizeof objections / sizeof *objections; i++)
        if (a->row->result.flags & objections[i].flag)
            hold_against(a, objections[i].code, objections[i].text, NULL, 0);
}

static void hold_numbers_against(answer *a) {
    const ds_effect_result *r = &a->row->result;
    const ds_value places[] = {ds_value_count(r->locations_treated)};
    const ds_value off = ds_value_count(r->off_support);
    if (r->flags & DS_EFFECT_FEW_LOCATIONS)
        hold_against(a, "te_weinig_locaties",
                     DS_SAY("op maar {0} locaties deed iemand mee, en locaties verschillen",
                            "at {0} locations only somebody took part, and locations differ"),
                     places, 1);
    if (r->flags & DS_EFFECT_OFF_SUPPORT)
        hold_against(a, "buiten_steun",
                     DS_SAY("voor {0} personen was er geen vergelijkbare ander: over hen zegt dit "
                            "niets",
                            "for {0} persons there was nobody comparable: this says nothing of "
                            "them"),
                     &off, 1);
    if (r->p <= 0.05 && r->p_adjusted > 0.05)
        hold_against(a, "niet_na_holm",
                     DS_SAY("er is veel getoetst; wie daarvoor corrigeert, kan toeval niet "
                            "uitsluiten",
                            "much was tested; corrected for that, chance cannot be ruled out"),
                     NULL, 0);
}

/* What was not measured, where there is a difference to explain. */
static void hold_unmeasured_against(answer *a) {
    const ds_effect_diagnostics *d = a->row->diagnostics;
    const ds_value times = ds_value_with_decimals(ds_value_number(d->e_value_limit), 1);
    if (ds_report_effect_judge(a->row) != EFFECT_SHOWN || !isfinite(d->e_value_limit)) return;
    hold_against(
        a, "niet_gemeten",
        DS_SAY("iets dat niet gemeten is (zoals motivatie) en dat meedoen én deze uitkomst "
               "elk {0} keer zo waarschijnlijk maakt, kan het verschil verklaren",
               "something not measured (such as motivation) that makes taking part and "
               "this outcome each {0} times as likely could explain the difference"),
        &times, 1);
}

static void hold_diagnostics_against(answer *a) {
    const ds_effect_diagnostics *d = a->row->diagnostics;
    if (d == NULL) return;
    if (d->largest_after > 0.1)
        hold_against(a, "balans_onvoldoende",
                     DS_SAY("de twee groepen lijken ook na het wegen niet genoeg op elkaar",
                            "the two groups are not enough alike, even after weighting"),
                     NULL, 0);
    if (d->schools != NULL && d->schools->carrier != NULL)
        hold_against(
            a, "een_locatie_draagt",
            DS_SAY("één locatie draagt dit verschil: zonder haar blijft er weinig van over "
                   "of keert het om",
                   "one location carries this difference: without it little is left, or "
                   "it turns round"),
            NULL, 0);
    hold_unmeasured_against(a);
}

static void hold_all_against(answer *a) {
    if (a->unequal && a->kind != ANSWER_PLACEBO)
        hold_against(a, "placebo_verschilt",
                     DS_SAY("de groepen verschilden al vóór de route",
                            "the groups differed before the route already"),
                     NULL, 0);
    hold_numbers_against(a);
    hold_flags_against(a);
    hold_diagnostics_against(a);
}

/* ---- the whole ---- */

static void say_kind(answer *a) {
    const effect_verdict verdict = ds_report_effect_judge(a->row);
    if (a->kind == ANSWER_DESCRIPTION)
        ds_report_answer_add(
            a, "beschrijving",
            DS_SAY("Dit beschrijft een groep die door de route zelf anders kan zijn; het zegt niet "
                   "wat de route doet.",
                   "This describes a group that the route itself may have changed; it does not say "
                   "what the route does."),
            false);
    if (a->kind == ANSWER_PLACEBO)
        ds_report_answer_add(
            a, "placebo",
            verdict == EFFECT_SHOWN
                ? DS_SAY("Dit ligt vóór de route en hoort niet te verschillen: de groepen waren al "
                         "ongelijk.",
                         "This lies before the route and should not differ: the groups were "
                         "unequal already.")
                : DS_SAY("Dit ligt vóór de route en hoort niet te verschillen.",
                         "This lies before the route and should not differ."),
            false);
}

/* In a made register it is known, of those who took part: no other average is held against it. */
static void say_truth(answer *a) {
    const ds_effect_result *r = &a->row->result;
    const ds_value values[] = {show_amount(a, a->row->truth), name_unit(a)};
    if (!a->row->has_truth || !isfinite(a->row->truth)) return;
    if (a->block->options.estimand != DS_EFFECT_ATT) return;
    add_filled(a, "waar_effect",
               !has_interval(a->row)
                   ? DS_SAY("In dit verzonnen register was het ware verschil {0}{1}.",
                            "In this made register the true difference was {0}{1}.")
               : a->row->truth >= r->low && a->row->truth <= r->high
                   ? DS_SAY("In dit verzonnen register was het ware verschil {0}{1}: binnen de "
                            "marge.",
                            "In this made register the true difference was {0}{1}: within the "
                            "range.")
                   : DS_SAY("In dit verzonnen register was het ware verschil {0}{1}: buiten de "
                            "marge.",
                            "In this made register the true difference was {0}{1}: outside the "
                            "range."),
               values, 2);
}

void ds_report_answer_judge(answer *a) {
    static void (*const how_sure[])(answer *) = {
        [EFFECT_DEPENDS] = say_depends,
        [EFFECT_UNTESTED] = say_untested,
        [EFFECT_NOT_SHOWN] = say_not_shown,
        [EFFECT_SHOWN] = say_shown,
    };
    const effect_verdict verdict = ds_report_effect_judge(a->row);
    if (verdict == EFFECT_NOTHING) {
        say_nothing_known(a);
        return;
    }
    say_shares(a);
    how_sure[verdict](a);
    say_kind(a);
    say_truth(a);
    hold_all_against(a);
}

ds_say ds_report_answer_title(const answer *a) {
    const bool higher = a->row->result.difference > 0;
    switch (ds_report_effect_judge(a->row)) {
    case EFFECT_SHOWN:
        if (a->kind != ANSWER_PLACEBO && a->unequal)
            return higher ? DS_SAY("hoger, maar de groepen verschilden al",
                                   "higher, but the groups differed already")
                          : DS_SAY("lager, maar de groepen verschilden al",
                                   "lower, but the groups differed already");
        if (a->row->result.p_adjusted > 0.05) /* no † */
            return higher ? DS_SAY("mogelijk hoger bij wie meedeed",
                                   "possibly higher among those who took part")
                          : DS_SAY("mogelijk lager bij wie meedeed",
                                   "possibly lower among those who took part");
        return higher ? DS_SAY("hoger bij wie meedeed", "higher among those who took part")
                      : DS_SAY("lager bij wie meedeed", "lower among those who took part");
    case EFFECT_NOT_SHOWN:
        return DS_SAY("geen verschil aangetoond", "no difference shown");
    case EFFECT_DEPENDS:
        return DS_SAY("geen conclusie: het hangt af van de vergelijking",
                      "no conclusion: it depends on the comparison");
    case EFFECT_UNTESTED:
        return DS_SAY("niet getoetst", "not tested");
    case EFFECT_NOTHING:
        break;
    }
    return DS_SAY("niets te zeggen", "nothing to be said");
}

const char *ds_report_answer_code(effect_verdict verdict) {
    static const char *const codes[] = {
        [EFFECT_NOTHING] = "geen_schatting", [EFFECT_DEPENDS] = "hangt_af",
        [EFFECT_UNTESTED] = "niet_getoetst", [EFFECT_NOT_SHOWN] = "niet_aangetoond",
        [EFFECT_SHOWN] = "meer_dan_toeval",
    };
    return codes[verdict];
}
