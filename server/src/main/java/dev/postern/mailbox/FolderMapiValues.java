package dev.postern.mailbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The extended properties of folders as Graph shows them: those that are stored, and those that are computed. */
public final class FolderMapiValues {
    private static final String HIDDEN = "AttributeHidden";

    private FolderMapiValues() {}

    /**
     * The single-value extended properties of a folder.
     *
     * @param shown the folder as Graph shows it, with its counts
     * @param requested the ids for which a value is computed if none is stored
     * @param size computes the size of its items
     */
    public static ArrayNode of(Folder folder, ObjectNode shown, Set<String> requested, LongSupplier size) {
        Map<String, ObjectNode> found = new LinkedHashMap<>();
        ObjectNode stored = folder.properties();
        for (JsonNode property : stored == null ? StoredJson.object() : stored.path("singleValueExtendedProperties")) {
            String id = ExtendedPropertyId.canonical(StoredJson.text(property.get("id"), ""));
            if (isOwn(id)) {
                ObjectNode copy = StoredJson.object();
                copy.setAll((ObjectNode) property);
                found.put(id, copy.put("id", id));
            }
        }
        for (String asked : requested) {
            String id = ExtendedPropertyId.canonical(asked);
            MapiProperty property = MapiProperties.requireOfFolder(asked);
            String value = property == null || found.containsKey(id) ? null : compute(folder, shown, property, size);
            if (value != null) {
                found.put(id, StoredJson.object().put("id", id).put("value", value));
            }
        }
        ArrayNode all = StoredJson.object().arrayNode();
        found.values().forEach(all::add);
        return all;
    }

    /** Whether the extended properties of a new folder hide it. */
    public static boolean hidden(ObjectNode folder) {
        for (JsonNode given : folder.path("singleValueExtendedProperties")) {
            ExtendedPropertyId id = ExtendedPropertyId.parse(given.path("id").stringValue(""));
            MapiProperty property = id == null ? null : MapiProperties.findOfFolder(id);
            String value = given.path("value").stringValue("");
            if (property != null
                    && property.name().equals(HIDDEN)
                    && (value.equalsIgnoreCase("true") || value.equals("1"))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a stored value is shown. Earlier versions stored values of derived properties. */
    private static boolean isOwn(String id) {
        ExtendedPropertyId parsed = ExtendedPropertyId.parse(id);
        MapiProperty property = parsed == null ? null : MapiProperties.findOfFolder(parsed);
        return property == null || property.writable() == MapiProperty.Writable.ALWAYS;
    }

    /** Null for what a search folder, which contains nothing, does not have, and for what the caller must not learn. */
    private static @Nullable String compute(Folder folder, ObjectNode shown, MapiProperty property, LongSupplier size) {
        boolean search = folder.search() != null;
        return switch (property.source()) {
            case SIZE -> search ? null : String.valueOf(size.getAsLong());
            case PROPERTY -> {
                JsonNode value = shown.path(property.value());
                yield value.isValueNode() && !value.isNull() ? value.asString() : null;
            }
            case CODE ->
                switch (property.name()) {
                    case "FolderType" -> folder.parent() == null ? "0" : search ? "2" : "1";
                    case "Subfolders" -> String.valueOf(folder.children() > 0);
                    case "EntryId" -> MapiValues.bytes(WireIds.folder(folder.mailbox(), folder.id()));
                    case "ParentEntryId" -> {
                        FolderId parent = folder.parent();
                        yield parent == null ? null : MapiValues.bytes(WireIds.folder(folder.mailbox(), parent));
                    }
                    case "ContainerClass" -> container(folder.folderClass());
                    default -> throw new IllegalStateException("No code computes " + property.name());
                };
            case CONSTANT -> property.value();
            case STORED, CHOICE, FLAGS, HEADER, REFUSED ->
                throw new IllegalStateException("Folders have no source " + property.source());
        };
    }

    private static String container(FolderClass folders) {
        return switch (folders) {
            case MAIL -> "IPF.Note";
            case CALENDAR -> "IPF.Appointment";
            case CONTACTS -> "IPF.Contact";
        };
    }
}
