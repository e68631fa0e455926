package dev.postern.cmdlet;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A cmdlet. A cmdlet that changes something also has the parameters {@code -WhatIf} and {@code -Confirm}.
 *
 * @param name in its canonical case; compared without regard to case
 */
public record Cmdlet(String name, List<CmdletParameter> parameters) {
    private static final Set<String> READING = Set.of("get", "test");

    public Cmdlet {
        parameters = READING.contains(verb(name))
                ? List.copyOf(parameters)
                : Stream.concat(
                                parameters.stream(),
                                Stream.of(
                                        CmdletParameter.optionalSwitch("WhatIf"),
                                        CmdletParameter.optionalSwitch("Confirm")))
                        .toList();
    }

    private static String verb(String name) {
        return name.substring(0, name.indexOf('-')).toLowerCase(Locale.ROOT);
    }

    /** Returns whether the cmdlet changes something. */
    public boolean writes() {
        return !READING.contains(verb(name));
    }

    /** Returns the parameter with this name or alias, in any case. Prefixes do not match. */
    public Optional<CmdletParameter> parameter(String word) {
        return parameters.stream().filter(parameter -> parameter.isCalled(word)).findFirst();
    }

    /** Returns the parameters whose name or an alias of which begins so, in any case. */
    public List<CmdletParameter> beginningWith(String word) {
        return parameters.stream()
                .filter(parameter -> Stream.concat(Stream.of(parameter.name()), parameter.aliases().stream())
                        .anyMatch(name -> name.regionMatches(true, 0, word, 0, word.length())))
                .toList();
    }

    /** Returns the parameter that can be given at this position without its name. */
    public Optional<CmdletParameter> at(int position) {
        return parameters.stream()
                .filter(parameter -> parameter.position() == position)
                .findFirst();
    }

    /** Returns the names of the parameter sets, the default set first. A single empty name if the cmdlet has no sets. */
    public Set<String> sets() {
        var sets = new LinkedHashSet<String>();
        parameters.stream()
                .flatMap(parameter -> parameter.sets().stream().sorted())
                .forEach(sets::add);
        return sets.isEmpty() ? Set.of("") : sets;
    }
}
