package dev.postern.graph;

import dev.postern.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Warnings in the header {@code Warning} with the code 299, so that the content stays as in Graph. Characters outside
 * of ASCII are percent-encoded, because names may be in any script.
 */
public final class WarningHeader {
    private WarningHeader() {}

    public static Response with(Response answer, List<String> warnings) {
        return warnings.isEmpty()
                ? answer
                : answer.with(
                        "Warning",
                        warnings.stream()
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
