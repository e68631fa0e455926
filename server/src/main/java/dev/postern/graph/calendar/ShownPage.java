package dev.postern.graph.calendar;

import dev.postern.graph.GraphAnswer;
import dev.postern.graph.content.DeferredContent;
import dev.postern.graph.content.Pages;
import dev.postern.graph.model.MetadataLevel;
import dev.postern.http.Json;
import dev.postern.http.MemoryLease;
import dev.postern.http.Response;
import dev.postern.mailbox.event.ShownEvents;
import dev.postern.mailbox.event.ViewedEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** A page of a view as bytes: those of events that were shown before, and those of the others, which are kept. Belongs to one request. */
final class ShownPage {
    private static final byte[] NOT_WRITTEN = new byte[0];
    private static final int END = "]}".length();

    private final EventView view;
    private final MemoryLease memory;
    private final DeferredContent counted;
    private final Pages pages;
    private final MetadataLevel level;
    private final List<byte[]> shown = new ArrayList<>();

    /** @param pages convert the bodies of the view */
    ShownPage(EventView view, MemoryLease memory, DeferredContent counted, Pages pages, MetadataLevel level) {
        this.view = view;
        this.memory = memory;
        this.counted = counted;
        this.pages = pages;
        this.level = level;
    }

    /** Shows the first of these events, as many as {@link EventView#show(List)} shows. Returns their number. */
    int show(List<ViewedEvent> all) {
        List<ObjectNode> made = new ArrayList<>();
        List<Long> texts = new ArrayList<>();
        for (ViewedEvent event : all) {
            if (counted.isLarge() && !shown.isEmpty()) {
                break;
            }
            ShownEvents.Entry before = event.shown();
            if (before != null) {
                memory.take(before.json().length);
                counted.count(before.text());
                shown.add(before.json());
            } else {
                long already = counted.counted();
                made.add(view.show(Objects.requireNonNull(event.instance())));
                texts.add(counted.counted() - already);
                shown.add(NOT_WRITTEN);
            }
        }
        write(made, texts, all);
        return shown.size();
    }

    /** Writes the events that were made, and keeps them unless a body could not be converted now. */
    private void write(List<ObjectNode> made, List<Long> texts, List<ViewedEvent> all) {
        List<byte[]> written = made.isEmpty() ? List.of() : Json.writeEach(made);
        int next = 0;
        for (int i = 0; i < shown.size(); i++) {
            if (all.get(i).shown() == null) {
                byte[] json = written.get(next);
                shown.set(i, json);
                if (pages.refused() == 0) {
                    all.get(i).keeping().accept(new ShownEvents.Entry(json, texts.get(next)));
                }
                next++;
            }
        }
    }

    /** @param envelope the response without its events, which are its last member */
    Response answer(ObjectNode envelope) {
        byte[] around = Json.write(envelope);
        int start = around.length - END;
        int size = around.length + shown.stream().mapToInt(one -> one.length).sum() + Math.max(0, shown.size() - 1);
        memory.take(size);
        ByteBuffer content = ByteBuffer.allocate(size).put(around, 0, start);
        for (int i = 0; i < shown.size(); i++) {
            if (i > 0) {
                content.put((byte) ',');
            }
            content.put(shown.get(i));
        }
        content.put(around, start, END);
        return Response.of(200, GraphAnswer.contentType(level), content.array());
    }
}
