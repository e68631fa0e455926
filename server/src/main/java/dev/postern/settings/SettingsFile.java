package dev.postern.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the YAML or JSON file into flat keys. {@code server: {port: 1}} and {@code server.port: 1} are equivalent. */
final class SettingsFile {
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(20).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private SettingsFile() {}

    static Map<String, Raw> read(Path file, List<String> problems) {
        var values = new LinkedHashMap<String, Raw>();
        String name = String.valueOf(file.getFileName());
        try {
            JsonNode root = YAML.readTree(Files.readAllBytes(file));
            if (root.isObject()) {
                flatten("", root, name, values, problems);
            } else if (!root.isMissingNode() && !root.isNull()) {
                problems.add(name + ": must contain keys and values");
            }
        } catch (NoSuchFileException e) {
            problems.add(file + ": there is no such file");
        } catch (IOException e) {
            problems.add(file + ": cannot be read");
        } catch (JacksonException e) {
            // Only the line number: the library's message quotes lines, which may contain passwords.
            boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate");
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            problems.add(name + ", line " + line + ": " + (twice ? "duplicate key" : "is not valid YAML"));
        }
        return values;
    }

    private static void flatten(
            String prefix, JsonNode node, String origin, Map<String, Raw> values, List<String> problems) {
        for (var property : node.properties()) {
            String key = prefix + property.getKey();
            JsonNode value = property.getValue();
            if (value.isNull()) {
                problems.add(origin + ": " + key + " has no value");
            } else if (value.isObject()) {
                flatten(key + ".", value, origin, values, problems);
            } else if (values.put(key, raw(value, origin)) != null) {
                problems.add(origin + ": " + key + " is given twice");
            }
        }
    }

    private static Raw raw(JsonNode value, String origin) {
        if (!value.isArray()) {
            return new Raw.One(value.asString(), origin);
        }
        var items = new ArrayList<Map<String, String>>();
        for (JsonNode item : value) {
            var fields = new LinkedHashMap<String, String>();
            if (item.isObject()) {
                item.properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
            } else {
                fields.put("", text(item));
            }
            items.add(fields);
        }
        return new Raw.Many(items, origin);
    }

    /** Converts a nested value where a plain one is expected to text that no parser accepts. */
    private static String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() ? value.asString() : "";
    }
}
