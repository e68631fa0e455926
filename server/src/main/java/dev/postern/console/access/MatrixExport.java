package dev.postern.console.access;

import java.util.List;

/**
 * What the page of downloads shows.
 *
 * @param path of the file
 * @param problem why a download did not begin; empty if it did
 * @param command the command that prints the same
 */
public record MatrixExport(String path, String problem, String command, List<Download> downloads) {
    public MatrixExport {
        downloads = List.copyOf(downloads);
    }

    /** A download and how far it is. */
    public record Download(String begun, long rows, boolean ended, boolean complete) {}
}
