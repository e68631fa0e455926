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

/** The floors of the house, as {@code docs/flow.md} draws them. A room uses the rooms below it, none beside or above it. */
class LayersTest {
    private static final List<List<String>> FLOORS = List.of(
            List.of("persistent", "query"),
            List.of("access", "opath", "cmdlet", "compute", "html"),
            List.of("store", "http", "settings", "logging", "outbound", "secrets"),
            List.of("audit"),
            List.of("directory", "mailbox"),
            List.of("token", "delivery"),
            List.of("gate"),
            List.of("graph", "login", "exchange", "workflow", "management"),
            List.of("cli"));

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.postern");

    @TestFactory
    List<DynamicTest> aRoomUsesOnlyTheRoomsBelowIt() {
        var tests = new ArrayList<DynamicTest>();
        var below = new ArrayList<String>();
        for (List<String> floor : FLOORS) {
            for (String room : floor) {
                var others = FLOORS.stream()
                        .flatMap(List::stream)
                        .filter(other -> !other.equals(room) && !below.contains(other))
                        .map(other -> "dev.postern." + other + "..")
                        .toArray(String[]::new);
                tests.add(DynamicTest.dynamicTest(
                        room,
                        () -> noClasses()
                                .that()
                                .resideInAPackage("dev.postern." + room + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(others)
                                .allowEmptyShould(true)
                                .check(HOUSE)));
            }
            below.addAll(floor);
        }
        return tests;
    }

    @Test
    void everyRoomStandsOnAFloor() {
        var known = FLOORS.stream().flatMap(List::stream).toList();
        classes()
                .that()
                .resideInAPackage("dev.postern.*..")
                .should()
                .resideInAnyPackage(
                        known.stream().map(room -> "dev.postern." + room + "..").toArray(String[]::new))
                .check(HOUSE);
    }

    @Test
    void packagesHaveNoCircles() {
        slices().matching("dev.postern.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void onlyTheCompositionRootKnowsTheRooms() {
        noClasses()
                .that()
                .resideInAPackage("dev.postern.*..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.postern"))
                .check(HOUSE);
    }

    @Test
    void theDoorIsTheOnlyWayToAMailbox() {
        classes()
                .that()
                .haveFullyQualifiedName("dev.postern.mailbox.Mailboxes")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(
                        "dev.postern", "dev.postern.mailbox..", "dev.postern.delivery..", "dev.postern.gate..")
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void onlyTheServerItselfChangesWhatIsItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("dev.postern.*..")
                .and()
                .resideOutsideOfPackage("dev.postern.directory..")
                .should()
                .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("maintain"))
                        .and(JavaCall.Predicates.target(HasOwner.Predicates.With.owner(
                                JavaClass.Predicates.type(dev.postern.directory.Directory.class)))))
                .check(HOUSE);
    }

    @Test
    void onlyTheGateMakesCapabilities() {
        constructors()
                .that()
                .areDeclaredInClassesThat()
                .haveNameMatching("dev\\.postern\\.gate\\.(Open.*|Caller)")
                .should()
                .bePackagePrivate()
                .check(HOUSE);
    }

    @Test
    void sqlStaysBelow() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.postern.graph..",
                        "dev.postern.login..",
                        "dev.postern.exchange..",
                        "dev.postern.management..",
                        "dev.postern.cli..")
                .should()
                .dependOnClassesThat(resideInAPackage("java.sql..")
                        .or(JavaClass.Predicates.belongToAnyOf(
                                dev.postern.store.Sql.class, dev.postern.store.Database.class)))
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    @Test
    void onlyTheStoreKnowsItsDrivers() {
        noClasses()
                .that(resideOutsideOfPackages("dev.postern.store.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.sqlite..", "org.postgresql..", "org.flywaydb..", "com.zaxxer..")
                .check(HOUSE);
    }

    @Test
    void nothingStaticChanges() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.postern..")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(HOUSE);
    }
}
