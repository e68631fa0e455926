/**
 * The long parts of requests and responses, whatever they belong to: bodies as HTML and as text, texts that become headers, and large
 * contents that are written into JSON while it is sent.
 */
@NullMarked
package dev.postern.graph.content;

import org.jspecify.annotations.NullMarked;
