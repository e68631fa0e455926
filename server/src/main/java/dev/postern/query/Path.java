package dev.postern.query;

import java.util.List;
import java.util.stream.Stream;

/**
 * The path of a value in a document, by canonical property names: {@code from/emailAddress/address}. The empty path is
 * the document itself or, inside a lambda, the element. Segments contain only characters that need no escape in the
 * JSON path syntax of SQLite and PostgreSQL, so a path can be part of a statement's text.
 */
public record Path(List<String> segments) {
    public static final Path SELF = new Path(List.of());

    public Path {
        segments = List.copyOf(segments);
        for (String segment : segments) {
            if (!isName(segment)) {
                throw new IllegalArgumentException("'" + segment + "' cannot be part of a path");
            }
        }
    }

    public static Path of(String slashSeparated) {
        return new Path(List.of(slashSeparated.split("/", -1)));
    }

    public Path then(String segment) {
        return new Path(Stream.concat(segments.stream(), Stream.of(segment)).toList());
    }

    public Path then(Path rest) {
        return new Path(Stream.concat(segments.stream(), rest.segments.stream()).toList());
    }

    public boolean isSelf() {
        return segments.isEmpty();
    }

    public boolean startsWith(Path other) {
        return segments.size() >= other.segments.size()
                && segments.subList(0, other.segments.size()).equals(other.segments);
    }

    public static boolean isName(String text) {
        // one database reads a leading digit or sign as an array index, the other as a name
        return !text.isEmpty() && "0123456789.-".indexOf(text.charAt(0)) < 0 && isAllNameCharacters(text);
    }

    private static boolean isAllNameCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isNameCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_@.-".indexOf(c) >= 0;
    }

    @Override
    public String toString() {
        return String.join("/", segments);
    }
}
