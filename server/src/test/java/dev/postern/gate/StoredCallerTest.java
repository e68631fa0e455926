package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.access.TenantId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StoredCallerTest {
    private static final String TENANT = "11111111-1111-4111-8111-111111111111";
    private static final String APP = "22222222-2222-4222-8222-222222222222";
    private static final String PRINCIPAL = "33333333-3333-4333-8333-333333333333";
    private static final String OWNER = "44444444-4444-4444-8444-444444444444";
    private static final String NAME = "POST /users/{id}/messages/{id}/attachments/createUploadSession";

    private static Requester requester(Set<String> roles) {
        return new Requester(TenantId.of(TENANT), AppId.of(APP), ObjectId.of(PRINCIPAL), roles);
    }

    @Test
    void whatIsStoredIsReadAgain() {
        Operation operation = new Operation(
                NAME, Area.MAIL, Form.WRITE, Set.of("Mail.ReadWrite", "Mail.ReadBasic"), Set.of("Mail.ReadBasic"));
        StoredCaller caller = new StoredCaller(requester(Set.of("Mail.ReadWrite")), ObjectId.of(OWNER), operation);
        assertEquals(caller, StoredCaller.parse(caller.text()));
        // Allowed by a role assignment, without a permission in the token.
        StoredCaller without = new StoredCaller(requester(Set.of()), ObjectId.of(OWNER), operation);
        assertEquals(without, StoredCaller.parse(without.text()));
    }

    @Test
    void thePreviousVersionIsRead() {
        String old = String.join("\n", TENANT, APP, PRINCIPAL, OWNER, NAME, "Mail.ReadWrite");
        StoredCaller caller = StoredCaller.parse(old);
        assertEquals(requester(Set.of("Mail.ReadWrite")), caller.requester());
        assertEquals(ObjectId.of(OWNER), caller.owner());
        assertEquals(
                new Operation(NAME, Area.MAIL, Form.WRITE, Set.of("Mail.ReadWrite"), Set.of()), caller.operation());
        assertEquals(caller, StoredCaller.parse(caller.text()));
    }

    @Test
    void anythingElseIsRefused() {
        Operation operation = new Operation(NAME, Area.MAIL, Form.WRITE, Set.of("Mail.ReadWrite"), Set.of());
        String text = new StoredCaller(requester(Set.of("Mail.ReadWrite")), ObjectId.of(OWNER), operation).text();
        for (String wrong : new String[] {
            "",
            "x",
            text + "\nmore",
            text.replace("stored-caller/2", "stored-caller/3"),
            text.replace("MAIL WRITE", "MAIL EVERYTHING"),
            text.replace(TENANT, "contoso"),
            text.substring(0, text.lastIndexOf('\n')),
        }) {
            assertThrows(IllegalArgumentException.class, () -> StoredCaller.parse(wrong), wrong);
        }
    }
}
