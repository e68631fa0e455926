/** The published limits of the cloud service, for the tenants of {@code graph.cloud-profile}. Everything here is counted in memory, for this node. */
@NullMarked
package dev.postern.graph.throttle;

import org.jspecify.annotations.NullMarked;
