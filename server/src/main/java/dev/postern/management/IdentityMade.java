package dev.postern.management;

import dev.postern.directory.ServicePrincipal;
import java.net.URI;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A new managed identity with the header for its App Service endpoint, which is returned only once. */
record IdentityMade(ServicePrincipal principal, String header) {
    ObjectNode json(URI base) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("appId", principal.appId().toString())
                .put("principalId", principal.id().toString())
                .put("identityEndpoint", base + "/msi/token")
                .put("identityHeader", header);
    }

    @Override
    public String toString() {
        return "IdentityMade[" + principal.id() + "]";
    }
}
