package dev.postern.mailbox.mime;

import dev.postern.query.Folding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A message in MIME as it reaches its recipients: byte for byte as it came, with fields of transport before it, and without hidden
 * recipients.
 */
public final class RelayedMime {
    private static final Set<String> HIDDEN = Set.of("bcc", "resent-bcc");
    /** Of two of these one reader takes the first and another the last. */
    private static final Set<String> ONCE =
            Set.of("from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id");

    private static final Set<String> AUTHORS = Set.of("from", "sender");

    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<String, ByteArrayOutputStream> authors = new HashMap<>();
    private final byte[] mime;
    private int body;

    private RelayedMime(byte[] mime) {
        this.mime = mime;
    }

    /**
     * @param transport whole fields, each with its line break
     * @param ifMissing fields that a message in transport must have, by their names
     * @return nothing when it is not certain that nobody hidden is left in it, or that every reader sees the author that was checked
     */
    public static Optional<byte[]> of(byte[] mime, String transport, Map<String, String> ifMissing) {
        try {
            return relayed(mime, transport, ifMissing);
        } catch (MimeRefused e) {
            // beyond what is read, so nobody can say who stands in it
            return Optional.empty();
        }
    }

    private static Optional<byte[]> relayed(byte[] mime, String transport, Map<String, String> ifMissing) {
        RelayedMime relayed = new RelayedMime(mime);
        relayed.readHeader();
        if (!relayed.isPlain()) {
            return Optional.empty();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(mime.length + 512);
        out.writeBytes(transport.getBytes(StandardCharsets.UTF_8));
        ifMissing.forEach((name, value) -> {
            if (!relayed.names.containsKey(Folding.lower(name)) && value.matches("[^\\p{Cntrl}]+")) {
                out.writeBytes((name + ": " + value + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        out.writeBytes(relayed.header.toByteArray());
        if (!isClean(out.toByteArray())) {
            return Optional.empty();
        }
        out.write(mime, relayed.body, mime.length - relayed.body);
        return Optional.of(out.toByteArray());
    }

    /** Field by field to the empty line, which begins the body. */
    private void readHeader() {
        String name = "";
        for (int at = 0; at < mime.length; ) {
            int end = at;
            while (end < mime.length && mime[end] != '\n') {
                end++;
            }
            end = Math.min(end + 1, mime.length);
            String line = new String(mime, at, end - at, StandardCharsets.ISO_8859_1);
            body = at;
            if (line.equals("\n") || line.equals("\r\n")) {
                return;
            }
            if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                name = name(line);
                names.merge(name, 1, Integer::sum);
            }
            if (!HIDDEN.contains(name)) {
                header.write(mime, at, end - at);
            }
            if (AUTHORS.contains(name)) {
                authors.computeIfAbsent(name, _ -> new ByteArrayOutputStream()).write(mime, at, end - at);
            }
            at = end;
            body = end;
        }
    }

    /** Whether all readers see the same lines in the header, and one author in it. */
    private boolean isPlain() {
        byte[] bytes = header.toByteArray();
        for (int i = 0; i < bytes.length; i++) {
            boolean bare = bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n');
            if (bare || bytes[i] == 0) {
                return false;
            }
        }
        return ONCE.stream().allMatch(name -> names.getOrDefault(name, 0) <= 1)
                && authors.values().stream().allMatch(field -> isOne(field.toByteArray()));
    }

    private static boolean isOne(byte[] field) {
        int colon = new String(field, StandardCharsets.ISO_8859_1).indexOf(':');
        return MessageHeader.addresses(Arrays.copyOfRange(field, colon + 1, field.length))
                        .size()
                == 1;
    }

    private static String name(String line) {
        int colon = line.indexOf(':');
        return Folding.lower(line.substring(0, Math.max(colon, 0)).strip());
    }

    /** Asks the reader that decides who the recipients are, for it may see lines where the bytes do not show any. */
    private static boolean isClean(byte[] header) {
        try (ParsedMime parsed = MimeIn.read(new ByteArrayInputStream(header), Instant.EPOCH)) {
            return parsed.message()
                    .path("internetMessageHeaders")
                    .valueStream()
                    .noneMatch(field -> HIDDEN.contains(
                            Folding.lower(field.path("name").stringValue("").strip())));
        } catch (MimeRefused e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
