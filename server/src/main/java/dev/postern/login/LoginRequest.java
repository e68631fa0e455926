package dev.postern.login;

import dev.postern.http.Request;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request and the ids for its response.
 *
 * @param trace this server's id of the request, which the audit contains
 * @param correlation the client's id if it sent a GUID, otherwise the same as {@code trace}
 * @param echo whether the client asked for its id in a response header
 */
record LoginRequest(Request request, UUID trace, String correlation, boolean echo) {
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    static LoginRequest of(Request request) {
        String sent = request.header("client-request-id").orElse(null);
        boolean echo =
                request.header("return-client-request-id").orElse("").strip().equalsIgnoreCase("true");
        return new LoginRequest(
                        request, request.requestId(), request.requestId().toString(), echo)
                .correlatedBy(sent);
    }

    /** Returns a copy with the client's id from the form, where some clients send it, if it is a GUID. */
    LoginRequest correlatedBy(@Nullable String sent) {
        boolean known = !correlation.equals(trace.toString());
        return known || sent == null || !GUID.matcher(sent).matches()
                ? this
                : new LoginRequest(request, trace, sent, echo);
    }
}
