package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.TestCore;
import dev.postern.access.AppId;
import dev.postern.access.MailboxId;
import dev.postern.access.ObjectId;
import dev.postern.audit.Actor;
import dev.postern.audit.AuditEntry;
import dev.postern.cmdlet.Cmdlet;
import dev.postern.cmdlet.CmdletTable;
import dev.postern.directory.AdministrativeUnit;
import dev.postern.directory.AppRole;
import dev.postern.directory.AppRoleAssignment;
import dev.postern.directory.Application;
import dev.postern.directory.Credentials;
import dev.postern.directory.DirectoryObject;
import dev.postern.directory.DistinguishedNames;
import dev.postern.directory.Draft;
import dev.postern.directory.PasswordCredential;
import dev.postern.directory.SecretHash;
import dev.postern.directory.ServicePrincipal;
import dev.postern.directory.User;
import dev.postern.directory.WellKnown;
import dev.postern.effective.AccessMatrix;
import dev.postern.effective.MatrixFilter;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.exchange.ExchangeFixture.Reply;
import dev.postern.token.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A new tenant that a script fills: one command in each line, which is a cmdlet or one of the words below. */
final class AccessFindingsTenant {
    private static final Pattern WORD = Pattern.compile("'((?:[^']|'')*)'|(\\S+)");
    private static final Pattern NAME = Pattern.compile("\\{(?:(dn|policy):)?(\\w+)(\\.id)?\\}");
    private static final Duration MONTH = Duration.ofDays(30);

    private final ExchangeFixture fixture;
    private final Map<String, DirectoryObject> named = new HashMap<>();

    AccessFindingsTenant(ExchangeFixture fixture) {
        this.fixture = fixture;
        fixture.moveIn();
        fixture.grant(fixture.tenant, fixture.admin, Resource.MANAGEMENT, "Audit.Read.All");
    }

    AccessFindingsTenant run(String script) {
        script.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::line);
        return this;
    }

    List<JsonNode> findings(String kind) {
        Reply reply = get("");
        assertEquals(200, reply.status(), () -> reply.json().toString());
        return reply.rows().stream()
                .filter(one -> one.path("finding").asString().equals(kind))
                .toList();
    }

    Reply get(String query) {
        String token = fixture.token(fixture.tenant, fixture.admin, "https://management.azure.com");
        return fixture.send("GET", "/postern/access/findings", query, "", Map.of("authorization", "Bearer " + token));
    }

    /** What applications reach: application, mailbox, permission. */
    Set<String> access() {
        return new AccessMatrix(fixture.snapshot())
                .page(MatrixFilter.ALL, null, Integer.MAX_VALUE).rows().stream()
                        .map(row -> row.app() + " " + row.mailbox() + " " + row.permission())
                        .collect(Collectors.toSet());
    }

    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return words;
    }

    private void line(String line) {
        List<String> words = words(NAME.matcher(line).replaceAll(this::resolved));
        switch (words.getFirst()) {
            case "mailbox" -> cmdlet(List.of("New-Mailbox", "-Shared", "-Name", words.get(1)));
            case "user" ->
                cmdlet(List.of(
                        "New-Mailbox",
                        "-Name",
                        words.get(1),
                        "-MicrosoftOnlineServicesID",
                        words.get(1) + "@" + fixture.tenant.defaultDomain(),
                        "-Password",
                        "Pa55-word-long"));
            case "group" -> cmdlet(List.of("New-DistributionGroup", "-Name", words.get(1), "-Type", "Security"));
            case "list" -> cmdlet(List.of("New-DistributionGroup", "-Name", words.get(1)));
            case "member" ->
                cmdlet(List.of("Add-DistributionGroupMember", "-Identity", words.get(1), "-Member", words.get(2)));
            case "app" -> app(words.get(1), words.subList(2, words.size()));
            case "exchange" ->
                cmdlet(List.of(
                        "New-ServicePrincipal",
                        "-AppId",
                        principal(words.get(1)).appId().toString(),
                        "-ObjectId",
                        principal(words.get(1)).id().toString()));
            case "restrict" -> policy("RestrictAccess", words);
            case "deny" -> policy("DenyAccess", words);
            case "registration" -> registration(words.get(1));
            case "secret" -> secret(words.get(1), Duration.ofDays(Long.parseLong(words.get(2))));
            case "disable" -> disable(words.get(1));
            case "unit" -> unit(words);
            case "used" -> used(words);
            default -> cmdlet(words);
        }
    }

    private String resolved(MatchResult name) {
        if ("dn".equals(name.group(1))) {
            return DistinguishedNames.of(fixture.tenant, name.group(2));
        }
        if ("policy".equals(name.group(1))) {
            return fixture.snapshot()
                    .policiesNaming(principal(name.group(2)).appId())
                    .map(one -> one.id().toString())
                    .findFirst()
                    .orElseThrow();
        }
        DirectoryObject object = Objects.requireNonNull(named.get(name.group(2)), name.group());
        boolean id = name.group(3) != null;
        return switch (object) {
            case ServicePrincipal principal when !id -> principal.appId().toString();
            default -> object.id().toString();
        };
    }

    private ServicePrincipal principal(String name) {
        return (ServicePrincipal) Objects.requireNonNull(named.get(name), name);
    }

    private void cmdlet(List<String> words) {
        if (words.getFirst().startsWith("Remove-Mg")) {
            byGraph(words);
            return;
        }
        Cmdlet cmdlet = CmdletTable.exchange().find(words.getFirst()).orElseThrow();
        Reply reply = fixture.run(
                cmdlet.name(),
                CmdletSyntax.read(cmdlet, words.subList(1, words.size()), Path.of("."))
                        .toString());
        assertEquals(200, reply.status(), () -> words + ": " + reply.json());
    }

    /** What Graph would do. */
    private void byGraph(List<String> words) {
        assertEquals(5, words.size(), words::toString);
        CmdletSyntax.read(
                CmdletTable.directory().find(words.getFirst()).orElseThrow(),
                words.subList(1, words.size()),
                Path.of("."));
        ObjectId holder = ObjectId.of(words.get(2));
        change(draft -> {
            DirectoryObject object = Objects.requireNonNull(draft.before().find(holder));
            switch (words.getFirst()) {
                case "Remove-MgServicePrincipalAppRoleAssignment" ->
                    draft.remove(Objects.requireNonNull(draft.before().assignment(words.get(4))));
                case "Remove-MgApplicationPassword" -> {
                    Application app = (Application) object;
                    draft.put(app.withCredentials(without(app.credentials(), words.get(4))));
                }
                default -> {
                    ServicePrincipal principal = (ServicePrincipal) object;
                    draft.put(principal.withCredentials(without(principal.credentials(), words.get(4))));
                }
            }
        });
    }

    private static Credentials without(Credentials all, String key) {
        return all.withPasswords(all.passwords().stream()
                .filter(one -> !one.keyId().toString().equals(key))
                .toList());
    }

    private void change(Consumer<Draft> change) {
        fixture.directory.change(fixture.tenant.id(), TestCore.ACTOR, draft -> {
            change.accept(draft);
            return true;
        });
    }

    /** Its grants are a month old. */
    private void app(String name, List<String> permissions) {
        ServicePrincipal app = fixture.principal(fixture.tenant, name);
        named.put(name, app);
        ServicePrincipal graph = Objects.requireNonNull(fixture.snapshot().servicePrincipal(WellKnown.MICROSOFT_GRAPH));
        change(draft -> permissions.forEach(permission -> draft.put(new AppRoleAssignment(
                AppRoleAssignment.newId(app.id(), fixture.random()),
                app.id(),
                graph.id(),
                graph.appRoles().stream()
                        .filter(role -> role.value().equals(permission))
                        .map(AppRole::id)
                        .findFirst()
                        .orElseThrow(),
                now().minus(MONTH)))));
    }

    private Instant now() {
        return fixture.clock().instant();
    }

    /** right APP SCOPE; APP is a name, or the id of anything. */
    private void policy(String right, List<String> words) {
        String app = named.containsKey(words.get(1))
                ? principal(words.get(1)).appId().toString()
                : words.get(1);
        cmdlet(List.of(
                "New-ApplicationAccessPolicy",
                "-AccessRight",
                right,
                "-AppId",
                app,
                "-PolicyScopeGroupId",
                words.get(2)));
    }

    private void registration(String name) {
        AppId app = new AppId(UUID.randomUUID());
        Application made = new Application(
                new ObjectId(UUID.randomUUID()),
                app,
                now(),
                name,
                List.of(),
                List.of(),
                Credentials.NONE,
                List.of(),
                Map.of());
        named.put(name, made);
        change(draft -> draft.put(made));
    }

    private void secret(String name, Duration left) {
        var secret = new PasswordCredential(
                UUID.randomUUID(),
                "test",
                "abc",
                now().minus(MONTH),
                now().plus(left),
                SecretHash.of("abc", fixture.random()));
        Credentials credentials = Credentials.NONE.withPasswords(List.of(secret));
        change(draft -> draft.put(
                switch (Objects.requireNonNull(named.get(name))) {
                    case Application app -> app.withCredentials(credentials);
                    case ServicePrincipal principal -> principal.withCredentials(credentials);
                    case DirectoryObject other -> throw new AssertionError(other);
                }));
    }

    private void disable(String name) {
        ServicePrincipal one = principal(name);
        change(draft -> draft.put(new ServicePrincipal(
                one.id(),
                one.appId(),
                one.createdAt(),
                one.displayName(),
                one.type(),
                false,
                false,
                one.servicePrincipalNames(),
                List.of(),
                List.of(),
                Credentials.NONE,
                null,
                List.of(),
                Map.of())));
    }

    /** unit NAME MEMBER ... */
    private void unit(List<String> words) {
        var unit = new AdministrativeUnit(new ObjectId(UUID.randomUUID()), now(), words.get(1), Map.of());
        named.put(words.get(1), unit);
        change(draft -> {
            draft.put(unit);
            words.subList(2, words.size())
                    .forEach(member -> draft.addMember(unit.id(), object(member).id()));
        });
    }

    private DirectoryObject object(String name) {
        return Objects.requireNonNull(fixture.snapshot().byAddress(name + "@" + fixture.tenant.defaultDomain()), name);
    }

    /** used APP PERMISSION MAILBOX DAYS-AGO: a request as the gate records it. */
    private void used(List<String> words) {
        User user = (User) object(words.get(3));
        MailboxId mailbox = Objects.requireNonNull(user.mailbox());
        ServicePrincipal app = principal(words.get(1));
        fixture.log()
                .append(new AuditEntry(
                        fixture.tenant.id(),
                        mailbox,
                        now().minus(Duration.ofDays(Long.parseLong(words.get(4)))),
                        new Actor(app.appId(), app.id(), UUID.randomUUID()),
                        "GET /users/{id}/messages",
                        words.get(3),
                        "granted",
                        "UNSCOPED",
                        null,
                        "Granted with " + words.get(2) + " by assignment x: no RestrictAccess policy names application "
                                + app.appId() + "."));
    }
}
