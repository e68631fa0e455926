package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Formats of rows, default columns, and wildcards of identities, against a server. */
class CliOutputTest {
    @TempDir
    Path folder;

    private ExchangeFixture fixture;
    private CliServer server;

    @BeforeEach
    void open() throws IOException {
        fixture = new ExchangeFixture(Engine.SQLITE);
        server = new CliServer(fixture, folder);
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    private String out(String... line) {
        Ran ran = server.run(line);
        assertEquals(0, ran.status(), ran.err());
        return ran.out();
    }

    private String id(String mailbox) {
        return server.run("Get-Mailbox", mailbox, "--json")
                .json()
                .path(0)
                .path("ExternalDirectoryObjectId")
                .asString();
    }

    @Test
    void rowsArePrintedInEachFormat() {
        out("New-Mailbox", "-Shared", "-Name", "Box One", "-Alias", "box1");
        out("New-DistributionGroup", "-Name", "senders", "-Type", "Security", "-DisplayName", "All who send");
        String id = id("box1");
        String table = "Name    Alias ExternalDirectoryObjectId\n----    ----- -------------------------"
                + "\nBox One box1  " + id + "\n";
        assertEquals(table, out("Get-Mailbox"));
        assertEquals(table, out("get-mailbox", "-o", "table", "box1"));
        assertEquals("Box One\tbox1\t" + id + "\n", out("Get-Mailbox", "-o", "tsv"));
        assertTrue(out("Get-Mailbox", "--output=list").contains("\nAlias                         : box1\n"));
        assertEquals(out("Get-Mailbox", "--json"), out("Get-Mailbox", "-o", "json"));
        assertEquals(
                "senders\tAll who send\tUniversal, SecurityEnabled\tsenders@contoso.example\n",
                out("Get-DistributionGroup", "-o", "tsv"));
        assertEquals("Box One\tTrue\n", out("Get-Recipient", "box1", "-Properties", "Name,IsValid", "-o", "tsv"));
        assertEquals("", out("Get-ApplicationAccessPolicy", "-o", "table"));
        assertEquals("", out("Get-ApplicationAccessPolicy", "-o", "tsv"));
        assertEquals("[]", out("Get-ApplicationAccessPolicy", "-o", "json").strip());
        assertEquals(64, server.run("Get-Mailbox", "-o", "yaml").status());
        assertEquals(64, server.run("Get-Mailbox", "-o").status());
        assertEquals(
                64, server.run("Get-Mailbox", "-o", "tsv", "--output", "tsv").status());
        assertEquals(64, server.run("Get-Mailbox", "-o", "tsv", "--json").status());
        assertEquals(0, server.run("queue", "list", "-o", "tsv").status());
        assertEquals("[]", out("subscription", "list", "-o", "json").strip());
    }

    @Test
    void valuesCannotBreakRows() {
        JsonNode row = JsonMapper.shared()
                .readTree("{\"A\":\"a\\tb\\nc\\\\d\\u001b[1m\",\"B\":[\"x\",true],\"C\":null,\"D\":false}");
        List<String> columns = List.of("A", "B", "C", "Missing", "D");
        assertEquals("a\\tb\\nc\\\\d?[1m\tx,True\t\t\tFalse\n", RowOutput.tsv(List.of(row), columns));
        assertEquals("""
            A           B         C Missing D
            -           -         - ------- -
            a?b c\\d?[1m {x, True}           False
            """, RowOutput.of(List.of(row), OutputFormat.TABLE, columns));
    }

    @Test
    void readingCmdletsAcceptWildcards() {
        for (String name : List.of("notes", "Note Box", "other")) {
            out("New-Mailbox", "-Shared", "-Name", name);
        }
        out("New-DistributionGroup", "-Name", "notegroup", "-Type", "Security");
        out("New-ManagementScope", "-Name", "sales-eu", "-RecipientRestrictionFilter", "Department -eq 'Sales'");
        out("New-ManagementScope", "-Name", "sales-us", "-RecipientRestrictionFilter", "Department -eq 'Sales'");
        assertEquals(List.of("Note Box", "notes"), names("Get-Mailbox", "-Identity", "note*"));
        assertEquals(List.of("Note Box", "notegroup", "notes"), names("Get-Recipient", "NOTE*"));
        assertEquals(List.of("Note Box"), names("Get-Mailbox", "*box*"));
        assertEquals(List.of("Note Box"), names("Get-Mailbox", "*x"));
        assertEquals(List.of("notegroup"), names("Get-DistributionGroup", "*"));
        assertEquals(List.of("sales-eu", "sales-us"), names("Get-ManagementScope", "sales*"));
        assertEquals(List.of("sales-us"), names("Get-ManagementScope", "*us"));
        for (List<String> none : List.of(
                List.of("Get-Mailbox", "nothing*"),
                List.of("Get-Mailbox", "n*s"),
                List.of("Get-ManagementScope", "nothing*"),
                List.of("Get-ServicePrincipal", "nothing*"),
                List.of("Get-ManagementRoleAssignment", "nothing*"))) {
            Ran ran = server.run(none.toArray(String[]::new));
            assertEquals(1, ran.status());
            assertTrue(ran.err().contains("'" + none.getLast() + "' couldn't be found"), ran.err());
        }
        for (List<String> write : List.of(
                List.of("Remove-Mailbox", "note*"),
                List.of("Set-Mailbox", "other*", "-DisplayName", "x"),
                List.of("Remove-ManagementScope", "sales-e*"),
                List.of("Remove-DistributionGroup", "*"),
                List.of("Add-DistributionGroupMember", "notegroup", "-Member", "other*"))) {
            assertEquals(1, server.run(write.toArray(String[]::new)).status(), write::toString);
        }
        assertEquals(3, names("Get-Mailbox").size());
    }

    private List<String> names(String... line) {
        Ran ran = Ran.of(
                Map.of("POSTERN_PROFILE", "admin.json"),
                folder,
                Stream.concat(Stream.of(line), Stream.of("--json")).toList());
        assertEquals(0, ran.status(), ran.err());
        return ran.json()
                .valueStream()
                .map(row -> row.path("Name").asString())
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
    }
}
