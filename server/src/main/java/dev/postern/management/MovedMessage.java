package dev.postern.management;

import dev.postern.access.MailboxId;
import dev.postern.gate.MovedMailWriter;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.MovedFolders;
import dev.postern.mailbox.NewMessage;
import dev.postern.mailbox.ReceivedMessage;
import dev.postern.mailbox.mime.ParsedMime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The properties of a message that is moved in, which its MIME does not have. */
final class MovedMessage {
    private static final int BUFFER = 64 << 10;
    private static final int REPLIED = 102;
    private static final int REPLIED_ICON = 261;

    private MovedMessage() {}

    /**
     * The id of a message: the same for the same bytes in the same folder of the same mailbox, so that a repeated import finds it
     * wherever it is by then.
     */
    static ItemId id(MailboxId mailbox, MovedMessageReader.Head head, Content content) {
        try (InputStream in = content.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(mailbox.value().toString().getBytes(StandardCharsets.US_ASCII));
            digest.update(MovedFolders.key(head.folder()).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0xff);
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            ByteBuffer hash = ByteBuffer.wrap(digest.digest());
            // version 8 of RFC 9562, which no other id of an item has
            return new ItemId(new UUID(
                    (hash.getLong() & ~0xf000L) | 0x8000L,
                    (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static ReceivedMessage prepare(
            MovedMailWriter mailbox,
            ItemId id,
            FolderId folder,
            MovedMessageReader.Head head,
            ParsedMime parsed,
            Content content,
            Instant now) {
        ObjectNode message = parsed.message();
        if (head.flagged()) {
            message.putObject("flag").put("flagStatus", "flagged");
        }
        if (head.answered()) {
            var properties = message.withArray("singleValueExtendedProperties");
            properties.addObject().put("id", "Integer 0x1080").put("value", Integer.toString(REPLIED_ICON));
            properties.addObject().put("id", "Integer 0x1081").put("value", Integer.toString(REPLIED));
        }
        Instant sent = MovedMessageReader.plausible(parsed.sent());
        Instant received = head.received() != null ? head.received() : sent != null ? sent : now;
        var stored = new NewMessage(
                message, parsed.attachments(), head.draft(), head.read(), received, sent == null ? received : sent);
        return mailbox.prepare(id, folder, stored, content);
    }

    static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }
}
