package dev.postern.benchmarks.directory;

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
import org.casbin.jcasbin.main.CachedEnforcer;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;
import org.casbin.jcasbin.rbac.DefaultRoleManager;
import org.casbin.jcasbin.rbac.RoleManager;

/**
 * The sample in jCasbin, as RBAC of resources: a mailbox has the roles of its groups, direct and nested, and those of the scopes that
 * contain it. jCasbin has no filters over attributes that it could evaluate quickly, so which filters match is stored, as roles.
 */
final class CasbinPeers {
    private static final int MAX_DEPTH = 10;

    private CasbinPeers() {}

    static DecisionPeer plain(SampleTenant sample) {
        return asked(filled(new Enforcer(model()), sample));
    }

    static DecisionPeer cached(SampleTenant sample) {
        return asked(filled(new CachedEnforcer(model()), sample));
    }

    /** An enforcer for each application, because one for all tries the policies of all; they share the roles of the mailboxes. */
    static DecisionPeer perApplication(SampleTenant sample) {
        RoleManager roles = new DefaultRoleManager(MAX_DEPTH);
        Map<ObjectId, DecisionPeer> peers = new HashMap<>();
        for (SampleApp app : sample.apps()) {
            Enforcer enforcer = new Enforcer(model());
            enforcer.enableLog(false);
            enforcer.setNamedRoleManager("g", roles);
            enforcer.addPolicies(policies(app));
            enforcer.buildRoleLinks();
            peers.put(app.principal().id(), asked(enforcer));
        }
        // building the links of an enforcer empties the roles, so they are added at the end
        links(sample).forEach(link -> roles.addLink(link.getFirst(), link.getLast()));
        return (app, mailbox) ->
                Objects.requireNonNull(peers.get(app.principal().id())).isAllowed(app, mailbox);
    }

    private static DecisionPeer asked(Enforcer enforcer) {
        return (app, mailbox) ->
                enforcer.enforce(app.principal().appId().toString(), mailbox.toString(), SampleTenant.PERMISSION);
    }

    private static Enforcer filled(Enforcer enforcer, SampleTenant sample) {
        enforcer.enableLog(false);
        enforcer.addPolicies(
                sample.apps().stream().flatMap(app -> policies(app).stream()).toList());
        enforcer.addNamedGroupingPolicies("g", links(sample));
        return enforcer;
    }

    private static Model model() {
        Model model = new Model();
        model.addDef("r", "r", "sub, obj, act");
        model.addDef("p", "p", "sub, obj, act");
        model.addDef("g", "g", "_, _");
        model.addDef("e", "e", "some(where (p.eft == allow))");
        model.addDef("m", "m", "r.sub == p.sub && r.act == p.act && g(r.obj, p.obj)");
        return model;
    }

    private static List<List<String>> policies(SampleApp app) {
        List<List<String>> policies = new ArrayList<>();
        String id = app.principal().appId().toString();
        policies.add(List.of(id, group(app.restrictedTo()), SampleTenant.PERMISSION));
        if (!(app.scope() instanceof SampleScope.Nothing)) {
            policies.add(List.of(id, role(app.scope()), SampleTenant.PERMISSION));
        }
        return policies;
    }

    private static String group(ObjectId id) {
        return "group " + id;
    }

    private static String role(SampleScope scope) {
        return switch (scope) {
            case SampleScope.OfDepartment(String department, var _) -> "department " + Folding.fold(department);
            case SampleScope.OfPrefix(String prefix, var _) -> "prefix " + prefix;
            case SampleScope.OfGroupFilter(ObjectId id, var _) -> "direct member of " + id;
            case SampleScope.OfGroup(ObjectId id) -> "direct member of " + id;
            case SampleScope.Nothing _ -> throw new IllegalStateException("No role assignment");
        };
    }

    /** Each with the member first. */
    private static List<List<String>> links(SampleTenant sample) {
        DirectorySnapshot directory = sample.snapshot();
        Set<String> wanted = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        for (SampleApp app : sample.apps()) {
            if (!(app.scope() instanceof SampleScope.Nothing)) {
                wanted.add(role(app.scope()));
            }
            if (app.scope() instanceof SampleScope.OfPrefix(String prefix, var _)) {
                prefixes.add(prefix);
            }
        }
        List<List<String>> links = new ArrayList<>();
        directory
                .all(Group.class)
                .forEach(one -> directory
                        .groupsOf(one.id())
                        .forEach(above -> links.add(List.of(group(one.id()), group(above)))));
        directory.all(User.class).forEach(user -> {
            String mailbox = user.id().toString();
            for (ObjectId id : directory.groupsOf(user.id())) {
                links.add(List.of(mailbox, group(id)));
                if (wanted.contains("direct member of " + id)) {
                    links.add(List.of(mailbox, "direct member of " + id));
                }
            }
            String department = "department " + Folding.fold(SampleRoles.department(user));
            if (wanted.contains(department)) {
                links.add(List.of(mailbox, department));
            }
            String attribute = SampleRoles.customAttribute(user);
            prefixes.stream()
                    .filter(attribute::startsWith)
                    .forEach(prefix -> links.add(List.of(mailbox, "prefix " + prefix)));
        });
        return links;
    }
}
