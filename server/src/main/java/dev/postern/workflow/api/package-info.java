/** Workflows on the wire: their management API in the shapes of Azure Resource Manager, and the addresses that start runs. */
@NullMarked
package dev.postern.workflow.api;

import org.jspecify.annotations.NullMarked;
