package dev.postern.develop;

import dev.postern.access.AccessRight;
import dev.postern.access.AppId;
import dev.postern.access.AppSelector;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.access.PolicyId;
import dev.postern.directory.ApplicationAccessPolicy;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.Draft;
import dev.postern.directory.Group;
import dev.postern.directory.Recipient;
import dev.postern.directory.RecipientType;
import dev.postern.directory.User;
import dev.postern.token.NewSecret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the directory objects of one seed file into one draft, so that all of them exist afterwards, or none. */
final class SeedDirectory {
    private final Draft draft;
    private final SeedNames names;
    private final SecureRandom random;
    private final Instant now;
    private final List<User> mailboxes = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<ApplicationAccessPolicy> policies = new ArrayList<>();
    private final Map<String, SeededApp> apps = new LinkedHashMap<>();

    SeedDirectory(Draft draft, Instant now, SecureRandom random) {
        this.draft = draft;
        this.names = new SeedNames(draft);
        this.now = now;
        this.random = random;
    }

    /** An application with its service principal and its secret. */
    record SeededApp(String name, AppId appId, ObjectId application, ObjectId principal, NewSecret secret) {}

    List<User> mailboxes() {
        return mailboxes;
    }

    /** The groups of the file, without those that confine applications. */
    List<Group> groups() {
        return groups;
    }

    List<SeededApp> apps() {
        return List.copyOf(apps.values());
    }

    List<ApplicationAccessPolicy> policies() {
        return policies;
    }

    SeedNames names() {
        return names;
    }

    /** @throws DevelopFailure if something cannot be created */
    void put(SeedFile file) {
        file.mailboxes().forEach(this::mailbox);
        for (SeedFile.SeedGroup group : file.groups()) {
            groups.add(group(group.place(), group.alias(), group.displayName()));
        }
        for (int i = 0; i < file.groups().size(); i++) {
            addMembers(groups.get(i), file.groups().get(i));
        }
        file.apps().forEach(this::app);
        file.policies().forEach(this::policy);
    }

    private void mailbox(SeedFile.SeedMailbox one) {
        String address = names.address(one.place() + ".alias", one.alias());
        RecipientType type = one.shared() ? RecipientType.SHARED_MAILBOX : RecipientType.USER_MAILBOX;
        ObjectId id = new ObjectId(UUID.randomUUID());
        User user = new User(
                id,
                now,
                names.displayName(one.place(), one.displayName(), address),
                address,
                !one.shared(),
                names.recipient(one.place(), id, type, address),
                new MailboxId(UUID.randomUUID()),
                Map.of());
        names.put(one.place(), address, user);
        mailboxes.add(user);
    }

    private Group group(String place, String alias, @Nullable String displayName) {
        String address = names.address(place + ".alias", alias);
        ObjectId id = new ObjectId(UUID.randomUUID());
        Recipient recipient = names.recipient(place, id, RecipientType.SECURITY_GROUP, address);
        Group group = new Group(
                id,
                now,
                names.displayName(place, displayName, address),
                recipient.alias(),
                true,
                List.of(),
                recipient,
                List.of(),
                Map.of());
        names.put(place, address, group);
        return group;
    }

    private void addMembers(Group group, SeedFile.SeedGroup file) {
        for (String member : file.members()) {
            ObjectId id = names.find(file.place() + ".members", member).id();
            if (id.equals(group.id())) {
                throw DevelopFailure.invalid("'" + file.place() + ".members' contains the group itself.");
            }
            draft.addMember(group.id(), id);
        }
    }

    private void app(SeedFile.SeedApp one) {
        if (apps.containsKey(key(one.name()))) {
            throw DevelopFailure.invalid(
                    "'" + one.place() + ".name': there are two applications '" + one.name() + "'.");
        }
        SeededApp made = new NewApplication(draft, now, random).put(one);
        apps.put(key(one.name()), made);
        if (!one.onlyTo().isEmpty()) {
            Recipient scope = confinement(one);
            policy(new AppSelector.One(made.appId()), scope, AccessRight.RESTRICT_ACCESS, null);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The group itself if there is only one, otherwise a new group with all of them. */
    private Recipient confinement(SeedFile.SeedApp one) {
        String place = one.place() + ".onlyTo";
        DirectoryObject first = names.find(place, one.onlyTo().getFirst());
        if (one.onlyTo().size() == 1 && first instanceof Group group && group.isSecurityGroup()) {
            return Objects.requireNonNull(group.recipient());
        }
        String bare = key(one.name()).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        Group group = group(
                place,
                names.free((bare.isEmpty() ? "app" : bare).substring(0, Math.min(Math.max(1, bare.length()), 40))
                        + "-mailboxes"),
                "Mailboxes of " + one.name());
        for (String mailbox : one.onlyTo()) {
            draft.addMember(group.id(), names.find(place, mailbox).id());
        }
        return Objects.requireNonNull(group.recipient());
    }

    private void policy(SeedFile.SeedPolicy one) {
        Recipient scope = Recipient.of(names.find(one.place() + ".scope", one.scope()));
        if (scope == null || !scope.type().kind().isSecurityPrincipal()) {
            throw DevelopFailure.invalid("'" + one.place() + ".scope' must be a group or the mailbox of a person. Put"
                    + " a shared mailbox into a group.");
        }
        AccessRight right;
        try {
            right = AccessRight.of(one.right());
        } catch (IllegalArgumentException e) {
            throw DevelopFailure.invalid("'" + one.place() + ".right' must be RestrictAccess or DenyAccess.");
        }
        policy(selector(one), scope, right, one.description());
    }

    private AppSelector selector(SeedFile.SeedPolicy one) {
        SeededApp made = apps.get(key(one.app()));
        if (made != null) {
            return new AppSelector.One(made.appId());
        }
        if (one.app().equals("*")) {
            return new AppSelector.Every();
        }
        try {
            return new AppSelector.One(new AppId(UUID.fromString(one.app())));
        } catch (IllegalArgumentException e) {
            throw DevelopFailure.invalid("'" + one.place() + ".app' must be the name of an application of the file, a"
                    + " client id, or *.");
        }
    }

    private void policy(AppSelector app, Recipient scope, AccessRight right, @Nullable String description) {
        DirectoryObject object = names.find("policies.scope", scope.primaryAddress());
        boolean there = Stream.concat(
                        draft.before().policiesOn(object.id()).stream(),
                        policies.stream().filter(one -> one.scope().equals(object.id())))
                .anyMatch(other -> other.app().equals(app) && other.right() == right);
        if (there) {
            throw DevelopFailure.conflict("There is a policy with this application, scope and right already: " + app
                    + " on " + scope.primaryAddress() + ".");
        }
        ApplicationAccessPolicy policy = new ApplicationAccessPolicy(
                new PolicyId(UUID.randomUUID()),
                app,
                right,
                object.id(),
                scope.sid(),
                object.displayName(),
                scope.name(),
                description,
                now);
        draft.put(policy);
        policies.add(policy);
    }
}
