package dev.postern.mailbox.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Cards of different programs become contacts, and contacts become cards and contacts again. */
class ContactCardReaderTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "corpus", "vcf");

    @TestFactory
    Stream<DynamicTest> theCorpus() throws IOException {
        Assumptions.assumeTrue(Files.exists(CORPUS), "skipped: there is no " + CORPUS);
        return Json.parse(Files.readAllBytes(CORPUS.resolve("index.json")))
                .path("files")
                .valueStream()
                .map(file -> DynamicTest.dynamicTest(file.path("file").asString(), () -> check(file)));
    }

    private static void check(JsonNode file) throws IOException {
        byte[] bytes = Files.readAllBytes(CORPUS.resolve(file.path("file").asString()));
        List<ObjectNode> found = ContactCardReader.read(bytes, 10);
        assertEquals(file.path("cards").intValue(), found.size());
        assertEquals(found.size() == 1, ContactCardReader.one(bytes) != null);
        for (int i = 0; i < found.size(); i++) {
            ObjectNode contact = found.get(i);
            file.path("contacts").path(i).forEachEntry((name, expected) -> compare(name, expected, contact.path(name)));
            assertNotNull(ContactCardReader.one(ContactCard.of(contact)), "its card can be read");
        }
    }

    /** As the notes of the corpus say: line ends are free, and those at the end may be missing; of a birthday the date is compared. */
    private static void compare(String name, JsonNode expected, JsonNode actual) {
        if (name.equals("birthday")) {
            assertEquals(expected.asString() + "T11:59:00Z", actual.asString());
        } else if (expected.isObject()) {
            expected.forEachEntry((inner, value) -> compare(inner, value, actual.path(inner)));
        } else if (name.equals("emailAddresses")) {
            assertEquals(expected.findValuesAsString("address"), actual.findValuesAsString("address"));
        } else if (expected.isString()) {
            assertEquals(lines(expected), lines(actual), name);
        } else if (expected.isArray() && !expected.isEmpty()) {
            assertEquals(expected, actual, name);
        } else {
            assertTrue(actual.isEmpty(), () -> name + ": " + actual);
        }
    }

    private static String lines(JsonNode text) {
        return text.asString("").replace("\r\n", "\n").strip();
    }

    @Test
    void aContactSurvivesTheWayThere() {
        ObjectNode contact = (ObjectNode) Json.parse("""
            {"@odata.type":"#microsoft.graph.contact","givenName":"J\u00f6rg","middleName":"K","surname":"Z\u00fcrich; Sohn","title":"Dr.",
             "generation":"Jr.","displayName":"J\u00f6rg Z","fileAs":"Z\u00fcrich; Sohn, J\u00f6rg K","nickName":"J","companyName":"A, B; C","department":"D","officeLocation":"O",
             "jobTitle":"T","profession":"P","businessPhones":["1","2"],"homePhones":["3"],"mobilePhone":"4",
             "emailAddresses":[{"name":"a@contoso.example","address":"a@contoso.example"}],
             "businessAddress":{"street":"1 Elm St","city":"York","state":"S","postalCode":"P","countryOrRegion":"UK"},
             "homeAddress":{"city":"Leeds"},"otherAddress":{"city":"Hull"},"businessHomePage":"http://contoso.example",
             "personalNotes":"one\\ntwo, three","birthday":"1990-05-03T11:59:00Z","categories":["VIP","x"],
             "imAddresses":["sip:a"],"manager":"M","assistantName":"A","spouseName":"S","yomiGivenName":"G",
             "yomiSurname":"Y","children":["Ann","Ben"]}\
            """);
        assertEquals(contact, ContactCardReader.one(ContactCard.of(contact)));
    }

    @Test
    void linesMayBeFoldedWithinACharacter() {
        byte[] name = "Jörg Müller".getBytes(StandardCharsets.UTF_8);
        for (int at = 1; at < name.length; at++) {
            for (String fold : List.of("\r\n ", "\n\t")) {
                byte[] card = ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + latin(name, 0, at) + fold
                                + latin(name, at, name.length) + "\r\nEND:VCARD\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
                ObjectNode contact = Objects.requireNonNull(ContactCardReader.one(card));
                assertEquals("Jörg Müller", contact.path("displayName").asString());
            }
        }
    }

    private static String latin(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Test
    void otherFilesAreNotContacts() {
        assertNull(one("hello"));
        assertNull(one(""));
        assertNull(one("BEGIN:VCALENDAR\nEND:VCALENDAR\n"));
        assertNull(one("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n"));
        assertNull(one("BEGIN:VCARD\n" + "TEL:1\n".repeat(1001) + "END:VCARD\n"));
        assertNotNull(one("BEGIN:VCARD\nFN:A\nEND:VCARD\n"));
    }

    /** Broken files are contacts or not, and never a failure. */
    @Test
    void brokenFilesAreRead() {
        byte[] card = ContactCard.of((ObjectNode) Json.parse("""
            {"givenName":"J\u00f6rg","surname":"A","homeAddress":{"city":"Leeds"},"birthday":"1990-05-03T11:59:00Z",
             "emailAddresses":[{"address":"a@contoso.example"}],"businessPhones":["1"],"categories":["VIP"]}\
            """));
        Random random = new Random(5);
        int contacts = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] broken = card.clone();
            for (int j = random.nextInt(5); j >= 0; j--) {
                broken[random.nextInt(broken.length)] = (byte) ":;=,\\\r\n \"".charAt(random.nextInt(9));
            }
            contacts += ContactCardReader.one(Arrays.copyOf(broken, random.nextInt(broken.length))) == null ? 0 : 1;
        }
        assertTrue(contacts > 1_000, "contacts: " + contacts);
    }

    @Test
    void whatCannotBeStoredIsLeftOutOrShortened() {
        ObjectNode contact = Objects.requireNonNull(one("BEGIN:VCARD\nVERSION:4.0\nFN:" + "x".repeat(2000)
                + "\nBDAY:--0203\n" + "EMAIL:a@contoso.example\n".repeat(2) + "EMAIL:b@contoso.example\n"
                + "TEL;TYPE=work,fax:1\nTEL;TYPE=work:2\nTEL;TYPE=work:3\nTEL;TYPE=work:4\nEND:VCARD\n"));
        assertEquals(1024, contact.path("displayName").asString().length());
        assertTrue(contact.path("birthday").isMissingNode());
        assertEquals(2, contact.path("emailAddresses").size());
        assertEquals("[\"2\",\"3\"]", contact.path("businessPhones").toString());
    }

    private static @Nullable ObjectNode one(String card) {
        return ContactCardReader.one(card.getBytes(StandardCharsets.UTF_8));
    }
}
