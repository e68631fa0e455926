package dev.postern.graph.mail;

import dev.postern.gate.MailSender;
import dev.postern.gate.OpenDeferred;
import dev.postern.graph.GraphFailure;
import dev.postern.graph.throttle.Throttle;
import dev.postern.http.Json;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Content;
import dev.postern.mailbox.DeferredSendTime;
import dev.postern.mailbox.Fields;
import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemRef;
import dev.postern.mailbox.MailboxFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The final checks before a message is sent. */
record Outgoing(MailSettings settings, Supplier<Throttle> throttle, InstantSource clock) {
    private static final Fields HEADERS = Fields.of("internetMessageHeaders");
    /** Later times are refused, because the message would never be sent. */
    private static final Duration MAX_DEFERRAL = Duration.ofDays(36_525);

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
        MessageRecipients.name(message, mailbox.directory());
        Instant due = due(message);
        mailbox.submit(message, input.attachments(), original, save, due, counted(mailbox, message, due));
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
        ObjectNode message = checked(draft);
        ItemRef ref = ItemRef.of(draft.id());
        ArrayNode headers = mailbox.item(ref, HEADERS).message().headers();
        if (headers != null) {
            message.set("internetMessageHeaders", headers);
        }
        Instant due = due(message);
        String changeKey = draft.changeKey();
        if (draft.message().summary().from() == null
                || draft.message().summary().sender() == null) {
            mailbox.checkAuthor(draft);
            Author.setSender(mailbox, message);
            ObjectNode signature = Json.object();
            signature.set("from", message.get("from"));
            signature.set("sender", message.get("sender"));
            changeKey = mailbox.setSender(ref, changeKey, signature);
        }
        mailbox.submitDraft(draft, changeKey, due, counted(mailbox, message, due));
        AnsweredOriginal answered = AnsweredOriginal.of(draft);
        if (answered != null && due == null) {
            mailbox.markAnswered(answered.original(), answered.kind().mark(clock.instant()), false);
        }
    }

    /** Sends a draft whose time has come. It may have been edited since it was submitted, so everything is checked again. */
    void submit(OpenDeferred opened, Item draft) {
        checked(draft);
        opened.send(draft);
        AnsweredOriginal answered = AnsweredOriginal.of(draft);
        if (answered != null) {
            opened.markAnswered(answered.original(), answered.kind().mark(clock.instant()));
        }
    }

    /** The properties of a draft that decide about its sending, after the final checks. */
    private ObjectNode checked(Item draft) {
        ObjectNode message = Json.object();
        if (draft.doc() != null) {
            message.setAll(draft.doc());
        }
        put(message, "from", draft.message().summary().from());
        put(message, "sender", draft.message().summary().sender());
        MessageRecipients.check(message, settings.maxRecipients());
        return message;
    }

    /** Counts a message against the limits of the cloud profile; returns the delay of one that is sent now. */
    private Duration counted(MailSender mailbox, ObjectNode message, @Nullable Instant due) {
        Duration delay =
                throttle.get().send(mailbox.directory().tenant().id(), mailbox.id(), MessageRecipients.count(message));
        return due == null ? delay : Duration.ZERO;
    }

    /** When to send a message, if that is in the future; otherwise null. */
    private @Nullable Instant due(ObjectNode message) {
        Instant now = clock.instant();
        Instant due = DeferredSendTime.of(message, now);
        if (due == null || !due.isAfter(now)) {
            return null;
        }
        if (due.isAfter(now.plus(MAX_DEFERRAL))) {
            throw new GraphFailure(
                    400,
                    "ErrorInvalidProperty",
                    "The deferred send time '" + due + "' is more than " + MAX_DEFERRAL.toDays() / 365
                            + " years ahead.");
        }
        return due;
    }

    private static void put(ObjectNode message, String role, @Nullable Address address) {
        if (address != null) {
            message.set(role, address.recipient());
        }
    }
}
