package dev.postern.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.postern.audit.AuditEntry;
import dev.postern.audit.PendingEntry;
import dev.postern.delivery.Represented;
import dev.postern.directory.RecipientType;
import dev.postern.directory.SendRight;
import dev.postern.directory.SendRights;
import dev.postern.directory.User;
import dev.postern.mailbox.Address;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which authors a mailbox may use, and what the audit entry says of them. */
class AuthorshipGateTest {
    private final GateFixture fixture = new GateFixture();
    private User anna;
    private User shared;
    private PendingEntry entry;

    @BeforeEach
    void start() {
        anna = fixture.user("anna");
        shared = fixture.user("shared");
        fixture.user("other");
        fixture.here.user(fixture.contoso, RecipientType.MAIL_USER, "away", "away", null);
        Caller caller = fixture.caller(fixture.app("app"));
        entry = new PendingEntry(
                fixture.here.core.audit(),
                new AuditEntry(
                        fixture.contoso.id(),
                        null,
                        fixture.now.get(),
                        caller.actor(),
                        "operation",
                        "target",
                        "granted",
                        null,
                        null,
                        "Decided."));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private void grant(User on, SendRight right) {
        var recipient = SendRights.with(Objects.requireNonNull(on.recipient()), right, List.of(anna.id()));
        fixture.here.put(
                fixture.contoso,
                new User(
                        on.id(),
                        on.createdAt(),
                        on.displayName(),
                        on.userPrincipalName(),
                        true,
                        recipient,
                        on.mailbox(),
                        Map.of()));
    }

    private @Nullable Address address(@Nullable String alias) {
        return alias == null ? null : new Address("name", fixture.at(alias));
    }

    private @Nullable Represented of(@Nullable Address from, @Nullable Address sender) {
        User owner = Objects.requireNonNull(fixture.snapshot().find(anna.id(), User.class));
        return new Authorship(fixture.snapshot(), owner, entry).of(from, sender);
    }

    private void denied(@Nullable Address from, @Nullable Address sender, String explanation) {
        assertThrows(Refusal.SendAsDenied.class, () -> of(from, sender));
        assertEquals("Decided. " + explanation, entry.entry().explanation());
    }

    @ParameterizedTest
    @CsvSource({"anna,", ",", "ANNA,anna", ",Anna", "' anna',"})
    void theOwnAddressNeedsNoRight(@Nullable String from, @Nullable String sender) {
        assertNull(of(address(from), address(sender)));
        assertEquals("Decided.", entry.entry().explanation());
    }

    @Test
    void aNameWithoutAnAddressSaysNothing() {
        assertNull(of(new Address("Anna", null), new Address("Anna", null)));
    }

    @ParameterizedTest
    @EnumSource(SendRight.class)
    void aRightAllowsTheAuthor(SendRight right) {
        grant(shared, right);
        var represented = new Represented(fixture.at("SHARED"), fixture.at("shared"), "shared", right);
        String explanation =
                "Decided. " + (right == SendRight.SEND_AS ? "Sent as " : "Sent on behalf of ") + shared.id() + ".";
        for (String sender : new String[] {null, "anna", "shared"}) {
            assertEquals(represented, of(address("SHARED"), address(sender)));
            assertEquals(explanation, entry.entry().explanation());
        }
        assertThrows(Refusal.SendAsDenied.class, () -> of(address("shared"), address("other")));
        assertEquals(
                explanation + " Not sent: no right to send as " + shared.id() + ".",
                entry.entry().explanation());
    }

    @Test
    void othersAreDenied() {
        denied(address("shared"), null, "Not sent: no right to send as " + shared.id() + ".");
    }

    @Test
    void anotherSenderIsDenied() {
        grant(shared, SendRight.SEND_AS);
        denied(address("anna"), address("shared"), "Not sent: no right to send as " + shared.id() + ".");
    }

    @Test
    void anotherSenderAloneIsDenied() {
        denied(null, address("unknown"), "Not sent: no right to send as this address.");
    }

    @Test
    void anOwnerWithoutAnAddressHasNoneOfItsOwn() {
        User owner = new User(
                anna.id(), anna.createdAt(), "anna", anna.userPrincipalName(), true, null, anna.mailbox(), Map.of());
        var authorship = new Authorship(fixture.snapshot(), owner, entry);
        assertNull(authorship.of(null, null));
        assertThrows(Refusal.SendAsDenied.class, () -> authorship.of(address("anna"), null));
    }

    @Test
    void anUnknownAddressIsDenied() {
        denied(address("unknown"), null, "Not sent: no right to send as this address.");
    }

    @Test
    void whatHasNoMailboxCannotBeRepresented() {
        User away = Objects.requireNonNull((User) fixture.snapshot().byAddress(fixture.at("away")));
        grant(away, SendRight.SEND_AS);
        denied(address("away"), null, "Not sent: no right to send as " + away.id() + ".");
    }
}
