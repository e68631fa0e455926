package dev.postern.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The first half of {@code doctor}: the name, the connection, and TLS. */
final class DoctorConnection {
    private static final int MILLIS = 5_000;
    private static final Duration SOON = Duration.ofDays(14);
    private static final String NAME = "name";
    private static final String CONNECTION = "connection";
    private static final String TLS = "tls";
    /** As TLS 1.3 names it, which does not depend on the certificate. */
    private static final String KEY_EXCHANGE = "UNKNOWN";

    private final URI url;
    private final Optional<Profile> profile;
    private final List<DoctorFinding> findings;

    DoctorConnection(URI url, Optional<Profile> profile, List<DoctorFinding> findings) {
        this.url = url;
        this.profile = profile;
        this.findings = findings;
    }

    /** Returns what HTTP requests trust; empty if the server cannot be reached. Without TLS it is the default. */
    Optional<SSLContext> examine() throws GeneralSecurityException {
        InetAddress address = resolve();
        if (address == null || !connects(address)) {
            return Optional.empty();
        }
        if (url.getScheme().equals("http")) {
            findings.add(DoctorFinding.warning(
                    TLS,
                    "The URL is not https, and the token libraries of Microsoft accept only https.",
                    "Use the address of the HTTPS listener, or of a proxy that speaks TLS."));
            return Optional.of(SSLContext.getDefault());
        }
        return handshake(address);
    }

    private @Nullable String caFile() {
        return profile.map(Profile::caFile).orElse(null);
    }

    private int port() {
        return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    }

    private @Nullable InetAddress resolve() {
        try {
            InetAddress[] all = InetAddress.getAllByName(url.getHost());
            findings.add(DoctorFinding.ok(
                    NAME,
                    url.getHost() + " is "
                            + Arrays.stream(all)
                                    .map(InetAddress::getHostAddress)
                                    .collect(Collectors.joining(", "))));
            return all[0];
        } catch (UnknownHostException e) {
            findings.add(DoctorFinding.problem(
                    NAME,
                    "The name " + url.getHost() + " does not resolve.",
                    "Correct the URL, or add the name to DNS or /etc/hosts."));
            return null;
        }
    }

    private boolean connects(InetAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port()), MILLIS);
            findings.add(DoctorFinding.ok(CONNECTION, "Port " + port() + " accepts connections."));
            return true;
        } catch (IOException e) {
            findings.add(DoctorFinding.problem(
                    CONNECTION,
                    "Port " + port() + " does not accept connections: " + e.getMessage(),
                    "Is the server running, and is server.bind an address that clients reach (the default is loopback"
                            + " only)? Does a firewall allow the port?"));
            return false;
        }
    }

    /** Accepts any certificate to show what is wrong with it. Nothing is sent over this connection. */
    private Optional<SSLContext> handshake(InetAddress address) throws GeneralSecurityException {
        X509TrustManager own = trusting(caFile());
        X509TrustManager usual = trusting(null);
        var seen = new Recorder();
        SSLContext recording = SSLContext.getInstance("TLS");
        recording.init(null, new TrustManager[] {seen}, null);
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port()), MILLIS);
            plain.setSoTimeout(MILLIS);
            try (SSLSocket socket =
                    (SSLSocket) recording.getSocketFactory().createSocket(plain, url.getHost(), port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                if (url.getHost().matches(".*[A-Za-z].*") && !url.getHost().contains(":")) {
                    parameters.setServerNames(List.of(new SNIHostName(url.getHost())));
                }
                socket.setSSLParameters(parameters);
                socket.startHandshake();
            }
        } catch (SSLException e) {
            findings.add(DoctorFinding.problem(
                    TLS,
                    "The TLS handshake fails: " + e.getMessage(),
                    "Does the port speak TLS? http is on another port than https."));
            return Optional.empty();
        } catch (IOException e) {
            findings.add(DoctorFinding.problem(
                    TLS, "The TLS handshake fails: " + e.getMessage(), "Look at the log of the server or the proxy."));
            return Optional.empty();
        }
        X509Certificate[] chain = seen.chain();
        report(chain, own, usual);
        names(chain[0]);
        expiry(chain[0]);
        // The remaining checks are of use even if clients must still learn to trust the certificate.
        return Optional.of(recording);
    }

    private void report(X509Certificate[] chain, X509TrustManager own, X509TrustManager usual) {
        boolean byProfile = trusts(own, chain);
        boolean bySystem = trusts(usual, chain);
        String issuer = chain[0].getIssuerX500Principal().getName();
        if (byProfile || bySystem) {
            findings.add(DoctorFinding.ok(
                    TLS,
                    "The certificate is issued by " + issuer + ", which " + (bySystem ? "Java" : "the profile")
                            + " trusts." + (bySystem ? "" : " Clients must trust " + caFile() + ": ./postern trust.")));
            return;
        }
        findings.add(DoctorFinding.problem(
                TLS,
                "The certificate is issued by " + issuer + ", which "
                        + (profile.isPresent()
                                ? "neither the profile's authority nor Java trusts."
                                : "Java does not trust."),
                chain.length == 1 && !issuer.contains("O=Postern")
                        ? "Only one certificate was presented: server.tls-cert must contain the whole chain. A private"
                                + " authority must be trusted by every client."
                        : profile.isPresent()
                                ? "Is this the server of the profile? After its tls folder was removed, clients must"
                                        + " trust the new authority: ./postern trust."
                                : "Clients must trust the authority of the server: ./postern trust, with --profile and"
                                        + " the server's admin.json."));
    }

    private static boolean trusts(X509TrustManager manager, X509Certificate[] chain) {
        try {
            manager.checkServerTrusted(chain, KEY_EXCHANGE);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private void names(X509Certificate certificate) throws CertificateException {
        List<String> names = new ArrayList<>();
        var alternatives = certificate.getSubjectAlternativeNames();
        if (alternatives != null) {
            alternatives.forEach(one -> names.add(String.valueOf(one.get(1))));
        }
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        boolean named = names.stream()
                .anyMatch(name -> name.equalsIgnoreCase(host)
                        || (name.startsWith("*.")
                                && host.indexOf('.') > 0
                                && name.substring(1).equalsIgnoreCase(host.substring(host.indexOf('.'))))
                        || (host.equals("::1") && name.equals("0:0:0:0:0:0:0:1")));
        findings.add(
                named
                        ? DoctorFinding.ok("certificate name", "The certificate is valid for " + host + ".")
                        : DoctorFinding.problem(
                                "certificate name",
                                "The certificate is not valid for " + host + ", only for " + names + ".",
                                "Add --tls-name " + host
                                        + " (server.tls-names) and restart, or use one of these names."));
    }

    private void expiry(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant now = Instant.now();
        findings.add(
                end.isBefore(now)
                        ? DoctorFinding.problem(
                                "certificate age",
                                "The certificate has expired on " + end + ".",
                                "Replace the files of server.tls-cert, or check the clock of this machine.")
                        : end.isBefore(now.plus(SOON))
                                ? DoctorFinding.warning(
                                        "certificate age", "The certificate expires on " + end + ".", "Renew it.")
                                : DoctorFinding.ok("certificate age", "The certificate is valid until " + end + "."));
    }

    private static X509TrustManager trusting(@Nullable String ca) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(ca == null ? (KeyStore) null : Trust.store(java.nio.file.Path.of(ca)));
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Accepts and remembers every certificate, with whatever names. */
    private static final class Recorder extends X509ExtendedTrustManager {
        private volatile List<X509Certificate> chain = List.of();

        X509Certificate[] chain() {
            return chain.toArray(X509Certificate[]::new);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] certificates, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type) {
            chain = List.of(certificates);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type, Socket socket) {
            checkServerTrusted(certificates, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] certificates, String type, SSLEngine engine) {
            checkServerTrusted(certificates, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
