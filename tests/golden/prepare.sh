# What the cases are run on; in a folder of its own. $DOORSTROOM is the program.
"$DOORSTROOM" simulate proef --persons 3000 --seed 7
"$DOORSTROOM" import proef
for part in 1 2; do
    "$DOORSTROOM" tally proef --indicator vsv --by leerweg --part $part/2 --format csv >deel$part.csv
done
cat >dus-i.csv <<'X'
brin;vestiging;sector
91AA;91AA00;techniek
91AA;91AA01;groen
91AA;91AA01;groen
92BB;;economie
99ZZ;00;zorgwelzijn
X
head -n 400 proef/leveringen/inschrijving-2023.csv >bron.csv
python3 - >examens.csv <<'X'
parts = ('MAN', 'VROUW', 'TOTAAL')
names = ['INSTELLINGSCODE', 'VESTIGINGSCODE', 'ONDERWIJSTYPE VO', 'OPLEIDINGSNAAM']
for year in (2021, 2022):
    names += [f'{what} SCHOOLJAAR {year}-{year + 1} - {part}' for part in parts
              for what in ('EXAMENKANDIDATEN', 'GESLAAGDEN', 'SLAAGPERC')]
print(';'.join(names))
print('01AB;01AB00;HAVO;HAVO - N&T;<5;<5;100;9;8;88.9;11;10;90.9;30;27;90.0;1200;1080;90.0;1230;1107;90.0')
print('02CD;02CD01;VWO;VWO - C&M;6;6;100;7;7;100;14;13;92.9;<5;<5;50.0;8;8;100;10;9;90.0')
X
# A second generation: one school year less, of another some rows.
cp -r proef vorig
rm vorig/leveringen/inschrijving-2024.csv
sed -i 20,60d vorig/leveringen/inschrijving-2022.csv
"$DOORSTROOM" import vorig
