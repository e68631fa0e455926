package dev.postern.migration;

import dev.postern.access.AppSelector;
import dev.postern.audit.Actor;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.ExchangeObject;
import dev.postern.directory.ManagementRoleAssignment;
import dev.postern.directory.ManagementScope;
import dev.postern.directory.ServicePrincipal;
import dev.postern.effective.MailboxPermissions;
import dev.postern.migration.MigrationPlan.Difference;
import dev.postern.migration.MigrationPlan.NotExpressed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Plans the migration of the applications of a tenant, and compares the matrix before, between and after. */
public final class MigrationPlanner {
    private static final Actor SERVER = Actor.server(new UUID(0, 0));

    private final DirectorySnapshot directory;
    private final MailboxPermissions permissions;
    private final Set<String> taken = new HashSet<>();

    public MigrationPlanner(DirectorySnapshot directory, MailboxPermissions permissions) {
        this.directory = directory;
        this.permissions = permissions;
        Stream.of(ManagementScope.class, ManagementRoleAssignment.class)
                .flatMap(type -> directory.exchangeObjects(type).stream())
                .map(ExchangeObject::name)
                .forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Plans the migration.
     *
     * @param only the only application to migrate; null for all
     * @throws MigrationTooLarge if comparing the matrices would take too long
     */
    public MigrationPlan plan(@Nullable ServicePrincipal only) {
        List<NotExpressed> notExpressed = new ArrayList<>();
        List<AppMigration> apps = new ArrayList<>();
        Stream<ServicePrincipal> all = only == null ? directory.all(ServicePrincipal.class) : Stream.of(only);
        boolean everyApplication =
                directory.policies().stream().anyMatch(one -> one.app() instanceof AppSelector.Every);
        all.filter(app -> directory.policiesNaming(app.appId()).findAny().isPresent())
                .forEach(app -> {
                    var one = new AppMigration(directory, app, name -> !taken.add(name.toLowerCase(Locale.ROOT)));
                    one.plan();
                    apps.add(one);
                });
        var proof = new MigrationProof(directory, permissions);
        List<Difference> differences = new ArrayList<>();
        apps.forEach(app -> differences.addAll(proven(app, proof)));
        apps.forEach(app -> notExpressed.addAll(app.notExpressed));
        List<String> notes = new ArrayList<>();
        apps.forEach(app -> notes.addAll(app.notes));
        if (everyApplication) {
            if (script(apps).isEmpty() && !new EveryApplicationPolicies(directory).changeAnything(only)) {
                notes.add("The policies for every application change nothing any more. They stay, because they also"
                        + " confine applications of the future.");
            } else {
                everyApplication(notExpressed);
            }
        }
        if (only == null) {
            unknownApplications(notExpressed);
        }
        return new MigrationPlan(script(apps), differences, notExpressed, notes);
    }

    /** The differences of one application. An application that would gain access is not migrated. */
    private List<Difference> proven(AppMigration app, MigrationProof proof) {
        List<Difference> found = compare(app, proof);
        if (found.stream().anyMatch(one -> !one.before() && (one.between() || one.after()))) {
            app.keep(app.reason() + ", so \"" + app.app().displayName() + "\" would gain access; it stays as it is");
            return List.of();
        }
        return found;
    }

    private List<Difference> compare(AppMigration app, MigrationProof proof) {
        DirectorySnapshot between = directory.supposing(
                SERVER, draft -> app.adding.forEach(step -> step.change().accept(draft)));
        DirectorySnapshot after = between.supposing(
                SERVER,
                draft -> Stream.concat(app.revoking.stream(), app.removing.stream())
                        .forEach(step -> step.change().accept(draft)));
        return proof.differences(app, between, after);
    }

    private void everyApplication(List<NotExpressed> notExpressed) {
        directory.policies().stream()
                .filter(one -> one.app() instanceof AppSelector.Every)
                .forEach(one -> notExpressed.add(new NotExpressed(
                        one.identity(directory.tenant()),
                        "every-application: the policy for every application on \"" + one.scopeName()
                                + "\" also confines applications of the future; it is part of each scope, and stays")));
    }

    private void unknownApplications(List<NotExpressed> notExpressed) {
        for (ApplicationAccessPolicy policy : directory.policies()) {
            if (policy.app() instanceof AppSelector.One(var app) && directory.servicePrincipal(app) == null) {
                notExpressed.add(new NotExpressed(
                        policy.identity(directory.tenant()),
                        "no-role-for-permission: the application " + app + " of the policy on \"" + policy.scopeName()
                                + "\" does not exist, so there is nothing to assign a role to; the policy stays"));
            }
        }
    }

    /** Grants are revoked before policies are removed: a policy alone still confines the application. */
    private static List<ObjectNode> script(List<AppMigration> apps) {
        return Stream.of(
                        apps.stream().flatMap(app -> app.adding.stream()),
                        apps.stream().flatMap(app -> app.revoking.stream()),
                        apps.stream().flatMap(app -> app.removing.stream()))
                .flatMap(steps -> steps)
                .map(MigrationStep::json)
                .toList();
    }
}
