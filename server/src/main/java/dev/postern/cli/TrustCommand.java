package dev.postern.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** {@code trust}: shows the certificate authority of a server, and how clients trust it. */
final class TrustCommand {
    private static final String PASSWORD = "changeit";
    private static final String USUAL_FILE = "postern-trust.p12";

    private final Path ca;
    private final Path directory;

    private TrustCommand(Path ca, Path directory) {
        this.ca = ca;
        this.directory = directory;
    }

    /**
     * Returns the output.
     *
     * @param verb the second word of the command
     * @param directory to which file names are relative
     * @param root the root of the file system, to which {@code trust system} writes
     */
    static String run(Profile profile, String verb, List<String> arguments, Path directory, Path root) {
        Options options = Options.of("trust " + verb, arguments);
        options.words(1, 1);
        String ca = profile.caFile();
        if (ca == null) {
            throw CliFailure.failed("The profile names no certificate authority (caFile), so clients need none.");
        }
        TrustCommand command = new TrustCommand(Path.of(ca), directory);
        return switch (verb) {
            case "print" -> command.pem();
            case "java" -> command.java(Path.of(options.one("--out").orElse(USUAL_FILE)));
            case "node" -> command.node();
            default -> new SystemTrust(command.ca, command.certificates().getFirst(), root).run(options.has("--yes"));
        };
    }

    private String pem() {
        certificates();
        try {
            String text = Files.readString(ca);
            return text.endsWith("\n") ? text : text + "\n";
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private CliFailure unreadable(Exception e) {
        return CliFailure.failed(
                "The certificate authority " + ca + " of the profile cannot be read: " + e.getMessage());
    }

    private List<X509Certificate> certificates() {
        try (InputStream in = Files.newInputStream(ca)) {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw CliFailure.failed("The file " + ca + " contains no certificates.");
            }
            return found;
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(e);
        }
    }

    private String node() {
        certificates();
        return "export NODE_EXTRA_CA_CERTS=" + quoted(ca.toAbsolutePath()) + "\n";
    }

    /** For a shell. */
    static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9/._-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Writes a trust store with what Java trusts by default and the authority, because a trust store replaces the default. */
    private String java(Path out) {
        Path file = directory.resolve(out).toAbsolutePath();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            List<X509Certificate> all = new ArrayList<>(certificates());
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("postern-" + i, all.get(i));
            }
            List<X509Certificate> usual = usual();
            for (int i = 0; i < usual.size(); i++) {
                store.setCertificateEntry("default-" + i, usual.get(i));
            }
            try (OutputStream stream = Files.newOutputStream(draft)) {
                store.store(stream, PASSWORD.toCharArray());
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | GeneralSecurityException e) {
            throw CliFailure.failed("The trust store cannot be written to " + file + ": " + e.getMessage());
        }
        return "-Djavax.net.ssl.trustStore=" + quoted(file) + " -Djavax.net.ssl.trustStoreType=PKCS12"
                + " -Djavax.net.ssl.trustStorePassword=" + PASSWORD + "\n";
    }

    private static List<X509Certificate> usual() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        var usual = new ArrayList<X509Certificate>();
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager trusted) {
                usual.addAll(List.of(trusted.getAcceptedIssuers()));
            }
        }
        return usual;
    }
}
