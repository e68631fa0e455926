package dev.postern.graph.odata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.model.TypeModel;
import dev.postern.query.Condition;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FilterTest {
    private final TypeModel model = TypeModel.load();
    private final QueryParser parser = new QueryParser(model);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        message | isRead eq false | isRead EQ false
        message | ISREAD Eq FALSE | isRead EQ false
        message | isRead | isRead EQ true
        message | not isRead | (not isRead EQ true)
        message | true eq isRead | isRead EQ true
        message | 5 lt totalItemCount | x
        message | subject eq 'let''s meet' | subject EQ 'let's meet'
        message | subject eq null | subject EQ null
        message | subject ne 'a' or subject eq 'b' and isRead eq true | (or subject NE 'a' (and subject EQ 'b' isRead EQ true))
        message | (subject eq 'a' or subject eq 'b') and isRead eq true | (and (or subject EQ 'a' subject EQ 'b') isRead EQ true)
        message | (from/emailAddress/address) eq 'a_b@c.example' | from/emailAddress/address EQ 'a_b@c.example'
        message | FROM/EmailAddress/ADDRESS eq 'x' | from/emailAddress/address EQ 'x'
        message | receivedDateTime ge 2026-01-15 | receivedDateTime GE 2026-01-15T00:00:00Z
        message | receivedDateTime ge 2026-01-01T00:00:00.000Z | receivedDateTime GE 2026-01-01T00:00:00Z
        message | receivedDateTime lt 2026-01-01T01:00:00+01:00 | receivedDateTime LT 2026-01-01T00:00:00Z
        message | 2026-01-15 lt receivedDateTime | receivedDateTime GT 2026-01-15T00:00:00Z
        message | importance eq 'HIGH' | importance EQ high
        message | importance eq microsoft.graph.importance'high' | importance EQ high
        message | importance eq graph.importance'high' | importance EQ high
        message | importance in ('high', 'low') | importance in [high, low]
        message | subject in (null, 'a') | subject in [null, 'a']
        message | flag/flagStatus eq 'flagged' | flag/flagStatus EQ flagged
        message | startswith(subject,'[Summary-') | startswith(subject,'[Summary-')
        message | STARTSWITH( subject , 'a' ) eq true | startswith(subject,'a')
        message | contains(subject,'a') eq false | (not contains(subject,'a'))
        message | categories/any(c:c eq 'x') | any(categories,  EQ 'x')
        message | categories/Any(c: startswith(c,'x')) | any(categories, startswith(,'x'))
        message | not categories/any() | (not any(categories, (and)))
        message | categories/all(c:c ne 'x') | all(categories,  NE 'x')
        message | toRecipients/any(r:r/emailAddress/address eq 'a') | any(toRecipients, emailAddress/address EQ 'a')
        message | categories/$count gt 2 | count(categories) GT 2
        message | singleValueExtendedProperties/Any(ep: ep/id eq 'Integer 0x0E08' and cast(ep/value, Edm.Int32) gt 10) | any(singleValueExtendedProperties, (and id EQ 'Integer 0x0E08' number(value) GT 10))
        message | id eq 'AAA=' | id EQ exactly 'AAA='
        message | parentFolderId eq 'AAA=' | parentFolderId EQ exactly 'AAA='
        event | start/dateTime ge '2026-02-02' | start/dateTime GE 2026-02-02T00:00:00Z
        event | Start/DateTime lt '2017-11-15 07:00:00' | start/dateTime LT 2017-11-15T07:00:00Z
        user | id eq 'AAA' | id EQ 'AAA'
        user | assignedLicenses/$count eq 0 | count(assignedLicenses) EQ 0
        user | companyName ne null and NOT(companyName eq 'Microsoft') | (and companyName NE null (not companyName EQ 'Microsoft'))
        servicePrincipal | appOwnerOrganizationId eq 72F988BF-86f1-41af-91ab-2d7cd011db47 | appOwnerOrganizationId EQ 72f988bf-86f1-41af-91ab-2d7cd011db47
        servicePrincipal | owners/$count eq 1 | count(owners) EQ 1
        mailFolder | totalItemCount gt 5 | totalItemCount GT 5
        mailFolder | 5 lt totalItemCount | totalItemCount GT 5
        mailFolder | unreadItemCount ge -1.5 | unreadItemCount GE -1.5
        """)
    void aFilterBecomesACondition(String type, String filter, String expected) {
        if (expected.equals("x")) {
            assertThrows(QueryFailure.class, () -> parse(type, filter));
        } else {
            assertEquals(expected, Conditions.text(parse(type, filter)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        attachments/any(a:a/name eq 'x') | ErrorInvalidUrlQueryFilter | 'attachments'
        importance eq paragraph.importance'high' | BadRequest | paragraph.importance
        nosuch eq 1 | BadRequest | Could not find a property named 'nosuch' on type 'microsoft.graph.message'.
        from/nosuch eq 'x' | BadRequest | Could not find a property named 'nosuch' on type 'microsoft.graph.recipient'.
        subject/x eq 'x' | BadRequest | Could not find a property named 'x' on type 'Edm.String'.
        toRecipients/emailAddress/address eq 'x' | BadRequest | Invalid filter clause
        toRecipients/emailAddress/address eq 'x' | BadRequest | is not a single value
        receivedDateTime ge '2026-01-01T00:00:00Z' | BadRequest | Found operand types 'Edm.DateTimeOffset' and 'Edm.String' for operator kind 'GreaterThanOrEqual'.
        isRead eq 'false' | BadRequest | incompatible types
        isRead eq 0 | BadRequest | incompatible types
        subject eq 5 | BadRequest | incompatible types
        categories eq 'x' | BadRequest | incompatible types
        body eq 'x' | BadRequest | incompatible types
        importance eq 'urgent' | BadRequest | The string 'urgent' is not a valid enumeration type constant.
        importance eq high | BadRequest | Could not find a property named 'high'
        importance ge 'low' | ErrorInvalidUrlQueryFilter | The query filter contains one or more invalid nodes.
        subject | BadRequest | single boolean
        'x' | BadRequest | single boolean
        subject eq | BadRequest | Expression expected at position 10
        ~ ~ | BadRequest | Expression expected at position 1
        subject eq 'x | BadRequest | unterminated string literal at position 11
        subject eq 'x') | BadRequest | Syntax error: character ')' is not valid at position 14 in 'subject eq 'x')'.
        (subject eq 'x' | BadRequest | Syntax error at position 15
        subject eq 'x' isRead eq true | BadRequest | Syntax error at position 15
        subject = 'x' | BadRequest | Syntax error: character '=' is not valid at position 8 in 'subject = 'x''.
        subject eq "x" | BadRequest | Syntax error: character '"' is not valid at position 11
        subject eq ; | BadRequest | character ';'
        receivedDateTime ge 2026-02-30 | BadRequest | Unrecognized 'Edm.Date' literal '2026-02-30'
        receivedDateTime ge 2026-01-01T00:00:00 | BadRequest | should end in 'Z' or an offset
        receivedDateTime ge 2026-1-1 | BadRequest | Syntax error: character '2'
        contains(isRead,'x') | BadRequest | No function signature for the function with name 'contains'
        contains(subject) | BadRequest | No function signature
        contains('abc',subject) | BadRequest | No function signature
        nosuch(subject) eq 1 | BadRequest | An unknown function with name 'nosuch' was found.
        isof('microsoft.graph.message') | BadRequest | isof
        year(receivedDateTime) eq 2026 | ErrorInvalidUrlQueryFilter | invalid nodes
        tolower(subject) eq 'x' | ErrorInvalidUrlQueryFilter | invalid nodes
        subject add 'x' eq 'y' | ErrorInvalidUrlQueryFilter | invalid nodes
        subject eq from/emailAddress/name | ErrorInvalidUrlQueryFilter | invalid nodes
        categories/any(c:subject eq 'x') | ErrorInvalidUrlQueryFilter | invalid nodes
        subject/any(c:c eq 'x') | BadRequest | is not a collection
        categories/some(c:c eq 'x') | BadRequest | Syntax error
        categories/all() | BadRequest | Syntax error
        subject eq 99999999999999999999 | BadRequest | Unrecognized 'Edm.Int64' literal
        """)
    void invalidFiltersAreRefusedByName(String filter, String code, String message) {
        var failure = assertThrows(QueryFailure.class, () -> parse("message", filter));
        assertTrue(failure.text().contains(message), failure.toString());
        assertEquals(code, failure.code());
    }

    @Test
    void excessiveNestingIsASyntaxError() {
        String filter = "(".repeat(100_000) + "isRead" + ")".repeat(100_000);
        var failure = assertThrows(QueryFailure.class, () -> parse("message", filter));
        assertEquals("BadRequest", failure.code());
        assertTrue(
                failure.text().startsWith("Syntax error: character '(' is not valid at position 50 in '((("),
                failure.text());
    }

    static Stream<String> attacks() {
        return Stream.of(
                "not ".repeat(100_000) + "isRead",
                "isRead" + " and isRead".repeat(100_000),
                "isRead" + " eq true".repeat(100_000),
                "contains(".repeat(100_000),
                "categories/any(c:".repeat(100_000),
                "subject" + "/a".repeat(100_000) + " eq 1",
                "subject in (" + "'x',".repeat(100_000) + "'x')",
                "subject eq '" + "''".repeat(100_000),
                "1".repeat(200_000),
                "a".repeat(200_000),
                "2026-01-01T00:00:00." + "0".repeat(200_000) + "Z eq receivedDateTime",
                ")(".repeat(50_000));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void lengthAndDepthAreBoundedAndParsingIsFast(String filter) {
        var failure = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThrows(QueryFailure.class, () -> parse("message", filter)));
        assertTrue(failure.text().length() < 2000, "the error repeats the attack");
    }

    private Condition parse(String type, String filter) {
        boolean directory = model.type(type).isA("microsoft.graph.directoryObject");
        return parser.filter(filter, model.type(type), directory ? Family.DIRECTORY : Family.OUTLOOK);
    }
}
