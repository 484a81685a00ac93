# What the cases are run on; in a folder of its own. $DOORSTROOM is the program.
"$DOORSTROOM" simulate proef --persons 3000 --seed 7
cp "$GOLDEN/../formulier/forms/klein.yaml" .
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
# Monthly lists of two institutions; one has no list of leavers for December.
mkdir -p maanden/leveringen
cat >maanden/leveringen/inschrijving.csv <<'X'
persoon,schooljaar,soort,niveau,leerweg,instelling,leeftijd
1,2022,mbo,2,bol,91AA,17
2,2022,mbo,2,bbl,91AA,18
3,2022,mbo,4,bol,91AA,19
4,2022,mbo,4,bbl,92BB,20
1,2023,mbo,2,bol,91AA,18
3,2023,mbo,4,bol,91AA,20
X
echo persoon,schooljaar,soort,niveau >maanden/leveringen/diploma.csv
cat >maanden/leveringen/vsv_maand.csv <<'X'
persoon,maand,instelling,niveau,leerweg,lijst
1,202210,91AA,2,bol,start
2,202210,91AA,2,bbl,start
3,202210,91AA,4,bol,start
3,202210,91AA,4,bol,vsv
4,202210,92BB,4,bbl,start
4,202210,92BB,4,bbl,vsv
1,202211,91AA,2,bol,start
2,202211,91AA,2,bbl,start
3,202211,91AA,4,bol,start
2,202211,91AA,2,bbl,vsv
9,202211,91AA,,,vsv
4,202211,92BB,4,bbl,start
4,202211,92BB,4,bbl,vsv
1,202212,91AA,2,bol,start
4,202212,92BB,4,bbl,start
4,202212,92BB,4,bbl,vsv
2,202310,91AA,2,bbl,na
X
"$DOORSTROOM" import maanden
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
# A table to match on: who took part, covariates, a school, two outcomes, some of it missing.
python3 - >leerlingen.csv <<'Y'
import random
made = random.Random(5)
print('mee;score;groep;jaar;school;y;z')
for i in range(300):
    group, score, year = made.randrange(4), made.randrange(400) / 8, 2014 + made.randrange(3)
    took_part = int(made.random() < 0.15 + 0.1 * group)
    y = round(score / 7 + group + took_part + 3 * made.random(), 3)
    z = 'NA' if made.randrange(40) == 0 else int(made.random() < 0.3 + 0.2 * took_part)
    shown = '' if made.randrange(40) == 0 else str(score).replace('.', ',')
    print(took_part, shown, f'g{group}', year, f's{made.randrange(25)}', str(y).replace('.', ','), z, sep=';')
Y
# Vestigingen where something began, or not.
python3 - >voor_en_na.csv <<'Y'
import random
made = random.Random(6)
print('school;locatie;jaar;mee;y;z;n')
for unit in range(40):
    start = 2014 + unit % 3 if unit < 12 else 0
    level = 0.3 + made.random() / 4
    for year in range(2012, 2018):
        if unit == 1 and year == 2014:
            continue  # without the year before its start
        took_part = int(start != 0 and year >= start)
        for y in (0, 1):
            n = made.randrange(3, 15) + (6 if y == 1 and took_part else 0)
            print(f's{unit // 2}', unit % 2, year, took_part, y, round(level * 9 + took_part, 2), n, sep=';')
Y
python3 - >duur.csv <<'Y'
import random
made = random.Random(7)
print('school;mee;jaar;einde')
for school in range(24):
    for pupil in range(14):
        followed = 5 if pupil % 2 else 3
        year, end = 0, 'bezig'
        while end == 'bezig' and year < followed:
            year += 1
            draw = made.random() - 0.05 * (school % 3)
            end = 'diploma' if draw < 0.2 + 0.1 * (school % 2) else 'weg' if draw > 0.8 else 'bezig'
        print(f's{school}', school % 2, year, end, sep=';')
Y
# A survey of two years: institutions that took part in both, or in one; a question of the second year.
python3 - >enquete.csv <<'Y'
import random
made = random.Random(8)
print('jaar;instelling;grootte;instellingen;alle;studenten;niveau;leerweg;geslacht;gewicht;stress;cijfer;uren;dagen')
for year in (2024, 2025):
    for school in range(14):
        if school == (3 if year == 2024 else 8):
            continue
        level = made.gauss(0, 0.08)
        for student in range(12):
            stress = '' if made.randrange(9) == 0 else 'ja' if made.random() < 0.3 + level else 'nee'
            grade = '' if made.randrange(12) == 0 else round(made.gauss(6.8, 1.1), 1)
            size = 'groot' if school % 3 == 0 else 'klein'
            print(year, f'S{school:02}', size, 20 if size == 'groot' else 31, 51, 300 + 10 * school,
                  2 + made.randrange(3), made.choice(('bol', 'bbl')), made.choice('mv'),
                  str(round(5 + 20 * made.random(), 3)).replace('.', ','), stress,
                  str(grade).replace('.', ','), made.randrange(4, 30), made.randrange(1, 6), sep=';')
Y
printf 'niveau,leerweg,aantal\n2,bol,900\n2,bbl,500\n3,bol,800\n3,bbl,850\n4,bol,1300\n4,bbl,700\n' >register.csv
cat >evaluatie.yaml <<'Y'
evaluations:
  - id: basis
    name: Basis naast kader
    name_en: Basic beside advanced
    note: Wie in vmbo-3 basis doet, naast wie kader doet.
    note_en: Who does basic in vmbo-3, beside who does advanced.
    population: soort = 'vmbo' and leerjaar = 3 and leerweg in ('bb', 'kb', 'gl')
    cohorten: 2014-2022
    cohorten_figuur: 2016-2019
    treated: leerweg = 'bb'
    controls: leerweg = 'kb'
    covariates: [geslacht, leeftijd]
    exact: [schooljaar]
    exact_beside: [[schooljaar, migratieachtergrond]]
    locations: [instelling, vestiging]
    outcomes:
      - {id: weg, name: Niet meer ingeschreven, name_en: Not enrolled, years: 1-12,
         event: 'not ingeschreven[t+k]', note: Zonder inschrijving., note_en: Without an enrolment.}
      - {id: duur, name: Jaren tot het diploma, years: [4],
         value: 'years_until(diploma_mbo > 0, 0, k)', limit: 4}
      - {id: mbo, name: Diploma van wie in het mbo is, years: 2-3, population: "soort[t+k] = 'mbo'",
         event: 'diploma_mbo[t+k] > 0', unconditional: diploma}
      - {id: diploma, name: Diploma, name_en: Diploma, years: 2-3, event: 'diploma_mbo[t+k] > 0'}
    placebo:
      - {id: ses, name: Laagste groep, name_en: Lowest group, event: ses = 1}
Y
# Published tables: of another, with margins that give a count away and one that cannot be; and of ours.
mkdir gepubliceerd veilig
cat >gepubliceerd/uitval.csv <<'Y'
school;richting;uitvallers;leerlingen;pct
A;techniek;20;100;20,0
A;zorg;<5;90;
A;Totaal;23;190;12,1
B;techniek;.;80;
B;zorg;.;60;
B;Totaal;50;140;35,7
C;techniek;.;.;12,5
C;Totaal;.;8;
D;techniek;<5;40;
D;zorg;30;70;42,9
D;Totaal;39;110;35,5
Y
cat >gepubliceerd/beschrijving.yaml <<'Y'
tabellen:
  - bestand: uitval.csv
    indicator: uitval
    schooljaar: {waarde: 2022/23}
    sleutels: [school, {richting: richting}]
    totaal: [Totaal]
    teller: uitvallers
    noemer: leerlingen
    percentage: pct
    verborgen: ['.', {'<5': [1, 4]}]
Y
cat >veilig/scholen.csv <<'Y'
indicator,schooljaar,school,teller,noemer,onbekend,percentage
vsv,2022,A,,100,0,
vsv,2022,B,,100,0,
vsv,2022,C,30,100,0,30
Y
cat >veilig/alle.csv <<'Y'
indicator,schooljaar,teller,noemer,onbekend,percentage
vsv,2022,70,300,0,23.333333333333332
Y
# A table that counts everybody twice in its total, one that adds up, and a text about both.
cat >tabel_4_1.csv <<'Y'
leerweg,n_vsv_2022,pct_vsv_2022,n_vsv_2023,pct_vsv_2023,verschil_n,verschil_pp
bbl,100,10.00,90,9.00,-10,-1.00
bol,300,5.00,200,4.00,-100,-1.00
totaal,800,5.71,580,4.83,-220,-0.88
Y
cat >tabel_7_1.csv <<'Y'
doelstelling,besteed_euro,pct_van_besteed
1.1,1000000,25
1.2,3000000,75
totaal,4000000,100
Y
cat >verslag.md <<'Y'
In tabel 4.1 daalt de bbl met 10 en de bol met 1,00 procentpunt, dat is 12 procent van alle 1.200 studenten.

Aan doelstelling 1.2 is driekwart (75%, 3.000.000) besteed, zie tabel 7.1. Tabel 9.9 is er niet.
Y
cat >regio.csv <<'Y'
Regio;Leerlingen;Uitval;Deel
Noord;1230;40;3,3
Zuid;2000;100;6,0
Samen;3230;140;4,3
Y
cat >regio.yaml <<'Y'
sleutels: [regio]
totaal: [samen]
maten:
  - {kolom: leerlingen, is: aantal, afgerond_op: 10}
  - {kolom: uitval, is: aantal}
  - {kolom: deel, is: percentage, van: uitval, noemer: leerlingen}
Y
# What may hang together: agendas, of which one is not whole.
cat >agendas.csv <<'X'
agenda;ambitie;ontwikkeling;besteed;groot;planning;type;indicator
A01;2;1,2;22;1;op schema;ROC;vsv
A02;0,5;0,3;31;0;veel achter;AOC;vsv
A03;1,5;2,1;18;0;op schema;ROC;vsv
A04;3;2,5;40;1;enigszins voor;ROC;vsv
A05;-1;-0,4;27;1;veel achter;vakschool;vsv
A06;2;0,3;35;0;op schema;ROC;vsv
A07;4;3,9;52;1;veel voor;ROC;vsv
A08;2,5;1,1;22;0;op schema;AOC;vsv
A09;0;-1,2;19;0;enigszins achter;AOC;startersresultaat
A10;1,5;0,9;30;1;enigszins achter;vakschool;startersresultaat
A11;3,5;2,1;44;1;enigszins voor;ROC;startersresultaat
A12;2;1,4;28;0;op schema;ROC;startersresultaat
A13;1;0,3;33;1;weet niet;AOC;startersresultaat
A14;-0,5;-0,9;16;0;enigszins achter;vakschool;startersresultaat
A15;;1,0;20;1;op schema;ROC;startersresultaat
X
# Open data that others counted, in two of DUO's layouts.
cat >instroom-2024.csv <<'Y'
VOOROPLEIDING VO;VOOROPLEIDING MBO;INDICATIE KLEINE OPLEIDING;INSTELLINGSCODE;INSTELLINGSNAAM;HOOFDGROEP CODE;HOOFDGROEP NAAM;NIVEAU;LEERWEG;BEROEPSOPLEIDING CODE;BEROEPSOPLEIDING NAAM;TOTAAL MBO;INSTROOM MBO;INSTROOM OPLEIDING
vmbo;geen;N;00AA;Proef;1;Zorg;2;BOL;25001;Helpende;40;25;30
vmbo;geen;N;00AA;Proef;1;Zorg;4;BOL;25002;Verpleegkunde;120;<5;60
havo;geen;N;00AA;Proef;1;Zorg;4;BOL;25002;Verpleegkunde;<5;<5;<5
TOTAAL;geen;N;00AA;Proef;1;Zorg;4;BOL;25002;Verpleegkunde;122;6;62
Y
cat >sectorkamer.csv <<'Y'
SECTORKAMER NAAM;HOOFDGROEP NAAM;LEERWEG;NIVEAU;WOONPROVINCIE;JAAR_2023;JAAR_2024
Zorg;Zorg;BOL;2;Utrecht;120;<5
Zorg;Zorg;BBL;2;Utrecht;-1;40
Zorg;Zorg;TOTAAL;2;Utrecht;123;43
Y
# A process evaluation: three cases in two rounds, six contacts, figures of others.
mkdir -p cases/leveringen
printf 'persoon,schooljaar,soort,niveau,instelling\n1,2022,mbo,2,91AA\n2,2022,mbo,2,92BB\n' >cases/leveringen/inschrijving.csv
printf 'instelling\n91AA\n92BB\n' >cases/leveringen/instelling.csv
cat >cases/leveringen/casus.csv <<'X'
ronde,case,laag,thema,mechanisme,oordeel
1,A,richter,duur,geen dubbele lesstof,bevestigd
1,A,inrichter,duur,geen dubbele lesstof,bevestigd
1,A,verrichter,duur,Geen dubbele lesstof,niet
1,A,verrichter,begeleiding,geen dubbele lesstof,deels
1,B,richter,duur,geen dubbele lesstof,deels
1,C,verrichter,begeleiding,vaste begeleider,bevestigd
2,A,richter,duur,geen dubbele lesstof,bevestigd
2,B,inrichter,begeleiding,vaste begeleider,het werkt wel eens
2,B,verrichter,begeleiding,vaste begeleider,
2,B,richter,overstap,,niet
2,A,verrichter,werkplek,meer stages,bevestigd
X
cat >cases/leveringen/contactenquete.csv <<'X'
respondent,ronde,route,instelling,vraag,antwoord
R1,1,vakmanschap2,91AA,gaat de route door,ja
R1,1,vakmanschap2,91AA,knelpunt,roosters
R2,1,vakmanschap2,91AA,gaat de route door,nee
R3,1,technologie,92BB,gaat de route door,ja
R4,1,technologie,92BB,gaat de route door,
R5,2,,91AA,gaat de route door,weet niet
R6,2,technologie,92BB,wat gaat goed,het overleg
X
cat >cases/leveringen/extern.csv <<'X'
bron,jaar,land,groep,maat,waarde
PIAAC,2023,Nederland,hoogstens basis- of speciaal onderwijs,lage taalvaardigheid,45
PIAAC,2023,Nederland,vmbo-diploma,lage taalvaardigheid,30
verzonnen,2024,,vmbo-diploma,deelname aan cursussen,"12,5"
X
"$DOORSTROOM" import cases
