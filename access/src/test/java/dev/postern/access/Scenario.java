package dev.postern.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One scenario file: a tenant and the expected decisions. Words are separated by blanks, {@code #} begins a comment. Each name
 * has an id; recipients and policies get theirs in the order in which they are first named, so the one named first is the smaller.
 *
 * <pre>
 * require-scope
 * recipient NAME KIND               user, security-group, distribution-group, other
 * members   GROUP NAME...
 * app       NAME [disabled]         an application and its service principal
 * grant     APP PERMISSION
 * token     APP PERMISSION...       when it is not what the directory grants; also for an application that does not exist
 * policy    NAME RIGHT APP SCOPE    APP may be * or object-id-of:APP
 * scope     NAME RECIPIENT...       a management scope, or an administrative unit, and what it contains
 * role      NAME APP PERMISSION|PERMISSION... SCOPE
 *                                   a role assignment; SCOPE is organization, scope:NAME, unit:NAME or group:NAME
 * check     APP MAILBOX RULE [by POLICY] [path NAME &gt; NAME...]
 * expect    APP [as APP] PERMISSION|PERMISSION... MAILBOX RULE [grant PERMISSION] [by POLICY] [path ...]
 *           [roles RULE]            the rule of the role assignments; NO_ROLE_ASSIGNMENT when left out
 * matrix    PERMISSION APP...       followed by lines: row MAILBOX VERDICT...
 * </pre>
 */
final class Scenario {
    /** One expected record; permissions are null when only policies are asked, the owner for an unknown mailbox. */
    record Expectation(
            String line,
            String caller,
            String app,
            @Nullable Set<String> permissions,
            @Nullable ObjectId owner,
            Expected result) {}

    /** What is expected of a record. */
    record Expected(
            Rule rule,
            Rule roles,
            @Nullable String grant,
            @Nullable PolicyId policy,
            List<ObjectId> path) {}

    /** One column of the matrix: an application, with the verdict for each mailbox. */
    record Column(String app, Map<ObjectId, String> verdicts) {}

    final Facts facts = new Facts();
    final List<Expectation> expectations = new ArrayList<>();
    final List<Column> matrix = new ArrayList<>();
    Set<String> matrixPermissions = Set.of();

    private final Map<String, ObjectId> recipients = new LinkedHashMap<>();
    private final Map<String, PolicyId> policies = new LinkedHashMap<>();
    private final Map<String, ObjectId> scopes = new LinkedHashMap<>();
    private final Map<String, Integer> apps = new LinkedHashMap<>();
    private final Map<String, Set<String>> tokens = new HashMap<>();

    Scenario(List<String> lines) {
        for (String line : lines) {
            String text = line.replaceFirst("#.*", "").strip();
            if (!text.isEmpty()) {
                List<String> words = List.of(text.split("\\s+"));
                read(text, words.getFirst(), words.subList(1, words.size()));
            }
        }
    }

    AppId app(String name) {
        return new AppId(id(0xA, apps.computeIfAbsent(name, _ -> apps.size())));
    }

    ObjectId principal(String name) {
        return new ObjectId(id(0x5, apps.computeIfAbsent(name, _ -> apps.size())));
    }

    Set<String> token(String name) {
        Set<String> token = tokens.get(name);
        return token == null ? facts.grantsOf(principal(name)) : token;
    }

    private void read(String line, String word, List<String> args) {
        switch (word) {
            case "require-scope" -> facts.requireScope = true;
            case "recipient" -> facts.kinds.put(recipient(args.get(0)), kind(args.get(1)));
            case "members" ->
                args.subList(1, args.size()).forEach(member -> facts.member(recipient(args.get(0)), recipient(member)));
            case "app" ->
                facts.callers.put(
                        principal(args.get(0)), new Facts.Caller(app(args.get(0)), !args.contains("disabled")));
            case "grant" -> facts.grant(principal(args.get(0)), args.get(1));
            case "token" -> tokens.put(args.get(0), Set.copyOf(args.subList(1, args.size())));
            case "policy" ->
                facts.policies.add(new AccessPolicy(
                        policy(args.get(0)),
                        selector(args.get(2)),
                        AccessRight.of(args.get(1)),
                        recipient(args.get(3))));
            case "scope" ->
                facts.scopes.put(
                        scope(args.getFirst()),
                        args.subList(1, args.size()).stream()
                                .map(this::recipient)
                                .collect(Collectors.toSet()));
            case "role" ->
                facts.roles
                        .computeIfAbsent(principal(args.get(1)), _ -> new ArrayList<>())
                        .add(new RoleAssignment(
                                args.get(0),
                                Set.copyOf(Arrays.asList(args.get(2).split("\\|"))),
                                resourceScope(args.get(3))));
            case "check" ->
                expectations.add(
                        new Expectation(line, args.get(0), args.get(0), null, owner(args.get(1)), result(args, 2)));
            case "expect" -> expect(line, args);
            case "matrix" -> {
                matrixPermissions = Set.of(args.getFirst());
                args.subList(1, args.size()).forEach(app -> matrix.add(new Column(app, new LinkedHashMap<>())));
            }
            case "row" -> {
                for (int i = 0; i < matrix.size(); i++) {
                    matrix.get(i).verdicts().put(recipient(args.getFirst()), args.get(i + 1));
                }
            }
            default -> throw new IllegalArgumentException("Unknown word in scenario: " + line);
        }
    }

    private void expect(String line, List<String> args) {
        boolean posing = args.get(1).equals("as");
        String app = posing ? args.get(2) : args.get(0);
        int next = posing ? 3 : 1;
        Set<String> permissions = args.get(next).equals("(none)")
                ? Set.of()
                : Set.copyOf(Arrays.asList(args.get(next).split("\\|")));
        expectations.add(new Expectation(
                line, args.get(0), app, permissions, owner(args.get(next + 1)), result(args, next + 2)));
    }

    private Expected result(List<String> args, int from) {
        List<String> words = args.subList(from, args.size());
        int by = words.indexOf("by");
        int grant = words.indexOf("grant");
        int path = words.indexOf("path");
        int roles = words.indexOf("roles");
        return new Expected(
                Rule.valueOf(words.getFirst()),
                roles < 0 ? Rule.NO_ROLE_ASSIGNMENT : Rule.valueOf(words.get(roles + 1)),
                grant < 0 ? null : words.get(grant + 1),
                by < 0 ? null : policy(words.get(by + 1)),
                path < 0
                        ? List.of()
                        : words.subList(path + 1, roles < 0 ? words.size() : roles).stream()
                                .filter(name -> !name.equals(">"))
                                .map(name -> name.startsWith("unit:")
                                        ? scope(name.substring("unit:".length()))
                                        : recipient(name))
                                .toList());
    }

    private ResourceScope resourceScope(String text) {
        String name = text.substring(text.indexOf(':') + 1);
        return switch (text.substring(0, text.length() - name.length())) {
            case "scope:" -> new ResourceScope.ManagementScope(scope(name));
            case "unit:" -> new ResourceScope.AdministrativeUnit(scope(name));
            case "group:" -> new ResourceScope.GroupMembers(recipient(name));
            default -> new ResourceScope.Organization();
        };
    }

    private ObjectId scope(String name) {
        return scopes.computeIfAbsent(name, _ -> new ObjectId(id(0xC, scopes.size())));
    }

    private AppSelector selector(String text) {
        String prefix = "object-id-of:";
        if (text.startsWith(prefix)) {
            return new AppSelector.One(
                    new AppId(principal(text.substring(prefix.length())).value()));
        }
        return text.equals("*") ? new AppSelector.Every() : new AppSelector.One(app(text));
    }

    private @Nullable ObjectId owner(String name) {
        return name.equals("unknown-mailbox") ? null : recipient(name);
    }

    private ObjectId recipient(String name) {
        return recipients.computeIfAbsent(name, _ -> new ObjectId(id(0x1, recipients.size())));
    }

    private PolicyId policy(String name) {
        return policies.computeIfAbsent(name, _ -> new PolicyId(id(0xF, policies.size())));
    }

    private static RecipientKind kind(String text) {
        return RecipientKind.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static UUID id(long family, int number) {
        return new UUID(family << 60 | 0x4000L, 0x8000_0000_0000_0000L | number);
    }
}
