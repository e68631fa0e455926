package dev.postern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.exchange.ExchangeFixture;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code dkim create}, {@code list} and {@code delete} against a server over HTTP. */
class DkimCliTest {
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

    @Test
    void aKeyIsCreatedListedAndDeleted() {
        JsonNode made = server.run("dkim", "create", "Contoso.example", "--selector", "S2026", "--json")
                .json();
        assertEquals("s2026._domainkey.contoso.example", made.path("name").asString());
        assertEquals("TXT", made.path("type").asString());
        assertTrue(made.path("value").asString().startsWith("v=DKIM1; k=rsa; p=MII"), made.toString());
        Ran line = server.run("dkim", "create", "contoso.example", "--selector", "e.2026", "--type", "ed25519");
        assertTrue(
                line.out()
                        .matches("e\\.2026\\._domainkey\\.contoso\\.example\\. IN TXT \"v=DKIM1; k=ed25519;"
                                + " p=[A-Za-z0-9+/]{43}=\"\n"),
                line.out());
        JsonNode list = server.run("dkim", "list", "--json").json();
        assertEquals(
                List.of("e.2026", "s2026"),
                list.valueStream()
                        .map(one -> one.path("selector").asString())
                        .sorted()
                        .toList());
        assertEquals(new Ran(0, "", ""), server.run("dkim", "delete", "contoso.example", "--selector", "s2026"));
        assertEquals(1, server.run("dkim", "list", "--json").json().size());
        Ran again = server.run("dkim", "delete", "contoso.example", "--selector", "s2026");
        assertEquals(new Ran(1, "", "There is no key 's2026' of 'contoso.example'. (ResourceNotFound)\n"), again);
    }

    @Test
    void aLongValueIsPrintedAsSeveralStrings() {
        String out = server.run("dkim", "create", "contoso.example", "--selector", "s1")
                .out();
        assertTrue(
                out.matches("s1\\._domainkey\\.contoso\\.example\\. IN TXT \"v=DKIM1;[^\"]{247}\" \"[^\"]+\"\n"), out);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "fabrikam.example | s1 | rsa | 1 | 'fabrikam.example' is not an accepted domain of the tenant.",
                "x y | s1 | rsa | 1 | 'x y' is not a domain.",
                "contoso.example | -s | rsa | 1 | A selector has labels",
                "contoso.example | a..b | rsa | 1 | A selector has labels",
                "contoso.example | s_1 | rsa | 1 | A selector has labels",
                "contoso.example | s1 | dsa | 1 | The type must be 'rsa' or 'ed25519'.",
                "contoso.example | taken | ed25519 | 1 | There is a key 'taken' of 'contoso.example' already.",
            })
    void whatIsRefused(String domain, String selector, String type, int status, String error) {
        server.run("dkim", "create", "contoso.example", "--selector", "taken", "--type", "ed25519");
        Ran ran = server.run("dkim", "create", domain, "--selector=" + selector, "--type", type);
        assertEquals(status, ran.status());
        assertTrue(ran.err().startsWith(error), ran.err());
        assertEquals(1, server.run("dkim", "list", "--json").json().size());
    }

    @Test
    void aDomainHasEightKeysAtMost() {
        for (int i = 0; i < 8; i++) {
            assertEquals(
                    0,
                    server.run("dkim", "create", "contoso.example", "--selector", "s" + i, "--type", "ed25519")
                            .status());
        }
        Ran ran = server.run("dkim", "create", "contoso.example", "--selector", "s8", "--type", "ed25519");
        assertEquals(new Ran(1, "", "The domain 'contoso.example' has too many keys. (QuotaExceeded)\n"), ran);
    }

    @Test
    void wrongUsage() {
        assertEquals(64, server.run("dkim", "create", "contoso.example").status());
        assertEquals(64, server.run("dkim", "create", "--selector", "s").status());
        assertEquals(64, server.run("dkim", "make", "contoso.example").status());
        assertEquals(64, server.run("dkim", "delete", "contoso.example").status());
    }
}
