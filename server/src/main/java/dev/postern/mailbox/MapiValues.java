package dev.postern.mailbox;

import dev.postern.query.DocumentEvaluator;
import dev.postern.query.Moments;
import dev.postern.query.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The extended properties of messages as Graph shows them: those that are stored, and those that are computed. */
public final class MapiValues {
    private static final Pattern PREFIX = Pattern.compile("^(\\p{L}{1,3}: ?)(.*)$", Pattern.DOTALL);
    private static final String UNSET = "null";
    private static final int UNSENT = 8;
    private static final int WITH_ATTACHMENT = 16;

    private MapiValues() {}

    /** The properties of a message that must be read to show the extended properties with these ids. */
    public static Set<String> reads(Set<String> ids) {
        return ids.stream()
                .map(MapiProperties::require)
                .flatMap(property -> property == null ? Stream.<String>of() : Stream.of(property.reads()))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /**
     * The single-value extended properties of a message.
     *
     * @param requested the ids for which a value is computed if none is stored
     */
    public static ArrayNode of(Item item, Set<String> requested) {
        Map<String, ObjectNode> shown = new LinkedHashMap<>();
        JsonNode stored = item.doc() == null ? StoredJson.object() : item.doc().path("singleValueExtendedProperties");
        for (JsonNode property : stored) {
            String id = ExtendedPropertyId.canonical(property.path("id").stringValue(""));
            if (isOwn(id)) {
                ObjectNode copy = StoredJson.object();
                copy.setAll((ObjectNode) property);
                shown.put(id, copy.put("id", id));
            }
        }
        for (String asked : requested) {
            String id = ExtendedPropertyId.canonical(asked);
            MapiProperty property = MapiProperties.require(asked);
            String value = property == null || shown.containsKey(id) ? null : compute(item, property);
            if (value != null) {
                shown.put(id, StoredJson.object().put("id", id).put("value", value));
            }
        }
        ArrayNode all = StoredJson.object().arrayNode();
        shown.values().forEach(all::add);
        return all;
    }

    /** The multi-value extended properties of a message: those that are stored, and the keywords if their id is requested. */
    public static ArrayNode ofMulti(Item item, Set<String> requested) {
        ArrayNode all = StoredJson.object().arrayNode();
        JsonNode stored = item.doc() == null ? StoredJson.object() : item.doc().path("multiValueExtendedProperties");
        stored.forEach(property -> {
            if (!MapiProperties.isKeywords(property.path("id").stringValue(""))) {
                all.add(property);
            }
        });
        JsonNode categories = at(item, "categories");
        if (requested.stream().anyMatch(MapiProperties::isKeywords) && categories != null && !categories.isEmpty()) {
            all.addObject().put("id", MapiProperties.KEYWORDS).set("value", categories.deepCopy());
        }
        return all;
    }

    /** Whether a stored value is shown. Derived properties may be stored from an import or an earlier version. */
    private static boolean isOwn(String id) {
        ExtendedPropertyId parsed = ExtendedPropertyId.parse(id);
        MapiProperty property = parsed == null ? null : MapiProperties.find(parsed);
        return property == null || property.writable() == MapiProperty.Writable.ALWAYS;
    }

    /** The value of an extended property, computed if it is not only stored; null if the item has none. */
    static @Nullable String value(Item item, String id) {
        MapiProperty property = MapiProperties.require(id);
        return property == null || property.source() == MapiProperty.Source.STORED
                ? stored(item, ExtendedPropertyId.canonical(id))
                : compute(item, property);
    }

    private static @Nullable String stored(Item item, String id) {
        ObjectNode doc = item.doc();
        return doc == null
                ? null
                : doc.path("singleValueExtendedProperties")
                        .valueStream()
                        .filter(property -> id.equals(ExtendedPropertyId.canonical(StoredJson.text(property.get("id"), ""))))
                        .map(property -> StoredJson.text(property.get("value"), ""))
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable String compute(Item item, MapiProperty property) {
        return switch (property.source()) {
            case STORED, REFUSED -> null;
            case CONSTANT -> property.value();
            case PROPERTY -> shown(at(item, property.value()), property.types().contains("SystemTime"));
            case CHOICE -> choice(item, property);
            case FLAGS ->
                String.valueOf(flags(
                        item.isRead(),
                        item.message().flags().draft(),
                        item.core().hasAttachments()));
            case SIZE -> String.valueOf(item.size());
            case HEADER -> header(item, property.value());
            case CODE -> code(item, property);
        };
    }

    /** The bits of PidTagMessageFlags. */
    static int flags(boolean read, boolean draft, boolean attachments) {
        return (read ? 1 : 0) + (draft ? UNSENT : 0) + (attachments ? WITH_ATTACHMENT : 0);
    }

    private static @Nullable JsonNode at(Item item, String path) {
        Path all = Path.of(path);
        String name = all.segments().getFirst();
        return DocumentEvaluator.at(ItemJson.of(item, IdStyle.DEFAULT, Fields.of(name)), all);
    }

    private static @Nullable String shown(@Nullable JsonNode value, boolean time) {
        if (value == null || value.isContainer()) {
            return null;
        }
        String text = value.asString();
        return time ? Moments.parse(text).map(Moments::format).orElse(null) : text;
    }

    /** The numbers of a choice, by the values of its property. */
    static Map<String, String> choices(MapiProperty property) {
        Map<String, String> choices = new LinkedHashMap<>();
        String[] words = property.value().split(" ");
        for (String word : List.of(words).subList(1, words.length)) {
            String[] pair = word.split("=", 2);
            choices.put(pair[0], pair[1]);
        }
        return choices;
    }

    private static @Nullable String choice(Item item, MapiProperty property) {
        JsonNode value = at(item, property.value().split(" ", 2)[0]);
        Map<String, String> choices = choices(property);
        return value == null ? choices.get(UNSET) : choices.get(value.asString());
    }

    /** Whether this choice is for a property without a value. */
    static boolean isUnset(String choice) {
        return choice.equals(UNSET);
    }

    private static @Nullable String header(Item item, String name) {
        for (JsonNode header : headers(item)) {
            if (name.equalsIgnoreCase(header.path("name").stringValue(""))) {
                return header.path("value").stringValue("");
            }
        }
        return null;
    }

    private static Iterable<JsonNode> headers(Item item) {
        ArrayNode headers = item.message().headers();
        return headers == null ? List.of() : headers;
    }

    private static @Nullable String code(Item item, MapiProperty property) {
        String subject = item.message().summary().subject();
        Matcher prefixed = PREFIX.matcher(subject == null ? "" : subject);
        boolean prefix = prefixed.matches();
        return switch (property.name()) {
            case "SubjectPrefix" -> prefix ? prefixed.group(1) : "";
            case "ConversationTopic", "NormalizedSubject" -> prefix ? prefixed.group(2) : subject;
            case "TransportMessageHeaders" -> transport(item);
            case "DisplayTo", "DisplayCc", "DisplayBcc" -> names(at(item, property.value()));
            case "Sensitivity" -> Sensitivity.value(header(item, Sensitivity.HEADER));
            case "EntryId" -> bytes(WireIds.item(item, IdStyle.DEFAULT));
            case "ParentEntryId" -> bytes(WireIds.folder(item.mailbox(), item.folder()));
            case "ConversationId" -> conversation(item.message().summary().conversationId());
            case "SearchKey" -> searchKey(item.message().summary().internetMessageId());
            case "ChangeKey" -> bytes(item.changeKey());
            default -> throw new IllegalStateException("No code computes " + property.name());
        };
    }

    /** The bytes of an id in the form of a binary property. */
    static String bytes(String id) {
        return Base64.getEncoder().encodeToString(Base64.getUrlDecoder().decode(id.replace('+', '-').replace('/', '_')));
    }

    /** The id of a conversation is a prefix and the key, which is the property. */
    private static @Nullable String conversation(String id) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(id);
            return bytes.length < Conversations.KEY
                    ? null
                    : Base64.getEncoder()
                            .encodeToString(
                                    Arrays.copyOfRange(bytes, bytes.length - Conversations.KEY, bytes.length));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Copies of a message have the same key. */
    private static @Nullable String searchKey(@Nullable String messageId) {
        return messageId == null ? null : conversation(Conversations.id(messageId));
    }

    /** The headers as text; null for a message that was not delivered. */
    private static @Nullable String transport(Item item) {
        StringBuilder text = new StringBuilder();
        for (JsonNode header : headers(item)) {
            text.append(header.path("name").stringValue(""))
                    .append(": ")
                    .append(header.path("value").stringValue(""))
                    .append("\r\n");
        }
        return text.isEmpty() ? null : text.toString();
    }

    private static String names(@Nullable JsonNode recipients) {
        return recipients == null
                ? ""
                : recipients
                        .valueStream()
                        .map(recipient -> recipient.path("emailAddress"))
                        .map(address -> address.path("name")
                                .stringValue(address.path("address").stringValue("")))
                        .collect(Collectors.joining("; "));
    }
}
