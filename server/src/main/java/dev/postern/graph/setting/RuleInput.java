package dev.postern.graph.setting;

import dev.postern.access.MailboxId;
import dev.postern.graph.GraphRequest;
import dev.postern.http.Json;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.RuleParts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a new or changed rule. What the server sets is ignored, because clients send rules back as they read them.
 *
 * @param body typed, with canonical names
 */
record RuleInput(MailboxId mailbox, ObjectNode body) {
    static final String TYPE = "messageRule";
    private static final int MAX_NAME = 256;

    static RuleInput read(MailboxId mailbox, GraphRequest request) {
        return new RuleInput(mailbox, request.body(request.model().types().type(TYPE)));
    }

    MessageRule created() {
        for (String required : List.of("displayName", "sequence", "actions")) {
            if (body.path(required).isMissingNode() || body.path(required).isNull()) {
                throw SettingInput.refused("The required property '" + required + "' is missing.");
            }
        }
        return new MessageRule(
                0,
                name(),
                sequence(),
                body.path("isEnabled").booleanValue(true),
                predicates("conditions"),
                predicates("exceptions"),
                actions());
    }

    /** Conditions, exceptions and actions are replaced as a whole. */
    MessageRule changed(MessageRule before) {
        return new MessageRule(
                before.id(),
                body.has("displayName") ? name() : before.name(),
                body.has("sequence") ? sequence() : before.sequence(),
                body.path("isEnabled").booleanValue(before.enabled()),
                body.has("conditions") ? predicates("conditions") : before.conditions(),
                body.has("exceptions") ? predicates("exceptions") : before.exceptions(),
                body.has("actions") ? actions() : before.actions());
    }

    private String name() {
        String name = body.path("displayName").stringValue("").strip();
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw SettingInput.refused("'displayName' must have 1 to " + MAX_NAME + " characters.");
        }
        return name;
    }

    private int sequence() {
        int sequence = body.path("sequence").intValue(0);
        if (sequence < 1) {
            throw SettingInput.refused("'sequence' must be a whole number from 1.");
        }
        return sequence;
    }

    private @Nullable ObjectNode predicates(String name) {
        return body.get(name) instanceof ObjectNode given ? RuleParts.predicates(given) : null;
    }

    private ObjectNode actions() {
        ObjectNode given = body.get("actions") instanceof ObjectNode object ? object : Json.object();
        return RuleParts.actions(given, this::folder);
    }

    private String folder(String id) {
        if (id.isBlank()) {
            throw SettingInput.refused("The value must not be empty.");
        }
        try {
            return WireIds.folder(mailbox, id).value().toString();
        } catch (MailboxFailure.FolderNotFound | MailboxFailure.ItemNotFound e) {
            throw new MailboxFailure.RuleRefused(MailboxFailure.RuleRefused.RuleFault.FOLDER);
        } catch (MailboxFailure.IdMalformed e) {
            throw new MailboxFailure.RuleRefused("InvalidFolderId: Id is malformed.");
        }
    }
}
