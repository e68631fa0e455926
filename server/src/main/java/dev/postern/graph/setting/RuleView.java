package dev.postern.graph.setting;

import dev.postern.access.MailboxId;
import dev.postern.http.Json;
import dev.postern.mailbox.FolderId;
import dev.postern.mailbox.MailboxFailure;
import dev.postern.mailbox.WireIds;
import dev.postern.mailbox.rule.MessageRule;
import dev.postern.mailbox.rule.MessageRules;
import dev.postern.mailbox.rule.RuleActions;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Rules in the form of Graph. */
final class RuleView {
    private RuleView() {}

    static ObjectNode of(MailboxId mailbox, MessageRules.Shown shown) {
        MessageRule rule = shown.rule();
        ObjectNode json = Json.object();
        json.put("id", id(rule.id()));
        json.put("displayName", rule.name());
        json.put("sequence", rule.sequence());
        json.put("isEnabled", rule.enabled());
        json.put("hasError", shown.hasError());
        json.put("isReadOnly", false);
        if (rule.conditions() != null) {
            json.set("conditions", rule.conditions());
        }
        ObjectNode actions = Json.object().setAll(rule.actions());
        for (String name : List.of(RuleActions.MOVE, RuleActions.COPY)) {
            if (actions.path(name).isString()) {
                FolderId folder =
                        new FolderId(UUID.fromString(actions.path(name).stringValue()));
                actions.put(name, WireIds.folder(mailbox, folder));
            }
        }
        json.set("actions", actions);
        if (rule.exceptions() != null) {
            json.set("exceptions", rule.exceptions());
        }
        return json;
    }

    private static String id(long id) {
        return Base64.getUrlEncoder()
                .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }

    /** @throws MailboxFailure.RuleRefused if it is not the id of a rule */
    static long id(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
            if (bytes.length == Long.BYTES) {
                return ByteBuffer.wrap(bytes).getLong();
            }
        } catch (IllegalArgumentException _) {
            // no rule has it
        }
        throw new MailboxFailure.RuleRefused(MailboxFailure.RuleRefused.RuleFault.NOT_FOUND);
    }
}
