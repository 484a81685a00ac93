# What the cases are run on; in a folder of its own. $DOORSTROOM is the program.
"$DOORSTROOM" simulate proef --persons 3000 --seed 7
"$DOORSTROOM" import proef
for part in 1 2; do
    "$DOORSTROOM" tally proef --indicator vsv --by leerweg --part $part/2 --format csv >deel$part.csv
done
