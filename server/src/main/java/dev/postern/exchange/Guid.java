package dev.postern.exchange;

import dev.postern.query.Folding;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses GUIDs of 36 characters, in any case, with or without braces. */
final class Guid {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");

    private Guid() {}

    static @Nullable UUID of(String text) {
        String bare = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        String lower = Folding.lower(bare);
        return FORM.matcher(lower).matches() ? UUID.fromString(lower) : null;
    }
}
