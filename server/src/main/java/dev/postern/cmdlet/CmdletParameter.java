package dev.postern.cmdlet;

import java.util.List;
import java.util.Set;

/**
 * A parameter of a cmdlet.
 *
 * @param required in every parameter set it belongs to
 * @param position where it may stand without its name, from 1; 0 when it must be named
 * @param sets the parameter sets it belongs to; empty when it belongs to all
 * @param aliases further names
 * @param choices the values of a choice, as they are printed
 */
public record CmdletParameter(
        String name,
        ParameterKind kind,
        boolean required,
        int position,
        Set<String> sets,
        List<String> aliases,
        List<String> choices) {
    public CmdletParameter {
        sets = Set.copyOf(sets);
        aliases = List.copyOf(aliases);
        choices = List.copyOf(choices);
    }

    /** Whether this is one of its names, in any case. */
    public boolean isCalled(String word) {
        return name.equalsIgnoreCase(word) || aliases.stream().anyMatch(word::equalsIgnoreCase);
    }

    /** Whether it may be given when this parameter set is meant. */
    public boolean isIn(String set) {
        return sets.isEmpty() || sets.contains(set);
    }

    static CmdletParameter optionalSwitch(String name) {
        return new CmdletParameter(name, ParameterKind.SWITCH, false, 0, Set.of(), List.of(), List.of());
    }
}
