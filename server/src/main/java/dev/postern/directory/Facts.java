package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.persistent.WorkListener;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's directory contains, with every index up to date. The facts of a snapshot never change; a draft works on a copy, which
 * costs nothing, because both share everything that the draft does not change. For one thread while it changes.
 */
final class Facts {
    private ObjectIndex objects;
    private RecipientIndex recipients;
    private ApplicationIndex applications;
    private MemberIndex members;
    private AssignmentIndex assignments;
    private PolicyFacts policies;
    private RoleFacts roles;
    private @Nullable ObjectId administrator;
    private long weight;

    private Facts(
            ObjectIndex objects,
            RecipientIndex recipients,
            ApplicationIndex applications,
            MemberIndex members,
            AssignmentIndex assignments,
            PolicyFacts policies,
            RoleFacts roles,
            @Nullable ObjectId administrator,
            long weight) {
        this.objects = objects;
        this.recipients = recipients;
        this.applications = applications;
        this.members = members;
        this.assignments = assignments;
        this.policies = policies;
        this.roles = roles;
        this.administrator = administrator;
        this.weight = weight;
    }

    /** @param work counts what the maps of these facts, and of all copies of them, copy and visit */
    static Facts empty(WorkListener work) {
        return new Facts(
                ObjectIndex.empty(work),
                RecipientIndex.empty(work),
                ApplicationIndex.empty(work),
                MemberIndex.empty(work),
                AssignmentIndex.empty(work),
                PolicyFacts.empty(work),
                RoleFacts.empty(work),
                null,
                0);
    }

    Facts copy() {
        return new Facts(
                objects, recipients, applications, members, assignments, policies, roles, administrator, weight);
    }

    ObjectIndex objects() {
        return objects;
    }

    RecipientIndex recipients() {
        return recipients;
    }

    ApplicationIndex applications() {
        return applications;
    }

    MemberIndex members() {
        return members;
    }

    AssignmentIndex assignments() {
        return assignments;
    }

    PolicyFacts policies() {
        return policies;
    }

    RoleFacts roles() {
        return roles;
    }

    /** An estimate of the bytes of memory that these facts need. */
    long weight() {
        return weight
                + FactWeight.ASSIGNMENT * assignments.byId().size()
                + FactWeight.POLICY * policies.byId().size()
                + FactWeight.ROLE * roles.byId().size();
    }

    /** The service principal of the built-in administrator, as the tenant's row names it; null before it is created. */
    @Nullable
    ObjectId administrator() {
        return administrator;
    }

    @Nullable
    DirectoryObject find(ObjectId id) {
        return objects.find(id);
    }

    <T extends DirectoryObject> @Nullable T find(ObjectId id, Class<T> kind) {
        if (kind.isInterface()) {
            DirectoryObject object = objects.find(id);
            return kind.isInstance(object) ? kind.cast(object) : null;
        }
        return objects.of(kind).get(id);
    }

    @Nullable
    ServicePrincipal principal(AppId app) {
        ObjectId id = applications.principals().get(app);
        return id == null ? null : objects.principals().get(id);
    }

    @Nullable
    Application application(AppId app) {
        ObjectId id = applications.applications().get(app);
        return id == null ? null : objects.applications().get(id);
    }

    void put(DirectoryObject object) {
        DirectoryObject before = objects.find(object.id());
        if (before != null) {
            remove(before);
        }
        objects = objects.with(object);
        recipients = recipients.with(object);
        applications = applications.with(object);
        weight += FactWeight.of(object);
    }

    /** Removes an object; its memberships and assignments are removed apart from it. */
    void remove(DirectoryObject object) {
        objects = objects.without(object);
        recipients = recipients.without(object);
        applications = applications.without(object);
        weight -= FactWeight.of(object);
    }

    /** False when it is a member already. */
    boolean addMember(ObjectId group, ObjectId member) {
        if (members.contains(group, member)) {
            return false;
        }
        members = members.with(group, member);
        weight += FactWeight.MEMBERSHIP;
        return true;
    }

    /** False when it is none. */
    boolean removeMember(ObjectId group, ObjectId member) {
        if (!members.contains(group, member)) {
            return false;
        }
        members = members.without(group, member);
        weight -= FactWeight.MEMBERSHIP;
        return true;
    }

    void put(AppRoleAssignment assignment) {
        assignments = assignments.with(assignment);
    }

    void removeAssignment(String id) {
        assignments = assignments.without(id);
    }

    void put(ApplicationAccessPolicy policy) {
        policies = policies.with(policy);
    }

    void remove(PolicyId policy) {
        policies = policies.without(policy);
    }

    void put(ExchangeObject object) {
        roles = roles.with(object);
    }

    void removeExchangeObject(ObjectId id) {
        roles = roles.without(id);
    }

    void appoint(@Nullable ObjectId principal) {
        administrator = principal;
    }
}
