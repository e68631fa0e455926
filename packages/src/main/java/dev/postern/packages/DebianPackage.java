package dev.postern.packages;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** A Debian package in the format 2.0: an ar archive of a version, the control files and the files. */
record DebianPackage(Path repository, Path image, String version, Instant time) {
    private static final String DOC = "./usr/share/doc/postern";
    private static final String CONFIGURATION = "/etc/postern/postern.yaml";
    private static final String MAINTAINER = "Postern developers <postern@contoso.example>";

    void write(Path folder) throws IOException {
        TarFile data = data();
        StringBuilder sums = new StringBuilder();
        long[] size = {0};
        data.files((name, content) -> {
            size[0] += content.length;
            if (!("." + CONFIGURATION).equals(name)) {
                sums.append(md5(content)).append("  ").append(name.substring(2)).append('\n');
            }
        });
        TarFile control = new TarFile(time);
        control.text("./control", control(size[0]), false);
        control.text("./md5sums", sums.toString(), false);
        control.text("./conffiles", CONFIGURATION + "\n", false);
        for (String script : List.of("postinst", "prerm", "postrm")) {
            control.text("./" + script, source(script), true);
        }
        Path file = folder.resolve("postern_" + debianVersion() + "_" + Packages.architecture() + ".deb");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
            member(out, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
            member(out, "control.tar.gz", control.gzip());
            member(out, "data.tar.gz", data.gzip());
        }
    }

    /** A version before the release of the same number sorts before it. */
    private String debianVersion() {
        return version.replace("-SNAPSHOT", "~snapshot").replace('-', '~');
    }

    private TarFile data() throws IOException {
        TarFile data = new TarFile(time);
        data.directory(".", 0755);
        for (String part : List.of("app", "bin", "runtime")) {
            data.folder(image.resolve(part), "./usr/lib/postern/" + part);
        }
        data.folder(image.resolve("examples"), DOC + "/examples");
        data.folder(image.resolve("licenses"), DOC + "/licenses");
        data.link("./usr/bin/postern", "../lib/postern/bin/postern");
        data.text("." + CONFIGURATION, source("postern.yaml"), false);
        data.text("./usr/lib/systemd/system/postern.service", source("postern.service"), false);
        data.text(DOC + "/copyright", source("copyright"), false);
        data.bytes(DOC + "/changelog.gz", gzip(changelog()));
        data.bytes("./usr/share/man/man1/postern.1.gz", gzip(source("postern.1")));
        return data;
    }

    private String source(String name) throws IOException {
        return Files.readString(repository.resolve("packages/src/debian").resolve(name));
    }

    private String control(long bytes) throws IOException {
        return source("control")
                .replace("@version@", debianVersion())
                .replace("@architecture@", Packages.architecture())
                .replace("@maintainer@", MAINTAINER)
                .replace("@size@", Long.toString(bytes / 1024));
    }

    private String changelog() {
        String date = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
        return "postern (" + debianVersion() + ") unstable; urgency=medium\n\n"
                + "  * See CHANGELOG.md of the project.\n\n -- " + MAINTAINER + "  " + date + "\n";
    }

    private void member(OutputStream out, String name, byte[] content) throws IOException {
        String header = String.format(
                Locale.ROOT,
                "%-16s%-12d%-6d%-6d%-8s%-10d`\n",
                name,
                time.getEpochSecond(),
                0,
                0,
                "100644",
                content.length);
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(content);
        if (content.length % 2 == 1) {
            out.write('\n');
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
