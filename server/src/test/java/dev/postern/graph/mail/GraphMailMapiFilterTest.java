package dev.postern.graph.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.store.Engine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Filters on the text of bodies, on computed extended properties and on folders. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphMailMapiFilterTest {
    private static final String MESSAGES = "/users/megan@contoso.example/messages";
    private static final String HEADERS = "String {00020386-0000-0000-C000-000000000046} Name ";

    @Parameter
    Engine engine;

    private GraphMailFixture mail;
    private GraphClient client;
    private JsonNode received;

    @BeforeParameterizedClassInvocation
    void open() {
        mail = new GraphMailFixture(engine);
        client = mail.client(mail.app("mapi", "Mail.Send", "Mail.ReadWrite"));
        client.post(
                        "/users/adele@contoso.example/sendMail",
                        "{'message':{'subject':'RE: Lunch','toRecipients':[{'emailAddress':{'address':'megan@contoso.example'}}],"
                                + "'ccRecipients':[{'emailAddress':{'address':'shared@contoso.example'}}],"
                                + "'body':{'contentType':'html','content':'<html><head><meta charset=utf-8></head><body>"
                                + "<p>M&uuml;ller and <b>No</b>42, R&amp;D</p><p>a&nbsp;gap</p></body></html>'},"
                                + "'singleValueExtendedProperties':[{'id':'String 0x1045','value':'<https://news.example/u?1>'},"
                                + "{'id':'String 0x1044','value':'<https://news.example/s>'},"
                                + "{'id':'String 0x1042','value':'<parent@fabrikam.example>'},"
                                + "{'id':'String 0x1039','value':'<root@fabrikam.example>'},"
                                + "{'id':'" + HEADERS + "X-Ticket','value':'T-77'}]}}")
                .expect(202);
        mail.delivery.deliverDue();
        received = client.get("/users/megan@contoso.example/mailFolders/inbox/messages?$filter=subject eq 'RE: Lunch'")
                .at("/value/0");
        client.patch(
                        MESSAGES + "/" + id(),
                        "{'categories':['Red one','Blue'],'flag':{'flagStatus':'flagged','startDateTime':{'dateTime':"
                                + "'2026-12-01T00:00:00','timeZone':'UTC'},'dueDateTime':{'dateTime':'2026-12-02T00:00:00','timeZone':'UTC'}}}")
                .expect(200);
        client.post(
                        MESSAGES,
                        "{'subject':'draft','body':{'content':'plain Müller </p> charset &amp; text'},"
                                + "'singleValueExtendedProperties':[{'id':'" + HEADERS + "X-Ticket','value':'T-78'},"
                                + "{'id':'String 0x0E02','value':'secret list'},{'id':'SystemTime 0x1082','value':'2026-11-23T08:00:00Z'},"
                                + "{'id':'SystemTime 0x3FEF','value':'2027-01-01T00:00:00+00:00'}],"
                                + "'multiValueExtendedProperties':[{'id':'StringArray {66f5a359-4659-4830-9070-00047ec6ac6e} Name Colours',"
                                + "'value':['Green','Red']}]}")
                .expect(201);
        received = client.get(MESSAGES + "/" + id()).json();
    }

    @AfterParameterizedClassInvocation
    void close() {
        mail.close();
    }

    private String id() {
        return received.path("id").asString();
    }

    private String filled(String text) {
        return text.replace("{headers}", HEADERS)
                .replace("{index}", received.path("conversationIndex").asString())
                .replace("{inbox}", received.path("parentFolderId").asString())
                .replace("{entry}", expanded(text, "Binary 0x0FFF", "{entry}"))
                .replace("{parent}", expanded(text, "Binary 0x0E09", "{parent}"))
                .replace("{conversation}", expanded(text, "Binary 0x3013", "{conversation}"));
    }

    private String expanded(String text, String property, String mark) {
        return text.contains(mark)
                ? client.get(MESSAGES + "/" + id() + "?$expand=singleValueExtendedProperties($filter=id eq '" + property
                                + "')")
                        .expect(200)
                        .string("/singleValueExtendedProperties/0/value")
                : "";
    }

    private GraphClient.Answer find(String filter, String options) {
        String encoded = URLEncoder.encode(filled(filter), StandardCharsets.UTF_8).replace("+", "%20");
        return client.get(MESSAGES + "?$select=subject&$count=true&$filter=" + encoded + options);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "mapi-filters.csv", delimiter = '|', numLinesToSkip = 1)
    void aFilterFindsWhatItMeans(String filter, String expected) {
        var answer = find(filter, "");
        if (expected.startsWith("400")) {
            answer.expect(400);
            assertTrue(answer.text().contains(expected.substring(4)), answer::text);
            return;
        }
        answer.expect(200);
        List<String> found = answer.at("/value")
                .valueStream()
                .map(message -> message.path("subject").asString())
                .sorted()
                .toList();
        assertEquals(expected.equals("-") ? List.of() : List.of(expected.split(",")), found, filter);
        assertEquals(found.size(), answer.at("/@odata.count").intValue());
    }

    @Test
    void pagesOfAComputedConditionFollowEachOther() {
        String filter = "contains(body/content,'l') and singleValueExtendedProperties/any(p:p/id eq '" + HEADERS
                + "X-Ticket' and startswith(p/value,'t-7'))";
        var first = find(filter, "&$top=1&$orderby=subject desc");
        first.expect(400, "InefficientFilter");
        first = find(filter, "&$top=1").expect(200);
        var second = find(filter, "&$top=1&$skip=1").expect(200);
        assertEquals(2, second.at("/@odata.count").intValue());
        assertTrue(first.json().has("@odata.nextLink") && !second.json().has("@odata.nextLink"));
        assertTrue(!first.string("/value/0/subject").equals(second.string("/value/0/subject")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Integer 0x0FFE; 5",
                "Integer 0x1095; 6",
                "Integer 0x0E2B; 1",
                "SystemTime {00062003-0000-0000-C000-000000000046} Id 0x8104; 2026-12-01T00:00:00Z",
                "SystemTime {00062003-0000-0000-c000-000000000046} Id 0x8105; 2026-12-02T00:00:00Z"
            })
    void derivedPropertiesAreRead(String property, String expected) {
        assertEquals(expected, expanded("?", property, "?"));
    }

    @ParameterizedTest
    @CsvSource({
        "Binary 0x0FFF, AAAA", "Binary 0x0E09, AAAA", "Binary 0x3013, AAAA", "Integer 0x0FFE, 5", "Binary 0x300B, AAAA",
        "Binary 0x65E2, AAAA", "Integer 0x0E2B, 1", "Integer 0x1095, 6",
        "SystemTime {00062003-0000-0000-c000-000000000046} Id 0x8104, 2026-12-02T00:00:00Z"
    })
    void derivedPropertiesAreNotWritten(String property, String value) {
        client.post(MESSAGES, "{'singleValueExtendedProperties':[{'id':'" + property + "','value':'" + value + "'}]}")
                .expect(400, "ErrorInvalidPropertySet");
    }

    @Test
    void keywordsAreTheCategories() {
        String keywords = "StringArray {00020329-0000-0000-C000-000000000046} Name Keywords";
        String multi = "'multiValueExtendedProperties':[{'id':'" + keywords + "','value':['Green']}]";
        var created = client.post("/users/adele@contoso.example/messages", "{'subject':'k'," + multi + "}")
                .expect(201);
        assertEquals("Green", created.string("/categories/0"));
        String url = "/users/adele@contoso.example/messages/" + created.string("/id");
        assertEquals(
                "Green",
                client.get(url + "?$expand=multiValueExtendedProperties($filter=id eq '" + keywords + "')")
                        .expect(200)
                        .string("/multiValueExtendedProperties/0/value/0"));
        client.patch(url, "{" + multi.replace("Green", "Blue") + "}").expect(200);
        assertEquals("Blue", client.get(url).string("/categories/0"));
        client.patch(url, "{'categories':['x']," + multi + "}").expect(400, "ErrorInvalidPropertySet");
    }

    @ParameterizedTest
    @CsvFileSource(resources = "mapi-values.csv", delimiter = '|', numLinesToSkip = 1)
    void valuesHaveTheFormOfTheirType(String property, String value, boolean accepted) {
        boolean multi = property.contains("Array");
        String kind = multi ? "multiValueExtendedProperties" : "singleValueExtendedProperties";
        String given = multi ? "['" + value + "']" : "'" + value + "'";
        var answer = client.post(
                "/users/adele@contoso.example/messages",
                "{'" + kind + "':[{'id':'" + property + "','value':" + given + "}]}");
        if (accepted) {
            answer.expect(201);
        } else {
            answer.expect(400);
            assertTrue(answer.text().contains(property.split(" ")[0]), answer::text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"singleValueExtendedProperties\":[{\"id\":\"StringArray 0x6001\",\"value\":\"x\"}]|multiValueExtendedProperties",
                "\"multiValueExtendedProperties\":[{\"id\":\"String 0x6001\",\"value\":[\"x\"]}]|singleValueExtendedProperties",
                "\"singleValueExtendedProperties\":[{\"id\":\"String 0x8123\",\"value\":\"x\"}]|String {guid} Id 0x8123",
                "\"singleValueExtendedProperties\":[{\"id\":\"String 0x6001001F\",\"value\":\"x\"}]|String 0x6001"
            })
    void idsInTheWrongPlaceOrFormAreRefusedByName(String body, String text) {
        var answer = client.post(MESSAGES, "{" + body + "}").expect(400);
        assertTrue(answer.text().contains(text), answer::text);
    }
}
