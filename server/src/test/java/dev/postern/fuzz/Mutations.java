package dev.postern.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Mutates inputs: changes, duplicates, removes and mixes bytes and pieces, and inserts meaningful words. */
final class Mutations {
    private static final int MAX_LENGTH = 20_000;
    private static final List<String> WORDS = List.of(
            "'",
            "''",
            "\"",
            "\\",
            "(",
            ")",
            "/any(x:",
            " and ",
            " or ",
            "not ",
            " eq ",
            ",",
            "%",
            "%00",
            "&",
            "$filter=",
            "$search=\"",
            "$expand=",
            "null",
            "true",
            "{",
            "}",
            "[",
            "]",
            "\\ud800",
            "1e999",
            "-9223372036854775808",
            "9999999999999999999999",
            "\r\n",
            "\r\n\r\n",
            "--",
            "=?utf-8?q?=00?=",
            "=?x?b?",
            "boundary=",
            "charset=utf-7",
            "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n",
            "message/rfc822",
            "\0",
            "\uFEFF",
            "\u2028",
            "İ",
            "microsoft.graph.",
            "('",
            "')",
            "2026-02-30T25:61:61Z",
            "0001-01-01T00:00:00Z",
            "AND",
            "NOT ",
            "subject:",
            "..");

    private final Random random;
    private final List<byte[]> seeds;

    Mutations(long seed, List<byte[]> seeds) {
        this.random = new Random(seed);
        this.seeds = seeds;
    }

    byte[] next() {
        byte[] input = any().clone();
        for (int times = 1 + random.nextInt(4); times > 0; times--) {
            input = changed(input);
        }
        return input;
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + random.nextInt(1 + Math.max(1, input.length / 3)));
        return switch (random.nextInt(7)) {
            case 0 -> flipped(input, from);
            case 1 -> spliced(input, from, to, new byte[0]);
            case 2 -> spliced(input, from, from, word());
            case 3 -> spliced(input, from, to, word());
            case 4 -> spliced(input, from, from, slice(any()));
            case 5 -> spliced(input, from, from, repeated(java.util.Arrays.copyOfRange(input, from, to)));
            default -> spliced(input, from, from, repeated(word()));
        };
    }

    private byte[] flipped(byte[] input, int at) {
        if (at < input.length) {
            input[at] = (byte) random.nextInt();
        }
        return input;
    }

    private byte[] word() {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] slice(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        return java.util.Arrays.copyOfRange(bytes, from, from + random.nextInt(bytes.length - from + 1));
    }

    private byte[] repeated(byte[] bytes) {
        var out = new ByteArrayOutputStream();
        int max = random.nextInt(10) == 0 ? MAX_LENGTH : 200;
        do {
            out.writeBytes(bytes);
        } while (bytes.length > 0 && out.size() < max && random.nextInt(300) > 0);
        return out.toByteArray();
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] between) {
        if (input.length + between.length > MAX_LENGTH) {
            return input;
        }
        var out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.writeBytes(between);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }
}
