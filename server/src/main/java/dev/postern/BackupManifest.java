package dev.postern;

import dev.postern.http.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The first entry of a backup: what the others are.
 *
 * @param schema the schema version of the SQLite database; 0 if the backup contains none
 */
record BackupManifest(Instant created, String version, int schema, List<Entry> files) {
    static final String NAME = "postern-backup.json";
    static final String DATABASE = "postern.db";
    /** The configuration file, whatever its name was. */
    static final String CONFIGURATION = "config.yaml";

    static final int MAX_BYTES = 1 << 20;
    private static final int FORMAT = 1;
    private static final int MAX_FILES = 200;
    /** At most one folder deep, and never above. */
    private static final Pattern SAFE =
            Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]{0,60}/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,60}");

    private static final Pattern SUM = Pattern.compile("[0-9a-f]{64}");

    BackupManifest {
        files = List.copyOf(files);
    }

    /** @param sha256 in hexadecimal digits */
    record Entry(String name, long size, String sha256) {}

    boolean hasDatabase() {
        return files.stream().anyMatch(one -> one.name().equals(DATABASE));
    }

    long bytes() {
        return files.stream().mapToLong(Entry::size).sum();
    }

    String json() {
        var json = Json.object()
                .put("format", FORMAT)
                .put("created", created.toString())
                .put("version", version)
                .put("schema", schema);
        var list = json.putArray("files");
        files.forEach(one ->
                list.addObject().put("name", one.name()).put("size", one.size()).put("sha256", one.sha256()));
        return Json.text(json);
    }

    /** @throws BackupRefused if it is not the manifest of a backup that this program can read */
    static BackupManifest read(byte[] content) {
        try {
            JsonNode json = Json.parse(content);
            int format = json.path("format").asInt(0);
            if (format != FORMAT) {
                throw new BackupRefused("The backup has format " + format + ", and this program reads only format "
                        + FORMAT + ". Use the version of Postern that made it: "
                        + json.path("version").asString("unknown") + ".");
            }
            var files = new ArrayList<Entry>();
            for (JsonNode one : json.path("files")) {
                files.add(entry(one));
            }
            if (files.isEmpty() || files.size() > MAX_FILES) {
                throw new BackupRefused("The backup has " + files.size() + " files, which is not possible.");
            }
            return new BackupManifest(
                    Instant.parse(json.path("created").asString("")),
                    json.path("version").asString(""),
                    json.path("schema").asInt(0),
                    files);
        } catch (DateTimeException | dev.postern.http.MalformedJson e) {
            throw new BackupRefused("The description of the backup is damaged.");
        }
    }

    private static Entry entry(JsonNode json) {
        Entry entry = new Entry(
                json.path("name").asString(""),
                json.path("size").asLong(-1),
                json.path("sha256").asString(""));
        if (!SAFE.matcher(entry.name()).matches()
                || entry.size() < 0
                || !SUM.matcher(entry.sha256()).matches()) {
            throw new BackupRefused("The backup contains the file '"
                    + entry.name().replaceAll("\\p{Cntrl}", "?") + "', which is not one of a data directory.");
        }
        return entry;
    }
}
