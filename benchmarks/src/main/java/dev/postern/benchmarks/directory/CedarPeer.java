package dev.postern.benchmarks.directory;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.slice.BasicSlice;
import com.cedarpolicy.model.slice.Entity;
import com.cedarpolicy.model.slice.Policy;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import dev.postern.access.ObjectId;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.Group;
import dev.postern.directory.User;
import dev.postern.query.Folding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sample in Cedar: one policy for each application, and entities for mailboxes and groups, all made once. This version of cedar-java
 * passes policies and entities to the native library as text with every question. Of the entities only those that the question is about are
 * passed, because all of them would take seconds.
 */
final class CedarPeer implements DecisionPeer {
    private static final EntityTypeName MAILBOX = type("Mailbox");
    private static final EntityTypeName GROUP = type("Group");
    private static final EntityTypeName APPLICATION = type("Application");
    private static final EntityUID ACTION = type("Action").of(SampleTenant.PERMISSION);

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final Map<ObjectId, Set<Policy>> policies;
    private final Map<ObjectId, Set<Entity>> entities = new HashMap<>();

    private CedarPeer(SampleTenant sample, Map<ObjectId, Set<Policy>> policies) {
        this.policies = policies;
        DirectorySnapshot directory = sample.snapshot();
        Map<ObjectId, Entity> groups = directory
                .all(Group.class)
                .collect(Collectors.toMap(
                        Group::id,
                        group -> new Entity(GROUP.of(group.id().toString()), Map.of(), above(directory, group.id()))));
        directory.all(User.class).forEach(user -> {
            Set<Entity> all = new HashSet<>();
            directory.allGroupsOf(user.id()).forEach(id -> all.add(Objects.requireNonNull(groups.get(id))));
            Set<EntityUID> direct = above(directory, user.id());
            Map<String, Value> attributes = Map.of(
                    "department", new PrimString(Folding.fold(SampleRoles.department(user))),
                    "customAttribute1", new PrimString(Folding.fold(SampleRoles.customAttribute(user))),
                    "memberOf", new CedarList(new ArrayList<>(direct)));
            all.add(new Entity(MAILBOX.of(user.id().toString()), attributes, direct));
            entities.put(user.id(), all);
        });
    }

    /** Passes the policies of all applications, from which Cedar selects. */
    static DecisionPeer withAllPolicies(SampleTenant sample) {
        Set<Policy> all = sample.apps().stream().map(CedarPeer::policy).collect(Collectors.toSet());
        return new CedarPeer(
                sample,
                sample.apps().stream()
                        .collect(Collectors.toMap(app -> app.principal().id(), _ -> all)));
    }

    /** Passes the policy of the application that the question is about. */
    static DecisionPeer withOnePolicy(SampleTenant sample) {
        return new CedarPeer(
                sample,
                sample.apps().stream()
                        .collect(Collectors.toMap(app -> app.principal().id(), app -> Set.of(policy(app)))));
    }

    @Override
    public boolean isAllowed(SampleApp app, ObjectId mailbox) {
        var request = new AuthorizationRequest(
                APPLICATION.of(app.principal().appId().toString()), ACTION, MAILBOX.of(mailbox.toString()), Map.of());
        var slice = new BasicSlice(
                Objects.requireNonNull(policies.get(app.principal().id())),
                Objects.requireNonNull(entities.get(mailbox)));
        try {
            AuthorizationResponse response = engine.isAuthorized(request, slice);
            if (!response.getErrors().isEmpty()) {
                throw new IllegalStateException(String.join("; ", response.getErrors()));
            }
            return response.isAllowed();
        } catch (AuthException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<EntityUID> above(DirectorySnapshot directory, ObjectId member) {
        return directory.groupsOf(member).stream()
                .map(id -> GROUP.of(id.toString()))
                .collect(Collectors.toSet());
    }

    private static Policy policy(SampleApp app) {
        List<String> conditions = new ArrayList<>();
        conditions.add("resource in Group::\"" + app.restrictedTo() + "\"");
        switch (app.scope()) {
            case SampleScope.OfDepartment(String department, var _) ->
                conditions.add("resource.department == \"" + Folding.fold(department) + "\"");
            case SampleScope.OfPrefix(String prefix, var _) ->
                conditions.add("resource.customAttribute1 like \"" + Folding.fold(prefix) + "*\"");
            case SampleScope.OfGroupFilter(ObjectId group, var _) ->
                conditions.add("resource.memberOf.contains(Group::\"" + group + "\")");
            case SampleScope.OfGroup(ObjectId group) ->
                conditions.add("resource.memberOf.contains(Group::\"" + group + "\")");
            case SampleScope.Nothing _ -> {}
        }
        String id = app.principal().appId().toString();
        return new Policy(
                "permit(principal == Application::\"" + id + "\", action == Action::\"" + SampleTenant.PERMISSION
                        + "\", resource) when { " + String.join(" || ", conditions) + " };",
                id);
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }
}
