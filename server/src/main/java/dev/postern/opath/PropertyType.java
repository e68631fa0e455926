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

/** How the values of a property are compared. */
public sealed interface PropertyType {
    /** A value in the form in which it is compared: equal ones are the same. */
    default JsonNode node(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }

    /** Without case. */
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

    /** GUIDs, in any spelling. */
    record Id() implements PropertyType {}

    /** Moments. */
    record Moment() implements PropertyType {}

    /** Another object, by its distinguished name, which may be spelled in several ways. */
    record Link() implements PropertyType {
        @Override
        public JsonNode node(String value) {
            try {
                return JsonNodeFactory.instance.stringNode(canonical(value));
            } catch (InvalidNameException e) {
                return JsonNodeFactory.instance.stringNode(value);
            }
        }

        /** The one spelling of a distinguished name by which it is compared: case and the number of spaces say nothing. */
        static String canonical(String text) throws InvalidNameException {
            return new LdapName(text).getRdns().stream().map(Link::canonical).collect(Collectors.joining(","));
        }

        private static String canonical(Rdn part) {
            String value = part.size() > 1 ? part.toString() : String.valueOf(part.getValue());
            return Folding.fold(part.getType()) + "="
                    + Rdn.escapeValue(Folding.fold(value).strip().replaceAll(" +", " "));
        }
    }

    /** Names of an enumeration; with {@code flags} several of them, in any order, parted by commas. */
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
