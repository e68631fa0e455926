package dev.postern.graph.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An enumeration.
 *
 * @param flags whether a value may consist of several members, separated by commas
 * @param members in the order of their numbers
 */
public record EnumType(String typeName, boolean flags, List<String> members) implements GraphType {
    public EnumType {
        members = List.copyOf(members);
    }

    /** The canonical spelling of a value, compared without case. */
    public Optional<String> canonical(String text) {
        if (!flags) {
            return member(text);
        }
        List<Optional<String>> parts = Arrays.stream(text.split(",", -1))
                .map(part -> member(part.strip()))
                .toList();
        return parts.stream().allMatch(Optional::isPresent)
                ? Optional.of(parts.stream().map(Optional::orElseThrow).collect(Collectors.joining(",")))
                : Optional.empty();
    }

    private Optional<String> member(String text) {
        return members.stream().filter(text::equalsIgnoreCase).findFirst();
    }
}
