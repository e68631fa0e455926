package dev.postern.graph.item;

import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import tools.jackson.databind.node.ObjectNode;

/** Addresses of people in items. */
public final class EmailAddresses {
    /** Longer texts are truncated in errors. */
    public static final int MAX_LENGTH = 320;

    private EmailAddresses() {}

    public static boolean isAddress(String address) {
        int at = address.indexOf('@');
        return at > 0
                && at == address.lastIndexOf('@')
                && at < address.length() - 1
                && address.length() <= MAX_LENGTH
                && address.chars().noneMatch(c -> c <= ' ' || c == 127 || "<>,;:\\\"()[]".indexOf(c) >= 0);
    }

    /** Sets the name of a person from the directory, if the caller gave none. */
    public static void complete(ObjectNode email, DirectorySnapshot directory) {
        String address = email.path("address").stringValue("").strip();
        email.put("address", address);
        if (email.path("name").stringValue("").isBlank()) {
            DirectoryObject known = directory.byAddress(address);
            email.put("name", known == null ? address : known.displayName());
        }
    }

    /** The owner of a mailbox as an address in items. */
    public static Address of(User owner) {
        Recipient own = owner.recipient();
        return new Address(owner.displayName(), own == null ? owner.userPrincipalName() : own.primaryAddress());
    }
}
