package dev.postern.console.message;

import dev.postern.console.page.PosternLine;
import java.util.List;

/**
 * The messages of one id.
 *
 * @param more whether there are others
 */
public record TraceDetail(String id, List<TraceView> traces, boolean more) {
    public TraceDetail {
        traces = List.copyOf(traces);
    }

    public String command() {
        return PosternLine.of("trace", id).command();
    }
}
