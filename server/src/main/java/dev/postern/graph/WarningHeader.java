package dev.postern.graph;

import dev.postern.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Warnings in the header {@code Warning} with the code 299, so that the content stays as in Graph. Characters outside
 * of ASCII are percent-encoded, because names may be in any script.
 */
public final class WarningHeader {
    /** Clients limit the size of headers; the log has all warnings. */
    private static final int MAX_WARNINGS = 3;

    private WarningHeader() {}

    public static Response with(Response answer, List<String> warnings) {
        return warnings.isEmpty()
                ? answer
                : answer.with(
                        "Warning",
                        Stream.concat(
                                        warnings.stream().limit(MAX_WARNINGS),
                                        Stream.of(warnings.size() - MAX_WARNINGS)
                                                .filter(more -> more > 0)
                                                .map(more -> more + " more warnings are in the log of the server."))
                                .map(text -> "299 - \"" + encode(text) + "\"")
                                .collect(Collectors.joining(", ")));
    }

    private static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = one >= ' ' && one < 0x7f && one != '"' && one != '%' && one != '\\';
            encoded.append(plain ? String.valueOf((char) one) : "%%%02X".formatted(one));
        }
        return encoded.toString();
    }
}
