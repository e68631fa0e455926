package dev.postern.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.directory.DirectorySnapshot;
import dev.postern.directory.RecipientProperties;
import dev.postern.opath.FilterRefused;
import dev.postern.opath.OpathParser;
import dev.postern.opath.OpathProperty;
import dev.postern.opath.PropertyType;
import dev.postern.store.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The filter language: valid filters with their matches, and invalid filters. */
class CmdletFilterTest {
    /** One object with a property of each type; a vertical bar separates several values. */
    private static final Map<String, PropertyType> TYPES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private static final Map<String, String> VALUES = Map.of(
            "Name", "O'Brien",
            "City", "Foshan, Chan Cheng",
            "EmailAddresses", "a@contoso.example|smtp:a@contoso.example",
            "Hidden", "true",
            "Members", "12",
            "Guid", "8a68c198-be28-4a30-83e9-bffb760c65ba",
            "Created", "2026-11-23T08:00:00Z",
            "Group", "CN=A\\, B,OU=contoso.example,DC=COM",
            "Kind", "SharedMailbox",
            "Empty", "");

    static {
        PropertyType text = new PropertyType.Text();
        List.of("Name", "City", "EmailAddresses", "Empty").forEach(name -> TYPES.put(name, text));
        TYPES.put("Hidden", new PropertyType.Bool());
        TYPES.put("Members", new PropertyType.Whole());
        TYPES.put("Guid", new PropertyType.Id());
        TYPES.put("Created", new PropertyType.Moment());
        TYPES.put("Group", new PropertyType.Link());
        TYPES.put("Kind", new PropertyType.Names(List.of("UserMailbox", "SharedMailbox"), false));
    }

    private static Optional<OpathProperty> property(String name) {
        return Optional.ofNullable(TYPES.get(name)).map(type -> new OpathProperty(name, type));
    }

    private static List<String> values(String name) {
        return Stream.of(VALUES.entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow()
                        .getValue()
                        .split("\\|"))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static boolean matches(String filter) {
        return OpathParser.parse(filter, CmdletFilterTest::property).test(CmdletFilterTest::values);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        Name -eq 'O''Brien' ~ true
        NAME -EQ "o'brien" ~ true
        Name -eq 'O' ~ false
        Name -ne 'O' ~ true
        Name -like 'O''B*' ~ true
        Name -notlike 'x*' ~ true
        Name -like 'O' ~ false
        Name -gt 'A' ~ true
        City -eq "Foshan, Chan Cheng" ~ true
        EmailAddresses -eq 'SMTP:a@contoso.example' ~ true
        EmailAddresses -like 'a@*' ~ true
        Hidden -eq $true ~ true
        Hidden -eq 'False' ~ false
        Members -eq 12 ~ true
        Members -gt '11' ~ true
        Members -lt 12 ~ false
        Members -le 12 ~ true
        Members -gt -1 ~ true
        Guid -eq '8A68C198-BE28-4A30-83E9-BFFB760C65BA' ~ true
        Created -gt '11/22/2026' ~ true
        Created -ge '2026-11-23T08:00:00Z' ~ true
        Created -lt '2026-11-23' ~ false
        Group -eq 'cn=a\\2C b, ou=CONTOSO.example, dc=com' ~ true
        Group -eq 'A, B' ~ false
        Kind -eq 'sharedmailbox' ~ true
        Empty -eq $null ~ true
        Empty -eq '' ~ true
        Empty -ne '' ~ false
        Empty -like "" ~ true
        Empty -lt 'a' ~ false
        Name -eq '' ~ false
        Name -ne '' ~ true
        Name -notlike '' ~ true
        Group -ne '' ~ true
        Name -eq $null ~ false
        Name -ne $null ~ true
        -not(Kind -eq 'UserMailbox') ~ true
        -not -not Hidden -eq $true ~ true
        Hidden -eq $true -or Hidden -eq $true -and Hidden -eq $false ~ true
        (Hidden -eq $true -or Hidden -eq $true) -and Hidden -eq $false ~ false
        {Hidden -eq $true} ~ true
        """)
    void aValidFilterMatchesAsExpected(String filter, boolean expected) {
        assertEquals(expected, matches(filter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Name",
                "Name -eq",
                "Name -eq 'a",
                "Name -eq a",
                "Name -eq 'a' 'b'",
                "Name -match 'a'",
                "Name eq 'a'",
                "Name -eq 'O'Brien'",
                "(Name -eq 'a'",
                "Name -eq 'a')",
                "Name -eq 'a' -and",
                "Name -eq 'a' -and -Name -eq 'b'",
                "Name -like '*a'",
                "Name -like 'a*b*'",
                "Name -like '*'",
                "Hidden -eq 'maybe'",
                "Hidden -gt $true",
                "Members -eq 'x'",
                "Members -eq ''",
                "Members -eq $true",
                "Guid -eq 'x'",
                "Created -gt 'yesterday'",
                "Created -gt '13/45/2026'",
                "Kind -eq 'NoSuchMailbox'",
                "Kind -like 'Shared*'",
                "Nonsense -eq 'a'",
                "!(Name -eq 'a')",
                "(&(objectCategory=person)(mail=*))",
                "Name -eq 'a' ; drop table users",
                "Name -eq $(whoami)",
            })
    void anInvalidFilterIsRefused(String filter) {
        assertThrows(FilterRefused.class, () -> matches(filter));
    }

    @Test
    void neitherDepthNorLengthExhaustsTheParser() {
        String deep = "(".repeat(5000) + "Name -eq 'a'" + ")".repeat(5000);
        assertThrows(FilterRefused.class, () -> matches(deep.substring(0, 9000)));
        assertThrows(FilterRefused.class, () -> matches("Name -eq '" + "a".repeat(10_000) + "'"));
        assertTrue(matches("-not ".repeat(1000) + "Hidden -eq $true"));
    }

    /** Real filters: valid ones are accepted, or refused only because this server does not have the property. */
    @Test
    void realFiltersFromTheCorpusAreAccepted() throws IOException {
        Path corpus = corpus();
        Assumptions.assumeTrue(corpus != null, "the corpus is not here");
        int understood = 0;
        try (ExchangeFixture fixture = new ExchangeFixture(Engine.SQLITE)) {
            DirectorySnapshot directory = fixture.snapshot();
            for (String line : Files.readAllLines(Objects.requireNonNull(corpus))) {
                JsonNode seen = JsonMapper.shared().readTree(line);
                String filter = seen.path("filter").asString();
                String refusal = refusal(filter, directory);
                switch (seen.path("valid").asString()) {
                    case "no" -> assertTrue(!refusal.isEmpty(), filter);
                    case "yes" ->
                        assertTrue(refusal.isEmpty() || refusal.contains("is not a property"), filter + ": " + refusal);
                    default -> {}
                }
                understood += refusal.isEmpty() ? 1 : 0;
            }
        }
        assertTrue(understood > 40, "only " + understood);
    }

    private static String refusal(String filter, DirectorySnapshot directory) {
        try {
            var _ = RecipientProperties.filter(directory, filter);
            return "";
        } catch (FilterRefused e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static @Nullable Path corpus() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/corpus/opath.jsonl");
            if (Files.exists(file)) {
                return file;
            }
        }
        return null;
    }
}
