package dev.postern.workflow.call;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as the definition asks for it.
 *
 * @param uri as written, before public hosts are mapped
 * @param body null when there is none
 */
public record Call(
        String method, URI uri, Map<String, String> headers, byte @Nullable [] body, Authentication authentication) {
    public Call {
        headers = Map.copyOf(headers);
    }

    /** How the caller proves who it is. */
    public sealed interface Authentication {}

    /** Not at all, or by a header of the definition. */
    public record Anonymous() implements Authentication {}

    /** With a token of the workflow's own identity. */
    public record Managed(String audience) implements Authentication {}

    /** With a fixed Authorization header. */
    public record Fixed(String authorization) implements Authentication {
        @Override
        public String toString() {
            return "Fixed[authorization=*]";
        }
    }

    /**
     * The call that reads the outcome of an operation that goes on.
     *
     * @param trusted whether the same service is asked; a stranger gets no credentials
     */
    public Call poll(URI location, boolean trusted) {
        return new Call("GET", location, Map.of(), null, trusted ? authentication : new Anonymous());
    }
}
