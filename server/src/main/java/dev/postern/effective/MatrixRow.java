package dev.postern.effective;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An application that can use a permission on a mailbox.
 *
 * @param app the display name of its service principal
 * @param mailbox the primary address
 * @param permission the granted app role, or what a role of Exchange grants
 */
public record MatrixRow(
        String app,
        AppId appId,
        ObjectId principal,
        String mailbox,
        ObjectId mailboxId,
        String permission,
        GrantedBy by) {
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("app", app)
                .put("appId", appId.toString())
                .put("mailbox", mailbox)
                .put("mailboxId", mailboxId.toString())
                .put("permission", permission)
                .put("by", by.text());
    }
}
