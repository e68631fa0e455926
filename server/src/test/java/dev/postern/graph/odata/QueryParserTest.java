package dev.postern.graph.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.model.MetadataLevel;
import dev.postern.graph.model.Selection;
import dev.postern.graph.model.TypeModel;
import dev.postern.query.Order;
import dev.postern.query.Path;
import dev.postern.query.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {
    private final TypeModel model = TypeModel.load();
    private final QueryParser parser = new QueryParser(model);
    private final QueryTarget messages =
            QueryTarget.searchable(model.type("message"), Family.OUTLOOK).withCustom("startDateTime");

    @Test
    void anEmptyQueryHasNoOptions() {
        QueryOptions options = parse("");
        assertTrue(options.filter().isEmpty());
        assertEquals(Selection.DEFAULT, options.view().selection());
        assertTrue(options.paging().top().isEmpty());
        assertEquals(options, parse("&&"));
    }

    @Test
    void everyOptionIsReadWithAndWithoutItsSignAndInAnyCase() {
        QueryOptions options = parse("%24top=5&SKIP=10&$Count=true&$select=SUBJECT,%20from/EMAILADDRESS&$orderBy="
            + "receivedDateTime+desc,importance&$filter=isRead%20eq+false&$format=application/json;odata.metadata=none"
            + "&STARTDATETIME=2026-01-01&$skiptoken=abc%3D");
        assertEquals(OptionalInt.of(5), options.paging().top());
        assertEquals(OptionalInt.of(10), options.paging().skip());
        assertTrue(options.paging().count());
        assertEquals(Optional.of("abc="), options.paging().skipToken());
        assertEquals("(subject,from/emailAddress)", options.view().selection().contextSuffix());
        assertEquals(
                List.of(
                        new Order(Path.of("receivedDateTime"), ValueType.INSTANT, true),
                        new Order(Path.of("importance"), ValueType.TEXT, false, List.of("low", "normal", "high"))),
                options.orders());
        assertEquals(Optional.of(MetadataLevel.NONE), options.view().metadata());
        assertEquals(Map.of("startDateTime", "2026-01-01"), options.custom());
    }

    @Test
    void expansionsHaveSeparateOptions() {
        QueryOptions options = parse("$expand=attachments($select=id,Name;$top=3),singleValueExtendedProperties("
                + "$filter=id eq 'String {66f5a359} Name (a;b)' or id eq 'x')");
        assertTrue(options.isExpanded("attachments"));
        var attachments = options.view().expands().getFirst().options();
        assertEquals("(id,name)", attachments.view().selection().contextSuffix());
        assertEquals(OptionalInt.of(3), attachments.paging().top());
        assertEquals(
                "(or id EQ 'String {66f5a359} Name (a;b)' id EQ 'x')",
                Conditions.text(
                        options.view().expands().get(1).options().filter().orElseThrow()));
        assertEquals(2, options.view().shape().expansions().size());
        assertFalse(options.isExpanded("extensions"));
    }

    @Test
    void anExpansionCanBeOfADerivedTypeOrNested() {
        QueryTarget target = QueryTarget.list(model.type("attachment"), Family.OUTLOOK);
        var item = parser.parse("$expand=microsoft.graph.itemattachment/item", target)
                .view()
                .expands()
                .getFirst();
        assertEquals(Optional.of("microsoft.graph.itemAttachment"), item.onType());
        assertEquals("item", item.navigation());
        assertEquals(
                item.onType(),
                parser.parse("$expand=graph.itemAttachment/item", target)
                        .view()
                        .expands()
                        .getFirst()
                        .onType());
        QueryTarget messages = QueryTarget.list(model.type("message"), Family.OUTLOOK);
        assertEquals(
                Optional.of("microsoft.graph.eventMessage"),
                parser.parse("$expand=graph.eventMessage/event", messages)
                        .view()
                        .expands()
                        .getFirst()
                        .onType());
        assertThrows(QueryFailure.class, () -> parser.parse("$expand=graph.none/event", messages));
        assertThrows(QueryFailure.class, () -> parser.parse("$expand=paragraph.eventMessage/event", messages));
        QueryTarget users = QueryTarget.list(model.type("user"), Family.DIRECTORY);
        var memberOf = parser.parse("$expand=memberOf($levels=max;$select=id)", users)
                .view()
                .expands()
                .getFirst();
        assertEquals(Optional.of("max"), memberOf.levels());
    }

    @Test
    void propertiesOfDerivedTypesAreSelectedByName() {
        QueryTarget target = QueryTarget.list(model.type("attachment"), Family.OUTLOOK);
        assertEquals(
                "(name,microsoft.graph.fileAttachment/contentId)",
                parser.parse("$select=name,Microsoft.Graph.FileAttachment/ContentId", target)
                        .view()
                        .selection()
                        .contextSuffix());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        $top=0 | Invalid value '0' for $top
        $top=1001 | The limit of '1000' for Top query has been exceeded. The value from the incoming request is '1001'.
        $top=-1 | Invalid value '-1' for $top
        $top=99999999999 | Invalid value
        $skip=x | Invalid value 'x' for $skip
        $count=yes | Invalid value 'yes' for $count
        $top=1&top=2 | Query option '$top' was specified more than once, but it must be specified at most once.
        $nosuch=1 | The query parameter '$nosuch' is not supported.
        $expand=attachments(nosuch=1) | The query parameter 'nosuch' is not supported.
        $apply=aggregate | The query parameter '$apply' is not supported.
        $compute=x | The query parameter '$compute' is not supported.
        $deltatoken=x | The query parameter '$deltatoken' is not supported.
        =5 | a value without a name
        $format=xml | The format 'xml' is not supported.
        $format=application/json;odata.metadata=huge | is not supported
        $select=subject,nosuch | Parsing OData Select and Expand failed: Could not find a property named 'nosuch' on type 'microsoft.graph.message'.
        $select=subject, | Could not find a property named ''
        $select=subject/x | Could not find a property named 'x' on type 'Edm.String'.
        $select=microsoft.graph.user/id | is not a kind of
        $expand=attachments,event | Could not find a property named 'event' on type 'microsoft.graph.message'.
        $expand=subject | is not a navigation property
        $expand=attachments($select=contentBytes) | Could not find a property named 'contentBytes' on type 'microsoft.graph.attachment'.
        $expand=attachments($nosuch=1) | The query parameter '$nosuch' is not supported.
        $expand=attachments($select) | '$select' is not an option
        $expand=attachments($select=id | Syntax error at position 22
        $expand=attachments) | Syntax error: character ')'
        $expand= | Could not find a property named ''
        $orderby=toRecipients | The $orderby expression must evaluate to a single value of primitive type.
        $orderby=from | must evaluate to a single value
        $orderby=subject down | Syntax error at position 8
        $orderby=subject, | Syntax error at position 8
        $orderby= | Syntax error at position 0
        $orderby=nosuch | Could not find a property named 'nosuch'
        $filter=%zz | two hexadecimal digits
        $filter=%ff | not valid UTF-8
        $filter=subject eq 'a%00' | U+0000
        $search=_ | Syntax error: character '_' is not valid at position 0 in '_'.
        $search=Backup Config 0 | Syntax error: character '0' is not valid at position 14 in 'Backup Config 0'.
        """)
    void unsupportedOptionsAreRefusedByName(String query, String message) {
        var failure = assertThrows(QueryFailure.class, () -> parse(query));
        assertTrue(failure.text().contains(message), failure.toString());
        assertEquals("BadRequest", failure.code());
    }

    @Test
    void aSingleItemIsNotFiltered() {
        QueryTarget one = QueryTarget.one(model.type("message"), Family.OUTLOOK);
        assertTrue(assertThrows(QueryFailure.class, () -> parser.parse("$filter=isRead", one))
                .text()
                .startsWith("The requested resource is not a collection."));
    }

    @Test
    void nestedExpansionsAreBounded() {
        String query = "$expand=" + "childFolders($expand=".repeat(1000) + "messages" + ")".repeat(1000);
        QueryTarget folders = QueryTarget.list(model.type("mailFolder"), Family.OUTLOOK);
        assertThrows(QueryFailure.class, () -> parser.parse(query, folders));
    }

    private QueryOptions parse(String query) {
        return parser.parse(query, messages);
    }
}
