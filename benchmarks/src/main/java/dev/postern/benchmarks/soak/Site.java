package dev.postern.benchmarks.soak;

import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The server's setup: two honest mailboxes and the application confined to them, a mailbox of the attacker and its
 * application, and one that neither may access.
 */
record Site(Path profile, URI server, URI tlsServer, String tenantId, Program honest, Program hostile) {
    static final String SENDER = "sender@contoso.example";
    static final String RECEIVER = "receiver@contoso.example";
    static final String HOSTILE = "hostile@contoso.example";
    static final String OUTSIDER = "outsider@contoso.example";

    static Site prepare(Path profile) throws IOException {
        JsonNode admin = Json.parse(Files.readAllBytes(profile));
        String tenant = admin.path("tenantId").asString("");
        for (String mailbox : List.of(SENDER, RECEIVER, HOSTILE, OUTSIDER)) {
            cli(profile, "New-Mailbox", "-Shared", "-Name", name(mailbox), "-PrimarySmtpAddress", mailbox);
        }
        return new Site(
                profile,
                URI.create(admin.path("server").asString("")),
                URI.create(admin.path("tlsServer").asString("")),
                tenant,
                program(profile, tenant, "honest", List.of(SENDER, RECEIVER)),
                program(profile, tenant, "attacker", List.of(HOSTILE)));
    }

    private static Program program(Path profile, String tenant, String name, List<String> mailboxes)
            throws IOException {
        String group = name + "-scope@contoso.example";
        cli(profile, "New-DistributionGroup", "-Name", name(group), "-Type", "Security", "-PrimarySmtpAddress", group);
        for (String mailbox : mailboxes) {
            cli(profile, "Add-DistributionGroupMember", "-Identity", group, "-Member", mailbox);
        }
        JsonNode app = Json.parse(
                cli(profile, "app", "create", name, "--permission", "Mail.ReadWrite", "--permission", "Mail.Send"));
        String appId = app.path("appId").asString("");
        cli(
                profile,
                "New-ApplicationAccessPolicy",
                "-AppId",
                appId,
                "-PolicyScopeGroupId",
                group,
                "-AccessRight",
                "RestrictAccess");
        return new Program(tenant, appId, app.path("clientSecret").asString(""));
    }

    private static String name(String address) {
        return address.substring(0, address.indexOf('@'));
    }

    /** Runs a command of the command line; throws if it fails. */
    static String cli(Path profile, String... words) throws IOException {
        var printed = new ByteArrayOutputStream();
        var complaints = new ByteArrayOutputStream();
        var client = new Client(
                Map.of("POSTERN_PROFILE", profile.toString()),
                Path.of("").toAbsolutePath(),
                new PrintStream(printed, true, StandardCharsets.UTF_8),
                new PrintStream(complaints, true, StandardCharsets.UTF_8));
        int status = client.run(new Command.Remote(new ArrayList<>(List.of(words))));
        if (status != 0) {
            throw new IOException(words[0] + " ended with " + status + ": " + complaints);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
