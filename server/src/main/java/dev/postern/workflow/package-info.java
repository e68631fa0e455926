/** Workflows: definitions, triggers and runs, and their management API. They reach mail like any other client, over HTTP. */
@NullMarked
package dev.postern.workflow;

import org.jspecify.annotations.NullMarked;
