package dev.postern.smtp.dkim;

import dev.postern.smtp.CanonicalLines;
import dev.postern.smtp.client.OutgoingMail.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs messages: relaxed/relaxed, the whole body. Fields that tell the reader what the message is are named once more than they occur, so
 * that none can be added afterwards.
 */
public final class DkimSigner {
    private static final Logger LOG = LoggerFactory.getLogger(DkimSigner.class);
    private static final List<String> CLOSED = List.of(
            "from",
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "reply-to",
            "mime-version",
            "content-type",
            "content-transfer-encoding");
    private static final List<String> IF_PRESENT = List.of("sender", "in-reply-to", "references");

    private static final Pattern FOLD = Pattern.compile("\r\n");
    private static final Pattern SPACES = Pattern.compile("[ \t]+");
    private static final int LINE = 70;

    private DkimSigner() {}

    /**
     * Returns a message with a signature of each key in front. Reads it once; it must be the same each time it is written.
     *
     * @throws IOException if it cannot be read
     */
    public static Content sign(Content message, List<DkimKey> keys, Instant now) throws IOException {
        MessageReader read = new MessageReader();
        try {
            CanonicalLines lines = new CanonicalLines(read);
            message.writeTo(lines);
            lines.finish();
        } catch (MessageReader.HeadersTooLarge e) {
            LOG.warn("A message was not signed. {}.", e.getMessage());
            return message;
        }
        List<String> fields = read.fields();
        List<String> names = signedNames(fields);
        String bodyHash = Base64.getEncoder().encodeToString(read.bodyHash());
        String canonical = canonical(fields, names);
        var signatures = new StringBuilder();
        for (DkimKey key : keys) {
            signatures.append(signature(key, names, bodyHash, canonical, now));
        }
        return new SignedContent(signatures.toString().getBytes(StandardCharsets.US_ASCII), message);
    }

    private static String signature(DkimKey key, List<String> names, String bodyHash, String canonical, Instant now) {
        String unsigned = "DKIM-Signature: v=1; a=" + key.algorithm().label() + "-sha256; c=relaxed/relaxed;\r\n d="
                + key.domain() + ";\r\n s=" + key.selector() + "; t=" + now.getEpochSecond() + ";\r\n h="
                + folded(names) + ";\r\n bh=" + bodyHash + ";\r\n b=";
        byte[] signed = (canonical + relaxed(unsigned)).getBytes(StandardCharsets.ISO_8859_1);
        String value = Base64.getEncoder().encodeToString(key.algorithm().sign(key.key(), signed));
        return unsigned + value.replaceAll("(.{" + LINE + "})(?=.)", "$1\r\n ") + "\r\n";
    }

    private static String folded(List<String> names) {
        var folded = new StringBuilder();
        int length = 3;
        for (String name : names) {
            if (!folded.isEmpty()) {
                folded.append(':');
                if (length + name.length() > LINE) {
                    folded.append("\r\n ");
                    length = 0;
                }
            }
            folded.append(name);
            length += name.length() + 1;
        }
        return folded.toString();
    }

    private static List<String> signedNames(List<String> fields) {
        var names = new ArrayList<String>();
        for (String name : CLOSED) {
            names.addAll(named(fields, name).stream().map(field -> name).toList());
            names.add(name);
        }
        for (String name : IF_PRESENT) {
            names.addAll(named(fields, name).stream().map(field -> name).toList());
        }
        return names;
    }

    private static List<String> named(List<String> fields, String name) {
        return fields.stream().filter(field -> name(field).equals(name)).toList();
    }

    private static String name(String field) {
        int colon = field.indexOf(':');
        return colon < 0 ? "" : field.substring(0, colon).stripTrailing().toLowerCase(Locale.ROOT);
    }

    /** Of several fields with one name, the last comes first (RFC 6376, section 5.4.2). A name without a field is empty. */
    private static String canonical(List<String> fields, List<String> names) {
        var canonical = new StringBuilder();
        for (String name : names.stream().distinct().toList()) {
            for (String field : named(fields, name).reversed()) {
                canonical.append(relaxed(field)).append("\r\n");
            }
        }
        return canonical.toString();
    }

    /** RFC 6376, section 3.4.2. */
    private static String relaxed(String field) {
        int colon = field.indexOf(':');
        String value = SPACES.matcher(FOLD.matcher(field.substring(colon + 1)).replaceAll(""))
                .replaceAll(" ");
        int from = value.startsWith(" ") ? 1 : 0;
        int to = value.length() > from && value.endsWith(" ") ? value.length() - 1 : value.length();
        return name(field) + ":" + value.substring(from, to);
    }
}
