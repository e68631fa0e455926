package dev.postern.console.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.graph.TestRequest;
import dev.postern.http.BadRequest;
import dev.postern.http.BodyTooLarge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What forms and queries contain. */
class FormFieldsTest {
    private static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");

    @ParameterizedTest
    @CsvSource({
        "a=1&b=2, 1, 2",
        "a=+1+&b=, 1, ''",
        "a=%C3%A4&b=a%26b, ä, a&b",
        "a, '', ''",
        "a=1&a=2, 1, ''",
        "&&a=x=y&, x=y, ''"
    })
    void fieldsAreDecodedAndStripped(String text, String a, String b) {
        FormFields fields = FormFields.parse(text);
        assertEquals(a, fields.text("a"));
        assertEquals(b, fields.text("b"));
        assertEquals(!a.isEmpty(), fields.find("a").isPresent());
    }

    @Test
    void aFieldMayOccurSeveralTimes() {
        FormFields fields = FormFields.parse("role=Mail.Read&role=&role=Mail.Send&on=1");
        assertEquals(List.of("Mail.Read", "Mail.Send"), fields.all("role"));
        assertEquals(List.of(), fields.all("other"));
        assertTrue(fields.flag("on"));
        assertFalse(fields.flag("off"));
    }

    @Test
    void malformedAndHugeFormsAreRefused() {
        assertThrows(BadRequest.class, () -> FormFields.parse("a=%zz"));
        assertThrows(BadRequest.class, () -> FormFields.parse("a=1&".repeat(1_001)));
        assertEquals(1_000, FormFields.parse("a=1&".repeat(1_000)).all("a").size());
        assertThrows(
                BodyTooLarge.class,
                () -> FormFields.ofBody(TestRequest.of("POST", "/console", FORM, "a".repeat(64 * 1_024 + 1))));
        assertThrows(
                BadRequest.class,
                () -> FormFields.ofQuery(TestRequest.of("GET", "/console?a=" + "b".repeat(8 * 1_024), Map.of(), "")));
    }
}
