package dev.postern.directory;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a user or group that mail can be sent to, as Exchange sees it.
 *
 * @param name unique among the recipients of a tenant; forms the distinguished name
 * @param alias the mail nickname
 * @param primaryAddress as it was entered; compared without case
 * @param otherAddresses further SMTP addresses, without prefix
 * @param sid the security identifier, {@code S-1-5-21-...}
 * @param exchangeGuid the Guid that Exchange prints, different from the object id
 * @param attributes values that cmdlets store for people and scripts, by parameter name (CustomAttribute1, Notes, ...)
 */
public record Recipient(
        RecipientType type,
        String name,
        String alias,
        String primaryAddress,
        List<String> otherAddresses,
        String sid,
        UUID exchangeGuid,
        boolean hiddenFromAddressLists,
        Map<String, String> attributes) {
    public Recipient {
        otherAddresses = List.copyOf(otherAddresses);
        attributes = Map.copyOf(attributes);
    }

    /** The recipient that an object is, or null. */
    public static @Nullable Recipient of(DirectoryObject object) {
        return switch (object) {
            case User user -> user.recipient();
            case Group group -> group.recipient();
            case Application _, ServicePrincipal _, AdministrativeUnit _ -> null;
        };
    }

    /** All addresses, the primary one first. */
    public Stream<String> addresses() {
        return Stream.concat(Stream.of(primaryAddress), otherAddresses.stream());
    }
}
