package dev.postern.workflow.expression;

import dev.postern.workflow.xml.JsonToXml;
import dev.postern.workflow.xml.XPath;
import dev.postern.workflow.xml.XmlFailure;
import dev.postern.workflow.xml.XmlNode;
import dev.postern.workflow.xml.XmlReader;
import dev.postern.workflow.xml.XmlToJson;
import dev.postern.workflow.xml.XmlWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code json}, {@code xml} and {@code xpath}. A value of XML is binary content of the type {@code application/xml}. */
final class XmlFunctions {
    private static final String TYPE = "application/xml;charset=utf-8";
    private static final int CHARACTERS = 8;

    private XmlFunctions() {}

    static List<Function> all() {
        return List.of(
                f("json", 1, XmlFunctions::json), f("xml", 1, XmlFunctions::xml), f("xpath", 2, XmlFunctions::xpath));
    }

    private static Function f(String name, int count, Function.Eager body) {
        return new Function(name, count, count, body);
    }

    private static JsonNode json(FunctionArguments arguments) {
        JsonNode value = arguments.at(0);
        if (ValueText.isBinary(value) && isXml(value.path("$content-type").stringValue())) {
            return XmlToJson.convert(document(arguments, 0));
        }
        if (value.isContainer() && !ValueText.isBinary(value)) {
            return value;
        }
        if (!value.isString() && !ValueText.isBinary(value)) {
            throw arguments.wrong(0, "a string or an XML");
        }
        try {
            return JsonValues.lenient(arguments.text(0));
        } catch (IllegalArgumentException e) {
            throw arguments.invalid("The provided value cannot be parsed as JSON: '" + e.getMessage() + "'.");
        }
    }

    private static boolean isXml(String type) {
        String bare = Casing.lower(type.split(";", 2)[0].strip());
        return bare.equals("application/xml") || bare.equals("text/xml") || bare.endsWith("+xml");
    }

    private static JsonNode xml(FunctionArguments arguments) {
        JsonNode value = arguments.at(0);
        try {
            if (value.isObject() && !ValueText.isBinary(value)) {
                String text = JsonToXml.convert(value, number -> NumberText.of(number));
                arguments.length(text.length());
                document(arguments, text);
                return of(text);
            }
            if (!value.isString() && !ValueText.isBinary(value)) {
                throw arguments.wrong(0, "a string or an object");
            }
            String text = source(arguments, 0);
            document(arguments, text);
            return of(text);
        } catch (XmlFailure e) {
            throw notXml(arguments, e);
        }
    }

    private static EvaluationFailed notXml(FunctionArguments arguments, XmlFailure e) {
        return arguments.invalid("The provided value cannot be converted to XML: '" + e.getMessage() + "'.");
    }

    private static JsonNode of(String xml) {
        return ValueText.binary(TYPE, xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String source(FunctionArguments arguments, int index) {
        JsonNode value = arguments.at(index);
        return ValueText.isBinary(value) ? XmlReader.decode(ValueText.bytes(value)) : arguments.text(index);
    }

    private static XmlNode document(FunctionArguments arguments, int index) {
        try {
            return document(arguments, source(arguments, index));
        } catch (XmlFailure e) {
            throw arguments.invalid("The provided value cannot be parsed as XML: '" + e.getMessage() + "'.");
        }
    }

    private static XmlNode document(FunctionArguments arguments, String text) {
        arguments.evaluation().budget().spend(text.length() / CHARACTERS);
        return XmlReader.read(text);
    }

    private static JsonNode xpath(FunctionArguments arguments) {
        XmlNode document = document(arguments, 0);
        String path = arguments.text(1);
        Budget budget = arguments.evaluation().budget();
        try {
            return switch (XPath.evaluate(path, document, budget::spend)) {
                case XPath.Numeral(double number) -> JsonValues.number(number);
                case XPath.Flag(boolean flag) -> JsonValues.flag(flag);
                case XPath.Text(String text) -> arguments.result(text);
                case XPath.Nodes(List<XmlNode> nodes) -> {
                    ArrayNode made = JsonValues.array();
                    long length = 0;
                    for (XmlNode node : nodes) {
                        JsonNode one = value(node);
                        length += JsonValues.length(one);
                        budget.text(length);
                        made.add(one);
                    }
                    yield made;
                }
            };
        } catch (XmlFailure e) {
            throw arguments.invalid("The XPath expression '" + path + "' is not valid: '" + e.getMessage() + "'.");
        }
    }

    private static JsonNode value(XmlNode node) {
        return switch (node.kind()) {
            case DOCUMENT, ELEMENT -> of(XmlWriter.write(node));
            case DECLARATION, ATTRIBUTE, TEXT, CDATA, COMMENT, INSTRUCTION -> JsonValues.text(node.value());
        };
    }
}
