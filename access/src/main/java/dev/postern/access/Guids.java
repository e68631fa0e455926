package dev.postern.access;

import java.util.UUID;
import java.util.regex.Pattern;

/** Reading GUIDs strictly: {@link UUID#fromString} also takes shortened forms, which no id of the wire may have. */
final class Guids {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private Guids() {}

    static UUID parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a GUID");
        }
        return UUID.fromString(text);
    }
}
