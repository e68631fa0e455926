package dev.postern.opath;

import dev.postern.query.Folding;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The type of a property, which defines how its values are compared. */
public sealed interface PropertyType {
    /** Returns the canonical form of a value, in which equal values are identical. */
    default JsonNode node(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }

    /** Text, compared without regard to case. */
    record Text() implements PropertyType {}

    /** True or false. */
    record Bool() implements PropertyType {}

    /** Whole numbers. */
    record Whole() implements PropertyType {
        @Override
        public JsonNode node(String value) {
            return JsonNodeFactory.instance.numberNode(Long.parseLong(value));
        }
    }

    /** GUIDs, in any format. */
    record Id() implements PropertyType {}

    /** Points in time. */
    record Moment() implements PropertyType {}

    /** Another object, by its distinguished name, which can be written in several ways. */
    record Link() implements PropertyType {
        @Override
        public JsonNode node(String value) {
            try {
                return JsonNodeFactory.instance.stringNode(canonical(value));
            } catch (InvalidNameException e) {
                return JsonNodeFactory.instance.stringNode(value);
            }
        }

        /** Returns the canonical form of a distinguished name, without regard to case and the number of spaces. */
        static String canonical(String text) throws InvalidNameException {
            return new LdapName(text).getRdns().stream().map(Link::canonical).collect(Collectors.joining(","));
        }

        private static String canonical(Rdn part) {
            String value = part.size() > 1 ? part.toString() : String.valueOf(part.getValue());
            return Folding.fold(part.getType()) + "="
                    + Rdn.escapeValue(Folding.fold(value).strip().replaceAll(" +", " "));
        }
    }

    /** Names of an enumeration; with {@code flags} several of them in any order, separated by commas. */
    record Names(List<String> names, boolean flags) implements PropertyType {
        public Names {
            names = List.copyOf(names);
        }

        @Override
        public JsonNode node(String value) {
            return JsonNodeFactory.instance.stringNode(String.join(",", split(value)));
        }

        static Set<String> split(String text) {
            return Arrays.stream(text.split(","))
                    .map(name -> Folding.lower(name.strip()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        boolean isKnown(String text) {
            return names.stream().anyMatch(text::equalsIgnoreCase);
        }
    }
}
