package dev.postern;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The layers of packages in {@code docs/flow.md}. A package depends only on packages in lower layers. */
class LayersTest {
    private static final List<List<String>> LAYERS = List.of(
            List.of("persistent", "query", "calendar"),
            List.of("access", "opath", "cmdlet", "compute", "html", "itip", "archive"),
            List.of("store", "http", "settings", "logging", "outbound", "secrets", "smtp"),
            List.of("audit"),
            List.of("directory", "mailbox", "trace"),
            List.of("token", "delivery", "subscription", "effective", "importer"),
            List.of("gate", "migration", "advice", "relay", "receive"),
            List.of("graph", "login", "exchange", "workflow", "management", "develop"),
            List.of("cli", "console"));

    /** The packages of {@code graph}; the empty name is that of the package itself. */
    private static final List<List<String>> GRAPH_LAYERS = List.of(
            List.of(".model"),
            List.of(".odata", ".throttle"),
            List.of(""),
            List.of(".content"),
            List.of(".item", ".batch"),
            List.of(".sync"),
            List.of(".mail", ".directory", ".calendar", ".contact", ".setting"),
            List.of(".azuread", ".subscription"));

    /** The packages of {@code workflow}. */
    private static final List<List<String>> WORKFLOW_LAYERS = List.of(
            List.of(".xml", ".recurrence", ".schema"),
            List.of(".expression"),
            List.of(".identity", ".connector", ".call", ".template"),
            List.of(".definition"),
            List.of(".action"),
            List.of(".compiled"),
            List.of(".masking", ".stored"),
            List.of(".row"),
            List.of(".job", ".service", ".history"),
            List.of(".trigger"),
            List.of(".run"),
            List.of(".engine"),
            List.of(".api", ".testing"),
            List.of(""));

    /** The packages of {@code console}. */
    private static final List<List<String>> CONSOLE_LAYERS = List.of(
            List.of(".session"),
            List.of(".call"),
            List.of(".page"),
            List.of(".overview", ".access", ".application", ".recipient", ".message", ".workflow", ".record"),
            List.of(".template.."),
            List.of(""));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.postern");

    @TestFactory
    List<DynamicTest> aPackageDependsOnlyOnLowerLayers() {
        var tests = new ArrayList<DynamicTest>();
        var below = new ArrayList<String>();
        for (List<String> layer : LAYERS) {
            for (String name : layer) {
                var others = LAYERS.stream()
                        .flatMap(List::stream)
                        .filter(other -> !other.equals(name) && !below.contains(other))
                        .map(other -> "dev.postern." + other + "..")
                        .toArray(String[]::new);
                tests.add(DynamicTest.dynamicTest(
                        name,
                        () -> noClasses()
                                .that()
                                .resideInAPackage("dev.postern." + name + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(others)
                                .allowEmptyShould(true)
                                .check(CLASSES)));
            }
            below.addAll(layer);
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> aPackageOfGraphDependsOnlyOnLowerLayers() {
        return inside("graph", GRAPH_LAYERS);
    }

    @TestFactory
    List<DynamicTest> aPackageOfWorkflowDependsOnlyOnLowerLayers() {
        return inside("workflow", WORKFLOW_LAYERS);
    }

    @TestFactory
    List<DynamicTest> aPackageOfConsoleDependsOnlyOnLowerLayers() {
        return inside("console", CONSOLE_LAYERS);
    }

    /** The tests of the packages inside a package; the empty name is that of the package itself. */
    private static List<DynamicTest> inside(String around, List<List<String>> layers) {
        var tests = new ArrayList<DynamicTest>();
        var below = new ArrayList<String>();
        for (List<String> layer : layers) {
            for (String one : layer) {
                String[] others = layers.stream()
                        .flatMap(List::stream)
                        .filter(other -> !other.equals(one) && !below.contains(other))
                        .map(other -> "dev.postern." + around + other)
                        .toArray(String[]::new);
                if (others.length > 0) {
                    tests.add(DynamicTest.dynamicTest(
                            around + one,
                            () -> noClasses()
                                    .that()
                                    .resideInAPackage("dev.postern." + around + one)
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage(others)
                                    .check(CLASSES)));
                }
            }
            below.addAll(layer);
        }
        return tests;
    }

    @Test
    void everyPackageOfGraphWorkflowAndConsoleIsInALayer() {
        isInALayer("graph", GRAPH_LAYERS);
        isInALayer("workflow", WORKFLOW_LAYERS);
        isInALayer("console", CONSOLE_LAYERS);
    }

    private static void isInALayer(String around, List<List<String>> layers) {
        String[] known = layers.stream()
                .flatMap(List::stream)
                .map(one -> "dev.postern." + around + one)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("dev.postern." + around + "..")
                .should()
                .resideInAnyPackage(known)
                .check(CLASSES);
    }

    @Test
    void everyPackageBelongsToALayer() {
        var known = LAYERS.stream().flatMap(List::stream).toList();
        classes()
                .that()
                .resideInAPackage("dev.postern.*..")
                .should()
                .resideInAnyPackage(
                        known.stream().map(name -> "dev.postern." + name + "..").toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.postern.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageDependsOnTheCompositionRoot() {
        noClasses()
                .that()
                .resideInAPackage("dev.postern.*..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.postern"))
                .check(CLASSES);
    }

    @Test
    void onlyTheGateAndDeliveryOpenMailboxes() {
        classes()
                .that()
                .haveNameMatching("dev\\.postern\\.mailbox\\.Mailbox(es)?")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(
                        "dev.postern", "dev.postern.mailbox..", "dev.postern.delivery..", "dev.postern.gate..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheDirectoryMaintainsObjectsOfTheServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.postern.*..")
                .and()
                .resideOutsideOfPackage("dev.postern.directory..")
                .should()
                .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("maintain"))
                        .and(JavaCall.Predicates.target(HasOwner.Predicates.With.owner(
                                JavaClass.Predicates.type(dev.postern.directory.Directory.class)))))
                .check(CLASSES);
    }

    @Test
    void onlyTheGateCreatesCapabilities() {
        constructors()
                .that()
                .areDeclaredInClassesThat()
                .haveNameMatching("dev\\.postern\\.gate\\.(Open.*|Caller|MailboxAccess|\\w+(Reader|Writer|Sender))")
                .should()
                .bePackagePrivate()
                .check(CLASSES);
    }

    @Test
    void edgesUseNoSql() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.postern.graph..",
                        "dev.postern.login..",
                        "dev.postern.exchange..",
                        "dev.postern.management..",
                        "dev.postern.develop..",
                        "dev.postern.cli..")
                .should()
                .dependOnClassesThat(resideInAPackage("java.sql..")
                        .or(JavaClass.Predicates.belongToAnyOf(
                                dev.postern.store.Sql.class, dev.postern.store.Database.class)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyTheStoreDependsOnDatabaseDrivers() {
        noClasses()
                .that(resideOutsideOfPackages("dev.postern.store.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.sqlite..", "org.postgresql..", "org.flywaydb..", "com.zaxxer..")
                .check(CLASSES);
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.postern..")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }
}
