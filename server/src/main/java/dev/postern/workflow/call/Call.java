package dev.postern.workflow.call;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as specified in the definition.
 *
 * @param uri as written, before public hosts are mapped
 * @param body null if there is none
 */
public record Call(
        String method, URI uri, Map<String, String> headers, byte @Nullable [] body, Authentication authentication) {
    public Call {
        headers = Map.copyOf(headers);
    }

    /**
     * Returns the call that polls for the result of this operation.
     *
     * @param trusted whether the URL belongs to the called service; otherwise no credentials are sent
     */
    public Call poll(URI location, boolean trusted) {
        return new Call("GET", location, Map.of(), null, trusted ? authentication : new Authentication.Anonymous());
    }
}
