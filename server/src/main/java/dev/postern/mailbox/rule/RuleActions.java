package dev.postern.mailbox.rule;

import dev.postern.mailbox.Address;
import dev.postern.mailbox.FolderId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a rule does with a message that it matches. */
public record RuleActions(
        @Nullable FolderId moveTo,
        @Nullable FolderId copyTo,
        List<String> categories,
        boolean markRead,
        @Nullable String importance,
        boolean delete,
        boolean permanentDelete,
        List<Address> forward,
        List<Address> forwardAsAttachment,
        List<Address> redirect,
        boolean stop) {
    public static final String MOVE = "moveToFolder";
    public static final String COPY = "copyToFolder";

    public RuleActions {
        categories = List.copyOf(categories);
        forward = List.copyOf(forward);
        forwardAsAttachment = List.copyOf(forwardAsAttachment);
        redirect = List.copyOf(redirect);
    }

    /** Reads actions by their Graph names; folders are their stored ids. */
    static RuleActions of(ObjectNode actions) {
        var categories = new ArrayList<String>();
        actions.path("assignCategories").forEach(one -> categories.add(one.stringValue("")));
        return new RuleActions(
                folder(actions.path(MOVE)),
                folder(actions.path(COPY)),
                categories,
                actions.path("markAsRead").booleanValue(false),
                actions.path("markImportance").stringValue(null),
                actions.path("delete").booleanValue(false),
                actions.path("permanentDelete").booleanValue(false),
                people(actions.path("forwardTo")),
                people(actions.path("forwardAsAttachmentTo")),
                people(actions.path("redirectTo")),
                actions.path("stopProcessingRules").booleanValue(false));
    }

    private static @Nullable FolderId folder(JsonNode id) {
        return id.isString() ? new FolderId(UUID.fromString(id.stringValue())) : null;
    }

    private static List<Address> people(JsonNode list) {
        return list.valueStream().map(Address::of).filter(Objects::nonNull).toList();
    }

    /** The folders without which the rule has an error. */
    public Stream<FolderId> folders() {
        return Stream.of(moveTo, copyTo).filter(Objects::nonNull);
    }
}
