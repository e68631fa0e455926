package dev.postern.junit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The administrator of a tenant. */
record AdministratorAccount(
        ServerLocation location, String tenantId, String domain, String clientId, String clientSecret) {
    /** @param file the {@code admin.json} that a server writes */
    static AdministratorAccount read(Path file) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new PosternException("The file " + file + " of the server cannot be read: " + e.getMessage(), e);
        }
        ServerLocation location = ServerLocation.of(
                URI.create(json.path("server").asString()),
                URI.create(json.path("tlsServer").asString()),
                Path.of(json.path("caFile").asString()));
        return new AdministratorAccount(
                location,
                json.path("tenantId").asString(),
                json.path("tenantDomain").asString(),
                json.path("clientId").asString(),
                json.path("clientSecret").asString());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AdministratorAccount[" + clientId + " of " + domain + "]";
    }
}
