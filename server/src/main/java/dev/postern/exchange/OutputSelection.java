package dev.postern.exchange;

import dev.postern.query.Folding;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The selected properties, with their annotations. An unknown name selects nothing. */
record OutputSelection(Set<String> names) {
    static final OutputSelection ALL = new OutputSelection(Set.of());

    static OutputSelection of(Collection<String> names) {
        return new OutputSelection(names.stream()
                .map(name -> fold(name.strip()))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()));
    }

    ObjectNode apply(ObjectNode object) {
        if (names.isEmpty() || names.contains("*")) {
            return object;
        }
        for (String name : List.copyOf(object.propertyNames())) {
            int annotation = name.indexOf('@');
            String property = annotation < 0 ? name : name.substring(0, annotation);
            if (!names.contains(fold(property))) {
                object.remove(name);
            }
        }
        return object;
    }

    private static String fold(String name) {
        return Folding.lower(name);
    }
}
