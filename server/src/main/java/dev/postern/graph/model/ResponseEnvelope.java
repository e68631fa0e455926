package dev.postern.graph.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The envelope of a response: the context URL around shaped documents. */
public record ResponseEnvelope(MetadataLevel level, String context) {
    /** A page of a list; without a link it is the last one. */
    public ObjectNode page(List<ObjectNode> items, OptionalLong count, Optional<String> nextLink) {
        ObjectNode out = start();
        count.ifPresent(n -> out.put("@odata.count", n));
        nextLink.ifPresent(link -> out.put("@odata.nextLink", link));
        return value(out, items);
    }

    /** A page with a link of this name, which every page of its kind has. */
    public ObjectNode page(List<ObjectNode> items, String name, String link) {
        return value(start().put(name, link), items);
    }

    public ObjectNode single(ObjectNode item) {
        ObjectNode out = start();
        item.properties().forEach(member -> out.set(member.getKey(), member.getValue()));
        return out;
    }

    private ObjectNode start() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        return level == MetadataLevel.NONE ? out : out.put("@odata.context", context);
    }

    private static ObjectNode value(ObjectNode out, List<ObjectNode> items) {
        ArrayNode all = out.putArray("value");
        items.forEach(all::add);
        return out;
    }
}
