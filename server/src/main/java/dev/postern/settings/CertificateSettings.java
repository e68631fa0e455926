package dev.postern.settings;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Reads the keys of the operator's own certificate, and the files that they name, so that their problems are reported with all others. */
final class CertificateSettings {
    private static final String CERTIFICATE = "server.tls-cert";
    private static final String KEY = "server.tls-key";

    private CertificateSettings() {}

    static Optional<CertificateFiles> read(SettingValues values) {
        Optional<Path> certificate = values.one(CERTIFICATE, "none", Forms::path, Function.identity());
        Optional<Path> key = values.one(KEY, "none", Forms::path, Function.identity());
        if (certificate.isPresent() != key.isPresent()) {
            values.problem((certificate.isPresent() ? CERTIFICATE + " needs " + KEY : KEY + " needs " + CERTIFICATE)
                    + ": set both or none");
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        CertificateFiles files = new CertificateFiles(certificate.get(), key.get());
        try {
            files.parse(files.content(), Instant.now());
        } catch (IllegalArgumentException e) {
            values.problem(values.origin(CERTIFICATE) + ": " + CERTIFICATE + " and " + KEY + ": " + e.getMessage());
        }
        return Optional.of(files);
    }

    /** Returns the host names of the certificate; none if it cannot be used, which is reported as a problem. */
    static List<String> hosts(Optional<CertificateFiles> files) {
        try {
            return files.map(one -> one.parse(one.content(), Instant.now()).hosts().stream()
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .toList())
                    .orElse(List.of());
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
