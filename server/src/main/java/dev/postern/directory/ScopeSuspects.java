package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.ResourceScope;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names the scopes of role assignments that a change of recipients, groups and units can have extended, and the mailboxes by which. Which
 * filters depend on a change is looked up, see {@link FilterTriggers}. For one thread.
 */
final class ScopeSuspects {
    /**
     * A scope and a mailbox that existed before.
     *
     * @param scope of a management scope, a group or an administrative unit
     */
    record Suspect(ObjectId scope, ObjectId mailbox) {}

    private final Facts was;
    private final Facts now;
    private final Draft draft;
    private final WideningBudget budget;
    private final RecipientScopes wasScopes;
    private final RecipientScopes nowScopes;
    private final Consumer<Suspect> extended;
    private final Set<Suspect> seen = new HashSet<>();

    /** @param extended is given each scope that contains a mailbox only after the change */
    ScopeSuspects(DirectorySnapshot before, Draft draft, WideningBudget budget, Consumer<Suspect> extended) {
        this.was = before.facts();
        this.now = draft.facts();
        this.draft = draft;
        this.budget = budget;
        this.extended = extended;
        this.wasScopes = new RecipientScopes(before.tenant(), was);
        this.nowScopes = new RecipientScopes(before.tenant(), now);
    }

    void examine() {
        draft.objects.keySet().forEach(this::object);
        draft.edges.keySet().forEach(edge -> {
            if (existed(edge.member())) {
                examine(edge.group(), edge.member());
                named(edge.group()).forEach(trigger -> examineAll(trigger, edge.member()));
            }
        });
    }

    private boolean existed(ObjectId id) {
        return MailboxesBelow.existed(was, now.find(id));
    }

    private void object(ObjectId id) {
        DirectoryObject before = was.find(id);
        DirectoryObject after = now.find(id);
        if (after instanceof User user) {
            if (existed(id)) {
                user(was.find(id), user);
            }
            return;
        }
        boolean begun = isContainer(after) && !isContainer(before);
        Set<String> names = begun || !Objects.equals(name(before), name(after)) ? named(id) : Set.of();
        if (begun || !names.isEmpty()) {
            eachMember(id, member -> {
                examine(id, member);
                names.forEach(trigger -> examineAll(trigger, member));
            });
        }
    }

    private void user(@Nullable DirectoryObject before, User after) {
        MailRecipient known = MailRecipient.of(before);
        MailRecipient changed = MailRecipient.of(after);
        if (known == null && changed != null) {
            // every filter that matches recipients without a property can match it
            now.roles().filters().keys().forEach(scope -> examine(scope, after.id()));
        } else {
            RecipientProperties.changed(wasScopes, known, nowScopes, changed)
                    .forEach(trigger -> examineAll(trigger, after.id()));
        }
    }

    private static boolean isContainer(@Nullable DirectoryObject object) {
        return object instanceof Group || object instanceof AdministrativeUnit;
    }

    private static @Nullable String name(@Nullable DirectoryObject object) {
        MailRecipient recipient = MailRecipient.of(object);
        return recipient == null ? null : recipient.recipient().name();
    }

    /** The triggers of a membership: the names of the group before and after the change. */
    private Set<String> named(ObjectId group) {
        Set<String> triggers = new LinkedHashSet<>();
        Stream.of(was, now)
                .map(facts -> name(facts.find(group)))
                .filter(Objects::nonNull)
                .forEach(name -> {
                    triggers.add(FilterTriggers.MEMBER_OF_GROUP);
                    triggers.add(FilterTriggers.value(
                            FilterTriggers.MEMBER_OF_GROUP, DistinguishedNames.canonical(nowScopes.tenant(), name)));
                });
        return triggers;
    }

    private void eachMember(ObjectId group, Consumer<ObjectId> action) {
        for (ObjectId member : now.members().unordered(group)) {
            if (!budget.take()) {
                return;
            }
            if (existed(member)) {
                action.accept(member);
            }
        }
    }

    private void examineAll(String trigger, ObjectId mailbox) {
        for (ObjectId scope : now.roles().triggers().get(trigger)) {
            if (budget.isSpent()) {
                return;
            }
            examine(scope, mailbox);
        }
    }

    private void examine(ObjectId scope, ObjectId mailbox) {
        Collection<ObjectId> using = now.roles().byScope().get(scope);
        var suspect = new Suspect(scope, mailbox);
        if (using.isEmpty() || !budget.takeScope() || !seen.add(suspect)) {
            return;
        }
        ManagementRoleAssignment any = now.roles().find(using.iterator().next(), ManagementRoleAssignment.class);
        if (any != null) {
            ResourceScope resources = any.decided().scope();
            if (nowScopes.contains(resources, mailbox) && !wasScopes.contains(resources, mailbox)) {
                extended.accept(suspect);
            }
        }
    }
}
