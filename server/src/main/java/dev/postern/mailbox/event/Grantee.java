package dev.postern.mailbox.event;

import dev.postern.access.ObjectId;
import dev.postern.query.Folding;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom an entry of a calendar's permissions is about.
 *
 * @param key identifies it in the calendar; compared without case
 * @param name as it was when the entry was made, for those whom the directory does not contain
 * @param address as {@code name}; empty for everybody
 */
public record Grantee(String key, String name, String address) {
    /** Everybody in the organization. */
    public static final Grantee EVERYBODY = new Grantee("default", "My Organization", "");
    /** Everybody else. */
    public static final Grantee ANONYMOUS = new Grantee("anonymous", "Anonymous", "");

    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** A recipient of the directory. */
    public static Grantee inside(ObjectId id, String name, String address) {
        return new Grantee(id.toString(), name, address);
    }

    /** A person whom the directory does not contain. */
    public static Grantee outside(String name, String address) {
        return new Grantee(Folding.fold(address), name, address);
    }

    /** The recipient of the directory; empty for everybody and for persons outside. */
    public Optional<ObjectId> recipient() {
        return GUID.matcher(key).matches() ? Optional.of(ObjectId.of(key)) : Optional.empty();
    }

    public boolean isPerson() {
        return !key.equals(EVERYBODY.key) && !key.equals(ANONYMOUS.key);
    }
}
