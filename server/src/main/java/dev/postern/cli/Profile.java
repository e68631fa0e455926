package dev.postern.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server's address and the administrator's credentials, from the {@code admin.json} that a server writes.
 *
 * @param caFile the certificate authority to trust for {@code tlsServer}
 * @param file from which it was read
 */
record Profile(
        String server,
        String tlsServer,
        String tenantId,
        String tenantDomain,
        String clientId,
        String clientSecret,
        @Nullable String caFile,
        Path file) {
    /** The environment variable with the name of the file. */
    static final String VARIABLE = "POSTERN_PROFILE";

    private static final Path DEFAULT = Path.of("data", "admin.json");

    static Profile load(Optional<String> option, @Nullable String environment, Path directory) {
        Path file = directory.resolve(
                option.or(() -> Optional.ofNullable(environment).filter(text -> !text.isEmpty()))
                        .map(Path::of)
                        .orElse(DEFAULT));
        try {
            return read(file, JsonMapper.shared().readTree(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw CliFailure.withoutServer(
                    "The profile " + file + " does not exist. A running server writes it: start one with"
                            + " ./postern serve, or specify its admin.json with --profile FILE or " + VARIABLE + ".");
        } catch (IOException e) {
            throw CliFailure.failed("The profile " + file + " cannot be read: " + e.getMessage());
        } catch (JacksonException e) {
            throw CliFailure.failed("The profile " + file + " is not valid JSON.");
        }
    }

    private static Profile read(Path file, JsonNode json) {
        List<String> values =
                List.of("server", "tlsServer", "tenantId", "tenantDomain", "clientId", "clientSecret").stream()
                        .map(name -> {
                            JsonNode value = json.get(name);
                            if (value == null || !value.isString()) {
                                throw CliFailure.failed("The profile " + file + " has no " + name + ".");
                            }
                            return value.stringValue();
                        })
                        .toList();
        JsonNode ca = json.get("caFile");
        return new Profile(
                values.get(0),
                values.get(1),
                values.get(2),
                values.get(3),
                values.get(4),
                values.get(5),
                ca == null || !ca.isString() ? null : ca.stringValue(),
                file);
    }

    /** The same server and tenant with the credentials of another application. */
    Profile as(String otherId, String otherSecret) {
        return new Profile(server, tlsServer, tenantId, tenantDomain, otherId, otherSecret, caFile, file);
    }

    /** Reads a profile in the same directory; empty if there is none. */
    Optional<Profile> sibling(String name) {
        Path other = file.resolveSibling(name);
        return Files.isRegularFile(other)
                ? Optional.of(load(Optional.of(other.toAbsolutePath().toString()), null, other))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "Profile[" + clientId + " at " + server + "]";
    }
}
