package dev.postern.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.access.AccessRight;
import dev.postern.access.AppSelector;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import dev.postern.audit.Actor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random changes of small random directories. A change of memberships, recipients and service principals is reported if and only if the
 * set of applications and existing mailboxes that they can access, as {@link NaiveReach} computes it, has grown. A change of policies and
 * grants is reported at least then; {@link AccessDifferenceAgreementTest} compares permissions, too.
 */
class WideningAgreementTest {
    private static final int TENANTS = 24;
    private static final int CHANGES = 120;
    private static final Actor ACTOR = Actor.server(UUID.randomUUID());
    private static final List<String> PERMISSIONS = List.of("Mail.Read", "Mail.Send", "User.Read.All");

    private int reported;
    private int unreported;

    @Test
    void whatWidensIsReportedAndNothingElse() {
        RandomDirectories.each(
                TENANTS,
                CHANGES,
                i -> i % 10 == 9,
                (seed, directory, requireScope) -> new Sequence(seed, directory, requireScope).run());
        assertTrue(reported > TENANTS, () -> "only " + reported + " changes widened access");
        assertTrue(unreported > TENANTS, () -> "only " + unreported + " changes did not");
    }

    private final class Sequence {
        private final long seed;
        private final SplittableRandom random;
        private final DirectoryObjects objects;
        private final Directory directory;
        private final boolean requireScope;
        private final TenantId tenant;
        private final List<User> users = new ArrayList<>();
        private final List<Group> groups = new ArrayList<>();
        private final List<ServicePrincipal> apps = new ArrayList<>();
        /** The applications that the current change grants a permission. */
        private final Set<ServicePrincipal> granted = new HashSet<>();

        Sequence(long seed, Directory directory, boolean requireScope) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
            this.objects = new DirectoryObjects(seed);
            this.directory = directory;
            this.requireScope = requireScope;
            this.tenant = directory
                    .createTenant(
                            new Tenant(
                                    new TenantId(objects.id()),
                                    DirectoryObjects.CREATED,
                                    List.of("t" + Math.abs(seed) + ".example")),
                            ACTOR)
                    .id();
        }

        void run() {
            directory.change(tenant, ACTOR, draft -> {
                for (int i = 0; i < 6; i++) {
                    users.add(put(draft, objects.user("user" + i)));
                    groups.add(put(
                            draft,
                            objects.group(
                                    "group" + i,
                                    i % 3 == 2 ? RecipientType.DISTRIBUTION_GROUP : RecipientType.SECURITY_GROUP)));
                }
                for (int i = 0; i < 3; i++) {
                    apps.add(put(draft, objects.principal("app" + i)));
                }
                return true;
            });
            for (int i = 0; i < CHANGES; i++) {
                boolean policies = random.nextInt(3) == 0;
                granted.clear();
                DirectorySnapshot before = directory.snapshot(tenant);
                List<String> warnings = directory.change(tenant, ACTOR, draft -> {
                    for (int part = random.nextInt(3); part >= 0; part--) {
                        if (policies) {
                            policyOrGrant(draft);
                        } else {
                            recipientOrPrincipal(draft);
                        }
                    }
                    return draft.widenings().stream()
                            .filter(line -> !line.startsWith(Widening.BEGINNING_WITHOUT_MAILBOXES))
                            .toList();
                });
                check(before, directory.snapshot(tenant), warnings, policies, i);
            }
        }

        private void check(
                DirectorySnapshot before,
                DirectorySnapshot after,
                List<String> warnings,
                boolean policies,
                int change) {
            Set<NaiveReach.Pair> grown = new HashSet<>(new NaiveReach(after, requireScope).pairs());
            grown.removeAll(new NaiveReach(before, requireScope).pairs());
            grown.removeIf(pair -> !NaiveReach.hasMailbox(before, pair.mailbox()));
            String what = "seed " + seed + ", change " + change + ": " + grown + " " + warnings + "\nbefore "
                    + facts(before) + "\nafter " + facts(after);
            if (policies) {
                // a further permission does not add a pair
                assertTrue(grown.isEmpty() || !warnings.isEmpty(), what);
                assertTrue(!granted.isEmpty() || !grown.isEmpty() || warnings.isEmpty(), what);
            } else {
                assertEquals(grown.isEmpty(), warnings.isEmpty(), what);
                // each application whose access has grown is named
                grown.forEach(pair -> assertTrue(
                        warnings.stream()
                                .anyMatch(line -> line.contains(
                                        Objects.requireNonNull(after.find(pair.app(), ServicePrincipal.class))
                                                .appId()
                                                .toString())),
                        what));
                reported += warnings.isEmpty() ? 0 : 1;
                unreported += warnings.isEmpty() ? 1 : 0;
            }
            warnings.forEach(line -> assertTrue(line.startsWith(Widening.BEGINNING) && line.length() < 600, line));
        }

        private String facts(DirectorySnapshot state) {
            return state.policies().stream()
                            .map(ApplicationAccessPolicy::decided)
                            .toList() + " "
                    + apps.stream()
                            .map(app -> app.appId() + " holds "
                                    + state.assignmentsOf(app.id()).size())
                            .toList();
        }

        private <T extends DirectoryObject> T put(Draft draft, T object) {
            draft.put(object);
            return object;
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private void recipientOrPrincipal(Draft draft) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4, 5 -> member(draft);
                case 6 -> {
                    Group group = any(groups);
                    if (draft.now(group.id()) == null) {
                        draft.put(group);
                    } else {
                        draft.remove(group.id());
                    }
                }
                case 7, 8 -> kind(draft);
                case 9 -> user(draft);
                default -> {
                    ServicePrincipal app = (ServicePrincipal)
                            Objects.requireNonNull(draft.now(any(apps).id()));
                    draft.put(new ServicePrincipal(
                            app.id(),
                            app.appId(),
                            app.createdAt(),
                            app.displayName(),
                            app.type(),
                            !app.accountEnabled(),
                            false,
                            app.servicePrincipalNames(),
                            List.of(),
                            List.of(),
                            Credentials.NONE,
                            null,
                            List.of(),
                            Map.of()));
                }
            }
        }

        private void member(Draft draft) {
            ObjectId group = any(groups).id();
            ObjectId member =
                    random.nextInt(3) == 0 ? any(groups).id() : any(users).id();
            if (draft.now(group) != null && draft.now(member) != null && !draft.removeMember(group, member)) {
                draft.addMember(group, member);
            }
        }

        /** A group becomes one of another kind, or one that is not mail-enabled. */
        private void kind(Draft draft) {
            Group group = any(groups);
            RecipientType type = any(List.of(
                    RecipientType.SECURITY_GROUP,
                    RecipientType.SECURITY_GROUP,
                    RecipientType.DISTRIBUTION_GROUP,
                    RecipientType.GROUP_MAILBOX));
            if (draft.now(group.id()) != null) {
                Recipient recipient = random.nextInt(5) == 0
                        ? null
                        : objects.group(group.mailNickname(), type).recipient();
                draft.put(new Group(
                        group.id(),
                        group.createdAt(),
                        group.displayName(),
                        group.mailNickname(),
                        true,
                        List.of(),
                        recipient,
                        List.of(),
                        Map.of()));
            }
        }

        /** A user is deleted, is created again, or loses its mailbox. */
        private void user(Draft draft) {
            User user = any(users);
            if (draft.now(user.id()) == null) {
                draft.put(user);
            } else if (random.nextBoolean()) {
                draft.remove(user.id());
            } else {
                draft.put(new User(
                        user.id(),
                        user.createdAt(),
                        user.displayName(),
                        user.userPrincipalName(),
                        true,
                        random.nextBoolean() ? user.recipient() : null,
                        null,
                        Map.of()));
            }
        }

        private void policyOrGrant(Draft draft) {
            ServicePrincipal app = any(apps);
            if (random.nextInt(3) == 0) {
                List<AppRoleAssignment> held = List.copyOf(draft.before().assignmentsOf(app.id()));
                if (held.size() > 1) {
                    draft.remove(any(held));
                } else {
                    draft.put(objects.grant(draft.before(), app, any(PERMISSIONS)));
                    granted.add(app);
                }
                return;
            }
            List<ApplicationAccessPolicy> policies = List.copyOf(draft.before().policies());
            if (policies.size() > 5 || (!policies.isEmpty() && random.nextInt(3) == 0)) {
                draft.remove(any(policies));
                return;
            }
            AppSelector selector = random.nextInt(4) == 0 ? new AppSelector.Every() : new AppSelector.One(app.appId());
            AccessRight right = random.nextBoolean() ? AccessRight.RESTRICT_ACCESS : AccessRight.DENY_ACCESS;
            @Nullable
            ObjectId scope =
                    random.nextInt(5) == 0 ? any(users).id() : any(groups).id();
            draft.put(objects.policy(selector, right, scope));
        }
    }
}
