package dev.postern.cli;

import dev.postern.cli.Server.Answer;
import dev.postern.cli.Server.Audience;
import dev.postern.importer.ExportFile;
import dev.postern.importer.ImportLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code import}: creates a tenant from the files of an export, and writes a profile of its administrator. */
final class ImportCommand {
    private static final int MAX_FILES = 10_000;

    private final Server server;
    private final Consumer<String> warn;

    private ImportCommand(Server server, Consumer<String> warn) {
        this.server = server;
        this.warn = warn;
    }

    static String run(Server server, List<String> arguments, Path directory, Consumer<String> warn) {
        Options options = Options.of("import", arguments);
        String folder = options.words(1, 1).getFirst();
        String tenant = options.one("--tenant").orElseThrow(options::usage);
        String profile = options.one("--profile-out").orElseThrow(options::usage);
        JsonNode result =
                new ImportCommand(server, warn).run(directory.resolve(folder), tenant, directory.resolve(profile));
        return options.has("--json") ? Output.json(result) : text(result, profile);
    }

    private JsonNode run(Path folder, String tenant, Path profile) {
        if (!Files.isDirectory(folder)) {
            throw CliFailure.failed("There is no directory " + folder + ".");
        }
        Map<ExportFile, Path> files = files(folder);
        if (files.isEmpty()) {
            throw CliFailure.failed("Nothing could be read: " + folder + " has none of the files "
                    + String.join(
                            ", ",
                            Stream.of(ExportFile.values()).map(ExportFile::text).toList()) + ".");
        }
        Path draft = prepared(profile);
        try {
            JsonNode result = send(files, tenant);
            write(draft, profile, result);
            return shown(result);
        } finally {
            delete(draft);
        }
    }

    private static Map<ExportFile, Path> files(Path folder) {
        Map<ExportFile, Path> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.limit(MAX_FILES).sorted().toList()) {
                Optional<ExportFile> known =
                        ExportFile.called(file.getFileName().toString()).filter(_ -> Files.isRegularFile(file));
                if (known.isPresent() && files.put(known.get(), file) != null) {
                    throw CliFailure.failed(
                            "There are two files called " + known.get().text() + " in " + folder + ".");
                }
                if (known.isPresent() && Files.size(file) > ImportLimits.USUAL.fileBytes()) {
                    throw CliFailure.failed(file + " has " + Files.size(file) + " bytes. A file may have "
                            + ImportLimits.USUAL.fileBytes()
                            + " bytes: export only the properties that the export script selects.");
                }
            }
            return files;
        } catch (IOException e) {
            throw CliFailure.failed("The directory " + folder + " cannot be read: " + e.getMessage());
        }
    }

    /** An empty file beside the profile that only its owner can read. A place that cannot be written is noticed before anything is created. */
    private static Path prepared(Path profile) {
        try {
            Path parent = profile.toAbsolutePath().getParent();
            if (Files.isDirectory(profile) || parent == null) {
                throw CliFailure.failed("The profile " + profile + " cannot be written: it is a directory.");
            }
            if (Files.exists(profile, LinkOption.NOFOLLOW_LINKS)) {
                throw CliFailure.failed("The file " + profile
                        + " exists. It may be the only copy of another administrator's secret: choose another name for"
                        + " the profile, or remove the file.");
            }
            return Files.getFileAttributeView(parent, PosixFileAttributeView.class) == null
                    ? Files.createTempFile(parent, "profile", ".new")
                    : Files.createTempFile(
                            parent,
                            "profile",
                            ".new",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw CliFailure.failed("The profile " + profile + " cannot be written: " + FileProblem.writing(e) + ".");
        }
    }

    private static void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw CliFailure.failed("The file " + draft + " cannot be removed: " + e.getMessage());
        }
    }

    private JsonNode send(Map<ExportFile, Path> files, String tenant) {
        Path archive = null;
        try {
            archive = Files.createTempFile("postern-import", ".zip");
            pack(files, archive);
            Answer answer = server.upload(
                    Audience.MANAGEMENT, "/postern/import?tenant=" + Server.encode(tenant), "application/zip", archive);
            if (!answer.ok()) {
                throw FailureText.of(answer);
            }
            answer.json().path("warnings").valueStream().map(JsonNode::asString).forEach(warn);
            return answer.json();
        } catch (IOException e) {
            throw CliFailure.failed("The files cannot be read: " + e.getMessage());
        } finally {
            if (archive != null) {
                delete(archive);
            }
        }
    }

    private static void pack(Map<ExportFile, Path> files, Path archive) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<ExportFile, Path> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey().text()));
                Files.copy(file.getValue(), zip);
                zip.closeEntry();
            }
        }
    }

    private void write(Path draft, Path profile, JsonNode result) {
        Profile own = server.profile();
        ObjectNode made = JsonNodeFactory.instance
                .objectNode()
                .put("server", own.server())
                .put("tlsServer", own.tlsServer())
                .put("tenantId", result.path("tenantId").asString())
                .put("tenantDomain", result.path("tenantDomain").asString())
                .put("clientId", result.path("administrator").path("clientId").asString())
                .put(
                        "clientSecret",
                        result.path("administrator").path("clientSecret").asString());
        if (own.caFile() != null) {
            made.put("caFile", own.caFile());
        }
        try {
            Files.writeString(draft, made.toString());
            try {
                Files.move(draft, profile, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(draft, profile);
            }
        } catch (IOException e) {
            throw CliFailure.failed(
                    "The tenant " + result.path("tenantId").asString() + " was created, but the profile "
                            + profile + " cannot be written: " + e.getMessage()
                            + ". The server writes one to its data directory when it starts again.");
        }
    }

    /** Without the secret, which is only in the profile, and without what was printed as warnings. */
    private static JsonNode shown(JsonNode result) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        List.of("tenantId", "tenantDomain", "imported", "unused").forEach(name -> shown.set(name, result.path(name)));
        return shown;
    }

    private static String text(JsonNode result, String profile) {
        StringBuilder text = new StringBuilder("Created the tenant "
                + result.path("tenantDomain").asString() + ", "
                + result.path("tenantId").asString() + ". The profile of its administrator is " + profile + ".\n");
        result.path("imported")
                .propertyStream()
                .forEach(count -> text.append("  ")
                        .append(count.getKey())
                        .append(": ")
                        .append(count.getValue().asString())
                        .append('\n'));
        JsonNode unused = result.path("unused");
        text.append(unused.isEmpty() ? "Everything was used.\n" : "Not used:\n");
        unused.valueStream()
                .forEach(one -> text.append("  ")
                        .append(Output.printable(one.path("file").asString() + ", "
                                + one.path("item").asString() + ": "
                                + one.path("reason").asString()))
                        .append('\n'));
        return text.toString();
    }
}
