/** The HTTP APIs of workflows: the management API in the format of Azure Resource Manager, and the callback URLs that start runs. */
@NullMarked
package dev.postern.workflow.api;

import org.jspecify.annotations.NullMarked;
