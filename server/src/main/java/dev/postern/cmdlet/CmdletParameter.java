package dev.postern.cmdlet;

import java.util.List;
import java.util.Set;

/**
 * A parameter of a cmdlet.
 *
 * @param required in every parameter set it belongs to
 * @param position from 1, at which the value can be given without the name; 0 if the name is required
 * @param sets the parameter sets it belongs to; empty for all
 * @param aliases other names
 * @param choices the allowed values of a choice, in their canonical case; for help, also all known values of a text
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

    /** Returns whether this is its name or an alias, in any case. */
    public boolean isCalled(String word) {
        return name.equalsIgnoreCase(word) || aliases.stream().anyMatch(word::equalsIgnoreCase);
    }

    /** Returns whether it belongs to the parameter set. */
    public boolean isIn(String set) {
        return sets.isEmpty() || sets.contains(set);
    }

    static CmdletParameter optionalSwitch(String name) {
        return new CmdletParameter(name, ParameterKind.SWITCH, false, 0, Set.of(), List.of(), List.of());
    }
}
