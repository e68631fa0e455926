package dev.postern.benchmarks;

import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.http.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The measured mailbox, and the program that may access it; set up as an administrator would. */
record Mailbox(PosternProcess server, String address, String appId, String secret, String token) {
    private static final List<String> PERMISSIONS =
            List.of("Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite", "MailboxSettings.ReadWrite");

    /** Creates this many mailboxes {@code benchN@contoso.example} and reads from each, which creates its content. */
    static Mailbox prepare(PosternProcess server, int mailboxes) throws IOException {
        String group = "benchers";
        run(server, "New-DistributionGroup", "-Name", group, "-Type", "Security", "-PrimarySmtpAddress", at(group));
        for (int i = 0; i < mailboxes; i++) {
            run(server, "New-Mailbox", "-Shared", "-Name", "bench" + i, "-PrimarySmtpAddress", at("bench" + i));
            run(server, "Add-DistributionGroupMember", "-Identity", group, "-Member", "bench" + i);
        }
        Mailbox mailbox = open(server);
        try (Wire wire = new Wire(server.port())) {
            for (int i = 0; i < mailboxes; i++) {
                mailbox.expect(wire, "GET", "/users/" + at("bench" + i) + "/messages?$top=1", "", 200);
            }
        }
        return mailbox;
    }

    /** A program that a policy confines to the group, so that every request is decided by a policy. */
    static Mailbox open(PosternProcess server) throws IOException {
        String name = "bench " + ProcessHandle.current().pid() + " " + System.nanoTime();
        var create = new ArrayList<>(List.of("app", "create", name));
        PERMISSIONS.forEach(permission -> create.addAll(List.of("--permission", permission)));
        JsonNode app = Json.parse(run(server, create.toArray(String[]::new)));
        String appId = app.path("appId").asString("");
        run(
                server,
                "New-ApplicationAccessPolicy",
                "-AppId",
                appId,
                "-PolicyScopeGroupId",
                at("benchers"),
                "-AccessRight",
                "RestrictAccess");
        String secret = app.path("clientSecret").asString("");
        return new Mailbox(server, at("bench0"), appId, secret, token(server, appId, secret));
    }

    /** The same mailbox and program on a server that was started again; with a new token. */
    Mailbox at(PosternProcess started) throws IOException {
        return new Mailbox(started, address, appId, secret, token(started, appId, secret));
    }

    private static String at(String name) {
        return name + "@contoso.example";
    }

    private static String token(PosternProcess server, String appId, String secret) throws IOException {
        String form = "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_id="
                + appId + "&client_secret=" + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        try (Wire wire = new Wire(server.port())) {
            Wire.Answer answer =
                    wire.call(("POST /" + server.admin().path("tenantId").asString("")
                                    + "/oauth2/v2.0/token HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                    + " application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                                    + "\r\n\r\n" + form)
                            .getBytes(StandardCharsets.UTF_8));
            if (answer.status() != 200) {
                throw new IllegalStateException("No token: " + answer.status());
            }
            return Json.parse(answer.content()).path("access_token").asString("");
        }
    }

    /** Runs a command line as the administrator. */
    static String run(PosternProcess server, String... command) {
        var printed = new ByteArrayOutputStream();
        var complaints = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Client client = new Client(
                Map.of("POSTERN_PROFILE", server.profile().toString()),
                Path.of("").toAbsolutePath(),
                out,
                new PrintStream(complaints, true, StandardCharsets.UTF_8));
        int status = client.run(new Command.Remote(List.of(command)));
        String text = printed.toString(StandardCharsets.UTF_8);
        if (status != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + ": " + complaints.toString(StandardCharsets.UTF_8));
        }
        return text;
    }

    /** A whole request below this mailbox, or below the service root if the path begins with {@code /users}. */
    byte[] request(String method, String path, String body) {
        return request(method, path, body, "Accept: application/json");
    }

    /** @param header one more */
    byte[] request(String method, String path, String body, String header) {
        String target = "/v1.0" + (path.startsWith("/users") ? path : "/users/" + address + path);
        String content = body.isEmpty() && method.equals("GET")
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n";
        return (method + " " + target.replace(" ", "%20").replace("\"", "%22")
                        + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nAuthorization: Bearer " + token
                        + "\r\n" + header + "\r\n" + content + "\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    Wire.Answer expect(Wire wire, String method, String path, String body, int status) throws IOException {
        Wire.Answer answer = wire.call(request(method, path, body));
        if (answer.status() != status) {
            throw new IllegalStateException(method + " " + path + ": " + answer.status() + " " + answer.text());
        }
        return answer;
    }

    @Override
    public String toString() {
        return "Mailbox[" + address + "]";
    }
}
