package dev.postern.access;

import java.util.UUID;
import java.util.regex.Pattern;

/** Reads GUIDs strictly: {@link UUID#fromString} also takes shortened forms, which are no ids on the wire. */
final class Guids {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private Guids() {}

    static UUID parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a GUID");
        }
        return UUID.fromString(text);
    }

    /** The order of the printed forms. {@link UUID#compareTo} differs from it: it takes both halves as signed numbers. */
    static int compareAsPrinted(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
