/** Subscriptions to changes, and the notifications of them. */
@NullMarked
package dev.postern.graph.subscription;

import org.jspecify.annotations.NullMarked;
