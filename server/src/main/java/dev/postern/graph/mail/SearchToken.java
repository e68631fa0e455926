package dev.postern.graph.mail;

import dev.postern.gate.MailReader;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.SearchQuery;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of the next page of a search. The token is bound to the search and the mailbox, but gives no access:
 * its holder passes through the gate as for the first page.
 *
 * @param seen the number of messages on the previous pages
 */
record SearchToken(SearchQuery.Place place, int seen) {
    private static final byte VERSION = 1;
    private static final int CHECK_LENGTH = 8;
    private static final int LENGTH = 1 + CHECK_LENGTH + 8 + 16 + 2;

    /** The data to which a token is bound. */
    static byte[] binding(MailReader mailbox, @Nullable FolderId folder, QueryOptions query) {
        String text = mailbox.id() + "\n" + folder + "\n" + query.search().orElseThrow();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, CHECK_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(byte[] binding) {
        UUID item = place.item().value();
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .put(binding)
                .putLong(place.sent().toEpochMilli())
                .putLong(item.getMostSignificantBits())
                .putLong(item.getLeastSignificantBits())
                .putShort((short) seen);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws GraphFailure if it does not belong to this search */
    static SearchToken read(String text, byte[] binding, int maxSeen) {
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw foreign();
        }
        byte[] bound = new byte[CHECK_LENGTH];
        if (bytes.remaining() != LENGTH || bytes.get() != VERSION) {
            throw foreign();
        }
        bytes.get(bound);
        long sent = bytes.getLong();
        ItemId item = new ItemId(new UUID(bytes.getLong(), bytes.getLong()));
        int seen = bytes.getShort();
        if (!MessageDigest.isEqual(bound, binding) || seen < 1 || seen >= maxSeen) {
            throw foreign();
        }
        return new SearchToken(new SearchQuery.Place(Instant.ofEpochMilli(sent), item), seen);
    }

    static GraphFailure foreign() {
        return new GraphFailure(
                400, "ErrorInvalidUrlQuery", "The query parameter '$skiptoken' was not issued by this server.");
    }
}
