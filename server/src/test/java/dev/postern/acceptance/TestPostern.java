package dev.postern.acceptance;

import dev.postern.Postern;
import dev.postern.TestFolders;
import dev.postern.http.Json;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A whole Postern on free ports with a new folder, and its administrator. Tests access it over HTTP. */
final class TestPostern implements AutoCloseable {
    private final Postern postern;
    private final Path folder;
    private final Administration administration;

    private TestPostern(Postern postern, Path folder) {
        this.postern = postern;
        this.folder = folder;
        this.administration = Administration.of(folder.resolve("admin.json"));
    }

    static TestPostern start(String... more) {
        try {
            return start(TestFolders.folder("postern-acceptance"), more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param more other settings, as alternating names and values */
    static TestPostern start(Path folder, String... more) {
        return start(folder, InstantSource.system(), more);
    }

    /** @param clock the server's clock; it may jump */
    static TestPostern start(Path folder, InstantSource clock, String... more) {
        return start(folder, clock, Optional.empty(), more);
    }

    /** Starts with a configuration file. */
    static TestPostern configured(Path folder, InstantSource clock, Path file) {
        return start(folder, clock, Optional.of(file));
    }

    private static TestPostern start(Path folder, InstantSource clock, Optional<Path> file, String... more) {
        Map<String, List<String>> options = new HashMap<>();
        options.put("--data", List.of(folder.toString()));
        options.put("--port", List.of("0"));
        options.put("--tls-port", List.of("0"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], List.of(more[i + 1]));
            // the option would win over the key
            options.remove("--" + more[i].replace("server.", ""));
        }
        Settings settings = SettingsReader.read(file, Map.of(), options);
        return new TestPostern(Postern.start(settings, clock), folder);
    }

    /** Starts with a configuration file; ports are free ones unless it specifies others. */
    static TestPostern configured(Path folder, String yaml) {
        try {
            Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
            Map<String, List<String>> options =
                    Map.of("--data", List.of(folder.toString()), "--port", List.of("0"), "--tls-port", List.of("0"));
            Settings settings = SettingsReader.read(Optional.of(file), Map.of(), options);
            return new TestPostern(Postern.start(settings, InstantSource.system()), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Administration admin() {
        return administration;
    }

    /** The administrator of an additional tenant, or of the first one again, without tokens. */
    Administration admin(String domain) {
        String file = domain.equals("contoso.example") ? "admin.json" : "admin-" + domain + ".json";
        return Administration.of(folder.resolve(file));
    }

    Path folder() {
        return folder;
    }

    Path caFile() {
        return folder.resolve("tls").resolve("ca.pem");
    }

    /** The URL without a trailing slash. */
    String address() {
        return postern.address().toString();
    }

    String tlsAddress() {
        return postern.tlsAddress().toString();
    }

    static JsonNode read(Path json) {
        try {
            return Json.parse(Files.readAllBytes(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        postern.close();
    }
}
