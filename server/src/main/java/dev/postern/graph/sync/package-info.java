/** What the delta functions of all kinds share: options, tokens, links and entries. */
@NullMarked
package dev.postern.graph.sync;

import org.jspecify.annotations.NullMarked;
