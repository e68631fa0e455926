package dev.postern.cli;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names of folders and of messages in a Maildir. Names of folders are in the modified UTF-7 of IMAP, which also hides the dots in them. */
final class MaildirNames {
    private static final Pattern FLAGS = Pattern.compile("[:;!]2,([A-Za-z]*)$");
    private static final Pattern TIME = Pattern.compile("^([0-9]{1,11})[^0-9]");
    private static final Pattern ENCODED = Pattern.compile("&([A-Za-z0-9+,]*)-");

    private MaildirNames() {}

    static MailFlags flags(String name) {
        Matcher flags = FLAGS.matcher(name);
        return flags.find() ? MailFlags.ofMaildir(flags.group(1)) : MailFlags.NONE;
    }

    static @Nullable Instant received(String name) {
        Matcher time = TIME.matcher(name);
        return time.find() ? Instant.ofEpochSecond(Long.parseLong(time.group(1))) : null;
    }

    /** The names of a folder {@code .A.B}, from the top down. */
    static List<String> path(String name) {
        var path = new ArrayList<String>();
        for (String part : name.split("\\.")) {
            if (!part.isEmpty()) {
                path.add(decoded(part));
            }
        }
        return path;
    }

    /** The name of the folder with these names. */
    static String name(List<String> path) {
        return path.stream().map(one -> "." + encoded(one)).collect(Collectors.joining());
    }

    private static String decoded(String name) {
        return ENCODED.matcher(name)
                .replaceAll(found -> Matcher.quoteReplacement(decoded(found.group(), found.group(1))));
    }

    private static String decoded(String whole, String base64) {
        if (base64.isEmpty()) {
            return "&";
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.replace(',', '/'));
            String text = StandardCharsets.UTF_16BE
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') >= 0 ? whole : text;
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return whole;
        }
    }

    private static String encoded(String name) {
        StringBuilder out = new StringBuilder();
        StringBuilder hidden = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= ' ' && c < 0x7f && "./\\&".indexOf(c) < 0) {
                flush(hidden, out);
                out.append(c);
            } else if (c == '&') {
                flush(hidden, out);
                out.append("&-");
            } else {
                hidden.append(c);
            }
        }
        flush(hidden, out);
        return out.toString();
    }

    private static void flush(StringBuilder hidden, StringBuilder out) {
        if (!hidden.isEmpty()) {
            byte[] bytes = hidden.toString().getBytes(StandardCharsets.UTF_16BE);
            out.append('&')
                    .append(Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .replace('/', ','))
                    .append('-');
            hidden.setLength(0);
        }
    }
}
