package dev.postern.junit;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The administrator of a tenant. */
record AdministratorAccount(
        ServerLocation location, String tenantId, String domain, String clientId, String clientSecret) {
    /** @param file the {@code admin.json} that a server writes */
    static AdministratorAccount read(Path file) {
        JsonObject json;
        try {
            json = JsonMembers.parse(Files.readString(file));
        } catch (IOException e) {
            throw new PosternException("The file " + file + " of the server cannot be read: " + e.getMessage(), e);
        }
        ServerLocation location = ServerLocation.of(
                URI.create(JsonMembers.text(json, "server")),
                URI.create(JsonMembers.text(json, "tlsServer")),
                Path.of(JsonMembers.text(json, "caFile")));
        return new AdministratorAccount(
                location,
                JsonMembers.text(json, "tenantId"),
                JsonMembers.text(json, "tenantDomain"),
                JsonMembers.text(json, "clientId"),
                JsonMembers.text(json, "clientSecret"));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AdministratorAccount[" + clientId + " of " + domain + "]";
    }
}
