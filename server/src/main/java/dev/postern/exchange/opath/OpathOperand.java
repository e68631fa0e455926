package dev.postern.exchange.opath;

import dev.postern.query.Folding;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** What a property is compared with, of the property's type. */
sealed interface OpathOperand {
    boolean equalTo(String value);

    /** How the value stands to this: negative when it is less. */
    default int compare(String value) {
        return value.compareToIgnoreCase(toString());
    }

    record Text(String text) implements OpathOperand {
        @Override
        public boolean equalTo(String value) {
            return text.equalsIgnoreCase(value);
        }

        @Override
        public int compare(String value) {
            return value.compareToIgnoreCase(text);
        }
    }

    record Whole(long number) implements OpathOperand {
        @Override
        public boolean equalTo(String value) {
            return compare(value) == 0;
        }

        @Override
        public int compare(String value) {
            return Long.compare(Long.parseLong(value), number);
        }
    }

    record Id(UUID id) implements OpathOperand {
        @Override
        public boolean equalTo(String value) {
            return id.toString().equalsIgnoreCase(value);
        }
    }

    record Moment(Instant instant) implements OpathOperand {
        @Override
        public boolean equalTo(String value) {
            return compare(value) == 0;
        }

        @Override
        public int compare(String value) {
            return Instant.parse(value).compareTo(instant);
        }
    }

    /** Distinguished names may be spelled differently and be equal; what is none equals nothing. */
    record Link(String text) implements OpathOperand {
        @Override
        public boolean equalTo(String value) {
            try {
                return new LdapName(text).equals(new LdapName(value));
            } catch (InvalidNameException e) {
                return false;
            }
        }
    }

    record Flags(Set<String> names) implements OpathOperand {
        static Set<String> of(String text) {
            return Arrays.stream(text.split(","))
                    .map(name -> Folding.lower(name.strip()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public boolean equalTo(String value) {
            return names.equals(of(value));
        }
    }
}
