package dev.postern.management;

import dev.postern.directory.ServicePrincipal;
import dev.postern.token.IssuedToken;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A token in the format of a machine's metadata endpoint, with numbers as strings. */
final class IdentityToken {
    private IdentityToken() {}

    static ObjectNode json(ServicePrincipal identity, IssuedToken token) {
        String seconds = String.valueOf(token.seconds());
        return JsonNodeFactory.instance
                .objectNode()
                .put("access_token", token.text())
                .put("client_id", identity.appId().toString())
                .put("expires_in", seconds)
                .put("expires_on", String.valueOf(token.expires().getEpochSecond()))
                .put("ext_expires_in", seconds)
                .put("not_before", String.valueOf(token.notBefore().getEpochSecond()))
                .put("resource", token.audience())
                .put("token_type", "Bearer");
    }
}
