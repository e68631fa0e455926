package dev.postern.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** The header of an entry: one block of 512 bytes in the format ustar. Sizes from 8 GiB on are binary, as GNU tar and others write them. */
final class TarHeader {
    static final int BLOCK = 512;
    private static final int MAX_NAME = 100;
    private static final int MODE = 100;
    private static final int UID = 108;
    private static final int GID = 116;
    private static final int SIZE = 124;
    private static final int TIME = 136;
    private static final int SUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int SIZE_DIGITS = 11;
    private static final long MAX_OCTAL_SIZE = (1L << (3 * SIZE_DIGITS)) - 1;
    private static final byte BINARY = (byte) 0x80;

    private TarHeader() {}

    static byte[] write(String name, long size, Instant modified) {
        byte[] block = new byte[BLOCK];
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length >= MAX_NAME) {
            throw new IllegalArgumentException("The name " + name + " is too long for an archive");
        }
        System.arraycopy(bytes, 0, block, 0, bytes.length);
        octal(block, MODE, 7, 0600);
        octal(block, UID, 7, 0);
        octal(block, GID, 7, 0);
        if (size <= MAX_OCTAL_SIZE) {
            octal(block, SIZE, SIZE_DIGITS, size);
        } else {
            block[SIZE] = BINARY;
            ByteBuffer.wrap(block).putLong(SIZE + 4, size);
        }
        octal(block, TIME, SIZE_DIGITS, Math.max(0, modified.getEpochSecond()));
        block[TYPE] = '0';
        System.arraycopy("ustar\u000000".getBytes(StandardCharsets.US_ASCII), 0, block, MAGIC, 8);
        octal(block, SUM, 6, sum(block));
        block[SUM + 7] = ' ';
        return block;
    }

    private static void octal(byte[] block, int at, int digits, long value) {
        String text = Long.toOctalString(value);
        Arrays.fill(block, at, at + digits - text.length(), (byte) '0');
        System.arraycopy(
                text.getBytes(StandardCharsets.US_ASCII), 0, block, at + digits - text.length(), text.length());
    }

    /** Counts the field of the sum itself as spaces. */
    private static long sum(byte[] block) {
        long sum = 8 * ' ';
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= SUM && i < SUM + 8 ? 0 : block[i] & 0xFF;
        }
        return sum;
    }

    /** Returns the name and the size of an entry. */
    static TarReader.Entry read(byte[] block) throws IOException {
        if (number(block, SUM, 8) != sum(block)) {
            throw new IOException("The header of an entry is damaged");
        }
        if (block[TYPE] != '0' && block[TYPE] != 0) {
            throw new IOException("The archive contains something that is not a regular file");
        }
        int end = 0;
        while (end < MAX_NAME && block[end] != 0) {
            end++;
        }
        String name = new String(block, 0, end, StandardCharsets.US_ASCII);
        long size =
                block[SIZE] == BINARY ? ByteBuffer.wrap(block).getLong(SIZE + 4) : number(block, SIZE, SIZE_DIGITS + 1);
        if (size < 0) {
            throw new IOException("The size of " + name + " is negative");
        }
        return new TarReader.Entry(name, size);
    }

    private static long number(byte[] block, int at, int length) throws IOException {
        String text = new String(block, at, length, StandardCharsets.US_ASCII)
                .replace('\0', ' ')
                .strip();
        if (!text.matches("[0-7]{1,21}")) {
            throw new IOException("The header of an entry is damaged");
        }
        return Long.parseLong(text, 8);
    }
}
