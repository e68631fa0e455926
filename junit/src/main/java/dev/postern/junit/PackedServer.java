package dev.postern.junit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The server as jars within this library. They are unpacked once for each version, into a folder of the user's cache; the three newest
 * versions are kept.
 */
final class PackedServer {
    private static final String JAR = "postern-server.jar";
    private static final int KEPT = 3;

    private PackedServer() {}

    /** Returns the server's jar, with its libraries beside it. */
    static Path unpacked() {
        return unpackedIn(cache());
    }

    static Path unpackedIn(Path cache) {
        byte[] server = content(JAR);
        try {
            Path folder = Files.createDirectories(cache).resolve(hash(server));
            if (!Files.exists(folder.resolve(JAR))) {
                unpack(server, cache, folder);
            }
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
            sweep(cache);
            return folder.resolve(JAR);
        } catch (IOException e) {
            throw new PosternException("The server cannot be unpacked into " + cache + ": " + e, e);
        }
    }

    /** Unpacks beside the folder and renames, so that a folder is complete and several processes may do the same. */
    private static void unpack(byte[] server, Path cache, Path folder) throws IOException {
        Path partial = Files.createTempDirectory(cache, "partial-");
        Files.createDirectory(partial.resolve("lib"));
        for (String library : libraries(server)) {
            Files.write(partial.resolve(library), content(library));
        }
        Files.write(partial.resolve(JAR), server);
        try {
            Files.move(partial, folder);
        } catch (IOException e) {
            remove(partial);
            if (!Files.exists(folder.resolve(JAR))) {
                throw e;
            }
        }
    }

    /** The class path in the manifest, such as {@code lib/name.jar}. */
    private static List<String> libraries(byte[] server) throws IOException {
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(server))) {
            Manifest manifest = Optional.ofNullable(jar.getManifest())
                    .orElseThrow(() -> new PosternException("The packed server has no manifest."));
            String path = manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return path == null ? List.of() : List.of(path.trim().split(" +"));
        }
    }

    private static byte[] content(String name) {
        try (InputStream resource = PackedServer.class.getResourceAsStream("server/" + name)) {
            if (resource == null) {
                throw new PosternException("This postern-junit does not contain the server (" + name
                        + "). Use the packaged jar, not the classes of its build.");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content))
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path cache() {
        String given = System.getenv("XDG_CACHE_HOME");
        Path base =
                given == null || given.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(given);
        return base.resolve("postern").resolve("junit");
    }

    private static void sweep(Path cache) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> entries = Files.list(cache)) {
            entries.filter(Files::isDirectory).forEach(folders::add);
        }
        folders.sort(Comparator.comparing(PackedServer::lastUsed).reversed());
        for (Path old : folders.subList(Math.min(KEPT, folders.size()), folders.size())) {
            remove(old);
        }
    }

    private static FileTime lastUsed(Path folder) {
        try {
            return Files.getLastModifiedTime(folder);
        } catch (IOException e) {
            return FileTime.from(Instant.EPOCH); // another process removes it
        }
    }

    /** Removes what can be removed; a file that is still open elsewhere is removed by the next run. */
    static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            return;
        }
    }
}
