package dev.postern.graph.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.model.TypeModel;
import dev.postern.query.SearchExpression;
import dev.postern.query.SearchExpression.Bound;
import dev.postern.query.SearchExpression.Matching;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchParserTest {
    private final TypeModel model = TypeModel.load();
    private final QueryTarget messages = QueryTarget.searchable(model.type("message"), Family.OUTLOOK);
    private final QueryTarget users = QueryTarget.searchable(model.type("user"), Family.DIRECTORY);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        pizza | pizza
        hello world | (and hello world)
        "hello world" | (and hello world)
        "\\"hello world\\"" | hello world
        "subject:has" | subject:has
        "subject:b*" | subject:b*
        "subject:\\"Your bank account\\"" | subject:Your bank account
        "FROM:\\"bob@fabrikam.example\\"" | from:bob@fabrikam.example
        "hasattachment:false" | hasAttachments is false
        "importance:medium" | importance is normal
        "kind:email OR kind:im" | (or kind is email kind is im)
        "a OR b c" | (or a (and b c))
        "(a OR b) AND NOT from:x" | (and (or a b) (not from:x))
        "-subject:x +y" | (and (not subject:x) y)
        "report" NOT "draft" | (and report (not draft))
        "from:a" OR "to:b" | (or from:a to:b)
        "received:2018-07-23" | received [2018-07-23T00:00:00Z, 2018-07-24T00:00:00Z)
        "received:07/23/2018" | received [2018-07-23T00:00:00Z, 2018-07-24T00:00:00Z)
        "received:12/01/2017..12/31/2018" | received [2017-12-01T00:00:00Z, 2019-01-01T00:00:00Z)
        "received>=2026-02-26 received<2026-03-01" | (and received [2026-02-26T00:00:00Z, ) received (, 2026-03-01T00:00:00Z))
        "received>2026-02-26" | received [2026-02-27T00:00:00Z, )
        "received<=2026-02-26" | received (, 2026-02-27T00:00:00Z)
        "received>=today-5" | nothing
        "size>26214400" | size (26214400, )
        "size:1..500" | size [1, 500]
        "subject<>x" | (not subject:x)
        "Re: budget" | (and Re: budget)
        "12:30" | 12:30
        "http://x.example/a" | http://x.example/a
        "bla(blup)" | bla(blup)
        "_" | _
        "収件箱" | 収件箱
        """)
    void aSearchBecomesAnExpression(String search, String expected) {
        assertEquals(expected, text(SearchParser.parse(search, messages)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        "received:\\"last week\\"" | 'last week' is not a valid search value for 'received'.
        "received:today" | 'today' is not a valid search value
        "received:13/45/2018" | is not a valid search value
        "is:unread" | The property 'is' cannot be searched.
        "conversationId:x" | The property 'conversationId' cannot be searched.
        "subject>x" | The search operator '>' is not supported for 'subject'.
        "importance:urgent" | 'urgent' is not a valid search value for 'importance'
        "hasAttachments:perhaps" | is not a valid search value
        "size:large" | is not a valid search value
        "cat ONEAR dog" | The search operator 'ONEAR' is not supported.
        "cat NEAR(3) dog" | The search operator 'NEAR' is not supported.
        "a*b" | In a search, '*' is allowed only at the end of a word.
        "*" | The search text is empty.
        "" | The search text is empty.
        ~ ~ | Expression expected at position 0
        "a | unterminated
        "a) b" | Syntax error: character ')'
        "(a" | Syntax error
        "a AND" | Syntax error
        "NOT" | Syntax error
        "a" 5 | Syntax error: character '5' is not valid at position 4
        """)
    void unsupportedSearchesAreRefusedByName(String search, String message) {
        var failure = assertThrows(QueryFailure.class, () -> SearchParser.parse(search, messages));
        assertTrue(failure.text().contains(message), failure.toString());
        assertEquals("BadRequest", failure.code());
    }

    @Test
    void directoryObjectsAreSearchedByProperty() {
        assertEquals(
                "(or displayName:adele* mail:adele*)",
                text(SearchParser.parse("\"displayname:adele\" OR \"mail:adele\"", users)));
        for (String search : List.of("\"adele\"", "\"nosuch:x\"", "\"accountEnabled:true\"")) {
            assertThrows(QueryFailure.class, () -> SearchParser.parse(search, users));
        }
    }

    @Test
    void depthAndLengthAreBounded() {
        for (String search : List.of(
                "\"" + "(".repeat(100_000) + "\"",
                "(".repeat(100_000),
                "NOT ".repeat(100_000) + "a",
                "a AND ".repeat(100_000) + "a",
                "\"" + "NOT ".repeat(100_000) + "a\"",
                "\"" + "-".repeat(100_000) + "a\"",
                "\"" + "a ".repeat(100_000) + "\"")) {
            assertThrows(QueryFailure.class, () -> SearchParser.parse(search, messages));
        }
    }

    private static String text(SearchExpression expression) {
        return switch (expression) {
            case SearchExpression.Words(var property, var words, var matching) ->
                property.map(p -> p + ":").orElse("") + words + (matching == Matching.PREFIX ? "*" : "");
            case SearchExpression.Is(var property, var value) -> property + " is " + Conditions.text(value);
            case SearchExpression.Within(var property, var lower, var upper) ->
                property + " " + lower.filter(Bound::inclusive).map(_ -> "[").orElse("(") + bound(lower) + ", "
                        + bound(upper)
                        + upper.filter(Bound::inclusive).map(_ -> "]").orElse(")");
            case SearchExpression.And(var all) -> list("and", all);
            case SearchExpression.Or(var any) -> list("or", any);
            case SearchExpression.Not(var inner) -> "(not " + text(inner) + ")";
            case SearchExpression.Nothing _ -> "nothing";
        };
    }

    private static String bound(Optional<Bound> bound) {
        return bound.map(b -> Conditions.text(b.value())).orElse("");
    }

    private static String list(String operator, List<SearchExpression> parts) {
        return parts.stream().map(SearchParserTest::text).collect(Collectors.joining(" ", "(" + operator + " ", ")"));
    }
}
