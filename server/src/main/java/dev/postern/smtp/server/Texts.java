package dev.postern.smtp.server;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Characters of commands. */
final class Texts {
    private Texts() {}

    /** Reads bytes, each of which is a character, as UTF-8. */
    static String utf8(String bytes) throws CommandRefused {
        if (isAscii(bytes)) {
            return bytes;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CommandRefused.syntax(501, "5.5.2", "The command is not UTF-8");
        }
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether a character besides ASCII may be in an address: nothing that is invisible or separates words. */
    static boolean isForeign(int c) {
        if (c < 128 || Character.isISOControl(c) || Character.isSpaceChar(c)) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.UNASSIGNED, Character.SURROGATE, Character.FORMAT, Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
