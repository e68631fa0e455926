package dev.postern.mailbox;

import dev.postern.access.MailboxId;
import dev.postern.query.Folding;
import dev.postern.store.Sql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages that a message answers, by its {@code In-Reply-To} and {@code References}, and the conversation that it joins because of
 * them: that of an ancestor in the mailbox, the nearest first; otherwise a conversation of the mailbox that began with one of them, or with
 * this message; otherwise the one that its header names, which its thread's first message began.
 *
 * @param messageIds the nearest first
 * @param own the message id of the message itself
 */
record Ancestors(List<String> messageIds, String own) {
    private static final Pattern ID = Pattern.compile("<[^<>\\s]{1,900}>");
    /** A power of two, to which the list is padded. The nearest ones and the first are kept. */
    private static final int MAX_ANCESTORS = 32;

    Ancestors {
        messageIds = List.copyOf(messageIds);
    }

    /**
     * @param headers the internet headers of the message; null if it has none
     * @param doc its document, which may have more headers as extended properties
     */
    static Ancestors of(@Nullable ArrayNode headers, ObjectNode doc, @Nullable String own) {
        List<String> answered = ids("In-Reply-To", headers, doc);
        List<String> references = ids("References", headers, doc);
        Set<String> nearestFirst = new LinkedHashSet<>();
        answered.stream().limit(MAX_ANCESTORS / 2).forEach(nearestFirst::add);
        references.reversed().stream().limit(MAX_ANCESTORS).forEach(nearestFirst::add);
        String self = own == null ? "" : own;
        nearestFirst.remove(self);
        List<String> kept =
                new ArrayList<>(nearestFirst.stream().limit(MAX_ANCESTORS - 1).toList());
        if (!references.isEmpty() && !kept.contains(references.getFirst()) && !self.equals(references.getFirst())) {
            kept.add(references.getFirst());
        }
        return new Ancestors(kept, self);
    }

    private static List<String> ids(String header, @Nullable ArrayNode headers, ObjectNode doc) {
        List<String> found = new ArrayList<>();
        boolean present = false;
        for (JsonNode each : headers == null ? List.<JsonNode>of() : headers) {
            if (header.equalsIgnoreCase(each.path("name").stringValue(""))) {
                present = true;
                ids(each.path("value").stringValue(""), found);
            }
        }
        if (!present) {
            HeaderProperties.of(doc).forEach((name, value) -> {
                if (header.equalsIgnoreCase(name)) {
                    ids(value, found);
                }
            });
        }
        return found;
    }

    private static void ids(String value, List<String> found) {
        Matcher ids = ID.matcher(value);
        while (ids.find()) {
            found.add(ids.group());
        }
    }

    boolean isEmpty() {
        return messageIds.isEmpty();
    }

    /**
     * The statement that puts a message which was just inserted into the conversation; it has the values of {@link #values}. Which one it is
     * depends on the mailbox, so it cannot be known before.
     */
    String statement() {
        int count = padded(messageIds).size();
        String rest = " and p.item_id <> m.item_id order by ";
        return "update message as m set conversation_id = coalesce("
                + "(select p.conversation_id from message p where p.mailbox_id = ? and p.message_key in ("
                + SqlLists.marks(count) + ")" + rest
                + "(p.message_key = ?) desc, p.received_at desc, p.item_id limit 1), (select p.conversation_id from"
                + " message p where p.mailbox_id = ? and p.conversation_id in ("
                + SqlLists.marks(count + 2) + ")" + rest
                + "(p.conversation_id = ?) desc, p.received_at desc, p.item_id limit 1), conversation_id)"
                + " where mailbox_id = ? and item_id = ?";
    }

    /** @param given the conversation that the header of the message names */
    Object[] values(MailboxId mailbox, ItemId id, String given) {
        var values = new ArrayList<Object>();
        List<String> all = padded(messageIds);
        values.add(mailbox.value());
        all.forEach(one -> values.add(Folding.fold(one)));
        values.add(Folding.fold(all.getFirst()));
        values.add(mailbox.value());
        values.add(given);
        values.add(Conversations.id(own));
        all.forEach(one -> values.add(Conversations.id(one)));
        values.add(given);
        values.add(mailbox.value());
        values.add(id.value());
        return values.toArray();
    }

    /** The last one is repeated up to a power of two, to limit the number of different statements. */
    private static List<String> padded(List<String> some) {
        var padded = new ArrayList<>(some);
        while (Integer.bitCount(padded.size()) != 1) {
            padded.add(some.getLast());
        }
        return padded;
    }

    /** Puts a message that was just inserted into its conversation, in the caller's transaction. Returns the conversation. */
    String join(Sql sql, MailboxId mailbox, ItemId id, String given) {
        if (isEmpty()) {
            return given;
        }
        sql.update(statement(), values(mailbox, id, given));
        return Objects.requireNonNull(sql.one(
                "select conversation_id from message where mailbox_id = ? and item_id = ?",
                row -> row.text(1),
                mailbox.value(),
                id.value()));
    }
}
