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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The messages that a message answers, by its {@code In-Reply-To} and {@code References}, and the conversation that it joins because of
 * them: that of an ancestor in the mailbox, the nearest first; otherwise a conversation of the mailbox that began with one of them;
 * otherwise the one that its header names, which its thread's first message began.
 *
 * @param messageIds the nearest first
 * @param own the message id of the message itself
 */
record Ancestors(List<String> messageIds, String own) {
    private static final Pattern ID = Pattern.compile("<[^<>\\s]{1,900}>");
    /** An id without brackets, as some programs write it. */
    private static final Pattern BARE = Pattern.compile("\\s*([^<>\\s@]{1,400}@[^<>\\s@]{1,400})\\s*");

    private static final int MAX_ANSWERED = 16;
    /** Of more references, the first and the last are kept: as many of each. */
    private static final int MAX_REFERENCES = 100;
    /** The number of replies that may wait for a message: more keep their conversation. */
    private static final int MAX_WAITING = 100;

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
        answered.stream().limit(MAX_ANSWERED).forEach(nearestFirst::add);
        nearestFirst.addAll(kept(references).reversed());
        String self = own == null ? "" : own;
        nearestFirst.remove(self);
        return new Ancestors(List.copyOf(nearestFirst), self);
    }

    /** Whether a change of a draft names other ancestors. */
    static boolean isChangedBy(ObjectNode patch) {
        return HeaderProperties.of(patch).keySet().stream()
                .anyMatch(name -> name.equalsIgnoreCase("In-Reply-To") || name.equalsIgnoreCase("References"));
    }

    private static List<String> kept(List<String> references) {
        if (references.size() <= MAX_REFERENCES) {
            return references;
        }
        var kept = new ArrayList<>(references.subList(0, MAX_REFERENCES / 2));
        kept.addAll(references.subList(references.size() - MAX_REFERENCES / 2, references.size()));
        return kept;
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
        Matcher bare = BARE.matcher(value);
        if (bare.matches()) {
            found.add("<" + bare.group(1) + ">");
        }
        Matcher ids = ID.matcher(value);
        while (ids.find()) {
            found.add(ids.group());
        }
    }

    /**
     * Whether {@link #statements} can change anything.
     *
     * @param given the conversation that the header of the message names
     */
    boolean join(String given) {
        return !messageIds.isEmpty() || !given.equals(Conversations.id(own));
    }

    /** A statement with its values. */
    record Statement(String sql, Object[] values) {}

    /**
     * The statements that put a message which was just inserted into its conversation, which depends on the mailbox, so it cannot be known
     * before. Replies that arrived before it, whose conversation began with it, follow it.
     */
    List<Statement> statements(MailboxId mailbox, ItemId id, String given) {
        Statement follow = follow(mailbox, id);
        return messageIds.isEmpty() ? List.of(follow) : List.of(choose(mailbox, id, given), follow);
    }

    private Statement choose(MailboxId mailbox, ItemId id, String given) {
        List<String> all = padded(messageIds);
        String self = Conversations.id(own);
        var values = new ArrayList<Object>();
        String other = " and p.item_id <> m.item_id order by ";
        String parent = "(select p.conversation_id from message p where p.mailbox_id = ? and p.message_key in ("
                + SqlLists.marks(all.size()) + ")" + other + "case p.message_key"
                + IntStream.range(0, all.size())
                        .mapToObj(place -> " when ? then " + place)
                        .collect(Collectors.joining())
                + " end, p.received_at desc, p.item_id limit 1)";
        values.add(mailbox.value());
        all.forEach(one -> values.add(Folding.fold(one)));
        all.forEach(one -> values.add(Folding.fold(one)));
        String begun = "(select p.conversation_id from message p where p.mailbox_id = ? and p.conversation_id in ("
                + SqlLists.marks(all.size() + 1) + ")" + other
                + "(p.conversation_id = ?) desc, p.received_at desc, p.item_id limit 1)";
        values.add(mailbox.value());
        values.add(given);
        all.forEach(one -> values.add(Conversations.id(one)));
        values.add(given);
        String waiting = "(select p.conversation_id from message p where p.mailbox_id = ? and p.conversation_id = ?"
                + " and p.item_id <> m.item_id limit 1 offset " + MAX_WAITING + ")";
        values.add(mailbox.value());
        values.add(self);
        values.add(mailbox.value());
        values.add(id.value());
        return new Statement(
                "update message as m set conversation_id = coalesce(" + parent + ", " + begun + ", " + waiting
                        + ", conversation_id) where mailbox_id = ? and item_id = ?",
                values.toArray());
    }

    private Statement follow(MailboxId mailbox, ItemId id) {
        String self = Conversations.id(own);
        String own = "(select p.%s from message p where p.mailbox_id = ? and p.item_id = ?)";
        return new Statement(
                "update message set conversation_id = " + own.formatted("conversation_id") + ", changed = "
                        + own.formatted("changed") + " where mailbox_id = ? and conversation_id = ? and item_id <> ?"
                        + " and conversation_id <> " + own.formatted("conversation_id")
                        + " and not exists (select 1 from message p where p.mailbox_id = ? and p.conversation_id = ?"
                        + " limit 1 offset " + MAX_WAITING + ")",
                new Object[] {
                    mailbox.value(),
                    id.value(),
                    mailbox.value(),
                    id.value(),
                    mailbox.value(),
                    self,
                    id.value(),
                    mailbox.value(),
                    id.value(),
                    mailbox.value(),
                    self
                });
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
        if (!join(given)) {
            return given;
        }
        statements(mailbox, id, given).forEach(one -> sql.update(one.sql(), one.values()));
        return Objects.requireNonNull(sql.one(
                "select conversation_id from message where mailbox_id = ? and item_id = ?",
                row -> row.text(1),
                mailbox.value(),
                id.value()));
    }
}
