package dev.postern.mailbox;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.model.TypeModel;
import dev.postern.graph.odata.Family;
import dev.postern.graph.odata.QueryOptions;
import dev.postern.graph.odata.QueryParser;
import dev.postern.graph.odata.QueryTarget;
import dev.postern.store.Engine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The most common queries use an index, without sorting and without scanning the whole mailbox. */
class MailPlansTest {
    private static final List<String> STATEMENTS = new ArrayList<>();
    private static MailFixture mail;
    private static QueryParser queries;
    private static TypeModel types;

    @BeforeAll
    static void open() {
        mail = new MailFixture(Engine.SQLITE, STATEMENTS::add);
        types = TypeModel.load();
        queries = new QueryParser(types);
    }

    @AfterAll
    static void close() {
        mail.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                // query                                                                             | folder | index
                "-                                                                                   | yes |"
                        + " message_folder_received",
                "-                                                                                   | no  |"
                        + " message_received",
                "$orderby=receivedDateTime                                                           | yes |"
                        + " message_folder_received",
                "$filter=isRead eq false&$orderby=receivedDateTime desc                              | yes |"
                        + " message_folder_received",
                "$filter=hasAttachments eq true                                                      | yes |"
                        + " message_folder_received",
                "$filter=importance eq 'high'                                                        | no  |"
                        + " message_received",
                "$filter=receivedDateTime ge 2026-01-01                                              | no  |"
                        + " message_received",
                "$filter=receivedDateTime ge 2026-01-01 and isRead eq false&$orderby=receivedDateTime | yes |"
                        + " message_folder_received",
                "$filter=contains(subject,'report')                                                  | yes |"
                        + " message_folder_received",
                "$filter=from/emailAddress/address eq 'a@fabrikam.example'                           | yes |"
                        + " message_from",
                "$filter=from/emailAddress/address eq 'a@fabrikam.example'                           | no  |"
                        + " message_from",
                "$filter=conversationId eq 'x'                                                       | no  |"
                        + " message_conversation",
                "$filter=internetMessageId eq '<x@fabrikam.example>'                                 | no  |"
                        + " message_key",
            })
    void anIndexServes(@Nullable String query, String folder, String index) {
        String plan = plan(query == null ? "" : query.strip(), folder.equals("yes"));
        assertTrue(plan.contains("INDEX " + index + " "), plan);
        assertFalse(plan.contains("SCAN message"), plan);
        boolean ordered = index.startsWith("message_folder")
                || index.startsWith("message_received")
                || index.equals("message_from");
        assertTrue(!ordered || !plan.contains("TEMP B-TREE"), plan);
    }

    private static String plan(String query, boolean inFolder) {
        QueryOptions options =
                queries.parse(query.replace(" ", "%20"), QueryTarget.list(types.type("message"), Family.OUTLOOK));
        STATEMENTS.clear();
        mail.mailboxes
                .open(mail.mailbox)
                .items()
                .list(new ListQuery(
                        inFolder ? WellKnownFolder.INBOX.id() : null,
                        options.filter().orElse(null),
                        options.orders(),
                        0,
                        25,
                        false,
                        Fields.of("subject", "from")));
        String statement = STATEMENTS.stream()
                .filter(text -> text.contains(" from message "))
                .findFirst()
                .orElseThrow();
        List<String> steps =
                mail.database.read(sql -> sql.<String>list("explain query plan " + statement, row -> row.text(4)));
        return String.join("\n", steps);
    }
}
