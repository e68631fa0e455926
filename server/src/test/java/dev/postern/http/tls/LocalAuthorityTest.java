package dev.postern.http.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.HttpServer;
import dev.postern.http.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalAuthorityTest {
    /** The clock of these tests does not advance. It is set to the current time, because handshakes check against the real clock. */
    private final Instant now = Instant.now();

    private final InstantSource clock = InstantSource.fixed(now);

    @TempDir
    Path directory;

    private LocalAuthority open(String... names) {
        return LocalAuthority.open(directory, List.of(names), clock);
    }

    private static HttpServer serve(LocalAuthority authority) {
        var options = HttpServer.Options.of(HttpServer.Listener.secure("tls", 0, authority.serverContext()));
        return HttpServer.start(
                options,
                request -> Response.text(200, "text/plain", request.base().toString()));
    }

    @Test
    void aClientThatTrustsTheAuthorityReachesTheServerByEveryName() throws Exception {
        var authority = open();
        try (var server = serve(authority);
                var client = HttpClient.newBuilder()
                        .sslContext(authority.clientContext())
                        .build()) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                var uri = URI.create("https://" + host + ":" + server.port("tls") + "/");
                var answer = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
                assertEquals("https://" + host + ":" + server.port("tls"), answer.body());
            }
        }
    }

    @Test
    void aClientThatDoesNotTrustItRefusesTheServer() {
        try (var server = serve(open());
                var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(server.address("tls")).build();
            assertThrows(SSLException.class, () -> client.send(request, HttpResponse.BodyHandlers.discarding()));
        }
    }

    @Test
    void aPlaintextConnectionDoesNotHarmTheTlsListener() throws Exception {
        var authority = open();
        try (var server = serve(authority);
                var client = HttpClient.newBuilder()
                        .sslContext(authority.clientContext())
                        .build()) {
            try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), server.port("tls"))) {
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            var request = HttpRequest.newBuilder(server.address("tls")).build();
            assertEquals(
                    200,
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
    }

    @Test
    void openingAgainChangesNothing() {
        var first = open("mail.example");
        var second = open("MAIL.example");
        assertEquals(first.caCertificate(), second.caCertificate());
        assertEquals(first.serverCertificate(), second.serverCertificate());
    }

    @Test
    void changedNamesCauseANewServerCertificateOfTheSameAuthority() throws Exception {
        var first = open();
        var second = open("mail.example", "192.0.2.1", "2001:db8::1");
        assertEquals(first.caCertificate(), second.caCertificate());
        assertNotEquals(first.serverCertificate(), second.serverCertificate());
        var names = second.serverCertificate().getSubjectAlternativeNames().stream()
                .map(name -> name.get(0) + " " + name.get(1))
                .toList();
        assertEquals(
                List.of(
                        "7 127.0.0.1",
                        "7 192.0.2.1",
                        "7 2001:db8:0:0:0:0:0:1",
                        "7 0:0:0:0:0:0:0:1",
                        "2 localhost",
                        "2 mail.example"),
                names);
        assertEquals(
                second.serverCertificate(),
                open("2001:db8::1", "192.0.2.1", "mail.example").serverCertificate());
    }

    @Test
    void theServerCertificateIsRenewedBeforeItExpires() {
        var first = open();
        var later = LocalAuthority.open(directory, List.of(), InstantSource.fixed(now.plus(Duration.ofDays(320))));
        assertEquals(first.caCertificate(), later.caCertificate());
        assertNotEquals(first.serverCertificate(), later.serverCertificate());
    }

    @Test
    void aRunningServerUsesItsNewCertificateWithoutARestart() throws Exception {
        var time = new java.util.concurrent.atomic.AtomicReference<>(now);
        var authority = LocalAuthority.open(directory, List.of(), time::get);
        var before = authority.serverCertificate();
        assertFalse(authority.renewIfDue());
        time.set(now.plus(Duration.ofDays(330)));
        assertTrue(authority.renewIfDue());
        assertNotEquals(before, authority.serverCertificate());
    }

    @Test
    void certificatesHaveTheRightUsages() throws Exception {
        var authority = open();
        var ca = authority.caCertificate();
        assertEquals(0, ca.getBasicConstraints());
        assertTrue(ca.getKeyUsage()[5] && ca.getCriticalExtensionOIDs().contains("2.5.29.19"));
        var server = authority.serverCertificate();
        assertEquals(-1, server.getBasicConstraints());
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), server.getExtendedKeyUsage());
        byte[] ski = ca.getExtensionValue("2.5.29.14");
        byte[] aki = server.getExtensionValue("2.5.29.35");
        assertEquals(
                java.util.HexFormat.of().formatHex(ski, ski.length - 20, ski.length),
                java.util.HexFormat.of().formatHex(aki, aki.length - 20, aki.length));
    }

    @Test
    void keysAreReadableByTheirOwnerOnlyAndNoTemporaryFilesRemain() throws IOException {
        open();
        for (String key : List.of("ca-key.pem", "server-key.pem", "server-checked")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(key))));
        }
        try (var files = Files.list(directory)) {
            assertEquals(5, files.count());
        }
    }

    @Test
    void aDamagedAuthorityIsReportedAndNotChanged() throws IOException {
        open();
        Files.writeString(directory.resolve("ca.pem"), "damaged");
        assertThrows(IllegalStateException.class, this::open);
        assertEquals("damaged", Files.readString(directory.resolve("ca.pem")));
    }

    @Test
    void signaturesAreCheckedAgainIfSomethingChanged() throws IOException {
        var first = open().serverCertificate();
        Path checked = directory.resolve("server-checked");
        String digest = Files.readString(checked);
        for (String found : List.of("", "0".repeat(64) + "\n", "x".repeat(1000))) {
            Files.writeString(checked, found);
            assertEquals(first, open().serverCertificate());
            assertEquals(digest, Files.readString(checked), "the files fit each other, and that is remembered again");
        }
        Files.delete(checked);
        assertEquals(first, open().serverCertificate());
        assertEquals(digest, Files.readString(checked));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsReplaced() throws IOException {
        LocalAuthority other = LocalAuthority.open(directory.resolve("other"), List.of(), clock);
        var before = open().serverCertificate();
        for (String file : List.of("server.pem", "server-key.pem")) {
            Files.copy(
                    directory.resolve("other").resolve(file),
                    directory.resolve(file),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        var after = open().serverCertificate();
        assertNotEquals(other.serverCertificate(), after);
        assertNotEquals(before, after);
    }

    @Test
    void aServerKeyOfAnotherCertificateIsReplaced() throws IOException {
        var first = open();
        Path key = directory.resolve("server-key.pem");
        String old = Files.readString(key);
        open("mail.example");
        Files.writeString(key, old);
        var again = open("mail.example");
        assertNotEquals(first.serverCertificate(), again.serverCertificate());
        assertNotEquals(old, Files.readString(key));
    }

    @Test
    void curlAndNodeAcceptTheCertificate() throws Exception {
        var authority = open();
        try (var server = serve(authority)) {
            String url = server.address("tls").toString();
            assertEquals(url, run("curl", "-sS", "--cacert", authority.caFile().toString(), url));
            String script = "require('https').get('" + url + "', r => r.on('data', d => process.stdout.write(d)))";
            assertEquals(url, run("node", "-e", script));
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("NODE_EXTRA_CA_CERTS", directory.resolve("ca.pem").toString());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            Assumptions.abort(command[0] + " is not installed on this machine");
            throw e;
        }
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return output;
    }
}
