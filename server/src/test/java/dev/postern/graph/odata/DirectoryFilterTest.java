package dev.postern.graph.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.postern.graph.model.TypeModel;
import dev.postern.query.Condition;
import dev.postern.query.DocumentEvaluator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Filters from the URL to the objects, as in the directory. */
class DirectoryFilterTest {
    private static final List<JsonNode> USERS = Stream.of(
                    "{\"id\":\"1\",\"displayName\":\"Adele"
                            + " Vance\",\"mail\":\"adele@contoso.example\",\"accountEnabled\":true,"
                            + "\"proxyAddresses\":[\"SMTP:adele@contoso.example\",\"smtp:av@contoso.example\"]}",
                    "{\"id\":\"2\",\"displayName\":\"ÅSA"
                            + " Öberg\",\"companyName\":\"Microsoft\",\"accountEnabled\":false,\"proxyAddresses\":[]}",
                    "{\"id\":\"3\",\"displayName\":\"bob\",\"mail\":null,\"companyName\":\"Fabrikam\",\"accountEnabled\":true}")
            .map(text -> JsonMapper.shared().readTree(text))
            .toList();

    private final TypeModel model = TypeModel.load();
    private final QueryTarget users = QueryTarget.searchable(model.type("user"), Family.DIRECTORY);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        $filter | displayName eq 'åsa öberg' | 2
        $filter | startswith(displayName,'ADELE') or displayName eq 'BOB' | 1 3
        $filter | endsWith(mail,'@CONTOSO.example') | 1
        $filter | not(companyName eq 'Microsoft') | 1 3
        $filter | companyName ne null and NOT(companyName eq 'Microsoft') | 3
        $filter | companyName in (null, 'microsoft') | 1 2
        $filter | proxyAddresses/any(p:p eq 'SMTP:AV@contoso.example') | 1
        $filter | NOT proxyAddresses/any() | 2 3
        $filter | proxyAddresses/$count eq 2 | 1
        $filter | accountEnabled ne true | 2
        $orderby | displayName desc | 2 3 1
        $orderby | mail,displayName desc | 2 3 1
        """)
    void objectsAreFilteredAndSortedInMemory(String option, String value, String expected) {
        QueryOptions options =
                new QueryParser(model).parse(option + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8), users);
        assertEquals(
                expected,
                USERS.stream()
                        .filter(user -> DocumentEvaluator.test(options.filter().orElse(Condition.ALWAYS), user))
                        .sorted(DocumentEvaluator.comparator(options.orders()))
                        .map(user -> user.get("id").stringValue())
                        .collect(Collectors.joining(" ")));
    }
}
