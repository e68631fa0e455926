package dev.postern.mailbox.contact;

import dev.postern.mailbox.Attachment;
import dev.postern.mailbox.Attachments;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemKind;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.NewAttachment;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The photos of contacts. Each is the only attachment of its contact. Thread-safe. */
public final class ContactPhotos {
    private static final String NAME = "ContactPicture";
    private static final String WIDTH = "width";
    private static final String HEIGHT = "height";

    private final Attachments attachments;

    public ContactPhotos(Mailbox mailbox) {
        this.attachments = mailbox.kind(ItemKind.CONTACT).attachments();
    }

    /**
     * A photo without its bytes.
     *
     * @param size in bytes
     * @param version changes whenever the photo is replaced
     */
    public record Photo(String mediaType, int width, int height, long size, String version) {}

    /** The photo of a contact; null if it has none. */
    public @Nullable Photo find(ItemId contact) {
        Attachment stored = stored(contact);
        ObjectNode doc = stored == null ? null : stored.doc();
        return stored == null
                ? null
                : new Photo(
                        String.valueOf(stored.contentType()),
                        doc == null ? 0 : doc.path(WIDTH).intValue(0),
                        doc == null ? 0 : doc.path(HEIGHT).intValue(0),
                        stored.size(),
                        stored.id().value().toString());
    }

    private @Nullable Attachment stored(ItemId contact) {
        List<Attachment> all = attachments.list(contact);
        return all.isEmpty() ? null : all.getFirst();
    }

    /**
     * The bytes of a photo; the caller closes the stream.
     *
     * @throws MailboxFailure.ItemNotFound if the contact has none
     */
    public InputStream open(ItemId contact) {
        Attachment stored = stored(contact);
        if (stored == null) {
            throw new MailboxFailure.ItemNotFound();
        }
        return attachments.open(contact, stored.id());
    }

    /** Replaces the photo of a contact. */
    public void put(
            ItemRef contact, @Nullable String changeKey, String mediaType, int width, int height, Content bytes) {
        ObjectNode doc = JsonNodeFactory.instance.objectNode().put(WIDTH, width).put(HEIGHT, height);
        attachments.replace(
                contact,
                changeKey,
                List.of(new NewAttachment(Attachment.Kind.FILE, NAME, mediaType, null, true, bytes, doc)));
    }

    /** Removes the photo of a contact. */
    public void remove(ItemRef contact, @Nullable String changeKey) {
        attachments.replace(contact, changeKey, List.of());
    }
}
