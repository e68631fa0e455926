package dev.postern.effective;

import dev.postern.access.AccessEngine;
import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.Verdict;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Effective access as rules, such as "every mailbox" or "members of senders", with the number of mailboxes. For one thread. */
public final class AccessSummary {
    private static final ObjectId FIRST = new ObjectId(new UUID(0, 0));
    private static final int MAX_NAMED = 5;
    private static final int MAX_COUNTED = 2_000_000;
    /** What takes less than a tenth of a second. */
    private static final int QUICKLY_COUNTED = 20_000;

    private final DirectorySnapshot directory;
    private final EffectiveAccess access;
    private final AccessNames names;
    private final int most;
    private long mailboxes = -1;
    private int counted;

    /** Counts everything; a page ends when that has taken long. */
    public AccessSummary(DirectorySnapshot directory) {
        this(directory, MAX_COUNTED);
    }

    /** Counts only what is counted quickly. */
    public static AccessSummary quick(DirectorySnapshot directory) {
        return new AccessSummary(directory, QUICKLY_COUNTED);
    }

    /** @param most how many mailboxes are counted; with less than usual, the rest is not counted and the page goes on */
    AccessSummary(DirectorySnapshot directory, int most) {
        this.most = most;
        this.directory = directory;
        this.access = new EffectiveAccess(directory);
        this.names = new AccessNames(directory);
    }

    /**
     * A source of access.
     *
     * @param mailboxes which, as a rule
     * @param count how many; null if counting would take too long
     */
    public record Line(
            List<String> permissions,
            GrantedBy by,
            String mailboxes,
            @Nullable Long count) {
        public Line {
            permissions = List.copyOf(permissions);
        }
    }

    /** What one application can access. */
    public record App(String app, AppId appId, List<Line> lines) {
        public App {
            lines = List.copyOf(lines);
        }

        public ObjectNode json() {
            ObjectNode node =
                    JsonNodeFactory.instance.objectNode().put("app", app).put("appId", appId.toString());
            var rules = node.putArray("rules");
            lines.forEach(line -> {
                ObjectNode rule = rules.addObject();
                var permissions = rule.putArray("permissions");
                line.permissions().forEach(permissions::add);
                rule.put("by", line.by().text())
                        .put("mailboxes", line.mailboxes())
                        .put("count", line.count());
            });
            return node;
        }
    }

    /** @param next where the next page begins; null after the last application */
    public record Page(List<App> apps, @Nullable MatrixPosition next) {
        public Page {
            apps = List.copyOf(apps);
        }
    }

    /** Reads a page of applications that can access something. */
    public Page page(MatrixFilter filter, @Nullable MatrixPosition after, int top) {
        Stream<ServicePrincipal> all = filter.app() != null
                ? Stream.of(filter.app())
                : directory.above(after == null ? FIRST : after.principal(), ServicePrincipal.class);
        List<App> apps = new ArrayList<>();
        Iterator<ServicePrincipal> each = all.iterator();
        ObjectId last = FIRST;
        while (each.hasNext()) {
            if (apps.size() >= top || (most == MAX_COUNTED && isSpent() && !apps.isEmpty())) {
                return new Page(apps, new MatrixPosition(last, FIRST, MatrixPosition.ALL));
            }
            ServicePrincipal app = each.next();
            List<Line> lines = lines(app, filter.permissions());
            if (!lines.isEmpty()) {
                apps.add(new App(app.displayName(), app.appId(), lines));
            }
            last = app.id();
        }
        return new Page(apps, null);
    }

    private boolean isSpent() {
        return counted >= most;
    }

    private List<Line> lines(ServicePrincipal app, Set<String> wanted) {
        EffectiveAccess.AppFacts facts = access.facts(app);
        List<Line> lines = new ArrayList<>();
        List<String> held = selected(facts.heldNames(), wanted);
        if (!held.isEmpty()) {
            lines.add(entra(facts, held));
        }
        if (app.accountEnabled()) {
            for (ManagementRoleAssignment one : directory.roleAssignmentsOf(app.id())) {
                List<String> granted = selected(one.decided().permissions(), wanted);
                if (!granted.isEmpty()) {
                    lines.add(role(one, granted));
                }
            }
        }
        return lines;
    }

    private static List<String> selected(Set<String> permissions, Set<String> wanted) {
        Set<String> selected = new TreeSet<>(permissions);
        if (!wanted.isEmpty()) {
            selected.retainAll(wanted);
        }
        return List.copyOf(selected);
    }

    private Line entra(EffectiveAccess.AppFacts facts, List<String> held) {
        List<ApplicationAccessPolicy> all =
                directory.policiesNaming(facts.appId()).toList();
        List<ApplicationAccessPolicy> restrict = scopes(all, AccessRight.RESTRICT_ACCESS);
        List<ApplicationAccessPolicy> deny = scopes(all, AccessRight.DENY_ACCESS);
        var below = new ReachableMailboxes(directory);
        if (!restrict.isEmpty() && isSpent()) {
            return new Line(held, GrantedBy.ENTRA, contents(restrict, "only ") + except(deny), null);
        }
        if (!restrict.isEmpty()) {
            List<User> allowed = users(below.below(ids(restrict)))
                    .filter(user -> isGranted(facts, user))
                    .toList();
            return new Line(
                    held,
                    GrantedBy.ENTRA,
                    contents(restrict, "only ")
                            + except(deny)
                            + (deny.isEmpty() && restrict.stream().allMatch(this::isMailbox)
                                    ? ""
                                    : few(", that is ", allowed)),
                    (long) allowed.size());
        }
        boolean others = AccessEngine.decideUnknownMailbox(
                                directory.access(),
                                facts.appId(),
                                facts.principal().id(),
                                facts.held(),
                                facts.held())
                        .entra()
                        .verdict()
                == Verdict.GRANTED;
        if (!others) {
            return new Line(held, GrantedBy.ENTRA, "none, because of a policy or of the settings", 0L);
        }
        if (!deny.isEmpty() && isSpent()) {
            return new Line(held, GrantedBy.ENTRA, "every mailbox" + except(deny), null);
        }
        List<User> denied = users(below.below(ids(deny)))
                .filter(user -> !isGranted(facts, user))
                .toList();
        return new Line(
                held,
                GrantedBy.ENTRA,
                deny.isEmpty()
                        ? "every mailbox"
                        : "every mailbox" + except(deny)
                                + (deny.stream().allMatch(this::isMailbox) ? "" : few(", which excludes ", denied)),
                mailboxes() - denied.size());
    }

    private String except(List<ApplicationAccessPolicy> deny) {
        return deny.isEmpty() ? "" : " except " + contents(deny, "");
    }

    private boolean isGranted(EffectiveAccess.AppFacts facts, User user) {
        counted++;
        return access.isGrantedByEntra(facts, user);
    }

    private Line role(ManagementRoleAssignment one, List<String> granted) {
        String by = " (role assignment \"" + one.name() + "\")";
        ObjectId scope = one.scope();
        if (scope == null) {
            return new Line(granted, GrantedBy.RBAC, "every mailbox" + by, mailboxes());
        }
        ManagementScope filtered = directory.exchangeObject(scope, ManagementScope.class);
        if (filtered != null) {
            return new Line(
                    granted,
                    GrantedBy.RBAC,
                    "recipients in scope \"" + filtered.name() + "\": " + filtered.filter() + by,
                    matching(one));
        }
        String kind = one.scopeType() == ManagementRoleAssignment.ScopeType.ADMINISTRATIVE_UNIT ? "unit" : "group";
        String direct = "direct members of " + names.addressOr(scope, kind) + by;
        if (isSpent()) {
            return new Line(granted, GrantedBy.RBAC, direct, null);
        }
        counted += directory.members(scope).size();
        List<User> members = users(new HashSet<>(directory.members(scope)))
                .filter(user -> directory.isInScope(one.decided().scope(), user.id()))
                .toList();
        return new Line(granted, GrantedBy.RBAC, direct + few(", that is ", members), (long) members.size());
    }

    private @Nullable Long matching(ManagementRoleAssignment one) {
        long all = mailboxes();
        if (counted + all > most) {
            return null;
        }
        counted += (int) all;
        return directory
                .all(User.class)
                .filter(user -> EffectiveAccess.address(user) != null
                        && directory.isInScope(one.decided().scope(), user.id()))
                .count();
    }

    private long mailboxes() {
        if (mailboxes < 0) {
            mailboxes = directory
                    .all(User.class)
                    .filter(user -> EffectiveAccess.address(user) != null)
                    .count();
        }
        return mailboxes;
    }

    /** One policy of the right for each scope. */
    private static List<ApplicationAccessPolicy> scopes(List<ApplicationAccessPolicy> policies, AccessRight right) {
        Set<ObjectId> seen = new HashSet<>();
        return policies.stream()
                .filter(one -> one.right() == right && seen.add(one.scope()))
                .toList();
    }

    private static Set<ObjectId> ids(List<ApplicationAccessPolicy> policies) {
        return policies.stream().map(ApplicationAccessPolicy::scope).collect(Collectors.toSet());
    }

    private Stream<User> users(Set<ObjectId> ids) {
        return ids.stream()
                .sorted()
                .flatMap(id -> Stream.ofNullable(directory.find(id, User.class)))
                .filter(user -> EffectiveAccess.address(user) != null);
    }

    /** A scope is a group, or one mailbox. */
    private String contents(List<ApplicationAccessPolicy> scopes, String beforeMailboxes) {
        List<ApplicationAccessPolicy> own =
                scopes.stream().filter(this::isMailbox).toList();
        List<ApplicationAccessPolicy> groups =
                scopes.stream().filter(one -> !isMailbox(one)).toList();
        return groups.isEmpty()
                ? beforeMailboxes + named(own)
                : "members of " + named(groups) + (own.isEmpty() ? "" : " and " + named(own));
    }

    private boolean isMailbox(ApplicationAccessPolicy one) {
        return directory.find(one.scope(), User.class) != null;
    }

    private String named(List<ApplicationAccessPolicy> scopes) {
        String first = scopes.stream()
                .limit(MAX_NAMED)
                .map(one -> directory.find(one.scope()) == null
                        ? one.scopeName() + " (removed)"
                        : names.address(one.scope()))
                .collect(Collectors.joining(", "));
        return scopes.size() > MAX_NAMED ? first + " and " + (scopes.size() - MAX_NAMED) + " more" : first;
    }

    private String few(String introduction, List<User> users) {
        return users.size() > MAX_NAMED || users.isEmpty()
                ? ""
                : introduction
                        + users.stream()
                                .map(user -> names.address(user.id()))
                                .sorted()
                                .collect(Collectors.joining(", "));
    }
}
