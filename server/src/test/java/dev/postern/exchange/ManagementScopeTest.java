package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.ServicePrincipal;
import dev.postern.exchange.ExchangeFixture.Reply;
import dev.postern.store.Engine;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What New- and Set-ManagementScope warn about, and what New-ManagementRoleAssignment says about an unknown application. */
class ManagementScopeTest {
    private static final String EMPTY = "The filter matches no mailbox now.";
    private static final String GROUPS = EMPTY
            + " A group in MemberOfGroup must be named by its distinguished name, and only its direct members match.";

    private ExchangeFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ExchangeFixture(Engine.SQLITE);
        assertEquals(200, run("New-Mailbox", "{'Shared':true,'Name':'Anna'}").status());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Reply run(String cmdlet, String parameters) {
        return fixture.run(cmdlet, parameters.replace('\'', '"').replace("`", "\\u0027"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Name -eq `Anna`              | none
        Department -eq `Sales`       | other
        MemberOfGroup -eq `team`     | group
        not-MemberOfGroup            | refused
        """)
    void onlyAnEmptyScopeIsWarnedAbout(String filter, String kind) {
        Reply made = run("New-ManagementScope", "{'Name':'s','RecipientRestrictionFilter':'" + filter + "'}");
        assertEquals(kind.equals("refused") ? 400 : 200, made.status());
        assertEquals(
                switch (kind) {
                    case "other" -> List.of(EMPTY);
                    case "group" -> List.of(GROUPS);
                    default -> List.of();
                },
                made.warnings());
    }

    @Test
    void aScopeThatExistsIsRefusedWithoutAWarning() {
        String scope = "{'Name':'s','RecipientRestrictionFilter':'Department -eq `Sales`'}";
        assertEquals(List.of(EMPTY), run("New-ManagementScope", scope).warnings());
        Reply again = run("New-ManagementScope", scope);
        assertTrue(again.text().contains("already"), again::text);
        assertEquals(List.of(), again.warnings());
        assertEquals(
                List.of(GROUPS),
                run("Set-ManagementScope", "{'Identity':'s','RecipientRestrictionFilter':'MemberOfGroup -eq `x`'}")
                        .warnings());
        assertEquals(
                List.of(),
                run("Set-ManagementScope", "{'Identity':'s','Name':'t'}").warnings());
    }

    @Test
    void aWiderFilterNamesAnExample() {
        ServicePrincipal app = fixture.principal(fixture.tenant, "crm");
        for (String name : List.of("Bert", "Carl")) {
            run("New-Mailbox", "{'Shared':true,'Name':'" + name + "'}");
        }
        run(
                "New-ServicePrincipal",
                "{'AppId':'" + app.appId() + "','ObjectId':'" + app.id() + "','DisplayName':'crm'}");
        run("New-ManagementScope", "{'Name':'s','RecipientRestrictionFilter':'Name -eq `Anna`'}");
        run("New-ManagementRoleAssignment", "{'App':'crm','Role':'Application Mail.Read','CustomResourceScope':'s'}");
        String warning = run("Set-ManagementScope", "{'Identity':'s','RecipientRestrictionFilter':'Name -ne `x`'}")
                .warnings()
                .getFirst();
        assertTrue(warning.contains(" contains further mailboxes, for example \""), warning);
        assertTrue(warning.contains("now reaches them with Mail.Read."), warning);
        assertEquals(
                List.of(),
                run("Set-ManagementScope", "{'Identity':'s','RecipientRestrictionFilter':'Name -eq `Anna`'}")
                        .warnings());
    }

    @Test
    void anApplicationMustBeKnownToExchange() {
        fixture.principal(fixture.tenant, "crm");
        Reply refused = run("New-ManagementRoleAssignment", "{'App':'crm','Role':'Application Mail.Read'}");
        assertTrue(refused.text().startsWith("Couldn't find object \"crm\"."), refused::text);
        assertTrue(refused.text().contains("New-ServicePrincipal -AppId"), refused::text);
    }
}
