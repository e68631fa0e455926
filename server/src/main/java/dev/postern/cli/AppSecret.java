package dev.postern.cli;

import dev.postern.cli.AppLookup.App;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The secrets of applications. */
final class AppSecret {
    static final CommandOption MONTHS =
            CommandOption.of("--months N", "how long the secret is valid, up to 24; 24 by default");

    private AppSecret() {}

    /** When a new secret ends; empty if the server decides. */
    static Optional<Instant> end(Server server, Options options) {
        return options.one(MONTHS.name()).map(text -> {
            if (!text.matches("[1-9]|1[0-9]|2[0-4]")) {
                throw CliFailure.usage(
                        "The value of " + MONTHS.name() + " must be a number from 1 to 24, not '" + text + "'.");
            }
            return MailApp.now(server)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .atOffset(ZoneOffset.UTC)
                    .plusMonths(Integer.parseInt(text))
                    .toInstant();
        });
    }

    /** Adds a secret and returns it. */
    static String add(AppLookup apps, String applicationId, Optional<Instant> end) {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode();
        ObjectNode secret = wanted.putObject("passwordCredential").put("displayName", "postern app create");
        end.ifPresent(time -> secret.put("endDateTime", time.toString()));
        return apps.call("POST", "/v1.0/applications/" + applicationId + "/addPassword", wanted)
                .path("secretText")
                .asString();
    }

    /** Removes the secrets that the application and its service principal had when they were read. Returns their key ids. */
    static List<String> removeOld(AppLookup apps, App app) {
        List<String> removed = new ArrayList<>();
        remove(apps, "/v1.0/applications/" + app.applicationId(), app.application(), removed);
        remove(apps, "/v1.0/servicePrincipals/" + app.principalId(), app.principal(), removed);
        return removed;
    }

    private static void remove(AppLookup apps, String path, JsonNode object, List<String> removed) {
        for (JsonNode credential : object.path("passwordCredentials")) {
            String key = credential.path("keyId").asString("");
            apps.call(
                    "POST",
                    path + "/removePassword",
                    JsonNodeFactory.instance.objectNode().put("keyId", key));
            removed.add(key);
        }
    }

    /** Lines for a shell: with them, the libraries of Azure sign in as the application. */
    static String environment(Profile profile, String appId, String secret) {
        return export("AZURE_TENANT_ID", profile.tenantId())
                + export("AZURE_CLIENT_ID", appId)
                + export("AZURE_CLIENT_SECRET", secret)
                + export("AZURE_AUTHORITY_HOST", profile.tlsServer());
    }

    private static String export(String name, String value) {
        String quoted = value.matches("[A-Za-z0-9._:/-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
        return "export " + name + "=" + quoted + "\n";
    }
}
