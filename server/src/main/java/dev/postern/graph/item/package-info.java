/**
 * What messages, events and contacts have in common on the wire: attachments and upload sessions, extensions and extended properties,
 * conditional requests, paging, and their addresses. It knows no kind of item; each area gives it an {@link
 * dev.postern.graph.item.ItemPath}.
 */
@NullMarked
package dev.postern.graph.item;

import org.jspecify.annotations.NullMarked;
