package dev.postern.cmdlet;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A cmdlet. Those that change something also take {@code -WhatIf} and {@code -Confirm}, as all such cmdlets do.
 *
 * @param name as it is printed; compared without case
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

    /** Whether it changes something. */
    public boolean writes() {
        return !READING.contains(verb(name));
    }

    /** The parameter of this name or alias, in any case. A beginning of a name is not enough. */
    public Optional<CmdletParameter> parameter(String word) {
        return parameters.stream().filter(parameter -> parameter.isCalled(word)).findFirst();
    }

    /** The parameter that may stand at this place without its name. */
    public Optional<CmdletParameter> at(int position) {
        return parameters.stream()
                .filter(parameter -> parameter.position() == position)
                .findFirst();
    }

    /** The names of the parameter sets, the one that is meant by default first; one without a name when there are none. */
    public Set<String> sets() {
        var sets = new LinkedHashSet<String>();
        parameters.stream()
                .flatMap(parameter -> parameter.sets().stream().sorted())
                .forEach(sets::add);
        return sets.isEmpty() ? Set.of("") : sets;
    }
}
