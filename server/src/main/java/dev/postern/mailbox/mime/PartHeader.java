package dev.postern.mailbox.mime;

import dev.postern.query.Folding;
import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteSequence;
import org.jspecify.annotations.Nullable;

/** The properties of one part from its header. */
final class PartHeader {
    /** The maximum length of names in common file systems. */
    static final int MAX_NAME_LENGTH = 255;

    private @Nullable String disposition;
    private @Nullable String filename;
    private @Nullable String name;
    private @Nullable String contentId;
    private @Nullable String profile;

    void add(Field field) {
        switch (Folding.lower(field.getName())) {
            case "content-disposition" -> {
                RawBody body = body(field);
                if (body != null) {
                    disposition = body.getValue() == null
                            ? ""
                            : Folding.lower(body.getValue().strip());
                    filename = parameter(body, "filename");
                }
            }
            case "content-type" -> {
                RawBody body = body(field);
                name = body == null ? null : parameter(body, "name");
                profile = body == null ? null : parameter(body, "profile");
            }
            case "content-id" -> {
                String id = TextDecoder.header(bytes(field)).replace("<", "").replace(">", "");
                contentId = id.isEmpty() ? null : id;
            }
            default -> {
                // does not determine how to show the part
            }
        }
    }

    /** Whether the content of a part of this type is a vCard. */
    boolean isCard(String type) {
        return switch (type) {
            case "text/vcard", "text/x-vcard" -> true;
            case "text/directory" -> "vcard".equalsIgnoreCase(profile);
            default -> false;
        };
    }

    boolean attached() {
        return "attachment".equals(disposition);
    }

    boolean named() {
        return filename() != null;
    }

    @Nullable
    String filename() {
        String given = filename == null ? name : filename;
        if (given == null) {
            return null;
        }
        // only the last segment: a sender must not choose folders
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        StringBuilder clean = new StringBuilder();
        last.codePoints().map(c -> Character.isISOControl(c) ? '_' : c).forEach(clean::appendCodePoint);
        return clean.isEmpty() ? null : TextDecoder.truncate(clean.toString(), MAX_NAME_LENGTH);
    }

    @Nullable
    String contentId() {
        return contentId;
    }

    /** The value of a field as bytes, after its colon. */
    static byte[] bytes(Field field) {
        ByteSequence raw = field.getRaw();
        byte[] bytes = raw == null ? new byte[0] : raw.toByteArray();
        int colon = 0;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        if (colon >= bytes.length) {
            String body = field.getBody();
            return body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        }
        byte[] value = new byte[bytes.length - colon - 1];
        System.arraycopy(bytes, colon + 1, value, 0, value.length);
        return value;
    }

    private static @Nullable RawBody body(Field field) {
        ByteSequence raw = field.getRaw();
        if (raw == null) {
            return null;
        }
        try {
            return RawFieldParser.DEFAULT.parseRawBody(RawFieldParser.DEFAULT.parseField(raw));
        } catch (MimeException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String parameter(RawBody body, String name) {
        return new Parameters(body.getParams()).get(name);
    }
}
