package dev.postern.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {
    private static final String TEXT = "e7e4dbfc-046f-4074-9b3b-2ae8f144f59b";

    static Stream<Function<String, Object>> kinds() {
        return Stream.of(TenantId::of, AppId::of, ObjectId::of, MailboxId::of, PolicyId::of);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anyCaseIsReadAndLowerCaseIsPrinted(Function<String, Object> of) {
        assertEquals(TEXT, of.apply("E7E4DBFC-046f-4074-9B3B-2ae8f144f59b").toString());
        assertEquals(of.apply(TEXT), of.apply(TEXT.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "e7e4dbfc046f40749b3b2ae8f144f59b",
                "{e7e4dbfc-046f-4074-9b3b-2ae8f144f59b}",
                " e7e4dbfc-046f-4074-9b3b-2ae8f144f59b",
                "e7e4dbfc-046f-4074-9b3b-2ae8f144f59b\n",
                "e7e4dbfc-046f-4074-9b3b-2ae8f144f59",
                "e7e4dbfc-046f-4074-9b3b-2ae8f144f59b0",
                "g7e4dbfc-046f-4074-9b3b-2ae8f144f59b",
                "\uff11\uff117e4dbf-046f-4074-9b3b-2ae8f144f59b"
            })
    void anythingElseIsRefused(String text) {
        kinds().forEach(of -> assertThrows(IllegalArgumentException.class, () -> of.apply(text)));
    }

    @Test
    void orderIsThatOfThePrintedForms() {
        ObjectId low = new ObjectId(new UUID(1, -1));
        ObjectId high = new ObjectId(new UUID(-1, 1));
        ObjectId lowest = new ObjectId(new UUID(1, 1));
        assertTrue(low.compareTo(high) < 0);
        assertTrue(lowest.compareTo(low) < 0);
        assertEquals(0, low.compareTo(new ObjectId(new UUID(1, -1))));
        assertTrue(new PolicyId(low.value()).compareTo(new PolicyId(high.value())) < 0);
    }

    @Test
    void selectorIsAStarOrAClientId() {
        assertEquals(new AppSelector.Every(), AppSelector.of("*"));
        assertEquals(new AppSelector.One(AppId.of(TEXT)), AppSelector.of(TEXT));
        assertEquals("*", AppSelector.of("*").toString());
        assertEquals(TEXT, AppSelector.of(TEXT).toString());
        assertThrows(IllegalArgumentException.class, () -> AppSelector.of("**"));
    }

    @Test
    void accessRightsAreReadInAnyCase() {
        assertEquals(AccessRight.RESTRICT_ACCESS, AccessRight.of("restrictaccess"));
        assertEquals(AccessRight.DENY_ACCESS, AccessRight.of("DenyAccess"));
        assertEquals("RestrictAccess", AccessRight.RESTRICT_ACCESS.text());
        assertThrows(IllegalArgumentException.class, () -> AccessRight.of("AllowAccess"));
    }
}
