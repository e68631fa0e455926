package dev.postern;

import dev.postern.http.Json;
import dev.postern.store.SchemaVersion;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Optional;
import java.util.jar.Attributes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The version of this program, from the manifest of its jar.
 *
 * @param commitTime when the source was committed, if the build knew it
 * @param schema the newest schema of a database that it knows
 */
record ProgramVersion(String version, Optional<String> commitTime, String schema, String java) {
    private static final String CLASS = "Main.class";

    static ProgramVersion read() {
        Attributes manifest = manifest();
        String version = manifest.getValue("Implementation-Version");
        return new ProgramVersion(
                version == null ? "from source" : version,
                Optional.ofNullable(manifest.getValue("Commit-Time"))
                        .filter(text -> !text.isBlank() && !text.contains("unknown")),
                SchemaVersion.known(),
                Runtime.version().toString());
    }

    private static Attributes manifest() {
        @Nullable URL at = ProgramVersion.class.getResource(CLASS);
        try {
            if (at != null && at.openConnection() instanceof JarURLConnection jar && jar.getMainAttributes() != null) {
                return jar.getMainAttributes();
            }
        } catch (IOException e) {
            // Then the version is unknown, which is not worth failing.
        }
        return new Attributes();
    }

    /** One line for {@code --version}. */
    String text() {
        return "postern " + version + " ("
                + commitTime.map(time -> "commit of " + time + ", ").orElse("") + "schema " + schema + ", Java " + java
                + ")";
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("version", version);
        commitTime.ifPresent(time -> json.put("commitTime", time));
        return json.put("schema", schema).put("java", java);
    }
}
