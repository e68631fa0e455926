package dev.postern.exchange;

import dev.postern.access.ObjectId;
import dev.postern.directory.BestFit;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A recipient while a cmdlet creates or changes it. Not thread-safe. */
final class RecipientEdit {
    static final int CUSTOM_ATTRIBUTES = 15;
    private static final int MAX_ATTRIBUTE_LENGTH = 1024;
    private final DirectorySnapshot directory;
    private final ObjectId object;
    private final String sid;
    private final UUID exchangeGuid;
    private final ProxyAddresses addresses;
    private final Map<String, String> attributes;
    private RecipientType type;
    private String name;
    private String alias;
    private boolean hidden;

    private RecipientEdit(DirectorySnapshot directory, ObjectId object, Recipient from) {
        this.directory = directory;
        this.object = object;
        this.type = from.type();
        this.name = from.name();
        this.alias = from.alias();
        this.addresses = new ProxyAddresses(directory, from.addresses().toList());
        this.sid = from.sid();
        this.exchangeGuid = from.exchangeGuid();
        this.hidden = from.hiddenFromAddressLists();
        this.attributes = new LinkedHashMap<>(from.attributes());
    }

    static RecipientEdit of(DirectorySnapshot directory, MailRecipient mailRecipient) {
        return new RecipientEdit(directory, mailRecipient.id(), mailRecipient.recipient());
    }

    /** Starts a new recipient. Name and alias must have been checked; the address is checked later. */
    static RecipientEdit create(
            DirectorySnapshot directory, ObjectId object, String sid, RecipientType type, String name, String alias) {
        Checks.freeName(directory, object, name);
        return new RecipientEdit(
                directory,
                object,
                new Recipient(type, name, alias, "", List.of(), sid, UUID.randomUUID(), false, Map.of()));
    }

    RecipientEdit type(RecipientType other) {
        type = other;
        return this;
    }

    /** Returns the default alias of a new recipient: its name or, if no address can be made from that, what its address begins with. */
    static String defaultAlias(CmdletArguments arguments, String name) {
        String chosen = arguments.text("PrimarySmtpAddress");
        if (BestFit.localPart(name).isPresent()) {
            return Checks.aliasOf(name);
        }
        return Checks.aliasOf(
                chosen == null ? Checks.localPart(name) : chosen.substring(0, Math.max(0, chosen.indexOf('@'))));
    }

    /** Sets the first address of a new recipient: the given one, or the alias in the tenant's initial domain. */
    RecipientEdit firstAddress(CmdletArguments arguments) {
        String chosen = arguments.text("PrimarySmtpAddress");
        String address = chosen == null ? Checks.addressOf(directory, alias) : chosen;
        attribute("EmailAddressPolicyEnabled", chosen == null ? "true" : "false");
        addresses.change(new ArgumentValue.Texts(List.of("SMTP:" + address)));
        return this;
    }

    RecipientEdit attribute(String key, String value) {
        attributes.put(key, value);
        return this;
    }

    /** Applies the parameters that Set-Mailbox and Set-DistributionGroup share. */
    RecipientEdit apply(CmdletArguments arguments) {
        if (arguments.has("Name")) {
            name = Checks.freeName(directory, object, Checks.name(OptionalTexts.given(arguments, "Name")));
        }
        if (arguments.has("Alias")) {
            alias = Checks.alias(OptionalTexts.given(arguments, "Alias"));
        }
        if (arguments.has("PrimarySmtpAddress")) {
            addresses.makePrimary(OptionalTexts.given(arguments, "PrimarySmtpAddress"));
            attribute("EmailAddressPolicyEnabled", "false");
        }
        ArgumentValue changed = arguments.addresses("EmailAddresses");
        if (changed != null) {
            addresses.change(changed);
        }
        if (arguments.has("HiddenFromAddressListsEnabled")) {
            hidden = arguments.flag("HiddenFromAddressListsEnabled");
        }
        for (int number = 1; number <= CUSTOM_ATTRIBUTES; number++) {
            customAttribute(arguments, "CustomAttribute" + number);
        }
        return this;
    }

    private void customAttribute(CmdletArguments arguments, String key) {
        if (arguments.has(key)) {
            String value = arguments.text(key);
            if (value == null || value.isEmpty()) {
                attributes.remove(key);
            } else {
                attributes.put(key, Checks.line(key, Checks.length(key, value, MAX_ATTRIBUTE_LENGTH)));
            }
        }
    }

    Recipient build() {
        List<String> all = addresses.all();
        return new Recipient(
                type, name, alias, all.getFirst(), all.subList(1, all.size()), sid, exchangeGuid, hidden, attributes);
    }
}
