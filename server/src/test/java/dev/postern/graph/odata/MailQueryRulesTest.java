package dev.postern.graph.odata;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.graph.model.TypeModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailQueryRulesTest {
    private final TypeModel model = TypeModel.load();
    private final QueryParser parser = new QueryParser(model);
    private final QueryTarget messages = QueryTarget.searchable(model.type("message"), Family.OUTLOOK);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$orderby=receivedDateTime desc",
                "$filter=receivedDateTime ge 2016-01-01 and isRead eq false&$orderby=receivedDateTime desc",
                "$filter=isRead eq false&$orderby=receivedDateTime desc",
                "$filter=subject eq 'a' and importance eq 'normal'&$orderby=subject,importance,receivedDateTime desc",
                "$filter=categories/any(c:c eq 'x')",
                "$filter=not categories/any(c:startswith(c,'x'))",
                "$filter=subject eq null",
                "$search=\"a\"&$top=5",
            })
    void queriesThatGraphSupportsAreAccepted(String query) {
        assertDoesNotThrow(() -> check(MailQueryRules.ofGraph(), query));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        InefficientFilter | $filter=from/emailAddress/address eq 'a'&$orderby=receivedDateTime desc
        InefficientFilter | $filter=isRead eq false and importance eq 'high'&$orderby=receivedDateTime
        InefficientFilter | $filter=isRead eq false&$orderby=subject
        InefficientFilter | $filter=receivedDateTime ge 2026-01-01&$orderby=subject,receivedDateTime
        ErrorInvalidUrlQueryFilter | $filter=toRecipients/any(r:r/emailAddress/address eq 'a')
        ErrorInvalidUrlQueryFilter | $filter=not (subject eq 'a' or importance in ('high'))
        ErrorInvalidUrlQueryFilter | $filter=endswith(subject,'a')
        ErrorInvalidUrlQueryFilter | $filter=categories/any(c:endswith(c,'a'))
        ErrorInvalidUrlQueryFilter | $filter=categories/all(c:c eq 'a')
        ErrorInvalidUrlQueryFilter | $filter=categories/$count gt 1
        ErrorInvalidUrlQueryFilter | $filter=flag ne null
        ErrorInvalidUrlQueryFilter | $filter=flag/dueDateTime ne null
        SearchWithFilter | $search="a"&$filter=isRead
        SearchWithOrderBy | $search="a"&$orderby=subject
        ErrorInvalidUrlQuery | $search="a"&$skip=5
        """)
    void queriesThatGraphRefusesAreRefusedUnlessTheRulesAreOff(String code, String query) {
        assertEquals(
                code,
                assertThrows(QueryFailure.class, () -> check(MailQueryRules.ofGraph(), query))
                        .code());
        assertDoesNotThrow(() -> check(MailQueryRules.none(), query));
    }

    private void check(MailQueryRules rules, String query) {
        rules.check(parser.parse(query, messages));
    }
}
