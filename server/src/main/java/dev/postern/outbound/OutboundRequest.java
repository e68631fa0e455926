package dev.postern.outbound;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request. The client sets the headers that belong to the connection and ignores them here. Headers that metadata services require as
 * proof of a local caller are never sent.
 *
 * @param body null if there is none
 * @param host the Host header, if it is not the host of the URL; it has no influence on the target
 * @param certificate null if the call presents none
 */
public record OutboundRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        byte @Nullable [] body,
        @Nullable String host,
        @Nullable ClientCertificate certificate) {
    private static final Set<String> OURS = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    /** Names without punctuation, because some servers read {@code X_IDENTITY_HEADER} as {@code X-IDENTITY-HEADER}. */
    private static final Set<String> METADATA = Set.of(
            "metadata",
            "metadataflavor",
            "xgooglemetadatarequest",
            "xidentityheader",
            "xawsec2metadatatoken",
            "xawsec2metadatatokenttlseconds");

    public OutboundRequest {
        var sent = new LinkedHashMap<String, String>();
        headers.forEach((name, value) -> {
            String folded = name.strip().toLowerCase(Locale.ROOT);
            if (!OURS.contains(folded) && !METADATA.contains(folded.replaceAll("[^a-z0-9]", ""))) {
                check(name, value);
                sent.put(name, value);
            }
        });
        headers = sent;
    }

    public OutboundRequest(String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {
        this(method, uri, headers, body, null, null);
    }

    /** Returns this request with a certificate that is presented to the server. */
    public OutboundRequest presenting(ClientCertificate shown) {
        return new OutboundRequest(method, uri, headers, body, host, shown);
    }

    /** A request without a body. */
    public static OutboundRequest get(URI uri, Map<String, String> headers) {
        return new OutboundRequest("GET", uri, headers, null);
    }

    private static void check(String name, String value) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new IllegalArgumentException("'" + name + "' is not a valid header name");
        }
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c >= 127)) {
            throw new IllegalArgumentException(
                    "the value of '" + name + "' has characters that are not allowed in a header");
        }
    }
}
