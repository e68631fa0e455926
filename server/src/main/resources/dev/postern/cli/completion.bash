# Completes command lines of postern in bash. Load it with: source <(./postern completion bash)
IFS= read -r -d '' _postern_table <<'TABLE' || true
@TABLE@
TABLE

_postern() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    local first='' second='' word bare line='' key offered option candidates='' files='' nocase i
    COMPREPLY=()
    # readline separates words also at equals signs
    if [[ $cur == '=' ]]; then cur=''; elif [[ $prev == '=' ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
    shopt -q nocasematch && nocase=yes
    shopt -s nocasematch
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        [[ $word == -* ]] && continue
        if [[ -z $first ]]; then
            [[ $_postern_table == *$'\n'"$word"[\ \;]* ]] && first=$word
        elif [[ $_postern_table == *$'\n'"$first $word;"* ]]; then
            second=$word
            break
        fi
    done
    key=$first${second:+ $second}
    while IFS= read -r line; do
        [[ ${line%%;*} == "$key" ]] && break
    done <<< "$_postern_table"
    line=${line#*;}
    offered=${line%%;*}
    line=${line#*;}
    local IFS=,
    for option in $line; do
        if [[ $prev == "${option%%=*}" && $option == *=* ]]; then
            case ${option#*=} in
                FILE) files=yes ;;
                ANY) candidates=- ;;
                *) candidates=${option#*=} ;;
            esac
            break
        fi
        [[ $cur == -* || -z $offered ]] && candidates+="${candidates:+|}${option%%=*}"
    done
    if [[ $prev == "${option%%=*}" && $option == *=* ]]; then
        :
    elif [[ $cur != -* && -n $offered ]]; then
        candidates=${offered// /|}
    elif [[ $cur != -* && $key != *-* ]]; then
        candidates='' files=yes
    fi
    IFS='|'
    if [[ -n $files ]]; then
        compopt -o filenames 2>/dev/null
        IFS=$'\n'
        COMPREPLY=($(compgen -f -- "$cur"))
    else
        # a value may have spaces; behind an opening quote they need no backslash
        bare=${cur#[\"\']}
        [[ $bare != "$cur" ]] || bare=${cur//\\/}
        for word in $candidates; do
            [[ $word == "$bare"* && $word != - ]] || continue
            [[ $cur == [\"\']* ]] || printf -v word %q "$word"
            COMPREPLY+=("$word")
        done
    fi
    [[ -n $nocase ]] || shopt -u nocasematch
}

complete -F _postern postern
