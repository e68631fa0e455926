package dev.postern.graph.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.postern.directory.User;
import dev.postern.graph.Answer;
import dev.postern.graph.GraphFixture;
import dev.postern.graph.GraphScript;
import dev.postern.graph.model.ModelProperty;
import dev.postern.mailbox.PropertyTable;
import dev.postern.store.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Contacts and contact folders: the scripts in {@code contacts.txt}, each with a mailbox of its own. */
@ParameterizedClass
@EnumSource(Engine.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class GraphContactsTest {
    @Parameter
    Engine engine;

    private GraphFixture graph;

    @BeforeParameterizedClassInvocation
    void open() {
        graph = new GraphFixture(engine);
    }

    @AfterParameterizedClassInvocation
    void close() {
        graph.close();
    }

    @TestFactory
    Stream<DynamicTest> scripts() {
        graph.user("other", "Other Person");
        var writer = graph.client("Contacts.ReadWrite");
        var reader = graph.client("Contacts.Read", "Mail.ReadWrite", "Calendars.ReadWrite");
        String there = "/v1.0/users/other@contoso.example";
        String foreign =
                writer.post(there + "/contacts", "{'givenName':'Foreign'}").id();
        String foreignFolder = writer.post(there + "/contactFolders", "{'displayName':'Foreign'}")
                .id();
        List<GraphScript> scripts = GraphScript.read("/dev/postern/graph/contact/contacts.txt");
        return Stream.iterate(0, i -> i < scripts.size(), i -> i + 1).map(i -> {
            GraphScript script = scripts.get(i);
            return DynamicTest.dynamicTest(script.title(), () -> {
                User user = graph.user("user" + i, "User " + i);
                script.run(
                        writer,
                        reader,
                        user.userPrincipalName(),
                        Map.of("foreign", foreign, "foreignFolder", foreignFolder, "long", "x".repeat(1025)));
            });
        });
    }

    /** The table has every property of the model, and no other. */
    @Test
    void everyPropertyIsInTheTable() {
        Set<String> modelled = graph.model.types().type("contact").properties().stream()
                .map(ModelProperty::name)
                .filter(name -> !name.equals("photo"))
                .collect(Collectors.toSet());
        assertEquals(modelled, PropertyTable.CONTACT.names(_ -> true));
    }

    /** What mail lists is not changed by contacts, and contacts are not reached as messages or events. */
    @Test
    void contactsAreNeitherMailNorEvents() {
        graph.user("mia", "Mia");
        String box = "/v1.0/users/mia@contoso.example";
        String contact = graph.client("Contacts.ReadWrite")
                .post(box + "/contacts", "{'givenName':'Zoe'}")
                .id();
        var mail = graph.client("Mail.ReadWrite");
        String deleted = mail.get(box + "/mailFolders/deleteditems").id();
        assertNotEquals("", deleted);
        assertEquals(404, mail.get(box + "/messages/" + contact).status());
        assertEquals(404, mail.get(box + "/mailFolders/contacts").status());
        assertEquals(403, mail.get(box + "/contacts").status());
        assertEquals(
                404,
                graph.client("Calendars.ReadWrite")
                        .get(box + "/events/" + contact)
                        .status());
        assertEquals(
                204,
                graph.client("Contacts.ReadWrite")
                        .delete(box + "/contacts/" + contact)
                        .status());
        assertEquals(
                0,
                mail.get(box + "/mailFolders/deleteditems/messages")
                        .json()
                        .path("value")
                        .size());
        assertEquals(404, mail.get(box + "/messages/" + contact).status());
    }

    /** Every page but the last has a link, and the pages have each contact once. */
    @Test
    void pagesFollowEachOther() {
        graph.user("pia", "Pia");
        var client = graph.client("Contacts.ReadWrite");
        String contacts = "/v1.0/users/pia@contoso.example/contacts";
        for (int i = 0; i < 7; i++) {
            assertEquals(
                    201, client.post(contacts, "{'givenName':'N" + i + "'}").status());
            graph.now.updateAndGet(now -> now.plusSeconds(1));
        }
        int pages = 0;
        var names = new ArrayList<String>();
        for (String next = contacts + "?$top=3"; !next.isEmpty(); pages++) {
            Answer page = client.get(next);
            names.addAll(page.each("givenName"));
            String link = page.json().path("@odata.nextLink").asString("");
            next = link.isEmpty() ? "" : link.substring(link.indexOf("/v1.0"));
        }
        assertEquals(3, pages);
        assertEquals(List.of("N0", "N1", "N2", "N3", "N4", "N5", "N6"), names);
    }
}
