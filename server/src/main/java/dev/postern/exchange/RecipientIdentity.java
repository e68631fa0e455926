package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.compute.Deadline;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.Recipient;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/**
 * Finds recipients by identity: name, alias, distinguished or canonical name, any address, GUID or userPrincipalName. All forms are tried.
 * An identity that two recipients match is refused, because a guess could select the wrong mailbox.
 */
final class RecipientIdentity {
    private final Tenant tenant;
    private final String text;
    private final boolean displayNames;
    private final Optional<LdapName> distinguished;
    private final @Nullable UUID guid;

    private RecipientIdentity(Tenant tenant, String text, boolean displayNames) {
        this.tenant = tenant;
        this.text = text;
        this.displayNames = displayNames;
        this.distinguished = Naming.parse(text);
        this.guid = Guid.of(text);
    }

    /** Returns all recipients of a kind that match. */
    static List<MailRecipient> find(DirectorySnapshot directory, String text, Predicate<MailRecipient> kind) {
        return find(directory, new RecipientIdentity(directory.tenant(), text, false), kind);
    }

    private static List<MailRecipient> find(
            DirectorySnapshot directory, RecipientIdentity identity, Predicate<MailRecipient> kind) {
        return identity.candidates(directory)
                .filter(kind)
                .filter(identity::names)
                .distinct()
                .toList();
    }

    /** Looks the text up in every form that it may have; {@link #names} then selects the actual matches. */
    private Stream<MailRecipient> candidates(DirectorySnapshot directory) {
        Stream<MailRecipient> found = MailRecipient.called(directory, text, guid);
        if (guid != null) {
            found = Stream.concat(found, Stream.ofNullable(MailRecipient.of(directory.find(new ObjectId(guid)))));
        }
        for (String name : placeNames()) {
            found = Stream.concat(found, MailRecipient.called(directory, name, null));
        }
        return found;
    }

    /** Returns the last part of a distinguished name and of a canonical name. */
    private List<String> placeNames() {
        List<String> names = new ArrayList<>();
        distinguished
                .filter(name -> !name.isEmpty())
                .ifPresent(name ->
                        names.add(name.getRdn(name.size() - 1).getValue().toString()));
        int unit = Naming.organizationalUnit(tenant).length();
        if (text.length() > unit && text.charAt(unit) == '/') {
            names.add(text.substring(unit + 1).replace("\\/", "/"));
        }
        return names;
    }

    /** Returns the single matching recipient of a kind; no match or a second match is refused. */
    static MailRecipient one(DirectorySnapshot directory, String text, Predicate<MailRecipient> kind) {
        List<MailRecipient> found = find(directory, text, kind);
        if (found.isEmpty()) {
            throw CmdletFailures.notFound(text);
        }
        return single(found, text);
    }

    /** As {@link #one}, for an object that a parameter refers to; also matches display names. */
    static MailRecipient reference(DirectorySnapshot directory, String text, Predicate<MailRecipient> kind) {
        List<MailRecipient> found = find(directory, new RecipientIdentity(directory.tenant(), text, true), kind);
        if (found.isEmpty()) {
            throw CmdletFailures.noSuchReference(text);
        }
        return single(found, text);
    }

    /**
     * As {@link #one}, for cmdlets that only read: a text with a wildcard may match many, by name, alias, display name, userPrincipalName or
     * address. An asterisk is also a letter of aliases, so the text itself comes first.
     */
    static List<MailRecipient> many(
            DirectorySnapshot directory, String text, Predicate<MailRecipient> kind, Deadline deadline) {
        Optional<Predicate<String>> wildcard = Wildcard.of(text);
        if (wildcard.isEmpty() || !find(directory, text, kind).isEmpty()) {
            return List.of(one(directory, text, kind));
        }
        List<MailRecipient> found = MailRecipient.all(directory)
                .peek(_ -> deadline.check())
                .filter(kind)
                .filter(one -> texts(one).anyMatch(wildcard.get()))
                .toList();
        if (found.isEmpty()) {
            throw CmdletFailures.notFound(text);
        }
        return found;
    }

    private static Stream<String> texts(MailRecipient one) {
        Recipient recipient = one.recipient();
        return Stream.concat(
                Stream.of(recipient.name(), recipient.alias(), one.displayName(), one.userPrincipalName())
                        .filter(Objects::nonNull),
                recipient.addresses());
    }

    private static MailRecipient single(List<MailRecipient> found, String text) {
        if (found.size() > 1) {
            throw CmdletFailures.ambiguous(text);
        }
        return found.getFirst();
    }

    private boolean names(MailRecipient mailRecipient) {
        Recipient recipient = mailRecipient.recipient();
        return text.equalsIgnoreCase(recipient.name())
                || text.equalsIgnoreCase(recipient.alias())
                || text.equalsIgnoreCase(mailRecipient.userPrincipalName())
                || (displayNames && text.equalsIgnoreCase(mailRecipient.displayName()))
                || recipient.addresses().anyMatch(text::equalsIgnoreCase)
                || isGuidOf(mailRecipient)
                || isPlaceOf(recipient);
    }

    private boolean isGuidOf(MailRecipient mailRecipient) {
        return guid != null
                && (guid.equals(mailRecipient.id().value())
                        || guid.equals(mailRecipient.recipient().exchangeGuid())
                        || (mailRecipient.object() instanceof User user
                                && user.mailbox() != null
                                && guid.equals(user.mailbox().value())));
    }

    private boolean isPlaceOf(Recipient recipient) {
        return distinguished
                        .filter(name -> Naming.parse(DistinguishedNames.of(tenant, recipient))
                                .filter(name::equals)
                                .isPresent())
                        .isPresent()
                || (text.indexOf('/') >= 0 && text.equalsIgnoreCase(Naming.canonicalName(tenant, recipient)));
    }
}
