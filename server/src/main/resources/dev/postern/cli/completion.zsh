#compdef postern
# Completes command lines of postern in zsh. Load it with: source <(./postern completion zsh)
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
IFS= read -r -d '' _postern_table <<'TABLE' || true
@TABLE@
TABLE

_postern() {
    local first='' second='' word line rest offered option value
    local -a table options candidates
    integer i
    for (( i = 2; i < CURRENT; i++ )); do
        word=${(L)words[i]}
        [[ $word == -* ]] && continue
        if [[ -z $first ]]; then
            [[ $_postern_table == *$'\n'"$word"[\ \;]* ]] && first=$word
        elif [[ $_postern_table == *$'\n'"$first $word;"* ]]; then
            second=$word
            break
        fi
    done
    table=("${(@f)_postern_table}")
    for line in "${table[@]}"; do
        [[ ${line%%;*} == "$first${second:+ $second}" ]] && break
    done
    rest=${line#*;}
    offered=${rest%%;*}
    options=("${(@s:,:)${rest#*;}}")
    for option in "${options[@]}"; do
        [[ $option == *=* && ${(L)words[CURRENT-1]} == "${(L)option%%=*}" ]] || continue
        value=${option#*=}
        case $value in
            FILE) _files; return ;;
            ANY) _message 'a value'; return 1 ;;
        esac
        candidates=("${(@s:|:)value}")
        compadd -M 'm:{a-zA-Z}={A-Za-z}' -a candidates
        return
    done
    if [[ $PREFIX != -* && -n $offered ]]; then
        candidates=("${(@s: :)offered}")
    elif [[ $PREFIX == -* || $first == *-* ]]; then
        candidates=("${options[@]%%=*}")
    else
        _files
        return
    fi
    compadd -M 'm:{a-zA-Z}={A-Za-z}' -a candidates
}

compdef _postern postern
