package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.opath.FilterRefused;
import dev.postern.opath.OpathFilter;
import dev.postern.opath.OpathParser;
import dev.postern.opath.OpathProperty;
import dev.postern.opath.PropertyType;
import dev.postern.query.Condition;
import dev.postern.query.Folding;
import dev.postern.query.Literal;
import dev.postern.query.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/** The properties of recipients that a filter can use. Immutable. */
public final class RecipientProperties {
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

    public static final String MEMBER_OF_GROUP = "MemberOfGroup";
    private static final int CUSTOM_ATTRIBUTES = 15;
    private static final RecipientProperties ALL = new RecipientProperties();

    /** Returns the values of a property as text; empty without a value, several if any of them may match. */
    @FunctionalInterface
    interface Values {
        List<String> of(RecipientSource source, MailRecipient recipient);
    }

    private record Known(OpathProperty property, Values values) {}

    /** By name in lower case. */
    private final Map<String, Known> byName = new HashMap<>();

    private RecipientProperties() {
        texts();
        kinds();
        ids();
        groups();
        ON_GRAPH.forEach((name, graph) -> one(name, TEXT, mailRecipient -> mailRecipient.profile(graph)));
        for (int number = 1; number <= CUSTOM_ATTRIBUTES; number++) {
            String name = "CustomAttribute" + number;
            one(
                    name,
                    TEXT,
                    mailRecipient -> mailRecipient.recipient().attributes().get(name));
        }
    }

    static Optional<OpathProperty> find(String name) {
        return Optional.ofNullable(ALL.byName.get(Folding.lower(name))).map(Known::property);
    }

    static Values values(String name) {
        return Objects.requireNonNull(ALL.byName.get(Folding.lower(name))).values();
    }

    /** The names in filters of properties that Graph has too, with their names there. */
    public static Map<String, String> onGraph() {
        return ON_GRAPH;
    }

    /**
     * Parses a filter.
     *
     * @throws dev.postern.opath.FilterRefused if the filter is invalid
     */
    public static OpathFilter parse(String filter) {
        return OpathParser.parse(filter, RecipientProperties::find);
    }

    /**
     * Returns the recipients that match a filter.
     *
     * @throws dev.postern.opath.FilterRefused if the filter is invalid
     */
    public static Predicate<MailRecipient> filter(RecipientSource source, String filter) {
        OpathFilter read = parse(filter);
        return recipient -> read.test(name -> values(name).of(source, recipient));
    }

    /** Returns the groups that a filter names with {@code MemberOfGroup} and that exist; none for an invalid filter. */
    public static Set<ObjectId> groupsIn(DirectorySnapshot directory, String filter) {
        Set<ObjectId> groups = new LinkedHashSet<>();
        try {
            collect(OpathParser.parse(filter, RecipientProperties::find).condition(), directory, groups);
        } catch (FilterRefused e) {
            return Set.of();
        }
        return groups;
    }

    /**
     * Returns the properties that a filter compares with {@code -eq}, outside of {@code -not}, with the text that is compared; the last
     * one if there are several. None for an invalid filter.
     */
    public static Map<String, String> equalities(String filter) {
        Map<String, String> equalities = new LinkedHashMap<>();
        try {
            collect(parse(filter).condition(), equalities);
        } catch (FilterRefused e) {
            return Map.of();
        }
        return equalities;
    }

    private static void collect(Condition condition, Map<String, String> equalities) {
        switch (condition) {
            case Condition.And(List<Condition> all) -> all.forEach(one -> collect(one, equalities));
            case Condition.Or(List<Condition> any) -> any.forEach(one -> collect(one, equalities));
            case Condition.Any(
                    Path path,
                    Condition.Compare(Path _, Condition.Operator operator, Literal.Text(String text)))
            when operator == Condition.Operator.EQ ->
                equalities.put(path.segments().getFirst(), text);
            default -> {}
        }
    }

    private static void collect(Condition condition, DirectorySnapshot directory, Set<ObjectId> groups) {
        switch (condition) {
            case Condition.And(List<Condition> all) -> all.forEach(one -> collect(one, directory, groups));
            case Condition.Or(List<Condition> any) -> any.forEach(one -> collect(one, directory, groups));
            case Condition.Not(Condition inner) -> collect(inner, directory, groups);
            case Condition.Any(Path path, Condition.Compare(Path _, Condition.Operator _, Literal.Text(String name)))
            when path.segments().getFirst().equals(MEMBER_OF_GROUP) ->
                named(directory, name).ifPresent(groups::add);
            default -> {}
        }
    }

    /** @param name a distinguished name in its canonical form */
    private static Optional<ObjectId> named(DirectorySnapshot directory, String name) {
        String common;
        try {
            common = String.valueOf(new LdapName(name).getRdn(0).getValue());
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
        return MailRecipient.called(directory, common, null)
                .filter(one -> one.isGroup()
                        && DistinguishedNames.canonical(
                                        directory.tenant(), one.recipient().name())
                                .equals(name))
                .map(MailRecipient::id)
                .findFirst();
    }

    /**
     * The triggers of filters that a change of a recipient's own properties can affect, see {@link FilterTriggers}; not the groups that it is
     * a member of.
     */
    static Set<String> changed(
            RecipientSource was, @Nullable MailRecipient before, RecipientSource is, @Nullable MailRecipient after) {
        Set<String> triggers = new HashSet<>();
        for (Known known : ALL.byName.values()) {
            String name = known.property().name();
            if (name.equals(FilterTriggers.MEMBER_OF_GROUP)) {
                continue;
            }
            List<String> old = before == null ? List.of() : known.values().of(was, before);
            List<String> fresh = after == null ? List.of() : known.values().of(is, after);
            if (!old.equals(fresh)) {
                triggers.add(name);
                Stream.concat(old.stream(), fresh.stream())
                        .forEach(value -> triggers.add(FilterTriggers.value(name, Folding.fold(value))));
            }
        }
        return triggers;
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
                (_, mailRecipient) -> mailRecipient
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
        add("DistinguishedName", LINK, (source, one) -> List.of(distinguishedName(source, one)));
    }

    private void groups() {
        add(MEMBER_OF_GROUP, LINK, (source, one) -> links(source, source.groupsOf(one.id())));
        add("Members", LINK, (source, one) -> links(source, source.members(one.id())));
        add(
                "ManagedBy",
                LINK,
                (source, one) -> one.object() instanceof Group group ? links(source, group.owners()) : List.of());
        add(
                "GroupMemberCount",
                new PropertyType.Whole(),
                (source, one) -> one.isGroup()
                        ? List.of(String.valueOf(source.members(one.id()).size()))
                        : List.of());
        one(
                "GroupType",
                new PropertyType.Names(List.of("Universal", "SecurityEnabled"), true),
                mailRecipient -> mailRecipient.object() instanceof Group group
                        ? group.securityEnabled() ? "Universal,SecurityEnabled" : "Universal"
                        : null);
        flag(
                "HiddenGroupMembershipEnabled",
                mailRecipient ->
                        "true".equals(mailRecipient.recipient().attributes().get("HiddenGroupMembershipEnabled")));
    }

    private static List<String> links(RecipientSource source, Collection<ObjectId> ids) {
        return ids.stream()
                .map(id -> MailRecipient.of(source.find(id)))
                .filter(Objects::nonNull)
                .map(recipient -> distinguishedName(source, recipient))
                .toList();
    }

    private static String distinguishedName(RecipientSource source, MailRecipient recipient) {
        return DistinguishedNames.of(source.tenant(), recipient.recipient());
    }

    private static PropertyType names(List<String> names) {
        return new PropertyType.Names(names, false);
    }

    private void flag(String name, Function<MailRecipient, Boolean> value) {
        add(name, BOOL, (_, mailRecipient) -> List.of(value.apply(mailRecipient).toString()));
    }

    private void one(String name, PropertyType type, Function<MailRecipient, @Nullable String> value) {
        add(name, type, (_, mailRecipient) -> {
            String text = value.apply(mailRecipient);
            return text == null || text.isEmpty() ? List.of() : List.of(text);
        });
    }

    private void add(String name, PropertyType type, Values values) {
        byName.put(Folding.lower(name), new Known(new OpathProperty(name, type), values));
    }
}
