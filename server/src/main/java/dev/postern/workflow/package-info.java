/** Workflows: definitions, triggers and runs, and their management API. Runs access mail over HTTP, like any other client. */
@NullMarked
package dev.postern.workflow;

import org.jspecify.annotations.NullMarked;
