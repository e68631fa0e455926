package dev.postern.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a path at its slashes and decodes each segment once. It splits first, so an encoded slash stays in its
 * segment. Paths that two parsers could read differently are refused.
 */
public final class Segments {
    private Segments() {}

    /** @throws BadRequest if two parsers could read the path differently */
    public static List<String> of(String rawPath) {
        if (!rawPath.startsWith("/")) {
            throw new BadRequest("The path must begin with a slash.");
        }
        var segments = new ArrayList<String>();
        int start = 1;
        while (start <= rawPath.length()) {
            int end = rawPath.indexOf('/', start);
            end = end < 0 ? rawPath.length() : end;
            if (end > start) {
                segments.add(decode(rawPath, start, end));
            }
            start = end + 1;
        }
        return List.copyOf(segments);
    }

    private static String decode(String path, int start, int end) {
        var bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                throw new BadRequest("The path contains a character that must be percent-encoded.");
            }
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int high = i + 2 < end ? Character.digit(path.charAt(i + 1), 16) : -1;
            int low = i + 2 < end ? Character.digit(path.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                throw new BadRequest("The path contains an invalid percent-encoding.");
            }
            bytes.put((byte) (high << 4 | low));
            i += 2;
        }
        return checked(bytes.flip());
    }

    private static String checked(ByteBuffer bytes) {
        String segment;
        try {
            // new String() would replace malformed input silently; a new decoder reports it.
            segment = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new BadRequest("The path is not UTF-8.");
        }
        if (segment.equals(".") || segment.equals("..")) {
            throw new BadRequest("The path contains a dot segment.");
        }
        if (segment.indexOf('\0') >= 0) {
            throw new BadRequest("The path contains a null character.");
        }
        return segment;
    }
}
