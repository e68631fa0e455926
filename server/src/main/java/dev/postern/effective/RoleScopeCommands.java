package dev.postern.effective;

import dev.postern.access.ObjectId;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.directory.ApplicationRoles;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Draft;
import dev.postern.directory.ExchangeServicePrincipal;
import dev.postern.directory.Group;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientProperties;
import dev.postern.directory.User;
import dev.postern.effective.ChangingCommand.Candidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The commands that use the role assignments of an application: they bring a mailbox into a scope, or give another role on it. */
final class RoleScopeCommands {
    private final DirectorySnapshot directory;
    private final User mailbox;
    private final AccessNames names;

    RoleScopeCommands(DirectorySnapshot directory, User mailbox) {
        this.directory = directory;
        this.mailbox = mailbox;
        this.names = new AccessNames(directory);
    }

    /** Groups first: a property of a person may be in other filters, too. */
    List<Candidate> into(ManagementRoleAssignment one) {
        List<Candidate> all = new ArrayList<>();
        ObjectId scope = one.scope();
        if (scope == null) {
            return all;
        }
        if (one.scopeType() == ManagementRoleAssignment.ScopeType.GROUP) {
            member(scope, all);
        }
        ManagementScope filtered = directory.exchangeObject(scope, ManagementScope.class);
        if (filtered != null) {
            RecipientProperties.groupsIn(directory, filtered.filter()).forEach(group -> member(group, all));
            RecipientProperties.equalities(filtered.filter())
                    .forEach((property, value) -> property(property, value, all));
        }
        return all;
    }

    /** Returns nothing for what is no group. */
    void member(ObjectId group, List<Candidate> to) {
        if (directory.find(group, Group.class) != null) {
            to.add(new Candidate(
                    "Add-DistributionGroupMember -Identity " + name(group) + " -Member " + name(mailbox.id()),
                    draft -> draft.addMember(group, mailbox.id()),
                    false));
        }
    }

    private void property(String property, String value, List<Candidate> to) {
        String graph = RecipientProperties.onGraph().get(property);
        Recipient recipient = mailbox.recipient();
        if (graph != null && hasParameter("Set-User", property)) {
            Map<String, JsonNode> profile = new HashMap<>(mailbox.profile());
            profile.put(graph, StringNode.valueOf(value));
            to.add(setting("Set-User", property, value, draft -> draft.put(with(recipient, profile))));
        } else if (recipient != null
                && property.startsWith("CustomAttribute")
                && hasParameter("Set-Mailbox", property)) {
            Map<String, String> attributes = new HashMap<>(recipient.attributes());
            attributes.put(property, value);
            var changed = new Recipient(
                    recipient.type(),
                    recipient.name(),
                    recipient.alias(),
                    recipient.primaryAddress(),
                    recipient.otherAddresses(),
                    recipient.sid(),
                    recipient.exchangeGuid(),
                    recipient.hiddenFromAddressLists(),
                    attributes);
            to.add(setting("Set-Mailbox", property, value, draft -> draft.put(with(changed, mailbox.profile()))));
        }
    }

    private static boolean hasParameter(String cmdlet, String name) {
        return CmdletTable.exchange()
                .find(cmdlet)
                .flatMap(found -> found.parameter(name))
                .isPresent();
    }

    private Candidate setting(String cmdlet, String property, String value, Consumer<Draft> change) {
        return new Candidate(
                cmdlet + " -Identity " + name(mailbox.id()) + " -" + property + " " + ShellText.quoted(value),
                change,
                false);
    }

    private User with(@Nullable Recipient recipient, Map<String, JsonNode> profile) {
        return new User(
                mailbox.id(),
                mailbox.createdAt(),
                mailbox.displayName(),
                mailbox.userPrincipalName(),
                mailbox.accountEnabled(),
                recipient,
                mailbox.mailbox(),
                profile);
    }

    /** Another role on the scope of an assignment, if the scope contains the mailbox; the roles that grant least first. */
    List<Candidate> roles(ManagementRoleAssignment one, Set<String> sufficient) {
        ObjectId scope = one.scope();
        if (scope == null || !directory.isInScope(one.decided().scope(), mailbox.id())) {
            return List.of();
        }
        return ApplicationRoles.names().stream()
                .filter(role -> ApplicationRoles.permissions(role).stream().anyMatch(sufficient::contains))
                .sorted(Comparator.comparing(
                                (String role) -> !sufficient.containsAll(ApplicationRoles.permissions(role)))
                        .thenComparing(Comparator.naturalOrder()))
                .map(role -> role(one, scope, role))
                .toList();
    }

    private Candidate role(ManagementRoleAssignment one, ObjectId scope, String role) {
        String where = switch (one.scopeType()) {
            case GROUP -> "-RecipientGroupScope " + name(scope);
            case ADMINISTRATIVE_UNIT -> "-RecipientAdministrativeUnitScope " + scope;
            case MANAGEMENT_SCOPE, ORGANIZATION -> "-CustomResourceScope " + ShellText.quoted(names.scope(one));
        };
        ObjectId id = new ObjectId(UUID.randomUUID());
        return new Candidate(
                "New-ManagementRoleAssignment -App " + appId(one) + " -Role " + ShellText.quoted(role) + " " + where,
                draft -> draft.put(new ManagementRoleAssignment(
                        id, Instant.EPOCH, id.toString(), role, one.assignee(), one.scopeType(), scope)),
                false);
    }

    private String appId(ManagementRoleAssignment one) {
        var assignee = directory.exchangeObject(one.assignee(), ExchangeServicePrincipal.class);
        return assignee == null ? one.assignee().toString() : assignee.appId().toString();
    }

    private String name(ObjectId id) {
        return ShellText.quoted(names.address(id));
    }
}
