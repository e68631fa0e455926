package dev.postern.mailbox.mime;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.Content;
import dev.postern.query.Folding;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A MIME message for its recipients: byte for byte as submitted, with transport fields before it, without Bcc
 * recipients and other fields that {@link HeaderFirewall} stops, and without a display name that is another person's
 * address. Only the header is in memory.
 */
public final class RelayedMime {
    /** As for mail from other hosts. */
    private static final int MAX_HEADER_BYTES = 1024 * 1024;

    /** If one of these occurs twice, readers disagree on which one counts. */
    private static final Set<String> ONCE =
            Set.of("from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id");

    /** The field of the sender, if that is not the author. */
    public static final String SENDER = "Sender";

    private static final Set<String> AUTHORS = Set.of("from", "sender");

    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?([^?*\\s]{1,64}+)(?:\\*[^?]{0,64}+)?\\?[bBqQ]\\?");
    /**
     * Charsets that every reader decodes the same way. UTF-7 is not one of them: some readers decode an address where
     * others see letters.
     */
    private static final Pattern COMMON_CHARSET = Pattern.compile(
            "(?i)us-ascii|ascii|utf-?8|iso-8859-(1|2|3|4|5|6|7|8|9|10|13|14|15|16)(-[ie])?|windows-(125[0-8]|874)|cp125[0-8]"
                + "|iso-2022-jp|euc-jp|shift_jis|euc-kr|ks_c_5601-1987|gb2312|gbk|gb18030|big5|koi8-[ru]|tis-620");
    /** The encoded forms of the at sign in HTML and URLs. */
    private static final Pattern ENCODED_AT = Pattern.compile("(?i)&#0{0,6}64;?|&#x0{0,6}40;?|&commat;|%40");

    private static final Pattern ADDRESS = Pattern.compile("[\\p{L}\\p{N}._+-]@[\\p{L}\\p{N}]");

    /** A field that is relayed, with its original lines. */
    private record Kept(String name, ByteArrayOutputStream lines) {}

    private final List<Kept> kept = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final @Nullable Address author;
    /** Where the body begins. */
    private int body;

    private RelayedMime(@Nullable Address author) {
        this.author = author;
    }

    /**
     * @param transport whole fields, each with its line break
     *
     * @param ifMissing required fields, by their names
     * @param author the verified author, with the name in the directory
     * @return empty if it is not certain that no Bcc recipient is left, or that every reader sees the verified author
     */
    public static Optional<Content> of(
            Content mime, String transport, Map<String, String> ifMissing, @Nullable Address author)
            throws IOException {
        var relayed = new RelayedMime(author);
        try {
            relayed.readHeader(mime);
            return relayed.head(transport, ifMissing).map(head -> new Rewritten(head, mime, relayed.body));
        } catch (MimeRefused e) {
            // beyond the limit, so the recipients in it are unknown
            return Optional.empty();
        }
    }

    /** A new header before the body of a message. */
    private record Rewritten(byte[] head, Content mime, int body) implements Content {
        @Override
        public long size() throws IOException {
            return head.length + mime.size() - body;
        }

        @Override
        public InputStream open() throws IOException {
            InputStream rest = mime.open();
            try {
                rest.skipNBytes(body);
                return new SequenceInputStream(new ByteArrayInputStream(head), rest);
            } catch (IOException | RuntimeException e) {
                rest.close();
                throw e;
            }
        }
    }

    private Optional<byte[]> head(String transport, Map<String, String> ifMissing) {
        if (!isPlain() || !hasSender(ifMissing.get(SENDER))) {
            return Optional.empty();
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(transport.getBytes(StandardCharsets.UTF_8));
        ifMissing.forEach((name, value) -> {
            if (!names.containsKey(Folding.lower(name)) && value.matches("[^\\p{Cntrl}]+")) {
                out.writeBytes((name + ": " + value + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
        });
        byte[] header = header();
        if (!isClean(header)) {
            return Optional.empty();
        }
        out.writeBytes(header);
        return Optional.of(out.toByteArray());
    }

    /** Reads field by field to the empty line before the body. */
    private void readHeader(Content mime) throws IOException {
        String name = "";
        try (InputStream in = new BufferedInputStream(mime.open())) {
            for (byte[] bytes = line(in); bytes.length > 0; bytes = line(in)) {
                String line = new String(bytes, StandardCharsets.ISO_8859_1);
                if (line.equals("\n") || line.equals("\r\n")) {
                    return;
                }
                boolean begins = line.charAt(0) != ' ' && line.charAt(0) != '\t';
                if (begins) {
                    name = name(line);
                    names.merge(name, 1, Integer::sum);
                }
                if (!HeaderFirewall.stops(name)) {
                    if (begins || kept.isEmpty()) {
                        kept.add(new Kept(name, new ByteArrayOutputStream()));
                    }
                    kept.getLast().lines().writeBytes(bytes);
                }
                body += bytes.length;
            }
        }
    }

    /** The next line of the header with its line break; empty at the end. */
    private byte[] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int one = in.read(); one >= 0; one = in.read()) {
            line.write(one);
            if (one == '\n') {
                break;
            }
            if (body + line.size() > MAX_HEADER_BYTES) {
                throw new MimeRefused("The header is larger than " + MAX_HEADER_BYTES + " bytes", null);
            }
        }
        return line.toByteArray();
    }

    /** Whether all readers see the same lines in the header, and the same author. */
    private boolean isPlain() {
        byte[] bytes = all();
        for (int i = 0; i < bytes.length; i++) {
            boolean bare = bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n');
            if (bare || bytes[i] == 0) {
                return false;
            }
        }
        return ONCE.stream().allMatch(name -> names.getOrDefault(name, 0) <= 1)
                && kept.stream()
                        .filter(field -> AUTHORS.contains(field.name()))
                        .allMatch(field -> MessageHeader.addresses(value(field)).size() == 1);
    }

    /** Whether it names no other sender than this one. */
    private boolean hasSender(@Nullable String address) {
        return address == null
                || kept.stream()
                        .filter(field -> field.name().equals("sender"))
                        .allMatch(field -> address.equalsIgnoreCase(
                                MessageHeader.addresses(value(field)).getFirst().address()));
    }

    private static byte[] value(Kept field) {
        byte[] lines = field.lines().toByteArray();
        int colon = new String(lines, StandardCharsets.ISO_8859_1).indexOf(':');
        return Arrays.copyOfRange(lines, colon + 1, lines.length);
    }

    private byte[] all() {
        var all = new ByteArrayOutputStream();
        kept.forEach(field -> all.writeBytes(field.lines().toByteArray()));
        return all.toByteArray();
    }

    /** The relayed header, with the verified author's name if the given name is another person's address. */
    private byte[] header() {
        var header = new ByteArrayOutputStream();
        for (Kept field : kept) {
            header.writeBytes(
                    AUTHORS.contains(field.name())
                            ? author(field)
                            : field.lines().toByteArray());
        }
        return header.toByteArray();
    }

    private byte[] author(Kept field) {
        byte[] value = value(field);
        Address written = MessageHeader.addresses(value).getFirst();
        String address = written.address();
        if (author == null || address == null || !isForeign(value, address)) {
            return field.lines().toByteArray();
        }
        var renamed = new ByteArrayOutputStream();
        try {
            new HeaderWriter(renamed)
                    .people(
                            field.name().equals("from") ? "From" : "Sender",
                            List.of(new Address(author.name(), address).recipient()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return renamed.toByteArray();
    }

    private static boolean isForeign(byte[] value, String own) {
        return hasRareCharset(value) || containsOtherAddress(TextDecoder.header(value), own);
    }

    /** Converts Unicode tag characters, which some readers show as ASCII letters, to ASCII. */
    private static String untagged(String text) {
        return text.codePoints()
                .map(c -> c >= 0xE0020 && c <= 0xE007E ? c - 0xE0000 : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether a field has an encoded word in a charset that some readers decode differently, or not at all. */
    private static boolean hasRareCharset(byte[] value) {
        var words = ENCODED_WORD.matcher(new String(value, StandardCharsets.ISO_8859_1));
        while (words.find()) {
            if (!COMMON_CHARSET.matcher(words.group(1)).matches()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a decoded field contains other addresses than the author's: in the name, in quotes, in a comment, in
     * full-width letters.
     */
    private static boolean containsOtherAddress(String field, String own) {
        String rest = Normalizer.normalize(untagged(field), Normalizer.Form.NFKC)
                .replaceAll("[\\p{Cf}\\p{Cntrl}]", "")
                .replaceAll("(?i)" + Pattern.quote(own), "");
        return rest.indexOf('@') >= 0
                || ADDRESS.matcher(ENCODED_AT.matcher(rest).replaceAll("@")).find();
    }

    private static String name(String line) {
        int colon = line.indexOf(':');
        return Folding.lower(line.substring(0, Math.max(colon, 0)).strip());
    }

    /**
     * Parses the header with the reader that determines the recipients, because it may see lines where the bytes show
     * none.
     */
    private static boolean isClean(byte[] header) {
        try (ParsedMime parsed = MimeIn.read(new ByteArrayInputStream(header), Instant.EPOCH)) {
            return parsed.message()
                    .path("internetMessageHeaders")
                    .valueStream()
                    .noneMatch(field -> HeaderFirewall.stops(field.path("name").stringValue("")));
        } catch (MimeRefused e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
