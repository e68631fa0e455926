package dev.postern.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsReaderTest {
    private static final Settings.Sending SENDING = new Settings.Sending(100_000, 500_000, 1_000_000, 5_000_000);

    @TempDir
    Path directory;

    private static Settings read(Path file) {
        return SettingsReader.read(Optional.of(file), Map.of(), Map.of());
    }

    private static Settings defaults() {
        return SettingsReader.read(Optional.empty(), Map.of(), Map.of());
    }

    private static Path resource(String name) {
        try {
            var url = SettingsReaderTest.class.getResource(name);
            if (url == null) {
                throw new IllegalArgumentException(name);
            }
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void withoutConfigurationTheDefaultsAreUsed() throws IOException {
        var settings = defaults();
        assertEquals(
                new Settings.Server(InetAddress.ofLiteral("127.0.0.1"), 8080, 8443, List.of(), List.of()),
                settings.server());
        assertEquals(Path.of("./data"), settings.data());
        assertEquals(new Settings.Database(Optional.empty(), 10), settings.database());
        assertEquals(new Settings.Tenants("contoso.example", List.of()), settings.tenants());
        assertEquals(new Settings.Token(Duration.ofSeconds(3599)), settings.token());
        assertEquals(new Settings.Access(false, Settings.DenialText.CLASSIC), settings.access());
        assertEquals(new Settings.Audit(false, Duration.ofDays(400)), settings.audit());
        assertEquals(new Settings.Encryption(Optional.empty(), List.of()), settings.encryption());
        assertEquals(new Settings.Compute(Optional.empty(), new DataSize(16L << 20)), settings.compute());
        assertEquals(new Settings.Mail(500, new DataSize(150L << 20), Duration.ofDays(30), SENDING), settings.mail());
        assertEquals(
                new Settings.Receiving("localhost", Optional.empty(), Optional.empty(), false, List.of(), true),
                settings.receiving());
        assertEquals(
                new Settings.Graph(Set.of(), List.of(), new Settings.Cloud(Set.of(), 0, Duration.ZERO)),
                settings.graph());
        assertEquals(new Settings.Workflow(true, Duration.ofDays(90)), settings.workflow());
        assertEquals(List.of(), settings.imds());
        assertEquals(new Settings.Limits(new DataSize(4 << 20)), settings.limits());
        assertEquals(new Settings.Outbound(List.of(), List.of()), settings.outbound());
        assertEquals(
                new Settings.Relay(Optional.empty(), false, 4, Duration.ofSeconds(60), Duration.ofDays(2)),
                settings.relay());
        assertEquals(connections(OptionalInt.empty(), 10, 10, 30, 60, 4096), settings.connections());
        assertEquals(
                new Settings.Storage(
                        new Settings.MailboxSize(
                                1_000_000, new DataSize(50L << 30), new DataSize(30L << 30), 10_000, 300, 20, 10_000),
                        new DataSize(64 << 20),
                        new DataSize(2L << 30),
                        new Settings.Retention(Duration.ofDays(30), Duration.ofDays(14), Duration.ofDays(30))),
                settings.storage());
        assertEquals(new Settings.SignIn(false, 60), settings.signIn());
        assertEquals(new Settings.Log(Settings.LogFormat.JSON, Settings.LogLevel.INFO), settings.log());
    }

    @Test
    void everyKeyIsRead() {
        var settings = read(resource("full.yaml"));
        assertEquals(
                new Settings.Server(
                        InetAddress.ofLiteral("0.0.0.0"),
                        1,
                        2,
                        List.of("tls.example", "192.0.2.1"),
                        List.of("https://proxy.example", "tls.example", "192.0.2.1")),
                settings.server());
        assertEquals(Path.of("/var/lib/postern"), settings.data());
        assertEquals(
                new Settings.Database(
                        Optional.of("jdbc:postgresql://u:hidden1@db/postern?password=hidden2&ssl=true"), 33),
                settings.database());
        assertEquals(new Settings.Tenants("one.example", List.of("two.example", "three.example")), settings.tenants());
        assertEquals(new Settings.Token(Duration.ofSeconds(5)), settings.token());
        assertEquals(new Settings.Access(true, Settings.DenialText.RAOP), settings.access());
        assertEquals(new Settings.Audit(true, Settings.Audit.FOREVER), settings.audit());
        assertEquals(
                new Settings.Encryption(
                        Optional.of("hidden3+hidden3+hidden3+hidden3+hidden3+hid="),
                        List.of("hidden4+hidden4+hidden4+hidden4+hidden4+hid=")),
                settings.encryption());
        assertEquals(
                new Settings.Mail(
                        7, new DataSize(25_000_000), Duration.ofDays(5), new Settings.Sending(51, 52, 53, 54)),
                settings.mail());
        assertEquals(
                new Settings.Receiving(
                        "mail.one.example",
                        Optional.of(new Settings.MailPort(InetAddress.ofLiteral("192.0.2.3"), 25)),
                        Optional.of(new Settings.MailPort(InetAddress.ofLiteral("::1"), 24)),
                        true,
                        List.of("192.0.2.4", "10.1.0.0/16", "fd78::/16"),
                        false),
                settings.receiving());
        assertEquals(
                new Settings.Graph(
                        Set.of("two.example"),
                        List.of("https://graph.one.example", "api://mail"),
                        new Settings.Cloud(Set.of("three.example"), 5, Duration.ofMinutes(30))),
                settings.graph());
        assertEquals(new Settings.Workflow(false, Duration.ofDays(3)), settings.workflow());
        assertEquals(List.of(new Settings.Imds("robot", 40342), new Settings.Imds("other", 0)), settings.imds());
        assertEquals(
                Optional.of(new Settings.Management(InetAddress.ofLiteral("192.0.2.2"), 9090)), settings.management());
        assertEquals(
                "own-cert.pem own-key.pem",
                settings.certificate()
                        .map(files -> files.certificate().getFileName() + " "
                                + files.key().getFileName())
                        .orElseThrow());
        assertEquals(new Settings.Limits(new DataSize(1 << 20)), settings.limits());
        assertEquals(
                List.of("intranet.example", "10.0.0.0/8", "fd77::/16", "127.0.0.1"),
                settings.outbound().allowedTargets());
        assertEquals(
                List.of("CN=Further authority of a test"),
                settings.outbound().trusted().stream()
                        .map(one -> one.getSubjectX500Principal().toString())
                        .toList());
        assertEquals(
                new Settings.Relay(
                        Optional.of(new Settings.RelayHost(
                                "mail.one.example",
                                2525,
                                Settings.RelayTls.TLS,
                                Optional.of(new Settings.RelayLogin("robot", "hidden5")),
                                Optional.of(Path.of("src/test/resources/dev/postern/settings/trust.pem")))),
                        false,
                        7,
                        Duration.ofSeconds(5),
                        Duration.ofHours(3)),
                settings.relay());
        assertEquals(connections(OptionalInt.of(500), 1, 2, 3, 240, 1024), settings.connections());
        assertEquals(
                new Settings.Memory(
                        Optional.of(new DataSize(20 << 20)),
                        Optional.of(new DataSize(40 << 20)),
                        new DataSize(3 << 20)),
                settings.memory());
        assertEquals(
                new Settings.Storage(
                        new Settings.MailboxSize(11, new DataSize(12 << 20), new DataSize(13 << 20), 54, 15, 16, 17),
                        new DataSize(18 << 20),
                        new DataSize(19 << 20),
                        new Settings.Retention(Duration.ofDays(20), Duration.ofDays(21), Duration.ofDays(45))),
                settings.storage());
        assertEquals(new Settings.SignIn(true, 9), settings.signIn());
        assertEquals(new Settings.Compute(Optional.of(3), new DataSize(1 << 20)), settings.compute());
        assertEquals(new Settings.Log(Settings.LogFormat.PLAIN, Settings.LogLevel.DEBUG), settings.log());
        assertTrue(settings.effective().stream().noneMatch(one -> one.origin().equals("default")));
    }

    private static Settings.Connections connections(
            OptionalInt max, int handshake, int header, int body, int idle, long rate) {
        return new Settings.Connections(
                max,
                Duration.ofSeconds(handshake),
                Duration.ofSeconds(header),
                Duration.ofSeconds(body),
                Duration.ofSeconds(idle),
                new DataSize(rate));
    }

    @Test
    void mailHasTheFirstNameOfTheCertificateByDefault() throws IOException {
        Path file = Files.writeString(
                directory.resolve("names.yaml"), "server.tls-names: [192.0.2.1, mail.example, other.example]\n");
        assertEquals("mail.example", read(file).receiving().hostname());
        file = Files.writeString(directory.resolve("address.yaml"), "server.tls-names: [192.0.2.1]\n");
        assertEquals("localhost", read(file).receiving().hostname());
    }

    @Test
    void theDescriptionContainsEveryKeyAndNoSecret() {
        String description = read(resource("full.yaml")).describe();
        assertFalse(description.contains("hidden"), description);
        assertTrue(description.contains(
                "database.url: jdbc:postgresql://u:***@db/postern?password=***&ssl=true  (full.yaml)"));
        assertTrue(description.contains("token.lifetime: 5 s  (full.yaml)"));
        assertTrue(defaults().describe().contains("server.port: 8080  (default)"));
    }

    @Test
    void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("a.yaml"), "server.port: 1\nserver.tls-port: 2\ndata: /a\n");
        var settings = SettingsReader.read(
                Optional.of(file),
                Map.of("POSTERN_SERVER_PORT", "11", "POSTERN_SERVER_TLS_PORT", "12", "POSTERN_OTHER", "x"),
                Map.of(
                        "--port",
                        List.of("21"),
                        "--tls-name",
                        List.of("a.example", "b.example"),
                        "log.level",
                        List.of("warn")));
        assertEquals(21, settings.server().port());
        assertEquals(12, settings.server().tlsPort());
        assertEquals(Path.of("/a"), settings.data());
        assertEquals(List.of("a.example", "b.example"), settings.server().tlsNames());
        assertEquals(Settings.LogLevel.WARN, settings.log().level());
        assertTrue(settings.describe().contains("server.port: 21  (--port)"));
        assertTrue(settings.describe().contains("server.tls-port: 12  (POSTERN_SERVER_TLS_PORT)"));
    }

    @Test
    void anEmptyFileAndJsonAreAccepted() throws IOException {
        assertEquals(
                8080,
                read(Files.writeString(directory.resolve("empty.yaml"), "# nothing\n"))
                        .server()
                        .port());
        Path json = Files.writeString(directory.resolve("a.json"), "{\"server\": {\"port\": 9}}");
        assertEquals(9, read(json).server().port());
    }

    static Stream<Path> badFiles() throws IOException {
        try (var files = Files.list(resource("bad"))) {
            return files.sorted().toList().stream();
        }
    }

    /** Each file begins with comments that list the expected problems. */
    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileIsRefusedWithAllOfItsProblems(Path file) throws IOException {
        var expected = Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("# "))
                .map(line -> line.substring(2))
                .toList();
        var refused = assertThrows(InvalidSettings.class, () -> read(file));
        assertEquals(
                expected,
                refused.problems().stream()
                        .map(text -> text.replaceFirst("^bad/", ""))
                        .toList());
        assertFalse(String.valueOf(refused.getMessage()).contains("hidden"));
    }

    @Test
    void aMissingFileIsNamed() {
        var refused = assertThrows(InvalidSettings.class, () -> read(directory.resolve("absent.yaml")));
        assertTrue(refused.problems().getFirst().endsWith("absent.yaml: there is no such file"));
    }

    @Test
    void theDocumentationNamesEveryKeyWithItsDefault() throws IOException {
        Path page = Path.of("../docs/configuration.md");
        String text = Files.readString(page);
        for (var one : defaults().effective()) {
            String value = one.value().equals("[]") ? "none" : one.value();
            assertTrue(text.contains("| `" + one.key() + "` | " + value + " |"), one.key() + " = " + value);
        }
    }
}
