package dev.postern.acceptance;

import dev.postern.TestFolders;
import dev.postern.http.Json;
import dev.postern.store.Databases;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates the fixture of {@link EarlierStoreTest}: a store with all kinds of content, and the server's responses for it. Run {@link #main}
 * at the commit whose store is to be preserved, with the folder of the fixture. Secrets and keys are removed.
 */
final class StoreMaker {
    static final Instant TIME = Instant.parse("2026-11-26T12:00:00Z");
    static final List<String> MAILBOXES = List.of("first@contoso.example", "second@contoso.example");
    /** The size of the upload that is left unfinished, and the number of bytes that were sent. */
    static final int UPLOAD_BYTES = 4_000_000;

    static final int UPLOADED_BYTES = 327_680;

    private static final String JSON = "application/json";

    private final Administration admin;
    private final String token;

    private StoreMaker(Administration admin, String token) {
        this.admin = admin;
        this.token = token;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Path data = TestFolders.folder("postern-store");
        make(data, folder.resolve("sqlite.jsonl.gz"));
        String sqlite = "jdbc:sqlite:" + data.resolve("postern.db");
        removeSecrets(sqlite);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("sqlite.db.gz")))) {
            Files.copy(data.resolve("postern.db"), out);
        }
        String url = Databases.postgresUrl();
        make(TestFolders.folder("postern-store"), folder.resolve("postgres.jsonl.gz"), "--database", url);
        removeSecrets(url);
        dump(url, folder.resolve("postgres.sql.gz"));
        System.exit(0);
    }

    private static void make(Path data, Path recording, String... more) throws IOException {
        long began = System.nanoTime();
        InstantSource clock = () -> TIME.plusNanos(System.nanoTime() - began);
        try (TestPostern postern = TestPostern.start(data, clock, more)) {
            Administration admin = postern.admin();
            var app = admin.app("recorder", "Mail.ReadWrite", "Mail.Send", "User.Read.All", "Directory.Read.All");
            String token = admin.token(app);
            StoreMaker maker = new StoreMaker(admin, token);
            String upload = maker.fill();
            List<ObjectNode> exchanges = StoreRecording.of(admin, token, MAILBOXES);
            exchanges.add(
                    Json.object().put("upload", upload.replace(admin.http().base(), "")));
            StoreRecording.write(exchanges, recording);
        }
    }

    /** Returns the URL of an upload that is left unfinished. */
    private String fill() {
        admin.sharedMailbox("first");
        admin.sharedMailbox("second");
        String group = admin.securityGroup("readers");
        admin.cmdlet("Add-DistributionGroupMember", "Identity", "readers", "Member", "first");
        var reporter = admin.app("reporter", "Mail.Read");
        admin.restrict(reporter.appId(), group);
        String folder = id(post("first", "/mailFolders", "{\"displayName\":\"Projects\"}"));
        String child = id(post("first", "/mailFolders/" + folder + "/childFolders", "{\"displayName\":\"Ünder\"}"));
        id(post("first", "/mailFolders/searchfolders/childFolders", """
            {"@odata.type":"microsoft.graph.mailSearchFolder","displayName":"Planned","includeNestedFolders":true,
             "sourceFolderIds":["inbox","%s"],"filterQuery":"contains(subject,'plan')"}\
            """.formatted(folder)));
        drafts(folder, child);
        mail();
        String draft = id(post("first", "/messages", "{\"subject\":\"with an upload\"}"));
        return upload(draft);
    }

    private void drafts(String folder, String child) {
        String draft = id(post("first", "/messages", """
            {"subject":"plan ä 漢字 \\ud83d\\ude00","importance":"high","categories":["Red","Blue"],
             "body":{"contentType":"html","content":"<p>It is <b>planned</b> &amp; ready.</p>"},
             "toRecipients":[{"emailAddress":{"name":"Second","address":"second@contoso.example"}}],
             "ccRecipients":[{"emailAddress":{"address":"first@contoso.example"}}],
             "replyTo":[{"emailAddress":{"address":"second@contoso.example"}}],
             "internetMessageHeaders":[{"name":"x-project","value":"alpha"}],
             "flag":{"flagStatus":"flagged"},"isDeliveryReceiptRequested":true,
             "singleValueExtendedProperties":[{"id":"String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Color","value":"Green"}],
             "attachments":[
              {"@odata.type":"#microsoft.graph.fileAttachment","name":"a.txt","contentType":"text/plain","contentBytes":"YWJj"},
              {"@odata.type":"#microsoft.graph.fileAttachment","name":"p.png","isInline":true,"contentId":"p1","contentBytes":"iVBORw0KGgo="},
              {"@odata.type":"#microsoft.graph.itemAttachment","name":"inner","item":{"@odata.type":"microsoft.graph.message",
               "subject":"inner","body":{"contentType":"text","content":"inside"}}}]}\
            """));
        post("first", "/messages/" + draft + "/extensions", MailSeeds.extension("example.contoso.note"));
        post("first", "/messages/" + draft + "/copy", "{\"destinationId\":\"" + child + "\"}");
        String moved = id(post("first", "/messages/" + draft + "/copy", "{\"destinationId\":\"" + folder + "\"}"));
        post("first", "/messages/" + moved + "/move", "{\"destinationId\":\"archive\"}");
        String removed = id(post("first", "/messages/" + draft + "/copy", "{\"destinationId\":\"" + folder + "\"}"));
        delete("first", "/messages/" + removed);
        String gone = id(post("first", "/messages/" + draft + "/copy", "{\"destinationId\":\"" + folder + "\"}"));
        post("first", "/messages/" + gone + "/permanentDelete", "");
        String large = "x".repeat(400_000);
        post("first", "/messages", """
            {"subject":"large","attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"large.txt",
             "contentBytes":"%s"}]}\
            """.formatted(Http.base64(large)));
        String mime = """
            From: first@contoso.example\r
            To: second@contoso.example\r
            Subject: =?utf-8?Q?plan_by_MIME_=C3=A4?=\r
            Message-ID: <one@contoso.example>\r
            X-Own: kept\r
            MIME-Version: 1.0\r
            Content-Type: multipart/alternative; boundary=b\r
            \r
            --b\r
            Content-Type: text/plain; charset=iso-8859-1\r
            Content-Transfer-Encoding: quoted-printable\r
            \r
            planned f=FCr dich\r
            --b\r
            Content-Type: text/html\r
            \r
            <p>planned</p>\r
            --b--\r
            """;
        admin.http()
                .send("POST", "/v1.0/users/first@contoso.example/messages", token, "text/plain", Http.base64(mime))
                .expect(201);
    }

    private void mail() {
        for (int i = 1; i <= 6; i++) {
            String to =
                    i == 6 ? "outside@elsewhere.example" : i == 5 ? "nobody@contoso.example" : "second@contoso.example";
            post("second", "/sendMail", """
                {"message":{"subject":"plan %1$d","body":{"contentType":"html","content":"<p>planned <i>%1$d</i></p>"},
                 "toRecipients":[{"emailAddress":{"address":"first@contoso.example"}},{"emailAddress":{"address":"%2$s"}}],
                 "attachments":[{"@odata.type":"#microsoft.graph.fileAttachment","name":"n%1$d.txt","contentBytes":"%3$s"}]}}\
                """.formatted(i, to, Http.base64("n".repeat(i * 1000))));
        }
        arrived("first", 6);
        arrived("second", 5);
        var inbox = get("first", "/mailFolders/inbox/messages?$select=subject&$orderby=receivedDateTime")
                .get("value");
        String one = inbox.get(0).get("id").asString();
        admin.http()
                .send(
                        "PATCH",
                        "/v1.0/users/first@contoso.example/messages/" + one,
                        token,
                        JSON,
                        "{\"isRead\":true,\"categories\":[\"Done\"]}")
                .expect(200);
        post("first", "/messages/" + one + "/reply", "{\"comment\":\"agreed\"}");
        post("first", "/messages/" + one + "/createForward", "{\"comment\":\"see\"}");
        arrived("second", 6);
    }

    private void arrived(String mailbox, int count) {
        Waiting.until(() -> Optional.of(
                        get(mailbox, "/mailFolders/inbox").get("totalItemCount").asInt())
                .filter(total -> total >= count));
    }

    private String upload(String draft) {
        String url = post(
                        "first", "/messages/" + draft + "/attachments/createUploadSession", """
                            {"AttachmentItem":{"attachmentType":"file","name":"u.bin","size":%d}}\
                            """.formatted(UPLOAD_BYTES))
                .json()
                .get("uploadUrl")
                .asString();
        UploadPart.put(url, 0, UPLOADED_BYTES, UPLOAD_BYTES);
        return url;
    }

    private JsonNode get(String mailbox, String path) {
        return admin.http()
                .get("/v1.0/users/" + mailbox + "@contoso.example" + path, token)
                .expect(200)
                .json();
    }

    private Answer post(String mailbox, String path, String body) {
        Answer answer = admin.http().post("/v1.0/users/" + mailbox + "@contoso.example" + path, token, body);
        if (answer.status() >= 300) {
            throw new AssertionError(path + " returned " + answer.body());
        }
        return answer;
    }

    private void delete(String mailbox, String path) {
        admin.http()
                .send("DELETE", "/v1.0/users/" + mailbox + "@contoso.example" + path, token, null, null)
                .expect(204);
    }

    private static String id(Answer answer) {
        return answer.json().get("id").asString();
    }

    private static void removeSecrets(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("delete from signing_key");
            if (url.startsWith("jdbc:sqlite:")) {
                statement.execute("pragma journal_mode = delete");
                statement.execute("vacuum");
            }
        }
    }

    /** Returns all rows of a PostgreSQL database as insert statements for its schema. */
    private static void dump(String url, Path file) throws IOException, SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = 'public' and table_type ="
                            + " 'BASE TABLE' and table_name <> 'flyway_schema_history' order by 1")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select * from " + table)) {
                    while (rows.next()) {
                        lines.add(insert(table, rows));
                    }
                }
            }
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String insert(String table, ResultSet row) throws SQLException {
        int columns = row.getMetaData().getColumnCount();
        String[] names = new String[columns];
        String[] values = new String[columns];
        for (int i = 0; i < columns; i++) {
            names[i] = row.getMetaData().getColumnName(i + 1);
            values[i] = literal(row.getObject(i + 1));
        }
        return "insert into " + table + " (" + String.join(", ", names) + ") values ("
                + String.join(", ", Arrays.asList(values)) + ")";
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> "'\\x" + HexFormat.of().formatHex(bytes) + "'";
            case Boolean flag -> flag.toString();
            case Number number -> number.toString();
            default ->
                "E'"
                        + value.toString()
                                .replace("\\", "\\\\")
                                .replace("'", "''")
                                .replace("\n", "\\n")
                                .replace("\r", "\\r")
                        + "'";
        };
    }
}
