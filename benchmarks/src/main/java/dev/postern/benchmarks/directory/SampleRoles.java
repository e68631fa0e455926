package dev.postern.benchmarks.directory;

import dev.postern.access.ObjectId;
import dev.postern.directory.Draft;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.MailRecipient;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementRoleAssignment.ScopeType;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.Recipient;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import tools.jackson.databind.node.StringNode;

/** The role assignments of the sample, and the attributes that their scopes filter on. */
final class SampleRoles {
    static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");
    private static final int DEPARTMENTS = 50;
    private static final int PREFIXES = 50;
    private static final String ROLE = "Application Mail.Send";

    private final SampleTenant sample;
    private final SplittableRandom random;

    SampleRoles(SampleTenant sample, SplittableRandom random) {
        this.sample = sample;
        this.random = random;
    }

    String anyDepartment() {
        return "Department " + random.nextInt(DEPARTMENTS);
    }

    String anyPrefix() {
        return "x" + random.nextInt(PREFIXES) + "-";
    }

    /** Every second application gets a role assignment, with each kind of scope in turn. */
    SampleScope assign(Draft draft, ServicePrincipal principal, int number) {
        if (number % 2 == 0) {
            return new SampleScope.Nothing();
        }
        SampleScope scope = switch (number / 2 % 4) {
            case 0 -> {
                String department = anyDepartment();
                yield new SampleScope.OfDepartment(
                        department, scope(draft, number, SampleScope.OfDepartment.filter(department)));
            }
            case 1 -> {
                String prefix = anyPrefix();
                yield new SampleScope.OfPrefix(prefix, scope(draft, number, SampleScope.OfPrefix.filter(prefix)));
            }
            case 2 -> {
                ObjectId group = sample.innerGroup();
                String filter = SampleScope.OfGroupFilter.filter(sample.tenant(), name(draft, group));
                yield new SampleScope.OfGroupFilter(group, scope(draft, number, filter));
            }
            default -> new SampleScope.OfGroup(sample.innerGroup());
        };
        var pointer = new ExchangeServicePrincipal(
                new ObjectId(sample.id()), CREATED, principal.appId(), principal.id(), principal.displayName());
        draft.put(pointer);
        draft.put(new ManagementRoleAssignment(
                new ObjectId(sample.id()),
                CREATED,
                "Assignment " + number,
                ROLE,
                pointer.id(),
                scope instanceof SampleScope.OfGroup ? ScopeType.GROUP : ScopeType.MANAGEMENT_SCOPE,
                switch (scope) {
                    case SampleScope.Filtered filtered -> filtered.scope().id();
                    case SampleScope.OfGroup(ObjectId group) -> group;
                    case SampleScope.Nothing _ -> null;
                }));
        return scope;
    }

    private ManagementScope scope(Draft draft, int number, String filter) {
        var scope = new ManagementScope(new ObjectId(sample.id()), CREATED, "Scope " + number, filter);
        draft.put(scope);
        return scope;
    }

    private static String name(Draft draft, ObjectId group) {
        return Objects.requireNonNull(MailRecipient.of(draft.now(group)))
                .recipient()
                .name();
    }

    static String department(User user) {
        return Objects.requireNonNull(user.profile().get("department")).stringValue();
    }

    static String customAttribute(User user) {
        return Objects.requireNonNull(
                Objects.requireNonNull(user.recipient()).attributes().get("CustomAttribute1"));
    }

    /** The same user in another department, with another custom attribute. */
    static User with(User user, String department, String customAttribute) {
        Recipient known = Objects.requireNonNull(user.recipient());
        var recipient = new Recipient(
                known.type(),
                known.name(),
                known.alias(),
                known.primaryAddress(),
                known.otherAddresses(),
                known.sid(),
                known.exchangeGuid(),
                known.hiddenFromAddressLists(),
                Map.of("CustomAttribute1", customAttribute));
        return new User(
                user.id(),
                user.createdAt(),
                user.displayName(),
                user.userPrincipalName(),
                user.accountEnabled(),
                recipient,
                user.mailbox(),
                Map.of("department", StringNode.valueOf(department)));
    }
}
