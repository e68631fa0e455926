/**
 * The large parts of requests and responses of any area: bodies as HTML and as text, texts that become headers, and
 * large contents that are written into JSON while it is sent.
 */
@NullMarked
package dev.postern.graph.content;

import org.jspecify.annotations.NullMarked;
