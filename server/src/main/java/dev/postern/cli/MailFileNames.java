package dev.postern.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of files and folders that {@code mail export} writes and {@code mail import} reads. What no file name may contain is written as {@code %2F}. */
final class MailFileNames {
    private static final String MBOX = ".mbox";
    private static final String UNSAFE = "/\\:*?\"<>|%";
    private static final Set<String> OF_MAILDIR = Set.of("cur", "new", "tmp");
    private static final Pattern ESCAPED = Pattern.compile("(?:%[0-9A-F]{2})+");
    private static final Pattern EML = Pattern.compile("([0-9]{8}T[0-9]{6}Z)-[0-9a-f]{32}(?:,([DFRST]*))?\\.eml");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final boolean ASCII = !"UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private MailFileNames() {}

    /** The name of the file or folder for a folder of the mailbox. */
    static String escaped(String name) {
        StringBuilder out = new StringBuilder();
        boolean whole = OF_MAILDIR.contains(name) || name.matches("(?i).*\\.(sbd|mbox|mbx)");
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            int length = Character.charCount(c);
            boolean edge = (i == 0 || i + length == name.length()) && (c == '.' || c == ' ');
            boolean last = whole && i + length == name.length();
            if (c < ' '
                    || (c >= 0x7f && (c < 0xa0 || ASCII))
                    || Character.getType(c) == Character.SURROGATE
                    || UNSAFE.indexOf(c) >= 0
                    || edge
                    || last) {
                for (byte b : name.substring(i, i + length).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
                }
            } else {
                out.appendCodePoint(c);
            }
            i += length;
        }
        return out.toString();
    }

    /** The name of the folder of the mailbox for a folder. */
    static String folder(String name) {
        return unescaped(name.toLowerCase(Locale.ROOT).endsWith(".sbd") ? name.substring(0, name.length() - 4) : name);
    }

    /** The name of the folder of the mailbox for an mbox. */
    static String mailbox(String file) {
        return unescaped(file.replaceFirst("(?i)\\.(mbox|mbx)$", ""));
    }

    static String mbox(String name) {
        return escaped(name) + MBOX;
    }

    private static String unescaped(String name) {
        return ESCAPED.matcher(name).replaceAll(found -> {
            var bytes = new ByteArrayOutputStream();
            for (int i = 1; i < found.group().length(); i += 3) {
                bytes.write(Integer.parseInt(found.group().substring(i, i + 2), 16));
            }
            String text = bytes.toString(StandardCharsets.UTF_8);
            return Matcher.quoteReplacement(
                    text.indexOf('\0') >= 0 || text.indexOf('\uFFFD') >= 0 ? found.group() : text);
        });
    }

    /** The name of a file with a message, which has what the message does not say. */
    static String eml(Instant received, UUID id, MailFlags flags) {
        return TIME.format(received) + "-" + id.toString().replace("-", "") + "," + flags.maildir() + ".eml";
    }

    static MailFlags flags(String file) {
        Matcher known = EML.matcher(file);
        return known.matches() && known.group(2) != null ? MailFlags.ofMaildir(known.group(2)) : MailFlags.NONE;
    }

    static @Nullable Instant received(String file) {
        Matcher known = EML.matcher(file);
        try {
            return known.matches() ? LocalDateTime.parse(known.group(1), TIME).toInstant(ZoneOffset.UTC) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
