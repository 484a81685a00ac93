"""The commands as functions. Made by tools/python-verbs of the program's own help: do not edit."""

from __future__ import annotations

import os
from typing import Literal, Sequence, Union

from ._answer import Answer
from ._ask import ProgressLike
from ._run import RegisterBase, Tables, put_for, run
from ._words import Data, DefinitionsFile, Lang, Words

Path = Union[str, "os.PathLike[str]"]
DefinitionsLike = Union[Path, DefinitionsFile, Sequence[Union[Path, DefinitionsFile]]]


class Register(RegisterBase):
    """A work folder, and what can be asked of it. Een werkmap, en wat ervan te vragen is."""

    def import_(
        self,
        *,
        history: bool = False,
        sql: bool = False,
        verify: bool = False,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Deliveries → register. Leveringen → register.

        Reads and checks WORKFOLDER/leveringen and makes a register of it: all or nothing.
        Refused rows then stand in WORKFOLDER/afgekeurd.

        Args:
            history: also show what differs by school year, institution and indicator
            sql: also write the tables for SQL: register/sql/GENERATION.duckdb
            verify: also read deliveries that seem unchanged since the last import
        """
        return run("import", [("the work folder", self)], {
            "history": history,
            "sql": sql,
            "verify": verify,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def tally(
        self,
        *,
        indicator: Words | None = None,
        by: Words | None = None,
        definitions: DefinitionsLike | None = None,
        part: Words | None = None,
        present_codes: bool = False,
        evaluation: Words | None = None,
        outcome: Words | None = None,
        exact: Words | None = None,
        persons: bool = False,
        cell: Words | None = None,
        stand: Words | None = None,
        year: Words | None = None,
        where: Words | None = None,
        pool: Words | None = None,
        groepen: Words | None = None,
        same: Words | None = None,
        years: Words | None = None,
        compare: Words | None = None,
        totals: Words | None = None,
        shares: Words | None = None,
        shares_of: Words | None = None,
        keep: Words | None = None,
        interval: bool = False,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Tally indicators. Indicatoren tellen.

        Tallies indicators over the register; without --indicator all, in one pass.

        Args:
            indicator: which (all)
            by: break down; standaard: as the definition says
            definitions: this definition file only
            part: only part i of n of the persons; merge adds the parts up (json says what they are of)
            present_codes: institutions under present codes: a merger makes nobody new or gone
            evaluation: the cells of an evaluation, for merge and effect --cells (json)
            outcome: with --evaluation: which outcomes (all)
            exact: with --evaluation: as of effect
            persons: name the persons behind the counts, in place of the numbers
            cell: with --persons: this cell, a value for each key
            stand: with --persons: teller, noemer or onbekend
            year: with --persons: this school year
            where: only those for whom this holds: an expression as in a definition
            pool: each school year is the sum of N school years up to it
            groepen: only groups with a property: 'instelling: aandeel(functiebeperking) >= 5 in elk jaar'
            same: only what is there in each school year shown: --same instelling
            years: show these school years only (2019,2022)
            compare: the difference with the school year before (vorig), or with this one
            totals: totals: the keys that each keeps, ; between them ('leerweg;' is by leerweg and in all)
            shares: shares of a whole, over the values of this key
            shares_of: what the shares are of (personen)
            keep: these classes of a key only; the others together are overig
            interval: an interval of 95 % (Wilson, a model of chance)
        """
        return run("tally", [("the work folder", self)], {
            "indicator": indicator,
            "by": by,
            "definitions": definitions,
            "part": part,
            "present_codes": present_codes,
            "evaluation": evaluation,
            "outcome": outcome,
            "exact": exact,
            "persons": persons,
            "cell": cell,
            "stand": stand,
            "year": year,
            "where": where,
            "pool": pool,
            "groepen": groepen,
            "same": same,
            "years": years,
            "compare": compare,
            "totals": totals,
            "shares": shares,
            "shares_of": shares_of,
            "keep": keep,
            "interval": interval,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def why(
        self,
        *,
        indicator: Words | None = None,
        person: Words | None = None,
        year: Words | None = None,
        definitions: DefinitionsLike | None = None,
        present_codes: bool = False,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Why does this person count, or not?. Waarom telt deze persoon, of niet?.

        Why does this person count, or not? Walks the definition part by part: what each was,
        from which delivery and line, which enrolment is the state on 1 October and by which
        rule, what DUO said. Ends in one sentence per school year. Reads the deliveries again
        for that. Who there are says: doorstroom tally WORKFOLDER --indicator ID --persons.

        Args:
            indicator: which
            person: who; with the kind before it where that is needed: pgn:123
            year: this school year (each in which the person is enrolled)
            definitions: this definition file only
            present_codes: institutions under present codes
        """
        return run("why", [("the work folder", self)], {
            "indicator": indicator,
            "person": person,
            "year": year,
            "definitions": definitions,
            "present_codes": present_codes,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def run(
        self,
        *,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Do what is out of date: import, report. Doen wat niet meer bij is: import, report.

        Does what is out of date, and says why: imports the deliveries when something of them
        changed, and makes a release when the register, a definition, a code list, a recipe or
        the program changed. When all is up to date nothing is done.
        """
        return run("run", [("the work folder", self)], {
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def monitor(
        self,
        *,
        tabel: Words | None = None,
        list: bool = False,
        jaar: Words | None = None,
        versie: Words | None = None,
        banden: Words | None = None,
        drempels: Words | None = None,
        cells: Words | None = None,
        counts: bool = False,
        definitions: DefinitionsLike | None = None,
        seed: Words | None = None,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Targets, spending, measures, what hangs together. Streefwaarden, bestedingen, maatregelen, samenhang.

        The monitor of the agendas: start values, targets and present values, classes, spending,
        measures, planning and effectiveness, and what hangs together. Which indicators, questions
        and tables there are stands in definitions/monitor.yaml; your own definities/monitor.yaml
        goes before it. csv: tabel, indicator, jaar, doelstelling, niveau, leerweg, agenda, kenmerk,
        groep, eenheid, maat, klasse, n, waarde, se, laag, hoog, ontbreekt, reden. More:
        docs/monitor.en.md.

        Args:
            tabel: these tables only: T7.1,F4.3
            list: which tables there are
            jaar: year of the forms (the last by default)
            versie: targets up to this version (all by default)
            banden: cuts of the bands of spending
            drempels: thresholds of spending
            cells: counts from the csv of tally or the json of --counts, not from the register
            counts: the counts alone, of a part: for merge and --cells (json)
            definitions: this definition file only
            seed: start of the random numbers (1)
        """
        return run("monitor", [("the work folder", self)], {
            "tabel": tabel,
            "list": list,
            "jaar": jaar,
            "versie": versie,
            "banden": banden,
            "drempels": drempels,
            "cells": cells,
            "counts": counts,
            "definitions": definitions,
            "seed": seed,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def routes(
        self,
        *,
        definitions: DefinitionsLike | None = None,
        cells: Words | None = None,
        present_codes: bool = False,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Routes from vmbo to mbo: on offer, carried over, starters. Routes van vmbo naar mbo: aanbod, overgang, starters.

        The routes from vmbo to mbo: which are on offer, which are new, stopped or back, which
        experimental ones became new ones, and who starts. A route is a kind at a vestiging in a
        sector; it is on offer when a pupil of vmbo-3 is in it.
        csv: tabel (aanbod, overgang, starters, kenmerken), schooljaar (empty: all together), groep
        (experimenteel, nieuw; alle: all of vmbo-3), route (empty: all), kenmerk and waarde, maat,
        aantal (empty: not known), van, percentage. The indicators: definitions/routes.yaml.

        Args:
            definitions: this definition file only
            cells: from these cells (tally --indicator route_aanbod,vmbo3 --by standaard, merge)
            present_codes: institutions under present codes: a merger makes no route new or gone
        """
        return run("routes", [("the work folder", self)], {
            "definitions": definitions,
            "cells": cells,
            "present_codes": present_codes,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def maand(
        self,
        *,
        by: Words | None = None,
        definitions: DefinitionsLike | None = None,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Early school leavers by month, from DUO's monthly lists. Voortijdig schoolverlaters per maand, uit DUO's maandlijsten.

        Early school leavers by month, from DUO's monthly lists (A05, A04, A14) or deliveries
        vsv_maand: who of the start population of a month is on the list of early leavers,
        cumulated from October on, and after the school year; beside them the whole school year
        by the register (vsv) and by DUO (vsv_duo), with the norm. A month without a list is not
        available, and no zero.
        csv: indicator (vsv_maand, vsv_maand_cumulatief, vsv_maand_na, vsv, vsv_duo), schooljaar,
        maand (202210; empty: the whole school year), columns, teller, noemer, onbekend, percentage.

        Args:
            by: by instelling, niveau, leerweg
            definitions: this definition file only
        """
        return run("maand", [("the work folder", self)], {
            "by": by,
            "definitions": definitions,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def effect(
        self,
        *,
        evaluation: Words | None = None,
        outcome: Words | None = None,
        years: Words | None = None,
        cohorten: Words | None = None,
        vast: bool = False,
        exact: Words | None = None,
        controls_without: Words | None = None,
        cells: Words | None = None,
        definitions: DefinitionsLike | None = None,
        kernel: Words | None = None,
        bandwidth: Words | None = None,
        support: Words | None = None,
        estimand: Words | None = None,
        se: Words | None = None,
        replicates: Words | None = None,
        seed: Words | None = None,
        resample: Words | None = None,
        estimator: Words | None = None,
        outcome_model: Words | None = None,
        link: Words | None = None,
        neighbours: Words | None = None,
        uncorrected: bool = False,
        classes: Words | None = None,
        correction: Words | None = None,
        firth: bool = False,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Did a route work? effects over the register. Werkte een route? effecten over het register.

        Did a route work? Compares who took part with similar pupils who did not, by outcome and year
        after the start; the evaluations stand in definitions/leerroutes.yaml, the formulas in
        docs/effect.en.md. Without --evaluation all. A description (an outcome of a group that the route
        itself changes) brings its outcome of everyone along.
        The standard error is that of a bootstrap of whole locations: schools take part, not pupils.
        Diagnostics as csv: --table naast, manieren, balans_alles, score, balans, bandbreedtes,
        gevoeligheid, buiten_steun or weggelaten_niveaus.

        Args:
            evaluation: which (all)
            outcome: which outcomes (all)
            years: which years after the start (all)
            cohorten: all cohorts, or those of the report's figures
            vast: the same cohorts in each year: those that are observed in all
            exact: compare within equal values of these only
            controls_without: no controls of the locations in this table (instelling[,vestiging])
            cells: from these cells (tally --evaluation, merge), not from the register
            definitions: this definition file only
            kernel: epanechnikov (default), gaussian, biweight, uniform, triangle
            bandwidth: bandwidth: auto (default), a number, kmatch's pair rule, cv
            support: whom to drop out of range: none, treated, controls, both
            estimand: of those who took part (att), did not, all
            se: standard error: bootstrap, influence, psmatch2, kmatch, none
            replicates: replicates of the bootstrap (1000)
            seed: seed of the bootstrap (1)
            resample: what the bootstrap draws: locations or persons
            estimator: how made comparable: kernel (default), aipw, ipw, eb, nn, strata
            outcome_model: outcome model of aipw (auto: logit for 0 and 1)
            link: the score of aipw and ipw (logit)
            neighbours: nearest neighbours of nn (1)
            uncorrected: nn without bias correction
            classes: classes of the score of strata (5); cellen: cells of equal covariates
            correction: a line through the matches in place of their mean
            firth: score by Firth's penalty, where covariates separate
        """
        return run("effect", [("the work folder", self)], {
            "evaluation": evaluation,
            "outcome": outcome,
            "years": years,
            "cohorten": cohorten,
            "vast": vast,
            "exact": exact,
            "controls_without": controls_without,
            "cells": cells,
            "definitions": definitions,
            "kernel": kernel,
            "bandwidth": bandwidth,
            "support": support,
            "estimand": estimand,
            "se": se,
            "replicates": replicates,
            "seed": seed,
            "resample": resample,
            "estimator": estimator,
            "outcome_model": outcome_model,
            "link": link,
            "neighbours": neighbours,
            "uncorrected": uncorrected,
            "classes": classes,
            "correction": correction,
            "firth": firth,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def survey(
        self,
        *,
        indicator: Words | None = None,
        where: Words | None = None,
        years: Words | None = None,
        definitions: DefinitionsLike | None = None,
        value: Words | None = None,
        event: Words | None = None,
        weight: Words | None = None,
        cluster: Words | None = None,
        strata: Words | None = None,
        fpc: Words | None = None,
        year: Words | None = None,
        by: Words | None = None,
        calibrate: Words | None = None,
        method: Words | None = None,
        calibrated: Words | None = None,
        compare: Words | None = None,
        adjust: Words | None = None,
        logit: bool = False,
        total: bool = False,
        stages: Words | None = None,
        without_fpc: bool = False,
        lonely: Words | None = None,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """A survey: shares and differences with the errors of its design. Een enquête: aandelen en verschillen met de fouten van haar opzet.

        A survey: shares, means, totals and ratios (y/x) with the errors of its design: institutions
        as clusters, in strata, with corrections for how many took part (N clusters in the stratum)
        and how many students of a cluster answered (M students). Groups and years compared in one
        design. Of a work folder (--indicator) a definition (over: enquete) says what weight,
        cluster and calibration are, and the register how many institutions and students there were.
        Formulas: docs/enquete.en.md.

        Args:
            indicator: of a work folder: the question (over: enquete)
            where: with --indicator: only those of whom this holds
            years: with --indicator: these years (all)
            definitions: with --indicator: this definition file only
            value: columns: answers, numbers or yes/no; y/x is a ratio
            event: the value of --value that counts as yes
            weight: column: weight; 0 is not asked
            cluster: columns that together are the cluster (each row by itself)
            strata: columns that together are the stratum
            fpc: columns: clusters in the stratum, students of the cluster
            year: column: the year of the survey
            by: columns: break down by
            calibrate: calibrate to the counts of this table, by column (a*b: by combination)
            method: how to calibrate (linear; with --indicator as the definition, also none and cross)
            calibrated: the weights were calibrated already, on these columns
            compare: compare the classes of this column, or the years
            adjust: adjust p for all tests (holm)
            logit: also a logistic regression on --by
            total: totals in place of shares and means
            stages: the first stage only, or two (2)
            without_fpc: without finite population correction: a statement about later years
            lonely: a stratum with one cluster: adjust, remove, average or certainty (adjust)
        """
        return run("survey", [("the work folder", self)], {
            "indicator": indicator,
            "where": where,
            "years": years,
            "definitions": definitions,
            "value": value,
            "event": event,
            "weight": weight,
            "cluster": cluster,
            "strata": strata,
            "fpc": fpc,
            "year": year,
            "by": by,
            "calibrate": calibrate,
            "method": method,
            "calibrated": calibrated,
            "compare": compare,
            "adjust": adjust,
            "logit": logit,
            "total": total,
            "stages": stages,
            "without_fpc": without_fpc,
            "lonely": lonely,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def flows(
        self,
        *,
        state: Words | None = None,
        by: Words | None = None,
        where: Words | None = None,
        years: Words | None = None,
        edges: bool = False,
        growth: bool = False,
        indicator: Words | None = None,
        compare: Words | None = None,
        definitions: DefinitionsLike | None = None,
        present_codes: bool = False,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Flows from one school year to the next, and where growth comes from. Stromen van het ene schooljaar naar het andere, en waar groei vandaan komt.

        Where everybody went from one 1 October to the next, with who came from outside; or (--growth)
        what each group adds to the growth of an indicator, and by what.

        Args:
            state: where somebody is (toestand)
            by: break down
            where: only those for whom this holds
            years: these school years only
            edges: the edges of a Sankey diagram
            growth: where the growth of an indicator comes from
            indicator: with --growth: which
            compare: with --growth: against the school year before (vorig), or this one
            definitions: this definition file only
            present_codes: institutions under present codes
        """
        return run("flows", [("the work folder", self)], {
            "state": state,
            "by": by,
            "where": where,
            "years": years,
            "edges": edges,
            "growth": growth,
            "indicator": indicator,
            "compare": compare,
            "definitions": definitions,
            "present_codes": present_codes,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def gap(
        self,
        *,
        indicator: Words | None = None,
        attribute: Words | None = None,
        by: Words | None = None,
        years: Words | None = None,
        reference: Words | None = None,
        levels: Words | None = None,
        covariates: Words | None = None,
        limit: Words | None = None,
        where: Words | None = None,
        definitions: DefinitionsLike | None = None,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Gaps between groups, and whether they close. Kloven tussen groepen, en of zij kleiner worden.

        How far groups are apart, by year, in percentage points; whether the gap closes; and how
        much of it is composition (who studies where: Kitagawa, and with more attributes
        Oaxaca-Blinder). Intervals with institutions as clusters, under their present codes.
        Unknown is a group of its own. These figures are internal. Formulas: docs/kansen.en.md.

        Args:
            indicator: which; alle: all that is true of persons or not
            attribute: groups of this attribute; alle: geslacht,migratieachtergrond,ses,functiebeperking,opleiding_ouders
            by: apart for each value
            years: these school years (all)
            reference: compared with whom, also attribute=value (the largest group)
            levels: composition by these (niveau,leerweg); empty: not
            covariates: of Oaxaca-Blinder (niveau,leerweg,geslacht,migratieachtergrond,ses); empty: not
            limit: what is smaller is small, in percentage points (0.5)
            where: only those for whom this holds: an expression as in a definition
            definitions: this definition file only
        """
        return run("gap", [("the work folder", self)], {
            "indicator": indicator,
            "attribute": attribute,
            "by": by,
            "years": years,
            "reference": reference,
            "levels": levels,
            "covariates": covariates,
            "limit": limit,
            "where": where,
            "definitions": definitions,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def risk(
        self,
        *,
        indicator: Words | None = None,
        attributes: Words | None = None,
        depth: Words | None = None,
        minimum: Words | None = None,
        adjust: Words | None = None,
        rate: Words | None = None,
        year: Words | None = None,
        where: Words | None = None,
        definitions: DefinitionsLike | None = None,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Who runs the risk? subgroups of up to three attributes. Wie loopt het risico? deelgroepen van hoogstens drie kenmerken.

        Who runs the risk: all subgroups of up to three attributes in which it is more frequent, with
        how many times, how many persons, which share of all, and an error rate that holds for the
        whole list. A subgroup counts for what it adds to each group that it is in; what is within a
        simpler group stands below it. Standard errors by institution.
        These figures are internal. Formulas, and how often it errs: docs/kansen.en.md.

        Args:
            indicator: which
            attributes: in which subgroups differ (niveau,leerweg,geslacht,migratieachtergrond,ses,functiebeperking)
            depth: at most so many attributes at once (3)
            minimum: subgroups of at least so many persons (10)
            adjust: for the number of tests: Benjamini-Yekutieli or Benjamini-Hochberg (by)
            rate: at most this share of the list is false (0.05)
            year: this school year (the last)
            where: only those for whom this holds: an expression as in a definition
            definitions: this definition file only
        """
        return run("risk", [("the work folder", self)], {
            "indicator": indicator,
            "attributes": attributes,
            "depth": depth,
            "minimum": minimum,
            "adjust": adjust,
            "rate": rate,
            "year": year,
            "where": where,
            "definitions": definitions,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def expected(
        self,
        *,
        indicator: Words | None = None,
        covariates: Words | None = None,
        institution_effects: bool = False,
        minimum: Words | None = None,
        year: Words | None = None,
        where: Words | None = None,
        definitions: DefinitionsLike | None = None,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """What was to be expected given who comes in, by institution. Wat gezien de instroom te verwachten was, per instelling.

        What was to be expected given who comes in, beside what is, by institution: a logistic model
        with the students' attributes and without the institution, with funnel limits of 95 and 99.8 %
        that also hold how much institutions differ.
        These figures are internal: they name institutions. Formulas: docs/kansen.en.md.

        Args:
            indicator: which
            covariates: given these attributes (niveau,leerweg,geslacht,migratieachtergrond,ses); empty: the country's rate
            institution_effects: estimate the attributes within institutions, with an effect of each institution
            minimum: institutions of at least so many persons (30)
            year: this school year (the last)
            where: only those for whom this holds: an expression as in a definition
            definitions: this definition file only
        """
        return run("expected", [("the work folder", self)], {
            "indicator": indicator,
            "covariates": covariates,
            "institution_effects": institution_effects,
            "minimum": minimum,
            "year": year,
            "where": where,
            "definitions": definitions,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def process(
        self,
        *,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """The process evaluation of routes: hypotheses, cases, contacts. De procesevaluatie van routes: hypothesen, cases, contactpersonen.

        The process evaluation of routes: which intervention works through which mechanism on which
        effect, in which context (codes/onderzoekskader.yaml), how many cases, rounds and layers speak
        of it, how they judge (delivery casus), what contacts answer (contactenquete), and figures of
        others beside it (extern). With each hypothesis stands the estimate that bears on it. Csv:
        --table matrix, oordelen, antwoorden or extern. These figures are internal. See
        docs/proces.en.md.
        """
        return run("process", [("the work folder", self)], {
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def define(
        self,
        *,
        list: bool = False,
        check: Words | None = None,
        sql: Words | None = None,
        test: bool = False,
        package: bool = False,
        columns: bool = False,
        by: Words | None = None,
        definitions: DefinitionsLike | None = None,
        present_codes: bool = False,
        where: Words | None = None,
        pool: Words | None = None,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Look at definitions, check them, print them as SQL. Definities bekijken, controleren, als SQL afdrukken.

        Looks at definitions. The SQL runs on the tables of import --sql, without this program.

        Args:
            list: the indicators and evaluations
            check: check a file
            sql: an indicator as SQL
            test: do the worked examples come out as they say?
            package: which package the definitions are of
            columns: the columns that definitions are about
            by: broken down
            definitions: this definition file only
            present_codes: with --sql: institutions under present codes
            where: with --sql: only those for whom this holds
            pool: with --sql: each school year is the sum of N school years
        """
        return run("define", [("the work folder", self)], {
            "list": list,
            "check": check,
            "sql": sql,
            "test": test,
            "package": package,
            "columns": columns,
            "by": by,
            "definitions": definitions,
            "present_codes": present_codes,
            "where": where,
            "pool": pool,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def forget(
        self,
        *,
        yes: bool = False,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Destroy the register, refused rows and history. Het register, afgekeurde rijen en geschiedenis vernietigen.

        Destroys the register, the refused rows and the history. Deliveries, publications, keys
        and web/ (what people filled in) stay. Without --yes it says only what would go.

        Args:
            yes: yes, destroy it
        """
        return run("forget", [("the work folder", self)], {
            "yes": yes,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def compare(
        self,
        other: str | os.PathLike[str] | None = None,
        *,
        indicator: Words | None = None,
        definitions: DefinitionsLike | None = None,
        present_codes: bool = False,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Two definitions or registers side by side, person by person. Twee definities of registers naast elkaar, persoon voor persoon.

        Lays two definitions or two registers side by side, person by person: per school year how
        many persons moved, from where to where (teller, noemer only, onbekend, does not count).
        The totals are those of tally.

        Args:
            other: another register, in place of a second definition
            indicator: which, or which two
            definitions: from this file, or these two
            present_codes: institutions under present codes
        """
        return run("compare", [("the work folder", self), ("other", other)], {
            "indicator": indicator,
            "definitions": definitions,
            "present_codes": present_codes,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def report(
        self,
        name: str | None = None,
        *,
        recipe: Words | None = None,
        only: Words | None = None,
        forms: Words | None = None,
        date: Words | None = None,
        dutch: bool = False,
        coverage: Words | None = None,
        kinds: Words | None = None,
        published: Words | None = None,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """A release: reports as pages, pdf, Excel and csv. Een vrijgave: rapporten als bladzijden, pdf, Excel en csv.

        Makes a release: the reports of all recipes (rapporten/*.md), national and by
        institution, as pages, pdf, Excel, csv and json, in WORKFOLDER/publicatie/RELEASE.
        What could point at a person is hidden. The link huidig then points to this release;
        what was there already stays. With a provisional delivery (V) it is a draft.
        RECIPE is the name of a recipe: werkagenda; --recipe takes a file of your own.
        With --coverage nothing is made: which of the questions of a list (csv with id, soort,
        wat) do the recipes answer, beside published tables?

        Args:
            name: the name of one recipe
            recipe: a recipe of your own, or several with commas
            only: only what is of that institution
            forms: in which forms: html, pdf, xlsx, docx, csv, json, png
            date: up to when the data are
            dutch: no English pages beside
            coverage: which questions of this list are answered
            kinds: of the list only these kinds
            published: published tables to lay beside
        """
        return run("report", [("the work folder", self), ("name", name)], {
            "recipe": recipe,
            "only": only,
            "forms": forms,
            "date": date,
            "dutch": dutch,
            "coverage": coverage,
            "kinds": kinds,
            "published": published,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def split(
        self,
        n: int,
        *,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """Cut deliveries by person. Leveringen naar persoon delen.

        Cuts the deliveries by person into N work folders: WORKFOLDER/delen/1 to N. Import and
        tally each part, and merge adds the cells up to those of the whole. What only the whole
        knows stands in geheel.json; leave it there.

        Args:
            n: into how many parts
        """
        return run("split", [("the work folder", self), ("n", n)], {
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)

    def gather(
        self,
        *pieces: str | os.PathLike[str],
        parts: Words | None = None,
        piece: Words | None = None,
        of: Words | None = None,
        name: Words | None = None,
        out: Path | None = None,
        csv: Literal["nl", "rfc"] | None = None,
        table: str | None = None,
        threads: int | None = None,
        lang: Lang | None = None,
        progress: ProgressLike = None,
    ) -> Answer:
        """What only the whole knows, of pieces. Wat alleen het geheel weet, van stukken.

        For deliveries that are too much for one machine. Without a PIECE: reads the rows in
        WORKFOLDER/leveringen and writes what only the whole knows to WORKFOLDER/stuk.json. With the
        stuk.json of all pieces: adds them up with what stands in WORKFOLDER itself, judges the whole,
        and writes WORKFOLDER/geheel.json, by which split cuts a piece and import reads a part.
        A piece that is missing is refused: number the pieces of both rounds together (--piece i/n),
        or say how many there are when they are added up (--of; of the first alone, too).
        Enrolments first; then, with that geheel.json and 'deel: 0/N' in doorstroom.yaml, the rest.
        More: docs/spark.en.md.

        Args:
            pieces: stuk.json of each piece
            parts: into how many parts, from 2 to 500
            piece: this is piece i of n
            of: how many pieces there are (as the pieces say by default)
            name: the fingerprint of the register (that of the rows by default)
        """
        return run("gather", [("the work folder", self), *(("pieces", one) for one in pieces)], {
            "parts": parts,
            "piece": piece,
            "of": of,
            "name": name,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)


def demo(
    folder: str | os.PathLike[str],
    *,
    persons: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Register:
    """Make a work folder with a made-up register and work everything out. Maak een werkmap met een verzonnen register en reken alles uit.

    Makes a work folder with made-up deliveries, makes a register of them and works out the
    indicators: on the screen and on one page, the published figures beside them.
    300,000 persons is a tenth of the Netherlands.

    Args:
        folder: the work folder
        persons: persons (300000)
    """
    register = Register(folder)
    register.answer = run("demo", [("folder", folder)], {
        "persons": persons,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)
    return register


def simulate(
    folder: str | os.PathLike[str],
    *,
    persons: Words | None = None,
    seed: Words | None = None,
    fit: bool = False,
    effects: bool = False,
    counterfactuals: bool = False,
    parquet: bool = False,
    parameters: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """Write made-up deliveries. Verzonnen leveringen schrijven.

    Writes made-up deliveries into WORKFOLDER/leveringen. The same seed gives the same bytes.
    With --fit they are also imported and tallied, and every published figure is shown beside
    the simulated one; 3,000,000 persons is the Netherlands at full size.

    Args:
        folder: the work folder
        persons: persons (10000; with --fit 3000000)
        seed: seed of chance (1)
        fit: hold the outcome against the published figures
        effects: with --fit: also what effect estimates of the routes; takes longer
        counterfactuals: also zonder_route/: what would have been without the route
        parquet: Parquet in place of CSV
        parameters: this folder in place of simulatie/ beside the program
    """
    return run("simulate", [("folder", folder)], {
        "persons": persons,
        "seed": seed,
        "fit": fit,
        "effects": effects,
        "counterfactuals": counterfactuals,
        "parquet": parquet,
        "parameters": parameters,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)


def import_(
    folder: str | os.PathLike[str],
    *,
    tables: Tables | None = None,
    history: bool = False,
    sql: bool = False,
    verify: bool = False,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Register:
    """Deliveries → register. Leveringen → register.

    Reads and checks WORKFOLDER/leveringen and makes a register of it: all or nothing.
    Refused rows then stand in WORKFOLDER/afgekeurd.

    Args:
        folder: the work folder
        tables: deliveries as Arrow streams or dicts of columns, by their names; put into leveringen/ first, and out of it again when it is refused
        history: also show what differs by school year, institution and indicator
        sql: also write the tables for SQL: register/sql/GENERATION.duckdb
        verify: also read deliveries that seem unchanged since the last import
    """
    register = Register(folder)
    with put_for(register, tables, lang):
        register.answer = run("import", [("folder", folder)], {
            "history": history,
            "sql": sql,
            "verify": verify,
            "out": out,
            "csv": csv,
            "table": table,
            "threads": threads,
        }, lang=lang, progress=progress)
    return register


def merge(
    *files: str | os.PathLike[str],
    definitions: DefinitionsLike | None = None,
    years: Words | None = None,
    compare: Words | None = None,
    totals: Words | None = None,
    shares: Words | None = None,
    shares_of: Words | None = None,
    keep: Words | None = None,
    interval: bool = False,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """Add up the cells of parts. Cellen van delen bij elkaar tellen.

    Adds cells of parts up, exactly: what tally wrote with --part, or of each part that split
    made. Of json (--format json) what does not belong together, is missing or comes twice is
    refused, and what comes out is what tally says of the whole; csv is added up by its columns
    only.

    Args:
        files: cells of parts
        definitions: the file with the definitions of these cells (those of the program)
        years: show these school years only (2019,2022)
        compare: the difference with the school year before (vorig), or with this one
        totals: totals: the keys that each keeps, ; between them ('leerweg;' is by leerweg and in all)
        shares: shares of a whole, over the values of this key
        shares_of: what the shares are of (personen)
        keep: these classes of a key only; the others together are overig
        interval: an interval of 95 % (Wilson, a model of chance)
    """
    return run("merge", [*(("files", one) for one in files)], {
        "definitions": definitions,
        "years": years,
        "compare": compare,
        "totals": totals,
        "shares": shares,
        "shares_of": shares_of,
        "keep": keep,
        "interval": interval,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)


def open_data(
    file: str | os.PathLike[str],
    *,
    by: Words | None = None,
    description: Words | None = None,
    compare: bool = False,
    shares: bool = False,
    hidden: bool = False,
    assume_equal: bool = False,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """DUO's open data, already counted, with bounds for what is hidden. Open data van DUO, al geteld, met grenzen voor wat verborgen is.

    Open data that is already counted. '<5' is 1 to 4; every number gets a lower and an upper
    bound. DUO's file of exam candidates and passes, with --by: instelling, vestiging,
    onderwijstype, opleiding, inspectiecode, naam, gemeente, geslacht. And any other table of
    counts, with a description of its columns: with --description, else the one of opendata/ that
    fits (mbo: students, entrants, graduates; vso). --by then names its keys.
    See docs/opendata.en.md.

    Args:
        file: the open data
        by: break down
        description: what the columns are (yaml)
        compare: also the change from the school year before
        shares: also the share in all groups together
        hidden: every hidden count, with its bounds (exams)
        assume_equal: assume that the total is men + women (exams)
    """
    return run("open", [("file", file)], {
        "by": by,
        "description": description,
        "compare": compare,
        "shares": shares,
        "hidden": hidden,
        "assume_equal": assume_equal,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)


def link(
    left: Data,
    right: Data | None = None,
    *,
    on: Words | None = None,
    list: bool = False,
    fold: bool = False,
    register: Words | None = None,
    population: Words | None = None,
    schooljaar: Words | None = None,
    present_codes: bool = False,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """Lay two registrations side by side. Twee registraties naast elkaar leggen.

    Lays two registrations of the same thing side by side: what is in the one, in the other,
    in both; by the first column, by the first two, and so on. Where the right has another
    name for a column, write left=right. Empty and onbekend cannot be found and are counted
    apart.

    Args:
        left: the one registration
        right: the other
        on: the columns that must be equal
        list: the list itself too; with csv in place of the numbers
        fold: capitals and small letters are equal
        register: on the right stands the register
        population: who counts in the register (route is not null)
        schooljaar: of which school year (the last)
        present_codes: institutions under present codes, on both sides
    """
    return run("link", [("left", left), ("right", right)], {
        "on": on,
        "list": list,
        "fold": fold,
        "register": register,
        "population": population,
        "schooljaar": schooljaar,
        "present_codes": present_codes,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)


def match(
    data: Data,
    *,
    treatment: Words | None = None,
    treated: Words | None = None,
    event: Words | None = None,
    outcome: Words | None = None,
    covariates: Words | None = None,
    factors: Words | None = None,
    exact: Words | None = None,
    cluster: Words | None = None,
    count: Words | None = None,
    kernel: Words | None = None,
    bandwidth: Words | None = None,
    support: Words | None = None,
    estimand: Words | None = None,
    se: Words | None = None,
    replicates: Words | None = None,
    seed: Words | None = None,
    resample: Words | None = None,
    estimator: Words | None = None,
    outcome_model: Words | None = None,
    link: Words | None = None,
    neighbours: Words | None = None,
    uncorrected: bool = False,
    classes: Words | None = None,
    correction: Words | None = None,
    firth: bool = False,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """Estimate an effect in any table. Een effect schatten in elke tabel.

    Compares who took part with similar others, in any table: csv, Parquet, SPSS (.sav) or
    Stata (.dta). The chance of taking part (a logit of the covariates) is the score; each of the
    treated is compared with a weighted mean of controls of nearly the same score.
    The standard error is that of a bootstrap of persons where that takes seconds, else kmatch's
    (weights as fixed: too large with a continuous score); with --cluster of whole clusters.
    At a narrow bandwidth --se influence is too large.
    Missing is nothing, NA, NULL or a point; such rows are left out, and counted.
    A column without a name is called kolom_1, kolom_2, …, by its place.
    Interactions and powers of columns that are named: a#b, c^2. More lists of --exact:
    'e;e,f;'.
    Diagnostics as csv: --table manieren, balans_alles, score, balans, bandbreedtes,
    gevoeligheid, buiten_steun or weggelaten_niveaus.

    Args:
        data: the table
        treatment: column: took part, yes or no
        treated: the value of it that took part, as 2 of 1 and 2
        event: the value of an outcome that counts as yes
        outcome: columns: outcomes, numbers or yes/no
        covariates: covariates taken as numbers
        factors: covariates with categories
        exact: compare within equal values of these only
        cluster: columns that together are the location (school)
        count: column: how many persons a row stands for
        kernel: epanechnikov (default), gaussian, biweight, uniform, triangle
        bandwidth: bandwidth: auto (default), a number, kmatch's pair rule, cv
        support: whom to drop out of range: none, treated, controls, both
        estimand: of those who took part (att), did not, all
        se: standard error: bootstrap, influence, psmatch2, kmatch, none
        replicates: replicates of the bootstrap (1000)
        seed: seed of the bootstrap (1)
        resample: what the bootstrap draws: locations or persons
        estimator: how made comparable: kernel (default), aipw, ipw, eb, nn, strata
        outcome_model: outcome model of aipw (auto: logit for 0 and 1)
        link: the score of aipw and ipw (logit)
        neighbours: nearest neighbours of nn (1)
        uncorrected: nn without bias correction
        classes: classes of the score of strata (5); cellen: cells of equal covariates
        correction: a line through the matches in place of their mean
        firth: score by Firth's penalty, where covariates separate
    """
    return run("match", [], {
        "data": data,
        "treatment": treatment,
        "treated": treated,
        "event": event,
        "outcome": outcome,
        "covariates": covariates,
        "factors": factors,
        "exact": exact,
        "cluster": cluster,
        "count": count,
        "kernel": kernel,
        "bandwidth": bandwidth,
        "support": support,
        "estimand": estimand,
        "se": se,
        "replicates": replicates,
        "seed": seed,
        "resample": resample,
        "estimator": estimator,
        "outcome_model": outcome_model,
        "link": link,
        "neighbours": neighbours,
        "uncorrected": uncorrected,
        "classes": classes,
        "correction": correction,
        "firth": firth,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress, data=("data",))


def did(
    data: Data,
    *,
    unit: Words | None = None,
    time: Words | None = None,
    outcome: Words | None = None,
    treatment: Words | None = None,
    starts: Words | None = None,
    count: Words | None = None,
    controls: Words | None = None,
    replicates: Words | None = None,
    seed: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """Before and after a route began, in any table. Voor en na de start van een route, in elke tabel.

    Before and after: vestigingen where a route began, before and after their first year, beside
    those where it did not begin (yet), in any table. By starting year and year, put together by
    the number of years after the start, with a test whether they moved apart before the start
    and what that could have found. The difference is that on everybody at the vestiging, taking
    part or not. Standard errors by vestiging; with fewer than ten that begin a permutation of
    the starting years. Formulas: docs/effect.en.md.

    Args:
        data: the table
        unit: columns that together are the vestiging
        time: column: the year
        outcome: columns: outcomes, numbers or yes/no
        treatment: column: took part, yes or no; a vestiging starts in the first year with a participant
        starts: column: the starting year, 0 for never
        count: column: how many persons a row stands for
        controls: compare with those that never begin (the default), or also that begin later
        replicates: draws for the band and the permutation (1000)
        seed: start of the random numbers (1)
    """
    return run("did", [], {
        "data": data,
        "unit": unit,
        "time": time,
        "outcome": outcome,
        "treatment": treatment,
        "starts": starts,
        "count": count,
        "controls": controls,
        "replicates": replicates,
        "seed": seed,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress, data=("data",))


def duration(
    data: Data,
    *,
    time: Words | None = None,
    cause: Words | None = None,
    none: Words | None = None,
    treatment: Words | None = None,
    treated: Words | None = None,
    cluster: Words | None = None,
    count: Words | None = None,
    years: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """How long until a diploma or leaving, in any table. Hoe lang tot een diploma of vertrek, in elke tabel.

    How long until a diploma, or leaving: by year the chance and the cumulative incidence of each
    cause, with the others competing, and the mean years until anything happens (the restricted
    mean), in any table. With --treatment of who took part beside who did not, without adjusting
    for who they are. Who was not followed further counts as long as they were followed.
    Standard errors by --cluster, from ten locations in each group. Formulas: docs/effect.en.md.

    Args:
        data: the table
        time: column: the year in which it happened, or up to which one was followed (1, 2, ...)
        cause: column: what happened, at most four different ones
        none: the value of --cause where nothing happened (0)
        treatment: column: took part, yes or no
        treated: the value of --treatment that took part
        cluster: columns that together are the location
        count: column: how many persons a row stands for
        years: at most so many years (as far as somebody was followed)
    """
    return run("duration", [], {
        "data": data,
        "time": time,
        "cause": cause,
        "none": none,
        "treatment": treatment,
        "treated": treated,
        "cluster": cluster,
        "count": count,
        "years": years,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress, data=("data",))


def survey(
    data: Data,
    *,
    value: Words | None = None,
    event: Words | None = None,
    weight: Words | None = None,
    cluster: Words | None = None,
    strata: Words | None = None,
    fpc: Words | None = None,
    year: Words | None = None,
    by: Words | None = None,
    calibrate: Words | None = None,
    method: Words | None = None,
    calibrated: Words | None = None,
    compare: Words | None = None,
    adjust: Words | None = None,
    logit: bool = False,
    total: bool = False,
    stages: Words | None = None,
    without_fpc: bool = False,
    lonely: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """A survey: shares and differences with the errors of its design. Een enquête: aandelen en verschillen met de fouten van haar opzet.

    A survey: shares, means, totals and ratios (y/x) with the errors of its design: institutions
    as clusters, in strata, with corrections for how many took part (N clusters in the stratum)
    and how many students of a cluster answered (M students). Groups and years compared in one
    design. Of a work folder (--indicator) a definition (over: enquete) says what weight,
    cluster and calibration are, and the register how many institutions and students there were.
    Formulas: docs/enquete.en.md.

    Args:
        data: a table
        value: columns: answers, numbers or yes/no; y/x is a ratio
        event: the value of --value that counts as yes
        weight: column: weight; 0 is not asked
        cluster: columns that together are the cluster (each row by itself)
        strata: columns that together are the stratum
        fpc: columns: clusters in the stratum, students of the cluster
        year: column: the year of the survey
        by: columns: break down by
        calibrate: calibrate to the counts of this table, by column (a*b: by combination)
        method: how to calibrate (linear; with --indicator as the definition, also none and cross)
        calibrated: the weights were calibrated already, on these columns
        compare: compare the classes of this column, or the years
        adjust: adjust p for all tests (holm)
        logit: also a logistic regression on --by
        total: totals in place of shares and means
        stages: the first stage only, or two (2)
        without_fpc: without finite population correction: a statement about later years
        lonely: a stratum with one cluster: adjust, remove, average or certainty (adjust)
    """
    return run("survey", [], {
        "data": data,
        "value": value,
        "event": event,
        "weight": weight,
        "cluster": cluster,
        "strata": strata,
        "fpc": fpc,
        "year": year,
        "by": by,
        "calibrate": calibrate,
        "method": method,
        "calibrated": calibrated,
        "compare": compare,
        "adjust": adjust,
        "logit": logit,
        "total": total,
        "stages": stages,
        "without_fpc": without_fpc,
        "lonely": lonely,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress, data=("data",))


def relate(
    data: Data,
    *,
    x: Words | None = None,
    y: Words | None = None,
    method: Words | None = None,
    by: Words | None = None,
    order: Words | None = None,
    pairwise: bool = False,
    adjust: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """What hangs together, in any table. Wat met elkaar samenhangt, in elke tabel.

    What hangs together, in any table: each column of --x with each of --y, with an estimate, an
    interval, p, and p adjusted for all tests of this question. Correlations, regression (all x
    together), groups (x) that differ in a number (y), and tables of two properties. Exact where
    there are few. What is not shown may be there: the interval says how much.
    Formulas: docs/samenhang.en.md.

    Args:
        data: the table
        x: columns: numbers, or groups
        y: columns that each x is held against
        method: auto (the default), pearson, spearman, partial, regression, welch, mann-whitney, kruskal-wallis, jonckheere, chi-square, fisher
        by: column: a test for each of its values
        order: the groups, from low to high (jonckheere)
        pairwise: kruskal-wallis, jonckheere: all pairs of groups too
        adjust: p adjusted for all tests: Holm (the default) or Benjamini-Hochberg
    """
    return run("relate", [], {
        "data": data,
        "x": x,
        "y": y,
        "method": method,
        "by": by,
        "order": order,
        "pairwise": pairwise,
        "adjust": adjust,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress, data=("data",))


def audit(
    *tables: str | os.PathLike[str],
    description: Words | None = None,
    text: Words | None = None,
    attack: Words | None = None,
    minimum: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """What does not add up in published tables and texts, or tells too much. Wat er in gepubliceerde tabellen en teksten niet klopt of te veel verraadt.

    What does not add up in published tables, whatever the rounding: totals that are not the sum
    of their parts, percentages that no whole numbers give, denominators that do not add up,
    differences and shares that do not follow. What a column is, its name says, or a description
    (docs/audit.en.md). With --text also the numbers in a text that are not in the table that
    the paragraph cites.
    With --attack the attacker: what can be worked out of hidden counts from all csv in a
    folder, together; a vrijgave.json counts too (docs/onthulling.en.md).
    Ends with 0 when nothing was found, with 1 when something was.

    Args:
        tables: published tables, or a folder of them
        description: what the columns are (yaml)
        text: a text that cites the tables
        attack: the folder of published tables
        minimum: what counts fewer than N persons is small (10)
    """
    return run("audit", [*(("tables", one) for one in tables)], {
        "description": description,
        "text": text,
        "attack": attack,
        "minimum": minimum,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)


def define(
    folder: str | os.PathLike[str] | None = None,
    *,
    list: bool = False,
    check: Words | None = None,
    sql: Words | None = None,
    test: bool = False,
    package: bool = False,
    columns: bool = False,
    by: Words | None = None,
    definitions: DefinitionsLike | None = None,
    present_codes: bool = False,
    where: Words | None = None,
    pool: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """Look at definitions, check them, print them as SQL. Definities bekijken, controleren, als SQL afdrukken.

    Looks at definitions. The SQL runs on the tables of import --sql, without this program.

    Args:
        folder: a work folder, for its own definitions too
        list: the indicators and evaluations
        check: check a file
        sql: an indicator as SQL
        test: do the worked examples come out as they say?
        package: which package the definitions are of
        columns: the columns that definitions are about
        by: broken down
        definitions: this definition file only
        present_codes: with --sql: institutions under present codes
        where: with --sql: only those for whom this holds
        pool: with --sql: each school year is the sum of N school years
    """
    return run("define", [("folder", folder)], {
        "list": list,
        "check": check,
        "sql": sql,
        "test": test,
        "package": package,
        "columns": columns,
        "by": by,
        "definitions": definitions,
        "present_codes": present_codes,
        "where": where,
        "pool": pool,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)


def formulier(
    file: str | os.PathLike[str],
    *,
    inventory: bool = False,
    paper: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """Check a form, say what is in it. Een formulier nakijken, zeggen wat erin staat.

    Checks a form (formulieren/*.yaml) and says what is in it: fields, checks, moves and
    deliveries. What is wrong gets a line with its place in the file.
    How such a file is written: docs/formulieren.en.md.

    Args:
        file: the form
        inventory: which wish is which field, column and block
        paper: this paper, empty, to be filled in by hand
    """
    return run("formulier", [("file", file)], {
        "inventory": inventory,
        "paper": paper,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)


def key(
    file: str | os.PathLike[str],
    *,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """Make a key for pseudonyms. Een sleutel voor pseudoniemen maken.

    Makes a key for pseudonyms: a new file that only you may read. Put into
    WORKFOLDER/doorstroom.yaml: pseudonimiseer: {sleutel: FILE}. With another key, or
    without, nobody from before is found back: keep it, and not in the work folder.

    Args:
        file: the new file
    """
    return run("key", [("file", file)], {
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)


def describe(
    file: Data | None = None,
    *,
    write: Words | None = None,
    check: Words | None = None,
    out: Path | None = None,
    csv: Literal["nl", "rfc"] | None = None,
    table: str | None = None,
    threads: int | None = None,
    lang: Lang | None = None,
    progress: ProgressLike = None,
) -> Answer:
    """Look at an unknown file, write a first mapping. Een onbekend bestand bekijken, een eerste vertaling schrijven.

    Looks at an unknown file: its form, columns, codes, keys; writes a first mapping.
    Names no values, but codes.

    Args:
        file: the unknown file
        write: write a first mapping
        check: check a mapping
    """
    return run("describe", [("file", file)], {
        "write": write,
        "check": check,
        "out": out,
        "csv": csv,
        "table": table,
        "threads": threads,
    }, lang=lang, progress=progress)
