/**
 * The parts of the protocol that messages, events and contacts share: attachments and upload sessions, extensions and
 * extended properties, conditional requests, paging, and URLs. It is independent of the kind of item; each area
 * provides an {@link dev.postern.graph.item.ItemPath}.
 */
@NullMarked
package dev.postern.graph.item;

import org.jspecify.annotations.NullMarked;
