package dev.postern.smtp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.tls.LocalAuthority;
import dev.postern.smtp.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** STARTTLS and implicit TLS at smarthosts: a certificate that is trusted and has the name, or nothing is sent. */
class TlsTest {
    private static final String HELLO = """
        S: 220 mx
        C: EHLO mail.contoso.example
        S: 250-mx
        S: 250 STARTTLS
        C: STARTTLS
        """;
    private static final String SECURE = HELLO + """
        S: 220 Go on
        TLS
        C: EHLO mail.contoso.example
        S: 250-mx
        S: 250 AUTH PLAIN
        """;
    private static final String SENT = """
        C: MAIL
        S: 250 Ok
        C: RCPT
        S: 250 Ok
        C: DATA
        S: 354 Go on
        DATA
        S: 250 2.0.0 Stored
        C: QUIT
        """;

    @TempDir
    private static Path folder;

    private static LocalAuthority authority;
    private static LocalAuthority other;

    @BeforeAll
    static void certificates() {
        authority = LocalAuthority.open(folder.resolve("a"), List.of(), InstantSource.system());
        other = LocalAuthority.open(folder.resolve("b"), List.of(), InstantSource.system());
    }

    private static ClientTls trust(LocalAuthority trusted) throws IOException {
        return ClientTls.ofFile(trusted.caFile());
    }

    private static String send(TlsUse tls, LocalAuthority trusted, String name, @Nullable Login login, String script)
            throws IOException, InterruptedException {
        try (ScriptedHost host = new ScriptedHost(authority.serverContext(), script)) {
            SendResult result;
            try (SmtpSender sender = Senders.with(new SmarthostOptions(tls, trust(trusted), login))) {
                result = sender.send(
                        new Destination.Smarthost(name, host.port()), TestMail.to("a@fabrikam.example"), Senders.LIMIT);
            }
            host.ended();
            assertEquals(List.of(), host.problems);
            Reply reply = Objects.requireNonNull(result.recipients().get("a@fabrikam.example"));
            assertEquals(reply.isPositive() ? 1 : 0, host.contents.size());
            return reply.text();
        }
    }

    @Test
    void starttlsWithACertificateThatIsValid() throws Exception {
        assertEquals("250 2.0.0 Stored", send(TlsUse.STARTTLS, authority, "localhost", null, SECURE + SENT));
    }

    @Test
    void tlsFromTheFirstByteWithALogin() throws Exception {
        String script = """
            TLS
            S: 220 mx
            C: EHLO mail.contoso.example
            S: 250-mx
            S: 250 AUTH PLAIN
            C: AUTH PLAIN AHJlbGF5AHNlc2FtZQ==
            S: 235 Ok
            """ + SENT;
        assertEquals(
                "250 2.0.0 Stored",
                send(TlsUse.TLS, authority, "localhost", new Login.Password("relay", "sesame"), script));
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
        String reply = send(TlsUse.STARTTLS, other, "localhost", null, HELLO + "S: 220 Go on\nTLS\n");
        assertTrue(
                reply.startsWith("454 4.7.5 TLS with localhost")
                        && reply.endsWith("failed: its certificate was not issued by an authority that is trusted"),
                reply);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        String reply = send(TlsUse.STARTTLS, authority, "mx.contoso.example", null, HELLO + "S: 220 Go on\nTLS\n");
        assertTrue(
                reply.startsWith("454 4.7.5 TLS with mx.contoso.example")
                        && reply.endsWith("failed: No subject alternative DNS name matching mx.contoso.example found."),
                reply);
    }

    @Test
    void aHostWithoutStarttlsGetsNothing() throws Exception {
        String reply = send(TlsUse.STARTTLS, authority, "localhost", null, "S: 220 mx\nC: EHLO\nS: 250 mx\nC: QUIT\n");
        assertTrue(reply.startsWith("454 4.7.0"), reply);
    }

    @Test
    void aHostThatRefusesStarttlsGetsNothing() throws Exception {
        String reply = send(TlsUse.STARTTLS, authority, "localhost", null, HELLO + "S: 454 4.7.0 Not now\nC: QUIT\n");
        assertTrue(reply.startsWith("454 4.7.0"), reply);
        assertTrue(reply.endsWith("454 4.7.0 Not now"), reply);
    }

    @Test
    void repliesInFrontOfTlsAreRefused() throws Exception {
        // one write, so that both lines are in the buffer
        String reply =
                send(TlsUse.STARTTLS, authority, "localhost", null, HELLO + "B: 220 Go on\\r\\n250 injected\\r\\n\n");
        assertTrue(reply.startsWith("451 4.5.0"), reply);
    }

    @Test
    void aHostThatSpeaksNoTlsIsRefused() throws Exception {
        String reply = send(TlsUse.TLS, authority, "localhost", null, "S: 220 mx\n");
        assertTrue(reply.startsWith("454 4.7.5"), reply);
    }
}
