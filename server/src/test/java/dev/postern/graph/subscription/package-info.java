/** Tests of subscriptions and their notifications. */
@NullMarked
package dev.postern.graph.subscription;

import org.jspecify.annotations.NullMarked;
