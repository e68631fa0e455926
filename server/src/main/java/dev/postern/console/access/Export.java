package dev.postern.console.access;

import java.util.List;

/**
 * What the page of downloads shows.
 *
 * @param path of the file
 * @param command the command that prints the same
 */
public record Export(String path, String command, List<Download> downloads) {
    public Export {
        downloads = List.copyOf(downloads);
    }

    /** Whether the list changes by itself. */
    public boolean isRunning() {
        return downloads.stream().anyMatch(one -> !one.ended());
    }

    /** A download and how far it is. */
    public record Download(String begun, long rows, boolean ended, boolean complete) {}
}
