package dev.postern;

import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.http.Json;
import dev.postern.http.tls.LocalAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * What programs usually ask of a server, in a usual mix: tokens, sending, lists, messages, searches, changes, calendars, cmdlets. Some
 * callers over HTTP and one over HTTPS each do one thing after the other until the time is over.
 */
final class TrainingLoad {
    /** Enough for the JVM to know which methods matter; more changes little. */
    static final long USUAL_SECONDS = 15;

    private static final int MAILBOXES = 4;
    private static final int CALLERS = 3;
    private static final int MAX_ROUNDS = 20_000;
    private static final String LISTED = "$select=subject,from,receivedDateTime,isRead,hasAttachments,importance";
    private static final String GROUP = "trainees-of-mail";

    private final Path data;
    private final JsonNode admin;

    /** @param data the server's data directory */
    TrainingLoad(Path data) throws IOException {
        this.data = data;
        this.admin = Json.parse(Files.readAllBytes(data.resolve("admin.json")));
    }

    void run(Duration length) throws IOException, InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        JsonNode app = prepare();
        HttpClient plain =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpClient secure = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(LocalAuthority.open(data.resolve("tls"), List.of(), InstantSource.system())
                        .clientContext())
                .build();
        try (plain;
                secure;
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                boolean tls = i == 0;
                int first = i;
                all.add(callers.submit(() -> {
                    Caller caller = new Caller(
                            tls ? secure : plain,
                            admin.path(tls ? "tlsServer" : "server").stringValue(),
                            app);
                    for (int round = 0; round < MAX_ROUNDS && System.nanoTime() < end; round++) {
                        caller.round(round, (first + round) % MAILBOXES);
                    }
                    return null;
                }));
            }
            for (int round = 0; round < MAX_ROUNDS && System.nanoTime() < end; round++) {
                command("Get-Mailbox", "-Identity", "trainee0");
                command("Set-Mailbox", "-Identity", "trainee0", "-CustomAttribute1", "round " + round);
                command("Get-DistributionGroupMember", "-Identity", GROUP);
                command(
                        "Test-ApplicationAccessPolicy",
                        "-AppId",
                        app.path("appId").stringValue(),
                        "-Identity",
                        "trainee0");
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("The server could not be trained: " + e.getCause(), e.getCause());
        }
    }

    /** Mailboxes, and an application that a policy confines to them. */
    private JsonNode prepare() throws IOException {
        command("New-DistributionGroup", "-Name", GROUP, "-Type", "Security");
        for (int i = 0; i < MAILBOXES; i++) {
            command("New-Mailbox", "-Shared", "-Name", "trainee" + i, "-PrimarySmtpAddress", address(i));
            command("Add-DistributionGroupMember", "-Identity", GROUP, "-Member", "trainee" + i);
        }
        List<String> create = new ArrayList<>(List.of("app", "create", "trainer"));
        for (String permission :
                List.of("Mail.ReadWrite", "Mail.Send", "Calendars.ReadWrite", "MailboxSettings.ReadWrite")) {
            create.addAll(List.of("--permission", permission));
        }
        JsonNode app = Json.parse(command(create.toArray(String[]::new)));
        command(
                "New-ApplicationAccessPolicy",
                "-AppId",
                app.path("appId").stringValue(),
                "-PolicyScopeGroupId",
                GROUP,
                "-AccessRight",
                "RestrictAccess");
        return app;
    }

    private byte[] command(String... words) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream warned = new ByteArrayOutputStream();
        int status = new Client(
                        Map.of("POSTERN_PROFILE", data.resolve("admin.json").toString()),
                        data,
                        new PrintStream(printed, true, StandardCharsets.UTF_8),
                        new PrintStream(warned, true, StandardCharsets.UTF_8))
                .run(new Command.Remote(List.of(words)));
        if (status != 0) {
            throw new IOException(String.join(" ", words) + ": " + warned.toString(StandardCharsets.UTF_8));
        }
        return printed.toByteArray();
    }

    private static String address(int mailbox) {
        return "trainee" + mailbox + "@contoso.example";
    }

    /** One program. It requests its token at the beginning and from time to time. */
    private final class Caller {
        private final HttpClient client;
        private final String server;
        private final JsonNode app;
        private String token = "";
        private String deltaLink = "";

        Caller(HttpClient client, String server, JsonNode app) {
            this.client = client;
            this.server = server;
            this.app = app;
        }

        void round(int round, int mailbox) throws IOException, InterruptedException {
            String user = "/v1.0/users/" + address(mailbox);
            if (round % 20 == 0) {
                token = requestToken();
            }
            for (int i = 0; i < 4; i++) {
                call("POST", user + "/sendMail", letter(round, (mailbox + i) % MAILBOXES), 202);
            }
            JsonNode list = call("GET", user + "/mailFolders/inbox/messages?$top=25&" + LISTED, "", 200);
            call("GET", user + "/messages?$filter=isRead%20eq%20false&$top=10", "", 200);
            for (JsonNode message : list.path("value").valueStream().limit(3).toList()) {
                call("GET", user + "/messages/" + message.path("id").stringValue(), "", 200);
            }
            for (JsonNode message : list.path("value").valueStream().limit(1).toList()) {
                call("PATCH", user + "/messages/" + message.path("id").stringValue(), "{\"isRead\":true}", 200);
            }
            if (round % 4 == 0) {
                follow(user);
                call("GET", user + "/mailFolders", "", 200);
                call("GET", user + "/messages?$search=%22meeting%22&$top=10", "", 200);
            }
            if (round % 4 == 1) {
                calendar(user, round);
            }
            if (round % 8 == 2) {
                JsonNode draft = call("POST", user + "/messages", "{\"subject\":\"A draft\"}", 201);
                call("DELETE", user + "/messages/" + draft.path("id").stringValue(), "", 204);
                call("GET", user + "/mailboxSettings", "", 200);
            }
        }

        private void follow(String user) throws IOException, InterruptedException {
            JsonNode page = call(
                    "GET",
                    deltaLink.isEmpty() ? user + "/mailFolders/inbox/messages/delta?$select=subject" : deltaLink,
                    "",
                    200);
            String next = page.path("@odata.deltaLink")
                    .asString(page.path("@odata.nextLink").asString(""));
            deltaLink = next.isEmpty() ? "" : next.substring(next.indexOf("/v1.0/"));
        }

        private void calendar(String user, int round) throws IOException, InterruptedException {
            int day = 1 + round % 28;
            String date = "2027-03-" + (day < 10 ? "0" : "") + day;
            JsonNode event = call("POST", user + "/events", event(date), 201);
            call("GET", user + "/events/" + event.path("id").stringValue(), "", 200);
            call(
                    "GET",
                    user + "/calendarView?startDateTime=2027-03-01T00:00:00Z&endDateTime=2027-03-31T00:00:00Z&$top=50",
                    "",
                    200);
        }

        private String requestToken() throws IOException, InterruptedException {
            String form = "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_id="
                    + app.path("appId").stringValue() + "&client_secret="
                    + URLEncoder.encode(app.path("clientSecret").stringValue(), StandardCharsets.UTF_8);
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(
                                    server + "/" + admin.path("tenantId").stringValue() + "/oauth2/v2.0/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build(),
                    BodyHandlers.ofByteArray());
            return Json.parse(response.body()).path("access_token").asString("");
        }

        private JsonNode call(String method, String path, String body, int status)
                throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                    .header("Authorization", "Bearer " + token)
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
            if (!body.isEmpty()) {
                request.header("Content-Type", "application/json");
            }
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            if (response.statusCode() != status) {
                throw new IOException(method + " " + path + ": " + response.statusCode() + " "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body().length == 0 ? Json.object() : Json.parse(response.body());
        }

        private static String letter(int round, int to) {
            String text = "The meeting about item " + round + " is at noon. ".repeat(40);
            return "{\"message\":{\"subject\":\"Item " + round + "\",\"body\":{\"contentType\":\""
                    + (round % 3 == 0
                            ? "HTML\",\"content\":\"<html><body><p>" + text + "</p></body></html>"
                            : "Text\",\"content\":\"" + text)
                    + "\"},\"toRecipients\":[{\"emailAddress\":{\"address\":\"" + address(to) + "\"}}]}}";
        }

        private static String event(String date) {
            return "{\"subject\":\"Review\",\"start\":{\"dateTime\":\"" + date
                    + "T10:00:00\",\"timeZone\":\"UTC\"},\"end\":{\"dateTime\":\"" + date
                    + "T11:00:00\",\"timeZone\":\"UTC\"}}";
        }
    }
}
