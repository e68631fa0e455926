package dev.postern.directory;

import dev.postern.access.ObjectId;
import dev.postern.access.ResourceScope;
import dev.postern.access.ScopeContents;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What the scopes of role assignments contain, in one state of the directory. Nothing is stored: a scope is evaluated on the one recipient
 * that is asked about, so a change of attributes, memberships or filters is in force at once.
 *
 * @param facts which do not change
 */
record RecipientScopes(Tenant tenant, Facts facts) implements ScopeContents, RecipientSource {
    @Override
    public boolean contains(ResourceScope scope, ObjectId recipient) {
        return switch (scope) {
            case ResourceScope.Organization _ -> true;
            case ResourceScope.ManagementScope(ObjectId id) -> matches(id, recipient);
            case ResourceScope.GroupMembers(ObjectId group) ->
                facts.members().contains(group, recipient) && facts.find(group, Group.class) != null;
            case ResourceScope.AdministrativeUnit(ObjectId unit) ->
                facts.members().contains(unit, recipient) && facts.find(unit, AdministrativeUnit.class) != null;
        };
    }

    private boolean matches(ObjectId scope, ObjectId recipient) {
        ScopeFilter filter = facts.roles().filters().get(scope);
        MailRecipient found = filter == null ? null : MailRecipient.of(find(recipient));
        return filter != null && found != null && filter.matches(this, found);
    }

    @Override
    public @Nullable DirectoryObject find(ObjectId id) {
        return facts.find(id);
    }

    @Override
    public <T extends DirectoryObject> @Nullable T find(ObjectId id, Class<T> type) {
        return facts.find(id, type);
    }

    @Override
    public Collection<ObjectId> groupsOf(ObjectId member) {
        return facts.members().groupsOf(member);
    }

    @Override
    public Collection<ObjectId> members(ObjectId group) {
        return facts.members().of(group);
    }
}
