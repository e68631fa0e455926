/** The life of a message after submission: the durable queue, local delivery, retry and non-delivery reports; it does not know HTTP. */
@NullMarked
package dev.postern.delivery;

import org.jspecify.annotations.NullMarked;
