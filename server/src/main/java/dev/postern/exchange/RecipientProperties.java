package dev.postern.exchange;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.opath.OpathFilter;
import dev.postern.opath.OpathParser;
import dev.postern.opath.OpathProperty;
import dev.postern.opath.PropertyType;
import dev.postern.query.Folding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The properties of recipients that a filter can use, on one directory snapshot. */
final class RecipientProperties {
    private static final PropertyType TEXT = new PropertyType.Text();
    private static final PropertyType BOOL = new PropertyType.Bool();
    private static final PropertyType GUID = new PropertyType.Id();
    private static final PropertyType LINK = new PropertyType.Link();
    private static final List<String> TYPES = List.of(
            "UserMailbox",
            "MailUser",
            "MailContact",
            "MailUniversalSecurityGroup",
            "MailUniversalDistributionGroup",
            "DynamicDistributionGroup",
            "PublicFolder");
    /** Includes types that never occur here, because a filter for them is valid. */
    private static final List<String> DETAILS = List.of(
            "UserMailbox",
            "SharedMailbox",
            "RoomMailbox",
            "EquipmentMailbox",
            "SchedulingMailbox",
            "DiscoveryMailbox",
            "MailUser",
            "GuestMailUser",
            "MailContact",
            "MailUniversalSecurityGroup",
            "MailUniversalDistributionGroup",
            "DynamicDistributionGroup",
            "GroupMailbox",
            "RoomList",
            "PublicFolder");
    /** Names in filters, and the names of the same properties on Graph. */
    private static final Map<String, String> ON_GRAPH = Map.of(
            "FirstName", "givenName",
            "LastName", "surname",
            "Title", "jobTitle",
            "Department", "department",
            "Company", "companyName",
            "Office", "officeLocation",
            "City", "city",
            "StateOrProvince", "state",
            "CountryOrRegion", "country",
            "UsageLocation", "usageLocation");

    private final DirectorySnapshot directory;
    /** By name in lower case. */
    private final Map<String, OpathProperty> byName = new HashMap<>();

    /** By name. */
    private final Map<String, Function<MailRecipient, List<String>>> values = new HashMap<>();

    RecipientProperties(DirectorySnapshot directory) {
        this.directory = directory;
        texts();
        kinds();
        ids();
        groups();
        ON_GRAPH.forEach((name, graph) -> one(name, TEXT, mailRecipient -> mailRecipient.profile(graph)));
        for (int number = 1; number <= RecipientEdit.CUSTOM_ATTRIBUTES; number++) {
            String name = "CustomAttribute" + number;
            one(
                    name,
                    TEXT,
                    mailRecipient -> mailRecipient.recipient().attributes().get(name));
        }
    }

    Optional<OpathProperty> find(String name) {
        return Optional.ofNullable(byName.get(Folding.lower(name)));
    }

    /**
     * Returns the recipients that match a filter.
     *
     * @throws dev.postern.opath.FilterRefused if the filter is invalid
     */
    Predicate<MailRecipient> filter(String filter) {
        OpathFilter read = OpathParser.parse(filter, this::find);
        return mailable ->
                read.test(name -> Objects.requireNonNull(values.get(name)).apply(mailable));
    }

    private void texts() {
        one("Name", TEXT, mailRecipient -> mailRecipient.recipient().name());
        one("Id", TEXT, mailRecipient -> mailRecipient.recipient().name());
        one("DisplayName", TEXT, MailRecipient::displayName);
        one("Alias", TEXT, mailRecipient -> mailRecipient.recipient().alias());
        one("UserPrincipalName", TEXT, MailRecipient::userPrincipalName);
        one(
                "PrimarySmtpAddress",
                TEXT,
                mailRecipient -> mailRecipient.recipient().primaryAddress());
        one(
                "WindowsEmailAddress",
                TEXT,
                mailRecipient -> mailRecipient.recipient().primaryAddress());
        one(
                "Notes",
                TEXT,
                mailRecipient -> mailRecipient.recipient().attributes().get("Notes"));
        one("Sid", TEXT, mailRecipient -> mailRecipient.recipient().sid());
        // an address matches with and without its prefix
        add(
                "EmailAddresses",
                TEXT,
                mailRecipient -> mailRecipient
                        .recipient()
                        .addresses()
                        .flatMap(address -> Stream.of(address, "smtp:" + address))
                        .toList());
    }

    private void kinds() {
        one(
                "RecipientType",
                names(TYPES),
                mailRecipient -> mailRecipient.recipient().type().general());
        one(
                "RecipientTypeDetails",
                names(DETAILS),
                mailRecipient -> mailRecipient.recipient().type().details());
        flag(
                "HiddenFromAddressListsEnabled",
                mailRecipient -> mailRecipient.recipient().hiddenFromAddressLists());
        flag("IsShared", mailRecipient -> mailRecipient.recipient().type() == RecipientType.SHARED_MAILBOX);
        flag("IsDirSynced", mailRecipient -> false);
        flag("IsInactiveMailbox", mailRecipient -> false);
        flag("AccountDisabled", mailRecipient -> mailRecipient.object() instanceof User user && !user.accountEnabled());
    }

    private void ids() {
        one(
                "Guid",
                GUID,
                mailRecipient -> mailRecipient.recipient().exchangeGuid().toString());
        one(
                "ExchangeObjectId",
                GUID,
                mailRecipient -> mailRecipient.recipient().exchangeGuid().toString());
        one(
                "ExchangeGuid",
                GUID,
                mailRecipient ->
                        mailRecipient.object() instanceof User user ? Objects.toString(user.mailbox(), null) : null);
        one(
                "ExternalDirectoryObjectId",
                TEXT,
                mailRecipient -> mailRecipient.id().toString());
        one(
                "WhenCreated",
                new PropertyType.Moment(),
                mailRecipient -> mailRecipient.object().createdAt().toString());
        one(
                "WhenCreatedUTC",
                new PropertyType.Moment(),
                mailRecipient -> mailRecipient.object().createdAt().toString());
        one("DistinguishedName", LINK, this::distinguishedName);
    }

    private void groups() {
        add(
                "MemberOfGroup",
                LINK,
                mailRecipient -> directory.memberOf(mailRecipient.id()).stream()
                        .map(id -> MailRecipient.of(directory.find(id)))
                        .filter(Objects::nonNull)
                        .map(this::distinguishedName)
                        .toList());
        add(
                "Members",
                LINK,
                mailRecipient -> directory.members(mailRecipient.id()).stream()
                        .map(id -> MailRecipient.of(directory.find(id)))
                        .filter(Objects::nonNull)
                        .map(this::distinguishedName)
                        .toList());
        add(
                "ManagedBy",
                LINK,
                mailRecipient -> mailRecipient.object() instanceof Group group
                        ? group.owners().stream()
                                .map(id -> MailRecipient.of(directory.find(id)))
                                .filter(Objects::nonNull)
                                .map(this::distinguishedName)
                                .toList()
                        : List.of());
        one(
                "GroupMemberCount",
                new PropertyType.Whole(),
                mailRecipient -> mailRecipient.isGroup()
                        ? String.valueOf(directory.members(mailRecipient.id()).size())
                        : null);
        one(
                "GroupType",
                new PropertyType.Names(List.of("Universal", "SecurityEnabled"), true),
                mailRecipient -> mailRecipient.object() instanceof Group group
                        ? group.securityEnabled() ? "Universal,SecurityEnabled" : "Universal"
                        : null);
        flag(
                "HiddenGroupMembershipEnabled",
                mailRecipient -> RecipientRow.isOn(mailRecipient.recipient(), "HiddenGroupMembershipEnabled"));
    }

    private String distinguishedName(MailRecipient mailRecipient) {
        return Naming.distinguishedName(directory.tenant(), mailRecipient.recipient());
    }

    private static PropertyType names(List<String> names) {
        return new PropertyType.Names(names, false);
    }

    private void flag(String name, Function<MailRecipient, Boolean> value) {
        add(name, BOOL, mailRecipient -> List.of(value.apply(mailRecipient).toString()));
    }

    private void one(String name, PropertyType type, Function<MailRecipient, @Nullable String> value) {
        add(name, type, mailRecipient -> {
            String text = value.apply(mailRecipient);
            return text == null ? List.of() : List.of(text);
        });
    }

    /** @param of returns the values as text; empty without a value, several if any of them may match */
    private void add(String name, PropertyType type, Function<MailRecipient, List<String>> of) {
        byName.put(Folding.lower(name), new OpathProperty(name, type));
        values.put(name, of);
    }
}
