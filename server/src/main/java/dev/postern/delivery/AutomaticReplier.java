package dev.postern.delivery;

import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import dev.postern.mailbox.Mailbox;
import dev.postern.mailbox.Mailboxes;
import dev.postern.mailbox.PreparedMessage;
import dev.postern.mailbox.contact.Contacts;
import dev.postern.mailbox.setting.MailboxSettings;
import dev.postern.mailbox.setting.SentReplies;
import dev.postern.query.Folding;
import dev.postern.store.Sql;
import dev.postern.store.Uuids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the automatic replies to a message, in the transaction that delivers it. A reply has the null sender, so neither a reply nor a report
 * about it is sent.
 */
final class AutomaticReplier {
    private final Mailboxes mailboxes;
    private final RecipientResolver recipients;

    AutomaticReplier(Mailboxes mailboxes, RecipientResolver recipients) {
        this.mailboxes = mailboxes;
        this.recipients = recipients;
    }

    /**
     * What is known before the transaction. Nothing is computed from it unless a recipient replies.
     *
     * @param copy of the recipients
     * @param owners of the mailboxes
     */
    record Plan(Envelope envelope, PreparedMessage copy, Map<MailboxId, ObjectId> owners) {
        Plan {
            owners = Map.copyOf(owners);
        }
    }

    /** Returns null if the message gets no replies. */
    @Nullable
    Plan plan(Envelope envelope, PreparedMessage copy, Map<MailboxId, ObjectId> owners) {
        return envelope.sender().isEmpty() ? null : new Plan(envelope, copy, owners);
    }

    private static ObjectNode summary(PreparedMessage copy) {
        String subject = copy.item().message().summary().subject();
        return JsonNodeFactory.instance
                .objectNode()
                .put("subject", subject == null ? "" : subject)
                .put("internetMessageId", copy.item().message().summary().internetMessageId());
    }

    /** The replies of these mailboxes, to be accepted in the same transaction. */
    List<Submission> replies(Sql sql, Plan plan, Set<MailboxId> replying, Instant now) {
        ObjectNode message = plan.copy().item().doc();
        if (replying.isEmpty() || message == null) {
            return List.of();
        }
        AutomaticReplyRules rules = AutomaticReplyRules.of(
                plan.envelope(), message, plan.copy().item().message().headers());
        if (!rules.isAnswerable()) {
            return List.of();
        }
        DirectorySnapshot directory = recipients.directory(plan.envelope().tenant());
        var submissions = new ArrayList<Submission>();
        replying.stream().sorted(Comparator.comparing(MailboxId::value)).forEach(id -> {
            ObjectId owner = plan.owners().get(id);
            User user = owner == null ? null : directory.find(owner, User.class);
            Submission reply = user == null ? null : reply(sql, plan, rules, directory, id, user, now);
            if (reply != null) {
                submissions.add(reply);
            }
        });
        return submissions;
    }

    private @Nullable Submission reply(
            Sql sql,
            Plan plan,
            AutomaticReplyRules rules,
            DirectorySnapshot directory,
            MailboxId id,
            User owner,
            Instant now) {
        Recipient recipient = owner.recipient();
        if (recipient == null) {
            return null;
        }
        Mailbox mailbox = mailboxes.within(sql).open(id);
        String sender = rules.returnPath();
        Set<String> own = recipient.addresses().map(Folding::fold).collect(Collectors.toSet());
        String text = rules.message(
                new MailboxSettings(mailbox).replies(sql),
                own,
                directory.isAccepted(sender.substring(sender.lastIndexOf('@') + 1)),
                () -> new Contacts(mailbox).hasAddress(sender),
                now);
        if (text.isBlank() || !new SentReplies(id).add(sql, sender, now)) {
            return null;
        }
        DirectoryObject known = directory.byAddress(sender);
        Address to = new Address(known == null ? null : known.displayName(), sender);
        return new Submission(
                Uuids.timeOrdered(now, ThreadLocalRandom.current()),
                new SendingMailbox(id, plan.envelope().tenant(), recipient.primaryAddress(), owner.displayName()),
                new Submission.What.Message(message(summary(plan.copy()), to, text), List.of()),
                false,
                null,
                true);
    }

    private static ObjectNode message(ObjectNode original, Address to, String text) {
        String messageId = original.path("internetMessageId").stringValue("");
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.put("subject", "Automatic reply: " + original.path("subject").stringValue(""));
        reply.putObject("body").put("contentType", "html").put("content", html(text));
        reply.putArray("toRecipients").add(to.recipient());
        ArrayNode headers = reply.putArray("internetMessageHeaders");
        header(headers, "Auto-Submitted", "auto-generated");
        header(headers, "X-Auto-Response-Suppress", "All");
        header(headers, "X-MS-Exchange-Generated-Message-Source", "Mailbox Rules Agent");
        header(headers, "In-Reply-To", messageId);
        header(headers, "References", messageId);
        return reply;
    }

    private static void header(ArrayNode headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.addObject().put("name", name).put("value", value);
        }
    }

    /** Clients set HTML or plain text, without saying which. */
    private static String html(String text) {
        String low = text.toLowerCase(Locale.ROOT);
        boolean isHtml = low.contains("</") || low.contains("<br") || low.contains("<html");
        return isHtml
                ? text
                : "<html>\n<body>\n" + Entities.escape(text).replace("\n", "<br>\n") + "\n</body>\n</html>\n";
    }
}
