package dev.postern.packages;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that both packages contain: the launcher, the program, a runtime, and AOT caches for this runtime.
 *
 * @param time of every file; an AOT cache is used only while the jars have the times that they had when it was made
 */
record Image(Path repository, Path path, Instant time) {
    /**
     * What jdeps finds in the libraries that are used, without java.desktop (annotations of beans) and java.rmi, which nothing here calls;
     * all charsets, because mail uses them; and jcmd, with which a running server is examined.
     */
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.logging",
            "java.management",
            "java.naming",
            "java.net.http",
            "java.security.jgss",
            "java.sql",
            "java.xml",
            "jdk.charsets",
            "jdk.jcmd",
            "jdk.management",
            "jdk.net",
            "jdk.unsupported");

    void make() throws IOException, InterruptedException {
        Files.createDirectories(path);
        Path server = repository.resolve("server");
        copy(repository.resolve("packages/src/image"), path);
        copy(repository.resolve("packages/examples"), path.resolve("examples"));
        copy(server.resolve("src/main/launch"), path.resolve("app/launch"));
        copy(server.resolve("target/lib"), path.resolve("app/lib"));
        Files.copy(server.resolve("target/postern-server.jar"), path.resolve("app/postern-server.jar"));
        Files.copy(repository.resolve("LICENSE"), path.resolve("LICENSE"));
        Licences.collect(path.resolve("app/lib"), path.resolve("licenses"));
        link();
        modes();
        times();
        train();
        times();
    }

    private void link() throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IOException("jlink is missing: run Maven with a whole JDK."))
                .run(
                        out,
                        out,
                        "--add-modules",
                        String.join(",", MODULES),
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--compress",
                        "zip-6",
                        "--output",
                        path.resolve("runtime").toString());
        if (status != 0) {
            throw new IOException("jlink: " + said);
        }
    }

    private void train() throws IOException, InterruptedException {
        Path app = path.resolve("app");
        int status = new ProcessBuilder(
                        path.resolve("runtime/bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        app.resolve("postern-server.jar").toString(),
                        "dev.postern.Training",
                        app.resolve("aot").toString(),
                        app.resolve("launch").toString(),
                        app.resolve("postern-server.jar").toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("The AOT caches could not be made.");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Whatever the umask of the build was. Only files that their owner can run can be run by others. */
    private void modes() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
                String name = file.toString();
                boolean program = Files.isExecutable(file) && !name.endsWith(".so") && !name.endsWith(".jar");
                boolean runs = Files.isDirectory(file) || program;
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private void times() throws IOException {
        FileTime same = FileTime.from(time);
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return set(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
                return set(folder);
            }

            private FileVisitResult set(Path file) throws IOException {
                Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setTimes(same, null, null);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
