package dev.postern.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.postern.workflow.expression.BoundItem;
import dev.postern.workflow.expression.EvaluationFailed;
import dev.postern.workflow.expression.JsonValues;
import dev.postern.workflow.expression.Template;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The limits of XML in expressions: nothing from elsewhere, no document types, bounded sizes and steps. */
class XmlExpressionTest {
    private static JsonNode of(String expression, JsonNode item) {
        return Template.of(JsonValues.text(expression)).evaluate(new BoundItem(new SampleScope(), item));
    }

    private static String refused(String expression, String item) {
        return String.valueOf(assertThrows(EvaluationFailed.class, () -> of(expression, JsonValues.text(item)))
                .getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text",
                "<a>",
                "<a/><b/>",
                "<a b=1/>",
                "<a b='1' b='2'/>",
                "<a>&x;</a>",
                "<x:a/>",
                "<a>\u0001</a>",
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>",
                "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>"
            })
    void whatIsNoXmlOrHasADocumentTypeIsRefused(String text) {
        assertTrue(refused("@xml(item())", text).startsWith("The template language function 'xml' was invoked"));
        assertTrue(refused("@xpath(item(), '/')", text).contains("cannot be parsed as XML"));
    }

    @Test
    void depthAndSizeAreBounded() {
        assertTrue(
                refused("@xml(item())", "<a>".repeat(100) + "</a>".repeat(100)).contains("nested more than '80'"));
        assertTrue(
                refused("@xml(item())", "<a>" + "<b/>".repeat(210_000) + "</a>").contains("'200000' nodes"));
        assertEquals(
                79,
                of("@length(split(string(xml(item())), '</a'))", JsonValues.text("<a>".repeat(78) + "</a>".repeat(78)))
                        .intValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//*[//*[//*]]",
                "//*[count(//*) > 1]",
                "//b/preceding-sibling::b",
                "//b/following::b",
                "count(//b[//b = //b])"
            })
    void theStepsOfXPathAreBounded(String path) {
        JsonNode large = JsonValues.text("<a>" + "<b>x</b>".repeat(8_000) + "</a>");
        String message = String.valueOf(
                assertThrows(EvaluationFailed.class, () -> of("@xpath(xml(item()), '" + path + "')", large))
                        .getMessage());
        assertTrue(message.contains("steps to evaluate"), message);
    }

    @Test
    void aLargeDocumentIsSearchedAndConverted() {
        String text = "<a>" + "<b x='1'>y</b><c/><d></d>".repeat(10_000) + "</a>";
        assertEquals(
                10_000,
                of("@length(xpath(xml(item()), '//b/@x'))", JsonValues.text(text))
                        .intValue());
        JsonNode json = of("@json(xml(item())).a", JsonValues.text(text));
        for (int i = 0; i < 10_000; i++) {
            assertTrue(
                    json.path("c").get(i).isNull()
                            && json.path("d").get(i).stringValue().isEmpty(),
                    "element " + i);
        }
    }

    @Test
    void theEncodingOfADocumentIsRespected() {
        for (String charset : new String[] {"ISO-8859-1", "UTF-8", "UTF-16"}) {
            byte[] bytes = ("<?xml version=\"1.0\" encoding=\"" + charset + "\"?><a>ä</a>")
                    .getBytes(java.nio.charset.Charset.forName(charset));
            JsonNode binary = JsonValues.object()
                    .put("$content-type", "text/xml")
                    .put("$content", Base64.getEncoder().encodeToString(bytes));
            assertEquals("ä", of("@json(item()).a", binary).stringValue(), charset);
        }
        byte[] marked = "\uFEFF<a>ä</a>".getBytes(StandardCharsets.UTF_8);
        JsonNode binary = JsonValues.object()
                .put("$content-type", "application/soap+xml; charset=utf-8")
                .put("$content", Base64.getEncoder().encodeToString(marked));
        assertEquals("ä", of("@json(item()).a", binary).stringValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {61, 200, 2_000})
    void nestedXPathIsRefused(int depth) {
        assertTrue(refused("@xpath(xml('<a/>'), item())", "(".repeat(depth) + "1" + ")".repeat(depth))
                .contains("nested more than '60' levels"));
        assertTrue(refused("@xpath(xml('<a/>'), item())", "1" + " + 1".repeat(depth))
                .contains("operators in a row"));
    }
}
