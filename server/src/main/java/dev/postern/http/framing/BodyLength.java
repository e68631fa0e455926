package dev.postern.http.framing;

import io.helidon.http.Status;
import java.util.List;

/** How long the body of a request is, as declared. Two declarations are refused, because two readers could each believe another one. */
sealed interface BodyLength {
    record None() implements BodyLength {}

    record Known(long bytes) implements BodyLength {}

    record Chunked() implements BodyLength {}

    /** With more digits it would be too large for any limit. */
    int MAX_DIGITS = 18;

    static BodyLength of(boolean http10, List<FieldLine> fields) {
        List<FieldLine> lengths = ofKind(FieldLine.Kind.CONTENT_LENGTH, fields);
        List<FieldLine> codings = ofKind(FieldLine.Kind.TRANSFER_ENCODING, fields);
        if (lengths.size() + codings.size() == 0) {
            return new None();
        }
        if (lengths.size() > 1) {
            throw Malformed.message("There is more than one Content-Length");
        }
        if (codings.isEmpty()) {
            return known(lengths.getFirst().text());
        }
        if (!lengths.isEmpty()) {
            throw Malformed.message("There are both Content-Length and Transfer-Encoding");
        }
        if (http10) {
            throw Malformed.message("HTTP/1.0 has no Transfer-Encoding");
        }
        return chunked(codings);
    }

    private static List<FieldLine> ofKind(FieldLine.Kind kind, List<FieldLine> fields) {
        return fields.stream().filter(field -> field.kind() == kind).toList();
    }

    private static BodyLength known(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Malformed.message("Content-Length is not a number");
        }
        if (text.length() > MAX_DIGITS) {
            throw Malformed.message(Status.REQUEST_ENTITY_TOO_LARGE_413, "Content-Length is too large");
        }
        long bytes = Long.parseLong(text);
        return bytes == 0 ? new None() : new Known(bytes);
    }

    private static BodyLength chunked(List<FieldLine> codings) {
        List<String> names = codings.stream()
                .flatMap(line -> List.of(line.lowerCaseText().split(",", -1)).stream())
                .map(String::strip)
                .toList();
        if (names.equals(List.of("chunked"))) {
            return new Chunked();
        }
        boolean wellFormed = names.getLast().equals("chunked") && names.indexOf("chunked") == names.size() - 1;
        if (!wellFormed || names.contains("")) {
            throw Malformed.message("Transfer-Encoding does not end with a single 'chunked'");
        }
        throw Malformed.message(Status.NOT_IMPLEMENTED_501, "The only transfer coding is 'chunked'");
    }
}
