/* report/effect_heading.c: who was compared, and how: what holds for a whole block, in words. See
 * effect.h. */
#include "report/effect.h"

#include <math.h>

static void add_fact(ds_document *to, ds_say title, ds_value value) {
    ds_document_value(to, DS_IN_PEOPLE, NULL, title, value);
}

/* ---- who ---- */

static uint64_t count_persons(const ds_effect_row *row) {
    return row->result.n_treated + row->result.n_control;
}

/* The row with the most persons: others have a population of their own, fewer cohorts, or an
 * outcome that is not known of all. */
static const ds_effect_row *find_fullest(const ds_effect_block *block, bool *out_same) {
    const ds_effect_row *found = &block->rows[0];
    *out_same = true;
    for (size_t i = 0; i < block->n_rows; i++) {
        const ds_effect_row *row = &block->rows[i];
        *out_same = *out_same && count_persons(row) == count_persons(found) && !row->conditional &&
                    row->unknown == 0;
        if (count_persons(row) > count_persons(found)) found = row;
    }
    return found;
}

/* Which row the numbers are of, where they are not those of all who took part. */
static ds_say name_row(ds_document *to, const ds_effect_row *row) {
    const ds_value values[] = {ds_value_text(row->outcome), ds_value_year(row->year)};
    if (row->year == DS_EFFECT_NO_YEAR)
        return ds_document_phrase(to, DS_SAY(" ({0})", " ({0})"), values, 1);
    return ds_document_phrase(to, DS_SAY(" ({0}, jaar {1})", " ({0}, year {1})"), values, 2);
}

static void add_who(ds_document *to, const ds_effect_block *block) {
    bool same;
    const ds_effect_row *row = find_fullest(block, &same);
    const ds_effect_result *r = &row->result;
    const ds_value places[] = {ds_value_count(r->locations_treated),
                               ds_value_count(r->locations_all)};
    const ds_say where = r->locations_all > 1
                             ? ds_document_phrase(to,
                                                  DS_SAY("; {0} van {1} locaties hebben deelnemers",
                                                         "; {0} of {1} locations took part"),
                                                  places, 2)
                             : DS_SAY("", "");
    const ds_value values[] = {ds_value_count(r->n_treated), ds_value_count(r->n_control),
                               ds_report_effect_words(where),
                               ds_report_effect_words(same ? DS_SAY("", "") : name_row(to, row))};
    ds_report_effect_line(
        to, DS_IN_PEOPLE,
        DS_SAY("{0} deden mee, {1} controles{2}{3}", "{0} took part, {1} controls{2}{3}"), values,
        4);
}

/* How many a publication had beside those here. */
static void add_published(ds_document *to, const ds_effect_block *block) {
    const ds_value values[] = {ds_value_count(block->published_treated),
                               ds_value_count(block->published_controls)};
    if (block->published_treated > 0 && block->published_controls > 0)
        ds_report_effect_line(to, DS_IN_PEOPLE,
                              DS_SAY("gepubliceerd: {0} deden mee, {1} controles",
                                     "published: {0} took part, {1} controls"),
                              values, 2);
}

static void add_left_aside(ds_document *to, const ds_effect_block *block) {
    if (block->later > 0)
        add_fact(to,
                 DS_SAY("stapten later alsnog in, niet bij de controles",
                        "joined later after all, not among the controls"),
                 ds_value_count(block->later));
    if (block->other > 0)
        add_fact(to,
                 DS_SAY("in geen van beide groepen, niet meegeteld", "in neither group, left out"),
                 ds_value_count(block->other));
    if (block->left_out > 0)
        add_fact(to,
                 DS_SAY("controles op de uitgesloten locaties, weggelaten",
                        "controls at the excluded locations, left out"),
                 ds_value_count(block->left_out));
}

/* Likely a table with other codes. */
static void mind_nobody_excluded(ds_document *to, const ds_effect_block *block) {
    if (block->leaves_out && block->left_out == 0)
        ds_document_remark(
            to, DS_NOTE_MIND, "geen_controles_uitgesloten",
            DS_SAY("geen enkele controle zit op de locaties van --controls-without: kloppen de "
                   "codes?",
                   "no control is at the locations of --controls-without: are the codes right?"));
}

/* What lies before the route cannot come of it: the groups were not alike. */
static void mind_placebo(ds_document *to, const ds_effect_row *row) {
    const ds_value values[] = {
        ds_value_text(row->outcome),
        ds_report_effect_value(row, row->result.difference, row->share ? 1 : 2),
        ds_value_p(row->result.p)};
    const ds_note note = {
        .kind = DS_NOTE_MIND,
        .code = "placebo_verschilt",
        .text = {"de placebo {0} verschilt ({1}, p {2}): deze ligt vóór de route, dus de groepen "
                 "waren al ongelijk en de verschillen hieronder komen niet alleen van de route",
                 "the placebo {0} differs ({1}, p {2}): it lies before the route, so the groups "
                 "were unequal already and the differences below do not come of the route alone"},
        .values = values,
        .n_values = 3};
    ds_document_note(to, &note);
}

static void mind_placebos(ds_document *to, const ds_effect_block *block) {
    for (size_t i = 0; i < block->n_rows; i++)
        if (block->rows[i].placebo && block->rows[i].result.p <= 0.05)
            mind_placebo(to, &block->rows[i]);
}

/* ---- how ---- */

static ds_say name_rule(ds_effect_rule rule) {
    if (rule == DS_EFFECT_AUTO) return DS_SAY(" (automatisch)", " (automatic)");
    if (rule == DS_EFFECT_PAIR) return DS_SAY(" (paarregel)", " (pair rule)");
    if (rule == DS_EFFECT_CROSS_VALIDATED) return DS_SAY(" (kruisvalidatie)", " (cross-validated)");
    return DS_SAY("", "");
}

static ds_value name_choice(ds_effect_choice choice, int value) {
    return ds_value_text(ds_effect_word(choice, value));
}

static ds_say name_classes(ds_document *to, const ds_effect_options *o) {
    const ds_value n = ds_value_count(o->classes == 0 ? 5 : o->classes);
    if (o->classes == DS_EFFECT_CLASSES_CELLS)
        return DS_SAY(": cellen van gelijke kenmerken", ": cells of equal covariates");
    return ds_document_phrase(
        to, DS_SAY(": {0} klassen van de score", ": {0} classes of the score"), &n, 1);
}

static ds_say name_neighbours(ds_document *to, const ds_effect_options *o) {
    const ds_value n = ds_value_count(o->neighbours == 0 ? 1 : o->neighbours);
    return ds_document_phrase(
        to,
        o->uncorrected
            ? DS_SAY(", naaste buren: {0} (met teruglegging), niet gecorrigeerd",
                     ", nearest neighbours: {0} (with replacement), not corrected")
            : DS_SAY(", naaste buren: {0} (met teruglegging), gecorrigeerd voor vertekening",
                     ", nearest neighbours: {0} (with replacement), bias-corrected"),
        &n, 1);
}

static ds_say name_way(ds_document *to, const ds_effect_options *o) {
    if (o->estimator == DS_EFFECT_STRATA) return name_classes(to, o);
    if (o->estimator == DS_EFFECT_NN) return name_neighbours(to, o);
    if (o->estimator != DS_EFFECT_AIPW) return DS_SAY("", "");
    if (o->model == DS_EFFECT_MODEL_LINEAR)
        return DS_SAY(", uitkomstmodel lineair", ", outcome model linear");
    return DS_SAY(", uitkomstmodel een logit (lineair als de uitkomst geen 0 of 1 is)",
                  ", outcome model a logit (linear where the outcome is not 0 or 1)");
}

static void add_way(ds_document *to, const ds_effect_options *o) {
    const ds_value values[] = {
        name_choice(DS_EFFECT_CHOICE_ESTIMAND, (int)o->estimand),
        name_choice(DS_EFFECT_CHOICE_ESTIMATOR, (int)o->estimator),
        ds_report_effect_words(name_way(to, o)),
        ds_report_effect_words(o->link == DS_EFFECT_LINK_PROBIT
                                   ? DS_SAY(", score een probit", ", score a probit")
                                   : DS_SAY("", ""))};
    ds_report_effect_line(to, DS_IN_PEOPLE, DS_SAY("{0} met {1}{2}{3}", "{0} by {1}{2}{3}"), values,
                          4);
}

/* The number before it is of the row whose persons were counted; others have one of their own. */
static ds_say name_bandwidths(ds_document *to, const ds_effect_block *block) {
    double least = INFINITY, most = 0;
    for (size_t i = 0; i < block->n_rows; i++) {
        const double here = block->rows[i].result.bandwidth;
        if (!isfinite(here)) continue;
        least = fmin(least, here);
        most = fmax(most, here);
    }
    if (!(most > least)) return DS_SAY("", "");
    {
        const ds_value values[] = {ds_value_with_decimals(ds_value_number(least), -4),
                                   ds_value_with_decimals(ds_value_number(most), -4)};
        return ds_document_phrase(
            to, DS_SAY("; van {0} tot {1} naar uitkomst", "; from {0} to {1} by outcome"), values,
            2);
    }
}

static void add_estimator(ds_document *to, const ds_effect_block *block) {
    const ds_effect_options *o = &block->options;
    if (o->estimator != DS_EFFECT_KERNEL_MATCHING) {
        add_way(to, o);
        return;
    }
    bool same;
    const double bandwidth =
        o->rule == DS_EFFECT_FIXED ? o->bandwidth : find_fullest(block, &same)->result.bandwidth;
    const ds_value others[] = {ds_report_effect_words(name_bandwidths(to, block))};
    const ds_value values[] = {
        name_choice(DS_EFFECT_CHOICE_ESTIMAND, (int)o->estimand),
        name_choice(DS_EFFECT_CHOICE_KERNEL, (int)o->kernel),
        ds_value_with_decimals(ds_value_number(bandwidth), -4),
        ds_report_effect_words(name_rule(o->rule)),
        name_choice(DS_EFFECT_CHOICE_SUPPORT, (int)o->support),
        others[0],
        ds_report_effect_words(o->linear ? DS_SAY(", lineair gecorrigeerd", ", linear correction")
                                         : DS_SAY("", "")),
    };
    ds_report_effect_line(to, DS_IN_PEOPLE,
                          DS_SAY("{0}, kernel {1}, bandbreedte {2}{3}{5}, steun {4}{6}",
                                 "{0}, kernel {1}, bandwidth {2}{3}{5}, support {4}{6}"),
                          values, 7);
}

static void add_bootstrap(ds_document *to, const ds_effect_options *o) {
    const ds_value values[] = {
        ds_report_effect_words(o->resample == DS_EFFECT_LOCATIONS
                                   ? DS_SAY("hele locaties", "whole locations")
                                   : DS_SAY("personen", "persons")),
        ds_value_count(o->replicates), ds_value_ordinal(o->seed),
        /* of a standard error of so many draws */
        ds_value_with_decimals(ds_value_share(1 / sqrt(2.0 * o->replicates)), 1)};
    ds_report_effect_line(
        to, DS_IN_PEOPLE,
        DS_SAY("standaardfout: bootstrap van {0}, {1} herhalingen, seed {2}; door "
               "het trekken kan zij {3} % schelen",
               "standard error: bootstrap of {0}, {1} replicates, seed {2}; by "
               "the drawing it may be off by {3} %"),
        values, 4);
}

/* By location where whole ones are resampled. */
static void add_way_error(ds_document *to, const ds_effect_options *o) {
    const bool locations = o->resample == DS_EFFECT_LOCATIONS;
    if (o->estimator == DS_EFFECT_NN) {
        ds_report_effect_line(
            to, DS_IN_PEOPLE,
            locations
                ? DS_SAY("geen standaardfout: die van Abadie en Imbens rekent met onafhankelijke "
                         "personen, en hier doen locaties mee",
                         "no standard error: that of Abadie and Imbens takes persons as "
                         "independent, and here locations take part")
                : DS_SAY("standaardfout: Abadie en Imbens, van onafhankelijke personen",
                         "standard error: Abadie and Imbens, of independent persons"),
            NULL, 0);
        return;
    }
    ds_report_effect_line(
        to, DS_IN_PEOPLE,
        locations ? DS_SAY("standaardfout: de invloedsfunctie, opgeteld per locatie",
                           "standard error: the influence function, added up by location")
                  : DS_SAY("standaardfout: de invloedsfunctie, van personen",
                           "standard error: the influence function, of persons"),
        NULL, 0);
}

static void add_standard_error(ds_document *to, const ds_effect_options *o) {
    const ds_value values[] = {
        name_choice(DS_EFFECT_CHOICE_SE, (int)o->se),
        ds_report_effect_words(
            o->se == DS_EFFECT_SE_INFLUENCE
                ? DS_SAY(" (de invloedsfunctie)", " (the influence function)")
            : o->se == DS_EFFECT_SE_KMATCH
                ? DS_SAY(" (gewichten als vast: te groot bij een continue score)",
                         " (weights as fixed: too large with a continuous score)")
                : DS_SAY("", "")),
        ds_report_effect_words(
            o->resample == DS_EFFECT_PERSONS
                ? DS_SAY("", "")
                : DS_SAY(", van personen en niet van locaties: te klein als die verschillen",
                         ", of persons and not of locations: too small where these differ"))};
    if (o->estimator != DS_EFFECT_KERNEL_MATCHING && o->se == DS_EFFECT_SE_INFLUENCE)
        add_way_error(to, o);
    else if (o->se == DS_EFFECT_SE_BOOTSTRAP)
        add_bootstrap(to, o);
    else if (o->se != DS_EFFECT_SE_NONE)
        ds_report_effect_line(to, DS_IN_PEOPLE,
                              DS_SAY("standaardfout: {0}{1}{2}", "standard error: {0}{1}{2}"),
                              values, 3);
}

/* Schools take part: persons of one are alike. */
static void mind_persons_drawn(ds_document *to, const ds_effect_block *block) {
    const ds_effect_options *o = &block->options;
    const bool asked = o->resample == DS_EFFECT_PERSONS && o->se != DS_EFFECT_SE_NONE;
    if (asked && block->n_rows > 0 && block->rows[0].result.locations_all > 1)
        ds_document_remark(
            to, DS_NOTE_MIND, "personen_en_locaties",
            DS_SAY("de standaardfout is er een van losse personen (--resample persons), terwijl "
                   "er locaties zijn: te klein als die verschillen, en zeker als er weinig "
                   "meedoen",
                   "the standard error is one of single persons (--resample persons), while there "
                   "are locations: too small where these differ, and surely where few took part"));
}

/* With few treated locations there is none, whichever was asked; a line below says what is. */
static bool has_standard_error(const ds_effect_block *block) {
    bool few = block->options.resample == DS_EFFECT_LOCATIONS;
    for (size_t i = 0; few && i < block->n_rows; i++)
        few = (block->rows[i].result.flags & DS_EFFECT_FEW_LOCATIONS) != 0;
    return !few || block->n_rows == 0;
}

static void add_how(ds_document *to, const ds_effect_block *block) {
    if (block->exact[0] != '\0')
        add_fact(to, DS_SAY("vergeleken binnen gelijke", "compared within equal"),
                 ds_value_text(block->exact));
    if (block->matched_on[0] != '\0')
        add_fact(to, DS_SAY("vergelijkbaar gemaakt op", "matched on"),
                 ds_value_text(block->matched_on));
    add_estimator(to, block);
    if (has_standard_error(block)) add_standard_error(to, &block->options);
}

void ds_report_effect_opening(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    if (block->note[0] != '\0')
        ds_document_text(w->to, DS_IN_PEOPLE, ds_document_say(w->to, block->note, block->note_en));
    mind_nobody_excluded(w->to, block);
    mind_placebos(w->to, block);
    mind_persons_drawn(w->to, block);
}

void ds_report_effect_heading(const effect_writing *w) {
    const ds_effect_block *block = w->block;
    ds_document *to;
    if (block->n_rows == 0) return;
    to = ds_document_section(w->to, NULL,
                             DS_SAY("wie er vergeleken is, en hoe", "who was compared, and how"),
                             DS_IN_PEOPLE);
    add_who(to, block);
    add_published(to, block);
    add_left_aside(to, block);
    add_how(to, block);
    ds_report_effect_flags(w, to, 0, block->n_rows, ds_report_effect_common(block));
}
