* examples/stata/lees.do: cellen die doorstroom voor Stata schreef (Stata 14 of later); cells that
* doorstroom wrote for Stata. Eerst, first:
*   doorstroom tally proef --indicator vsv --by niveau,leerweg --out vsv.dta
version 14
use vsv.dta, clear

* titels als label van elke variabele, woorden als label van codes; titles and words as labels
describe
label list
notes

* de bestanden zijn intern: cellen kunnen één persoon zijn; internal: a cell may be one person
generate double controle = 100 * teller / noemer
assert reldif(controle, percentage) < 1e-12 if noemer > 0
assert missing(percentage) if noemer == 0

* per schooljaar, over de niveaus; a school year, over the levels
collapse (sum) teller noemer onbekend, by(indicator schooljaar)
generate double percentage = 100 * teller / noemer
list, separator(0) noobs
