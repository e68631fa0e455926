/** Outgoing HTTP calls of workflows, also to this server itself: requests, allowed targets and responses. */
@NullMarked
package dev.postern.workflow.call;

import org.jspecify.annotations.NullMarked;
