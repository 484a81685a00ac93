# tools/completion.bash: completion for bash; installed as share/bash-completion/completions/doorstroom.
_doorstroom() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words
    local common="--format --out --csv --table --lang --threads --help"
    local estimator="--kernel --bandwidth --support --estimand --se --replicates --seed --resample --correction --estimator --outcome-model --link --neighbours --uncorrected --classes --firth"
    local table="--years --compare --totals --shares --shares-of --keep --interval"
    case $before in
    --compare) words="vorig" ;;
    --shares-of) words="personen teller" ;;
    --format) words="table csv json html" ;;
    --csv) words="nl rfc" ;;
    --lang) words="nl en" ;;
    --indicator | --sql) words=$(doorstroom define --list --format csv 2>/dev/null | sed -n 's/^indicator,\([^,]*\),.*/\1/p') ;;
    --evaluation) words=$(doorstroom define --list --format csv 2>/dev/null | sed -n 's/^evaluatie,\([^,]*\),.*/\1/p') ;;
    --attribute) words="alle geslacht migratieachtergrond ses functiebeperking opleiding_ouders" ;;
    --cohorten) words="alle figuur" ;;
    --controls) words="nooit nog_niet" ;;
    --method) words="auto pearson spearman partial regression welch mann-whitney kruskal-wallis jonckheere chi-square fisher" ;;
    --adjust) words="holm bh by" ;;
    --stand) words="teller noemer onbekend" ;;
    --kernel) words="epanechnikov gaussian biweight uniform triangle" ;;
    --bandwidth) words="auto 0.06 pair cv" ;;
    --correction) words="none linear" ;;
    --support) words="none treated controls both" ;;
    --estimand) words="att atu ate" ;;
    --estimator) words="kernel aipw ipw eb nn strata" ;;
    --outcome-model) words="auto logit linear" ;;
    --classes) words="cellen" ;;
    --link) words="logit probit" ;;
    --se) words="bootstrap influence psmatch2 kmatch none" ;;
    --resample) words="locations persons" ;;
    --data | --controls-without | --out | --coverage)
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
        return
        ;;
    --parameters | --register | --attack | --published)
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
        return
        ;;
    --by | --on | --table | --tabel | --jaar | --population | --schooljaar | --person | --cell | --year | --seed | --part | --treatment | --treated | --event | --outcome | \
        --x | --y | --order | --covariates | --factors | --exact | --cluster | --count | --unit | --time | --cause | --none | --treated | --event | --starts | --years | --reference | --levels | --limit | --attributes | --depth | --rate | --replicates | --minimum | --date | --kinds | \
        --state | --where | --pool | --groepen | --same | --totals | --shares | --keep) return ;;
    --recipe)
        mapfile -t COMPREPLY < <(compgen -f -X '!*.md' -- "$word")
        return
        ;;
    --only) words="institution=" ;;
    --forms) words="html pdf xlsx docx csv json png" ;;
    --check | --test | --definitions)
        mapfile -t COMPREPLY < <(compgen -f -X '!*.yaml' -- "$word")
        return
        ;;
    esac
    if [ "$before" = --persons ] && [ "${COMP_WORDS[1]}" != tally ]; then return; fi # a number
    if [ -z "${words+set}" ]; then
        if [ "$COMP_CWORD" = 1 ]; then
            words="demo import report run serve tally why compare monitor routes maand effect match did duration survey flows gap process risk expected relate split gather merge link open audit define describe formulier simulate forget key --help --version"
        else
            case ${COMP_WORDS[1]} in
            tally) words="--indicator --by --definitions --part --present-codes --evaluation --outcome --exact --persons --cell --stand --year --where --pool --groepen --same $table $common" ;;
            import) words="--history --sql --verify $common" ;;
            why) words="--indicator --person --year --definitions --present-codes $common" ;;
            compare) words="--indicator --definitions --present-codes $common" ;;
            maand) words="--by --definitions $common" ;;
            report) words="--recipe --only --forms --date --dutch --coverage --kinds --published $common" ;;
            run) words="$common" ;;
            monitor) words="--tabel --list --jaar --versie --banden --drempels --cells --counts --definitions --seed $common" ;;
            routes) words="--definitions --cells --present-codes $common" ;;
            open) words="--by --hidden --assume-equal --description --compare --shares $common" ;;
            effect) words="--evaluation --outcome --years --cohorten --vast --exact --controls-without --cells --definitions $estimator $common" ;;
            match) words="--data --treatment --treated --outcome --event --covariates --factors --exact --cluster --count $estimator $common" ;;
            did) words="--data --unit --time --outcome --treatment --starts --count --controls --replicates --seed $common" ;;
            duration) words="--data --time --cause --none --treatment --treated --cluster --count --years $common" ;;
            survey) words="--indicator --where --definitions --years --data --value --event --weight --cluster --strata --fpc --year --by --calibrate --method --calibrated --compare --adjust --logit --total --stages --without-fpc --lonely $common" ;;
            flows) words="--state --by --where --years --edges --growth --indicator --compare --definitions --present-codes $common" ;;
            process) words="$common" ;;
            gap) words="--indicator --attribute --by --years --reference --levels --covariates --limit --where --definitions $common" ;;
            relate) words="--data --x --y --method --by --order --pairwise --adjust $common" ;;
            risk) words="--indicator --attributes --depth --minimum --adjust --rate --year --where --definitions $common" ;;
            expected) words="--indicator --covariates --institution-effects --minimum --year --where --definitions $common" ;;
            define) words="--list --check --test --package --sql --columns --by --definitions --present-codes --where --pool $common" ;;
            gather) words="--parts --piece --of --name $common" ;;
            merge) words="--definitions $table $common" ;;
            audit) words="--attack --minimum --description --text $common" ;;
            formulier) words="--inventory --paper $common" ;;
            describe) words="--write --check $common" ;;
            link) words="--on --list --fold --register --population --schooljaar --present-codes $common" ;;
            simulate) words="--persons --seed --fit --effects --counterfactuals --parquet --parameters $common" ;;
            forget) words="--yes $common" ;;
            serve) words="--listen --public-address --trusted-proxy --metrics --metrics-reachable --log --first --demo --backup --restore --lang --threads --help" ;;
            demo) words="--persons $common" ;;
            *) words=$common ;;
            esac
            [[ $word == -* ]] || {
                case ${COMP_WORDS[1]} in
                open | gather | merge | link | describe | formulier | key | audit) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
                *) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
                esac
                return
            }
        fi
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o filenames -F _doorstroom doorstroom
