package dev.postern.graph;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Paths below the version, one segment per line: refused, or normalised; normalising again changes nothing. */
public final class PathTarget {
    private static final OperationTable TABLE = OperationTable.load();

    private PathTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        List<String> segments = List.of(new String(data, StandardCharsets.UTF_8).split("[/\n]", -1));
        PathReader.Normal path;
        try {
            path = PathReader.read(segments);
        } catch (GraphFailure refused) {
            return;
        }
        if (!path.equals(PathReader.read(segments))) {
            throw new AssertionError(segments + " is read in two ways");
        }
        if (path.segments().size() > 2 * segments.size()) {
            throw new AssertionError(segments + " grew to " + path);
        }
        for (String method : List.of("GET", "POST", "PATCH", "DELETE")) {
            TABLE.find(method, path.segments());
        }
        TABLE.firstUnknown(path.segments());
    }
}
