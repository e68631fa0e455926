package dev.postern.http.framing;

import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of a request, and its canonical form: HTTP/1.1, a target in origin form, one Host, and at most one header that says how long the
 * body is.
 *
 * @param persistent whether the client accepts another response on the connection
 * @param expectsContinue whether the client waits for {@code 100 Continue}
 */
record RequestHead(
        RequestLine line,
        List<FieldLine> fields,
        String host,
        boolean persistent,
        boolean expectsContinue,
        BodyLength body) {
    /**
     * Reads a head.
     *
     * @param ends the positions of the CRs of its lines, without the empty line
     * @param ownHost for HTTP/1.0 requests without Host
     */
    static RequestHead read(byte[] bytes, int from, List<Integer> ends, String ownHost) {
        RequestLine line = RequestLine.read(bytes, from, ends.getFirst());
        List<FieldLine> fields = new ArrayList<>(ends.size());
        for (int i = 1; i < ends.size(); i++) {
            fields.add(FieldLine.read(bytes, ends.get(i - 1) + 2, ends.get(i)));
        }
        BodyLength body = BodyLength.of(line.http10(), fields);
        boolean expects = expectsContinue(line, fields) && !(body instanceof BodyLength.None);
        return new RequestHead(line, fields, host(line, fields, ownHost), persistent(line, fields), expects, body);
    }

    private static String host(RequestLine line, List<FieldLine> fields, String ownHost) {
        String host = null;
        for (FieldLine field : fields) {
            if (field.kind() == FieldLine.Kind.HOST) {
                if (host != null) {
                    throw Malformed.message("There is more than one Host header");
                }
                host = field.text();
            }
        }
        if (host == null && !line.http10()) {
            throw Malformed.message("There is no Host header");
        }
        String authority = line.authority();
        if (authority != null) {
            return authority;
        }
        if (host != null && !host.isEmpty()) {
            return host;
        }
        if (!line.http10()) {
            throw Malformed.message("The Host header is empty");
        }
        return ownHost;
    }

    private static boolean persistent(RequestLine line, List<FieldLine> fields) {
        boolean keepAlive = !line.http10();
        for (FieldLine field : fields) {
            if (field.kind() == FieldLine.Kind.CONNECTION) {
                for (String option : field.lowerCaseText().split(",", -1)) {
                    if (option.strip().equals("close")) {
                        return false;
                    }
                    keepAlive |= option.strip().equals("keep-alive");
                }
            }
        }
        return keepAlive;
    }

    /** HTTP/1.0 has no expectations; they are ignored (RFC 9110, section 10.1.1). */
    private static boolean expectsContinue(RequestLine line, List<FieldLine> fields) {
        boolean expects = false;
        for (FieldLine field : fields) {
            if (field.kind() == FieldLine.Kind.EXPECT && !line.http10()) {
                if (!field.lowerCaseText().equals("100-continue")) {
                    throw Malformed.message(Status.EXPECTATION_FAILED_417, "The expectation is unknown");
                }
                expects = true;
            }
        }
        return expects;
    }

    /** Returns the canonical form. */
    byte[] canonical() {
        var head = new HeadBuilder();
        head.text(line.method()).text(" ").text(line.target()).text(" HTTP/1.1\r\n");
        head.field("Host", host);
        for (FieldLine field : fields) {
            if (field.kind() == FieldLine.Kind.OTHER) {
                head.field(field);
            }
        }
        if (!persistent) {
            head.field("Connection", "close");
        }
        if (expectsContinue) {
            head.field("Expect", "100-continue");
        }
        switch (body) {
            case BodyLength.None() -> {}
            case BodyLength.Known(long bytes) -> head.field("Content-Length", Long.toString(bytes));
            case BodyLength.Chunked() -> head.field("Transfer-Encoding", "chunked");
        }
        return head.text("\r\n").build();
    }
}
