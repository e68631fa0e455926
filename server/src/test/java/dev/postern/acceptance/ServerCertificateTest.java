package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.TestFolders;
import dev.postern.http.tls.CertificateFixture;
import dev.postern.http.tls.LocalAuthority;
import dev.postern.store.Databases;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's own certificate, and the certificate authority that nodes share. */
class ServerCertificateTest {
    @TempDir
    Path folder;

    /** Creates an authority with a certificate for a name, and copies the certificate to where the server reads it. */
    private LocalAuthority issued(String authority, String name) throws IOException {
        Path at = folder.resolve(authority);
        LocalAuthority made = LocalAuthority.open(at, List.of(name), InstantSource.system());
        Files.copy(at.resolve("server-key.pem"), key(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(at.resolve("server.pem"), certificate(), StandardCopyOption.REPLACE_EXISTING);
        return made;
    }

    private Path certificate() {
        return folder.resolve("cert.pem");
    }

    private Path key() {
        return folder.resolve("key.pem");
    }

    /** Returns the certificate that a client gets; throws if the client does not trust it for the name. */
    private static X509Certificate presented(String url, String name, SSLContext trust) throws IOException {
        try (SSLSocket socket = (SSLSocket) trust.getSocketFactory()
                .createSocket("localhost", URI.create(url).getPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            if (name.contains(".")) {
                parameters.setServerNames(List.of(new SNIHostName(name)));
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static boolean names(X509Certificate certificate, String name) throws Exception {
        return certificate.getSubjectAlternativeNames().toString().contains(name);
    }

    @Test
    void theCertificateIsReadAgainWhenItsFilesChange() throws Exception {
        String mail = "mail.contoso.example";
        LocalAuthority first = issued("first", mail);
        try (TestPostern postern =
                TestPostern.start("server.tls-cert", certificate().toString(), "server.tls-key", key().toString())) {
            String url = postern.tlsAddress();
            X509Certificate before = presented(url, mail, first.clientContext());
            assertTrue(names(before, mail));
            SSLContext local = LocalAuthority.open(postern.folder().resolve("tls"), List.of(), InstantSource.system())
                    .clientContext();
            assertThrows(SSLHandshakeException.class, () -> presented(url, mail, local));

            // a pair that does not match is refused, and the previous one stays
            Files.copy(postern.folder().resolve("tls/server-key.pem"), key(), StandardCopyOption.REPLACE_EXISTING);
            Waiting.until(() -> postern.admin()
                            .http()
                            .get("/metrics", null)
                            .body()
                            .contains("postern_tls_certificate_reloads_refused_total 1.0")
                    ? Optional.of(true)
                    : Optional.empty());
            assertEquals(before, presented(url, mail, first.clientContext()));

            LocalAuthority second = issued("second", mail);
            X509Certificate after = Waiting.until(() -> {
                try {
                    return Optional.of(presented(url, mail, second.clientContext()));
                } catch (IOException e) {
                    return Optional.empty();
                }
            });
            assertNotEquals(before, after);
        }
    }

    @Test
    void namesThatTheCertificateDoesNotHaveStayWithTheLocalAuthority() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other"));
        LocalAuthority authority = LocalAuthority.open(other, List.of(), InstantSource.system());
        CertificateFixture.write(authority, "mail.contoso.example", certificate(), key());
        try (TestPostern postern =
                TestPostern.start("server.tls-cert", certificate().toString(), "server.tls-key", key().toString())) {
            SSLContext local = LocalAuthority.open(postern.folder().resolve("tls"), List.of(), InstantSource.system())
                    .clientContext();
            String url = postern.tlsAddress();
            assertTrue(names(presented(url, "localhost", local), "localhost"));
            X509Certificate own = presented(url, "mail.contoso.example", authority.clientContext());
            assertFalse(names(own, "localhost"));
            assertEquals(own, presented(url, "unknown.example", authority.clientContext()));
        }
    }

    @Test
    void nodesWithOneEncryptionKeyShareOneAuthority() throws Exception {
        String url = Databases.postgresUrl();
        String key = key32();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<TestPostern> start = () -> TestPostern.start("--database", url, "encryption.key", key);
            var a = threads.submit(start);
            var b = threads.submit(start);
            try (TestPostern one = a.get();
                    TestPostern two = b.get()) {
                assertEquals(Files.readString(one.caFile()), Files.readString(two.caFile()));
                assertFalse(Files.exists(one.folder().resolve("tls/ca-key.pem")), "the key is in the database only");
                assertNotEquals(
                        Files.readString(one.folder().resolve("tls/server.pem")),
                        Files.readString(two.folder().resolve("tls/server.pem")));
                SSLContext trust = LocalAuthority.open(folder.resolve("x"), List.of(), InstantSource.system())
                        .clientContext();
                assertThrows(SSLHandshakeException.class, () -> presented(one.tlsAddress(), "localhost", trust));
                for (TestPostern node : List.of(one, two)) {
                    presented(node.tlsAddress(), "localhost", trusting(one.caFile()));
                }
            }
        }
    }

    @Test
    void aNodeWithItsOwnAuthorityAdoptsTheSharedOne() throws Exception {
        String url = Databases.postgresUrl();
        String key = key32();
        Path second = TestFolders.folder("postern-second");
        LocalAuthority former = LocalAuthority.open(second.resolve("tls"), List.of(), InstantSource.system());
        String before = Files.readString(former.caFile());
        try (TestPostern one = TestPostern.start("--database", url, "encryption.key", key);
                TestPostern two = TestPostern.start(second, "--database", url, "encryption.key", key);
                TestPostern stranger = TestPostern.start("--database", url, "encryption.key", key32())) {
            assertEquals(Files.readString(one.caFile()), Files.readString(two.caFile()));
            assertEquals(before, Files.readString(second.resolve("tls/ca-former.pem")));
            assertNotEquals(Files.readString(one.caFile()), Files.readString(stranger.caFile()));
        }
        // a new key, with the previous one given, keeps the authority
        String shared = Files.readString(second.resolve("tls/ca.pem"));
        String next = key32();
        try (TestPostern two =
                TestPostern.start(second, "--database", url, "encryption.key", next, "encryption.key-previous", key)) {
            assertEquals(shared, Files.readString(two.caFile()));
        }
        try (TestPostern two = TestPostern.start(second, "--database", url, "encryption.key", next)) {
            assertEquals(shared, Files.readString(two.caFile()));
        }
    }

    private static SSLContext trusting(Path ca) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(ca)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String key32() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
