package dev.postern.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate authority in a directory, or one that several servers share, and the server certificate that it issued. Missing ones are
 * created. The server certificate is also replaced when the names or the authority have changed, or when it expires soon. Thread-safe.
 */
public final class LocalAuthority {
    private static final Logger log = LoggerFactory.getLogger(LocalAuthority.class);
    private static final List<String> ALWAYS = List.of("localhost", "127.0.0.1", "::1");
    private static final Duration NEAR = Duration.ofDays(60);
    private static final int MAX_ATTEMPTS = 5;

    private final Path directory;
    private final Set<String> names;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();
    private final ServerCertificate authority;
    private final ServerKey serverKey;

    private LocalAuthority(Path directory, Collection<String> more, InstantSource time, Optional<AuthorityStore> shared)
            throws IOException, GeneralSecurityException {
        this.directory = directory;
        this.time = time;
        this.names = new TreeSet<>(ALWAYS);
        more.forEach(name -> names.add(canonical(name)));
        Files.createDirectories(directory);
        Optional<ServerCertificate> stored = storedAuthority();
        this.authority = shared.isPresent() ? sharedAuthority(shared.get(), stored) : ownAuthority(stored);
        this.serverKey = new ServerKey(loadServer(), authority.certificate());
    }

    /**
     * Opens the authority of a directory, or creates it.
     *
     * @param names the names for the server certificate, besides localhost, 127.0.0.1 and ::1
     * @throws IllegalStateException if a file exists but cannot be used; it is not changed
     */
    public static LocalAuthority open(Path directory, Collection<String> names, InstantSource time) {
        return openWith(directory, names, time, Optional.empty());
    }

    /**
     * As {@link #open(Path, Collection, InstantSource)}, with an authority that several servers share.
     *
     * @param shared where it is stored. If it has none, it gets that of the directory, or a new one.
     */
    public static LocalAuthority open(
            Path directory, Collection<String> names, InstantSource time, AuthorityStore shared) {
        return openWith(directory, names, time, Optional.of(shared));
    }

    private static LocalAuthority openWith(
            Path directory, Collection<String> names, InstantSource time, Optional<AuthorityStore> shared) {
        try {
            return new LocalAuthority(directory.toAbsolutePath(), names, time, shared);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "The certificates in " + directory
                            + " cannot be used. Repair the files, or remove the folder to create a new authority,"
                            + " which all clients must then trust.",
                    e);
        }
    }

    /** The certificate that clients must trust. An absolute path. */
    public Path caFile() {
        return directory.resolve("ca.pem");
    }

    public X509Certificate caCertificate() {
        return authority.certificate();
    }

    /** The TLS context of the server. A renewed certificate is used without a restart. */
    public SSLContext serverContext() {
        return context(new KeyManager[] {serverKey}, null);
    }

    /** For clients in this process that call this server: trusts only this authority. */
    public SSLContext clientContext() {
        return context(null, trust(List.of()));
    }

    /**
     * For clients in this process that call other servers: trusts this authority and those of the JDK.
     *
     * @param further other authorities that the operator trusts
     */
    public SSLContext outwardContext(Collection<X509Certificate> further) {
        return context(null, trust(withPlatform(further)));
    }

    /** As {@link #outwardContext}, for clients that create contexts themselves. */
    public TrustManager[] outwardTrust(Collection<X509Certificate> further) {
        return trust(withPlatform(further)).getTrustManagers();
    }

    private static List<X509Certificate> withPlatform(Collection<X509Certificate> further) {
        try {
            var platform = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            platform.init((KeyStore) null);
            var others = new ArrayList<>(further);
            Arrays.stream(platform.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .forEach(others::add);
            return others;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The JDK's trusted certificates could not be read", e);
        }
    }

    private TrustManagerFactory trust(List<X509Certificate> others) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("postern", authority.certificate());
            for (int i = 0; i < others.size(); i++) {
                store.setCertificateEntry("other-" + i, others.get(i));
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS for clients could not be set up", e);
        }
    }

    /** Renews the server certificate if it expires soon. Call it daily. Returns whether it did. */
    public synchronized boolean renewIfDue() {
        if (!due(serverKey.certificate())) {
            return false;
        }
        try {
            serverKey.replace(makeServer());
            return true;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The server certificate could not be renewed", e);
        }
    }

    /** Returns when the server certificate that this authority issued expires. */
    public Instant expires() {
        return serverKey.certificate().getNotAfter().toInstant();
    }

    X509Certificate serverCertificate() {
        return serverKey.certificate();
    }

    /** Returns the authority of the directory, if its key is there too and it does not expire soon. */
    private Optional<ServerCertificate> storedAuthority() throws IOException, GeneralSecurityException {
        return PemFiles.read(caFile(), caKey()).filter(this::lasts);
    }

    private boolean lasts(ServerCertificate one) {
        return one.certificate()
                .getNotAfter()
                .toInstant()
                .isAfter(time.instant().plus(NEAR));
    }

    private Path caKey() {
        return directory.resolve("ca-key.pem");
    }

    private ServerCertificate ownAuthority(Optional<ServerCertificate> stored)
            throws IOException, GeneralSecurityException {
        if (stored.isPresent()) {
            return stored.get();
        }
        ServerCertificate made = CertificateMaker.authority(time.instant(), random);
        PemFiles.write(made, caFile(), caKey());
        log.info("Created a certificate authority: {}", caFile());
        return made;
    }

    /** Returns the oldest shared authority, so that all servers agree. The directory gets its certificate, but not its key. */
    private ServerCertificate sharedAuthority(AuthorityStore shared, Optional<ServerCertificate> stored)
            throws IOException, GeneralSecurityException {
        ServerCertificate candidate =
                stored.isPresent() ? stored.get() : CertificateMaker.authority(time.instant(), random);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            for (AuthorityStore.Stored one : shared.usable()) {
                ServerCertificate found = PemFiles.decoded(one.certificate(), one.privateKey());
                if (lasts(found) && KeyPairs.match(found)) {
                    adopt(found);
                    return found;
                }
            }
            shared.add(new AuthorityStore.Stored(
                    candidate.certificate().getEncoded(), candidate.key().getEncoded()));
        }
        throw new IllegalStateException("The certificate authority that the servers share could not be stored");
    }

    private void adopt(ServerCertificate found) throws IOException, GeneralSecurityException {
        Optional<X509Certificate> before = PemFiles.certificate(caFile());
        if (before.isPresent() && before.get().equals(found.certificate())) {
            return;
        }
        if (before.isPresent()) {
            PemFiles.move(caKey(), directory.resolve("ca-former-key.pem"));
            PemFiles.move(caFile(), directory.resolve("ca-former.pem"));
            log.warn(
                    "This server now uses the certificate authority that the servers of its database share. Clients"
                            + " that trust {} must trust {}",
                    directory.resolve("ca-former.pem"),
                    caFile());
        }
        PemFiles.write(found.certificate(), caFile());
        log.info("The certificate authority in {} is that of the database", caFile());
    }

    /** Presents the operator's own certificate from the next handshake on, except for names that only the local one has. */
    public void present(List<X509Certificate> chain, PrivateKey key) {
        serverKey.present(chain, key);
    }

    private ServerCertificate loadServer() throws IOException, GeneralSecurityException {
        var found = PemFiles.read(directory.resolve("server.pem"), directory.resolve("server-key.pem"));
        return found.isPresent() && fits(found.get()) ? found.get() : makeServer();
    }

    private ServerCertificate makeServer() throws IOException, GeneralSecurityException {
        ServerCertificate made = CertificateMaker.server(authority, List.copyOf(names), time.instant(), random);
        PemFiles.write(made, directory.resolve("server.pem"), directory.resolve("server-key.pem"));
        checked().add(authority.certificate(), made);
        log.info("Created a server certificate for {}", names);
        return made;
    }

    private CheckedSignatures checked() {
        return new CheckedSignatures(directory.resolve("server-checked"));
    }

    private boolean fits(ServerCertificate server) throws IOException {
        try {
            var named = new HashSet<String>();
            var alternatives = server.certificate().getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(one -> named.add(canonical(String.valueOf(one.get(1)))));
            }
            if (!named.equals(names) || due(server.certificate())) {
                return false;
            }
            if (checked().include(authority.certificate(), server)) {
                return true;
            }
            server.certificate().verify(authority.certificate().getPublicKey());
            if (!KeyPairs.match(server)) {
                return false;
            }
            checked().add(authority.certificate(), server);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private boolean due(X509Certificate certificate) {
        Instant now = time.instant();
        return certificate.getNotAfter().toInstant().isBefore(now.plus(NEAR))
                || certificate.getNotBefore().toInstant().isAfter(now);
    }

    /** IPv6 addresses in certificates are in the long form. */
    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains(":")
                ? java.net.InetAddress.ofLiteral(lower).getHostAddress().replaceFirst("^0:0:0:0:0:0:0:1$", "::1")
                : lower;
    }

    private static SSLContext context(KeyManager @Nullable [] keys, @Nullable TrustManagerFactory trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys, trust == null ? null : trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS could not be set up", e);
        }
    }
}
