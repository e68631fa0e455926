package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.ServicePrincipal;
import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import dev.postern.token.Resource;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** {@code expect}: a table of accesses that must or must not be allowed. */
class ExpectCliTest {
    @TempDir
    Path folder;

    private ExchangeFixture fixture;
    private CliServer server;

    @BeforeEach
    void open() throws IOException {
        fixture = new ExchangeFixture(Engine.SQLITE);
        server = new CliServer(fixture, folder);
        ServicePrincipal app = fixture.principal(fixture.tenant, "robot <1>");
        fixture.grant(fixture.tenant, app, Resource.GRAPH, "Mail.Send");
        fixture.run("New-Mailbox", "{\"Shared\":true,\"Name\":\"Anna\"}");
    }

    @AfterEach
    void close() {
        server.close();
        fixture.close();
    }

    private Ran expect(String content, String... more) throws IOException {
        Files.writeString(folder.resolve("table"), content.replace('\'', '"'));
        List<String> arguments = new ArrayList<>(List.of("expect", "table"));
        arguments.addAll(List.of(more));
        return server.run(arguments.toArray(String[]::new));
    }

    private static String row(String app, String mailbox, String permission, boolean allowed) {
        return "{'app':'" + app + "','mailbox':'" + mailbox + "','permission':'" + permission + "','allowed':" + allowed
                + "}";
    }

    private static final String SENDS = row("robot <1>", "anna@contoso.example", "Mail.Send", true);
    private static final String READS = row("robot <1>", "anna@contoso.example", "Mail.Read", true);

    @Test
    void rowsThatHoldEndWithZero() throws IOException {
        Ran ran = expect("[" + SENDS + "," + READS.replace("true", "false") + "]");
        assertEquals(0, ran.status(), ran::err);
        assertEquals("2 of 2 rows hold.\n", ran.out());
        assertEquals("[]\n", expect("[" + SENDS + "]", "--json").out().replace("[ ]", "[]"));
        assertEquals(0, expect("[]").status());
    }

    @Test
    void rowsThatDoNotHoldAreListed() throws Exception {
        Ran ran = expect("[" + SENDS + "," + READS + "]", "--json", "--junit", "report.xml");
        assertEquals(1, ran.status());
        assertEquals(1, ran.json().size());
        assertEquals("Mail.Read", ran.json().at("/0/permission").asString());
        assertEquals("true", ran.json().at("/0/allowed").toString());
        assertEquals("false", ran.json().at("/0/actual").toString());
        String xml = Files.readString(folder.resolve("report.xml"));
        var suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
        assertEquals("testsuite", suite.getTagName());
        assertEquals("2", suite.getAttribute("tests"));
        assertEquals("1", suite.getAttribute("failures"));
        assertEquals(2, suite.getElementsByTagName("testcase").getLength());
        assertEquals(1, suite.getElementsByTagName("failure").getLength());
        assertTrue(expect("[" + READS + "]")
                .out()
                .contains("must reach anna@contoso.example with Mail.Read, but does not."));
    }

    @Test
    void aTableCanBeCsv() throws IOException {
        String table = String.join(
                "\r\n",
                "\uFEFFmailbox,App,allowed,permission,note",
                "anna@contoso.example,'robot <1>',TRUE,Mail.Send,'a, ''b'''",
                "",
                "anna@contoso.example,robot <1>,true,Mail.Read,");
        Ran ran = expect(table, "--json");
        assertEquals(1, ran.status(), ran::err);
        assertEquals("Mail.Read", ran.json().at("/0/permission").asString());
    }

    @Test
    void whatCannotBeEvaluatedEndsWithTwo() throws IOException {
        for (String table : List.of(
                "[" + SENDS.replace("anna", "nobody") + "]",
                "[" + SENDS.replace("<1>", "<2>") + "]",
                "[" + SENDS.replace(":true", ":1") + "]",
                "[{}]",
                "[1]",
                "[",
                "",
                "app,mailbox\nx,y\n",
                "app,mailbox,permission,allowed\n",
                "[" + SENDS.replace("@contoso.example", "") + "]",
                "app,mailbox,permission,allowed\nrobot,'anna")) {
            Ran ran = expect(table, "--json");
            assertEquals(2, ran.status(), table);
            assertEquals("", ran.out(), table);
            assertTrue(!ran.err().isBlank(), table);
        }
        assertEquals(2, server.run("expect", "missing").status());
        assertEquals(64, server.run("expect").status());
    }
}
