# Completes command lines of postern in fish. Load it with: ./postern completion fish | source
set -g __postern_table (string split \n '@TABLE@')

function __postern_complete
    set -l tokens (string lower -- (commandline -opc))
    set -l current (commandline -ct)
    set -l first ''
    set -l second ''
    for word in $tokens[2..-1]
        string match -q -- '-*' $word; and continue
        set -l plain (string escape --style=regex -- $word)
        if test -z "$first"
            string match -q -r "^$plain"'[ ;]' -- $__postern_table; and set first $word
        else if string match -q -r "^$first $plain;" -- $__postern_table
            set second $word
            break
        end
    end
    set -l key (string trim -- "$first $second")
    set -l plain (string escape --style=regex -- $key)
    set -l cells (string split ';' -- (string match -r -- "^$plain;.*" $__postern_table)[1])
    set -l options (string split -n ',' -- $cells[3])
    for option in $options
        set -l parts (string split -m 1 '=' -- $option)
        if test (count $parts) = 2; and test (string lower -- $parts[1]) = "$tokens[-1]"
            switch $parts[2]
                case FILE
                    __fish_complete_path $current
                case ANY
                case '*'
                    string split '|' -- $parts[2]
            end
            return
        end
    end
    if string match -q -- '-*' $current
        string replace -r '=.*' '' -- $options
    else if test -n "$cells[2]"
        string split ' ' -- $cells[2]
    else if string match -q -- '*-*' $key
        string replace -r '=.*' '' -- $options
    else
        __fish_complete_path $current
    end
end

complete -c postern -f -a '(__postern_complete)'
