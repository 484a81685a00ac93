/* doorstroom/columns.h, of base: the columns of the register and of a career, described once.
 *
 * A line here is all that a column is: what an import reads of a delivery and keeps of a row, the
 * files and tables of the register, the names of the definition language, the names that describe
 * knows it by, define --columns, and (held to it by tests/intake/test_columns.c) the tables of
 * the docs follow. Add a column by adding a line; the order within a list is the order everywhere,
 * also of the last tie rule (design section 4).
 *
 * X(ID, name, KIND, codes, low, high, also, nl, en)
 *   KIND   WORD    any text                            CODE    of the list codes
 *          NUMBER  a whole number from low to high     FLAG    ja or nee; missing means ja
 *          YESNO   ja or nee; may be missing           DATE    a day, not of an enrolment
 *          SOORT and LEERWEG are codes with rules of their own
 *   codes  the list ds_codes_<codes> of base/codes.h; none; of a WORD: the words that have an order
 *          in definitions, others occur
 *   also   other names that files we have seen have for it, the surest first, with ", " between
 *   nl, en one line of explanation */
#ifndef DOORSTROOM_COLUMNS_H
#define DOORSTROOM_COLUMNS_H

#include "doorstroom/base.h"

DS_BEGIN_DECLS

/* Of an enrolment: delivery inschrijving. */
#define DS_ENROLMENT_COLUMNS(X)                                                                    \
    X(SOORT, soort, SOORT, soort, 0, 0,                                                            \
      "soort_hoger_onderwijs, onderwijstype, onderwijstype vo, schoolsoort",                       \
      "soort onderwijs; geen zonder inschrijving", "kind of education; geen without an enrolment") \
    X(LEERJAAR, leerjaar, NUMBER, none, 0, 99, "leerjr", "leerjaar", "year of the programme")      \
    X(LEERWEG, leerweg, LEERWEG, leerweg, 0, 0, "onderwijssoort, opleidingsvorm, leerroute",       \
      "leerweg of vorm", "track or mode of study")                                                 \
    X(NIVEAU, niveau, NUMBER, none, 1, 4, "", "mbo-niveau, 1 tot en met 4", "mbo level, 1 to 4")   \
    X(OPLEIDING, opleiding, WORD, none, 0, 0,                                                      \
      "crebo, crebonummer, crebocode, opleidingscode, onderwijscode, isat", "opleidingscode",      \
      "programme code")                                                                            \
    X(HOOFDGROEP, hoofdgroep, WORD, none, 0, 0, "", "hoofdgroep van de opleiding",                 \
      "main group of the programme")                                                               \
    X(SECTOR, sector, CODE, sector, 0, 0, "", "sector", "sector")                                  \
    X(PROFIEL, profiel, WORD, none, 0, 0, "", "profiel", "profile")                                \
    X(ROUTE, route, CODE, route, 0, 0, "", "doorlopende leerroute", "continuous learning route")   \
    X(INSTELLING, instelling, WORD, none, 0, 0,                                                    \
      "brin, brin_nr, brinnummer, brincode, instellingscode, actuele_instelling",                  \
      "instelling (BRIN)", "institution (BRIN code)")                                              \
    X(VESTIGING, vestiging, WORD, none, 0, 0, "brin_volgnr, vestigingscode, vestigingsnummer",     \
      "vestiging", "location")                                                                     \
    X(HOOFDINSCHRIJVING, hoofdinschrijving, FLAG, ja_nee, 0, 0, "", "is de hoofdinschrijving",     \
      "is the main enrolment")                                                                     \
    X(BEKOSTIGD, bekostigd, FLAG, ja_nee, 0, 0, "", "telt mee voor de bekostiging",                \
      "counts for funding")                                                                        \
    X(LEEFTIJD_GELEVERD, leeftijd_geleverd, NUMBER, none, 0, 120, "",                              \
      "leeftijd op 1 oktober volgens de inschrijving", "age on 1 October as the enrolment has it") \
    X(VOOROPLEIDING, vooropleiding, WORD, none, 0, 0, "hoogste_vooropleiding", "vooropleiding",    \
      "prior education")

/* What a delivery calls a column of an enrolment: the age in it has the name of the one that is
 * worked out, which goes by the birth date first. */
#define DS_DELIVERED_NAME(ID, name)                                                                \
    ((int)DS_COLUMN_##ID == (int)DS_COLUMN_LEEFTIJD_GELEVERD ? "leeftijd" : #name)

/* Of a person: delivery persoon; with a column schooljaar from that 1 October on. */
#define DS_PERSON_COLUMNS(X)                                                                       \
    X(GEBOORTEDATUM, geboortedatum, DATE, none, 0, 0, "gebdat, datum_geboorte, gbdatum",           \
      "geboortedatum", "date of birth")                                                            \
    X(GESLACHT, geslacht, CODE, geslacht, 0, 0, "sekse, gender, sex", "geslacht", "sex")           \
    X(MIGRATIEACHTERGROND, migratieachtergrond, CODE, migratieachtergrond, 0, 0, "",               \
      "migratieachtergrond", "migration background")                                               \
    X(SES, ses, NUMBER, none, 1, 4, "", "sociaaleconomische status, 1 tot en met 4",               \
      "socio-economic status, 1 to 4")                                                             \
    X(FUNCTIEBEPERKING, functiebeperking, YESNO, ja_nee, 0, 0, "", "heeft een functiebeperking",   \
      "has a disability")                                                                          \
    X(ADVIES, advies, WORD, advies, 0, 0, "", "schooladvies", "advice of the primary school")      \
    X(OPLEIDING_OUDERS, opleiding_ouders, WORD, none, 0, 0, "", "opleiding van de ouders",         \
      "education of the parents")                                                                  \
    X(GEMEENTE, gemeente, WORD, none, 0, 0, "gemeentenaam, woongemeente, gemeentecode, gemcode",   \
      "woongemeente", "municipality of residence")                                                 \
    X(RMC_REGIO, rmc_regio, WORD, none, 0, 0, "rmc", "RMC-regio", "RMC region")                    \
    X(VSO_CLUSTER, vso_cluster, WORD, none, 0, 0, "", "cluster in het vso",                        \
      "cluster in special education")

/* Of the institution of the enrolment: delivery instelling. */
#define DS_INSTITUTION_COLUMNS(X)                                                                  \
    X(NAAM, naam, WORD, none, 0, 0,                                                                \
      "instellingsnaam, naam_inst, naam_instelling, instellingsnaam vestiging",                    \
      "naam van de instelling", "name of the institution")                                         \
    X(TYPE, type, WORD, none, 0, 0, "", "type instelling", "type of institution")                  \
    X(GROOTTE, grootte, WORD, none, 0, 0, "", "grootte van de instelling",                         \
      "size of the institution")

/* Worked out from the career (design section 5):
 * X(ID, name, TYPE, scale, codes, COVERAGE, from, to, delivery, unit_nl, unit_en, nl, en), with
 * what stands in ds_column (definition.h). */
#define DS_COMPUTED_COLUMNS(X)                                                                     \
    X(LEEFTIJD, leeftijd, INTEGER, 1, none, INSCHRIJVING, 0, 0, "persoon", "jaar", "years",        \
      "leeftijd op 1 oktober, in hele jaren", "completed years on 1 October")                      \
    X(INGESCHREVEN, ingeschreven, BOOL, 1, none, INSCHRIJVING, 0, 0, "inschrijving", "", "",       \
      "is ingeschreven op 1 oktober", "is enrolled on 1 October")                                  \
    X(VRIJGESTELD, vrijgesteld, BOOL, 1, none, INSCHRIJVING, 0, 0, "vrijstelling", "", "",         \
      "heeft een vrijstelling", "has an exemption")                                                \
    X(DIPLOMA_MBO, diploma_mbo, INTEGER, 1, none, INSCHRIJVING, 0, 0, "diploma", "", "",           \
      "hoogste mbo-niveau behaald voor dit schooljaar; 0 is geen",                                 \
      "highest mbo level obtained before this school year; 0 for none")                            \
    X(DIPLOMA_VO, diploma_vo, TEXT, 1, diploma_vo, INSCHRIJVING, 0, 0, "diploma", "", "",          \
      "hoogste vo-diploma behaald voor dit schooljaar",                                            \
      "highest secondary diploma obtained before this school year")                                \
    X(DIPLOMA_VMBO, diploma_vmbo, BOOL, 1, none, INSCHRIJVING, 0, 0, "diploma", "", "",            \
      "heeft een vmbo-diploma", "has a vmbo diploma")                                              \
    X(DIPLOMA_HO, diploma_ho, BOOL, 1, none, INSCHRIJVING, 0, 0, "diploma", "", "",                \
      "heeft een diploma van hbo of wo", "has a higher education diploma")                         \
    X(GEDIPLOMEERD, gediplomeerd, BOOL, 1, none, INSCHRIJVING, 0, 1, "diploma", "", "",            \
      "haalt in dit schooljaar een diploma van deze soort",                                        \
      "obtains a diploma of this kind in this school year")                                        \
    X(BEHAALD_NIVEAU, behaald_niveau, INTEGER, 1, none, INSCHRIJVING, 0, 1, "diploma", "", "",     \
      "hoogste mbo-niveau behaald in dit schooljaar; 0 is geen",                                   \
      "highest mbo level obtained in this school year; 0 for none")                                \
    X(BEHAALD_INSTELLING, behaald_instelling, TEXT, 1, none, INSCHRIJVING, 0, 1, "diploma", "",    \
      "", "instelling (BRIN) van dat diploma", "institution (BRIN code) of that diploma")          \
    X(BEHAALD_LEERWEG, behaald_leerweg, TEXT, 1, leerweg, INSCHRIJVING, 0, 1, "diploma", "", "",   \
      "leerweg van dat diploma", "track of that diploma")                                          \
    X(BEHAALD_OPLEIDING, behaald_opleiding, TEXT, 1, none, INSCHRIJVING, 0, 1, "diploma", "", "",  \
      "opleidingscode van dat diploma", "programme code of that diploma")                          \
    X(BEHAALD_HOOFDGROEP, behaald_hoofdgroep, TEXT, 1, none, INSCHRIJVING, 0, 1, "diploma", "",    \
      "", "hoofdgroep van dat diploma", "main group of that diploma")                              \
    X(UREN_WERK, uren_werk, INTEGER, 100, none, WERK, 0, 0, "werk", "uur per week",                \
      "hours a week", "uren werk per week in oktober", "hours of work a week in October")          \
    X(EERSTE_JAAR_MBO, eerste_jaar_mbo, INTEGER, 1, none, INSCHRIJVING, -1, 0, "inschrijving", "", \
      "", "eerste schooljaar in het mbo tot en met dit",                                           \
      "first school year in mbo up to this one")                                                   \
    X(VSV_DUO, vsv_duo, BOOL, 1, none, INSCHRIJVING, 0, 0, "NRSP, NenR", "", "",                   \
      "oordeel van DUO: voortijdig schoolverlater", "DUO's verdict: early leaver")

/* Columns of deliveries that no career has: what makes a row this row, and what is counted into
 * something else. As the first three lists; KIND may be PERSON, YEAR or MONTH too, or HOURS. */
#define DS_OTHER_COLUMNS(X)                                                                        \
    X(PERSOON, persoon, PERSON, none, 0, 0,                                                        \
      "persoonsgebondennummer, burgerservicenummer, bsn, "                                         \
      "onderwijsnummer, persoonsnummer, studentnummer, leerlingnummer, deelnemernummer, "          \
      "pseudoniem, rinpersoon",                                                                    \
      "nummer van de persoon", "number of the person")                                             \
    X(PERSOON_SOORT, persoon_soort, CODE, persoon_soort, 0, 0, "",                                 \
      "soort van het nummer van de persoon", "kind of the person's number")                        \
    X(SCHOOLJAAR, schooljaar, YEAR, none, 0, 0,                                                    \
      "inschrijvingsjaar, studiejaar, schooljr, teljaar, collegejaar, peildatum", "schooljaar",    \
      "school year")                                                                               \
    X(JAAR, jaar, YEAR, none, 0, 0, "kalenderjaar, peiljaar", "jaar, oktober van",                 \
      "year, October of")                                                                          \
    X(MAAND, maand, MONTH, none, 0, 0, "rapportagemaand", "maand", "month")                        \
    X(LIJST, lijst, CODE, lijst, 0, 0, "", "maandlijst", "monthly list")                           \
    X(LEEFTIJD_IN, leeftijd, NUMBER, none, 0, 120,                                                 \
      "leeftijd_op_1_oktober, leeftijd_1_oktober, leeftijd_per_peildatum_1_oktober",               \
      "leeftijd op 1 oktober", "age on 1 October")                                                 \
    X(ELEMENTCODE_IN, elementcode, WORD, none, 0, 0, "ilt, ilt_code, bron_elementcode",            \
      "elementcode van BRON (vo); codes/elementcode.csv zegt welke",                               \
      "elementcode of BRON (secondary); codes/elementcode.csv says which")                         \
    X(DATUM, datum, DATE, none, 0, 0, "diplomadatum, datum_diploma, datum_uitreiking",             \
      "datum van het diploma", "date of the diploma")                                              \
    X(UREN, uren, HOURS, none, 0, 0, "uren_per_week, aantal_uren", "uren per week",                \
      "hours a week")                                                                              \
    X(REDEN, reden, CODE, reden, 0, 0, "", "reden van de vrijstelling", "reason of the exemption") \
    X(OPGEGAAN_IN, opgegaan_in, WORD, none, 0, 0, "", "de instelling waarin deze is opgegaan",     \
      "the institution that this one merged into")                                                 \
    X(VANAF_SCHOOLJAAR, vanaf_schooljaar, YEAR, none, 0, 0, "", "schooljaar van de fusie",         \
      "school year of the merger")

/* The columns that the career gives, in the order of ds_column_list. */
typedef enum ds_column_id {
#define DS_COLUMN_ID(ID, ...) DS_COLUMN_##ID,
    DS_ENROLMENT_COLUMNS(DS_COLUMN_ID) DS_PERSON_COLUMNS(DS_COLUMN_ID)
        DS_INSTITUTION_COLUMNS(DS_COLUMN_ID) DS_COMPUTED_COLUMNS(DS_COLUMN_ID)
#undef DS_COLUMN_ID
            DS_COLUMN_N
} ds_column_id;

DS_END_DECLS

#endif
