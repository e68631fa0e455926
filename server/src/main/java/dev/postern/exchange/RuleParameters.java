package dev.postern.exchange;

import dev.postern.mailbox.rule.RuleActions;
import dev.postern.query.Folding;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The parameters of the InboxRule cmdlets and the members of Graph's messageRule that they set and show. */
final class RuleParameters {
    /** What precedes the parameters of exceptions. */
    static final String EXCEPT = "ExceptIf";

    private static final Map<String, String> TERMS = ordered(
            "SubjectContainsWords", "subjectContains",
            "BodyContainsWords", "bodyContains",
            "SubjectOrBodyContainsWords", "bodyOrSubjectContains",
            "FromAddressContainsWords", "senderContains",
            "RecipientAddressContainsWords", "recipientContains",
            "HeaderContainsWords", "headerContains");
    private static final Map<String, String> PEOPLE = ordered("From", "fromAddresses", "SentTo", "sentToAddresses");
    private static final Map<String, String> FLAGS = ordered(
            "MyNameInToBox", "sentToMe",
            "MyNameInCcBox", "sentCcMe",
            "MyNameInToOrCcBox", "sentToOrCcMe",
            "SentOnlyToMe", "sentOnlyToMe",
            "MyNameNotInToBox", "notSentToMe",
            "HasAttachment", "hasAttachments");
    private static final Map<String, String> TYPES = ordered(
            "AutomaticReply", "isAutomaticReply",
            "AutomaticForward", "isAutomaticForward",
            "Encrypted", "isEncrypted",
            "Calendaring", "isMeetingRequest",
            "CalendaringResponse", "isMeetingResponse",
            "PermissionControlled", "isPermissionControlled",
            "Voicemail", "isVoicemail",
            "Signed", "isSigned",
            "ApprovalRequest", "isApprovalRequest",
            "ReadReceipt", "isReadReceipt",
            "NonDeliveryReport", "isNonDeliveryReport");
    private static final Map<String, String> SENT = ordered(
            "ForwardTo", "forwardTo",
            "ForwardAsAttachmentTo", "forwardAsAttachmentTo",
            "RedirectTo", "redirectTo");
    private static final Map<String, String> SWITCHED = ordered(
            "MarkAsRead", "markAsRead",
            "DeleteMessage", "delete",
            "StopProcessingRules", "stopProcessingRules");
    private static final Map<String, String> FOLDERS =
            ordered("MoveToFolder", RuleActions.MOVE, "CopyToFolder", RuleActions.COPY);

    private static final Pattern SIZE = Pattern.compile("(?i)\\s*(\\d{1,10})\\s*(B|KB|MB|GB)?\\s*");
    private static final long KILO = 1024;

    private RuleParameters() {}

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /**
     * Applies the given parameters of conditions or exceptions.
     *
     * @param prefix of the parameters
     * @param people finds the address of a recipient
     */
    static void predicates(CmdletArguments arguments, String prefix, ObjectNode json, UnaryOperator<String> people) {
        TERMS.forEach((name, member) -> {
            if (arguments.has(prefix + name)) {
                ArrayNode list = json.putArray(member);
                arguments.texts(prefix + name).forEach(list::add);
            }
        });
        recipients(arguments, prefix, PEOPLE, json, people);
        flags(arguments, prefix, FLAGS, json);
        if (arguments.has(prefix + "MessageTypeMatches")) {
            json.remove(TYPES.values());
            json.put(TYPES.get(OptionalTexts.given(arguments, prefix + "MessageTypeMatches")), true);
        }
        if (arguments.has(prefix + "WithImportance")) {
            json.put("importance", Folding.lower(OptionalTexts.given(arguments, prefix + "WithImportance")));
        }
        if (arguments.has(prefix + "WithSensitivity")) {
            String given = OptionalTexts.given(arguments, prefix + "WithSensitivity");
            json.put("sensitivity", given.equals("CompanyConfidential") ? "confidential" : Folding.lower(given));
        }
        if (arguments.has(prefix + "FlaggedForAction")) {
            String given = OptionalTexts.given(arguments, prefix + "FlaggedForAction");
            json.put(
                    "messageActionFlag",
                    given.equals("ForYourInformation")
                            ? "fyi"
                            : Folding.lower(given.substring(0, 1)) + given.substring(1));
        }
        size(arguments, prefix + "WithinSizeRangeMinimum", "minimumSize", json);
        size(arguments, prefix + "WithinSizeRangeMaximum", "maximumSize", json);
    }

    private static void size(CmdletArguments arguments, String name, String member, ObjectNode json) {
        if (!arguments.has(name)) {
            return;
        }
        ObjectNode range = json.withObject("withinSizeRange");
        if (arguments.isNothing(name)) {
            range.remove(member);
            if (range.isEmpty()) {
                json.remove("withinSizeRange");
            }
            return;
        }
        range.put(member, kilobytes(name, OptionalTexts.given(arguments, name)));
    }

    /** A number without a unit is a number of bytes. */
    private static int kilobytes(String name, String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw CmdletFailures.invalid("The value \"" + text + "\" of " + name + " isn't a size such as 10KB.");
        }
        String unit = size.group(2) == null ? "B" : Folding.lower(size.group(2));
        long bytes = Long.parseLong(size.group(1))
                * switch (unit) {
                    case "kb" -> KILO;
                    case "mb" -> KILO * KILO;
                    case "gb" -> KILO * KILO * KILO;
                    default -> 1;
                };
        return (int) Math.min(Integer.MAX_VALUE, bytes / KILO);
    }

    /**
     * Applies the given parameters of actions.
     *
     * @param folders finds the stored id of a folder
     */
    static void actions(
            CmdletArguments arguments, ObjectNode json, UnaryOperator<String> people, UnaryOperator<String> folders) {
        recipients(arguments, "", SENT, json, people);
        flags(arguments, "", SWITCHED, json);
        FOLDERS.forEach((name, member) -> {
            if (arguments.isNothing(name)) {
                json.remove(member);
            } else if (arguments.has(name)) {
                json.put(member, folders.apply(OptionalTexts.given(arguments, name)));
            }
        });
        if (arguments.has("ApplyCategory")) {
            ArrayNode list = json.putArray("assignCategories");
            arguments.texts("ApplyCategory").forEach(list::add);
        }
        if (arguments.has("MarkImportance")) {
            json.put("markImportance", Folding.lower(OptionalTexts.given(arguments, "MarkImportance")));
        }
    }

    private static void flags(CmdletArguments arguments, String prefix, Map<String, String> names, ObjectNode json) {
        names.forEach((name, member) -> {
            if (arguments.has(prefix + name)) {
                json.put(member, arguments.flag(prefix + name));
            }
        });
    }

    private static void recipients(
            CmdletArguments arguments,
            String prefix,
            Map<String, String> names,
            ObjectNode json,
            UnaryOperator<String> people) {
        names.forEach((name, member) -> {
            if (arguments.has(prefix + name)) {
                ArrayNode list = json.putArray(member);
                arguments
                        .texts(prefix + name)
                        .forEach(one ->
                                list.addObject().putObject("emailAddress").put("address", people.apply(one)));
            }
        });
    }

    /** Shows conditions or exceptions. */
    static void showPredicates(String prefix, JsonNode json, OutputProperties out) {
        lists(prefix, TERMS, json, JsonNode::asString, out);
        lists(prefix, PEOPLE, json, RuleParameters::address, out);
        FLAGS.forEach(
                (name, member) -> out.flag(prefix + name, json.path(member).booleanValue(false)));
        out.text(
                prefix + "MessageTypeMatches",
                TYPES.entrySet().stream()
                        .filter(type -> json.path(type.getValue()).booleanValue(false))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null));
        out.text(prefix + "WithImportance", raised(json.path("importance").stringValue("")));
        out.text(
                prefix + "WithSensitivity",
                json.path("sensitivity").stringValue("").equals("confidential")
                        ? "CompanyConfidential"
                        : raised(json.path("sensitivity").stringValue("")));
        out.text(
                prefix + "FlaggedForAction",
                json.path("messageActionFlag").stringValue("").equals("fyi")
                        ? "ForYourInformation"
                        : raised(json.path("messageActionFlag").stringValue("")));
        JsonNode range = json.path("withinSizeRange");
        out.text(prefix + "WithinSizeRangeMinimum", size(range.path("minimumSize")));
        out.text(prefix + "WithinSizeRangeMaximum", size(range.path("maximumSize")));
    }

    private static @Nullable String size(JsonNode kilobytes) {
        return kilobytes.isNumber() ? kilobytes.intValue() + "KB" : null;
    }

    private static @Nullable String raised(String name) {
        return name.isEmpty() ? null : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** @param folders finds the name of a folder by its stored id */
    static void showActions(JsonNode json, OutputProperties out, UnaryOperator<String> folders) {
        lists("", SENT, json, RuleParameters::address, out);
        SWITCHED.forEach((name, member) -> out.flag(name, json.path(member).booleanValue(false)));
        FOLDERS.forEach((name, member) -> out.text(
                name,
                json.path(member).isString() ? folders.apply(json.path(member).stringValue()) : null));
        out.texts(
                "ApplyCategory",
                json.path("assignCategories")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        out.text("MarkImportance", raised(json.path("markImportance").stringValue("")));
    }

    private static void lists(
            String prefix,
            Map<String, String> names,
            JsonNode json,
            Function<JsonNode, String> text,
            OutputProperties out) {
        names.forEach((name, member) -> out.texts(
                prefix + name, json.path(member).valueStream().map(text).toList()));
    }

    private static String address(JsonNode recipient) {
        return recipient.at("/emailAddress/address").stringValue("");
    }

    static ObjectNode copy(@Nullable ObjectNode json) {
        return json == null ? JsonNodeFactory.instance.objectNode() : json.deepCopy();
    }
}
