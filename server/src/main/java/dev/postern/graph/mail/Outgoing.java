package dev.postern.graph.mail;

import dev.postern.gate.MailSender;
import dev.postern.http.Json;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The final checks before a message is sent. */
record Outgoing(MailSettings settings) {
    /** Sends a new message, with a copy in Sent Items if requested. */
    void submit(MailSender mailbox, MessageInput input, boolean save) {
        submit(mailbox, input, null, save);
    }

    /**
     * Sends a message submitted as MIME, unchanged. A message without an author is not sent unchanged, because the
     * server must add one.
     */
    void submit(MailSender mailbox, MimeInput mime) {
        boolean named = Address.of(mime.input().message().get("from")) != null;
        submit(mailbox, mime.input(), named ? mime.original() : null, true);
    }

    private void submit(MailSender mailbox, MessageInput input, @Nullable Content original, boolean save) {
        ObjectNode message = input.message();
        MessageRecipients.check(message, settings.maxRecipients());
        Author.check(mailbox, message);
        MessageRecipients.name(message, mailbox.directory());
        mailbox.submit(message, input.attachments(), original, save);
    }

    /**
     * Sends a draft in the state that was read: if it changes meanwhile, nothing is sent.
     *
     * @param draft with its document
     */
    void submit(MailSender mailbox, Item draft) {
        if (!draft.message().flags().draft()) {
            throw new MailboxFailure.NotADraft("send");
        }
        ObjectNode message = Json.object();
        if (draft.doc() != null) {
            message.setAll(draft.doc());
        }
        put(message, "from", draft.message().summary().from());
        put(message, "sender", draft.message().summary().sender());
        MessageRecipients.check(message, settings.maxRecipients());
        Author.check(mailbox, message);
        ItemRef ref = ItemRef.of(draft.id());
        String changeKey = draft.changeKey();
        if (draft.message().summary().from() == null
                || draft.message().summary().sender() == null) {
            Author.setSender(mailbox, message);
            ObjectNode signature = Json.object();
            signature.set("from", message.get("from"));
            signature.set("sender", message.get("sender"));
            changeKey = mailbox.setSender(ref, changeKey, signature);
        }
        mailbox.submitDraft(ref, changeKey);
    }

    private static void put(ObjectNode message, String role, @Nullable Address address) {
        if (address != null) {
            message.set(role, address.recipient());
        }
    }
}
