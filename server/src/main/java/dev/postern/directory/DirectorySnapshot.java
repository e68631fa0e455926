package dev.postern.directory;

import dev.postern.access.AccessSnapshot;
import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.query.Folding;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All of one tenant's directory at one revision. Immutable; any number of threads may read it. Whatever is decided from it is
 * decided from one consistent state.
 */
public final class DirectorySnapshot {
    private final Tenant tenant;
    private final long revision;
    private final Facts facts;
    private final Map<AppId, ServicePrincipal> servicePrincipals = new HashMap<>();
    private final Map<AppId, Application> applications = new HashMap<>();
    private final Map<String, DirectoryObject> addresses = new HashMap<>();
    private final Map<String, User> principalNames = new HashMap<>();
    private final boolean requireScope;
    private volatile @Nullable AccessSnapshot access;

    DirectorySnapshot(Tenant tenant, long revision, Facts facts, boolean requireScope) {
        this.tenant = tenant;
        this.revision = revision;
        this.facts = facts;
        facts.objects().values().forEach(this::index);
        this.requireScope = requireScope;
    }

    private void index(DirectoryObject object) {
        switch (object) {
            case ServicePrincipal principal -> servicePrincipals.put(principal.appId(), principal);
            case Application application -> applications.put(application.appId(), application);
            case User user -> {
                principalNames.put(fold(user.userPrincipalName()), user);
                indexAddresses(user, user.recipient());
            }
            case Group group -> indexAddresses(group, group.recipient());
        }
    }

    private void indexAddresses(DirectoryObject holder, @Nullable Recipient recipient) {
        if (recipient != null) {
            recipient.addresses().forEach(address -> addresses.put(fold(address), holder));
        }
    }

    public Tenant tenant() {
        return tenant;
    }

    /** Grows by one with every change. */
    public long revision() {
        return revision;
    }

    /**
     * What {@code access} decides from; made of exactly this state. It is made when it is first asked for, because a run of
     * changes needs only the last one; two threads that ask at once make the same twice.
     */
    public AccessSnapshot access() {
        AccessSnapshot made = access;
        if (made == null) {
            made = AccessFacts.of(this, requireScope);
            access = made;
        }
        return made;
    }

    public @Nullable DirectoryObject find(ObjectId id) {
        return facts.objects().get(id);
    }

    /** The object of this id, if it is of this type. */
    public <T extends DirectoryObject> @Nullable T find(ObjectId id, Class<T> type) {
        DirectoryObject object = find(id);
        return type.isInstance(object) ? type.cast(object) : null;
    }

    /** All objects of a type, in no particular order. */
    public <T extends DirectoryObject> Stream<T> all(Class<T> type) {
        return facts.objects().values().stream().filter(type::isInstance).map(type::cast);
    }

    public @Nullable ServicePrincipal servicePrincipal(AppId appId) {
        return servicePrincipals.get(appId);
    }

    /** The service principal of the built-in administrator, or null before the server made it. */
    public @Nullable ServicePrincipal administrator() {
        return facts.builtIn().stream()
                .map(id -> find(id, ServicePrincipal.class))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    boolean requiresScope() {
        return requireScope;
    }

    public @Nullable Application application(AppId appId) {
        return applications.get(appId);
    }

    /** The user or group that has this SMTP address, compared without case. */
    public @Nullable DirectoryObject byAddress(String address) {
        return addresses.get(fold(address));
    }

    public @Nullable User byPrincipalName(String userPrincipalName) {
        return principalNames.get(fold(userPrincipalName));
    }

    /** The direct members of a group, in the order in which they were added; empty for what is no group. */
    public Set<ObjectId> members(ObjectId group) {
        return Collections.unmodifiableSet(facts.members().getOrDefault(group, Set.of()));
    }

    /** The groups that have this object as a direct member. */
    public List<ObjectId> memberOf(ObjectId member) {
        return facts.members().entrySet().stream()
                .filter(entry -> entry.getValue().contains(member))
                .map(Map.Entry::getKey)
                .sorted(java.util.Comparator.comparing(ObjectId::value))
                .toList();
    }

    public Collection<AppRoleAssignment> assignments() {
        return Collections.unmodifiableCollection(facts.assignments().values());
    }

    public @Nullable AppRoleAssignment assignment(String id) {
        return facts.assignments().get(id);
    }

    public Collection<ApplicationAccessPolicy> policies() {
        return Collections.unmodifiableCollection(facts.policies().values());
    }

    public @Nullable ApplicationAccessPolicy policy(PolicyId id) {
        return facts.policies().get(id);
    }

    /** Whether addresses of this domain are the tenant's own. */
    public boolean isAccepted(String domain) {
        return tenant.domains().contains(fold(domain));
    }

    Facts facts() {
        return facts;
    }

    /** How addresses and names are compared: without case, in no language. */
    static String fold(String text) {
        return Folding.lower(text);
    }
}
