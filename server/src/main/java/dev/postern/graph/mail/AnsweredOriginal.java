package dev.postern.graph.mail;

import dev.postern.mailbox.Item;
import dev.postern.mailbox.ItemId;
import dev.postern.mailbox.ItemRef;
import dev.postern.query.Folding;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The message that a draft answers or forwards. The draft has it in its document, so that the message can be marked when
 * the draft is sent. No program can read or write it there, and recipients do not get it.
 */
record AnsweredOriginal(ItemRef original, ReplyKind kind) {
    private static final String PROPERTY = "answered";

    /** Puts it into a new draft. */
    static void into(ObjectNode message, Item original, ReplyKind kind) {
        message.putObject(PROPERTY)
                .put("item", original.id().value().toString())
                .put("kind", Folding.lower(kind.name()));
    }

    /** Null for a draft that was not created as an answer. */
    static @Nullable AnsweredOriginal of(Item draft) {
        ObjectNode doc = draft.doc();
        JsonNode stored = doc == null ? null : doc.get(PROPERTY);
        return stored == null
                ? null
                : new AnsweredOriginal(
                        ItemRef.of(
                                new ItemId(UUID.fromString(stored.path("item").asString()))),
                        ReplyKind.valueOf(stored.path("kind").asString().toUpperCase(Locale.ROOT)));
    }
}
