package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Recipient;
import dev.postern.directory.Tenant;
import dev.postern.directory.User;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/**
 * Finds recipients by identity: name, alias, distinguished or canonical name, any address, GUID or userPrincipalName. All
 * forms are tried. If two recipients match, the identity is refused, because a guess could give access to the wrong
 * mailbox.
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
        return MailRecipient.all(directory).filter(kind).filter(identity::names).toList();
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
                        .filter(name -> Naming.parse(Naming.distinguishedName(tenant, recipient))
                                .filter(name::equals)
                                .isPresent())
                        .isPresent()
                || (text.indexOf('/') >= 0 && text.equalsIgnoreCase(Naming.canonicalName(tenant, recipient)));
    }
}
