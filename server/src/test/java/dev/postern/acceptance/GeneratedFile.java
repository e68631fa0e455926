package dev.postern.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/** A large file that is not stored: each piece is generated on demand. Pieces are slightly less than 4 MB, as clients send them. */
record GeneratedFile(long size) {
    static final int PIECE = 12 * 320 * 1024;

    int pieces() {
        return (int) ((size + PIECE - 1) / PIECE);
    }

    long start(int piece) {
        return (long) piece * PIECE;
    }

    byte[] piece(int piece) {
        byte[] bytes = new byte[(int) Math.min(PIECE, size - start(piece))];
        new Random(piece).nextBytes(bytes);
        return bytes;
    }

    String range(int piece) {
        return "bytes " + start(piece) + "-" + (start(piece) + piece(piece).length - 1) + "/" + size;
    }

    byte[] hash() {
        MessageDigest digest = sha256();
        for (int i = 0; i < pieces(); i++) {
            digest.update(piece(i));
        }
        return digest.digest();
    }

    static byte[] hash(InputStream content) {
        MessageDigest digest = sha256();
        try (content) {
            byte[] buffer = new byte[1 << 16];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
