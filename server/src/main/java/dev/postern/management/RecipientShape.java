package dev.postern.management;

import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.Application;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A mailbox or a group as JSON. */
final class RecipientShape {
    private RecipientShape() {}

    /** {@code mailbox}, {@code group}, or what else a member of a group can be. */
    static String kind(DirectoryObject object) {
        return switch (object) {
            case User user -> isMailbox(user) ? "mailbox" : "user";
            case Group _ -> "group";
            case AdministrativeUnit _ -> "administrativeUnit";
            case Application _, ServicePrincipal _ -> "application";
        };
    }

    static boolean isMailbox(User user) {
        return user.mailbox() != null && user.recipient() != null;
    }

    /** The RecipientTypeDetails of Exchange; for a group without an address, whether it is a security group. */
    private static String type(DirectoryObject object) {
        Recipient recipient = Recipient.of(object);
        if (recipient != null) {
            return recipient.type().details();
        }
        return object instanceof Group group ? group.securityEnabled() ? "SecurityGroup" : "Group" : "";
    }

    static ObjectNode row(DirectorySnapshot directory, DirectoryObject object) {
        Recipient recipient = Recipient.of(object);
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", object.id().toString())
                .put("kind", kind(object))
                .put("type", type(object))
                .put("name", object.displayName())
                .put("address", recipient == null ? null : recipient.primaryAddress());
        if (object instanceof Group group) {
            node.put("members", directory.members(group.id()).size())
                    .put("policies", directory.policiesOn(group.id()).size());
        }
        return node;
    }
}
