package dev.postern.workflow.connector;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The path of an operation. A segment {@code {}} stands for an id. */
record OperationPath(List<String> segments) {
    private static final String ID = "{}";
    /** Connectors with tables demand ids that are encoded twice. */
    private static final int MAX_ENCODINGS = 3;

    OperationPath {
        segments = List.copyOf(segments);
    }

    static OperationPath of(String path) {
        return new OperationPath(split(path));
    }

    /** Returns whether this is the path of a definition, in which ids are expressions. */
    boolean matchesText(String text) {
        return ids(split(withoutExpressions(text))).isPresent();
    }

    /** Returns the ids in an evaluated path; empty if it is another path. */
    Optional<List<String>> ids(String path) {
        return ids(split(path));
    }

    private Optional<List<String>> ids(List<String> given) {
        if (given.size() != segments.size()) {
            return Optional.empty();
        }
        var ids = new ArrayList<String>();
        for (int i = 0; i < given.size(); i++) {
            if (segments.get(i).equals(ID)) {
                ids.add(decoded(given.get(i)));
            } else if (!segments.get(i).equalsIgnoreCase(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(ids);
    }

    private static List<String> split(String path) {
        String bare = path.startsWith("/") ? path.substring(1) : path;
        return List.of(bare.split("/", -1));
    }

    private static String decoded(String segment) {
        String id = segment;
        for (int i = 0; i < MAX_ENCODINGS && id.contains("%"); i++) {
            try {
                id = URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return id;
            }
        }
        return id;
    }

    /** Replaces each expression, because it may contain slashes. */
    private static String withoutExpressions(String text) {
        var plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("@{", at)) {
                at = end(text, at + 2);
                plain.append('*');
            } else {
                plain.append(text.charAt(at));
                at++;
            }
        }
        return plain.toString();
    }

    /** Returns the position after the expression that starts here; a brace in a string does not end it. */
    private static int end(String text, int start) {
        boolean quoted = false;
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == '}' && !quoted) {
                return at + 1;
            }
        }
        return text.length();
    }
}
