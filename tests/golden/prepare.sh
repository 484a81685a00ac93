# What the cases are run on; in a folder of its own. $DOORSTROOM is the program.
"$DOORSTROOM" simulate proef --persons 3000 --seed 7
"$DOORSTROOM" import proef
