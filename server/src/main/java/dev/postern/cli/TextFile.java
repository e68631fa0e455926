package dev.postern.cli;

import dev.postern.http.JsonDocument;
import dev.postern.http.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Reads files that a command is given. */
final class TextFile {
    private static final long MAX_BYTES = 64L << 20;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TextFile() {}

    /** In UTF-8, with or without a byte order mark. */
    static String read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw CliFailure.failed("The file " + file + " is larger than " + MAX_BYTES + " bytes.");
            }
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (IOException e) {
            throw CliFailure.failed("The file " + file + " cannot be read.");
        }
    }

    static JsonNode json(Path file) {
        return document(file).value();
    }

    static JsonNode json(Path file, String text) {
        return document(file, text).value();
    }

    static JsonDocument document(Path file) {
        return document(file, read(file));
    }

    private static JsonDocument document(Path file, String text) {
        try {
            return JsonDocument.parse(text);
        } catch (MalformedJson e) {
            throw CliFailure.failed("The file " + file + " is not valid JSON: " + e.getMessage() + ".");
        }
    }
}
