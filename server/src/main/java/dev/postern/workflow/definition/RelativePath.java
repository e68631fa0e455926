package dev.postern.workflow.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The path behind a callback URL, such as {@code /orders/{id}}. */
public record RelativePath(String source, List<Segment> segments) {
    private static final int MAX_LENGTH = 1_024;

    public RelativePath {
        segments = List.copyOf(segments);
    }

    /** @param isParameter whether any text matches, which is then available under the name */
    public record Segment(String text, boolean isParameter) {}

    /** Throws {@link IllegalArgumentException} with the reason if it is not valid. */
    static RelativePath of(String source) {
        if (source.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the relative path has more than '" + MAX_LENGTH + "' characters");
        }
        var segments = new ArrayList<Segment>();
        var names = new HashSet<String>();
        for (String part : source.split("/")) {
            if (part.isEmpty()) {
                continue;
            }
            boolean parameter = part.matches("\\{[A-Za-z0-9_-]{1,80}}");
            String text = parameter ? part.substring(1, part.length() - 1) : part;
            if (text.contains("{") || text.contains("}")) {
                throw new IllegalArgumentException("the segment '" + part
                        + "' of the relative path is not supported by Postern; a parameter must be a whole segment");
            }
            if (parameter && !names.add(text)) {
                throw new IllegalArgumentException("the relative path has two parameters '" + text + "'");
            }
            segments.add(new Segment(text, parameter));
        }
        return new RelativePath(source, segments);
    }

    /** Returns the values of the parameters for decoded segments of a path; empty if the path does not match. */
    public Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < path.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.isParameter()) {
                values.put(segment.text(), path.get(i));
            } else if (!segment.text().equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
