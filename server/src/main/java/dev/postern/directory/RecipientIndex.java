package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.PersistentMultimap;
import dev.postern.persistent.WorkListener;
import dev.postern.query.Folding;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Users and groups by their names and addresses. Immutable.
 *
 * @param addresses by SMTP address in lower case
 * @param principalNames users by folded userPrincipalName
 * @param names by name, alias and display name, folded and without redundant spaces; several objects may share one
 * @param guids by the GUIDs of their mailboxes and those that Exchange prints
 * @param sids by security identifier
 */
record RecipientIndex(
        PersistentMap<String, ObjectId> addresses,
        PersistentMap<String, ObjectId> principalNames,
        PersistentMultimap<String, ObjectId> names,
        PersistentMultimap<UUID, ObjectId> guids,
        PersistentMultimap<String, ObjectId> sids) {
    private static final Pattern SPACES = Pattern.compile(" +");

    static RecipientIndex empty(WorkListener work) {
        KeyOrder<ObjectId> ids = KeyOrder.ids(ObjectId::value);
        return new RecipientIndex(
                PersistentMap.empty(KeyOrder.texts(), work),
                PersistentMap.empty(KeyOrder.texts(), work),
                PersistentMultimap.empty(KeyOrder.texts(), ids, work),
                PersistentMultimap.empty(KeyOrder.ids(guid -> guid), ids, work),
                PersistentMultimap.empty(KeyOrder.texts(), ids, work));
    }

    @Nullable
    ObjectId byAddress(String address) {
        return addresses.get(DirectorySnapshot.fold(address));
    }

    @Nullable
    ObjectId byPrincipalName(String name) {
        return principalNames.get(Folding.fold(name));
    }

    /** The objects with this name, alias, display name, address, userPrincipalName or GUID. */
    Set<ObjectId> called(String text, @Nullable UUID guid) {
        var found = new LinkedHashSet<>(names.get(key(text)));
        Stream.of(byAddress(text), byPrincipalName(text))
                .filter(Objects::nonNull)
                .forEach(found::add);
        if (guid != null) {
            found.addAll(guids.get(guid));
        }
        return found;
    }

    RecipientIndex with(DirectoryObject object) {
        ObjectId id = object.id();
        RecipientIndex index = this;
        if (object instanceof User user) {
            index = new RecipientIndex(
                    addresses, principalNames.with(Folding.fold(user.userPrincipalName()), id), names, guids, sids);
        }
        Recipient recipient = Recipient.of(object);
        return recipient == null ? index : index.with(object, recipient);
    }

    private RecipientIndex with(DirectoryObject object, Recipient recipient) {
        ObjectId id = object.id();
        var byAddress = addresses;
        for (String address : folded(recipient)) {
            byAddress = byAddress.with(address, id);
        }
        var byName = names;
        for (String name : names(object, recipient)) {
            byName = byName.with(name, id);
        }
        var byGuid = guids;
        for (UUID guid : guids(object, recipient)) {
            byGuid = byGuid.with(guid, id);
        }
        return new RecipientIndex(byAddress, principalNames, byName, byGuid, sids.with(recipient.sid(), id));
    }

    /** An entry that now belongs to another object stays: rows of other nodes' changes are in no particular order. */
    RecipientIndex without(DirectoryObject object) {
        ObjectId id = object.id();
        RecipientIndex index = this;
        if (object instanceof User user) {
            String name = Folding.fold(user.userPrincipalName());
            index = new RecipientIndex(
                    addresses,
                    id.equals(principalNames.get(name)) ? principalNames.without(name) : principalNames,
                    names,
                    guids,
                    sids);
        }
        Recipient recipient = Recipient.of(object);
        return recipient == null ? index : index.without(object, recipient);
    }

    private RecipientIndex without(DirectoryObject object, Recipient recipient) {
        ObjectId id = object.id();
        var byAddress = addresses;
        for (String address : folded(recipient)) {
            byAddress = id.equals(byAddress.get(address)) ? byAddress.without(address) : byAddress;
        }
        var byName = names;
        for (String name : names(object, recipient)) {
            byName = byName.without(name, id);
        }
        var byGuid = guids;
        for (UUID guid : guids(object, recipient)) {
            byGuid = byGuid.without(guid, id);
        }
        return new RecipientIndex(byAddress, principalNames, byName, byGuid, sids.without(recipient.sid(), id));
    }

    /** The addresses of a recipient as they are compared. */
    static Set<String> folded(Recipient recipient) {
        return recipient.addresses().map(DirectorySnapshot::fold).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Names are compared without case, and distinguished names also without regard to spaces. */
    private static String key(String name) {
        String folded = Folding.fold(name);
        return folded.isEmpty() || (folded.indexOf("  ") < 0 && folded.charAt(0) != ' ' && !folded.endsWith(" "))
                ? folded
                : SPACES.matcher(folded).replaceAll(" ").strip();
    }

    private static Set<String> names(DirectoryObject object, Recipient recipient) {
        return Stream.of(recipient.name(), recipient.alias(), object.displayName())
                .map(RecipientIndex::key)
                .collect(Collectors.toSet());
    }

    private static Set<UUID> guids(DirectoryObject object, Recipient recipient) {
        return object instanceof User user && user.mailbox() != null
                ? Stream.of(recipient.exchangeGuid(), user.mailbox().value()).collect(Collectors.toSet())
                : Set.of(recipient.exchangeGuid());
    }
}
