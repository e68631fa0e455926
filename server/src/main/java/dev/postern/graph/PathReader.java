package dev.postern.graph;

import dev.postern.graph.model.Namespace;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Normalises the spellings of a path to the one in the table. {@code messages('x')} becomes {@code messages/x}, {@code
 * microsoft.graph.move} and {@code graph.move} become {@code move}, {@code delta()} becomes {@code delta}. Arguments of functions are removed
 * from the path. Of a chain of child folders only the last two remain, because a folder is found by its id, not by its
 * ancestors.
 */
final class PathReader {
    /** Collections that support alternate keys: {@code applications(appId='...')}. */
    private static final Set<String> WITH_OTHER_KEYS = Set.of("applications", "serviceprincipals");

    /**
     * A normalised path.
     *
     * @param arguments of functions, by their names in lower case
     */
    record Normal(List<String> segments, Map<String, String> arguments) {
        Normal {
            segments = List.copyOf(segments);
        }
    }

    private final List<String> segments = new ArrayList<>();
    private final Map<String, String> arguments = new LinkedHashMap<>();

    private PathReader() {}

    /** @param decoded the segments after the version, each decoded once */
    static Normal read(List<String> decoded) {
        PathReader reader = new PathReader();
        decoded.forEach(reader::segment);
        return new Normal(flat(reader.segments), reader.arguments);
    }

    /** The segments of a template, also without arguments. */
    static List<String> template(String template) {
        PathReader reader = new PathReader();
        for (String part : template.split("/", -1)) {
            if (!part.isEmpty()) {
                reader.segment(part);
            }
        }
        return reader.segments;
    }

    private void segment(String text) {
        int open = text.indexOf('(');
        if (open <= 0 || !text.endsWith(")") || OperationRow.isParameter(text)) {
            segments.add(plain(text));
            return;
        }
        String name = text.substring(0, open);
        String inside = text.substring(open + 1, text.length() - 1).strip();
        segments.add(plain(name));
        String key = quoted(inside);
        if (key != null) {
            segments.add(key);
        } else if (WITH_OTHER_KEYS.contains(Folding.lower(name)) && segments.size() == 1) {
            segments.add(inside);
        } else {
            arguments(inside);
        }
    }

    /** The name of an action, function or type without the namespace; the caller chooses the name of an extension. */
    private String plain(String text) {
        boolean extension = !segments.isEmpty() && segments.getLast().equalsIgnoreCase("extensions");
        return extension ? text : Namespace.local(text);
    }

    /** Parses {@code name='value',other=value}. */
    private void arguments(String list) {
        int at = 0;
        while (at < list.length()) {
            int equals = list.indexOf('=', at);
            if (equals < 0) {
                throw GraphFailure.badRequest("Resource not found for the segment '" + list + "'.");
            }
            int end = endOfValue(list, equals + 1);
            String value = list.substring(equals + 1, end).strip();
            String text = quoted(value);
            arguments.put(Folding.lower(list.substring(at, equals).strip()), text == null ? value : text);
            at = end + 1;
        }
    }

    /** The position of the next comma outside of quotes. */
    private static int endOfValue(String list, int from) {
        boolean inQuotes = false;
        for (int i = from; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '\'') {
                inQuotes = !inQuotes;
            } else if (c == ',' && !inQuotes) {
                return i;
            }
        }
        return list.length();
    }

    /** The content of single quotes, in which a quote is doubled; null if the text is not quoted. */
    static @Nullable String quoted(String text) {
        if (text.length() < 2 || text.charAt(0) != '\'' || !text.endsWith("'")) {
            return null;
        }
        String inner = text.substring(1, text.length() - 1);
        return inner.replace("''", "").indexOf('\'') >= 0 ? null : inner.replace("''", "'");
    }

    private static List<String> flat(List<String> segments) {
        var flat = new ArrayList<>(segments);
        int at = 2;
        while (at + 4 < flat.size()) {
            boolean folders =
                    flat.get(at).equalsIgnoreCase("mailFolders") || flat.get(at).equalsIgnoreCase("contactFolders");
            if (folders && isChild(flat, at + 2) && isChild(flat, at + 4)) {
                flat.subList(at + 1, at + 3).clear();
            } else if (folders) {
                return flat;
            } else {
                at++;
            }
        }
        return flat;
    }

    private static boolean isChild(List<String> segments, int at) {
        return at < segments.size() && segments.get(at).equalsIgnoreCase("childFolders");
    }
}
