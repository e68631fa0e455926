package dev.postern.develop;

import dev.postern.access.ObjectId;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.Sid;
import dev.postern.query.Folding;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The recipients of a tenant and of a seed file by their addresses, and what new ones need. */
final class SeedNames {
    private static final int MAX_LOCAL = 64;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*");

    private final Draft draft;
    private final DirectorySnapshot directory;
    private final Map<String, DirectoryObject> made = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> sids = new HashSet<>();

    SeedNames(Draft draft) {
        this.draft = draft;
        this.directory = draft.before();
    }

    /** The address of a new recipient: a name without {@code @} is in the default domain. */
    String address(String place, String name) {
        String address = whole(name);
        int at = address.lastIndexOf('@');
        if (at > MAX_LOCAL
                || !LOCAL.matcher(address.substring(0, Math.max(0, at))).matches()) {
            throw DevelopFailure.invalid("'" + place + "' is no address: '" + name + "'.");
        }
        if (!directory.isAccepted(address.substring(at + 1))) {
            throw DevelopFailure.invalid("'" + place + "' must be in a domain of the tenant ("
                    + String.join(", ", directory.tenant().domains()) + "), not '" + name + "'.");
        }
        return address;
    }

    private String whole(String name) {
        return name.contains("@") ? name : name + "@" + directory.tenant().defaultDomain();
    }

    /** An alias that no recipient has. */
    String free(String alias) {
        String free = alias;
        for (int i = 2; isTaken(free); i++) {
            free = alias + "-" + i;
        }
        return free;
    }

    private boolean isTaken(String alias) {
        String address = whole(alias);
        return made.containsKey(Folding.lower(address)) || directory.byAddress(address) != null || isNameTaken(alias);
    }

    private boolean isNameTaken(String name) {
        return names.contains(Folding.fold(name))
                || directory.called(name, null).anyMatch(other -> {
                    Recipient recipient = Recipient.of(other);
                    return recipient != null && recipient.name().equalsIgnoreCase(name);
                });
    }

    String displayName(String place, @Nullable String given, String address) {
        String name = given == null ? address.substring(0, address.indexOf('@')) : given.strip();
        if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
            throw DevelopFailure.invalid("'" + place + ".displayName' is empty or contains control characters.");
        }
        return name;
    }

    Recipient recipient(String place, ObjectId id, RecipientType type, String address) {
        String local = address.substring(0, address.lastIndexOf('@'));
        if (isNameTaken(local)) {
            throw DevelopFailure.conflict("'" + place + "': there is a recipient called '" + local + "' already.");
        }
        names.add(Folding.fold(local));
        String sid = Sid.next(directory.tenant(), id, text -> directory.hasSid(text) || sids.contains(text));
        sids.add(sid);
        return new Recipient(type, local, local, address, List.of(), sid, UUID.randomUUID(), false, Map.of());
    }

    /** Adds a new recipient to the draft. */
    void put(String place, String address, DirectoryObject object) {
        if (made.containsKey(Folding.lower(address)) || directory.byAddress(address) != null) {
            throw DevelopFailure.conflict("'" + place + "': there is a recipient " + address + " already.");
        }
        draft.put(object);
        made.put(Folding.lower(address), object);
    }

    /** The new recipients. */
    Collection<DirectoryObject> all() {
        return made.values();
    }

    /** A recipient of the file or of the tenant. */
    DirectoryObject find(String place, String name) {
        String address = whole(name);
        DirectoryObject found = made.getOrDefault(Folding.lower(address), directory.byAddress(address));
        if (found == null) {
            throw DevelopFailure.invalid("'" + place + "': there is no mailbox or group '" + name + "'.");
        }
        return found;
    }
}
