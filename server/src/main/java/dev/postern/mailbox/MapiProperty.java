package dev.postern.mailbox;

import java.util.Locale;
import java.util.Set;

/**
 * A MAPI property whose meaning is known: a row of {@code mapi-properties.csv}.
 *
 * @param key the id without its type, see {@link ExtendedPropertyId#key}
 * @param name without {@code PidTag}
 * @param types the types with which programs name it
 * @param value what the source needs: the path of a property, a constant, the name of a header
 */
public record MapiProperty(String key, String name, Set<String> types, Source source, String value, Writable writable) {
    public MapiProperty {
        types = Set.copyOf(types);
    }

    /** From what the value of a message is computed if none is stored. */
    public enum Source {
        /** It has a value only if a program or the server has stored one. */
        STORED,
        CONSTANT,
        /** The property of the message at this path. */
        PROPERTY,
        /** As {@link #PROPERTY}; each value of the property has a number. */
        CHOICE,
        /** The bits of PidTagMessageFlags. */
        FLAGS,
        SIZE,
        /** The header of this name. */
        HEADER,
        /** Computed in Java from this property; conditions cannot use it. */
        CODE,
        /** Neither read nor written, because another property of Graph contains it. */
        REFUSED
    }

    public enum Writable {
        /** A stored value replaces the computed one. */
        ALWAYS,
        /** When a message is imported, see {@code ImportedFlags}; later it is computed. */
        CREATE,
        /** It is derived. */
        NEVER
    }

    static MapiProperty parse(String row) {
        String[] cells = row.split(",", -1);
        if (cells.length != 6) {
            throw new IllegalArgumentException("A MAPI property has 6 cells: " + row);
        }
        return new MapiProperty(
                cells[0],
                cells[1],
                Set.of(cells[2].split(" ")),
                Source.valueOf(cells[3].toUpperCase(Locale.ROOT)),
                cells[4],
                Writable.valueOf(cells[5].toUpperCase(Locale.ROOT)));
    }

    /** The property of the message that must be read to compute the value; empty for none. */
    String reads() {
        return switch (source) {
            case HEADER -> "internetMessageHeaders";
            case PROPERTY, CODE, CHOICE -> value.split("[/ ]", 2)[0];
            case STORED, CONSTANT, FLAGS, SIZE, REFUSED -> "";
        };
    }
}
