package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The scenario of the README with @azure/identity and @microsoft/microsoft-graph-client, where Node and npm are there. */
class JavaScriptClientsTest {
    private static final Path SCRIPTS = Path.of("src", "test", "js").toAbsolutePath();

    @Test
    void theJavaScriptClientsDoTheScenario() throws Exception {
        Path folder = installed();
        try (TestPostern postern = TestPostern.start()) {
            Administration admin = postern.admin();
            admin.sharedMailbox("member");
            admin.sharedMailbox("outsider");
            admin.securityGroup("senders");
            admin.cmdlet("Add-DistributionGroupMember", "Identity", "senders", "Member", "member");
            Administration.App app = admin.app("script", "Mail.Send", "Mail.ReadWrite");
            admin.restrict(app.appId(), "senders");
            JsonNode outcome = Json.parse(run(
                    folder,
                    Map.of(
                            "POSTERN", postern.tlsAddress(),
                            "POSTERN_TENANT", admin.tenantId(),
                            "POSTERN_CLIENT_ID", app.appId(),
                            "POSTERN_CLIENT_SECRET", app.secret(),
                            "POSTERN_MEMBER", "member@contoso.example",
                            "POSTERN_OUTSIDER", "outsider@contoso.example",
                            "NODE_EXTRA_CA_CERTS", postern.caFile().toString()),
                    "node",
                    "scenario.mjs"));
            assertTrue(outcome.at("/sent/ok").asBoolean(), outcome::toString);
            assertEquals(403, outcome.at("/denied/status").asInt(), outcome::toString);
            assertEquals("ErrorAccessDenied", outcome.at("/denied/code").asString());
            assertEquals(
                    "member@contoso.example",
                    outcome.at("/arrived/from/emailAddress/address").asString());
            assertTrue(outcome.at("/removed/ok").asBoolean(), outcome::toString);
            assertEquals(404, outcome.at("/gone/status").asInt(), outcome::toString);
        }
    }

    /** The clients in a folder of the build; skips aloud when this machine cannot have them. */
    private static Path installed() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "js").toAbsolutePath());
        for (String file : List.of("package.json", "package-lock.json", "scenario.mjs")) {
            Files.write(folder.resolve(file), Files.readAllBytes(SCRIPTS.resolve(file)));
        }
        try {
            run(folder, Map.of(), "node", "--version");
            run(folder, Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        } catch (IOException | IllegalStateException e) {
            System.err.println("SKIPPED: the JavaScript clients cannot be installed here: " + e.getMessage());
            Assumptions.abort("no Node, or its packages cannot be installed");
        }
        return folder;
    }

    private static String run(Path folder, Map<String, String> environment, String... command) throws IOException {
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + Files.readString(errors));
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
