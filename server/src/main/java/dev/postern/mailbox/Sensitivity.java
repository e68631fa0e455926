package dev.postern.mailbox;

import dev.postern.query.Folding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of PidTagSensitivity and the words for them in the header {@code Sensitivity} (RFC 4021). */
public final class Sensitivity {
    static final String HEADER = "Sensitivity";
    private static final List<String> WORDS = List.of("", "Personal", "Private", "Company-Confidential");

    private Sensitivity() {}

    /** Whether a text is one of the values. */
    public static boolean isValue(String value) {
        return value.length() == 1 && value.charAt(0) >= '0' && value.charAt(0) < '0' + WORDS.size();
    }

    /** The word for a value; null for a normal message, which has no header, and for other texts. */
    static @Nullable String word(String value) {
        return isValue(value) && !value.equals("0") ? WORDS.get(value.charAt(0) - '0') : null;
    }

    /** The value that a header means; normal if it means none. */
    static String value(@Nullable String header) {
        String low = header == null ? "" : Folding.lower(header.strip());
        for (int i = 1; i < WORDS.size(); i++) {
            if (Folding.lower(WORDS.get(i)).equals(low)) {
                return String.valueOf(i);
            }
        }
        return "0";
    }
}
