package dev.postern.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.microsoft.graph.models.Contact;
import com.microsoft.graph.models.ContactFolder;
import com.microsoft.graph.models.ConvertIdResult;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.ExchangeIdFormat;
import com.microsoft.graph.models.InferenceClassificationOverride;
import com.microsoft.graph.models.InferenceClassificationType;
import com.microsoft.graph.models.MailTips;
import com.microsoft.graph.models.MailTipsType;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.PhysicalAddress;
import com.microsoft.graph.models.ProfilePhoto;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.graph.users.item.getmailtips.GetMailTipsPostRequestBody;
import com.microsoft.graph.users.item.translateexchangeids.TranslateExchangeIdsPostRequestBody;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Contacts, their folders and photos, and the small parts of Outlook, with the official Graph SDK. */
class JavaContactTest {
    private static TestPostern postern;
    private static OfficialClients clients;
    private static Administration admin;

    @BeforeAll
    static void prepare() {
        postern = TestPostern.start();
        clients = new OfficialClients(postern);
        admin = postern.admin();
        admin.sharedMailbox("people");
    }

    @AfterAll
    static void stop() {
        postern.close();
    }

    private static UserItemRequestBuilder user(String app, String role) {
        GraphServiceClient graph = clients.graph(clients.secret(admin.app(app, role)));
        return graph.users().byUserId("people@contoso.example");
    }

    private static Contact contact(String given, String surname, String address) {
        EmailAddress email = new EmailAddress();
        email.setAddress(address);
        email.setName(given);
        PhysicalAddress home = new PhysicalAddress();
        home.setCity("Porto");
        Contact contact = new Contact();
        contact.setGivenName(given);
        contact.setSurname(surname);
        contact.setEmailAddresses(List.of(email));
        contact.setHomeAddress(home);
        contact.setBirthday(OffsetDateTime.parse("1990-05-03T00:00:00Z"));
        return contact;
    }

    @Test
    void aContactIsCreatedFoundChangedAndDeleted() {
        UserItemRequestBuilder user = user("writer", "Contacts.ReadWrite");
        Contact created =
                Objects.requireNonNull(user.contacts().post(contact("Pavel", "Bansky", "pavel@fabrikam.example")));
        String id = Objects.requireNonNull(created.getId());
        assertEquals("Pavel Bansky", created.getDisplayName());
        assertEquals("Bansky, Pavel", created.getFileAs());
        assertEquals(OffsetDateTime.parse("1990-05-03T11:59:00Z"), created.getBirthday());
        assertEquals("pavel@fabrikam.example", created.getPrimaryEmailAddress().getAddress());
        assertEquals("Porto", created.getHomeAddress().getCity());
        user.contacts().post(contact("Ana", "Costa", "ana@fabrikam.example"));
        assertEquals(
                List.of("Ana Costa", "Pavel Bansky"),
                found(user, "startswith(surname,'B') or companyName eq null", "displayName"));
        assertEquals(
                List.of("Pavel Bansky"),
                found(user, "emailAddresses/any(a:a/address eq 'PAVEL@fabrikam.example')", "displayName"));

        Contact change = new Contact();
        change.setSurname("Vance");
        Contact changed = Objects.requireNonNull(user.contacts().byContactId(id).patch(change));
        assertEquals("Pavel Vance", changed.getDisplayName());
        assertEquals(id, changed.getId());
        UserItemRequestBuilder reader = user("reader", "Contacts.Read");
        assertEquals(2, reader.contacts().count().get());
        ODataError refused = assertThrows(
                ODataError.class, () -> reader.contacts().byContactId(id).delete());
        assertEquals(403, refused.getResponseStatusCode());
        user.contacts().byContactId(id).delete();
        ODataError gone = assertThrows(
                ODataError.class, () -> user.contacts().byContactId(id).get());
        assertEquals("ErrorItemNotFound", gone.getError().getCode());
    }

    private static List<String> found(UserItemRequestBuilder user, String filter, String order) {
        return Objects.requireNonNull(user.contacts().get(request -> {
                    request.queryParameters.filter = filter;
                    request.queryParameters.orderby = new String[] {order};
                }))
                .getValue()
                .stream()
                .map(Contact::getDisplayName)
                .toList();
    }

    @Test
    void aFolderIsMovedWithItsContacts() {
        UserItemRequestBuilder user = user("mover", "Contacts.ReadWrite");
        ContactFolder one = folder("One");
        ContactFolder two = folder("Two");
        String first = Objects.requireNonNull(
                Objects.requireNonNull(user.contactFolders().post(one)).getId());
        String second = Objects.requireNonNull(
                Objects.requireNonNull(user.contactFolders().post(two)).getId());
        String contact = Objects.requireNonNull(Objects.requireNonNull(user.contactFolders()
                        .byContactFolderId(first)
                        .contacts()
                        .post(contact("Ida", "Moe", "ida@fabrikam.example")))
                .getId());
        ContactFolder into = new ContactFolder();
        into.setParentFolderId(second);
        user.contactFolders().byContactFolderId(first).patch(into);
        assertEquals(
                List.of("One"),
                user.contactFolders().byContactFolderId(second).childFolders().get().getValue().stream()
                        .map(ContactFolder::getDisplayName)
                        .toList());
        assertEquals(
                "Ida",
                user.contactFolders()
                        .byContactFolderId(first)
                        .contacts()
                        .byContactId(contact)
                        .get()
                        .getGivenName());
        user.contactFolders().byContactFolderId(second).delete();
        ODataError gone = assertThrows(
                ODataError.class, () -> user.contacts().byContactId(contact).get());
        assertEquals("ErrorItemNotFound", gone.getError().getCode());
    }

    private static ContactFolder folder(String name) {
        ContactFolder folder = new ContactFolder();
        folder.setDisplayName(name);
        return folder;
    }

    @Test
    void aPhotoIsWrittenReadAndRemoved() throws Exception {
        UserItemRequestBuilder user = user("photographer", "Contacts.ReadWrite");
        String id = Objects.requireNonNull(
                Objects.requireNonNull(user.contacts().post(contact("Zoe", "Photo", "zoe@fabrikam.example")))
                        .getId());
        var photo = user.contacts().byContactId(id).photo();
        ODataError missing = assertThrows(ODataError.class, photo::get);
        assertEquals("ErrorItemNotFound", missing.getError().getCode());
        var out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        photo.content().put(new ByteArrayInputStream(out.toByteArray()));
        ProfilePhoto shown = Objects.requireNonNull(photo.get());
        assertEquals(64, shown.getWidth());
        assertEquals(48, shown.getHeight());
        try (InputStream in = Objects.requireNonNull(photo.content().get())) {
            assertArrayEquals(out.toByteArray(), in.readAllBytes());
        }
        ODataError refused = assertThrows(
                ODataError.class, () -> photo.content().put(new ByteArrayInputStream(new byte[] {1, 2, 3})));
        assertEquals(400, refused.getResponseStatusCode());
        photo.content().delete();
        assertThrows(ODataError.class, photo::get);
        user.contacts().byContactId(id).delete();
    }

    @Test
    void overridesMailTipsAndIdsAreReadByTheSdk() {
        UserItemRequestBuilder user = user("outlook", "Mail.ReadWrite");
        EmailAddress sender = new EmailAddress();
        sender.setAddress("news@fabrikam.example");
        InferenceClassificationOverride override = new InferenceClassificationOverride();
        override.setClassifyAs(InferenceClassificationType.Other);
        override.setSenderEmailAddress(sender);
        InferenceClassificationOverride made = Objects.requireNonNull(
                user.inferenceClassification().overrides().post(override));
        assertEquals(InferenceClassificationType.Other, made.getClassifyAs());
        InferenceClassificationOverride change = new InferenceClassificationOverride();
        change.setClassifyAs(InferenceClassificationType.Focused);
        var one = user.inferenceClassification()
                .overrides()
                .byInferenceClassificationOverrideId(Objects.requireNonNull(made.getId()));
        assertEquals(
                InferenceClassificationType.Focused,
                Objects.requireNonNull(one.patch(change)).getClassifyAs());
        assertEquals(
                1,
                Objects.requireNonNull(Objects.requireNonNull(user.inferenceClassification()
                                        .overrides()
                                        .get())
                                .getValue())
                        .size());
        one.delete();
        assertThrows(ODataError.class, one::get);

        GetMailTipsPostRequestBody asked = new GetMailTipsPostRequestBody();
        asked.setEmailAddresses(List.of("people@contoso.example", "nobody@contoso.example"));
        asked.setMailTipsOptions(EnumSet.of(MailTipsType.AutomaticReplies, MailTipsType.MailboxFullStatus));
        List<MailTips> tips = Objects.requireNonNull(
                Objects.requireNonNull(user.getMailTips().post(asked)).getValue());
        assertEquals(
                "",
                Objects.requireNonNull(tips.getFirst().getAutomaticReplies()).getMessage());
        assertEquals(false, tips.getFirst().getMailboxFull());
        assertEquals(
                "InvalidRecipient",
                Objects.requireNonNull(tips.getLast().getError()).getCode());

        String id = Objects.requireNonNull(
                Objects.requireNonNull(user.messages().post(new Message())).getId());
        TranslateExchangeIdsPostRequestBody ids = new TranslateExchangeIdsPostRequestBody();
        ids.setInputIds(List.of(id, "bad"));
        ids.setSourceIdType(ExchangeIdFormat.RestId);
        ids.setTargetIdType(ExchangeIdFormat.RestImmutableEntryId);
        List<ConvertIdResult> results = Objects.requireNonNull(
                Objects.requireNonNull(user.translateExchangeIds().post(ids)).getValue());
        assertEquals(id, results.getFirst().getSourceId());
        assertEquals(
                "ErrorInvalidIdMalformed",
                Objects.requireNonNull(results.getLast().getErrorDetails()).getCode());
    }
}
