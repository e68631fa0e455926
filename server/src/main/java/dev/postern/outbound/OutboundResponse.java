package dev.postern.outbound;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A response with any status. Header names are compared without regard to case. */
public record OutboundResponse(int status, Map<String, List<String>> headers, byte[] body) {
    public OutboundResponse {
        var folded = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        folded.putAll(headers);
        headers = folded;
    }

    /** Returns the first header with this name, or an empty text. */
    public String header(String name) {
        return headers.getOrDefault(name, List.of("")).getFirst();
    }
}
