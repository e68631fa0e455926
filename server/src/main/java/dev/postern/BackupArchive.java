package dev.postern;

import dev.postern.archive.TarReader;
import dev.postern.archive.TarWriter;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/** A backup: a tar archive, compressed with gzip, whose first entry is the {@link BackupManifest}. */
record BackupArchive(Path file) {
    private static final int BUFFER = 1 << 16;

    /** Receives what is read. */
    interface Sink {
        /** Called first. May refuse the backup. */
        void begin(BackupManifest manifest) throws IOException;

        /** Returns where a file is written; the stream is closed after it. */
        OutputStream open(BackupManifest.Entry entry) throws IOException;
    }

    /** Writes the files of a folder that the manifest names. */
    void write(BackupManifest manifest, Path folder) throws IOException {
        try (OutputStream raw = Files.newOutputStream(file);
                TarWriter tar = new TarWriter(new Fast(new BufferedOutputStream(raw, BUFFER)))) {
            byte[] json = manifest.json().getBytes(StandardCharsets.UTF_8);
            tar.add(BackupManifest.NAME, json.length, manifest.created(), new ByteArrayInputStream(json));
            for (BackupManifest.Entry entry : manifest.files()) {
                try (InputStream in = Files.newInputStream(folder.resolve(entry.name()))) {
                    tar.add(entry.name(), entry.size(), manifest.created(), in);
                }
            }
        }
    }

    /** Compresses fast, because a backup competes with the server for the processors. */
    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /**
     * Reads the whole archive and compares every file with its checksum.
     *
     * @throws BackupRefused if it is truncated, damaged, or not a backup
     */
    BackupManifest read(Sink sink) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file), BUFFER)) {
            TarReader tar = new TarReader(in);
            BackupManifest manifest = manifest(tar);
            sink.begin(manifest);
            for (BackupManifest.Entry wanted : manifest.files()) {
                TarReader.Entry found = tar.next();
                if (found == null || !found.name().equals(wanted.name()) || found.size() != wanted.size()) {
                    throw new BackupRefused(file + " is damaged: " + wanted.name() + " is not where it must be.");
                }
                try (OutputStream out = sink.open(wanted);
                        DigestOutputStream digest = new DigestOutputStream(out, sha256())) {
                    tar.copyTo(digest);
                    if (!HexFormat.of()
                            .formatHex(digest.getMessageDigest().digest())
                            .equals(wanted.sha256())) {
                        throw new BackupRefused(file + " is damaged: the checksum of " + wanted.name() + " differs.");
                    }
                }
            }
            if (tar.next() != null) {
                throw new BackupRefused(file + " is damaged: it contains more files than it names.");
            }
            // The end of the gzip stream has a checksum, which is compared only when it is read.
            if (in.read() >= 0) {
                throw new BackupRefused(file + " is damaged: it continues after its end.");
            }
            return manifest;
        } catch (NoSuchFileException e) {
            throw new BackupRefused("There is no file " + file + ".", e);
        } catch (EOFException e) {
            throw new BackupRefused(file + " is truncated. Copy it again, or use another backup.", e);
        } catch (ZipException e) {
            throw new BackupRefused(file + " is damaged, or not a backup: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BackupRefused(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private BackupManifest manifest(TarReader tar) throws IOException {
        TarReader.Entry first = tar.next();
        if (first == null || !first.name().equals(BackupManifest.NAME) || first.size() > BackupManifest.MAX_BYTES) {
            throw new BackupRefused(file + " is not a backup of Postern.");
        }
        var json = new ByteArrayOutputStream();
        tar.copyTo(json);
        return BackupManifest.read(json.toByteArray());
    }

    /** Returns the description of a file that is stored under this name. */
    static BackupManifest.Entry entry(String name, Path stored) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(stored);
                DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            long size = in.transferTo(out);
            return new BackupManifest.Entry(name, size, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
