* Encoding: UTF-8.
* examples/spss/lees.sps: cellen die doorstroom voor SPSS schreef; cells that doorstroom wrote for SPSS.
* Eerst, first: doorstroom tally proef --indicator vsv --by niveau,leerweg --out vsv.sav.
GET FILE='vsv.sav'.

* Titels als label van elke variabele, woorden als label van codes; titles and words as labels.
DISPLAY DICTIONARY.
DISPLAY DOCUMENTS.

* De bestanden zijn intern: cellen kunnen een persoon zijn; internal: a cell may be one person.
COMPUTE controle = 100 * teller / noemer.
COMPUTE verschil = ABS(controle - percentage).
DESCRIPTIVES VARIABLES=verschil /STATISTICS=MAX.

* Per schooljaar, over de niveaus; a school year, over the levels.
AGGREGATE OUTFILE=* /BREAK=indicator schooljaar /teller noemer onbekend = SUM(teller noemer onbekend).
COMPUTE percentage = 100 * teller / noemer.
LIST.
