package dev.postern.access;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The scenario files, each checked decision by decision, as a matrix, and from callers and mailboxes with {@code Reach}. */
class ScenarioTest {
    @TestFactory
    Stream<DynamicNode> scenarios() throws IOException, URISyntaxException {
        return files().stream().map(ScenarioTest::scenario);
    }

    @Test
    void everyRuleIsExpectedInSomeScenario() throws IOException, URISyntaxException {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        for (Path file : files()) {
            new Scenario(Files.readAllLines(file)).expectations.forEach(expected -> {
                rules.add(expected.result().rule());
                rules.add(expected.result().roles());
            });
        }
        assertEquals(EnumSet.allOf(Rule.class), rules);
    }

    private static DynamicNode scenario(Path file) {
        Scenario scenario = new Scenario(lines(file));
        AccessSnapshot snapshot = scenario.facts.snapshot();
        Stream<DynamicNode> forward = scenario.expectations.stream()
                .map(expected -> dynamicTest(expected.line(), () -> forward(scenario, snapshot, expected)));
        Stream<DynamicNode> whole = Stream.of(
                dynamicTest("matrix", () -> matrix(scenario, snapshot)),
                dynamicTest("backward from callers", () -> fromCallers(scenario, snapshot)),
                dynamicTest("backward from mailboxes", () -> fromMailboxes(scenario, snapshot)));
        return dynamicContainer(String.valueOf(file.getFileName()), Stream.concat(forward, whole));
    }

    private static void forward(Scenario scenario, AccessSnapshot snapshot, Scenario.Expectation expected) {
        Decision decision = ask(scenario, snapshot, expected);
        Scenario.Expected result = expected.result();
        Grant grant = decision.grant();
        AccessPolicy policy = decision.policy();
        assertAll(
                () -> assertEquals(result.rule(), decision.rule(), decision::explanation),
                () -> assertEquals(result.roles(), decision.rbac().rule()),
                () -> assertEquals(result.policy(), policy == null ? null : policy.id()),
                () -> assertEquals(result.path(), decision.path()));
        if (result.grant() != null) {
            assertEquals(result.grant(), grant == null ? null : grant.permission());
        }
    }

    private static Decision ask(Scenario scenario, AccessSnapshot snapshot, Scenario.Expectation expected) {
        AppId app = scenario.app(expected.app());
        ObjectId principal = scenario.principal(expected.caller());
        Set<String> token = scenario.token(expected.caller());
        ObjectId owner = expected.owner();
        Set<String> permissions = expected.permissions();
        if (permissions == null) {
            return AccessEngine.checkPolicy(snapshot, app, Objects.requireNonNull(owner));
        }
        return owner == null
                ? AccessEngine.decideUnknownMailbox(snapshot, app, principal, token, permissions)
                : AccessEngine.decide(snapshot, new AccessQuestion(app, principal, token, permissions, owner));
    }

    private static void matrix(Scenario scenario, AccessSnapshot snapshot) {
        assertFalse(scenario.matrix.isEmpty(), "every scenario has a matrix");
        for (Scenario.Column column : scenario.matrix) {
            ObjectId principal = scenario.principal(column.app());
            Set<String> fresh = scenario.facts.grantsOf(principal);
            column.verdicts().forEach((owner, verdict) -> {
                Decision decision = AccessEngine.decide(
                        snapshot,
                        new AccessQuestion(
                                scenario.app(column.app()), principal, fresh, scenario.matrixPermissions, owner));
                assertEquals(verdict, decision.verdict().text(), decision::explanation);
            });
        }
    }

    private static void fromCallers(Scenario scenario, AccessSnapshot snapshot) {
        for (Scenario.Column column : scenario.matrix) {
            List<ObjectId> owners = List.copyOf(column.verdicts().keySet());
            List<ObjectId> expected = owners.stream()
                    .filter(owner -> "Granted".equals(column.verdicts().get(owner)))
                    .toList();
            List<Decision> reached =
                    Reach.mailboxesOf(snapshot, scenario.principal(column.app()), scenario.matrixPermissions, owners);
            assertEquals(
                    expected,
                    reached.stream()
                            .map(decision -> decision.asked().mailboxOwner())
                            .toList());
        }
    }

    private static void fromMailboxes(Scenario scenario, AccessSnapshot snapshot) {
        for (ObjectId owner : scenario.matrix.getFirst().verdicts().keySet()) {
            List<ObjectId> expected = scenario.matrix.stream()
                    .filter(column -> "Granted".equals(column.verdicts().get(owner)))
                    .map(column -> scenario.principal(column.app()))
                    .toList();
            List<Decision> reaching = Reach.whoReaches(snapshot, scenario.matrixPermissions, owner);
            assertEquals(
                    expected,
                    reaching.stream()
                            .map(decision -> decision.asked().principal())
                            .toList());
        }
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(ScenarioTest.class.getResource("/scenarios"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.sorted().toList();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + file, e);
        }
    }
}
