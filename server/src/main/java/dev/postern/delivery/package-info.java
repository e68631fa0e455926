/** The processing of submitted messages: the durable queue, local delivery, retries and non-delivery reports. Independent of HTTP. */
@NullMarked
package dev.postern.delivery;

import org.jspecify.annotations.NullMarked;
