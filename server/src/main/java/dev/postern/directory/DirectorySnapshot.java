package dev.postern.directory;

import dev.postern.access.AccessSnapshot;
import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.access.ResourceScope;
import dev.postern.audit.Actor;
import dev.postern.persistent.PersistentMultimap;
import dev.postern.persistent.WorkListener;
import dev.postern.query.Folding;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's directory at one revision, with the access snapshot derived from exactly this state. Immutable; any
 * number of threads may read it. Unless its comment says otherwise, the cost of a method is proportional to its result, not to the size
 * of the tenant.
 */
public final class DirectorySnapshot implements RecipientSource {
    private final Tenant tenant;
    private final long revision;
    private final Facts facts;
    private final AccessSnapshot access;

    DirectorySnapshot(Tenant tenant, long revision, Facts facts, AccessSnapshot access) {
        this.tenant = tenant;
        this.revision = revision;
        this.facts = facts;
        this.access = access;
    }

    /** The snapshot of a tenant before its first object. */
    static DirectorySnapshot empty(Tenant tenant, boolean requireScope, WorkListener work) {
        return new DirectorySnapshot(
                tenant, 0, Facts.empty(work), AccessSnapshot.empty(tenant.id(), requireScope, work));
    }

    /** The first snapshot, built from all facts. */
    DirectorySnapshot first(long next, Facts all) {
        return new DirectorySnapshot(tenant, next, all, AccessFacts.first(tenant, access, all, next));
    }

    /** The next snapshot, derived from the objects that have changed. */
    DirectorySnapshot next(long next, Facts changed, Touched touched) {
        return new DirectorySnapshot(
                tenant, next, changed, AccessFacts.next(tenant, access, facts, changed, touched, next));
    }

    @Override
    public Tenant tenant() {
        return tenant;
    }

    /** Grows by one with every change. */
    public long revision() {
        return revision;
    }

    /** What {@code access} decides from. */
    public AccessSnapshot access() {
        return access;
    }

    /** The same directory for decisions by another access snapshot, see {@code gate.PolicyPropagation}. */
    public DirectorySnapshot decidingBy(AccessSnapshot other) {
        return new DirectorySnapshot(tenant, revision, facts, other);
    }

    @Override
    public @Nullable DirectoryObject find(ObjectId id) {
        return facts.find(id);
    }

    @Override
    public <T extends DirectoryObject> @Nullable T find(ObjectId id, Class<T> type) {
        return facts.find(id, type);
    }

    /** All objects of a type, in the order of their ids. */
    public <T extends DirectoryObject> Stream<T> all(Class<T> type) {
        return facts.objects().of(type).values().stream();
    }

    /**
     * The objects of a type with an id above this one, in the order of their ids. The cost is proportional to the number of elements that
     * are read.
     */
    public <T extends DirectoryObject> Stream<T> above(ObjectId id, Class<T> type) {
        return facts.objects().of(type).above(id);
    }

    public @Nullable ServicePrincipal servicePrincipal(AppId appId) {
        return facts.principal(appId);
    }

    /** The service principal of the built-in administrator, or null before the server made it. */
    public @Nullable ServicePrincipal administrator() {
        ObjectId id = facts.administrator();
        return id == null ? null : find(id, ServicePrincipal.class);
    }

    boolean requiresScope() {
        return access.requireScope();
    }

    public @Nullable Application application(AppId appId) {
        return facts.application(appId);
    }

    /** The applications with this identifier URI, compared without case. */
    public Stream<Application> applicationsOf(String identifierUri) {
        return ids(facts.applications().uris(), identifierUri)
                .map(id -> find(id, Application.class))
                .filter(Objects::nonNull);
    }

    /** The service principals for which tokens can be requested under this name, compared without case. */
    public Stream<ServicePrincipal> servicePrincipalsOf(String name) {
        return principals(facts.applications().names(), name);
    }

    /** The service principals with this alternative name, compared without case. */
    public Stream<ServicePrincipal> byAlternativeName(String name) {
        return principals(facts.applications().alternativeNames(), name);
    }

    private Stream<ServicePrincipal> principals(PersistentMultimap<String, ObjectId> index, String text) {
        return ids(index, text).map(id -> find(id, ServicePrincipal.class)).filter(Objects::nonNull);
    }

    private static Stream<ObjectId> ids(PersistentMultimap<String, ObjectId> index, String text) {
        return ApplicationIndex.of(index, text).stream();
    }

    /** The user or group that has this SMTP address, compared without case. */
    public @Nullable DirectoryObject byAddress(String address) {
        ObjectId id = facts.recipients().byAddress(address);
        return id == null ? null : find(id);
    }

    public @Nullable User byPrincipalName(String userPrincipalName) {
        ObjectId id = facts.recipients().byPrincipalName(userPrincipalName);
        User user = id == null ? null : find(id, User.class);
        // the index treats more spellings as equal than this method does
        return user == null || !fold(user.userPrincipalName()).equals(fold(userPrincipalName)) ? null : user;
    }

    /**
     * The users and groups that may have this as name, alias, display name, address or userPrincipalName, compared without case, or as
     * the GUID of their mailbox or the one that Exchange prints; the result may contain a few others.
     *
     * @param guid the text as a GUID, or null when it is none
     */
    public Stream<DirectoryObject> called(String text, @Nullable UUID guid) {
        return facts.recipients().called(text, guid).stream().map(this::find).filter(Objects::nonNull);
    }

    /** Whether a recipient or the scope of a policy has this security identifier. */
    public boolean hasSid(String sid) {
        return facts.recipients().sids().contains(sid)
                || facts.policies().bySid().contains(sid);
    }

    /** The direct members of a group, in the order in which they were added; empty for any other object. */
    @Override
    public Set<ObjectId> members(ObjectId group) {
        return facts.members().of(group);
    }

    /** The direct members of a group in no particular order. The cost is proportional to the number of elements that are read. */
    public Iterable<ObjectId> unorderedMembers(ObjectId group) {
        return facts.members().unordered(group);
    }

    @Override
    public Collection<ObjectId> groupsOf(ObjectId member) {
        return facts.members().groupsOf(member);
    }

    /** The groups that have this object as a direct member. */
    public List<ObjectId> memberOf(ObjectId member) {
        return facts.members().groupsOf(member).stream()
                .sorted(Comparator.comparing(ObjectId::value))
                .toList();
    }

    /** The groups that have this object as a direct or nested member. */
    public Set<ObjectId> allGroupsOf(ObjectId member) {
        Set<ObjectId> all = new HashSet<>();
        Deque<ObjectId> open = new ArrayDeque<>(facts.members().groupsOf(member));
        while (!open.isEmpty()) {
            ObjectId group = open.remove();
            if (all.add(group)) {
                open.addAll(facts.members().groupsOf(group));
            }
        }
        return all;
    }

    /** All assignments; a list of thousands in a large tenant. */
    public Collection<AppRoleAssignment> assignments() {
        return facts.assignments().byId().values();
    }

    public @Nullable AppRoleAssignment assignment(String id) {
        return facts.assignments().byId().get(id);
    }

    /** The assignments that a service principal holds. */
    public Collection<AppRoleAssignment> assignmentsOf(ObjectId principal) {
        return facts.assignments().byPrincipal().get(principal);
    }

    /** The assignments of a resource's roles; thousands for Microsoft Graph. */
    public Collection<AppRoleAssignment> assignmentsTo(ObjectId resource) {
        return facts.assignments().byResource().get(resource);
    }

    /** All policies, in the order of their ids. */
    public Collection<ApplicationAccessPolicy> policies() {
        return facts.policies().byId().values();
    }

    public @Nullable ApplicationAccessPolicy policy(PolicyId id) {
        return facts.policies().byId().get(id);
    }

    /** The policies that name an application, including those for every application. */
    public Stream<ApplicationAccessPolicy> policiesNaming(AppId app) {
        return facts.policies().naming(app);
    }

    /** The text by which cmdlets find this policy and no other: its identity, which does not contain the right, or its id. */
    public String policyIdentity(ApplicationAccessPolicy policy) {
        boolean alone = policiesOn(policy.scope()).stream()
                .allMatch(
                        other -> other.id().equals(policy.id()) || !other.app().equals(policy.app()));
        return alone ? policy.identity(tenant) : policy.id().toString();
    }

    /** The policies with this scope. */
    public Collection<ApplicationAccessPolicy> policiesOn(ObjectId scope) {
        return facts.policies().byScope().get(scope);
    }

    /** An object of RBAC for Applications, if it is of this type. */
    public <T extends ExchangeObject> @Nullable T exchangeObject(ObjectId id, Class<T> type) {
        return facts.roles().find(id, type);
    }

    /** The object of RBAC for Applications with this name, compared without case. */
    public <T extends ExchangeObject> @Nullable T exchangeObject(String name, Class<T> type) {
        return facts.roles().named(name, type);
    }

    /** All objects of RBAC for Applications of a type, in the order of their ids. */
    public <T extends ExchangeObject> List<T> exchangeObjects(Class<T> type) {
        return facts.roles().all(type);
    }

    /** The transport rules, in the order in which they are applied. */
    public List<TransportRule> transportRules() {
        var rules = facts.roles().transportRules();
        return rules.isEmpty()
                ? List.of()
                : rules.values().stream()
                        .sorted(Comparator.comparingInt(TransportRule::priority).thenComparing(TransportRule::name))
                        .toList();
    }

    /** The role assignments of a service principal of Entra, in the order of their ids. */
    public List<ManagementRoleAssignment> roleAssignmentsOf(ObjectId servicePrincipal) {
        return facts.roles().assignmentsOf(servicePrincipal);
    }

    /** Whether the scope of a role assignment contains a recipient. */
    public boolean isInScope(ResourceScope scope, ObjectId recipient) {
        return new RecipientScopes(tenant, facts).contains(scope, recipient);
    }

    /** Whether addresses of this domain are the tenant's own. */
    public boolean isAccepted(String domain) {
        return tenant.domains().contains(fold(domain));
    }

    /**
     * The directory as it would be after a change, which is not made. Nothing of it is stored.
     *
     * @throws DirectoryFailure what the function or the draft refuses
     */
    public DirectorySnapshot supposing(Actor actor, Consumer<Draft> change) {
        Draft draft = new Draft(this, actor, false);
        change.accept(draft);
        return draft.after();
    }

    Facts facts() {
        return facts;
    }

    /** How addresses and names are compared: without case, independent of any language. */
    static String fold(String text) {
        return Folding.lower(text);
    }
}
