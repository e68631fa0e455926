package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.cli.Client;
import dev.postern.cli.Command;
import dev.postern.http.Json;
import dev.postern.store.Databases;
import dev.postern.store.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code ./postern mail import} and {@code mail export} against a server over HTTP. */
class MailMovingTest {
    private static final Path CORPUS =
            Path.of(System.getProperty("corpus", "../../shared/corpus")).resolve("mime");
    private static TestPostern postern;
    private static int boxes;

    private Path folder;
    private String box;

    private record Ran(int status, String out, String err) {
        JsonNode json() {
            return Json.parse(out);
        }

        void counts(int imported, int skipped, int failed) {
            assertEquals(
                    List.of(imported, skipped, failed),
                    List.of(
                            json().path("imported").asInt(),
                            json().path("skipped").asInt(),
                            json().path("failed").asInt()),
                    () -> out + err);
        }
    }

    @BeforeAll
    static void start() {
        postern = TestPostern.start();
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    @BeforeEach
    void open() throws IOException {
        folder = TestFolders.folder("postern-moving");
        box = newBox(postern);
    }

    private static String newBox(TestPostern at) {
        String name = "box" + ++boxes;
        at.admin().sharedMailbox(name);
        return name + "@contoso.example";
    }

    private static Ran run(TestPostern at, Path folder, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        Client client = new Client(
                Map.of("POSTERN_PROFILE", at.folder().resolve("admin.json").toString()),
                folder,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        int status = client.run(new Command.Remote(
                Stream.concat(Stream.of("mail"), Stream.of(arguments)).toList()));
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Ran run(String... arguments) {
        return run(postern, folder, arguments);
    }

    private static String message(String subject, String more) {
        return "From: a@fabrikam.example\r\nTo: b@contoso.example\r\nDate: Sun, 1 Nov 2026 10:00:00 +0000\r\n"
                + "Message-ID: <" + subject + "@fabrikam.example>\r\nSubject: " + subject + "\r\n\r\ntext\r\n" + more;
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.UTF_8);
    }

    private JsonNode messages(String mailbox, String folder, String query) {
        String token = reader();
        return postern.admin()
                .http()
                .get("/v1.0/users/" + mailbox + "/mailFolders/" + folder + "/messages?$top=100" + query, token)
                .expect(200)
                .json()
                .path("value");
    }

    private static Administration.App app;

    private static String reader() {
        synchronized (MailMovingTest.class) {
            if (app == null) {
                app = postern.admin().app("moving reader", "Mail.ReadWrite");
            }
        }
        return postern.admin().token(app);
    }

    @Test
    void allFormsOfFilesAreMovedInOnce() throws IOException {
        write(
                "box.mbox",
                "From x Mon Nov 23 08:00:00 2026\nStatus: RO\nX-Status: AF\n"
                        + message("m1", "").replace("\r", "") + "\nFrom x Mon Nov 23 09:00:00 2026\n"
                        + message("m2", ">From here\n") + "\n");
        write("one.eml", message("e1", ""));
        write("Maildir/cur/1700000000.a:2,FRS", message("d1", ""));
        write("Maildir/new/1700000001.b", message("d2", ""));
        write("Maildir/.A.B/cur/1700000002.c:2,S", message("d3", ""));
        write("Maildir/.Sent/cur/1700000003.d:2,S", message("d4", ""));
        write("Maildir/cur/1700000004.e:2,T", message("d5", ""));
        write("Maildir/.Drafts/cur/1700000005.f:2,D", message("d6", ""));
        write("Maildir/.Contacts/cur/1700000006.g:2,", message("d7", ""));
        Ran ran = run("import", box, "box.mbox", "one.eml", "Maildir", "--json");
        ran.counts(10, 0, 0);
        assertEquals(0, ran.status());

        JsonNode inbox = messages(box, "inbox", "&$orderby=receivedDateTime%20desc");
        assertEquals(
                List.of(
                        "m2 2026-11-23T09:00:00Z false notFlagged",
                        "m1 2026-11-23T08:00:00Z true flagged",
                        "e1 2026-11-01T10:00:00Z false notFlagged",
                        "d2 2023-11-14T22:13:21Z false notFlagged",
                        "d1 2023-11-14T22:13:20Z true flagged"),
                inbox.valueStream()
                        .map(one -> one.path("subject").asString() + " "
                                + one.path("receivedDateTime").asString() + " "
                                + one.path("isRead").asBoolean() + " "
                                + one.path("flag").path("flagStatus").asString())
                        .toList());
        assertEquals(
                "text\r\nFrom here\n", new String(value(inbox.get(0)), StandardCharsets.UTF_8).split("\r\n\r\n")[1]);
        for (String known : List.of("sentitems d4", "deleteditems d5", "drafts d6")) {
            JsonNode there = messages(box, known.split(" ")[0], "");
            assertEquals(1, there.size(), known);
            assertEquals(known.split(" ")[1], there.get(0).path("subject").asString());
            assertEquals(
                    known.startsWith("drafts"), there.get(0).path("isDraft").asBoolean());
        }
        JsonNode folders =
                run("export", box, "out", "--format", "eml", "--json").json();
        assertEquals(10, folders.path("exported").asInt());
        assertTrue(
                Files.isDirectory(folder.resolve("out/A/B")) && Files.isDirectory(folder.resolve("out/Contacts Mail")));

        run("import", box, "box.mbox", "one.eml", "Maildir", "--json").counts(0, 10, 0);
        // wherever it is by then
        postern.admin()
                .http()
                .post(
                        "/v1.0/users/" + box + "/messages/"
                                + inbox.get(0).path("id").asString() + "/move",
                        reader(),
                        "{\"destinationId\":\"archive\"}")
                .expect(201);
        run("import", box, "box.mbox", "--json").counts(0, 2, 0);
        run("import", box, "box.mbox", "--folder", "Old/2026", "--json").counts(2, 0, 0);
    }

    private byte[] value(JsonNode message) {
        return Http.bytes(
                postern.address() + "/v1.0/users/" + box + "/messages/"
                        + message.path("id").asString() + "/$value",
                reader());
    }

    @ParameterizedTest
    @ValueSource(strings = {"maildir", "mbox", "eml"})
    void whatIsMovedOutAndInAgainIsTheSame(String format) throws IOException {
        var random = new Random(format.hashCode());
        List<String> places = List.of(
                "",
                ".Sent",
                ".Drafts",
                ".Trash",
                ".Junk",
                ".Archive",
                ".A",
                ".A.B",
                ".INBOX.C",
                ".Entw&APw-rfe",
                ".x&AC8-.&AC8-y",
                ".&AC4ALg-",
                ".cur",
                ".P.tmp");
        for (int i = 0; i < 300; i++) {
            String place = places.get(random.nextInt(places.size()));
            String flags = Stream.of("D", "F", "R", "S")
                    .filter(_ -> random.nextInt(3) == 0)
                    .reduce("", String::concat);
            String end = List.of(
                            "",
                            "\r\n",
                            "From x\r\n",
                            ">From y\n",
                            "no end",
                            "\n\n",
                            "x".repeat(random.nextInt(9) * 60_000))
                    .get(random.nextInt(7));
            String text = message("s" + i, end);
            write(
                    "in/" + place + "/cur/" + (1_700_000_000 + random.nextInt(1_000_000)) + "." + i + ":2," + flags,
                    random.nextBoolean() ? text : text.replace("\r\n", "\n"));
        }
        run("import", box, "in", "--json").counts(300, 0, 0);
        Ran out = run("export", box, "out", "--format", format, "--json");
        assertEquals(0, out.status(), out::err);
        assertEquals(300, out.json().path("exported").asInt());
        String other = newBox(postern);
        run("import", other, "out", "--json").counts(300, 0, 0);
        assertEquals(0, run("export", other, "again").status());
        Map<String, Integer> expected = content(folder.resolve("in"));
        Map<String, Integer> is = content(folder.resolve("again"));
        var lost = new TreeMap<>(expected);
        is.forEach((one, count) -> lost.merge(one, count, (a, b) -> a.equals(b) ? null : a - b));
        assertEquals(Map.of(), lost);
        Ran repeated = run("export", box, "out", "--format", format, "--json");
        assertEquals(format.equals("mbox") ? 1 : 0, repeated.status(), repeated::err);
        assertEquals(0, repeated.json().path("exported").asInt());
    }

    /** Folder, time, flags and hash of each message of a Maildir. */
    private static Map<String, Integer> content(Path top) throws IOException {
        var found = new TreeMap<String, Integer>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                found.merge(
                        top.relativize(file.getParent()) + " " + name.substring(0, name.indexOf('.')) + " "
                                + name.substring(name.indexOf(":2,")) + " " + hash(Files.readAllBytes(file)),
                        1,
                        Integer::sum);
            }
        }
        return found;
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyMessageOfTheCorpusComesBackAsItWas(Engine engine) throws IOException {
        if (!Files.isDirectory(CORPUS)) {
            System.err.println("SKIPPED: no corpus of mail next to the project, so only our own messages were moved");
        }
        Assumptions.assumeTrue(Files.isDirectory(CORPUS));
        Map<String, byte[]> sent = new TreeMap<>();
        try (Stream<Path> all = Files.list(CORPUS)) {
            for (Path file : all.filter(one -> one.toString().endsWith(".eml")).toList()) {
                byte[] content = Files.readAllBytes(file);
                sent.put(hash(content), content);
            }
        }
        try (TestPostern at = engine == Engine.SQLITE
                ? TestPostern.start()
                : TestPostern.start("--database", Databases.postgresUrl())) {
            String mailbox = newBox(at);
            Ran ran = run(at, folder, "import", mailbox, CORPUS.toAbsolutePath().toString(), "--json");
            assertEquals(0, ran.status(), ran::err);
            assertEquals(sent.size(), ran.json().path("imported").asInt());
            for (String format : List.of("eml", "mbox", "maildir")) {
                String to = newBox(at);
                assertEquals(
                        0,
                        run(at, folder, "export", mailbox, format, "--format", format)
                                .status());
                assertEquals(0, run(at, folder, "import", to, format).status());
                assertEquals(
                        0,
                        run(at, folder, "export", to, "from-" + format, "--format", "eml")
                                .status());
                Map<String, byte[]> back = new TreeMap<>();
                try (Stream<Path> all = Files.walk(folder.resolve("from-" + format))) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        byte[] content = Files.readAllBytes(file);
                        back.put(hash(content), content);
                    }
                }
                assertEquals(sent.keySet(), back.keySet(), format);
                sent.forEach((hash, content) -> assertArrayEquals(content, back.get(hash)));
            }
        }
    }

    @Test
    void messagesThatWereWrittenAsJsonAreComposed() throws IOException {
        String token = reader();
        postern.admin()
                .http()
                .post(
                        "/v1.0/users/" + box + "/messages",
                        token,
                        "{\"subject\":\"draft\",\"body\":{\"content\":\"hello\"},\"bccRecipients\":[{\"emailAddress\":{\"address\":\"c@contoso.example\"}}],"
                            + "\"attachments\":[{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"a.txt\",\"contentBytes\":\"YWJj\"}]}")
                .expect(201);
        var texts = new ArrayList<String>();
        for (String out : List.of("one", "two")) {
            assertEquals(0, run("export", box, out, "--format", "eml").status());
            try (Stream<Path> all = Files.walk(folder.resolve(out))) {
                texts.add(Files.readString(
                        all.filter(Files::isRegularFile).findFirst().orElseThrow()));
            }
        }
        assertEquals(texts.get(0), texts.get(1), "the same bytes each time");
        assertTrue(
                texts.getFirst().contains("YWJj") && texts.getFirst().contains("c@contoso.example"), texts::getFirst);
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        write("one.eml", message("e1", ""));
        Ran missing = run("import", box, "missing.eml", "one.eml", "--json");
        missing.counts(1, 0, 1);
        assertEquals(1, missing.status());
        assertTrue(missing.err().contains("missing.eml: There is no such file."), missing::err);
        Ran nothing = run("import", box, "missing.eml", "--json");
        nothing.counts(0, 0, 1);
        assertEquals(2, nothing.status());
        Files.createDirectories(folder.resolve("empty"));
        assertEquals(2, run("import", box, "empty").status());
        Ran unknown = run("import", "unknown", "one.eml");
        assertEquals(2, unknown.status());
        assertEquals("There is no mailbox 'unknown@contoso.example'.\n", unknown.err());
        assertEquals(64, run("import", box).status());
        assertEquals(64, run("import", box, "one.eml", "--folder", "a//b").status());
        assertEquals(64, run("export", box, "out", "--format", "zip").status());
        Ran none = run("export", box, "out", "--folder", "Unknown");
        assertEquals(1, none.status());
        assertTrue(none.err().startsWith("There is no folder 'Unknown'."), none::err);
    }

    @Test
    void linksAreNotFollowedAndFilesOfOthersAreKept() throws IOException {
        write("outside/secret.eml", message("secret", ""));
        Files.createDirectories(folder.resolve("in"));
        Files.createSymbolicLink(folder.resolve("in/link.eml"), folder.resolve("outside/secret.eml"));
        Files.createSymbolicLink(folder.resolve("in/loop"), folder.resolve("in"));
        write("in/one.eml", message("one", ""));
        run("import", box, "in", "--json").counts(1, 0, 0);
        write("out/Inbox.mbox", "mine");
        Ran ran = run("export", box, "out", "--format", "mbox");
        assertEquals(1, ran.status());
        assertTrue(ran.err().contains("exists already. It was not changed."), ran::err);
        assertEquals("mine", Files.readString(folder.resolve("out/Inbox.mbox")));
    }

    @Test
    void aMessageIsNotLargerThanTheServerAllows() throws IOException {
        try (TestPostern small = TestPostern.start("mail.max-message-size", "400 KiB")) {
            String mailbox = newBox(small);
            write("in/large.eml", message("large", "x".repeat(500_000)));
            write("in/fits.eml", message("fits", "x".repeat(300_000)));
            Ran ran = run(small, folder, "import", mailbox, "in", "--json");
            ran.counts(1, 0, 1);
            assertTrue(ran.err().contains("large.eml: The message is larger than 409600 bytes."), ran::err);
            run(small, folder, "import", mailbox, "in", "--json").counts(0, 1, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"size\":3}~abc                        | 200 | imported",
                "{\"size\":3}~abc{\"size\":0}~           | 200 | imported",
                "{\"size\":4}~abc                        | 400 | The body ends within a message.",
                "{\"folder\":[\"A\"]}~                   | 400 | 'size' is missing",
                "{\"size\":3                             | 400 | does not begin with a line of JSON",
                "{\"size\":3,\"received\":\"x\"}~abc     | 400 | 'received' must be a time",
                "{\"size\":3,\"folder\":[\" \"]}~abc     | 400 | 'folder' must be a list",
                "nothing~                                | 400 | The messages cannot be read",
                "{\"size\":9000000000}~abc               | 400 | The body ends within a message.",
            })
    void requestsAreReadStrictly(String body, int status, String text) {
        Answer answer = postern.admin()
                .http()
                .post(
                        "/postern/mailboxes/" + box + "/messages",
                        postern.admin().token("https://management.azure.com"),
                        body.strip().replace("~", "\n"));
        assertEquals(status, answer.status());
        assertTrue(answer.json().toString().contains(text), answer.json()::toString);
    }

    @Test
    void onlyTheAdministratorMovesMailAndEachRequestIsAudited() {
        Administration.App other = postern.admin().app("not the administrator", "Mail.ReadWrite");
        String stranger = postern.admin()
                .requestToken(other.appId(), other.secret(), "https://management.azure.com")
                .json()
                .path("access_token")
                .asString("");
        String token = postern.admin().token("https://management.azure.com");
        for (String what : List.of("folders", "messages?folder=x", "messages/x")) {
            String path = "/postern/mailboxes/" + box + "/" + what;
            assertEquals(403, postern.admin().http().get(path, stranger).status());
            assertEquals(
                    what.equals("folders") ? 200 : 400,
                    postern.admin().http().get(path, token).status());
        }
        assertEquals(
                403,
                postern.admin()
                        .http()
                        .post("/postern/mailboxes/" + box + "/messages", stranger, "")
                        .status());
        Answer stored = postern.admin()
                .http()
                .post("/postern/mailboxes/" + box + "/messages", token, "{\"size\":3}\nabc")
                .expect(200);
        JsonNode entries = postern.admin()
                .http()
                .get("/postern/audit/" + stored.requestId(), token)
                .expect(200)
                .json();
        assertTrue(entries.toString().contains("POST /postern/mailboxes/{mailbox}/messages"), entries::toString);
        assertEquals(
                404,
                postern.admin()
                        .http()
                        .get("/postern/mailboxes/nobody@contoso.example/folders", token)
                        .status());
        assertEquals(
                404,
                postern.admin()
                        .http()
                        .get("/postern/mailboxes/" + box + "/messages/00000000-0000-4000-8000-000000000000", token)
                        .status());
    }
}
